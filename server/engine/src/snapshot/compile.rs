//! From content to snapshot.

use super::columns::Columns;
use super::{Article, Snapshot};
use crate::content::{Content, TextContent};
use crate::features::{self, Reading};
use crate::lexicon::{Lexicon, LexiconBuilder};
use crate::synonyms::{self, SynonymGroup, Synonyms};
use crate::tokens::Tokens;
use crate::train::{self, Example, Initial};
use crate::weights::{MAX_ARTICLES, Weights};
use crate::wordings::{Stems, Wordings};
use model::text::Locale;

/// What an utterance and an answer weigh at first in an article with one utterance; in one with
/// n utterances, n to the power of three quarters less.
const UTTERANCE_WEIGHT: f32 = 1.4;
const ANSWER_WEIGHT: f32 = 0.4;
/// What a stem weighs at first in an article that has it at all.
const STEM_WEIGHT: f32 = 0.03;

/// A text of an article, cut.
struct Wording {
    article: u32,
    locale: u16,
    tokens: Tokens,
}

/// An article's texts, cut.
struct Texts {
    /// Titles and utterances, sorted by article, without repetitions.
    wordings: Vec<Wording>,
    answers: Vec<Wording>,
}

pub(super) fn compile(content: &Content, own: &[SynonymGroup]) -> Snapshot {
    let mut published: Vec<_> = content.articles.iter().collect();
    published.sort_by_key(|article| article.id);
    published.dedup_by_key(|article| article.id);
    published.truncate(MAX_ARTICLES);
    let locales = locales(content);
    let mut texts = Texts {
        wordings: Vec::new(),
        answers: Vec::new(),
    };
    let mut articles = Vec::with_capacity(published.len());
    for (number, article) in (0..).zip(published) {
        let mut own = Vec::new();
        for text in &article.texts {
            let locale = locales
                .iter()
                .position(|locale| *locale == text.locale)
                .unwrap_or(0);
            let locale = u16::try_from(locale).unwrap_or(u16::MAX);
            own.push(locale);
            cut(text, number, locale, &mut texts);
        }
        own.sort_unstable();
        own.dedup();
        articles.push(Article {
            id: article.id,
            locales: own,
        });
    }
    texts.sort();
    let (lexicon, synonyms) = lexicon(&texts, own, &locales);
    let reader = Reader {
        lexicon: &lexicon,
        synonyms: &synonyms,
        locales: &locales,
    };
    let wordings: Vec<Reading> = texts
        .wordings
        .iter()
        .map(|text| reader.read(text))
        .collect();
    let answers: Vec<Reading> = texts.answers.iter().map(|text| reader.read(text)).collect();
    let weights = weights(&texts, &wordings, &answers, articles.len());
    let wordings = self::wordings(&texts, &wordings, &answers, articles.len());
    Snapshot {
        locales,
        articles,
        lexicon,
        synonyms,
        weights,
        wordings,
    }
}

/// What texts are read with.
struct Reader<'a> {
    lexicon: &'a Lexicon,
    synonyms: &'a Synonyms,
    locales: &'a [Locale],
}

impl<'a> Reader<'a> {
    fn read(&self, text: &'a Wording) -> Reading<'a> {
        let locale = &self.locales[usize::from(text.locale)];
        Reading::new(&text.tokens, self.lexicon, self.synonyms, None, locale)
    }
}

/// The bot's languages: the default first, the others sorted.
fn locales(content: &Content) -> Vec<Locale> {
    let texts = content.articles.iter().flat_map(|article| &article.texts);
    let mut others: Vec<Locale> = texts
        .map(|text| text.locale.clone())
        .filter(|locale| *locale != content.locale)
        .collect();
    others.sort();
    others.dedup();
    let mut locales = vec![content.locale.clone()];
    locales.append(&mut others);
    locales.truncate(usize::from(u16::MAX));
    locales
}

fn cut(text: &TextContent, article: u32, locale: u16, texts: &mut Texts) {
    let wording = |text: &str| Wording {
        article,
        locale,
        tokens: Tokens::cut_whole(text, None),
    };
    let questions = [&text.title].into_iter().chain(&text.utterances);
    let questions = questions.map(|text| wording(text));
    texts
        .wordings
        .extend(questions.filter(|wording| !wording.tokens.is_empty()));
    let answer = wording(&text.answer);
    if !answer.tokens.is_empty() {
        texts.answers.push(answer);
    }
}

impl Texts {
    /// Brings the texts into an order that depends on them alone.
    fn sort(&mut self) {
        for texts in [&mut self.wordings, &mut self.answers] {
            texts.sort_by(|a, b| a.rank().cmp(&b.rank()));
            texts.dedup_by(|a, b| a.rank() == b.rank());
        }
    }
}

impl Wording {
    fn rank(&self) -> (u32, &Tokens, u16) {
        (self.article, &self.tokens, self.locale)
    }
}

fn lexicon(texts: &Texts, own: &[SynonymGroup], locales: &[Locale]) -> (Lexicon, Synonyms) {
    let mut builder = LexiconBuilder::default();
    for text in texts.wordings.iter().chain(&texts.answers) {
        builder.add(&text.tokens, text.locale);
    }
    builder.stem(locales);
    let touched = builder.add_synonyms(synonyms::groups(own, locales));
    (builder.build(), Synonyms::of(&touched))
}

/// Trains the model.
fn weights(texts: &Texts, wordings: &[Reading], answers: &[Reading], n_articles: usize) -> Weights {
    let n_wordings = wordings.len();
    let articles = texts.wordings.iter().chain(&texts.answers);
    let keys = wordings
        .iter()
        .map(keys)
        .chain(answers.iter().map(answer_keys));
    let keys: Vec<(u32, Vec<u32>)> = articles.map(|text| text.article).zip(keys).collect();
    let columns = Columns::new(&keys, n_wordings as f32 / n_articles.max(1) as f32);
    let (examples, answers) = columns.examples.split_at(n_wordings);
    let vocabularies = columns.vocabularies();
    let mut initial = initial(examples, answers, n_articles);
    initial.extend(vocabularies.iter().map(|text| Initial {
        text,
        weight: STEM_WEIGHT,
    }));
    // In the order of articles, rows grow at their ends.
    initial.sort_by_key(|initial| initial.text.article);
    let trained = train::train(examples, &initial, columns.lengths.len(), n_articles);
    Weights::quantise(&columns.features, &columns.lengths, &trained)
}

/// The weights that training begins with: the sum of an article's utterances, the less the more
/// they are, and its answer.
fn initial<'a>(
    examples: &'a [Example],
    answers: &'a [Example],
    n_articles: usize,
) -> Vec<Initial<'a>> {
    let mut n_examples = vec![0_u16; n_articles];
    for example in examples {
        let n = &mut n_examples[example.article as usize];
        *n = n.saturating_add(1);
    }
    let utterances = examples.iter().map(|example| (example, UTTERANCE_WEIGHT));
    let answers = answers.iter().map(|answer| (answer, ANSWER_WEIGHT));
    let mut initial = Vec::new();
    for (text, weight) in utterances.chain(answers) {
        let n = f32::from(n_examples[text.article as usize].max(1));
        initial.push(Initial {
            text,
            weight: weight / (libm::sqrtf(n) * libm::sqrtf(libm::sqrtf(n))),
        });
    }
    initial
}

fn keys(text: &Reading) -> Vec<u32> {
    let mut keys = Vec::new();
    text.each(|key| keys.push(key));
    keys
}

/// Of an answer, the words only: it is long, and its wording is not a question's.
fn answer_keys(text: &Reading) -> Vec<u32> {
    let mut keys = Vec::new();
    for term in text.words() {
        features::of_word(term, &mut |key| keys.push(key));
    }
    text.around(&mut |key| keys.push(key));
    keys.sort_unstable();
    keys.dedup();
    keys
}

fn wordings(
    texts: &Texts,
    wordings: &[Reading],
    answers: &[Reading],
    n_articles: usize,
) -> Wordings {
    let by_article = |texts: &[Wording], readings: &[Reading]| {
        let mut all: Vec<Vec<Stems>> = vec![Vec::new(); n_articles];
        for (text, reading) in texts.iter().zip(readings) {
            all[text.article as usize].push(reading.stems());
        }
        all
    };
    let mut compared = Wordings::default();
    let answers = by_article(&texts.answers, answers);
    for (own, answers) in by_article(&texts.wordings, wordings).iter().zip(answers) {
        compared.push(own, &answers);
    }
    compared
}

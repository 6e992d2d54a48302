//! From content to snapshot.

use super::{Article, Snapshot};
use crate::content::{Content, TextContent};
use crate::features::{self, Kind};
use crate::hash;
use crate::index::Index;
use crate::lexicon::{Lexicon, LexiconBuilder};
use crate::tokens::Tokens;
use crate::train::{self, Example};
use crate::weights::{MAX_ARTICLES, Weights};
use crate::wordings::{self, Stems, Wordings};
use model::text::Locale;

/// Features that more articles share say too little for what they cost.
const MAX_SPREAD: usize = 512;
/// What the words of an answer weigh at first, beside an utterance's 1, in an article with one
/// utterance; in one with n, the square root of n times less.
const ANSWER_WEIGHT: f32 = 0.4;

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

pub(super) fn compile(content: &Content) -> Snapshot {
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
            let locale = locales.iter().position(|locale| *locale == text.locale).unwrap_or(0);
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
    let lexicon = lexicon(&texts, &locales);
    let weights = weights(&texts, &lexicon, &locales, articles.len());
    let wordings = wordings(&texts, &lexicon, &locales, articles.len());
    Snapshot {
        locales,
        articles,
        lexicon,
        weights,
        wordings,
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
    texts.wordings.extend(questions.filter(|wording| !wording.tokens.is_empty()));
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

fn lexicon(texts: &Texts, locales: &[Locale]) -> Lexicon {
    let mut builder = LexiconBuilder::default();
    for text in texts.wordings.iter().chain(&texts.answers) {
        builder.add(&text.tokens, text.locale);
    }
    builder.build(locales)
}

/// Trains the model.
fn weights(texts: &Texts, lexicon: &Lexicon, locales: &[Locale], n_articles: usize) -> Weights {
    let keys: Vec<(u32, Vec<u32>)> = texts
        .wordings
        .iter()
        .map(|text| (text.article, keys(text, lexicon, locales)))
        .collect();
    let answers: Vec<(u32, Vec<u32>)> = texts
        .answers
        .iter()
        .map(|text| (text.article, answer_keys(text, lexicon, locales)))
        .collect();
    let features = Features::choose(&keys, &answers);
    let examples: Vec<Example> = keys.iter().map(|(a, keys)| features.example(*a, keys)).collect();
    let mut n_wordings = vec![0_u16; n_articles];
    for (article, _) in &keys {
        let n = &mut n_wordings[*article as usize];
        *n = n.saturating_add(1);
    }
    let mut initial = Vec::new();
    for (article, keys) in &answers {
        let n = f32::from(n_wordings[*article as usize].max(1));
        let weight = ANSWER_WEIGHT / libm::sqrtf(n);
        let answer = features.example(*article, keys);
        initial.extend(answer.features.iter().map(|(f, value)| (*f, *article, weight * value)));
    }
    let trained = train::train(&examples, &initial, features.values.len(), n_articles);
    let rows: Vec<_> = features
        .keys
        .iter()
        .zip(&features.values)
        .zip(trained)
        .map(|((key, value), mut row)| {
            for (_, weight) in &mut row {
                *weight *= value;
            }
            (*key, *value, row)
        })
        .collect();
    Weights::quantise(&rows)
}

/// The features that training knows.
struct Features {
    /// Sorted.
    keys: Vec<u32>,
    values: Vec<f32>,
    index: Index,
}

impl Features {
    fn choose(wordings: &[(u32, Vec<u32>)], answers: &[(u32, Vec<u32>)]) -> Features {
        let mut pairs = Vec::new();
        for (article, keys) in wordings.iter().chain(answers) {
            pairs.extend(keys.iter().map(|key| (*key, *article)));
        }
        pairs.sort_unstable();
        let n_texts = (wordings.len() + answers.len()) as f64;
        let mut keys = Vec::new();
        let mut values = Vec::new();
        for uses in pairs.chunk_by(|a, b| a.0 == b.0) {
            let spread = uses.chunk_by(|a, b| a.1 == b.1).count();
            if spread <= MAX_SPREAD {
                let idf = libm::log(1.0 + n_texts / uses.len() as f64);
                keys.push(uses[0].0);
                values.push(Kind::weight(uses[0].0) * idf as f32);
            }
        }
        let index = Index::new(keys.clone());
        Features {
            keys,
            values,
            index,
        }
    }

    /// A text's features, of length 1 together.
    fn example(&self, article: u32, keys: &[u32]) -> Example {
        let mut numbers: Vec<usize> = keys.iter().filter_map(|key| self.index.find(*key)).collect();
        numbers.sort_unstable();
        let squares = numbers.iter().map(|at| self.values[*at] * self.values[*at]);
        let norm = libm::sqrtf(squares.sum::<f32>()).max(1e-6);
        let features = numbers.chunk_by(|a, b| a == b).map(|same| {
            let value = self.values[same[0]] * same.len() as f32 / norm;
            (same[0] as u32, value)
        });
        Example {
            article,
            features: features.collect(),
        }
    }
}

fn keys(text: &Wording, lexicon: &Lexicon, locales: &[Locale]) -> Vec<u32> {
    let terms = features::terms(&text.tokens, lexicon, None, &locales[usize::from(text.locale)]);
    let mut keys = Vec::new();
    features::each(&text.tokens, &terms, |key| keys.push(key));
    keys
}

/// Of an answer, the words only: it is long, and its wording is not a question's.
fn answer_keys(text: &Wording, lexicon: &Lexicon, locales: &[Locale]) -> Vec<u32> {
    let terms = features::terms(&text.tokens, lexicon, None, &locales[usize::from(text.locale)]);
    let mut keys = Vec::new();
    let mut before = hash::of_word("");
    for term in terms.iter().filter(|term| !term.is_dense) {
        features::words(term, before, &mut |key| keys.push(key));
        before = term.hash;
    }
    keys.sort_unstable();
    keys.dedup();
    keys
}

fn wordings(
    texts: &Texts,
    lexicon: &Lexicon,
    locales: &[Locale],
    n_articles: usize,
) -> Wordings {
    let mut by_article: Vec<(Vec<Stems>, Stems)> = vec![Default::default(); n_articles];
    for text in &texts.wordings {
        let stems = stems(text, lexicon, locales);
        let (utterances, whole) = &mut by_article[text.article as usize];
        whole.extend(&stems);
        utterances.push(stems);
    }
    for text in &texts.answers {
        let (_, whole) = &mut by_article[text.article as usize];
        whole.extend(stems(text, lexicon, locales));
    }
    let mut wordings = Wordings::default();
    for (utterances, mut whole) in by_article {
        let step = utterances.len().div_ceil(wordings::MAX_PER_ARTICLE).max(1);
        for utterance in utterances.iter().step_by(step) {
            wordings.push(utterance);
        }
        whole.sort_unstable();
        whole.dedup();
        wordings.push(&whole);
        wordings.close();
    }
    wordings
}

fn stems(text: &Wording, lexicon: &Lexicon, locales: &[Locale]) -> Stems {
    let locale = &locales[usize::from(text.locale)];
    features::stems(&features::terms(&text.tokens, lexicon, None, locale))
}

//! A bot at work: from tokens to the articles that may be meant, the likeliest first.

mod scores;

pub(crate) use scores::Question;

use crate::explain::Synonymous;
use crate::features::{Reading, Term};
use crate::repair::Repair;
use crate::snapshot::{Article, Snapshot};
use crate::tokens::Tokens;
use crate::weights;
use crate::words::WordRows;
use model::{id::ArticleId, text::Locale};
use serde::{Deserialize, Serialize};

/// From which confidence on a bot answers, and from which on it asks back; each 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Thresholds {
    /// At this confidence or above, the likeliest article is the answer.
    pub answer_at: f32,
    /// At this confidence or above, and below the other, the bot asks which article is meant.
    pub ask_back_at: f32,
}

impl Default for Thresholds {
    /// Measured: docs/engine.md has the figures that they lead to.
    fn default() -> Thresholds {
        Thresholds {
            answer_at: 0.5,
            ask_back_at: 0.35,
        }
    }
}

/// A published bot, ready to be asked. Immutable: share it between threads.
#[derive(Clone, Debug)]
pub struct Bot {
    snapshot: Snapshot,
    thresholds: Thresholds,
    repair: Repair,
    words: WordRows,
    /// By article, whether it is left out; empty where none is.
    closed: Vec<bool>,
}

/// What a bot makes of a question.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ranking {
    /// The articles that may be meant, best first, at most [`crate::MAX_CANDIDATES`].
    pub candidates: Vec<Candidate>,
    /// The language that the question's words tell, among the bot's; `None` if they tell none.
    pub locale: Option<Locale>,
    /// Words that the bot does not know and what it took them for.
    pub repairs: Vec<Repaired>,
    /// Share of the question that consists of words known to the bot, weighed by rarity;
    /// thousandths.
    pub known: u16,
}

/// A repaired word.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Repaired {
    /// Which of [`Tokens::words`] it is, counted from 0.
    pub word: usize,
    /// The known word that it was taken for.
    pub taken_for: String,
}

/// An article that may be meant. The parts of its score are thousandths.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Candidate {
    /// The article.
    pub article: ArticleId,
    /// The probability that it is what was asked for, 0 to 1.
    pub confidence: f32,
    /// The linear model's score, and what the article covers of the question; 1,000 is the lead that
    /// training gives to the right article.
    pub score: i32,
    /// The lead over the best other article; of any but the first, negative.
    pub lead: i32,
    /// Similarity to the nearest of its utterances, 0 to 1,000.
    pub nearest: u16,
    /// Share of the question's words, weighed by rarity, that the article has; 0 to 1,000.
    pub covered: u16,
    /// How many titles and utterances of the article it was compared with.
    pub n_wordings: u16,
}

/// The best candidate of a question and its rivals.
#[derive(Clone, Debug)]
pub(crate) struct Best<'a> {
    pub(crate) candidate: Option<Candidate>,
    /// The articles that may be meant as well, itself first.
    pub(crate) plausible: Vec<ArticleId>,
    pub(crate) locale: Option<&'a Locale>,
}

impl Bot {
    /// Makes a snapshot ready: builds the index that repairs words, and adds up the
    /// weights of whole words.
    pub fn new(mut snapshot: Snapshot, thresholds: Thresholds) -> Bot {
        let repair = Repair::new(&snapshot.lexicon);
        let n_articles = snapshot.articles.len();
        snapshot.weights.spread(n_articles);
        let words = WordRows::new(&snapshot.lexicon, &snapshot.weights, n_articles);
        Bot {
            snapshot,
            thresholds,
            repair,
            words,
            closed: Vec::new(),
        }
    }

    /// Leaves articles out, as if they were not there; those that the bot does not have are no
    /// matter. What other articles learned from beside them stays as it is.
    #[must_use]
    pub fn without(mut self, closed: &[ArticleId]) -> Bot {
        let mut is_closed = vec![false; self.snapshot.articles.len()];
        for at in closed.iter().filter_map(|article| self.number(*article)) {
            is_closed[at] = true;
        }
        let has_closed = is_closed.contains(&true);
        self.closed = if has_closed { is_closed } else { Vec::new() };
        self
    }

    fn is_closed(&self, article: usize) -> bool {
        self.closed.get(article).copied().unwrap_or(false)
    }

    /// From which confidence on this bot does what.
    pub fn thresholds(&self) -> Thresholds {
        self.thresholds
    }

    /// The bot's default language.
    pub fn locale(&self) -> &Locale {
        &self.snapshot.locales[0]
    }

    /// Whether the bot may answer with an article.
    pub fn has(&self, article: ArticleId) -> bool {
        self.number(article).is_some_and(|at| !self.is_closed(at))
    }

    /// Finds the articles that a question may mean.
    pub fn rank(&self, tokens: &Tokens) -> Ranking {
        let reading = self.read(tokens);
        let question = Question::of(&reading);
        let top = self.top(&reading, &question);
        let candidates = (0..top.len()).map(|at| self.candidate(&top, at, &question));
        Ranking {
            candidates: candidates.collect(),
            locale: self.told(tokens, &reading.terms).cloned(),
            repairs: repairs(tokens, &reading.terms),
            known: question.known,
        }
    }

    /// A ranking with what each word adds to each candidate's score, and the words that have
    /// synonyms: for explanations.
    pub(crate) fn parts(&self, tokens: &Tokens) -> (Ranking, Vec<Vec<i32>>, Vec<Synonymous>) {
        let ranking = self.rank(tokens);
        let reading = self.read(tokens);
        let (_, norm) = self.sums(&reading);
        let weights = &self.snapshot.weights;
        let mut by_word = vec![Vec::new(); ranking.candidates.len()];
        for term in reading.words() {
            let mut sums = vec![0; weights::padded(self.snapshot.articles.len())];
            let mut keys = Vec::new();
            self.words.add(term, &mut sums, &mut keys);
            weights.add(&keys, &mut sums);
            for (candidate, parts) in ranking.candidates.iter().zip(&mut by_word) {
                let sum = self.number(candidate.article).map_or(0, |at| sums[at]);
                parts.push(weights.score(sum, norm.isqrt()));
            }
        }
        let synonyms = reading.spans().map(|phrase| Synonymous {
            first: phrase.first,
            n_words: phrase.n_words,
        });
        let synonyms = synonyms.collect();
        (ranking, by_word, synonyms)
    }

    /// What a step needs of a ranking: the best candidate, the articles whose scores are at most
    /// `within` below its own, and the language.
    pub(crate) fn best(&self, tokens: &Tokens, within: i32) -> Best<'_> {
        let reading = self.read(tokens);
        let question = Question::of(&reading);
        let top = self.top(&reading, &question);
        let least = top.first().map_or(0, |best| best.score - within);
        let plausible = top.iter().take_while(|other| other.score >= least);
        Best {
            candidate: (!top.is_empty()).then(|| self.candidate(&top, 0, &question)),
            plausible: plausible
                .map(|other| self.snapshot.articles[other.article].id)
                .collect(),
            locale: self.told(tokens, &reading.terms),
        }
    }

    /// The language to show an article in: the one told from a question, else the page's, else
    /// the bot's default, else the first that the article has.
    pub(crate) fn locale_for(
        &self,
        article: Option<ArticleId>,
        told: Option<&Locale>,
        page: Option<&Locale>,
    ) -> Locale {
        let own = article.and_then(|article| self.find(article));
        let has = |at: usize| own.is_none_or(|own| own.locales.contains(&(at as u16)));
        let number = |wanted: &Locale| {
            let locales = self.snapshot.locales.iter().enumerate();
            let mut having = locales.filter(|(at, _)| has(*at));
            having
                .clone()
                .find(|(_, locale)| *locale == wanted)
                .or_else(|| having.find(|(_, locale)| locale.language() == wanted.language()))
                .map(|(_, locale)| locale.clone())
        };
        let first = || {
            own.and_then(|own| own.locales.first())
                .map(|at| usize::from(*at))
        };
        told.and_then(number)
            .or_else(|| page.and_then(number))
            .or_else(|| number(self.locale()))
            .unwrap_or_else(|| self.snapshot.locales[first().unwrap_or(0)].clone())
    }

    fn find(&self, article: ArticleId) -> Option<&Article> {
        Some(&self.snapshot.articles[self.number(article)?])
    }

    /// An article's place in the snapshot.
    pub(crate) fn number(&self, article: ArticleId) -> Option<usize> {
        let articles = &self.snapshot.articles;
        articles
            .binary_search_by_key(&article, |known| known.id)
            .ok()
    }

    pub(crate) fn read<'a>(&'a self, tokens: &'a Tokens) -> Reading<'a> {
        let Snapshot {
            lexicon,
            synonyms,
            weights,
            ..
        } = &self.snapshot;
        let stems_by = tokens.page().unwrap_or(self.locale());
        Reading::new(
            tokens,
            lexicon,
            synonyms,
            Some((&self.repair, weights)),
            stems_by,
        )
    }

    pub(crate) fn n_articles(&self) -> usize {
        self.snapshot.articles.len()
    }

    /// The stems that at least a third of an article's wordings have.
    pub(crate) fn common_stems(&self, article: usize) -> Vec<u32> {
        self.snapshot.wordings.common(article)
    }

    /// How rare a stem is, or a group of synonyms.
    pub(crate) fn idf(&self, stem: u32) -> u16 {
        self.snapshot.lexicon.idf_of_stem(stem)
    }

    /// The language that a question's words tell, among the bot's.
    ///
    /// Words of one of the bot's languages alone count two, as do a language's small words; a
    /// word in its script counts one. The page's language decides between equals.
    fn told(&self, tokens: &Tokens, terms: &[Term]) -> Option<&Locale> {
        let locales = &self.snapshot.locales;
        let is_page = |locale: &Locale| tokens.page() == Some(locale);
        let points = |at: usize, locale: &Locale| {
            let only = 1_u16.checked_shl(at as u32).unwrap_or(0);
            let words = terms.iter().filter_map(|term| term.word);
            let own = words.filter(|word| self.snapshot.lexicon.entries[*word].locales == only);
            tokens.signal().points(locale) + 2 * own.count() as u32
        };
        let all = locales.iter().enumerate();
        let (points, _, _, locale) = all
            .map(|(at, locale)| (points(at, locale), is_page(locale), usize::MAX - at, locale))
            .max()?;
        (points > 0).then_some(locale)
    }
}

fn repairs(tokens: &Tokens, terms: &[Term]) -> Vec<Repaired> {
    let words = tokens
        .list()
        .iter()
        .enumerate()
        .filter(|(_, word)| !word.is_dense);
    let terms = terms.iter().filter(|term| !term.is_dense);
    words
        .zip(terms)
        .filter(|(_, term)| term.is_repaired)
        .map(|((word, _), term)| Repaired {
            word,
            taken_for: term.text.to_owned(),
        })
        .collect()
}

//! From a question to terms (what of it is known, and as what) and from these to features.
//! What is learned from goes the same way.

use crate::hash;
use crate::language;
use crate::lexicon::{Lexicon, Unit, units};
use crate::repair::{Repair, SURE_FROM};
use crate::stem;
use crate::synonyms::{Found, Synonyms};
use crate::tokens::{MAX_WORD_BYTES, Tokens};
use crate::weights::Weights;
use crate::wordings::Stems;
use model::text::Locale;

/// A unit of a question, as the bot understands it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Term<'a> {
    /// Its letters, after repair.
    pub(crate) text: &'a str,
    pub(crate) hash: u32,
    pub(crate) stem: u32,
    pub(crate) twin: Option<u32>,
    /// Its number in the lexicon.
    pub(crate) word: Option<usize>,
    /// How rare it is, in 256ths of a natural logarithm.
    pub(crate) idf: u16,
    pub(crate) is_repaired: bool,
    pub(crate) is_dense: bool,
}

/// A question, as far as the bot understands it.
#[derive(Clone, Debug)]
pub(crate) struct Reading<'a> {
    tokens: &'a Tokens,
    pub(crate) terms: Vec<Term<'a>>,
    /// Phrases that have synonyms.
    phrases: Vec<Found>,
}

/// What a feature is made of; it stands in the lower bits of the feature's key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Grams,
    Word,
    Pair,
    Stem,
    Twin,
    Group,
    GroupPair,
}

const KIND_BITS: u32 = 3;

impl Kind {
    /// How much a feature counts beside the others, by its key. Synonyms count the more the fewer
    /// wordings an article has: from many, the bot learns by itself what means the same.
    pub(crate) fn weight(key: u32, wordings_per_article: f32) -> f32 {
        match key & ((1 << KIND_BITS) - 1) {
            kind if kind == Kind::Twin as u32 => 0.3,
            kind if kind == Kind::Grams as u32 || kind == Kind::Word as u32 => 1.0,
            kind if kind == Kind::Group as u32 => {
                let tens = libm::log10f(wordings_per_article.max(1.0) / 10.0);
                4.0 - 2.0 * tens.clamp(0.0, 1.0)
            }
            _ => 2.0,
        }
    }

    /// Whether a key is that of a stem.
    pub(crate) fn is_stem(key: u32) -> bool {
        key & ((1 << KIND_BITS) - 1) == Kind::Stem as u32
    }

    fn key(self, state: u64) -> u32 {
        hash::finish(state) << KIND_BITS | self as u32
    }
}

impl<'a> Reading<'a> {
    /// Looks a question's units up, and repairs the unknown ones if it is given the means: words
    /// that are near, and the pairs of words that have weights.
    pub(crate) fn new(
        tokens: &'a Tokens,
        lexicon: &'a Lexicon,
        synonyms: &Synonyms,
        repair: Option<(&Repair, &Weights)>,
        locale: &Locale,
    ) -> Reading<'a> {
        let mut terms = Vec::with_capacity(tokens.list().len());
        let mut has_unknown = false;
        units(tokens, |unit| {
            let term = match lexicon.find(unit.hash) {
                Some(word) => known(lexicon, word),
                None => unknown(lexicon, &unit, locale),
            };
            has_unknown |= term.word.is_none();
            terms.push(Term {
                is_dense: unit.is_dense,
                twin: unit.twin,
                ..term
            });
        });
        if let (true, Some((repair, weights))) = (has_unknown, repair) {
            mend(&mut terms, lexicon, repair, weights);
        }
        let phrases = synonyms.find(&terms);
        Reading {
            tokens,
            terms,
            phrases,
        }
    }

    /// Calls `emit` for each feature of the question, as often as it occurs.
    pub(crate) fn each(&self, mut emit: impl FnMut(u32)) {
        for term in self.words() {
            of_word(term, &mut emit);
            grams(term.text, &mut emit);
        }
        self.around(&mut emit);
    }

    /// The features that are not those of a word alone: how words follow one another, how they are
    /// accented, what means the same, and runs without spaces.
    pub(crate) fn around(&self, emit: &mut impl FnMut(u32)) {
        let mut before = EDGE;
        for term in self.words() {
            emit(key(Kind::Pair, before, term.stem));
            before = term.stem;
            if let Some(twin) = term.twin {
                emit(key(Kind::Twin, twin, 0));
            }
        }
        if before != EDGE {
            emit(key(Kind::Pair, before, EDGE));
        }
        self.of_groups(emit);
        for run in self.tokens.list().iter().filter(|word| word.is_dense) {
            dense_grams(self.tokens.text_of(run), emit);
        }
    }

    /// Each phrase's groups, and pairs in which groups stand in for their phrases.
    fn of_groups(&self, emit: &mut impl FnMut(u32)) {
        for phrase in &self.phrases {
            emit(of_group(phrase.group));
        }
        if self.phrases.is_empty() {
            return;
        }
        let mut phrases = self.spans().peekable();
        let (mut before, mut was_group, mut at) = (EDGE, false, 0);
        while at < self.terms.len() {
            let phrase = phrases.next_if(|phrase| phrase.first == at);
            let unit = phrase.map_or(self.terms[at].stem, |phrase| phrase.group);
            if was_group || phrase.is_some() {
                emit(key(Kind::GroupPair, before, unit));
            }
            before = unit;
            was_group = phrase.is_some();
            at += phrase.map_or(1, |phrase| phrase.n_words);
        }
        if was_group {
            emit(key(Kind::GroupPair, before, EDGE));
        }
    }

    /// The phrases from left to right without overlaps, the longest that begin at a word.
    pub(crate) fn spans(&self) -> impl Iterator<Item = &Found> {
        let mut end = 0;
        let by_first = self.phrases.chunk_by(|a, b| a.first == b.first);
        by_first.filter_map(move |same| {
            let longest = same.last().filter(|phrase| phrase.first >= end)?;
            end = longest.first + longest.n_words;
            Some(longest)
        })
    }

    pub(crate) fn words(&self) -> impl Iterator<Item = &Term<'a>> {
        self.terms.iter().filter(|term| !term.is_dense)
    }

    /// Share of the idf that is of words that the bot knows, alone or in a phrase; thousandths.
    pub(crate) fn known(&self) -> u16 {
        let (mut known, mut total) = (0, 0);
        let mut phrases = self.spans().peekable();
        let mut end = 0;
        for (at, term) in self.terms.iter().enumerate() {
            if let Some(phrase) = phrases.next_if(|phrase| phrase.first == at) {
                end = at + phrase.n_words;
            }
            total += u64::from(term.idf);
            if term.word.is_some() || at < end {
                known += u64::from(term.idf);
            }
        }
        (known * 1000 / total.max(1)) as u16
    }

    /// Each word with its stem; words of phrases that have synonyms with their group.
    pub(crate) fn meanings(&self) -> Vec<(u32, u32)> {
        let mut meanings: Vec<(u32, u32)> = self
            .terms
            .iter()
            .map(|term| (term.hash, term.stem))
            .collect();
        for phrase in self.spans() {
            for meaning in &mut meanings[phrase.first..phrase.first + phrase.n_words] {
                // A group is not a small word, whatever it is made of.
                *meaning = (phrase.group, phrase.group);
            }
        }
        meanings
    }

    /// The stems, sorted, each once with its idf; phrases that have synonyms by their group.
    pub(crate) fn stems(&self) -> Stems {
        let mut stems: Stems = self
            .terms
            .iter()
            .map(|term| (term.stem, term.idf))
            .collect();
        for phrase in self.spans() {
            for (stem, _) in &mut stems[phrase.first..phrase.first + phrase.n_words] {
                *stem = phrase.group;
            }
        }
        stems.sort_unstable();
        stems.dedup_by_key(|(stem, _)| *stem);
        stems
    }
}

/// Repairs the unknown words, from left to right.
fn mend<'a>(terms: &mut [Term<'a>], lexicon: &'a Lexicon, repair: &Repair, weights: &Weights) {
    for at in 0..terms.len() {
        let term = terms[at];
        if term.word.is_some() || term.is_dense {
            continue;
        }
        let stem_of = |term: Option<&Term<'_>>| term.map_or(EDGE, |term| term.stem);
        let before = stem_of(terms[..at].iter().rfind(|term| !term.is_dense));
        let after = stem_of(terms[at + 1..].iter().find(|term| !term.is_dense));
        // Most short words begin or end some question: there an edge says nothing.
        let is_sure = term.text.chars().count() >= SURE_FROM;
        let n_beside = |word: usize| {
            let stem = lexicon.entries[word].stem;
            let pairs = [(before, before, stem), (after, stem, after)];
            let counts = |(beside, first, second)| {
                (is_sure || beside != EDGE) && weights.has(key(Kind::Pair, first, second))
            };
            pairs.into_iter().filter(|pair| counts(*pair)).count()
        };
        if let Some(word) = repair.mend(lexicon, term.text, n_beside) {
            // `known` has no twin: the accents that were typed are of another word.
            terms[at] = Term {
                is_repaired: true,
                ..known(lexicon, word)
            };
        }
    }
}

/// A word of the lexicon, by its number.
pub(crate) fn known(lexicon: &Lexicon, word: usize) -> Term<'_> {
    let entry = &lexicon.entries[word];
    Term {
        text: lexicon.text(word),
        hash: entry.hash,
        stem: entry.stem,
        twin: None,
        word: Some(word),
        idf: entry.idf,
        is_repaired: false,
        is_dense: false,
    }
}

fn unknown<'a>(lexicon: &Lexicon, unit: &Unit<'a>, locale: &Locale) -> Term<'a> {
    Term {
        text: unit.text,
        hash: unit.hash,
        stem: if unit.is_dense {
            unit.hash
        } else {
            stem::stem(unit.text, locale)
        },
        twin: None,
        word: None,
        idf: if language::is_small(unit.hash, locale) {
            lexicon.small_idf()
        } else {
            lexicon.unknown_idf
        },
        is_repaired: false,
        is_dense: false,
    }
}

/// What stands before the first word and after the last one, in pairs.
const EDGE: u32 = 0;

/// The features of a word but for its characters.
pub(crate) fn of_word(term: &Term, emit: &mut impl FnMut(u32)) {
    emit(key(Kind::Word, term.hash, 0));
    emit(of_stem(term.stem));
}

/// The feature of a group of synonyms.
pub(crate) fn of_group(group: u32) -> u32 {
    key(Kind::Group, group, 0)
}

/// The feature of a stem.
pub(crate) fn of_stem(stem: u32) -> u32 {
    key(Kind::Stem, stem, 0)
}

fn key(kind: Kind, first: u32, second: u32) -> u32 {
    kind.key(hash::mix(hash::mix(0, u64::from(first)), u64::from(second)))
}

/// The features of a word's characters: two to five in a row, its ends marked.
pub(crate) fn grams(word: &str, emit: &mut impl FnMut(u32)) {
    let mut letters = [0_u64; MAX_WORD_BYTES + 2];
    let mut n = 0;
    let word = word.chars().take(MAX_WORD_BYTES).map(u64::from);
    for letter in [1].into_iter().chain(word).chain([2]) {
        letters[n] = letter;
        n += 1;
    }
    for start in 0..n - 1 {
        let mut state = hash::mix(0, letters[start]);
        for letter in &letters[start + 1..n.min(start + 5)] {
            state = hash::mix(state, *letter);
            emit(Kind::Grams.key(state));
        }
    }
}

/// One to four characters in a row of a script without spaces.
fn dense_grams(run: &str, emit: &mut impl FnMut(u32)) {
    let mut window = [0_u64; 4];
    for (n, c) in run.chars().enumerate() {
        window.rotate_left(1);
        window[3] = u64::from(u32::from(c));
        let mut state = 3;
        for size in 1..=(n + 1).min(4) {
            state = hash::mix(state, window[4 - size]);
            emit(Kind::Grams.key(state));
        }
    }
}

//! From a question to terms (what of it is known, and as what) and from these to features.

use crate::hash;
use crate::lexicon::{Lexicon, Unit, units};
use crate::repair::Repair;
use crate::stem;
use crate::tokens::Tokens;
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

/// What a feature is made of; it stands in the lower bits of the feature's key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Grams,
    Word,
    Pair,
    Stem,
    Twin,
}

const KIND_BITS: u32 = 3;

impl Kind {
    /// How much a feature counts beside the others, by its key.
    pub(crate) fn weight(key: u32) -> f32 {
        match key & ((1 << KIND_BITS) - 1) {
            kind if kind == Kind::Grams as u32 => 1.0,
            kind if kind == Kind::Twin as u32 => 0.3,
            _ => 0.6,
        }
    }

    fn key(self, state: u64) -> u32 {
        hash::finish(state) << KIND_BITS | self as u32
    }
}

/// Looks a question's units up, and repairs the unknown ones if it is given the means.
pub(crate) fn terms<'a>(
    tokens: &'a Tokens,
    lexicon: &'a Lexicon,
    repair: Option<&Repair>,
    locale: &Locale,
) -> Vec<Term<'a>> {
    let mut terms = Vec::with_capacity(tokens.list().len() + 8);
    for unit in units(tokens) {
        let found = lexicon.find(unit.hash);
        let mended = match (found, repair) {
            (None, Some(repair)) if !unit.is_dense => repair.mend(lexicon, unit.text),
            _ => None,
        };
        terms.push(match (found.or(mended), mended) {
            (Some(word), mended) => known(lexicon, &unit, word, mended.is_some()),
            (None, _) => unknown(lexicon, &unit, locale),
        });
    }
    terms
}

fn known<'a>(lexicon: &'a Lexicon, unit: &Unit<'a>, word: usize, is_repaired: bool) -> Term<'a> {
    let entry = &lexicon.entries[word];
    Term {
        text: if is_repaired { lexicon.text(word) } else { unit.text },
        hash: entry.hash,
        stem: entry.stem,
        twin: unit.twin.filter(|_| !is_repaired),
        word: Some(word),
        idf: entry.idf,
        is_repaired,
        is_dense: unit.is_dense,
    }
}

fn unknown<'a>(lexicon: &Lexicon, unit: &Unit<'a>, locale: &Locale) -> Term<'a> {
    Term {
        text: unit.text,
        hash: unit.hash,
        stem: if unit.is_dense { unit.hash } else { stem::stem(unit.text, locale) },
        twin: unit.twin,
        word: None,
        idf: lexicon.unknown_idf,
        is_repaired: false,
        is_dense: unit.is_dense,
    }
}

/// Calls `emit` for each feature of a question, as often as it occurs.
pub(crate) fn each(tokens: &Tokens, terms: &[Term], mut emit: impl FnMut(u32)) {
    let mut last = hash::of_word("<");
    for term in terms.iter().filter(|term| !term.is_dense) {
        words(term, last, &mut emit);
        last = term.hash;
        grams(term.text, &mut emit);
    }
    if last != hash::of_word("<") {
        emit(pair_key(Kind::Pair, last, hash::of_word(">")));
    }
    for run in tokens.list().iter().filter(|word| word.is_dense) {
        dense_grams(tokens.text_of(run), &mut emit);
    }
}

/// The features of a word but for its characters: for answers, these do.
pub(crate) fn words(term: &Term, before: u32, emit: &mut impl FnMut(u32)) {
    emit(pair_key(Kind::Word, term.hash, 0));
    emit(pair_key(Kind::Stem, term.stem, 0));
    emit(pair_key(Kind::Pair, before, term.hash));
    if let Some(twin) = term.twin {
        emit(pair_key(Kind::Twin, twin, 0));
    }
}

fn pair_key(kind: Kind, first: u32, second: u32) -> u32 {
    kind.key(hash::mix(hash::mix(0, u64::from(first)), u64::from(second)))
}

/// Two to five characters in a row within a word, its ends marked.
fn grams(word: &str, emit: &mut impl FnMut(u32)) {
    const SIZES: std::ops::RangeInclusive<usize> = 2..=5;
    let mut window = [0_u64; 5];
    let mut n = 0;
    let letters = word.chars().map(|c| u64::from(u32::from(c)));
    for letter in [1].into_iter().chain(letters).chain([2]) {
        window.rotate_left(1);
        window[4] = letter;
        n += 1;
        let mut state = 0;
        for size in 1..=n.min(5) {
            state = hash::mix(state, window[5 - size]);
            if SIZES.contains(&size) {
                emit(Kind::Grams.key(state));
            }
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

/// The stems of a question, sorted, each once with its idf.
pub(crate) fn stems(terms: &[Term]) -> Stems {
    let mut stems: Stems = terms.iter().map(|term| (term.stem, term.idf)).collect();
    stems.sort_unstable();
    stems.dedup_by_key(|(stem, _)| *stem);
    stems
}

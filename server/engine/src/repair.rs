//! Repair of words that a bot does not know, against those that it knows.
//!
//! Two words within an edit distance have a deletion of theirs in common (the observation behind
//! Wolf Garbe's SymSpell), so the deletions of all known words are indexed, of their first seven
//! letters only, and an unknown word looks up its own. What comes up is checked by the restricted
//! Damerau-Levenshtein distance. The cost does not depend on the size of the lexicon.

use crate::hash;
use crate::index::{Index, Place};
use crate::lexicon::Lexicon;
use std::cmp::Reverse;

/// Letters at the front of a word whose deletions are indexed.
const PREFIX: usize = 7;
/// The most ways to leave two of these out.
const MAX_DELETIONS: usize = PREFIX * (PREFIX - 1) / 2;
/// Words shorter than this are too like one another to be repaired.
const SHORTEST: usize = 2;
/// Words shorter than this are repaired only if a neighbour is known beside what they become.
pub(crate) const SURE_FROM: usize = 3;
/// Words longer than this are no typing errors.
const LONGEST: usize = 24;
/// From this length on, two errors are mended.
const TWO_ERRORS_FROM: usize = 6;
/// Candidates that are checked for one word: a bound for texts made to collide.
const MAX_CHECKED: usize = 32;

/// The deletions of all known words.
#[derive(Clone, Debug)]
pub(crate) struct Repair {
    index: Index,
    /// Sorted.
    deletions: Vec<Deletion>,
}

/// The hash of what is left of a known word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Deletion {
    key: u32,
    word: u32,
    sketch: Sketch,
}

/// The best known word so far: distance, with how few of its neighbours it is known, whether the
/// first letter differs, rarity, number.
type Best = Option<(usize, Reverse<usize>, bool, u16, usize)>;

impl Repair {
    pub(crate) fn new(lexicon: &Lexicon) -> Repair {
        let mut known = Vec::new();
        for word in 0..lexicon.entries.len() {
            let text: Vec<char> = lexicon.text(word).chars().take(LONGEST + 1).collect();
            let is_word = text.iter().all(|c| c.is_alphabetic());
            if is_word && (SHORTEST - 1..=LONGEST).contains(&text.len()) {
                let word = u32::try_from(word).unwrap_or(u32::MAX);
                let sketch = Sketch::of(&text);
                for n in 0..=reach(text.len() + 1) {
                    deletions(&text, n, &mut |key| {
                        known.push(Deletion { key, word, sketch });
                    });
                }
            }
        }
        known.sort_unstable();
        known.dedup();
        known.shrink_to_fit();
        Repair {
            index: Index::new(known.iter().map(|deletion| deletion.key)),
            deletions: known,
        }
    }

    /// The known word that an unknown one most likely stands for: the nearest, of equally near
    /// ones the one that is known beside more of its neighbours (`n_beside`), then the one that
    /// more texts have.
    pub(crate) fn mend(
        &self,
        lexicon: &Lexicon,
        word: &str,
        n_beside: impl Fn(usize) -> usize,
    ) -> Option<usize> {
        if !(SHORTEST..=LONGEST * 4).contains(&word.len()) {
            return None;
        }
        let mut buffer = ['\0'; LONGEST + 1];
        let letters = letters(word, &mut buffer);
        let is_word = letters.iter().all(|c| c.is_alphabetic());
        if !(SHORTEST..=LONGEST).contains(&letters.len()) || !is_word {
            return None;
        }
        let mut best: Best = None;
        let mut checked = [0; MAX_CHECKED];
        let mut n_checked = 0;
        for n in 0..=reach(letters.len()) {
            let n_before = n_checked;
            self.gather(letters, n, &mut checked, &mut n_checked);
            let new = &checked[n_before..n_checked];
            let mut spans = [(0, 0); MAX_CHECKED];
            for (span, word) in spans.iter_mut().zip(new) {
                *span = lexicon.span(*word as usize);
            }
            for (word, (start, end)) in new.iter().zip(spans) {
                let text = &lexicon.letters[start..end];
                let known = (*word as usize, text);
                best = better(best, lexicon, letters, known, &n_beside);
            }
            // One deletion on either side finds all words one error away: those win.
            if n == 1 && best.is_some_and(|(distance, ..)| distance <= 1) {
                break;
            }
        }
        best.map(|(.., word)| word)
    }

    /// Adds the known words that have a deletion of `n` letters in common with an unknown one, as
    /// far as their sketches let them be within reach, each once.
    fn gather(
        &self,
        letters: &[char],
        n: usize,
        checked: &mut [u32; MAX_CHECKED],
        n_checked: &mut usize,
    ) {
        let (reach, own) = (reach(letters.len()), Sketch::of(letters));
        let (mut keys, mut n_keys) = ([0; MAX_DELETIONS], 0);
        deletions(letters, n, &mut |key| {
            keys[n_keys] = key;
            n_keys += 1;
        });
        let mut places = [Place::default(); MAX_DELETIONS];
        let places = self.index.places(&keys[..n_keys], &mut places);
        let same = places
            .iter()
            .flat_map(|place| place.all(|at| self.deletions[at].key));
        for at in same {
            let Deletion { word, sketch, .. } = self.deletions[at];
            if sketch.may_be_within(reach, own) && !checked[..*n_checked].contains(&word) {
                if *n_checked == MAX_CHECKED {
                    return;
                }
                checked[*n_checked] = word;
                *n_checked += 1;
            }
        }
    }
}

/// The letters of a word, as far as one more than are looked at.
fn letters<'a>(word: &str, buffer: &'a mut [char; LONGEST + 1]) -> &'a [char] {
    let mut n = 0;
    for (slot, letter) in buffer.iter_mut().zip(word.chars()) {
        *slot = letter;
        n += 1;
    }
    &buffer[..n]
}

/// The best word so far or another one, if that is within reach and better.
fn better(
    best: Best,
    lexicon: &Lexicon,
    letters: &[char],
    (word, text): (usize, &str),
    n_beside: impl Fn(usize) -> usize,
) -> Best {
    let reach = best.map_or(reach(letters.len()), |(distance, ..)| distance);
    let mut buffer = ['\0'; LONGEST + 1];
    let known = self::letters(text, &mut buffer);
    let distance = distance(letters, known);
    if distance > reach {
        return best;
    }
    let n_beside = n_beside(word);
    if n_beside == 0 && letters.len() < SURE_FROM {
        return best;
    }
    let rarity = u16::MAX - lexicon.entries[word].n_texts;
    let is_other = known[0] != letters[0];
    let rank = (distance, Reverse(n_beside), is_other, rarity, word);
    Some(best.map_or(rank, |best| rank.min(best)))
}

/// Which letters a word has (a bit each, in 27 classes) and, above them, how many.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Sketch(u32);

impl Sketch {
    const CLASSES: u32 = 27;

    /// Takes at most 31 letters.
    fn of(letters: &[char]) -> Sketch {
        let set = letters.iter().fold(0, |set, letter| {
            set | 1 << (u32::from(*letter) % Self::CLASSES)
        });
        Sketch(set | (letters.len() as u32) << Self::CLASSES)
    }

    /// Whether the words may be within a distance: an error changes the set of letters by two at
    /// most, or by one if it changes the length.
    fn may_be_within(self, reach: usize, other: Sketch) -> bool {
        let differing = (self.0 ^ other.0) & ((1 << Self::CLASSES) - 1);
        let lengths = (self.0 >> Self::CLASSES).abs_diff(other.0 >> Self::CLASSES);
        lengths as usize <= reach && (differing.count_ones() + lengths) as usize <= 2 * reach
    }
}

/// How many errors are mended in a word of so many letters.
fn reach(n_letters: usize) -> usize {
    if n_letters < TWO_ERRORS_FROM { 1 } else { 2 }
}

/// Hashes of what is left of a word's prefix after `n` deletions, at most two.
fn deletions(letters: &[char], n: usize, emit: &mut impl FnMut(u32)) {
    let prefix = &letters[..letters.len().min(PREFIX)];
    without(prefix, n, 0, emit);
}

/// Hashes of letters without `n` of them, after those that `state` is of.
fn without(letters: &[char], n: usize, mut state: u64, emit: &mut impl FnMut(u32)) {
    let mix = |state, letter: &char| hash::mix(state, u64::from(u32::from(*letter)));
    if n == 0 {
        return emit(hash::finish(letters.iter().fold(state, mix)));
    }
    for (at, letter) in letters.iter().enumerate() {
        without(&letters[at + 1..], n - 1, state, emit);
        state = mix(state, letter);
    }
}

/// Insertions, deletions, replacements and swaps of neighbours between two words of at most
/// [`LONGEST`] letters (optimal string alignment).
fn distance(left: &[char], right: &[char]) -> usize {
    let (left, right) = without_common_ends(left, right);
    if left.is_empty() || right.is_empty() {
        return left.len() + right.len();
    }
    let mut rows = [[0_u8; LONGEST + 1]; 3];
    for (cell, at) in rows[1].iter_mut().zip(0..) {
        *cell = at;
    }
    for i in 1..=left.len() {
        let [before, last, row] = &mut rows;
        row[0] = last[0] + 1;
        for j in 1..=right.len() {
            let replaced = last[j - 1] + u8::from(left[i - 1] != right[j - 1]);
            let mut cost = replaced.min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1] {
                cost = cost.min(before[j - 2] + 1);
            }
            row[j] = cost;
        }
        rows.rotate_left(1);
    }
    usize::from(rows[1][right.len()])
}

/// What differs: typing errors leave most of a word as it is.
fn without_common_ends<'a>(left: &'a [char], right: &'a [char]) -> (&'a [char], &'a [char]) {
    let n_first = left.iter().zip(right).take_while(|(a, b)| a == b).count();
    let (left, right) = (&left[n_first..], &right[n_first..]);
    let ends = left.iter().rev().zip(right.iter().rev());
    let n_last = ends.take_while(|(a, b)| a == b).count();
    (&left[..left.len() - n_last], &right[..right.len() - n_last])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances() {
        for (left, right, expected) in [
            ("refund", "refund", 0),
            ("refnud", "refund", 1),
            ("refun", "refund", 1),
            ("rrefund", "refund", 1),
            ("refand", "refund", 1),
            ("erfudn", "refund", 2),
            ("refudn", "refund", 1),
            ("aab", "ab", 1),
            ("abab", "baba", 2),
            ("parcel", "refund", 6),
        ] {
            let left: Vec<char> = left.chars().collect();
            let right: Vec<char> = right.chars().collect();
            assert_eq!(distance(&left, &right), expected, "{left:?} {right:?}");
        }
    }
}

//! Repair of words that a bot does not know, against those that it knows.
//!
//! Two words within an edit distance have a deletion of theirs in common (the observation behind
//! Wolf Garbe's SymSpell), so the deletions of all known words are indexed, of their first seven
//! letters only, and an unknown word looks up its own. What comes up is checked by the restricted
//! Damerau-Levenshtein distance. The cost does not depend on the size of the lexicon.

use crate::hash;
use crate::index::Index;
use crate::lexicon::Lexicon;

/// Letters at the front of a word whose deletions are indexed.
const PREFIX: usize = 7;
/// Words shorter than this are too like one another to be repaired.
const SHORTEST: usize = 4;
/// Words longer than this are no typing errors.
const LONGEST: usize = 24;
/// From this length on, two errors are mended.
const TWO_ERRORS_FROM: usize = 8;
/// Candidates that are checked for one word: a bound for texts made to collide.
const MAX_CHECKED: usize = 200;

/// The deletions of all known words.
#[derive(Clone, Debug)]
pub(crate) struct Repair {
    index: Index,
    /// The word of each key of the index.
    words: Vec<u32>,
}

impl Repair {
    pub(crate) fn new(lexicon: &Lexicon) -> Repair {
        let mut pairs = Vec::new();
        for word in 0..lexicon.entries.len() {
            let letters: Vec<char> = lexicon.text(word).chars().take(LONGEST + 1).collect();
            let is_word = letters.iter().all(|c| c.is_alphabetic());
            if is_word && (SHORTEST - 1..=LONGEST).contains(&letters.len()) {
                let word = u32::try_from(word).unwrap_or(u32::MAX);
                deletions(&letters, reach(letters.len() + 1), &mut |key| pairs.push((key, word)));
            }
        }
        pairs.sort_unstable();
        pairs.dedup();
        let words = pairs.iter().map(|(_, word)| *word).collect();
        Repair {
            index: Index::new(pairs.into_iter().map(|(key, _)| key).collect()),
            words,
        }
    }

    /// The known word that an unknown one most likely stands for: the nearest, of equally near
    /// ones the one that more texts have.
    pub(crate) fn mend(&self, lexicon: &Lexicon, word: &str) -> Option<usize> {
        if !(SHORTEST..=LONGEST * 4).contains(&word.len()) {
            return None;
        }
        let letters: Vec<char> = word.chars().collect();
        if !(SHORTEST..=LONGEST).contains(&letters.len()) || !letters.iter().all(|c| c.is_alphabetic())
        {
            return None;
        }
        let reach = reach(letters.len());
        let mut best = None;
        let mut n_checked = 0;
        let mut known = Vec::with_capacity(LONGEST);
        deletions(&letters, reach, &mut |key| {
            for at in self.index.find_all(key) {
                n_checked += 1;
                if n_checked > MAX_CHECKED {
                    return;
                }
                let word = self.words[at] as usize;
                known.clear();
                known.extend(lexicon.text(word).chars());
                if known.len().abs_diff(letters.len()) > reach {
                    continue;
                }
                let distance = distance(&letters, &known);
                if distance <= reach {
                    let other_start = known[0] != letters[0];
                    let rarity = u16::MAX - lexicon.entries[word].n_texts;
                    let rank = (distance, other_start, rarity, word);
                    best = Some(best.map_or(rank, |best| rank.min(best)));
                }
            }
        });
        best.map(|(.., word)| word)
    }
}

/// How many errors are mended in a word of so many letters.
fn reach(n_letters: usize) -> usize {
    if n_letters < TWO_ERRORS_FROM { 1 } else { 2 }
}

/// Hashes of a word's prefix and of what is left of it after up to `reach` deletions.
fn deletions(letters: &[char], reach: usize, emit: &mut impl FnMut(u32)) {
    let prefix = &letters[..letters.len().min(PREFIX)];
    emit(hash_without(prefix, usize::MAX, usize::MAX));
    for first in 0..prefix.len() {
        emit(hash_without(prefix, first, usize::MAX));
        if reach > 1 {
            for second in first + 1..prefix.len() {
                emit(hash_without(prefix, first, second));
            }
        }
    }
}

fn hash_without(letters: &[char], first: usize, second: usize) -> u32 {
    let mut state = 0;
    for (at, letter) in letters.iter().enumerate() {
        if at != first && at != second {
            state = hash::mix(state, u64::from(u32::from(*letter)));
        }
    }
    hash::finish(state)
}

/// Insertions, deletions, replacements and swaps of neighbours between two words of at most
/// [`LONGEST`] letters (optimal string alignment).
fn distance(left: &[char], right: &[char]) -> usize {
    const WIDTH: usize = LONGEST + 2;
    let mut rows = [[0_usize; WIDTH]; 3];
    for (at, cell) in rows[1].iter_mut().enumerate() {
        *cell = at;
    }
    for i in 1..=left.len() {
        let [before, last, row] = &mut rows;
        row[0] = i;
        for j in 1..=right.len() {
            let replaced = last[j - 1] + usize::from(left[i - 1] != right[j - 1]);
            let mut cost = replaced.min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1] {
                cost = cost.min(before[j - 2] + 1);
            }
            row[j] = cost;
        }
        rows.rotate_left(1);
    }
    rows[1][right.len()]
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
            ("parcel", "refund", 6),
        ] {
            let left: Vec<char> = left.chars().collect();
            let right: Vec<char> = right.chars().collect();
            assert_eq!(distance(&left, &right), expected, "{left:?} {right:?}");
        }
    }
}

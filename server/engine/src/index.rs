//! A lookup from 32-bit hashes to positions in a sorted list of them.

use std::ops::Range;

/// Buckets by the upper bits of a hash, eight to sixteen for each key: most of what is not in the
/// list finds an empty one, in one place of memory.
const BUCKET_BITS: u32 = 3;

/// Where each hash stands in a sorted list, which whoever looks up has: it holds more than hashes.
#[derive(Clone, Debug)]
pub(crate) struct Index {
    /// One more than there are, for the end.
    blocks: Vec<Block>,
    shift: u32,
}

/// Where a key can only be.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Place {
    pub(crate) key: u32,
    start: u32,
    end: u32,
}

impl Place {
    /// The first position that has the key.
    #[inline]
    pub(crate) fn first(self, key_at: impl Fn(usize) -> u32) -> Option<usize> {
        first_in(self.start..self.end, self.key, key_at)
    }

    /// All positions that have the key.
    #[inline]
    pub(crate) fn all(self, key_at: impl Fn(usize) -> u32) -> impl Iterator<Item = usize> {
        let end = self.end as usize;
        let first = self.first(&key_at).unwrap_or(end);
        (first..end).take_while(move |at| key_at(*at) == self.key)
    }
}

/// 64 buckets.
#[derive(Clone, Copy, Debug, Default)]
struct Block {
    /// Those that are not empty.
    filled: u64,
    /// The position of the first key, in this block or after.
    first: u32,
}

impl Index {
    /// Takes keys in ascending order; a key may stand several times.
    pub(crate) fn new(keys: impl ExactSizeIterator<Item = u32>) -> Index {
        let bits = usize::BITS - keys.len().leading_zeros() + BUCKET_BITS;
        let bits = bits.clamp(6, 30);
        let shift = 32 - bits;
        let n_keys = u32::try_from(keys.len()).unwrap_or(u32::MAX);
        let mut blocks = Vec::with_capacity((1 << (bits - 6)) + 1);
        for (at, key) in (0_u32..).zip(keys) {
            let bucket = key >> shift;
            let block = (bucket >> 6) as usize;
            while blocks.len() <= block {
                let first = at;
                blocks.push(Block { filled: 0, first });
            }
            blocks[block].filled |= 1 << (bucket & 63);
        }
        let first = n_keys;
        blocks.resize((1 << (bits - 6)) + 1, Block { filled: 0, first });
        Index { blocks, shift }
    }

    /// Where a key can only be, if it is there at all; empty where it certainly is not.
    #[inline]
    fn range(&self, key: u32) -> Range<u32> {
        let bucket = key >> self.shift;
        let block = (bucket >> 6) as usize;
        let Block { filled, first } = self.blocks[block];
        let end = self.blocks[block + 1].first;
        let bit = 1 << (bucket & 63);
        if filled & bit == 0 {
            return end..end;
        }
        // Each bucket before it that is not empty has a key at least.
        first + (filled & (bit - 1)).count_ones()..end
    }

    /// Where each of some keys can only be, without those that certainly are not there: one key
    /// after the other without a branch, so that the waits for memory pass together.
    #[inline]
    pub(crate) fn places<'a>(&self, keys: &[u32], places: &'a mut [Place]) -> &'a [Place] {
        let mut n = 0;
        for key in keys {
            let range = self.range(*key);
            places[n] = Place {
                key: *key,
                start: range.start,
                end: range.end,
            };
            n += usize::from(!range.is_empty());
        }
        &places[..n]
    }

    /// The first position of a key in a list.
    #[inline]
    pub(crate) fn find(&self, key: u32, key_at: impl Fn(usize) -> u32) -> Option<usize> {
        first_in(self.range(key), key, key_at)
    }

    /// All positions of a key in a list.
    #[inline]
    pub(crate) fn find_all(
        &self,
        key: u32,
        key_at: impl Fn(usize) -> u32,
    ) -> impl Iterator<Item = usize> {
        let mut place = [Place::default()];
        self.places(&[key], &mut place);
        let [place] = place;
        place.all(key_at)
    }
}

/// The first position of a key within a range of a list.
#[inline]
fn first_in(range: Range<u32>, key: u32, key_at: impl Fn(usize) -> u32) -> Option<usize> {
    let (mut at, mut end) = (range.start as usize, range.end as usize);
    // Almost always it is the first or none.
    if at < end && key_at(at) < key {
        at += 1;
        while at < end {
            let middle = at + (end - at) / 2;
            if key_at(middle) < key {
                at = middle + 1;
            } else {
                end = middle;
            }
        }
        end = range.end as usize;
    }
    (at < end && key_at(at) == key).then_some(at)
}

/// Where the `at`th of adjoining ranges begins: where the one before it ends.
#[inline]
pub(crate) fn start(at: usize, end: impl Fn(usize) -> u32) -> usize {
    at.checked_sub(1).map_or(0, |before| end(before) as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_a_look_at_all_of_them_finds() {
        for n in [0, 1, 3, 200, 5_000] {
            let spread = |at: u32| at.wrapping_mul(0x9E37_79B9);
            let mut keys: Vec<u32> = (0..n).map(spread).collect();
            // Some stand several times, and some are near to one another.
            keys.extend((0..n / 7).map(|at| spread(at * 3)));
            keys.extend((0..n / 5).map(|at| spread(5).wrapping_add(at)));
            keys.sort_unstable();
            let index = Index::new(keys.iter().copied());
            for key in (0..n + 100).flat_map(|at| [spread(at), spread(5).wrapping_add(at)]) {
                let all = |at: &usize| keys[*at] == key;
                let expected: Vec<usize> = (0..keys.len()).filter(all).collect();
                let found: Vec<usize> = index.find_all(key, |at| keys[at]).collect();
                assert_eq!(found, expected);
                assert_eq!(index.find(key, |at| keys[at]), expected.first().copied());
            }
        }
    }
}

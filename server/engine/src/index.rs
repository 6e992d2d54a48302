//! A lookup from 32-bit hashes to positions in a sorted list of them.

/// Where each hash stands in a sorted list: the upper bits choose a bucket, the bucket is read.
#[derive(Clone, Debug)]
pub(crate) struct Index {
    keys: Vec<u32>,
    /// The first position of each bucket, and the end.
    starts: Vec<u32>,
    shift: u32,
}

impl Index {
    /// Takes keys in ascending order; a key may stand several times.
    pub(crate) fn new(keys: Vec<u32>) -> Index {
        debug_assert!(keys.is_sorted());
        let bits = (usize::BITS - keys.len().leading_zeros()).clamp(1, 24);
        let shift = 32 - bits;
        let mut starts = Vec::with_capacity((1 << bits) + 1);
        let mut at = 0;
        for bucket in 0..1_u32 << bits {
            while at < keys.len() && keys[at] >> shift < bucket {
                at += 1;
            }
            starts.push(u32::try_from(at).unwrap_or(u32::MAX));
        }
        starts.push(u32::try_from(keys.len()).unwrap_or(u32::MAX));
        Index {
            keys,
            starts,
            shift,
        }
    }

    /// The first position of a key.
    #[inline]
    pub(crate) fn find(&self, key: u32) -> Option<usize> {
        self.find_all(key).next()
    }

    /// All positions of a key.
    #[inline]
    pub(crate) fn find_all(&self, key: u32) -> impl Iterator<Item = usize> {
        let bucket = (key >> self.shift) as usize;
        let range = self.starts[bucket] as usize..self.starts[bucket + 1] as usize;
        range.filter(move |at| self.keys[*at] == key)
    }
}

/// Where the `at`th of adjoining ranges begins: where the one before it ends.
pub(crate) fn start(at: usize, end: impl Fn(usize) -> u32) -> usize {
    at.checked_sub(1).map_or(0, |before| end(before) as usize)
}

//! The linear model as it is kept: a row of small integers for each feature, few entries each.

use crate::index::{self, Index, Place};

/// Articles are numbered in the lower bits of an entry.
const ARTICLE_BITS: u32 = 20;
/// The most articles that a bot may have.
pub(crate) const MAX_ARTICLES: usize = 1 << ARTICLE_BITS;
/// The largest weight: what is left above the article's number is signed.
const MAX_WEIGHT: f32 = 2047.0;
/// Fixed-point steps of a feature's value: 64 is 1.
pub(crate) const VALUE_ONE: f32 = 64.0;
/// Weights below this share of the largest one say nothing that others do not.
const PRUNED_BELOW: f32 = 0.005;

/// A row is kept for all articles if at least this part (one in so many) has a weight.
const DENSE_FROM: usize = 8;
/// The most numbers in such rows (4 MB).
const MAX_DENSE: usize = 2_000_000;
/// Features that are looked up together.
const BATCH: usize = 32;

/// Weights by feature, and the scale of their integers.
#[derive(Clone, Debug)]
pub(crate) struct Weights {
    pub(crate) rows: Vec<Row>,
    /// Article and weight, packed.
    pub(crate) entries: Vec<u32>,
    /// What a score has to be multiplied by, in 2^-40ths, after division by the question's norm.
    pub(crate) scale: u64,
    index: Index,
    /// Weights of all articles, of rows that have one for many: those are added faster so.
    dense: Vec<i16>,
    /// How many they are in a row.
    n_numbers: usize,
}

/// A feature in training.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Feature {
    pub(crate) key: u32,
    /// What one occurrence is worth.
    pub(crate) value: f32,
    /// The number of the column that it is trained in.
    pub(crate) column: u32,
}

/// A feature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) key: u32,
    /// Where its entries end; they begin where the last row's end.
    pub(crate) end: u32,
    /// What one occurrence is worth, in 64ths.
    pub(crate) value: u16,
    /// The number of its row in [`Weights::dense`], [`SPARSE`] if it has none.
    dense: u32,
}

/// In place of a row's number.
const SPARSE: u32 = u32::MAX;

impl Row {
    pub(crate) fn new(key: u32, end: u32, value: u16) -> Row {
        Row {
            key,
            end,
            value,
            dense: SPARSE,
        }
    }
}

impl Weights {
    /// Puts a model together; the rows are sorted by key.
    pub(crate) fn new(rows: Vec<Row>, entries: Vec<u32>, scale: u64) -> Weights {
        let index = Index::new(rows.iter().map(|row| row.key));
        Weights {
            rows,
            entries,
            scale,
            index,
            dense: Vec::new(),
            n_numbers: 0,
        }
    }

    /// Makes the fullest rows quick to add, for a bot at work.
    pub(crate) fn spread(&mut self, n_articles: usize) {
        let n_numbers = padded(n_articles);
        self.n_numbers = n_numbers;
        self.dense.clear();
        let mut start = 0;
        for row in &mut self.rows {
            let entries = &self.entries[start..row.end as usize];
            start = row.end as usize;
            let is_full = entries.len() * DENSE_FROM >= n_articles && !entries.is_empty();
            row.dense = SPARSE;
            if is_full && self.dense.len() < MAX_DENSE {
                let first = self.dense.len();
                row.dense = (first / n_numbers) as u32;
                self.dense.resize(first + n_numbers, 0);
                for entry in entries {
                    let sum = &mut self.dense[first + article(*entry)];
                    *sum = sum.saturating_add(weight(*entry) as i16);
                }
            }
        }
    }

    /// Rounds trained weights to integers and leaves the small ones out. A feature's weight is its
    /// part of its column's, multiplied by its value, so that an occurrence only has to be added.
    pub(crate) fn quantise(
        features: &[Feature],
        lengths: &[f32],
        columns: &[Vec<(u32, f32)>],
    ) -> Weights {
        let factor = |feature: &Feature| {
            feature.value * feature.value / lengths[feature.column as usize].max(1e-6)
        };
        let peak = |column: &Vec<(u32, f32)>| {
            let weights = column.iter().map(|(_, weight)| weight.abs());
            weights.fold(0.0, f32::max)
        };
        let peaks: Vec<f32> = columns.iter().map(peak).collect();
        let mut largest = 1e-6_f32;
        for feature in features {
            largest = largest.max(peaks[feature.column as usize] * factor(feature));
        }
        let step = largest / MAX_WEIGHT;
        let mut entries = Vec::new();
        let mut rows = Vec::with_capacity(features.len());
        for feature in features {
            for (article, weight) in &columns[feature.column as usize] {
                let weight = weight * factor(feature);
                if weight.abs() >= largest * PRUNED_BELOW {
                    entries.push(pack(*article, libm::roundf(weight / step) as i32));
                }
            }
            let end = u32::try_from(entries.len()).unwrap_or(u32::MAX);
            let value = libm::roundf(feature.value * VALUE_ONE).clamp(1.0, 65_535.0) as u16;
            rows.push(Row::new(feature.key, end, value));
        }
        let scale = f64::from(step) * f64::from(VALUE_ONE) * SCALE_ONE;
        Weights::new(rows, entries, libm::round(scale).max(1.0) as u64)
    }

    /// Whether a feature is known.
    pub(crate) fn has(&self, key: u32) -> bool {
        self.index.find(key, |at| self.rows[at].key).is_some()
    }

    /// Adds one occurrence of each feature to the articles' sums, [`padded`], and gives their squared values
    /// together; those that are not known are no matter.
    pub(crate) fn add(&self, keys: &[u32], sums: &mut [i32]) -> u64 {
        let batches = keys.chunks(BATCH);
        batches.map(|keys| self.add_batch(keys, sums)).sum()
    }

    /// Step by step for all of them: so the waits for memory of one step pass together.
    fn add_batch(&self, keys: &[u32], sums: &mut [i32]) -> u64 {
        let mut places = [Place::default(); BATCH];
        let places = self.index.places(keys, &mut places);
        let (mut sparse, mut n_sparse) = ([(0_u32, 0_u32); BATCH], 0);
        let (mut dense, mut n_dense) = ([0; BATCH], 0);
        let mut norm = 0;
        for place in places {
            let Some(at) = place.first(|at| self.rows[at].key) else {
                continue;
            };
            let row = &self.rows[at];
            norm += u64::from(row.value) * u64::from(row.value);
            let start = index::start(at, |at| self.rows[at].end);
            sparse[n_sparse] = (start as u32, row.end);
            n_sparse += usize::from(row.dense == SPARSE);
            dense[n_dense] = row.dense;
            n_dense += usize::from(row.dense != SPARSE);
        }
        for number in &dense[..n_dense] {
            let start = *number as usize * self.n_numbers;
            add_row(sums, &self.dense[start..start + self.n_numbers]);
        }
        for (start, end) in &sparse[..n_sparse] {
            for entry in &self.entries[*start as usize..*end as usize] {
                sums[article(*entry)] += weight(*entry);
            }
        }
        norm
    }

    /// A sum as a score in thousandths: 1,000 is the distance that training puts between the
    /// right article and the others. `norm` is the length of the question's features, in 64ths.
    #[inline]
    pub(crate) fn score(&self, sum: i32, norm: u64) -> i32 {
        let scale = i64::try_from(self.scale).ok();
        let scaled = scale.and_then(|scale| i64::from(sum).checked_mul(1000)?.checked_mul(scale));
        let norm = norm.max(1);
        let score = match scaled {
            Some(scaled) if norm <= i64::MAX as u64 >> SCALE_BITS => {
                i128::from(scaled / ((norm as i64) << SCALE_BITS))
            }
            _ => {
                let scaled = i128::from(sum) * i128::from(self.scale) * 1000;
                scaled / (i128::from(norm) << SCALE_BITS)
            }
        };
        score.clamp(-MAX_SCORE, MAX_SCORE) as i32
    }
}

/// How many numbers there are for so many articles: rows that are kept for all of them, and the
/// sums that they are added to, are filled up to what the processor adds at once.
pub(crate) fn padded(n_articles: usize) -> usize {
    n_articles.next_multiple_of(LANES)
}

const LANES: usize = 8;

/// Adds a row that is kept for all articles.
#[inline]
pub(crate) fn add_row(sums: &mut [i32], row: &[i16]) {
    debug_assert!(sums.len() == row.len() && row.len().is_multiple_of(LANES));
    let (sums, _) = sums.as_chunks_mut::<LANES>();
    let (row, _) = row.as_chunks::<LANES>();
    for (sums, weights) in sums.iter_mut().zip(row) {
        for (sum, weight) in sums.iter_mut().zip(weights) {
            *sum += i32::from(*weight);
        }
    }
}

/// Far above what training gives: a bound for damaged snapshots.
const MAX_SCORE: i128 = 1_000_000;
const SCALE_BITS: u32 = 40;
const SCALE_ONE: f64 = (1_u64 << SCALE_BITS) as f64;

/// One entry of a row.
pub(crate) fn pack(article: u32, weight: i32) -> u32 {
    (weight << ARTICLE_BITS) as u32 | article
}

/// The article of an entry.
#[inline]
pub(crate) fn article(entry: u32) -> usize {
    (entry & ((1 << ARTICLE_BITS) - 1)) as usize
}

#[inline]
fn weight(entry: u32) -> i32 {
    entry as i32 >> ARTICLE_BITS
}

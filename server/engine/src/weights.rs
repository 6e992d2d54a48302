//! The linear model as it is kept: a row of small integers for each feature, few entries each.

use crate::index::{self, Index};

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

/// Weights by feature, and the scale of their integers.
#[derive(Clone, Debug)]
pub(crate) struct Weights {
    pub(crate) rows: Vec<Row>,
    /// Article and weight, packed.
    pub(crate) entries: Vec<u32>,
    /// What a score has to be multiplied by, in 2^-40ths, after division by the question's norm.
    pub(crate) scale: u64,
    index: Index,
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
}

impl Weights {
    /// Puts a model together; the rows are sorted by key.
    pub(crate) fn new(rows: Vec<Row>, entries: Vec<u32>, scale: u64) -> Weights {
        let index = Index::new(rows.iter().map(|row| row.key).collect());
        Weights {
            rows,
            entries,
            scale,
            index,
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
            rows.push(Row {
                key: feature.key,
                end: u32::try_from(entries.len()).unwrap_or(u32::MAX),
                value: libm::roundf(feature.value * VALUE_ONE).clamp(1.0, 65_535.0) as u16,
            });
        }
        let scale = f64::from(step) * f64::from(VALUE_ONE) * SCALE_ONE;
        Weights::new(rows, entries, libm::round(scale).max(1.0) as u64)
    }

    /// Adds one occurrence of a feature to the articles' sums and gives its squared value, 0 if it
    /// is not known.
    #[inline]
    pub(crate) fn add(&self, key: u32, sums: &mut [i32]) -> u64 {
        let Some(at) = self.index.find(key) else {
            return 0;
        };
        let start = index::start(at, |at| self.rows[at].end);
        let row = &self.rows[at];
        for entry in &self.entries[start..row.end as usize] {
            sums[article(*entry)] += weight(*entry);
        }
        u64::from(row.value) * u64::from(row.value)
    }

    /// A sum as a score in thousandths: 1,000 is the distance that training puts between the
    /// right article and the others. `norm` is the length of the question's features, in 64ths.
    #[inline]
    pub(crate) fn score(&self, sum: i32, norm: u64) -> i32 {
        let scaled = i128::from(sum) * i128::from(self.scale) * 1000;
        let score = scaled / (i128::from(norm.max(1)) << SCALE_BITS);
        score.clamp(-MAX_SCORE, MAX_SCORE) as i32
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

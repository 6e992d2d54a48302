//! The features that training knows, those that occur in exactly the same texts taken together.
//!
//! Features that always come together get weights in proportion to their values, so training one
//! column of their joint length gives what training each would, in less time.

use crate::features::Kind;
use crate::hash;
use crate::train::Example;
use crate::weights::Feature;

/// Features that more articles share say too little for what they cost.
const MAX_SPREAD: usize = 256;

/// Features, columns, and the texts in terms of these.
pub(super) struct Columns {
    /// Sorted by key.
    pub(super) features: Vec<Feature>,
    /// Each column's length.
    pub(super) lengths: Vec<f32>,
    /// Each text's columns, of length 1 together.
    pub(super) examples: Vec<Example>,
}

impl Columns {
    /// Takes each text's article and features.
    pub(super) fn new(texts: &[(u32, Vec<u32>)], wordings_per_article: f32) -> Columns {
        let uses = uses(texts);
        let article_of = |at: &u64| texts[*at as u32 as usize].0;
        let by_feature = || {
            let by_key = uses.chunk_by(|a, b| a >> 32 == b >> 32);
            by_key.filter(move |uses| {
                let by_article = uses.chunk_by(|a, b| article_of(a) == article_of(b));
                by_article.count() <= MAX_SPREAD
            })
        };
        let mut features = Vec::new();
        let mut places = Vec::new();
        for (number, uses) in (0_u32..).zip(by_feature()) {
            let key = (uses[0] >> 32) as u32;
            let idf = libm::log(1.0 + texts.len() as f64 / uses.len() as f64);
            features.push(Feature {
                key,
                value: Kind::weight(key, wordings_per_article) * libm::sqrtf(idf as f32),
                column: 0,
            });
            let mix = |state, at: &u64| hash::mix(state, *at as u32 as u64);
            places.push((uses.iter().fold(0, mix), number));
        }
        let lengths = join(&mut features, places);
        let mut parts: Vec<Vec<(u32, f32)>> = vec![Vec::new(); texts.len()];
        for (feature, uses) in features.iter().zip(by_feature()) {
            let part = feature.value * feature.value / lengths[feature.column as usize];
            for at in uses {
                parts[*at as u32 as usize].push((feature.column, part));
            }
        }
        let examples = texts.iter().zip(parts);
        Columns {
            examples: examples
                .map(|((article, _), parts)| example(*article, parts))
                .collect(),
            features,
            lengths,
        }
    }
}

/// Every use of a feature: its key, and in the lower half its text; sorted.
fn uses(texts: &[(u32, Vec<u32>)]) -> Vec<u64> {
    const BITS: usize = 11;
    let mut uses = Vec::with_capacity(texts.iter().map(|(_, keys)| keys.len()).sum());
    for (number, (_, keys)) in (0_u64..).zip(texts) {
        uses.extend(keys.iter().map(|key| u64::from(*key) << 32 | number));
    }
    // By the key's digits, the lowest first; texts are in order and stay so.
    let mut sorted = vec![0; uses.len()];
    for shift in [32, 32 + BITS, 32 + 2 * BITS] {
        let digit = |at: &u64| (*at >> shift) as usize & ((1 << BITS) - 1);
        let mut starts = [0; 1 << BITS];
        for at in &uses {
            starts[digit(at)] += 1;
        }
        let mut next = 0;
        for start in &mut starts {
            next += std::mem::replace(start, next);
        }
        for at in &uses {
            let start = &mut starts[digit(at)];
            sorted[*start] = *at;
            *start += 1;
        }
        std::mem::swap(&mut uses, &mut sorted);
    }
    uses
}

/// Gives the features of each place (the texts that they occur in) a column, and each column's
/// length.
fn join(features: &mut [Feature], mut places: Vec<(u64, u32)>) -> Vec<f32> {
    places.sort_unstable();
    let mut lengths = Vec::new();
    for (column, same) in (0_u32..).zip(places.chunk_by(|a, b| a.0 == b.0)) {
        let mut square = 0.0;
        for (_, number) in same {
            let feature = &mut features[*number as usize];
            feature.column = column;
            square += feature.value * feature.value;
        }
        lengths.push(libm::sqrtf(square));
    }
    lengths
}

fn example(article: u32, mut parts: Vec<(u32, f32)>) -> Example {
    parts.sort_by_key(|(column, _)| *column);
    let sums = parts.chunk_by(|a, b| a.0 == b.0);
    let mut features: Vec<(u32, f32)> = sums
        .map(|same| (same[0].0, same.iter().map(|(_, part)| part).sum()))
        .collect();
    let square: f32 = features.iter().map(|(_, value)| value * value).sum();
    let norm = libm::sqrtf(square).max(1e-6);
    for (_, value) in &mut features {
        *value /= norm;
    }
    Example { article, features }
}

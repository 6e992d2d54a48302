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
    /// What of each column's length is of stems.
    pub(super) stems: Vec<f32>,
    /// Each text's columns, of length 1 together.
    pub(super) examples: Vec<Example>,
}

impl Columns {
    /// Takes each text's article and features.
    pub(super) fn new(texts: &[(u32, Vec<u32>)], wordings_per_article: f32) -> Columns {
        let uses = uses(texts);
        let article_of = |at: &u64| texts[*at as u32 as usize].0;
        let mut features = Vec::new();
        let mut own_uses = Vec::new();
        let mut places = Vec::new();
        for uses in uses.chunk_by(|a, b| a >> 32 == b >> 32) {
            let by_article = uses.chunk_by(|a, b| article_of(a) == article_of(b));
            if by_article.take(MAX_SPREAD + 1).count() > MAX_SPREAD {
                continue;
            }
            let key = (uses[0] >> 32) as u32;
            let idf = libm::log(1.0 + texts.len() as f64 / uses.len() as f64);
            let mix = |state, at: &u64| hash::mix(state, *at as u32 as u64);
            places.push((uses.iter().fold(0, mix), features.len() as u32));
            features.push(Feature {
                key,
                value: Kind::weight(key, wordings_per_article) * libm::sqrtf(idf as f32),
                column: 0,
            });
            own_uses.push(uses);
        }
        places.sort_unstable();
        let lengths = join(&mut features, &places);
        let mut examples: Vec<Example> = texts.iter().map(example).collect();
        let columns = places.chunk_by(|a, b| a.0 == b.0).zip(&lengths);
        for (column, (same, length)) in (0_u32..).zip(columns) {
            for at in own_uses[same[0].1 as usize] {
                examples[*at as u32 as usize].add(column, *length);
            }
        }
        for example in &mut examples {
            example.scale();
        }
        Columns {
            stems: stems(&features, &lengths),
            features,
            lengths,
            examples,
        }
    }

    /// Each article's columns that have stems, once, whatever number of its texts has them: what
    /// it speaks of at all.
    pub(super) fn vocabularies(&self) -> Vec<Example> {
        let mut uses: Vec<(u32, u32)> = Vec::new();
        for example in &self.examples {
            let columns = example.features.iter().map(|(column, _)| *column);
            let with_stems = columns.filter(|column| self.stems[*column as usize] > 0.0);
            uses.extend(with_stems.map(|column| (example.article, column)));
        }
        uses.sort_unstable();
        uses.dedup();
        let by_article = uses.chunk_by(|a, b| a.0 == b.0);
        by_article
            .map(|own| Example {
                article: own[0].0,
                features: own
                    .iter()
                    .map(|(_, column)| (*column, self.stems[*column as usize]))
                    .collect(),
            })
            .collect()
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
fn join(features: &mut [Feature], places: &[(u64, u32)]) -> Vec<f32> {
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

fn stems(features: &[Feature], lengths: &[f32]) -> Vec<f32> {
    let mut stems = vec![0.0; lengths.len()];
    for feature in features.iter().filter(|feature| Kind::is_stem(feature.key)) {
        let column = feature.column as usize;
        stems[column] += feature.value * feature.value / lengths[column].max(1e-6);
    }
    stems
}

/// An example without features yet.
fn example((article, keys): &(u32, Vec<u32>)) -> Example {
    Example {
        article: *article,
        features: Vec::with_capacity(keys.len() / 2),
    }
}

impl Example {
    /// Adds one occurrence of a column's features; columns come in order.
    fn add(&mut self, column: u32, length: f32) {
        match self.features.last_mut() {
            Some((last, value)) if *last == column => *value += length,
            _ => self.features.push((column, length)),
        }
    }

    /// Brings it to length 1.
    fn scale(&mut self) {
        let square: f32 = self.features.iter().map(|(_, value)| value * value).sum();
        let norm = libm::sqrtf(square).max(1e-6);
        for (_, value) in &mut self.features {
            *value /= norm;
        }
    }
}

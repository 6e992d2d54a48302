//! The weights of whole words: for each known word, the rows of all its features in one.
//!
//! A word's own features, its characters' above all, are always the same, so their weights are
//! added up once, when a bot is loaded, and a question costs a row a word instead of thirty. The
//! sums are of integers and therefore exactly those that the features would give.

use crate::features::{self, Term};
use crate::language;
use crate::lexicon::Lexicon;
use crate::weights::{self, Weights};

/// Bytes that the rows may hold in all; the words of most texts come first, the others' features
/// are added up as they are asked for.
const MAX_BYTES: usize = 16_000_000;
/// A row is kept for all articles if at least this part (one in so many) has a weight.
const DENSE_FROM: usize = 8;

/// Rows of words, by their numbers in the lexicon.
#[derive(Clone, Debug)]
pub(crate) struct WordRows {
    rows: Vec<WordRow>,
    /// Weights of all articles, for dense rows.
    dense: Vec<i16>,
    /// Articles in the lower bits and weights above them, for sparse rows.
    sparse: Vec<u32>,
    article_bits: u32,
    n_numbers: usize,
}

/// Where a word's weights are, and the squared length of its features.
#[derive(Clone, Copy, Debug)]
enum WordRow {
    Absent,
    Dense { start: u32, norm: u32 },
    Sparse { start: u32, end: u32, norm: u32 },
}

impl WordRows {
    pub(crate) fn new(lexicon: &Lexicon, weights: &Weights, n_articles: usize) -> WordRows {
        let mut words = WordRows {
            rows: vec![WordRow::Absent; lexicon.entries.len()],
            dense: Vec::new(),
            sparse: Vec::new(),
            article_bits: usize::BITS - n_articles.leading_zeros(),
            n_numbers: weights::padded(n_articles),
        };
        let mut order: Vec<usize> = (0..lexicon.entries.len()).collect();
        order.sort_by_key(|word| (u16::MAX - lexicon.entries[*word].n_texts, *word));
        let mut sums = vec![0; words.n_numbers];
        let mut keys = Vec::new();
        for word in order {
            if 2 * words.dense.len() + 4 * words.sparse.len() > MAX_BYTES {
                break;
            }
            let term = features::known(lexicon, word);
            if !term.text.chars().any(language::is_dense) {
                sums.fill(0);
                keys.clear();
                features(&term, &mut keys);
                let norm = weights.add(&keys, &mut sums);
                words.rows[word] = words.keep(&sums, norm).unwrap_or(WordRow::Absent);
            }
        }
        words
    }

    /// Keeps a row, if its numbers are as small as they almost always are.
    fn keep(&mut self, sums: &[i32], norm: u64) -> Option<WordRow> {
        let norm = u32::try_from(norm).ok()?;
        let n_weights = sums.iter().filter(|sum| **sum != 0).count();
        if n_weights * DENSE_FROM >= self.n_numbers {
            let start = self.dense.len();
            let weights = sums.iter().map(|sum| i16::try_from(*sum).ok());
            let weights: Vec<i16> = weights.collect::<Option<_>>()?;
            self.dense.extend(weights);
            let start = u32::try_from(start).ok()?;
            return Some(WordRow::Dense { start, norm });
        }
        let bits = self.article_bits;
        let largest = i32::MAX >> bits;
        if sums.iter().any(|sum| !(-largest..=largest).contains(sum)) {
            return None;
        }
        let start = u32::try_from(self.sparse.len()).ok()?;
        let weights = (0..).zip(sums).filter(|(_, sum)| **sum != 0);
        self.sparse
            .extend(weights.map(|(article, sum): (u32, _)| (*sum << bits) as u32 | article));
        let end = u32::try_from(self.sparse.len()).ok()?;
        Some(WordRow::Sparse { start, end, norm })
    }

    /// Adds a word's weights to the articles' sums and gives the squared length of its features;
    /// the features of a word without a row are given instead.
    #[inline]
    pub(crate) fn add(&self, term: &Term, sums: &mut [i32], keys: &mut Vec<u32>) -> u64 {
        match term.word.map_or(WordRow::Absent, |word| self.rows[word]) {
            WordRow::Absent => {
                features(term, keys);
                0
            }
            WordRow::Dense { start, norm } => {
                let start = start as usize;
                let row = &self.dense[start..start + self.n_numbers];
                weights::add_row(sums, row);
                u64::from(norm)
            }
            WordRow::Sparse { start, end, norm } => {
                let (bits, mask) = (self.article_bits, (1 << self.article_bits) - 1);
                for entry in &self.sparse[start as usize..end as usize] {
                    sums[(entry & mask) as usize] += *entry as i32 >> bits;
                }
                u64::from(norm)
            }
        }
    }
}

fn features(term: &Term, keys: &mut Vec<u32>) {
    features::of_word(term, &mut |key| keys.push(key));
    features::grams(term.text, &mut |key| keys.push(key));
}

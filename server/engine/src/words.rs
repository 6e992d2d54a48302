//! The weights of whole words: for each known word, the rows of all its features in one.
//!
//! A word's own features, its characters' above all, are always the same, so their weights are
//! added up once, when a bot is loaded, and a question costs a row a word instead of thirty. The
//! sums are of integers and therefore exactly those that the features would give.

use crate::features::{self, Term};
use crate::language;
use crate::lexicon::Lexicon;
use crate::weights::Weights;

/// Numbers that the rows may hold in all (16 MB); the words of most texts come first, the others'
/// features are added up as they are asked for.
const MAX_NUMBERS: usize = 4_000_000;
/// A row is kept for all articles if at least this part (one in so many) has a weight.
const DENSE_FROM: usize = 4;

/// Rows of words, by their numbers in the lexicon.
#[derive(Clone, Debug)]
pub(crate) struct WordRows {
    rows: Vec<WordRow>,
    /// Weights of all articles, for dense rows.
    dense: Vec<i32>,
    /// Articles and weights, for sparse rows.
    sparse: Vec<(u32, i32)>,
    n_articles: usize,
}

/// Where a word's weights are, and the squared length of its features.
#[derive(Clone, Copy, Debug)]
enum WordRow {
    Absent,
    Dense { start: usize, norm: u64 },
    Sparse { start: usize, end: usize, norm: u64 },
}

impl WordRows {
    pub(crate) fn new(lexicon: &Lexicon, weights: &Weights, n_articles: usize) -> WordRows {
        let mut words = WordRows {
            rows: vec![WordRow::Absent; lexicon.entries.len()],
            dense: Vec::new(),
            sparse: Vec::new(),
            n_articles,
        };
        let mut order: Vec<usize> = (0..lexicon.entries.len()).collect();
        order.sort_by_key(|word| (u16::MAX - lexicon.entries[*word].n_texts, *word));
        let mut sums = vec![0; n_articles];
        for word in order {
            if words.dense.len() + 2 * words.sparse.len() > MAX_NUMBERS {
                break;
            }
            let term = features::known(lexicon, word);
            if !term.text.chars().any(language::is_dense) {
                sums.fill(0);
                let norm = add_features(&term, weights, &mut sums);
                words.rows[word] = words.keep(&sums, norm);
            }
        }
        words
    }

    fn keep(&mut self, sums: &[i32], norm: u64) -> WordRow {
        let n_weights = sums.iter().filter(|sum| **sum != 0).count();
        if n_weights * DENSE_FROM >= self.n_articles {
            let start = self.dense.len();
            self.dense.extend(sums);
            return WordRow::Dense { start, norm };
        }
        let start = self.sparse.len();
        let weights = (0..).zip(sums).filter(|(_, sum)| **sum != 0);
        self.sparse
            .extend(weights.map(|(article, sum)| (article, *sum)));
        let end = self.sparse.len();
        WordRow::Sparse { start, end, norm }
    }

    /// Adds a word's weights to the articles' sums; gives the squared length of its features.
    #[inline]
    pub(crate) fn add(&self, term: &Term, weights: &Weights, sums: &mut [i32]) -> u64 {
        match term.word.map_or(WordRow::Absent, |word| self.rows[word]) {
            WordRow::Absent => add_features(term, weights, sums),
            WordRow::Dense { start, norm } => {
                let row = &self.dense[start..start + self.n_articles];
                for (sum, weight) in sums.iter_mut().zip(row) {
                    *sum += weight;
                }
                norm
            }
            WordRow::Sparse { start, end, norm } => {
                for (article, weight) in &self.sparse[start..end] {
                    sums[*article as usize] += weight;
                }
                norm
            }
        }
    }
}

fn add_features(term: &Term, weights: &Weights, sums: &mut [i32]) -> u64 {
    let mut norm = 0;
    let mut add = |key| norm += weights.add(key, sums);
    features::of_word(term, &mut add);
    features::grams(term.text, &mut add);
    norm
}

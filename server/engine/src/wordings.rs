//! What each article has been asked with, by stems: for the similarity of the nearest utterance,
//! and for how much of a question an article's words cover.

use crate::index;
use std::collections::BTreeMap;

/// Utterances of one article that are kept, a bit each; of more, evenly spread ones.
const MAX_PER_ARTICLE: usize = 48;

/// The stems of all articles, and which of an article's utterances have them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Wordings {
    /// Each article's stems, sorted, its answers' among them.
    pub(crate) stems: Vec<u32>,
    /// For each stem, which of the article's utterances have it.
    pub(crate) masks: Vec<u64>,
    /// For each utterance, the sum of its stems' squared idf, in 65,536ths.
    pub(crate) norms: Vec<u32>,
    /// Where each article's parts end; they begin where the last article's end.
    pub(crate) ends: Vec<Ends>,
}

/// Where an article's stems and utterances end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Ends {
    pub(crate) stems: u32,
    pub(crate) utterances: u32,
}

/// A text's stems, sorted, each with its idf in 256ths.
pub(crate) type Stems = Vec<(u32, u16)>;

/// How an article's wordings compare with a question; thousandths.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Likeness {
    /// Cosine with the nearest utterance.
    pub(crate) nearest: u16,
    /// Share of the question's idf that the article's words have, answers included.
    pub(crate) covered: u16,
    /// Number of its utterances that were compared.
    pub(crate) n_wordings: u16,
}

impl Wordings {
    /// Adds an article: the stems of its utterances, and those of its answers.
    pub(crate) fn push(&mut self, utterances: &[Stems], answers: &[Stems]) {
        let mut masks: BTreeMap<u32, u64> = BTreeMap::new();
        for (stem, _) in utterances.iter().chain(answers).flatten() {
            masks.insert(*stem, 0);
        }
        let step = utterances.len().div_ceil(MAX_PER_ARTICLE).max(1);
        for (number, utterance) in utterances.iter().step_by(step).enumerate() {
            for (stem, _) in utterance {
                *masks.entry(*stem).or_default() |= 1 << number;
            }
            self.norms
                .push(u32::try_from(norm(utterance)).unwrap_or(u32::MAX));
        }
        self.stems.extend(masks.keys());
        self.masks.extend(masks.values());
        self.ends.push(Ends {
            stems: u32::try_from(self.stems.len()).unwrap_or(u32::MAX),
            utterances: u32::try_from(self.norms.len()).unwrap_or(u32::MAX),
        });
    }

    /// Compares a question with an article, by its number.
    pub(crate) fn compare(&self, question: &Stems, article: usize) -> Likeness {
        let ends = self.ends[article];
        let first = index::start(article, |at| self.ends[at].stems);
        let stems = &self.stems[first..ends.stems as usize];
        let norms = index::start(article, |at| self.ends[at].utterances);
        let norms = &self.norms[norms..ends.utterances as usize];
        let mut shared = [0_u64; 64];
        let mut seen = 0;
        let (mut covered, mut total) = (0, 0);
        for (stem, idf) in question {
            let idf = u64::from(*idf);
            total += idf;
            if let Ok(at) = stems.binary_search(stem) {
                covered += idf;
                let mut mask = self.masks[first + at];
                seen |= mask;
                while mask != 0 {
                    shared[mask.trailing_zeros() as usize] += idf * idf;
                    mask &= mask - 1;
                }
            }
        }
        // Squared cosines, but for the question's length: one root for all utterances.
        let mut square = 0.0_f64;
        while seen != 0 {
            let at = seen.trailing_zeros() as usize;
            seen &= seen - 1;
            if let Some(norm) = norms.get(at) {
                let shared = shared[at] as f64;
                square = square.max(shared * shared / f64::from((*norm).max(1)));
            }
        }
        let own = norm(question).max(1) as f64;
        let nearest = libm::sqrt(square / own);
        Likeness {
            nearest: (nearest * 1000.0).min(1000.0) as u16,
            covered: (covered * 1000 / total.max(1)) as u16,
            n_wordings: norms.len() as u16,
        }
    }

    /// Share of a question's idf that an article's words have, as [`Likeness::covered`].
    pub(crate) fn covered(&self, question: &Stems, article: usize) -> u16 {
        let first = index::start(article, |at| self.ends[at].stems);
        let stems = &self.stems[first..self.ends[article].stems as usize];
        let (mut covered, mut total) = (0, 0);
        for (stem, idf) in question {
            total += u64::from(*idf);
            if stems.binary_search(stem).is_ok() {
                covered += u64::from(*idf);
            }
        }
        (covered * 1000 / total.max(1)) as u16
    }

    /// The stems that at least a third of an article's utterances have.
    pub(crate) fn common(&self, article: usize) -> Vec<u32> {
        let ends = self.ends[article];
        let utterances = index::start(article, |at| self.ends[at].utterances);
        let least = (ends.utterances as usize - utterances).div_ceil(3).max(1);
        let first = index::start(article, |at| self.ends[at].stems);
        let own = first..ends.stems as usize;
        let common = own.filter(|at| self.masks[*at].count_ones() as usize >= least);
        common.map(|at| self.stems[at]).collect()
    }
}

fn norm(stems: &Stems) -> u64 {
    stems
        .iter()
        .map(|(_, idf)| u64::from(*idf) * u64::from(*idf))
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_covered_is_the_same_alone_and_compared() {
        let mut wordings = Wordings::default();
        wordings.push(&[vec![(1, 200), (3, 100)]], &[vec![(7, 50)]]);
        wordings.push(&[vec![(2, 100)]], &[]);
        wordings.push(&[], &[]);
        for (question, expected) in [
            (vec![(1, 200), (2, 100), (7, 100)], [750, 250, 0]),
            (vec![(9, 100)], [0, 0, 0]),
            (vec![], [0, 0, 0]),
        ] {
            for (article, expected) in expected.into_iter().enumerate() {
                assert_eq!(wordings.covered(&question, article), expected);
                assert_eq!(wordings.compare(&question, article).covered, expected);
            }
        }
    }
}

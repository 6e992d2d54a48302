//! What each article has been asked with, as sets of stems: for the similarity of the nearest
//! utterance, and for how much of a question an article's words cover.

use crate::index;

/// Utterances of one article that are kept; of more, evenly spread ones.
pub(crate) const MAX_PER_ARTICLE: usize = 48;

/// The stems of utterances and of whole articles.
#[derive(Clone, Debug, Default)]
pub(crate) struct Wordings {
    /// Stems of all sets, one set after the other, each sorted.
    pub(crate) stems: Vec<u32>,
    /// The sets: an article's utterances, then all its words, answers included.
    pub(crate) sets: Vec<Set>,
    /// Where each article's sets end; they begin where the last article's end.
    pub(crate) ends: Vec<u32>,
}

/// One set of stems.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Set {
    /// Where it ends in [`Wordings::stems`].
    pub(crate) end: u32,
    /// The sum of its squared idf, in 65,536ths.
    pub(crate) norm: u32,
}

/// A question's stems, sorted, each with its idf in 256ths.
pub(crate) type Stems = Vec<(u32, u16)>;

/// How an article's wordings compare with a question; thousandths.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Likeness {
    /// Cosine with the nearest utterance.
    pub(crate) nearest: u16,
    /// Share of the question's idf that the article's words have, answers included.
    pub(crate) covered: u16,
}

impl Wordings {
    /// Adds a set to the article in hand.
    pub(crate) fn push(&mut self, stems: &Stems) {
        self.stems.extend(stems.iter().map(|(stem, _)| *stem));
        self.sets.push(Set {
            end: u32::try_from(self.stems.len()).unwrap_or(u32::MAX),
            norm: u32::try_from(norm(stems)).unwrap_or(u32::MAX),
        });
    }

    /// Ends the article in hand.
    pub(crate) fn close(&mut self) {
        self.ends
            .push(u32::try_from(self.sets.len()).unwrap_or(u32::MAX));
    }

    /// Compares a question with an article, by its number.
    pub(crate) fn compare(&self, question: &Stems, article: usize) -> Likeness {
        let first = index::start(article, |at| self.ends[at]);
        let Some((whole, utterances)) = (self.ends[article] as usize)
            .checked_sub(1)
            .map(|whole| (whole, first..whole))
        else {
            return Likeness::default();
        };
        let of_article = self.stems_of(whole);
        let is_common = |(stem, _): &(u32, u16)| of_article.binary_search(stem).is_ok();
        let common: Stems = question.iter().copied().filter(is_common).collect();
        let filter = common
            .iter()
            .fold(0, |filter, (stem, _)| filter | 1 << (stem % 64));
        // Squared cosines, but for the question's length: one root for all utterances.
        let mut nearest = 0.0_f64;
        for set in utterances.filter(|_| !common.is_empty()) {
            let shared = self.shared(&common, filter, set) as f64;
            nearest = nearest.max(shared * shared / f64::from(self.sets[set].norm.max(1)));
        }
        let own = norm(question).max(1) as f64;
        let sum = |stems: &Stems| -> u64 { stems.iter().map(|(_, idf)| u64::from(*idf)).sum() };
        Likeness {
            nearest: libm::sqrt(nearest / own * 1e6).min(1000.0) as u16,
            covered: (sum(&common) * 1000 / sum(question).max(1)) as u16,
        }
    }

    /// The sum of the squared idf of the stems that a question and a set have in common. Most of
    /// a set's are not in the question, which its filter, a bit for each stem, tells fast.
    fn shared(&self, question: &Stems, filter: u64, set: usize) -> u64 {
        let mut sum = 0;
        for stem in self.stems_of(set) {
            if filter >> (stem % 64) & 1 == 1 {
                let found = question.iter().find(|(own, _)| own == stem);
                sum += found.map_or(0, |(_, idf)| u64::from(*idf) * u64::from(*idf));
            }
        }
        sum
    }

    fn stems_of(&self, set: usize) -> &[u32] {
        let start = index::start(set, |at| self.sets[at].end);
        &self.stems[start..self.sets[set].end as usize]
    }
}

fn norm(stems: &Stems) -> u64 {
    stems
        .iter()
        .map(|(_, idf)| u64::from(*idf) * u64::from(*idf))
        .sum()
}

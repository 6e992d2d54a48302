//! What each article has been asked with, as sets of stems: for the similarity of the nearest
//! utterance, and for how much of a question an article's words cover.

/// Utterances of one article that are kept; of more, evenly spread ones.
pub(crate) const MAX_PER_ARTICLE: usize = 128;

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
        self.ends.push(u32::try_from(self.sets.len()).unwrap_or(u32::MAX));
    }

    /// Compares a question with an article, by its number.
    pub(crate) fn compare(&self, question: &Stems, article: usize) -> Likeness {
        let last = self.ends[article] as usize;
        let first = start(article, |at| self.ends[at]);
        let Some((whole, utterances)) = (first..last).collect::<Vec<_>>().split_last().map(|(a, b)| (*a, b.to_vec())) else {
            return Likeness::default();
        };
        let own = norm(question);
        let nearest = utterances.into_iter().map(|set| {
            let common = self.common(question, set, |idf| idf * idf);
            let lengths = (own * u64::from(self.sets[set].norm)).isqrt();
            common * 1000 / lengths.max(1)
        });
        let total: u64 = question.iter().map(|(_, idf)| u64::from(*idf)).sum();
        Likeness {
            nearest: nearest.max().unwrap_or(0).min(1000) as u16,
            covered: (self.common(question, whole, |idf| idf) * 1000 / total.max(1)) as u16,
        }
    }

    /// The sum of a figure of the idf of the stems that a question and a set have in common.
    fn common(&self, question: &Stems, set: usize, figure: impl Fn(u64) -> u64) -> u64 {
        let start = start(set, |at| self.sets[at].end);
        let stems = &self.stems[start..self.sets[set].end as usize];
        let is_common = |stem: &u32| stems.binary_search(stem).is_ok();
        question
            .iter()
            .filter(|(stem, _)| is_common(stem))
            .map(|(_, idf)| figure(u64::from(*idf)))
            .sum()
    }
}

/// Where the `at`th of adjoining ranges begins: where the one before it ends.
pub(crate) fn start(at: usize, end: impl Fn(usize) -> u32) -> usize {
    at.checked_sub(1).map_or(0, |before| end(before) as usize)
}

fn norm(stems: &Stems) -> u64 {
    stems.iter().map(|(_, idf)| u64::from(*idf) * u64::from(*idf)).sum()
}

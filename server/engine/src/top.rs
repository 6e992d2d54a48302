//! The articles with the highest sums of weights.

/// The most candidates that a ranking has.
pub const MAX_CANDIDATES: usize = 5;

/// Articles that are looked at together: of many few score high, so most blocks have none of the
/// best.
const BLOCK: usize = 16;

/// The highest sums so far, with their articles; of equal ones the first offered is first.
pub(crate) struct Top<'a> {
    /// By article, whether it is left out; empty where none is.
    closed: &'a [bool],
    best: [(i32, usize); MAX_CANDIDATES],
    n: usize,
    /// What a sum has to be above.
    least: i32,
}

impl<'a> Top<'a> {
    pub(crate) fn new(closed: &'a [bool]) -> Top<'a> {
        Top {
            closed,
            best: [(0, 0); MAX_CANDIDATES],
            n: 0,
            least: i32::MIN,
        }
    }

    /// Best first.
    pub(crate) fn best(&self) -> &[(i32, usize)] {
        &self.best[..self.n]
    }

    /// Offers the sums of all articles.
    pub(crate) fn offer_all(&mut self, sums: &[i32]) {
        let (blocks, rest) = sums.as_chunks::<BLOCK>();
        let mut first = 0;
        for block in blocks {
            let least = self.least;
            // Without leaving the loop early: many are compared at once.
            if block.iter().fold(false, |any, sum| any | (*sum > least)) {
                for (article, sum) in (first..).zip(block) {
                    self.offer(article, *sum);
                }
            }
            first += BLOCK;
        }
        for (article, sum) in (first..).zip(rest) {
            self.offer(article, *sum);
        }
    }

    #[inline]
    pub(crate) fn offer(&mut self, article: usize, sum: i32) {
        let is_closed = || self.closed.get(article).copied().unwrap_or(false);
        if sum > self.least && !is_closed() {
            self.insert(article, sum);
        }
    }

    fn insert(&mut self, article: usize, sum: i32) {
        self.n = MAX_CANDIDATES.min(self.n + 1);
        let mut at = self.n - 1;
        while at > 0 && self.best[at - 1].0 < sum {
            self.best[at] = self.best[at - 1];
            at -= 1;
        }
        self.best[at] = (sum, article);
        if self.n == MAX_CANDIDATES {
            self.least = self.best[MAX_CANDIDATES - 1].0;
        }
    }
}

//! From the parts of a candidate's score to the probability that it is right.
//!
//! A logistic regression, fitted once on splits of public data sets; a bot's own data never
//! changes it.

/// What speaks for a candidate; thousandths, as in [`crate::Candidate`].
#[derive(Clone, Copy, Debug)]
pub(crate) struct Evidence {
    pub(crate) score: i32,
    pub(crate) lead: i32,
    pub(crate) nearest: u16,
    pub(crate) covered: u16,
    /// Share of the question that the bot knows at all.
    pub(crate) known: u16,
    /// How many wordings of the article it was compared with.
    pub(crate) n_wordings: u16,
    /// How many articles the bot has.
    pub(crate) n_articles: usize,
}

/// The constant, then the factor of each part.
const CONSTANT: f32 = -2.49;
const SCORE: f32 = 1.85;
const LEAD: f32 = 2.94;
const NEAREST: f32 = 1.28;
const COVERED: f32 = 1.07;
const KNOWN: f32 = 0.22;

/// What a score counts in addition, up to a limit: beyond it, more says little more.
const SCORE_AT_FIRST: f32 = 1.78;
const AT_FIRST: f32 = 1.3;

/// Factors of logarithms. What an article with few wordings has in common with a question says
/// more; and among few articles fewer are mistaken for one another, up to so many.
const WORDINGS: f32 = -1.02;
const ARTICLES: f32 = -0.1;
const MANY: usize = 100;

/// Of two candidates with the same score one at most is right, whatever else speaks for both:
/// without a lead the probability is halved, and from a lead of a seventh on it is left as it is.
const TIE: f32 = 30.0;

/// How much of a question an article has to cover in a bot that has no other; over the root of the
/// number of articles in others. With little to compare with, whatever is asked leads somewhere.
const COVERED_ALONE: f32 = 0.5;

/// The probability that a candidate is right, 0 to 1.
pub(crate) fn confidence(evidence: &Evidence) -> f32 {
    let part = |thousandths: i32| thousandths.clamp(-4000, 4000) as f32 / 1000.0;
    let score = part(evidence.score);
    let sum = CONSTANT
        + SCORE * score
        + SCORE_AT_FIRST * score.min(AT_FIRST)
        + LEAD * part(evidence.lead)
        + NEAREST * part(i32::from(evidence.nearest))
        + COVERED * part(i32::from(evidence.covered))
        + KNOWN * part(i32::from(evidence.known))
        + WORDINGS * libm::logf(f32::from(evidence.n_wordings.max(1)))
        + ARTICLES * libm::logf(evidence.n_articles.clamp(1, MANY) as f32);
    let needed = COVERED_ALONE / libm::sqrtf(evidence.n_articles.max(1) as f32);
    let share = (part(i32::from(evidence.covered)) / needed).min(1.0);
    logistic(sum) * logistic(TIE * part(evidence.lead)) * share * share
}

fn logistic(x: f32) -> f32 {
    // From here on it is 1 to the last bit.
    if x > 18.0 {
        return 1.0;
    }
    1.0 / (1.0 + libm::expf(-x))
}

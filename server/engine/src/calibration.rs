//! From the parts of a candidate's score to the probability that it is right.
//!
//! A logistic regression, fitted once on public data sets pooled with equal weight; a bot's own
//! data never changes it.

/// What speaks for a candidate; thousandths, as in [`crate::Candidate`].
#[derive(Clone, Copy, Debug)]
pub(crate) struct Evidence {
    pub(crate) score: i32,
    pub(crate) lead: i32,
    pub(crate) nearest: u16,
    pub(crate) covered: u16,
    /// Share of the question that the bot knows at all.
    pub(crate) known: u16,
}

/// The constant, then the factor of each part.
const CONSTANT: f32 = -5.0;
const SCORE: f32 = 1.0;
const LEAD: f32 = 5.0;
const NEAREST: f32 = 3.0;
const COVERED: f32 = 1.5;
const KNOWN: f32 = 1.5;

/// The probability that a candidate is right, 0 to 1.
pub(crate) fn confidence(evidence: &Evidence) -> f32 {
    let part = |thousandths: i32| thousandths.clamp(-4000, 4000) as f32 / 1000.0;
    let sum = CONSTANT
        + SCORE * part(evidence.score)
        + LEAD * part(evidence.lead)
        + NEAREST * part(i32::from(evidence.nearest))
        + COVERED * part(i32::from(evidence.covered))
        + KNOWN * part(i32::from(evidence.known));
    1.0 / (1.0 + libm::expf(-sum))
}

//! How well a bot's draft tells questions apart.

use crate::{id::ArticleId, thresholds::Decision};
use serde::{Deserialize, Serialize};

/// What a bot is measured on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// Its tests: questions that it has not learned from.
    #[default]
    Tests,
    /// Its own wordings, a fifth of them at a time, asked of what was learned from the others.
    Wordings,
}
crate::access::words!(Basis { Tests = "tests", Wordings = "wordings" });

/// What was measured. Shares are 0 to 1, and `None` where they would be of nothing.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Evaluation {
    /// Questions that were asked.
    pub n_questions: u32,
    /// Of those that an article has to answer, the share whose likeliest article is it.
    pub accuracy: Option<f64>,
    /// Of those that an article has to answer, the share that was answered at all.
    pub coverage: Option<f64>,
    /// Of those that were answered, the share that was answered rightly.
    pub answered_accuracy: Option<f64>,
    /// Of those that nothing may answer, the share that was not answered.
    pub out_of_scope_recall: Option<f64>,
    /// How far what the bot says of its confidence is from the share that is right.
    pub ece: Option<f64>,
    /// Thread CPU from cut to reply, in microseconds: the median.
    pub us_median: f64,
    /// The same: one in a hundred takes longer.
    pub us_p99: f64,
    /// Pairs of articles that are taken for each other, the most frequent first.
    pub confused: Vec<Confused>,
    /// Questions that did not get what they should.
    pub n_missed: u32,
    /// The first of them.
    pub missed: Vec<Missed>,
}

/// An article that another one is taken for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confused {
    /// What has to answer.
    pub expected: Named,
    /// What comes first instead.
    pub predicted: Named,
    /// How often.
    pub n_times: u32,
    /// One of the questions.
    pub example: String,
}

/// An article and its question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    /// Which.
    pub article: ArticleId,
    /// Its question; empty if it is gone.
    pub title: String,
}

/// A question that did not get what it should.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Missed {
    /// The question.
    pub question: String,
    /// What has to answer; `None` where nothing may.
    pub expected: Option<Named>,
    /// What the bot did.
    pub decision: Decision,
    /// What comes first, if anything does.
    pub predicted: Option<Named>,
    /// How sure the bot is of that, 0 to 1.
    pub confidence: f32,
}

//! Tests of a bot: questions whose answers are known, and how they fared.

use crate::{
    id::{ArticleId, TestId},
    synonyms::{ChangedQuestion, Outcome},
    text::Locale,
    thresholds::Decision,
    time::Timestamp,
    turn::TurnKind,
    version::Author,
};
use serde::{Deserialize, Serialize};

/// The most tests that a bot may have.
pub const MAX_TESTS: u32 = 2_000;
/// Tests on one page of their list.
pub const TESTS_A_PAGE: u32 = 50;
/// What stands for "nothing may answer".
pub const NOTHING: &str = "-";

/// A question whose answer is known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Test {
    /// Its id.
    pub id: TestId,
    /// What is asked.
    pub question: String,
    /// The page's language, if it matters.
    pub locale: Option<Locale>,
    /// What has to answer; `None` where nothing may.
    pub expected: Option<Expected>,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

/// The article that has to answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Expected {
    /// Which.
    pub article: ArticleId,
    /// Its question; empty if it was deleted.
    pub title: String,
}

/// What a bot does with a question that comes by itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Verdict {
    /// What it does.
    pub kind: TurnKind,
    /// The article that it answers with, or the first that it asks back about.
    pub article: Option<ArticleId>,
    /// Its question.
    pub title: String,
    /// How sure it is, 0 to 1.
    pub confidence: f32,
}

impl From<Verdict> for Outcome {
    fn from(verdict: Verdict) -> Self {
        Self {
            decision: match verdict.kind {
                TurnKind::Answer => Decision::Answered,
                TurnKind::Clarification => Decision::AskedBack,
                _ => Decision::Missed,
            },
            title: verdict.title,
            confidence: verdict.confidence,
        }
    }
}

/// How a test fared.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TestResult {
    /// Which.
    pub test: TestId,
    /// Whether what had to answer answered.
    pub is_passed: bool,
    /// What the bot did.
    pub verdict: Verdict,
}

/// Why tests were run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Occasion {
    /// Somebody wanted to know.
    Asked,
    /// Before a publish, which went through.
    Published,
    /// Before a publish, which they stopped.
    Stopped,
}
crate::access::words!(Occasion {
    Asked = "asked",
    Published = "published",
    Stopped = "stopped",
});

/// A run of all tests.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunSummary {
    /// When.
    pub at: Timestamp,
    /// Why.
    pub occasion: Occasion,
    /// By whom.
    pub by: Author,
    /// Tests.
    pub n_tests: u32,
    /// Those that failed.
    pub n_failed: u32,
}

/// A test with what became of it in the newest run, if it was in it as it is now.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TestRow {
    /// The test.
    pub test: Test,
    /// How it fared.
    pub result: Option<TestResult>,
}

/// Which of a bot's tests a page shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shown {
    /// All of them, those that failed first.
    #[default]
    All,
    /// Those that failed.
    Failed,
}
crate::access::words!(Shown { All = "all", Failed = "failed" });

/// A page of a bot's tests.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TestsPage {
    /// Those that failed first, then those that have not been run, then the others.
    pub rows: Vec<TestRow>,
    /// All that there are.
    pub n_tests: u32,
    /// Those of them that failed in the newest run.
    pub n_failed: u32,
    /// Whether there is a page after this one.
    pub has_more: bool,
    /// The newest runs, newest first.
    pub runs: Vec<RunSummary>,
    /// Whether a failing test stops a publish.
    pub is_gate: bool,
    /// Whether who asks may change that.
    pub may_set_gate: bool,
    /// Whether who asks may change tests.
    pub may_change: bool,
}

/// A test that stopped a publish.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FailedTest {
    /// What was asked.
    pub question: String,
    /// The question of the article that had to answer; empty where nothing may.
    pub expected: String,
    /// The question of the article that answered instead; empty if none did.
    pub answered: String,
}

/// What a publish would change for visitors.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Forecast {
    /// Different questions of these days that were looked at.
    pub n_questions: u32,
    /// How often they were asked.
    pub n_asked: u32,
    /// Questions that would get another reply.
    pub n_changed: u32,
    /// How often those were asked.
    pub n_asked_changed: u32,
    /// Those that were asked most often.
    pub changed: Vec<ChangedQuestion>,
}

/// How a wording of one article stands to another article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Clash {
    /// The other article has it, nearly word for word.
    Same,
    /// Who asks this gets the other article.
    Taken,
    /// Both come so near that the bot would ask back.
    Near,
}

/// A wording that collides with another article.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Collision {
    /// The wording.
    pub wording: String,
    /// How it collides.
    pub clash: Clash,
    /// The other article.
    pub other: ArticleId,
    /// Its question.
    pub title: String,
}

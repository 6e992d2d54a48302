//! How sure a bot has to be, and what that does to the last questions.

use crate::id::BotId;
use serde::{Deserialize, Serialize};

/// Bars of the picture of confidences: each five hundredths wide, certainty in the last.
pub const N_BARS: usize = 20;

/// From which confidence on a bot answers and asks back, in hundredths.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pair {
    /// Answers from here on.
    pub answer_at: u8,
    /// Asks back from here on.
    pub ask_back_at: u8,
}

/// What a bot's page of thresholds begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Thresholds {
    /// The bot.
    pub bot: BotId,
    /// What holds now.
    pub saved: Pair,
    /// What holds for a new bot.
    pub default: Pair,
}

/// What a pair of thresholds would have done with the last questions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Replay {
    /// What holds now.
    pub saved: Pair,
    /// What is tried.
    pub tried: Pair,
    /// Different questions that were looked at.
    pub n_questions: u32,
    /// How often they were asked in all.
    pub n_times: u32,
    /// What holds now does: how often answered, asked back, not understood.
    pub now: Shares,
    /// What is tried would do.
    pub then: Shares,
    /// How often the bot was how sure, by twentieths of certainty.
    pub bars: Vec<u32>,
    /// Questions that would go otherwise, the most frequent first.
    pub flips: Vec<Flip>,
    /// How many of them there are in all.
    pub n_flips: u32,
    /// Whether the reader may save what is tried.
    pub may_change: bool,
}

/// How often questions went which way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shares {
    /// Answered.
    pub answered: u32,
    /// Asked back.
    pub asked_back: u32,
    /// Not understood.
    pub missed: u32,
}

impl Shares {
    /// Counts a question that was asked `n` times.
    pub fn add(&mut self, decision: Decision, n: u32) {
        *match decision {
            Decision::Answered => &mut self.answered,
            Decision::AskedBack => &mut self.asked_back,
            Decision::Missed => &mut self.missed,
        } += n;
    }
}

/// A question that would go otherwise.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Flip {
    /// As it was asked.
    pub question: String,
    /// How often.
    pub n_times: u32,
    /// What the bot does now.
    pub before: Decision,
    /// What it would do.
    pub after: Decision,
    /// How sure it is, 0 to 1.
    pub confidence: f32,
    /// The likeliest article's question, empty if there is none.
    pub title: String,
}

/// The three things that a bot can do with a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// It answers.
    Answered,
    /// It asks which article is meant.
    AskedBack,
    /// It says that it does not know.
    Missed,
}
crate::access::words!(Decision {
    Answered = "answered",
    AskedBack = "asked_back",
    Missed = "missed",
});

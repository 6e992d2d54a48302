//! Words and phrases that a bot takes for the same.

use crate::{
    bot::BotSummary,
    id::{ArticleId, BotId, SynonymGroupId},
    text::{Locale, Phrase},
    thresholds::Decision,
};
use serde::{Deserialize, Serialize};

/// The most groups that a bot may have.
pub const MAX_GROUPS: u32 = 500;
/// The most variants that a group may have.
pub const MAX_VARIANTS: u32 = 20;

/// Words that a bot takes for the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SynonymGroup {
    /// Its id.
    pub id: SynonymGroupId,
    /// The language that the words are of; `None` for all of the bot's.
    pub locale: Option<Locale>,
    /// The one that stands for the group.
    pub term: Phrase,
    /// The others.
    pub variants: Vec<Phrase>,
}

/// An article whose wordings have a word of a group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Use {
    /// Which.
    pub article: ArticleId,
    /// Its question.
    pub title: String,
}

/// A group in the list, with where it is used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListedGroup {
    /// The group.
    pub group: SynonymGroup,
    /// The first articles whose wordings have one of its words.
    pub uses: Vec<Use>,
    /// How many articles there are in all.
    pub n_uses: u32,
}

/// A page of a bot's groups.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SynonymsPage {
    /// The bot.
    pub bot: BotSummary,
    /// Its groups, by their terms.
    pub groups: Vec<ListedGroup>,
}

/// What a group would change.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SynonymEffect {
    /// The bot.
    pub bot: BotId,
    /// Different questions that visitors asked lately.
    pub n_questions: u32,
    /// Of them, those whose reply would change.
    pub n_changed: u32,
    /// The first of those, what was asked most often before the others.
    pub changed: Vec<ChangedQuestion>,
}

/// A question whose reply would be another one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChangedQuestion {
    /// As it was asked.
    pub question: String,
    /// How often.
    pub n_times: u32,
    /// What the bot does now.
    pub before: Outcome,
    /// What it would do.
    pub after: Outcome,
}

/// What a bot does with a question.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    /// Whether it answers.
    pub decision: Decision,
    /// The likeliest article's question, empty if there is none.
    pub title: String,
    /// How sure the bot is of it, 0 to 1.
    pub confidence: f32,
}

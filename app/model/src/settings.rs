//! What a team sets about a bot, and what archiving it would touch.

use crate::{
    bot::BotStatus,
    id::BotId,
    text::{Locale, Name},
};
use serde::{Deserialize, Serialize};

/// What the page of a bot's settings shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingsPage {
    /// The bot.
    pub bot: BotId,
    /// Names the state that an edit begins from.
    pub revision: String,
    /// What the team calls it.
    pub name: Name,
    /// The language that it answers in unless it is asked in another.
    pub locale: Locale,
    /// Every language that its articles have a text in, the default first.
    pub locales: Vec<Locale>,
    /// The longest question that is read.
    pub max_question: u16,
    /// Confidence, in hundredths, from which the bot answers.
    pub answer_at: u8,
    /// Confidence, in hundredths, from which it asks back.
    pub ask_back_at: u8,
    /// Days after which a conversation is erased; 0 for never.
    pub keep_days: u16,
    /// How many conversations are older than so many days, for each of [`AGES`].
    pub n_older: Vec<u64>,
    /// Whether it answers.
    pub status: BotStatus,
    /// What archiving it would touch.
    pub impact: Impact,
    /// Whether who asks may change anything.
    pub may_change: bool,
}

/// Ages in days at which conversations are counted before anybody decides how long to keep them.
pub const AGES: [u16; 4] = [30, 90, 180, 365];
/// The most days that can be set.
pub const MAX_KEEP_DAYS: u32 = 3_650;

/// What goes quiet with a bot.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Impact {
    /// Articles in its draft.
    pub n_articles: u32,
    /// Conversations that visitors had with it.
    pub n_conversations: u32,
    /// Sites that its dialog box was seen on.
    pub n_sites: u32,
}

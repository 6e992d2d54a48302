//! Conversations as the backoffice shows them.

use crate::{
    channel::Channel,
    error::FieldError,
    id::{ArticleId, ConversationId, TurnId},
    text::Locale,
    time::Timestamp,
    turn::{Audience, Message, Rating, TurnKind},
};
use serde::{Deserialize, Serialize};

/// Which conversations are wanted, as it was typed; what is empty excludes none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ConversationFilter {
    /// Begun at this minute or later, `2026-03-01T14:05`, or on this day or later, `2026-03-01`.
    pub from: String,
    /// Begun before this minute, or up to the end of this day.
    pub to: String,
    /// The time zone of both by its IANA name; without it, UTC.
    pub tz: String,
    /// The page's language.
    pub locale: String,
    /// With a question that was answered, asked back or not understood: a `TurnKind`.
    pub outcome: String,
    /// With a thumb: `up` or `down`.
    pub rating: String,
    /// From a page whose address has this in it.
    pub page: String,
    /// With a question that this article answered.
    pub article: String,
    /// With a question that has this in it, without regard to case.
    pub contains: String,
    /// Who asked: an `Audience`.
    pub audience: String,
    /// The way it took: a `Channel`.
    pub channel: String,
}

impl ConversationFilter {
    /// Each value with its name, as they stand in an address.
    pub fn pairs(&self) -> [(&'static str, &str); 11] {
        [
            ("from", &self.from),
            ("to", &self.to),
            ("tz", &self.tz),
            ("locale", &self.locale),
            ("outcome", &self.outcome),
            ("rating", &self.rating),
            ("page", &self.page),
            ("article", &self.article),
            ("contains", &self.contains),
            ("audience", &self.audience),
            ("channel", &self.channel),
        ]
    }
}

/// What a filter found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// Newest first.
    pub items: Vec<ConversationSummary>,
    /// The cursor that gives what is further back; `None` if nothing is.
    pub next: Option<String>,
    /// Up to when it was looked, where a filter is so narrow that the search stopped early.
    pub searched_until: Option<Timestamp>,
    /// Whether more pass the filter than a file takes.
    #[serde(default)]
    pub is_over: bool,
    /// What of the filter could not be read, and so excludes nothing.
    pub problems: Vec<FieldError>,
    /// The filter's begin as a minute, `2026-03-01T00:00`; empty if there is none that can be read.
    pub from: String,
    /// The filter's end, likewise.
    pub to: String,
}

/// A conversation as the list shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConversationSummary {
    /// Its id, which is not the visitor's handle.
    pub id: ConversationId,
    /// When the first question came.
    pub started_at: Timestamp,
    /// When the newest one came.
    pub last_at: Timestamp,
    /// The first question.
    pub first_question: String,
    /// Thumbs that are up.
    pub n_up: u32,
    /// Thumbs that are down.
    pub n_down: u32,
    /// Who asked.
    pub audience: Audience,
    /// The way it took.
    pub channel: Channel,
    /// The page's language, if it told one.
    pub locale: Option<Locale>,
    /// Questions asked.
    pub n_turns: u32,
    /// Those answered.
    pub n_answered: u32,
    /// Those asked back.
    pub n_asked_back: u32,
    /// Those not understood.
    pub n_missed: u32,
}

/// A conversation, whole.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Transcript {
    /// What the list shows of it.
    pub summary: ConversationSummary,
    /// Its turns, oldest first.
    pub turns: Vec<TranscriptTurn>,
    /// Whether who asks may erase it.
    #[serde(default)]
    pub may_erase: bool,
    /// Whether personal data in it is masked.
    #[serde(default)]
    pub is_masked: bool,
    /// Whether who asks may see what is masked.
    #[serde(default)]
    pub may_reveal: bool,
}

/// One turn of a transcript.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TranscriptTurn {
    /// Its id.
    pub id: TurnId,
    /// When the question came.
    pub at: Timestamp,
    /// What was asked, or the label that was picked.
    pub question: String,
    /// The way that it came by.
    pub channel: Channel,
    /// What the bot did.
    pub kind: TurnKind,
    /// What the visitor saw.
    pub messages: Vec<Message>,
    /// How sure the bot was, 0 to 1.
    pub confidence: f32,
    /// The article that answered.
    pub article: Option<TurnArticle>,
    /// The published version that answered.
    pub version: u32,
    /// From the request's arrival to the reply's being ready, in microseconds.
    pub latency_us: u32,
    /// The page that the question came from, if the dialog box told one.
    pub page: Option<String>,
    /// The visitor's thumb.
    pub rating: Option<Rating>,
    /// What the visitor added to it.
    pub comment: Option<String>,
}

/// The article of a turn, by the title it had then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TurnArticle {
    /// Its id.
    pub id: ArticleId,
    /// Its title in the version that answered.
    pub title: String,
}

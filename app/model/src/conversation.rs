//! Conversations as the backoffice shows them.

use crate::{
    id::{ArticleId, ConversationId, TurnId},
    text::Locale,
    time::Timestamp,
    turn::{Audience, Message, Rating, TurnKind},
};
use serde::{Deserialize, Serialize};

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
    /// Who asked.
    pub audience: Audience,
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

//! Turns: a visitor's question and all it sets off.

use crate::id::{ArticleId, TurnId};
use serde::{Deserialize, Serialize};

/// Who asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// A visitor: counts in every figure.
    Visitor,
    /// A member who tries the bot out: counts nowhere.
    Test,
    /// A robot: counts nowhere.
    Automated,
}
crate::access::words!(Audience { Visitor = "visitor", Test = "test", Automated = "automated" });

/// What the bot did with a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TurnKind {
    /// Answered it.
    Answer,
    /// Asked back which of a few it meant.
    Clarification,
    /// Said that it does not know.
    Fallback,
    /// Took a step of a playbook.
    Playbook,
    /// Handed over to an operator.
    Handoff,
    /// Said that nobody answers now.
    Closed,
}
crate::access::words!(TurnKind {
    Answer = "answer",
    Clarification = "clarification",
    Fallback = "fallback",
    Playbook = "playbook",
    Handoff = "handoff",
    Closed = "closed",
});

/// Which server answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ServerRole {
    /// The one with the knowledge.
    Primary,
    /// The one that stands in.
    Standby,
}
crate::access::words!(ServerRole { Primary = "primary", Standby = "standby" });

/// One thing that the dialog box draws.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Message {
    /// Clean HTML.
    Html {
        /// Of the tags and attributes that the sanitiser lets through.
        html: String,
    },
    /// A few things to pick from.
    Choices {
        /// In the order to show them.
        choices: Vec<Choice>,
    },
    /// A link to follow.
    Link {
        /// What it says.
        label: String,
        /// Where it leads.
        url: String,
    },
    /// A picture.
    Image {
        /// Where it is.
        url: String,
        /// What it shows, for who does not see it.
        alt: String,
    },
}

/// Something to pick.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// What it says.
    pub label: String,
    /// What `choice=` takes.
    pub choice: ArticleId,
}

/// What a visitor gets for a question: the body of `GET …/talk`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reply {
    /// The handle that continues this conversation: a credential.
    pub conversation: String,
    /// The turn, as the client named it, or as the server did.
    pub turn: TurnId,
    /// What the bot did.
    pub kind: TurnKind,
    /// Whether the bot took itself to have understood.
    pub understood: bool,
    /// How sure it was of the best article, 0 to 1.
    pub confidence: f32,
    /// The article that the answer is from.
    pub article: Option<ArticleId>,
    /// Which server answered.
    pub server: ServerRole,
    /// What to draw, in order.
    pub messages: Vec<Message>,
}

/// A thumb.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rating {
    /// It helped.
    Up,
    /// It did not.
    Down,
}
crate::access::words!(Rating { Up = "up", Down = "down" });

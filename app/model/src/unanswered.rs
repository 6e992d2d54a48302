//! What visitors asked and were not answered well: the inbox that makes a bot better.

use crate::{
    id::{ArticleId, ConversationId, OpenQuestionId, UserId},
    text::{Email, Locale},
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

/// Why a question is in the inbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// The bot did not know.
    Missed,
    /// The bot asked back.
    AskedBack,
    /// The visitor did not find the answer helpful.
    ThumbsDown,
}
crate::access::words!(Reason { Missed = "missed", AskedBack = "asked_back", ThumbsDown = "thumbs_down" });

/// What the team has decided about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Nothing yet.
    New,
    /// To be looked at another day.
    Later,
    /// An article has it now.
    Done,
    /// Needs no answer.
    Ignored,
}
crate::access::words!(State { New = "new", Later = "later", Done = "done", Ignored = "ignored" });

/// A part of the inbox.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tab {
    /// New, and the bot did not know.
    #[default]
    Missed,
    /// New, and the bot asked back.
    AskedBack,
    /// New, and a visitor's thumb went down.
    ThumbsDown,
    /// Put off.
    Later,
    /// Answered by an article by now.
    Done,
    /// Needs no answer.
    Ignored,
}
crate::access::words!(Tab {
    Missed = "missed",
    AskedBack = "asked_back",
    ThumbsDown = "thumbs_down",
    Later = "later",
    Done = "done",
    Ignored = "ignored",
});

impl Tab {
    /// All of them, in the order of the page.
    pub const ALL: [Self; 6] = [
        Self::Missed,
        Self::AskedBack,
        Self::ThumbsDown,
        Self::Later,
        Self::Done,
        Self::Ignored,
    ];

    /// The state that its questions are in.
    pub const fn state(self) -> State {
        match self {
            Self::Missed | Self::AskedBack | Self::ThumbsDown => State::New,
            Self::Later => State::Later,
            Self::Done => State::Done,
            Self::Ignored => State::Ignored,
        }
    }

    /// The reason that its questions have; any, where it is about what was decided.
    pub const fn reason(self) -> Option<Reason> {
        match self {
            Self::Missed => Some(Reason::Missed),
            Self::AskedBack => Some(Reason::AskedBack),
            Self::ThumbsDown => Some(Reason::ThumbsDown),
            Self::Later | Self::Done | Self::Ignored => None,
        }
    }
}

/// One question of the inbox. The same words, whatever their case and marks, are one question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenQuestion {
    /// Its id.
    pub id: OpenQuestionId,
    /// As it was asked last.
    pub question: String,
    /// Why it is here.
    pub reason: Reason,
    /// What was decided.
    pub state: State,
    /// The page's language, if it told one.
    pub locale: Option<Locale>,
    /// How often it came.
    pub n_times: u32,
    /// When it came last.
    pub last_at: Timestamp,
    /// The conversation in which it came last.
    pub conversation: ConversationId,
    /// The article that it was attached to.
    pub article: Option<ArticleId>,
    /// When it comes back, if it was put off.
    pub until: Option<Timestamp>,
    /// The member who looks after it.
    pub assignee: Option<UserId>,
    /// The question that it was decided about together with.
    pub group: Option<OpenQuestionId>,
}

/// An article that a question may belong to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Suggestion {
    /// Which.
    pub article: ArticleId,
    /// Its question.
    pub title: String,
    /// How sure the bot is, 0 to 1.
    pub confidence: f32,
}

/// Questions that ask about the same, and are decided about together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct QuestionGroup {
    /// The one that came most often.
    pub question: OpenQuestion,
    /// The others.
    pub others: Vec<OpenQuestion>,
    /// How often all of them came.
    pub n_times: u32,
    /// How often they were asked in the last seven days.
    pub n_this_week: u32,
    /// The same of the seven days before.
    pub n_last_week: u32,
    /// The articles that come nearest.
    pub suggestions: Vec<Suggestion>,
}

/// A member who may look after questions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Colleague {
    /// Who.
    pub user: UserId,
    /// Their address.
    pub email: Email,
}

/// A page of the inbox.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Inbox {
    /// Groups of questions, those that came most often first.
    pub groups: Vec<QuestionGroup>,
    /// How many groups this part holds in all, as far as it was looked at.
    pub n_groups: u32,
    /// How many questions each part holds, in the order of [`Tab::ALL`].
    pub counts: [u32; Tab::ALL.len()],
    /// Who is reading, if it is a member.
    pub reader: Option<UserId>,
    /// Who looks after any of these.
    pub assignees: Vec<Colleague>,
}

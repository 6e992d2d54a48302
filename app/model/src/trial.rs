//! A question that a team member tries out: the reply, and how the engine came to it.

use crate::{
    error::Problem,
    id::ArticleId,
    regression::NOTHING,
    text::Locale,
    turn::{Message, TurnKind},
};
use serde::{Deserialize, Serialize};

/// What became of a question that was tried. Nothing of it is recorded.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Trial {
    /// What was asked.
    pub question: String,
    /// What the bot would do.
    pub kind: TurnKind,
    /// What the visitor would see.
    pub messages: Vec<Message>,
    /// From which confidence on it answers.
    pub answer_at: f32,
    /// From which confidence on it asks back.
    pub ask_back_at: f32,
    /// The language that the words tell, if they tell one.
    pub locale: Option<Locale>,
    /// The question as the engine reads it.
    pub words: Vec<TrialWord>,
    /// The articles that may be meant, best first.
    pub candidates: Vec<TrialCandidate>,
    /// The engine's time for it, in microseconds.
    pub took_us: u32,
}

/// A word of a question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrialWord {
    /// As it was typed, in small letters.
    pub word: String,
    /// The known word that it was taken for.
    pub taken_for: Option<String>,
}

/// An article that may be meant, and why. The parts are of one, but for the lead.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TrialCandidate {
    /// Which.
    pub article: ArticleId,
    /// Its question.
    pub title: String,
    /// How sure the bot is.
    pub confidence: f32,
    /// Its lead over the best other article; of any but the first, negative.
    pub lead: f32,
    /// How near its nearest wording comes.
    pub nearest: f32,
    /// The share of the question's words, weighed by rarity, that it has.
    pub covered: f32,
}

/// What can be made of a question that was tried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Another way to ask an article.
    Teach(ArticleId),
    /// A test that an article has to answer.
    Keep(ArticleId),
    /// A test that nothing may answer.
    KeepUnanswered,
}

impl std::str::FromStr for Act {
    type Err = Problem;

    /// `teach:ARTICLE`, `keep:ARTICLE`, or `keep:-`.
    fn from_str(text: &str) -> Result<Self, Problem> {
        let article = |id: &str| id.parse::<ArticleId>().map_err(|_| Problem::Unknown);
        match text.split_once(':') {
            Some(("teach", id)) => Ok(Self::Teach(article(id)?)),
            Some(("keep", NOTHING)) => Ok(Self::KeepUnanswered),
            Some(("keep", id)) => Ok(Self::Keep(article(id)?)),
            _ => Err(Problem::Unknown),
        }
    }
}

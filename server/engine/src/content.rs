//! What is published: the articles of a bot, as plain text.

use model::{id::ArticleId, text::Locale};
use serde::{Deserialize, Serialize};

/// The published content of one bot: all that [`crate::Snapshot::compile`] depends on.
///
/// The order of the articles, of an article's texts and of a text's utterances does not matter.
/// Of two articles with the same id, the first counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// The bot's default language: what it speaks when nothing tells another.
    pub locale: Locale,
    /// The articles that it may answer with.
    pub articles: Vec<ArticleContent>,
}

/// One article: a piece of knowledge, in one or several languages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArticleContent {
    /// What the article is known by; candidates and effects carry it.
    pub id: ArticleId,
    /// One text per language.
    pub texts: Vec<TextContent>,
}

/// An article in one language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextContent {
    /// The language of this text.
    pub locale: Locale,
    /// The article's question, as its author put it. It is learned from like an utterance.
    pub title: String,
    /// Other wordings of the question.
    pub utterances: Vec<String>,
    /// The answer without markup. Its words help to find articles that have few utterances.
    pub answer: String,
}

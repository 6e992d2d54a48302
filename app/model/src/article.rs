//! Articles: a bot's knowledge, one question and its answer each.

use crate::{id::ArticleId, text::Locale, time::Timestamp};
use serde::{Deserialize, Serialize};

/// The most utterances that one article may have in one language.
pub const MAX_UTTERANCES: u32 = 5_000;

/// How an article's draft stands to what is published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ArticleStatus {
    /// Not in the published version.
    New,
    /// Changed since it was published.
    Changed,
    /// As published.
    Published,
}
crate::access::words!(ArticleStatus { New = "new", Changed = "changed", Published = "published" });

/// An article as the list shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArticleSummary {
    /// Its id.
    pub id: ArticleId,
    /// Its question, in the bot's language where it has one there.
    pub title: String,
    /// What it belongs to; empty for nothing.
    pub topic: String,
    /// The languages it has a text in.
    pub locales: Vec<Locale>,
    /// Utterances in all languages, titles not counted.
    pub n_utterances: u32,
    /// How it stands to what is published.
    pub status: ArticleStatus,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

/// An article, whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Article {
    /// Its id.
    pub id: ArticleId,
    /// What it belongs to; empty for nothing.
    pub topic: String,
    /// Counts its changes; an edit names the one it began from.
    pub revision: u32,
    /// How it stands to what is published.
    pub status: ArticleStatus,
    /// One a language, the bot's default first.
    pub texts: Vec<ArticleText>,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

/// An article in one language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArticleText {
    /// The language.
    pub locale: Locale,
    /// The question, as the author put it.
    pub title: String,
    /// The answer: clean HTML.
    pub answer: String,
    /// Other ways to ask it.
    pub utterances: Vec<String>,
}

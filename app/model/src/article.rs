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

/// What may be wrong with an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Alert {
    /// Nobody has put the question in other words.
    NoUtterance,
    /// The answer is long for a dialog box.
    Long,
    /// A language that other articles of the bot have is missing.
    Untranslated,
}
crate::access::words!(Alert {
    NoUtterance = "no_utterance",
    Long = "long",
    Untranslated = "untranslated",
});

/// Characters of an answer, markup counted, from which it is long.
pub const LONG_ANSWER: u32 = 2_000;

/// Which articles are wanted, as it was typed; what is empty or unknown excludes none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ArticleFilter {
    /// Part of a title. Cut at 100 characters.
    pub search: String,
    /// The topic.
    pub topic: String,
    /// How it stands to what is published: an [`ArticleStatus`].
    pub status: String,
    /// A language that it has a text in.
    pub locale: String,
    /// What may be wrong with it: an [`Alert`].
    pub alert: String,
}

impl ArticleFilter {
    /// Each value with its name, as they stand in an address.
    pub fn pairs(&self) -> [(&'static str, &str); 5] {
        [
            ("q", &self.search),
            ("topic", &self.topic),
            ("status", &self.status),
            ("locale", &self.locale),
            ("alert", &self.alert),
        ]
    }
}

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
    /// What may be wrong with it.
    pub alerts: Vec<Alert>,
    /// How often it answered visitors in the last 30 days.
    pub n_uses_30d: u64,
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

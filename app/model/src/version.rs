//! Published versions: the list of them, and what changed from one to another.

use crate::{channel::ByChannel, id::ArticleId, text::Locale, time::Timestamp};
use serde::{Deserialize, Serialize};

/// Who did something, as people read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Author {
    /// A member of the workspace.
    Member {
        /// Their address.
        email: String,
    },
    /// Somebody who is no longer a member.
    Former,
    /// A program, by an API key.
    Key {
        /// What the key is called.
        name: String,
    },
    /// A command on the machine itself.
    Command,
    /// Background work.
    Job,
}

/// A version, as the list shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VersionSummary {
    /// Counts a bot's versions from 1.
    pub number: u32,
    /// When it was published.
    pub published_at: Timestamp,
    /// By whom.
    pub by: Author,
    /// Articles in it.
    pub n_articles: u32,
    /// What the engine made of it, in bytes.
    pub snapshot_bytes: u64,
    /// The version that it brought back, if it did.
    pub brought_back: Option<u32>,
}

/// A page of a bot's versions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Versions {
    /// Newest first.
    pub items: Vec<VersionSummary>,
    /// Where the next page begins; `None` on the last.
    pub next: Option<u32>,
    /// The one that answers; `None` before the first publish.
    pub live: Option<u32>,
    /// Whether the draft differs from what answers.
    pub has_changes: bool,
}

/// How a text stands to the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// In both.
    Same,
    /// In the later one only.
    Added,
    /// In the earlier one only.
    Removed,
}

/// A piece of a text: some words, or a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Piece {
    /// In which of the two texts it is.
    pub mark: Mark,
    /// The piece.
    pub text: String,
}

/// What became of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// It is new.
    Added,
    /// Some of its texts are others.
    Changed,
    /// It is gone.
    Removed,
}

/// What changed of an article in one language. What did not change is empty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextChange {
    /// The language.
    pub locale: Locale,
    /// Its question, word by word.
    pub title: Vec<Piece>,
    /// Its wordings that came or went, a line each.
    pub wordings: Vec<Piece>,
    /// Its answer, word by word; long stretches of what did not change are shortened.
    pub answer: Vec<Piece>,
    /// What it says on some channels in place of the answer, likewise.
    #[serde(default)]
    pub variants: ByChannel<Vec<Piece>>,
    /// Its buttons that came or went, a line each.
    pub buttons: Vec<Piece>,
}

/// An article that is not the same in two versions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArticleChange {
    /// Which.
    pub article: ArticleId,
    /// Its question, as it is called in the later one if it is there.
    pub title: String,
    /// What became of it.
    pub change: Change,
    /// Whether it answers at other times.
    pub has_other_times: bool,
    /// What changed, a language each.
    pub texts: Vec<TextChange>,
}

/// How two versions differ.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comparison {
    /// Articles that came.
    pub n_added: u32,
    /// Articles with other texts.
    pub n_changed: u32,
    /// Articles that went.
    pub n_removed: u32,
    /// The languages that the bot answers in by default, if they differ: before and after.
    pub locales: Option<(Locale, Locale)>,
    /// Whether words that stand for each other differ.
    pub has_other_synonyms: bool,
    /// The first of these articles.
    pub articles: Vec<ArticleChange>,
}

impl Comparison {
    /// Articles that differ.
    pub const fn n_differing(&self) -> u32 {
        self.n_added + self.n_changed + self.n_removed
    }
}

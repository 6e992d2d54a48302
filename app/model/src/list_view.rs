//! How somebody wants a list: how many rows a page has, and which columns are shown.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How many rows a page may have.
pub const ROWS: [u32; 3] = [25, 50, 100];

/// A list that remembers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum List {
    /// Of articles.
    Knowledge,
    /// Of conversations.
    Conversations,
    /// The inbox.
    Unanswered,
}
crate::access::words!(List {
    Knowledge = "knowledge",
    Conversations = "conversations",
    Unanswered = "unanswered",
});

impl List {
    /// What can be hidden. What names a row is always shown.
    pub const fn columns(self) -> &'static [&'static str] {
        match self {
            Self::Knowledge => &[
                "topic",
                "languages",
                "utterances",
                "uses",
                "status",
                "updated",
            ],
            Self::Conversations => &["outcome", "turns", "language", "time"],
            Self::Unanswered => &[
                "times",
                "trend",
                "last",
                "language",
                "assignee",
                "suggestions",
            ],
        }
    }
}

/// How somebody wants a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListView {
    /// The rows of a page, one of [`ROWS`].
    pub n_rows: u32,
    /// The columns that are not shown.
    pub hidden: Vec<String>,
}

impl Default for ListView {
    fn default() -> Self {
        Self {
            // With more, a page's first view is over 14 kB.
            n_rows: 25,
            hidden: Vec::new(),
        }
    }
}

impl ListView {
    /// Whether a column is shown.
    pub fn shows(&self, column: &str) -> bool {
        !self.hidden.iter().any(|hidden| hidden == column)
    }
}

/// The columns that are ticked in a form: each is a field of its own, since a form that says one
/// name twice is refused.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ticked {
    /// By what stands in the form; what is no column is something else of it.
    #[serde(flatten)]
    pub fields: BTreeMap<String, String>,
}

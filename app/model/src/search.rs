//! Finding things from anywhere in the backoffice.

use crate::id::{ArticleId, BotId};
use serde::{Deserialize, Serialize};

/// The longest text that is looked for, in characters; the rest is not read.
pub const MAX_SEARCH: usize = 100;
/// The most that one search gives.
pub const MAX_HITS: u32 = 8;

/// An article that was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hit {
    /// Whose it is.
    pub bot: BotId,
    /// Which.
    pub article: ArticleId,
    /// Its question.
    pub title: String,
    /// What it belongs to; empty for nothing.
    pub topic: String,
}

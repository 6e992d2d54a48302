//! Lists that are read a page at a time.

use serde::{Deserialize, Serialize};

/// One page of a list, and where the next one begins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page<T> {
    /// What is on this page, in the list's order.
    pub items: Vec<T>,
    /// The cursor that gives the page after this one; `None` on the last.
    pub next: Option<String>,
}

//! The audit trail, as members who may see it.

use crate::{time::Timestamp, version::Author};
use serde::{Deserialize, Serialize};

/// Events on one page.
pub const EVENTS_A_PAGE: u32 = 50;

/// Which events are looked for, as typed; what is empty is no condition.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AuditFilter {
    /// The first day, `2026-03-01`, of UTC.
    pub from: String,
    /// The last day.
    pub to: String,
    /// Begins the action: `article.` is all that was done to articles.
    pub action: String,
    /// Whose acts: an e-mail address.
    pub by: String,
    /// Is in the subject.
    pub subject: String,
    /// The cursor of the page before.
    pub before: String,
}

/// A page of events, newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditPage {
    /// The events.
    pub rows: Vec<AuditRow>,
    /// The cursor of the next page; empty on the last.
    pub next: String,
    /// Whether the events of this page bear the seals that they should.
    pub is_whole: bool,
}

/// An event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditRow {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub by: Author,
    /// Who, as `kind:id`.
    pub actor: String,
    /// What, as `subject.verb`.
    pub action: String,
    /// To what, as `kind:id`, and more words.
    pub subject: String,
    /// What its first word stands for today: a bot's name, a member's address; empty if that is
    /// gone, or has no name.
    pub name: String,
    /// Where they came from; empty if the event does not tell, or it was erased.
    pub address: String,
    /// The e-mail address that was typed, likewise.
    pub email: String,
}

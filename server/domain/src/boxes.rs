//! Dialog boxes on customers' pages: how they look and what they say, where they were seen, and
//! what they report.

mod look;
mod report;
mod sentences;
mod sightings;

pub(crate) use look::MAX_DOMAINS;
pub use look::{WidgetDraft, page, save, view};
pub(crate) use report::address;
pub use report::{Report, report};
pub(crate) use sightings::Noted;
pub use sightings::{Seen, check_site, list_sightings, note_seen};

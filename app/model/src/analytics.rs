//! Figures: how much a bot was asked, and how well it did.

use crate::{id::ArticleId, time::Timestamp};
use serde::{Deserialize, Serialize};
use std::ops::AddAssign;

/// What is counted of a bot's turns. Only visitors' turns are in it, unless said otherwise.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Conversations that began.
    pub n_conversations: u64,
    /// Questions asked, choices picked among them.
    pub n_questions: u64,
    /// Those answered.
    pub n_answered: u64,
    /// Those asked back.
    pub n_asked_back: u64,
    /// Those not understood.
    pub n_missed: u64,
    /// Thumbs that are up.
    pub n_up: i64,
    /// Thumbs that are down.
    pub n_down: i64,
}

impl Counts {
    /// The share of questions that were answered, 0 to 1; `None` without questions.
    pub fn understanding(&self) -> Option<f64> {
        share(
            self.n_answered,
            self.n_answered + self.n_asked_back + self.n_missed,
        )
    }

    /// The share of thumbs that are up, 0 to 1; `None` without thumbs.
    pub fn satisfaction(&self) -> Option<f64> {
        let (up, down) = (self.n_up.max(0), self.n_down.max(0));
        share(up.unsigned_abs(), (up + down).unsigned_abs())
    }
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.n_conversations += other.n_conversations;
        self.n_questions += other.n_questions;
        self.n_answered += other.n_answered;
        self.n_asked_back += other.n_asked_back;
        self.n_missed += other.n_missed;
        self.n_up += other.n_up;
        self.n_down += other.n_down;
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "counts stay far below where doubles have gaps"
)]
fn share(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

/// How wide the columns of a chart are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Grain {
    /// An hour.
    Hour,
    /// A day, from midnight to midnight where the reader is.
    Day,
    /// A week, from Monday.
    Week,
    /// A month.
    Month,
}
crate::access::words!(Grain { Hour = "hour", Day = "day", Week = "week", Month = "month" });

/// What is asked for: days and a time zone as they were typed, each empty for the default.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Wanted {
    /// The first day, `2026-03-01`. Without it, four weeks up to `to`.
    pub from: String,
    /// The last day, `2026-03-31`, which is counted. Without it, today.
    pub to: String,
    /// How wide the columns are; without it, what suits the length.
    pub grain: String,
    /// The time zone by its IANA name, `Europe/Paris`. Without it, UTC.
    pub tz: String,
}

/// The lengths in days of periods that are a press away.
pub const PERIODS: [u16; 4] = [1, 7, 28, 365];

/// A period's figures, with those of the period of the same length before it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// The first day, `2026-03-01`.
    pub from: String,
    /// The last day, which is counted.
    pub to: String,
    /// How wide the columns are.
    pub grain: Grain,
    /// The time zone by its IANA name.
    pub tz: String,
    /// Today there, `2026-03-31`.
    pub today: String,
    /// The first days of the periods of [`PERIODS`] that end today.
    pub starts: Vec<String>,
    /// The period's figures.
    pub figures: Figures,
    /// Those of as many days before it.
    pub before: Figures,
    /// Questions that are left out of every figure.
    pub left_out: LeftOut,
    /// The period's columns, oldest first; those without questions are there too.
    pub series: Vec<Column>,
    /// Questions by weekday, from Monday, and by hour of the day.
    pub week: Vec<[u64; 24]>,
    /// The articles that answered most.
    pub articles: Vec<Top>,
    /// The topics of those articles.
    pub topics: Vec<Top>,
    /// The languages of the pages that asked; empty where none was told.
    pub languages: Vec<Top>,
    /// The pages that asked; empty where none was told, `*` for those past the first few hundred
    /// of a day.
    pub pages: Vec<Top>,
}

/// Counts with the time that answers took.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Figures {
    /// What is counted.
    pub counts: Counts,
    /// Half of the answers were ready within this time, in microseconds, to within 5 %.
    pub median_us: Option<u32>,
    /// 95 in 100 were, in microseconds, to within 5 %.
    pub p95_us: Option<u32>,
}

/// Questions that are in no figure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    /// Members trying the bot out.
    pub n_test: u64,
    /// Robots.
    pub n_automated: u64,
}

/// A column of a chart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// When it begins, as the clocks there show: `2026-03-01T14:00`.
    pub label: String,
    /// When it begins.
    pub start: Timestamp,
    /// When it ends; the moment itself is not in it.
    pub end: Timestamp,
    /// What is counted in it.
    pub counts: Counts,
}

/// One of the most frequent values.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Top {
    /// The value, as people read it.
    pub label: String,
    /// The article, where it is one that is still there.
    pub article: Option<ArticleId>,
    /// What is counted of it.
    pub counts: Counts,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_of_nothing_is_none() {
        assert_eq!(Counts::default().understanding(), None);
        let counts = Counts {
            n_answered: 3,
            n_missed: 1,
            n_up: 1,
            n_down: -1,
            ..Counts::default()
        };
        assert_eq!(counts.understanding(), Some(0.75));
        assert_eq!(counts.satisfaction(), Some(1.0));
    }
}

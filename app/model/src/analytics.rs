//! Figures: how much a bot was asked, and how well it did.

use crate::{id::ArticleId, time::Timestamp};
use serde::{Deserialize, Serialize};
use std::ops::AddAssign;

/// What is counted of a bot's turns. Only visitors' turns are in it, unless said otherwise.
///
/// It travels as its numbers alone: a report has many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Numbers", into = "Numbers")]
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

/// [`Counts`] in the order of its fields.
type Numbers = (u64, u64, u64, u64, u64, i64, i64);

impl From<Numbers> for Counts {
    fn from(numbers: Numbers) -> Self {
        let (n_conversations, n_questions, n_answered, n_asked_back, n_missed, n_up, n_down) =
            numbers;
        Self {
            n_conversations,
            n_questions,
            n_answered,
            n_asked_back,
            n_missed,
            n_up,
            n_down,
        }
    }
}

impl From<Counts> for Numbers {
    fn from(counts: Counts) -> Self {
        (
            counts.n_conversations,
            counts.n_questions,
            counts.n_answered,
            counts.n_asked_back,
            counts.n_missed,
            counts.n_up,
            counts.n_down,
        )
    }
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

/// A column of a chart. It travels with its length in place of its end, since most are as long.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Packed", into = "Packed")]
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

/// A [`Column`]'s label, begin, length in milliseconds and counts.
type Packed = (String, Timestamp, i64, Counts);

impl From<Packed> for Column {
    fn from((label, start, length_ms, counts): Packed) -> Self {
        Self {
            label,
            start,
            end: Timestamp::from_millis(start.as_millis() + length_ms),
            counts,
        }
    }
}

impl From<Column> for Packed {
    fn from(column: Column) -> Self {
        let length_ms = column.end.as_millis() - column.start.as_millis();
        (column.label, column.start, length_ms, column.counts)
    }
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

    #[test]
    fn a_column_arrives_as_it_was_sent() {
        let column = Column {
            label: "2026-03-01T00:00".to_owned(),
            start: Timestamp::from_millis(1_000),
            end: Timestamp::from_millis(3_600_000),
            counts: Counts {
                n_conversations: 1,
                n_questions: 2,
                n_answered: 3,
                n_asked_back: 4,
                n_missed: 5,
                n_up: 6,
                n_down: -7,
            },
        };
        let sent = serde_json::to_string(&column).unwrap();
        assert_eq!(
            sent,
            r#"["2026-03-01T00:00",1000,3599000,[1,2,3,4,5,6,-7]]"#
        );
        assert_eq!(serde_json::from_str::<Column>(&sent).unwrap(), column);
    }
}

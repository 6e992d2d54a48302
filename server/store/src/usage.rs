//! Counts by quarter of an hour and by day, for figures.

use crate::{
    StoreError, Tx,
    error::OrCorrupt,
    macros::{fetch_all, write_rows},
    rows::Rows,
    turns::Turn,
};
use model::{
    analytics::Counts,
    id::{ArticleId, BotId, NodeId},
    text::Locale,
    time::{DAY_MS, MINUTE_MS, Timestamp},
    turn::{Audience, TurnKind},
};
use std::sync::LazyLock;
use uuid::Uuid;

/// The narrow rows: time zones differ by quarters of an hour.
pub const QUARTER_MS: i64 = 15 * MINUTE_MS;

/// What is counted apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Dimension {
    /// Nothing: all turns.
    All,
    /// The article that answered, by its id.
    Article,
    /// The page's language, empty if it told none.
    Locale,
    /// The page, empty if it told none.
    Page,
    /// How long the answer took, in classes.
    Latency,
}

impl Dimension {
    const fn as_str(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Article => "article",
            Self::Locale => "locale",
            Self::Page => "page",
            Self::Latency => "latency",
        }
    }
}

/// A row to add to, or to make.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Place {
    /// Whose it is.
    pub bot: BotId,
    /// What is counted apart.
    pub dimension: Dimension,
    /// [`QUARTER_MS`] or [`DAY_MS`].
    pub width: i64,
    /// Who asked, as it is kept.
    pub audience: &'static str,
    /// When it begins, in milliseconds.
    pub at: i64,
    /// The dimension's value.
    pub value: String,
}

/// What counting takes of a turn.
#[derive(Clone, Debug)]
pub struct NewTurn {
    /// Its place among its node's.
    pub seq: i64,
    /// The bot that was asked.
    pub bot: BotId,
    /// Whether it is its conversation's first.
    pub is_first: bool,
    /// When.
    pub at: Timestamp,
    /// Who asked.
    pub audience: Audience,
    /// The page's language.
    pub locale: Option<String>,
    /// The page.
    pub page: Option<String>,
    /// What the bot did.
    pub kind: TurnKind,
    /// The article that answered.
    pub article: Option<ArticleId>,
    /// How long it took, in microseconds.
    pub latency_us: u32,
}

impl NewTurn {
    /// Of a turn that was recorded under this sequence.
    pub fn of(seq: i64, turn: &Turn) -> Self {
        Self {
            seq,
            bot: turn.bot,
            is_first: turn.position == 1,
            at: turn.at,
            audience: turn.audience,
            locale: turn.locale.as_ref().map(Locale::to_string),
            page: turn.page.clone(),
            kind: turn.kind,
            article: turn.article,
            latency_us: turn.latency_us,
        }
    }
}

#[derive(sqlx::FromRow)]
struct NewTurnRow {
    seq: i64,
    bot_id: Uuid,
    position: i64,
    at: i64,
    audience: String,
    locale: Option<String>,
    page: Option<String>,
    kind: String,
    article_id: Option<Uuid>,
    latency_us: i64,
}

impl TryFrom<NewTurnRow> for NewTurn {
    type Error = StoreError;

    fn try_from(row: NewTurnRow) -> Result<Self, StoreError> {
        Ok(Self {
            seq: row.seq,
            bot: BotId::from_uuid(row.bot_id),
            is_first: row.position == 1,
            at: Timestamp::from_millis(row.at),
            audience: row.audience.parse::<Audience>().or_corrupt("turns")?,
            locale: row.locale,
            page: row.page,
            kind: row.kind.parse::<TurnKind>().or_corrupt("turns")?,
            article: row.article_id.map(ArticleId::from_uuid),
            latency_us: u32::try_from(row.latency_us).or_corrupt("turns")?,
        })
    }
}

/// A node's turns after `after` and up to `until`, in order, at most `limit`.
pub async fn list_new(
    tx: &mut Tx,
    node: NodeId,
    after: i64,
    until: i64,
    limit: u32,
) -> Result<Vec<NewTurn>, StoreError> {
    const SQL: &str = "
        SELECT seq, bot_id, position, at, audience, locale, page, kind, article_id, latency_us
        FROM turns WHERE node = $1 AND seq > $2 AND seq <= $3 ORDER BY seq LIMIT $4";
    let rows: Vec<NewTurnRow> =
        fetch_all!(tx, SQL, node.as_uuid(), after, until, i64::from(limit))?;
    rows.into_iter().map(TryInto::try_into).collect()
}

/// The values of a dimension that visitors of a bot brought on a day.
pub async fn list_values(
    tx: &mut Tx,
    bot: BotId,
    dimension: Dimension,
    day: i64,
) -> Result<Vec<String>, StoreError> {
    const SQL: &str = "
        SELECT DISTINCT value FROM usage
        WHERE bot_id = $1 AND dimension = $2 AND width = $3 AND at = $4
            AND audience IN ('visitor', 'test', 'automated')";
    let rows: Vec<(String,)> = fetch_all!(tx, SQL, bot.as_uuid(), dimension.as_str(), DAY_MS, day)?;
    Ok(rows.into_iter().map(|(value,)| value).collect())
}

static ADD: LazyLock<Rows> = LazyLock::new(|| {
    const HEAD: &str = "
        INSERT INTO usage (bot_id, dimension, width, audience, at, value, n_conversations,
            n_questions, n_answered, n_asked_back, n_missed, n_up, n_down)";
    const TAIL: &str = "
        ON CONFLICT (bot_id, dimension, width, audience, at, value) DO UPDATE SET
            n_conversations = usage.n_conversations + excluded.n_conversations,
            n_questions = usage.n_questions + excluded.n_questions,
            n_answered = usage.n_answered + excluded.n_answered,
            n_asked_back = usage.n_asked_back + excluded.n_asked_back,
            n_missed = usage.n_missed + excluded.n_missed,
            n_up = usage.n_up + excluded.n_up,
            n_down = usage.n_down + excluded.n_down";
    Rows::new(HEAD, 13, TAIL)
});

/// Adds to rows, or makes them. Each place stands there once.
pub async fn add(tx: &mut Tx, tally: &[(Place, Counts)]) -> Result<(), StoreError> {
    let count = |n: u64| i64::try_from(n).or_corrupt("usage");
    write_rows!(
        tx,
        ADD,
        tally,
        |(place, counts)| place.bot.as_uuid(),
        place.dimension.as_str(),
        place.width,
        place.audience,
        place.at,
        &place.value,
        count(counts.n_conversations)?,
        count(counts.n_questions)?,
        count(counts.n_answered)?,
        count(counts.n_asked_back)?,
        count(counts.n_missed)?,
        counts.n_up,
        counts.n_down,
    );
    Ok(())
}

#[derive(sqlx::FromRow)]
struct CountsRow {
    n_conversations: i64,
    n_questions: i64,
    n_answered: i64,
    n_asked_back: i64,
    n_missed: i64,
    n_up: i64,
    n_down: i64,
}

impl TryFrom<CountsRow> for Counts {
    type Error = StoreError;

    fn try_from(row: CountsRow) -> Result<Self, StoreError> {
        let count = |n: i64| u64::try_from(n).or_corrupt("usage");
        Ok(Self {
            n_conversations: count(row.n_conversations)?,
            n_questions: count(row.n_questions)?,
            n_answered: count(row.n_answered)?,
            n_asked_back: count(row.n_asked_back)?,
            n_missed: count(row.n_missed)?,
            n_up: row.n_up,
            n_down: row.n_down,
        })
    }
}

/// A stretch of time, from and to whole quarters of an hour; its end is not in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// When it begins, in milliseconds.
    pub start: i64,
    /// When it ends, in milliseconds.
    pub end: i64,
}

impl Span {
    /// The whole days in UTC within it: from where to where; none if they meet.
    fn days(self) -> (i64, i64) {
        let first = self.start.div_euclid(DAY_MS) + i64::from(self.start.rem_euclid(DAY_MS) > 0);
        let (first, last) = (first * DAY_MS, self.end.div_euclid(DAY_MS) * DAY_MS);
        if first < last {
            (first, last)
        } else {
            (self.end, self.end)
        }
    }
}

#[derive(sqlx::FromRow)]
struct SeriesRow {
    step: i64,
    #[sqlx(flatten)]
    counts: CountsRow,
}

/// Visitors' counts in a span, each `step` milliseconds that have any, oldest first.
pub async fn series(
    tx: &mut Tx,
    bot: BotId,
    span: Span,
    step: i64,
) -> Result<Vec<(Timestamp, Counts)>, StoreError> {
    const SQL: &str = "
        SELECT at / $5 AS step, CAST(SUM(n_conversations) AS BIGINT) AS n_conversations,
            CAST(SUM(n_questions) AS BIGINT) AS n_questions,
            CAST(SUM(n_answered) AS BIGINT) AS n_answered,
            CAST(SUM(n_asked_back) AS BIGINT) AS n_asked_back,
            CAST(SUM(n_missed) AS BIGINT) AS n_missed,
            CAST(SUM(n_up) AS BIGINT) AS n_up, CAST(SUM(n_down) AS BIGINT) AS n_down
        FROM usage
        WHERE bot_id = $1 AND dimension = 'all' AND width = $2 AND audience = 'visitor'
            AND at >= $3 AND at < $4
        GROUP BY at / $5 ORDER BY 1";
    let rows: Vec<SeriesRow> = fetch_all!(
        tx,
        SQL,
        bot.as_uuid(),
        QUARTER_MS,
        span.start,
        span.end,
        step
    )?;
    rows.into_iter()
        .map(|row| {
            Ok((
                Timestamp::from_millis(row.step * step),
                row.counts.try_into()?,
            ))
        })
        .collect()
}

#[derive(sqlx::FromRow)]
struct TotalRow {
    value: String,
    #[sqlx(flatten)]
    counts: CountsRow,
}

/// The values of a dimension in a span with their counts, the most frequent first: whole days
/// from the wide rows, what is left at both ends from the narrow ones.
pub async fn totals(
    tx: &mut Tx,
    bot: BotId,
    dimension: Dimension,
    audience: Audience,
    span: Span,
    limit: u32,
) -> Result<Vec<(String, Counts)>, StoreError> {
    const SQL: &str = "
        SELECT value, CAST(SUM(n_conversations) AS BIGINT) AS n_conversations,
            CAST(SUM(n_questions) AS BIGINT) AS n_questions,
            CAST(SUM(n_answered) AS BIGINT) AS n_answered,
            CAST(SUM(n_asked_back) AS BIGINT) AS n_asked_back,
            CAST(SUM(n_missed) AS BIGINT) AS n_missed,
            CAST(SUM(n_up) AS BIGINT) AS n_up, CAST(SUM(n_down) AS BIGINT) AS n_down
        FROM (
            SELECT * FROM usage WHERE bot_id = $1 AND dimension = $2 AND width = $3
                AND audience = $5 AND at >= $6 AND at < $7
            UNION ALL
            SELECT * FROM usage WHERE bot_id = $1 AND dimension = $2 AND width = $4
                AND audience = $5 AND at >= $8 AND at < $9
            UNION ALL
            SELECT * FROM usage WHERE bot_id = $1 AND dimension = $2 AND width = $3
                AND audience = $5 AND at >= $10 AND at < $11) parts
        GROUP BY value ORDER BY SUM(n_questions) DESC, value LIMIT $12";
    let (first, last) = span.days();
    let rows: Vec<TotalRow> = fetch_all!(
        tx,
        SQL,
        bot.as_uuid(),
        dimension.as_str(),
        QUARTER_MS,
        DAY_MS,
        audience.as_str(),
        span.start,
        first,
        first,
        last,
        last,
        span.end,
        i64::from(limit)
    )?;
    rows.into_iter()
        .map(|row| Ok((row.value, row.counts.try_into()?)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_parted_at_whole_days() {
        let span = |start, end| Span { start, end };
        for (whole, days) in [
            (span(0, 2 * DAY_MS), (0, 2 * DAY_MS)),
            (
                span(QUARTER_MS, 3 * DAY_MS - QUARTER_MS),
                (DAY_MS, 2 * DAY_MS),
            ),
            (
                span(QUARTER_MS, DAY_MS - QUARTER_MS),
                (DAY_MS - QUARTER_MS, DAY_MS - QUARTER_MS),
            ),
            (
                span(QUARTER_MS, DAY_MS + QUARTER_MS),
                (DAY_MS + QUARTER_MS, DAY_MS + QUARTER_MS),
            ),
            (span(-DAY_MS - QUARTER_MS, 0), (-DAY_MS, 0)),
        ] {
            assert_eq!(whole.days(), days, "{whole:?}");
        }
    }
}

//! How bots did lately: a statement for all bots of a workspace, however many they are.

use crate::{StoreError, Tx, error::OrCorrupt, macros::fetch_all};
use model::{
    bot::BotSettings,
    id::{BotId, ConversationId, WorkspaceId},
    overview::Week,
    time::{DAY_MS, Timestamp},
};
use std::collections::HashMap;
use uuid::Uuid;

/// No conversation that began since then has a smaller id: ids are in order of time, by clocks that
/// agree within a day. So a week is found without a look at the years before.
pub(super) fn first_id(since: Timestamp) -> Uuid {
    ConversationId::first_at(since.plus_millis(-DAY_MS)).as_uuid()
}

#[derive(sqlx::FromRow)]
struct DayRow {
    bot_id: Uuid,
    day: i64,
    n_conversations: i64,
    n_questions: i64,
    n_answered: i64,
}

/// What visitors asked each bot in the days since a point in time. A bot that nobody asked is not
/// among them.
pub async fn list_weeks(
    tx: &mut Tx,
    workspace: WorkspaceId,
    since: Timestamp,
) -> Result<HashMap<BotId, Week>, StoreError> {
    const SQL: &str = "
        SELECT bot_id, day, COUNT(*) AS n_conversations,
            CAST(SUM(n_answered + n_asked_back + n_missed) AS BIGINT) AS n_questions,
            CAST(SUM(n_answered) AS BIGINT) AS n_answered
        FROM (
            SELECT c.bot_id, (c.started_at - $2) / $3 AS day, c.n_answered, c.n_asked_back,
                c.n_missed
            FROM bots b JOIN conversations c ON c.bot_id = b.id
            WHERE b.workspace_id = $1 AND b.archived_at IS NULL AND c.audience = 'visitor'
                AND c.started_at >= $2 AND c.id >= $4) days
        GROUP BY bot_id, day";
    let rows: Vec<DayRow> = fetch_all!(
        tx,
        SQL,
        workspace.as_uuid(),
        since.as_millis(),
        DAY_MS,
        first_id(since)
    )?;
    let mut weeks: HashMap<BotId, Week> = HashMap::new();
    for row in rows {
        let count = |n: i64| u32::try_from(n).or_corrupt("conversations");
        let week = weeks.entry(BotId::from_uuid(row.bot_id)).or_default();
        // One that another node's clock puts after today belongs to today.
        let last = week.conversations.len() - 1;
        let day = usize::try_from(row.day).map_or(last, |day| day.min(last));
        week.conversations[day] += count(row.n_conversations)?;
        week.n_questions += count(row.n_questions)?;
        week.n_answered += count(row.n_answered)?;
    }
    Ok(weeks)
}

/// How many questions of each bot's inbox nobody has decided about.
pub async fn count_open(
    tx: &mut Tx,
    workspace: WorkspaceId,
) -> Result<HashMap<BotId, u32>, StoreError> {
    const SQL: &str = "
        SELECT q.bot_id, COUNT(*) FROM bots b JOIN open_questions q ON q.bot_id = b.id
        WHERE b.workspace_id = $1 AND b.archived_at IS NULL AND q.state = 'new'
        GROUP BY q.bot_id";
    let rows: Vec<(Uuid, i64)> = fetch_all!(tx, SQL, workspace.as_uuid())?;
    rows.into_iter().map(counted).collect()
}

/// The settings of a workspace's bots at work.
pub async fn list_settings_in(
    tx: &mut Tx,
    workspace: WorkspaceId,
) -> Result<HashMap<BotId, BotSettings>, StoreError> {
    const SQL: &str =
        "SELECT id, settings FROM bots WHERE workspace_id = $1 AND archived_at IS NULL";
    let rows: Vec<(Uuid, String)> = fetch_all!(tx, SQL, workspace.as_uuid())?;
    let settings = |(bot, json): (Uuid, String)| {
        let settings = serde_json::from_str(&json).or_corrupt("bots")?;
        Ok((BotId::from_uuid(bot), settings))
    };
    rows.into_iter().map(settings).collect()
}

/// How many articles of each bot answer no more, since their time is past.
pub async fn count_expired(
    tx: &mut Tx,
    workspace: WorkspaceId,
    now: Timestamp,
) -> Result<HashMap<BotId, u32>, StoreError> {
    const SQL: &str = "
        SELECT a.bot_id, COUNT(*) FROM bots b JOIN articles a ON a.bot_id = b.id
        WHERE b.workspace_id = $1 AND b.archived_at IS NULL AND a.deleted_at IS NULL
            AND a.ends_at <= $2
        GROUP BY a.bot_id";
    let rows: Vec<(Uuid, i64)> = fetch_all!(tx, SQL, workspace.as_uuid(), now.as_millis())?;
    rows.into_iter().map(counted).collect()
}

/// The bots whose newest run of tests stopped a publish, with how many failed. A publish since then
/// ends it.
pub async fn list_stopped(
    tx: &mut Tx,
    workspace: WorkspaceId,
) -> Result<HashMap<BotId, u32>, StoreError> {
    const SQL: &str = "
        SELECT r.bot_id, r.n_failed FROM bots b JOIN test_runs r ON r.bot_id = b.id
        WHERE b.workspace_id = $1 AND b.archived_at IS NULL AND r.occasion = 'stopped'
            AND NOT EXISTS (
                SELECT 1 FROM test_runs n WHERE n.bot_id = r.bot_id AND n.id > r.id)
            AND NOT EXISTS (
                SELECT 1 FROM versions v WHERE v.bot_id = r.bot_id AND v.published_at > r.at)";
    let rows: Vec<(Uuid, i64)> = fetch_all!(tx, SQL, workspace.as_uuid())?;
    rows.into_iter().map(counted).collect()
}

fn counted((bot, n): (Uuid, i64)) -> Result<(BotId, u32), StoreError> {
    let n = u32::try_from(n).or_corrupt("bots")?;
    Ok((BotId::from_uuid(bot), n))
}

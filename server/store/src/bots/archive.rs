//! Bots that are not at work: put away, or not whole yet.

use crate::{
    StoreError, Tx,
    error::OrCorrupt,
    macros::{execute, fetch_all, fetch_optional},
};
use model::{
    id::{BotId, WorkspaceId},
    overview::ArchivedBot,
    settings::Impact,
    text::Name,
    time::Timestamp,
};
use uuid::Uuid;

/// Puts a bot away, or brings it back where there is no `at`. Whether that changed anything.
pub async fn set_archived(
    tx: &mut Tx,
    bot: BotId,
    at: Option<Timestamp>,
) -> Result<bool, StoreError> {
    const SQL: &str = "
        UPDATE bots SET archived_at = $2 WHERE id = $1 AND (archived_at IS NULL) = $3";
    let (millis, is_put_away) = (at.map(Timestamp::as_millis), at.is_some());
    let n_changed = execute!(tx, SQL, bot.as_uuid(), millis, is_put_away)?;
    Ok(n_changed > 0)
}

/// A workspace's archived bots, the latest first.
pub async fn list_archived(
    tx: &mut Tx,
    workspace: WorkspaceId,
) -> Result<Vec<ArchivedBot>, StoreError> {
    const SQL: &str = "
        SELECT id, name, archived_at FROM bots
        WHERE workspace_id = $1 AND archived_at IS NOT NULL
        ORDER BY archived_at DESC, id";
    let rows: Vec<(Uuid, String, i64)> = fetch_all!(tx, SQL, workspace.as_uuid())?;
    let bot = |(id, name, archived_at): (Uuid, String, i64)| {
        Ok(ArchivedBot {
            id: BotId::from_uuid(id),
            name: Name::parse(&name).or_corrupt("bots")?,
            archived_at: Timestamp::from_millis(archived_at),
        })
    };
    rows.into_iter().map(bot).collect()
}

/// A workspace's bots by their names, without those that are archived.
pub async fn list_present(
    tx: &mut Tx,
    workspace: WorkspaceId,
) -> Result<Vec<(BotId, Name)>, StoreError> {
    const SQL: &str = "
        SELECT id, name FROM bots
        WHERE workspace_id = $1 AND archived_at IS NULL AND begun_at IS NULL
        ORDER BY created_at, id";
    let rows: Vec<(Uuid, String)> = fetch_all!(tx, SQL, workspace.as_uuid())?;
    rows.into_iter()
        .map(|(id, name)| Ok((BotId::from_uuid(id), Name::parse(&name).or_corrupt("bots")?)))
        .collect()
}

/// What goes quiet with a bot.
pub async fn impact(tx: &mut Tx, bot: BotId) -> Result<Impact, StoreError> {
    const SQL: &str = "
        SELECT
            (SELECT COUNT(*) FROM articles WHERE bot_id = $1 AND deleted_at IS NULL),
            (SELECT COUNT(*) FROM conversations WHERE bot_id = $1 AND audience = 'visitor'),
            (SELECT COUNT(*) FROM sightings WHERE bot_id = $1 AND seen_at IS NOT NULL)";
    let row: Option<(i64, i64, i64)> = fetch_optional!(tx, SQL, bot.as_uuid())?;
    let (n_articles, n_conversations, n_sites) = row.unwrap_or_default();
    Ok(Impact {
        n_articles: u32::try_from(n_articles).or_corrupt("articles")?,
        n_conversations: u32::try_from(n_conversations).or_corrupt("conversations")?,
        n_sites: u32::try_from(n_sites).or_corrupt("sightings")?,
    })
}

/// A bot that was begun is whole, and there from now on.
pub async fn finish(tx: &mut Tx, bot: BotId) -> Result<(), StoreError> {
    execute!(
        tx,
        "UPDATE bots SET begun_at = NULL WHERE id = $1",
        bot.as_uuid()
    )?;
    Ok(())
}

/// Takes back a bot that was begun, with all that it was filled with.
pub async fn delete_begun(tx: &mut Tx, bot: BotId) -> Result<(), StoreError> {
    execute!(
        tx,
        "DELETE FROM bots WHERE id = $1 AND begun_at IS NOT NULL",
        bot.as_uuid()
    )?;
    Ok(())
}

/// Takes back bots that were begun before a point in time: who filled them broke off.
pub async fn forget_begun(tx: &mut Tx, before: Timestamp) -> Result<u64, StoreError> {
    let n_gone = execute!(
        tx,
        "DELETE FROM bots WHERE begun_at < $1",
        before.as_millis()
    )?;
    Ok(n_gone)
}

//! Published versions: what was published, and the snapshot that the engine made of it.

mod history;

pub use history::{Listed, bring_back, list, mark};

use crate::{
    StoreError, Tx,
    error::OrCorrupt,
    macros::{execute, fetch_optional},
};
use model::{id::BotId, time::Timestamp};

/// A version to keep.
#[derive(Clone, Debug)]
pub struct NewVersion<'a> {
    /// The content, as JSON.
    pub content: &'a str,
    /// What the engine made of it.
    pub snapshot: &'a [u8],
    /// SHA-256 of the snapshot, in hexadecimal.
    pub snapshot_hash: &'a str,
    /// Articles in it.
    pub n_articles: u32,
    /// Who published it, as `kind:id`.
    pub published_by: &'a str,
}

/// A version as it is loaded for answering. Of an old one the snapshot may be empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// The content, as JSON.
    pub content: String,
    /// What the engine made of it.
    pub snapshot: Vec<u8>,
    /// SHA-256 of the snapshot, in hexadecimal.
    pub snapshot_hash: String,
}

/// Keeps a version, makes it the one that answers, and marks the draft as published.
///
/// `revision` is the draft's revision that the content was read at. If the draft was edited since
/// then, nothing is written and the answer is `None`. Gives the version's number.
pub async fn publish(
    tx: &mut Tx,
    bot: BotId,
    revision: i64,
    version: &NewVersion<'_>,
    now: Timestamp,
) -> Result<Option<u32>, StoreError> {
    const NUMBER: &str = "
        UPDATE bots SET version = COALESCE(version, 0) + 1, published_revision = $2
        WHERE id = $1 AND revision = $2 RETURNING version";
    const MARK: &str = "
        UPDATE articles SET published_revision = revision
        WHERE bot_id = $1 AND deleted_at IS NULL";
    let row: Option<(i64,)> = fetch_optional!(tx, NUMBER, bot.as_uuid(), revision)?;
    let Some((number,)) = row else {
        return Ok(None);
    };
    keep(tx, bot, number, version, now).await?;
    execute!(tx, MARK, bot.as_uuid())?;
    u32::try_from(number).or_corrupt("bots").map(Some)
}

async fn keep(
    tx: &mut Tx,
    bot: BotId,
    number: i64,
    version: &NewVersion<'_>,
    now: Timestamp,
) -> Result<(), StoreError> {
    const SQL: &str = "
        INSERT INTO versions (bot_id, number, content, snapshot, snapshot_hash, published_at,
            published_by, n_articles, snapshot_bytes)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let n_bytes = i64::try_from(version.snapshot.len()).or_corrupt("versions")?;
    execute!(
        tx,
        SQL,
        bot.as_uuid(),
        number,
        version.content,
        version.snapshot,
        version.snapshot_hash,
        now.as_millis(),
        version.published_by,
        i64::from(version.n_articles),
        n_bytes
    )?;
    history::forget_snapshots(tx, bot, number).await
}

/// The draft's revision.
pub async fn draft_revision(tx: &mut Tx, bot: BotId) -> Result<i64, StoreError> {
    let row: Option<(i64,)> =
        fetch_optional!(tx, "SELECT revision FROM bots WHERE id = $1", bot.as_uuid())?;
    Ok(row.map_or(0, |(revision,)| revision))
}

/// A published version, whole.
pub async fn find(tx: &mut Tx, bot: BotId, number: u32) -> Result<Option<Version>, StoreError> {
    const SQL: &str = "
        SELECT content, snapshot, snapshot_hash FROM versions WHERE bot_id = $1 AND number = $2";
    let row: Option<(String, Vec<u8>, String)> =
        fetch_optional!(tx, SQL, bot.as_uuid(), i64::from(number))?;
    Ok(row.map(|(content, snapshot, snapshot_hash)| Version {
        content,
        snapshot,
        snapshot_hash,
    }))
}

/// A published version's content alone, as JSON.
pub async fn find_content(
    tx: &mut Tx,
    bot: BotId,
    number: u32,
) -> Result<Option<String>, StoreError> {
    const SQL: &str = "SELECT content FROM versions WHERE bot_id = $1 AND number = $2";
    let row: Option<(String,)> = fetch_optional!(tx, SQL, bot.as_uuid(), i64::from(number))?;
    Ok(row.map(|(content,)| content))
}

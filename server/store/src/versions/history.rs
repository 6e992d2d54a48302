//! The list of a bot's versions, and bringing an old one back.

use super::{NewVersion, keep};
use crate::{
    StoreError, Tx,
    error::OrCorrupt,
    macros::{execute, fetch_all, fetch_optional},
};
use model::{
    article::ArticleStatus,
    id::{ArticleId, BotId},
    time::Timestamp,
};

/// The newest snapshots of a bot that are kept; older ones are compiled again when they are wanted.
const SNAPSHOTS: i64 = 10;

/// A version, as the list shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Counts a bot's versions from 1.
    pub number: u32,
    /// When it was published.
    pub published_at: Timestamp,
    /// By whom, as `kind:id`.
    pub published_by: String,
    /// Articles in it.
    pub n_articles: u32,
    /// The size of its snapshot.
    pub snapshot_bytes: u64,
    /// The version that it brought back.
    pub brought_back: Option<u32>,
}

#[derive(sqlx::FromRow)]
struct ListedRow {
    number: i64,
    published_at: i64,
    published_by: String,
    n_articles: i64,
    snapshot_bytes: i64,
    brought_back: Option<i64>,
}

impl TryFrom<ListedRow> for Listed {
    type Error = StoreError;

    fn try_from(row: ListedRow) -> Result<Self, StoreError> {
        let brought_back = row.brought_back.map(u32::try_from).transpose();
        Ok(Self {
            number: u32::try_from(row.number).or_corrupt("versions")?,
            published_at: Timestamp::from_millis(row.published_at),
            published_by: row.published_by,
            n_articles: u32::try_from(row.n_articles).or_corrupt("versions")?,
            snapshot_bytes: u64::try_from(row.snapshot_bytes).or_corrupt("versions")?,
            brought_back: brought_back.or_corrupt("versions")?,
        })
    }
}

/// A bot's versions before `before`, newest first.
pub async fn list(
    tx: &mut Tx,
    bot: BotId,
    before: u32,
    limit: u32,
) -> Result<Vec<Listed>, StoreError> {
    const SQL: &str = "
        SELECT number, published_at, published_by, n_articles, snapshot_bytes, brought_back
        FROM versions WHERE bot_id = $1 AND number < $2 ORDER BY number DESC LIMIT $3";
    let (before, limit) = (i64::from(before), i64::from(limit));
    let rows: Vec<ListedRow> = fetch_all!(tx, SQL, bot.as_uuid(), before, limit)?;
    rows.into_iter().map(TryInto::try_into).collect()
}

/// Publishes an old version's content once more, if `live` still answers; `None` if another does
/// by now. The draft counts as changed until [`mark`] says otherwise. Gives the version's number.
pub async fn bring_back(
    tx: &mut Tx,
    bot: BotId,
    live: u32,
    number: u32,
    version: &NewVersion<'_>,
    now: Timestamp,
) -> Result<Option<u32>, StoreError> {
    const NUMBER: &str = "
        UPDATE bots SET version = version + 1, published_revision = -1
        WHERE id = $1 AND version = $2 RETURNING version";
    let row: Option<(i64,)> = fetch_optional!(tx, NUMBER, bot.as_uuid(), i64::from(live))?;
    let Some((new,)) = row else {
        return Ok(None);
    };
    keep(tx, bot, new, version, now).await?;
    let from = i64::from(number);
    execute!(
        tx,
        "UPDATE versions SET brought_back = $3 WHERE bot_id = $1 AND number = $2",
        bot.as_uuid(),
        new,
        from
    )?;
    u32::try_from(new).or_corrupt("bots").map(Some)
}

/// Says how the draft's articles stand to what answers: as published, but for those named here. If
/// `is_same`, the whole draft is what answers.
pub async fn mark(
    tx: &mut Tx,
    bot: BotId,
    differing: &[(ArticleId, ArticleStatus)],
    is_same: bool,
) -> Result<(), StoreError> {
    const ALL: &str = "
        UPDATE articles SET published_revision = revision
        WHERE bot_id = $1 AND deleted_at IS NULL";
    const ONE: &str = "
        UPDATE articles SET published_revision = CASE WHEN $3 THEN NULL ELSE revision - 1 END
        WHERE bot_id = $1 AND id = $2";
    const SAME: &str = "UPDATE bots SET published_revision = revision WHERE id = $1";
    execute!(tx, ALL, bot.as_uuid())?;
    for (article, status) in differing {
        let is_new = *status == ArticleStatus::New;
        execute!(tx, ONE, bot.as_uuid(), article.as_uuid(), is_new)?;
    }
    if is_same {
        execute!(tx, SAME, bot.as_uuid())?;
    }
    Ok(())
}

/// Lets go of snapshots that are not among the newest: each can be made again from its content.
pub(super) async fn forget_snapshots(
    tx: &mut Tx,
    bot: BotId,
    newest: i64,
) -> Result<(), StoreError> {
    const SQL: &str = "
        UPDATE versions SET snapshot = $3
        WHERE bot_id = $1 AND number <= $2 AND length(snapshot) > 0";
    let nothing: &[u8] = &[];
    execute!(tx, SQL, bot.as_uuid(), newest - SNAPSHOTS, nothing)?;
    Ok(())
}

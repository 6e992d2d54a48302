//! Articles by the keys that they were imported under.

use super::{About, period};
use crate::{
    StoreError, Tx,
    error::OrCorrupt,
    macros::{execute, fetch_optional},
};
use model::{
    article::Period,
    id::{ArticleId, BotId},
};
use uuid::Uuid;

/// Whether an article, deleted or not, has an import key.
pub async fn has_key(tx: &mut Tx, bot: BotId, key: &str) -> Result<bool, StoreError> {
    const SQL: &str = "SELECT id FROM articles WHERE bot_id = $1 AND import_key = $2";
    let row: Option<(Uuid,)> = fetch_optional!(tx, SQL, bot.as_uuid(), key)?;
    Ok(row.is_some())
}

/// The article that is there under an import key.
pub async fn find_by_key(
    tx: &mut Tx,
    bot: BotId,
    key: &str,
) -> Result<Option<ArticleId>, StoreError> {
    const SQL: &str =
        "SELECT id FROM articles WHERE bot_id = $1 AND import_key = $2 AND deleted_at IS NULL";
    let row: Option<(Uuid,)> = fetch_optional!(tx, SQL, bot.as_uuid(), key)?;
    Ok(row.map(|(id,)| ArticleId::from_uuid(id)))
}

/// What an import needs of an article that is there already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// Its id.
    pub id: ArticleId,
    /// The revision that it is at.
    pub revision: u32,
    /// What it has beside its texts.
    pub about: About,
}

#[derive(sqlx::FromRow)]
struct KnownRow {
    id: Uuid,
    revision: i64,
    topic: String,
    starts_at: Option<i64>,
    ends_at: Option<i64>,
    zone: String,
    is_deleted: bool,
}

/// The article with an import key. A tombstone is woken up again, under its id and with nothing of
/// what it said: what somebody deleted in all languages does not come back with a file of one.
pub async fn wake_by_key(tx: &mut Tx, bot: BotId, key: &str) -> Result<Option<Known>, StoreError> {
    const SQL: &str = "
        SELECT id, revision, topic, starts_at, ends_at, zone, deleted_at IS NOT NULL AS is_deleted
        FROM articles WHERE bot_id = $1 AND import_key = $2";
    let row: Option<KnownRow> = fetch_optional!(tx, SQL, bot.as_uuid(), key)?;
    let Some(row) = row else { return Ok(None) };
    let about = if row.is_deleted {
        wake(tx, row.id).await?;
        About {
            topic: String::new(),
            period: Period::default(),
        }
    } else {
        About {
            topic: row.topic,
            period: period(row.starts_at, row.ends_at, row.zone),
        }
    };
    Ok(Some(Known {
        id: ArticleId::from_uuid(row.id),
        revision: u32::try_from(row.revision).or_corrupt("articles")?,
        about,
    }))
}

async fn wake(tx: &mut Tx, article: Uuid) -> Result<(), StoreError> {
    const WAKE: &str =
        "UPDATE articles SET deleted_at = NULL WHERE id = $1 AND deleted_at IS NOT NULL";
    const FORGET: [&str; 5] = [
        "DELETE FROM utterances WHERE article_id = $1",
        "DELETE FROM article_links WHERE article_id = $1",
        "DELETE FROM article_addresses WHERE article_id = $1",
        "DELETE FROM article_variants WHERE article_id = $1",
        "DELETE FROM article_texts WHERE article_id = $1",
    ];
    // Where somebody brought it back meanwhile, what they brought back stays.
    if execute!(tx, WAKE, article)? == 0 {
        return Ok(());
    }
    for sql in FORGET {
        execute!(tx, sql, article)?;
    }
    Ok(())
}

/// Until the transaction ends, no other import writes to the bot: it waits here, and then finds the
/// keys that this one added. On SQLite one transaction writes at a time anyway.
pub async fn import_alone(tx: &mut Tx, bot: BotId) -> Result<(), StoreError> {
    if let Tx::Postgres(_) = tx {
        let (lock, _) = bot.as_uuid().as_u64_pair();
        execute!(tx, "SELECT pg_advisory_xact_lock($1)", lock.cast_signed())?;
    }
    Ok(())
}

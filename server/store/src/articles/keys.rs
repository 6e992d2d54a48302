//! Articles by the keys that they were imported under.

use super::{About, period};
use crate::{StoreError, Tx, error::OrCorrupt, macros::fetch_optional};
use model::id::{ArticleId, BotId};
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

/// The article with an import key; a tombstone is woken up again.
pub async fn wake_by_key(tx: &mut Tx, bot: BotId, key: &str) -> Result<Option<Known>, StoreError> {
    const SQL: &str = "
        UPDATE articles SET deleted_at = NULL WHERE bot_id = $1 AND import_key = $2
        RETURNING id, revision, topic, starts_at, ends_at, zone";
    let row: Option<KnownRow> = fetch_optional!(tx, SQL, bot.as_uuid(), key)?;
    row.map(|row| {
        Ok(Known {
            id: ArticleId::from_uuid(row.id),
            revision: u32::try_from(row.revision).or_corrupt("articles")?,
            about: About {
                topic: row.topic,
                period: period(row.starts_at, row.ends_at, row.zone),
            },
        })
    })
    .transpose()
}

#[derive(sqlx::FromRow)]
struct KnownRow {
    id: Uuid,
    revision: i64,
    topic: String,
    starts_at: Option<i64>,
    ends_at: Option<i64>,
    zone: String,
}

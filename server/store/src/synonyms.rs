//! Words that a bot takes for the same.

use crate::{
    StoreError, Tx,
    error::OrCorrupt,
    macros::{execute, fetch_all, fetch_optional},
};
use model::{
    id::{BotId, SynonymGroupId},
    synonyms::SynonymGroup,
    text::{Locale, Phrase},
};
use uuid::Uuid;

#[derive(sqlx::FromRow)]
struct GroupRow {
    id: Uuid,
    locale: String,
    term: String,
    variants: String,
}

impl TryFrom<GroupRow> for SynonymGroup {
    type Error = StoreError;

    fn try_from(row: GroupRow) -> Result<Self, StoreError> {
        let locale = (!row.locale.is_empty()).then(|| Locale::parse(&row.locale));
        Ok(Self {
            id: SynonymGroupId::from_uuid(row.id),
            locale: locale.transpose().or_corrupt("synonym_groups")?,
            term: Phrase::parse(&row.term).or_corrupt("synonym_groups")?,
            variants: serde_json::from_str(&row.variants).or_corrupt("synonym_groups")?,
        })
    }
}

/// A bot's groups, oldest first.
pub async fn list(tx: &mut Tx, bot: BotId) -> Result<Vec<SynonymGroup>, StoreError> {
    const SQL: &str = "
        SELECT id, locale, term, variants FROM synonym_groups WHERE bot_id = $1 ORDER BY id";
    let rows: Vec<GroupRow> = fetch_all!(tx, SQL, bot.as_uuid())?;
    rows.into_iter().map(TryInto::try_into).collect()
}

/// One group of a bot.
pub async fn find(
    tx: &mut Tx,
    bot: BotId,
    id: SynonymGroupId,
) -> Result<Option<SynonymGroup>, StoreError> {
    const SQL: &str = "
        SELECT id, locale, term, variants FROM synonym_groups WHERE bot_id = $1 AND id = $2";
    let row: Option<GroupRow> = fetch_optional!(tx, SQL, bot.as_uuid(), id.as_uuid())?;
    row.map(TryInto::try_into).transpose()
}

/// Writes a group, whether it is new or not.
pub async fn put(tx: &mut Tx, bot: BotId, group: &SynonymGroup) -> Result<(), StoreError> {
    const SQL: &str = "
        INSERT INTO synonym_groups (bot_id, id, locale, term, variants)
        VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (bot_id, id) DO UPDATE SET
            locale = excluded.locale, term = excluded.term, variants = excluded.variants";
    let variants = serde_json::to_string(&group.variants).or_corrupt("synonym_groups")?;
    let (bot, id) = (bot.as_uuid(), group.id.as_uuid());
    let locale = group.locale.as_ref().map_or("", Locale::as_str);
    execute!(tx, SQL, bot, id, locale, group.term.as_str(), variants)?;
    Ok(())
}

/// Deletes a group; says whether it was there.
pub async fn delete(tx: &mut Tx, bot: BotId, id: SynonymGroupId) -> Result<bool, StoreError> {
    const SQL: &str = "DELETE FROM synonym_groups WHERE bot_id = $1 AND id = $2";
    Ok(execute!(tx, SQL, bot.as_uuid(), id.as_uuid())? > 0)
}

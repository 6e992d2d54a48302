//! What answers say on one channel in place of what they say on all.

use crate::{
    StoreError, Tx,
    error::OrCorrupt,
    macros::{execute, fetch_all},
};
use model::{
    channel::{Channel, Variants},
    id::{ArticleId, BotId},
};
use std::collections::HashMap;
use uuid::Uuid;

/// Those of one article or of all, by article and language.
pub(super) async fn list(
    tx: &mut Tx,
    bot: BotId,
    only: Option<ArticleId>,
) -> Result<HashMap<(Uuid, String), Variants>, StoreError> {
    const SQL: &str = "
        SELECT v.article_id, v.locale, v.channel, v.answer FROM article_variants v
        JOIN articles a ON a.id = v.article_id
        WHERE a.bot_id = $1 AND a.deleted_at IS NULL AND (a.id = $2 OR $3)";
    let wanted = only.map_or(Uuid::nil(), ArticleId::as_uuid);
    let rows: Vec<(Uuid, String, String, String)> =
        fetch_all!(tx, SQL, bot.as_uuid(), wanted, only.is_none())?;
    let mut by_text: HashMap<(Uuid, String), Variants> = HashMap::new();
    for (article, locale, channel, answer) in rows {
        let channel = channel.parse::<Channel>().or_corrupt("article_variants")?;
        let variants = by_text.entry((article, locale)).or_default();
        variants.set(channel, answer);
    }
    Ok(by_text)
}

/// The answers of one text's variants.
pub(super) async fn list_answers(
    tx: &mut Tx,
    article: Uuid,
    locale: &str,
) -> Result<Vec<String>, StoreError> {
    const SQL: &str = "SELECT answer FROM article_variants WHERE article_id = $1 AND locale = $2";
    let rows: Vec<(String,)> = fetch_all!(tx, SQL, article, locale)?;
    Ok(rows.into_iter().map(|(answer,)| answer).collect())
}

/// Writes one text's variants in place of those that were there.
pub(super) async fn set(
    tx: &mut Tx,
    article: Uuid,
    locale: &str,
    variants: &Variants,
) -> Result<(), StoreError> {
    const FORGET: &str = "DELETE FROM article_variants WHERE article_id = $1 AND locale = $2";
    const ADD: &str = "
        INSERT INTO article_variants (article_id, locale, channel, answer) VALUES ($1, $2, $3, $4)";
    execute!(tx, FORGET, article, locale)?;
    for channel in Channel::ALL {
        let Some(answer) = variants.get(channel) else {
            continue;
        };
        execute!(tx, ADD, article, locale, channel.as_str(), answer)?;
    }
    Ok(())
}

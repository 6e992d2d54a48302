//! Articles: the draft of a bot's knowledge.

mod list;
mod texts;

pub use list::{Filter, Head, list, list_heads};
pub use texts::{NewText, add_utterance, delete_utterance, set_text};

use crate::{
    StoreError, Tx,
    error::OrCorrupt,
    macros::{execute, fetch_all, fetch_optional},
};
use model::{
    article::{Article, ArticleStatus, ArticleText},
    id::{ArticleId, BotId},
    text::Locale,
    time::Timestamp,
};
use std::collections::BTreeMap;
use uuid::Uuid;

fn status(revision: i64, published: Option<i64>) -> ArticleStatus {
    match published {
        None => ArticleStatus::New,
        Some(published) if published == revision => ArticleStatus::Published,
        Some(_) => ArticleStatus::Changed,
    }
}

/// An article, whole, its texts in the order of their languages.
pub async fn find(
    tx: &mut Tx,
    bot: BotId,
    article: ArticleId,
) -> Result<Option<Article>, StoreError> {
    const SQL: &str = "
        SELECT topic, revision, published_revision, updated_at FROM articles
        WHERE bot_id = $1 AND id = $2 AND deleted_at IS NULL";
    let row: Option<(String, i64, Option<i64>, i64)> =
        fetch_optional!(tx, SQL, bot.as_uuid(), article.as_uuid())?;
    let Some((topic, revision, published, updated_at)) = row else {
        return Ok(None);
    };
    let texts = load_texts(tx, bot, Some(article))
        .await?
        .remove(&article)
        .unwrap_or_default();
    Ok(Some(Article {
        id: article,
        topic,
        revision: u32::try_from(revision).or_corrupt("articles")?,
        status: status(revision, published),
        texts,
        updated_at: Timestamp::from_millis(updated_at),
    }))
}

/// The texts of one article or of all, by article.
async fn load_texts(
    tx: &mut Tx,
    bot: BotId,
    only: Option<ArticleId>,
) -> Result<BTreeMap<ArticleId, Vec<ArticleText>>, StoreError> {
    const TEXTS: &str = "
        SELECT t.article_id, t.locale, t.title, t.answer FROM article_texts t
        JOIN articles a ON a.id = t.article_id
        WHERE a.bot_id = $1 AND a.deleted_at IS NULL AND (a.id = $2 OR $3)
        ORDER BY t.article_id, t.locale";
    const UTTERANCES: &str = "
        SELECT u.article_id, u.locale, u.text FROM utterances u
        JOIN articles a ON a.id = u.article_id
        WHERE a.bot_id = $1 AND a.deleted_at IS NULL AND (a.id = $2 OR $3)
        ORDER BY u.article_id, u.locale, u.position, u.id";
    let wanted = only.map_or(Uuid::nil(), ArticleId::as_uuid);
    let texts: Vec<(Uuid, String, String, String)> =
        fetch_all!(tx, TEXTS, bot.as_uuid(), wanted, only.is_none())?;
    let utterances: Vec<(Uuid, String, String)> =
        fetch_all!(tx, UTTERANCES, bot.as_uuid(), wanted, only.is_none())?;
    let mut by_text: BTreeMap<(Uuid, String), Vec<String>> = BTreeMap::new();
    for (article, locale, text) in utterances {
        by_text.entry((article, locale)).or_default().push(text);
    }
    let mut by_article: BTreeMap<ArticleId, Vec<ArticleText>> = BTreeMap::new();
    for (article, locale, title, answer) in texts {
        let parsed = Locale::parse(&locale).or_corrupt("article_texts")?;
        let utterances = by_text.remove(&(article, locale)).unwrap_or_default();
        let text = ArticleText {
            locale: parsed,
            title,
            answer,
            utterances,
        };
        by_article
            .entry(ArticleId::from_uuid(article))
            .or_default()
            .push(text);
    }
    Ok(by_article)
}

/// An article of the draft with all its texts, and its key and topic, as publishing and
/// exporting need it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WholeArticle {
    /// Its id.
    pub id: ArticleId,
    /// The key that it was imported with.
    pub import_key: Option<String>,
    /// What it belongs to.
    pub topic: String,
    /// One a language, in the order of the languages.
    pub texts: Vec<ArticleText>,
}

/// Every article of the draft, oldest first.
pub async fn list_whole(tx: &mut Tx, bot: BotId) -> Result<Vec<WholeArticle>, StoreError> {
    const SQL: &str = "
        SELECT id, import_key, topic FROM articles
        WHERE bot_id = $1 AND deleted_at IS NULL ORDER BY id";
    let rows: Vec<(Uuid, Option<String>, String)> = fetch_all!(tx, SQL, bot.as_uuid())?;
    let mut texts = load_texts(tx, bot, None).await?;
    let whole = |(id, import_key, topic): (Uuid, Option<String>, String)| {
        let id = ArticleId::from_uuid(id);
        WholeArticle {
            id,
            import_key,
            topic,
            texts: texts.remove(&id).unwrap_or_default(),
        }
    };
    Ok(rows.into_iter().map(whole).collect())
}

/// The topics that a bot's articles have, in order.
pub async fn list_topics(tx: &mut Tx, bot: BotId, limit: u32) -> Result<Vec<String>, StoreError> {
    const SQL: &str = "
        SELECT DISTINCT topic FROM articles
        WHERE bot_id = $1 AND deleted_at IS NULL AND topic <> '' ORDER BY topic LIMIT $2";
    let rows: Vec<(String,)> = fetch_all!(tx, SQL, bot.as_uuid(), i64::from(limit))?;
    Ok(rows.into_iter().map(|(topic,)| topic).collect())
}

/// The article with this case-folded title in any language; the oldest, if there are several.
pub async fn find_by_title(
    tx: &mut Tx,
    bot: BotId,
    title_folded: &str,
) -> Result<Option<ArticleId>, StoreError> {
    const SQL: &str = "
        SELECT a.id FROM articles a JOIN article_texts t ON t.article_id = a.id
        WHERE a.bot_id = $1 AND a.deleted_at IS NULL AND t.title_folded = $2
        ORDER BY a.id LIMIT 1";
    let row: Option<(Uuid,)> = fetch_optional!(tx, SQL, bot.as_uuid(), title_folded)?;
    Ok(row.map(|(id,)| ArticleId::from_uuid(id)))
}

/// How many articles a bot has.
pub async fn count(tx: &mut Tx, bot: BotId) -> Result<u32, StoreError> {
    const SQL: &str = "SELECT COUNT(*) FROM articles WHERE bot_id = $1 AND deleted_at IS NULL";
    let row: Option<(i64,)> = fetch_optional!(tx, SQL, bot.as_uuid())?;
    u32::try_from(row.map_or(0, |(n,)| n)).or_corrupt("articles")
}

/// Makes an article, without a text yet.
pub async fn create(
    tx: &mut Tx,
    bot: BotId,
    article: ArticleId,
    import_key: Option<&str>,
    topic: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    const SQL: &str = "
        INSERT INTO articles (id, bot_id, import_key, topic, revision, updated_at)
        VALUES ($1, $2, $3, $4, 1, $5)";
    let (id, bot) = (article.as_uuid(), bot.as_uuid());
    execute!(tx, SQL, id, bot, import_key, topic, now.as_millis())
        .map_err(StoreError::taken_if_unique)?;
    Ok(())
}

/// Counts a change of an article and sets its topic, if it still is at the revision that the
/// change began from. Gives the new revision, or `None` if somebody else was first.
pub async fn revise(
    tx: &mut Tx,
    bot: BotId,
    article: ArticleId,
    revision: u32,
    topic: &str,
    now: Timestamp,
) -> Result<Option<u32>, StoreError> {
    const SQL: &str = "
        UPDATE articles SET topic = $4, revision = revision + 1, updated_at = $5
        WHERE bot_id = $1 AND id = $2 AND revision = $3 AND deleted_at IS NULL
        RETURNING revision";
    let (bot, id, at) = (bot.as_uuid(), article.as_uuid(), now.as_millis());
    let row: Option<(i64,)> = fetch_optional!(tx, SQL, bot, id, i64::from(revision), topic, at)?;
    row.map(|(revision,)| u32::try_from(revision).or_corrupt("articles"))
        .transpose()
}

/// What an import needs of an article that is there already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// Its id.
    pub id: ArticleId,
    /// The revision that it is at.
    pub revision: u32,
    /// What it belongs to.
    pub topic: String,
}

/// The article with an import key; a tombstone is woken up again.
pub async fn wake_by_key(tx: &mut Tx, bot: BotId, key: &str) -> Result<Option<Known>, StoreError> {
    const SQL: &str = "
        UPDATE articles SET deleted_at = NULL WHERE bot_id = $1 AND import_key = $2
        RETURNING id, revision, topic";
    let row: Option<(Uuid, i64, String)> = fetch_optional!(tx, SQL, bot.as_uuid(), key)?;
    row.map(|(id, revision, topic)| {
        let revision = u32::try_from(revision).or_corrupt("articles")?;
        Ok(Known {
            id: ArticleId::from_uuid(id),
            revision,
            topic,
        })
    })
    .transpose()
}

/// Turns an article into a tombstone; says whether there was one.
pub async fn delete(
    tx: &mut Tx,
    bot: BotId,
    article: ArticleId,
    now: Timestamp,
) -> Result<bool, StoreError> {
    const SQL: &str = "
        UPDATE articles SET deleted_at = $3, updated_at = $3
        WHERE bot_id = $1 AND id = $2 AND deleted_at IS NULL";
    Ok(execute!(tx, SQL, bot.as_uuid(), article.as_uuid(), now.as_millis())? > 0)
}

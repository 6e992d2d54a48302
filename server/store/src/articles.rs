//! Articles: the draft of a bot's knowledge.

mod addresses;
mod changes;
mod comments;
mod keys;
mod list;
mod texts;
mod variants;

pub use addresses::{Due, forget_addresses, list_dead_addresses, list_due, note_address, scan_old};
pub use changes::{ChangeRow, list_changes, note_change};
pub use comments::{CommentRow, add_comment, delete_comment, list_comments};
pub use keys::{Known, find_by_key, has_key, import_alone, wake_by_key};
pub use list::{Filter, Head, list, list_heads};
pub use texts::{NewText, add_utterance, delete_utterance, set_buttons, set_text};

use crate::{
    StoreError, Tx,
    error::OrCorrupt,
    macros::{execute, fetch_all, fetch_optional},
};
use model::{
    article::{Article, ArticleStatus, ArticleText, Period},
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
        SELECT topic, starts_at, ends_at, zone, revision, published_revision, updated_at
        FROM articles WHERE bot_id = $1 AND id = $2 AND deleted_at IS NULL";
    let row: Option<HeadRow> = fetch_optional!(tx, SQL, bot.as_uuid(), article.as_uuid())?;
    let Some(row) = row else {
        return Ok(None);
    };
    let texts = load_texts(tx, bot, Some(article))
        .await?
        .remove(&article)
        .unwrap_or_default();
    Ok(Some(Article {
        id: article,
        topic: row.topic,
        period: period(row.starts_at, row.ends_at, row.zone),
        shown: Default::default(),
        revision: u32::try_from(row.revision).or_corrupt("articles")?,
        status: status(row.revision, row.published_revision),
        texts,
        updated_at: Timestamp::from_millis(row.updated_at),
        alerts: Vec::new(),
        dead_addresses: Vec::new(),
        linked: Vec::new(),
    }))
}

#[derive(sqlx::FromRow)]
struct HeadRow {
    topic: String,
    starts_at: Option<i64>,
    ends_at: Option<i64>,
    zone: String,
    revision: i64,
    published_revision: Option<i64>,
    updated_at: i64,
}

fn period(starts_at: Option<i64>, ends_at: Option<i64>, zone: String) -> Period {
    Period {
        starts_at: starts_at.map(Timestamp::from_millis),
        ends_at: ends_at.map(Timestamp::from_millis),
        zone,
    }
}

/// The texts of one article or of all, by article.
async fn load_texts(
    tx: &mut Tx,
    bot: BotId,
    only: Option<ArticleId>,
) -> Result<BTreeMap<ArticleId, Vec<ArticleText>>, StoreError> {
    const TEXTS: &str = "
        SELECT t.article_id, t.locale, t.title, t.answer, t.buttons FROM article_texts t
        JOIN articles a ON a.id = t.article_id
        WHERE a.bot_id = $1 AND a.deleted_at IS NULL AND (a.id = $2 OR $3)
        ORDER BY t.article_id, t.locale";
    const UTTERANCES: &str = "
        SELECT u.article_id, u.locale, u.text FROM utterances u
        JOIN articles a ON a.id = u.article_id
        WHERE a.bot_id = $1 AND a.deleted_at IS NULL AND (a.id = $2 OR $3)
        ORDER BY u.article_id, u.locale, u.position, u.id";
    let wanted = only.map_or(Uuid::nil(), ArticleId::as_uuid);
    let texts: Vec<(Uuid, String, String, String, String)> =
        fetch_all!(tx, TEXTS, bot.as_uuid(), wanted, only.is_none())?;
    let utterances: Vec<(Uuid, String, String)> =
        fetch_all!(tx, UTTERANCES, bot.as_uuid(), wanted, only.is_none())?;
    let mut variants = variants::list(tx, bot, only).await?;
    let mut by_text: BTreeMap<(Uuid, String), Vec<String>> = BTreeMap::new();
    for (article, locale, text) in utterances {
        by_text.entry((article, locale)).or_default().push(text);
    }
    let mut by_article: BTreeMap<ArticleId, Vec<ArticleText>> = BTreeMap::new();
    for (article, locale, title, answer, buttons) in texts {
        let parsed = Locale::parse(&locale).or_corrupt("article_texts")?;
        let place = (article, locale);
        let utterances = by_text.remove(&place).unwrap_or_default();
        let text = ArticleText {
            locale: parsed,
            title,
            answer,
            variants: variants.remove(&place).unwrap_or_default(),
            utterances,
            buttons: texts::buttons_of(&buttons)?,
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
    /// When it answers.
    pub period: Period,
    /// One a language, in the order of the languages.
    pub texts: Vec<ArticleText>,
}

#[derive(sqlx::FromRow)]
struct WholeRow {
    id: Uuid,
    import_key: Option<String>,
    topic: String,
    starts_at: Option<i64>,
    ends_at: Option<i64>,
    zone: String,
}

/// Every article of the draft, oldest first.
pub async fn list_whole(tx: &mut Tx, bot: BotId) -> Result<Vec<WholeArticle>, StoreError> {
    const SQL: &str = "
        SELECT id, import_key, topic, starts_at, ends_at, zone FROM articles
        WHERE bot_id = $1 AND deleted_at IS NULL ORDER BY id";
    let rows: Vec<WholeRow> = fetch_all!(tx, SQL, bot.as_uuid())?;
    let mut texts = load_texts(tx, bot, None).await?;
    let whole = |row: WholeRow| {
        let id = ArticleId::from_uuid(row.id);
        WholeArticle {
            id,
            import_key: row.import_key,
            topic: row.topic,
            period: period(row.starts_at, row.ends_at, row.zone),
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

/// The titles, in the bot's language or another, of articles that are there.
pub async fn list_titles(
    tx: &mut Tx,
    bot: BotId,
    locale: &Locale,
    wanted: &[ArticleId],
) -> Result<Vec<(ArticleId, String)>, StoreError> {
    const SQL: &str = "
        SELECT COALESCE(
            (SELECT t.title FROM article_texts t WHERE t.article_id = a.id AND t.locale = $3),
            (SELECT MIN(t.title) FROM article_texts t WHERE t.article_id = a.id))
        FROM articles a WHERE a.bot_id = $1 AND a.id = $2 AND a.deleted_at IS NULL";
    let mut titles = Vec::with_capacity(wanted.len());
    for article in wanted {
        let row: Option<(Option<String>,)> =
            fetch_optional!(tx, SQL, bot.as_uuid(), article.as_uuid(), locale.as_str())?;
        titles.extend(row.map(|(title,)| (*article, title.unwrap_or_default())));
    }
    Ok(titles)
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
    about: &About,
    now: Timestamp,
) -> Result<(), StoreError> {
    const SQL: &str = "
        INSERT INTO articles
            (id, bot_id, import_key, topic, starts_at, ends_at, zone, revision, updated_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, 1, $8)";
    let About { topic, period } = about;
    execute!(
        tx,
        SQL,
        article.as_uuid(),
        bot.as_uuid(),
        import_key,
        topic,
        period.starts_at.map(Timestamp::as_millis),
        period.ends_at.map(Timestamp::as_millis),
        &period.zone,
        now.as_millis()
    )
    .map_err(StoreError::taken_if_unique)?;
    Ok(())
}

/// What an article has beside its texts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct About {
    /// What it belongs to.
    pub topic: String,
    /// When it answers.
    pub period: Period,
}

/// Counts a change of an article and sets what it has beside its texts, if it still is at the
/// revision that the change began from. Gives the new revision, or `None` if somebody else was first.
pub async fn revise(
    tx: &mut Tx,
    bot: BotId,
    article: ArticleId,
    revision: u32,
    about: &About,
    now: Timestamp,
) -> Result<Option<u32>, StoreError> {
    const SQL: &str = "
        UPDATE articles SET topic = $4, starts_at = $5, ends_at = $6, zone = $7,
            revision = revision + 1, updated_at = $8
        WHERE bot_id = $1 AND id = $2 AND revision = $3 AND deleted_at IS NULL
        RETURNING revision";
    let About { topic, period } = about;
    let row: Option<(i64,)> = fetch_optional!(
        tx,
        SQL,
        bot.as_uuid(),
        article.as_uuid(),
        i64::from(revision),
        topic,
        period.starts_at.map(Timestamp::as_millis),
        period.ends_at.map(Timestamp::as_millis),
        &period.zone,
        now.as_millis()
    )?;
    row.map(|(revision,)| u32::try_from(revision).or_corrupt("articles"))
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

/// The same, if the article is still at `revision`.
pub async fn delete_at(
    tx: &mut Tx,
    bot: BotId,
    article: ArticleId,
    revision: u32,
    now: Timestamp,
) -> Result<bool, StoreError> {
    const SQL: &str = "
        UPDATE articles SET deleted_at = $3, updated_at = $3
        WHERE bot_id = $1 AND id = $2 AND deleted_at IS NULL AND revision = $4";
    let (bot, article) = (bot.as_uuid(), article.as_uuid());
    Ok(execute!(tx, SQL, bot, article, now.as_millis(), i64::from(revision))? > 0)
}

/// Wakes the articles that one act deleted, told by its time; gives how many there were.
pub async fn undelete(tx: &mut Tx, bot: BotId, deleted_at: Timestamp) -> Result<u64, StoreError> {
    const SQL: &str = "UPDATE articles SET deleted_at = NULL WHERE bot_id = $1 AND deleted_at = $2";
    Ok(execute!(tx, SQL, bot.as_uuid(), deleted_at.as_millis())?)
}

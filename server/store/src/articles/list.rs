//! Articles as lists show them.

use super::status;
use crate::{StoreError, Tx, error::OrCorrupt, macros::fetch_all};
use model::{
    article::{Alert, ArticleStatus, ArticleSummary, LONG_ANSWER},
    id::{ArticleId, BotId},
    text::Locale,
    time::Timestamp,
};
use uuid::Uuid;

/// Which articles a list shows.
#[derive(Clone, Debug)]
pub struct Filter<'a> {
    /// The language whose titles to show.
    pub locale: &'a Locale,
    /// Part of a title, case-folded; empty for all.
    pub search: &'a str,
    /// The topic; empty for all.
    pub topic: &'a str,
    /// How it stands to what is published.
    pub status: Option<ArticleStatus>,
    /// A language that it has a text in; empty for all.
    pub has_locale: &'a str,
    /// What may be wrong with it.
    pub alert: Option<Alert>,
    /// By when its time may have come or be past.
    pub now: Timestamp,
    /// One article alone.
    pub only: Option<ArticleId>,
    /// The article that the page before this one ended with.
    pub after: Option<ArticleId>,
    /// The most to give.
    pub limit: u32,
}

#[derive(sqlx::FromRow)]
struct SummaryRow {
    id: Uuid,
    topic: String,
    revision: i64,
    published_revision: Option<i64>,
    updated_at: i64,
    title: Option<String>,
    locales: Option<String>,
    n_utterances: i64,
    is_long: bool,
    n_locales: i64,
    n_bot_locales: i64,
    is_expired: bool,
    is_upcoming: bool,
    has_dead_link: bool,
    has_dead_address: bool,
}

/// A bot's articles, newest first.
pub async fn list(
    tx: &mut Tx,
    bot: BotId,
    filter: &Filter<'_>,
) -> Result<Vec<ArticleSummary>, StoreError> {
    const SQL: &str = "
        SELECT * FROM (
            SELECT a.id, a.topic, a.revision, a.published_revision, a.updated_at,
                COALESCE(
                    (SELECT t.title FROM article_texts t
                        WHERE t.article_id = a.id AND t.locale = $2),
                    (SELECT MIN(t.title) FROM article_texts t WHERE t.article_id = a.id)) AS title,
                (SELECT string_agg(t.locale, ',') FROM article_texts t WHERE t.article_id = a.id)
                    AS locales,
                (SELECT COUNT(*) FROM utterances u WHERE u.article_id = a.id) AS n_utterances,
                (EXISTS (SELECT 1 FROM article_texts t
                    WHERE t.article_id = a.id AND LENGTH(t.answer) >= $10)
                    OR EXISTS (SELECT 1 FROM article_variants v
                    WHERE v.article_id = a.id AND LENGTH(v.answer) >= $10)) AS is_long,
                (SELECT COUNT(*) FROM article_texts t WHERE t.article_id = a.id) AS n_locales,
                b.n_bot_locales,
                COALESCE(a.ends_at <= $11, FALSE) AS is_expired,
                COALESCE(a.starts_at > $11, FALSE) AS is_upcoming,
                EXISTS (SELECT 1 FROM article_links l
                    LEFT JOIN articles o ON o.id = l.target_id AND o.deleted_at IS NULL
                    WHERE l.article_id = a.id AND o.id IS NULL) AS has_dead_link,
                EXISTS (SELECT 1 FROM article_addresses x
                    JOIN addresses c ON c.bot_id = $1 AND c.url = x.url AND c.misses >= 2
                    WHERE x.article_id = a.id) AS has_dead_address
            FROM articles a CROSS JOIN (
                SELECT COUNT(DISTINCT t.locale) AS n_bot_locales
                FROM article_texts t JOIN articles o ON o.id = t.article_id
                WHERE o.bot_id = $1 AND o.deleted_at IS NULL) b
            WHERE a.bot_id = $1 AND a.deleted_at IS NULL AND a.id < $3 AND a.id >= $12
                AND ($4 = '' OR EXISTS (SELECT 1 FROM article_texts t
                    WHERE t.article_id = a.id AND t.title_folded LIKE $4 ESCAPE '!'))
                AND ($6 = '' OR a.topic = $6)
                AND ($7 = '' OR ($7 = 'new' AND a.published_revision IS NULL)
                    OR ($7 = 'changed' AND a.published_revision <> a.revision)
                    OR ($7 = 'published' AND a.published_revision = a.revision))
                AND ($8 = '' OR EXISTS (SELECT 1 FROM article_texts t
                    WHERE t.article_id = a.id AND t.locale = $8))) found
        WHERE $9 = '' OR ($9 = 'no_utterance' AND n_utterances = 0)
            OR ($9 = 'long' AND is_long)
            OR ($9 = 'untranslated' AND n_locales < n_bot_locales)
            OR ($9 = 'expired' AND is_expired) OR ($9 = 'upcoming' AND is_upcoming)
            OR ($9 = 'dead_link' AND has_dead_link)
            OR ($9 = 'dead_address' AND has_dead_address)
        ORDER BY id DESC LIMIT $5";
    // One alone stands from its id to below the next.
    let (after, from) = match filter.only {
        Some(only) => (
            Uuid::from_u128(only.as_uuid().as_u128() + 1),
            only.as_uuid(),
        ),
        None => (
            filter.after.map_or(Uuid::max(), ArticleId::as_uuid),
            Uuid::nil(),
        ),
    };
    let pattern = like_pattern(filter.search);
    let locale = filter.locale.as_str();
    let rows: Vec<SummaryRow> = fetch_all!(
        tx,
        SQL,
        bot.as_uuid(),
        locale,
        after,
        pattern,
        i64::from(filter.limit),
        filter.topic,
        filter.status.map_or("", ArticleStatus::as_str),
        filter.has_locale,
        filter.alert.map_or("", Alert::as_str),
        i64::from(LONG_ANSWER),
        filter.now.as_millis(),
        from
    )?;
    rows.into_iter().map(TryInto::try_into).collect()
}

/// What LIKE takes to find `part` anywhere; empty stays empty.
fn like_pattern(part: &str) -> String {
    if part.is_empty() {
        return String::new();
    }
    let escaped = part
        .replace('!', "!!")
        .replace('%', "!%")
        .replace('_', "!_");
    format!("%{escaped}%")
}

impl TryFrom<SummaryRow> for ArticleSummary {
    type Error = StoreError;

    fn try_from(row: SummaryRow) -> Result<Self, StoreError> {
        let tags = row.locales.unwrap_or_default();
        let locales: Result<Vec<_>, _> = tags
            .split(',')
            .filter(|tag| !tag.is_empty())
            .map(Locale::parse)
            .collect();
        let mut locales = locales.or_corrupt("article_texts")?;
        locales.sort();
        let alerts = [
            (Alert::NoUtterance, row.n_utterances == 0),
            (Alert::Long, row.is_long),
            (Alert::Untranslated, row.n_locales < row.n_bot_locales),
            (Alert::Expired, row.is_expired),
            (Alert::Upcoming, row.is_upcoming),
            (Alert::DeadLink, row.has_dead_link),
            (Alert::DeadAddress, row.has_dead_address),
        ];
        let alerts = alerts.into_iter().filter(|(_, is_so)| *is_so);
        Ok(Self {
            id: ArticleId::from_uuid(row.id),
            title: row.title.unwrap_or_default(),
            topic: row.topic,
            locales,
            n_utterances: u32::try_from(row.n_utterances).or_corrupt("utterances")?,
            status: status(row.revision, row.published_revision),
            updated_at: Timestamp::from_millis(row.updated_at),
            alerts: alerts.map(|(alert, _)| alert).collect(),
            n_uses_30d: 0,
        })
    }
}

/// What a list of figures takes of an article.
#[derive(Clone, Debug)]
pub struct Head {
    /// Its id.
    pub id: ArticleId,
    /// Its title in the bot's default language, or in another.
    pub title: String,
    /// Its topic.
    pub topic: String,
    /// Whether it is still there.
    pub is_there: bool,
}

/// All articles that a bot ever had.
pub async fn list_heads(tx: &mut Tx, bot: BotId) -> Result<Vec<Head>, StoreError> {
    const SQL: &str = "
        SELECT a.id, a.topic, a.deleted_at IS NULL,
            COALESCE(
                (SELECT t.title FROM article_texts t
                    WHERE t.article_id = a.id AND t.locale = b.locale),
                (SELECT t.title FROM article_texts t
                    WHERE t.article_id = a.id ORDER BY t.locale LIMIT 1))
        FROM articles a JOIN bots b ON b.id = a.bot_id WHERE a.bot_id = $1";
    let rows: Vec<(Uuid, String, bool, Option<String>)> = fetch_all!(tx, SQL, bot.as_uuid())?;
    let head = |(id, topic, is_there, title): (Uuid, String, bool, Option<String>)| Head {
        id: ArticleId::from_uuid(id),
        title: title.unwrap_or_default(),
        topic,
        is_there,
    };
    Ok(rows.into_iter().map(head).collect())
}

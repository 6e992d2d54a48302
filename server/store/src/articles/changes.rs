//! What an article's texts were before they were changed.

use crate::{
    StoreError, Tx,
    error::OrCorrupt,
    macros::{execute, fetch_all},
};
use model::{article::ArticleText, id::ArticleId, text::Locale, time::Timestamp};

/// The most changes that are kept of one article: the oldest make way.
const MAX_KEPT: i64 = 100;

/// One change, as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangeRow {
    /// The revision that it made.
    pub revision: u32,
    /// The language of the text.
    pub locale: Locale,
    /// The text before; `None` if it was the first.
    pub before: Option<ArticleText>,
    /// Who did it.
    pub actor: String,
    /// When.
    pub at: Timestamp,
}

/// Keeps what a text was before the change that made `revision`.
///
/// The caller has made sure that the article is of the bot it may write to.
pub async fn note_change(
    tx: &mut Tx,
    article: ArticleId,
    change: &ChangeRow,
) -> Result<(), StoreError> {
    const ADD: &str = "
        INSERT INTO article_changes (article_id, revision, locale, was, actor, at)
        VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (article_id, revision, locale) DO NOTHING";
    const FORGET: &str = "DELETE FROM article_changes WHERE article_id = $1 AND revision <= $2";
    let revision = i64::from(change.revision);
    let was = match &change.before {
        Some(text) => serde_json::to_string(text).or_corrupt("article_changes")?,
        None => String::new(),
    };
    execute!(
        tx,
        ADD,
        article.as_uuid(),
        revision,
        change.locale.as_str(),
        was,
        &change.actor,
        change.at.as_millis()
    )?;
    execute!(tx, FORGET, article.as_uuid(), revision - MAX_KEPT)?;
    Ok(())
}

/// An article's changes, newest first.
///
/// The caller has made sure that the article is of the bot it may read.
pub async fn list_changes(tx: &mut Tx, article: ArticleId) -> Result<Vec<ChangeRow>, StoreError> {
    const SQL: &str = "
        SELECT revision, locale, was, actor, at FROM article_changes
        WHERE article_id = $1 ORDER BY revision DESC, locale";
    let rows: Vec<(i64, String, String, String, i64)> = fetch_all!(tx, SQL, article.as_uuid())?;
    let change = |(revision, locale, was, actor, at): (i64, String, String, String, i64)| {
        let before = (!was.is_empty()).then(|| serde_json::from_str(&was));
        Ok(ChangeRow {
            revision: u32::try_from(revision).or_corrupt("article_changes")?,
            locale: Locale::parse(&locale).or_corrupt("article_changes")?,
            before: before.transpose().or_corrupt("article_changes")?,
            actor,
            at: Timestamp::from_millis(at),
        })
    };
    rows.into_iter().map(change).collect()
}

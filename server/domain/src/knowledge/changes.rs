//! What became of an article's texts, and bringing an earlier one back.

use super::{buttons::Aimed, compare::text_change, draft::Parsed};
use crate::{
    access::{Access, Knowledge, Read, Write},
    audit,
    failure::OrInternal,
};
use model::{
    article::{ArticleText, PastChange},
    error::{AppError, AppResult},
    id::ArticleId,
    text::Locale,
};
use std::collections::HashMap;
use store::{
    Tx,
    articles::{self, ChangeRow},
};

/// Keeps what a text was before the change that made a revision.
pub(super) async fn note(
    tx: &mut Tx,
    access: &Access<Write<Knowledge>>,
    article: ArticleId,
    (revision, locale): (u32, &Locale),
    before: Option<ArticleText>,
) -> AppResult<()> {
    let change = ChangeRow {
        revision,
        locale: locale.clone(),
        before,
        actor: access.actor().to_string(),
        at: access.platform().now(),
    };
    articles::note_change(tx, article, &change)
        .await
        .or_internal("keeping a change")
}

/// The changes of an article's texts, newest first.
pub async fn history(
    access: &Access<Read<Knowledge>>,
    article: ArticleId,
) -> AppResult<Vec<PastChange>> {
    let db = access.platform().db();
    let mut tx = db.read().await.or_internal("reading a history")?;
    let now = articles::find(&mut tx, access.bot(), article)
        .await
        .or_internal("reading a history")?
        .ok_or(AppError::NotFound)?;
    let rows = articles::list_changes(&mut tx, article)
        .await
        .or_internal("reading a history")?;
    let mut texts: HashMap<Locale, ArticleText> = now
        .texts
        .into_iter()
        .map(|text| (text.locale.clone(), text))
        .collect();
    let mut changes = Vec::with_capacity(rows.len());
    for row in rows {
        let by = audit::author(&mut tx, access, &row.actor).await?;
        // What one change began from is what the one before it led to.
        let after = match &row.before {
            Some(before) => texts.insert(row.locale.clone(), before.clone()),
            None => texts.remove(&row.locale),
        };
        changes.extend(after.map(|after| PastChange {
            revision: row.revision,
            by,
            at: row.at,
            had_text: row.before.is_some(),
            change: text_change(&row.locale, row.before.as_ref(), Some(&after)),
        }));
    }
    Ok(changes)
}

/// Makes the text that a change began from the text again, if nobody changed the article since
/// `revision`. Gives the new revision.
pub async fn restore(
    access: &Access<Write<Knowledge>>,
    article: ArticleId,
    revision: u32,
    (changed_at, locale): (u32, &Locale),
) -> AppResult<u32> {
    let db = access.platform().db();
    let mut tx = db.write().await.or_internal("restoring a text")?;
    let found = articles::find(&mut tx, access.bot(), article)
        .await
        .or_internal("restoring a text")?
        .ok_or(AppError::NotFound)?;
    let rows = articles::list_changes(&mut tx, article)
        .await
        .or_internal("restoring a text")?;
    let mut rows = rows.into_iter();
    let row = rows.find(|row| row.revision == changed_at && row.locale == *locale);
    let text = row.and_then(|row| row.before).ok_or(AppError::NotFound)?;
    let parsed = Parsed {
        locale: text.locale,
        title: text.title,
        utterances: text.utterances,
        answer: text.answer,
        variants: text.variants,
        topic: found.topic,
        buttons: text.buttons.into_iter().map(Aimed::known).collect(),
        period: found.period,
    };
    let revision = super::change(&mut tx, access, article, revision, &parsed)
        .await?
        .ok_or(AppError::Conflict)?;
    super::finish(tx, access, "article.restore", article).await?;
    Ok(revision)
}

//! What became of an article's texts, and bringing an earlier one back.

use super::{buttons::Aimed, draft::Parsed};
use crate::{
    access::{Access, InBot, InScope, Knowledge, Permitted, Read, Write},
    failure::OrInternal,
};
use model::{
    article::{ArticleChange, ArticleText},
    error::{AppError, AppResult},
    id::{ArticleId, UserId},
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
) -> AppResult<Vec<ArticleChange>> {
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
        let actor = name_of(&mut tx, access, &row.actor).await?;
        // What one change began from is what the one before it led to.
        let after = match &row.before {
            Some(before) => texts.insert(row.locale.clone(), before.clone()),
            None => texts.remove(&row.locale),
        };
        changes.extend(after.map(|after| ArticleChange {
            revision: row.revision,
            locale: row.locale,
            actor,
            at: row.at,
            before: row.before,
            after,
        }));
    }
    Ok(changes)
}

/// A member's address; another actor's own word.
async fn name_of<P: Permitted<Scope = InBot>>(
    tx: &mut Tx,
    access: &Access<P>,
    actor: &str,
) -> AppResult<String> {
    let user = actor.strip_prefix("user:");
    let Some(user) = user.and_then(|user| user.parse::<UserId>().ok()) else {
        return Ok(actor.to_owned());
    };
    let email = store::identity::find_member_email(tx, access.scope().workspace(), user)
        .await
        .or_internal("naming a member")?;
    Ok(email.map_or_else(|| actor.to_owned(), String::from))
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

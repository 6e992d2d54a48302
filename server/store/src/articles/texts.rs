//! One article's text in one language, with its utterances.

use crate::{
    StoreError, Tx,
    error::OrCorrupt,
    macros::{execute, fetch_all},
};
use model::{
    article::{Button, Target},
    channel::Variants,
    id::{ArticleId, UtteranceId},
    text::Locale,
};
use std::collections::HashMap;
use uuid::Uuid;

/// A text to write.
#[derive(Clone, Debug)]
pub struct NewText<'a> {
    /// The language.
    pub locale: &'a Locale,
    /// The question.
    pub title: &'a str,
    /// The question, case-folded for searching.
    pub title_folded: &'a str,
    /// The answer: clean HTML.
    pub answer: &'a str,
    /// What it says on some channels in place of it.
    pub variants: &'a Variants,
    /// What stands under it to be pressed.
    pub buttons: &'a [Button],
    /// Other wordings, each with the id it gets if it is new.
    pub utterances: &'a [(UtteranceId, String)],
}

/// Writes an article's text in one language. A wording that was there keeps its id and origin.
///
/// The caller has made sure that the article is of the bot it may write to.
pub async fn set_text(
    tx: &mut Tx,
    article: ArticleId,
    text: &NewText<'_>,
) -> Result<(), StoreError> {
    const SQL: &str = "
        INSERT INTO article_texts (article_id, locale, title, title_folded, answer, buttons)
        VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (article_id, locale) DO UPDATE
        SET title = excluded.title, title_folded = excluded.title_folded,
            answer = excluded.answer, buttons = excluded.buttons";
    let (id, locale) = (article.as_uuid(), text.locale.as_str());
    execute!(
        tx,
        SQL,
        id,
        locale,
        text.title,
        text.title_folded,
        text.answer,
        to_json(text.buttons)
    )?;
    super::variants::set(tx, id, locale, text.variants).await?;
    set_links(tx, article, text.locale, text.buttons).await?;
    set_utterances(tx, article, text).await
}

/// Sets the buttons of one text alone.
///
/// The caller has made sure that the article is of the bot it may write to.
pub async fn set_buttons(
    tx: &mut Tx,
    article: ArticleId,
    locale: &Locale,
    buttons: &[Button],
) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE article_texts SET buttons = $3 WHERE article_id = $1 AND locale = $2";
    execute!(
        tx,
        SQL,
        article.as_uuid(),
        locale.as_str(),
        to_json(buttons)
    )?;
    set_links(tx, article, locale, buttons).await
}

async fn set_links(
    tx: &mut Tx,
    article: ArticleId,
    locale: &Locale,
    buttons: &[Button],
) -> Result<(), StoreError> {
    const FORGET: &str = "DELETE FROM article_links WHERE article_id = $1 AND locale = $2";
    const ADD: &str = "
        INSERT INTO article_links (article_id, locale, target_id) VALUES ($1, $2, $3)
        ON CONFLICT DO NOTHING";
    let (article, locale) = (article.as_uuid(), locale.as_str());
    execute!(tx, FORGET, article, locale)?;
    for button in buttons {
        if let Target::Article(target) = button.target {
            execute!(tx, ADD, article, locale, target.as_uuid())?;
        }
    }
    super::addresses::scan(tx, article, locale).await
}

/// What [`to_json`] made.
pub(super) fn buttons_of(json: &str) -> Result<Vec<Button>, StoreError> {
    serde_json::from_str(json).or_corrupt("article_texts")
}

fn to_json(buttons: &[Button]) -> String {
    // Strings and ids: there is nothing in it that JSON could not say.
    serde_json::to_string(buttons).unwrap_or_default()
}

async fn set_utterances(
    tx: &mut Tx,
    article: ArticleId,
    text: &NewText<'_>,
) -> Result<(), StoreError> {
    const LIST: &str = "SELECT id, text FROM utterances WHERE article_id = $1 AND locale = $2";
    const MOVE: &str = "UPDATE utterances SET position = $2 WHERE id = $1";
    const ADD: &str = "
        INSERT INTO utterances (id, article_id, locale, position, text, origin)
        VALUES ($1, $2, $3, $4, $5, 'written')";
    let (article, locale) = (article.as_uuid(), text.locale.as_str());
    let rows: Vec<(Uuid, String)> = fetch_all!(tx, LIST, article, locale)?;
    let mut there: HashMap<String, Uuid> = rows
        .into_iter()
        .map(|(id, wording)| (wording, id))
        .collect();
    for (position, (new_id, wording)) in (0_i64..).zip(text.utterances) {
        match there.remove(wording) {
            Some(id) => execute!(tx, MOVE, id, position)?,
            None => execute!(
                tx,
                ADD,
                new_id.as_uuid(),
                article,
                locale,
                position,
                wording
            )?,
        };
    }
    for id in there.into_values() {
        execute!(tx, "DELETE FROM utterances WHERE id = $1", id)?;
    }
    Ok(())
}

/// Adds one wording to an article's text, after the others. `origin` says where it comes from.
///
/// The caller has made sure that the article is of the bot it may write to.
pub async fn add_utterance(
    tx: &mut Tx,
    article: ArticleId,
    id: UtteranceId,
    locale: &Locale,
    wording: &str,
    origin: &str,
) -> Result<(), StoreError> {
    const SQL: &str = "
        INSERT INTO utterances (id, article_id, locale, position, text, origin)
        SELECT $1, $2, $3, COALESCE(MAX(position), -1) + 1, $4, $5
        FROM utterances WHERE article_id = $2 AND locale = $3";
    let (id, article) = (id.as_uuid(), article.as_uuid());
    execute!(tx, SQL, id, article, locale.as_str(), wording, origin)?;
    Ok(())
}

/// Takes one wording out of an article's text; says whether it was there.
pub async fn delete_utterance(
    tx: &mut Tx,
    article: ArticleId,
    id: UtteranceId,
) -> Result<bool, StoreError> {
    const SQL: &str = "DELETE FROM utterances WHERE id = $1 AND article_id = $2";
    Ok(execute!(tx, SQL, id.as_uuid(), article.as_uuid())? > 0)
}

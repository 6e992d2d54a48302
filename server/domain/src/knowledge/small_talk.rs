//! Greetings, thanks and the like: articles that come with the product, for who wants them.

use super::{Row, import, import::Options, read_rows};
use crate::access::{Access, Knowledge, Write};
use model::{
    error::{AppError, AppResult},
    file::FileForm,
    text::Locale,
};
use std::collections::BTreeSet;

const PACK: &str = include_str!("../../packs/small-talk.jsonl");

/// Adds the pack to the draft, in those of the bot's languages that it has; gives the number of
/// texts. Its articles have keys, so that a second time brings back the wordings of the first.
pub async fn add_small_talk(access: &Access<Write<Knowledge>>) -> AppResult<usize> {
    let form = FileForm::guess(PACK).extension();
    let (rows, _) = read_rows(form, PACK, false).ok_or(AppError::Internal)?;
    let languages = languages(access).await?;
    let rows: Vec<Row> = rows
        .into_iter()
        .filter_map(|row| {
            let of_bot = languages.iter().find(|own| own.language() == row.locale)?;
            let locale = of_bot.to_string();
            Some(Row { locale, ..row })
        })
        .collect();
    let imported = import(access, &rows, Options::default()).await?;
    if !imported.refused.is_empty() {
        return Err(AppError::Internal);
    }
    Ok(rows.len())
}

/// The bot's own language, and those of its articles.
async fn languages(access: &Access<Write<Knowledge>>) -> AppResult<BTreeSet<Locale>> {
    let (head, _, content) = super::load_draft(access).await?;
    let mut languages = content.locales();
    languages.insert(head.locale);
    Ok(languages)
}

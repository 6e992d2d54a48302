//! Files that are looked into before they are imported: what would change is shown, and the file
//! waits for the word.

use super::{
    ImportOptions, Imported, Row, import,
    import::{Refused, first_line},
    preview::preview,
    read_rows,
};
use crate::{
    access::{Access, InBot, Knowledge, Permitted, Read, Write},
    failure::OrInternal,
    platform::Platform,
};
use model::{
    error::{AppError, AppResult, Problem},
    file::{FileForm, ImportPreview, PreviewLine},
    id::ImportId,
    time::DAY_MS,
};
use store::import_files;

/// The largest file, in bytes: what a form may carry.
const MAX_BYTES: usize = 1_000_000;
/// The most lines that a preview shows, of those that are taken and of those that are not.
const MAX_SHOWN: usize = 100;

/// Keeps a file for a day, and gives what [`look_into`] and [`import_waiting`] take.
pub async fn wait(access: &Access<Write<Knowledge>>, text: &str) -> AppResult<ImportId> {
    if text.trim().is_empty() {
        return Err(AppError::invalid("rows", Problem::Missing));
    }
    if text.len() > MAX_BYTES {
        let max = u32::try_from(MAX_BYTES).unwrap_or(u32::MAX);
        return Err(AppError::invalid("rows", Problem::TooLong { max }));
    }
    let platform = access.platform();
    let id = ImportId::from_uuid(platform.random().v7());
    let db = platform.db();
    let mut tx = db.write().await.or_internal("keeping a file")?;
    import_files::add(&mut tx, access.bot(), id, text, platform.now())
        .await
        .or_internal("keeping a file")?;
    tx.commit().await.or_internal("keeping a file")?;
    Ok(id)
}

async fn read<P: Permitted<Scope = InBot>>(
    access: &Access<P>,
    id: ImportId,
) -> AppResult<(Vec<Row>, Vec<Refused>)> {
    let db = access.platform().db();
    let mut tx = db.read().await.or_internal("reading a file")?;
    let text = import_files::find(&mut tx, access.bot(), id)
        .await
        .or_internal("reading a file")?
        .ok_or(AppError::NotFound)?;
    let form = FileForm::guess(&text);
    read_rows(form.extension(), &text, false).ok_or(AppError::Internal)
}

/// What importing the file would do now.
pub async fn look_into(access: &Access<Read<Knowledge>>, id: ImportId) -> AppResult<ImportPreview> {
    let (rows, refused) = read(access, id).await?;
    let done = preview(access, &rows).await?;
    let all: Vec<&Refused> = refused.iter().chain(&done.refused).collect();
    let lines = rows.iter().take(MAX_SHOWN).map(|row| PreviewLine {
        line: first_line(row.line),
        question: row.question.clone(),
        locale: row.locale.clone(),
        topic: row.topic.clone(),
    });
    Ok(ImportPreview {
        n_added: done.added,
        n_changed: done.changed,
        n_refused: u32::try_from(all.len()).unwrap_or(u32::MAX),
        refused: all
            .into_iter()
            .take(MAX_SHOWN)
            .map(Refused::line_error)
            .collect(),
        lines: lines.collect(),
        n_lines: u32::try_from(rows.len()).unwrap_or(u32::MAX),
    })
}

/// Imports the file, and forgets it.
pub async fn import_waiting(
    access: &Access<Write<Knowledge>>,
    id: ImportId,
) -> AppResult<Imported> {
    let (rows, refused) = read(access, id).await?;
    let mut imported = import(access, &rows, ImportOptions::default()).await?;
    imported.refused.extend(refused);
    let db = access.platform().db();
    let mut tx = db.write().await.or_internal("forgetting a file")?;
    import_files::delete(&mut tx, access.bot(), id)
        .await
        .or_internal("forgetting a file")?;
    tx.commit().await.or_internal("forgetting a file")?;
    Ok(imported)
}

/// Forgets the files that nobody came back to.
pub(crate) async fn forget_old(platform: &Platform) -> AppResult<()> {
    let db = platform.db();
    let mut tx = db.write().await.or_internal("forgetting files")?;
    import_files::delete_older(&mut tx, platform.now().plus_millis(-DAY_MS))
        .await
        .or_internal("forgetting files")?;
    tx.commit().await.or_internal("forgetting files")
}

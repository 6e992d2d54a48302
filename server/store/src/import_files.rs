//! Files that were checked and wait to be imported.

use crate::{
    StoreError, Tx,
    macros::{execute, fetch_optional},
};
use model::{
    id::{BotId, ImportId},
    time::Timestamp,
};

/// The most files of one bot that wait; the oldest make way.
const MAX_WAITING: i64 = 5;

/// Lets a file wait.
pub async fn add(
    tx: &mut Tx,
    bot: BotId,
    id: ImportId,
    content: &str,
    at: Timestamp,
) -> Result<(), StoreError> {
    const ADD: &str = "INSERT INTO import_files (id, bot_id, content, at) VALUES ($1, $2, $3, $4)";
    const FORGET: &str = "
        DELETE FROM import_files WHERE bot_id = $1 AND id NOT IN
            (SELECT id FROM import_files WHERE bot_id = $1 ORDER BY at DESC, id DESC LIMIT $2)";
    execute!(
        tx,
        ADD,
        id.as_uuid(),
        bot.as_uuid(),
        content,
        at.as_millis()
    )?;
    execute!(tx, FORGET, bot.as_uuid(), MAX_WAITING)?;
    Ok(())
}

/// A file that waits.
pub async fn find(tx: &mut Tx, bot: BotId, id: ImportId) -> Result<Option<String>, StoreError> {
    const SQL: &str = "SELECT content FROM import_files WHERE bot_id = $1 AND id = $2";
    let row: Option<(String,)> = fetch_optional!(tx, SQL, bot.as_uuid(), id.as_uuid())?;
    Ok(row.map(|(content,)| content))
}

/// Forgets a file.
pub async fn delete(tx: &mut Tx, bot: BotId, id: ImportId) -> Result<(), StoreError> {
    const SQL: &str = "DELETE FROM import_files WHERE bot_id = $1 AND id = $2";
    execute!(tx, SQL, bot.as_uuid(), id.as_uuid())?;
    Ok(())
}

/// Forgets what has waited since before `at`.
pub async fn delete_older(tx: &mut Tx, at: Timestamp) -> Result<(), StoreError> {
    execute!(tx, "DELETE FROM import_files WHERE at < $1", at.as_millis())?;
    Ok(())
}

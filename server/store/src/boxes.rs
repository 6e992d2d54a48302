//! Faults that dialog boxes report from customers' pages.

use crate::{
    StoreError, Tx,
    macros::{execute, fetch_optional},
};
use model::{id::BotId, time::Timestamp};

/// A fault: where in the script it struck. Without a visitor's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoxError {
    /// What the browser says it was.
    pub message: String,
    /// The script.
    pub source: String,
    /// The line in it.
    pub line: u32,
    /// How it got there.
    pub stack: String,
    /// The page's address without its query.
    pub page: String,
}

/// Counts a fault; the same one again counts up.
pub async fn count(
    tx: &mut Tx,
    bot: BotId,
    fingerprint: &str,
    error: &BoxError,
    now: Timestamp,
) -> Result<(), StoreError> {
    const SQL: &str = "
        INSERT INTO box_errors (bot_id, fingerprint, message, source, line, stack, page, n_times,
            first_at, last_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, 1, $8, $8)
        ON CONFLICT (bot_id, fingerprint) DO UPDATE
        SET n_times = box_errors.n_times + 1, last_at = excluded.last_at";
    let (bot, line, at) = (bot.as_uuid(), i64::from(error.line), now.as_millis());
    let (message, source) = (&error.message, &error.source);
    execute!(
        tx,
        SQL,
        bot,
        fingerprint,
        message,
        source,
        line,
        &error.stack,
        &error.page,
        at
    )?;
    Ok(())
}

/// How many different faults a bot's boxes have reported.
pub async fn count_kinds(tx: &mut Tx, bot: BotId) -> Result<i64, StoreError> {
    const SQL: &str = "SELECT COUNT(*) FROM box_errors WHERE bot_id = $1";
    let row: Option<(i64,)> = fetch_optional!(tx, SQL, bot.as_uuid())?;
    Ok(row.map_or(0, |(n,)| n))
}

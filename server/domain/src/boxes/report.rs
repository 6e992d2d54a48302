//! Faults that dialog boxes report.

use crate::{
    access::{Access, Dialog, Write},
    failure::OrInternal,
    secrets::{hex, token_hash},
};
use model::error::AppResult;
use store::boxes::BoxError;

/// The most kinds of faults that are kept a bot.
const MAX_KINDS: i64 = 1_000;

/// A fault as a box reports it.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// What the browser says it was.
    pub message: String,
    /// The script.
    pub source: String,
    /// The line in it.
    pub line: u32,
    /// How it got there.
    pub stack: String,
    /// The page.
    pub page: String,
}

/// Counts a fault under what it has in common with others: message, script and line.
pub async fn report(access: &Access<Write<Dialog>>, report: &Report) -> AppResult<()> {
    let platform = access.platform();
    let error = BoxError {
        message: bounded(&report.message, 300),
        source: address(&report.source),
        line: report.line,
        stack: bounded(&report.stack, 4_000),
        page: address(&report.page),
    };
    let common = format!("{}\n{}\n{}", error.message, error.source, error.line);
    let fingerprint = hex(&token_hash(common.as_bytes())[..8]);
    let mut tx = platform
        .db()
        .write()
        .await
        .or_internal("counting a fault")?;
    let n_kinds = store::boxes::count_kinds(&mut tx, access.bot()).await;
    // Past the bound nothing more is kept, so that a flood of made-up faults fills no disk.
    if n_kinds.or_internal("counting faults")? < MAX_KINDS {
        store::boxes::count(&mut tx, access.bot(), &fingerprint, &error, platform.now())
            .await
            .or_internal("counting a fault")?;
    }
    tx.commit().await.or_internal("counting a fault")
}

/// The first characters of a text, without control characters.
fn bounded(text: &str, max: usize) -> String {
    text.chars()
        .filter(|c| !c.is_control() || *c == '\n')
        .take(max)
        .collect()
}

/// An address without its query and fragment, which may hold personal data.
pub(crate) fn address(text: &str) -> String {
    bounded(text.split(['?', '#']).next().unwrap_or_default(), 500)
}

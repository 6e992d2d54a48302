//! What leaves the platform is written down before its first byte goes out: who took it, of what,
//! in which form.

use super::record;
use crate::{
    access::{Access, InBot, Permitted},
    failure::OrInternal,
};
use model::error::AppResult;

/// Writes down that a file is taken away. `what` ends in `.export`, `subject` says of what and in
/// which form.
pub(crate) async fn note_export<P: Permitted>(
    access: &Access<P>,
    what: &str,
    subject: &str,
) -> AppResult<()> {
    let platform = access.platform();
    let db = platform.db();
    let mut tx = db.write().await.or_internal("noting an export")?;
    record(&mut tx, access, what, subject, platform.now()).await?;
    tx.commit().await.or_internal("noting an export")
}

/// The same for who reads by a program, page by page, what others take as a file: once an hour for
/// each bot and area, or the trail would tell of nothing else.
pub async fn note_reading<P: Permitted<Scope = InBot>>(access: &Access<P>) -> AppResult<()> {
    let platform = access.platform();
    let (bot, area) = (access.bot(), P::PERMISSION.area);
    let reader = (access.actor().to_string(), bot, area);
    let noted = &platform.limits().readings_noted;
    if noted.pass(&reader, platform.now()).is_err() {
        return Ok(());
    }
    let subject = format!("bot:{bot} by:api");
    let written = note_export(access, &format!("{area}.export"), &subject).await;
    if written.is_err() {
        noted.take_back(&reader);
    }
    written
}

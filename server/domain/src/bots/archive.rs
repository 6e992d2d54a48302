//! Putting a bot away, and bringing it back.

use crate::{
    access::{Access, Settings, Write},
    audit, clean,
    failure::OrInternal,
};
use model::{
    error::{AppError, AppResult, Problem},
    time::Timestamp,
};
use store::changes::{self, ChangeKind};

/// Puts a bot away: it answers nobody, and nothing of it is lost. Whoever does so types its name.
pub async fn archive(access: &Access<Write<Settings>>, typed_name: &str) -> AppResult<()> {
    let platform = access.platform();
    let mut tx = platform.db().read().await.or_internal("archiving a bot")?;
    let head = store::bots::find_head(&mut tx, access.bot())
        .await
        .or_internal("archiving a bot")?
        .ok_or(AppError::NotFound)?;
    drop(tx);
    let typed = clean::text(typed_name);
    if typed.trim().is_empty() {
        return Err(AppError::invalid("typed_name", Problem::Missing));
    }
    if typed.trim() != head.name.as_str() {
        return Err(AppError::invalid("typed_name", Problem::Different));
    }
    put_away(access).await
}

/// The same for a program, which types nothing.
pub async fn put_away(access: &Access<Write<Settings>>) -> AppResult<()> {
    set_archived(access, Some(access.platform().now()), "bot.archive").await
}

/// Brings a bot back as it was: it answers again, if it is switched on and has been published.
pub async fn restore(access: &Access<Write<Settings>>) -> AppResult<()> {
    set_archived(access, None, "bot.restore").await
}

/// Twice is once: only what changes something is written down.
async fn set_archived(
    access: &Access<Write<Settings>>,
    at: Option<Timestamp>,
    action: &str,
) -> AppResult<()> {
    let platform = access.platform();
    let (bot, now) = (access.bot(), platform.now());
    let mut tx = platform.db().write().await.or_internal("archiving a bot")?;
    let has_changed = store::bots::set_archived(&mut tx, bot, at)
        .await
        .or_internal("archiving a bot")?;
    if has_changed {
        changes::note(&mut tx, ChangeKind::Bot, Some(bot), now)
            .await
            .or_internal("archiving a bot")?;
        audit::record(&mut tx, access, action, &format!("bot:{bot}"), now).await?;
    }
    tx.commit().await.or_internal("archiving a bot")?;
    platform.live().refresh(platform, bot).await
}

//! Bots: making, listing, setting, switching on and off, putting away.

mod archive;
mod create;
mod overview;
mod settings;

pub use archive::{archive, put_away, restore};
pub use create::{BotDraft, SAMPLE, Source, create, create_from};
pub use overview::overview;
pub use settings::{
    BotDetails, BotPatch, SettingsDraft, describe, keep, page, patch, save, set_enabled,
};

use crate::{
    access::{Access, Bots, Conversations, Dialog, InScope, Knowledge, Reach, Read},
    failure::OrInternal,
};
use model::{
    access::Area,
    bot::{BotSummary, Domain},
    error::{AppError, AppResult},
    id::BotId,
    overview::{ArchivedBot, DAYS},
    text::Name,
    time::{DAY_MS, Timestamp},
};

/// The workspace's bots at work that are there for who asks, oldest first.
pub async fn list(access: &Access<Read<Bots>>) -> AppResult<Vec<BotSummary>> {
    let platform = access.platform();
    let mut tx = platform.db().read().await.or_internal("listing bots")?;
    let reach = access.reach(&mut tx).await?;
    let since = week_before(platform.now());
    let bots = store::bots::list(&mut tx, access.scope().workspace(), since)
        .await
        .or_internal("listing bots")?;
    let bots = bots.into_iter().filter(|bot| reach.has(bot.id));
    Ok(bots.map(|bot| as_seen(bot, &reach)).collect())
}

/// What the workspace's bots at work are called that are there for who asks, by their names.
pub async fn names(access: &Access<Read<Bots>>) -> AppResult<Vec<(BotId, Name)>> {
    let platform = access.platform();
    let mut tx = platform.db().read().await.or_internal("listing bots")?;
    let reach = access.reach(&mut tx).await?;
    let bots = store::bots::list_names(&mut tx, access.scope().workspace()).await;
    let bots = bots.or_internal("listing bots")?.into_iter();
    let bots = bots.filter(|bot| !bot.is_archived && reach.has(bot.id));
    Ok(bots.map(|bot| (bot.id, bot.name)).collect())
}

/// What counts in an area that one may not look at is not told.
fn as_seen(bot: BotSummary, reach: &Reach) -> BotSummary {
    let rights = reach.on(bot.id);
    let if_seen = |n: u32, area| if rights.may_read(area) { n } else { 0 };
    BotSummary {
        n_articles: if_seen(bot.n_articles, Area::Knowledge),
        n_conversations_7d: if_seen(bot.n_conversations_7d, Area::Conversations),
        ..bot
    }
}

/// The bots that were put away, the latest first.
pub async fn list_archived(access: &Access<Read<Bots>>) -> AppResult<Vec<ArchivedBot>> {
    let platform = access.platform();
    let mut tx = platform.db().read().await.or_internal("listing bots")?;
    let reach = access.reach(&mut tx).await?;
    let mut bots = store::bots::list_archived(&mut tx, access.scope().workspace())
        .await
        .or_internal("listing bots")?;
    bots.retain(|bot| reach.has(bot.id));
    Ok(bots)
}

/// One bot, as the list shows it.
pub async fn get(access: &Access<Read<Knowledge>>) -> AppResult<BotSummary> {
    let platform = access.platform();
    let mut tx = platform.db().look().await.or_internal("getting a bot")?;
    let since = week_before(platform.now());
    let mut bot = store::bots::find(&mut tx, access.scope().workspace(), access.bot(), since)
        .await
        .or_internal("getting a bot")?
        .ok_or(AppError::NotFound)?;
    if !access.may::<Read<Conversations>>() {
        bot.n_conversations_7d = 0;
    }
    Ok(bot)
}

/// Whether a browser on this origin may ask the bot. A bot without domains answers the server's
/// own origin and loopback.
pub async fn allows_origin(
    access: &Access<Read<Dialog>>,
    origin: &str,
    own_host: &str,
) -> AppResult<bool> {
    let live = access
        .platform()
        .live()
        .get(access.platform(), access.bot())
        .await?;
    Ok(is_allowed(&live.settings.domains, origin, own_host))
}

/// Whether an origin is one of the domains; without domains, the server's own or loopback.
pub(crate) fn is_allowed(domains: &[Domain], origin: &str, own_host: &str) -> bool {
    if !domains.is_empty() {
        return domains.iter().any(|domain| domain.is_origin(origin));
    }
    let http = origin
        .strip_prefix("https://")
        .or(origin.strip_prefix("http://"));
    let host = http.unwrap_or_default();
    let is_own = !host.is_empty() && host.eq_ignore_ascii_case(own_host);
    is_own || is_loopback(host)
}

/// Whether a host, with or without a port, is this machine itself.
pub fn is_loopback(host: &str) -> bool {
    let name = host.rsplit_once(':').map_or(host, |(name, port)| {
        if port.bytes().all(|b| b.is_ascii_digit()) {
            name
        } else {
            host
        }
    });
    matches!(name, "localhost" | "127.0.0.1" | "[::1]")
}

fn week_before(now: Timestamp) -> Timestamp {
    now.plus_millis(-(DAYS as i64) * DAY_MS)
}

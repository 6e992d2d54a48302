//! Bots: making, listing, switching on and off.

use crate::{
    access::{Access, Bots, Dialog, InScope, Knowledge, Read, Settings, Write},
    audit,
    boxes::MAX_DOMAINS,
    clean,
    failure::OrInternal,
};
use model::{
    bot::{BotSettings, BotSummary, Domain},
    error::{AppError, AppResult, Fields, Problem},
    id::BotId,
    text::{Locale, Name},
    time::{MINUTE_MS, Timestamp},
};
use store::{
    bots::NewBot,
    changes::{self, ChangeKind},
};

/// A bot to make, as it was typed.
#[derive(Clone, Debug, Default)]
pub struct BotDraft {
    /// What the team calls it.
    pub name: String,
    /// Its default language.
    pub locale: String,
    /// Where its dialog box may stand.
    pub domains: Vec<String>,
}

/// Makes a bot. It answers nothing before its first publish.
pub async fn create(access: &Access<Write<Bots>>, draft: &BotDraft) -> AppResult<BotId> {
    let mut fields = Fields::default();
    let name = fields.take("name", Name::parse(&clean::text(&draft.name)));
    let locale = fields.take("locale", Locale::parse(&draft.locale));
    let domains: Result<Vec<Domain>, Problem> = draft
        .domains
        .iter()
        .map(|domain| Domain::parse(domain))
        .collect();
    let domains = fields.take("domains", domains);
    if draft.domains.len() > MAX_DOMAINS as usize {
        fields.note("domains", Problem::TooMany { max: MAX_DOMAINS });
    }
    fields.finish()?;
    let (Some(name), Some(locale), Some(domains)) = (name, locale, domains) else {
        return Err(AppError::Internal);
    };
    let platform = access.platform();
    let id = BotId::from_uuid(platform.random().v4());
    let now = platform.now();
    let settings = BotSettings {
        domains,
        ..BotSettings::default()
    };
    let workspace = access.scope().workspace();
    let bot = NewBot {
        id,
        workspace,
        name: &name,
        locale: &locale,
        settings: &settings,
    };
    let mut tx = platform.db().write().await.or_internal("creating a bot")?;
    store::bots::create(&mut tx, &bot, now)
        .await
        .or_internal("creating a bot")?;
    audit::record(&mut tx, access, "bot.create", &format!("bot:{id}"), now).await?;
    tx.commit().await.or_internal("creating a bot")?;
    Ok(id)
}

/// The workspace's bots, oldest first.
pub async fn list(access: &Access<Read<Bots>>) -> AppResult<Vec<BotSummary>> {
    let platform = access.platform();
    let mut tx = platform.db().read().await.or_internal("listing bots")?;
    let since = week_before(platform.now());
    store::bots::list(&mut tx, access.scope().workspace(), since)
        .await
        .or_internal("listing bots")
}

/// One bot, as the list shows it.
pub async fn get(access: &Access<Read<Knowledge>>) -> AppResult<BotSummary> {
    let platform = access.platform();
    let mut tx = platform.db().read().await.or_internal("getting a bot")?;
    let since = week_before(platform.now());
    store::bots::find(&mut tx, access.scope().workspace(), access.bot(), since)
        .await
        .or_internal("getting a bot")?
        .ok_or(AppError::NotFound)
}

/// Switches a bot on or off; one that is off answers as if it did not exist (D06).
pub async fn set_enabled(access: &Access<Write<Settings>>, is_enabled: bool) -> AppResult<()> {
    let platform = access.platform();
    let (bot, now) = (access.bot(), platform.now());
    let action = if is_enabled {
        "bot.enable"
    } else {
        "bot.disable"
    };
    let mut tx = platform.db().write().await.or_internal("switching a bot")?;
    store::bots::set_enabled(&mut tx, bot, is_enabled)
        .await
        .or_internal("switching a bot")?;
    changes::note(&mut tx, ChangeKind::Bot, Some(bot), now)
        .await
        .or_internal("switching a bot")?;
    audit::record(&mut tx, access, action, &format!("bot:{bot}"), now).await?;
    tx.commit().await.or_internal("switching a bot")?;
    platform.live().refresh(platform, bot).await
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
    now.plus_millis(-7 * 24 * 60 * MINUTE_MS)
}

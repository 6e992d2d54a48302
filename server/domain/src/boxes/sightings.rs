//! Where boxes were seen, so that a team can tell whether its snippet works without anybody
//! fetching the page.

use crate::{
    access::{Access, Dialog, Read, Widget},
    bots,
    failure::OrInternal,
    platform::Platform,
};
use lru::LruCache;
use model::{
    error::{AppError, AppResult, Problem},
    id::BotId,
    time::{MINUTE_MS, Timestamp},
    widget::{Sighting, SiteCheck},
};
use std::{
    num::NonZeroUsize,
    sync::{Mutex, PoisonError},
};
pub use store::sightings::Seen;

/// The most origins of a kind that are kept a bot.
const MAX_ORIGINS: u32 = 200;
/// The longest origin that is kept: a host name has 253 characters at most.
const MAX_LENGTH: usize = 270;
/// The same thing seen again is written down again after this time.
const PAUSE_MS: i64 = 5 * MINUTE_MS;
const REMEMBERED: NonZeroUsize = NonZeroUsize::new(10_000).expect("not zero");

/// What was written down lately, so that not every page view writes.
#[derive(Debug)]
pub(crate) struct Noted(Mutex<LruCache<(BotId, String, Seen), Timestamp>>);

impl Default for Noted {
    fn default() -> Self {
        Self(Mutex::new(LruCache::new(REMEMBERED)))
    }
}

impl Noted {
    /// Whether it is time to write this down.
    fn is_due(&self, key: (BotId, String, Seen), now: Timestamp) -> bool {
        let mut noted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let last = noted.get(&key).copied();
        if last.is_some_and(|last| now.millis_since(last) < PAUSE_MS) {
            return false;
        }
        noted.put(key, now);
        true
    }
}

/// Notes that a box drew itself on this origin, or was refused there.
pub async fn note_seen(access: &Access<Read<Dialog>>, origin: &str, seen: Seen) -> AppResult<()> {
    note(access.platform(), access.bot(), origin, seen).await
}

async fn note(platform: &Platform, bot: BotId, origin: &str, seen: Seen) -> AppResult<()> {
    let now = platform.now();
    let is_web = origin.starts_with("https://") || origin.starts_with("http://");
    let key = || (bot, origin.to_owned(), seen);
    if !is_web || origin.len() > MAX_LENGTH || !platform.noted().is_due(key(), now) {
        return Ok(());
    }
    let mut tx = platform.db().write().await.or_internal("noting a box")?;
    store::sightings::note(&mut tx, bot, origin, seen, MAX_ORIGINS, now)
        .await
        .or_internal("noting a box")?;
    tx.commit().await.or_internal("noting a box")
}

/// Where the bot's boxes were seen and refused, by origin.
pub async fn list_sightings(access: &Access<Read<Widget>>) -> AppResult<Vec<Sighting>> {
    let platform = access.platform();
    let mut tx = platform.db().look().await.or_internal("listing boxes")?;
    store::sightings::list(&mut tx, access.bot())
        .await
        .or_internal("listing boxes")
}

/// Whether the box may stand on a page, and whether it was seen there. `own_host` is the server's.
pub async fn check_site(
    access: &Access<Read<Widget>>,
    address: &str,
    own_host: &str,
) -> AppResult<SiteCheck> {
    let origin = origin_of(address).map_err(|problem| AppError::invalid("address", problem))?;
    let platform = access.platform();
    let mut tx = platform.db().read().await.or_internal("checking a site")?;
    let settings = store::bots::find_settings(&mut tx, access.bot())
        .await
        .or_internal("checking a site")?
        .ok_or(AppError::NotFound)?;
    let sightings = store::sightings::list(&mut tx, access.bot())
        .await
        .or_internal("checking a site")?;
    Ok(SiteCheck {
        is_allowed: bots::is_allowed(&settings.domains, &origin, own_host),
        sighting: sightings
            .into_iter()
            .find(|sighting| sighting.origin == origin),
        origin,
    })
}

/// The origin of an address as people paste it: without a scheme it is https.
fn origin_of(address: &str) -> Result<String, Problem> {
    let address = address.trim().to_lowercase();
    if address.is_empty() {
        return Err(Problem::Missing);
    }
    let (scheme, rest) = match address.split_once("://") {
        Some((scheme @ ("http" | "https"), rest)) => (scheme, rest),
        Some(_) => return Err(Problem::Malformed),
        None => ("https", address.as_str()),
    };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let domain = model::bot::Domain::parse(host)?;
    let default_port = if scheme == "https" { ":443" } else { ":80" };
    let host = domain.as_str();
    let host = host.strip_suffix(default_port).unwrap_or(host);
    Ok(format!("{scheme}://{host}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_as_people_paste_it() {
        for (address, expected) in [
            ("www.Example.org/shop?a=b", Ok("https://www.example.org")),
            (" http://example.org:80/ ", Ok("http://example.org")),
            (
                "https://example.org:8443/a#b",
                Ok("https://example.org:8443"),
            ),
            ("localhost:8080", Ok("https://localhost:8080")),
            ("", Err(Problem::Missing)),
            ("ftp://example.org", Err(Problem::Malformed)),
            ("https://user@example.org", Err(Problem::Malformed)),
            ("javascript:alert(1)", Err(Problem::Malformed)),
        ] {
            assert_eq!(origin_of(address), expected.map(str::to_owned), "{address}");
        }
    }
}

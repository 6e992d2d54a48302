//! Looks whether the addresses elsewhere that articles lead to still answer.

use crate::{
    failure::OrInternal,
    fetch::{Method, Request, Unfetched},
    platform::Platform,
};
use model::error::AppResult;
use store::articles::{self, Due};
use tokio::task::JoinSet;
use url::Url;

/// Addresses at once, each of another host.
const AT_ONCE: u32 = 10;
/// The most addresses of one bot that are looked at.
const PER_BOT: u32 = 2_000;
const MAX_REDIRECTS: u8 = 3;
const MAX_BYTES: usize = 256 * 1024;
/// Texts from before addresses were kept that are read at once.
const OLD_TEXTS: u32 = 200;

/// Looks at some of the addresses whose time has come.
pub async fn look(platform: &Platform) -> AppResult<()> {
    let now = platform.now();
    let mut tx = platform.db().write().await.or_internal("finding links")?;
    articles::scan_old(&mut tx, OLD_TEXTS)
        .await
        .or_internal("finding links")?;
    articles::forget_addresses(&mut tx)
        .await
        .or_internal("forgetting links")?;
    let due = articles::list_due(&mut tx, now, PER_BOT, AT_ONCE).await;
    let due = due.or_internal("listing links")?;
    tx.commit().await.or_internal("finding links")?;
    let mut looks = JoinSet::new();
    for due in due {
        looks.spawn(look_at(platform.clone(), due));
    }
    let found = looks.join_all().await;
    // Where no name has an address, it is us who are cut off.
    let is_cut_off = found
        .iter()
        .all(|(_, answer)| *answer == Err(Unfetched::Unknown));
    let mut tx = platform.db().write().await.or_internal("noting links")?;
    for (mut due, status) in found {
        due.misses = match is_miss(status) {
            true if is_cut_off => due.misses,
            true => due.misses + 1,
            false => 0,
        };
        articles::note_address(&mut tx, &due, status.ok(), now)
            .await
            .or_internal("noting a link")?;
    }
    tx.commit().await.or_internal("noting links")
}

/// The address, and the status of the answer.
async fn look_at(platform: Platform, due: Due) -> (Due, Result<u16, Unfetched>) {
    let answer = match Url::parse(&due.url) {
        Ok(url) => {
            let request = Request {
                method: Method::Get,
                url,
                headers: Vec::new(),
                body: Vec::new(),
                max_redirects: MAX_REDIRECTS,
                max_bytes: MAX_BYTES,
            };
            platform.fetcher().fetch(request).await
        }
        Err(_) => Err(Unfetched::Malformed),
    };
    let status = answer.map(|answer| answer.status);
    (due, status)
}

/// Whether nothing is there. A server that is down, slow or not to be asked says nothing about it.
fn is_miss(status: Result<u16, Unfetched>) -> bool {
    matches!(status, Ok(404 | 410) | Err(Unfetched::Unknown))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_gone_is_a_miss() {
        for gone in [Ok(404), Ok(410), Err(Unfetched::Unknown)] {
            assert!(is_miss(gone), "{gone:?}");
        }
        for there in [
            Ok(200),
            Ok(301),
            Ok(401),
            Ok(403),
            Ok(429),
            Ok(500),
            Ok(503),
            Err(Unfetched::Forbidden),
            Err(Unfetched::Unreachable),
            Err(Unfetched::TooBig),
            Err(Unfetched::TooSlow),
            Err(Unfetched::TooManyRedirects),
            Err(Unfetched::Malformed),
        ] {
            assert!(!is_miss(there), "{there:?}");
        }
    }
}

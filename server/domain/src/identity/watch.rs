//! Tries at signing in, counted by whom they are for and by where they come from: too many lock
//! out, each time for twice as long (S15).
//!
//! A try counts before the password is looked at, so that many at once are as many. Tries from a
//! browser that the person signed in with before are counted for that browser alone: who locks an
//! e-mail out does not lock its owner out.

mod locked;

pub(crate) use locked::{LockedOut, unlock, unlock_address, unlock_own};

use crate::{access::Guest, failure::OrInternal, platform::Platform};
use model::{
    error::{AppError, AppResult},
    id::UserId,
    text::Email,
    time::{DAY_MS, MINUTE_MS, Timestamp},
};
use std::net::IpAddr;
use store::{
    Tx,
    sign_in_watch::{self, Watched, Who},
};

/// Tries are counted over this long; the first lock-out is as long.
const WINDOW_MS: i64 = 15 * MINUTE_MS;
/// The longest lock-out.
const LONGEST_MS: i64 = DAY_MS;
/// The longest of an address, which many people may share.
pub(crate) const LONGEST_OF_ADDRESS_MS: i64 = 60 * MINUTE_MS;
/// After a lock-out and this long without another the next one is short again.
const CALM_MS: i64 = DAY_MS;
/// What is known of somebody is kept for this long.
const KEPT_MS: i64 = 7 * DAY_MS;

/// A try that was counted.
#[derive(Debug)]
pub(super) struct Try {
    person: Option<Counted>,
    place: Option<Counted>,
}

#[derive(Debug)]
struct Counted {
    who: Who,
    before: Watched,
    now: Watched,
}

impl Counted {
    fn locks(&self) -> bool {
        self.now.locked_until > self.before.locked_until
    }
}

/// For whom a try is counted.
#[derive(Clone, Copy, Debug)]
pub(super) enum Of<'a> {
    /// For an e-mail, from a browser that may have been there before.
    Email {
        email: &'a Email,
        device: Option<&'a str>,
    },
    /// For who is signed in: nobody else can use these tries up.
    Own(UserId),
}

/// Counts a try, or refuses it while that for which it counts is locked out. From a browser that is
/// known, the address does not count.
pub(super) async fn count(guest: &Guest, of: Of<'_>) -> AppResult<Try> {
    let platform = guest.platform();
    let limits = platform.limits();
    let mut tx = platform
        .db()
        .write()
        .await
        .or_internal("counting a sign-in")?;
    let (who, is_known) = match of {
        Of::Own(user) => (own_digest(platform, user), true),
        Of::Email { email, device } => match known(&mut tx, platform, email, device).await? {
            Some(nonce) => (platform.sign_in_keys().digest("device", &nonce), true),
            None => (digest_of(platform, email), false),
        },
    };
    let place = match guest.address.filter(|_| !is_known) {
        Some(address) => {
            let who = digest_of_address(platform, address);
            let limit = (limits.failures_per_address, LONGEST_OF_ADDRESS_MS);
            try_for(&mut tx, platform, who, limit).await?
        }
        None => None,
    };
    let limit = (limits.failures_per_email, LONGEST_MS);
    let person = try_for(&mut tx, platform, who, limit).await?;
    tx.commit().await.or_internal("counting a sign-in")?;
    Ok(Try { person, place })
}

/// Which browser it is, if somebody signed in with it and has had the same password since.
async fn known(
    tx: &mut Tx,
    platform: &Platform,
    email: &Email,
    device: Option<&str>,
) -> AppResult<Option<[u8; 16]>> {
    let Some(token) = device else {
        return Ok(None);
    };
    let hash = hash_of(tx, email).await?;
    Ok(platform.sign_in_keys().known(token, email, &hash))
}

async fn hash_of(tx: &mut Tx, email: &Email) -> AppResult<String> {
    let found = store::identity::find_password_hash(tx, email)
        .await
        .or_internal("finding an account")?;
    Ok(found.and_then(|(_, hash)| hash).unwrap_or_default())
}

async fn try_for(
    tx: &mut Tx,
    platform: &Platform,
    who: Who,
    (limit, longest_ms): (u32, i64),
) -> AppResult<Option<Counted>> {
    if limit == 0 {
        return Ok(None);
    }
    let now = platform.now();
    let before = sign_in_watch::hold(tx, &who, now)
        .await
        .or_internal("counting a sign-in")?;
    let after = tried(before, now, (limit, longest_ms))?;
    sign_in_watch::keep(tx, &who, &after)
        .await
        .or_internal("counting a sign-in")?;
    Ok(Some(Counted {
        who,
        before,
        now: after,
    }))
}

/// What is known after one more try; refused while a lock-out lasts.
fn tried(known: Watched, now: Timestamp, (limit, longest_ms): (u32, i64)) -> AppResult<Watched> {
    let (at, until) = (now.as_millis(), known.locked_until.as_millis());
    if until > at {
        let left_s = (until - at) / 1_000 + 1;
        return Err(AppError::TooOften {
            retry_after_s: u32::try_from(left_s).unwrap_or(u32::MAX),
        });
    }
    let is_calm = at - until >= CALM_MS;
    let n_locks = if is_calm { 0 } else { known.n_locks };
    let goes_on = at - known.since.as_millis() < WINDOW_MS;
    let (since, n_before) = if goes_on {
        (known.since, known.n_failed)
    } else {
        (now, 0)
    };
    let counted = Watched {
        n_failed: n_before + 1,
        since,
        n_locks,
        ..known
    };
    if counted.n_failed < limit {
        return Ok(counted);
    }
    let lock_ms = (WINDOW_MS << n_locks.min(10)).min(longest_ms);
    Ok(Watched {
        n_failed: 0,
        since: now,
        n_locks: n_locks + 1,
        locked_until: now.plus_millis(lock_ms),
    })
}

impl Try {
    /// Forgets what failed before: whoever tried is who they say. What an address has failed
    /// otherwise stays, for who has an account must not guess those of others. In the order in which
    /// they are counted, so that two at once do not wait for each other.
    pub(super) async fn forgive(&self, tx: &mut Tx) -> AppResult<()> {
        take_back(tx, self.place.as_ref()).await?;
        let Some(person) = &self.person else {
            return Ok(());
        };
        sign_in_watch::forget(tx, &person.who)
            .await
            .or_internal("forgetting failures")?;
        Ok(())
    }

    /// Takes this try alone back.
    pub(super) async fn take_back(&self, guest: &Guest) -> AppResult<()> {
        let db = guest.platform().db();
        let mut tx = db.write().await.or_internal("forgetting failures")?;
        take_back(&mut tx, self.place.as_ref()).await?;
        take_back(&mut tx, self.person.as_ref()).await?;
        tx.commit().await.or_internal("forgetting failures")
    }

    /// The event to tell of, if this try was one too many.
    pub(super) fn lockout(&self) -> Option<&'static str> {
        let locks = |counted: &Option<Counted>| counted.as_ref().is_some_and(Counted::locks);
        match (locks(&self.person), locks(&self.place)) {
            (true, _) => Some("session.locked"),
            (false, true) => Some("session.locked_address"),
            (false, false) => None,
        }
    }
}

async fn take_back(tx: &mut Tx, counted: Option<&Counted>) -> AppResult<()> {
    match counted {
        Some(counted) if counted.locks() => {
            sign_in_watch::keep(tx, &counted.who, &counted.before).await
        }
        Some(counted) => sign_in_watch::take_back(tx, &counted.who).await,
        None => Ok(()),
    }
    .or_internal("forgetting failures")
}

/// What a browser keeps by which its owner gets in while their e-mail is locked out: what it has
/// already, if that is known. It is void once the password is another one.
pub async fn know_device(guest: &Guest, user: UserId, device: Option<&str>) -> AppResult<String> {
    let platform = guest.platform();
    let db = platform.db();
    let mut tx = db.read().await.or_internal("finding an account")?;
    let email = store::identity::find_email(&mut tx, user)
        .await
        .or_internal("finding an account")?
        .ok_or(AppError::NotFound)?;
    let hash = hash_of(&mut tx, &email).await?;
    let keys = platform.sign_in_keys();
    if let Some(token) = device.filter(|token| keys.known(token, &email, &hash).is_some()) {
        return Ok(token.to_owned());
    }
    let random = platform.random().bytes();
    let nonce: [u8; 16] = std::array::from_fn(|at| random[at]);
    Ok(keys.know(nonce, &email, &hash))
}

/// Forgets those of whom nothing was heard for long.
pub(crate) async fn sweep(tx: &mut Tx, now: Timestamp) -> AppResult<()> {
    sign_in_watch::forget_before(tx, now.plus_millis(-KEPT_MS))
        .await
        .or_internal("sweeping failures")
}

fn digest_of(platform: &Platform, email: &Email) -> Who {
    platform
        .sign_in_keys()
        .digest("email", email.as_str().as_bytes())
}

fn own_digest(platform: &Platform, user: UserId) -> Who {
    let user = user.as_uuid();
    platform.sign_in_keys().digest("own", user.as_bytes())
}

fn digest_of_address(platform: &Platform, address: IpAddr) -> Who {
    platform.sign_in_keys().digest("address", &network(address))
}

/// What an address counts as: of IPv6 the network, of which its owner has all addresses.
pub(crate) fn network(address: IpAddr) -> Vec<u8> {
    match address {
        IpAddr::V4(address) => address.octets().to_vec(),
        IpAddr::V6(address) => address.octets()[..8].to_vec(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMIT: (u32, i64) = (3, LONGEST_MS);

    fn at(minutes: i64) -> Timestamp {
        Timestamp::from_millis(DAY_MS * 20_000 + minutes * MINUTE_MS)
    }

    fn nothing(now: Timestamp) -> Watched {
        Watched {
            n_failed: 0,
            since: now,
            n_locks: 0,
            locked_until: Timestamp::from_millis(0),
        }
    }

    fn fail(mut known: Watched, now: Timestamp) -> Watched {
        for _ in 0..LIMIT.0 {
            known = tried(known, now, LIMIT).unwrap();
        }
        known
    }

    #[test]
    fn each_lock_out_is_twice_as_long_as_the_last() {
        let mut known = nothing(at(0));
        let mut now = at(0);
        for minutes in [15, 30, 60, 120, 240, 480, 960, 1_440, 1_440] {
            known = fail(known, now);
            let AppError::TooOften { retry_after_s } = tried(known, now, LIMIT).unwrap_err() else {
                panic!("not locked out");
            };
            assert_eq!(i64::from(retry_after_s), minutes * 60 + 1);
            now = now.plus_millis(minutes * MINUTE_MS);
        }
    }

    #[test]
    fn after_a_quiet_day_it_is_short_again() {
        let known = fail(fail(nothing(at(0)), at(0)), at(15));
        assert_eq!(known.locked_until, at(45));
        let known = fail(known, at(45 + 24 * 60));
        assert_eq!(known.locked_until, at(60 + 24 * 60));
    }

    #[test]
    fn tries_that_are_long_past_do_not_count() {
        let mut known = nothing(at(0));
        for minutes in [0, 14, 16, 29, 32] {
            known = tried(known, at(minutes), LIMIT).unwrap();
        }
        assert_eq!(known.n_locks, 0);
    }
}

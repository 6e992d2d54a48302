//! API keys (S06): secrets that are shown once and stored hashed, limited to scopes and bots, with
//! an end, and replaced without a gap.
//!
//! A key answers for nobody by itself: it stands as long as whoever made it, or gave it its newest
//! secret, runs the workspace. One that a command on the machine made stands by itself.

mod list;
mod standing;

pub use list::page;
pub(crate) use standing::{name_of, note_use, open, scopes_of, stands};

use crate::{
    access::{Access, Actor, Guest, InScope, Keys, Write},
    audit, clean,
    failure::OrInternal,
    platform::Platform,
    secrets::token_hash,
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use model::{
    error::{AppError, AppResult, Fields, Problem},
    id::{BotId, KeyId, UserId},
    key::{KeyDraft, MAX_DAYS, MAX_OVERLAP_HOURS, NewSecret, Scopes},
    text::Name,
    time::{DAY_MS, MINUTE_MS},
};
use std::collections::HashSet;
use store::api_keys::{self, NewKey, Secret};

/// The most keys of one workspace that work.
const MAX_KEYS: i64 = 100;
const HOUR_MS: i64 = 60 * MINUTE_MS;
/// What a secret that waits to be shown is sealed for.
const SHOWN: &str = "a key to be shown";

/// A secret, and what is kept of it.
struct Made {
    secret: String,
    prefix: String,
}

impl Made {
    fn new(platform: &Platform, key: KeyId) -> Self {
        // Random: the end of a v7 id.
        let prefix = format!("pk_{}", &key.as_uuid().as_simple().to_string()[20..]);
        let random = URL_SAFE_NO_PAD.encode(platform.random().bytes());
        Self {
            secret: format!("{prefix}_{random}"),
            prefix,
        }
    }

    fn kept(&self) -> Secret<'_> {
        Secret {
            prefix: &self.prefix,
            hash: token_hash(self.secret.as_bytes()),
        }
    }
}

/// A key that is wanted, read.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// What it is for.
    pub name: Name,
    /// What it may do at most.
    pub scopes: Scopes,
    /// The bots it is limited to; empty for all.
    pub bots: Vec<BotId>,
    /// Days until it ends; `None` for never.
    pub days: Option<u32>,
}

impl Wanted {
    /// Reads what was typed; all that is wrong comes at once.
    pub fn parse(draft: &KeyDraft) -> AppResult<Self> {
        let mut fields = Fields::default();
        let name = fields.take("name", Name::parse(&clean::text(&draft.name)));
        let days = fields.take("days", number(&draft.days, 1, MAX_DAYS));
        let scopes = fields.take("scopes", draft.scopes());
        if scopes == Some(Scopes::default()) {
            fields.note("scopes", Problem::Missing);
        }
        let bots = match draft.reach.as_str() {
            "all" => Some(Vec::new()),
            "some" => Some(draft.bots()),
            _ => None,
        };
        match bots.as_ref().map(Vec::is_empty) {
            None => fields.note("reach", Problem::Unknown),
            Some(true) if draft.reach == "some" => fields.note("reach", Problem::Missing),
            Some(_) => {}
        }
        fields.finish()?;
        let wanted = name.zip(days).zip(scopes).zip(bots);
        let (((name, days), scopes), bots) = wanted.ok_or(AppError::Internal)?;
        Ok(Self {
            name,
            scopes,
            bots,
            days,
        })
    }
}

/// A whole number in its bounds; `None` for an empty text.
fn number(typed: &str, min: u32, max: u32) -> Result<Option<u32>, Problem> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(None);
    }
    let number = typed.parse().ok();
    let number = number.filter(|number| (min..=max).contains(number));
    number.map(Some).ok_or(Problem::OutOfRange { min, max })
}

/// Makes a key.
pub async fn create(access: &Access<Write<Keys>>, wanted: &Wanted) -> AppResult<NewSecret> {
    let platform = access.platform();
    let (workspace, now) = (access.scope().workspace(), platform.now());
    let mut tx = platform.db().write().await.or_internal("creating a key")?;
    let own = store::bots::list_names(&mut tx, workspace)
        .await
        .or_internal("creating a key")?;
    let own: HashSet<BotId> = own.into_iter().map(|bot| bot.id).collect();
    if !wanted.bots.iter().all(|bot| own.contains(bot)) {
        return Err(AppError::NotFound);
    }
    let n_keys = api_keys::count(&mut tx, workspace, now)
        .await
        .or_internal("creating a key")?;
    if n_keys >= MAX_KEYS {
        let max = u32::try_from(MAX_KEYS).unwrap_or(u32::MAX);
        return Err(AppError::invalid("name", Problem::TooMany { max }));
    }
    let id = KeyId::from_uuid(platform.random().v7());
    let made = Made::new(platform, id);
    let days_ms = |days: u32| i64::from(days) * DAY_MS;
    let new = NewKey {
        id,
        workspace,
        name: &wanted.name,
        secret: made.kept(),
        scopes: &wanted.scopes.words(),
        bots: &wanted.bots,
        created_by: maker(access.actor()),
        expires_at: wanted.days.map(|days| now.plus_millis(days_ms(days))),
    };
    api_keys::create(&mut tx, &new, now)
        .await
        .or_internal("creating a key")?;
    audit::record(&mut tx, access, "key.create", &format!("key:{id}"), now).await?;
    tx.commit().await.or_internal("creating a key")?;
    Ok(NewSecret {
        key: id,
        name: wanted.name.clone(),
        secret: made.secret,
    })
}

/// Who answers for a key.
const fn maker(actor: Actor) -> Option<UserId> {
    match actor {
        Actor::Member { user, .. } => Some(user),
        _ => None,
    }
}

/// Gives a key another secret; the old one works for so many hours more, as they were typed, and
/// not at all with 0.
pub async fn rotate(access: &Access<Write<Keys>>, key: KeyId, hours: &str) -> AppResult<NewSecret> {
    let hours = number(hours, 0, MAX_OVERLAP_HOURS)
        .and_then(|hours| hours.ok_or(Problem::Missing))
        .map_err(|problem| AppError::invalid("hours", problem))?;
    let platform = access.platform();
    let (workspace, now) = (access.scope().workspace(), platform.now());
    let mut tx = platform.db().write().await.or_internal("rotating a key")?;
    let found = api_keys::find(&mut tx, workspace, key)
        .await
        .or_internal("rotating a key")?
        .ok_or(AppError::NotFound)?;
    if found.expires_at.is_some_and(|end| end <= now) {
        return Err(AppError::Conflict);
    }
    let made = Made::new(platform, KeyId::from_uuid(platform.random().v7()));
    let until = now.plus_millis(i64::from(hours) * HOUR_MS);
    let is_done = api_keys::rotate(&mut tx, &found, made.kept(), until, maker(access.actor()))
        .await
        .or_internal("rotating a key")?;
    if !is_done {
        return Err(AppError::Conflict);
    }
    audit::record(&mut tx, access, "key.rotate", &format!("key:{key}"), now).await?;
    tx.commit().await.or_internal("rotating a key")?;
    Ok(NewSecret {
        key,
        name: found.name,
        secret: made.secret,
    })
}

/// Ends a key and its tokens at once. Twice is once.
pub async fn revoke(access: &Access<Write<Keys>>, key: KeyId) -> AppResult<()> {
    let platform = access.platform();
    let (workspace, now) = (access.scope().workspace(), platform.now());
    let mut tx = platform.db().write().await.or_internal("revoking a key")?;
    api_keys::find(&mut tx, workspace, key)
        .await
        .or_internal("revoking a key")?
        .ok_or(AppError::NotFound)?;
    let has_changed = api_keys::revoke(&mut tx, workspace, key, now)
        .await
        .or_internal("revoking a key")?;
    if has_changed {
        audit::record(&mut tx, access, "key.revoke", &format!("key:{key}"), now).await?;
    }
    tx.commit().await.or_internal("revoking a key")
}

/// Seals a secret that waits for its page. Nothing but that page's own session holds it.
pub fn hide(guest: &Guest, secret: &NewSecret) -> AppResult<String> {
    let json = serde_json::to_vec(secret).or_internal("hiding a secret")?;
    guest.platform().vault().seal(SHOWN, &json)
}

/// A secret that was sealed for its page.
pub fn show(guest: &Guest, sealed: &str) -> Option<NewSecret> {
    let json = guest.platform().vault().open(SHOWN, sealed)?;
    serde_json::from_slice(&json).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_that_is_wrong_with_a_key_comes_at_once() {
        let draft = KeyDraft {
            days: "0".into(),
            reach: "some".into(),
            ..KeyDraft::default()
        };
        let Err(AppError::Invalid { fields }) = Wanted::parse(&draft) else {
            panic!("it passes")
        };
        let names: Vec<&str> = fields.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(names, ["name", "days", "scopes", "reach"]);
    }
}

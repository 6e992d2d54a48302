//! Whether a key opens anything: asked when a token is given for it, and again at each request.

use crate::{
    access::{Guest, runs_workspace},
    audit::{self, Noted},
    failure::OrInternal,
    platform::Platform,
    secrets::token_hash,
    tokens::Presented,
};
use model::{
    error::{AppError, AppResult},
    id::{KeyId, WorkspaceId},
    key::Scopes,
    text::Name,
    time::{MINUTE_MS, Timestamp},
};
use store::{
    Tx,
    api_keys::{self, Kept, Key},
    audit::Details,
};

/// What a key may do. Words that this version does not know grant nothing.
pub(crate) fn scopes_of(key: &Key) -> Scopes {
    let known = |word: &&str| Scopes::parse([*word]).is_ok();
    let words = key.scopes.iter().map(String::as_str).filter(known);
    Scopes::parse(words).unwrap_or_default()
}

/// Until when a secret of a key works.
pub(super) enum End {
    Never,
    At(Timestamp),
    Past,
}

/// One of a key's secrets, and when it makes way for its successor.
fn secret(key: &Key, generation: u32) -> Option<(&Kept, Option<Timestamp>)> {
    if generation == key.generation {
        return Some((&key.current, None));
    }
    let (kept, until) = key.previous.as_ref()?;
    (generation + 1 == key.generation).then_some((kept, Some(*until)))
}

pub(super) fn end_of(key: &Key, generation: u32, now: Timestamp) -> End {
    let Some((_, until)) = secret(key, generation) else {
        return End::Past;
    };
    let ends = [key.expires_at, key.revoked_at, until];
    match ends.into_iter().flatten().min() {
        Some(end) if end <= now => End::Past,
        Some(end) => End::At(end),
        None => End::Never,
    }
}

/// Whether whoever answers for a secret still runs the workspace.
pub(super) async fn has_maker(tx: &mut Tx, key: &Key, generation: u32) -> AppResult<bool> {
    let Some(user) = secret(key, generation).and_then(|(kept, _)| kept.by) else {
        return Ok(true);
    };
    let member = store::identity::find_membership(tx, user, key.workspace)
        .await
        .or_internal("finding a membership")?;
    Ok(member.is_some_and(|member| runs_workspace(member.role)))
}

/// Whether a secret of a key works now.
pub(crate) async fn stands(
    tx: &mut Tx,
    key: &Key,
    generation: u32,
    now: Timestamp,
) -> AppResult<bool> {
    let is_over = matches!(end_of(key, generation, now), End::Past);
    Ok(!is_over && has_maker(tx, key, generation).await?)
}

/// The key that a secret opens, and until when it does. Why one does not is not told.
pub(crate) async fn open(guest: &Guest, secret: &str) -> AppResult<(Presented, Option<Timestamp>)> {
    let platform = guest.platform();
    let now = platform.now();
    if let Some(address) = &guest.address {
        platform.limits().sign_in_per_address.pass(address, now)?;
    }
    let hash = token_hash(secret.as_bytes());
    let mut tx = platform.db().read().await.or_internal("finding a key")?;
    let found = api_keys::find_by_secret(&mut tx, hash)
        .await
        .or_internal("finding a key")?;
    let (key, generation) = found.ok_or(AppError::InvalidToken)?;
    let is_open = stands(&mut tx, &key, generation, now).await?;
    drop(tx);
    if !is_open {
        note_refused(guest, &key).await?;
        return Err(AppError::InvalidToken);
    }
    if let Some(address) = &guest.address {
        platform.limits().sign_in_per_address.take_back(address);
    }
    note_use(platform, &key, generation).await;
    let until = match end_of(&key, generation, now) {
        End::At(end) => Some(end),
        End::Never | End::Past => None,
    };
    let key = key.id;
    Ok((Presented::Key { key, generation }, until))
}

/// Somebody has a secret that works no longer.
async fn note_refused(guest: &Guest, key: &Key) -> AppResult<()> {
    let platform = guest.platform();
    let address = guest.address.map(|address| address.to_string());
    let event = Noted {
        workspace: Some(key.workspace),
        at: platform.now(),
        actor: "nobody",
        action: "key.refused",
        subject: &format!("key:{}", key.id),
        details: Details {
            address: address.unwrap_or_default(),
            email: String::new(),
        },
    };
    let mut tx = platform
        .db()
        .write()
        .await
        .or_internal("noting a refusal")?;
    audit::note(&mut tx, platform, &event).await?;
    tx.commit().await.or_internal("noting a refusal")
}

/// Notes when a secret was used, once a minute at most. What could not be noted is in the log, and
/// keeps nobody out.
pub(crate) async fn note_use(platform: &Platform, key: &Key, generation: u32) {
    let now = platform.now();
    let used_at = secret(key, generation).and_then(|(kept, _)| kept.used_at);
    if used_at.is_some_and(|at| now.millis_since(at) < MINUTE_MS) {
        return;
    }
    let noting = async {
        let mut tx = platform.db().write().await.or_internal("noting a use")?;
        api_keys::note_use(&mut tx, key.id, generation, now)
            .await
            .or_internal("noting a use")?;
        tx.commit().await.or_internal("noting a use")
    };
    let _: AppResult<()> = noting.await;
}

/// What a key is called, for who reads of what it did.
pub(crate) async fn name_of(
    tx: &mut Tx,
    workspace: WorkspaceId,
    key: KeyId,
) -> AppResult<Option<Name>> {
    let found = api_keys::find(tx, workspace, key)
        .await
        .or_internal("finding a key")?;
    Ok(found.map(|key| key.name))
}

#[cfg(test)]
mod tests {
    use super::*;
    fn at(minutes: i64) -> Timestamp {
        Timestamp::from_millis(minutes * MINUTE_MS)
    }

    fn key() -> Key {
        let id = "01912d68-783e-7a03-8467-5661c1243ad4";
        let kept = |prefix: &str| Kept {
            prefix: prefix.into(),
            by: None,
            used_at: None,
        };
        Key {
            id: id.parse().unwrap(),
            workspace: id.parse().unwrap(),
            name: Name::parse("CI").unwrap(),
            scopes: vec!["knowledge:write".into(), "time:travel".into()],
            bots: Vec::new(),
            created_at: at(0),
            expires_at: Some(at(100)),
            revoked_at: None,
            generation: 3,
            current: kept("pk_c"),
            previous: Some((kept("pk_b"), at(10))),
        }
    }

    #[test]
    fn each_secret_has_its_own_end() {
        let works = |key: &Key, generation, now| !matches!(end_of(key, generation, now), End::Past);
        for (generation, minute, expected) in [
            (3, 9, true),
            (3, 99, true),
            (3, 100, false),
            (2, 9, true),
            (2, 10, false),
            (1, 9, false),
            (4, 9, false),
        ] {
            assert_eq!(
                works(&key(), generation, at(minute)),
                expected,
                "{generation} {minute}"
            );
        }
        let revoked = Key {
            revoked_at: Some(at(5)),
            ..key()
        };
        assert!(!works(&revoked, 3, at(5)) && !works(&revoked, 2, at(5)));
    }

    #[test]
    fn unknown_words_grant_nothing() {
        assert_eq!(scopes_of(&key()).words(), ["knowledge:write"]);
    }
}

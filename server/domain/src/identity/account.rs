//! What people do with their own account: the password, the sessions.

use super::{OLDEST_MS, check_password, password, watch};
use crate::{
    access::{Door, Guest},
    audit::{self, Noted},
    failure::OrInternal,
    mail::{self, Language, Letter},
    platform::Platform,
    secrets::hex,
};
use model::{
    error::{AppError, AppResult, Problem},
    id::{UserId, WorkspaceId},
    member::OwnSession,
};
use std::net::IpAddr;
use store::{Tx, audit::Details, sessions, sessions::IdHash};

/// Where an event of somebody's account is written down: in each workspace that they are a member
/// of, always in the same order, since two at once must not wait for each other; where they have
/// none, in the chain of no workspace.
pub(super) async fn chains_of(tx: &mut Tx, user: UserId) -> AppResult<Vec<Option<WorkspaceId>>> {
    let places = store::members::list_workspaces_of(tx, user)
        .await
        .or_internal("finding memberships")?;
    if places.is_empty() {
        return Ok(vec![None]);
    }
    Ok(places.into_iter().map(Some).collect())
}

/// Writes an event of somebody's account down, for everybody who answers for a workspace of theirs.
pub(super) async fn note(
    tx: &mut Tx,
    platform: &Platform,
    user: UserId,
    actor: &str,
    action: &str,
    address: Option<IpAddr>,
) -> AppResult<()> {
    for workspace in chains_of(tx, user).await? {
        let noted = Noted {
            workspace,
            at: platform.now(),
            actor,
            action,
            subject: &format!("user:{user}"),
            details: Details {
                address: address
                    .map(|address| address.to_string())
                    .unwrap_or_default(),
                email: String::new(),
            },
        };
        audit::note(tx, platform, &noted).await?;
    }
    Ok(())
}

/// Whether somebody who is signed in knows their password. Tries are counted: who took over a session
/// must not guess the password by it.
pub(super) async fn confirm_password(guest: &Guest, user: UserId, current: &str) -> AppResult<()> {
    let platform = guest.platform();
    let db = platform.db();
    let mut tx = db.read().await.or_internal("checking a password")?;
    let email = store::identity::find_email(&mut tx, user)
        .await
        .or_internal("checking a password")?
        .ok_or(AppError::NotFound)?;
    let found = store::identity::find_password_hash(&mut tx, &email)
        .await
        .or_internal("checking a password")?;
    drop(tx);
    if current.is_empty() {
        return Err(AppError::invalid("current", Problem::Missing));
    }
    let counted = watch::count(guest, watch::Of::Own(user)).await?;
    if password::verify(current, found.and_then(|(_, hash)| hash)).await? {
        return counted.take_back(guest).await;
    }
    note_lockout(guest, user, &counted).await?;
    Err(AppError::invalid("current", Problem::Different))
}

/// Tells the trail if a try of somebody who is signed in was one too many.
pub(super) async fn note_lockout(
    guest: &Guest,
    user: UserId,
    counted: &watch::Try,
) -> AppResult<()> {
    let Some(action) = counted.lockout() else {
        return Ok(());
    };
    let (platform, address) = (guest.platform(), guest.address);
    let db = platform.db();
    let mut tx = db.write().await.or_internal("noting a lock-out")?;
    note(&mut tx, platform, user, "nobody", action, address).await?;
    tx.commit().await.or_internal("noting a lock-out")
}

/// Changes the password of who is signed in, ends their other sessions, and tells them by mail.
pub async fn change_password(
    door: &Door,
    current: &str,
    new: &str,
    session: IdHash,
    locale: &str,
) -> AppResult<()> {
    let user = door.user().ok_or(AppError::SignedOut)?;
    let guest = door.greet();
    let platform = guest.platform();
    check_password(new)?;
    confirm_password(&guest, user, current).await?;
    let hash = password::hash(platform.random().bytes(), new).await?;
    let mut tx = platform
        .db()
        .write()
        .await
        .or_internal("changing a password")?;
    store::identity::set_password_hash(&mut tx, user, &hash)
        .await
        .or_internal("changing a password")?;
    sessions::delete_others(&mut tx, user, session)
        .await
        .or_internal("changing a password")?;
    let actor = format!("user:{user}");
    note(
        &mut tx,
        platform,
        user,
        &actor,
        "password.change",
        guest.address,
    )
    .await?;
    let language = Language::of(locale);
    mail::ask(&mut tx, platform, Letter::Changed { user }, language, None).await?;
    tx.commit().await.or_internal("changing a password")
}

/// The sessions of who is signed in. `own` is the one that asks.
pub async fn list_sessions(door: &Door, own: IdHash) -> AppResult<Vec<OwnSession>> {
    let user = door.user().ok_or(AppError::SignedOut)?;
    let guest = door.greet();
    let platform = guest.platform();
    let now = platform.now();
    let mut tx = platform.db().look().await.or_internal("listing sessions")?;
    let all = sessions::list_of(&mut tx, user, now, now.plus_millis(-OLDEST_MS))
        .await
        .or_internal("listing sessions")?;
    let shown = |session: &sessions::Own| shown(platform, session, own);
    Ok(all.iter().map(shown).collect())
}

/// A session as a page shows it. `own` is the one that asks.
pub(crate) fn shown(platform: &Platform, session: &sessions::Own, own: IdHash) -> OwnSession {
    let data: serde_json::Value = serde_json::from_str(&session.data).unwrap_or_default();
    let text = |name: &str| data[name].as_str().unwrap_or_default().to_owned();
    let address = text(ADDRESS);
    let country = address.parse().ok();
    let country = country.and_then(|address| platform.countries().of(address));
    OwnSession {
        id: hex(&session.id),
        device: text(DEVICE),
        country: country.map(str::to_owned),
        address,
        began_at: session.created_at,
        seen_at: session.last_seen_at,
        is_this: session.id == own,
    }
}

/// Whether the caller comes from another network in another country than their session began from.
pub fn has_jumped(door: &Door, began_at: &str) -> bool {
    let guest = door.greet();
    let places = began_at.parse().ok().zip(guest.address);
    places.is_some_and(|(from, to)| guest.platform().countries().is_jump(from, to))
}

/// Where a session keeps what it was begun with: the browser's name for itself, and the address.
pub const DEVICE: &str = "device";
/// See [`DEVICE`].
pub const ADDRESS: &str = "address";

/// Ends one session of who is signed in, by the id that [`list_sessions`] gives; all but the
/// asking one, for `others`.
pub async fn end_own_session(door: &Door, which: &str, own: IdHash) -> AppResult<()> {
    let user = door.user().ok_or(AppError::SignedOut)?;
    let guest = door.greet();
    let platform = guest.platform();
    let mut tx = platform
        .db()
        .write()
        .await
        .or_internal("ending a session")?;
    if which == "others" {
        sessions::delete_others(&mut tx, user, own)
            .await
            .or_internal("ending a session")?;
    } else {
        let id = unhex(which).ok_or(AppError::NotFound)?;
        let was_there = sessions::delete_own(&mut tx, user, id)
            .await
            .or_internal("ending a session")?;
        if !was_there {
            return Err(AppError::NotFound);
        }
    }
    let actor = format!("user:{user}");
    note(
        &mut tx,
        platform,
        user,
        &actor,
        "session.end",
        guest.address,
    )
    .await?;
    tx.commit().await.or_internal("ending a session")
}

/// Tells the trail that somebody signs out.
pub async fn note_sign_out(door: &Door) -> AppResult<()> {
    let Some(user) = door.user() else {
        return Ok(());
    };
    let guest = door.greet();
    let (platform, address) = (guest.platform(), guest.address);
    let actor = format!("user:{user}");
    let db = platform.db();
    let mut tx = db.write().await.or_internal("signing out")?;
    note(&mut tx, platform, user, &actor, "session.sign_out", address).await?;
    tx.commit().await.or_internal("signing out")
}

/// Tells the trail that a session came with another browser, or from another country, than it began with.
pub async fn note_carried_off(door: &Door) -> AppResult<()> {
    let user = door.user().ok_or(AppError::SignedOut)?;
    let guest = door.greet();
    let platform = guest.platform();
    let mut tx = platform
        .db()
        .write()
        .await
        .or_internal("ending a session")?;
    note(
        &mut tx,
        platform,
        user,
        "nobody",
        "session.suspicious",
        guest.address,
    )
    .await?;
    tx.commit().await.or_internal("ending a session")
}

/// The id that [`list_sessions`] gives, as the database has it.
pub(crate) fn unhex(text: &str) -> Option<IdHash> {
    let mut bytes = [0; 32];
    if text.len() != 64 || !text.is_ascii() {
        return None;
    }
    for (byte, digits) in bytes.iter_mut().zip(text.as_bytes().chunks(2)) {
        let digits = std::str::from_utf8(digits).ok()?;
        *byte = u8::from_str_radix(digits, 16).ok()?;
    }
    Some(bytes)
}

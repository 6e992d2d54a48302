//! The second factor, and what waits in the session while somebody sets one up or signs in by it.

use super::{
    FORM_MS,
    begin::{self, WaitingHalf},
    browser, device, door, keep, own_session, session,
};
use crate::paths;
use domain::{
    access::Door,
    identity::{self, SignedIn},
};
use model::{
    error::{AppError, AppResult},
    factor::{NewFactor, OwnFactor},
    id::WorkspaceId,
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use tower_sessions::Session;

/// Where the session keeps the secret that is being set up.
const BEGUN: &str = "factor";
/// Where the session keeps recovery codes that its next page shows.
const CODES: &str = "codes";
/// Where the session keeps recovery codes that a page shows, until it is opened anew.
const SHOWN_CODES: &str = "shown_codes";

/// What waits sealed.
#[derive(Serialize, Deserialize)]
struct Waiting {
    until_ms: i64,
    sealed: String,
}

/// Begins a session under a new token, all the way or half. Gives where to go. Who is in all the way
/// is known by this browser from then on.
pub(super) async fn enter(
    signed_in: SignedIn,
    workspace: Option<WorkspaceId>,
    next: &str,
) -> AppResult<String> {
    match signed_in {
        SignedIn::Whole(entered) => {
            let guest = door()?.greet();
            let known = device::known();
            let token = identity::know_device(&guest, entered.user, known.as_deref()).await?;
            begin::whole(&session()?, entered, (&browser(), guest.address)).await?;
            device::keep(&token);
            if let Some(workspace) = workspace {
                keep(super::WORKSPACE, workspace).await?;
            }
            Ok(paths::after_sign_in(next).to_owned())
        }
        SignedIn::Half(half) => {
            let waiting = WaitingHalf {
                half,
                workspace,
                next: next.to_owned(),
            };
            begin::half(&session()?, waiting).await?;
            Ok(paths::CODE.to_owned())
        }
    }
}

/// Whether the caller is half signed in; refused as signed out if not.
pub async fn half_signed_in() -> AppResult<()> {
    let waiting = begin::waiting(&session()?).await?;
    let is_half = identity::still_half(&door()?.greet(), &waiting.half).await?;
    if is_half {
        Ok(())
    } else {
        Err(AppError::SignedOut)
    }
}

/// The second step. Gives where to go.
pub async fn sign_in_by_code(code: &str) -> AppResult<String> {
    let WaitingHalf {
        half,
        workspace,
        next,
    } = begin::waiting(&session()?).await?;
    let entered = identity::sign_in_by_code(&door()?.greet(), &half, code).await?;
    enter(SignedIn::Whole(entered), workspace, &next).await
}

/// How it stands with one's own second factor.
pub async fn own_factor() -> AppResult<OwnFactor> {
    identity::own_factor(&door()?).await
}

/// Makes a secret, which waits in the session until a code shows that it has arrived.
pub async fn begin_factor(current: &str) -> AppResult<()> {
    let sealed = identity::begin_factor(&door()?, current).await?;
    keep_sealed(BEGUN, sealed).await
}

/// The secret that waits.
pub async fn new_factor() -> AppResult<Option<NewFactor>> {
    let door = door()?;
    door.user().ok_or(AppError::SignedOut)?;
    match find_sealed(BEGUN).await? {
        Some(sealed) => identity::new_factor(&door, &sealed).await,
        None => Ok(None),
    }
}

/// Sets the second factor up. Its recovery codes wait for the page that comes next.
pub async fn confirm_factor(code: &str, locale: &str) -> AppResult<()> {
    let door = door()?;
    door.user().ok_or(AppError::SignedOut)?;
    let sealed = find_sealed(BEGUN).await?.ok_or(AppError::Conflict)?;
    let codes = identity::confirm_factor(&door, &sealed, code, own_session()?, locale).await?;
    forget(BEGUN).await?;
    keep_sealed(CODES, identity::hide_codes(&door, &codes)?).await
}

/// Turns one's own second factor off.
pub async fn turn_factor_off(current: &str, code: &str, locale: &str) -> AppResult<()> {
    identity::turn_factor_off(&door()?, current, code, own_session()?, locale).await?;
    forget(SHOWN_CODES).await
}

/// Makes other recovery codes, which wait for the page that comes next.
pub async fn renew_codes(code: &str, locale: &str) -> AppResult<()> {
    let door = door()?;
    let codes = identity::renew_codes(&door, code, locale).await?;
    keep_sealed(CODES, identity::hide_codes(&door, &codes)?).await
}

/// Recovery codes that wait; they are shown once, and as long as they are their file is there.
pub async fn take_codes() -> AppResult<Option<Vec<String>>> {
    let door = door()?;
    door.user().ok_or(AppError::SignedOut)?;
    let waiting = find_sealed(CODES).await?;
    forget(SHOWN_CODES).await?;
    let Some(sealed) = waiting else {
        return Ok(None);
    };
    forget(CODES).await?;
    let codes = identity::show_codes(&door, &sealed);
    keep_sealed(SHOWN_CODES, sealed).await?;
    Ok(codes)
}

/// The recovery codes that a page of this session shows, for their file.
pub async fn shown_codes(session: &Session, door: &Door) -> AppResult<Vec<String>> {
    door.user().ok_or(AppError::SignedOut)?;
    let waiting: Option<Waiting> = session
        .get(SHOWN_CODES)
        .await
        .map_err(|_| AppError::Internal)?;
    let now_ms = door.greet().now().as_millis();
    let waiting = waiting.filter(|waiting| now_ms < waiting.until_ms);
    let codes = waiting.and_then(|waiting| identity::show_codes(door, &waiting.sealed));
    codes.ok_or(AppError::NotFound)
}

async fn keep_sealed(name: &str, sealed: String) -> AppResult<()> {
    let until_ms = door()?.greet().now().as_millis() + FORM_MS;
    keep(name, Waiting { until_ms, sealed }).await
}

async fn find_sealed(name: &str) -> AppResult<Option<String>> {
    let waiting: Option<Waiting> = find(name).await?;
    let now_ms = door()?.greet().now().as_millis();
    let waiting = waiting.filter(|waiting| now_ms < waiting.until_ms);
    Ok(waiting.map(|waiting| waiting.sealed))
}

async fn find<T: DeserializeOwned>(name: &str) -> AppResult<Option<T>> {
    session()?.get(name).await.map_err(|_| AppError::Internal)
}

async fn forget(name: &str) -> AppResult<()> {
    let forgotten = session()?.remove_value(name).await;
    forgotten.map(|_| ()).map_err(|_| AppError::Internal)
}

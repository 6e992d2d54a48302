//! How a session begins: all the way, or half, until a code of the second factor is right.

use super::{MAX_DEVICE, ONLY, USER, WORKSPACE};
use domain::identity::{ADDRESS, DEVICE, Entered, Half};
use model::{
    error::{AppError, AppResult},
    id::WorkspaceId,
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::net::IpAddr;
use tower_sessions::{Session, session::Error, session_store};

/// Where the session keeps, until it is begun, by which password.
pub const PROOF: &str = "proof";
/// Where the session keeps who is half signed in.
const HALF: &str = "half";

/// Somebody who still has to type a code, and where they want to.
#[derive(Serialize, Deserialize)]
pub(super) struct WaitingHalf {
    pub half: Half,
    pub workspace: Option<WorkspaceId>,
    pub next: String,
}

/// Begins a session of somebody's own, with nothing of who was here before and under another token.
/// Refused like a wrong password if that has become another one meanwhile. `seen` is what their
/// browser calls itself, and their address.
pub(super) async fn whole(
    session: &Session,
    entered: Entered,
    seen: (&str, Option<IpAddr>),
) -> AppResult<()> {
    session.clear().await;
    session.cycle_id().await.map_err(lost)?;
    let device: String = seen.0.chars().take(MAX_DEVICE).collect();
    let address = seen.1.map(|address| address.to_string());
    keep(session, DEVICE, device).await?;
    keep(session, ADDRESS, address.unwrap_or_default()).await?;
    keep(session, USER, entered.user).await?;
    if let Some(only) = entered.only {
        keep(session, ONLY, only).await?;
        keep(session, WORKSPACE, only.workspace).await?;
    }
    if let Some(proof) = entered.proof {
        keep(session, PROOF, proof).await?;
    }
    // It is begun here, so that whoever is refused is told.
    if let Err(cause) = session.save().await {
        session.flush().await.map_err(lost)?;
        return Err(refusal(&cause));
    }
    session.remove_value(PROOF).await.map_err(lost)?;
    Ok(())
}

/// Lets somebody wait for the second step, in a session under another token.
pub(super) async fn half(session: &Session, waiting: WaitingHalf) -> AppResult<()> {
    session.cycle_id().await.map_err(lost)?;
    keep(session, HALF, waiting).await
}

/// Who waits for it.
pub(super) async fn waiting(session: &Session) -> AppResult<WaitingHalf> {
    let waiting = find(session, HALF).await?;
    waiting.ok_or(AppError::SignedOut)
}

async fn keep<T: Serialize + Send + Sync>(
    session: &Session,
    name: &str,
    value: T,
) -> AppResult<()> {
    session.insert(name, value).await.map_err(lost)
}

async fn find<T: DeserializeOwned>(session: &Session, name: &str) -> AppResult<Option<T>> {
    session.get(name).await.map_err(lost)
}

fn lost<E>(_: E) -> AppError {
    AppError::Internal
}

/// The store tells its causes as text.
fn refusal(cause: &Error) -> AppError {
    let refused = AppError::WrongCredentials;
    match cause {
        Error::Store(session_store::Error::Backend(text)) if *text == refused.to_string() => {
            refused
        }
        _ => AppError::Internal,
    }
}

//! Going to a provider and coming back: who comes, and as what they are let in.

use super::{
    admission::Arrival,
    protocol::{Failure, Provider},
    provider::{find, secret},
};
use crate::{
    access::Guest,
    audit::{self, Noted},
    identity::SignedIn,
    platform::Platform,
    secrets::token_hash,
};
use model::{
    error::AppError,
    id::{UserId, WorkspaceId},
    sso::Refused,
    time::MINUTE_MS,
};
use serde::{Deserialize, Serialize};
use store::{StoreError, audit::Details, sso};

/// How long somebody may take at their provider.
const FLOW_MS: i64 = 15 * MINUTE_MS;
/// What is kept in the browser's session meanwhile is sealed for.
const PURPOSE: &str = "a sign-on under way";

/// Somebody who is sent to a provider.
#[derive(Clone, Debug)]
pub struct Begun {
    /// Where to.
    pub url: String,
    /// What waits in the session of the browser that leaves, and of no other.
    pub sealed: String,
}

/// What a provider sends somebody back with.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Returned {
    /// What was sent with them.
    #[serde(default)]
    pub state: String,
    /// What a token is given for.
    #[serde(default)]
    pub code: String,
    /// Why there is no code.
    #[serde(default)]
    pub error: String,
    /// Who says so (RFC 9207).
    #[serde(default)]
    pub iss: String,
}

/// What becomes of somebody who comes back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Arrived {
    /// They are let in, all the way or half.
    In(SignedIn),
    /// They only told us by whom they are known from now on.
    Linked,
}

/// Somebody under way.
#[derive(Serialize, Deserialize)]
struct Flow {
    workspace: WorkspaceId,
    issuer: String,
    state: String,
    nonce: String,
    verifier: String,
    /// Who wants to be known by the provider from now on.
    linking: Option<UserId>,
    until_ms: i64,
}

/// Sends somebody to their workspace's provider; `linking` is who is signed in, if they want to be
/// known by it from now on.
pub async fn begin(
    guest: &Guest,
    workspace: WorkspaceId,
    linking: Option<UserId>,
) -> Result<Begun, Refused> {
    let platform = guest.platform();
    pass(guest)?;
    let mut tx = platform.db().read().await.map_err(broken)?;
    let provider = find(&mut tx, workspace).await.map_err(ours)?;
    drop(tx);
    let provider = provider.ok_or(Refused::NoProvider)?;
    let leaving = ask(platform, &provider).await?.leave();
    let flow = Flow {
        workspace,
        issuer: provider.issuer,
        state: leaving.state,
        nonce: leaving.nonce,
        verifier: leaving.verifier,
        linking,
        until_ms: platform.now().as_millis() + FLOW_MS,
    };
    let flow = serde_json::to_vec(&flow).map_err(|_| Refused::Internal)?;
    Ok(Begun {
        url: leaving.url,
        sealed: platform.vault().seal(PURPOSE, &flow).map_err(ours)?,
    })
}

/// Lets somebody in who comes back to the browser that they left from. `user` is who is signed in
/// there.
pub async fn arrive(
    guest: &Guest,
    sealed: &str,
    returned: &Returned,
    user: Option<UserId>,
) -> Result<Arrived, Refused> {
    let platform = guest.platform();
    pass(guest)?;
    let opened = platform.vault().open(PURPOSE, sealed);
    let flow = opened.and_then(|flow| serde_json::from_slice::<Flow>(&flow).ok());
    let flow = flow.ok_or(Refused::Stale)?;
    let is_same = token_hash(returned.state.as_bytes()) == token_hash(flow.state.as_bytes());
    let is_in_time = platform.now().as_millis() < flow.until_ms;
    if !is_same || !is_in_time || (flow.linking.is_some() && flow.linking != user) {
        return Err(Refused::Stale);
    }
    let workspace = flow.workspace;
    let arrived = let_in(guest, flow, returned).await;
    if let Err(refused) = &arrived {
        note_refusal(guest, workspace, *refused).await;
    }
    arrived
}

fn pass(guest: &Guest) -> Result<(), Refused> {
    let platform = guest.platform();
    let limits = platform.limits();
    guest.address.map_or(Ok(()), |address| {
        let passed = limits.sign_in_per_address.pass(&address, platform.now());
        passed.map_err(|_| Refused::TooMany)
    })
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "`map_err` gives the error away"
)]
pub(super) fn broken(cause: StoreError) -> Refused {
    tracing::error!(%cause, "single sign-on");
    Refused::Internal
}

/// The cause is in the log already.
pub(super) fn ours(_: AppError) -> Refused {
    Refused::Internal
}

async fn ask<'a>(
    platform: &'a Platform,
    provider: &sso::Provider,
) -> Result<Provider<'a>, Refused> {
    let secret = secret(platform, provider).map_err(ours)?;
    let client = (provider.client_id.as_str(), secret.as_str());
    Provider::discover(platform, &provider.issuer, client)
        .await
        .map_err(refused)
}

const fn refused(failure: Failure) -> Refused {
    match failure {
        Failure::Untrusted | Failure::CodeRefused => Refused::Untrusted,
        Failure::OffLimits
        | Failure::Unreachable
        | Failure::NotAProvider
        | Failure::ClientRefused => Refused::Unreachable,
    }
}

async fn let_in(guest: &Guest, flow: Flow, returned: &Returned) -> Result<Arrived, Refused> {
    let platform = guest.platform();
    let mut tx = platform.db().read().await.map_err(broken)?;
    let provider = find(&mut tx, flow.workspace).await.map_err(ours)?;
    drop(tx);
    let provider = provider.filter(|provider| provider.issuer == flow.issuer);
    let provider = provider.ok_or(Refused::NoProvider)?;
    if !returned.iss.is_empty() && returned.iss != provider.issuer {
        return Err(Refused::Untrusted);
    }
    if !returned.error.is_empty() || returned.code.is_empty() {
        return Err(Refused::Denied);
    }
    let now = platform.now();
    let person = ask(platform, &provider)
        .await?
        .redeem(&returned.code, flow.verifier, &flow.nonce, now)
        .await
        .map_err(refused)?;
    let mut tx = platform.db().write().await.map_err(broken)?;
    let arrival = Arrival {
        guest,
        workspace: flow.workspace,
        provider: &provider,
        person: &person,
    };
    let arrived = match flow.linking {
        Some(user) => {
            arrival.link(&mut tx, user).await?;
            Arrived::Linked
        }
        None => Arrived::In(arrival.sign_in(&mut tx).await?),
    };
    tx.commit().await.map_err(broken)?;
    Ok(arrived)
}

/// A refusal is written down where it was tried; if that fails the cause is in the log.
async fn note_refusal(guest: &Guest, workspace: WorkspaceId, refused: Refused) {
    let platform = guest.platform();
    let Ok(mut tx) = platform.db().write().await else {
        return;
    };
    let address = guest.address.map(|address| address.to_string());
    let event = Noted {
        workspace: Some(workspace),
        at: platform.now(),
        actor: "nobody",
        action: "session.refused",
        subject: &format!("sso:{refused}"),
        details: Details {
            address: address.unwrap_or_default(),
            email: String::new(),
        },
    };
    if audit::note(&mut tx, platform, &event).await.is_ok() {
        let _ = tx.commit().await;
    }
}

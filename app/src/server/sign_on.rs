//! Single sign-on, as far as the session has to do with it: what waits in it while somebody is at
//! their provider, and the session of who comes back.

use super::begin::{self, WaitingHalf};
use domain::{
    access::Door,
    identity::SignedIn,
    sso::{self, Arrived, Returned},
};
use model::{
    error::{AppError, AppResult},
    id::WorkspaceId,
    sso::Refused,
};
use tower_sessions::Session;

/// Where the session keeps a sign-on under way, sealed.
const FLOW: &str = "sign_on";
/// Where the session keeps the workspace whose provider is to be linked to the account.
const LINKING: &str = "linking";

/// What became of somebody who came back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Finished {
    /// They are signed in.
    SignedIn,
    /// A code is wanted of them.
    Half,
    /// Their account is linked to the provider.
    Linked,
}

/// The session can't be read or written.
fn lost<E>(_: E) -> Refused {
    Refused::Internal
}

/// Where somebody is sent. Who asked for it on their account links the provider to it.
pub async fn begin(
    session: &Session,
    door: &Door,
    workspace: WorkspaceId,
) -> Result<String, Refused> {
    let wanted: Option<WorkspaceId> = session.remove(LINKING).await.map_err(lost)?;
    let linking = door.user().filter(|_| wanted == Some(workspace));
    let begun = sso::begin(&door.greet(), workspace, linking).await?;
    session.insert(FLOW, begun.sealed).await.map_err(lost)?;
    Ok(begun.url)
}

/// Somebody comes back. Only the browser that left has what it takes, and has it once.
pub async fn finish(
    session: &Session,
    door: &Door,
    returned: &Returned,
    device: &str,
) -> Result<Finished, Refused> {
    let sealed: Option<String> = session.remove(FLOW).await.map_err(lost)?;
    let sealed = sealed.ok_or(Refused::Stale)?;
    let guest = door.greet();
    let arrived = sso::arrive(&guest, &sealed, returned, door.user()).await?;
    match arrived {
        Arrived::Linked => Ok(Finished::Linked),
        Arrived::In(SignedIn::Whole(entered)) => {
            let seen = (device, guest.address);
            begin::whole(session, entered, seen).await.map_err(lost)?;
            Ok(Finished::SignedIn)
        }
        Arrived::In(SignedIn::Half(half)) => {
            // Nothing of who was signed in here before.
            session.clear().await;
            let waiting = WaitingHalf {
                half,
                workspace: None,
                next: String::new(),
            };
            begin::half(session, waiting).await.map_err(lost)?;
            Ok(Finished::Half)
        }
    }
}

/// Who is signed in wants to be known by a workspace's provider: the next visit there links it.
pub async fn want_link(workspace: WorkspaceId) -> AppResult<()> {
    let places = sso::places(&super::door()?).await?;
    if !places.iter().any(|place| place.workspace == workspace) {
        return Err(AppError::NotFound);
    }
    super::keep(LINKING, workspace).await
}

/// The workspaces with single sign-on of who is signed in.
pub async fn places() -> AppResult<Vec<model::sso::SsoPlace>> {
    sso::places(&super::door()?).await
}

/// A workspace's provider says no longer who is signed in.
pub async fn unlink(workspace: WorkspaceId) -> AppResult<()> {
    sso::unlink(&super::door()?, workspace).await
}

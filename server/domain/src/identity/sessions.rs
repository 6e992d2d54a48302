//! Sessions of people who sign in (D03, S03).

use super::Proof;
use crate::{access::Guest, failure::OrInternal};
use model::{
    error::{AppError, AppResult},
    id::{UserId, WorkspaceId},
    time::{MINUTE_MS, Timestamp},
};
use store::{
    Tx,
    sessions::{self, IdHash, Session},
};

/// A session ends after this long without activity.
pub const IDLE_MS: i64 = 15 * MINUTE_MS;
/// A session ends this long after it began, however much it is used.
pub(crate) const OLDEST_MS: i64 = 12 * 60 * MINUTE_MS;

/// A session as the web side keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredSession {
    /// Who signed in; `None` before that.
    pub user: Option<UserId>,
    /// The workspace that they chose to be in; of a session that is read it stands in the data.
    pub workspace: Option<WorkspaceId>,
    /// By which password they came; a session is begun only as long as that holds.
    pub proof: Option<Proof>,
    /// What pages keep in it, as JSON.
    pub data: String,
    /// When it ends unless it is used.
    pub expires_at: Timestamp,
}

impl From<&StoredSession> for Session {
    fn from(session: &StoredSession) -> Self {
        let data = session.data.clone();
        Self {
            user: session.user,
            data,
            expires_at: session.expires_at,
        }
    }
}

/// Begins a session under the hash of its token. [`model::error::AppError::Conflict`] if the
/// token is taken, and as for a wrong password if that is another one by now: what ended this
/// person's sessions did not find this one.
pub async fn create_session(guest: &Guest, id: IdHash, session: &StoredSession) -> AppResult<()> {
    let platform = guest.platform();
    let mut tx = platform
        .db()
        .write()
        .await
        .or_internal("beginning a session")?;
    note_seen(&mut tx, guest, session).await?;
    if let (Some(user), Some(proof)) = (session.user, &session.proof)
        && !proof.holds(&mut tx, user).await?
    {
        return Err(AppError::WrongCredentials);
    }
    sessions::create(&mut tx, id, &session.into(), platform.now())
        .await
        .or_internal("beginning a session")?;
    tx.commit().await.or_internal("beginning a session")
}

/// Writes a session back; one that has ended stays ended.
pub async fn update_session(guest: &Guest, id: IdHash, session: &StoredSession) -> AppResult<()> {
    let platform = guest.platform();
    let mut tx = platform
        .db()
        .write()
        .await
        .or_internal("keeping a session")?;
    note_seen(&mut tx, guest, session).await?;
    sessions::update(&mut tx, id, &session.into(), platform.now())
        .await
        .or_internal("keeping a session")?;
    tx.commit().await.or_internal("keeping a session")
}

/// Sessions are written when somebody is active, at most once a minute for that alone. The member
/// comes before the session, as where members change: in another order two could wait for each other.
async fn note_seen(tx: &mut Tx, guest: &Guest, session: &StoredSession) -> AppResult<()> {
    let Some(user) = session.user else {
        return Ok(());
    };
    let member = store::identity::find_current(tx, user, session.workspace)
        .await
        .or_internal("finding a membership")?;
    if let Some(member) = member {
        store::members::saw(tx, member.workspace, user, guest.now())
            .await
            .or_internal("noting activity")?;
    }
    Ok(())
}

/// The session, unless it has ended.
pub async fn find_session(guest: &Guest, id: IdHash) -> AppResult<Option<StoredSession>> {
    let platform = guest.platform();
    let now = platform.now();
    let mut tx = platform
        .db()
        .look()
        .await
        .or_internal("finding a session")?;
    let session = sessions::find(&mut tx, id, now, now.plus_millis(-OLDEST_MS))
        .await
        .or_internal("finding a session")?;
    Ok(session.map(
        |Session {
             user,
             data,
             expires_at,
         }| StoredSession {
            user,
            workspace: None,
            proof: None,
            data,
            expires_at,
        },
    ))
}

/// Ends a session.
pub async fn end_session(guest: &Guest, id: IdHash) -> AppResult<()> {
    let mut tx = guest
        .platform()
        .db()
        .write()
        .await
        .or_internal("ending a session")?;
    sessions::delete(&mut tx, id)
        .await
        .or_internal("ending a session")?;
    tx.commit().await.or_internal("ending a session")
}

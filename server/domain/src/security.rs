//! How safe a workspace is: the server's checks, who is locked out, who is signed in, and what was
//! refused.

use crate::{
    access::{Access, Audit, InScope, Members, Read, Write},
    audit,
    failure::OrInternal,
    identity::{self, OLDEST_MS},
    members::{find, lock},
};
use model::{
    error::{AppError, AppResult},
    id::UserId,
    posture::{Lockout, MemberSession, SecurityPage},
    time::DAY_MS,
};
use store::{
    Tx, refusals,
    sessions::{self, IdHash},
};

/// The most sessions that are listed.
const MAX_SESSIONS: u32 = 200;

/// What the page shows. `own` is the session that asks.
pub async fn page(access: &Access<Read<Audit>>, own: IdHash) -> AppResult<SecurityPage> {
    let (platform, workspace) = (access.platform(), access.scope().workspace());
    let now = platform.now();
    let mut tx = platform.db().read().await.or_internal("reading security")?;
    let oldest = now.plus_millis(-OLDEST_MS);
    let open = sessions::list_in(&mut tx, workspace, now, oldest, MAX_SESSIONS)
        .await
        .or_internal("listing sessions")?;
    let refusals = refusals::count_since(&mut tx, now.plus_millis(-DAY_MS))
        .await
        .or_internal("counting refusals")?;
    let lockouts = lockouts(&mut tx, access).await?;
    Ok(SecurityPage {
        workspace,
        checks: platform.checks().to_vec(),
        lockouts,
        sessions: open
            .into_iter()
            .map(|open| MemberSession {
                email: open.email,
                session: identity::shown(platform, &open.session, own),
            })
            .collect(),
        refusals,
    })
}

async fn lockouts(tx: &mut Tx, access: &Access<Read<Audit>>) -> AppResult<Vec<Lockout>> {
    let members = store::members::list(tx, access.scope().workspace())
        .await
        .or_internal("listing members")?;
    let mut locked = Vec::new();
    for member in members {
        let until = identity::locked_until(tx, access.platform(), &member.email).await?;
        locked.extend(until.map(|until| Lockout {
            user: member.user,
            email: member.email,
            until,
        }));
    }
    Ok(locked)
}

/// Ends a session of a member whom the reader's role rules.
pub async fn end_session(access: &Access<Write<Members>>, which: &str) -> AppResult<()> {
    let id = identity::unhex(which).ok_or(AppError::NotFound)?;
    let mut tx = begin(access).await?;
    let own = lock(&mut tx, access).await?;
    let user = sessions::find_user(&mut tx, id)
        .await
        .or_internal("ending a session")?
        .ok_or(AppError::NotFound)?;
    let member = find(&mut tx, access.scope().workspace, user).await?;
    if !own.rules(member.role) {
        return Err(AppError::Forbidden);
    }
    sessions::delete_own(&mut tx, user, id)
        .await
        .or_internal("ending a session")?;
    end(tx, access, user, "session.end").await
}

/// Lets a member sign in again who is locked out.
pub async fn unlock(access: &Access<Write<Members>>, user: UserId) -> AppResult<()> {
    let mut tx = begin(access).await?;
    let own = lock(&mut tx, access).await?;
    let member = find(&mut tx, access.scope().workspace, user).await?;
    if !own.rules(member.role) {
        return Err(AppError::Forbidden);
    }
    identity::unlock(&mut tx, access.platform(), &member.email).await?;
    end(tx, access, user, "session.unlock").await
}

async fn begin(access: &Access<Write<Members>>) -> AppResult<Tx> {
    let db = access.platform().db();
    db.write().await.or_internal("changing security")
}

async fn end(
    mut tx: Tx,
    access: &Access<Write<Members>>,
    user: UserId,
    action: &str,
) -> AppResult<()> {
    let (subject, now) = (format!("user:{user}"), access.platform().now());
    audit::record(&mut tx, access, action, &subject, now).await?;
    tx.commit().await.or_internal("changing security")
}

//! How safe a workspace is: the server's checks, who is locked out, who is signed in, and what was
//! refused.

use crate::{
    access::{Access, Audit, InScope, Members, Read, Write},
    audit::{self, Noted},
    failure::OrInternal,
    identity::{self, LONGEST_OF_ADDRESS_MS, LockedOut, OLDEST_MS, network},
    members::{find, lock},
};
use model::{
    error::{AppError, AppResult, Problem},
    id::{UserId, WorkspaceId},
    member::MemberRow,
    posture::{LockedOut as Of, Lockout, MemberSession, SecurityPage},
    time::{DAY_MS, Timestamp},
};
use std::{collections::HashSet, net::IpAddr};
use store::{
    Tx,
    audit::Details,
    refusals,
    sessions::{self, IdHash},
};

/// The most sessions that are listed.
const MAX_SESSIONS: u32 = 200;

/// The most addresses that are looked through.
const MAX_ADDRESSES: u32 = 2_000;

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

/// Lock-outs of members and of addresses, by one look at all that there are.
async fn lockouts(tx: &mut Tx, access: &Access<Read<Audit>>) -> AppResult<Vec<Lockout>> {
    let workspace = access.scope().workspace();
    let locked = LockedOut::read(tx, access.platform()).await?;
    let members = store::members::list(tx, workspace)
        .await
        .or_internal("listing members")?;
    let mut all = Vec::new();
    for MemberRow { user, email, .. } in members {
        let own = locked.own(user).map(|until| Lockout {
            of: Of::Confirming {
                user,
                email: email.clone(),
            },
            until,
        });
        let sign_in = locked.email(&email).map(|until| Lockout {
            of: Of::SignIn { user, email },
            until,
        });
        all.extend(sign_in.into_iter().chain(own));
    }
    for (address, is_shared) in tried_from(tx, workspace, access.platform().now()).await? {
        all.extend(locked.address(address).map(|until| Lockout {
            of: Of::Address {
                address: address.to_string(),
                is_shared,
            },
            until,
        }));
    }
    Ok(all)
}

/// The addresses from which somebody lately tried in vain to sign in as one of the workspace's
/// members, one of each network, and whether others' members were tried from there too: who runs a
/// workspace must not lift what protects another one.
async fn tried_from(
    tx: &mut Tx,
    workspace: WorkspaceId,
    now: Timestamp,
) -> AppResult<Vec<(IpAddr, bool)>> {
    let since = now.plus_millis(-LONGEST_OF_ADDRESS_MS);
    let refused = store::audit::list_refused_addresses(tx, workspace, since, MAX_ADDRESSES)
        .await
        .or_internal("reading refusals")?;
    // Of more than are read, who knows from where others were tried?
    let is_more = refused.len() >= MAX_ADDRESSES as usize;
    let refused: Vec<(IpAddr, bool)> = refused
        .into_iter()
        .filter_map(|(address, is_here)| Some((address.parse().ok()?, is_here)))
        .collect();
    let elsewhere: HashSet<Vec<u8>> = refused
        .iter()
        .filter(|(_, is_here)| !is_here)
        .map(|(address, _)| network(*address))
        .collect();
    let mut seen = HashSet::new();
    let here = refused.into_iter().filter(|(_, is_here)| *is_here);
    Ok(here
        .filter(|(address, _)| seen.insert(network(*address)))
        .map(|(address, _)| (address, is_more || elsewhere.contains(&network(address))))
        .collect())
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
    identity::unlock_own(&mut tx, access.platform(), user).await?;
    end(tx, access, user, "session.unlock").await
}

/// Lets an address in again that is locked out, if it tried this workspace's members alone.
pub async fn unlock_address(access: &Access<Write<Members>>, typed: &str) -> AppResult<()> {
    let address = typed.trim().parse::<IpAddr>();
    let address = address.map_err(|_| AppError::invalid("address", Problem::Malformed))?;
    let (platform, workspace) = (access.platform(), access.scope().workspace);
    let mut tx = begin(access).await?;
    lock(&mut tx, access).await?;
    let tried = tried_from(&mut tx, workspace, platform.now()).await?;
    let found = tried
        .into_iter()
        .find(|(other, _)| network(*other) == network(address));
    let (_, is_shared) = found.ok_or(AppError::Conflict)?;
    if is_shared {
        return Err(AppError::Conflict);
    }
    identity::unlock_address(&mut tx, platform, address).await?;
    let event = Noted {
        workspace: Some(workspace),
        at: platform.now(),
        actor: &access.actor().to_string(),
        action: "session.unlock_address",
        subject: &format!("workspace:{workspace}"),
        details: Details {
            address: address.to_string(),
            email: String::new(),
        },
    };
    audit::note(&mut tx, platform, &event).await?;
    tx.commit().await.or_internal("changing security")
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

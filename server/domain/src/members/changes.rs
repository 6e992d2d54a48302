//! What becomes of members. A workspace keeps an owner who can act, whatever happens at once: each
//! change holds the workspace's members until it is done, and looks again at who is doing it.

use super::{find, lock};
use crate::{
    access::{Access, Actor, Bots, InScope, InWorkspace, Members, Permitted, Read, Write},
    audit, clean,
    failure::OrInternal,
};
use model::{
    access::Role,
    error::{AppError, AppResult, Problem},
    id::UserId,
    text::Email,
};
use store::{Tx, grants, invitations, members, sessions};

/// Whether a member may do nothing from now on, or may again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Suspension {
    /// They may do nothing.
    Begins,
    /// They may do what they could.
    Ends,
}

/// Gives a member another role. Their sessions end, and what they were granted is gone.
pub async fn set_role(access: &Access<Write<Members>>, user: UserId, role: Role) -> AppResult<()> {
    let mut tx = begin(access).await?;
    let own = lock(&mut tx, access).await?;
    let member = find(&mut tx, access.scope().workspace, user).await?;
    if !own.rules(member.role) || !own.rules(role) {
        return Err(AppError::Forbidden);
    }
    if member.role == role {
        return Ok(());
    }
    change_role(&mut tx, access, user, role).await?;
    keep_an_owner(&mut tx, access).await?;
    end(tx).await
}

/// Hands a workspace over: the member becomes an owner, and the owner who does so an admin.
pub async fn transfer(access: &Access<Write<Members>>, user: UserId) -> AppResult<()> {
    let Actor::Member { user: owner, .. } = access.actor() else {
        return Err(AppError::Forbidden);
    };
    let mut tx = begin(access).await?;
    let own = lock(&mut tx, access).await?;
    let member = find(&mut tx, access.scope().workspace, user).await?;
    if own != Role::Owner || user == owner || member.suspended_at.is_some() {
        return Err(AppError::Forbidden);
    }
    if member.role != Role::Owner {
        change_role(&mut tx, access, user, Role::Owner).await?;
    }
    change_role(&mut tx, access, owner, Role::Admin).await?;
    record(
        &mut tx,
        access,
        "workspace.transfer",
        &format!("user:{user}"),
    )
    .await?;
    keep_an_owner(&mut tx, access).await?;
    end(tx).await
}

/// Suspends a member, or lets them in again. Who is suspended may do nothing, and keeps their place
/// and what they were granted.
pub async fn set_suspended(
    access: &Access<Write<Members>>,
    user: UserId,
    change: Suspension,
) -> AppResult<()> {
    let workspace = access.scope().workspace;
    let mut tx = begin(access).await?;
    let own = lock(&mut tx, access).await?;
    let member = find(&mut tx, workspace, user).await?;
    let is_own = matches!(access.actor(), Actor::Member { user: own, .. } if own == user);
    if !own.rules(member.role) || is_own {
        return Err(AppError::Forbidden);
    }
    let (at, action) = match change {
        Suspension::Begins => (Some(access.platform().now()), "member.suspend"),
        Suspension::Ends => (None, "member.resume"),
    };
    if member.suspended_at.is_some() == at.is_some() {
        return Ok(());
    }
    members::set_suspended(&mut tx, workspace, user, at)
        .await
        .or_internal("suspending a member")?;
    if at.is_some() {
        shut_out(&mut tx, access, user).await?;
    }
    record(&mut tx, access, action, &format!("user:{user}")).await?;
    keep_an_owner(&mut tx, access).await?;
    end(tx).await
}

/// Takes a member out. What they wrote stays. Whoever does so types their address.
pub async fn remove(
    access: &Access<Write<Members>>,
    user: UserId,
    typed_email: &str,
) -> AppResult<()> {
    let mut tx = begin(access).await?;
    let own = lock(&mut tx, access).await?;
    let member = find(&mut tx, access.scope().workspace, user).await?;
    if !own.rules(member.role) {
        return Err(AppError::Forbidden);
    }
    let typed = clean::text(typed_email);
    if typed.trim().is_empty() {
        return Err(AppError::invalid("typed_email", Problem::Missing));
    }
    if Email::parse(&typed) != Ok(member.email) {
        return Err(AppError::invalid("typed_email", Problem::Different));
    }
    take_out(&mut tx, access, user, "member.remove").await?;
    end(tx).await
}

/// Leaves a workspace oneself.
pub async fn leave(access: &Access<Read<Bots>>) -> AppResult<()> {
    let Actor::Member { user, .. } = access.actor() else {
        return Err(AppError::Forbidden);
    };
    let mut tx = begin(access).await?;
    lock(&mut tx, access).await?;
    take_out(&mut tx, access, user, "member.leave").await?;
    end(tx).await
}

async fn take_out<P: Permitted<Scope = InWorkspace>>(
    tx: &mut Tx,
    access: &Access<P>,
    user: UserId,
    action: &str,
) -> AppResult<()> {
    members::delete(tx, access.scope().workspace, user)
        .await
        .or_internal("removing a member")?;
    shut_out(tx, access, user).await?;
    record(tx, access, action, &format!("user:{user}")).await?;
    keep_an_owner(tx, access).await
}

async fn change_role(
    tx: &mut Tx,
    access: &Access<Write<Members>>,
    user: UserId,
    role: Role,
) -> AppResult<()> {
    let workspace = access.scope().workspace;
    members::set_role(tx, workspace, user, role)
        .await
        .or_internal("changing a role")?;
    grants::delete_of(tx, workspace, user)
        .await
        .or_internal("changing a role")?;
    shut_out(tx, access, user).await?;
    record(
        tx,
        access,
        "member.role",
        &format!("user:{user} role:{role}"),
    )
    .await
}

/// Ends a member's sessions, and voids the links that they made: one of them may be meant as a way
/// back.
async fn shut_out<P: Permitted>(tx: &mut Tx, access: &Access<P>, user: UserId) -> AppResult<()> {
    sessions::delete_of(tx, user)
        .await
        .or_internal("ending sessions")?;
    let invited_by = format!("user:{user}");
    invitations::delete_by(tx, access.scope().workspace(), &invited_by)
        .await
        .or_internal("withdrawing invitations")?;
    Ok(())
}

/// Without an owner, whatever was written goes with the transaction.
async fn keep_an_owner<P: Permitted>(tx: &mut Tx, access: &Access<P>) -> AppResult<()> {
    let n_owners = members::count_active_owners(tx, access.scope().workspace())
        .await
        .or_internal("counting owners")?;
    if n_owners == 0 {
        return Err(AppError::LastOwner);
    }
    Ok(())
}

async fn begin<P: Permitted>(access: &Access<P>) -> AppResult<Tx> {
    let db = access.platform().db();
    db.write().await.or_internal("changing members")
}

async fn end(tx: Tx) -> AppResult<()> {
    tx.commit().await.or_internal("changing members")
}

async fn record<P: Permitted>(
    tx: &mut Tx,
    access: &Access<P>,
    action: &str,
    subject: &str,
) -> AppResult<()> {
    audit::record(tx, access, action, subject, access.platform().now()).await
}

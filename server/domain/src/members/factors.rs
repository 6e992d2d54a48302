//! Second factors as who runs a workspace sees to them: whether everybody needs one, and what is
//! done for a member who has lost theirs.

use super::{find, lock};
use crate::{
    access::{Access, Actor, InScope, Members, Write},
    audit,
    failure::OrInternal,
    identity,
};
use model::{
    error::{AppError, AppResult},
    id::UserId,
};
use store::factors;

/// Whether every member of a workspace needs a second factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Policy {
    /// Each decides for themselves.
    Free,
    /// Who has none reaches nothing of the workspace.
    Required,
}

/// Decides whether every member needs a second factor; it holds at their next request. Who wants it
/// of others has one.
pub async fn set_policy(access: &Access<Write<Members>>, policy: Policy) -> AppResult<()> {
    let (platform, workspace) = (access.platform(), access.scope().workspace());
    let now = platform.now();
    let mut tx = platform
        .db()
        .write()
        .await
        .or_internal("setting a policy")?;
    lock(&mut tx, access).await?;
    let before = factors::find_policy(&mut tx, workspace)
        .await
        .or_internal("setting a policy")?;
    let (since, action) = match policy {
        Policy::Free => (None, "workspace.factor_free"),
        Policy::Required => (Some(now), "workspace.factor_required"),
    };
    if before.is_some() == since.is_some() {
        return Ok(());
    }
    if let (Actor::Member { user, .. }, Policy::Required) = (access.actor(), policy) {
        let own = factors::find(&mut tx, user)
            .await
            .or_internal("setting a policy")?;
        own.ok_or(AppError::FactorRequired)?;
    }
    factors::set_policy(&mut tx, workspace, since)
        .await
        .or_internal("setting a policy")?;
    let subject = format!("workspace:{workspace}");
    audit::record(&mut tx, access, action, &subject, now).await?;
    tx.commit().await.or_internal("setting a policy")
}

/// Takes the second factor of a member away who has lost phone and codes. Their sessions end, and
/// they are told. Where they work in another workspace too it is not this one's to do: nobody could
/// then weaken an account by inviting it.
pub async fn reset_factor(
    access: &Access<Write<Members>>,
    user: UserId,
    locale: &str,
) -> AppResult<()> {
    let (platform, workspace) = (access.platform(), access.scope().workspace());
    let mut tx = platform
        .db()
        .write()
        .await
        .or_internal("resetting a factor")?;
    let own = lock(&mut tx, access).await?;
    let member = find(&mut tx, workspace, user).await?;
    let is_own = matches!(access.actor(), Actor::Member { user: own, .. } if own == user);
    let is_elsewhere = factors::is_elsewhere(&mut tx, workspace, user)
        .await
        .or_internal("resetting a factor")?;
    if !own.rules(member.role) || is_own || is_elsewhere {
        return Err(AppError::Forbidden);
    }
    identity::take_away(&mut tx, platform, user, locale).await?;
    let subject = format!("user:{user}");
    audit::record(&mut tx, access, "factor.reset", &subject, platform.now()).await?;
    tx.commit().await.or_internal("resetting a factor")
}

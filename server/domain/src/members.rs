//! The members of a workspace: who they are, who is invited, what becomes of them, and what each
//! may do with the bots.

mod changes;
mod factors;
mod invitations;
mod rights;

pub use changes::{Suspension, leave, remove, set_role, set_suspended, transfer};
pub use factors::{Policy, reset_factor, set_policy};
pub use invitations::{Draft, invite, link, renew, withdraw};
pub use rights::{PAGE, grant, rights_page, save_rights, set_sharing};

use crate::{
    access::{
        Access, Actor, Grants, InScope, InWorkspace, Members, Permitted, Presence, Read, Write,
    },
    failure::OrInternal,
    secrets::{hex, token_hash},
};
use model::{
    access::Role,
    bot::BotStatus,
    error::{AppError, AppResult},
    id::{BotId, UserId, WorkspaceId},
    member::{InvitationRow, MemberPage, MemberRow, MembersPage, NamedBot},
    rights::{OwnRights, Rights, RightsOnBot},
    text::Name,
};
use std::collections::HashMap;
use store::{Tx, grants::Granted, identity, members};

/// The most members of a workspace.
pub const MAX_MEMBERS: u32 = 1_000;

/// What the reader may do with a bot, for the rooms that are shown to them.
pub fn own_rights(access: &Access<Read<Presence>>) -> OwnRights {
    OwnRights {
        rights: access.rights(),
        may_grant: access.may::<Write<Grants>>(),
    }
}

/// The members and who is invited.
pub async fn page(access: &Access<Read<Members>>) -> AppResult<MembersPage> {
    let (platform, workspace) = (access.platform(), access.scope().workspace());
    let now = platform.now();
    let mut tx = platform.db().read().await.or_internal("listing members")?;
    let invited = store::invitations::list(&mut tx, workspace)
        .await
        .or_internal("listing invitations")?;
    let invited = invited.into_iter().map(|invitation| InvitationRow {
        id: invitation.id,
        email: invitation.email,
        role: invitation.role,
        n_bots: u32::try_from(invitation.rights.len()).unwrap_or(u32::MAX),
        invited_at: invitation.created_at,
        expires_at: invitation.expires_at,
        is_expired: invitation.expires_at <= now,
    });
    let (me, role) = reader(&mut tx, access).await?;
    Ok(MembersPage {
        workspace,
        name: name_of(&mut tx, workspace).await?,
        members: members::list(&mut tx, workspace)
            .await
            .or_internal("listing members")?,
        invitations: invited.collect(),
        bots: bots_of(&mut tx, workspace).await?,
        me,
        role,
        factor_since: store::factors::find_policy(&mut tx, workspace)
            .await
            .or_internal("listing members")?,
    })
}

/// One member: what they may do with each bot, and what removing them would touch.
pub async fn member(access: &Access<Read<Members>>, user: UserId) -> AppResult<MemberPage> {
    let (platform, workspace) = (access.platform(), access.scope().workspace());
    let mut tx = platform.db().read().await.or_internal("getting a member")?;
    let member = find(&mut tx, workspace, user).await?;
    let granted = store::grants::list_of_member(&mut tx, workspace, user)
        .await
        .or_internal("reading grants")?;
    let (me, role) = reader(&mut tx, access).await?;
    let since = platform.now();
    let bots = store::bots::list(&mut tx, workspace, since)
        .await
        .or_internal("listing bots")?;
    let row = |id: BotId, name: Name, status: BotStatus| {
        let granted = granted.get(&id).copied().unwrap_or_default();
        RightsOnBot {
            bot: id,
            name,
            status,
            rights: match member.role {
                Role::Owner | Role::Admin => Rights::FULL,
                Role::Member => granted.rights,
            },
            sharing: granted.sharing,
        }
    };
    Ok(MemberPage {
        workspace,
        workspace_name: name_of(&mut tx, workspace).await?,
        revision: revision_of_member(&granted)?,
        bots: bots
            .into_iter()
            .map(|bot| row(bot.id, bot.name, bot.status))
            .collect(),
        impact: members::impact(&mut tx, workspace, user, platform.now())
            .await
            .or_internal("getting a member")?,
        is_me: me == Some(user),
        role,
        member,
    })
}

pub(crate) async fn find(
    tx: &mut Tx,
    workspace: WorkspaceId,
    user: UserId,
) -> AppResult<MemberRow> {
    members::find(tx, workspace, user)
        .await
        .or_internal("finding a member")?
        .ok_or(AppError::NotFound)
}

async fn name_of(tx: &mut Tx, workspace: WorkspaceId) -> AppResult<Name> {
    identity::find_workspace_name(tx, workspace)
        .await
        .or_internal("getting a workspace")?
        .ok_or(AppError::NotFound)
}

async fn bots_of(tx: &mut Tx, workspace: WorkspaceId) -> AppResult<Vec<NamedBot>> {
    let names = store::bots::list_present(tx, workspace)
        .await
        .or_internal("listing bots")?;
    Ok(names
        .into_iter()
        .map(|(id, name)| NamedBot { id, name })
        .collect())
}

/// Who looks, and as what. On the machine itself one may do what an owner may.
async fn reader<P: Permitted>(
    tx: &mut Tx,
    access: &Access<P>,
) -> AppResult<(Option<UserId>, Role)> {
    let Actor::Member { user, .. } = access.actor() else {
        return Ok((None, Role::Owner));
    };
    let member = identity::find_membership(tx, user, access.scope().workspace())
        .await
        .or_internal("finding a membership")?
        .ok_or(AppError::Forbidden)?;
    Ok((Some(user), member.role))
}

/// Keeps the workspace's members as they are until the transaction ends, and gives the role of who
/// acts: they may have lost it since their access was opened.
pub(crate) async fn lock<P: Permitted<Scope = InWorkspace>>(
    tx: &mut Tx,
    access: &Access<P>,
) -> AppResult<Role> {
    let is_there = members::lock(tx, access.scope().workspace)
        .await
        .or_internal("locking members")?;
    if !is_there {
        return Err(AppError::NotFound);
    }
    let (_, role) = reader(tx, access).await?;
    if access.may_as(role) {
        Ok(role)
    } else {
        Err(AppError::Forbidden)
    }
}

/// Names a state of what a member was granted.
fn revision_of_member(granted: &HashMap<BotId, Granted>) -> AppResult<String> {
    let mut all: Vec<(BotId, Rights)> = granted
        .iter()
        .map(|(bot, granted)| (*bot, granted.rights))
        .collect();
    all.sort_by_key(|(bot, _)| *bot);
    revision_of(&all)
}

fn revision_of<Id: serde::Serialize>(rights: &[(Id, Rights)]) -> AppResult<String> {
    let json = serde_json::to_vec(rights).or_internal("reading grants")?;
    Ok(hex(&token_hash(&json)[..8]))
}

//! Asking people to join (D04): a one-time link, never a password.

use super::{MAX_MEMBERS, lock, reader};
use crate::{
    access::{Access, InWorkspace, Members, Permitted, Read, Write},
    audit, clean,
    failure::OrInternal,
};
use model::{
    access::Role,
    error::{AppError, AppResult, Fields, Problem},
    id::{BotId, InvitationId},
    rights::{Preset, Rights},
    text::Email,
    time::MINUTE_MS,
};
use store::{
    StoreError, Tx, identity,
    invitations::{self, Invitation, NewInvitation},
    members,
};

/// How long a link works.
const LINK_MS: i64 = 72 * 60 * MINUTE_MS;
/// The most people of one workspace who are invited at a time.
const MAX_INVITED: u32 = 500;

/// Somebody to ask, as it was typed.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    /// Their address.
    pub email: String,
    /// As what.
    pub role: String,
    /// What they will have of the bots, if they are a plain member.
    pub preset: String,
    /// The bots that are ticked.
    pub bots: Vec<BotId>,
}

/// Asks somebody to join. Their link is [`link`]'s to tell.
pub async fn invite(access: &Access<Write<Members>>, draft: &Draft) -> AppResult<InvitationId> {
    let mut fields = Fields::default();
    let email = fields.take("email", Email::parse(&clean::text(&draft.email)));
    let role = fields.take("role", draft.role.parse::<Role>());
    let preset = fields.take("preset", draft.preset.parse::<Preset>());
    fields.finish()?;
    let (Some(email), Some(role), Some(preset)) = (email, role, preset) else {
        return Err(AppError::Internal);
    };
    let (platform, workspace) = (access.platform(), access.scope().workspace);
    let now = platform.now();
    let mut tx = platform.db().write().await.or_internal("inviting")?;
    if !lock(&mut tx, access).await?.rules(role) {
        return Err(AppError::Forbidden);
    }
    check_place(&mut tx, access, &email).await?;
    let id = InvitationId::from_uuid(platform.random().v7());
    let new = NewInvitation {
        id,
        workspace,
        email: &email,
        role,
        rights: &rights(&mut tx, access, role, preset, &draft.bots).await?,
        invited_by: &access.actor().to_string(),
        expires_at: now.plus_millis(LINK_MS),
    };
    match invitations::create(&mut tx, &new, now).await {
        Err(StoreError::Taken) => return Err(AppError::invalid("email", Problem::Taken)),
        done => done.or_internal("inviting")?,
    }
    let subject = format!("invitation:{id} role:{role} rights:{preset}");
    audit::record(&mut tx, access, "member.invite", &subject, now).await?;
    tx.commit().await.or_internal("inviting")?;
    Ok(id)
}

/// Somebody who is a member already can't be asked, and a workspace has room for so many.
async fn check_place(tx: &mut Tx, access: &Access<Write<Members>>, email: &Email) -> AppResult<()> {
    let workspace = access.scope().workspace;
    let known = identity::find_user(tx, email)
        .await
        .or_internal("inviting")?;
    let member = match known {
        Some(user) => members::find(tx, workspace, user)
            .await
            .or_internal("inviting")?,
        None => None,
    };
    if member.is_some() {
        return Err(AppError::invalid("email", Problem::Taken));
    }
    let n_members = members::count(tx, workspace)
        .await
        .or_internal("inviting")?;
    let n_invited = invitations::count(tx, workspace)
        .await
        .or_internal("inviting")?;
    for (n, max) in [(n_members, MAX_MEMBERS), (n_invited, MAX_INVITED)] {
        if n >= max {
            return Err(AppError::invalid("email", Problem::TooMany { max }));
        }
    }
    Ok(())
}

/// What somebody will have of the bots that are ticked. One of another tenant's is not there.
async fn rights(
    tx: &mut Tx,
    access: &Access<Write<Members>>,
    role: Role,
    preset: Preset,
    bots: &[BotId],
) -> AppResult<Vec<(BotId, Rights)>> {
    let own = store::bots::list_present(tx, access.scope().workspace)
        .await
        .or_internal("inviting")?;
    let is_own = |bot: &BotId| own.iter().any(|(id, _)| id == bot);
    if !bots.iter().all(is_own) {
        return Err(AppError::NotFound);
    }
    if role != Role::Member || preset == Preset::Nothing {
        return Ok(Vec::new());
    }
    Ok(bots.iter().map(|bot| (*bot, preset.rights())).collect())
}

/// Whom an invitation is for, and the token of its newest link.
pub async fn link(access: &Access<Read<Members>>, id: InvitationId) -> AppResult<(Email, String)> {
    let platform = access.platform();
    let mut tx = platform.db().read().await.or_internal("making a link")?;
    let (_, own) = reader(&mut tx, access).await?;
    let invitation = find(&mut tx, access, own, id).await?;
    let token = platform.links().seal(id, invitation.n_links);
    Ok((invitation.email, token))
}

/// Makes another link, which voids those before it.
pub async fn renew(access: &Access<Write<Members>>, id: InvitationId) -> AppResult<()> {
    let platform = access.platform();
    let now = platform.now();
    let mut tx = platform.db().write().await.or_internal("renewing")?;
    let own = lock(&mut tx, access).await?;
    let invitation = find(&mut tx, access, own, id).await?;
    let until = now.plus_millis(LINK_MS);
    let by = access.actor().to_string();
    invitations::renew(&mut tx, invitation.workspace, id, &by, until)
        .await
        .or_internal("renewing")?;
    let subject = format!("invitation:{id}");
    audit::record(&mut tx, access, "invitation.renew", &subject, now).await?;
    tx.commit().await.or_internal("renewing")
}

/// Takes an invitation back: its link leads nowhere.
pub async fn withdraw(access: &Access<Write<Members>>, id: InvitationId) -> AppResult<()> {
    let platform = access.platform();
    let mut tx = platform.db().write().await.or_internal("withdrawing")?;
    let own = lock(&mut tx, access).await?;
    let invitation = find(&mut tx, access, own, id).await?;
    invitations::delete(&mut tx, invitation.workspace, id)
        .await
        .or_internal("withdrawing")?;
    let (subject, now) = (format!("invitation:{id}"), platform.now());
    audit::record(&mut tx, access, "invitation.withdraw", &subject, now).await?;
    tx.commit().await.or_internal("withdrawing")
}

/// An invitation of this workspace's. Who may not make an owner has no use of an owner's link.
async fn find<P: Permitted<Scope = InWorkspace>>(
    tx: &mut Tx,
    access: &Access<P>,
    own: Role,
    id: InvitationId,
) -> AppResult<Invitation> {
    let invitation = invitations::find(tx, id)
        .await
        .or_internal("finding an invitation")?
        .filter(|invitation| invitation.workspace == access.scope().workspace)
        .ok_or(AppError::NotFound)?;
    if own.rules(invitation.role) {
        Ok(invitation)
    } else {
        Err(AppError::Forbidden)
    }
}

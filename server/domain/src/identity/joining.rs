//! Where a one-time link leads: to a first password, or into a workspace.

use super::{
    Entered, Proof, account::note, check_credentials, check_password, note_sign_in, pass_address,
    password, setup,
};
use crate::{
    access::Guest,
    audit::{self, Noted},
    failure::OrInternal,
    secrets::token_hash,
};
use model::{
    error::{AppError, AppResult},
    id::{UserId, WorkspaceId},
    member::Welcome,
};
use store::{Tx, audit::Details, identity, invitations::Invitation};

/// Who came by a link, and where to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Welcomed {
    /// Who, by the password that they chose or gave.
    pub entered: Entered,
    /// The workspace that they joined by it.
    pub workspace: Option<WorkspaceId>,
}

/// What a link is for, for the page that it leads to.
pub async fn welcome_for(guest: &Guest, token: &str) -> AppResult<Welcome> {
    pass_address(guest)?;
    let Some(invitation) = find_invitation(guest, token).await? else {
        return Ok(match setup::opens_setup(guest, token).await? {
            true => Welcome::Setup,
            false => Welcome::Password,
        });
    };
    let mut tx = guest
        .platform()
        .db()
        .read()
        .await
        .or_internal("reading an invitation")?;
    let user = identity::find_user(&mut tx, &invitation.email)
        .await
        .or_internal("reading an invitation")?;
    Ok(Welcome::Invitation {
        workspace_name: invitation.workspace_name,
        email: invitation.email,
        role: invitation.role,
        has_account: user.is_some(),
    })
}

/// Uses a link up. One for a password sets it. By an invitation one joins: who has no account gets
/// one with this password, and who has one proves by it that it is theirs, since whoever invites
/// holds the link too.
pub async fn welcome(guest: &Guest, token: &str, password: &str) -> AppResult<Welcomed> {
    if let Some(invitation) = find_invitation(guest, token).await? {
        return join(guest, &invitation, password).await;
    }
    pass_address(guest)?;
    check_password(password)?;
    let platform = guest.platform();
    let hash = password::hash(platform.random().bytes(), password).await?;
    let mut tx = platform.db().write().await.or_internal("using a link")?;
    let user = identity::use_link(&mut tx, token_hash(token.as_bytes()), platform.now())
        .await
        .or_internal("using a link")?
        .ok_or(AppError::NotFound)?;
    identity::set_password_hash(&mut tx, user, &hash)
        .await
        .or_internal("using a link")?;
    store::sessions::delete_of(&mut tx, user)
        .await
        .or_internal("using a link")?;
    let (actor, address) = (format!("user:{user}"), guest.address);
    note(&mut tx, platform, user, &actor, "password.set", address).await?;
    tx.commit().await.or_internal("using a link")?;
    let proof = Proof::of(Some(&hash));
    Ok(Welcomed {
        entered: Entered::by_password(user, proof),
        workspace: None,
    })
}

/// The invitation whose newest link this is, as long as that works.
async fn find_invitation(guest: &Guest, token: &str) -> AppResult<Option<Invitation>> {
    let platform = guest.platform();
    let Some(id) = platform.links().invitation(token) else {
        return Ok(None);
    };
    let mut tx = platform
        .db()
        .read()
        .await
        .or_internal("reading an invitation")?;
    let found = store::invitations::find(&mut tx, id)
        .await
        .or_internal("reading an invitation")?;
    let now = platform.now();
    Ok(found.filter(|invitation| {
        platform.links().holds(token, id, invitation.n_links) && invitation.expires_at > now
    }))
}

/// Who joins: an account that is there, or one to make with the hash of its password.
enum Joining {
    Account(Entered),
    New(String),
}

async fn prove(guest: &Guest, invitation: &Invitation, password: &str) -> AppResult<Joining> {
    let platform = guest.platform();
    let mut tx = platform.db().read().await.or_internal("joining")?;
    let account = identity::find_user(&mut tx, &invitation.email)
        .await
        .or_internal("joining")?;
    drop(tx);
    if account.is_none() {
        pass_address(guest)?;
        check_password(password)?;
        let hash = password::hash(platform.random().bytes(), password).await?;
        return Ok(Joining::New(hash));
    }
    pass_address(guest)?;
    let tried = check_credentials(guest, &invitation.email, password, None).await?;
    let is_in = note_sign_in(guest, &invitation.email, &tried, tried.is_right).await?;
    let user = tried.user().filter(|_| is_in);
    let user = user.ok_or(AppError::WrongCredentials)?;
    Ok(Joining::Account(tried.entered(user)))
}

async fn join(guest: &Guest, invitation: &Invitation, password: &str) -> AppResult<Welcomed> {
    let joining = prove(guest, invitation, password).await?;
    let platform = guest.platform();
    let now = platform.now();
    let mut tx = platform.db().write().await.or_internal("joining")?;
    // Of many at once, one goes on from here.
    let is_first = store::invitations::take(&mut tx, invitation.id, invitation.n_links, now)
        .await
        .or_internal("joining")?;
    if !is_first {
        return Err(AppError::NotFound);
    }
    let entered = match joining {
        Joining::Account(entered) => entered,
        Joining::New(hash) => {
            let user = UserId::from_uuid(platform.random().v7());
            identity::create_user(&mut tx, user, &invitation.email, now)
                .await
                .or_internal("joining")?;
            identity::set_password_hash(&mut tx, user, &hash)
                .await
                .or_internal("joining")?;
            let proof = Proof::of(Some(&hash));
            Entered::by_password(user, proof)
        }
    };
    settle(&mut tx, guest, invitation, entered.user).await?;
    tx.commit().await.or_internal("joining")?;
    Ok(Welcomed {
        entered,
        workspace: Some(invitation.workspace),
    })
}

/// Gives somebody the place that they were invited to, with their rights.
async fn settle(
    tx: &mut Tx,
    guest: &Guest,
    invitation: &Invitation,
    user: UserId,
) -> AppResult<()> {
    let platform = guest.platform();
    let (workspace, now) = (invitation.workspace, platform.now());
    identity::add_member(tx, workspace, user, invitation.role, now)
        .await
        .or_internal("joining")?;
    for (bot, rights) in &invitation.rights {
        let owner = store::bots::find_workspace(tx, *bot)
            .await
            .or_internal("joining")?;
        if owner == Some(workspace) {
            store::grants::put(tx, workspace, user, *bot, *rights)
                .await
                .or_internal("joining")?;
        }
    }
    let event = Noted {
        workspace: Some(workspace),
        at: now,
        actor: &format!("user:{user}"),
        action: "member.join",
        subject: &format!("user:{user} role:{}", invitation.role),
        details: Details::default(),
    };
    audit::note(tx, platform, &event).await
}

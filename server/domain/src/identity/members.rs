//! Workspaces and their members, as commands make them.

use super::{check_password, password};
use crate::{
    access::Guest,
    audit::{self, Noted},
    clean,
    failure::OrInternal,
    secrets::token_hash,
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use model::{
    access::Role,
    error::{AppError, AppResult},
    id::{BotId, UserId, WorkspaceId},
    rights::Preset,
    text::{Email, Name},
    time::MINUTE_MS,
};
use store::{Tx, audit::Details, identity};

/// How long a one-time link works.
const LINK_MS: i64 = 24 * 60 * MINUTE_MS;

/// Makes a workspace. Only who works on the machine itself is given such a guest.
pub async fn create_workspace(guest: &Guest, name: &str) -> AppResult<WorkspaceId> {
    let platform = local(guest)?;
    let name = Name::parse(&clean::text(name));
    let name = name.map_err(|problem| AppError::invalid("name", problem))?;
    let id = WorkspaceId::from_uuid(platform.random().v7());
    let mut tx = platform
        .db()
        .write()
        .await
        .or_internal("creating a workspace")?;
    identity::create_workspace(&mut tx, id, &name, platform.now())
        .await
        .or_internal("creating a workspace")?;
    note(
        &mut tx,
        guest,
        id,
        "workspace.create",
        &format!("workspace:{id}"),
    )
    .await?;
    tx.commit().await.or_internal("creating a workspace")?;
    Ok(id)
}

/// Every workspace, oldest first.
pub async fn list_workspaces(guest: &Guest) -> AppResult<Vec<WorkspaceId>> {
    let mut tx = local(guest)?
        .db()
        .read()
        .await
        .or_internal("listing workspaces")?;
    identity::list_workspaces(&mut tx)
        .await
        .or_internal("listing workspaces")
}

/// Whether somebody has an account with this address.
pub async fn has_account(guest: &Guest, email: &str) -> AppResult<bool> {
    let email = Email::parse(email).map_err(|problem| AppError::invalid("email", problem))?;
    let mut tx = local(guest)?
        .db()
        .read()
        .await
        .or_internal("finding an account")?;
    let user = identity::find_user(&mut tx, &email)
        .await
        .or_internal("finding an account")?;
    Ok(user.is_some())
}

pub(super) fn local(guest: &Guest) -> AppResult<&crate::platform::Platform> {
    if guest.address.is_some() {
        Err(AppError::Forbidden)
    } else {
        Ok(guest.platform())
    }
}

/// A member to add.
#[derive(Clone, Debug)]
pub struct NewMember {
    /// Where.
    pub workspace: WorkspaceId,
    /// Their address.
    pub email: String,
    /// As what.
    pub role: Role,
    /// Their password; without one they get a one-time link.
    pub password: Option<String>,
    /// What a member has of each bot; owners and admins have everything.
    pub preset: Preset,
    /// The bots that the preset is for; all of the workspace, if none is named.
    pub bots: Vec<BotId>,
}

/// Who was added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Added {
    /// Their id.
    pub user: UserId,
    /// The token of the one-time link by which they set a password.
    pub token: Option<String>,
}

/// Adds a member, and the user if the address is new. Who has a password already keeps it.
pub async fn add_member(guest: &Guest, new: &NewMember) -> AppResult<Added> {
    let platform = local(guest)?;
    let email = Email::parse(&new.email).map_err(|problem| AppError::invalid("email", problem))?;
    let hash = match &new.password {
        Some(password) => {
            check_password(password)?;
            Some(password::hash(platform.random().bytes(), password).await?)
        }
        None => None,
    };
    let mut tx = platform.db().write().await.or_internal("adding a member")?;
    if !identity::workspace_exists(&mut tx, new.workspace)
        .await
        .or_internal("adding a member")?
    {
        return Err(AppError::NotFound);
    }
    let user = find_or_create_user(&mut tx, guest, &email).await?;
    identity::add_member(&mut tx, new.workspace, user, new.role, platform.now())
        .await
        .or_internal("adding a member")?;
    let found = identity::find_password_hash(&mut tx, &email).await;
    let has_password = found
        .or_internal("finding an account")?
        .is_some_and(|(_, password)| password.is_some());
    let token = match &hash {
        _ if has_password => None,
        Some(hash) => {
            identity::set_password_hash(&mut tx, user, hash)
                .await
                .or_internal("setting a password")?;
            None
        }
        None => Some(create_link(&mut tx, guest, user).await?),
    };
    grant(&mut tx, new, user).await?;
    let subject = format!("user:{user} role:{} rights:{}", new.role, new.preset);
    note(&mut tx, guest, new.workspace, "member.add", &subject).await?;
    tx.commit().await.or_internal("adding a member")?;
    Ok(Added { user, token })
}

async fn grant(tx: &mut Tx, new: &NewMember, user: UserId) -> AppResult<()> {
    if new.role != Role::Member {
        return Ok(());
    }
    let all = store::bots::list_present(tx, new.workspace)
        .await
        .or_internal("granting rights")?;
    let is_all = new.bots.is_empty();
    if !is_all
        && !new
            .bots
            .iter()
            .all(|bot| all.iter().any(|(id, _)| id == bot))
    {
        return Err(AppError::NotFound);
    }
    for (bot, _) in all {
        if is_all || new.bots.contains(&bot) {
            store::grants::put(tx, new.workspace, user, bot, new.preset.rights())
                .await
                .or_internal("granting rights")?;
        }
    }
    Ok(())
}

pub(super) async fn find_or_create_user(
    tx: &mut Tx,
    guest: &Guest,
    email: &Email,
) -> AppResult<UserId> {
    let platform = guest.platform();
    if let Some(user) = identity::find_user(tx, email)
        .await
        .or_internal("finding a user")?
    {
        return Ok(user);
    }
    let user = UserId::from_uuid(platform.random().v7());
    identity::create_user(tx, user, email, platform.now())
        .await
        .or_internal("creating a user")?;
    Ok(user)
}

async fn create_link(tx: &mut Tx, guest: &Guest, user: UserId) -> AppResult<String> {
    let platform = guest.platform();
    let token = URL_SAFE_NO_PAD.encode(platform.random().bytes());
    let expires_at = platform.now().plus_millis(LINK_MS);
    identity::create_link(tx, token_hash(token.as_bytes()), user, expires_at)
        .await
        .or_internal("making a link")?;
    Ok(token)
}

async fn note(
    tx: &mut Tx,
    guest: &Guest,
    workspace: WorkspaceId,
    action: &str,
    subject: &str,
) -> AppResult<()> {
    let event = Noted {
        workspace: Some(workspace),
        at: guest.platform().now(),
        actor: "command",
        action,
        subject,
        details: Details::default(),
    };
    audit::note(tx, guest.platform(), &event).await
}

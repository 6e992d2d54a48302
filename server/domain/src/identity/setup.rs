//! The first start: there is no default account, but a link that makes the first one, once.

use super::{
    Entered, Proof, Welcomed, check_password, members::find_or_create_user, pass_address, password,
};
use crate::{
    access::Guest,
    audit::{self, Noted},
    clean,
    failure::OrInternal,
};
use model::{
    access::Role,
    error::{AppError, AppResult, Fields},
    id::WorkspaceId,
    text::{Email, Name},
    time::{DAY_MS, Timestamp},
};
use store::{Tx, audit::Details, identity};

/// What seals a link's token. The token says until when it works, and nothing else: while nobody is
/// there yet, there is nothing to tell one from another.
const LINK: &str = "setup link";

/// What the form of the first start holds, as it was typed.
#[derive(Clone, Debug, Default)]
pub struct Setup {
    /// What the workspace will be called.
    pub name: String,
    /// The owner's address.
    pub email: String,
    /// And password.
    pub password: String,
}

/// The token of a link that works for a day, if nobody has been here yet. For who starts the server.
pub async fn setup_token(guest: &Guest) -> AppResult<Option<String>> {
    let platform = super::members::local(guest)?;
    let mut tx = platform.db().read().await.or_internal("starting")?;
    if !is_new(&mut tx).await? {
        return Ok(None);
    }
    let until = platform.now().plus_millis(DAY_MS).as_millis().to_be_bytes();
    platform.vault().seal(LINK, &until).map(Some)
}

/// Whether a token is a setup link's and would still do something.
pub(super) async fn opens_setup(guest: &Guest, token: &str) -> AppResult<bool> {
    let platform = guest.platform();
    let until = platform.vault().open(LINK, token);
    let until = until.and_then(|bytes| bytes.try_into().ok());
    let until = until.map(i64::from_be_bytes).map(Timestamp::from_millis);
    if until.is_none_or(|until| until <= platform.now()) {
        return Ok(false);
    }
    let mut tx = platform.db().read().await.or_internal("setting up")?;
    is_new(&mut tx).await
}

async fn is_new(tx: &mut Tx) -> AppResult<bool> {
    let there = identity::list_workspaces(tx).await;
    Ok(there.or_internal("setting up")?.is_empty())
}

/// Makes the first workspace and its owner. Of many at once, one does.
pub async fn set_up(guest: &Guest, token: &str, setup: &Setup) -> AppResult<Welcomed> {
    pass_address(guest)?;
    let mut fields = Fields::default();
    let name = fields.take("name", Name::parse(&clean::text(&setup.name)));
    let email = fields.take("email", Email::parse(&clean::text(&setup.email)));
    match check_password(&setup.password) {
        Err(AppError::Invalid { fields: weak }) => {
            for error in weak {
                fields.note("password", error.problem);
            }
        }
        checked => checked?,
    }
    fields.finish()?;
    let (Some(name), Some(email)) = (name, email) else {
        return Err(AppError::Internal);
    };
    if !opens_setup(guest, token).await? {
        return Err(AppError::NotFound);
    }
    let platform = guest.platform();
    let hash = password::hash(platform.random().bytes(), &setup.password).await?;
    let now = platform.now();
    let mut tx = platform.db().write().await.or_internal("setting up")?;
    let is_first = identity::begin_setup(&mut tx, now).await;
    if !is_first.or_internal("setting up")? || !is_new(&mut tx).await? {
        return Err(AppError::NotFound);
    }
    let workspace = WorkspaceId::from_uuid(platform.random().v7());
    identity::create_workspace(&mut tx, workspace, &name, now)
        .await
        .or_internal("setting up")?;
    let user = find_or_create_user(&mut tx, guest, &email).await?;
    identity::add_member(&mut tx, workspace, user, Role::Owner, now)
        .await
        .or_internal("setting up")?;
    identity::set_password_hash(&mut tx, user, &hash)
        .await
        .or_internal("setting up")?;
    let created = Noted {
        workspace: Some(workspace),
        at: now,
        actor: &format!("user:{user}"),
        action: "workspace.create",
        subject: &format!("workspace:{workspace}"),
        details: Details {
            address: guest.address.map(|ip| ip.to_string()).unwrap_or_default(),
            email: String::new(),
        },
    };
    audit::note(&mut tx, platform, &created).await?;
    tx.commit().await.or_internal("setting up")?;
    Ok(Welcomed {
        entered: Entered::by_password(user, Proof::of(Some(&hash))),
        workspace: Some(workspace),
    })
}

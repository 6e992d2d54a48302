//! People: signing in, workspaces and members, one-time links, sessions.

mod account;
mod joining;
mod members;
mod password;
mod recovery;
mod sessions;

pub use account::{ADDRESS, DEVICE, change_password, end_own_session, list_sessions};
pub use joining::{Welcomed, welcome, welcome_for};
pub use members::{Added, NewMember, add_member, create_workspace, has_account, list_workspaces};
pub(crate) use recovery::reset_token;
pub use recovery::{forget_password, reset_password};
pub(crate) use sessions::OLDEST_MS;
pub use sessions::{
    IDLE_MS, StoredSession, create_session, end_session, find_session, update_session,
};

use crate::{
    access::{Door, Guest},
    audit::{self, Noted},
    failure::OrInternal,
};
use model::{
    error::{AppError, AppResult, Problem},
    id::{UserId, WorkspaceId},
    member::Me,
    text::Email,
};
use store::audit::Details;

/// The fewest and the most characters of a password; none is cut off.
pub const PASSWORD_LENGTH: std::ops::RangeInclusive<usize> = 8..=128;

/// Checks an e-mail and a password, of somebody who has a place in a workspace. Whether the account
/// exists can't be told from the answer, nor from how long it takes.
pub async fn sign_in(guest: &Guest, email: &str, password: &str) -> AppResult<UserId> {
    let email = Email::parse(email).map_err(|problem| AppError::invalid("email", problem))?;
    let tried = check_credentials(guest, &email, password).await?;
    let mut tx = guest
        .platform()
        .db()
        .read()
        .await
        .or_internal("finding a membership")?;
    let place = match tried.user() {
        Some(user) => store::identity::find_current(&mut tx, user, None)
            .await
            .or_internal("finding a membership")?,
        None => None,
    };
    drop(tx);
    let user = place.map(|place| place.user);
    note_sign_in(guest, &email, tried.account, user.is_some()).await?;
    user.ok_or(AppError::WrongCredentials)
}

/// What came of an e-mail and a password.
#[derive(Clone, Copy, Debug)]
struct Tried {
    /// The account with this e-mail, if there is one.
    account: Option<UserId>,
    /// Whether this is its password.
    is_right: bool,
}

impl Tried {
    /// Who it is, if they have shown it.
    fn user(self) -> Option<UserId> {
        self.account.filter(|_| self.is_right)
    }
}

/// Whose password this is, if it is theirs. Tries are counted by address and by e-mail.
async fn check_credentials(guest: &Guest, email: &Email, password: &str) -> AppResult<Tried> {
    let platform = guest.platform();
    let now = platform.now();
    if let Some(address) = guest.address {
        platform.limits().sign_in_per_address.pass(&address, now)?;
    }
    platform.limits().sign_in_per_email.pass(email, now)?;
    if password.is_empty() {
        return Err(AppError::invalid("password", Problem::Missing));
    }
    let mut tx = platform
        .db()
        .read()
        .await
        .or_internal("finding an account")?;
    let found = store::identity::find_password_hash(&mut tx, email).await;
    drop(tx);
    let (account, hash) = found.or_internal("finding an account")?.unzip();
    let is_right = password::verify(password, hash.flatten()).await?;
    if is_right {
        platform.limits().sign_in_per_email.take_back(email);
    }
    Ok(Tried { account, is_right })
}

/// Writes a sign-in down where the account has its place, or where nobody has one.
async fn note_sign_in(
    guest: &Guest,
    email: &Email,
    account: Option<UserId>,
    is_right: bool,
) -> AppResult<()> {
    let platform = guest.platform();
    let mut tx = platform
        .db()
        .write()
        .await
        .or_internal("noting a sign-in")?;
    let place = match account {
        Some(user) => store::identity::find_current(&mut tx, user, None)
            .await
            .or_internal("noting a sign-in")?,
        None => None,
    };
    let subject = account.map_or_else(|| "session".to_owned(), |user| format!("user:{user}"));
    let actor = match account {
        Some(user) if is_right => format!("user:{user}"),
        _ => "nobody".to_owned(),
    };
    let address = guest.address.map(|address| address.to_string());
    let event = Noted {
        workspace: place.map(|place| place.workspace),
        at: platform.now(),
        actor: &actor,
        action: if is_right {
            "session.sign_in"
        } else {
            "session.refused"
        },
        subject: &subject,
        details: Details {
            address: address.unwrap_or_default(),
            email: email.to_string(),
        },
    };
    audit::note(&mut tx, platform, &event).await?;
    tx.commit().await.or_internal("noting a sign-in")
}

/// Who is signed in.
pub async fn me(door: &Door) -> AppResult<Me> {
    let user = door.user().ok_or(AppError::SignedOut)?;
    let guest = door.greet();
    let mut tx = guest
        .platform()
        .db()
        .read()
        .await
        .or_internal("finding a membership")?;
    let member = store::identity::find_current(&mut tx, user, door.chosen())
        .await
        .or_internal("finding a membership")?
        .filter(|member| door.admits(member.workspace))
        .ok_or(AppError::Forbidden)?;
    let mut workspaces = store::members::list_places(&mut tx, user)
        .await
        .or_internal("finding a membership")?;
    workspaces.retain(|place| door.admits(place.workspace));
    Ok(Me {
        email: member.email,
        workspace: member.workspace,
        workspace_name: member.workspace_name,
        role: member.role,
        workspaces,
    })
}

/// Whether who is signed in has a place in a workspace that they want to be in.
pub async fn may_be_in(door: &Door, workspace: WorkspaceId) -> AppResult<()> {
    let user = door.user().ok_or(AppError::SignedOut)?;
    if !door.admits(workspace) {
        return Err(AppError::NotFound);
    }
    let guest = door.greet();
    let mut tx = guest
        .platform()
        .db()
        .read()
        .await
        .or_internal("finding a membership")?;
    store::identity::find_membership(&mut tx, user, workspace)
        .await
        .or_internal("finding a membership")?
        .ok_or(AppError::NotFound)?;
    Ok(())
}

fn check_password(password: &str) -> AppResult<()> {
    let n_characters = password.chars().count();
    let (min, max) = (*PASSWORD_LENGTH.start(), *PASSWORD_LENGTH.end());
    let bound = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
    match n_characters {
        0 => Err(AppError::invalid("password", Problem::Missing)),
        n if n < min => Err(AppError::invalid(
            "password",
            Problem::TooShort { min: bound(min) },
        )),
        n if n > max => Err(AppError::invalid(
            "password",
            Problem::TooLong { max: bound(max) },
        )),
        _ if password::is_common(password) => {
            Err(AppError::invalid("password", Problem::TooCommon))
        }
        _ => Ok(()),
    }
}

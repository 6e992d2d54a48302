//! People: signing in, workspaces and members, one-time links, sessions.

mod members;
mod password;
mod sessions;

pub use members::{Added, NewMember, add_member, create_workspace, has_account, list_workspaces};
pub(crate) use sessions::OLDEST_MS;
pub use sessions::{
    IDLE_MS, StoredSession, create_session, end_session, find_session, update_session,
};

use crate::{
    access::{Door, Guest},
    failure::OrInternal,
    secrets::token_hash,
};
use model::{
    error::{AppError, AppResult, Problem},
    id::{EventId, UserId},
    member::Me,
    text::Email,
};
use store::audit::Event;

/// The fewest and the most characters of a password; none is cut off.
pub const PASSWORD_LENGTH: std::ops::RangeInclusive<usize> = 8..=128;

/// Checks an e-mail and a password. Whether the account exists can't be told from the answer, nor
/// from how long it takes.
pub async fn sign_in(guest: &Guest, email: &str, password: &str) -> AppResult<UserId> {
    let platform = guest.platform();
    let now = platform.now();
    if let Some(address) = guest.address {
        platform.limits().sign_in_per_address.pass(&address, now)?;
    }
    let email = Email::parse(email).map_err(|problem| AppError::invalid("email", problem))?;
    platform.limits().sign_in_per_email.pass(&email, now)?;
    if password.is_empty() {
        return Err(AppError::invalid("password", Problem::Missing));
    }
    let mut tx = platform
        .db()
        .read()
        .await
        .or_internal("finding an account")?;
    let found = store::identity::find_password_hash(&mut tx, &email).await;
    drop(tx);
    let (user, hash) = found.or_internal("finding an account")?.unzip();
    let is_right = password::verify(password, hash.flatten()).await?;
    let user = user.filter(|_| is_right);
    if user.is_some() {
        platform.limits().sign_in_per_email.take_back(&email);
    }
    note_sign_in(guest, user).await?;
    user.ok_or(AppError::WrongCredentials)
}

async fn note_sign_in(guest: &Guest, user: Option<UserId>) -> AppResult<()> {
    let platform = guest.platform();
    let actor = user.map_or_else(|| "nobody".to_owned(), |user| format!("user:{user}"));
    let event = Event {
        id: EventId::from_uuid(platform.random().v7()),
        workspace: None,
        at: platform.now(),
        actor: &actor,
        action: if user.is_some() {
            "session.sign_in"
        } else {
            "session.refused"
        },
        subject: "session",
    };
    let mut tx = platform
        .db()
        .write()
        .await
        .or_internal("noting a sign-in")?;
    store::audit::record(&mut tx, &event)
        .await
        .or_internal("noting a sign-in")?;
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
    let member = store::identity::find_membership(&mut tx, user, None)
        .await
        .or_internal("finding a membership")?
        .ok_or(AppError::Forbidden)?;
    Ok(Me {
        email: member.email,
        workspace: member.workspace,
        workspace_name: member.workspace_name,
        role: member.role,
    })
}

/// Sets the password of whom a one-time link was made for, and uses the link up.
pub async fn welcome(guest: &Guest, token: &str, password: &str) -> AppResult<UserId> {
    let platform = guest.platform();
    if let Some(address) = guest.address {
        platform
            .limits()
            .sign_in_per_address
            .pass(&address, platform.now())?;
    }
    check_password(password)?;
    let hash = password::hash(platform.random().bytes(), password).await?;
    let mut tx = platform.db().write().await.or_internal("using a link")?;
    let user = store::identity::use_link(&mut tx, token_hash(token.as_bytes()), platform.now())
        .await
        .or_internal("using a link")?
        .ok_or(AppError::NotFound)?;
    store::identity::set_password_hash(&mut tx, user, &hash)
        .await
        .or_internal("using a link")?;
    store::sessions::delete_of(&mut tx, user)
        .await
        .or_internal("using a link")?;
    tx.commit().await.or_internal("using a link")?;
    Ok(user)
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
        _ => Ok(()),
    }
}

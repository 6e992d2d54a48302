//! People: signing in, workspaces and members, one-time links, sessions.

mod api_keys;
mod members;
mod password;
mod sessions;

pub use api_keys::{ApiKey, create_api_key};
pub use members::{Added, NewMember, add_member, create_workspace, has_account, list_workspaces};
pub use sessions::{
    IDLE_MS, StoredSession, create_session, end_session, find_session, update_session,
};

use crate::{
    access::{Door, Guest},
    audit::{self, Noted},
    failure::OrInternal,
    secrets::token_hash,
};
use model::{
    error::{AppError, AppResult, Problem},
    id::UserId,
    member::Me,
    text::Email,
};
use store::audit::Details;

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
    let is_right = password::verify(password, hash.flatten()).await? && user.is_some();
    if is_right {
        platform.limits().sign_in_per_email.take_back(&email);
    }
    note_sign_in(guest, &email, user, is_right).await?;
    user.filter(|_| is_right).ok_or(AppError::WrongCredentials)
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
        Some(user) => store::identity::find_membership(&mut tx, user, None)
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

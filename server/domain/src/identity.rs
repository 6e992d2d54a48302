//! People: signing in, workspaces and members, one-time links, sessions.

mod account;
mod factor;
mod joining;
mod members;
mod password;
mod proof;
mod recovery;
mod sessions;
mod setup;
mod watch;

pub use account::{
    ADDRESS, DEVICE, change_password, end_own_session, has_jumped, list_sessions, note_carried_off,
    note_sign_out,
};
pub(crate) use account::{shown, unhex};
pub use factor::{
    Half, begin_factor, confirm_factor, hide_codes, new_factor, own_factor, renew_codes,
    reset_factor, show_codes, sign_in_by_code, still_half, turn_factor_off,
};
pub(crate) use factor::{half, sign_in_at_once, take_away};
pub use joining::{Welcomed, welcome, welcome_for};
pub use members::{Added, NewMember, add_member, create_workspace, has_account, list_workspaces};
pub use proof::{Entered, Proof};
pub(crate) use recovery::reset_token;
pub use recovery::{forget_password, reset_password};
pub(crate) use sessions::OLDEST_MS;
pub use sessions::{
    IDLE_MS, StoredSession, create_session, end_session, find_session, update_session,
};
pub use setup::{Setup, set_up, setup_token};
pub use watch::know_device;
pub(crate) use watch::{
    LONGEST_OF_ADDRESS_MS, LockedOut, network, sweep, unlock, unlock_address, unlock_own,
};

use crate::{
    access::{Door, Guest, Vouched},
    audit::{self, Noted},
    failure::OrInternal,
};
use model::{
    error::{AppError, AppResult, Problem},
    id::{UserId, WorkspaceId},
    member::Me,
    text::Email,
};
use store::{Tx, audit::Details};
use watch::Of;

/// The fewest and the most characters of a password; none is cut off.
pub const PASSWORD_LENGTH: std::ops::RangeInclusive<usize> = 8..=128;

/// What somebody signs in with.
#[derive(Clone, Copy)]
pub struct SignIn<'a> {
    /// As it was typed.
    pub email: &'a str,
    /// The password.
    pub password: &'a str,
    /// What the browser has from an earlier time: see [`know_device`].
    pub device: Option<&'a str>,
}

/// How far somebody came with the right e-mail and password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SignedIn {
    /// They have no second factor.
    Whole(Entered),
    /// A code is wanted of them.
    Half(Half),
}

/// Checks an e-mail and a password, of somebody who has a place in a workspace. Whether the account
/// exists can't be told from the answer, nor from how long it takes.
pub async fn sign_in(guest: &Guest, with: SignIn<'_>) -> AppResult<SignedIn> {
    // Before all else: a form that is refused is kept for its page.
    pass_address(guest)?;
    let email = Email::parse(with.email).map_err(|problem| AppError::invalid("email", problem))?;
    let tried = check_credentials(guest, &email, with.password, with.device).await?;
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
    let user = place.map(|place| place.user);
    let half = match user {
        Some(user) => half(&mut tx, guest, tried.entered(user)).await?,
        None => None,
    };
    drop(tx);
    if let Some(half) = half {
        // Half done, it is written down when it is done. What was right is no failure; those before
        // it stay, or who has the password could guess at codes without end.
        tried.counted.take_back(guest).await?;
        let device = with.device.map(str::to_owned);
        return Ok(SignedIn::Half(half.with(device)));
    }
    let is_in = note_sign_in(guest, &email, &tried, user.is_some()).await?;
    let user = user.filter(|_| is_in).ok_or(AppError::WrongCredentials)?;
    Ok(SignedIn::Whole(tried.entered(user)))
}

/// How far somebody is in who came by a link: with a second factor, not all the way.
pub async fn enter(guest: &Guest, entered: Entered) -> AppResult<SignedIn> {
    let db = guest.platform().db();
    let mut tx = db.read().await.or_internal("finding an account")?;
    let half = half(&mut tx, guest, entered.clone()).await?;
    Ok(half.map_or(SignedIn::Whole(entered), SignedIn::Half))
}

/// Counts what comes from an address, right or wrong.
fn pass_address(guest: &Guest) -> AppResult<()> {
    let platform = guest.platform();
    guest.address.map_or(Ok(()), |address| {
        let limit = &platform.limits().sign_in_per_address;
        limit.pass(&address, platform.now())
    })
}

/// What came of an e-mail and a password.
#[derive(Debug)]
struct Tried {
    /// The account with this e-mail, if there is one.
    account: Option<UserId>,
    /// Whether this is its password.
    is_right: bool,
    /// Which password it had then, unless a provider's word stands for it.
    proof: Option<Proof>,
    only: Option<Vouched>,
    /// How it was counted.
    counted: watch::Try,
}

impl Tried {
    /// Who it is, if they have shown it.
    fn user(&self) -> Option<UserId> {
        self.account.filter(|_| self.is_right)
    }

    /// Whether the password is the same still.
    async fn still_holds(&self, tx: &mut Tx, user: UserId) -> AppResult<bool> {
        match &self.proof {
            Some(proof) => proof.holds(tx, user).await,
            None => Ok(true),
        }
    }

    /// Where it is written down: in the person's workspaces, or in the one whose provider they came
    /// by. What was refused stands in one place, since it must not take longer for some accounts.
    async fn chains(&self, tx: &mut Tx, is_in: bool) -> AppResult<Vec<Option<WorkspaceId>>> {
        match (self.account, self.only) {
            (None, _) => Ok(vec![None]),
            (_, Some(only)) => Ok(vec![Some(only.workspace)]),
            (Some(user), None) if is_in => account::chains_of(tx, user).await,
            (Some(user), None) => {
                let place = store::identity::find_current(tx, user, None)
                    .await
                    .or_internal("finding a membership")?;
                Ok(vec![place.map(|place| place.workspace)])
            }
        }
    }

    fn entered(&self, user: UserId) -> Entered {
        Entered {
            user,
            proof: self.proof.clone(),
            only: self.only,
        }
    }
}

/// Whose password this is, if it is theirs. The try is counted; [`note_sign_in`] takes it back.
async fn check_credentials(
    guest: &Guest,
    email: &Email,
    password: &str,
    device: Option<&str>,
) -> AppResult<Tried> {
    let platform = guest.platform();
    if password.is_empty() {
        return Err(AppError::invalid("password", Problem::Missing));
    }
    let counted = watch::count(guest, Of::Email { email, device }).await?;
    let mut tx = platform
        .db()
        .read()
        .await
        .or_internal("finding an account")?;
    let found = store::identity::find_password_hash(&mut tx, email).await;
    drop(tx);
    let (account, hash) = found.or_internal("finding an account")?.unzip();
    let hash = hash.flatten();
    let proof = Proof::of(hash.as_deref());
    let is_right = password::verify(password, hash).await?;
    Ok(Tried {
        account,
        is_right,
        proof: Some(proof),
        only: None,
        counted,
    })
}

/// Writes a sign-in down, and takes back what was counted of one that was right. Says whether they
/// are in: not if the password has become another one since it was looked at.
async fn note_sign_in(guest: &Guest, email: &Email, tried: &Tried, is_in: bool) -> AppResult<bool> {
    let platform = guest.platform();
    let (account, counted) = (tried.account, &tried.counted);
    let mut tx = platform
        .db()
        .write()
        .await
        .or_internal("noting a sign-in")?;
    let is_in = match account {
        Some(user) => is_in && tried.still_holds(&mut tx, user).await?,
        None => false,
    };
    if is_in {
        counted.forgive(&mut tx).await?;
        if let Some(address) = guest.address {
            platform.limits().sign_in_per_address.take_back(&address);
        }
    }
    let user = account.map(|user| format!("user:{user}"));
    let by = tried.only.map_or("", |_| " by:sso");
    let subject = user
        .as_ref()
        .map_or("session".to_owned(), |user| format!("{user}{by}"));
    let done = if is_in {
        "session.sign_in"
    } else {
        "session.refused"
    };
    let lockout = counted.lockout().filter(|_| !is_in);
    for workspace in tried.chains(&mut tx, is_in).await? {
        for action in [done].into_iter().chain(lockout) {
            let noted = Noted {
                workspace,
                at: platform.now(),
                actor: user.as_deref().filter(|_| is_in).unwrap_or("nobody"),
                action,
                subject: &subject,
                details: Details {
                    address: guest
                        .address
                        .map(|address| address.to_string())
                        .unwrap_or_default(),
                    email: email.to_string(),
                },
            };
            audit::note(&mut tx, platform, &noted).await?;
        }
    }
    tx.commit().await.or_internal("noting a sign-in")?;
    Ok(is_in)
}

/// Who is signed in.
pub async fn me(door: &Door) -> AppResult<Me> {
    let user = door.user().ok_or(AppError::SignedOut)?;
    let guest = door.greet();
    let mut tx = guest
        .platform()
        .db()
        .look()
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
        .look()
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

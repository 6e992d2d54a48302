//! The second factor: set up, turned off, asked for when somebody signs in.
//!
//! A code counts as a try like a password, of the same account. So who knows one of the two has no
//! more tries at the other than who knows neither.

mod codes;
mod second_step;

pub use second_step::{Half, sign_in_by_code, still_half};
pub(crate) use second_step::{half, sign_in_at_once};

use super::{
    account::{confirm_password, note, note_lockout},
    pass_address,
    watch::{self, Of, Try},
};
use crate::{
    access::{Door, Guest},
    failure::OrInternal,
    mail::{self, Language, Letter},
    platform::Platform,
};
use codes::{Recovery, SECRET, Typed};
use model::{
    error::{AppError, AppResult, Problem},
    factor::{FactorChange, NewFactor, OwnFactor},
    id::UserId,
    text::Email,
};
use store::{Tx, factors, sessions, sessions::IdHash};

/// What the secret of a person's factor is sealed for.
fn kept(user: UserId) -> String {
    format!("second factor of user:{user}")
}

/// What it is sealed for while it is set up.
fn begun(user: UserId) -> String {
    format!("second factor that user:{user} sets up")
}

/// What recovery codes are sealed for until their page shows them.
fn shown(user: UserId) -> String {
    format!("recovery codes of user:{user}")
}

/// How it stands with one's own second factor.
pub async fn own_factor(door: &Door) -> AppResult<OwnFactor> {
    let user = door.user().ok_or(AppError::SignedOut)?;
    let guest = door.greet();
    let db = guest.platform().db();
    let mut tx = db.read().await.or_internal("reading a factor")?;
    let factor = factors::find(&mut tx, user)
        .await
        .or_internal("reading a factor")?;
    Ok(OwnFactor {
        since: factor.map(|factor| factor.created_at),
        n_codes: factors::count_codes(&mut tx, user)
            .await
            .or_internal("reading a factor")?,
        required_by: factors::list_requiring(&mut tx, user)
            .await
            .or_internal("reading a factor")?,
    })
}

/// Begins to set a second factor up: a new secret, sealed, for the session that asked. It needs the
/// password, so that who finds an open browser can't lock its owner out.
pub async fn begin_factor(door: &Door, current: &str) -> AppResult<String> {
    let user = door.user().ok_or(AppError::SignedOut)?;
    let guest = door.greet();
    let platform = guest.platform();
    confirm_password(&guest, user, current).await?;
    if own_factor(door).await?.since.is_some() {
        return Err(AppError::Conflict);
    }
    let secret = &platform.random().bytes()[..SECRET];
    platform.vault().seal(&begun(user), secret)
}

/// The secret that is being set up, as its page shows it; `None` if it is another's.
pub async fn new_factor(door: &Door, sealed: &str) -> AppResult<Option<NewFactor>> {
    let user = door.user().ok_or(AppError::SignedOut)?;
    let guest = door.greet();
    let platform = guest.platform();
    let Some(secret) = platform.vault().open(&begun(user), sealed) else {
        return Ok(None);
    };
    let email = find_email(platform, user).await?;
    codes::show(&secret, &email).map(Some)
}

/// Sets the second factor up, once a code shows that the app has the secret. Gives the recovery
/// codes, and ends the person's other sessions, which came in without it.
pub async fn confirm_factor(
    door: &Door,
    sealed: &str,
    code: &str,
    session: IdHash,
    locale: &str,
) -> AppResult<Vec<String>> {
    let user = door.user().ok_or(AppError::SignedOut)?;
    let guest = door.greet();
    let platform = guest.platform();
    let now = platform.now();
    let secret = platform.vault().open(&begun(user), sealed);
    let secret = secret.ok_or(AppError::Conflict)?;
    let step = match Typed::parse(code) {
        Some(Typed::Totp(code)) => codes::step_of(&secret, &code, now)?,
        _ => None,
    };
    let step = step.ok_or_else(|| wrong(code))?;
    let sealed = platform.vault().seal(&kept(user), &secret)?;
    let made = Recovery::make(platform.random(), user);
    let mut tx = begin(platform).await?;
    factors::create(&mut tx, user, &sealed, step, now)
        .await
        .or_internal("setting a factor up")?;
    factors::set_codes(&mut tx, user, &made.hashes)
        .await
        .or_internal("setting a factor up")?;
    let done = Done {
        user,
        change: FactorChange::On,
        locale,
    };
    tell(&mut tx, &guest, &done).await?;
    end_others(&mut tx, user, session).await?;
    commit(tx).await?;
    Ok(made.shown)
}

/// Turns one's own second factor off, unless a workspace wants it.
pub async fn turn_factor_off(
    door: &Door,
    current: &str,
    code: &str,
    session: IdHash,
    locale: &str,
) -> AppResult<()> {
    let user = door.user().ok_or(AppError::SignedOut)?;
    let guest = door.greet();
    if !own_factor(door).await?.required_by.is_empty() {
        return Err(AppError::FactorRequired);
    }
    confirm_password(&guest, user, current).await?;
    let counted = check_code(&guest, user, Of::Own(user), code).await?;
    counted.take_back(&guest).await?;
    let mut tx = begin(guest.platform()).await?;
    factors::delete(&mut tx, user)
        .await
        .or_internal("turning a factor off")?;
    let done = Done {
        user,
        change: FactorChange::Off,
        locale,
    };
    tell(&mut tx, &guest, &done).await?;
    end_others(&mut tx, user, session).await?;
    commit(tx).await
}

/// Makes other recovery codes; those before them work no longer.
pub async fn renew_codes(door: &Door, code: &str, locale: &str) -> AppResult<Vec<String>> {
    let user = door.user().ok_or(AppError::SignedOut)?;
    let guest = door.greet();
    let platform = guest.platform();
    let counted = check_code(&guest, user, Of::Own(user), code).await?;
    counted.take_back(&guest).await?;
    let made = Recovery::make(platform.random(), user);
    let mut tx = begin(platform).await?;
    factors::set_codes(&mut tx, user, &made.hashes)
        .await
        .or_internal("making recovery codes")?;
    let done = Done {
        user,
        change: FactorChange::Codes,
        locale,
    };
    tell(&mut tx, &guest, &done).await?;
    commit(tx).await?;
    Ok(made.shown)
}

/// Seals recovery codes that wait in the session for their page.
pub fn hide_codes(door: &Door, codes: &[String]) -> AppResult<String> {
    let user = door.user().ok_or(AppError::SignedOut)?;
    let vault_of = door.greet();
    let vault = vault_of.platform().vault();
    vault.seal(&shown(user), codes.join("\n").as_bytes())
}

/// Recovery codes that were sealed for their page.
pub fn show_codes(door: &Door, sealed: &str) -> Option<Vec<String>> {
    let opened = door
        .greet()
        .platform()
        .vault()
        .open(&shown(door.user()?), sealed)?;
    let text = String::from_utf8(opened).ok()?;
    Some(text.lines().map(str::to_owned).collect())
}

/// Takes the second factor of somebody away who has lost it: for who works on the machine.
pub async fn reset_factor(guest: &Guest, email: &str) -> AppResult<()> {
    if guest.address.is_some() {
        return Err(AppError::Forbidden);
    }
    let email = Email::parse(email).map_err(|problem| AppError::invalid("email", problem))?;
    let mut tx = begin(guest.platform()).await?;
    let user = store::identity::find_user(&mut tx, &email)
        .await
        .or_internal("finding an account")?
        .ok_or(AppError::NotFound)?;
    take_away(&mut tx, guest.platform(), user, "").await?;
    note(
        &mut tx,
        guest.platform(),
        user,
        "command",
        "factor.reset",
        None,
    )
    .await?;
    commit(tx).await
}

/// Takes a second factor away, ends every session of its owner and tells them. Who does it writes
/// it down.
pub(crate) async fn take_away(
    tx: &mut Tx,
    platform: &Platform,
    user: UserId,
    locale: &str,
) -> AppResult<()> {
    let was_there = factors::delete(tx, user)
        .await
        .or_internal("taking a factor away")?;
    if !was_there {
        return Err(AppError::Conflict);
    }
    sessions::delete_of(tx, user)
        .await
        .or_internal("taking a factor away")?;
    let change = FactorChange::Reset;
    let letter = Letter::Factor { user, change };
    mail::ask(tx, platform, letter, Language::of(locale), None).await
}

/// Whether a code of somebody's second factor works now; then it does not again. Gives the try that
/// it was counted as, to be taken back.
async fn check_code(guest: &Guest, user: UserId, of: Of<'_>, code: &str) -> AppResult<Try> {
    if code.trim().is_empty() {
        return Err(AppError::invalid("code", Problem::Missing));
    }
    let platform = guest.platform();
    pass_address(guest)?;
    let counted = watch::count(guest, of).await?;
    let mut tx = begin(platform).await?;
    let is_right = take_code(&mut tx, guest, user, code).await?;
    if !is_right {
        let (actor, action) = ("nobody", "factor.refused");
        note(&mut tx, platform, user, actor, action, guest.address).await?;
    }
    commit(tx).await?;
    if !is_right {
        note_lockout(guest, user, &counted).await?;
        return Err(wrong(code));
    }
    Ok(counted)
}

async fn take_code(tx: &mut Tx, guest: &Guest, user: UserId, code: &str) -> AppResult<bool> {
    let platform = guest.platform();
    match Typed::parse(code) {
        Some(Typed::Totp(code)) => {
            let factor = factors::find(tx, user)
                .await
                .or_internal("checking a code")?;
            let Some(factor) = factor else {
                return Ok(false);
            };
            let secret = platform.vault().open(&kept(user), &factor.secret);
            let secret = secret.ok_or(AppError::Internal)?;
            let Some(step) = codes::step_of(&secret, &code, platform.now())? else {
                return Ok(false);
            };
            let taken = factors::take_step(tx, user, step).await;
            taken.or_internal("checking a code")
        }
        Some(Typed::Recovery(code)) => {
            let is_taken = factors::take_code(tx, user, codes::hash(user, &code))
                .await
                .or_internal("checking a code")?;
            if is_taken {
                let actor = format!("user:{user}");
                let action = "factor.recovery";
                note(tx, platform, user, &actor, action, guest.address).await?;
            }
            Ok(is_taken)
        }
        None => Ok(false),
    }
}

fn wrong(code: &str) -> AppError {
    let problem = if code.trim().is_empty() {
        Problem::Missing
    } else {
        Problem::WrongCode
    };
    AppError::invalid("code", problem)
}

/// A change that somebody made to their own factor.
struct Done<'a> {
    user: UserId,
    change: FactorChange,
    locale: &'a str,
}

/// Writes a change down, and tells its owner by mail.
async fn tell(tx: &mut Tx, guest: &Guest, done: &Done<'_>) -> AppResult<()> {
    let platform = guest.platform();
    let Done {
        user,
        change,
        locale,
    } = *done;
    let action = match change {
        FactorChange::On => "factor.on",
        FactorChange::Off => "factor.off",
        FactorChange::Codes => "factor.codes",
        FactorChange::Reset => "factor.reset",
    };
    let actor = format!("user:{user}");
    note(tx, platform, user, &actor, action, guest.address).await?;
    let letter = Letter::Factor { user, change };
    mail::ask(tx, platform, letter, Language::of(locale), None).await
}

async fn end_others(tx: &mut Tx, user: UserId, session: IdHash) -> AppResult<()> {
    sessions::delete_others(tx, user, session)
        .await
        .or_internal("ending sessions")?;
    Ok(())
}

async fn find_email(platform: &Platform, user: UserId) -> AppResult<Email> {
    let mut tx = platform.db().read().await.or_internal("reading a factor")?;
    store::identity::find_email(&mut tx, user)
        .await
        .or_internal("reading a factor")?
        .ok_or(AppError::NotFound)
}

async fn begin(platform: &Platform) -> AppResult<Tx> {
    platform.db().write().await.or_internal("changing a factor")
}

async fn commit(tx: Tx) -> AppResult<()> {
    tx.commit().await.or_internal("changing a factor")
}

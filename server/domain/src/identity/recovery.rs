//! A forgotten password is set anew (S14): by a signed link that works once, for a quarter of an
//! hour, and not after a newer one.

use super::{account, check_password, password, watch};
use crate::{
    access::Guest,
    failure::OrInternal,
    mail::{self, Language, Letter},
    platform::Platform,
    secrets::{hex, token_hash},
};
use model::{
    error::{AppError, AppResult},
    id::{ResetId, UserId},
    text::Email,
    time::MINUTE_MS,
};
use store::{identity, resets};

/// How long a link works.
const LINK_MS: i64 = 15 * MINUTE_MS;

/// Asks for a link. Whether there is such an account can't be told from the answer, nor from how
/// long it takes: the job that sends the mail finds out.
pub async fn forget_password(guest: &Guest, email: &str, locale: &str) -> AppResult<()> {
    let platform = guest.platform();
    let now = platform.now();
    if let Some(address) = guest.address {
        platform.limits().sign_in_per_address.pass(&address, now)?;
    }
    let email = Email::parse(email).map_err(|problem| AppError::invalid("email", problem))?;
    platform.limits().resets_per_email.pass(&email, now)?;
    let key = format!("forgotten:{}", hex(&token_hash(email.as_str().as_bytes())));
    let mut tx = platform
        .db()
        .write()
        .await
        .or_internal("asking for a link")?;
    let letter = Letter::Forgotten { email };
    mail::ask(&mut tx, platform, letter, Language::of(locale), Some(&key)).await?;
    tx.commit().await.or_internal("asking for a link")
}

/// Makes the link of who has an account: what it carries, for the mail alone.
pub(crate) async fn reset_token(platform: &Platform, email: &Email) -> AppResult<Option<String>> {
    let now = platform.now();
    let mut tx = platform.db().write().await.or_internal("making a link")?;
    let account = identity::find_password_hash(&mut tx, email)
        .await
        .or_internal("making a link")?;
    // Who was invited and has no password yet has the invitation's link.
    let Some((user, Some(_))) = account else {
        return Ok(None);
    };
    let id = ResetId::from_uuid(platform.random().v7());
    resets::create(&mut tx, id, user, now.plus_millis(LINK_MS))
        .await
        .or_internal("making a link")?;
    account::note(
        &mut tx,
        platform,
        user,
        "nobody",
        "password.forgotten",
        None,
    )
    .await?;
    tx.commit().await.or_internal("making a link")?;
    Ok(Some(platform.reset_links().seal(id.as_uuid())))
}

/// Sets the password of whom the link was made for, uses it up, and ends every session of theirs.
pub async fn reset_password(
    guest: &Guest,
    token: &str,
    password: &str,
    locale: &str,
) -> AppResult<UserId> {
    let platform = guest.platform();
    let now = platform.now();
    if let Some(address) = guest.address {
        platform.limits().sign_in_per_address.pass(&address, now)?;
    }
    let id = platform.reset_links().open(token);
    let id = id.map(ResetId::from_uuid).ok_or(AppError::NotFound)?;
    check_password(password)?;
    let hash = password::hash(platform.random().bytes(), password).await?;
    let mut tx = platform.db().write().await.or_internal("using a link")?;
    let user = resets::take(&mut tx, id, now)
        .await
        .or_internal("using a link")?
        .ok_or(AppError::NotFound)?;
    identity::set_password_hash(&mut tx, user, &hash)
        .await
        .or_internal("using a link")?;
    store::sessions::delete_of(&mut tx, user)
        .await
        .or_internal("using a link")?;
    if let Some(email) = identity::find_email(&mut tx, user)
        .await
        .or_internal("using a link")?
    {
        watch::unlock(&mut tx, platform, &email).await?;
    }
    let actor = format!("user:{user}");
    account::note(
        &mut tx,
        platform,
        user,
        &actor,
        "password.reset",
        guest.address,
    )
    .await?;
    let language = Language::of(locale);
    mail::ask(&mut tx, platform, Letter::Changed { user }, language, None).await?;
    tx.commit().await.or_internal("using a link")?;
    Ok(user)
}

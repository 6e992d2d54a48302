//! Signing in by two steps: who gave the right password and has a second factor is half signed in,
//! which opens nothing, until a code of theirs is right.

use super::check_code;
use crate::{
    access::{Guest, Vouched},
    failure::OrInternal,
    identity::{Entered, Proof, SignIn, SignedIn, Tried, note_sign_in, sign_in, watch::Of},
};
use model::{
    error::{AppError, AppResult, Problem},
    id::UserId,
    text::Email,
    time::{MINUTE_MS, Timestamp},
};
use serde::{Deserialize, Serialize};
use store::{Tx, factors, identity};

/// How long the second step may take.
const HALF_MS: i64 = 5 * MINUTE_MS;

/// Somebody who gave the right password or came by their provider, and gave no code yet. It waits in
/// their session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Half {
    user: UserId,
    /// Tells which password it was: with another one since, this is void.
    proof: Option<Proof>,
    /// A provider's word that stands for the password.
    #[serde(default)]
    only: Option<Vouched>,
    until: Timestamp,
    /// What the browser has from an earlier time.
    device: Option<String>,
}

impl Half {
    /// The same from a browser that says it was there before.
    pub(in crate::identity) fn with(self, device: Option<String>) -> Self {
        Self { device, ..self }
    }
}

/// A half sign-in, if somebody has a second factor.
pub(crate) async fn half(tx: &mut Tx, guest: &Guest, entered: Entered) -> AppResult<Option<Half>> {
    let factor = factors::find(tx, entered.user)
        .await
        .or_internal("reading a factor")?;
    if factor.is_none() {
        return Ok(None);
    }
    let Entered { user, proof, only } = entered;
    Ok(Some(Half {
        user,
        proof,
        only,
        until: guest.now().plus_millis(HALF_MS),
        device: None,
    }))
}

/// Somebody's address, and what tells their password of now from others.
async fn proof_of(tx: &mut Tx, user: UserId) -> AppResult<Option<(Email, Proof)>> {
    let email = identity::find_email(tx, user)
        .await
        .or_internal("finding an account")?;
    let Some(email) = email else {
        return Ok(None);
    };
    let found = identity::find_password_hash(tx, &email)
        .await
        .or_internal("finding an account")?;
    let hash = found.and_then(|(_, hash)| hash);
    Ok(Some((email, Proof::of(hash.as_deref()))))
}

/// Whether the second step can still be taken.
pub async fn still_half(guest: &Guest, half: &Half) -> AppResult<bool> {
    Ok(half.until > guest.now() && find(guest, half).await?.is_some())
}

/// The address of who is half signed in, as long as that holds: nobody has changed their password,
/// suspended them or taken their factor away.
async fn find(guest: &Guest, half: &Half) -> AppResult<Option<Email>> {
    let db = guest.platform().db();
    let mut tx = db.read().await.or_internal("finding an account")?;
    let place = match half.only {
        Some(only) => identity::find_membership(&mut tx, half.user, only.workspace).await,
        None => identity::find_current(&mut tx, half.user, None).await,
    };
    let place = place.or_internal("finding a membership")?;
    let factor = factors::find(&mut tx, half.user)
        .await
        .or_internal("reading a factor")?;
    let found = proof_of(&mut tx, half.user).await?;
    let is_there = place.is_some() && factor.is_some();
    Ok(found
        .filter(|(_, now)| is_there && half.proof.as_ref().is_none_or(|proof| proof == now))
        .map(|(email, _)| email))
}

/// The second step: a code of an app, or a recovery code.
pub async fn sign_in_by_code(guest: &Guest, half: &Half, code: &str) -> AppResult<Entered> {
    let email = find(guest, half).await?;
    let email = email.filter(|_| half.until > guest.now());
    let email = email.ok_or(AppError::SignedOut)?;
    let device = half.device.as_deref();
    let of = Of::Email {
        email: &email,
        device,
    };
    let counted = check_code(guest, half.user, of, code).await?;
    let tried = Tried {
        account: Some(half.user),
        is_right: true,
        proof: half.proof.clone(),
        only: half.only,
        counted,
    };
    if !note_sign_in(guest, &email, &tried, true).await? {
        return Err(AppError::SignedOut);
    }
    Ok(tried.entered(half.user))
}

/// Both steps at once, for who asks for an access token.
pub(crate) async fn sign_in_at_once(
    guest: &Guest,
    email: &str,
    password: &str,
    otp: &str,
) -> AppResult<Entered> {
    let with = SignIn {
        email,
        password,
        device: None,
    };
    match sign_in(guest, with).await? {
        SignedIn::Whole(entered) if otp.is_empty() => Ok(entered),
        SignedIn::Whole(_) => Err(AppError::invalid("otp", Problem::Unknown)),
        SignedIn::Half(_) if otp.is_empty() => Err(AppError::OtpRequired),
        SignedIn::Half(half) => {
            let done = sign_in_by_code(guest, &half, otp).await;
            done.map_err(|error| match error {
                AppError::Invalid { .. } | AppError::SignedOut => AppError::WrongCredentials,
                other => other,
            })
        }
    }
}

//! Access tokens (S02): given for an API key or a password, signed, short-lived, and asked about
//! again at each request.
//!
//! A token says who ([`Presented`]) and by which session. What it may do is not in it: the door
//! looks that up, in the transaction that also finds whether the session still stands. So a key
//! that is revoked or a member who is removed is out at once, on every node.

mod signing;

pub use signing::JwkSet;
pub(crate) use signing::Signing;

use crate::{
    access::Guest,
    failure::OrInternal,
    identity::{self, Entered, StoredSession},
    keys,
    platform::Platform,
    secrets::token_hash,
};
use jsonwebtoken::{Algorithm, Header, Validation, decode, decode_header, encode};
use model::{
    error::{AppError, AppResult},
    id::{KeyId, UserId},
    time::{MINUTE_MS, Timestamp},
};
use serde::{Deserialize, Serialize};
use std::fmt;
use uuid::Uuid;

/// How long a token works.
pub const TOKEN_MS: i64 = 10 * MINUTE_MS;
/// By how much the clocks of two nodes may differ.
const SKEW_S: i64 = 5;
/// What a token is for; nothing else that we may sign some day is one.
const AUDIENCE: &str = "parlance-api";
const KIND: &str = "at+jwt";
/// The longest text that is looked at.
const MAX_TOKEN: usize = 4_096;

/// Whose a token is, by its signature. Whether it still stands is asked at the door.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Presented {
    /// A program's.
    Key {
        /// Which key it was given for.
        key: KeyId,
        /// Which of the key's secrets.
        generation: u32,
    },
    /// A person's.
    User {
        /// Who.
        user: UserId,
        /// The session that ends with it.
        session: Uuid,
    },
}

impl Presented {
    fn subject(self) -> String {
        match self {
            Self::Key { key, .. } => format!("key:{key}"),
            Self::User { user, .. } => format!("user:{user}"),
        }
    }

    fn session(self) -> String {
        match self {
            Self::Key { key, generation } => format!("{key}.{generation}"),
            Self::User { session, .. } => session.to_string(),
        }
    }

    fn parse(subject: &str, session: &str) -> Option<Self> {
        match subject.split_once(':')? {
            ("key", key) => {
                let generation = session.strip_prefix(key)?.strip_prefix('.')?;
                Some(Self::Key {
                    key: key.parse().ok()?,
                    generation: generation.parse().ok()?,
                })
            }
            ("user", user) => Some(Self::User {
                user: user.parse().ok()?,
                session: Uuid::try_parse(session).ok()?,
            }),
            _ => None,
        }
    }
}

/// What a token says.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Claims {
    iss: String,
    aud: String,
    sub: String,
    sid: String,
    exp: i64,
    nbf: i64,
    iat: i64,
    jti: Uuid,
}

/// What a token is asked for with.
pub enum Credentials<'a> {
    /// An API key's secret.
    Key(&'a str),
    /// What a person signs in with.
    Password {
        /// Their address.
        email: &'a str,
        /// Their password.
        password: &'a str,
        /// A code of their second factor; empty without one.
        otp: &'a str,
    },
}

/// A token that was given.
#[derive(Clone, PartialEq, Eq)]
pub struct Issued {
    /// The token.
    pub token: String,
    /// Seconds until it ends.
    pub expires_in_s: u32,
}

impl fmt::Debug for Issued {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Issued")
            .field("expires_in_s", &self.expires_in_s)
            .finish_non_exhaustive()
    }
}

/// Gives a token for a key or a password. The limits of signing in hold here too.
pub async fn issue(guest: &Guest, credentials: Credentials<'_>) -> AppResult<Issued> {
    let now = guest.now();
    let latest = now.plus_millis(TOKEN_MS);
    let (who, until) = match credentials {
        Credentials::Key(secret) => {
            let (who, until) = keys::open(guest, secret).await?;
            (who, until.map_or(latest, |until| until.min(latest)))
        }
        Credentials::Password {
            email,
            password,
            otp,
        } => {
            let entered = identity::sign_in_at_once(guest, email, password, otp).await?;
            let user = entered.user;
            let session = begin(guest, entered, latest).await?;
            (Presented::User { user, session }, latest)
        }
    };
    sign(guest.platform(), who, until).await
}

/// A session for one token. It stands among those of browsers, so that whatever ends a person's
/// sessions ends it, and under a hash that no cookie has.
async fn begin(guest: &Guest, entered: Entered, until: Timestamp) -> AppResult<Uuid> {
    let id = guest.platform().random().v7();
    let session = StoredSession {
        user: Some(entered.user),
        workspace: None,
        proof: entered.proof,
        data: "{}".to_owned(),
        expires_at: until,
    };
    identity::create_session(guest, session_hash(id), &session).await?;
    Ok(id)
}

/// Where the session of a person's token stands.
pub(crate) fn session_hash(session: Uuid) -> [u8; 32] {
    token_hash(format!("access token {session}").as_bytes())
}

async fn sign(platform: &Platform, who: Presented, until: Timestamp) -> AppResult<Issued> {
    let ring = platform.signing().ready(platform).await?;
    let now_s = platform.now().as_millis().div_euclid(1_000);
    let exp = until.as_millis().div_euclid(1_000);
    let claims = Claims {
        iss: platform.signing().issuer().to_owned(),
        aud: AUDIENCE.to_owned(),
        sub: who.subject(),
        sid: who.session(),
        exp,
        nbf: now_s,
        iat: now_s,
        jti: platform.random().v7(),
    };
    let (id, key) = ring.signer().ok_or(AppError::Internal)?;
    let header = Header {
        typ: Some(KIND.to_owned()),
        kid: Some(id.to_owned()),
        ..Header::new(Algorithm::RS256)
    };
    let token = encode(&header, &claims, key).map_err(|_| AppError::Internal)?;
    Ok(Issued {
        token,
        expires_in_s: u32::try_from(exp - now_s).unwrap_or(0),
    })
}

/// Whose a token is, if we signed it and its time is not over. Counts as a call of theirs.
pub async fn present(guest: &Guest, token: &str) -> AppResult<Presented> {
    let platform = guest.platform();
    let who = check(platform, token)
        .await?
        .ok_or(AppError::InvalidToken)?;
    let subject = who.subject();
    platform
        .limits()
        .api_per_caller
        .pass(&subject, platform.now())?;
    Ok(who)
}

async fn check(platform: &Platform, token: &str) -> AppResult<Option<Presented>> {
    let Some(id) = kid_of(token) else {
        return Ok(None);
    };
    let Some(key) = platform.signing().find(platform, &id).await? else {
        return Ok(None);
    };
    let mut validation = Validation::new(Algorithm::RS256);
    validation.set_required_spec_claims(&["exp", "nbf", "iss", "aud", "sub"]);
    validation.set_audience(&[AUDIENCE]);
    validation.set_issuer(&[platform.signing().issuer()]);
    // Told by the platform's clock, below.
    validation.validate_exp = false;
    validation.validate_nbf = false;
    let Ok(read) = decode::<Claims>(token, &key, &validation) else {
        return Ok(None);
    };
    let claims = read.claims;
    let now_s = platform.now().as_millis().div_euclid(1_000);
    let is_in_time = now_s < claims.exp
        && claims.nbf <= now_s + SKEW_S
        && claims.iat <= now_s + SKEW_S
        && claims.exp - claims.iat <= TOKEN_MS / 1_000;
    let who = Presented::parse(&claims.sub, &claims.sid);
    Ok(who.filter(|_| is_in_time))
}

/// The key that a token says it was signed with. What would have us take a key from the token
/// itself, or read its header in another way, is refused before anything is verified.
fn kid_of(token: &str) -> Option<String> {
    if token.len() > MAX_TOKEN {
        return None;
    }
    let header = decode_header(token).ok()?;
    let Header {
        typ,
        alg,
        cty: None,
        jku: None,
        jwk: None,
        kid,
        x5u: None,
        x5c: None,
        x5t: None,
        x5t_s256: None,
        crit: None,
        enc: None,
        zip: None,
        url: None,
        nonce: None,
        extras,
    } = header
    else {
        return None;
    };
    let is_ours =
        alg == Algorithm::RS256 && typ.as_deref() == Some(KIND) && extras.inner().is_empty();
    kid.filter(|_| is_ours)
}

/// The public keys of all tokens that may still work.
pub async fn public_keys(guest: &Guest) -> AppResult<JwkSet> {
    let platform = guest.platform();
    let ring = platform.signing().ready(platform).await?;
    Ok(ring.public(platform.now()))
}

/// Signs with another key from here on; what was signed before works until it ends. For commands.
pub async fn rotate_signing_key(guest: &Guest) -> AppResult<()> {
    if guest.address.is_some() {
        return Err(AppError::Forbidden);
    }
    let platform = guest.platform();
    platform.signing().replace(platform).await.map(|_| ())
}

/// Forgets the keys whose tokens are over.
pub(crate) async fn sweep(tx: &mut store::Tx, now: Timestamp) -> AppResult<()> {
    let over = now.plus_millis(-signing::KEPT_MS);
    store::signing_keys::forget_before(tx, over)
        .await
        .or_internal("sweeping signing keys")?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_a_token_is_for_is_read_as_it_is_written() {
        let id = "01912d68-783e-7a03-8467-5661c1243ad4";
        let key = Presented::Key {
            key: id.parse().unwrap(),
            generation: 3,
        };
        let user = Presented::User {
            user: id.parse().unwrap(),
            session: Uuid::from_u128(7),
        };
        for who in [key, user] {
            let read = Presented::parse(&who.subject(), &who.session());
            assert_eq!(read, Some(who));
        }
        for (subject, session) in [
            (user.subject(), key.session()),
            (key.subject(), user.session()),
            (key.subject(), id.to_owned()),
            (format!("job:{id}"), user.session()),
            (id.to_owned(), user.session()),
        ] {
            assert_eq!(
                Presented::parse(&subject, &session),
                None,
                "{subject} {session}"
            );
        }
    }
}

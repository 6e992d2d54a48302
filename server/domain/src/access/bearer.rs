//! Whom an access token stands for, asked at each request.

use super::Actor;
use crate::{
    failure::OrInternal,
    identity::OLDEST_MS,
    keys,
    platform::Platform,
    tokens::{Presented, session_hash},
};
use model::{
    error::{AppError, AppResult},
    id::UserId,
};
use store::{Tx, api_keys, sessions};

/// Whom a token stands for.
pub(super) enum Standing {
    /// A program.
    Key(Box<ByKey>),
    /// A person; where they are a member is asked apart.
    User(UserId),
}

/// A program that came with a key.
pub(super) struct ByKey {
    pub actor: Actor,
    pub key: api_keys::Key,
    /// Which of the key's secrets its token was given for.
    pub generation: u32,
}

/// Finds whether what the token was given for still stands, in the transaction of the request.
pub(super) async fn stand(
    tx: &mut Tx,
    platform: &Platform,
    token: Presented,
) -> AppResult<Standing> {
    let now = platform.now();
    match token {
        Presented::Key { key, generation } => {
            let found = api_keys::find_any(tx, key)
                .await
                .or_internal("finding a key")?;
            let found = found.ok_or(AppError::InvalidToken)?;
            if !keys::stands(tx, &found, generation, now).await? {
                return Err(AppError::InvalidToken);
            }
            let actor = Actor::Key {
                key,
                scopes: keys::scopes_of(&found),
                is_limited: !found.bots.is_empty(),
            };
            Ok(Standing::Key(Box::new(ByKey {
                actor,
                key: found,
                generation,
            })))
        }
        Presented::User { user, session } => {
            let oldest = now.plus_millis(-OLDEST_MS);
            let found = sessions::find(tx, session_hash(session), now, oldest)
                .await
                .or_internal("finding a session")?;
            found
                .filter(|session| session.user == Some(user))
                .ok_or(AppError::InvalidToken)?;
            Ok(Standing::User(user))
        }
    }
}

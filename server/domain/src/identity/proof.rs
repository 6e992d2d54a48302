//! Which password somebody gave: what is begun by it is void once there is another.

use crate::{
    access::Vouched,
    failure::OrInternal,
    secrets::{hex, token_hash},
};
use model::{error::AppResult, id::UserId};
use serde::{Deserialize, Serialize};
use store::Tx;

/// Tells one password of an account from another, and nothing else of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proof(String);

impl Proof {
    /// Of the password with this hash; `None` is no password.
    pub(super) fn of(hash: Option<&str>) -> Self {
        let hash = hash.unwrap_or_default();
        Self(hex(&token_hash(hash.as_bytes())[..16]))
    }

    /// Whether this is somebody's password still. If it is, nobody changes it before the transaction
    /// ends: who does so later finds what was begun by it, and ends it.
    pub(super) async fn holds(&self, tx: &mut Tx, user: UserId) -> AppResult<bool> {
        let hash = store::identity::hold_password_hash(tx, user)
            .await
            .or_internal("comparing passwords")?;
        Ok(Self::of(hash.as_deref()) == *self)
    }
}

/// Somebody who has shown who they are, by a password or by the word of a provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entered {
    /// Who.
    pub user: UserId,
    /// By which password: a session is begun only as long as that is theirs.
    pub proof: Option<Proof>,
    /// By the word of a provider, which is good for one workspace.
    pub only: Option<Vouched>,
}

impl Entered {
    pub(super) const fn by_password(user: UserId, proof: Proof) -> Self {
        Self {
            user,
            proof: Some(proof),
            only: None,
        }
    }
}

//! Who is let in somewhere, and as what.

use super::{
    Actor, bearer,
    vouched::{Vouched, check_factor},
};
use crate::failure::OrInternal;
use model::{
    access::{Area, Permission, Right, Role},
    error::{AppError, AppResult},
    id::{BotId, UserId, WorkspaceId},
    rights::Rights,
};
use std::sync::Arc;
use store::{Tx, grants::Standing};

/// Who may not even this knows nothing of a bot.
const PRESENCE: Permission = Permission {
    area: Area::Presence,
    right: Right::Read,
};

/// A member of the bot's workspace with what they may do with it. Who may do nothing with the bot
/// is told that there is none.
pub(super) fn member_on(
    (user, vouched): (UserId, Option<Vouched>),
    standing: &Standing,
) -> AppResult<Actor> {
    let Standing {
        place,
        role,
        lacks_factor,
        granted,
    } = *standing;
    let actor = Actor::Member {
        user,
        role,
        rights: match role {
            Role::Owner | Role::Admin => Rights::FULL,
            Role::Member => place.sharing.applied_to(granted),
        },
    };
    if !actor.may(PRESENCE) {
        return Err(AppError::NotFound);
    }
    // Who may not know of the bot has been told that there is none.
    check_factor(lacks_factor, place.workspace, vouched)?;
    Ok(actor)
}

pub(super) const fn in_workspace(user: UserId, role: Role) -> Actor {
    Actor::Member {
        user,
        role,
        rights: Rights::NONE,
    }
}

/// Who is let in somewhere.
pub(super) struct Admitted {
    pub actor: Actor,
    /// The bots that they are limited to, if they are.
    pub only: Option<Arc<[BotId]>>,
    /// The key that they came with, and which of its secrets.
    pub by_key: Option<(store::api_keys::Key, u32)>,
}

impl Admitted {
    pub fn knows(&self, bot: BotId) -> bool {
        self.only.as_ref().is_none_or(|only| only.contains(&bot))
    }
}

impl From<Actor> for Admitted {
    fn from(actor: Actor) -> Self {
        Self {
            actor,
            only: None,
            by_key: None,
        }
    }
}

impl From<bearer::ByKey> for Admitted {
    fn from(by_key: bearer::ByKey) -> Self {
        let bots = &by_key.key.bots;
        Self {
            actor: by_key.actor,
            only: (!bots.is_empty()).then(|| bots.clone().into()),
            by_key: Some((by_key.key, by_key.generation)),
        }
    }
}

pub(super) async fn member(
    tx: &mut Tx,
    (user, vouched): (UserId, Option<Vouched>),
    workspace: WorkspaceId,
) -> AppResult<Admitted> {
    let member = store::identity::find_membership(tx, user, workspace)
        .await
        .or_internal("finding a membership")?;
    let member = member.ok_or(AppError::NotFound)?;
    check_factor(member.lacks_factor, workspace, vouched)?;
    Ok(in_workspace(user, member.role).into())
}

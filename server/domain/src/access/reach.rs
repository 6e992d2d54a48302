//! Which bots of a workspace are there for somebody.

use super::{Access, Actor, Bots, Read};
use crate::failure::OrInternal;
use model::{access::Role, error::AppResult, id::BotId, rights::Rights};
use std::collections::HashMap;
use store::{Tx, grants};

/// What somebody may do with each bot of a workspace.
#[derive(Clone, Debug)]
pub(crate) enum Reach {
    /// Everything, with all of them.
    All,
    /// With these, this; the others are not there.
    Some(HashMap<BotId, Rights>),
}

impl Reach {
    /// What they may do with a bot; nothing if it is not there for them.
    pub fn on(&self, bot: BotId) -> Rights {
        match self {
            Self::All => Rights::FULL,
            Self::Some(rights) => rights.get(&bot).copied().unwrap_or_default(),
        }
    }

    /// Whether a bot is there for them.
    pub fn has(&self, bot: BotId) -> bool {
        !self.on(bot).is_empty()
    }
}

impl Access<Read<Bots>> {
    /// Which bots are there for who asks: what is listed anywhere is listed by this.
    pub(crate) async fn reach(&self, tx: &mut Tx) -> AppResult<Reach> {
        if let Some(only) = &self.only {
            let rights = self.actor.rights();
            return Ok(Reach::Some(only.iter().map(|bot| (*bot, rights)).collect()));
        }
        let Actor::Member {
            user,
            role: Role::Member,
            ..
        } = self.actor
        else {
            return Ok(Reach::All);
        };
        let granted = grants::list_of_member(tx, self.scope.workspace, user)
            .await
            .or_internal("reading grants")?;
        let rights = granted
            .into_iter()
            .map(|(bot, granted)| (bot, granted.rights_in_all()));
        Ok(Reach::Some(rights.collect()))
    }
}

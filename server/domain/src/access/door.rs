use super::{
    Access, Actor, InBot, InWorkspace, Permitted,
    entries::{Entry, Guard},
};
use crate::{failure::OrInternal, platform::Platform};
use model::{
    access::{Area, Permission, Right, Role},
    error::{AppError, AppResult},
    id::{BotId, UserId, WorkspaceId},
    rights::{Rights, Sharing},
    time::Timestamp,
};
use std::{marker::PhantomData, net::IpAddr};
use store::Tx;

/// Who may not even this knows nothing of a bot.
const PRESENCE: Permission = Permission {
    area: Area::Presence,
    right: Right::Read,
};

/// Who stands at the door.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Caller {
    /// Came over the network; signed in, if there is a user.
    Network {
        /// Who signed in.
        user: Option<UserId>,
        /// The workspace that they chose to be in.
        workspace: Option<WorkspaceId>,
        /// Where from.
        address: IpAddr,
        /// The row of what was called; without one, nothing opens.
        entry: Option<&'static Entry>,
    },
    /// Runs a command on the machine itself.
    Command,
    /// Background work of the server.
    Job,
}

/// Opens what a caller may reach, and nothing else.
#[derive(Clone, Debug)]
pub struct Door {
    platform: Platform,
    caller: Caller,
}

/// Someone who needs no right for what they ask, such as to sign in.
#[derive(Clone, Debug)]
pub struct Guest {
    platform: Platform,
    /// Where they come from; `None` on the machine itself.
    pub address: Option<IpAddr>,
}

impl Guest {
    /// Now, by the platform's clock.
    pub fn now(&self) -> Timestamp {
        self.platform.now()
    }

    pub(crate) const fn platform(&self) -> &Platform {
        &self.platform
    }
}

impl Door {
    /// A door for this caller.
    pub const fn new(platform: Platform, caller: Caller) -> Self {
        Self { platform, caller }
    }

    /// Access to one bot. What does not exist and what is another tenant's answer alike.
    pub async fn open<P: Permitted<Scope = InBot>>(&self, bot: BotId) -> AppResult<Access<P>> {
        self.check_entry::<P>()?;
        let mut tx = self
            .platform
            .db()
            .read()
            .await
            .or_internal("opening a bot")?;
        let place = store::grants::find_place(&mut tx, bot)
            .await
            .or_internal("opening a bot")?;
        // Who is signed out learns nothing of which bots there are.
        let actor = match self.caller {
            Caller::Network { user, .. } => {
                let user = user.ok_or(AppError::SignedOut)?;
                let (workspace, sharing) = place.ok_or(AppError::NotFound)?;
                member_on(&mut tx, user, workspace, bot, sharing).await?
            }
            Caller::Command => Actor::Command,
            Caller::Job => Actor::Job,
        };
        let (workspace, _) = place.ok_or(AppError::NotFound)?;
        self.grant(actor, InBot { workspace, bot })
    }

    /// Access to the workspace that the caller is in.
    pub async fn open_here<P: Permitted<Scope = InWorkspace>>(&self) -> AppResult<Access<P>> {
        self.check_entry::<P>()?;
        let Caller::Network {
            user: Some(user),
            workspace,
            ..
        } = self.caller
        else {
            return Err(AppError::SignedOut);
        };
        let mut tx = self
            .platform
            .db()
            .read()
            .await
            .or_internal("finding a membership")?;
        let member = store::identity::find_current(&mut tx, user, workspace)
            .await
            .or_internal("finding a membership")?
            .ok_or(AppError::Forbidden)?;
        let scope = InWorkspace {
            workspace: member.workspace,
        };
        self.grant(in_workspace(user, member.role), scope)
    }

    /// Access to a workspace. What does not exist and where the caller has no place answer alike.
    pub async fn open_workspace<P: Permitted<Scope = InWorkspace>>(
        &self,
        workspace: WorkspaceId,
    ) -> AppResult<Access<P>> {
        self.check_entry::<P>()?;
        let mut tx = self
            .platform
            .db()
            .read()
            .await
            .or_internal("opening a workspace")?;
        let actor = match self.caller {
            Caller::Network { user, .. } => {
                let user = user.ok_or(AppError::SignedOut)?;
                let member = store::identity::find_membership(&mut tx, user, workspace)
                    .await
                    .or_internal("finding a membership")?
                    .ok_or(AppError::NotFound)?;
                in_workspace(user, member.role)
            }
            Caller::Command => Actor::Command,
            Caller::Job => Actor::Job,
        };
        let exists = store::identity::workspace_exists(&mut tx, workspace)
            .await
            .or_internal("opening a workspace")?;
        if !exists {
            return Err(AppError::NotFound);
        }
        self.grant(actor, InWorkspace { workspace })
    }

    /// Access to a bot as a visitor has it: to one that answers. From the bots in memory, since
    /// every question comes through here.
    pub async fn visit<P: Permitted<Scope = InBot>>(&self, bot: BotId) -> AppResult<Access<P>> {
        self.check_entry::<P>()?;
        let live = self.platform.live().get(&self.platform, bot).await?;
        self.grant(
            Actor::Visitor,
            InBot {
                workspace: live.workspace,
                bot,
            },
        )
    }

    /// For what is open to everybody.
    pub fn greet(&self) -> Guest {
        let address = match self.caller {
            Caller::Network { address, .. } => Some(address),
            Caller::Command | Caller::Job => None,
        };
        Guest {
            platform: self.platform.clone(),
            address,
        }
    }

    /// Who is signed in.
    pub const fn user(&self) -> Option<UserId> {
        match self.caller {
            Caller::Network { user, .. } => user,
            Caller::Command | Caller::Job => None,
        }
    }

    /// The workspace that they chose to be in.
    pub(crate) const fn chosen(&self) -> Option<WorkspaceId> {
        match self.caller {
            Caller::Network { workspace, .. } => workspace,
            Caller::Command | Caller::Job => None,
        }
    }

    /// What was called must be listed, and with the permission that is asked for.
    fn check_entry<P: Permitted>(&self) -> AppResult<()> {
        let Caller::Network { entry, .. } = self.caller else {
            return Ok(());
        };
        let is_listed = entry.is_some_and(|entry| match entry.guard {
            // Who may change may look.
            Guard::Needs(Permission { area, right }) => {
                area == P::PERMISSION.area
                    && (right == P::PERMISSION.right || right == Right::Write)
            }
            Guard::Page => P::PERMISSION.right == Right::Read,
            Guard::Everybody => false,
        });
        if !is_listed {
            let path = entry.map_or("(none)", |entry| entry.path);
            tracing::error!(path, asked = %P::PERMISSION, "the table of entries does not list this");
            return Err(AppError::Forbidden);
        }
        Ok(())
    }

    fn grant<P: Permitted>(&self, actor: Actor, scope: P::Scope) -> AppResult<Access<P>> {
        if !actor.may(P::PERMISSION) {
            return Err(AppError::Forbidden);
        }
        let platform = self.platform.clone();
        Ok(Access {
            platform,
            actor,
            scope,
            permission: PhantomData,
        })
    }
}

/// A member of the bot's workspace with what they may do with it, read in one transaction: so a
/// change holds at the next request. Who may do nothing with the bot is told that there is none.
async fn member_on(
    tx: &mut Tx,
    user: UserId,
    workspace: WorkspaceId,
    bot: BotId,
    sharing: Sharing,
) -> AppResult<Actor> {
    let member = store::identity::find_membership(tx, user, workspace)
        .await
        .or_internal("finding a membership")?
        .ok_or(AppError::NotFound)?;
    let granted = store::grants::find(tx, user, bot)
        .await
        .or_internal("reading grants")?;
    let actor = Actor::Member {
        user,
        role: member.role,
        rights: match member.role {
            Role::Owner | Role::Admin => Rights::FULL,
            Role::Member => sharing.widen(granted),
        },
    };
    if actor.may(PRESENCE) {
        Ok(actor)
    } else {
        Err(AppError::NotFound)
    }
}

const fn in_workspace(user: UserId, role: Role) -> Actor {
    Actor::Member {
        user,
        role,
        rights: Rights::NONE,
    }
}

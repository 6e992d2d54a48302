//! The one door to what is a tenant's: who asks, for what, and whether they may.
//!
//! [`Door`] decides and [`Access`] proves: a function that takes an `Access<Write<Knowledge>>`
//! can't be called with less. Each route and server function has a row in [`entries::ENTRIES`];
//! what has no row is not reached.

mod admitted;
mod bearer;
mod door;
pub mod entries;
mod guest;
mod known;
mod reach;
mod vouched;

pub use door::{Caller, Door};
pub use guest::Guest;
pub(crate) use reach::Reach;
pub use vouched::Vouched;

use crate::{failure::OrInternal, masking, platform::Platform};
use model::{
    access::{Area, Permission, Right, Role},
    error::{AppError, AppResult},
    id::{BotId, KeyId, UserId, WorkspaceId},
    key::Scopes,
    rights::Rights,
    sharing::Shown,
};
use std::{fmt, marker::PhantomData, sync::Arc};

/// Who acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Actor {
    /// A member of the workspace, signed in.
    Member {
        /// Who.
        user: UserId,
        /// As what.
        role: Role,
        /// What they may do with the bot that they reach; in a workspace, nothing.
        rights: Rights,
    },
    /// A program, by an API key.
    Key {
        /// Which.
        key: KeyId,
        /// What it may do at most.
        scopes: Scopes,
        /// Whether it is limited to some bots, and so makes none.
        is_limited: bool,
    },
    /// Who talks to a bot.
    Visitor,
    /// Whoever runs commands on the machine itself.
    Command,
    /// Background work.
    Job,
}

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Member { user, .. } => write!(f, "user:{user}"),
            Self::Key { key, .. } => write!(f, "key:{key}"),
            Self::Visitor => f.write_str("visitor"),
            Self::Command => f.write_str("command"),
            Self::Job => f.write_str("job"),
        }
    }
}

impl Actor {
    /// Whether this actor may. The one place where a permission is decided.
    const fn may(self, permission: Permission) -> bool {
        match (self, permission.area) {
            (Self::Visitor, Area::Dialog) | (Self::Command | Self::Job, _) => true,
            (Self::Visitor, _) | (Self::Member { .. }, Area::Dialog) => false,
            (
                Self::Key {
                    scopes, is_limited, ..
                },
                area,
            ) => {
                let makes_bots =
                    matches!(area, Area::Bots) && matches!(permission.right, Right::Write);
                scopes.allow(permission) && !(is_limited && makes_bots)
            }
            (
                Self::Member {
                    role: Role::Owner | Role::Admin,
                    ..
                },
                _,
            ) => true,
            // Whoever is in a workspace has a list of bots; which are in it, `Reach` tells.
            (Self::Member { .. }, Area::Bots) => matches!(permission.right, Right::Read),
            (Self::Member { rights, .. }, Area::Presence) => {
                matches!(permission.right, Right::Read) && !rights.is_empty()
            }
            // What is not granted is denied (S12).
            (Self::Member { rights, .. }, _) => rights.allow(permission),
        }
    }

    /// Whether personal data is masked for this actor where a bot shows so much. Who is at the
    /// machine has the database anyway.
    fn is_masked_by(self, shown: Shown) -> bool {
        shown == Shown::Masked && !matches!(self, Self::Command | Self::Job)
    }

    /// What this actor may do with the bot that it reaches.
    const fn rights(self) -> Rights {
        match self {
            Self::Member {
                role: Role::Member,
                rights,
                ..
            } => rights,
            Self::Key { scopes, .. } => Rights::NONE
                .with(Area::Knowledge, scopes.right(Area::Knowledge))
                .with(Area::Conversations, scopes.right(Area::Conversations))
                .with(Area::Analytics, scopes.right(Area::Analytics))
                .with(Area::Widget, scopes.right(Area::Widget))
                .with(Area::Settings, scopes.right(Area::Settings)),
            Self::Member { .. } | Self::Command | Self::Job => Rights::FULL,
            Self::Visitor => Rights::NONE,
        }
    }
}

/// Whether a role may do all that members may.
pub(crate) const fn runs_workspace(role: Role) -> bool {
    matches!(role, Role::Owner | Role::Admin)
}

/// A whole workspace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InWorkspace {
    /// Which.
    pub workspace: WorkspaceId,
}

/// One bot of a workspace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InBot {
    /// The tenant it belongs to.
    pub workspace: WorkspaceId,
    /// Which.
    pub bot: BotId,
}

/// What an access reaches.
pub trait InScope: Copy + Send + Sync + 'static {
    /// The tenant it is in.
    fn workspace(&self) -> WorkspaceId;
}

impl InScope for InWorkspace {
    fn workspace(&self) -> WorkspaceId {
        self.workspace
    }
}

impl InScope for InBot {
    fn workspace(&self) -> WorkspaceId {
        self.workspace
    }
}

/// An area as a type.
pub trait AreaMark: Send + Sync + 'static {
    /// Which area.
    const AREA: Area;
    /// What an access to it reaches.
    type Scope: InScope;
}

macro_rules! areas {
    ($($name:ident in $scope:ty),+ $(,)?) => {$(
        #[doc = concat!("[`Area::", stringify!($name), "`] as a type.")]
        #[derive(Clone, Copy, Debug)]
        pub struct $name;

        impl AreaMark for $name {
            const AREA: Area = Area::$name;
            type Scope = $scope;
        }
    )+};
}

areas! {
    Bots in InWorkspace,
    Keys in InWorkspace,
    Knowledge in InBot,
    Conversations in InBot,
    Analytics in InBot,
    Settings in InBot,
    Widget in InBot,
    Dialog in InBot,
    Audit in InWorkspace,
    Members in InWorkspace,
    Grants in InBot,
    Presence in InBot,
}

/// Looking, in an area.
#[derive(Clone, Copy, Debug)]
pub struct Read<A>(PhantomData<A>);

/// Changing, in an area.
#[derive(Clone, Copy, Debug)]
pub struct Write<A>(PhantomData<A>);

/// A permission as a type.
pub trait Permitted: Send + Sync + 'static {
    /// Which permission.
    const PERMISSION: Permission;
    /// What an access with it reaches.
    type Scope: InScope;
}

impl<A: AreaMark> Permitted for Read<A> {
    const PERMISSION: Permission = Permission {
        area: A::AREA,
        right: Right::Read,
    };
    type Scope = A::Scope;
}

impl<A: AreaMark> Permitted for Write<A> {
    const PERMISSION: Permission = Permission {
        area: A::AREA,
        right: Right::Write,
    };
    type Scope = A::Scope;
}

/// Proof that someone may do something somewhere. Only [`Door`] makes one.
#[derive(Clone, Debug)]
pub struct Access<P: Permitted> {
    platform: Platform,
    actor: Actor,
    scope: P::Scope,
    /// The bots that it is limited to, if it is.
    only: Option<Arc<[BotId]>>,
    /// Whether personal data that visitors wrote is masked for whoever this is.
    is_masked: bool,
    permission: PhantomData<P>,
}

impl<P: Permitted> Access<P> {
    /// Who acts.
    pub const fn actor(&self) -> Actor {
        self.actor
    }

    /// What it reaches.
    pub const fn scope(&self) -> P::Scope {
        self.scope
    }

    /// Whether the same actor may do something else here, for who shows or hides the way to it.
    pub const fn may<Q: Permitted<Scope = P::Scope>>(&self) -> bool {
        self.actor.may(Q::PERMISSION)
    }

    /// Whether the same actor still may, if their role is this one by now.
    pub(crate) const fn may_as(&self, role: Role) -> bool {
        match self.actor {
            Actor::Member { user, rights, .. } => {
                Actor::Member { user, role, rights }.may(P::PERMISSION)
            }
            other => other.may(P::PERMISSION),
        }
    }

    /// Whether a bot of the workspace is among those that the actor may know of.
    pub(crate) fn knows(&self, bot: BotId) -> bool {
        self.only.as_ref().is_none_or(|only| only.contains(&bot))
    }

    pub(crate) const fn platform(&self) -> &Platform {
        &self.platform
    }
}

impl Access<Write<Bots>> {
    /// The same actor's access to a bot of this workspace, for who makes bots out of others.
    pub(crate) async fn in_bot<P: Permitted<Scope = InBot>>(
        &self,
        bot: BotId,
    ) -> AppResult<Access<P>> {
        let mut tx = self
            .platform
            .db()
            .read()
            .await
            .or_internal("opening a bot")?;
        let place = store::grants::find_place(&mut tx, bot)
            .await
            .or_internal("opening a bot")?
            .filter(|place| place.workspace == self.scope.workspace && self.knows(bot))
            .ok_or(AppError::NotFound)?;
        if !self.actor.may(P::PERMISSION) {
            return Err(AppError::Forbidden);
        }
        Ok(Access {
            platform: self.platform.clone(),
            actor: self.actor,
            scope: InBot {
                workspace: place.workspace,
                bot,
            },
            only: self.only.clone(),
            is_masked: self.actor.is_masked_by(place.shown),
            permission: PhantomData,
        })
    }
}

impl<P: Permitted<Scope = InBot>> Access<P> {
    /// The bot it reaches.
    pub const fn bot(&self) -> BotId {
        self.scope.bot
    }

    /// What the actor may do with it, for who shows or hides the way there.
    pub const fn rights(&self) -> Rights {
        self.actor.rights()
    }

    /// Whether personal data that visitors wrote is masked for the actor.
    pub(crate) const fn is_masked(&self) -> bool {
        self.is_masked
    }

    /// What a visitor wrote, as the actor may read it (S13).
    pub(crate) fn shown(&self, written: String) -> String {
        if self.is_masked {
            masking::masked(&written)
        } else {
            written
        }
    }

    /// The same of many, in place.
    pub(crate) fn show_all<'a>(&self, written: impl IntoIterator<Item = &'a mut String>) {
        for text in written {
            *text = self.shown(std::mem::take(text));
        }
    }
}

impl<A: AreaMark> Access<Write<A>> {
    /// Who may change may look.
    pub fn reading(&self) -> Access<Read<A>> {
        Access {
            platform: self.platform.clone(),
            actor: self.actor,
            scope: self.scope,
            only: self.only.clone(),
            is_masked: self.is_masked,
            permission: PhantomData,
        }
    }
}

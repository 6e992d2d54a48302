use super::{
    Access, Actor, Guest, InBot, InWorkspace, Permitted, Vouched,
    admitted::{Admitted, in_workspace, member, member_on},
    bearer::{self, Standing},
    entries::{Entry, Guard},
    vouched::check_factor,
};
use crate::{failure::OrInternal, keys, platform::Platform, tokens::Presented};
use model::{
    access::{Permission, Right},
    error::{AppError, AppResult},
    id::{BotId, UserId, WorkspaceId},
};
use std::{marker::PhantomData, net::IpAddr};
use store::{Tx, grants::Place};

/// Who stands at the door.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Caller {
    /// Came over the network; signed in, if there is a user.
    Network {
        /// Who signed in.
        user: Option<UserId>,
        /// The workspace that they chose to be in.
        workspace: Option<WorkspaceId>,
        /// The one workspace that their session is good for, if its provider let them in.
        only: Option<Vouched>,
        /// Where from.
        address: IpAddr,
        /// The row of what was called; without one, nothing opens.
        entry: Option<&'static Entry>,
    },
    /// Came over the network with an access token that we signed. No cookie counts.
    Bearer {
        /// Whose it is.
        token: Presented,
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

impl Door {
    /// A door for this caller.
    pub const fn new(platform: Platform, caller: Caller) -> Self {
        Self { platform, caller }
    }

    /// Access to one bot. What does not exist and what is another tenant's answer alike.
    pub async fn open<P: Permitted<Scope = InBot>>(&self, bot: BotId) -> AppResult<Access<P>> {
        self.check_entry::<P>()?;
        self.pass_person()?;
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
        let admitted = match self.caller {
            Caller::Network { user, .. } => {
                let user = user.ok_or(AppError::SignedOut)?;
                let place = place.filter(|place| self.admits(place.workspace));
                let place = place.ok_or(AppError::NotFound)?;
                member_on(&mut tx, (user, self.vouched()), place, bot).await?
            }
            Caller::Bearer { token, .. } => self.bearer_on(&mut tx, token, place, bot).await?,
            Caller::Command => Actor::Command.into(),
            Caller::Job => Actor::Job.into(),
        };
        drop(tx);
        let place = place.ok_or(AppError::NotFound)?;
        if !admitted.knows(bot) {
            return Err(AppError::NotFound);
        }
        self.note_use(&admitted).await;
        let workspace = place.workspace;
        let access = self.grant(admitted, InBot { workspace, bot })?;
        Ok(Access {
            is_masked: access.actor.is_masked_by(place.shown),
            ..access
        })
    }

    /// Access to the workspace that the caller is in.
    pub async fn open_here<P: Permitted<Scope = InWorkspace>>(&self) -> AppResult<Access<P>> {
        self.check_entry::<P>()?;
        self.pass_person()?;
        let mut tx = self
            .platform
            .db()
            .read()
            .await
            .or_internal("finding a membership")?;
        let (user, chosen) = match self.caller {
            Caller::Network {
                user: Some(user), ..
            } => (user, self.chosen()),
            Caller::Bearer { token, .. } => {
                match bearer::stand(&mut tx, &self.platform, token).await? {
                    Standing::User(user) => (user, None),
                    Standing::Key(by_key) => {
                        drop(tx);
                        let workspace = by_key.key.workspace;
                        let admitted = Admitted::from(*by_key);
                        self.note_use(&admitted).await;
                        return self.grant(admitted, InWorkspace { workspace });
                    }
                }
            }
            _ => return Err(AppError::SignedOut),
        };
        let member = store::identity::find_current(&mut tx, user, chosen)
            .await
            .or_internal("finding a membership")?
            .filter(|member| self.admits(member.workspace))
            .ok_or(AppError::Forbidden)?;
        check_factor(&member, self.vouched())?;
        let scope = InWorkspace {
            workspace: member.workspace,
        };
        self.grant(in_workspace(user, member.role).into(), scope)
    }

    /// Access to a workspace. What does not exist and where the caller has no place answer alike.
    pub async fn open_workspace<P: Permitted<Scope = InWorkspace>>(
        &self,
        workspace: WorkspaceId,
    ) -> AppResult<Access<P>> {
        self.check_entry::<P>()?;
        self.pass_person()?;
        let mut tx = self
            .platform
            .db()
            .read()
            .await
            .or_internal("opening a workspace")?;
        let admitted = match self.caller {
            Caller::Network { user, .. } => {
                let user = user.ok_or(AppError::SignedOut)?;
                if !self.admits(workspace) {
                    return Err(AppError::NotFound);
                }
                member(&mut tx, (user, self.vouched()), workspace).await?
            }
            Caller::Bearer { token, .. } => self.bearer(&mut tx, token, Some(workspace)).await?,
            Caller::Command => Actor::Command.into(),
            Caller::Job => Actor::Job.into(),
        };
        let exists = store::identity::workspace_exists(&mut tx, workspace)
            .await
            .or_internal("opening a workspace")?;
        if !exists {
            return Err(AppError::NotFound);
        }
        self.grant(admitted, InWorkspace { workspace })
    }

    /// Whom a token admits to a workspace, in the transaction that finds whether it still stands.
    async fn bearer(
        &self,
        tx: &mut Tx,
        token: Presented,
        workspace: Option<WorkspaceId>,
    ) -> AppResult<Admitted> {
        let standing = bearer::stand(tx, &self.platform, token).await?;
        let workspace = workspace.ok_or(AppError::NotFound)?;
        match standing {
            Standing::User(user) => member(tx, (user, None), workspace).await,
            Standing::Key(by_key) if by_key.key.workspace == workspace => Ok((*by_key).into()),
            Standing::Key(_) => Err(AppError::NotFound),
        }
    }

    /// The same, to one of its bots.
    async fn bearer_on(
        &self,
        tx: &mut Tx,
        token: Presented,
        place: Option<Place>,
        bot: BotId,
    ) -> AppResult<Admitted> {
        let standing = bearer::stand(tx, &self.platform, token).await?;
        let place = place.ok_or(AppError::NotFound)?;
        match standing {
            Standing::User(user) => member_on(tx, (user, None), place, bot).await,
            Standing::Key(by_key) if by_key.key.workspace == place.workspace => {
                Ok((*by_key).into())
            }
            Standing::Key(_) => Err(AppError::NotFound),
        }
    }

    async fn note_use(&self, admitted: &Admitted) {
        if let Some((key, generation)) = &admitted.by_key {
            keys::note_use(&self.platform, key, *generation).await;
        }
    }

    /// Access to a bot as a visitor has it: to one that answers. From the bots in memory, since
    /// every question comes through here.
    pub async fn visit<P: Permitted<Scope = InBot>>(&self, bot: BotId) -> AppResult<Access<P>> {
        self.check_entry::<P>()?;
        let live = self.platform.live().get(&self.platform, bot).await?;
        self.grant(
            Actor::Visitor.into(),
            InBot {
                workspace: live.workspace,
                bot,
            },
        )
    }

    /// For what is open to everybody.
    pub fn greet(&self) -> Guest {
        let address = match self.caller {
            Caller::Network { address, .. } | Caller::Bearer { address, .. } => Some(address),
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
            Caller::Bearer { .. } | Caller::Command | Caller::Job => None,
        }
    }

    /// The workspace that they chose to be in, or that they have to be in.
    pub(crate) const fn chosen(&self) -> Option<WorkspaceId> {
        match self.caller {
            Caller::Network {
                only: Some(only), ..
            } => Some(only.workspace),
            Caller::Network { workspace, .. } => workspace,
            Caller::Bearer { .. } | Caller::Command | Caller::Job => None,
        }
    }

    /// Whether the way that they came by is good for a workspace: a provider's word counts where it
    /// was chosen, and nowhere else.
    pub(crate) fn admits(&self, workspace: WorkspaceId) -> bool {
        match self.caller {
            Caller::Network { only, .. } => only.is_none_or(|only| only.workspace == workspace),
            Caller::Bearer { .. } | Caller::Command | Caller::Job => true,
        }
    }

    const fn vouched(&self) -> Option<Vouched> {
        match self.caller {
            Caller::Network { only, .. } => only,
            Caller::Bearer { .. } | Caller::Command | Caller::Job => None,
        }
    }

    /// Nobody asks for more in a minute than they can look at: a search, a filter, a form (S22).
    fn pass_person(&self) -> AppResult<()> {
        self.user().map_or(Ok(()), |user| {
            let limit = &self.platform.limits().dashboard_per_person;
            limit.pass(&user, self.platform.now())
        })
    }

    /// What was called must be listed, and with the permission that is asked for.
    fn check_entry<P: Permitted>(&self) -> AppResult<()> {
        let entry = match self.caller {
            Caller::Network { entry, .. } | Caller::Bearer { entry, .. } => entry,
            Caller::Command | Caller::Job => return Ok(()),
        };
        let is_listed = entry.is_some_and(|entry| match entry.guard {
            // Who may change may look.
            Guard::Needs(Permission { area, right })
            | Guard::NeedsBoth(Permission { area, right }, _) => {
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

    fn grant<P: Permitted>(&self, admitted: Admitted, scope: P::Scope) -> AppResult<Access<P>> {
        let Admitted { actor, only, .. } = admitted;
        if !actor.may(P::PERMISSION) {
            return Err(AppError::Forbidden);
        }
        let platform = self.platform.clone();
        Ok(Access {
            platform,
            actor,
            scope,
            only,
            is_masked: false,
            permission: PhantomData,
        })
    }
}

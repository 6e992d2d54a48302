use super::{
    Access, Actor, Guest, InBot, InWorkspace, Permitted, Vouched,
    admitted::{Admitted, in_workspace, member, member_on},
    bearer::{self, Standing},
    entries::{Entry, Guard},
    known::Known,
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

/// Opens what a caller may reach, and nothing else. Stands for one request: what a member may do
/// is looked up once.
#[derive(Clone, Debug)]
pub struct Door {
    platform: Platform,
    caller: Caller,
    known: Known,
}

impl Door {
    /// A door for this caller.
    pub fn new(platform: Platform, caller: Caller) -> Self {
        Self {
            platform,
            caller,
            known: Known::default(),
        }
    }

    /// Access to one bot. What does not exist and what is another tenant's answer alike.
    pub async fn open<P: Permitted<Scope = InBot>>(&self, bot: BotId) -> AppResult<Access<P>> {
        self.check_entry::<P>()?;
        self.pass_person()?;
        let (admitted, place) = match self.caller {
            Caller::Network { user, .. } => {
                // Who is signed out learns nothing of which bots there are.
                let user = user.ok_or(AppError::SignedOut)?;
                let (place, actor) = self.member_of(user, bot).await?;
                (actor.into(), place)
            }
            _ => self.let_in(bot).await?,
        };
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

    /// Where a bot is, and as what somebody reaches it.
    async fn member_of(&self, user: UserId, bot: BotId) -> AppResult<(Place, Actor)> {
        let door = self.unknowing();
        let look = async move {
            let tx = door.platform.db().look().await;
            let mut tx = tx.or_internal("opening a bot")?;
            door.find_on(&mut tx, (user, door.vouched()), bot).await
        };
        self.known.on(bot, look).await
    }

    /// The same door before it knew anything: what is known must not hold itself.
    fn unknowing(&self) -> Self {
        Self::new(self.platform.clone(), self.caller)
    }

    async fn find_on(
        &self,
        tx: &mut Tx,
        (user, vouched): (UserId, Option<Vouched>),
        bot: BotId,
    ) -> AppResult<(Place, Actor)> {
        let standing = store::grants::find_standing(tx, user, bot)
            .await
            .or_internal("opening a bot")?
            .filter(|standing| self.admits(standing.place.workspace))
            .ok_or(AppError::NotFound)?;
        let actor = member_on((user, vouched), &standing)?;
        Ok((standing.place, actor))
    }

    /// Whom another caller than a member is let in as, and where.
    async fn let_in(&self, bot: BotId) -> AppResult<(Admitted, Place)> {
        let tx = self.platform.db().read().await;
        let mut tx = tx.or_internal("opening a bot")?;
        let by_key = match self.caller {
            Caller::Bearer { token, .. } => {
                match bearer::stand(&mut tx, &self.platform, token).await? {
                    Standing::User(user) => {
                        let (place, actor) = self.find_on(&mut tx, (user, None), bot).await?;
                        return Ok((actor.into(), place));
                    }
                    Standing::Key(by_key) => Some(by_key),
                }
            }
            _ => None,
        };
        let place = store::grants::find_place(&mut tx, bot)
            .await
            .or_internal("opening a bot")?
            .ok_or(AppError::NotFound)?;
        let admitted = match (self.caller, by_key) {
            (_, Some(by_key)) if by_key.key.workspace == place.workspace => (*by_key).into(),
            (Caller::Command, None) => Actor::Command.into(),
            (Caller::Job, None) => Actor::Job.into(),
            _ => return Err(AppError::NotFound),
        };
        Ok((admitted, place))
    }

    /// Access to the workspace that the caller is in.
    pub async fn open_here<P: Permitted<Scope = InWorkspace>>(&self) -> AppResult<Access<P>> {
        self.check_entry::<P>()?;
        self.pass_person()?;
        let (admitted, workspace) = match self.caller {
            Caller::Network {
                user: Some(user), ..
            } => {
                let (workspace, actor) = self.member_here(user).await?;
                (actor.into(), workspace)
            }
            Caller::Bearer { token, .. } => self.bearer_here(token).await?,
            _ => return Err(AppError::SignedOut),
        };
        self.note_use(&admitted).await;
        self.grant(admitted, InWorkspace { workspace })
    }

    /// The workspace that somebody is in, and as what.
    async fn member_here(&self, user: UserId) -> AppResult<(WorkspaceId, Actor)> {
        let door = self.unknowing();
        let look = async move {
            let tx = door.platform.db().look().await;
            let mut tx = tx.or_internal("finding a membership")?;
            door.find_here(&mut tx, user, door.chosen()).await
        };
        self.known.here(look).await
    }

    /// The workspace of a token: that of its key, or the one that its owner is in.
    async fn bearer_here(&self, token: Presented) -> AppResult<(Admitted, WorkspaceId)> {
        let tx = self.platform.db().read().await;
        let mut tx = tx.or_internal("finding a membership")?;
        match bearer::stand(&mut tx, &self.platform, token).await? {
            Standing::User(user) => {
                let (workspace, actor) = self.find_here(&mut tx, user, None).await?;
                Ok((actor.into(), workspace))
            }
            Standing::Key(by_key) => {
                let workspace = by_key.key.workspace;
                Ok(((*by_key).into(), workspace))
            }
        }
    }

    async fn find_here(
        &self,
        tx: &mut Tx,
        user: UserId,
        chosen: Option<WorkspaceId>,
    ) -> AppResult<(WorkspaceId, Actor)> {
        let member = store::identity::find_current(tx, user, chosen)
            .await
            .or_internal("finding a membership")?
            .filter(|member| self.admits(member.workspace))
            .ok_or(AppError::Forbidden)?;
        check_factor(member.lacks_factor, member.workspace, self.vouched())?;
        Ok((member.workspace, in_workspace(user, member.role)))
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

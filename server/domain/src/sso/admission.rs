//! As what somebody is let in whom a provider vouches for.

use super::{
    arrival::{broken, ours},
    protocol::Person,
};
use crate::{
    access::{Guest, Vouched},
    audit::{self, Noted},
    identity::{Entered, SignedIn, half},
    members::MAX_MEMBERS,
    platform::Platform,
};
use model::{
    access::Role,
    id::{UserId, WorkspaceId},
    sso::Refused,
    text::Email,
};
use store::{Tx, audit::Details, grants, identity, invitations, members, sessions, sso};

/// Somebody whom the provider vouches for.
pub(super) struct Arrival<'a> {
    pub guest: &'a Guest,
    pub workspace: WorkspaceId,
    pub provider: &'a sso::Provider,
    pub person: &'a Person,
}

impl Arrival<'_> {
    fn platform(&self) -> &Platform {
        self.guest.platform()
    }

    async fn known(&self, tx: &mut Tx) -> Result<Option<UserId>, Refused> {
        // Nobody changes the workspace's members until this is done.
        members::lock(tx, self.workspace).await.map_err(broken)?;
        sso::find_identity(
            tx,
            self.workspace,
            &self.provider.issuer,
            &self.person.subject,
        )
        .await
        .map_err(broken)
    }

    /// From now on the provider may say that somebody is this person.
    pub(super) async fn link(&self, tx: &mut Tx, user: UserId) -> Result<(), Refused> {
        match self.known(tx).await? {
            Some(known) if known == user => return Ok(()),
            Some(_) => return Err(Refused::LinkTaken),
            None => {}
        }
        let place = identity::find_membership(tx, user, self.workspace).await;
        if place.map_err(broken)?.is_none() {
            return Err(Refused::Outside);
        }
        self.add_identity(tx, user).await?;
        self.note(tx, user, "sso.link", "").await
    }

    pub(super) async fn sign_in(&self, tx: &mut Tx) -> Result<SignedIn, Refused> {
        let role = self.role().ok_or(Refused::Outside)?;
        if !self.is_of_a_domain() {
            return Err(Refused::Outside);
        }
        let user = match self.known(tx).await? {
            Some(user) => user,
            None => self.create(tx).await?,
        };
        let member = members::find(tx, self.workspace, user).await;
        match member.map_err(broken)? {
            None => self.join(tx, user, role).await?,
            Some(member) if member.suspended_at.is_some() => return Err(Refused::Outside),
            // Groups neither make an owner nor unmake one.
            Some(member) if member.role == role || member.role == Role::Owner => {}
            Some(_) => self.change_role(tx, user, role).await?,
        }
        self.enter(tx, user).await
    }

    /// All the way, or half: who has a second factor here is asked for it, unless the provider has
    /// asked for one.
    async fn enter(&self, tx: &mut Tx, user: UserId) -> Result<SignedIn, Refused> {
        let has_factor = self.person.has_factor;
        let entered = Entered {
            user,
            proof: None,
            only: Some(Vouched {
                workspace: self.workspace,
                has_factor,
            }),
        };
        if !has_factor {
            let half = half(tx, self.guest, entered.clone()).await.map_err(ours)?;
            if let Some(half) = half {
                return Ok(SignedIn::Half(half));
            }
        }
        self.note(tx, user, "session.sign_in", " by:sso").await?;
        Ok(SignedIn::Whole(entered))
    }

    /// The highest role that a group gives, else the one for everybody.
    fn role(&self) -> Option<Role> {
        let groups = self.groups();
        let given: Vec<Role> = roles_of(&self.provider.roles)
            .into_iter()
            .filter(|(group, _)| groups.contains(&group.as_str()))
            .map(|(_, role)| role)
            .collect();
        if given.contains(&Role::Admin) {
            Some(Role::Admin)
        } else {
            given.first().copied().or(self.provider.default_role)
        }
    }

    /// Somebody's groups: a list of names, or one name.
    fn groups(&self) -> Vec<&str> {
        match self.person.claims.get(&self.provider.groups_claim) {
            Some(serde_json::Value::Array(all)) => {
                all.iter().filter_map(serde_json::Value::as_str).collect()
            }
            Some(serde_json::Value::String(one)) => vec![one],
            _ => Vec::new(),
        }
    }

    fn is_of_a_domain(&self) -> bool {
        let mut domains = self.provider.email_domains.lines().peekable();
        if domains.peek().is_none() {
            return true;
        }
        let email = self.person.email.as_deref().unwrap_or_default();
        let own = email.rsplit_once('@').map_or("", |(_, domain)| domain);
        domains.any(|domain| domain == own.to_lowercase())
    }

    /// Makes an account. Where one has the same e-mail it is not this one: its owner links it.
    async fn create(&self, tx: &mut Tx) -> Result<UserId, Refused> {
        let email = self.person.email.as_deref().unwrap_or_default();
        let email = Email::parse(email).map_err(|_| Refused::NoEmail)?;
        let taken = identity::find_user(tx, &email).await.map_err(broken)?;
        if taken.is_some() {
            return Err(Refused::EmailTaken);
        }
        let user = UserId::from_uuid(self.platform().random().v7());
        let now = self.platform().now();
        identity::create_user(tx, user, &email, now)
            .await
            .map_err(broken)?;
        self.add_identity(tx, user).await?;
        Ok(user)
    }

    async fn add_identity(&self, tx: &mut Tx, user: UserId) -> Result<(), Refused> {
        let name = (self.provider.issuer.as_str(), self.person.subject.as_str());
        sso::add_identity(tx, self.workspace, name, user, self.platform().now())
            .await
            .map_err(broken)
    }

    async fn join(&self, tx: &mut Tx, user: UserId, role: Role) -> Result<(), Refused> {
        let n_members = members::count(tx, self.workspace).await.map_err(broken)?;
        if n_members >= MAX_MEMBERS {
            return Err(Refused::TooMany);
        }
        identity::add_member(tx, self.workspace, user, role, self.platform().now())
            .await
            .map_err(broken)?;
        self.grant(tx, user, role).await?;
        self.note(tx, user, "member.join", &format!(" role:{role}"))
            .await
    }

    /// What a plain member has of the bots that there are.
    async fn grant(&self, tx: &mut Tx, user: UserId, role: Role) -> Result<(), Refused> {
        if role != Role::Member {
            return Ok(());
        }
        let bots = store::bots::list_present(tx, self.workspace).await;
        for (bot, _) in bots.map_err(broken)? {
            grants::put(tx, self.workspace, user, bot, self.provider.preset.rights())
                .await
                .map_err(broken)?;
        }
        Ok(())
    }

    /// Another role, as where an owner gives one: sessions end, and links that they made are void.
    async fn change_role(&self, tx: &mut Tx, user: UserId, role: Role) -> Result<(), Refused> {
        let workspace = self.workspace;
        members::set_role(tx, workspace, user, role)
            .await
            .map_err(broken)?;
        grants::delete_of(tx, workspace, user)
            .await
            .map_err(broken)?;
        sessions::delete_of(tx, user).await.map_err(broken)?;
        invitations::delete_by(tx, workspace, &format!("user:{user}"))
            .await
            .map_err(broken)?;
        self.grant(tx, user, role).await?;
        self.note(tx, user, "member.role", &format!(" role:{role}"))
            .await
    }

    async fn note(
        &self,
        tx: &mut Tx,
        user: UserId,
        action: &str,
        more: &str,
    ) -> Result<(), Refused> {
        let address = self.guest.address.map(|address| address.to_string());
        let event = Noted {
            workspace: Some(self.workspace),
            at: self.platform().now(),
            actor: &format!("user:{user}"),
            action,
            subject: &format!("user:{user}{more}"),
            details: Details {
                address: address.unwrap_or_default(),
                email: String::new(),
            },
        };
        audit::note(tx, self.platform(), &event).await.map_err(ours)
    }
}

/// Which group gives which role.
pub(super) fn roles_of(json: &str) -> Vec<(String, Role)> {
    serde_json::from_str(json).unwrap_or_default()
}

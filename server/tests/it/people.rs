//! The people of the app under test: who they are and what they may do.

use crate::support::{PASSWORD, Persona, TestApp};
use domain::{
    access::{Bots, Write},
    bots::{self, BotDraft},
    identity::{self, NewMember},
};
use model::{
    access::Role,
    id::{BotId, UserId, WorkspaceId},
    rights::{Preset, Rights},
    text::Email,
};

impl TestApp {
    pub async fn owner(&self) -> Persona<'_> {
        Persona::sign_in(self, "owner@shop.example").await
    }

    pub async fn member(&self) -> Persona<'_> {
        Persona::sign_in(self, "member@shop.example").await
    }

    /// The owner of another workspace.
    pub async fn stranger(&self) -> Persona<'_> {
        Persona::sign_in(self, "owner@elsewhere.example").await
    }

    /// Somebody who has not signed in.
    pub fn nobody(&self) -> Persona<'_> {
        Persona {
            app: self,
            cookie: None,
        }
    }

    pub async fn add_with(
        &self,
        workspace: WorkspaceId,
        email: &str,
        role: Role,
        preset: Preset,
    ) -> UserId {
        let new = NewMember {
            workspace,
            email: email.to_owned(),
            role,
            password: Some(PASSWORD.to_owned()),
            preset,
            bots: Vec::new(),
        };
        identity::add_member(&self.command().greet(), &new)
            .await
            .unwrap()
            .user
    }

    /// A plain member with these rights on the bot.
    pub async fn plain(&self, email: &str, rights: Rights) -> Persona<'_> {
        let user = self
            .add_with(self.workspace, email, Role::Member, Preset::Nothing)
            .await;
        self.set_rights(user, rights).await;
        Persona::sign_in(self, email).await
    }

    pub async fn set_rights(&self, user: UserId, rights: Rights) {
        let mut tx = self.db.write().await.unwrap();
        store::grants::put(&mut tx, self.workspace, user, self.bot, rights)
            .await
            .unwrap();
        tx.commit().await.unwrap();
    }

    pub async fn user_of(&self, email: &str) -> UserId {
        let mut tx = self.db.read().await.unwrap();
        let email = Email::parse(email).unwrap();
        let user = store::identity::find_user(&mut tx, &email).await.unwrap();
        user.unwrap()
    }

    /// The addresses of the first workspace's members, the highest roles first.
    pub async fn member_emails(&self) -> Vec<String> {
        let mut tx = self.db.read().await.unwrap();
        let members = store::members::list(&mut tx, self.workspace).await.unwrap();
        members
            .into_iter()
            .map(|member| member.email.to_string())
            .collect()
    }

    /// A bot of the other workspace.
    pub async fn bot_elsewhere(&self) -> (WorkspaceId, BotId) {
        let all = identity::list_workspaces(&self.command().greet())
            .await
            .unwrap();
        let workspace = all.into_iter().find(|id| *id != self.workspace).unwrap();
        let access = self
            .command()
            .open_workspace::<Write<Bots>>(workspace)
            .await
            .unwrap();
        let draft = BotDraft {
            name: "Other".into(),
            locale: "en".into(),
            domains: Vec::new(),
        };
        (workspace, bots::create(&access, &draft).await.unwrap())
    }

    /// What was last done by an action, the newest first.
    pub async fn newest_subjects(&self, action: &str) -> Vec<String> {
        let mut tx = self.db.read().await.unwrap();
        let events = store::audit::list_actions(&mut tx, self.workspace, 50).await;
        let events = events.unwrap().into_iter();
        events
            .filter(|(name, _)| name == action)
            .map(|(_, subject)| subject)
            .collect()
    }

    /// Gives a member of the first workspace a place in the other one, if they have none.
    pub async fn add_here_and_there(&self, email: &str) -> WorkspaceId {
        let all = identity::list_workspaces(&self.command().greet())
            .await
            .unwrap();
        let other = all.into_iter().find(|id| *id != self.workspace).unwrap();
        let user = self.user_of(email).await;
        let mut tx = self.db.write().await.unwrap();
        let now = self.platform.now();
        let added = store::identity::add_member(&mut tx, other, user, Role::Member, now).await;
        if added.is_ok() {
            tx.commit().await.unwrap();
        }
        other
    }
}

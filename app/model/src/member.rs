//! People who sign in, and the members of a workspace.

use crate::{
    access::Role,
    id::{BotId, InvitationId, UserId, WorkspaceId},
    rights::RightsOnBot,
    text::{Email, Name},
    time::Timestamp,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The person who is signed in, as the frame of the pages shows them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Me {
    /// Who they are.
    pub email: Email,
    /// The workspace they are in.
    pub workspace: WorkspaceId,
    /// What it is called.
    pub workspace_name: Name,
    /// What they may do there.
    pub role: Role,
    /// Every workspace that they could be in, this one too.
    pub workspaces: Vec<Place>,
}

/// A workspace that somebody has a place in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// Which.
    pub workspace: WorkspaceId,
    /// What it is called.
    pub name: Name,
}

/// A member, as the list shows them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberRow {
    /// Who.
    pub user: UserId,
    /// Their address.
    pub email: Email,
    /// What they may do.
    pub role: Role,
    /// Since when they may do nothing.
    pub suspended_at: Option<Timestamp>,
    /// When they were active here last, if ever.
    pub last_seen_at: Option<Timestamp>,
    /// When they became a member.
    pub joined_at: Timestamp,
    /// How many bots are there for them.
    pub n_bots: u32,
    /// Whether they have a second factor.
    pub has_factor: bool,
}

/// Somebody who was asked to join and has not done so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitationRow {
    /// Which.
    pub id: InvitationId,
    /// Their address.
    pub email: Email,
    /// What they will be.
    pub role: Role,
    /// How many bots they will have rights on.
    pub n_bots: u32,
    /// When they were asked first.
    pub invited_at: Timestamp,
    /// When the newest link stops working.
    pub expires_at: Timestamp,
    /// Whether it has.
    pub is_expired: bool,
}

/// A bot by its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedBot {
    /// Which.
    pub id: BotId,
    /// What it is called.
    pub name: Name,
}

/// The members of a workspace and who is invited.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MembersPage {
    /// The workspace.
    pub workspace: WorkspaceId,
    /// What it is called.
    pub name: Name,
    /// Its members, those of the highest role first.
    pub members: Vec<MemberRow>,
    /// Who was asked to join, by their addresses.
    pub invitations: Vec<InvitationRow>,
    /// Bots that an invitation can name.
    pub bots: Vec<NamedBot>,
    /// Who is looking; `None` on the machine itself.
    pub me: Option<UserId>,
    /// What they are.
    pub role: Role,
    /// Since when every member needs a second factor.
    pub factor_since: Option<Timestamp>,
}

/// A one-time link, shown to who made it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShownLink {
    /// Whom it is for.
    pub email: Email,
    /// What it carries.
    pub token: String,
    /// The server's own address, which it leads to.
    pub site: String,
}

/// The bots that are ticked in a form: each id is a field of its own.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TickedBots {
    /// By what stands in the form; what is no id of a bot is something else of it.
    #[serde(flatten, deserialize_with = "crate::form::named_fields")]
    pub fields: BTreeMap<String, String>,
}

impl TickedBots {
    /// Their ids.
    pub fn bots(&self) -> Vec<BotId> {
        let ids = self.fields.keys();
        ids.filter_map(|id| id.parse().ok()).collect()
    }
}

/// What the removal of a member would touch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberImpact {
    /// Sessions that would end.
    pub n_sessions: u32,
    /// Bots that they have rights on.
    pub n_bots: u32,
    /// Questions of inboxes that they look after.
    pub n_assigned: u32,
    /// Comments of theirs, which stay.
    pub n_comments: u32,
    /// Invitations of theirs that nobody has accepted, which would be void.
    pub n_invitations: u32,
}

/// One member: what they may do, and what may be done about them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberPage {
    /// The workspace.
    pub workspace: WorkspaceId,
    /// What it is called.
    pub workspace_name: Name,
    /// Who.
    pub member: MemberRow,
    /// The state of their rights that was read.
    pub revision: String,
    /// Every bot at work, and what they may do with it.
    pub bots: Vec<RightsOnBot>,
    /// What removing them would touch.
    pub impact: MemberImpact,
    /// Whether this is who is looking.
    pub is_me: bool,
    /// Who is looking: what they are.
    pub role: Role,
}

/// What a one-time link is for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Welcome {
    /// To choose a password. Also told of a link that does not work: the form will say so.
    Password,
    /// To make the first workspace and its owner.
    Setup,
    /// To join a workspace.
    Invitation {
        /// What it is called.
        workspace_name: Name,
        /// Who is invited.
        email: Email,
        /// What they will be.
        role: Role,
        /// Whether they sign in elsewhere already.
        has_account: bool,
    },
}

/// A session of one's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnSession {
    /// What ends it. Nobody can sign in by it.
    pub id: String,
    /// The browser's name for itself, as it was when the session began.
    pub device: String,
    /// Where it was begun from.
    pub address: String,
    /// The country of that address, such as `FR`, if that is known.
    pub country: Option<String>,
    /// When it began.
    pub began_at: Timestamp,
    /// When it was used last, to the minute.
    pub seen_at: Timestamp,
    /// Whether it is the one that asks.
    pub is_this: bool,
}

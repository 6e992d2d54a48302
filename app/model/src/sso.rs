//! Single sign-on: a workspace's provider of OpenID Connect, and why somebody is not let in by it.

use crate::{access::Role, error::Problem, id::WorkspaceId, rights::Preset, text::Name};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// The page on which a workspace's provider is set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SsoPage {
    /// The workspace.
    pub workspace: WorkspaceId,
    /// What it is called.
    pub workspace_name: Name,
    /// Its provider, if it has one.
    pub provider: Option<Provider>,
    /// The address by which members sign in.
    pub link: String,
    /// The address that the provider sends people back to.
    pub callback: String,
}

/// A provider, without our secret there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Provider {
    /// Its address, as it names itself.
    pub issuer: String,
    /// What we are called there.
    pub client_id: String,
    /// Domains of e-mails that are let in, one a line; all where there is none.
    pub email_domains: String,
    /// The claim that has somebody's groups.
    pub groups_claim: String,
    /// Which group gives which role: `group = role`, one a line.
    pub roles: String,
    /// The role of who is in none of them, if they are let in.
    pub default_role: Option<Role>,
    /// What a plain member gets on the bots when they join.
    pub preset: Preset,
    /// How many people it knows.
    pub n_people: u32,
}

/// What is typed about a provider.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SsoDraft {
    /// Its address.
    pub issuer: String,
    /// What we are called there.
    pub client_id: String,
    /// Our secret there; empty: the one that is kept.
    pub client_secret: String,
    /// Domains, one a line.
    pub email_domains: String,
    /// The claim that has somebody's groups.
    pub groups_claim: String,
    /// `group = role`, one a line.
    pub roles: String,
    /// A role, or nothing.
    pub default_role: String,
    /// A preset.
    pub preset: String,
}

/// A workspace with single sign-on, as its member sees it on their account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SsoPlace {
    /// Which.
    pub workspace: WorkspaceId,
    /// What it is called.
    pub name: Name,
    /// Its provider.
    pub issuer: String,
    /// Whether the provider knows them.
    pub is_linked: bool,
}

macro_rules! refusals {
    ($($(#[$doc:meta])* $variant:ident = $word:literal),+ $(,)?) => {
        /// Why somebody is not let in by single sign-on. The page says it, by a word in its
        /// address.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Refused {
            $($(#[$doc])* $variant),+
        }

        impl fmt::Display for Refused {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(match self { $(Self::$variant => $word),+ })
            }
        }

        impl FromStr for Refused {
            type Err = Problem;
            fn from_str(text: &str) -> Result<Self, Problem> {
                match text {
                    $($word => Ok(Self::$variant),)+
                    _ => Err(Problem::Unknown),
                }
            }
        }
    };
}

refusals! {
    /// There is no such workspace, or it has no provider.
    NoProvider = "no_provider",
    /// Not the browser that began it, not in time, or not what was sent away.
    Stale = "stale",
    /// The provider says no.
    Denied = "denied",
    /// The provider can't be reached, or does not take our secret.
    Unreachable = "unreachable",
    /// What the provider says of the person does not hold.
    Untrusted = "untrusted",
    /// The provider does not tell an e-mail.
    NoEmail = "no_email",
    /// There is an account with this e-mail, and it is not linked.
    EmailTaken = "email_taken",
    /// Neither a group nor a domain lets them in, or they are suspended.
    Outside = "outside",
    /// Somebody else is linked already.
    LinkTaken = "link_taken",
    /// The workspace is full, or there were too many tries.
    TooMany = "too_many",
    /// Our own fault.
    Internal = "internal",
}

//! Who may do what: roles, areas and rights. The decision itself is `domain`'s.

use serde::{Deserialize, Serialize};

/// What a member may do in a workspace.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Answers for the workspace; there is always one.
    Owner,
    /// Runs the workspace.
    Admin,
    /// Works on bots.
    Member,
}

impl Role {
    /// Each of them, the highest first.
    pub const ALL: [Self; 3] = [Self::Owner, Self::Admin, Self::Member];

    /// Whether who has this role may act on those of the other, and give it: only owners make
    /// owners, and a plain member makes nothing.
    pub const fn rules(self, other: Self) -> bool {
        match (self, other) {
            (Self::Owner, _) | (Self::Admin, Self::Admin | Self::Member) => true,
            (Self::Admin, Self::Owner) | (Self::Member, _) => false,
        }
    }
}

/// A part of the platform that rights are given for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Area {
    /// The bots of a workspace: that they exist, what they are called.
    Bots,
    /// A bot's articles and their publishing.
    Knowledge,
    /// What visitors said to a bot.
    Conversations,
    /// A bot's figures.
    Analytics,
    /// How a bot behaves and where it answers.
    Settings,
    /// How a bot's dialog box looks, what it says, and where it may stand.
    Widget,
    /// The API keys of a workspace.
    Keys,
    /// Talking to a bot, as a visitor does.
    Dialog,
    /// What was done in a workspace, by whom.
    Audit,
    /// The members of a workspace and who is invited.
    Members,
    /// Who may do what with a bot.
    Grants,
    /// That a bot is there, what it is called and what one may do with it.
    Presence,
}

/// Looking, or changing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Right {
    /// Looking.
    Read,
    /// Changing.
    Write,
}

/// A single kind of act.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Permission {
    /// Where.
    pub area: Area,
    /// Looking or changing.
    pub right: Right,
}

macro_rules! words {
    ($kind:ident { $($variant:ident = $word:literal),+ $(,)? }) => {
        impl $kind {
            /// Its name in the database, in commands and in answers.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        }

        impl std::str::FromStr for $kind {
            type Err = crate::error::Problem;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                match text {
                    $($word => Ok(Self::$variant),)+
                    _ => Err(crate::error::Problem::Unknown),
                }
            }
        }

        impl std::fmt::Display for $kind {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}
pub(crate) use words;

words!(Role { Owner = "owner", Admin = "admin", Member = "member" });
words!(Area {
    Bots = "bots",
    Knowledge = "knowledge",
    Conversations = "conversations",
    Analytics = "analytics",
    Settings = "settings",
    Widget = "widget",
    Keys = "keys",
    Dialog = "dialog",
    Audit = "audit",
    Members = "members",
    Grants = "grants",
    Presence = "presence",
});
words!(Right { Read = "read", Write = "write" });

impl std::fmt::Display for Permission {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.right, self.area)
    }
}

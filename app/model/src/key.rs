//! API keys: what opens the management API for programs.

use crate::{
    access::{Area, Permission, Right},
    error::Problem,
    id::{BotId, KeyId, WorkspaceId},
    text::Name,
    time::Timestamp,
    version::Author,
};
use serde::{Deserialize, Deserializer, Serialize};
use std::collections::BTreeMap;

/// The areas that a key can be given, each with the most that it can be given there.
pub const OFFERED: [Permission; 5] = [
    Permission {
        area: Area::Bots,
        right: Right::Write,
    },
    Permission {
        area: Area::Knowledge,
        right: Right::Write,
    },
    Permission {
        area: Area::Conversations,
        right: Right::Read,
    },
    Permission {
        area: Area::Analytics,
        right: Right::Read,
    },
    Permission {
        area: Area::Settings,
        right: Right::Write,
    },
];
/// The most days after which a key ends.
pub const MAX_DAYS: u32 = 3_650;
/// The most hours that an old secret works on beside its successor.
pub const MAX_OVERLAP_HOURS: u32 = 720;
/// The hours that an old secret works on unless it is said otherwise.
pub const OVERLAP_HOURS: u32 = 24;

/// What a key may do at most. Who may change may look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<String>", into = "Vec<String>")]
pub struct Scopes(u32);

const fn bit(permission: Permission) -> u32 {
    1 << (permission.area as u32 * 2 + permission.right as u32)
}

fn is_offered(permission: Permission) -> bool {
    OFFERED
        .iter()
        .any(|most| most.area == permission.area && most.right >= permission.right)
}

impl Scopes {
    /// Everything that a key can be given.
    pub fn all() -> Self {
        OFFERED.into_iter().fold(Self::default(), Self::with)
    }

    /// The same with one more; a permission that no key can have adds nothing.
    #[must_use]
    fn with(self, permission: Permission) -> Self {
        if is_offered(permission) {
            Self(self.0 | bit(permission))
        } else {
            self
        }
    }

    /// Whether this is among them.
    pub const fn allow(self, permission: Permission) -> bool {
        let write = Permission {
            right: Right::Write,
            ..permission
        };
        let is_looking = matches!(permission.right, Right::Read);
        self.0 & bit(permission) != 0 || (is_looking && self.0 & bit(write) != 0)
    }

    /// The most that is allowed in an area.
    pub const fn right(self, area: Area) -> Option<Right> {
        let (read, write) = (Right::Read, Right::Write);
        if self.allow(Permission { area, right: write }) {
            Some(write)
        } else if self.allow(Permission { area, right: read }) {
            Some(read)
        } else {
            None
        }
    }

    /// Each as a word, `knowledge:write`: the most of each area.
    pub fn words(self) -> Vec<String> {
        let word = |most: &Permission| {
            let right = self.right(most.area)?;
            Some(format!("{}:{right}", most.area))
        };
        OFFERED.iter().filter_map(word).collect()
    }

    /// Reads words like `knowledge:write`.
    pub fn parse<'a>(words: impl IntoIterator<Item = &'a str>) -> Result<Self, Problem> {
        let mut scopes = Self::default();
        for word in words {
            let (area, right) = word.trim().split_once(':').ok_or(Problem::Unknown)?;
            let (area, right) = (area.parse()?, right.parse()?);
            let permission = Permission { area, right };
            if !is_offered(permission) {
                return Err(Problem::Unknown);
            }
            scopes = scopes.with(permission);
        }
        Ok(scopes)
    }
}

impl TryFrom<Vec<String>> for Scopes {
    type Error = Problem;
    fn try_from(words: Vec<String>) -> Result<Self, Problem> {
        Self::parse(words.iter().map(String::as_str))
    }
}

impl From<Scopes> for Vec<String> {
    fn from(scopes: Scopes) -> Self {
        scopes.words()
    }
}

/// Whether a key opens anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeyState {
    /// It does.
    Active,
    /// Its time is over.
    Expired,
    /// Somebody ended it.
    Revoked,
    /// Whoever answers for it has no longer a place in the workspace.
    Orphaned,
}

/// A key as the list shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeySummary {
    /// Its id.
    pub id: KeyId,
    /// What it is for.
    pub name: Name,
    /// How its secret begins.
    pub prefix: String,
    /// What it may do at most.
    pub scopes: Scopes,
    /// The bots that it is limited to; empty for all.
    pub bots: Vec<KeyBot>,
    /// Whether it opens anything.
    pub state: KeyState,
    /// Who answers for it.
    pub by: Author,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it ends by itself.
    pub expires_at: Option<Timestamp>,
    /// When it was used last, to the minute.
    pub used_at: Option<Timestamp>,
    /// The secret that it had before, while that works on.
    pub previous: Option<PreviousSecret>,
}

/// A secret that has a successor, and works on for a while.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreviousSecret {
    /// How it begins.
    pub prefix: String,
    /// Until when it works.
    pub until: Timestamp,
    /// When it was used last, to the minute.
    pub used_at: Option<Timestamp>,
}

/// A bot, as far as keys need to know it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyBot {
    /// Which.
    pub id: BotId,
    /// What the team calls it.
    pub name: Name,
}

/// A workspace's keys, with what its page needs besides.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeysPage {
    /// Whose they are.
    pub workspace: WorkspaceId,
    /// What it is called.
    pub workspace_name: Name,
    /// Those that work first, then the newest first.
    pub keys: Vec<KeySummary>,
    /// The bots that a key can be limited to.
    pub bots: Vec<KeyBot>,
}

/// A secret that was just made. This is the only time that anybody sees it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewSecret {
    /// The key that it opens.
    pub key: KeyId,
    /// What the key is called.
    pub name: Name,
    /// The secret.
    pub secret: String,
}

impl std::fmt::Debug for NewSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewSecret")
            .field("key", &self.key)
            .finish_non_exhaustive()
    }
}

/// A key to be made, as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyDraft {
    /// What it is for.
    pub name: String,
    /// Days until it ends; empty for never.
    #[serde(default)]
    pub days: String,
    /// `all`, or `some`: those that are ticked.
    #[serde(default)]
    pub reach: String,
    /// By area what it may do there, `read` or `write`; by bot that it is ticked.
    #[serde(flatten, deserialize_with = "areas_and_bots")]
    pub fields: BTreeMap<String, String>,
}

/// What a form has besides, such as the name of its button, even an empty one, is left out.
fn areas_and_bots<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<BTreeMap<String, String>, D::Error> {
    let mut fields = BTreeMap::<String, String>::deserialize(deserializer)?;
    fields.retain(|name, _| name.parse::<Area>().is_ok() || name.parse::<BotId>().is_ok());
    Ok(fields)
}

impl KeyDraft {
    /// The bots that are ticked.
    pub fn bots(&self) -> Vec<BotId> {
        let ids = self.fields.keys();
        ids.filter_map(|id| id.parse().ok()).collect()
    }

    /// What was chosen of the areas that are offered.
    pub fn scopes(&self) -> Result<Scopes, Problem> {
        let chosen = OFFERED.iter().filter_map(|most| {
            let right = self.fields.get(most.area.as_str())?;
            (!right.is_empty()).then(|| format!("{}:{right}", most.area))
        });
        let chosen: Vec<String> = chosen.collect();
        Scopes::parse(chosen.iter().map(String::as_str))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn may(scopes: Scopes, area: Area, right: Right) -> bool {
        scopes.allow(Permission { area, right })
    }

    #[test]
    fn who_may_change_may_look_and_nothing_else_is_granted() {
        let scopes = Scopes::parse(["knowledge:write", "analytics:read"]).unwrap();
        assert!(may(scopes, Area::Knowledge, Right::Read));
        assert!(may(scopes, Area::Knowledge, Right::Write));
        assert!(may(scopes, Area::Analytics, Right::Read));
        assert!(!may(scopes, Area::Analytics, Right::Write));
        assert!(!may(scopes, Area::Conversations, Right::Read));
        assert!(!may(Scopes::all(), Area::Keys, Right::Read));
        assert!(!may(Scopes::all(), Area::Dialog, Right::Write));
    }

    #[test]
    fn of_a_form_only_areas_and_bots_are_kept() {
        let bot = "3f0e6dd8-6a40-4be1-9a1d-5d0a4e1c2b3a";
        let form = serde_json::json!({
            "name": "CI", "reach": "some", "knowledge": "write", bot: "1", "=": "", "form_page": "/",
        });
        let draft: KeyDraft = serde_json::from_value(form).unwrap();
        assert_eq!(draft.fields.len(), 2);
        assert_eq!(draft.bots(), [bot.parse().unwrap()]);
        assert_eq!(draft.scopes().unwrap().words(), ["knowledge:write"]);
    }

    #[test]
    fn scopes_are_read_as_they_are_written() {
        for words in [
            &[][..],
            &["bots:read"],
            &["knowledge:write", "settings:read"],
        ] {
            let scopes = Scopes::parse(words.iter().copied()).unwrap();
            assert_eq!(scopes.words(), words);
        }
        for unknown in [
            "",
            "knowledge",
            "keys:write",
            "conversations:write",
            "x:read",
            "bots:own",
        ] {
            assert_eq!(Scopes::parse([unknown]), Err(Problem::Unknown), "{unknown}");
        }
    }
}

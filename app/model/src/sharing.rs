//! Who reads a bot's conversations, and how much of them (S13).

use crate::{
    access::{Area, Right, words},
    rights::Rights,
};
use serde::{Deserialize, Serialize};

/// Who reads a bot's conversations, beside owners and admins (S13).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sharing {
    /// Nobody: who runs the workspace keeps them.
    Admins,
    /// Members who have the right.
    #[default]
    Named,
    /// Every member of the workspace.
    Workspace,
}
words!(Sharing {
    Admins = "admins",
    Named = "named",
    Workspace = "workspace",
});

impl Sharing {
    /// What a member has who was granted these rights.
    #[must_use]
    pub const fn applied_to(self, rights: Rights) -> Rights {
        match (self, rights.of(Area::Conversations)) {
            (Self::Admins, _) => rights.with(Area::Conversations, None),
            (Self::Workspace, None) => rights.with(Area::Conversations, Some(Right::Read)),
            _ => rights,
        }
    }
}

/// How much of a conversation its readers see (S13).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shown {
    /// All of it.
    #[default]
    Full,
    /// Dots in the place of personal data, until somebody who may erase conversations reveals it.
    Masked,
}
words!(Shown {
    Full = "full",
    Masked = "masked",
});

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rights::Preset;

    #[test]
    fn s13_sharing_widens_conversations_alone() {
        assert_eq!(Sharing::Named.applied_to(Rights::NONE), Rights::NONE);
        let widened = Sharing::Workspace.applied_to(Rights::NONE);
        assert_eq!(widened.told(), "conversations:read");
        assert_eq!(Sharing::Workspace.applied_to(Rights::FULL), Rights::FULL);
    }

    #[test]
    fn s13_conversations_of_admins_are_nobody_elses() {
        let left = Sharing::Admins.applied_to(Preset::Analyst.rights());
        assert_eq!(left.told(), "analytics:read");
    }
}

//! What a member may do with a bot, area by area, and the presets that stand for the usual cases.

use crate::{
    access::{Area, Permission, Right, words},
    bot::BotStatus,
    error::Problem,
    id::{BotId, UserId, WorkspaceId},
    sharing::{Sharing, Shown},
    text::{Email, Name},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The areas that rights on a bot are given for, in the order in which pages show them.
pub const AREAS: [Area; 5] = [
    Area::Knowledge,
    Area::Conversations,
    Area::Analytics,
    Area::Widget,
    Area::Settings,
];

/// What one may do with one bot. What is not granted is denied (S12).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Rights {
    knowledge: Option<Right>,
    conversations: Option<Right>,
    analytics: Option<Right>,
    widget: Option<Right>,
    settings: Option<Right>,
}

impl Rights {
    /// Nothing at all: the bot is not there.
    pub const NONE: Self = Self::all(None);
    /// Everything.
    pub const FULL: Self = Self::all(Some(Right::Write));

    const fn all(right: Option<Right>) -> Self {
        Self {
            knowledge: right,
            conversations: right,
            analytics: right,
            widget: right,
            settings: right,
        }
    }

    /// The right in an area; `None` also for an area that rights are not given for.
    pub const fn of(self, area: Area) -> Option<Right> {
        match area {
            Area::Knowledge => self.knowledge,
            Area::Conversations => self.conversations,
            Area::Analytics => self.analytics,
            Area::Widget => self.widget,
            Area::Settings => self.settings,
            _ => None,
        }
    }

    /// The same with another right in an area.
    #[must_use]
    pub const fn with(mut self, area: Area, right: Option<Right>) -> Self {
        match area {
            Area::Knowledge => self.knowledge = right,
            Area::Conversations => self.conversations = right,
            Area::Analytics => self.analytics = right,
            Area::Widget => self.widget = right,
            Area::Settings => self.settings = right,
            _ => {}
        }
        self
    }

    /// Whether they allow it: who may change may look.
    pub const fn allow(self, permission: Permission) -> bool {
        matches!(
            (self.of(permission.area), permission.right),
            (Some(Right::Write), _) | (Some(Right::Read), Right::Read)
        )
    }

    /// Whether one may look at an area.
    pub const fn may_read(self, area: Area) -> bool {
        self.of(area).is_some()
    }

    /// Whether there is none in any area.
    pub const fn is_empty(self) -> bool {
        self.knowledge.is_none()
            && self.conversations.is_none()
            && self.analytics.is_none()
            && self.widget.is_none()
            && self.settings.is_none()
    }

    /// `knowledge:write conversations:read`, for the audit trail.
    pub fn told(self) -> String {
        let granted: Vec<String> = AREAS
            .into_iter()
            .filter_map(|area| self.of(area).map(|right| format!("{area}:{right}")))
            .collect();
        if granted.is_empty() {
            "none".to_owned()
        } else {
            granted.join(" ")
        }
    }
}

/// Rights for the usual cases.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Preset {
    /// Nothing: the bot is not there.
    #[default]
    Nothing,
    /// Looks at conversations and figures.
    Analyst,
    /// Looks at everything.
    Reader,
    /// Looks at everything, and writes what the bot knows.
    Editor,
    /// Everything.
    Manager,
}
words!(Preset {
    Nothing = "nothing",
    Analyst = "analyst",
    Reader = "reader",
    Editor = "editor",
    Manager = "manager",
});

impl Preset {
    /// Each of them, the least first.
    pub const ALL: [Self; 5] = [
        Self::Nothing,
        Self::Analyst,
        Self::Reader,
        Self::Editor,
        Self::Manager,
    ];

    /// What it stands for.
    pub const fn rights(self) -> Rights {
        let read = Rights::all(Some(Right::Read));
        match self {
            Self::Nothing => Rights::NONE,
            Self::Analyst => Rights::NONE
                .with(Area::Conversations, Some(Right::Read))
                .with(Area::Analytics, Some(Right::Read)),
            Self::Reader => read,
            Self::Editor => read.with(Area::Knowledge, Some(Right::Write)),
            Self::Manager => Rights::FULL,
        }
    }

    /// The preset that stands for exactly these rights.
    pub fn of(rights: Rights) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|preset| preset.rights() == rights)
    }
}

/// What the reader may do with a bot, for what is shown of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnRights {
    /// Area by area.
    pub rights: Rights,
    /// Whether they say who may do what with it.
    pub may_grant: bool,
}

/// A row of a matrix: a member's rights on a bot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberRights {
    /// Who.
    pub user: UserId,
    /// Their address.
    pub email: Email,
    /// Whether they may do nothing for now, whatever they were granted.
    pub is_suspended: bool,
    /// What they were granted.
    pub rights: Rights,
}

/// Who may do what with a bot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BotRights {
    /// The bot.
    pub bot: BotId,
    /// The tenant it belongs to.
    pub workspace: WorkspaceId,
    /// What it is called.
    pub name: Name,
    /// The state that was read: who saves tells which one they began from.
    pub revision: String,
    /// Members whose rights are given one by one, by their addresses.
    pub members: Vec<MemberRights>,
    /// How many there are with the same search, of which only a page is shown.
    pub n_members: u32,
    /// Owners and admins, who have all rights.
    pub others: Vec<Email>,
    /// Who reads conversations beside.
    pub sharing: Sharing,
    /// How much of them.
    pub shown: Shown,
}

/// A row of a matrix: a bot, and what a member may do with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RightsOnBot {
    /// Which.
    pub bot: BotId,
    /// What it is called.
    pub name: Name,
    /// Whether it answers.
    pub status: BotStatus,
    /// What was granted.
    pub rights: Rights,
    /// Who reads its conversations beside.
    pub sharing: Sharing,
}

/// A matrix as it was sent: each cell is a field of its own, `ID.AREA` with a word, and `ID.preset`
/// with what was chosen for the whole row.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cells {
    /// By what stands in the form; what is no cell is something else of it.
    #[serde(flatten, deserialize_with = "crate::form::named_fields")]
    pub fields: BTreeMap<String, String>,
}

impl Cells {
    /// The rows, by their ids. `before` tells what a row had when the form was made: a preset that
    /// was chosen since counts for the whole row, else its cells do.
    pub fn rows<Id: std::str::FromStr + Ord + Copy>(
        &self,
        before: impl Fn(Id) -> Rights,
    ) -> Result<Vec<(Id, Rights)>, Problem> {
        let mut rows: BTreeMap<Id, Rights> = BTreeMap::new();
        let mut presets: Vec<(Id, Preset)> = Vec::new();
        for (name, value) in &self.fields {
            let Some((id, column)) = name.split_once('.') else {
                continue;
            };
            let id: Id = id.parse().map_err(|_| Problem::Unknown)?;
            if column == "preset" {
                if let Ok(preset) = value.parse::<Preset>() {
                    presets.push((id, preset));
                }
                continue;
            }
            let area: Area = column.parse()?;
            let right = match value.as_str() {
                "none" => None,
                word => Some(word.parse::<Right>()?),
            };
            let row = rows.entry(id).or_insert_with(|| before(id));
            *row = row.with(area, right);
        }
        for (id, preset) in presets {
            let was = before(id);
            if Preset::of(was) != Some(preset) {
                // With scripts the cells follow; where they were changed after it, they count.
                let row = rows.entry(id).or_insert(was);
                if *row == was {
                    *row = preset.rights();
                }
            }
        }
        Ok(rows.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn permission(area: Area, right: Right) -> Permission {
        Permission { area, right }
    }

    #[test]
    fn s12_what_is_not_granted_is_denied() {
        let rights = Rights::NONE
            .with(Area::Knowledge, Some(Right::Write))
            .with(Area::Widget, Some(Right::Read));
        for (area, right, expected) in [
            (Area::Knowledge, Right::Read, true),
            (Area::Knowledge, Right::Write, true),
            (Area::Widget, Right::Read, true),
            (Area::Widget, Right::Write, false),
            (Area::Settings, Right::Read, false),
            (Area::Members, Right::Read, false),
            (Area::Grants, Right::Read, false),
            (Area::Bots, Right::Write, false),
            (Area::Dialog, Right::Read, false),
        ] {
            assert_eq!(
                rights.allow(permission(area, right)),
                expected,
                "{right} {area}"
            );
        }
        assert!(Rights::NONE.is_empty() && !rights.is_empty());
        assert_eq!(rights.told(), "knowledge:write widget:read");
    }

    #[test]
    fn each_preset_is_told_by_its_rights() {
        for preset in Preset::ALL {
            assert_eq!(Preset::of(preset.rights()), Some(preset));
        }
        let own = Preset::Reader.rights().with(Area::Settings, None);
        assert_eq!(Preset::of(own), None);
    }

    #[test]
    fn a_preset_counts_unless_a_cell_was_changed_too() {
        let id = "01912d68-783e-7a03-8467-5661c1243ad4";
        let user: UserId = id.parse().unwrap();
        let rows = |pairs: &[(&str, &str)]| {
            let fields = pairs.iter().map(|(column, value)| {
                let name = if column.is_empty() {
                    "bot".to_owned()
                } else {
                    format!("{id}.{column}")
                };
                (name, (*value).to_owned())
            });
            let cells = Cells {
                fields: fields.collect(),
            };
            cells.rows(|_: UserId| Preset::Reader.rights())
        };
        let read = [
            "knowledge",
            "conversations",
            "analytics",
            "widget",
            "settings",
        ]
        .map(|column| (column, "read"));
        let with = |more: &[(&'static str, &'static str)]| rows(&[&read[..], more].concat());
        let one = |rights: Rights| Ok(vec![(user, rights)]);
        assert_eq!(
            with(&[("preset", "reader"), ("", "x")]),
            one(Preset::Reader.rights())
        );
        assert_eq!(with(&[("preset", "editor")]), one(Preset::Editor.rights()));
        assert_eq!(with(&[("preset", "own")]), one(Preset::Reader.rights()));
        let changed = Preset::Reader.rights().with(Area::Widget, None);
        assert_eq!(
            rows(&[("widget", "none"), ("preset", "editor")]),
            one(changed)
        );
        assert_eq!(rows(&[("widget", "all")]), Err(Problem::Unknown));
        assert_eq!(rows(&[("kitchen", "read")]), Err(Problem::Unknown));
    }
}

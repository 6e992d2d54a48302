//! How the bots of a workspace are doing.

use crate::{
    bot::{BotSummary, Domain},
    id::BotId,
    rights::Rights,
    text::Name,
    time::Timestamp,
    widget::Avatar,
};
use serde::{Deserialize, Serialize};

/// The days that a bot's figures cover.
pub const DAYS: usize = 7;

/// The most lines over the list.
pub const MAX_ATTENTION: usize = 3;
/// Questions of an inbox from which they are worth a line.
pub const MANY_OPEN: u32 = 20;

/// What the list of bots shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Overview {
    /// Bots at work, oldest first.
    pub bots: Vec<BotCard>,
    /// What somebody should see to, the worst first, at most [`MAX_ATTENTION`].
    pub attention: Vec<Attention>,
    /// Bots that were put away, the latest first.
    pub archived: Vec<ArchivedBot>,
    /// Whether who asks may make bots.
    pub may_create: bool,
}

/// A bot, and how it did lately.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BotCard {
    /// The bot.
    pub bot: BotSummary,
    /// What the reader may do with it.
    pub rights: Rights,
    /// Its figures, for who may look at them.
    pub week: Option<Week>,
    /// Questions of the inbox that nobody has decided about, for who may look at them.
    pub n_open: Option<u32>,
    /// The picture of its box.
    pub avatar: Avatar,
    /// Where its box may stand, for who may look at it.
    pub domains: Vec<Domain>,
}

/// What somebody should see to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attention {
    /// Of which bot.
    pub bot: BotId,
    /// What the team calls it.
    pub name: Name,
    /// What it is.
    pub cause: Cause,
}

/// Why somebody should see to a bot, the worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// The newest publish was stopped by tests; so many failed.
    Stopped(u32),
    /// So many articles answer no more, since their time is past.
    Expired(u32),
    /// So many questions wait in the inbox: [`MANY_OPEN`] or more.
    Open(u32),
}

/// Seven times 24 hours up to now, visitors' conversations alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Week {
    /// Conversations that began, a day each, the last 24 hours last.
    pub conversations: [u32; DAYS],
    /// Questions in them.
    pub n_questions: u32,
    /// Those that were answered.
    pub n_answered: u32,
}

impl Week {
    /// Of a hundred questions, how many were answered; `None` where none was asked.
    pub fn understanding(&self) -> Option<u32> {
        let (asked, answered) = (u64::from(self.n_questions), u64::from(self.n_answered));
        // Rounded down: a hundred is said only of all of them.
        let share = (answered * 100).checked_div(asked)?;
        u32::try_from(share).ok()
    }

    /// Conversations of all days.
    pub fn n_conversations(&self) -> u32 {
        self.conversations.iter().sum()
    }
}

/// A bot that was put away.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArchivedBot {
    /// Its id.
    pub id: BotId,
    /// What the team calls it.
    pub name: Name,
    /// When it was put away.
    pub archived_at: Timestamp,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn understanding_is_told_only_of_what_was_asked() {
        let week = |n_answered, n_questions| Week {
            n_questions,
            n_answered,
            ..Week::default()
        };
        for (week, expected) in [
            (week(0, 0), None),
            (week(0, 3), Some(0)),
            (week(2, 3), Some(66)),
            (week(999, 1000), Some(99)),
            (week(4, 4), Some(100)),
        ] {
            assert_eq!(week.understanding(), expected, "{week:?}");
        }
    }
}

//! Articles: a bot's knowledge, one question and its answer each.

use crate::{
    channel::{Channel, Variants},
    id::{ArticleId, CommentId},
    text::Locale,
    time::Timestamp,
    version::{Author, TextChange},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The most utterances that one article may have in one language.
pub const MAX_UTTERANCES: u32 = 5_000;
/// The most buttons that stand under one answer.
pub const MAX_BUTTONS: u32 = 6;

/// How an article's draft stands to what is published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ArticleStatus {
    /// Not in the published version.
    New,
    /// Changed since it was published.
    Changed,
    /// As published.
    Published,
}
crate::access::words!(ArticleStatus { New = "new", Changed = "changed", Published = "published" });

/// What may be wrong with an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Alert {
    /// Nobody has put the question in other words.
    NoUtterance,
    /// The answer is long for a dialog box.
    Long,
    /// A language that other articles of the bot have is missing.
    Untranslated,
    /// It answered until a day that is past.
    Expired,
    /// It answers from a day on that is still to come.
    Upcoming,
    /// A button leads to an article that is not there.
    DeadLink,
    /// It leads to an address elsewhere at which nothing is any more.
    DeadAddress,
}
crate::access::words!(Alert {
    NoUtterance = "no_utterance",
    Long = "long",
    Untranslated = "untranslated",
    Expired = "expired",
    Upcoming = "upcoming",
    DeadLink = "dead_link",
    DeadAddress = "dead_address",
});

/// Characters of an answer, markup counted, from which it is long.
pub const LONG_ANSWER: u32 = 2_000;

/// Which articles are wanted, as it was typed; what is empty or unknown excludes none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ArticleFilter {
    /// Part of a title. Cut at 100 characters.
    pub search: String,
    /// The topic.
    pub topic: String,
    /// How it stands to what is published: an [`ArticleStatus`].
    pub status: String,
    /// A language that it has a text in.
    pub locale: String,
    /// What may be wrong with it: an [`Alert`].
    pub alert: String,
}

impl ArticleFilter {
    /// Each value with its name, as they stand in an address.
    pub fn pairs(&self) -> [(&'static str, &str); 5] {
        [
            ("q", &self.search),
            ("topic", &self.topic),
            ("status", &self.status),
            ("locale", &self.locale),
            ("alert", &self.alert),
        ]
    }
}

/// An article as the list shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArticleSummary {
    /// Its id.
    pub id: ArticleId,
    /// Its question, in the bot's language where it has one there.
    pub title: String,
    /// What it belongs to; empty for nothing.
    pub topic: String,
    /// The languages it has a text in.
    pub locales: Vec<Locale>,
    /// Utterances in all languages, titles not counted.
    pub n_utterances: u32,
    /// How it stands to what is published.
    pub status: ArticleStatus,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// What may be wrong with it.
    pub alerts: Vec<Alert>,
    /// How often it answered visitors in the last 30 days.
    pub n_uses_30d: u64,
}

/// An article's text in one language, and what the article has beside its texts, as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArticleDraft {
    /// The language.
    pub locale: String,
    /// The question.
    pub title: String,
    /// Other wordings, one a line.
    pub utterances: String,
    /// The answer, as HTML or as plain text.
    pub answer: String,
    /// What it belongs to; empty for nothing.
    pub topic: String,
    /// What stands under the answer to be pressed, `label | target` a line. A target is an address,
    /// or another article by its title, id or import key.
    #[serde(default)]
    pub buttons: String,
    /// What the answer says in the dialog box, if that is another thing; empty for the answer.
    #[serde(default)]
    pub variant_box: String,
    /// What it says to other clients of the dialog API, likewise.
    #[serde(default)]
    pub variant_api: String,
    /// From when on it answers, as `2026-03-01T14:05`; empty for always.
    #[serde(default)]
    pub starts: String,
    /// Until when; empty for ever.
    #[serde(default)]
    pub ends: String,
    /// The time zone of both by its IANA name; empty for UTC.
    #[serde(default)]
    pub zone: String,
}

impl ArticleDraft {
    /// What was typed as the answer's variant for a channel.
    pub fn variant(&self, channel: Channel) -> &str {
        match channel {
            Channel::Box => &self.variant_box,
            Channel::Api => &self.variant_api,
        }
    }

    /// The same, to be written.
    pub fn variant_mut(&mut self, channel: Channel) -> &mut String {
        match channel {
            Channel::Box => &mut self.variant_box,
            Channel::Api => &mut self.variant_api,
        }
    }
}

/// An article, whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Article {
    /// Its id.
    pub id: ArticleId,
    /// What it belongs to; empty for nothing.
    pub topic: String,
    /// When it answers.
    pub period: Period,
    /// The period's begin and end in its zone, as a form has them: `2026-03-01T14:05`, or empty.
    pub shown: [String; 2],
    /// Counts its changes; an edit names the one it began from.
    pub revision: u32,
    /// How it stands to what is published.
    pub status: ArticleStatus,
    /// One a language, the bot's default first.
    pub texts: Vec<ArticleText>,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// What may be wrong with it.
    pub alerts: Vec<Alert>,
    /// The addresses elsewhere, of its answers and buttons, at which nothing is any more.
    #[serde(default)]
    pub dead_addresses: Vec<String>,
    /// The articles that its buttons lead to, as [`Button`] lines name them.
    pub linked: Vec<Linked>,
}

/// An article that a button leads to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Linked {
    /// Which.
    pub id: ArticleId,
    /// Its title; its id where that says which more surely, or where it is no longer there.
    pub name: String,
}

/// When an article answers; both ends open for always.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Period {
    /// From when on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub starts_at: Option<Timestamp>,
    /// Until when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends_at: Option<Timestamp>,
    /// The time zone that both are shown in, by its IANA name.
    pub zone: String,
}

impl Default for Period {
    fn default() -> Self {
        Self {
            starts_at: None,
            ends_at: None,
            zone: "UTC".to_owned(),
        }
    }
}

impl Period {
    /// Whether there is neither begin nor end.
    pub fn is_always(&self) -> bool {
        self.starts_at.is_none() && self.ends_at.is_none()
    }

    /// Whether an article answers at a time: the begin counts, the end does not.
    pub fn holds(&self, at: Timestamp) -> bool {
        self.starts_at.is_none_or(|starts_at| starts_at <= at)
            && self.ends_at.is_none_or(|ends_at| at < ends_at)
    }

    /// The next time after `at` from which [`Period::holds`] may say something else.
    pub fn next_change(&self, at: Timestamp) -> Option<Timestamp> {
        let ends = [self.starts_at, self.ends_at];
        ends.into_iter().flatten().filter(|end| *end > at).min()
    }
}

/// An article in one language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArticleText {
    /// The language.
    pub locale: Locale,
    /// The question, as the author put it.
    pub title: String,
    /// The answer: clean HTML.
    pub answer: String,
    /// What it says on some channels in place of it: clean HTML too.
    #[serde(default, skip_serializing_if = "Variants::is_empty")]
    pub variants: Variants,
    /// Other ways to ask it.
    pub utterances: Vec<String>,
    /// What stands under the answer to be pressed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub buttons: Vec<Button>,
}

impl ArticleText {
    /// What is said to a question that came by a channel.
    pub fn answer_on(&self, channel: Channel) -> &str {
        self.variants.get(channel).unwrap_or(&self.answer)
    }
}

/// What can be pressed under an answer. As a line of a form or a file it is `label | target`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Button {
    /// What it says.
    pub label: String,
    /// Where it leads.
    pub target: Target,
}

/// Where a button leads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    /// An address: `https`, `http`, `mailto` or `tel`.
    Url(String),
    /// Another article of the bot, as if its question had been asked.
    Article(ArticleId),
}

/// The articles that are ticked in a list: each id is a field of its own, since a form that says
/// one name twice is refused.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chosen {
    /// By what stands in the form; what is no id of an article is something else of it.
    #[serde(flatten)]
    pub fields: BTreeMap<String, String>,
}

impl Chosen {
    /// Their ids.
    pub fn articles(&self) -> Vec<ArticleId> {
        let ids = self.fields.keys();
        ids.filter_map(|id| id.parse().ok()).collect()
    }
}

/// One change of an article's text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PastChange {
    /// The revision that it made.
    pub revision: u32,
    /// Who did it.
    pub by: Author,
    /// When.
    pub at: Timestamp,
    /// Whether there was a text before it, which can be brought back.
    pub had_text: bool,
    /// What changed.
    pub change: TextChange,
}

/// What a member says to the team about an article; no visitor sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArticleComment {
    /// Its id.
    pub id: CommentId,
    /// Whose it is: their address.
    pub author: String,
    /// Plain text.
    pub text: String,
    /// When.
    pub at: Timestamp,
    /// Whether the reader wrote it.
    pub is_own: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_has_its_begin_and_not_its_end() {
        let at = Timestamp::from_millis;
        let period = Period {
            starts_at: Some(at(10)),
            ends_at: Some(at(20)),
            ..Period::default()
        };
        let holds = [9, 10, 19, 20].map(|ms| period.holds(at(ms)));
        assert_eq!(holds, [false, true, true, false]);
        let next = [0, 10, 20].map(|ms| period.next_change(at(ms)));
        assert_eq!(next, [Some(at(10)), Some(at(20)), None]);
        assert!(Period::default().is_always() && Period::default().holds(at(0)));
    }
}

//! Bots: what answers by itself.

use crate::{
    error::Problem,
    id::{BotId, WorkspaceId},
    text::{Locale, Name},
    time::Timestamp,
    widget::WidgetSettings,
};
use serde::{Deserialize, Serialize};

/// Whether a bot answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BotStatus {
    /// Has nothing published yet.
    Draft,
    /// Answers from its newest published version.
    Live,
    /// Answers nobody, as if it did not exist (D06).
    Disabled,
    /// Answers nobody and is out of the way; it can be brought back.
    Archived,
}
crate::access::words!(BotStatus {
    Draft = "draft",
    Live = "live",
    Disabled = "disabled",
    Archived = "archived",
});

/// What a new bot begins with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Beginning {
    /// Nothing.
    #[default]
    Blank,
    /// Our help centre.
    Sample,
    /// What another bot has.
    Copy,
    /// Articles of a file.
    File,
}
crate::access::words!(Beginning {
    Blank = "blank",
    Sample = "sample",
    Copy = "copy",
    File = "file",
});

/// A bot as the list of bots shows it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BotSummary {
    /// Its id, which is also what the snippet on the customer's page carries.
    pub id: BotId,
    /// The tenant it belongs to.
    pub workspace: WorkspaceId,
    /// What the team calls it.
    pub name: Name,
    /// Whether it answers.
    pub status: BotStatus,
    /// The language that it answers in unless it is asked in another.
    pub locale: Locale,
    /// Every language that its articles have a text in, the default first.
    pub locales: Vec<Locale>,
    /// Articles in the draft.
    pub n_articles: u32,
    /// Conversations of the last seven days.
    pub n_conversations_7d: u32,
    /// The newest published version; `None` before the first.
    pub version: Option<u32>,
    /// Whether the draft differs from what is published.
    pub has_changes: bool,
    /// When it was made.
    pub created_at: Timestamp,
}

/// What publishing made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Published {
    /// Counts a bot's versions from 1.
    pub version: u32,
    /// How long the engine took to build it, in milliseconds.
    pub build_ms: u32,
    /// The snapshot's size in bytes.
    pub snapshot_bytes: u64,
    /// SHA-256 of the snapshot, in hexadecimal: the same content gives the same one.
    pub snapshot_hash: String,
}

/// How a bot behaves; every value has an honest default.
/// What another version kept beside these is passed over, so that both can read the other's.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct BotSettings {
    /// Where the dialog box may stand. Empty: the server's own origin and loopback only.
    pub domains: Vec<Domain>,
    /// The longest question that is read, in Unicode scalar values, 1 to 500.
    pub max_question: u16,
    /// Confidence, in hundredths, from which the bot answers.
    pub answer_at: u8,
    /// Confidence, in hundredths, from which it asks back rather than giving up.
    pub ask_back_at: u8,
    /// Days after which a conversation is erased; 0 for never.
    pub keep_days: u16,
    /// Whether a failing test stops a publish.
    pub is_gated: bool,
    /// The dialog box.
    pub widget: WidgetSettings,
}

impl Default for BotSettings {
    fn default() -> Self {
        Self {
            domains: Vec::new(),
            max_question: 500,
            answer_at: 50,
            ask_back_at: 35,
            keep_days: 0,
            is_gated: false,
            widget: WidgetSettings::default(),
        }
    }
}

/// An sRGB colour, written `#rrggbb` in lower case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Colour(String);

impl Colour {
    /// Takes `#rrggbb` only.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let digits = text.strip_prefix('#').ok_or(Problem::Malformed)?;
        if digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_hexdigit()) {
            Ok(Self(text.to_ascii_lowercase()))
        } else {
            Err(Problem::Malformed)
        }
    }

    /// The colour as `#rrggbb`.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Default for Colour {
    fn default() -> Self {
        Self("#4f46e5".to_owned())
    }
}

impl TryFrom<String> for Colour {
    type Error = Problem;
    fn try_from(text: String) -> Result<Self, Problem> {
        Self::parse(&text)
    }
}

impl From<Colour> for String {
    fn from(colour: Colour) -> String {
        colour.0
    }
}

/// A host name, with an optional port, that may show the dialog box: `www.example.org`,
/// `localhost:8080`. Kept in lower case. An internationalised name is given in its ASCII form.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Domain(String);

impl Domain {
    /// Takes a host and an optional port. A leading `https://` or `http://` and a trailing `/`
    /// are forgiven, since people paste addresses.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let text = text.trim().to_ascii_lowercase();
        let text = text
            .strip_prefix("https://")
            .or(text.strip_prefix("http://"))
            .unwrap_or(&text);
        let text = text.strip_suffix('/').unwrap_or(text);
        if text.is_empty() {
            return Err(Problem::Missing);
        }
        let (host, port) = match text.split_once(':') {
            Some((host, port)) => (host, Some(port)),
            None => (text, None),
        };
        let is_port = port.is_none_or(|port| port.parse::<u16>().is_ok_and(|port| port > 0));
        let is_label = |label: &str| {
            (1..=63).contains(&label.len())
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || b == b'-')
        };
        if host.len() <= 253 && host.split('.').all(is_label) && is_port {
            Ok(Self(text.to_owned()))
        } else {
            Err(Problem::Malformed)
        }
    }

    /// `host` or `host:port`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether a browser's `Origin` header names this domain, exactly: a domain without a port
    /// stands for the default ports of http and https.
    pub fn is_origin(&self, origin: &str) -> bool {
        let Some((scheme, host)) = origin.split_once("://") else {
            return false;
        };
        let default_port = match scheme {
            "https" => ":443",
            "http" => ":80",
            _ => return false,
        };
        let own = self.0.strip_suffix(default_port).unwrap_or(&self.0);
        host.eq_ignore_ascii_case(own)
    }
}

impl TryFrom<String> for Domain {
    type Error = Problem;
    fn try_from(text: String) -> Result<Self, Problem> {
        Self::parse(&text)
    }
}

impl From<Domain> for String {
    fn from(domain: Domain) -> String {
        domain.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_domain_is_matched_exactly() {
        let domain = Domain::parse("https://Shop.Example.org/").unwrap();
        assert!(domain.is_origin("https://shop.example.org"));
        assert!(domain.is_origin("http://SHOP.example.org"));
        for other in [
            "https://example.org",
            "https://a.shop.example.org",
            "https://shop.example.org.evil.example",
            "https://evil.example/shop.example.org",
            "https://shop.example.org:8443",
            "https://shop.example.org.",
            "https://user@shop.example.org",
            "ftp://shop.example.org",
            "null",
            "",
        ] {
            assert!(!domain.is_origin(other), "{other:?}");
        }
        assert!(
            Domain::parse("localhost:8080")
                .unwrap()
                .is_origin("http://localhost:8080")
        );
    }

    #[test]
    fn what_is_no_domain_is_refused() {
        for bad in [
            "*",
            "*.example.org",
            "exa mple.org",
            "a..b",
            "-a.org",
            "a:0",
            "a:99999",
            "a/b",
            "é.fr",
        ] {
            assert_eq!(Domain::parse(bad), Err(Problem::Malformed), "{bad:?}");
        }
    }
}

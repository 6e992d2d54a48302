//! Texts that people write, each parsed once where it enters: trimmed, of a bounded length,
//! without control characters.
//!
//! Lengths are counted in Unicode scalar values after trimming.

use crate::error::Problem;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Trims `text` and checks its length and characters. Line breaks and tabs pass.
fn parse(text: &str, max: usize) -> Result<String, Problem> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Problem::Missing);
    }
    // A scalar value has at most four bytes, so most long texts need no counting.
    if text.len() > max.saturating_mul(4) || text.chars().count() > max {
        return Err(Problem::TooLong {
            max: u32::try_from(max).unwrap_or(u32::MAX),
        });
    }
    if text
        .chars()
        .any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
    {
        return Err(Problem::Malformed);
    }
    Ok(text.to_owned())
}

macro_rules! text {
    ($name:ident, $max:literal, $doc:literal) => {
        #[doc = $doc]
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The most Unicode scalar values it may have.
            pub const MAX: usize = $max;

            /// Trims and checks; the problem is one to show at the field.
            pub fn parse(text: &str) -> Result<Self, Problem> {
                parse(text, Self::MAX).map(Self)
            }

            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl TryFrom<String> for $name {
            type Error = Problem;
            fn try_from(text: String) -> Result<Self, Problem> {
                Self::parse(&text)
            }
        }

        impl From<$name> for String {
            fn from(text: $name) -> String {
                text.0
            }
        }
    };
}

text!(Name, 80, "What a workspace or a bot is called.");
text!(Title, 500, "An article's question, as its author put it.");
text!(
    Wording,
    500,
    "The text of an utterance: another way to ask an article's question."
);
text!(
    Phrase,
    80,
    "A word, or a few, that means the same as others of its group."
);
text!(Topic, 60, "What an article belongs to, for sorting.");
text!(
    ImportKey,
    120,
    "An article's key in the file that it was imported from."
);
text!(
    AnswerSource,
    20_000,
    "An answer as its author typed it, before it is cleaned."
);
text!(
    Question,
    500,
    "What a visitor asks, until it is cut into tokens."
);
text!(
    Comment,
    2_000,
    "What a visitor adds to a thumb, or a member says about an article."
);
text!(ButtonLabel, 60, "What a button under an answer says.");
text!(
    ButtonUrl,
    2_000,
    "The address that a button under an answer opens."
);
text!(BoxTitle, 60, "The heading of a dialog box.");
text!(Greeting, 500, "The first thing that a dialog box says.");
text!(
    Placeholder,
    60,
    "What stands in a dialog box's empty field."
);
text!(
    Suggestion,
    120,
    "A question that a dialog box offers to begin with."
);

/// A language as BCP 47 writes it: `fr`, `en`, `pt-BR`. The language is in lower case.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Locale(String);

impl Locale {
    /// Takes a language of two or three letters and an optional region, joined by `-` or `_`.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let mut parts = text.trim().splitn(2, ['-', '_']);
        let language = parts.next().unwrap_or_default();
        if language.is_empty() {
            return Err(Problem::Missing);
        }
        let is_language =
            (2..=3).contains(&language.len()) && language.bytes().all(|b| b.is_ascii_alphabetic());
        let region = parts.next();
        let is_region = region.is_none_or(|region| {
            (2..=8).contains(&region.len()) && region.bytes().all(|b| b.is_ascii_alphanumeric())
        });
        if !is_language || !is_region {
            return Err(Problem::Malformed);
        }
        let language = language.to_ascii_lowercase();
        Ok(Self(match region {
            Some(region) => format!("{language}-{}", region.to_ascii_uppercase()),
            None => language,
        }))
    }

    /// The whole tag: `pt-BR`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The language alone: `pt` of `pt-BR`.
    pub fn language(&self) -> &str {
        self.0.split('-').next().unwrap_or(&self.0)
    }
}

impl fmt::Display for Locale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for Locale {
    type Error = Problem;
    fn try_from(text: String) -> Result<Self, Problem> {
        Self::parse(&text)
    }
}

impl From<Locale> for String {
    fn from(locale: Locale) -> String {
        locale.0
    }
}

/// An e-mail address, folded to lower case, so that one person has one spelling.
///
/// Whether mail arrives there only mail can tell; this checks what typing gets wrong.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Email(String);

impl Email {
    /// The most characters that an address may have (RFC 5321, a path less its brackets).
    pub const MAX: usize = 254;

    /// Trims, folds the case, and wants `local@domain` without spaces or control characters.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let text = parse(text, Self::MAX)?.to_lowercase();
        let (local, domain) = text.split_once('@').ok_or(Problem::Malformed)?;
        let is_address = !local.is_empty()
            && !domain.is_empty()
            && !domain.contains('@')
            && !domain.starts_with('.')
            && !domain.ends_with('.')
            && !text
                .chars()
                .any(|c| c.is_whitespace() || matches!(c, '<' | '>' | ',' | ';' | '"'));
        if is_address {
            Ok(Self(text))
        } else {
            Err(Problem::Malformed)
        }
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for Email {
    type Error = Problem;
    fn try_from(text: String) -> Result<Self, Problem> {
        Self::parse(&text)
    }
}

impl From<Email> for String {
    fn from(email: Email) -> String {
        email.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn d11_a_question_is_counted_in_scalar_values_after_trimming() {
        let emoji = "👍".repeat(Question::MAX);
        assert_eq!(
            Question::parse(&format!("  {emoji}\n")).map(String::from),
            Ok(emoji.clone())
        );
        assert_eq!(
            Question::parse(&format!("{emoji}👍")),
            Err(Problem::TooLong { max: 500 })
        );
        let combining = "e\u{301}".repeat(250);
        assert!(Question::parse(&combining).is_ok());
        assert_eq!(
            Question::parse(&format!("{combining}\u{301}")),
            Err(Problem::TooLong { max: 500 })
        );
        assert_eq!(Question::parse(" \n\t"), Err(Problem::Missing));
        assert_eq!(Question::parse("a\0b"), Err(Problem::Malformed));
    }

    #[test]
    fn locales() {
        for (text, expected) in [
            ("fr", Ok("fr")),
            ("EN", Ok("en")),
            ("pt_br", Ok("pt-BR")),
            ("zh-hant", Ok("zh-HANT")),
            ("", Err(Problem::Missing)),
            ("f", Err(Problem::Malformed)),
            ("français", Err(Problem::Malformed)),
            ("en-", Err(Problem::Malformed)),
            ("en<script>", Err(Problem::Malformed)),
        ] {
            let parsed = Locale::parse(text);
            assert_eq!(
                parsed.as_ref().map(Locale::as_str),
                expected.as_ref().copied(),
                "{text:?}"
            );
        }
    }

    #[test]
    fn emails() {
        assert_eq!(
            Email::parse(" Ada@Example.ORG ").map(String::from),
            Ok("ada@example.org".into())
        );
        for bad in [
            "ada",
            "@example.org",
            "ada@",
            "ada@a@b",
            "a da@example.org",
            "ada@.org",
            "<a@b>",
        ] {
            assert_eq!(Email::parse(bad), Err(Problem::Malformed), "{bad:?}");
        }
    }
}

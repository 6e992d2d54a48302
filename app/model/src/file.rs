//! Files of articles, as a team brings them.

use crate::error::FieldError;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The form of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileForm {
    /// Comma-separated, with a header line.
    Csv,
    /// Tab-separated, with a header line.
    Tsv,
    /// One JSON object a line.
    Jsonl,
}

impl FileForm {
    /// What the text looks like; every text looks like one of them.
    pub fn guess(text: &str) -> Self {
        let text = text.trim_start_matches('\u{feff}').trim_start();
        let first = text.lines().next().unwrap_or_default();
        if text.starts_with('{') {
            Self::Jsonl
        } else if first.contains('\t') {
            Self::Tsv
        } else {
            Self::Csv
        }
    }

    /// As a file's name ends.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Tsv => "tsv",
            Self::Jsonl => "jsonl",
        }
    }
}

/// A line of a file that is not taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineError {
    /// Where it stands, from 1.
    pub line: u32,
    /// What is wrong with it.
    pub problem: LineProblem,
}

/// What can be wrong with a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "problem", rename_all = "snake_case")]
pub enum LineProblem {
    /// It is not of the file's form.
    Unreadable,
    /// The same key and language stand in an earlier line.
    Repeated {
        /// Where.
        first: u32,
    },
    /// Some of its values.
    Fields {
        /// Which, in the file's words for them.
        fields: Vec<FieldError>,
    },
}

impl fmt::Display for LineProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable => f.write_str("this is not in the right form"),
            Self::Repeated { first } => {
                write!(f, "the same key and language stand in line {first}")
            }
            Self::Fields { fields } => {
                let say = |error: &FieldError| format!("{} {}", error.field, error.problem);
                let all: Vec<String> = fields.iter().map(say).collect();
                f.write_str(&all.join("; "))
            }
        }
    }
}

/// What importing a file would do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportPreview {
    /// Articles, or languages of one, that would be new.
    pub n_added: u32,
    /// Texts that are there and would be written again.
    pub n_changed: u32,
    /// Lines that would be left out.
    pub n_refused: u32,
    /// The first of them.
    pub refused: Vec<LineError>,
    /// Lines that could be read.
    pub n_lines: u32,
    /// The first of them.
    pub lines: Vec<PreviewLine>,
}

/// One line of a file, as a preview shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreviewLine {
    /// Where it stands, from 1.
    pub line: u32,
    /// The question.
    pub question: String,
    /// Its language; empty for the bot's.
    pub locale: String,
    /// What it belongs to.
    pub topic: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_told_by_its_first_line() {
        for (text, form) in [
            ("{\"question\": \"a, b\"}", FileForm::Jsonl),
            ("\u{feff}\n {\"question\": \"a\"}", FileForm::Jsonl),
            ("question\tanswer\na, b\tc", FileForm::Tsv),
            ("question,answer\n\"a\tb\",c", FileForm::Csv),
            ("", FileForm::Csv),
        ] {
            assert_eq!(FileForm::guess(text), form, "{text:?}");
        }
    }
}

//! Labelled questions, a line each: `question<TAB>expected`, and a language where it matters.

use crate::{
    access::{Access, Knowledge, Read},
    clean,
    failure::OrInternal,
};
use model::{
    error::{AppError, AppResult, FieldError, Problem},
    file::{LineError, LineProblem},
    id::ArticleId,
    regression::NOTHING,
    text::{Locale, Question},
};
use std::collections::HashMap;

/// The most lines whose faults are told.
const MAX_TOLD: usize = 20;

/// A bot's articles by all that a file may call them.
pub(super) struct Labels(HashMap<String, ArticleId>);

impl Labels {
    /// Of the draft's articles.
    pub async fn load(access: &Access<Read<Knowledge>>) -> AppResult<Self> {
        let db = access.platform().db();
        let mut tx = db.read().await.or_internal("reading articles")?;
        let articles = store::articles::list_whole(&mut tx, access.bot())
            .await
            .or_internal("reading articles")?;
        let mut labels = HashMap::new();
        for article in &articles {
            for text in &article.texts {
                // Of two with one title the older one is meant, as everywhere.
                labels
                    .entry(text.title.to_lowercase())
                    .or_insert(article.id);
            }
        }
        for article in articles {
            labels.insert(article.id.to_string(), article.id);
            if let Some(key) = article.import_key {
                labels.insert(key.to_lowercase(), article.id);
            }
        }
        Ok(Self(labels))
    }

    /// The article that a text names; `None` for nothing.
    pub fn find(&self, text: &str) -> Result<Option<ArticleId>, Problem> {
        match text.trim() {
            "" => Err(Problem::Missing),
            NOTHING => Ok(None),
            text => {
                let found = self.0.get(&text.to_lowercase());
                found.copied().map(Some).ok_or(Problem::Unknown)
            }
        }
    }
}

/// A line of a file.
pub(super) struct Line {
    /// What is asked.
    pub question: Question,
    /// What has to answer.
    pub expected: Option<ArticleId>,
    /// The page's language.
    pub locale: Option<Locale>,
}

/// Reads at most `max` lines of the field `rows`; all that are not right are told at once.
pub(super) fn read(text: &str, labels: &Labels, max: usize) -> AppResult<Vec<Line>> {
    let text = text.trim_start_matches('\u{feff}');
    let (mut lines, mut faults) = (Vec::new(), Vec::new());
    for (number, line) in (1..).zip(text.lines()) {
        if line.trim().is_empty() {
            continue;
        }
        match read_line(line, labels) {
            Ok(line) => lines.push(line),
            Err(problem) => faults.push(LineError {
                line: number,
                problem,
            }),
        }
        if lines.len() > max {
            let max = u32::try_from(max).unwrap_or(u32::MAX);
            return Err(AppError::invalid("rows", Problem::TooMany { max }));
        }
    }
    if !faults.is_empty() {
        let n = u32::try_from(faults.len()).unwrap_or(u32::MAX);
        faults.truncate(MAX_TOLD);
        let field = FieldError {
            field: "rows".to_owned(),
            problem: Problem::BadLines { n },
        };
        return Err(AppError::InvalidLines {
            fields: vec![field],
            lines: faults,
        });
    }
    if lines.is_empty() {
        return Err(AppError::invalid("rows", Problem::Missing));
    }
    Ok(lines)
}

fn read_line(line: &str, labels: &Labels) -> Result<Line, LineProblem> {
    let mut columns = line.split('\t');
    let question = columns.next().unwrap_or_default();
    let expected = columns.next().ok_or(LineProblem::Unreadable)?;
    let locale = columns.next().unwrap_or_default().trim();
    let mut fields = Vec::new();
    let mut note = |field: &str, problem| {
        fields.push(FieldError {
            field: field.to_owned(),
            problem,
        });
    };
    let question = Question::parse(&clean::text(question))
        .map_err(|problem| note("question", problem))
        .ok();
    let expected = labels
        .find(expected)
        .map_err(|problem| note("expected", problem))
        .ok();
    let locale = (!locale.is_empty())
        .then(|| Locale::parse(locale).map_err(|problem| note("language", problem)))
        .transpose()
        .ok();
    match (question, expected, locale) {
        (Some(question), Some(expected), Some(locale)) => Ok(Line {
            question,
            expected,
            locale,
        }),
        _ => Err(LineProblem::Fields { fields }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn labels() -> Labels {
        let hours = ArticleId::from_uuid(Uuid::from_u128(1));
        Labels(HashMap::from([("opening hours?".to_owned(), hours)]))
    }

    #[test]
    fn lines_name_articles_and_nothing() {
        let text =
            "\u{feff}when open\tOpening HOURS?\r\n\nwho won\t-\nouvert ?\topening hours?\tfr\n";
        let lines = read(text, &labels(), 10).ok().unwrap();
        let told: Vec<_> = lines
            .iter()
            .map(|line| (line.question.as_str(), line.expected.is_some()))
            .collect();
        assert_eq!(
            told,
            [("when open", true), ("who won", false), ("ouvert ?", true)]
        );
        assert_eq!(lines[2].locale, Locale::parse("fr").ok());
    }

    #[test]
    fn all_bad_lines_are_told_at_once() {
        let text = "no tab\nx\tunknown\n\topening hours?\nx\t-\tfrench!\nx\t-";
        let Err(AppError::InvalidLines { lines, .. }) = read(text, &labels(), 10) else {
            panic!("it passes")
        };
        let numbers: Vec<u32> = lines.iter().map(|error| error.line).collect();
        assert_eq!(numbers, [1, 2, 3, 4]);
        assert_eq!(lines[0].problem, LineProblem::Unreadable);
    }

    #[test]
    fn a_file_has_an_end() {
        assert!(read("x\t-\ny\t-\nz\t-", &labels(), 2).is_err());
        assert!(read(" \n", &labels(), 2).is_err());
    }
}

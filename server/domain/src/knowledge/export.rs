//! Exporting the draft in the form that `import` reads.

use super::Row;
use crate::{
    access::{Access, Knowledge, Read},
    failure::OrInternal,
};
use model::error::{AppError, AppResult};
use serde::Serialize;

/// The form of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// One JSON object a line.
    JsonLines,
    /// Comma-separated, with a header line.
    Csv,
}

const HEADER: [&str; 6] = ["key", "locale", "topic", "question", "utterances", "answer"];

#[derive(Serialize)]
struct JsonRow<'a> {
    key: &'a str,
    locale: &'a str,
    topic: &'a str,
    question: &'a str,
    utterances: &'a [String],
    answer: &'a str,
}

/// The draft as the rows of a file, one an article and language. An article that was written by
/// hand has its id for a key, so that importing them again changes it rather than adding another.
pub(crate) async fn rows(access: &Access<Read<Knowledge>>) -> AppResult<Vec<Row>> {
    let mut tx = access
        .platform()
        .db()
        .read()
        .await
        .or_internal("exporting")?;
    let articles = store::articles::list_whole(&mut tx, access.bot())
        .await
        .or_internal("exporting")?;
    let mut rows = Vec::with_capacity(articles.len());
    for article in articles {
        let key = article.import_key.unwrap_or_else(|| article.id.to_string());
        for text in article.texts {
            rows.push(Row {
                line: rows.len() as u64 + 1,
                key: key.clone(),
                locale: text.locale.to_string(),
                topic: article.topic.clone(),
                question: text.title,
                utterances: text.utterances,
                answer: text.answer,
            });
        }
    }
    Ok(rows)
}

/// The draft as a file, a line an article and language.
pub async fn export(access: &Access<Read<Knowledge>>, format: Format) -> AppResult<String> {
    let mut lines = Lines::new(format)?;
    for row in &rows(access).await? {
        lines.push(&JsonRow {
            key: &row.key,
            locale: &row.locale,
            topic: &row.topic,
            question: &row.question,
            utterances: &row.utterances,
            answer: &row.answer,
        })?;
    }
    lines.finish()
}

enum Lines {
    Json(String),
    Csv(Box<csv::Writer<Vec<u8>>>),
}

impl Lines {
    fn new(format: Format) -> AppResult<Self> {
        Ok(match format {
            Format::JsonLines => Self::Json(String::new()),
            Format::Csv => {
                let mut writer = csv::Writer::from_writer(Vec::new());
                writer
                    .write_record(HEADER)
                    .map_err(|_| AppError::Internal)?;
                Self::Csv(Box::new(writer))
            }
        })
    }

    fn push(&mut self, row: &JsonRow<'_>) -> AppResult<()> {
        match self {
            Self::Json(lines) => {
                lines.push_str(&serde_json::to_string(row).or_internal("exporting")?);
                lines.push('\n');
                Ok(())
            }
            Self::Csv(writer) => {
                let utterances = row.utterances.join("\n");
                let cells = [
                    row.key,
                    row.locale,
                    row.topic,
                    row.question,
                    utterances.as_str(),
                    row.answer,
                ];
                writer.write_record(cells).map_err(|_| AppError::Internal)
            }
        }
    }

    fn finish(self) -> AppResult<String> {
        match self {
            Self::Json(lines) => Ok(lines),
            Self::Csv(writer) => {
                let bytes = writer.into_inner().map_err(|_| AppError::Internal)?;
                String::from_utf8(bytes).map_err(|_| AppError::Internal)
            }
        }
    }
}

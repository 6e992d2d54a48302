//! Exporting the draft in the form that `import` reads.

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

/// The draft, a line an article and language. An article that was written by hand has its id for
/// a key, so that importing the file again changes it rather than adding another.
pub async fn export(access: &Access<Read<Knowledge>>, format: Format) -> AppResult<String> {
    let mut tx = access
        .platform()
        .db()
        .read()
        .await
        .or_internal("exporting")?;
    let articles = store::articles::list_whole(&mut tx, access.bot())
        .await
        .or_internal("exporting")?;
    let mut lines = Lines::new(format)?;
    for article in &articles {
        let own_id = article.id.to_string();
        for text in &article.texts {
            lines.push(&JsonRow {
                key: article.import_key.as_deref().unwrap_or(&own_id),
                locale: text.locale.as_str(),
                topic: &article.topic,
                question: &text.title,
                utterances: &text.utterances,
                answer: &text.answer,
            })?;
        }
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

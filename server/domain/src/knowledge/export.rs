//! Exporting the draft in the form that `import` reads.

use super::{Row, shown_time};
use crate::{
    access::{Access, Knowledge, Read},
    audit::note_export,
    failure::OrInternal,
};
use model::{
    article::{Button, Period, Target},
    channel::{Channel, Variants},
    error::{AppError, AppResult},
    id::ArticleId,
};
use serde::Serialize;
use std::collections::HashMap;
use store::articles::WholeArticle;

/// The form of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// One JSON object a line.
    JsonLines,
    /// Comma-separated, with a header line.
    Csv,
}

const HEADER: [&str; 12] = [
    "key",
    "locale",
    "topic",
    "question",
    "utterances",
    "answer",
    "buttons",
    "starts",
    "ends",
    "zone",
    Channel::Box.field(),
    Channel::Api.field(),
];

#[derive(Serialize)]
struct JsonRow<'a> {
    key: &'a str,
    locale: &'a str,
    topic: &'a str,
    question: &'a str,
    utterances: &'a [String],
    answer: &'a str,
    #[serde(skip_serializing_if = "Variants::is_empty")]
    variants: &'a Variants,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    buttons: &'a [String],
    #[serde(skip_serializing_if = "str::is_empty")]
    starts: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    ends: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    zone: &'a str,
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
    let key = |article: &WholeArticle| {
        let key = article.import_key.clone();
        key.unwrap_or_else(|| article.id.to_string())
    };
    let keys: HashMap<ArticleId, String> = articles
        .iter()
        .map(|article| (article.id, key(article)))
        .collect();
    let mut rows = Vec::with_capacity(articles.len());
    for article in articles {
        let key = key(&article);
        let Period {
            starts_at,
            ends_at,
            zone,
        } = article.period;
        let (starts, ends) = (shown_time(starts_at, &zone), shown_time(ends_at, &zone));
        let zone = if starts.is_empty() && ends.is_empty() {
            String::new()
        } else {
            zone
        };
        for text in article.texts {
            rows.push(Row {
                line: rows.len() as u64 + 1,
                key: key.clone(),
                locale: text.locale.to_string(),
                topic: article.topic.clone(),
                question: text.title,
                utterances: text.utterances,
                answer: text.answer,
                variants: text.variants,
                buttons: text
                    .buttons
                    .iter()
                    .filter_map(|button| line(button, &keys))
                    .collect(),
                starts: starts.clone(),
                ends: ends.clone(),
                zone: zone.clone(),
            });
        }
    }
    Ok(rows)
}

/// A button as a line of the file; none if it leads to an article that is not there.
fn line(button: &Button, keys: &HashMap<ArticleId, String>) -> Option<String> {
    let target = match &button.target {
        Target::Url(url) => url,
        Target::Article(article) => keys.get(article)?,
    };
    Some(format!("{} | {target}", button.label))
}

/// The draft as a file, a line an article and language.
pub async fn export(access: &Access<Read<Knowledge>>, format: Format) -> AppResult<String> {
    let mut lines = Lines::new(format)?;
    let rows = rows(access).await?;
    let name = match format {
        Format::JsonLines => "jsonl",
        Format::Csv => "csv",
    };
    let subject = format!("bot:{} format:{name}", access.bot());
    note_export(access, "knowledge.export", &subject).await?;
    for row in &rows {
        lines.push(&JsonRow {
            key: &row.key,
            locale: &row.locale,
            topic: &row.topic,
            question: &row.question,
            utterances: &row.utterances,
            answer: &row.answer,
            variants: &row.variants,
            buttons: &row.buttons,
            starts: &row.starts,
            ends: &row.ends,
            zone: &row.zone,
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
                let buttons = row.buttons.join("\n");
                let variant = |channel| row.variants.get(channel).map_or("", String::as_str);
                let cells = [
                    row.key,
                    row.locale,
                    row.topic,
                    row.question,
                    utterances.as_str(),
                    row.answer,
                    buttons.as_str(),
                    row.starts,
                    row.ends,
                    row.zone,
                    variant(Channel::Box),
                    variant(Channel::Api),
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

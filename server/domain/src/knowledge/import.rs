//! Importing articles from CSV, TSV, JSON Lines and labelled texts.

use super::{Draft, add, change, check_room};
use crate::{
    access::{Access, Knowledge, Write},
    audit, clean,
    failure::OrInternal,
};
use model::{
    article::Article,
    error::{AppError, AppResult},
    id::ArticleId,
    text::{ImportKey, Locale},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use store::{
    Tx,
    articles::{self, Known},
};

/// Articles a transaction, so that no visitor's turn waits long for an import.
const CHUNK: usize = 200;

/// A line of the file, as it stands there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// Where it stands, from 1.
    pub line: u64,
    /// What the article was imported under; empty: its question.
    pub key: String,
    /// The text.
    pub question: String,
    /// Other wordings.
    pub utterances: Vec<String>,
    /// The answer, as HTML or as plain text.
    pub answer: String,
    /// What it belongs to.
    pub topic: String,
    /// The language; empty: the bot's default.
    pub locale: String,
}

/// How to import.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Say what would change, and change nothing.
    pub is_dry_run: bool,
}

/// What an import did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Imported {
    /// Articles that are new.
    pub added: u32,
    /// Articles that got this text, or another one.
    pub changed: u32,
    /// Lines that were left out.
    pub refused: Vec<Refused>,
}

/// A line that was left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Refused {
    /// Where it stands, from 1.
    pub line: u64,
    /// Why, for the person who wrote it.
    pub why: String,
}

#[derive(Deserialize)]
struct JsonRow {
    #[serde(default)]
    key: String,
    question: String,
    #[serde(default)]
    utterances: Vec<String>,
    #[serde(default)]
    answer: String,
    #[serde(default)]
    topic: String,
    #[serde(default)]
    locale: String,
}

#[derive(Deserialize)]
struct TableRow {
    #[serde(default)]
    key: String,
    question: String,
    #[serde(default)]
    utterances: String,
    #[serde(default)]
    answer: String,
    #[serde(default)]
    topic: String,
    #[serde(default)]
    locale: String,
}

/// Reads a file's rows by its extension: `csv`, `tsv` (both with a header line) or `jsonl`.
/// With `is_labelled`, a TSV holds `text<TAB>label`, and each label becomes one article.
/// `None` for an extension that is not known.
pub fn read_rows(
    extension: &str,
    text: &str,
    is_labelled: bool,
) -> Option<(Vec<Row>, Vec<Refused>)> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    Some(match extension {
        "tsv" if is_labelled => read_labelled(text),
        "csv" => read_table(text, b','),
        "tsv" => read_table(text, b'\t'),
        "jsonl" => read_json_lines(text),
        _ => return None,
    })
}

fn read_json_lines(text: &str) -> (Vec<Row>, Vec<Refused>) {
    let (mut rows, mut refused) = (Vec::new(), Vec::new());
    for (line, json) in (1..).zip(text.lines()) {
        if json.trim().is_empty() {
            continue;
        }
        match serde_json::from_str::<JsonRow>(json) {
            Ok(row) => rows.push(Row {
                line,
                key: row.key,
                question: row.question,
                utterances: row.utterances,
                answer: row.answer,
                topic: row.topic,
                locale: row.locale,
            }),
            Err(cause) => refused.push(Refused {
                line,
                why: cause.to_string(),
            }),
        }
    }
    (rows, refused)
}

fn read_table(text: &str, delimiter: u8) -> (Vec<Row>, Vec<Refused>) {
    let (mut rows, mut refused) = (Vec::new(), Vec::new());
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .trim(csv::Trim::Headers)
        .from_reader(text.as_bytes());
    let headers = reader.headers().cloned().unwrap_or_default();
    for record in reader.records() {
        let line = |record: &csv::StringRecord| record.position().map_or(0, csv::Position::line);
        let row = record.and_then(|record| {
            record
                .deserialize::<TableRow>(Some(&headers))
                .map(|row| (line(&record), row))
        });
        match row {
            Ok((line, row)) => rows.push(Row {
                line,
                key: row.key,
                question: row.question,
                utterances: row.utterances.lines().map(str::to_owned).collect(),
                answer: row.answer,
                topic: row.topic,
                locale: row.locale,
            }),
            Err(cause) => {
                let line = cause.position().map_or(1, csv::Position::line);
                refused.push(Refused {
                    line,
                    why: cause.to_string(),
                });
            }
        }
    }
    (rows, refused)
}

fn read_labelled(text: &str) -> (Vec<Row>, Vec<Refused>) {
    let mut by_label: BTreeMap<&str, Row> = BTreeMap::new();
    let mut refused = Vec::new();
    for (line, pair) in (1..).zip(text.lines()) {
        match pair.split_once('\t') {
            Some((wording, label)) if !label.trim().is_empty() => {
                let label = label.trim();
                let row = by_label.entry(label).or_insert_with(|| Row {
                    line,
                    key: label.to_owned(),
                    question: label.to_owned(),
                    answer: label.to_owned(),
                    ..Row::default()
                });
                row.utterances.push(wording.to_owned());
            }
            _ if pair.trim().is_empty() => {}
            _ => refused.push(Refused {
                line,
                why: "expected text, a tab and a label".to_owned(),
            }),
        }
    }
    (by_label.into_values().collect(), refused)
}

/// Imports rows. A row whose key is there changes that article's text in the row's language;
/// others become articles. Rows of one key in several languages make one article.
pub async fn import(
    access: &Access<Write<Knowledge>>,
    rows: &[Row],
    options: Options,
) -> AppResult<Imported> {
    let mut imported = Imported::default();
    let platform = access.platform();
    for chunk in rows.chunks(CHUNK) {
        let mut tx = platform.db().write().await.or_internal("importing")?;
        for row in chunk {
            match import_row(&mut tx, access, row).await {
                Ok(Done::Added) => imported.added += 1,
                Ok(Done::Changed) => imported.changed += 1,
                Err(AppError::Internal) => return Err(AppError::Internal),
                Err(why) => imported.refused.push(Refused {
                    line: row.line,
                    why: explain(&why),
                }),
            }
        }
        // Without a commit the transaction undoes itself; a dry run is a real one, undone.
        if !options.is_dry_run {
            let bot = access.bot();
            store::bots::touch(&mut tx, bot)
                .await
                .or_internal("importing")?;
            let subject = format!("bot:{bot}");
            audit::record(
                &mut tx,
                access,
                "knowledge.import",
                &subject,
                platform.now(),
            )
            .await?;
            tx.commit().await.or_internal("importing")?;
        }
    }
    Ok(imported)
}

enum Done {
    Added,
    Changed,
}

async fn import_row(tx: &mut Tx, access: &Access<Write<Knowledge>>, row: &Row) -> AppResult<Done> {
    let key = if row.key.trim().is_empty() {
        &row.question
    } else {
        &row.key
    };
    let key: String = clean::text(key).chars().take(ImportKey::MAX).collect();
    let key = ImportKey::parse(&key).map_err(|problem| AppError::invalid("key", problem))?;
    let default_locale = super::default_locale(tx, access).await?;
    let mut parsed = draft(row, &default_locale).parse()?;
    match find_by_key(tx, access, key.as_str()).await? {
        Some(known) => {
            // An article has one topic: the one it has in the bot's own language.
            if parsed.topic.is_empty() || parsed.locale != default_locale {
                parsed.topic = known.topic;
            }
            change(tx, access, known.id, known.revision, &parsed)
                .await?
                .ok_or(AppError::Conflict)?;
            Ok(Done::Changed)
        }
        None => {
            check_room(tx, access.bot()).await?;
            add(tx, access, Some(key.as_str()), &parsed).await?;
            Ok(Done::Added)
        }
    }
}

/// A row as somebody would have typed it into the form.
fn draft(row: &Row, default_locale: &Locale) -> Draft {
    let one_line = |text: &String| text.replace(['\n', '\r'], " ");
    let has_locale = !row.locale.trim().is_empty();
    Draft {
        locale: if has_locale {
            row.locale.clone()
        } else {
            default_locale.to_string()
        },
        title: one_line(&row.question),
        utterances: row
            .utterances
            .iter()
            .map(one_line)
            .collect::<Vec<_>>()
            .join("\n"),
        answer: row.answer.clone(),
        topic: row.topic.clone(),
    }
}

/// The article with this key; one that was written by hand goes by its id, as it is exported.
async fn find_by_key(
    tx: &mut Tx,
    access: &Access<Write<Knowledge>>,
    key: &str,
) -> AppResult<Option<Known>> {
    let by_key = articles::wake_by_key(tx, access.bot(), key)
        .await
        .or_internal("finding by key")?;
    if by_key.is_some() {
        return Ok(by_key);
    }
    let Ok(id) = key.parse::<ArticleId>() else {
        return Ok(None);
    };
    let article = articles::find(tx, access.bot(), id)
        .await
        .or_internal("finding by id")?;
    Ok(article.map(
        |Article {
             id,
             revision,
             topic,
             ..
         }| Known {
            id,
            revision,
            topic,
        },
    ))
}

/// The reason in words: every bad field with its problem.
fn explain(why: &AppError) -> String {
    match why {
        AppError::Invalid { fields } => {
            let say = |error: &model::error::FieldError| {
                // The draft's words for the fields, and the file's.
                let field = if error.field == "title" {
                    "question"
                } else {
                    &error.field
                };
                format!("{field} {}", error.problem)
            };
            fields.iter().map(say).collect::<Vec<_>>().join("; ")
        }
        AppError::TooLarge => "the bot has as many articles as it may have".to_owned(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn questions(rows: &[Row]) -> Vec<&str> {
        rows.iter().map(|row| row.question.as_str()).collect()
    }

    #[test]
    fn rows_of_a_table_keep_their_lines() {
        let text = "\u{feff}question,utterances,answer,topic,locale,key\n\
                    Hours?,\"When open?\nOpening times\",9 to 5,Shop,en,hours\n\
                    \"Two\nlines\",,x,,,\n";
        let (rows, refused) = read_rows("csv", text, false).unwrap();
        assert_eq!(refused, []);
        assert_eq!(questions(&rows), ["Hours?", "Two\nlines"]);
        assert_eq!(rows[0].utterances, ["When open?", "Opening times"]);
        assert_eq!((rows[0].line, rows[1].line), (2, 4));
    }

    #[test]
    fn a_line_that_is_no_json_is_refused_with_its_number() {
        let text = "{\"question\": \"A\"}\n\nnot json\n{\"answer\": \"b\"}\n";
        let (rows, refused) = read_rows("jsonl", text, false).unwrap();
        assert_eq!(questions(&rows), ["A"]);
        assert_eq!(
            refused
                .iter()
                .map(|refused| refused.line)
                .collect::<Vec<_>>(),
            [3, 4]
        );
    }

    #[test]
    fn each_label_becomes_one_article() {
        let (rows, refused) =
            read_rows("tsv", "hi\tgreet\nbye\tleave\nhello\tgreet\nx\n", true).unwrap();
        assert_eq!(questions(&rows), ["greet", "leave"]);
        assert_eq!(rows[0].utterances, ["hi", "hello"]);
        assert_eq!(refused[0].line, 4);
    }

    #[test]
    fn another_kind_of_file_is_not_read() {
        assert!(read_rows("xlsx", "", false).is_none());
    }
}

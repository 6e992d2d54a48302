//! A bot's knowledge as a file to keep.

use super::HttpError;
use axum::{
    Extension,
    extract::{Path, Query, rejection::QueryRejection},
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use domain::{
    access::{Door, Knowledge, Read},
    bots,
    knowledge::{self, ExportFormat},
};
use model::{error::AppError, id::BotId};
use serde::Deserialize;

/// What `GET /bots/{bot}/knowledge/export` may carry.
#[derive(Deserialize)]
pub(super) struct Wanted {
    #[serde(default)]
    format: String,
}

/// `GET /bots/{bot}/knowledge/export?format=csv|jsonl`: the draft, as an import reads it.
pub(super) async fn knowledge(
    Extension(door): Extension<Door>,
    Path(bot): Path<BotId>,
    query: Result<Query<Wanted>, QueryRejection>,
) -> Result<Response, HttpError> {
    let malformed = |what: &str| AppError::Malformed {
        what: what.to_owned(),
    };
    let Query(wanted) = query.map_err(|_| malformed("the query"))?;
    let (format, extension, kind) = match wanted.format.as_str() {
        "csv" => (ExportFormat::Csv, "csv", "text/csv; charset=utf-8"),
        "jsonl" => (ExportFormat::JsonLines, "jsonl", "application/jsonl"),
        _ => return Err(malformed("the format is csv or jsonl").into()),
    };
    let access = door.open::<Read<Knowledge>>(bot).await?;
    let name = bots::get(&access).await?.name;
    let text = knowledge::export(&access, format).await?;
    let disposition = format!(
        "attachment; filename=\"{}-knowledge.{extension}\"",
        slug(name.as_str())
    );
    let disposition = HeaderValue::from_str(&disposition).map_err(|_| AppError::Internal)?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        (header::CONTENT_DISPOSITION, disposition),
    ];
    Ok((headers, text).into_response())
}

/// A name as part of a file's: small ASCII letters and digits, joined by `-`.
fn slug(name: &str) -> String {
    let words: Vec<String> = name
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_ascii_lowercase)
        .collect();
    if words.is_empty() {
        "bot".to_owned()
    } else {
        words.join("-")
    }
}

#[cfg(test)]
mod tests {
    use super::slug;

    #[test]
    fn a_files_name_holds_nothing_that_could_end_it() {
        for (name, expected) in [
            ("Help centre", "help-centre"),
            ("a\"; filename=\"../b", "a-filename-b"),
            ("日本語", "bot"),
        ] {
            assert_eq!(slug(name), expected);
        }
    }
}

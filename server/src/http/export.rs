//! What members take away as files.

use super::HttpError;
use app::server::shown_codes;
use axum::{
    Extension,
    extract::{Path, Query, rejection::QueryRejection},
    http::{HeaderName, HeaderValue, header},
    response::{IntoResponse, Response},
};
use domain::{
    access::{Analytics, Audit, Conversations, Door, Knowledge, Read},
    analytics,
    audit::{self, ExportAs},
    bots, conversations,
    knowledge::{self, ExportFormat},
};
use model::{
    analytics::Wanted,
    audit::AuditFilter,
    conversation::ConversationFilter,
    error::{AppError, AppResult},
    id::{BotId, WorkspaceId},
};
use serde::Deserialize;
use tower_sessions::Session;

const CSV: &str = "text/csv; charset=utf-8";
const JSON: &str = "application/json";
/// On a file that does not hold all that passes the filter: how many conversations it holds.
const TRUNCATED: HeaderName = HeaderName::from_static("x-parlance-truncated");
const JSON_LINES: &str = "application/jsonl";

/// The form of a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Format {
    #[default]
    Csv,
    Json,
    Jsonl,
}

/// Of an export that takes a format alone.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Nothing {}

fn no_such_format() -> AppError {
    AppError::Malformed {
        what: "the format".to_owned(),
    }
}

/// What an export takes besides what its page does.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Export<T> {
    #[serde(default)]
    format: Format,
    #[serde(flatten)]
    wanted: T,
}

type Asked<T> = Result<Query<Export<T>>, QueryRejection>;

fn read<T>(query: Asked<T>) -> AppResult<Export<T>> {
    let what = || AppError::Malformed {
        what: "the query".to_owned(),
    };
    query.map(|Query(export)| export).map_err(|_| what())
}

/// `GET /workspaces/{workspace}/audit/export`: the page's events, `format=csv` or `jsonl`.
pub(super) async fn events(
    Extension(door): Extension<Door>,
    Path(workspace): Path<WorkspaceId>,
    query: Asked<AuditFilter>,
) -> Result<Response, HttpError> {
    let Export { format, wanted } = read(query)?;
    let access = door.open_workspace::<Read<Audit>>(workspace).await?;
    let form = match format {
        Format::Csv => ExportAs::Csv,
        Format::Jsonl => ExportAs::Jsonl,
        Format::Json => return Err(no_such_format().into()),
    };
    let text = audit::export(&access, &wanted, form).await?;
    Ok(file("audit", format, text))
}

/// `GET /bots/{bot}/analytics/export`: the page's figures, `format=csv` or `json`.
pub(super) async fn figures(
    Extension(door): Extension<Door>,
    Path(bot): Path<BotId>,
    query: Asked<Wanted>,
) -> Result<Response, HttpError> {
    let Export { format, wanted } = read(query)?;
    let access = door.open::<Read<Analytics>>(bot).await?;
    let form = match format {
        Format::Csv => analytics::ExportFormat::Csv,
        Format::Json => analytics::ExportFormat::Json,
        Format::Jsonl => return Err(no_such_format().into()),
    };
    let (report, text) = analytics::export(&access, &wanted, form).await?;
    let name = format!("figures-{}-{}", report.from, report.to);
    Ok(file(&name, format, text))
}

/// `GET /bots/{bot}/conversations/export`: the newest 5,000 conversations that pass the page's
/// filter, or fewer where they have 50,000 turns, `format=csv` (a line a turn) or `json` (an array of
/// conversations). `X-Parlance-Truncated` says how many it holds where more pass.
pub(super) async fn conversations(
    Extension(door): Extension<Door>,
    Path(bot): Path<BotId>,
    query: Asked<ConversationFilter>,
) -> Result<Response, HttpError> {
    let Export { format, wanted } = read(query)?;
    let access = door.open::<Read<Conversations>>(bot).await?;
    let whole = match format {
        Format::Csv => conversations::export_csv(&access, &wanted).await?,
        Format::Json => conversations::export_json(&access, &wanted).await?,
        Format::Jsonl => return Err(no_such_format().into()),
    };
    let mut answer = file("conversations", format, whole.text);
    if let Some(n) = whole.cut_at {
        answer.headers_mut().insert(TRUNCATED, n.into());
    }
    Ok(answer)
}

/// `GET /bots/{bot}/knowledge/export`: the draft as an import reads it, `format=csv` or `jsonl`.
pub(super) async fn knowledge(
    Extension(door): Extension<Door>,
    Path(bot): Path<BotId>,
    query: Asked<Nothing>,
) -> Result<Response, HttpError> {
    let format = read(query)?.format;
    let wanted = match format {
        Format::Csv => ExportFormat::Csv,
        Format::Jsonl => ExportFormat::JsonLines,
        Format::Json => return Err(no_such_format().into()),
    };
    let access = door.open::<Read<Knowledge>>(bot).await?;
    let name = bots::get(&access).await?.name;
    let text = knowledge::export(&access, wanted).await?;
    let name = format!("{}-knowledge", slug(name.as_str()));
    Ok(file(&name, format, text))
}

/// `GET /account/factor/codes.txt`: the recovery codes that a page of the same session shows.
pub(super) async fn codes(
    session: Session,
    Extension(door): Extension<Door>,
) -> Result<Response, HttpError> {
    let codes = shown_codes(&session, &door).await?;
    let headers = [
        (header::CONTENT_TYPE, "text/plain; charset=utf-8"),
        (
            header::CONTENT_DISPOSITION,
            "attachment; filename=\"parlance-recovery-codes.txt\"",
        ),
        (header::CACHE_CONTROL, "no-store"),
    ];
    let lines: String = codes.iter().map(|code| format!("{code}\n")).collect();
    Ok((headers, lines).into_response())
}

/// A download. `name` is of our own making: no header breaks at it.
fn file(name: &str, format: Format, text: String) -> Response {
    let (kind, extension) = match format {
        Format::Csv => (CSV, "csv"),
        Format::Json => (JSON, "json"),
        Format::Jsonl => (JSON_LINES, "jsonl"),
    };
    let disposition = format!("attachment; filename=\"{name}.{extension}\"");
    let disposition = HeaderValue::from_str(&disposition);
    let disposition = disposition.unwrap_or(HeaderValue::from_static("attachment"));
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        (header::CONTENT_DISPOSITION, disposition),
    ];
    (headers, text).into_response()
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

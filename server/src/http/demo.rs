//! `/demo`: a customer's page with the sample bot on it. There only while `parlance demo` serves.

use super::HttpState;
use axum::{
    extract::{Query, State, rejection::QueryRejection},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use serde::Deserialize;

const ENGLISH: &str = include_str!("../../demo/page.en.html");
const FRENCH: &str = include_str!("../../demo/page.fr.html");
/// What a careful customer's page allows: its own files, and the dialog box.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
    connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// What `demo` takes.
#[derive(Debug, Default, Deserialize)]
pub(super) struct DemoQuery {
    lang: Option<String>,
}

/// `GET /demo`, in English or French: as asked for, else as the browser prefers.
pub(super) async fn page(
    State(state): State<HttpState>,
    query: Result<Query<DemoQuery>, QueryRejection>,
    headers: HeaderMap,
) -> Response {
    let Some(bot) = state.demo else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let asked = query.ok().and_then(|Query(query)| query.lang);
    let preferred = || {
        let header = headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok()?;
        Some(header.to_owned())
    };
    let lang = asked.or_else(preferred).unwrap_or_default();
    let page = if lang.starts_with("fr") {
        FRENCH
    } else {
        ENGLISH
    };
    let page = page.replace("BOT", &bot.to_string());
    let policy = HeaderValue::from_static(POLICY);
    let vary = HeaderValue::from_static("Accept-Language");
    (
        [
            (header::CONTENT_SECURITY_POLICY, policy),
            (header::VARY, vary),
        ],
        Html(page),
    )
        .into_response()
}

//! The form of a request: how long its address may be, that it has one Host, how long its body
//! may take.

use super::{HttpError, HttpState};
use axum::{
    body::{Body, HttpBody},
    extract::{Request, State},
    http::{StatusCode, Version, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use http_body_util::BodyExt;
use model::error::AppError;
use std::time::Duration;
use tokio::time::timeout;

/// The longest path and query: a question of 500 emoji, percent-encoded, reaches the handler.
const MAX_URI: usize = 16 * 1024;

/// The most bytes of all headers together.
const MAX_HEADERS: usize = 32 * 1024;

pub(super) async fn check_form(request: Request, next: Next) -> Response {
    let length = request
        .uri()
        .path_and_query()
        .map_or(0, |path| path.as_str().len());
    if length > MAX_URI {
        return StatusCode::URI_TOO_LONG.into_response();
    }
    let n_header_bytes: usize = request
        .headers()
        .iter()
        .map(|(name, value)| name.as_str().len() + value.len())
        .sum();
    if n_header_bytes > MAX_HEADERS {
        return StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE.into_response();
    }
    let n_hosts = request.headers().get_all(header::HOST).iter().count();
    let needs_host = request.version() == Version::HTTP_11;
    if n_hosts > 1 || (needs_host && n_hosts == 0) {
        let what = "there must be exactly one Host header".to_owned();
        return HttpError(AppError::Malformed { what }).into_response();
    }
    next.run(request).await
}

/// The most bytes of a body under `/api/v1`, and of one that a page's form sends.
const MAX_API_BODY: usize = 64 * 1024;
const MAX_FORM_BODY: usize = 2 * 1024 * 1024;

/// Reads the body, within its bounds of size and time, so that nothing behind waits for it.
pub(super) async fn time_body(
    State(state): State<HttpState>,
    request: Request,
    next: Next,
) -> Response {
    let (parts, body) = request.into_parts();
    if body.is_end_stream() {
        return next.run(Request::from_parts(parts, body)).await;
    }
    let max = if parts.uri.path().starts_with("/api/v1/") {
        MAX_API_BODY
    } else {
        MAX_FORM_BODY
    };
    let patience = Duration::from_secs(u64::from(state.http.body_timeout_s));
    let limited = http_body_util::Limited::new(body, max);
    match timeout(patience, limited.collect()).await {
        Ok(Ok(collected)) => {
            let body = Body::from(collected.to_bytes());
            next.run(Request::from_parts(parts, body)).await
        }
        Ok(Err(cause)) if cause.is::<http_body_util::LengthLimitError>() => {
            HttpError(AppError::TooLarge).into_response()
        }
        Ok(Err(_)) => HttpError(AppError::Malformed {
            what: "the body broke off".to_owned(),
        })
        .into_response(),
        Err(_) => StatusCode::REQUEST_TIMEOUT.into_response(),
    }
}

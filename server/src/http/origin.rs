//! Where a request comes from, as browsers tell: `Origin` and `Sec-Fetch-Site`.

use super::{HttpError, HttpState};
use axum::{
    extract::{Request, State},
    http::{HeaderMap, Method, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use model::error::AppError;

/// `host[:port]` that people reach us by.
pub(super) fn own_host<'a>(state: &'a HttpState, headers: &'a HeaderMap) -> &'a str {
    match state.http.public_url.split_once("://") {
        Some((_, rest)) => rest.trim_end_matches('/'),
        None => text(headers, header::HOST).unwrap_or_default(),
    }
}

/// The address that people reach us by, without a path. Where no setting tells, it is the `Host`
/// of the request, by https unless that is this machine itself.
pub(super) fn own_url(state: &HttpState, headers: &HeaderMap) -> String {
    if !state.http.public_url.is_empty() {
        return state.http.public_url.trim_end_matches('/').to_owned();
    }
    let host = own_host(state, headers);
    let scheme = if domain::bots::is_loopback(host) {
        "http"
    } else {
        "https"
    };
    format!("{scheme}://{host}")
}

/// A header's text. One that can't be read is there all the same, and matches nothing.
pub(super) fn text(headers: &HeaderMap, name: impl header::AsHeaderName) -> Option<&str> {
    headers.get(name).map(|value| value.to_str().unwrap_or("?"))
}

/// What changes something in the backoffice has to come from its own pages: a browser says so by
/// itself, and another site can't make it lie (CSRF).
pub(super) async fn refuse_foreign(
    State(state): State<HttpState>,
    request: Request,
    next: Next,
) -> Response {
    let is_safe = matches!(
        *request.method(),
        Method::GET | Method::HEAD | Method::OPTIONS
    );
    if !is_safe && !is_own(&state, request.headers()) {
        return HttpError(AppError::Forbidden).into_response();
    }
    next.run(request).await
}

fn is_own(state: &HttpState, headers: &HeaderMap) -> bool {
    if let Some(site) = text(headers, "sec-fetch-site") {
        return matches!(site, "same-origin" | "none");
    }
    match text(headers, header::ORIGIN) {
        Some(origin) => {
            let host = origin.split_once("://").map_or("", |(_, host)| host);
            host.eq_ignore_ascii_case(own_host(state, headers))
        }
        // Neither header: not a browser, so nobody's cookies are being abused.
        None => true,
    }
}

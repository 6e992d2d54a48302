//! What every answer has: a request id, the security headers, and a problem for a body if it is
//! an error of the API.

use super::{HttpState, problem};
use axum::{
    extract::{Request, State},
    http::{HeaderName, HeaderValue, header},
    middleware::Next,
    response::Response,
};
use domain::{
    request,
    source::{Randomness, SystemRandomness},
};
use std::time::Instant;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// On every answer (S05, S10). A page sets its own policy, with a nonce; all else may do nothing.
const HEADERS: [(HeaderName, &str); 7] = [
    (
        header::STRICT_TRANSPORT_SECURITY,
        "max-age=63072000; includeSubDomains",
    ),
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    ),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "same-origin"),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    ),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
];

pub(super) async fn finish(
    State(state): State<HttpState>,
    request: Request,
    next: Next,
) -> Response {
    let arrived = Instant::now();
    let id = SystemRandomness.v7().as_simple().to_string();
    let method = request.method().clone();
    let path = request.uri().path();
    let is_api = path.starts_with("/api/v1/");
    let mut response = request::scope(id.clone(), next.run(request)).await;
    let status = response.status();
    let is_ours = response.extensions().get::<problem::HttpError>().is_some();
    if is_ours || (is_api && (status.is_client_error() || status.is_server_error())) {
        problem::body(&mut response, &id);
    }
    dress(&mut response, &id, is_api);
    state.metrics.count_request(status.as_u16());
    let elapsed_us = u64::try_from(arrived.elapsed().as_micros()).unwrap_or(u64::MAX);
    // Neither path nor query: who asks chooses them, and the query may hold a question.
    if status.is_server_error() {
        tracing::error!(request_id = id, %method, status = status.as_u16(), elapsed_us, "failed");
    } else {
        tracing::debug!(request_id = id, %method, status = status.as_u16(), elapsed_us, "answered");
    }
    response
}

fn dress(response: &mut Response, id: &str, is_api: bool) {
    let headers = response.headers_mut();
    // Once, rather than each time that it is full.
    headers.reserve(HEADERS.len() + 6);
    for (name, value) in HEADERS {
        headers
            .entry(name)
            .or_insert(HeaderValue::from_static(value));
    }
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    let sharing = if is_api {
        "cross-origin"
    } else {
        "same-origin"
    };
    headers
        .entry(HeaderName::from_static("cross-origin-resource-policy"))
        .or_insert(HeaderValue::from_static(sharing));
    if let Ok(id) = HeaderValue::from_str(id) {
        headers.insert(REQUEST_ID, id);
    }
}

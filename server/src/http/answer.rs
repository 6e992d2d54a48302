//! What every answer has: a request id, the security headers, and a problem for a body if it is
//! an error of the API.

use super::{HttpState, problem};
use axum::{
    extract::Request,
    http::{HeaderName, HeaderValue, Method, header},
    response::Response,
};
use domain::{
    request,
    source::{Randomness, SystemRandomness},
};
use futures::future::BoxFuture;
use std::{
    convert::Infallible,
    task::{Context, Poll},
    time::Instant,
};
use tower::Service;
use uuid::Uuid;

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

/// Finishes what the service within answers.
#[derive(Clone)]
pub(super) struct Finish<S> {
    pub state: HttpState,
    pub inner: S,
}

impl<S> Service<Request> for Finish<S>
where
    S: Service<Request, Response = Response, Error = Infallible>,
    S::Future: Send + 'static,
{
    type Response = Response;
    type Error = Infallible;
    type Future = BoxFuture<'static, Result<Response, Infallible>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request) -> Self::Future {
        let arrived = Instant::now();
        let id = SystemRandomness.v7();
        let method = request.method().clone();
        let is_api = request.uri().path().starts_with("/api/v1/");
        let state = self.state.clone();
        let answering = request::scope(id, self.inner.call(request));
        Box::pin(async move {
            let Ok(mut response) = answering.await;
            finish(&mut response, id, is_api);
            let status = response.status().as_u16();
            state.metrics.count_request(status);
            state.platform.refusals().count(status);
            log(id, &method, status, arrived);
            Ok(response)
        })
    }
}

fn finish(response: &mut Response, id: Uuid, is_api: bool) {
    let mut text = Uuid::encode_buffer();
    let id = id.as_simple().encode_lower(&mut text);
    let status = response.status();
    let is_ours = response.extensions().get::<problem::HttpError>().is_some();
    if is_ours || (is_api && (status.is_client_error() || status.is_server_error())) {
        problem::body(response, id);
    }
    dress(response, id, is_api);
}

/// Neither path nor query: who asks chooses them, and the query may hold a question.
fn log(id: Uuid, method: &Method, status: u16, arrived: Instant) {
    let request_id = id.as_simple();
    let elapsed_us = u64::try_from(arrived.elapsed().as_micros()).unwrap_or(u64::MAX);
    if status >= 500 {
        tracing::error!(%request_id, %method, status, elapsed_us, "failed");
    } else {
        tracing::debug!(%request_id, %method, status, elapsed_us, "answered");
    }
}

fn dress(response: &mut Response, id: &str, is_api: bool) {
    let headers = response.headers_mut();
    // Once, rather than each time that it is full.
    headers.reserve(HEADERS.len() + 3);
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

//! Whether a request is taken at all: its form, its body, its parameters, whose it is.

use super::{ClientAddress, HttpError, HttpState, address, parameters, problem};
use axum::{
    Router,
    body::{Body, HttpBody},
    extract::Request,
    http::{StatusCode, Version, header, uri::Authority},
    response::{IntoResponse, Response},
};
use futures::{FutureExt, future::BoxFuture};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use model::error::AppError;
use std::{
    convert::Infallible,
    panic::AssertUnwindSafe,
    task::{Context, Poll},
    time::Duration,
};
use tokio::time::timeout;
use tower::Service;

/// The longest path and query: a question of 500 emoji, percent-encoded, reaches the handler.
const MAX_URI: usize = 16 * 1024;
/// The most bytes of all headers together.
const MAX_HEADERS: usize = 32 * 1024;
const MAX_HEADER_LINES: usize = 100;
/// Headers that two readers could take differently if they came twice.
const ONCE: [&str; 5] = [
    "host",
    "origin",
    "sec-fetch-site",
    "authorization",
    "if-match",
];
/// The most bytes of a body under `/api/v1`, and of one that a page's form sends.
const MAX_API_BODY: usize = 64 * 1024;
/// An article may have thousands of wordings.
const MAX_ARTICLE_BODY: usize = 1024 * 1024;
const MAX_FORM_BODY: usize = 2 * 1024 * 1024;

/// Why a request is not taken: an error of ours, or a status that says it all.
enum Refusal {
    Error(AppError),
    Status(StatusCode),
}

impl From<AppError> for Refusal {
    fn from(error: AppError) -> Self {
        Self::Error(error)
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        match self {
            Self::Error(error) => HttpError(error).into_response(),
            Self::Status(status) => status.into_response(),
        }
    }
}

/// The routes, behind the check of what comes.
#[derive(Clone)]
pub(super) struct Admission {
    pub state: HttpState,
    pub routes: Router,
}

impl Service<Request> for Admission {
    type Response = Response;
    type Error = Infallible;
    type Future = BoxFuture<'static, Result<Response, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    /// Lets a request through to its handler, or says why not.
    fn call(&mut self, request: Request) -> Self::Future {
        let (state, mut routes) = (self.state.clone(), self.routes.clone());
        let answering = async move {
            match check(&state, request).await {
                Ok(request) => routes.call(request).await,
                Err(refusal) => Ok(refusal.into_response()),
            }
        };
        AssertUnwindSafe(answering)
            .catch_unwind()
            .map(|answer| answer.unwrap_or_else(|_| Ok(problem::of_panic())))
            .boxed()
    }
}

async fn check(state: &HttpState, request: Request) -> Result<Request, Refusal> {
    check_form(&request)?;
    let mut request = if request.body().is_end_stream() {
        request
    } else {
        // Boxed, since a question has no body: its future would have room for reading one.
        Box::pin(read_body(state, request)).await?
    };
    parameters::refuse_repeated(&mut request).await?;
    let address = address::of(state, &request);
    request.extensions_mut().insert(ClientAddress(address));
    Ok(request)
}

/// How long its address and its headers may be, and that it has one Host.
fn check_form(request: &Request) -> Result<(), Refusal> {
    let length = request
        .uri()
        .path_and_query()
        .map_or(0, |path| path.as_str().len());
    if length > MAX_URI {
        return Err(Refusal::Status(StatusCode::URI_TOO_LONG));
    }
    let headers = request.headers();
    let n_bytes: usize = headers
        .iter()
        .map(|(name, value)| name.as_str().len() + value.len())
        .sum();
    if n_bytes > MAX_HEADERS {
        return Err(Refusal::Status(StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE));
    }
    if headers.len() > MAX_HEADER_LINES {
        return Err(Refusal::Status(StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE));
    }
    for name in ONCE {
        if headers.get_all(name).iter().count() > 1 {
            let what = format!("the header {name} is repeated");
            return Err(Refusal::Error(AppError::Malformed { what }));
        }
    }
    let host = headers
        .get(header::HOST)
        .map(|host| host.to_str().unwrap_or_default());
    let is_host = |host: &str| !host.contains('@') && host.parse::<Authority>().is_ok();
    let needs_host = request.version() == Version::HTTP_11;
    if host.map_or(needs_host, |host| !is_host(host)) {
        let what = "the Host header is missing or names no host".to_owned();
        return Err(Refusal::Error(AppError::Malformed { what }));
    }
    Ok(())
}

/// Reads the body, within its bounds of size and time, so that nothing behind waits for it.
async fn read_body(state: &HttpState, request: Request) -> Result<Request, Refusal> {
    let (parts, body) = request.into_parts();
    let max = match parts.uri.path() {
        path if !path.starts_with("/api/v1/") => MAX_FORM_BODY,
        path if path.contains("/articles") => MAX_ARTICLE_BODY,
        _ => MAX_API_BODY,
    };
    let patience = Duration::from_secs(u64::from(state.http.body_timeout_s));
    match timeout(patience, Limited::new(body, max).collect()).await {
        Ok(Ok(collected)) => Ok(Request::from_parts(parts, Body::from(collected.to_bytes()))),
        Ok(Err(cause)) if cause.is::<LengthLimitError>() => Err(AppError::TooLarge.into()),
        Ok(Err(_)) => Err(AppError::Malformed {
            what: "the body broke off".to_owned(),
        }
        .into()),
        Err(_) => Err(Refusal::Status(StatusCode::REQUEST_TIMEOUT)),
    }
}

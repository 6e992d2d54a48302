//! The management API: what programs do to bots, with an access token and nothing else.
//!
//! A handler opens the door with the token's [`Caller`]; cookies are not looked at here, and no
//! token is looked at anywhere else.

mod analytics;
mod articles;
mod bots;
mod conversations;
mod description;
mod explain;
mod reference;
mod token;

use super::{ClientAddress, HttpError, HttpState, listed};
use axum::{
    Json, Router,
    extract::{
        FromRequest, FromRequestParts, MatchedPath, Path, Query, Request,
        rejection::{JsonRejection, QueryRejection},
    },
    http::{HeaderMap, HeaderValue, header, request::Parts},
    routing::{MethodRouter, delete, get, patch, post, put},
};
use domain::{
    access::{Caller, Door, entries},
    tokens,
};
use model::error::{AppError, AppResult, Problem};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use utoipa::ToSchema;

/// The most of what is wrong with a body that is told.
const MAX_TOLD: usize = 300;

pub(super) fn routes(state: &HttpState) -> Router {
    let bot = "/api/v1/bots/{bot}";
    let routes: [(&str, String, MethodRouter<HttpState>); 19] = [
        ("POST", "/api/v1/token".into(), post(token::give)),
        ("GET", "/.well-known/jwks.json".into(), get(token::keys)),
        (
            "GET",
            "/api/v1/openapi.json".into(),
            get(description::document),
        ),
        ("GET", "/api".into(), get(reference::page)),
        ("GET", "/api/v1/bots".into(), get(bots::list)),
        ("POST", "/api/v1/bots".into(), post(bots::create)),
        ("GET", bot.into(), get(bots::find)),
        ("PATCH", bot.into(), patch(bots::change)),
        ("DELETE", bot.into(), delete(bots::archive)),
        ("GET", format!("{bot}/articles"), get(articles::list)),
        ("POST", format!("{bot}/articles"), post(articles::create)),
        (
            "GET",
            format!("{bot}/articles/{{article}}"),
            get(articles::find),
        ),
        (
            "PUT",
            format!("{bot}/articles/{{article}}"),
            put(articles::change),
        ),
        (
            "DELETE",
            format!("{bot}/articles/{{article}}"),
            delete(articles::remove),
        ),
        ("POST", format!("{bot}/publish"), post(bots::publish)),
        (
            "GET",
            format!("{bot}/conversations"),
            get(conversations::list),
        ),
        (
            "GET",
            format!("{bot}/conversations/{{conversation}}"),
            get(conversations::find),
        ),
        ("GET", format!("{bot}/analytics"), get(analytics::report)),
        ("GET", format!("{bot}/explain"), get(explain::explain)),
    ];
    let add = |router: Router<HttpState>, (method, path, handler): (&str, String, _)| {
        listed(method, &path);
        router.route(&path, handler)
    };
    routes
        .into_iter()
        .fold(Router::new(), add)
        .with_state(state.clone())
}

/// The door for whoever shows an access token that we signed, and whose time is not over.
pub(super) struct Bearer(pub Door);

impl FromRequestParts<HttpState> for Bearer {
    type Rejection = HttpError;

    async fn from_request_parts(parts: &mut Parts, state: &HttpState) -> Result<Self, HttpError> {
        let address = parts.extensions.get::<ClientAddress>();
        let ClientAddress(address) = *address.ok_or(AppError::Internal)?;
        let path = parts.extensions.get::<MatchedPath>();
        let entry = path.and_then(|path| entries::find(parts.method.as_str(), path.as_str()));
        let nobody = Caller::Network {
            user: None,
            workspace: None,
            only: None,
            address,
            entry,
        };
        let guest = Door::new(state.platform.clone(), nobody).greet();
        let text = bearer(&parts.headers)?.ok_or(AppError::SignedOut)?;
        let token = tokens::present(&guest, text).await?;
        let caller = Caller::Bearer {
            token,
            address,
            entry,
        };
        Ok(Self(Door::new(state.platform.clone(), caller)))
    }
}

/// What stands after `Bearer` in the header; `None` without the header.
fn bearer(headers: &HeaderMap) -> AppResult<Option<&str>> {
    let Some(value) = headers.get(header::AUTHORIZATION) else {
        return Ok(None);
    };
    let value = value.to_str().map_err(|_| AppError::InvalidToken)?;
    let (scheme, token) = value.split_once(' ').ok_or(AppError::InvalidToken)?;
    if !scheme.eq_ignore_ascii_case("bearer") {
        return Err(AppError::InvalidToken);
    }
    Ok(Some(token.trim()))
}

/// Ids of the path. One that is none is an address where nothing is.
pub(super) struct Ids<T>(pub T);

impl<T: DeserializeOwned + Send> FromRequestParts<HttpState> for Ids<T> {
    type Rejection = HttpError;

    async fn from_request_parts(parts: &mut Parts, state: &HttpState) -> Result<Self, HttpError> {
        let ids = Path::<T>::from_request_parts(parts, state).await;
        let Path(ids) = ids.map_err(|_| AppError::NotFound)?;
        Ok(Self(ids))
    }
}

/// A body that is JSON of exactly this form: what nobody asked for is refused.
pub(super) struct Body<T>(pub T);

impl<T: DeserializeOwned> FromRequest<HttpState> for Body<T> {
    type Rejection = HttpError;

    async fn from_request(request: Request, state: &HttpState) -> Result<Self, HttpError> {
        let body = Json::<T>::from_request(request, state).await;
        let Json(body) = body.map_err(|why: JsonRejection| malformed(&why.body_text()))?;
        Ok(Self(body))
    }
}

/// A query of exactly these parameters.
pub(super) struct Asked<T>(pub T);

impl<T: DeserializeOwned> FromRequestParts<HttpState> for Asked<T> {
    type Rejection = HttpError;

    async fn from_request_parts(parts: &mut Parts, state: &HttpState) -> Result<Self, HttpError> {
        let query = Query::<T>::from_request_parts(parts, state).await;
        let Query(query) = query.map_err(|why: QueryRejection| malformed(&why.body_text()))?;
        Ok(Self(query))
    }
}

/// Told to the program that sent it, within bounds, and on one line.
fn malformed(what: &str) -> AppError {
    let told = what.chars().filter(|c| !c.is_control());
    AppError::Malformed {
        what: told.take(MAX_TOLD).collect(),
    }
}

/// One page of a list.
#[derive(Serialize, ToSchema)]
pub(super) struct Page<T> {
    /// What is on this page, in the list's order.
    items: Vec<T>,
    /// The `cursor` of the page after this one; `null` on the last.
    next: Option<String>,
}

/// Which page of a list.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct Paging {
    /// `next` of the page before; without it the first page.
    #[serde(default)]
    cursor: Option<String>,
    /// The most items to give, 1 to 100; 50 without it.
    #[serde(default)]
    #[param(value_type = Option<u32>, minimum = 1, maximum = 100)]
    limit: Option<String>,
}

/// The most items to give.
fn limit(typed: Option<&str>) -> AppResult<u32> {
    const DEFAULT: u32 = 50;
    let (min, max) = (1, 100);
    let Some(typed) = typed else {
        return Ok(DEFAULT);
    };
    let limit = typed.parse().ok();
    limit
        .filter(|limit| (min..=max).contains(limit))
        .ok_or_else(|| AppError::invalid("limit", Problem::OutOfRange { min, max }))
}

/// A revision as an entity tag.
fn etag(revision: impl std::fmt::Display) -> [(header::HeaderName, HeaderValue); 1] {
    let value = HeaderValue::from_str(&format!("\"{revision}\""));
    // Digits and hexadecimal digits always are a header's value.
    let value = value.unwrap_or(HeaderValue::from_static("\"\""));
    [(header::ETAG, value)]
}

/// The revision that a change says it is of. What names none of ours names none that is current.
fn if_match(headers: &HeaderMap) -> AppResult<Option<&str>> {
    let Some(value) = headers.get(header::IF_MATCH) else {
        return Ok(None);
    };
    let tag = value.to_str().ok();
    let revision = tag
        .and_then(|tag| tag.trim().strip_prefix('"')?.strip_suffix('"'))
        .ok_or(AppError::Stale)?;
    Ok(Some(revision))
}

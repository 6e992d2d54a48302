//! What holds secrets is not served in the clear (D02): the backoffice and the management API come
//! over TLS of ours, from a trusted proxy that says `https`, or from the machine itself.

use super::{HttpError, HttpState, assets, fixed::Fixed, origin};
use crate::listener::Encrypted;
use axum::{
    extract::{ConnectInfo, MatchedPath, Request, State},
    http::{HeaderMap, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use domain::bots::is_loopback;
use model::error::AppError;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

/// Says what to do.
const HTTPS_ONLY: Fixed = Fixed {
    error: AppError::PlainHttp,
    english: include_str!("../../plain/page.en.html"),
    french: include_str!("../../plain/page.fr.html"),
};

/// Served to everybody, whatever the way: there is no secret in them.
const OPEN: [&str; 4] = [
    "/demo",
    "/api",
    "/api/v1/openapi.json",
    "/.well-known/jwks.json",
];
/// What proxies add, beside all that begins with `x-forwarded`.
const FORWARDING: [&str; 6] = [
    "forwarded",
    "via",
    "x-real-ip",
    "x-client-ip",
    "true-client-ip",
    "cf-connecting-ip",
];

pub(super) async fn refuse(
    State(state): State<HttpState>,
    request: Request,
    next: Next,
) -> Response {
    let path = request.extensions().get::<MatchedPath>();
    let is_open = path.is_some_and(|path| {
        OPEN.contains(&path.as_str()) || assets::FILES.contains(&path.as_str())
    });
    if is_open || is_private(&state, &request) {
        return next.run(request).await;
    }
    let path = request.uri().path();
    if path.starts_with("/api/") {
        return HttpError(AppError::PlainHttp).into_response();
    }
    HTTPS_ONLY.page(request.headers())
}

/// Whether nobody reads along on the way.
fn is_private(state: &HttpState, request: &Request) -> bool {
    if request.extensions().get::<Encrypted>().is_some() {
        return true;
    }
    let peer = peer_of(request);
    let trusted = &state.http.trusted_proxies;
    let is_proxy = trusted.iter().any(|range| range.contains(&peer));
    (is_proxy && says_https(request.headers())) || is_near(request)
}

/// Whether it comes from the machine itself, and from nobody by way of it.
pub(super) fn is_near(request: &Request) -> bool {
    let headers = request.headers();
    let host = origin::text(headers, header::HOST).unwrap_or_default();
    peer_of(request).is_loopback() && is_loopback(host) && !is_forwarded(headers)
}

fn peer_of(request: &Request) -> IpAddr {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    peer.map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |ConnectInfo(peer)| {
        peer.ip().to_canonical()
    })
}

/// Whether every hop came by https. A proxy that adds to what it was sent can't be made to say so
/// by who sent it.
fn says_https(headers: &HeaderMap) -> bool {
    let hops = headers.get_all("x-forwarded-proto").iter();
    let mut hops = hops
        .flat_map(|value| value.to_str().unwrap_or("?").split(','))
        .map(str::trim)
        .peekable();
    hops.peek().is_some() && hops.all(|hop| hop.eq_ignore_ascii_case("https"))
}

/// Whether somebody else may have sent this, and a proxy on the machine passed it on.
fn is_forwarded(headers: &HeaderMap) -> bool {
    headers
        .keys()
        .any(|name| name.as_str().starts_with("x-forwarded") || FORWARDING.contains(&name.as_str()))
}

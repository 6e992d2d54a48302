//! The listener for plain HTTP that sends people on to HTTPS.

use crate::settings::Settings;
use axum::{
    Router,
    extract::Request,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use std::sync::Arc;

/// Sends requests for our own hosts to the same path over HTTPS, and nothing else anywhere: who
/// could choose the host could send people to a site of theirs.
pub fn router(settings: &Settings) -> Router {
    let public = settings.http.public_url.trim_end_matches('/');
    let mut bases: Vec<String> = Vec::new();
    if public.starts_with("https://") {
        bases.push(public.to_owned());
    }
    let domains = settings.tls.acme_domains.iter();
    bases.extend(domains.map(|domain| format!("https://{domain}")));
    let bases: Arc<[String]> = bases.into();
    Router::new().fallback(move |request: Request| {
        let bases = bases.clone();
        async move { answer(&bases, &request) }
    })
}

fn answer(bases: &[String], request: &Request) -> Response {
    let host = request.headers().get(header::HOST);
    let host = host.and_then(|host| host.to_str().ok()).unwrap_or_default();
    let base = bases
        .iter()
        .find(|base| name(host).eq_ignore_ascii_case(name(&base["https://".len()..])));
    let Some(base) = base else {
        return (StatusCode::NOT_FOUND, "There is nothing here.\n").into_response();
    };
    let path = request.uri().path_and_query();
    let path = path.map_or("/", |path| path.as_str());
    let to = format!("{base}{path}");
    (StatusCode::PERMANENT_REDIRECT, [(header::LOCATION, to)]).into_response()
}

/// A host without its port.
fn name(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    }
}

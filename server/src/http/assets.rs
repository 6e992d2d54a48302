//! The pages' own files: scripts, styles, fonts. Part of the binary in a release; read from
//! `target/site` in development.

use super::{HttpState, listed};
use axum::{
    Router,
    body::Body,
    extract::Request,
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use base64::{Engine, engine::general_purpose::STANDARD};
use rust_embed::{EmbeddedFile, RustEmbed};

const CROSS_ORIGIN_RESOURCE_POLICY: HeaderName =
    HeaderName::from_static("cross-origin-resource-policy");

#[derive(RustEmbed)]
#[folder = "../target/site"]
#[allow_missing = true]
struct Site;

/// The dialog box's script. Any page may load it, and check it by its hash.
const BOX: &str = "widget.js";

/// The pages' icons.
const ICONS: &str = "icons.svg";

/// What the dialog box's script weighs as most browsers get it, and its hash as `integrity` takes
/// it; nothing if it is not built.
pub(super) fn box_script() -> Option<(u32, String)> {
    let plain = Site::get(BOX)?;
    let small = Site::get(&format!("{BOX}.br"));
    let n_bytes = small.map_or(plain.data.len(), |small| small.data.len());
    let hash = STANDARD.encode(plain.metadata.sha256_hash());
    Some((
        u32::try_from(n_bytes).unwrap_or(u32::MAX),
        format!("sha256-{hash}"),
    ))
}

/// Where they are.
pub(super) const FILES: [&str; 6] = [
    "/pkg/{*file}",
    "/fonts/{*file}",
    "/favicon.svg",
    "/icons.svg",
    "/demo.css",
    "/widget.js",
];

/// Adds the files' routes.
pub(super) fn routes(router: Router<HttpState>) -> Router<HttpState> {
    FILES.into_iter().fold(router, |router, path| {
        listed("GET", path);
        router.route(path, get(file))
    })
}

async fn file(request: Request) -> Response {
    let path = request.uri().path().trim_start_matches('/');
    // Pages name it by what is in it, so it never changes under its name.
    let is_named = path == ICONS && request.uri().query().is_some();
    let Some(plain) = Site::get(path) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let etag = etag(&plain);
    let is_known = request
        .headers()
        .get(header::IF_NONE_MATCH)
        .is_some_and(|known| *known == etag);
    let (file, encoding) = encoded(path, plain, request.headers());
    let mut response = if is_known {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        Body::from(file.data).into_response()
    };
    let headers = response.headers_mut();
    if let Some(encoding) = encoding {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    if let Ok(kind) = HeaderValue::from_str(kind(path)) {
        headers.insert(header::CONTENT_TYPE, kind);
    }
    headers.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
    headers.insert(header::ETAG, etag);
    let cache = if path == BOX {
        let anywhere = HeaderValue::from_static("cross-origin");
        headers.insert(CROSS_ORIGIN_RESOURCE_POLICY, anywhere);
        let anybody = HeaderValue::from_static("*");
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, anybody);
        "public, max-age=300, stale-while-revalidate=86400"
    } else if is_named {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    response
}

fn etag(file: &EmbeddedFile) -> HeaderValue {
    let hash: String = file.metadata.sha256_hash()[..12]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    HeaderValue::from_str(&format!("\"{hash}\"")).unwrap_or(HeaderValue::from_static("\"\""))
}

/// The file in the best encoding that the browser takes and the build made.
fn encoded(
    path: &str,
    plain: EmbeddedFile,
    headers: &HeaderMap,
) -> (EmbeddedFile, Option<&'static str>) {
    let accepted = headers
        .get(header::ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok());
    let accepted = accepted.unwrap_or_default();
    for (suffix, encoding) in [("br", "br"), ("gz", "gzip")] {
        let takes = accepted
            .split(',')
            .any(|part| part.trim().split(';').next() == Some(encoding));
        if takes && let Some(file) = Site::get(&format!("{path}.{suffix}")) {
            return (file, Some(encoding));
        }
    }
    (plain, None)
}

fn kind(path: &str) -> &'static str {
    match path.rsplit_once('.').map(|(_, extension)| extension) {
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        Some("woff2") => "font/woff2",
        _ => "application/octet-stream",
    }
}

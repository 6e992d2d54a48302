//! What a request says: where it goes, and its cookies.

use super::{Parts, header};
use leptos::prelude::use_context;

/// The path of the request, without its query.
pub fn path() -> String {
    use_context::<Parts>().map_or_else(String::new, |parts| parts.uri.path().to_owned())
}

/// A cookie of the request.
pub fn cookie(name: &str) -> Option<String> {
    let parts = use_context::<Parts>()?;
    let cookies = parts.headers.get(header::COOKIE)?.to_str().ok()?;
    let mut pairs = cookies
        .split(';')
        .filter_map(|pair| pair.trim().split_once('='));
    pairs
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value.to_owned())
}

//! A filter form that is sent without scripts names every field, also those that nothing is typed
//! into. Its page stands at the address without them.

use axum::{
    extract::Request,
    http::{Method, Uri},
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};

pub(super) async fn leave_out(request: Request, next: Next) -> Response {
    let is_page = request.method() == Method::GET && !request.uri().path().starts_with("/api/");
    match clean(request.uri()).filter(|_| is_page) {
        Some(address) => Redirect::to(&address).into_response(),
        None => next.run(request).await,
    }
}

/// The address without what is not set, if there is such.
fn clean(uri: &Uri) -> Option<String> {
    let (path, query) = (uri.path(), uri.query()?);
    // A browser takes two slashes for the beginning of another host.
    if path.starts_with("//") || path.contains('\\') {
        return None;
    }
    let is_set = |pair: &&str| !pair.is_empty() && !pair.ends_with('=');
    let set: Vec<&str> = query.split('&').filter(is_set).collect();
    let cleaned = set.join("&");
    if cleaned == query {
        return None;
    }
    Some(match cleaned.as_str() {
        "" => path.to_owned(),
        cleaned => format!("{path}?{cleaned}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_set_is_left_out() {
        for (address, expected) in [
            ("/bots", None),
            ("/bots?a=1&b", None),
            ("/bots?a=&b=1&c=", Some("/bots?b=1")),
            ("/bots?q=a%20b&locale=", Some("/bots?q=a%20b")),
            ("/bots?a=&b=", Some("/bots")),
            ("/bots?", None),
            ("//evil.example?a=", None),
        ] {
            let uri: Uri = address.parse().unwrap();
            assert_eq!(clean(&uri).as_deref(), expected, "{address}");
        }
    }
}

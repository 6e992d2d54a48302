//! What server functions answer, made right for whoever asked: statuses for scripts, and for a
//! form that was sent without scripts a way back to its page.
//!
//! server_fn answers every error with 500. A plain form that is refused comes back to its own
//! page with `?form=KEY`; what was typed waits in the session meanwhile.

use super::HttpError;
use app::server::keep_refused_form;
use axum::{
    body::Body,
    extract::Request,
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    access::Door,
    source::{Randomness, SystemRandomness},
};
use http_body_util::BodyExt;
use model::{error::AppError, form::RefusedForm};
use tower_sessions::Session;

const PREFIX: &str = "/api/ui/";
/// What server_fn marks an error with.
const ERROR: HeaderName = HeaderName::from_static("serverfnerror");
/// What leptos_axum marks a redirect for its own client with.
const REDIRECT: HeaderName = HeaderName::from_static("serverfnredirect");
/// The hidden input that names the form's own page.
const PAGE: &str = "form_page";
/// The most bytes that wait in a session: an article with all its wordings.
const MAX_KEPT: usize = 256 * 1024;
/// The same of who is signed out, who has no more than an e-mail to type.
const MAX_KEPT_OF_NOBODY: usize = 2 * 1024;
/// What never waits in a session.
const SECRETS: [&str; 5] = ["password", "current", "code", "token", "client_secret"];

pub(super) async fn answer(request: Request, next: Next) -> Response {
    let Some(endpoint) = request.uri().path().strip_prefix(PREFIX).map(str::to_owned) else {
        return next.run(request).await;
    };
    if request.method() == Method::POST && wants_page(request.headers()) {
        return answer_form(endpoint, request, next).await;
    }
    let response = next.run(request).await;
    match error_of(response).await {
        Ok(response) => response,
        Err((error, body)) => with_status(&error, body),
    }
}

fn wants_page(headers: &HeaderMap) -> bool {
    let accept = headers
        .get(header::ACCEPT)
        .and_then(|accept| accept.to_str().ok());
    accept.is_some_and(|accept| accept.contains("text/html"))
}

/// The error that a server function answered with, and its body; any other response as it is.
async fn error_of(response: Response) -> Result<Response, (AppError, Vec<u8>)> {
    if !response.headers().contains_key(&ERROR) {
        return Ok(response);
    }
    let body = response.into_body().collect().await;
    let body = body
        .map(|body| body.to_bytes().to_vec())
        .unwrap_or_default();
    let error = serde_json::from_slice(&body).unwrap_or(AppError::Internal);
    Err((error, body))
}

/// The error as the browser's side of server_fn reads it, with the status that it stands for.
fn with_status(error: &AppError, body: Vec<u8>) -> Response {
    let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let json = HeaderValue::from_static("application/json");
    let mut response = (status, Body::from(body)).into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, json);
    response
        .headers_mut()
        .insert(ERROR, HeaderValue::from_static(""));
    if let AppError::TooOften { retry_after_s } = error {
        response
            .headers_mut()
            .insert(header::RETRY_AFTER, (*retry_after_s).into());
    }
    response
}

/// Answers a form that was sent without scripts: always with a page to go to.
async fn answer_form(endpoint: String, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let Ok(body) = body
        .collect()
        .await
        .map(http_body_util::Collected::to_bytes)
    else {
        return HttpError(AppError::Malformed {
            what: "the body broke off".to_owned(),
        })
        .into_response();
    };
    let fields: Vec<(String, String)> = form_urlencoded::parse(&body).into_owned().collect();
    let page = own_page(&fields);
    let session = parts.extensions.get::<Session>().cloned();
    let door = parts.extensions.get::<Door>().cloned();
    // As a script would ask, so that the answer tells success from failure.
    parts
        .headers
        .insert(header::ACCEPT, HeaderValue::from_static("application/json"));
    let response = next.run(Request::from_parts(parts, Body::from(body))).await;
    let (error, _) = match error_of(response).await {
        Ok(response) if response.status().is_success() => return go_on(&response, &page),
        Ok(response) => return response,
        Err(refused) => refused,
    };
    if error == AppError::SignedOut {
        let next = form_urlencoded::byte_serialize(page.as_bytes()).collect::<String>();
        return Redirect::to(&format!("/sign-in?next={next}")).into_response();
    }
    if error == AppError::FactorRequired {
        return Redirect::to(app::paths::FACTOR).into_response();
    }
    let is_known = door.as_ref().is_some_and(|door| door.user().is_some());
    if let (AppError::TooOften { retry_after_s }, false) = (&error, is_known) {
        return back_to(&page, &RefusedForm::wait_key(&endpoint, *retry_after_s));
    }
    if !is_worth_keeping(&error, &endpoint, is_known) {
        return HttpError(error).into_response();
    }
    let key = SystemRandomness.v7().as_simple().to_string();
    let form = RefusedForm {
        endpoint,
        values: worth_waiting(
            fields,
            if is_known {
                MAX_KEPT
            } else {
                MAX_KEPT_OF_NOBODY
            },
        ),
        error,
    };
    let kept = match (session, door) {
        (Some(session), Some(door)) => keep_refused_form(&session, &door, key.clone(), form).await,
        _ => Err(AppError::Internal),
    };
    match kept {
        Ok(()) => back_to(&page, &key),
        Err(error) => HttpError(error).into_response(),
    }
}

/// To the form's page, which brings back what stands under the key.
fn back_to(page: &str, key: &str) -> Response {
    let joint = if page.contains('?') { '&' } else { '?' };
    let key = form_urlencoded::byte_serialize(key.as_bytes()).collect::<String>();
    Redirect::to(&format!("{page}{joint}form={key}")).into_response()
}

/// What was typed, less its secrets; of more than may wait, less the longest of it.
fn worth_waiting(mut fields: Vec<(String, String)>, max: usize) -> Vec<(String, String)> {
    fields.retain(|(name, _)| name != PAGE && !SECRETS.contains(&name.as_str()));
    while fields.iter().map(|(_, value)| value.len()).sum::<usize>() > max {
        let longest = (0..fields.len()).max_by_key(|at| fields[*at].1.len());
        // There is one: what adds up to more than nothing is not empty.
        fields.remove(longest.unwrap_or_default());
    }
    fields
}

/// What a person can mend comes back to them. Who is signed out keeps only the forms for signing
/// in, whose tries are limited; so nobody fills the database with what they typed.
fn is_worth_keeping(error: &AppError, endpoint: &str, is_known: bool) -> bool {
    let is_mendable = matches!(
        error,
        AppError::Invalid { .. }
            | AppError::InvalidLines { .. }
            | AppError::TestsFailed { .. }
            | AppError::Conflict
            | AppError::LastOwner
            | AppError::WrongCredentials
            | AppError::TooOften { .. }
    );
    let is_of_session = endpoint.starts_with("session/");
    // What such a form can't find is the one-time link that it came with.
    let is_dead_link = is_of_session && *error == AppError::NotFound;
    (is_mendable && (is_known || is_of_session)) || is_dead_link
}

/// The form's own page.
fn own_page(fields: &[(String, String)]) -> String {
    let page = fields.iter().find(|(name, _)| name == PAGE);
    app::paths::local(page.map_or("", |(_, page)| page)).to_owned()
}

/// After success: to where the server function sent the browser, or back to the form's page.
fn go_on(response: &Response, page: &str) -> Response {
    let location = response
        .headers()
        .get(header::LOCATION)
        .and_then(|to| to.to_str().ok());
    let mut redirect = Redirect::to(location.unwrap_or(page)).into_response();
    for (name, value) in response.headers() {
        if name == header::SET_COOKIE {
            redirect.headers_mut().append(name, value.clone());
        }
    }
    redirect.headers_mut().remove(REDIRECT);
    redirect
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_more_than_may_wait_the_longest_goes() {
        let field = |name: &str, length: usize| (name.to_owned(), "x".repeat(length));
        let typed = vec![
            field("name", 10),
            field("rows", MAX_KEPT),
            field("password", 8),
        ];
        assert_eq!(worth_waiting(typed, MAX_KEPT), [field("name", 10)]);
    }

    #[test]
    fn a_form_comes_back_to_a_path_of_ours_only() {
        for (page, expected) in [
            ("/bots/1/knowledge?locale=fr", "/bots/1/knowledge?locale=fr"),
            ("https://evil.example/", "/bots"),
            ("//evil.example/", "/bots"),
            ("/\\evil.example/", "/bots"),
            ("/a\r\nSet-Cookie: b", "/bots"),
            ("", "/bots"),
        ] {
            let fields = [(PAGE.to_owned(), page.to_owned())];
            assert_eq!(own_page(&fields), expected, "{page}");
        }
    }
}

//! `/mails`: what was mailed, where mails go nowhere. There only in development, and only for who
//! sits at the machine: a mail holds links that let people in.

use super::{HttpState, plain};
use axum::{
    extract::{Request, State},
    http::{HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use domain::mail::Mail;
use leptos::prelude::*;

const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; \
    base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// `GET /mails`, the newest first.
pub(super) async fn page(State(state): State<HttpState>, request: Request) -> Response {
    // A proxy on the machine may not say for whom it asks.
    let is_alone = state.http.public_url.is_empty() && state.http.trusted_proxies.is_empty();
    let kept = state.platform.kept_mails();
    let Some(mails) = kept.filter(|_| is_alone && plain::is_near(&request)) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let policy = HeaderValue::from_static(POLICY);
    let never = HeaderValue::from_static("no-store");
    (
        [
            (header::CONTENT_SECURITY_POLICY, policy),
            (header::CACHE_CONTROL, never),
        ],
        Html(format!("<!DOCTYPE html>{}", document(mails))),
    )
        .into_response()
}

fn document(mails: Vec<Mail>) -> String {
    let is_empty = mails.is_empty();
    let empty = is_empty
        .then(|| view! { <p class="field-help">"No mail was sent since the server started."</p> });
    let mails: Vec<_> = mails.into_iter().rev().map(letter).collect();
    view! {
        <html lang="en">
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                <title>"Mails · Parlance"</title>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
                <link rel="stylesheet" href="/pkg/parlance.css" />
            </head>
            <body>
                <main class="mails">
                    <h1>"Mails"</h1>
                    <p class="lead">
                        "This server is for trying things out: mails go into a folder, and here. Set "
                        <code>"smtp.url"</code> " to have them delivered."
                    </p>
                    {empty}
                    {mails}
                </main>
            </body>
        </html>
    }
    .to_html()
}

fn letter(mail: Mail) -> impl IntoView {
    view! {
        <article class="panel">
            <h2>{mail.subject}</h2>
            <p class="field-help">"To " {mail.to.to_string()}</p>
            <p class="mails-text" dir="auto">
                {mail.text.split_inclusive(char::is_whitespace).map(word).collect_view()}
            </p>
        </article>
    }
}

/// A word of a mail, with the white space after it. Addresses can be followed.
fn word(text: &str) -> impl IntoView + use<> {
    let address = text.trim_end();
    let is_address = address.starts_with("http://") || address.starts_with("https://");
    let (address, text) = (address.to_owned(), text.to_owned());
    if is_address {
        view! { <a href=address>{text}</a> }.into_any()
    } else {
        text.into_any()
    }
}

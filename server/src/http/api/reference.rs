//! `/api`: the management API as people read it, drawn from its description. No script, and nothing
//! of anybody else's.

use super::description::DOCUMENT;
use axum::{
    http::{HeaderValue, header},
    response::{Html, IntoResponse, Response},
};
use leptos::prelude::*;
use serde_json::Value;
use std::sync::LazyLock;

const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; \
    base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const TAGS: [&str; 5] = ["Tokens", "Bots", "Articles", "Conversations", "Analytics"];
const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

/// The description does not change while the server runs.
static PAGE: LazyLock<String> = LazyLock::new(|| {
    let document = serde_json::to_value(&*DOCUMENT).unwrap_or_default();
    // The marks by which scripts would find their places; there are none.
    let page = draw(&document).to_html().replace("<!>", "");
    format!("<!DOCTYPE html>{page}")
});

/// `GET /api`.
pub(super) async fn page() -> Response {
    let policy = HeaderValue::from_static(POLICY);
    let headers = [(header::CONTENT_SECURITY_POLICY, policy)];
    (headers, Html(PAGE.as_str())).into_response()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn draw(document: &Value) -> impl IntoView + use<> {
    let title = text(&document["info"]["title"]);
    let tags = TAGS
        .map(|tag| section(document, tag))
        .into_iter()
        .collect_view();
    let links = TAGS.map(|tag| view! { <a href=format!("#{tag}")>{tag}</a> });
    let links = links.into_iter().collect_view();
    let schemas = document["components"]["schemas"].as_object();
    let schemas = schemas.into_iter().flatten();
    let schemas = schemas
        .map(|(name, schema)| record(name, schema))
        .collect_view();
    view! {
        <html lang="en">
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                <title>{title.clone()}</title>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
                <link rel="stylesheet" href="/pkg/parlance.css" />
                <link rel="stylesheet" href="/pkg/team.css" />
            </head>
            <body>
                <main class="reference">
                    <h1>{title}</h1>
                    <p class="lead">{text(&document["info"]["description"])}</p>
                    <p>
                        "For programs: "
                        <a href="/api/v1/openapi.json">"/api/v1/openapi.json"</a>
                        " (OpenAPI)."
                    </p>
                    <nav class="reference-nav" aria-label="Sections">
                        {links}
                        <a href="#records">"Records"</a>
                    </nav>
                    {tags}
                    <h2 id="records">"Records"</h2>
                    {schemas}
                </main>
            </body>
        </html>
    }
}

/// The operations of one subject.
fn section(document: &Value, tag: &'static str) -> impl IntoView + use<> {
    let paths = document["paths"].as_object().into_iter().flatten();
    let operations = paths.flat_map(|(path, item)| {
        METHODS.into_iter().filter_map(move |method| {
            let operation = item.get(method)?;
            let is_here = operation["tags"][0] == tag;
            is_here.then(|| self::operation(method, path, operation))
        })
    });
    let operations = operations.collect_view();
    view! {
        <section>
            <h2 id=tag>{tag}</h2>
            {operations}
        </section>
    }
}

fn operation(method: &str, path: &str, operation: &Value) -> impl IntoView + use<> {
    let (method, path) = (method.to_uppercase(), path.to_owned());
    let scope = text(&operation["security"][0]["token"][0]);
    let scope = (!scope.is_empty())
        .then(|| view! { <p class="field-help">"Scope: " <code>{scope}</code></p> });
    let parameters = operation["parameters"].as_array().into_iter().flatten();
    let parameters: Vec<_> = parameters.map(parameter).collect();
    let body = name_of(&operation["requestBody"]["content"]["application/json"]["schema"]);
    let body = (!body.is_empty()).then(|| view! { <p>"Body: " {linked(body)}</p> });
    let responses = operation["responses"].as_object().into_iter().flatten();
    let responses = responses.map(|(status, response)| {
        let schema = name_of(&response["content"]["application/json"]["schema"]);
        let (status, told) = (status.clone(), text(&response["description"]));
        view! {
            <li>
                <strong>{status}</strong>
                " "
                {told}
                " "
                {linked(schema)}
            </li>
        }
    });
    let responses = responses.collect_view();
    let parameters = (!parameters.is_empty()).then(|| view! { <ul>{parameters}</ul> });
    view! {
        <article class="panel">
            <h3>
                <span class="badge badge-accent">{method}</span>
                " "
                <code>{path}</code>
            </h3>
            <p>{text(&operation["summary"])}</p>
            <p>{text(&operation["description"])}</p>
            {scope}
            {parameters}
            {body}
            <ul>{responses}</ul>
        </article>
    }
}

fn parameter(parameter: &Value) -> impl IntoView + use<> {
    let need = if parameter["required"] == true {
        "required"
    } else {
        "optional"
    };
    let place = format!("{}, {need}", text(&parameter["in"]));
    view! {
        <li>
            <code>{text(&parameter["name"])}</code>
            " ("
            {place}
            "): "
            {text(&parameter["description"])}
        </li>
    }
}

/// A record with its fields.
fn record(name: &str, schema: &Value) -> impl IntoView + use<> {
    let own = std::iter::once(schema);
    let parts = schema["allOf"].as_array().into_iter().flatten().chain(own);
    let fields: Vec<_> = parts
        .flat_map(|part| part["properties"].as_object().into_iter().flatten())
        .map(|(name, field)| {
            let kind = kind_of(field);
            view! {
                <li>
                    <code>{name.clone()}</code>
                    " ("
                    {kind}
                    "): "
                    {text(&field["description"])}
                </li>
            }
        })
        .collect();
    let bases = schema["allOf"].as_array().into_iter().flatten();
    let bases: Vec<_> = bases
        .map(name_of)
        .filter(|base| !base.is_empty())
        .map(|base| view! { <p>"All of " {linked(base)} ", and:"</p> })
        .collect();
    view! {
        <article class="panel" id=name.to_owned()>
            <h3>
                <code>{name.to_owned()}</code>
            </h3>
            <p>{text(&schema["description"])}</p>
            {bases}
            <ul>{fields}</ul>
        </article>
    }
}

/// The record that a schema names; empty for none.
fn name_of(schema: &Value) -> String {
    let reference = schema["$ref"].as_str().unwrap_or_default();
    let (_, name) = reference.rsplit_once('/').unwrap_or_default();
    name.to_owned()
}

fn linked(record: String) -> impl IntoView {
    let place = format!("#{record}");
    (!record.is_empty()).then(|| view! { <a href=place>{record}</a> })
}

/// What a field holds, in a word or two.
fn kind_of(field: &Value) -> String {
    let record = name_of(field);
    if !record.is_empty() {
        return record;
    }
    match &field["type"] {
        Value::String(kind) if kind == "array" => format!("list of {}", kind_of(&field["items"])),
        Value::String(kind) => kind.clone(),
        Value::Array(kinds) => kinds.iter().map(text).collect::<Vec<_>>().join(" or "),
        _ => "any".to_owned(),
    }
}

//! S09: every form of a repeated parameter is refused, and what only looks like one is not.

use crate::support::TestApp;
use axum::{
    body::Body,
    http::{Request, StatusCode},
};

const QUERIES: [&str; 22] = [
    "question=a&question=b",
    "question=a&question=a",
    "question=a&question",
    "question&question=a",
    "question=a&question=",
    "question=a&%71uestion=b",
    "question=a&%51uestion=b",
    "question=a&Question=b",
    "question=a&QUESTION=b",
    "question=a&+question=b",
    "question=a&question%20=b",
    "question=a&question%00=b",
    "question=a&question[]=b",
    "question=a&question%5B%5D=b",
    "question[]=a&question[]=b",
    "question[0]=a&question[1]=b",
    "question=a&question[x]=b",
    "question=a;question=b",
    "question=a&locale=en&locale=fr",
    "question=a&x=1&x=2",
    "question=a&&question=b",
    "question=a&=1&=2",
];

const BODIES: [(&str, &str); 22] = [
    ("application/json", r#"{"question":"a","question":"b"}"#),
    ("application/json", r#"{"question":"a","question":"a"}"#),
    (
        "application/json",
        r#"{"question":"a","\u0071uestion":"b"}"#,
    ),
    ("application/json", r#"{"question":"a","Question":"b"}"#),
    ("application/json", r#"{"question":"a","question ":"b"}"#),
    ("application/json", r#"{"question":"a","question[]":"b"}"#),
    ("application/json", r#"{"question":"a","question":null}"#),
    ("application/json", r#"{"question":null,"question":"a"}"#),
    ("application/json", r#"{"question":"a","x":1,"x":2}"#),
    ("application/json", r#"{"question":"a","x":{"y":1,"y":2}}"#),
    (
        "application/json",
        r#"{"question":"a","x":[{"y":1,"y":2}]}"#,
    ),
    (
        "application/json",
        r#"{"question":"a","x":[[{"y":1,"Y":2}]]}"#,
    ),
    ("application/json", r#"{"question":"a","":1,"":2}"#),
    (
        "application/json",
        r#"{"question":"a","__proto__":1,"__proto__":2}"#,
    ),
    ("Application/JSON", r#"{"question":"a","question":"b"}"#),
    (
        "application/json; charset=utf-8",
        r#"{"question":"a","question":"b"}"#,
    ),
    (
        "application/problem+json",
        r#"{"question":"a","question":"b"}"#,
    ),
    ("application/x-www-form-urlencoded", "question=a&question=b"),
    (
        "application/x-www-form-urlencoded",
        "question=a&%71uestion=b",
    ),
    (
        "application/x-www-form-urlencoded",
        "question=a&question[]=b",
    ),
    (
        "application/x-www-form-urlencoded; charset=utf-8",
        "question=a&question=b",
    ),
    ("Application/X-WWW-Form-Urlencoded", "question=a&QUESTION=b"),
];

#[tokio::test]
async fn s09_every_form_of_a_repeated_parameter_is_refused() {
    for app in TestApp::on_each_engine().await {
        for query in QUERIES {
            let answer = app.get(&app.api(&format!("talk?{query}"))).await;
            assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{query}");
            assert_eq!(answer.code(), "malformed", "{query}");
        }
        for (kind, body) in BODIES {
            let request = Request::post(app.api("talk")).header("content-type", kind);
            let answer = app.send(request.body(Body::from(body)).unwrap()).await;
            assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{kind}: {body}");
        }
        let both =
            Request::post(app.api("talk?question=a")).header("content-type", "application/json");
        let both = app
            .send(both.body(Body::from(r#"{"question":"b"}"#)).unwrap())
            .await;
        assert_eq!(
            both.status,
            StatusCode::BAD_REQUEST,
            "in the query and in the body"
        );
        let two_types = Request::post(app.api("talk"))
            .header("content-type", "text/plain")
            .header("content-type", "application/json");
        let two_types = app
            .send(two_types.body(Body::from(r#"{"question":"b"}"#)).unwrap())
            .await;
        assert_eq!(
            two_types.status,
            StatusCode::BAD_REQUEST,
            "two content types"
        );
    }
}

#[tokio::test]
async fn s09_pages_and_server_functions_refuse_them_too() {
    for app in TestApp::on_each_engine().await {
        let owner = app.owner().await;
        let bot = app.bot.to_string();
        let twice = [("bot", bot.as_str()), ("bot", bot.as_str())];
        assert_eq!(
            owner.call("bots/get", &twice).await.status,
            StatusCode::BAD_REQUEST
        );
        assert_eq!(
            owner.post("bots/publish", &twice, "text/html").await.status,
            StatusCode::BAD_REQUEST
        );
        assert_eq!(
            owner.open("/bots?form=a&form=b").await.status,
            StatusCode::BAD_REQUEST
        );
    }
}

#[tokio::test]
async fn s09_a_body_is_read_as_what_it_says_it_is_or_not_at_all() {
    for app in TestApp::on_each_engine().await {
        for kind in [
            "text/plain",
            "multipart/form-data; boundary=x",
            "application/octet-stream",
        ] {
            let request = Request::post("/api/ui/preferences/theme")
                .header("content-type", kind)
                .header("sec-fetch-site", "same-origin");
            let body = Body::from("theme=dark&Theme=light&form_page=/");
            let answer = app.send(request.body(body).unwrap()).await;
            assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{kind}");
        }
        for odd in [
            "question%E2%80%8B=a&question=b",
            "%EF%BD%91uestion=a&question=b",
        ] {
            let answer = app.get(&app.api(&format!("talk?{odd}"))).await;
            assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{odd}");
        }
    }
}

#[tokio::test]
async fn what_only_looks_repeated_passes() {
    for app in TestApp::on_each_engine().await {
        for query in [
            "question=question%3Da%26question%3Db",
            "question=a%26question=b",
            "question=a&questions=b",
        ] {
            let answer = app.get(&app.api(&format!("talk?{query}"))).await;
            assert_eq!(answer.status, StatusCode::OK, "{query}: {}", answer.text);
        }
    }
}

//! The page of API keys: secrets are seen once, and by who may.

use crate::{
    program::{ALL, Program, ask_token, make_key},
    support::{Answer, Persona, TestApp, cookie},
};
use axum::http::{StatusCode, header};
use serde_json::{Value, json};

const SCRIPT: &str = "application/json";

async fn create(persona: &Persona<'_>, more: &[(&str, &str)], accept: &str) -> Answer {
    let workspace = persona.app.workspace.to_string();
    let mut fields = vec![
        ("workspace", workspace.as_str()),
        ("name", "Nightly import"),
        ("reach", "all"),
        ("days", "90"),
        ("knowledge", "write"),
        ("bots", "read"),
    ];
    fields.retain(|(name, _)| !more.iter().any(|(other, _)| other == name));
    fields.extend(more);
    persona.post("keys/create", &fields, accept).await
}

/// The key that an answer sends the browser to.
fn made(answer: &Answer) -> String {
    let place = answer.header(header::LOCATION);
    let (_, rest) = place
        .split_once("new=")
        .unwrap_or_else(|| panic!("{} {place}", answer.text));
    rest.split('&').next().unwrap().to_owned()
}

async fn take(persona: &Persona<'_>, key: &str) -> Value {
    persona.call("keys/shown", &[("key", key)]).await.json()
}

async fn list(persona: &Persona<'_>) -> Answer {
    let workspace = persona.app.workspace.to_string();
    persona
        .call("keys/list", &[("workspace", &workspace)])
        .await
}

async fn act(persona: &Persona<'_>, endpoint: &str, key: &str, hours: &str) -> Answer {
    let workspace = persona.app.workspace.to_string();
    let mut fields = vec![("workspace", workspace.as_str()), ("key", key)];
    if endpoint == "keys/rotate" {
        fields.push(("hours", hours));
    }
    persona.post(endpoint, &fields, SCRIPT).await
}

#[tokio::test]
async fn s06_a_key_is_shown_once_and_stored_hashed() {
    for app in TestApp::on_each_engine().await {
        let owner = app.owner().await;
        let key = made(&create(&owner, &[], SCRIPT).await);
        let stranger = app.stranger().await;
        assert_eq!(
            take(&stranger, &key).await,
            Value::Null,
            "in their own session alone"
        );
        let mut tx = app.db.read().await.unwrap();
        let kept = store::api_keys::list(&mut tx, app.workspace, 9)
            .await
            .unwrap();
        drop(tx);
        let shown = take(&owner, &key).await;
        let secret = shown["secret"].as_str().unwrap().to_owned();
        assert_eq!(
            (&shown["name"], secret.len()),
            (&json!("Nightly import"), 59)
        );
        assert!(secret.starts_with(&kept[0].current.prefix));
        assert!(!format!("{kept:?}").contains(&secret[17..]));
        assert_eq!(take(&owner, &key).await, Value::Null, "once");
        let listed = list(&owner).await;
        assert!(!listed.text.contains(&secret[17..]), "a12: {}", listed.text);
        assert_eq!(
            listed.json()["keys"][0]["scopes"],
            json!(["bots:read", "knowledge:write"])
        );
        assert_eq!(
            listed.json()["keys"][0]["by"]["email"],
            "owner@shop.example"
        );
        let program = Program::by_key(&app, &secret).await;
        assert_eq!(program.get("/api/v1/bots").await.status, StatusCode::OK);
    }
}

#[tokio::test]
async fn s06_without_scripts_the_page_that_follows_shows_the_secret_once() {
    for app in TestApp::on_each_engine().await {
        let mut owner = app.owner().await;
        let answer = create(&owner, &[], "text/html").await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
        if answer.headers.contains_key(header::SET_COOKIE) {
            owner.cookie = Some(cookie(&answer));
        }
        let place = answer.header(header::LOCATION).to_owned();
        assert!(!place.contains("pk_"), "{place}");
        let page = owner.open(&place).await;
        let (_, rest) = page
            .text
            .split_once("<code>pk_")
            .expect("the secret is on the page");
        let secret = format!("pk_{}", rest.split('<').next().unwrap());
        Program::by_key(&app, &secret).await;
        let again = owner.open(&place).await;
        assert_eq!(again.status, StatusCode::OK);
        assert!(!again.text.contains(&secret), "once");
        let page = format!("/workspaces/{}/keys", app.workspace);
        let refusing = [("name", ""), ("form_page", page.as_str())];
        let refused = create(&owner, &refusing, "text/html").await;
        let back = owner.open(refused.header(header::LOCATION)).await;
        assert!(back.text.contains("field-error"), "{}", back.status);
    }
}

#[tokio::test]
async fn a_key_that_is_wrong_names_each_field() {
    for app in TestApp::on_each_engine().await {
        let owner = app.owner().await;
        let wrong = [
            ("name", ""),
            ("reach", "some"),
            ("days", "-1"),
            ("knowledge", ""),
            ("bots", ""),
        ];
        let answer = create(&owner, &wrong, SCRIPT).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        let fields: Vec<String> = answer.json()["fields"]
            .as_array()
            .unwrap()
            .iter()
            .map(|error| error["field"].as_str().unwrap().to_owned())
            .collect();
        assert_eq!(fields, ["name", "days", "scopes", "reach"]);
        for (name, value) in [
            ("knowledge", "own"),
            ("conversations", "write"),
            ("reach", "every"),
        ] {
            let answer = create(&owner, &[(name, value)], SCRIPT).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
        }
        let foreign = crate::program::other_bot(&app).await.1.to_string();
        let answer = create(&owner, &[("reach", "some"), (&foreign, "1")], SCRIPT).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "a11");
        assert_eq!(list(&owner).await.json()["keys"], json!([]));
    }
}

#[tokio::test]
async fn a_secret_is_replaced_without_a_gap() {
    for app in TestApp::on_each_engine().await {
        let owner = app.owner().await;
        let key = made(&create(&owner, &[("days", "")], SCRIPT).await);
        let secret = |shown: Value| shown["secret"].as_str().unwrap().to_owned();
        let first = secret(take(&owner, &key).await);
        let by_first = Program::by_key(&app, &first).await;
        act(&owner, "keys/rotate", &key, "2").await;
        let second = secret(take(&owner, &key).await);
        for secret in [&first, &second] {
            Program::by_key(&app, secret).await;
        }
        assert_eq!(by_first.get("/api/v1/bots").await.status, StatusCode::OK);
        let listed = list(&owner).await.json();
        assert!(first.starts_with(listed["keys"][0]["previous"]["prefix"].as_str().unwrap()));
        assert!(
            listed["keys"][0]["previous"]["used_at"].is_i64(),
            "{listed}"
        );
        app.clock.advance_minutes(115);
        let short = ask_token(&app, &json!({ "api_key": first })).await;
        assert_eq!(
            short.json()["expires_in"],
            300,
            "no token outlives its secret"
        );
        app.clock.advance_minutes(5);
        assert_eq!(
            ask_token(&app, &json!({ "api_key": first })).await.code(),
            "invalid_token"
        );
        let by_second = Program::by_key(&app, &second).await;
        let owner = app.owner().await;
        for hours in ["", "-1", "721", "soon"] {
            let answer = act(&owner, "keys/rotate", &key, hours).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{hours}");
        }
        act(&owner, "keys/rotate", &key, "0").await;
        let third = secret(take(&owner, &key).await);
        assert_eq!(
            by_second.get("/api/v1/bots").await.code(),
            "invalid_token",
            "and its tokens"
        );
        let by_third = Program::by_key(&app, &third).await;
        for _ in 0..2 {
            act(&owner, "keys/revoke", &key, "").await;
        }
        assert_eq!(by_third.get("/api/v1/bots").await.code(), "invalid_token");
        assert_eq!(
            ask_token(&app, &json!({ "api_key": third })).await.code(),
            "invalid_token"
        );
        assert_eq!(
            act(&owner, "keys/rotate", &key, "1").await.status,
            StatusCode::CONFLICT
        );
        let mut tx = app.db.read().await.unwrap();
        let events = store::audit::list_actions(&mut tx, app.workspace, 20)
            .await
            .unwrap();
        let events: Vec<&str> = events
            .iter()
            .map(|(action, _)| action.as_str())
            .filter(|action| action.starts_with("key."))
            .take(5)
            .collect();
        let expected = [
            "key.refused",
            "key.revoke",
            "key.rotate",
            "key.refused",
            "key.rotate",
        ];
        assert_eq!(events, expected);
    }
}

#[tokio::test]
async fn a4_a_key_is_out_with_whoever_answers_for_it() {
    for app in TestApp::on_each_engine().await {
        let owner = app.owner().await;
        let key = made(&create(&owner, &[], SCRIPT).await);
        let secret = take(&owner, &key).await["secret"]
            .as_str()
            .unwrap()
            .to_owned();
        let by_command = make_key(&app, app.workspace, ALL, &[], None).await.secret;
        let program = Program::by_key(&app, &secret).await;
        app.sabotage("UPDATE members SET role = 'member' WHERE role = 'owner'")
            .await;
        assert_eq!(
            program.get("/api/v1/bots").await.code(),
            "invalid_token",
            "a lesser role"
        );
        assert_eq!(
            ask_token(&app, &json!({ "api_key": secret })).await.code(),
            "invalid_token"
        );
        Program::by_key(&app, &by_command).await;
        // Somebody else takes the key over; what the first one knew stays out.
        app.sabotage(
            "UPDATE members SET role = 'admin' WHERE user_id =
                (SELECT id FROM users WHERE email = 'member@shop.example')",
        )
        .await;
        let admin = app.member().await;
        assert_eq!(
            list(&admin).await.json()["keys"][0]["state"],
            "active",
            "the command's"
        );
        assert_eq!(list(&admin).await.json()["keys"][1]["state"], "orphaned");
        act(&admin, "keys/rotate", &key, "24").await;
        let taken_over = take(&admin, &key).await["secret"]
            .as_str()
            .unwrap()
            .to_owned();
        Program::by_key(&app, &taken_over).await;
        assert_eq!(
            ask_token(&app, &json!({ "api_key": secret })).await.code(),
            "invalid_token"
        );
    }
}

#[tokio::test]
async fn keys_are_for_who_runs_the_workspace() {
    for app in TestApp::on_each_engine().await {
        let owner = app.owner().await;
        let key = made(&create(&owner, &[], SCRIPT).await);
        let page = format!("/workspaces/{}/keys", app.workspace);
        for (persona, status) in [
            (app.member().await, StatusCode::FORBIDDEN),
            (app.stranger().await, StatusCode::NOT_FOUND),
            (app.nobody(), StatusCode::UNAUTHORIZED),
        ] {
            let answers = [
                list(&persona).await,
                create(&persona, &[], SCRIPT).await,
                act(&persona, "keys/rotate", &key, "1").await,
                act(&persona, "keys/revoke", &key, "").await,
            ];
            for answer in answers {
                assert_eq!(answer.status, status, "{}", answer.text);
            }
            assert_eq!(take(&persona, &key).await, Value::Null);
            let opened = persona.open(&page).await.status;
            let shown =
                status == opened || (status == StatusCode::UNAUTHORIZED && opened.is_redirection());
            assert!(shown, "{opened}");
        }
        assert_eq!(owner.open(&page).await.status, StatusCode::OK);
        assert_eq!(list(&owner).await.json()["keys"][0]["state"], "active");
    }
}

#[tokio::test]
async fn last_use_is_noted_once_a_minute_and_a_key_ends_by_itself() {
    for app in TestApp::on_each_engine().await {
        let made = make_key(&app, app.workspace, ALL, &[], Some(1)).await;
        let owner = app.owner().await;
        assert_eq!(list(&owner).await.json()["keys"][0]["used_at"], Value::Null);
        let program = Program::by_key(&app, &made.secret).await;
        let used_at = async || list(&owner).await.json()["keys"][0]["used_at"].as_i64();
        let first = used_at().await;
        assert_eq!(first, Some(app.platform.now().as_millis()));
        app.sabotage("UPDATE api_key_uses SET used_at = used_at - 1000")
            .await;
        program.get("/api/v1/bots").await;
        assert_eq!(
            used_at().await,
            first.map(|at| at - 1_000),
            "within the minute"
        );
        app.clock.advance_minutes(2);
        program.get("/api/v1/bots").await;
        assert_eq!(used_at().await, Some(app.platform.now().as_millis()));
        app.clock.advance_minutes(24 * 60 - 7);
        let last = ask_token(&app, &json!({ "api_key": made.secret })).await;
        assert_eq!(last.json()["expires_in"], 300);
        app.clock.advance_minutes(5);
        assert_eq!(
            ask_token(&app, &json!({ "api_key": made.secret }))
                .await
                .code(),
            "invalid_token"
        );
        let owner = app.owner().await;
        assert_eq!(list(&owner).await.json()["keys"][0]["state"], "expired");
    }
}

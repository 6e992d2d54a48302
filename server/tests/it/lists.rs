//! How each person wants a list: its rows and its columns.

use crate::support::{Persona, TestApp};
use axum::http::StatusCode;
use serde_json::{Value, json};

const SCRIPT: &str = "application/json";

async fn view(persona: &Persona<'_>, list: &str) -> Value {
    persona.call("lists/get", &[("list", list)]).await.json()
}

#[tokio::test]
async fn a_list_remembers_its_rows_and_columns_for_each_person() {
    for app in TestApp::on_each_engine().await {
        let (owner, member) = (app.owner().await, app.member().await);
        let usual = json!({"n_rows": 25, "hidden": []});
        assert_eq!(view(&owner, "knowledge").await, usual);
        let page = format!("/bots/{}/knowledge?topic=Shop", app.bot);
        let fields = [
            ("list", "knowledge"),
            ("n_rows", "50"),
            ("form_page", page.as_str()),
            ("topic", "1"),
            ("languages", "1"),
            ("status", "1"),
            ("mischief", "1"),
        ];
        let saved = owner.post("lists/save", &fields, "text/html").await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
        assert_eq!(saved.header("location"), page);
        let own = json!({"n_rows": 50, "hidden": ["utterances", "uses", "updated"]});
        assert_eq!(view(&owner, "knowledge").await, own);
        assert_eq!(view(&owner, "conversations").await, usual);
        assert_eq!(view(&member, "knowledge").await, usual);
        let shown = owner.open(&format!("/bots/{}/knowledge", app.bot)).await;
        assert!(shown.text.contains("scope=\"col\""), "{}", shown.text);
        let heads = shown.text.matches("scope=\"col\"").count();
        assert_eq!(heads, 4, "the title and three columns");
    }
}

#[tokio::test]
async fn a_page_has_as_many_rows_as_were_chosen() {
    for app in TestApp::on_each_engine().await {
        let owner = app.owner().await;
        for n in 0..30 {
            owner.create_article(&format!("Question {n}?")).await;
        }
        let bot = app.bot.to_string();
        let n_items = async || {
            let page = owner.call("articles/list", &[("bot", &bot)]).await.json();
            page["items"].as_array().map(Vec::len)
        };
        assert_eq!(n_items().await, Some(25));
        let fields = [("list", "knowledge"), ("n_rows", "50"), ("form_page", "/")];
        owner.post("lists/save", &fields, SCRIPT).await;
        assert_eq!(n_items().await, Some(33));
    }
}

#[tokio::test]
async fn what_is_no_list_and_no_number_of_rows_is_refused() {
    for app in TestApp::on_each_engine().await {
        let owner = app.owner().await;
        for (list, n_rows, field) in [("knowledge", "1000000", "n_rows"), ("users", "50", "list")] {
            let fields = [("list", list), ("n_rows", n_rows), ("form_page", "/")];
            let refused = owner.post("lists/save", &fields, SCRIPT).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{list}");
            assert_eq!(refused.json()["fields"][0]["field"], field);
        }
        let answer = app.get("/api/ui/lists/get?list=knowledge").await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    }
}

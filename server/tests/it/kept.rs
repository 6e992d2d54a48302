//! What is kept in memory between two looks is what there is by now.

use crate::support::{Persona, TestApp};
use axum::http::StatusCode;
use serde_json::{Value, json};

const SCRIPT: &str = "application/json";
const DAY_MINUTES: i64 = 24 * 60;

async fn get(persona: &Persona<'_>, endpoint: &str, fields: &[(&str, &str)]) -> Value {
    let bot = persona.app.bot.to_string();
    let all = [&[("bot", bot.as_str())], fields].concat();
    let answer = persona.call(endpoint, &all).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    answer.json()
}

async fn post(persona: &Persona<'_>, endpoint: &str, fields: &[(&str, &str)]) {
    let bot = persona.app.bot.to_string();
    let all = [&[("bot", bot.as_str())], fields].concat();
    let answer = persona.post(endpoint, &all, SCRIPT).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
}

/// Gives the article about opening hours another title, and one wording.
async fn rename(persona: &Persona<'_>, title: &str, wording: &str) {
    let article = persona.app.articles[1].to_string();
    let open = get(
        persona,
        "articles/get",
        &[("article", &article), ("locale", "en")],
    )
    .await;
    let revision = open["revision"].to_string();
    let fields = [
        ("article", article.as_str()),
        ("revision", &revision),
        ("locale", "en"),
        ("title", title),
        ("utterances", wording),
        ("answer", "From 9 to 5."),
        ("topic", "Times"),
    ];
    post(persona, "articles/update", &fields).await;
}

#[tokio::test]
async fn figures_call_articles_by_todays_names_and_topics() {
    for app in TestApp::on_each_engine().await {
        app.ask("opening times").await;
        app.derive().await;
        let owner = app.owner().await;
        let named = async || {
            let report = get(&owner, "analytics/report", &[]).await;
            let name = |list: &str| report[0][list][0]["label"].clone();
            [name("articles"), name("topics")]
        };
        let before = ["What are the opening hours?", "Shop"];
        assert_eq!(named().await, before.map(Value::from));
        rename(&owner, "Our hours", "opening times").await;
        assert_eq!(named().await, ["Our hours", "Times"].map(Value::from));
    }
}

#[tokio::test]
async fn synonyms_are_found_in_the_wordings_of_now() {
    for app in TestApp::on_each_engine().await {
        let owner = app.owner().await;
        let group = [
            ("term", "gates"),
            ("variants", "doors"),
            ("locale", ""),
            ("act", "save"),
            ("form_page", "/bots"),
        ];
        post(&owner, "synonyms/create", &group).await;
        let n_uses = async || {
            let page = get(&owner, "synonyms/list", &[]).await;
            page["groups"][0]["n_uses"].clone()
        };
        assert_eq!(n_uses().await, 0);
        rename(&owner, "Our hours", "when do the doors open").await;
        assert_eq!(n_uses().await, 1);
        rename(&owner, "Our hours", "opening times").await;
        assert_eq!(n_uses().await, 0);
    }
}

#[tokio::test]
async fn answers_and_questions_count_as_they_come_and_as_days_go() {
    for app in TestApp::on_each_engine().await {
        let asked = async || {
            app.ask("opening times").await;
            app.ask("who won the cup in 1998").await;
            app.derive().await;
            let owner = app.owner().await;
            let articles = get(&owner, "articles/list", &[("search", "opening")]).await;
            let inbox = get(
                &owner,
                "unanswered/list",
                &[("tab", "missed"), ("mine", "")],
            )
            .await;
            let group = &inbox["groups"][0];
            let weeks = ["n_this_week", "n_last_week"].map(|week| group[week].clone());
            (articles["items"][0]["n_uses_30d"].clone(), weeks)
        };
        assert_eq!(asked().await, (json!(1), [1, 0].map(Value::from)));
        assert_eq!(asked().await, (json!(2), [2, 0].map(Value::from)));
        app.clock.advance_minutes(8 * DAY_MINUTES);
        assert_eq!(asked().await, (json!(3), [1, 2].map(Value::from)));
        app.clock.advance_minutes(31 * DAY_MINUTES);
        assert_eq!(asked().await, (json!(1), [1, 0].map(Value::from)));
    }
}

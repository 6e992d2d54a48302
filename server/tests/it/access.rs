//! Who may do what, and that nothing goes round the door.

use crate::support::{Answer, Persona, TestApp};
use axum::http::StatusCode;
use domain::access::entries::{ENTRIES, Guard};
use serde_json::json;
use std::collections::BTreeSet;

#[tokio::test]
async fn the_table_of_entries_and_the_router_agree() {
    let in_router: BTreeSet<(String, String)> = server::http::routes().into_iter().collect();
    let in_table: BTreeSet<(String, String)> = ENTRIES
        .iter()
        .filter(|entry| entry.guard == Guard::Page || entry.path.starts_with("/api/ui/"))
        .map(|entry| (entry.method.to_owned(), entry.path.to_owned()))
        .collect();
    assert_eq!(in_router, in_table);
}

/// Every server function on a bot's data, with arguments that would work for its owner.
async fn call_each(persona: &Persona<'_>) -> Vec<(&'static str, Answer)> {
    let app = persona.app;
    let (bot, article) = (app.bot.to_string(), app.articles[0].to_string());
    let conversation = "01912d68-783e-7a03-8467-5661c1243ad4";
    let bot = ("bot", bot.as_str());
    let article = ("article", article.as_str());
    let script = "application/json";
    let draft = [
        ("question", ""),
        ("locale", "en"),
        ("title", "Mine now"),
        ("utterances", ""),
        ("answer", "x"),
        ("topic", ""),
    ];
    let words = [("term", "mine"), ("variants", "now"), ("locale", "")];
    let create = [&[bot][..], &draft].concat();
    let update = [&[bot, article, ("revision", "1")][..], &draft].concat();
    let settings = [
        bot,
        ("revision", "x"),
        ("name", "Mine now"),
        ("locale", "en"),
        ("max_question", "500"),
        ("answer_at", "50"),
        ("ask_back_at", "35"),
    ];
    vec![
        ("bots/get", persona.call("bots/get", &[bot]).await),
        (
            "articles/list",
            persona
                .call("articles/list", &[bot, ("search", ""), ("after", "")])
                .await,
        ),
        (
            "articles/get",
            persona.call("articles/get", &[bot, article]).await,
        ),
        (
            "articles/find",
            persona
                .call("articles/find", &[bot, ("typed", "opening")])
                .await,
        ),
        (
            "articles/topics",
            persona.call("articles/topics", &[bot]).await,
        ),
        (
            "conversations/list",
            persona
                .call("conversations/list", &[bot, ("before", "")])
                .await,
        ),
        (
            "conversations/get",
            persona
                .call("conversations/get", &[bot, ("conversation", conversation)])
                .await,
        ),
        (
            "conversations/erase",
            persona
                .post(
                    "conversations/erase",
                    &[bot, ("conversation", conversation)],
                    script,
                )
                .await,
        ),
        (
            "analytics/report",
            persona.call("analytics/report", &[bot]).await,
        ),
        (
            "test/ask",
            persona
                .call(
                    "test/ask",
                    &[
                        bot,
                        ("question", "opening times"),
                        ("locale", ""),
                        ("draft", "yes"),
                    ],
                )
                .await,
        ),
        (
            "test/teach",
            persona
                .post(
                    "test/teach",
                    &[
                        bot,
                        article,
                        ("question", "x"),
                        ("locale", ""),
                        ("form_page", "/"),
                    ],
                    script,
                )
                .await,
        ),
        (
            "unanswered/list",
            persona
                .call("unanswered/list", &[bot, ("tab", ""), ("mine", "")])
                .await,
        ),
        (
            "unanswered/get",
            persona
                .call("unanswered/get", &[bot, ("question", conversation)])
                .await,
        ),
        (
            "unanswered/attach",
            persona
                .post(
                    "unanswered/attach",
                    &[bot, ("question", conversation), ("tab", ""), ("title", "x")],
                    script,
                )
                .await,
        ),
        (
            "tests/list",
            persona
                .call("tests/list", &[bot, ("shown", ""), ("page", "0")])
                .await,
        ),
        (
            "tests/add",
            persona
                .post("tests/add", &[bot, ("rows", "x\t-")], script)
                .await,
        ),
        (
            "tests/save",
            persona
                .post(
                    "tests/save",
                    &[bot, ("question", "x"), ("locale", ""), ("expected", "-")],
                    script,
                )
                .await,
        ),
        (
            "tests/delete",
            persona
                .post("tests/delete", &[bot, ("test", conversation)], script)
                .await,
        ),
        (
            "tests/gate",
            persona
                .post("tests/gate", &[bot, ("to", "on")], script)
                .await,
        ),
        ("tests/run", persona.post("tests/run", &[bot], script).await),
        (
            "versions/list",
            persona.call("versions/list", &[bot, ("before", "0")]).await,
        ),
        (
            "versions/compare",
            persona
                .call("versions/compare", &[bot, ("from", "0"), ("to", "1")])
                .await,
        ),
        (
            "versions/roll-back",
            persona
                .post(
                    "versions/roll-back",
                    &[bot, ("number", "1"), ("live", "2")],
                    script,
                )
                .await,
        ),
        (
            "widget/get",
            persona.call("widget/get", &[bot, ("locale", "")]).await,
        ),
        (
            "widget/sightings",
            persona.call("widget/sightings", &[bot]).await,
        ),
        (
            "knowledge/small-talk",
            persona.post("knowledge/small-talk", &[bot], script).await,
        ),
        (
            "thresholds/get",
            persona.call("thresholds/get", &[bot]).await,
        ),
        (
            "thresholds/replay",
            persona
                .call(
                    "thresholds/replay",
                    &[bot, ("answer_at", ""), ("ask_back_at", "")],
                )
                .await,
        ),
        (
            "thresholds/save",
            persona
                .post(
                    "thresholds/save",
                    &[bot, ("answer_at", "60"), ("ask_back_at", "40")],
                    script,
                )
                .await,
        ),
        ("synonyms/list", persona.call("synonyms/list", &[bot]).await),
        (
            "synonyms/preview",
            persona
                .call("synonyms/preview", &[bot, ("group", conversation)])
                .await,
        ),
        (
            "synonyms/create",
            persona
                .post("synonyms/create", &[&[bot][..], &words].concat(), script)
                .await,
        ),
        (
            "synonyms/update",
            persona
                .post(
                    "synonyms/update",
                    &[&[bot, ("group", conversation)][..], &words].concat(),
                    script,
                )
                .await,
        ),
        (
            "synonyms/delete",
            persona
                .post("synonyms/delete", &[bot, ("group", conversation)], script)
                .await,
        ),
        ("settings/get", persona.call("settings/get", &[bot]).await),
        (
            "settings/save",
            persona.post("settings/save", &settings, script).await,
        ),
        (
            "settings/keep",
            persona
                .post("settings/keep", &[bot, ("keep_days", "30")], script)
                .await,
        ),
        (
            "settings/switch",
            persona
                .post("settings/switch", &[bot, ("to", "off")], script)
                .await,
        ),
        (
            "settings/archive",
            persona
                .post("settings/archive", &[bot, ("typed_name", "Helper")], script)
                .await,
        ),
        (
            "settings/restore",
            persona.post("settings/restore", &[bot], script).await,
        ),
        (
            "articles/create",
            persona.post("articles/create", &create, script).await,
        ),
        (
            "articles/update",
            persona.post("articles/update", &update, script).await,
        ),
        (
            "articles/delete",
            persona
                .post("articles/delete", &[bot, article], script)
                .await,
        ),
        (
            "bots/publish",
            persona.post("bots/publish", &[bot], script).await,
        ),
    ]
    .into_iter()
    .chain(call_more(persona).await)
    .chain(call_keys(persona).await)
    .collect()
}

/// Those on the keys of a workspace.
async fn call_keys(persona: &Persona<'_>) -> Vec<(&'static str, Answer)> {
    let workspace = persona.app.workspace.to_string();
    let workspace = ("workspace", workspace.as_str());
    let key = ("key", "01912d68-783e-7a03-8467-5661c1243ad4");
    let new = [
        workspace,
        ("name", "Mine"),
        ("reach", "all"),
        ("bots", "write"),
    ];
    let script = "application/json";
    let rotate = [workspace, key, ("hours", "1")];
    vec![
        ("keys/list", persona.call("keys/list", &[workspace]).await),
        (
            "keys/create",
            persona.post("keys/create", &new, script).await,
        ),
        (
            "keys/rotate",
            persona.post("keys/rotate", &rotate, script).await,
        ),
        (
            "keys/revoke",
            persona.post("keys/revoke", &[workspace, key], script).await,
        ),
    ]
}

/// The rest of them, on an article.
async fn call_more(persona: &Persona<'_>) -> Vec<(&'static str, Answer)> {
    let (bot, article) = (
        persona.app.bot.to_string(),
        persona.app.articles[0].to_string(),
    );
    let ticked = (article.as_str(), "1");
    let (bot, article) = (("bot", bot.as_str()), ("article", article.as_str()));
    let some = "01912d68-783e-7a03-8467-5661c1243ad4";
    let mut answers = Vec::new();
    for (endpoint, fields) in [
        ("articles/published", vec![bot, article]),
        ("articles/comments", vec![bot, article]),
        ("articles/history", vec![bot, article]),
        ("articles/import-preview", vec![bot, ("file", some)]),
    ] {
        answers.push((endpoint, persona.call(endpoint, &fields).await));
    }
    let restore = vec![
        bot,
        article,
        ("revision", "1"),
        ("change", "1"),
        ("locale", "en"),
    ];
    let teach = vec![
        bot,
        ("conversation", some),
        ("question", "x"),
        ("locale", ""),
        ("title", "x"),
    ];
    for (endpoint, fields) in [
        ("articles/comment", vec![bot, article, ("text", "x")]),
        (
            "articles/comment-delete",
            vec![bot, article, ("comment", some)],
        ),
        (
            "articles/bulk",
            vec![bot, ("act", "delete"), ("topic", ""), ticked],
        ),
        ("articles/undelete", vec![bot, ("deleted_at", "0")]),
        ("articles/restore", restore),
        ("articles/teach-title", teach),
        ("articles/import-check", vec![bot, ("rows", "question\nx")]),
        ("articles/import", vec![bot, ("file", some)]),
    ] {
        answers.push((
            endpoint,
            persona.post(endpoint, &fields, "application/json").await,
        ));
    }
    answers
}

#[tokio::test]
async fn nothing_of_another_workspace_is_there() {
    for app in TestApp::on_each_engine().await {
        let stranger = app.stranger().await;
        for (endpoint, answer) in call_each(&stranger).await {
            let told = (answer.status, answer.code());
            assert_eq!(
                told,
                (StatusCode::NOT_FOUND, "not_found".to_owned()),
                "{endpoint}"
            );
        }
        for name in ["analytics", "conversations"] {
            let file = stranger
                .open(&format!("/bots/{}/{name}/export", app.bot))
                .await;
            assert_eq!(file.status, StatusCode::NOT_FOUND, "{name}");
        }
        let bots = stranger.call("bots/list", &[]).await;
        assert_eq!(bots.json().as_array().map(Vec::len), Some(0));
        let overview = stranger.call("bots/overview", &[]).await.json();
        assert_eq!(
            (&overview["bots"], &overview["archived"]),
            (&json!([]), &json!([]))
        );
        let titles: Vec<String> = app
            .list_articles()
            .await
            .into_iter()
            .map(|a| a.title)
            .collect();
        assert_eq!(titles.len(), 3, "{titles:?}");
    }
}

#[tokio::test]
async fn who_is_signed_out_reaches_nothing() {
    for app in TestApp::on_each_engine().await {
        for (endpoint, answer) in call_each(&app.nobody()).await {
            let told = (answer.status, answer.code());
            assert_eq!(
                told,
                (StatusCode::UNAUTHORIZED, "signed_out".to_owned()),
                "{endpoint}"
            );
        }
        for endpoint in ["bots/list", "bots/overview"] {
            let bots = app.nobody().call(endpoint, &[]).await;
            assert_eq!(bots.status, StatusCode::UNAUTHORIZED, "{endpoint}");
        }
    }
}

#[tokio::test]
async fn a_member_works_on_knowledge() {
    for app in TestApp::on_each_engine().await {
        let answer = app
            .member()
            .await
            .create_article("May I pay by card?")
            .await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    }
}

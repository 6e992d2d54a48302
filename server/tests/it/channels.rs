//! What an answer says on one channel in place of what it says on all.

use crate::{
    program::{ALL, Program},
    support::{Answer, Persona, TestApp, new_turn},
};
use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

const SCRIPT: &str = "application/json";
const ANSWER: &str = "<p>Within 30 days.</p>";
const IN_BOX: &str = "<p>Press <b>Return</b> above.</p>";

/// Saves the app's first article with these variants.
async fn save(persona: &Persona<'_>, variants: &[(&str, &str)]) -> Answer {
    let (bot, article) = (
        persona.app.bot.to_string(),
        persona.app.articles[0].to_string(),
    );
    let revision = get(persona).await["revision"].to_string();
    let mut fields = vec![
        ("bot", bot.as_str()),
        ("article", article.as_str()),
        ("revision", revision.as_str()),
        ("locale", "en"),
        ("title", "Can I send something back?"),
        ("utterances", "how do I return an order\nrefund please"),
        ("answer", ANSWER),
        ("topic", "Shop"),
    ];
    fields.extend_from_slice(variants);
    persona.post("articles/update", &fields, SCRIPT).await
}

async fn get(persona: &Persona<'_>) -> Value {
    let (bot, article) = (
        persona.app.bot.to_string(),
        persona.app.articles[0].to_string(),
    );
    let fields = [("bot", bot.as_str()), ("article", article.as_str())];
    persona.call("articles/get", &fields).await.json()
}

/// What is said to a question that comes so.
async fn said(app: &TestApp, with: &[(&str, &str)]) -> String {
    let asked = [&[("question", "how do I return an order")][..], with].concat();
    html(&app.ask_with(&asked).await)
}

fn html(answer: &Answer) -> String {
    let html = &answer.json()["messages"][0]["html"];
    html.as_str()
        .unwrap_or_else(|| panic!("{}", answer.text))
        .to_owned()
}

#[tokio::test]
async fn a_channel_has_its_variant_and_the_others_the_answer() {
    for app in TestApp::on_each_engine().await {
        let owner = app.owner().await;
        let saved = save(&owner, &[("variant_box", IN_BOX)]).await;
        assert_eq!(saved.status, StatusCode::OK, "{}", saved.text);
        app.publish().await;
        assert_eq!(said(&app, &[("channel", "box")]).await, IN_BOX);
        assert_eq!(said(&app, &[("channel", "api")]).await, ANSWER);
        assert_eq!(
            said(&app, &[]).await,
            ANSWER,
            "without a word it is the API"
        );
        let body = json!({"question": "how do I return an order", "channel": "box"});
        let posted = app.post_json(&app.api("talk"), &body).await;
        assert_eq!(html(&posted), IN_BOX);
        let refused = app.ask_with(&[("question", "x"), ("channel", "pigeon")]);
        let refused = refused.await;
        assert_eq!(
            (refused.status, refused.code()),
            (StatusCode::BAD_REQUEST, "malformed".to_owned())
        );

        save(&owner, &[("variant_box", "")]).await;
        app.publish().await;
        assert_eq!(said(&app, &[("channel", "box")]).await, ANSWER);
    }
}

#[tokio::test]
async fn a_repeated_turn_is_answered_as_on_its_channel() {
    for app in TestApp::on_each_engine().await {
        let owner = app.owner().await;
        save(&owner, &[("variant_box", IN_BOX)]).await;
        app.publish().await;
        let turn = new_turn();
        let asked = [("turn", turn.as_str()), ("channel", "box")];
        assert_eq!(said(&app, &asked).await, IN_BOX);
        assert_eq!(said(&app, &asked).await, IN_BOX);
        assert_eq!(said(&app, &[("turn", &turn)]).await, IN_BOX);
        // What it was told does not change with the article.
        save(&owner, &[]).await;
        app.publish().await;
        assert_eq!(said(&app, &asked).await, IN_BOX);
    }
}

#[tokio::test]
async fn a_conversation_keeps_its_channel() {
    for app in TestApp::on_each_engine().await {
        let owner = app.owner().await;
        save(&owner, &[("variant_box", IN_BOX)]).await;
        app.publish().await;
        said(&app, &[("channel", "box")]).await;
        app.ask("opening times").await;
        app.derive().await;
        let bot = app.bot.to_string();
        let list = async |channel: &str| {
            let fields = [("bot", bot.as_str()), ("channel", channel)];
            owner.call("conversations/list", &fields).await.json()
        };
        assert_eq!(list("").await["items"].as_array().map(Vec::len), Some(2));
        let unknown = list("pigeon").await;
        assert_eq!(unknown["problems"][0]["field"], "channel");
        let found = list("box").await["items"].clone();
        assert_eq!(found.as_array().map(Vec::len), Some(1));
        assert_eq!(found[0]["channel"], "box");

        let id = found[0]["id"].as_str().unwrap();
        let fields = [("bot", bot.as_str()), ("conversation", id)];
        let transcript = owner.call("conversations/get", &fields).await.json();
        let turn = &transcript["turns"][0];
        assert_eq!(
            (&turn["channel"], &turn["messages"][0]["html"]),
            (&json!("box"), &json!(IN_BOX))
        );
        let file = format!("/bots/{bot}/conversations/export?format=csv&channel=box");
        let file = owner.open(&file).await.text;
        let lines: Vec<&str> = file.lines().collect();
        assert!(lines[0].ends_with(",channel"), "{file}");
        assert!(lines.len() == 2 && lines[1].ends_with(",box"), "{file}");
    }
}

#[tokio::test]
async fn a_conversation_is_of_the_channel_that_it_began_on() {
    for app in TestApp::on_each_engine().await {
        let began = app.ask_with(&[("question", "opening times"), ("channel", "box")]);
        let handle = began.await.json()["conversation"].clone();
        let went_on = [
            ("question", "opening times"),
            ("conversation", handle.as_str().unwrap()),
        ];
        app.ask_with(&went_on).await;
        app.derive().await;
        let bot = app.bot.to_string();
        let fields = [("bot", bot.as_str()), ("channel", "box")];
        let found = app.owner().await.call("conversations/list", &fields).await;
        let found = found.json()["items"].clone();
        assert_eq!(found[0]["n_turns"], 2, "{found}");
        assert_eq!(found[0]["channel"], "box", "{found}");
    }
}

#[tokio::test]
async fn s19_a_variant_is_cleaned_and_bounded_like_the_answer() {
    for app in TestApp::on_each_engine().await {
        let owner = app.owner().await;
        let dirty = "<p onclick=x()>Hi<script>x()</script></p>";
        save(
            &owner,
            &[("variant_api", dirty), ("variant_box", "<b></b>")],
        )
        .await;
        let text = get(&owner).await["texts"][0].clone();
        assert_eq!(text["variants"], json!({"api": "<p>Hi</p>"}));
        let long = "x".repeat(100_001);
        let refused = save(&owner, &[("variant_box", &long)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(refused.json()["fields"][0]["field"], "variant_box");
        let long = "x".repeat(2_000);
        save(&owner, &[("variant_box", &long)]).await;
        assert_eq!(get(&owner).await["alerts"], json!(["long"]));
    }
}

#[tokio::test]
async fn files_bring_variants_back_and_a_copy_has_them() {
    for app in TestApp::on_each_engine().await {
        let owner = app.owner().await;
        let bot = app.bot.to_string();
        save(
            &owner,
            &[("variant_box", IN_BOX), ("variant_api", "Dear you,")],
        )
        .await;
        let before = get(&owner).await["texts"].clone();
        for format in ["jsonl", "csv"] {
            let path = format!("/bots/{bot}/knowledge/export?format={format}");
            let file = owner.open(&path).await.text;
            save(&owner, &[]).await;
            assert_ne!(get(&owner).await["texts"], before, "{format}");
            let fields = [("bot", bot.as_str()), ("rows", file.as_str())];
            let waiting = owner.post("articles/import-check", &fields, SCRIPT).await;
            let waiting = waiting.json();
            let fields = [("bot", bot.as_str()), ("file", waiting.as_str().unwrap())];
            owner.post("articles/import", &fields, SCRIPT).await;
            assert_eq!(get(&owner).await["texts"], before, "{format}");
        }
        let fields = [
            ("name", "Twin"),
            ("locale", "en"),
            ("begin", "copy"),
            ("source", &*bot),
            ("rows", ""),
            ("form_page", "/bots/new"),
        ];
        let made = owner.post("bots/create", &fields, SCRIPT).await;
        assert_eq!(made.status, StatusCode::OK, "{}", made.text);
        let twin = made.header("location").split('/').nth(2).unwrap();
        let path = format!("/bots/{twin}/knowledge/export?format=jsonl");
        let file = owner.open(&path).await.text;
        assert!(file.contains("\"variants\":{\"box\":\"<p>Press"), "{file}");
    }
}

#[tokio::test]
async fn a_file_with_an_unknown_channel_is_refused_where_it_stands() {
    for app in TestApp::on_each_engine().await {
        let owner = app.owner().await;
        let bot = app.bot.to_string();
        let rows = "{\"question\": \"Who?\", \"answer\": \"Ada.\", \"variants\": {\"pigeon\": \"x\"}}\n\
                    {\"question\": \"Where?\", \"answer\": \"Here.\", \"variants\": {\"box\": \"There.\"}}\n";
        let fields = [("bot", bot.as_str()), ("rows", rows)];
        let file = owner.post("articles/import-check", &fields, SCRIPT).await;
        let file = file.json().as_str().unwrap().to_owned();
        let fields = [("bot", bot.as_str()), ("file", file.as_str())];
        let preview = owner.call("articles/import-preview", &fields).await.json();
        assert_eq!(preview["n_added"], 1, "{preview}");
        assert_eq!(preview["refused"][0]["line"], 1, "{preview}");
    }
}

#[tokio::test]
async fn a_change_of_a_variant_is_told_and_comes_back() {
    for app in TestApp::on_each_engine().await {
        let owner = app.owner().await;
        let (bot, article) = (app.bot.to_string(), app.articles[0].to_string());
        save(&owner, &[("variant_box", IN_BOX)]).await;
        app.publish().await;
        save(&owner, &[("variant_box", "<p>Press Send back.</p>")]).await;
        assert_eq!(get(&owner).await["status"], "changed");
        let fields = [("bot", bot.as_str()), ("article", article.as_str())];
        let changes = owner.call("articles/history", &fields).await.json();
        let change = &changes[0]["change"];
        assert!(change["variants"]["box"].is_array(), "{change}");
        assert_eq!(change["answer"], json!([]));
        let fields = [("bot", bot.as_str()), ("from", "2"), ("to", "0")];
        let compared = owner.call("versions/compare", &fields).await.json();
        let text = &compared["articles"][0]["texts"][0];
        assert!(text["variants"]["box"].is_array(), "{compared}");

        let back = [
            ("bot", bot.as_str()),
            ("article", article.as_str()),
            ("revision", "3"),
            ("change", "3"),
            ("locale", "en"),
        ];
        let restored = owner.post("articles/restore", &back, SCRIPT).await;
        assert_eq!(restored.status, StatusCode::OK, "{}", restored.text);
        let text = get(&owner).await["texts"][0].clone();
        assert_eq!(text["variants"], json!({"box": IN_BOX}));
    }
}

#[tokio::test]
async fn a_trial_shows_what_a_channel_says_and_the_engine_does_not_see_it() {
    for app in TestApp::on_each_engine().await {
        let owner = app.owner().await;
        save(&owner, &[("variant_box", "<p>Zanzibar</p>")]).await;
        let bot = app.bot.to_string();
        let trial = async |question: &str, channel: &str| {
            let fields = [
                ("bot", bot.as_str()),
                ("question", question),
                ("locale", ""),
                ("draft", "yes"),
                ("channel", channel),
            ];
            owner.call("test/ask", &fields).await.json()
        };
        let question = "how do I return an order";
        for (channel, expected) in [
            ("", "<p>Zanzibar</p>"),
            ("box", "<p>Zanzibar</p>"),
            ("api", ANSWER),
        ] {
            let tried = trial(question, channel).await;
            assert_eq!(tried["messages"][0]["html"], expected, "{channel}");
        }
        assert_eq!(trial("Zanzibar", "box").await["kind"], "fallback");
        assert_eq!(trial(question, "pigeon").await["code"], "invalid");
    }
}

#[tokio::test]
async fn a_program_reads_and_writes_variants() {
    for app in TestApp::on_each_engine().await {
        let program = Program::with(&app, ALL).await;
        let path = format!("{}/{}", app.api("articles"), app.articles[0]);
        let draft = |variants: Value| {
            json!({
                "locale": "en", "title": "Returns", "answer": ANSWER, "variants": variants,
            })
        };
        let put = async |variants: Value, revision: &str| {
            let body = draft(variants);
            let headers = [("if-match", revision)];
            program
                .send(Method::PUT, &path, Some(&body), &headers)
                .await
        };
        let done = put(json!({"box": IN_BOX}), "\"1\"").await;
        assert_eq!(done.status, StatusCode::OK, "{}", done.text);
        let found = program.get(&path).await.json();
        assert_eq!(found["texts"][0]["variants"], json!({"box": IN_BOX}));
        let refused = put(json!({"pigeon": "x"}), "\"2\"").await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(refused.json()["errors"][0]["field"], "variants");
        let emptied = put(json!({}), "\"2\"").await.json();
        assert_eq!(emptied["texts"][0]["variants"], json!({}));
    }
}

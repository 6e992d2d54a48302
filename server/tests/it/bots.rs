//! Bots as a team manages them: how they do, new ones, settings, putting them away.

use crate::support::{Answer, Persona, TestApp, query};
use axum::http::{StatusCode, header};
use domain::{
    access::{Knowledge, Read, Settings, Write},
    knowledge,
    regression::{self, TestDraft},
};
use serde_json::{Value, json};

const SCRIPT: &str = "application/json";
const PAGE: &str = "text/html";

async fn overview(persona: &Persona<'_>) -> Value {
    persona.call("bots/overview", &[]).await.json()
}

/// The form of a new bot, with some fields changed.
async fn create(persona: &Persona<'_>, changed: &[(&str, &str)], accept: &str) -> Answer {
    let mut fields = vec![
        ("name", "Another"),
        ("locale", "en"),
        ("begin", "blank"),
        ("source", ""),
        ("rows", ""),
        ("form_page", "/bots/new"),
    ];
    for (name, value) in changed {
        fields.retain(|(other, _)| other != name);
        fields.push((name, value));
    }
    persona.post("bots/create", &fields, accept).await
}

/// The bot that an answer leads to.
fn made(answer: &Answer) -> String {
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    let to = answer.header(header::LOCATION);
    assert!(to.ends_with("/knowledge?done=bot_created"), "{to}");
    to.split('/').nth(2).unwrap().to_owned()
}

async fn titles(persona: &Persona<'_>, bot: &str) -> Vec<String> {
    let list = [("bot", bot), ("search", ""), ("after", "")];
    let list = persona.call("articles/list", &list).await.json();
    let mut titles: Vec<String> = list["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|article| article["title"].as_str().unwrap().to_owned())
        .collect();
    titles.sort();
    titles
}

#[tokio::test]
async fn the_list_counts_what_visitors_asked_in_seven_days_and_nothing_else() {
    for app in TestApp::on_each_engine().await {
        for question in ["opening times", "send an order back"] {
            app.ask(question).await;
        }
        app.derive().await;
        app.clock.advance_minutes(2 * 24 * 60 + 1);
        app.ask("Who won the world cup in 1998?").await;
        app.derive().await;
        // What a member tries out is no visitor's.
        let (member, bot) = (app.member().await, app.bot.to_string());
        let preview = format!("/bots/{bot}/widget/preview/talk?question=opening+times");
        member.open(&preview).await;
        app.derive().await;
        let card = overview(&member).await["bots"][0].clone();
        let week = json!({
            "conversations": [0, 0, 0, 0, 2, 0, 1], "n_questions": 3, "n_answered": 2,
        });
        assert_eq!(card["week"], week, "{card}");
        assert_eq!(
            (&card["n_open"], &card["bot"]["status"]),
            (&json!(1), &json!("live"))
        );
        app.clock.advance_minutes(5 * 24 * 60);
        let week = overview(&app.member().await).await["bots"][0]["week"].clone();
        assert_eq!(week["conversations"], json!([0, 0, 1, 0, 0, 0, 0]));
        assert_eq!(week["n_answered"], 0);
    }
}

#[tokio::test]
async fn a_card_says_it_all_without_scripts() {
    for app in TestApp::on_each_engine().await {
        app.ask("opening times").await;
        app.derive().await;
        let page = app.owner().await.open("/bots").await;
        assert!(page.text.contains("0, 0, 0, 0, 0, 0, 1"), "{}", page.text);
        assert!(page.text.contains("100%"));
        assert!(page.text.contains("href=\"/bots/new\""));
        assert!(!page.text.contains("style="), "the policy allows none");
        let member = app.member().await.open("/bots").await;
        assert!(
            !member.text.contains("href=\"/bots/new\""),
            "a member makes no bot"
        );
    }
}

#[tokio::test]
async fn a_bot_begins_with_nothing_the_sample_or_a_copy() {
    for app in TestApp::on_each_engine().await {
        let owner = app.owner().await;
        let blank = made(&create(&owner, &[], SCRIPT).await);
        assert!(titles(&owner, &blank).await.is_empty());
        let sample = made(&create(&owner, &[("begin", "sample"), ("locale", "fr")], SCRIPT).await);
        let french = titles(&owner, &sample).await;
        assert!(
            french
                .iter()
                .any(|title| title.starts_with("Qu'est-ce que Parlance")),
            "{french:?}"
        );
        let original = app.bot.to_string();
        let copy = [
            ("begin", "copy"),
            ("source", original.as_str()),
            ("name", "Twin"),
        ];
        let copy = made(&create(&owner, &copy, SCRIPT).await);
        assert_eq!(titles(&owner, &copy).await, titles(&owner, &original).await);
        let box_of = |bot: &str| format!("/api/v1/bots/{bot}/widget");
        assert_eq!(
            app.get(&box_of(&copy)).await.status,
            StatusCode::NOT_FOUND,
            "not published"
        );
        owner.post("bots/publish", &[("bot", &copy)], SCRIPT).await;
        assert_eq!(app.get(&box_of(&copy)).await.status, StatusCode::OK);
        let talk = format!("/api/v1/bots/{copy}/talk?question=opening+times");
        let shop = [("origin", "https://shop.example.org")];
        let reply = app.get_with(&talk, &shop).await;
        assert_eq!(
            reply.json()["kind"],
            "answer",
            "the copy's domains are the original's"
        );
        let article = reply.json()["article"].as_str().unwrap().to_owned();
        assert!(app.articles.iter().all(|own| own.to_string() != article));
    }
}

#[tokio::test]
async fn a_bot_begins_with_a_file_of_any_form() {
    for app in TestApp::on_each_engine().await {
        let owner = app.owner().await;
        for rows in [
            "question,answer\nHours?,\"9 to 5, daily\"\nReturns?,Yes\n",
            "question\tanswer\nHours?\t9 to 5, daily\nReturns?\tYes\n",
            "{\"question\": \"Hours?\", \"answer\": \"9 to 5\"}\r\n{\"question\": \"Returns?\", \"answer\": \"Yes\"}",
        ] {
            let bot = made(&create(&owner, &[("begin", "file"), ("rows", rows)], SCRIPT).await);
            assert_eq!(titles(&owner, &bot).await, ["Hours?", "Returns?"], "{rows}");
        }
    }
}

#[tokio::test]
async fn a_file_with_a_bad_line_makes_nothing_and_names_each_line() {
    for app in TestApp::on_each_engine().await {
        let owner = app.owner().await;
        let rows =
            "question,answer,key\nHours?,9 to 5,a\n,No question,b\nAgain?,x,a\nReturns?,,c\n";
        let wrong = [("begin", "file"), ("rows", rows), ("name", "")];
        let answer = create(&owner, &wrong, SCRIPT).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        let told = answer.json();
        let fields: Vec<&str> = told["fields"]
            .as_array()
            .unwrap()
            .iter()
            .map(|field| field["field"].as_str().unwrap())
            .collect();
        assert_eq!(fields, ["name", "rows"]);
        let missing = |field: &str| json!([{"field": field, "problem": {"problem": "missing"}}]);
        assert_eq!(
            told["lines"],
            json!([
                {"line": 3, "problem": {"problem": "fields", "fields": missing("question")}},
                {"line": 4, "problem": {"problem": "repeated", "first": 2}},
                {"line": 5, "problem": {"problem": "fields", "fields": missing("answer")}},
            ])
        );
        // Without scripts it comes back, with what was typed.
        let plain = create(&owner, &wrong, PAGE).await;
        assert_eq!(plain.status, StatusCode::SEE_OTHER);
        let page = owner.open(plain.header(header::LOCATION)).await;
        assert!(page.text.contains("Hours?,9 to 5,a"), "{}", page.text);
        assert!(
            page.text
                .contains("The same key and language stand in line 2.")
        );
        assert_eq!(overview(&owner).await["bots"].as_array().unwrap().len(), 1);
    }
}

#[tokio::test]
async fn a_bot_whose_filling_fails_is_not_there() {
    for app in TestApp::on_each_engine().await {
        let owner = app.owner().await;
        app.sabotage("ALTER TABLE utterances RENAME TO gone").await;
        let answer = create(&owner, &[("begin", "sample")], SCRIPT).await;
        assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR);
        app.sabotage("ALTER TABLE gone RENAME TO utterances").await;
        assert_eq!(overview(&owner).await["bots"].as_array().unwrap().len(), 1);
    }
}

#[tokio::test]
async fn a_bot_whose_making_broke_off_is_swept_away() {
    for app in TestApp::on_each_engine().await {
        app.sabotage("UPDATE bots SET begun_at = created_at").await;
        assert_eq!(overview(&app.owner().await).await["bots"], json!([]));
        let is_there = async || app.command().open::<Read<Knowledge>>(app.bot).await.is_ok();
        app.derive().await;
        assert!(is_there().await, "somebody may be filling it");
        app.clock.advance_minutes(25 * 60);
        app.derive().await;
        assert!(!is_there().await);
    }
}

#[tokio::test]
async fn only_who_runs_the_workspace_makes_bots_and_only_of_its_own() {
    for app in TestApp::on_each_engine().await {
        let bot = app.bot.to_string();
        let copy = [("begin", "copy"), ("source", bot.as_str())];
        for (persona, status) in [
            (app.member().await, StatusCode::FORBIDDEN),
            (app.stranger().await, StatusCode::NOT_FOUND),
            (app.nobody(), StatusCode::UNAUTHORIZED),
        ] {
            let answer = create(&persona, &copy, SCRIPT).await;
            assert_eq!(answer.status, status, "{}", answer.text);
        }
    }
}

#[tokio::test]
async fn knowledge_is_exported_as_a_file_that_makes_the_same_bot() {
    for app in TestApp::on_each_engine().await {
        let (owner, bot) = (app.owner().await, app.bot);
        for (format, kind) in [
            ("csv", "text/csv; charset=utf-8"),
            ("jsonl", "application/jsonl"),
        ] {
            let path = format!("/bots/{bot}/knowledge/export?format={format}");
            let file = app.member().await.open(&path).await;
            assert_eq!(file.status, StatusCode::OK, "{}", file.text);
            assert_eq!(file.header(header::CONTENT_TYPE), kind);
            let name = format!("attachment; filename=\"helper-knowledge.{format}\"");
            assert_eq!(file.header(header::CONTENT_DISPOSITION), name);
            let rows = [("begin", "file"), ("rows", file.text.as_str())];
            let copy = made(&create(&owner, &rows, SCRIPT).await);
            assert_eq!(
                titles(&owner, &copy).await,
                titles(&owner, &bot.to_string()).await
            );
        }
        for (persona, status) in [
            (app.stranger().await, StatusCode::NOT_FOUND),
            (app.nobody(), StatusCode::UNAUTHORIZED),
        ] {
            let path = format!(
                "/bots/{bot}/knowledge/export?{}",
                query(&[("format", "csv")])
            );
            assert_eq!(persona.open(&path).await.status, status);
        }
        let other = format!("/bots/{bot}/knowledge/export?format=xlsx");
        assert_eq!(owner.open(&other).await.status, StatusCode::BAD_REQUEST);
    }
}

#[tokio::test]
async fn a_card_has_the_box_s_picture_and_domains_for_who_may_see_them() {
    for app in TestApp::on_each_engine().await {
        let owner = app.owner().await;
        let card = overview(&owner).await["bots"][0].clone();
        assert_eq!(card["avatar"], "bot");
        assert_eq!(card["domains"], json!(["shop.example.org"]));
        let page = owner.open("/bots").await.text;
        assert!(page.contains("shop.example.org"), "{page}");
        assert!(page.contains("card-avatar"));
        assert!(!page.contains("class=\"attention\""), "nothing to see to");
    }
}

#[tokio::test]
async fn what_somebody_should_see_to_is_over_the_list_the_worst_first() {
    for app in TestApp::on_each_engine().await {
        for n in 0..20 {
            app.ask(&format!("who won the world cup in {n}")).await;
        }
        app.derive().await;
        let (owner, bot) = (app.owner().await, app.bot.to_string());
        let first = app.articles[0].to_string();
        let fields = [
            ("bot", bot.as_str()),
            ("article", first.as_str()),
            ("revision", "1"),
            ("locale", "en"),
            ("title", "How do I return a parcel?"),
            ("utterances", ""),
            ("answer", "x"),
            ("topic", ""),
            ("ends", "2025-12-31T00:00"),
        ];
        let saved = owner.post("articles/update", &fields, SCRIPT).await;
        assert_eq!(saved.status, StatusCode::OK, "{}", saved.text);
        let access = app.command().open::<Write<Knowledge>>(app.bot).await;
        let access = access.unwrap();
        let test = TestDraft {
            question: "opening times".into(),
            locale: String::new(),
            expected: "-".into(),
        };
        regression::save(&access, &test).await.unwrap();
        let settings = app.command().open::<Write<Settings>>(app.bot).await;
        let settings = settings.unwrap();
        regression::set_gate(&settings, true).await.unwrap();
        assert!(knowledge::publish(&access).await.is_err());
        let causes = async || {
            let lines = overview(&owner).await["attention"].clone();
            let lines = lines.as_array().unwrap().clone();
            let causes = lines.iter().map(|line| line["cause"].clone());
            causes.collect::<Vec<_>>()
        };
        let (expired, open) = (json!({"expired": 1}), json!({"open": 20}));
        let all = [json!({"stopped": 1}), expired.clone(), open.clone()];
        assert_eq!(causes().await, all);
        let page = owner.open("/bots").await.text;
        for to in ["tests", "knowledge?alert=expired", "unanswered"] {
            let href = format!("href=\"/bots/{bot}/{to}\"");
            assert!(page.contains(&href), "{href}: {page}");
        }
        let stranger = app.stranger().await;
        assert_eq!(overview(&stranger).await["attention"], json!([]));
        regression::set_gate(&settings, false).await.unwrap();
        app.clock.advance_minutes(1);
        app.publish().await;
        assert_eq!(causes().await, [expired, open], "a publish ends it");
    }
}

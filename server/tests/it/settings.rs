//! A bot's settings: what is typed holds at once, and a bot that is put away is quiet.

use crate::support::{Answer, Persona, TestApp, new_turn};
use axum::http::StatusCode;
use domain::access::{Read, Settings};
use serde_json::{Value, json};

const SCRIPT: &str = "application/json";

async fn page(persona: &Persona<'_>) -> Value {
    let bot = persona.app.bot.to_string();
    persona.call("settings/get", &[("bot", &bot)]).await.json()
}

/// The form of the settings as they are, with some fields changed.
async fn save(persona: &Persona<'_>, changed: &[(&str, &str)]) -> Answer {
    let saved = page(persona).await;
    let bot = persona.app.bot.to_string();
    let revision = saved["revision"].as_str().unwrap_or("none").to_owned();
    let mut fields = vec![
        ("bot", bot.as_str()),
        ("revision", revision.as_str()),
        ("name", "Helper"),
        ("locale", "en"),
        ("max_question", "500"),
        ("answer_at", "50"),
        ("ask_back_at", "35"),
        ("form_page", "/bots"),
    ];
    for (name, value) in changed {
        fields.retain(|(other, _)| other != name);
        fields.push((name, value));
    }
    persona.post("settings/save", &fields, SCRIPT).await
}

async fn act(persona: &Persona<'_>, act: &str, more: &[(&str, &str)]) -> StatusCode {
    let bot = persona.app.bot.to_string();
    let fields = [&[("bot", bot.as_str())], more].concat();
    let endpoint = format!("settings/{act}");
    persona.post(&endpoint, &fields, SCRIPT).await.status
}

#[tokio::test]
async fn what_is_set_holds_from_the_next_question_on() {
    for app in TestApp::on_each_engine().await {
        let owner = app.owner().await;
        assert_eq!(app.ask("opening times").await.json()["kind"], "answer");
        let changed = [
            ("name", "<b>Shop</b> help"),
            ("max_question", "20"),
            ("answer_at", "99"),
            ("ask_back_at", "99"),
        ];
        let answer = save(&owner, &changed).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
        let long = app.ask("what are your opening times on sunday").await;
        assert_eq!(long.status, StatusCode::UNPROCESSABLE_ENTITY);
        let view = app.get(&app.api("widget?locale=en")).await.json();
        assert_eq!(view["name"], "Shop help", "cleaned (S19)");
        assert_eq!(view["limits"]["question"], 20);
        let saved = page(&owner).await;
        assert_eq!(
            (&saved["answer_at"], &saved["ask_back_at"]),
            (&json!(99), &json!(99))
        );
    }
}

#[tokio::test]
async fn another_default_language_waits_for_the_next_publish() {
    for app in TestApp::on_each_engine().await {
        let (owner, bot) = (app.owner().await, app.bot.to_string());
        let changes = async || {
            let got = owner.call("bots/get", &[("bot", &bot)]).await.json();
            got["has_changes"].clone()
        };
        save(&owner, &[("name", "Renamed")]).await;
        assert_eq!(changes().await, false, "a name is no change of the draft");
        save(&owner, &[("name", "Renamed"), ("locale", "fr")]).await;
        assert_eq!(changes().await, true);
    }
}

#[tokio::test]
async fn refused_settings_name_each_field_and_change_nothing() {
    for app in TestApp::on_each_engine().await {
        let owner = app.owner().await;
        let before = page(&owner).await;
        let wrong = [
            ("name", " "),
            ("locale", "?"),
            ("max_question", "501"),
            ("ask_back_at", "51"),
        ];
        let answer = save(&owner, &wrong).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        let fields = answer.json()["fields"].clone();
        let range = |max: u32| json!({"problem": "out_of_range", "min": 1, "max": max});
        assert_eq!(fields[2]["problem"], range(500));
        assert_eq!(fields[3]["problem"], range(50), "no higher than answering");
        assert_eq!(page(&owner).await, before);
    }
}

#[tokio::test]
async fn of_two_who_save_settings_the_second_is_told_and_goes_on() {
    for app in TestApp::on_each_engine().await {
        let owner = app.owner().await;
        let began = page(&owner).await["revision"].as_str().unwrap().to_owned();
        assert_eq!(
            save(&owner, &[("name", "One")]).await.status,
            StatusCode::OK
        );
        let two = [("name", "Two"), ("revision", began.as_str())];
        assert_eq!(save(&owner, &two).await.status, StatusCode::CONFLICT);
        assert_eq!(page(&owner).await["name"], "One");
        assert_eq!(
            save(&owner, &[("name", "Two")]).await.status,
            StatusCode::OK
        );
    }
}

#[tokio::test]
async fn an_archived_bot_answers_nobody_until_it_is_restored() {
    for app in TestApp::on_each_engine().await {
        let owner = app.owner().await;
        app.ask("opening times").await;
        app.derive().await;
        app.get_with(
            &app.api("widget"),
            &[("origin", "https://shop.example.org")],
        )
        .await;
        let impact = json!({"n_articles": 3, "n_conversations": 1, "n_sites": 1});
        assert_eq!(page(&owner).await["impact"], impact);
        for wrong in ["", "helper", "Helper!"] {
            let status = act(&owner, "archive", &[("typed_name", wrong)]).await;
            assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong:?}");
        }
        assert_eq!(app.ask("opening times").await.status, StatusCode::OK);
        for _ in 0..2 {
            let status = act(&owner, "archive", &[("typed_name", " Helper ")]).await;
            assert_eq!(status, StatusCode::OK, "twice is safe");
        }
        for path in ["talk?question=hours", "widget", "status"] {
            assert_eq!(
                app.get(&app.api(path)).await.status,
                StatusCode::NOT_FOUND,
                "{path}"
            );
        }
        app.publish().await;
        assert_eq!(app.ask("opening times").await.status, StatusCode::NOT_FOUND);
        let list = owner.call("bots/overview", &[]).await.json();
        assert_eq!(list["bots"], json!([]));
        assert_eq!(list["archived"][0]["name"], "Helper");
        assert_eq!(owner.call("bots/list", &[]).await.json(), json!([]));
        assert_eq!(act(&owner, "restore", &[]).await, StatusCode::OK);
        assert_eq!(app.ask("opening times").await.json()["kind"], "answer");
        let list = owner.call("bots/overview", &[]).await.json();
        assert_eq!(
            (list["bots"].as_array().unwrap().len(), &list["archived"]),
            (1, &json!([]))
        );
    }
}

#[tokio::test]
async fn a_bot_that_was_off_is_off_when_it_is_restored() {
    for app in TestApp::on_each_engine().await {
        let owner = app.owner().await;
        assert_eq!(
            act(&owner, "switch", &[("to", "off")]).await,
            StatusCode::OK
        );
        assert_eq!(app.ask("opening times").await.status, StatusCode::NOT_FOUND);
        act(&owner, "archive", &[("typed_name", "Helper")]).await;
        act(&owner, "restore", &[]).await;
        assert_eq!(app.ask("opening times").await.status, StatusCode::NOT_FOUND);
        assert_eq!(page(&owner).await["status"], "disabled");
        assert_eq!(act(&owner, "switch", &[("to", "on")]).await, StatusCode::OK);
        assert_eq!(app.ask("opening times").await.status, StatusCode::OK);
        let unknown = act(&owner, "switch", &[("to", "maybe")]).await;
        assert_eq!(unknown, StatusCode::UNPROCESSABLE_ENTITY);
    }
}

#[tokio::test]
async fn a_member_sees_the_settings_and_changes_none() {
    for app in TestApp::on_each_engine().await {
        let member = app.member().await;
        let saved = page(&member).await;
        assert_eq!(
            (&saved["name"], &saved["may_change"]),
            (&json!("Helper"), &json!(false))
        );
        assert_eq!(save(&member, &[]).await.status, StatusCode::FORBIDDEN);
        for (what, more) in [
            ("switch", ("to", "off")),
            ("archive", ("typed_name", "Helper")),
            ("restore", ("typed_name", "")),
        ] {
            assert_eq!(
                act(&member, what, &[more]).await,
                StatusCode::FORBIDDEN,
                "{what}"
            );
        }
        let shown = member.open(&format!("/bots/{}/settings", app.bot)).await;
        assert_eq!(shown.status, StatusCode::OK);
        assert!(
            !shown.text.contains("settings/archive"),
            "nothing that would be refused"
        );
        let access = app.command().open::<Read<Settings>>(app.bot).await.unwrap();
        assert!(domain::bots::page(&access).await.unwrap().may_change);
    }
}

#[tokio::test]
async fn conversations_are_kept_for_as_long_as_is_set() {
    for app in TestApp::on_each_engine().await {
        app.ask("opening times").await;
        app.derive().await;
        let owner = app.owner().await;
        let bot = app.bot.to_string();
        assert_eq!(
            act(&owner, "keep", &[("keep_days", "0")]).await,
            StatusCode::UNPROCESSABLE_ENTITY
        );
        assert_eq!(
            act(&owner, "keep", &[("keep_days", "30")]).await,
            StatusCode::OK
        );
        // Ids tell the machine's time, which the tests' clock is behind.
        let now: uuid::Uuid = new_turn().parse().unwrap();
        let now = now.get_timestamp().unwrap().to_unix().0;
        let behind = i64::try_from(now).unwrap() - app.platform.now().as_millis() / 1_000;
        app.clock.advance_minutes(behind / 60 + 31 * 24 * 60);
        let owner = app.owner().await;
        let settings = owner.call("settings/get", &[("bot", &bot)]).await.json();
        assert_eq!(
            (&settings["keep_days"], &settings["n_older"]),
            (&json!(30), &json!([1, 0, 0, 0]))
        );
        app.derive().await;
        let list = owner
            .call("conversations/list", &[("bot", &bot)])
            .await
            .json();
        assert_eq!(
            list["items"].as_array().map(Vec::len),
            Some(0),
            "{}",
            app.engine
        );
        let figures = [("bot", bot.as_str()), ("from", "2000-01-01")];
        let figures = owner.call("analytics/report", &figures).await.json();
        let counts = &figures[0]["figures"]["counts"];
        assert_eq!(counts[1], 1, "{figures}");
    }
}

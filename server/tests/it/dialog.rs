//! The dialog API as a visitor's browser sees it.

use crate::support::{HOST, TestApp, new_turn, query};
use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use domain::platform::LimitSettings;
use model::{conversation::ConversationFilter, text::Question};
use serde_json::json;

#[tokio::test]
async fn d09_a_question_is_one_get_request() {
    for app in TestApp::on_each_engine().await {
        let answer = app.ask("can I send my order back?").await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
        let reply = answer.json();
        assert_eq!(reply["kind"], "answer");
        assert_eq!(reply["understood"], true);
        assert_eq!(reply["article"], app.articles[0].to_string());
        assert_eq!(reply["server"], "primary");
        let messages =
            json!([{ "type": "html", "html": "<p>Within <strong>30 days</strong>.</p>" }]);
        assert_eq!(reply["messages"], messages);
        assert!(reply["confidence"].as_f64().unwrap() > 0.5);
        assert_eq!(answer.header(header::CACHE_CONTROL), "no-store");
    }
}

#[tokio::test]
async fn a_post_with_the_same_fields_gives_the_same() {
    for app in TestApp::on_each_engine().await {
        let body = json!({ "question": "opening times", "locale": "en" });
        let reply = app.post_json(&app.api("talk"), &body).await.json();
        assert_eq!(reply["article"], app.articles[1].to_string());
    }
}

#[tokio::test]
async fn a_question_with_typing_errors_is_understood() {
    for app in TestApp::on_each_engine().await {
        let reply = app.ask("openning tmes").await.json();
        assert_eq!(reply["article"], app.articles[1].to_string(), "{reply}");
    }
}

#[tokio::test]
async fn what_nobody_wrote_is_not_known() {
    for app in TestApp::on_each_engine().await {
        let reply = app.ask("who won the world cup in 1998").await.json();
        assert_eq!(
            (reply["kind"].as_str(), reply["understood"].as_bool()),
            (Some("fallback"), Some(false))
        );
        let french = app
            .ask_with(&[("question", "zzzz qqqq"), ("locale", "fr")])
            .await
            .json();
        assert!(
            french["messages"][0]["html"]
                .as_str()
                .is_some_and(|html| !html.is_empty())
        );
    }
}

#[tokio::test]
async fn a_conversation_goes_on_by_its_handle() {
    for app in TestApp::on_each_engine().await {
        let first = app.ask("opening times").await.json();
        let handle = first["conversation"].as_str().unwrap();
        let parameters = [("question", "shipping time"), ("conversation", handle)];
        let second = app.ask_with(&parameters).await.json();
        assert_eq!(second["conversation"], first["conversation"]);
        app.clock.advance_minutes(31);
        let late = app.ask_with(&parameters).await.json();
        assert_ne!(
            late["conversation"], first["conversation"],
            "a handle dies after 30 idle minutes"
        );
    }
}

#[tokio::test]
async fn a_handle_that_is_not_ours_begins_a_new_conversation() {
    for app in TestApp::on_each_engine().await {
        let first = app.ask("opening times").await.json();
        for forged in [
            "x",
            "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
            "' OR 1=1 --",
        ] {
            let reply = app
                .ask_with(&[("question", "opening times"), ("conversation", forged)])
                .await;
            assert_eq!(reply.status, StatusCode::OK);
            assert_ne!(reply.json()["conversation"], first["conversation"]);
        }
    }
}

#[tokio::test]
async fn a_repeated_turn_gives_the_same_reply_and_is_stored_once() {
    for app in TestApp::on_each_engine().await {
        let turn = new_turn();
        let parameters = [("question", "opening times"), ("turn", turn.as_str())];
        let first = app.ask_with(&parameters).await;
        let again = app.ask_with(&parameters).await;
        assert_eq!(first.status, StatusCode::OK);
        assert_eq!(first.json(), again.json());
        // Also once the bot has learned better, and with the handle of the first reply.
        app.publish().await;
        let handle = first.json()["conversation"].as_str().unwrap().to_owned();
        let with_handle = [&parameters[..], &[("conversation", handle.as_str())]].concat();
        assert_eq!(first.json(), app.ask_with(&with_handle).await.json());
        let other = app
            .ask_with(&[("question", "shipping time"), ("turn", turn.as_str())])
            .await;
        assert_eq!(
            (other.status, other.code()),
            (StatusCode::CONFLICT, "conflict".to_owned())
        );
        app.derive().await;
        let access = app.command().open(app.bot).await.unwrap();
        let listed = domain::conversations::list(&access, &ConversationFilter::default(), None, 10)
            .await
            .unwrap()
            .items;
        assert_eq!(
            listed.iter().map(|one| one.n_turns).sum::<u32>(),
            1,
            "{}",
            app.engine
        );
    }
}

#[tokio::test]
async fn one_turn_sent_many_times_at_once_is_stored_once() {
    for app in TestApp::on_each_engine().await {
        let turn = new_turn();
        let parameters = [("question", "opening times"), ("turn", turn.as_str())];
        let asks = (0..20).map(|_| app.ask_with(&parameters));
        let answers = futures::future::join_all(asks).await;
        let first = answers[0].json();
        assert!(
            answers.iter().all(|answer| answer.json() == first),
            "{}",
            app.engine
        );
        app.derive().await;
        let access = app.command().open(app.bot).await.unwrap();
        let listed = domain::conversations::list(&access, &ConversationFilter::default(), None, 10)
            .await
            .unwrap()
            .items;
        assert_eq!(
            listed.iter().map(|one| one.n_turns).sum::<u32>(),
            1,
            "{}",
            app.engine
        );
    }
}

#[tokio::test]
async fn d06_an_unknown_and_a_disabled_bot_answer_alike() {
    for app in TestApp::on_each_engine().await {
        assert_eq!(app.bot.as_uuid().get_version_num(), 4);
        let unknown = app
            .get("/api/v1/bots/3f0e6dd8-6a40-4be1-9a1d-5d0a4e1c2b3a/talk?question=hi")
            .await;
        app.set_enabled(false).await;
        let disabled = app.ask("hi").await;
        for answer in [&unknown, &disabled] {
            assert_eq!(
                (answer.status, answer.code()),
                (StatusCode::NOT_FOUND, "not_found".to_owned())
            );
        }
        let without_id = |answer: &crate::support::Answer| {
            let mut problem = answer.json();
            problem["request_id"] = json!(null);
            problem
        };
        assert_eq!(without_id(&unknown), without_id(&disabled));
        app.set_enabled(true).await;
        assert_eq!(app.ask("opening times").await.status, StatusCode::OK);
    }
}

#[tokio::test]
async fn d11_a_question_too_long_is_refused_and_one_of_the_limit_is_not() {
    for app in TestApp::on_each_engine().await {
        for unit in ["a", "👍", "é", "e\u{301}", "語", "a b"] {
            let length = unit.chars().count();
            let limit = unit.repeat(Question::MAX / length);
            let limit = limit + &"x".repeat(Question::MAX - Question::MAX / length * length);
            assert_eq!(
                app.ask(&limit).await.status,
                StatusCode::OK,
                "{unit} × {length}"
            );
            let over = app.ask(&format!("{limit}x")).await;
            assert_eq!(over.status, StatusCode::UNPROCESSABLE_ENTITY, "{unit}");
            assert_eq!(over.json()["errors"][0]["problem"]["problem"], "too_long");
            let by_post = app
                .post_json(&app.api("talk"), &json!({ "question": limit + "x" }))
                .await;
            assert_eq!(by_post.status, StatusCode::UNPROCESSABLE_ENTITY);
        }
        for empty in ["", " ", "\n\t", "\u{a0}"] {
            let answer = app.ask(empty).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{empty:?}");
        }
    }
}

#[tokio::test]
async fn d12_a_question_is_never_a_query_nor_markup() {
    for app in TestApp::on_each_engine().await {
        let questions = [
            "'; DROP TABLE turns; --",
            "\" OR \"\"=\"",
            "<script>alert(1)</script>",
            "{{7*7}} ${7*7} %{7*7}",
            "../../../../etc/passwd",
            "\\x00 \\u0000 %00",
        ];
        for question in questions {
            let answer = app.ask(question).await;
            assert_eq!(answer.status, StatusCode::OK, "{question}");
        }
        app.derive().await;
        // The team reads them character for character, and a page shows them as text.
        let owner = app.owner().await;
        let page = owner
            .open(&format!("/bots/{}/conversations", app.bot))
            .await;
        assert!(page.text.contains("&lt;script&gt;alert(1)&lt;/script&gt;"));
        assert!(!page.text.contains("<script>alert(1)"));
        let bot = app.bot.to_string();
        let list = [("bot", bot.as_str()), ("before", "")];
        let list = owner.call("conversations/list", &list).await.json();
        let asked: Vec<&str> = list["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|conversation| conversation["first_question"].as_str().unwrap())
            .collect();
        for question in questions {
            assert!(asked.contains(&question), "{question}: {asked:?}");
        }
        assert_eq!(app.ask("opening times").await.json()["kind"], "answer");
    }
}

#[tokio::test]
async fn what_is_malformed_is_told() {
    for app in TestApp::on_each_engine().await {
        for parameters in [
            vec![],
            vec![("question", "a"), ("choice", "b")],
            vec![("choice", "not an id")],
            vec![("event", "open")],
            vec![("question", "a"), ("turn", "1")],
            vec![
                ("question", "a"),
                ("turn", "3f0e6dd8-6a40-4be1-9a1d-5d0a4e1c2b3a"),
            ],
            vec![("question", "a"), ("locale", "<b>")],
        ] {
            let answer = app.ask_with(&parameters).await;
            let told = (answer.status, answer.code());
            assert_eq!(
                told,
                (StatusCode::BAD_REQUEST, "malformed".to_owned()),
                "{parameters:?}"
            );
        }
        for body in ["", "[]", "{\"question\":1}", "{", "\u{feff}{}"] {
            let request = Request::post(app.api("talk")).header("content-type", "application/json");
            let answer = app.send(request.body(Body::from(body)).unwrap()).await;
            assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{body}");
        }
    }
}

#[tokio::test]
async fn a_choice_is_answered() {
    for app in TestApp::on_each_engine().await {
        let choice = app.articles[2].to_string();
        let reply = app.ask_with(&[("choice", &choice)]).await.json();
        assert_eq!(
            (reply["kind"].as_str(), reply["article"].as_str()),
            (Some("answer"), Some(&*choice))
        );
    }
}

#[tokio::test]
async fn only_the_bots_domains_may_ask() {
    for app in TestApp::on_each_engine().await {
        let path = app.api(&format!("talk?{}", query(&[("question", "opening times")])));
        let from = async |headers: &[(&str, &str)]| app.get_with(&path, headers).await;
        let own = from(&[("origin", "https://shop.example.org")]).await;
        assert_eq!(own.status, StatusCode::OK);
        assert_eq!(
            own.header("access-control-allow-origin"),
            "https://shop.example.org"
        );
        let varies = own.headers.get_all(header::VARY);
        assert!(varies.iter().any(|name| name == "origin"));
        assert!(
            own.header("access-control-expose-headers")
                .contains("retry-after")
        );
        for foreign in [
            "https://evil.example",
            "https://shop.example.org.evil.example",
            "https://a.shop.example.org",
            "http://localhost:3000",
            "null",
            &format!("https://{HOST}"),
        ] {
            let answer = from(&[("origin", foreign)]).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{foreign}");
            assert_eq!(
                answer.header("access-control-allow-origin"),
                "",
                "{foreign}"
            );
        }
        for (site, status) in [
            ("cross-site", StatusCode::FORBIDDEN),
            ("same-site", StatusCode::FORBIDDEN),
            ("same-origin", StatusCode::OK),
            ("none", StatusCode::OK),
        ] {
            assert_eq!(
                from(&[("sec-fetch-site", site)]).await.status,
                status,
                "{site}"
            );
        }
        assert_eq!(from(&[]).await.status, StatusCode::OK, "no browser");
        // An error carries the headers too, or the dialog box reads it as a server that is gone.
        let bad = app.api("talk?question=");
        let bad = app
            .get_with(&bad, &[("origin", "https://shop.example.org")])
            .await;
        assert_eq!(
            bad.header("access-control-allow-origin"),
            "https://shop.example.org"
        );
        let twice = app.api("talk?question=a&question=b");
        let twice = app
            .get_with(&twice, &[("origin", "https://shop.example.org")])
            .await;
        assert_eq!(
            twice.header("access-control-allow-origin"),
            "https://shop.example.org"
        );
    }
}

#[tokio::test]
async fn d10_an_address_that_asks_too_often_waits() {
    let limits = LimitSettings {
        talk_per_address: 3,
        sign_in_per_address: 0,
        sign_in_per_email: 0,
        dashboard_per_person: 0,
        reports_per_address: 0,
    };
    for app in TestApp::with_limits(limits).await {
        for _ in 0..3 {
            assert_eq!(app.ask("opening times").await.status, StatusCode::OK);
        }
        let refused = app.ask("opening times").await;
        let told = (refused.status, refused.code());
        assert_eq!(
            told,
            (StatusCode::TOO_MANY_REQUESTS, "too_often".to_owned())
        );
        let wait_s: i64 = refused.header("retry-after").parse().unwrap();
        assert!((1..=61).contains(&wait_s), "{wait_s}");
        app.clock.advance_minutes(2);
        assert_eq!(app.ask("opening times").await.status, StatusCode::OK);
    }
}

#[tokio::test]
async fn status_and_widget_tell_what_a_box_needs() {
    for app in TestApp::on_each_engine().await {
        assert_eq!(
            app.get(&app.api("status")).await.status,
            StatusCode::NO_CONTENT
        );
        let french = app.get(&app.api("widget?locale=fr-CA")).await.json();
        assert_eq!(french["locale"], "fr");
        assert_eq!(french["limits"]["question"], 500);
        let own = app.get(&app.api("widget")).await.json();
        assert_eq!(own["locale"], "en");
        app.set_enabled(false).await;
        assert_eq!(
            app.get(&app.api("status")).await.status,
            StatusCode::NOT_FOUND
        );
    }
}

#[tokio::test]
async fn a_thumb_is_kept_on_ones_own_turn_only() {
    for app in TestApp::on_each_engine().await {
        let reply = app.ask("opening times").await.json();
        let other = app.ask("shipping time").await.json();
        let body = json!({
            "conversation": reply["conversation"], "turn": reply["turn"], "rating": "down",
            "comment": "No <b>Sunday</b>?",
        });
        assert_eq!(
            app.post_json(&app.api("feedback"), &body).await.status,
            StatusCode::NO_CONTENT
        );
        let mut foreign = body.clone();
        foreign["turn"] = other["turn"].clone();
        assert_eq!(
            app.post_json(&app.api("feedback"), &foreign).await.status,
            StatusCode::NOT_FOUND
        );
        let mut wrong = body.clone();
        wrong["rating"] = json!("sideways");
        assert_eq!(
            app.post_json(&app.api("feedback"), &wrong).await.status,
            StatusCode::BAD_REQUEST
        );
    }
}

#[tokio::test]
async fn a_fault_in_a_box_is_counted_without_its_pages_query() {
    for app in TestApp::on_each_engine().await {
        let fault = json!({
            "message": "x is undefined", "source": "https://b.example/widget.js?v=1", "line": 3,
            "stack": "at f", "page": "https://shop.example.org/a?email=ada@example.org",
        });
        for _ in 0..2 {
            let answer = app.post_json(&app.api("errors"), &fault).await;
            assert_eq!(answer.status, StatusCode::NO_CONTENT);
        }
        let mut tx = app.db.read().await.unwrap();
        assert_eq!(
            store::boxes::count_kinds(&mut tx, app.bot).await.unwrap(),
            1
        );
    }
}

#[tokio::test]
async fn turns_of_one_conversation_go_one_after_the_other() {
    for app in TestApp::on_each_engine().await {
        let first = app.ask("opening times").await.json();
        let handle = first["conversation"].as_str().unwrap();
        let parameters = [("question", "shipping time"), ("conversation", handle)];
        futures::future::join_all((0..20).map(|_| app.ask_with(&parameters))).await;
        app.derive().await;
        let access = app.command().open(app.bot).await.unwrap();
        let listed = domain::conversations::list(&access, &ConversationFilter::default(), None, 10)
            .await
            .unwrap()
            .items;
        let mut tx = app.db.read().await.unwrap();
        assert_eq!((listed.len(), listed[0].n_turns), (1, 21), "{}", app.engine);
        let turns = store::turns::list(&mut tx, app.bot, listed[0].id, 100)
            .await
            .unwrap();
        let mut positions: Vec<u32> = turns.iter().map(|turn| turn.position).collect();
        positions.sort_unstable();
        assert_eq!(positions, (1..=21).collect::<Vec<_>>(), "{}", app.engine);
    }
}

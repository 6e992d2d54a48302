//! What the team sees of what visitors asked.

use crate::support::TestApp;
use axum::http::StatusCode;
use model::{conversation::ConversationFilter, time::Timestamp};
use serde_json::{Value, json};

#[tokio::test]
async fn a_conversation_and_its_turns_are_there() {
    for app in TestApp::on_each_engine().await {
        let first = app
            .ask_with(&[("question", "opening times"), ("locale", "en-GB")])
            .await
            .json();
        let handle = first["conversation"].as_str().unwrap();
        let page = "https://shop.example.org/cart?email=ada%40example.org#top";
        let second = [
            ("question", "who won the world cup in 1998"),
            ("conversation", handle),
            ("page", page),
        ];
        let second = app.ask_with(&second).await.json();
        let thumb = json!({ "conversation": handle, "turn": second["turn"], "rating": "down" });
        assert_eq!(
            app.post_json(&app.api("feedback"), &thumb).await.status,
            StatusCode::NO_CONTENT
        );
        app.derive().await;
        let (owner, bot) = (app.owner().await, app.bot.to_string());
        let list = owner
            .call("conversations/list", &[("bot", &bot), ("before", "")])
            .await
            .json();
        let one = &list["items"][0];
        let counts = json!([one["n_turns"], one["n_answered"], one["n_missed"]]);
        assert_eq!(counts, json!([2, 1, 1]), "{list}");
        assert_eq!(
            (one["first_question"].as_str(), one["locale"].as_str()),
            (Some("opening times"), Some("en-GB"))
        );
        assert_ne!(one["id"], first["conversation"], "the id is not the handle");
        let id = one["id"].as_str().unwrap();
        let fields = [("bot", bot.as_str()), ("conversation", id)];
        let turns = owner.call("conversations/get", &fields).await.json()["turns"].clone();
        assert_eq!(turns[0]["article"]["title"], "What are the opening hours?");
        assert_eq!(turns[0]["version"], 1);
        assert_eq!(turns[1]["rating"], "down");
        assert_eq!(
            turns[1]["page"], "https://shop.example.org/cart",
            "no query: it may be personal"
        );
    }
}

#[tokio::test]
async fn a20_what_visitors_write_is_text_on_every_page() {
    for app in TestApp::on_each_engine().await {
        let evil = "<script>alert(1)</script><img src=x onerror=alert(2)>";
        let page = format!("https://shop.example.org/{evil}");
        let reply = app
            .ask_with(&[("question", evil), ("page", &page)])
            .await
            .json();
        let thumb = json!({
            "conversation": reply["conversation"], "turn": reply["turn"], "rating": "up", "comment": evil,
        });
        app.post_json(&app.api("feedback"), &thumb).await;
        app.derive().await;
        let (owner, bot) = (app.owner().await, app.bot.to_string());
        let list = owner
            .call("conversations/list", &[("bot", &bot), ("before", "")])
            .await
            .json();
        let id = list["items"][0]["id"].as_str().unwrap().to_owned();
        for path in [
            format!("/bots/{bot}/conversations"),
            format!("/bots/{bot}/conversations/{id}"),
        ] {
            let shown = owner.open(&path).await;
            assert_eq!(shown.status, StatusCode::OK);
            assert!(
                shown.text.contains("&lt;script&gt;alert(1)"),
                "{path} shows the question"
            );
            assert!(!shown.text.contains("<script>alert(1)"), "{path}");
            assert!(!shown.text.contains("<img src=x"), "{path}");
        }
    }
}

#[tokio::test]
async fn a_list_goes_on_where_its_page_ended() {
    for app in TestApp::on_each_engine().await {
        for _ in 0..60 {
            app.ask("opening times").await;
        }
        app.derive().await;
        let access = app.command().open(app.bot).await.unwrap();
        let all = ConversationFilter::default();
        let first = domain::conversations::list(&access, &all, None, 50)
            .await
            .unwrap();
        let rest = domain::conversations::list(&access, &all, first.next.clone(), 50)
            .await
            .unwrap();
        assert_eq!(
            (first.items.len(), rest.items.len(), rest.next),
            (50, 10, None)
        );
        let mut ids: Vec<_> = first
            .items
            .iter()
            .chain(&rest.items)
            .map(|one| one.id)
            .collect();
        ids.dedup();
        assert_eq!(ids.len(), 60);
    }
}

/// The first questions of the conversations that pass a filter.
async fn found(app: &TestApp, filter: &[(&str, &str)]) -> Vec<String> {
    let (owner, bot) = (app.owner().await, app.bot.to_string());
    let fields = [&[("bot", bot.as_str())][..], filter].concat();
    let list = owner.call("conversations/list", &fields).await.json();
    let items = list["items"].as_array().unwrap_or_else(|| panic!("{list}"));
    let question = |item: &Value| item["first_question"].as_str().unwrap().to_owned();
    items.iter().map(question).collect()
}

#[tokio::test]
async fn each_filter_leaves_what_passes_it() {
    for app in TestApp::on_each_engine().await {
        let page = "https://shop.example.org/50%_off";
        let asked = [
            ("question", "opening times"),
            ("locale", "fr"),
            ("page", page),
        ];
        let first = app.ask_with(&asked).await.json();
        app.ask("Who won the ÉCLAIR cup in 1998?").await;
        let thumb = json!({
            "conversation": first["conversation"], "turn": first["turn"], "rating": "up",
        });
        app.post_json(&app.api("feedback"), &thumb).await;
        app.derive().await;
        let article = first["article"].as_str().unwrap();
        let (answered, missed) = ("opening times", "Who won the ÉCLAIR cup in 1998?");
        for (name, value, expected) in [
            ("outcome", "answer", vec![answered]),
            ("outcome", "fallback", vec![missed]),
            ("outcome", "clarification", vec![]),
            ("rating", "up", vec![answered]),
            ("rating", "down", vec![]),
            ("locale", "fr", vec![answered]),
            ("page", "example.org/50%_", vec![answered]),
            ("page", "50_%", vec![]),
            ("page", "https://shop.example.org/50%_off", vec![answered]),
            ("page", "https://shop.example.org/", vec![]),
            ("audience", "visitor", vec![missed, answered]),
            ("audience", "test", vec![]),
            ("article", article, vec![answered]),
            ("contains", "éclair CUP", vec![missed]),
            ("contains", "nothing like it", vec![]),
            ("from", "2000-01-01", vec![missed, answered]),
            ("to", "2000-01-01", vec![]),
            // What can't be read excludes nothing.
            ("outcome", "splendid", vec![missed, answered]),
        ] {
            assert_eq!(
                found(&app, &[(name, value)]).await,
                expected,
                "{name}={value}"
            );
        }
    }
}

#[tokio::test]
async fn an_erased_conversation_is_gone_everywhere_and_the_next_turn_is_counted() {
    for app in TestApp::on_each_engine().await {
        let secret = "my iban is FR76 3000 6000 0112 3456 7890 189";
        let reply = app.ask(secret).await.json();
        let handle = reply["conversation"].as_str().unwrap().to_owned();
        app.ask_with(&[("question", secret), ("conversation", &handle)])
            .await;
        let shared = "Who painted THE ceiling?";
        app.ask("who painted the ceiling").await;
        app.ask_with(&[("question", shared), ("conversation", &handle)])
            .await;
        app.derive().await;
        let (owner, bot) = (app.owner().await, app.bot.to_string());
        let list = owner
            .call("conversations/list", &[("bot", &bot)])
            .await
            .json();
        let items = list["items"].as_array().unwrap();
        let own = items.iter().find(|item| item["first_question"] == secret);
        let id = own.unwrap()["id"].as_str().unwrap().to_owned();
        let fields = [("bot", bot.as_str()), ("conversation", id.as_str())];
        let erased = owner
            .post("conversations/erase", &fields, "application/json")
            .await;
        assert_eq!(erased.status, StatusCode::OK, "{}", erased.text);
        let again = owner
            .post("conversations/erase", &fields, "application/json")
            .await;
        assert_eq!(again.status, StatusCode::NOT_FOUND);
        assert_eq!(found(&app, &[]).await, ["who painted the ceiling"]);
        let inbox = [("bot", bot.as_str()), ("tab", "missed"), ("mine", "")];
        let inbox = owner.call("unanswered/list", &inbox).await;
        assert!(!inbox.text.contains("iban"), "{}", inbox.text);
        let left = &inbox.json()["groups"][0]["question"];
        assert_eq!(
            left["question"], "who painted the ceiling",
            "in nobody's own spelling"
        );
        assert_eq!(left["n_times"], 1);
        let file = owner
            .open(&format!("/bots/{bot}/conversations/export"))
            .await
            .text;
        assert!(!file.contains("iban"), "{file}");
        // The handle continues nothing, and what comes next is in the list.
        app.ask_with(&[("question", "opening times"), ("conversation", &handle)])
            .await;
        app.derive().await;
        assert_eq!(
            found(&app, &[]).await,
            ["opening times", "who painted the ceiling"]
        );
    }
}

#[tokio::test]
async fn a_file_has_the_conversations_of_its_page() {
    for app in TestApp::on_each_engine().await {
        app.ask("=HYPERLINK(\"https://evil.example\")").await;
        app.ask("opening times").await;
        app.derive().await;
        let owner = app.owner().await;
        let base = format!("/bots/{}/conversations/export", app.bot);
        let csv = owner.open(&base).await;
        assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8");
        assert_eq!(
            csv.header("content-disposition"),
            "attachment; filename=\"conversations.csv\""
        );
        let lines: Vec<&str> = csv.text.lines().collect();
        assert_eq!(lines.len(), 3, "{}", csv.text);
        assert!(lines[2].contains("'=HYPERLINK"), "{}", csv.text);
        let json = owner
            .open(&format!("{base}?format=json&outcome=answer"))
            .await
            .json();
        assert_eq!(json[0]["turns"][0]["question"], "opening times");
        assert_eq!(json.as_array().unwrap().len(), 1);
        let odd = owner.open(&format!("{base}?from=2026-02-30")).await;
        assert_eq!(odd.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(json[0]["summary"]["started_at"].as_i64() > Some(Timestamp::default().as_millis()));
    }
}

/// Copies of the one conversation that there is, without its turns.
const COPIES: [(&str, &str); 2] = [
    (
        "sqlite",
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)
        INSERT INTO conversations (bot_id, id, node, audience, locale, started_at, last_at,
            first_question, n_turns, n_answered, n_asked_back, n_missed)
        SELECT bot_id, unhex('01912d68783e7a038467' || printf('%012x', i)), node, audience, locale, started_at, last_at,
            first_question, 0, n_answered, n_asked_back, n_missed FROM conversations, n",
    ),
    (
        "postgres",
        "INSERT INTO conversations (bot_id, id, node, audience, locale, started_at, last_at,
            first_question, n_turns, n_answered, n_asked_back, n_missed)
        SELECT bot_id, CAST('01912d68-783e-7a03-8467-' || lpad(to_hex(i), 12, '0') AS UUID), node, audience, locale, started_at, last_at,
            first_question, 0, n_answered, n_asked_back, n_missed
        FROM conversations, generate_series(1, 5000) AS n(i)",
    ),
];

#[tokio::test]
async fn a_file_that_does_not_hold_all_says_so() {
    for app in TestApp::on_each_engine().await {
        app.ask("opening times").await;
        app.derive().await;
        let owner = app.owner().await;
        let (bot, base) = (
            app.bot.to_string(),
            format!("/bots/{}/conversations", app.bot),
        );
        let is_over = async || {
            let list = owner.call("conversations/list", &[("bot", &bot)]).await;
            list.json()["is_over"].clone()
        };
        let whole = owner.open(&format!("{base}/export")).await;
        assert!(!whole.headers.contains_key("x-parlance-truncated"));
        assert_eq!(is_over().await, false);
        let (_, copy) = COPIES
            .iter()
            .find(|(engine, _)| *engine == app.engine)
            .unwrap();
        app.sabotage(copy).await;
        let cut = owner.open(&format!("{base}/export?format=json")).await;
        assert_eq!(cut.header("x-parlance-truncated"), "5000");
        assert_eq!(cut.json().as_array().map(Vec::len), Some(5_000));
        assert_eq!(is_over().await, true);
        let page = owner.open(&base).await.text;
        assert!(page.contains("At most 5,000 conversations or 50,000 turns"));
        assert!(page.contains("More conversations than a file takes"));
    }
}

//! What the team sees of what visitors asked.

use crate::support::TestApp;
use axum::http::StatusCode;
use serde_json::json;

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
        let first = domain::conversations::list(&access, None, 50)
            .await
            .unwrap();
        let rest = domain::conversations::list(&access, first.next.clone(), 50)
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

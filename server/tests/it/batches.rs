//! Turns that go to disk together, and replies as each caller takes them.

use crate::support::{TestApp, new_turn, query};
use axum::http::{StatusCode, header};
use model::conversation::ConversationFilter;
use std::collections::HashSet;

/// No statement takes so many, so that they are several.
const AT_ONCE: usize = 77;

/// Conversations, and turns in them.
async fn n_recorded(app: &TestApp) -> (usize, usize) {
    let access = app.command().open(app.bot).await.unwrap();
    let filter = ConversationFilter::default();
    let listed = domain::conversations::list(&access, &filter, None, 100)
        .await
        .unwrap();
    let n_turns: u32 = listed.items.iter().map(|one| one.n_turns).sum();
    (listed.items.len(), usize::try_from(n_turns).unwrap())
}

#[tokio::test]
async fn turns_that_come_at_once_are_each_recorded_once() {
    for app in TestApp::on_each_engine().await {
        let ids: Vec<String> = (0..AT_ONCE).map(|_| new_turn()).collect();
        // Every seventh comes twice.
        let asked = ids.iter().chain(ids.iter().step_by(7));
        let asks = asked.map(|turn| {
            let parameters = [("question", "opening times"), ("turn", turn.as_str())];
            let path = app.api(&format!("talk?{}", query(&parameters)));
            let app = &app;
            async move { app.get(&path).await }
        });
        let answers = futures::future::join_all(asks).await;
        let mut handles = HashSet::new();
        for answer in &answers {
            assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
            handles.insert(answer.json()["conversation"].to_string());
        }
        assert_eq!(
            handles.len(),
            AT_ONCE,
            "a repeated turn has its first reply"
        );
        app.derive().await;
        assert_eq!(n_recorded(&app).await, (AT_ONCE, AT_ONCE));
    }
}

#[tokio::test]
async fn after_a_batch_that_failed_turns_go_on_where_they_were() {
    for app in TestApp::on_each_engine().await {
        app.ask("opening times").await;
        app.sabotage("ALTER TABLE turns RENAME TO gone").await;
        for _ in 0..2 {
            let answer = app.ask("opening times").await;
            assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
        }
        app.sabotage("ALTER TABLE gone RENAME TO turns").await;
        for _ in 0..3 {
            let answer = app.ask("opening times").await;
            assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
        }
        app.derive().await;
        assert_eq!(n_recorded(&app).await, (4, 4));
    }
}

#[tokio::test]
async fn a_reply_is_compressed_for_who_takes_that() {
    for app in TestApp::on_each_engine().await {
        let path = app.api("talk?question=opening+times");
        let plain = app.get(&path).await;
        assert_eq!(plain.header(header::CONTENT_ENCODING), "");
        assert!(plain.n_bytes > 256, "worth compressing");
        assert_eq!(plain.json()["kind"], "answer");
        for encoding in ["br", "gzip"] {
            let answer = app.get_with(&path, &[("accept-encoding", encoding)]).await;
            assert_eq!(answer.status, StatusCode::OK);
            assert_eq!(answer.header(header::CONTENT_ENCODING), encoding);
            assert!((1..plain.n_bytes).contains(&answer.n_bytes), "{encoding}");
        }
    }
}

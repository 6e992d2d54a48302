//! Addresses elsewhere that articles lead to, and whether something is there.

use crate::support::TestApp;
use axum::{Router, http::StatusCode, routing::get};
use domain::background;
use serde_json::{Value, json};
use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering},
};
use tokio::net::TcpListener;

const SCRIPT: &str = "application/json";
const DAY: i64 = 24 * 60;

/// A site with one page, and how often what is not there was asked for.
async fn site() -> (String, Arc<AtomicU32>) {
    let n_missed = Arc::new(AtomicU32::new(0));
    let counted = n_missed.clone();
    let missing = move || {
        counted.fetch_add(1, Ordering::SeqCst);
        async { StatusCode::NOT_FOUND }
    };
    let router = Router::new()
        .route("/there", get(|| async { "here" }))
        .fallback(missing);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await });
    (format!("http://{address}"), n_missed)
}

/// Saves the first article with this answer and these buttons.
async fn save(app: &TestApp, answer: &str, buttons: &str) {
    save_variant(app, answer, buttons, "").await;
}

/// The same, with what the answer says in the dialog box.
async fn save_variant(app: &TestApp, answer: &str, buttons: &str, in_box: &str) {
    let owner = app.owner().await;
    let (bot, article) = (app.bot.to_string(), app.articles[0].to_string());
    let revision = article_of(app).await["revision"].to_string();
    let fields = [
        ("bot", bot.as_str()),
        ("article", article.as_str()),
        ("revision", revision.as_str()),
        ("locale", "en"),
        ("title", "Can I send something back?"),
        ("utterances", "refund please"),
        ("answer", answer),
        ("topic", "Shop"),
        ("buttons", buttons),
        ("variant_box", in_box),
    ];
    let saved = owner.post("articles/update", &fields, SCRIPT).await;
    assert_eq!(saved.status, StatusCode::OK, "{}", saved.text);
}

// A session does not last as long as the test's clock goes on.
async fn article_of(app: &TestApp) -> Value {
    let (bot, article) = (app.bot.to_string(), app.articles[0].to_string());
    let fields = [("bot", bot.as_str()), ("article", article.as_str())];
    app.owner().await.call("articles/get", &fields).await.json()
}

async fn dead(app: &TestApp) -> (Value, Value, usize) {
    let article = article_of(app).await;
    let bot = app.bot.to_string();
    let filter = [("bot", bot.as_str()), ("alert", "dead_address")];
    let list = app.owner().await.call("articles/list", &filter).await;
    let n_found = list.json()["items"].as_array().map_or(0, Vec::len);
    let (alerts, dead) = (article["alerts"].clone(), article["dead_addresses"].clone());
    (alerts, dead, n_found)
}

/// Lets a while pass and does what is due, often enough for each address of one host.
async fn after(app: &TestApp, minutes: i64) {
    app.clock.advance_minutes(minutes);
    for _ in 0..3 {
        app.clock.advance_minutes(1);
        background::do_due_jobs(&app.platform).await.unwrap();
    }
}

#[tokio::test]
async fn an_address_is_dead_when_nothing_was_there_twice_a_day_apart() {
    for app in TestApp::on_each_engine().await {
        let (site, n_missed) = site().await;
        let gone = format!("{site}/gone?a=1&b=2");
        let answer = format!("<p><a href=\"{site}/there\">There</a> and 30 days.</p>");
        let buttons = format!("Old | {gone}#top");
        save(&app, &answer, &buttons).await;
        let nothing = (json!([]), json!([]), 0);
        after(&app, 0).await;
        assert_eq!(
            (dead(&app).await, n_missed.load(Ordering::SeqCst)),
            (nothing.clone(), 1)
        );
        after(&app, DAY / 2).await;
        assert_eq!(n_missed.load(Ordering::SeqCst), 1, "half a day is too soon");
        after(&app, DAY / 2).await;
        let found = (json!(["dead_address"]), json!([gone]), 1);
        assert_eq!(
            (dead(&app).await, n_missed.load(Ordering::SeqCst)),
            (found, 2)
        );
        after(&app, 6 * DAY).await;
        assert_eq!(n_missed.load(Ordering::SeqCst), 2, "then once a week");
        after(&app, DAY).await;
        assert_eq!(n_missed.load(Ordering::SeqCst), 3);

        save(&app, &answer, "").await;
        assert_eq!(dead(&app).await, nothing, "at once when it is mended");
        after(&app, 0).await;
        save(&app, &answer, &buttons).await;
        assert_eq!(dead(&app).await, nothing, "what was found is forgotten");
    }
}

#[tokio::test]
async fn an_internal_address_and_a_server_that_is_down_are_left_alone() {
    for app in TestApp::on_each_engine().await {
        let buttons = "In | http://10.0.0.1/a\nDown | http://127.0.0.1:9/";
        save(&app, "<p>Within 30 days.</p>", buttons).await;
        for minutes in [0, DAY, 8 * DAY] {
            after(&app, minutes).await;
        }
        assert_eq!(dead(&app).await, (json!([]), json!([]), 0));
    }
}

#[tokio::test]
async fn an_address_that_one_channel_alone_leads_to_is_looked_at_too() {
    for app in TestApp::on_each_engine().await {
        let (site, _) = site().await;
        let in_box = format!("<p><a href=\"{site}/gone\">Gone</a></p>");
        save_variant(&app, "<p>Within 30 days.</p>", "", &in_box).await;
        after(&app, 0).await;
        after(&app, DAY).await;
        let gone = format!("{site}/gone");
        assert_eq!(
            dead(&app).await,
            (json!(["dead_address"]), json!([gone]), 1)
        );
    }
}

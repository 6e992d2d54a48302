//! Figures: what is asked is counted once, as the page, the file and the list of conversations say.

use crate::support::{Persona, TestApp};
use axum::http::StatusCode;
use serde_json::{Value, json};

async fn report(persona: &Persona<'_>, more: &[(&str, &str)]) -> Value {
    let bot = persona.app.bot.to_string();
    let fields = [&[("bot", bot.as_str())][..], more].concat();
    let answer = persona.call("analytics/report", &fields).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    answer.json()
}

#[tokio::test]
async fn page_file_and_list_say_the_same() {
    for app in TestApp::on_each_engine().await {
        let first = app
            .ask_with(&[("question", "opening times"), ("locale", "en")])
            .await
            .json();
        let handle = first["conversation"].as_str().unwrap();
        app.ask_with(&[
            ("question", "who won the cup in 1998"),
            ("conversation", handle),
        ])
        .await;
        app.ask("opening times").await;
        for rating in ["down", "up", "up"] {
            let thumb = json!({
                "conversation": handle, "turn": first["turn"], "rating": rating,
            });
            app.post_json(&app.api("feedback"), &thumb).await;
        }
        app.derive().await;
        app.derive().await;
        let owner = app.owner().await;
        let shown = report(&owner, &[]).await;
        assert_eq!(shown[1], json!([]), "everything could be read");
        let expected = json!({
            "n_conversations": 2, "n_questions": 3, "n_answered": 2, "n_asked_back": 0,
            "n_missed": 1, "n_up": 1, "n_down": 0,
        });
        let counts = |report: &Value| report["figures"]["counts"].clone();
        // A page has many counts, so it gets the numbers alone.
        let numbers = json!([2, 3, 2, 0, 1, 1, 0]);
        assert_eq!(counts(&shown[0]), numbers, "{}", app.engine);
        assert!(shown[0]["figures"]["p95_us"].as_u64() > Some(0));
        let series = shown[0]["series"].as_array().unwrap();
        let n: u64 = series
            .iter()
            .map(|column| column[3][1].as_u64().unwrap())
            .sum();
        assert_eq!((series.len(), n), (28, 3));
        let top = &shown[0]["articles"][0];
        assert_eq!(top["label"], "What are the opening hours?");
        assert_eq!(
            (&top["counts"][1], &top["counts"][5]),
            (&json!(2), &json!(1))
        );
        let week = shown[0]["week"].to_string();
        assert_eq!(week.matches('3').count(), 1, "{week}");
        let base = format!("/bots/{}/analytics/export", app.bot);
        let file = owner.open(&format!("{base}?format=json")).await.json();
        assert_eq!(counts(&file), expected);
        let last = file["series"].as_array().unwrap().last().unwrap();
        assert_eq!(last["counts"]["n_questions"], 3, "{last}");
        let (start, end) = (last["start"].as_i64(), last["end"].as_i64());
        assert_eq!(end.unwrap() - start.unwrap(), 24 * 60 * 60 * 1_000);
        assert_eq!(file["articles"][0]["article"], top["article"]);
        let csv = owner.open(&base).await.text;
        let period = csv.lines().nth(1).unwrap().to_owned();
        assert!(
            period.starts_with("period,") && period.contains(",2,3,2,0,1,0.6667,1,0,"),
            "{csv}"
        );
    }
}

#[tokio::test]
async fn a_period_counts_its_own_days_where_the_reader_is() {
    for app in TestApp::on_each_engine().await {
        app.ask("opening times").await;
        app.derive().await;
        let owner = app.owner().await;
        let n = |report: &Value| report[0]["figures"]["counts"][1].clone();
        let before = |report: &Value| report[0]["before"]["counts"][1].clone();
        // Of two zones a day apart, at least one has another day than the question's.
        let mut days = Vec::new();
        for tz in ["Pacific/Kiritimati", "Pacific/Pago_Pago"] {
            let here = report(&owner, &[("tz", tz)]).await;
            let today = here[0]["today"].as_str().unwrap().to_owned();
            let day = [("from", today.as_str()), ("to", &today), ("tz", tz)];
            assert_eq!(n(&report(&owner, &day).await), 1, "{tz} {}", app.engine);
            days.push(today);
        }
        assert_ne!(days[0], days[1]);
        app.clock.advance_minutes(24 * 60);
        let owner = app.owner().await;
        let today = report(&owner, &[]).await[0]["today"]
            .as_str()
            .unwrap()
            .to_owned();
        let day = report(&owner, &[("from", &today), ("to", &today)]).await;
        assert_eq!((n(&day), before(&day)), (json!(0), json!(1)));
    }
}

#[tokio::test]
async fn what_cannot_be_read_is_told_and_a_file_refuses_it() {
    for app in TestApp::on_each_engine().await {
        let owner = app.owner().await;
        let odd = report(&owner, &[("from", "soon"), ("tz", "Europe/Atlantis")]).await;
        assert_eq!(
            (odd[1][0]["field"].as_str(), odd[1][1]["field"].as_str()),
            (Some("tz"), Some("from"))
        );
        let file = format!("/bots/{}/analytics/export?from=soon", app.bot);
        let refused = owner.open(&file).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
}

#[tokio::test]
async fn visitors_cannot_fill_the_table_with_made_up_pages() {
    for app in TestApp::on_each_engine().await {
        for n in 0..310 {
            let page = format!("https://shop.example.org/{n}");
            app.ask_with(&[("question", "opening times"), ("page", &page)])
                .await;
        }
        app.derive().await;
        let report = report(&app.owner().await, &[]).await;
        let others = &report[0]["pages"][0];
        assert_eq!(
            (&others["label"], &others["counts"][1]),
            (&json!("*"), &json!(10))
        );
    }
}

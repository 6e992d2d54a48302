//! How often something may be called.

use crate::support::{NO_LIMITS, Persona, TestApp};
use axum::http::{StatusCode, header};
use domain::platform::LimitSettings;
use serde_json::json;

#[tokio::test]
async fn s18_every_chat_endpoint_is_limited() {
    let limits = LimitSettings {
        talk_per_address: 2,
        sign_in_per_address: 0,
        sign_in_per_email: 0,
        dashboard_per_person: 0,
        reports_per_address: 2,
    };
    for path in [
        "talk?question=hours",
        "widget",
        "status",
        "feedback",
        "errors",
    ] {
        for app in TestApp::with_limits(limits).await {
            let call = async || match path {
                "feedback" | "errors" => app.post_json(&app.api(path), &json!({})).await,
                _ => app.get(&app.api(path)).await,
            };
            for _ in 0..2 {
                assert_ne!(call().await.status, StatusCode::TOO_MANY_REQUESTS, "{path}");
            }
            let refused = call().await;
            assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS, "{path}");
            let wait: u32 = refused.header(header::RETRY_AFTER).parse().unwrap();
            assert!((1..=120).contains(&wait), "{path}: {wait}");
            // The window slides: after what it says, one more passes.
            app.clock.advance_minutes(2);
            assert_ne!(call().await.status, StatusCode::TOO_MANY_REQUESTS, "{path}");
        }
    }
}

#[tokio::test]
async fn s22_what_one_person_asks_is_limited() {
    let limits = LimitSettings {
        dashboard_per_person: 20,
        ..NO_LIMITS
    };
    for app in TestApp::with_limits(limits).await {
        let (owner, member) = (app.owner().await, app.member().await);
        let bot = app.bot.to_string();
        let filter = async |who: &Persona<'_>, n: u32| {
            let text = format!("word {n}");
            let fields = [("bot", bot.as_str()), ("before", ""), ("contains", &text)];
            who.call("conversations/list", &fields).await
        };
        for n in 0..20 {
            assert_eq!(filter(&owner, n).await.status, StatusCode::OK, "{n}");
        }
        let refused = filter(&owner, 21).await;
        assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
        assert_eq!(
            filter(&member, 0).await.status,
            StatusCode::OK,
            "another person"
        );
        app.clock.advance_minutes(2);
        assert_eq!(filter(&owner, 22).await.status, StatusCode::OK);
    }
}

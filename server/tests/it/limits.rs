//! How often something may be called.

use crate::support::TestApp;
use axum::http::{StatusCode, header};
use domain::platform::LimitSettings;
use serde_json::json;

#[tokio::test]
async fn s18_every_chat_endpoint_is_limited() {
    let limits = LimitSettings {
        talk_per_address: 2,
        sign_in_per_address: 0,
        sign_in_per_email: 0,
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

//! What is said of the management API is what there is.

use crate::support::TestApp;
use axum::http::StatusCode;
use domain::access::entries::{ENTRIES, Guard};
use std::collections::BTreeSet;

#[tokio::test]
async fn the_description_is_that_of_the_table_of_entries() {
    let apps = TestApp::on_each_engine().await;
    let document = apps[0].get("/api/v1/openapi.json").await.json();
    let mut described = BTreeSet::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let scope = operation["security"][0]["token"][0]
                .as_str()
                .unwrap_or("")
                .to_owned();
            described.insert((method.to_uppercase(), path.clone(), scope));
        }
    }
    let visitors = [
        "talk",
        "status",
        "widget",
        "feedback",
        "errors",
        "openapi.json",
    ];
    let listed: BTreeSet<(String, String, String)> = ENTRIES
        .iter()
        .filter(|entry| {
            entry.path.starts_with("/api/v1/") || entry.path.starts_with("/.well-known")
        })
        .filter(|entry| !visitors.iter().any(|last| entry.path.ends_with(last)))
        .map(|entry| {
            let scope = match entry.guard {
                Guard::Needs(needed) => format!("{}:{}", needed.area, needed.right),
                _ => String::new(),
            };
            (entry.method.to_owned(), entry.path.to_owned(), scope)
        })
        .collect();
    assert_eq!(described, listed);
    let page = apps[0].get("/api").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(
        !page
            .header("content-security-policy")
            .contains("script-src")
    );
    for (_, path, _) in &described {
        assert!(
            page.text.contains(path.as_str()),
            "{path} is not on the page"
        );
    }
}

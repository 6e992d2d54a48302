//! The first start: a link that makes the first account, once.

use crate::support::{Answer, NO_LIMITS, TestApp};
use axum::http::StatusCode;
use domain::identity::setup_token;

const OWNER: &str = "ada@example.org";
const PASSWORD: &str = "a quiet evening by the sea";

async fn token(app: &TestApp) -> Option<String> {
    setup_token(&app.command().greet()).await.unwrap()
}

async fn set_up(app: &TestApp, token: &str, email: &str, password: &str) -> Answer {
    let fields = [
        ("token", token),
        ("name", "Acme"),
        ("email", email),
        ("password", password),
    ];
    app.nobody()
        .post("session/setup", &fields, "application/json")
        .await
}

#[tokio::test]
async fn the_first_start_has_a_link_and_no_account() {
    for app in TestApp::empty_on_each_engine(NO_LIMITS).await {
        let link = token(&app).await.unwrap();
        let page = app.get(&format!("/welcome?token={link}")).await;
        assert!(page.text.contains("Set up Parlance"), "{}", page.text);
        let forged = set_up(&app, &format!("{link}x"), OWNER, PASSWORD).await;
        assert_eq!(forged.status, StatusCode::NOT_FOUND);
        let refused = set_up(&app, &link, "nobody", "password").await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        for field in ["email", "password"] {
            assert!(refused.text.contains(&format!("\"{field}\"")), "{field}");
        }
        let done = set_up(&app, &link, OWNER, PASSWORD).await;
        assert_eq!(done.status, StatusCode::OK, "{}", done.text);
        let signed_in = app.nobody().post_sign_in(OWNER, PASSWORD).await;
        assert_eq!(signed_in.status, StatusCode::OK);
        assert_eq!(token(&app).await, None, "somebody is there");
        let again = set_up(&app, &link, "eve@example.org", PASSWORD).await;
        assert_eq!(again.status, StatusCode::NOT_FOUND);
        let page = app.get(&format!("/welcome?token={link}")).await;
        assert!(!page.text.contains("Set up Parlance"));
    }
}

#[tokio::test]
async fn of_many_at_once_one_sets_it_up_and_a_link_ends() {
    for app in TestApp::empty_on_each_engine(NO_LIMITS).await {
        let link = token(&app).await.unwrap();
        let emails: Vec<String> = (0..8).map(|n| format!("person{n}@example.org")).collect();
        let tries = emails
            .iter()
            .map(|email| set_up(&app, &link, email, PASSWORD));
        let answers = futures::future::join_all(tries).await;
        let n_done = answers.iter().filter(|it| it.status == StatusCode::OK);
        assert_eq!(n_done.count(), 1, "{}", app.engine);
    }
    for app in TestApp::empty_on_each_engine(NO_LIMITS).await {
        let link = token(&app).await.unwrap();
        app.clock.advance_minutes(24 * 60);
        let late = set_up(&app, &link, OWNER, PASSWORD).await;
        assert_eq!(late.status, StatusCode::NOT_FOUND);
    }
}

//! Signing in and out, and what a session is worth.

use crate::support::{PASSWORD, Persona, TestApp, cookie};
use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use domain::platform::LimitSettings;
use server::listener::Encrypted;

#[tokio::test]
async fn d03_a_session_ends_after_fifteen_idle_minutes() {
    for app in TestApp::on_each_engine().await {
        let owner = app.owner().await;
        for _ in 0..3 {
            app.clock.advance_minutes(14);
            assert_eq!(
                owner.call("session/me", &[]).await.status,
                StatusCode::OK,
                "activity keeps it"
            );
        }
        app.clock.advance_minutes(16);
        let late = owner.call("session/me", &[]).await;
        assert_eq!(
            (late.status, late.code()),
            (StatusCode::UNAUTHORIZED, "signed_out".to_owned())
        );
        let page = owner.open(&format!("/bots/{}/knowledge", app.bot)).await;
        assert!(page.status.is_redirection(), "{}", page.status);
        assert!(page.header(header::LOCATION).starts_with("/sign-in?next="));
    }
}

#[tokio::test]
async fn asking_how_long_a_session_has_left_does_not_prolong_it() {
    for app in TestApp::on_each_engine().await {
        let owner = app.owner().await;
        let left = async || -> u64 {
            let answer = owner.call("session/left", &[]).await;
            answer
                .text
                .parse()
                .unwrap_or_else(|_| panic!("{}", answer.text))
        };
        owner.call("bots/list", &[]).await;
        assert_eq!(left().await, 15 * 60);
        app.clock.advance_minutes(14);
        assert_eq!(left().await, 60);
        app.clock.advance_minutes(1);
        let ended = owner.call("session/left", &[]).await;
        assert_eq!(ended.code(), "signed_out");
    }
}

#[tokio::test]
async fn s03_a_session_ends_after_twelve_hours_whatever_happens() {
    for app in TestApp::on_each_engine().await {
        let owner = app.owner().await;
        for _ in 0..(12 * 60 / 10) {
            app.clock.advance_minutes(10);
            owner.call("session/me", &[]).await;
        }
        assert_eq!(
            owner.call("session/me", &[]).await.status,
            StatusCode::UNAUTHORIZED
        );
    }
}

#[tokio::test]
async fn s03_the_cookie_is_out_of_reach_of_scripts_and_other_sites() {
    for app in TestApp::on_each_engine().await {
        let answer = app
            .nobody()
            .post_sign_in("owner@shop.example", PASSWORD)
            .await;
        let all = answer.headers.get_all(header::SET_COOKIE).into_iter();
        let all: Vec<&str> = all.map(|set| set.to_str().unwrap()).collect();
        // Of the session, and of the browser.
        assert_eq!(all.len(), 2, "{all:?}");
        for set in all {
            assert!(set.starts_with("__Host-parlance"), "{set}");
            for attribute in ["HttpOnly", "Secure", "SameSite=Lax", "Path=/"] {
                assert!(set.contains(attribute), "{attribute}: {set}");
            }
            assert!(!set.contains("Domain"), "{set}");
        }
    }
}

#[tokio::test]
async fn s03_a_session_ends_on_signing_out_and_stays_ended() {
    for app in TestApp::on_each_engine().await {
        let owner = app.owner().await;
        assert_eq!(
            owner
                .post("session/sign-out", &[], "application/json")
                .await
                .status,
            StatusCode::OK
        );
        assert_eq!(
            owner.call("session/me", &[]).await.status,
            StatusCode::UNAUTHORIZED
        );
    }
}

#[tokio::test]
async fn signing_in_changes_the_token() {
    for app in TestApp::on_each_engine().await {
        let refused = app
            .nobody()
            .post_sign_in_plain("owner@shop.example", "wrong password")
            .await;
        let before = Persona {
            app: &app,
            cookie: Some(cookie(&refused)),
        };
        let after = cookie(&before.post_sign_in("owner@shop.example", PASSWORD).await);
        assert_ne!(
            before.cookie,
            Some(after),
            "a token from before the sign-in is worth nothing"
        );
        assert_eq!(
            before.call("session/me", &[]).await.status,
            StatusCode::UNAUTHORIZED
        );
    }
}

impl Persona<'_> {
    /// Signs in as a browser without scripts does.
    async fn post_sign_in_plain(&self, email: &str, password: &str) -> crate::support::Answer {
        let fields = [
            ("email", email),
            ("password", password),
            ("next", ""),
            ("form_page", "/sign-in"),
        ];
        self.post("session/sign-in", &fields, "text/html").await
    }
}

#[tokio::test]
async fn a_refused_plain_form_comes_back_with_what_was_typed_but_no_secret() {
    for app in TestApp::on_each_engine().await {
        let refused = app
            .nobody()
            .post_sign_in_plain("Owner@Shop.example", "s3cret-typed")
            .await;
        assert_eq!(refused.status, StatusCode::SEE_OTHER);
        let page = refused.header(header::LOCATION).to_owned();
        assert!(page.starts_with("/sign-in?form="), "{page}");
        let browser = Persona {
            app: &app,
            cookie: Some(cookie(&refused)),
        };
        let shown = browser.open(&page).await;
        assert!(shown.text.contains("Owner@Shop.example"), "{}", shown.text);
        assert!(!shown.text.contains("s3cret-typed"));
        app.clock.advance_minutes(11);
        assert!(
            !browser
                .open(&page)
                .await
                .text
                .contains("Owner@Shop.example"),
            "ten minutes"
        );
    }
}

#[tokio::test]
async fn a_plain_form_that_passes_leads_on() {
    for app in TestApp::on_each_engine().await {
        let answer = app
            .nobody()
            .post_sign_in_plain("owner@shop.example", PASSWORD)
            .await;
        assert_eq!(
            (answer.status, answer.header(header::LOCATION)),
            (StatusCode::SEE_OTHER, "/bots")
        );
        let evil = [
            ("email", "owner@shop.example"),
            ("password", PASSWORD),
            ("next", "//evil.example"),
            ("form_page", "https://evil.example"),
        ];
        let answer = app
            .nobody()
            .post("session/sign-in", &evil, "text/html")
            .await;
        assert_eq!(answer.header(header::LOCATION), "/bots");
    }
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_account_answer_alike() {
    for app in TestApp::on_each_engine().await {
        let wrong = app
            .nobody()
            .post_sign_in("owner@shop.example", "not the password")
            .await;
        let unknown = app
            .nobody()
            .post_sign_in("nobody@shop.example", "not the password")
            .await;
        assert_eq!(wrong.status, StatusCode::UNAUTHORIZED);
        assert_eq!((wrong.status, wrong.text), (unknown.status, unknown.text));
    }
}

#[tokio::test]
async fn sign_ins_with_one_email_are_limited_whatever_its_spelling() {
    let limits = LimitSettings {
        talk_per_address: 0,
        sign_in_per_address: 0,
        sign_in_per_email: 3,
        dashboard_per_person: 0,
        reports_per_address: 0,
    };
    for app in TestApp::with_limits(limits).await {
        for spelling in [
            "owner@shop.example",
            "Owner@Shop.Example",
            " OWNER@shop.example",
        ] {
            let answer = app
                .nobody()
                .post_sign_in(spelling, "not the password")
                .await;
            assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
        }
        let fourth = app
            .nobody()
            .post_sign_in("owner@shop.example", PASSWORD)
            .await;
        assert_eq!(fourth.status, StatusCode::TOO_MANY_REQUESTS);
        assert!(!fourth.header("retry-after").is_empty());
    }
}

#[tokio::test]
async fn a_right_password_does_not_count_against_its_owner() {
    let limits = LimitSettings {
        talk_per_address: 0,
        sign_in_per_address: 0,
        sign_in_per_email: 2,
        dashboard_per_person: 0,
        reports_per_address: 0,
    };
    for app in TestApp::with_limits(limits).await {
        for _ in 0..4 {
            let answer = app
                .nobody()
                .post_sign_in("owner@shop.example", PASSWORD)
                .await;
            assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
        }
    }
}

#[tokio::test]
async fn another_site_can_change_nothing() {
    for app in TestApp::on_each_engine().await {
        let owner = app.owner().await;
        let bot = app.bot.to_string();
        for (name, value) in [
            ("sec-fetch-site", "cross-site"),
            ("sec-fetch-site", "same-site"),
            ("origin", "https://evil.example"),
            ("origin", "null"),
        ] {
            let request = Request::post("/api/ui/bots/publish")
                .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
                .header(header::COOKIE, owner.cookie.clone().unwrap())
                .header(name, value)
                .body(Body::from(format!("bot={bot}")))
                .unwrap();
            assert_eq!(
                app.send(request).await.status,
                StatusCode::FORBIDDEN,
                "{name}: {value}"
            );
        }
    }
}

#[tokio::test]
async fn s03_a_session_that_goes_on_in_another_country_is_over() {
    for app in TestApp::on_each_engine().await {
        let owner = app.owner().await;
        let session = owner.cookie.clone().unwrap();
        let ask = async |address: &str| {
            let request = Request::get("/api/ui/session/me").header(header::COOKIE, &session);
            let mut request = request.body(Body::empty()).unwrap();
            request.extensions_mut().insert(Encrypted);
            app.send_from(address, request).await.status
        };
        for near in ["203.0.113.77", "198.51.100.1", "203.0.113.5"] {
            assert_eq!(ask(near).await, StatusCode::OK, "{near}");
        }
        assert_eq!(ask("192.0.2.1").await, StatusCode::UNAUTHORIZED);
        assert_eq!(
            ask("203.0.113.5").await,
            StatusCode::UNAUTHORIZED,
            "it stays over"
        );
        let own = app.owner().await.call("account/sessions", &[]).await.json();
        assert_eq!(own[0]["country"], "DE", "{own}");
    }
}

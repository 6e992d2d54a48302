//! Passwords: forgotten, set anew, changed; and one's own sessions.

use crate::support::{Answer, HOST, PASSWORD, Persona, TestApp};
use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use domain::background;

const NEW: &str = "four words nobody joined";
const OWNER: &str = "owner@shop.example";

async fn forgot(app: &TestApp, email: &str) -> Answer {
    let fields = [("email", email), ("locale", "en")];
    app.nobody()
        .post("session/forgot", &fields, "application/json")
        .await
}

async fn reset(app: &TestApp, token: &str, password: &str) -> Answer {
    let fields = [("token", token), ("password", password), ("locale", "en")];
    app.nobody()
        .post("session/reset", &fields, "application/json")
        .await
}

/// The token of the newest mail with a link.
async fn token(app: &TestApp) -> String {
    background::do_due_jobs(&app.platform).await.unwrap();
    let mail = app.outbox.take().pop().expect("a mail");
    let start = format!("https://{HOST}/reset?token=");
    let (_, rest) = mail.text.split_once(&start).expect("a link");
    rest.chars()
        .take_while(|c| c.is_ascii_alphanumeric() || "-_".contains(*c))
        .collect()
}

#[tokio::test]
async fn s14_a_forgotten_password_is_set_anew_by_a_link_that_works_once() {
    for app in TestApp::on_each_engine().await {
        let before = app.owner().await;
        assert_eq!(forgot(&app, OWNER).await.status, StatusCode::OK);
        let link = token(&app).await;
        assert_eq!(reset(&app, &link, NEW).await.status, StatusCode::OK);
        assert_eq!(reset(&app, &link, NEW).await.status, StatusCode::NOT_FOUND);
        let old = app.nobody().post_sign_in(OWNER, PASSWORD).await;
        assert_eq!(old.status, StatusCode::UNAUTHORIZED);
        let new = app.nobody().post_sign_in(OWNER, NEW).await;
        assert!(new.status.is_success() || new.status.is_redirection());
        // Sessions from before have ended.
        let answer = before.call("session/me", &[]).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
        background::do_due_jobs(&app.platform).await.unwrap();
        let told = app.outbox.take();
        assert_eq!(told.len(), 1);
        assert_eq!(told[0].subject, "Your password was changed");
        assert!(!told[0].text.contains(NEW));
    }
}

#[tokio::test]
async fn a2_a_newer_link_voids_the_older_and_a_quarter_of_an_hour_both() {
    for app in TestApp::on_each_engine().await {
        forgot(&app, OWNER).await;
        let older = token(&app).await;
        forgot(&app, OWNER).await;
        let newer = token(&app).await;
        assert_ne!(older, newer);
        assert_eq!(reset(&app, &older, NEW).await.status, StatusCode::NOT_FOUND);
        app.clock.advance_minutes(16);
        assert_eq!(reset(&app, &newer, NEW).await.status, StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn a24_of_fifty_at_once_one_sets_the_password() {
    for app in TestApp::on_each_engine().await {
        forgot(&app, OWNER).await;
        let link = token(&app).await;
        let tries = (0..50).map(|_| reset(&app, &link, NEW));
        let answers = futures::future::join_all(tries).await;
        let n_right = answers
            .iter()
            .filter(|answer| answer.status == StatusCode::OK)
            .count();
        assert_eq!(n_right, 1);
    }
}

#[tokio::test]
async fn a1_a_token_that_is_none_sets_nothing() {
    for app in TestApp::on_each_engine().await {
        forgot(&app, OWNER).await;
        let link = token(&app).await;
        let other = if link.starts_with('A') { "B" } else { "A" };
        let forged = format!("{other}{}", &link[1..]);
        for token in ["", "null", "undefined", "0", &forged, &link[..42]] {
            let answer = reset(&app, token, NEW).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{token:?}");
        }
        let missing = app
            .nobody()
            .post("session/reset", &[("password", NEW)], "application/json")
            .await;
        assert!(missing.status.is_client_error());
        // The answer to who asks tells nothing of the link.
        assert!(!forgot(&app, OWNER).await.text.contains(&link[..8]));
    }
}

#[tokio::test]
async fn s15_who_has_no_account_is_answered_alike_and_written_to_nobody() {
    for app in TestApp::on_each_engine().await {
        let (known, unknown) = (
            forgot(&app, OWNER).await,
            forgot(&app, "nobody@example.org").await,
        );
        assert_eq!((known.status, &known.text), (unknown.status, &unknown.text));
        background::do_due_jobs(&app.platform).await.unwrap();
        let mails = app.outbox.take();
        assert_eq!(mails.len(), 1);
        assert_eq!(mails[0].to.as_str(), OWNER);
    }
}

#[tokio::test]
async fn d04_no_mail_carries_a_password() {
    for app in TestApp::on_each_engine().await {
        let owner = app.owner().await;
        forgot(&app, OWNER).await;
        let link = token(&app).await;
        reset(&app, &link, NEW).await;
        change(&owner, NEW, PASSWORD).await;
        background::do_due_jobs(&app.platform).await.unwrap();
        for mail in app.outbox.take() {
            let text = format!("{}\n{}", mail.subject, mail.text);
            assert!(!text.contains(NEW) && !text.contains(PASSWORD), "{text}");
        }
    }
}

#[tokio::test]
async fn a_mail_waits_until_it_is_taken() {
    for app in TestApp::on_each_engine().await {
        app.outbox.set_down(true);
        forgot(&app, OWNER).await;
        background::do_due_jobs(&app.platform).await.unwrap();
        assert_eq!(app.outbox.take(), []);
        app.outbox.set_down(false);
        app.clock.advance_minutes(2);
        background::do_due_jobs(&app.platform).await.unwrap();
        assert_eq!(app.outbox.take().len(), 1);
        app.clock.advance_minutes(60);
        background::do_due_jobs(&app.platform).await.unwrap();
        assert_eq!(app.outbox.take(), [], "it is sent once");
    }
}

async fn change(persona: &Persona<'_>, current: &str, new: &str) -> Answer {
    let fields = [("current", current), ("password", new), ("locale", "fr")];
    persona
        .post("account/password", &fields, "application/json")
        .await
}

#[tokio::test]
async fn a3_a_changed_password_ends_the_other_sessions_alone() {
    for app in TestApp::on_each_engine().await {
        let (one, other) = (app.owner().await, app.owner().await);
        let wrong = change(&one, "something else", NEW).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        let common = change(&one, PASSWORD, "password1").await;
        assert_eq!(common.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(common.text.contains("too_common"));
        assert_eq!(change(&one, PASSWORD, NEW).await.status, StatusCode::OK);
        assert_eq!(one.call("session/me", &[]).await.status, StatusCode::OK);
        let ended = other.call("session/me", &[]).await;
        assert_eq!(ended.status, StatusCode::UNAUTHORIZED);
        background::do_due_jobs(&app.platform).await.unwrap();
        let mails = app.outbox.take();
        assert_eq!(mails[0].subject, "Votre mot de passe a été changé");
    }
}

#[tokio::test]
async fn s03_ones_own_sessions_are_listed_and_ended_and_nobody_elses() {
    for app in TestApp::on_each_engine().await {
        let (one, other) = (app.owner().await, app.owner().await);
        let member = app.member().await;
        let listed = one.call("account/sessions", &[]).await.json();
        let listed = listed.as_array().unwrap();
        assert_eq!(listed.len(), 2);
        assert_eq!(
            listed.iter().filter(|one| one["is_this"] == true).count(),
            1
        );
        let theirs = listed.iter().find(|one| one["is_this"] == false).unwrap();
        let id = theirs["id"].as_str().unwrap();
        let refused = member
            .post("account/end", &[("which", id)], "application/json")
            .await;
        assert_eq!(refused.status, StatusCode::NOT_FOUND);
        let ended = one
            .post("account/end", &[("which", id)], "application/json")
            .await;
        assert_eq!(ended.status, StatusCode::OK);
        let answer = other.call("session/me", &[]).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
        let nobody = app.nobody().call("account/sessions", &[]).await;
        assert_eq!(nobody.status, StatusCode::UNAUTHORIZED);
    }
}

#[tokio::test]
async fn mails_that_go_nowhere_are_read_at_the_machine_and_nowhere_else() {
    for app in TestApp::on_each_engine().await {
        forgot(&app, OWNER).await;
        background::do_due_jobs(&app.platform).await.unwrap();
        let read = async |peer: &str, host: &str, proxy: Option<&str>| {
            let mut request = Request::get("/mails").header(header::HOST, host);
            if let Some(proxy) = proxy {
                request = request.header("x-forwarded-for", proxy);
            }
            let request = request.body(Body::empty()).unwrap();
            app.send_from(peer, request).await
        };
        let page = read("127.0.0.1", "localhost:3000", None).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.text);
        assert!(page.text.contains("/reset?token=") && page.text.contains(OWNER));
        let elsewhere = [
            read("203.0.113.5", "localhost:3000", None).await,
            read("127.0.0.1", "evil.example", None).await,
            read("127.0.0.1", "localhost:3000", Some("203.0.113.5")).await,
        ];
        for page in elsewhere {
            assert!(!page.text.contains("token="), "{}", page.text);
            assert_ne!(page.status, StatusCode::OK);
        }
    }
}

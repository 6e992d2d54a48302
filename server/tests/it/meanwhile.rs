//! A password that is changed while somebody signs in with the old one: at whatever moment it
//! happens, nobody is in afterwards.

use crate::{
    factor::half,
    program::{Program, ask_token},
    support::{Answer, PASSWORD, Persona, TestApp, cookie},
};
use axum::http::StatusCode;
use model::{id::UserId, text::Email};
use serde_json::json;
use std::{
    pin::{Pin, pin},
    task::Poll,
};

const OWNER: &str = "owner@shop.example";
const OTHER: &str = "another horse battery";

/// An account whose password becomes another one and is set back.
struct Account<'a> {
    app: &'a TestApp,
    user: UserId,
    old: String,
    new: String,
}

impl<'a> Account<'a> {
    async fn of(app: &'a TestApp) -> Self {
        let user = app.user_of(OWNER).await;
        let old = hash(app).await;
        let fields = [("current", PASSWORD), ("password", OTHER), ("locale", "en")];
        let done = app.owner().await.send("account/password", &fields).await;
        assert_eq!(done.status, StatusCode::OK, "{}", done.text);
        let new = hash(app).await;
        assert_ne!(old, new);
        Self {
            app,
            user,
            old,
            new,
        }
    }

    /// Sets a password and ends all sessions, as a reset does.
    async fn set(&self, hash: &str) {
        let mut tx = self.app.db.write().await.unwrap();
        let set = store::identity::set_password_hash(&mut tx, self.user, hash);
        set.await.unwrap();
        let ended = store::sessions::delete_of(&mut tx, self.user).await;
        ended.unwrap();
        tx.commit().await.unwrap();
    }

    /// Lets something go on until it has been woken so many times, changes the password, and lets
    /// it end. Gives what came of it, and whether it was done before the change.
    async fn change_after(&self, n: usize, acting: impl Future<Output = Answer>) -> (Answer, bool) {
        let mut acting = pin!(acting);
        match until(acting.as_mut(), n).await {
            Some(answer) => {
                self.set(&self.new).await;
                (answer, true)
            }
            // It may hold what the change waits for, so both go on.
            None => {
                let change = self.set(&self.new);
                let ((), answer) = futures::future::join(change, acting).await;
                (answer, false)
            }
        }
    }
}

async fn hash(app: &TestApp) -> String {
    let mut tx = app.db.read().await.unwrap();
    let email = Email::parse(OWNER).unwrap();
    let found = store::identity::find_password_hash(&mut tx, &email).await;
    found.unwrap().unwrap().1.unwrap()
}

async fn until<F: Future>(mut future: Pin<&mut F>, n: usize) -> Option<F::Output> {
    let mut left = n;
    std::future::poll_fn(move |context| match future.as_mut().poll(context) {
        Poll::Ready(done) => Poll::Ready(Some(done)),
        Poll::Pending if left == 0 => Poll::Ready(None),
        Poll::Pending => {
            left -= 1;
            Poll::Pending
        }
    })
    .await
}

/// Whether an answer lets its browser in.
async fn is_in(app: &TestApp, answer: &Answer) -> bool {
    if !answer.headers.contains_key("set-cookie") {
        return false;
    }
    let cookie = Some(cookie(answer));
    Persona { app, cookie }.is_in().await
}

#[tokio::test]
async fn s14_who_signs_in_while_the_password_changes_is_not_in() {
    for app in TestApp::on_each_engine().await {
        let account = Account::of(&app).await;
        for n in 0.. {
            account.set(&account.old).await;
            let nobody = app.nobody();
            let acting = nobody.post_sign_in(OWNER, PASSWORD);
            let (answer, is_done) = account.change_after(n, acting).await;
            assert!(!is_in(&app, &answer).await, "{n}: {}", answer.text);
            if is_done {
                assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
                break;
            }
            let is_told = answer.status == StatusCode::OK || answer.code() == "wrong_credentials";
            assert!(is_told, "{n}: {}", answer.text);
        }
    }
}

#[tokio::test]
async fn s14_a_token_asked_for_while_the_password_changes_opens_nothing() {
    for app in TestApp::on_each_engine().await {
        let account = Account::of(&app).await;
        let asked = json!({ "email": OWNER, "password": PASSWORD });
        for n in 0.. {
            account.set(&account.old).await;
            let (answer, is_done) = account.change_after(n, ask_token(&app, &asked)).await;
            if answer.status == StatusCode::OK {
                let token = answer.json()["access_token"].as_str().unwrap().to_owned();
                let opened = Program { app: &app, token }.get("/api/v1/bots").await;
                assert_eq!(opened.status, StatusCode::UNAUTHORIZED, "{n}");
            } else {
                assert_eq!(answer.code(), "wrong_credentials", "{n}: {}", answer.text);
            }
            if is_done {
                assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
                break;
            }
        }
    }
}

#[tokio::test]
async fn s14_the_second_step_is_void_once_the_password_changes() {
    for app in TestApp::on_each_engine().await {
        let (phone, _) = app.owner().await.enrol().await;
        let account = Account {
            app: &app,
            user: app.user_of(OWNER).await,
            old: hash(&app).await,
            new: "no password at all".to_owned(),
        };
        for n in 0.. {
            account.set(&account.old).await;
            app.clock.advance_minutes(1);
            let half = half(&app, OWNER).await;
            let code = phone.code(&app);
            let fields = [("code", code.as_str())];
            let acting = half.send("session/code", &fields);
            let (answer, is_done) = account.change_after(n, acting).await;
            assert!(!is_in(&app, &answer).await, "{n}: {}", answer.text);
            if is_done {
                assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
                break;
            }
        }
    }
}

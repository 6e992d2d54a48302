//! The second factor of one's own account: set up, asked for, turned off.

use crate::{
    program::ask_token,
    support::{Answer, PASSWORD, Persona, TestApp, cookie},
};
use axum::http::StatusCode;
use domain::{background, platform::LimitSettings};
use serde_json::{Value, json};
use totp_rs::{Builder, Secret};

const OWNER: &str = "owner@shop.example";
const ELSEWHERE: &str = "owner@elsewhere.example";

/// Somebody's phone, with the secret in it.
pub struct Phone(String);

impl Phone {
    /// The code that it shows so many seconds from now.
    pub fn code_in(&self, app: &TestApp, seconds: i64) -> String {
        let secret = Secret::try_from_base32(self.0.replace(' ', "")).unwrap();
        let now_s = app.platform.now().as_millis() / 1_000 + seconds;
        let totp = Builder::new().with_secret(secret).build().unwrap();
        totp.generate(now_s.try_into().unwrap()).to_string()
    }

    pub fn code(&self, app: &TestApp) -> String {
        self.code_in(app, 0)
    }

    /// A code that is none of now.
    pub fn wrong(&self, app: &TestApp) -> String {
        let near: Vec<String> = (-2..=2).map(|n| self.code_in(app, n * 30)).collect();
        let mut all = (0..).map(|n| format!("{n:06}"));
        all.find(|code| !near.contains(code)).unwrap()
    }
}

impl Persona<'_> {
    pub async fn send(&self, endpoint: &str, fields: &[(&str, &str)]) -> Answer {
        self.post(endpoint, fields, "application/json").await
    }

    /// Begins to set a second factor up.
    pub async fn begin(&self) -> Phone {
        let begun = self
            .send("account/factor-begin", &[("current", PASSWORD)])
            .await;
        assert_eq!(begun.status, StatusCode::OK, "{}", begun.text);
        let secret = self.call("account/factor-secret", &[]).await.json();
        Phone(secret["secret"].as_str().unwrap().to_owned())
    }

    pub async fn confirm(&self, code: &str) -> Answer {
        let fields = [("code", code), ("locale", "en")];
        self.send("account/factor-confirm", &fields).await
    }

    /// Sets a second factor up, and gives its recovery codes.
    pub async fn enrol(&self) -> (Phone, Vec<String>) {
        let phone = self.begin().await;
        let done = self.confirm(&phone.code(self.app)).await;
        assert_eq!(done.status, StatusCode::OK, "{}", done.text);
        // What was taken is over, so that tests begin with a fresh code.
        self.app.clock.advance_minutes(1);
        (phone, self.codes().await)
    }

    /// The recovery codes that wait to be shown.
    async fn codes(&self) -> Vec<String> {
        let codes = self.call("account/factor-codes", &[]).await;
        serde_json::from_str(&codes.text).unwrap()
    }

    /// Whether they are signed in.
    pub async fn is_in(&self) -> bool {
        let me = self.call("session/me", &[]).await;
        me.status == StatusCode::OK
    }

    async fn own(&self) -> Value {
        self.call("account/factor", &[]).await.json()
    }
}

/// Gives the password, and so is half signed in.
pub async fn half<'a>(app: &'a TestApp, email: &str) -> Persona<'a> {
    let mut persona = app.nobody();
    let answer = persona.post_sign_in(email, PASSWORD).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    persona.cookie = Some(cookie(&answer));
    persona
}

async fn finish(persona: &Persona<'_>, code: &str) -> Answer {
    persona.send("session/code", &[("code", code)]).await
}

fn told(answer: &Answer) -> (u16, String) {
    (answer.status.as_u16(), answer.code())
}

/// Whether a code was refused as one that does not work.
fn is_wrong(answer: &Answer) -> bool {
    answer.status == StatusCode::UNPROCESSABLE_ENTITY && answer.text.contains("wrong_code")
}

#[tokio::test]
async fn a_second_factor_is_set_up_by_password_and_first_code() {
    for app in TestApp::on_each_engine().await {
        let owner = app.owner().await;
        assert_eq!(owner.own().await["since"], Value::Null);
        let refused = owner
            .send("account/factor-begin", &[("current", "not mine")])
            .await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        let phone = owner.begin().await;
        let page = owner.open("/account/factor").await;
        assert!(page.text.contains(&phone.0) && page.text.contains("factor-picture"));
        assert!(is_wrong(&owner.confirm(&phone.wrong(&app)).await));
        assert!(is_wrong(&owner.confirm("abcdef").await));
        // Nobody else's session sets it up.
        let member = app.member().await;
        let none = member.call("account/factor-secret", &[]).await;
        assert_eq!(none.text, "null");
        assert_eq!(told(&member.confirm(&phone.code(&app)).await).1, "conflict");
        assert_eq!(
            owner.confirm(&phone.code(&app)).await.status,
            StatusCode::OK
        );
        let codes = owner.codes().await;
        assert_eq!(codes.len(), 10);
        let own = owner.own().await;
        assert_eq!(own["n_codes"], json!(10));
        assert!(own["since"].is_i64());
        // A12: neither the secret nor the codes are in any answer after that.
        let again = owner.call("account/factor-secret", &[]).await;
        assert_eq!(again.text, "null");
        assert_eq!(owner.call("account/factor-codes", &[]).await.text, "null");
        let page = owner.open("/account/factor").await.text;
        assert!(!page.contains(&phone.0) && !codes.iter().any(|code| page.contains(code)));
        // Once more would take the place of the first.
        let twice = owner
            .send("account/factor-begin", &[("current", PASSWORD)])
            .await;
        assert_eq!(told(&twice).1, "conflict");
    }
}

#[tokio::test]
async fn recovery_codes_are_a_file_for_as_long_as_they_are_shown() {
    const FILE: &str = "/account/factor/codes.txt";
    for app in TestApp::on_each_engine().await {
        let (owner, member) = (app.owner().await, app.member().await);
        let (phone, codes) = owner.enrol().await;
        let file = owner.open(FILE).await;
        assert_eq!(file.status, StatusCode::OK, "{}", file.text);
        assert_eq!(file.text.lines().collect::<Vec<_>>(), codes);
        assert_eq!(file.header("cache-control"), "no-store");
        assert!(file.header("content-disposition").starts_with("attachment"));
        // Nobody else's session has them, nor does it see that there are any.
        assert_eq!(member.open(FILE).await.status, StatusCode::NOT_FOUND);
        let half = half(&app, OWNER).await;
        assert_eq!(half.open(FILE).await.status, StatusCode::UNAUTHORIZED);
        // Once the page is opened anew they are gone, and so they are after ten minutes.
        owner.open("/account/factor").await;
        assert_eq!(owner.open(FILE).await.status, StatusCode::NOT_FOUND);
        let code = phone.code(&app);
        let fields = [("code", code.as_str()), ("locale", "en")];
        let renewed = owner.send("account/factor-renew", &fields).await;
        assert_eq!(renewed.status, StatusCode::OK, "{}", renewed.text);
        assert_eq!(owner.open(FILE).await.status, StatusCode::NOT_FOUND);
        let page = owner.open("/account/factor").await;
        assert!(page.text.contains(FILE), "{}", page.text);
        let file = owner.open(FILE).await;
        assert_ne!(file.text.lines().collect::<Vec<_>>(), codes);
        assert_eq!(file.text.lines().count(), 10);
        app.clock.advance_minutes(11);
        assert_eq!(owner.open(FILE).await.status, StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn d14_secret_and_recovery_codes_are_nowhere_in_the_clear() {
    for app in TestApp::on_each_engine().await {
        let owner = app.owner().await;
        // Nor does a password that was refused wait for its form to come back.
        let refused = [
            ("current", "hunter2 of mine"),
            ("form_page", "/account/factor"),
        ];
        let back = owner
            .post("account/factor-begin", &refused, "text/html")
            .await;
        let location = back.header("location");
        assert!(location.starts_with("/account/factor?form="), "{location}");
        let phone = owner.begin().await;
        let mut tx = app.db.read().await.unwrap();
        let user = app.user_of(OWNER).await;
        let of_session = store::sessions::list_of(
            &mut tx,
            user,
            app.platform.now(),
            model::time::Timestamp::from_millis(0),
        );
        let waiting = of_session.await.unwrap();
        drop(tx);
        let raw = phone.0.replace(' ', "");
        for own in waiting {
            assert!(!own.data.contains(&raw) && !own.data.contains("hunter2"));
        }
        owner.confirm(&phone.code(&app)).await;
        let mut tx = app.db.read().await.unwrap();
        let kept = store::factors::find(&mut tx, user).await.unwrap().unwrap();
        assert!(!kept.secret.contains(&raw));
    }
}

#[tokio::test]
async fn with_a_second_factor_a_password_opens_nothing() {
    for app in TestApp::on_each_engine().await {
        let (phone, _) = app.owner().await.enrol().await;
        let mut half = half(&app, OWNER).await;
        assert!(!half.is_in().await);
        let bots = half.call("bots/list", &[]).await;
        assert_eq!(told(&bots), (401, "signed_out".to_owned()));
        let page = half.open("/bots").await;
        assert!(page.header("location").starts_with("/sign-in?next="));
        assert_eq!(half.call("session/half", &[]).await.status, StatusCode::OK);
        assert!(is_wrong(&finish(&half, &phone.wrong(&app)).await));
        assert!(is_wrong(&finish(&half, "no code at all").await));
        let before = half.cookie.clone();
        let done = finish(&half, &phone.code(&app)).await;
        assert_eq!(done.status, StatusCode::OK, "{}", done.text);
        half.cookie = Some(cookie(&done));
        assert_ne!(half.cookie, before, "another token");
        assert!(half.is_in().await);
        // The token from before is nobody's, and the step is not taken twice.
        let old = Persona {
            app: &app,
            cookie: before,
        };
        assert!(!old.is_in().await);
        let again = finish(&old, &phone.code_in(&app, 30)).await;
        assert_eq!(told(&again), (401, "signed_out".to_owned()));
    }
}

#[tokio::test]
async fn the_second_step_has_five_minutes_and_the_same_password() {
    for app in TestApp::on_each_engine().await {
        let owner = app.owner().await;
        let (phone, _) = owner.enrol().await;
        let late = half(&app, OWNER).await;
        let changed = half(&app, OWNER).await;
        let fields = [
            ("current", PASSWORD),
            ("password", "four words nobody joined"),
            ("locale", "en"),
        ];
        owner.send("account/password", &fields).await;
        // A3: who knows the old password only has no way in any more.
        let answer = finish(&changed, &phone.code(&app)).await;
        assert_eq!(told(&answer), (401, "signed_out".to_owned()));
        app.clock.advance_minutes(6);
        let answer = finish(&late, &phone.code(&app)).await;
        assert_eq!(told(&answer), (401, "signed_out".to_owned()));
        let page = late.open("/sign-in/code").await;
        assert!(page.header("location").starts_with("/sign-in?next="));
    }
}

#[tokio::test]
async fn a_code_works_one_step_either_side_and_once() {
    for app in TestApp::on_each_engine().await {
        let (phone, _) = app.owner().await.enrol().await;
        app.clock.advance_minutes(1);
        for (seconds, works) in [
            (-60, false),
            (60, false),
            (-30, true),
            (0, true),
            (30, true),
        ] {
            let persona = half(&app, OWNER).await;
            let answer = finish(&persona, &phone.code_in(&app, seconds)).await;
            assert_eq!(answer.status == StatusCode::OK, works, "{seconds} s");
        }
        // Not again, nor one that is older than what was taken.
        for seconds in [30, 0] {
            let persona = half(&app, OWNER).await;
            assert!(is_wrong(
                &finish(&persona, &phone.code_in(&app, seconds)).await
            ));
        }
    }
}

#[tokio::test]
async fn a_recovery_code_works_once() {
    for app in TestApp::on_each_engine().await {
        let owner = app.owner().await;
        let (phone, codes) = owner.enrol().await;
        let done = finish(&half(&app, OWNER).await, &codes[0].to_uppercase()).await;
        assert_eq!(done.status, StatusCode::OK, "{}", done.text);
        assert!(is_wrong(&finish(&half(&app, OWNER).await, &codes[0]).await));
        assert_eq!(owner.own().await["n_codes"], json!(9));
        // Another's is none, and new ones void those before.
        let other = Persona::sign_in(&app, ELSEWHERE).await;
        let (_, others) = other.enrol().await;
        assert!(is_wrong(
            &finish(&half(&app, OWNER).await, &others[0]).await
        ));
        let fields = [("code", phone.code(&app)), ("locale", "en".to_owned())];
        let fields = fields
            .each_ref()
            .map(|(name, value)| (*name, value.as_str()));
        let renewed = owner.send("account/factor-renew", &fields).await;
        assert_eq!(renewed.status, StatusCode::OK, "{}", renewed.text);
        assert_eq!(owner.own().await["n_codes"], json!(10));
        assert!(is_wrong(&finish(&half(&app, OWNER).await, &codes[1]).await));
        let new = owner.codes().await;
        let done = finish(&half(&app, OWNER).await, &new[0]).await;
        assert_eq!(done.status, StatusCode::OK, "{}", done.text);
    }
}

#[tokio::test]
async fn a24_of_fifty_uses_of_one_code_at_once_one_works() {
    for app in TestApp::on_each_engine().await {
        let (phone, codes) = app.owner().await.enrol().await;
        for code in [phone.code(&app), codes[0].clone()] {
            let asked = json!({ "email": OWNER, "password": PASSWORD, "otp": code });
            let tries = (0..50).map(|_| ask_token(&app, &asked));
            let answers = futures::future::join_all(tries).await;
            let n_right = answers
                .iter()
                .filter(|answer| answer.status == StatusCode::OK)
                .count();
            assert_eq!(n_right, 1, "{code}");
        }
    }
}

#[tokio::test]
async fn a21_codes_and_passwords_share_the_tries_of_an_account_whatever_its_spelling() {
    let limits = LimitSettings {
        talk_per_address: 0,
        sign_in_per_address: 0,
        sign_in_per_email: 4,
        dashboard_per_person: 0,
        reports_per_address: 0,
    };
    for app in TestApp::with_limits(limits).await {
        let (phone, _) = app.owner().await.enrol().await;
        let right = half(&app, OWNER).await;
        let wrong = phone.wrong(&app);
        for spelling in ["OWNER@shop.example", " owner@SHOP.example "] {
            assert!(is_wrong(&finish(&half(&app, spelling).await, &wrong).await));
            app.nobody().post_sign_in(spelling, "not mine").await;
        }
        // A right code comes too late, and so does a right password.
        let code = phone.code(&app);
        assert_eq!(told(&finish(&right, &code).await).0, 429);
        assert_eq!(
            told(&app.nobody().post_sign_in(OWNER, PASSWORD).await).0,
            429
        );
        let asked = json!({ "email": OWNER, "password": PASSWORD, "otp": code });
        assert_eq!(told(&ask_token(&app, &asked).await).0, 429);
    }
}

#[tokio::test]
async fn s02_a_token_by_password_takes_a_code_where_there_is_a_factor() {
    let limits = LimitSettings {
        talk_per_address: 0,
        sign_in_per_address: 0,
        sign_in_per_email: 5,
        dashboard_per_person: 0,
        reports_per_address: 0,
    };
    for app in TestApp::with_limits(limits).await {
        let (phone, codes) = app.owner().await.enrol().await;
        let ask =
            |password: &str, otp: &str| json!({ "email": OWNER, "password": password, "otp": otp });
        let without = ask_token(&app, &json!({ "email": OWNER, "password": PASSWORD })).await;
        assert_eq!(told(&without), (401, "otp_required".to_owned()));
        for (password, otp) in [
            ("not mine", String::new()),
            ("not mine", phone.code(&app)),
            (PASSWORD, phone.wrong(&app)),
        ] {
            let refused = ask_token(&app, &ask(password, &otp)).await;
            assert_eq!(told(&refused), (401, "wrong_credentials".to_owned()));
        }
        let given = ask_token(&app, &ask(PASSWORD, &phone.code(&app))).await;
        assert_eq!(given.status, StatusCode::OK, "{}", given.text);
        let given = ask_token(&app, &ask(PASSWORD, &codes[0])).await;
        assert_eq!(given.status, StatusCode::OK, "{}", given.text);
        // A right password takes no wrong code back.
        for _ in 0..5 {
            let asked = ask_token(&app, &ask(PASSWORD, "")).await;
            assert_eq!(told(&asked), (401, "otp_required".to_owned()));
            let refused = ask_token(&app, &ask(PASSWORD, &phone.wrong(&app))).await;
            assert_eq!(told(&refused), (401, "wrong_credentials".to_owned()));
        }
        let locked = ask_token(&app, &ask(PASSWORD, &phone.code_in(&app, 30))).await;
        assert_eq!(told(&locked).0, 429);
    }
}

#[tokio::test]
async fn a3_a_change_of_the_factor_ends_other_sessions_and_is_told() {
    for app in TestApp::on_each_engine().await {
        let (owner, other) = (app.owner().await, app.owner().await);
        let (phone, _) = owner.enrol().await;
        assert!(owner.is_in().await && !other.is_in().await);
        let mut other = half(&app, OWNER).await;
        other.cookie = Some(cookie(&finish(&other, &phone.code(&app)).await));
        assert!(other.is_in().await);
        app.clock.advance_minutes(1);
        let off = |current: &'static str, code: String| {
            let owner = &owner;
            async move {
                let fields = [("current", current), ("code", &code), ("locale", "fr")];
                owner.send("account/factor-off", &fields).await
            }
        };
        let wrong = off("not mine", phone.code(&app)).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(is_wrong(&off(PASSWORD, phone.wrong(&app)).await));
        let done = off(PASSWORD, phone.code(&app)).await;
        assert_eq!(done.status, StatusCode::OK, "{}", done.text);
        assert!(owner.is_in().await && !other.is_in().await);
        let alone = app.nobody().post_sign_in(OWNER, PASSWORD).await;
        let alone = Persona {
            app: &app,
            cookie: Some(cookie(&alone)),
        };
        assert!(alone.is_in().await);
        background::do_due_jobs(&app.platform).await.unwrap();
        let subjects: Vec<String> = app
            .outbox
            .take()
            .into_iter()
            .map(|mail| mail.subject)
            .collect();
        assert_eq!(
            subjects,
            [
                "Your second factor is on",
                "Votre second facteur est désactivé"
            ]
        );
        let me = owner.call("session/me", &[]).await.json();
        let workspace = me["workspace"].as_str().unwrap();
        let trail = owner
            .open(&format!("/workspaces/{workspace}/audit?action=factor."))
            .await;
        for words in ["Second factor set up", "Code refused", "turned off"] {
            assert!(trail.text.contains(words), "{words}");
        }
    }
}

#[tokio::test]
async fn a_refused_code_does_not_wait_for_its_form() {
    for app in TestApp::on_each_engine().await {
        let (phone, _) = app.owner().await.enrol().await;
        let persona = half(&app, OWNER).await;
        let fields = [
            ("code", phone.wrong(&app)),
            ("form_page", "/sign-in/code".to_owned()),
        ];
        let fields = fields
            .each_ref()
            .map(|(name, value)| (*name, value.as_str()));
        let back = persona.post("session/code", &fields, "text/html").await;
        let location = back.header("location").to_owned();
        assert!(location.starts_with("/sign-in/code?form="), "{location}");
        let page = persona.open(&location).await;
        assert!(page.text.contains("wrong_code") || page.text.contains("does not work"));
        assert!(!page.text.contains(fields[0].1));
    }
}

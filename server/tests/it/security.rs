//! The watch over signing in, sessions that were carried off, and the page that tells of both.

use crate::support::{Answer, PASSWORD, Persona, TestApp, cookie_named};
use axum::http::StatusCode;
use domain::platform::LimitSettings;
use serde_json::Value;

const LIMITS: LimitSettings = LimitSettings {
    talk_per_address: 0,
    sign_in_per_address: 0,
    sign_in_per_email: 3,
    dashboard_per_person: 0,
    reports_per_address: 0,
};
const OWNER: &str = "owner@shop.example";
const SCRIPT: &str = "application/json";

async fn fail(app: &TestApp, email: &str, times: usize) {
    for _ in 0..times {
        let answer = app.nobody().post_sign_in(email, "not the password").await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{}", answer.text);
    }
}

/// Seconds that somebody is told to wait.
async fn wait(app: &TestApp, email: &str) -> i64 {
    let answer = app.nobody().post_sign_in(email, PASSWORD).await;
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
    answer.header("retry-after").parse().unwrap()
}

async fn security(persona: &Persona<'_>) -> Value {
    let workspace = persona.app.workspace.to_string();
    let answer = persona
        .call("security/get", &[("workspace", &workspace)])
        .await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    answer.json()
}

async fn act(persona: &Persona<'_>, endpoint: &str, name: &str, value: &str) -> Answer {
    let workspace = persona.app.workspace.to_string();
    let fields = [
        ("workspace", workspace.as_str()),
        (name, value),
        ("form_page", "/bots"),
    ];
    persona.post(endpoint, &fields, SCRIPT).await
}

#[tokio::test]
async fn s15_each_lock_out_is_twice_as_long_and_the_same_for_who_is_nobody() {
    for app in TestApp::with_limits(LIMITS).await {
        for minutes in [15, 30, 60] {
            let mut waits = Vec::new();
            for email in [OWNER, "nobody@shop.example"] {
                fail(&app, email, 3).await;
                waits.push(wait(&app, email).await);
            }
            assert_eq!(waits, [minutes * 60 + 1, minutes * 60 + 1]);
            app.clock.advance_minutes(minutes);
        }
        let answer = app.nobody().post_sign_in(OWNER, PASSWORD).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
        // A right password ends what was counted.
        fail(&app, OWNER, 3).await;
        assert_eq!(wait(&app, OWNER).await, 15 * 60 + 1);
    }
}

#[tokio::test]
async fn s15_many_guesses_at_once_are_counted_one_by_one() {
    for app in TestApp::with_limits(LIMITS).await {
        let nobody = app.nobody();
        let guesses = (0..20).map(|_| nobody.post_sign_in(OWNER, "not the password"));
        let answers = futures::future::join_all(guesses).await;
        let n_read = answers
            .iter()
            .filter(|answer| answer.status == StatusCode::UNAUTHORIZED)
            .count();
        assert_eq!(n_read, 3);
    }
}

#[tokio::test]
async fn s15_the_owner_gets_in_from_a_browser_that_they_used() {
    for app in TestApp::with_limits(LIMITS).await {
        let before = app.nobody().post_sign_in(OWNER, PASSWORD).await;
        let known = Persona {
            app: &app,
            cookie: Some(cookie_named(&before, "__Host-parlance-device=")),
        };
        fail(&app, OWNER, 3).await;
        wait(&app, OWNER).await;
        let answer = known.post_sign_in(OWNER, PASSWORD).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
        // It is known for its owner alone, and has its own count.
        let member = "member@shop.example";
        fail(&app, member, 3).await;
        let answer = known.post_sign_in(member, PASSWORD).await;
        assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
        for expected in [401, 401, 401, 429] {
            let answer = known.post_sign_in(OWNER, "not the password").await;
            assert_eq!(answer.status.as_u16(), expected);
        }
    }
}

#[tokio::test]
async fn s15_an_admin_sees_who_is_locked_out_and_lets_them_in() {
    for app in TestApp::with_limits(LIMITS).await {
        let owner = app.owner().await;
        fail(&app, "member@shop.example", 3).await;
        let page = security(&owner).await;
        let locked = &page["lockouts"][0];
        assert_eq!(locked["email"], "member@shop.example", "{page}");
        let user = locked["user"].as_str().unwrap();
        let answer = act(&owner, "security/unlock", "user", user).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
        assert_eq!(security(&owner).await["lockouts"], serde_json::json!([]));
        let member = app
            .nobody()
            .post_sign_in("member@shop.example", PASSWORD)
            .await;
        assert_eq!(member.status, StatusCode::OK);
        let mut tx = app.db.read().await.unwrap();
        let events = store::audit::list_actions(&mut tx, app.workspace, 10)
            .await
            .unwrap();
        for action in ["session.locked", "session.unlock"] {
            assert!(
                events.iter().any(|(known, _)| known == action),
                "{events:?}"
            );
        }
    }
}

#[tokio::test]
async fn s03_a_session_that_another_browser_comes_with_is_over() {
    const CHROME: &str =
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140 Safari/537.36";
    const NEWER: &str =
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/141 Safari/537.36";
    const FIREFOX: &str = "Mozilla/5.0 (Windows NT 10.0; rv:143.0) Gecko/20100101 Firefox/143.0";
    for app in TestApp::on_each_engine().await {
        let session = sign_in_with(&app, CHROME).await;
        let ask = async |browser: &str| {
            let headers = [("cookie", session.as_str()), ("user-agent", browser)];
            app.get_with("/api/ui/session/me", &headers).await.status
        };
        assert_eq!(ask(CHROME).await, StatusCode::OK);
        assert_eq!(
            ask(NEWER).await,
            StatusCode::OK,
            "a version is no other browser"
        );
        assert_eq!(ask(FIREFOX).await, StatusCode::UNAUTHORIZED);
        assert_eq!(ask(CHROME).await, StatusCode::UNAUTHORIZED, "it stays over");
    }
}

async fn sign_in_with(app: &TestApp, browser: &str) -> String {
    use axum::{body::Body, http::Request};
    let body = crate::support::query(&[("email", OWNER), ("password", PASSWORD), ("next", "")]);
    let request = Request::post("/api/ui/session/sign-in")
        .header("content-type", "application/x-www-form-urlencoded")
        .header("accept", SCRIPT)
        .header("sec-fetch-site", "same-origin")
        .header("user-agent", browser)
        .body(Body::from(body))
        .unwrap();
    crate::support::cookie(&app.send(request).await)
}

#[tokio::test]
async fn s03_an_admin_ends_the_sessions_of_those_whom_they_rule() {
    for app in TestApp::on_each_engine().await {
        let (owner, member) = (app.owner().await, app.member().await);
        let page = security(&owner).await;
        let of = |email: &str| {
            let sessions = page["sessions"].as_array().unwrap().iter();
            let mut found = sessions.filter(|session| session["email"] == email);
            found.next().unwrap()["id"].as_str().unwrap().to_owned()
        };
        let answer = act(&member, "security/end", "which", &of(OWNER)).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
        let answer = act(&owner, "security/end", "which", &of("member@shop.example")).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
        let answer = member.call("session/me", &[]).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
        assert_eq!(owner.call("session/me", &[]).await.status, StatusCode::OK);
    }
}

#[tokio::test]
async fn s24_what_is_refused_at_the_edge_is_counted() {
    for app in TestApp::on_each_engine().await {
        let owner = app.owner().await;
        let of = |page: &Value, kind: &str| {
            let counts = page["refusals"].as_array().unwrap().iter();
            let mut found = counts.filter(|count| count[0] == kind);
            found.next().map_or(0, |count| count[1].as_u64().unwrap())
        };
        let before = security(&owner).await;
        for _ in 0..3 {
            app.get("/api/v1/bots?limit=1&limit=2").await;
        }
        domain::refusals::write_down(&app.platform).await.unwrap();
        let after = security(&owner).await;
        assert_eq!(
            of(&after, "malformed"),
            of(&before, "malformed") + 3,
            "{after}"
        );
    }
}

#[tokio::test]
async fn s15_a_plain_form_that_came_too_often_is_told_to_wait_and_nothing_is_kept() {
    for app in TestApp::with_limits(LIMITS).await {
        fail(&app, OWNER, 3).await;
        let fields = [
            ("email", OWNER),
            ("password", PASSWORD),
            ("next", ""),
            ("form_page", "/sign-in"),
        ];
        let nobody = app.nobody();
        let back = nobody.post("session/sign-in", &fields, "text/html").await;
        assert_eq!(back.status, StatusCode::SEE_OTHER, "{}", back.text);
        let page = back.header("location");
        assert_eq!(page, "/sign-in?form=wait%3A901%3Asession%2Fsign-in");
        assert!(!back.headers.contains_key("set-cookie"), "no session");
        let told = "Too many attempts. Try again in 901 s.";
        let shown = nobody.open(page).await;
        assert!(shown.text.contains(told), "{}", shown.text);
        assert!(!shown.text.contains(OWNER) && !shown.text.contains(PASSWORD));
        // It is that form's alone, and says nothing that somebody else wrote.
        for other in [
            "/forgot?form=wait%3A901%3Asession%2Fsign-in",
            "/sign-in?form=wait%3Asoon%3Asession%2Fsign-in",
            "/sign-in?form=wait%3A901%3A%3Cb%3Eevil%3C%2Fb%3E",
        ] {
            let shown = nobody.open(other).await;
            assert_eq!(shown.status, StatusCode::OK, "{other}");
            assert!(!shown.text.contains("Too many attempts"), "{other}");
            assert!(!shown.text.contains("<b>evil"), "{other}");
        }
    }
}

#[tokio::test]
async fn s15_who_is_signed_in_gets_back_what_they_typed_too_often() {
    for app in TestApp::with_limits(LIMITS).await {
        let owner = app.owner().await;
        let fields = [
            ("current", "not the password"),
            ("password", "another horse battery"),
            ("locale", "en"),
            ("form_page", "/account"),
        ];
        for _ in 0..4 {
            let back = owner.post("account/password", &fields, "text/html").await;
            assert_eq!(back.status, StatusCode::SEE_OTHER, "{}", back.text);
            let page = back.header("location").to_owned();
            assert!(page.starts_with("/account?form="), "{page}");
            assert!(!page.contains("wait"), "{page}");
        }
        let page = security(&owner).await;
        assert_eq!(page["lockouts"][0]["kind"], "confirming", "{page}");
    }
}

#[tokio::test]
async fn s15_an_admin_lets_in_who_is_locked_out_of_their_own_account() {
    for app in TestApp::with_limits(LIMITS).await {
        let (owner, member) = (app.owner().await, app.member().await);
        let fields = [
            ("current", "not the password"),
            ("password", "another horse battery"),
            ("locale", "en"),
        ];
        for _ in 0..3 {
            member.post("account/password", &fields, SCRIPT).await;
        }
        let right = [("current", PASSWORD), fields[1], fields[2]];
        let locked = member.post("account/password", &right, SCRIPT).await;
        assert_eq!(locked.status, StatusCode::TOO_MANY_REQUESTS);
        let page = security(&owner).await;
        let lockout = &page["lockouts"][0];
        assert_eq!(
            (&lockout["kind"], &lockout["email"]),
            (&"confirming".into(), &"member@shop.example".into()),
            "{page}"
        );
        let user = lockout["user"].as_str().unwrap();
        let done = act(&owner, "security/unlock", "user", user).await;
        assert_eq!(done.status, StatusCode::OK, "{}", done.text);
        assert_eq!(security(&owner).await["lockouts"], serde_json::json!([]));
        let changed = member.post("account/password", &right, SCRIPT).await;
        assert_eq!(changed.status, StatusCode::OK, "{}", changed.text);
    }
}

const BY_ADDRESS: LimitSettings = LimitSettings {
    sign_in_per_address: 4,
    sign_in_per_email: 0,
    ..LIMITS
};

#[tokio::test]
async fn s15_an_admin_lets_an_address_in_that_tried_their_members_alone() {
    for app in TestApp::with_limits(BY_ADDRESS).await {
        let owner = app.owner().await;
        fail(&app, "member@shop.example", 4).await;
        let page = security(&owner).await;
        let lockout = &page["lockouts"][0];
        assert_eq!(lockout["kind"], "address", "{page}");
        assert_eq!(lockout["is_shared"], false, "{page}");
        let address = lockout["address"].as_str().unwrap();
        let elsewhere = act(&owner, "security/unlock-address", "address", "198.51.100.7").await;
        assert_eq!(elsewhere.status, StatusCode::CONFLICT);
        let odd = act(&owner, "security/unlock-address", "address", "here").await;
        assert_eq!(odd.status, StatusCode::UNPROCESSABLE_ENTITY);
        let done = act(&owner, "security/unlock-address", "address", address).await;
        assert_eq!(done.status, StatusCode::OK, "{}", done.text);
        assert_eq!(security(&owner).await["lockouts"], serde_json::json!([]));
        let events = app.newest_subjects("session.unlock_address").await;
        assert_eq!(events.len(), 1);
        // The window of the address goes on; only its lock-out is over.
        app.clock.advance_minutes(16);
        app.member().await;
    }
}

#[tokio::test]
async fn s15_no_workspace_lets_an_address_in_that_tried_others_too() {
    for app in TestApp::with_limits(BY_ADDRESS).await {
        let owner = app.owner().await;
        fail(&app, "owner@elsewhere.example", 2).await;
        fail(&app, "member@shop.example", 2).await;
        let page = security(&owner).await;
        let lockout = &page["lockouts"][0];
        assert_eq!(lockout["is_shared"], true, "{page}");
        let address = lockout["address"].as_str().unwrap();
        let refused = act(&owner, "security/unlock-address", "address", address).await;
        assert_eq!(refused.status, StatusCode::CONFLICT);
    }
}

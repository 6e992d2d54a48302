//! Single sign-on and the second factor: whose word counts, where, and for whom a code is asked.

use crate::{
    provider::Idp,
    sign_on::{ada, set, visit},
    support::{Persona, TestApp, cookie},
};
use axum::http::StatusCode;
use serde_json::{Value, json};

const MEMBER: &str = "member@shop.example";

fn with_methods(mut claims: Value, methods: &[&str]) -> Value {
    claims["amr"] = json!(methods);
    claims
}

/// A member who has a second factor, and whom the provider knows.
fn member() -> Value {
    json!({
        "sub": "member-1", "email": MEMBER, "email_verified": true, "groups": ["Bot team"],
    })
}

/// Links the member's account to the provider.
async fn link(app: &TestApp, idp: &Idp, persona: &mut Persona<'_>) {
    let workspace = app.workspace.to_string();
    let asked = persona
        .send("account/link", &[("workspace", &workspace)])
        .await;
    assert_eq!(asked.status, StatusCode::OK, "{}", asked.text);
    let end = visit(app, idp, persona, &member()).await;
    assert_eq!(end, "/account?done=sso_linked");
}

#[tokio::test]
async fn who_has_a_second_factor_is_asked_for_it_when_a_provider_sends_them() {
    for app in TestApp::on_each_engine().await {
        let (idp, owner) = (Idp::start().await, app.owner().await);
        set(&app, &owner, &idp, &[]).await;
        let mut persona = app.member().await;
        link(&app, &idp, &mut persona).await;
        let (phone, _) = persona.enrol().await;
        for methods in [&[][..], &["pwd"], &["otp"]] {
            let mut by_sso = app.nobody();
            let claims = with_methods(member(), methods);
            assert_eq!(
                visit(&app, &idp, &mut by_sso, &claims).await,
                "/sign-in/code"
            );
            assert!(!by_sso.is_in().await, "half is not in");
            let wrong = by_sso
                .send("session/code", &[("code", &phone.wrong(&app))])
                .await;
            assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
            let code = phone.code(&app);
            let done = by_sso.send("session/code", &[("code", &code)]).await;
            assert_eq!(done.status, StatusCode::OK, "{}", done.text);
            by_sso.cookie = Some(cookie(&done));
            assert!(by_sso.is_in().await);
            // What the provider let in for is all that it is good for.
            let elsewhere = app.bot_elsewhere().await.0.to_string();
            app.add_here_and_there(MEMBER).await;
            let there = by_sso
                .call("members/list", &[("workspace", &elsewhere)])
                .await;
            assert_eq!(there.status, StatusCode::NOT_FOUND);
            app.clock.advance_minutes(1);
        }
        for methods in [&["mfa"][..], &["pwd", "otp"], &["hwk", "pin"]] {
            let mut by_sso = app.nobody();
            let claims = with_methods(member(), methods);
            assert_eq!(visit(&app, &idp, &mut by_sso, &claims).await, "/bots");
            assert!(by_sso.is_in().await);
        }
        let sign_ins = app.newest_subjects("session.sign_in").await;
        let n_by_sso = sign_ins
            .iter()
            .filter(|subject| subject.ends_with(" by:sso"));
        assert_eq!(n_by_sso.count(), 6, "{sign_ins:?}");
    }
}

#[tokio::test]
async fn a_half_sign_in_by_a_provider_is_void_once_the_place_is_gone() {
    for app in TestApp::on_each_engine().await {
        let (idp, owner) = (Idp::start().await, app.owner().await);
        set(&app, &owner, &idp, &[]).await;
        let mut persona = app.member().await;
        link(&app, &idp, &mut persona).await;
        let (phone, _) = persona.enrol().await;
        let mut by_sso = app.nobody();
        visit(&app, &idp, &mut by_sso, &member()).await;
        app.add_here_and_there(MEMBER).await;
        let (workspace, user) = (app.workspace.to_string(), app.user_of(MEMBER).await);
        let fields = [
            ("workspace", workspace.as_str()),
            ("user", &user.to_string()),
            ("to", "off"),
        ];
        let done = owner.send("members/suspend", &fields).await;
        assert_eq!(done.status, StatusCode::OK, "{}", done.text);
        let code = phone.code(&app);
        let refused = by_sso.send("session/code", &[("code", &code)]).await;
        assert_eq!(refused.status, StatusCode::UNAUTHORIZED, "{}", refused.text);
    }
}

#[tokio::test]
async fn a_factor_that_a_provider_asked_for_counts_where_one_is_required() {
    for app in TestApp::on_each_engine().await {
        let (idp, owner) = (Idp::start().await, app.owner().await);
        set(&app, &owner, &idp, &[]).await;
        owner.enrol().await;
        let workspace = app.workspace.to_string();
        let fields = [("workspace", workspace.as_str()), ("to", "on")];
        let done = owner.send("members/policy", &fields).await;
        assert_eq!(done.status, StatusCode::OK, "{}", done.text);
        let bot = app.bot.to_string();
        for (methods, expected) in [(&["pwd"][..], 403), (&["pwd", "mfa"], 200)] {
            let mut by_sso = app.nobody();
            let claims = with_methods(ada(&["Bot team"]), methods);
            assert_eq!(visit(&app, &idp, &mut by_sso, &claims).await, "/bots");
            let answer = by_sso.call("bots/get", &[("bot", &bot)]).await;
            assert_eq!(answer.status.as_u16(), expected, "{}", answer.text);
            let listed = by_sso.call("bots/list", &[]).await;
            assert_eq!(listed.status.as_u16(), expected, "{}", listed.text);
        }
    }
}

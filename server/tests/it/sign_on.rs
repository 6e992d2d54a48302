//! Single sign-on against a small provider of our own: who is let in, as what, and who is not.

use crate::{
    provider::{Idp, NOW_S},
    support::{Answer, Persona, TestApp},
};
use axum::http::{StatusCode, header};
use model::access::Role;
use serde_json::{Value, json};

const JSON: &str = "application/json";

/// Sets the provider as the owner; `more` overrides or adds fields.
pub async fn set(app: &TestApp, owner: &Persona<'_>, idp: &Idp, more: &[(&str, &str)]) -> Answer {
    let workspace = app.workspace.to_string();
    let mut fields = vec![
        ("workspace", workspace.as_str()),
        ("issuer", idp.base.as_str()),
        ("client_id", "parlance"),
        ("client_secret", "s3cret-of-the-shop"),
        ("email_domains", ""),
        ("groups_claim", ""),
        ("roles", "Bot team = member\nIT = admin"),
        ("default_role", ""),
        ("preset", "editor"),
    ];
    for (name, value) in more {
        fields.retain(|(known, _)| known != name);
        fields.push((name, value));
    }
    owner.post("sso/save", &fields, JSON).await
}

fn location(answer: &Answer) -> &str {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    answer.header(header::LOCATION)
}

/// What somebody's browser keeps of an answer.
fn keep(persona: &mut Persona<'_>, answer: &Answer) {
    let cookie = answer.header(header::SET_COOKIE);
    if let Some((cookie, _)) = cookie.split_once(';') {
        persona.cookie = Some(cookie.to_owned());
    }
}

/// Leaves for the provider, and gives what the browser brings back from it.
async fn leave(app: &TestApp, idp: &Idp, persona: &mut Persona<'_>, claims: &Value) -> String {
    let answer = persona.open(&format!("/sign-in/{}", app.workspace)).await;
    let to = location(&answer).to_owned();
    keep(persona, &answer);
    assert!(to.starts_with(&format!("{}/authorize?", idp.base)), "{to}");
    idp.authorize(&to, claims)
}

/// A whole visit: where it ends.
pub async fn visit(app: &TestApp, idp: &Idp, persona: &mut Persona<'_>, claims: &Value) -> String {
    let back = leave(app, idp, persona, claims).await;
    let answer = persona.open(&back).await;
    keep(persona, &answer);
    location(&answer).to_owned()
}

pub fn ada(groups: &[&str]) -> Value {
    json!({"sub": "ada-1", "email": "ada@shop.example", "email_verified": true, "groups": groups})
}

async fn role_of(app: &TestApp, email: &str) -> Option<Role> {
    let mut tx = app.db.read().await.unwrap();
    let all = store::members::list(&mut tx, app.workspace).await.unwrap();
    let member = all
        .into_iter()
        .find(|member| member.email.as_str() == email);
    member.map(|member| member.role)
}

#[tokio::test]
async fn a_member_comes_by_the_workspaces_provider_and_gets_what_their_groups_give() {
    for app in TestApp::on_each_engine().await {
        let (idp, owner) = (Idp::start().await, app.owner().await);
        let set = set(&app, &owner, &idp, &[]).await;
        assert_eq!(set.status, StatusCode::OK, "{}", set.text);
        let mut ada_in = app.nobody();
        let end = visit(&app, &idp, &mut ada_in, &ada(&["Bot team"])).await;
        assert_eq!(end, "/bots");
        assert_eq!(role_of(&app, "ada@shop.example").await, Some(Role::Member));
        let me = ada_in.call("session/me", &[]).await;
        assert_eq!(me.json()["email"], "ada@shop.example", "{}", me.text);
        let bot = app.bot.to_string();
        let rights = ada_in.call("bots/rights", &[("bot", &bot)]).await;
        assert_eq!(rights.status, StatusCode::OK, "{}", rights.text);
        // The same person again, also under another address.
        let mut again = ada(&["Bot team"]);
        again["email"] = json!("ada.l@shop.example");
        assert_eq!(visit(&app, &idp, &mut app.nobody(), &again).await, "/bots");
        assert_eq!(role_of(&app, "ada.l@shop.example").await, None);
        // Another group, another role, and back; sessions of the role before are over.
        let both = ada(&["Bot team", "IT"]);
        assert_eq!(visit(&app, &idp, &mut app.nobody(), &both).await, "/bots");
        assert_eq!(role_of(&app, "ada@shop.example").await, Some(Role::Admin));
        let me = ada_in.call("session/me", &[]).await;
        assert_eq!(me.status, StatusCode::UNAUTHORIZED);
        visit(&app, &idp, &mut app.nobody(), &ada(&["Bot team"])).await;
        assert_eq!(role_of(&app, "ada@shop.example").await, Some(Role::Member));
        // Out of every group there is no way in.
        let end = visit(&app, &idp, &mut app.nobody(), &ada(&["Sales"])).await;
        assert_eq!(end, "/sign-in?sso=outside");
    }
}

#[tokio::test]
async fn who_is_let_in_is_bounded_by_domain_and_suspension() {
    for app in TestApp::on_each_engine().await {
        let (idp, owner) = (Idp::start().await, app.owner().await);
        let more = [
            ("email_domains", "@Shop.example"),
            ("default_role", "member"),
        ];
        assert_eq!(set(&app, &owner, &idp, &more).await.status, StatusCode::OK);
        for email in [
            "eve@evil.example",
            "eve@xshop.example",
            "eve@evil.shop.example",
        ] {
            let eve = json!({"sub": "eve", "email": email});
            let end = visit(&app, &idp, &mut app.nobody(), &eve).await;
            assert_eq!(end, "/sign-in?sso=outside", "{email}");
        }
        let unverified = json!({"sub": "u", "email": "u@shop.example", "email_verified": false});
        let end = visit(&app, &idp, &mut app.nobody(), &unverified).await;
        assert_eq!(end, "/sign-in?sso=outside");
        assert_eq!(
            visit(&app, &idp, &mut app.nobody(), &ada(&[])).await,
            "/bots"
        );
        let user = app.user_of("ada@shop.example").await.to_string();
        let workspace = app.workspace.to_string();
        let fields = [
            ("workspace", workspace.as_str()),
            ("user", &user),
            ("to", "off"),
        ];
        let suspended = owner.post("members/suspend", &fields, JSON).await;
        assert_eq!(suspended.status, StatusCode::OK, "{}", suspended.text);
        let end = visit(&app, &idp, &mut app.nobody(), &ada(&[])).await;
        assert_eq!(end, "/sign-in?sso=outside");
    }
}

#[tokio::test]
async fn nothing_lets_anybody_in_but_what_the_provider_signed_for_this_visit() {
    for app in TestApp::on_each_engine().await {
        let (idp, owner) = (Idp::start().await, app.owner().await);
        set(&app, &owner, &idp, &[("default_role", "member")]).await;
        for (what, change) in [
            ("nonce", json!({"nonce": "another"})),
            ("no nonce", json!({"nonce": null})),
            ("issuer", json!({"iss": "https://evil.example"})),
            (
                "issuer with a slash",
                json!({"iss": format!("{}/", idp.base)}),
            ),
            ("audience", json!({"aud": "another"})),
            ("two audiences", json!({"aud": ["parlance", "another"]})),
            ("no audience", json!({"aud": []})),
            ("end", json!({"exp": NOW_S - 1})),
            ("key", json!({"#key": "unknown"})),
            ("HS256", json!({"#key": "secret"})),
            ("none", json!({"#key": "none"})),
        ] {
            let mut claims = ada(&[]);
            for (name, value) in change.as_object().unwrap() {
                claims[name] = value.clone();
            }
            let end = visit(&app, &idp, &mut app.nobody(), &claims).await;
            assert_eq!(end, "/sign-in?sso=untrusted", "{what}");
        }
        assert_eq!(role_of(&app, "ada@shop.example").await, None);
        // Somebody else's way back, in a browser that did not leave, or that left itself.
        let mut attacker = app.nobody();
        let back = leave(&app, &idp, &mut attacker, &ada(&[])).await;
        let answer = app.nobody().open(&back).await;
        assert_eq!(location(&answer), "/sign-in?sso=stale");
        let mut victim = app.nobody();
        let own = leave(&app, &idp, &mut victim, &ada(&[])).await;
        assert_eq!(location(&victim.open(&back).await), "/sign-in?sso=stale");
        // That used its own up.
        assert_eq!(location(&victim.open(&own).await), "/sign-in?sso=stale");
        // Another state, none, and none in time.
        for change in ["&state=x", "&state="] {
            let mut persona = app.nobody();
            let back = leave(&app, &idp, &mut persona, &ada(&[])).await;
            let (start, _) = back.split_once("&state=").unwrap();
            let answer = persona.open(&format!("{start}{change}")).await;
            assert_eq!(location(&answer), "/sign-in?sso=stale", "{change}");
        }
        let mut late = app.nobody();
        let back = leave(&app, &idp, &mut late, &ada(&[])).await;
        app.clock.advance_minutes(16);
        assert_eq!(location(&late.open(&back).await), "/sign-in?sso=stale");
    }
}

#[tokio::test]
async fn what_a_provider_says_in_the_address_is_not_believed() {
    for app in TestApp::on_each_engine().await {
        let (idp, owner) = (Idp::start().await, app.owner().await);
        set(&app, &owner, &idp, &[("default_role", "member")]).await;
        for (more, why) in [
            ("&error=access_denied", "denied"),
            ("&iss=https://evil.example", "untrusted"),
        ] {
            let mut persona = app.nobody();
            let back = leave(&app, &idp, &mut persona, &ada(&[])).await;
            let answer = persona.open(&format!("{back}{more}")).await;
            assert_eq!(location(&answer), format!("/sign-in?sso={why}"));
        }
        // A code that another visit paid for: PKCE binds it to who left.
        let (mut one, mut two) = (app.nobody(), app.nobody());
        let first = leave(&app, &idp, &mut one, &ada(&[])).await;
        let second = leave(&app, &idp, &mut two, &ada(&[])).await;
        let code = |back: &str| back.split(['=', '&']).nth(1).unwrap().to_owned();
        let mixed = second.replace(&code(&second), &code(&first));
        let answer = two.open(&mixed).await;
        assert_eq!(location(&answer), "/sign-in?sso=untrusted");
        let unknown = "/sign-in/01912d68-783e-7a03-8467-5661c1243ad5";
        for path in [unknown, "/sign-in/nowhere"] {
            let answer = app.nobody().open(path).await;
            assert_eq!(location(&answer), "/sign-in?sso=no_provider");
        }
    }
}

#[tokio::test]
async fn an_account_with_the_same_e_mail_is_not_taken_over_and_is_linked_by_its_owner_alone() {
    for app in TestApp::on_each_engine().await {
        let (idp, owner) = (Idp::start().await, app.owner().await);
        set(&app, &owner, &idp, &[("default_role", "admin")]).await;
        let claims = json!({"sub": "boss", "email": "OWNER@shop.example", "email_verified": true});
        let end = visit(&app, &idp, &mut app.nobody(), &claims).await;
        assert_eq!(end, "/sign-in?sso=email_taken");
        let workspace = app.workspace.to_string();
        let places = owner.call("account/sso", &[]).await;
        assert_eq!(places.json()[0]["is_linked"], false, "{}", places.text);
        // Who is signed in and does not ask for it is not linked by a visit.
        let mut careless = app.owner().await;
        let end = visit(&app, &idp, &mut careless, &claims).await;
        assert_eq!(end, "/sign-in?sso=email_taken");
        let mut owner = app.owner().await;
        let fields = [("workspace", workspace.as_str())];
        let asked = owner.post("account/link", &fields, JSON).await;
        assert_eq!(asked.status, StatusCode::OK, "{}", asked.text);
        let end = visit(&app, &idp, &mut owner, &claims).await;
        assert_eq!(end, "/account?done=sso_linked");
        // Groups do not unmake an owner.
        let mut by_sso = app.nobody();
        assert_eq!(visit(&app, &idp, &mut by_sso, &claims).await, "/bots");
        let me = by_sso.call("session/me", &[]).await.json();
        assert_eq!(
            (&me["email"], &me["role"]),
            (&json!("owner@shop.example"), &json!("owner"))
        );
        // Another's account can't be linked to the same person.
        let mut member = app.member().await;
        member.post("account/link", &fields, JSON).await;
        let end = visit(&app, &idp, &mut member, &claims).await;
        assert_eq!(end, "/sign-in?sso=link_taken");
        let unlinked = owner.post("account/unlink", &fields, JSON).await;
        assert_eq!(unlinked.status, StatusCode::OK, "{}", unlinked.text);
        let end = visit(&app, &idp, &mut app.nobody(), &claims).await;
        assert_eq!(end, "/sign-in?sso=email_taken");
        let stranger = app.stranger().await;
        let refused = stranger.post("account/link", &fields, JSON).await;
        assert_eq!(refused.status, StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn a_providers_word_counts_in_its_own_workspace_alone() {
    for app in TestApp::on_each_engine().await {
        let (idp, owner) = (Idp::start().await, app.owner().await);
        set(&app, &owner, &idp, &[("default_role", "member")]).await;
        let mut ada_in = app.nobody();
        assert_eq!(visit(&app, &idp, &mut ada_in, &ada(&[])).await, "/bots");
        // The same account gets a place elsewhere, where nobody chose that provider.
        let user = app.user_of("ada@shop.example").await;
        let stranger = app.stranger().await;
        let elsewhere = stranger.call("session/me", &[]).await.json()["workspace"].clone();
        let elsewhere = elsewhere.as_str().unwrap().to_owned();
        let mut tx = app.db.write().await.unwrap();
        let there = elsewhere.parse().unwrap();
        store::identity::add_member(&mut tx, there, user, Role::Owner, app.platform.now())
            .await
            .unwrap();
        tx.commit().await.unwrap();
        for endpoint in ["members/list", "keys/list", "sso/get"] {
            let fields = [("workspace", elsewhere.as_str())];
            let answer = ada_in.call(endpoint, &fields).await;
            assert_eq!(
                answer.status,
                StatusCode::NOT_FOUND,
                "{endpoint}: {}",
                answer.text
            );
        }
        let fields = [("workspace", elsewhere.as_str())];
        let moved = ada_in.post("session/workspace", &fields, JSON).await;
        assert_eq!(moved.status, StatusCode::NOT_FOUND);
        let me = ada_in.call("session/me", &[]).await.json();
        assert_eq!(me["workspace"], json!(app.workspace));
        assert_eq!(me["workspaces"].as_array().unwrap().len(), 1);
    }
}

#[tokio::test]
async fn a12_the_secret_of_a_provider_is_sealed_and_never_given_back() {
    for app in TestApp::on_each_engine().await {
        let (idp, owner) = (Idp::start().await, app.owner().await);
        set(&app, &owner, &idp, &[]).await;
        let workspace = app.workspace.to_string();
        let fields = [("workspace", workspace.as_str())];
        let got = owner.call("sso/get", &fields).await;
        let page = owner
            .open(&format!("/workspaces/{workspace}/sign-on"))
            .await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.text.contains("parlance"), "the client id is shown");
        let mut tx = app.db.read().await.unwrap();
        let kept = store::sso::find_provider(&mut tx, app.workspace)
            .await
            .unwrap();
        drop(tx);
        let kept = format!("{kept:?}");
        for text in [&got.text, &page.text, &kept] {
            assert!(!text.contains("s3cret-of-the-shop"), "{text}");
        }
        // Left empty it stays, and the provider still takes it; at another one it is asked for.
        let saved = set(&app, &owner, &idp, &[("client_secret", "")]).await;
        assert_eq!(saved.status, StatusCode::OK, "{}", saved.text);
        let tried = owner.post("sso/check", &fields, JSON).await;
        assert_eq!(tried.status, StatusCode::OK, "{}", tried.text);
        let other = Idp::start().await;
        let saved = set(&app, &owner, &other, &[("client_secret", "")]).await;
        assert_eq!(saved.json()["fields"][0]["field"], "client_secret");
        set(&app, &owner, &idp, &[("client_secret", "wrong")]).await;
        let tried = owner.post("sso/check", &fields, JSON).await;
        assert_eq!(
            tried.json()["fields"][0]["field"],
            "client_secret",
            "{}",
            tried.text
        );
    }
}

#[tokio::test]
async fn a_provider_is_set_by_owners_and_only_one_that_answers() {
    for app in TestApp::on_each_engine().await {
        let (idp, owner) = (Idp::start().await, app.owner().await);
        for (name, value, problem) in [
            ("issuer", "idp.example", "malformed"),
            ("issuer", "http://10.0.0.1", "off_limits"),
            ("issuer", "http://169.254.169.254/latest", "off_limits"),
            ("issuer", "http://127.0.0.1:9", "unreachable"),
            ("client_id", "", "missing"),
            ("roles", "Bosses = owner", "bad_line"),
            ("default_role", "owner", "unknown"),
            ("email_domains", "localhost", "bad_line"),
        ] {
            let answer = set(&app, &owner, &idp, &[(name, value)]).await;
            let field = &answer.json()["fields"][0];
            let told = (
                field["field"].as_str(),
                field["problem"]["problem"].as_str(),
            );
            assert_eq!(
                told,
                (Some(name), Some(problem)),
                "{value}: {}",
                answer.text
            );
        }
        let wrong = format!("{}/elsewhere", idp.base);
        let answer = set(&app, &owner, &idp, &[("issuer", &wrong)]).await;
        assert_eq!(
            answer.json()["fields"][0]["problem"]["problem"],
            "not_a_provider"
        );
        app.add_member(app.workspace, "admin@shop.example", Role::Admin)
            .await;
        let admin = Persona::sign_in(&app, "admin@shop.example").await;
        assert_eq!(
            set(&app, &admin, &idp, &[]).await.status,
            StatusCode::FORBIDDEN
        );
        let member = app.member().await;
        assert_eq!(
            set(&app, &member, &idp, &[]).await.status,
            StatusCode::FORBIDDEN
        );
        let stranger = app.stranger().await;
        assert_eq!(
            set(&app, &stranger, &idp, &[]).await.status,
            StatusCode::NOT_FOUND
        );
        // Taken away it lets nobody in; who is in stays.
        set(&app, &owner, &idp, &[("default_role", "member")]).await;
        let mut ada_in = app.nobody();
        visit(&app, &idp, &mut ada_in, &ada(&[])).await;
        let workspace = app.workspace.to_string();
        let gone = owner
            .post("sso/delete", &[("workspace", &workspace)], JSON)
            .await;
        assert_eq!(gone.status, StatusCode::OK, "{}", gone.text);
        assert_eq!(ada_in.call("session/me", &[]).await.status, StatusCode::OK);
        let answer = app.nobody().open(&format!("/sign-in/{workspace}")).await;
        assert_eq!(location(&answer), "/sign-in?sso=no_provider");
    }
}

//! Workspaces that want a second factor of their members.

use crate::{
    factor::half,
    program::{ALL, Program, ask_token, make_key},
    support::{Answer, PASSWORD, Persona, TestApp, cookie},
    walk::{Ids, calls, make},
};
use axum::http::StatusCode;
use domain::{background, identity};
use model::access::{Area, Role};
use serde_json::json;

const OWNER: &str = "owner@shop.example";
const MEMBER: &str = "member@shop.example";

async fn require(persona: &Persona<'_>, to: &str) -> Answer {
    let workspace = persona.app.workspace.to_string();
    let fields = [("workspace", workspace.as_str()), ("to", to)];
    persona.send("members/policy", &fields).await
}

async fn reset(persona: &Persona<'_>, email: &str) -> Answer {
    let app = persona.app;
    let (workspace, user) = (app.workspace.to_string(), app.user_of(email).await);
    let user = user.to_string();
    let fields = [
        ("workspace", workspace.as_str()),
        ("user", user.as_str()),
        ("locale", "en"),
    ];
    persona.send("members/reset-factor", &fields).await
}

fn told(answer: &Answer) -> (u16, String) {
    (answer.status.as_u16(), answer.code())
}

fn lacking() -> (u16, String) {
    (403, "second_factor_required".to_owned())
}

#[tokio::test]
async fn a_workspace_that_requires_a_factor_opens_nothing_without() {
    for app in TestApp::on_each_engine().await {
        let owner = app.owner().await;
        assert_eq!(
            told(&require(&owner, "on").await),
            lacking(),
            "one's own first"
        );
        owner.enrol().await;
        let member = app.member().await;
        let asked = json!({ "email": MEMBER, "password": PASSWORD });
        let token = ask_token(&app, &asked).await.json();
        let token = token["access_token"].as_str().unwrap().to_owned();
        let by_password = Program { app: &app, token };
        let key = make_key(&app, app.workspace, ALL, &[], None).await;
        let by_key = Program::by_key(&app, &key.secret).await;
        assert_eq!(require(&owner, "on").await.status, StatusCode::OK);

        let ids = Ids::of(&app).await;
        for call in calls() {
            let answer = make(&member, call, &ids).await;
            assert_eq!(told(&answer), lacking(), "{}", call.endpoint);
        }
        for endpoint in ["bots/list", "bots/names", "bots/overview"] {
            assert_eq!(told(&member.call(endpoint, &[]).await), lacking());
        }
        let file = format!("/bots/{}/knowledge/export", app.bot);
        assert_eq!(member.open(&file).await.status, StatusCode::FORBIDDEN);
        for path in ["/api/v1/bots", &format!("/api/v1/bots/{}", app.bot)] {
            assert_eq!(told(&by_password.get(path).await), lacking(), "{path}");
            assert_eq!(by_key.get(path).await.status, StatusCode::OK, "{path}");
        }
        // Pages lead to where one is set up, and that page says why.
        for page in ["/bots".to_owned(), format!("/bots/{}/knowledge", app.bot)] {
            let answer = member.open(&page).await;
            assert_eq!(answer.header("location"), "/account/factor", "{page}");
        }
        let page = member.open("/account/factor").await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.text.contains("Shop requires a second factor"));
        assert_eq!(member.open("/account").await.status, StatusCode::OK);
        let form = member
            .post(
                "articles/create",
                &[
                    ("bot", &ids.bot),
                    ("question", ""),
                    ("title", "x"),
                    ("locale", "en"),
                    ("utterances", ""),
                    ("answer", ""),
                    ("topic", ""),
                ],
                "text/html",
            )
            .await;
        assert_eq!(form.header("location"), "/account/factor");

        let (phone, _) = member.enrol().await;
        assert_eq!(member.call("bots/list", &[]).await.status, StatusCode::OK);
        // As long as it is required it stays.
        let code = phone.code(&app);
        let fields = [
            ("current", PASSWORD),
            ("code", code.as_str()),
            ("locale", "en"),
        ];
        let off = member.send("account/factor-off", &fields).await;
        assert_eq!(told(&off), lacking());
        assert_eq!(require(&owner, "off").await.status, StatusCode::OK);
        let off = member.send("account/factor-off", &fields).await;
        assert_eq!(off.status, StatusCode::OK, "{}", off.text);
        assert_eq!(member.call("bots/list", &[]).await.status, StatusCode::OK);
    }
}

#[tokio::test]
async fn s12_a_bot_without_a_right_is_not_told_of_by_the_factor_that_is_missing() {
    for app in TestApp::on_each_engine().await {
        let owner = app.owner().await;
        owner.enrol().await;
        let plain = app
            .plain("plain@shop.example", model::rights::Rights::NONE)
            .await;
        require(&owner, "on").await;
        let (ids, unknown) = (Ids::of(&app).await, Ids::unknown());
        let of_bot = |area| !matches!(area, Area::Bots | Area::Members | Area::Keys | Area::Audit);
        for call in calls()
            .into_iter()
            .filter(|call| of_bot(call.permission.area))
        {
            let (found, missing) = (
                make(&plain, call, &ids).await,
                make(&plain, call, &unknown).await,
            );
            let endpoint = call.endpoint;
            assert_eq!(found.status, StatusCode::NOT_FOUND, "{endpoint}");
            assert_eq!(found.text, missing.text, "{endpoint}");
        }
    }
}

#[tokio::test]
async fn who_runs_the_workspace_takes_a_lost_factor_away() {
    for app in TestApp::on_each_engine().await {
        let owner = app.owner().await;
        let (phone, _) = owner.enrol().await;
        let member = app.member().await;
        member.enrol().await;
        let admin = "admin@shop.example";
        app.add_member(app.workspace, admin, Role::Admin).await;
        let admin = Persona::sign_in(&app, admin).await;
        let listed = owner
            .call("members/list", &[("workspace", &app.workspace.to_string())])
            .await
            .json();
        let has: Vec<_> = listed["members"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| row["has_factor"].as_bool().unwrap())
            .collect();
        assert_eq!(has, [true, false, true]);
        // Neither a member, nor an admin of an owner, nor anybody of themselves.
        assert_eq!(reset(&member, OWNER).await.status, StatusCode::FORBIDDEN);
        assert_eq!(reset(&admin, OWNER).await.status, StatusCode::FORBIDDEN);
        assert_eq!(reset(&owner, OWNER).await.status, StatusCode::FORBIDDEN);
        app.outbox.take();
        let waiting = half(&app, MEMBER).await;
        assert_eq!(reset(&admin, MEMBER).await.status, StatusCode::OK);
        assert!(!member.is_in().await);
        let gone = waiting.call("session/half", &[]).await;
        assert_eq!(told(&gone), (401, "signed_out".to_owned()));
        assert!(app.member().await.is_in().await);
        background::do_due_jobs(&app.platform).await.unwrap();
        let mails = app.outbox.take();
        let last = mails.last().unwrap();
        assert_eq!(last.to.as_str(), MEMBER);
        assert_eq!(last.subject, "Your second factor was taken away");
        // There is none left to take.
        assert_eq!(told(&reset(&admin, MEMBER).await).1, "conflict");
        let mut owner = half(&app, OWNER).await;
        let code = phone.code(&app);
        let done = owner.send("session/code", &[("code", &code)]).await;
        owner.cookie = Some(cookie(&done));
        let trail = format!("/workspaces/{}/audit?action=factor.", app.workspace);
        let trail = owner.open(&trail).await.text;
        assert!(trail.contains("Second factor taken away"));
    }
}

#[tokio::test]
async fn nobody_weakens_an_account_by_inviting_it() {
    for app in TestApp::on_each_engine().await {
        let elsewhere = "owner@elsewhere.example";
        Persona::sign_in(&app, elsewhere).await.enrol().await;
        let user = app.user_of(elsewhere).await;
        let mut tx = app.db.write().await.unwrap();
        let now = app.platform.now();
        store::identity::add_member(&mut tx, app.workspace, user, Role::Member, now)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let owner = app.owner().await;
        assert_eq!(reset(&owner, elsewhere).await.status, StatusCode::FORBIDDEN);
        // Who works on the machine can.
        let guest = app.command().greet();
        identity::reset_factor(&guest, " OWNER@elsewhere.example ")
            .await
            .unwrap();
        assert!(Persona::sign_in(&app, elsewhere).await.is_in().await);
    }
}

#[tokio::test]
async fn a_link_goes_round_no_second_factor() {
    for app in TestApp::on_each_engine().await {
        let elsewhere = "owner@elsewhere.example";
        let (phone, _) = Persona::sign_in(&app, elsewhere).await.enrol().await;
        let owner = app.owner().await;
        let workspace = app.workspace.to_string();
        let fields = [
            ("workspace", workspace.as_str()),
            ("email", elsewhere),
            ("role", "member"),
            ("preset", "nothing"),
        ];
        let invited = owner.send("members/invite", &fields).await;
        assert_eq!(invited.status, StatusCode::OK, "{}", invited.text);
        let link = owner
            .call("members/link", &[("workspace", &workspace)])
            .await
            .json();
        let token = link["token"].as_str().unwrap();
        let fields = [("token", token), ("password", PASSWORD)];
        let joined = app.nobody().send("session/welcome", &fields).await;
        assert_eq!(joined.status, StatusCode::OK, "{}", joined.text);
        let mut joined = Persona {
            app: &app,
            cookie: Some(cookie(&joined)),
        };
        assert!(!joined.is_in().await);
        let code = phone.code(&app);
        let done = joined.send("session/code", &[("code", &code)]).await;
        joined.cookie = Some(cookie(&done));
        let me = joined.call("session/me", &[]).await.json();
        assert_eq!(me["workspace"], json!(workspace), "where they were going");
    }
}

//! The members of a workspace: asking them to join, and what becomes of them.

use crate::support::{Answer, PASSWORD, Persona, TestApp, cookie};
use axum::http::StatusCode;
use model::{access::Role, id::UserId, rights::Preset};
use serde_json::{Value, json};

const SCRIPT: &str = "application/json";

impl Persona<'_> {
    /// An act on the workspace's members.
    async fn act(&self, endpoint: &str, fields: &[(&str, &str)]) -> Answer {
        let workspace = self.app.workspace.to_string();
        let all = [&[("workspace", workspace.as_str())], fields].concat();
        self.post(&format!("members/{endpoint}"), &all, SCRIPT)
            .await
    }

    async fn act_on(&self, endpoint: &str, user: UserId, fields: &[(&str, &str)]) -> Answer {
        let user = user.to_string();
        let all = [&[("user", user.as_str())], fields].concat();
        self.act(endpoint, &all).await
    }

    async fn members(&self) -> Value {
        let workspace = self.app.workspace.to_string();
        let page = self
            .call("members/list", &[("workspace", &workspace)])
            .await;
        page.json()
    }

    /// The link that waits to be shown.
    async fn shown_link(&self) -> Value {
        let workspace = self.app.workspace.to_string();
        let link = self
            .call("members/link", &[("workspace", &workspace)])
            .await;
        link.json()
    }

    /// Invites a plain member who edits the bot, and gives the token.
    async fn invite(&self, email: &str) -> String {
        let bot = self.app.bot.to_string();
        let fields = [
            ("email", email),
            ("role", "member"),
            ("preset", "editor"),
            (bot.as_str(), "1"),
        ];
        let answer = self.act("invite", &fields).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
        let link = self.shown_link().await;
        link["token"].as_str().unwrap().to_owned()
    }

    async fn welcome(&self, token: &str, password: &str) -> Answer {
        let fields = [("token", token), ("password", password)];
        self.post("session/welcome", &fields, SCRIPT).await
    }
}

fn code(answer: &Answer) -> (u16, String) {
    (answer.status.as_u16(), answer.code())
}

#[tokio::test]
async fn d04_who_is_invited_joins_by_a_one_time_link() {
    for app in TestApp::on_each_engine().await {
        let owner = app.owner().await;
        let token = owner.invite("Ada@shop.example").await;
        let page = owner.open(&format!("/workspaces/{}", app.workspace)).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.text.contains("ada@shop.example") && !page.text.contains(&token));
        assert_eq!(owner.shown_link().await, Value::Null, "it is shown once");
        let invited = owner.members().await["invitations"][0].clone();
        assert_eq!(
            (
                &invited["email"],
                &invited["n_bots"],
                &invited["is_expired"]
            ),
            (&json!("ada@shop.example"), &json!(1), &json!(false))
        );
        let told = app
            .nobody()
            .call("session/link", &[("token", &token)])
            .await;
        assert_eq!(
            told.json(),
            json!({"kind": "invitation", "workspace_name": "Shop", "email": "ada@shop.example",
                "role": "member", "has_account": false})
        );
        let short = app.nobody().welcome(&token, "short").await;
        assert_eq!(short.status, StatusCode::UNPROCESSABLE_ENTITY);
        let joined = app.nobody().welcome(&token, "a long sentence").await;
        assert_eq!(joined.status, StatusCode::OK, "{}", joined.text);
        let ada = Persona {
            app: &app,
            cookie: Some(cookie(&joined)),
        };
        let article = ada.create_article("May I come in?").await;
        assert_eq!(article.status, StatusCode::OK, "{}", article.text);
        let again = app.nobody().welcome(&token, "another sentence").await;
        assert_eq!(code(&again), (404, "not_found".to_owned()));
        assert_eq!(owner.members().await["invitations"], json!([]));
        let actions = app.actions().await;
        assert!(actions.contains(&"member.invite".to_owned()), "{actions:?}");
        assert!(actions.contains(&"member.join".to_owned()), "{actions:?}");
    }
}

#[tokio::test]
async fn a2_a_newer_link_voids_the_older_and_each_runs_out() {
    for app in TestApp::on_each_engine().await {
        let owner = app.owner().await;
        let first = owner.invite("ada@shop.example").await;
        let id = owner.members().await["invitations"][0]["id"].clone();
        let id = id.as_str().unwrap().to_owned();
        let renewed = owner.act("renew", &[("invitation", &id)]).await;
        assert_eq!(renewed.status, StatusCode::OK, "{}", renewed.text);
        let link = owner.shown_link().await;
        let second = link["token"].as_str().unwrap();
        let old = app.nobody().welcome(&first, PASSWORD).await;
        assert_eq!(code(&old), (404, "not_found".to_owned()));
        app.clock.advance_minutes(72 * 60);
        let late = app.nobody().welcome(second, PASSWORD).await;
        assert_eq!(code(&late), (404, "not_found".to_owned()));
        let owner = app.owner().await;
        let invited = owner.members().await["invitations"][0].clone();
        assert_eq!(invited["is_expired"], json!(true));
        owner.act("renew", &[("invitation", &id)]).await;
        let link = owner.shown_link().await;
        let withdrawn = owner.act("withdraw", &[("invitation", &id)]).await;
        assert_eq!(withdrawn.status, StatusCode::OK, "{}", withdrawn.text);
        let third = link["token"].as_str().unwrap();
        let gone = app.nobody().welcome(third, PASSWORD).await;
        assert_eq!(code(&gone), (404, "not_found".to_owned()));
        for token in ["", "null", "AAAA", &third[..42]] {
            let answer = app.nobody().welcome(token, PASSWORD).await;
            assert_eq!(code(&answer), (404, "not_found".to_owned()), "{token}");
        }
    }
}

#[tokio::test]
async fn a24_of_fifty_uses_of_one_invitation_one_works() {
    for app in TestApp::on_each_engine().await {
        let token = app.owner().await.invite("ada@shop.example").await;
        let nobody = app.nobody();
        let tries = (0..50).map(|_| nobody.welcome(&token, PASSWORD));
        let answers = futures::future::join_all(tries).await;
        let n_in = answers.iter().filter(|answer| answer.status.is_success());
        assert_eq!(n_in.count(), 1);
        assert_eq!(app.member_emails().await.len(), 3);
    }
}

#[tokio::test]
async fn an_invitation_gives_nobody_an_account_that_is_there_already() {
    for app in TestApp::on_each_engine().await {
        let owner = app.owner().await;
        let token = owner.invite("owner@elsewhere.example").await;
        let told = app
            .nobody()
            .call("session/link", &[("token", &token)])
            .await;
        assert_eq!(told.json()["has_account"], json!(true));
        // Whoever invites holds the link, and must not choose the password by it.
        let chosen = app.nobody().welcome(&token, "chosen by another").await;
        assert_eq!(code(&chosen), (401, "wrong_credentials".to_owned()));
        let joined = app.nobody().welcome(&token, PASSWORD).await;
        assert_eq!(joined.status, StatusCode::OK, "{}", joined.text);
        let both = Persona {
            app: &app,
            cookie: Some(cookie(&joined)),
        };
        let me = both.call("session/me", &[]).await.json();
        assert_eq!(me["workspace_name"], json!("Shop"));
        assert_eq!(me["workspaces"].as_array().map(Vec::len), Some(2));
        let (elsewhere, _) = app.bot_elsewhere().await;
        let elsewhere = elsewhere.to_string();
        let gone = both
            .post("session/workspace", &[("workspace", &elsewhere)], SCRIPT)
            .await;
        assert_eq!(gone.status, StatusCode::OK, "{}", gone.text);
        let bots = both.call("bots/list", &[]).await.json();
        assert_eq!(bots[0]["name"], json!("Other"));
        let strange = app
            .member()
            .await
            .post("session/workspace", &[("workspace", &elsewhere)], SCRIPT)
            .await;
        assert_eq!(code(&strange), (404, "not_found".to_owned()));
    }
}

#[tokio::test]
async fn what_is_wrong_with_an_invitation_is_told_at_once() {
    for app in TestApp::on_each_engine().await {
        let owner = app.owner().await;
        let bad = [("email", "nobody"), ("role", "king"), ("preset", "all")];
        let fields = owner.act("invite", &bad).await.json()["fields"].clone();
        assert_eq!(fields.as_array().map(Vec::len), Some(3), "{fields}");
        owner.invite("ada@shop.example").await;
        for email in ["ada@shop.example", "MEMBER@shop.example"] {
            let again = [("email", email), ("role", "member"), ("preset", "reader")];
            let answer = owner.act("invite", &again).await;
            assert_eq!(answer.json()["fields"][0]["problem"]["problem"], "taken");
        }
    }
}

/// A workspace with more people: two owners, an admin and a member.
async fn crowd(app: &TestApp) -> (UserId, UserId) {
    let other = app
        .add_with(
            app.workspace,
            "second@shop.example",
            Role::Owner,
            Preset::Nothing,
        )
        .await;
    let admin = app
        .add_with(
            app.workspace,
            "admin@shop.example",
            Role::Admin,
            Preset::Nothing,
        )
        .await;
    (other, admin)
}

#[tokio::test]
async fn only_owners_make_and_unmake_owners() {
    for app in TestApp::on_each_engine().await {
        let (second, _) = crowd(&app).await;
        let admin = Persona::sign_in(&app, "admin@shop.example").await;
        let member = app.user_of("member@shop.example").await;
        for (endpoint, user, fields) in [
            ("role", member, vec![("role", "owner")]),
            ("role", second, vec![("role", "member")]),
            ("suspend", second, vec![("to", "off")]),
            ("transfer", member, vec![]),
            (
                "remove",
                second,
                vec![("typed_email", "second@shop.example")],
            ),
        ] {
            let answer = admin.act_on(endpoint, user, &fields).await;
            assert_eq!(code(&answer), (403, "forbidden".to_owned()), "{endpoint}");
        }
        let as_owner = [
            ("email", "x@shop.example"),
            ("role", "owner"),
            ("preset", "nothing"),
        ];
        let answer = admin.act("invite", &as_owner).await;
        assert_eq!(code(&answer), (403, "forbidden".to_owned()));
        let owner = app.owner().await;
        let raised = owner.act_on("role", member, &[("role", "owner")]).await;
        assert_eq!(raised.status, StatusCode::OK, "{}", raised.text);
    }
}

#[tokio::test]
async fn a3_sessions_end_when_a_role_changes() {
    for app in TestApp::on_each_engine().await {
        let (member, owner) = (app.member().await, app.owner().await);
        let user = app.user_of("member@shop.example").await;
        let answer = owner.act_on("role", user, &[("role", "admin")]).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
        let late = member.call("session/me", &[]).await;
        assert_eq!(code(&late), (401, "signed_out".to_owned()));
        // What an admin was granted as a member is no way back.
        owner.act_on("role", user, &[("role", "member")]).await;
        let bots = app.member().await.call("bots/list", &[]).await;
        assert_eq!(bots.json(), json!([]));
    }
}

#[tokio::test]
async fn a_member_is_removed_with_what_they_had() {
    for app in TestApp::on_each_engine().await {
        let (member, owner) = (app.member().await, app.owner().await);
        let user = app.user_of("member@shop.example").await;
        let (workspace, id) = (app.workspace.to_string(), user.to_string());
        let about = [("workspace", workspace.as_str()), ("user", id.as_str())];
        let page = owner.call("members/get", &about).await.json();
        assert_eq!(
            (&page["impact"]["n_sessions"], &page["impact"]["n_bots"]),
            (&json!(1), &json!(1)),
            "{page}"
        );
        let typed = |email| vec![("typed_email", email)];
        let wrong = owner
            .act_on("remove", user, &typed("owner@shop.example"))
            .await;
        assert_eq!(wrong.json()["fields"][0]["problem"]["problem"], "different");
        let done = owner
            .act_on("remove", user, &typed("Member@shop.example"))
            .await;
        assert_eq!(done.status, StatusCode::OK, "{}", done.text);
        let late = member.call("session/me", &[]).await;
        assert_eq!(code(&late), (401, "signed_out".to_owned()));
        let again = app
            .nobody()
            .post_sign_in("member@shop.example", PASSWORD)
            .await;
        assert_eq!(code(&again), (401, "wrong_credentials".to_owned()));
        assert_eq!(app.member_emails().await, ["owner@shop.example"]);
        // They may be asked again, and are as new.
        let token = owner.invite("member@shop.example").await;
        let back = app.nobody().welcome(&token, PASSWORD).await;
        assert_eq!(back.status, StatusCode::OK, "{}", back.text);
    }
}

#[tokio::test]
async fn who_is_shut_out_has_no_way_back_by_a_link_of_their_own() {
    for app in TestApp::on_each_engine().await {
        let (_, admin) = crowd(&app).await;
        let token = Persona::sign_in(&app, "admin@shop.example")
            .await
            .invite("backdoor@shop.example")
            .await;
        let owner = app.owner().await;
        let done = owner.act_on("suspend", admin, &[("to", "off")]).await;
        assert_eq!(done.status, StatusCode::OK, "{}", done.text);
        let back = app.nobody().welcome(&token, PASSWORD).await;
        assert_eq!(code(&back), (404, "not_found".to_owned()));
    }
}

#[tokio::test]
async fn the_last_owner_stays() {
    for app in TestApp::on_each_engine().await {
        let owner = app.owner().await;
        let user = app.user_of("owner@shop.example").await;
        let last = (409, "last_owner".to_owned());
        let typed = [("typed_email", "owner@shop.example")];
        assert_eq!(
            code(&owner.act_on("role", user, &[("role", "admin")]).await),
            last
        );
        assert_eq!(code(&owner.act_on("remove", user, &typed).await), last);
        assert_eq!(code(&owner.act("leave", &[]).await), last);
        let own = owner.act_on("suspend", user, &[("to", "off")]).await;
        assert_eq!(own.status, StatusCode::FORBIDDEN);
        // A suspended owner is no owner to stay with.
        let (second, _) = crowd(&app).await;
        owner.act_on("suspend", second, &[("to", "off")]).await;
        assert_eq!(code(&owner.act("leave", &[]).await), last);
        let done = owner
            .act_on("transfer", app.user_of("member@shop.example").await, &[])
            .await;
        assert_eq!(done.status, StatusCode::OK, "{}", done.text);
        assert_eq!(app.role_of("member@shop.example").await, Role::Owner);
        assert_eq!(app.role_of("owner@shop.example").await, Role::Admin);
    }
}

#[tokio::test]
async fn a24_of_fifty_acts_at_once_none_takes_the_last_owner() {
    for app in TestApp::on_each_engine().await {
        let mut owners = vec![app.user_of("owner@shop.example").await];
        for n in 0..4 {
            let email = format!("owner{n}@shop.example");
            let role = Role::Owner;
            owners.push(
                app.add_with(app.workspace, &email, role, Preset::Nothing)
                    .await,
            );
        }
        let mut personas = vec![app.owner().await];
        for n in 0..4 {
            personas.push(Persona::sign_in(&app, &format!("owner{n}@shop.example")).await);
        }
        let tries = (0..50).map(|n| {
            let (persona, user) = (&personas[n % 5], owners[(n / 5) % 5]);
            async move {
                match n % 3 {
                    0 => persona.act("leave", &[]).await,
                    1 => persona.act_on("role", user, &[("role", "member")]).await,
                    _ => persona.act_on("suspend", user, &[("to", "off")]).await,
                }
            }
        });
        let answers = futures::future::join_all(tries).await;
        for answer in answers {
            let is_known = [200, 401, 403, 404, 409].contains(&answer.status.as_u16());
            assert!(is_known, "{}: {}", app.engine, answer.text);
        }
        let mut tx = app.db.read().await.unwrap();
        let n_owners = store::members::count_active_owners(&mut tx, app.workspace).await;
        assert!(n_owners.unwrap() >= 1, "{}", app.engine);
    }
}

impl TestApp {
    /// What was done in the first workspace, the newest first.
    async fn actions(&self) -> Vec<String> {
        let mut tx = self.db.read().await.unwrap();
        let events = store::audit::list_actions(&mut tx, self.workspace, 50).await;
        events
            .unwrap()
            .into_iter()
            .map(|(action, _)| action)
            .collect()
    }

    async fn role_of(&self, email: &str) -> Role {
        let user = self.user_of(email).await;
        let mut tx = self.db.read().await.unwrap();
        let member = store::members::find(&mut tx, self.workspace, user).await;
        member.unwrap().unwrap().role
    }
}

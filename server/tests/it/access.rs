//! Who may do what, and that nothing goes round the door.

use crate::{
    support::{Answer, Persona, TestApp},
    walk::{INNER, Ids, call, calls, make, may},
};
use axum::http::StatusCode;
use domain::access::entries::{ENTRIES, Guard};
use model::{
    access::{Area, Right},
    rights::{Preset, Rights},
};
use serde_json::json;
use std::collections::BTreeSet;

#[tokio::test]
async fn the_table_of_entries_and_the_router_agree() {
    let in_router: BTreeSet<(String, String)> = server::http::routes().into_iter().collect();
    let in_table: BTreeSet<(String, String)> = ENTRIES
        .iter()
        .filter(|entry| entry.guard == Guard::Page || entry.path.starts_with("/api/ui/"))
        .map(|entry| (entry.method.to_owned(), entry.path.to_owned()))
        .collect();
    assert_eq!(in_router, in_table);
}

fn told(answer: &Answer) -> (StatusCode, String) {
    (answer.status, answer.text.clone())
}

/// Calls everything, and wants the answer to be the same as for what does not exist.
async fn nothing_is_there(app: &TestApp, persona: &Persona<'_>, who: &str) {
    let (ids, unknown) = (Ids::of(app).await, Ids::unknown());
    for call in calls() {
        let (found, missing) = (
            make(persona, call, &ids).await,
            make(persona, call, &unknown).await,
        );
        let endpoint = call.endpoint;
        assert_eq!(
            (found.status, found.code()),
            (StatusCode::NOT_FOUND, "not_found".to_owned()),
            "{who}, {endpoint}: {}",
            found.text
        );
        assert_eq!(told(&found), told(&missing), "{who}, {endpoint}");
    }
    for name in ["analytics", "conversations", "knowledge"] {
        let file = persona
            .open(&format!("/bots/{}/{name}/export", app.bot))
            .await;
        assert_eq!(file.status, StatusCode::NOT_FOUND, "{who}, {name}");
    }
    for page in [
        "knowledge",
        "conversations",
        "analytics",
        "settings",
        "members",
    ] {
        let page = persona.open(&format!("/bots/{}/{page}", app.bot)).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{who}");
    }
}

#[tokio::test]
async fn s11_nothing_of_another_workspace_is_there() {
    for app in TestApp::on_each_engine().await {
        let stranger = app.stranger().await;
        nothing_is_there(&app, &stranger, "stranger").await;
        for name in ["bots/list", "bots/names"] {
            let bots = stranger.call(name, &[]).await.json();
            assert_eq!(bots, json!([]), "{name}");
        }
        let overview = stranger.call("bots/overview", &[]).await.json();
        assert_eq!(
            (&overview["bots"], &overview["archived"]),
            (&json!([]), &json!([]))
        );
        let members = app.member_emails().await;
        assert_eq!(members, ["owner@shop.example", "member@shop.example"]);
        assert_eq!(app.list_articles().await.len(), 3);
    }
}

#[tokio::test]
async fn s11_an_id_of_another_workspace_within_ones_own_names_nothing() {
    for app in TestApp::on_each_engine().await {
        let stranger = app.stranger().await;
        let (workspace, bot) = app.bot_elsewhere().await;
        let own = |ids: Ids| Ids {
            bot: bot.to_string(),
            workspace: workspace.to_string(),
            ..ids
        };
        let (foreign, unknown) = (own(Ids::of(&app).await), own(Ids::unknown()));
        for endpoint in INNER {
            let user = app.user_of("owner@elsewhere.example").await.to_string();
            let foreign = foreign.within(endpoint, &app.bot.to_string(), &user);
            let unknown = unknown.within(endpoint, &Ids::unknown().bot, &user);
            let call = call(endpoint);
            let (found, missing) = (
                make(&stranger, call, &foreign).await,
                make(&stranger, call, &unknown).await,
            );
            assert_eq!(told(&found), told(&missing), "{endpoint}");
            // Nothing of it is read, nor changed where several are named at once.
            let is_empty = found.text == "[]" || endpoint == "articles/bulk";
            let is_refused = !found.status.is_success() || is_empty;
            assert!(is_refused, "{endpoint}: {}", found.text);
        }
        assert_eq!(app.list_articles().await.len(), 3);
        let emails = app.member_emails().await;
        assert_eq!(emails, ["owner@shop.example", "member@shop.example"]);
    }
}

#[tokio::test]
async fn who_is_signed_out_reaches_nothing() {
    for app in TestApp::on_each_engine().await {
        let ids = Ids::of(&app).await;
        for call in calls() {
            let answer = make(&app.nobody(), call, &ids).await;
            let told = (answer.status, answer.code());
            assert_eq!(
                told,
                (StatusCode::UNAUTHORIZED, "signed_out".to_owned()),
                "{}",
                call.endpoint
            );
        }
        for endpoint in ["bots/list", "bots/names", "bots/overview"] {
            let bots = app.nobody().call(endpoint, &[]).await;
            assert_eq!(bots.status, StatusCode::UNAUTHORIZED, "{endpoint}");
        }
    }
}

#[tokio::test]
async fn s12_each_right_opens_what_it_is_for_and_nothing_else() {
    for app in TestApp::on_each_engine().await {
        let ids = Ids::of(&app).await;
        let one = |area, right| Rights::NONE.with(area, Some(right));
        for (email, rights) in [
            ("reader@shop.example", Preset::Reader.rights()),
            ("analyst@shop.example", Preset::Analyst.rights()),
            ("writer@shop.example", one(Area::Knowledge, Right::Write)),
            ("seer@shop.example", one(Area::Conversations, Right::Read)),
            ("designer@shop.example", one(Area::Widget, Right::Write)),
            ("setter@shop.example", one(Area::Settings, Right::Write)),
        ] {
            let persona = app.plain(email, rights).await;
            for call in calls() {
                let is_allowed = may(rights, call);
                if is_allowed && call.method != "GET" {
                    // What may be written is other tests' to write.
                    continue;
                }
                let answer = make(&persona, call, &ids).await;
                let endpoint = call.endpoint;
                if is_allowed {
                    let is_open = ![401, 403].contains(&answer.status.as_u16());
                    assert!(is_open, "{email}, {endpoint}: {}", answer.text);
                } else {
                    let told = (answer.status, answer.code());
                    let refused = (StatusCode::FORBIDDEN, "forbidden".to_owned());
                    assert_eq!(told, refused, "{email}, {endpoint}");
                }
            }
        }
        assert_eq!(app.list_articles().await.len(), 3);
    }
}

#[tokio::test]
async fn s12_a_bot_without_a_right_is_not_there() {
    for app in TestApp::on_each_engine().await {
        let nobody = app.plain("plain@shop.example", Rights::NONE).await;
        for name in ["bots/list", "bots/names", "bots/overview"] {
            let listed = nobody.call(name, &[]).await;
            assert!(!listed.text.contains("Helper"), "{name}: {}", listed.text);
        }
        let ids = Ids::of(&app).await;
        let unknown = Ids::unknown();
        for call in calls()
            .into_iter()
            .filter(|call| call.permission.area != Area::Bots)
        {
            let of_workspace = matches!(
                call.permission.area,
                Area::Members | Area::Keys | Area::Audit
            );
            let answer = make(&nobody, call, &ids).await;
            // The workspace they know.
            let expected = if of_workspace { 403 } else { 404 };
            assert_eq!(answer.status.as_u16(), expected, "{}", call.endpoint);
            if !of_workspace {
                let missing = make(&nobody, call, &unknown).await;
                assert_eq!(told(&answer), told(&missing), "{}", call.endpoint);
            }
        }
        let page = nobody.open(&format!("/bots/{}/knowledge", app.bot)).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn a4_s12_who_is_suspended_or_removed_reaches_nothing_at_once() {
    for app in TestApp::on_each_engine().await {
        let owner = app.owner().await;
        let ids = Ids::of(&app).await;
        let member = app.member().await;
        let fields = [
            ("workspace", ids.workspace.as_str()),
            ("user", ids.user.as_str()),
        ];
        let off = [&fields[..], &[("to", "off")]].concat();
        let done = owner
            .post("members/suspend", &off, "application/json")
            .await;
        assert_eq!(done.status, StatusCode::OK, "{}", done.text);
        for call in calls() {
            let answer = make(&member, call, &ids).await;
            assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{}", call.endpoint);
        }
        // Nor is there a way back in, and whether it is the password is not told.
        let again = app
            .nobody()
            .post_sign_in("member@shop.example", crate::support::PASSWORD)
            .await;
        assert_eq!(again.code(), "wrong_credentials");
        let on = [&fields[..], &[("to", "on")]].concat();
        owner.post("members/suspend", &on, "application/json").await;
        let back = app.member().await.create_article("I am back").await;
        assert_eq!(back.status, StatusCode::OK, "{}", back.text);
    }
}

#[tokio::test]
async fn a_member_works_on_knowledge() {
    for app in TestApp::on_each_engine().await {
        let answer = app
            .member()
            .await
            .create_article("May I pay by card?")
            .await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    }
}

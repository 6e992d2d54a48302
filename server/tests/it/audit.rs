//! The audit trail: what is done is written down, and a change to it is seen.

use crate::{
    program::{ALL, Program},
    support::{PASSWORD, TestApp},
};
use axum::http::StatusCode;
use domain::{
    access::{Knowledge, Read},
    audit::{self, Flaw, Verified},
    knowledge::{self, ExportFormat},
};

async fn verify(app: &TestApp) -> Verified {
    audit::verify(&app.command().greet()).await.unwrap()
}

/// An app whose workspace has done a few things.
async fn busy() -> Vec<TestApp> {
    let apps = TestApp::on_each_engine().await;
    for app in &apps {
        let owner = app.owner().await;
        for n in 0..3 {
            owner.create_article(&format!("Question {n}?")).await;
        }
        owner.post_sign_in("owner@shop.example", "wrong").await;
    }
    apps
}

#[tokio::test]
async fn s24_events_are_sealed_one_after_the_other() {
    for app in busy().await {
        let verified = verify(&app).await;
        assert_eq!(verified.broken, []);
        assert!(verified.events > 5, "{verified:?}");
    }
}

#[tokio::test]
async fn s24_a_changed_event_is_found() {
    for app in busy().await {
        app.sabotage("UPDATE audit_events SET action = 'article.read' WHERE seq = 3")
            .await;
        let broken = verify(&app).await.broken;
        let flaws: Vec<_> = broken.iter().map(|one| (one.seq, one.flaw)).collect();
        assert!(flaws.contains(&(3, Flaw::Changed)), "{flaws:?}");
    }
}

#[tokio::test]
async fn s24_a_missing_event_is_found_and_so_is_a_missing_end() {
    for app in busy().await {
        app.sabotage("DELETE FROM audit_events WHERE seq = 2").await;
        let broken = verify(&app).await.broken;
        assert!(
            broken.iter().any(|one| one.flaw == Flaw::Missing),
            "{broken:?}"
        );
    }
    for app in busy().await {
        app.sabotage(
            "DELETE FROM audit_events WHERE seq > 3 AND chain IN
                (SELECT chain FROM audit_chains WHERE seq > 3)",
        )
        .await;
        let broken = verify(&app).await.broken;
        assert_eq!(broken.last().map(|one| one.flaw), Some(Flaw::CutOff));
    }
}

#[tokio::test]
async fn s24_a_seal_can_not_be_made_without_the_key() {
    for app in busy().await {
        // Whoever changes an event and copies a seal that holds elsewhere is found as well.
        app.sabotage(
            "UPDATE audit_events SET subject = 'article:none',
                seal = (SELECT seal FROM audit_events e WHERE e.seq = 1 LIMIT 1) WHERE seq = 2",
        )
        .await;
        assert!(!verify(&app).await.broken.is_empty());
    }
}

#[tokio::test]
async fn s24_events_are_searched_and_taken_away_by_who_may() {
    for app in busy().await {
        let owner = app.owner().await;
        let workspace = app.workspace.to_string();
        let list = async |fields: &[(&str, &str)]| {
            let mut all = vec![("workspace", workspace.as_str())];
            all.extend_from_slice(fields);
            owner.call("audit/list", &all).await.json()
        };
        let articles = list(&[("action", "article.")]).await;
        let rows = articles["rows"].as_array().unwrap();
        assert!(rows.iter().all(|row| row["action"] == "article.create"));
        assert!(rows.len() >= 3);
        assert_eq!(articles["is_whole"], true);
        let refused = list(&[("action", "session.refused")]).await;
        assert_eq!(refused["rows"][0]["email"], "owner@shop.example");
        assert_eq!(refused["rows"][0]["actor"], "nobody");
        let of_nobody = list(&[("by", "nobody@example.org")]).await;
        assert_eq!(of_nobody["rows"], serde_json::json!([]));
        let percent = list(&[("subject", "%")]).await;
        assert_eq!(percent["rows"], serde_json::json!([]));
        let path = format!("/workspaces/{workspace}/audit/export?action=article.");
        let file = owner.open(&path).await;
        assert_eq!(file.status, StatusCode::OK);
        assert!(
            file.text
                .starts_with("at,by,actor,action,subject,address,email")
        );
        assert!(!file.text.contains("session."));
        let lines = owner.open(&format!("{path}&format=jsonl")).await;
        assert!(lines.text.lines().all(|line| line.starts_with('{')));
        app.sabotage("UPDATE audit_events SET actor = 'command' WHERE action = 'article.create'")
            .await;
        assert_eq!(list(&[("action", "article.")]).await["is_whole"], false);
    }
}

#[tokio::test]
async fn s24_others_see_none_of_it() {
    for app in busy().await {
        let workspace = app.workspace.to_string();
        for (persona, status) in [
            (app.member().await, StatusCode::FORBIDDEN),
            (app.stranger().await, StatusCode::NOT_FOUND),
            (app.nobody(), StatusCode::UNAUTHORIZED),
        ] {
            let answer = persona
                .call("audit/list", &[("workspace", workspace.as_str())])
                .await;
            assert_eq!(answer.status, status);
            let file = persona
                .open(&format!("/workspaces/{workspace}/audit/export"))
                .await;
            assert_ne!(file.status, StatusCode::OK);
        }
    }
}

#[tokio::test]
async fn s24_who_takes_data_out_is_written_down() {
    for app in TestApp::on_each_engine().await {
        app.ask("opening times").await;
        app.derive().await;
        let (owner, bot, workspace) = (app.owner().await, app.bot, app.workspace);
        for (area, format) in [
            ("knowledge", "csv"),
            ("knowledge", "jsonl"),
            ("conversations", "csv"),
            ("conversations", "json"),
            ("analytics", "csv"),
            ("analytics", "json"),
            ("audit", "csv"),
            ("audit", "jsonl"),
        ] {
            let (place, of) = match area {
                "audit" => (
                    format!("/workspaces/{workspace}"),
                    format!("workspace:{workspace}"),
                ),
                _ => (format!("/bots/{bot}"), format!("bot:{bot}")),
            };
            let action = format!("{area}.export");
            let before = app.newest_subjects(&action).await;
            let path = format!("{place}/{area}/export?format={format}");
            let refused = app.nobody().open(&path).await;
            assert_ne!(refused.status, StatusCode::OK, "{path}");
            assert_eq!(app.newest_subjects(&action).await, before, "{path}");
            let file = owner.open(&path).await;
            assert_eq!(file.status, StatusCode::OK, "{path}");
            let expected = [vec![format!("{of} format:{format}")], before].concat();
            assert_eq!(app.newest_subjects(&action).await, expected, "{path}");
        }
        let fields = [
            ("workspace", &*workspace.to_string()),
            ("action", ".export"),
        ];
        let listed = owner.call("audit/list", &fields).await.json();
        assert_eq!(listed["rows"].as_array().map(Vec::len), Some(8), "{listed}");
        assert_eq!(
            listed["rows"][0]["by"]["email"], "owner@shop.example",
            "{listed}"
        );
    }
}

#[tokio::test]
async fn s24_what_commands_and_programs_take_out_is_written_down_too() {
    for app in TestApp::on_each_engine().await {
        let access = app.command().open::<Read<Knowledge>>(app.bot).await;
        let access = access.unwrap();
        knowledge::export(&access, ExportFormat::Csv).await.unwrap();
        let exports = app.newest_subjects("knowledge.export").await;
        assert_eq!(exports.len(), 1, "{exports:?}");
        let program = Program::with(&app, ALL).await;
        for (route, action) in [
            ("articles?limit=1", "knowledge.export"),
            ("conversations", "conversations.export"),
            ("analytics", "analytics.export"),
        ] {
            let before = app.newest_subjects(action).await.len();
            // Page by page, and one event for all of them.
            for _ in 0..3 {
                let answer = program.get(&app.api(route)).await;
                assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
            }
            let events = app.newest_subjects(action).await;
            assert_eq!(events.len(), before + 1, "{events:?}");
            assert_eq!(events[0], format!("bot:{} by:api", app.bot));
        }
    }
}

#[tokio::test]
async fn s24_what_somebody_does_to_their_account_is_in_each_workspace_of_theirs() {
    for app in TestApp::on_each_engine().await {
        let email = "member@shop.example";
        let other = app.add_here_and_there(email).await;
        let user = app.user_of(email).await;
        let member = app.member().await;
        let fields = [
            ("current", PASSWORD),
            ("password", "another horse battery"),
            ("locale", "en"),
        ];
        let changed = member.send("account/password", &fields).await;
        assert_eq!(changed.status, StatusCode::OK, "{}", changed.text);
        member.send("account/end", &[("which", "others")]).await;
        member.send("session/sign-out", &[]).await;
        let mut tx = app.db.read().await.unwrap();
        for workspace in [app.workspace, other] {
            let events = store::audit::list_actions(&mut tx, workspace, 50).await;
            let events = events.unwrap();
            for action in [
                "session.sign_in",
                "password.change",
                "session.end",
                "session.sign_out",
            ] {
                let of = (action.to_owned(), format!("user:{user}"));
                let n = events.iter().filter(|event| **event == of).count();
                assert_eq!(n, 1, "{action}: {events:?}");
            }
        }
        drop(tx);
        assert_eq!(verify(&app).await.broken, []);
    }
}

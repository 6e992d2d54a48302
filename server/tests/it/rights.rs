//! Rights by bot and member: how they are given, and what is not told to who has none.

use crate::support::{Answer, Persona, TestApp};
use axum::http::StatusCode;
use model::{
    access::{Area, Right},
    rights::{Preset, Rights},
};
use serde_json::{Value, json};

const SCRIPT: &str = "application/json";

impl Persona<'_> {
    async fn matrix(&self) -> Value {
        let bot = self.app.bot.to_string();
        let fields = [("bot", bot.as_str()), ("search", ""), ("page", "0")];
        self.call("rights/get", &fields).await.json()
    }

    async fn save(&self, revision: &str, cells: &[(String, &str)]) -> Answer {
        let bot = self.app.bot.to_string();
        let mut fields = vec![
            ("bot", bot.as_str()),
            ("revision", revision),
            ("form_page", "/"),
        ];
        fields.extend(cells.iter().map(|(name, value)| (name.as_str(), *value)));
        self.post("rights/save", &fields, SCRIPT).await
    }

    async fn on_bot(&self, endpoint: &str) -> Answer {
        let bot = self.app.bot.to_string();
        self.call(endpoint, &[("bot", &bot)]).await
    }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

#[tokio::test]
async fn s12_a_change_holds_at_the_next_request() {
    for app in TestApp::on_each_engine().await {
        let (owner, member) = (app.owner().await, app.member().await);
        let user = app.user_of("member@shop.example").await;
        let matrix = owner.matrix().await;
        assert_eq!(matrix["members"][0]["email"], "member@shop.example");
        assert_eq!(matrix["others"], json!(["owner@shop.example"]));
        assert_eq!(member.on_bot("settings/get").await.status, StatusCode::OK);
        let cell = |area: &str, word: &'static str| (format!("{user}.{area}"), word);
        let cells = [cell("settings", "none"), cell("knowledge", "read")];
        let saved = owner.save(text(&matrix["revision"]), &cells).await;
        assert_eq!(saved.status, StatusCode::OK, "{}", saved.text);
        let closed = member.on_bot("settings/get").await;
        assert_eq!(closed.status, StatusCode::FORBIDDEN);
        let refused = member.create_article("Not any more").await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN);
        assert_eq!(member.on_bot("bots/get").await.status, StatusCode::OK);
        // What was saved meanwhile is not undone by who began before.
        let stale = owner.save(text(&matrix["revision"]), &cells).await;
        assert_eq!(stale.code(), "conflict");
        let matrix = owner.matrix().await;
        let none = [(format!("{user}.preset"), "nothing")];
        owner.save(text(&matrix["revision"]), &none).await;
        let gone = member.on_bot("bots/get").await;
        assert_eq!(gone.status, StatusCode::NOT_FOUND);
        let events = app.newest_subjects("rights.set").await;
        assert_eq!(events.len(), 2, "{events:?}");
        assert!(events[0].ends_with("rights:none"), "{events:?}");
    }
}

#[tokio::test]
async fn a_matrix_takes_no_row_that_is_not_a_plain_members() {
    for app in TestApp::on_each_engine().await {
        let owner = app.owner().await;
        let revision = text(&owner.matrix().await["revision"]).to_owned();
        let own = app.user_of("owner@shop.example").await;
        let foreign = app.user_of("owner@elsewhere.example").await;
        for (name, status) in [
            (format!("{foreign}.knowledge"), StatusCode::NOT_FOUND),
            (format!("{own}.knowledge"), StatusCode::FORBIDDEN),
            ("x.knowledge".to_owned(), StatusCode::BAD_REQUEST),
            (format!("{own}.kitchen"), StatusCode::BAD_REQUEST),
        ] {
            let answer = owner.save(&revision, &[(name.clone(), "write")]).await;
            assert_eq!(answer.status, status, "{name}: {}", answer.text);
        }
    }
}

#[tokio::test]
async fn what_one_member_may_do_with_each_bot_is_set_at_once() {
    for app in TestApp::on_each_engine().await {
        let (owner, member) = (app.owner().await, app.member().await);
        let (workspace, user) = (
            app.workspace.to_string(),
            app.user_of("member@shop.example").await.to_string(),
        );
        let about = [("workspace", workspace.as_str()), ("user", user.as_str())];
        let page = owner.call("members/get", &about).await.json();
        assert_eq!(page["bots"][0]["name"], "Helper");
        let (_, foreign) = app.bot_elsewhere().await;
        let foreign = format!("{foreign}.knowledge");
        let own = format!("{}.analytics", app.bot);
        let revision = ("revision", text(&page["revision"]));
        let save = async |cell: (&str, &str)| {
            let fields = [&about[..], &[revision, cell]].concat();
            owner.post("members/grant", &fields, SCRIPT).await
        };
        let wrong = save((&foreign, "write")).await;
        assert_eq!(wrong.status, StatusCode::NOT_FOUND, "{}", wrong.text);
        let right = save((&own, "none")).await;
        assert_eq!(right.status, StatusCode::OK, "{}", right.text);
        let closed = member.on_bot("analytics/report").await;
        assert_eq!(closed.status, StatusCode::FORBIDDEN);
    }
}

#[tokio::test]
async fn s12_what_visitors_asked_is_told_only_to_who_may_read_it() {
    for app in TestApp::on_each_engine().await {
        app.ask("qwertz asdfgh").await;
        app.derive().await;
        let write = Rights::NONE.with(Area::Knowledge, Some(Right::Write));
        let writer = app.plain("writer@shop.example", write).await;
        let bot = app.bot.to_string();
        let fields = [
            ("bot", bot.as_str()),
            ("answer_at", "1"),
            ("ask_back_at", "1"),
        ];
        let replay = writer.call("thresholds/replay", &fields).await;
        assert_eq!(replay.status, StatusCode::OK, "{}", replay.text);
        assert!(!replay.text.contains("qwertz"), "{}", replay.text);
        let overview = writer.call("bots/overview", &[]).await.json();
        let card = &overview["bots"][0];
        assert_eq!(
            (&card["week"], &card["n_open"]),
            (&Value::Null, &Value::Null)
        );
        assert_eq!(card["bot"]["n_conversations_7d"], 0);
        let owner = app.owner().await;
        let inbox = [("bot", bot.as_str()), ("tab", "missed"), ("mine", "")];
        let inbox = owner.call("unanswered/list", &inbox).await.json();
        let question = text(&inbox["groups"][0]["question"]["id"]).to_owned();
        for act in ["ignore", "take_on", "snooze"] {
            let act = format!("{act}:{question}");
            let fields = [("bot", bot.as_str()), ("tab", "missed"), ("act", &act)];
            let answer = writer.post("unanswered/decide", &fields, SCRIPT).await;
            assert_ne!(answer.status, StatusCode::OK, "{act}");
        }
        let attach = [
            ("bot", bot.as_str()),
            ("tab", "missed"),
            ("question", &question),
            ("title", "What are the opening hours?"),
        ];
        let answer = writer.post("unanswered/attach", &attach, SCRIPT).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{}", answer.text);
    }
}

#[tokio::test]
async fn s13_conversations_follow_the_bots_sharing() {
    for app in TestApp::on_each_engine().await {
        let owner = app.owner().await;
        let bot = app.bot.to_string();
        let share = async |sharing: &str| {
            let fields = [
                ("bot", bot.as_str()),
                ("sharing", sharing),
                ("shown", "full"),
            ];
            let answer = owner.post("rights/share", &fields, SCRIPT).await;
            assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
        };
        let writer = Rights::NONE.with(Area::Knowledge, Some(Right::Write));
        let writer = app.plain("writer@shop.example", writer).await;
        let plain = app.plain("plain@shop.example", Rights::NONE).await;
        let named = Rights::NONE.with(Area::Conversations, Some(Right::Read));
        let named = app.plain("named@shop.example", named).await;
        let read = async |persona: &Persona<'_>| {
            let fields = [("bot", bot.as_str()), ("before", "")];
            let list = persona.call("conversations/list", &fields).await.status;
            let path = format!("/bots/{bot}/conversations/export?format=csv");
            let file = persona.open(&path).await.status;
            assert_eq!(list, file);
            list.as_u16()
        };
        assert_eq!(
            (read(&writer).await, read(&plain).await, read(&named).await),
            (403, 404, 200)
        );
        share("workspace").await;
        assert_eq!(
            (read(&writer).await, read(&plain).await, read(&named).await),
            (200, 200, 200)
        );
        // Looking, and at nothing else.
        assert_eq!(plain.on_bot("bots/get").await.status, StatusCode::FORBIDDEN);
        for name in ["bots/list", "bots/names"] {
            let bots = plain.call(name, &[]).await.json();
            assert_eq!(bots.as_array().map(Vec::len), Some(1), "{name}");
        }
        let stranger = app.stranger().await;
        assert_eq!(read(&stranger).await, 404);
        share("named").await;
        assert_eq!((read(&writer).await, read(&plain).await), (403, 404));
        share("admins").await;
        assert_eq!((read(&writer).await, read(&named).await), (403, 404));
        assert_eq!(read(&owner).await, 200);
    }
}

const PERSONAL: &str = "my invoice for ada@example.org, please call 06 12 34 56 78";
const SHOWN: &str = "my invoice for •••@•••, please call •• •• •• •• ••";

/// What somebody is shown of the only conversation, wherever it is shown.
async fn seen(persona: &Persona<'_>, bot: &str, pass: &str) -> [String; 5] {
    let fields = [("bot", bot), ("before", "")];
    let list = persona.call("conversations/list", &fields).await.json();
    let id = text(&list["items"][0]["id"]).to_owned();
    let fields = [("bot", bot), ("conversation", &id), ("pass", pass)];
    let whole = persona.call("conversations/get", &fields).await.json();
    let fields = [("bot", bot), ("tab", "missed"), ("mine", "")];
    let inbox = persona.call("unanswered/list", &fields).await.json();
    let question = text(&inbox["groups"][0]["question"]["id"]).to_owned();
    let fields = [("bot", bot), ("question", &question)];
    let open = persona.call("unanswered/get", &fields).await.json();
    let path = format!("/bots/{bot}/conversations/export?format=json");
    let file: Value = serde_json::from_str(&persona.open(&path).await.text).unwrap();
    [
        &list["items"][0]["first_question"],
        &whole["turns"][0]["question"],
        &inbox["groups"][0]["question"]["question"],
        &open["question"],
        &file[0]["turns"][0]["question"],
    ]
    .map(|shown| text(shown).to_owned())
}

#[tokio::test]
async fn s13_personal_data_is_masked_and_every_look_behind_is_noted() {
    for app in TestApp::on_each_engine().await {
        let (owner, bot) = (app.owner().await, app.bot.to_string());
        app.ask(PERSONAL).await;
        app.derive().await;
        let reader = Rights::NONE.with(Area::Conversations, Some(Right::Read));
        let reader = app.plain("reader@shop.example", reader).await;
        assert_eq!(seen(&reader, &bot, "").await, [PERSONAL; 5]);
        let fields = [
            ("bot", bot.as_str()),
            ("sharing", "named"),
            ("shown", "masked"),
        ];
        let answer = owner.post("rights/share", &fields, SCRIPT).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
        assert_eq!(seen(&reader, &bot, "").await, [SHOWN; 5]);
        assert_eq!(seen(&owner, &bot, "").await, [SHOWN; 5]);
        let found = async |contains: &str| {
            let fields = [
                ("bot", bot.as_str()),
                ("before", ""),
                ("contains", contains),
            ];
            let list = reader.call("conversations/list", &fields).await.json();
            list["items"].as_array().map(Vec::len)
        };
        // Nobody finds by what they may not read.
        assert_eq!(
            (
                found("ada@").await,
                found("12 34").await,
                found("INVOICE").await
            ),
            (Some(0), Some(0), Some(1))
        );
        let list = [("bot", bot.as_str()), ("before", "")];
        let list = reader.call("conversations/list", &list).await.json();
        let id = text(&list["items"][0]["id"]);
        let fields = [("bot", bot.as_str()), ("conversation", id)];
        let refused = reader.post("conversations/reveal", &fields, SCRIPT).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN);
        let page = owner
            .post("conversations/reveal", &fields, "text/html")
            .await;
        let page = page.header("location").to_owned();
        let pass = page.split("pass=").nth(1).unwrap();
        let pass = pass.split('&').next().unwrap();
        let shown = seen(&owner, &bot, pass).await;
        assert_eq!(shown[..2], [SHOWN, PERSONAL], "the one conversation, whole");
        assert_eq!(seen(&reader, &bot, pass).await, [SHOWN; 5], "not theirs");
        app.clock.advance_minutes(11);
        assert_eq!(seen(&owner, &bot, pass).await, [SHOWN; 5], "too late");
        let me = owner.call("session/me", &[]).await.json();
        let fields = [
            ("workspace", text(&me["workspace"])),
            ("action", "conversation.reveal"),
        ];
        let events = owner.call("audit/list", &fields).await;
        assert!(events.text.contains(id), "{}", events.text);
    }
}

#[tokio::test]
async fn the_rooms_that_one_may_not_enter_are_not_shown() {
    for app in TestApp::on_each_engine().await {
        let analyst = app
            .plain("analyst@shop.example", Preset::Analyst.rights())
            .await;
        let home = analyst.open(&format!("/bots/{}", app.bot)).await;
        assert!(
            home.header("location").ends_with("/conversations"),
            "{home:?}"
        );
        let page = analyst.open(&format!("/bots/{}/analytics", app.bot)).await;
        assert_eq!(page.status, StatusCode::OK);
        let shown = |page: &Answer, room: &str| {
            let sections = page.text.split("class=\"sections\"").nth(1).unwrap();
            let sections = sections.split("class=\"account\"").next().unwrap();
            sections.contains(&format!("href=\"/bots/{}/{room}\"", app.bot))
        };
        assert!(shown(&page, "conversations"));
        for room in ["knowledge", "settings", "widget", "members", "versions"] {
            assert!(!shown(&page, room), "{room}");
        }
        let closed = analyst.open(&format!("/bots/{}/knowledge", app.bot)).await;
        assert_eq!(closed.status, StatusCode::FORBIDDEN);
        let page = app
            .owner()
            .await
            .open(&format!("/bots/{}/members", app.bot))
            .await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(shown(&page, "members") && page.text.contains("analyst@shop.example"));
    }
}

#[tokio::test]
async fn who_was_a_member_before_keeps_what_they_could_do() {
    let engines = [
        (
            "sqlite",
            include_str!("../../../migrations/sqlite/0010_rights.sql"),
        ),
        (
            "postgres",
            include_str!("../../../migrations/postgres/0010_rights.sql"),
        ),
    ];
    for app in TestApp::on_each_engine().await {
        let (_, migration) = engines
            .into_iter()
            .find(|(name, _)| *name == app.engine)
            .unwrap();
        let grants = migration
            .split(';')
            .find(|statement| statement.contains("INSERT INTO grants"))
            .unwrap();
        let grants = &grants[grants.find("INSERT").unwrap()..];
        app.sabotage("DELETE FROM grants").await;
        app.sabotage(Box::leak(grants.to_owned().into_boxed_str()))
            .await;
        let user = app.user_of("member@shop.example").await;
        let mut tx = app.db.read().await.unwrap();
        let standing = store::grants::find_standing(&mut tx, user, app.bot)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(
            Preset::of(standing.granted),
            Some(Preset::Editor),
            "{}",
            app.engine
        );
    }
}

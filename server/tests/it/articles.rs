//! What an article has beside its question and its answer.

use crate::support::{Persona, TestApp};
use axum::http::StatusCode;
use serde_json::{Value, json};

const SCRIPT: &str = "application/json";

/// Saves the app's first article with some of its fields set.
async fn save(persona: &Persona<'_>, set: &[(&str, &str)]) -> crate::support::Answer {
    let (bot, article) = (
        persona.app.bot.to_string(),
        persona.app.articles[0].to_string(),
    );
    let revision = get(persona).await["revision"].to_string();
    let mut fields = vec![
        ("bot", bot.as_str()),
        ("article", article.as_str()),
        ("revision", revision.as_str()),
        ("locale", "en"),
        ("title", "Can I send something back?"),
        ("utterances", "how do I return an order\nrefund please"),
        ("answer", "<p>Within 30 days.</p>"),
        ("topic", "Shop"),
    ];
    fields.extend_from_slice(set);
    persona.post("articles/update", &fields, SCRIPT).await
}

async fn get(persona: &Persona<'_>) -> Value {
    let (bot, article) = (
        persona.app.bot.to_string(),
        persona.app.articles[0].to_string(),
    );
    let fields = [("bot", bot.as_str()), ("article", article.as_str())];
    persona.call("articles/get", &fields).await.json()
}

#[tokio::test]
async fn buttons_follow_the_answer_and_lead_only_to_what_is_there() {
    for app in TestApp::on_each_engine().await {
        let owner = app.owner().await;
        let target = app.articles[1].to_string();
        let buttons = format!("Shop | https://example.org/a\nHours | {target}");
        let saved = save(&owner, &[("buttons", &buttons)]).await;
        assert_eq!(saved.status, StatusCode::OK, "{}", saved.text);
        app.publish().await;
        let reply = app.ask("how do I return an order").await.json();
        let link = json!({"type": "link", "label": "Shop", "url": "https://example.org/a"});
        let choice = json!({"label": "Hours", "choice": target});
        let choices = json!({"type": "choices", "choices": [choice]});
        assert_eq!(reply["messages"].as_array().unwrap()[1..], [link, choices]);
        let picked = app.ask_with(&[("choice", &target)]).await.json();
        assert_eq!(picked["article"], target.as_str());

        let bot = app.bot.to_string();
        let fields = [("bot", bot.as_str()), ("article", target.as_str())];
        owner.post("articles/delete", &fields, SCRIPT).await;
        app.publish().await;
        let reply = app.ask("how do I return an order").await.json();
        assert_eq!(reply["messages"].as_array().unwrap().len(), 2);
        assert_eq!(get(&owner).await["alerts"], json!(["dead_link"]));
        let filter = [("bot", bot.as_str()), ("alert", "dead_link")];
        let found = owner.call("articles/list", &filter).await.json();
        assert_eq!(found["items"].as_array().map(Vec::len), Some(1));
    }
}

#[tokio::test]
async fn an_article_answers_in_its_time_and_in_no_other() {
    for app in TestApp::on_each_engine().await {
        let owner = app.owner().await;
        // The clock stands at the begin of 2026, UTC: an hour later in Paris.
        let period = [
            ("starts", "2026-01-01T01:30"),
            ("ends", "2026-01-01T02:00"),
            ("zone", "Europe/Paris"),
        ];
        let saved = save(&owner, &period).await;
        assert_eq!(saved.status, StatusCode::OK, "{}", saved.text);
        assert_eq!(
            get(&owner).await["shown"],
            json!(["2026-01-01T01:30", "2026-01-01T02:00"])
        );
        app.publish().await;
        let article = app.articles[0].to_string();
        let is_answered = async || {
            let reply = app.ask("how do I return an order").await.json();
            reply["article"] == article.as_str()
        };
        // A session does not last as long as the test's clock goes on.
        let alerts = async || get(&app.owner().await).await["alerts"].clone();
        assert_eq!(
            (is_answered().await, alerts().await),
            (false, json!(["upcoming"]))
        );
        let picked = app.ask_with(&[("choice", &article)]).await.json();
        assert_eq!(picked["kind"], "fallback", "nor is it picked");
        app.clock.advance_minutes(31);
        assert_eq!((is_answered().await, alerts().await), (true, json!([])));
        app.clock.advance_minutes(29);
        assert_eq!(
            (is_answered().await, alerts().await),
            (false, json!(["expired"]))
        );
    }
}

#[tokio::test]
async fn what_is_wrong_with_buttons_and_times_is_told_at_their_fields() {
    for app in TestApp::on_each_engine().await {
        let owner = app.owner().await;
        for (field, value) in [
            ("buttons", "Shop | no such article"),
            ("buttons", "Shop"),
            ("buttons", "Shop | javascript:alert(1)"),
            ("starts", "soon"),
            ("zone", "Mars/Olympus"),
        ] {
            let refused = save(&owner, &[(field, value)]).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{value}");
            assert_eq!(refused.json()["fields"][0]["field"], field, "{value}");
        }
        assert_eq!(get(&owner).await["revision"], 1);
    }
}

#[tokio::test]
async fn a_comment_is_clean_and_its_writers_alone() {
    for app in TestApp::on_each_engine().await {
        let (owner, member) = (app.owner().await, app.member().await);
        let (bot, article) = (app.bot.to_string(), app.articles[0].to_string());
        let (bot, article) = (("bot", bot.as_str()), ("article", article.as_str()));
        let text = ("text", "Ask <script>x()</script>legal");
        let added = owner
            .post("articles/comment", &[bot, article, text], SCRIPT)
            .await;
        assert_eq!(added.status, StatusCode::OK, "{}", added.text);
        let list = async |persona: &Persona<'_>| {
            persona
                .call("articles/comments", &[bot, article])
                .await
                .json()
        };
        let seen = list(&member).await;
        assert_eq!(
            (&seen[0]["text"], &seen[0]["is_own"], &seen[0]["author"]),
            (
                &json!("Ask legal"),
                &json!(false),
                &json!("owner@shop.example")
            )
        );
        let comment = seen[0]["id"].as_str().unwrap().to_owned();
        let fields = [bot, article, ("comment", comment.as_str())];
        let other = member
            .post("articles/comment-delete", &fields, SCRIPT)
            .await;
        assert_eq!(other.status, StatusCode::NOT_FOUND);
        let own = owner.post("articles/comment-delete", &fields, SCRIPT).await;
        assert_eq!(own.status, StatusCode::OK);
        assert_eq!(list(&owner).await, json!([]));
    }
}

#[tokio::test]
async fn ticked_articles_are_changed_all_or_none_and_come_back() {
    for app in TestApp::on_each_engine().await {
        let owner = app.owner().await;
        let bot = app.bot.to_string();
        let ids: Vec<String> = app.articles.iter().map(ToString::to_string).collect();
        let unknown = "01912d68-783e-7a03-8467-5661c1243ad4";
        let act = async |act: &str, ticked: &[&str]| {
            let mut fields = vec![("bot", bot.as_str()), ("act", act), ("topic", "Other")];
            fields.extend(ticked.iter().map(|id| (*id, "1")));
            owner.post("articles/bulk", &fields, SCRIPT).await
        };
        let refused = act("delete", &[&ids[0], unknown]).await;
        assert_eq!(refused.status, StatusCode::NOT_FOUND);
        assert_eq!(
            act("delete", &[]).await.status,
            StatusCode::UNPROCESSABLE_ENTITY
        );
        assert_eq!(app.list_articles().await.len(), 3);
        act("topic", &[&ids[0], &ids[1]]).await;
        let topics = app.list_articles().await;
        let other = topics.iter().filter(|article| article.topic == "Other");
        assert_eq!(other.count(), 2);

        let deleted = act("delete", &[&ids[0], &ids[1]]).await;
        assert_eq!(deleted.status, StatusCode::OK, "{}", deleted.text);
        assert_eq!(app.list_articles().await.len(), 1);
        let at = app.platform.now().as_millis().to_string();
        let fields = [("bot", bot.as_str()), ("deleted_at", at.as_str())];
        let undone = owner.post("articles/undelete", &fields, SCRIPT).await;
        assert_eq!(undone.status, StatusCode::OK, "{}", undone.text);
        assert_eq!(app.list_articles().await.len(), 3);
        let again = owner.post("articles/undelete", &fields, SCRIPT).await;
        assert_eq!(again.status, StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn a_file_waits_until_it_is_imported_and_changes_nothing_before() {
    for app in TestApp::on_each_engine().await {
        let owner = app.owner().await;
        let bot = app.bot.to_string();
        let rows = "question,answer,buttons,key\n\
                    Who?,Ada.,More | later,who\n\
                    Where?,Here.,Bad | nowhere,later\n\
                    ,no question,,\n";
        let fields = [("bot", bot.as_str()), ("rows", rows)];
        let file = owner.post("articles/import-check", &fields, SCRIPT).await;
        assert_eq!(file.status, StatusCode::OK, "{}", file.text);
        let file = file.json().as_str().unwrap().to_owned();
        let fields = [("bot", bot.as_str()), ("file", file.as_str())];
        let preview = owner.call("articles/import-preview", &fields).await.json();
        assert_eq!(
            (&preview["n_added"], &preview["n_changed"]),
            (&json!(2), &json!(0))
        );
        let lines = preview["refused"].as_array().unwrap().iter();
        let lines: Vec<i64> = lines.map(|it| it["line"].as_i64().unwrap()).collect();
        assert_eq!(lines, [3, 4], "{preview}");
        assert_eq!(app.list_articles().await.len(), 3);

        let done = owner.post("articles/import", &fields, SCRIPT).await;
        assert_eq!(done.status, StatusCode::OK, "{}", done.text);
        assert_eq!(app.list_articles().await.len(), 5);
        app.publish().await;
        let reply = app.ask("Who?").await.json();
        assert_eq!(
            reply["messages"][1]["choices"][0]["label"], "More",
            "{reply}"
        );
        let again = owner.post("articles/import", &fields, SCRIPT).await;
        assert_eq!(again.status, StatusCode::NOT_FOUND, "once is once");
    }
}

/// What [`import`] sends: the rows, checked and waiting.
async fn wait_for_import(persona: &Persona<'_>, rows: &str) -> String {
    let bot = persona.app.bot.to_string();
    let fields = [("bot", bot.as_str()), ("rows", rows)];
    let file = persona.post("articles/import-check", &fields, SCRIPT).await;
    assert_eq!(file.status, StatusCode::OK, "{}", file.text);
    file.json().as_str().unwrap().to_owned()
}

async fn import(persona: &Persona<'_>, file: &str) {
    let bot = persona.app.bot.to_string();
    let fields = [("bot", bot.as_str()), ("file", file)];
    let done = persona.post("articles/import", &fields, SCRIPT).await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.text);
}

#[tokio::test]
async fn what_was_deleted_comes_back_with_a_file_only_in_the_languages_of_the_file() {
    for app in TestApp::on_each_engine().await {
        let owner = app.owner().await;
        let rows = "question,answer,key,locale,topic\n\
                    Who?,Ada.,who,en,People\n\
                    Qui ?,Ada.,who,fr,\n";
        import(&owner, &wait_for_import(&owner, rows).await).await;
        let bot = app.bot.to_string();
        let articles = app.list_articles().await;
        let mut new = articles.iter().map(|article| article.id);
        let new = new.find(|id| !app.articles.contains(id)).unwrap();
        let article = new.to_string();
        let fields = [("bot", bot.as_str()), ("article", article.as_str())];
        owner.post("articles/delete", &fields, SCRIPT).await;
        let rows = "question,answer,key,locale\nWho?,Grace.,who,en\n";
        import(&owner, &wait_for_import(&owner, rows).await).await;
        let back = owner.call("articles/get", &fields).await.json();
        let texts = back["texts"].as_array().unwrap().iter();
        let locales: Vec<&Value> = texts.map(|text| &text["locale"]).collect();
        assert_eq!(locales, ["en"], "{back}");
        assert_eq!(back["topic"], "", "{back}");
        app.publish().await;
        assert_ne!(app.ask("Qui ?").await.json()["kind"], "answer");
    }
}

#[tokio::test]
async fn two_imports_at_once_make_each_article_once() {
    for app in TestApp::on_each_engine().await {
        let owner = app.owner().await;
        let lines: String = (0..50)
            .map(|n| format!("Question {n}?,Answer.,key-{n}\n"))
            .collect();
        let rows = format!("question,answer,key\n{lines}");
        let files = [
            wait_for_import(&owner, &rows).await,
            wait_for_import(&owner, &rows).await,
        ];
        tokio::join!(import(&owner, &files[0]), import(&owner, &files[1]));
        assert_eq!(app.list_articles().await.len(), 53);
    }
}

#[tokio::test]
async fn an_export_brings_everything_back() {
    for app in TestApp::on_each_engine().await {
        let owner = app.owner().await;
        let target = app.articles[1].to_string();
        let set = [
            ("buttons", &*format!("Hours | {target}")),
            ("ends", "2027-01-01T00:00"),
            ("zone", "Europe/Paris"),
        ];
        save(&owner, &set).await;
        let before = get(&owner).await;
        let path = format!("/bots/{}/knowledge/export?format=csv", app.bot);
        let file = owner.open(&path).await.text;
        save(&owner, &[]).await;
        assert_ne!(get(&owner).await["texts"], before["texts"]);
        let bot = app.bot.to_string();
        let fields = [("bot", bot.as_str()), ("rows", file.as_str())];
        let waiting = owner
            .post("articles/import-check", &fields, SCRIPT)
            .await
            .json();
        let fields = [("bot", bot.as_str()), ("file", waiting.as_str().unwrap())];
        owner.post("articles/import", &fields, SCRIPT).await;
        let after = get(&owner).await;
        assert_eq!(
            (&after["texts"], &after["period"], &after["linked"]),
            (&before["texts"], &before["period"], &before["linked"])
        );
    }
}

#[tokio::test]
async fn a_text_of_before_is_in_the_history_and_comes_back() {
    for app in TestApp::on_each_engine().await {
        let owner = app.owner().await;
        let (bot, article) = (app.bot.to_string(), app.articles[0].to_string());
        let (bot, article) = (("bot", bot.as_str()), ("article", article.as_str()));
        let first = get(&owner).await["texts"].clone();
        save(&owner, &[("buttons", "Shop | https://example.org/")]).await;
        let history = async || owner.call("articles/history", &[bot, article]).await.json();
        let changes = history().await;
        let newest = &changes[0];
        assert_eq!(
            newest["by"],
            json!({"kind": "member", "email": "owner@shop.example"})
        );
        let came = json!([{"mark": "added", "text": "Shop | https://example.org/"}]);
        assert_eq!(newest["change"]["buttons"], came);
        assert_eq!(changes[1]["had_text"], false, "how it began");

        let back = [
            bot,
            article,
            ("revision", "2"),
            ("change", "2"),
            ("locale", "en"),
        ];
        let restored = owner.post("articles/restore", &back, SCRIPT).await;
        assert_eq!(restored.status, StatusCode::OK, "{}", restored.text);
        assert_eq!(get(&owner).await["texts"], first);
        let again = owner.post("articles/restore", &back, SCRIPT).await;
        assert_eq!(
            again.status,
            StatusCode::CONFLICT,
            "somebody changed it since"
        );
    }
}

#[tokio::test]
async fn saving_what_is_there_is_no_change_of_the_history() {
    for app in TestApp::on_each_engine().await {
        let owner = app.owner().await;
        let (bot, article) = (app.bot.to_string(), app.articles[0].to_string());
        let fields = [("bot", bot.as_str()), ("article", article.as_str())];
        save(&owner, &[]).await;
        save(&owner, &[]).await;
        assert_eq!(get(&owner).await["revision"], 3);
        let changes = owner.call("articles/history", &fields).await.json();
        assert_eq!(changes.as_array().map(Vec::len), Some(2), "{changes}");
    }
}

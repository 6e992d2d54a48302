//! What makes a bot better by what it was asked: synonyms, thresholds, questions that stand together.

use crate::support::{Answer, Persona, TestApp};
use axum::http::StatusCode;
use domain::knowledge;
use serde_json::{Value, json};

const SCRIPT: &str = "application/json";

async fn post(persona: &Persona<'_>, endpoint: &str, fields: &[(&str, &str)]) -> Answer {
    let bot = persona.app.bot.to_string();
    let page = [("bot", bot.as_str()), ("form_page", "/bots")];
    persona
        .post(endpoint, &[&page, fields].concat(), SCRIPT)
        .await
}

async fn get(persona: &Persona<'_>, endpoint: &str, fields: &[(&str, &str)]) -> Value {
    let bot = persona.app.bot.to_string();
    let all = [&[("bot", bot.as_str())], fields].concat();
    persona.call(endpoint, &all).await.json()
}

async fn add(persona: &Persona<'_>, term: &str, variants: &str, locale: &str) -> Answer {
    let fields = [
        ("term", term),
        ("variants", variants),
        ("locale", locale),
        ("act", "save"),
    ];
    post(persona, "synonyms/create", &fields).await
}

/// The only group's id.
async fn only(persona: &Persona<'_>) -> String {
    let page = get(persona, "synonyms/list", &[]).await;
    let id = page["groups"][0]["group"]["id"].as_str();
    id.unwrap_or_else(|| panic!("{page}")).to_owned()
}

const STRANGE: &str = "flurbel";

#[tokio::test]
async fn a_version_that_comes_back_without_its_snapshot_knows_its_synonyms() {
    for app in TestApp::on_each_engine().await {
        let member = app.member().await;
        add(&member, "opening hours", STRANGE, "").await;
        app.publish().await;
        assert_eq!(app.ask(STRANGE).await.json()["kind"], "answer");
        let group = only(&member).await;
        post(&member, "synonyms/delete", &[("group", &group)]).await;
        app.publish().await;
        app.sabotage("UPDATE versions SET snapshot = '' WHERE number = 2")
            .await;
        let access = app.command().open(app.bot).await.unwrap();
        assert_eq!(knowledge::bring_back(&access, 2, 3).await, Ok(4));
        assert_eq!(app.ask(STRANGE).await.json()["kind"], "answer");
    }
}

#[tokio::test]
async fn what_synonyms_would_change_is_told_before_they_are_saved() {
    for app in TestApp::on_each_engine().await {
        app.ask(STRANGE).await;
        let member = app.member().await;
        let typed = [
            ("term", "opening hours"),
            ("variants", STRANGE),
            ("locale", ""),
        ];
        let of_new = [&[("group", "")], &typed[..]].concat();
        let effect = get(&member, "synonyms/try", &of_new).await;
        assert_eq!(effect["n_changed"], 1, "{effect}");
        let shown = [&[("act", "try")], &typed[..]].concat();
        let answer = post(&member, "synonyms/create", &shown).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
        let page = get(&member, "synonyms/list", &[]).await;
        assert_eq!(page["groups"], json!([]), "nothing is saved");
        let empty = [
            ("term", "hours"),
            ("variants", ""),
            ("locale", ""),
            ("act", "try"),
        ];
        let answer = post(&member, "synonyms/create", &empty).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        // Of a group that is there, what is typed counts rather than what is saved.
        add(&member, "opening hours", STRANGE, "").await;
        let id = only(&member).await;
        let other = [
            ("term", "opening hours"),
            ("variants", "zarquon"),
            ("locale", ""),
        ];
        let of_saved = [&[("group", id.as_str())], &other[..]].concat();
        let effect = get(&member, "synonyms/try", &of_saved).await;
        assert_eq!(effect["n_changed"], 0, "{effect}");
    }
}

#[tokio::test]
async fn a_synonym_reaches_visitors_with_the_next_publish_and_leaves_with_another() {
    for app in TestApp::on_each_engine().await {
        assert_eq!(app.ask(STRANGE).await.json()["kind"], "fallback");
        let member = app.member().await;
        let added = add(&member, "opening hours", "flurbel\nFLURBEL", "").await;
        assert_eq!(added.status, StatusCode::OK, "{}", added.text);
        assert_eq!(app.ask(STRANGE).await.json()["kind"], "fallback", "a draft");
        let id = only(&member).await;
        let effect = get(&member, "synonyms/preview", &[("group", &id)]).await;
        assert_eq!(
            (&effect["n_questions"], &effect["n_changed"]),
            (&json!(1), &json!(1))
        );
        let changed = &effect["changed"][0];
        assert_eq!(changed["question"], STRANGE);
        assert_eq!(changed["before"]["decision"], "missed");
        assert_eq!(changed["after"]["title"], "What are the opening hours?");
        app.publish().await;
        let reply = app.ask(STRANGE).await.json();
        assert_eq!(reply["article"], app.articles[1].to_string(), "{reply}");
        let gone = post(&member, "synonyms/delete", &[("group", &id)]).await;
        assert_eq!(gone.status, StatusCode::OK);
        app.publish().await;
        assert_eq!(app.ask(STRANGE).await.json()["kind"], "fallback");
    }
}

#[tokio::test]
async fn groups_are_told_where_they_are_used_and_changed() {
    for app in TestApp::on_each_engine().await {
        let member = app.member().await;
        add(&member, "parcel", "package", "en").await;
        let page = get(&member, "synonyms/list", &[]).await;
        assert_eq!(page["groups"][0]["n_uses"], 1, "{page}");
        assert_eq!(
            page["groups"][0]["uses"][0]["title"],
            "How do I return a parcel?"
        );
        assert_eq!(page["bot"]["has_changes"], true);
        let id = only(&member).await;
        let changed = [
            ("group", id.as_str()),
            ("term", "<b>rocket</b>"),
            ("variants", "missile"),
            ("locale", ""),
        ];
        let changed = [&changed[..], &[("act", "save")]].concat();
        let answer = post(&member, "synonyms/update", &changed).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
        let page = get(&member, "synonyms/list", &[]).await;
        assert_eq!(
            page["groups"][0]["group"]["term"], "rocket",
            "cleaned (S19)"
        );
        assert_eq!(page["groups"][0]["n_uses"], 0);
        let twice = add(&member, "Rocket", "shuttle", "").await;
        assert_eq!(
            twice.json()["fields"][0]["problem"],
            json!({"problem": "taken"})
        );
        let wrong = add(&member, " ", "", "?").await;
        assert_eq!(
            wrong.json()["fields"].as_array().unwrap().len(),
            3,
            "{}",
            wrong.text
        );
    }
}

#[tokio::test]
async fn thresholds_are_tried_on_what_was_asked_and_saved() {
    for app in TestApp::on_each_engine().await {
        for question in ["opening times", "Opening TIMES!", STRANGE] {
            app.ask(question).await;
        }
        let member = app.member().await;
        let tried = [("answer_at", "99"), ("ask_back_at", "99")];
        let replay = get(&member, "thresholds/replay", &tried).await;
        assert_eq!(
            (&replay["n_questions"], &replay["n_times"]),
            (&json!(2), &json!(3))
        );
        assert_eq!(
            replay["now"],
            json!({"answered": 2, "asked_back": 0, "missed": 1})
        );
        let bars = replay["bars"].as_array().unwrap();
        assert_eq!(bars.iter().map(|n| n.as_u64().unwrap()).sum::<u64>(), 3);
        assert_eq!(replay["may_change"], false);
        let refused = post(&member, "thresholds/save", &tried).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN);
        let owner = app.owner().await;
        let wrong = [("answer_at", "50"), ("ask_back_at", "51")];
        let answer = post(&owner, "thresholds/save", &wrong).await;
        assert_eq!(answer.json()["fields"][0]["field"], "ask_back_at");
        let low = [("answer_at", "1"), ("ask_back_at", "1")];
        let before = get(&owner, "thresholds/replay", &low).await;
        assert_eq!(
            post(&owner, "thresholds/save", &low).await.status,
            StatusCode::OK
        );
        let after = get(
            &owner,
            "thresholds/replay",
            &[("answer_at", ""), ("ask_back_at", "")],
        );
        let after = after.await;
        assert_eq!(after["now"], before["then"], "what was shown is what holds");
        assert_eq!(after["saved"], json!({"answer_at": 1, "ask_back_at": 1}));
    }
}

async fn inbox(persona: &Persona<'_>, tab: &str, mine: &str) -> Value {
    get(persona, "unanswered/list", &[("tab", tab), ("mine", mine)]).await
}

async fn decide(persona: &Persona<'_>, act: &str) -> Answer {
    post(
        persona,
        "unanswered/decide",
        &[("tab", "missed"), ("act", act)],
    )
    .await
}

/// The ids of the first group, as a button sends them.
fn ids(inbox: &Value) -> String {
    let group = &inbox["groups"][0];
    let others = group["others"].as_array().unwrap().iter();
    let all = [&group["question"]].into_iter().chain(others);
    let ids: Vec<&str> = all
        .map(|question| question["id"].as_str().unwrap())
        .collect();
    ids.join(",")
}

const ALIKE: [&str; 3] = ["Do you sell lamps?", "are you selling lamps", "sell lamps"];

#[tokio::test]
async fn alike_questions_are_decided_about_at_once_and_taken_back_at_once() {
    for app in TestApp::on_each_engine().await {
        for question in ALIKE {
            app.ask(question).await;
        }
        app.derive().await;
        let (member, article) = (app.member().await, app.articles[1]);
        let missed = inbox(&member, "missed", "").await;
        assert_eq!(missed["counts"], json!([3, 0, 0, 0, 0, 0]), "{missed}");
        assert_eq!(missed["n_groups"], 1, "{missed}");
        assert_eq!(missed["groups"][0]["n_this_week"], 3);
        let ids = ids(&missed);
        let answer = decide(&member, &format!("attach:{ids}:{article}")).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
        let done = inbox(&member, "done", "").await;
        assert_eq!(done["counts"], json!([0, 0, 0, 0, 3, 0]));
        assert_eq!(done["n_groups"], 1, "{done}");
        app.publish().await;
        for question in ALIKE {
            let reply = app.ask(question).await.json();
            assert_eq!(reply["article"], article.to_string(), "{reply}");
        }
        let first = ids.split(',').next().unwrap();
        decide(&member, &format!("reopen:{first}")).await;
        let back = inbox(&member, "missed", "").await;
        assert_eq!(back["counts"], json!([3, 0, 0, 0, 0, 0]));
        app.publish().await;
        assert_eq!(app.ask(ALIKE[0]).await.json()["kind"], "fallback");
        decide(&member, &format!("ignore:{ids}")).await;
        let ignored = inbox(&member, "ignored", "").await;
        assert_eq!(ignored["counts"], json!([0, 0, 0, 0, 0, 3]));
    }
}

#[tokio::test]
async fn an_article_for_one_question_is_for_those_that_ask_the_same() {
    for app in TestApp::on_each_engine().await {
        for question in ALIKE {
            app.ask(question).await;
        }
        app.derive().await;
        let member = app.member().await;
        let missed = inbox(&member, "missed", "").await;
        let question = missed["groups"][0]["question"]["id"].as_str().unwrap();
        let fields = [
            ("question", question),
            ("locale", "en"),
            ("title", "Are there lamps?"),
            ("utterances", ""),
            ("answer", "Yes."),
            ("topic", ""),
        ];
        let made = post(&member, "articles/create", &fields).await;
        assert_eq!(made.status, StatusCode::OK, "{}", made.text);
        let done = inbox(&member, "done", "").await;
        assert_eq!(done["counts"], json!([0, 0, 0, 0, 3, 0]));
        app.publish().await;
        for question in ALIKE {
            assert_eq!(
                app.ask(question).await.json()["kind"],
                "answer",
                "{question}"
            );
        }
    }
}

#[tokio::test]
async fn who_takes_questions_on_finds_them_among_their_own() {
    for app in TestApp::on_each_engine().await {
        app.ask(ALIKE[0]).await;
        app.ask("zzzz qqqq xxxx").await;
        app.derive().await;
        let (member, owner) = (app.member().await, app.owner().await);
        let ids = ids(&inbox(&member, "missed", "").await);
        let taken = decide(&member, &format!("take:{ids}")).await;
        assert_eq!(taken.status, StatusCode::OK, "{}", taken.text);
        let mine = inbox(&member, "missed", "1").await;
        assert_eq!(mine["groups"].as_array().unwrap().len(), 1, "{mine}");
        assert_eq!(mine["groups"][0]["question"]["assignee"], mine["reader"]);
        assert_eq!(inbox(&owner, "missed", "1").await["n_groups"], 0);
        decide(&member, &format!("leave:{ids}")).await;
        assert_eq!(inbox(&member, "missed", "1").await["n_groups"], 0);
    }
}

#[tokio::test]
async fn small_talk_is_there_once_however_often_it_is_added() {
    for app in TestApp::on_each_engine().await {
        let member = app.member().await;
        for _ in 0..2 {
            let added = post(&member, "knowledge/small-talk", &[]).await;
            assert_eq!(added.status, StatusCode::OK, "{}", added.text);
            assert_eq!(app.list_articles().await.len(), 3 + 16);
        }
        app.publish().await;
        for (question, answer) in [
            ("hello", "Ask me your question"),
            ("thanks a lot", "You are welcome"),
            ("are you a robot", "I am a program"),
        ] {
            let reply = app.ask(question).await;
            assert!(reply.text.contains(answer), "{question}: {}", reply.text);
        }
        let reply = app.ask("opening times").await.json();
        assert_eq!(
            reply["article"],
            app.articles[1].to_string(),
            "the shop's own"
        );
    }
}

//! The management API: what it does, for whom, and what it refuses.

use crate::{
    program::{ALL, Program, add_bot, ask_token, make_key, other_bot},
    support::{Answer, PASSWORD, TestApp},
};
use axum::http::{Method, StatusCode, header};
use serde_json::{Value, json};
use std::collections::BTreeSet;

const SOME: &str = "01912d68-783e-7a03-8467-5661c1243ad4";

fn draft(title: &str) -> Value {
    json!({
        "locale": "en",
        "title": title,
        "utterances": ["do you take cards", "credit card"],
        "answer": "Yes.<script>alert(1)</script>",
        "topic": "Money",
        "buttons": [{ "label": "Prices", "url": "https://shop.example.org/prices" }],
    })
}

/// Every call on a bot: what it needs, and what would work for who may.
fn calls(
    bot: &str,
    article: &str,
    conversation: &str,
) -> Vec<(&'static str, Method, String, Value)> {
    let at = |rest: &str| format!("/api/v1/bots/{bot}{rest}");
    let none = Value::Null;
    vec![
        ("settings:read", Method::GET, at(""), none.clone()),
        (
            "settings:write",
            Method::PATCH,
            at(""),
            json!({ "name": "Mine now" }),
        ),
        ("settings:write", Method::DELETE, at(""), none.clone()),
        ("knowledge:read", Method::GET, at("/articles"), none.clone()),
        (
            "knowledge:write",
            Method::POST,
            at("/articles"),
            draft("Mine now"),
        ),
        (
            "knowledge:read",
            Method::GET,
            at(&format!("/articles/{article}")),
            none.clone(),
        ),
        (
            "knowledge:write",
            Method::PUT,
            at(&format!("/articles/{article}")),
            draft("Mine now"),
        ),
        (
            "knowledge:write",
            Method::DELETE,
            at(&format!("/articles/{article}")),
            none.clone(),
        ),
        (
            "knowledge:write",
            Method::POST,
            at("/publish"),
            none.clone(),
        ),
        (
            "conversations:read",
            Method::GET,
            at("/conversations"),
            none.clone(),
        ),
        (
            "conversations:read",
            Method::GET,
            at(&format!("/conversations/{conversation}")),
            none.clone(),
        ),
        (
            "analytics:read",
            Method::GET,
            at("/analytics"),
            none.clone(),
        ),
        (
            "knowledge:read",
            Method::GET,
            at("/explain?q=opening%20hours"),
            none,
        ),
    ]
}

async fn call(program: &Program<'_>, method: &Method, path: &str, body: &Value) -> Answer {
    let body = (!body.is_null()).then_some(body);
    let revision = [("if-match", "\"1\"")];
    program.send(method.clone(), path, body, &revision).await
}

#[tokio::test]
async fn a_question_is_explained_to_a_program() {
    for app in TestApp::on_each_engine().await {
        let program = Program::with(&app, &["knowledge:read"]).await;
        let path = app.api("explain?q=what%20are%20the%20openning%20hours&draft=true");
        let told = program.get(&path).await.json();
        assert_eq!(told["kind"], "answer", "{told}");
        let best = &told["candidates"][0];
        assert_eq!(best["article"], app.articles[1].to_string());
        assert!(best["confidence"].as_f64() > told["answer_at"].as_f64());
        let misspelt = &told["words"][3];
        assert_eq!(
            (&misspelt["word"], &misspelt["taken_for"]),
            (&json!("openning"), &json!("opening"))
        );
        for (query, field) in [("q=", "q"), ("q=hours&locale=-", "locale")] {
            let refused = program.get(&app.api(&format!("explain?{query}"))).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{query}");
            assert!(refused.text.contains(field), "{}", refused.text);
        }
    }
}

#[tokio::test]
async fn a_program_does_what_its_key_allows() {
    for app in TestApp::on_each_engine().await {
        app.ask("what are the opening hours").await;
        app.derive().await;
        let program = Program::with(&app, ALL).await;
        let bots = program.get("/api/v1/bots").await.json();
        assert_eq!(bots["items"][0]["id"], app.bot.to_string());
        let made = json!({ "name": "Second", "locale": "fr", "domains": ["a.example.org"] });
        let made = program.post("/api/v1/bots", &made).await;
        assert_eq!(made.status, StatusCode::CREATED, "{}", made.text);
        let place = made.header(header::LOCATION).to_owned();
        let found = program.get(&place).await;
        assert_eq!(found.json()["domains"], json!(["a.example.org"]));
        assert_eq!(found.json()["answer_at"], 50);
        let state = found.header(header::ETAG).to_owned();
        let change =
            json!({ "name": "Renamed", "answer_at": 60, "is_enabled": false, "keep_days": 30 });
        let headers = [("if-match", state.as_str())];
        let changed = program
            .send(Method::PATCH, &place, Some(&change), &headers)
            .await;
        let now = changed.json();
        assert_eq!(
            [
                &now["name"],
                &now["answer_at"],
                &now["ask_back_at"],
                &now["keep_days"]
            ],
            [&json!("Renamed"), &json!(60), &json!(35), &json!(30)],
            "{}",
            changed.text
        );
        let stale = program
            .send(Method::PATCH, &place, Some(&change), &headers)
            .await;
        assert_eq!(
            (stale.status, stale.code().as_str()),
            (StatusCode::PRECONDITION_FAILED, "stale")
        );
        for _ in 0..2 {
            let gone = program.send(Method::DELETE, &place, None, &[]).await;
            assert_eq!(gone.status, StatusCode::NO_CONTENT);
        }
        assert_eq!(program.get(&place).await.json()["status"], "archived");
        let found = program.get(&app.api("conversations")).await.json();
        let conversation = found["items"][0]["id"].as_str().unwrap();
        let whole = program
            .get(&app.api(&format!("conversations/{conversation}")))
            .await
            .json();
        assert_eq!(whole["turns"][0]["question"], "what are the opening hours");
        let figures = program
            .get(&app.api("analytics?grain=day&tz=Europe/Paris"))
            .await
            .json();
        assert!(figures["figures"]["n_questions"].is_u64(), "{figures}");
    }
}

#[tokio::test]
async fn an_article_is_changed_by_who_has_read_its_newest_state() {
    for app in TestApp::on_each_engine().await {
        let program = Program::with(&app, &["knowledge:write"]).await;
        let articles = app.api("articles");
        let made = program.post(&articles, &draft("May I pay by card?")).await;
        assert_eq!(
            (made.status, made.header(header::ETAG)),
            (StatusCode::CREATED, "\"1\"")
        );
        let place = made.header(header::LOCATION).to_owned();
        let whole = program.get(&place).await;
        assert_eq!(whole.header(header::ETAG), "\"1\"");
        let text = &whole.json()["texts"][0];
        assert_eq!(text["answer"], "Yes.", "cleaned: {}", whole.text);
        assert_eq!(
            text["utterances"],
            json!(["do you take cards", "credit card"])
        );
        assert_eq!(text["buttons"][0]["url"], "https://shop.example.org/prices");
        let again = draft("May I pay with a card?");
        for (tag, expected) in [
            (None, 428),
            (Some("\"2\""), 412),
            (Some("W/\"1\""), 412),
            (Some("*"), 412),
            (Some("1"), 412),
            (Some("\"1\""), 200),
            (Some("\"1\""), 412),
        ] {
            let tag = tag.map(|tag| [("if-match", tag)]);
            let headers = tag.as_ref().map_or(&[][..], |tag| tag);
            let put = program
                .send(Method::PUT, &place, Some(&again), headers)
                .await;
            assert_eq!(put.status.as_u16(), expected, "{tag:?} {}", put.text);
        }
        let listed = program
            .get(&format!("{articles}?q=pay&limit=1"))
            .await
            .json();
        assert_eq!(listed["items"][0]["title"], "May I pay with a card?");
        let published = program
            .send(Method::POST, &app.api("publish"), None, &[])
            .await;
        assert_eq!(published.json()["version"], 2, "{}", published.text);
        for (tag, expected) in [(None, 428), (Some("\"1\""), 412), (Some("\"2\""), 204)] {
            let tag = tag.map(|tag| [("if-match", tag)]);
            let headers = tag.as_ref().map_or(&[][..], |tag| tag);
            let deleted = program.send(Method::DELETE, &place, None, headers).await;
            assert_eq!(deleted.status.as_u16(), expected, "{tag:?}");
        }
        assert_eq!(program.get(&place).await.status, StatusCode::NOT_FOUND);
        let mut tx = app.db.read().await.unwrap();
        let actions = store::audit::list_actions(&mut tx, app.workspace, 5)
            .await
            .unwrap();
        let actions: Vec<&str> = actions.iter().map(|(action, _)| action.as_str()).collect();
        assert_eq!(actions[..2], ["article.delete", "bot.publish"]);
    }
}

#[tokio::test]
async fn s06_a_key_reaches_no_further_than_its_scopes() {
    for app in TestApp::on_each_engine().await {
        let (bot, article) = (app.bot.to_string(), app.articles[0].to_string());
        for missing in [
            "settings",
            "knowledge",
            "conversations",
            "analytics",
            "bots",
        ] {
            let scopes: Vec<&str> = ALL
                .iter()
                .copied()
                .filter(|scope| !scope.starts_with(missing))
                .collect();
            let program = Program::with(&app, &scopes).await;
            let mut refused = calls(&bot, &article, SOME);
            refused.push(("bots:read", Method::GET, "/api/v1/bots".into(), Value::Null));
            let new = json!({ "name": "x", "locale": "en" });
            refused.push(("bots:write", Method::POST, "/api/v1/bots".into(), new));
            refused.retain(|(needs, ..)| needs.starts_with(missing));
            for (needs, method, path, body) in refused {
                let answer = call(&program, &method, &path, &body).await;
                assert_eq!(
                    answer.status,
                    StatusCode::FORBIDDEN,
                    "{needs} {method} {path}"
                );
            }
        }
        let reader = ["settings:read", "knowledge:read", "bots:read"];
        let reader = Program::with(&app, &reader).await;
        for (needs, method, path, body) in calls(&bot, &article, SOME) {
            let answer = call(&reader, &method, &path, &body).await;
            let may = needs.ends_with(":read") && !needs.starts_with(['a', 'c']);
            assert_eq!(
                answer.status == StatusCode::FORBIDDEN,
                !may,
                "{method} {path}"
            );
        }
        assert_eq!(app.list_articles().await.len(), 3);
    }
}

/// The answer less what differs each time.
fn body(answer: &Answer) -> (StatusCode, Value) {
    let mut body = answer.json();
    body.as_object_mut().unwrap().remove("request_id");
    (answer.status, body)
}

#[tokio::test]
async fn a6_a_key_of_one_workspace_finds_nothing_of_another() {
    for app in TestApp::on_each_engine().await {
        app.ask("what are the opening hours").await;
        app.derive().await;
        let own = Program::with(&app, ALL).await;
        let found = own.get(&app.api("conversations")).await.json();
        let conversation = found["items"][0]["id"].as_str().unwrap().to_owned();
        let (workspace, theirs) = other_bot(&app).await;
        let key = make_key(&app, workspace, ALL, &[], None).await;
        let program = Program::by_key(&app, &key.secret).await;
        let unknown = "3f0e6dd8-6a40-4be1-9a1d-5d0a4e1c2b3a";
        let (bot, article) = (app.bot.to_string(), app.articles[0].to_string());
        let foreign = calls(&bot, &article, &conversation);
        for ((_, method, path, sent), nothing) in foreign.iter().zip(calls(unknown, SOME, SOME)) {
            let answer = call(&program, method, path, sent).await;
            let unknown = call(&program, method, &nothing.2, sent).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{method} {path}");
            assert_eq!(body(&answer), body(&unknown), "{method} {path}");
        }
        // A bot of theirs, and what is ours within.
        let mixed = calls(&theirs.to_string(), &article, &conversation);
        for (_, method, path, sent) in mixed
            .iter()
            .filter(|call| call.2.contains("/articles/") || call.2.contains("/conversations/"))
        {
            let answer = call(&program, method, path, sent).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{method} {path}");
        }
        let bots = program.get("/api/v1/bots").await.json();
        let ids: Vec<&Value> = bots["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|bot| &bot["id"])
            .collect();
        assert_eq!(ids, [&json!(theirs)]);
        // A button of an article of theirs can't lead to an article of ours.
        let mut button = draft("Mine");
        button["buttons"] = json!([{ "label": "x", "article": article }]);
        let path = format!("/api/v1/bots/{theirs}/articles");
        let answer = program.post(&path, &button).await;
        assert_eq!(
            answer.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{}",
            answer.text
        );
        assert_eq!(app.list_articles().await.len(), 3);
    }
}

#[tokio::test]
async fn s06_a_key_that_is_limited_to_bots_knows_of_no_others() {
    for app in TestApp::on_each_engine().await {
        let second = add_bot(&app, app.workspace).await;
        let key = make_key(&app, app.workspace, ALL, &[second], None).await;
        let program = Program::by_key(&app, &key.secret).await;
        let (bot, article) = (app.bot.to_string(), app.articles[0].to_string());
        for (_, method, path, sent) in calls(&bot, &article, SOME) {
            let answer = call(&program, &method, &path, &sent).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{method} {path}");
        }
        let bots = program.get("/api/v1/bots").await.json();
        assert_eq!(bots["items"].as_array().map(Vec::len), Some(1));
        assert_eq!(bots["items"][0]["id"], json!(second));
        let made = program
            .post("/api/v1/bots", &json!({ "name": "x", "locale": "en" }))
            .await;
        assert_eq!(made.status, StatusCode::FORBIDDEN);
        let own = program.get(&format!("/api/v1/bots/{second}")).await;
        assert_eq!(own.status, StatusCode::OK);
    }
}

#[tokio::test]
async fn a10_what_nobody_asked_for_is_refused() {
    for app in TestApp::on_each_engine().await {
        let program = Program::with(&app, ALL).await;
        let bot = format!("/api/v1/bots/{}", app.bot);
        for (method, path, sent) in [
            (
                Method::POST,
                "/api/v1/bots".to_owned(),
                json!({ "name": "x", "locale": "en" }),
            ),
            (Method::PATCH, bot.clone(), json!({ "name": "x" })),
            (Method::POST, format!("{bot}/articles"), draft("x")),
            (
                Method::PUT,
                format!("{bot}/articles/{}", app.articles[0]),
                draft("x"),
            ),
        ] {
            for extra in [
                "workspace",
                "workspace_id",
                "id",
                "role",
                "revision",
                "created_by",
                "__proto__",
            ] {
                let mut sent = sent.clone();
                sent[extra] = json!("owner");
                let answer = call(&program, &method, &path, &sent).await;
                assert_eq!(
                    (answer.status.as_u16(), answer.code().as_str()),
                    (400, "malformed"),
                    "{path} {extra}"
                );
            }
        }
        for query in [
            "?limit=0",
            "?limit=101",
            "?limit=x",
            "?cursor=x",
            "?workspace=x",
            "?limit=1&limit=2",
        ] {
            for list in [
                "/api/v1/bots".to_owned(),
                format!("{bot}/articles"),
                format!("{bot}/conversations"),
            ] {
                let answer = program.get(&format!("{list}{query}")).await;
                assert!(
                    matches!(answer.status.as_u16(), 400 | 422),
                    "{list}{query} {}",
                    answer.status
                );
                assert_eq!(answer.header("content-type"), "application/problem+json");
            }
        }
        for query in [
            "conversations?from=yesterday",
            "conversations?rating=best",
            "analytics?grain=eon",
            "analytics?tz=Mars",
        ] {
            let answer = program.get(&app.api(query)).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{query}");
        }
    }
}

#[tokio::test]
async fn lists_are_walked_page_by_page() {
    for app in TestApp::on_each_engine().await {
        for _ in 0..3 {
            add_bot(&app, app.workspace).await;
        }
        let program = Program::with(&app, ALL).await;
        for (list, expected) in [("/api/v1/bots".to_owned(), 4), (app.api("articles"), 3)] {
            let (mut seen, mut cursor) = (BTreeSet::new(), String::new());
            for n in 1.. {
                let page = program.get(&format!("{list}?limit=2{cursor}")).await.json();
                let items = page["items"].as_array().unwrap();
                seen.extend(items.iter().map(|item| item["id"].to_string()));
                let Some(next) = page["next"].as_str() else {
                    break;
                };
                cursor = format!("&cursor={next}");
                assert!(n < 3 && items.len() == 2, "{page}");
            }
            assert_eq!(seen.len(), expected, "{list}");
        }
    }
}

#[tokio::test]
async fn a_persons_token_may_what_the_person_may() {
    for app in TestApp::on_each_engine().await {
        let asked = json!({ "email": "member@shop.example", "password": PASSWORD });
        let token = ask_token(&app, &asked).await.json()["access_token"]
            .as_str()
            .unwrap()
            .to_owned();
        let member = Program { app: &app, token };
        let bot = format!("/api/v1/bots/{}", app.bot);
        assert_eq!(member.get(&bot).await.status, StatusCode::OK);
        let made = member
            .post(&format!("{bot}/articles"), &draft("By hand"))
            .await;
        assert_eq!(made.status, StatusCode::CREATED);
        let archived = member.send(Method::DELETE, &bot, None, &[]).await;
        assert_eq!(archived.status, StatusCode::FORBIDDEN);
    }
}

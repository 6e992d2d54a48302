//! The inbox: what is not answered comes in, and each decision about it holds.

use crate::support::{Answer, Persona, TestApp};
use axum::http::{StatusCode, header};
use model::rights::Preset;
use serde_json::{Value, json};

const SCRIPT: &str = "application/json";

async fn inbox(persona: &Persona<'_>, tab: &str) -> Value {
    let bot = persona.app.bot.to_string();
    let list = [("bot", bot.as_str()), ("tab", tab), ("mine", "")];
    persona.call("unanswered/list", &list).await.json()
}

async fn decide(persona: &Persona<'_>, act: &str) -> Answer {
    let bot = persona.app.bot.to_string();
    let fields = [
        ("bot", bot.as_str()),
        ("tab", "missed"),
        ("act", act),
        ("form_page", "/bots"),
    ];
    persona.post("unanswered/decide", &fields, SCRIPT).await
}

/// The id of the first question of a part.
fn first(inbox: &Value) -> String {
    inbox["groups"][0]["question"]["id"]
        .as_str()
        .unwrap()
        .to_owned()
}

const MISSED: &str = "Who won the world cup in 1998?";

#[tokio::test]
async fn the_same_question_is_there_once_and_counted() {
    for app in TestApp::on_each_engine().await {
        for question in [MISSED, "who won the WORLD cup in 1998", "opening times"] {
            app.ask(question).await;
        }
        app.derive().await;
        let member = app.member().await;
        let missed = inbox(&member, "missed").await;
        let groups = missed["groups"].as_array().unwrap();
        assert_eq!(groups.len(), 1, "{missed}");
        let question = &groups[0]["question"];
        assert_eq!(question["n_times"], 2);
        assert_eq!(question["question"], "who won the WORLD cup in 1998");
        assert_eq!(missed["counts"], json!([1, 0, 0, 0, 0, 0]));
    }
}

#[tokio::test]
async fn many_questions_that_come_at_once_are_all_there() {
    for app in TestApp::on_each_engine().await {
        for n in 0..100 {
            app.ask(&format!("flurbel {}", n % 90)).await;
        }
        app.derive().await;
        let missed = inbox(&app.member().await, "missed").await;
        assert_eq!(missed["counts"], json!([90, 0, 0, 0, 0, 0]));
    }
}

#[tokio::test]
async fn attaching_teaches_the_bot_and_can_be_taken_back() {
    for app in TestApp::on_each_engine().await {
        app.ask(MISSED).await;
        app.derive().await;
        let (member, article) = (app.member().await, app.articles[1]);
        let id = first(&inbox(&member, "missed").await);
        let answer = decide(&member, &format!("attach:{id}:{article}")).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
        let counts = inbox(&member, "missed").await["counts"].clone();
        assert_eq!(counts, json!([0, 0, 0, 0, 1, 0]));
        app.publish().await;
        let reply = app.ask(MISSED).await.json();
        assert_eq!(reply["article"], article.to_string(), "{reply}");
        decide(&member, &format!("reopen:{id}")).await;
        assert_eq!(first(&inbox(&member, "missed").await), id);
        app.publish().await;
        assert_eq!(app.ask(MISSED).await.json()["kind"], "fallback");
    }
}

#[tokio::test]
async fn what_was_done_comes_back_when_it_is_missed_after_a_later_publish() {
    for app in TestApp::on_each_engine().await {
        app.ask(MISSED).await;
        app.derive().await;
        let member = app.member().await;
        let id = first(&inbox(&member, "missed").await);
        let bot = app.bot.to_string();
        let fields = [
            ("bot", bot.as_str()),
            ("question", id.as_str()),
            ("locale", "en"),
            ("title", "Do you sell lamps?"),
            ("utterances", ""),
            ("answer", "Yes."),
            ("topic", ""),
        ];
        let made = member.post("articles/create", &fields, SCRIPT).await;
        assert_eq!(made.status, StatusCode::OK, "{}", made.text);
        app.ask(MISSED).await;
        app.derive().await;
        let done = inbox(&member, "missed").await["counts"].clone();
        assert_eq!(
            done,
            json!([0, 0, 0, 0, 1, 0]),
            "not published yet: still done"
        );
        app.publish().await;
        app.ask(MISSED).await;
        app.derive().await;
        let back = inbox(&member, "missed").await;
        assert_eq!(back["groups"][0]["question"]["n_times"], 3);
    }
}

#[tokio::test]
async fn a_thumb_down_comes_in_once_and_a_thumb_up_does_not() {
    for app in TestApp::on_each_engine().await {
        let rate = async |question: &str, rating: &str, comment: Option<&str>| {
            let turn = app.ask(question).await.json();
            let mut thumb = json!({
                "conversation": turn["conversation"], "turn": turn["turn"], "rating": rating,
            });
            app.post_json(&app.api("feedback"), &thumb).await;
            if let Some(comment) = comment {
                thumb["comment"] = json!(comment);
                app.post_json(&app.api("feedback"), &thumb).await;
            }
        };
        rate("opening times", "down", Some("and on Sundays?")).await;
        rate("send an order back", "up", None).await;
        let down = inbox(&app.member().await, "thumbs_down").await;
        assert_eq!(down["groups"].as_array().unwrap().len(), 1, "{down}");
        assert_eq!(down["groups"][0]["n_times"], 1);
        assert_eq!(
            down["groups"][0]["suggestions"][0]["article"],
            app.articles[1].to_string()
        );
    }
}

#[tokio::test]
async fn what_is_put_off_comes_back_and_what_is_ignored_does_not() {
    for app in TestApp::on_each_engine().await {
        for question in [MISSED, "zzzz qqqq xxxx"] {
            app.ask(question).await;
        }
        app.derive().await;
        let member = app.member().await;
        let ids: Vec<String> = inbox(&member, "missed").await["groups"]
            .as_array()
            .unwrap()
            .iter()
            .map(|group| group["question"]["id"].as_str().unwrap().to_owned())
            .collect();
        decide(&member, &format!("later:{}", ids[0])).await;
        decide(&member, &format!("ignore:{}", ids[1])).await;
        let counts = inbox(&member, "later").await["counts"].clone();
        assert_eq!(counts, json!([0, 0, 0, 1, 0, 1]));
        app.clock.advance_minutes(8 * 24 * 60);
        app.derive().await;
        let member = app.member().await;
        let counts = inbox(&member, "missed").await["counts"].clone();
        assert_eq!(counts, json!([1, 0, 0, 0, 0, 1]));
    }
}

#[tokio::test]
async fn the_inbox_is_the_workspaces_own() {
    for app in TestApp::on_each_engine().await {
        app.ask(MISSED).await;
        app.derive().await;
        let id = first(&inbox(&app.member().await, "missed").await);
        let act = format!("ignore:{id}");
        let stranger = app.stranger().await;
        assert_eq!(decide(&stranger, &act).await.status, StatusCode::NOT_FOUND);
        assert_eq!(
            decide(&app.nobody(), &act).await.status,
            StatusCode::UNAUTHORIZED
        );
        let counts = inbox(&app.member().await, "missed").await["counts"].clone();
        assert_eq!(counts, json!([1, 0, 0, 0, 0, 0]));
        for wrong in ["", "ignore", "ignore:x", "explode:1", "attach:1:2"] {
            let answer = decide(&app.member().await, wrong).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong:?}");
        }
        let unknown = "ignore:01912d68-783e-7a03-8467-5661c1243ad4";
        let answer = decide(&app.member().await, unknown).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn another_article_is_found_by_its_question_and_an_unknown_one_is_told() {
    for app in TestApp::on_each_engine().await {
        app.ask(MISSED).await;
        app.derive().await;
        let member = app.member().await;
        let id = first(&inbox(&member, "missed").await);
        let bot = app.bot.to_string();
        let attach = async |title: &str, accept: &str| {
            let fields = [
                ("bot", bot.as_str()),
                ("question", id.as_str()),
                ("tab", "missed"),
                ("title", title),
                ("form_page", "/bots"),
            ];
            member.post("unanswered/attach", &fields, accept).await
        };
        let unknown = attach("No such article", SCRIPT).await;
        assert_eq!(unknown.json()["fields"][0]["field"], "title");
        let plain = attach("what are the opening HOURS?", "text/html").await;
        assert_eq!(plain.status, StatusCode::SEE_OTHER);
        assert!(
            plain
                .header(header::LOCATION)
                .contains(&format!("undo={id}"))
        );
    }
}

#[tokio::test]
async fn attaching_twice_is_safe_and_the_wording_goes_to_its_own_language() {
    for app in TestApp::on_each_engine().await {
        app.ask_with(&[("question", MISSED), ("locale", "en-US")])
            .await;
        app.derive().await;
        let member = app.member().await;
        let id = first(&inbox(&member, "missed").await);
        let bot = app.bot.to_string();
        let article = app.articles[0].to_string();
        let utterances = async || {
            let get = [("bot", bot.as_str()), ("article", article.as_str())];
            let article = member.call("articles/get", &get).await.json();
            assert_eq!(article["texts"].as_array().unwrap().len(), 1, "{article}");
            article["texts"][0]["utterances"].as_array().unwrap().len()
        };
        let before = utterances().await;
        for _ in 0..2 {
            decide(&member, &format!("attach:{id}:{article}")).await;
            assert_eq!(utterances().await, before + 1);
        }
        // Another article takes it from the first.
        decide(&member, &format!("attach:{id}:{}", app.articles[1])).await;
        assert_eq!(utterances().await, before);
        decide(&member, &format!("attach:{id}:{article}")).await;
        for _ in 0..2 {
            decide(&member, &format!("reopen:{id}")).await;
            assert_eq!(utterances().await, before);
        }
    }
}

#[tokio::test]
async fn one_decision_is_for_a_question_whatever_its_reasons() {
    for app in TestApp::on_each_engine().await {
        let turn = app.ask(MISSED).await.json();
        let thumb = json!({
            "conversation": turn["conversation"], "turn": turn["turn"], "rating": "down",
        });
        app.post_json(&app.api("feedback"), &thumb).await;
        app.derive().await;
        let member = app.member().await;
        let both = inbox(&member, "missed").await;
        assert_eq!(both["counts"], json!([1, 0, 1, 0, 0, 0]));
        decide(&member, &format!("ignore:{}", first(&both))).await;
        let counts = inbox(&member, "missed").await["counts"].clone();
        assert_eq!(counts, json!([0, 0, 0, 0, 0, 2]));
    }
}

#[tokio::test]
async fn a_question_is_handed_to_who_may_answer_it() {
    for app in TestApp::on_each_engine().await {
        app.ask(MISSED).await;
        app.derive().await;
        let (owner, bot) = (app.owner().await, app.bot.to_string());
        let reader = app
            .plain("reader@shop.example", Preset::Reader.rights())
            .await;
        let of = [("bot", bot.as_str())];
        let colleagues = owner.call("unanswered/colleagues", &of).await.json();
        let emails: Vec<_> = colleagues
            .as_array()
            .unwrap()
            .iter()
            .map(|colleague| colleague["email"].as_str().unwrap())
            .collect();
        assert_eq!(emails, ["owner@shop.example", "member@shop.example"]);
        let id = first(&inbox(&owner, "missed").await);
        let hand_to = async |assignee: &str| {
            let fields = [
                ("bot", bot.as_str()),
                ("question", id.as_str()),
                ("tab", "missed"),
                ("assignee", assignee),
                ("form_page", "/bots"),
            ];
            owner.post("unanswered/assign", &fields, SCRIPT).await
        };
        let member = app.user_of("member@shop.example").await.to_string();
        assert_eq!(hand_to(&member).await.status, StatusCode::OK);
        let seen = inbox(&reader, "missed").await;
        assert_eq!(seen["groups"][0]["question"]["assignee"], member, "{seen}");
        assert_eq!(seen["assignees"][0]["email"], "member@shop.example");
        // Who may not answer it is not handed it.
        let other = app.user_of("reader@shop.example").await.to_string();
        let refused = hand_to(&other).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(hand_to("").await.status, StatusCode::OK);
        let left = inbox(&owner, "missed").await;
        assert_eq!(left["groups"][0]["question"]["assignee"], json!(null));
    }
}

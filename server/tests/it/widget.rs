//! The dialog box from the server's side: its settings, its script, its preview, where it was seen.

use crate::support::{Answer, Persona, TestApp};
use axum::http::{StatusCode, header};
use serde_json::Value;

const SCRIPT: &str = "application/json";

/// The form of the box's page, with some fields changed.
async fn save(persona: &Persona<'_>, changed: &[(&str, &str)], accept: &str) -> Answer {
    let bot = persona.app.bot.to_string();
    let got = persona
        .call("widget/get", &[("bot", &bot), ("locale", "en")])
        .await;
    let revision = got.json()["revision"].as_str().unwrap_or("none").to_owned();
    let mut fields = vec![
        ("bot", bot.as_str()),
        ("revision", revision.as_str()),
        ("locale", "en"),
        ("title", ""),
        ("greeting", ""),
        ("placeholder", ""),
        ("suggestions", ""),
        ("colour", "#123456"),
        ("position", "left"),
        ("theme", "dark"),
        ("avatar", "leaf"),
        ("feedback", "off"),
        ("domains", "shop.example.org"),
        ("form_page", "/bots"),
    ];
    for (name, value) in changed {
        fields.retain(|(other, _)| other != name);
        fields.push((name, value));
    }
    persona.post("widget/save", &fields, accept).await
}

async fn view(app: &TestApp, locale: &str) -> Value {
    app.get(&app.api(&format!("widget?locale={locale}")))
        .await
        .json()
}

#[tokio::test]
async fn what_a_team_sets_is_what_the_box_draws_at_once() {
    for app in TestApp::on_each_engine().await {
        let before = view(&app, "en").await;
        assert_eq!(before["name"], "Helper");
        assert_eq!(before["texts"]["title"], "Helper");
        assert_eq!(before["feedback"], true);
        let words = [
            ("title", "Shop help"),
            ("greeting", "Hi, 5 < 6 & more"),
            ("suggestions", "Opening hours?\n\n Returns? \n"),
        ];
        let answer = save(&app.owner().await, &words, SCRIPT).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
        let after = view(&app, "en").await;
        assert_eq!(after["texts"]["title"], "Shop help");
        assert_eq!(after["texts"]["greeting"], "Hi, 5 < 6 & more");
        assert_eq!(
            after["suggestions"],
            serde_json::json!(["Opening hours?", "Returns?"])
        );
        let look = [&after["colour"], &after["position"], &after["theme"]];
        assert_eq!(look, ["#123456", "left", "dark"]);
        assert_eq!(after["feedback"], false);
        assert!(after["avatar"].as_str().unwrap().starts_with('M'));
        let french = view(&app, "fr").await;
        assert_eq!(french["texts"]["title"], "Helper");
        assert_eq!(french["colour"], "#123456", "a colour is of every language");
    }
}

#[tokio::test]
async fn s19_a_boxs_words_are_cleaned_before_they_are_stored() {
    for app in TestApp::on_each_engine().await {
        let words = [
            ("title", "<script>alert(1)</script>Help"),
            ("greeting", "<img src=x onerror=alert(1)>Hello"),
            ("suggestions", "<b onclick=alert(1)>Returns?</b>"),
        ];
        save(&app.owner().await, &words, SCRIPT).await;
        let texts = view(&app, "en").await;
        assert_eq!(texts["texts"]["title"], "Help");
        assert_eq!(texts["texts"]["greeting"], "Hello");
        assert_eq!(texts["suggestions"], serde_json::json!(["Returns?"]));
    }
}

#[tokio::test]
async fn a_refused_box_names_each_field_and_changes_nothing() {
    for app in TestApp::on_each_engine().await {
        let owner = app.owner().await;
        let before = view(&app, "en").await;
        let wrong = [
            ("colour", "red"),
            ("avatar", "dragon"),
            ("domains", "*.example.org"),
        ];
        let answer = save(&owner, &wrong, SCRIPT).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        let fields: Vec<Value> = answer.json()["fields"].as_array().unwrap().clone();
        let names: Vec<&str> = fields
            .iter()
            .map(|field| field["field"].as_str().unwrap())
            .collect();
        assert_eq!(names, ["colour", "avatar", "domains"]);
        assert_eq!(view(&app, "en").await, before);
        // Without scripts it comes back to its page, under a key.
        let plain = save(&owner, &wrong, "text/html").await;
        assert_eq!(plain.status, StatusCode::SEE_OTHER);
        assert!(plain.header(header::LOCATION).starts_with("/bots?form="));
    }
}

#[tokio::test]
async fn who_saves_a_box_second_is_told() {
    for app in TestApp::on_each_engine().await {
        let owner = app.owner().await;
        let stale = [("revision", "0123456789abcdef"), ("title", "Mine")];
        let answer = save(&owner, &stale, SCRIPT).await;
        assert_eq!(answer.status, StatusCode::CONFLICT);
        assert_eq!(view(&app, "en").await["texts"]["title"], "Helper");
    }
}

#[tokio::test]
async fn of_two_who_save_a_box_the_second_goes_on_from_the_first() {
    for app in TestApp::on_each_engine().await {
        let owner = app.owner().await;
        let bot = app.bot.to_string();
        let get = [("bot", bot.as_str()), ("locale", "en")];
        let revision = async || {
            let page = owner.call("widget/get", &get).await.json();
            page["revision"].as_str().unwrap().to_owned()
        };
        let began = revision().await;
        let one = save(&owner, &[("title", "One")], SCRIPT).await;
        assert_eq!(one.status, StatusCode::OK);
        let two = [("revision", began.as_str()), ("title", "Two")];
        assert_eq!(
            save(&owner, &two, SCRIPT).await.status,
            StatusCode::CONFLICT
        );
        let now = revision().await;
        let again = [("revision", now.as_str()), ("title", "Two")];
        assert_eq!(save(&owner, &again, SCRIPT).await.status, StatusCode::OK);
        assert_eq!(view(&app, "en").await["texts"]["title"], "Two");
    }
}

#[tokio::test]
async fn a_member_looks_at_the_box_and_does_not_change_it() {
    for app in TestApp::on_each_engine().await {
        let bot = app.bot.to_string();
        let member = app.member().await;
        let got = member
            .call("widget/get", &[("bot", &bot), ("locale", "")])
            .await;
        assert_eq!(got.status, StatusCode::OK);
        let refused = save(&member, &[("title", "Mine")], SCRIPT).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN);
        for (persona, status) in [
            (app.stranger().await, StatusCode::NOT_FOUND),
            (app.nobody(), StatusCode::UNAUTHORIZED),
        ] {
            for (endpoint, more) in [
                ("widget/get", ("locale", "")),
                ("widget/sightings", ("locale", "")),
                ("widget/check", ("address", "example.org")),
            ] {
                let answer = persona.call(endpoint, &[("bot", &bot), more]).await;
                assert_eq!(answer.status, status, "{endpoint}");
            }
            assert_eq!(save(&persona, &[], SCRIPT).await.status, status);
            let preview = format!("/bots/{bot}/widget/preview/talk?question=opening+times");
            assert_eq!(persona.open(&preview).await.status, status);
        }
    }
}

#[tokio::test]
async fn a_preview_answers_and_records_nothing() {
    for app in TestApp::on_each_engine().await {
        let bot = app.bot;
        let preview = format!("/bots/{bot}/widget/preview/talk?question=opening+times");
        let reply = app.member().await.open(&preview).await.json();
        assert_eq!(reply["article"], app.articles[1].to_string(), "{reply}");
        app.derive().await;
        let bot = bot.to_string();
        let list = app
            .owner()
            .await
            .call("conversations/list", &[("bot", &bot), ("before", "")])
            .await;
        assert_eq!(list.json()["items"], serde_json::json!([]));
    }
}

#[tokio::test]
async fn a_box_tells_where_it_stands_and_where_it_was_refused() {
    for app in TestApp::on_each_engine().await {
        for origin in [
            "https://shop.example.org",
            "https://evil.example",
            "not an origin",
        ] {
            app.get_with(&app.api("widget"), &[("origin", origin)])
                .await;
        }
        let owner = app.owner().await;
        let bot = app.bot.to_string();
        let check = async |address: &str| {
            owner
                .call("widget/check", &[("bot", &bot), ("address", address)])
                .await
                .json()
        };
        let shop = check("shop.example.org/cart?a=b").await;
        assert_eq!(shop["is_allowed"], true);
        assert!(shop["sighting"]["seen_at"].is_number(), "{shop}");
        let evil = check("https://evil.example/").await;
        assert_eq!(evil["is_allowed"], false);
        assert!(evil["sighting"]["refused_at"].is_number(), "{evil}");
        assert!(evil["sighting"]["seen_at"].is_null());
        let other = check("other.example").await;
        assert!(other["sighting"].is_null());
        let wrong = check("ftp://shop.example.org").await;
        assert_eq!(wrong["fields"][0]["field"], "address");
        let installing = owner
            .call("widget/sightings", &[("bot", &bot)])
            .await
            .json();
        assert_eq!(installing["server"], "https://bot.example.org");
        assert_eq!(installing["sightings"].as_array().unwrap().len(), 2);
    }
}

#[tokio::test]
async fn made_up_origins_push_out_no_site_that_was_served() {
    for app in TestApp::on_each_engine().await {
        app.get_with(
            &app.api("widget"),
            &[("origin", "https://shop.example.org")],
        )
        .await;
        for n in 0..210 {
            let origin = format!("https://n{n}.evil.example");
            app.get_with(&app.api("widget"), &[("origin", &origin)])
                .await;
        }
        let bot = app.bot.to_string();
        let installing = app
            .owner()
            .await
            .call("widget/sightings", &[("bot", &bot)])
            .await;
        let sightings = installing.json()["sightings"].as_array().unwrap().clone();
        assert_eq!(
            sightings.len(),
            201,
            "200 refused, and the one that was served"
        );
        assert!(
            sightings
                .iter()
                .any(|sighting| sighting["origin"] == "https://shop.example.org")
        );
    }
}

#[tokio::test]
async fn the_page_of_the_box_shows_it_and_its_snippet_without_scripts() {
    for app in TestApp::on_each_engine().await {
        let (owner, bot) = (app.owner().await, app.bot);
        let page = owner.open(&format!("/bots/{bot}/widget")).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.text.contains("srcdoc="), "the preview is there");
        let page = owner.open(&format!("/bots/{bot}/widget/install")).await;
        let snippet = format!(
            "&lt;script src=\"https://bot.example.org/widget.js\" data-bot=\"{bot}\" async&gt;&lt;/script&gt;"
        );
        assert!(page.text.contains(&snippet), "{}", page.text);
    }
}

#[tokio::test]
async fn there_is_a_demo_page_only_where_there_is_a_demo() {
    for app in TestApp::on_each_engine().await {
        assert_eq!(app.get("/demo").await.status, StatusCode::NOT_FOUND);
    }
}

/// Origins that look like `shop.example.org` to who compares carelessly.
const WRONG_ORIGINS: [&str; 40] = [
    "https://example.org",
    "https://www.shop.example.org",
    "https://a.b.shop.example.org",
    "https://shop.example.org.evil.example",
    "https://shop.example.orgevil.example",
    "https://evilshop.example.org",
    "https://evil-shop.example.org",
    "https://shop-example.org",
    "https://shop.example.com",
    "https://shop.example.or",
    "https://shop.example.organ",
    "https://shop.example.org.",
    "https://.shop.example.org",
    "https://shop.example.org:8443",
    "https://shop.example.org:80",
    "https://shop.example.org:0443",
    "http://shop.example.org:443",
    "http://shop.example.org:8080",
    "https://user@shop.example.org",
    "https://shop.example.org@evil.example",
    "https://evil.example/shop.example.org",
    "https://evil.example?shop.example.org",
    "https://evil.example#shop.example.org",
    "https://shop.example.org/",
    "https://shop.example.org/path",
    "https://shop.example.org?",
    "https://shop.example.org#",
    "https:shop.example.org",
    "https:///shop.example.org",
    "https:\\\\shop.example.org",
    "ftp://shop.example.org",
    "file://shop.example.org",
    "ws://shop.example.org",
    "javascript://shop.example.org",
    "chrome-extension://shop.example.org",
    "shop.example.org",
    "//shop.example.org",
    "null",
    "https://127.0.0.1",
    "http://localhost:3000",
];

#[tokio::test]
async fn forty_wrong_origins_get_nothing() {
    for app in TestApp::on_each_engine().await {
        for origin in WRONG_ORIGINS {
            for path in ["widget", "status", "talk?question=hours"] {
                let answer = app.get_with(&app.api(path), &[("origin", origin)]).await;
                assert_eq!(answer.status, StatusCode::FORBIDDEN, "{origin} {path}");
                assert_eq!(answer.header("access-control-allow-origin"), "", "{origin}");
                assert_eq!(answer.json()["code"], "forbidden", "{origin}");
            }
        }
        let right = [("origin", "https://shop.example.org")];
        let answer = app.get_with(&app.api("widget"), &right).await;
        assert_eq!(answer.status, StatusCode::OK);
    }
}

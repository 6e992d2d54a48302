//! Articles through the backoffice's server functions.

use crate::support::TestApp;
use axum::http::StatusCode;
use serde_json::json;

#[tokio::test]
async fn an_article_is_added_published_and_answers() {
    for app in TestApp::on_each_engine().await {
        let owner = app.owner().await;
        let bot = app.bot.to_string();
        let fields = [
            ("bot", bot.as_str()),
            ("question", ""),
            ("locale", "en"),
            ("title", "May I pay by card?"),
            ("utterances", "which cards do you take\ncredit card payment"),
            ("answer", "Yes, by <b>any</b> card."),
            ("topic", "Payment"),
        ];
        let created = owner
            .post("articles/create", &fields, "application/json")
            .await;
        assert_eq!(created.status, StatusCode::OK, "{}", created.text);
        let before = app.ask("do you take credit cards").await.json();
        assert_ne!(
            before["messages"][0]["html"], "Yes, by <b>any</b> card.",
            "a draft answers nobody"
        );
        let published = owner
            .post("bots/publish", &[("bot", &bot)], "application/json")
            .await;
        assert_eq!(published.json()["version"], 2);
        let after = app.ask("do you take credit cards").await.json();
        assert_eq!(after["messages"][0]["html"], "Yes, by <b>any</b> card.");
    }
}

#[tokio::test]
async fn every_bad_field_is_named_at_once() {
    for app in TestApp::on_each_engine().await {
        let owner = app.owner().await;
        let bot = app.bot.to_string();
        let long = "x".repeat(501);
        let fields = [
            ("bot", bot.as_str()),
            ("question", ""),
            ("locale", "??"),
            ("title", long.as_str()),
            ("utterances", ""),
            ("answer", ""),
            ("topic", ""),
        ];
        let answer = owner
            .post("articles/create", &fields, "application/json")
            .await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        let problems = answer.json()["fields"].as_array().cloned().unwrap();
        let names: Vec<_> = problems
            .iter()
            .map(|p| p["field"].as_str().unwrap())
            .collect();
        assert_eq!(names, ["locale", "title", "answer"]);
    }
}

#[tokio::test]
async fn of_two_edits_the_second_is_told() {
    for app in TestApp::on_each_engine().await {
        let owner = app.owner().await;
        let (bot, article) = (app.bot.to_string(), app.articles[0].to_string());
        let edit = |title: &'static str| {
            let fields = [
                ("bot", bot.clone()),
                ("article", article.clone()),
                ("revision", "1".to_owned()),
                ("locale", "en".to_owned()),
                ("title", title.to_owned()),
                ("utterances", String::new()),
                ("answer", "An answer.".to_owned()),
                ("topic", String::new()),
            ];
            let owner = &owner;
            async move {
                let fields: Vec<(&str, &str)> = fields
                    .iter()
                    .map(|(name, value)| (*name, value.as_str()))
                    .collect();
                owner
                    .post("articles/update", &fields, "application/json")
                    .await
            }
        };
        assert_eq!(edit("First").await.status, StatusCode::OK);
        assert_eq!(edit("Second").await.status, StatusCode::CONFLICT);
        let titles: Vec<String> = app
            .list_articles()
            .await
            .into_iter()
            .map(|a| a.title)
            .collect();
        assert!(titles.contains(&"First".to_owned()), "{titles:?}");
    }
}

#[tokio::test]
async fn s19_what_members_write_is_stored_clean() {
    for app in TestApp::on_each_engine().await {
        let owner = app.owner().await;
        let script = "<script>alert(1)</script>";
        let title = format!("Is 5 < 6 & AT&T{script}?");
        let created = owner.create_article(&title).await;
        assert_eq!(created.status, StatusCode::OK, "{}", created.text);
        let bot = app.bot.to_string();
        let id = created.json().as_str().unwrap().to_owned();
        let (odd_answer, odd_words) = (
            format!("<p onclick=alert(1)>Yes{script}</p><img src=x onerror=alert(1)>"),
            format!("5 < 6{script}\n<b>bold</b> words"),
        );
        let fields = [
            ("bot", bot.as_str()),
            ("article", id.as_str()),
            ("revision", "1"),
            ("locale", "en"),
            ("title", title.as_str()),
            ("utterances", odd_words.as_str()),
            ("answer", odd_answer.as_str()),
            ("topic", "<i>Odd</i> topic"),
        ];
        let saved = owner
            .post("articles/update", &fields, "application/json")
            .await;
        assert_eq!(saved.status, StatusCode::OK, "{}", saved.text);
        let article = [("bot", bot.as_str()), ("article", id.as_str())];
        let article = owner.call("articles/get", &article).await.json();
        let text = &article["texts"][0];
        assert_eq!(text["title"], "Is 5 < 6 & AT&T?");
        assert_eq!(
            text["utterances"],
            serde_json::json!(["5 < 6", "bold words"])
        );
        assert_eq!(text["answer"], "<p>Yes</p><img src=\"x\">");
        assert_eq!(article["topic"], "Odd topic");
    }
}

#[tokio::test]
async fn a_search_finds_parts_of_titles_and_nothing_else() {
    for app in TestApp::on_each_engine().await {
        let owner = app.owner().await;
        let bot = app.bot.to_string();
        for (search, n_found) in [
            ("OPENING", 1),
            ("how", 2),
            ("%", 0),
            ("_", 0),
            ("!", 0),
            ("'", 0),
        ] {
            let page = owner
                .call(
                    "articles/list",
                    &[("bot", &bot), ("search", search), ("after", "")],
                )
                .await
                .json();
            assert_eq!(
                page["items"].as_array().map(Vec::len),
                Some(n_found),
                "{search}: {page}"
            );
        }
    }
}

#[tokio::test]
async fn s22_a_search_is_bounded_and_limited() {
    for app in TestApp::on_each_engine().await {
        let owner = app.owner().await;
        let bot = app.bot.to_string();
        let find = async |typed: &str| {
            owner
                .call("articles/find", &[("bot", &bot), ("typed", typed)])
                .await
        };
        assert_eq!(
            find("OPENING").await.json().as_array().map(Vec::len),
            Some(1)
        );
        assert_eq!(find("%").await.json(), json!([]));
        assert_eq!(find(&"o".repeat(10_000)).await.json(), json!([]));
        let mut n_found = 3;
        while find("x").await.status == StatusCode::OK {
            n_found += 1;
            assert!(n_found < 1_000, "nothing stops it");
        }
        assert_eq!(n_found, 240);
        assert_eq!(find("x").await.status, StatusCode::TOO_MANY_REQUESTS);
    }
}

#[tokio::test]
async fn each_filter_leaves_what_passes_it() {
    for app in TestApp::on_each_engine().await {
        let owner = app.owner().await;
        let bot = app.bot.to_string();
        app.ask("opening times").await;
        app.derive().await;
        let long = "word ".repeat(500);
        let draft = [
            ("bot", bot.as_str()),
            ("question", ""),
            ("locale", "fr"),
            ("title", "Combien de temps ?"),
            ("utterances", ""),
            ("answer", long.as_str()),
            ("topic", "Délais"),
        ];
        let created = owner
            .post("articles/create", &draft, "application/json")
            .await;
        assert_eq!(created.status, StatusCode::OK, "{}", created.text);
        for (name, value, n_found) in [
            ("topic", "Délais", 1),
            ("topic", "nothing", 0),
            ("status", "new", 1),
            ("status", "published", 3),
            ("status", "changed", 0),
            ("locale", "fr", 1),
            ("alert", "long", 1),
            ("alert", "untranslated", 4),
            // What is no word excludes nothing.
            ("status", "splendid", 4),
        ] {
            let page = owner
                .call("articles/list", &[("bot", &bot), (name, value)])
                .await
                .json();
            let items = page["items"].as_array().unwrap_or_else(|| panic!("{page}"));
            assert_eq!(items.len(), n_found, "{name}={value}: {page}");
        }
        let page = owner
            .call("articles/list", &[("bot", &bot), ("search", "opening")])
            .await;
        assert_eq!(page.json()["items"][0]["n_uses_30d"], 1);
    }
}

#[tokio::test]
async fn a_deleted_article_answers_until_the_next_publish_and_stays_in_transcripts() {
    for app in TestApp::on_each_engine().await {
        let owner = app.owner().await;
        let (bot, article) = (app.bot.to_string(), app.articles[1].to_string());
        app.ask("opening times").await;
        let fields = [("bot", bot.as_str()), ("article", article.as_str())];
        let deleted = owner
            .post("articles/delete", &fields, "application/json")
            .await;
        assert_eq!(deleted.status, StatusCode::OK, "{}", deleted.text);
        assert_eq!(
            app.ask("opening times").await.json()["article"],
            article.as_str()
        );
        app.publish().await;
        assert_ne!(
            app.ask("opening times").await.json()["article"],
            article.as_str()
        );
        app.derive().await;
        let list = owner
            .call("conversations/list", &[("bot", &bot), ("before", "")])
            .await
            .json();
        let ids: Vec<_> = list["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|c| c["id"].clone())
            .collect();
        let id = ids.last().and_then(|id| id.as_str()).unwrap();
        let fields = [("bot", bot.as_str()), ("conversation", id)];
        let transcript = owner.call("conversations/get", &fields).await.json();
        assert_eq!(
            transcript["turns"][0]["messages"][0]["html"],
            "<p>From 9 to 5.</p>"
        );
    }
}

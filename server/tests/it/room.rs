//! The knowledge room: the list that an article was opened from stays beside it.

use crate::support::{Persona, TestApp};
use axum::http::{StatusCode, header};

/// What stands in a page between two marks, the first time they do.
fn between<'a>(page: &'a str, begin: &str, end: &str) -> &'a str {
    let (_, rest) = page.split_once(begin).unwrap_or_else(|| panic!("{page}"));
    rest.split_once(end).map_or(rest, |(part, _)| part)
}

async fn panes(owner: &Persona<'_>, query: &str) -> (String, String) {
    let (bot, article) = (owner.app.bot, owner.app.articles[0]);
    let page = owner
        .open(&format!("/bots/{bot}/knowledge/{article}{query}"))
        .await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    let filters = between(&page.text, "class=\"room-filters\"", "</nav>");
    let list = between(&page.text, "class=\"room-list\"", "</section>");
    (filters.to_owned(), list.to_owned())
}

#[tokio::test]
async fn the_list_stands_beside_the_article_that_is_open() {
    for app in TestApp::on_each_engine().await {
        let owner = app.owner().await;
        let (bot, ids) = (app.bot, &app.articles);
        let (filters, list) = panes(&owner, "").await;
        for title in ["How do I return a parcel?", "What are the opening hours?"] {
            assert!(list.contains(title), "{list}");
        }
        assert_eq!(list.matches("aria-current=\"page\"").count(), 1);
        let open = between(&list, "aria-current=\"page\"", "</a>");
        assert!(open.contains("How do I return a parcel?"), "{open}");
        assert!(list.contains(&format!("/bots/{bot}/knowledge/{}", ids[1])));
        let topic = format!("/bots/{bot}/knowledge/{}?topic=Shop", ids[0]);
        assert!(filters.contains(&topic), "{filters}");
    }
}

#[tokio::test]
async fn filters_stay_when_another_article_is_opened_and_when_one_is_saved() {
    for app in TestApp::on_each_engine().await {
        let owner = app.owner().await;
        let (bot, ids) = (app.bot.to_string(), &app.articles);
        let query = "?q=h&topic=Shop&in=en";
        let (filters, list) = panes(&owner, query).await;
        let other = "?q=h&amp;topic=Shop&amp;in=en\"";
        assert!(list.contains(&format!("{}{other}", ids[1])), "{list}");
        assert!(filters.contains("topic=Shop&amp;status=new&amp;in=en"));
        let (_, list) = panes(&owner, "?q=opening&locale=fr").await;
        assert!(!list.contains("parcel"), "{list}");
        let kept = "name=\"locale\" value=\"fr\"";
        assert!(list.contains(kept), "the language of the text: {list}");

        let table = owner
            .open(&format!("/bots/{bot}/knowledge?topic=Shop&locale=en"))
            .await;
        let link = format!("{}?topic=Shop&amp;in=en", ids[0]);
        assert!(table.text.contains(&link), "the table leads there too");

        let article = ids[0].to_string();
        let page = format!("/bots/{bot}/knowledge/{article}{query}");
        for (form_page, expected) in [
            (page.as_str(), format!("{page}&done=saved")),
            (
                "/bots?q=x",
                format!("/bots/{bot}/knowledge/{article}?locale=en&done=saved"),
            ),
        ] {
            let fields = [("bot", bot.as_str()), ("article", article.as_str())];
            let now = owner.call("articles/get", &fields).await.json();
            let revision = now["revision"].to_string();
            let fields = [
                ("bot", bot.as_str()),
                ("article", article.as_str()),
                ("revision", revision.as_str()),
                ("locale", "en"),
                ("title", "How do I return a parcel?"),
                ("utterances", "send an order back"),
                ("answer", "Within 30 days."),
                ("topic", "Shop"),
                ("form_page", form_page),
            ];
            let saved = owner
                .post("articles/update", &fields, "application/json")
                .await;
            assert_eq!(saved.status, StatusCode::OK, "{}", saved.text);
            assert_eq!(saved.header(header::LOCATION), expected);
        }
    }
}

#[tokio::test]
async fn the_list_beside_an_article_is_read_page_by_page() {
    for app in TestApp::on_each_engine().await {
        let owner = app.owner().await;
        let after = format!("?after={}", app.articles[1]);
        let (_, list) = panes(&owner, &after).await;
        assert!(list.contains("How do I return a parcel?"), "{list}");
        assert!(!list.contains("opening hours"), "{list}");
        assert!(list.contains("First page"), "{list}");
    }
}

//! Pages as the server sends them: whole without scripts.

use crate::support::TestApp;
use axum::http::{StatusCode, header};

#[tokio::test]
async fn d01_one_server_hosts_the_backoffice_and_the_engine() {
    for app in TestApp::on_each_engine().await {
        let owner = app.owner().await;
        let page = owner.open(&format!("/bots/{}/knowledge", app.bot)).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(
            page.text.contains("How do I return a parcel?"),
            "the list is in the first paint"
        );
        assert_eq!(app.ask("opening times").await.status, StatusCode::OK);
    }
}

#[tokio::test]
async fn s05_s10_every_answer_has_the_security_headers() {
    for app in TestApp::on_each_engine().await {
        let owner = app.owner().await;
        let bot = app.bot;
        let answers = [
            ("a page", StatusCode::OK, owner.open("/bots").await),
            (
                "no page",
                StatusCode::NOT_FOUND,
                owner.open("/nowhere").await,
            ),
            (
                "no file",
                StatusCode::NOT_FOUND,
                owner.open("/pkg/nothing.js").await,
            ),
            (
                "sign-in",
                StatusCode::OK,
                app.nobody().open("/sign-in").await,
            ),
            ("a reply", StatusCode::OK, app.ask("opening times").await),
            (
                "no bot",
                StatusCode::NOT_FOUND,
                app.get("/api/v1/bots/x/talk?question=a").await,
            ),
            (
                "nothing",
                StatusCode::UNPROCESSABLE_ENTITY,
                app.ask("").await,
            ),
            ("twice", StatusCode::BAD_REQUEST, app.get("/?a=1&a=2").await),
            (
                "too long",
                StatusCode::URI_TOO_LONG,
                app.get(&format!("/?a={}", "x".repeat(17_000))).await,
            ),
            (
                "too large",
                StatusCode::PAYLOAD_TOO_LARGE,
                app.post_json(
                    &app.api("talk"),
                    &serde_json::json!({ "question": "x".repeat(70_000) }),
                )
                .await,
            ),
            (
                "a function",
                StatusCode::UNAUTHORIZED,
                app.nobody().call("bots/list", &[]).await,
            ),
            (
                "a redirect",
                StatusCode::FOUND,
                app.nobody().open(&format!("/bots/{bot}/knowledge")).await,
            ),
        ];
        for (what, status, answer) in answers {
            assert_eq!(answer.status, status, "{what}: {}", answer.text);
            assert!(
                answer
                    .header(header::STRICT_TRANSPORT_SECURITY)
                    .contains("max-age=63072000"),
                "{what}"
            );
            assert_eq!(
                answer.header(header::X_CONTENT_TYPE_OPTIONS),
                "nosniff",
                "{what}"
            );
            assert_eq!(answer.header(header::X_FRAME_OPTIONS), "DENY", "{what}");
            assert_eq!(
                answer.header(header::REFERRER_POLICY),
                "same-origin",
                "{what}"
            );
            assert!(!answer.header("permissions-policy").is_empty(), "{what}");
            assert!(!answer.header("x-request-id").is_empty(), "{what}");
            let policy = answer.header(header::CONTENT_SECURITY_POLICY);
            assert!(
                policy.contains("frame-ancestors 'none'"),
                "{what}: {policy}"
            );
            assert!(policy.contains("default-src 'none'"), "{what}: {policy}");
            for forbidden in ["'unsafe-inline'", "'unsafe-eval'", "*;", "http:"] {
                assert!(!policy.contains(forbidden), "{what}: {policy}");
            }
        }
    }
}

#[tokio::test]
async fn s05_every_script_of_a_page_has_its_nonce_and_each_page_its_own() {
    for app in TestApp::on_each_engine().await {
        let owner = app.owner().await;
        let nonce_of = |answer: &crate::support::Answer| {
            let policy = answer.header(header::CONTENT_SECURITY_POLICY).to_owned();
            policy
                .split("'nonce-")
                .nth(1)
                .and_then(|rest| rest.split('\'').next())
                .unwrap()
                .to_owned()
        };
        let pages = [owner.open("/bots").await, owner.open("/bots").await];
        assert_ne!(nonce_of(&pages[0]), nonce_of(&pages[1]));
        let nonce = nonce_of(&pages[0]);
        for script in pages[0].text.split("<script").skip(1) {
            let (tag, rest) = script.split_once('>').unwrap();
            let is_empty = rest.starts_with("</script>");
            assert!(
                is_empty || tag.contains(&format!("nonce=\"{nonce}\"")),
                "<script{tag}>"
            );
        }
        for handler in [" onclick=", " onload=", " onsubmit=", " style="] {
            assert!(!pages[0].text.contains(handler), "{handler}");
        }
    }
}

#[tokio::test]
async fn problems_are_problem_json_with_the_requests_id() {
    for app in TestApp::on_each_engine().await {
        for (answer, status, code) in [
            (
                app.get("/api/v1/bots/x/talk?question=a").await,
                404,
                "not_found",
            ),
            (app.get("/api/v1/nowhere").await, 404, "not_found"),
            (app.ask("").await, 422, "invalid"),
            (
                app.get(&app.api("feedback")).await,
                405,
                "method_not_allowed",
            ),
            (
                app.get(&app.api(&format!("talk?question={}", "x".repeat(17_000))))
                    .await,
                414,
                "uri_too_long",
            ),
            (
                app.post_json(
                    &app.api("talk"),
                    &serde_json::json!({"question": "x".repeat(70_000)}),
                )
                .await,
                413,
                "too_large",
            ),
        ] {
            assert_eq!(
                answer.header(header::CONTENT_TYPE),
                "application/problem+json",
                "{code}"
            );
            let problem = answer.json();
            assert_eq!(
                (problem["status"].as_u64(), problem["code"].as_str()),
                (Some(status), Some(code))
            );
            assert_eq!(problem["request_id"], answer.header("x-request-id"));
            for name in ["type", "title", "detail"] {
                assert!(problem[name].is_string(), "{name}: {problem}");
            }
        }
    }
}

#[tokio::test]
async fn an_error_of_ours_tells_nothing_but_its_id() {
    for app in TestApp::on_each_engine().await {
        app.sabotage("UPDATE bots SET settings = 'no JSON'").await;
        let answer = app.ask("opening times").await;
        let told = (answer.status, answer.code());
        assert_eq!(
            told,
            (StatusCode::INTERNAL_SERVER_ERROR, "internal".to_owned())
        );
        assert!(
            !answer.text.contains("bots") && !answer.text.contains("JSON"),
            "{}",
            answer.text
        );
        assert!(!answer.header(header::STRICT_TRANSPORT_SECURITY).is_empty());
        assert_eq!(answer.header(header::X_CONTENT_TYPE_OPTIONS), "nosniff");
    }
}

#[tokio::test]
async fn without_its_database_the_server_says_that_it_is_not_ready() {
    for app in TestApp::on_each_engine().await {
        app.ask("opening times").await;
        app.db.close().await;
        for answer in [
            app.ask("opening times").await,
            app.get(&app.api("status")).await,
        ] {
            let told = (answer.status, answer.code());
            assert_eq!(
                told,
                (StatusCode::SERVICE_UNAVAILABLE, "unavailable".to_owned())
            );
        }
    }
}

#[tokio::test]
async fn pages_speak_the_readers_language() {
    for app in TestApp::on_each_engine().await {
        let french = app
            .get_with("/sign-in", &[("accept-language", "fr-FR,fr;q=0.9")])
            .await;
        assert!(
            french.text.contains("<html lang=\"fr\""),
            "{}",
            &french.text[..200]
        );
        let english = app
            .get_with("/sign-in", &[("accept-language", "de-DE")])
            .await;
        assert!(english.text.contains("<html lang=\"en\""));
    }
}

#[tokio::test]
async fn a20_no_title_breaks_out_of_its_element() {
    for app in TestApp::on_each_engine().await {
        let owner = app.owner().await;
        for title in [
            "How <plaintext></title><meta http-equiv=refresh content=0;url=https://evil.example/>",
            "q <<b>/title><<b>script>alert(\"ZQ5\")<<b>/script>",
            "<</title>/title><<script></script>img src=x onerror=alert(1)> q",
            "a <textarea></title><img src=x></textarea>",
            "a <svg><![CDATA[</title><img src=x>]]></svg>",
            "5 < 6 and 7 > 6 </title>",
        ] {
            let created = owner.create_article(title).await;
            assert_eq!(created.status, StatusCode::OK, "{title}: {}", created.text);
            let id = created.json().as_str().unwrap().to_owned();
            let page = owner
                .open(&format!("/bots/{}/knowledge/{id}", app.bot))
                .await;
            let (_, rest) = page.text.split_once("<title>").unwrap();
            let (inside, after) = rest.split_once("</title>").unwrap();
            assert!(
                inside.ends_with("Parlance") && !inside.contains('<'),
                "{title}: {inside}"
            );
            assert!(!after.contains("<meta http-equiv=refresh") && !after.contains("<img src=x"));
        }
    }
}

#[tokio::test]
async fn what_somebody_signed_out_sends_is_not_kept() {
    for app in TestApp::on_each_engine().await {
        let large = "a".repeat(100_000);
        let fields = [
            ("theme", "bad"),
            ("form_page", "/sign-in"),
            ("x", large.as_str()),
        ];
        let refused = app
            .nobody()
            .post("preferences/theme", &fields, "text/html")
            .await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(
            refused.header(header::SET_COOKIE),
            "",
            "no session was begun"
        );
    }
}

#[tokio::test]
async fn a_filter_form_leads_to_the_address_of_what_is_set() {
    for app in TestApp::on_each_engine().await {
        let owner = app.owner().await;
        let base = format!("/bots/{}/conversations", app.bot);
        let sent = format!("{base}?from=&contains=open%20now&locale=&outcome=");
        let moved = owner.open(&sent).await;
        assert_eq!(moved.status, StatusCode::SEE_OTHER);
        let clean = format!("{base}?contains=open%20now");
        assert_eq!(moved.header("location"), clean);
        assert_eq!(owner.open(&clean).await.status, StatusCode::OK);
        let all = owner.open(&format!("{base}?locale=&outcome=")).await;
        assert_eq!(all.header("location"), base);
        // What server functions take stays as it was sent.
        let bot = app.bot.to_string();
        let fields = [("bot", bot.as_str()), ("search", ""), ("topic", "")];
        let list = owner.call("articles/list", &fields).await;
        assert_eq!(list.status, StatusCode::OK, "{}", list.text);
    }
}

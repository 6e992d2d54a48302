//! Access tokens: what they say, who gets one, and when they are over.

use crate::{
    program::{ALL, Program, ask_token, make_key},
    support::{PASSWORD, Persona, TestApp},
};
use axum::http::{Method, StatusCode};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{
    access::{Keys, Write},
    keys,
    platform::LimitSettings,
    tokens,
};
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header, jwk::JwkSet};
use serde_json::{Value, json};

const BOTS: &str = "/api/v1/bots";

pub fn part(token: &str, at: usize) -> Value {
    let part = token.split('.').nth(at).unwrap();
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap()
}

pub async fn jwks(app: &TestApp) -> JwkSet {
    let answer = app.get("/.well-known/jwks.json").await;
    assert_eq!(answer.status, StatusCode::OK);
    serde_json::from_str(&answer.text).unwrap()
}

pub async fn status(app: &TestApp, token: &str) -> (StatusCode, String) {
    let token = token.to_owned();
    let answer = Program { app, token }.get(BOTS).await;
    let code = match answer.status {
        StatusCode::OK => String::new(),
        _ => answer.code(),
    };
    (answer.status, code)
}

pub fn refused() -> (StatusCode, String) {
    (StatusCode::UNAUTHORIZED, "invalid_token".to_owned())
}

pub fn taken() -> (StatusCode, String) {
    (StatusCode::OK, String::new())
}

#[tokio::test]
async fn s02_a_token_says_who_by_which_session_and_until_when_and_is_signed_by_rs256() {
    for app in TestApp::on_each_engine().await {
        let key = make_key(&app, app.workspace, ALL, &[], None).await;
        let program = Program::by_key(&app, &key.secret).await;
        let header = decode_header(&program.token).unwrap();
        assert_eq!(header.alg, Algorithm::RS256);
        let keys = jwks(&app).await;
        let public = keys.find(&header.kid.unwrap()).unwrap();
        let shown = serde_json::to_value(public).unwrap();
        let bits = URL_SAFE_NO_PAD
            .decode(shown["n"].as_str().unwrap())
            .unwrap();
        assert_eq!((bits.len() * 8, shown.get("d")), (3072, None));
        let mut validation = Validation::new(Algorithm::RS256);
        validation.set_audience(&["parlance-api"]);
        validation.set_issuer(&["urn:parlance"]);
        // The app's clock stands in the past.
        validation.validate_exp = false;
        let public = DecodingKey::from_jwk(public).unwrap();
        let claims = decode::<Value>(&program.token, &public, &validation)
            .unwrap()
            .claims;
        let now_s = app.platform.now().as_millis() / 1_000;
        assert_eq!(claims["sub"], format!("key:{}", key.key));
        assert_eq!(claims["sid"], format!("{}.1", key.key));
        assert_eq!(
            (&claims["exp"], &claims["nbf"], &claims["iat"]),
            (&json!(now_s + 600), &json!(now_s), &json!(now_s))
        );
        assert_eq!(status(&app, &program.token).await, taken());
        app.clock.advance_minutes(10);
        assert_eq!(status(&app, &program.token).await, refused());
    }
}

#[tokio::test]
async fn s02_what_was_revoked_is_out_at_once() {
    for app in TestApp::on_each_engine().await {
        let key = make_key(&app, app.workspace, ALL, &[], None).await;
        let program = Program::by_key(&app, &key.secret).await;
        assert_eq!(status(&app, &program.token).await, taken());
        let access = app
            .command()
            .open_workspace::<Write<Keys>>(app.workspace)
            .await;
        keys::revoke(&access.unwrap(), key.key).await.unwrap();
        assert_eq!(status(&app, &program.token).await, refused(), "a key");

        let asked = json!({ "email": "owner@shop.example", "password": PASSWORD });
        let token = |answer: crate::support::Answer| {
            answer.json()["access_token"].as_str().unwrap().to_owned()
        };
        let by_password = token(ask_token(&app, &asked).await);
        assert_eq!(status(&app, &by_password).await, taken());
        app.sabotage("DELETE FROM sessions").await;
        assert_eq!(status(&app, &by_password).await, refused(), "a session");

        let asked = json!({ "email": "member@shop.example", "password": PASSWORD });
        let of_member = token(ask_token(&app, &asked).await);
        assert_eq!(status(&app, &of_member).await, taken());
        app.sabotage("DELETE FROM members").await;
        let told = status(&app, &of_member).await;
        assert_eq!(told, (StatusCode::FORBIDDEN, "forbidden".to_owned()));
        let of_bot = Program {
            app: &app,
            token: of_member,
        };
        let answer = of_bot.get(&format!("{BOTS}/{}", app.bot)).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "a member");
    }
}

#[tokio::test]
async fn signing_keys_are_replaced_and_both_are_shown_meanwhile() {
    for app in TestApp::on_each_engine().await {
        let before = Program::with(&app, ALL).await.token;
        tokens::rotate_signing_key(&app.command().greet())
            .await
            .unwrap();
        let after = Program::with(&app, ALL).await.token;
        let kid = |token: &str| decode_header(token).unwrap().kid.unwrap();
        assert_ne!(kid(&before), kid(&after));
        let shown = jwks(&app).await;
        assert!(shown.find(&kid(&before)).is_some() && shown.find(&kid(&after)).is_some());
        assert_eq!(status(&app, &before).await, taken());
        assert_eq!(status(&app, &after).await, taken());
        app.clock.advance_minutes(16);
        let shown = jwks(&app).await;
        assert!(shown.find(&kid(&before)).is_none() && shown.find(&kid(&after)).is_some());
        // In three months it is replaced by itself.
        app.clock.advance_minutes(91 * 24 * 60);
        let later = Program::with(&app, ALL).await.token;
        assert_ne!(kid(&later), kid(&after));
        let mut tx = app.db.read().await.unwrap();
        let kept = store::signing_keys::list(&mut tx).await.unwrap();
        // How a private key begins, in base64.
        let is_bare = |sealed: &str| sealed.split('.').any(|part| part.starts_with("MII"));
        assert!(kept.iter().all(|key| !is_bare(&key.sealed)), "d14: sealed");
    }
}

#[tokio::test]
async fn who_asks_wrongly_gets_no_token() {
    for app in TestApp::on_each_engine().await {
        let key = make_key(&app, app.workspace, ALL, &[], None).await.secret;
        let (email, password) = ("owner@shop.example", PASSWORD);
        for (body, status, code) in [
            (json!({}), 400, "malformed"),
            (json!({ "email": email }), 400, "malformed"),
            (
                json!({ "api_key": key, "email": email, "password": password }),
                400,
                "malformed",
            ),
            (json!({ "api_key": key, "role": "owner" }), 400, "malformed"),
            (json!({ "api_key": [key] }), 400, "malformed"),
            (json!({ "api_key": "" }), 401, "invalid_token"),
            (
                json!({ "api_key": "pk_000000000000_nothing" }),
                401,
                "invalid_token",
            ),
            (
                json!({ "api_key": key[..key.len() - 1] }),
                401,
                "invalid_token",
            ),
            (
                json!({ "email": email, "password": "wrong horse" }),
                401,
                "wrong_credentials",
            ),
            (
                json!({ "email": "no@one.example", "password": password }),
                401,
                "wrong_credentials",
            ),
            (
                json!({ "email": email, "password": password, "otp": "123456" }),
                422,
                "invalid",
            ),
        ] {
            let answer = ask_token(&app, &body).await;
            assert_eq!(
                (answer.status.as_u16(), answer.code().as_str()),
                (status, code),
                "{body}"
            );
        }
        let program = Program {
            app: &app,
            token: key,
        };
        let by_header = program.send(Method::POST, "/api/v1/token", None, &[]).await;
        assert_eq!(by_header.json()["expires_in"], 600, "{}", by_header.text);
        assert_eq!(by_header.json()["token_type"], "Bearer");
        assert_eq!(
            status(&app, &program.token).await,
            refused(),
            "a key is no token"
        );
    }
}

#[tokio::test]
async fn a_token_opens_no_page_and_a_cookie_no_api() {
    for app in TestApp::on_each_engine().await {
        let owner = app.owner().await;
        let cookie = owner.cookie.clone().unwrap();
        let by_cookie = app.get_with(BOTS, &[("cookie", &cookie)]).await;
        assert_eq!(by_cookie.status, StatusCode::UNAUTHORIZED);
        assert_eq!(by_cookie.code(), "signed_out");
        assert_eq!(by_cookie.header("www-authenticate"), "Bearer");
        let asked = json!({ "email": "owner@shop.example", "password": PASSWORD });
        let answer = ask_token(&app, &asked).await;
        let token = answer.json()["access_token"].as_str().unwrap().to_owned();
        let header = format!("Bearer {token}");
        let by_token = app
            .get_with("/api/ui/bots/list", &[("authorization", &header)])
            .await;
        assert_eq!(by_token.status, StatusCode::UNAUTHORIZED);
        // Nor does what a token tells of its session make a cookie.
        let session = part(&token, 1)["sid"].as_str().unwrap().to_owned();
        let uuid: uuid::Uuid = session.parse().unwrap();
        for value in [session, URL_SAFE_NO_PAD.encode(uuid.as_bytes())] {
            let persona = Persona {
                app: &app,
                cookie: Some(format!("__Host-parlance={value}")),
            };
            let answer = persona.call("bots/list", &[]).await;
            assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
        }
        let twice = [
            ("authorization", header.as_str()),
            ("authorization", header.as_str()),
        ];
        assert_eq!(
            app.get_with(BOTS, &twice).await.status,
            StatusCode::BAD_REQUEST
        );
    }
}

#[tokio::test]
async fn a22_the_limits_of_signing_in_hold_for_tokens() {
    let limits = LimitSettings {
        talk_per_address: 0,
        sign_in_per_address: 4,
        sign_in_per_email: 2,
        dashboard_per_person: 0,
        reports_per_address: 0,
    };
    for app in TestApp::with_limits(limits).await {
        let key = make_key(&app, app.workspace, ALL, &[], None).await.secret;
        for _ in 0..6 {
            Program::by_key(&app, &key).await;
        }
        let wrong = json!({ "email": "Owner@shop.example", "password": "wrong horse" });
        for expected in [401, 401, 429] {
            assert_eq!(ask_token(&app, &wrong).await.status.as_u16(), expected);
        }
        let guess = json!({ "api_key": "pk_000000000000_nothing" });
        assert_eq!(ask_token(&app, &guess).await.status.as_u16(), 401);
        let answer = ask_token(&app, &guess).await;
        assert_eq!(answer.status.as_u16(), 429, "the address has had its four");
        assert!(!answer.header("retry-after").is_empty());
        let persona = app
            .nobody()
            .post_sign_in("member@shop.example", PASSWORD)
            .await;
        assert_eq!(persona.status.as_u16(), 429, "one count for both");
    }
}

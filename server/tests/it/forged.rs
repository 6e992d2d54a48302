//! That nothing passes for an access token but what is one.

use crate::{
    program::{ALL, Program},
    support::TestApp,
    tokens::{jwks, part, refused, status, taken},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::secrets::{MasterKey, Vault};
use jsonwebtoken::{Algorithm, EncodingKey, Header, decode_header, encode, jwk::Jwk};
use serde_json::{Value, json};

/// The private key that the app signs with.
pub async fn private_key(app: &TestApp) -> Vec<u8> {
    let mut tx = app.db.read().await.unwrap();
    let keys = store::signing_keys::list(&mut tx).await.unwrap();
    let vault = Vault::new(&MasterKey::from_bytes([1; 32]));
    vault.open("signing key", &keys[0].sealed).unwrap()
}

fn changed(claims: &Value, name: &str, value: Value) -> Value {
    let mut claims = claims.clone();
    claims[name] = value;
    claims
}

/// Tokens that our own key signed, and that are none of ours all the same.
fn wrong_claims(claims: &Value) -> Vec<(String, Value)> {
    let exp = claims["exp"].as_i64().unwrap();
    let mut wrong = Vec::new();
    for name in ["exp", "nbf", "iss", "aud", "sub", "sid", "iat", "jti"] {
        let mut less = claims.clone();
        less.as_object_mut().unwrap().remove(name);
        wrong.push((format!("no {name}"), less));
    }
    for (name, value) in [
        ("exp", json!(exp.to_string())),
        ("exp", json!(exp as f64 + 0.5)),
        ("exp", json!(null)),
        ("exp", json!(exp + 1)),
        ("exp", json!(exp - 600)),
        ("exp", json!(i64::MAX)),
        ("nbf", json!("0")),
        ("nbf", json!(exp)),
        ("iat", json!(exp)),
        ("aud", json!("other")),
        ("aud", json!(["parlance-api", "other"])),
        ("aud", json!([])),
        ("iss", json!("https://evil.example")),
        ("iss", json!(["urn:parlance"])),
        ("sub", json!("")),
        ("sub", json!("command")),
        ("sid", json!("01912d68-783e-7a03-8467-5661c1243ad4.1")),
        (
            "sid",
            json!(claims["sid"].as_str().unwrap().replace(".1", ".2")),
        ),
        ("sid", json!("")),
        ("role", json!("owner")),
    ] {
        wrong.push((format!("{name} {value}"), changed(claims, name, value)));
    }
    wrong
}

#[tokio::test]
async fn a23_no_claim_that_is_missing_or_of_another_kind_passes() {
    for app in TestApp::on_each_engine().await {
        let valid = Program::with(&app, ALL).await.token;
        let private = EncodingKey::from_rsa_der(&private_key(&app).await);
        let header = decode_header(&valid).unwrap();
        let claims = part(&valid, 1);
        let again = encode(&header, &claims, &private).unwrap();
        assert_eq!(status(&app, &again).await, taken(), "the test's own forge");
        for (what, claims) in wrong_claims(&claims) {
            let token = encode(&header, &claims, &private).unwrap();
            assert_eq!(status(&app, &token).await, refused(), "{what}");
        }
    }
}

fn unsigned(header: &Value, claims: &Value) -> String {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    format!("{}.{}.", part(header), part(claims))
}

#[tokio::test]
async fn a23_no_other_algorithm_or_key_passes() {
    let apps = TestApp::on_each_engine().await;
    let mut private = Vec::new();
    for app in &apps {
        Program::with(app, ALL).await;
        private.push(private_key(app).await);
    }
    for (app, foreign) in apps.iter().zip(private.iter().rev()) {
        let valid = Program::with(app, ALL).await.token;
        let (header, claims) = (decode_header(&valid).unwrap(), part(&valid, 1));
        let foreign = EncodingKey::from_rsa_der(foreign);
        let own = EncodingKey::from_rsa_der(&private_key(app).await);
        let shown = jwks(app).await.keys.remove(0);
        let mut forged: Vec<(String, String)> = Vec::new();
        for alg in ["none", "None", "NONE", "HS256", ""] {
            let header = changed(&part(&valid, 0), "alg", json!(alg));
            forged.push((format!("unsigned {alg}"), unsigned(&header, &claims)));
        }
        let public = serde_json::to_value(&shown).unwrap();
        let modulus = public["n"].as_str().unwrap();
        let secrets = [
            modulus.as_bytes().to_vec(),
            URL_SAFE_NO_PAD.decode(modulus).unwrap(),
            public.to_string().into_bytes(),
            Vec::new(),
        ];
        for (at, secret) in secrets.iter().enumerate() {
            let header = Header {
                alg: Algorithm::HS256,
                ..header.clone()
            };
            let token = encode(&header, &claims, &EncodingKey::from_secret(secret)).unwrap();
            forged.push((format!("HS256 {at}"), token));
        }
        let mut embedded = Jwk::from_encoding_key(&foreign, Algorithm::RS256).unwrap();
        embedded.common.key_id.clone_from(&header.kid);
        let sign = |header: Header, key| encode(&header, &claims, key).unwrap();
        let h = || header.clone();
        let text = || Some("https://evil.example/jwks.json".to_owned());
        for (what, header, key) in [
            ("another key", h(), &foreign),
            (
                "embedded",
                Header {
                    jwk: Some(embedded),
                    ..h()
                },
                &foreign,
            ),
            (
                "embedded, ours",
                Header {
                    jwk: Some(shown.clone()),
                    ..h()
                },
                &own,
            ),
            ("jku", Header { jku: text(), ..h() }, &own),
            ("x5u", Header { x5u: text(), ..h() }, &own),
            (
                "x5c",
                Header {
                    x5c: Some(vec!["AA==".into()]),
                    ..h()
                },
                &own,
            ),
            (
                "crit",
                Header {
                    crit: Some(vec!["exp".into()]),
                    ..h()
                },
                &own,
            ),
            ("no kid", Header { kid: None, ..h() }, &own),
            (
                "kid",
                Header {
                    kid: Some("../../etc/passwd".into()),
                    ..h()
                },
                &own,
            ),
            (
                "typ",
                Header {
                    typ: Some("JWT".into()),
                    ..h()
                },
                &own,
            ),
            ("no typ", Header { typ: None, ..h() }, &own),
            (
                "RS384",
                Header {
                    alg: Algorithm::RS384,
                    ..h()
                },
                &own,
            ),
            (
                "PS256",
                Header {
                    alg: Algorithm::PS256,
                    ..h()
                },
                &own,
            ),
        ] {
            forged.push((what.to_owned(), sign(header, key)));
        }
        for (what, token) in forged {
            assert_eq!(status(app, &token).await, refused(), "{what}");
        }
        assert_eq!(status(app, &valid).await, taken());
    }
}

#[tokio::test]
async fn a23_no_change_of_a_token_passes() {
    for app in TestApp::on_each_engine().await {
        let valid = Program::with(&app, ALL).await.token;
        let parts: Vec<&str> = valid.split('.').collect();
        let (header, claims, signature) = (parts[0], parts[1], parts[2]);
        let mut changed: Vec<String> = (0..48)
            .map(|n| {
                let at = n * (valid.len() - 1) / 47;
                let mut bytes = valid.clone().into_bytes();
                bytes[at] = match bytes[at] {
                    b'.' => b'A',
                    b'A' => b'B',
                    _ => b'A',
                };
                String::from_utf8(bytes).unwrap()
            })
            .collect();
        changed.extend([
            String::new(),
            "..".into(),
            format!("{header}.{claims}"),
            format!("{header}.{claims}."),
            format!("{header}..{signature}"),
            format!(".{claims}.{signature}"),
            format!("{claims}.{header}.{signature}"),
            format!("{valid}."),
            format!("{valid}="),
            format!("{valid}A"),
            format!("{header}.{claims}.{signature}.{signature}"),
            valid[..valid.len() - 1].to_owned(),
            format!("{header}.{claims}.{}", "A".repeat(signature.len())),
            format!("{header}.{claims}.{}", signature.to_uppercase()),
            format!("{header}=.{claims}.{signature}"),
            format!("{header}.{claims} .{signature}"),
            "A".repeat(20_000),
        ]);
        for token in changed {
            let told = status(&app, &token).await;
            assert_eq!(told, refused(), "{}…", &token[..token.len().min(90)]);
        }
        assert_eq!(status(&app, &valid).await, taken());
    }
}

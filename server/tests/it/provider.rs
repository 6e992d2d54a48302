//! A small provider of OpenID Connect: it says whatever a test has it say.

use axum::{
    Form, Json, Router,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    routing::{get, post},
};
use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode, jwk::Jwk};
use pkcs8::PrivateKeyInfoRef;
use rcgen::{KeyPair, PKCS_RSA_SHA256, RsaKeySize};
use serde_json::{Value, json};
use std::{
    collections::HashMap,
    sync::{Arc, LazyLock, Mutex},
};
use tokio::net::TcpListener;

/// When the tests' clock begins, in seconds.
pub const NOW_S: i64 = 1_767_225_600;
/// What each code is for: the challenge, and the claims.
type Codes = Arc<Mutex<HashMap<String, (String, Value)>>>;

/// Making one takes a while; tests share two: the provider's, and one that it does not know.
static KEYS: LazyLock<[Vec<u8>; 2]> = LazyLock::new(|| {
    [(); 2].map(|()| {
        let pair = KeyPair::generate_rsa_for(&PKCS_RSA_SHA256, RsaKeySize::_2048).unwrap();
        pair.serialize_der()
    })
});

fn key(at: usize) -> EncodingKey {
    let info = PrivateKeyInfoRef::try_from(KEYS[at].as_slice()).unwrap();
    EncodingKey::from_rsa_der(info.private_key.as_bytes())
}

pub struct Idp {
    pub base: String,
    codes: Codes,
}

#[derive(Clone)]
struct Idea {
    base: String,
    codes: Codes,
}

impl Idp {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let codes = Codes::default();
        let idea = Idea {
            base: base.clone(),
            codes: codes.clone(),
        };
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(configuration))
            .route("/jwks", get(keys))
            .route("/token", post(token))
            .with_state(idea);
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { base, codes }
    }

    /// Somebody signs in here, who was sent by a URL: where they are sent back.
    pub fn authorize(&self, url: &str, claims: &Value) -> String {
        let url: url::Url = url.parse().unwrap();
        let asked: HashMap<String, String> = url.query_pairs().into_owned().collect();
        assert_eq!(asked["response_type"], "code");
        assert_eq!(asked["code_challenge_method"], "S256");
        assert!(asked["redirect_uri"].ends_with("/sign-in/callback"));
        let mut whole = json!({
            "iss": self.base, "aud": "parlance", "exp": NOW_S + 300, "iat": NOW_S,
            "nonce": asked["nonce"],
        });
        for (name, value) in claims.as_object().unwrap() {
            whole[name] = value.clone();
        }
        let mut codes = self.codes.lock().unwrap();
        let code = format!("code-{}", codes.len());
        let challenge = asked["code_challenge"].clone();
        codes.insert(code.clone(), (challenge, whole));
        format!("/sign-in/callback?code={code}&state={}", asked["state"])
    }
}

async fn configuration(State(idea): State<Idea>) -> Json<Value> {
    let base = idea.base;
    Json(json!({
        "issuer": base,
        "authorization_endpoint": format!("{base}/authorize"),
        "token_endpoint": format!("{base}/token"),
        "jwks_uri": format!("{base}/jwks"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"],
    }))
}

async fn keys() -> Json<Value> {
    let jwk = Jwk::from_encoding_key(&key(0), Algorithm::RS256).unwrap();
    let mut jwk = serde_json::to_value(jwk).unwrap();
    jwk["kid"] = json!("first");
    jwk["use"] = json!("sig");
    Json(json!({ "keys": [jwk] }))
}

async fn token(
    State(idea): State<Idea>,
    headers: HeaderMap,
    Form(form): Form<HashMap<String, String>>,
) -> (StatusCode, Json<Value>) {
    let refuse = |why: &str| (StatusCode::BAD_REQUEST, Json(json!({ "error": why })));
    let wanted = format!("Basic {}", STANDARD.encode("parlance:s3cret-of-the-shop"));
    let shown = headers.get(header::AUTHORIZATION);
    if shown.is_none_or(|shown| shown.to_str().unwrap() != wanted) {
        return refuse("invalid_client");
    }
    let Some((challenge, claims)) = idea.codes.lock().unwrap().remove(&form["code"]) else {
        return refuse("invalid_grant");
    };
    let own = domain::secrets::token_hash(form["code_verifier"].as_bytes());
    if URL_SAFE_NO_PAD.encode(own) != challenge {
        return refuse("invalid_grant");
    }
    let answer = json!({
        "access_token": "opaque", "token_type": "Bearer", "expires_in": 300,
        "id_token": sign(claims),
    });
    (StatusCode::OK, Json(answer))
}

/// Signs as `#key` says, which is no claim.
fn sign(mut claims: Value) -> String {
    let by = claims.as_object_mut().unwrap().remove("#key");
    let (algorithm, key) = match by.as_ref().and_then(Value::as_str) {
        None => (Algorithm::RS256, key(0)),
        Some("unknown") => (Algorithm::RS256, key(1)),
        Some("secret") => {
            let secret = EncodingKey::from_secret(b"s3cret-of-the-shop");
            (Algorithm::HS256, secret)
        }
        Some(_) => {
            let part = |value: Value| URL_SAFE_NO_PAD.encode(value.to_string());
            return format!("{}.{}.", part(json!({"alg": "none"})), part(claims));
        }
    };
    let header = Header {
        kid: (algorithm == Algorithm::RS256).then(|| "first".to_owned()),
        ..Header::new(algorithm)
    };
    encode(&header, &claims, &key).unwrap()
}

//! Repeated parameters are refused (S09): two readers of one request must not see two things.
//!
//! Names are compared as the strictest reader would: decoded, trimmed, without case, and without
//! brackets, in the query, in a form, in JSON at every depth, and between query and body.

use axum::{
    body::{Body, Bytes},
    extract::Request,
    http::{HeaderMap, Method, header},
};
use http_body_util::BodyExt;
use model::error::AppError;
use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use std::{collections::BTreeSet, fmt};

/// Refuses a request in which a name stands twice. Its body is in memory already.
pub(super) async fn refuse_repeated(request: &mut Request) -> Result<(), AppError> {
    let mut names = BTreeSet::new();
    let query = request.uri().query().unwrap_or_default();
    // Some readers part pairs at a semicolon too.
    for pair in query.split(['&', ';']).filter(|pair| !pair.is_empty()) {
        note(&mut names, &first_name(pair.as_bytes()))?;
    }
    let kind = content_kind(request.headers())?;
    if kind == Kind::Other {
        // Server functions read a body whatever it says it is.
        let is_form =
            request.method() == Method::POST && request.uri().path().starts_with("/api/ui/");
        return if is_form {
            Err(malformed("the body has to be a form"))
        } else {
            Ok(())
        };
    }
    let body = std::mem::take(request.body_mut()).collect().await;
    let body = body
        .map_err(|_| malformed("the body broke off"))?
        .to_bytes();
    *request.body_mut() = Body::from(body.clone());
    match kind {
        Kind::Form => {
            for pair in body
                .split(|byte| *byte == b'&')
                .filter(|pair| !pair.is_empty())
            {
                note(&mut names, &first_name(pair))?;
            }
            Ok(())
        }
        Kind::Json => check_json(&body, &names),
        Kind::Other => Ok(()),
    }
}

fn malformed(what: &str) -> AppError {
    AppError::Malformed {
        what: what.to_owned(),
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Form,
    Json,
    Other,
}

/// What the body is read as. A header that two readers could take differently is refused too.
fn content_kind(headers: &HeaderMap) -> Result<Kind, AppError> {
    let mut types = headers.get_all(header::CONTENT_TYPE).iter();
    let kind = types
        .next()
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    if types.next().is_some() {
        return Err(malformed("the header content-type is repeated"));
    }
    let kind = kind
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    Ok(match kind.as_str() {
        "application/x-www-form-urlencoded" => Kind::Form,
        "application/json" => Kind::Json,
        kind if kind.starts_with("application/") && kind.ends_with("+json") => Kind::Json,
        _ => Kind::Other,
    })
}

/// The decoded name of a pair; its value is left as it is.
fn first_name(pair: &[u8]) -> String {
    let name = pair.split(|byte| *byte == b'=').next().unwrap_or_default();
    form_urlencoded::parse(name)
        .next()
        .map(|(name, _)| name.into_owned())
        .unwrap_or_default()
}

fn note(names: &mut BTreeSet<String>, name: &str) -> Result<(), AppError> {
    // What looks the same, or is taken for the same somewhere, is not told apart: it is refused.
    if !name
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || b"_-[]. +".contains(&byte))
    {
        return Err(malformed("a parameter's name has odd characters"));
    }
    if names.insert(folded(name)) {
        Ok(())
    } else {
        Err(malformed("a parameter is repeated"))
    }
}

/// A name as the strictest reader takes it.
fn folded(name: &str) -> String {
    let name = name.split('[').next().unwrap_or_default();
    name.trim_matches(|c: char| c.is_whitespace() || c.is_control())
        .to_lowercase()
}

fn check_json(body: &Bytes, in_query: &BTreeSet<String>) -> Result<(), AppError> {
    if body.is_empty() {
        return Ok(());
    }
    let top: Top = serde_json::from_slice(body)
        .map_err(|_| malformed("the body is not JSON, or names something twice"))?;
    for name in top.0 {
        if in_query.contains(&name) {
            return Err(malformed(
                "a parameter is both in the address and in the body",
            ));
        }
    }
    Ok(())
}

/// The names at the top of a JSON text in which no object has a name twice.
struct Top(BTreeSet<String>);

/// Any JSON value without repeated names, thrown away.
struct Unrepeated;

impl<'de> Deserialize<'de> for Top {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Walk).map(Top)
    }
}

impl<'de> Deserialize<'de> for Unrepeated {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Walk).map(|_| Unrepeated)
    }
}

struct Walk;

impl<'de> Visitor<'de> for Walk {
    type Value = BTreeSet<String>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON without repeated names")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut names = BTreeSet::new();
        while let Some(name) = map.next_key::<String>()? {
            if !names.insert(folded(&name)) {
                return Err(A::Error::custom("a name is repeated"));
            }
            map.next_value::<Unrepeated>()?;
        }
        Ok(names)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        while seq.next_element::<Unrepeated>()?.is_some() {}
        Ok(BTreeSet::new())
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<Self::Value, E> {
        Ok(BTreeSet::new())
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<Self::Value, E> {
        Ok(BTreeSet::new())
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<Self::Value, E> {
        Ok(BTreeSet::new())
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<Self::Value, E> {
        Ok(BTreeSet::new())
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<Self::Value, E> {
        Ok(BTreeSet::new())
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(BTreeSet::new())
    }
}

//! Every entry that needs a right, made from the table of entries, so that none is left out: called
//! with all that any of them takes.

use crate::support::{Answer, Persona, TestApp, query};
use axum::{
    body::Body,
    http::{Request, header, request::Builder},
};
use domain::access::entries::{ENTRIES, Entry, Guard};
use model::{
    access::{Area, Permission, Right},
    rights::Rights,
};
use serde_json::json;

/// What is in the workspace that the caller is in, and is in no id of any argument.
const HERE: [&str; 4] = ["bots/list", "bots/names", "bots/overview", "bots/create"];

/// The ids that calls are made with.
#[derive(Clone, Debug)]
pub struct Ids {
    pub bot: String,
    pub workspace: String,
    pub user: String,
    pub article: String,
    /// Of whatever else there is.
    pub other: String,
    /// Of a conversation, as a visitor has it, and of a turn in it.
    pub handle: String,
    pub turn: String,
}

impl Ids {
    /// What is there in the app's first workspace.
    pub async fn of(app: &TestApp) -> Self {
        Self {
            bot: app.bot.to_string(),
            workspace: app.workspace.to_string(),
            user: app.user_of("member@shop.example").await.to_string(),
            article: app.articles[0].to_string(),
            other: "01912d68-783e-7a03-8467-5661c1243ad4".to_owned(),
            ..Self::unknown()
        }
    }

    /// Of nothing at all.
    pub fn unknown() -> Self {
        Self {
            bot: "3f0e6dd8-6a40-4be1-9a1d-5d0a4e1c2b3a".to_owned(),
            workspace: "01912d68-783e-7a03-8467-5661c1243ad5".to_owned(),
            user: "01912d68-783e-7a03-8467-5661c1243ad6".to_owned(),
            article: "01912d68-783e-7a03-8467-5661c1243ad7".to_owned(),
            other: "01912d68-783e-7a03-8467-5661c1243ad8".to_owned(),
            handle: "nothing".to_owned(),
            turn: "01912d68-783e-7a03-8467-5661c1243ad9".to_owned(),
        }
    }

    /// The same for a server function that names a bot in its body, where others name what is in
    /// one: with this bot, and somebody who is there.
    pub fn within(&self, endpoint: &str, bot: &str, user: &str) -> Self {
        match endpoint {
            "members/grant" | "members/invite" | "bots/create" => Self {
                bot: bot.to_owned(),
                user: user.to_owned(),
                ..self.clone()
            },
            _ => self.clone(),
        }
    }
}

/// A server function that needs a right.
#[derive(Clone, Copy, Debug)]
pub struct Call {
    pub endpoint: &'static str,
    pub method: &'static str,
    pub permission: Permission,
    /// What else it needs.
    pub and: Option<Permission>,
}

/// What an entry needs, if it needs a right.
pub const fn needs(entry: &Entry) -> Option<(Permission, Option<Permission>)> {
    match entry.guard {
        Guard::Needs(permission) => Some((permission, None)),
        Guard::NeedsBoth(permission, other) => Some((permission, Some(other))),
        Guard::Everybody | Guard::Page => None,
    }
}

/// Whether it is about the workspace that the caller is in, so that no id names it.
pub fn is_here(entry: &Entry) -> bool {
    entry.path == "/api/v1/bots"
        || HERE
            .iter()
            .any(|name| entry.path == format!("/api/ui/{name}"))
}

fn call_of(entry: &Entry) -> Option<Call> {
    let endpoint = entry.path.strip_prefix("/api/ui/")?;
    let (permission, and) = needs(entry)?;
    Some(Call {
        endpoint,
        method: entry.method,
        permission,
        and,
    })
}

/// Every server function on what an id names.
pub fn calls() -> Vec<Call> {
    let all = ENTRIES.iter().filter_map(call_of);
    all.filter(|call| !HERE.contains(&call.endpoint)).collect()
}

/// One of them.
pub fn call(endpoint: &str) -> Call {
    let found = ENTRIES
        .iter()
        .filter_map(call_of)
        .find(|call| call.endpoint == endpoint);
    found.unwrap_or_else(|| panic!("{endpoint} is not in the table of entries"))
}

/// What takes an id beside the bot's or the workspace's, in its path, query or body.
pub const INNER: [&str; 42] = [
    "articles/create",
    "articles/import",
    "articles/import-preview",
    "articles/undelete",
    "synonyms/preview",
    "synonyms/update",
    "members/renew",
    "members/withdraw",
    "keys/rotate",
    "keys/revoke",
    "articles/get",
    "articles/published",
    "articles/comments",
    "articles/history",
    "articles/restore",
    "articles/update",
    "articles/delete",
    "articles/comment",
    "articles/comment-delete",
    "articles/bulk",
    "test/teach",
    "conversations/get",
    "conversations/erase",
    "conversations/reveal",
    "unanswered/get",
    "unanswered/decide",
    "unanswered/attach",
    "unanswered/assign",
    "synonyms/try",
    "security/end",
    "security/unlock",
    "synonyms/delete",
    "tests/delete",
    "members/get",
    "members/role",
    "members/reset-factor",
    "members/suspend",
    "members/transfer",
    "members/remove",
    "members/grant",
    "members/invite",
    "bots/create",
];

/// Whether somebody with these rights, and none in the workspace, may.
pub fn may(rights: Rights, call: Call) -> bool {
    let has = |Permission { area, right }| match area {
        Area::Bots | Area::Presence => right == Right::Read,
        _ => rights.allow(Permission { area, right }),
    };
    has(call.permission) && call.and.is_none_or(has)
}

/// All that any server function takes, by name.
const COMMON: [(&str, &str); 72] = [
    ("locale", "en"),
    ("title", "Mine now"),
    ("utterances", ""),
    ("answer", "x"),
    ("variant_box", ""),
    ("variant_api", ""),
    ("channel", "box"),
    ("topic", ""),
    ("revision", "1"),
    ("change", "1"),
    ("text", "x"),
    ("act", "delete"),
    ("rows", "x\t-"),
    ("typed", "opening"),
    ("search", ""),
    ("page", "0"),
    ("tab", ""),
    ("mine", ""),
    ("draft", "yes"),
    ("expected", "-"),
    ("shown", ""),
    ("pass", ""),
    ("answer_at", "60"),
    ("ask_back_at", "40"),
    ("term", "mine"),
    ("variants", "now"),
    ("name", "Mine now"),
    ("max_question", "500"),
    ("keep_days", "30"),
    ("typed_name", "x"),
    ("typed_email", "x"),
    ("deleted_at", "0"),
    ("number", "1"),
    ("live", "2"),
    ("before", "0"),
    ("from", "0"),
    ("to", "1"),
    ("role", "admin"),
    ("preset", "editor"),
    ("email", "new@shop.example"),
    ("sharing", "workspace"),
    ("form_page", "/"),
    ("address", ""),
    ("greeting", ""),
    ("placeholder", ""),
    ("suggestions", ""),
    ("colour", ""),
    ("position", ""),
    ("theme", ""),
    ("avatar", ""),
    ("feedback", ""),
    ("domains", ""),
    ("begin", "copy"),
    ("after", ""),
    ("on", ""),
    ("reach", "all"),
    ("bots", "write"),
    ("hours", "1"),
    ("days", "7"),
    ("wordings", "x"),
    ("action", ""),
    ("by", ""),
    ("subject", ""),
    ("assignee", ""),
    ("which", "00"),
    ("issuer", "http://127.0.0.1:9"),
    ("client_id", "x"),
    ("client_secret", "x"),
    ("email_domains", ""),
    ("groups_claim", ""),
    ("roles", ""),
    ("default_role", ""),
];

/// Where a name stands for something else, and ids that are fields themselves.
fn own(call: Call, ids: &Ids) -> Vec<(String, String)> {
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    match call.endpoint {
        "settings/switch" | "tests/gate" | "members/policy" => vec![pair("to", "on")],
        "members/suspend" => vec![pair("to", "off")],
        "conversations/list" => vec![pair("before", "")],
        "articles/bulk" => vec![pair(&ids.article, "1")],
        "members/invite" => vec![pair(&ids.bot, "1"), pair("role", "member")],
        "members/grant" => vec![pair(&format!("{}.knowledge", ids.bot), "write")],
        "rights/share" => vec![pair("shown", "masked")],
        "rights/save" => vec![pair(&format!("{}.knowledge", ids.user), "write")],
        "test/teach" => vec![pair("act", &format!("teach:{}", ids.article))],
        "unanswered/decide" => vec![pair("act", &format!("ignore:{}", ids.other))],
        _ => Vec::new(),
    }
}

/// The arguments of a call.
pub fn fields(call: Call, ids: &Ids) -> Vec<(String, String)> {
    let mut fields = own(call, ids);
    let of_ids = [
        ("bot", &ids.bot),
        ("source", &ids.bot),
        ("workspace", &ids.workspace),
        ("user", &ids.user),
        ("article", &ids.article),
        ("conversation", &ids.other),
        ("question", &ids.other),
        ("group", &ids.other),
        ("test", &ids.other),
        ("comment", &ids.other),
        ("file", &ids.other),
        ("invitation", &ids.other),
        ("key", &ids.other),
    ];
    let named = of_ids.iter().map(|(name, id)| (*name, id.as_str()));
    for (name, value) in named.chain(COMMON) {
        if !fields.iter().any(|(known, _)| known == name) {
            fields.push((name.to_owned(), value.to_owned()));
        }
    }
    fields
}

/// Makes a call.
pub async fn make(persona: &Persona<'_>, call: Call, ids: &Ids) -> Answer {
    let fields = fields(call, ids);
    let fields: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    match call.method {
        "GET" => persona.call(call.endpoint, &fields).await,
        _ => {
            persona
                .post(call.endpoint, &fields, "application/json")
                .await
        }
    }
}

/// A request for any entry that needs a right.
pub fn request(entry: &Entry, ids: &Ids) -> (Builder, Body) {
    let Some(call) = call_of(entry) else {
        return plain_request(entry, ids);
    };
    let fields = fields(call, ids);
    let pairs: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let builder = Request::builder()
        .method(entry.method)
        .header(header::ACCEPT, "application/json");
    if entry.method == "GET" {
        let uri = format!("{}?{}", entry.path, query(&pairs));
        return (builder.uri(uri), Body::empty());
    }
    let form = "application/x-www-form-urlencoded";
    let builder = builder.uri(entry.path).header(header::CONTENT_TYPE, form);
    (builder, Body::from(query(&pairs)))
}

/// One for a route that is no server function's: ids in the path, JSON in the body.
fn plain_request(entry: &Entry, ids: &Ids) -> (Builder, Body) {
    let path = entry
        .path
        .replace("{bot}", &ids.bot)
        .replace("{workspace}", &ids.workspace)
        .replace("{article}", &ids.article)
        .replace("{conversation}", &ids.other);
    let name = entry.path.rsplit('/').next().unwrap_or_default();
    let asked = match (entry.method, name) {
        ("GET", "talk") => "?question=opening%20hours",
        ("GET", "explain") => "?q=opening%20hours",
        _ => "",
    };
    let body = match (entry.method, name) {
        ("GET" | "DELETE", _) | (_, "publish") => None,
        (_, "talk") => Some(json!({ "question": "opening hours" })),
        (_, "feedback") => Some(json!({
            "conversation": ids.handle, "turn": ids.turn, "rating": "up",
        })),
        (_, "errors") => Some(json!({ "message": "x" })),
        (_, "articles" | "{article}") => Some(json!({
            "locale": "en", "title": "Mine now", "answer": "x",
        })),
        ("POST", _) => Some(json!({ "name": "Mine now", "locale": "en" })),
        _ => Some(json!({ "name": "Mine now" })),
    };
    let builder = Request::builder()
        .method(entry.method)
        .uri(path + asked)
        .header(header::ACCEPT, "*/*")
        .header(header::IF_MATCH, "\"1\"");
    match body {
        Some(body) => (
            builder.header(header::CONTENT_TYPE, "application/json"),
            Body::from(body.to_string()),
        ),
        None => (builder, Body::empty()),
    }
}

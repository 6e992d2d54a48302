//! Who reaches what: every entry that needs a right, times everybody who may come.
//!
//! What a cell has to answer is told by the entry's own row in the table of entries, so that a
//! guard that is loosened in the code fails here, and so does a new entry that forgets to ask.

use crate::{
    forged::private_key,
    program::{Program, ask_token, make_key},
    support::{Answer, PASSWORD, Persona, TestApp},
    tokens::part,
    walk::{self, INNER, Ids, is_here, needs},
};
use axum::http::header;
use domain::{
    access::{
        Knowledge, Settings, Write,
        entries::{ENTRIES, Entry},
    },
    bots, knowledge,
};
use jsonwebtoken::{EncodingKey, decode_header, encode};
use model::{
    access::{Area, Permission, Right, Role},
    article::ArticleDraft,
    key::Scopes,
    rights::{Preset, Rights},
};
use serde_json::{Value, json};

/// What the key of the program among them may do.
const LOOKING: [&str; 5] = [
    "bots:read",
    "knowledge:read",
    "conversations:read",
    "analytics:read",
    "settings:read",
];

/// Whose rights somebody has.
#[derive(Clone, Copy)]
enum Standing {
    /// Nobody's.
    Outside,
    /// Those of another workspace's owner.
    Stranger,
    /// A member's, with what they were granted on the bot.
    Member(Role, Rights),
    /// A key's.
    Program(Scopes),
}

impl Standing {
    /// Whether the permission is theirs, as the product says who may what.
    fn may(self, permission: Permission) -> bool {
        let Permission { area, right } = permission;
        match (self, area) {
            (Self::Outside | Self::Stranger, _) => false,
            (Self::Member(Role::Owner | Role::Admin, _), _) => true,
            (Self::Member(..), Area::Bots) => right == Right::Read,
            (Self::Member(_, rights), Area::Presence) => right == Right::Read && !rights.is_empty(),
            (Self::Member(_, rights), _) => rights.allow(permission),
            (Self::Program(scopes), _) => scopes.allow(permission),
        }
    }

    /// Whether a bot of the workspace is there for them.
    fn knows_bots(self) -> bool {
        match self {
            Self::Member(Role::Member, rights) => !rights.is_empty(),
            Self::Member(..) | Self::Program(_) => true,
            Self::Outside | Self::Stranger => false,
        }
    }

    fn is_inside(self) -> bool {
        matches!(self, Self::Member(..) | Self::Program(_))
    }
}

/// Somebody who comes, with what they show. Who has a cookie and a token shows both everywhere:
/// each counts where it should and nowhere else.
struct Principal {
    name: &'static str,
    standing: Standing,
    cookie: Option<String>,
    bearer: Option<String>,
    /// The site of a customer that their browser is on.
    origin: Option<&'static str>,
}

impl Principal {
    fn new(name: &'static str, standing: Standing) -> Self {
        Self {
            name,
            standing,
            cookie: None,
            bearer: None,
            origin: None,
        }
    }

    fn with_token(name: &'static str, standing: Standing, token: String) -> Self {
        Self {
            bearer: Some(token),
            ..Self::new(name, standing)
        }
    }

    /// Somebody with an account, in a browser and by a token.
    async fn signed_in(app: &TestApp, name: &'static str, email: &str, standing: Standing) -> Self {
        let asked = json!({ "email": email, "password": PASSWORD });
        let token = ask_token(app, &asked).await.json();
        Self {
            cookie: Persona::sign_in(app, email).await.cookie,
            ..Self::with_token(
                name,
                standing,
                token["access_token"].as_str().unwrap().into(),
            )
        }
    }

    fn cell(&self, entry: &Entry) -> String {
        format!("{} {} {}", self.name, entry.method, entry.path)
    }

    async fn ask(&self, app: &TestApp, entry: &Entry, ids: &Ids) -> Answer {
        let (mut request, body) = walk::request(entry, ids);
        request = match self.origin {
            Some(origin) => request.header(header::ORIGIN, origin),
            None => request.header("sec-fetch-site", "same-origin"),
        };
        if let Some(cookie) = &self.cookie {
            request = request.header(header::COOKIE, cookie);
        }
        if let Some(token) = &self.bearer {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        app.send(request.body(body).unwrap()).await
    }

    /// The status that an entry has to refuse them with; `None` where it is open to them.
    fn refusal(&self, entry: &Entry) -> Option<u16> {
        let (permission, and) = needs(entry)?;
        if permission.area == Area::Dialog {
            // A visitor's: nobody is asked who they are.
            return None;
        }
        let is_api = entry.path.starts_with("/api/v1/");
        if self.origin.is_some() && !is_api && entry.method != "GET" {
            return Some(403);
        }
        let shows = if is_api { &self.bearer } else { &self.cookie };
        let may = |permission| self.standing.may(permission);
        match self.standing {
            Standing::Outside => Some(401),
            _ if shows.is_none() => Some(401),
            Standing::Stranger if is_here(entry) => None,
            Standing::Stranger => Some(404),
            _ if may(permission) && and.is_none_or(may) => None,
            _ if is_in_bot(permission.area) && !self.standing.knows_bots() => Some(404),
            _ => Some(403),
        }
    }
}

/// Whether an area is a bot's, so that the bot is not there for who may nothing with it.
fn is_in_bot(area: Area) -> bool {
    !matches!(
        area,
        Area::Bots | Area::Members | Area::Keys | Area::Audit | Area::Dialog
    )
}

/// A token that says the same and bears another's signature.
fn signed_elsewhere(token: &str, key: &[u8]) -> String {
    let key = EncodingKey::from_rsa_der(key);
    encode(&decode_header(token).unwrap(), &part(token, 1), &key).unwrap()
}

/// Members with a preset on each bot, and an administrator.
async fn add_members(app: &TestApp) {
    for (email, preset) in [
        ("plain@shop.example", Preset::Nothing),
        ("reader@shop.example", Preset::Reader),
        ("writer@shop.example", Preset::Manager),
        ("suspended@shop.example", Preset::Manager),
        ("revoked@shop.example", Preset::Manager),
    ] {
        let role = Role::Member;
        app.add_with(app.workspace, email, role, preset).await;
    }
    app.add_member(app.workspace, "admin@shop.example", Role::Admin)
        .await;
}

/// Everybody, those who may write last. `key` is a private key that is not the app's.
async fn everybody(app: &TestApp, key: &[u8]) -> Vec<Principal> {
    use Standing::{Member, Outside, Program as ByKey, Stranger};
    let of_key = make_key(app, app.workspace, &LOOKING, &[], None).await;
    let expired = Program::by_key(app, &of_key.secret).await.token;
    app.clock.advance_minutes(11);
    let program = Program::by_key(app, &of_key.secret).await.token;
    let foreign = signed_elsewhere(&program, key);
    add_members(app).await;
    let member = |preset: Preset| Member(Role::Member, preset.rights());
    let signed_in =
        async |name, email, standing| Principal::signed_in(app, name, email, standing).await;
    let all = vec![
        Principal::new("nobody", Outside),
        Principal {
            origin: Some("https://shop.example.org"),
            ..Principal::new("visitor", Outside)
        },
        Principal::with_token("expired token", Outside, expired),
        Principal::with_token("token of another signer", Outside, foreign),
        signed_in("suspended", "suspended@shop.example", Outside).await,
        signed_in("revoked", "revoked@shop.example", Outside).await,
        signed_in("stranger", "owner@elsewhere.example", Stranger).await,
        Principal::with_token("program", ByKey(Scopes::parse(LOOKING).unwrap()), program),
        signed_in(
            "without a grant",
            "plain@shop.example",
            member(Preset::Nothing),
        )
        .await,
        signed_in("reader", "reader@shop.example", member(Preset::Reader)).await,
        signed_in("writer", "writer@shop.example", member(Preset::Manager)).await,
        signed_in(
            "admin",
            "admin@shop.example",
            Member(Role::Admin, Rights::FULL),
        )
        .await,
    ];
    shut_out(app).await;
    all
}

/// Suspends one member, and ends the sessions of another.
async fn shut_out(app: &TestApp) {
    let owner = app.owner().await;
    let workspace = app.workspace.to_string();
    let user = app.user_of("suspended@shop.example").await.to_string();
    let off = [("workspace", &*workspace), ("user", &*user), ("to", "off")];
    let done = owner
        .post("members/suspend", &off, "application/json")
        .await;
    assert_eq!(done.status, 200, "{}", done.text);
    let revoked = app.user_of("revoked@shop.example").await;
    let mut tx = app.db.write().await.unwrap();
    let ended = store::sessions::delete_of(&mut tx, revoked).await;
    assert_eq!(ended.unwrap(), 2);
    tx.commit().await.unwrap();
}

/// What is told, less what tells one request from another.
fn told(answer: &Answer) -> (u16, String) {
    let mut text = answer.text.clone();
    if let Ok(Value::Object(mut problem)) = serde_json::from_str::<Value>(&text) {
        problem.remove("request_id");
        text = Value::Object(problem).to_string();
    }
    (answer.status.as_u16(), text)
}

/// What takes something away that other cells need, in the order in which it is done at the end.
const LAST: [&str; 4] = [
    "/api/ui/members/role",
    "/api/v1/bots/{bot}",
    "/api/ui/settings/archive",
    "/api/ui/members/leave",
];

/// The entries of the matrix: what is read first, and what takes something away last.
fn entries() -> Vec<&'static Entry> {
    let mut all: Vec<&Entry> = ENTRIES
        .iter()
        .filter(|entry| needs(entry).is_some())
        .collect();
    all.sort_by_key(|entry| {
        let last = LAST.iter().position(|path| *path == entry.path);
        let last = last.filter(|_| entry.method != "GET" && entry.method != "PATCH");
        (last.map_or(0, |at| at + 1), entry.method != "GET")
    });
    all
}

/// Whether something within the bot or the workspace is named, which may not be there.
fn is_about_something_within(entry: &Entry) -> bool {
    let endpoint = entry.path.strip_prefix("/api/ui/");
    endpoint.is_some_and(|endpoint| INNER.contains(&endpoint))
        || entry.path.contains("{article}")
        || entry.path.contains("{conversation}")
}

/// Whether it is what visitors come for.
fn is_visitors(entry: &Entry) -> bool {
    needs(entry).is_some_and(|(permission, _)| permission.area == Area::Dialog)
}

/// What the table cannot say, and the domain refuses an administrator: what is the owner's alone,
/// and to want a second factor of others without having one.
fn beyond_the_table(entry: &Entry) -> Option<&'static str> {
    match entry.path.strip_prefix("/api/ui/")? {
        "members/transfer" | "sso/get" | "sso/save" | "sso/check" | "sso/delete" => {
            Some("forbidden")
        }
        "members/policy" => Some("second_factor_required"),
        _ => None,
    }
}

/// What is wrong with an answer, if anything is.
fn fault(who: &Principal, entry: &Entry, answer: &Answer) -> Option<String> {
    let status = answer.status.as_u16();
    let is_right = match (who.refusal(entry), beyond_the_table(entry)) {
        (Some(expected), _) => status == expected,
        (None, Some(code)) => status == 403 && answer.code() == code,
        _ if is_about_something_within(entry) => ![401, 403].contains(&status),
        _ => ![401, 403, 404].contains(&status),
    };
    (!is_right).then(|| format!("{}: {status} {}", who.cell(entry), answer.text))
}

/// What is there in the app's first workspace, after a visit.
async fn here(app: &TestApp) -> Ids {
    let reply = app.ask("opening hours").await.json();
    app.derive().await;
    let text = |name: &str| reply[name].as_str().unwrap().to_owned();
    Ids {
        handle: text("conversation"),
        turn: text("turn"),
        ..Ids::of(app).await
    }
}

/// What is there in the other workspace.
async fn elsewhere(app: &TestApp) -> Ids {
    let (workspace, bot) = app.bot_elsewhere().await;
    let access = app.command().open::<Write<Knowledge>>(bot).await.unwrap();
    let draft = ArticleDraft {
        locale: "en".into(),
        title: "Where are you?".into(),
        answer: "Elsewhere.".into(),
        ..ArticleDraft::default()
    };
    let article = knowledge::create(&access, draft).await.unwrap();
    Ids {
        bot: bot.to_string(),
        workspace: workspace.to_string(),
        user: app.user_of("owner@elsewhere.example").await.to_string(),
        article: article.to_string(),
        ..Ids::unknown()
    }
}

impl Ids {
    /// The same bot and workspace with what an entry takes beside them from another.
    fn with(&self, entry: &Entry, other: &Self) -> Self {
        let mixed = Self {
            bot: self.bot.clone(),
            workspace: self.workspace.clone(),
            ..other.clone()
        };
        let endpoint = entry.path.strip_prefix("/api/ui/").unwrap_or_default();
        mixed.within(endpoint, &other.bot, &self.user)
    }
}

/// Brings the bot back that was archived meanwhile.
async fn bring_back(app: &TestApp) {
    let access = app.command().open::<Write<Settings>>(app.bot).await;
    bots::restore(&access.unwrap()).await.unwrap();
}

/// Wants what is another's to be answered like what is not there.
async fn difference(
    app: &TestApp,
    who: &Principal,
    entry: &Entry,
    of: (&Ids, &Ids),
) -> Option<String> {
    let found = told(&who.ask(app, entry, of.0).await);
    let missing = told(&who.ask(app, entry, of.1).await);
    (found != missing).then(|| format!("{}: {found:?}, {missing:?}", who.cell(entry)))
}

#[tokio::test]
async fn s11_s12_everybody_reaches_what_their_rights_open_and_nothing_else() {
    let apps = TestApp::on_each_engine().await;
    let mut keys = Vec::new();
    for app in &apps {
        Program::with(app, &LOOKING).await;
        keys.push(private_key(app).await);
    }
    for (app, key) in apps.iter().zip(keys.iter().rev()) {
        let (own, foreign, unknown) = (here(app).await, elsewhere(app).await, Ids::unknown());
        let mut faults = Vec::new();
        for who in everybody(app, key).await {
            for entry in entries() {
                let theirs = match who.standing.is_inside() {
                    true => &foreign,
                    false => &own,
                };
                // What a bot says is for everybody who knows its id.
                if !is_here(entry) && !is_visitors(entry) {
                    faults.extend(difference(app, &who, entry, (theirs, &unknown)).await);
                }
                if who.refusal(entry).is_none() && is_about_something_within(entry) {
                    let of = (&own.with(entry, theirs), &own.with(entry, &unknown));
                    faults.extend(difference(app, &who, entry, of).await);
                }
                let answer = who.ask(app, entry, &own).await;
                faults.extend(fault(&who, entry, &answer));
            }
            bring_back(app).await;
        }
        assert!(faults.is_empty(), "{}: {faults:#?}", app.engine);
    }
}

//! The app under test, and the people who use it.

use axum::{
    body::Body,
    extract::ConnectInfo,
    http::{HeaderMap, HeaderName, Method, Request, StatusCode, header},
    response::Response,
};
use domain::{
    access::{Bots, Caller, Door, Knowledge, Read, Settings, Write},
    background::Background,
    bots::{self, BotDraft},
    countries::Countries,
    identity, knowledge,
    platform::{LimitSettings, Parts, Platform},
    secrets::MasterKey,
    source::{Clock, SystemRandomness},
};
use http_body_util::BodyExt;
use model::{
    access::Role,
    article::ArticleDraft,
    id::{ArticleId, BotId, NodeId, WorkspaceId},
    rights::Preset,
    time::Timestamp,
    turn::ServerRole,
};
use serde_json::Value;
use server::{
    fetch::{Allow, Allowed, Guarded},
    http::{self, HttpState},
    listener::Encrypted,
    settings::{self, HttpSettings},
};
use std::{
    convert::Infallible,
    net::SocketAddr,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};
use store::Db;
use tower::{ServiceExt, util::BoxCloneSyncService};
use uuid::Uuid;

use crate::data::Data;
pub use crate::outbox::Outbox;

pub const PASSWORD: &str = "correct horse battery";
pub const HOST: &str = "bot.example.org";

/// A clock that only tests move.
pub struct FakeClock(AtomicI64);

impl Clock for FakeClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.0.load(Ordering::SeqCst))
    }
}

impl FakeClock {
    pub fn advance_minutes(&self, minutes: i64) {
        self.0.fetch_add(minutes * 60_000, Ordering::SeqCst);
    }
}

/// The app with two workspaces; the first has a published bot with three articles.
pub struct TestApp {
    pub engine: &'static str,
    pub platform: Platform,
    pub outbox: Arc<Outbox>,
    pub clock: Arc<FakeClock>,
    pub workspace: WorkspaceId,
    pub bot: BotId,
    pub articles: Vec<ArticleId>,
    pub db: Db,
    service: BoxCloneSyncService<Request<Body>, Response, Infallible>,
    _data: Data,
}

/// Where the addresses are that no host has.
const COUNTRIES: &str = "192.0.2.0,192.0.2.255,FR\n203.0.113.0,203.0.113.255,DE";

pub const NO_LIMITS: LimitSettings = LimitSettings {
    talk_per_address: 0,
    sign_in_per_address: 0,
    sign_in_per_email: 0,
    dashboard_per_person: 0,
    reports_per_address: 0,
};

pub fn http_settings() -> HttpSettings {
    let draft = settings::Draft::read(Path::new("/nonexistent"), std::iter::empty());
    draft.and_then(|draft| draft.check()).unwrap().http
}

impl TestApp {
    /// One app on SQLite and one on PostgreSQL, each with data of its own.
    pub async fn on_each_engine() -> Vec<Self> {
        Self::with_limits(NO_LIMITS).await
    }

    /// The same, with limits.
    pub async fn with_limits(limits: LimitSettings) -> Vec<Self> {
        let mut apps = Self::empty_on_each_engine(limits).await;
        for app in &mut apps {
            app.found().await;
            app.furnish().await;
        }
        apps
    }

    /// The same, before anybody has been there.
    pub async fn empty_on_each_engine(limits: LimitSettings) -> Vec<Self> {
        let mut apps = Vec::new();
        for (engine, data) in Data::on_each_engine().await {
            apps.push(Self::start(engine, data, limits).await);
        }
        apps
    }

    async fn start(engine: &'static str, data: Data, limits: LimitSettings) -> Self {
        let clock = Arc::new(FakeClock(AtomicI64::new(1_767_225_600_000)));
        let db = Db::open(&data.url()).await.unwrap();
        let outbox = Arc::new(Outbox::default());
        let near = Allowed::try_from("127.0.0.1".to_owned()).unwrap();
        let platform = Platform::start(Parts {
            db: db.clone(),
            node: NodeId::from_uuid(Uuid::from_u128(7)),
            role: ServerRole::Primary,
            master: MasterKey::from_bytes([1; 32]),
            clock: clock.clone(),
            random: Arc::new(SystemRandomness),
            limits,
            mailer: outbox.clone(),
            fetcher: Arc::new(Guarded::new(Allow::from(vec![near])).unwrap()),
            checks_links: true,
            issuer: String::new(),
            countries: Countries::read(COUNTRIES.as_bytes()).unwrap(),
        })
        .await
        .unwrap();
        let service = http::service(&HttpState::new(platform.clone(), http_settings(), None));
        platform.reached_at(format!("https://{HOST}"));
        Self {
            engine,
            platform,
            outbox,
            clock,
            workspace: WorkspaceId::from_uuid(Uuid::nil()),
            bot: BotId::from_uuid(Uuid::nil()),
            articles: Vec::new(),
            db,
            service: BoxCloneSyncService::new(service),
            _data: data,
        }
    }

    /// Makes the workspace and its bot.
    async fn found(&mut self) {
        let door = self.command();
        self.workspace = identity::create_workspace(&door.greet(), "Shop")
            .await
            .unwrap();
        let access = door.open_workspace::<Write<Bots>>(self.workspace).await;
        let draft = BotDraft {
            name: "Helper".into(),
            locale: "en".into(),
            domains: vec!["shop.example.org".into()],
        };
        self.bot = bots::create(&access.unwrap(), &draft).await.unwrap();
    }

    async fn furnish(&mut self) {
        for (title, utterances, answer) in [
            (
                "How do I return a parcel?",
                "send an order back\nI want my money back\nreturn an item\nreturns and refunds",
                "<p>Within <strong>30 days</strong>.</p>",
            ),
            (
                "What are the opening hours?",
                "when are you open\nopening times\nare you open on sunday\nwhat time do you close",
                "<p>From 9 to 5.</p>",
            ),
            (
                "How long does delivery take?",
                "when will my order arrive\nshipping time\ndelivery delay\nhow fast do you ship",
                "<p>Two days.</p>",
            ),
        ] {
            let draft = ArticleDraft {
                locale: "en".into(),
                title: title.into(),
                utterances: utterances.into(),
                answer: answer.into(),
                topic: "Shop".into(),
                ..ArticleDraft::default()
            };
            let access = self
                .command()
                .open::<Write<Knowledge>>(self.bot)
                .await
                .unwrap();
            self.articles
                .push(knowledge::create(&access, draft).await.unwrap());
        }
        self.publish().await;
        for (email, role) in [
            ("owner@shop.example", Role::Owner),
            ("member@shop.example", Role::Member),
        ] {
            self.add_member(self.workspace, email, role).await;
        }
        let guest = self.command().greet();
        let other = identity::create_workspace(&guest, "Elsewhere")
            .await
            .unwrap();
        self.add_member(other, "owner@elsewhere.example", Role::Owner)
            .await;
    }

    /// A member with a password; a plain one edits each bot that is there.
    pub async fn add_member(&self, workspace: WorkspaceId, email: &str, role: Role) {
        self.add_with(workspace, email, role, Preset::Editor).await;
    }

    /// The door for who works on the machine itself.
    pub fn command(&self) -> Door {
        Door::new(self.platform.clone(), Caller::Command)
    }

    pub async fn publish(&self) {
        let access = self
            .command()
            .open::<Write<Knowledge>>(self.bot)
            .await
            .unwrap();
        knowledge::publish(&access).await.unwrap();
    }

    pub async fn set_enabled(&self, is_enabled: bool) {
        let access = self
            .command()
            .open::<Write<Settings>>(self.bot)
            .await
            .unwrap();
        bots::set_enabled(&access, is_enabled).await.unwrap();
    }

    pub async fn list_articles(&self) -> Vec<model::article::ArticleSummary> {
        let access = self
            .command()
            .open::<Read<Knowledge>>(self.bot)
            .await
            .unwrap();
        let filter = knowledge::Filter {
            limit: 100,
            ..knowledge::Filter::default()
        };
        knowledge::list(&access, filter).await.unwrap().items
    }

    /// Breaks something in the database, to see what is made of it.
    pub async fn sabotage(&self, sql: &'static str) {
        match &self.db {
            Db::Sqlite { writer, .. } => sqlx::query(sql).execute(writer).await.map(|_| ()),
            Db::Postgres(pool) => sqlx::query(sql).execute(pool).await.map(|_| ()),
        }
        .unwrap();
    }

    /// Derives the list of conversations as the background does, once.
    pub async fn derive(&self) {
        Background::start(&self.platform).await.stop().await;
    }

    pub async fn send(&self, request: Request<Body>) -> Answer {
        let mut request = request;
        request.extensions_mut().insert(Encrypted);
        self.send_from("203.0.113.5", request).await
    }

    /// The same app behind another listener's service.
    pub fn with_service(self, service: impl http::Edge) -> Self {
        let service = BoxCloneSyncService::new(service);
        Self { service, ..self }
    }

    /// Sends a request as it is: over plain HTTP, unless it is marked otherwise.
    pub async fn send_from(&self, peer: &str, mut request: Request<Body>) -> Answer {
        let peer = SocketAddr::new(peer.parse().unwrap(), 4711);
        request.extensions_mut().insert(ConnectInfo(peer));
        if !request.headers().contains_key(header::HOST) {
            request
                .headers_mut()
                .insert(header::HOST, HOST.parse().unwrap());
        }
        let response = self.service.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = body.collect().await.unwrap().to_bytes();
        let text = String::from_utf8_lossy(&body).into_owned();
        Answer {
            status: parts.status,
            headers: parts.headers,
            n_bytes: body.len(),
            text,
        }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(Request::get(path).body(Body::empty()).unwrap())
            .await
    }

    pub async fn get_with(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        let mut request = Request::get(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.send(request.body(Body::empty()).unwrap()).await
    }

    pub async fn post_json(&self, path: &str, body: &Value) -> Answer {
        let request = Request::post(path).header(header::CONTENT_TYPE, "application/json");
        self.send(request.body(Body::from(body.to_string())).unwrap())
            .await
    }

    /// The path of a visitor's call on the bot.
    pub fn api(&self, rest: &str) -> String {
        format!("/api/v1/bots/{}/{rest}", self.bot)
    }

    /// A visitor asks.
    pub async fn ask(&self, question: &str) -> Answer {
        self.ask_with(&[("question", question)]).await
    }

    pub async fn ask_with(&self, parameters: &[(&str, &str)]) -> Answer {
        self.get(&self.api(&format!("talk?{}", query(parameters))))
            .await
    }
}

/// An answer, read.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub n_bytes: usize,
    pub text: String,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text)
            .unwrap_or_else(|_| panic!("not JSON, status {}: {}", self.status, self.text))
    }

    pub fn code(&self) -> String {
        self.json()["code"].as_str().unwrap_or_default().to_owned()
    }

    pub fn header(&self, name: impl TryInto<HeaderName>) -> &str {
        let Ok(name) = name.try_into() else {
            panic!("no header's name")
        };
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }
}

/// Somebody with a browser, signed in or not.
pub struct Persona<'a> {
    pub app: &'a TestApp,
    pub cookie: Option<String>,
}

impl<'a> Persona<'a> {
    pub async fn sign_in(app: &'a TestApp, email: &str) -> Self {
        let mut persona = Self { app, cookie: None };
        let answer = persona.post_sign_in(email, PASSWORD).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
        persona.cookie = Some(cookie(&answer));
        persona
    }

    pub async fn post_sign_in(&self, email: &str, password: &str) -> Answer {
        let fields = [("email", email), ("password", password), ("next", "")];
        self.post("session/sign-in", &fields, "application/json")
            .await
    }

    /// Calls a server function as a form does; `accept` tells script from page.
    pub async fn post(&self, endpoint: &str, fields: &[(&str, &str)], accept: &str) -> Answer {
        let request = Request::builder()
            .method(Method::POST)
            .uri(format!("/api/ui/{endpoint}"))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header::ACCEPT, accept)
            .header("sec-fetch-site", "same-origin");
        self.app
            .send(
                self.with_cookie(request)
                    .body(Body::from(query(fields)))
                    .unwrap(),
            )
            .await
    }

    pub async fn call(&self, endpoint: &str, fields: &[(&str, &str)]) -> Answer {
        let uri = format!("/api/ui/{endpoint}?{}", query(fields));
        let request = Request::get(uri).header(header::ACCEPT, "application/json");
        self.app
            .send(self.with_cookie(request).body(Body::empty()).unwrap())
            .await
    }

    /// Opens a page.
    pub async fn open(&self, path: &str) -> Answer {
        let request = Request::get(path).header(header::ACCEPT, "text/html");
        self.app
            .send(self.with_cookie(request).body(Body::empty()).unwrap())
            .await
    }

    fn with_cookie(&self, request: axum::http::request::Builder) -> axum::http::request::Builder {
        match &self.cookie {
            Some(cookie) => request.header(header::COOKIE, cookie),
            None => request,
        }
    }

    pub async fn create_article(&self, title: &str) -> Answer {
        let bot = self.app.bot.to_string();
        let fields = [
            ("bot", bot.as_str()),
            ("question", ""),
            ("locale", "en"),
            ("title", title),
            ("utterances", ""),
            ("answer", "An answer."),
            ("topic", ""),
        ];
        self.post("articles/create", &fields, "application/json")
            .await
    }
}

/// `name=value` of the session's cookie that an answer sets.
pub fn cookie(answer: &Answer) -> String {
    cookie_named(answer, "__Host-parlance=")
}

/// The same of a cookie whose name and `=` are given.
pub fn cookie_named(answer: &Answer, name: &str) -> String {
    let set = answer.headers.get_all(header::SET_COOKIE).into_iter();
    let mut set = set.filter_map(|cookie| cookie.to_str().ok());
    let found = set.find(|cookie| cookie.starts_with(name));
    found
        .and_then(|cookie| cookie.split(';').next())
        .unwrap_or_else(|| panic!("no cookie {name}"))
        .to_owned()
}

pub fn query(parameters: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new())
        .extend_pairs(parameters)
        .finish()
}

/// A turn's id that is new.
pub fn new_turn() -> String {
    use domain::source::Randomness;
    SystemRandomness.v7().to_string()
}

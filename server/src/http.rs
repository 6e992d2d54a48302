//! The public listener: routes and what stands before them.
//!
//! From the outside in: request id, headers and errors ([`answer`]) → CORS for a bot's domains, on
//! errors too → [`admission`]: the request's form, its body, repeated parameters, the caller's
//! address → the handler, which asks the [`door`].

pub(crate) mod address;
mod admission;
mod answer;
mod api;
mod assets;
mod compression;
mod cors;
mod demo;
mod dialog;
mod door;
mod export;
mod fixed;
mod forms;
mod late;
mod mails;
mod origin;
mod parameters;
mod plain;
mod preview;
mod problem;
mod sessions;
mod sign_on;
mod unset;

use admission::Admission;
use answer::Finish;

pub use address::ClientAddress;
pub use problem::HttpError;

use crate::{metrics::Metrics, settings::HttpSettings};
use axum::{
    Router,
    extract::Request,
    middleware,
    response::Response,
    routing::{get, post},
};
use domain::{access::entries, platform::Platform};
use leptos::prelude::LeptosOptions;
use leptos_axum::{AxumRouteListing, LeptosRoutes, generate_route_list};
use model::id::BotId;
use std::{
    convert::Infallible,
    ops::Deref,
    sync::{Arc, LazyLock},
};
use tower::{Layer, Service};

/// What handlers and middleware share; cheap to clone, since every layer does for every request.
#[derive(Clone)]
pub struct HttpState(Arc<Shared>);

/// Behind [`HttpState`].
pub struct Shared {
    /// What everything stands on.
    pub platform: Platform,
    /// The HTTP edge's settings.
    pub http: HttpSettings,
    /// What is counted.
    pub metrics: Metrics,
    /// The bot of the page at `/demo`, if there is one.
    pub demo: Option<BotId>,
    /// Where pages find their scripts.
    leptos: LeptosOptions,
    /// What the dialog box's script weighs, and its hash.
    box_script: (u32, String),
}

impl Deref for HttpState {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        &self.0
    }
}

impl axum::extract::FromRef<HttpState> for LeptosOptions {
    fn from_ref(state: &HttpState) -> Self {
        state.leptos.clone()
    }
}

impl HttpState {
    /// State for a router on this platform, with a page at `/demo` if it names a bot.
    pub fn new(platform: Platform, http: HttpSettings, demo: Option<BotId>) -> Self {
        let metrics = Metrics::new(platform.clone());
        let leptos = LeptosOptions::builder()
            .output_name("parlance")
            .site_root("target/site")
            .site_pkg_dir("pkg")
            .build();
        Self(Arc::new(Shared {
            platform,
            http,
            metrics,
            demo,
            leptos,
            box_script: assets::box_script().unwrap_or_default(),
        }))
    }
}

/// The pages' routes. Listing them sets a flag of the process that can hang pages which render at
/// the same time, so it is done once.
static PAGES: LazyLock<Vec<AxumRouteListing>> = LazyLock::new(|| generate_route_list(app::App));

/// What answers every request that comes to a listener.
pub trait Edge:
    Service<Request, Response = Response, Error = Infallible, Future: Send>
    + Clone
    + Send
    + Sync
    + 'static
{
}

impl<S> Edge for S where
    S: Service<Request, Response = Response, Error = Infallible, Future: Send>
        + Clone
        + Send
        + Sync
        + 'static
{
}

/// The whole public listener. What stands before all routes is one service around the router: as
/// layers of the router each would be boxed, and cloned with all that it holds, for each request.
pub fn service(state: &HttpState) -> impl Edge + use<> {
    let admission = Admission {
        state: state.clone(),
        routes: dialog_api(state)
            .merge(encrypted(state, api::routes(state)))
            .merge(encrypted(state, backoffice(state))),
    };
    Finish {
        state: state.clone(),
        inner: cors::layer(state).layer(admission),
    }
}

/// Keeps secrets off the clear: passwords, sessions, keys and tokens.
fn encrypted(state: &HttpState, router: Router) -> Router {
    router.layer(middleware::from_fn_with_state(state.clone(), plain::refuse))
}

/// What visitors call, without credentials.
fn dialog_api(state: &HttpState) -> Router {
    let routes = [
        (
            "GET",
            "/api/v1/bots/{bot}/talk",
            get(dialog::talk)
                .head(dialog::no_head)
                .layer(compression::of_replies()),
        ),
        (
            "POST",
            "/api/v1/bots/{bot}/talk",
            post(dialog::talk_by_post),
        ),
        ("GET", "/api/v1/bots/{bot}/status", get(dialog::status)),
        (
            "GET",
            "/api/v1/bots/{bot}/widget",
            get(dialog::widget).layer(compression::of_replies()),
        ),
        (
            "POST",
            "/api/v1/bots/{bot}/feedback",
            post(dialog::feedback),
        ),
        ("POST", "/api/v1/bots/{bot}/errors", post(dialog::errors)),
    ];
    let add = |router: Router<HttpState>, (method, path, handler)| {
        listed(method, path);
        router.route(path, handler)
    };
    routes
        .into_iter()
        .fold(Router::new(), add)
        .with_state(state.clone())
}

/// A route without a row in the table of entries would be refused at every request; so it is
/// refused at the start.
fn listed(method: &str, path: &str) {
    assert!(
        entries::find(method, path).is_some(),
        "{method} {path} is not in the table of entries"
    );
}

/// Pages, their server functions, and files.
fn backoffice(state: &HttpState) -> Router {
    let shell = state.leptos.clone();
    let missing = state.leptos.clone();
    let pages: Router<HttpState> = Router::new()
        .leptos_routes(state, PAGES.clone(), move || app::shell(shell.clone()))
        .fallback(leptos_axum::render_app_async(move || {
            app::shell(missing.clone())
        }))
        .layer(middleware::from_fn(late::give_up))
        .layer(middleware::from_fn(unset::leave_out));
    listed("GET", "/demo");
    listed("GET", "/mails");
    sign_on(exports(preview(assets::routes(pages))))
        .route("/demo", get(demo::page))
        .route("/mails", get(mails::page))
        .layer(middleware::from_fn(forms::answer))
        .layer(middleware::from_fn_with_state(
            state.clone(),
            door::for_members,
        ))
        .layer(sessions::layer(&state.platform))
        .layer(middleware::from_fn_with_state(
            state.clone(),
            origin::refuse_foreign,
        ))
        .layer(compression::of_pages())
        .with_state(state.clone())
}

/// What the box asks while it is previewed on its page.
fn preview(router: Router<HttpState>) -> Router<HttpState> {
    let base = "/bots/{bot}/widget/preview";
    let routes = [
        ("GET", "talk", get(preview::talk)),
        ("POST", "feedback", post(preview::drop_report)),
        ("POST", "errors", post(preview::drop_report)),
    ];
    routes
        .into_iter()
        .fold(router, |router, (method, name, handler)| {
            let path = format!("{base}/{name}");
            listed(method, &path);
            router.route(&path, handler)
        })
}

/// To a provider that says who somebody is, and back.
fn sign_on(router: Router<HttpState>) -> Router<HttpState> {
    let routes = [
        ("/sign-in/{workspace}", get(sign_on::begin)),
        ("/sign-in/callback", get(sign_on::back)),
    ];
    routes.into_iter().fold(router, |router, (path, handler)| {
        listed("GET", path);
        router.route(path, handler)
    })
}

/// What members take away.
fn exports(router: Router<HttpState>) -> Router<HttpState> {
    let routes = [
        ("/bots/{bot}/analytics/export", get(export::figures)),
        ("/workspaces/{workspace}/audit/export", get(export::events)),
        (
            "/bots/{bot}/conversations/export",
            get(export::conversations),
        ),
        ("/bots/{bot}/knowledge/export", get(export::knowledge)),
        ("/account/factor/codes.txt", get(export::codes)),
    ];
    routes.into_iter().fold(router, |router, (path, handler)| {
        listed("GET", path);
        router.route(path, handler)
    })
}

/// What the router holds, for comparing with the table of entries: method and path.
pub fn routes() -> Vec<(String, String)> {
    let pages = PAGES.iter().flat_map(|page| {
        let path = page.path().to_owned();
        page.methods()
            .map(move |method| (format!("{method:?}").to_uppercase(), path.clone()))
            .collect::<Vec<_>>()
    });
    let functions = leptos::server_fn::axum::server_fn_paths()
        .map(|(path, method)| (method.to_string(), path.to_owned()));
    pages.chain(functions).collect()
}

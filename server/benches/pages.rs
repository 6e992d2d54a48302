//! What a page of the backoffice costs: `cargo bench -p server --bench pages`.
//!
//! CPU of the large sample's pages, against an axum handler that has the same bytes in memory and
//! sends them through the same compression. Servers run as processes of their own, so that their
//! CPU is theirs; one request after the other.

#![expect(
    clippy::unwrap_used,
    reason = "what is not as expected ends the run, and that is right here"
)]

mod process;

use axum::{Router, extract::State, http::Uri, response::Html, routing::get};
use process::Server;
use reqwest::{Client, Response, header, redirect::Policy};
use serde_json::{Value, json};
use std::{collections::HashMap, env, fs, process::Command, sync::Arc, time::Duration};
use tempfile::TempDir;
use tokio::{net::TcpListener, time::sleep};
use tower_http::{CompressionLevel, compression::CompressionLayer};

/// So many, since the clock of a process ticks in hundredths of a second.
const REQUESTS: u32 = 200;
const FIRST: u32 = 5;

fn main() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let args: Vec<String> = env::args().collect();
    match args.iter().position(|arg| arg == "--bare") {
        Some(at) => runtime.block_on(serve_bare(&args[at + 1])),
        None => runtime.block_on(measure()),
    }
}

/// The bare handler: what a page was, by its path.
async fn serve_bare(file: &str) {
    type Pages = Arc<HashMap<String, String>>;
    let pages: Pages = Arc::new(serde_json::from_slice(&fs::read(file).unwrap()).unwrap());
    let send =
        |State(pages): State<Pages>, uri: Uri| async move { Html(pages[uri.path()].clone()) };
    let router = Router::new()
        .fallback(get(send))
        .layer(CompressionLayer::new().quality(CompressionLevel::Precise(6)))
        .with_state(pages);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    println!("{}", json!({ "listening": format!("http://{address}") }));
    axum::serve(listener, router).await.unwrap();
}

/// Somebody's browser.
struct Member {
    client: Client,
    cookie: String,
}

impl Member {
    async fn sign_in(server: &Server, ready: &Value) -> Self {
        let client = Client::builder()
            .redirect(Policy::none())
            .timeout(Duration::from_secs(60));
        let client = client.build().unwrap();
        let form = format!(
            "email={}&password={}&next=",
            ready["email"].as_str().unwrap(),
            ready["password"].as_str().unwrap()
        );
        let answer = client
            .post(format!("http://{}/api/ui/session/sign-in", server.address))
            .header("content-type", "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin")
            .body(form)
            .send()
            .await
            .unwrap();
        let set = answer.headers().get_all(header::SET_COOKIE).iter();
        let pairs: Vec<&str> = set
            .map(|cookie| cookie.to_str().unwrap().split(';').next().unwrap())
            .collect();
        let cookie = pairs.join("; ");
        Self { client, cookie }
    }

    async fn get(&self, server: &Server, path: &str, encoding: &str) -> Response {
        let answer = self
            .client
            .get(format!("http://{}{path}", server.address))
            .header(header::COOKIE, &self.cookie)
            .header(header::ACCEPT, "text/html")
            .header(header::ACCEPT_ENCODING, encoding)
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status(), 200, "{path}");
        answer
    }

    /// Microseconds of the server's CPU for a page.
    async fn cost_us(&self, server: &Server, path: &str) -> f64 {
        let ask = |n| async move {
            for _ in 0..n {
                self.get(server, path, "br").await.bytes().await.unwrap();
            }
        };
        ask(FIRST).await;
        let before = server.cpu_s();
        ask(REQUESTS).await;
        (server.cpu_s() - before) / f64::from(REQUESTS) * 1e6
    }
}

/// What the sample's many conversations are counted and gathered by is not what its pages cost.
async fn come_to_rest(server: &Server) {
    for _ in 0..120 {
        let before = server.cpu_s();
        sleep(Duration::from_secs(2)).await;
        if server.cpu_s() - before < 0.05 {
            return;
        }
    }
    panic!("the server does not come to rest");
}

async fn measure() {
    let data = TempDir::new().unwrap();
    let (server, ready) = Server::start(
        Command::new(env!("CARGO_BIN_EXE_parlance"))
            .args(["--json", "--data-dir"])
            .arg(data.path())
            .args(["demo", "--size", "large", "--listen", "127.0.0.1:0"])
            .env("PARLANCE_LIMITS_DASHBOARD_PER_PERSON", "0"),
    );
    come_to_rest(&server).await;
    let member = Member::sign_in(&server, &ready).await;
    let paths = paths(&server, &member, &ready).await;
    let mut pages = HashMap::new();
    for path in &paths {
        let page = member.get(&server, path, "identity").await.text().await;
        pages.insert(path.clone(), page.unwrap());
    }
    let file = data.path().join("pages.json");
    fs::write(&file, serde_json::to_vec(&pages).unwrap()).unwrap();
    let (bare, _) = Server::start(
        Command::new(env::current_exe().unwrap())
            .arg("--bare")
            .arg(&file),
    );
    for path in &paths {
        let bare_us = member.cost_us(&bare, path).await;
        let us = member.cost_us(&server, path).await;
        println!(
            "{us:6.0} µs, {:4.1} times the bare handler's {bare_us:4.0}: {path}",
            us / bare_us
        );
    }
    println!("memory at its peak: {:.0} MB", server.peak_mb());
}

/// The first id that stands behind such a beginning of an address, but for one.
fn id_behind<'a>(page: &'a str, beginning: &str, other: &str) -> &'a str {
    let ids = page.split(beginning).skip(1);
    let mut ids = ids.filter_map(|rest| rest.get(..36));
    ids.find(|id| id.matches('-').count() == 4 && *id != other)
        .unwrap()
}

/// The rooms of the bot that the large sample fills, and an article and a conversation of it.
async fn paths(server: &Server, member: &Member, ready: &Value) -> Vec<String> {
    let text = |path: String| async move {
        let page = member.get(server, &path, "identity").await;
        page.text().await.unwrap()
    };
    let help_centre = ready["bots"][0].as_str().unwrap();
    let bots = text("/bots".to_owned()).await;
    let bot = id_behind(&bots, "/bots/", help_centre);
    let room = |name: &str| format!("/bots/{bot}/{name}");
    let mut paths = vec!["/account".to_owned(), "/bots".to_owned()];
    for name in ["knowledge", "conversations"] {
        let list = text(room(name)).await;
        let id = id_behind(&list, &format!("{}/", room(name)), "");
        paths.push(room(name));
        paths.push(room(&format!("{name}/{id}")));
    }
    paths.extend(["analytics", "unanswered", "synonyms", "widget", "settings"].map(room));
    paths
}

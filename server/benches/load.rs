//! The load test: `cargo bench -p server --bench load`, or `cargo xtask bench`.
//!
//! Parlance on a published bot of 1,000 articles, every turn durable, against a bare axum handler
//! that returns the same bytes: first as fast as it goes over 256 connections, for the CPU of a
//! request; then evenly spaced at a tenth of that peak, for the latency. Servers run as processes
//! of their own, so that their CPU is theirs.

#![expect(
    clippy::unwrap_used,
    reason = "what is not as expected ends the run, and that is right here"
)]

mod process;

use axum::{Router, routing::get};
use process::Server;
use serde_json::{Value, json};
use std::{
    env, fs,
    io::Write,
    process::{Command, Stdio},
    sync::Arc,
    time::{Duration, Instant},
};
use tempfile::TempDir;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    task::JoinSet,
    time::sleep_until,
};

const CONNECTIONS: usize = 256;
const PEAK: Duration = Duration::from_secs(10);
const EVEN: Duration = Duration::from_secs(15);

fn main() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let args: Vec<String> = env::args().collect();
    match args.iter().position(|arg| arg == "--bare") {
        Some(at) => runtime.block_on(serve_bare(args[at + 1].clone())),
        None => runtime.block_on(measure()),
    }
}

/// The bare handler: axum as it comes, and the bytes of a real reply.
async fn serve_bare(body: String) {
    let body: Arc<str> = body.into();
    let handler = get(move || {
        let body = body.to_string();
        async move { ([("content-type", "application/json")], body) }
    });
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    println!(
        "{}",
        json!({ "listening": format!("http://{}", listener.local_addr().unwrap()) })
    );
    axum::serve(listener, Router::new().route("/talk", handler))
        .await
        .unwrap();
}

async fn measure() {
    let data = TempDir::new().unwrap();
    let bot = prepare(&data);
    let (parlance, _) = Server::start(
        parlance(&data)
            .args(["serve", "--listen", "127.0.0.1:0"])
            .env("PARLANCE_LIMITS_TALK_PER_ADDRESS", "0")
            .env("PARLANCE_HTTP_MAX_CONNECTIONS_PER_ADDRESS", "0"),
    );
    let paths: Arc<[String]> = (0..5_000)
        .map(|n| {
            format!(
                "/api/v1/bots/{bot}/talk?question={}",
                question(n).replace(' ', "+")
            )
        })
        .collect();
    let body = one(&parlance.address, &paths[0]).await;
    let (bare, _) = Server::start(
        Command::new(env::current_exe().unwrap())
            .arg("--bare")
            .arg(&body),
    );
    let bare_paths: Arc<[String]> = Arc::new(["/talk".to_owned()]);
    println!(
        "{CONNECTIONS} connections, {} articles, every turn durable, {} bytes a reply",
        ARTICLES,
        body.len()
    );
    let bare_us = peak("bare handler", &bare, &bare_paths).await.1;
    let (rate, us) = peak("parlance", &parlance, &paths).await;
    println!(
        "parlance / bare handler: {:.1} times the CPU of a request",
        us / bare_us
    );
    even(&parlance, &paths, rate / 10.0).await;
    println!("memory at its peak: {:.0} MB", parlance.peak_mb());
}

fn parlance(data: &TempDir) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_parlance"));
    command.arg("--json").arg("--data-dir").arg(data.path());
    command
}

const ARTICLES: usize = 1_000;
const WORDS: [&str; 40] = [
    "return",
    "parcel",
    "invoice",
    "delivery",
    "password",
    "account",
    "order",
    "refund",
    "size",
    "colour",
    "battery",
    "warranty",
    "gift",
    "card",
    "store",
    "opening",
    "phone",
    "contract",
    "address",
    "change",
    "cancel",
    "track",
    "payment",
    "voucher",
    "repair",
    "manual",
    "screen",
    "shoe",
    "jacket",
    "lamp",
    "chair",
    "table",
    "train",
    "ticket",
    "hotel",
    "room",
    "garden",
    "kitchen",
    "bicycle",
    "insurance",
];

fn words(n: usize) -> [&'static str; 3] {
    [
        WORDS[n % 40],
        WORDS[(n / 40 + n * 7 + 3) % 40],
        WORDS[(n / 7 + n * 13 + 11) % 40],
    ]
}

/// A question about article n modulo their number.
fn question(n: usize) -> String {
    let [a, b, c] = words(n % ARTICLES);
    match n % 3 {
        0 => format!("how do I {a} the {b} with my {c}"),
        1 => format!("I need help about {b} and {a} for a {c}"),
        _ => format!("{c} {a} problem with {b} number {}", n % ARTICLES),
    }
}

fn prepare(data: &TempDir) -> String {
    let id = |args: &[&str]| -> String {
        let output = parlance(data).args(args).output().unwrap();
        let value: Value = serde_json::from_slice(&output.stdout).unwrap();
        value["id"].as_str().unwrap().to_owned()
    };
    let workspace = id(&["workspace", "add", "--name", "Load"]);
    let bot = id(&[
        "bot",
        "add",
        "--workspace",
        &workspace,
        "--name",
        "Load",
        "--locale",
        "en",
    ]);
    let file = data.path().join("articles.jsonl");
    let mut out = fs::File::create(&file).unwrap();
    for n in 0..ARTICLES {
        let [a, b, c] = words(n);
        let row = json!({
            "key": format!("article-{n}"),
            "question": format!("How do I {a} a {b} with the {c} number {n}?"),
            "utterances": [
                format!("{a} my {b} {c} {n}"),
                format!("help with {b} and {a} {n}"),
                format!("what about the {c} when I {a} {n}"),
                format!("{b} {c} question {n}"),
            ],
            "answer": format!("To {a} the {b}, take the {c} to any of our shops within thirty days."),
        });
        writeln!(out, "{row}").unwrap();
    }
    let import = [
        "knowledge",
        "import",
        "--publish",
        "--bot",
        &bot,
        file.to_str().unwrap(),
    ];
    let done = parlance(data)
        .args(import)
        .stdout(Stdio::null())
        .status()
        .unwrap();
    assert!(done.success());
    bot
}

/// A connection that asks one request after the other.
struct Client {
    stream: TcpStream,
    host: String,
    buffer: Vec<u8>,
}

impl Client {
    async fn connect(address: &str) -> Self {
        let stream = TcpStream::connect(address).await.unwrap();
        stream.set_nodelay(true).unwrap();
        Self {
            stream,
            host: address.to_owned(),
            buffer: Vec::new(),
        }
    }

    /// The body of an answer, which must be a 200 with its length.
    async fn get(&mut self, path: &str) -> String {
        let request = format!("GET {path} HTTP/1.1\r\nHost: {}\r\n\r\n", self.host);
        self.stream.write_all(request.as_bytes()).await.unwrap();
        self.buffer.clear();
        let mut chunk = [0; 16_384];
        loop {
            let n_bytes = self.stream.read(&mut chunk).await.unwrap();
            assert!(n_bytes > 0, "the connection was closed");
            self.buffer.extend_from_slice(&chunk[..n_bytes]);
            let text = std::str::from_utf8(&self.buffer).unwrap_or_default();
            if let Some((head, body)) = text.split_once("\r\n\r\n") {
                assert!(head.starts_with("HTTP/1.1 200"), "{text}");
                let length = head.to_lowercase();
                let length = length.split("content-length: ").nth(1).unwrap();
                let length: usize = length.split("\r\n").next().unwrap().parse().unwrap();
                if body.len() == length {
                    return body.to_owned();
                }
            }
        }
    }
}

async fn one(address: &str, path: &str) -> String {
    Client::connect(address).await.get(path).await
}

/// As fast as it goes: requests a second, and CPU microseconds a request.
async fn peak(name: &str, server: &Server, paths: &Arc<[String]>) -> (f64, f64) {
    let (began, cpu_before) = (Instant::now(), server.cpu_s());
    let mut clients = JoinSet::new();
    for first in 0..CONNECTIONS {
        let (address, paths) = (server.address.clone(), paths.clone());
        clients.spawn(async move {
            let mut client = Client::connect(&address).await;
            let mut n_requests = 0;
            while began.elapsed() < PEAK {
                client
                    .get(&paths[(first * 97 + n_requests) % paths.len()])
                    .await;
                n_requests += 1;
            }
            n_requests
        });
    }
    let n_requests: usize = clients.join_all().await.into_iter().sum();
    let rate = n_requests as f64 / began.elapsed().as_secs_f64();
    let cpu_us = (server.cpu_s() - cpu_before) * 1e6 / n_requests as f64;
    println!("{name}: {rate:.0} requests/s, {cpu_us:.1} µs of CPU a request");
    (rate, cpu_us)
}

/// Evenly spaced over all connections; each request's latency counts from when it was due.
async fn even(server: &Server, paths: &Arc<[String]>, rate: f64) {
    let begin = tokio::time::Instant::now() + Duration::from_millis(200);
    let gap = Duration::from_secs_f64(1.0 / rate);
    let n_all = (EVEN.as_secs_f64() * rate) as usize;
    let mut clients = JoinSet::new();
    for first in 0..CONNECTIONS {
        let (address, paths) = (server.address.clone(), paths.clone());
        clients.spawn(async move {
            let mut client = Client::connect(&address).await;
            let mut latencies = Vec::new();
            for n in (first..n_all).step_by(CONNECTIONS) {
                let due = begin + gap * u32::try_from(n).unwrap();
                sleep_until(due).await;
                client.get(&paths[n % paths.len()]).await;
                latencies.push(due.elapsed());
            }
            latencies
        });
    }
    let mut latencies: Vec<Duration> = clients.join_all().await.into_iter().flatten().collect();
    latencies.sort();
    let at = |share: f64| latencies[(latencies.len() as f64 * share) as usize].as_secs_f64() * 1e3;
    println!(
        "evenly at {rate:.0} requests/s: median {:.1} ms, p99 {:.1} ms, p99.9 {:.1} ms",
        at(0.5),
        at(0.99),
        at(0.999)
    );
}

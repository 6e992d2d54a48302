//! What is fetched from elsewhere (S08, A13 to A15): against a server of this machine, with names
//! that the test gives out.

use axum::{
    Router,
    extract::{Path, Request},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
    routing::any,
};
use domain::fetch::{Answer, Fetcher, Method, Request as Asked, Unfetched};
use server::fetch::{Allow, Allowed, Finding, Guarded, Lookup};
use std::{
    io,
    net::{IpAddr, SocketAddr},
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};
use tokio::{net::TcpListener, time::sleep};

/// Gives its answers one after the other, the last one ever after.
#[derive(Debug)]
struct Names {
    answers: Mutex<Vec<Vec<IpAddr>>>,
    n_asked: AtomicUsize,
}

impl Names {
    fn new(answers: &[&[&str]]) -> Arc<Self> {
        let answers = answers.iter().rev();
        let answers = answers
            .map(|answer| answer.iter().map(|ip| ip.parse().unwrap()).collect())
            .collect();
        Arc::new(Self {
            answers: Mutex::new(answers),
            n_asked: AtomicUsize::new(0),
        })
    }
}

impl Lookup for Names {
    fn lookup(&self, _: &str) -> Finding {
        self.n_asked.fetch_add(1, Ordering::SeqCst);
        let mut answers = self.answers.lock().unwrap();
        let found = if answers.len() > 1 {
            answers.pop()
        } else {
            answers.last().cloned()
        };
        Box::pin(async move { found.ok_or_else(|| io::Error::other("no such name")) })
    }
}

/// A server that redirects, is slow or talks too much, as its path says.
async fn serve() -> SocketAddr {
    async fn answer(Path(path): Path<String>, headers: HeaderMap, request: Request) -> Response {
        let to = |url: &str| (StatusCode::FOUND, [(header::LOCATION, url.to_owned())]);
        let query = request.uri().query().unwrap_or_default();
        match path.as_str() {
            "redirect" => to(query).into_response(),
            "round" => to("/round").into_response(),
            "slow" => {
                sleep(Duration::from_secs(5)).await;
                "late".into_response()
            }
            "big" => "x".repeat(20_000).into_response(),
            "headers" => format!("{headers:?}").into_response(),
            _ => format!("hello from {path}").into_response(),
        }
    }
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let router = Router::new().route("/{*path}", any(answer));
    tokio::spawn(async move { axum::serve(listener, router).await });
    address
}

fn fetcher(allow: &[&str], names: &Arc<Names>) -> Guarded {
    let allow = allow.iter().map(|text| (*text).to_owned());
    let allow: Vec<Allowed> = allow.map(|text| text.try_into().unwrap()).collect();
    let patience = Duration::from_millis(1_500);
    Guarded::with(Allow::from(allow), names.clone(), patience).unwrap()
}

async fn get(fetcher: &Guarded, url: &str) -> Result<Answer, Unfetched> {
    fetcher
        .fetch(Asked {
            method: Method::Get,
            url: url.parse().unwrap(),
            headers: vec![("authorization".into(), "Bearer secret".into())],
            body: Vec::new(),
            max_redirects: 3,
            max_bytes: 10_000,
        })
        .await
}

#[tokio::test]
async fn s08_nothing_internal_is_fetched_unless_it_is_allowed() {
    let port = serve().await.port();
    let names = Names::new(&[&["127.0.0.1"]]);
    let closed = fetcher(&[], &names);
    for host in [
        "127.0.0.1",
        "2130706433",
        "0x7f.1",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[64:ff9b::7f00:1]",
        "[fd00:ec2::254]",
        "169.254.169.254",
        "idp.test",
    ] {
        for url in [
            format!("http://{host}:{port}/a"),
            format!("http://{host}/a"),
        ] {
            assert_eq!(get(&closed, &url).await, Err(Unfetched::Forbidden), "{url}");
        }
    }
    for url in [
        "ftp://idp.test/a",
        "file:///etc/passwd",
        "gopher://idp.test/",
    ] {
        assert_eq!(get(&closed, url).await, Err(Unfetched::Malformed), "{url}");
    }
    for allow in ["127.0.0.1", "127.0.0.0/8", "idp.test"] {
        let open = fetcher(&[allow], &names);
        let url = format!("http://idp.test:{port}/a");
        assert_eq!(get(&open, &url).await.unwrap().body, b"hello from a");
        let with_password = format!("http://a:b@idp.test:{port}/a");
        assert_eq!(get(&open, &with_password).await, Err(Unfetched::Malformed));
    }
    let unknown = fetcher(&["127.0.0.1"], &Names::new(&[]));
    let url = format!("http://idp.test:{port}/a");
    assert_eq!(get(&unknown, &url).await, Err(Unfetched::Unknown));
}

#[tokio::test]
async fn s08_public_addresses_are_asked_on_the_ports_of_the_web_alone() {
    // One that answers nobody: it is the refusal that differs.
    let fetcher = fetcher(&[], &Names::new(&[&["192.0.1.1"]]));
    for port in [22, 25, 6379, 8080] {
        let url = format!("http://idp.test:{port}/");
        assert_eq!(get(&fetcher, &url).await, Err(Unfetched::Forbidden));
        let url = format!("http://8.8.8.8:{port}/");
        assert_eq!(get(&fetcher, &url).await, Err(Unfetched::Forbidden));
    }
}

#[tokio::test]
async fn s08_a13_the_address_that_was_checked_is_the_one_connected_to() {
    let port = serve().await.port();
    let url = format!("http://idp.test:{port}/a");
    // A second look would find another address: there is none.
    let names = Names::new(&[&["127.0.0.1"], &["10.0.0.1"]]);
    let open = fetcher(&["127.0.0.1"], &names);
    assert_eq!(get(&open, &url).await.unwrap().status, 200);
    assert_eq!(names.n_asked.load(Ordering::SeqCst), 1);
    assert_eq!(get(&open, &url).await, Err(Unfetched::Forbidden));
    // Of several addresses those that may not be asked are left out.
    let names = Names::new(&[&["10.0.0.1", "::1", "127.0.0.1"]]);
    let open = fetcher(&["127.0.0.1"], &names);
    assert_eq!(get(&open, &url).await.unwrap().status, 200);
}

#[tokio::test]
async fn s08_a15_every_redirect_is_checked_anew() {
    let port = serve().await.port();
    let names = Names::new(&[&["127.0.0.1"]]);
    let open = fetcher(&["127.0.0.1"], &names);
    let base = format!("http://127.0.0.1:{port}");
    let through = |to: &str| format!("{base}/redirect?{to}");
    for (to, expected) in [
        ("http://10.0.0.1/", Unfetched::Forbidden),
        (
            "http://169.254.169.254/latest/meta-data/",
            Unfetched::Forbidden,
        ),
        ("http://0x7f000002/", Unfetched::Forbidden),
        ("http://[::1]/", Unfetched::Forbidden),
        ("file:///etc/passwd", Unfetched::Malformed),
        ("http://a:b@127.0.0.1/", Unfetched::Malformed),
    ] {
        assert_eq!(get(&open, &through(to)).await, Err(expected), "{to}");
    }
    let headers = get(&open, &through("/headers")).await.unwrap();
    let headers = String::from_utf8(headers.body).unwrap();
    assert!(headers.contains("Bearer secret"), "{headers}");
    // What is meant for one server goes to no other.
    let elsewhere = through(&format!("http://idp.test:{port}/headers"));
    let headers = get(&open, &elsewhere).await.unwrap();
    let headers = String::from_utf8(headers.body).unwrap();
    assert!(!headers.contains("secret"), "{headers}");
    let round = get(&open, &format!("{base}/round")).await;
    assert_eq!(round, Err(Unfetched::TooManyRedirects));
}

#[tokio::test]
async fn s08_an_answer_is_bounded_in_size_and_time() {
    let port = serve().await.port();
    let open = fetcher(&["127.0.0.1"], &Names::new(&[]));
    let url = |path: &str| format!("http://127.0.0.1:{port}/{path}");
    assert_eq!(get(&open, &url("big")).await, Err(Unfetched::TooBig));
    assert_eq!(get(&open, &url("slow")).await, Err(Unfetched::TooSlow));
    let nobody = get(&open, "http://127.0.0.1:9/").await;
    assert_eq!(nobody, Err(Unfetched::Unreachable));
}

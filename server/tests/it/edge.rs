//! The listener itself, over real connections: what slow and odd clients get.

use crate::support::{HOST, TestApp, http_settings};
use server::{
    http::{self, HttpState},
    listener,
    settings::HttpSettings,
};
use std::{
    net::SocketAddr,
    time::{Duration, Instant},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::watch,
    time::timeout,
};

async fn serve(app: &TestApp, http: HttpSettings) -> (SocketAddr, watch::Sender<bool>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let service = http::service(&HttpState::new(app.platform.clone(), http.clone(), None));
    let (stop, stopped) = watch::channel(false);
    tokio::spawn(listener::serve(listener, None, service, http, stopped));
    (address, stop)
}

/// Sends raw bytes and reads until the server closes, or nothing comes for a while.
async fn exchange(address: SocketAddr, request: &str) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    // A server that refuses early may close before all is sent.
    let _ = stream.write_all(request.as_bytes()).await;
    let mut answer = Vec::new();
    let _ = timeout(Duration::from_secs(5), stream.read_to_end(&mut answer)).await;
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test]
async fn a25_headers_that_never_end_lose_their_connection() {
    for app in TestApp::on_each_engine().await {
        let http = HttpSettings {
            header_timeout_s: 1,
            ..http_settings()
        };
        let (address, _stop) = serve(&app, http).await;
        let began = Instant::now();
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream
            .write_all(b"GET / HTTP/1.1\r\nHost: a\r\nX-Slow: ")
            .await
            .unwrap();
        let mut answer = Vec::new();
        let closed = timeout(Duration::from_secs(15), stream.read_to_end(&mut answer)).await;
        assert!(closed.is_ok(), "still open after {:?}", began.elapsed());
    }
}

#[tokio::test]
async fn a25_a_body_that_never_ends_loses_its_connection() {
    for app in TestApp::on_each_engine().await {
        let http = HttpSettings {
            body_timeout_s: 1,
            ..http_settings()
        };
        let (address, _stop) = serve(&app, http).await;
        let path = app.api("talk");
        let answer = exchange(
            address,
            &format!(
                "POST {path} HTTP/1.1\r\nHost: {HOST}\r\nContent-Type: application/json\r\n\
                 Content-Length: 100\r\n\r\n{{"
            ),
        )
        .await;
        assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
    }
}

#[tokio::test]
async fn a25_connections_are_capped_and_given_back() {
    for app in TestApp::on_each_engine().await {
        let http = HttpSettings {
            max_connections_per_address: 2,
            ..http_settings()
        };
        let (address, _stop) = serve(&app, http).await;
        let held = [
            TcpStream::connect(address).await.unwrap(),
            TcpStream::connect(address).await.unwrap(),
        ];
        let path = app.api("status");
        let request = format!("GET {path} HTTP/1.1\r\nHost: {HOST}\r\nConnection: close\r\n\r\n");
        assert_eq!(
            exchange(address, &request).await,
            "",
            "the third is closed at once"
        );
        drop(held);
        let began = Instant::now();
        let mut answer = String::new();
        while !answer.starts_with("HTTP/1.1 204") && began.elapsed() < Duration::from_secs(5) {
            answer = exchange(address, &request).await;
        }
        assert!(answer.starts_with("HTTP/1.1 204"), "{answer}");
    }
}

#[tokio::test]
async fn odd_requests_are_refused() {
    for app in TestApp::on_each_engine().await {
        let (address, _stop) = serve(&app, http_settings()).await;
        let path = app.api("status");
        let close = "Connection: close\r\n";
        let many: String = (0..150).map(|n| format!("X-{n}: 1\r\n")).collect();
        let large = format!("X-Large: {}\r\n", "x".repeat(40_000));
        for (what, request, expected) in [
            (
                "no Host",
                format!("GET {path} HTTP/1.1\r\n{close}\r\n"),
                "HTTP/1.1 400",
            ),
            (
                "two Hosts",
                format!("GET {path} HTTP/1.1\r\nHost: a\r\nHost: b\r\n{close}\r\n"),
                "HTTP/1.1 400",
            ),
            (
                "many headers",
                format!("GET {path} HTTP/1.1\r\nHost: a\r\n{many}{close}\r\n"),
                "HTTP/1.1 431",
            ),
            (
                "large headers",
                format!("GET {path} HTTP/1.1\r\nHost: a\r\n{large}{close}\r\n"),
                "HTTP/1.1 431",
            ),
            (
                "right",
                format!("GET {path} HTTP/1.1\r\nHost: a\r\n{close}\r\n"),
                "HTTP/1.1 204",
            ),
        ] {
            let answer = exchange(address, &request).await;
            assert!(answer.starts_with(expected), "{what}: {answer:.100}");
        }
    }
}

#[tokio::test]
async fn requests_under_way_finish_when_the_server_stops() {
    for app in TestApp::on_each_engine().await {
        let (address, stop) = serve(&app, http_settings()).await;
        let path = app.api("talk");
        let body = r#"{"question":"opening times"}"#;
        let mut stream = TcpStream::connect(address).await.unwrap();
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: {HOST}\r\nContent-Type: application/json\r\n\
             Content-Length: {}\r\n\r\n",
            body.len()
        );
        stream.write_all(head.as_bytes()).await.unwrap();
        // Answered requests on another connection show that the first one has been taken up.
        exchange(
            address,
            "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
        )
        .await;
        stop.send_replace(true);
        stream.write_all(body.as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        timeout(Duration::from_secs(10), stream.read_to_end(&mut answer))
            .await
            .unwrap()
            .unwrap();
        let answer = String::from_utf8_lossy(&answer);
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
        assert!(
            TcpStream::connect(address).await.is_err(),
            "no new connections"
        );
    }
}

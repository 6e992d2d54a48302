//! What holds secrets comes encrypted or not at all (D02): TLS of the binary, trusted proxies, and
//! plain HTTP on the machine itself alone.

use crate::support::{HOST, TestApp, http_settings, query};
use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use rcgen::{CertifiedKey, generate_simple_self_signed};
use rustls::{
    ClientConfig, RootCertStore,
    pki_types::{CertificateDer, ServerName, pem::PemObject},
};
use server::{
    http::{self, HttpState},
    listener,
    settings::{Draft, HttpSettings, Settings},
    tls::{self, Tls},
};
use std::{
    fs,
    net::SocketAddr,
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};
use tempfile::TempDir;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::watch,
    time::sleep,
};
use tokio_rustls::TlsConnector;

const SIGN_IN: &str = "/api/ui/session/sign-in";

fn page(path: &str, headers: &[(&str, &str)]) -> Request<Body> {
    let mut request = Request::get(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.body(Body::empty()).unwrap()
}

fn form(headers: &[(&str, &str)]) -> Request<Body> {
    let fields = [
        ("email", "owner@shop.example"),
        ("password", "x"),
        ("next", ""),
    ];
    let mut request = Request::post(SIGN_IN)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(header::ACCEPT, "application/json");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.body(Body::from(query(&fields))).unwrap()
}

#[tokio::test]
async fn d02_plain_http_serves_the_sign_in_page_to_the_machine_itself_alone() {
    let local = ("host", "localhost:3000");
    let forwarded = ("x-forwarded-for", "198.51.100.7");
    for app in TestApp::on_each_engine().await {
        for (peer, headers, is_served) in [
            ("127.0.0.1", vec![local], true),
            ("::1", vec![("host", "[::1]:3000")], true),
            ("::ffff:127.0.0.1", vec![("host", "127.0.0.1")], true),
            ("203.0.113.5", vec![local], false),
            ("10.0.0.1", vec![local], false),
            ("127.0.0.1", vec![("host", HOST)], false),
            ("127.0.0.1", vec![("host", "localhost.example.org")], false),
            ("127.0.0.1", vec![local, forwarded], false),
            (
                "127.0.0.1",
                vec![local, ("x-forwarded-proto", "https")],
                false,
            ),
            (
                "127.0.0.1",
                vec![local, ("forwarded", "for=198.51.100.7")],
                false,
            ),
            ("127.0.0.1", vec![local, ("via", "1.1 proxy")], false),
            (
                "127.0.0.1",
                vec![local, ("x-real-ip", "198.51.100.7")],
                false,
            ),
        ] {
            let served = app.send_from(peer, page("/sign-in", &headers)).await;
            let expected = if is_served {
                StatusCode::OK
            } else {
                StatusCode::FORBIDDEN
            };
            assert_eq!(served.status, expected, "{peer} {headers:?}");
            let tried = app.send_from(peer, form(&headers)).await;
            let code = if is_served {
                "wrong_credentials"
            } else {
                "plain_http"
            };
            assert_eq!(tried.code(), code, "{peer} {headers:?}");
            assert!(!tried.headers.contains_key(header::SET_COOKIE), "{peer}");
        }
    }
}

#[tokio::test]
async fn d02_whatever_has_secrets_is_refused_and_what_has_none_is_served() {
    for app in TestApp::on_each_engine().await {
        let owner = app.owner().await;
        let cookie = owner.cookie.clone().unwrap();
        let peer = "203.0.113.5";
        for path in [
            "/bots",
            "/account",
            "/api/ui/session/me",
            "/api/v1/bots",
            "/nowhere",
        ] {
            let asked = page(path, &[("cookie", &cookie)]);
            let answer = app.send_from(peer, asked).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path}");
        }
        let token = Request::post("/api/v1/token").body(Body::empty()).unwrap();
        assert_eq!(app.send_from(peer, token).await.code(), "plain_http");
        let french = page("/sign-in", &[("accept-language", "fr-FR, en;q=0.5")]);
        let french = app.send_from(peer, french).await;
        assert!(french.text.contains("qu’en HTTPS"), "{}", french.text);
        let english = app.send_from(peer, page("/sign-in", &[])).await;
        assert!(english.text.contains("over HTTPS only"), "{}", english.text);
        assert!(
            english
                .header(header::CONTENT_SECURITY_POLICY)
                .contains("style-src 'self'")
        );
        let status = app.send_from(peer, page(&app.api("status"), &[])).await;
        assert_eq!(status.status, StatusCode::NO_CONTENT);
        let talk = app.api("talk?question=returns");
        assert_eq!(
            app.send_from(peer, page(&talk, &[])).await.status,
            StatusCode::OK
        );
        let keys = page("/.well-known/jwks.json", &[]);
        assert_eq!(app.send_from(peer, keys).await.status, StatusCode::OK);
    }
}

#[tokio::test]
async fn d02_a_trusted_proxy_is_believed_and_no_other() {
    for app in TestApp::on_each_engine().await {
        let settings = HttpSettings {
            trusted_proxies: vec!["10.0.0.0/8".parse().unwrap()],
            ..http_settings()
        };
        let state = HttpState::new(app.platform.clone(), settings, None);
        let app = app.with_service(http::service(&state));
        let proto = "x-forwarded-proto";
        for (peer, headers, is_served) in [
            ("10.0.0.9", vec![(proto, "https")], true),
            ("::ffff:10.0.0.9", vec![(proto, "https")], true),
            ("10.0.0.9", vec![(proto, "https, https")], true),
            ("10.0.0.9", vec![(proto, "http")], false),
            ("10.0.0.9", vec![(proto, "https, http")], false),
            ("10.0.0.9", vec![(proto, "https"), (proto, "http")], false),
            ("10.0.0.9", vec![], false),
            ("203.0.113.5", vec![(proto, "https")], false),
            ("127.0.0.1", vec![(proto, "https")], false),
        ] {
            let served = app.send_from(peer, page("/sign-in", &headers)).await;
            let expected = if is_served {
                StatusCode::OK
            } else {
                StatusCode::FORBIDDEN
            };
            assert_eq!(served.status, expected, "{peer} {headers:?}");
        }
    }
}

/// Writes a certificate of its own making, and gives it.
fn certify(folder: &Path) -> CertificateDer<'static> {
    let CertifiedKey { cert, signing_key } =
        generate_simple_self_signed(vec![HOST.to_owned()]).unwrap();
    fs::write(folder.join("key.pem"), signing_key.serialize_pem()).unwrap();
    fs::write(folder.join("cert.pem"), cert.pem()).unwrap();
    CertificateDer::from_pem_slice(cert.pem().as_bytes()).unwrap()
}

fn settings(folder: &Path, more: &[(&str, &str)]) -> Settings {
    let file = |name: &str| folder.join(name).display().to_string();
    let mut variables = vec![
        ("PARLANCE_TLS_CERTIFICATE".to_owned(), file("cert.pem")),
        ("PARLANCE_TLS_KEY".to_owned(), file("key.pem")),
    ];
    let more = more.iter();
    variables.extend(more.map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    let draft = Draft::read(Path::new("/nonexistent"), variables.into_iter()).unwrap();
    draft.check().unwrap()
}

/// Asks for the sign-in page over TLS, trusting one certificate.
async fn ask(address: SocketAddr, trusted: &CertificateDer<'static>) -> Result<String, String> {
    let mut roots = RootCertStore::empty();
    roots.add(trusted.clone()).unwrap();
    let config = ClientConfig::builder()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let stream = TcpStream::connect(address).await.unwrap();
    let name = ServerName::try_from(HOST).unwrap();
    let stream = TlsConnector::from(Arc::new(config))
        .connect(name, stream)
        .await;
    let mut stream = stream.map_err(|cause| cause.to_string())?;
    let request = format!("GET /sign-in HTTP/1.1\r\nHost: {HOST}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    Ok(String::from_utf8_lossy(&answer).into_owned())
}

#[tokio::test]
async fn d02_the_binary_speaks_tls_and_takes_a_new_certificate_without_a_restart() {
    for app in TestApp::on_each_engine().await {
        let folder = TempDir::new().unwrap();
        let first = certify(folder.path());
        let settings = settings(folder.path(), &[]);
        let tls = Tls::start(&settings.tls, folder.path()).unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let state = HttpState::new(app.platform.clone(), settings.http.clone(), None);
        let (_stop, stopped) = watch::channel(false);
        let service = http::service(&state);
        tokio::spawn(listener::serve(
            listener,
            tls,
            service,
            settings.http,
            stopped,
        ));
        let answer = ask(address, &first).await.unwrap();
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
        // Who speaks plain HTTP there gets nothing.
        let mut plain = TcpStream::connect(address).await.unwrap();
        plain
            .write_all(b"GET /sign-in HTTP/1.1\r\nHost: a\r\n\r\n")
            .await
            .unwrap();
        let mut answer = Vec::new();
        let _ = plain.read_to_end(&mut answer).await;
        assert!(!answer.starts_with(b"HTTP"));
        let second = certify(folder.path());
        let began = Instant::now();
        while ask(address, &second).await.is_err() && began.elapsed() < Duration::from_secs(10) {
            sleep(Duration::from_millis(200)).await;
        }
        assert!(ask(address, &second).await.is_ok(), "the new one is used");
        assert!(ask(address, &first).await.is_err(), "the old one is not");
    }
}

#[tokio::test]
async fn d02_a_key_of_another_certificate_is_refused() {
    let folder = TempDir::new().unwrap();
    certify(folder.path());
    let settings = settings(folder.path(), &[]);
    let other = generate_simple_self_signed(vec![HOST.to_owned()]).unwrap();
    fs::write(
        folder.path().join("key.pem"),
        other.signing_key.serialize_pem(),
    )
    .unwrap();
    let why = Tls::start(&settings.tls, folder.path()).unwrap_err();
    assert!(format!("{why:#}").contains("is not the key of"), "{why:#}");
    fs::remove_file(folder.path().join("cert.pem")).unwrap();
    assert!(Tls::start(&settings.tls, folder.path()).is_err());
}

#[tokio::test]
async fn d02_plain_http_is_sent_on_to_our_own_hosts_alone() {
    let folder = TempDir::new().unwrap();
    certify(folder.path());
    let more = [
        ("PARLANCE_TLS_REDIRECT", "127.0.0.1:0"),
        ("PARLANCE_HTTP_PUBLIC_URL", "https://bot.example.org"),
    ];
    let router = tls::redirecting(&settings(folder.path(), &more));
    for (host, path, expected) in [
        (
            "bot.example.org",
            "/sign-in?a=1",
            "https://bot.example.org/sign-in?a=1",
        ),
        ("BOT.example.org:80", "/", "https://bot.example.org/"),
        ("evil.example", "/sign-in", ""),
        ("bot.example.org.evil.example", "/", ""),
        ("evil.example#bot.example.org", "/", ""),
    ] {
        use tower::ServiceExt;
        let request = page(path, &[("host", host)]);
        let answer = router.clone().oneshot(request).await.unwrap();
        let to = answer.headers().get(header::LOCATION);
        assert_eq!(to.map_or("", |to| to.to_str().unwrap()), expected, "{host}");
        let status = if expected.is_empty() { 404 } else { 308 };
        assert_eq!(answer.status(), status, "{host}");
    }
}

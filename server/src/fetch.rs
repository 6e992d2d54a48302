//! The one way out of the server (S08): http and https, to public addresses and to what the
//! settings allow.
//!
//! A name is resolved here, its addresses are checked, and the connection is made to exactly the
//! addresses that were checked. A redirect is a new request, checked anew. `server/tests/tidy.rs`
//! refuses any other client.

mod allow;
mod reach;

pub use allow::{Allow, Allowed};
pub use reach::is_public;

use anyhow::Context;
use domain::fetch::{Answer, Fetcher, Fetching, Method, Request, Unfetched};
use reqwest::{
    Client, Response,
    dns::{Addrs, Name, Resolve, Resolving},
    header::{ACCEPT_ENCODING, CONTENT_LENGTH, LOCATION},
    redirect::Policy,
    retry,
};
use rustls::ClientConfig;
use rustls_platform_verifier::BuilderVerifierExt;
use std::{
    fmt,
    future::Future,
    io,
    net::{IpAddr, SocketAddr},
    pin::Pin,
    sync::Arc,
    time::Duration,
};
use tokio::{net::lookup_host, time::timeout};
use url::{Host, Url};

/// How long a request may take, with its redirects and the whole body of its answer.
const PATIENCE: Duration = Duration::from_secs(20);
/// How long a connection may take.
const CONNECT: Duration = Duration::from_secs(5);
/// The most addresses of a name that are tried.
const MAX_ADDRESSES: usize = 8;

/// Addresses of a name, on their way.
pub type Finding = Pin<Box<dyn Future<Output = io::Result<Vec<IpAddr>>> + Send>>;

/// Finds the addresses of a name.
pub trait Lookup: Send + Sync + fmt::Debug + 'static {
    /// The addresses, whatever they are.
    fn lookup(&self, name: &str) -> Finding;
}

/// The names that the machine knows.
#[derive(Clone, Copy, Debug)]
pub struct SystemLookup;

impl Lookup for SystemLookup {
    fn lookup(&self, name: &str) -> Finding {
        let name = name.to_owned();
        Box::pin(async move {
            let found = lookup_host((name, 0)).await?;
            Ok(found.map(|address| address.ip()).collect())
        })
    }
}

/// Fetches what is public, and what the settings allow.
#[derive(Debug)]
pub struct Guarded {
    allow: Allow,
    lookup: Arc<dyn Lookup>,
    tls: ClientConfig,
    patience: Duration,
}

/// reqwest is given every address itself; a name that it looks up by itself would be one that was
/// not checked.
struct Nothing;

impl Resolve for Nothing {
    fn resolve(&self, _: Name) -> Resolving {
        Box::pin(async {
            let none: Addrs = Box::new(std::iter::empty());
            Ok(none)
        })
    }
}

impl Guarded {
    /// A fetcher by the settings' list.
    pub fn new(allow: Allow) -> anyhow::Result<Self> {
        Self::with(allow, Arc::new(SystemLookup), PATIENCE)
    }

    /// The same, with names and patience of the caller's.
    pub fn with(allow: Allow, lookup: Arc<dyn Lookup>, patience: Duration) -> anyhow::Result<Self> {
        let tls = ClientConfig::builder()
            .with_platform_verifier()
            .context("the machine's list of certificate authorities can't be read")?
            .with_no_client_auth();
        Ok(Self {
            allow,
            lookup,
            tls,
            patience,
        })
    }

    async fn follow(&self, mut request: Request) -> Result<Answer, Unfetched> {
        let follows = request.max_redirects > 0;
        loop {
            let response = self.ask(&request).await?;
            let Some(next) = target(&request.url, &response)? else {
                return read(response, request.max_bytes).await;
            };
            if !follows {
                return read(response, request.max_bytes).await;
            }
            request.max_redirects = request
                .max_redirects
                .checked_sub(1)
                .ok_or(Unfetched::TooManyRedirects)?;
            redirect(&mut request, next, response.status().as_u16())?;
        }
    }

    /// One request to addresses that were checked.
    async fn ask(&self, request: &Request) -> Result<Response, Unfetched> {
        let url = &request.url;
        let addresses = self.check(url).await?;
        let mut builder = Client::builder()
            .tls_backend_preconfigured(self.tls.clone())
            .redirect(Policy::none())
            .retry(retry::never())
            .no_proxy()
            .referer(false)
            .dns_resolver(Arc::new(Nothing))
            .connect_timeout(CONNECT)
            .pool_max_idle_per_host(0)
            .user_agent("Parlance");
        if let Some(Host::Domain(name)) = url.host() {
            builder = builder.resolve_to_addrs(name, &addresses);
        }
        let client = builder.build().map_err(|cause| {
            tracing::error!(%cause, "the client for fetching can't be made");
            Unfetched::Unreachable
        })?;
        let method = match request.method {
            Method::Get => reqwest::Method::GET,
            Method::Post => reqwest::Method::POST,
        };
        // What comes is counted as it comes: nothing that grows when it is unpacked.
        let mut asked = client
            .request(method, url.clone())
            .header(ACCEPT_ENCODING, "identity")
            .body(request.body.clone());
        for (name, value) in &request.headers {
            asked = asked.header(name, value);
        }
        asked.send().await.map_err(|cause| failure(&cause))
    }

    /// The addresses behind a URL that may be connected to. For a literal address nothing is looked
    /// up, here or by the client; it is checked all the same.
    async fn check(&self, url: &Url) -> Result<Vec<SocketAddr>, Unfetched> {
        let is_web = matches!(url.scheme(), "http" | "https");
        if !is_web || !url.username().is_empty() || url.password().is_some() {
            return Err(Unfetched::Malformed);
        }
        let (host, port) = match (url.host(), url.port_or_known_default()) {
            (Some(host), Some(port)) => (host, port),
            _ => return Err(Unfetched::Malformed),
        };
        let (found, is_allowed_host) = match host {
            Host::Ipv4(address) => (vec![IpAddr::V4(address)], false),
            Host::Ipv6(address) => (vec![IpAddr::V6(address)], false),
            Host::Domain(name) => {
                let found = self.lookup.lookup(name).await;
                (
                    found.map_err(|_| Unfetched::Unknown)?,
                    self.allow.has_host(name),
                )
            }
        };
        if found.is_empty() {
            return Err(Unfetched::Unknown);
        }
        let may = |address: &IpAddr| {
            is_allowed_host
                || self.allow.has_address(*address)
                || (is_public(*address) && matches!(port, 80 | 443))
        };
        let checked: Vec<SocketAddr> = found
            .into_iter()
            .filter(may)
            .take(MAX_ADDRESSES)
            .map(|address| SocketAddr::new(address, port))
            .collect();
        if checked.is_empty() {
            return Err(Unfetched::Forbidden);
        }
        Ok(checked)
    }
}

impl Fetcher for Guarded {
    fn fetch(&self, request: Request) -> Fetching<'_> {
        Box::pin(async move {
            timeout(self.patience, self.follow(request))
                .await
                .unwrap_or(Err(Unfetched::TooSlow))
        })
    }
}

fn failure(cause: &reqwest::Error) -> Unfetched {
    if cause.is_timeout() {
        Unfetched::TooSlow
    } else {
        Unfetched::Unreachable
    }
}

/// Where an answer sends the client, if it does.
fn target(from: &Url, response: &Response) -> Result<Option<Url>, Unfetched> {
    if !matches!(response.status().as_u16(), 301 | 302 | 303 | 307 | 308) {
        return Ok(None);
    }
    let Some(location) = response.headers().get(LOCATION) else {
        return Ok(None);
    };
    let location = location.to_str().map_err(|_| Unfetched::Malformed)?;
    let next = from.join(location).map_err(|_| Unfetched::Malformed)?;
    Ok(Some(next))
}

/// Makes the request that a redirect asks for. What is meant for one server goes to no other, and
/// what was encrypted stays so.
fn redirect(request: &mut Request, next: Url, status: u16) -> Result<(), Unfetched> {
    if request.url.scheme() == "https" && next.scheme() != "https" {
        return Err(Unfetched::Forbidden);
    }
    let is_elsewhere = request.url.origin() != next.origin();
    let keeps_method = matches!(status, 307 | 308);
    if is_elsewhere && keeps_method && request.method == Method::Post {
        return Err(Unfetched::Forbidden);
    }
    if !keeps_method && request.method == Method::Post {
        request.method = Method::Get;
        request.body.clear();
    }
    if is_elsewhere {
        request.headers.clear();
    }
    request.url = next;
    Ok(())
}

async fn read(mut response: Response, max_bytes: usize) -> Result<Answer, Unfetched> {
    let says = response.headers().get(CONTENT_LENGTH);
    let says = says.and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    if says.is_some_and(|length| length > max_bytes) {
        return Err(Unfetched::TooBig);
    }
    let mut body = Vec::new();
    while let Some(piece) = response.chunk().await.map_err(|cause| failure(&cause))? {
        if body.len() + piece.len() > max_bytes {
            return Err(Unfetched::TooBig);
        }
        body.extend_from_slice(&piece);
    }
    let headers = response.headers().iter();
    let headers = headers.filter_map(|(name, value)| {
        let value = value.to_str().ok()?;
        Some((name.as_str().to_owned(), value.to_owned()))
    });
    Ok(Answer {
        status: response.status().as_u16(),
        headers: headers.collect(),
        body,
    })
}

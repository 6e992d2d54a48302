//! The listeners: connections with deadlines and caps, and an end that lets requests finish.
//!
//! axum's own `serve` has no timer, so a client that never finishes its headers would hold its
//! connection for ever (A25).

use crate::{
    http::{Edge, HttpState, address::counted},
    metrics::Metrics,
    settings::HttpSettings,
    tls::Tls,
};
use axum::{
    Router,
    body::Body,
    extract::{ConnectInfo, Request, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::{GracefulShutdown, Watcher},
};
use std::{
    collections::HashMap,
    io,
    net::{IpAddr, SocketAddr},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::{TcpListener, TcpSocket, TcpStream},
    sync::watch,
    time::{sleep, timeout},
};

/// More than a request may have, so that refusals are ours and look like all others.
const MAX_HEAD: usize = 128 * 1024;
const MAX_HEADERS: usize = 250;
/// Connections that may wait to be accepted; of more at once, some would come a second late, when
/// their client tries again. The usual 128 are few for a site's busy hour.
const BACKLOG: u32 = 4_096;
/// How long to wait when the machine has no file descriptor for another connection.
const BREATH: Duration = Duration::from_millis(50);

/// Connections at a time.
struct Connections {
    max: u32,
    max_per_address: u32,
    by_address: Mutex<HashMap<IpAddr, u32>>,
}

/// A place among the connections, given back when it is dropped.
struct Place {
    connections: Arc<Connections>,
    address: IpAddr,
}

impl Connections {
    fn new(http: &HttpSettings) -> Arc<Self> {
        Arc::new(Self {
            max: http.max_connections,
            max_per_address: http.max_connections_per_address,
            by_address: Mutex::default(),
        })
    }

    fn take(self: &Arc<Self>, address: IpAddr) -> Option<Place> {
        let mut by_address = self
            .by_address
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let n_all: u32 = by_address.values().sum();
        let n_own = by_address.get(&address).copied().unwrap_or(0);
        let is_full = |n: u32, max: u32| max != 0 && n >= max;
        if is_full(n_all, self.max) || is_full(n_own, self.max_per_address) {
            return None;
        }
        by_address.insert(address, n_own + 1);
        Some(Place {
            connections: self.clone(),
            address,
        })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let by_address = &self.connections.by_address;
        let mut by_address = by_address.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(n_own) = by_address.get_mut(&self.address) {
            *n_own -= 1;
            if *n_own == 0 {
                by_address.remove(&self.address);
            }
        }
    }
}

/// Listens on an address. One that a server has just left can be listened on at once.
pub fn bind(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = match address {
        SocketAddr::V4(_) => TcpSocket::new_v4()?,
        SocketAddr::V6(_) => TcpSocket::new_v6()?,
    };
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(BACKLOG)
}

/// Marks a request that came over TLS of ours.
#[derive(Clone, Copy, Debug)]
pub struct Encrypted;

/// Serves, over TLS if there is any, until told to stop, then lets requests under way finish within the settings' time.
pub async fn serve(
    listener: TcpListener,
    tls: Option<Tls>,
    service: impl Edge,
    http: HttpSettings,
    mut stopped: watch::Receiver<bool>,
) {
    let connections = Connections::new(&http);
    let graceful = GracefulShutdown::new();
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            _ = stopped.changed() => break,
        };
        let Ok((stream, peer)) = accepted else {
            // Out of file descriptors, or the client went away: the next one may do better.
            sleep(BREATH).await;
            continue;
        };
        // Past the cap a connection is closed at once: it costs nothing, and others go on.
        if let Some(place) = connections.take(counted(peer.ip().to_canonical())) {
            let speaker = Speaker {
                peer,
                service: service.clone(),
                patience: Duration::from_secs(u64::from(http.header_timeout_s)),
                watcher: graceful.watcher(),
            };
            let tls = tls.clone();
            tokio::spawn(async move {
                welcome(stream, tls, speaker).await;
                drop(place);
            });
        }
    }
    drop(listener);
    let patience = Duration::from_secs(u64::from(http.drain_timeout_s));
    if timeout(patience, graceful.shutdown()).await.is_err() {
        tracing::warn!("some requests did not finish in time and were cut off");
    }
}

/// What a client does wrong on its own connection is no event of ours.
async fn welcome(stream: TcpStream, tls: Option<Tls>, speaker: Speaker<impl Edge>) {
    // Without it an answer waits for the client's acknowledgement of the one before.
    let _ = stream.set_nodelay(true);
    let Some(tls) = tls else {
        return speaker.speak(stream, None).await;
    };
    if let Ok(Ok(Some(stream))) = timeout(speaker.patience, tls.accept(stream)).await {
        speaker.speak(stream, Some(Encrypted)).await;
    }
}

/// Speaks HTTP over whatever bytes travel on.
struct Speaker<E> {
    peer: SocketAddr,
    service: E,
    /// For agreeing on keys, and for the headers of a request.
    patience: Duration,
    watcher: Watcher,
}

impl<E: Edge> Speaker<E> {
    async fn speak<S>(self, stream: S, encrypted: Option<Encrypted>)
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let (peer, edge) = (self.peer, self.service);
        let service = service_fn(move |request: hyper::Request<Incoming>| {
            let mut request = request.map(Body::new);
            request.extensions_mut().insert(ConnectInfo(peer));
            if let Some(encrypted) = encrypted {
                request.extensions_mut().insert(encrypted);
            }
            // It is always ready.
            edge.clone().call(request)
        });
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(self.patience)
            .max_buf_size(MAX_HEAD)
            .max_headers(MAX_HEADERS)
            .serve_connection(TokioIo::new(stream), service);
        let _ = self.watcher.watch(connection).await;
    }
}

/// The internal listener's routes: health and metrics.
pub fn internal_router(state: &HttpState) -> Router {
    Router::new()
        .route("/health/live", get(|| async { StatusCode::NO_CONTENT }))
        .route("/health/ready", get(ready))
        .route("/metrics", get(metrics))
        .with_state(state.clone())
}

async fn ready(State(state): State<HttpState>, _request: Request) -> StatusCode {
    match state.platform.check().await {
        Ok(()) => StatusCode::NO_CONTENT,
        Err(_) => StatusCode::SERVICE_UNAVAILABLE,
    }
}

async fn metrics(State(state): State<HttpState>) -> Response {
    let metrics: &Metrics = &state.metrics;
    let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    ([(header::CONTENT_TYPE, kind)], metrics.text()).into_response()
}

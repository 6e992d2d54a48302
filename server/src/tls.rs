//! TLS in the binary (D02): with a certificate from files, or one that an authority gives by ACME.

mod acme;
mod files;
mod redirect;

pub use files::{Certificate, read};
pub use redirect::router as redirecting;

use crate::settings::TlsSettings;
use anyhow::Context;
use rustls::{
    ServerConfig,
    server::{Acceptor, ResolvesServerCert},
};
use std::{io, path::Path, sync::Arc};
use tokio::{io::AsyncWriteExt, net::TcpStream};
use tokio_rustls::{LazyConfigAcceptor, server::TlsStream};

/// What speaks TLS with those who connect; cheap to clone.
#[derive(Clone, Debug)]
pub struct Tls {
    config: Arc<ServerConfig>,
    /// For the authority that makes sure of the domains.
    challenge: Option<Arc<ServerConfig>>,
}

impl Tls {
    /// By the settings; `None` if they ask for no TLS. Files are read again when they change, and
    /// certificates of an authority are renewed, as long as the process runs.
    pub fn start(settings: &TlsSettings, data_dir: &Path) -> anyhow::Result<Option<Self>> {
        if !settings.acme_domains.is_empty() {
            let (resolver, challenge) = acme::start(settings, data_dir)?;
            return Ok(Some(Self {
                config: config(resolver),
                challenge: Some(challenge),
            }));
        }
        if settings.certificate.is_empty() {
            return Ok(None);
        }
        let files = files::Files::open(settings).context("the certificate can't be used")?;
        files::watch(&files);
        Ok(Some(Self {
            config: config(files),
            challenge: None,
        }))
    }

    /// Agrees on keys with who connects; `None` if it was the authority, which wants no more.
    pub async fn accept(&self, stream: TcpStream) -> io::Result<Option<TlsStream<TcpStream>>> {
        let hello = LazyConfigAcceptor::new(Acceptor::default(), stream).await?;
        match &self.challenge {
            Some(challenge) if acme::is_challenge(&hello.client_hello()) => {
                hello
                    .into_stream(challenge.clone())
                    .await?
                    .shutdown()
                    .await?;
                Ok(None)
            }
            _ => hello.into_stream(self.config.clone()).await.map(Some),
        }
    }
}

/// TLS 1.2 and 1.3, as the library holds them safe.
fn config(resolver: Arc<dyn ResolvesServerCert>) -> Arc<ServerConfig> {
    let mut config = ServerConfig::builder()
        .with_no_client_auth()
        .with_cert_resolver(resolver);
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Arc::new(config)
}

//! A certificate from an authority that speaks ACME: Let's Encrypt, unless the settings say another.
//!
//! It proves that the domains are ours over the TLS listener itself (TLS-ALPN-01), so that needs to
//! be reached on port 443. What it asks of the authority is the library's own way out.

use crate::settings::TlsSettings;
use anyhow::Context;
use futures::StreamExt;
use rustls::{
    ClientConfig, ServerConfig,
    server::{ClientHello, ResolvesServerCert},
};
use rustls_acme::{AcmeConfig, caches::DirCache};
use rustls_platform_verifier::BuilderVerifierExt;
use std::{fs, os::unix::fs::DirBuilderExt, path::Path, sync::Arc};

/// Where the account's key and the certificates are kept.
const FOLDER: &str = "acme";

pub(super) type Started = (Arc<dyn ResolvesServerCert>, Arc<ServerConfig>);

/// Asks for a certificate, and for another in time before it ends.
pub(super) fn start(settings: &TlsSettings, data_dir: &Path) -> anyhow::Result<Started> {
    let folder = data_dir.join(FOLDER);
    // Its files are made by the library; nobody but the owner comes through to them.
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(&folder)
        .with_context(|| folder.display().to_string())?;
    let client = ClientConfig::builder()
        .with_platform_verifier()
        .context("the machine's list of certificate authorities can't be read")?
        .with_no_client_auth();
    let email = Some(&settings.acme_email).filter(|email| !email.is_empty());
    let mut state = AcmeConfig::new_with_client_config(&settings.acme_domains, Arc::new(client))
        .contact(email.map(|email| format!("mailto:{email}")))
        .directory(&settings.acme_directory)
        .cache(DirCache::new(folder))
        .state();
    let started: Started = (state.resolver(), state.challenge_rustls_config());
    tokio::spawn(async move {
        while let Some(event) = state.next().await {
            match event {
                Ok(event) => tracing::info!(?event, "the certificate authority"),
                Err(cause) => tracing::error!(%cause, "the certificate authority"),
            }
        }
    });
    Ok(started)
}

/// Whether it is the authority that connects, to make sure of a domain.
pub(super) fn is_challenge(hello: &ClientHello<'_>) -> bool {
    rustls_acme::is_tls_alpn_challenge(hello)
}

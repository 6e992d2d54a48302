//! A certificate from files, read again when they change.

use crate::settings::TlsSettings;
use anyhow::{Context, ensure};
use rustls::{
    crypto::aws_lc_rs,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
    server::{ClientHello, ResolvesServerCert},
    sign::CertifiedKey,
};
use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::{Arc, PoisonError, RwLock},
    time::{Duration, SystemTime},
};
use tokio::time::sleep;
use x509_parser::parse_x509_certificate;

/// How often the files are looked at.
const RHYTHM: Duration = Duration::from_secs(2);

/// A certificate with its key, and its end.
#[derive(Clone, Debug)]
pub struct Certificate {
    /// What is shown to who connects.
    pub certified: Arc<CertifiedKey>,
    /// When it ends, in seconds since 1970.
    pub ends_at_s: i64,
}

/// Reads a certificate with those above it, and its key, in PEM.
pub fn read(certificate: &Path, key: &Path) -> anyhow::Result<Certificate> {
    let about = |path: &Path| format!("{}", path.display());
    let chain = CertificateDer::pem_file_iter(certificate).with_context(|| about(certificate))?;
    let chain: Vec<CertificateDer<'static>> = chain
        .collect::<Result<_, _>>()
        .with_context(|| about(certificate))?;
    ensure!(
        !chain.is_empty(),
        "{} has no certificate",
        about(certificate)
    );
    let (_, first) = parse_x509_certificate(&chain[0]).with_context(|| about(certificate))?;
    let ends_at_s = first.validity().not_after.timestamp();
    let key_der = PrivateKeyDer::from_pem_file(key).with_context(|| about(key))?;
    let certified = CertifiedKey::from_der(chain, key_der, &aws_lc_rs::default_provider())
        .with_context(|| format!("{} is not the key of {}", about(key), about(certificate)))?;
    Ok(Certificate {
        certified: Arc::new(certified),
        ends_at_s,
    })
}

/// The files, and what was in them.
#[derive(Debug)]
pub(super) struct Files {
    certificate: PathBuf,
    key: PathBuf,
    current: RwLock<Arc<CertifiedKey>>,
}

impl Files {
    pub(super) fn open(settings: &TlsSettings) -> anyhow::Result<Arc<Self>> {
        let (certificate, key) = (&settings.certificate, &settings.key);
        let (certificate, key) = (PathBuf::from(certificate), PathBuf::from(key));
        let read = read(&certificate, &key)?;
        Ok(Arc::new(Self {
            certificate,
            key,
            current: RwLock::new(read.certified),
        }))
    }

    /// When the files were written; one that can't be looked at is changing right now.
    fn written(&self) -> io::Result<[SystemTime; 2]> {
        let at = |path: &Path| fs::metadata(path)?.modified();
        Ok([at(&self.certificate)?, at(&self.key)?])
    }
}

impl ResolvesServerCert for Files {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        let current = self.current.read();
        Some(current.unwrap_or_else(PoisonError::into_inner).clone())
    }
}

/// Reads the files again when they change, until nobody needs them. Of two that do not go together,
/// since one of them is written before the other, the old ones stay.
pub(super) fn watch(files: &Arc<Files>) {
    let mut seen = files.written().ok();
    let files = Arc::downgrade(files);
    tokio::spawn(async move {
        loop {
            sleep(RHYTHM).await;
            let Some(files) = files.upgrade() else { break };
            let written = files.written().ok();
            if written == seen {
                continue;
            }
            seen = written;
            match read(&files.certificate, &files.key) {
                Ok(read) => {
                    let mut current = files.current.write();
                    *current.as_deref_mut().unwrap_or_else(|held| held.get_mut()) = read.certified;
                    tracing::info!("the certificate was read again");
                }
                Err(cause) => tracing::warn!(%cause, "the new certificate can't be used yet"),
            }
        }
    });
}

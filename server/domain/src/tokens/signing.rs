//! The keys that sign access tokens: RSA of 3072 bits, made when first needed, sealed in the
//! database, replaced every three months.

use crate::{failure::OrInternal, platform::Platform, secrets::Vault};
use aws_lc_rs::{
    encoding::{AsDer, Pkcs8V1Der},
    rsa::{KeyPair, KeySize},
};
pub use jsonwebtoken::jwk::JwkSet;
use jsonwebtoken::{
    Algorithm, DecodingKey, EncodingKey,
    jwk::{Jwk, PublicKeyUse},
};
use model::{
    error::{AppError, AppResult},
    time::{DAY_MS, MINUTE_MS, Timestamp},
};
use pkcs8::PrivateKeyInfoRef;
use std::{
    fmt,
    sync::{Arc, Mutex, PoisonError},
};
use store::{
    changes::{self, ChangeKind},
    signing_keys::{self, SigningKey},
};
use tokio::sync::Mutex as Turnstile;

/// How long a key signs.
const SIGNS_MS: i64 = 90 * DAY_MS;
/// How long a key is kept after it signed for the last time: longer than its tokens work.
pub(super) const KEPT_MS: i64 = 15 * MINUTE_MS;
/// A key that nobody knows is looked for at most this often.
const LOOK_EVERY_MS: i64 = 1_000;
const PURPOSE: &str = "signing key";

/// The signing keys of this installation.
pub(crate) struct Signing {
    vault: Arc<Vault>,
    issuer: String,
    kept: Mutex<Kept>,
    /// One makes a key at a time.
    making: Turnstile<()>,
}

#[derive(Default)]
struct Kept {
    ring: Option<Arc<Ring>>,
    looked_at: Option<Timestamp>,
}

impl fmt::Debug for Signing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signing")
            .field("issuer", &self.issuer)
            .finish_non_exhaustive()
    }
}

/// The keys, newest first.
pub(super) struct Ring(Vec<Loaded>);

struct Loaded {
    id: String,
    private: EncodingKey,
    public: DecodingKey,
    shown: Jwk,
    created_at: Timestamp,
    retired_at: Option<Timestamp>,
}

impl Loaded {
    /// Whether tokens that it signed may still work.
    fn is_kept(&self, now: Timestamp) -> bool {
        self.retired_at
            .is_none_or(|retired_at| now < retired_at.plus_millis(KEPT_MS))
    }
}

impl Ring {
    /// The key that signs, with its id.
    pub fn signer(&self) -> Option<(&str, &EncodingKey)> {
        let signer = self.0.iter().find(|key| key.retired_at.is_none())?;
        Some((&signer.id, &signer.private))
    }

    fn signs_long_enough(&self, now: Timestamp) -> bool {
        let mut signers = self.0.iter().filter(|key| key.retired_at.is_none());
        signers.any(|key| now.millis_since(key.created_at) < SIGNS_MS)
    }

    fn find(&self, id: &str, now: Timestamp) -> Option<DecodingKey> {
        let mut kept = self.0.iter().filter(|key| key.is_kept(now));
        kept.find(|key| key.id == id).map(|key| key.public.clone())
    }

    pub fn public(&self, now: Timestamp) -> JwkSet {
        let kept = self.0.iter().filter(|key| key.is_kept(now));
        JwkSet {
            keys: kept.map(|key| key.shown.clone()).collect(),
        }
    }
}

impl Signing {
    pub(crate) fn new(vault: Arc<Vault>, issuer: &str) -> Self {
        let issuer = match issuer.trim_end_matches('/') {
            "" => "urn:parlance",
            url => url,
        };
        Self {
            vault,
            issuer: issuer.to_owned(),
            kept: Mutex::default(),
            making: Turnstile::default(),
        }
    }

    /// Who says what a token says.
    pub(crate) fn issuer(&self) -> &str {
        &self.issuer
    }

    /// Reads the keys anew when they are next needed.
    pub(crate) fn forget(&self) {
        *self.kept.lock().unwrap_or_else(PoisonError::into_inner) = Kept::default();
    }

    fn ring(&self) -> Option<Arc<Ring>> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.ring.clone()
    }

    /// The keys, with one that signs: a new one where there is none or it has signed for long.
    pub(super) async fn ready(&self, platform: &Platform) -> AppResult<Arc<Ring>> {
        let now = platform.now();
        if let Some(ring) = self.ring().filter(|ring| ring.signs_long_enough(now)) {
            return Ok(ring);
        }
        let _turn = self.making.lock().await;
        let ring = self.load(platform).await?;
        if ring.signs_long_enough(now) {
            return Ok(ring);
        }
        self.make(platform).await
    }

    /// Makes another key that signs from here on.
    pub(super) async fn replace(&self, platform: &Platform) -> AppResult<Arc<Ring>> {
        let _turn = self.making.lock().await;
        self.make(platform).await
    }

    async fn make(&self, platform: &Platform) -> AppResult<Arc<Ring>> {
        let private = tokio::task::spawn_blocking(generate)
            .await
            .map_err(|_| AppError::Internal)??;
        let (id, now) = (platform.random().v7(), platform.now());
        let sealed = self.vault.seal(PURPOSE, &private)?;
        let db = platform.db();
        let mut tx = db.write().await.or_internal("keeping a signing key")?;
        signing_keys::create(&mut tx, id, &sealed, now)
            .await
            .or_internal("keeping a signing key")?;
        changes::note(&mut tx, ChangeKind::SigningKeys, None, now)
            .await
            .or_internal("keeping a signing key")?;
        tx.commit().await.or_internal("keeping a signing key")?;
        self.load(platform).await
    }

    /// The public key of this id. Another node may have made it a moment ago, so that one which is
    /// not known is looked for, now and then.
    pub(super) async fn find(
        &self,
        platform: &Platform,
        id: &str,
    ) -> AppResult<Option<DecodingKey>> {
        let now = platform.now();
        let found = self.ring().and_then(|ring| ring.find(id, now));
        if found.is_some() || !self.may_look(now) {
            return Ok(found);
        }
        Ok(self.load(platform).await?.find(id, now))
    }

    fn may_look(&self, now: Timestamp) -> bool {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let is_long_ago = kept
            .looked_at
            .is_none_or(|at| now.millis_since(at) >= LOOK_EVERY_MS);
        if is_long_ago {
            kept.looked_at = Some(now);
        }
        is_long_ago
    }

    async fn load(&self, platform: &Platform) -> AppResult<Arc<Ring>> {
        let db = platform.db();
        let mut tx = db.read().await.or_internal("reading signing keys")?;
        let rows = signing_keys::list(&mut tx)
            .await
            .or_internal("reading signing keys")?;
        drop(tx);
        let loaded = rows.iter().filter_map(|row| self.open(row));
        let ring = Arc::new(Ring(loaded.collect()));
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.ring = Some(ring.clone());
        Ok(ring)
    }

    /// One that was sealed under another master key signs nothing more.
    fn open(&self, row: &SigningKey) -> Option<Loaded> {
        let private = EncodingKey::from_rsa_der(&self.vault.open(PURPOSE, &row.sealed)?);
        let mut shown = Jwk::from_encoding_key(&private, Algorithm::RS256).ok()?;
        let id = row.id.to_string();
        shown.common.key_id = Some(id.clone());
        shown.common.public_key_use = Some(PublicKeyUse::Signature);
        Some(Loaded {
            id,
            private,
            public: DecodingKey::from_jwk(&shown).ok()?,
            shown,
            created_at: row.created_at,
            retired_at: row.retired_at,
        })
    }
}

/// A private key as PKCS #1 has it.
fn generate() -> AppResult<Vec<u8>> {
    let pair = KeyPair::generate(KeySize::Rsa3072).map_err(|_| AppError::Internal)?;
    let wrapped: Pkcs8V1Der<'_> = pair.as_der().map_err(|_| AppError::Internal)?;
    let info = PrivateKeyInfoRef::try_from(wrapped.as_ref()).map_err(|_| AppError::Internal)?;
    Ok(info.private_key.as_bytes().to_vec())
}

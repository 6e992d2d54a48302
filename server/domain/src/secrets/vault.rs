//! What has to be read back is kept sealed: AES-256-GCM under a key that is derived from the master
//! key.

use super::{MasterKey, hex};
use aws_lc_rs::aead::{AES_256_GCM, Aad, NONCE_LEN, Nonce, RandomizedNonceKey};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use model::error::{AppError, AppResult};
use std::fmt;

/// Seals secrets and opens them again.
pub struct Vault {
    /// Tells under which master key something was sealed.
    id: String,
    key: RandomizedNonceKey,
}

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Vault")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

impl Vault {
    /// A vault under this master key.
    pub fn new(master: &MasterKey) -> Self {
        #[expect(
            clippy::expect_used,
            reason = "a key of the length that the cipher takes"
        )]
        let key = RandomizedNonceKey::new(&AES_256_GCM, &master.derive("secrets at rest"))
            .expect("a key of 32 bytes");
        let id = hex(&master.derive("id of the master key")[..4]);
        Self { id, key }
    }

    /// `KEY.SEALED`: the master key's id, and the secret. What was sealed for one purpose does not
    /// open for another.
    pub fn seal(&self, purpose: &str, secret: &[u8]) -> AppResult<String> {
        let mut sealed = secret.to_vec();
        let nonce = self
            .key
            .seal_in_place_append_tag(Aad::from(purpose), &mut sealed)
            .map_err(|_| AppError::Internal)?;
        let whole = [&nonce.as_ref()[..], &sealed].concat();
        Ok(format!("{}.{}", self.id, URL_SAFE_NO_PAD.encode(whole)))
    }

    /// What was sealed; `None` if it was sealed under another key or for another purpose, or is
    /// damaged.
    pub fn open(&self, purpose: &str, text: &str) -> Option<Vec<u8>> {
        let sealed = text.strip_prefix(&self.id)?.strip_prefix('.')?;
        let mut whole = URL_SAFE_NO_PAD.decode(sealed).ok()?;
        let (nonce, sealed) = whole.split_at_mut_checked(NONCE_LEN)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
        let secret = self.key.open_in_place(nonce, Aad::from(purpose), sealed);
        secret.ok().map(|secret| secret.to_vec())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vault(master: u8) -> Vault {
        Vault::new(&MasterKey::from_bytes([master; 32]))
    }

    #[test]
    fn d14_what_is_sealed_opens_under_its_own_key_and_for_its_own_purpose_alone() {
        let sealed = vault(1).seal("mail", b"hunter2").unwrap();
        assert!(!sealed.contains("hunter2"));
        assert_eq!(
            vault(1).open("mail", &sealed).as_deref(),
            Some(&b"hunter2"[..])
        );
        assert_eq!(vault(1).open("keys", &sealed), None);
        assert_eq!(vault(2).open("mail", &sealed), None);
        assert_ne!(sealed, vault(1).seal("mail", b"hunter2").unwrap());
    }

    #[test]
    fn what_was_changed_or_cut_does_not_open() {
        let sealed = vault(1).seal("mail", b"hunter2").unwrap();
        for at in 0..sealed.len() {
            let mut bytes = sealed.clone().into_bytes();
            bytes[at] = if bytes[at] == b'A' { b'Q' } else { b'A' };
            let changed = String::from_utf8(bytes).unwrap();
            assert_eq!(vault(1).open("mail", &changed), None, "{at}");
            assert_eq!(vault(1).open("mail", &sealed[..at]), None, "{at}");
        }
    }
}

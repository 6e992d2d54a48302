//! What the watch over signing in takes from the master key.

use super::{MasterKey, TAG, decode, mac, signer, token_hash};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::Mac;
use model::text::Email;

/// Digests of whom tries are counted for, and the tokens of browsers that somebody signed in with.
///
/// A browser's token is 128 random bits and 128 bits of HMAC-SHA-256 over them, the password's hash
/// and the e-mail, in base64url: it names nobody, nothing has to be stored for it, and another
/// password voids it. The protocol is OWASP's "device cookies".
#[derive(Clone, Debug)]
pub struct SignInKeys {
    digests: MasterKey,
    devices: MasterKey,
}

impl SignInKeys {
    /// Keys under this master key.
    pub fn new(master: &MasterKey) -> Self {
        Self {
            digests: MasterKey(master.derive("sign-in watch")),
            devices: MasterKey(master.derive("known devices")),
        }
    }

    /// Whom tries are counted for, so that the database tells neither e-mails nor addresses.
    pub fn digest(&self, kind: &str, value: &[u8]) -> [u8; 32] {
        mac(&self.digests.0, &[kind.as_bytes(), b":", value])
    }

    /// The token of a browser that somebody signed in with: 43 characters of base64url.
    pub fn know(&self, nonce: [u8; 16], email: &Email, hash: &str) -> String {
        let tag = mac(
            &self.devices.0,
            &[
                &nonce,
                &token_hash(hash.as_bytes()),
                email.as_str().as_bytes(),
            ],
        );
        let mut token = [0; 16 + TAG];
        token[..16].copy_from_slice(&nonce);
        token[16..].copy_from_slice(&tag[..TAG]);
        URL_SAFE_NO_PAD.encode(token)
    }

    /// Which browser it is, if this person signed in with it before.
    pub fn known(&self, token: &str, email: &Email, hash: &str) -> Option<[u8; 16]> {
        let bytes = decode(token)?;
        let (nonce, tag) = bytes.split_at(16);
        let is_ours = signer(
            &self.devices.0,
            &[
                nonce,
                &token_hash(hash.as_bytes()),
                email.as_str().as_bytes(),
            ],
        )
        .verify_truncated_left(tag)
        .is_ok();
        nonce.try_into().ok().filter(|_| is_ours)
    }
}

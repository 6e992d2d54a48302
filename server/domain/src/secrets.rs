//! The master key and what is derived from it. The key itself never leaves this module.

mod vault;

pub use vault::Vault;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit, Mac};
use model::id::{BotId, ConversationId};
use sha2::{Digest, Sha256};
use std::fmt;
use uuid::Uuid;

/// The key that all others are derived from: 32 random bytes in a file that only its owner reads.
#[derive(Clone)]
pub struct MasterKey([u8; 32]);

impl MasterKey {
    /// Wraps the bytes of the key file.
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    fn derive(&self, purpose: &str) -> [u8; 32] {
        mac(&self.0, &[purpose.as_bytes()])
    }
}

impl fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MasterKey(…)")
    }
}

/// HMAC-SHA-256 (RFC 2104) of the parts, one after the other.
fn mac(key: &[u8; 32], parts: &[&[u8]]) -> [u8; 32] {
    signer(key, parts).finalize().into_bytes().into()
}

fn signer(key: &[u8; 32], parts: &[&[u8]]) -> Hmac<Sha256> {
    #[expect(clippy::expect_used, reason = "HMAC takes a key of any length")]
    let mut hmac = Hmac::<Sha256>::new_from_slice(key).expect("a key of 32 bytes");
    for part in parts {
        hmac.update(part);
    }
    hmac
}

/// SHA-256 of a token, for keeping it without being able to tell it.
pub fn token_hash(token: &[u8]) -> [u8; 32] {
    Sha256::digest(token).into()
}

/// Bytes in hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Makes and checks the handles by which visitors continue their conversations.
///
/// A handle is the conversation's id and 128 bits of HMAC over bot and id, in base64url. So it
/// can't be made by who knows the id, and nothing has to be stored for it: a repeated turn gets
/// the same handle again. `docs/decisions/0003-conversation-handles.md` tells why.
#[derive(Clone, Debug)]
pub struct Handles(MasterKey);

const TAG: usize = 16;

impl Handles {
    /// Handles under this master key.
    pub fn new(master: &MasterKey) -> Self {
        Self(MasterKey(master.derive("conversation handles")))
    }

    /// The handle of a conversation: 43 characters of base64url.
    pub fn seal(&self, bot: BotId, conversation: ConversationId) -> String {
        let id = *conversation.as_uuid().as_bytes();
        let tag = mac(&self.0.0, &[bot.as_uuid().as_bytes(), &id]);
        let mut handle = [0; 16 + TAG];
        handle[..16].copy_from_slice(&id);
        handle[16..].copy_from_slice(&tag[..TAG]);
        URL_SAFE_NO_PAD.encode(handle)
    }

    /// The conversation that a handle of this bot's continues; `None` if we did not make it.
    pub fn open(&self, bot: BotId, handle: &str) -> Option<ConversationId> {
        let mut bytes = [0; 16 + TAG];
        let n_bytes = URL_SAFE_NO_PAD.decode_slice(handle, &mut bytes).ok()?;
        let (id, tag) = bytes.split_at(16);
        let is_ours = n_bytes == bytes.len()
            && signer(&self.0.0, &[bot.as_uuid().as_bytes(), id])
                .verify_truncated_left(tag)
                .is_ok();
        let id = Uuid::from_slice(id).ok()?;
        is_ours.then_some(ConversationId::from_uuid(id))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn handles() -> Handles {
        Handles::new(&MasterKey::from_bytes([7; 32]))
    }

    fn bot(n: u128) -> BotId {
        BotId::from_uuid(Uuid::from_u128(n))
    }

    #[test]
    fn a_handle_opens_its_own_conversation_of_its_own_bot() {
        let conversation = ConversationId::from_uuid(Uuid::from_u128(42));
        let handle = handles().seal(bot(1), conversation);
        assert_eq!(handle.len(), 43);
        assert_eq!(handles().open(bot(1), &handle), Some(conversation));
        assert_eq!(handles().open(bot(2), &handle), None);
        let others = Handles::new(&MasterKey::from_bytes([8; 32]));
        assert_eq!(others.open(bot(1), &handle), None);
    }

    #[test]
    fn a_changed_or_cut_handle_opens_nothing() {
        let handle = handles().seal(bot(1), ConversationId::from_uuid(Uuid::from_u128(42)));
        for at in 0..handle.len() {
            let mut bytes = handle.clone().into_bytes();
            bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(bytes).unwrap();
            assert_eq!(handles().open(bot(1), &changed), None, "{at}");
            assert_eq!(handles().open(bot(1), &handle[..at]), None, "{at}");
        }
    }
}

//! The master key and what is derived from it. The key itself never leaves this module.

mod sign_in;
mod vault;

pub use sign_in::SignInKeys;
pub use vault::Vault;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit, Mac};
use model::id::{BotId, ConversationId, InvitationId};
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
        let bytes = decode(handle)?;
        let (id, tag) = bytes.split_at(16);
        let is_ours = signer(&self.0.0, &[bot.as_uuid().as_bytes(), id])
            .verify_truncated_left(tag)
            .is_ok();
        let id = Uuid::from_slice(id).ok()?;
        is_ours.then_some(ConversationId::from_uuid(id))
    }
}

/// Makes and checks the links by which a forgotten password is set anew: an id and 128 bits of
/// HMAC over it.
#[derive(Clone, Debug)]
pub struct ResetLinks(MasterKey);

impl ResetLinks {
    /// Links under this master key.
    pub fn new(master: &MasterKey) -> Self {
        Self(MasterKey(master.derive("password resets")))
    }

    /// What the link with an id carries: 43 characters of base64url.
    pub fn seal(&self, id: Uuid) -> String {
        let tag = mac(&self.0.0, &[id.as_bytes()]);
        let mut token = [0; 16 + TAG];
        token[..16].copy_from_slice(id.as_bytes());
        token[16..].copy_from_slice(&tag[..TAG]);
        URL_SAFE_NO_PAD.encode(token)
    }

    /// The id of the link that carries this; `None` if we did not make it.
    pub fn open(&self, token: &str) -> Option<Uuid> {
        let bytes = decode(token)?;
        let (id, tag) = bytes.split_at(16);
        let is_ours = signer(&self.0.0, &[id]).verify_truncated_left(tag).is_ok();
        Uuid::from_slice(id).ok().filter(|_| is_ours)
    }
}

/// Seals the events of the audit trail, each with the one before it.
///
/// A seal is HMAC-SHA-256 over the seal before and the event's parts, each with its length in
/// front: who can write to the database but has no key can't make one that holds.
#[derive(Clone, Debug)]
pub struct Sealer(MasterKey);

impl Sealer {
    /// Seals under this master key.
    pub fn new(master: &MasterKey) -> Self {
        Self(MasterKey(master.derive("audit trail")))
    }

    /// The seal of an event that stands after another.
    pub fn seal(&self, before: &[u8], parts: &[&[u8]]) -> [u8; 32] {
        let all = [before].into_iter().chain(parts.iter().copied());
        let bytes: Vec<u8> = all
            .flat_map(|part| {
                let length = (part.len() as u64).to_be_bytes();
                length.into_iter().chain(part.iter().copied())
            })
            .collect();
        mac(&self.0.0, &[&bytes])
    }
}

/// Makes and checks the one-time links of invitations.
///
/// A link carries the invitation's id and 128 bits of HMAC over the id and how many links were made
/// for it. So the newest link voids those before it, and none has to be stored.
#[derive(Clone, Debug)]
pub struct Links(MasterKey);

impl Links {
    /// Links under this master key.
    pub fn new(master: &MasterKey) -> Self {
        Self(MasterKey(master.derive("invitation links")))
    }

    /// What the `n`th link of an invitation carries: 43 characters of base64url.
    pub fn seal(&self, invitation: InvitationId, n: i64) -> String {
        let id = *invitation.as_uuid().as_bytes();
        let tag = mac(&self.0.0, &[&id, &n.to_be_bytes()]);
        let mut token = [0; 16 + TAG];
        token[..16].copy_from_slice(&id);
        token[16..].copy_from_slice(&tag[..TAG]);
        URL_SAFE_NO_PAD.encode(token)
    }

    /// The invitation that a token names. Whether we made the token, [`Links::holds`] says.
    pub fn invitation(&self, token: &str) -> Option<InvitationId> {
        let bytes = decode(token)?;
        Some(InvitationId::from_uuid(
            Uuid::from_slice(&bytes[..16]).ok()?,
        ))
    }

    /// Whether the token is the `n`th link's of the invitation.
    pub fn holds(&self, token: &str, invitation: InvitationId, n: i64) -> bool {
        let id = *invitation.as_uuid().as_bytes();
        decode(token).is_some_and(|bytes| {
            bytes[..16] == id
                && signer(&self.0.0, &[&id, &n.to_be_bytes()])
                    .verify_truncated_left(&bytes[16..])
                    .is_ok()
        })
    }
}

/// The bytes of a handle or a link, if it has the right length.
fn decode(text: &str) -> Option<[u8; 16 + TAG]> {
    let mut bytes = [0; 16 + TAG];
    let n_bytes = URL_SAFE_NO_PAD.decode_slice(text, &mut bytes).ok()?;
    (n_bytes == bytes.len()).then_some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_newer_link_voids_those_before_it() {
        let links = Links::new(&MasterKey::from_bytes([7; 32]));
        let id = InvitationId::from_uuid(Uuid::from_u128(42));
        let other = InvitationId::from_uuid(Uuid::from_u128(43));
        let token = links.seal(id, 1);
        assert_eq!(links.invitation(&token), Some(id));
        assert!(links.holds(&token, id, 1));
        assert!(!links.holds(&token, id, 2));
        assert!(!links.holds(&token, other, 1));
        assert!(!links.holds(&token[..42], id, 1));
        let others = Links::new(&MasterKey::from_bytes([8; 32]));
        assert!(!others.holds(&token, id, 1));
    }

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

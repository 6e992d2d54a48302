//! Ids: one newtype a kind, a plain UUID on the wire.

use crate::time::Timestamp;
use serde::{Deserialize, Serialize, Serializer};
use std::{fmt, str::FromStr};
use uuid::{Uuid, Variant};

/// The text is not a UUID, or not one of the version that this kind of id has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an id")]
pub struct InvalidId;

macro_rules! id {
    ($name:ident, $version:literal, $doc:literal) => {
        #[doc = $doc]
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
        #[serde(try_from = "String")]
        pub struct $name(Uuid);

        impl $name {
            /// Wraps a UUID that comes from our own generator or our own database.
            pub const fn from_uuid(uuid: Uuid) -> Self {
                Self(uuid)
            }

            /// The UUID, for the database.
            pub const fn as_uuid(self) -> Uuid {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.as_hyphenated().fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = InvalidId;

            /// Takes the hyphenated form only, so that an id has one spelling.
            fn from_str(text: &str) -> Result<Self, InvalidId> {
                if text.len() != 36 {
                    return Err(InvalidId);
                }
                let uuid = Uuid::try_parse(text).map_err(|_| InvalidId)?;
                if uuid.get_version_num() != $version || uuid.get_variant() != Variant::RFC4122 {
                    return Err(InvalidId);
                }
                Ok(Self(uuid))
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let mut text = Uuid::encode_buffer();
                serializer.serialize_str(self.0.as_hyphenated().encode_lower(&mut text))
            }
        }

        impl TryFrom<String> for $name {
            type Error = InvalidId;
            fn try_from(text: String) -> Result<Self, InvalidId> {
                text.parse()
            }
        }
    };
}

id!(ArticleId, 7, "An article of a bot's knowledge.");
id!(
    BotId,
    4,
    "A bot: random, so that it can't be guessed (D06)."
);
id!(
    ConversationId,
    7,
    "A conversation. The visitor's handle is another thing: a credential."
);
id!(CommentId, 7, "What a member says about an article.");
id!(EventId, 7, "An event of the audit trail.");
id!(FeedbackId, 7, "What a visitor thought of an answer.");
id!(ImportId, 7, "A file that waits to be imported.");
id!(
    InvitationId,
    7,
    "That somebody was asked to join a workspace."
);
id!(JobId, 7, "A piece of background work.");
id!(KeyId, 7, "An API key.");
id!(NodeId, 7, "A server that holds conversations.");
id!(
    OpenQuestionId,
    7,
    "A question of the inbox, that was not answered well."
);
id!(
    ResetId,
    7,
    "A link by which a forgotten password is set anew."
);
id!(SynonymGroupId, 7, "Words that a bot takes for the same.");
id!(TestId, 7, "A question whose answer is known.");
id!(
    TurnId,
    7,
    "A turn of a conversation, made by the visitor's side or by the server."
);
id!(UserId, 7, "A person who signs in.");
id!(
    UtteranceId,
    7,
    "An example wording of an article's question."
);
id!(WorkspaceId, 7, "A workspace: one tenant.");

impl ConversationId {
    /// The least id of a millisecond: ids begin with 48 bits of when they were made (RFC 9562,
    /// version 7).
    pub fn first_at(at: Timestamp) -> Self {
        let millis = u128::try_from(at.as_millis()).unwrap_or_default();
        Self::from_uuid(Uuid::from_u128(millis << 80))
    }

    /// When it was made, to the millisecond.
    pub fn made_at(self) -> Timestamp {
        let millis = i64::try_from(self.as_uuid().as_u128() >> 80);
        Timestamp::from_millis(millis.unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_has_one_spelling() {
        let text = "3f0e6dd8-6a40-4be1-9a1d-5d0a4e1c2b3a";
        assert_eq!(
            text.parse::<BotId>().map(|id| id.to_string()),
            Ok(text.to_owned())
        );
        for other in [
            "3f0e6dd86a404be19a1d5d0a4e1c2b3a",
            "{3f0e6dd8-6a40-4be1-9a1d-5d0a4e1c2b3a}",
            "urn:uuid:3f0e6dd8-6a40-4be1-9a1d-5d0a4e1c2b3a",
            " 3f0e6dd8-6a40-4be1-9a1d-5d0a4e1c2b3a",
            "",
        ] {
            assert_eq!(other.parse::<BotId>(), Err(InvalidId), "{other:?}");
        }
    }

    #[test]
    fn d06_a_bots_id_is_random() {
        assert_eq!(
            "00000000-0000-7000-8000-000000000001".parse::<BotId>(),
            Err(InvalidId)
        );
        assert!(
            "00000000-0000-7000-8000-000000000001"
                .parse::<TurnId>()
                .is_ok()
        );
    }
}

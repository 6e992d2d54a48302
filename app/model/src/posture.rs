//! How safely a server is set up: what the security page shows of it.

use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// Something that a server has to have right to be safe.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Check {
    /// Who reaches the server from elsewhere does so by HTTPS.
    Encrypted,
    /// The addresses of proxies that are believed are not all there are.
    Proxies,
    /// Health and figures of operation are for the machine itself.
    Internal,
    /// Visitors' questions are limited by address.
    Questions,
    /// Sign-ins are limited by address.
    SignInsByAddress,
    /// Sign-ins are limited by e-mail.
    SignInsByEmail,
    /// Connections are limited.
    Connections,
    /// Mails can leave: links for forgotten passwords arrive.
    Mail,
    /// Files with secrets are their owner's alone.
    Files,
}

impl Check {
    /// Each of them, in the order in which they are shown.
    pub const ALL: [Self; 9] = [
        Self::Encrypted,
        Self::Proxies,
        Self::Internal,
        Self::Files,
        Self::SignInsByEmail,
        Self::SignInsByAddress,
        Self::Questions,
        Self::Connections,
        Self::Mail,
    ];
}

/// A request that was refused before it reached anything, counted by the minute.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// Of another site, or without a right.
    Forbidden,
    /// Too often.
    TooOften,
    /// Could not be read, or had a parameter twice.
    Malformed,
    /// Too large.
    TooLarge,
    /// Without being signed in, or with a token that is no good.
    Unknown,
}

crate::access::words!(Refusal {
    Forbidden = "forbidden",
    TooOften = "too_often",
    Malformed = "malformed",
    TooLarge = "too_large",
    Unknown = "unknown",
});

impl Refusal {
    /// Each of them.
    pub const ALL: [Self; 5] = [
        Self::TooOften,
        Self::Forbidden,
        Self::Unknown,
        Self::Malformed,
        Self::TooLarge,
    ];

    /// What a response's status says of the request, if that was refused for one of these.
    pub const fn of_status(status: u16) -> Option<Self> {
        match status {
            400 => Some(Self::Malformed),
            401 => Some(Self::Unknown),
            403 => Some(Self::Forbidden),
            413 | 414 | 431 => Some(Self::TooLarge),
            429 => Some(Self::TooOften),
            _ => None,
        }
    }
}

/// A member's session, as who rules the workspace sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberSession {
    /// Whose.
    pub email: crate::text::Email,
    /// The session.
    #[serde(flatten)]
    pub session: crate::member::OwnSession,
}

/// A lock-out, after too many tries.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lockout {
    /// Of whom.
    #[serde(flatten)]
    pub of: LockedOut,
    /// Until when.
    pub until: Timestamp,
}

/// Who is locked out of what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum LockedOut {
    /// A member, of signing in.
    SignIn {
        /// Who.
        user: crate::id::UserId,
        /// Their address.
        email: crate::text::Email,
    },
    /// A member who is signed in, of what their password or a code confirms.
    Confirming {
        /// Who.
        user: crate::id::UserId,
        /// Their address.
        email: crate::text::Email,
    },
    /// Everybody who comes from an address, of signing in.
    Address {
        /// The address, from which somebody tried to sign in as a member.
        address: String,
        /// Whether other workspaces were tried from it too, so that none lets it in again alone.
        is_shared: bool,
    },
}

/// The security page of a workspace.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecurityPage {
    /// The workspace.
    pub workspace: crate::id::WorkspaceId,
    /// The checks, and whether each holds.
    pub checks: Vec<(Check, bool)>,
    /// The members and the addresses that are locked out.
    pub lockouts: Vec<Lockout>,
    /// The open sessions of its members, those used last first.
    pub sessions: Vec<MemberSession>,
    /// The requests of the last day that this server refused, by kind.
    pub refusals: Vec<(Refusal, u32)>,
}

//! Single sign-on by OpenID Connect: each workspace may have a provider that says who somebody is.
//!
//! A person is whom the provider names, by issuer and subject, and for this one workspace; an e-mail
//! proves nothing. A session that was begun so reaches that workspace alone (see
//! [`crate::access::Caller`]): a provider is trusted by the workspace that chose it, and by no other.

mod admission;
mod arrival;
mod factor;
mod protocol;
mod provider;
mod typed;

pub use arrival::{Arrived, Begun, Returned, arrive, begin};
pub use provider::{check, delete, page, places, save, unlink};

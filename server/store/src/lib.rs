//! The only SQL: one module a subject, one text for SQLite and PostgreSQL.
//!
//! Every statement takes the workspace or the bot that it is for. Rows are private to their
//! module and become words of `model`; a row that does not parse is [`StoreError::Corrupt`].

mod db;
mod error;
mod macros;
mod rows;

pub mod api_keys;
pub mod articles;
pub mod audit;
pub mod bots;
pub mod boxes;
pub mod changes;
pub mod conversations;
pub mod factors;
pub mod grants;
pub mod identity;
pub mod import_files;
pub mod invitations;
pub mod jobs;
pub mod list_views;
pub mod members;
pub mod nodes;
pub mod refusals;
pub mod regression;
pub mod resets;
pub mod sessions;
pub mod sightings;
pub mod sign_in_watch;
pub mod signing_keys;
pub mod sso;
pub mod synonyms;
pub mod turns;
pub mod unanswered;
pub mod usage;
pub mod versions;

pub use db::{Db, Held, Tx};
pub use error::{StoreError, kind_of};

//! What the platform enforces and does, a module a subject.
//!
//! Every function that touches a tenant's data takes an [`access::Access`], which only
//! [`access::Door`] gives; so nothing here can be reached by who may not. HTTP, pages and SQL are
//! unknown here.

pub mod access;
pub mod analytics;
pub mod audit;
pub mod background;
pub mod bots;
pub mod boxes;
pub mod clean;
pub mod conversations;
pub mod countries;
pub mod evaluation;
pub mod fetch;
pub mod identity;
pub mod keys;
pub mod knowledge;
pub mod limits;
pub mod lists;
pub mod mail;
pub mod members;
pub mod platform;
pub mod refusals;
pub mod regression;
pub mod request;
pub mod search;
pub mod secrets;
pub mod security;
pub mod source;
pub mod sso;
pub mod synonyms;
pub mod thresholds;
pub mod tokens;
pub mod unanswered;

mod asked;
mod cells;
mod failure;
mod live;
mod masking;

//! The pages, one module each, with the server functions they call.

pub mod account;
pub mod analytics;
pub mod article;
pub mod audit;
pub mod bots;
pub mod conversation;
pub mod conversations;
pub mod keys;
pub mod knowledge;
pub mod member;
pub mod members;
pub mod recovery;
pub mod rights;
pub mod security;
pub mod settings;
pub mod sign_in;
pub mod sign_on;
pub mod synonyms;
pub mod test;
pub mod tests;
pub mod thresholds;
pub mod unanswered;
pub mod versions;
pub mod welcome;
pub mod widget;

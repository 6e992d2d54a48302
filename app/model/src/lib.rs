//! The words of the platform: what its parts are called, which values they may take and what
//! travels between the browser, the server and the database.
//!
//! Nothing here does I/O, reads a clock or draws randomness. A value that exists has been
//! parsed: whoever holds a [`text::Question`] need not ask again whether it is too long.

pub mod access;
pub mod analytics;
pub mod article;
pub mod audit;
pub mod bot;
pub mod channel;
pub mod conversation;
pub mod device;
pub mod error;
pub mod evaluation;
pub mod factor;
pub mod file;
pub mod form;
pub mod id;
pub mod key;
pub mod list_view;
pub mod member;
pub mod overview;
pub mod page;
pub mod posture;
pub mod regression;
pub mod rights;
pub mod search;
pub mod settings;
pub mod sharing;
pub mod sso;
pub mod synonyms;
pub mod text;
pub mod thresholds;
pub mod time;
pub mod trial;
pub mod turn;
pub mod unanswered;
pub mod version;
pub mod widget;
#[cfg(feature = "server-fn")]
pub mod wire;

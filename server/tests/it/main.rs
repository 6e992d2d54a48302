//! Integration tests: the real router on real databases, with a clock of ours. Each test runs on
//! SQLite and on PostgreSQL, which `cargo xtask test` starts.

#![expect(
    clippy::unwrap_used,
    reason = "what is not as expected ends the run, and that is right here"
)]

mod access;
mod addresses;
mod analytics;
mod articles;
mod audit;
mod batches;
mod binary;
mod bots;
mod channels;
mod conversations;
mod data;
mod description;
mod dialog;
mod doctor;
mod edge;
mod encryption;
mod factor;
mod factor_policy;
mod fetch;
mod forged;
mod kept;
mod keys;
mod knowledge;
mod learning;
mod limits;
mod lists;
mod management;
mod matrix;
mod meanwhile;
mod members;
mod outbox;
mod pages;
mod people;
mod program;
mod provider;
mod recovery;
mod repeated;
mod rights;
mod room;
mod security;
mod session;
mod settings;
mod setup;
mod sign_on;
mod sign_on_factor;
mod support;
mod tokens;
mod trust;
mod unanswered;
mod walk;
mod widget;

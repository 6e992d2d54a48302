//! Integration tests: the real router on real databases, with a clock of ours. Each test runs on
//! SQLite and on PostgreSQL, which `cargo xtask test` starts.

mod access;
mod binary;
mod conversations;
mod dialog;
mod edge;
mod knowledge;
mod pages;
mod repeated;
mod session;
mod support;

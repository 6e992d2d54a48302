//! The server: commands, HTTP, and the wiring of everything below.

pub mod cli;
pub mod commands;
pub mod fetch;
pub mod http;
pub mod listener;
mod mail;
pub mod node;
pub mod settings;
pub mod tls;

mod metrics;
mod posture;

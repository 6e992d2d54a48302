//! The binary `parlance`.

use clap::Parser;
use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    server::commands::run(server::cli::Cli::parse()).await
}

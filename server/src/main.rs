//! The binary `parlance`.

use clap::Parser;
use mimalloc::MiMalloc;
use std::process::ExitCode;

/// A request makes and drops many small things; the system's allocator was a tenth of its cost.
/// Without huge pages (the feature `no_thp`): with them, half of the memory lay idle.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

#[tokio::main]
async fn main() -> ExitCode {
    // What this process writes is for its owner alone: data, keys, the database's own files.
    rustix::process::umask(rustix::fs::Mode::RWXG | rustix::fs::Mode::RWXO);
    server::commands::run(server::cli::Cli::parse()).await
}

//! The project's commands: `cargo xtask run`, `dev`, `check`, `test`, `bench`.
//!
//! They do everything that is needed on a machine with rustup, Node and a C compiler: what is
//! missing is installed or started, never skipped.

mod browser;
mod postgres;
mod shell;
mod site;

use anyhow::Result;
use postgres::Postgres;
use shell::{command, run, say};
use std::{
    env,
    process::{Command, ExitCode},
    time::Instant,
};

const USAGE: &str = "\
cargo xtask run [FLAGS…]   build Parlance and serve the demo; flags go to `parlance demo`
cargo xtask dev            the same, built anew when a file changes
cargo xtask check          format, lints and house rules: quick
cargo xtask test           every test there is: SQLite, PostgreSQL, real Chromium
cargo xtask e2e [ARGS…]    the browser tests alone; arguments go to Playwright
cargo xtask bench          the engine's benchmarks, the load test and the pages' cost
cargo xtask release        build the one binary, target/release/parlance";

fn main() -> ExitCode {
    let mut args = env::args().skip(1);
    let task = args.next().unwrap_or_default();
    let rest: Vec<String> = args.collect();
    let done = match task.as_str() {
        "run" => serve(&rest),
        "dev" => dev(&rest),
        "check" => check(),
        "test" => test(),
        "e2e" => end_to_end(&rest),
        "bench" => bench(),
        "release" => release(),
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(cause) => {
            eprintln!("xtask: {cause:#}");
            ExitCode::FAILURE
        }
    }
}

/// Builds and serves the demo.
fn serve(flags: &[String]) -> Result<()> {
    site::build(site::Mode::Small)?;
    say("Building the server");
    run(command("cargo").args(["build", "--quiet"]))?;
    run(&mut demo(flags))
}

/// The demo, on data that stays from one run to the next unless the flags say where.
fn demo(flags: &[String]) -> Command {
    let mut demo = command("target/debug/parlance");
    demo.arg("demo");
    if !flags.iter().any(|flag| flag.starts_with("--data-dir")) {
        demo.args(["--data-dir", "data/demo"]);
    }
    demo.args(flags);
    demo
}

/// Serves, and begins again when a source changes. Scripts are built quick rather than small.
fn dev(flags: &[String]) -> Result<()> {
    loop {
        site::build(site::Mode::Quick)?;
        run(command("cargo").args(["build", "--quiet"]))?;
        let mut server = demo(flags).spawn()?;
        site::wait_for_change(&mut server)?;
        // It may have ended by itself already.
        let _ = server.kill();
        server.wait()?;
    }
}

fn check() -> Result<()> {
    say("Format");
    run(command("cargo").args(["fmt", "--all", "--check"]))?;
    say("Lints");
    run(command("cargo").args(["clippy", "--quiet", "--all-targets", "--", "-D", "warnings"]))?;
    say("House rules");
    run(command("cargo").args(["test", "--quiet", "-p", "server", "--test", "tidy"]))
}

/// Everything, in the order in which it fails soonest.
fn test() -> Result<()> {
    let began = Instant::now();
    let mut ran = Vec::new();
    let mut stage = |name: &str, work: &mut dyn FnMut() -> Result<()>| -> Result<()> {
        say(name);
        let began = Instant::now();
        work()?;
        ran.push(format!("  {name}: passed, {} s", began.elapsed().as_secs()));
        Ok(())
    };
    stage("Format", &mut || {
        run(command("cargo").args(["fmt", "--all", "--check"]))
    })?;
    stage("The pages' scripts and styles", &mut || {
        site::build(site::Mode::Small)
    })?;
    stage("The dialog box: types and unit tests", &mut site::test_box)?;
    stage(
        "Lints, unit and integration tests on SQLite and PostgreSQL",
        &mut rust_tests,
    )?;
    // The tests have built the server, whose binary they call.
    stage("Browser tests in Chromium", &mut || browser::test(&[]))?;
    println!(
        "\nWhat ran, in {} s:\n{}",
        began.elapsed().as_secs(),
        ran.join("\n")
    );
    Ok(())
}

/// Lints and tests in one build: the compiler that cargo calls for our own crates is clippy's.
fn rust_tests() -> Result<()> {
    let postgres = Postgres::start()?;
    let mut tests = linted("test");
    tests
        .arg("--no-fail-fast")
        .env("PARLANCE_TEST_POSTGRES", postgres.url());
    run(&mut tests)
}

/// A cargo command whose compiler, for our own crates, is clippy's with warnings denied.
fn linted(task: &str) -> Command {
    let mut cargo = command("cargo");
    cargo.arg(task);
    cargo.env("RUSTC_WORKSPACE_WRAPPER", "clippy-driver");
    cargo.env("CLIPPY_ARGS", "-Dwarnings__CLIPPY_HACKERY__");
    cargo
}

fn end_to_end(args: &[String]) -> Result<()> {
    site::build(site::Mode::Small)?;
    say("Building the server");
    run(linted("build").arg("--quiet"))?;
    browser::test(args)
}

fn bench() -> Result<()> {
    say("The engine");
    run(command("cargo").args(["bench", "-p", "engine"]))?;
    site::build(site::Mode::Small)?;
    say("The server under load, against a bare handler");
    run(command("cargo").args(["bench", "-p", "server", "--bench", "load"]))?;
    say("The backoffice's pages, against a bare handler");
    run(command("cargo").args(["bench", "-p", "server", "--bench", "pages"]))
}

fn release() -> Result<()> {
    site::build(site::Mode::Small)?;
    say("Building target/release/parlance");
    run(command("cargo").args(["build", "--release", "-p", "server"]))
}

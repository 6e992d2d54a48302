//! The commands: each reads its flags, asks the domain, and prints.

mod ask;
mod audit;
mod bot;
mod demo;
mod doctor;
mod evaluate;
mod knowledge;
mod members;
mod output;
mod routes;
mod serve;

use crate::{
    cli::{Cli, Command, Common},
    node,
    settings::{Draft, Environment, Settings},
};
use domain::{
    access::{Caller, Door},
    platform::Platform,
};
use model::{error::AppError, regression::FailedTest};
use output::Output;
use std::process::ExitCode;
use tracing_subscriber::EnvFilter;

/// Carries out a command. Exit status 0 done, 1 failed; wrong usage, 2, is the parser's.
pub async fn run(cli: Cli) -> ExitCode {
    let output = Output::new(cli.common.json);
    match carry_out(cli, &output).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(cause) => {
            eprintln!("parlance: {}", explain(&cause));
            ExitCode::FAILURE
        }
    }
}

/// The chain of causes, and for a refused value every field with its problem.
fn explain(cause: &anyhow::Error) -> String {
    match cause.downcast_ref::<AppError>() {
        Some(AppError::Invalid { fields }) => {
            let say =
                |error: &model::error::FieldError| format!("{} {}", error.field, error.problem);
            fields.iter().map(say).collect::<Vec<_>>().join("; ")
        }
        Some(AppError::TestsFailed { n_failed, failed }) => stopped(*n_failed, failed),
        Some(AppError::NotFound) => "there is nothing with this id".to_owned(),
        Some(AppError::Conflict) => {
            "it is there already, or was changed in the meantime".to_owned()
        }
        _ => format!("{cause:#}"),
    }
}

/// Which tests stopped a publish.
fn stopped(n_failed: u32, failed: &[FailedTest]) -> String {
    let or_nothing = |title: &str| match title {
        "" => "nothing".to_owned(),
        title => format!("{title:?}"),
    };
    let mut lines = format!("nothing is published: tests that fail: {n_failed}");
    for test in failed {
        let (expected, answered) = (or_nothing(&test.expected), or_nothing(&test.answered));
        lines.push_str(&format!(
            "\n  {:?}: expected {expected}, got {answered}",
            test.question
        ));
    }
    lines
}

async fn carry_out(cli: Cli, output: &Output) -> anyhow::Result<()> {
    let Cli { common, command } = cli;
    match command {
        Command::Serve(listen) => serve::run(&common, listen, output).await,
        Command::Demo(demo) => demo::run(&common, demo, output).await,
        Command::Workspace(command) => {
            members::workspace(&open(&common).await?, command, output).await
        }
        Command::Member(command) => {
            let settings = settings(&common)?.check()?;
            members::member(&open(&common).await?, command, &settings, output).await
        }
        Command::Key(command) => members::key(&open(&common).await?, command, output).await,
        Command::Bot(command) => bot::run(&open(&common).await?, command, output).await,
        Command::Knowledge(command) => knowledge::run(&open(&common).await?, command, output).await,
        Command::Publish(one) => knowledge::publish(&open(&common).await?, one.bot, output).await,
        Command::Ask(ask) => ask::run(&open(&common).await?, ask, output).await,
        Command::Evaluate(evaluate) => evaluate::run(&common, evaluate, output).await,
        Command::Audit(command) => audit::run(&open(&common).await?, &command, output).await,
        Command::Routes => routes::run(output),
        Command::Doctor => doctor::run(&common, output).await,
    }
}

/// The settings of a data directory, with the environment's.
fn settings(common: &Common) -> anyhow::Result<Draft> {
    let file = match &common.config {
        Some(file) if !file.exists() => anyhow::bail!("there is no file {}", file.display()),
        Some(file) => file.clone(),
        None => common.data_dir.join("parlance.toml"),
    };
    Draft::read(&file, std::env::vars())
}

/// A door to the platform of the data directory, for who works on the machine itself.
async fn open(common: &Common) -> anyhow::Result<Door> {
    let settings = settings(common)?.check()?;
    start_logs(&settings, "warn");
    let platform = node::open(&common.data_dir, &settings).await?;
    Ok(door(platform))
}

fn door(platform: Platform) -> Door {
    Door::new(platform, Caller::Command)
}

/// Libraries that would log what people wrote, or a line for every stray cookie.
const QUIET: &str = "html5ever=off,sqlx=warn,tower_sessions=error,tower_sessions_core=error";

/// Logs go to stderr: JSON where machines read them, lines where people do.
fn start_logs(settings: &Settings, default: &str) {
    let wanted = std::env::var("PARLANCE_LOG").unwrap_or_else(|_| default.to_owned());
    let filter = EnvFilter::new(format!("{wanted},{QUIET}"));
    let logs = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    // A second call in one process is harmless: the first logger stays.
    let _ = match settings.environment {
        Environment::Development => logs.try_init(),
        Environment::Production | Environment::Preproduction => logs.json().try_init(),
    };
}

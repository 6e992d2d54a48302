use super::Output;
use crate::cli;
use anyhow::{Context, bail};
use domain::{
    access::{Door, Knowledge, Read, Write},
    knowledge::{self, ExportFormat, ImportOptions, Imported},
};
use model::{bot::Published, error::AppError, id::BotId};
use serde::Serialize;
use serde_json::{Value, json};
use std::path::Path;

/// The largest file that is imported, in bytes.
const MAX_FILE: u64 = 256 * 1024 * 1024;
/// Rows between two lines of progress.
const STEP: usize = 2_000;

/// `parlance knowledge …`.
pub(super) async fn run(
    door: &Door,
    command: cli::Knowledge,
    output: &Output,
) -> anyhow::Result<()> {
    match command {
        cli::Knowledge::Import {
            bot,
            file,
            labelled,
            publish,
            dry_run,
        } => {
            let options = ImportOptions {
                is_dry_run: dry_run,
            };
            import(door, bot, &file, labelled, options, publish, output).await
        }
        cli::Knowledge::Export { bot, format } => {
            let access = door.open::<Read<Knowledge>>(bot).await?;
            // One object can hold rows, and no table.
            let format = match format {
                _ if output.is_json() => ExportFormat::JsonLines,
                cli::Format::Jsonl => ExportFormat::JsonLines,
                cli::Format::Csv => ExportFormat::Csv,
            };
            export(&knowledge::export(&access, format).await?, output)
        }
    }
}

/// Lines as they are, or with `--json` one object that holds them.
fn export(lines: &str, output: &Output) -> anyhow::Result<()> {
    let rows: Vec<Value> = lines
        .lines()
        .filter_map(|line| serde_json::from_str(line).ok())
        .collect();
    output.result(&json!({ "articles": rows }), Some(lines))
}

#[derive(Serialize)]
struct ImportResult {
    #[serde(flatten)]
    imported: Imported,
    #[serde(skip_serializing_if = "Option::is_none")]
    published: Option<Published>,
}

async fn import(
    door: &Door,
    bot: BotId,
    file: &Path,
    is_labelled: bool,
    options: ImportOptions,
    publish: bool,
    output: &Output,
) -> anyhow::Result<()> {
    let text = read(file)?;
    if is_labelled && file.extension().is_none_or(|extension| extension != "tsv") {
        bail!("--labelled reads .tsv files: text, a tab, and its label");
    }
    let extension = file
        .extension()
        .and_then(|extension| extension.to_str())
        .unwrap_or_default();
    let read = knowledge::read_rows(&extension.to_ascii_lowercase(), &text, is_labelled);
    let Some((rows, refused)) = read else {
        bail!(
            "{}: only .csv, .tsv and .jsonl files are read",
            file.display()
        )
    };
    let access = door.open::<Write<Knowledge>>(bot).await?;
    let mut total = Imported {
        refused,
        ..Imported::default()
    };
    for (n_done, part) in (0..).step_by(STEP).zip(rows.chunks(STEP)) {
        if n_done > 0 {
            output.progress(&format!("{n_done} of {} rows", rows.len()));
        }
        let imported = knowledge::import(&access, part, options).await?;
        total.added += imported.added;
        total.changed += imported.changed;
        total.refused.extend(imported.refused);
    }
    total.refused.sort_by_key(|refused| refused.line);
    let published = if publish {
        Some(knowledge::publish(&access).await?)
    } else {
        None
    };
    let lines = describe(&total, options, published.as_ref());
    output.result(
        &ImportResult {
            imported: total,
            published,
        },
        Some(&lines),
    )
}

fn read(file: &Path) -> anyhow::Result<String> {
    let about = || format!("{} can't be read", file.display());
    let size = std::fs::metadata(file).with_context(about)?.len();
    if size > MAX_FILE {
        bail!("{} is larger than {MAX_FILE} bytes", file.display());
    }
    std::fs::read_to_string(file).with_context(about)
}

fn describe(total: &Imported, options: ImportOptions, published: Option<&Published>) -> String {
    let would = if options.is_dry_run { "would be " } else { "" };
    let mut lines = format!(
        "{} {would}added, {} {would}changed, {} refused\n",
        total.added,
        total.changed,
        total.refused.len()
    );
    for refused in &total.refused {
        lines.push_str(&format!("  line {}: {}\n", refused.line, refused.why));
    }
    if let Some(published) = published {
        lines.push_str(&format!("published as version {}\n", published.version));
    }
    lines
}

/// `parlance publish`.
pub(super) async fn publish(door: &Door, bot: BotId, output: &Output) -> anyhow::Result<()> {
    let access = door.open::<Write<Knowledge>>(bot).await?;
    match knowledge::publish(&access).await {
        Ok(published) => output.result(&published, None),
        Err(refused @ AppError::TestsFailed { .. }) => {
            // Scripts read which tests failed; people read it with the failure.
            if output.is_json() {
                output.result(&refused, None)?;
            }
            Err(refused.into())
        }
        Err(error) => Err(error.into()),
    }
}

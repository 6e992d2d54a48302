use super::{Output, open};
use crate::cli::{self, Common};
use anyhow::{Context, bail};
use domain::{
    access::{Knowledge, Read},
    evaluation::{self, Labelled, Measured},
};
use model::{error::AppError, text::Locale};
use std::{fmt::Write, fs, path::Path};

/// `parlance evaluate`.
pub(super) async fn run(
    common: &Common,
    evaluate: cli::Evaluate,
    output: &Output,
) -> anyhow::Result<()> {
    let locale = evaluate.locale.as_deref().map(Locale::parse).transpose();
    let locale = locale.map_err(|problem| AppError::invalid("locale", problem))?;
    let questions = evaluate
        .file
        .as_deref()
        .map(read)
        .transpose()?
        .unwrap_or_default();
    let measured = match (&evaluate.bot, &evaluate.train) {
        (Some(bot), _) => {
            let access = open(common).await?.open::<Read<Knowledge>>(*bot).await?;
            let locale = locale.as_ref();
            evaluation::on_bot(&access, evaluate.draft, &questions, locale).await?
        }
        (None, Some(train)) => {
            let train = read(train)?;
            // Without a language the engine goes by the words alone, as for English.
            let locale = locale.map_or_else(|| Locale::parse("en"), Ok);
            let locale = locale.map_err(|problem| AppError::invalid("locale", problem))?;
            match evaluate.folds {
                Some(n_folds) => evaluation::on_folds(&train, n_folds as usize, &locale),
                None => evaluation::on_files(&train, &questions, &locale),
            }
        }
        (None, None) => bail!("a bot or a file to learn from is needed"),
    };
    if let Some(path) = &evaluate.predictions {
        fs::write(path, predictions(&measured)).with_context(|| path.display().to_string())?;
    }
    output.result(&measured, None)
}

fn read(path: &Path) -> anyhow::Result<Vec<Labelled>> {
    let text =
        fs::read_to_string(path).with_context(|| format!("{} can't be read", path.display()))?;
    let lines = (1..)
        .zip(text.lines())
        .filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(number, line)| {
            let (text, label) = line.split_once('\t').with_context(|| {
                format!(
                    "{}, line {number}: expected text, a tab and a label",
                    path.display()
                )
            })?;
            Ok(Labelled {
                text: text.to_owned(),
                label: label.trim().to_owned(),
            })
        })
        .collect()
}

fn predictions(measured: &Measured) -> String {
    let mut lines = String::new();
    for one in &measured.predictions {
        let (text, expected, predicted) = (&one.text, &one.expected, &one.predicted);
        // Writing into a string does not fail.
        let _ = writeln!(
            lines,
            "{text}\t{expected}\t{predicted}\t{:.4}\t{}",
            one.confidence, one.decision
        );
    }
    lines
}

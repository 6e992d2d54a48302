//! A report as a file.

use super::{named::NamedReport, report};
use crate::{
    access::{Access, Analytics, Read},
    audit::note_export,
    cells::harmless,
};
use model::{
    analytics::{Counts, Figures, Report, Top, Wanted},
    error::{AppError, AppResult},
};

const HEADER: [&str; 12] = [
    "table",
    "label",
    "conversations",
    "questions",
    "answered",
    "asked_back",
    "not_understood",
    "understanding_rate",
    "thumbs_up",
    "thumbs_down",
    "median_us",
    "p95_us",
];

/// The form of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// One table.
    Csv,
    /// The report as pages have it, each figure under its name.
    Json,
}

/// A bot's figures as a file, and the report that it tells of.
pub async fn export(
    access: &Access<Read<Analytics>>,
    wanted: &Wanted,
    format: Format,
) -> AppResult<(Report, String)> {
    let (report, problems) = report(access, wanted).await?;
    // A page shows what it could not read beside the default; a file can't.
    if !problems.is_empty() {
        return Err(AppError::Invalid { fields: problems });
    }
    let (name, text) = match format {
        Format::Csv => ("csv", csv(&report)?),
        Format::Json => {
            let text = serde_json::to_string(&NamedReport::from(report.clone()));
            ("json", text.map_err(|_| AppError::Internal)?)
        }
    };
    let subject = format!("bot:{} format:{name}", access.bot());
    note_export(access, "analytics.export", &subject).await?;
    Ok((report, text))
}

/// The report as one table: what a row is of stands in its first column.
fn csv(report: &Report) -> AppResult<String> {
    let mut out = ::csv::Writer::from_writer(Vec::new());
    let mut write = |row: &[String]| out.write_record(row).map_err(|_| AppError::Internal);
    write(&HEADER.map(str::to_owned))?;
    let days = format!("{}/{}", report.from, report.to);
    write(&row(
        "period",
        &days,
        &report.figures.counts,
        Some(report.figures),
    ))?;
    write(&row(
        "before",
        "",
        &report.before.counts,
        Some(report.before),
    ))?;
    for column in &report.series {
        write(&row(
            report.grain.as_str(),
            &column.label,
            &column.counts,
            None,
        ))?;
    }
    let lists: [(&str, &[Top]); 4] = [
        ("article", &report.articles),
        ("topic", &report.topics),
        ("language", &report.languages),
        ("page", &report.pages),
    ];
    for (name, list) in lists {
        for top in list {
            write(&row(name, &top.label, &top.counts, None))?;
        }
    }
    let bytes = out.into_inner().map_err(|_| AppError::Internal)?;
    String::from_utf8(bytes).map_err(|_| AppError::Internal)
}

fn row(table: &str, label: &str, counts: &Counts, figures: Option<Figures>) -> Vec<String> {
    let rate = counts.understanding().map(|rate| format!("{rate:.4}"));
    let micros = |micros: Option<u32>| micros.map(|n| n.to_string()).unwrap_or_default();
    vec![
        table.to_owned(),
        harmless(label),
        counts.n_conversations.to_string(),
        counts.n_questions.to_string(),
        counts.n_answered.to_string(),
        counts.n_asked_back.to_string(),
        counts.n_missed.to_string(),
        rate.unwrap_or_default(),
        counts.n_up.to_string(),
        counts.n_down.to_string(),
        micros(figures.and_then(|figures| figures.median_us)),
        micros(figures.and_then(|figures| figures.p95_us)),
    ]
}

//! The figures of a file, each under its name. Pages get them shorter, see [`Counts`].

use model::analytics::{Column, Counts, Figures, Grain, LeftOut, Report, Top};
use serde::Serialize;

#[derive(Serialize)]
pub struct NamedReport {
    from: String,
    to: String,
    grain: Grain,
    tz: String,
    today: String,
    starts: Vec<String>,
    figures: NamedFigures,
    before: NamedFigures,
    left_out: LeftOut,
    series: Vec<NamedColumn>,
    week: Vec<[u64; 24]>,
    articles: Vec<NamedTop>,
    topics: Vec<NamedTop>,
    languages: Vec<NamedTop>,
    pages: Vec<NamedTop>,
}

#[derive(Serialize)]
struct NamedFigures {
    counts: NamedCounts,
    median_us: Option<u32>,
    p95_us: Option<u32>,
}

#[derive(Serialize)]
struct NamedColumn {
    label: String,
    start: i64,
    end: i64,
    counts: NamedCounts,
}

#[derive(Serialize)]
struct NamedTop {
    label: String,
    article: Option<String>,
    counts: NamedCounts,
}

#[derive(Serialize)]
struct NamedCounts {
    n_conversations: u64,
    n_questions: u64,
    n_answered: u64,
    n_asked_back: u64,
    n_missed: u64,
    n_up: i64,
    n_down: i64,
}

impl From<Report> for NamedReport {
    fn from(report: Report) -> Self {
        let tops = |tops: Vec<Top>| tops.into_iter().map(NamedTop::from).collect();
        Self {
            from: report.from,
            to: report.to,
            grain: report.grain,
            tz: report.tz,
            today: report.today,
            starts: report.starts,
            figures: report.figures.into(),
            before: report.before.into(),
            left_out: report.left_out,
            series: report.series.into_iter().map(NamedColumn::from).collect(),
            week: report.week,
            articles: tops(report.articles),
            topics: tops(report.topics),
            languages: tops(report.languages),
            pages: tops(report.pages),
        }
    }
}

impl From<Figures> for NamedFigures {
    fn from(figures: Figures) -> Self {
        Self {
            counts: figures.counts.into(),
            median_us: figures.median_us,
            p95_us: figures.p95_us,
        }
    }
}

impl From<Column> for NamedColumn {
    fn from(column: Column) -> Self {
        Self {
            label: column.label,
            start: column.start.as_millis(),
            end: column.end.as_millis(),
            counts: column.counts.into(),
        }
    }
}

impl From<Top> for NamedTop {
    fn from(top: Top) -> Self {
        Self {
            label: top.label,
            article: top.article.map(|id| id.to_string()),
            counts: top.counts.into(),
        }
    }
}

impl From<Counts> for NamedCounts {
    fn from(counts: Counts) -> Self {
        Self {
            n_conversations: counts.n_conversations,
            n_questions: counts.n_questions,
            n_answered: counts.n_answered,
            n_asked_back: counts.n_asked_back,
            n_missed: counts.n_missed,
            n_up: counts.n_up,
            n_down: counts.n_down,
        }
    }
}

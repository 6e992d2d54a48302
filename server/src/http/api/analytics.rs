//! A bot's figures.

use super::{Asked, Bearer, Ids};
use crate::http::HttpError;
use axum::Json;
use domain::{
    access::{Analytics, Read},
    analytics, audit,
};
use model::{
    analytics::{self as figures, Wanted},
    error::AppError,
    id::BotId,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Which figures.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Period {
    /// The first day, `2026-03-01`; without it, four weeks up to `to`.
    from: String,
    /// The last day, which is counted; without it, today.
    to: String,
    /// How wide the columns are: `hour`, `day`, `week` or `month`; without it, what suits the length.
    grain: String,
    /// The time zone, `Europe/Paris`; UTC without it.
    tz: String,
}

/// What is counted of visitors' questions.
#[derive(Serialize, ToSchema)]
pub(super) struct Counts {
    /// Conversations that began.
    n_conversations: u64,
    /// Questions asked.
    n_questions: u64,
    /// Those answered.
    n_answered: u64,
    /// Those asked back.
    n_asked_back: u64,
    /// Those not understood.
    n_missed: u64,
    /// Thumbs that are up.
    n_up: i64,
    /// Thumbs that are down.
    n_down: i64,
}

impl From<figures::Counts> for Counts {
    fn from(counts: figures::Counts) -> Self {
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

/// Counts with what is derived from them.
#[derive(Serialize, ToSchema)]
pub(super) struct Figures {
    #[serde(flatten)]
    counts: Counts,
    /// The share of questions that were answered, 0 to 1; `null` without questions.
    understanding: Option<f64>,
    /// The share of thumbs that are up, 0 to 1; `null` without thumbs.
    satisfaction: Option<f64>,
    /// Half of the answers were ready within this time, in microseconds.
    median_us: Option<u32>,
    /// 95 in 100 were, in microseconds.
    p95_us: Option<u32>,
}

impl From<figures::Figures> for Figures {
    fn from(figures: figures::Figures) -> Self {
        Self {
            understanding: figures.counts.understanding(),
            satisfaction: figures.counts.satisfaction(),
            counts: figures.counts.into(),
            median_us: figures.median_us,
            p95_us: figures.p95_us,
        }
    }
}

/// A column of a chart.
#[derive(Serialize, ToSchema)]
pub(super) struct Column {
    /// When it begins, as the clocks there show: `2026-03-01T14:00`.
    label: String,
    /// When it begins, in milliseconds since 1970, UTC.
    start: i64,
    /// When it ends; the moment itself is not in it.
    end: i64,
    #[serde(flatten)]
    counts: Counts,
}

/// One of the most frequent values.
#[derive(Serialize, ToSchema)]
pub(super) struct Top {
    /// The value.
    label: String,
    /// The article's id, where it is one that is still there.
    article: Option<String>,
    #[serde(flatten)]
    counts: Counts,
}

fn tops(tops: Vec<figures::Top>) -> Vec<Top> {
    let top = |top: figures::Top| Top {
        label: top.label,
        article: top.article.map(|article| article.to_string()),
        counts: top.counts.into(),
    };
    tops.into_iter().map(top).collect()
}

/// A period's figures, with those of the period of the same length before it.
#[derive(Serialize, ToSchema)]
pub(super) struct Report {
    /// The first day.
    from: String,
    /// The last day, which is counted.
    to: String,
    /// How wide the columns are.
    grain: String,
    /// The time zone.
    tz: String,
    /// The period's figures.
    figures: Figures,
    /// Those of as many days before it.
    before: Figures,
    /// The period's columns, oldest first.
    series: Vec<Column>,
    /// The articles that answered most.
    articles: Vec<Top>,
    /// Their topics.
    topics: Vec<Top>,
    /// The languages of the pages that asked; empty where none was told.
    languages: Vec<Top>,
    /// The pages that asked; empty where none was told.
    pages: Vec<Top>,
}

/// Adds up a bot's figures over days of a time zone.
#[utoipa::path(
    get,
    operation_id = "getAnalytics",
    path = "/api/v1/bots/{bot}/analytics",
    tag = "Analytics",
    params(("bot" = String, Path, description = "The bot's id."), Period),
    responses(
        (status = 200, description = "The figures.", body = Report),
        (status = 422, description = "Parameters are not right; `errors` names each."),
    ),
    security(("token" = ["analytics:read"]))
)]
pub(super) async fn report(
    Bearer(door): Bearer,
    Ids(bot): Ids<BotId>,
    Asked(period): Asked<Period>,
) -> Result<Json<Report>, HttpError> {
    let access = door.open::<Read<Analytics>>(bot).await?;
    let wanted = Wanted {
        from: period.from,
        to: period.to,
        grain: period.grain,
        tz: period.tz,
    };
    let (report, problems) = analytics::report(&access, &wanted).await?;
    if !problems.is_empty() {
        return Err(AppError::Invalid { fields: problems }.into());
    }
    audit::note_reading(&access).await?;
    let column = |column: figures::Column| Column {
        label: column.label,
        start: column.start.as_millis(),
        end: column.end.as_millis(),
        counts: column.counts.into(),
    };
    Ok(Json(Report {
        from: report.from,
        to: report.to,
        grain: report.grain.to_string(),
        tz: report.tz,
        figures: report.figures.into(),
        before: report.before.into(),
        series: report.series.into_iter().map(column).collect(),
        articles: tops(report.articles),
        topics: tops(report.topics),
        languages: tops(report.languages),
        pages: tops(report.pages),
    }))
}

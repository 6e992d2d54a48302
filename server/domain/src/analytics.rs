//! Figures: counted as turns come, added up when somebody looks.

mod count;
mod export;
mod latency;
mod named;
mod period;

pub use export::{Format as ExportFormat, export};

pub(crate) use count::{count, count_thumb};

use crate::{
    access::{Access, Analytics, InBot, Permitted, Read},
    failure::OrInternal,
    live::Heads,
};
use model::{
    analytics::{Column, Counts, Figures, LeftOut, Report, Top, Wanted},
    error::{AppResult, FieldError},
    id::{ArticleId, BotId},
    time::{DAY_MS, Timestamp},
    turn::Audience,
};
use period::Period;
use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};
use store::{
    Tx, articles, nodes,
    usage::{self, Dimension, Span},
};

/// The most values of a list on the page.
const TOP: usize = 10;
/// The most articles that are added up to topics.
const MAX_ARTICLES: u32 = 10_000;

/// A bot's figures for the days that are asked for, and what of the wish could not be read: there
/// the default stands in.
pub async fn report(
    access: &Access<Read<Analytics>>,
    wanted: &Wanted,
) -> AppResult<(Report, Vec<FieldError>)> {
    let (period, problems) = Period::parse(wanted, access.platform().now());
    let bot = access.bot();
    let db = access.platform().db();
    let mut tx = db.read().await.or_internal("adding up figures")?;
    let span = period.span();
    let steps = usage::series(&mut tx, bot, span, period.step())
        .await
        .or_internal("adding up figures")?;
    let mut series = period.columns();
    let mut week = vec![[0; 24]; 7];
    for (at, counts) in steps {
        let column = series.partition_point(|column| column.end <= at);
        if let Some(column) = series.get_mut(column) {
            column.counts += counts;
        }
        let (weekday, hour) = period.hour_of_week(at);
        week[weekday][hour] += counts.n_questions;
    }
    let (articles, topics) = top_articles(&mut tx, access, span).await?;
    Ok((
        Report {
            from: period.from(),
            to: period.to(),
            grain: period.grain(),
            tz: period.zone(),
            today: period.today(),
            starts: period.starts(),
            figures: figures(&mut tx, bot, span).await?,
            before: figures(&mut tx, bot, period.before()).await?,
            left_out: left_out(&mut tx, bot, span).await?,
            series,
            week,
            articles,
            topics,
            languages: top(&mut tx, bot, Dimension::Locale, span).await?,
            pages: shown(access, top(&mut tx, bot, Dimension::Page, span).await?),
        },
        problems,
    ))
}

async fn totals(
    tx: &mut Tx,
    bot: BotId,
    dimension: Dimension,
    audience: Audience,
    span: Span,
    limit: u32,
) -> AppResult<Vec<(String, Counts)>> {
    usage::totals(tx, bot, dimension, audience, span, limit)
        .await
        .or_internal("adding up figures")
}

async fn figures(tx: &mut Tx, bot: BotId, span: Span) -> AppResult<Figures> {
    let all = totals(tx, bot, Dimension::All, Audience::Visitor, span, 1).await?;
    let classes = totals(
        tx,
        bot,
        Dimension::Latency,
        Audience::Visitor,
        span,
        latency::CLASSES,
    )
    .await?;
    let classes = latency::Classes::new(classes);
    Ok(Figures {
        counts: all.first().map(|(_, counts)| *counts).unwrap_or_default(),
        median_us: classes.quantile(0.5),
        p95_us: classes.quantile(0.95),
    })
}

async fn left_out(tx: &mut Tx, bot: BotId, span: Span) -> AppResult<LeftOut> {
    let mut n = [0, 0];
    for (n, audience) in n.iter_mut().zip([Audience::Test, Audience::Automated]) {
        let all = totals(tx, bot, Dimension::All, audience, span, 1).await?;
        *n = all.first().map_or(0, |(_, counts)| counts.n_questions);
    }
    let [n_test, n_automated] = n;
    Ok(LeftOut {
        n_test,
        n_automated,
    })
}

async fn top(tx: &mut Tx, bot: BotId, dimension: Dimension, span: Span) -> AppResult<Vec<Top>> {
    let limit = u32::try_from(TOP).unwrap_or(u32::MAX);
    let values = totals(tx, bot, dimension, Audience::Visitor, span, limit).await?;
    let top = |(label, counts)| Top {
        label,
        article: None,
        counts,
    };
    Ok(values.into_iter().map(top).collect())
}

/// Pages as who asks may read their addresses; those that look the same then are one.
fn shown(access: &Access<Read<Analytics>>, pages: Vec<Top>) -> Vec<Top> {
    let mut all: Vec<Top> = Vec::with_capacity(pages.len());
    for page in pages {
        let label = access.shown(page.label);
        match all.iter_mut().find(|known| known.label == label) {
            Some(known) => known.counts += page.counts,
            None => all.push(Top { label, ..page }),
        }
    }
    all
}

/// The articles that answered most, and all articles' counts by their topics of today.
async fn top_articles(
    tx: &mut Tx,
    access: &Access<Read<Analytics>>,
    span: Span,
) -> AppResult<(Vec<Top>, Vec<Top>)> {
    let (bot, dimension) = (access.bot(), Dimension::Article);
    let counted = totals(tx, bot, dimension, Audience::Visitor, span, MAX_ARTICLES).await?;
    let heads = heads(tx, access).await?;
    let (mut top, mut topics) = (Vec::new(), BTreeMap::<String, Counts>::new());
    for (value, counts) in counted {
        let head = value.parse().ok().and_then(|id: ArticleId| heads.get(&id));
        let topic = head.map(|head| head.topic.clone()).unwrap_or_default();
        *topics.entry(topic).or_default() += counts;
        if top.len() < TOP {
            top.push(Top {
                label: head.map(|head| head.title.clone()).unwrap_or_default(),
                article: head.filter(|head| head.is_there).map(|head| head.id),
                counts,
            });
        }
    }
    let mut topics: Vec<Top> = topics
        .into_iter()
        .map(|(label, counts)| Top {
            label,
            article: None,
            counts,
        })
        .collect();
    topics.sort_by_key(|topic| std::cmp::Reverse(topic.counts.n_questions));
    topics.truncate(TOP);
    Ok((top, topics))
}

/// What all articles are called that the bot ever had, and their topics.
async fn heads(tx: &mut Tx, access: &Access<Read<Analytics>>) -> AppResult<Arc<Heads>> {
    let (kept, bot) = (&access.platform().live().heads, access.bot());
    let revision = store::versions::draft_revision(tx, bot)
        .await
        .or_internal("finding articles")?;
    if let Some(heads) = kept.get(bot, revision) {
        return Ok(heads);
    }
    let heads = articles::list_heads(tx, bot)
        .await
        .or_internal("finding articles")?;
    let heads: Arc<Heads> = Arc::new(heads.into_iter().map(|head| (head.id, head)).collect());
    kept.keep(bot, revision, heads.clone());
    Ok(heads)
}

/// How often each article answered visitors in the last 30 days, today among them. It is added up
/// when turns were counted since, of whatever bot.
pub(crate) async fn uses_of_articles<P: Permitted<Scope = InBot>>(
    tx: &mut Tx,
    access: &Access<P>,
) -> AppResult<Arc<HashMap<ArticleId, u64>>> {
    let (platform, bot) = (access.platform(), access.bot());
    let (kept, today) = (
        &platform.live().uses,
        platform.now().as_millis().div_euclid(DAY_MS),
    );
    let counted = nodes::counted_in_all(tx)
        .await
        .or_internal("adding up figures")?;
    if let Some((day, uses)) = kept.get(bot, counted)
        && day == today
    {
        return Ok(uses);
    }
    let span = Span {
        start: (today - 29) * DAY_MS,
        end: (today + 1) * DAY_MS,
    };
    let dimension = Dimension::Article;
    let all = totals(tx, bot, dimension, Audience::Visitor, span, MAX_ARTICLES).await?;
    let uses = |(id, counts): (String, Counts)| Some((id.parse().ok()?, counts.n_questions));
    let uses: Arc<HashMap<_, _>> = Arc::new(all.into_iter().filter_map(uses).collect());
    kept.keep(bot, counted, (today, uses.clone()));
    Ok(uses)
}

/// An empty column.
fn column(label: String, start: i64, end: i64) -> Column {
    Column {
        label,
        start: Timestamp::from_millis(start),
        end: Timestamp::from_millis(end),
        counts: Counts::default(),
    }
}

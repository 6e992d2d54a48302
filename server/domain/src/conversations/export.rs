//! Conversations as a file.

use super::{Versions, browse::Search, mask, transcript};
use crate::{
    access::{Access, Conversations, Read},
    audit::note_export,
    cells::{harmless, moment},
    failure::OrInternal,
};
use model::{
    conversation::{ConversationFilter, Transcript},
    error::{AppError, AppResult},
    text::Locale,
    turn::Rating,
};

/// The most conversations of one file, the newest that pass the filter, and the most turns.
pub(super) const MAX: usize = 5_000;
const MAX_TURNS: usize = 50_000;
/// The most pages that are looked through for them.
const MAX_PAGES: usize = 200;
const PAGE: u32 = 100;

const HEADER: [&str; 14] = [
    "conversation",
    "started_at",
    "audience",
    "locale",
    "at",
    "question",
    "outcome",
    "article",
    "confidence",
    "latency_us",
    "page",
    "rating",
    "comment",
    "channel",
];

/// Conversations as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// What it says.
    pub text: String,
    /// How many conversations it holds, where there are more that pass the filter.
    pub cut_at: Option<usize>,
}

/// The conversations that pass a filter, newest first, with their turns; and at how many they were
/// cut, if they were.
async fn collect(
    access: &Access<Read<Conversations>>,
    filter: &ConversationFilter,
) -> AppResult<(Vec<Transcript>, Option<usize>)> {
    let (mut all, mut before, mut versions) = (Vec::new(), None, Versions::default());
    let problems = Search::parse(filter).problems;
    // A page shows what it could not read beside the default; a file can't.
    if !problems.is_empty() {
        return Err(AppError::Invalid { fields: problems });
    }
    let mut n_turns = 0;
    for _ in 0..MAX_PAGES {
        let mut tx = access
            .platform()
            .db()
            .read()
            .await
            .or_internal("exporting conversations")?;
        let found = Search::parse(filter)
            .run(&mut tx, access, before, PAGE)
            .await?;
        for summary in found.items {
            let mut whole = transcript(&mut tx, access.bot(), summary, &mut versions).await?;
            mask(access, &mut whole);
            n_turns += whole.turns.len();
            all.push(whole);
        }
        before = found.next.and_then(|next| next.parse().ok());
        if before.is_none() || all.len() >= MAX || n_turns >= MAX_TURNS {
            break;
        }
    }
    let is_cut = before.is_some() || all.len() > MAX;
    all.truncate(MAX);
    let cut_at = is_cut.then_some(all.len());
    Ok((all, cut_at))
}

/// Tells the trail before anything goes out.
async fn note(access: &Access<Read<Conversations>>, format: &str) -> AppResult<()> {
    let subject = format!("bot:{} format:{format}", access.bot());
    note_export(access, "conversations.export", &subject).await
}

/// A line a turn.
pub async fn export_csv(
    access: &Access<Read<Conversations>>,
    filter: &ConversationFilter,
) -> AppResult<File> {
    let mut out = csv::Writer::from_writer(Vec::new());
    out.write_record(HEADER).map_err(|_| AppError::Internal)?;
    let (all, cut_at) = collect(access, filter).await?;
    note(access, "csv").await?;
    for Transcript { summary, turns, .. } in all {
        for turn in turns {
            let article = turn.article.map(|article| article.title);
            out.write_record([
                summary.id.to_string(),
                moment(summary.started_at),
                summary.audience.to_string(),
                summary
                    .locale
                    .as_ref()
                    .map(Locale::to_string)
                    .unwrap_or_default(),
                moment(turn.at),
                harmless(&turn.question),
                turn.kind.to_string(),
                harmless(&article.unwrap_or_default()),
                format!("{:.4}", turn.confidence),
                turn.latency_us.to_string(),
                harmless(&turn.page.unwrap_or_default()),
                turn.rating
                    .map(Rating::as_str)
                    .unwrap_or_default()
                    .to_owned(),
                harmless(&turn.comment.unwrap_or_default()),
                turn.channel.to_string(),
            ])
            .map_err(|_| AppError::Internal)?;
        }
    }
    let bytes = out.into_inner().map_err(|_| AppError::Internal)?;
    let text = String::from_utf8(bytes).map_err(|_| AppError::Internal)?;
    Ok(File { text, cut_at })
}

/// One array of conversations.
pub async fn export_json(
    access: &Access<Read<Conversations>>,
    filter: &ConversationFilter,
) -> AppResult<File> {
    let (all, cut_at) = collect(access, filter).await?;
    note(access, "json").await?;
    let text = serde_json::to_string(&all).map_err(|_| AppError::Internal)?;
    Ok(File { text, cut_at })
}

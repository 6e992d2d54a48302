//! Conversations with visitors.

use super::{Asked, Bearer, Ids, Page, limit};
use crate::http::HttpError;
use axum::Json;
use domain::{
    access::{Conversations, Read},
    audit, conversations,
};
use model::{
    conversation::{ConversationFilter, ConversationSummary, Transcript, TranscriptTurn},
    error::AppError,
    id::{BotId, ConversationId},
    turn::Message,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A conversation, as lists have it. Points in time are milliseconds since 1970, UTC.
#[derive(Serialize, ToSchema)]
pub(super) struct Conversation {
    /// Its id, a UUID. It is not the visitor's handle, and continues nothing.
    id: String,
    /// When the first question came.
    started_at: i64,
    /// When the newest one came.
    last_at: i64,
    /// The first question.
    first_question: String,
    /// `visitor`, `test` or `automated`.
    audience: String,
    /// The way it took: `box` or `api`.
    channel: String,
    /// The page's language, if it told one.
    locale: Option<String>,
    /// Questions asked.
    n_turns: u32,
    /// Those answered.
    n_answered: u32,
    /// Those asked back.
    n_asked_back: u32,
    /// Those not understood.
    n_missed: u32,
    /// Thumbs that are up.
    n_up: u32,
    /// Thumbs that are down.
    n_down: u32,
}

impl From<ConversationSummary> for Conversation {
    fn from(summary: ConversationSummary) -> Self {
        Self {
            id: summary.id.to_string(),
            started_at: summary.started_at.as_millis(),
            last_at: summary.last_at.as_millis(),
            first_question: summary.first_question,
            audience: summary.audience.to_string(),
            channel: summary.channel.to_string(),
            locale: summary.locale.map(String::from),
            n_turns: summary.n_turns,
            n_answered: summary.n_answered,
            n_asked_back: summary.n_asked_back,
            n_missed: summary.n_missed,
            n_up: summary.n_up,
            n_down: summary.n_down,
        }
    }
}

/// Which conversations; what is left out excludes none.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Search {
    /// `next` of the page before; without it the first page.
    cursor: Option<String>,
    /// The most items to give, 1 to 100; 50 without it.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 100)]
    limit: Option<String>,
    /// Begun at this minute or later, `2026-03-01T14:05`, or on this day or later, `2026-03-01`.
    from: String,
    /// Begun before this minute, or up to the end of this day.
    to: String,
    /// The time zone of both, `Europe/Paris`; UTC without it.
    tz: String,
    /// The page's language.
    locale: String,
    /// With a question that had this outcome: `answer`, `clarification` or `fallback`.
    outcome: String,
    /// With a thumb: `up` or `down`.
    rating: String,
    /// From a page whose address has this in it.
    page: String,
    /// With a question that this article answered.
    article: String,
    /// With a question that has this in it.
    contains: String,
    /// Who asked: `visitor`, `test` or `automated`.
    audience: String,
    /// The way it took: `box` or `api`.
    channel: String,
}

/// Lists conversations, newest first. A page may be short although `next` names another: a narrow
/// filter is looked through in stretches.
#[utoipa::path(
    get,
    operation_id = "listConversations",
    path = "/api/v1/bots/{bot}/conversations",
    tag = "Conversations",
    params(("bot" = String, Path, description = "The bot's id."), Search),
    responses(
        (status = 200, description = "A page of conversations.", body = Page<Conversation>),
        (status = 422, description = "Parameters are not right; `errors` names each."),
    ),
    security(("token" = ["conversations:read"]))
)]
pub(super) async fn list(
    Bearer(door): Bearer,
    Ids(bot): Ids<BotId>,
    Asked(search): Asked<Search>,
) -> Result<Json<Page<Conversation>>, HttpError> {
    let access = door.open::<Read<Conversations>>(bot).await?;
    let limit = limit(search.limit.as_deref())?;
    let filter = ConversationFilter {
        from: search.from,
        to: search.to,
        tz: search.tz,
        locale: search.locale,
        outcome: search.outcome,
        rating: search.rating,
        page: search.page,
        article: search.article,
        contains: search.contains,
        audience: search.audience,
        channel: search.channel,
    };
    let found = conversations::list(&access, &filter, search.cursor, limit).await?;
    if !found.problems.is_empty() {
        return Err(AppError::Invalid {
            fields: found.problems,
        }
        .into());
    }
    audit::note_reading(&access).await?;
    let items = found.items.into_iter().map(Conversation::from).collect();
    let next = found.next;
    Ok(Json(Page { items, next }))
}

/// One question and what the bot said to it.
#[derive(Serialize, ToSchema)]
pub(super) struct Turn {
    /// Its id, a UUID.
    id: String,
    /// When the question came.
    at: i64,
    /// What was asked, or the label that was picked.
    question: String,
    /// The way that it came by: `box` or `api`.
    channel: String,
    /// What the bot did: `answer`, `clarification`, `fallback`, …
    kind: String,
    /// What the visitor saw, as the dialog box gets it.
    #[schema(value_type = Vec<Object>)]
    messages: Vec<Message>,
    /// How sure the bot was, 0 to 1.
    confidence: f32,
    /// The id of the article that answered.
    article: Option<String>,
    /// Its title then.
    article_title: Option<String>,
    /// The published version that answered.
    version: u32,
    /// How long the reply took, in microseconds.
    latency_us: u32,
    /// The page that the question came from, if the dialog box told one.
    page: Option<String>,
    /// The visitor's thumb: `up` or `down`.
    rating: Option<String>,
    /// What the visitor added to it.
    comment: Option<String>,
}

impl From<TranscriptTurn> for Turn {
    fn from(turn: TranscriptTurn) -> Self {
        let (article, article_title) = turn
            .article
            .map(|article| (article.id.to_string(), article.title))
            .unzip();
        Self {
            id: turn.id.to_string(),
            at: turn.at.as_millis(),
            question: turn.question,
            channel: turn.channel.to_string(),
            kind: turn.kind.to_string(),
            messages: turn.messages,
            confidence: turn.confidence,
            article,
            article_title,
            version: turn.version,
            latency_us: turn.latency_us,
            page: turn.page,
            rating: turn.rating.map(|rating| rating.to_string()),
            comment: turn.comment,
        }
    }
}

/// A conversation, whole.
#[derive(Serialize, ToSchema)]
#[schema(as = Transcript)]
pub(super) struct WholeConversation {
    #[serde(flatten)]
    conversation: Conversation,
    /// Its turns, oldest first, the first 500.
    turns: Vec<Turn>,
}

/// Gets a conversation with its turns.
#[utoipa::path(
    get,
    operation_id = "getConversation",
    path = "/api/v1/bots/{bot}/conversations/{conversation}",
    tag = "Conversations",
    params(
        ("bot" = String, Path, description = "The bot's id."),
        ("conversation" = String, Path, description = "The conversation's id."),
    ),
    responses((status = 200, description = "The conversation.", body = WholeConversation)),
    security(("token" = ["conversations:read"]))
)]
pub(super) async fn find(
    Bearer(door): Bearer,
    Ids((bot, conversation)): Ids<(BotId, ConversationId)>,
) -> Result<Json<WholeConversation>, HttpError> {
    let access = door.open::<Read<Conversations>>(bot).await?;
    let Transcript { summary, turns, .. } = conversations::get(&access, conversation, "").await?;
    audit::note_reading(&access).await?;
    Ok(Json(WholeConversation {
        conversation: summary.into(),
        turns: turns.into_iter().map(Turn::from).collect(),
    }))
}

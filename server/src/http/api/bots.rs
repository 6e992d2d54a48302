//! Bots.

use super::{Asked, Bearer, Body, Ids, Page, Paging, etag, if_match, limit, malformed};
use crate::http::HttpError;
use axum::{
    Json,
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::IntoResponse,
};
use domain::{
    access::{Bots, Knowledge, Read, Settings, Write},
    bots::{self, BotDetails, BotDraft, BotPatch},
    knowledge,
};
use model::{
    bot::{BotSummary, Published},
    error::AppResult,
    id::BotId,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A bot, as lists have it. Points in time are milliseconds since 1970, UTC.
#[derive(Serialize, ToSchema)]
pub(super) struct Bot {
    /// Its id, a UUID.
    id: String,
    /// What the team calls it.
    name: String,
    /// `draft`, `live`, `disabled` or `archived`.
    status: String,
    /// The language that it answers in unless it is asked in another.
    locale: String,
    /// Every language that its articles have a text in, the default first.
    locales: Vec<String>,
    /// Articles in the draft.
    n_articles: u32,
    /// Conversations of the last seven days.
    n_conversations_7d: u32,
    /// The newest published version; `null` before the first.
    version: Option<u32>,
    /// Whether the draft differs from what is published.
    has_changes: bool,
    /// When it was made.
    created_at: i64,
}

impl From<BotSummary> for Bot {
    fn from(bot: BotSummary) -> Self {
        Self {
            id: bot.id.to_string(),
            name: bot.name.to_string(),
            status: bot.status.to_string(),
            locale: bot.locale.to_string(),
            locales: bot.locales.iter().map(ToString::to_string).collect(),
            n_articles: bot.n_articles,
            n_conversations_7d: bot.n_conversations_7d,
            version: bot.version,
            has_changes: bot.has_changes,
            created_at: bot.created_at.as_millis(),
        }
    }
}

/// A bot with its settings.
#[derive(Serialize, ToSchema)]
#[schema(as = BotDetails)]
pub(super) struct WholeBot {
    #[serde(flatten)]
    bot: Bot,
    /// Where its dialog box may stand; empty for this server's own address and loopback.
    domains: Vec<String>,
    /// The longest question that is read, in characters.
    max_question: u16,
    /// How sure it has to be to answer, in hundredths.
    answer_at: u8,
    /// How sure it has to be to ask back, in hundredths.
    ask_back_at: u8,
    /// Days that conversations are kept; 0 for good.
    keep_days: u16,
}

type Tagged<T> = ([(HeaderName, HeaderValue); 1], Json<T>);

fn tagged(details: BotDetails) -> Tagged<WholeBot> {
    let BotDetails {
        summary,
        settings,
        revision,
    } = details;
    let whole = WholeBot {
        bot: summary.into(),
        domains: settings
            .domains
            .iter()
            .map(|domain| domain.as_str().to_owned())
            .collect(),
        max_question: settings.max_question,
        answer_at: settings.answer_at,
        ask_back_at: settings.ask_back_at,
        keep_days: settings.keep_days,
    };
    (etag(revision), Json(whole))
}

/// Lists the bots that are at work, oldest first.
#[utoipa::path(
    get,
    operation_id = "listBots",
    path = "/api/v1/bots",
    tag = "Bots",
    params(Paging),
    responses((status = 200, description = "A page of bots.", body = Page<Bot>)),
    security(("token" = ["bots:read"]))
)]
pub(super) async fn list(
    Bearer(door): Bearer,
    Asked(paging): Asked<Paging>,
) -> Result<Json<Page<Bot>>, HttpError> {
    let access = door.open_here::<Read<Bots>>().await?;
    let limit = limit(paging.limit.as_deref())? as usize;
    let bots = bots::list(&access).await?;
    let start = match paging.cursor {
        None => 0,
        Some(cursor) => place_after(&bots, &cursor)?,
    };
    let next = bots
        .get(start + limit - 1)
        .filter(|_| bots.len() > start + limit);
    let next = next.map(|bot| bot.id.to_string());
    let items = bots.into_iter().skip(start).take(limit);
    let items = items.map(Bot::from).collect();
    Ok(Json(Page { items, next }))
}

fn place_after(bots: &[BotSummary], cursor: &str) -> AppResult<usize> {
    let id = cursor.parse::<BotId>().ok();
    let place = bots.iter().position(|bot| Some(bot.id) == id);
    place
        .map(|place| place + 1)
        .ok_or_else(|| malformed("the cursor"))
}

/// A bot to be made.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewBot {
    /// What the team calls it.
    name: String,
    /// The language that it answers in unless it is asked in another: `en`, `fr`, …
    locale: String,
    /// Where its dialog box may stand: `www.example.org`.
    #[serde(default)]
    domains: Vec<String>,
}

/// What was made.
#[derive(Serialize, ToSchema)]
pub(super) struct Created {
    /// Its id, a UUID.
    pub id: String,
}

/// Makes an empty bot. It answers once something is published.
#[utoipa::path(
    post,
    operation_id = "createBot",
    path = "/api/v1/bots",
    tag = "Bots",
    request_body = NewBot,
    responses(
        (status = 201, description = "It was made.", body = Created),
        (status = 422, description = "Fields are not right; `errors` names each."),
    ),
    security(("token" = ["bots:write"]))
)]
pub(super) async fn create(
    Bearer(door): Bearer,
    Body(new): Body<NewBot>,
) -> Result<impl IntoResponse, HttpError> {
    let access = door.open_here::<Write<Bots>>().await?;
    let draft = BotDraft {
        name: new.name,
        locale: new.locale,
        domains: new.domains,
    };
    let id = bots::create(&access, &draft).await?.to_string();
    let place = HeaderValue::from_str(&format!("/api/v1/bots/{id}"));
    let place = place.unwrap_or(HeaderValue::from_static("/api/v1/bots"));
    Ok((
        StatusCode::CREATED,
        [(header::LOCATION, place)],
        Json(Created { id }),
    ))
}

/// Gets a bot with its settings. The `ETag` names the state of its settings.
#[utoipa::path(
    get,
    operation_id = "getBot",
    path = "/api/v1/bots/{bot}",
    tag = "Bots",
    params(("bot" = String, Path, description = "The bot's id.")),
    responses((status = 200, description = "The bot.", body = WholeBot)),
    security(("token" = ["settings:read"]))
)]
pub(super) async fn find(
    Bearer(door): Bearer,
    Ids(bot): Ids<BotId>,
) -> Result<Tagged<WholeBot>, HttpError> {
    let access = door.open::<Read<Settings>>(bot).await?;
    Ok(tagged(bots::describe(&access).await?))
}

/// What is to be changed of a bot; what is absent stays as it is.
#[derive(Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[derive(Default)]
#[schema(as = BotPatch)]
pub(super) struct Change {
    /// What the team calls it.
    name: Option<String>,
    /// The language that it answers in unless it is asked in another.
    locale: Option<String>,
    /// Whether it answers.
    is_enabled: Option<bool>,
    /// The longest question that is read, in characters, 1 to 500.
    max_question: Option<u32>,
    /// How sure it has to be to answer, in hundredths, 1 to 99.
    answer_at: Option<u32>,
    /// How sure it has to be to ask back, in hundredths; not above `answer_at`.
    ask_back_at: Option<u32>,
    /// Days that conversations are kept; 0 for good.
    keep_days: Option<u32>,
}

/// Changes a bot's settings; they hold at once. With `If-Match` only if nobody else changed them.
#[utoipa::path(
    patch,
    operation_id = "updateBot",
    path = "/api/v1/bots/{bot}",
    tag = "Bots",
    params(
        ("bot" = String, Path, description = "The bot's id."),
        ("If-Match" = Option<String>, Header, description = "The ETag that the change is of."),
    ),
    request_body = Change,
    responses(
        (status = 200, description = "The bot as it is now.", body = WholeBot),
        (status = 412, description = "Somebody changed it in the meantime."),
        (status = 422, description = "Fields are not right; `errors` names each."),
    ),
    security(("token" = ["settings:write"]))
)]
pub(super) async fn change(
    Bearer(door): Bearer,
    Ids(bot): Ids<BotId>,
    headers: HeaderMap,
    Body(change): Body<Change>,
) -> Result<Tagged<WholeBot>, HttpError> {
    let access = door.open::<Write<Settings>>(bot).await?;
    let patch = BotPatch {
        name: change.name,
        locale: change.locale,
        is_enabled: change.is_enabled,
        max_question: change.max_question,
        answer_at: change.answer_at,
        ask_back_at: change.ask_back_at,
        keep_days: change.keep_days,
    };
    bots::patch(&access, if_match(&headers)?, &patch).await?;
    Ok(tagged(bots::describe(&access.reading()).await?))
}

/// Archives a bot: it answers nobody, and nothing of it is lost. Twice is once.
#[utoipa::path(
    delete,
    operation_id = "archiveBot",
    path = "/api/v1/bots/{bot}",
    tag = "Bots",
    params(("bot" = String, Path, description = "The bot's id.")),
    responses((status = 204, description = "It is archived.")),
    security(("token" = ["settings:write"]))
)]
pub(super) async fn archive(
    Bearer(door): Bearer,
    Ids(bot): Ids<BotId>,
) -> Result<StatusCode, HttpError> {
    let access = door.open::<Write<Settings>>(bot).await?;
    bots::put_away(&access).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What a publish made.
#[derive(Serialize, ToSchema)]
pub(super) struct Version {
    /// Counts a bot's versions from 1.
    version: u32,
    /// How long it took to build, in milliseconds.
    build_ms: u32,
    /// The snapshot's size in bytes.
    snapshot_bytes: u64,
    /// SHA-256 of the snapshot: the same content gives the same one.
    snapshot_hash: String,
}

impl From<Published> for Version {
    fn from(published: Published) -> Self {
        Self {
            version: published.version,
            build_ms: published.build_ms,
            snapshot_bytes: published.snapshot_bytes,
            snapshot_hash: published.snapshot_hash,
        }
    }
}

/// Publishes the draft: visitors get it from here on.
#[utoipa::path(
    post,
    operation_id = "publishBot",
    path = "/api/v1/bots/{bot}/publish",
    tag = "Bots",
    params(("bot" = String, Path, description = "The bot's id.")),
    responses(
        (status = 200, description = "The version that answers now.", body = Version),
        (status = 409, description = "Tests of the bot fail, and stop the publish."),
        (status = 422, description = "There are no articles."),
    ),
    security(("token" = ["knowledge:write"]))
)]
pub(super) async fn publish(
    Bearer(door): Bearer,
    Ids(bot): Ids<BotId>,
) -> Result<Json<Version>, HttpError> {
    let access = door.open::<Write<Knowledge>>(bot).await?;
    Ok(Json(knowledge::publish(&access).await?.into()))
}

//! Articles of a bot's draft.

mod draft;

use super::{Asked, Bearer, Body, Ids, Page, bots::Created, etag, if_match, limit};
use crate::http::HttpError;
use axum::{
    Json,
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::IntoResponse,
};
use domain::{
    access::{Knowledge, Read, Write},
    audit,
    knowledge::{self, Filter},
};
use draft::{Button, Draft};
use model::{
    article::{self, ArticleFilter, ArticleSummary},
    channel::{Channel, Variants},
    error::{AppError, AppResult},
    id::{ArticleId, BotId},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// An article, as lists have it.
#[derive(Serialize, ToSchema)]
#[schema(as = ArticleSummary)]
pub(super) struct Listed {
    /// Its id, a UUID.
    id: String,
    /// Its question, in the bot's language where it has one there.
    title: String,
    /// What it belongs to; empty for nothing.
    topic: String,
    /// The languages that it has a text in.
    locales: Vec<String>,
    /// Other wordings in all languages.
    n_utterances: u32,
    /// `new`, `changed` or `published`.
    status: String,
    /// When it was last changed.
    updated_at: i64,
    /// What may be wrong with it.
    alerts: Vec<String>,
    /// How often it answered visitors in the last 30 days.
    n_uses_30d: u64,
}

impl From<ArticleSummary> for Listed {
    fn from(article: ArticleSummary) -> Self {
        Self {
            id: article.id.to_string(),
            title: article.title,
            topic: article.topic,
            locales: article.locales.iter().map(ToString::to_string).collect(),
            n_utterances: article.n_utterances,
            status: article.status.to_string(),
            updated_at: article.updated_at.as_millis(),
            alerts: article.alerts.iter().map(ToString::to_string).collect(),
            n_uses_30d: article.n_uses_30d,
        }
    }
}

/// Which articles.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Search {
    /// `next` of the page before; without it the first page.
    cursor: Option<String>,
    /// The most items to give, 1 to 100; 50 without it.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 100)]
    limit: Option<String>,
    /// Part of a title.
    q: String,
    /// A topic.
    topic: String,
    /// `new`, `changed` or `published`.
    status: String,
    /// A language that it has a text in.
    locale: String,
}

/// Lists the articles of a bot's draft, newest first.
#[utoipa::path(
    get,
    operation_id = "listArticles",
    path = "/api/v1/bots/{bot}/articles",
    tag = "Articles",
    params(("bot" = String, Path, description = "The bot's id."), Search),
    responses((status = 200, description = "A page of articles.", body = Page<Listed>)),
    security(("token" = ["knowledge:read"]))
)]
pub(super) async fn list(
    Bearer(door): Bearer,
    Ids(bot): Ids<BotId>,
    Asked(search): Asked<Search>,
) -> Result<Json<Page<Listed>>, HttpError> {
    let access = door.open::<Read<Knowledge>>(bot).await?;
    let filter = Filter {
        limit: limit(search.limit.as_deref())?,
        wanted: ArticleFilter {
            search: search.q,
            topic: search.topic,
            status: search.status,
            locale: search.locale,
            alert: String::new(),
        },
        after: search.cursor,
    };
    let page = knowledge::list(&access, filter).await?;
    audit::note_reading(&access).await?;
    let items = page.items.into_iter().map(Listed::from).collect();
    let next = page.next;
    Ok(Json(Page { items, next }))
}

/// A text in one language.
#[derive(Serialize, ToSchema)]
#[schema(as = ArticleText)]
pub(super) struct Text {
    /// The language.
    locale: String,
    /// The question.
    title: String,
    /// Other wordings of it.
    utterances: Vec<String>,
    /// The answer: clean HTML.
    answer: String,
    /// What it says on some channels (`box`, `api`) in place of it, clean HTML too.
    variants: BTreeMap<String, String>,
    /// What stands under the answer.
    buttons: Vec<Button>,
}

/// An article, whole.
#[derive(Serialize, ToSchema)]
#[schema(as = Article)]
pub(super) struct Whole {
    /// Its id, a UUID.
    id: String,
    /// What it belongs to; empty for nothing.
    topic: String,
    /// Counts its changes. It is the `ETag` too.
    revision: u32,
    /// `new`, `changed` or `published`.
    status: String,
    /// One a language, the bot's default first.
    texts: Vec<Text>,
    /// From when on it answers, as `2026-03-01T14:05`; empty for always.
    starts: String,
    /// Until when; empty for ever.
    ends: String,
    /// The time zone of both.
    zone: String,
    /// When it was last changed.
    updated_at: i64,
}

fn by_name(variants: &Variants) -> BTreeMap<String, String> {
    let named = Channel::ALL.into_iter().filter_map(|channel| {
        let answer = variants.get(channel)?;
        Some((channel.to_string(), answer.clone()))
    });
    named.collect()
}

type Tagged = ([(HeaderName, HeaderValue); 1], Json<Whole>);

fn tagged(article: article::Article) -> Tagged {
    let [starts, ends] = article.shown;
    let texts = article.texts.into_iter().map(|text| Text {
        locale: text.locale.to_string(),
        title: text.title,
        utterances: text.utterances,
        answer: text.answer,
        variants: by_name(&text.variants),
        buttons: text.buttons.into_iter().map(Button::from).collect(),
    });
    let whole = Whole {
        id: article.id.to_string(),
        topic: article.topic,
        revision: article.revision,
        status: article.status.to_string(),
        texts: texts.collect(),
        starts,
        ends,
        zone: article.period.zone,
        updated_at: article.updated_at.as_millis(),
    };
    (etag(whole.revision), Json(whole))
}

/// Gets an article with its texts in all languages.
#[utoipa::path(
    get,
    operation_id = "getArticle",
    path = "/api/v1/bots/{bot}/articles/{article}",
    tag = "Articles",
    params(
        ("bot" = String, Path, description = "The bot's id."),
        ("article" = String, Path, description = "The article's id."),
    ),
    responses((status = 200, description = "The article.", body = Whole)),
    security(("token" = ["knowledge:read"]))
)]
pub(super) async fn find(
    Bearer(door): Bearer,
    Ids((bot, article)): Ids<(BotId, ArticleId)>,
) -> Result<Tagged, HttpError> {
    let access = door.open::<Read<Knowledge>>(bot).await?;
    let found = knowledge::get(&access, article).await?;
    audit::note_reading(&access).await?;
    Ok(tagged(found))
}

/// Adds an article with its text in one language.
#[utoipa::path(
    post,
    operation_id = "createArticle",
    path = "/api/v1/bots/{bot}/articles",
    tag = "Articles",
    params(("bot" = String, Path, description = "The bot's id.")),
    request_body = Draft,
    responses(
        (status = 201, description = "It was added to the draft.", body = Created),
        (status = 422, description = "Fields are not right; `errors` names each."),
    ),
    security(("token" = ["knowledge:write"]))
)]
pub(super) async fn create(
    Bearer(door): Bearer,
    Ids(bot): Ids<BotId>,
    Body(draft): Body<Draft>,
) -> Result<impl IntoResponse, HttpError> {
    let access = door.open::<Write<Knowledge>>(bot).await?;
    let id = knowledge::create(&access, draft.read()?).await?.to_string();
    let place = HeaderValue::from_str(&format!("/api/v1/bots/{bot}/articles/{id}"));
    let place = place.unwrap_or(HeaderValue::from_static("/api/v1/bots"));
    let [tag] = etag(1);
    let headers = [(header::LOCATION, place), tag];
    Ok((StatusCode::CREATED, headers, Json(Created { id })))
}

/// The revision that a change of an article is of.
fn revision(headers: &HeaderMap) -> AppResult<u32> {
    let named = if_match(headers)?.ok_or(AppError::NoRevision)?;
    named.parse().map_err(|_| AppError::Stale)
}

/// Replaces an article's text in one language, and what it has beside texts; other languages stay.
#[utoipa::path(
    put,
    operation_id = "updateArticle",
    path = "/api/v1/bots/{bot}/articles/{article}",
    tag = "Articles",
    params(
        ("bot" = String, Path, description = "The bot's id."),
        ("article" = String, Path, description = "The article's id."),
        ("If-Match" = String, Header, description = "The ETag that the change is of."),
    ),
    request_body = Draft,
    responses(
        (status = 200, description = "The article as it is now.", body = Whole),
        (status = 412, description = "Somebody changed it in the meantime."),
        (status = 422, description = "Fields are not right; `errors` names each."),
        (status = 428, description = "If-Match is missing."),
    ),
    security(("token" = ["knowledge:write"]))
)]
pub(super) async fn change(
    Bearer(door): Bearer,
    Ids((bot, article)): Ids<(BotId, ArticleId)>,
    headers: HeaderMap,
    Body(draft): Body<Draft>,
) -> Result<Tagged, HttpError> {
    let access = door.open::<Write<Knowledge>>(bot).await?;
    let draft = draft.read()?;
    let reading = access.reading();
    // What is not there is not there, whatever revision is named.
    knowledge::get(&reading, article).await?;
    let done = knowledge::update(&access, article, revision(&headers)?, draft).await;
    done.map_err(|error| match error {
        AppError::Conflict => AppError::Stale,
        error => error,
    })?;
    Ok(tagged(knowledge::get(&reading, article).await?))
}

/// Deletes an article from the draft. What visitors were told of it stays in their conversations.
#[utoipa::path(
    delete,
    operation_id = "deleteArticle",
    path = "/api/v1/bots/{bot}/articles/{article}",
    tag = "Articles",
    params(
        ("bot" = String, Path, description = "The bot's id."),
        ("article" = String, Path, description = "The article's id."),
        ("If-Match" = String, Header, description = "The ETag that the change is of."),
    ),
    responses(
        (status = 204, description = "It is deleted."),
        (status = 412, description = "Somebody changed it in the meantime."),
        (status = 428, description = "If-Match is missing."),
    ),
    security(("token" = ["knowledge:write"]))
)]
pub(super) async fn remove(
    Bearer(door): Bearer,
    Ids((bot, article)): Ids<(BotId, ArticleId)>,
    headers: HeaderMap,
) -> Result<StatusCode, HttpError> {
    let access = door.open::<Write<Knowledge>>(bot).await?;
    knowledge::get(&access.reading(), article).await?;
    knowledge::delete_at(&access, article, revision(&headers)?).await?;
    Ok(StatusCode::NO_CONTENT)
}

//! The dialog API: what a visitor's browser calls, without credentials.

use super::{
    HttpError, HttpState,
    door::{InTime, Visit},
};
use axum::{
    Json,
    body::Body,
    extract::{
        Query, State,
        rejection::{JsonRejection, QueryRejection},
    },
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::{
    access::{Dialog, Read, Write},
    boxes::{self, Report},
    conversations::{self, Ask, Asked},
};
use model::{
    channel::Channel,
    error::AppError,
    id::{ArticleId, TurnId},
    text::{Locale, Question},
    turn::{Audience, Rating, Reply},
    widget::WidgetView,
};
use serde::Deserialize;
use std::time::Instant;

/// What `talk` takes, in the query or as JSON. Unknown names are passed over.
#[derive(Debug, Deserialize)]
pub(super) struct Talk {
    question: Option<String>,
    choice: Option<String>,
    event: Option<String>,
    conversation: Option<String>,
    turn: Option<String>,
    locale: Option<String>,
    page: Option<String>,
    channel: Option<String>,
}

fn malformed(what: &str) -> AppError {
    AppError::Malformed {
        what: what.to_owned(),
    }
}

impl Talk {
    pub(super) fn parse(self, arrived: Instant) -> Result<Asked, AppError> {
        let ask = match (self.question, self.choice, self.event) {
            (Some(question), None, None) => {
                let question = Question::parse(&question);
                Ask::Question(question.map_err(|problem| AppError::invalid("question", problem))?)
            }
            (None, Some(choice), None) => Ask::Choice(
                choice
                    .parse::<ArticleId>()
                    .map_err(|_| malformed("choice"))?,
            ),
            (None, None, Some(_)) => return Err(malformed("this bot takes no events")),
            _ => {
                return Err(malformed(
                    "exactly one of question, choice and event is needed",
                ));
            }
        };
        let turn = self.turn.map(|turn| turn.parse::<TurnId>()).transpose();
        let locale = self.locale.filter(|locale| !locale.is_empty());
        let locale = locale.map(|locale| Locale::parse(&locale)).transpose();
        let channel = self.channel.filter(|channel| !channel.is_empty());
        let channel = channel.map(|channel| channel.parse::<Channel>());
        Ok(Asked {
            ask,
            conversation: self.conversation.filter(|handle| !handle.is_empty()),
            turn: turn.map_err(|_| malformed("turn is not a UUID of version 7"))?,
            locale: locale.map_err(|_| malformed("locale"))?,
            page: self.page,
            channel: channel
                .transpose()
                .map_err(|_| malformed("channel"))?
                .unwrap_or_default(),
            audience: Audience::Visitor,
            arrived,
        })
    }
}

/// `GET /api/v1/bots/{bot}/talk`: a question is one GET request (D09).
pub(super) async fn talk(
    State(state): State<HttpState>,
    _paced: InTime,
    visit: Visit<Write<Dialog>>,
    query: Result<Query<Talk>, QueryRejection>,
) -> Result<Response, HttpError> {
    let arrived = Instant::now();
    let Query(talk) = query.map_err(|_| malformed("the query"))?;
    answer(&state, visit, talk, arrived).await
}

/// Asking is no reading: without it, `HEAD` would run the handler and record a turn.
pub(super) async fn no_head() -> impl IntoResponse {
    (
        StatusCode::METHOD_NOT_ALLOWED,
        [(header::ALLOW, "GET, POST")],
    )
}

/// `POST` the same path, the same fields as JSON: for clients that keep text out of addresses.
pub(super) async fn talk_by_post(
    State(state): State<HttpState>,
    _paced: InTime,
    visit: Visit<Write<Dialog>>,
    body: Result<Json<Talk>, JsonRejection>,
) -> Result<Response, HttpError> {
    let arrived = Instant::now();
    let Json(talk) = body.map_err(|_| malformed("the body is not the JSON that is wanted"))?;
    answer(&state, visit, talk, arrived).await
}

async fn answer(
    state: &HttpState,
    Visit(access): Visit<Write<Dialog>>,
    talk: Talk,
    arrived: Instant,
) -> Result<Response, HttpError> {
    let reply = conversations::talk(&access, talk.parse(arrived)?).await?;
    state.metrics.count_turn(reply.kind, arrived.elapsed());
    respond(&reply)
}

/// What most replies take, and the headers that every answer gets: made large enough at once.
const REPLY_BYTES: usize = 1_024;
const REPLY_HEADERS: usize = 24;

fn respond(reply: &Reply) -> Result<Response, HttpError> {
    let mut json = Vec::with_capacity(REPLY_BYTES);
    // Texts and numbers only, so writing it can't fail.
    serde_json::to_writer(&mut json, reply).map_err(|_| AppError::Internal)?;
    let mut headers = HeaderMap::with_capacity(REPLY_HEADERS);
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/json"),
    );
    let mut response = Response::new(Body::from(json));
    *response.headers_mut() = headers;
    Ok(response)
}

/// `GET /api/v1/bots/{bot}/status`: 204 when the bot is ready to answer, 503 when it is not.
pub(super) async fn status(
    State(state): State<HttpState>,
    _paced: InTime,
    _visit: Visit<Read<Dialog>>,
) -> Result<StatusCode, HttpError> {
    state
        .platform
        .check()
        .await
        .map_err(|_| AppError::Unavailable)?;
    Ok(StatusCode::NO_CONTENT)
}

/// What `widget` takes.
#[derive(Debug, Deserialize)]
pub(super) struct WidgetQuery {
    locale: Option<String>,
}

/// `GET /api/v1/bots/{bot}/widget`: what the dialog box needs to draw itself.
pub(super) async fn widget(
    _paced: InTime,
    Visit(access): Visit<Read<Dialog>>,
    query: Result<Query<WidgetQuery>, QueryRejection>,
) -> Result<Json<WidgetView>, HttpError> {
    let Query(WidgetQuery { locale }) = query.map_err(|_| malformed("the query"))?;
    let locale = locale.filter(|locale| !locale.is_empty());
    let locale = locale.map(|locale| Locale::parse(&locale)).transpose();
    let locale = locale.map_err(|_| malformed("locale"))?;
    Ok(Json(boxes::view(&access, locale.as_ref()).await?))
}

/// What `feedback` takes.
#[derive(Debug, Deserialize)]
pub(super) struct Feedback {
    conversation: String,
    turn: TurnId,
    rating: Rating,
    comment: Option<String>,
}

/// `POST /api/v1/bots/{bot}/feedback`: a thumb on a turn.
pub(super) async fn feedback(
    _paced: InTime,
    Visit(access): Visit<Write<Dialog>>,
    body: Result<Json<Feedback>, JsonRejection>,
) -> Result<StatusCode, HttpError> {
    let Json(thumb) = body.map_err(|_| malformed("the body is not the JSON that is wanted"))?;
    let comment = thumb.comment.as_deref();
    conversations::rate(
        &access,
        &thumb.conversation,
        thumb.turn,
        thumb.rating,
        comment,
    )
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What `errors` takes. Nothing of a visitor's text belongs in it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Fault {
    message: String,
    source: String,
    line: u32,
    stack: String,
    page: String,
}

/// `POST /api/v1/bots/{bot}/errors`: a fault in a dialog box.
pub(super) async fn errors(
    _paced: InTime,
    Visit(access): Visit<Write<Dialog>>,
    body: Result<Json<Fault>, JsonRejection>,
) -> Result<StatusCode, HttpError> {
    let Json(fault) = body.map_err(|_| malformed("the body is not the JSON that is wanted"))?;
    let Fault {
        message,
        source,
        line,
        stack,
        page,
    } = fault;
    boxes::report(
        &access,
        &Report {
            message,
            source,
            line,
            stack,
            page,
        },
    )
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

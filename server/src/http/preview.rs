//! What the dialog box asks while it is previewed in the backoffice: the visitors' paths, for
//! members alone, and nothing is recorded.

use super::{HttpError, dialog::Talk};
use axum::{
    Extension, Json,
    extract::{Path, Query, rejection::QueryRejection},
    http::StatusCode,
};
use domain::{
    access::{Door, Knowledge, Read},
    conversations,
};
use model::{error::AppError, id::BotId, turn::Reply};
use std::time::Instant;

/// The box wants a handle; this one continues nothing.
const NO_CONVERSATION: &str = "a-preview-is-not-recorded";

/// `GET /bots/{bot}/widget/preview/talk`: as the published version answers, or the draft where
/// none is published.
pub(super) async fn talk(
    Extension(door): Extension<Door>,
    Path(bot): Path<BotId>,
    query: Result<Query<Talk>, QueryRejection>,
) -> Result<Json<Reply>, HttpError> {
    let Query(talk) = query.map_err(|_| AppError::Malformed {
        what: "the query".to_owned(),
    })?;
    let access = door.open::<Read<Knowledge>>(bot).await?;
    let asked = talk.parse(Instant::now())?;
    let reply = conversations::try_out(&access, &asked).await?;
    Ok(Json(Reply {
        conversation: NO_CONVERSATION.to_owned(),
        ..reply
    }))
}

/// Thumbs and faults of a preview: taken, and dropped.
pub(super) async fn drop_report() -> StatusCode {
    StatusCode::NO_CONTENT
}

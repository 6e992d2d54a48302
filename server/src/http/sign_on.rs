//! Single sign-on on its way: to a workspace's provider, and back.

use app::{
    paths,
    server::sign_on::{self, Finished},
};
use axum::{
    Extension,
    extract::{Path, Query, rejection::QueryRejection},
    http::{HeaderMap, header},
    response::Redirect,
};
use domain::{access::Door, sso::Returned};
use model::{id::WorkspaceId, sso::Refused};
use tower_sessions::Session;

/// `GET /sign-in/{workspace}`: to the workspace's provider.
pub(super) async fn begin(
    Path(workspace): Path<String>,
    session: Session,
    Extension(door): Extension<Door>,
) -> Redirect {
    let begun = match workspace.parse::<WorkspaceId>() {
        Ok(workspace) => sign_on::begin(&session, &door, workspace).await,
        Err(_) => Err(Refused::NoProvider),
    };
    match begun {
        Ok(url) => Redirect::to(&url),
        Err(refused) => Redirect::to(&paths::refused_sign_on(&refused.to_string())),
    }
}

/// `GET /sign-in/callback`: back from it.
pub(super) async fn back(
    session: Session,
    Extension(door): Extension<Door>,
    headers: HeaderMap,
    returned: Result<Query<Returned>, QueryRejection>,
) -> Redirect {
    let device = headers.get(header::USER_AGENT);
    let device = device
        .and_then(|name| name.to_str().ok())
        .unwrap_or_default();
    let finished = match returned {
        Ok(Query(returned)) => sign_on::finish(&session, &door, &returned, device).await,
        Err(_) => Err(Refused::Stale),
    };
    match finished {
        Ok(Finished::SignedIn) => Redirect::to(paths::BOTS),
        Ok(Finished::Half) => Redirect::to(paths::CODE),
        Ok(Finished::Linked) => Redirect::to(paths::LINKED),
        Err(refused) => Redirect::to(&paths::refused_sign_on(&refused.to_string())),
    }
}

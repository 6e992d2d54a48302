//! The request under way, so that a cause in the log can be found by the id that its answer shows.

use std::future::Future;
use tokio::task::futures::TaskLocalFuture;
use uuid::Uuid;

tokio::task_local! {
    static ID: Uuid;
}

/// Runs a request's work under its id.
pub fn scope<F: Future>(id: Uuid, work: F) -> TaskLocalFuture<Uuid, F> {
    ID.scope(id, work)
}

/// The id of the request under way; `-` outside of one.
pub(crate) fn id() -> String {
    ID.try_with(|id| id.as_simple().to_string())
        .unwrap_or_else(|_| "-".to_owned())
}

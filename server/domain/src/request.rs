//! The request under way, so that a cause in the log can be found by the id that its answer shows.

use std::future::Future;

tokio::task_local! {
    static ID: String;
}

/// Runs a request's work under its id.
pub async fn scope<T>(id: String, work: impl Future<Output = T>) -> T {
    ID.scope(id, work).await
}

/// The id of the request under way; `-` outside of one.
pub(crate) fn id() -> String {
    ID.try_with(Clone::clone).unwrap_or_else(|_| "-".to_owned())
}

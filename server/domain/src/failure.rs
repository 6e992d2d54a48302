use crate::request;
use model::error::AppError;
use store::StoreError;

/// Turns a cause into the answer that a reader may see, and logs it: the only place that does.
pub(crate) trait OrInternal<T> {
    /// `doing` says what was under way, without anybody's text.
    fn or_internal(self, doing: &'static str) -> Result<T, AppError>;
}

impl<T> OrInternal<T> for Result<T, StoreError> {
    fn or_internal(self, doing: &'static str) -> Result<T, AppError> {
        self.map_err(|cause| match cause {
            StoreError::Taken => AppError::Conflict,
            cause if cause.is_passing() => {
                tracing::error!(request_id = request::id(), doing, cause = %Told(&cause), "the database can't be reached");
                AppError::Unavailable
            }
            cause => {
                tracing::error!(request_id = request::id(), doing, cause = %Told(&cause), "a statement failed");
                AppError::Internal
            }
        })
    }
}

impl<T> OrInternal<T> for Result<T, serde_json::Error> {
    fn or_internal(self, doing: &'static str) -> Result<T, AppError> {
        self.map_err(|cause| {
            let (category, line) = (cause.classify(), cause.line());
            tracing::error!(
                request_id = request::id(),
                doing,
                ?category,
                line,
                "JSON of ours does not parse"
            );
            AppError::Internal
        })
    }
}

/// A database's words may quote what was written; only their kind goes into the log.
struct Told<'a>(&'a StoreError);

impl std::fmt::Display for Told<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.0 {
            StoreError::Database(cause) => f.write_str(&store::kind_of(cause)),
            other => other.fmt(f),
        }
    }
}

use model::{error::Problem, id::InvalidId};

/// Why a statement gave nothing.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database refused, or is not there.
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    /// A migration could not be applied.
    #[error(transparent)]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// The address of the database is of no known kind.
    #[error("database.url begins with neither sqlite: nor postgres:")]
    UnknownEngine,
    /// A row holds what no code of ours writes.
    #[error("a row of {0} does not parse")]
    Corrupt(&'static str),
    /// What the statement would write is there already.
    #[error("it is there already")]
    Taken,
}

impl StoreError {
    /// Whether the database may do it when it is asked again: it was not there, or had no time.
    pub const fn is_passing(&self) -> bool {
        matches!(
            self,
            Self::Database(
                sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::Io(_)
            )
        )
    }

    /// Tells a broken uniqueness apart from other failures.
    pub(crate) fn taken_if_unique(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::Database(cause) if cause.is_unique_violation() => Self::Taken,
            _ => Self::Database(error),
        }
    }
}

/// Turns a parser's refusal into [`StoreError::Corrupt`], with the table's name.
pub(crate) trait OrCorrupt<T> {
    fn or_corrupt(self, table: &'static str) -> Result<T, StoreError>;
}

impl<T> OrCorrupt<T> for Result<T, Problem> {
    fn or_corrupt(self, table: &'static str) -> Result<T, StoreError> {
        self.map_err(|_| StoreError::Corrupt(table))
    }
}

impl<T> OrCorrupt<T> for Result<T, InvalidId> {
    fn or_corrupt(self, table: &'static str) -> Result<T, StoreError> {
        self.map_err(|_| StoreError::Corrupt(table))
    }
}

impl<T> OrCorrupt<T> for Result<T, std::num::TryFromIntError> {
    fn or_corrupt(self, table: &'static str) -> Result<T, StoreError> {
        self.map_err(|_| StoreError::Corrupt(table))
    }
}

impl<T> OrCorrupt<T> for Result<T, serde_json::Error> {
    fn or_corrupt(self, table: &'static str) -> Result<T, StoreError> {
        self.map_err(|_| StoreError::Corrupt(table))
    }
}

/// What kind of failure the database had, without the values that it may quote.
pub fn kind_of(error: &sqlx::Error) -> String {
    match error {
        sqlx::Error::Database(cause) => {
            format!("database error {}", cause.code().unwrap_or_default())
        }
        sqlx::Error::Io(cause) => format!("input or output failed: {}", cause.kind()),
        sqlx::Error::PoolTimedOut => "no connection was free in time".to_owned(),
        sqlx::Error::PoolClosed => "the database was closed".to_owned(),
        sqlx::Error::ColumnDecode { index, .. } => format!("column {index} does not decode"),
        _ => "the driver failed".to_owned(),
    }
}

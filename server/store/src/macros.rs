//! The three macros that alone match on [`Tx`](crate::Tx).

/// All rows of a statement.
macro_rules! fetch_all {
    ($tx:expr, $sql:expr $(, $bind:expr)* $(,)?) => {
        match $tx {
            crate::Tx::Sqlite(tx) => sqlx::query_as($sql)$(.bind($bind))*.fetch_all(&mut **tx).await,
            crate::Tx::Postgres(tx) => sqlx::query_as($sql)$(.bind($bind))*.fetch_all(&mut **tx).await,
        }
    };
}

/// The one row of a statement, if there is one.
macro_rules! fetch_optional {
    ($tx:expr, $sql:expr $(, $bind:expr)* $(,)?) => {
        match $tx {
            crate::Tx::Sqlite(tx) => {
                sqlx::query_as($sql)$(.bind($bind))*.fetch_optional(&mut **tx).await
            }
            crate::Tx::Postgres(tx) => {
                sqlx::query_as($sql)$(.bind($bind))*.fetch_optional(&mut **tx).await
            }
        }
    };
}

/// Runs a statement and counts the rows it changed.
macro_rules! execute {
    ($tx:expr, $sql:expr $(, $bind:expr)* $(,)?) => {
        match $tx {
            crate::Tx::Sqlite(tx) => {
                sqlx::query($sql)$(.bind($bind))*.execute(&mut **tx).await.map(|done| done.rows_affected())
            }
            crate::Tx::Postgres(tx) => {
                sqlx::query($sql)$(.bind($bind))*.execute(&mut **tx).await.map(|done| done.rows_affected())
            }
        }
    };
}

pub(crate) use {execute, fetch_all, fetch_optional};

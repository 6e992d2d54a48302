//! The macros that run a statement on either engine.

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

/// Runs a statement of many rows, with the values of each item, and counts the rows it wrote.
macro_rules! execute_rows {
    ($sql:expr, $executor:expr, $items:expr, |$item:pat_param| $($bind:expr),+) => {{
        // A text of places: nothing that anybody wrote is in it.
        let mut query = sqlx::query(sqlx::AssertSqlSafe($sql));
        for $item in $items {
            query = query$(.bind($bind))+;
        }
        query.execute($executor).await?.rows_affected()
    }};
}

/// Writes a slice of items, as many rows a statement as go, and counts those that were written.
macro_rules! write_rows {
    ($tx:expr, $rows:expr, $items:expr, |$item:pat_param| $($bind:expr),+ $(,)?) => {{
        let (mut rest, mut n_written) = ($items, 0);
        while let Some((n_rows, texts)) = $rows.largest(rest.len()) {
            let (chunk, after) = rest.split_at(n_rows);
            n_written += match $tx {
                crate::Tx::Sqlite(tx) => crate::macros::execute_rows!(
                    texts.sqlite, &mut **tx, chunk, |$item| $($bind),+
                ),
                crate::Tx::Postgres(tx) => crate::macros::execute_rows!(
                    texts.postgres, &mut **tx, chunk, |$item| $($bind),+
                ),
            };
            rest = after;
        }
        n_written
    }};
}

/// Runs a statement of many rows as a transaction of its own, and counts the rows it wrote. What is
/// bound by value need not be copied.
macro_rules! write_at_once {
    ($db:expr, $texts:expr, $items:expr, |$item:pat_param| $($bind:expr),+ $(,)?) => {
        match $db {
            crate::Db::Sqlite { writer, .. } => {
                crate::macros::execute_rows!($texts.sqlite, writer, $items, |$item| $($bind),+)
            }
            crate::Db::Postgres(pool) => {
                crate::macros::execute_rows!($texts.postgres, pool, $items, |$item| $($bind),+)
            }
        }
    };
}

pub(crate) use {execute, execute_rows, fetch_all, fetch_optional, write_at_once, write_rows};

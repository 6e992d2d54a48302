use crate::StoreError;
use sqlx::{
    Database, PgPool, Postgres, Sqlite, SqlitePool, Transaction,
    migrate::Migrator,
    pool::PoolConnection,
    postgres::{PgConnectOptions, PgPoolOptions},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
use std::{
    ops::{Deref, DerefMut},
    str::FromStr,
    time::Duration,
};

static SQLITE_MIGRATIONS: Migrator = sqlx::migrate!("../../migrations/sqlite");
static POSTGRES_MIGRATIONS: Migrator = sqlx::migrate!("../../migrations/postgres");

/// How long a statement waits for a connection or a lock before it gives up.
const PATIENCE: Duration = Duration::from_secs(5);
/// One state of the data for all of a transaction's statements, as SQLite gives it anyway.
const SNAPSHOT: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
/// How long PostgreSQL may take over a lock and over a statement, in milliseconds.
const POSTGRES_DEADLINES: [(&str, &str); 2] =
    [("lock_timeout", "5000"), ("statement_timeout", "30000")];
const SQLITE_READERS: u32 = 4;
/// Pages in SQLite's log, 4 kB each, before they go to where they belong: a page that is written
/// again and again goes there once. SQLite's own 1,000 are soon full under load.
const CHECKPOINT_PAGES: &str = "4000";
const POSTGRES_CONNECTIONS: u32 = 16;

/// The database: embedded SQLite, or a PostgreSQL server.
#[derive(Clone, Debug)]
pub enum Db {
    /// One writer with a fair queue, so that no writer starves; readers apart.
    Sqlite {
        /// Reads only.
        readers: SqlitePool,
        /// The one connection that writes.
        writer: SqlitePool,
    },
    /// A server that sorts its writers out itself.
    Postgres(PgPool),
}

/// A transaction, dropped without `commit` it undoes itself; or a look without one.
#[derive(Debug)]
pub enum Tx {
    /// On SQLite.
    Sqlite(Held<Sqlite>),
    /// On PostgreSQL.
    Postgres(Held<Postgres>),
}

/// A connection on loan.
#[derive(Debug)]
pub enum Held<DB: Database> {
    /// In a transaction.
    Within(Transaction<'static, DB>),
    /// Without one.
    Alone(PoolConnection<DB>),
}

impl<DB: Database> Deref for Held<DB> {
    type Target = DB::Connection;

    fn deref(&self) -> &Self::Target {
        match self {
            Self::Within(tx) => tx,
            Self::Alone(connection) => connection,
        }
    }
}

impl<DB: Database> DerefMut for Held<DB> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        match self {
            Self::Within(tx) => tx,
            Self::Alone(connection) => connection,
        }
    }
}

impl<DB: Database> Held<DB> {
    async fn commit(self) -> Result<(), StoreError> {
        match self {
            Self::Within(tx) => Ok(tx.commit().await?),
            Self::Alone(_) => {
                debug_assert!(false, "a look has nothing to commit");
                Ok(())
            }
        }
    }
}

impl Db {
    /// Opens the database and brings it up to date.
    ///
    /// `url` is `sqlite:PATH` or `postgres://…`. A SQLite file is made if it is not there.
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        let db = if url.starts_with("sqlite:") {
            Self::open_sqlite(url).await?
        } else if url.starts_with("postgres:") || url.starts_with("postgresql:") {
            let options = PgPoolOptions::new()
                .max_connections(POSTGRES_CONNECTIONS)
                .acquire_timeout(PATIENCE);
            let address = PgConnectOptions::from_str(url)?.options(POSTGRES_DEADLINES);
            Self::Postgres(options.connect_with(address).await?)
        } else {
            return Err(StoreError::UnknownEngine);
        };
        match &db {
            Self::Sqlite { writer, .. } => SQLITE_MIGRATIONS.run(writer).await?,
            Self::Postgres(pool) => POSTGRES_MIGRATIONS.run(pool).await?,
        }
        Ok(db)
    }

    async fn open_sqlite(url: &str) -> Result<Self, StoreError> {
        let options = SqliteConnectOptions::from_str(url)?
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(PATIENCE)
            .pragma("wal_autocheckpoint", CHECKPOINT_PAGES);
        // A file does not go away as a server does: asking each time whether it is there is a switch
        // between threads for nothing.
        let pool = |max| {
            SqlitePoolOptions::new()
                .max_connections(max)
                .acquire_timeout(PATIENCE)
                .test_before_acquire(false)
        };
        let writer = pool(1).connect_with(options.clone()).await?;
        let readers = pool(SQLITE_READERS).connect_lazy_with(options.pragma("query_only", "ON"));
        Ok(Self::Sqlite { readers, writer })
    }

    /// Begins a transaction that reads one state of the data.
    pub async fn read(&self) -> Result<Tx, StoreError> {
        Ok(match self {
            Self::Sqlite { readers, .. } => Tx::Sqlite(Held::Within(readers.begin().await?)),
            Self::Postgres(pool) => Tx::Postgres(Held::Within(pool.begin_with(SNAPSHOT).await?)),
        })
    }

    /// For one statement that reads, or for several that need not see one state: to begin and to
    /// end a transaction around them would cost more than most of them do. Nothing is written by
    /// it: there is nothing to undo a part by.
    pub async fn look(&self) -> Result<Tx, StoreError> {
        Ok(match self {
            Self::Sqlite { readers, .. } => Tx::Sqlite(Held::Alone(readers.acquire().await?)),
            Self::Postgres(pool) => Tx::Postgres(Held::Alone(pool.acquire().await?)),
        })
    }

    /// Begins a transaction that writes. On SQLite it waits for the lock here, not midway.
    pub async fn write(&self) -> Result<Tx, StoreError> {
        Ok(match self {
            Self::Sqlite { writer, .. } => {
                Tx::Sqlite(Held::Within(writer.begin_with("BEGIN IMMEDIATE").await?))
            }
            Self::Postgres(pool) => Tx::Postgres(Held::Within(pool.begin().await?)),
        })
    }

    /// Closes every connection, after the statements that are under way.
    pub async fn close(&self) {
        match self {
            Self::Sqlite { readers, writer } => {
                readers.close().await;
                writer.close().await;
            }
            Self::Postgres(pool) => pool.close().await,
        }
    }

    /// `sqlite` or `postgres`, for people.
    pub const fn engine(&self) -> &'static str {
        match self {
            Self::Sqlite { .. } => "sqlite",
            Self::Postgres(_) => "postgres",
        }
    }
}

impl Tx {
    /// Makes what was written last.
    pub async fn commit(self) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(tx) => tx.commit().await,
            Self::Postgres(tx) => tx.commit().await,
        }
    }
}

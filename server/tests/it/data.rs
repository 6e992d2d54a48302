//! Where the data of an app under test is: a database of its own, gone with the app.

use domain::source::{Randomness, SystemRandomness};
use sqlx::migrate::MigrateDatabase;
use tempfile::TempDir;

pub enum Data {
    Folder(TempDir),
    Database(String),
}

impl Drop for Data {
    fn drop(&mut self) {
        let Self::Database(url) = self else { return };
        let url = std::mem::take(url);
        // On a runtime of its own: the test's does not wait any more.
        let dropped = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()?;
            runtime.block_on(sqlx::Postgres::force_drop_database(&url))
        });
        let dropped = dropped.join().unwrap();
        // A test that fails says why; one that passed tells of a database that it leaves behind.
        assert!(std::thread::panicking() || dropped.is_ok(), "{dropped:?}");
    }
}

impl Data {
    /// One for SQLite and one for PostgreSQL.
    pub async fn on_each_engine() -> [(&'static str, Self); 2] {
        let server = std::env::var("PARLANCE_TEST_POSTGRES")
            .expect("PARLANCE_TEST_POSTGRES is not set: run the tests by `cargo xtask test`");
        let base = server.rsplit_once('/').unwrap().0;
        let url = format!("{base}/test_{}", SystemRandomness.v4().simple());
        sqlx::Postgres::create_database(&url).await.unwrap();
        [
            ("sqlite", Self::Folder(TempDir::new().unwrap())),
            ("postgres", Self::Database(url)),
        ]
    }

    /// Its address.
    pub fn url(&self) -> String {
        match self {
            Self::Folder(folder) => {
                format!("sqlite:{}", folder.path().join("test.sqlite").display())
            }
            Self::Database(url) => url.clone(),
        }
    }
}

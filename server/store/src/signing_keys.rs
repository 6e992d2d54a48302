//! The keys that sign access tokens, sealed under the master key.

use crate::{
    StoreError, Tx,
    macros::{execute, fetch_all},
};
use model::time::Timestamp;
use uuid::Uuid;

/// A key that signs, or signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SigningKey {
    /// Its id, which tokens name.
    pub id: Uuid,
    /// The private key, sealed.
    pub sealed: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it got a successor.
    pub retired_at: Option<Timestamp>,
}

/// Every key, newest first.
pub async fn list(tx: &mut Tx) -> Result<Vec<SigningKey>, StoreError> {
    const SQL: &str = "
        SELECT id, sealed, created_at, retired_at FROM signing_keys ORDER BY created_at DESC, id DESC";
    let rows: Vec<(Uuid, String, i64, Option<i64>)> = fetch_all!(tx, SQL)?;
    let key = |(id, sealed, created_at, retired_at): (Uuid, String, i64, Option<i64>)| SigningKey {
        id,
        sealed,
        created_at: Timestamp::from_millis(created_at),
        retired_at: retired_at.map(Timestamp::from_millis),
    };
    Ok(rows.into_iter().map(key).collect())
}

/// Keeps a key that signs from here on; those before it sign no more.
pub async fn create(tx: &mut Tx, id: Uuid, sealed: &str, now: Timestamp) -> Result<(), StoreError> {
    const RETIRE: &str = "UPDATE signing_keys SET retired_at = $1 WHERE retired_at IS NULL";
    const INSERT: &str = "INSERT INTO signing_keys (id, sealed, created_at) VALUES ($1, $2, $3)";
    execute!(tx, RETIRE, now.as_millis())?;
    execute!(tx, INSERT, id, sealed, now.as_millis())?;
    Ok(())
}

/// Forgets keys that were retired before `at`.
pub async fn forget_before(tx: &mut Tx, at: Timestamp) -> Result<u64, StoreError> {
    const SQL: &str = "DELETE FROM signing_keys WHERE retired_at < $1";
    Ok(execute!(tx, SQL, at.as_millis())?)
}

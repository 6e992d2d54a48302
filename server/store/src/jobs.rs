//! Background work, asked for inside the transaction that needs it done.

use crate::{
    StoreError, Tx,
    macros::{execute, fetch_all},
};
use model::{id::JobId, time::Timestamp};
use uuid::Uuid;

/// A piece of work that this node has leased.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    /// Its id.
    pub id: JobId,
    /// Which worker does it.
    pub kind: String,
    /// What the worker needs to know, as JSON.
    pub payload: String,
    /// How often it was tried before.
    pub attempts: u32,
}

/// Asks for work. With a `dedupe_key` that waits already, nothing is added.
pub async fn ask(
    tx: &mut Tx,
    id: JobId,
    kind: &str,
    payload: &str,
    dedupe_key: Option<&str>,
    run_at: Timestamp,
) -> Result<(), StoreError> {
    const SQL: &str = "
        INSERT INTO jobs (id, kind, payload, dedupe_key, run_at, leased_until, attempts)
        VALUES ($1, $2, $3, $4, $5, 0, 0) ON CONFLICT (dedupe_key) DO NOTHING";
    execute!(
        tx,
        SQL,
        id.as_uuid(),
        kind,
        payload,
        dedupe_key,
        run_at.as_millis()
    )?;
    Ok(())
}

/// Leases what is due, oldest first; another node leaves it alone until `until`.
pub async fn lease(
    tx: &mut Tx,
    now: Timestamp,
    until: Timestamp,
    limit: u32,
) -> Result<Vec<Job>, StoreError> {
    // PostgreSQL would let two nodes pick the same rows; on SQLite there is one writer.
    const SQLITE: &str = "
        UPDATE jobs SET leased_until = $2, attempts = attempts + 1 WHERE id IN (
            SELECT id FROM jobs WHERE run_at <= $1 AND leased_until <= $1 ORDER BY run_at LIMIT $3)
        RETURNING id, kind, payload, attempts";
    const POSTGRES: &str = "
        UPDATE jobs SET leased_until = $2, attempts = attempts + 1 WHERE id IN (
            SELECT id FROM jobs WHERE run_at <= $1 AND leased_until <= $1 ORDER BY run_at LIMIT $3
            FOR UPDATE SKIP LOCKED)
        RETURNING id, kind, payload, attempts";
    let sql = match tx {
        Tx::Sqlite(_) => SQLITE,
        Tx::Postgres(_) => POSTGRES,
    };
    let rows: Vec<(Uuid, String, String, i64)> = fetch_all!(
        tx,
        sql,
        now.as_millis(),
        until.as_millis(),
        i64::from(limit)
    )?;
    let job = |(id, kind, payload, attempts): (Uuid, String, String, i64)| Job {
        id: JobId::from_uuid(id),
        kind,
        payload,
        attempts: u32::try_from(attempts - 1).unwrap_or(u32::MAX),
    };
    Ok(rows.into_iter().map(job).collect())
}

/// The work is done.
pub async fn finish(tx: &mut Tx, id: JobId) -> Result<(), StoreError> {
    execute!(tx, "DELETE FROM jobs WHERE id = $1", id.as_uuid())?;
    Ok(())
}

/// The work failed, or comes round again: it is tried next at `run_at`.
pub async fn put_off(tx: &mut Tx, id: JobId, run_at: Timestamp) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE jobs SET run_at = $2, leased_until = 0 WHERE id = $1";
    execute!(tx, SQL, id.as_uuid(), run_at.as_millis())?;
    Ok(())
}

//! How often signing in failed, and who is locked out for it.

use crate::{
    StoreError, Tx,
    macros::{execute, fetch_all, fetch_optional},
};
use model::time::Timestamp;

/// Whom tries are counted for: a digest of an e-mail, an address or a device.
pub type Who = [u8; 32];

/// What is known of somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Watched {
    /// Tries that failed since `since`.
    pub n_failed: u32,
    /// When they began to be counted.
    pub since: Timestamp,
    /// How often they were locked out lately.
    pub n_locks: u32,
    /// The end of the last time; the epoch if there was none.
    pub locked_until: Timestamp,
}

#[derive(sqlx::FromRow)]
struct Row {
    n_failed: i64,
    since: i64,
    n_locks: i64,
    locked_until: i64,
}

impl From<Row> for Watched {
    fn from(row: Row) -> Self {
        let count = |n: i64| u32::try_from(n).unwrap_or(u32::MAX);
        Self {
            n_failed: count(row.n_failed),
            since: Timestamp::from_millis(row.since),
            n_locks: count(row.n_locks),
            locked_until: Timestamp::from_millis(row.locked_until),
        }
    }
}

/// What is known of somebody, whom nobody else counts for before this transaction ends.
pub async fn hold(tx: &mut Tx, who: &Who, now: Timestamp) -> Result<Watched, StoreError> {
    const SQL: &str = "
        INSERT INTO sign_in_watch (who, n_failed, since, n_locks, locked_until)
        VALUES ($1, 0, $2, 0, 0)
        ON CONFLICT (who) DO UPDATE SET n_failed = sign_in_watch.n_failed
        RETURNING n_failed, since, n_locks, locked_until";
    let row: Option<Row> = fetch_optional!(tx, SQL, &who[..], now.as_millis())?;
    row.map(Into::into)
        .ok_or(StoreError::Corrupt("sign_in_watch"))
}

/// Who is locked out at a point in time, and until when: those for longest first.
pub async fn list_locked(
    tx: &mut Tx,
    now: Timestamp,
    limit: u32,
) -> Result<Vec<(Who, Timestamp)>, StoreError> {
    const SQL: &str = "
        SELECT who, locked_until FROM sign_in_watch
        WHERE locked_until > $1 ORDER BY locked_until DESC, who LIMIT $2";
    let rows: Vec<(Vec<u8>, i64)> = fetch_all!(tx, SQL, now.as_millis(), i64::from(limit))?;
    rows.into_iter()
        .map(|(who, until)| {
            let who = who.try_into();
            let who = who.map_err(|_| StoreError::Corrupt("sign_in_watch"))?;
            Ok((who, Timestamp::from_millis(until)))
        })
        .collect()
}

/// Keeps what is known of somebody from now on.
pub async fn keep(tx: &mut Tx, who: &Who, watched: &Watched) -> Result<(), StoreError> {
    const SQL: &str = "
        UPDATE sign_in_watch SET n_failed = $2, since = $3, n_locks = $4, locked_until = $5
        WHERE who = $1";
    execute!(
        tx,
        SQL,
        &who[..],
        i64::from(watched.n_failed),
        watched.since.as_millis(),
        i64::from(watched.n_locks),
        watched.locked_until.as_millis()
    )?;
    Ok(())
}

/// Takes one try back.
pub async fn take_back(tx: &mut Tx, who: &Who) -> Result<(), StoreError> {
    const SQL: &str =
        "UPDATE sign_in_watch SET n_failed = n_failed - 1 WHERE who = $1 AND n_failed > 0";
    execute!(tx, SQL, &who[..])?;
    Ok(())
}

/// Forgets all that failed for somebody.
pub async fn forget(tx: &mut Tx, who: &Who) -> Result<(), StoreError> {
    execute!(tx, "DELETE FROM sign_in_watch WHERE who = $1", &who[..])?;
    Ok(())
}

/// Ends a lock-out; how often there was one lately stays.
pub async fn release(tx: &mut Tx, who: &Who, now: Timestamp) -> Result<(), StoreError> {
    const SQL: &str = "
        UPDATE sign_in_watch SET n_failed = 0, locked_until = $2
        WHERE who = $1 AND locked_until > $2";
    execute!(tx, SQL, &who[..], now.as_millis())?;
    Ok(())
}

/// Forgets those of whom nothing was heard since a point in time.
pub async fn forget_before(tx: &mut Tx, before: Timestamp) -> Result<(), StoreError> {
    const SQL: &str = "DELETE FROM sign_in_watch WHERE since < $1 AND locked_until < $1";
    execute!(tx, SQL, before.as_millis())?;
    Ok(())
}

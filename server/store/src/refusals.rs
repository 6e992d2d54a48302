//! Requests that were refused before they reached anything, counted by the minute.

use crate::{
    StoreError, Tx,
    error::OrCorrupt,
    macros::{execute, fetch_all},
};
use model::{id::NodeId, posture::Refusal, time::Timestamp};

/// Adds to what a node refused in the minute that begins at a point in time.
pub async fn add(
    tx: &mut Tx,
    node: NodeId,
    minute: Timestamp,
    kind: Refusal,
    n: u32,
) -> Result<(), StoreError> {
    const SQL: &str = "
        INSERT INTO refusals (minute, kind, node_id, n) VALUES ($1, $2, $3, $4)
        ON CONFLICT (minute, kind, node_id) DO UPDATE SET n = refusals.n + excluded.n";
    execute!(
        tx,
        SQL,
        minute.as_millis(),
        kind.as_str(),
        node.as_uuid(),
        i64::from(n)
    )?;
    Ok(())
}

/// What was refused since a point in time, by kind.
pub async fn count_since(tx: &mut Tx, since: Timestamp) -> Result<Vec<(Refusal, u32)>, StoreError> {
    const SQL: &str = "
        SELECT kind, CAST(SUM(n) AS BIGINT) FROM refusals WHERE minute >= $1
        GROUP BY kind ORDER BY kind";
    let rows: Vec<(String, i64)> = fetch_all!(tx, SQL, since.as_millis())?;
    rows.into_iter()
        .map(|(kind, n)| {
            let kind = kind.parse::<Refusal>().or_corrupt("refusals")?;
            Ok((kind, u32::try_from(n).unwrap_or(u32::MAX)))
        })
        .collect()
}

/// Forgets what is older than a point in time.
pub async fn forget_before(tx: &mut Tx, before: Timestamp) -> Result<(), StoreError> {
    execute!(
        tx,
        "DELETE FROM refusals WHERE minute < $1",
        before.as_millis()
    )?;
    Ok(())
}

//! This node: its id, and how far what it derives has come.

use crate::{
    StoreError, Tx,
    macros::{execute, fetch_optional},
};
use model::id::NodeId;
use uuid::Uuid;

/// Makes the node known, once.
pub async fn ensure(tx: &mut Tx, node: NodeId) -> Result<(), StoreError> {
    const SQL: &str =
        "INSERT INTO nodes (id, derived_seq) VALUES ($1, 0) ON CONFLICT (id) DO NOTHING";
    execute!(tx, SQL, node.as_uuid())?;
    Ok(())
}

/// The sequence up to which the node's turns have been derived from.
pub async fn derived_seq(tx: &mut Tx, node: NodeId) -> Result<i64, StoreError> {
    const SQL: &str = "SELECT derived_seq FROM nodes WHERE id = $1";
    let row: Option<(i64,)> = fetch_optional!(tx, SQL, node.as_uuid())?;
    Ok(row.map_or(0, |(seq,)| seq))
}

/// Moves that sequence on.
pub async fn set_derived_seq(tx: &mut Tx, node: NodeId, seq: i64) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE nodes SET derived_seq = $2 WHERE id = $1";
    execute!(tx, SQL, node.as_uuid(), seq)?;
    Ok(())
}

/// The sequence up to which the node's turns have been counted for figures.
pub async fn counted_seq(tx: &mut Tx, node: NodeId) -> Result<i64, StoreError> {
    const SQL: &str = "SELECT counted_seq FROM nodes WHERE id = $1";
    let row: Option<(i64,)> = fetch_optional!(tx, SQL, node.as_uuid())?;
    Ok(row.map_or(0, |(seq,)| seq))
}

/// Changes whenever turns of any node have been counted for figures.
pub async fn counted_in_all(tx: &mut Tx) -> Result<i64, StoreError> {
    const SQL: &str = "SELECT CAST(COALESCE(SUM(counted_seq), 0) AS BIGINT) FROM nodes";
    let row: Option<(i64,)> = fetch_optional!(tx, SQL)?;
    Ok(row.map_or(0, |(seq,)| seq))
}

/// Moves that sequence on.
pub async fn set_counted_seq(tx: &mut Tx, node: NodeId, seq: i64) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE nodes SET counted_seq = $2 WHERE id = $1";
    execute!(tx, SQL, node.as_uuid(), seq)?;
    Ok(())
}

/// The newest sequence that the node has given a turn; 0 before the first. Turns may be erased:
/// what was derived from them tells that they were there.
pub async fn last_seq(tx: &mut Tx, node: NodeId) -> Result<i64, StoreError> {
    const SQL: &str = "
        SELECT seq FROM (
            SELECT seq FROM turns WHERE node = $1
            UNION ALL SELECT derived_seq FROM nodes WHERE id = $1
            UNION ALL SELECT counted_seq FROM nodes WHERE id = $1) given
        ORDER BY seq DESC LIMIT 1";
    let row: Option<(i64,)> = fetch_optional!(tx, SQL, node.as_uuid())?;
    Ok(row.map_or(0, |(seq,)| seq))
}

/// Whether the database answers.
pub async fn ping(tx: &mut Tx) -> Result<(), StoreError> {
    let _: Option<(Uuid,)> = fetch_optional!(tx, "SELECT id FROM nodes LIMIT 1")?;
    Ok(())
}

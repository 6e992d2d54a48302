//! The audit trail: what was done, by whom, written in the transaction that did it.

use crate::{
    StoreError, Tx,
    macros::{execute, fetch_all},
};
use model::{
    id::{EventId, WorkspaceId},
    time::Timestamp,
};

/// Something that was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event<'a> {
    /// Its id.
    pub id: EventId,
    /// The tenant it happened in; `None` for what happens before one is known.
    pub workspace: Option<WorkspaceId>,
    /// When.
    pub at: Timestamp,
    /// Who, as `kind:id`; never an e-mail address.
    pub actor: &'a str,
    /// What, as `subject.verb`.
    pub action: &'a str,
    /// To what, as `kind:id`.
    pub subject: &'a str,
}

/// Writes an event down.
pub async fn record(tx: &mut Tx, event: &Event<'_>) -> Result<(), StoreError> {
    const SQL: &str = "
        INSERT INTO audit_events (id, workspace_id, at, actor, action, subject)
        VALUES ($1, $2, $3, $4, $5, $6)";
    let workspace = event.workspace.map(WorkspaceId::as_uuid);
    let (id, at) = (event.id.as_uuid(), event.at.as_millis());
    execute!(
        tx,
        SQL,
        id,
        workspace,
        at,
        event.actor,
        event.action,
        event.subject
    )?;
    Ok(())
}

/// The newest actions of a workspace with their subjects, newest first.
pub async fn list_actions(
    tx: &mut Tx,
    workspace: WorkspaceId,
    limit: u32,
) -> Result<Vec<(String, String)>, StoreError> {
    const SQL: &str = "
        SELECT action, subject FROM audit_events WHERE workspace_id = $1 ORDER BY id DESC LIMIT $2";
    Ok(fetch_all!(tx, SQL, workspace.as_uuid(), i64::from(limit))?)
}

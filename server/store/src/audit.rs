//! The audit trail: events that say who did what to what, in chains that can't be changed unseen.

use crate::{
    StoreError, Tx,
    macros::{execute, fetch_all, fetch_optional},
};
use model::{
    id::{EventId, WorkspaceId},
    time::Timestamp,
};
use uuid::Uuid;

/// Something that was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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

/// A place in a chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Its number, from 1.
    pub seq: i64,
    /// The seal of the event there; of a chain's beginning, nothing.
    pub seal: Vec<u8>,
}

/// What an event tells of a person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Details {
    /// Where they came from.
    pub address: String,
    /// The e-mail address that was typed.
    pub email: String,
}

/// The chain of a workspace, or of none.
pub fn chain_of(workspace: Option<WorkspaceId>) -> Uuid {
    workspace.map_or(Uuid::nil(), WorkspaceId::as_uuid)
}

/// Takes the next number of a chain, and gives the seal that stands before it. Whoever else
/// writes to the chain waits until this transaction ends.
pub async fn advance(tx: &mut Tx, workspace: Option<WorkspaceId>) -> Result<Link, StoreError> {
    let chain = chain_of(workspace);
    let nothing: &[u8] = &[];
    execute!(
        tx,
        "INSERT INTO audit_chains (chain, seq, seal) VALUES ($1, 0, $2) ON CONFLICT DO NOTHING",
        chain,
        nothing
    )?;
    const SQL: &str = "UPDATE audit_chains SET seq = seq + 1 WHERE chain = $1 RETURNING seq, seal";
    let row: Option<(i64, Vec<u8>)> = fetch_optional!(tx, SQL, chain)?;
    let (seq, seal) = row.ok_or(StoreError::Corrupt("audit_chains"))?;
    Ok(Link { seq, seal })
}

/// Writes an event down at the end of its chain.
pub async fn append(tx: &mut Tx, event: &Event<'_>, link: &Link) -> Result<(), StoreError> {
    const SQL: &str = "
        INSERT INTO audit_events (id, workspace_id, at, actor, action, subject, chain, seq, seal)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let workspace = event.workspace.map(WorkspaceId::as_uuid);
    let (id, at, chain) = (
        event.id.as_uuid(),
        event.at.as_millis(),
        chain_of(event.workspace),
    );
    let seal = &link.seal[..];
    execute!(
        tx,
        SQL,
        id,
        workspace,
        at,
        event.actor,
        event.action,
        event.subject,
        chain,
        link.seq,
        seal
    )?;
    execute!(
        tx,
        "UPDATE audit_chains SET seal = $2 WHERE chain = $1",
        chain,
        seal
    )?;
    Ok(())
}

/// Keeps what an event tells of a person.
pub async fn add_details(tx: &mut Tx, event: EventId, details: &Details) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO audit_details (event_id, address, email) VALUES ($1, $2, $3)";
    let (address, email) = (details.address.as_str(), details.email.as_str());
    execute!(tx, SQL, event.as_uuid(), address, email)?;
    Ok(())
}

/// An event as it was written down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// Its id.
    pub id: EventId,
    /// The tenant it happened in.
    pub workspace: Option<WorkspaceId>,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub actor: String,
    /// What.
    pub action: String,
    /// To what.
    pub subject: String,
    /// Its place in its chain.
    pub link: Link,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    workspace_id: Option<Uuid>,
    at: i64,
    actor: String,
    action: String,
    subject: String,
    seq: i64,
    seal: Vec<u8>,
}

impl From<Row> for Written {
    fn from(row: Row) -> Self {
        Self {
            id: EventId::from_uuid(row.id),
            workspace: row.workspace_id.map(WorkspaceId::from_uuid),
            at: Timestamp::from_millis(row.at),
            actor: row.actor,
            action: row.action,
            subject: row.subject,
            link: Link {
                seq: row.seq,
                seal: row.seal,
            },
        }
    }
}

/// Where every chain ends.
pub async fn list_chains(tx: &mut Tx) -> Result<Vec<(Uuid, Link)>, StoreError> {
    let rows: Vec<(Uuid, i64, Vec<u8>)> = fetch_all!(
        tx,
        "SELECT chain, seq, seal FROM audit_chains ORDER BY chain"
    )?;
    let chains = rows.into_iter();
    Ok(chains
        .map(|(chain, seq, seal)| (chain, Link { seq, seal }))
        .collect())
}

/// A chain's events after a number, in their order.
pub async fn list_after(
    tx: &mut Tx,
    chain: Uuid,
    seq: i64,
    limit: u32,
) -> Result<Vec<Written>, StoreError> {
    const SQL: &str = "
        SELECT id, workspace_id, at, actor, action, subject, seq, seal FROM audit_events
        WHERE chain = $1 AND seq > $2 ORDER BY seq LIMIT $3";
    let rows: Vec<Row> = fetch_all!(tx, SQL, chain, seq, i64::from(limit))?;
    Ok(rows.into_iter().map(Written::from).collect())
}

/// Which events of a workspace are looked for; what is empty is no condition.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Not before.
    pub from: Option<Timestamp>,
    /// Before.
    pub until: Option<Timestamp>,
    /// Begins the action: `article.` is all that was done to articles. What begins with a point
    /// ends it: `.export` is all that was taken away.
    pub action: String,
    /// Who, as `kind:id`.
    pub actor: String,
    /// Is in the subject.
    pub subject: String,
    /// Only before this number.
    pub before: Option<i64>,
}

/// A workspace's events, newest first.
pub async fn search(
    tx: &mut Tx,
    workspace: WorkspaceId,
    filter: &Filter,
    limit: u32,
) -> Result<Vec<(Written, Details)>, StoreError> {
    const SQL: &str = r"
        SELECT e.id, e.workspace_id, e.at, e.actor, e.action, e.subject, e.seq, e.seal,
            d.address, d.email
        FROM audit_events e LEFT JOIN audit_details d ON d.event_id = e.id
        WHERE e.chain = $1 AND e.seq < $2 AND e.at >= $3 AND e.at < $4
            AND e.action LIKE $5 ESCAPE '\' AND (e.actor = $6 OR $6 = '')
            AND e.subject LIKE $7 ESCAPE '\'
        ORDER BY e.seq DESC LIMIT $8";
    #[derive(sqlx::FromRow)]
    struct Found {
        #[sqlx(flatten)]
        event: Row,
        address: Option<String>,
        email: Option<String>,
    }
    let from = filter.from.map_or(i64::MIN, Timestamp::as_millis);
    let until = filter.until.map_or(i64::MAX, Timestamp::as_millis);
    let action = escape_like(&filter.action);
    let action = if action.starts_with('.') {
        format!("%{action}")
    } else {
        format!("{action}%")
    };
    let subject = format!("%{}%", escape_like(&filter.subject));
    let rows: Vec<Found> = fetch_all!(
        tx,
        SQL,
        workspace.as_uuid(),
        filter.before.unwrap_or(i64::MAX),
        from,
        until,
        &action,
        &filter.actor,
        &subject,
        i64::from(limit)
    )?;
    let found = rows.into_iter().map(|found| {
        let details = Details {
            address: found.address.unwrap_or_default(),
            email: found.email.unwrap_or_default(),
        };
        (found.event.into(), details)
    });
    Ok(found.collect())
}

fn escape_like(text: &str) -> String {
    text.replace('\\', r"\\")
        .replace('%', r"\%")
        .replace('_', r"\_")
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

/// The addresses from which signing in was refused since a point in time: each with whether it was
/// in this workspace, or in another one.
pub async fn list_refused_addresses(
    tx: &mut Tx,
    workspace: WorkspaceId,
    since: Timestamp,
    limit: u32,
) -> Result<Vec<(String, bool)>, StoreError> {
    const SQL: &str = "
        SELECT DISTINCT d.address, e.workspace_id = $1
        FROM audit_events e JOIN audit_details d ON d.event_id = e.id
        WHERE e.action IN ('session.refused', 'session.locked', 'session.locked_address')
            AND e.at >= $2 AND e.workspace_id IS NOT NULL AND d.address <> ''
        ORDER BY d.address LIMIT $3";
    let (workspace, since) = (workspace.as_uuid(), since.as_millis());
    Ok(fetch_all!(tx, SQL, workspace, since, i64::from(limit))?)
}

//! What a workspace's bots are called, for who needs no more of them.

use crate::{StoreError, Tx, error::OrCorrupt, macros::fetch_all};
use model::{
    id::{BotId, WorkspaceId},
    text::Name,
};
use uuid::Uuid;

/// A bot's name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// Which bot.
    pub id: BotId,
    /// What the team calls it.
    pub name: Name,
    /// Whether it was put away.
    pub is_archived: bool,
}

/// A workspace's bots by their names, those that were put away among them.
pub async fn list_names(tx: &mut Tx, workspace: WorkspaceId) -> Result<Vec<Named>, StoreError> {
    const SQL: &str = "
        SELECT id, name, archived_at IS NOT NULL FROM bots
        WHERE workspace_id = $1 AND begun_at IS NULL ORDER BY name, id";
    let rows: Vec<(Uuid, String, bool)> = fetch_all!(tx, SQL, workspace.as_uuid())?;
    let named = |(id, name, is_archived): (Uuid, String, bool)| {
        Ok(Named {
            id: BotId::from_uuid(id),
            name: Name::parse(&name).or_corrupt("bots")?,
            is_archived,
        })
    };
    rows.into_iter().map(named).collect()
}

//! What members may do with each bot. What has no row is denied.

use crate::{
    StoreError, Tx,
    error::OrCorrupt,
    macros::{execute, fetch_all, fetch_optional},
};
use model::{
    access::{Area, Right, Role},
    id::{BotId, UserId, WorkspaceId},
    rights::{AREAS, Rights},
    sharing::{Sharing, Shown},
};
use std::collections::HashMap;
use uuid::Uuid;

/// What a member was granted on a bot, and who else reads its conversations.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Granted {
    /// What was granted.
    pub rights: Rights,
    /// How the bot's conversations are shared.
    pub sharing: Sharing,
}

impl Granted {
    /// What that comes to.
    pub const fn rights_in_all(self) -> Rights {
        self.sharing.applied_to(self.rights)
    }
}

fn with(rights: Rights, area: &str, access: &str) -> Result<Rights, StoreError> {
    let area = area.parse::<Area>().or_corrupt("grants")?;
    let right = access.parse::<Right>().or_corrupt("grants")?;
    Ok(rights.with(area, Some(right)))
}

/// What each member was granted on one bot. Who was granted nothing is not among them.
pub async fn list_of_bot(tx: &mut Tx, bot: BotId) -> Result<HashMap<UserId, Rights>, StoreError> {
    const SQL: &str = "SELECT user_id, area, access FROM grants WHERE bot_id = $1";
    let rows: Vec<(Uuid, String, String)> = fetch_all!(tx, SQL, bot.as_uuid())?;
    let mut granted = HashMap::new();
    for (user, area, access) in rows {
        let rights: &mut Rights = granted.entry(UserId::from_uuid(user)).or_default();
        *rights = with(*rights, &area, &access)?;
    }
    Ok(granted)
}

/// What one member was granted on each bot of a workspace.
pub async fn list_of_member(
    tx: &mut Tx,
    workspace: WorkspaceId,
    user: UserId,
) -> Result<HashMap<BotId, Granted>, StoreError> {
    const SQL: &str = "
        SELECT b.id, b.sharing, g.area, g.access
        FROM bots b LEFT JOIN grants g ON g.bot_id = b.id AND g.user_id = $2
        WHERE b.workspace_id = $1";
    type Row = (Uuid, String, Option<String>, Option<String>);
    let rows: Vec<Row> = fetch_all!(tx, SQL, workspace.as_uuid(), user.as_uuid())?;
    let mut all: HashMap<BotId, Granted> = HashMap::new();
    for (bot, sharing, area, access) in rows {
        let granted = all.entry(BotId::from_uuid(bot)).or_default();
        granted.sharing = sharing.parse::<Sharing>().or_corrupt("bots")?;
        if let (Some(area), Some(access)) = (area, access) {
            granted.rights = with(granted.rights, &area, &access)?;
        }
    }
    Ok(all)
}

/// Replaces what a member was granted on a bot.
pub async fn put(
    tx: &mut Tx,
    workspace: WorkspaceId,
    user: UserId,
    bot: BotId,
    rights: Rights,
) -> Result<(), StoreError> {
    const INSERT: &str = "
        INSERT INTO grants (workspace_id, user_id, bot_id, area, access)
        VALUES ($1, $2, $3, $4, $5)";
    execute!(
        tx,
        "DELETE FROM grants WHERE user_id = $1 AND bot_id = $2",
        user.as_uuid(),
        bot.as_uuid()
    )?;
    let (workspace, user, bot) = (workspace.as_uuid(), user.as_uuid(), bot.as_uuid());
    for area in AREAS {
        if let Some(right) = rights.of(area) {
            execute!(
                tx,
                INSERT,
                workspace,
                user,
                bot,
                area.as_str(),
                right.as_str()
            )?;
        }
    }
    Ok(())
}

/// Takes back all that a member was granted in a workspace.
pub async fn delete_of(
    tx: &mut Tx,
    workspace: WorkspaceId,
    user: UserId,
) -> Result<(), StoreError> {
    execute!(
        tx,
        "DELETE FROM grants WHERE workspace_id = $1 AND user_id = $2",
        workspace.as_uuid(),
        user.as_uuid()
    )?;
    Ok(())
}

/// Where a bot is, and what its conversations show to whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The tenant that it belongs to.
    pub workspace: WorkspaceId,
    /// Who reads its conversations.
    pub sharing: Sharing,
    /// How much of them.
    pub shown: Shown,
}

/// Where a bot is.
pub async fn find_place(tx: &mut Tx, bot: BotId) -> Result<Option<Place>, StoreError> {
    const SQL: &str = "SELECT workspace_id, sharing, is_masked FROM bots WHERE id = $1";
    let row: Option<(Uuid, String, bool)> = fetch_optional!(tx, SQL, bot.as_uuid())?;
    row.map(|(workspace, sharing, is_masked)| place(workspace, &sharing, is_masked))
        .transpose()
}

fn place(workspace: Uuid, sharing: &str, is_masked: bool) -> Result<Place, StoreError> {
    Ok(Place {
        workspace: WorkspaceId::from_uuid(workspace),
        sharing: sharing.parse::<Sharing>().or_corrupt("bots")?,
        shown: if is_masked {
            Shown::Masked
        } else {
            Shown::Full
        },
    })
}

/// A member of a bot's workspace, as they stand to the bot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Where the bot is.
    pub place: Place,
    /// What they are there.
    pub role: Role,
    /// Whether the workspace wants a second factor and they have none.
    pub lacks_factor: bool,
    /// What they were granted on the bot.
    pub granted: Rights,
}

#[derive(sqlx::FromRow)]
struct StandingRow {
    workspace_id: Uuid,
    sharing: String,
    is_masked: bool,
    role: String,
    lacks_factor: bool,
    area: Option<String>,
    access: Option<String>,
}

/// How somebody stands to a bot, unless they have no place in its workspace or are suspended
/// there. One statement, since all that is done with a bot begins with it.
pub async fn find_standing(
    tx: &mut Tx,
    user: UserId,
    bot: BotId,
) -> Result<Option<Standing>, StoreError> {
    const SQL: &str = "
        SELECT b.workspace_id, b.sharing, b.is_masked, m.role,
            w.factor_since IS NOT NULL AND NOT EXISTS (
                SELECT 1 FROM second_factors f WHERE f.user_id = m.user_id) AS lacks_factor,
            g.area, g.access
        FROM bots b
        JOIN workspaces w ON w.id = b.workspace_id
        JOIN members m ON m.workspace_id = w.id AND m.user_id = $1 AND m.suspended_at IS NULL
        LEFT JOIN grants g ON g.user_id = m.user_id AND g.bot_id = b.id
        WHERE b.id = $2";
    let rows: Vec<StandingRow> = fetch_all!(tx, SQL, user.as_uuid(), bot.as_uuid())?;
    let Some(first) = rows.first() else {
        return Ok(None);
    };
    let mut granted = Rights::NONE;
    for row in &rows {
        if let (Some(area), Some(access)) = (&row.area, &row.access) {
            granted = with(granted, area, access)?;
        }
    }
    Ok(Some(Standing {
        place: place(first.workspace_id, &first.sharing, first.is_masked)?,
        role: first.role.parse::<Role>().or_corrupt("members")?,
        lacks_factor: first.lacks_factor,
        granted,
    }))
}

/// Sets who reads a bot's conversations, and how much of them.
pub async fn set_sharing(
    tx: &mut Tx,
    bot: BotId,
    sharing: Sharing,
    shown: Shown,
) -> Result<(), StoreError> {
    execute!(
        tx,
        "UPDATE bots SET sharing = $2, is_masked = $3 WHERE id = $1",
        bot.as_uuid(),
        sharing.as_str(),
        shown == Shown::Masked
    )?;
    Ok(())
}

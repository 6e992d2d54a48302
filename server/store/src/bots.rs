//! Bots and their settings.

mod archive;
mod names;
mod week;

pub use archive::{
    delete_begun, finish, forget_begun, impact, list_archived, list_present, set_archived,
};
pub use names::{Named, list_names};
pub use week::{count_expired, count_open, list_settings_in, list_stopped, list_weeks};

use crate::{
    StoreError, Tx,
    error::OrCorrupt,
    macros::{execute, fetch_all, fetch_optional},
};
use model::{
    bot::{BotSettings, BotStatus, BotSummary},
    id::{BotId, WorkspaceId},
    text::{Locale, Name},
    time::Timestamp,
};
use uuid::Uuid;

/// A bot to make.
#[derive(Clone, Debug)]
pub struct NewBot<'a> {
    /// Its id.
    pub id: BotId,
    /// The tenant it will belong to.
    pub workspace: WorkspaceId,
    /// What the team calls it.
    pub name: &'a Name,
    /// Its default language.
    pub locale: &'a Locale,
    /// How it behaves.
    pub settings: &'a BotSettings,
}

/// What answering takes of a bot.
#[derive(Clone, Debug, PartialEq)]
pub struct BotHead {
    /// The tenant it belongs to.
    pub workspace: WorkspaceId,
    /// What the team calls it.
    pub name: Name,
    /// Its default language.
    pub locale: Locale,
    /// Whether it answers at all: switched on, whole and not archived.
    pub is_enabled: bool,
    /// How it behaves.
    pub settings: BotSettings,
    /// The version to answer from; `None` before the first publish.
    pub version: Option<u32>,
}

#[derive(sqlx::FromRow)]
struct SummaryRow {
    id: Uuid,
    name: String,
    locale: String,
    is_enabled: bool,
    revision: i64,
    published_revision: i64,
    version: Option<i64>,
    created_at: i64,
    archived_at: Option<i64>,
    n_articles: i64,
    n_conversations: i64,
    locales: Option<String>,
}

const SUMMARY: &str = "
    SELECT b.id, b.name, b.locale, b.is_enabled, b.revision, b.published_revision, b.version,
        b.created_at, b.archived_at,
        (SELECT COUNT(*) FROM articles a WHERE a.bot_id = b.id AND a.deleted_at IS NULL)
            AS n_articles,
        (SELECT COUNT(*) FROM conversations c
            WHERE c.bot_id = b.id AND c.audience = 'visitor' AND c.started_at >= $3
                AND c.id >= $5)
            AS n_conversations,
        (SELECT string_agg(d.locale, ',') FROM (
            SELECT DISTINCT t.locale FROM article_texts t JOIN articles a ON a.id = t.article_id
            WHERE a.bot_id = b.id AND a.deleted_at IS NULL) d) AS locales
    FROM bots b
    WHERE b.workspace_id = $1 AND b.begun_at IS NULL
        AND (b.id = $2 OR ($4 AND b.archived_at IS NULL))
    ORDER BY b.created_at, b.id";

/// Makes a bot, for nobody to see before [`finish`].
pub async fn create(tx: &mut Tx, bot: &NewBot<'_>, now: Timestamp) -> Result<(), StoreError> {
    const SQL: &str = "
        INSERT INTO bots (id, workspace_id, name, locale, is_enabled, settings, revision,
            published_revision, created_at, begun_at)
        VALUES ($1, $2, $3, $4, TRUE, $5, 0, 0, $6, $6)";
    let settings = serde_json::to_string(bot.settings).or_corrupt("bots")?;
    let (id, workspace) = (bot.id.as_uuid(), bot.workspace.as_uuid());
    let (name, locale) = (bot.name.as_str(), bot.locale.as_str());
    let now = now.as_millis();
    execute!(tx, SQL, id, workspace, name, locale, settings, now)?;
    Ok(())
}

/// The tenant that a bot belongs to.
pub async fn find_workspace(tx: &mut Tx, bot: BotId) -> Result<Option<WorkspaceId>, StoreError> {
    let row: Option<(Uuid,)> = fetch_optional!(
        tx,
        "SELECT workspace_id FROM bots WHERE id = $1",
        bot.as_uuid()
    )?;
    Ok(row.map(|(id,)| WorkspaceId::from_uuid(id)))
}

/// A workspace's bots, without those that are archived, oldest first, with the conversations since
/// a point in time.
pub async fn list(
    tx: &mut Tx,
    workspace: WorkspaceId,
    since: Timestamp,
) -> Result<Vec<BotSummary>, StoreError> {
    summaries(tx, workspace, None, since).await
}

/// One bot of a workspace, as the list shows it.
pub async fn find(
    tx: &mut Tx,
    workspace: WorkspaceId,
    bot: BotId,
    since: Timestamp,
) -> Result<Option<BotSummary>, StoreError> {
    Ok(summaries(tx, workspace, Some(bot), since).await?.pop())
}

async fn summaries(
    tx: &mut Tx,
    workspace: WorkspaceId,
    bot: Option<BotId>,
    since: Timestamp,
) -> Result<Vec<BotSummary>, StoreError> {
    let wanted = bot.map_or(Uuid::nil(), BotId::as_uuid);
    let rows: Vec<SummaryRow> = fetch_all!(
        tx,
        SUMMARY,
        workspace.as_uuid(),
        wanted,
        since.as_millis(),
        bot.is_none(),
        week::first_id(since)
    )?;
    rows.into_iter()
        .map(|row| row.into_summary(workspace))
        .collect()
}

impl SummaryRow {
    fn into_summary(self, workspace: WorkspaceId) -> Result<BotSummary, StoreError> {
        let locale = Locale::parse(&self.locale).or_corrupt("bots")?;
        let mut locales = Vec::new();
        for other in self.locales.iter().flat_map(|list| list.split(',')) {
            locales.push(Locale::parse(other).or_corrupt("article_texts")?);
        }
        locales.retain(|other| *other != locale);
        locales.sort();
        locales.insert(0, locale.clone());
        let status = match (self.archived_at, self.is_enabled, self.version) {
            (Some(_), ..) => BotStatus::Archived,
            (None, false, _) => BotStatus::Disabled,
            (None, true, None) => BotStatus::Draft,
            (None, true, Some(_)) => BotStatus::Live,
        };
        Ok(BotSummary {
            id: BotId::from_uuid(self.id),
            workspace,
            name: Name::parse(&self.name).or_corrupt("bots")?,
            status,
            locale,
            locales,
            n_articles: u32::try_from(self.n_articles).or_corrupt("articles")?,
            n_conversations_7d: u32::try_from(self.n_conversations).or_corrupt("conversations")?,
            version: self
                .version
                .map(u32::try_from)
                .transpose()
                .or_corrupt("bots")?,
            has_changes: self.revision != self.published_revision,
            created_at: Timestamp::from_millis(self.created_at),
        })
    }
}

#[derive(sqlx::FromRow)]
struct HeadRow {
    workspace_id: Uuid,
    name: String,
    locale: String,
    is_enabled: bool,
    settings: String,
    version: Option<i64>,
    archived_at: Option<i64>,
    begun_at: Option<i64>,
}

impl TryFrom<HeadRow> for BotHead {
    type Error = StoreError;

    fn try_from(row: HeadRow) -> Result<Self, StoreError> {
        let version = row.version.map(u32::try_from).transpose();
        let is_there = row.archived_at.is_none() && row.begun_at.is_none();
        Ok(Self {
            workspace: WorkspaceId::from_uuid(row.workspace_id),
            name: Name::parse(&row.name).or_corrupt("bots")?,
            locale: Locale::parse(&row.locale).or_corrupt("bots")?,
            is_enabled: row.is_enabled && is_there,
            settings: serde_json::from_str(&row.settings).or_corrupt("bots")?,
            version: version.or_corrupt("bots")?,
        })
    }
}

/// What answering takes of a bot. By the bot alone: this is where its tenant is learned.
pub async fn find_head(tx: &mut Tx, bot: BotId) -> Result<Option<BotHead>, StoreError> {
    const SQL: &str = "
        SELECT workspace_id, name, locale, is_enabled, settings, version, archived_at, begun_at
        FROM bots WHERE id = $1";
    let row: Option<HeadRow> = fetch_optional!(tx, SQL, bot.as_uuid())?;
    row.map(TryInto::try_into).transpose()
}

/// A bot's settings as they are kept, for who is about to change them.
pub async fn find_settings(tx: &mut Tx, bot: BotId) -> Result<Option<BotSettings>, StoreError> {
    const SQL: &str = "SELECT settings FROM bots WHERE id = $1";
    let row: Option<(String,)> = fetch_optional!(tx, SQL, bot.as_uuid())?;
    row.map(|(settings,)| serde_json::from_str(&settings).or_corrupt("bots"))
        .transpose()
}

/// The settings of all bots, for what is done to each in the background.
pub async fn list_settings(tx: &mut Tx) -> Result<Vec<(BotId, BotSettings)>, StoreError> {
    let rows: Vec<(Uuid, String)> = fetch_all!(tx, "SELECT id, settings FROM bots ORDER BY id")?;
    rows.into_iter()
        .map(|(id, settings)| {
            let settings = serde_json::from_str(&settings).or_corrupt("bots")?;
            Ok((BotId::from_uuid(id), settings))
        })
        .collect()
}

/// Replaces a bot's settings.
pub async fn set_settings(
    tx: &mut Tx,
    bot: BotId,
    settings: &BotSettings,
) -> Result<(), StoreError> {
    let settings = serde_json::to_string(settings).or_corrupt("bots")?;
    execute!(
        tx,
        "UPDATE bots SET settings = $2 WHERE id = $1",
        bot.as_uuid(),
        settings
    )?;
    Ok(())
}

/// Renames a bot, and changes the language that it answers in unless it is asked in another.
pub async fn set_name(
    tx: &mut Tx,
    bot: BotId,
    name: &Name,
    locale: &Locale,
) -> Result<(), StoreError> {
    execute!(
        tx,
        "UPDATE bots SET name = $2, locale = $3 WHERE id = $1",
        bot.as_uuid(),
        name.as_str(),
        locale.as_str()
    )?;
    Ok(())
}

/// Counts a change of the draft.
pub async fn touch(tx: &mut Tx, bot: BotId) -> Result<(), StoreError> {
    execute!(
        tx,
        "UPDATE bots SET revision = revision + 1 WHERE id = $1",
        bot.as_uuid()
    )?;
    Ok(())
}

/// Switches a bot on or off.
pub async fn set_enabled(tx: &mut Tx, bot: BotId, is_enabled: bool) -> Result<(), StoreError> {
    execute!(
        tx,
        "UPDATE bots SET is_enabled = $2 WHERE id = $1",
        bot.as_uuid(),
        is_enabled
    )?;
    Ok(())
}

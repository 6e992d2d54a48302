//! A bot's versions: the list, what changed from one to another, and bringing an old one back.

use super::{VersionArticle, VersionContent, compare::compare as differences, publish::load_draft};
use crate::{
    access::{Access, InScope, Knowledge, Read, Write},
    audit,
    failure::OrInternal,
};
use engine::Snapshot;
use model::{
    article::ArticleStatus,
    error::{AppError, AppResult},
    id::ArticleId,
    version::{Comparison, VersionSummary, Versions},
};
use std::collections::HashMap;
use store::{
    Tx,
    changes::{self, ChangeKind},
    versions::{self, NewVersion, Version},
};

/// Versions on one page of their list.
const PAGE: u32 = 20;

/// A bot's versions before `before`, newest first; from the newest, if it is 0.
pub async fn list_versions(access: &Access<Read<Knowledge>>, before: u32) -> AppResult<Versions> {
    let (platform, bot) = (access.platform(), access.bot());
    let mut tx = platform.db().read().await.or_internal("listing versions")?;
    let before = if before == 0 { u32::MAX } else { before };
    let mut listed = versions::list(&mut tx, bot, before, PAGE + 1)
        .await
        .or_internal("listing versions")?;
    let has_more = listed.len() > PAGE as usize;
    listed.truncate(PAGE as usize);
    let next = listed.last().map(|last| last.number);
    let mut items = Vec::with_capacity(listed.len());
    for version in listed {
        items.push(VersionSummary {
            number: version.number,
            published_at: version.published_at,
            by: audit::author(&mut tx, access, &version.published_by).await?,
            n_articles: version.n_articles,
            snapshot_bytes: version.snapshot_bytes,
            brought_back: version.brought_back,
        });
    }
    let now = platform.now();
    let summary = store::bots::find(&mut tx, access.scope().workspace(), bot, now)
        .await
        .or_internal("listing versions")?
        .ok_or(AppError::NotFound)?;
    Ok(Versions {
        items,
        next: next.filter(|_| has_more),
        live: summary.version,
        has_changes: summary.has_changes,
    })
}

/// How version `to` differs from version `from`; 0 stands for the draft as `to`, and for nothing
/// as `from`.
pub async fn compare(
    access: &Access<Read<Knowledge>>,
    from: u32,
    to: u32,
) -> AppResult<Comparison> {
    let new = match to {
        0 => load_draft(access).await?.2,
        number => content_of(access, number).await?,
    };
    let old = match from {
        0 => VersionContent {
            locale: new.locale.clone(),
            articles: Vec::new(),
            synonyms: Vec::new(),
        },
        number => content_of(access, number).await?,
    };
    tokio::task::spawn_blocking(move || differences(&old, &new))
        .await
        .map_err(|_| AppError::Internal)
}

async fn content_of(access: &Access<Read<Knowledge>>, number: u32) -> AppResult<VersionContent> {
    let db = access.platform().db();
    let mut tx = db.read().await.or_internal("reading a version")?;
    let json = versions::find_content(&mut tx, access.bot(), number)
        .await
        .or_internal("reading a version")?
        .ok_or(AppError::NotFound)?;
    serde_json::from_str(&json).or_internal("reading a version")
}

/// Publishes an old version once more, under the next number, in place of `live`. The draft stays
/// as it is; tests do not stop it, since it is the way back from what went wrong.
pub async fn bring_back(
    access: &Access<Write<Knowledge>>,
    number: u32,
    live: u32,
) -> AppResult<u32> {
    if number == live {
        return Err(AppError::Conflict);
    }
    let (platform, bot) = (access.platform(), access.bot());
    let mut tx = platform.db().read().await.or_internal("rolling back")?;
    let version = versions::find(&mut tx, bot, number)
        .await
        .or_internal("rolling back")?
        .ok_or(AppError::NotFound)?;
    drop(tx);
    let (content, version) = tokio::task::spawn_blocking(move || whole(version))
        .await
        .map_err(|_| AppError::Internal)??;
    let new = publish_again(access, number, live, &content, &version).await?;
    platform.live().refresh(platform, bot).await?;
    Ok(new)
}

/// The version with its snapshot, which is made again if it was let go of or is damaged.
fn whole(mut version: Version) -> AppResult<(VersionContent, Version)> {
    let content: VersionContent =
        serde_json::from_str(&version.content).or_internal("reading a version")?;
    let is_whole = Snapshot::hash(&version.snapshot) == version.snapshot_hash
        && Snapshot::from_bytes(&version.snapshot).is_ok();
    if !is_whole {
        version.snapshot = content.compile().to_bytes();
        version.snapshot_hash = Snapshot::hash(&version.snapshot);
    }
    Ok((content, version))
}

async fn publish_again(
    access: &Access<Write<Knowledge>>,
    number: u32,
    live: u32,
    content: &VersionContent,
    version: &Version,
) -> AppResult<u32> {
    let (platform, bot) = (access.platform(), access.bot());
    let now = platform.now();
    let again = NewVersion {
        content: &version.content,
        snapshot: &version.snapshot,
        snapshot_hash: &version.snapshot_hash,
        n_articles: u32::try_from(content.articles.len()).unwrap_or(u32::MAX),
        published_by: &access.actor().to_string(),
    };
    let mut tx = platform.db().write().await.or_internal("rolling back")?;
    let new = versions::bring_back(&mut tx, bot, live, number, &again, now)
        .await
        .or_internal("rolling back")?
        .ok_or(AppError::Conflict)?;
    mark_draft(&mut tx, access, content).await?;
    changes::note(&mut tx, ChangeKind::Bot, Some(bot), now)
        .await
        .or_internal("rolling back")?;
    let subject = format!("bot:{bot} version:{new} brought_back:{number}");
    audit::record(&mut tx, access, "bot.roll_back", &subject, now).await?;
    tx.commit().await.or_internal("rolling back")?;
    Ok(new)
}

/// Says of each article of the draft how it stands to what answers now.
async fn mark_draft(
    tx: &mut Tx,
    access: &Access<Write<Knowledge>>,
    content: &VersionContent,
) -> AppResult<()> {
    let bot = access.bot();
    let draft = store::articles::list_whole(tx, bot)
        .await
        .or_internal("rolling back")?;
    let synonyms = store::synonyms::list(tx, bot)
        .await
        .or_internal("rolling back")?;
    let head = store::bots::find_head(tx, bot)
        .await
        .or_internal("rolling back")?
        .ok_or(AppError::NotFound)?;
    let draft = VersionContent::new(head.locale, draft, synonyms);
    let differing = differing(&draft, content);
    let is_same = draft == *content;
    versions::mark(tx, bot, &differing, is_same)
        .await
        .or_internal("rolling back")
}

/// The articles of the draft that are not as they are published.
fn differing(
    draft: &VersionContent,
    published: &VersionContent,
) -> Vec<(ArticleId, ArticleStatus)> {
    let published: HashMap<ArticleId, &VersionArticle> = published
        .articles
        .iter()
        .map(|article| (article.id, article))
        .collect();
    let status = |article: &VersionArticle| match published.get(&article.id) {
        None => Some(ArticleStatus::New),
        Some(other) if **other == *article => None,
        Some(_) => Some(ArticleStatus::Changed),
    };
    draft
        .articles
        .iter()
        .filter_map(|article| Some((article.id, status(article)?)))
        .collect()
}

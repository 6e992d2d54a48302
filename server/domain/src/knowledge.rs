//! Knowledge: the articles of a bot's draft, and publishing them.

mod collisions;
mod compare;
mod draft;
mod export;
mod files;
mod history;
mod import;
mod learn;
mod publish;
mod version;

pub use collisions::collisions;
pub use draft::Draft;
pub(crate) use export::rows;
pub use export::{Format as ExportFormat, export};
pub use files::read_rows;
pub use history::{bring_back, compare, list_versions};
pub(crate) use import::check as check_rows;
pub use import::{Imported, Options as ImportOptions, Refused, Row, import};
pub use learn::add_utterance;
pub(crate) use learn::{learn, revise};
pub(crate) use publish::{content, draft, import_keys, thresholds, thresholds_of};
pub use publish::{explain, publish};
pub(crate) use version::nearest_text;
pub use version::{VersionArticle, VersionContent};

use crate::{
    access::{Access, InBot, Knowledge, Permitted, Read, Write},
    analytics, audit,
    failure::OrInternal,
};
use draft::Parsed;
use model::{
    article::{Article, ArticleFilter, ArticleSummary},
    error::{AppError, AppResult},
    id::{ArticleId, BotId},
    page::Page,
    text::Locale,
};
use store::{Tx, articles};

/// The most topics that are offered.
const MAX_TOPICS: u32 = 200;
/// The most articles that one bot may have.
pub(crate) const MAX_ARTICLES: usize = 20_000;

/// Which articles a list shows.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// What is wanted of them.
    pub wanted: ArticleFilter,
    /// The cursor of the page before.
    pub after: Option<String>,
    /// The most to give, 1 to 100.
    pub limit: u32,
}

/// A bot's articles, newest first.
pub async fn list(
    access: &Access<Read<Knowledge>>,
    filter: Filter,
) -> AppResult<Page<ArticleSummary>> {
    let after = filter
        .after
        .as_deref()
        .map(str::parse::<ArticleId>)
        .transpose();
    let after = after.map_err(|_| AppError::Malformed {
        what: "the cursor".to_owned(),
    })?;
    let wanted = &filter.wanted;
    let search: String = wanted.search.trim().chars().take(100).collect();
    let limit = filter.limit.clamp(1, 100);
    let mut tx = access
        .platform()
        .db()
        .read()
        .await
        .or_internal("listing articles")?;
    let locale = default_locale(&mut tx, access).await?;
    let filter = articles::Filter {
        locale: &locale,
        search: &search.to_lowercase(),
        topic: &wanted.topic,
        status: wanted.status.parse().ok(),
        has_locale: &wanted.locale,
        alert: wanted.alert.parse().ok(),
        after,
        limit: limit + 1,
    };
    let mut items = articles::list(&mut tx, access.bot(), &filter)
        .await
        .or_internal("listing articles")?;
    let has_more = items.len() > limit as usize;
    items.truncate(limit as usize);
    let next = items
        .last()
        .filter(|_| has_more)
        .map(|last| last.id.to_string());
    let now = access.platform().now();
    let uses = analytics::uses_of_articles(&mut tx, access.bot(), now).await?;
    for item in &mut items {
        item.n_uses_30d = uses.get(&item.id).copied().unwrap_or(0);
    }
    Ok(Page { items, next })
}

/// The bot's default language.
async fn default_locale<P: Permitted<Scope = InBot>>(
    tx: &mut Tx,
    access: &Access<P>,
) -> AppResult<Locale> {
    let head = store::bots::find_head(tx, access.bot())
        .await
        .or_internal("getting a bot")?;
    Ok(head.ok_or(AppError::NotFound)?.locale)
}

/// An article, whole, the bot's default language first.
pub async fn get(access: &Access<Read<Knowledge>>, article: ArticleId) -> AppResult<Article> {
    let mut tx = access
        .platform()
        .db()
        .read()
        .await
        .or_internal("getting an article")?;
    let locale = default_locale(&mut tx, access).await?;
    let mut article = articles::find(&mut tx, access.bot(), article)
        .await
        .or_internal("getting an article")?
        .ok_or(AppError::NotFound)?;
    article.texts.sort_by_key(|text| text.locale != locale);
    Ok(article)
}

/// The topics that the bot's articles have.
pub async fn topics(access: &Access<Read<Knowledge>>) -> AppResult<Vec<String>> {
    let mut tx = access
        .platform()
        .db()
        .read()
        .await
        .or_internal("listing topics")?;
    articles::list_topics(&mut tx, access.bot(), MAX_TOPICS)
        .await
        .or_internal("listing topics")
}

/// Adds an article with its text in one language.
pub async fn create(access: &Access<Write<Knowledge>>, draft: Draft) -> AppResult<ArticleId> {
    let mut tx = access
        .platform()
        .db()
        .write()
        .await
        .or_internal("creating an article")?;
    let id = create_in(&mut tx, access, draft).await?;
    tx.commit().await.or_internal("creating an article")?;
    Ok(id)
}

/// The same, within a transaction that does more.
pub(crate) async fn create_in(
    tx: &mut Tx,
    access: &Access<Write<Knowledge>>,
    draft: Draft,
) -> AppResult<ArticleId> {
    let parsed = draft.parse()?;
    check_room(tx, access.bot(), 1).await?;
    let id = add(tx, access, None, &parsed).await?;
    note(tx, access, "article.create", id).await?;
    Ok(id)
}

async fn check_room(tx: &mut Tx, bot: BotId, n_more: usize) -> AppResult<()> {
    let n_articles = articles::count(tx, bot)
        .await
        .or_internal("counting articles")?;
    let has_room = n_articles as usize + n_more <= MAX_ARTICLES;
    if has_room {
        Ok(())
    } else {
        Err(AppError::TooLarge)
    }
}

/// Changes an article's text in one language, if nobody else did since `revision`; the other
/// languages stay as they are. Gives the new revision.
pub async fn update(
    access: &Access<Write<Knowledge>>,
    article: ArticleId,
    revision: u32,
    draft: Draft,
) -> AppResult<u32> {
    let parsed = draft.parse()?;
    let mut tx = access
        .platform()
        .db()
        .write()
        .await
        .or_internal("updating an article")?;
    articles::find(&mut tx, access.bot(), article)
        .await
        .or_internal("updating an article")?
        .ok_or(AppError::NotFound)?;
    let revision = change(&mut tx, access, article, revision, &parsed)
        .await?
        .ok_or(AppError::Conflict)?;
    finish(tx, access, "article.update", article).await?;
    Ok(revision)
}

/// Deletes an article; what visitors were told of it stays in their conversations.
pub async fn delete(access: &Access<Write<Knowledge>>, article: ArticleId) -> AppResult<()> {
    let platform = access.platform();
    let mut tx = platform
        .db()
        .write()
        .await
        .or_internal("deleting an article")?;
    let was_there = articles::delete(&mut tx, access.bot(), article, platform.now())
        .await
        .or_internal("deleting an article")?;
    if !was_there {
        return Err(AppError::NotFound);
    }
    finish(tx, access, "article.delete", article).await
}

/// Adds an article in this transaction.
async fn add(
    tx: &mut Tx,
    access: &Access<Write<Knowledge>>,
    key: Option<&str>,
    parsed: &Parsed,
) -> AppResult<ArticleId> {
    let platform = access.platform();
    let id = ArticleId::from_uuid(platform.random().v7());
    articles::create(tx, access.bot(), id, key, &parsed.topic, platform.now())
        .await
        .or_internal("creating an article")?;
    set_text(tx, access, id, parsed).await?;
    Ok(id)
}

/// Changes an article in this transaction; `None` if it is no longer at `revision`.
async fn change(
    tx: &mut Tx,
    access: &Access<Write<Knowledge>>,
    article: ArticleId,
    revision: u32,
    parsed: &Parsed,
) -> AppResult<Option<u32>> {
    let now = access.platform().now();
    let revision = articles::revise(tx, access.bot(), article, revision, &parsed.topic, now)
        .await
        .or_internal("updating an article")?;
    if revision.is_some() {
        set_text(tx, access, article, parsed).await?;
    }
    Ok(revision)
}

async fn set_text(
    tx: &mut Tx,
    access: &Access<Write<Knowledge>>,
    article: ArticleId,
    parsed: &Parsed,
) -> AppResult<()> {
    let random = access.platform().random();
    let utterances: Vec<_> = parsed
        .utterances
        .iter()
        .map(|text| (model::id::UtteranceId::from_uuid(random.v7()), text.clone()))
        .collect();
    let text = articles::NewText {
        locale: &parsed.locale,
        title: &parsed.title,
        title_folded: &parsed.title.to_lowercase(),
        answer: &parsed.answer,
        utterances: &utterances,
    };
    articles::set_text(tx, article, &text)
        .await
        .or_internal("writing an article's text")
}

/// Counts the draft's change, writes it down, and commits.
async fn finish(
    mut tx: Tx,
    access: &Access<Write<Knowledge>>,
    action: &str,
    article: ArticleId,
) -> AppResult<()> {
    note(&mut tx, access, action, article).await?;
    tx.commit().await.or_internal("writing an article")
}

/// Counts the draft's change, and writes it down.
async fn note(
    tx: &mut Tx,
    access: &Access<Write<Knowledge>>,
    action: &str,
    article: ArticleId,
) -> AppResult<()> {
    store::bots::touch(tx, access.bot())
        .await
        .or_internal("touching a bot")?;
    let subject = format!("article:{article}");
    audit::record(tx, access, action, &subject, access.platform().now()).await
}

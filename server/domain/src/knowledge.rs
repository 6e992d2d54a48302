//! Knowledge: the articles of a bot's draft, and publishing them.

mod bulk;
mod buttons;
mod changes;
mod collisions;
mod comments;
mod compare;
mod draft;
mod export;
mod files;
mod history;
mod import;
mod learn;
mod links;
mod one;
mod period;
mod preview;
mod publish;
mod small_talk;
mod version;
mod waiting;

pub use bulk::{delete_at, delete_many, set_topic, undelete};
pub use changes::{history, restore};
pub use collisions::collisions;
pub use comments::{comment, comments, delete_comment};
pub(crate) use export::rows;
pub use export::{Format as ExportFormat, export};
pub use files::read_rows;
pub use history::{bring_back, compare, list_versions};
pub(crate) use import::check as check_rows;
pub use import::{Imported, Options as ImportOptions, Refused, Row, import};
pub use learn::{add_utterance, teach_title};
pub(crate) use learn::{learn, revise};
pub use links::look as look_at_links;
pub use one::get;
pub(crate) use period::shown as shown_time;
pub(crate) use publish::{
    compile, content, draft, import_keys, load_draft, thresholds, thresholds_of,
};
pub use publish::{explain, publish, published_texts};
pub use small_talk::add_small_talk;
pub use version::{VersionArticle, VersionContent, VersionSynonyms};
pub(crate) use version::{for_engine, nearest_text};
pub(crate) use waiting::forget_old as forget_old_imports;
pub use waiting::{import_waiting, look_into, wait as wait_for_import};

use crate::{
    access::{Access, InBot, Knowledge, Permitted, Read, Write},
    analytics, audit,
    failure::OrInternal,
};
use draft::Parsed;
use model::{
    article::{ArticleDraft, ArticleFilter, ArticleSummary, ArticleText},
    error::{AppError, AppResult},
    id::{ArticleId, BotId},
    page::Page,
    text::Locale,
    time::Timestamp,
};
use store::{
    Tx,
    articles::{self, About},
};

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
        now: access.platform().now(),
        only: None,
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
    let uses = analytics::uses_of_articles(&mut tx, access).await?;
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

/// The topics that the bot's articles have.
pub async fn topics(access: &Access<Read<Knowledge>>) -> AppResult<Vec<String>> {
    let mut tx = access
        .platform()
        .db()
        .look()
        .await
        .or_internal("listing topics")?;
    articles::list_topics(&mut tx, access.bot(), MAX_TOPICS)
        .await
        .or_internal("listing topics")
}

/// Adds an article with its text in one language.
pub async fn create(
    access: &Access<Write<Knowledge>>,
    draft: ArticleDraft,
) -> AppResult<ArticleId> {
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
    draft: ArticleDraft,
) -> AppResult<ArticleId> {
    let parsed = Parsed::of(&draft)?;
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
    draft: ArticleDraft,
) -> AppResult<u32> {
    let parsed = Parsed::of(&draft)?;
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
pub async fn delete(access: &Access<Write<Knowledge>>, article: ArticleId) -> AppResult<Timestamp> {
    delete_many(access, &[article]).await
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
    let (about, now) = (parsed.about(), platform.now());
    articles::create(tx, access.bot(), id, key, &about, now)
        .await
        .or_internal("creating an article")?;
    set_text(tx, access, id, parsed).await?;
    changes::note(tx, access, id, (1, &parsed.locale), None).await?;
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
    let about = parsed.about();
    let before = text_of(tx, access, article, &parsed.locale).await?;
    let revision = articles::revise(tx, access.bot(), article, revision, &about, now)
        .await
        .or_internal("updating an article")?;
    if let Some(revision) = revision {
        let after = set_text(tx, access, article, parsed).await?;
        if before.as_ref() != Some(&after) {
            changes::note(tx, access, article, (revision, &parsed.locale), before).await?;
        }
    }
    Ok(revision)
}

/// An article's text in exactly this language.
async fn text_of(
    tx: &mut Tx,
    access: &Access<Write<Knowledge>>,
    article: ArticleId,
    locale: &Locale,
) -> AppResult<Option<ArticleText>> {
    let found = articles::find(tx, access.bot(), article)
        .await
        .or_internal("finding an article")?;
    let mut texts = found.into_iter().flat_map(|found| found.texts);
    Ok(texts.find(|text| text.locale == *locale))
}

/// Writes the text, and gives it as it is now.
async fn set_text(
    tx: &mut Tx,
    access: &Access<Write<Knowledge>>,
    article: ArticleId,
    parsed: &Parsed,
) -> AppResult<ArticleText> {
    let random = access.platform().random();
    let utterances: Vec<_> = parsed
        .utterances
        .iter()
        .map(|text| (model::id::UtteranceId::from_uuid(random.v7()), text.clone()))
        .collect();
    let buttons = buttons::resolve(tx, access, &parsed.buttons).await?;
    let text = articles::NewText {
        locale: &parsed.locale,
        title: &parsed.title,
        title_folded: &parsed.title.to_lowercase(),
        answer: &parsed.answer,
        variants: &parsed.variants,
        buttons: &buttons,
        utterances: &utterances,
    };
    articles::set_text(tx, article, &text)
        .await
        .or_internal("writing an article's text")?;
    Ok(ArticleText {
        locale: parsed.locale.clone(),
        title: parsed.title.clone(),
        answer: parsed.answer.clone(),
        variants: parsed.variants.clone(),
        utterances: parsed.utterances.clone(),
        buttons,
    })
}

impl Parsed {
    fn about(&self) -> About {
        About {
            topic: self.topic.clone(),
            period: self.period.clone(),
        }
    }
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

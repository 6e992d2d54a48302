use super::VersionContent;
use crate::{
    access::{Access, InBot, Knowledge, Permitted, Read, Write},
    audit,
    failure::OrInternal,
    live::LiveBot,
    regression,
};
use engine::{Event, Explanation, Snapshot, State, Thresholds, Tokens, step};
use model::{
    article::ArticleText,
    bot::{BotSettings, Published},
    error::{AppError, AppResult, Problem},
    id::ArticleId,
    regression::Occasion,
    text::{Locale, Question},
};
use std::{sync::Arc, time::Instant};
use store::{
    bots::BotHead,
    changes::{self, ChangeKind},
    versions::{self, NewVersion},
};

/// How often a publish begins anew because somebody edited while it was being built.
const TRIES: usize = 5;

/// Makes the draft the version that answers, in this server at once and in others within a
/// quarter of a second. A draft without articles can't be published, nor one whose tests fail if
/// the team wants them to stop it.
pub async fn publish(access: &Access<Write<Knowledge>>) -> AppResult<Published> {
    for _ in 0..TRIES {
        if let Some(published) = try_publish(access).await? {
            access
                .platform()
                .live()
                .refresh(access.platform(), access.bot())
                .await?;
            return Ok(published);
        }
    }
    Err(AppError::Conflict)
}

/// One try; `None` if the draft was edited in the meantime.
async fn try_publish(access: &Access<Write<Knowledge>>) -> AppResult<Option<Published>> {
    let platform = access.platform();
    let (head, revision, content) = load_draft(access).await?;
    if content.articles.is_empty() {
        return Err(AppError::invalid("articles", Problem::Missing));
    }
    let json = serde_json::to_string(&content).or_internal("writing a version")?;
    let began = Instant::now();
    let snapshot = compile(content.clone()).await?;
    let bytes = snapshot.to_bytes();
    let build_ms = u32::try_from(began.elapsed().as_millis()).unwrap_or(u32::MAX);
    let n_articles = u32::try_from(content.articles.len()).unwrap_or(u32::MAX);
    let tested = LiveBot::new(head, 0, content, snapshot, platform.now());
    let ran = regression::before_publish(access, tested).await?;
    let hash = Snapshot::hash(&bytes);
    let version = NewVersion {
        content: &json,
        snapshot: &bytes,
        snapshot_hash: &hash,
        n_articles,
        published_by: &access.actor().to_string(),
    };
    let (bot, now) = (access.bot(), platform.now());
    let mut tx = platform.db().write().await.or_internal("publishing")?;
    let number = versions::publish(&mut tx, bot, revision, &version, now)
        .await
        .or_internal("publishing")?;
    let Some(number) = number else {
        return Ok(None);
    };
    if let Some(ran) = ran {
        regression::record(&mut tx, access, &ran, Occasion::Published).await?;
    }
    changes::note(&mut tx, ChangeKind::Bot, Some(bot), now)
        .await
        .or_internal("publishing")?;
    audit::record(
        &mut tx,
        access,
        "bot.publish",
        &format!("bot:{bot} version:{number}"),
        now,
    )
    .await?;
    tx.commit().await.or_internal("publishing")?;
    let snapshot_bytes = bytes.len() as u64;
    Ok(Some(Published {
        version: number,
        build_ms,
        snapshot_bytes,
        snapshot_hash: hash,
    }))
}

/// The draft as it is now, with the revision it is at.
pub(crate) async fn load_draft<P: Permitted<Scope = InBot>>(
    access: &Access<P>,
) -> AppResult<(BotHead, i64, VersionContent)> {
    let bot = access.bot();
    let mut tx = access
        .platform()
        .db()
        .read()
        .await
        .or_internal("reading a draft")?;
    let revision = versions::draft_revision(&mut tx, bot)
        .await
        .or_internal("reading a draft")?;
    let head = store::bots::find_head(&mut tx, bot)
        .await
        .or_internal("reading a draft")?;
    let head = head.ok_or(AppError::NotFound)?;
    let articles = store::articles::list_whole(&mut tx, bot)
        .await
        .or_internal("reading a draft")?;
    let synonyms = store::synonyms::list(&mut tx, bot)
        .await
        .or_internal("reading a draft")?;
    let content = VersionContent::new(head.locale.clone(), articles, synonyms);
    Ok((head, revision, content))
}

pub(crate) async fn compile(content: VersionContent) -> AppResult<Snapshot> {
    tokio::task::spawn_blocking(move || content.compile())
        .await
        .map_err(|_| AppError::Internal)
}

/// How sure the bot has to be, by its settings.
pub(crate) fn thresholds_of(settings: &BotSettings) -> Thresholds {
    Thresholds {
        answer_at: f32::from(settings.answer_at) / 100.0,
        ask_back_at: f32::from(settings.ask_back_at) / 100.0,
    }
}

/// How sure the bot has to be, by its settings.
pub(crate) async fn thresholds(access: &Access<Read<Knowledge>>) -> AppResult<Thresholds> {
    let (head, ..) = load_draft(access).await?;
    Ok(thresholds_of(&head.settings))
}

/// The draft's content, or that of the published version.
pub(crate) async fn content(
    access: &Access<Read<Knowledge>>,
    is_draft: bool,
) -> AppResult<VersionContent> {
    let (head, _, draft) = load_draft(access).await?;
    if is_draft {
        return Ok(draft);
    }
    let number = head.version.ok_or(AppError::NotFound)?;
    let mut tx = access
        .platform()
        .db()
        .read()
        .await
        .or_internal("reading a version")?;
    let json = versions::find_content(&mut tx, access.bot(), number).await;
    let json = json
        .or_internal("reading a version")?
        .ok_or(AppError::NotFound)?;
    serde_json::from_str(&json).or_internal("reading a version")
}

/// The keys that articles of the draft were imported under.
pub(crate) async fn import_keys(
    access: &Access<Read<Knowledge>>,
) -> AppResult<Vec<(ArticleId, String)>> {
    let mut tx = access
        .platform()
        .db()
        .read()
        .await
        .or_internal("listing keys")?;
    let articles = store::articles::list_whole(&mut tx, access.bot()).await;
    let articles = articles.or_internal("listing keys")?.into_iter();
    Ok(articles
        .filter_map(|article| Some((article.id, article.import_key?)))
        .collect())
}

/// An article's texts as they are published; none if it is not, or nothing is.
pub async fn published_texts(
    access: &Access<Read<Knowledge>>,
    article: ArticleId,
) -> AppResult<Vec<ArticleText>> {
    let platform = access.platform();
    if let Ok(live) = platform.live().get(platform, access.bot()).await {
        return Ok(live.articles.get(&article).cloned().unwrap_or_default());
    }
    // A bot that is switched off is not kept in memory.
    let articles = match content(access, false).await {
        Ok(content) => content.articles,
        Err(AppError::NotFound) => Vec::new(),
        Err(error) => return Err(error),
    };
    let mut articles = articles.into_iter().filter(|other| other.id == article);
    Ok(articles.next().map(|found| found.texts).unwrap_or_default())
}

/// The draft as a bot that answers, for trying it out. It is compiled when it has changed.
pub(crate) async fn draft<P: Permitted<Scope = InBot>>(
    access: &Access<P>,
) -> AppResult<Arc<LiveBot>> {
    let (platform, bot) = (access.platform(), access.bot());
    let mut tx = platform.db().read().await.or_internal("reading a draft")?;
    let now = versions::draft_revision(&mut tx, bot)
        .await
        .or_internal("reading a draft")?;
    let settings = store::bots::find_settings(&mut tx, bot)
        .await
        .or_internal("reading a draft")?;
    drop(tx);
    let kept = platform.live().drafts.get(bot, now);
    let at = platform.now();
    let kept = kept.filter(|draft| draft.holds(at));
    if let Some(draft) = kept.filter(|draft| Some(&draft.settings) == settings.as_ref()) {
        return Ok(draft);
    }
    let (head, revision, content) = load_draft(access).await?;
    let snapshot = compile(content.clone()).await?;
    let draft = Arc::new(LiveBot::new(head, 0, content, snapshot, at));
    platform.live().drafts.keep(bot, revision, draft.clone());
    Ok(draft)
}

/// The engine's view of a question: from the draft, or from what is published; and the
/// microseconds that its step took.
pub async fn explain(
    access: &Access<Read<Knowledge>>,
    is_draft: bool,
    question: &Question,
    locale: Option<&Locale>,
) -> AppResult<(Explanation, u64)> {
    let platform = access.platform();
    let live = if is_draft {
        draft(access).await?
    } else {
        platform.live().get(platform, access.bot()).await?
    };
    let began = Instant::now();
    let tokens = Tokens::cut(question.as_str(), locale);
    let _ = step(
        &live.engine,
        State::default(),
        &Event::Question(tokens.clone()),
    );
    let took_us = u64::try_from(began.elapsed().as_micros()).unwrap_or(u64::MAX);
    let explanation = engine::explain(&live.engine, &State::default(), &tokens);
    Ok((explanation, took_us))
}

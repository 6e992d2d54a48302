//! Teaching an article one more way to ask its question.

use super::{changes, nearest_text};
use crate::{
    access::{Access, Knowledge, Write},
    audit, clean,
    failure::OrInternal,
};
use model::{
    article::MAX_UTTERANCES,
    error::{AppError, AppResult, Problem},
    id::{ArticleId, UtteranceId},
    text::{Locale, Wording},
};
use store::{
    Tx,
    articles::{self, About},
};

/// Adds a question that was tried out to an article, as another way to ask it. `locale` may be
/// empty.
pub async fn add_utterance(
    access: &Access<Write<Knowledge>>,
    article: ArticleId,
    question: &str,
    locale: &str,
) -> AppResult<()> {
    let locale = (!locale.is_empty())
        .then(|| Locale::parse(locale))
        .transpose();
    let locale = locale.map_err(|problem| AppError::invalid("locale", problem))?;
    let platform = access.platform();
    let mut tx = platform.db().write().await.or_internal("teaching")?;
    learn(
        &mut tx,
        access,
        article,
        question,
        locale.as_ref(),
        "tried out",
    )
    .await?;
    let subject = format!("article:{article}");
    audit::record(&mut tx, access, "article.teach", &subject, platform.now()).await?;
    tx.commit().await.or_internal("teaching")
}

/// The same for the article with this title.
pub async fn teach_title(
    access: &Access<Write<Knowledge>>,
    title: &str,
    question: &str,
    locale: &str,
) -> AppResult<ArticleId> {
    let db = access.platform().db();
    let mut tx = db.read().await.or_internal("teaching")?;
    let found = articles::find_by_title(&mut tx, access.bot(), &title.trim().to_lowercase())
        .await
        .or_internal("teaching")?;
    drop(tx);
    let article = found.ok_or_else(|| AppError::invalid("title", Problem::Unknown))?;
    add_utterance(access, article, question, locale).await?;
    Ok(article)
}

/// Adds a wording to the article's text in the language, or in the nearest there is. `None` if the very same
/// is there already: twice teaches nothing.
pub(crate) async fn learn(
    tx: &mut Tx,
    access: &Access<Write<Knowledge>>,
    article: ArticleId,
    question: &str,
    locale: Option<&Locale>,
    origin: &str,
) -> AppResult<Option<UtteranceId>> {
    let wording = Wording::parse(&clean::text(question))
        .map_err(|problem| AppError::invalid("question", problem))?;
    let wording = wording.as_str();
    let texts = articles::find(tx, access.bot(), article)
        .await
        .or_internal("teaching")?
        .ok_or(AppError::NotFound)?
        .texts;
    let own = super::default_locale(tx, access).await?;
    let wanted = locale.unwrap_or(&own);
    let text = nearest_text(&texts, wanted, &own).ok_or(AppError::NotFound)?;
    let folded = wording.to_lowercase();
    let mut known = text.utterances.iter().chain([&text.title]);
    if known.any(|other| other.to_lowercase() == folded) {
        return Ok(None);
    }
    if text.utterances.len() >= MAX_UTTERANCES as usize {
        let max = MAX_UTTERANCES;
        return Err(AppError::invalid("question", Problem::TooMany { max }));
    }
    let id = UtteranceId::from_uuid(access.platform().random().v7());
    articles::add_utterance(tx, article, id, &text.locale, wording, origin)
        .await
        .or_internal("teaching")?;
    let revision = revise(tx, access, article).await?;
    let change = (revision, &text.locale);
    changes::note(tx, access, article, change, Some(text.clone())).await?;
    Ok(Some(id))
}

/// Counts a change of the article and of the draft; gives the new revision.
pub(crate) async fn revise(
    tx: &mut Tx,
    access: &Access<Write<Knowledge>>,
    article: ArticleId,
) -> AppResult<u32> {
    let (bot, now) = (access.bot(), access.platform().now());
    let found = articles::find(tx, bot, article)
        .await
        .or_internal("revising an article")?
        .ok_or(AppError::NotFound)?;
    let about = About {
        topic: found.topic,
        period: found.period,
    };
    let revision = articles::revise(tx, bot, article, found.revision, &about, now)
        .await
        .or_internal("revising an article")?
        .ok_or(AppError::Conflict)?;
    store::bots::touch(tx, bot)
        .await
        .or_internal("touching a bot")?;
    Ok(revision)
}

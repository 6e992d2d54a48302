//! What is done to several articles at once.

use crate::{
    access::{Access, Knowledge, Write},
    audit, clean,
    failure::OrInternal,
};
use model::{
    error::{AppError, AppResult, Problem},
    id::ArticleId,
    text::Topic,
    time::Timestamp,
};
use store::{
    Tx,
    articles::{self, About},
};

/// The most articles of one act.
const MAX_AT_ONCE: usize = 500;

async fn begin(access: &Access<Write<Knowledge>>, chosen: &[ArticleId]) -> AppResult<Tx> {
    if chosen.is_empty() {
        return Err(AppError::invalid("articles", Problem::Missing));
    }
    if chosen.len() > MAX_AT_ONCE {
        return Err(AppError::TooLarge);
    }
    let db = access.platform().db();
    db.write().await.or_internal("changing articles")
}

async fn finish(
    mut tx: Tx,
    access: &Access<Write<Knowledge>>,
    action: &str,
    subject: &str,
) -> AppResult<()> {
    store::bots::touch(&mut tx, access.bot())
        .await
        .or_internal("changing articles")?;
    let now = access.platform().now();
    audit::record(&mut tx, access, action, subject, now).await?;
    tx.commit().await.or_internal("changing articles")
}

/// Deletes articles, all or none; what visitors were told of them stays in their conversations.
/// Gives what [`undelete`] takes.
pub async fn delete_many(
    access: &Access<Write<Knowledge>>,
    chosen: &[ArticleId],
) -> AppResult<Timestamp> {
    let mut tx = begin(access, chosen).await?;
    let now = access.platform().now();
    for article in chosen {
        let was_there = articles::delete(&mut tx, access.bot(), *article, now)
            .await
            .or_internal("deleting articles")?;
        if !was_there {
            return Err(AppError::NotFound);
        }
    }
    finish(tx, access, "article.delete", &subject(chosen)).await?;
    Ok(now)
}

/// Deletes an article, if nobody changed it since `revision`.
pub async fn delete_at(
    access: &Access<Write<Knowledge>>,
    article: ArticleId,
    revision: u32,
) -> AppResult<()> {
    let chosen = [article];
    let mut tx = begin(access, &chosen).await?;
    let (bot, now) = (access.bot(), access.platform().now());
    articles::find(&mut tx, bot, article)
        .await
        .or_internal("deleting articles")?
        .ok_or(AppError::NotFound)?;
    let is_done = articles::delete_at(&mut tx, bot, article, revision, now)
        .await
        .or_internal("deleting articles")?;
    if !is_done {
        return Err(AppError::Stale);
    }
    finish(tx, access, "article.delete", &subject(&chosen)).await
}

/// Brings back what one act deleted.
pub async fn undelete(access: &Access<Write<Knowledge>>, deleted_at: Timestamp) -> AppResult<()> {
    let (platform, bot) = (access.platform(), access.bot());
    let mut tx = platform
        .db()
        .write()
        .await
        .or_internal("undeleting articles")?;
    let n = articles::undelete(&mut tx, bot, deleted_at)
        .await
        .or_internal("undeleting articles")?;
    if n == 0 {
        return Err(AppError::NotFound);
    }
    super::check_room(&mut tx, bot, 0).await?;
    finish(
        tx,
        access,
        "article.undelete",
        &format!("bot:{bot} articles:{n}"),
    )
    .await
}

/// Puts articles under one topic, empty for none.
pub async fn set_topic(
    access: &Access<Write<Knowledge>>,
    chosen: &[ArticleId],
    topic: &str,
) -> AppResult<()> {
    let topic = match Topic::parse(&clean::text(topic)) {
        Err(Problem::Missing) => String::new(),
        parsed => parsed
            .map_err(|problem| AppError::invalid("topic", problem))?
            .into(),
    };
    let mut tx = begin(access, chosen).await?;
    let (bot, now) = (access.bot(), access.platform().now());
    for article in chosen {
        let found = articles::find(&mut tx, bot, *article)
            .await
            .or_internal("changing articles")?
            .ok_or(AppError::NotFound)?;
        let about = About {
            topic: topic.clone(),
            period: found.period,
        };
        articles::revise(&mut tx, bot, *article, found.revision, &about, now)
            .await
            .or_internal("changing articles")?
            .ok_or(AppError::Conflict)?;
    }
    finish(tx, access, "article.topic", &subject(chosen)).await
}

fn subject(chosen: &[ArticleId]) -> String {
    let ids: Vec<String> = chosen.iter().map(ToString::to_string).collect();
    format!("article:{}", ids.join(","))
}

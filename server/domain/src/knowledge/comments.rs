//! What members say to each other about an article.

use crate::{
    access::{Access, Actor, Knowledge, Read, Write},
    audit, clean,
    failure::OrInternal,
};
use model::{
    article::ArticleComment,
    error::{AppError, AppResult},
    id::{ArticleId, CommentId, UserId},
    text::Comment,
};
use store::articles::{self, CommentRow};

/// The most comments that are shown of one article, the newest.
const MAX_SHOWN: u32 = 100;

/// The newest comments on an article, in the order in which they were made.
pub async fn comments(
    access: &Access<Read<Knowledge>>,
    article: ArticleId,
) -> AppResult<Vec<ArticleComment>> {
    let db = access.platform().db();
    let mut tx = db.read().await.or_internal("listing comments")?;
    articles::find(&mut tx, access.bot(), article)
        .await
        .or_internal("listing comments")?
        .ok_or(AppError::NotFound)?;
    let rows = articles::list_comments(&mut tx, article, MAX_SHOWN)
        .await
        .or_internal("listing comments")?;
    let reader = user_of(access.actor());
    let comment = |row: CommentRow| ArticleComment {
        id: row.id,
        author: row.email.into(),
        text: row.text,
        at: row.at,
        is_own: Some(row.user) == reader,
    };
    Ok(rows.into_iter().map(comment).collect())
}

const fn user_of(actor: Actor) -> Option<UserId> {
    match actor {
        Actor::Member { user, .. } => Some(user),
        Actor::Key { .. } | Actor::Visitor | Actor::Command | Actor::Job => None,
    }
}

/// Says something about an article.
pub async fn comment(
    access: &Access<Write<Knowledge>>,
    article: ArticleId,
    text: &str,
) -> AppResult<()> {
    let text =
        Comment::parse(&clean::text(text)).map_err(|problem| AppError::invalid("text", problem))?;
    let platform = access.platform();
    let user = user_of(access.actor()).ok_or(AppError::Forbidden)?;
    let mut tx = platform.db().write().await.or_internal("commenting")?;
    articles::find(&mut tx, access.bot(), article)
        .await
        .or_internal("commenting")?
        .ok_or(AppError::NotFound)?;
    let (id, now) = (CommentId::from_uuid(platform.random().v7()), platform.now());
    articles::add_comment(&mut tx, article, user, id, text.as_str(), now)
        .await
        .or_internal("commenting")?;
    let subject = format!("article:{article} comment:{id}");
    audit::record(&mut tx, access, "article.comment", &subject, now).await?;
    tx.commit().await.or_internal("commenting")
}

/// Takes one's own comment back.
pub async fn delete_comment(
    access: &Access<Write<Knowledge>>,
    article: ArticleId,
    id: CommentId,
) -> AppResult<()> {
    let platform = access.platform();
    let user = user_of(access.actor()).ok_or(AppError::Forbidden)?;
    let mut tx = platform
        .db()
        .write()
        .await
        .or_internal("deleting a comment")?;
    articles::find(&mut tx, access.bot(), article)
        .await
        .or_internal("deleting a comment")?
        .ok_or(AppError::NotFound)?;
    let was_there = articles::delete_comment(&mut tx, article, user, id)
        .await
        .or_internal("deleting a comment")?;
    if !was_there {
        return Err(AppError::NotFound);
    }
    let subject = format!("article:{article} comment:{id}");
    audit::record(
        &mut tx,
        access,
        "article.comment_delete",
        &subject,
        platform.now(),
    )
    .await?;
    tx.commit().await.or_internal("deleting a comment")
}

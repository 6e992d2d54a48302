//! What members say to each other about an article.

use crate::{
    StoreError, Tx,
    error::OrCorrupt,
    macros::{execute, fetch_all},
};
use model::{
    id::{ArticleId, CommentId, UserId},
    text::Email,
    time::Timestamp,
};
use uuid::Uuid;

/// A comment with who wrote it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommentRow {
    /// Its id.
    pub id: CommentId,
    /// Who wrote it.
    pub user: UserId,
    /// Their address.
    pub email: Email,
    /// Plain text.
    pub text: String,
    /// When.
    pub at: Timestamp,
}

/// The newest comments on an article, oldest of them first.
///
/// The caller has made sure that the article is of the bot it may read.
pub async fn list_comments(
    tx: &mut Tx,
    article: ArticleId,
    limit: u32,
) -> Result<Vec<CommentRow>, StoreError> {
    const SQL: &str = "
        SELECT c.id, c.user_id, u.email, c.text, c.at FROM article_comments c
        JOIN users u ON u.id = c.user_id
        WHERE c.article_id = $1 ORDER BY c.id DESC LIMIT $2";
    let rows: Vec<(Uuid, Uuid, String, String, i64)> =
        fetch_all!(tx, SQL, article.as_uuid(), i64::from(limit))?;
    let comment = |(id, user, email, text, at): (Uuid, Uuid, String, String, i64)| {
        Ok(CommentRow {
            id: CommentId::from_uuid(id),
            user: UserId::from_uuid(user),
            email: Email::parse(&email).or_corrupt("users")?,
            text,
            at: Timestamp::from_millis(at),
        })
    };
    rows.into_iter().rev().map(comment).collect()
}

/// Adds a comment.
///
/// The caller has made sure that the article is of the bot it may write to.
pub async fn add_comment(
    tx: &mut Tx,
    article: ArticleId,
    user: UserId,
    id: CommentId,
    text: &str,
    at: Timestamp,
) -> Result<(), StoreError> {
    const SQL: &str = "
        INSERT INTO article_comments (id, article_id, user_id, text, at)
        VALUES ($1, $2, $3, $4, $5)";
    let (id, article, user) = (id.as_uuid(), article.as_uuid(), user.as_uuid());
    execute!(tx, SQL, id, article, user, text, at.as_millis())?;
    Ok(())
}

/// Deletes a member's own comment; says whether it was there.
///
/// The caller has made sure that the article is of the bot it may write to.
pub async fn delete_comment(
    tx: &mut Tx,
    article: ArticleId,
    user: UserId,
    id: CommentId,
) -> Result<bool, StoreError> {
    const SQL: &str = "
        DELETE FROM article_comments WHERE id = $1 AND article_id = $2 AND user_id = $3";
    let (id, article, user) = (id.as_uuid(), article.as_uuid(), user.as_uuid());
    Ok(execute!(tx, SQL, id, article, user)? > 0)
}

//! Thumbs.

use crate::{
    access::{Access, Dialog, Write},
    analytics, clean,
    failure::OrInternal,
    platform::Platform,
    unanswered,
};
use model::{
    error::{AppError, AppResult, Fields, Problem},
    id::{FeedbackId, TurnId},
    text::Comment,
    time::Timestamp,
    turn::{Audience, Rating},
};
use store::{Tx, conversations::Feedback, turns::Turn};

/// Keeps a visitor's thumb on a turn of the conversation that the handle continues.
pub async fn rate(
    access: &Access<Write<Dialog>>,
    handle: &str,
    turn: TurnId,
    rating: Rating,
    comment: Option<&str>,
) -> AppResult<()> {
    let platform = access.platform();
    let mut fields = Fields::default();
    let comment = match comment.map(|text| Comment::parse(&clean::text(text))) {
        None | Some(Err(Problem::Missing)) => None,
        Some(parsed) => fields.take("comment", parsed),
    };
    fields.finish()?;
    let bot = access.bot();
    let conversation = platform
        .handles()
        .open(bot, handle)
        .ok_or(AppError::NotFound)?;
    let mut tx = platform
        .db()
        .write()
        .await
        .or_internal("keeping feedback")?;
    let rated = store::turns::find(&mut tx, bot, turn)
        .await
        .or_internal("finding a turn")?;
    let rated = rated
        .filter(|rated| rated.conversation == conversation)
        .ok_or(AppError::NotFound)?;
    let comment = comment.map(String::from);
    keep_thumb(&mut tx, platform, &rated, rating, comment, platform.now()).await?;
    tx.commit().await.or_internal("keeping feedback")
}

/// Keeps a thumb, counts it, and takes a question whose thumb went down into the inbox.
pub(super) async fn keep_thumb(
    tx: &mut Tx,
    platform: &Platform,
    rated: &Turn,
    rating: Rating,
    comment: Option<String>,
    at: Timestamp,
) -> AppResult<()> {
    let before = store::conversations::find_rating(tx, rated.bot, rated.id)
        .await
        .or_internal("finding feedback")?;
    let feedback = Feedback {
        id: FeedbackId::from_uuid(platform.random().v7()),
        turn: rated.id,
        rating,
        comment,
    };
    store::conversations::set_feedback(tx, platform.node(), rated.bot, &feedback, at)
        .await
        .or_internal("keeping feedback")?;
    analytics::count_thumb(tx, rated, before, rating).await?;
    // The same thumb again, with a comment, is no second question.
    let is_news = rating == Rating::Down && before != Some(Rating::Down);
    // What was picked are our own words.
    let is_question = rated.audience == Audience::Visitor && rated.choice.is_none();
    if is_news && is_question {
        unanswered::thumb_went_down(tx, platform, rated.clone()).await?;
    }
    Ok(())
}

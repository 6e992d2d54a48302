//! Erasing what a visitor said.

use crate::{
    access::{Access, Conversations, Write},
    audit,
    failure::OrInternal,
};
use model::{
    error::{AppError, AppResult},
    id::ConversationId,
};

/// Erases a conversation for good: its turns, their thumbs, and what it alone brought into the
/// inbox. Figures keep what they counted, which tells nobody's words; says how many turns went.
pub async fn erase(
    access: &Access<Write<Conversations>>,
    conversation: ConversationId,
) -> AppResult<u64> {
    let (platform, bot) = (access.platform(), access.bot());
    let _in_turn = platform.states().lane(conversation).await;
    let db = platform.db();
    let mut tx = db.write().await.or_internal("erasing a conversation")?;
    let n_turns = store::conversations::erase(&mut tx, bot, conversation)
        .await
        .or_internal("erasing a conversation")?;
    if n_turns == 0 {
        return Err(AppError::NotFound);
    }
    let target = format!("conversation:{conversation}");
    audit::record(
        &mut tx,
        access,
        "conversation.erase",
        &target,
        platform.now(),
    )
    .await?;
    tx.commit().await.or_internal("erasing a conversation")?;
    platform.states().forget(conversation);
    Ok(n_turns)
}

//! What is masked, shown to who may see it: for a while, and never without a trace (S13).

use crate::{
    access::{Access, Conversations, Read, Write},
    audit,
    failure::OrInternal,
};
use model::{
    error::{AppError, AppResult},
    id::ConversationId,
    time::{MINUTE_MS, Timestamp},
};
use serde::{Deserialize, Serialize};

/// What seals a pass.
const PASS: &str = "conversation.reveal";
/// How long one is good.
const LASTS_MS: i64 = 10 * MINUTE_MS;

/// Who sees what, until when.
#[derive(Serialize, Deserialize)]
struct Pass {
    who: String,
    conversation: ConversationId,
    until: Timestamp,
}

/// Notes that somebody looks at what is masked in a conversation, and gives the pass that shows it
/// to them, and to nobody else, for ten minutes.
pub async fn reveal(
    access: &Access<Write<Conversations>>,
    conversation: ConversationId,
) -> AppResult<String> {
    let (platform, bot) = (access.platform(), access.bot());
    let now = platform.now();
    let mut tx = platform
        .db()
        .write()
        .await
        .or_internal("revealing a conversation")?;
    store::conversations::find(&mut tx, bot, conversation)
        .await
        .or_internal("revealing a conversation")?
        .ok_or(AppError::NotFound)?;
    let subject = format!("conversation:{conversation} bot:{bot}");
    audit::record(&mut tx, access, "conversation.reveal", &subject, now).await?;
    tx.commit().await.or_internal("revealing a conversation")?;
    let pass = Pass {
        who: access.actor().to_string(),
        conversation,
        until: now.plus_millis(LASTS_MS),
    };
    let pass = serde_json::to_vec(&pass).or_internal("revealing a conversation")?;
    platform.vault().seal(PASS, &pass)
}

/// Whether a pass is this actor's, for this conversation, and still good.
pub(super) fn is_good(
    access: &Access<Read<Conversations>>,
    conversation: ConversationId,
    pass: &str,
) -> bool {
    let platform = access.platform();
    // Who may not reveal any more has no use for one either.
    if pass.is_empty() || !access.may::<Write<Conversations>>() {
        return false;
    }
    let opened = platform.vault().open(PASS, pass);
    let pass = opened.and_then(|json| serde_json::from_slice::<Pass>(&json).ok());
    pass.is_some_and(|pass| {
        pass.who == access.actor().to_string()
            && pass.conversation == conversation
            && platform.now() < pass.until
    })
}

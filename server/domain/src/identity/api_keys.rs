//! API keys (S06): shown once, stored hashed.

use crate::{
    access::{Access, Bots, InScope, Write},
    audit, clean,
    failure::OrInternal,
    secrets::token_hash,
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use model::{
    error::{AppError, AppResult},
    id::BotId,
    text::Name,
};
use store::identity::NewApiKey;
use uuid::Uuid;

/// A key that was made: the only time that it is seen.
#[derive(Clone, PartialEq, Eq)]
pub struct ApiKey {
    /// Its id.
    pub id: Uuid,
    /// The key itself.
    pub key: String,
}

/// Makes an API key for a workspace, limited to some bots (all, if none is named) and scopes.
pub async fn create_api_key(
    access: &Access<Write<Bots>>,
    name: &str,
    bots: &[BotId],
    scopes: &[String],
) -> AppResult<ApiKey> {
    let platform = access.platform();
    let name = Name::parse(&clean::text(name));
    let name = name.map_err(|problem| AppError::invalid("name", problem))?;
    let workspace = access.scope().workspace();
    let mut tx = platform.db().write().await.or_internal("creating a key")?;
    for bot in bots {
        let owner = store::bots::find_workspace(&mut tx, *bot)
            .await
            .or_internal("finding a bot")?;
        owner
            .filter(|owner| *owner == workspace)
            .ok_or(AppError::NotFound)?;
    }
    let id = platform.random().v7();
    let prefix = format!("pk_{}", &id.as_simple().to_string()[20..]);
    let key = format!(
        "{prefix}_{}",
        URL_SAFE_NO_PAD.encode(platform.random().bytes())
    );
    let new = NewApiKey {
        id,
        workspace,
        name: &name,
        prefix: &prefix,
        secret_hash: token_hash(key.as_bytes()),
        scopes: &serde_json::to_string(scopes).or_internal("creating a key")?,
        bots: &serde_json::to_string(bots).or_internal("creating a key")?,
    };
    let now = platform.now();
    store::identity::create_api_key(&mut tx, &new, now)
        .await
        .or_internal("creating a key")?;
    audit::record(&mut tx, access, "key.create", &format!("key:{id}"), now).await?;
    tx.commit().await.or_internal("creating a key")?;
    Ok(ApiKey { id, key })
}

//! A workspace's keys, as their page shows them.

use super::standing::{End, end_of, has_maker, scopes_of};
use crate::{
    access::{Access, InScope, Keys, Read},
    audit,
    failure::OrInternal,
};
use model::{
    error::{AppError, AppResult},
    id::BotId,
    key::{KeyBot, KeyState, KeySummary, KeysPage, PreviousSecret},
    text::Name,
    time::Timestamp,
};
use std::collections::HashMap;
use store::{
    Tx,
    api_keys::{self, Key},
};

/// The most keys that are listed.
const MAX_LISTED: u32 = 200;

/// The workspace's keys; no secret among it.
pub async fn page(access: &Access<Read<Keys>>) -> AppResult<KeysPage> {
    let platform = access.platform();
    let (workspace, now) = (access.scope().workspace(), platform.now());
    let mut tx = platform.db().read().await.or_internal("listing keys")?;
    let name = store::identity::find_workspace_name(&mut tx, workspace)
        .await
        .or_internal("listing keys")?
        .ok_or(AppError::NotFound)?;
    let bots = store::bots::list_names(&mut tx, workspace)
        .await
        .or_internal("listing keys")?;
    let names: HashMap<BotId, Name> = bots.iter().map(|bot| (bot.id, bot.name.clone())).collect();
    let listed = api_keys::list(&mut tx, workspace, MAX_LISTED)
        .await
        .or_internal("listing keys")?;
    let mut keys = Vec::new();
    for key in listed {
        keys.push(summary(&mut tx, access, key, &names, now).await?);
    }
    keys.sort_by_key(|key| key.state != KeyState::Active);
    let at_work = bots.into_iter().filter(|bot| !bot.is_archived);
    let known = |bot: store::bots::Named| KeyBot {
        id: bot.id,
        name: bot.name,
    };
    Ok(KeysPage {
        workspace,
        workspace_name: name,
        keys,
        bots: at_work.map(known).collect(),
    })
}

async fn summary(
    tx: &mut Tx,
    access: &Access<Read<Keys>>,
    key: Key,
    names: &HashMap<BotId, Name>,
    now: Timestamp,
) -> AppResult<KeySummary> {
    let by = key
        .current
        .by
        .map_or("command".to_owned(), |user| format!("user:{user}"));
    let by = audit::author(tx, access, &by).await?;
    let state = match end_of(&key, key.generation, now) {
        _ if key.revoked_at.is_some() => KeyState::Revoked,
        End::Past => KeyState::Expired,
        _ if !has_maker(tx, &key, key.generation).await? => KeyState::Orphaned,
        _ => KeyState::Active,
    };
    let known = |bot: &BotId| {
        let name = names.get(bot)?.clone();
        Some(KeyBot { id: *bot, name })
    };
    let previous = key.previous.clone().filter(|(_, until)| *until > now);
    Ok(KeySummary {
        id: key.id,
        scopes: scopes_of(&key),
        bots: key.bots.iter().filter_map(known).collect(),
        state,
        by,
        created_at: key.created_at,
        expires_at: key.expires_at,
        used_at: key.current.used_at,
        prefix: key.current.prefix,
        name: key.name,
        previous: previous.map(|(kept, until)| PreviousSecret {
            prefix: kept.prefix,
            until,
            used_at: kept.used_at,
        }),
    })
}

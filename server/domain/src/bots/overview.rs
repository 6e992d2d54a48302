//! The workspace's bots, how each is doing, and what somebody should see to.

use super::{list, list_archived, week_before};
use crate::{
    access::{Access, Bots, InScope, Read, Write},
    failure::OrInternal,
};
use model::{
    access::Area,
    bot::BotSummary,
    error::AppResult,
    id::{BotId, WorkspaceId},
    overview::{Attention, BotCard, Cause, MANY_OPEN, MAX_ATTENTION, Overview},
    time::Timestamp,
};
use std::collections::HashMap;
use store::Tx;

/// What there is of each bot, as far as there is any.
struct Found {
    weeks: HashMap<BotId, model::overview::Week>,
    open: HashMap<BotId, u32>,
    expired: HashMap<BotId, u32>,
    stopped: HashMap<BotId, u32>,
    settings: HashMap<BotId, model::bot::BotSettings>,
}

/// The workspace's bots, and how each is doing.
pub async fn overview(access: &Access<Read<Bots>>) -> AppResult<Overview> {
    let (platform, workspace) = (access.platform(), access.scope().workspace());
    let bots = list(access).await?;
    let archived = list_archived(access).await?;
    let mut tx = platform.db().read().await.or_internal("listing bots")?;
    let reach = access.reach(&mut tx).await?;
    let mut found = find(&mut tx, workspace, platform.now()).await?;
    let mut attention = Vec::new();
    let card = |bot: BotSummary| {
        let rights = reach.on(bot.id);
        let has_figures = rights.may_read(Area::Analytics);
        let has_inbox = rights.may_read(Area::Conversations);
        let has_knowledge = rights.may_read(Area::Knowledge);
        let has_box = rights.may_read(Area::Widget) || rights.may_read(Area::Settings);
        let n_open = has_inbox.then(|| found.open.remove(&bot.id).unwrap_or_default());
        let settings = found.settings.remove(&bot.id).unwrap_or_default();
        let stopped = found.stopped.remove(&bot.id).filter(|_| has_knowledge);
        let expired = found.expired.remove(&bot.id).filter(|_| has_knowledge);
        let many = n_open.filter(|n| *n >= MANY_OPEN);
        let causes = [
            stopped.map(Cause::Stopped),
            expired.map(Cause::Expired),
            many.map(Cause::Open),
        ];
        attention.extend(causes.into_iter().flatten().map(|cause| Attention {
            bot: bot.id,
            name: bot.name.clone(),
            cause,
        }));
        BotCard {
            rights,
            week: has_figures.then(|| found.weeks.remove(&bot.id).unwrap_or_default()),
            n_open,
            avatar: settings.widget.avatar,
            domains: if has_box {
                settings.domains
            } else {
                Vec::new()
            },
            bot,
        }
    };
    let bots = bots.into_iter().map(card).collect();
    // Of one kind, the most first.
    attention.sort_by_key(|one| match one.cause {
        Cause::Stopped(n) => (0, std::cmp::Reverse(n)),
        Cause::Expired(n) => (1, std::cmp::Reverse(n)),
        Cause::Open(n) => (2, std::cmp::Reverse(n)),
    });
    attention.truncate(MAX_ATTENTION);
    Ok(Overview {
        bots,
        attention,
        archived,
        may_create: access.may::<Write<Bots>>(),
    })
}

async fn find(tx: &mut Tx, workspace: WorkspaceId, now: Timestamp) -> AppResult<Found> {
    let what = "counting what bots did";
    Ok(Found {
        weeks: store::bots::list_weeks(tx, workspace, week_before(now))
            .await
            .or_internal("counting conversations")?,
        open: store::bots::count_open(tx, workspace)
            .await
            .or_internal("counting open questions")?,
        expired: store::bots::count_expired(tx, workspace, now)
            .await
            .or_internal(what)?,
        stopped: store::bots::list_stopped(tx, workspace)
            .await
            .or_internal(what)?,
        settings: store::bots::list_settings_in(tx, workspace)
            .await
            .or_internal(what)?,
    })
}

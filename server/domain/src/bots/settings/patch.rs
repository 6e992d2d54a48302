//! A bot's settings as programs read and change them: a part at a time.

use super::{SettingsDraft, find, parse, revision_of, write};
use crate::{
    access::{Access, InScope, Read, Settings, Write},
    audit,
    bots::week_before,
    failure::OrInternal,
};
use model::{
    bot::{BotSettings, BotSummary},
    error::{AppError, AppResult, Problem},
    settings::MAX_KEEP_DAYS,
};

/// A bot with its settings.
#[derive(Clone, Debug, PartialEq)]
pub struct BotDetails {
    /// As the list shows it.
    pub summary: BotSummary,
    /// How it behaves.
    pub settings: BotSettings,
    /// Names this state of what [`patch`] changes.
    pub revision: String,
}

/// What is to be changed; what is absent stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BotPatch {
    /// What the team calls it.
    pub name: Option<String>,
    /// The language that it answers in unless it is asked in another.
    pub locale: Option<String>,
    /// Whether it answers.
    pub is_enabled: Option<bool>,
    /// The longest question that is read, in characters.
    pub max_question: Option<u32>,
    /// How sure it has to be to answer, in hundredths.
    pub answer_at: Option<u32>,
    /// How sure it has to be to ask back, in hundredths.
    pub ask_back_at: Option<u32>,
    /// Days that conversations are kept; 0 for good.
    pub keep_days: Option<u32>,
}

/// A bot, whole.
pub async fn describe(access: &Access<Read<Settings>>) -> AppResult<BotDetails> {
    let (platform, workspace) = (access.platform(), access.scope().workspace());
    let mut tx = platform.db().read().await.or_internal("getting a bot")?;
    let head = find(&mut tx, access.bot()).await?;
    let since = week_before(platform.now());
    let summary = store::bots::find(&mut tx, workspace, access.bot(), since)
        .await
        .or_internal("getting a bot")?
        .ok_or(AppError::NotFound)?;
    Ok(BotDetails {
        summary,
        revision: revision_of(&head)?,
        settings: head.settings,
    })
}

/// Changes what the patch names, all or nothing; with `revision`, only if that is still the state.
pub async fn patch(
    access: &Access<Write<Settings>>,
    revision: Option<&str>,
    patch: &BotPatch,
) -> AppResult<()> {
    let (platform, bot) = (access.platform(), access.bot());
    let mut tx = platform.db().write().await.or_internal("saving settings")?;
    let mut head = find(&mut tx, bot).await?;
    let state = revision_of(&head)?;
    if revision.is_some_and(|revision| revision != state) {
        return Err(AppError::Stale);
    }
    let old = &head.settings;
    let text = |new: Option<u32>, old: u32| new.unwrap_or(old).to_string();
    let draft = SettingsDraft {
        name: patch.name.clone().unwrap_or_else(|| head.name.to_string()),
        locale: patch
            .locale
            .clone()
            .unwrap_or_else(|| head.locale.to_string()),
        max_question: text(patch.max_question, old.max_question.into()),
        answer_at: text(patch.answer_at, old.answer_at.into()),
        ask_back_at: text(patch.ask_back_at, old.ask_back_at.into()),
    };
    let parsed = parse(&draft)?;
    if let Some(days) = patch.keep_days {
        let (min, max) = (0, MAX_KEEP_DAYS);
        let kept = u16::try_from(days).ok().filter(|_| days <= max);
        let problem = Problem::OutOfRange { min, max };
        head.settings.keep_days = kept.ok_or_else(|| AppError::invalid("keep_days", problem))?;
    }
    write(&mut tx, access, &head, &parsed).await?;
    if let Some(is_enabled) = patch.is_enabled {
        store::bots::set_enabled(&mut tx, bot, is_enabled)
            .await
            .or_internal("switching a bot")?;
        let action = if is_enabled {
            "bot.enable"
        } else {
            "bot.disable"
        };
        let (subject, now) = (format!("bot:{bot}"), platform.now());
        audit::record(&mut tx, access, action, &subject, now).await?;
    }
    tx.commit().await.or_internal("saving settings")?;
    platform.live().refresh(platform, bot).await
}

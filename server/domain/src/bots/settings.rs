//! What a team sets about a bot.

mod patch;

pub use patch::{BotDetails, BotPatch, describe, patch};

use super::week_before;
use crate::{
    access::{Access, InScope, Read, Settings, Write},
    audit, clean, conversations,
    failure::OrInternal,
    secrets::{hex, token_hash},
};
use model::{
    error::{AppError, AppResult, Fields, Problem},
    settings::{AGES, MAX_KEEP_DAYS, SettingsPage},
    text::{Locale, Name, Question},
};
use store::{
    Tx,
    bots::BotHead,
    changes::{self, ChangeKind},
};

/// The settings as they are, with what archiving the bot would touch.
pub async fn page(access: &Access<Read<Settings>>) -> AppResult<SettingsPage> {
    let (platform, bot) = (access.platform(), access.bot());
    let workspace = access.scope().workspace();
    let mut tx = platform.db().read().await.or_internal("getting settings")?;
    let head = find(&mut tx, access.bot()).await?;
    let since = week_before(platform.now());
    let summary = store::bots::find(&mut tx, workspace, bot, since)
        .await
        .or_internal("getting settings")?
        .ok_or(AppError::NotFound)?;
    let impact = store::bots::impact(&mut tx, bot)
        .await
        .or_internal("getting settings")?;
    Ok(SettingsPage {
        bot,
        revision: revision_of(&head)?,
        name: head.name,
        locale: head.locale,
        locales: summary.locales,
        max_question: head.settings.max_question,
        answer_at: head.settings.answer_at,
        ask_back_at: head.settings.ask_back_at,
        keep_days: head.settings.keep_days,
        n_older: conversations::count_older(&mut tx, bot, platform.now(), &AGES).await?,
        status: summary.status,
        impact,
        may_change: access.may::<Write<Settings>>(),
    })
}

async fn find(tx: &mut Tx, bot: model::id::BotId) -> AppResult<BotHead> {
    store::bots::find_head(tx, bot)
        .await
        .or_internal("getting settings")?
        .ok_or(AppError::NotFound)
}

/// Names a state of what is set on this page: whoever saves tells which one they began from.
/// What another page sets, such as the dialog box, is no part of it.
fn revision_of(head: &BotHead) -> AppResult<String> {
    let settings = &head.settings;
    let json = serde_json::to_vec(&(
        &head.name,
        &head.locale,
        settings.max_question,
        settings.answer_at,
        settings.ask_back_at,
    ))
    .or_internal("reading settings")?;
    Ok(hex(&token_hash(&json)[..8]))
}

/// The settings as they were typed.
#[derive(Clone, Debug, Default)]
pub struct SettingsDraft {
    /// What the team calls the bot.
    pub name: String,
    /// The language that it answers in unless it is asked in another.
    pub locale: String,
    /// The longest question that is read, in characters.
    pub max_question: String,
    /// How sure it has to be to answer, in hundredths.
    pub answer_at: String,
    /// How sure it has to be to ask back, in hundredths.
    pub ask_back_at: String,
}

/// Saves the settings; they hold at once, on every node. `revision` is the state that the edit
/// began from. Another default language is a change of the draft: visitors have it once that is
/// published.
pub async fn save(
    access: &Access<Write<Settings>>,
    revision: &str,
    draft: &SettingsDraft,
) -> AppResult<()> {
    let parsed = parse(draft)?;
    let (platform, bot) = (access.platform(), access.bot());
    let mut tx = platform.db().write().await.or_internal("saving settings")?;
    let head = find(&mut tx, bot).await?;
    if revision_of(&head)? != revision {
        return Err(AppError::Conflict);
    }
    write(&mut tx, access, &head, &parsed).await?;
    tx.commit().await.or_internal("saving settings")?;
    platform.live().refresh(platform, bot).await
}

/// Writes the settings in this transaction, on top of what the head holds.
async fn write(
    tx: &mut Tx,
    access: &Access<Write<Settings>>,
    head: &BotHead,
    parsed: &Parsed,
) -> AppResult<()> {
    let (bot, now) = (access.bot(), access.platform().now());
    let mut settings = head.settings.clone();
    settings.max_question = parsed.max_question;
    settings.answer_at = parsed.answer_at;
    settings.ask_back_at = parsed.ask_back_at;
    store::bots::set_settings(tx, bot, &settings)
        .await
        .or_internal("saving settings")?;
    store::bots::set_name(tx, bot, &parsed.name, &parsed.locale)
        .await
        .or_internal("saving settings")?;
    if parsed.locale != head.locale {
        store::bots::touch(tx, bot)
            .await
            .or_internal("saving settings")?;
    }
    changes::note(tx, ChangeKind::Bot, Some(bot), now)
        .await
        .or_internal("saving settings")?;
    audit::record(tx, access, "bot.update", &format!("bot:{bot}"), now).await
}

/// Sets for how many days conversations are kept, as it was typed; empty for good.
pub async fn keep(access: &Access<Write<Settings>>, typed: &str) -> AppResult<()> {
    let days = match typed.trim() {
        "" => 0,
        typed => number(typed, MAX_KEEP_DAYS)
            .map_err(|problem| AppError::invalid("keep_days", problem))?,
    };
    let platform = access.platform();
    let (bot, now) = (access.bot(), platform.now());
    let mut tx = platform.db().write().await.or_internal("saving settings")?;
    let mut settings = find(&mut tx, bot).await?.settings;
    settings.keep_days = days;
    store::bots::set_settings(&mut tx, bot, &settings)
        .await
        .or_internal("saving settings")?;
    changes::note(&mut tx, ChangeKind::Bot, Some(bot), now)
        .await
        .or_internal("saving settings")?;
    let target = format!("bot:{bot} days:{days}");
    audit::record(&mut tx, access, "bot.keep", &target, now).await?;
    tx.commit().await.or_internal("saving settings")?;
    platform.live().refresh(platform, bot).await
}

/// Switches a bot on or off; one that is off answers as if it did not exist (D06).
pub async fn set_enabled(access: &Access<Write<Settings>>, is_enabled: bool) -> AppResult<()> {
    let platform = access.platform();
    let (bot, now) = (access.bot(), platform.now());
    let action = if is_enabled {
        "bot.enable"
    } else {
        "bot.disable"
    };
    let mut tx = platform.db().write().await.or_internal("switching a bot")?;
    store::bots::set_enabled(&mut tx, bot, is_enabled)
        .await
        .or_internal("switching a bot")?;
    changes::note(&mut tx, ChangeKind::Bot, Some(bot), now)
        .await
        .or_internal("switching a bot")?;
    audit::record(&mut tx, access, action, &format!("bot:{bot}"), now).await?;
    tx.commit().await.or_internal("switching a bot")?;
    platform.live().refresh(platform, bot).await
}

/// A draft whose every field is right.
#[derive(Debug, PartialEq, Eq)]
struct Parsed {
    name: Name,
    locale: Locale,
    max_question: u16,
    answer_at: u8,
    ask_back_at: u8,
}

fn parse(draft: &SettingsDraft) -> AppResult<Parsed> {
    let mut fields = Fields::default();
    let name = fields.take("name", Name::parse(&clean::text(&draft.name)));
    let locale = fields.take("locale", Locale::parse(&draft.locale));
    let longest = u32::try_from(Question::MAX).unwrap_or(u32::MAX);
    let max_question = fields.take("max_question", number(&draft.max_question, longest));
    let answer_at = fields.take("answer_at", number(&draft.answer_at, 99));
    // Asking back begins where answering ends, or below.
    let most = answer_at.map_or(99, u32::from);
    let ask_back_at = fields.take("ask_back_at", number(&draft.ask_back_at, most));
    fields.finish()?;
    // Nothing was noted, so everything is there.
    (|| {
        Some(Parsed {
            name: name?,
            locale: locale?,
            max_question: max_question?,
            answer_at: answer_at?,
            ask_back_at: ask_back_at?,
        })
    })()
    .ok_or(AppError::Internal)
}

/// A whole number from 1 to `max`.
fn number<T: TryFrom<u32>>(typed: &str, max: u32) -> Result<T, Problem> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Err(Problem::Missing);
    }
    let number: u32 = typed
        .parse()
        .map_err(|_| Problem::OutOfRange { min: 1, max })?;
    if !(1..=max).contains(&number) {
        return Err(Problem::OutOfRange { min: 1, max });
    }
    T::try_from(number).map_err(|_| Problem::OutOfRange { min: 1, max })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft() -> SettingsDraft {
        SettingsDraft {
            name: "Helper".into(),
            locale: "en".into(),
            max_question: "200".into(),
            answer_at: "60".into(),
            ask_back_at: " 60 ".into(),
        }
    }

    #[test]
    fn numbers_out_of_their_range_are_told_all_at_once() {
        assert_eq!(parse(&draft()).unwrap().ask_back_at, 60);
        for (max_question, answer_at, ask_back_at, wrong) in [
            ("0", "60", "40", &["max_question"][..]),
            (
                "501",
                "100",
                "0",
                &["max_question", "answer_at", "ask_back_at"],
            ),
            (
                "",
                "-1",
                "forty",
                &["max_question", "answer_at", "ask_back_at"],
            ),
            ("500", "40", "41", &["ask_back_at"]),
            ("500", "4.5", "1", &["answer_at"]),
        ] {
            let draft = SettingsDraft {
                max_question: max_question.into(),
                answer_at: answer_at.into(),
                ask_back_at: ask_back_at.into(),
                ..draft()
            };
            let Err(AppError::Invalid { fields }) = parse(&draft) else {
                panic!("{draft:?} passes")
            };
            let names: Vec<_> = fields.iter().map(|error| error.field.as_str()).collect();
            assert_eq!(names, wrong);
        }
    }
}

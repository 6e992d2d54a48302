//! Making a bot, empty or filled.

use crate::{
    access::{Access, Bots, InScope, Knowledge, Read, Settings, Write},
    audit,
    boxes::MAX_DOMAINS,
    clean,
    failure::OrInternal,
    knowledge::{self, Refused, Row},
};
use model::{
    bot::{BotSettings, Domain},
    error::{AppError, AppResult, FieldError, Fields, Problem},
    file::FileForm,
    id::{BotId, SynonymGroupId},
    sharing::{Sharing, Shown},
    synonyms::SynonymGroup,
    text::{Locale, Name},
};
use store::bots::NewBot;

/// Our help centre, as an import reads it.
pub const SAMPLE: &str = include_str!("../../../demo/help-centre.jsonl");
/// The most lines of a file whose faults are told.
const MAX_TOLD: usize = 20;

/// A bot to make, as it was typed.
#[derive(Clone, Debug, Default)]
pub struct BotDraft {
    /// What the team calls it.
    pub name: String,
    /// Its default language.
    pub locale: String,
    /// Where its dialog box may stand.
    pub domains: Vec<String>,
}

/// What a new bot begins with.
#[derive(Clone, Copy, Debug)]
pub enum Source<'a> {
    /// Nothing.
    Blank,
    /// Our help centre.
    Sample,
    /// Another bot's articles, synonyms and settings.
    Copy(BotId),
    /// The articles of a file: CSV, TSV or JSON Lines.
    File(&'a str),
}

/// Makes an empty bot. It answers nothing before its first publish.
pub async fn create(access: &Access<Write<Bots>>, draft: &BotDraft) -> AppResult<BotId> {
    create_from(access, draft, Source::Blank).await
}

/// Makes a bot with what it begins with: the whole of it, or nothing.
pub async fn create_from(
    access: &Access<Write<Bots>>,
    draft: &BotDraft,
    source: Source<'_>,
) -> AppResult<BotId> {
    let mut fields = Fields::default();
    let parsed = parse(draft, &mut fields);
    let filling = match source {
        Source::Blank => Filling::default(),
        Source::Sample => read_file(SAMPLE, &parsed)?,
        Source::Copy(bot) => read_bot(access, bot).await?,
        Source::File(text) if text.trim().is_empty() => {
            fields.note("rows", Problem::Missing);
            Filling::default()
        }
        Source::File(text) => read_file(text, &parsed)?,
    };
    refuse_lines(&filling, &mut fields)?;
    fields.finish()?;
    let (Some(name), Some(locale), Some(domains)) = (parsed.name, parsed.locale, parsed.domains)
    else {
        return Err(AppError::Internal);
    };
    let mut settings = filling.settings.clone();
    if !domains.is_empty() {
        settings.domains = domains;
    }
    let bot = NewBot {
        id: BotId::from_uuid(access.platform().random().v4()),
        workspace: access.scope().workspace(),
        name: &name,
        locale: &locale,
        settings: &settings,
    };
    insert(access, &bot).await?;
    match fill(access, bot.id, filling).await {
        Ok(()) => Ok(bot.id),
        Err(why) => {
            take_back(access, bot.id).await?;
            Err(why)
        }
    }
}

/// What was typed, as far as it is right.
struct Parsed {
    name: Option<Name>,
    locale: Option<Locale>,
    domains: Option<Vec<Domain>>,
}

fn parse(draft: &BotDraft, fields: &mut Fields) -> Parsed {
    let name = fields.take("name", Name::parse(&clean::text(&draft.name)));
    let locale = fields.take("locale", Locale::parse(&draft.locale));
    let domains: Result<Vec<Domain>, Problem> = draft
        .domains
        .iter()
        .map(|domain| Domain::parse(domain))
        .collect();
    let domains = fields.take("domains", domains);
    if draft.domains.len() > MAX_DOMAINS as usize {
        fields.note("domains", Problem::TooMany { max: MAX_DOMAINS });
    }
    Parsed {
        name,
        locale,
        domains,
    }
}

/// What a bot is filled with.
#[derive(Default)]
struct Filling {
    settings: BotSettings,
    rows: Vec<Row>,
    synonyms: Vec<SynonymGroup>,
    refused: Vec<Refused>,
    sharing: (Sharing, Shown),
}

fn read_file(text: &str, parsed: &Parsed) -> AppResult<Filling> {
    let form = FileForm::guess(text).extension();
    let (rows, mut refused) = knowledge::read_rows(form, text, false).ok_or(AppError::Internal)?;
    // Where the bot's language is wrong, that alone is told.
    if let Some(locale) = &parsed.locale {
        refused.extend(knowledge::check_rows(&rows, locale));
    }
    refused.sort_by_key(|refused| refused.line);
    Ok(Filling {
        rows,
        refused,
        ..Filling::default()
    })
}

async fn read_bot(access: &Access<Write<Bots>>, bot: BotId) -> AppResult<Filling> {
    access.in_bot::<Read<Settings>>(bot).await?;
    let articles = access.in_bot::<Read<Knowledge>>(bot).await?;
    let mut tx = access.platform().db().read().await.or_internal("copying")?;
    let settings = store::bots::find_settings(&mut tx, bot)
        .await
        .or_internal("copying")?
        .ok_or(AppError::NotFound)?;
    let synonyms = store::synonyms::list(&mut tx, bot)
        .await
        .or_internal("copying")?;
    let place = store::grants::find_place(&mut tx, bot)
        .await
        .or_internal("copying")?
        .ok_or(AppError::NotFound)?;
    drop(tx);
    Ok(Filling {
        settings,
        rows: knowledge::rows(&articles).await?,
        synonyms,
        refused: Vec::new(),
        // What the conversations of one are kept from, those of its like are too.
        sharing: (place.sharing, place.shown),
    })
}

/// All fields that are wrong, with the first lines of the file that are.
fn refuse_lines(filling: &Filling, fields: &mut Fields) -> AppResult<()> {
    if filling.refused.is_empty() {
        if filling.rows.len() > knowledge::MAX_ARTICLES {
            let max = u32::try_from(knowledge::MAX_ARTICLES).unwrap_or(u32::MAX);
            fields.note("rows", Problem::TooMany { max });
        }
        return Ok(());
    }
    let mut all = match std::mem::take(fields).finish() {
        Err(AppError::Invalid { fields }) => fields,
        _ => Vec::new(),
    };
    let n = u32::try_from(filling.refused.len()).unwrap_or(u32::MAX);
    all.push(FieldError {
        field: "rows".to_owned(),
        problem: Problem::BadLines { n },
    });
    let told = filling.refused.iter().take(MAX_TOLD);
    Err(AppError::InvalidLines {
        fields: all,
        lines: told.map(Refused::line_error).collect(),
    })
}

async fn insert(access: &Access<Write<Bots>>, bot: &NewBot<'_>) -> AppResult<()> {
    let platform = access.platform();
    let mut tx = platform.db().write().await.or_internal("creating a bot")?;
    store::bots::create(&mut tx, bot, platform.now())
        .await
        .or_internal("creating a bot")?;
    tx.commit().await.or_internal("creating a bot")
}

/// Imports the rows in their chunks, so that no turn waits, and only then lets the bot be there.
async fn fill(access: &Access<Write<Bots>>, bot: BotId, filling: Filling) -> AppResult<()> {
    let platform = access.platform();
    let rows = &filling.rows;
    if !rows.is_empty() {
        let articles = access.in_bot::<Write<Knowledge>>(bot).await?;
        let imported = knowledge::import(&articles, rows, knowledge::ImportOptions::default());
        if !imported.await?.refused.is_empty() {
            // All rows were checked before.
            return Err(AppError::Internal);
        }
    }
    let now = platform.now();
    let mut tx = platform.db().write().await.or_internal("creating a bot")?;
    for group in filling.synonyms {
        let id = SynonymGroupId::from_uuid(platform.random().v7());
        store::synonyms::put(&mut tx, bot, &SynonymGroup { id, ..group })
            .await
            .or_internal("creating a bot")?;
    }
    let (sharing, shown) = filling.sharing;
    store::grants::set_sharing(&mut tx, bot, sharing, shown)
        .await
        .or_internal("creating a bot")?;
    store::bots::finish(&mut tx, bot)
        .await
        .or_internal("creating a bot")?;
    audit::record(&mut tx, access, "bot.create", &format!("bot:{bot}"), now).await?;
    tx.commit().await.or_internal("creating a bot")
}

async fn take_back(access: &Access<Write<Bots>>, bot: BotId) -> AppResult<()> {
    let platform = access.platform();
    let mut tx = platform
        .db()
        .write()
        .await
        .or_internal("taking a bot back")?;
    store::bots::delete_begun(&mut tx, bot)
        .await
        .or_internal("taking a bot back")?;
    tx.commit().await.or_internal("taking a bot back")
}

//! Importing rows as articles.

use super::{
    add,
    buttons::{self, Aimed},
    change, check_room,
    draft::Parsed,
    preview::preview,
};
use crate::{
    access::{Access, Knowledge, Write},
    audit, clean,
    failure::OrInternal,
    secrets::{hex, token_hash},
};
use model::{
    article::ArticleDraft,
    channel::{Channel, Variants},
    error::{AppError, AppResult, FieldError, Problem},
    file::{LineError, LineProblem},
    id::ArticleId,
    text::{ImportKey, Locale},
};
use serde::Serialize;
use store::{
    Tx,
    articles::{self, About, Known},
};

/// Articles a transaction, so that no visitor's turn waits long for an import.
const CHUNK: usize = 200;

/// A line of the file, as it stands there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// Where it stands, from 1.
    pub line: u64,
    /// What the article was imported under; empty: its question.
    pub key: String,
    /// The text.
    pub question: String,
    /// Other wordings.
    pub utterances: Vec<String>,
    /// The answer, as HTML or as plain text.
    pub answer: String,
    /// What it says on some channels; none: what was there stays.
    pub variants: Variants,
    /// What it belongs to.
    pub topic: String,
    /// The language; empty: the bot's default.
    pub locale: String,
    /// What stands under the answer to be pressed, `label | target` each.
    pub buttons: Vec<String>,
    /// From when on it answers; empty: always.
    pub starts: String,
    /// Until when; empty: for ever.
    pub ends: String,
    /// The time zone of both; empty: UTC.
    pub zone: String,
}

/// How to import.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Say what would change, and change nothing.
    pub is_dry_run: bool,
}

/// What an import did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Imported {
    /// Articles that are new.
    pub added: u32,
    /// Articles that got this text, or another one.
    pub changed: u32,
    /// Lines that were left out.
    pub refused: Vec<Refused>,
}

/// A line that was left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Refused {
    /// Where it stands, from 1.
    pub line: u64,
    /// Why, for the person who wrote it.
    pub why: String,
    /// Why, for who says it in another language.
    #[serde(skip)]
    pub problem: LineProblem,
}

impl Refused {
    pub(super) fn new(line: u64, problem: LineProblem) -> Self {
        let why = problem.to_string();
        Self { line, why, problem }
    }

    /// Of a row that does not parse.
    pub(super) fn of(row: &Row, why: &AppError) -> Self {
        match why {
            AppError::Invalid { fields } => {
                let fields = fields.iter().cloned().map(in_words_of_files).collect();
                Self::new(row.line, LineProblem::Fields { fields })
            }
            other => Self {
                line: row.line,
                why: other.to_string(),
                problem: LineProblem::Unreadable,
            },
        }
    }

    /// The line, for who shows it beside the file.
    pub(crate) fn line_error(&self) -> LineError {
        LineError {
            line: first_line(self.line),
            problem: self.problem.clone(),
        }
    }
}

/// A line's number as it travels.
pub(super) fn first_line(line: u64) -> u32 {
    u32::try_from(line).unwrap_or(u32::MAX)
}

/// The draft's words for the fields, and the file's.
fn in_words_of_files(error: FieldError) -> FieldError {
    match error.field.as_str() {
        "title" => FieldError {
            field: "question".to_owned(),
            ..error
        },
        _ => error,
    }
}

/// The rows that an import would refuse, whatever the bot knows already.
pub(crate) fn check(rows: &[Row], default_locale: &Locale) -> Vec<Refused> {
    let refused = |row: &Row| {
        let why = parse(row, default_locale).err()?;
        Some(Refused::of(row, &why))
    };
    rows.iter().filter_map(refused).collect()
}

/// Imports rows. A row whose key is there changes that article's text in the row's language;
/// others become articles. Rows of one key in several languages make one article.
pub async fn import(
    access: &Access<Write<Knowledge>>,
    rows: &[Row],
    options: Options,
) -> AppResult<Imported> {
    if options.is_dry_run {
        return preview(access, rows).await;
    }
    let mut imported = Imported::default();
    let platform = access.platform();
    for chunk in rows.chunks(CHUNK) {
        let mut tx = platform.db().write().await.or_internal("importing")?;
        let bot = access.bot();
        articles::import_alone(&mut tx, bot)
            .await
            .or_internal("importing")?;
        let default_locale = super::default_locale(&mut tx, access).await?;
        check_room(&mut tx, access.bot(), chunk.len()).await?;
        for row in chunk {
            match import_row(&mut tx, access, row, &default_locale).await {
                Ok(Done::Added) => imported.added += 1,
                Ok(Done::Changed) => imported.changed += 1,
                Err(AppError::Internal) => return Err(AppError::Internal),
                Err(why) => imported.refused.push(Refused::of(row, &why)),
            }
        }
        store::bots::touch(&mut tx, bot)
            .await
            .or_internal("importing")?;
        let (subject, now) = (format!("bot:{bot}"), platform.now());
        audit::record(&mut tx, access, "knowledge.import", &subject, now).await?;
        tx.commit().await.or_internal("importing")?;
    }
    let with_buttons: Vec<&Row> = rows.iter().filter(|row| !row.buttons.is_empty()).collect();
    if !with_buttons.is_empty() {
        imported
            .refused
            .extend(set_buttons(access, &with_buttons).await?);
    }
    Ok(imported)
}

/// Gives the articles of these rows their buttons, now that all articles are there.
async fn set_buttons(access: &Access<Write<Knowledge>>, rows: &[&Row]) -> AppResult<Vec<Refused>> {
    let mut refused = Vec::new();
    for chunk in rows.chunks(CHUNK) {
        let db = access.platform().db();
        let mut tx = db.write().await.or_internal("importing")?;
        let default_locale = super::default_locale(&mut tx, access).await?;
        for row in chunk {
            match set_buttons_of(&mut tx, access, row, &default_locale).await {
                Ok(()) => {}
                Err(AppError::Internal) => return Err(AppError::Internal),
                Err(why) => refused.push(Refused::of(row, &why)),
            }
        }
        tx.commit().await.or_internal("importing")?;
    }
    Ok(refused)
}

async fn set_buttons_of(
    tx: &mut Tx,
    access: &Access<Write<Knowledge>>,
    row: &Row,
    default_locale: &Locale,
) -> AppResult<()> {
    // A row that does not parse was refused by the first pass.
    let Ok((key, parsed)) = parse(row, default_locale) else {
        return Ok(());
    };
    // Whoever deleted the article since the first pass is not overruled: nothing is woken here.
    let Some(article) = find_standing(tx, access, key.as_str()).await? else {
        return Ok(());
    };
    let resolved = buttons::resolve(tx, access, &parsed.buttons).await?;
    articles::set_buttons(tx, article, &parsed.locale, &resolved)
        .await
        .or_internal("importing")
}

enum Done {
    Added,
    Changed,
}

async fn import_row(
    tx: &mut Tx,
    access: &Access<Write<Knowledge>>,
    row: &Row,
    default_locale: &Locale,
) -> AppResult<Done> {
    let (key, mut parsed) = parse(row, default_locale)?;
    // They may lead to articles of lines below, so theirs is a pass of its own.
    parsed.buttons.clear();
    match find_by_key(tx, access, key.as_str()).await? {
        Some(known) => {
            // An article has one topic: the one it has in the bot's own language.
            if parsed.topic.is_empty() || parsed.locale != *default_locale {
                parsed.topic = known.about.topic;
            }
            if parsed.period.is_always() {
                parsed.period = known.about.period;
            }
            if let Some(text) = super::text_of(tx, access, known.id, &parsed.locale).await? {
                parsed.buttons = text.buttons.into_iter().map(Aimed::known).collect();
                for channel in Channel::ALL {
                    if let (None, Some(answer)) =
                        (parsed.variants.get(channel), text.variants.get(channel))
                    {
                        parsed.variants.set(channel, answer.clone());
                    }
                }
            }
            change(tx, access, known.id, known.revision, &parsed)
                .await?
                .ok_or(AppError::Conflict)?;
            Ok(Done::Changed)
        }
        None => {
            add(tx, access, Some(key.as_str()), &parsed).await?;
            Ok(Done::Added)
        }
    }
}

/// A row as an import takes it: its key, and the rest.
pub(super) fn parse(row: &Row, default_locale: &Locale) -> AppResult<(ImportKey, Parsed)> {
    let parsed = Parsed::of(&draft(row, default_locale))?;
    let key = key_of(row).map_err(|problem| AppError::invalid("key", problem))?;
    Ok((key, parsed))
}

/// The row's key. A question stands in for one that is missing: by its hash where it is too long.
fn key_of(row: &Row) -> Result<ImportKey, Problem> {
    if !row.key.trim().is_empty() {
        return ImportKey::parse(&clean::text(&row.key));
    }
    let question = clean::text(&row.question);
    ImportKey::parse(&question).or_else(|problem| match problem {
        Problem::TooLong { .. } => ImportKey::parse(&hex(&token_hash(question.as_bytes()))),
        problem => Err(problem),
    })
}

/// A row as somebody would have typed it into the form.
fn draft(row: &Row, default_locale: &Locale) -> ArticleDraft {
    let one_line = |text: &String| text.replace(['\n', '\r'], " ");
    let has_locale = !row.locale.trim().is_empty();
    let mut draft = ArticleDraft {
        locale: if has_locale {
            row.locale.clone()
        } else {
            default_locale.to_string()
        },
        title: one_line(&row.question),
        utterances: row
            .utterances
            .iter()
            .map(one_line)
            .collect::<Vec<_>>()
            .join("\n"),
        answer: row.answer.clone(),
        topic: row.topic.clone(),
        buttons: row
            .buttons
            .iter()
            .map(one_line)
            .collect::<Vec<_>>()
            .join("\n"),
        starts: row.starts.clone(),
        ends: row.ends.clone(),
        zone: row.zone.clone(),
        ..ArticleDraft::default()
    };
    for channel in Channel::ALL {
        let answer = row.variants.get(channel).cloned();
        *draft.variant_mut(channel) = answer.unwrap_or_default();
    }
    draft
}

/// The article with this key, or of this id, that is not deleted.
async fn find_standing(
    tx: &mut Tx,
    access: &Access<Write<Knowledge>>,
    key: &str,
) -> AppResult<Option<ArticleId>> {
    let bot = access.bot();
    let by_key = articles::find_by_key(tx, bot, key)
        .await
        .or_internal("finding by key")?;
    let (None, Ok(id)) = (by_key, key.parse::<ArticleId>()) else {
        return Ok(by_key);
    };
    let by_id = articles::find(tx, bot, id)
        .await
        .or_internal("finding by id")?;
    Ok(by_id.map(|article| article.id))
}

/// The article with this key; one that was written by hand goes by its id, as it is exported.
async fn find_by_key(
    tx: &mut Tx,
    access: &Access<Write<Knowledge>>,
    key: &str,
) -> AppResult<Option<Known>> {
    let by_key = articles::wake_by_key(tx, access.bot(), key)
        .await
        .or_internal("finding by key")?;
    if by_key.is_some() {
        return Ok(by_key);
    }
    let Ok(id) = key.parse::<ArticleId>() else {
        return Ok(None);
    };
    let article = articles::find(tx, access.bot(), id)
        .await
        .or_internal("finding by id")?;
    Ok(article.map(|article| Known {
        id: article.id,
        revision: article.revision,
        about: About {
            topic: article.topic,
            period: article.period,
        },
    }))
}

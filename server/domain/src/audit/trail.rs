//! What a member who may sees of the trail, and takes away.

use super::{author, holds, note_export};
use crate::{
    access::{Access, Audit, InScope, Read},
    cells::{harmless, moment},
    failure::OrInternal,
};
use model::{
    audit::{AuditFilter, AuditPage, AuditRow, EVENTS_A_PAGE},
    error::{AppError, AppResult},
    text::Email,
    time::Timestamp,
    version::Author,
};
use std::collections::HashMap;
use store::{
    Tx,
    audit::{self, Details, Filter, Written},
};

/// The most events of a file.
const MAX_EXPORTED: u32 = 50_000;
/// The longest text of a filter, in characters.
const MAX_FILTER: usize = 100;

/// A page of a workspace's events, newest first.
pub async fn trail(access: &Access<Read<Audit>>, wanted: &AuditFilter) -> AppResult<AuditPage> {
    let platform = access.platform();
    platform
        .limits()
        .search_per_actor
        .pass(&access.actor().to_string(), platform.now())?;
    let mut tx = platform.db().read().await.or_internal("reading events")?;
    let filter = filter(&mut tx, wanted).await?;
    let Some(filter) = filter else {
        return Ok(AuditPage::default());
    };
    let workspace = access.scope().workspace();
    let mut found = audit::search(&mut tx, workspace, &filter, EVENTS_A_PAGE + 1)
        .await
        .or_internal("reading events")?;
    let has_more = found.len() > EVENTS_A_PAGE as usize;
    found.truncate(EVENTS_A_PAGE as usize);
    let next = found.last().filter(|_| has_more);
    let next = next.map(|(event, _)| event.link.seq.to_string());
    let is_whole = is_whole(&mut tx, access, &found).await?;
    let rows = rows(&mut tx, access, found).await?;
    Ok(AuditPage {
        rows,
        next: next.unwrap_or_default(),
        is_whole,
    })
}

/// What is asked for; `None` if nobody has the address that is looked for.
async fn filter(tx: &mut Tx, wanted: &AuditFilter) -> AppResult<Option<Filter>> {
    let short = |text: &str| -> String { text.trim().chars().take(MAX_FILTER).collect() };
    let actor = match wanted.by.trim() {
        "" => String::new(),
        by => {
            let Ok(email) = Email::parse(by) else {
                return Ok(None);
            };
            let user = store::identity::find_user(tx, &email)
                .await
                .or_internal("reading events")?;
            let Some(user) = user else {
                return Ok(None);
            };
            format!("user:{user}")
        }
    };
    let day = |text: &str, plus: i64| {
        let date = text.trim().parse::<jiff::civil::Date>().ok()?;
        let start = date.to_zoned(jiff::tz::TimeZone::UTC).ok()?;
        let start = Timestamp::from_millis(start.timestamp().as_millisecond());
        Some(start.plus_millis(plus * model::time::DAY_MS))
    };
    Ok(Some(Filter {
        from: day(&wanted.from, 0),
        until: day(&wanted.to, 1),
        action: short(&wanted.action),
        actor,
        subject: short(&wanted.subject),
        before: wanted.before.parse().ok(),
    }))
}

/// Whether the events bear the seals that they should, where they stand next to each other.
async fn is_whole(
    tx: &mut Tx,
    access: &Access<Read<Audit>>,
    found: &[(Written, Details)],
) -> AppResult<bool> {
    let (Some((newest, _)), Some((oldest, _))) = (found.first(), found.last()) else {
        return Ok(true);
    };
    let chain = audit::chain_of(Some(access.scope().workspace()));
    let n_between = u32::try_from(newest.link.seq - oldest.link.seq + 2).unwrap_or(u32::MAX);
    let between = audit::list_after(tx, chain, oldest.link.seq - 2, n_between.min(1_000))
        .await
        .or_internal("reading events")?;
    let pairs = between.iter().zip(between.iter().skip(1));
    let first = between.first().filter(|first| first.link.seq == 1);
    let is_first_well = first.is_none_or(|first| holds(access.platform(), &[], first));
    let is_well = |(before, event): (&Written, &Written)| {
        event.link.seq == before.link.seq + 1 && holds(access.platform(), &before.link.seal, event)
    };
    Ok(is_first_well && pairs.into_iter().all(is_well))
}

async fn rows(
    tx: &mut Tx,
    access: &Access<Read<Audit>>,
    found: Vec<(Written, Details)>,
) -> AppResult<Vec<AuditRow>> {
    let names = names(tx, access).await?;
    let mut authors = HashMap::new();
    let mut rows = Vec::with_capacity(found.len());
    for (event, details) in found {
        let by = match authors.get(&event.actor) {
            Some(known) => Clone::clone(known),
            None => {
                let by = author(tx, access, &event.actor).await?;
                authors.insert(event.actor.clone(), by.clone());
                by
            }
        };
        let word = event.subject.split(' ').next().unwrap_or_default();
        rows.push(AuditRow {
            at: event.at,
            by,
            name: names.get(word).cloned().unwrap_or_default(),
            actor: event.actor,
            action: event.action,
            subject: event.subject,
            address: details.address,
            email: details.email,
        });
    }
    Ok(rows)
}

/// What the bots and members of the workspace are called, by `kind:id`.
async fn names(tx: &mut Tx, access: &Access<Read<Audit>>) -> AppResult<HashMap<String, String>> {
    let workspace = access.scope().workspace();
    let bots = store::bots::list_names(tx, workspace)
        .await
        .or_internal("reading bots")?;
    let members = store::members::list(tx, workspace)
        .await
        .or_internal("reading members")?;
    let bots = bots
        .into_iter()
        .map(|bot| (format!("bot:{}", bot.id), bot.name.to_string()));
    let members = members
        .into_iter()
        .map(|member| (format!("user:{}", member.user), member.email.to_string()));
    Ok(bots.chain(members).collect())
}

/// The events that pass a filter, newest first, as `csv` or JSON Lines: at most fifty thousand.
pub async fn export(
    access: &Access<Read<Audit>>,
    wanted: &AuditFilter,
    form: ExportAs,
) -> AppResult<String> {
    let platform = access.platform();
    let mut tx = platform.db().read().await.or_internal("reading events")?;
    let found = match filter(&mut tx, wanted).await? {
        Some(filter) => audit::search(&mut tx, access.scope().workspace(), &filter, MAX_EXPORTED)
            .await
            .or_internal("reading events")?,
        None => Vec::new(),
    };
    let rows = rows(&mut tx, access, found).await?;
    drop(tx);
    let name = match form {
        ExportAs::Csv => "csv",
        ExportAs::Jsonl => "jsonl",
    };
    let workspace = access.scope().workspace();
    let subject = format!("workspace:{workspace} format:{name}");
    note_export(access, "audit.export", &subject).await?;
    match form {
        ExportAs::Csv => csv(&rows),
        ExportAs::Jsonl => jsonl(&rows),
    }
}

/// The form of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportAs {
    /// With a head line.
    Csv,
    /// A JSON object a line.
    Jsonl,
}

fn jsonl(rows: &[AuditRow]) -> AppResult<String> {
    let mut lines = String::new();
    for row in rows {
        lines.push_str(&serde_json::to_string(row).or_internal("writing events")?);
        lines.push('\n');
    }
    Ok(lines)
}

fn csv(rows: &[AuditRow]) -> AppResult<String> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let head = ["at", "by", "actor", "action", "subject", "address", "email"];
    let mut write = |record: [&str; 7]| writer.write_record(record);
    write(head).map_err(|_| AppError::Internal)?;
    for row in rows {
        let by = match &row.by {
            Author::Member { email } => email.as_str(),
            Author::Key { name } => name.as_str(),
            Author::Former | Author::Command | Author::Job => "",
        };
        let texts = [
            by,
            &row.actor,
            &row.action,
            &row.subject,
            &row.address,
            &row.email,
        ];
        let texts = texts.map(harmless);
        let at = moment(row.at);
        let cells: [&str; 7] =
            std::array::from_fn(|place| place.checked_sub(1).map_or(&*at, |place| &*texts[place]));
        write(cells).map_err(|_| AppError::Internal)?;
    }
    let bytes = writer.into_inner().map_err(|_| AppError::Internal)?;
    String::from_utf8(bytes).map_err(|_| AppError::Internal)
}

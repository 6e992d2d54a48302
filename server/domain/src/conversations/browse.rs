//! Looking through a bot's conversations.

use super::{export::MAX, mask_summary};
use crate::{
    access::{Access, Conversations, Read},
    failure::OrInternal,
};
use jiff::{ToSpan, Zoned, civil, tz::TimeZone};
use model::{
    channel::Channel,
    conversation::{ConversationFilter, ConversationSummary, Found},
    error::{AppError, AppResult, FieldError, Problem},
    id::{ArticleId, BotId, ConversationId},
    text::Locale,
    time::Timestamp,
    turn::{Audience, Rating, TurnKind},
};
use std::collections::HashSet;
use store::{
    Tx,
    conversations::{self, Wanted},
};
use uuid::Uuid;

/// Conversations that are looked at in one go, and the most goes of one search.
const STRETCH: u32 = 1_000;
const MAX_STRETCHES: u32 = 20;
/// The longest text to look for.
const MAX_TEXT: usize = 300;

/// A filter, read.
#[derive(Default)]
pub(super) struct Search {
    from: Option<Timestamp>,
    to: Option<Timestamp>,
    locale: String,
    outcome: Option<TurnKind>,
    rating: Option<Rating>,
    page: String,
    article: Option<ArticleId>,
    contains: String,
    audience: String,
    channel: String,
    shown_from: String,
    shown_to: String,
    pub problems: Vec<FieldError>,
}

/// A bot's conversations that pass a filter, newest first. `before` is the cursor of the page
/// before.
pub async fn list(
    access: &Access<Read<Conversations>>,
    filter: &ConversationFilter,
    before: Option<String>,
    limit: u32,
) -> AppResult<Found> {
    let before = before.as_deref().map(str::parse::<ConversationId>);
    let before = before.transpose().map_err(|_| AppError::Malformed {
        what: "the cursor".to_owned(),
    })?;
    let search = Search::parse(filter);
    let db = access.platform().db();
    let mut tx = db.read().await.or_internal("listing conversations")?;
    let n_most = u32::try_from(MAX).unwrap_or(u32::MAX);
    // Where one has to be read to know whether it passes, the file itself tells.
    let n_found = if search.contains.is_empty() && !search.reads_pages(access) {
        search.count(&mut tx, access, n_most + 1).await?
    } else {
        0
    };
    let found = search
        .run(&mut tx, access, before, limit.clamp(1, 100))
        .await?;
    Ok(Found {
        is_over: n_found > n_most,
        ..found
    })
}

impl Search {
    pub fn parse(filter: &ConversationFilter) -> Self {
        let mut search = Self::default();
        let zone = match filter.tz.trim() {
            "" => TimeZone::UTC,
            name => TimeZone::get(name).unwrap_or_else(|_| {
                search.note("tz", Problem::Unknown);
                TimeZone::UTC
            }),
        };
        (search.from, search.shown_from) = search.moment("from", &filter.from, &zone, false);
        (search.to, search.shown_to) = search.moment("to", &filter.to, &zone, true);
        search.locale = search
            .word("locale", &filter.locale, |text| Locale::parse(text).ok())
            .map(|locale| locale.as_str().to_owned())
            .unwrap_or_default();
        search.outcome = search.word("outcome", &filter.outcome, |text| text.parse().ok());
        search.rating = search.word("rating", &filter.rating, |text| text.parse().ok());
        search.article = search.word("article", &filter.article, |text| text.parse().ok());
        search.audience = search
            .word("audience", &filter.audience, |text| {
                text.parse::<Audience>().ok()
            })
            .map(|audience| audience.as_str().to_owned())
            .unwrap_or_default();
        search.channel = search
            .word("channel", &filter.channel, |text| {
                text.parse::<Channel>().ok()
            })
            .map(|channel| channel.as_str().to_owned())
            .unwrap_or_default();
        search.page = search.text("page", &filter.page);
        search.contains = search.text("contains", &filter.contains).to_lowercase();
        search
    }

    fn note(&mut self, field: &str, problem: Problem) {
        self.problems.push(FieldError {
            field: field.to_owned(),
            problem,
        });
    }

    fn word<T>(&mut self, field: &str, text: &str, read: impl Fn(&str) -> Option<T>) -> Option<T> {
        let text = text.trim();
        if text.is_empty() {
            return None;
        }
        let word = read(text);
        if word.is_none() {
            self.note(field, Problem::Unknown);
        }
        word
    }

    fn text(&mut self, field: &str, text: &str) -> String {
        let text = text.trim();
        if text.chars().count() > MAX_TEXT {
            let max = u32::try_from(MAX_TEXT).unwrap_or(u32::MAX);
            self.note(field, Problem::TooLong { max });
            return String::new();
        }
        text.to_owned()
    }

    /// A minute, or a whole day: its begin, or its end; and how it is shown.
    fn moment(
        &mut self,
        field: &str,
        text: &str,
        zone: &TimeZone,
        is_end: bool,
    ) -> (Option<Timestamp>, String) {
        let text = text.trim();
        let minute = text
            .contains('T')
            .then(|| text.parse::<civil::DateTime>().ok());
        let minute = minute.unwrap_or_else(|| {
            let day = text.parse::<civil::Date>().ok()?;
            let day = if is_end {
                day.saturating_add(1.day())
            } else {
                day
            };
            Some(day.to_datetime(civil::Time::midnight()))
        });
        let there = minute.and_then(|minute| minute.to_zoned(zone.clone()).ok());
        if there.is_none() && !text.is_empty() {
            self.note(field, Problem::Malformed);
        }
        let at = |there: &Zoned| Timestamp::from_millis(there.timestamp().as_millisecond());
        let shown = |there: &Zoned| there.strftime("%Y-%m-%dT%H:%M").to_string();
        (
            there.as_ref().map(at),
            there.as_ref().map(shown).unwrap_or_default(),
        )
    }

    /// Whether every conversation passes but for when it began.
    fn takes_all(&self) -> bool {
        let words = [&self.locale, &self.page, &self.audience, &self.channel];
        let choices = (self.outcome, self.rating, self.article);
        words.iter().all(|word| word.is_empty()) && choices == (None, None, None)
    }

    /// How many conversations pass, whatever they say, of those that one search looks at; counted up
    /// to `limit`.
    async fn count(
        &self,
        tx: &mut Tx,
        access: &Access<Read<Conversations>>,
        limit: u32,
    ) -> AppResult<u32> {
        let first = ConversationId::first_at(self.from.unwrap_or_default());
        let newest = || ConversationId::from_uuid(Uuid::max());
        let end = self.to.map_or_else(newest, ConversationId::first_at);
        let bot = access.bot();
        let back = if self.takes_all() {
            None
        } else {
            conversations::find_back(tx, bot, (first, end), MAX_STRETCHES * STRETCH)
                .await
                .or_internal("counting conversations")?
        };
        let stretch = (back.unwrap_or(first), end);
        conversations::count(tx, bot, stretch, &self.wanted(access), limit)
            .await
            .or_internal("counting conversations")
    }

    /// Whether pages are masked, and so compared as they are shown.
    fn reads_pages(&self, access: &Access<Read<Conversations>>) -> bool {
        access.is_masked() && !self.page.is_empty()
    }

    /// Nobody finds by what they may not read: the database is not asked for a page that is masked.
    fn wanted(&self, access: &Access<Read<Conversations>>) -> Wanted<'_> {
        let page = if access.is_masked() { "" } else { &self.page };
        Wanted {
            locale: &self.locale,
            outcome: self.outcome,
            rating: self.rating,
            page,
            audience: &self.audience,
            channel: &self.channel,
            article: self.article,
        }
    }

    pub async fn run(
        self,
        tx: &mut Tx,
        access: &Access<Read<Conversations>>,
        before: Option<ConversationId>,
        limit: u32,
    ) -> AppResult<Found> {
        let bot = access.bot();
        let first = ConversationId::first_at(self.from.unwrap_or_default());
        let newest = || ConversationId::from_uuid(Uuid::max());
        let end = self.to.map_or_else(newest, ConversationId::first_at);
        let mut end = before.map_or(end, |before| before.min(end));
        let (mut items, mut next) = (Vec::new(), None);
        for _ in 0..MAX_STRETCHES {
            let back = conversations::find_back(tx, bot, (first, end), STRETCH)
                .await
                .or_internal("listing conversations")?;
            let n_more = limit + 1 - u32::try_from(items.len()).unwrap_or(limit);
            let stretch = (back.unwrap_or(first), end);
            items.extend(self.look(tx, access, stretch, n_more).await?);
            next = back;
            match back {
                Some(back) if items.len() <= limit as usize => end = back,
                _ => break,
            }
        }
        let is_full = items.len() > limit as usize;
        items.truncate(limit as usize);
        if is_full {
            next = items.last().map(|last| last.id);
        }
        add_thumbs(tx, bot, &mut items).await?;
        for item in &mut items {
            mask_summary(access, item);
        }
        let searched_until = next.filter(|_| !is_full).map(ConversationId::made_at);
        Ok(Found {
            items,
            next: next.map(|next| next.to_string()),
            searched_until,
            is_over: false,
            problems: self.problems,
            from: self.shown_from,
            to: self.shown_to,
        })
    }

    async fn look(
        &self,
        tx: &mut Tx,
        access: &Access<Read<Conversations>>,
        stretch: (ConversationId, ConversationId),
        limit: u32,
    ) -> AppResult<Vec<ConversationSummary>> {
        let bot = access.bot();
        let wanted = self.wanted(access);
        let is_text = !self.contains.is_empty();
        let is_page = self.reads_pages(access);
        // What a text is in is told here: SQLite's `lower` knows ASCII only.
        let n_rows = if is_text || is_page { STRETCH } else { limit };
        let mut items = conversations::list(tx, bot, stretch, &wanted, n_rows)
            .await
            .or_internal("listing conversations")?;
        if is_text && !items.is_empty() {
            let questions = conversations::list_questions(tx, bot, stretch)
                .await
                .or_internal("listing conversations")?;
            let is_in = |question: String| {
                let question = access.shown(question).to_lowercase();
                question.contains(&self.contains)
            };
            keep(&mut items, questions, is_in);
        }
        if is_page && !items.is_empty() {
            let pages = conversations::list_pages(tx, bot, stretch)
                .await
                .or_internal("listing conversations")?;
            keep(&mut items, pages, |page| {
                access.shown(page).contains(&self.page)
            });
        }
        items.truncate(limit as usize);
        Ok(items)
    }
}

/// Leaves those of which one text passes.
fn keep(
    items: &mut Vec<ConversationSummary>,
    texts: Vec<(ConversationId, String)>,
    passes: impl Fn(String) -> bool,
) {
    let found: HashSet<ConversationId> = texts
        .into_iter()
        .filter_map(|(id, text)| passes(text).then_some(id))
        .collect();
    items.retain(|item| found.contains(&item.id));
}

async fn add_thumbs(tx: &mut Tx, bot: BotId, items: &mut [ConversationSummary]) -> AppResult<()> {
    let (Some(newest), Some(oldest)) = (items.first(), items.last()) else {
        return Ok(());
    };
    let thumbs = conversations::count_thumbs(tx, bot, (oldest.id, newest.id))
        .await
        .or_internal("counting thumbs")?;
    for item in items {
        (item.n_up, item.n_down) = thumbs.get(&item.id).copied().unwrap_or_default();
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filter(from: &str, to: &str, tz: &str) -> Search {
        Search::parse(&ConversationFilter {
            from: from.to_owned(),
            to: to.to_owned(),
            tz: tz.to_owned(),
            ..ConversationFilter::default()
        })
    }

    #[test]
    fn a_day_ends_when_the_next_begins_where_the_reader_is() {
        let search = filter("2026-03-01", "2026-03-01", "Europe/Paris");
        let (from, to) = (search.from.unwrap(), search.to.unwrap());
        assert_eq!(from.as_millis(), 1_772_319_600_000);
        assert_eq!(to.millis_since(from), 24 * 60 * 60_000);
        assert_eq!(search.shown_to, "2026-03-02T00:00");
        let minute = filter("2026-03-01T14:05", "", "");
        assert_eq!(minute.from.unwrap().as_millis(), 1_772_373_900_000);
    }

    #[test]
    fn what_cannot_be_read_excludes_nothing_and_is_told() {
        let search = filter("yesterday", "2026-02-30T00:00", "Mars/Olympus");
        let fields: Vec<&str> = search.problems.iter().map(|it| it.field.as_str()).collect();
        assert_eq!(fields, ["tz", "from", "to"]);
        assert_eq!((search.from, search.to), (None, None));
    }

    #[test]
    fn an_id_tells_its_time() {
        let at = Timestamp::from_millis(1_772_373_900_123);
        let id = ConversationId::first_at(at);
        assert_eq!(id.made_at(), at);
    }
}

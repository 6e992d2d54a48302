//! Counting turns and thumbs, after they were recorded.

use super::latency;
use crate::{failure::OrInternal, platform::Platform};
use model::{
    analytics::Counts,
    error::AppResult,
    id::BotId,
    time::DAY_MS,
    turn::{Audience, Rating, TurnKind},
};
use std::collections::{BTreeMap, HashMap, HashSet, hash_map::Entry};
use store::{
    Tx, nodes,
    turns::Turn,
    usage::{self, Dimension, NewTurn, Place, QUARTER_MS},
};

/// The most turns that are read at once, and the most counts by quarter of an hour that one transaction
/// writes: turns of long ago, each in its own quarter, make many.
const AT_ONCE: u32 = 10_000;
const MAX_ROWS: usize = 2_000;
/// The most languages, and the most pages, of one bot and day: visitors bring them, and nobody
/// may fill the table with what they make up.
const MAX_VALUES: usize = 300;
/// Stands for those past it.
const OTHERS: &str = "*";
/// The most of a page's address that is kept with figures.
const MAX_PAGE: usize = 300;

/// Counts by quarter of an hour; days are added up when it is written.
type Tally = HashMap<Place, Counts>;

/// Counts the turns that were recorded since it was last done; says whether more are left.
pub(crate) async fn count(platform: &Platform) -> AppResult<bool> {
    let (db, node) = (platform.db(), platform.node());
    let mut tx = db.read().await.or_internal("counting turns")?;
    let after = nodes::counted_seq(&mut tx, node)
        .await
        .or_internal("counting turns")?;
    let (turns, until) = match platform.recorder().take_uncounted(after) {
        Some(uncounted) => uncounted,
        None => {
            let until = platform.recorder().last_seq();
            let turns = usage::list_new(&mut tx, node, after, until, AT_ONCE).await;
            (turns.or_internal("counting turns")?, until)
        }
    };
    let Some(last) = turns.last().map(|turn| turn.seq) else {
        return Ok(false);
    };
    let (mut tally, mut known) = (Tally::new(), Known::default());
    for turn in turns {
        let seq = turn.seq;
        add_turn(&mut tally, &mut tx, &mut known, turn).await?;
        if seq == last || tally.len() > MAX_ROWS {
            write_up_to(platform, &tally, seq).await?;
            tally.clear();
        }
    }
    Ok(last < until)
}

/// Writes what was counted, and that it was counted up to this turn.
async fn write_up_to(platform: &Platform, tally: &Tally, seq: i64) -> AppResult<()> {
    let db = platform.db();
    let mut tx = db.write().await.or_internal("counting turns")?;
    write(&mut tx, tally).await?;
    nodes::set_counted_seq(&mut tx, platform.node(), seq)
        .await
        .or_internal("counting turns")?;
    tx.commit().await.or_internal("counting turns")
}

/// Counts a visitor's thumb that took the place of `before`.
pub(crate) async fn count_thumb(
    tx: &mut Tx,
    turn: &Turn,
    before: Option<Rating>,
    rating: Rating,
) -> AppResult<()> {
    let is = |rating: Option<Rating>, wanted| i64::from(rating == Some(wanted));
    let change = |wanted| is(Some(rating), wanted) - is(before, wanted);
    let counts = Counts {
        n_up: change(Rating::Up),
        n_down: change(Rating::Down),
        ..Counts::default()
    };
    if counts == Counts::default() {
        return Ok(());
    }
    let mut places = vec![(Dimension::All, String::new())];
    if let Some(article) = turn.article {
        places.push((Dimension::Article, article.to_string()));
    }
    let mut tally = Tally::new();
    for place in places {
        let at = turn.at.as_millis();
        add(&mut tally, turn.bot, turn.audience, at, place, counts);
    }
    write(tx, &tally).await
}

/// Writes a tally in order of its places, so that two nodes never wait for each other in a circle.
async fn write(tx: &mut Tx, tally: &Tally) -> AppResult<()> {
    let mut rows = BTreeMap::<Place, Counts>::new();
    for (place, counts) in tally {
        let day = Place {
            width: DAY_MS,
            at: place.at.div_euclid(DAY_MS) * DAY_MS,
            ..place.clone()
        };
        *rows.entry(day).or_default() += *counts;
        rows.insert(place.clone(), *counts);
    }
    let rows: Vec<(Place, Counts)> = rows.into_iter().collect();
    usage::add(tx, &rows).await.or_internal("counting turns")
}

async fn add_turn(
    tally: &mut Tally,
    tx: &mut Tx,
    known: &mut Known,
    turn: NewTurn,
) -> AppResult<()> {
    let is = |kind| u64::from(turn.kind == kind);
    let counts = Counts {
        n_conversations: u64::from(turn.is_first),
        n_questions: 1,
        n_answered: is(TurnKind::Answer),
        n_asked_back: is(TurnKind::Clarification),
        n_missed: is(TurnKind::Fallback),
        ..Counts::default()
    };
    let (bot, at) = (turn.bot, turn.at.as_millis());
    let day = at.div_euclid(DAY_MS) * DAY_MS;
    let locale = turn.locale.unwrap_or_default();
    let locale = known.admit(tx, bot, Dimension::Locale, day, locale).await?;
    let mut page = turn.page.unwrap_or_default();
    page.truncate(page.floor_char_boundary(MAX_PAGE));
    let page = known.admit(tx, bot, Dimension::Page, day, page).await?;
    let mut places = vec![
        (Dimension::All, String::new()),
        (Dimension::Latency, latency::class(turn.latency_us)),
        (Dimension::Locale, locale),
        (Dimension::Page, page),
    ];
    if let Some(article) = turn.article {
        places.push((Dimension::Article, article.to_string()));
    }
    for place in places {
        add(tally, bot, turn.audience, at, place, counts);
    }
    Ok(())
}

fn add(
    tally: &mut Tally,
    bot: BotId,
    audience: Audience,
    at: i64,
    (dimension, value): (Dimension, String),
    counts: Counts,
) {
    let place = Place {
        bot,
        dimension,
        width: QUARTER_MS,
        audience: audience.as_str(),
        at: at.div_euclid(QUARTER_MS) * QUARTER_MS,
        value,
    };
    *tally.entry(place).or_default() += counts;
}

/// The values that visitors brought, a bot, dimension and day.
#[derive(Default)]
struct Known(HashMap<(BotId, Dimension, i64), HashSet<String>>);

impl Known {
    /// The value itself as long as there are few, else the one that stands for the others.
    async fn admit(
        &mut self,
        tx: &mut Tx,
        bot: BotId,
        dimension: Dimension,
        day: i64,
        value: String,
    ) -> AppResult<String> {
        let values = match self.0.entry((bot, dimension, day)) {
            Entry::Occupied(values) => values.into_mut(),
            Entry::Vacant(place) => {
                let values = usage::list_values(tx, bot, dimension, day).await;
                let values = values.or_internal("counting turns")?;
                place.insert(values.into_iter().collect())
            }
        };
        if values.contains(&value) {
            Ok(value)
        } else if values.len() < MAX_VALUES {
            values.insert(value.clone());
            Ok(value)
        } else {
            Ok(OTHERS.to_owned())
        }
    }
}

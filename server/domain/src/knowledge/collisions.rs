//! The conflict radar: wordings that another article has, takes, or comes near to.

use crate::{
    access::{Access, Knowledge, Read},
    live::LiveBot,
};
use engine::{Candidate, Tokens};
use model::{
    error::{AppError, AppResult},
    id::ArticleId,
    regression::{Clash, Collision},
    text::{Locale, Wording},
};

/// The most wordings that are looked at.
const MAX_WORDINGS: usize = 300;
/// Thousandths of likeness from which two wordings say the same.
const SAME: u16 = 950;
/// Scores so near to each other make the bot ask back (see the engine's `step`).
const NEAR: i32 = 200;

/// Wordings, one a line, that collide with another article of the draft than `article`; of a new
/// article, `None`. `locale` is the language that they are in, or empty.
pub async fn collisions(
    access: &Access<Read<Knowledge>>,
    article: Option<ArticleId>,
    locale: &str,
    wordings: &str,
) -> AppResult<Vec<Collision>> {
    // While a language is half typed there is none.
    let locale = Locale::parse(locale).ok();
    let wordings: Vec<Wording> = wordings
        .lines()
        .filter_map(|line| Wording::parse(line).ok())
        .take(MAX_WORDINGS)
        .collect();
    if wordings.is_empty() {
        return Ok(Vec::new());
    }
    let live = super::draft(access).await?;
    tokio::task::spawn_blocking(move || {
        let wordings = wordings.iter().map(Wording::as_str);
        wordings
            .filter_map(|wording| collide(&live, article, locale.as_ref(), wording))
            .collect()
    })
    .await
    .map_err(|_| AppError::Internal)
}

fn collide(
    live: &LiveBot,
    own: Option<ArticleId>,
    locale: Option<&Locale>,
    wording: &str,
) -> Option<Collision> {
    let ranking = live.engine.rank(&Tokens::cut(wording, locale));
    let is_other = |candidate: &&Candidate| Some(candidate.article) != own;
    let same = ranking
        .candidates
        .iter()
        .find(|candidate| is_other(candidate) && candidate.nearest >= SAME);
    let first = ranking.candidates.first()?;
    let other = ranking.candidates.iter().find(is_other)?;
    let is_sure = first.confidence >= live.engine.thresholds().ask_back_at;
    let (clash, other) = if let Some(same) = same {
        (Clash::Same, same)
    } else if first.article == other.article && is_sure {
        (Clash::Taken, other)
    } else if own == Some(first.article) && first.score - other.score <= NEAR {
        (Clash::Near, other)
    } else {
        return None;
    };
    Some(Collision {
        wording: wording.to_owned(),
        clash,
        other: other.article,
        title: live
            .text(other.article, locale.unwrap_or(&live.locale))?
            .title
            .clone(),
    })
}

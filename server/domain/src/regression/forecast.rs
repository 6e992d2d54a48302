//! What a publish would change: the questions of the last days, asked of what answers now and of
//! the draft.

use super::run::verdict;
use crate::{
    access::{Access, Conversations, Knowledge, Read},
    asked::{self, AskedQuestion},
    failure::OrInternal,
    knowledge,
    live::LiveBot,
};
use model::{
    error::{AppError, AppResult},
    regression::Forecast,
    synonyms::ChangedQuestion,
};

/// The most different questions that are looked at.
const MAX_QUESTIONS: usize = 5_000;
/// The most questions that are listed.
const MAX_SHOWN: usize = 100;
/// The most days that one may look back.
const MAX_DAYS: u32 = 90;

/// How the questions that visitors asked in the last days would be answered by the draft. Each is
/// asked by itself, without what was said before it. Of a bot that was never published, nothing.
pub async fn forecast(access: &Access<Read<Conversations>>, days: u32) -> AppResult<Forecast> {
    if !access.may::<Read<Knowledge>>() {
        return Err(AppError::Forbidden);
    }
    let (platform, bot) = (access.platform(), access.bot());
    let now = match platform.live().get(platform, bot).await {
        Ok(live) => live,
        Err(AppError::NotFound) => return Ok(Forecast::default()),
        Err(error) => return Err(error),
    };
    let draft = knowledge::draft(access).await?;
    let mut tx = platform
        .db()
        .read()
        .await
        .or_internal("reading questions")?;
    let days = days.clamp(1, MAX_DAYS);
    let asked = asked::lately(&mut tx, bot, platform.now(), days, MAX_QUESTIONS).await?;
    drop(tx);
    let compared = tokio::task::spawn_blocking(move || compare(&now, &draft, asked));
    let mut forecast = compared.await.map_err(|_| AppError::Internal)?;
    access.show_all(forecast.changed.iter_mut().map(|it| &mut it.question));
    Ok(forecast)
}

fn compare(now: &LiveBot, draft: &LiveBot, asked: Vec<AskedQuestion>) -> Forecast {
    let mut forecast = Forecast::default();
    for AskedQuestion {
        question,
        locale,
        n_times,
    } in asked
    {
        forecast.n_questions += 1;
        forecast.n_asked += n_times;
        let before = verdict(now, &question, locale.as_ref());
        let after = verdict(draft, &question, locale.as_ref());
        if (before.kind, before.article) == (after.kind, after.article) {
            continue;
        }
        forecast.n_changed += 1;
        forecast.n_asked_changed += n_times;
        if forecast.changed.len() < MAX_SHOWN {
            forecast.changed.push(ChangedQuestion {
                question,
                n_times,
                before: before.into(),
                after: after.into(),
            });
        }
    }
    forecast
}

//! How sure a bot has to be: what other thresholds would have done with the last questions.

use crate::{
    access::{Access, Conversations, Knowledge, Read, Settings, Write},
    asked::{self, AskedQuestion, LATELY},
    audit,
    failure::OrInternal,
    knowledge,
    live::LiveBot,
};
use engine::{Tokens, evaluation::Decision as Decided, weigh};
use model::{
    bot::BotSettings,
    error::{AppError, AppResult, Problem},
    thresholds::{Decision, Flip, N_BARS, Pair, Replay, Shares, Thresholds},
};
use store::changes::{self, ChangeKind};

/// The most questions that are looked at.
const MAX_QUESTIONS: usize = 5_000;
/// The most that are shown.
const MAX_SHOWN: usize = 20;

/// The thresholds that hold.
pub async fn get(access: &Access<Read<Settings>>) -> AppResult<Thresholds> {
    let mut tx = access
        .platform()
        .db()
        .look()
        .await
        .or_internal("getting thresholds")?;
    let settings = store::bots::find_settings(&mut tx, access.bot())
        .await
        .or_internal("getting thresholds")?
        .ok_or(AppError::NotFound)?;
    Ok(Thresholds {
        bot: access.bot(),
        saved: pair_of(&settings),
        default: pair_of(&BotSettings::default()),
    })
}

const fn pair_of(settings: &BotSettings) -> Pair {
    Pair {
        answer_at: settings.answer_at,
        ask_back_at: settings.ask_back_at,
    }
}

/// What the thresholds that were typed would have done with the different questions of the last
/// thirty days: decided by the engine on what is published. What can't be read is what holds.
pub async fn replay(
    access: &Access<Read<Knowledge>>,
    answer_at: &str,
    ask_back_at: &str,
) -> AppResult<Replay> {
    let platform = access.platform();
    let live = platform.live().get(platform, access.bot()).await?;
    let saved = pair_of(&live.settings);
    let tried = parse(answer_at, ask_back_at).unwrap_or(saved);
    let mut tx = platform
        .db()
        .read()
        .await
        .or_internal("reading questions")?;
    let asked = asked::lately(&mut tx, access.bot(), platform.now(), LATELY, MAX_QUESTIONS).await?;
    drop(tx);
    let may_change = access.may::<Write<Settings>>();
    let may_read = access.may::<Read<Conversations>>();
    let replayed = tokio::task::spawn_blocking(move || {
        let mut replay = Replay {
            saved,
            tried,
            n_questions: u32::try_from(asked.len()).unwrap_or(u32::MAX),
            n_times: 0,
            now: Shares::default(),
            then: Shares::default(),
            bars: vec![0; N_BARS],
            flips: Vec::new(),
            n_flips: 0,
            may_change,
        };
        for question in asked {
            count(&mut replay, &live, question);
        }
        if !may_read {
            // What visitors asked is told only to who may read it.
            replay.flips.clear();
        }
        replay
    });
    let mut replay = replayed.await.map_err(|_| AppError::Internal)?;
    access.show_all(replay.flips.iter_mut().map(|flip| &mut flip.question));
    Ok(replay)
}

fn count(replay: &mut Replay, live: &LiveBot, question: AskedQuestion) {
    let tokens = Tokens::cut(&question.question, question.locale.as_ref());
    let verdict = weigh(&live.engine, &tokens);
    let decide = |pair| told(verdict.decide(for_engine(pair)));
    let (before, after) = (decide(replay.saved), decide(replay.tried));
    let n_times = question.n_times;
    replay.n_times += n_times;
    replay.now.add(before, n_times);
    replay.then.add(after, n_times);
    replay.bars[bar_of(verdict.confidence)] += n_times;
    if before == after {
        return;
    }
    replay.n_flips += 1;
    if replay.flips.len() < MAX_SHOWN {
        let locale = question.locale.as_ref().unwrap_or(&live.locale);
        let text = verdict.article.and_then(|id| live.text(id, locale));
        replay.flips.push(Flip {
            question: question.question,
            n_times,
            before,
            after,
            confidence: verdict.confidence,
            title: text.map(|text| text.title.clone()).unwrap_or_default(),
        });
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a confidence is between 0 and 1"
)]
fn bar_of(confidence: f32) -> usize {
    ((confidence * N_BARS as f32) as usize).min(N_BARS - 1)
}

fn for_engine(pair: Pair) -> engine::Thresholds {
    knowledge::thresholds_of(&BotSettings {
        answer_at: pair.answer_at,
        ask_back_at: pair.ask_back_at,
        ..BotSettings::default()
    })
}

/// What the engine decided, in the words of the pages.
pub(crate) const fn told(decided: Decided) -> Decision {
    match decided {
        Decided::Answer => Decision::Answered,
        Decided::Clarify => Decision::AskedBack,
        Decided::Fallback => Decision::Missed,
    }
}

/// Two numbers from 1 to 99, the second at most as high as the first.
fn parse(answer_at: &str, ask_back_at: &str) -> AppResult<Pair> {
    let mut fields = model::error::Fields::default();
    let number = |typed: &str, max: u8| match typed.trim().parse::<u8>() {
        Ok(number) if (1..=max).contains(&number) => Ok(number),
        _ => Err(Problem::OutOfRange {
            min: 1,
            max: u32::from(max),
        }),
    };
    let answer_at = fields.take("answer_at", number(answer_at, 99));
    let ask_back_at = fields.take("ask_back_at", number(ask_back_at, answer_at.unwrap_or(99)));
    fields.finish()?;
    let both = answer_at.zip(ask_back_at);
    let (answer_at, ask_back_at) = both.ok_or(AppError::Internal)?;
    Ok(Pair {
        answer_at,
        ask_back_at,
    })
}

/// Saves the thresholds; they hold at once, on every node.
pub async fn save(
    access: &Access<Write<Settings>>,
    answer_at: &str,
    ask_back_at: &str,
) -> AppResult<()> {
    let pair = parse(answer_at, ask_back_at)?;
    let platform = access.platform();
    let (bot, now) = (access.bot(), platform.now());
    let mut tx = platform
        .db()
        .write()
        .await
        .or_internal("saving thresholds")?;
    let mut settings = store::bots::find_settings(&mut tx, bot)
        .await
        .or_internal("saving thresholds")?
        .ok_or(AppError::NotFound)?;
    (settings.answer_at, settings.ask_back_at) = (pair.answer_at, pair.ask_back_at);
    store::bots::set_settings(&mut tx, bot, &settings)
        .await
        .or_internal("saving thresholds")?;
    changes::note(&mut tx, ChangeKind::Bot, Some(bot), now)
        .await
        .or_internal("saving thresholds")?;
    audit::record(
        &mut tx,
        access,
        "bot.thresholds",
        &format!("bot:{bot}"),
        now,
    )
    .await?;
    tx.commit().await.or_internal("saving thresholds")?;
    platform.live().refresh(platform, bot).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_thresholds_are_checked_at_once() {
        let pair = Pair {
            answer_at: 60,
            ask_back_at: 60,
        };
        assert_eq!(parse(" 60", "60"), Ok(pair));
        for (answer_at, ask_back_at, wrong) in [
            ("0", "100", &["answer_at", "ask_back_at"][..]),
            ("50", "51", &["ask_back_at"]),
            ("half", "1", &["answer_at"]),
        ] {
            let Err(AppError::Invalid { fields }) = parse(answer_at, ask_back_at) else {
                panic!("{answer_at} and {ask_back_at} pass")
            };
            let names: Vec<_> = fields.iter().map(|error| error.field.as_str()).collect();
            assert_eq!(names, wrong);
        }
    }

    #[test]
    fn every_confidence_has_its_bar() {
        for (confidence, bar) in [(0.0, 0), (0.049, 0), (0.5, 10), (0.999, 19), (1.0, 19)] {
            assert_eq!(bar_of(confidence), bar, "{confidence}");
        }
    }
}

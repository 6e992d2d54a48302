//! Running a bot's tests: when somebody wants to know, and before each publish.

use crate::{
    access::{Access, InBot, Knowledge, Permitted, Write},
    audit,
    failure::OrInternal,
    knowledge,
    live::LiveBot,
};
use engine::{Effect, Event, State, Tokens, step};
use model::{
    error::{AppError, AppResult},
    id::{ArticleId, EventId},
    regression::{FailedTest, MAX_TESTS, Occasion, RunSummary, Test, TestResult, Verdict},
    text::Locale,
    turn::TurnKind,
};
use std::sync::Arc;
use store::{
    Tx,
    regression::{self as tests, NewRun},
};

/// The most failing tests that a refused publish tells.
const MAX_TOLD: usize = 5;

/// A run of a bot's tests that is not written down yet.
pub(crate) struct Ran {
    tests: Vec<Test>,
    results: Vec<TestResult>,
}

impl Ran {
    fn n_failed(&self) -> u32 {
        let failed = self.results.iter().filter(|result| !result.is_passed);
        u32::try_from(failed.count()).unwrap_or(u32::MAX)
    }
}

/// Runs the tests on the draft.
pub async fn run(access: &Access<Write<Knowledge>>) -> AppResult<RunSummary> {
    let platform = access.platform();
    let live = knowledge::draft(access).await?;
    let tests = load(access, &live.locale).await?;
    let ran = ask_all(live, tests).await?;
    let mut tx = platform.db().write().await.or_internal("running tests")?;
    record(&mut tx, access, &ran, Occasion::Asked).await?;
    let subject = format!("bot:{} failed:{}", access.bot(), ran.n_failed());
    audit::record(&mut tx, access, "test.run", &subject, platform.now()).await?;
    let by = audit::author(&mut tx, access, &access.actor().to_string()).await?;
    tx.commit().await.or_internal("running tests")?;
    Ok(RunSummary {
        at: platform.now(),
        occasion: Occasion::Asked,
        by,
        n_tests: u32::try_from(ran.tests.len()).unwrap_or(u32::MAX),
        n_failed: ran.n_failed(),
    })
}

/// Runs the tests on what is about to be published; `None` if there are none. If one fails and the
/// team wants that to stop a publish, it does.
pub(crate) async fn before_publish(
    access: &Access<Write<Knowledge>>,
    live: LiveBot,
) -> AppResult<Option<Ran>> {
    let tests = load(access, &live.locale).await?;
    if tests.is_empty() {
        return Ok(None);
    }
    let is_gated = live.settings.is_gated;
    let ran = ask_all(Arc::new(live), tests).await?;
    let n_failed = ran.n_failed();
    if !is_gated || n_failed == 0 {
        return Ok(Some(ran));
    }
    let platform = access.platform();
    let mut tx = platform.db().write().await.or_internal("running tests")?;
    record(&mut tx, access, &ran, Occasion::Stopped).await?;
    let subject = format!("bot:{} failed:{n_failed}", access.bot());
    audit::record(
        &mut tx,
        access,
        "bot.publish_stopped",
        &subject,
        platform.now(),
    )
    .await?;
    tx.commit().await.or_internal("running tests")?;
    Err(AppError::TestsFailed {
        n_failed,
        failed: told(&ran),
    })
}

/// The first of the tests that failed.
fn told(ran: &Ran) -> Vec<FailedTest> {
    ran.tests
        .iter()
        .zip(&ran.results)
        .filter(|(_, result)| !result.is_passed)
        .take(MAX_TOLD)
        .map(|(test, result)| FailedTest {
            question: test.question.clone(),
            expected: test
                .expected
                .as_ref()
                .map(|expected| expected.title.clone())
                .unwrap_or_default(),
            answered: result.verdict.title.clone(),
        })
        .collect()
}

async fn load<P: Permitted<Scope = InBot>>(
    access: &Access<P>,
    locale: &Locale,
) -> AppResult<Vec<Test>> {
    let db = access.platform().db();
    let mut tx = db.read().await.or_internal("running tests")?;
    tests::list(&mut tx, access.bot(), locale, MAX_TESTS)
        .await
        .or_internal("running tests")
}

async fn ask_all(live: Arc<LiveBot>, tests: Vec<Test>) -> AppResult<Ran> {
    tokio::task::spawn_blocking(move || {
        let results = tests.iter().map(|test| judge(&live, test)).collect();
        Ran { tests, results }
    })
    .await
    .map_err(|_| AppError::Internal)
}

fn judge(live: &LiveBot, test: &Test) -> TestResult {
    let verdict = verdict(live, &test.question, test.locale.as_ref());
    let is_passed = match &test.expected {
        Some(expected) => {
            verdict.kind == TurnKind::Answer && verdict.article == Some(expected.article)
        }
        None => verdict.kind == TurnKind::Fallback,
    };
    TestResult {
        test: test.id,
        is_passed,
        verdict,
    }
}

/// What a bot does with a question that comes by itself.
pub(super) fn verdict(live: &LiveBot, question: &str, page: Option<&Locale>) -> Verdict {
    let event = Event::Question(Tokens::cut(question, page));
    let (_, effects) = step(&live.engine, State::default(), &event);
    let (kind, article, confidence) = match effects.first() {
        Some(Effect::Answer {
            article,
            confidence,
            ..
        }) => (TurnKind::Answer, Some(*article), *confidence),
        Some(Effect::Clarify {
            articles,
            confidence,
            ..
        }) => (
            TurnKind::Clarification,
            articles.first().copied(),
            *confidence,
        ),
        Some(Effect::Fallback { confidence, .. }) => (TurnKind::Fallback, None, *confidence),
        None => (TurnKind::Fallback, None, 0.0),
    };
    Verdict {
        kind,
        article,
        title: article
            .map(|article| title(live, article))
            .unwrap_or_default(),
        confidence,
    }
}

/// An article's question in the bot's own language, or in another if it has none there.
fn title(live: &LiveBot, article: ArticleId) -> String {
    live.text(article, &live.locale)
        .map(|text| text.title.clone())
        .unwrap_or_default()
}

/// Writes a run down.
pub(crate) async fn record<P: Permitted<Scope = InBot>>(
    tx: &mut Tx,
    access: &Access<P>,
    ran: &Ran,
    occasion: Occasion,
) -> AppResult<()> {
    let platform = access.platform();
    let results = serde_json::to_string(&ran.results).or_internal("writing a run")?;
    let run = NewRun {
        id: EventId::from_uuid(platform.random().v7()),
        at: platform.now(),
        occasion,
        run_by: &access.actor().to_string(),
        n_tests: u32::try_from(ran.tests.len()).unwrap_or(u32::MAX),
        n_failed: ran.n_failed(),
        results: &results,
    };
    tests::record_run(tx, access.bot(), &run)
        .await
        .or_internal("writing a run")
}

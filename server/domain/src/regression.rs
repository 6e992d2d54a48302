//! Trust before publishing: questions whose answers are known, which a publish has to get right,
//! and what a publish would change for visitors.

mod forecast;
mod labelled;
mod run;

pub use forecast::forecast;
pub use run::run;
pub(crate) use run::{before_publish, record};

use crate::{
    access::{Access, Knowledge, Read, Settings, Write},
    audit, clean,
    failure::OrInternal,
};
use labelled::Labels;
use model::{
    error::{AppError, AppResult, Fields, Problem},
    id::TestId,
    regression::{
        MAX_TESTS, RunSummary, Shown, TESTS_A_PAGE, Test, TestResult, TestRow, TestsPage,
    },
    text::{Locale, Question},
};
use std::collections::HashMap;
use store::{
    Tx,
    regression::{self as tests, NewTest, Run},
};

/// Runs that the trend shows.
const TREND: u32 = 30;

/// A page of a bot's tests, from 0.
pub async fn page(
    access: &Access<Read<Knowledge>>,
    shown: Shown,
    number: u32,
) -> AppResult<TestsPage> {
    let (platform, bot) = (access.platform(), access.bot());
    let mut tx = platform.db().read().await.or_internal("listing tests")?;
    let head = store::bots::find_head(&mut tx, bot)
        .await
        .or_internal("listing tests")?
        .ok_or(AppError::NotFound)?;
    let all = tests::list(&mut tx, bot, &head.locale, MAX_TESTS)
        .await
        .or_internal("listing tests")?;
    let runs = tests::list_runs(&mut tx, bot, TREND)
        .await
        .or_internal("listing runs")?;
    let newest = runs.first().cloned();
    let mut summaries = Vec::with_capacity(runs.len());
    for run in runs {
        summaries.push(summary(&mut tx, access, run).await?);
    }
    let n_tests = u32::try_from(all.len()).unwrap_or(u32::MAX);
    let mut rows = rows(all, newest.as_ref())?;
    let failed = |row: &TestRow| row.result.as_ref().is_some_and(|one| !one.is_passed);
    let n_failed = rows.iter().filter(|row| failed(row)).count();
    if shown == Shown::Failed {
        rows.retain(failed);
    }
    rows.sort_by_key(|row| match &row.result {
        Some(result) if !result.is_passed => 0,
        None => 1,
        Some(_) => 2,
    });
    let first = number.saturating_mul(TESTS_A_PAGE) as usize;
    let has_more = rows.len() > first.saturating_add(TESTS_A_PAGE as usize);
    Ok(TestsPage {
        rows: rows
            .into_iter()
            .skip(first)
            .take(TESTS_A_PAGE as usize)
            .collect(),
        n_tests,
        n_failed: u32::try_from(n_failed).unwrap_or(u32::MAX),
        has_more,
        runs: summaries,
        is_gate: head.settings.is_gated,
        may_set_gate: access.may::<Write<Settings>>(),
        may_change: access.may::<Write<Knowledge>>(),
    })
}

async fn summary(tx: &mut Tx, access: &Access<Read<Knowledge>>, run: Run) -> AppResult<RunSummary> {
    Ok(RunSummary {
        at: run.at,
        occasion: run.occasion,
        by: audit::author(tx, access, &run.run_by).await?,
        n_tests: run.n_tests,
        n_failed: run.n_failed,
    })
}

/// The tests with what became of them in the newest run. A test that was changed since has not
/// been run.
fn rows(all: Vec<Test>, newest: Option<&Run>) -> AppResult<Vec<TestRow>> {
    let results: Vec<TestResult> = match newest {
        Some(run) if !run.results.is_empty() => {
            serde_json::from_str(&run.results).or_internal("reading a run")?
        }
        _ => Vec::new(),
    };
    let mut results: HashMap<TestId, TestResult> = results
        .into_iter()
        .map(|result| (result.test, result))
        .collect();
    let row = |test: Test| {
        let is_as_run = newest.is_some_and(|run| test.updated_at <= run.at);
        TestRow {
            result: results.remove(&test.id).filter(|_| is_as_run),
            test,
        }
    };
    Ok(all.into_iter().map(row).collect())
}

/// A test, as it was typed.
#[derive(Clone, Debug, Default)]
pub struct TestDraft {
    /// What is asked.
    pub question: String,
    /// The page's language; empty where it does not matter.
    pub locale: String,
    /// The article that has to answer, by its question, key or id; `-` where nothing may.
    pub expected: String,
}

/// Adds a test. The same question in the same language is one test, which then expects something
/// else.
pub async fn save(access: &Access<Write<Knowledge>>, draft: &TestDraft) -> AppResult<()> {
    let (platform, bot, now) = (access.platform(), access.bot(), access.platform().now());
    let mut fields = Fields::default();
    let question = fields.take("question", Question::parse(&clean::text(&draft.question)));
    let locale = match draft.locale.trim() {
        "" => None,
        typed => fields.take("locale", Locale::parse(typed)),
    };
    let labels = Labels::load(&access.reading()).await?;
    let expected = fields.take("expected", labels.find(&draft.expected));
    fields.finish()?;
    let (Some(question), Some(article)) = (question, expected) else {
        return Err(AppError::Internal);
    };
    let new = NewTest {
        id: TestId::from_uuid(platform.random().v7()),
        question: question.as_str(),
        locale: locale.as_ref(),
        article,
    };
    let mut tx = platform.db().write().await.or_internal("saving a test")?;
    check_room(&mut tx, access, 1).await?;
    tests::add(&mut tx, bot, &new, now)
        .await
        .or_internal("saving a test")?;
    let subject = format!("test:{}", new.id);
    audit::record(&mut tx, access, "test.add", &subject, now).await?;
    tx.commit().await.or_internal("saving a test")
}

/// Refuses more tests than a bot may have; one that takes another's place counts as well.
async fn check_room(
    tx: &mut Tx,
    access: &Access<Write<Knowledge>>,
    n_more: usize,
) -> AppResult<()> {
    let n_tests = tests::count(tx, access.bot())
        .await
        .or_internal("counting tests")?;
    if n_tests as usize + n_more > MAX_TESTS as usize {
        let max = MAX_TESTS;
        let field = if n_more > 1 { "rows" } else { "question" };
        return Err(AppError::invalid(field, Problem::TooMany { max }));
    }
    Ok(())
}

/// Deletes a test.
pub async fn delete(access: &Access<Write<Knowledge>>, test: TestId) -> AppResult<()> {
    let platform = access.platform();
    let mut tx = platform.db().write().await.or_internal("deleting a test")?;
    let was_there = tests::delete(&mut tx, access.bot(), test)
        .await
        .or_internal("deleting a test")?;
    if !was_there {
        return Err(AppError::NotFound);
    }
    let subject = format!("test:{test}");
    audit::record(&mut tx, access, "test.delete", &subject, platform.now()).await?;
    tx.commit().await.or_internal("deleting a test")
}

/// Adds the tests of a file, `question<TAB>expected`, or `question<TAB>expected<TAB>language`: all
/// of them, or none. Gives how many.
pub async fn import(access: &Access<Write<Knowledge>>, text: &str) -> AppResult<u32> {
    let (platform, bot, now) = (access.platform(), access.bot(), access.platform().now());
    let labels = Labels::load(&access.reading()).await?;
    let lines = labelled::read(text, &labels, MAX_TESTS as usize)?;
    let mut tx = platform.db().write().await.or_internal("importing tests")?;
    check_room(&mut tx, access, lines.len()).await?;
    for line in &lines {
        let new = NewTest {
            id: TestId::from_uuid(platform.random().v7()),
            question: line.question.as_str(),
            locale: line.locale.as_ref(),
            article: line.expected,
        };
        tests::add(&mut tx, bot, &new, now)
            .await
            .or_internal("importing tests")?;
    }
    let subject = format!("bot:{bot} tests:{}", lines.len());
    audit::record(&mut tx, access, "test.import", &subject, now).await?;
    tx.commit().await.or_internal("importing tests")?;
    Ok(u32::try_from(lines.len()).unwrap_or(u32::MAX))
}

/// Says whether a failing test stops a publish.
pub async fn set_gate(access: &Access<Write<Settings>>, is_gated: bool) -> AppResult<()> {
    let (platform, bot) = (access.platform(), access.bot());
    let now = platform.now();
    let mut tx = platform
        .db()
        .write()
        .await
        .or_internal("setting the gate")?;
    let settings = store::bots::find_settings(&mut tx, bot)
        .await
        .or_internal("setting the gate")?;
    let mut settings = settings.ok_or(AppError::NotFound)?;
    settings.is_gated = is_gated;
    store::bots::set_settings(&mut tx, bot, &settings)
        .await
        .or_internal("setting the gate")?;
    let subject = format!("bot:{bot} gate:{}", if is_gated { "on" } else { "off" });
    audit::record(&mut tx, access, "bot.gate", &subject, now).await?;
    tx.commit().await.or_internal("setting the gate")
}

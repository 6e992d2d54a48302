//! Tests of a bot: questions whose answers are known, and their runs.

use crate::{
    StoreError, Tx,
    error::OrCorrupt,
    macros::{execute, fetch_all, fetch_optional},
};
use model::{
    id::{ArticleId, BotId, EventId, TestId},
    regression::{Expected, Occasion, Test},
    text::Locale,
    time::Timestamp,
};
use uuid::Uuid;

/// Runs of a bot that are remembered.
const RUNS: u32 = 50;

/// A test to write.
#[derive(Clone, Debug)]
pub struct NewTest<'a> {
    /// Its id, if there is none with the same question and language.
    pub id: TestId,
    /// What is asked.
    pub question: &'a str,
    /// The page's language, if it matters.
    pub locale: Option<&'a Locale>,
    /// What has to answer.
    pub article: Option<ArticleId>,
}

/// Adds a test, or gives the one with the same question and language another expectation.
pub async fn add(
    tx: &mut Tx,
    bot: BotId,
    test: &NewTest<'_>,
    now: Timestamp,
) -> Result<(), StoreError> {
    const SQL: &str = "
        INSERT INTO test_cases (bot_id, id, question, folded, locale, article_id, updated_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT (bot_id, folded, locale) DO UPDATE SET
            question = excluded.question,
            article_id = excluded.article_id,
            updated_at = excluded.updated_at";
    execute!(
        tx,
        SQL,
        bot.as_uuid(),
        test.id.as_uuid(),
        test.question,
        test.question.to_lowercase(),
        test.locale.map_or("", Locale::as_str),
        test.article.map(ArticleId::as_uuid),
        now.as_millis()
    )?;
    Ok(())
}

/// Deletes a test; says whether there was one.
pub async fn delete(tx: &mut Tx, bot: BotId, test: TestId) -> Result<bool, StoreError> {
    const SQL: &str = "DELETE FROM test_cases WHERE bot_id = $1 AND id = $2";
    Ok(execute!(tx, SQL, bot.as_uuid(), test.as_uuid())? > 0)
}

/// How many tests a bot has.
pub async fn count(tx: &mut Tx, bot: BotId) -> Result<u32, StoreError> {
    const SQL: &str = "SELECT COUNT(*) FROM test_cases WHERE bot_id = $1";
    let row: Option<(i64,)> = fetch_optional!(tx, SQL, bot.as_uuid())?;
    u32::try_from(row.map_or(0, |(n,)| n)).or_corrupt("test_cases")
}

#[derive(sqlx::FromRow)]
struct TestRow {
    id: Uuid,
    question: String,
    locale: String,
    article_id: Option<Uuid>,
    updated_at: i64,
    title: Option<String>,
}

impl TryFrom<TestRow> for Test {
    type Error = StoreError;

    fn try_from(row: TestRow) -> Result<Self, StoreError> {
        let locale = (!row.locale.is_empty()).then(|| Locale::parse(&row.locale));
        let expected = row.article_id.map(|article| Expected {
            article: ArticleId::from_uuid(article),
            title: row.title.unwrap_or_default(),
        });
        Ok(Self {
            id: TestId::from_uuid(row.id),
            question: row.question,
            locale: locale.transpose().or_corrupt("test_cases")?,
            expected,
            updated_at: Timestamp::from_millis(row.updated_at),
        })
    }
}

/// A bot's tests, oldest first, with their articles' titles in a language if they have one there.
pub async fn list(
    tx: &mut Tx,
    bot: BotId,
    locale: &Locale,
    limit: u32,
) -> Result<Vec<Test>, StoreError> {
    const SQL: &str = "
        SELECT c.id, c.question, c.locale, c.article_id, c.updated_at,
            COALESCE(own.title, (SELECT MIN(o.title) FROM article_texts o
                WHERE o.article_id = a.id)) AS title
        FROM test_cases c
        LEFT JOIN articles a ON a.id = c.article_id AND a.deleted_at IS NULL
        LEFT JOIN article_texts own ON own.article_id = a.id AND own.locale = $2
        WHERE c.bot_id = $1 ORDER BY c.id LIMIT $3";
    let rows: Vec<TestRow> = fetch_all!(tx, SQL, bot.as_uuid(), locale.as_str(), i64::from(limit))?;
    rows.into_iter().map(TryInto::try_into).collect()
}

/// A run to remember.
#[derive(Clone, Debug)]
pub struct NewRun<'a> {
    /// Its id.
    pub id: EventId,
    /// When.
    pub at: Timestamp,
    /// Why.
    pub occasion: Occasion,
    /// By whom, as `kind:id`.
    pub run_by: &'a str,
    /// Tests.
    pub n_tests: u32,
    /// Those that failed.
    pub n_failed: u32,
    /// What became of each, as JSON.
    pub results: &'a str,
}

/// Remembers a run. Only the newest keeps what became of each test, and only so many are kept.
pub async fn record_run(tx: &mut Tx, bot: BotId, run: &NewRun<'_>) -> Result<(), StoreError> {
    const EARLIER: &str = "
        UPDATE test_runs SET results = '' WHERE bot_id = $1 AND results <> ''";
    const INSERT: &str = "
        INSERT INTO test_runs (bot_id, id, at, occasion, run_by, n_cases, n_failed, results)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    const FORGET: &str = "
        DELETE FROM test_runs WHERE bot_id = $1 AND id NOT IN (
            SELECT id FROM test_runs WHERE bot_id = $1 ORDER BY id DESC LIMIT $2)";
    execute!(tx, EARLIER, bot.as_uuid())?;
    execute!(
        tx,
        INSERT,
        bot.as_uuid(),
        run.id.as_uuid(),
        run.at.as_millis(),
        run.occasion.as_str(),
        run.run_by,
        i64::from(run.n_tests),
        i64::from(run.n_failed),
        run.results
    )?;
    execute!(tx, FORGET, bot.as_uuid(), i64::from(RUNS))?;
    Ok(())
}

/// A run, as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// When.
    pub at: Timestamp,
    /// Why.
    pub occasion: Occasion,
    /// By whom, as `kind:id`.
    pub run_by: String,
    /// Tests.
    pub n_tests: u32,
    /// Those that failed.
    pub n_failed: u32,
    /// What became of each, as JSON; empty but in the newest.
    pub results: String,
}

/// A bot's newest runs, newest first.
pub async fn list_runs(tx: &mut Tx, bot: BotId, limit: u32) -> Result<Vec<Run>, StoreError> {
    const SQL: &str = "
        SELECT at, occasion, run_by, n_cases, n_failed, results FROM test_runs
        WHERE bot_id = $1 ORDER BY id DESC LIMIT $2";
    let rows: Vec<(i64, String, String, i64, i64, String)> =
        fetch_all!(tx, SQL, bot.as_uuid(), i64::from(limit))?;
    rows.into_iter()
        .map(|(at, occasion, run_by, n_tests, n_failed, results)| {
            Ok(Run {
                at: Timestamp::from_millis(at),
                occasion: occasion.parse::<Occasion>().or_corrupt("test_runs")?,
                run_by,
                n_tests: u32::try_from(n_tests).or_corrupt("test_runs")?,
                n_failed: u32::try_from(n_failed).or_corrupt("test_runs")?,
                results,
            })
        })
        .collect()
}

//! What goes on beside the requests: hearing of changes, deriving, and the jobs.

use crate::{
    analytics, conversations, failure::OrInternal, identity, knowledge, mail, platform::Platform,
    refusals, tokens, unanswered,
};
use model::{error::AppResult, id::JobId, time::MINUTE_MS};
use std::{collections::BTreeSet, time::Duration};
use store::{
    changes::{self, Change, ChangeKind},
    jobs::{self, Job},
};
use tokio::{sync::watch, task::JoinHandle, time::sleep};

const POLL: Duration = Duration::from_millis(250);
/// How old figures may be.
const COUNT_EVERY: Duration = Duration::from_secs(5);
const JOBS_EVERY: Duration = Duration::from_secs(5);
/// Changes read again at each poll: on PostgreSQL one may commit after a later one has.
const OVERLAP: i64 = 50;
const LEASE_MS: i64 = 5 * MINUTE_MS;
const SWEEP: &str = "sweep";
const SWEEP_EVERY_MS: i64 = 60 * MINUTE_MS;
const LINKS: &str = "links";
const LINKS_EVERY_MS: i64 = MINUTE_MS;

/// The tasks that run beside the requests, until they are stopped.
#[derive(Debug)]
pub struct Background {
    stop: watch::Sender<bool>,
    tasks: Vec<JoinHandle<()>>,
}

impl Background {
    /// Starts them. What changes from here on is heard of; so start them before the first bot is
    /// loaded.
    pub async fn start(platform: &Platform) -> Self {
        let (stop, stopped) = watch::channel(false);
        let heard = poll(platform, None).await.ok();
        let tasks = vec![
            tokio::spawn(hear_changes(platform.clone(), heard, stopped.clone())),
            tokio::spawn(derive(platform.clone(), stopped.clone())),
            tokio::spawn(count(platform.clone(), stopped.clone())),
            tokio::spawn(work(platform.clone(), stopped)),
        ];
        Self { stop, tasks }
    }

    /// Lets them finish what they are at.
    pub async fn stop(self) {
        self.stop.send_replace(true);
        for task in self.tasks {
            // A task that panicked has been reported by the panic itself.
            let _ = task.await;
        }
    }
}

/// Waits a while; says whether to go on.
async fn goes_on(stopped: &mut watch::Receiver<bool>, pause: Duration) -> bool {
    tokio::select! {
        () = sleep(pause) => !*stopped.borrow(),
        _ = stopped.changed() => false,
    }
}

/// Reads what other nodes and commands changed, and takes it in.
async fn hear_changes(
    platform: Platform,
    mut heard: Option<BTreeSet<i64>>,
    mut stopped: watch::Receiver<bool>,
) {
    while goes_on(&mut stopped, POLL).await {
        // A failure is logged where it struck; the next poll tries again from the same place.
        if let Ok(recent) = poll(&platform, heard.as_ref()).await {
            heard = Some(recent);
        }
    }
}

/// One poll: takes in what is new and gives the recent changes that have been heard by now.
async fn poll(platform: &Platform, heard: Option<&BTreeSet<i64>>) -> AppResult<BTreeSet<i64>> {
    let mut tx = platform.db().look().await.or_internal("polling changes")?;
    let newest = match heard.and_then(BTreeSet::last) {
        Some(newest) => *newest,
        None => changes::last_seq(&mut tx)
            .await
            .or_internal("polling changes")?,
    };
    let recent = changes::list_after(&mut tx, newest - OVERLAP, 1_000).await;
    drop(tx);
    let recent = recent.or_internal("polling changes")?;
    // The first poll only learns where the list stands: nothing is in memory yet.
    let is_new = |change: &&Change| heard.is_some_and(|heard| !heard.contains(&change.seq));
    for change in recent.iter().filter(is_new) {
        if change.kind == Some(ChangeKind::SigningKeys) {
            platform.signing().forget();
        }
        if let (Some(ChangeKind::Bot), Some(bot)) = (change.kind, change.bot) {
            // One that can't be loaded must not keep the others from being heard of.
            if platform.live().refresh(platform, bot).await.is_err() {
                platform.live().forget(bot);
            }
        }
    }
    Ok(recent.iter().map(|change| change.seq).collect())
}

/// Derives the list of conversations whenever turns were recorded.
async fn derive(platform: Platform, mut stopped: watch::Receiver<bool>) {
    let mut derived = None;
    loop {
        let until = platform.recorder().last_seq();
        if derived != Some(until) && conversations::derive(&platform).await.is_ok() {
            derived = Some(until);
        }
        if !goes_on(&mut stopped, POLL).await {
            break;
        }
    }
}

/// Counts for figures what was recorded. Less often than conversations are derived: the more turns
/// at once, the fewer rows are written; but before they are too many to be kept in memory.
async fn count(platform: Platform, mut stopped: watch::Receiver<bool>) {
    loop {
        // A failure is logged where it struck; the next time begins at the same turn.
        while matches!(analytics::count(&platform).await, Ok(true)) {}
        tokio::select! {
            goes_on = goes_on(&mut stopped, COUNT_EVERY) => if !goes_on { break },
            () = platform.recorder().much_to_count() => {}
        }
    }
}

/// Does the jobs that are due.
async fn work(platform: Platform, mut stopped: watch::Receiver<bool>) {
    loop {
        // A failure is logged where it struck; the jobs stay due.
        let _ = do_due_jobs(&platform).await;
        let _ = refusals::write_down(&platform).await;
        if !goes_on(&mut stopped, JOBS_EVERY).await {
            break;
        }
    }
}

/// Does the jobs that are due, once.
pub async fn do_due_jobs(platform: &Platform) -> AppResult<()> {
    let now = platform.now();
    let mut tx = platform.db().write().await.or_internal("leasing jobs")?;
    let sweep = JobId::from_uuid(platform.random().v7());
    jobs::ask(&mut tx, sweep, SWEEP, "{}", Some(SWEEP), now)
        .await
        .or_internal("asking for a job")?;
    if platform.checks_links() {
        let links = JobId::from_uuid(platform.random().v7());
        jobs::ask(&mut tx, links, LINKS, "{}", Some(LINKS), now)
            .await
            .or_internal("asking for a job")?;
    }
    let due = jobs::lease(&mut tx, now, now.plus_millis(LEASE_MS), 10).await;
    let due = due.or_internal("leasing jobs")?;
    tx.commit().await.or_internal("leasing jobs")?;
    let mut done = Ok(());
    for job in due {
        // One that fails keeps its lease and is tried when that ends; the others do not wait for it.
        done = done.and(do_job(platform, &job).await);
    }
    done
}

async fn do_job(platform: &Platform, job: &Job) -> AppResult<()> {
    let now = platform.now();
    if job.kind == SWEEP {
        // In transactions of its own: there may be much. A failure is logged where it struck.
        let _ = conversations::erase_old(platform).await;
        let _ = knowledge::forget_old_imports(platform).await;
    }
    if job.kind == LINKS && platform.checks_links() {
        let _ = knowledge::look_at_links(platform).await;
    }
    let again = match job.kind.as_str() {
        // A mail that can't be written now is tried again; the cause is in the log.
        mail::KIND => mail::send(platform, &job.payload, job.attempts)
            .await
            .unwrap_or(Some(now.plus_millis(MINUTE_MS))),
        _ => None,
    };
    let mut tx = platform.db().write().await.or_internal("doing a job")?;
    match job.kind.as_str() {
        mail::KIND => match again {
            Some(at) => jobs::put_off(&mut tx, job.id, at).await,
            None => jobs::finish(&mut tx, job.id).await,
        }
        .or_internal("ending a mail")?,
        // What is swept comes round again: the job is put off rather than finished.
        SWEEP => {
            store::sessions::delete_expired(&mut tx, now)
                .await
                .or_internal("sweeping sessions")?;
            tokens::sweep(&mut tx, now).await?;
            identity::sweep(&mut tx, now).await?;
            store::unanswered::wake(&mut tx, now)
                .await
                .or_internal("waking questions")?;
            store::unanswered::forget_past(&mut tx, unanswered::MAX_OPEN)
                .await
                .or_internal("forgetting questions")?;
            let day_ago = now.plus_millis(-24 * 60 * MINUTE_MS);
            changes::forget_before(&mut tx, day_ago)
                .await
                .or_internal("sweeping changes")?;
            store::bots::forget_begun(&mut tx, day_ago)
                .await
                .or_internal("sweeping bots")?;
            let next = now.plus_millis(SWEEP_EVERY_MS);
            jobs::put_off(&mut tx, job.id, next)
                .await
                .or_internal("putting a job off")?;
        }
        LINKS => jobs::put_off(&mut tx, job.id, now.plus_millis(LINKS_EVERY_MS))
            .await
            .or_internal("putting a job off")?,
        unknown => {
            tracing::warn!(
                kind = unknown,
                "a job of a kind that this version does not know"
            );
            let next = now.plus_millis(SWEEP_EVERY_MS);
            jobs::put_off(&mut tx, job.id, next)
                .await
                .or_internal("putting a job off")?;
        }
    }
    tx.commit().await.or_internal("doing a job")
}

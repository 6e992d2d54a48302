//! The recorder: one writer that gathers the turns of many requests into one commit.
//!
//! A turn is acknowledged when its batch is on disk, and not before; so durability costs one
//! sync a batch rather than one a turn.

use model::{
    error::{AppError, AppResult},
    id::NodeId,
};
use std::{
    collections::VecDeque,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicI64, Ordering},
    },
};
use store::{Db, StoreError, turns::Turn, usage::NewTurn};
use tokio::{
    sync::{Notify, mpsc, oneshot},
    task::JoinHandle,
};

use crate::failure::OrInternal;

/// Turns that may wait; past it the server says that it is not ready.
const QUEUE: usize = 8_192;
/// The most turns that are taken from the queue before they are written.
const MOST: usize = 512;

/// Turns that wait to be counted: so many are worth counting at once, and no more are kept.
const WORTH_COUNTING: usize = 10_000;
const UNCOUNTED: usize = 3 * WORTH_COUNTING;

/// What became of a turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Recorded {
    /// It is on disk.
    Now,
    /// One with the same id was there before, and stays.
    Before,
}

struct Waiting {
    turn: Turn,
    done: oneshot::Sender<AppResult<Recorded>>,
}

/// Takes turns and says when they are on disk.
pub(crate) struct Recorder {
    queue: Mutex<Option<mpsc::Sender<Waiting>>>,
    last_seq: Arc<AtomicI64>,
    uncounted: Arc<Uncounted>,
    task: tokio::sync::Mutex<Option<JoinHandle<()>>>,
}

impl Recorder {
    /// Starts writing after `last_seq`, this node's newest sequence.
    pub fn start(db: Db, node: NodeId, last_seq: i64) -> Self {
        let (sender, receiver) = mpsc::channel(QUEUE);
        let uncounted = Arc::new(Uncounted::after(last_seq));
        let last_seq = Arc::new(AtomicI64::new(last_seq));
        let writer = Writer {
            db,
            node,
            last_seq: last_seq.clone(),
            uncounted: uncounted.clone(),
            is_in_doubt: false,
        };
        let task = tokio::spawn(writer.run(receiver));
        Self {
            queue: Mutex::new(Some(sender)),
            last_seq,
            uncounted,
            task: tokio::sync::Mutex::new(Some(task)),
        }
    }

    /// Records a turn; comes back when it is on disk.
    pub async fn record(&self, turn: Turn) -> AppResult<Recorded> {
        let (done, wait) = oneshot::channel();
        let queue = self
            .queue
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        let queue = queue.ok_or(AppError::Unavailable)?;
        queue
            .try_send(Waiting { turn, done })
            .map_err(|_| AppError::Unavailable)?;
        wait.await.map_err(|_| AppError::Unavailable)?
    }

    /// The newest sequence that is on disk.
    pub fn last_seq(&self) -> i64 {
        self.last_seq.load(Ordering::Acquire)
    }

    /// What is counted of the turns after `after`, if they are all in memory, and the newest
    /// sequence that it reaches. It is given once.
    pub fn take_uncounted(&self, after: i64) -> Option<(Vec<NewTurn>, i64)> {
        self.uncounted.take(after)
    }

    /// Comes back when there is much to count.
    pub async fn much_to_count(&self) {
        self.uncounted.is_much.notified().await;
    }

    pub fn n_waiting(&self) -> usize {
        let queue = self.queue.lock().unwrap_or_else(PoisonError::into_inner);
        queue
            .as_ref()
            .map_or(0, |queue| queue.max_capacity() - queue.capacity())
    }

    /// Takes no more turns and writes out those that wait.
    pub async fn stop(&self) {
        self.queue
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        if let Some(task) = self.task.lock().await.take() {
            // The task ends by itself; if it panicked, the panic has been reported.
            let _ = task.await;
        }
    }
}

/// Turns that were recorded and not counted yet: reading them back cost more than writing them.
struct Uncounted {
    kept: Mutex<Kept>,
    is_much: Notify,
}

/// All turns after one sequence and up to another.
struct Kept {
    after: i64,
    until: i64,
    turns: Vec<NewTurn>,
}

impl Uncounted {
    fn after(seq: i64) -> Self {
        Self {
            kept: Mutex::new(Kept::after(seq)),
            is_much: Notify::new(),
        }
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Keeps what was written, from one sequence on. Past the bound all is let go of, and read from
    /// the database instead.
    fn keep(&self, first_seq: i64, turns: Vec<NewTurn>, written: &[bool]) {
        let mut kept = self.kept();
        let until = first_seq + i64::try_from(turns.len()).unwrap_or(i64::MAX) - 1;
        if kept.until + 1 != first_seq || kept.turns.len() + turns.len() > UNCOUNTED {
            *kept = Kept::after(until);
            return;
        }
        kept.until = until;
        let turns = turns.into_iter().zip(written);
        kept.turns
            .extend(turns.filter_map(|(turn, is_written)| is_written.then_some(turn)));
        if kept.turns.len() >= WORTH_COUNTING {
            self.is_much.notify_one();
        }
    }

    fn take(&self, after: i64) -> Option<(Vec<NewTurn>, i64)> {
        let mut kept = self.kept();
        if kept.after > after {
            return None;
        }
        let until = kept.until;
        let Kept { mut turns, .. } = std::mem::replace(&mut *kept, Kept::after(until));
        drop(kept);
        turns.retain(|turn| turn.seq > after);
        Some((turns, until))
    }
}

impl Kept {
    const fn after(seq: i64) -> Self {
        Self {
            after: seq,
            until: seq,
            turns: Vec::new(),
        }
    }
}

struct Writer {
    db: Db,
    node: NodeId,
    last_seq: Arc<AtomicI64>,
    uncounted: Arc<Uncounted>,
    /// Whether a batch failed since the sequence was last certain.
    is_in_doubt: bool,
}

impl Writer {
    async fn run(mut self, mut queue: mpsc::Receiver<Waiting>) {
        let mut waiting = VecDeque::with_capacity(MOST);
        while fill(&mut waiting, &mut queue).await {
            let n_turns = store::turns::at_once(waiting.len());
            let (turns, done): (Vec<_>, Vec<_>) = waiting
                .drain(..n_turns)
                .map(|Waiting { turn, done }| (turn, done))
                .unzip();
            match self.write(turns).await.or_internal("recording turns") {
                Ok(written) => acknowledge(done, &written),
                Err(_) => {
                    // Whether the commit took effect can't be told: the next batch asks.
                    self.is_in_doubt = true;
                    for done in done {
                        // Who no longer waits has gone away.
                        let _ = done.send(Err(AppError::Unavailable));
                    }
                }
            }
        }
    }

    async fn write(&mut self, turns: Vec<Turn>) -> Result<Vec<bool>, StoreError> {
        if self.is_in_doubt {
            // Where turns are written: readers may all be busy.
            let mut tx = self.db.write().await?;
            let last_seq = store::nodes::last_seq(&mut tx, self.node).await?;
            self.last_seq.store(last_seq, Ordering::Release);
            self.is_in_doubt = false;
        }
        let first_seq = self.last_seq.load(Ordering::Relaxed) + 1;
        let to_count: Vec<NewTurn> = (first_seq..)
            .zip(&turns)
            .map(|(seq, turn)| NewTurn::of(seq, turn))
            .collect();
        let written = store::turns::record(&self.db, self.node, first_seq, turns).await?;
        let n_turns = i64::try_from(written.len()).unwrap_or(i64::MAX);
        self.last_seq
            .store(first_seq + n_turns - 1, Ordering::Release);
        self.uncounted.keep(first_seq, to_count, &written);
        Ok(written)
    }
}

/// Adds those who came meanwhile to those who wait, and waits for the first if there are none.
/// False when none will come.
async fn fill(waiting: &mut VecDeque<Waiting>, queue: &mut mpsc::Receiver<Waiting>) -> bool {
    if waiting.is_empty() {
        match queue.recv().await {
            Some(first) => waiting.push_back(first),
            None => return false,
        }
    }
    while waiting.len() < MOST
        && let Ok(next) = queue.try_recv()
    {
        waiting.push_back(next);
    }
    true
}

/// Tells each who waits what became of their turn.
fn acknowledge(waiting: Vec<oneshot::Sender<AppResult<Recorded>>>, written: &[bool]) {
    for (done, is_new) in waiting.into_iter().zip(written) {
        let recorded = if *is_new {
            Recorded::Now
        } else {
            Recorded::Before
        };
        // Who no longer waits has gone away.
        let _ = done.send(Ok(recorded));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{
        channel::Channel,
        id::{BotId, ConversationId, TurnId},
        time::Timestamp,
        turn::{Audience, TurnKind},
    };
    use uuid::Uuid;

    fn turn() -> Turn {
        Turn {
            bot: BotId::from_uuid(Uuid::nil()),
            id: TurnId::from_uuid(Uuid::nil()),
            conversation: ConversationId::from_uuid(Uuid::nil()),
            position: 1,
            at: Timestamp::from_millis(0),
            audience: Audience::Visitor,
            channel: Channel::Api,
            locale: None,
            page: None,
            question: String::new(),
            choice: None,
            kind: TurnKind::Answer,
            article: None,
            confidence: 0,
            version: 1,
            latency_us: 1,
            effects: String::new(),
            state: String::new(),
        }
    }

    fn keep(uncounted: &Uncounted, first_seq: i64, written: &[bool]) {
        let turns = (first_seq..).zip(written);
        let turns = turns.map(|(seq, _)| NewTurn::of(seq, &turn())).collect();
        uncounted.keep(first_seq, turns, written);
    }

    /// The sequences that are given, and the one that they reach; `None` where the database is asked.
    fn take(uncounted: &Uncounted, after: i64) -> Option<(Vec<i64>, i64)> {
        let (turns, until) = uncounted.take(after)?;
        Some((turns.iter().map(|turn| turn.seq).collect(), until))
    }

    #[test]
    fn what_was_recorded_is_given_once_and_without_doubles() {
        let uncounted = Uncounted::after(10);
        keep(&uncounted, 11, &[true, false, true]);
        keep(&uncounted, 14, &[true]);
        assert_eq!(take(&uncounted, 10), Some((vec![11, 13, 14], 14)));
        assert_eq!(
            take(&uncounted, 10),
            None,
            "what was lost is in the database"
        );
        assert_eq!(take(&uncounted, 14), Some((vec![], 14)));
    }

    #[test]
    fn what_was_counted_from_the_database_is_not_given_again() {
        let uncounted = Uncounted::after(10);
        keep(&uncounted, 11, &[true, true, true]);
        assert_eq!(take(&uncounted, 9), None, "10 was never here");
        assert_eq!(take(&uncounted, 12), Some((vec![13], 13)));
    }

    #[test]
    fn a_gap_or_too_much_leaves_it_to_the_database() {
        let uncounted = Uncounted::after(10);
        keep(&uncounted, 11, &[true]);
        keep(&uncounted, 20, &[true]);
        assert_eq!(take(&uncounted, 10), None);
        assert_eq!(take(&uncounted, 20), Some((vec![], 20)));
        keep(&uncounted, 21, &[true]);
        keep(&uncounted, 22, &[true; UNCOUNTED]);
        assert_eq!(take(&uncounted, 20), None);
    }
}

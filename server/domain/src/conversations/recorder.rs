//! The recorder: one writer that gathers the turns of many requests into one commit.
//!
//! A turn is acknowledged when its batch is on disk, and not before; so durability costs one
//! sync a batch rather than one a turn.

use model::{
    error::{AppError, AppResult},
    id::NodeId,
};
use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicI64, Ordering},
};
use store::{Db, StoreError, turns::Turn};
use tokio::{
    sync::{mpsc, oneshot},
    task::JoinHandle,
};

use crate::failure::OrInternal;

/// Turns that may wait; past it the server says that it is not ready.
const QUEUE: usize = 8_192;
/// The most turns of one commit.
const BATCH: usize = 512;

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
    task: tokio::sync::Mutex<Option<JoinHandle<()>>>,
}

impl Recorder {
    /// Starts writing after `last_seq`, this node's newest sequence.
    pub fn start(db: Db, node: NodeId, last_seq: i64) -> Self {
        let (sender, receiver) = mpsc::channel(QUEUE);
        let last_seq = Arc::new(AtomicI64::new(last_seq));
        let writer = Writer {
            db,
            node,
            last_seq: last_seq.clone(),
            is_in_doubt: false,
        };
        let task = tokio::spawn(writer.run(receiver));
        Self {
            queue: Mutex::new(Some(sender)),
            last_seq,
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

struct Writer {
    db: Db,
    node: NodeId,
    last_seq: Arc<AtomicI64>,
    /// Whether a batch failed since the sequence was last certain.
    is_in_doubt: bool,
}

impl Writer {
    async fn run(mut self, mut queue: mpsc::Receiver<Waiting>) {
        let mut batch = Vec::with_capacity(BATCH);
        while queue.recv_many(&mut batch, BATCH).await > 0 {
            let (turns, waiting): (Vec<_>, Vec<_>) = batch
                .drain(..)
                .map(|Waiting { turn, done }| (turn, done))
                .unzip();
            match self.write(&turns).await.or_internal("recording turns") {
                Ok(written) => acknowledge(waiting, &written),
                Err(_) => {
                    // Whether the commit took effect can't be told: the next batch asks.
                    self.is_in_doubt = true;
                    for done in waiting {
                        // Who no longer waits has gone away.
                        let _ = done.send(Err(AppError::Unavailable));
                    }
                }
            }
        }
    }

    async fn write(&mut self, turns: &[Turn]) -> Result<Vec<bool>, StoreError> {
        let mut tx = self.db.write().await?;
        if self.is_in_doubt {
            let last_seq = store::nodes::last_seq(&mut tx, self.node).await?;
            self.last_seq.store(last_seq, Ordering::Release);
            self.is_in_doubt = false;
        }
        let first_seq = self.last_seq.load(Ordering::Relaxed) + 1;
        let written = store::turns::record(&mut tx, self.node, first_seq, turns).await?;
        tx.commit().await?;
        let n_turns = i64::try_from(turns.len()).unwrap_or(i64::MAX);
        self.last_seq
            .store(first_seq + n_turns - 1, Ordering::Release);
        Ok(written)
    }
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

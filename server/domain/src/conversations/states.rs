//! Where conversations stand, in memory, so that a question need not read the database.

use engine::State;
use lru::LruCache;
use model::{id::ConversationId, time::Timestamp};
use std::{
    num::NonZeroUsize,
    sync::{Mutex, MutexGuard, PoisonError},
};

/// The most conversations that are remembered; others are read from their newest turn.
const CONVERSATIONS: NonZeroUsize = NonZeroUsize::new(20_000).expect("not zero");

/// Where one conversation stands.
#[derive(Clone, Debug, Default)]
pub(crate) struct Standing {
    /// How many turns it has.
    pub n_turns: u32,
    /// When the newest came.
    pub at: Timestamp,
    /// What the engine remembers of it.
    pub state: State,
}

/// Turns of one conversation go one after the other, in one of these lanes.
const LANES: usize = 1_024;

/// Where the conversations of this node stand.
#[derive(Debug)]
pub(crate) struct States {
    standings: Mutex<LruCache<ConversationId, Standing>>,
    lanes: Vec<tokio::sync::Mutex<()>>,
}

impl Default for States {
    fn default() -> Self {
        Self {
            standings: Mutex::new(LruCache::new(CONVERSATIONS)),
            lanes: (0..LANES).map(|_| tokio::sync::Mutex::new(())).collect(),
        }
    }
}

impl States {
    fn standings(&self) -> MutexGuard<'_, LruCache<ConversationId, Standing>> {
        self.standings
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for the turns of this conversation that came before.
    pub async fn lane(&self, conversation: ConversationId) -> tokio::sync::MutexGuard<'_, ()> {
        let random = conversation.as_uuid().as_u64_pair().1;
        let lane = usize::try_from(random % LANES as u64).unwrap_or(0);
        self.lanes[lane].lock().await
    }

    pub fn get(&self, conversation: ConversationId) -> Option<Standing> {
        self.standings().get(&conversation).cloned()
    }

    pub fn forget(&self, conversation: ConversationId) {
        self.standings().pop(&conversation);
    }

    pub fn set(&self, conversation: ConversationId, standing: Standing) {
        self.standings().put(conversation, standing);
    }
}

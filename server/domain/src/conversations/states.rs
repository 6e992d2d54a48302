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

/// Where the conversations of this node stand.
#[derive(Debug)]
pub(crate) struct States(Mutex<LruCache<ConversationId, Standing>>);

impl Default for States {
    fn default() -> Self {
        Self(Mutex::new(LruCache::new(CONVERSATIONS)))
    }
}

impl States {
    fn standings(&self) -> MutexGuard<'_, LruCache<ConversationId, Standing>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn get(&self, conversation: ConversationId) -> Option<Standing> {
        self.standings().get(&conversation).cloned()
    }

    pub fn set(&self, conversation: ConversationId, standing: Standing) {
        self.standings().put(conversation, standing);
    }
}

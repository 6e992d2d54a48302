//! What one request has found out about whom it lets in. A page asks for many of its parts, each
//! of them through the door, and the answer is the same for all.

use super::Actor;
use model::id::{BotId, WorkspaceId};
use std::{collections::HashMap, sync::Arc};
use store::grants::Place;
use tokio::sync::{Mutex, MutexGuard};

/// Of a signed-in person; shared by the clones of one door, and gone with the request.
#[derive(Clone, Debug, Default)]
pub(super) struct Known(Arc<Mutex<Found>>);

#[derive(Debug, Default)]
pub(super) struct Found {
    /// The workspace that they are in, and as what.
    pub here: Option<(WorkspaceId, Actor)>,
    /// The bots that they reach, where those are, and as what.
    pub on: HashMap<BotId, (Place, Actor)>,
}

impl Known {
    /// Waits for a part that is finding something out.
    pub async fn found(&self) -> MutexGuard<'_, Found> {
        self.0.lock().await
    }
}

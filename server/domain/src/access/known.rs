//! What one request has found out about whom it lets in. A page asks for many of its parts, each
//! of them through the door, and the answer is the same for all.

use super::Actor;
use futures::future::{BoxFuture, FutureExt, Shared};
use model::{
    error::AppResult,
    id::{BotId, WorkspaceId},
};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use store::grants::Place;

/// What is being looked up, or was. Whoever is polled moves it on, so that nobody waits for a part
/// of the page that is not: parts are begun, left, and dropped.
type Looking<T> = Shared<BoxFuture<'static, AppResult<T>>>;

/// Of a signed-in person; shared by the clones of one door, and gone with the request.
#[derive(Clone, Debug, Default)]
pub(super) struct Known(Arc<Mutex<Lookups>>);

#[derive(Debug, Default)]
struct Lookups {
    here: Option<Looking<(WorkspaceId, Actor)>>,
    on: HashMap<BotId, Looking<(Place, Actor)>>,
}

impl Known {
    fn lookups(&self) -> MutexGuard<'_, Lookups> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The workspace that they are in, and as what: by `look`, if nobody has asked yet.
    pub async fn here(
        &self,
        look: impl Future<Output = AppResult<(WorkspaceId, Actor)>> + Send + 'static,
    ) -> AppResult<(WorkspaceId, Actor)> {
        let looking = self
            .lookups()
            .here
            .get_or_insert_with(|| look.boxed().shared())
            .clone();
        looking.await
    }

    /// Where a bot is that they reach, and as what: by `look`, if nobody has asked yet.
    pub async fn on(
        &self,
        bot: BotId,
        look: impl Future<Output = AppResult<(Place, Actor)>> + Send + 'static,
    ) -> AppResult<(Place, Actor)> {
        let looking = self
            .lookups()
            .on
            .entry(bot)
            .or_insert_with(|| look.boxed().shared())
            .clone();
        looking.await
    }
}

//! Requests that were refused before they reached anything: counted, not told one by one, so that
//! who sends many can't fill the trail (S24).

use crate::{failure::OrInternal, platform::Platform};
use model::{
    error::AppResult,
    posture::Refusal,
    time::{MINUTE_MS, Timestamp},
};
use std::sync::atomic::{AtomicU32, Ordering};
use store::refusals;

/// How long they are kept.
const KEPT_MS: i64 = 30 * model::time::DAY_MS;

/// What was refused since it was last written down.
#[derive(Debug, Default)]
pub struct Refusals([AtomicU32; Refusal::ALL.len()]);

impl Refusals {
    /// Counts a response, if its status says that the request was refused.
    pub fn count(&self, status: u16) {
        let Some(kind) = Refusal::of_status(status) else {
            return;
        };
        let counters = Refusal::ALL.iter().zip(&self.0);
        for (_, counter) in counters.filter(|(other, _)| **other == kind) {
            counter.fetch_add(1, Ordering::Relaxed);
        }
    }

    fn take(&self) -> Vec<(Refusal, u32)> {
        let counters = Refusal::ALL.into_iter().zip(&self.0);
        counters
            .map(|(kind, counter)| (kind, counter.swap(0, Ordering::Relaxed)))
            .filter(|(_, n)| *n > 0)
            .collect()
    }
}

/// Writes down what was counted, under the minute that it is.
pub async fn write_down(platform: &Platform) -> AppResult<()> {
    let counted = platform.refusals().take();
    if counted.is_empty() {
        return Ok(());
    }
    let now = platform.now().as_millis();
    let minute = Timestamp::from_millis(now - now.rem_euclid(MINUTE_MS));
    let mut tx = platform
        .db()
        .write()
        .await
        .or_internal("counting refusals")?;
    for (kind, n) in counted {
        refusals::add(&mut tx, platform.node(), minute, kind, n)
            .await
            .or_internal("counting refusals")?;
    }
    let oldest = platform.now().plus_millis(-KEPT_MS);
    refusals::forget_before(&mut tx, oldest)
        .await
        .or_internal("counting refusals")?;
    tx.commit().await.or_internal("counting refusals")
}

//! Limits on how often something may happen: a sliding window in this process.

use lru::LruCache;
use model::{
    error::{AppError, AppResult},
    time::Timestamp,
};
use std::{
    collections::hash_map::RandomState,
    hash::{BuildHasher, Hash},
    num::NonZeroUsize,
    sync::{Mutex, PoisonError},
};

/// The most keys that are remembered; the one not seen for longest makes way.
const KEYS: NonZeroUsize = NonZeroUsize::new(100_000).expect("not zero");

/// Counts events by key over a window that slides with the clock.
///
/// Two fixed windows are kept a key, and the older one counts by the part of it that the sliding
/// window still covers: exact at the edges, within a few percent between.
#[derive(Debug)]
pub struct SlidingWindow {
    limit: u32,
    window_ms: i64,
    hasher: RandomState,
    counts: Mutex<LruCache<u64, Counts>>,
}

#[derive(Clone, Copy, Debug)]
struct Counts {
    window: i64,
    now: u32,
    before: u32,
}

impl SlidingWindow {
    /// At most `limit` events a key in `window_ms` milliseconds; 0 is no limit.
    pub fn new(limit: u32, window_ms: i64) -> Self {
        let counts = Mutex::new(LruCache::new(KEYS));
        Self {
            limit,
            window_ms,
            hasher: RandomState::new(),
            counts,
        }
    }

    /// Takes an event back that turned out to be none, such as a sign-in that was right.
    pub fn take_back<K: Hash>(&self, key: &K) {
        let key = self.hasher.hash_one(key);
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(entry) = counts.get_mut(&key) {
            entry.now = entry.now.saturating_sub(1);
        }
    }

    /// Counts an event, or refuses it and says how long to wait. A refused event is not counted.
    pub fn pass<K: Hash>(&self, key: &K, now: Timestamp) -> AppResult<()> {
        if self.limit == 0 {
            return Ok(());
        }
        let window = now.as_millis().div_euclid(self.window_ms);
        let into_ms = now.as_millis().rem_euclid(self.window_ms);
        let key = self.hasher.hash_one(key);
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        let fresh = Counts {
            window,
            now: 0,
            before: 0,
        };
        let entry = counts.get_or_insert_mut(key, || fresh);
        if window != entry.window {
            let before = if window == entry.window + 1 {
                entry.now
            } else {
                0
            };
            *entry = Counts { before, ..fresh };
        }
        let rest_ms = self.window_ms - into_ms;
        let weighed = i64::from(entry.before) * rest_ms / self.window_ms + i64::from(entry.now);
        if weighed >= i64::from(self.limit) {
            return Err(AppError::TooOften {
                retry_after_s: seconds_until_free(entry, rest_ms, self),
            });
        }
        entry.now += 1;
        Ok(())
    }
}

/// Seconds until one more event passes, if nothing else comes.
fn seconds_until_free(counts: &Counts, rest_ms: i64, limits: &SlidingWindow) -> u32 {
    let limit = i64::from(limits.limit);
    let (now, before) = (i64::from(counts.now), i64::from(counts.before));
    let wait_ms = if now < limit && before > 0 {
        // The older window has to shrink until it weighs less than what is left of the limit.
        rest_ms - (limit - now) * limits.window_ms / before
    } else {
        rest_ms + limits.window_ms - (limit * limits.window_ms) / now.max(1)
    };
    u32::try_from(wait_ms.max(0) / 1000 + 1).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(ms: i64) -> Timestamp {
        Timestamp::from_millis(1_000_000_000_000 + ms)
    }

    #[test]
    fn the_limit_passes_and_one_more_waits_as_long_as_it_says() {
        let limit = SlidingWindow::new(3, 60_000);
        for ms in [0, 1, 2] {
            assert_eq!(limit.pass(&"a", at(ms)), Ok(()));
        }
        let Err(AppError::TooOften { retry_after_s }) = limit.pass(&"a", at(3)) else {
            panic!("the fourth passes");
        };
        assert!(
            limit.pass(&"b", at(3)).is_ok(),
            "another key has its own count"
        );
        let later = at(3 + i64::from(retry_after_s) * 1000);
        assert_eq!(limit.pass(&"a", later), Ok(()));
    }

    #[test]
    fn zero_is_no_limit() {
        let limit = SlidingWindow::new(0, 60_000);
        assert!((0..1000).all(|_| limit.pass(&"a", at(0)).is_ok()));
    }
}

//! Where time and randomness come from. Tests put their own in.

use model::time::Timestamp;
use std::time::{SystemTime, UNIX_EPOCH};
use uuid::Uuid;

/// Tells the time.
pub trait Clock: Send + Sync + 'static {
    /// Now.
    fn now(&self) -> Timestamp;
}

/// Makes ids and secrets.
pub trait Randomness: Send + Sync + 'static {
    /// A random id (v4), for bots.
    fn v4(&self) -> Uuid;
    /// A time-ordered id (v7), for all else.
    fn v7(&self) -> Uuid;
    /// Secret bytes.
    fn bytes(&self) -> [u8; 32];
}

/// The machine's clock.
#[derive(Clone, Copy, Debug)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "this is where the time comes from"
    )]
    fn now(&self) -> Timestamp {
        let since = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        Timestamp::from_millis(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    }
}

/// The machine's randomness.
#[derive(Clone, Copy, Debug)]
pub struct SystemRandomness;

impl Randomness for SystemRandomness {
    #[expect(
        clippy::disallowed_methods,
        reason = "this is where random ids come from"
    )]
    fn v4(&self) -> Uuid {
        Uuid::new_v4()
    }

    #[expect(
        clippy::disallowed_methods,
        reason = "this is where ordered ids come from"
    )]
    fn v7(&self) -> Uuid {
        Uuid::now_v7()
    }

    fn bytes(&self) -> [u8; 32] {
        let mut bytes = [0; 32];
        #[expect(
            clippy::expect_used,
            reason = "without randomness no secret may be made at all"
        )]
        getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
        bytes
    }
}

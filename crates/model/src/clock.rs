use std::sync::atomic::{AtomicI64, Ordering};

use jiff::Timestamp;

/// Where "now" comes from. The roof implements it (the machine's clock, or a scenario's), everybody else
/// takes `&dyn Clock` or a plain [`Timestamp`].
pub trait Clock: Send + Sync {
    /// The present instant of this clock. Never goes backwards.
    fn now(&self) -> Timestamp;
}

/// A clock that stands still until it is moved; for tests and for replays.
#[derive(Debug)]
pub struct ManualClock {
    now_ms: AtomicI64,
}

impl ManualClock {
    /// A clock standing at `now` (to the millisecond).
    pub fn new(now: Timestamp) -> Self {
        Self { now_ms: AtomicI64::new(now.as_millisecond()) }
    }

    /// Moves the clock to `now`; a time before the present one leaves it where it stands.
    pub fn set(&self, now: Timestamp) {
        self.now_ms.fetch_max(now.as_millisecond(), Ordering::SeqCst);
    }

    /// Moves the clock forward by `seconds`.
    pub fn advance_seconds(&self, seconds: u32) {
        self.now_ms.fetch_add(i64::from(seconds) * 1000, Ordering::SeqCst);
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millisecond(self.now_ms.load(Ordering::SeqCst)).unwrap_or(Timestamp::MAX)
    }
}

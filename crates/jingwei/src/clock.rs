//! The clocks of the process: the machine's, or a scenario's. Nothing else in Jingwei reads the time.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Instant;

use model::{Clock, Timestamp};

/// The machine's clock.
#[derive(Debug, Default)]
pub(crate) struct MachineClock {
    latest_ms: AtomicI64,
}

impl Clock for MachineClock {
    #[expect(clippy::disallowed_methods, reason = "the roof is where time enters")]
    fn now(&self) -> Timestamp {
        let now_ms = Timestamp::now().as_millisecond();
        // A clock that is set back must not make later events look earlier.
        let latest_ms = self.latest_ms.fetch_max(now_ms, Ordering::SeqCst).max(now_ms);
        Timestamp::from_millisecond(latest_ms).unwrap_or(Timestamp::MAX)
    }
}

/// A clock that stands at a scenario's instant until it is released and then runs at `speed` times the
/// machine's pace.
#[derive(Debug)]
pub(crate) struct ScenarioClock {
    start: Timestamp,
    speed: f64,
    released: OnceLock<Instant>,
}

impl ScenarioClock {
    /// Stands at `start`. `speed` must be positive and finite (the configuration checks it).
    pub(crate) fn new(start: Timestamp, speed: f64) -> Self {
        Self { start, speed, released: OnceLock::new() }
    }

    /// Lets the clock run from now on; a second release changes nothing.
    pub(crate) fn release(&self) {
        self.released.get_or_init(Instant::now);
    }
}

impl Clock for ScenarioClock {
    fn now(&self) -> Timestamp {
        let elapsed_s = self.released.get().map_or(0.0, |released| released.elapsed().as_secs_f64());
        let scenario_ms = elapsed_s * 1000.0 * self.speed;
        // Saturating float-to-integer: a scenario that ran for 292 million years stands still.
        Timestamp::from_millisecond(self.start.as_millisecond().saturating_add(scenario_ms as i64))
            .unwrap_or(Timestamp::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scenario_starts_where_it_is_told_and_runs_forward() {
        let start: Timestamp = "2020-08-30T00:00:00Z".parse().unwrap();
        let clock = ScenarioClock::new(start, 1e9);
        assert_eq!(clock.now(), start, "it stands until it is released");
        clock.release();
        let first = clock.now();
        assert!(first > start);
        assert!(clock.now() >= first);
    }

    #[test]
    fn the_machine_clock_never_goes_back() {
        let clock = MachineClock::default();
        let ahead = 4_102_444_800_000; // 2100-01-01
        clock.latest_ms.store(ahead, Ordering::SeqCst);
        assert_eq!(clock.now().as_millisecond(), ahead);
    }
}

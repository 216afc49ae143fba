//! Waiting on the scenario's clock.

use std::time::Duration;

use super::Shared;

/// Sleeps until the scenario's clock shows `due_s`, and returns how late it is then, ms of the scenario.
pub(super) async fn wait_until(shared: &Shared, due_s: i64) -> i64 {
    loop {
        let left_ms = due_s * 1000 - shared.options.clock.now().as_millisecond();
        if left_ms <= 0 {
            return -left_ms;
        }
        // Never longer than a second, so that a clock that is set forward is noticed.
        let machine_ms = left_ms as f64 / shared.options.speed.max(1e-3);
        tokio::time::sleep(Duration::from_secs_f64(machine_ms.clamp(1.0, 1000.0) / 1000.0)).await;
    }
}

/// How long to wait before the attempt after this many failures: 0.5 s, doubling to 16 s.
pub(super) fn backoff(failures: u32) -> Duration {
    Duration::from_millis(500 << failures.min(5))
}

use std::time::Duration;

use tokio::time::Instant;

/// A token bucket that may go into debt: what was taken is paid for by waiting before the next.
#[derive(Debug)]
pub(crate) struct Throttle {
    per_second: f64,
    burst: f64,
    tokens: f64,
    last: Instant,
}

impl Throttle {
    /// A full bucket.
    pub(crate) fn new(per_second: u32, burst: u32, now: Instant) -> Self {
        let burst = f64::from(burst.max(1));
        Self { per_second: f64::from(per_second.max(1)), burst, tokens: burst, last: now }
    }

    /// Takes `count` tokens and says how long to wait before taking more.
    pub(crate) fn take(&mut self, count: u32, now: Instant) -> Duration {
        let refill = now.saturating_duration_since(self.last).as_secs_f64() * self.per_second;
        self.last = now;
        self.tokens = (self.tokens + refill).min(self.burst) - f64::from(count);
        if self.tokens >= 0.0 {
            return Duration::ZERO;
        }
        Duration::from_secs_f64(-self.tokens / self.per_second)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debt_is_paid_by_waiting() {
        let start = Instant::now();
        let mut throttle = Throttle::new(10, 20, start);
        assert_eq!(throttle.take(20, start), Duration::ZERO);
        assert_eq!(throttle.take(5, start), Duration::from_millis(500));
        let later = start + Duration::from_millis(500);
        assert_eq!(throttle.take(0, later), Duration::ZERO);
        assert_eq!(throttle.take(10, later + Duration::from_secs(60)), Duration::ZERO);
        assert_eq!(throttle.take(20, later + Duration::from_secs(60)), Duration::from_secs(1));
    }
}

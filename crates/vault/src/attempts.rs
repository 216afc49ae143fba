use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use model::Timestamp;

/// How many failed sign-ins are borne.
#[derive(Debug, Clone, Copy)]
pub struct AttemptsConfig {
    /// Failures for one login within the window.
    pub per_login: usize,
    /// Failures from one address within the window.
    pub per_address: usize,
    /// The sliding window.
    pub window: Duration,
}

impl Default for AttemptsConfig {
    fn default() -> Self {
        Self { per_login: 5, per_address: 30, window: Duration::from_secs(300) }
    }
}

/// Counts failed sign-ins by login and by address. Pure: the time is a parameter.
#[derive(Debug, Default)]
pub struct Attempts {
    config: AttemptsConfig,
    failures: BTreeMap<Key, VecDeque<i64>>,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Login(String),
    Address(String),
}

/// More keys than this are not remembered: the oldest go, so that a flood cannot eat the memory.
const MAX_KEYS: usize = 20_000;

impl Attempts {
    /// With limits of one's own.
    pub fn new(config: AttemptsConfig) -> Self {
        Self { config, failures: BTreeMap::new() }
    }

    /// Whether a sign-in may be tried now; otherwise after how many seconds.
    ///
    /// # Errors
    /// With the seconds to wait.
    pub fn check(&mut self, login: &str, address: &str, now: Timestamp) -> Result<(), u64> {
        let window_ms = i64::try_from(self.config.window.as_millis()).unwrap_or(i64::MAX);
        let now_ms = now.as_millisecond();
        let keys = [
            (Key::Login(login.to_owned()), self.config.per_login),
            (Key::Address(address.to_owned()), self.config.per_address),
        ];
        for (key, limit) in keys {
            let Some(times) = self.failures.get_mut(&key) else { continue };
            while times.front().is_some_and(|time| now_ms - time >= window_ms) {
                times.pop_front();
            }
            if times.len() >= limit {
                let oldest = times.front().copied().unwrap_or(now_ms);
                let wait_ms = (oldest + window_ms - now_ms).max(1000);
                return Err(u64::try_from(wait_ms).unwrap_or(1000).div_ceil(1000));
            }
            if times.is_empty() {
                self.failures.remove(&key);
            }
        }
        Ok(())
    }

    /// Counts a failure.
    pub fn failed(&mut self, login: &str, address: &str, now: Timestamp) {
        for key in [Key::Login(login.to_owned()), Key::Address(address.to_owned())] {
            if self.failures.len() >= MAX_KEYS && !self.failures.contains_key(&key) {
                self.failures.pop_first();
            }
            self.failures.entry(key).or_default().push_back(now.as_millisecond());
        }
    }

    /// Forgets the failures of a login that has signed in.
    pub fn succeeded(&mut self, login: &str) {
        self.failures.remove(&Key::Login(login.to_owned()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn a_login_waits_after_too_many_failures_and_may_try_again() {
        let mut attempts = Attempts::default();
        for second in 0..5 {
            attempts.check("duty", "10.0.0.1", at(second)).unwrap();
            attempts.failed("duty", "10.0.0.1", at(second));
        }
        assert_eq!(attempts.check("duty", "10.0.0.2", at(10)), Err(290));
        assert_eq!(attempts.check("leader", "10.0.0.1", at(10)), Ok(()));
        assert_eq!(attempts.check("duty", "10.0.0.2", at(300)), Ok(()));
    }

    #[test]
    fn an_address_that_tries_many_logins_waits_too() {
        let mut attempts = Attempts::default();
        for n in 0..30 {
            attempts.failed(&format!("user{n}"), "10.0.0.9", at(0));
        }
        assert!(attempts.check("fresh", "10.0.0.9", at(1)).is_err());
        assert!(attempts.check("fresh", "10.0.0.8", at(1)).is_ok());
    }

    #[test]
    fn success_forgets() {
        let mut attempts = Attempts::default();
        for _ in 0..4 {
            attempts.failed("duty", "a", at(0));
        }
        attempts.succeeded("duty");
        attempts.failed("duty", "a", at(1));
        assert!(attempts.check("duty", "b", at(2)).is_ok());
    }
}

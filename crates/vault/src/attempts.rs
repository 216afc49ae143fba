use std::collections::{BTreeMap, BTreeSet, VecDeque};
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
    /// Milliseconds of the epoch, none empty.
    failures: BTreeMap<Key, VecDeque<i64>>,
    /// The same keys by their latest failure.
    by_latest: BTreeSet<(i64, Key)>,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Login(String),
    Address(String),
}

impl Key {
    fn login(text: &str) -> Self {
        Key::Login(text.chars().take(MAX_KEY_CHARACTERS).collect())
    }

    fn address(text: &str) -> Self {
        Key::Address(text.chars().take(MAX_KEY_CHARACTERS).collect())
    }
}

/// More keys than this are not remembered: those whose latest failure is the oldest go, and so those whose
/// window has passed before all others. A flood cannot eat the memory.
const MAX_KEYS: usize = 20_000;
/// Texts are told apart by so much of their beginning.
const MAX_KEY_CHARACTERS: usize = 200;

impl Attempts {
    /// With limits of one's own.
    pub fn new(config: AttemptsConfig) -> Self {
        Self { config, ..Self::default() }
    }

    /// Whether a sign-in may be tried now; otherwise after how many seconds.
    ///
    /// # Errors
    /// With the seconds to wait.
    pub fn check(&mut self, login: &str, address: &str, now: Timestamp) -> Result<(), u64> {
        let window_ms = i64::try_from(self.config.window.as_millis()).unwrap_or(i64::MAX);
        let now_ms = now.as_millisecond();
        let keys =
            [(Key::login(login), self.config.per_login), (Key::address(address), self.config.per_address)];
        for (key, limit) in keys {
            self.change(&key, |times| times.retain(|time| now_ms - time < window_ms));
            let Some(times) = self.failures.get(&key) else { continue };
            if times.len() >= limit {
                let oldest = times.front().copied().unwrap_or(now_ms);
                let wait_ms = (oldest + window_ms - now_ms).max(1000);
                return Err(u64::try_from(wait_ms).unwrap_or(1000).div_ceil(1000));
            }
        }
        Ok(())
    }

    /// Counts a failure.
    pub fn failed(&mut self, login: &str, address: &str, now: Timestamp) {
        for key in [Key::login(login), Key::address(address)] {
            if self.failures.len() >= MAX_KEYS
                && !self.failures.contains_key(&key)
                && let Some((_, oldest)) = self.by_latest.pop_first()
            {
                self.failures.remove(&oldest);
            }
            self.change(&key, |times| times.push_back(now.as_millisecond()));
        }
    }

    /// Takes back what was counted for a sign-in that then succeeded: every failure of the login, and one of
    /// the address, from which others may sign in too.
    pub fn succeeded(&mut self, login: &str, address: &str) {
        self.change(&Key::login(login), VecDeque::clear);
        self.change(&Key::address(address), |times| times.truncate(times.len().saturating_sub(1)));
    }

    /// The one place that changes a key's failures, so that both maps agree.
    fn change(&mut self, key: &Key, edit: impl FnOnce(&mut VecDeque<i64>)) {
        let mut times = self.failures.remove(key).unwrap_or_default();
        if let Some(latest) = times.back() {
            self.by_latest.remove(&(*latest, key.clone()));
        }
        edit(&mut times);
        if let Some(latest) = times.back() {
            self.by_latest.insert((*latest, key.clone()));
            self.failures.insert(key.clone(), times);
        }
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
    fn success_forgets_the_logins_failures_and_one_of_the_address() {
        let mut attempts = Attempts::default();
        for _ in 0..4 {
            attempts.failed("duty", "a", at(0));
        }
        attempts.succeeded("duty", "a");
        attempts.failed("duty", "a", at(1));
        assert!(attempts.check("duty", "b", at(2)).is_ok());
        assert_eq!(attempts.failures[&Key::address("a")].len(), 4);
    }

    #[test]
    fn an_office_behind_one_address_may_sign_in_all_day() {
        let mut attempts = Attempts::default();
        for n in 0..100 {
            let login = format!("user{n}");
            attempts.check(&login, "10.0.0.1", at(0)).unwrap();
            attempts.failed(&login, "10.0.0.1", at(0));
            attempts.succeeded(&login, "10.0.0.1");
        }
        assert!(attempts.failures.is_empty() && attempts.by_latest.is_empty());
    }

    #[test]
    fn when_full_the_oldest_goes_whatever_its_name() {
        let mut attempts = Attempts::default();
        attempts.failed("zz old", "old address", at(0));
        for second in 1..=4 {
            attempts.failed("aa victim", "address", at(second));
        }
        for n in 0..MAX_KEYS {
            // Later than the old one, earlier than the victim's last.
            attempts.failed(&format!("made up {n}"), "address", at(2));
        }
        attempts.failed("aa victim", "address", at(5));
        assert_eq!(attempts.check("aa victim", "elsewhere", at(6)), Err(295));
        assert!(!attempts.failures.contains_key(&Key::login("zz old")));
        assert_eq!(attempts.failures.len(), MAX_KEYS);
        assert_eq!(attempts.by_latest.len(), MAX_KEYS);
    }

    #[test]
    fn keys_whose_window_has_passed_make_room_first() {
        let mut attempts = Attempts::default();
        for n in 0..MAX_KEYS / 2 {
            attempts.failed(&format!("a{n}"), &format!("address {n}"), at(0));
        }
        for second in 1000..1005 {
            attempts.failed("duty", "b", at(second));
        }
        for n in 0..MAX_KEYS / 4 {
            attempts.failed(&format!("z{n}"), &format!("other {n}"), at(1005));
        }
        assert!(attempts.check("duty", "c", at(1006)).is_err());
        assert_eq!(attempts.failures.len(), MAX_KEYS);
    }

    #[test]
    fn a_key_is_bounded_however_long_its_text() {
        let mut attempts = Attempts::default();
        attempts.failed(&"长".repeat(1 << 20), "a", at(0));
        let longest = attempts.failures.keys().map(|key| match key {
            Key::Login(text) | Key::Address(text) => text.chars().count(),
        });
        assert_eq!(longest.max(), Some(MAX_KEY_CHARACTERS));
    }
}

//! Findings on their way to the office.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use model::{Finding, FindingKey, FindingState};

/// So many anomalies are told of at once.
const AT_ONCE: usize = 1_000;

/// What came of telling a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Told {
    /// It is told, or nobody need hear it.
    Done,
    /// It could not be told now and must be later.
    Later,
}

/// What of an anomaly's past is still to be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Keep {
    /// Nothing of it matters any more.
    Nothing,
    /// How it stands.
    Last,
    /// Its last beginning and end.
    Episode,
}

/// Findings that are not told yet, for each anomaly in the order in which they came. An anomaly that began and
/// ended between two rounds is told as both; of several findings of one state only the last one counts.
#[derive(Debug, Default)]
pub(super) struct Pending {
    by_key: BTreeMap<FindingKey, VecDeque<Finding>>,
}

impl Pending {
    pub(super) fn push(&mut self, finding: Finding) {
        let of_key = self.by_key.entry(finding.key.clone()).or_default();
        match of_key.back_mut() {
            Some(last) if says_more_of(last, &finding) => *last = finding,
            Some(_) | None => of_key.push_back(finding),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.by_key.is_empty()
    }

    /// Of every anomaly keeps what `wanted` says of its last finding.
    pub(super) fn keep_last(&mut self, wanted: impl Fn(&Finding) -> Keep) {
        self.by_key.retain(|_, findings| {
            let kept = match findings.back().map(&wanted) {
                Some(Keep::Episode) => 2,
                Some(Keep::Last) => 1,
                Some(Keep::Nothing) | None => 0,
            };
            findings.drain(..findings.len().saturating_sub(kept));
            !findings.is_empty()
        });
    }

    /// Tells everything with `tell`, which is given findings of different anomalies and says what came of each. What could
    /// not be told stays, with all that came after it for the same anomaly.
    pub(super) fn tell(&mut self, mut tell: impl FnMut(&[&Finding]) -> Vec<Told>) {
        let mut late = BTreeSet::new();
        loop {
            let untold = self.by_key.iter().filter(|(key, _)| !late.contains(*key));
            let firsts: Vec<&Finding> =
                untold.filter_map(|(_, findings)| findings.front()).take(AT_ONCE).collect();
            if firsts.is_empty() {
                return;
            }
            let told = tell(&firsts);
            // Of what nothing is said nothing is known: it waits.
            let told = told.into_iter().chain(std::iter::repeat(Told::Later));
            let of_key: Vec<(FindingKey, Told)> =
                firsts.into_iter().map(|finding| finding.key.clone()).zip(told).collect();
            for (key, told) in of_key {
                match told {
                    Told::Later => drop(late.insert(key)),
                    Told::Done => self.forget_first(&key),
                }
            }
        }
    }

    fn forget_first(&mut self, key: &FindingKey) {
        let Some(findings) = self.by_key.get_mut(key) else { return };
        findings.pop_front();
        if findings.is_empty() {
            self.by_key.remove(key);
        }
    }
}

/// Whether `later` makes `earlier` superfluous: both speak of one episode in one state.
fn says_more_of(earlier: &Finding, later: &Finding) -> bool {
    earlier.state == later.state && (later.state == FindingState::Cleared || later.began <= earlier.seen)
}

#[cfg(test)]
mod tests {
    use model::{FindingKind, Severity, Subject, Timestamp};

    use super::*;

    fn finding(state: FindingState, began: i64, seen: i64) -> Finding {
        let at = |minute: i64| Timestamp::from_second(minute * 60).unwrap();
        let key = FindingKey {
            kind: FindingKind::ExceedanceHour,
            subject: Subject::Logger("MN-1".parse().unwrap()),
            factor: None,
        };
        let (began, seen, severity) = (at(began), at(seen), Severity::Moderate);
        Finding { key, severity, state, began, seen, facts: Vec::new(), detector: "test/1".into() }
    }

    fn told(pending: &mut Pending) -> Vec<Finding> {
        let mut told = Vec::new();
        pending.tell(|findings| {
            told.extend(findings.iter().map(|finding| (*finding).clone()));
            vec![Told::Done; findings.len()]
        });
        told
    }

    #[test]
    fn an_episode_that_ended_in_the_same_round_is_told_with_its_beginning() {
        let (begun, ended) = (finding(FindingState::Ongoing, 0, 60), finding(FindingState::Cleared, 0, 120));
        let mut pending = Pending::default();
        pending.push(begun.clone());
        pending.push(ended.clone());
        assert_eq!(told(&mut pending), [begun, ended]);
        assert!(pending.is_empty());
    }

    #[test]
    fn the_last_of_several_of_one_state_counts_and_other_episodes_stay() {
        let mut pending = Pending::default();
        let grown = finding(FindingState::Ongoing, 0, 90);
        let other = finding(FindingState::Ongoing, 300, 360);
        for finding in [finding(FindingState::Ongoing, 0, 60), grown.clone(), other.clone()] {
            pending.push(finding);
        }
        assert_eq!(told(&mut pending), [grown, other]);
    }

    #[test]
    fn thousands_are_told_together_each_before_what_came_after_it() {
        let of = |number: usize, state, seen| {
            let mut finding = finding(state, 0, seen);
            finding.key.subject = Subject::Logger(format!("MN-{number:05}").parse().unwrap());
            finding
        };
        let mut pending = Pending::default();
        for number in 0..2_500 {
            pending.push(of(number, FindingState::Ongoing, 60));
            pending.push(of(number, FindingState::Cleared, 120));
        }
        let (mut parts, mut told) = (Vec::new(), Vec::new());
        pending.tell(|findings| {
            let keys: BTreeSet<_> = findings.iter().map(|finding| &finding.key).collect();
            assert_eq!(keys.len(), findings.len(), "each anomaly once in a part");
            parts.push(findings.len());
            told.extend(findings.iter().map(|finding| (finding.key.clone(), finding.state)));
            vec![Told::Done; findings.len()]
        });
        assert!(pending.is_empty() && told.len() == 5_000 && parts.len() <= 6, "{parts:?}");
        let mut by_key: BTreeMap<FindingKey, Vec<FindingState>> = BTreeMap::new();
        told.into_iter().for_each(|(key, state)| by_key.entry(key).or_default().push(state));
        assert!(by_key.values().all(|states| *states == [FindingState::Ongoing, FindingState::Cleared]));
    }

    #[test]
    fn what_could_not_be_told_stays_in_its_order() {
        let mut pending = Pending::default();
        let all = [
            finding(FindingState::Ongoing, 0, 60),
            finding(FindingState::Cleared, 0, 120),
            finding(FindingState::Ongoing, 180, 240),
        ];
        all.iter().for_each(|finding| pending.push(finding.clone()));
        let mut calls = 0;
        pending.tell(|findings| {
            calls += findings.len();
            let told = |finding: &&Finding| match finding.state {
                FindingState::Cleared => Told::Later,
                FindingState::Ongoing => Told::Done,
            };
            findings.iter().map(told).collect()
        });
        assert_eq!(calls, 2, "nothing is told past what failed");
        pending.push(finding(FindingState::Cleared, 180, 300));
        let rest = told(&mut pending);
        assert_eq!(rest[..2], all[1..]);
        assert_eq!(rest.len(), 3);
    }
}

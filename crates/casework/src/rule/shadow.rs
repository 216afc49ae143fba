//! What a rule in shadow would have raised: kept in a stream of its own, so that nobody has to remember it, and that
//! a restart counts nothing twice.

use std::collections::BTreeMap;

use model::{Finding, FindingKey, FindingState, Severity, Timestamp};
use serde::{Deserialize, Serialize};

use crate::stored::kinds;

/// The streams of shadows begin so; the rule's id follows.
pub const STREAMS: &str = "rule-shadow/";

/// So many episodes of one rule are kept one by one. A rule that would raise more is known by then.
pub const KEPT_MAX: usize = 2000;

/// An anomaly that a rule in shadow would have raised as an alarm.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Episode {
    /// What it is about.
    pub key: FindingKey,
    /// How much it pressed at most.
    pub severity: Severity,
    /// When it began, by the readings.
    pub began: Timestamp,
    /// The latest evidence, by the readings.
    pub seen: Timestamp,
    /// Whether it has passed.
    pub ended: bool,
}

impl Episode {
    /// Whether it and something of the same key that lasted from `began` to `seen` share more than their last instant.
    pub fn shares_time(&self, began: Timestamp, seen: Timestamp) -> bool {
        self.began == began || (began < self.seen && self.began <= seen)
    }
}

/// What happened in the shadow of a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// Episodes began, pressed more or ended.
    Found(Found),
}

/// See [`Event::Found`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Found {
    /// The episodes as they now stand; one of the same key and beginning is the same episode.
    pub episodes: Vec<Episode>,
    /// Episodes that are only counted, because too many are kept already.
    pub more: u64,
}

kinds! {
    Found = "rule.shadow_found",
}

/// Everything that a rule in shadow would have raised.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Shadow {
    by_key: BTreeMap<FindingKey, BTreeMap<Timestamp, Episode>>,
    kept: usize,
    more: u64,
}

impl Shadow {
    /// The episodes that are kept, by what they are about.
    pub fn episodes(&self) -> impl Iterator<Item = &Episode> {
        self.by_key.values().flat_map(BTreeMap::values)
    }

    /// The kept episodes of one anomaly, the first one first.
    pub fn of_key(&self, key: &FindingKey) -> impl Iterator<Item = &Episode> {
        self.by_key.get(key).into_iter().flat_map(BTreeMap::values)
    }

    /// How many were only counted.
    pub fn only_counted(&self) -> u64 {
        self.more
    }

    /// How many there were, also of those that are only counted.
    pub fn count(&self) -> u64 {
        self.kept as u64 + self.more
    }

    /// Those that have not passed.
    pub fn ongoing(&self) -> impl Iterator<Item = &Episode> {
        self.episodes().filter(|episode| !episode.ended)
    }

    /// Folds what was found.
    pub fn apply(&mut self, event: &Event) {
        let Event::Found(Found { episodes, more }) = event;
        self.more += more;
        for episode in episodes {
            let of_key = self.by_key.entry(episode.key.clone()).or_default();
            if of_key.insert(episode.began, episode.clone()).is_none() {
                self.kept += 1;
            }
        }
    }

    /// What `finding` changes: it begins an episode, raises one's severity or ends one. As with alarms, a finding that
    /// shares time with an episode that is over belongs to it and changes nothing.
    pub fn news(&self, finding: &Finding) -> Option<Episode> {
        let of_key = self.by_key.get(&finding.key);
        let last = of_key.and_then(|of_key| of_key.values().next_back());
        match (last.filter(|last| !last.ended), finding.state) {
            (Some(open), FindingState::Cleared) => {
                let seen = finding.seen.max(open.seen);
                Some(Episode {
                    severity: open.severity.max(finding.severity),
                    seen,
                    ended: true,
                    ..open.clone()
                })
            }
            (Some(open), FindingState::Ongoing) => (finding.severity > open.severity).then(|| {
                let seen = finding.seen.max(open.seen);
                Episode { severity: finding.severity, seen, ..open.clone() }
            }),
            (None, FindingState::Cleared) => None,
            (None, FindingState::Ongoing) => {
                let mut known = of_key.into_iter().flat_map(BTreeMap::values);
                let is_known = known.any(|episode| episode.shares_time(finding.began, finding.seen));
                (!is_known).then(|| Episode {
                    key: finding.key.clone(),
                    severity: finding.severity,
                    began: finding.began,
                    seen: finding.seen,
                    ended: false,
                })
            }
        }
    }

    /// Whether another episode can be kept one by one.
    pub fn has_room(&self) -> bool {
        self.kept < KEPT_MAX
    }
}

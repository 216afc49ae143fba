//! Holding alarms against the truth.

use std::collections::BTreeSet;

use model::china::{plus_seconds, seconds_between};
use model::{Finding, FindingKey, FindingKind, FindingState, Timestamp};

/// Something that happened, by the truth.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Event {
    /// Where: the line, outlet or station.
    pub(crate) place: String,
    /// What the truth calls it.
    pub(crate) kind: String,
    /// Its first reading.
    pub(crate) start: Timestamp,
    /// The end of its last reading.
    pub(crate) end: Timestamp,
}

impl Event {
    /// Whether `alarm` is of this event: raised inside it, or up to `grace_s` after its end.
    pub(crate) fn holds(&self, alarm: &Alarm, grace_s: i64) -> bool {
        let last = plus_seconds(self.end, grace_s);
        alarm.place == self.place && (self.start..=last).contains(&alarm.raised)
    }
}

/// A finding that became ongoing.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Alarm {
    /// Where.
    pub(crate) place: String,
    /// What the detector calls it; a peer's alarms have none.
    pub(crate) kind: Option<FindingKind>,
    /// When it was told.
    pub(crate) raised: Timestamp,
}

/// Makes alarms of findings as they are told.
#[derive(Debug, Default)]
pub(crate) struct Alarms {
    ongoing: BTreeSet<FindingKey>,
    pub(crate) raised: Vec<Alarm>,
}

impl Alarms {
    /// Takes what the engine has told at `now` of `place`.
    pub(crate) fn take(&mut self, place: &str, now: Timestamp, findings: &mut Vec<Finding>) {
        for finding in findings.drain(..) {
            match finding.state {
                FindingState::Ongoing => {
                    let kind = Some(finding.key.kind);
                    if self.ongoing.insert(finding.key) {
                        self.raised.push(Alarm { place: place.to_owned(), kind, raised: now });
                    }
                }
                FindingState::Cleared => {
                    self.ongoing.remove(&finding.key);
                }
            }
        }
    }
}

/// How alarms and events match.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Matched {
    /// Of each event in turn, how long after its start the first alarm inside it came, s; `None` if none did.
    pub(crate) delays_s: Vec<Option<i64>>,
    /// How many alarms lie inside an event.
    pub(crate) right: usize,
    /// How many lie outside all of them.
    pub(crate) wrong: usize,
}

/// Matches `alarms` with `events`; an alarm up to `grace_s` after an event's end is still of that event.
pub(crate) fn matched(events: &[Event], alarms: &[Alarm], grace_s: i64) -> Matched {
    let delays_s = events.iter().map(|event| {
        let inside = alarms.iter().filter(|alarm| event.holds(alarm, grace_s));
        inside.map(|alarm| seconds_between(event.start, alarm.raised)).min()
    });
    let right = alarms.iter().filter(|alarm| events.iter().any(|event| event.holds(alarm, grace_s))).count();
    Matched { delays_s: delays_s.collect(), right, wrong: alarms.len() - right }
}

/// `part` of `whole`; `None` of nothing.
pub(crate) fn share(part: usize, whole: usize) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

/// The median; the lower one of two.
pub(crate) fn median<T: Ord + Copy>(values: &mut [T]) -> Option<T> {
    values.sort_unstable();
    values.get(values.len().saturating_sub(1) / 2).copied()
}

impl Matched {
    /// The share of events that were found.
    pub(crate) fn recall(&self) -> Option<f64> {
        share(self.delays_s.iter().flatten().count(), self.delays_s.len())
    }

    /// The share of alarms that lie inside an event.
    pub(crate) fn precision(&self) -> Option<f64> {
        share(self.right, self.right + self.wrong)
    }

    /// The median delay of the events that were found, s.
    pub(crate) fn median_delay_s(&self) -> Option<i64> {
        median(&mut self.delays_s.iter().flatten().copied().collect::<Vec<_>>())
    }
}

//! What is told once it has lasted for a while, and ends when it has not shown for a while.

use model::china::seconds_between;
use model::{Finding, FindingState, Severity, Timestamp};

use crate::SeverityTable;

/// How long is a while.
#[derive(Debug, Clone, Copy)]
pub(super) struct Patience<'a> {
    /// How long it must show to be told, s; a longer gap breaks it off.
    pub(super) hold_s: i64,
    /// How long it must not show to be over, s.
    pub(super) clear_s: i64,
    /// Severity by its minutes.
    pub(super) by_minutes: &'a SeverityTable,
}

/// One thing that may last.
#[derive(Debug, Default)]
pub(super) struct Lasting {
    /// From when samples have shown it, without a gap.
    since: Option<Timestamp>,
    last: Option<Timestamp>,
    /// From when what is told has not shown.
    calm_since: Option<Timestamp>,
    /// What an engine before this one has told of; up to here nothing is told.
    told_until: Option<Timestamp>,
    ongoing: Option<Ongoing>,
}

/// What is told.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Ongoing {
    pub(super) began: Timestamp,
    pub(super) severity: Severity,
}

/// What is to be told, and for how long it has lasted, s.
pub(super) type Change = (FindingState, Ongoing, i64);

/// What one moment says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Verdict {
    /// It shows.
    Shows,
    /// It does not.
    Calm,
    /// It is not known.
    Unclear,
    /// It cannot be any more.
    Over,
}

impl Lasting {
    pub(super) fn is_told(&self) -> bool {
        self.ongoing.is_some()
    }

    /// Takes over what an earlier engine told.
    pub(super) fn resume(&mut self, finding: &Finding) {
        self.told_until = Some(finding.seen);
        self.ongoing = Some(Ongoing { began: finding.began, severity: finding.severity });
    }

    /// Takes the verdict of `now`; what is to be told, if anything.
    pub(super) fn advance(
        &mut self,
        patience: &Patience<'_>,
        verdict: Verdict,
        now: Timestamp,
    ) -> Option<Change> {
        let has_gap = self.last.is_some_and(|last| seconds_between(last, now) > patience.hold_s);
        self.last = Some(now);
        if verdict != Verdict::Shows || has_gap {
            self.since = None;
        }
        if self.told_until.is_some_and(|until| now <= until) {
            return None;
        }
        match verdict {
            Verdict::Shows => {
                self.calm_since = None;
                let since = *self.since.get_or_insert(now);
                if self.ongoing.is_none() && seconds_between(since, now) < patience.hold_s {
                    return None;
                }
                let began = self.ongoing.map_or(since, |told| told.began);
                let lasted_s = seconds_between(began, now);
                let severity = patience.by_minutes.of(lasted_s as f64 / 60.0);
                let next = Ongoing { began, severity };
                let is_news = self.ongoing.replace(next) != Some(next);
                is_news.then_some((FindingState::Ongoing, next, lasted_s))
            }
            Verdict::Calm => {
                let since = *self.calm_since.get_or_insert(now);
                if seconds_between(since, now) < patience.clear_s { None } else { self.end(since) }
            }
            Verdict::Unclear => None,
            Verdict::Over => self.end(now),
        }
    }

    fn end(&mut self, at: Timestamp) -> Option<Change> {
        self.calm_since = None;
        let told = self.ongoing.take()?;
        Some((FindingState::Cleared, told, seconds_between(told.began, at).max(0)))
    }
}

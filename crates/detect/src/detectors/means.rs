//! Means beyond the limit in force at their time, told as runs of them: what hour means and day means have in common.
//!
//! A mean's worst evidence stands: a later, lower one for the same time does not undo the first one, people do. What is
//! told depends on the set of known means, not on the order in which they came.

use model::china::plus_seconds;
use model::{
    Fact, FactorCode, Finding, FindingKey, FindingKind, FindingState, Limit, LimitBasis, OutletId, Severity,
    Subject, Timestamp,
};

pub(super) use self::known::KnownMeans;

use self::known::Mean;
use super::{Beyond, limit_fact};
use crate::SeverityTable;
use crate::series::Series;

mod known;

/// Which means, and in which words they are told.
#[derive(Debug)]
pub(super) struct Basis {
    pub(super) kind: FindingKind,
    pub(super) limit: LimitBasis,
    /// The limit that holds so long after a mean's time begins, s, is its limit.
    pub(super) limit_at_s: i64,
    pub(super) detector: &'static str,
    pub(super) words: Words,
}

/// The names of facts.
#[derive(Debug)]
pub(super) struct Words {
    pub(super) time: &'static str,
    pub(super) mean: &'static str,
    pub(super) mean_converted: &'static str,
    pub(super) means_over: &'static str,
    pub(super) worst_time: &'static str,
    pub(super) worst_mean: &'static str,
    pub(super) compliant_time: &'static str,
    pub(super) compliant_mean: &'static str,
}

/// How much a mean beyond its limit presses.
#[derive(Debug, Clone, Copy)]
pub(super) struct Severities<'a> {
    pub(super) by_multiple: &'a SeverityTable,
    pub(super) by_ph_distance: &'a SeverityTable,
}

impl Severities<'_> {
    fn of(self, beyond: Beyond) -> Severity {
        match beyond {
            Beyond::Multiple(multiple) => self.by_multiple.of(multiple),
            Beyond::Distance(distance) => self.by_ph_distance.of(distance),
        }
    }
}

impl Basis {
    /// The limit for a mean whose time begins at `time`.
    pub(super) fn limit<'s>(&self, series: &'s Series, time: Timestamp) -> Option<&'s Limit> {
        series.limit_in_force(self.limit, plus_seconds(time, self.limit_at_s))
    }
}

/// The means of one series: those that are known, and the run of them that is told as ongoing.
pub(super) struct Means<'a> {
    pub(super) known: &'a mut KnownMeans,
    pub(super) ongoing: &'a mut Option<Told>,
}

/// A run of means as it was told.
#[derive(Debug, Clone, Copy)]
pub(super) struct Told {
    began: Timestamp,
    /// The last mean beyond the limit that was told.
    until: Timestamp,
    severity: Severity,
}

impl Told {
    /// What an earlier engine told.
    pub(super) fn by(finding: &Finding) -> Self {
        let Finding { began, seen, severity, .. } = *finding;
        Self { began, until: seen, severity }
    }
}

/// Consecutive means beyond the limit, of those that are known.
struct Run {
    means: Vec<(Timestamp, Mean)>,
    /// The first known mean within the limit after them.
    ended_by: Option<(Timestamp, Mean)>,
}

impl Means<'_> {
    /// Takes a mean in; whether it changes what is known. Those more than `memory_s` before the newest are not taken.
    pub(super) fn learn(&mut self, time: Timestamp, figure: f64, limit: &Limit, memory_s: i64) -> bool {
        let mean = Mean { figure, beyond: Beyond::of(figure, limit) };
        let newest = self.known.last().map_or(time, |newest| newest.max(time));
        let horizon = plus_seconds(newest, memory_s.saturating_neg());
        if time < horizon {
            return false;
        }
        if self.known.get(time).is_some_and(|known| known.size() >= mean.size()) {
            return false;
        }
        let is_known = self.known.insert(time, mean);
        self.known.forget_before(horizon);
        is_known
    }

    /// The run that holds `time`; `None` if that mean is within the limit.
    fn run_at(&self, time: Timestamp) -> Option<Run> {
        let at = self.known.get(time).filter(|mean| mean.beyond.is_some())?;
        let mut means: Vec<_> =
            self.known.before(time).take_while(|(_, mean)| mean.beyond.is_some()).collect();
        means.reverse();
        means.push((time, at));
        let mut ended_by = None;
        for (later, mean) in self.known.from(time).skip(1) {
            if mean.beyond.is_none() {
                ended_by = Some((later, mean));
                break;
            }
            means.push((later, mean));
        }
        Some(Run { means, ended_by })
    }
}

/// What stays the same while one mean's consequences are told.
pub(super) struct Telling<'a> {
    pub(super) basis: &'a Basis,
    pub(super) severities: Severities<'a>,
    pub(super) series: &'a Series,
    pub(super) outlet: &'a OutletId,
    pub(super) factor: &'a FactorCode,
    /// The limit of the mean that came.
    pub(super) limit: &'a Limit,
    /// What else is to be told of the mean that came.
    pub(super) about: &'a [Fact],
}

impl Telling<'_> {
    /// Tells what the mean at `time`, which was just learned, brings about.
    pub(super) fn tell(&self, means: &mut Means<'_>, time: Timestamp, findings: &mut Vec<Finding>) {
        let Some(run) = means.run_at(time) else { return self.tell_within(means, time, findings) };
        let told = self.told(means, &run, time);
        if run.ended_by.is_none() {
            // A mean that neither lengthens nor worsens what was told is no news: it fills a gap inside it.
            let is_news = means.ongoing.is_none_or(|before| {
                told.began < before.began || told.until > before.until || told.severity > before.severity
            });
            if is_news {
                findings.push(self.finding(&run, told, FindingState::Ongoing, time));
                *means.ongoing = Some(told);
            }
            return;
        }
        findings.push(self.finding(&run, told, FindingState::Ongoing, time));
        findings.push(self.finding(&run, told, FindingState::Cleared, time));
        let later = means.ongoing.filter(|ongoing| ongoing.began > told.until);
        // A past run shares its key with one that is still open: the open one is told again, it holds.
        if let Some((open, run)) = later.and_then(|open| means.run_at(open.began).map(|run| (open, run))) {
            findings.push(self.finding(&run, open, FindingState::Ongoing, time));
        }
        *means.ongoing = later;
    }

    /// A mean within the limit: ends the run before it, unless that had ended already.
    fn tell_within(&self, means: &mut Means<'_>, time: Timestamp, findings: &mut Vec<Finding>) {
        let Some(ongoing) = means.ongoing.filter(|ongoing| ongoing.began < time) else { return };
        // Means that an engine before this one judged stay as it told them.
        let is_settled = time <= ongoing.until && means.run_at(ongoing.until).is_none();
        if is_settled {
            return;
        }
        let latest = means.known.last();
        if let Some(run) = latest.and_then(|last| means.run_at(last)) {
            // It came late and cut the run in two: the later part is what holds.
            let told = self.told(means, &run, time);
            findings.push(self.finding(&run, told, FindingState::Ongoing, time));
            *means.ongoing = Some(told);
            return;
        }
        let before = means.known.before(time).next().and_then(|(last, _)| means.run_at(last));
        let ended_by = means.known.get(time).map(|mean| (time, mean));
        let run = before.unwrap_or(Run { means: Vec::new(), ended_by });
        findings.push(self.finding(&run, ongoing, FindingState::Cleared, time));
        *means.ongoing = None;
    }

    fn told(&self, means: &Means<'_>, run: &Run, time: Timestamp) -> Told {
        let first = run.means.first().map_or(time, |(first, _)| *first);
        // Of means that only an engine before this one knew, what it told is known: the run goes on from there.
        let earlier = means.ongoing.filter(|ongoing| ongoing.began < first);
        let goes_on =
            |ongoing: &Told| means.known.from(ongoing.began).next().is_none_or(|(next, _)| next >= first);
        let began = earlier.filter(goes_on).map_or(first, |ongoing| ongoing.began);
        let until = run.means.last().map_or(time, |(last, _)| *last);
        Told { began, until, severity: self.severity(run) }
    }

    fn severity(&self, run: &Run) -> Severity {
        let beyond = run.means.iter().filter_map(|(_, mean)| mean.beyond);
        beyond.map(|beyond| self.severities.of(beyond)).max().unwrap_or(self.severities.by_multiple.base)
    }

    /// `came`: the time of the mean that came.
    fn finding(&self, run: &Run, told: Told, state: FindingState, came: Timestamp) -> Finding {
        let words = &self.basis.words;
        let mut facts = Vec::new();
        let mut seen = told.began;
        let at = run.means.last().map_or(told.began, |(time, _)| *time);
        let limit = self.basis.limit(self.series, at).unwrap_or(self.limit);
        let unit = limit.unit;
        if let Some((time, mean)) = run.means.last() {
            seen = *time;
            facts.push(Fact::time(words.time, *time));
            let name = if limit.converted { words.mean_converted } else { words.mean };
            facts.push(Fact::figure(name, mean.figure, unit));
            facts.push(limit_fact(limit));
            facts.extend(mean.beyond.map(|beyond| beyond.fact(unit)));
        } else {
            facts.push(limit_fact(limit));
        }
        if run.means.len() > 1 {
            facts.push(Fact::figure(words.means_over, run.means.len() as f64, model::Unit::One));
            let worst = run.means.iter().max_by(|a, b| a.1.size().total_cmp(&b.1.size()));
            if let Some((time, mean)) = worst {
                facts.push(Fact::time(words.worst_time, *time));
                facts.push(Fact::figure(words.worst_mean, mean.figure, unit));
            }
        }
        if let (FindingState::Cleared, Some((time, mean))) = (state, run.ended_by) {
            seen = time;
            facts.push(Fact::time(words.compliant_time, time));
            facts.push(Fact::figure(words.compliant_mean, mean.figure, unit));
        }
        if seen == came {
            facts.extend(self.about.iter().cloned());
        }
        let key = FindingKey {
            kind: self.basis.kind,
            subject: Subject::Outlet(self.outlet.clone()),
            factor: Some(self.factor.clone()),
        };
        let Told { began, severity, .. } = told;
        Finding { key, severity, state, began, seen, facts, detector: self.basis.detector.into() }
    }
}

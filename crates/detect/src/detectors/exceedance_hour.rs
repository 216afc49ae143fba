//! Hour means beyond the limit in force at their time (小时均值超标).
//!
//! An hour's worst evidence stands: a later, lower value for the same hour does not undo the first one,
//! people do. What is told depends on the set of known hours, not on the order in which they came.

use model::china::plus_seconds;
use model::{
    Fact, FactorCode, Finding, FindingKey, FindingKind, FindingState, Granularity, Limit, LimitBasis,
    OutletId, Reading, Severity, Source, Subject, Timestamp,
};

use self::known::{Hour, KnownHours};
use super::{Beyond, Context, Detector, comparable, limit_fact, time_is_believable};
use crate::ExceedanceParameters;
use crate::series::{PerSeries, Series};

mod known;

const ID: &str = "exceedance_hour/1";

/// The known hours of every limited series.
#[derive(Debug, Default)]
pub(crate) struct ExceedanceHour {
    series: PerSeries<Hours>,
}

#[derive(Debug, Default)]
struct Hours {
    known: KnownHours,
    /// The run of hours that is told as ongoing.
    ongoing: Option<Told>,
}

#[derive(Debug, Clone, Copy)]
struct Told {
    began: Timestamp,
    /// The last hour beyond the limit that was told.
    until: Timestamp,
    severity: Severity,
}

/// Consecutive evidence hours beyond the limit.
struct Run {
    hours: Vec<(Timestamp, Hour)>,
    /// The first evidence hour within the limit after them.
    ended_by: Option<(Timestamp, Hour)>,
}

impl Detector for ExceedanceHour {
    fn observe(
        &mut self,
        context: &Context<'_>,
        series: &Series,
        reading: &Reading,
        findings: &mut Vec<Finding>,
    ) {
        if reading.granularity != Granularity::Hour || !time_is_believable(context, reading) {
            return;
        }
        let Source::Outlet(outlet) = &reading.series.source else { return };
        let Some(limit) = series.limit_in_force(LimitBasis::HourMean, reading.time) else { return };
        let Some(figure) = comparable(reading, limit) else { return };
        let parameters = &context.parameters.exceedance;
        let hours = self.series.entry(series.slot, Hours::default);
        let hour = Hour { figure, beyond: Beyond::of(figure, limit) };
        if hours.learn(reading.time, hour, parameters) {
            let told = Telling { context, series, outlet, factor: &reading.series.factor, limit };
            told.tell(hours, reading.time, findings);
        }
    }

    fn register_changed(&mut self, context: &Context<'_>) {
        self.series.register_changed(context.all);
    }

    fn resume(&mut self, _: &Context<'_>, series: Option<&Series>, finding: &Finding) {
        let Some(series) = series else { return };
        if finding.key.kind == FindingKind::ExceedanceHour {
            let hours = self.series.entry(series.slot, Hours::default);
            let Finding { began, seen, severity, .. } = *finding;
            hours.ongoing = Some(Told { began, until: seen, severity });
        }
    }
}

impl Hours {
    /// Whether `hour` changes what is known.
    fn learn(&mut self, time: Timestamp, hour: Hour, parameters: &ExceedanceParameters) -> bool {
        let newest = self.known.last().map_or(time, |newest| newest.max(time));
        let horizon = plus_seconds(newest, -parameters.memory_h.saturating_mul(3600));
        if time < horizon {
            return false;
        }
        if self.known.get(time).is_some_and(|known| known.size() >= hour.size()) {
            return false;
        }
        let is_known = self.known.insert(time, hour);
        self.known.forget_before(horizon);
        is_known
    }

    /// The run that holds `time`; `None` if that hour is within the limit.
    fn run_at(&self, time: Timestamp) -> Option<Run> {
        let at = self.known.get(time).filter(|hour| hour.beyond.is_some())?;
        let mut hours: Vec<_> =
            self.known.before(time).take_while(|(_, hour)| hour.beyond.is_some()).collect();
        hours.reverse();
        hours.push((time, at));
        let mut ended_by = None;
        for (later, hour) in self.known.from(time).skip(1) {
            if hour.beyond.is_none() {
                ended_by = Some((later, hour));
                break;
            }
            hours.push((later, hour));
        }
        Some(Run { hours, ended_by })
    }
}

/// What stays the same while one reading's consequences are told.
struct Telling<'a> {
    context: &'a Context<'a>,
    series: &'a Series,
    outlet: &'a OutletId,
    factor: &'a FactorCode,
    /// The limit of the reading that came.
    limit: &'a Limit,
}

impl Telling<'_> {
    fn tell(&self, hours: &mut Hours, time: Timestamp, findings: &mut Vec<Finding>) {
        let Some(run) = hours.run_at(time) else { return self.tell_within(hours, time, findings) };
        let told = self.told(hours, &run, time);
        if run.ended_by.is_none() {
            // An hour that neither lengthens nor worsens what was told is no news: it fills a gap inside it.
            let is_news = hours.ongoing.is_none_or(|before| {
                told.began < before.began || told.until > before.until || told.severity > before.severity
            });
            if is_news {
                findings.push(self.finding(&run, told, FindingState::Ongoing));
                hours.ongoing = Some(told);
            }
            return;
        }
        findings.push(self.finding(&run, told, FindingState::Ongoing));
        findings.push(self.finding(&run, told, FindingState::Cleared));
        let later = hours.ongoing.filter(|ongoing| ongoing.began > told.until);
        // A past run shares its key with one that is still open: the open one is told again, it holds.
        if let Some((open, run)) = later.and_then(|open| hours.run_at(open.began).map(|run| (open, run))) {
            findings.push(self.finding(&run, open, FindingState::Ongoing));
        }
        hours.ongoing = later;
    }

    /// An hour within the limit: ends the run before it, unless that had ended already.
    fn tell_within(&self, hours: &mut Hours, time: Timestamp, findings: &mut Vec<Finding>) {
        let Some(ongoing) = hours.ongoing.filter(|ongoing| ongoing.began < time) else { return };
        // Hours that an engine before this one judged stay as it told them.
        let is_settled = time <= ongoing.until && hours.run_at(ongoing.until).is_none();
        if is_settled {
            return;
        }
        let latest = hours.known.last();
        if let Some(run) = latest.and_then(|last| hours.run_at(last)) {
            // It came late and cut the run in two: the later part is what holds.
            let told = self.told(hours, &run, time);
            findings.push(self.finding(&run, told, FindingState::Ongoing));
            hours.ongoing = Some(told);
            return;
        }
        let before = hours.known.before(time).next().and_then(|(last, _)| hours.run_at(last));
        let ended_by = hours.known.get(time).map(|hour| (time, hour));
        let run = before.unwrap_or(Run { hours: Vec::new(), ended_by });
        findings.push(self.finding(&run, ongoing, FindingState::Cleared));
        hours.ongoing = None;
    }

    fn told(&self, hours: &Hours, run: &Run, time: Timestamp) -> Told {
        let first = run.hours.first().map_or(time, |(first, _)| *first);
        // Of hours that only an engine before this one knew, what it told is known: the run goes on from there.
        let earlier = hours.ongoing.filter(|ongoing| ongoing.began < first);
        let goes_on =
            |ongoing: &Told| hours.known.from(ongoing.began).next().is_none_or(|(next, _)| next >= first);
        let began = earlier.filter(goes_on).map_or(first, |ongoing| ongoing.began);
        let until = run.hours.last().map_or(time, |(last, _)| *last);
        Told { began, until, severity: self.severity(run) }
    }

    fn severity(&self, run: &Run) -> Severity {
        let parameters = &self.context.parameters.exceedance;
        let of = |hour: &Hour| match hour.beyond {
            Some(Beyond::Multiple(multiple)) => Some(parameters.by_multiple.of(multiple)),
            Some(Beyond::Distance(distance)) => Some(parameters.by_ph_distance.of(distance)),
            None => None,
        };
        run.hours.iter().filter_map(|(_, hour)| of(hour)).max().unwrap_or(parameters.by_multiple.base)
    }

    fn finding(&self, run: &Run, told: Told, state: FindingState) -> Finding {
        let mut facts = Vec::new();
        let mut seen = told.began;
        let at = run.hours.last().map_or(told.began, |(time, _)| *time);
        let limit = self.series.limit_in_force(LimitBasis::HourMean, at).unwrap_or(self.limit);
        let unit = limit.unit;
        if let Some((time, hour)) = run.hours.last() {
            seen = *time;
            facts.push(Fact::time("hour", *time));
            facts.push(Fact::figure(
                if limit.converted { "hour_mean_converted" } else { "hour_mean" },
                hour.figure,
                unit,
            ));
            facts.push(limit_fact(limit));
            facts.extend(hour.beyond.map(|beyond| beyond.fact(unit)));
        } else {
            facts.push(limit_fact(limit));
        }
        if run.hours.len() > 1 {
            facts.push(Fact::figure("hours_over", run.hours.len() as f64, model::Unit::One));
            let worst = run.hours.iter().max_by(|a, b| a.1.size().total_cmp(&b.1.size()));
            if let Some((time, hour)) = worst {
                facts.push(Fact::time("worst_hour", *time));
                facts.push(Fact::figure("worst_hour_mean", hour.figure, unit));
            }
        }
        if let (FindingState::Cleared, Some((time, hour))) = (state, run.ended_by) {
            seen = time;
            facts.push(Fact::time("compliant_hour", time));
            facts.push(Fact::figure("compliant_hour_mean", hour.figure, unit));
        }
        let key = FindingKey {
            kind: FindingKind::ExceedanceHour,
            subject: Subject::Outlet(self.outlet.clone()),
            factor: Some(self.factor.clone()),
        };
        let Told { began, severity, .. } = told;
        Finding { key, severity, state, began, seen, facts, detector: ID.into() }
    }
}

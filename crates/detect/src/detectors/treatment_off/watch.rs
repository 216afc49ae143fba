//! One treatment unit with its lines: what they say together, and what is told of it.

use std::collections::{BTreeMap, BTreeSet};

use model::china::{plus_seconds, seconds_between};
use model::{Fact, Finding, FindingState, LineId, MeterId, Severity, Timestamp, Unit};

use super::lag::StartLag;
use super::line::{LinePast, Treatment};
use super::swap::{Habits, Ways};
use crate::detectors::Context;
use crate::power::Meter;
use crate::{MeterState, PowerState};

/// One treatment unit with its circuits, and what is going on there.
#[derive(Debug, Default)]
pub(super) struct Watch {
    pub(super) treatment: Vec<MeterId>,
    pub(super) lines: Vec<(LineId, MeterId)>,
    /// What each line's past says, by its meter.
    pasts: BTreeMap<MeterId, LinePast>,
    start_lag: StartLag,
    /// From when treatment has run.
    ran_since: Option<Timestamp>,
    /// From when it has not.
    stopped: Option<Timestamp>,
    /// From when what is told has been over.
    calm_since: Option<Timestamp>,
    pub(super) judged_until: Option<Timestamp>,
    /// What an engine before this one has told of; up to here this one only learns.
    pub(super) told_until: Option<Timestamp>,
    ongoing: Option<Ongoing>,
    habits: Habits,
}

/// What is told.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Ongoing {
    pub(super) began: Timestamp,
    pub(super) severity: Severity,
    /// Every line that has run since.
    pub(super) running: BTreeSet<LineId>,
    /// With which line's meters the meters seem to have been swapped.
    pub(super) swapped_with: Option<LineId>,
    /// How long it had lasted at least when it was told, s.
    debounce_s: i64,
}

/// What the meters of a unit's treatment say together.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum TreatmentSays {
    /// One of them runs.
    Runs { since: Option<Timestamp> },
    /// None of them does.
    Off,
    /// One that it takes is silent or not understood.
    Unknown,
}

/// What one line says.
#[derive(Debug, Clone, Copy, PartialEq)]
enum LineSays {
    /// It does what is treated.
    Works(Work),
    /// It does not.
    Rests,
    /// Not known, or between the two.
    Unclear,
}

/// A line's work.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Work {
    /// When its power rose.
    began: Timestamp,
    /// From when it has been known for what it is: averages follow power slowly.
    certain: Timestamp,
    /// Whether the line's past with this treatment says so.
    is_known: bool,
}

/// What all meters of a unit say together at one time.
pub(super) enum Verdict {
    /// Lines run, treatment does not, and all of it is known; it is to be told from `due` on.
    Off { began: Timestamp, running: BTreeSet<LineId>, due: Timestamp, debounce_s: i64 },
    /// Treatment runs.
    Treated,
    /// No line runs.
    AtRest,
    /// A meter that it takes is silent or not understood.
    Unclear,
}

impl Watch {
    /// Takes over what an earlier engine told.
    pub(super) fn resume(&mut self, finding: &Finding) {
        self.told_until = Some(finding.seen);
        self.ongoing = Some(Ongoing {
            began: finding.began,
            severity: finding.severity,
            running: BTreeSet::new(),
            swapped_with: None,
            debounce_s: 0,
        });
    }

    /// Sees what its line and its treatment do together; nothing is made of units with several lines.
    pub(super) fn see(&mut self, treatment: TreatmentSays, lines: &[Option<MeterState>], now: Timestamp) {
        let [line] = lines else { return };
        let line_runs = line.filter(|line| line.state != PowerState::Unknown);
        let treatment_runs = match treatment {
            TreatmentSays::Runs { .. } => Some(true),
            TreatmentSays::Off => Some(false),
            TreatmentSays::Unknown => None,
        };
        let ways = line_runs.zip(treatment_runs);
        let ways = ways.map(|(line, treatment)| Ways::of(line.state == PowerState::Running, treatment));
        self.habits.see(ways, now);
    }

    /// The one line of this unit, if that always ran with its treatment.
    pub(super) fn paired_line(&self) -> Option<&LineId> {
        let [(line, _)] = self.lines.as_slice() else { return None };
        self.habits.are_one().then_some(line)
    }

    /// That its line and its treatment go separate ways now is no habit of theirs.
    pub(super) fn explain(&mut self) {
        self.habits.explain();
    }

    /// Whether its treatment runs now, and its line, which always ran with it, does not.
    pub(super) fn misses_its_line(&self, now: Timestamp) -> bool {
        self.paired_line().is_some() && self.habits.treatment_is_alone(now)
    }

    /// Follows treatment as it stops and starts.
    pub(super) fn follow(&mut self, context: &Context<'_>, treatment: TreatmentSays, now: Timestamp) {
        let parameters = &context.parameters.treatment_off;
        match treatment {
            TreatmentSays::Runs { since } => {
                self.start_lag.treatment_runs(parameters, since);
                self.ran_since.get_or_insert(since.unwrap_or(now));
                self.stopped = None;
                self.pasts.values_mut().for_each(LinePast::treatment_runs);
            }
            TreatmentSays::Off => {
                let ran_s = self.ran_since.take().map_or(0, |since| seconds_between(since, now));
                if self.stopped.is_none() {
                    self.stopped = Some(now);
                    for past in self.pasts.values_mut() {
                        past.treatment_stopped(&context.parameters.pairing, now, ran_s);
                    }
                }
            }
            TreatmentSays::Unknown => {
                if self.ongoing.is_none() {
                    self.stopped = None;
                }
            }
        }
    }

    /// Learns from the newest sample of `meter`, if it is a line's, what the line does with and without treatment.
    pub(super) fn learn(
        &mut self,
        context: &Context<'_>,
        meter: &MeterId,
        said: &Meter,
        treatment: TreatmentSays,
    ) {
        let Some(state) = said.state() else { return };
        if !self.lines.iter().any(|(_, of_line)| of_line == meter) {
            return;
        }
        let told = self.ongoing.is_some();
        let treatment = match (treatment, self.stopped) {
            (TreatmentSays::Runs { .. }, _) => Treatment::Ran,
            (TreatmentSays::Off, Some(since)) => Treatment::Off { since, told },
            (TreatmentSays::Off | TreatmentSays::Unknown, _) => Treatment::Unknown,
        };
        let past = self.pasts.entry(meter.clone()).or_insert_with(LinePast::new);
        let sample = (state.seen, state.power_kw);
        past.take(context.parameters, sample, said.interval_s(), said.usual_most_kw(), treatment);
    }

    /// What everything says together. `lines`: the states of this watch's lines in their order, where fresh.
    pub(super) fn verdict(
        &mut self,
        context: &Context<'_>,
        treatment: TreatmentSays,
        lines: &[Option<MeterState>],
    ) -> Verdict {
        let says: Vec<(&LineId, LineSays)> = self
            .lines
            .iter()
            .zip(lines)
            .map(|((line, meter), state)| (line, self.line_says(context, meter, *state)))
            .collect();
        let works = says.iter().filter_map(|(line, says)| match says {
            LineSays::Works(work) => Some(((*line).clone(), *work)),
            LineSays::Rests | LineSays::Unclear => None,
        });
        let works: Vec<(LineId, Work)> = works.collect();
        if matches!(treatment, TreatmentSays::Runs { .. }) {
            return Verdict::Treated;
        }
        // What is told of some lines is over when these rest, whatever is known of the others.
        let told = self.ongoing.as_ref().map(|ongoing| &ongoing.running).filter(|told| !told.is_empty());
        let may_be_unclear = |line: &LineId| told.is_some_and(|told| !told.contains(line));
        let is_over = says.iter().all(|(line, says)| match says {
            LineSays::Rests => true,
            LineSays::Unclear => may_be_unclear(line),
            LineSays::Works(_) => false,
        });
        if is_over {
            self.start_lag.production_stopped();
            return Verdict::AtRest;
        }
        let (TreatmentSays::Off, Some(stopped)) = (treatment, self.stopped) else { return Verdict::Unclear };
        for (_, work) in works.iter().filter(|(_, work)| work.certain > stopped) {
            self.start_lag.production_started(work.certain);
        }
        // The line that is missed soonest counts.
        let due = works.iter().map(|(_, work)| {
            let debounce_s = self.debounce_s(context, stopped, *work);
            (plus_seconds(work.certain.max(stopped), debounce_s), debounce_s)
        });
        let began = works.iter().map(|(_, work)| work.began.max(stopped)).min();
        let (Some(began), Some((due, debounce_s))) = (began, due.min()) else { return Verdict::Unclear };
        Verdict::Off { began, running: works.into_iter().map(|(line, _)| line).collect(), due, debounce_s }
    }

    fn line_says(&self, context: &Context<'_>, meter: &MeterId, state: Option<MeterState>) -> LineSays {
        let pairing = &context.parameters.pairing;
        let Some(state) = state else { return LineSays::Unclear };
        let past = self.pasts.get(meter);
        let calls = past.filter(|past| past.need() >= pairing.need).and_then(LinePast::calls_since);
        let is_trained = past.is_some_and(|past| past.is_trained(pairing));
        // Of lines that share their treatment, one may have rested whenever treatment ran for another: there the
        // past says nothing by itself.
        let is_alone = self.lines.len() == 1;
        match (state.state, calls) {
            (PowerState::Idle | PowerState::Standby, _) if !is_alone => LineSays::Rests,
            (PowerState::Unknown, _) if !is_alone => LineSays::Unclear,
            (said, Some(certain)) => {
                let rose = state.since.filter(|_| said == PowerState::Running);
                let began = rose.map_or(certain, |rose| rose.min(certain));
                LineSays::Works(Work { began, certain, is_known: true })
            }
            (PowerState::Running, None) if !is_trained => {
                let began = state.since.unwrap_or(state.seen);
                LineSays::Works(Work { began, certain: began, is_known: false })
            }
            (PowerState::Unknown, None) if !is_trained => LineSays::Unclear,
            (_, None) if is_trained && past.is_some_and(|past| past.need() >= pairing.no_need) => {
                LineSays::Unclear
            }
            (_, None) => LineSays::Rests,
        }
    }

    /// How long a line must have worked without treatment for it to be told, s.
    fn debounce_s(&self, context: &Context<'_>, stopped: Timestamp, work: Work) -> i64 {
        let parameters = &context.parameters.treatment_off;
        let learned = self.start_lag.debounce_s(parameters);
        if !work.is_known {
            learned.unwrap_or(parameters.debounce_s)
        } else if seconds_between(stopped, work.certain) > parameters.start_after_s {
            learned.unwrap_or(parameters.start_debounce_s)
        } else {
            parameters.stop_debounce_s
        }
    }

    /// Takes the verdict of `now`; what is to be told, if anything.
    ///
    /// `swapped_with`: the line whose meters explain it together with this one's.
    pub(super) fn advance(
        &mut self,
        context: &Context<'_>,
        verdict: Verdict,
        swapped_with: Option<LineId>,
        now: Timestamp,
    ) -> Option<(FindingState, Ongoing)> {
        let parameters = &context.parameters.treatment_off;
        match verdict {
            Verdict::Off { began, mut running, due, debounce_s } => {
                self.calm_since = None;
                let told = self.ongoing.as_ref();
                if told.is_none() && now < due {
                    return None;
                }
                let began = told.map_or(began, |told| told.began);
                let debounce_s = told.map_or(debounce_s, |told| told.debounce_s);
                let severity = parameters.by_minutes.of(seconds_between(began, now) as f64 / 60.0);
                running.extend(told.iter().flat_map(|told| told.running.iter().cloned()));
                let swapped_with = told.and_then(|told| told.swapped_with.clone()).or(swapped_with);
                let next = Ongoing { began, severity, running, swapped_with, debounce_s };
                let is_news = told != Some(&next);
                self.ongoing = Some(next.clone());
                is_news.then_some((FindingState::Ongoing, next))
            }
            Verdict::Treated | Verdict::AtRest => {
                let since = *self.calm_since.get_or_insert(now);
                if seconds_between(since, now) < parameters.clear_s {
                    return None;
                }
                self.ongoing.take().map(|ongoing| (FindingState::Cleared, ongoing))
            }
            Verdict::Unclear => None,
        }
    }

    /// What the past of a line says of its power, as facts.
    pub(super) fn pairing_facts(&self, meter: &MeterId) -> Vec<Fact> {
        let Some(need) = self.pasts.get(meter).map(LinePast::facts) else { return Vec::new() };
        let Some(rank) = need.rank else { return Vec::new() };
        vec![
            Fact::figure("production_level", need.level_kw, Unit::Kilowatt),
            Fact::figure("production_rank_at_work", rank * 100.0, Unit::Percent),
            Fact::span("treated_at_or_below", need.treated_below_s as i64),
            Fact::span("untreated_at_or_above", need.untreated_above_s as i64),
            Fact::figure("treatment_need", need.need * 100.0, Unit::Percent),
        ]
    }
}

impl Ongoing {
    /// How long it had lasted at least when it was told, s.
    pub(super) fn debounce_s(&self) -> i64 {
        self.debounce_s
    }
}

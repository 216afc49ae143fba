//! A logger whose clock is off (数采仪时钟偏差): for a while every real-time frame came by the same time after, or before,
//! the time that it bears.
//!
//! Frames that were kept and sent later come after ever other times, so they never look like that; nor do the frames of
//! two devices under one number. One logger has one finding, whatever it measures.

use model::china::{plus_seconds, seconds_between};
use model::{
    Fact, FactValue, Finding, FindingKey, FindingKind, FindingState, Granularity, Reading, Severity, Subject,
    Timestamp, Unit,
};

use super::{Context, Detector, target_fact};
use crate::ClockParameters;
use crate::series::Series;

const ID: &str = "clock_error/1";

/// How late the frames of every logger come.
#[derive(Debug, Default)]
pub(crate) struct ClockError {
    /// By the loggers' numbers.
    loggers: Vec<Option<Clock>>,
}

/// One logger's clock.
#[derive(Debug, Default)]
struct Clock {
    run: Option<Run>,
    /// What an engine before this one has told of; what arrived up to here is not told again.
    told_until: Option<Timestamp>,
    told: Option<Told>,
}

/// Frames that came equally late.
#[derive(Debug, Clone, Copy)]
struct Run {
    /// The arrival of the first.
    began: Timestamp,
    /// The arrival of the last.
    seen: Timestamp,
    /// The time that the last bears.
    bears: Timestamp,
    frames: u32,
    /// Their mean lateness, s; negative where they come before their time.
    late_s: f64,
}

#[derive(Debug, Clone, Copy)]
struct Told {
    began: Timestamp,
    severity: Severity,
    late_s: f64,
}

impl Detector for ClockError {
    fn observe(
        &mut self,
        context: &Context<'_>,
        series: &Series,
        reading: &Reading,
        findings: &mut Vec<Finding>,
    ) {
        if let (Granularity::Realtime, Some(number)) = (reading.granularity, series.logger) {
            self.judge(context, number, reading.time, reading.received_at, findings);
        }
    }

    fn register_changed(&mut self, context: &Context<'_>) {
        for (number, clock) in self.loggers.iter_mut().enumerate() {
            let mn = context.all.loggers().name(number);
            if !mn.is_some_and(|mn| context.register.loggers.contains_key(mn)) {
                *clock = None;
            }
        }
    }

    fn resume(&mut self, context: &Context<'_>, _: Option<&Series>, finding: &Finding) {
        let Subject::Logger(mn) = &finding.key.subject else { return };
        let (FindingKind::ClockError, Some(number)) = (finding.key.kind, context.all.loggers().number(mn))
        else {
            return;
        };
        let Finding { began, severity, seen, .. } = *finding;
        let told = Some(Told { began, severity, late_s: late_of(&finding.facts) });
        *self.clock(number) = Clock { run: None, told_until: Some(seen), told };
    }
}

impl ClockError {
    /// The clock of logger `number` was so far ahead in a frame that arrived at `at`.
    pub(crate) fn ahead(
        &mut self,
        context: &Context<'_>,
        number: usize,
        at: Timestamp,
        ahead_s: i64,
        findings: &mut Vec<Finding>,
    ) {
        if ahead_s > context.parameters.time.future_tolerance_s {
            self.judge(context, number, plus_seconds(at, ahead_s), at, findings);
        }
    }

    fn clock(&mut self, number: usize) -> &mut Clock {
        if number >= self.loggers.len() {
            self.loggers.resize_with(number + 1, || None);
        }
        #[expect(clippy::indexing_slicing, reason = "the line before makes the place")]
        self.loggers[number].get_or_insert_default()
    }

    /// Takes a frame of a logger that bears one time and arrived at another.
    fn judge(
        &mut self,
        context: &Context<'_>,
        number: usize,
        bears: Timestamp,
        arrived: Timestamp,
        findings: &mut Vec<Finding>,
    ) {
        let parameters = &context.parameters.clock;
        let clock = self.clock(number);
        let Some(run) = clock.frame(parameters, bears, arrived) else { return };
        let Some((state, told)) = clock.advance(parameters, &run) else { return };
        let Some(mn) = context.all.loggers().name(number) else { return };
        let key =
            FindingKey { kind: FindingKind::ClockError, subject: Subject::Logger(mn.clone()), factor: None };
        let Told { began, severity, .. } = told;
        let mut facts = vec![Fact::text("logger", mn.as_str())];
        facts.extend(context.register.loggers.get(mn).map(|logger| target_fact(&logger.target)));
        facts.extend(facts_of(&run));
        findings.push(Finding { key, severity, state, began, seen: run.seen, facts, detector: ID.into() });
    }
}

impl Clock {
    /// Takes a frame; the run that it ends, unless it was seen before.
    fn frame(&mut self, parameters: &ClockParameters, bears: Timestamp, arrived: Timestamp) -> Option<Run> {
        if self.run.is_some_and(|run| arrived <= run.seen || bears == run.bears) {
            return None;
        }
        let late_s = seconds_between(bears, arrived) as f64;
        let before = self.run.filter(|run| (late_s - run.late_s).abs() <= parameters.spread_s as f64);
        let run = match before {
            Some(run) => {
                let frames = run.frames.saturating_add(1);
                // Followed rather than averaged for ever: clocks creep.
                let gain = 1.0 / f64::from(frames.min(30));
                let late_s = run.late_s + (late_s - run.late_s) * gain;
                Run { seen: arrived, bears, frames, late_s, ..run }
            }
            None => Run { began: arrived, seen: arrived, bears, frames: 1, late_s },
        };
        self.run = Some(run);
        Some(run)
    }

    /// What the run is to be told of, if anything.
    fn advance(&mut self, parameters: &ClockParameters, run: &Run) -> Option<(FindingState, Told)> {
        let lasted_s = seconds_between(run.began, run.seen);
        let is_sure = run.frames >= parameters.frames && lasted_s >= parameters.hold_s;
        if !is_sure || self.told_until.is_some_and(|until| run.seen <= until) {
            return None;
        }
        let allowed_s = if run.late_s < 0.0 { parameters.ahead_s } else { parameters.behind_s } as f64;
        let off_s = run.late_s.abs();
        match self.told {
            None if off_s > allowed_s => {
                let severity = parameters.by_minutes.of(off_s / 60.0);
                let told = Told { began: run.began, severity, late_s: run.late_s };
                self.told = Some(told);
                Some((FindingState::Ongoing, told))
            }
            Some(told) if off_s <= allowed_s * (1.0 - parameters.clear_margin) => {
                self.told = None;
                Some((FindingState::Cleared, told))
            }
            // Somebody set it, and not right.
            Some(told) if off_s > allowed_s && (run.late_s - told.late_s).abs() > allowed_s => {
                let severity = parameters.by_minutes.of(off_s / 60.0);
                let told = Told { began: told.began, severity, late_s: run.late_s };
                self.told = Some(told);
                Some((FindingState::Ongoing, told))
            }
            None | Some(_) => None,
        }
    }
}

const OFF_BY: &str = "clock_off_by";
const SIDE: &str = "clock_side";
const AHEAD: &str = "ahead";

fn facts_of(run: &Run) -> Vec<Fact> {
    vec![
        Fact::span(OFF_BY, run.late_s.abs() as i64),
        Fact::text(SIDE, if run.late_s < 0.0 { AHEAD } else { "behind" }),
        Fact::time("data_time", run.bears),
        Fact::time("arrived_at", run.seen),
        Fact::figure("frames_judged", f64::from(run.frames), Unit::One),
    ]
}

/// How late frames came by what was told.
fn late_of(facts: &[Fact]) -> f64 {
    let off_s = facts.iter().find_map(|fact| match fact.value {
        FactValue::Span { seconds } if fact.name == OFF_BY => Some(seconds as f64),
        _ => None,
    });
    let is_ahead = facts.contains(&Fact::text(SIDE, AHEAD));
    off_s.unwrap_or_default() * if is_ahead { -1.0 } else { 1.0 }
}

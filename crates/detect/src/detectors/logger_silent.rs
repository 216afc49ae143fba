//! A logger that stopped sending (数采仪离线): no frame for so many of its own intervals.

use model::china::seconds_between;
use model::{
    Fact, FactValue, Finding, FindingKey, FindingKind, FindingState, Logger, Mn, Reading, Severity, Subject,
    Timestamp, Unit,
};

use super::{Context, Detector, target_fact};
use crate::series::Series;

const ID: &str = "logger_silent/1";

/// When each logger was heard, and which are silent.
#[derive(Debug, Default)]
pub(crate) struct LoggerSilent {
    /// By the loggers' numbers.
    loggers: Vec<Heard>,
    now: Option<Timestamp>,
    /// From when loggers could be heard at all; silence before it is not theirs.
    listening_since: Option<Timestamp>,
}

#[derive(Debug, Default)]
struct Heard {
    /// The last frame.
    last: Option<Timestamp>,
    /// From when the time of a logger that was never heard runs: the first tick that knew it.
    watched_from: Option<Timestamp>,
    silent: Option<Severity>,
    began: Option<Timestamp>,
}

impl Heard {
    fn since(&self) -> Option<Timestamp> {
        self.last.or(self.watched_from)
    }
}

impl LoggerSilent {
    /// Nobody could be heard before `at`.
    pub(crate) fn listening_since(&mut self, at: Timestamp) {
        self.listening_since = self.listening_since.max(Some(at));
    }

    /// What is known of the logger `number`.
    fn of(&mut self, number: usize) -> &mut Heard {
        if number >= self.loggers.len() {
            self.loggers.resize_with(number + 1, Heard::default);
        }
        #[expect(clippy::indexing_slicing, reason = "the line before makes the place")]
        &mut self.loggers[number]
    }

    /// A frame of the logger `number` arrived at `at`.
    pub(crate) fn heard(
        &mut self,
        context: &Context<'_>,
        number: usize,
        at: Timestamp,
        findings: &mut Vec<Finding>,
    ) {
        let heard = self.of(number);
        if heard.last.is_some_and(|last| at <= last) {
            return;
        }
        let before = heard.last.replace(at);
        if heard.began.is_some_and(|began| at < began) {
            // A frame from before the silence, told late: it does not end it.
            return;
        }
        if let (Some(severity), Some(began)) = (heard.silent.take(), heard.began.take()) {
            let Some(mn) = context.all.loggers().name(number) else { return };
            let Some(logger) = context.register.loggers.get(mn) else { return };
            let mut facts = told(logger, before);
            facts.push(Fact::time("heard_again", at));
            facts.push(Fact::span("silence", seconds_between(began, at)));
            findings.push(finding(mn, severity, FindingState::Cleared, began, at, facts));
        }
    }
}

impl Detector for LoggerSilent {
    fn observe(&mut self, _: &Context<'_>, _: &Series, _: &Reading, _: &mut Vec<Finding>) {
        // The engine tells `heard` of every reading's logger; what the reading says is of no matter here.
    }

    fn tick(&mut self, context: &Context<'_>, now: Timestamp, findings: &mut Vec<Finding>) {
        if self.now.is_some_and(|before| now < before) {
            return;
        }
        self.now = Some(now);
        let listening_since = self.listening_since;
        for (mn, logger) in &context.register.loggers {
            let Some(number) = context.all.loggers().number(mn) else { continue };
            let parameters = &context.of_logger(number).parameters.silence;
            let heard = self.of(number);
            let mut since = heard.since().unwrap_or(now);
            if heard.silent.is_none() {
                since = listening_since.map_or(since, |from| since.max(from));
            }
            heard.watched_from.get_or_insert(now);
            let silence_s = seconds_between(since, now);
            let allowed_s = allowed_s(logger, parameters.intervals, parameters.floor_s);
            if silence_s <= allowed_s {
                continue;
            }
            let severity = parameters.by_hours.of(silence_s as f64 / 3600.0);
            if heard.silent == Some(severity) {
                continue;
            }
            heard.silent = Some(severity);
            let began = *heard.began.get_or_insert(since);
            let mut facts = told(logger, heard.last);
            facts.push(Fact::span("silence", silence_s));
            facts.push(Fact::span("allowed", allowed_s));
            findings.push(finding(mn, severity, FindingState::Ongoing, began, now, facts));
        }
    }

    fn register_changed(&mut self, context: &Context<'_>) {
        for (number, heard) in self.loggers.iter_mut().enumerate() {
            let mn = context.all.loggers().name(number);
            if !mn.is_some_and(|mn| context.register.loggers.contains_key(mn)) {
                *heard = Heard::default();
            }
        }
    }

    fn resume(&mut self, context: &Context<'_>, _: Option<&Series>, finding: &Finding) {
        let Subject::Logger(mn) = &finding.key.subject else { return };
        let number = context.all.loggers().number(mn);
        if let (FindingKind::LoggerSilent, Some(number)) = (finding.key.kind, number) {
            let heard = self.of(number);
            heard.silent = Some(finding.severity);
            heard.began = Some(finding.began);
            heard.watched_from = Some(finding.began);
            // It began with the last frame: that one, when it is told again, does not end it.
            let was_heard = finding
                .facts
                .iter()
                .any(|fact| fact.name == "last_frame" && matches!(fact.value, FactValue::Time { .. }));
            if was_heard {
                heard.last = heard.last.max(Some(finding.began));
            }
        }
    }
}

fn allowed_s(logger: &Logger, intervals: i64, floor_s: i64) -> i64 {
    i64::from(logger.realtime_interval_s).saturating_mul(intervals).max(floor_s)
}

fn told(logger: &Logger, last: Option<Timestamp>) -> Vec<Fact> {
    let mut facts = vec![Fact::text("logger", logger.mn.as_str()), target_fact(&logger.target)];
    facts.push(match last {
        Some(last) => Fact::time("last_frame", last),
        None => Fact::text("last_frame", "never"),
    });
    facts.push(Fact::figure("interval", f64::from(logger.realtime_interval_s), Unit::Second));
    facts
}

fn finding(
    mn: &Mn,
    severity: Severity,
    state: FindingState,
    began: Timestamp,
    seen: Timestamp,
    facts: Vec<Fact>,
) -> Finding {
    let key =
        FindingKey { kind: FindingKind::LoggerSilent, subject: Subject::Logger(mn.clone()), factor: None };
    Finding { key, severity, state, began, seen, facts, detector: ID.into() }
}

//! What methods say, as facts: what was seen, what was expected, since when, of how many hours.

use model::{Fact, FindingKind, LimitBasis, Severity, Timestamp, Unit};

use super::Hour;
use super::lines::Role;
use super::times::Times;
use crate::detectors::limit_fact;
use crate::methods::ceiling::Top;
use crate::methods::collapse::Calm;
use crate::methods::levels::Off;
use crate::methods::outlet::Verdict;
use crate::methods::replay::Copied;
use crate::power::in_watts;

/// A ceiling from this share of the limit on is at the limit.
const AT_LIMIT: f64 = 0.85;

/// What a kind of finding would tell of this hour.
pub(super) struct Sign {
    pub(super) began: Timestamp,
    pub(super) facts: Vec<Fact>,
    pub(super) severity: Severity,
}

/// One hour as it is seen by all methods.
pub(super) struct Seen<'a> {
    pub(super) verdict: &'a Verdict,
    /// What a level that is off is told as.
    pub(super) level: Option<FindingKind>,
    pub(super) hour: &'a Hour<'a>,
    pub(super) times: &'a Times,
}

/// So many values must lie beyond a level before it is told; what is told began with the first of them.
const STEP_VALUES: u64 = 4;
/// The same of a level that crept.
const DRIFT_VALUES: u64 = 72;

/// What the level that is off is told as: a step, where the value jumped by itself and production is not known to have
/// gone another way; unexplained, where what explains it moved and the value did not, or the other way round.
pub(super) fn kind_of(off: &Off, hour: &Hour<'_>, times: &Times) -> FindingKind {
    let began = times.before(STEP_VALUES - 1).unwrap_or(hour.time);
    let moved_along = || hour.lines?.production_moved_with(off.moved, began, hour.time);
    if is_own(off) && moved_along().unwrap_or(true) { FindingKind::Step } else { FindingKind::Unexplained }
}

/// What is to be told of `kind`; `None` if nothing.
pub(super) fn sign(kind: FindingKind, seen: &Seen<'_>) -> Option<Sign> {
    let Seen { verdict, hour, times, .. } = seen;
    let figure = |name: &str, value: f64| Fact::figure(name, value, hour.unit);
    let since = |values: u64| times.before(values).unwrap_or(hour.time);
    match kind {
        FindingKind::ConstantValue => {
            let (name, hours) = match (verdict.constant, verdict.flat) {
                (Some(equal), _) => ("equal_values", equal),
                (None, Some(flat)) => ("flat_hours", flat),
                (None, None) => return None,
            };
            let facts = vec![figure("value", hour.value), count(name, hours.into())];
            Some(Sign { began: since(u64::from(hours) - 1), facts, severity: Severity::Moderate })
        }
        FindingKind::ImpossibleValue => {
            let beyond = verdict.impossible?;
            let facts = vec![
                figure("value", hour.value),
                figure("lowest_before", beyond.low),
                figure("highest_before", beyond.high),
            ];
            Some(Sign { began: hour.time, facts, severity: Severity::Notice })
        }
        FindingKind::Replay => Some(copied(&verdict.copied?, hour, times)),
        FindingKind::Step | FindingKind::Unexplained if seen.level == Some(kind) => {
            let sign = level(verdict.step?, STEP_VALUES, verdict, hour, times)?;
            Some(beside_lines(sign, hour))
        }
        FindingKind::Step | FindingKind::Unexplained => None,
        FindingKind::Drift => level(verdict.drift?, DRIFT_VALUES, verdict, hour, times),
        FindingKind::LimitHugging => Some(ceiling(&verdict.ceiling?, hour, times)),
        FindingKind::VarianceCollapse => Some(calm(&verdict.calm?, hour, times)),
        FindingKind::ExceedanceHour
        | FindingKind::ExceedanceDay
        | FindingKind::ExceedanceRealtime
        | FindingKind::StationSpike
        | FindingKind::RangeClipping
        | FindingKind::MassBalance
        | FindingKind::CalibrationAltered
        | FindingKind::SampleAtOdds
        | FindingKind::LoggerSilent
        | FindingKind::ClockError
        | FindingKind::ProductionOnTreatmentOff
        | FindingKind::ProductionUnderOrder
        | FindingKind::OffHoursProduction => None,
    }
}

/// Whether the value itself made the step; otherwise what explains it moved, and the value did not.
fn is_own(off: &Off) -> bool {
    off.moved * off.by.signum() >= 0.5 * off.by.abs()
}

fn count(name: &str, of: u64) -> Fact {
    Fact::figure(name, of as f64, Unit::One)
}

fn copied(copied: &Copied, hour: &Hour<'_>, times: &Times) -> Sign {
    let (lag, values) = (copied.lag as u64, u64::from(copied.changes));
    let began = times.before(values).unwrap_or(hour.time);
    let mut facts = vec![count("same_changes", values)];
    facts.extend(times.before(lag + values).map(|time| Fact::time("source_from", time)));
    facts.extend(times.before(lag).map(|time| Fact::time("source_to", time)));
    Sign { began, facts, severity: Severity::Serious }
}

fn level(off: Off, values: u64, verdict: &Verdict, hour: &Hour<'_>, times: &Times) -> Option<Sign> {
    let expected = verdict.expected?;
    let began = times.before(values - 1).unwrap_or(hour.time);
    let is_drift = values == DRIFT_VALUES;
    let of = if is_drift { expected.steady } else { expected.now };
    let off_by = if is_drift {
        Fact::figure("off_by_share", off.by * 100.0, Unit::Percent)
    } else {
        Fact::figure("off_by", off.by, hour.unit)
    };
    let facts = vec![
        Fact::figure("value", hour.value, hour.unit),
        Fact::figure("expected_value", of, hour.unit),
        off_by,
        count("values_judged", values),
        Fact::figure("usual_deviations", off.score, Unit::One),
    ];
    let severity = if is_drift { Severity::Notice } else { Severity::Moderate };
    Some(Sign { began, facts, severity })
}

/// With the power of the outlet's lines in the hours that were judged and in those before them.
fn beside_lines(mut sign: Sign, hour: &Hour<'_>) -> Sign {
    let Some(lines) = hour.lines else { return sign };
    let mut power = Vec::new();
    for (role, before, during) in [
        (Role::Production, "production_power_before", "production_power_mean"),
        (Role::Treatment, "treatment_power_before", "treatment_power_mean"),
    ] {
        let means = lines.before_and_during(role, sign.began, hour.time);
        let known = [before, during].into_iter().zip(means).filter_map(|(name, kw)| Some((name, kw?)));
        power.extend(known.map(|(name, kw)| Fact::figure(name, in_watts(kw), Unit::Kilowatt)));
    }
    if !power.is_empty() {
        sign.facts.extend(lines.names().map(|line| Fact::text("line", line.as_str())));
        sign.facts.append(&mut power);
    }
    sign
}

fn calm(calm: &Calm, hour: &Hour<'_>, times: &Times) -> Sign {
    let began = times.before(calm.values as u64).unwrap_or(hour.time);
    let facts = vec![
        Fact::figure("movement", calm.movement, hour.unit),
        Fact::figure("usual_movement", calm.usual_movement, hour.unit),
        Fact::figure("expected_movement_share", calm.expected_share * 100.0, Unit::Percent),
        count("values_judged", calm.values as u64 + 1),
    ];
    Sign { began, facts, severity: Severity::Moderate }
}

fn ceiling(top: &Top, hour: &Hour<'_>, times: &Times) -> Sign {
    let began = times.before(top.values as u64 - 1).unwrap_or(hour.time);
    let mut facts = vec![
        Fact::figure("ceiling", top.ceiling, hour.unit),
        Fact::figure("top_width", top.width, hour.unit),
        Fact::figure("usual_top_width", top.usual_width, hour.unit),
        Fact::figure("expected_top_width", top.expected_width, hour.unit),
        count("values_judged", top.values as u64),
    ];
    let outlet = hour.context.register.outlets.get(hour.id);
    let limits = outlet.map(|outlet| outlet.limits.as_slice()).unwrap_or_default();
    let at_limit = limits.iter().find(|limit| {
        let ceiling = hour.unit.convert(top.ceiling, limit.unit).unwrap_or(f64::NAN);
        limit.factor == *hour.factor
            && limit.basis == LimitBasis::HourMean
            && limit.holds_at(hour.time)
            && ceiling >= AT_LIMIT * limit.upper
            && ceiling <= limit.upper
    });
    facts.extend(at_limit.map(limit_fact));
    let severity = if at_limit.is_some() { Severity::Serious } else { Severity::Moderate };
    Sign { began, facts, severity }
}

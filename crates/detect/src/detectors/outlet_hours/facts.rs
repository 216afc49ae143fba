//! What methods say, as facts: what was seen, what was expected, since when, of how many hours.

use model::{Fact, FindingKind, LimitBasis, Severity, Timestamp, Unit};

use super::Hour;
use super::times::Times;
use crate::detectors::limit_fact;
use crate::methods::ceiling::Top;
use crate::methods::collapse::Calm;
use crate::methods::levels::Off;
use crate::methods::outlet::Verdict;
use crate::methods::replay::Copied;

/// A ceiling from this share of the limit on is at the limit.
const AT_LIMIT: f64 = 0.85;

/// What a kind of finding would tell of this hour.
pub(super) struct Sign {
    pub(super) began: Timestamp,
    pub(super) facts: Vec<Fact>,
    pub(super) severity: Severity,
}

/// What `verdict` says of `kind`; `None` if nothing.
pub(super) fn sign(kind: FindingKind, verdict: &Verdict, hour: &Hour<'_>, times: &Times) -> Option<Sign> {
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
        FindingKind::Step => level(verdict.step.filter(is_own)?, 3, verdict, hour, times),
        FindingKind::Unexplained => level(verdict.step.filter(|off| !is_own(off))?, 3, verdict, hour, times),
        FindingKind::Drift => level(verdict.drift?, 71, verdict, hour, times),
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
    let began = times.before(values).unwrap_or(hour.time);
    let is_drift = values > 3;
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
        count("values_judged", values + 1),
        Fact::figure("usual_deviations", off.score, Unit::One),
    ];
    let severity = if is_drift { Severity::Notice } else { Severity::Moderate };
    Some(Sign { began, facts, severity })
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

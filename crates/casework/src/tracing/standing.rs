//! Whether an enterprise stood still, as far as the meters of its lines tell: a plant that stands still emits nothing.

use std::collections::BTreeMap;

use detect::Parameters;
use model::china::{plus_seconds, seconds_between};
use model::{CreditCode, MeterId, MeterTarget, Register, Timestamp};
use trace::Activity;

/// The air of a record may be so old that it passed a source long before, s.
pub(super) const BEFORE_S: i64 = 4 * 3_600;
/// A meter's word holds so long, s.
const HOLDS_S: i64 = 900;
/// The record is looked at in steps of this, s.
const STEP_S: i64 = 600;

/// What meters tell of an enterprise.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Standing {
    /// Nothing that can be relied on.
    Unknown,
    /// Every line is metered, and what the power means is known.
    Known {
        meters: Vec<MeterId>,
        activity: Vec<Activity>,
        /// For how long of the record all lines stood still, s.
        still_s: i64,
    },
}

/// Every line must have a meter whose rated power is known: one that is not metered may have worked. Where a meter was
/// silent the enterprise may have worked as well.
pub(super) fn of(
    register: &Register,
    code: &CreditCode,
    (from, to): (Timestamp, Timestamp),
    power: &BTreeMap<MeterId, Vec<(Timestamp, f64)>>,
) -> Standing {
    let lines: Vec<_> = register.lines.values().filter(|line| line.enterprise == *code).collect();
    let of_line = |line: &&model::ProductionLine| {
        let target = MeterTarget::Line(line.id.clone());
        let meter =
            register.meters.values().find(|meter| meter.enterprise == *code && meter.target == target)?;
        Some((meter.id.clone(), meter.rated_kw.filter(|rated| *rated > 0.0)?))
    };
    let meters: Option<Vec<(MeterId, f64)>> = lines.iter().map(of_line).collect();
    let Some(meters) = meters.filter(|meters| !meters.is_empty()) else { return Standing::Unknown };
    let least = Parameters::default().power.rated_least;
    let still_at = |at: Timestamp| {
        meters.iter().all(|(meter, rated_kw)| {
            let told = power.get(meter).and_then(|told| last_before(told, at));
            told.is_some_and(|kw| kw < least * rated_kw)
        })
    };
    let begin = plus_seconds(from, -BEFORE_S);
    let steps = seconds_between(begin, to) / STEP_S;
    let mut activity: Vec<Activity> = Vec::new();
    let mut still_s = 0;
    for number in 0..=steps {
        let at = plus_seconds(begin, number * STEP_S);
        let still = still_at(at);
        let level = if still { 0.0 } else { 1.0 };
        if activity.last().is_none_or(|last| last.level != level) {
            activity.push(Activity { from: at, level });
        }
        still_s += if still && at >= from && at < to { STEP_S } else { 0 };
    }
    Standing::Known { meters: meters.into_iter().map(|(meter, _)| meter).collect(), activity, still_s }
}

/// The last power that still holds.
fn last_before(told: &[(Timestamp, f64)], at: Timestamp) -> Option<f64> {
    let number = told.partition_point(|(time, _)| *time <= at).checked_sub(1)?;
    let (time, kw) = told.get(number)?;
    (seconds_between(*time, at) <= HOLDS_S).then_some(*kw)
}

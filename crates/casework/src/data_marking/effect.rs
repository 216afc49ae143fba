use law::{Basis, Law, MarkingClass, MarkingLimit};
use model::{FactorCode, MarkingId, Timestamp, china};

use super::{HOUR_S, Marking, OutletMarkings};

/// Why a marked hour counts all the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Counted {
    /// The bureau contests the marking.
    Contested,
    /// No rule on marking holds on that day.
    NoRule,
    /// No limit is known for the condition in the enterprise's trade.
    NoLimit,
    /// The limit is for other factors.
    OtherFactor {
        /// The limit's rule.
        basis: Basis,
    },
    /// The condition has lasted longer than the limit.
    Beyond {
        /// The limit's rule.
        basis: Basis,
        /// Its hours.
        limit_hours: u8,
    },
    /// It has lasted longer than the limit, and the source gives a longer one under terms that nobody has read.
    Unclear {
        /// The limit's rule.
        basis: Basis,
        /// Its hours.
        limit_hours: u8,
        /// The longer one's.
        extended_hours: u8,
    },
}

/// What a marking does to an hour.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// The data are invalid, and no evidence of an exceedance.
    Invalid {
        /// By which rule.
        basis: Basis,
    },
    /// The data are valid, and an exceedance is not counted as over the limit.
    Excused {
        /// By which limit's rule.
        basis: Basis,
        /// The hours of the limit.
        limit_hours: u8,
    },
    /// Nothing: the hour counts as it came.
    Counted(Counted),
}

impl Effect {
    /// The stable code of API and pages.
    pub fn code(&self) -> &'static str {
        match self {
            Effect::Invalid { .. } => "invalid",
            Effect::Excused { .. } => "excused",
            Effect::Counted(Counted::Contested) => "contested",
            Effect::Counted(Counted::NoRule) => "no_rule",
            Effect::Counted(Counted::NoLimit) => "no_limit",
            Effect::Counted(Counted::OtherFactor { .. }) => "other_factor",
            Effect::Counted(Counted::Beyond { .. }) => "beyond",
            Effect::Counted(Counted::Unclear { .. }) => "unclear",
        }
    }

    /// The rule that it rests on, where there is one.
    pub fn basis(&self) -> Option<&Basis> {
        match self {
            Effect::Invalid { basis } | Effect::Excused { basis, .. } => Some(basis),
            Effect::Counted(
                Counted::OtherFactor { basis }
                | Counted::Beyond { basis, .. }
                | Counted::Unclear { basis, .. },
            ) => Some(basis),
            Effect::Counted(Counted::Contested | Counted::NoRule | Counted::NoLimit) => None,
        }
    }
}

/// A marking that covers an hour, and what it does to it.
#[derive(Debug, Clone, PartialEq)]
pub struct HourEffect<'s> {
    /// Which.
    pub id: &'s MarkingId,
    /// The marking.
    pub marking: &'s Marking,
    /// What it does.
    pub effect: Effect,
}

/// What the markings of an outlet, whose enterprise is of the trade `trade_code`, do to the hour of `factor` that
/// begins at `hour`; `None` if none covers it. Without a factor: what they do at most, to any factor.
pub fn effect_at<'s>(
    state: &'s OutletMarkings,
    law: &Law,
    trade_code: &str,
    factor: Option<&FactorCode>,
    hour: Timestamp,
) -> Option<HourEffect<'s>> {
    let covers = |(_, marking): &(&MarkingId, &Marking)| {
        marking.withdrawn.is_none()
            && marking.covers(hour)
            && factor.is_none_or(|factor| marking.is_of_factor(factor))
    };
    let covering = state.markings.iter().filter(covers);
    // One that is contested stands only where no other one does.
    let (id, marking) = covering.min_by_key(|(_, marking)| marking.is_contested())?;
    Some(HourEffect { id, marking, effect: effect(state, law, trade_code, factor, marking, hour) })
}

fn effect(
    state: &OutletMarkings,
    law: &Law,
    trade_code: &str,
    factor: Option<&FactorCode>,
    marking: &Marking,
    hour: Timestamp,
) -> Effect {
    if marking.is_contested() {
        return Effect::Counted(Counted::Contested);
    }
    let day = china::civil(hour).date();
    let Some(rule) = law.data_marking(day) else { return Effect::Counted(Counted::NoRule) };
    match marking.kind.class() {
        MarkingClass::Device => Effect::Invalid { basis: rule.basis.clone() },
        MarkingClass::WorkCondition => {
            let kind = marking.kind;
            match law.marking_limit(trade_code, kind, factor, day) {
                Some(limit) => within(limit, china::seconds_between(began(state, marking), hour) / HOUR_S),
                None => Effect::Counted(match law.marking_limit(trade_code, kind, None, day) {
                    Some(other) => Counted::OtherFactor { basis: other.basis.clone() },
                    None => Counted::NoLimit,
                }),
            }
        }
    }
}

/// What a limit does to an hour after `hours_before` others of the condition.
fn within(limit: &MarkingLimit, hours_before: i64) -> Effect {
    let (basis, limit_hours) = (limit.basis.clone(), limit.hours);
    match limit.extended_hours {
        _ if hours_before < i64::from(limit_hours) => Effect::Excused { basis, limit_hours },
        Some(extended_hours) if hours_before < i64::from(extended_hours) => {
            Effect::Counted(Counted::Unclear { basis, limit_hours, extended_hours })
        }
        Some(_) | None => Effect::Counted(Counted::Beyond { basis, limit_hours }),
    }
}

/// When the condition of a marking began: markings of one kind that follow each other without a gap are one
/// condition, so that nobody gets a second limit by marking twice.
fn began(state: &OutletMarkings, marking: &Marking) -> Timestamp {
    let mut began = marking.from;
    let before = |began: Timestamp| {
        state.markings.values().find(|other| {
            other.counts()
                && other.to == began
                && other.kind == marking.kind
                && other.shares_factor(&marking.factors)
        })
    };
    while let Some(earlier) = before(began) {
        began = earlier.from;
    }
    began
}

//! What the markings of enterprises say, and what they do to hours: computed from events and the law of the day
//! whenever it is asked for, stored nowhere.

mod alarm;
mod day;
mod list;
mod split;

pub(crate) use alarm::{excuses_of_alarm, of_alarm};
pub(crate) use day::outlet_day;
pub(crate) use list::{days_rows, sheet};
pub(crate) use split::{Split, split};

use casework::data_marking::{self, Counted, Effect, Marking, OutletMarkings, may_mark, may_review};
use jiff::civil::Date;
use law::{Law, MarkingClass};
use model::{FactorCode, MarkingId, Outlet, Register, Timestamp, china};

use crate::dto::alarm::Person;
use crate::dto::marking as dto;
use crate::dto::series::factor_names;
use crate::dto::statistics::RuleBasis;
use crate::dto::{Named, Time};
use crate::error::ApiError;
use crate::present::Presenter;
use crate::services::Services;

const HOUR_S: i64 = data_marking::HOUR_S;

/// Judges hours of one outlet by its markings.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Judge<'a> {
    law: &'a Law,
    trade_code: &'a str,
    state: &'a OutletMarkings,
}

impl<'a> Judge<'a> {
    pub(crate) fn new(
        law: &'a Law,
        register: &'a Register,
        outlet: &Outlet,
        state: &'a OutletMarkings,
    ) -> Self {
        let enterprise = register.enterprises.get(&outlet.enterprise);
        let trade_code = enterprise.map_or("", |enterprise| enterprise.trade_code.as_str());
        Self { law, trade_code, state }
    }

    /// What the markings do to the hour of a factor (of any, at most, if none is given) that begins at `hour`.
    pub(crate) fn effect(&self, factor: Option<&FactorCode>, hour: Timestamp) -> Option<Effect> {
        self.found(factor, hour).map(|found| found.effect)
    }

    /// Whether an exceedance in that hour is not counted as over the limit.
    pub(crate) fn is_excused(&self, factor: &FactorCode, hour: Timestamp) -> bool {
        matches!(self.effect(Some(factor), hour), Some(Effect::Excused { .. }))
    }

    /// The hours from `from` to `to` of a factor that device marks make invalid.
    pub(crate) fn invalid_hours(
        &self,
        factor: &FactorCode,
        (from, to): (Timestamp, Timestamp),
    ) -> Vec<stats::Invalid> {
        let device = self.state.markings.values().filter(|marking| {
            marking.counts() && marking.kind.class() == MarkingClass::Device && marking.is_of_factor(factor)
        });
        let hours = device.flat_map(|marking| hours(marking.from.max(from), marking.to.min(to)));
        hours
            .filter_map(|hour| {
                let found = self.found(Some(factor), hour)?;
                let invalid = matches!(found.effect, Effect::Invalid { .. });
                invalid.then(|| stats::Invalid { hour, kind: found.marking.kind.code() })
            })
            .collect()
    }

    fn found(&self, factor: Option<&FactorCode>, hour: Timestamp) -> Option<data_marking::HourEffect<'a>> {
        data_marking::effect_at(self.state, self.law, self.trade_code, factor, hour)
    }

    /// The same for the wire.
    fn told(&self, factor: Option<&FactorCode>, hour: Timestamp) -> Option<dto::HourEffect> {
        let found = self.found(factor, hour)?;
        let (limit_hours, extended_hours) = match &found.effect {
            Effect::Excused { limit_hours, .. } | Effect::Counted(Counted::Beyond { limit_hours, .. }) => {
                (Some(*limit_hours), None)
            }
            Effect::Counted(Counted::Unclear { limit_hours, extended_hours, .. }) => {
                (Some(*limit_hours), Some(*extended_hours))
            }
            Effect::Invalid { .. }
            | Effect::Counted(
                Counted::Contested | Counted::NoRule | Counted::NoLimit | Counted::OtherFactor { .. },
            ) => (None, None),
        };
        Some(dto::HourEffect {
            marking: found.id.to_string(),
            kind: found.marking.kind.code(),
            effect: found.effect.code(),
            limit_hours,
            extended_hours,
            rule: found.effect.basis().map(RuleBasis::from),
        })
    }
}

/// The starts of the whole hours from `from` to `to`.
fn hours(from: Timestamp, to: Timestamp) -> impl Iterator<Item = Timestamp> {
    let first = china::hour_start(from);
    let count = china::seconds_between(first, to).max(0) / HOUR_S;
    (0..count).map(move |number| china::plus_seconds(first, number * HOUR_S))
}

/// The instants at which a day begins and ends, in China.
pub(crate) fn ends_of(day: Date) -> (Timestamp, Timestamp) {
    let from = china::instant(day.at(0, 0, 0, 0));
    (from, china::plus_seconds(from, 24 * HOUR_S))
}

/// The rule on marking of a day.
pub(crate) fn rule_of(law: &Law, day: Date, now: Timestamp) -> Option<dto::MarkingRule> {
    let rule = law.data_marking(day)?;
    let deadline = rule.deadline(day);
    Some(dto::MarkingRule {
        deadline: Time(deadline),
        open: now < deadline,
        rule: RuleBasis::from(&rule.basis),
        false_marking: law.false_marking(day).map(|rule| RuleBasis::from(&rule.basis)),
    })
}

/// A marking for the wire.
pub(crate) fn present(
    services: &Services,
    presenter: &Presenter<'_>,
    outlet: &Outlet,
    state: &OutletMarkings,
    (id, marking): (&MarkingId, &Marking),
) -> Result<dto::Marking, ApiError> {
    let (register, actor, now) = (presenter.register(), presenter.viewer().actor(), presenter.now());
    let judge = Judge::new(&services.law, register, outlet, state);
    let factors = [None].into_iter().chain(marking.factors.iter().map(Some));
    // A limit may be for some factors only: what any of the marking's factors gets counts here.
    let factors: Vec<Option<&FactorCode>> =
        if marking.factors.is_empty() { factors.collect() } else { factors.skip(1).collect() };
    let of_hour = |hour: Timestamp| {
        let told = factors.iter().filter_map(|factor| judge.told(*factor, hour));
        let mut told: Vec<dto::HourEffect> = told.filter(|effect| effect.marking == id.as_str()).collect();
        told.sort_by_key(|effect| effect.effect != "excused");
        told.into_iter().next()
    };
    let effects: Vec<Option<dto::HourEffect>> = hours(marking.from, marking.to).map(of_hour).collect();
    let count = |code: &str| effects.iter().flatten().filter(|effect| effect.effect == code).count() as u32;
    let files = marking.files.iter().map(|hash| presenter.file(hash)).collect::<Result<Vec<_>, _>>()?;
    let is_open = hours(marking.from, marking.to).all(|hour| {
        let day = china::civil(hour).date();
        services.law.data_marking(day).is_some_and(|rule| now < rule.deadline(day))
    });
    Ok(dto::Marking {
        id: id.to_string(),
        outlet: outlet.id.to_string(),
        from: Time(marking.from),
        to: Time(marking.to),
        factors: marking.factors.iter().map(named_factor).collect(),
        kind: marking.kind.code(),
        class: marking.kind.class().code(),
        reason: marking.reason.clone(),
        files: files.into_iter().flatten().collect(),
        marked_at: Time(marking.marked_at),
        changed_at: marking.changed_at.map(Time),
        review: marking.review.as_ref().map(|review| present_review(presenter, review)).transpose()?,
        withdrawn: marking.withdrawn.clone(),
        hours: effects.len() as u32,
        invalid_hours: count("invalid"),
        excused_hours: count("excused"),
        last: effects.last().cloned().flatten(),
        may_change: marking.withdrawn.is_none()
            && marking.review.is_none()
            && is_open
            && may_mark(outlet, &actor),
        may_review: marking.withdrawn.is_none() && may_review(register, outlet, &actor),
    })
}

fn present_review(
    presenter: &Presenter<'_>,
    review: &data_marking::Review,
) -> Result<dto::MarkingReview, ApiError> {
    let by = match &review.by {
        model::Actor::User { id, .. } if presenter.viewer().is_office() => {
            Some(Person { id: id.to_string(), name: presenter.person(id)? })
        }
        model::Actor::User { .. } | model::Actor::System { .. } => None,
    };
    Ok(dto::MarkingReview {
        verdict: review.verdict.code(),
        reason: review.reason.clone(),
        by,
        at: Time(review.at),
    })
}

fn named_factor(code: &FactorCode) -> Named {
    let (name, name_en) = factor_names(code);
    Named { code: code.to_string(), name, name_en }
}

//! One outlet's day: its hours, limits, marks and what they do.

use casework::data_marking::{OutletMarkings, may_mark};
use jiff::civil::Date;
use law::MarkingKind;
use model::{Channel, Granularity, LimitBasis, Outlet, Source, Timestamp, china};
use stats::{Declared, Hour, HourState, Stop, ValidMinutes};

use super::{HOUR_S, Judge, ends_of, named_factor, present, rule_of};
use crate::dto::marking::{MarkingDay, MarkingFactor, MarkingHour, MarkingKindRule};
use crate::dto::series::{Limit, factor_names};
use crate::dto::statistics::RuleBasis;
use crate::dto::{Named, Time};
use crate::error::ApiError;
use crate::present::Presenter;
use crate::services::Services;
use crate::statistics::{HOUR_GRACE_S, holding, is_over, rated, read};

/// Everything about the marking of a day of an outlet.
pub(crate) fn outlet_day(
    services: &Services,
    presenter: &Presenter<'_>,
    outlet: &Outlet,
    day: Date,
) -> Result<MarkingDay, ApiError> {
    let now = presenter.now();
    let (from, to) = ends_of(day);
    let mut all =
        services.views.markings(Some(&outlet.id), from, to).map_err(|error| ApiError::unavailable(&error))?;
    let state = all.remove(&outlet.id).unwrap_or_default();
    let judge = Judge::new(&services.law, presenter.register(), outlet, &state);
    let stops = services.office.declared_stops().map_err(|error| ApiError::unavailable(&error))?;
    let stops: Vec<Stop> = casework::declared_stop::of_outlet(&stops, &outlet.id)
        .map(|stop| Stop { from: stop.from, to: stop.to })
        .collect();
    // The hour that runs may be marked too.
    let until = to.min(china::plus_seconds(china::hour_start(now), HOUR_S)).max(from);
    let factor =
        |channel: &Channel| factor_day(services, outlet, channel, &judge, &stops, (from, until), now);
    let rule = rule_of(&services.law, day, now);
    let may = may_mark(outlet, &presenter.viewer().actor()) && rule.as_ref().is_some_and(|rule| rule.open);
    let confirmed_at = state.confirmed.get(&day).map(|confirmation| Time(confirmation.at));
    Ok(MarkingDay {
        outlet: Named {
            code: outlet.id.to_string(),
            name: outlet.name.clone(),
            name_en: outlet.name_en.clone(),
        },
        enterprise: presenter.enterprise_named(&outlet.enterprise),
        trade: trade(presenter, outlet),
        day: day.to_string(),
        now: Time(now),
        kinds: kinds(services, presenter, outlet, day),
        factors: rated(outlet).into_iter().map(factor).collect::<Result<_, _>>()?,
        channels: outlet.channels.iter().map(|channel| named_factor(&channel.factor)).collect(),
        markings: touching(services, presenter, outlet, &state, (from, to))?,
        may_mark: may && from <= now,
        may_confirm: may && to <= now && confirmed_at.is_none(),
        confirmed_at,
        rule,
    })
}

fn trade(presenter: &Presenter<'_>, outlet: &Outlet) -> Named {
    let enterprise = presenter.register().enterprises.get(&outlet.enterprise);
    enterprise.map_or_else(
        || Named { code: String::new(), name: String::new(), name_en: String::new() },
        |one| Named { code: one.trade_code.clone(), name: one.trade.clone(), name_en: one.trade_en.clone() },
    )
}

/// The markings that touch a span, the first one first.
pub(super) fn touching(
    services: &Services,
    presenter: &Presenter<'_>,
    outlet: &Outlet,
    state: &OutletMarkings,
    (from, to): (Timestamp, Timestamp),
) -> Result<Vec<crate::dto::marking::Marking>, ApiError> {
    let touching = state.markings.iter().filter(|(_, marking)| marking.from < to && from < marking.to);
    let mut found = touching
        .map(|entry| present(services, presenter, outlet, state, entry))
        .collect::<Result<Vec<_>, _>>()?;
    found.sort_by(|a, b| (a.from, &a.id).cmp(&(b.from, &b.id)));
    Ok(found)
}

/// The kinds of marks of the day's rule, with what they do in the outlet's trade.
fn kinds(services: &Services, presenter: &Presenter<'_>, outlet: &Outlet, day: Date) -> Vec<MarkingKindRule> {
    let Some(rule) = services.law.data_marking(day) else { return Vec::new() };
    let trade = trade(presenter, outlet).code;
    let told = |kind: &MarkingKind| {
        let limit = services.law.marking_limit(&trade, *kind, None, day);
        MarkingKindRule {
            kind: kind.code(),
            class: kind.class().code(),
            limit_hours: limit.map(|limit| limit.hours),
            extended_hours: limit.and_then(|limit| limit.extended_hours),
            facility: limit.map(|limit| limit.facility.clone()),
            facility_en: limit.map(|limit| limit.facility_en.clone()),
            factors: limit
                .map_or_else(Vec::new, |limit| limit.factors.iter().map(ToString::to_string).collect()),
            rule: limit.map(|limit| RuleBasis::from(&limit.basis)),
        }
    };
    rule.kinds.iter().map(told).collect()
}

fn factor_day(
    services: &Services,
    outlet: &Outlet,
    channel: &Channel,
    judge: &Judge<'_>,
    stops: &[Stop],
    span: (Timestamp, Timestamp),
    now: Timestamp,
) -> Result<MarkingFactor, ApiError> {
    let source = Source::Outlet(outlet.id.clone());
    let readings = read(&services.lake, &source, &channel.factor, Granularity::Hour, span)?;
    let declared = Declared { stops, invalid: &[] };
    let hours = stats::hours(&readings, span.0, span.1, &ValidMinutes::default(), None, declared);
    let limit = holding(outlet, channel, LimitBasis::HourMean, span.0);
    let (name, name_en) = factor_names(&channel.factor);
    Ok(MarkingFactor {
        factor: channel.factor.to_string(),
        name,
        name_en,
        unit: channel.unit.text().to_owned(),
        limit: limit.map(Limit::from),
        hours: hours.iter().map(|hour| told(outlet, channel, judge, hour, now)).collect(),
    })
}

fn told(
    outlet: &Outlet,
    channel: &Channel,
    judge: &Judge<'_>,
    hour: &Hour<'_>,
    now: Timestamp,
) -> MarkingHour {
    let limit = holding(outlet, channel, LimitBasis::HourMean, hour.start);
    let due = china::plus_seconds(hour.start, HOUR_S + HOUR_GRACE_S);
    let state = match &hour.state {
        HourState::Missing if now < due => "coming".to_owned(),
        state @ (HourState::Missing | HourState::Valid | HourState::Stopped | HourState::Invalid(_)) => {
            state.code()
        }
    };
    MarkingHour {
        start: Time(hour.start),
        state,
        value: hour.reading.and_then(|reading| reading.values.value),
        converted: hour.reading.and_then(|reading| reading.values.converted),
        device_mark: hour.reading.map_or_else(String::new, |reading| reading.mark.text().to_owned()),
        over: limit.and_then(|limit| is_over(limit, channel, hour.value(), hour.converted())),
        effect: judge.told(Some(&channel.factor), hour.start),
    }
}

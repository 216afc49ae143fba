//! Tables and rates of outlets.

use std::collections::BTreeMap;

use casework::data_marking::OutletMarkings;
use casework::declared_stop::{self, DeclaredStops};
use casework::inspection::{Lost, OutletSeen};
use model::{
    Channel, CreditCode, FactorCode, Granularity, LimitBasis, Medium, Outlet, OutletId, Reading, Register,
    SeriesKey, Source, Timestamp,
};
use stats::{Declared, FactorTable, FlowOf, Gap, Hour, Period, Standing, Stop, Transmission, ValidMinutes};

use super::{read, span, targets, until};
use crate::dto::series::{Limit, factor_names};
use crate::dto::statistics::{
    HourGap, OutletStatistics, RateTarget, Rates, TableDay, TableFactor, TableFigure, TableMonth,
    TransmissionRow, ValidityRule,
};
use crate::dto::{Named, Time};
use crate::error::ApiError;
use crate::markings::Judge;
use crate::present::Presenter;
use crate::services::Services;

/// What an answer tells of gaps at most.
const GAPS_LIMIT: usize = 500;
/// Nothing was measured on line before it.
const BEFORE_EVERYTHING_S: i64 = 631_152_000;

/// What rows of the transmission table stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Group {
    Outlet,
    Enterprise,
    District,
}

/// The hour data of an outlet.
struct Read<'a> {
    outlet: &'a Outlet,
    /// When it stood still, as was declared.
    stops: Vec<Stop>,
    /// What its enterprise says of its data.
    judge: Judge<'a>,
    /// In the order of the channels.
    readings: Vec<(&'a Channel, Vec<Reading>)>,
    /// From when hours are expected; `None` where none ever came.
    counted_from: Option<Timestamp>,
    until: Timestamp,
}

impl<'a> Read<'a> {
    fn new(
        services: &'a Services,
        (register, now): (&'a Register, Timestamp),
        outlet: &'a Outlet,
        said: &'a Said,
        channels: Vec<&'a Channel>,
        period: Period,
    ) -> Result<Self, ApiError> {
        let declared = declared_stop::of_outlet(&said.stops, &outlet.id);
        let stops = declared.map(|stop| Stop { from: stop.from, to: stop.to }).collect();
        let source = Source::Outlet(outlet.id.clone());
        let until = until(period, now);
        let judge = Judge::new(&services.law, register, outlet, said.of(&outlet.id));
        let mut readings = Vec::new();
        for channel in channels {
            let found =
                read(&services.lake, &source, &channel.factor, Granularity::Hour, (period.from(), until))?;
            readings.push((channel, found));
        }
        let counted_from = counted_from(services, &source, &readings, period)?;
        Ok(Self { outlet, stops, judge, readings, counted_from, until })
    }

    /// Every hour of a channel that is expected.
    fn hours<'b>(
        &self,
        factor: &FactorCode,
        readings: &'b [Reading],
        minutes: &ValidMinutes,
        law: &law::Law,
        period: Period,
    ) -> Vec<Hour<'b>> {
        let Some(from) = self.counted_from else { return Vec::new() };
        let rule = law.data_validity(self.outlet.medium, period.first());
        let invalid = self.judge.invalid_hours(factor, (from, self.until));
        let declared = Declared { stops: &self.stops, invalid: &invalid };
        stats::hours(readings, from, self.until, minutes, rule, declared)
    }
}

/// What people say of the hours of outlets.
struct Said {
    stops: DeclaredStops,
    markings: BTreeMap<OutletId, OutletMarkings>,
    /// Of an outlet of which nothing is said.
    nothing: OutletMarkings,
}

impl Said {
    fn read(services: &Services, outlet: Option<&OutletId>, period: Period) -> Result<Self, ApiError> {
        let stops = services.office.declared_stops().map_err(|error| ApiError::unavailable(&error))?;
        let markings = services.views.markings(outlet, period.from(), period.to());
        let markings = markings.map_err(|error| ApiError::unavailable(&error))?;
        Ok(Self { stops, markings, nothing: OutletMarkings::default() })
    }

    fn of(&self, outlet: &OutletId) -> &OutletMarkings {
        self.markings.get(outlet).unwrap_or(&self.nothing)
    }
}

/// From when hours of the outlet are expected: the register knows no day of commissioning, so from the first
/// hour that ever came, or from the period's beginning if there was one before.
fn counted_from(
    services: &Services,
    source: &Source,
    readings: &[(&Channel, Vec<Reading>)],
    period: Period,
) -> Result<Option<Timestamp>, ApiError> {
    let from = period.from();
    let first =
        readings.iter().filter_map(|(_, readings)| readings.first()).map(|reading| reading.time).min();
    // Whoever sends in the period's first hour needs no look further back.
    if first.is_some_and(|first| model::china::seconds_between(from, first) < 3600) {
        return Ok(Some(from));
    }
    let before = Timestamp::from_second(BEFORE_EVERYTHING_S).unwrap_or(from);
    for (channel, _) in readings {
        let key = SeriesKey { source: source.clone(), factor: channel.factor.clone() };
        let earlier = services
            .lake
            .range(&key, Granularity::Hour, before, from, 1)
            .map_err(|error| ApiError::unavailable(&error))?;
        if !earlier.is_empty() {
            return Ok(Some(from));
        }
    }
    Ok(first.map(|first| model::china::hour_start(model::china::plus_seconds(first, 1800))))
}

/// The channels that count for transmission: those with a limit, or all where none has one.
pub(crate) fn rated(outlet: &Outlet) -> Vec<&Channel> {
    let is_limited = |channel: &&Channel| outlet.limits.iter().any(|limit| limit.factor == channel.factor);
    let limited: Vec<&Channel> = outlet.channels.iter().filter(is_limited).collect();
    if limited.is_empty() { outlet.channels.iter().collect() } else { limited }
}

/// What a presenter reads by.
fn beside<'a>(presenter: &'a Presenter<'_>) -> (&'a Register, Timestamp) {
    (presenter.register(), presenter.now())
}

/// Effective transmission (传输有效率) of everything that an enterprise sends over `period`, per cent; nothing where nothing
/// was expected.
pub(crate) fn effective_percent(
    services: &Services,
    (register, now): (&Register, Timestamp),
    enterprise: &CreditCode,
    period: Period,
) -> Result<Option<f64>, ApiError> {
    let said = Said::read(services, None, period)?;
    let mut whole = Transmission::default();
    for outlet in register.outlets.values().filter(|outlet| outlet.enterprise == *enterprise) {
        let read = Read::new(services, (register, now), outlet, &said, rated(outlet), period)?;
        for (channel, readings) in &read.readings {
            let minutes = ValidMinutes::default();
            let hours = read.hours(&channel.factor, readings, &minutes, &services.law, period);
            whole.add(&Transmission::of(&hours));
        }
    }
    Ok(whole.effective_percent())
}

/// What every outlet of an enterprise sent over `period`: hour values of the factors that have a limit.
pub(crate) fn seen(
    services: &Services,
    (register, now): (&Register, Timestamp),
    enterprise: &CreditCode,
    period: Period,
) -> Result<Vec<OutletSeen>, ApiError> {
    let said = Said::read(services, None, period)?;
    let own = register.outlets.values().filter(|outlet| outlet.enterprise == *enterprise);
    let of_outlet = |outlet: &Outlet| -> Result<OutletSeen, ApiError> {
        let read = Read::new(services, (register, now), outlet, &said, rated(outlet), period)?;
        let (mut rates, mut over_h) = (Transmission::default(), 0);
        for (channel, readings) in &read.readings {
            let hours =
                read.hours(&channel.factor, readings, &ValidMinutes::default(), &services.law, period);
            rates.add(&Transmission::of(&hours));
            let counts = |hour: &&Hour<'_>| {
                holding(outlet, channel, LimitBasis::HourMean, hour.start)
                    .and_then(|limit| is_over(limit, channel, hour.value(), hour.converted()))
                    .unwrap_or(false)
                    && !read.judge.is_excused(&channel.factor, hour.start)
            };
            over_h += hours.iter().filter(counts).count() as u64;
        }
        let lost = rates.lost.iter();
        Ok(OutletSeen {
            id: outlet.id.clone(),
            name: outlet.name.clone(),
            expected_h: u64::from(rates.expected()),
            received_h: u64::from(rates.counts.received),
            valid_h: u64::from(rates.counts.valid),
            stopped_h: u64::from(rates.counts.stopped),
            over_h,
            lost: lost
                .map(|(reason, hours)| Lost { reason: reason.clone(), hours: u64::from(*hours) })
                .collect(),
        })
    };
    own.map(of_outlet).collect()
}

/// Rates of the outlets, merged as `group` says.
pub(crate) fn transmission<'a>(
    services: &Services,
    presenter: &Presenter<'_>,
    outlets: impl Iterator<Item = &'a Outlet>,
    period: Period,
    group: Group,
) -> Result<(Vec<TransmissionRow>, Rates), ApiError> {
    let mut whole = Transmission::default();
    let mut rows: BTreeMap<String, (TransmissionRow, Transmission)> = BTreeMap::new();
    let said = Said::read(services, None, period)?;
    for outlet in outlets {
        let read = Read::new(services, beside(presenter), outlet, &said, rated(outlet), period)?;
        let mut rates = Transmission::default();
        for (channel, readings) in &read.readings {
            let minutes = ValidMinutes::default();
            let hours = read.hours(&channel.factor, readings, &minutes, &services.law, period);
            rates.add(&Transmission::of(&hours));
        }
        whole.add(&rates);
        let row = row(presenter, outlet, read.counted_from, group);
        match rows.get_mut(&row.0) {
            None => drop(rows.insert(row.0, (row.1, rates))),
            Some((known, sum)) => {
                known.outlets += 1;
                known.counted_from = [known.counted_from, row.1.counted_from].into_iter().flatten().min();
                sum.add(&rates);
            }
        }
    }
    let rows = rows.into_values().map(|(row, rates)| TransmissionRow { rates: Rates::from(&rates), ..row });
    Ok((rows.collect(), Rates::from(&whole)))
}

/// The row that an outlet belongs to, with the key of its group.
fn row(
    presenter: &Presenter<'_>,
    outlet: &Outlet,
    counted_from: Option<Timestamp>,
    group: Group,
) -> (String, TransmissionRow) {
    let district = presenter.register().district_of(&outlet.enterprise);
    let unknown = || Named { code: String::new(), name: String::new(), name_en: String::new() };
    let district = district.map_or_else(unknown, |code| presenter.district_named(code));
    let enterprise = presenter.enterprise_named(&outlet.enterprise);
    let row = TransmissionRow {
        outlet: (group == Group::Outlet).then(|| named(outlet)),
        medium: (group == Group::Outlet).then(|| medium(outlet)),
        enterprise: (group != Group::District).then(|| enterprise.clone()),
        outlets: 1,
        counted_from: counted_from.map(Time),
        rates: Rates::from(&Transmission::default()),
        district,
    };
    let key = match group {
        Group::Outlet => outlet.id.to_string(),
        Group::Enterprise => enterprise.code,
        Group::District => row.district.code.clone(),
    };
    (key, row)
}

fn named(outlet: &Outlet) -> Named {
    Named { code: outlet.id.to_string(), name: outlet.name.clone(), name_en: outlet.name_en.clone() }
}

fn medium(outlet: &Outlet) -> &'static str {
    if outlet.medium == Medium::Water { "water" } else { "air" }
}

/// The table of one outlet.
pub(crate) fn outlet_table(
    services: &Services,
    presenter: &Presenter<'_>,
    outlet: &Outlet,
    period: Period,
) -> Result<OutletStatistics, ApiError> {
    let now = presenter.now();
    let said = Said::read(services, Some(&outlet.id), period)?;
    let channels = outlet.channels.iter().collect();
    let read = Read::new(services, beside(presenter), outlet, &said, channels, period)?;
    let minutes = valid_minutes(services, &read, period)?;
    let all: Vec<(&Channel, Vec<Hour<'_>>)> = read
        .readings
        .iter()
        .map(|(channel, readings)| {
            let minutes = minutes.get(&channel.factor).cloned().unwrap_or_default();
            (*channel, read.hours(&channel.factor, readings, &minutes, &services.law, period))
        })
        .collect();
    let flow = flow(&all);
    let is_rated = |factor: &FactorCode| rated(outlet).iter().any(|channel| channel.factor == *factor);
    let mut rates = Transmission::default();
    let mut gaps: Vec<Gap> = Vec::new();
    for (channel, hours) in all.iter().filter(|(channel, _)| is_rated(&channel.factor)) {
        rates.add(&Transmission::of(hours));
        gaps.extend(stats::gaps(&channel.factor, hours));
    }
    gaps.sort_by(|a, b| (a.from, &a.factor).cmp(&(b.from, &b.factor)));
    let targets: Vec<RateTarget> = targets(&services.law, period);
    Ok(OutletStatistics {
        outlet: named(outlet),
        enterprise: presenter.enterprise_named(&outlet.enterprise),
        medium: medium(outlet),
        period: span(period, now),
        counted_from: read.counted_from.map(Time),
        validity: services.law.data_validity(outlet.medium, period.first()).map(ValidityRule::from),
        targets,
        rates: Rates::from(&rates),
        factors: all
            .iter()
            .map(|(channel, hours)| {
                let key = (&channel.factor, channel.unit);
                let table = FactorTable::new(&services.law, period, outlet.medium, key, hours, &flow, now);
                factor(&read, channel, hours, &table, until(period, now))
            })
            .collect(),
        gaps_left_out: gaps.len().saturating_sub(GAPS_LIMIT),
        gaps: gaps.iter().take(GAPS_LIMIT).map(gap).collect(),
    })
}

/// Valid minutes, where a rule asks for them.
fn valid_minutes(
    services: &Services,
    read: &Read<'_>,
    period: Period,
) -> Result<BTreeMap<FactorCode, ValidMinutes>, ApiError> {
    let mut minutes = BTreeMap::new();
    let rule = services.law.data_validity(read.outlet.medium, period.first());
    let (Some(_), Some(from)) = (rule, read.counted_from) else { return Ok(minutes) };
    let source = Source::Outlet(read.outlet.id.clone());
    for (channel, _) in &read.readings {
        let found =
            super::read(&services.lake, &source, &channel.factor, Granularity::Minute, (from, read.until))?;
        minutes.insert(channel.factor.clone(), ValidMinutes::of(&found));
    }
    Ok(minutes)
}

fn flow(all: &[(&Channel, Vec<Hour<'_>>)]) -> FlowOf {
    let flows = all.iter().filter(|(channel, _)| model::flow::is_flow(&channel.factor));
    let volumes = flows.flat_map(|(_, hours)| hours).filter_map(|hour| {
        let volume = model::flow::volume_m3(hour.valid()?)?;
        Some((hour.start, volume))
    });
    volumes.collect()
}

fn factor(
    read: &Read<'_>,
    channel: &Channel,
    hours: &[Hour<'_>],
    table: &FactorTable,
    at: Timestamp,
) -> TableFactor {
    let outlet = read.outlet;
    let limits: Vec<&model::Limit> = outlet
        .limits
        .iter()
        .filter(|limit| limit.factor == channel.factor && limit.basis != LimitBasis::Realtime)
        .filter(|limit| limit.holds_at(at))
        .collect();
    let (name, name_en) = factor_names(&channel.factor);
    let days = table.days.iter().map(|day| {
        let over = hours_over(read, channel, day.date, hours);
        TableDay {
            date: day.date.to_string(),
            figure: TableFigure::from(&day.figure),
            over: day_over(outlet, channel, day),
            hours_over: over.map(|(counted, _)| counted),
            hours_excused: over.map(|(_, excused)| excused),
        }
    });
    TableFactor {
        factor: channel.factor.to_string(),
        name,
        name_en,
        unit: channel.unit.text().to_owned(),
        total_unit: table
            .whole
            .total
            .map(|_| if model::flow::is_flow(&channel.factor) { "m³" } else { "kg" }),
        limits: limits.into_iter().map(Limit::from).collect(),
        whole: TableFigure::from(&table.whole),
        months: table
            .months
            .iter()
            .map(|(month, figure)| TableMonth { month: month.to_string(), figure: TableFigure::from(figure) })
            .collect(),
        days: days.collect(),
    }
}

/// The limit of a channel that holds at a time.
pub(crate) fn holding<'a>(
    outlet: &'a Outlet,
    channel: &Channel,
    basis: LimitBasis,
    time: Timestamp,
) -> Option<&'a model::Limit> {
    outlet
        .limits
        .iter()
        .find(|limit| limit.factor == channel.factor && limit.basis == basis && limit.holds_at(time))
}

/// Whether a figure is beyond a limit; `None` where there is no figure.
pub(crate) fn is_over(
    limit: &model::Limit,
    channel: &Channel,
    mean: Option<f64>,
    converted: Option<f64>,
) -> Option<bool> {
    let figure = if limit.converted { converted } else { mean };
    let figure = channel.unit.convert(figure?, limit.unit).ok()?;
    Some(figure > limit.upper || limit.lower.is_some_and(|lower| figure < lower))
}

/// Whether a day mean that counts is over its limit.
fn day_over(outlet: &Outlet, channel: &Channel, day: &stats::DayRow) -> Option<bool> {
    let counts = match day.figure.standing {
        Standing::Valid | Standing::NoRule => true,
        Standing::Short { .. } | Standing::Stopped | Standing::Running | Standing::NoData => false,
    };
    let noon = model::china::instant(day.date.at(12, 0, 0, 0));
    let limit = holding(outlet, channel, LimitBasis::DayMean, noon).filter(|_| counts)?;
    is_over(limit, channel, day.figure.mean, day.figure.converted)
}

/// How many valid hours of a day are over the limit of hour means: those that count, and those that a work condition
/// excuses.
fn hours_over(
    read: &Read<'_>,
    channel: &Channel,
    date: jiff::civil::Date,
    hours: &[Hour<'_>],
) -> Option<(u32, u32)> {
    let noon = model::china::instant(date.at(12, 0, 0, 0));
    holding(read.outlet, channel, LimitBasis::HourMean, noon)?;
    let over = hours.iter().filter(|hour| {
        model::china::civil(hour.start).date() == date
            && holding(read.outlet, channel, LimitBasis::HourMean, hour.start)
                .and_then(|limit| is_over(limit, channel, hour.value(), hour.converted()))
                .unwrap_or(false)
    });
    let excused: Vec<bool> = over.map(|hour| read.judge.is_excused(&channel.factor, hour.start)).collect();
    let count = |is_excused: bool| excused.iter().filter(|one| **one == is_excused).count() as u32;
    Some((count(false), count(true)))
}

fn gap(gap: &Gap) -> HourGap {
    HourGap {
        factor: gap.factor.to_string(),
        from: Time(gap.from),
        to: Time(gap.to),
        hours: gap.hours,
        reason: gap.state.code(),
    }
}

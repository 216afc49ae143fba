//! A day over many outlets: who has said something, and what is over.

use std::collections::BTreeMap;

use casework::data_marking::OutletMarkings;
use jiff::civil::Date;
use lake::Watched;
use model::{Granularity, LimitBasis, Outlet, OutletId, SeriesKey, Source, Timestamp, china};

use super::{Judge, Split, ends_of, split};
use crate::dto::marking::{MarkingDayRow, MarkingStanding};
use crate::dto::{Named, Time};
use crate::error::ApiError;
use crate::export::{Cell, Sheet};
use crate::present::Presenter;
use crate::services::Services;

/// Exceeding hour means of an outlet.
#[derive(Debug, Clone, Copy, Default)]
struct Over {
    all: u64,
    split: Split,
}

/// The day of each of the outlets.
pub(crate) fn days_rows(
    services: &Services,
    presenter: &Presenter<'_>,
    outlets: &[&Outlet],
    day: Date,
) -> Result<Vec<MarkingDayRow>, ApiError> {
    let (from, to) = ends_of(day);
    let markings = services.views.markings(None, from, to).map_err(|error| ApiError::unavailable(&error))?;
    let over = over(services, presenter, outlets, &markings, (from, to))?;
    let nothing = OutletMarkings::default();
    Ok(outlets
        .iter()
        .map(|outlet| {
            let state = markings.get(&outlet.id).unwrap_or(&nothing);
            row(services, presenter, outlet, state, day, over.get(&outlet.id).copied().unwrap_or_default())
        })
        .collect())
}

fn row(
    services: &Services,
    presenter: &Presenter<'_>,
    outlet: &Outlet,
    state: &OutletMarkings,
    day: Date,
    over: Over,
) -> MarkingDayRow {
    let (from, to) = ends_of(day);
    let of_day = state
        .markings
        .values()
        .filter(|marking| marking.withdrawn.is_none() && marking.from < to && from < marking.to);
    let (mut markings, mut to_review, mut contested) = (0, 0, 0);
    for marking in of_day {
        markings += 1;
        to_review += usize::from(marking.review.is_none());
        contested += usize::from(marking.is_contested());
    }
    let confirmed = state.confirmed.get(&day);
    let standing = match services.law.data_marking(day) {
        None => MarkingStanding::NoRule,
        Some(_) if markings > 0 => MarkingStanding::Marked,
        Some(_) if confirmed.is_some() => MarkingStanding::Confirmed,
        Some(rule) if presenter.now() < rule.deadline(day) => MarkingStanding::Open,
        Some(_) => MarkingStanding::NoObjection,
    };
    let district = presenter.register().district_of(&outlet.enterprise);
    let unknown = || Named { code: String::new(), name: String::new(), name_en: String::new() };
    MarkingDayRow {
        outlet: Named {
            code: outlet.id.to_string(),
            name: outlet.name.clone(),
            name_en: outlet.name_en.clone(),
        },
        enterprise: presenter.enterprise_named(&outlet.enterprise),
        district: district.map_or_else(unknown, |code| presenter.district_named(code)),
        standing,
        over: over.all,
        invalid: over.split.invalid,
        excused: over.split.excused,
        markings,
        to_review,
        contested,
        confirmed_at: confirmed.map(|confirmation| Time(confirmation.at)),
    }
}

/// How many hour means are over their limits, all outlets in one go; those of marked outlets are read one by one.
fn over(
    services: &Services,
    presenter: &Presenter<'_>,
    outlets: &[&Outlet],
    markings: &BTreeMap<OutletId, OutletMarkings>,
    (from, to): (Timestamp, Timestamp),
) -> Result<BTreeMap<OutletId, Over>, ApiError> {
    let all: Vec<Watched> = outlets.iter().flat_map(|outlet| limits(outlet, from)).collect();
    let watched: BTreeMap<&SeriesKey, &Watched> =
        all.iter().map(|watched| (&watched.series, watched)).collect();
    // Half an hour before the day belongs to it, since clocks of devices are off by seconds; so does none after.
    let span = (china::plus_seconds(from, -1800), china::plus_seconds(to, -1800));
    let found = services
        .lake
        .exceedances(&all, Granularity::Hour, span.0, span.1)
        .map_err(|error| ApiError::unavailable(&error))?;
    let mut over: BTreeMap<OutletId, Over> = BTreeMap::new();
    for exceedance in found {
        let Source::Outlet(id) = &exceedance.series.source else { continue };
        let outlet = presenter.register().outlets.get(id);
        let (Some(outlet), Some(watched)) = (outlet, watched.get(&exceedance.series)) else { continue };
        let of_outlet = over.entry(outlet.id.clone()).or_default();
        of_outlet.all += exceedance.count;
        if let Some(state) = markings.get(&outlet.id) {
            let judge = Judge::new(&services.law, presenter.register(), outlet, state);
            let found = split(&services.lake, &judge, state, watched, Granularity::Hour, span)?;
            of_outlet.split.invalid += found.invalid;
            of_outlet.split.excused += found.excused;
        }
    }
    Ok(over)
}

/// The limits of hour means in force, the stricter of two of one factor. Limits of converted figures are not compared
/// here, as with exceedances.
fn limits(outlet: &Outlet, at: Timestamp) -> impl Iterator<Item = Watched> {
    let mut watched: BTreeMap<SeriesKey, Watched> = BTreeMap::new();
    let hourly = outlet
        .limits
        .iter()
        .filter(|limit| limit.basis == LimitBasis::HourMean && limit.holds_at(at) && !limit.converted);
    for limit in hourly {
        crate::routes::watch(&mut watched, outlet, limit);
    }
    watched.into_values()
}

/// The list as a file.
pub(crate) fn sheet(rows: &[MarkingDayRow]) -> Sheet<'static> {
    let number = |number: u64| Cell::Number(number as f64);
    let standing = |standing| match standing {
        MarkingStanding::Open => "待标记",
        MarkingStanding::Marked => "已标记",
        MarkingStanding::Confirmed => "已确认无需标记",
        MarkingStanding::NoObjection => "未标记(视为无异议)",
        MarkingStanding::NoRule => "无适用规则",
    };
    let cells = |row: &MarkingDayRow| {
        vec![
            row.enterprise.name.clone().into(),
            row.outlet.name.clone().into(),
            row.outlet.code.clone().into(),
            row.district.name.clone().into(),
            standing(row.standing).into(),
            number(row.over),
            number(row.excused),
            number(row.invalid),
            number(row.over - row.excused - row.invalid),
            number(row.markings as u64),
            number(row.to_review as u64),
            number(row.contested as u64),
            row.confirmed_at.map_or(String::new(), |at| china::minute_text(at.0)).into(),
        ]
    };
    Sheet {
        name: "markings",
        headings: vec![
            "企业",
            "排放口",
            "排放口编号",
            "区县",
            "标记情况",
            "超限小时数",
            "其中工况标记不计",
            "其中设备标记无效",
            "计入超限小时数",
            "标记数",
            "待复核",
            "被质疑",
            "确认时间",
        ],
        rows: rows.iter().map(cells).collect(),
    }
}

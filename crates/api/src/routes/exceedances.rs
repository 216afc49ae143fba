//! Which limits hold where and when, and what exceeds them.

use std::collections::{BTreeMap, BTreeSet};

use lake::{Exceedance, Watched};
use model::{LimitBasis, Outlet, OutletId, Register, SeriesKey, Source, Timestamp};

use crate::dto::Time;
use crate::dto::question::{ExceedanceGroup, Exceedances, Group, WorstValue};
use crate::dto::series::model_granularity::Granularity;
use crate::error::ApiError;
use crate::markings::{Judge, Split, split};
use crate::services::Services;
use crate::session::SignedIn;

/// What is asked.
#[derive(Debug, Clone, Copy)]
pub(super) struct Question {
    pub(super) granularity: Granularity,
    pub(super) group: Group,
    pub(super) from: Timestamp,
    pub(super) to: Timestamp,
}

/// Limits by the span in which they hold: nearly always one span for the whole city.
type BySpan = BTreeMap<(Timestamp, Timestamp), BTreeMap<SeriesKey, Watched>>;

/// Answers for every outlet that `user` may see.
pub(super) fn exceedances_of(
    services: &Services,
    register: &Register,
    user: &SignedIn,
    question: Question,
) -> Result<Exceedances, ApiError> {
    let lake = &services.lake;
    let Question { granularity, group, from, to } = question;
    let (mut by_span, mut limits, mut limits_of_converted) = (BySpan::new(), 0, 0);
    let seen = register.outlets.values().filter(|outlet| user.sees_enterprise(register, &outlet.enterprise));
    for outlet in seen {
        for limit in outlet.limits.iter().filter(|limit| compares(limit.basis, granularity)) {
            let span = (limit.valid_from.max(from), limit.valid_to.map_or(to, |end| end.min(to)));
            if span.0 >= span.1 {
                continue;
            }
            if limit.converted {
                limits_of_converted += 1;
                continue;
            }
            limits += 1;
            watch(by_span.entry(span).or_default(), outlet, limit);
        }
    }
    let markings = services.views.markings(None, from, to).map_err(|error| ApiError::unavailable(&error))?;
    let mut groups: BTreeMap<String, Tally> = BTreeMap::new();
    for ((from, to), watched) in &by_span {
        let all: Vec<Watched> = watched.values().cloned().collect();
        let found = lake
            .exceedances(&all, granularity.into(), *from, *to)
            .map_err(|error| ApiError::unavailable(&error))?;
        for exceedance in found {
            let Source::Outlet(id) = &exceedance.series.source else { continue };
            let (Some(outlet), Some(limit)) = (register.outlets.get(id), watched.get(&exceedance.series))
            else {
                continue;
            };
            let split = match markings.get(id) {
                None => Split::default(),
                Some(state) => {
                    let judge = Judge::new(&services.law, register, outlet, state);
                    split(lake, &judge, state, limit, granularity.into(), (*from, *to))?
                }
            };
            let (key, names) = key_of(group, register, outlet);
            groups.entry(key).or_insert_with(|| Tally::new(names)).add(&exceedance, id, limit.upper, split);
        }
    }
    let mut groups: Vec<_> = groups.into_iter().filter_map(|(key, tally)| tally.finish(key)).collect();
    groups.sort_by(|a, b| b.values.cmp(&a.values).then_with(|| a.key.cmp(&b.key)));
    let (from, to) = (Time(from), Time(to));
    Ok(Exceedances { granularity, group, from, to, groups, limits, limits_of_converted })
}

/// Limits for single samples hold for minute means too: a mean of a minute is as near to a sample as a logger
/// that sends none comes.
fn compares(basis: LimitBasis, granularity: Granularity) -> bool {
    match granularity {
        Granularity::Realtime | Granularity::Minute => basis == LimitBasis::Realtime,
        Granularity::Hour => basis == LimitBasis::HourMean,
        Granularity::Day => basis == LimitBasis::DayMean,
    }
}

/// Of two limits for one series and span the stricter holds.
pub(crate) fn watch(watched: &mut BTreeMap<SeriesKey, Watched>, outlet: &Outlet, limit: &model::Limit) {
    let series = SeriesKey { source: Source::Outlet(outlet.id.clone()), factor: limit.factor.clone() };
    let one = watched.entry(series.clone()).or_insert(Watched { series, lower: None, upper: None });
    one.upper = Some(one.upper.map_or(limit.upper, |upper| upper.min(limit.upper)));
    if let Some(lower) = limit.lower {
        one.lower = Some(one.lower.map_or(lower, |before| before.max(lower)));
    }
}

/// The group of an outlet, with its Chinese and English name.
fn key_of(group: Group, register: &Register, outlet: &Outlet) -> (String, (String, String)) {
    let enterprise = register.enterprises.get(&outlet.enterprise);
    let named = |key: String, names: Option<(&String, &String)>| {
        let names = names.map(|(name, name_en)| (name.clone(), name_en.clone()));
        let names = names.unwrap_or_else(|| (key.clone(), key.clone()));
        (key, names)
    };
    match group {
        Group::Trade => named(
            enterprise.map(|one| one.trade_code.to_string()).unwrap_or_default(),
            enterprise.map(|one| (&one.trade, &one.trade_en)),
        ),
        Group::District => {
            let code = register.district_of(&outlet.enterprise);
            let district = code.and_then(|code| register.districts.get(code));
            named(
                code.map(ToString::to_string).unwrap_or_default(),
                district.map(|one| (&one.name, &one.name_en)),
            )
        }
        Group::Enterprise => {
            named(outlet.enterprise.to_string(), enterprise.map(|one| (&one.name, &one.name_en)))
        }
        Group::Outlet => named(outlet.id.to_string(), Some((&outlet.name, &outlet.name_en))),
    }
}

/// What one group comes to.
struct Tally {
    names: (String, String),
    values: u64,
    split: Split,
    outlets: BTreeSet<OutletId>,
    series: BTreeSet<SeriesKey>,
    times: Option<(Timestamp, Timestamp)>,
    worst: Option<WorstValue>,
}

impl Tally {
    fn new(names: (String, String)) -> Self {
        let (outlets, series) = (BTreeSet::new(), BTreeSet::new());
        Self { names, values: 0, split: Split::default(), outlets, series, times: None, worst: None }
    }

    fn add(&mut self, found: &Exceedance, outlet: &OutletId, upper: Option<f64>, split: Split) {
        self.split.invalid += split.invalid;
        self.split.excused += split.excused;
        self.values += found.count;
        self.outlets.insert(outlet.clone());
        self.series.insert(found.series.clone());
        let (first, last) = self.times.unwrap_or((found.first, found.last));
        self.times = Some((first.min(found.first), last.max(found.last)));
        let limit_ratio = upper.filter(|upper| *upper > 0.0).map_or(0.0, |upper| found.worst / upper);
        if self.worst.as_ref().is_none_or(|worst| worst.limit_ratio < limit_ratio) {
            self.worst = Some(WorstValue {
                outlet: outlet.to_string(),
                factor: found.series.factor.to_string(),
                value: found.worst,
                limit_ratio,
                time: Time(found.worst_at),
            });
        }
    }

    fn finish(self, key: String) -> Option<ExceedanceGroup> {
        let (first, last) = self.times?;
        let (name, name_en) = self.names;
        Some(ExceedanceGroup {
            key,
            name,
            name_en,
            values: self.values,
            invalid: self.split.invalid,
            excused: self.split.excused,
            outlets: self.outlets.len() as u64,
            series: self.series.len() as u64,
            first: Time(first),
            last: Time(last),
            worst: self.worst?,
        })
    }
}

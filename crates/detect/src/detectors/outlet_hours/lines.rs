//! The power of an outlet's lines, hour by hour, beside what the outlet sends: that of the production that its treatment
//! facilities treat, and that of those facilities.

use std::collections::{BTreeMap, BTreeSet};

use model::china::plus_seconds;
use model::{LineId, MeterId, MeterTarget, OutletId, Register, Timestamp};

use super::row::NOT_WAITED_FOR;

const HOUR_S: i64 = 3600;
/// So many hours of a meter are known at once. Stored hours come outlet by outlet in the order of time, live ones within
/// an hour or, from a logger that was cut off, within two days.
const HOURS_KEPT: usize = 48;
/// So many lines are named in facts.
const MOST_NAMED: usize = 6;
/// Power that changed by no more than this share of itself has stayed.
const STAYED: f64 = 0.2;

/// Which meters belong to which outlets, and what they said of late.
#[derive(Debug, Default)]
pub(super) struct Lines {
    means: BTreeMap<MeterId, Box<Means>>,
    ties: BTreeMap<OutletId, Ties>,
    outlets: BTreeMap<MeterId, Vec<OutletId>>,
}

/// Means of hours, each in the place that its number gives it.
#[derive(Debug)]
struct Means([(i32, f32); HOURS_KEPT]);

#[derive(Debug, Default)]
struct Ties {
    meters: Vec<Tied>,
    /// Whether any hour of them has come. Until then an outlet is judged as one whose lines nobody meters.
    has_spoken: bool,
}

#[derive(Debug)]
struct Tied {
    meter: MeterId,
    wired_to: WiredTo,
    /// In how many hours in a row nothing came.
    missed: u8,
}

#[derive(Debug, Clone, PartialEq)]
enum WiredTo {
    Production(LineId),
    Treatment,
}

/// What is summed over an outlet's meters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Production,
    Treatment,
}

impl Lines {
    /// Takes the hour mean of a meter; the outlets that it tells something new about.
    pub(super) fn put(&mut self, meter: &MeterId, time: Timestamp, kw: f64) -> Vec<OutletId> {
        let Some(outlets) = self.outlets.get(meter) else { return Vec::new() };
        let means = self.means.entry(meter.clone()).or_default();
        if !means.put(number(time), kw) {
            return Vec::new();
        }
        for outlet in outlets {
            let Some(ties) = self.ties.get_mut(outlet) else { continue };
            ties.has_spoken = true;
            for tied in ties.meters.iter_mut().filter(|tied| tied.meter == *meter) {
                tied.missed = 0;
            }
        }
        outlets.clone()
    }

    /// Whether every meter of `outlet` that usually speaks has spoken of the hour of `time`.
    pub(super) fn are_ready(&self, outlet: &OutletId, time: Timestamp) -> bool {
        let Some(ties) = self.ties.get(outlet) else { return true };
        ties.meters.iter().all(|tied| tied.missed >= NOT_WAITED_FOR || self.knows(&tied.meter, time))
    }

    /// The hour of `time` is judged as it is known now.
    pub(super) fn close(&mut self, outlet: &OutletId, time: Timestamp) {
        let Self { means, ties, .. } = self;
        for tied in ties.get_mut(outlet).into_iter().flat_map(|ties| &mut ties.meters) {
            let is_known = means.get(&tied.meter).is_some_and(|means| means.get(number(time)).is_some());
            tied.missed = if is_known { 0 } else { tied.missed.saturating_add(1) };
        }
    }

    /// Those of `outlet`, if any of them has spoken.
    pub(super) fn of(&self, outlet: &OutletId) -> Option<LinesOf<'_>> {
        let ties = self.ties.get(outlet).filter(|ties| ties.has_spoken)?;
        Some(LinesOf { ties, means: &self.means })
    }

    /// Takes the register as it now stands; the outlets whose power is made up of other meters than before, so that what
    /// was learned beside it does not hold any more.
    pub(super) fn register_changed(&mut self, register: &Register) -> BTreeSet<OutletId> {
        let tied = tied_meters(register);
        self.outlets.clear();
        let mut before = std::mem::take(&mut self.ties);
        let mut altered = BTreeSet::new();
        for (outlet, meters) in tied {
            for meter in meters.keys() {
                self.outlets.entry(meter.clone()).or_default().push(outlet.clone());
            }
            let ties = match before.remove(&outlet) {
                Some(ties) if ties.are(&meters) => ties,
                other => {
                    altered.extend(other.filter(|ties| ties.has_spoken).map(|_| outlet.clone()));
                    let has_spoken = meters.keys().any(|meter| self.means.contains_key(meter));
                    Ties::new(meters, has_spoken)
                }
            };
            self.ties.insert(outlet, ties);
        }
        self.means.retain(|meter, _| self.outlets.contains_key(meter));
        altered.extend(before.into_iter().filter(|(_, ties)| ties.has_spoken).map(|(outlet, _)| outlet));
        altered
    }

    fn knows(&self, meter: &MeterId, time: Timestamp) -> bool {
        self.means.get(meter).is_some_and(|means| means.get(number(time)).is_some())
    }
}

/// By outlet the meters of whose hour means of power it is judged beside. Who gives an outlet's stored hours to an
/// [`Engine`](crate::Engine) gives theirs with them.
pub fn meters_beside_outlets(register: &Register) -> BTreeMap<OutletId, Vec<MeterId>> {
    let tied = tied_meters(register).into_iter();
    tied.map(|(outlet, meters)| (outlet, meters.into_keys().collect())).collect()
}

/// By outlet the meters of the facilities before it and of the lines that these treat.
fn tied_meters(register: &Register) -> BTreeMap<OutletId, BTreeMap<MeterId, WiredTo>> {
    let mut meters: BTreeMap<&MeterTarget, Vec<&MeterId>> = BTreeMap::new();
    for meter in register.meters.values() {
        meters.entry(&meter.target).or_default().push(&meter.id);
    }
    let mut tied: BTreeMap<OutletId, BTreeMap<MeterId, WiredTo>> = BTreeMap::new();
    for unit in register.treatment_units.values() {
        let Some(outlet) = &unit.outlet else { continue };
        let mut tie = |target: MeterTarget, wired_to: WiredTo| {
            for meter in meters.get(&target).into_iter().flatten() {
                tied.entry(outlet.clone()).or_default().insert((*meter).clone(), wired_to.clone());
            }
        };
        tie(MeterTarget::TreatmentUnit(unit.id.clone()), WiredTo::Treatment);
        for line in &unit.treats {
            tie(MeterTarget::Line(line.clone()), WiredTo::Production(line.clone()));
        }
    }
    tied
}

impl Ties {
    fn new(meters: BTreeMap<MeterId, WiredTo>, has_spoken: bool) -> Self {
        let tied = |(meter, wired_to)| Tied { meter, wired_to, missed: NOT_WAITED_FOR };
        Self { meters: meters.into_iter().map(tied).collect(), has_spoken }
    }

    fn are(&self, meters: &BTreeMap<MeterId, WiredTo>) -> bool {
        self.meters.iter().map(|tied| (&tied.meter, &tied.wired_to)).eq(meters)
    }
}

/// The lines of one outlet.
#[derive(Debug, Clone, Copy)]
pub(super) struct LinesOf<'a> {
    ties: &'a Ties,
    means: &'a BTreeMap<MeterId, Box<Means>>,
}

impl LinesOf<'_> {
    /// Their power in the hour of `time`, production before treatment; NaN where that of any of them is not known.
    pub(super) fn companions(&self, time: Timestamp) -> [f64; 2] {
        [Role::Production, Role::Treatment].map(|role| self.power(role, number(time)).unwrap_or(f64::NAN))
    }

    /// Whether the power of production moved in the `direction` of a value in the hours from `began` to `last`, against as
    /// many hours before them; `None` where it is not known.
    pub(super) fn production_moved_with(
        &self,
        direction: f64,
        began: Timestamp,
        last: Timestamp,
    ) -> Option<bool> {
        let [before, during] = self.before_and_during(Role::Production, began, last);
        let (before, during) = before.zip(during)?;
        Some((during - before) * direction.signum() > STAYED * before.max(during))
    }

    /// Mean power in as many hours before `began` as there are from `began` to `last`, and in these.
    pub(super) fn before_and_during(
        &self,
        role: Role,
        began: Timestamp,
        last: Timestamp,
    ) -> [Option<f64>; 2] {
        let (first, end) = (number(began), number(plus_seconds(last, HOUR_S)));
        let hours = (end - first).clamp(1, HOURS_KEPT as i32 / 2);
        [self.mean(role, first - hours..first), self.mean(role, end - hours..end)]
    }

    /// The production lines that are metered, as far as they are to be named.
    pub(super) fn names(&self) -> impl Iterator<Item = &LineId> {
        let lines = self.ties.meters.iter().filter_map(|tied| match &tied.wired_to {
            WiredTo::Production(line) => Some(line),
            WiredTo::Treatment => None,
        });
        lines.take(MOST_NAMED)
    }

    /// Over the hours that are known, if at least half of them are.
    fn mean(&self, role: Role, hours: std::ops::Range<i32>) -> Option<f64> {
        let asked = hours.len();
        let known: Vec<f64> = hours.filter_map(|hour| self.power(role, hour)).collect();
        let is_enough = !known.is_empty() && known.len() * 2 >= asked;
        is_enough.then(|| known.iter().sum::<f64>() / known.len() as f64)
    }

    /// `None` where there is no meter of that role, or one that is not known.
    fn power(&self, role: Role, hour: i32) -> Option<f64> {
        let of_role = self.ties.meters.iter().filter(|tied| tied.wired_to.role() == role);
        let mut sum = None;
        for tied in of_role {
            let kw = self.means.get(&tied.meter)?.get(hour)?;
            *sum.get_or_insert(0.0) += f64::from(kw);
        }
        sum
    }
}

impl WiredTo {
    fn role(&self) -> Role {
        match self {
            WiredTo::Production(_) => Role::Production,
            WiredTo::Treatment => Role::Treatment,
        }
    }
}

impl Default for Means {
    fn default() -> Self {
        Self([(i32::MIN, 0.0); HOURS_KEPT])
    }
}

impl Means {
    /// Whether that is news: what came first for an hour stays.
    fn put(&mut self, hour: i32, kw: f64) -> bool {
        let place = &mut self.0[Self::place(hour)];
        let is_news = place.0 != hour;
        if is_news {
            *place = (hour, kw as f32);
        }
        is_news
    }

    fn get(&self, hour: i32) -> Option<f32> {
        let (of, kw) = self.0[Self::place(hour)];
        (of == hour).then_some(kw)
    }

    fn place(hour: i32) -> usize {
        hour.rem_euclid(HOURS_KEPT as i32) as usize
    }
}

/// Hours since 1970.
fn number(time: Timestamp) -> i32 {
    i32::try_from(time.as_second().div_euclid(HOUR_S)).unwrap_or(i32::MAX)
}

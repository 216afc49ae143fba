use std::collections::BTreeMap;

use model::{
    CreditCode, FindingKind, LimitBasis, LoggerTarget, MeterTarget, Outlet, OutletId, Reading, Source,
    Station, StationClass, StationId, Subject, Timestamp, china, power,
};
use views::AlarmRow;

use super::{Latest, Presenter, latest_of};
use crate::dto::city::{
    EnterpriseSummary, Line, Meter, OutletPoint, OutletSummary, StationSummary, Status, TreatmentUnit, Wind,
};
use crate::dto::series::{LatestReading, factor_names};
use crate::dto::{Place, Time, city};

/// A device is late after so many of its intervals without a word, and never before a minute.
const PATIENCE_INTERVALS: i64 = 10;

/// Open alarms by what they concern.
pub(crate) struct OpenAlarms {
    by_outlet: BTreeMap<OutletId, Vec<FindingKind>>,
    by_enterprise: BTreeMap<CreditCode, Vec<FindingKind>>,
}

impl OpenAlarms {
    /// How many are open for an enterprise.
    pub(crate) fn of_enterprise(&self, code: &CreditCode) -> usize {
        self.by_enterprise.get(code).map_or(0, Vec::len)
    }
}

/// What enterprises have that is heard.
#[derive(Debug, Default)]
pub(crate) struct Equipment {
    /// How many outlets each has, and how the worst of them stands.
    outlets: BTreeMap<String, (usize, Status)>,
    meters: BTreeMap<CreditCode, Vec<model::MeterId>>,
}

/// Silence alone is silence; anything else is an alarm.
fn worst(kinds: Option<&Vec<FindingKind>>) -> Option<Status> {
    let kinds = kinds.filter(|kinds| !kinds.is_empty())?;
    match kinds.iter().all(|kind| *kind == FindingKind::LoggerSilent) {
        true => Some(Status::Silent),
        false => Some(Status::Alarm),
    }
}

impl Presenter<'_> {
    pub(crate) fn open_alarms(&self, rows: &[AlarmRow]) -> OpenAlarms {
        let mut open = OpenAlarms { by_outlet: BTreeMap::new(), by_enterprise: BTreeMap::new() };
        for row in rows {
            let kind = row.alarm.key.kind;
            if let Some(code) = &row.alarm.enterprise {
                open.by_enterprise.entry(code.clone()).or_default().push(kind);
            }
            let outlet = match &row.alarm.key.subject {
                Subject::Outlet(id) => Some(id.clone()),
                Subject::TreatmentUnit(id) => {
                    self.register.treatment_units.get(id).and_then(|unit| unit.outlet.clone())
                }
                Subject::Logger(mn) => match self.register.loggers.get(mn).map(|logger| &logger.target) {
                    Some(LoggerTarget::Outlet(id)) => Some(id.clone()),
                    Some(LoggerTarget::Station(_)) | None => None,
                },
                Subject::Meter(_) | Subject::Station(_) => None,
            };
            if let Some(id) = outlet {
                open.by_outlet.entry(id).or_default().push(kind);
            }
        }
        open
    }

    pub(crate) fn place_of(&self, subject: &Subject) -> Option<model::Place> {
        let outlet = |id: &OutletId| self.register.outlets.get(id).map(|outlet| outlet.place);
        let station = |id: &StationId| self.register.stations.get(id).map(|station| station.place);
        match subject {
            Subject::Outlet(id) => outlet(id),
            Subject::Logger(mn) => match &self.register.loggers.get(mn)?.target {
                LoggerTarget::Outlet(id) => outlet(id),
                LoggerTarget::Station(id) => station(id),
            },
            Subject::Station(id) => station(id),
            Subject::TreatmentUnit(_) | Subject::Meter(_) => {
                let code = subject.enterprise(&self.register)?;
                self.register.enterprises.get(code).map(|enterprise| enterprise.place)
            }
        }
    }

    /// How a monitored target stands, without its alarms.
    fn heard(&self, target: &LoggerTarget, readings: &[Reading]) -> (Status, Option<Timestamp>) {
        let newest = readings.iter().map(|reading| reading.time).max();
        let Some(logger) = self.register.logger_of(target) else { return (Status::Unknown, newest) };
        let device = self.services.devices.logger(&logger.mn).and_then(|device| device.last_seen);
        let Some(seen) = device.max(newest) else { return (Status::Unknown, None) };
        let patience_s = (i64::from(logger.realtime_interval_s) * PATIENCE_INTERVALS).max(60);
        let status = if china::seconds_between(seen, self.now) > patience_s {
            Status::Silent
        } else if readings.iter().any(|reading| !reading.mark.is_evidence()) {
            Status::Declared
        } else {
            Status::Normal
        };
        (status, Some(seen))
    }

    pub(crate) fn outlet_point(&self, outlet: &Outlet, open: &OpenAlarms, latest: &Latest) -> OutletPoint {
        let none = Vec::new();
        let readings = latest.get(&Source::Outlet(outlet.id.clone())).unwrap_or(&none);
        let (heard, seen) = self.heard(&LoggerTarget::Outlet(outlet.id.clone()), readings);
        OutletPoint {
            id: outlet.id.to_string(),
            enterprise: outlet.enterprise.to_string(),
            name: outlet.name.clone(),
            name_en: outlet.name_en.clone(),
            medium: if outlet.medium == model::Medium::Water { "water" } else { "air" },
            place: Place::from(outlet.place),
            status: worst(open.by_outlet.get(&outlet.id)).map_or(heard, |alarm| alarm.max(heard)),
            last_seen: seen.map(Time),
        }
    }

    pub(crate) fn outlet_summary(&self, outlet: &Outlet, open: &OpenAlarms) -> OutletSummary {
        let latest = self.latest_at(Source::Outlet(outlet.id.clone()));
        let readings = latest.values().flatten();
        OutletSummary {
            point: self.outlet_point(outlet, open, &latest),
            readings: readings.map(|reading| latest_reading(reading, Some(outlet))).collect(),
        }
    }

    /// The newest readings of one source.
    pub(crate) fn latest_at(&self, source: Source) -> Latest {
        latest_of(self.services.lake.latest_of_source(&source))
    }

    pub(crate) fn station_summary(&self, station: &Station, latest: &Latest) -> StationSummary {
        let none = Vec::new();
        let readings = latest.get(&Source::Station(station.id.clone())).unwrap_or(&none);
        let (status, seen) = self.heard(&LoggerTarget::Station(station.id.clone()), readings);
        StationSummary {
            id: station.id.to_string(),
            name: station.name.clone(),
            name_en: station.name_en.clone(),
            class: match station.class {
                StationClass::National => "national",
                StationClass::Provincial => "provincial",
                StationClass::Micro => "micro",
                StationClass::Composition => "composition",
            },
            district: station.district.to_string(),
            place: Place::from(station.place),
            status,
            last_seen: seen.map(Time),
            readings: readings.iter().map(|reading| latest_reading(reading, None)).collect(),
        }
    }

    /// What each enterprise has, gone through once for all of them.
    pub(crate) fn equipment<'o>(&self, outlets: impl IntoIterator<Item = &'o OutletPoint>) -> Equipment {
        let mut equipment = Equipment::default();
        for outlet in outlets {
            let (many, worst) =
                equipment.outlets.entry(outlet.enterprise.clone()).or_insert((0, outlet.status));
            *many += 1;
            *worst = outlet.status.max(*worst);
        }
        for meter in self.register.meters.values() {
            equipment.meters.entry(meter.enterprise.clone()).or_default().push(meter.id.clone());
        }
        equipment
    }

    pub(crate) fn enterprise_summary(
        &self,
        code: &CreditCode,
        equipment: &Equipment,
        open: &OpenAlarms,
    ) -> Option<EnterpriseSummary> {
        let enterprise = self.register.enterprises.get(code)?;
        let outlets = equipment.outlets.get(code.as_str());
        let meters = equipment.meters.get(code).map_or(&[][..], Vec::as_slice);
        let heard = match outlets {
            Some((_, worst)) => *worst,
            // An enterprise that is only metered is heard through its meters.
            None if !meters.is_empty() => self.metered(meters),
            None => Status::Unknown,
        };
        Some(EnterpriseSummary {
            code: code.to_string(),
            name: enterprise.name.clone(),
            name_en: enterprise.name_en.clone(),
            trade_code: enterprise.trade_code.clone(),
            trade: enterprise.trade.clone(),
            trade_en: enterprise.trade_en.clone(),
            district: enterprise.district.to_string(),
            place: Place::from(enterprise.place),
            status: worst(open.by_enterprise.get(code)).map_or(heard, |alarm| alarm.max(heard)),
            outlets: outlets.map_or(0, |(many, _)| *many),
            meters: meters.len(),
            open_alarms: open.of_enterprise(code),
        })
    }

    fn metered(&self, meters: &[model::MeterId]) -> Status {
        let newest = meters.iter().filter_map(|id| self.power(id)).map(|reading| reading.time).max();
        match newest {
            None => Status::Unknown,
            Some(time) if china::seconds_between(time, self.now) > 1800 => Status::Silent,
            Some(_) => Status::Normal,
        }
    }

    fn power(&self, id: &model::MeterId) -> Option<Reading> {
        let series = model::SeriesKey { source: Source::Meter(id.clone()), factor: power::active_power() };
        self.services.lake.latest(&series, model::Granularity::Realtime)
    }

    pub(crate) fn meter(&self, target: &MeterTarget) -> Option<Meter> {
        let meter = self.register.meter_of(target)?;
        let latest = self.power(&meter.id).map(|reading| latest_reading(&reading, None));
        Some(Meter { id: meter.id.to_string(), rated_kw: meter.rated_kw, latest })
    }

    pub(crate) fn lines(&self, code: &CreditCode) -> Vec<Line> {
        let lines = self.register.lines.values().filter(|line| line.enterprise == *code);
        lines
            .map(|line| Line {
                id: line.id.to_string(),
                name: line.name.clone(),
                name_en: line.name_en.clone(),
                meter: self.meter(&MeterTarget::Line(line.id.clone())),
            })
            .collect()
    }

    pub(crate) fn treatment_units(&self, code: &CreditCode) -> Vec<TreatmentUnit> {
        let units = self.register.treatment_units.values().filter(|unit| unit.enterprise == *code);
        units
            .map(|unit| TreatmentUnit {
                id: unit.id.to_string(),
                name: unit.name.clone(),
                name_en: unit.name_en.clone(),
                treats: unit.treats.iter().map(ToString::to_string).collect(),
                outlet: unit.outlet.as_ref().map(ToString::to_string),
                meter: self.meter(&MeterTarget::TreatmentUnit(unit.id.clone())),
            })
            .collect()
    }

    /// Vector mean of the newest winds that are at most an hour old.
    pub(crate) fn wind(&self, latest: &Latest) -> Option<Wind> {
        let (mut east, mut north, mut stations, mut time) = (0.0, 0.0, 0usize, Timestamp::MIN);
        for (source, readings) in latest {
            let of = |code: &str| readings.iter().find(|reading| reading.series.factor.as_str() == code);
            let (Source::Station(_), Some(speed), Some(direction)) = (source, of("a01007"), of("a01008"))
            else {
                continue;
            };
            let (Some(metres_s), Some(degrees)) = (speed.evidence(), direction.evidence()) else { continue };
            if china::seconds_between(direction.time, self.now) > 3600 {
                continue;
            }
            east += metres_s * degrees.to_radians().sin();
            north += metres_s * degrees.to_radians().cos();
            stations += 1;
            time = time.max(direction.time);
        }
        let count = stations as f64;
        (stations > 0).then(|| Wind {
            time: Time(time),
            direction_deg: east.atan2(north).to_degrees().rem_euclid(360.0),
            speed_ms: east.hypot(north) / count,
            stations,
        })
    }

    pub(crate) fn channels(&self, channels: &[model::Channel]) -> Vec<city::Channel> {
        let present = |channel: &model::Channel| {
            let (name, name_en) = factor_names(&channel.factor);
            city::Channel {
                factor: channel.factor.to_string(),
                name,
                name_en,
                unit: channel.unit.text().to_owned(),
                sent_unit: channel.sent_unit.text().to_owned(),
            }
        };
        channels.iter().map(present).collect()
    }
}

fn latest_reading(reading: &Reading, outlet: Option<&Outlet>) -> LatestReading {
    let (name, name_en) = factor_names(&reading.series.factor);
    LatestReading {
        factor: reading.series.factor.to_string(),
        name,
        name_en,
        value: reading.values.value,
        unit: reading.unit.text().to_owned(),
        mark: reading.mark.text().to_owned(),
        time: Time(reading.time),
        limit_ratio: outlet.and_then(|outlet| limit_ratio(reading, outlet)),
    }
}

/// The value over the limit in force: the one for single samples, else the one for hour means.
fn limit_ratio(reading: &Reading, outlet: &Outlet) -> Option<f64> {
    let measured = reading.evidence()?;
    let holding = || {
        outlet
            .limits
            .iter()
            .filter(|limit| limit.factor == reading.series.factor && limit.holds_at(reading.time))
    };
    let limit = holding()
        .find(|limit| limit.basis == LimitBasis::Realtime)
        .or_else(|| holding().find(|limit| limit.basis == LimitBasis::HourMean))?;
    let value = if limit.converted { reading.values.converted? } else { measured };
    let value = reading.unit.convert(value, limit.unit).ok()?;
    (limit.upper > 0.0).then(|| value / limit.upper)
}

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    CreditCode, DailySpan, DeviceProfile, District, DistrictCode, FactorCode, LineId, Medium, MeterId, Mn,
    OrderId, OutletId, Place, ProductionOrder, StationId, TreatmentUnitId, Unit,
};

/// An enterprise (排污单位).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Enterprise {
    /// Its unified social credit code, its identity everywhere.
    pub code: CreditCode,
    /// Its name.
    pub name: String,
    /// Its name on English pages.
    pub name_en: String,
    /// Its trade: code of GB/T 4754 and name, as in `C2319`, 包装装潢及其他印刷.
    pub trade_code: String,
    /// The trade's Chinese name.
    pub trade: String,
    /// The trade's English name.
    pub trade_en: String,
    /// Where it belongs; its branch bureau.
    pub district: DistrictCode,
    /// Its gate.
    pub place: Place,
}

/// What a limit is compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LimitBasis {
    /// Single samples.
    Realtime,
    /// Hour means.
    HourMean,
    /// Day means.
    DayMean,
}

/// A permitted limit of one outlet, for a time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limit {
    /// Of what.
    pub factor: FactorCode,
    /// Compared with what.
    pub basis: LimitBasis,
    /// The lower limit (pH), if there is one.
    #[serde(default)]
    pub lower: Option<f64>,
    /// The upper limit.
    pub upper: f64,
    /// The unit of both.
    pub unit: Unit,
    /// Whether converted (折算) figures are compared instead of measured ones.
    #[serde(default)]
    pub converted: bool,
    /// From when it holds.
    pub valid_from: Timestamp,
    /// Until when (exclusive); still holding if absent.
    #[serde(default)]
    pub valid_to: Option<Timestamp>,
    /// Where it stands: permit or standard with its table, short enough for a chart's label.
    pub source: String,
    /// Whether somebody has read it at its source; shown on pages where not.
    #[serde(default)]
    pub unverified: bool,
}

impl Limit {
    /// Whether it holds at `time`.
    pub fn holds_at(&self, time: Timestamp) -> bool {
        self.valid_from <= time && self.valid_to.is_none_or(|end| time < end)
    }
}

/// A factor that an outlet or station measures.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Channel {
    /// Which.
    pub factor: FactorCode,
    /// The unit that the device sends. Not always the standard's: a34001 comes in mg/m³ from the field
    /// where HJ 212-2017 annex B says ng/m³.
    pub sent_unit: Unit,
    /// The unit in which it is stored and shown.
    pub unit: Unit,
    /// What the instrument can measure, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub range: Option<MeasuringRange>,
}

/// What an instrument can measure (量程), in the unit of its channel.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MeasuringRange {
    /// Its lower end.
    #[serde(default)]
    pub lower: f64,
    /// Its upper end.
    pub upper: f64,
}

/// An outlet (排放口): a stack or an outfall.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outlet {
    /// Its id.
    pub id: OutletId,
    /// Whose.
    pub enterprise: CreditCode,
    /// Its name.
    pub name: String,
    /// Its name on English pages.
    pub name_en: String,
    /// [`Medium::Air`] for a stack, [`Medium::Water`] for an outfall.
    #[serde(with = "medium_text")]
    pub medium: Medium,
    /// Where it is.
    pub place: Place,
    /// What is measured there.
    pub channels: Vec<Channel>,
    /// What is permitted there, at any time.
    pub limits: Vec<Limit>,
    /// How what leaves it enters the air, as far as somebody knows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub release: Option<Release>,
}

/// How what leaves an outlet enters the air: each figure as far as it is known.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Release {
    /// How high above the ground its mouth is, m.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub height_m: Option<f64>,
    /// How wide its mouth is inside, m.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub diameter_m: Option<f64>,
    /// How warm what leaves it is, ℃.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exhaust_celsius: Option<f64>,
    /// How fast it usually leaves, m/s.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exhaust_m_s: Option<f64>,
    /// What part of an emission, by mass, each factor is; nothing is known of a factor that is not named.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub profile: BTreeMap<FactorCode, f64>,
    /// Where the profile stands: a measurement, a report.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub profile_source: Option<String>,
}

/// A figure of a [`Release`] that cannot be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReleaseFault {
    /// The height is not from 0 to 400 m.
    Height,
    /// The diameter is not above 0 and at most 30 m.
    Diameter,
    /// The temperature is not from −50 to 1,000 ℃.
    Temperature,
    /// The speed is not from 0 to 100 m/s.
    Speed,
    /// A share is not from 0 to 1, or all together are more than 1.
    Profile,
    /// A profile has no source.
    NoSource,
}

impl Release {
    /// The first figure that cannot be.
    pub fn fault(&self) -> Option<ReleaseFault> {
        let beyond =
            |value: Option<f64>, from: f64, to: f64| value.is_some_and(|value| !(from..=to).contains(&value));
        let sum: f64 = self.profile.values().sum();
        let shares = self.profile.values().all(|share| (0.0..=1.0).contains(share)) && sum <= 1.0 + 1e-6;
        let sourced = self.profile_source.as_ref().is_some_and(|source| !source.trim().is_empty());
        let faults = [
            (beyond(self.height_m, 0.0, 400.0), ReleaseFault::Height),
            (beyond(self.diameter_m, 0.01, 30.0), ReleaseFault::Diameter),
            (beyond(self.exhaust_celsius, -50.0, 1_000.0), ReleaseFault::Temperature),
            (beyond(self.exhaust_m_s, 0.0, 100.0), ReleaseFault::Speed),
            (!shares, ReleaseFault::Profile),
            (!self.profile.is_empty() && !sourced, ReleaseFault::NoSource),
        ];
        faults.into_iter().find(|(is, _)| *is).map(|(_, fault)| fault)
    }
}

mod medium_text {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    use crate::Medium;

    pub(super) fn serialize<S: Serializer>(medium: &Medium, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(if *medium == Medium::Water { "water" } else { "air" })
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Medium, D::Error> {
        match String::deserialize(deserializer)?.as_str() {
            "water" => Ok(Medium::Water),
            "air" => Ok(Medium::Air),
            other => Err(D::Error::custom(format!("an outlet's medium is water or air, not {other:?}"))),
        }
    }
}

/// A production line (生产线).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProductionLine {
    /// Its id.
    pub id: LineId,
    /// Whose.
    pub enterprise: CreditCode,
    /// Its name.
    pub name: String,
    /// Its name on English pages.
    pub name_en: String,
    /// When it may produce, by the clock in China, as its permit says; at any time, if nothing is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub permitted_hours: Option<Vec<DailySpan>>,
}

/// A treatment facility (治理设施) and the lines whose emissions it must treat.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TreatmentUnit {
    /// Its id.
    pub id: TreatmentUnitId,
    /// Whose.
    pub enterprise: CreditCode,
    /// Its name.
    pub name: String,
    /// Its name on English pages.
    pub name_en: String,
    /// The lines that may only run while it runs.
    pub treats: Vec<LineId>,
    /// The outlet behind it, if one is monitored.
    #[serde(default)]
    pub outlet: Option<OutletId>,
}

/// What a power meter is wired to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MeterTarget {
    /// A production line.
    Line(LineId),
    /// A treatment facility.
    TreatmentUnit(TreatmentUnitId),
}

/// One metered circuit (分表计电).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PowerMeter {
    /// Its id, which is also the last part of its MQTT topic.
    pub id: MeterId,
    /// Whose.
    pub enterprise: CreditCode,
    /// What it measures.
    pub target: MeterTarget,
    /// Rated power of what it measures, kW, if known.
    #[serde(default)]
    pub rated_kw: Option<f64>,
}

/// What a logger reports for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LoggerTarget {
    /// An outlet.
    Outlet(OutletId),
    /// An air-quality station.
    Station(StationId),
}

/// A data logger (数采仪).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Logger {
    /// The number by which it names itself.
    pub mn: Mn,
    /// What it reports for.
    pub target: LoggerTarget,
    /// How often it should send a real-time frame, s; silence is judged against it.
    pub realtime_interval_s: u32,
}

/// Who runs a station, and so how much its figures weigh.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StationClass {
    /// National control (国控).
    National,
    /// Provincial control (省控).
    Provincial,
    /// Micro station (小微站).
    Micro,
    /// Composition station (组分站).
    Composition,
}

/// An air-quality station.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Station {
    /// Its id (for national ones the code of CNEMC, as in `1335A`).
    pub id: StationId,
    /// Its name.
    pub name: String,
    /// Its name on English pages.
    pub name_en: String,
    /// Its class.
    pub class: StationClass,
    /// Its district.
    pub district: DistrictCode,
    /// Where it stands.
    pub place: Place,
    /// What it measures.
    pub channels: Vec<Channel>,
}

/// One thing of the register, as it enters or changes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RegisterEntry {
    /// A district with its branch bureau.
    District(District),
    /// An enterprise.
    Enterprise(Enterprise),
    /// An outlet.
    Outlet(Outlet),
    /// A production line.
    Line(ProductionLine),
    /// A treatment facility.
    TreatmentUnit(TreatmentUnit),
    /// A power meter.
    Meter(PowerMeter),
    /// A logger.
    Logger(Logger),
    /// A station.
    Station(Station),
    /// In what a logger deviates from the standard.
    DeviceProfile(DeviceProfile),
    /// An order to limit or stop production.
    Order(ProductionOrder),
}

/// Why an entry cannot enter the register: it names something that is not there.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{entry} names {missing}, which the register does not know")]
pub struct RegisterError {
    /// The entry, as in `outlet 91430105MA4L00001X-DA001`.
    pub entry: String,
    /// What it names, as in `enterprise 91430105MA4L00001X`.
    pub missing: String,
}

/// Everything the city is made of, as it stands at one time. Folded from events; every entry names only
/// entries that are there.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Register {
    /// By code.
    pub districts: BTreeMap<DistrictCode, District>,
    /// By credit code.
    pub enterprises: BTreeMap<CreditCode, Enterprise>,
    /// By id.
    pub outlets: BTreeMap<OutletId, Outlet>,
    /// By id.
    pub lines: BTreeMap<LineId, ProductionLine>,
    /// By id.
    pub treatment_units: BTreeMap<TreatmentUnitId, TreatmentUnit>,
    /// By id.
    pub meters: BTreeMap<MeterId, PowerMeter>,
    /// By MN. A logger enters by [`Register::put`], which knows for what each reports.
    pub loggers: BTreeMap<Mn, Logger>,
    /// By id.
    pub stations: BTreeMap<StationId, Station>,
    /// By MN; a logger without one does as the standard says.
    pub device_profiles: BTreeMap<Mn, DeviceProfile>,
    /// By id, those that are over as well.
    pub orders: BTreeMap<OrderId, ProductionOrder>,
    /// Which logger reports for a target; the first by MN, should there be more.
    logger_of: BTreeMap<LoggerTarget, Mn>,
}

impl Register {
    /// Puts `entry` in, or in the place of the one with the same id.
    ///
    /// # Errors
    /// If it names something that is not there; the register is then unchanged.
    pub fn put(&mut self, entry: RegisterEntry) -> Result<(), RegisterError> {
        self.check(&entry)?;
        match entry {
            RegisterEntry::District(e) => drop(self.districts.insert(e.code.clone(), e)),
            RegisterEntry::Enterprise(e) => drop(self.enterprises.insert(e.code.clone(), e)),
            RegisterEntry::Outlet(e) => drop(self.outlets.insert(e.id.clone(), e)),
            RegisterEntry::Line(e) => drop(self.lines.insert(e.id.clone(), e)),
            RegisterEntry::TreatmentUnit(e) => drop(self.treatment_units.insert(e.id.clone(), e)),
            RegisterEntry::Meter(e) => drop(self.meters.insert(e.id.clone(), e)),
            RegisterEntry::Logger(e) => self.put_logger(e),
            RegisterEntry::Station(e) => drop(self.stations.insert(e.id.clone(), e)),
            RegisterEntry::DeviceProfile(e) => drop(self.device_profiles.insert(e.mn.clone(), e)),
            RegisterEntry::Order(e) => drop(self.orders.insert(e.id.clone(), e)),
        }
        Ok(())
    }

    fn put_logger(&mut self, logger: Logger) {
        let (mn, target) = (logger.mn.clone(), logger.target.clone());
        let before = self.loggers.insert(mn.clone(), logger);
        if let Some(left) = before.map(|before| before.target).filter(|left| *left != target)
            && self.logger_of.get(&left) == Some(&mn)
        {
            // Looked for among all: loggers are seldom given another target.
            match self.loggers.values().find(|other| other.target == left) {
                Some(other) => drop(self.logger_of.insert(left, other.mn.clone())),
                None => drop(self.logger_of.remove(&left)),
            }
        }
        let first = self.logger_of.entry(target).or_insert_with(|| mn.clone());
        if mn < *first {
            *first = mn;
        }
    }

    fn check(&self, entry: &RegisterEntry) -> Result<(), RegisterError> {
        let enterprise = |code: &CreditCode| match self.enterprises.contains_key(code) {
            true => Ok(()),
            false => Err(format!("enterprise {code}")),
        };
        let line = |id: &LineId| if self.lines.contains_key(id) { Ok(()) } else { Err(format!("line {id}")) };
        let outlet =
            |id: &OutletId| if self.outlets.contains_key(id) { Ok(()) } else { Err(format!("outlet {id}")) };
        let district = |code: &DistrictCode| match self.districts.contains_key(code) {
            true => Ok(()),
            false => Err(format!("district {code}")),
        };
        let (name, found) = match entry {
            RegisterEntry::District(e) => (format!("district {}", e.code), Ok(())),
            RegisterEntry::Enterprise(e) => (format!("enterprise {}", e.code), district(&e.district)),
            RegisterEntry::Outlet(e) => (format!("outlet {}", e.id), enterprise(&e.enterprise)),
            RegisterEntry::Line(e) => (format!("line {}", e.id), enterprise(&e.enterprise)),
            RegisterEntry::TreatmentUnit(e) => (
                format!("treatment unit {}", e.id),
                enterprise(&e.enterprise)
                    .and_then(|()| e.treats.iter().try_for_each(line))
                    .and_then(|()| e.outlet.iter().try_for_each(outlet)),
            ),
            RegisterEntry::Meter(e) => (
                format!("meter {}", e.id),
                enterprise(&e.enterprise).and_then(|()| match &e.target {
                    MeterTarget::Line(id) => line(id),
                    MeterTarget::TreatmentUnit(id) if self.treatment_units.contains_key(id) => Ok(()),
                    MeterTarget::TreatmentUnit(id) => Err(format!("treatment unit {id}")),
                }),
            ),
            RegisterEntry::Logger(e) => (
                format!("logger {}", e.mn),
                match &e.target {
                    LoggerTarget::Outlet(id) => outlet(id),
                    LoggerTarget::Station(id) if self.stations.contains_key(id) => Ok(()),
                    LoggerTarget::Station(id) => Err(format!("station {id}")),
                },
            ),
            RegisterEntry::Station(e) => (format!("station {}", e.id), district(&e.district)),
            RegisterEntry::DeviceProfile(e) => (
                format!("device profile {}", e.mn),
                match self.loggers.contains_key(&e.mn) {
                    true => Ok(()),
                    false => Err(format!("logger {}", e.mn)),
                },
            ),
            RegisterEntry::Order(e) => (
                format!("production order {}", e.id),
                enterprise(&e.enterprise).and_then(|()| {
                    let of_it = |id: &&LineId| {
                        self.lines.get(*id).is_some_and(|line| line.enterprise == e.enterprise)
                    };
                    let foreign = e.lines.iter().find(|id| !of_it(id));
                    foreign.map_or(Ok(()), |id| Err(format!("line {id} of enterprise {}", e.enterprise)))
                }),
            ),
        };
        found.map_err(|missing| RegisterError { entry: name, missing })
    }

    /// The meter of a target, if it has one.
    pub fn meter_of(&self, target: &MeterTarget) -> Option<&PowerMeter> {
        self.meters.values().find(|meter| meter.target == *target)
    }

    /// The logger that reports for a target, if there is one.
    pub fn logger_of(&self, target: &LoggerTarget) -> Option<&Logger> {
        self.loggers.get(self.logger_of.get(target)?)
    }

    /// The district of an enterprise.
    pub fn district_of(&self, code: &CreditCode) -> Option<&DistrictCode> {
        self.enterprises.get(code).map(|enterprise| &enterprise.district)
    }
}

#[cfg(test)]
mod tests;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    CreditCode, DistrictCode, FactorCode, MeterId, Mn, OutletId, Register, StationId, TreatmentUnitId, Unit,
};

/// What kind of anomaly a finding tells of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FindingKind {
    /// An hour mean beyond its limit (小时均值超标).
    ExceedanceHour,
    /// A day mean beyond its limit (日均值超标).
    ExceedanceDay,
    /// Real-time samples beyond their limit for longer than a spike (实时数据超标).
    ExceedanceRealtime,
    /// A value that does not change though what it measures does (恒值).
    ConstantValue,
    /// A value that cannot be: a broken instrument, or figures that contradict each other (数值异常).
    ImpossibleValue,
    /// Samples that stay at the upper end of what their instrument can measure (满量程).
    RangeClipping,
    /// A stretch of values that repeats an earlier one (数据复制).
    Replay,
    /// A level that changed at once, and stayed (数据突变).
    Step,
    /// A level that leaves what explains it little by little (数据漂移).
    Drift,
    /// Values that stop short of a ceiling, as of a limit, that they used to pass (贴限).
    LimitHugging,
    /// Values that hardly move any more, while load and process do (波动异常减小).
    VarianceCollapse,
    /// Values that load and process do not explain (与工况不符).
    Unexplained,
    /// An amount that is not what concentration and flow give (排放量与浓度、流量不符).
    MassBalance,
    /// An instrument whose slope, intercept or range was changed (仪器参数改动).
    CalibrationAltered,
    /// What the instrument said when people took a sample, at odds with what the laboratory found (手工比对不符).
    SampleAtOdds,
    /// A station that shows more than its neighbours explain (站点局地高值).
    StationSpike,
    /// A logger that stopped sending (数采仪离线).
    LoggerSilent,
    /// A logger whose clock is off (数采仪时钟偏差).
    ClockError,
    /// A production line that runs while its treatment does not (生产设施运行而治理设施未运行).
    ProductionOnTreatmentOff,
    /// A production line that runs against an order to stop or to limit production (停限产期间生产).
    ProductionUnderOrder,
    /// A production line that runs outside the hours that its permit gives it, as at night (非许可时段生产).
    OffHoursProduction,
}

impl FindingKind {
    /// All kinds.
    pub const ALL: [FindingKind; 21] = [
        FindingKind::ExceedanceHour,
        FindingKind::ExceedanceDay,
        FindingKind::ExceedanceRealtime,
        FindingKind::ConstantValue,
        FindingKind::ImpossibleValue,
        FindingKind::RangeClipping,
        FindingKind::Replay,
        FindingKind::Step,
        FindingKind::Drift,
        FindingKind::LimitHugging,
        FindingKind::VarianceCollapse,
        FindingKind::Unexplained,
        FindingKind::MassBalance,
        FindingKind::CalibrationAltered,
        FindingKind::SampleAtOdds,
        FindingKind::StationSpike,
        FindingKind::LoggerSilent,
        FindingKind::ClockError,
        FindingKind::ProductionOnTreatmentOff,
        FindingKind::ProductionUnderOrder,
        FindingKind::OffHoursProduction,
    ];

    /// The stable code of API, database and pages.
    pub fn code(self) -> &'static str {
        match self {
            FindingKind::ExceedanceHour => "exceedance_hour",
            FindingKind::ExceedanceDay => "exceedance_day",
            FindingKind::ExceedanceRealtime => "exceedance_realtime",
            FindingKind::ConstantValue => "constant_value",
            FindingKind::ImpossibleValue => "impossible_value",
            FindingKind::RangeClipping => "range_clipping",
            FindingKind::Replay => "replay",
            FindingKind::Step => "step",
            FindingKind::Drift => "drift",
            FindingKind::LimitHugging => "limit_hugging",
            FindingKind::VarianceCollapse => "variance_collapse",
            FindingKind::Unexplained => "unexplained",
            FindingKind::MassBalance => "mass_balance",
            FindingKind::CalibrationAltered => "calibration_altered",
            FindingKind::SampleAtOdds => "sample_at_odds",
            FindingKind::StationSpike => "station_spike",
            FindingKind::LoggerSilent => "logger_silent",
            FindingKind::ClockError => "clock_error",
            FindingKind::ProductionOnTreatmentOff => "production_on_treatment_off",
            FindingKind::ProductionUnderOrder => "production_under_order",
            FindingKind::OffHoursProduction => "off_hours_production",
        }
    }
}

/// How much it presses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Worth a look (提示).
    Notice,
    /// Needs handling in its time (一般).
    Moderate,
    /// Handle before others (较重).
    Serious,
    /// Now (严重).
    Grave,
}

/// What a finding is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// An outlet.
    Outlet(OutletId),
    /// A treatment facility with its lines.
    TreatmentUnit(TreatmentUnitId),
    /// A logger.
    Logger(Mn),
    /// A meter.
    Meter(MeterId),
    /// A station.
    Station(StationId),
}

impl Subject {
    /// The enterprise that the subject belongs to, if it belongs to one.
    pub fn enterprise<'a>(&self, register: &'a Register) -> Option<&'a CreditCode> {
        match self {
            Subject::Outlet(id) => register.outlets.get(id).map(|outlet| &outlet.enterprise),
            Subject::TreatmentUnit(id) => register.treatment_units.get(id).map(|unit| &unit.enterprise),
            Subject::Meter(id) => register.meters.get(id).map(|meter| &meter.enterprise),
            Subject::Logger(mn) => match &register.loggers.get(mn)?.target {
                crate::LoggerTarget::Outlet(id) => register.outlets.get(id).map(|outlet| &outlet.enterprise),
                crate::LoggerTarget::Station(_) => None,
            },
            Subject::Station(_) => None,
        }
    }

    /// The outlets at which an anomaly of the subject shows: its own, or those behind it.
    pub fn outlets(&self, register: &Register) -> Vec<OutletId> {
        let behind = |id| register.treatment_units.get(id).and_then(|unit| unit.outlet.clone());
        match self {
            Subject::Outlet(id) => vec![id.clone()],
            Subject::TreatmentUnit(id) => behind(id).into_iter().collect(),
            Subject::Logger(mn) => match register.loggers.get(mn).map(|logger| &logger.target) {
                Some(crate::LoggerTarget::Outlet(id)) => vec![id.clone()],
                Some(crate::LoggerTarget::Station(_)) | None => Vec::new(),
            },
            Subject::Meter(id) => match register.meters.get(id).map(|meter| &meter.target) {
                Some(crate::MeterTarget::TreatmentUnit(unit)) => behind(unit).into_iter().collect(),
                Some(crate::MeterTarget::Line(line)) => {
                    let units = register.treatment_units.values().filter(|unit| unit.treats.contains(line));
                    units.filter_map(|unit| unit.outlet.clone()).collect()
                }
                None => Vec::new(),
            },
            Subject::Station(_) => Vec::new(),
        }
    }

    /// The district whose branch looks after the subject.
    pub fn district<'a>(&self, register: &'a Register) -> Option<&'a DistrictCode> {
        if let Some(code) = self.enterprise(register) {
            return register.district_of(code);
        }
        let of_station = |id| register.stations.get(id).map(|station| &station.district);
        match self {
            Subject::Logger(mn) => match &register.loggers.get(mn)?.target {
                crate::LoggerTarget::Station(id) => of_station(id),
                crate::LoggerTarget::Outlet(_) => None,
            },
            Subject::Station(id) => of_station(id),
            Subject::Outlet(_) | Subject::TreatmentUnit(_) | Subject::Meter(_) => None,
        }
    }
}

/// One figure, time or text that made a finding fire.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fact {
    /// What it is: a stable code that pages translate, as in `hour_mean`, `limit`, `production_power`.
    pub name: String,
    /// Its value.
    pub value: FactValue,
}

/// The value of a [`Fact`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "type")]
pub enum FactValue {
    /// A figure with its unit.
    Figure {
        /// The figure.
        value: f64,
        /// Its unit.
        unit: Unit,
    },
    /// An instant.
    Time {
        /// The instant.
        time: Timestamp,
    },
    /// A span of time, whole seconds.
    Span {
        /// Its length, s.
        seconds: i64,
    },
    /// A limit with its source.
    Limit {
        /// The lower limit, if there is one.
        lower: Option<f64>,
        /// The upper limit.
        upper: f64,
        /// The unit of both.
        unit: Unit,
        /// Where it stands.
        source: String,
        /// Whether nobody has checked it at its source.
        unverified: bool,
    },
    /// Words: ids, names, states.
    Text {
        /// The words.
        text: String,
    },
}

impl Fact {
    /// A figure.
    pub fn figure(name: &str, value: f64, unit: Unit) -> Self {
        Self { name: name.into(), value: FactValue::Figure { value, unit } }
    }

    /// An instant.
    pub fn time(name: &str, time: Timestamp) -> Self {
        Self { name: name.into(), value: FactValue::Time { time } }
    }

    /// A span.
    pub fn span(name: &str, seconds: i64) -> Self {
        Self { name: name.into(), value: FactValue::Span { seconds } }
    }

    /// Words.
    pub fn text(name: &str, text: impl Into<String>) -> Self {
        Self { name: name.into(), value: FactValue::Text { text: text.into() } }
    }
}

/// Whether the anomaly still holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FindingState {
    /// It holds.
    Ongoing,
    /// It has passed.
    Cleared,
}

/// What makes two findings speak of the same anomaly: at most one alarm episode is open for a key.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FindingKey {
    /// The kind.
    pub kind: FindingKind,
    /// The subject.
    pub subject: Subject,
    /// The factor, where the kind is about one.
    pub factor: Option<FactorCode>,
}

/// What a detector concludes, with the facts that made it fire.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Finding {
    /// What it is about.
    pub key: FindingKey,
    /// How much it presses.
    pub severity: Severity,
    /// Whether it still holds.
    pub state: FindingState,
    /// When the anomaly began, by the readings.
    pub began: Timestamp,
    /// The latest evidence, by the readings.
    pub seen: Timestamp,
    /// Why, in the order in which a person would tell it.
    pub facts: Vec<Fact>,
    /// The detector and its version, as in `treatment_off/1`: with the stored readings, enough to recompute.
    pub detector: String,
}

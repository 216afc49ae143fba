//! A small city to detect in: one enterprise with an outfall, a stack, two lines and their treatment.

use detect::{Engine, Parameters};
use model::china::plus_seconds;
use model::{
    Channel, CreditCode, District, Enterprise, FactValue, Finding, Granularity, Limit, LimitBasis, Logger,
    LoggerTarget, Mark, Medium, MeterTarget, Origin, Outlet, Place, PowerMeter, Problems, ProductionLine,
    Reading, Register, RegisterEntry, SeriesKey, Source, Timestamp, TreatmentUnit, Unit, Values, power,
};

pub(crate) const COD: &str = "w01018";
pub(crate) const PH: &str = "w01001";
pub(crate) const NMHC: &str = "a24088";

/// 2020-08-30 08:00 in China.
pub(crate) fn morning() -> Timestamp {
    "2020-08-30T00:00:00Z".parse().unwrap()
}

pub(crate) fn at(minutes: i64) -> Timestamp {
    plus_seconds(morning(), minutes * 60)
}

pub(crate) fn code() -> CreditCode {
    CreditCode::from_body("91430105MA4L00001").unwrap()
}

pub(crate) fn limit(factor: &str, basis: LimitBasis, lower: Option<f64>, upper: f64, unit: Unit) -> Limit {
    Limit {
        factor: factor.parse().unwrap(),
        basis,
        lower,
        upper,
        unit,
        converted: false,
        valid_from: Timestamp::UNIX_EPOCH,
        valid_to: None,
        source: "permit, table 5".into(),
        unverified: false,
    }
}

fn outlet(id: &str, medium: Medium, factors: &[(&str, Unit)], limits: Vec<Limit>) -> RegisterEntry {
    RegisterEntry::Outlet(Outlet {
        id: id.parse().unwrap(),
        enterprise: code(),
        name: id.into(),
        name_en: id.into(),
        medium,
        place: Place::new(112.9, 28.2).unwrap(),
        channels: factors
            .iter()
            .map(|(factor, unit)| Channel {
                factor: factor.parse().unwrap(),
                sent_unit: *unit,
                unit: *unit,
                range: None,
            })
            .collect(),
        limits,
        release: None,
    })
}

fn meter(id: &str, target: MeterTarget, rated_kw: Option<f64>) -> RegisterEntry {
    RegisterEntry::Meter(PowerMeter { id: id.parse().unwrap(), enterprise: code(), target, rated_kw })
}

/// `rated`: whether the register knows rated powers (90 kW lines, 15 kW treatment).
pub(crate) fn register(rated: bool) -> Register {
    let mut register = Register::default();
    let place = Place::new(112.9, 28.2).unwrap();
    let line = |id: &str| {
        RegisterEntry::Line(ProductionLine {
            id: id.parse().unwrap(),
            enterprise: code(),
            name: id.into(),
            name_en: id.into(),
            permitted_hours: None,
        })
    };
    let water_limits = vec![
        limit(COD, LimitBasis::HourMean, None, 500.0, Unit::MilligramPerLitre),
        limit(PH, LimitBasis::HourMean, Some(6.0), 9.0, Unit::One),
    ];
    let mut air = limit(NMHC, LimitBasis::HourMean, None, 40.0, Unit::MilligramPerCubicMetre);
    air.converted = true;
    let entries = [
        RegisterEntry::District(District {
            code: "430105".parse().unwrap(),
            name: "开福区".into(),
            name_en: "Kaifu".into(),
            center: place,
        }),
        RegisterEntry::Enterprise(Enterprise {
            code: code(),
            name: "样例彩印".into(),
            name_en: "Sample Colour Printing".into(),
            trade_code: "C2319".into(),
            trade: "包装装潢及其他印刷".into(),
            trade_en: "packaging printing".into(),
            district: "430105".parse().unwrap(),
            place,
        }),
        outlet("W1", Medium::Water, &[(COD, Unit::MilligramPerLitre), (PH, Unit::One)], water_limits),
        outlet("A1", Medium::Air, &[(NMHC, Unit::MilligramPerCubicMetre)], vec![air]),
        line("L1"),
        line("L2"),
        RegisterEntry::TreatmentUnit(TreatmentUnit {
            id: "T1".parse().unwrap(),
            enterprise: code(),
            name: "T1".into(),
            name_en: "T1".into(),
            treats: vec!["L1".parse().unwrap(), "L2".parse().unwrap()],
            outlet: Some("A1".parse().unwrap()),
        }),
        meter("M-L1", MeterTarget::Line("L1".parse().unwrap()), rated.then_some(90.0)),
        meter("M-L2", MeterTarget::Line("L2".parse().unwrap()), rated.then_some(90.0)),
        meter("M-T1", MeterTarget::TreatmentUnit("T1".parse().unwrap()), rated.then_some(15.0)),
        RegisterEntry::Logger(Logger {
            mn: "MN-W1".parse().unwrap(),
            target: LoggerTarget::Outlet("W1".parse().unwrap()),
            realtime_interval_s: 60,
        }),
    ];
    for entry in entries {
        register.put(entry).unwrap();
    }
    register
}

pub(crate) fn reading(
    source: &str,
    factor: &str,
    granularity: Granularity,
    time: Timestamp,
    value: f64,
) -> Reading {
    let unit = match factor {
        COD => Unit::MilligramPerLitre,
        PH => Unit::One,
        NMHC => Unit::MilligramPerCubicMetre,
        _ => Unit::Kilowatt,
    };
    let span_s = if granularity == Granularity::Hour { 3600 } else { 0 };
    Reading {
        series: SeriesKey { source: source.parse::<Source>().unwrap(), factor: factor.parse().unwrap() },
        granularity,
        time,
        unit,
        values: Values { value: Some(value), ..Values::default() },
        mark: Mark::Normal,
        problems: Problems::NONE,
        origin: Origin::Live,
        received_at: plus_seconds(time, span_s + 2),
    }
}

pub(crate) fn kw(meter: &str, minute: i64, kw: f64) -> Reading {
    reading(&format!("meter:{meter}"), power::ACTIVE_POWER, Granularity::Realtime, at(minute), kw)
}

pub(crate) fn run(engine: &mut Engine, readings: &[Reading]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for reading in readings {
        engine.observe(reading, &mut findings);
    }
    findings
}

pub(crate) fn engine(rated: bool) -> Engine {
    Engine::new(&register(rated), Parameters::default())
}

/// The figure of the first fact of that name.
pub(crate) fn figure(finding: &Finding, name: &str) -> Option<f64> {
    finding.facts.iter().find(|fact| fact.name == name).and_then(|fact| match fact.value {
        FactValue::Figure { value, .. } => Some(value),
        _ => None,
    })
}

/// The words of the first fact of that name.
pub(crate) fn words<'a>(finding: &'a Finding, name: &str) -> Option<&'a str> {
    finding.facts.iter().find(|fact| fact.name == name).and_then(|fact| match &fact.value {
        FactValue::Text { text } => Some(text.as_str()),
        _ => None,
    })
}

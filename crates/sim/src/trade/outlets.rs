//! What is measured at an outlet of each kind, its usual level, and its limits.
//!
//! Limits name their standard and table. Where the figure is a local standard's or a permit's that nobody
//! of the project has read at its source it is `unverified`. National standards for waste water mostly
//! judge day means; hour means are compared with the same figure as an early warning, and the source says so.

use model::{Medium, Unit};

/// The limit of one factor.
#[derive(Debug)]
pub(crate) struct LimitSpec {
    pub(crate) lower: Option<f64>,
    pub(crate) upper: f64,
    pub(crate) source: &'static str,
    pub(crate) unverified: bool,
}

/// One measured factor of an outlet.
#[derive(Debug)]
pub(crate) struct ChannelSpec {
    pub(crate) factor: &'static str,
    pub(crate) unit: Unit,
    /// Usual level while everything runs, in `unit`; for pollutants behind treatment.
    pub(crate) level: f64,
    /// How far it wanders about the level, as a share of it (one standard deviation).
    pub(crate) wander: f64,
    pub(crate) limit: Option<LimitSpec>,
}

/// A kind of outlet.
#[derive(Debug)]
pub(crate) struct OutletKind {
    pub(crate) medium: Medium,
    pub(crate) name: &'static str,
    pub(crate) name_en: &'static str,
    /// For flue gas: the reference oxygen content, %, to which pollutants are converted (折算).
    pub(crate) reference_oxygen: Option<f64>,
    pub(crate) channels: &'static [ChannelSpec],
}

const MG: Unit = Unit::MilligramPerCubicMetre;
const ML: Unit = Unit::MilligramPerLitre;

const fn of(factor: &'static str, unit: Unit, level: f64, wander: f64) -> ChannelSpec {
    ChannelSpec { factor, unit, level, wander, limit: None }
}

impl ChannelSpec {
    const fn under(self, upper: f64, source: &'static str) -> Self {
        let limit = LimitSpec { lower: None, upper, source, unverified: false };
        ChannelSpec { limit: Some(limit), ..self }
    }

    const fn under_unread(self, upper: f64, source: &'static str) -> Self {
        let limit = LimitSpec { lower: None, upper, source, unverified: true };
        ChannelSpec { limit: Some(limit), ..self }
    }

    const fn ph(source: &'static str) -> Self {
        let limit = LimitSpec { lower: Some(6.0), upper: 9.0, source, unverified: false };
        ChannelSpec { factor: "w01001", unit: Unit::One, level: 7.4, wander: 0.012, limit: Some(limit) }
    }

    const fn sewage_flow(litres_per_second: f64) -> Self {
        of("w00000", Unit::LitrePerSecond, litres_per_second, 0.08)
    }
}

const fn water(name: &'static str, name_en: &'static str, channels: &'static [ChannelSpec]) -> OutletKind {
    OutletKind { medium: Medium::Water, name, name_en, reference_oxygen: None, channels }
}

const fn gas(name: &'static str, name_en: &'static str, channels: &'static [ChannelSpec]) -> OutletKind {
    OutletKind { medium: Medium::Air, name, name_en, reference_oxygen: None, channels }
}

const fn flue(
    name: &'static str,
    name_en: &'static str,
    reference_oxygen: f64,
    channels: &'static [ChannelSpec],
) -> OutletKind {
    OutletKind { medium: Medium::Air, name, name_en, reference_oxygen: Some(reference_oxygen), channels }
}

const STACK: [ChannelSpec; 3] = [
    of("a00000", Unit::CubicMetrePerSecond, 6.5, 0.05),
    of("a01012", Unit::Celsius, 31.0, 0.03),
    of("a01011", Unit::MetrePerSecond, 9.5, 0.05),
];

macro_rules! voc_outlet {
    ($(#[$doc:meta])* $name:ident, $zh:literal, $en:literal, $channel:expr) => {
        $(#[$doc])*
        pub(crate) const $name: OutletKind = {
            const CHANNELS: &[ChannelSpec] = &{
                let [flow, temperature, speed] = STACK;
                [$channel, flow, temperature, speed]
            };
            gas($zh, $en, CHANNELS)
        };
    };
}

voc_outlet!(
    PRINTING_VOC,
    "印刷有机废气排放口",
    "Printing VOC stack",
    of("a24088", MG, 16.0, 0.10).under_unread(50.0, "DB43/1357-2017 表1")
);
voc_outlet!(
    FURNITURE_VOC,
    "喷漆废气排放口",
    "Spray-booth stack",
    of("a24088", MG, 13.0, 0.10).under_unread(40.0, "DB43/1355-2017 表1")
);
voc_outlet!(
    COATING_VOC,
    "涂装废气排放口",
    "Coating stack",
    of("a24088", MG, 13.0, 0.10).under_unread(40.0, "DB43/1356-2017 表1")
);
voc_outlet!(
    PAINT_VOC,
    "工艺有机废气排放口",
    "Process VOC stack",
    of("a24088", MG, 21.0, 0.10).under(60.0, "GB 37824-2019 表2")
);
voc_outlet!(
    PHARMACEUTICAL_VOC,
    "工艺有机废气排放口",
    "Process VOC stack",
    of("a24088", MG, 19.0, 0.10).under(60.0, "GB 37823-2019 表2")
);
voc_outlet!(
    PLASTICS_VOC,
    "注塑废气排放口",
    "Moulding stack",
    of("a24088", MG, 18.0, 0.10).under(60.0, "GB 31572-2015 表5")
);
voc_outlet!(
    RUBBER_VOC,
    "炼胶废气排放口",
    "Rubber-mixing stack",
    of("a24088", MG, 3.6, 0.10).under(10.0, "GB 27632-2011 表5")
);
voc_outlet!(
    GENERAL_VOC,
    "有机废气排放口",
    "VOC stack",
    of("a24088", MG, 34.0, 0.10).under(120.0, "GB 16297-1996 表2")
);

/// A gas boiler.
pub(crate) const GAS_BOILER: OutletKind = flue(
    "锅炉烟气排放口",
    "Boiler stack",
    3.5,
    &[
        of("a34013", MG, 4.2, 0.10).under(20.0, "GB 13271-2014 表3"),
        of("a21026", MG, 8.0, 0.12).under(50.0, "GB 13271-2014 表3"),
        of("a21002", MG, 62.0, 0.07).under(150.0, "GB 13271-2014 表3"),
        of("a19001", Unit::Percent, 4.6, 0.03),
        of("a00000", Unit::CubicMetrePerSecond, 5.2, 0.05),
        of("a01012", Unit::Celsius, 92.0, 0.03),
        of("a01014", Unit::Percent, 12.0, 0.04),
    ],
);

/// A coal-fired power boiler.
pub(crate) const POWER_BOILER: OutletKind = flue(
    "机组脱硫烟气排放口",
    "Power unit stack",
    6.0,
    &[
        of("a34013", MG, 4.6, 0.09).under(20.0, "GB 13223-2011 表2"),
        of("a21026", MG, 16.0, 0.10).under(50.0, "GB 13223-2011 表2"),
        of("a21002", MG, 38.0, 0.07).under(100.0, "GB 13223-2011 表2"),
        of("a19001", Unit::Percent, 6.3, 0.03),
        of("a00000", Unit::CubicMetrePerSecond, 310.0, 0.03),
        of("a01012", Unit::Celsius, 51.0, 0.02),
        of("a01014", Unit::Percent, 11.5, 0.03),
    ],
);

/// A waste incinerator.
pub(crate) const INCINERATOR: OutletKind = flue(
    "焚烧炉烟气排放口",
    "Incinerator stack",
    11.0,
    &[
        of("a34013", MG, 6.0, 0.09).under(30.0, "GB 18485-2014 表4 1小时均值"),
        of("a21026", MG, 24.0, 0.10).under(100.0, "GB 18485-2014 表4 1小时均值"),
        of("a21002", MG, 120.0, 0.07).under(300.0, "GB 18485-2014 表4 1小时均值"),
        of("a21024", MG, 14.0, 0.12).under(60.0, "GB 18485-2014 表4 1小时均值"),
        of("a21005", MG, 19.0, 0.13).under(100.0, "GB 18485-2014 表4 1小时均值"),
        of("a01901", Unit::Celsius, 935.0, 0.008),
        of("a19001", Unit::Percent, 9.2, 0.03),
        of("a00000", Unit::CubicMetrePerSecond, 31.0, 0.04),
    ],
);

/// A cement kiln.
pub(crate) const CEMENT_KILN: OutletKind = flue(
    "窑尾排放口",
    "Kiln tail stack",
    10.0,
    &[
        of("a34013", MG, 7.0, 0.09).under(20.0, "GB 4915-2013 表2"),
        of("a21026", MG, 24.0, 0.12).under(100.0, "GB 4915-2013 表2"),
        of("a21002", MG, 165.0, 0.06).under(320.0, "GB 4915-2013 表2"),
        of("a19001", Unit::Percent, 9.1, 0.02),
        of("a00000", Unit::CubicMetrePerSecond, 140.0, 0.03),
        of("a01012", Unit::Celsius, 105.0, 0.03),
    ],
);

/// A ceramic kiln.
pub(crate) const CERAMIC_KILN: OutletKind = flue(
    "窑炉排放口",
    "Ceramic kiln stack",
    18.0,
    &[
        of("a34013", MG, 9.0, 0.08).under(30.0, "GB 25464-2010 表5及修改单"),
        of("a21026", MG, 15.0, 0.10).under(50.0, "GB 25464-2010 表5及修改单"),
        of("a21002", MG, 74.0, 0.06).under(180.0, "GB 25464-2010 表5及修改单"),
        of("a19001", Unit::Percent, 17.4, 0.006),
        of("a00000", Unit::CubicMetrePerSecond, 22.0, 0.04),
    ],
);

/// A brick tunnel kiln.
pub(crate) const BRICK_KILN: OutletKind = flue(
    "隧道窑排放口",
    "Tunnel kiln stack",
    18.0,
    &[
        of("a34013", MG, 10.0, 0.08).under(30.0, "GB 29620-2013 表2"),
        of("a21026", MG, 92.0, 0.08).under(300.0, "GB 29620-2013 表2"),
        of("a21002", MG, 70.0, 0.07).under(200.0, "GB 29620-2013 表2"),
        of("a19001", Unit::Percent, 17.5, 0.006),
        of("a00000", Unit::CubicMetrePerSecond, 26.0, 0.04),
    ],
);

/// Dust behind a bag filter.
pub(crate) const DUST: OutletKind = gas(
    "除尘排放口",
    "Dust stack",
    &[
        of("a34013", MG, 8.0, 0.09).under(120.0, "GB 16297-1996 表2"),
        of("a00000", Unit::CubicMetrePerSecond, 9.0, 0.05),
        of("a01012", Unit::Celsius, 38.0, 0.03),
    ],
);

/// Cement products: dust.
pub(crate) const CEMENT_DUST: OutletKind = gas(
    "粉磨除尘排放口",
    "Milling dust stack",
    &[
        of("a34013", MG, 4.0, 0.09).under(10.0, "GB 4915-2013 表2"),
        of("a00000", Unit::CubicMetrePerSecond, 7.0, 0.05),
    ],
);

const SEWAGE_PLANT: &str = "GB 18918-2002 表1 一级A（小时均值作预警）";

/// A municipal waste-water plant.
pub(crate) const MUNICIPAL: OutletKind = water(
    "总排口",
    "Final outfall",
    &[
        of("w01018", ML, 16.0, 0.08).under(50.0, SEWAGE_PLANT),
        of("w21003", ML, 0.9, 0.15).under(5.0, SEWAGE_PLANT),
        of("w21011", ML, 0.19, 0.10).under(0.5, SEWAGE_PLANT),
        of("w21001", ML, 8.6, 0.06).under(15.0, SEWAGE_PLANT),
        ChannelSpec::ph(SEWAGE_PLANT),
        ChannelSpec::sewage_flow(640.0),
    ],
);

const HOSPITAL_TABLE: &str = "GB 18466-2005 表2 预处理标准（小时均值作预警）";

/// A hospital.
pub(crate) const HOSPITAL: OutletKind = water(
    "医疗废水总排口",
    "Medical waste-water outfall",
    &[
        of("w01018", ML, 84.0, 0.10).under(250.0, HOSPITAL_TABLE),
        ChannelSpec::ph(HOSPITAL_TABLE),
        ChannelSpec::sewage_flow(5.2),
    ],
);

const PLATING: &str = "GB 21900-2008 表2（小时均值作预警）";

/// Electroplating and circuit boards.
pub(crate) const ELECTROPLATING: OutletKind = water(
    "废水总排口",
    "Waste-water outfall",
    &[
        of("w01018", ML, 33.0, 0.09).under(80.0, PLATING),
        of("w21003", ML, 4.1, 0.10).under(15.0, PLATING),
        of("w20122", ML, 0.14, 0.12).under(0.5, PLATING),
        of("w20121", ML, 0.11, 0.12).under(0.5, PLATING),
        ChannelSpec::ph(PLATING),
        ChannelSpec::sewage_flow(8.4),
    ],
);

const SEWER: &str = "GB 8978-1996 表4 三级（小时均值作预警）";

/// Food and other plants that discharge into a municipal sewer.
pub(crate) const TO_SEWER: OutletKind = water(
    "废水总排口",
    "Waste-water outfall",
    &[
        of("w01018", ML, 165.0, 0.10).under(500.0, SEWER),
        of("w21003", ML, 12.0, 0.10),
        ChannelSpec::ph(SEWER),
        ChannelSpec::sewage_flow(6.1),
    ],
);

const BEER: &str = "GB 19821-2005 表1 啤酒企业（小时均值作预警）";

/// A brewery.
pub(crate) const BREWERY: OutletKind = water(
    "废水总排口",
    "Waste-water outfall",
    &[
        of("w01018", ML, 34.0, 0.09).under(80.0, BEER),
        of("w21003", ML, 3.8, 0.11).under(15.0, BEER),
        of("w21011", ML, 0.9, 0.10).under(3.0, BEER),
        ChannelSpec::ph(BEER),
        ChannelSpec::sewage_flow(18.0),
    ],
);

const SYNTHETIC_DRUGS: &str = "GB 21904-2008 表2（小时均值作预警）";

/// Synthesis of drugs.
pub(crate) const PHARMACEUTICAL_WATER: OutletKind = water(
    "废水总排口",
    "Waste-water outfall",
    &[
        of("w01018", ML, 52.0, 0.09).under(120.0, SYNTHETIC_DRUGS),
        of("w21003", ML, 7.2, 0.11).under(25.0, SYNTHETIC_DRUGS),
        of("w21001", ML, 15.0, 0.07).under(35.0, SYNTHETIC_DRUGS),
        of("w21011", ML, 0.34, 0.10).under(1.0, SYNTHETIC_DRUGS),
        ChannelSpec::ph(SYNTHETIC_DRUGS),
        ChannelSpec::sewage_flow(9.3),
    ],
);

const DYEING_TABLE: &str = "GB 4287-2012 表2 直接排放（小时均值作预警）";

/// Dyeing.
pub(crate) const DYEING: OutletKind = water(
    "废水总排口",
    "Waste-water outfall",
    &[
        of("w01018", ML, 37.0, 0.08).under(80.0, DYEING_TABLE),
        of("w21003", ML, 3.1, 0.10).under(10.0, DYEING_TABLE),
        of("w21001", ML, 7.1, 0.07).under(15.0, DYEING_TABLE),
        ChannelSpec::ph(DYEING_TABLE),
        ChannelSpec::sewage_flow(22.0),
    ],
);

const PAPER_TABLE: &str = "GB 3544-2008 表2 造纸企业（小时均值作预警）";

/// Paper.
pub(crate) const PAPER: OutletKind = water(
    "废水总排口",
    "Waste-water outfall",
    &[
        of("w01018", ML, 36.0, 0.08).under(80.0, PAPER_TABLE),
        of("w21003", ML, 2.2, 0.10).under(8.0, PAPER_TABLE),
        ChannelSpec::ph(PAPER_TABLE),
        ChannelSpec::sewage_flow(31.0),
    ],
);

const CHEMICAL_TABLE: &str = "GB 8978-1996 表4 一级（小时均值作预警）";

/// Basic chemicals.
pub(crate) const CHEMICAL_WATER: OutletKind = water(
    "废水总排口",
    "Waste-water outfall",
    &[
        of("w01018", ML, 41.0, 0.08).under(100.0, CHEMICAL_TABLE),
        of("w21003", ML, 4.4, 0.10).under(15.0, CHEMICAL_TABLE),
        ChannelSpec::ph(CHEMICAL_TABLE),
        ChannelSpec::sewage_flow(7.5),
    ],
);

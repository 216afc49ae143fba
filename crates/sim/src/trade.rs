//! Trades: what an enterprise of each trade is made of and how it works through the day.

mod outlets;

pub(crate) use outlets::{ChannelSpec, OutletKind};

use outlets as kind;

/// When the machines of a trade run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rhythm {
    /// Day and night, every day.
    Continuous,
    /// About 08:00 to 17:30 with a lunch break; some plants rest on Sundays.
    DayShift,
    /// About 06:30 to 22:30; some plants rest on Sundays.
    TwoShifts,
}

/// A production line: names, rated power.
#[derive(Debug)]
pub(crate) struct LineSpec {
    pub(crate) name: &'static str,
    pub(crate) name_en: &'static str,
    pub(crate) rated_kw: f64,
}

/// A treatment unit: names, rated power; it treats every line of the plant and stands before the outlet.
#[derive(Debug)]
pub(crate) struct UnitSpec {
    pub(crate) name: &'static str,
    pub(crate) name_en: &'static str,
    pub(crate) rated_kw: f64,
}

/// A trade.
#[derive(Debug)]
pub(crate) struct Trade {
    /// Code of GB/T 4754-2017.
    pub(crate) code: &'static str,
    pub(crate) name: &'static str,
    pub(crate) name_en: &'static str,
    /// What follows the brand in an enterprise's name.
    pub(crate) suffix: &'static str,
    pub(crate) suffix_en: &'static str,
    pub(crate) rhythm: Rhythm,
    pub(crate) lines: &'static [LineSpec],
    pub(crate) units: &'static [UnitSpec],
    pub(crate) outlets: &'static [OutletKind],
}

const fn line(name: &'static str, name_en: &'static str, rated_kw: f64) -> LineSpec {
    LineSpec { name, name_en, rated_kw }
}

const fn unit(name: &'static str, name_en: &'static str, rated_kw: f64) -> UnitSpec {
    UnitSpec { name, name_en, rated_kw }
}

macro_rules! trades {
    ($($name:ident = $code:literal $zh:literal $en:literal, $suffix:literal $suffix_en:literal, $rhythm:ident,
        lines [$($line:expr),*], units [$($unit:expr),*], outlets [$($outlet:expr),*];)*) => {
        $(pub(crate) const $name: Trade = Trade {
            code: $code,
            name: $zh,
            name_en: $en,
            suffix: $suffix,
            suffix_en: $suffix_en,
            rhythm: Rhythm::$rhythm,
            lines: &[$($line),*],
            units: &[$($unit),*],
            outlets: &[$($outlet),*],
        };)*
    };
}

trades! {
    COLOUR_PRINTING = "C2319" "包装装潢及其他印刷" "Packaging and other printing",
        "彩印有限公司" "Colour Printing Co., Ltd.", DayShift,
        lines [line("凹版印刷线", "Gravure press line", 180.0), line("胶印线", "Offset press line", 120.0)],
        units [unit("活性炭吸附+催化燃烧装置", "Activated carbon and catalytic oxidation unit", 75.0)],
        outlets [kind::PRINTING_VOC];
    FURNITURE = "C2110" "木质家具制造" "Wooden furniture",
        "家具有限公司" "Furniture Co., Ltd.", DayShift,
        lines [line("喷漆线", "Spray-painting line", 95.0)],
        units [unit("水帘+活性炭吸附装置", "Water curtain and activated carbon unit", 37.0)],
        outlets [kind::FURNITURE_VOC];
    AUTO_PARTS = "C3670" "汽车零部件及配件制造" "Automobile parts",
        "汽车零部件有限公司" "Auto Parts Co., Ltd.", TwoShifts,
        lines [line("涂装线", "Coating line", 260.0)],
        units [unit("沸石转轮+RTO", "Zeolite rotor and thermal oxidiser", 132.0)],
        outlets [kind::COATING_VOC];
    PAINT = "C2641" "涂料制造" "Paint manufacture",
        "涂料有限公司" "Coatings Co., Ltd.", DayShift,
        lines [line("分散研磨线", "Dispersing and milling line", 150.0)],
        units [unit("RTO焚烧装置", "Thermal oxidiser", 90.0)],
        outlets [kind::PAINT_VOC];
    CHEMICAL = "C2614" "有机化学原料制造" "Organic chemicals",
        "化工有限公司" "Chemical Co., Ltd.", Continuous,
        lines [line("合成反应线", "Synthesis line", 320.0)],
        units [unit("碱洗+活性炭吸附装置", "Caustic scrubber and activated carbon unit", 55.0)],
        outlets [kind::GENERAL_VOC, kind::CHEMICAL_WATER];
    DRUG_SYNTHESIS = "C2710" "化学药品原料药制造" "Drug substances",
        "制药有限公司" "Pharmaceutical Co., Ltd.", Continuous,
        lines [line("原料药合成线", "Synthesis line", 240.0)],
        units [unit("冷凝+RTO装置", "Condenser and thermal oxidiser", 110.0)],
        outlets [kind::PHARMACEUTICAL_VOC, kind::PHARMACEUTICAL_WATER];
    FOOD = "C1432" "速冻食品制造" "Frozen food",
        "食品有限公司" "Foods Co., Ltd.", TwoShifts,
        lines [line("速冻加工线", "Freezing and packing line", 210.0)],
        units [unit("污水处理站", "Waste-water treatment station", 45.0)],
        outlets [kind::TO_SEWER];
    BEER = "C1513" "啤酒制造" "Beer",
        "啤酒有限公司" "Brewery Co., Ltd.", TwoShifts,
        lines [line("糖化车间", "Brewhouse", 300.0), line("灌装线", "Filling line", 180.0)],
        units [unit("污水处理站", "Waste-water treatment station", 90.0)],
        outlets [kind::BREWERY];
    FEED = "C1329" "其他饲料加工" "Animal feed",
        "饲料有限公司" "Feed Co., Ltd.", DayShift,
        lines [line("制粒线", "Pelleting line", 250.0)],
        units [unit("脉冲布袋除尘器", "Pulse-jet bag filter", 45.0)],
        outlets [kind::DUST];
    CIRCUIT_BOARDS = "C3982" "电子电路制造" "Printed circuit boards",
        "电子有限公司" "Electronics Co., Ltd.", TwoShifts,
        lines [line("电镀线", "Plating line", 280.0), line("蚀刻线", "Etching line", 140.0)],
        units [unit("废水处理站", "Waste-water treatment station", 75.0)],
        outlets [kind::ELECTROPLATING];
    METAL_SURFACE = "C3360" "金属表面处理及热处理加工" "Metal surface treatment",
        "表面处理有限公司" "Surface Treatment Co., Ltd.", DayShift,
        lines [line("镀锌线", "Galvanising line", 190.0)],
        units [unit("废水处理站", "Waste-water treatment station", 37.0)],
        outlets [kind::ELECTROPLATING];
    CEMENT = "C3011" "水泥制造" "Cement",
        "水泥有限公司" "Cement Co., Ltd.", Continuous,
        lines [line("回转窑", "Rotary kiln", 2_600.0)],
        units [unit("窑尾SCR+布袋除尘器", "Kiln SCR and bag filter", 620.0)],
        outlets [kind::CEMENT_KILN];
    CEMENT_PRODUCTS = "C3021" "水泥制品制造" "Cement products",
        "新型建材有限公司" "Building Materials Co., Ltd.", DayShift,
        lines [line("搅拌线", "Mixing line", 220.0)],
        units [unit("布袋除尘器", "Bag filter", 45.0)],
        outlets [kind::CEMENT_DUST];
    CERAMICS = "C3071" "建筑陶瓷制品制造" "Building ceramics",
        "陶瓷有限公司" "Ceramics Co., Ltd.", Continuous,
        lines [line("辊道窑", "Roller kiln", 480.0)],
        units [unit("脱硫除尘塔", "Desulphurisation tower", 132.0)],
        outlets [kind::CERAMIC_KILN];
    BRICKS = "C3031" "粘土砖瓦及建筑砌块制造" "Bricks and blocks",
        "砖业有限公司" "Brick Co., Ltd.", Continuous,
        lines [line("隧道窑", "Tunnel kiln", 350.0)],
        units [unit("双碱法脱硫塔", "Double-alkali scrubber", 110.0)],
        outlets [kind::BRICK_KILN];
    HEAT = "D4430" "热力生产和供应" "Heat supply",
        "热力有限公司" "Heat Supply Co., Ltd.", Continuous,
        lines [line("燃气锅炉", "Gas boiler", 160.0)],
        units [unit("烟气再循环风机", "Flue-gas recirculation", 45.0)],
        outlets [kind::GAS_BOILER];
    POWER_STATION = "D4411" "火力发电" "Thermal power",
        "发电有限公司" "Power Co., Ltd.", Continuous,
        lines [line("1号机组厂用电", "Unit 1 auxiliaries", 9_800.0)],
        units [unit("1号脱硫系统", "Unit 1 desulphurisation", 3_100.0)],
        outlets [kind::POWER_BOILER];
    INCINERATION = "D4417" "生物质能发电" "Waste-to-energy",
        "环保能源有限公司" "Waste-to-Energy Co., Ltd.", Continuous,
        lines [line("1号焚烧线", "Incineration line 1", 900.0)],
        units [unit("1号烟气净化系统", "Flue-gas cleaning 1", 380.0)],
        outlets [kind::INCINERATOR];
    SEWAGE = "D4620" "污水处理及其再生利用" "Sewage treatment",
        "污水处理厂" "Sewage Treatment Plant", Continuous,
        lines [line("进水提升泵房", "Inlet pumping station", 260.0)],
        units [unit("生化曝气系统", "Aeration system", 540.0)],
        outlets [kind::MUNICIPAL];
    HOSPITAL = "Q8411" "综合医院" "General hospital",
        "医院" "Hospital", Continuous,
        lines [],
        units [unit("污水消毒站", "Waste-water disinfection station", 22.0)],
        outlets [kind::HOSPITAL];
    MACHINERY = "C3514" "建筑工程用机械制造" "Construction machinery",
        "机械有限公司" "Machinery Co., Ltd.", TwoShifts,
        lines [line("涂装线", "Coating line", 310.0)],
        units [unit("漆雾过滤+RTO", "Paint-mist filter and thermal oxidiser", 140.0)],
        outlets [kind::COATING_VOC];
    PLASTICS = "C2929" "塑料零件及其他塑料制品制造" "Plastic parts",
        "塑料制品有限公司" "Plastics Co., Ltd.", TwoShifts,
        lines [line("注塑线", "Injection-moulding line", 270.0)],
        units [unit("两级活性炭吸附装置", "Two-stage activated carbon unit", 30.0)],
        outlets [kind::PLASTICS_VOC];
    RUBBER = "C2913" "橡胶零件制造" "Rubber parts",
        "橡胶有限公司" "Rubber Co., Ltd.", DayShift,
        lines [line("密炼线", "Mixing line", 350.0)],
        units [unit("喷淋+光催化+活性炭装置", "Scrubber and activated carbon unit", 45.0)],
        outlets [kind::RUBBER_VOC];
    DYEING = "C1713" "棉印染精加工" "Cotton dyeing",
        "印染有限公司" "Dyeing Co., Ltd.", Continuous,
        lines [line("连续染色线", "Continuous dyeing line", 340.0)],
        units [unit("污水处理站", "Waste-water treatment station", 132.0)],
        outlets [kind::DYEING];
    PAPER = "C2221" "机制纸及纸板制造" "Paper and board",
        "纸业有限公司" "Paper Co., Ltd.", Continuous,
        lines [line("纸机", "Paper machine", 1_200.0)],
        units [unit("污水处理站", "Waste-water treatment station", 220.0)],
        outlets [kind::PAPER];
}

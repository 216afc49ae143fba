//! Of what kinds the objects without devices are, and how many there are of each: the same for every seed.

use casework::inspection_library::PermitClass;

use PermitClass::{Key, Registered, Simplified};

/// A kind of object.
pub(super) struct Kind {
    /// Code of GB/T 4754-2017.
    pub(super) trade: &'static str,
    /// What follows the brand in its name.
    pub(super) suffix: &'static str,
    /// How many there are.
    pub(super) count: usize,
    /// How its permit is managed; sites of construction have none.
    pub(super) permit: Option<PermitClass>,
    /// What an authority has recognised it as, in the words of the positive list's pack.
    pub(super) designation: Option<&'static str>,
}

const fn kind(trade: &'static str, suffix: &'static str, count: usize, permit: PermitClass) -> Kind {
    Kind { trade, suffix, count, permit: Some(permit), designation: None }
}

const fn recognised(designation: &'static str, kind: Kind) -> Kind {
    Kind { designation: Some(designation), ..kind }
}

const fn site(suffix: &'static str, trade: &'static str, count: usize) -> Kind {
    Kind { trade, suffix, count, permit: None, designation: Some("major_project") }
}

pub(super) const KINDS: [Kind; 42] = [
    recognised("epidemic_supplies", kind("C1781", "无纺制品有限公司", 18, Simplified)),
    recognised("epidemic_supplies", kind("C2770", "医疗用品有限公司", 30, Registered)),
    recognised("epidemic_supplies", kind("C2669", "消毒用品有限公司", 16, Simplified)),
    recognised("livelihood", kind("C1353", "肉制品有限公司", 32, Simplified)),
    recognised("livelihood", kind("C1399", "豆制品有限公司", 40, Registered)),
    recognised("livelihood", kind("C1411", "糕点食品有限公司", 44, Registered)),
    recognised("livelihood", kind("C1310", "粮油有限公司", 26, Registered)),
    recognised("livelihood", kind("D4513", "液化气有限公司", 12, Registered)),
    recognised("livelihood", kind("D4610", "供水有限公司", 16, Registered)),
    recognised("low_pollution_jobs", kind("C1819", "服饰有限公司", 120, Registered)),
    recognised("low_pollution_jobs", kind("C1954", "鞋业有限公司", 30, Registered)),
    recognised("low_pollution_jobs", kind("C2451", "玩具有限公司", 36, Registered)),
    kind("C2319", "包装印刷有限公司", 60, Simplified),
    kind("C3990", "电子科技有限公司", 64, Registered),
    site("道路工程项目部", "E4812", 44),
    site("轨道交通工程项目部", "E4813", 36),
    site("场馆工程项目部", "E4720", 40),
    kind("O8111", "汽车维修服务有限公司", 340, Registered),
    kind("F5265", "加油站", 240, Registered),
    kind("H6110", "酒店有限公司", 120, Registered),
    kind("O8030", "洗染服务有限公司", 90, Registered),
    kind("C2110", "木业有限公司", 150, Simplified),
    kind("C2929", "塑料包装有限公司", 150, Registered),
    kind("C2231", "纸箱有限公司", 90, Registered),
    kind("C3311", "钢结构有限公司", 160, Registered),
    kind("C3484", "精密机械有限公司", 190, Registered),
    kind("C3021", "混凝土有限公司", 96, Simplified),
    kind("C2913", "橡塑制品有限公司", 40, Simplified),
    kind("C1432", "速冻食品有限公司", 60, Registered),
    kind("A0313", "生态养殖场", 120, Registered),
    kind("Q8423", "卫生院", 90, Registered),
    kind("G5990", "仓储物流有限公司", 60, Registered),
    kind("C3240", "合金材料有限公司", 24, Key),
    kind("C2614", "精细化工有限公司", 30, Key),
    kind("C3360", "电镀有限公司", 40, Key),
    kind("C2710", "原料药有限公司", 22, Key),
    kind("C1713", "印染有限公司", 14, Key),
    kind("N7724", "危险废物处置有限公司", 6, Key),
    kind("D4620", "污水处理有限公司", 20, Key),
    kind("B1019", "采石场", 30, Simplified),
    kind("C3032", "石材有限公司", 36, Registered),
    kind("C3039", "保温材料有限公司", 4, Simplified),
];

/// All kinds, each as often as there are objects of it.
pub(super) fn slots() -> Vec<&'static Kind> {
    KINDS.iter().flat_map(|kind| std::iter::repeat_n(kind, kind.count)).collect()
}

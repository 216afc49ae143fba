//! The fifteen that were slight, the first of their party, without harm and put right: which entry of the catalogue fits.

/// A kind of slight violation.
#[derive(Debug, PartialEq)]
pub(super) struct Slight {
    /// The entry of the demo's catalogue.
    pub(super) entry: &'static str,
    /// How many of the fifteen.
    pub(super) count: usize,
    /// What is suspected.
    pub(super) suspected: &'static str,
    /// What was seen.
    pub(super) seen: &'static str,
    /// What is to be put right.
    pub(super) order: &'static str,
    /// Facts that hold beside those that the register and the re-check tell.
    pub(super) facts: &'static [&'static str],
    /// For how many days it went on, where the entry asks.
    pub(super) days: Option<u32>,
    /// Words of the names of objects at which it happens.
    pub(super) at: &'static [&'static str],
}

pub(super) const SLIGHT: [Slight; 6] = [
    Slight {
        entry: "CS-X11",
        count: 4,
        suspected: "易产生扬尘的物料未密闭存放",
        seen: "砂石堆场覆盖不全,约二十平方米裸露",
        order: "当日内覆盖裸露物料",
        facts: &["harm_slight"],
        days: None,
        at: &["混凝土", "石材", "道路工程", "轨道交通"],
    },
    Slight {
        entry: "CS-X12",
        count: 4,
        suspected: "未按规定设置危险废物识别标志",
        seen: "废机油桶未张贴识别标签",
        order: "限期补设识别标志",
        facts: &["harm_slight"],
        days: None,
        at: &["汽车维修", "加油站", "精密机械"],
    },
    Slight {
        entry: "CS-X10",
        count: 2,
        suspected: "调漆间门未关闭,含挥发性有机物的作业未密闭",
        seen: "治理设施正常运行,调漆间门开启",
        order: "立即关闭调漆间,密闭作业",
        facts: &["voc_treatment_used", "corrected_at_once", "harm_slight"],
        days: None,
        at: &["汽车维修", "木业"],
    },
    Slight {
        entry: "CS-X1",
        count: 2,
        suspected: "未依法备案建设项目环境影响登记表",
        seen: "新增设备一台,未填报登记表",
        order: "限期备案登记表",
        facts: &["harm_slight"],
        days: None,
        at: &["塑料包装", "酒店"],
    },
    Slight {
        entry: "CS-X13",
        count: 1,
        suspected: "一般工业固体废物贮存场所防护不符合要求",
        seen: "贮存间围堰有缺口",
        order: "限期修补围堰",
        facts: &["harm_slight"],
        days: None,
        at: &["纸箱"],
    },
    Slight {
        entry: "CS-X20",
        count: 2,
        suspected: "环境管理台账未按排污许可证规定记录",
        seen: "台账缺记六日",
        order: "限期补全台账",
        facts: &["harm_slight"],
        days: Some(6),
        at: &["包装印刷", "速冻食品"],
    },
];

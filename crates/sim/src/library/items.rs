//! What may be inspected. The clauses are those of the laws in force in 2020.

use casework::inspection_library::{CheckClass, CheckMethod, InspectionItem};

use crate::city::id;
use CheckMethod::{Documents, OffSite, OnSite, Sampling};

/// Id, name, what is looked at, basis, methods.
type Row = (&'static str, &'static str, &'static str, &'static str, &'static [CheckMethod]);

const ROWS: [Row; 10] = [
    (
        "general-01",
        "排污单位环境保护守法情况",
        "排放污染物情况、污染防治设施建设和运行情况、环境管理制度",
        "《环境保护法》（2014）第二十四条",
        &[OnSite, OffSite, Documents],
    ),
    (
        "permit-01",
        "排污许可证持证和执行情况",
        "持证排污、许可事项、执行报告、台账",
        "《环境保护法》（2014）第二十四条、第四十五条",
        &[OnSite, OffSite, Documents],
    ),
    (
        "monitor-01",
        "自动监测设备安装、联网和运行情况",
        "数据传输、数据标记、设备运行维护、数据真实性",
        "《环境保护法》（2014）第二十四条、第四十二条",
        &[OnSite, OffSite],
    ),
    (
        "air-01",
        "大气污染物排放情况",
        "有组织和无组织排放、治理设施运行、用电情况",
        "《大气污染防治法》（2018）第二十九条",
        &[OnSite, OffSite, Sampling],
    ),
    (
        "air-02",
        "挥发性有机物治理情况",
        "密闭、收集和治理设施，原辅材料台账",
        "《大气污染防治法》（2018）第二十九条、第四十五条",
        &[OnSite, OffSite, Sampling, Documents],
    ),
    (
        "water-01",
        "水污染物排放情况",
        "排放口、排放浓度、处理设施运行",
        "《水污染防治法》（2017）第三十条",
        &[OnSite, OffSite, Sampling],
    ),
    (
        "waste-01",
        "固体废物和危险废物管理情况",
        "产生、贮存、转移、利用和处置，管理台账",
        "《固体废物污染环境防治法》（2020）第二十六条",
        &[OnSite, Documents],
    ),
    (
        "soil-01",
        "土壤污染防治情况",
        "重点设施设备防渗漏、隐患排查、自行监测",
        "《土壤污染防治法》（2018）第七十七条",
        &[OnSite, Sampling, Documents],
    ),
    (
        "noise-01",
        "环境噪声排放情况",
        "厂界噪声、防治设施",
        "《环境噪声污染防治法》（2018）第二十一条",
        &[OnSite, Sampling],
    ),
    (
        "project-01",
        "建设项目环境保护情况",
        "环评、三同时、验收",
        "《建设项目环境保护管理条例》（2017）第二十条",
        &[OnSite, Documents],
    ),
];

pub(super) fn all() -> Vec<InspectionItem> {
    let item = |(item, name, content, basis, methods): &Row| InspectionItem {
        id: id(item),
        name: (*name).to_owned(),
        content: Some((*content).to_owned()),
        basis: (*basis).to_owned(),
        methods: methods.iter().copied().collect(),
        classes: CheckClass::ALL.into(),
    };
    ROWS.iter().map(item).collect()
}

//! Of what kinds the violations are that are punished, and what their tables are asked.

/// A kind of violation.
#[derive(Debug, PartialEq)]
pub(super) struct Kind {
    /// As packs name the act.
    pub(super) act: &'static str,
    /// The table of the demo's pack.
    pub(super) table: &'static str,
    /// How many of a hundred cases are of this kind.
    pub(super) per_cent: f64,
    /// What is suspected.
    pub(super) suspected: &'static str,
    /// What is broken and on what a penalty rests.
    pub(super) provisions: [&'static str; 2],
    /// What the evidence is, and what it shows.
    pub(super) evidence: [&'static str; 2],
    /// What was measured or seen, for the file of the evidence.
    pub(super) seen: &'static str,
    /// What is to be put right.
    pub(super) order: &'static str,
    /// Ways in which it happens, from slight to grave: what the table is asked.
    pub(super) variants: &'static [&'static [(&'static str, &'static str)]],
    /// The factor of the table for violations of the same kind, with its option for a second one.
    pub(super) second: Option<(&'static str, &'static str)>,
    /// Words of the names of objects at which it happens.
    pub(super) at: &'static [&'static str],
}

pub(super) const KINDS: [Kind; 7] = [
    Kind {
        act: "air_evasion",
        table: "CS-AIR-EVASION",
        per_cent: 18.0,
        suspected: "生产时未开启废气治理设施",
        provisions: ["《大气污染防治法》第二十条第二款", "《大气污染防治法》第九十九条第三项"],
        evidence: ["用电监控数据", "生产设备运行期间废气治理设施用电为零"],
        seen: "治理设施功率",
        order: "立即开启废气治理设施,停止违法排污行为",
        variants: &[
            &[("mode", "部分不正常运行"), ("duration", "<1天"), ("coop", "配合")],
            &[("mode", "部分不正常运行"), ("duration", "1-5天"), ("coop", "配合")],
            &[
                ("mode", "整体不正常运行"),
                ("pollutant", "其他污染物"),
                ("duration", "1-5天"),
                ("coop", "配合"),
            ],
        ],
        second: Some(("repeat2y", "2次")),
        at: &["包装印刷", "木业", "塑料包装", "橡塑", "汽车维修"],
    },
    Kind {
        act: "air_over_limit",
        table: "CS-AIR-LIMIT",
        per_cent: 14.0,
        suspected: "废气排放口颗粒物浓度超过排放标准",
        provisions: ["《大气污染防治法》第十八条", "《大气污染防治法》第九十九条第二项"],
        evidence: ["废气监测报告", "排放口颗粒物浓度超过排放标准"],
        seen: "颗粒物(mg/m³)",
        order: "限期检修除尘设施,达标排放",
        variants: &[
            &[("n_factors", "1个因子"), ("pollutant", "VOCs"), ("exceed", "超标3倍以下")],
            &[("n_factors", "1个因子"), ("pollutant", "B类"), ("exceed", "超标3倍以下")],
            &[("n_factors", "2个因子"), ("pollutant", "B类"), ("exceed", "超标3-8倍")],
        ],
        second: Some(("repeat2y", "2次")),
        at: &["混凝土", "石材", "合金", "木业", "精密机械"],
    },
    Kind {
        act: "voc_not_enclosed",
        table: "CS-VOC",
        per_cent: 28.0,
        suspected: "含挥发性有机物的作业未在密闭空间进行",
        provisions: ["《大气污染防治法》第四十五条", "《大气污染防治法》第一百零八条第一项"],
        evidence: ["现场检查记录", "喷漆、涂胶工序敞开作业,废气未经收集"],
        seen: "厂界非甲烷总烃(mg/m³)",
        order: "限期密闭作业场所,安装并使用废气收集治理设施",
        variants: &[
            &[("mode", "未密闭,已装且按规定使用"), ("place", "敏感区/限批区以外")],
            &[("mode", "未密闭,已装未按规定使用"), ("place", "敏感区/限批区以外")],
            &[("mode", "已密闭,未按规定安装使用"), ("place", "敏感区/限批区以外")],
        ],
        second: None,
        at: &["汽车维修", "木业", "塑料包装", "钢结构", "包装印刷"],
    },
    Kind {
        act: "air_monitor_missing",
        table: "CS-AIR-MONITOR",
        per_cent: 7.0,
        suspected: "未保证大气污染物自动监测设备正常运行",
        provisions: ["《大气污染防治法》第二十四条第一款", "《大气污染防治法》第一百条第三项"],
        evidence: ["自动监测数据", "自动监测设备长期无有效数据"],
        seen: "有效小时数",
        order: "限期修复自动监测设备并恢复联网",
        variants: &[
            &[("mode", "正常使用但未联网"), ("duration", "<1个月"), ("rectify", "按期改正")],
            &[("mode", "已联网但未正常使用"), ("duration", "<1个月"), ("rectify", "按期改正")],
            &[("mode", "已联网但未正常使用"), ("duration", "1-3个月"), ("rectify", "按期改正")],
        ],
        second: None,
        at: &["合金", "混凝土", "精细化工", "危险废物处置"],
    },
    Kind {
        act: "water_over_limit",
        table: "CS-WATER-LIMIT",
        per_cent: 16.0,
        suspected: "废水总排口化学需氧量浓度超过排放标准",
        provisions: ["《水污染防治法》第十条", "《水污染防治法》第八十三条第二项"],
        evidence: ["废水监测报告", "总排口化学需氧量浓度超过排放标准"],
        seen: "化学需氧量(mg/L)",
        order: "限期检修污水处理设施,达标排放",
        variants: &[
            &[("n_factors", "1个因子"), ("pollutant", "B类"), ("volume", "<50吨"), ("exceed", "超标3倍以下")],
            &[
                ("n_factors", "1个因子"),
                ("pollutant", "B类"),
                ("volume", "50-200吨"),
                ("exceed", "超标3倍以下"),
            ],
            &[
                ("n_factors", "2个因子"),
                ("pollutant", "B类"),
                ("volume", "50-200吨"),
                ("exceed", "超标3-8倍"),
            ],
        ],
        second: Some(("repeat2y", "2次")),
        at: &["豆制品", "肉制品", "洗染", "速冻食品", "卫生院", "养殖场", "电镀"],
    },
    Kind {
        act: "water_evasion",
        table: "CS-WATER-EVASION",
        per_cent: 4.0,
        suspected: "通过不正常运行水污染防治设施排放废水",
        provisions: ["《水污染防治法》第三十九条", "《水污染防治法》第八十三条第三项"],
        evidence: ["现场检查记录", "污水处理设施停运,废水未经处理排放"],
        seen: "处理设施流量(m³/h)",
        order: "立即恢复污水处理设施运行,停止违法排污行为",
        variants: &[
            &[("mode", "部分不正常运行"), ("duration", "<1天"), ("rectify", "按期改正")],
            &[("mode", "整体不正常运行"), ("duration", "1-5天"), ("rectify", "按期改正")],
        ],
        second: Some(("repeat2y", "2次")),
        at: &["印染", "电镀", "原料药", "肉制品", "洗染"],
    },
    Kind {
        act: "unapproved_construction",
        table: "CS-EIA",
        per_cent: 13.0,
        suspected: "环境影响评价文件未经批准擅自开工建设",
        provisions: ["《环境影响评价法》第二十二条", "《环境影响评价法》第三十一条第二款"],
        evidence: ["现场检查记录", "项目主体设备已安装,未取得环评批复"],
        seen: "已完成投资(万元)",
        order: "停止建设,限期报批环境影响评价文件",
        variants: &[
            &[("总投资", "800000"), ("eia_type", "报告表"), ("stage", "基础建设"), ("coop", "配合")],
            &[("总投资", "2600000"), ("eia_type", "报告表"), ("stage", "设备安装"), ("coop", "配合")],
        ],
        second: None,
        at: &["木业", "塑料包装", "混凝土", "钢结构", "石材", "仓储物流"],
    },
];

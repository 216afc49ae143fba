//! The tables with what is in them, in both languages. The engine's schemas are made from this list, so that
//! what is described and what is answered cannot differ.

use std::sync::Arc;

use datafusion::arrow::datatypes::{DataType, Field, Schema, SchemaRef, TimeUnit};

/// A table of the lab.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TableInfo {
    /// Its name in SQL.
    pub name: &'static str,
    /// What it is, in Chinese.
    pub zh: &'static str,
    /// What it is, in English.
    pub en: &'static str,
    /// Its columns, in their order.
    pub columns: &'static [ColumnInfo],
}

/// A column of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ColumnInfo {
    /// Its name in SQL.
    pub name: &'static str,
    /// `text`, `number`, `integer`, `boolean` or `time`.
    pub kind: &'static str,
    /// What it is, in Chinese.
    pub zh: &'static str,
    /// What it is, in English.
    pub en: &'static str,
}

/// All tables.
pub fn tables() -> &'static [TableInfo] {
    TABLES
}

/// The zone of all times: literals without one are China's, and `date_trunc` cuts at China's midnight.
pub(crate) const ZONE: &str = "+08:00";

impl TableInfo {
    pub(crate) fn schema(&self) -> SchemaRef {
        let field = |c: &ColumnInfo| Field::new(c.name, data_type(c.kind), true);
        Arc::new(Schema::new(self.columns.iter().map(field).collect::<Vec<_>>()))
    }
}

fn data_type(kind: &str) -> DataType {
    match kind {
        "number" => DataType::Float64,
        "integer" => DataType::Int64,
        "boolean" => DataType::Boolean,
        "time" => DataType::Timestamp(TimeUnit::Microsecond, Some(ZONE.into())),
        _ => DataType::Utf8,
    }
}

const fn column(name: &'static str, kind: &'static str, zh: &'static str, en: &'static str) -> ColumnInfo {
    ColumnInfo { name, kind, zh, en }
}

const SOURCE: ColumnInfo = column("source", "text", "来源，如 outlet:…", "whose, as in outlet:…");
const KIND: ColumnInfo = column(
    "kind",
    "text",
    "outlet、station、meter、cruise、waiting",
    "outlet, station, meter, cruise, waiting",
);
const ID: ColumnInfo = column("id", "text", "排放口、站点或电表编号", "id of the outlet, station or meter");
const ENTERPRISE: ColumnInfo = column("enterprise", "text", "统一社会信用代码", "unified social credit code");
const DISTRICT: ColumnInfo = column("district", "text", "区县代码", "code of the district");
const FACTOR: ColumnInfo = column("factor", "text", "因子编码，如 a24088", "factor code, as in a24088");
const GRANULARITY: ColumnInfo =
    column("granularity", "text", "realtime、minute、hour、day", "realtime, minute, hour, day");
const UNIT: ColumnInfo = column("unit", "text", "单位", "unit");
const NAME: ColumnInfo = column("name", "text", "名称", "name in Chinese");
const NAME_EN: ColumnInfo = column("name_en", "text", "英文名称", "name in English");
const LONGITUDE: ColumnInfo = column("longitude", "number", "经度", "degrees east");
const LATITUDE: ColumnInfo = column("latitude", "number", "纬度", "degrees north");

const READING_COLUMNS: &[ColumnInfo] = &[
    column("time", "time", "采样时刻或时段起点（北京时间）", "instant, or start of the interval (China)"),
    SOURCE,
    KIND,
    ID,
    ENTERPRISE,
    DISTRICT,
    FACTOR,
    GRANULARITY,
    column("value", "number", "均值或实时值", "mean or sample"),
    column("min", "number", "最小值", "least"),
    column("max", "number", "最大值", "greatest"),
    column("total", "number", "时段累计量", "amount over the interval"),
    column("converted", "number", "折算值", "converted value"),
    column("converted_min", "number", "折算最小值", "least converted value"),
    column("converted_max", "number", "折算最大值", "greatest converted value"),
    UNIT,
    column("mark", "text", "数据标记，未带标记为空", "the device's mark, empty without"),
    column("problems", "text", "数据问题，逗号分隔", "what is wrong with it, by commas"),
    column("evidence", "boolean", "可否作为证据", "whether it may be used as evidence"),
    column("backfill", "boolean", "是否补传", "whether it came later than due"),
    column("received_at", "time", "收到时刻", "when it arrived"),
];

const TABLES: &[TableInfo] = &[
    TableInfo {
        name: "readings",
        zh: "全部监测数据（含已封存与未封存），每个时刻取现行值",
        en: "all readings, sealed and not; for each time the value that stands",
        columns: READING_COLUMNS,
    },
    TableInfo {
        name: "hours",
        zh: "小时数据（readings 中 granularity = 'hour' 的部分）",
        en: "hour means: the part of readings with granularity = 'hour'",
        columns: READING_COLUMNS,
    },
    TableInfo {
        name: "days",
        zh: "每个来源、因子、粒度每天一行的汇总",
        en: "one row for each source, factor, granularity and day",
        columns: &[
            column("time", "time", "当天零点（北京时间）", "start of the day (China)"),
            SOURCE,
            KIND,
            ID,
            ENTERPRISE,
            DISTRICT,
            FACTOR,
            column("granularity", "text", "汇总自哪种数据", "of which readings"),
            column("count", "integer", "数据个数", "values"),
            column(
                "evidence",
                "integer",
                "其中可作证据的个数",
                "of these, figures that may be used as evidence",
            ),
            column("mean", "number", "可作证据数据的均值", "their mean"),
            column("min", "number", "最小值", "the least of them"),
            column("max", "number", "最大值", "the greatest of them"),
            UNIT,
        ],
    },
    TableInfo {
        name: "enterprises",
        zh: "企业",
        en: "enterprises",
        columns: &[
            column("code", "text", "统一社会信用代码", "unified social credit code"),
            NAME,
            NAME_EN,
            column("trade_code", "text", "行业代码", "code of the trade (GB/T 4754)"),
            column("trade", "text", "行业", "trade"),
            column("trade_en", "text", "行业英文名", "trade in English"),
            DISTRICT,
            LONGITUDE,
            LATITUDE,
        ],
    },
    TableInfo {
        name: "outlets",
        zh: "排放口",
        en: "outlets",
        columns: &[
            column("id", "text", "编号", "id"),
            ENTERPRISE,
            NAME,
            NAME_EN,
            column("medium", "text", "air 或 water", "air or water"),
            DISTRICT,
            LONGITUDE,
            LATITUDE,
        ],
    },
    TableInfo {
        name: "stations",
        zh: "空气站",
        en: "air-quality stations",
        columns: &[
            column("id", "text", "编号", "id"),
            NAME,
            NAME_EN,
            column("class", "text", "national、provincial、micro、composition", "as in national, micro"),
            DISTRICT,
            LONGITUDE,
            LATITUDE,
        ],
    },
    TableInfo {
        name: "meters",
        zh: "电表",
        en: "power meters",
        columns: &[
            column("id", "text", "编号", "id"),
            ENTERPRISE,
            column("target_kind", "text", "line 或 treatment_unit", "line or treatment_unit"),
            column("target", "text", "所接设备", "what it measures"),
            column("rated_kw", "number", "额定功率，kW", "rated power, kW"),
        ],
    },
    TableInfo {
        name: "channels",
        zh: "排放口与站点的监测因子",
        en: "what outlets and stations measure",
        columns: &[
            SOURCE,
            FACTOR,
            column("sent_unit", "text", "设备上报的单位", "unit that the device sends"),
            UNIT,
        ],
    },
    TableInfo {
        name: "limits",
        zh: "排放口限值",
        en: "limits of outlets",
        columns: &[
            column("outlet", "text", "排放口", "outlet"),
            FACTOR,
            column("basis", "text", "realtime、hour_mean、day_mean", "realtime, hour_mean, day_mean"),
            column("lower", "number", "下限", "lower limit"),
            column("upper", "number", "上限", "upper limit"),
            UNIT,
            column("converted", "boolean", "是否按折算值比较", "whether converted values are compared"),
            column("valid_from", "time", "自何时起", "from when"),
            column(
                "valid_to",
                "time",
                "至何时止（不含），为空表示仍有效",
                "until when, exclusive; empty: still",
            ),
            column("rule", "text", "依据", "where it stands"),
            column("unverified", "boolean", "来源是否未核对", "whether nobody has read it at its source"),
        ],
    },
    TableInfo {
        name: "alarms",
        zh: "预警（不含个人信息）",
        en: "alarms, without personal data",
        columns: &[
            column("id", "text", "编号", "id"),
            column("kind", "text", "类别，如 exceedance_hour", "kind, as in exceedance_hour"),
            column("severity", "text", "级别", "severity"),
            column("stage", "text", "办理阶段", "stage"),
            column("source", "text", "对象，如 outlet:…", "subject, as in outlet:…"),
            ENTERPRISE,
            DISTRICT,
            column("began", "time", "情况开始时刻", "when the situation began"),
            column("raised_at", "time", "预警时刻", "when it was raised"),
            column("cleared_at", "time", "情况消失时刻", "when the situation ended"),
            column("open", "boolean", "是否未办结", "whether it is open"),
            column("escalated", "boolean", "是否升级", "whether it was escalated"),
        ],
    },
];

//! What the heading of a column says.

use model::{FactorCode, FactorTable, Unit};

use crate::catalogue::folded;
use crate::figure::half_width;
use crate::mapping::{ColumnUse, Slot};

/// Headings that name no factor, in Chinese and English.
const PLAIN: &[(ColumnUse, &[&str])] = &[
    (
        ColumnUse::Time {},
        &[
            "时间",
            "监测时间",
            "数据时间",
            "采样时间",
            "日期时间",
            "采集时间",
            "时间点",
            "time",
            "datetime",
            "datatime",
            "timestamp",
            "timepoint",
        ],
    ),
    (ColumnUse::Date {}, &["日期", "监测日期", "采样日期", "date"]),
    (ColumnUse::TimeOfDay {}, &["时刻", "timeofday", "clock"]),
    (ColumnUse::Year {}, &["年", "年份", "year"]),
    (ColumnUse::Month {}, &["月", "月份", "month"]),
    (ColumnUse::Day {}, &["日", "day"]),
    (ColumnUse::Hour {}, &["时", "小时", "hour"]),
    (
        ColumnUse::Source {},
        &[
            "站点",
            "站点名称",
            "站点编号",
            "站点编码",
            "站名",
            "站号",
            "监测点",
            "监测站",
            "点位",
            "点位名称",
            "station",
            "stationcode",
            "stationid",
            "stationname",
            "site",
            "排口",
            "排放口",
            "排口编号",
            "排放口编号",
            "排口名称",
            "排放口名称",
            "监控点",
            "监控点名称",
            "outlet",
            "outletid",
            "表号",
            "电表",
            "电表编号",
            "电表号",
            "回路",
            "meter",
            "meterid",
            "航次",
            "走航编号",
            "车牌",
            "车号",
            "cruise",
            "vehicle",
        ],
    ),
    (
        ColumnUse::Factor {},
        &[
            "因子",
            "污染物",
            "监测因子",
            "监测项目",
            "指标",
            "项目",
            "参数",
            "factor",
            "pollutant",
            "parameter",
            "type",
        ],
    ),
    (ColumnUse::Unit {}, &["单位", "unit"]),
    (ColumnUse::Mark {}, &["标记", "数据标记", "标识", "数据标识", "状态标记", "flag", "mark"]),
];

/// Headings of a figure whose factor another column names.
const VALUE: &[&str] = &["值", "数值", "浓度", "监测值", "实测值", "value", "concentration"];

/// What people and systems call factors, beside the names and codes of the table.
const ALIASES: &[(&str, &[&str])] = &[
    ("a34004", &["pm2.5", "pm2_5", "pm25", "细颗粒物"]),
    ("a34002", &["pm10", "可吸入颗粒物"]),
    ("a34013", &["烟尘", "颗粒物"]),
    ("a21026", &["so2", "二氧化硫"]),
    ("a21004", &["no2", "二氧化氮"]),
    // Not "no": that numbers the rows.
    ("a21003", &["一氧化氮"]),
    ("a21002", &["nox", "氮氧化物"]),
    ("a21005", &["co", "一氧化碳"]),
    ("a05024", &["o3", "臭氧"]),
    ("a99054", &["tvoc", "tvocs", "voc", "vocs", "总挥发性有机物", "挥发性有机物"]),
    ("a24088", &["nmhc", "非甲烷总烃"]),
    ("a19001", &["o2", "氧含量", "含氧量"]),
    ("a01001", &["temp", "temperature", "气温", "温度"]),
    ("a01002", &["humidity", "rh", "湿度", "相对湿度"]),
    ("a01006", &["pressure", "pres", "气压"]),
    ("a01007", &["windspeed", "wspm", "风速"]),
    ("a01008", &["winddirection", "winddir", "风向"]),
    ("w01018", &["cod", "codcr", "化学需氧量"]),
    ("w21003", &["nh3-n", "nh3n", "氨氮"]),
    ("w21011", &["tp", "总磷"]),
    ("w21001", &["tn", "总氮"]),
    ("w01001", &["ph", "ph值"]),
    ("power_active", &["power", "powerkw", "功率", "有功功率", "总有功功率"]),
    ("energy_active", &["energy", "energykwh", "电量", "有功电量", "正向有功电能", "电能"]),
    ("voltage_a", &["ua", "a相电压"]),
    ("voltage_b", &["ub", "b相电压"]),
    ("voltage_c", &["uc", "c相电压"]),
    ("current_a", &["ia", "a相电流"]),
    ("current_b", &["ib", "b相电流"]),
    ("current_c", &["ic", "c相电流"]),
    ("longitude", &["lon", "lng", "long", "longitude", "经度"]),
    ("latitude", &["lat", "latitude", "纬度"]),
    ("altitude", &["alt", "altitude", "海拔", "高度"]),
    ("ground_speed", &["speed", "车速", "速度"]),
];

const SLOTS: &[(Slot, &[&str])] = &[
    (Slot::Manual, &["手工监测值", "手工监测", "手工值", "手工", "比对监测", "manual", "laboratory"]),
    (Slot::Converted, &["折算值", "折算浓度", "折算", "zsavg", "zsrtd", "converted"]),
    (Slot::Min, &["最小值", "最小", "min"]),
    (Slot::Max, &["最大值", "最大", "max"]),
    (Slot::Total, &["排放量", "累计值", "累计", "cou", "total"]),
    (Slot::Value, &["平均值", "均值", "实测值", "实测浓度", "浓度", "实时值", "avg", "rtd", "mean", "value"]),
];

/// What the headings of one column, from the top, mean.
pub(crate) fn meaning(headings: &[&str]) -> ColumnUse {
    let mut unit = None;
    let mut words = Vec::new();
    for heading in headings {
        let (name, named_unit) = split_unit(heading);
        unit = named_unit.or(unit);
        words.push(folded(&name));
    }
    words.dedup();
    let words: Vec<&str> = words.iter().map(String::as_str).filter(|word| !word.is_empty()).collect();
    // The lowest heading is the nearest to the figures, and titles stand above.
    for word in words.iter().rev() {
        if let Some((found, _)) = PLAIN.iter().find(|(_, names)| names.contains(word)) {
            return found.clone();
        }
    }
    let mut slot = None;
    let mut code = None;
    for word in words.iter().rev() {
        let (stem, named_slot) = split_slot(word);
        slot = slot.or(named_slot);
        code = code.or_else(|| factor(stem));
    }
    match code {
        Some(factor) => {
            ColumnUse::Figure { factor: Some(factor), slot: slot.unwrap_or_default(), unit, source: None }
        }
        None if words.iter().any(|word| VALUE.contains(word)) || (slot.is_some() && words.len() == 1) => {
            ColumnUse::Figure { factor: None, slot: slot.unwrap_or_default(), unit, source: None }
        }
        None => ColumnUse::IGNORE,
    }
}

/// The factor that a name, an alias or a code means.
pub(crate) fn factor(text: &str) -> Option<FactorCode> {
    let wanted = folded(text);
    if let Some((code, _)) = ALIASES.iter().find(|(_, names)| names.contains(&wanted.as_str())) {
        return code.parse().ok();
    }
    let table = FactorTable::standard();
    if let Some(known) = wanted.parse().ok().and_then(|code| table.get(&code)) {
        return Some(known.code.clone());
    }
    let mut named = table.iter().filter(|f| folded(&f.name) == wanted || folded(&f.name_en) == wanted);
    match (named.next(), named.next()) {
        // A name that means several things names none.
        (Some(factor), None) => Some(factor.code.clone()),
        _ => None,
    }
}

/// The unit in brackets at the end of a heading, or behind a slash, and the heading without it.
fn split_unit(heading: &str) -> (String, Option<Unit>) {
    let plain = half_width(heading);
    let bracketed = plain.strip_suffix([')', ']']).and_then(|rest| rest.rsplit_once(['(', '[']));
    if let Some((name, unit)) = bracketed {
        // Brackets hold other things too, as in 细颗粒物(PM2.5).
        return match unit_of(unit) {
            Some(unit) => (name.trim().to_owned(), Some(unit)),
            None if factor(unit).is_some() => (unit.to_owned(), None),
            None => (name.trim().to_owned(), None),
        };
    }
    if let Some((name, unit)) = plain.split_once('/')
        && let Some(unit) = unit_of(unit).or_else(|| unit_of(plain.get(name.len() + 1..).unwrap_or_default()))
    {
        return (name.trim().to_owned(), Some(unit));
    }
    for (suffix, unit) in [("_kwh", Unit::KilowattHour), ("_kw", Unit::Kilowatt)] {
        if let Some(name) = plain.to_lowercase().strip_suffix(suffix) {
            return (name.to_owned(), Some(unit));
        }
    }
    (plain, None)
}

/// A unit as headings write it.
pub(crate) fn unit_of(text: &str) -> Option<Unit> {
    let plain = half_width(text);
    let spelled = match plain.to_lowercase().as_str() {
        "ug/m3" | "μg/m3" | "µg/m3" | "ug/m³" | "μg/m³" | "µg/m³" | "微克/立方米" => "µg/m³",
        "mg/m3" | "mg/m³" | "毫克/立方米" => "mg/m³",
        "mg/l" | "毫克/升" => "mg/L",
        "ug/l" | "μg/l" | "µg/l" => "µg/L",
        "kw" | "千瓦" => "kW",
        "kwh" | "kw·h" | "kw.h" | "千瓦时" | "度" => "kWh",
        "°c" | "℃" | "c" => "℃",
        "m/s" => "m/s",
        "m3/h" | "m³/h" => "m³/h",
        "hpa" | "无量纲" | "" => return None,
        _ => return Unit::parse(&plain).filter(|unit| *unit != Unit::One),
    };
    Unit::parse(spelled)
}

/// Whether a text is one that [`unit_of`] must understand and does not.
fn split_slot(word: &str) -> (&str, Option<Slot>) {
    for (slot, names) in SLOTS {
        for name in *names {
            if word == *name {
                return ("", Some(*slot));
            }
            if let Some(stem) = word.strip_suffix(name) {
                let ascii = name.is_ascii();
                let parted = stem.ends_with(['-', '_', ' ', '.']);
                if !stem.is_empty() && (!ascii || parted) {
                    return (stem.trim_end_matches(['-', '_', ' ', '.']), Some(*slot));
                }
            }
        }
    }
    (word, None)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(headings: &[&str], expected: ColumnUse) {
        assert_eq!(meaning(headings), expected, "{headings:?}");
    }

    fn figure(code: &str, slot: Slot, unit: Option<Unit>) -> ColumnUse {
        ColumnUse::Figure { factor: Some(code.parse().unwrap()), slot, unit, source: None }
    }

    #[test]
    fn every_alias_names_a_factor_of_the_table() {
        for (code, _) in ALIASES {
            assert!(FactorTable::standard().get(&code.parse().unwrap()).is_some(), "{code}");
        }
    }

    #[test]
    fn headings_of_both_languages() {
        check(&["监测时间"], ColumnUse::Time {});
        check(&["timepoint"], ColumnUse::Time {});
        check(&["站点名称"], ColumnUse::Source {});
        check(&["PM2.5(μg/m³)"], figure("a34004", Slot::Value, Some(Unit::MicrogramPerCubicMetre)));
        check(&["细颗粒物（PM2.5）"], figure("a34004", Slot::Value, None));
        check(&["CO (mg/m3)"], figure("a21005", Slot::Value, Some(Unit::MilligramPerCubicMetre)));
        check(&["氨氮折算值"], figure("w21003", Slot::Converted, None));
        check(&["COD", "最大值(mg/L)"], figure("w01018", Slot::Max, Some(Unit::MilligramPerLitre)));
        check(&["w01018-Avg"], figure("w01018", Slot::Value, None));
        check(&["COD手工监测值(mg/L)"], figure("w01018", Slot::Manual, Some(Unit::MilligramPerLitre)));
        check(&["power_kw"], figure("power_active", Slot::Value, Some(Unit::Kilowatt)));
        check(&["经度"], figure("longitude", Slot::Value, None));
        check(
            &["浓度(mg/L)"],
            ColumnUse::Figure {
                factor: None,
                slot: Slot::Value,
                unit: Some(Unit::MilligramPerLitre),
                source: None,
            },
        );
    }

    #[test]
    fn a_running_mean_is_not_taken_for_the_value() {
        for heading in ["pm2_5_24h", "o3_8h", "备注", "AQI", "primarypollutant", ""] {
            check(&[heading], ColumnUse::IGNORE);
        }
    }
}

//! Statistics as files. What is no figure stays an empty cell; how it stands has a column of its own.

use crate::dto::Named;
use crate::dto::statistics::{AirDay, AirStatistics, OutletStatistics, TransmissionPage, TransmissionRow};
use crate::export::{Cell, Sheet};

fn count(figure: u32) -> Cell {
    Cell::Number(f64::from(figure))
}

fn name(named: Option<&Named>) -> Cell {
    named.map_or(Cell::Empty, |named| named.name.clone().into())
}

pub(super) fn transmission(page: &TransmissionPage) -> Sheet<'static> {
    let row = |row: &TransmissionRow| -> Vec<Cell> {
        let rates = &row.rates;
        let lost: Vec<String> =
            rates.lost.iter().map(|lost| format!("{} {}", lost.reason, lost.hours)).collect();
        vec![
            row.district.name.clone().into(),
            name(row.enterprise.as_ref()),
            name(row.outlet.as_ref()),
            count(rates.expected),
            count(rates.stopped),
            count(rates.received),
            count(rates.valid),
            rates.transmission_percent.into(),
            rates.validity_percent.into(),
            rates.effective_percent.into(),
            lost.join("; ").into(),
        ]
    };
    Sheet {
        name: "transmission",
        headings: vec![
            "区县",
            "企业",
            "排放口",
            "应传(因子·小时)",
            "停运扣除",
            "实收",
            "有效",
            "传输率(%)",
            "有效率(%)",
            "传输有效率(%)",
            "未计入的原因(小时)",
        ],
        rows: page.items.iter().map(row).collect(),
    }
}

pub(super) fn outlet(table: &OutletStatistics) -> Sheet<'static> {
    let rows = table.factors.iter().flat_map(|factor| {
        factor.days.iter().map(|day| -> Vec<Cell> {
            let figure = &day.figure;
            vec![
                day.date.clone().into(),
                factor.name.clone().into(),
                factor.unit.clone().into(),
                figure.mean.into(),
                if figure.weighted { "流量加权" } else { "算术" }.into(),
                figure.converted.into(),
                figure.max.into(),
                figure.total.into(),
                factor.total_unit.unwrap_or("").into(),
                count(figure.valid),
                count(figure.received),
                count(figure.stopped),
                count(figure.hours),
                standing(figure.standing).into(),
                day.over.map_or(Cell::Empty, |over| if over { "超标" } else { "达标" }.into()),
                day.hours_over.map_or(Cell::Empty, count),
                day.hours_excused.map_or(Cell::Empty, count),
            ]
        })
    });
    Sheet {
        name: "outlet",
        headings: vec![
            "日期",
            "因子",
            "单位",
            "日均值",
            "算法",
            "折算日均值",
            "小时最大值",
            "排放量",
            "排放量单位",
            "有效小时",
            "实收小时",
            "停运小时",
            "应有小时",
            "是否有效",
            "日均值与限值",
            "小时均值超标小时数",
            "工况标记不计小时数",
        ],
        rows: rows.collect(),
    }
}

fn standing(code: &str) -> &'static str {
    match code {
        "valid" => "有效",
        "short" => "有效小时不足",
        "stopped" => "停运",
        "running" => "未结束",
        "no_rule" => "无已知规则",
        _ => "无数据",
    }
}

pub(super) fn air(days: &AirStatistics) -> Sheet<'static> {
    let level = |number: u8| days.levels.iter().find(|level| level.number == number);
    let row = |day: &AirDay| -> Vec<Cell> {
        let index = &day.index;
        let published = index.standing == "published";
        let part = |pollutant: &str| {
            let found = index.partials.iter().find(|partial| partial.pollutant == pollutant);
            Cell::from(found.map(|partial| partial.concentration))
        };
        let mut cells = vec![
            day.date.clone().into(),
            index.index.filter(|_| published).map(f64::from).into(),
            index.level.filter(|_| published).and_then(level).map_or(Cell::Empty, |l| l.name.clone().into()),
            index.primary.join(" ").into(),
            match index.standing {
                "published" => "",
                "provisional" => "小时不全，暂算",
                "not_available" => "因子缺项，不发布",
                "unknown" => "因子缺项，规则未知",
                "no_rule" => "无已知规则",
                _ => "无数据",
            }
            .into(),
        ];
        cells.extend(["pm25", "pm10", "so2", "no2", "co", "o3"].map(part));
        cells
    };
    Sheet {
        name: "air",
        headings: vec![
            "日期",
            "AQI",
            "级别",
            "首要污染物",
            "说明",
            "PM2.5(µg/m³)",
            "PM10(µg/m³)",
            "SO2(µg/m³)",
            "NO2(µg/m³)",
            "CO(mg/m³)",
            "O3-8h(µg/m³)",
        ],
        rows: days.days.iter().map(row).collect(),
    }
}

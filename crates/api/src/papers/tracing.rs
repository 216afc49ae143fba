//! The report of a tracing (溯源报告): who may be the source and why, what was assumed and is missing, and from which frozen
//! data it was made.

mod map;

use documents::{Align, Block, Column, Document, Fact, Form, Table};
use model::china;

use crate::dto::tracing::{
    TracingCandidate, TracingClosing, TracingDetail, TracingHit, TracingRanking, TracingRate, TracingReason,
    TracingRemark, TracingVerdict, TracingVersion,
};

/// So many enterprises stand in the table.
const LISTED: usize = 10;
/// And so many have their reasons told.
const EXPLAINED: usize = 3;
/// What is less probable is not explained.
const LEAST: f64 = 0.01;

/// The report of the version that `detail` shows; `bureau` is the organ's name, where the configuration has it.
pub(crate) fn tracing(detail: &TracingDetail, version: &TracingVersion, bureau: Option<&str>) -> Document {
    let mut blocks = asked(detail, version);
    match &detail.ranking {
        Some(ranking) => {
            blocks.extend(sources(ranking));
            blocks.push(map::sketch(detail, ranking));
            blocks.extend(reasons(ranking));
        }
        None => blocks.push(Block::Note {
            text: "这一版没有排序：缺少必要的数据，或计算没有完成；系统不作猜测。".into(),
        }),
    }
    blocks.extend(basis(detail));
    blocks.extend(detail.closing.as_ref().map(closing).unwrap_or_default());
    blocks.extend(frozen(version));
    Document {
        form: Form::Report,
        issuer: bureau.unwrap_or_default().to_owned(),
        title: format!("{}{}溯源报告", detail.summary.station.name, detail.summary.factor.name),
        number: None,
        made: version.done_at.unwrap_or(version.at).0,
        warnings: vec!["本报告给出的是各种可能的概率，不是认定".into()],
        blocks,
        foot: format!("溯源 {} 第{}版 冻结数据 {}", detail.summary.id, version.number + 1, version.input),
    }
}

fn heading(text: &str) -> Block {
    Block::Heading { text: text.to_owned() }
}

fn paragraph(text: impl Into<String>) -> Block {
    Block::Paragraph { text: text.into() }
}

fn fact(name: &str, value: impl Into<String>) -> Fact {
    Fact { name: name.to_owned(), value: value.into() }
}

fn asked(detail: &TracingDetail, version: &TracingVersion) -> Vec<Block> {
    let minute = |time: crate::dto::Time| china::minute_text(time.0);
    let summary = &detail.summary;
    let mut facts = vec![
        fact("站点", format!("{}（{}）", summary.station.name, summary.district.name)),
        fact("因子", &summary.factor.name),
        fact("异常时段", format!("{}至{}", minute(summary.anomaly_from), minute(summary.anomaly_to))),
        fact("数据时段", format!("{}至{}", minute(detail.from), minute(detail.to))),
    ];
    match (&summary.alarm, &detail.reason) {
        (Some(alarm), _) => facts.push(fact("预警", alarm)),
        (None, Some(reason)) => facts.push(fact("理由", reason)),
        (None, None) => {}
    }
    facts.push(fact("数据冻结", format!("{}（第{}版）", minute(version.at), version.number + 1)));
    vec![Block::Facts { facts }]
}

/// Never a rounded certainty.
fn percent(probability: f64) -> String {
    match probability {
        p if p > 0.0 && p < 0.01 => "小于1%".into(),
        p if p < 1.0 && p > 0.99 => "大于99%".into(),
        p => format!("{:.0}%", p * 100.0),
    }
}

fn figure(value: f64) -> String {
    match value.abs() {
        size if size >= 100.0 => format!("{value:.0}"),
        size if size >= 1.0 => format!("{value:.1}"),
        _ => format!("{value:.2}"),
    }
}

fn rate(rate: Option<TracingRate>) -> String {
    rate.map_or_else(
        || "判断不了".into(),
        |rate| format!("{}（{}至{}）", figure(rate.middle), figure(rate.low), figure(rate.high)),
    )
}

fn power(candidate: &TracingCandidate) -> String {
    match candidate.still_s {
        None => "说明不了".into(),
        Some(0) => "没有全停".into(),
        Some(still_s) => format!("全停{:.1}小时", still_s as f64 / 3_600.0),
    }
}

fn sources(ranking: &TracingRanking) -> Vec<Block> {
    let column = |name: &str, align, width| Column { name: name.to_owned(), align, width };
    let none = || "—".to_owned();
    let mut rows: Vec<(f64, Vec<String>)> = ranking
        .candidates
        .iter()
        .take(LISTED)
        .map(|one| {
            let cells = vec![
                one.enterprise.name.clone(),
                percent(one.probability),
                rate(one.rate),
                percent(one.in_reach),
                power(one),
            ];
            (one.probability, cells)
        })
        .collect();
    let free = &ranking.unregistered;
    let unregistered = vec!["名录外的源".into(), percent(free.probability), rate(free.rate), none(), none()];
    rows.push((free.probability, unregistered));
    rows.push((ranking.nobody, vec!["附近没有源".into(), percent(ranking.nobody), none(), none(), none()]));
    rows.sort_by(|a, b| b.0.total_cmp(&a.0));
    let left = ranking.candidates.len().saturating_sub(LISTED);
    let mut blocks = vec![
        heading("一、可能的来源"),
        Block::Table(Table {
            columns: vec![
                column("来源", Align::Left, 6),
                column("概率", Align::Right, 2),
                column("若为其排放，kg/h（90%）", Align::Right, 5),
                column("在上风向的时间", Align::Right, 3),
                column("用电", Align::Left, 3),
            ],
            rows: rows.into_iter().map(|(_, cells)| cells).collect(),
        }),
    ];
    if left > 0 {
        blocks.push(paragraph(format!("另有{left}家企业，概率更低。")));
    }
    blocks.push(paragraph("两家企业可能同时排放，各企业的概率之和可以超过100%。"));
    blocks
}

fn reasons(ranking: &TracingRanking) -> Vec<Block> {
    let mut blocks = vec![heading("二、逐站的理由")];
    let told = ranking.candidates.iter().take(EXPLAINED).filter(|one| one.probability >= LEAST);
    for one in told.clone() {
        blocks.push(paragraph(format!("{}（{}）：", one.enterprise.name, percent(one.probability))));
        blocks.push(Block::Items { items: one.reasons.iter().map(reason).collect() });
    }
    if told.count() == 0 {
        blocks.push(paragraph("没有概率在1%以上的企业。"));
    }
    blocks
}

fn reason(reason: &TracingReason) -> String {
    let side = match reason.weight {
        weight if weight > 0.2 => "支持",
        weight if weight < -0.2 => "不支持",
        _ => "不偏不倚",
    };
    let (station, elsewhere) = (&reason.station.name, figure(reason.elsewhere));
    match reason.stretches {
        0 => format!("{station}，{side}：按风向其排放没有到过该站，该站实测比背景高{elsewhere} µg/m³。"),
        stretches => format!(
            "{station}，{side}：其排放到达该站的{stretches}段时间里，实测比背景高{}，按其排放应高{}；其余时间高{elsewhere}（µg/m³）。",
            figure(reason.measured),
            figure(reason.expected),
        ),
    }
}

fn basis(detail: &TracingDetail) -> Vec<Block> {
    let words = |remarks: &[TracingRemark]| remarks.iter().map(remark).collect::<Vec<String>>();
    let mut blocks = vec![heading("三、作了哪些假设，缺少什么")];
    blocks.push(Block::Items { items: words(&detail.assumed) });
    match detail.missing.is_empty() {
        true => blocks.push(paragraph("没有缺少的数据。")),
        false => {
            blocks.push(paragraph("缺少："));
            blocks.push(Block::Items { items: words(&detail.missing) });
        }
    }
    let stations: Vec<String> = detail
        .instruments
        .iter()
        .map(|seen| format!("{}（{}个值）", seen.station.name, seen.values))
        .collect();
    blocks.push(paragraph(format!("用到的站点和走航：{}。", stations.join("、"))));
    blocks
}

fn remark(remark: &TracingRemark) -> String {
    let metres = remark.taken_m.map(|metres| metres.to_string()).unwrap_or_default();
    let count = remark.count.unwrap_or_default();
    match remark.code {
        "inlet_height" => format!("站点采样口高度不详，取{metres}米"),
        "mast_height" => format!("测风高度不详，取{metres}米"),
        "release_height" => format!("{count}处排放的高度名录中没有，取{metres}米"),
        "no_rise" => format!("{count}处排放的内径、温度或流速名录中没有，不计烟气抬升"),
        "ambient_temperature" => {
            format!("计算烟气抬升时，周围气温取{}℃", remark.taken_celsius.unwrap_or_default())
        }
        "gate_as_outlet" => format!("{count}家企业没有废气排放口，以企业位置代替"),
        "may_have_worked" => format!("{count}家企业的用电说明不了是否生产，按可能生产计"),
        "ground" => format!("地面粗糙度不详，取{metres}米"),
        "wind" => "附近没有测风数据".into(),
        "readings" => "异常站点没有这个因子的数据".into(),
        "other_stations" => "周边没有其他站点的数据，背景只靠一个站判断".into(),
        "candidates" => "10公里内名录中没有企业".into(),
        "silent_stations" => {
            let names: Vec<&str> = remark.stations.iter().map(|station| station.name.as_str()).collect();
            format!("没有数据的周边站点：{}", names.join("、"))
        }
        "wind_at_times" => format!("{}%的时间没有测风数据", remark.percent.unwrap_or_default()),
        other => other.to_owned(),
    }
}

fn closing(closing: &TracingClosing) -> Vec<Block> {
    let names: Vec<&str> = closing.enterprises.iter().map(|one| one.name.as_str()).collect();
    let verdict = match closing.verdict {
        TracingVerdict::Enterprises => names.join("、"),
        TracingVerdict::NotInRegister => "名录外的源".into(),
        TracingVerdict::Regional => "区域性，附近没有源".into(),
        TracingVerdict::NotFound => "没有查实".into(),
    };
    let hit = closing.hit.map(|hit| match hit {
        TracingHit::First => "排序第一位",
        TracingHit::AmongThree => "排序前三位",
        TracingHit::Missed => "不在排序前三位",
    });
    let mut facts = vec![fact("查实", verdict), fact("说明", &closing.words)];
    facts.extend(hit.map(|hit| fact("排序", hit)));
    facts.push(fact("办结", format!("{} {}", closing.by, china::minute_text(closing.at.0))));
    vec![heading("四、查实结果"), Block::Facts { facts }]
}

fn frozen(version: &TracingVersion) -> Vec<Block> {
    let mut facts = vec![fact("冻结数据 SHA-256", &version.input)];
    facts.extend(version.found.as_ref().map(|found| fact("结果 SHA-256", found)));
    facts.extend(version.method.as_ref().map(|method| fact("方法", method)));
    let words = "本报告由冻结的数据算出，任何人可以用同样的数据和方法复算。";
    vec![heading("附：数据与复算"), Block::Facts { facts }, paragraph(words)]
}

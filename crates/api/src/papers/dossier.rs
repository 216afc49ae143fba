//! The dossier of an off-site inspection as a document (非现场检查报告), with what came of it. What the system does not know
//! stands in it as not known.

use casework::alarm::Outcome;
use casework::inspection::{
    AlarmSeen, Dossier, Finding, Gap, Inspection, Kept, NotKnown, OutletSeen, Problem, Proposal, Question,
    Stage, Wanted,
};
use documents::{Align, Block, Column, Document, Fact, Form, Table};
use law::RemainingCheck;
use model::{Timestamp, china};

/// The report of an inspection whose last dossier is `kept`; `bureau` is the organ's name, where the configuration has it.
pub(crate) fn dossier(inspection: &Inspection, kept: &Kept, bureau: Option<&str>) -> Document {
    let mut blocks = whose(inspection, &kept.dossier);
    blocks.extend(data(&kept.dossier));
    blocks.extend(alarms(&kept.dossier));
    blocks.extend(record(&kept.dossier));
    blocks.extend(proposed(kept));
    blocks.extend(asked(&inspection.asked));
    blocks.extend(came(inspection, kept));
    let organ = bureau.unwrap_or_default().to_owned();
    Document {
        form: Form::Report,
        issuer: organ,
        title: "非现场检查报告".into(),
        number: None,
        made: kept.at,
        warnings: warnings(&kept.dossier),
        blocks,
        foot: format!("检查 {}", inspection.id()),
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

/// What led to an inspection that nobody drew.
fn cause_zh(kind: RemainingCheck) -> &'static str {
    match kind {
        RemainingCheck::Complaint => "投诉举报",
        RemainingCheck::Assignment => "上级交办",
        RemainingCheck::Anomaly => "监测数据异常",
        RemainingCheck::Emergency => "突发环境事件",
    }
}

fn whose(inspection: &Inspection, dossier: &Dossier) -> Vec<Block> {
    let opened = &inspection.opened;
    let mut facts = vec![
        fact("检查对象", &opened.name),
        fact("统一社会信用代码", opened.enterprise.to_string()),
        fact("核查时段", format!("{}至{}", dossier.from, dossier.to)),
    ];
    if let Some(from) = &opened.from_draw {
        facts.push(fact("抽取", from.draw.to_string()));
        let officers: Vec<String> = from.officers.iter().map(ToString::to_string).collect();
        facts.push(fact("抽取的执法人员", officers.join("、")));
    }
    if let Some(cause) = &opened.cause {
        facts.push(fact("检查事由", cause_zh(cause.kind)));
    }
    if let Some(listed) = &opened.listed {
        facts.push(fact("正面清单", format!("第{}类 {}", listed.number, listed.name)));
    }
    vec![Block::Facts { facts }]
}

fn data(dossier: &Dossier) -> Vec<Block> {
    let mut blocks = vec![heading("一、自动监测和用电数据")];
    if dossier.outlets.is_empty() {
        blocks.push(paragraph("没有联网的排放口。"));
    } else {
        blocks.push(outlets(&dossier.outlets));
        let rate = dossier.transmission_per_mille().map_or("没有应传数据".to_owned(), percent);
        let target = dossier.target.as_ref().map_or(String::new(), |target| {
            format!("，要求不低于{}（{}）", percent(target.per_mille), target.basis.source)
        });
        blocks.push(paragraph(format!("传输有效率：{rate}{target}。")));
        let lost = |outlet: &OutletSeen| {
            let each: Vec<String> = outlet
                .lost
                .iter()
                .map(|lost| format!("{} {} 小时", reason(&lost.reason), lost.hours))
                .collect();
            (!each.is_empty()).then(|| format!("{}：{}", outlet.name, each.join("，")))
        };
        let lost: Vec<String> = dossier.outlets.iter().filter_map(lost).collect();
        if !lost.is_empty() {
            blocks.push(paragraph("未计为有效的小时值（含数据标记）："));
            blocks.push(Block::Items { items: lost });
        }
    }
    blocks.push(paragraph(match &dossier.power {
        None => "没有安装用电监控。".to_owned(),
        Some(power) => format!(
            "用电监控：生产线电表{}块，治理设施电表{}块，应有{}小时，实有{}小时。",
            power.lines, power.units, power.expected_h, power.metered_h
        ),
    }));
    blocks
}

fn outlets(outlets: &[OutletSeen]) -> Block {
    let column = |name: &str, align, width| Column { name: name.to_owned(), align, width };
    let row = |outlet: &OutletSeen| {
        let figures = [outlet.expected_h, outlet.received_h, outlet.valid_h, outlet.stopped_h, outlet.over_h];
        std::iter::once(outlet.name.clone()).chain(figures.map(|figure| figure.to_string())).collect()
    };
    Block::Table(Table {
        columns: vec![
            column("排放口", Align::Left, 5),
            column("应传", Align::Right, 2),
            column("实传", Align::Right, 2),
            column("有效", Align::Right, 2),
            column("停运", Align::Right, 2),
            column("超标", Align::Right, 2),
        ],
        rows: outlets.iter().map(row).collect(),
    })
}

/// A reason why hours are not valid, as statistics name it.
fn reason(code: &str) -> String {
    match code {
        "missing" => "缺失".to_owned(),
        mark => format!("标记 {mark}"),
    }
}

fn alarms(dossier: &Dossier) -> Vec<Block> {
    let mut blocks = vec![heading("二、预警及核查结论")];
    if dossier.alarms.is_empty() {
        blocks.push(paragraph("核查时段内没有预警。"));
        return blocks;
    }
    let column = |name: &str, width| Column { name: name.to_owned(), align: Align::Left, width };
    let row = |alarm: &AlarmSeen| {
        vec![alarm.id.to_string(), alarm.raised.to_string(), alarm.kind.clone(), verdict(alarm).to_owned()]
    };
    blocks.push(Block::Table(Table {
        columns: vec![column("预警", 4), column("发生日期", 3), column("类型", 4), column("核查结论", 4)],
        rows: dossier.alarms.iter().map(row).collect(),
    }));
    blocks
}

fn verdict(alarm: &AlarmSeen) -> &'static str {
    match (&alarm.outcome, alarm.to_case, alarm.open) {
        (_, true, _) => "移送立案",
        (Some(Outcome::Violation), _, _) => "涉嫌违法",
        (Some(Outcome::EquipmentFault), _, _) => "设备故障",
        (Some(Outcome::DeclaredCondition), _, _) => "已申报工况",
        (Some(Outcome::Normal), _, _) => "正常",
        (Some(Outcome::CannotVerify), _, _) => "无法核实",
        (None, false, true) => "尚未办结",
        (None, false, false) => "未作核查",
    }
}

fn record(dossier: &Dossier) -> Vec<Block> {
    let mut items = vec![match &dossier.record {
        None => "执法记录：名录中没有，情况不明".to_owned(),
        Some(record) => format!(
            "执法记录（查至{}）：处罚{}次，突发环境事件{}次，数据造假{}次",
            record.known_until, record.penalties, record.emergencies, record.false_data
        ),
    }];
    items.push(match dossier.cases.len() {
        0 => "案件：核查时段内没有立案，也没有未办结的案件".to_owned(),
        count => {
            let open = dossier.cases.iter().filter(|case| case.open).count();
            format!("案件：{count}件，其中未办结{open}件")
        }
    });
    items.push(match dossier.inspections.first() {
        None => "以往检查：系统中没有记录".to_owned(),
        Some(last) => format!(
            "以往检查：{}次，最近一次为{}，{}",
            dossier.inspections.len(),
            last.day,
            finding(last.finding)
        ),
    });
    items
        .extend(dossier.not_known.iter().map(|what| format!("{}：系统没有记录，情况不明", not_known(*what))));
    vec![heading("三、执法记录和其他情况"), Block::Items { items }]
}

fn not_known(what: NotKnown) -> &'static str {
    match what {
        NotKnown::Complaints => "信访举报",
        NotKnown::PermitReports => "排污许可证执行报告",
    }
}

fn proposed(kept: &Kept) -> Vec<Block> {
    let proposed = &kept.proposed;
    let proposal = match proposed.proposal {
        Proposal::NothingFound => "未发现问题",
        Proposal::Ask => "请企业补充说明",
        Proposal::Visit => "转为现场检查",
    };
    let mut blocks = vec![heading("四、系统建议"), paragraph(format!("建议：{proposal}。"))];
    if !proposed.problems.is_empty() {
        blocks.push(paragraph("资料显示的问题："));
        blocks.push(Block::Items { items: proposed.problems.iter().map(problem).collect() });
    }
    if !proposed.gaps.is_empty() {
        blocks.push(paragraph("缺项："));
        blocks.push(Block::Items { items: proposed.gaps.iter().map(gap).collect() });
    }
    blocks
}

fn problem(problem: &Problem) -> String {
    match problem {
        Problem::Violations(alarms) => format!("{}件预警经核查涉嫌违法或已移送立案", alarms.len()),
        Problem::OpenAlarms(alarms) => format!("{}件预警尚未办结", alarms.len()),
        Problem::OpenCases(cases) => format!("{}件案件尚未办结", cases.len()),
        Problem::Record(count) => format!("核查时段内有处罚、突发环境事件或数据造假记录{count}次"),
        Problem::HoursOver(hours) => format!("{hours}个有效小时值超标，且没有核查结论"),
    }
}

fn gap(gap: &Gap) -> String {
    match gap {
        Gap::NotMonitored => "没有自动监测和用电监控".to_owned(),
        Gap::NoData => "已联网，但核查时段内没有收到数据".to_owned(),
        Gap::Transmission { per_mille, wanted, .. } => {
            format!("传输有效率{}，低于{}", percent(*per_mille), percent(*wanted))
        }
        Gap::NoPower => "没有用电监控，治理设施是否同步运行没有用电数据佐证".to_owned(),
        Gap::PowerMissing(per_mille) => format!("用电数据不完整，完整率{}", percent(*per_mille)),
        Gap::Record => "执法记录没有查至核查时段末".to_owned(),
        Gap::NotKnown(what) => format!("{}情况不明", not_known(*what)),
    }
}

fn asked(questions: &[Question]) -> Vec<Block> {
    if questions.is_empty() {
        return Vec::new();
    }
    let item = |question: &Question| {
        let wanted = match question.asked.wanted {
            Wanted::SelfReport => "自查报告",
            Wanted::Photos => "照片或视频",
            Wanted::Documents => "台账等资料",
        };
        let answer = question.answer.as_ref().map_or("尚未答复".to_owned(), |reply| {
            let files = match reply.files.len() {
                0 => String::new(),
                count => format!("（附文件{count}份）"),
            };
            format!("{}答复：{}{files}", day(reply.at), reply.words)
        });
        format!("{}请企业提交{wanted}：{}。{answer}", day(question.at), question.asked.words)
    };
    vec![heading("五、企业补充"), Block::Items { items: questions.iter().map(item).collect() }]
}

fn came(inspection: &Inspection, kept: &Kept) -> Vec<Block> {
    let number = if inspection.asked.is_empty() { "五" } else { "六" };
    let mut blocks = vec![heading(&format!("{number}、检查结论"))];
    match &inspection.stage {
        Stage::OffSite => blocks.push(paragraph("尚未作出结论。")),
        Stage::Concluded(conclusion) => {
            let words = format!("{}。{}", finding(conclusion.finding), conclusion.words);
            blocks.push(paragraph(words));
            let settled = |gap: &Gap| {
                let note = conclusion.settled.get(gap.code())?;
                Some(format!("{}：{note}", self::gap(gap)))
            };
            let items: Vec<String> = kept.proposed.gaps.iter().filter_map(settled).collect();
            if !items.is_empty() {
                blocks.push(paragraph("缺项的核实情况："));
                blocks.push(Block::Items { items });
            }
            blocks.push(Block::Signature {
                lines: vec!["检查人员：＿＿＿＿＿＿".into(), day(conclusion.at)],
            });
        }
        Stage::OnSite(Some(escalation)) | Stage::Visited(Some(escalation), _) => {
            blocks.push(paragraph(format!("转为现场检查。理由：{}", escalation.reason)));
        }
        Stage::OnSite(None) | Stage::Visited(None, _) => blocks.push(paragraph("本次检查为现场检查。")),
        Stage::GivenUp(ending) => blocks.push(paragraph(format!("未实施。理由：{}", ending.reason))),
    }
    blocks
}

fn finding(finding: Finding) -> &'static str {
    match finding {
        Finding::Nothing => "未发现问题",
        Finding::Minor => "发现问题，不立案",
        Finding::Violation => "涉嫌违法",
    }
}

fn day(at: Timestamp) -> String {
    let date = china::civil(at).date();
    format!("{}年{}月{}日", date.year(), date.month(), date.day())
}

fn percent(per_mille: u64) -> String {
    format!("{}.{}%", per_mille / 10, per_mille % 10)
}

/// What nobody may overlook.
fn warnings(dossier: &Dossier) -> Vec<String> {
    let basis = dossier.target.as_ref().map(|target| &target.basis);
    let mut warnings = Vec::new();
    if basis.is_some_and(|basis| basis.illustrative) {
        warnings.push("示例：所依据的规则为演示用，不具约束力".to_owned());
    }
    if basis.is_some_and(|basis| basis.unverified) {
        warnings.push("所依据的部分规则尚未与原文核对".to_owned());
    }
    warnings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tenths_of_a_per_cent_are_written_with_one_digit() {
        assert_eq!([0, 5, 899, 1_000].map(percent), ["0.0%", "0.5%", "89.9%", "100.0%"]);
    }
}

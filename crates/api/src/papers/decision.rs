//! The decision of a case as a document (行政处罚决定书), with its whole reasoning.
//!
//! What it must say: 行政处罚法 (2021) 第五十九条 — the party, facts and evidence, kind and ground of the penalty, how and until
//! when it is carried out, how it may be challenged, the organ and the day. How the fine came about stands in it step by
//! step. What the system does not know is left as a line to be filled in, never made up.

use casework::case::{
    ByTable, Case, Decided, DecidedOutcome, Entry, EvidenceUsed, FineHow, FineSet, PenaltySet, TermStated,
};
use documents::{Align, Block, Column, Document, Fact, Form, Table, capital_amount};
use law::{Basis, LegalUnit, PartyKind, StatutoryRange};
use model::china;

/// What is filled in by hand.
const BLANK: &str = "＿＿＿＿＿＿";

/// The document of a decision; `bureau` is the organ's name, where the configuration has it.
pub(crate) fn decision(case: &Case, decided: &Entry<Decided>, bureau: Option<&str>) -> Document {
    let what = &decided.what;
    let organ = bureau.unwrap_or(BLANK);
    let mut blocks = party(what);
    blocks.extend(found(what));
    blocks.extend(heard(what));
    blocks.extend(penalty(what));
    blocks.extend(afterwards(what));
    blocks.push(Block::Signature { lines: vec![organ.to_owned(), day(china::civil(decided.at).date())] });
    Document {
        form: Form::Official,
        issuer: organ.to_owned(),
        title: title(what).to_owned(),
        number: Some(what.number.clone()),
        made: decided.at,
        warnings: warnings(what),
        blocks,
        foot: format!("案件 {}", case.id),
    }
}

fn title(decided: &Decided) -> &'static str {
    match (&decided.outcome, decided.on_the_spot) {
        (DecidedOutcome::Penalty(_), false) => "行政处罚决定书",
        (DecidedOutcome::Penalty(_), true) => "当场行政处罚决定书",
        (DecidedOutcome::NoPenalty { .. } | DecidedOutcome::NotEstablished { .. }, _) => "不予行政处罚决定书",
    }
}

fn heading(text: &str) -> Block {
    Block::Heading { text: text.to_owned() }
}

fn paragraph(text: impl Into<String>) -> Block {
    Block::Paragraph { text: text.into() }
}

fn party(decided: &Decided) -> Vec<Block> {
    let party = &decided.party;
    let fact = |name: &str, value: &str| Fact { name: name.to_owned(), value: value.to_owned() };
    let head = match party.kind {
        PartyKind::Entity => "法定代表人（负责人）",
        PartyKind::Person => "身份证件号码",
    };
    let facts =
        vec![fact("统一社会信用代码", &party.code.to_string()), fact("地址", BLANK), fact(head, BLANK)];
    vec![Block::Line { text: format!("当事人：{}", party.name) }, Block::Facts { facts }]
}

fn found(decided: &Decided) -> Vec<Block> {
    let mut blocks = vec![heading("一、违法事实和证据"), paragraph(&decided.facts)];
    if !decided.evidence.is_empty() {
        blocks.push(paragraph("以上事实，有下列证据证明："));
        blocks.push(evidence(&decided.evidence));
    }
    blocks
}

fn evidence(used: &[EvidenceUsed]) -> Block {
    let column = |name: &str, width| Column { name: name.to_owned(), align: Align::Left, width };
    let row = |evidence: &EvidenceUsed| {
        let hash = evidence.file.to_string();
        let short: String = hash.chars().take(16).collect();
        vec![evidence.number.to_string(), evidence.title.clone(), evidence.shows.clone(), short]
    };
    Block::Table(Table {
        columns: vec![column("序号", 2), column("证据", 5), column("证明内容", 6), column("文件校验值", 7)],
        rows: used.iter().map(row).collect(),
    })
}

fn heard(decided: &Decided) -> Vec<Block> {
    if decided.on_the_spot {
        return Vec::new();
    }
    let mut blocks = vec![heading("二、陈述、申辩和听证")];
    let stated = match decided.stated.as_slice() {
        [] => "你单位未提出陈述、申辩意见。".to_owned(),
        stated => format!("你单位提出如下意见：{}", stated.join("；")),
    };
    blocks.push(paragraph(stated));
    if !decided.weighed.is_empty() {
        blocks.push(paragraph(format!("本机关意见：{}", decided.weighed)));
    }
    if let Some(on) = decided.hearing_on {
        blocks.push(paragraph(format!("本机关于{}举行了听证。", day(on))));
    }
    blocks
}

fn penalty(decided: &Decided) -> Vec<Block> {
    let number = if decided.on_the_spot { "二" } else { "三" };
    let mut blocks = vec![heading(&format!("{number}、决定的依据、理由和种类"))];
    blocks.push(paragraph(format!("依据：{}。", decided.provisions.join("；"))));
    if !decided.reasons.is_empty() {
        blocks.push(paragraph(&decided.reasons));
    }
    if let Some(deliberation) = &decided.deliberation {
        let on = day(china::civil(deliberation.at).date());
        blocks.push(paragraph(format!("{on}，本机关负责人集体讨论，结论：{}", deliberation.conclusion)));
    }
    match &decided.outcome {
        DecidedOutcome::Penalty(penalty) => blocks.extend(measures(penalty)),
        DecidedOutcome::NoPenalty { ground } => {
            blocks.push(paragraph(format!("本机关决定对你单位不予行政处罚。理由：{ground}")));
        }
        DecidedOutcome::NotEstablished { reason } => {
            blocks
                .push(paragraph(format!("违法事实不能成立，本机关决定对你单位不予行政处罚。理由：{reason}")));
        }
    }
    blocks
}

fn measures(penalty: &PenaltySet) -> Vec<Block> {
    let mut items = Vec::new();
    if penalty.warning {
        items.push("警告；".to_owned());
    }
    if let Some(fine) = &penalty.fine {
        items.push(format!("罚款{}元（{}）；", fine.amount.grouped(), capital_amount(fine.amount)));
    }
    items.extend(penalty.other.iter().map(|other| format!("{other}；")));
    if let Some(last) = items.last_mut() {
        last.pop();
        last.push('。');
    }
    let mut blocks = Vec::new();
    if let Some(fine) = &penalty.fine {
        blocks.extend(reckoned(fine));
    }
    blocks.push(paragraph("本机关决定对你单位作出如下行政处罚："));
    blocks.push(Block::Items { items });
    blocks
}

/// How the fine came about.
fn reckoned(fine: &FineSet) -> Vec<Block> {
    match &fine.how {
        FineHow::ByTable(table) => by_table(table),
        FineHow::ByHand { reason, range, basis } => {
            let range = range.as_ref().map_or(String::new(), |range| format!("法定幅度：{}。", span(range)));
            let basis = basis.as_ref().map_or(String::new(), |basis| format!("依据：{}。", source(basis)));
            vec![paragraph(format!("罚款数额未按裁量表计算。理由：{reason}。{range}{basis}"))]
        }
    }
}

fn by_table(table: &ByTable) -> Vec<Block> {
    let mut blocks = vec![
        paragraph(format!(
            "裁量：适用“{}”裁量表（{}），法定幅度：{}。",
            table.violation,
            table.statute,
            span(&table.range)
        )),
        Block::Items { items: table.steps.iter().map(|step| full_width(&step.text_zh())).collect() },
    ];
    for departure in &table.departures {
        blocks.push(paragraph(format!(
            "因素“{}”取“{}”，与已知事实“{}”不同，理由：{}。",
            departure.factor, departure.chosen, departure.known, departure.reason
        )));
    }
    let sources: Vec<String> = table.sources.iter().map(source).collect();
    blocks.push(paragraph(format!("裁量基准：{}。", sources.join("；"))));
    blocks
}

fn afterwards(decided: &Decided) -> Vec<Block> {
    let number = if decided.on_the_spot { "三" } else { "四" };
    let mut blocks = vec![heading(&format!("{number}、履行方式和救济途径"))];
    let is_fined = matches!(&decided.outcome, DecidedOutcome::Penalty(penalty) if penalty.fine.is_some());
    if is_fined {
        blocks.push(paragraph(format!(
            "你单位应当自收到本决定书之日起{}内，将罚款缴至：{BLANK}（收款银行和账号）。",
            term(decided, "payment")
        )));
    }
    blocks.push(paragraph(format!(
        "如不服本决定，可以自收到本决定书之日起{}内向{BLANK}申请行政复议，或者{}内向{BLANK}人民法院提起行政诉讼。",
        term(decided, "review"),
        term(decided, "litigation")
    )));
    blocks
}

/// A term in words; a line to fill in where no pack has it.
fn term(decided: &Decided, id: &str) -> String {
    let stated = decided.terms.iter().find(|stated| stated.term == id);
    stated.map_or_else(
        || BLANK.to_owned(),
        |TermStated { amount, unit, .. }| format!("{amount}{}", unit_zh(*unit)),
    )
}

fn unit_zh(unit: LegalUnit) -> &'static str {
    match unit {
        LegalUnit::Hours => "小时",
        LegalUnit::Days => "日",
        LegalUnit::WorkingDays => "个工作日",
        LegalUnit::Months => "个月",
        LegalUnit::Years => "年",
    }
}

fn source(basis: &Basis) -> String {
    let mark = match (basis.illustrative, basis.unverified) {
        (true, _) => "（示例，不具约束力）",
        (false, true) => "（未核实）",
        (false, false) => "",
    };
    format!("{}{mark}", basis.source)
}

fn span(range: &StatutoryRange) -> String {
    match (range.least, range.greatest) {
        (Some(least), Some(greatest)) => format!("{}元以上{}元以下", least.grouped(), greatest.grouped()),
        (Some(least), None) => format!("{}元以上", least.grouped()),
        (None, Some(greatest)) => format!("{}元以下", greatest.grouped()),
        (None, None) => "法律未定数额".to_owned(),
    }
}

/// Punctuation as Chinese documents have it; what stands between digits belongs to a figure.
fn full_width(text: &str) -> String {
    let mut before = ' ';
    let mut rest = text.chars().peekable();
    let mut wide = String::with_capacity(text.len());
    while let Some(c) = rest.next() {
        let in_figure = before.is_ascii_digit() && rest.peek().is_some_and(char::is_ascii_digit);
        wide.push(match c {
            ':' if !in_figure => '：',
            ',' if !in_figure => '，',
            '(' => '（',
            ')' => '）',
            other => other,
        });
        before = c;
    }
    wide
}

fn day(date: jiff::civil::Date) -> String {
    format!("{}年{}月{}日", date.year(), date.month(), date.day())
}

/// What nobody may overlook.
fn warnings(decided: &Decided) -> Vec<String> {
    let table = match &decided.outcome {
        DecidedOutcome::Penalty(PenaltySet {
            fine: Some(FineSet { how: FineHow::ByTable(table), .. }),
            ..
        }) => Some(table),
        DecidedOutcome::Penalty(_)
        | DecidedOutcome::NoPenalty { .. }
        | DecidedOutcome::NotEstablished { .. } => None,
    };
    let terms = || decided.terms.iter().map(|term| &term.basis);
    let is_illustrative =
        table.is_some_and(|table| table.illustrative) || terms().any(|basis| basis.illustrative);
    let is_unverified = table.is_some_and(|table| table.unverified) || terms().any(|basis| basis.unverified);
    let mut warnings = Vec::new();
    if is_illustrative {
        warnings.push("示例：所依据的规则为演示用，不具约束力".to_owned());
    }
    if is_unverified {
        warnings.push("所依据的部分规则尚未与原文核对".to_owned());
    }
    if let Some(late) = &decided.late {
        warnings.push(format!("本决定超过法定期限{}日（应于{}前作出）", late.days, day(late.due)));
    }
    warnings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn yuan(text: &str) -> model::Money {
        text.parse().unwrap()
    }

    #[test]
    fn punctuation_is_chinese_but_in_figures() {
        let wide = full_width("排污情况:其他(未查明,按最低档) +0%,累计 10%, 1,000元 12:30");
        assert_eq!(wide, "排污情况：其他（未查明，按最低档） +0%，累计 10%， 1,000元 12:30");
    }

    #[test]
    fn a_range_without_a_least_or_greatest_says_so() {
        let range = |least: Option<&str>, greatest: Option<&str>| {
            span(&StatutoryRange { least: least.map(yuan), greatest: greatest.map(yuan) })
        };
        assert_eq!(range(Some("20000"), Some("200000")), "20,000元以上200,000元以下");
        assert_eq!(range(None, Some("50000")), "50,000元以下");
        assert_eq!(range(None, None), "法律未定数额");
    }
}

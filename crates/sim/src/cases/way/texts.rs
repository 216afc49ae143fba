//! What people write into a case.

use casework::case::{ConditionKind, EvidenceKind, FactGiven};
use law::Given;
use serde_json::json;

use super::super::exempt::Slight;
use super::super::plan::{Planned, Story, Turn};
use super::evidence_kind;
use crate::random::Stream;

/// What is written of a story.
pub(super) struct Texts {
    pub(super) act: Option<&'static str>,
    pub(super) suspected: &'static str,
    pub(super) kind: EvidenceKind,
    /// What the evidence is, and what it shows.
    pub(super) evidence: [&'static str; 2],
    pub(super) seen: &'static str,
    pub(super) order: &'static str,
}

pub(super) fn of(story: &Story) -> Texts {
    let kind = evidence_kind(story);
    match story {
        Story::Exempt(slight) => Texts {
            act: None,
            suspected: slight.suspected,
            kind,
            evidence: ["现场检查记录", slight.seen],
            seen: slight.seen,
            order: slight.order,
        },
        Story::OnTheSpot => Texts {
            act: None,
            suspected: "未按规定公开环境信息",
            kind,
            evidence: ["现场检查记录", "厂区公示栏的环境信息未更新"],
            seen: "厂区公示栏的环境信息停留在上一年度",
            order: "",
        },
        Story::Punished(super::super::plan::Punished { kind: of, .. })
        | Story::Transferred(of)
        | Story::Withdrawn(of)
        | Story::Merged(of) => Texts {
            act: Some(of.act),
            suspected: of.suspected,
            kind,
            evidence: of.evidence,
            seen: of.evidence[1],
            order: of.order,
        },
    }
}

/// How the lead came up.
pub(super) fn source(planned: &Planned) -> &'static str {
    const SOURCES: [&str; 4] = ["双随机抽查发现", "信访投诉转办", "臭氧污染防治专项检查发现", "日常巡查发现"];
    SOURCES[planned.number % SOURCES.len()]
}

pub(super) fn condition(kind: ConditionKind) -> &'static str {
    match kind {
        ConditionKind::Evidence => "现场检查记录和取得的证据",
        ConditionKind::Punishable => "涉嫌违反的规定设有行政处罚",
        ConditionKind::Jurisdiction => "违法行为发生在本市辖区",
        ConditionKind::Limitation => "发现时行为刚刚终了",
    }
}

pub(super) fn yes(fact: &str) -> FactGiven {
    FactGiven { fact: fact.to_owned(), value: Given::Flag(true), reason: String::new() }
}

/// What is stated of a slight violation; that it is the first, and was put right in time, the register and the re-check say.
pub(super) fn exempt_facts(slight: &Slight) -> Vec<FactGiven> {
    let elsewhere = FactGiven { value: Given::Flag(false), ..yes("sensitive_area") };
    let days =
        slight.days.map(|days| FactGiven { value: Given::Number(days.to_string()), ..yes("duration_days") });
    slight.facts.iter().map(|fact| yes(fact)).chain([elsewhere]).chain(days).collect()
}

pub(super) fn file_name(planned: &Planned) -> String {
    format!("{}.json", of(&planned.story).evidence[0])
}

/// The file of the evidence: what was seen or measured, by the quarter of an hour.
pub(super) fn evidence_file(planned: &Planned) -> Vec<u8> {
    let texts = of(&planned.story);
    let noise = Stream::new(0).child("evidence").at(planned.number as i64);
    let named = match &planned.story {
        Story::Punished(punished) => punished.kind.seen,
        Story::Exempt(_)
        | Story::OnTheSpot
        | Story::Transferred(_)
        | Story::Withdrawn(_)
        | Story::Merged(_) => "现场情况",
    };
    let night = matches!(&planned.story, Story::Punished(punished) if punished.turn == Turn::AtNight);
    let hour = if night { 22 } else { 9 };
    let row = |quarter: i64| {
        let value = (noise.between(quarter, 0.0, 400.0)).round() / 10.0;
        json!({ "time": format!("{} {hour:02}:{:02}", planned.found_on, quarter * 15), "value": value })
    };
    let content = json!({
        "说明": "演示数据,不涉及任何真实企业",
        "当事人": planned.object.name,
        "统一社会信用代码": planned.object.code.as_str(),
        "证据": texts.evidence[0],
        "证明内容": texts.evidence[1],
        "项目": named,
        "记录": (0..4).map(row).collect::<Vec<_>>(),
    });
    // Written with indents: somebody may open it.
    serde_json::to_vec_pretty(&content).unwrap_or_default()
}

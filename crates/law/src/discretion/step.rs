use model::Money;
use serde::{Deserialize, Serialize};

use super::request::{ChoiceReason, Degree};
use super::{AdjustmentKind, Formula, ShareOf};
use crate::pack::Basis;
use crate::share::Share;

/// One step of the reasoning that led to a fine. Stored with decisions and shown to people. Amounts finer than a fen
/// are shown without what is finer; they are reckoned on exactly.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "code", deny_unknown_fields)]
pub enum FineStep {
    /// No date of the act was given: whether the table holds was not looked at.
    NoDate,
    /// The amount that the fine is a multiple of.
    Base {
        /// Its name.
        name: String,
        /// The amount that counts.
        amount: Money,
        /// What was given, where it was less than the least that counts.
        raised_from: Option<Money>,
    },
    /// A circumstance that chooses the statutory amounts.
    Variant {
        /// Which.
        label: String,
    },
    /// What the law allows.
    Statute {
        /// The provision.
        statute: String,
        /// The least fine.
        least: Option<Money>,
        /// The greatest fine.
        greatest: Option<Money>,
        /// Whether the case named the amounts and not the pack.
        named_by_case: bool,
    },
    /// The law names no least fine: what stands in its place.
    LeastInPlace {
        /// The amount.
        amount: Money,
        /// On what that rests.
        rule: Basis,
    },
    /// Where the sum begins.
    Start {
        /// The share.
        share: Share,
    },
    /// A factor is added.
    Factor {
        /// Its key.
        key: String,
        /// Its name.
        name: String,
        /// What it is.
        option: String,
        /// What that adds.
        weight: Share,
        /// The sum so far.
        sum: Share,
        /// Why this option.
        reason: ChoiceReason,
    },
    /// The sum is more than counts.
    SumLowered {
        /// From.
        from: Share,
        /// To.
        to: Share,
    },
    /// The sum is less than counts.
    SumRaised {
        /// From.
        from: Share,
        /// To.
        to: Share,
    },
    /// The formula is used.
    Formula {
        /// Which.
        formula: Formula,
        /// With which sum.
        sum: Share,
        /// What it gives.
        amount: Money,
    },
    /// The factors name a row.
    Row {
        /// The option of each factor.
        conditions: Vec<String>,
        /// The span's least.
        least: Option<Money>,
        /// The span's greatest.
        greatest: Option<Money>,
    },
    /// A point of the span.
    Point {
        /// How heavy the case is.
        degree: Degree,
        /// Whether a person chose the amount.
        chosen: bool,
        /// The amount.
        amount: Money,
    },
    /// An adjustment.
    Adjusted {
        /// Which way.
        kind: AdjustmentKind,
        /// Why.
        ground: String,
        /// The measure; `None` where the rules name none.
        measure: Option<AdjustmentMeasure>,
        /// Before.
        from: Money,
        /// After.
        to: Money,
        /// When it would not apply: for a person to check.
        unless: Vec<String>,
        /// On what it rests.
        rule: Basis,
    },
    /// Below the least that the law allows.
    RaisedToLeast {
        /// From.
        from: Money,
        /// To.
        to: Money,
    },
    /// Below the least that the law allows, and left there for a ground that was recorded.
    BelowLeast {
        /// The least.
        least: Money,
        /// The ground.
        ground: String,
    },
    /// Above the greatest that the law allows.
    LoweredToGreatest {
        /// From.
        from: Money,
        /// To.
        to: Money,
    },
    /// A later law holds on the day of the decision, and is not lighter: the law at the time of the act stands.
    EarlierStands {
        /// What the later one would be: its pack and version, or its provision.
        later: String,
        /// The fine by it, where one can be reckoned.
        fine: Option<Money>,
    },
    /// A later law holds on the day of the decision, and is lighter.
    LaterIsLighter {
        /// What held on the day of the act.
        earlier: String,
        /// What is applied.
        later: String,
        /// The fine by the earlier one, where one can be reckoned.
        fine: Option<Money>,
    },
    /// The provision under the table holds no longer on the day that counts, or its amounts are others.
    StatuteDiffers {
        /// The provision that holds.
        statute: String,
        /// Its least fine.
        least: Option<Money>,
        /// Its greatest fine.
        greatest: Option<Money>,
        /// On what that rests.
        rule: Basis,
    },
    /// What is finer than a fen is dropped; no rule says how to round.
    FractionDropped,
    /// The fine.
    Fine {
        /// How much.
        amount: Money,
    },
}

/// How much an adjustment moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AdjustmentMeasure {
    /// The share.
    pub share: Share,
    /// Of what.
    pub of: ShareOf,
}

impl FineStep {
    /// The step in Chinese.
    pub fn text_zh(&self) -> String {
        match self {
            Self::NoDate => "未给出违法行为日期:未核对裁量表是否有效".into(),
            Self::Base { name, amount, raised_from: None } => {
                format!("{name} {amount}元", amount = amount.grouped())
            }
            Self::Base { name, amount, raised_from: Some(given) } => {
                format!(
                    "{name} {given}元,不足{amount}元,按{amount}元计",
                    amount = amount.grouped(),
                    given = given.grouped()
                )
            }
            Self::Variant { label } => format!("情形:{label}"),
            Self::Statute { statute, least, greatest, named_by_case } => {
                let by = if *named_by_case { "(由案件给出)" } else { "" };
                format!("法定罚款幅度 {}{by}:{statute}", span(*least, *greatest, "不限"))
            }
            Self::LeastInPlace { amount, rule } => {
                format!("法律未规定最低罚款,以{amount}元代之:{}", rule.source, amount = amount.grouped())
            }
            Self::Start { share } => format!("裁量起点 {share}%"),
            Self::Factor { name, option, weight, sum, reason, .. } => {
                let why = match reason {
                    ChoiceReason::Given => String::new(),
                    ChoiceReason::Unproven => "(未查明,按最低档)".into(),
                    ChoiceReason::HeaviestOf { others } => format!("(同时存在{},从重)", others.join("、")),
                };
                format!("{name}:{option}{why} +{weight}%,累计 {sum}%")
            }
            Self::SumLowered { from, to } => format!("累计 {from}% 超过上限,按 {to}% 计"),
            Self::SumRaised { from, to } => format!("累计 {from}% 低于下限,按 {to}% 计"),
            Self::Formula { formula: Formula::BetweenLeastAndGreatest, sum, amount } => {
                format!(
                    "[Y+{sum}%×(1−Y)]×法定最高罚款 = {amount}元(Y=法定最低/法定最高)",
                    amount = amount.grouped()
                )
            }
            Self::Formula { sum, amount, .. } => {
                format!("{sum}%×法定最高罚款 = {amount}元", amount = amount.grouped())
            }
            Self::Row { conditions, least, greatest } => {
                format!("{}:{}", conditions.join(","), span(*least, *greatest, "不限"))
            }
            Self::Point { degree, chosen, amount } => {
                let by = if *chosen { "裁定" } else { "按规定" };
                format!("{}处罚,{by} {amount}元", degree.text_zh(), amount = amount.grouped())
            }
            Self::Adjusted { kind, ground, measure, from, to, .. } => {
                let measure = measure.map_or(String::new(), |m| format!("({}的{}%)", of_zh(m.of), m.share));
                format!(
                    "{}{measure}:{ground},{from}元 → {to}元",
                    kind_zh(*kind),
                    from = from.grouped(),
                    to = to.grouped()
                )
            }
            Self::RaisedToLeast { from, to } => {
                format!(
                    "{from}元低于法定最低罚款且无减轻情节,按{to}元",
                    from = from.grouped(),
                    to = to.grouped()
                )
            }
            Self::BelowLeast { least, ground } => {
                format!("低于法定最低罚款{least}元,减轻理由:{ground}", least = least.grouped())
            }
            Self::LoweredToGreatest { from, to } => {
                format!("{from}元超过法定最高罚款,按{to}元", from = from.grouped(), to = to.grouped())
            }
            Self::EarlierStands { later, fine } => {
                format!("决定时的新规定({later}{})不更轻,适用行为时的规定", fine_text(*fine, "元"))
            }
            Self::LaterIsLighter { earlier, later, fine } => {
                let fine = fine_text(*fine, "元");
                format!("从旧兼从轻:行为时 {earlier}{fine},决定时 {later} 更轻,适用后者")
            }
            Self::StatuteDiffers { statute, least, greatest, .. } => {
                format!("应适用的条款为{statute},幅度 {}", span(*least, *greatest, "不限"))
            }
            Self::FractionDropped => "不足一分的部分舍去(未见取整规定)".into(),
            Self::Fine { amount } => format!("罚款 {amount}元", amount = amount.grouped()),
        }
    }

    /// The step in English.
    pub fn text_en(&self) -> String {
        match self {
            Self::NoDate => "no date of the act: whether the table holds was not checked".into(),
            Self::Base { name, amount, raised_from: None } => {
                format!("{name}: {amount} yuan", amount = amount.grouped())
            }
            Self::Base { name, amount, raised_from: Some(given) } => {
                format!(
                    "{name}: {given} yuan, counted as {amount} yuan at least",
                    amount = amount.grouped(),
                    given = given.grouped()
                )
            }
            Self::Variant { label } => format!("circumstance: {label}"),
            Self::Statute { statute, least, greatest, named_by_case } => {
                let by = if *named_by_case { " (named by the case)" } else { "" };
                format!("the law allows {}{by}: {statute}", span(*least, *greatest, "no limit"))
            }
            Self::LeastInPlace { amount, rule } => {
                format!(
                    "the law names no least fine, {amount} yuan stands in its place: {}",
                    rule.source,
                    amount = amount.grouped()
                )
            }
            Self::Start { share } => format!("starting point {share} %"),
            Self::Factor { name, option, weight, sum, reason, .. } => {
                let why = match reason {
                    ChoiceReason::Given => String::new(),
                    ChoiceReason::Unproven => " (not proven: lowest option)".into(),
                    ChoiceReason::HeaviestOf { others } => {
                        format!(" (heaviest, beside {})", others.join(", "))
                    }
                };
                format!("{name}: {option}{why} +{weight} %, sum {sum} %")
            }
            Self::SumLowered { from, to } => format!("the sum {from} % counts as {to} % at most"),
            Self::SumRaised { from, to } => format!("the sum {from} % counts as {to} % at least"),
            Self::Formula { formula: Formula::BetweenLeastAndGreatest, sum, amount } => {
                format!(
                    "[Y + {sum} % × (1−Y)] × greatest = {amount} yuan, Y = least / greatest",
                    amount = amount.grouped()
                )
            }
            Self::Formula { sum, amount, .. } => {
                format!("{sum} % × greatest = {amount} yuan", amount = amount.grouped())
            }
            Self::Row { conditions, least, greatest } => {
                format!("{}: {}", conditions.join(", "), span(*least, *greatest, "no limit"))
            }
            Self::Point { degree, chosen, amount } => {
                let by = if *chosen { "chosen" } else { "by rule" };
                format!("{} case: {amount} yuan, {by}", degree.code(), amount = amount.grouped())
            }
            Self::Adjusted { kind, ground, measure, from, to, .. } => {
                let measure =
                    measure.map_or(String::new(), |m| format!(" ({} % of {})", m.share, of_en(m.of)));
                format!(
                    "{}{measure}: {ground}; {from} → {to} yuan",
                    kind.code(),
                    from = from.grouped(),
                    to = to.grouped()
                )
            }
            Self::RaisedToLeast { from, to } => {
                format!(
                    "{from} yuan is below the least, without a ground to go below: {to} yuan",
                    from = from.grouped(),
                    to = to.grouped()
                )
            }
            Self::BelowLeast { least, ground } => {
                format!("below the least of {least} yuan; ground: {ground}", least = least.grouped())
            }
            Self::LoweredToGreatest { from, to } => {
                format!(
                    "{from} yuan is above the greatest: {to} yuan",
                    from = from.grouped(),
                    to = to.grouped()
                )
            }
            Self::EarlierStands { later, fine } => {
                let fine = fine_text(*fine, " yuan");
                format!("the later {later}{fine} is not lighter: what held at the time of the act stands")
            }
            Self::LaterIsLighter { earlier, later, fine } => {
                let fine = fine_text(*fine, " yuan");
                format!("at the time of the act {earlier}{fine}; the later {later} is lighter and applies")
            }
            Self::StatuteDiffers { statute, least, greatest, .. } => {
                format!("the provision that applies is {statute}: {}", span(*least, *greatest, "no limit"))
            }
            Self::FractionDropped => "what is finer than a fen is dropped: no rule says how to round".into(),
            Self::Fine { amount } => format!("fine: {amount} yuan", amount = amount.grouped()),
        }
    }
}

fn span(least: Option<Money>, greatest: Option<Money>, none: &str) -> String {
    let text = |money: Option<Money>| money.map_or(none.to_owned(), Money::grouped);
    format!("{} – {}", text(least), text(greatest))
}

fn fine_text(fine: Option<Money>, unit: &str) -> String {
    fine.map_or(String::new(), |fine| format!(" {}{unit}", fine.grouped()))
}

fn kind_zh(kind: AdjustmentKind) -> &'static str {
    match kind {
        AdjustmentKind::Heavier => "从重",
        AdjustmentKind::Lighter => "从轻",
        AdjustmentKind::Mitigated => "减轻",
        AdjustmentKind::Apology => "公开道歉承诺从轻",
    }
}

fn of_zh(of: ShareOf) -> &'static str {
    match of {
        ShareOf::Greatest => "法定最高罚款",
        ShareOf::Least => "法定最低罚款",
        ShareOf::Fine => "罚款",
    }
}

fn of_en(of: ShareOf) -> &'static str {
    match of {
        ShareOf::Greatest => "the greatest fine",
        ShareOf::Least => "the least fine",
        ShareOf::Fine => "the fine",
    }
}

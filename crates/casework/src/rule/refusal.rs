use detect::ParameterProblem;
use model::{RuleId, Timestamp, china};

use super::LEAST_SHADOW_H;

/// Why a command on a rule is not done. It changes nothing.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("{}", self.message_en())]
pub enum Refusal {
    /// Only duty officers, leaders and administrators of the city propose rules.
    MayNotPropose,
    /// Only leaders and administrators of the city activate rules and take back those that judge.
    MayNotActivate,
    /// Nobody activates what they proposed themselves.
    OwnProposal,
    /// There is no such rule.
    Unknown {
        /// Which.
        id: RuleId,
    },
    /// It has no reason, or a very long one.
    ReasonMissing {
        /// The longest, characters.
        most: usize,
    },
    /// Its values cannot hold.
    BadValues {
        /// What is wrong with them.
        problems: Vec<ParameterProblem>,
    },
    /// It would judge as the kind is judged already.
    ChangesNothing,
    /// It is for some only, and says for nobody.
    NobodyNamed,
    /// It is for somebody whom the register does not know.
    NotInRegister {
        /// Districts, trades or enterprises.
        unknown: Vec<String>,
    },
    /// It is for some enterprises, and one of its parameters is about stations, which are nobody's.
    OnlyOfTheCity {
        /// The parameter.
        code: String,
    },
    /// It would begin before now.
    Backdated,
    /// It ends before it begins, or before now.
    BadSpan,
    /// Another rule of its kind is in shadow.
    ShadowRuns {
        /// The new one.
        rule: RuleId,
        /// The one in shadow.
        with: RuleId,
    },
    /// It has not been long enough in shadow.
    ShadowTooShort {
        /// Until when it stays there at least.
        until: Timestamp,
    },
    /// It was activated already.
    IsActive {
        /// Which.
        id: RuleId,
    },
    /// It is over.
    Over {
        /// Which.
        id: RuleId,
    },
    /// Another rule that is as narrow judges the same kind, and maybe the same enterprises, at the same time.
    Overlaps {
        /// The one to activate.
        rule: RuleId,
        /// The other.
        with: RuleId,
    },
    /// Another rule sets one of its parameters to another value at the same time.
    Contradicts {
        /// The one to activate.
        rule: RuleId,
        /// The other.
        with: RuleId,
        /// The parameter.
        code: String,
    },
    /// It is to replace a rule that is not in its way.
    NothingToReplace {
        /// Which.
        id: RuleId,
    },
}

impl Refusal {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Refusal::MayNotPropose | Refusal::MayNotActivate => "role_may_not",
            Refusal::OwnProposal => "own_proposal",
            Refusal::Unknown { .. } => "unknown_rule",
            Refusal::ReasonMissing { .. } => "reason_missing",
            Refusal::BadValues { .. } => "bad_values",
            Refusal::ChangesNothing => "changes_nothing",
            Refusal::NobodyNamed => "nobody_named",
            Refusal::NotInRegister { .. } => "not_in_register",
            Refusal::OnlyOfTheCity { .. } => "only_of_the_city",
            Refusal::Backdated => "backdated",
            Refusal::BadSpan => "bad_span",
            Refusal::ShadowRuns { .. } => "shadow_runs",
            Refusal::ShadowTooShort { .. } => "shadow_too_short",
            Refusal::IsActive { .. } => "rule_is_active",
            Refusal::Over { .. } => "rule_is_over",
            Refusal::Overlaps { .. } => "rules_overlap",
            Refusal::Contradicts { .. } => "rules_contradict",
            Refusal::NothingToReplace { .. } => "nothing_to_replace",
        }
    }

    /// Whether the actor may not; otherwise the command itself cannot be done.
    pub fn is_forbidden(&self) -> bool {
        matches!(self, Refusal::MayNotPropose | Refusal::MayNotActivate | Refusal::OwnProposal)
    }

    /// One sentence in Chinese.
    pub fn message_zh(&self) -> String {
        match self {
            Refusal::MayNotPropose => "只有市级值班人员、领导和系统管理员可以提出规则".into(),
            Refusal::MayNotActivate => "只有市级领导和系统管理员可以启用规则、停用已启用的规则".into(),
            Refusal::OwnProposal => "规则须由提出人以外的人启用".into(),
            Refusal::Unknown { id } => format!("没有规则 {id}"),
            Refusal::ReasonMissing { most } => format!("请填写理由，不超过{most}字"),
            Refusal::BadValues { problems } => {
                problems.iter().map(ParameterProblem::message_zh).collect::<Vec<_>>().join("；")
            }
            Refusal::ChangesNothing => "该规则与现行判定参数相同".into(),
            Refusal::NobodyNamed => "请指明适用的区县、行业或企业".into(),
            Refusal::NotInRegister { unknown } => {
                format!("登记信息中没有：{}", unknown.join("、"))
            }
            Refusal::OnlyOfTheCity { code } => format!("参数 {code} 涉及空气站点，只能对全市规定"),
            Refusal::Backdated => "生效时间不得早于现在；留空则自启用起生效".into(),
            Refusal::BadSpan => "失效时间须晚于生效时间和现在".into(),
            Refusal::ShadowRuns { rule, with } => {
                format!("规则 {rule} 与试运行中的规则 {with} 判定同一类预警，请先停用后者")
            }
            Refusal::ShadowTooShort { until } => {
                format!("规则须至少试运行{LEAST_SHADOW_H}小时，{}起可以启用", minute(*until))
            }
            Refusal::IsActive { id } => format!("规则 {id} 已启用"),
            Refusal::Over { id } => format!("规则 {id} 已失效或已停用"),
            Refusal::Overlaps { rule, with } => {
                format!(
                    "规则 {rule} 与规则 {with} 在同一时间判定同一类预警，适用范围相同或可能重叠，请指明由前者取代后者"
                )
            }
            Refusal::Contradicts { rule, with, code } => {
                format!("规则 {rule} 与规则 {with} 同时给参数 {code} 规定了不同的值")
            }
            Refusal::NothingToReplace { id } => format!("规则 {id} 不在同一时间判定同一类预警，无须取代"),
        }
    }

    /// One sentence in English.
    pub fn message_en(&self) -> String {
        match self {
            Refusal::MayNotPropose => {
                "only duty officers, leaders and administrators of the city propose rules".into()
            }
            Refusal::MayNotActivate => {
                "only leaders and administrators of the city activate rules and retire those that judge"
                    .into()
            }
            Refusal::OwnProposal => "a rule is activated by somebody who did not propose it".into(),
            Refusal::Unknown { id } => format!("there is no rule {id}"),
            Refusal::ReasonMissing { most } => format!("it needs a reason of at most {most} characters"),
            Refusal::BadValues { problems } => {
                problems.iter().map(ParameterProblem::message_en).collect::<Vec<_>>().join("; ")
            }
            Refusal::ChangesNothing => "the kind is judged by these values already".into(),
            Refusal::NobodyNamed => "say for which districts, trades or enterprises it is".into(),
            Refusal::NotInRegister { unknown } => {
                format!("the register does not know {}", unknown.join(", "))
            }
            Refusal::OnlyOfTheCity { code } => {
                format!("{code} is about stations, which belong to nobody: it can only be set for the city")
            }
            Refusal::Backdated => {
                "it cannot begin before now; without a time it begins with its activation".into()
            }
            Refusal::BadSpan => "it has to end after it begins, and after now".into(),
            Refusal::ShadowRuns { rule, with } => {
                format!("rule {rule} judges what rule {with} in shadow judges; retire that one first")
            }
            Refusal::ShadowTooShort { until } => {
                format!(
                    "a rule runs in shadow for at least {LEAST_SHADOW_H} hours; this one until {}",
                    minute(*until)
                )
            }
            Refusal::IsActive { id } => format!("rule {id} was activated already"),
            Refusal::Over { id } => format!("rule {id} is over"),
            Refusal::Overlaps { rule, with } => {
                format!(
                    "rule {rule} would judge the same kind at the same time as rule {with}, for the same enterprises or maybe so; say that it replaces it"
                )
            }
            Refusal::Contradicts { rule, with, code } => {
                format!("rule {rule} and rule {with} set {code} to different values at the same time")
            }
            Refusal::NothingToReplace { id } => format!("rule {id} is not in its way"),
        }
    }
}

/// To the minute, in China's time.
fn minute(at: Timestamp) -> String {
    china::civil(at).strftime("%Y-%m-%d %H:%M").to_string()
}

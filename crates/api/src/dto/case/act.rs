//! What is done in a case. Days are `2020-09-01`, money is yuan without separators, files are hashes that the vault knows.

use std::collections::BTreeMap;

use serde::Deserialize;
use utoipa::ToSchema;

/// A case to open.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct NewCase {
    /// The alarm from which it comes; its party is the alarm's.
    pub(crate) alarm: Option<String>,
    /// Why it is opened by hand; needed without an alarm.
    pub(crate) reason: Option<String>,
    /// The party, by its credit code; needed without an alarm.
    pub(crate) party: Option<String>,
    pub(crate) suspected: String,
    /// The act as packs name it.
    pub(crate) act: Option<String>,
    /// The last day of the act.
    pub(crate) ended_on: Option<String>,
    /// The day on which the lead was first checked.
    pub(crate) found_on: String,
    /// Other investigators, by account id.
    #[serde(default)]
    pub(crate) investigators: Vec<String>,
}

/// A condition of filing: `evidence`, `punishable`, `jurisdiction` or `limitation`.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct CaseConditionGiven {
    pub(crate) kind: String,
    pub(crate) ground: String,
}

/// A fact that somebody states.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct CaseFactGiven {
    pub(crate) fact: String,
    /// `true`, `false` or a figure.
    pub(crate) value: String,
    /// Why, where the register says something else.
    #[serde(default)]
    pub(crate) reason: String,
}

/// A fine: by a table, or by hand.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct CaseFineGiven {
    pub(crate) pack: Option<String>,
    pub(crate) table: Option<String>,
    /// Options by the key of their factor, and what else the table asks for.
    #[serde(default)]
    #[schema(value_type = Object)]
    pub(crate) given: serde_json::Map<String, serde_json::Value>,
    /// Why a factor is another than what the facts of the case say, by its key.
    #[serde(default)]
    pub(crate) reasons: BTreeMap<String, String>,
    /// The amount, where it is set by hand.
    pub(crate) amount: Option<String>,
    /// Why it is set by hand.
    #[serde(default)]
    pub(crate) reason: String,
}

/// A penalty.
#[derive(Debug, Default, Deserialize, ToSchema)]
pub(crate) struct CasePenaltyGiven {
    #[serde(default)]
    pub(crate) warning: bool,
    pub(crate) fine: Option<CaseFineGiven>,
    pub(crate) other: Option<String>,
}

/// Something that is done in a case.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(tag = "act", rename_all = "snake_case")]
pub(crate) enum CaseAct {
    /// 立案.
    File { conditions: Vec<CaseConditionGiven>, late_reason: Option<String> },
    /// 不予立案.
    Decline { reason: String },
    /// 当场处罚.
    DecideOnTheSpot {
        number: String,
        penalty: CasePenaltyGiven,
        facts: String,
        provisions: Vec<String>,
        evidence: Vec<u32>,
    },
    /// 调查取证记录: `interview`, `inspection`, `sampling`, `monitoring_report`, `credentials_shown`, `published`, `reported`.
    Record {
        kind: String,
        on: String,
        #[serde(default)]
        place: String,
        #[serde(default)]
        with: Vec<String>,
        words: String,
        #[serde(default)]
        files: Vec<String>,
    },
    /// 证据.
    AddEvidence {
        kind: String,
        title: String,
        shows: String,
        file: String,
        obtained_on: String,
        #[serde(default)]
        kept: String,
        #[serde(default)]
        registered: bool,
        /// The recorder's clip of how it was obtained.
        clip: Option<String>,
    },
    /// 证据移交.
    MoveEvidence {
        evidence: u32,
        to: String,
        reason: String,
        #[serde(default)]
        released: bool,
    },
    /// 证据核验.
    CheckEvidence { evidence: u32 },
    /// 责令改正.
    Order { what: String, until: Option<String> },
    /// 复查.
    Recheck {
        order: u32,
        on: String,
        corrected: bool,
        words: String,
        #[serde(default)]
        files: Vec<String>,
    },
    /// 确定处理层级.
    SetTier {
        #[serde(default)]
        facts: Vec<CaseFactGiven>,
        catalogue: Option<String>,
        rung: String,
        #[serde(default)]
        reason: String,
    },
    /// 中止.
    Suspend { ground: String, reason: String },
    /// 恢复.
    Resume { reason: String },
    /// 延长: `filing`, `decision` or `prosecution_limit`.
    Extend { term: String, amount: u32, reason: String },
    /// 送法制审核.
    Send { report: String, evidence: Vec<u32> },
    /// 法制审核.
    Review { agrees: bool, words: String },
    /// 集体讨论.
    Deliberate { members: Vec<String>, conclusion: String, minutes: Option<String> },
    /// 告知.
    Notify { facts: String, provisions: Vec<String>, penalty: CasePenaltyGiven },
    /// 陈述申辩: `statement`, `waiver`, `hearing_request`, `hearing_withdrawn`.
    State {
        kind: String,
        on: String,
        #[serde(default)]
        words: String,
        #[serde(default)]
        files: Vec<String>,
    },
    /// 听证通知.
    ConveneHearing { on: String, place: String },
    /// 听证.
    HoldHearing { on: String, words: String, minutes: Option<String> },
    /// 退回调查.
    Reinvestigate { reason: String },
    /// 决定. Without a penalty either `no_penalty` or `not_established` says why.
    Decide {
        number: String,
        penalty: Option<CasePenaltyGiven>,
        no_penalty: Option<String>,
        not_established: Option<String>,
        facts: String,
        provisions: Vec<String>,
        reasons: String,
        #[serde(default)]
        weighed: String,
        evidence: Vec<u32>,
        late_reason: Option<String>,
    },
    /// 送达: of `notice`, `decision`, `order`, `daily_notice`, `daily` (with its number) or `urging`.
    Serve {
        document: String,
        order: Option<u32>,
        daily: Option<u32>,
        way: String,
        on: String,
        receipt: Option<String>,
        #[serde(default)]
        note: String,
    },
    /// 补正.
    Correct { was: String, becomes: String, reason: String },
    /// 缴款: of the fine, or of the daily penalty of a number.
    Pay { on: String, amount: String, daily: Option<u32>, receipt: Option<String> },
    /// 按日连续处罚告知: what counts follows from the order, its service and the looks after it.
    TellDaily { order: u32, facts: String },
    /// 按日连续处罚法制审核.
    ReviewDaily { daily: u32, words: String },
    /// 按日连续处罚决定.
    ImposeDaily {
        daily: u32,
        number: String,
        #[serde(default)]
        stated: String,
        #[serde(default)]
        weighed: String,
        hearing_on: Option<String>,
    },
    /// 复议、诉讼: `reconsideration` or `litigation`.
    Challenge { kind: String, on: String, before: String },
    /// 复议、诉讼结果: `upheld`, `annulled` or `dropped`.
    EndChallenge {
        on: String,
        outcome: String,
        #[serde(default)]
        words: String,
    },
    /// 强制执行: `urged`, `applied_to_court`, `court_allowed`, `court_refused`, `enforced`, `terminated`.
    Enforce {
        step: String,
        on: String,
        words: String,
        #[serde(default)]
        files: Vec<String>,
    },
    /// 查封扣押、限制生产、停产整治: `seizure`, `limit`, `stop`.
    TakeMeasure {
        kind: String,
        on: String,
        objects: String,
        reason: String,
        #[serde(default)]
        urgent: bool,
    },
    /// 补办批准.
    ApproveMeasure { measure: u32, reason: String },
    /// 延长措施.
    ExtendMeasure { measure: u32, amount: u32, reason: String },
    /// 解除措施.
    LiftMeasure { measure: u32, on: String, reason: String },
    /// 移送公安: `detention` or `crime`.
    Refer { kind: String, to: String, reason: String },
    /// 移交.
    HandOver { referral: u32, words: String, receipt: Option<String> },
    /// 公安答复: `accepted`, `returned`, `opened_case` or `refused`.
    PoliceAnswer {
        referral: u32,
        on: String,
        answer: String,
        #[serde(default)]
        words: String,
    },
    /// 结案: `performed`, `nothing_to_perform`, `enforced`, `annulled`.
    Close { because: String, words: String },
    /// 归档.
    Archive { volume: String },
    /// 撤销立案.
    Withdraw { reason: String },
    /// 移送管辖.
    Transfer { to: String, reason: String },
    /// 并案.
    Merge { into: String, reason: String },
}

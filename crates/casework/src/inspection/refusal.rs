use jiff::civil::Date;
use model::{Timestamp, china};

use super::VisitProblem;

/// Why a command on an inspection is not done. It changes nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.message_en())]
pub enum Refusal {
    /// The actor may not.
    MayNot,
    /// There is no such inspection.
    Unknown,
    /// It was opened already.
    Exists,
    /// It was neither drawn nor has a cause, or both.
    NoCause,
    /// Somebody concluded it already.
    Concluded {
        /// When.
        at: Timestamp,
    },
    /// It is over.
    Over,
    /// The enterprise is not on the positive list today, or in a category that spares no visit.
    NotListed,
    /// It is to be visited.
    IsToBeVisited,
    /// A dossier comes first.
    OffSiteFirst,
    /// The period of the dossier is upside down, or not over.
    BadPeriod,
    /// No dossier was gathered.
    NoDossier,
    /// The dossier shows problems.
    ProblemsShown,
    /// Gaps are not settled.
    NotSettled {
        /// Which, by their codes.
        gaps: Vec<String>,
    },
    /// The enterprise was asked and has not answered.
    Unanswered,
    /// There is no such question, or it was answered.
    NoSuchQuestion,
    /// The day is over.
    DayIsOver,
    /// The day of the visit is in the future, or before it could be.
    BadDay {
        /// The first day on which it could be.
        earliest: Date,
    },
    /// Too few officers were there.
    TooFewOfficers {
        /// How many there are at least.
        least: usize,
    },
    /// Officers cannot have gone.
    OfficersMayNotGo {
        /// Who, and why.
        problems: Vec<VisitProblem>,
    },
    /// Others went than were drawn, and nobody says why.
    OthersWent,
    /// No item, or one that is not on the list.
    ItemsMissing,
    /// Words are missing or too long.
    WordsMissing {
        /// How many characters there can be.
        most: usize,
    },
}

impl Refusal {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Refusal::MayNot => "role_may_not",
            Refusal::Unknown => "not_found",
            Refusal::Exists => "exists",
            Refusal::NoCause => "no_cause",
            Refusal::Concluded { .. } => "is_concluded",
            Refusal::Over => "is_over",
            Refusal::NotListed => "not_listed",
            Refusal::IsToBeVisited => "is_to_be_visited",
            Refusal::OffSiteFirst => "off_site_first",
            Refusal::BadPeriod => "bad_period",
            Refusal::NoDossier => "no_dossier",
            Refusal::ProblemsShown => "problems_shown",
            Refusal::NotSettled { .. } => "not_settled",
            Refusal::Unanswered => "unanswered",
            Refusal::NoSuchQuestion => "no_such_question",
            Refusal::DayIsOver => "day_is_over",
            Refusal::BadDay { .. } => "bad_day",
            Refusal::TooFewOfficers { .. } => "too_few_officers",
            Refusal::OfficersMayNotGo { .. } => "officers_may_not_go",
            Refusal::OthersWent => "others_went",
            Refusal::ItemsMissing => "items_missing",
            Refusal::WordsMissing { .. } => "words_missing",
        }
    }

    /// One sentence in Chinese.
    pub fn message_zh(&self) -> String {
        match self {
            Refusal::MayNot => "您的账号无权办理这次检查的这一事项".into(),
            Refusal::Unknown => "没有这次检查".into(),
            Refusal::Exists => "这次检查已经建立".into(),
            Refusal::NoCause => "检查须经抽取产生，或写明投诉举报、上级交办、数据异常、突发事件等事由".into(),
            Refusal::Concluded { at } => {
                format!("这次非现场检查已于{}作出结论，请刷新后查看", china::minute_text(*at))
            }
            Refusal::Over => "这次检查已经结束".into(),
            Refusal::NotListed => {
                "该企业当前不在免除现场检查的正面清单类别中，不能以非现场检查代替现场检查，请转为现场检查"
                    .into()
            }
            Refusal::IsToBeVisited => "这次检查为现场检查".into(),
            Refusal::OffSiteFirst => "应先作非现场检查；确需到现场的，请先转为现场检查并说明理由".into(),
            Refusal::BadPeriod => "核查时段无效或尚未结束".into(),
            Refusal::NoDossier => "还没有汇集核查资料".into(),
            Refusal::ProblemsShown => "资料显示存在问题，不能作出“未发现问题”的结论".into(),
            Refusal::NotSettled { gaps } => format!("有缺项须逐项说明：{}", gaps.join("、")),
            Refusal::Unanswered => "已请企业补充，企业尚未答复".into(),
            Refusal::NoSuchQuestion => "没有这项要求，或企业已答复".into(),
            Refusal::DayIsOver => "期限不能早于今天".into(),
            Refusal::BadDay { earliest } => format!("检查日期应在{earliest}至今天之间"),
            Refusal::TooFewOfficers { least } => format!("执法人员不得少于{least}人"),
            Refusal::OfficersMayNotGo { problems } => {
                let each: Vec<String> = problems.iter().map(problem_zh).collect();
                format!("执法人员不能参加该次检查：{}", each.join("；"))
            }
            Refusal::OthersWent => "实际检查人员与抽取结果不同，请说明更换理由".into(),
            Refusal::ItemsMissing => "请选择检查事项清单中的事项".into(),
            Refusal::WordsMissing { most } => format!("请填写说明，不超过{most}字"),
        }
    }

    /// One sentence in English.
    pub fn message_en(&self) -> String {
        match self {
            Refusal::MayNot => "your account may not do this with the inspection".into(),
            Refusal::Unknown => "there is no such inspection".into(),
            Refusal::Exists => "the inspection was opened already".into(),
            Refusal::NoCause => "an inspection is either drawn or has a cause".into(),
            Refusal::Concluded { at } => {
                format!("somebody concluded this inspection at {}; load it anew", china::minute_text(*at))
            }
            Refusal::Over => "the inspection is over".into(),
            Refusal::NotListed => {
                "the enterprise is not on the positive list today in a category that spares \
                                   visits, so that no dossier can stand for a visit; escalate it to a visit"
                    .into()
            }
            Refusal::IsToBeVisited => "the inspection is done by a visit".into(),
            Refusal::OffSiteFirst => "a dossier comes first; escalate it with a reason to go there".into(),
            Refusal::BadPeriod => "the period of the dossier is upside down or not over".into(),
            Refusal::NoDossier => "no dossier was gathered yet".into(),
            Refusal::ProblemsShown => {
                "the dossier shows problems, so that it cannot be concluded that nothing was found".into()
            }
            Refusal::NotSettled { gaps } => {
                format!("somebody has to say how each gap was settled: {}", gaps.join(", "))
            }
            Refusal::Unanswered => "the enterprise was asked and has not answered".into(),
            Refusal::NoSuchQuestion => "there is no such question, or it was answered".into(),
            Refusal::DayIsOver => "the day is over".into(),
            Refusal::BadDay { earliest } => format!("the day of a visit lies between {earliest} and today"),
            Refusal::TooFewOfficers { least } => format!("at least {least} officers go to a visit"),
            Refusal::OfficersMayNotGo { problems } => {
                let each: Vec<String> = problems.iter().map(problem_en).collect();
                format!("officers cannot have gone: {}", each.join("; "))
            }
            Refusal::OthersWent => "others went than were drawn; say why".into(),
            Refusal::ItemsMissing => "choose items of the list of items".into(),
            Refusal::WordsMissing { most } => format!("it needs words, at most {most} characters"),
        }
    }

    /// Whether the actor may not; otherwise the command itself cannot be done.
    pub fn is_forbidden(&self) -> bool {
        matches!(self, Refusal::MayNot)
    }
}

fn problem_zh(problem: &VisitProblem) -> String {
    match problem {
        VisitProblem::Unknown(id) => format!("名录中没有{id}"),
        VisitProblem::NotCertified(id, from, until) => {
            format!("{id}的执法证有效期为{from}至{until}，检查当日无效")
        }
        VisitProblem::OnLeave(id) => format!("{id}当日请假"),
        VisitProblem::Recused(id) => format!("{id}应当回避该企业"),
    }
}

fn problem_en(problem: &VisitProblem) -> String {
    match problem {
        VisitProblem::Unknown(id) => format!("the library has no {id}"),
        VisitProblem::NotCertified(id, from, until) => {
            format!("the certificate of {id} holds from {from} to {until}, not on that day")
        }
        VisitProblem::OnLeave(id) => format!("{id} was on leave"),
        VisitProblem::Recused(id) => format!("{id} must not go to this enterprise"),
    }
}

use draw::EntropyRefusal;
use model::china;

/// Why a command on a draw is not done. It changes nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.message_en())]
pub enum Refusal {
    /// Only duty officers, leaders and administrators of the city manage draws.
    MayNotManage,
    /// Only leaders of the city declare a draw void at will.
    MayNotVoid,
    /// The account speaks for no party of the draw.
    NoParty,
    /// There is no draw for the occasion.
    Unknown,
    /// There is an attempt already that is not void.
    Exists,
    /// The void attempt before was not published.
    VoidNotPublished,
    /// The last day of the visits is before the first.
    BadVisits,
    /// The plan is of another year than the visits.
    OtherYear,
    /// There are fewer than two parties, or more than the protocol takes.
    BadParties {
        /// How many it takes.
        most: usize,
    },
    /// A party or an account stands twice.
    PartyTwice,
    /// The party has given its share.
    ShareGiven,
    /// The attempt is frozen, or over.
    NotOpen,
    /// The attempt is not frozen yet.
    NotCommitted,
    /// It was drawn, or is void.
    Over,
    /// Not every party has given its share.
    SharesMissing {
        /// Which have not.
        parties: Vec<draw::Id>,
    },
    /// The plan is not there, or not the frozen one.
    PlanMissing,
    /// The plan is not the one to which what happened so far leads.
    OtherPlan {
        /// In what it differs.
        what: &'static str,
    },
    /// The chance is not taken.
    Chance(EntropyRefusal),
    /// Its time is not over.
    NotOverdue,
    /// Nothing was drawn or declared void.
    NothingToPublish,
    /// It is published already.
    IsPublished,
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
            Refusal::MayNotManage | Refusal::MayNotVoid => "role_may_not",
            Refusal::NoParty => "no_party",
            Refusal::Unknown => "unknown_draw",
            Refusal::Exists => "draw_exists",
            Refusal::VoidNotPublished => "void_not_published",
            Refusal::BadVisits => "bad_visits",
            Refusal::OtherYear => "other_year",
            Refusal::BadParties { .. } => "bad_parties",
            Refusal::PartyTwice => "party_twice",
            Refusal::ShareGiven => "share_given",
            Refusal::NotOpen => "draw_not_open",
            Refusal::NotCommitted => "draw_not_committed",
            Refusal::Over => "draw_over",
            Refusal::SharesMissing { .. } => "shares_missing",
            Refusal::PlanMissing => "plan_missing",
            Refusal::OtherPlan { .. } => "other_plan",
            Refusal::Chance(refusal) => refusal.code(),
            Refusal::NotOverdue => "draw_not_overdue",
            Refusal::NothingToPublish => "nothing_to_publish",
            Refusal::IsPublished => "draw_is_published",
            Refusal::WordsMissing { .. } => "words_missing",
        }
    }

    /// Whether the actor may not; otherwise the command itself cannot be done.
    pub fn is_forbidden(&self) -> bool {
        matches!(self, Refusal::MayNotManage | Refusal::MayNotVoid | Refusal::NoParty)
    }

    /// One sentence in Chinese.
    pub fn message_zh(&self) -> String {
        match self {
            Refusal::MayNotManage => "只有市级值班人员、领导和系统管理员可以办理双随机抽取".into(),
            Refusal::MayNotVoid => "只有市级领导可以宣布抽取作废；逾期有人未公布密值的，办理人也可以".into(),
            Refusal::NoParty => "您不代表本次抽取的任何一方".into(),
            Refusal::Unknown => "没有这个抽取事由".into(),
            Refusal::Exists => "该事由已有抽取；未公开作废，不得重新抽取".into(),
            Refusal::VoidNotPublished => "前一次抽取的作废记录尚未公开，不得重新抽取".into(),
            Refusal::BadVisits => "检查的最后一日不得早于第一日".into(),
            Refusal::OtherYear => "检查首日不在抽查计划的年度内".into(),
            Refusal::BadParties { most } => format!("参与随机的应有2至{most}方"),
            Refusal::PartyTwice => "同一方或同一账号不得出现两次".into(),
            Refusal::ShareGiven => "该方已提交密值承诺".into(),
            Refusal::NotOpen => "计划已固定或抽取已结束".into(),
            Refusal::NotCommitted => "计划尚未固定".into(),
            Refusal::Over => "已抽取或已作废".into(),
            Refusal::SharesMissing { parties } => format!("尚未提交密值承诺：{}", names(parties)),
            Refusal::PlanMissing => "找不到已固定的计划".into(),
            Refusal::OtherPlan { what } => format!("计划与此前的办理情况不符：{what}"),
            Refusal::Chance(refusal) => chance_zh(refusal),
            Refusal::NotOverdue => "抽取的期限尚未届满".into(),
            Refusal::NothingToPublish => "尚无可公开的抽取结果或作废记录".into(),
            Refusal::IsPublished => "已公开".into(),
            Refusal::WordsMissing { most } => format!("请填写一行文字，不超过{most}字"),
        }
    }

    /// One sentence in English.
    pub fn message_en(&self) -> String {
        match self {
            Refusal::MayNotManage => {
                "only duty officers, leaders and administrators of the city manage draws".into()
            }
            Refusal::MayNotVoid => {
                "only leaders of the city declare a draw void, or who manages it when a party did not reveal in time"
                    .into()
            }
            Refusal::NoParty => "you speak for no party of this draw".into(),
            Refusal::Unknown => "there is no draw for this occasion".into(),
            Refusal::Exists => "there is a draw already; it is not repeated unless it is void in public".into(),
            Refusal::VoidNotPublished => "the void record of the attempt before is not published".into(),
            Refusal::BadVisits => "the visits cannot end before they begin".into(),
            Refusal::OtherYear => "the visits do not begin in the year of the plan".into(),
            Refusal::BadParties { most } => format!("chance comes from 2 to {most} parties"),
            Refusal::PartyTwice => "no party and no account takes part twice".into(),
            Refusal::ShareGiven => "the party has given its share".into(),
            Refusal::NotOpen => "the plan is frozen, or the attempt is over".into(),
            Refusal::NotCommitted => "the plan is not frozen yet".into(),
            Refusal::Over => "it was drawn, or is void".into(),
            Refusal::SharesMissing { parties } => format!("no share yet from {}", names(parties)),
            Refusal::PlanMissing => "the frozen plan cannot be found".into(),
            Refusal::OtherPlan { what } => format!("the plan does not fit what happened so far: {what}"),
            Refusal::Chance(refusal) => refusal.to_string(),
            Refusal::NotOverdue => "the time of the draw is not over".into(),
            Refusal::NothingToPublish => "nothing was drawn or declared void that could be published".into(),
            Refusal::IsPublished => "it is published already".into(),
            Refusal::WordsMissing { most } => format!("it needs words on one line, at most {most} characters"),
        }
    }
}

fn names(parties: &[draw::Id]) -> String {
    parties.iter().map(draw::Id::as_str).collect::<Vec<_>>().join(", ")
}

fn chance_zh(refusal: &EntropyRefusal) -> String {
    let second = |at: &draw::Second| china::civil(at.instant()).strftime("%Y-%m-%d %H:%M:%S").to_string();
    match refusal {
        EntropyRefusal::OtherSource => "计划规定的随机源不是这一种".into(),
        EntropyRefusal::OtherRound { wanted, given } => format!("计划规定第{wanted}轮信标，这是第{given}轮"),
        EntropyRefusal::NotOutYet { round, due } => format!("第{round}轮信标将于{}公布", second(due)),
        EntropyRefusal::Forged => "信标签名无效，随机数不是信标发布的".into(),
        EntropyRefusal::UnknownParty { party } => format!("{party} 不参与本次抽取"),
        EntropyRefusal::AlreadyRevealed { party } => format!("{party} 已公布密值"),
        EntropyRefusal::HolderFirst { holder } => format!("持有计划的 {holder} 须首先公布密值"),
        EntropyRefusal::Mismatch { party } => format!("公布的密值与 {party} 此前的承诺不符"),
        EntropyRefusal::TooEarly { party } => format!("{party} 公布的时间早于前一事项"),
        EntropyRefusal::TooLate { deadline } => format!("公布密值的期限已于{}届满", second(deadline)),
        EntropyRefusal::Missing { parties } => format!("尚未公布密值：{}", names(parties)),
    }
}

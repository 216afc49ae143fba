//! From the review to the archive.

use casework::case::{
    Archived, ChallengeEnded, ChallengeKind, ChallengeOutcome, Challenged, Closed, ClosedBecause, Command,
    DecisionGiven, DecisionOutcome, Document, FineGiven, HandedOver, HearingConvened, HearingHeld,
    MeasureKind, MeasureLifted, MeasureTaken, NoticeGiven, OnTheSpot, PenaltyGiven, PoliceAnswer,
    PoliceAnswered, RecordKind, ReferralKind, Referred, Resumed, Stated, StatementKind, Suspended,
};

use super::super::exempt::Slight;
use super::super::kinds::Kind;
use super::super::plan::{Punished, Turn};
use super::super::{CaseDeed, YEAR};
use super::{Hand, Way, asked, texts};

/// The pack of the demo's tables.
const PACK: &str = "changsha-discretion-demo";

impl Way<'_> {
    fn number(&self, kind: &str) -> String {
        format!("长环{kind}字〔{YEAR}〕{}号", self.planned.number)
    }

    fn facts(&self) -> String {
        let (day, texts) = (self.planned.found_on.strftime("%Y年%-m月%-d日"), texts::of(&self.planned.story));
        format!("{day},执法人员检查发现当事人{}:{}。", texts.suspected, texts.evidence[1])
    }

    /// Not punished, and taught.
    pub(super) fn exempt(&mut self, slight: &Slight) {
        let ground = format!("轻微违法不予处罚清单 {}:首次、轻微、无危害后果、及时改正", slight.entry);
        let decided = DecisionGiven {
            number: self.number("免罚"),
            outcome: DecisionOutcome::NoPenalty { ground },
            facts: self.facts(),
            provisions: vec!["《行政处罚法》第二十七条第二款".into()],
            reasons: "违法行为轻微并及时纠正,没有造成危害后果,不予行政处罚;已对当事人进行教育。".into(),
            weighed: String::new(),
            evidence: vec![1],
            late_reason: None,
        };
        self.give(Hand::Leader, 1, Command::Decide(decided));
        self.serve(Document::Decision, 1);
        self.published();
        self.closed(ClosedBecause::NothingToPerform, "不予处罚决定已送达,违法行为已改正");
    }

    /// A warning, as the law lets an officer alone decide.
    pub(super) fn on_the_spot(&mut self) {
        let branch = self.branch();
        let given = OnTheSpot {
            number: self.number("当罚"),
            penalty: PenaltyGiven { warning: true, fine: None, other: None },
            facts: self.facts(),
            provisions: vec!["《环境保护法》第五十五条".into()],
            evidence: vec![1],
        };
        self.give(branch, 0, Command::DecideOnTheSpot(given));
        self.serve(Document::Decision, 0);
        let on = self.day_of(branch, 1);
        self.give_later(RecordKind::Reported, on, "当场处罚决定已报备");
        self.published();
        self.closed(ClosedBecause::Performed, "警告已当场宣布并送达");
    }

    pub(super) fn punished(&mut self, punished: &Punished) {
        let outcome = penalty(punished);
        let provisions: Vec<String> = punished.kind.provisions.map(Into::into).into();
        self.deliberate(1, "同意拟处罚意见");
        let branch = self.branch();
        let notice =
            NoticeGiven { facts: self.facts(), provisions: provisions.clone(), penalty: outcome.clone() };
        self.give(branch, 1, Command::Notify(notice));
        self.serve(Document::Notice(1), 0);
        let weighed = self.spoken(punished);
        let late = punished.turn == Turn::DecidedLate;
        let decided = DecisionGiven {
            number: self.number("罚"),
            outcome: DecisionOutcome::Penalty(outcome),
            facts: self.facts(),
            provisions,
            reasons: reasons(punished.kind, punished.turn),
            weighed,
            evidence: vec![1],
            late_reason: late.then(|| "疫情防控期间当事人停产,补充调查不能如期完成".into()),
        };
        self.give(Hand::Leader, if late { 95 } else { 15 }, Command::Decide(decided));
        if punished.turn == Turn::Referred {
            let (kind, to) = (ReferralKind::Detention, "长沙市公安局".into());
            let reason = "通过逃避监管的方式排放污染物,移送公安机关行政拘留".into();
            self.give(Hand::Leader, 0, Command::Refer(Referred { kind, to, reason }));
        }
        self.serve(Document::Decision, 1);
        self.followed(punished.turn);
    }

    /// What is done beside the investigation.
    pub(super) fn turn_of_investigation(&mut self, turn: Turn) {
        match turn {
            Turn::Seized => {
                let taken = MeasureTaken {
                    kind: MeasureKind::Seizure,
                    on: self.day_of(Hand::Leader, 0),
                    objects: "造成污染物排放的设备一套".into(),
                    reason: "继续运行可能造成严重污染".into(),
                    urgent: false,
                };
                self.give(Hand::Leader, 0, Command::TakeMeasure(taken));
            }
            Turn::Plain
            | Turn::Heard
            | Turn::AtNight
            | Turn::Referred
            | Turn::Challenged
            | Turn::PaidLate
            | Turn::Waited
            | Turn::DecidedLate => {}
        }
    }

    /// What the party says, and how it was weighed.
    fn spoken(&mut self, punished: &Punished) -> String {
        let branch = self.branch();
        match punished.turn {
            Turn::Heard => {
                self.heard();
                "听证中提出的理由与查明的事实不符,不予采纳".into()
            }
            Turn::Waited => {
                let (ground, reason) = ("鉴定".into(), "等待监测数据的复核鉴定意见".into());
                self.give(Hand::Leader, 1, Command::Suspend(Suspended { ground, reason }));
                let reason = "鉴定意见已收到".into();
                self.give(Hand::Leader, 24, Command::Resume(Resumed { reason }));
                String::new()
            }
            Turn::Seized => {
                let (on, reason) = (self.day_of(Hand::Leader, 1), "违法行为已改正".into());
                self.give(Hand::Leader, 1, Command::LiftMeasure(MeasureLifted { measure: 1, on, reason }));
                String::new()
            }
            _ if self.planned.number.is_multiple_of(3) => {
                let on = self.day_of(branch, 3);
                let words = "已投入资金整改,经营受疫情影响,请求从轻".into();
                self.state(StatementKind::Statement, on, words);
                "整改情况已在裁量中考虑".into()
            }
            _ => String::new(),
        }
    }

    fn state(&mut self, kind: StatementKind, on: jiff::civil::Date, words: String) {
        let stated = Stated { kind, on, notice: 0, words, files: Vec::new() };
        self.give(self.branch(), 3, Command::State(stated));
    }

    fn heard(&mut self) {
        let branch = self.branch();
        let on = self.day_of(branch, 1);
        let asked = Stated {
            kind: StatementKind::HearingRequest,
            on,
            notice: 0,
            words: "对监测结果有异议".into(),
            files: Vec::new(),
        };
        self.give(branch, 1, Command::State(asked));
        let on = self.day_of(Hand::Duty, 12);
        let place = "市局三楼会议室".into();
        self.give(branch, 0, Command::ConveneHearing(HearingConvened { on, place }));
        let (words, minutes) = ("听证程序合法,建议维持拟处罚意见".into(), None);
        let on = self.day_of(Hand::Duty, on.since(self.cursor.day()).map_or(12, |span| span.get_days()));
        let days = on.since(self.cursor.day()).map_or(12, |span| span.get_days());
        self.give(Hand::Duty, days, Command::HoldHearing(HearingHeld { on, words, minutes }));
        self.deliberate(1, "听证后再次讨论,维持拟处罚意见");
    }

    /// Service, publication, payment, the archive.
    fn followed(&mut self, turn: Turn) {
        let branch = self.branch();
        if turn == Turn::Referred {
            let (referral, receipt) = (1, None);
            let handed = HandedOver { referral, words: "移送书、证据材料一册".into(), receipt };
            self.give(branch, 0, Command::HandOver(handed));
            let on = self.day_of(branch, 3);
            let (answer, words) = (PoliceAnswer::Accepted, String::new());
            self.give(branch, 3, Command::PoliceAnswer(PoliceAnswered { referral, on, answer, words }));
        }
        self.published();
        match turn {
            Turn::Challenged => {
                self.challenged();
                self.enter(branch, 6, CaseDeed::PayWhatIsOwed);
            }
            Turn::PaidLate => {
                self.enter(branch, 32, CaseDeed::PayWhatIsOwed);
            }
            Turn::Plain
            | Turn::Heard
            | Turn::AtNight
            | Turn::Seized
            | Turn::Referred
            | Turn::Waited
            | Turn::DecidedLate => {
                self.enter(branch, 4, CaseDeed::PayWhatIsOwed);
            }
        }
        self.closed(ClosedBecause::Performed, "罚款已缴清,违法行为已改正");
    }

    fn challenged(&mut self) {
        let branch = self.branch();
        let on = self.day_of(branch, 4);
        let (kind, before) = (ChallengeKind::Reconsideration, "长沙市人民政府".into());
        self.give(branch, 4, Command::Challenge(Challenged { kind, on, before }));
        let on = self.day_of(branch, 50);
        let (outcome, words) = (ChallengeOutcome::Upheld, "复议决定维持".into());
        self.give(branch, 50, Command::EndChallenge(ChallengeEnded { on, outcome, words }));
    }

    fn published(&mut self) {
        let on = self.day_of(self.branch(), 2);
        self.give_later(RecordKind::Published, on, "已在政务网站公开");
    }

    fn give_later(&mut self, kind: RecordKind, on: jiff::civil::Date, words: &str) {
        let days = on.since(self.cursor.day()).map_or(1, |span| span.get_days());
        let recorded = casework::case::Recorded {
            kind,
            on,
            place: String::new(),
            with: Vec::new(),
            words: words.into(),
            files: Vec::new(),
        };
        self.give(self.branch(), days, Command::Record(recorded));
    }

    fn closed(&mut self, because: ClosedBecause, words: &str) {
        self.give(Hand::Leader, 3, Command::Close(Closed { because, words: words.into() }));
        let volume = format!("{YEAR}-{:03}", self.planned.number);
        self.give(self.branch(), 2, Command::Archive(Archived { volume }));
    }
}

fn penalty(punished: &Punished) -> PenaltyGiven {
    let kind = punished.kind;
    let second = kind.second.filter(|_| punished.again);
    let fine = FineGiven::ByTable {
        pack: PACK.into(),
        table: kind.table.into(),
        given: asked(kind.variants[punished.variant], second),
        reasons: std::collections::BTreeMap::new(),
    };
    PenaltyGiven { warning: false, fine: Some(fine), other: None }
}

fn reasons(kind: &Kind, turn: Turn) -> String {
    let more = if turn == Turn::AtNight { "夜间排放,从重处理;" } else { "" };
    format!("当事人{},违反{}。{more}已按要求改正,依裁量表计算罚款。", kind.suspected, kind.provisions[0])
}

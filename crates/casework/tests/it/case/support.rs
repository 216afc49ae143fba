//! A law, people and a file that goes on.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use casework::case::{
    Case, Circumstances, Command, Condition, ConditionKind, DecisionGiven, DecisionOutcome, Document,
    EarlierCase, Event, EvidenceAdded, EvidenceKind, FineGiven, NoticeGiven, Opened, Party, PenaltyGiven,
    Refusal, ReviewOpinion, Reviewed, Sent, Served, ServiceWay, Source, Stated, StatementKind, Suspected,
    TierGiven, apply, decide,
};
use law::{Given, Law, OfficeHours, PackFile, PartyKind, Rung};
use model::{BlobHash, Timestamp};

use crate::support::{KAIFU, actor, district, file, printer, wall};

macro_rules! packs {
    ($($name:literal),* $(,)?) => {
        [$(PackFile { name: $name, text: include_str!(concat!("../../../../../law/", $name)) },)*]
    };
}

/// The packs of the repository that cases use.
pub(super) const PACKS: [PackFile<'static>; 7] = packs![
    "national/calendar-2020.toml",
    "national/procedure.toml",
    "national/exemption.toml",
    "national/case-rules.toml",
    "national/penalties-2020.toml",
    "province/guangdong-2021.toml",
    "city/changsha-discretion-demo.toml",
];

pub(super) fn law() -> &'static Law {
    static LAW: LazyLock<Law> = LazyLock::new(|| Law::load(&PACKS, OfficeHours::default()).unwrap());
    &LAW
}

/// A case with its history, as a ledger would keep it.
#[derive(Debug, Clone)]
pub(super) struct Dossier {
    pub(super) case: Option<Case>,
    pub(super) history: Vec<(Event, String, Timestamp)>,
    pub(super) now: Timestamp,
    pub(super) altered: BTreeSet<BlobHash>,
    pub(super) earlier: Vec<EarlierCase>,
}

impl Dossier {
    /// Nothing yet, on the Monday after the story's Sunday.
    pub(super) fn new() -> Self {
        let now = wall("2020-08-31T09:00:00");
        Self { case: None, history: Vec::new(), now, altered: BTreeSet::new(), earlier: Vec::new() }
    }

    /// Opened by the officer Li.
    pub(super) fn opened() -> Self {
        let mut dossier = Self::new();
        dossier.give("li", &open()).unwrap();
        dossier
    }

    /// Filed by the leader.
    pub(super) fn filed() -> Self {
        let mut dossier = Self::opened();
        dossier.give("leader", &file_it(None)).unwrap();
        dossier
    }

    /// With evidence and a rung, in legal review.
    pub(super) fn under_review() -> Self {
        let mut dossier = Self::filed();
        dossier.give("li", &evidence('a')).unwrap();
        dossier.give("li", &tier(Rung::Ordinary, "")).unwrap();
        dossier.give("li", &Command::Send(Sent { report: "调查终结".into(), evidence: vec![1] })).unwrap();
        dossier
    }

    /// Reviewed without objection.
    pub(super) fn reviewed() -> Self {
        let mut dossier = Self::under_review();
        dossier.give("duty", &review(ReviewOpinion::Agrees)).unwrap();
        dossier
    }

    /// The party was told of this fine, on 1 September, and the notice served.
    pub(super) fn noticed(fine: FineGiven) -> Self {
        let mut dossier = Self::reviewed();
        dossier.at("2020-09-01T10:00:00");
        dossier.give("li", &notify(fine)).unwrap();
        dossier.give("li", &serve(Document::Notice(1), "2020-09-01")).unwrap();
        dossier
    }

    /// Decided, its time to speak over.
    pub(super) fn decided(fine: FineGiven) -> Self {
        let mut dossier = Self::noticed(fine.clone());
        dossier.at("2020-09-10T10:00:00");
        dossier.give("leader", &decision(fine)).unwrap();
        dossier
    }

    pub(super) fn at(&mut self, wall_time: &str) {
        self.now = wall(wall_time);
    }

    pub(super) fn here(&self) -> Circumstances<'_> {
        Circumstances { law: law(), now: self.now, altered: &self.altered, earlier: &self.earlier }
    }

    pub(super) fn give(&mut self, who: &str, command: &Command) -> Result<Vec<Event>, Refusal> {
        let who_acts = actor(who);
        let events = decide(self.case.as_ref(), command, &who_acts, &self.here())?;
        for event in &events {
            self.case = Some(apply(self.case.take(), event, &who_acts, self.now).unwrap());
            self.history.push((event.clone(), who.to_owned(), self.now));
        }
        Ok(events)
    }

    pub(super) fn state(&self) -> &Case {
        self.case.as_ref().unwrap()
    }
}

pub(super) fn open() -> Command {
    Command::Open(Opened {
        id: "C-1".parse().unwrap(),
        source: Source::Alarm("A20200830-0001".parse().unwrap()),
        party: Party { code: printer(), name: "开福印刷厂".into(), kind: PartyKind::Entity },
        district: district(KAIFU),
        suspected: Suspected {
            words: "生产时未开启废气治理设施".into(),
            act: Some("air_evasion".into()),
            ended_on: Some("2020-08-30".parse().unwrap()),
        },
        found_on: "2020-08-30".parse().unwrap(),
        investigators: vec!["u-wang".parse().unwrap()],
    })
}

pub(super) fn conditions() -> Vec<Condition> {
    let ground = |kind: ConditionKind| Condition { kind, ground: format!("{}:成立", kind.code()) };
    ConditionKind::ALL.into_iter().map(ground).collect()
}

pub(super) fn file_it(late_reason: Option<&str>) -> Command {
    Command::File { conditions: conditions(), late_reason: late_reason.map(Into::into) }
}

pub(super) fn evidence(digit: char) -> Command {
    Command::AddEvidence(EvidenceAdded {
        kind: EvidenceKind::ElectronicData,
        title: "用电监控数据".into(),
        shows: "生产线运行而治理设施停运".into(),
        file: file(digit),
        obtained_on: "2020-08-30".parse().unwrap(),
        kept: "证据室".into(),
        registered: false,
        clip: None,
    })
}

pub(super) fn tier(rung: Rung, reason: &str) -> Command {
    Command::SetTier(TierGiven { facts: Vec::new(), catalogue: None, rung, reason: reason.into() })
}

pub(super) fn review(opinion: ReviewOpinion) -> Command {
    Command::Review(Reviewed { opinion, words: "事实清楚,证据确凿".into() })
}

pub(super) fn given(json: &str) -> Given {
    serde_json::from_str(json).unwrap()
}

pub(super) fn by_table(json: &str) -> FineGiven {
    FineGiven::ByTable {
        pack: "changsha-discretion-demo".into(),
        table: "CS-AIR-EVASION".into(),
        given: given(json),
        reasons: std::collections::BTreeMap::new(),
    }
}

pub(super) fn by_hand(yuan: &str) -> FineGiven {
    FineGiven::ByHand { amount: yuan.parse().unwrap(), reason: "没有适用的裁量表".into() }
}

pub(super) fn penalty(fine: FineGiven) -> PenaltyGiven {
    PenaltyGiven { warning: false, fine: Some(fine), other: None }
}

pub(super) fn notify(fine: FineGiven) -> Command {
    Command::Notify(NoticeGiven {
        facts: "8月30日生产时未开启废气治理设施".into(),
        provisions: vec!["大气污染防治法99条3项".into()],
        penalty: penalty(fine),
    })
}

pub(super) fn serve(document: Document, on: &str) -> Command {
    Command::Serve(Served {
        document,
        way: ServiceWay::Direct,
        on: on.parse().unwrap(),
        receipt: Some(file('9')),
        note: String::new(),
    })
}

pub(super) fn say(kind: StatementKind, on: &str) -> Command {
    Command::State(Stated {
        kind,
        on: on.parse().unwrap(),
        notice: 0,
        words: "已立即改正,请求从轻".into(),
        files: Vec::new(),
    })
}

pub(super) fn decision(fine: FineGiven) -> Command {
    Command::Decide(decision_given(DecisionOutcome::Penalty(penalty(fine))))
}

pub(super) fn decision_given(outcome: DecisionOutcome) -> DecisionGiven {
    DecisionGiven {
        number: "长环罚字〔2020〕1号".into(),
        outcome,
        facts: "8月30日生产时未开启废气治理设施".into(),
        provisions: vec!["大气污染防治法99条3项".into()],
        reasons: "首次违法,已改正".into(),
        weighed: String::new(),
        evidence: vec![1],
        late_reason: None,
    }
}

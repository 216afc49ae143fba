//! Inspections: a dossier instead of a visit, and visits.

use std::collections::{BTreeMap, BTreeSet};

use casework::alarm::Outcome;
use casework::inspection::{
    AlarmSeen, Cause, Circumstances, Command, Dossier, Event, Finding, FromDraw, Gap, Inspection, Lost,
    NotKnown, Opened, OutletSeen, PowerSeen, Problem, Proposal, RecordSeen, Refusal, Stage, Target,
    VisitProblem, Wanted, Way, apply, decide, propose,
};
use casework::inspection_library::{
    Certificate, CheckClass, CheckMethod, Conflict, Enforcer, InspectionItem, Leave, RecusalGround,
};
use jiff::civil::{Date, date};
use law::{Basis, RemainingCheck};
use model::{Actor, Severity, Timestamp};
use proptest::prelude::*;

use crate::support::{KAIFU, actor, district, printer, wall};

fn now_day() -> Date {
    model::china::civil(now()).date()
}

fn now() -> Timestamp {
    wall("2020-08-20T10:00:00")
}

fn officer(id: &str, until: Date) -> Enforcer {
    Enforcer {
        id: id.parse().unwrap(),
        unit: "开福大队".into(),
        certificate: Certificate { issuer: "省政府".into(), from: date(2016, 1, 1), until },
        specialities: BTreeSet::new(),
        leave: BTreeSet::new(),
        conflicts: BTreeSet::new(),
    }
}

fn officers() -> Vec<Enforcer> {
    let away = Leave { from: date(2020, 8, 19), until: date(2020, 8, 21) };
    let conflict = Conflict { enterprise: printer(), ground: RecusalGround::Other };
    vec![
        officer("E1", date(2022, 1, 1)),
        officer("E2", date(2022, 1, 1)),
        officer("E3", date(2020, 8, 15)),
        Enforcer { leave: BTreeSet::from([away]), ..officer("E4", date(2022, 1, 1)) },
        Enforcer { conflicts: BTreeSet::from([conflict]), ..officer("E5", date(2022, 1, 1)) },
    ]
}

fn items() -> Vec<InspectionItem> {
    vec![InspectionItem {
        id: "air-01".parse().unwrap(),
        name: "大气污染物排放情况".into(),
        content: None,
        basis: "《大气污染防治法》第二十九条".into(),
        methods: BTreeSet::from([CheckMethod::OnSite]),
        classes: BTreeSet::from([CheckClass::Routine]),
    }]
}

fn opened(way: Way) -> Opened {
    Opened {
        id: "I-1".parse().unwrap(),
        enterprise: printer(),
        name: "星城彩印厂".into(),
        district: district(KAIFU),
        trade_code: Some("C2319".into()),
        from_draw: Some(FromDraw {
            draw: "2020-Q3".parse().unwrap(),
            officers: ["E1", "E2"].map(|id| id.parse().unwrap()).into(),
            visits_from: date(2020, 8, 3),
            visits_until: date(2020, 8, 18),
        }),
        cause: None,
        listed: None,
        way,
    }
}

/// A dossier that leaves nothing open but what nobody records.
fn dossier() -> Dossier {
    Dossier {
        from: date(2020, 5, 20),
        to: date(2020, 8, 19),
        outlets: vec![OutletSeen {
            id: "O1".parse().unwrap(),
            name: "1号排气筒".into(),
            expected_h: 2_000,
            received_h: 1_990,
            valid_h: 1_960,
            stopped_h: 24,
            over_h: 0,
            lost: vec![Lost { reason: "missing".into(), hours: 10 }],
        }],
        target: Some(Target { per_mille: 900, basis: basis() }),
        power: Some(PowerSeen { lines: 1, units: 1, expected_h: 4_000, metered_h: 4_000 }),
        alarms: Vec::new(),
        record: Some(RecordSeen {
            known_until: date(2020, 8, 19),
            penalties: 0,
            emergencies: 0,
            false_data: 0,
        }),
        cases: Vec::new(),
        inspections: Vec::new(),
        not_known: vec![NotKnown::Complaints, NotKnown::PermitReports],
    }
}

fn basis() -> Basis {
    Basis {
        rule: "rate".into(),
        pack: "demo".into(),
        version: "1".into(),
        source: "示例".into(),
        unverified: false,
        illustrative: true,
    }
}

fn alarm(open: bool, outcome: Option<Outcome>) -> AlarmSeen {
    AlarmSeen {
        id: "A20200701-0001".parse().unwrap(),
        kind: "exceedance".into(),
        severity: Severity::Serious,
        raised: date(2020, 7, 1),
        open,
        outcome,
        to_case: false,
    }
}

struct Desk {
    exempt: bool,
    state: Option<Inspection>,
}

impl Desk {
    fn at(way: Way) -> Self {
        let mut desk = Desk { exempt: true, state: None };
        desk.act("duty", &Command::Open(opened(way))).unwrap();
        desk
    }

    fn with_dossier(dossier: Dossier) -> Self {
        let mut desk = Self::at(Way::OffSite);
        desk.act("li", &Command::KeepDossier(Box::new(dossier))).unwrap();
        desk
    }

    fn act(&mut self, who: &str, command: &Command) -> Result<(), Refusal> {
        let actor: Actor = actor(who);
        let (officers, items) = (officers(), items());
        let here = Circumstances { now: now(), exempt: self.exempt, officers: &officers, items: &items };
        let event = decide(self.state.as_ref(), command, &actor, here)?;
        let read = Event::from_json(event.kind(), &event.to_json()).unwrap();
        assert_eq!(read, event, "what is stored is what was decided");
        self.state = Some(apply(self.state.take(), &event, &actor, now()).unwrap());
        Ok(())
    }

    fn stage(&self) -> &Stage {
        &self.state.as_ref().unwrap().stage
    }
}

fn conclude(finding: Finding, settled: &[&str]) -> Command {
    let note = |gap: &&str| ((*gap).to_owned(), "已电话核实".to_owned());
    Command::Conclude {
        finding,
        words: "数据完整，未发现问题".into(),
        settled: settled.iter().map(note).collect(),
    }
}

fn settled() -> Command {
    conclude(Finding::Nothing, &["complaints", "permit_reports"])
}

fn visit(day: Date, who: &[&str]) -> Command {
    Command::RecordVisit {
        day,
        officers: who.iter().map(|id| id.parse().unwrap()).collect(),
        instead: None,
        together: BTreeSet::new(),
        items: BTreeSet::from(["air-01".parse().unwrap()]),
        finding: Finding::Nothing,
        words: "现场未发现问题".into(),
    }
}

fn assigned(words: &str, until: Option<Date>) -> Opened {
    let cause = Cause { kind: RemainingCheck::Complaint, words: words.into(), alarm: None, until };
    Opened { from_draw: None, cause: Some(cause), ..opened(Way::OnSite) }
}

#[test]
fn whoever_is_not_drawn_is_inspected_for_a_cause_alone() {
    let refused = |opened: Opened| {
        let mut desk = Desk { exempt: true, state: None };
        desk.act("duty", &Command::Open(opened)).unwrap_err()
    };
    let without = Opened { from_draw: None, ..opened(Way::OnSite) };
    assert_eq!(refused(without), Refusal::NoCause);
    let both = Opened { cause: assigned("夜间异味", None).cause, ..opened(Way::OnSite) };
    let refusal = refused(both);
    assert_eq!((refusal.code(), refusal.is_forbidden()), ("no_cause", false));
    assert!(!refusal.message_zh().is_empty() && !refusal.message_en().is_empty());
    assert_eq!(refused(assigned(" ", None)).code(), "words_missing");
    let yesterday = now_day().yesterday().unwrap();
    assert_eq!(refused(assigned("夜间异味", Some(yesterday))), Refusal::DayIsOver);

    // To be spared visits is not to be immune, and such a visit has a cause.
    let mut desk = Desk { exempt: true, state: None };
    desk.act("duty", &Command::Open(assigned("夜间异味", Some(now_day())))).unwrap();
    let inspection = desk.state.as_ref().unwrap();
    assert!(matches!(desk.stage(), Stage::OnSite(None)));
    assert_eq!((inspection.routine_visit(), inspection.until()), (None, Some(now_day())));
}

#[test]
fn a_dossier_answers_for_a_visit_once_every_gap_is_settled_in_words() {
    let mut desk = Desk::with_dossier(dossier());
    let kept = desk.state.as_ref().unwrap().dossier.as_ref().unwrap();
    assert_eq!(kept.proposed.proposal, Proposal::NothingFound);
    assert_eq!(
        desk.act("li", &conclude(Finding::Nothing, &["complaints"])),
        Err(Refusal::NotSettled { gaps: vec!["permit_reports".into()] })
    );
    desk.act("li", &settled()).unwrap();
    assert!(desk.state.as_ref().unwrap().avoided_a_visit());
    assert_eq!(desk.state.as_ref().unwrap().found(), Some((Way::OffSite, Finding::Nothing)));
}

#[test]
fn the_second_officer_who_concludes_hears_that_it_is_concluded() {
    let mut desk = Desk::with_dossier(dossier());
    desk.act("li", &settled()).unwrap();
    assert_eq!(desk.act("wang", &settled()), Err(Refusal::Concluded { at: now() }));
}

#[test]
fn without_a_dossier_nothing_is_concluded() {
    let mut desk = Desk::at(Way::OffSite);
    assert_eq!(desk.act("li", &settled()), Err(Refusal::NoDossier));
}

#[test]
fn whoever_was_taken_off_the_list_is_visited() {
    let mut desk = Desk::with_dossier(dossier());
    desk.exempt = false;
    assert_eq!(desk.act("li", &settled()), Err(Refusal::NotListed));
    desk.act("li", &Command::Escalate { reason: "已移出正面清单".into() }).unwrap();
    desk.act("li", &visit(date(2020, 8, 17), &["E1", "E2"])).unwrap();
    let Stage::Visited(Some(escalation), done) = desk.stage() else { panic!("{:?}", desk.stage()) };
    assert_eq!(escalation.reason, "已移出正面清单");
    assert!(!done.record.late);
    assert!(!desk.state.as_ref().unwrap().avoided_a_visit());
}

#[test]
fn a_dossier_is_no_favour_for_whoever_is_not_listed() {
    let mut desk = Desk { exempt: false, state: None };
    assert_eq!(desk.act("duty", &Command::Open(opened(Way::OffSite))), Err(Refusal::NotListed));
    desk.act("duty", &Command::Open(opened(Way::OnSite))).unwrap();
    assert_eq!(desk.act("duty", &Command::Open(opened(Way::OnSite))), Err(Refusal::Exists));
    assert_eq!(desk.act("li", &settled()), Err(Refusal::IsToBeVisited));
}

#[test]
fn a_certificate_that_ended_between_draw_and_visit_does_not_hold() {
    let mut desk = Desk::at(Way::OnSite);
    let refused = desk.act("li", &visit(date(2020, 8, 18), &["E1", "E3"]));
    let ended = VisitProblem::NotCertified("E3".parse().unwrap(), date(2016, 1, 1), date(2020, 8, 15));
    assert_eq!(refused, Err(Refusal::OfficersMayNotGo { problems: vec![ended] }));
    // On the day on which it still held it does, with the reason why others went than were drawn.
    assert_eq!(desk.act("li", &visit(date(2020, 8, 14), &["E1", "E3"])), Err(Refusal::OthersWent));
    let mut others = visit(date(2020, 8, 14), &["E1", "E3"]);
    if let Command::RecordVisit { instead, .. } = &mut others {
        *instead = Some("E2出差".to_owned());
    }
    desk.act("li", &others).unwrap();
}

#[test]
fn a_visit_counts_as_one_without_a_cause_from_when_it_is_to_be_made() {
    let mut desk = Desk::at(Way::OnSite);
    let counted = |desk: &Desk| desk.state.as_ref().unwrap().routine_visit();
    assert_eq!(counted(&desk), Some(date(2020, 8, 3)), "the first day on which it may be made");
    let mut with = visit(date(2020, 8, 14), &["E1", "E2"]);
    let (own, other) = (desk.state.as_ref().unwrap().id().clone(), "I-2".parse().unwrap());
    if let Command::RecordVisit { together, .. } = &mut with {
        together.extend([own, other]);
    }
    desk.act("li", &with).unwrap();
    assert_eq!(counted(&desk), Some(date(2020, 8, 14)));
    let Stage::Visited(_, visit) = &desk.state.as_ref().unwrap().stage else { panic!("it was visited") };
    assert_eq!(visit.record.together, ["I-2".parse().unwrap()].into(), "not with itself");
    assert_eq!(counted(&Desk::at(Way::OffSite)), None, "nobody has to go there");
}

#[test]
fn who_is_away_recused_unknown_or_alone_was_not_there() {
    let mut desk = Desk::at(Way::OnSite);
    let id = |id: &str| id.parse().unwrap();
    let problems = vec![
        VisitProblem::OnLeave(id("E4")),
        VisitProblem::Recused(id("E5")),
        VisitProblem::Unknown(id("E9")),
    ];
    assert_eq!(
        desk.act("li", &visit(date(2020, 8, 19), &["E4", "E5", "E9"])),
        Err(Refusal::OfficersMayNotGo { problems })
    );
    assert_eq!(desk.act("li", &visit(date(2020, 8, 17), &["E1"])), Err(Refusal::TooFewOfficers { least: 2 }));
    let earliest = date(2020, 8, 3);
    for day in [date(2020, 8, 2), date(2020, 8, 21)] {
        assert_eq!(desk.act("li", &visit(day, &["E1", "E2"])), Err(Refusal::BadDay { earliest }));
    }
    desk.act("li", &visit(date(2020, 8, 19), &["E1", "E2"])).unwrap();
    let Stage::Visited(None, done) = desk.stage() else { panic!("{:?}", desk.stage()) };
    assert!(done.record.late, "after the last day of the visits it is done, and recorded as late");
}

#[test]
fn an_enterprise_that_was_asked_answers_before_anybody_concludes() {
    let unwatched = Dossier { outlets: Vec::new(), power: None, target: None, ..dossier() };
    let mut desk = Desk::with_dossier(unwatched);
    let kept = desk.state.as_ref().unwrap().dossier.clone().unwrap();
    assert_eq!(kept.proposed.proposal, Proposal::Ask);
    assert!(kept.proposed.gaps.contains(&Gap::NotMonitored));
    let ask = |until| Command::Ask { wanted: Wanted::SelfReport, words: "请自查".into(), until };
    assert_eq!(desk.act("li", &ask(date(2020, 8, 19))), Err(Refusal::DayIsOver));
    desk.act("li", &ask(date(2020, 8, 25))).unwrap();
    let done = conclude(Finding::Nothing, &["not_monitored", "complaints", "permit_reports"]);
    assert_eq!(desk.act("li", &done), Err(Refusal::Unanswered));
    let answer = |question| Command::Answer { question, words: "已自查".into(), files: BTreeSet::new() };
    assert_eq!(desk.act("other firm", &answer(0)), Err(Refusal::MayNot));
    assert_eq!(desk.act("printer", &answer(1)), Err(Refusal::NoSuchQuestion));
    desk.act("printer", &answer(0)).unwrap();
    assert_eq!(desk.act("printer", &answer(0)), Err(Refusal::NoSuchQuestion));
    desk.act("li", &done).unwrap();
}

#[test]
fn what_speaks_against_it_is_no_nothing() {
    for (seen, problem) in [
        (alarm(false, Some(Outcome::Violation)), Problem::Violations(vec![alarm(false, None).id])),
        (alarm(true, None), Problem::OpenAlarms(vec![alarm(false, None).id])),
    ] {
        let mut desk = Desk::with_dossier(Dossier { alarms: vec![seen], ..dossier() });
        let kept = desk.state.as_ref().unwrap().dossier.clone().unwrap();
        assert_eq!(kept.proposed.problems, [problem]);
        assert_eq!(kept.proposed.proposal, Proposal::Visit);
        assert_eq!(desk.act("li", &settled()), Err(Refusal::ProblemsShown));
        desk.act("li", &conclude(Finding::Minor, &["complaints", "permit_reports"])).unwrap();
    }
    let over = |alarms| {
        let outlet = OutletSeen { over_h: 3, ..dossier().outlets.remove(0) };
        propose(&Dossier { outlets: vec![outlet], alarms, ..dossier() }).problems
    };
    assert_eq!(over(Vec::new()), [Problem::HoursOver(3)], "over a limit, and nobody has looked");
    assert_eq!(over(vec![alarm(false, Some(Outcome::DeclaredCondition))]), []);
    let harmless = Dossier { alarms: vec![alarm(false, Some(Outcome::EquipmentFault))], ..dossier() };
    assert_eq!(propose(&harmless).proposal, Proposal::NothingFound);
}

#[test]
fn too_little_data_is_a_gap_with_its_rule_and_no_data_is_never_enough() {
    let with = |valid_h, expected_h| {
        let outlet = OutletSeen { valid_h, expected_h, ..dossier().outlets.remove(0) };
        propose(&Dossier { outlets: vec![outlet], ..dossier() }).gaps
    };
    let low = Gap::Transmission { per_mille: 899, wanted: 900, basis: Box::new(basis()) };
    assert!(with(1_799, 2_000).contains(&low));
    assert!(!with(1_800, 2_000).iter().any(|gap| matches!(gap, Gap::Transmission { .. })));
    assert!(with(0, 2_000).contains(&Gap::NoData));
    assert!(with(0, 0).contains(&Gap::NoData), "nothing expected is nothing known");
    let no_rule = Dossier { target: None, ..dossier() };
    assert_eq!(propose(&no_rule).proposal, Proposal::NothingFound);
    let stale = RecordSeen { known_until: date(2020, 8, 18), ..dossier().record.unwrap() };
    assert!(propose(&Dossier { record: Some(stale), ..dossier() }).gaps.contains(&Gap::Record));
    let partly = PowerSeen { metered_h: 3_000, ..dossier().power.unwrap() };
    assert!(propose(&Dossier { power: Some(partly), ..dossier() }).gaps.contains(&Gap::PowerMissing(750)));
}

#[test]
fn a_period_ends_before_it_is_gathered_and_after_it_began() {
    let mut desk = Desk::at(Way::OffSite);
    for (from, to) in [(date(2020, 8, 1), date(2020, 7, 1)), (date(2020, 8, 1), date(2020, 8, 21))] {
        let command = Command::KeepDossier(Box::new(Dossier { from, to, ..dossier() }));
        assert_eq!(desk.act("li", &command), Err(Refusal::BadPeriod));
    }
}

/// Anything that anybody may try.
fn anything() -> impl Strategy<Value = (&'static str, Command)> {
    let who =
        prop::sample::select(vec!["duty", "li", "wang", "zhao", "printer", "other firm", "leader", "watch"]);
    let day = prop::sample::select(vec![date(2020, 8, 2), date(2020, 8, 14), date(2020, 8, 19)]);
    let command = prop_oneof![
        Just(Command::Open(opened(Way::OffSite))),
        Just(Command::KeepDossier(Box::new(dossier()))),
        Just(Command::Ask { wanted: Wanted::Photos, words: "照片".into(), until: date(2020, 8, 30) }),
        Just(Command::Answer { question: 0, words: "附照片".into(), files: BTreeSet::new() }),
        Just(settled()),
        Just(Command::Conclude { finding: Finding::Minor, words: "x".into(), settled: BTreeMap::new() }),
        Just(Command::Escalate { reason: "需到现场".into() }),
        day.prop_map(|day| visit(day, &["E1", "E2"])),
        Just(Command::GiveUp { reason: "抽取作废".into() }),
    ];
    (who, command)
}

proptest! {
    /// Whatever anybody tries in whatever order: nobody concludes without a dossier, answers and settled gaps; nobody is
    /// both visited and spared; and nothing follows an end.
    #[test]
    fn whatever_is_tried_a_conclusion_rests_on_a_dossier(
        tries in prop::collection::vec((anything(), any::<bool>()), 0..25)
    ) {
        let mut desk = Desk { exempt: true, state: None };
        let mut over = false;
        for ((who, command), exempt) in tries {
            desk.exempt = exempt;
            let done = desk.act(who, &command);
            prop_assert!(!(over && done.is_ok()), "{command:?} followed an end");
            let Some(state) = &desk.state else { continue };
            over = state.is_over();
            if let Stage::Concluded(conclusion) = &state.stage {
                let kept = state.dossier.as_ref().unwrap();
                prop_assert!(done.is_err() || exempt);
                prop_assert_eq!(state.unanswered(), 0);
                prop_assert_eq!(conclusion.settled.len(), kept.proposed.gaps.len());
            }
        }
    }
}

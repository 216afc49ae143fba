//! What the issue names as bad input, and what is like it: each has a clear outcome.

use casework::case::{
    Closed, ClosedBecause, Command, DecisionOutcome, Document, EvidenceMoved, FactGiven, FineGiven,
    RecordKind, Recorded, Refusal, ReviewOpinion, StatementKind, TierGiven,
};
use law::Rung;
use model::Money;

use super::support::*;
use crate::support::{actor, file, printer};

const LOW: &str = r#"{"mode": "部分不正常运行"}"#;

#[test]
fn who_investigated_does_not_review() {
    let mut dossier = Dossier::filed();
    let inspection = Recorded {
        kind: RecordKind::Inspection,
        on: "2020-08-31".parse().unwrap(),
        place: "车间".into(),
        with: vec!["u-leader".parse().unwrap()],
        words: "风机停运".into(),
        files: Vec::new(),
    };
    dossier.give("duty", &Command::Record(inspection)).unwrap();
    dossier.give("li", &evidence('a')).unwrap();
    dossier.give("li", &tier(Rung::Ordinary, "")).unwrap();
    let sent = casework::case::Sent { report: "调查终结".into(), evidence: vec![1] };
    dossier.give("li", &Command::Send(sent)).unwrap();
    for investigator in ["duty", "leader"] {
        let refusal = dossier.give(investigator, &review(ReviewOpinion::Agrees)).unwrap_err();
        assert_eq!((refusal.code(), refusal.is_forbidden()), ("investigated_it", true), "{investigator}");
    }
}

#[test]
fn who_reviewed_and_investigated_after_is_no_other_person() {
    let mut dossier = Dossier::noticed(by_table(LOW));
    dossier.give("duty", &evidence('b')).unwrap();
    dossier.at("2020-09-10T10:00:00");
    assert_eq!(dossier.give("leader", &decision(by_table(LOW))).unwrap_err(), Refusal::NotReviewed);
}

#[test]
fn evidence_whose_hash_no_longer_matches_is_no_basis() {
    let mut dossier = Dossier::noticed(by_table(LOW));
    dossier.at("2020-09-10T10:00:00");
    dossier.altered.insert(file('a'));
    let refusal = dossier.give("leader", &decision(by_table(LOW))).unwrap_err();
    assert_eq!(refusal, Refusal::EvidenceAltered { evidence: vec![1] });
    dossier.give("li", &Command::CheckEvidence { evidence: 1 }).unwrap();
    dossier.altered.clear();
    let refusal = dossier.give("leader", &decision(by_table(LOW))).unwrap_err();
    assert_eq!(refusal.code(), "evidence_altered", "what was found altered once stays no basis");
    assert_eq!(dossier.give("li", &evidence('a')).unwrap_err(), Refusal::EvidenceTwice { evidence: 1 });
}

#[test]
fn a_factor_that_contradicts_the_register_needs_a_reason() {
    let mut dossier = Dossier::reviewed();
    dossier.earlier = vec![earlier("C-0", "2019-05-01")];
    let table = |reasons: &[(&str, &str)]| FineGiven::ByTable {
        pack: "changsha-discretion-demo".into(),
        table: "CS-AIR-EVASION".into(),
        given: given(r#"{"mode": "部分不正常运行", "repeat2y": "1次"}"#),
        reasons: reasons.iter().map(|(key, reason)| ((*key).into(), (*reason).into())).collect(),
    };
    let refusal = dossier.give("li", &notify(table(&[]))).unwrap_err();
    let Refusal::FactorContradicts { chosen, known, .. } = &refusal else { panic!("{refusal:?}") };
    assert_eq!((chosen.as_str(), known.as_str()), ("1次", "2次"));
    dossier.give("li", &notify(table(&[("repeat2y", "前案已撤销")]))).unwrap();
    let fine = dossier.state().notice().unwrap().what.penalty.fine.clone().unwrap();
    let casework::case::FineHow::ByTable(by) = fine.how else { panic!() };
    assert_eq!(by.departures[0].reason, "前案已撤销");
}

fn earlier(id: &str, found_on: &str) -> casework::case::EarlierCase {
    let (id, found_on) = (id.parse().unwrap(), found_on.parse().unwrap());
    casework::case::EarlierCase { id, party: printer(), found_on, act: Some("air_evasion".into()) }
}

#[test]
fn a_fact_that_contradicts_the_register_needs_a_reason() {
    let mut dossier = Dossier::filed();
    dossier.earlier = vec![earlier("C-0", "2020-05-01")];
    let first = |reason: &str| {
        let fact =
            FactGiven { fact: "首次违法".into(), value: law::Given::Flag(true), reason: reason.into() };
        let (rung, reason) = (Rung::Ordinary, String::new());
        Command::SetTier(TierGiven { facts: vec![fact], catalogue: None, rung, reason })
    };
    assert_eq!(dossier.give("li", &first("")).unwrap_err().code(), "fact_contradicts");
    dossier.give("li", &first("前案为另一主体")).unwrap();
}

#[test]
fn a_date_before_the_law_existed_is_refused() {
    let mut dossier = Dossier::new();
    let Command::Open(mut opened) = open() else { panic!() };
    opened.suspected.ended_on = Some("2015-06-01".parse().unwrap());
    opened.found_on = "2015-06-02".parse().unwrap();
    dossier.give("li", &Command::Open(opened)).unwrap();
    dossier.give("leader", &file_it(Some("线索移送较晚"))).unwrap();
    dossier.give("li", &evidence('a')).unwrap();
    dossier.give("li", &tier(Rung::Ordinary, "")).unwrap();
    let sent = casework::case::Sent { report: "调查终结".into(), evidence: vec![1] };
    dossier.give("li", &Command::Send(sent)).unwrap();
    dossier.give("duty", &review(ReviewOpinion::Agrees)).unwrap();
    assert_eq!(dossier.give("li", &notify(by_table(LOW))).unwrap_err().code(), "not_in_force");
}

#[test]
fn an_act_that_is_too_old_is_not_filed() {
    let mut dossier = Dossier::new();
    let Command::Open(mut opened) = open() else { panic!() };
    opened.suspected.ended_on = Some("2018-08-01".parse().unwrap());
    dossier.give("li", &Command::Open(opened)).unwrap();
    let refusal = dossier.give("leader", &file_it(None)).unwrap_err();
    assert_eq!(refusal, Refusal::LimitationOver { due: "2020-08-01".parse().unwrap() });
}

#[test]
fn every_condition_of_filing_needs_its_ground() {
    let mut dossier = Dossier::opened();
    let mut conditions = conditions();
    conditions[2].ground = "  ".into();
    let command = Command::File { conditions: conditions.clone(), late_reason: None };
    assert_eq!(dossier.give("leader", &command).unwrap_err().code(), "condition_missing");
    conditions.truncate(2);
    let command = Command::File { conditions, late_reason: None };
    assert_eq!(dossier.give("leader", &command).unwrap_err().code(), "condition_missing");
}

#[test]
fn a_decision_after_its_deadline_is_recorded_as_late() {
    let mut dossier = Dossier::noticed(by_table(LOW));
    dossier.at("2020-12-10T10:00:00");
    let refusal = dossier.give("leader", &decision(by_table(LOW))).unwrap_err();
    assert_eq!(refusal, Refusal::LateNeedsReason { due: "2020-11-29".parse().unwrap() });
    let mut given = decision_given(DecisionOutcome::Penalty(penalty(by_table(LOW))));
    given.late_reason = Some("等待鉴定".into());
    dossier.give("leader", &Command::Decide(given)).unwrap();
    let late = dossier.state().decided.as_ref().unwrap().what.late.clone().unwrap();
    assert_eq!(
        (late.due.to_string().as_str(), late.days, late.reason.as_str()),
        ("2020-11-29", 11, "等待鉴定")
    );
    assert!(!late.proof.steps.is_empty());
}

#[test]
fn nothing_is_done_in_a_closed_case() {
    let mut dossier = Dossier::decided(by_table(LOW));
    dossier.give("li", &serve(Document::Decision, "2020-09-10")).unwrap();
    let close = |because| Command::Close(Closed { because, words: "结案".into() });
    let refusal = dossier.give("leader", &close(ClosedBecause::Performed)).unwrap_err();
    assert_eq!(refusal, Refusal::NotPerformed { left: "100000".parse().unwrap() });
    let pay = casework::case::Paid {
        on: "2020-09-10".parse().unwrap(),
        amount: "100000".parse().unwrap(),
        receipt: None,
        daily: None,
    };
    dossier.give("li", &Command::Pay(pay.clone())).unwrap();
    assert_eq!(
        dossier.give("li", &Command::Pay(pay)).unwrap_err(),
        Refusal::PaysTooMuch { left: Money::ZERO }
    );
    dossier.give("leader", &close(ClosedBecause::Performed)).unwrap();
    let court = casework::case::Enforced {
        step: casework::case::EnforcementStep::Urged,
        on: "2020-09-10".parse().unwrap(),
        words: "法院文书".into(),
        files: Vec::new(),
    };
    assert_eq!(dossier.give("li", &Command::Enforce(court)).unwrap_err().code(), "case_over");
}

#[test]
fn nobody_is_decided_against_before_they_could_speak() {
    let mut dossier = Dossier::noticed(by_table(LOW));
    let refusal = dossier.give("leader", &decision(by_table(LOW))).unwrap_err();
    assert_eq!(refusal, Refusal::PartyMayStillSpeak { until: "2020-09-08".parse().unwrap() });
    dossier.give("li", &say(StatementKind::Waiver, "2020-09-01")).unwrap();
    dossier.give("leader", &decision(by_table(LOW))).unwrap();
}

#[test]
fn who_is_not_punished_need_not_be_told_before() {
    let mut dossier = Dossier::reviewed();
    assert_eq!(dossier.give("leader", &decision(by_table(LOW))).unwrap_err(), Refusal::NoticeNotServed);
    let gentle = || DecisionOutcome::NoPenalty { ground: "首次、轻微、已改正".into() };
    let decide = || Command::Decide(decision_given(gentle()));
    let refusal = dossier.give("leader", &decide()).unwrap_err();
    assert_eq!(refusal.code(), "deliberation_missing", "the case stands on the rung of an ordinary penalty");
    let members = vec!["u-leader".parse().unwrap(), "u-duty".parse().unwrap()];
    let (conclusion, minutes) = ("同意不予处罚".into(), None);
    let held = casework::case::Deliberated { members, conclusion, minutes };
    dossier.give("leader", &Command::Deliberate(held)).unwrap();
    dossier.give("leader", &decide()).unwrap();
}

#[test]
fn a_hearing_that_is_asked_for_is_held_by_somebody_else() {
    let mut dossier = Dossier::noticed(by_table(LOW));
    dossier.give("li", &say(StatementKind::HearingRequest, "2020-09-01")).unwrap();
    dossier.at("2020-09-20T10:00:00");
    assert_eq!(dossier.give("leader", &decision(by_table(LOW))).unwrap_err(), Refusal::HearingNotHeld);
    let convene = |on: &str| {
        let (on, place) = (on.parse().unwrap(), "三楼会议室".into());
        Command::ConveneHearing(casework::case::HearingConvened { on, place })
    };
    assert_eq!(dossier.give("li", &convene("2020-09-24")).unwrap_err().code(), "hearing_too_soon");
    dossier.give("li", &convene("2020-09-30")).unwrap();
    dossier.at("2020-09-30T15:00:00");
    let held = casework::case::HearingHeld {
        on: "2020-09-30".parse().unwrap(),
        words: "维持拟处罚意见".into(),
        minutes: None,
    };
    dossier.give("duty", &Command::HoldHearing(held)).unwrap();
    let refusal = dossier.give("leader", &decision(by_table(LOW))).unwrap_err();
    assert_eq!(
        refusal.code(),
        "deliberation_missing",
        "after a hearing the demo city discusses collectively"
    );
}

#[test]
fn nobody_is_fined_more_than_they_were_told() {
    let mut dossier = Dossier::noticed(by_hand("100000"));
    dossier.at("2020-09-10T10:00:00");
    let refusal = dossier.give("leader", &decision(by_hand("100000.01"))).unwrap_err();
    assert_eq!(refusal, Refusal::HeavierThanTold { told: "100000".parse().unwrap() });
    let refusal = dossier.give("leader", &decision(by_hand("100000"))).unwrap_err();
    assert_eq!(refusal.code(), "deliberation_missing", "a fine by hand departs from every table");
}

#[test]
fn an_amount_by_hand_stays_within_the_law_and_tables_of_elsewhere_are_refused() {
    let mut dossier = Dossier::reviewed();
    assert_eq!(dossier.give("li", &notify(by_hand("99999.99"))).unwrap_err().code(), "outside_the_law");
    assert_eq!(dossier.give("li", &notify(by_hand("1000000.01"))).unwrap_err().code(), "outside_the_law");
    let elsewhere = FineGiven::ByTable {
        pack: "guangdong-2021".into(),
        table: "GD-3.5.1".into(),
        given: given("{}"),
        reasons: std::collections::BTreeMap::new(),
    };
    assert_eq!(dossier.give("li", &notify(elsewhere)).unwrap_err().code(), "pack_of_elsewhere");
    let dated = by_table(r#"{"mode": "部分不正常运行", "act_date": "2019-01-01"}"#);
    assert_eq!(dossier.give("li", &notify(dated)).unwrap_err(), Refusal::DatesAreTheCases);
    let comma = r#"{"mode": "部分不正常运行", "adjust": {"kind": "mitigated", "ground": "配合"}, "amount": "50,000"}"#;
    let refusal = dossier.give("li", &notify(by_table(comma))).unwrap_err();
    assert!(refusal.code() == "money" && refusal.message_zh().contains("comma"), "{refusal:?}");
}

#[test]
fn foreign_officers_and_the_public_are_out_of_scope() {
    let mut dossier = Dossier::filed();
    assert_eq!(dossier.give("zhao", &evidence('a')).unwrap_err(), Refusal::OutOfScope);
    assert_eq!(dossier.give("printer", &evidence('a')).unwrap_err().code(), "role_may_not");
    assert_eq!(dossier.give("inspector", &evidence('a')).unwrap_err().code(), "role_may_not");
    assert!(casework::case::sees(dossier.state(), &actor("inspector")));
    assert!(!casework::case::sees(dossier.state(), &actor("printer")));
    assert!(!casework::case::sees(dossier.state(), &actor("zhao")));
}

#[test]
fn a_clip_of_the_recorder_comes_whole_or_not_at_all() {
    let mut dossier = Dossier::filed();
    let Command::AddEvidence(mut added) = evidence('a') else { panic!() };
    added.clip = Some(file('b'));
    let command = Command::AddEvidence(added);
    let rests_on: Vec<_> = dossier.state().rests_on(&command).into_iter().cloned().collect();
    assert_eq!(rests_on, [file('a'), file('b')]);
    dossier.altered.insert(file('b'));
    assert_eq!(dossier.give("li", &command).unwrap_err(), Refusal::FileMissing { file: file('b') });
    dossier.altered.clear();
    dossier.give("li", &command).unwrap();
    assert!(dossier.state().files().contains(&file('b')));
}

#[test]
fn custody_is_kept() {
    let mut dossier = Dossier::filed();
    dossier.give("li", &evidence('a')).unwrap();
    let (to, reason) = ("市局证据室".into(), "移交".into());
    let moved = EvidenceMoved { evidence: 1, to, reason, released: false };
    dossier.give("wang", &Command::MoveEvidence(moved.clone())).unwrap();
    let custody = &dossier.state().evidence[0].custody;
    assert_eq!((custody.len(), custody[0].by.as_str()), (1, "u-wang"));
    let unknown = EvidenceMoved { evidence: 2, ..moved };
    let refusal = dossier.give("wang", &Command::MoveEvidence(unknown)).unwrap_err();
    assert_eq!(refusal, Refusal::UnknownEvidence { evidence: 2 });
}

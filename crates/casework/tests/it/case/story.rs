use casework::case::{
    Archived, Closed, ClosedBecause, Command, DecidedOutcome, Deliberated, Document, Event, FineHow, Ordered,
    Paid, Rechecked, StageName, StatementKind, allowed, owed,
};
use law::{FineStep, Rung};
use model::Money;

use super::support::*;
use crate::support::{actor, file};

fn yuan(text: &str) -> Money {
    text.parse().unwrap()
}

const FULL: &str =
    r#"{"mode": "整体不正常运行", "pollutant": "其他污染物", "duration": "<1天", "repeat2y": "1次"}"#;

fn deliberate() -> Command {
    let members = vec!["u-leader".parse().unwrap(), "u-duty".parse().unwrap()];
    Command::Deliberate(Deliberated { members, conclusion: "同意".into(), minutes: Some(file('8')) })
}

#[test]
fn the_printing_firm_from_alarm_to_archive() {
    let mut dossier = Dossier::filed();
    let order = Command::Order(Ordered {
        what: "立即恢复治理设施运行".into(),
        until: Some("2020-09-02".parse().unwrap()),
    });
    dossier.give("li", &order).unwrap();
    dossier.give("li", &serve(Document::Order(1), "2020-08-31")).unwrap();
    dossier.give("li", &evidence('a')).unwrap();
    dossier.at("2020-09-01T15:00:00");
    let recheck = Rechecked {
        order: 1,
        on: "2020-09-01".parse().unwrap(),
        corrected: true,
        words: "治理设施已运行".into(),
        files: vec![file('b')],
    };
    dossier.give("wang", &Command::Recheck(recheck)).unwrap();
    dossier.give("li", &tier(Rung::Ordinary, "")).unwrap();
    let sent = casework::case::Sent { report: "调查终结".into(), evidence: vec![1] };
    dossier.give("li", &Command::Send(sent)).unwrap();
    dossier.give("duty", &review(casework::case::ReviewOpinion::Agrees)).unwrap();
    dossier.give("li", &notify(by_table(FULL))).unwrap();
    let notice = dossier.state().notice().unwrap();
    assert_eq!(notice.what.penalty.fine.as_ref().unwrap().amount, yuan("200000"));
    assert_eq!(notice.what.hearing.len(), 1, "200,000 yuan give a right to a hearing");
    dossier.give("li", &serve(Document::Notice(1), "2020-09-01")).unwrap();
    dossier.give("li", &say(StatementKind::Statement, "2020-09-01")).unwrap();
    dossier.give("leader", &deliberate()).unwrap();
    dossier.at("2020-09-09T10:00:00");
    let mut given = decision_given(casework::case::DecisionOutcome::Penalty(penalty(by_table(FULL))));
    given.weighed = "已改正的情节在裁量中考虑".into();
    dossier.give("leader", &Command::Decide(given)).unwrap();

    let decided = &dossier.state().decided.as_ref().unwrap().what;
    let DecidedOutcome::Penalty(penalty) = &decided.outcome else { panic!("{:?}", decided.outcome) };
    let fine = penalty.fine.as_ref().unwrap();
    let FineHow::ByTable(by) = &fine.how else { panic!("{:?}", fine.how) };
    assert!(by.illustrative, "the demo pack says so to the end");
    assert!(by.steps.iter().any(|step| matches!(step, FineStep::Fine { amount } if *amount == fine.amount)));
    let deliberation = decided.deliberation.as_ref().unwrap();
    assert_eq!(
        deliberation.required_by.iter().map(|b| b.rule.as_str()).collect::<Vec<_>>(),
        ["deliberation"]
    );
    assert_eq!(
        decided.terms.iter().map(|t| t.term.as_str()).collect::<Vec<_>>(),
        ["payment", "review", "litigation"]
    );
    assert_eq!((decided.stated.len(), decided.evidence.len(), decided.late.is_none()), (1, 1, true));

    dossier.give("li", &serve(Document::Decision, "2020-09-09")).unwrap();
    dossier.at("2020-09-20T10:00:00");
    let pay = |amount: &str| {
        Command::Pay(Paid {
            on: "2020-09-20".parse().unwrap(),
            amount: yuan(amount),
            receipt: None,
            daily: None,
        })
    };
    dossier.give("li", &pay("200000")).unwrap();
    let left = owed(dossier.state(), law(), "2020-10-20".parse().unwrap()).unwrap();
    assert_eq!((left.left, left.surcharge), (Money::ZERO, None), "paid in time: nothing grows");
    let closed = Closed { because: ClosedBecause::Performed, words: "罚款已缴纳".into() };
    dossier.give("leader", &Command::Close(closed)).unwrap();
    assert_eq!(allowed(dossier.state(), &actor("li")), [casework::case::Act::Archive]);
    dossier.give("li", &Command::Archive(Archived { volume: "2020-017".into() })).unwrap();
    assert_eq!(dossier.state().stage_name(), StageName::Archived);
}

#[test]
fn every_event_is_read_back_as_it_was_written() {
    let mut dossier = Dossier::decided(by_table(r#"{"mode": "部分不正常运行"}"#));
    dossier.give("li", &serve(Document::Decision, "2020-09-10")).unwrap();
    for (event, _, _) in &dossier.history {
        assert_eq!(&Event::from_json(event.kind(), &event.to_json()).unwrap(), event);
    }
    let text = serde_json::to_string(dossier.state()).unwrap();
    assert_eq!(&serde_json::from_str::<casework::case::Case>(&text).unwrap(), dossier.state());
}

#[test]
fn a_warning_is_decided_on_the_spot_and_a_high_fine_is_not() {
    let spot = |fine| {
        Command::DecideOnTheSpot(casework::case::OnTheSpot {
            number: "当场1号".into(),
            penalty: casework::case::PenaltyGiven { warning: true, fine, other: None },
            facts: "未公开信息".into(),
            provisions: vec!["某条".into()],
            evidence: vec![1],
        })
    };
    let mut dossier = Dossier::new();
    let Command::Open(mut opened) = open() else { panic!() };
    opened.suspected.act = None;
    dossier.give("li", &Command::Open(opened)).unwrap();
    assert_eq!(dossier.give("li", &spot(None)).unwrap_err().code(), "unknown_evidence");
    dossier.give("li", &evidence('a')).unwrap();
    assert_eq!(dossier.give("li", &spot(Some(by_hand("1000.01")))).unwrap_err().code(), "not_on_the_spot");
    dossier.give("li", &spot(Some(by_hand("1000")))).unwrap();
    let decided = &dossier.state().decided.as_ref().unwrap().what;
    assert!(decided.on_the_spot && decided.review.is_none());
}

#[test]
fn a_returned_review_is_done_anew() {
    let mut dossier = Dossier::under_review();
    dossier.give("duty", &review(casework::case::ReviewOpinion::Returns)).unwrap();
    assert_eq!(dossier.state().stage_name(), StageName::Investigating);
    assert!(dossier.state().review().is_none(), "what was said in the last round counts no more");
}

#[test]
fn a_case_goes_on_in_another_of_the_same_party() {
    let mut dossier = Dossier::filed();
    let leading = |id: &str, takes| casework::case::Leading {
        id: id.parse().unwrap(),
        party: crate::support::printer(),
        takes,
    };
    let merge = |leading| Command::Merge { leading, reason: "同一当事人".into() };
    assert_eq!(dossier.give("leader", &merge(leading("C-1", true))).unwrap_err().code(), "cannot_merge");
    assert_eq!(dossier.give("leader", &merge(leading("C-2", false))).unwrap_err().code(), "cannot_merge");
    dossier.give("leader", &merge(leading("C-2", true))).unwrap();
    assert_eq!(dossier.give("li", &evidence('a')).unwrap_err().code(), "case_over");
}

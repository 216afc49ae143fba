use casework::case::{
    ChallengeEnded, ChallengeKind, ChallengeOutcome, Challenged, Command, Deadline, DeadlineKind, Document,
    Extended, Ordered, Rechecked, Resumed, Served, ServiceWay, Standing, Suspended, daily_penalty, deadlines,
    effective_day, owed,
};
use jiff::civil::Date;

use super::support::*;

const LOW: &str = r#"{"mode": "部分不正常运行"}"#;

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn of(dossier: &Dossier, kind: DeadlineKind, today: &str) -> Deadline {
    let all = deadlines(dossier.state(), law(), crate::support::wall(&format!("{today}T12:00:00")));
    all.into_iter().find(|deadline| deadline.kind == kind).unwrap()
}

fn suspend(ground: &str) -> Command {
    Command::Suspend(Suspended { ground: ground.into(), reason: "等待结论".into() })
}

fn resume() -> Command {
    Command::Resume(Resumed { reason: "结论已到".into() })
}

#[test]
fn a_suspension_moves_the_decision_day_by_day() {
    let mut dossier = Dossier::filed();
    assert_eq!(of(&dossier, DeadlineKind::Decision, "2020-09-01").day(), Some(day("2020-11-29")));
    dossier.at("2020-09-10T09:00:00");
    assert_eq!(dossier.give("leader", &suspend("天气")).unwrap_err().code(), "no_ground_to_stop");
    dossier.give("leader", &suspend("鉴定")).unwrap();
    assert_eq!(dossier.give("leader", &suspend("鉴定")).unwrap_err().code(), "suspended");
    let stands = of(&dossier, DeadlineKind::Decision, "2020-09-14");
    assert_eq!((stands.standing, stands.day()), (Standing::Suspended, Some(day("2020-12-04"))));
    dossier.at("2020-09-20T09:00:00");
    dossier.give("leader", &resume()).unwrap();
    let moved = of(&dossier, DeadlineKind::Decision, "2020-10-01");
    assert_eq!(
        (moved.standing, moved.day()),
        (Standing::Running, Some(day("2020-12-09"))),
        "ten days stood still"
    );
    let proof = moved.due.unwrap();
    assert!(proof.steps.iter().any(|step| step.text_zh().contains("中止")), "{:?}", proof.steps);
    assert!(proof.sources.iter().any(|basis| basis.rule == "decision"));
}

#[test]
fn resumed_on_the_same_day_nothing_stood_still() {
    let mut dossier = Dossier::filed();
    dossier.give("leader", &suspend("监测")).unwrap();
    dossier.give("leader", &resume()).unwrap();
    assert_eq!(of(&dossier, DeadlineKind::Decision, "2020-09-01").day(), Some(day("2020-11-29")));
}

#[test]
fn more_time_is_granted_as_far_as_the_source_lets() {
    let mut dossier = Dossier::filed();
    let extend =
        |amount| Command::Extend(Extended { term: "decision".into(), amount, reason: "案情复杂".into() });
    assert_eq!(dossier.give("leader", &extend(31)).unwrap_err().code(), "number");
    dossier.give("leader", &extend(30)).unwrap();
    dossier.give("leader", &extend(30)).unwrap();
    assert_eq!(dossier.give("leader", &extend(1)).unwrap_err().code(), "contradiction");
    assert_eq!(of(&dossier, DeadlineKind::Decision, "2020-09-01").day(), Some(day("2021-01-28")));
    let payment = Command::Extend(Extended { term: "payment".into(), amount: 1, reason: "困难".into() });
    assert_eq!(dossier.give("leader", &payment).unwrap_err().code(), "not_extendable");
}

#[test]
fn filing_counts_working_days_from_the_first_check() {
    let mut dossier = Dossier::opened();
    let filing = of(&dossier, DeadlineKind::Filing, "2020-08-31");
    assert_eq!((filing.day(), filing.standing), (Some(day("2020-09-18")), Standing::Running));
    assert_eq!(of(&dossier, DeadlineKind::Filing, "2020-09-19").standing, Standing::Passed);
    dossier.at("2020-09-21T09:00:00");
    assert_eq!(dossier.give("leader", &file_it(None)).unwrap_err().code(), "late_needs_reason");
    dossier.give("leader", &file_it(Some("检测报告较晚"))).unwrap();
    assert_eq!(of(&dossier, DeadlineKind::Filing, "2020-09-22").standing, Standing::MetLate);
}

#[test]
fn a_public_notice_counts_only_when_its_time_is_over() {
    let mut dossier = Dossier::decided(by_table(LOW));
    let served = Served {
        document: Document::Decision,
        way: ServiceWay::PublicNotice,
        on: day("2020-09-10"),
        receipt: None,
        note: "其他方式无法送达".into(),
    };
    dossier.give("li", &Command::Serve(served)).unwrap();
    let service = dossier.state().service_of(Document::Decision).unwrap();
    assert_eq!(effective_day(service, law()), Some(day("2020-10-10")));
    assert_eq!(of(&dossier, DeadlineKind::Payment, "2020-09-11").day(), Some(day("2020-10-25")));
}

#[test]
fn a_late_payment_grows_and_stands_still_while_it_is_challenged() {
    let mut dossier = Dossier::decided(by_table(LOW));
    dossier.give("li", &serve(Document::Decision, "2020-09-10")).unwrap();
    assert_eq!(of(&dossier, DeadlineKind::Payment, "2020-09-11").day(), Some(day("2020-09-25")));
    let on = |text: &str| owed(dossier.state(), law(), day(text)).unwrap();
    assert!(on("2020-09-25").surcharge.is_none());
    assert_eq!(on("2020-09-27").surcharge.unwrap().surcharge.to_string(), "6000.00");
    dossier.at("2020-09-28T09:00:00");
    let (kind, before) = (ChallengeKind::Litigation, "长沙铁路运输法院".into());
    dossier.give("li", &Command::Challenge(Challenged { kind, on: day("2020-09-28"), before })).unwrap();
    let on = |text: &str| owed(dossier.state(), law(), day(text)).unwrap();
    assert_eq!(on("2020-12-01").surcharge.unwrap().surcharge.to_string(), "6000.00", "frozen");
    dossier.at("2020-12-01T09:00:00");
    let ended =
        ChallengeEnded { on: day("2020-12-01"), outcome: ChallengeOutcome::Annulled, words: String::new() };
    dossier.give("li", &Command::EndChallenge(ended)).unwrap();
    assert!(owed(dossier.state(), law(), day("2020-12-02")).is_none(), "an annulled fine is none");
}

#[test]
fn a_refused_order_counts_every_day() {
    let mut dossier = Dossier::decided(by_table(LOW));
    dossier.give("li", &Command::Order(Ordered { what: "停止违法行为".into(), until: None })).unwrap();
    dossier.give("li", &serve(Document::Order(1), "2020-09-10")).unwrap();
    assert_eq!(of(&dossier, DeadlineKind::Recheck, "2020-09-11").day(), Some(day("2020-10-10")));
    dossier.at("2020-09-24T09:00:00");
    let recheck = Rechecked {
        order: 1,
        on: day("2020-09-24"),
        corrected: false,
        words: "仍未改正".into(),
        files: Vec::new(),
    };
    dossier.give("li", &Command::Recheck(recheck)).unwrap();
    let daily = daily_penalty(dossier.state(), 1, law()).unwrap();
    assert_eq!((daily.days, daily.fine.to_string().as_str()), (14, "1400000.00"));
}

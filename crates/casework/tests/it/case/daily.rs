//! The fine for every day on which an act went on after the order to end it.

use casework::case::{
    Closed, ClosedBecause, Command, DailyGiven, DailyImposed, DailyReviewed, DeadlineKind, Deliberated,
    Document, Ordered, Paid, Rechecked, Refusal, daily_penalty, deadlines, owed, owed_daily, owed_in_all,
};
use model::Money;

use super::support::*;

const LOW: &str = r#"{"mode": "部分不正常运行"}"#;

fn recheck(on: &str, corrected: bool) -> Command {
    let (on, words) = (on.parse().unwrap(), "复查记录".into());
    Command::Recheck(Rechecked { order: 1, on, corrected, words, files: Vec::new() })
}

fn tell() -> Command {
    Command::TellDaily(DailyGiven { order: 1, facts: "9月24日复查,仍未开启治理设施".into() })
}

fn agree(daily: u32) -> Command {
    Command::ReviewDaily(DailyReviewed { daily, words: "计罚天数无误".into() })
}

fn impose(daily: u32, stated: &str, weighed: &str) -> Command {
    Command::ImposeDaily(DailyImposed {
        daily,
        number: "长环连罚字〔2020〕1号".into(),
        stated: stated.into(),
        weighed: weighed.into(),
        hearing_on: None,
    })
}

fn deliberate() -> Command {
    let members = vec!["u-leader".parse().unwrap(), "u-duty".parse().unwrap()];
    Command::Deliberate(Deliberated { members, conclusion: "同意".into(), minutes: None })
}

/// Fined 100,000 on 10 September, ordered to stop on the same day, found going on a fortnight later.
fn refused() -> Dossier {
    let mut dossier = Dossier::decided(by_table(LOW));
    dossier.give("li", &serve(Document::Decision, "2020-09-10")).unwrap();
    dossier.give("li", &Command::Order(Ordered { what: "停止违法行为".into(), until: None })).unwrap();
    dossier.give("li", &serve(Document::Order(1), "2020-09-10")).unwrap();
    dossier.at("2020-09-24T09:00:00");
    dossier.give("li", &recheck("2020-09-24", false)).unwrap();
    dossier
}

/// Told and served on 24 September, reviewed, its time to speak and to ask for a hearing over.
fn told() -> Dossier {
    let mut dossier = refused();
    dossier.give("li", &tell()).unwrap();
    dossier.give("li", &serve(Document::DailyNotice(1), "2020-09-24")).unwrap();
    dossier.give("duty", &agree(1)).unwrap();
    dossier.at("2020-10-12T09:00:00");
    dossier
}

#[test]
fn every_day_counts_from_the_one_after_service_to_the_second_look() {
    let mut dossier = refused();
    dossier.give("li", &tell()).unwrap();
    let told = &dossier.state().dailies[0].told.what;
    assert_eq!((told.days, told.fine.to_string().as_str()), (14, "1400000.00"));
    assert_eq!((told.first.to_string(), told.last.to_string()), ("2020-09-11".into(), "2020-09-24".into()));
    assert!(!told.hearing.is_empty(), "so large a fine can be heard");
    assert_eq!(daily_penalty(dossier.state(), 1, law()), None, "and is not counted twice");
    assert_eq!(owed_daily(dossier.state(), 1, law(), told.last), None, "nor owed before it is imposed");
}

#[test]
fn it_is_imposed_only_when_told_heard_reviewed_and_discussed() {
    let mut dossier = refused();
    dossier.give("li", &tell()).unwrap();
    assert_eq!(dossier.give("leader", &impose(1, "", "")).unwrap_err(), Refusal::NotReviewed);
    assert_eq!(dossier.give("li", &agree(1)).unwrap_err().code(), "role_may_not");
    dossier.give("duty", &agree(1)).unwrap();
    assert_eq!(dossier.give("leader", &impose(1, "", "")).unwrap_err(), Refusal::NoticeNotServed);
    dossier.give("li", &serve(Document::DailyNotice(1), "2020-09-24")).unwrap();
    let refusal = dossier.give("leader", &impose(1, "", "")).unwrap_err();
    assert_eq!(refusal.code(), "party_may_still_speak");
    dossier.at("2020-10-12T09:00:00");
    let refusal = dossier.give("leader", &impose(1, "", "")).unwrap_err();
    assert_eq!(refusal.code(), "deliberation_missing", "200,000 yuan and more are discussed");
    dossier.give("leader", &deliberate()).unwrap();
    assert_eq!(dossier.give("leader", &impose(1, "已停产", "")).unwrap_err().code(), "text_missing");
    dossier.give("leader", &impose(1, "已停产", "复查时仍在生产,不予采纳")).unwrap();
}

#[test]
fn who_reviewed_and_investigated_after_is_no_other_person() {
    let mut dossier = told();
    dossier.give("leader", &deliberate()).unwrap();
    dossier.give("duty", &evidence('c')).unwrap();
    assert_eq!(dossier.give("leader", &impose(1, "", "")).unwrap_err(), Refusal::NotReviewed);
}

#[test]
fn what_goes_on_is_counted_on_and_never_twice() {
    let mut dossier = told();
    assert_eq!(dossier.give("li", &tell()).unwrap_err(), Refusal::DailyPending { daily: 1 });
    dossier.give("leader", &deliberate()).unwrap();
    dossier.give("leader", &impose(1, "", "")).unwrap();
    assert_eq!(dossier.give("li", &tell()).unwrap_err(), Refusal::NothingToCount);
    dossier.give("li", &recheck("2020-10-12", false)).unwrap();
    dossier.give("li", &tell()).unwrap();
    let second = &dossier.state().dailies[1].told.what;
    assert_eq!((second.first.to_string().as_str(), second.days), ("2020-09-25", 18));
}

#[test]
fn it_is_served_and_paid_by_itself_and_closes_with_the_case() {
    let mut dossier = told();
    let paid = |amount: &str, daily| {
        let on = "2020-10-12".parse().unwrap();
        Command::Pay(Paid { on, amount: amount.parse().unwrap(), receipt: None, daily })
    };
    let close = Command::Close(Closed { because: ClosedBecause::Performed, words: "全部缴清".into() });
    dossier.give("leader", &deliberate()).unwrap();
    assert_eq!(dossier.give("leader", &close).unwrap_err(), Refusal::DailyPending { daily: 1 });
    dossier.give("leader", &impose(1, "", "")).unwrap();
    assert_eq!(dossier.give("li", &paid("1", Some(1))).unwrap_err(), Refusal::DecisionNotServed);
    dossier.give("li", &serve(Document::Daily(1), "2020-10-12")).unwrap();
    let due = deadlines(dossier.state(), law(), dossier.now);
    let payment = due.iter().find(|deadline| deadline.kind == DeadlineKind::DailyPayment).unwrap();
    assert_eq!((payment.subject, payment.day().unwrap().to_string().as_str()), (Some(1), "2020-10-27"));
    let today = "2020-10-12".parse().unwrap();
    let of_fine = owed(dossier.state(), law(), today).unwrap();
    dossier.give("li", &paid("1400000", Some(1))).unwrap();
    assert_eq!(owed(dossier.state(), law(), today).unwrap(), of_fine, "which is another debt");
    assert_eq!(owed_daily(dossier.state(), 1, law(), today).unwrap().left, Money::ZERO);
    let refusal = dossier.give("leader", &close).unwrap_err();
    assert_eq!(refusal, Refusal::NotPerformed { left: of_fine.left });
    dossier.give("li", &paid(&of_fine.left.to_string(), None)).unwrap();
    assert_eq!(owed_in_all(dossier.state(), law(), today), Money::ZERO);
    dossier.give("leader", &close).unwrap();
}

//! Seizure, limits, stops and referral, with their days and hours.

use casework::case::{
    Command, Deadline, DeadlineKind, HandedOver, MeasureApproved, MeasureExtended, MeasureKind,
    MeasureLifted, MeasureTaken, PoliceAnswer, PoliceAnswered, ReferralKind, Referred, Standing, deadlines,
};

use super::support::*;
use crate::support::wall;

fn of(dossier: &Dossier, kind: DeadlineKind, now: &str) -> Option<Deadline> {
    deadlines(dossier.state(), law(), wall(now)).into_iter().find(|deadline| deadline.kind == kind)
}

fn take(kind: MeasureKind, urgent: bool) -> Command {
    Command::TakeMeasure(MeasureTaken {
        kind,
        on: "2020-08-31".parse().unwrap(),
        objects: "1号印刷机".into(),
        reason: "违法排污,可能造成严重污染".into(),
        urgent,
    })
}

fn lift(on: &str) -> Command {
    Command::LiftMeasure(MeasureLifted { measure: 1, on: on.parse().unwrap(), reason: "已改正".into() })
}

#[test]
fn a_seizure_lasts_thirty_days_and_thirty_more() {
    let mut dossier = Dossier::filed();
    dossier.give("leader", &take(MeasureKind::Seizure, false)).unwrap();
    let end = |dossier: &Dossier| of(dossier, DeadlineKind::Seizure, "2020-09-01T09:00:00").unwrap().day();
    assert_eq!(end(&dossier), Some("2020-09-30".parse().unwrap()));
    let extend = |amount| {
        Command::ExtendMeasure(MeasureExtended { measure: 1, amount, reason: "情况复杂".into() })
    };
    assert_eq!(dossier.give("leader", &extend(31)).unwrap_err().code(), "number");
    dossier.give("leader", &extend(30)).unwrap();
    assert_eq!(end(&dossier), Some("2020-10-30".parse().unwrap()));
    assert_eq!(dossier.give("leader", &extend(1)).unwrap_err().code(), "contradiction");
    let over = of(&dossier, DeadlineKind::Seizure, "2020-10-31T00:00:00").unwrap();
    assert_eq!(over.standing, Standing::Passed);
    dossier.at("2020-09-10T09:00:00");
    dossier.give("leader", &lift("2020-09-10")).unwrap();
    assert_eq!(dossier.give("leader", &lift("2020-09-10")).unwrap_err().code(), "unknown_measure");
    let kept = of(&dossier, DeadlineKind::Seizure, "2020-10-31T00:00:00").unwrap();
    assert_eq!(kept.standing, Standing::Met);
}

#[test]
fn an_urgent_seizure_is_approved_within_the_hours_of_the_pack() {
    let mut dossier = Dossier::opened();
    assert_eq!(dossier.give("li", &take(MeasureKind::Limit, true)).unwrap_err().code(), "measure_needs_head");
    assert_eq!(
        dossier.give("li", &take(MeasureKind::Seizure, false)).unwrap_err().code(),
        "measure_needs_head"
    );
    dossier.give("li", &take(MeasureKind::Seizure, true)).unwrap();
    let at = |now: &str| of(&dossier, DeadlineKind::Approval, now).unwrap().standing;
    assert_eq!(at("2020-09-01T09:00:00"), Standing::Running);
    assert_eq!(at("2020-09-01T09:00:01"), Standing::Passed, "to the second");
    dossier.at("2020-09-01T08:59:00");
    let approve = Command::ApproveMeasure(MeasureApproved { measure: 1, reason: "同意".into() });
    dossier.give("leader", &approve).unwrap();
    assert_eq!(dossier.give("leader", &approve).unwrap_err().code(), "nothing_to_approve");
    let kept = of(&dossier, DeadlineKind::Approval, "2020-09-02T09:00:00").unwrap();
    assert_eq!(kept.standing, Standing::Met);
}

#[test]
fn a_limit_is_followed_up_after_it_was_lifted() {
    let mut dossier = Dossier::filed();
    dossier.give("leader", &take(MeasureKind::Limit, false)).unwrap();
    let end = of(&dossier, DeadlineKind::Limit, "2020-09-01T09:00:00").unwrap();
    assert_eq!(end.day(), Some("2020-11-30".parse().unwrap()), "three months, to the last of a shorter one");
    assert!(of(&dossier, DeadlineKind::FollowUp, "2020-09-01T09:00:00").is_none());
    dossier.at("2020-09-10T09:00:00");
    dossier.give("leader", &lift("2020-09-10")).unwrap();
    let follow = of(&dossier, DeadlineKind::FollowUp, "2020-09-11T09:00:00").unwrap();
    assert_eq!((follow.day(), follow.standing), (Some("2020-10-10".parse().unwrap()), Standing::Running));
}

#[test]
fn a_crime_is_handed_over_within_hours_and_the_police_answer_within_days() {
    let mut dossier = Dossier::filed();
    let refer = |kind| {
        Command::Refer(Referred {
            kind, to: "开福公安分局".into(), reason: "涉嫌污染环境罪".into()
        })
    };
    dossier.give("leader", &refer(ReferralKind::Crime)).unwrap();
    let crime = of(&dossier, DeadlineKind::Crime, "2020-08-31T10:00:00").unwrap();
    assert_eq!(crime.due.unwrap().at, Some(wall("2020-09-01T09:00:00")));
    let answer = |answer, on: &str| {
        let (on, words) = (on.parse().unwrap(), String::new());
        Command::PoliceAnswer(PoliceAnswered { referral: 1, on, answer, words })
    };
    let early = dossier.give("li", &answer(PoliceAnswer::Accepted, "2020-08-31")).unwrap_err();
    assert_eq!(early.code(), "not_handed_over");
    dossier.at("2020-09-01T09:30:00");
    let handed = HandedOver { referral: 1, words: "案卷一册,抄送检察院".into(), receipt: None };
    dossier.give("li", &Command::HandOver(handed)).unwrap();
    let late = of(&dossier, DeadlineKind::Crime, "2020-09-02T09:00:00").unwrap();
    assert_eq!(late.standing, Standing::MetLate, "half an hour late is late");
    dossier.at("2020-09-02T09:00:00");
    dossier.give("li", &answer(PoliceAnswer::Accepted, "2020-09-02")).unwrap();
    let police = of(&dossier, DeadlineKind::Police, "2020-09-03T09:00:00").unwrap();
    assert_eq!((police.day(), police.kind.of_party()), (Some("2020-09-05".parse().unwrap()), true));
    dossier.at("2020-09-04T09:00:00");
    dossier.give("li", &answer(PoliceAnswer::Refused, "2020-09-04")).unwrap();
    let reconsider = of(&dossier, DeadlineKind::Reconsider, "2020-09-05T09:00:00").unwrap();
    assert_eq!(reconsider.day(), Some("2020-09-09".parse().unwrap()), "three working days");
}

#[test]
fn detention_has_working_days() {
    let mut dossier = Dossier::filed();
    let kind = ReferralKind::Detention;
    let refer = Command::Refer(Referred { kind, to: "公安".into(), reason: "暗管排放".into() });
    dossier.give("leader", &refer).unwrap();
    let detention = of(&dossier, DeadlineKind::Detention, "2020-09-01T09:00:00").unwrap();
    assert_eq!(detention.day(), Some("2020-09-03".parse().unwrap()));
}

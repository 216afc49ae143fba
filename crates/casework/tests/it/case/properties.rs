//! Random people give random commands: whatever is accepted keeps the invariants.

use casework::case::{
    Act, Case, ChallengeEnded, ChallengeKind, ChallengeOutcome, Challenged, Closed, ClosedBecause, Command,
    DailyGiven, DailyImposed, DailyReviewed, DecidedOutcome, DecisionOutcome, Deliberated, Document,
    HandedOver, MeasureKind, MeasureLifted, MeasureTaken, Ordered, Rechecked, ReferralKind, Referred,
    Resumed, ReviewOpinion, Sent, Stage, StatementKind, Suspended, Withdrawn, allowed, apply, deadlines,
    decide, owed,
};
use law::Rung;
use model::{Timestamp, china};
use proptest::prelude::*;

use super::support::*;
use crate::support::actor;

const PEOPLE: [&str; 6] = ["li", "wang", "duty", "leader", "zhao", "inspector"];
const LOW: &str = r#"{"mode": "部分不正常运行"}"#;

fn command(choice: usize, today: &str) -> Command {
    let reason = || Withdrawn { reason: "理由".into() };
    let on = || today.parse().unwrap();
    match choice {
        0 => file_it(Some("逾期原因")),
        1 => evidence('a'),
        2 => evidence('b'),
        3 => tier(Rung::Ordinary, "理由"),
        4 => Command::Send(Sent { report: "终结".into(), evidence: vec![1] }),
        5 => review(ReviewOpinion::Agrees),
        6 => review(ReviewOpinion::Returns),
        7 => notify(by_table(LOW)),
        8 => serve(Document::Notice(1), today),
        9 => serve(Document::Notice(2), today),
        10 => say(StatementKind::Waiver, today),
        11 => say(StatementKind::HearingRequest, today),
        12 => decision(by_table(LOW)),
        13 => serve(Document::Decision, today),
        14 => Command::Pay(casework::case::Paid {
            on: on(),
            amount: "50000".parse().unwrap(),
            receipt: None,
            daily: None,
        }),
        15 => Command::Close(Closed { because: ClosedBecause::Performed, words: "完".into() }),
        16 => Command::Suspend(Suspended { ground: "鉴定".into(), reason: "等".into() }),
        17 => Command::Resume(Resumed { reason: "到".into() }),
        18 => Command::Reinvestigate(reason()),
        19 => Command::Withdraw(reason()),
        20 => Command::Order(Ordered { what: "改正".into(), until: None }),
        21 => Command::Recheck(Rechecked {
            order: 1,
            on: on(),
            corrected: true,
            words: "已改".into(),
            files: Vec::new(),
        }),
        22 => Command::CheckEvidence { evidence: 1 },
        23 => Command::Challenge(Challenged {
            kind: ChallengeKind::Litigation,
            on: on(),
            before: "法院".into(),
        }),
        24 => Command::EndChallenge(ChallengeEnded {
            on: on(),
            outcome: ChallengeOutcome::Upheld,
            words: String::new(),
        }),
        25 => Command::Deliberate(Deliberated {
            members: vec!["u-leader".parse().unwrap(), "u-duty".parse().unwrap()],
            conclusion: "同意".into(),
            minutes: None,
        }),
        26 => Command::TakeMeasure(MeasureTaken {
            kind: MeasureKind::Seizure,
            on: on(),
            objects: "设备".into(),
            reason: "紧急".into(),
            urgent: true,
        }),
        27 => Command::LiftMeasure(MeasureLifted { measure: 1, on: on(), reason: "改正".into() }),
        28 => Command::Refer(Referred {
            kind: ReferralKind::Crime,
            to: "公安局".into(),
            reason: "涉嫌犯罪".into(),
        }),
        29 => Command::HandOver(HandedOver { referral: 1, words: "案卷".into(), receipt: None }),
        30 => serve(Document::Order(1), today),
        31 => Command::Recheck(Rechecked {
            order: 1,
            on: on(),
            corrected: false,
            words: "未改".into(),
            files: Vec::new(),
        }),
        32 => Command::TellDaily(DailyGiven { order: 1, facts: "仍在排放".into() }),
        33 => Command::ReviewDaily(DailyReviewed { daily: 1, words: "同意".into() }),
        34 => serve(Document::DailyNotice(1), today),
        35 => Command::ImposeDaily(DailyImposed {
            daily: 1,
            number: "连1号".into(),
            stated: String::new(),
            weighed: String::new(),
            hearing_on: None,
        }),
        36 => {
            let ground = "情节轻微,及时改正".into();
            Command::Decide(decision_given(DecisionOutcome::NoPenalty { ground }))
        }
        _ => Command::Archive(casework::case::Archived { volume: "卷".into() }),
    }
}

/// What must hold of every case that can come about.
fn check(case: &Case) -> Result<(), TestCaseError> {
    if let Some(decided) = &case.decided {
        let review = decided.what.review.as_ref().expect("no decision without a review");
        prop_assert!(
            !case.investigators.contains(&review.by) || case.over_at().is_some() || later(case, decided.at)
        );
        prop_assert!(!decided.what.evidence.is_empty());
        prop_assert!(decided.at >= review.at);
        let told = case.notice().is_some_and(|notice| notice.at <= decided.at);
        prop_assert!(told || !matches!(decided.what.outcome, DecidedOutcome::Penalty(_)));
    }
    for daily in case.dailies.iter().filter(|daily| daily.imposed.is_some()) {
        let review = daily.reviewed.as_ref().expect("no daily penalty without a review");
        prop_assert!(!case.investigators.contains(&review.by) || later(case, review.at));
        prop_assert_eq!(
            daily.told.what.first.until(daily.told.what.last).unwrap().get_days() + 1,
            daily.told.what.days as i32
        );
    }
    match &case.stage {
        Stage::Closed { .. } | Stage::Archived { .. } => {
            prop_assert!(case.dailies.iter().all(|daily| daily.imposed.is_some()));
            prop_assert!(case.service_of(Document::Decision).is_some());
        }
        Stage::Ended { .. } | Stage::Opened | Stage::Investigating | Stage::UnderReview => {
            prop_assert!(case.decided.is_none());
        }
        Stage::Reviewed | Stage::Noticed | Stage::Decided => {
            prop_assert!(case.review().is_some_and(|review| review.what.opinion == ReviewOpinion::Agrees));
        }
    }
    prop_assert!(case.pauses.iter().rev().skip(1).all(|pause| pause.resumed.is_some()));
    Ok(())
}

/// Whether evidence came after the decision: whoever enters it then was another person when it was decided.
fn later(case: &Case, decided_at: Timestamp) -> bool {
    case.evidence.iter().any(|evidence| evidence.added.at >= decided_at)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_accepted_keeps_the_invariants(
        steps in prop::collection::vec((0..PEOPLE.len(), 0usize..38, 0i64..6), 1..60),
        hurry in any::<bool>(),
    ) {
        let mut dossier = if hurry { Dossier::under_review() } else { Dossier::opened() };
        for (who, choice, days) in steps {
            dossier.now = china::plus_seconds(dossier.now, days * 86_400 + 60);
            let today = china::civil(dossier.now).date();
            let command = command(choice, &today.to_string());
            let before = dossier.case.clone();
            let offered = allowed(dossier.state(), &actor(PEOPLE[who]));
            let again = decide(dossier.case.as_ref(), &command, &actor(PEOPLE[who]), &dossier.here());
            let outcome = dossier.give(PEOPLE[who], &command);
            prop_assert_eq!(&again, &outcome, "the same question has the same answer");
            match outcome {
                Ok(_) => prop_assert!(offered.contains(&command.act()), "{:?} was not offered", command.act()),
                Err(_) => prop_assert_eq!(&before, &dossier.case, "a refusal leaves no trace"),
            }
            check(dossier.state())?;
            deadlines(dossier.state(), law(), dossier.now);
            if let Some(owed) = owed(dossier.state(), law(), today) {
                prop_assert!(owed.surcharge.is_none_or(|surcharge| surcharge.surcharge <= owed.fine));
            }
        }
        let mut folded = None;
        for (event, who, at) in &dossier.history {
            folded = Some(apply(folded, event, &actor(who), *at).unwrap());
        }
        prop_assert_eq!(folded, dossier.case, "the history folds to the state");
    }

    #[test]
    fn an_act_that_is_not_offered_is_refused(who in 0..PEOPLE.len(), choice in 0usize..38, stage in 0usize..4) {
        let mut dossier = match stage {
            0 => Dossier::opened(),
            1 => Dossier::under_review(),
            2 => Dossier::noticed(by_table(LOW)),
            _ => Dossier::decided(by_table(LOW)),
        };
        let command = command(choice, &china::civil(dossier.now).date().to_string());
        let offered: Vec<Act> = allowed(dossier.state(), &actor(PEOPLE[who]));
        if !offered.contains(&command.act()) {
            prop_assert!(dossier.give(PEOPLE[who], &command).is_err());
        }
    }
}

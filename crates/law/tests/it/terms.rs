//! Terms of procedure: their due days with proof, surcharges and daily penalties.

use jiff::ToSpan;
use jiff::civil::{Date, date};
use law::{
    CountStep, DayOrMoment, Due, DueQuestion, Freeze, LawRefusal, RefusalCode, Step, Suspension, TermStep,
};
use model::Money;
use proptest::prelude::*;

use crate::law;

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn ask(term: &str, from: &str, suspend: &[&str]) -> Result<Due, LawRefusal> {
    let suspensions = suspend.iter().map(|span| Suspension::parse(span)).collect::<Result<_, _>>()?;
    law().due(term, &DueQuestion { from: from.parse()?, suspensions, extensions: Vec::new() })
}

fn due(term: &str, from: &str, suspend: &[&str]) -> String {
    ask(term, from, suspend).unwrap().day.to_string()
}

fn has(due: &Due, wanted: impl Fn(&TermStep) -> bool) -> bool {
    due.steps.iter().any(wanted)
}

#[test]
fn there_are_fifty_terms_and_the_lengths_of_all_can_be_asked() {
    let law = law();
    // The fifty of the reference, and one on publishing inspections.
    assert_eq!(law.terms().len(), 50 + 1);
    let from = DayOrMoment::Moment("2023-07-03T02:00:00Z".parse().unwrap());
    for term in law.terms() {
        let question = DueQuestion { from, suspensions: Vec::new(), extensions: Vec::new() };
        match law.due(&term.basis.rule, &question) {
            Ok(due) => {
                let back = term.basis.rule == "hearing_notice";
                assert!((due.day < from.day()) == back, "{}", term.basis.rule);
                assert!(due.at.is_some() || due.day != from.day(), "{}", term.basis.rule);
                assert!(matches!(due.steps.last(), Some(TermStep::Count(CountStep::Due { .. }))));
            }
            Err(refusal) => assert_eq!(refusal.code, RefusalCode::NoLength, "{refusal}"),
        }
    }
}

#[test]
fn suspensions_overlap_lie_within_each_other_and_touch() {
    // Five working days from Monday 2 March 2020 end on the 9th.
    assert_eq!(due("statement", "2020-03-02", &[]), "2020-03-09");
    assert_eq!(due("statement", "2020-03-02", &["2020-03-04..2020-03-05"]), "2020-03-11");
    let nested = ["2020-03-03..2020-03-06", "2020-03-04..2020-03-05"];
    assert_eq!(due("statement", "2020-03-02", &nested), "2020-03-13");
    assert_eq!(
        due("statement", "2020-03-02", &["2020-03-03..2020-03-04", "2020-03-04..2020-03-06"]),
        "2020-03-13"
    );
    assert_eq!(
        due("statement", "2020-03-02", &["2020-03-03..2020-03-04", "2020-03-05..2020-03-06"]),
        "2020-03-13"
    );
    // A weekend alone moves nothing; what lies before or after the term, neither.
    assert_eq!(due("statement", "2020-03-02", &["2020-03-07..2020-03-08"]), "2020-03-09");
    assert_eq!(
        due("statement", "2020-03-02", &["2020-02-01..2020-03-02", "2020-03-10..2020-03-20"]),
        "2020-03-09"
    );
    // Months: the days of the suspension are added, and those that the move reaches.
    assert_eq!(
        due("restrict_max", "2020-03-02", &["2020-06-01..2020-06-03", "2020-06-05..2020-06-05"]),
        "2020-06-06"
    );
    let refusal = ask("statement", "2020-03-02", &["2020-03-05..2020-03-04"]).unwrap_err();
    assert_eq!((refusal.code, refusal.field.as_str()), (RefusalCode::Date, "suspend"));
    assert_eq!(ask("statement", "2020-03-02", &["2020-03-05"]).unwrap_err().code, RefusalCode::Date);
    assert_eq!(ask("hearing_notice", "2020-03-02", &nested).unwrap_err().code, RefusalCode::Contradiction);
}

#[test]
fn a_pause_of_hours_counts_to_the_minute() {
    let at = |suspend: &[&str]| {
        let due = ask("seizure_urgent", "2020-09-01T10:30", suspend).unwrap();
        model::china::minute_text(due.at.unwrap())
    };
    assert_eq!(at(&[]), "2020-09-02 10:30");
    assert_eq!(at(&["2020-09-01T12:00..2020-09-01T14:15"]), "2020-09-02 12:45");
    assert_eq!(at(&["2020-09-02..2020-09-02"]), "2020-09-03 10:30");
    assert_eq!(
        at(&["2020-09-01T09:00..2020-09-01T11:00", "2020-09-01T10:45..2020-09-01T10:50"]),
        "2020-09-02 11:00"
    );
    assert_eq!(at(&["2020-09-02T10:30..2020-09-02T12:00"]), "2020-09-02 10:30");
}

#[test]
fn months_end_on_the_last_day_of_a_shorter_one() {
    for (from, expected) in [
        ("2020-08-30", "2021-03-01"), // 28 February is a Sunday
        ("2019-08-29", "2020-03-02"), // 29 February is a Saturday
        ("2020-01-31", "2020-07-31"),
        ("2020-02-29", "2020-08-31"), // 29 August is a Saturday
        ("2020-03-31", "2020-09-30"),
    ] {
        assert_eq!(due("litigation", from, &[]), expected, "{from}");
    }
    // 60 days from 2 August 2020 end on 1 October: the next working day is the 9th.
    let review = ask("review", "2020-08-02", &[]).unwrap();
    assert_eq!((review.counted_day, review.day), (day("2020-10-01"), day("2020-10-09")));
}

#[test]
fn what_is_not_known_is_told() {
    // Nobody has compared the calendar of 2020 with its notice.
    let in_2020 = ask("statement", "2020-03-02", &[]).unwrap();
    assert!(in_2020.unverified);
    let later = ask("statement", "2029-03-05", &[]).unwrap();
    assert_eq!(later.day, day("2029-03-12"));
    let unknown = TermStep::Calendar(Step::UnknownYear { year: 2029 });
    assert!(later.unverified && has(&later, |step| *step == unknown));
    // Natural days that end on a weekend, and no source says what then.
    let payment = ask("payment", "2022-03-11", &[]).unwrap();
    assert_eq!(payment.day, day("2022-03-26"));
    assert!(payment.unverified);
    assert!(has(&payment, |step| matches!(
        step,
        TermStep::Count(CountStep::DayOff { moved_to: None, rule: None, .. })
    )));
    // A term whose source is younger than the day, and a suspension that no source knows.
    let early = ask("filing", "2020-09-01", &[]).unwrap();
    assert!(has(&early, |step| matches!(step, TermStep::Count(CountStep::BeforeSource { .. }))));
    let stopped = ask("payment", "2022-03-02", &["2022-03-05..2022-03-06"]).unwrap();
    assert!(has(&stopped, |step| *step == TermStep::Count(CountStep::NoGroundToStop)));
    assert_eq!(ask("payment", "2014-12-31", &[]).unwrap_err().code, RefusalCode::NotInForce);
    assert_eq!(ask("paiment", "2020-01-01", &[]).unwrap_err().code, RefusalCode::UnknownTerm);
    assert_eq!(ask("payment", "2020-13-01", &[]).unwrap_err().code, RefusalCode::Date);
    assert_eq!(ask("seizure_urgent", "2020-09-01", &[]).unwrap_err().code, RefusalCode::Date);
}

#[test]
fn steps_are_stored_and_read_back() {
    for (term, from, suspend) in [
        ("filing", "2020-09-25", &["2020-09-28..2020-09-29"][..]),
        ("litigation", "2020-08-31", &["2020-10-01..2020-10-02"]),
        ("seizure_urgent", "2020-09-01T10:30", &["2020-09-02..2020-09-02"]),
        ("deferral_request", "2020-02-14", &[]),
    ] {
        for step in ask(term, from, suspend).unwrap().steps {
            let stored = serde_json::to_string(&step).unwrap();
            assert_eq!(serde_json::from_str::<TermStep>(&stored).unwrap(), step);
            assert!(!step.text_zh().is_empty() && !step.text_en().is_empty());
        }
    }
}

#[test]
fn a_daily_penalty_counts_to_the_day_of_the_second_look() {
    let law = law();
    let rule = law.daily_penalty_rule(day("2020-09-01")).unwrap();
    let original: Money = "220000".parse().unwrap();
    let daily = rule.reckon(original, day("2020-09-01"), day("2020-09-15")).unwrap();
    assert_eq!((daily.days, daily.first, daily.last), (14, day("2020-09-02"), day("2020-09-15")));
    assert_eq!(daily.fine.to_string(), "3080000.00");
    assert!(!daily.recheck_late);
    assert!(rule.reckon(original, day("2020-09-01"), day("2020-10-02")).unwrap().recheck_late);
    let code = |found| rule.reckon(original, day("2020-09-01"), day(found)).unwrap_err().code;
    assert_eq!((code("2020-09-01"), code("2020-08-31")), (RefusalCode::Date, RefusalCode::Date));
    let leap = rule.reckon(original, day("2020-02-28"), day("2020-03-01")).unwrap();
    assert_eq!(leap.days, 2);
    assert_eq!(
        rule.reckon(Money::MAX, day("2020-09-01"), day("2020-09-03")).unwrap_err().code,
        RefusalCode::TooLarge
    );
}

#[test]
fn a_surcharge_stops_at_the_fine_and_stands_still_in_court() {
    let law = law();
    let rule = law.surcharge_rule(day("2020-09-16")).unwrap();
    let fine: Money = "29000".parse().unwrap();
    let after = |days| rule.after_days(fine, days).unwrap();
    assert_eq!(after(0).surcharge, Money::ZERO);
    assert_eq!(after(10).surcharge.to_string(), "8700.00");
    assert_eq!((after(33).surcharge.to_string(), after(33).capped), ("28710.00".into(), false));
    assert_eq!((after(34).surcharge, after(34).capped, after(34).cap_reached_at_days), (fine, true, 34));
    assert_eq!(after(u32::MAX).total.to_string(), "58000.00");
    let freeze = |first, last| Freeze { first: day(first), last: day(last) };
    let between = |on, freezes: &[Freeze]| rule.between(fine, day("2020-09-16"), day(on), freezes);
    assert_eq!(between("2020-09-16", &[]).unwrap().days, 0);
    assert_eq!(between("2020-09-01", &[]).unwrap().days, 0);
    let frozen =
        between("2020-09-26", &[freeze("2020-09-01", "2020-09-18"), freeze("2020-09-25", "2021-01-01")]);
    let frozen = frozen.unwrap();
    assert_eq!((frozen.days, frozen.frozen_days), (6, 4));
    assert_eq!(
        between("2020-09-26", &[freeze("2020-09-02", "2020-09-01")]).unwrap_err().code,
        RefusalCode::Date
    );
    let cent = rule.after_days(Money::from_fen(1).unwrap(), 1).unwrap();
    assert_eq!((cent.surcharge, cent.fraction_dropped), (Money::ZERO, true));
}

proptest! {
    #[test]
    fn natural_days_with_suspensions_are_what_a_plain_count_gives(
        offset in 0_i32..3_000,
        spans in prop::collection::vec((0_i32..200, 0_i32..30), 0..5),
    ) {
        let start = date(2016, 1, 1).checked_add(offset.days()).unwrap();
        let span = |(first, length): (i32, i32)| {
            let first = start.checked_add(first.days()).unwrap();
            (first, first.checked_add(length.days()).unwrap())
        };
        let spans: Vec<(Date, Date)> = spans.into_iter().map(span).collect();
        let suspensions = spans
            .iter()
            .map(|(first, last)| Suspension::new(DayOrMoment::Day(*first), DayOrMoment::Day(*last)).unwrap())
            .collect();
        let question = DueQuestion { from: DayOrMoment::Day(start), suspensions, extensions: Vec::new() };
        let found = law().due("decision", &question).unwrap().day;
        let (mut plain, mut left) = (start, 90);
        while left > 0 {
            plain = plain.tomorrow().unwrap();
            if !spans.iter().any(|(first, last)| *first <= plain && plain <= *last) {
                left -= 1;
            }
        }
        prop_assert_eq!(found, plain);
    }

    #[test]
    fn a_suspension_never_brings_the_end_forward(
        offset in 0_i32..3_000, first in 0_i32..400, length in 0_i32..60, term in 0_usize..5,
    ) {
        let term = ["filing", "decision", "litigation", "prosecution_limit", "restrict_max"][term];
        let start = date(2016, 1, 1).checked_add(offset.days()).unwrap();
        let first = start.checked_add(first.days()).unwrap();
        let last = first.checked_add(length.days()).unwrap();
        let due = |suspensions| {
            let question = DueQuestion { from: DayOrMoment::Day(start), suspensions, extensions: Vec::new() };
            law().due(term, &question).unwrap().counted_day
        };
        let plain = due(Vec::new());
        let moved = due(vec![Suspension::new(DayOrMoment::Day(first), DayOrMoment::Day(last)).unwrap()]);
        prop_assert!(moved >= plain);
        prop_assert!(first <= plain || moved == plain);
    }

    #[test]
    fn a_surcharge_grows_with_days_and_never_beyond_the_fine(fen in 0_i64..10_000_000_000, days in 0_u32..100) {
        let law = law();
        let rule = law.surcharge_rule(date(2020, 9, 16)).unwrap();
        let fine = Money::from_fen(fen).unwrap();
        let (one, next) = (rule.after_days(fine, days).unwrap(), rule.after_days(fine, days + 1).unwrap());
        prop_assert!(one.surcharge <= next.surcharge && next.surcharge <= fine);
        prop_assert_eq!(one.surcharge.fen(), (i128::from(fen) * 3 * i128::from(days) / 100).min(i128::from(fen)) as i64);
    }
}

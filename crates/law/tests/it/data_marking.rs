use jiff::civil::date;
use law::{Law, MarkingClass, MarkingKind, OfficeHours};
use model::china;
use serde::Deserialize as _;
use serde::de::IntoDeserializer as _;
use serde::de::value::StrDeserializer;

use crate::loading::check;
use crate::{PACKS, law};

/// The packs without the illustration of the demo.
fn real() -> Law {
    let packs: Vec<_> = PACKS.into_iter().filter(|pack| !pack.name.contains("/city/")).collect();
    Law::load(&packs, OfficeHours::default()).unwrap()
}

#[test]
fn before_2023_no_rule_holds_and_the_illustration_says_what_it_is() {
    let day = date(2022, 12, 31);
    assert!(real().data_marking(day).is_none());
    assert!(real().marking_limit("C3011", MarkingKind::ColdStart, None, day).is_none());
    let shown = law();
    let shown = shown.data_marking(day).unwrap();
    assert!(shown.basis.illustrative && shown.basis.unverified);
    let law = law();
    let national = law.data_marking(date(2023, 1, 1)).unwrap();
    assert_eq!(national.basis.pack, "cn-data-marking");
    assert!(!national.basis.illustrative && national.basis.unverified, "it was read at second hand");
}

#[test]
fn a_day_is_marked_until_noon_of_the_next() {
    let law = law();
    let rule = law.data_marking(date(2023, 5, 1)).unwrap();
    assert_eq!(china::minute_text(rule.deadline(date(2023, 5, 1))), "2023-05-02 12:00");
    let open = |text: &str| rule.earliest_open_day(china::instant(text.parse().unwrap()));
    assert_eq!(open("2023-05-02T11:59:59"), date(2023, 5, 1));
    assert_eq!(open("2023-05-02T12:00:00"), date(2023, 5, 2));
    assert_eq!(open("2023-05-02T00:00:00"), date(2023, 5, 1));
}

#[test]
fn a_condition_excuses_in_the_trades_whose_limit_is_known() {
    let law = law();
    let hours = |trade: &str, kind, factor: Option<&str>| {
        let factor = factor.map(|factor| factor.parse().unwrap());
        law.marking_limit(trade, kind, factor.as_ref(), date(2024, 1, 1)).map(|limit| limit.hours)
    };
    assert_eq!(hours("C3011", MarkingKind::ColdStart, Some("a21026")), Some(36));
    assert_eq!(hours("3011", MarkingKind::Stop, None), Some(8), "codes come without their letter, too");
    assert_eq!(hours("C3079", MarkingKind::ColdStart, None), Some(4));
    assert_eq!(hours("C3110", MarkingKind::HotStart, Some("a21002")), Some(8));
    assert_eq!(hours("C3110", MarkingKind::HotStart, Some("a21026")), None);
    assert_eq!(hours("C3011", MarkingKind::FacilityFault, None), None);
    assert_eq!(hours("C2319", MarkingKind::ColdStart, None), None, "the illustration ended with 2022");
    assert_eq!(hours("", MarkingKind::ColdStart, None), None);
    let power = law.marking_limit("D4411", MarkingKind::HotStart, None, date(2024, 1, 1)).unwrap();
    assert_eq!((power.hours, power.extended_hours), (4, Some(8)));
}

#[test]
fn false_marks_are_fraud_since_2026() {
    let law = law();
    assert!(law.false_marking(date(2025, 12, 31)).is_none());
    assert!(law.false_marking(date(2026, 1, 1)).is_some_and(|rule| rule.basis.unverified));
}

#[test]
fn codes_are_those_of_the_packs() {
    for kind in MarkingKind::ALL {
        let code: StrDeserializer<'_, serde::de::value::Error> = kind.code().into_deserializer();
        assert_eq!(MarkingKind::deserialize(code), Ok(kind));
        assert_eq!(kind.class() == MarkingClass::Device, kind.code().starts_with("device_"));
    }
}

#[test]
fn entries_that_make_no_sense_are_refused_where_they_stand() {
    let rule = |kinds: &str, days: &str, time: &str| {
        format!(
            "[[data_marking]]\nid = \"r\"\nkinds = {kinds}\ndue_days_after = {days}\ndue_time = {time}\n\
             source = \"s\"\nconfidence = \"low\"\n"
        )
    };
    check(&rule("[]", "1", "12:00:00"), 9, "at least one kind");
    check(&rule("[\"stop\", \"stop\"]", "1", "12:00:00"), 9, "each once");
    check(&rule("[\"holiday\"]", "1", "12:00:00"), 11, "holiday");
    check(&rule("[\"stop\"]", "31", "12:00:00"), 9, "between 0 and 30");
    check(&rule("[\"stop\"]", "1", "2020-01-01T12:00:00"), 13, "not a time alone");
    let twice =
        rule("[\"stop\"]", "1", "12:00:00") + &rule("[\"stop\"]", "2", "12:00:00").replace("\"r\"", "\"q\"");
    check(&twice, 16, "says what another entry says already");

    let limit = |trade: &str, kind: &str, hours: &str, more: &str| {
        format!(
            "[[marking_limit]]\nid = \"l\"\nfacility = \"窑\"\nfacility_en = \"kiln\"\ntrades = [\"{trade}\"]\n\
             kinds = [\"{kind}\"]\nhours = {hours}\nsource = \"s\"\nconfidence = \"low\"\n{more}"
        )
    };
    check(&limit("C3011", "cold_start", "0", ""), 9, "between 1 and 168");
    check(&limit("C3011", "cold_start", "4", "extended_hours = 4\n"), 9, "extended_hours");
    check(&limit("C3011", "device_fault", "4", ""), 9, "makes data invalid");
    check(&limit("cement", "cold_start", "4", ""), 9, "GB/T 4754");
    let narrower =
        limit("C3011", "stop", "4", "") + &limit("C301", "stop", "5", "").replace("\"l\"", "\"m\"");
    check(&narrower, 18, "says what another entry says already");

    check(
        "[[marking_deadline_example]]\nday = 2020-03-03\nuntil = 2020-03-04T12:00:00\n",
        9,
        "the rule none",
    );
    check(
        "[[marking_limit_example]]\nday = 2020-03-03\ntrade = \"C3011\"\nkind = \"stop\"\nhours = 8\n",
        9,
        "the limits give no limit",
    );
}

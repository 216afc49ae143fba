use jiff::civil::date;
use law::{AlarmStep, Law, OfficeHours, PackFile, Since, Step};
use model::{DistrictCode, FindingKind, Role, Severity, china};

use crate::{PACKS, law};

const SEVERITIES: [Severity; 4] = [Severity::Notice, Severity::Moderate, Severity::Serious, Severity::Grave];

#[test]
fn every_step_of_every_severity_has_a_term() {
    let law = law();
    let steps =
        [AlarmStep::Accept, AlarmStep::Assign, AlarmStep::Explain, AlarmStep::Verify, AlarmStep::Close];
    for step in steps {
        for severity in SEVERITIES {
            let term = law.alarm_term(step, severity, date(2020, 8, 30)).unwrap();
            assert!(term.basis.illustrative && term.basis.unverified, "made-up terms say so");
        }
    }
    assert!(law.alarm_term(AlarmStep::Accept, Severity::Grave, date(1999, 12, 31)).is_none());
}

#[test]
fn what_presses_more_never_waits_longer() {
    let law = law();
    let start = china::instant("2020-08-30T08:40:00".parse().unwrap());
    for step in [AlarmStep::Accept, AlarmStep::Verify, AlarmStep::Explain] {
        let ends = SEVERITIES.map(|severity| {
            let term = law.alarm_term(step, severity, date(2020, 8, 30)).unwrap();
            term.amount.after(start, Since::Assigned, law.calendar()).at
        });
        assert!(ends.is_sorted_by(|less, more| less >= more), "{step:?}: {ends:?}");
    }
}

#[test]
fn a_term_is_reckoned_with_its_steps() {
    let law = law();
    let start = china::instant("2020-08-30T08:45:00".parse().unwrap());
    let accept = law.alarm_term(AlarmStep::Accept, Severity::Serious, date(2020, 8, 30)).unwrap();
    let found = accept.amount.after(start, Since::Assigned, law.calendar());
    assert_eq!(china::minute_text(found.at), "2020-08-30 09:45", "the duty room works on Sundays too");
    let told: Vec<String> = found.steps.iter().map(Step::text_en).collect();
    assert_eq!(
        told,
        ["counted from 2020-08-30 08:45 (assigned)", "term: 1 h around the clock", "until 2020-08-30 09:45"]
    );
    assert!(!found.unverified, "no calendar was used");

    let close = law.alarm_term(AlarmStep::Close, Severity::Serious, date(2020, 8, 30)).unwrap();
    let found = close.amount.after(start, Since::Verified, law.calendar());
    assert_eq!(china::minute_text(found.at), "2020-09-01 17:00");
    assert!(found.unverified, "the calendar was not read at its source");
}

#[test]
fn an_alarm_goes_to_its_own_district_unless_a_rule_says_otherwise() {
    let text = r#"
[pack]
id = "special"
version = "1"
layer = "city"
title = "专项"
title_en = "Special"
valid_from = 2020-08-01
valid_to = 2020-09-01
[[alarm_assignment]]
id = "water-team"
kind = ["exceedance_hour"]
district = ["430105", "430111"]
branch = "430102"
source = "test"
confidence = "high"
"#;
    let of_the_repository = |name: &str| *PACKS.iter().find(|pack| pack.name.ends_with(name)).unwrap();
    let (calendar, service) =
        (of_the_repository("calendar-2020.toml"), of_the_repository("changsha-alarm-service.toml"));
    let files = [PackFile { name: "special.toml", text }, calendar, service];
    let law = Law::load(&files, OfficeHours::default()).unwrap();
    let check = |kind, district: &str, day, branch: &str, rule: &str| {
        let district: DistrictCode = district.parse().unwrap();
        let found = law.alarm_assignment(kind, &district, day).unwrap();
        assert_eq!((found.branch_for(&district).as_str(), found.basis.rule.as_str()), (branch, rule));
    };
    let august = date(2020, 8, 30);
    check(FindingKind::ExceedanceHour, "430105", august, "430102", "water-team");
    check(FindingKind::ExceedanceHour, "430103", august, "430103", "own-district");
    check(FindingKind::LoggerSilent, "430105", august, "430105", "own-district");
    check(FindingKind::ExceedanceHour, "430105", date(2020, 9, 1), "430105", "own-district");
}

#[test]
fn the_narrower_layer_goes_first() {
    let pack = |layer: &str, amount: u32| {
        format!(
            "[pack]\nid = \"{layer}\"\nversion = \"1\"\nlayer = \"{layer}\"\ntitle = \"t\"\ntitle_en = \"t\"\n\
             valid_from = 2020-01-01\n[[alarm_term]]\nid = \"a\"\nstep = \"accept\"\namount = {amount}\n\
             unit = \"hours\"\nclock = \"continuous\"\nsource = \"test\"\nconfidence = \"high\"\n"
        )
    };
    let (national, city, province) = (pack("national", 1), pack("city", 3), pack("province", 2));
    let amount = |texts: &[&String]| {
        let files: Vec<PackFile<'_>> = texts.iter().map(|text| PackFile { name: "x", text }).collect();
        let law = Law::load(&files, OfficeHours::default()).unwrap();
        law.alarm_term(AlarmStep::Accept, Severity::Grave, date(2020, 1, 1)).unwrap().amount.amount()
    };
    assert_eq!(amount(&[&national]), 1);
    assert_eq!(amount(&[&national, &province]), 2);
    assert_eq!(amount(&[&national, &city, &province]), 3);
}

#[test]
fn escalation_goes_from_the_duty_room_to_the_leader() {
    let law = law();
    let day = date(2020, 8, 30);
    let to = |level| law.alarm_escalation(level, day).map(|rule| rule.to);
    assert_eq!((to(1), to(2), to(3)), (Some(Role::DutyOfficer), Some(Role::Leader), None));
}

#[test]
fn a_term_follows_another_and_never_leaves_its_pack() {
    let term = |id: &str, amount: u32, validity: &str| {
        format!(
            "[[alarm_term]]\nid = \"{id}\"\nstep = \"accept\"\namount = {amount}\nunit = \"hours\"\n\
             clock = \"continuous\"\nsource = \"test\"\nconfidence = \"high\"\n{validity}\n"
        )
    };
    let text = format!(
        "[pack]\nid = \"p\"\nversion = \"1\"\nlayer = \"city\"\ntitle = \"t\"\ntitle_en = \"t\"\n\
         valid_from = 2020-01-01\nvalid_to = 2021-01-01\n{}{}",
        term("first", 1, "valid_from = 2019-01-01\nvalid_to = 2020-07-01"),
        term("second", 2, "valid_from = 2020-07-01"),
    );
    let law = Law::load(&[PackFile { name: "p.toml", text: &text }], OfficeHours::default()).unwrap();
    let rule =
        |day| law.alarm_term(AlarmStep::Accept, Severity::Grave, day).map(|term| term.basis.rule.as_str());
    assert_eq!(rule(date(2019, 12, 31)), None);
    assert_eq!(rule(date(2020, 1, 1)), Some("first"));
    assert_eq!(rule(date(2020, 6, 30)), Some("first"));
    assert_eq!(rule(date(2020, 7, 1)), Some("second"));
    assert_eq!(rule(date(2020, 12, 31)), Some("second"));
    assert_eq!(rule(date(2021, 1, 1)), None);
}

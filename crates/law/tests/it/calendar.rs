use jiff::civil::{Date, date};
use law::{Calendar, DayReason, OfficeHours, Step};
use model::{Timestamp, china};
use proptest::prelude::*;

use crate::law;

/// By year: working days, and weekend days among them. Counted with the Python package chinesecalendar 1.11.0.
const WORKED: [(i16, usize, usize); 8] = [
    (2019, 250, 6),
    (2020, 249, 6),
    (2021, 250, 7),
    (2022, 249, 7),
    (2023, 249, 7),
    (2024, 251, 8),
    (2025, 248, 5),
    (2026, 248, 6),
];

fn wall(text: &str) -> Timestamp {
    china::instant(text.parse().unwrap())
}

fn days(from: Date, to: Date) -> impl Iterator<Item = Date> {
    std::iter::successors(Some(from), |day| day.tomorrow().ok()).take_while(move |day| *day <= to)
}

#[test]
fn the_year_2020_has_its_working_days() {
    let law = law();
    let working = |from, to| days(from, to).filter(|day| law.calendar().is_working_day(*day)).count();
    // 262 weekdays, less 19 weekdays off, plus 6 weekend days worked.
    assert_eq!(working(date(2020, 1, 1), date(2020, 12, 31)), 249);
    // January: 23 weekdays less the 1st, 24th and 27th to 31st, plus Sunday the 19th.
    assert_eq!(working(date(2020, 1, 1), date(2020, 1, 31)), 17);
    // October: 22 weekdays less 1st, 2nd and 5th to 8th, plus Saturday the 10th.
    assert_eq!(working(date(2020, 10, 1), date(2020, 10, 31)), 17);
}

#[test]
fn days_say_why() {
    let law = law();
    let check = |day: Date, working: bool, reason: &str| {
        let found = law.calendar().day(day);
        let text = match found.reason {
            DayReason::Weekday => "weekday",
            DayReason::Weekend => "weekend",
            DayReason::Holiday { name, .. } | DayReason::ShiftedWorkday { name, .. } => name,
        };
        assert_eq!((found.working, text), (working, reason), "{day}");
    };
    check(date(2020, 8, 30), false, "weekend");
    check(date(2020, 8, 31), true, "weekday");
    check(date(2020, 1, 19), true, "春节");
    check(date(2020, 1, 30), false, "春节");
    // The extension overrides the working Saturday of the first notice.
    check(date(2020, 2, 1), false, "春节(延长)");
    check(date(2020, 2, 3), true, "weekday");
    check(date(2020, 6, 28), true, "端午节");
    assert!(law.calendar().day(date(2020, 3, 3)).unverified, "the notice was not read at its source");
}

#[test]
fn a_year_without_a_pack_is_said() {
    let law = law();
    let day = law.calendar().day(date(2027, 1, 4));
    assert_eq!((day.working, day.year_known, day.unverified), (true, false, true));

    let over = law.calendar().add_working_days(wall("2026-12-31T10:00:00"), 2);
    assert_eq!(over.at, wall("2027-01-04T17:00:00"), "1 January is a Friday to who knows no holidays");
    assert!(over.unverified);
    assert!(over.steps.contains(&Step::UnknownYear { year: 2027 }));
    assert_eq!(
        Step::UnknownYear { year: 2027 }.text_en(),
        "calendar of 2027 unknown: weekends only, unverified"
    );

    let within = law.calendar().add_working_days(wall("2026-12-29T10:00:00"), 2);
    assert_eq!(within.at, wall("2026-12-31T17:00:00"));
    assert!(!within.steps.iter().any(|step| matches!(step, Step::UnknownYear { .. })));
}

#[test]
fn every_year_has_its_working_days() {
    let law = law();
    let calendar = law.calendar();
    for (year, worked, weekends_worked) in WORKED {
        let all: Vec<Date> = days(date(year, 1, 1), date(year, 12, 31)).collect();
        let worked_days = all.iter().filter(|day| calendar.is_working_day(**day));
        let shifted =
            all.iter().filter(|day| matches!(calendar.day(**day).reason, DayReason::ShiftedWorkday { .. }));
        assert_eq!((worked_days.count(), shifted.count()), (worked, weekends_worked), "{year}");
        assert!(all.iter().all(|day| calendar.day(*day).year_known), "{year}");
    }
}

#[test]
fn working_minutes_stand_still_outside_office_hours() {
    let law = law();
    let check = |start: &str, minutes: u32, end: &str| {
        let found = law.calendar().add_working_minutes(wall(start), minutes);
        assert_eq!(china::rfc3339(found.at), china::rfc3339(wall(end)), "{start} + {minutes} min");
    };
    check("2020-08-31T09:00:00", 60, "2020-08-31T10:00:00");
    check("2020-08-31T11:30:00", 60, "2020-08-31T13:30:00");
    // The last minute of a span ends with it, not with the next span.
    check("2020-08-31T11:30:00", 30, "2020-08-31T12:00:00");
    check("2020-08-31T12:00:00", 1, "2020-08-31T13:01:00");
    check("2020-08-31T16:00:00", 60, "2020-08-31T17:00:00");
    check("2020-08-31T16:00:00", 61, "2020-09-01T09:01:00");
    // Sunday morning: time begins on Monday.
    check("2020-08-30T08:40:00", 240, "2020-08-31T14:00:00");
    check("2020-08-30T08:40:00", 0, "2020-08-31T09:00:00");
    check("2020-08-31T12:00:00", 0, "2020-08-31T12:00:00");
    check("2020-08-31T12:00:01", 0, "2020-08-31T13:00:00");
    // Over National Day: 30 September is the last working day before 9 October.
    check("2020-09-30T16:30:00", 60, "2020-10-09T09:30:00");
    check("2020-02-28T16:59:30", 1, "2020-03-02T09:00:30");
}

#[test]
fn working_days_end_with_office_hours() {
    let law = law();
    let check = |start: &str, days: u32, end: &str| {
        let found = law.calendar().add_working_days(wall(start), days);
        assert_eq!(china::rfc3339(found.at), china::rfc3339(wall(end)), "{start} + {days} days");
    };
    check("2020-08-30T08:40:00", 1, "2020-08-31T17:00:00");
    check("2020-08-31T08:40:00", 1, "2020-09-01T17:00:00");
    check("2020-08-31T23:59:59", 1, "2020-09-01T17:00:00");
    check("2020-08-28T10:00:00", 3, "2020-09-02T17:00:00");
    // 27 September, a Sunday, is worked in exchange.
    check("2020-09-25T10:00:00", 1, "2020-09-27T17:00:00");
    check("2020-09-30T10:00:00", 1, "2020-10-09T17:00:00");
    check("2020-09-30T10:00:00", 2, "2020-10-10T17:00:00");
    check("2020-01-23T10:00:00", 1, "2020-02-03T17:00:00");
    check("2020-02-28T10:00:00", 1, "2020-03-02T17:00:00");
    check("2020-08-30T08:40:00", 0, "2020-08-31T17:00:00");
    check("2020-08-31T18:40:00", 0, "2020-08-31T17:00:00");
}

#[test]
fn the_steps_tell_the_way() {
    let law = law();
    let found = law.calendar().add_working_minutes(wall("2020-09-30T16:30:00"), 60);
    let told: Vec<String> = found.steps.iter().map(Step::text_en).collect();
    assert_eq!(
        told,
        [
            "calendar of 2020: 国务院办公厅关于2020年部分节假日安排的通知(国办发明电〔2019〕16号) \
             (cn-calendar-2020 1, unverified)",
            "2020-09-30 16:30 to 2020-09-30 17:00: 30 min",
            "2020-10-01..2020-10-08: National Day and Mid-Autumn Festival, not counted",
            "2020-10-09 09:00 to 2020-10-09 09:30: 30 min",
        ]
    );
    let found = law.calendar().add_working_days(wall("2020-08-28T10:00:00"), 2);
    let told: Vec<String> = found.steps.iter().skip(1).map(Step::text_zh).collect();
    assert_eq!(told, ["2020-08-29..2020-08-30 周末,不计", "2020-08-31..2020-09-01 计2个工作日"]);
}

/// Counts minute by minute, by the definition.
fn reference_minutes(calendar: &Calendar, start: Timestamp, minutes: u32) -> Timestamp {
    let runs = |minute: Timestamp| {
        let wall = china::civil(minute);
        calendar.is_working_day(wall.date())
            && calendar
                .office_hours()
                .spans()
                .iter()
                .any(|(open, close)| *open <= wall.time() && wall.time() < *close)
    };
    let mut now = start;
    let mut left = minutes;
    while left > 0 {
        left -= u32::from(runs(now));
        now = china::plus_seconds(now, 60);
    }
    now
}

fn in_working_time(calendar: &Calendar, at: Timestamp) -> bool {
    let wall = china::civil(at);
    let time = wall.time();
    calendar.is_working_day(wall.date())
        && calendar.office_hours().spans().iter().any(|(open, close)| *open <= time && time <= *close)
}

/// Seconds from 1 December 2019 on, to the middle of 2021: known and unknown years, month and year ends.
fn any_start() -> impl Strategy<Value = Timestamp> {
    (0..560 * 86_400i64).prop_map(|offset_s| china::plus_seconds(wall("2019-12-01T00:00:00"), offset_s))
}

fn any_hours() -> impl Strategy<Value = OfficeHours> {
    let texts =
        ["09:00-12:00, 13:00-17:00", "08:30-17:30", "00:00-23:59", "07:00-07:01, 07:02-09:00, 20:00-22:00"];
    proptest::sample::select(texts.to_vec()).prop_map(|text| text.parse().unwrap())
}

fn calendar(hours: &OfficeHours) -> Calendar {
    law::Law::load(&crate::PACKS, hours.clone()).unwrap().calendar().clone()
}

proptest! {
    #[test]
    fn minutes_agree_with_counting(
        start_minute in 0..560 * 1440i64, minutes in 1..2000u32, hours in any_hours(),
    ) {
        let calendar = calendar(&hours);
        let start = china::plus_seconds(wall("2019-12-01T00:00:00"), start_minute * 60);
        prop_assert_eq!(
            calendar.add_working_minutes(start, minutes).at,
            reference_minutes(&calendar, start, minutes)
        );
    }

    #[test]
    fn minutes_land_in_working_time_and_add_up(
        start in any_start(), a in 0..5000u32, b in 0..5000u32, hours in any_hours(),
    ) {
        let calendar = calendar(&hours);
        let first = calendar.add_working_minutes(start, a);
        prop_assert!(first.at >= start);
        prop_assert!(in_working_time(&calendar, first.at), "{}", china::rfc3339(first.at));
        let counted: i64 = first.steps.iter().map(|step| match step {
            Step::Hours { seconds, .. } => *seconds,
            _ => 0,
        }).sum();
        prop_assert_eq!(counted, i64::from(a) * 60, "the steps account for every second");
        let second = calendar.add_working_minutes(first.at, b);
        prop_assert_eq!(second.at, calendar.add_working_minutes(start, a + b).at);
    }

    #[test]
    fn minutes_are_monotone(start in any_start(), later_s in 0..500_000i64, a in 0..5000u32, more in 0..500u32) {
        let law = law();
        let calendar = law.calendar();
        let base = calendar.add_working_minutes(start, a).at;
        prop_assert!(calendar.add_working_minutes(start, a + more).at >= base);
        prop_assert!(calendar.add_working_minutes(china::plus_seconds(start, later_s), a).at >= base);
    }

    #[test]
    fn days_land_on_closing_time_and_add_up(start in any_start(), a in 1..60u32, b in 1..60u32) {
        let law = law();
        let calendar = law.calendar();
        let first = calendar.add_working_days(start, a);
        let landed = china::civil(first.at);
        prop_assert!(calendar.is_working_day(landed.date()));
        prop_assert_eq!(landed.time(), calendar.office_hours().closing());
        let begin = china::civil(start).date();
        let between = days(begin.tomorrow().unwrap(), landed.date());
        prop_assert_eq!(between.filter(|day| calendar.is_working_day(*day)).count(), a as usize);
        prop_assert_eq!(
            calendar.add_working_days(first.at, b).at,
            calendar.add_working_days(start, a + b).at
        );
    }

    #[test]
    fn an_unknown_year_is_never_silent(offset_s in 0..560 * 86_400i64, days in 1..40u32) {
        let law = law();
        let start = china::plus_seconds(wall("2026-01-01T00:00:00"), offset_s);
        let found = law.calendar().add_working_days(start, days);
        let last_year = china::civil(found.at).date().year();
        let told = found.steps.contains(&Step::UnknownYear { year: last_year });
        prop_assert_eq!(told, !(2019..=2026).contains(&last_year));
        prop_assert!(found.unverified);
    }
}

#[test]
fn a_doubtful_day_makes_what_rests_on_it_doubtful() {
    let text = "[pack]\nid = \"p\"\nversion = \"1\"\nlayer = \"national\"\ntitle = \"t\"\ntitle_en = \"t\"\n\
                valid_from = 2020-01-01\n[[calendar]]\nid = \"y\"\nyear = 2020\nsource = \"read\"\n\
                confidence = \"high\"\n[[calendar_days]]\nid = \"d\"\nname = \"节\"\nname_en = \"feast\"\n\
                first = 2020-03-04\noff = true\nsource = \"hearsay\"\nconfidence = \"medium\"\n";
    let file = law::PackFile { name: "p.toml", text };
    let law = law::Law::load(&[file], OfficeHours::default()).unwrap();
    let calendar = law.calendar();
    assert!(!calendar.day(date(2020, 3, 3)).unverified);
    assert!(calendar.day(date(2020, 3, 4)).unverified);
    assert!(!calendar.add_working_minutes(wall("2020-03-03T16:00:00"), 60).unverified);
    assert!(calendar.add_working_minutes(wall("2020-03-03T16:00:00"), 61).unverified);
}

proptest! {
    /// Counted back, working minutes that were added are those that lie between.
    #[test]
    fn working_time_between_is_what_was_added(start_min in 0i64..366 * 1440, minutes in 0u32..20_000) {
        let law = law();
        let calendar = law.calendar();
        let start = china::plus_seconds(wall("2020-01-01T00:00:00"), start_min * 60);
        let end = calendar.add_working_minutes(start, minutes).at;
        prop_assert_eq!(calendar.working_seconds(start, end), i64::from(minutes) * 60);
        prop_assert_eq!(calendar.working_seconds(end, start), 0);
    }
}

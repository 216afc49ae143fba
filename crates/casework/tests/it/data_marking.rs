use casework::data_marking::{
    Case, Command, Content, Counted, Effect, Event, OutletMarkings, Refusal, Verdict, apply, decide,
    effect_at,
};
use jiff::civil::{Date, date};
use law::{Law, MarkingKind, OfficeHours, PackFile};
use model::{FactorCode, MarkingId, Register, Timestamp, china};
use proptest::prelude::*;
use serde_json::json;

use crate::register::with_outlet;
use crate::support::*;

/// 08:45 of a day on which the national rule holds.
const NOW: &str = "2024-05-20T08:45:00";
const DAY: Date = date(2024, 5, 19);
const CEMENT: &str = "C3011";

fn national() -> Law {
    let text = include_str!("../../../../law/national/data-marking.toml");
    Law::load(&[PackFile { name: "data-marking.toml", text }], OfficeHours::default()).unwrap()
}

fn id(number: u32) -> MarkingId {
    format!("M-{number}").parse().unwrap()
}

fn vocs() -> FactorCode {
    "a24088".parse().unwrap()
}

fn content(kind: MarkingKind, from: &str, to: &str) -> Content {
    let (from, to) = (wall(from), wall(to));
    Content {
        from, to, factors: Vec::new(), kind, reason: " 检修后点火 ".into(), files: vec![file('a')]
    }
}

fn mark(number: u32, kind: MarkingKind, from: &str, to: &str) -> Command {
    Command::Mark { id: id(number), content: content(kind, from, to) }
}

fn give(state: &mut OutletMarkings, who: &str, command: &Command, now: Timestamp) -> Result<Event, Refusal> {
    let (register, law) = (with_outlet(), national());
    let outlet = register.outlets.values().next().unwrap();
    let case = Case { register: &register, outlet, law: &law, now };
    let event = decide(state, case, command, &actor(who))?;
    apply(state, &event, &actor(who), now);
    Ok(event)
}

/// What comes of commands, each at [`NOW`].
fn after(commands: &[(&str, Command)]) -> Result<OutletMarkings, Refusal> {
    let mut state = OutletMarkings::default();
    for (who, command) in commands {
        give(&mut state, who, command, wall(NOW))?;
    }
    Ok(state)
}

fn refused(commands: &[(&str, Command)]) -> &'static str {
    after(commands).unwrap_err().code()
}

/// What the markings do to an hour, for a cement works.
fn at(state: &OutletMarkings, hour: &str) -> Option<Effect> {
    effect_at(state, &national(), CEMENT, Some(&vocs()), wall(hour)).map(|found| found.effect)
}

fn code(state: &OutletMarkings, hour: &str) -> &'static str {
    at(state, hour).map_or("none", |effect| effect.code())
}

const COLD: MarkingKind = MarkingKind::ColdStart;
const HOT: MarkingKind = MarkingKind::HotStart;

#[test]
fn yesterday_is_marked_until_noon_and_today_as_far_as_it_has_begun() {
    let yesterday = mark(1, HOT, "2024-05-19T06:00:00", "2024-05-19T09:00:00");
    let mut state = OutletMarkings::default();
    assert!(give(&mut state, "printer", &yesterday, wall("2024-05-20T11:59:59")).is_ok());
    assert_eq!(state.markings[&id(1)].reason, "检修后点火");
    let late = give(&mut OutletMarkings::default(), "printer", &yesterday, wall("2024-05-20T12:00:00"));
    let refusal = late.unwrap_err();
    assert_eq!(refusal, Refusal::Late { day: DAY, until: wall("2024-05-20T12:00:00") });
    assert!(refusal.message_zh().contains("无异议") && refusal.message_en().contains("explain"));

    let running = mark(1, HOT, "2024-05-20T08:00:00", "2024-05-20T09:00:00");
    assert!(after(&[("printer", running)]).is_ok(), "the hour that is running");
    let coming = mark(1, HOT, "2024-05-20T08:00:00", "2024-05-20T10:00:00");
    assert_eq!(refused(&[("printer", coming)]), "hours_not_begun");
    let older = mark(1, HOT, "2024-05-18T23:00:00", "2024-05-19T01:00:00");
    assert_eq!(refused(&[("printer", older)]), "marking_late", "its first hour's day is over");
}

#[test]
fn where_no_rule_holds_nothing_is_marked() {
    let mut state = OutletMarkings::default();
    let early = mark(1, HOT, "2022-12-31T06:00:00", "2022-12-31T09:00:00");
    let refusal = give(&mut state, "printer", &early, wall("2022-12-31T10:00:00")).unwrap_err();
    assert_eq!(refusal, Refusal::NoRule { day: date(2022, 12, 31) });
    // The rule came with the new year: the old year's last hours are not marked with the new one's first.
    let across = mark(1, HOT, "2022-12-31T22:00:00", "2023-01-01T02:00:00");
    let refusal = give(&mut state, "printer", &across, wall("2023-01-01T10:00:00")).unwrap_err();
    assert_eq!(refusal.code(), "no_marking_rule");
    assert_eq!(state, OutletMarkings::default());
}

#[test]
fn only_who_runs_the_outlet_marks_and_only_officers_of_its_branch_review() {
    let marked = || ("printer", mark(1, HOT, "2024-05-19T06:00:00", "2024-05-19T09:00:00"));
    for who in EVERYBODY.into_iter().filter(|who| *who != "printer") {
        assert_eq!(refused(&[(who, marked().1)]), "role_may_not", "{who}");
        assert_eq!(refused(&[(who, Command::Confirm { day: DAY })]), "role_may_not", "{who}");
        let withdraw = Command::Withdraw { id: id(1), reason: "误".into() };
        assert_eq!(refused(&[marked(), (who, withdraw)]), "role_may_not", "{who}");
    }
    for who in EVERYBODY {
        let accept = Command::Accept { id: id(1), reason: String::new() };
        let may = ["duty", "duty kaifu", "li", "wang", "team"].contains(&who);
        assert_eq!(after(&[marked(), (who, accept)]).is_ok(), may, "{who}");
    }
}

#[test]
fn what_makes_no_sense_is_refused_and_changes_nothing() {
    let (from, to) = ("2024-05-19T06:00:00", "2024-05-19T09:00:00");
    let with = |change: fn(&mut Content)| {
        let mut content = content(HOT, from, to);
        change(&mut content);
        refused(&[("printer", Command::Mark { id: id(1), content })])
    };
    assert_eq!(with(|c| c.to = c.from), "bad_span");
    assert_eq!(with(|c| c.from = china::plus_seconds(c.from, 60)), "bad_span");
    assert_eq!(with(|c| c.reason = " ".into()), "reason_missing");
    assert_eq!(with(|c| c.reason = "长".repeat(1001)), "reason_too_long");
    assert_eq!(with(|c| c.files = vec![file('a'); 21]), "too_many_files");
    assert_eq!(with(|c| c.factors = vec!["a21026".parse().unwrap()]), "factor_not_measured");
    let unknown = Command::Withdraw { id: id(9), reason: "误".into() };
    assert_eq!(refused(&[("printer", unknown)]), "unknown_marking");
    assert_eq!(refused(&[("printer", Command::Confirm { day: date(2024, 5, 20) })]), "day_not_over");
    let confirm = || ("printer", Command::Confirm { day: DAY });
    assert_eq!(refused(&[confirm(), confirm()]), "day_confirmed");
    assert!(
        after(&[confirm(), ("printer", mark(1, HOT, from, to))]).is_ok(),
        "something turned up after all"
    );
}

#[test]
fn hours_are_marked_once_per_factor() {
    let first = || ("printer", mark(1, HOT, "2024-05-19T06:00:00", "2024-05-19T09:00:00"));
    let second = mark(2, MarkingKind::DeviceFault, "2024-05-19T08:00:00", "2024-05-19T10:00:00");
    assert_eq!(refused(&[first(), ("printer", second.clone())]), "marking_overlaps");
    let beside = mark(2, HOT, "2024-05-19T09:00:00", "2024-05-19T10:00:00");
    assert!(after(&[first(), ("printer", beside)]).is_ok());
    let mut of_one = second.clone();
    if let Command::Mark { content, .. } = &mut of_one {
        content.factors = vec![vocs()];
    }
    assert_eq!(refused(&[first(), ("printer", of_one)]), "marking_overlaps", "all factors include each");
    let gone = Command::Withdraw { id: id(1), reason: "误标".into() };
    assert!(after(&[first(), ("printer", gone), ("printer", second.clone())]).is_ok());
    // What the bureau contests stands in nobody's way.
    let contest = Command::Contest { id: id(1), reason: "无点火记录".into(), suspected_false: false };
    assert!(after(&[first(), ("li", contest), ("printer", second)]).is_ok());
}

#[test]
fn a_marking_is_changed_and_taken_back_until_its_time_is_over_or_it_was_reviewed() {
    let first = ("printer", mark(1, HOT, "2024-05-19T06:00:00", "2024-05-19T09:00:00"));
    let change = || Command::Change {
        id: id(1),
        content: content(COLD, "2024-05-19T05:00:00", "2024-05-19T09:00:00"),
    };
    let withdraw = || Command::Withdraw { id: id(1), reason: "误标".into() };
    let state = after(&[first.clone(), ("printer", change())]).unwrap();
    let marking = &state.markings[&id(1)];
    assert_eq!((marking.kind, marking.from), (COLD, wall("2024-05-19T05:00:00")));
    assert!(marking.changed_at.is_some());

    let accept = || ("li", Command::Accept { id: id(1), reason: String::new() });
    for command in [change(), withdraw()] {
        assert_eq!(refused(&[first.clone(), accept(), ("printer", command.clone())]), "marking_reviewed");
        let mut state = after(std::slice::from_ref(&first)).unwrap();
        let before = state.clone();
        let late = give(&mut state, "printer", &command, wall("2024-05-20T12:00:00"));
        assert_eq!(late.unwrap_err().code(), "marking_late");
        assert_eq!(state, before);
    }
    assert_eq!(
        refused(&[first.clone(), ("printer", withdraw()), ("printer", change())]),
        "marking_withdrawn"
    );
    assert_eq!(refused(&[first.clone(), ("printer", withdraw()), accept()]), "marking_withdrawn");
    // The bureau reviews whenever it likes, and thinks again.
    let mut state = after(std::slice::from_ref(&first)).unwrap();
    let week_later = wall("2024-05-27T10:00:00");
    let contest = Command::Contest { id: id(1), reason: "台账不符".into(), suspected_false: true };
    give(&mut state, "li", &contest, week_later).unwrap();
    assert_eq!(state.markings[&id(1)].review.as_ref().unwrap().verdict, Verdict::SuspectedFalse);
    assert_eq!(code(&state, "2024-05-19T06:00:00"), "contested");
    give(&mut state, "li", &accept().1, week_later).unwrap();
    assert_eq!(code(&state, "2024-05-19T06:00:00"), "excused");
    let empty = Command::Contest { id: id(1), reason: " ".into(), suspected_false: false };
    assert_eq!(give(&mut state, "li", &empty, week_later).unwrap_err().code(), "reason_missing");
}

#[test]
fn device_marks_make_data_invalid_and_conditions_excuse_within_their_limit() {
    let fault = mark(1, MarkingKind::DeviceFault, "2024-05-19T00:00:00", "2024-05-19T03:00:00");
    let start = mark(2, HOT, "2024-05-19T06:00:00", "2024-05-19T16:00:00");
    let state = after(&[("printer", fault), ("printer", start)]).unwrap();
    assert_eq!(code(&state, "2024-05-19T00:00:00"), "invalid");
    assert_eq!(code(&state, "2024-05-19T03:00:00"), "none");
    assert_eq!(code(&state, "2024-05-19T06:00:00"), "excused");
    assert_eq!(code(&state, "2024-05-19T13:00:00"), "excused", "the eighth hour");
    let Some(Effect::Counted(Counted::Beyond { basis, limit_hours })) = at(&state, "2024-05-19T14:00:00")
    else {
        panic!("the ninth hour counts")
    };
    assert_eq!((basis.rule.as_str(), basis.unverified, limit_hours), ("cement-hot-start", true, 8));
}

#[test]
fn a_condition_runs_across_midnight_and_across_markings() {
    let before = mark(1, HOT, "2024-05-19T20:00:00", "2024-05-20T02:00:00");
    let again = mark(2, HOT, "2024-05-20T02:00:00", "2024-05-20T08:00:00");
    let state = after(&[("printer", before), ("printer", again)]).unwrap();
    assert_eq!(code(&state, "2024-05-20T00:00:00"), "excused");
    assert_eq!(code(&state, "2024-05-20T03:00:00"), "excused", "the eighth hour of the one start");
    assert_eq!(code(&state, "2024-05-20T04:00:00"), "beyond", "marking again gives no second limit");
}

#[test]
fn what_is_not_known_excuses_nothing() {
    let start = after(&[("printer", mark(1, COLD, "2024-05-19T00:00:00", "2024-05-19T10:00:00"))]).unwrap();
    let effect = |trade: &str, factor: &str, hour: &str| {
        let factor: FactorCode = factor.parse().unwrap();
        effect_at(&start, &national(), trade, Some(&factor), wall(hour)).unwrap().effect
    };
    assert_eq!(effect("C2319", "a24088", "2024-05-19T00:00:00").code(), "no_limit");
    assert_eq!(effect("D4411", "a21026", "2024-05-19T03:00:00").code(), "excused");
    let unclear = effect("D4411", "a21026", "2024-05-19T04:00:00");
    assert_eq!(unclear.code(), "unclear", "4 to 8 hours: when, nobody has read");
    assert_eq!(effect("D4411", "a21026", "2024-05-19T08:00:00").code(), "beyond");
    assert_eq!(effect("C3110", "a21002", "2024-05-19T07:00:00").code(), "excused");
    assert_eq!(effect("C3110", "a21026", "2024-05-19T07:00:00").code(), "other_factor");
    let broken = mark(1, MarkingKind::FacilityFault, "2024-05-19T00:00:00", "2024-05-19T10:00:00");
    let broken = after(&[("printer", broken)]).unwrap();
    assert_eq!(code(&broken, "2024-05-19T00:00:00"), "no_limit");
    let law = Law::empty(OfficeHours::default());
    let without = effect_at(&broken, &law, CEMENT, None, wall("2024-05-19T00:00:00")).unwrap();
    assert_eq!(without.effect.code(), "no_rule");
}

#[test]
fn events_are_stored_as_they_are_today() {
    let stored = [
        (
            "data_marking.marked",
            json!({
                "v": 1, "id": "M-1", "outlet": "O-1", "from": "2024-05-18T22:00:00Z", "to": "2024-05-19T01:00:00Z",
                "factors": ["a24088"], "kind": "hot_start", "reason": "点火", "files": ["a".repeat(64)]
            }),
        ),
        (
            "data_marking.changed",
            json!({
                "v": 1, "id": "M-1", "from": "2024-05-18T22:00:00Z", "to": "2024-05-19T01:00:00Z",
                "factors": [], "kind": "device_fault", "reason": "断电", "files": []
            }),
        ),
        ("data_marking.withdrawn", json!({"v": 1, "id": "M-1", "reason": "误标"})),
        ("data_marking.confirmed", json!({"v": 1, "outlet": "O-1", "day": "2024-05-19"})),
        ("data_marking.accepted", json!({"v": 1, "id": "M-1", "reason": ""})),
        ("data_marking.contested", json!({"v": 1, "id": "M-1", "reason": "无记录", "suspected_false": true})),
    ];
    assert_eq!(stored.len(), Event::KINDS.len());
    for (kind, body) in stored {
        let event = Event::from_json(kind, &body).unwrap();
        assert_eq!((event.kind(), event.to_json()), (kind, body));
    }
}

/// Hours of the two days that can be marked at [`NOW`].
fn span() -> impl Strategy<Value = (i64, i64)> {
    (0..32i64, 1..33i64).prop_map(|(from, to)| (from.min(to - 1).max(0), to))
}

fn kind() -> impl Strategy<Value = MarkingKind> {
    proptest::sample::select(MarkingKind::ALL.to_vec())
}

proptest! {
    #[test]
    fn whatever_is_marked_no_hour_has_two_and_excused_runs_keep_to_their_limit(
        wanted in proptest::collection::vec((span(), kind()), 1..12)
    ) {
        let midnight = wall("2024-05-19T00:00:00");
        let hour = |number: i64| china::plus_seconds(midnight, number * 3600);
        let mut state = OutletMarkings::default();
        let register: Register = with_outlet();
        let law = national();
        let outlet = register.outlets.values().next().unwrap();
        let case = Case { register: &register, outlet, law: &law, now: wall(NOW) };
        for (number, ((from, to), kind)) in (0u32..).zip(wanted) {
            let content = Content { from: hour(from), to: hour(to), ..content(kind, NOW, NOW) };
            if let Ok(event) = decide(&state, case, &Command::Mark { id: id(number), content }, &actor("printer")) {
                apply(&mut state, &event, &actor("printer"), wall(NOW));
            }
        }
        let mut run = 0;
        for number in 0..33 {
            let covering = state.markings.values().filter(|marking| marking.covers(hour(number))).count();
            prop_assert!(covering <= 1);
            let found = effect_at(&state, &law, "C3071", None, hour(number));
            let excused = found.is_some_and(|found| {
                found.marking.kind == COLD && matches!(found.effect, Effect::Excused { .. })
            });
            run = if excused { run + 1 } else { 0 };
            prop_assert!(run <= 4, "a ceramic kiln starts from cold in 4 hours");
        }
    }
}

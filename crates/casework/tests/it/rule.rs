use std::collections::BTreeSet;

use casework::rule::shadow::{self, Episode, Shadow};
use casework::rule::{
    Command, Event, Extent, LEAST_SHADOW_H, Refusal, Rule, Rules, Standing, apply, decide, in_shadow,
};
use detect::{Judging, ParameterProblem, Parameters};
use model::{
    CreditCode, District, Enterprise, FindingKind, FindingState, Place, Register, RegisterEntry, RuleId,
    Severity, Timestamp, china,
};
use proptest::prelude::*;
use serde_json::json;

use crate::support::*;

const KIND: FindingKind = FindingKind::ExceedanceRealtime;

fn id(number: u32) -> RuleId {
    format!("P-{number}").parse().unwrap()
}

/// So many hours after the story's morning.
fn hour(hours: i64) -> Timestamp {
    china::plus_seconds(morning(), hours * 3600)
}

fn propose(number: u32, kind: FindingKind, values: &[(&str, f64)]) -> Command {
    Command::Propose {
        id: id(number),
        kind,
        extent: Extent::City,
        values: values.iter().map(|(code, value)| ((*code).to_owned(), *value)).collect(),
        valid_from: None,
        valid_to: None,
        reason: " 误报太多 ".into(),
    }
}

fn longer(number: u32, hold_s: f64) -> Command {
    propose(number, KIND, &[("realtime.hold_s", hold_s)])
}

fn activate(number: u32, replaces: &[u32]) -> Command {
    Command::Activate { id: id(number), replaces: replaces.iter().map(|number| id(*number)).collect() }
}

fn retire(number: u32) -> Command {
    Command::Retire { id: id(number), reason: "不合适".into() }
}

/// Printers in two districts, and a heating plant in the second.
fn register() -> Register {
    let mut register = Register::default();
    let place = Place::new(113.0, 28.2).unwrap();
    for code in ["430105", "430111"] {
        let district =
            District { code: code.parse().unwrap(), name: code.into(), name_en: code.into(), center: place };
        register.put(RegisterEntry::District(district)).unwrap();
    }
    for (number, district, trade) in [(0, "430105", "C2319"), (1, "430111", "C2319"), (2, "430111", "D4430")]
    {
        let enterprise = Enterprise {
            code: enterprise(number),
            name: trade.into(),
            name_en: trade.into(),
            trade_code: trade.into(),
            trade: trade.into(),
            trade_en: trade.into(),
            district: district.parse().unwrap(),
            place,
        };
        register.put(RegisterEntry::Enterprise(enterprise)).unwrap();
    }
    register
}

fn enterprise(number: usize) -> CreditCode {
    CreditCode::from_body(&format!("91350100M00010{number}Y4")).unwrap()
}

fn in_force(rules: &Rules, kind: FindingKind, now: Timestamp) -> Option<(&RuleId, &Rule)> {
    casework::rule::in_force(rules, kind, None, now)
}

fn parameters(rules: &Rules, now: Timestamp) -> (Parameters, Vec<(RuleId, ParameterProblem)>) {
    let (judging, problems) = casework::rule::parameters(rules, &register(), now);
    (judging.city().clone(), problems)
}

fn shadow_parameters(rules: &Rules, now: Timestamp) -> (Parameters, Vec<(RuleId, ParameterProblem)>) {
    let (judging, problems) = casework::rule::shadow_parameters(rules, &register(), now);
    (judging.city().clone(), problems)
}

fn parameters_without_and_with(rules: &Rules, id: &RuleId, now: Timestamp) -> Option<[Parameters; 2]> {
    let both = casework::rule::parameters_without_and_with(rules, id, &register(), now)?;
    Some(both.map(|judging| judging.city().clone()))
}

/// What comes of commands: by whom, at which hour.
fn after(commands: &[(&str, i64, Command)]) -> Result<Rules, Refusal> {
    let mut rules = Rules::new();
    for (who, at, command) in commands {
        let event = decide(&rules, command, &register(), &actor(who), hour(*at))?;
        let stored = Event::from_json(event.kind(), &event.to_json()).unwrap();
        assert_eq!(stored, event);
        apply(&mut rules, &event, &actor(who), hour(*at));
    }
    Ok(rules)
}

fn hold_s(rules: &Rules, at: i64) -> i64 {
    parameters(rules, hour(at)).0.realtime.hold_s
}

const DAY: i64 = LEAST_SHADOW_H;

#[test]
fn a_rule_runs_in_shadow_until_somebody_else_activates_it() {
    let proposed = [("duty", 0, longer(1, 1800.0))];
    let rules = after(&proposed).unwrap();
    assert_eq!(rules[&id(1)].reason, "误报太多");
    assert_eq!(in_shadow(&rules, hour(1))[&KIND], id(1));
    assert_eq!(hold_s(&rules, 1), 600, "it does not judge");
    assert_eq!(shadow_parameters(&rules, hour(1)).0.realtime.hold_s, 1800);

    let [first] = proposed.clone();
    let rules = after(&[first, ("leader", DAY, activate(1, &[]))]).unwrap();
    assert_eq!((hold_s(&rules, DAY - 1), hold_s(&rules, DAY)), (600, 1800));
    assert!(in_shadow(&rules, hour(DAY)).is_empty());
    assert_eq!(shadow_parameters(&rules, hour(DAY)), parameters(&rules, hour(DAY)));
}

#[test]
fn nobody_activates_their_own_proposal_or_one_that_was_hardly_tried() {
    let own = after(&[("leader", 0, longer(1, 1800.0)), ("leader", DAY, activate(1, &[]))]);
    assert_eq!(own, Err(Refusal::OwnProposal));
    let early = after(&[("duty", 0, longer(1, 1800.0)), ("leader", DAY - 1, activate(1, &[]))]);
    assert_eq!(early, Err(Refusal::ShadowTooShort { until: hour(DAY) }));
}

#[test]
fn others_may_not() {
    for who in ["li", "duty kaifu", "leader yuhua", "inspector", "printer", "watch"] {
        assert_eq!(after(&[(who, 0, longer(1, 1800.0))]), Err(Refusal::MayNotPropose), "{who}");
        let retired = after(&[("duty", 0, longer(1, 1800.0)), (who, 1, retire(1))]);
        assert_eq!(retired, Err(Refusal::MayNotPropose), "{who}");
    }
    for who in ["duty", "li", "leader yuhua", "inspector", "printer", "watch"] {
        let commands = [("duty", 0, longer(1, 1800.0)), (who, DAY, activate(1, &[]))];
        assert_eq!(after(&commands), Err(Refusal::MayNotActivate), "{who}");
        let active =
            [("duty", 0, longer(1, 1800.0)), ("admin", DAY, activate(1, &[])), (who, DAY, retire(1))];
        assert_eq!(after(&active), Err(Refusal::MayNotActivate), "{who}");
    }
}

#[test]
fn typos_zeros_and_values_that_contradict_each_other_are_refused_before_anything_happens() {
    let refused = |values: &[(&str, f64)]| match after(&[("duty", 0, propose(1, KIND, values))]) {
        Err(Refusal::BadValues { problems }) => problems,
        other => panic!("{other:?}"),
    };
    assert!(matches!(
        refused(&[("realtime.holds_s", 60.0)])[..],
        [ParameterProblem::Unknown { nearest: Some(_), .. }]
    ));
    assert!(matches!(refused(&[("realtime.hold_s", 0.0)])[..], [ParameterProblem::OutOfBounds { .. }]));
    let problems = refused(&[("realtime.by_multiple.moderate", 3.0), ("realtime.by_multiple.serious", 1.0)]);
    assert_eq!(problems[0].codes(), ["realtime.by_multiple.moderate", "realtime.by_multiple.serious"]);
    // A parameter of another kind is a typo too.
    assert!(matches!(refused(&[("silence.intervals", 20.0)])[..], [ParameterProblem::Unknown { .. }]));
    assert_eq!(after(&[("duty", 0, longer(1, 600.0))]), Err(Refusal::ChangesNothing));
}

#[test]
fn a_rule_needs_a_reason_and_a_time_to_come() {
    let with = |change: fn(&mut Option<Timestamp>, &mut Option<Timestamp>, &mut String)| {
        let mut command = longer(1, 1800.0);
        if let Command::Propose { valid_from, valid_to, reason, .. } = &mut command {
            change(valid_from, valid_to, reason);
        }
        after(&[("duty", 10, command)])
    };
    let no_reason = with(|_, _, reason| *reason = "  ".into());
    assert!(matches!(no_reason, Err(Refusal::ReasonMissing { .. })), "{no_reason:?}");
    assert_eq!(with(|from, _, _| *from = Some(hour(9))), Err(Refusal::Backdated));
    assert_eq!(with(|_, to, _| *to = Some(hour(10))), Err(Refusal::BadSpan));
    let backwards = with(|from, to, _| (*from, *to) = (Some(hour(30)), Some(hour(20))));
    assert_eq!(backwards, Err(Refusal::BadSpan));
}

#[test]
fn two_rules_of_a_kind_are_refused_with_both_named_unless_one_replaces_the_other() {
    let second = after(&[("duty", 0, longer(1, 1800.0)), ("admin", 1, longer(2, 900.0))]);
    assert_eq!(second, Err(Refusal::ShadowRuns { rule: id(2), with: id(1) }));

    let beside = |replaces: &[u32]| {
        after(&[
            ("duty", 0, longer(1, 1800.0)),
            ("leader", DAY, activate(1, &[])),
            ("duty", DAY, longer(2, 900.0)),
            ("leader", 2 * DAY, activate(2, replaces)),
        ])
    };
    let refusal = beside(&[]).unwrap_err();
    assert_eq!(refusal, Refusal::Overlaps { rule: id(2), with: id(1) });
    for message in [refusal.message_zh(), refusal.message_en()] {
        assert!(message.contains("P-1") && message.contains("P-2"), "{message}");
    }
    assert_eq!(beside(&[1, 7]), Err(Refusal::NothingToReplace { id: id(7) }));
    let rules = beside(&[1]).unwrap();
    assert_eq!((hold_s(&rules, 2 * DAY - 1), hold_s(&rules, 2 * DAY)), (1800, 900));
    assert_eq!(rules[&id(1)].standing(hour(2 * DAY)), Standing::Over);
}

#[test]
fn a_rule_judges_within_its_time_only() {
    let mut command = longer(1, 1800.0);
    if let Command::Propose { valid_from, valid_to, .. } = &mut command {
        (*valid_from, *valid_to) = (Some(hour(30)), Some(hour(40)));
    }
    let mut commands = vec![("duty", 0, command), ("leader", DAY, activate(1, &[]))];
    let rules = after(&commands).unwrap();
    assert_eq!([29, 30, 39, 40].map(|at| hold_s(&rules, at)), [600, 1800, 1800, 600]);
    assert_eq!(rules[&id(1)].standing(hour(29)), Standing::Coming);
    // Before and after it there is room for another.
    commands.extend([("duty", DAY, longer(2, 900.0)), ("admin", 2 * DAY, activate(2, &[]))]);
    let rules = after(&commands).unwrap();
    assert_eq!(hold_s(&rules, 2 * DAY), 900);
    // Taken back at once, it judges no more.
    commands.push(("leader", 3 * DAY, retire(2)));
    let rules = after(&commands).unwrap();
    assert_eq!((hold_s(&rules, 3 * DAY - 1), hold_s(&rules, 3 * DAY)), (900, 600));
    assert!(in_force(&rules, KIND, hour(3 * DAY)).is_none());
    commands.push(("leader", 3 * DAY, activate(2, &[])));
    assert_eq!(after(&commands), Err(Refusal::Over { id: id(2) }));
}

#[test]
fn what_a_later_version_does_not_know_is_left_out_and_told() {
    let mut rules = after(&[("duty", 0, longer(1, 1800.0)), ("leader", DAY, activate(1, &[]))]).unwrap();
    let rule = rules.get_mut(&id(1)).unwrap();
    rule.values.insert("realtime.gone".into(), 3.0);
    let (held, problems) = parameters(&rules, hour(DAY));
    assert_eq!(held.realtime.hold_s, 1800);
    assert!(
        matches!(&problems[..], [(of, ParameterProblem::Unknown { .. })] if *of == id(1)),
        "{problems:?}"
    );
}

#[test]
fn stored_events_keep_their_form() {
    let event = decide(&Rules::new(), &longer(1, 1800.0), &register(), &actor("duty"), morning()).unwrap();
    assert_eq!(event.kind(), "rule.proposed");
    assert_eq!(
        event.to_json(),
        json!({
            "v": 1, "id": "P-1", "kind": "exceedance_realtime", "values": {"realtime.hold_s": 1800.0},
            "valid_from": null, "valid_to": null, "reason": "误报太多",
        })
    );
}

#[test]
fn a_shadow_counts_an_episode_once() {
    let mut shadow = Shadow::default();
    let mut found = finding(Severity::Notice, FindingState::Ongoing, 60.0);
    (found.began, found.seen) = (hour(1), hour(2));
    let take = |shadow: &mut Shadow, finding: &_| {
        let news: Option<Episode> = shadow.news(finding);
        let event =
            shadow::Event::Found(shadow::Found { episodes: news.clone().into_iter().collect(), more: 0 });
        shadow.apply(&shadow::Event::from_json(event.kind(), &event.to_json()).unwrap());
        news
    };
    assert!(take(&mut shadow, &found).is_some());
    assert_eq!(take(&mut shadow, &found), None, "the same again");
    found.severity = Severity::Serious;
    assert!(take(&mut shadow, &found).is_some(), "it presses more");
    found.state = FindingState::Cleared;
    assert!(take(&mut shadow, &found).is_some_and(|episode| episode.ended));
    assert_eq!((shadow.count(), shadow.ongoing().count()), (1, 0));
    // A restart finds it again, with another beginning.
    (found.state, found.began) = (FindingState::Ongoing, china::plus_seconds(hour(1), 600));
    assert_eq!(take(&mut shadow, &found), None);
    (found.began, found.seen) = (hour(4), hour(5));
    assert!(take(&mut shadow, &found).is_some());
    assert_eq!((shadow.count(), shadow.ongoing().count()), (2, 1));
}

fn any_command() -> impl Strategy<Value = Command> {
    prop_oneof![
        (1..5u32, 60..4000u32).prop_map(|(number, hold)| longer(number, f64::from(hold))),
        (1..5u32, 2..50u32).prop_map(|(number, intervals)| {
            propose(number, FindingKind::LoggerSilent, &[("silence.intervals", f64::from(intervals))])
        }),
        (1..5u32, prop::collection::btree_set(1..5u32, 0..2)).prop_map(|(number, replaces)| {
            Command::Activate {
                id: id(number),
                replaces: replaces.into_iter().map(id).collect::<BTreeSet<_>>(),
            }
        }),
        (1..5u32).prop_map(retire),
    ]
}

proptest! {
    /// Whatever is tried: no two rules judge a kind at one instant, none in force is disobeyed, and every shadow was
    /// one for its least time before it judged.
    #[test]
    fn at_most_one_rule_judges_a_kind_at_any_instant(
        acts in prop::collection::vec((any_command(), 0..3usize, 0..20i64), 0..40),
    ) {
        let mut rules = Rules::new();
        let mut at = 0;
        for (command, who, later) in acts {
            at += later;
            let who = actor(["duty", "leader", "admin"][who]);
            // Ids are given once.
            if matches!(&command, Command::Propose { id, .. } if rules.contains_key(id)) {
                continue;
            }
            if let Ok(event) = decide(&rules, &command, &register(), &who, hour(at)) {
                apply(&mut rules, &event, &who, hour(at));
            }
        }
        for at in 0..=at + 1 {
            for kind in FindingKind::ALL {
                let standing = |standing| {
                    rules.values().filter(|rule| rule.kind == kind && rule.standing(hour(at)) == standing).count()
                };
                prop_assert!(standing(Standing::InForce) <= 1);
            }
            let (held, problems) = parameters(&rules, hour(at));
            prop_assert!(problems.is_empty());
            let expected = in_force(&rules, KIND, hour(at)).map_or(600.0, |(_, rule)| rule.values["realtime.hold_s"]);
            prop_assert_eq!(held.realtime.hold_s as f64, expected);
            prop_assert_eq!(&held.exceedance, &Parameters::default().exceedance);
        }
        for rule in rules.values() {
            if let Some((from, _)) = rule.span() {
                prop_assert!(from >= rule.shadow_until());
            }
        }
    }
}

#[test]
fn a_rule_is_held_against_what_would_hold_without_it() {
    let rules = after(&[
        ("duty", 0, longer(1, 900.0)),
        ("leader", 24, activate(1, &[])),
        ("duty", 25, longer(2, 1200.0)),
    ])
    .unwrap();
    let hold_s = |parameters: &Parameters| parameters.realtime.hold_s;
    let of = |number| {
        parameters_without_and_with(&rules, &id(number), hour(30)).map(|both| both.map(|one| hold_s(&one)))
    };
    assert_eq!(of(2), Some([900, 1200]), "one that is tried, against the one in force");
    assert_eq!(of(1), Some([600, 900]), "the one in force, against the defaults");
    assert_eq!(of(3), None);
}

/// Samples must lie beyond their limit for so long, for some only.
fn only(number: u32, extent: Extent, hold_s: f64) -> Command {
    let Command::Propose { id, kind, values, valid_from, valid_to, reason, .. } = longer(number, hold_s)
    else {
        panic!("it proposes")
    };
    Command::Propose { id, kind, extent, values, valid_from, valid_to, reason }
}

fn districts(codes: &[&str]) -> Extent {
    Extent::Districts(codes.iter().map(|code| code.parse().unwrap()).collect())
}

fn trades(codes: &[&str]) -> Extent {
    Extent::Trades(codes.iter().map(|code| (*code).to_owned()).collect())
}

/// How long samples must lie beyond their limit: for the city, and for each enterprise.
fn holds(judging: &Judging) -> [i64; 4] {
    let of = |number| judging.of(&enterprise(number)).realtime.hold_s;
    [judging.city().realtime.hold_s, of(0), of(1), of(2)]
}

/// Rules that were proposed and activated one after the other, each judging from then on.
fn one_after_the_other(extents: &[(Extent, f64)]) -> Result<Rules, Refusal> {
    let commands = extents.iter().enumerate().flat_map(|(number, (extent, hold_s))| {
        let (day, number) = (2 * DAY * number as i64, number as u32 + 1);
        let propose = ("duty", day, only(number, extent.clone(), *hold_s));
        [propose, ("leader", day + DAY, activate(number, &[]))]
    });
    after(&commands.collect::<Vec<_>>())
}

#[test]
fn the_narrower_rule_judges() {
    let own = Extent::Enterprises([enterprise(1)].into());
    let rules = one_after_the_other(&[
        (Extent::City, 900.0),
        (districts(&["430111"]), 1200.0),
        (own, 1800.0),
        (districts(&["430105"]), 2400.0),
    ]);
    let rules = rules.unwrap();
    let at = |days: i64| holds(&casework::rule::parameters(&rules, &register(), hour(days * DAY)).0);
    assert_eq!(at(0), [600, 600, 600, 600]);
    assert_eq!(at(1), [900, 900, 900, 900]);
    assert_eq!(at(3), [900, 900, 1200, 1200]);
    assert_eq!(at(5), [900, 900, 1800, 1200]);
    assert_eq!(at(7), [900, 2400, 1800, 1200]);
    let named = |enterprise| {
        let entry = register().enterprises[&enterprise].clone();
        casework::rule::in_force(&rules, KIND, Some(&entry), hour(7 * DAY)).map(|(id, _)| id.clone())
    };
    assert_eq!([0, 1, 2].map(|number| named(enterprise(number))), [Some(id(4)), Some(id(3)), Some(id(2))]);
    // Without the list, its district judges; without the city's, the defaults do where nobody else does.
    let [without, with] =
        casework::rule::parameters_without_and_with(&rules, &id(3), &register(), hour(7 * DAY)).unwrap();
    assert_eq!((holds(&without), holds(&with)), ([900, 2400, 1200, 1200], [900, 2400, 1800, 1200]));
}

#[test]
fn a_rule_in_shadow_is_seen_for_those_whom_it_is_for() {
    let mut rules = one_after_the_other(&[(Extent::City, 900.0), (districts(&["430111"]), 1200.0)]).unwrap();
    let propose = only(9, districts(&["430105", "430111"]), 3000.0);
    let event = decide(&rules, &propose, &register(), &actor("duty"), hour(4 * DAY)).unwrap();
    apply(&mut rules, &event, &actor("duty"), hour(4 * DAY));
    let shadow = casework::rule::shadow_parameters(&rules, &register(), hour(4 * DAY)).0;
    assert_eq!(holds(&shadow), [900, 3000, 3000, 3000]);
    let held = casework::rule::parameters(&rules, &register(), hour(4 * DAY)).0;
    assert_eq!(holds(&held), [900, 900, 1200, 1200]);
}

#[test]
fn rules_that_may_judge_the_same_enterprise_and_are_as_narrow_are_refused_with_both_named() {
    for (one, other) in [
        (districts(&["430105", "430111"]), districts(&["430111"])),
        // Whoever prints may move to that district.
        (districts(&["430105"]), trades(&["D4430"])),
        (
            Extent::Enterprises([enterprise(0), enterprise(1)].into()),
            Extent::Enterprises([enterprise(1)].into()),
        ),
    ] {
        let refused = one_after_the_other(&[(one.clone(), 900.0), (other.clone(), 1200.0)]);
        assert_eq!(refused, Err(Refusal::Overlaps { rule: id(2), with: id(1) }), "{one:?} {other:?}");
    }
    assert!(one_after_the_other(&[(trades(&["C2319"]), 900.0), (trades(&["D4430"]), 1200.0)]).is_ok());
}

#[test]
fn whom_a_rule_is_for_is_checked_before_anything_happens() {
    let refused = |extent| after(&[("duty", 0, only(1, extent, 1800.0))]).unwrap_err();
    assert_eq!(refused(districts(&[])), Refusal::NobodyNamed);
    assert_eq!(
        refused(districts(&["430105", "430199"])),
        Refusal::NotInRegister { unknown: vec!["430199".into()] }
    );
    assert_eq!(refused(trades(&["C23"])), Refusal::NotInRegister { unknown: vec!["C23".into()] });
    let stranger = CreditCode::from_body("91350100M00010YY4").unwrap();
    assert!(matches!(refused(Extent::Enterprises([stranger].into())), Refusal::NotInRegister { .. }));
    // Stations are nobody's.
    let Command::Propose { id, valid_from, valid_to, reason, .. } = longer(1, 1800.0) else { panic!() };
    let (kind, values) = (FindingKind::StationSpike, [("station_spike.learn_h".to_owned(), 500.0)].into());
    let extent = districts(&["430105"]);
    let of_stations = Command::Propose { id, kind, extent, values, valid_from, valid_to, reason };
    let refused = after(&[("duty", 0, of_stations)]).unwrap_err();
    assert_eq!(refused, Refusal::OnlyOfTheCity { code: "station_spike.learn_h".into() });
    // What everybody has already changes nothing, until somebody else is judged otherwise.
    let same = [("duty", 0, only(1, districts(&["430105"]), 600.0))];
    assert_eq!(after(&same), Err(Refusal::ChangesNothing));
    assert!(
        one_after_the_other(&[
            (districts(&["430105"]), 900.0),
            (Extent::Enterprises([enterprise(0)].into()), 600.0)
        ])
        .is_ok()
    );
}

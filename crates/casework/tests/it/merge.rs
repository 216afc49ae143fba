//! Alarms of one cause handled as one: who may merge and separate, what holds meanwhile, how they end, and what the
//! machine proposes.

use casework::alarm::{
    self, Alarm, Command, HandOnTo, Leading, Outcome, Refusal, StageName, VerificationMode::OnSite, due,
    ending_of, explanation_due, waits_for,
};
use casework::rule::{Verdict, verdict_of};
use model::{
    CreditCode, Finding, FindingKey, FindingKind, FindingState, Logger, LoggerTarget, Medium, Outlet,
    OutletId, Place, Register, RegisterEntry, Severity, Subject, Timestamp, TreatmentUnit, china,
};

use crate::scenarios::play;
use crate::support::*;

use FindingState::{Cleared, Ongoing};
use Severity::{Grave, Serious};

const WHY: &str = "同一台风机停运所致";

/// Raised as serious at 08:45, to be accepted within the hour. What is merged with it becomes grave at 09:00.
#[test]
fn a_merged_alarm_that_presses_more_presses_the_leading_one() {
    let law = law();
    let mut leading = Episode::default();
    leading.give(&actor("watch"), &raise(Serious), at("08:45"), &law).unwrap();
    let (serious, explains) = (due(leading.state(), &law).unwrap(), explanation_due(leading.state(), &law));
    leading.give(&actor("li"), &snooze(at("10:00"), "等待报告"), at("08:50"), &law).unwrap();

    let hear = |leading: &mut Episode, severity, clock: &str| {
        leading.give(&actor("watch"), &hear_led(severity), at(clock), &law).unwrap().len()
    };
    assert_eq!(hear(&mut leading, Some(Severity::Moderate), "08:55"), 1);
    assert!(leading.state().snoozed(at("08:55")).is_some(), "what presses less wakes nobody");
    assert_eq!(due(leading.state(), &law).unwrap().at, serious.at);

    assert_eq!(hear(&mut leading, Some(Grave), "09:00"), 1);
    assert_eq!(hear(&mut leading, Some(Grave), "09:01"), 0, "told once");
    assert_eq!((leading.state().severity, leading.state().pressing()), (Serious, Grave));
    assert!(leading.state().snoozed(at("09:00")).is_none(), "what presses more wakes it");
    let grave = due(leading.state(), &law).unwrap();
    assert_ne!(grave.why.rule, serious.why.rule);
    assert!(
        at("09:00") <= grave.at && grave.at < serious.at,
        "counted from when it came to press so: {grave:?}"
    );
    assert_eq!(explanation_due(leading.state(), &law), explains, "an enterprise explains each by itself");

    // Separated again, the leading alarm is as it was by itself.
    assert_eq!(hear(&mut leading, None, "09:10"), 1);
    assert_eq!(leading.state().pressing(), Serious);
    assert_eq!(due(leading.state(), &law).unwrap().at, serious.at);
    let refused = leading.give(&actor("duty"), &hear_led(Some(Grave)), at("09:11"), &law).unwrap_err();
    assert_eq!(refused.code(), "role_may_not");
}

#[test]
fn the_duty_room_merges_and_separates() {
    play(
        "who may",
        &[
            ("watch", 0, raise(Serious), "assigned"),
            ("li", 0, merge(other_alarm(), WHY), "!role_may_not"),
            ("leader", 0, merge(other_alarm(), WHY), "!role_may_not"),
            ("duty", 0, merge(other_alarm(), " "), "!text_missing"),
            ("duty", 0, separate(WHY), "!not_merged"),
            ("watch", 0, end_with(Outcome::Normal, None), "!not_merged"),
            ("duty", 0, merge(other_alarm(), WHY), "assigned"),
            ("duty", 0, merge(other_alarm(), WHY), "!handled_with"),
            ("duty", 0, separate(" "), "!text_missing"),
            ("li", 0, separate(WHY), "!role_may_not"),
            ("duty kaifu", 0, separate("两处原因不同"), "assigned"),
            ("duty", 0, separate("两处原因不同"), "!not_merged"),
            ("li", 0, Command::Accept, "accepted"),
            ("li", 0, verify(OnSite, Outcome::Normal, "正常"), "verified"),
            ("duty", 0, merge(other_alarm(), WHY), "!wrong_stage"),
        ],
    );
}

#[test]
fn what_cannot_lead_leads_nobody() {
    let refused = |leading: Leading, code: &str| {
        let line = ("duty", 0, merge(leading, WHY), code);
        play(code, &[("watch", 0, raise(Serious), "assigned"), (line.0, line.1, line.2, leak(code))]);
    };
    refused(Leading { can_lead: false, ..other_alarm() }, "!cannot_lead");
    refused(Leading { merged_leads_others: true, ..other_alarm() }, "!leads_others");
    refused(Leading { enterprise: Some(other_enterprise()), ..other_alarm() }, "!other_enterprise");
    refused(Leading { enterprise: None, ..other_alarm() }, "!other_enterprise");
    refused(Leading { id: "A20200830-0001".parse().unwrap(), ..other_alarm() }, "!leads_itself");
}

fn leak(code: &str) -> &'static str {
    Box::leak(code.to_owned().into_boxed_str())
}

#[test]
fn its_steps_are_taken_at_the_leading_alarm() {
    let mut episode = play(
        "led",
        &[
            ("watch", 0, raise(Serious), "assigned"),
            ("li", 0, snooze(china::plus_seconds(morning(), 3600), WHY), "assigned"),
            ("duty", 5, merge(other_alarm(), WHY), "assigned"),
            ("li", 0, Command::Accept, "!handled_with"),
            ("duty", 0, assign(KAIFU, None), "!handled_with"),
            ("leader", 0, escalate(Some("立即核查")), "!handled_with"),
            ("li", 0, snooze(china::plus_seconds(morning(), 3600), WHY), "!handled_with"),
            ("watch", 600, escalate(None), "!handled_with"),
            ("watch", 0, update(Grave, Ongoing, 99.0), "assigned"),
            ("printer", 0, explain("风机跳闸"), "assigned"),
        ],
    );
    let (law, state, late) = (law(), episode.state(), china::plus_seconds(morning(), 700 * 60));
    assert_eq!((due(state, &law), explanation_due(state, &law)), (None, None));
    for who in EVERYBODY {
        assert!(!waits_for(state, &actor(who), late), "{who}");
    }
    assert_eq!(state.severity, Grave, "what the detector says is not lost");
    assert_eq!(state.snoozed(morning()), None);

    // A term that did not run while it was led begins anew.
    episode.give(&actor("duty"), &separate("原因不同"), late, &law).unwrap();
    let accept = due(episode.state(), &law).unwrap();
    assert_eq!(accept.at, china::plus_seconds(late, 30 * 60));
    assert_eq!(accept.why.steps[0].text_zh(), "自解除并案 2020-08-30 20:25起算");
}

#[test]
fn it_ends_as_the_leading_alarm_does() {
    let closed = play(
        "closed",
        &[
            ("watch", 0, raise(Serious), "assigned"),
            ("duty", 0, merge(other_alarm(), WHY), "assigned"),
            ("duty", 0, end_with(Outcome::EquipmentFault, None), "!role_may_not"),
            ("watch", 60, end_with(Outcome::EquipmentFault, None), "closed"),
            ("watch", 0, end_with(Outcome::EquipmentFault, None), "!alarm_final"),
            ("duty", 0, separate("太晚了"), "!alarm_final"),
        ],
    );
    let state = closed.state();
    assert_eq!(state.verification().map(|found| found.outcome), Some(Outcome::EquipmentFault));
    assert!(!state.is_led() && state.merged.is_some(), "with which it ended is kept");

    let filed = play(
        "filed",
        &[
            ("watch", 0, raise(Serious), "assigned"),
            ("li", 0, Command::Accept, "accepted"),
            ("duty", 0, merge(other_alarm(), WHY), "accepted"),
            ("watch", 60, end_with(Outcome::Violation, Some(HandOnTo::CaseFiling)), "handed_on"),
        ],
    );
    assert_eq!(ending_of(filed.state()).map(|ending| ending.to), Some(Some(HandOnTo::CaseFiling)));
    assert_eq!(ending_of(play("open", &[("watch", 0, raise(Serious), "assigned")]).state()), None);
}

/// What the leading verification found is judged for each alarm by its own kind: a violation behind a stopped fan
/// confirms the exceedance too, a broken instrument does not.
#[test]
fn a_merged_alarm_counts_for_its_own_rule() {
    assert_eq!(verdict_of(FindingKind::ExceedanceHour, Outcome::Violation), Verdict::Confirmed);
    assert_eq!(verdict_of(FindingKind::ConstantValue, Outcome::EquipmentFault), Verdict::Confirmed);
    assert_eq!(verdict_of(FindingKind::ExceedanceHour, Outcome::EquipmentFault), Verdict::Refuted);
}

#[test]
fn an_ending_of_another_alarm_ends_nothing() {
    let mut episode = play(
        "other",
        &[("watch", 0, raise(Serious), "assigned"), ("duty", 0, merge(other_alarm(), WHY), "assigned")],
    );
    let Command::EndWith { mut ending } = end_with(Outcome::Normal, None) else { panic!() };
    ending.leading = "A20200830-0009".parse().unwrap();
    let refused = episode.give(&actor("watch"), &Command::EndWith { ending }, morning(), &law());
    assert_eq!(refused, Err(Refusal::NotEnded));
    assert_eq!(episode.state().stage_name(), StageName::Assigned);
}

const STACK: &str = "KF-DA001";
const OTHER_STACK: &str = "KF-DA002";

/// Two stacks of the printing firm, a treatment unit and a logger at the first.
fn register() -> Register {
    let place = Place::new(113.0, 28.3).unwrap();
    let outlet = |id: &str| {
        let id: OutletId = id.parse().unwrap();
        let outlet = Outlet {
            id: id.clone(),
            enterprise: printer(),
            name: id.to_string(),
            name_en: id.to_string(),
            medium: Medium::Air,
            place,
            channels: Vec::new(),
            limits: Vec::new(),
            release: None,
        };
        (id, outlet)
    };
    let unit = TreatmentUnit {
        id: "TU-1".parse().unwrap(),
        enterprise: printer(),
        name: "活性炭".into(),
        name_en: "carbon".into(),
        treats: Vec::new(),
        outlet: Some(STACK.parse().unwrap()),
    };
    let target = LoggerTarget::Outlet(STACK.parse().unwrap());
    let logger = Logger { mn: "MN-1".parse().unwrap(), target, realtime_interval_s: 60 };
    let mut register = Register::default();
    register.outlets = [STACK, OTHER_STACK].map(outlet).into();
    register.treatment_units = [(unit.id.clone(), unit)].into();
    register.put(RegisterEntry::Logger(logger)).unwrap();
    register
}

struct Raised {
    id: &'static str,
    kind: FindingKind,
    subject: Subject,
    began: &'static str,
    cleared: Option<&'static str>,
    enterprise: CreditCode,
}

fn at(clock: &str) -> Timestamp {
    wall(&format!("2020-08-30T{clock}:00"))
}

fn alarm_of(raised: &Raised) -> Alarm {
    let finding = |state, seen| Finding {
        key: FindingKey { kind: raised.kind, subject: raised.subject.clone(), factor: None },
        began: at(raised.began),
        seen,
        state,
        ..finding(Serious, Ongoing, 85.5)
    };
    let (law, mut episode) = (law(), Episode::default());
    let raise = Command::Raise {
        id: raised.id.parse().unwrap(),
        finding: finding(Ongoing, at(raised.began)),
        enterprise: Some(raised.enterprise.clone()),
        district: district(KAIFU),
    };
    episode.give(&actor("watch"), &raise, at("12:00"), &law).unwrap();
    if let Some(end) = raised.cleared {
        let update = Command::Update { finding: finding(Cleared, at(end)) };
        episode.give(&actor("watch"), &update, at("12:30"), &law).unwrap();
    }
    episode.alarm.unwrap()
}

fn fan(id: &'static str, began: &'static str, cleared: Option<&'static str>) -> Raised {
    let (kind, subject) =
        (FindingKind::ProductionOnTreatmentOff, Subject::TreatmentUnit("TU-1".parse().unwrap()));
    Raised { id, kind, subject, began, cleared, enterprise: printer() }
}

fn exceedance(id: &'static str, outlet: &str, began: &'static str) -> Raised {
    let (kind, subject) = (FindingKind::ExceedanceHour, Subject::Outlet(outlet.parse().unwrap()));
    Raised { id, kind, subject, began, cleared: None, enterprise: printer() }
}

fn silence(id: &'static str, began: &'static str) -> Raised {
    let (kind, subject) = (FindingKind::LoggerSilent, Subject::Logger("MN-1".parse().unwrap()));
    Raised { id, kind, subject, began, cleared: None, enterprise: printer() }
}

/// The pairs that are proposed, as `leading<merged`.
fn proposed(alarms: &[Alarm]) -> Vec<String> {
    let alarms: Vec<&Alarm> = alarms.iter().collect();
    let found = alarm::proposals(&alarms, &register(), &law(), at("13:00"));
    found.iter().map(|pair| format!("{}<{}", pair.leading, pair.merged)).collect()
}

#[test]
fn a_stopped_fan_explains_what_is_above_its_limit_behind_it() {
    let all: Vec<Alarm> = [
        fan("A20200830-1", "10:20", Some("11:40")),
        exceedance("A20200830-2", STACK, "10:00"),
        exceedance("A20200830-3", STACK, "11:00"),
        exceedance("A20200830-4", OTHER_STACK, "11:00"),
        exceedance("A20200830-5", STACK, "09:00"),
        exceedance("A20200830-6", STACK, "12:00"),
        Raised { enterprise: other_enterprise(), ..exceedance("A20200830-7", STACK, "11:00") },
    ]
    .iter()
    .map(alarm_of)
    .collect();
    // The hour of 10 began before the fan stopped; that of 9 an hour too early, that of 12 after it ran again.
    assert_eq!(proposed(&all), ["A20200830-1<A20200830-2", "A20200830-1<A20200830-3"]);

    let refs: Vec<&Alarm> = all.iter().collect();
    let proposal = &alarm::proposals(&refs, &register(), &law(), at("13:00"))[0];
    let names: Vec<&str> = proposal.facts.iter().map(|fact| fact.name.as_str()).collect();
    assert_eq!(names, ["shared_outlet", "cause_began", "effect_began", "cause_ended"]);
    assert_eq!(proposal.basis.rule, "treatment-off-explains");
}

#[test]
fn an_hour_explains_the_samples_of_its_own_factor() {
    let with = |raised: Raised, kind, factor: &str| {
        let mut alarm = alarm_of(&Raised { kind, ..raised });
        alarm.key.factor = Some(factor.parse().unwrap());
        alarm
    };
    let hour = with(exceedance("A20200830-1", STACK, "10:00"), FindingKind::ExceedanceHour, "a24088");
    let same = with(exceedance("A20200830-2", STACK, "09:40"), FindingKind::ExceedanceRealtime, "a24088");
    let other = with(exceedance("A20200830-3", STACK, "10:10"), FindingKind::ExceedanceRealtime, "a21026");
    assert_eq!(proposed(&[hour, same, other]), ["A20200830-1<A20200830-2"]);
}

#[test]
fn of_two_causes_the_earlier_one_is_proposed() {
    let all = [
        fan("A20200830-1", "10:20", None),
        silence("A20200830-2", "10:10"),
        exceedance("A20200830-3", STACK, "11:00"),
    ];
    assert_eq!(proposed(&all.each_ref().map(alarm_of)), ["A20200830-2<A20200830-3"]);
}

#[test]
fn only_what_can_be_merged_is_proposed() {
    let (law, duty) = (law(), actor("duty"));
    let cause = alarm_of(&fan("A20200830-1", "10:20", None));
    let effect = alarm_of(&exceedance("A20200830-2", STACK, "11:00"));
    assert_eq!(proposed(&[cause.clone(), effect.clone()]).len(), 1);

    let mut merged = Episode { alarm: Some(effect.clone()), history: Vec::new() };
    merged.give(&duty, &merge(Leading::of(&cause, false), WHY), at("13:00"), &law).unwrap();
    let merged = merged.alarm.unwrap();
    assert_eq!(proposed(&[cause.clone(), merged.clone()]), [""; 0], "it is done");
    assert!(!Leading::of(&merged, false).can_lead);

    let mut led = Episode { alarm: Some(cause.clone()), history: Vec::new() };
    led.give(&duty, &merge(other_alarm(), WHY), at("13:00"), &law).unwrap();
    assert_eq!(proposed(&[led.alarm.unwrap(), effect.clone()]), [""; 0], "the cause is handled with another");

    let mut found = Episode { alarm: Some(effect), history: Vec::new() };
    found.give(&actor("li"), &Command::Accept, at("13:00"), &law).unwrap();
    found.give(&actor("li"), &verify(OnSite, Outcome::Normal, "正常"), at("13:00"), &law).unwrap();
    assert_eq!(proposed(&[cause, found.alarm.unwrap()]), [""; 0], "what was found needs no cause");
}

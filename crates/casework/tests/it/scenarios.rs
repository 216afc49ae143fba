//! Stories as tables: who does what, and where the alarm stands then.

use casework::alarm::{
    Command, CommandName, Event, HandOnTo, MAX_FILES, MAX_TEXT, Outcome, Refusal, RefusalKind,
    VerificationMode::{OffSite, OnSite},
    allowed,
};
use model::{FindingState, Severity, china};

use crate::support::*;

use FindingState::{Cleared, Ongoing};
use Severity::{Grave, Moderate, Serious};

/// Who, after how many minutes, does what, and what comes of it: a stage, `=` for nothing to do, or `!` and the
/// code of the refusal.
pub(crate) type Line = (&'static str, i64, Command, &'static str);

/// Plays the lines, the first one at 08:45 of the story's Sunday.
pub(crate) fn play(name: &str, lines: &[Line]) -> Episode {
    let law = law();
    let mut episode = Episode::default();
    let mut now = morning();
    for (index, (who, minutes, command, expected)) in lines.iter().enumerate() {
        now = china::plus_seconds(now, minutes * 60);
        let before = episode.clone();
        let found = match episode.give(&actor(who), command, now, &law) {
            Ok(events) if events.is_empty() => "=".to_owned(),
            Ok(_) => episode.state().stage_name().code().to_owned(),
            Err(refusal) => {
                assert_eq!(episode.alarm, before.alarm);
                format!("!{}", refusal.code())
            }
        };
        assert_eq!(found, *expected, "{name}, line {index}: {who} {command:?}");
    }
    episode
}

#[test]
fn the_printing_firm() {
    let episode = play(
        "the printing firm",
        &[
            ("watch", 0, raise(Serious), "assigned"),
            ("watch", 1, update(Serious, Ongoing, 85.5), "="),
            ("watch", 1, update(Serious, Ongoing, 91.0), "assigned"),
            ("duty", 1, assign(KAIFU, Some("u-li")), "assigned"),
            ("duty", 0, assign(KAIFU, Some("u-li")), "!already_assigned"),
            ("wang", 1, Command::Accept, "!not_the_officer"),
            ("li", 1, Command::Accept, "accepted"),
            ("li", 0, Command::Accept, "!already_accepted"),
            ("printer", 5, explain("风机跳闸"), "accepted"),
            ("printer", 0, explain("风机跳闸"), "!already_explained"),
            ("printer", 0, explain("风机跳闸,已报修"), "accepted"),
            ("watch", 5, update(Grave, Ongoing, 99.0), "accepted"),
            ("li", 30, verify(OnSite, Outcome::Violation, "  "), "!text_missing"),
            ("li", 0, verify(OnSite, Outcome::Violation, "印刷机运行,治理设施未开"), "verified"),
            ("watch", 1, update(Moderate, Cleared, 0.0), "verified"),
            ("li", 0, verify(OnSite, Outcome::Violation, "再次提交"), "!wrong_stage"),
            ("printer", 0, explain("补充"), "!wrong_stage"),
            ("duty", 0, assign(YUHUA, None), "!wrong_stage"),
            ("duty", 0, close("办结"), "!violation_cannot_be_closed"),
            ("li", 0, hand_on(HandOnTo::CaseFiling), "!role_may_not"),
            ("duty", 0, hand_on(HandOnTo::CaseFiling), "handed_on"),
            ("duty", 0, hand_on(HandOnTo::CaseFiling), "!alarm_final"),
            ("watch", 0, update(Grave, Ongoing, 50.0), "!alarm_final"),
            ("watch", 0, raise(Grave), "!alarm_already_raised"),
        ],
    );
    let alarm = episode.state();
    assert_eq!((alarm.severity, alarm.highest_severity), (Moderate, Grave));
    assert_eq!(alarm.severities.len(), 3);
    assert_eq!(alarm.cleared_at, Some(wall("2020-08-30T08:44:00")));
    assert_eq!(alarm.explanations.len(), 2);
    assert_eq!(alarm.officer().map(ToString::to_string).as_deref(), Some("u-li"));
    assert!(!alarm.is_open());
}

#[test]
fn born_with_its_branch_and_the_rule_that_chose_it() {
    let episode = play("born", &[("watch", 0, raise(Serious), "assigned")]);
    let assignment = episode.state().assignment().unwrap();
    assert_eq!((assignment.branch.as_str(), assignment.officer.as_ref()), (KAIFU, None));
    let basis = assignment.basis.as_ref().unwrap();
    assert_eq!((basis.pack.as_str(), basis.version.as_str()), ("changsha-alarm-service", "2"));
    assert_eq!(basis.rule, "own-district");
    assert!(basis.illustrative);
    assert_eq!(
        episode.history.iter().map(|(event, _)| event.kind()).collect::<Vec<_>>(),
        ["alarm.raised", "alarm.assigned"]
    );
}

#[test]
fn without_any_pack_it_still_goes_to_its_own_district() {
    let law = law::Law::empty(law::OfficeHours::default());
    let mut episode = Episode::default();
    episode.give(&actor("watch"), &raise(Serious), morning(), &law).unwrap();
    let assignment = episode.state().assignment().unwrap();
    assert_eq!((assignment.branch.as_str(), &assignment.basis), (KAIFU, &None));
    let nobody = episode.give(&actor("watch"), &escalate(None), morning(), &law);
    assert_eq!(nobody, Err(Refusal::NoEscalationRule { level: 1 }));
}

#[test]
fn an_instrument_fault_is_closed() {
    play(
        "an instrument fault",
        &[
            ("watch", 0, raise(Moderate), "assigned"),
            ("li", 9, Command::Accept, "accepted"),
            ("wang", 0, verify(OffSite, Outcome::EquipmentFault, ""), "!not_the_officer"),
            ("li", 9, verify(OffSite, Outcome::EquipmentFault, ""), "verified"),
            ("duty", 0, hand_on(HandOnTo::CaseFiling), "!no_violation_to_file"),
            ("duty", 0, close(" "), "!text_missing"),
            ("duty kaifu", 9, close("仪器故障,已报修"), "closed"),
            ("duty", 9, close("仪器故障,已报修"), "!alarm_final"),
            ("leader", 9, escalate(Some("为何办结")), "!alarm_final"),
        ],
    );
}

#[test]
fn returned_and_given_to_another_branch() {
    play(
        "returned",
        &[
            ("watch", 0, raise(Moderate), "assigned"),
            ("li", 1, Command::Return { reason: "\n".into() }, "!text_missing"),
            ("zhao", 1, give_back(), "!out_of_scope"),
            ("li", 1, give_back(), "returned"),
            ("li", 1, give_back(), "!wrong_stage"),
            ("li", 1, Command::Accept, "!wrong_stage"),
            ("printer", 1, explain("在办"), "returned"),
            ("duty kaifu", 1, assign(YUHUA, None), "!branch_out_of_scope"),
            ("duty", 1, assign(YUHUA, None), "assigned"),
            ("li", 1, Command::Accept, "!not_the_branch"),
            ("zhao", 1, Command::Accept, "accepted"),
            ("duty", 1, assign(YUHUA, Some("u-zhao")), "!already_assigned"),
            ("duty", 1, assign(KAIFU, Some("u-wang")), "assigned"),
            ("zhao", 1, verify(OffSite, Outcome::Normal, ""), "!out_of_scope"),
            ("team", 1, Command::Accept, "!not_the_officer"),
            ("wang", 1, Command::Accept, "accepted"),
            ("wang", 1, give_back(), "returned"),
        ],
    );
}

#[test]
fn what_cannot_be_verified_stays_open() {
    let cannot = || verify(OnSite, Outcome::CannotVerify, "厂门关闭");
    play(
        "assigned again",
        &[
            ("watch", 0, raise(Moderate), "assigned"),
            ("team", 1, Command::Accept, "accepted"),
            ("team", 1, cannot(), "verified"),
            ("duty", 1, hand_on(HandOnTo::CaseFiling), "!no_violation_to_file"),
            ("duty", 1, assign(KAIFU, None), "assigned"),
            ("printer", 1, explain("昨日停产"), "assigned"),
            ("li", 1, Command::Accept, "accepted"),
            ("li", 1, verify(OnSite, Outcome::Normal, "设施正常"), "verified"),
            ("duty", 1, assign(KAIFU, None), "!wrong_stage"),
            ("duty", 1, close("正常"), "closed"),
        ],
    );
    play(
        "closed with a reason",
        &[
            ("watch", 0, raise(Moderate), "assigned"),
            ("li", 1, Command::Accept, "accepted"),
            ("li", 1, cannot(), "verified"),
            ("duty", 1, close(""), "!text_missing"),
            ("duty", 1, close("企业已停产,下月复查"), "closed"),
        ],
    );
    play(
        "handed on",
        &[
            ("watch", 0, raise(Moderate), "assigned"),
            ("li", 1, Command::Accept, "accepted"),
            ("li", 1, cannot(), "verified"),
            ("duty", 1, hand_on(HandOnTo::OtherDepartment(" ".into())), "!text_missing"),
            ("duty", 1, hand_on(HandOnTo::OtherDepartment("住建局".into())), "handed_on"),
        ],
    );
}

#[test]
fn nobody_accepts() {
    let episode = play(
        "nobody accepts",
        &[
            ("watch", 0, raise(Serious), "assigned"),
            ("watch", 59, escalate(None), "!not_due"),
            ("watch", 1, escalate(None), "assigned"),
            ("watch", 0, escalate(None), "!not_due"),
            ("watch", 60, escalate(None), "assigned"),
            ("watch", 600, escalate(None), "!no_escalation_rule"),
            ("leader yuhua", 0, escalate(Some("督办")), "!out_of_scope"),
            ("leader", 0, escalate(None), "!text_missing"),
            ("leader", 0, escalate(Some("督办")), "assigned"),
            ("leader", 0, escalate(Some("督办")), "!already_escalated"),
            ("duty", 0, escalate(Some("督办")), "!role_may_not"),
            ("li", 0, Command::Accept, "accepted"),
            ("watch", 0, escalate(None), "!wrong_stage"),
            ("leader", 0, escalate(Some("继续督办")), "accepted"),
            ("duty", 0, assign(YUHUA, None), "assigned"),
            ("watch", 59, escalate(None), "!not_due"),
            ("watch", 1, escalate(None), "assigned"),
        ],
    );
    assert_eq!(episode.state().escalations.len(), 5);
    assert!(episode.state().is_escalated());
}

#[test]
fn the_anomaly_passes_and_comes_back() {
    let episode = play(
        "passes and comes back",
        &[
            ("watch", 0, raise(Serious), "assigned"),
            ("watch", 1, update(Serious, Cleared, 85.5), "assigned"),
            ("watch", 1, update(Serious, Cleared, 85.5), "="),
            ("watch", 1, update(Serious, Ongoing, 85.5), "assigned"),
            ("watch", 1, update(Grave, Cleared, 1.0), "assigned"),
            ("watch", 1, update(Grave, Cleared, 2.0), "assigned"),
            ("li", 1, update(Grave, Cleared, 2.0), "!role_may_not"),
        ],
    );
    assert_eq!(
        episode.history.iter().map(|(event, _)| event.kind()).collect::<Vec<_>>(),
        [
            "alarm.raised",
            "alarm.assigned",
            "alarm.cleared",
            "alarm.recurred",
            "alarm.cleared",
            "alarm.severity_changed",
            "alarm.facts_changed",
        ]
    );
    let state = episode.state();
    assert_eq!(power(&state.facts), 85.5, "why it fired is still there");
    assert_eq!(power(&state.ending_facts), 2.0, "and so is why it ended");
}

#[test]
fn seeing_it_again_is_not_news_but_a_new_beginning_is() {
    let mut episode = play("seen", &[("watch", 0, raise(Serious), "assigned")]);
    let mut give = |change: &dyn Fn(&mut model::Finding)| {
        let mut finding = finding(Serious, Ongoing, 85.5);
        change(&mut finding);
        episode.give(&actor("watch"), &Command::Update { finding }, morning(), &law())
    };
    assert_eq!(give(&|finding| finding.seen = wall("2020-08-30T12:00:00")), Ok(vec![]));
    let earlier = give(&|finding| finding.began = wall("2020-08-30T08:30:00")).unwrap();
    assert!(matches!(earlier.as_slice(), [Event::FactsChanged(_)]));
    assert_eq!(
        give(&|finding| finding.key.kind = model::FindingKind::LoggerSilent),
        Err(Refusal::OtherFinding)
    );
    let endless = give(&|finding| finding.facts.push(model::Fact::figure("x", f64::NAN, model::Unit::One)));
    assert_eq!(endless, Err(Refusal::FactNotFinite { fact: "x".into() }));
}

#[test]
fn nothing_happens_before_it_is_raised() {
    for line in [
        ("watch", 0, update(Grave, Ongoing, 1.0), "!alarm_not_raised"),
        ("duty", 0, close("x"), "!alarm_not_raised"),
        ("duty", 0, raise(Grave), "!role_may_not"),
        ("li", 0, close("x"), "!role_may_not"),
    ] {
        play("before", &[line]);
    }
}

#[test]
fn who_may_do_what_at_birth() {
    let episode = play("birth", &[("watch", 0, raise(Serious), "assigned")]);
    let check = |who: &str, commands: &[CommandName]| {
        assert_eq!(allowed(episode.state(), &actor(who), morning()), commands, "{who}");
    };
    check("watch", &[CommandName::Update, CommandName::Escalate, CommandName::HearLed]);
    check("duty", &[CommandName::Assign, CommandName::Merge]);
    check("duty kaifu", &[CommandName::Assign, CommandName::Merge]);
    check("li", &[CommandName::Accept, CommandName::Return, CommandName::Snooze]);
    check("team", &[CommandName::Accept, CommandName::Return, CommandName::Snooze]);
    check("zhao", &[]);
    check("printer", &[CommandName::Explain]);
    check("other firm", &[]);
    check("leader", &[CommandName::Escalate]);
    check("leader yuhua", &[]);
    check("inspector", &[]);
    check("admin", &[]);
}

#[test]
fn texts_and_files_have_an_end() {
    let episode = play("limits", &[("watch", 0, raise(Serious), "assigned")]);
    let say = |text: String, files: Vec<model::BlobHash>| {
        episode.clone().give(&actor("printer"), &Command::Explain { text, files }, morning(), &law())
    };
    assert!(say("字".repeat(MAX_TEXT), vec![]).is_ok());
    let long = say("字".repeat(MAX_TEXT + 1), vec![]).unwrap_err();
    assert_eq!(long.message_zh(), "说明内容有4001个字,最多4000个字");
    assert_eq!((long.kind(), long.field()), (RefusalKind::Invalid, Some("text")));

    let many: Vec<model::BlobHash> =
        (0..=MAX_FILES).map(|index| format!("{index:064x}").parse().unwrap()).collect();
    assert!(say("说明".into(), many[..MAX_FILES].to_vec()).is_ok());
    let refusal = say("说明".into(), many).unwrap_err();
    assert_eq!(refusal, Refusal::TooManyFiles { count: MAX_FILES + 1, max: MAX_FILES });

    let twice = say(" 说明 \n".into(), vec![file('a'), file('a')]).unwrap();
    let [Event::Explained(explained)] = twice.as_slice() else { panic!("{twice:?}") };
    assert_eq!((explained.text.as_str(), explained.files.len()), ("说明", 1));
}

fn power(facts: &[model::Fact]) -> f64 {
    match facts.first().map(|fact| &fact.value) {
        Some(model::FactValue::Figure { value, .. }) => *value,
        other => panic!("{other:?}"),
    }
}

//! Alarms that are put aside: by whom, for how long, what wakes them, and what does not move meanwhile.

use casework::alarm::{
    self, Command, Event, Outcome, Refusal, RefusalKind, VerificationMode::OffSite, due, snooze_limit,
    waits_for,
};
use law::{Law, OfficeHours};
use model::{FindingState, Severity, Timestamp, china};

use crate::scenarios::play;
use crate::support::*;

use FindingState::{Cleared, Ongoing};
use Severity::{Grave, Moderate, Serious};

const WHY: &str = "等待比对监测报告";

/// So many minutes after 08:45.
fn after(minutes: i64) -> Timestamp {
    china::plus_seconds(morning(), minutes * 60)
}

#[test]
fn it_is_put_aside_by_whoever_is_to_act_next() {
    play(
        "whose turn it is",
        &[
            ("watch", 0, raise(Serious), "assigned"),
            ("duty", 0, snooze(after(60), WHY), "!not_your_turn"),
            ("leader", 0, snooze(after(60), WHY), "!role_may_not"),
            ("printer", 0, snooze(after(60), WHY), "!role_may_not"),
            ("zhao", 0, snooze(after(60), WHY), "!out_of_scope"),
            ("li", 0, snooze(after(60), WHY), "assigned"),
            ("wang", 1, snooze(after(90), WHY), "!already_snoozed"),
            ("wang", 0, Command::Wake, "assigned"),
            ("wang", 0, Command::Wake, "!not_snoozed"),
            ("li", 0, Command::Accept, "accepted"),
            ("wang", 0, snooze(after(60), WHY), "!not_the_officer"),
            ("li", 0, snooze(after(60), WHY), "accepted"),
            ("li", 10, give_back(), "returned"),
            ("li", 0, snooze(after(60), WHY), "!not_your_turn"),
            ("duty", 0, snooze(after(60), WHY), "returned"),
            ("duty", 0, assign(KAIFU, None), "assigned"),
            ("li", 0, Command::Accept, "accepted"),
            ("li", 0, verify(OffSite, Outcome::Normal, ""), "verified"),
            ("duty kaifu", 0, snooze(after(60), WHY), "verified"),
            ("duty", 0, close("正常"), "closed"),
            ("duty", 0, snooze(after(60), WHY), "!alarm_final"),
        ],
    );
}

#[test]
fn the_time_lies_ahead_and_no_further_than_the_rule_lets() {
    let episode = play(
        "limits",
        &[
            ("watch", 0, raise(Grave), "assigned"),
            ("li", 0, snooze(after(0), WHY), "!snooze_not_ahead"),
            ("li", 0, snooze(after(-1), WHY), "!snooze_not_ahead"),
            ("li", 0, snooze(after(31), WHY), "!snooze_too_long"),
            ("li", 0, snooze(after(30), " \n"), "!text_missing"),
            ("li", 0, snooze(after(30), &"字".repeat(alarm::MAX_TEXT + 1)), "!text_too_long"),
            ("li", 0, snooze(after(30), WHY), "assigned"),
        ],
    );
    let limit = snooze_limit(episode.state(), morning(), &law()).unwrap();
    assert_eq!((limit.at, limit.why.rule.as_str()), (after(30), "snooze-grave"));
    assert!(limit.why.illustrative, "made-up rules say so");
    let Some((Event::Snoozed(snoozed), _)) = episode.history.last() else { panic!("{:?}", episode.history) };
    assert_eq!(
        (snoozed.until, snoozed.reason.as_str(), snoozed.basis.rule.as_str()),
        (after(30), WHY, "snooze-grave")
    );

    let refusal = Refusal::SnoozeTooLong { longest: after(30) };
    assert_eq!((refusal.kind(), refusal.field()), (RefusalKind::Invalid, Some("until")));
    assert_eq!(refusal.message_zh(), "最多可暂缓至 2020-08-30 09:15");
}

/// What does not press is put aside over days on which nobody works.
#[test]
fn holidays_do_not_count_where_the_rule_counts_working_days() {
    let mut episode = Episode::default();
    let law = law();
    // The Wednesday before the holidays of October 2020, which end on the 8th.
    let eve = wall("2020-09-30T15:00:00");
    episode.give(&actor("watch"), &raise(Moderate), eve, &law).unwrap();
    let limit = snooze_limit(episode.state(), eve, &law).unwrap();
    assert_eq!(china::minute_text(limit.at), "2020-10-09 17:00");
}

#[test]
fn without_a_rule_nothing_is_put_aside() {
    let (law, mut episode) = (Law::empty(OfficeHours::default()), Episode::default());
    episode.give(&actor("watch"), &raise(Serious), morning(), &law).unwrap();
    let refused = episode.give(&actor("li"), &snooze(after(1), WHY), morning(), &law);
    assert_eq!(refused, Err(Refusal::NoSnoozeRule));
}

#[test]
fn it_waits_for_nobody_until_it_wakes_by_itself() {
    let episode = play(
        "asleep",
        &[("watch", 0, raise(Serious), "assigned"), ("li", 5, snooze(after(125), WHY), "assigned")],
    );
    let state = episode.state();
    let waits = |who: &str, minutes| waits_for(state, &actor(who), after(minutes));
    assert!(!waits("li", 5) && !waits("wang", 5) && !waits("li", 124));
    assert!(waits("li", 125) && waits("wang", 125), "nothing has happened, and it is there again");
    assert!(!waits("zhao", 125) && !waits("duty", 125) && !waits("leader", 125));
    assert!(waits("printer", 5), "the enterprise may explain meanwhile");
    assert_eq!(state.snoozed(after(124)).map(|snooze| snooze.reason.as_str()), Some(WHY));
    assert_eq!(state.snoozed(after(125)), None);
}

#[test]
fn no_term_moves() {
    let awake = play("awake", &[("watch", 0, raise(Serious), "assigned")]);
    let asleep = play(
        "asleep",
        &[("watch", 0, raise(Serious), "assigned"), ("li", 5, snooze(after(125), WHY), "assigned")],
    );
    let law = law();
    assert_eq!(due(asleep.state(), &law), due(awake.state(), &law));
    assert_eq!(
        alarm::escalation_due(asleep.state(), &law),
        alarm::escalation_due(awake.state(), &law),
        "nobody escapes a level by looking away"
    );
}

#[test]
fn what_presses_more_wakes_it() {
    let mut aside = play(
        "aside",
        &[("watch", 0, raise(Serious), "assigned"), ("li", 5, snooze(after(200), WHY), "assigned")],
    );
    let law = law();
    aside.give(&actor("watch"), &update(Serious, Ongoing, 91.0), after(6), &law).unwrap();
    aside.give(&actor("watch"), &update(Moderate, Cleared, 91.0), after(7), &law).unwrap();
    aside.give(&actor("printer"), &explain("已报修"), after(7), &law).unwrap();
    assert!(aside.state().snoozed(after(8)).is_some(), "neither new facts nor an end nor an explanation");

    let woken = |who: &str, command: Command| {
        let mut episode = aside.clone();
        episode.give(&actor(who), &command, after(70), &law).unwrap();
        episode.state().snoozed(after(70)).is_none()
    };
    assert!(woken("watch", update(Grave, Cleared, 91.0)), "its severity rose");
    assert!(woken("watch", update(Moderate, Ongoing, 92.0)), "the anomaly came back");
    assert!(woken("leader", escalate(Some("立即核查"))), "a leader took it up");
    assert!(woken("duty", assign(YUHUA, None)), "somebody else is to act");
    assert!(woken("li", Command::Wake), "by hand");
}

#[test]
fn what_nobody_accepts_in_time_goes_up_and_wakes() {
    let episode = play(
        "late",
        &[
            ("watch", 0, raise(Serious), "assigned"),
            ("li", 50, snooze(after(170), WHY), "assigned"),
            ("watch", 10, escalate(None), "assigned"),
        ],
    );
    assert_eq!(episode.state().snoozed(after(61)), None);
}

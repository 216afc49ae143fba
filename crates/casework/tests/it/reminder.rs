//! Quiet reminders: who hears of what, from when on, and when nobody does.

use casework::alarm::{Command, Outcome, VerificationMode::OnSite, reminder};
use law::{Law, OfficeHours};
use model::{Severity, Timestamp};

use crate::scenarios::play;
use crate::support::*;

use Severity::{Moderate, Serious};

/// On the story's Sunday, or another day of that August.
fn at(text: &str) -> Timestamp {
    wall(&format!("2020-{text}:00"))
}

/// The step that `who` is reminded of.
fn reminded(episode: &Episode, who: &str, now: &str) -> Option<&'static str> {
    reminder(episode.state(), &actor(who), &law(), at(now)).map(|reminder| reminder.due.step.code())
}

#[test]
fn whoever_is_to_act_is_reminded_before_the_term_is_over_and_after() {
    let episode = play("reminded", &[("watch", 0, raise(Serious), "assigned")]);
    // Due 09:45, reminded half an hour before.
    assert_eq!(reminded(&episode, "li", "08-30T09:14"), None);
    for now in ["08-30T09:15", "08-30T09:44", "08-30T09:45", "08-30T12:00"] {
        assert_eq!(reminded(&episode, "li", now), Some("accept"), "{now}");
        assert_eq!(reminded(&episode, "wang", now), Some("accept"), "any of the branch may accept it");
    }
    for who in ["duty", "zhao", "leader", "inspector", "admin", "watch", "printer", "other firm"] {
        assert_eq!(reminded(&episode, who, "08-30T09:15"), None, "{who}");
    }
    let reminder = reminder(episode.state(), &actor("li"), &law(), at("08-30T09:15")).unwrap();
    assert_eq!((reminder.basis.rule.as_str(), reminder.due.at), ("remind-pressing", at("08-30T09:45")));
}

#[test]
fn the_enterprise_is_reminded_to_explain_until_it_has() {
    let mut episode = play("explain", &[("watch", 0, raise(Serious), "assigned")]);
    assert_eq!(reminded(&episode, "printer", "08-31T08:14"), None);
    assert_eq!(reminded(&episode, "printer", "08-31T08:15"), Some("explain"));
    assert_eq!(reminded(&episode, "other firm", "08-31T08:15"), None);
    episode.give(&actor("printer"), &explain("风机跳闸"), at("08-31T08:16"), &law()).unwrap();
    assert_eq!(reminded(&episode, "printer", "08-31T08:17"), None);
}

/// Raised on Friday afternoon with four working hours to accept it: due Monday at noon.
#[test]
fn nobody_is_reminded_of_working_time_outside_office_hours() {
    let mut episode = Episode::default();
    episode.give(&actor("watch"), &raise(Moderate), at("08-28T16:00"), &law()).unwrap();
    for (now, expected) in [
        ("08-28T16:30", None),
        ("08-30T11:00", None),
        ("08-31T08:30", None),
        ("08-31T10:00", Some("accept")),
        ("08-31T12:30", None),
        ("08-31T14:00", Some("accept")),
        ("08-31T20:00", None),
    ] {
        assert_eq!(reminded(&episode, "li", now), expected, "{now}");
    }
}

#[test]
fn what_is_put_aside_or_led_or_over_reminds_nobody() {
    let aside = play(
        "aside",
        &[("watch", 0, raise(Serious), "assigned"), ("li", 5, snooze(at("08-30T10:30"), "等待"), "assigned")],
    );
    assert_eq!(reminded(&aside, "li", "08-30T10:29"), None, "though it is overdue");
    assert_eq!(reminded(&aside, "li", "08-30T10:30"), Some("accept"));

    let led = play(
        "led",
        &[("watch", 0, raise(Serious), "assigned"), ("duty", 0, merge(other_alarm(), "同因"), "assigned")],
    );
    assert!(EVERYBODY.iter().all(|who| reminded(&led, who, "08-31T10:00").is_none()));

    let over = play(
        "over",
        &[
            ("watch", 0, raise(Serious), "assigned"),
            ("li", 0, Command::Accept, "accepted"),
            ("li", 0, verify(OnSite, Outcome::Normal, "正常"), "verified"),
            ("duty", 0, close("正常"), "closed"),
        ],
    );
    assert!(EVERYBODY.iter().all(|who| reminded(&over, who, "09-30T10:00").is_none()));
}

#[test]
fn without_a_rule_nobody_is_reminded() {
    let episode = play("silent", &[("watch", 0, raise(Serious), "assigned")]);
    let law = Law::empty(OfficeHours::default());
    assert_eq!(reminder(episode.state(), &actor("li"), &law, at("09-30T10:00")), None);
}

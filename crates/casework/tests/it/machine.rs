//! The lifecycle against a small model of it that was written apart: random people give random commands.

use std::collections::BTreeMap;

use casework::alarm::{
    self, Command, CommandName, Event, HandOnTo, Leading, Outcome, VerificationMode, allowed, fold,
};
use law::{Law, OfficeHours, PackFile};
use model::{FindingState, Severity, Timestamp, china};
use proptest::prelude::*;

use crate::support::*;

/// Terms around the clock, so that the model can count them on its own.
const RULES: &str = r#"
[pack]
id = "rules"
version = "7"
layer = "city"
title = "规则"
title_en = "rules"
valid_from = 2000-01-01
[[alarm_term]]
id = "accept-grave"
step = "accept"
severity = ["grave"]
amount = 30
unit = "minutes"
clock = "continuous"
source = "test"
confidence = "high"
[[alarm_term]]
id = "accept-serious"
step = "accept"
severity = ["serious"]
amount = 2
unit = "hours"
clock = "continuous"
source = "test"
confidence = "high"
[[alarm_escalation]]
id = "one"
level = 1
to = "duty_officer"
amount = 10
unit = "minutes"
clock = "continuous"
source = "test"
confidence = "high"
[[alarm_escalation]]
id = "two"
level = 2
to = "leader"
amount = 1
unit = "hours"
clock = "continuous"
source = "test"
confidence = "high"
[[alarm_snooze]]
id = "aside"
severity = ["moderate", "serious", "grave"]
amount = 45
unit = "minutes"
clock = "continuous"
source = "test"
confidence = "high"
"#;

fn rules() -> Law {
    Law::load(&[PackFile { name: "rules.toml", text: RULES }], OfficeHours::default()).unwrap()
}

/// The model: what a clerk would keep on a sheet of paper.
#[derive(Debug, Clone)]
struct Sheet {
    stage: &'static str,
    branch: String,
    named: Option<String>,
    on_it: Option<String>,
    outcome: Option<Outcome>,
    assigned_at: Timestamp,
    level: usize,
    taken_up: bool,
    said: Vec<(String, String)>,
    own: Severity,
    /// How much the sheet behind it presses, if there is one.
    behind: Option<Severity>,
    severity: Severity,
    /// Since when it has pressed at least so much.
    pressing: BTreeMap<Severity, Timestamp>,
    holds: bool,
    power_kw: f64,
    aside_until: Option<Timestamp>,
    /// Whether it lies behind another sheet.
    led: bool,
    separated_at: Option<Timestamp>,
}

const SEVERITIES: [Severity; 4] = [Severity::Notice, Severity::Moderate, Severity::Serious, Severity::Grave];

impl Sheet {
    fn press(&mut self, severity: Severity, now: Timestamp) {
        for level in SEVERITIES {
            if level <= severity {
                self.pressing.entry(level).or_insert(now);
            } else {
                self.pressing.remove(&level);
            }
        }
        self.severity = severity;
    }

    fn go(&mut self, stage: &'static str) {
        self.stage = stage;
        self.taken_up = false;
        self.aside_until = None;
    }

    /// When the next level is due, if there is one.
    fn late_at(&self) -> Option<Timestamp> {
        let minutes = match self.severity {
            Severity::Grave => 30,
            Severity::Serious => 120,
            Severity::Notice | Severity::Moderate => return None,
        };
        let more = [10, 60].get(self.level)?;
        let start = self.assigned_at.max(self.pressing[&self.severity]);
        let start = self.separated_at.map_or(start, |at| at.max(start));
        Some(china::plus_seconds(start, (minutes + more) * 60))
    }

    fn aside(&self, now: Timestamp) -> bool {
        self.aside_until.is_some_and(|until| now < until)
    }

    /// Whose sheet it lies on.
    fn is_next(&self, who: &str, duty: bool, officer: bool) -> bool {
        let id = format!("u-{who}");
        match self.stage {
            "assigned" => officer && self.named.as_ref().is_none_or(|named| *named == id),
            "accepted" => officer && self.on_it.as_ref() == Some(&id),
            _ => duty,
        }
    }

    /// Whether the command is done; the sheet then shows it.
    fn take(&mut self, who: &str, command: &Command, now: Timestamp) -> bool {
        let over = matches!(self.stage, "closed" | "handed_on");
        let duty = who == "duty" || (who == "duty kaifu");
        let officer_of = |branch: &str| match who {
            "li" | "wang" => branch == KAIFU,
            "zhao" => branch == YUHUA,
            "team" => true,
            _ => false,
        };
        let id = format!("u-{who}");
        if self.led
            && !matches!(
                command,
                Command::Update { .. }
                    | Command::Explain { .. }
                    | Command::Separate { .. }
                    | Command::EndWith { .. }
            )
        {
            return false;
        }
        match command {
            Command::Merge { leading, reason, .. } => {
                let undecided = self.stage != "verified" || self.outcome == Some(Outcome::CannotVerify);
                let said = reason.as_ref().is_some_and(|reason| !reason.trim().is_empty());
                if over || !duty || !undecided || !said || *leading != other_alarm() {
                    return false;
                }
                (self.led, self.aside_until) = (true, None);
                true
            }
            Command::Separate { reason } => {
                if over || !duty || !self.led || reason.trim().is_empty() {
                    return false;
                }
                (self.led, self.separated_at) = (false, Some(now));
                true
            }
            Command::HearLed { severity, .. } => {
                if over || who != "watch" {
                    return false;
                }
                self.behind = *severity;
                let severity = self.own.max(severity.unwrap_or(self.own));
                if severity > self.severity {
                    self.aside_until = None;
                }
                self.press(severity, now);
                true
            }
            Command::EndWith { ending } => {
                if over || who != "watch" || !self.led || ending.leading.as_str() != OTHER_ALARM {
                    return false;
                }
                self.go(if ending.to.is_some() { "handed_on" } else { "closed" });
                self.outcome = Some(ending.outcome);
                true
            }
            Command::Raise { .. } => false,
            Command::Update { finding } => {
                if who != "watch" || over {
                    return false;
                }
                let returns = !self.holds && finding.state == FindingState::Ongoing;
                if returns || finding.severity > self.own {
                    self.aside_until = None;
                }
                self.own = finding.severity;
                self.press(self.own.max(self.behind.unwrap_or(self.own)), now);
                self.holds = finding.state == FindingState::Ongoing;
                self.power_kw = power(finding);
                true
            }
            Command::Assign { branch, officer, .. } => {
                let named = officer.as_ref().map(ToString::to_string);
                let open = matches!(self.stage, "assigned" | "accepted" | "returned")
                    || (self.stage == "verified" && self.outcome == Some(Outcome::CannotVerify));
                let mine = who == "duty" || (who == "duty kaifu" && branch.as_str() == KAIFU);
                let same = self.branch == branch.as_str()
                    && ((self.stage == "assigned" && named == self.named)
                        || (self.stage == "accepted" && named.is_some() && named == self.on_it));
                if !(duty && open && mine) || same {
                    return false;
                }
                self.go("assigned");
                (self.branch, self.named, self.on_it) = (branch.to_string(), named, None);
                (self.outcome, self.assigned_at, self.level) = (None, now, 0);
                true
            }
            Command::Accept => {
                let free = self.named.as_ref().is_none_or(|named| *named == id);
                if self.stage != "assigned" || !officer_of(&self.branch) || !free {
                    return false;
                }
                self.go("accepted");
                self.on_it = Some(id);
                true
            }
            Command::Return { reason } => {
                let holder = if self.stage == "accepted" { &self.on_it } else { &self.named };
                let free = holder.as_ref().is_none_or(|holder| *holder == id);
                let there = matches!(self.stage, "assigned" | "accepted");
                if !there || !officer_of(&self.branch) || !free || reason.trim().is_empty() {
                    return false;
                }
                self.go("returned");
                true
            }
            Command::Explain { text, .. } => {
                let words = (id, text.trim().to_owned());
                let there = matches!(self.stage, "assigned" | "accepted" | "returned");
                if who != "printer" || !there || words.1.is_empty() || self.said.contains(&words) {
                    return false;
                }
                self.said.push(words);
                true
            }
            Command::Verify { mode, outcome, note, .. } => {
                let written = *mode == VerificationMode::OffSite || !note.trim().is_empty();
                let mine = self.on_it.as_ref() == Some(&id) && officer_of(&self.branch);
                if self.stage != "accepted" || !mine || !written {
                    return false;
                }
                self.go("verified");
                self.outcome = Some(*outcome);
                true
            }
            Command::Close { note } => {
                let fits = self.stage == "verified" && self.outcome != Some(Outcome::Violation);
                if !duty || !fits || note.trim().is_empty() {
                    return false;
                }
                self.go("closed");
                true
            }
            Command::HandOn { to, .. } => {
                let fits = *to != HandOnTo::CaseFiling || self.outcome == Some(Outcome::Violation);
                if !duty || self.stage != "verified" || !fits {
                    return false;
                }
                self.go("handed_on");
                true
            }
            Command::Escalate { reason } => match who {
                "watch" => {
                    let late = self.late_at().is_some_and(|at| at <= now);
                    if self.stage != "assigned" || !late {
                        return false;
                    }
                    self.level += 1;
                    self.aside_until = None;
                    true
                }
                "leader" | "leader yuhua" => {
                    let sees = who == "leader" || self.branch == YUHUA;
                    let said = reason.as_ref().is_some_and(|reason| !reason.trim().is_empty());
                    if over || !sees || !said || self.taken_up {
                        return false;
                    }
                    self.taken_up = true;
                    self.aside_until = None;
                    true
                }
                _ => false,
            },
            Command::Snooze { until, reason } => {
                let longest = china::plus_seconds(now, 45 * 60);
                let fits = now < *until && *until <= longest && self.severity != Severity::Notice;
                let said = !reason.trim().is_empty();
                if over
                    || !self.is_next(who, duty, officer_of(&self.branch))
                    || self.aside(now)
                    || !fits
                    || !said
                {
                    return false;
                }
                self.aside_until = Some(*until);
                true
            }
            Command::Wake => {
                if over || !self.is_next(who, duty, officer_of(&self.branch)) || !self.aside(now) {
                    return false;
                }
                self.aside_until = None;
                true
            }
        }
    }
}

fn power(finding: &model::Finding) -> f64 {
    match finding.facts.first().map(|fact| &fact.value) {
        Some(model::FactValue::Figure { value, .. }) => *value,
        other => panic!("{other:?}"),
    }
}

fn any_severity() -> impl Strategy<Value = Severity> {
    prop_oneof![
        1 => Just(Severity::Notice),
        1 => Just(Severity::Moderate),
        3 => Just(Severity::Serious),
        3 => Just(Severity::Grave)
    ]
}

fn any_outcome() -> impl Strategy<Value = Outcome> {
    proptest::sample::select(Outcome::ALL.to_vec())
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![4 => Just("说明".to_owned()), 2 => Just("another".to_owned()), 1 => Just("  \n".to_owned())]
}

fn any_branch() -> impl Strategy<Value = &'static str> {
    prop_oneof![2 => Just(KAIFU), 1 => Just(YUHUA)]
}

/// Mostly one that can lead.
fn any_leading() -> impl Strategy<Value = Leading> {
    prop_oneof![
        6 => Just(other_alarm()),
        1 => Just(Leading { can_lead: false, ..other_alarm() }),
        1 => Just(Leading { merged_leads_others: true, ..other_alarm() }),
        1 => Just(Leading { enterprise: Some(other_enterprise()), ..other_alarm() }),
        1 => Just(Leading { id: "A20200830-0001".parse().unwrap(), ..other_alarm() }),
    ]
}

fn any_command() -> impl Strategy<Value = Command> {
    let named = proptest::option::of(proptest::sample::select(vec!["u-li", "u-wang", "u-zhao", "u-team"]));
    let state = prop_oneof![Just(FindingState::Ongoing), Just(FindingState::Cleared)];
    let mode = prop_oneof![Just(VerificationMode::OnSite), Just(VerificationMode::OffSite)];
    let to = prop_oneof![Just(HandOnTo::CaseFiling), Just(HandOnTo::OtherDepartment("住建局".into()))];
    prop_oneof![
        1 => any_severity().prop_map(raise),
        3 => (any_severity(), state, 0..3u8)
            .prop_map(|(severity, state, power)| update(severity, state, f64::from(power) / 3.0)),
        4 => (any_branch(), named).prop_map(|(branch, named)| assign(branch, named)),
        5 => Just(Command::Accept),
        2 => any_text().prop_map(|reason| Command::Return { reason }),
        3 => any_text().prop_map(|text| explain(&text)),
        6 => (mode, any_outcome(), any_text())
            .prop_map(|(mode, outcome, note)| verify(mode, outcome, &note)),
        2 => any_text().prop_map(|note| close(&note)),
        2 => to.prop_map(hand_on),
        4 => proptest::option::of(any_text()).prop_map(|reason| escalate(reason.as_deref())),
        // Counted from the beginning of the story; whoever gives the command counts from then.
        4 => (-5..60i64, any_text())
            .prop_map(|(minutes, reason)| snooze(china::plus_seconds(morning(), minutes * 60), &reason)),
        2 => Just(Command::Wake),
        2 => (any_leading(), any_text()).prop_map(|(leading, reason)| merge(leading, &reason)),
        2 => any_text().prop_map(|reason| separate(&reason)),
        3 => proptest::option::of(any_severity()).prop_map(hear_led),
        2 => (any_outcome(), proptest::option::of(Just(HandOnTo::CaseFiling)))
            .prop_map(|(outcome, to)| end_with(outcome, to)),
    ]
}

/// Mostly somebody who may, so that stories get somewhere.
fn any_step() -> impl Strategy<Value = (&'static str, Command, i64)> {
    let anybody = proptest::sample::select(EVERYBODY.to_vec());
    (any_command(), anybody, 0..4u8, 0..60i64).prop_map(|(command, anybody, luck, minutes)| {
        let who = match (command.name(), luck) {
            (_, 0) => anybody,
            (CommandName::Raise | CommandName::Update, _) => "watch",
            (CommandName::Assign | CommandName::Close | CommandName::HandOn, _) => "duty",
            (CommandName::Accept | CommandName::Return | CommandName::Verify, 1) => "zhao",
            (CommandName::Accept | CommandName::Return | CommandName::Verify, _) => "li",
            (CommandName::Explain, _) => "printer",
            (CommandName::Merge | CommandName::Separate, _) => "duty",
            (CommandName::HearLed | CommandName::EndWith, _) => "watch",
            (CommandName::Snooze | CommandName::Wake, 1) => "duty",
            (CommandName::Snooze | CommandName::Wake, _) => "li",
            (CommandName::Escalate, 1) => "leader",
            (CommandName::Escalate, _) => "watch",
        };
        (who, command, minutes)
    })
}

/// Contents of every kind of command, some of which fits if any does.
fn probes(now: Timestamp) -> Vec<Command> {
    let mut probes = vec![
        raise(Severity::Notice),
        update(Severity::Notice, FindingState::Ongoing, 7.0),
        Command::Accept,
        give_back(),
        explain("一句没有说过的话"),
        close("办结"),
        hand_on(HandOnTo::CaseFiling),
        hand_on(HandOnTo::OtherDepartment("住建局".into())),
        escalate(Some("督办")),
        snooze(china::plus_seconds(now, 60), "等待监测报告"),
        Command::Wake,
        merge(other_alarm(), "同一原因"),
        separate("原因不同"),
        hear_led(Some(Severity::Grave)),
        end_with(Outcome::Normal, None),
    ];
    probes.extend(Outcome::ALL.map(|outcome| verify(VerificationMode::OnSite, outcome, "现场")));
    for officer in [None, Some("u-li"), Some("u-nobody")] {
        probes.extend([KAIFU, YUHUA].map(|branch| assign(branch, officer)));
    }
    probes
}

fn check_allowed(episode: &Episode, now: Timestamp) -> Result<(), TestCaseError> {
    // The watch may escalate where the stage allows it; that a term is over is not asked here.
    let law = law();
    let probes = probes(now);
    for who in EVERYBODY {
        let who_actor = actor(who);
        let listed = allowed(episode.state(), &who_actor, now);
        for name in CommandName::ALL {
            let done = probes
                .iter()
                .filter(|probe| probe.name() == name)
                .any(|probe| alarm::decide(episode.alarm.as_ref(), probe, &who_actor, now, &law).is_ok());
            let spent = name == CommandName::Escalate && who == "watch";
            prop_assert!(
                listed.contains(&name) == done || (spent && listed.contains(&name)),
                "{who} {name:?}: listed {listed:?}, done {done}, at {:?}",
                episode.state().stage
            );
        }
    }
    Ok(())
}

/// The command as it is given at `now`.
fn as_of(command: Command, now: Timestamp) -> Command {
    match command {
        Command::Snooze { until, reason } => {
            let ahead = china::seconds_between(morning(), until);
            Command::Snooze { until: china::plus_seconds(now, ahead), reason }
        }
        other => other,
    }
}

fn check_stored(events: &[Event]) -> Result<(), TestCaseError> {
    for event in events {
        let text = event.to_json().to_string();
        let body = serde_json::from_str(&text).unwrap();
        prop_assert_eq!(&Event::from_json(event.kind(), &body).unwrap(), event);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn the_lifecycle_does_what_the_sheet_says(
        severity in any_severity(), steps in proptest::collection::vec(any_step(), 1..40),
    ) {
        let rules = rules();
        let mut now = morning();
        let mut episode = Episode::default();
        episode.give(&actor("watch"), &raise(severity), now, &rules).unwrap();
        let mut sheet = Sheet {
            stage: "assigned",
            branch: KAIFU.into(),
            named: None,
            on_it: None,
            outcome: None,
            assigned_at: now,
            level: 0,
            taken_up: false,
            said: Vec::new(),
            own: severity,
            behind: None,
            severity,
            pressing: BTreeMap::new(),
            holds: true,
            power_kw: 85.5,
            aside_until: None,
            led: false,
            separated_at: None,
        };
        sheet.press(severity, now);
        for (who, command, minutes) in steps {
            now = china::plus_seconds(now, minutes * 60);
            let command = as_of(command, now);
            let before = episode.clone();
            let sheet_before = sheet.clone();
            let by_sheet = sheet.take(who, &command, now);
            let found = episode.give(&actor(who), &command, now, &rules);
            prop_assert_eq!(found.is_ok(), by_sheet, "{} {:?} at {:?}: {:?}", who, command, sheet_before, found);
            if found.is_err() {
                prop_assert_eq!(&episode.alarm, &before.alarm, "a refusal changes nothing");
                prop_assert_eq!(episode.history.len(), before.history.len());
            }
            let state = episode.state();
            prop_assert_eq!(state.stage_name().code(), sheet.stage);
            prop_assert_eq!(state.branch().unwrap().as_str(), &sheet.branch);
            prop_assert_eq!((state.severity, state.pressing()), (sheet.own, sheet.severity));
            prop_assert_eq!(state.cleared_at.is_none(), sheet.holds);
            prop_assert_eq!(state.explanations.len(), sheet.said.len());
            prop_assert_eq!(state.verification().map(|verified| verified.outcome), sheet.outcome);
            let facts = if sheet.holds { &state.facts } else { &state.ending_facts };
            prop_assert_eq!(facts, &finding(severity, FindingState::Ongoing, sheet.power_kw).facts);
            let due = alarm::escalation_due(state, &rules).map(|due| due.at);
            prop_assert_eq!(due, (sheet.stage == "assigned" && !sheet.led).then(|| sheet.late_at()).flatten());
            prop_assert_eq!(state.is_led(), sheet.led && state.is_open());
            prop_assert_eq!(state.snoozed(now).is_some(), sheet.aside(now));
            if let Ok(events) = &found {
                check_stored(events)?;
                // The same act again is refused, or has nothing to do; only the watch goes on to the next level.
                let again = episode.clone().give(&actor(who), &command, now, &rules);
                if who != "watch" || command.name() == CommandName::Update {
                    prop_assert!(again.as_ref().is_ok_and(Vec::is_empty) || again.is_err(), "{:?}", again);
                }
            }
        }
        check_allowed(&episode, now)?;
        check_allowed(&episode, china::plus_seconds(now, 400 * 86_400))?;
        let folded = fold(episode.history.iter().map(|(event, at)| (event, *at))).unwrap();
        prop_assert_eq!(&folded, &episode.alarm, "the state is what its events say");
        let kept = serde_json::to_string(episode.state()).unwrap();
        let read: alarm::Alarm = serde_json::from_str(&kept).unwrap();
        prop_assert_eq!(&read, episode.state(), "read models can keep the state");
    }
}

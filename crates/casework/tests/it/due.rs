use casework::alarm::{Command, Outcome, VerificationMode, due, escalation_due, explanation_due};
use law::{AlarmStep, Step};
use model::{FindingState, Severity, Timestamp, china};
use proptest::prelude::*;

use crate::support::*;

fn after_minutes(minutes: i64) -> Timestamp {
    china::plus_seconds(morning(), minutes * 60)
}

fn raised(severity: Severity) -> Episode {
    let mut episode = Episode::default();
    episode.give(&actor("watch"), &raise(severity), morning(), &law()).unwrap();
    episode
}

#[test]
fn every_stage_has_its_next_step() {
    let law = law();
    let mut episode = raised(Severity::Serious);
    let check = |episode: &Episode, step: Option<AlarmStep>, at: &str, rule: &str| {
        let found = due(episode.state(), &law);
        let text = found.as_ref().map_or(String::new(), |due| china::minute_text(due.at));
        let named = found.as_ref().map_or("", |due| due.why.rule.as_str());
        assert_eq!((found.as_ref().map(|due| due.step), text.as_str(), named), (step, at, rule));
    };
    let give = |episode: &mut Episode, who, minutes, command: &Command| {
        episode.give(&actor(who), command, after_minutes(minutes), &law).unwrap();
    };
    check(&episode, Some(AlarmStep::Accept), "2020-08-30 09:45", "accept-serious");
    give(&mut episode, "li", 10, &give_back());
    check(&episode, Some(AlarmStep::Assign), "2020-08-30 09:25", "assign-again-pressing");
    give(&mut episode, "duty", 20, &assign(KAIFU, None));
    check(&episode, Some(AlarmStep::Accept), "2020-08-30 10:05", "accept-serious");
    give(&mut episode, "li", 30, &Command::Accept);
    check(&episode, Some(AlarmStep::Verify), "2020-08-31 09:15", "verify-serious");
    give(&mut episode, "li", 60, &verify(VerificationMode::OnSite, Outcome::Normal, "正常"));
    check(&episode, Some(AlarmStep::Close), "2020-09-01 17:00", "close");
    give(&mut episode, "duty", 70, &close("正常"));
    check(&episode, None, "", "");
}

#[test]
fn why_names_the_rule_the_pack_and_every_step() {
    let episode = raised(Severity::Moderate);
    let why = due(episode.state(), &law()).unwrap().why;
    assert_eq!((why.rule.as_str(), why.pack.as_str()), ("accept-moderate", "changsha-alarm-service"));
    assert_eq!((why.version.as_str(), why.source.as_str()), ("2", "demo configuration"));
    assert!(why.unverified && why.illustrative);
    let told: Vec<String> = why.steps.iter().map(Step::text_zh).collect();
    assert_eq!(
        told,
        [
            "自交办 2020-08-30 08:45起算",
            "时限4小时(工作时间)",
            "2020年工作日历:国务院办公厅关于2020年部分节假日安排的通知(国办发明电〔2019〕16号)\
             (cn-calendar-2020 1,未核实)",
            "2020-08-30 周末,不计",
            "2020-08-31 09:00 至 2020-08-31 14:00 计240分钟",
            "截止 2020-08-31 14:00",
        ]
    );
    let kept = serde_json::to_string(&why).unwrap();
    assert_eq!(serde_json::from_str::<casework::alarm::Why>(&kept).unwrap(), why);
}

#[test]
fn the_enterprise_explains_until_it_is_verified() {
    let law = law();
    let mut episode = raised(Severity::Serious);
    let explain_due =
        |episode: &Episode| explanation_due(episode.state(), &law).map(|due| china::minute_text(due.at));
    assert_eq!(explain_due(&episode).as_deref(), Some("2020-08-31 08:45"));
    episode.give(&actor("li"), &Command::Accept, after_minutes(5), &law).unwrap();
    assert_eq!(explain_due(&episode).as_deref(), Some("2020-08-31 08:45"));
    episode.give(&actor("printer"), &explain("风机跳闸"), after_minutes(6), &law).unwrap();
    assert_eq!(explain_due(&episode), None);
}

#[test]
fn a_rise_of_severity_begins_a_new_term_and_a_fall_gives_time() {
    let law = law();
    let mut episode = raised(Severity::Serious);
    let mut press = |severity, minutes| {
        let command = update(severity, FindingState::Ongoing, minutes as f64);
        episode.give(&actor("watch"), &command, after_minutes(minutes), &law).unwrap();
        china::minute_text(due(episode.state(), &law).unwrap().at)
    };
    // 30 minutes from the rise at 09:30, though 30 minutes from the birth are long over.
    assert_eq!(press(Severity::Grave, 45), "2020-08-30 10:00");
    // Serious without a break since the birth: an hour from the assignment.
    assert_eq!(press(Severity::Serious, 50), "2020-08-30 09:45");
    assert_eq!(press(Severity::Moderate, 55), "2020-08-31 14:00");
    // Serious again since 09:45.
    assert_eq!(press(Severity::Serious, 60), "2020-08-30 10:45");
}

#[test]
fn an_escalation_tells_both_terms() {
    let law = law();
    let mut episode = raised(Severity::Grave);
    let first = escalation_due(episode.state(), &law).unwrap();
    assert_eq!((first.level, first.at), (1, after_minutes(30)));
    assert_eq!(first.why.steps.len(), 3, "no delay, no step of its own");
    episode.give(&actor("watch"), &escalate(None), after_minutes(30), &law).unwrap();
    let second = escalation_due(episode.state(), &law).unwrap();
    assert_eq!((second.level, second.to, second.at), (2, model::Role::Leader, after_minutes(90)));
    let told: Vec<String> = second.why.steps.iter().map(Step::text_en).collect();
    assert_eq!(
        told,
        [
            "counted from 2020-08-30 08:45 (assigned)",
            "term: 30 min around the clock",
            "until 2020-08-30 09:15",
            "counted from 2020-08-30 09:15 (the term before was over)",
            "term: 1 h around the clock",
            "until 2020-08-30 10:15",
        ]
    );
}

#[test]
fn no_law_no_term() {
    let nothing = law::Law::empty(law::OfficeHours::default());
    let episode = raised(Severity::Grave);
    assert_eq!(due(episode.state(), &nothing), None);
    assert_eq!(explanation_due(episode.state(), &nothing), None);
    assert_eq!(escalation_due(episode.state(), &nothing), None);
}

proptest! {
    /// Whenever it is raised, and however its severity moves before it is accepted.
    #[test]
    fn due_times_follow_the_events(
        start_minute in 0..500_000i64,
        moves in proptest::collection::vec((1..600i64, 0..4usize), 0..6),
    ) {
        let law = law();
        let severities = [Severity::Notice, Severity::Moderate, Severity::Serious, Severity::Grave];
        let begin = china::plus_seconds(wall("2020-01-01T00:00:00"), start_minute * 60);
        let mut episode = Episode::default();
        episode.give(&actor("watch"), &raise(Severity::Moderate), begin, &law).unwrap();
        let mut now = begin;
        for (minutes, severity) in moves {
            now = china::plus_seconds(now, minutes * 60);
            let command = update(severities[severity], FindingState::Ongoing, 1.0);
            episode.give(&actor("watch"), &command, now, &law).unwrap();
            let found = due(episode.state(), &law).unwrap();
            prop_assert!(found.at > begin);
            let started = found.why.steps.iter().find_map(|step| match step {
                Step::From { at, .. } => Some(*at),
                _ => None,
            }).unwrap();
            prop_assert!(started >= begin && started <= now, "a term begins with an event");
            prop_assert_eq!(found.why.steps.last(), Some(&Step::Until { at: found.at }));
            let term = law.alarm_term(AlarmStep::Accept, episode.state().severity, china::civil(started).date());
            let again = term.unwrap().amount.after(started, law::Since::Assigned, law.calendar());
            prop_assert_eq!(found.at, again.at, "a due time can be reckoned again from its why");
            let level = escalation_due(episode.state(), &law).unwrap();
            prop_assert!(level.at >= found.at);
            prop_assert_eq!(due(episode.state(), &law), Some(found), "deriving changes nothing");
        }
    }
}

#[test]
fn an_unknown_calendar_makes_an_escalation_unverified() {
    let text = "[pack]\nid = \"p\"\nversion = \"1\"\nlayer = \"city\"\ntitle = \"t\"\ntitle_en = \"t\"\n\
                valid_from = 2020-01-01\n[[alarm_term]]\nid = \"a\"\nstep = \"accept\"\namount = 1\n\
                unit = \"hours\"\nclock = \"working\"\nsource = \"read\"\nconfidence = \"high\"\n\
                [[alarm_escalation]]\nid = \"e\"\nlevel = 1\nto = \"leader\"\namount = 1\nunit = \"hours\"\n\
                clock = \"continuous\"\nsource = \"read\"\nconfidence = \"high\"\n";
    let file = law::PackFile { name: "p.toml", text };
    let law = law::Law::load(&[file], law::OfficeHours::default()).unwrap();
    let episode = raised(Severity::Moderate);
    let found = escalation_due(episode.state(), &law).unwrap();
    assert_eq!(china::minute_text(found.at), "2020-08-31 11:00");
    assert!(found.why.unverified && found.why.steps.contains(&Step::UnknownYear { year: 2020 }));
}

//! The positive list from proposal to removal.

use std::collections::{BTreeMap, BTreeSet};

use casework::inspection_library::{EnforcementRecord, InspectionObject, PermitClass};
use casework::positive_list::{
    AlarmFact, Case, Command, End, Event, Facts, Refusal, Seen, Stage, Standing, Verdict, apply, check,
    decide, is_in_force, last_day, notice_over,
};
use jiff::civil::date;
use law::{Law, OfficeHours, PackFile};
use model::{Actor, DistrictCode, Severity, Timestamp, china};
use proptest::prelude::*;

use crate::support::{KAIFU, YUHUA, actor, district, printer, wall};

fn law() -> Law {
    let files = [
        PackFile { name: "calendar", text: include_str!("../../../../law/national/calendar-2020.toml") },
        PackFile { name: "list", text: include_str!("../../../../law/city/changsha-positive-list.toml") },
    ];
    Law::load(&files, OfficeHours::default()).unwrap()
}

/// A printing firm with nothing against it, of the third category by its trade.
fn good() -> Facts {
    Facts {
        object: Some(InspectionObject {
            code: printer(),
            name: "星城彩印厂".into(),
            district: district(KAIFU),
            trade_code: Some("C2319".into()),
            permit: Some(PermitClass::Simplified),
            key_lists: None,
            surroundings: None,
            credit_score: Some(90),
            designations: None,
            record: Some(EnforcementRecord {
                known_until: date(2020, 8, 15),
                penalties: BTreeSet::from([date(2019, 8, 30)]),
                emergencies: BTreeSet::new(),
                false_data: BTreeSet::new(),
            }),
        }),
        trade_code: Some("C2319".into()),
        monitored: true,
        alarms: Vec::new(),
        transmission_per_mille: Some(950),
    }
}

fn penalised() -> Facts {
    let mut facts = good();
    let record = facts.object.as_mut().and_then(|object| object.record.as_mut()).unwrap();
    record.penalties.insert(date(2020, 8, 1));
    facts
}

fn alarm(id: &str, severity: Severity, open: bool) -> AlarmFact {
    AlarmFact { id: id.parse().unwrap(), raised: date(2020, 8, 30), severity, open, violation: false }
}

struct Story {
    law: Law,
    facts: Facts,
    now: Timestamp,
    state: Option<Standing>,
}

impl Story {
    fn new() -> Self {
        Self { law: law(), facts: good(), now: wall("2020-08-31T09:00:00"), state: None }
    }

    fn case<'a>(&'a self, district: &'a DistrictCode) -> Case<'a> {
        Case { law: &self.law, facts: &self.facts, district: Some(district), now: self.now }
    }

    fn ask(&self, who: &str, command: &Command) -> Result<Event, Refusal> {
        decide(self.state.as_ref(), &printer(), self.case(&district(KAIFU)), command, &actor(who))
    }

    fn give(&mut self, who: &str, command: &Command) -> Result<Event, Refusal> {
        let event = self.ask(who, command)?;
        assert_eq!(Event::from_json(event.kind(), &event.to_json()).unwrap(), event);
        self.state = Some(apply(self.state.take(), &event, &actor(who), self.now).unwrap());
        Ok(event)
    }

    fn done(&mut self, who: &str, command: &Command) {
        self.give(who, command).unwrap();
    }

    fn code(&self, who: &str, command: &Command) -> &'static str {
        self.ask(who, command).unwrap_err().code()
    }

    fn stage(&self) -> &Stage {
        &self.state.as_ref().unwrap().last().unwrap().stage
    }

    /// On the list since 2020-09-10.
    fn listed() -> Self {
        let mut story = Self::new();
        story.done("printer", &propose("low-pollution-jobs"));
        story.done("duty", &approve(&[]));
        story.now = wall("2020-09-10T09:00:00");
        story.done("duty", &enter());
        story
    }
}

fn propose(category: &str) -> Command {
    Command::Propose { category: category.into(), statement: "就业多，排放少".into() }
}

fn approve(settled: &[&str]) -> Command {
    Command::Approve { settled: notes(settled) }
}

fn notes(rules: &[&str]) -> BTreeMap<String, String> {
    rules.iter().map(|rule| ((*rule).to_owned(), "查了档案，没有".to_owned())).collect()
}

fn enter() -> Command {
    Command::Enter { settled: notes(&[]) }
}

fn why() -> String {
    "理由".into()
}

#[test]
fn from_proposal_over_notice_to_the_list() {
    let mut story = Story::new();
    story.done("printer", &propose("low-pollution-jobs"));
    let entry = story.state.as_ref().unwrap().last().unwrap();
    assert!(entry.report.checked.iter().all(|checked| checked.verdict == Verdict::Met), "{:?}", entry.report);
    assert_eq!(story.code("printer", &propose("livelihood")), "is_proposed");
    story.done("duty", &approve(&[]));
    let Stage::OnNotice(notice) = story.stage() else { panic!("{:?}", story.stage()) };
    let over = notice_over(notice, &story.law).unwrap();
    assert_eq!(china::minute_text(over.at), "2020-09-09 17:00");
    assert!(over.steps.len() > 1, "it says how the days were counted");
    story.now = china::plus_seconds(over.at, -1);
    assert_eq!(story.ask("duty", &enter()).unwrap_err(), Refusal::NoticeRuns { until: over.at });
    story.now = over.at;
    story.done("duty", &enter());
    let entry = story.state.as_ref().unwrap().last().unwrap().clone();
    assert_eq!(last_day(entry.listing().unwrap(), &story.law), Some(date(2021, 9, 8)));
    assert!(is_in_force(&entry, &story.law, date(2021, 9, 8)));
    assert!(!is_in_force(&entry, &story.law, date(2021, 9, 9)), "it runs out by itself");
}

#[test]
fn what_nobody_knows_is_no_pass_but_a_person_can_settle_it() {
    let mut story = Story::new();
    story.facts.object.as_mut().unwrap().record = None;
    story.facts.monitored = false;
    story.done("li", &propose("low-pollution-jobs"));
    let report = &story.state.as_ref().unwrap().last().unwrap().report;
    let unknown: Vec<_> = report.of(Verdict::Unknown).map(|checked| checked.basis.rule.as_str()).collect();
    assert_eq!(unknown, ["no-penalty", "no-emergency", "no-false-data", "no-grave-alarm"]);
    assert_eq!(report.checked[5].seen, Seen::NotMonitored, "no alarm says nothing where nobody looks");
    assert_eq!(story.code("duty", &approve(&[])), "not_settled");
    assert_eq!(story.code("duty", &approve(&["no-penalty", "no-emergency", "no-false-data"])), "not_settled");
    let mut blank = notes(&["no-penalty", "no-emergency", "no-false-data", "no-grave-alarm"]);
    blank.insert("no-penalty".into(), "  ".into());
    assert_eq!(story.code("duty", &Command::Approve { settled: blank }), "not_settled");
    story.done("duty", &approve(&["no-penalty", "no-emergency", "no-false-data", "no-grave-alarm", "other"]));
    let Stage::OnNotice(notice) = story.stage() else { panic!("{:?}", story.stage()) };
    assert_eq!(notice.settled.len(), 4, "what was known needs no words");
    story.now = wall("2020-09-10T09:00:00");
    story.done("duty", &enter());
}

#[test]
fn the_machine_looks_at_each_criterion() {
    let law = law();
    let day = date(2020, 8, 31);
    let look = |category: &str, facts: &Facts| {
        check(law.positive_category(category, day).unwrap(), facts, &law, day).unwrap()
    };
    let of = |category: &str, facts: &Facts, rule: &str| {
        let report = look(category, facts);
        let checked = report.checked.into_iter().find(|checked| checked.basis.rule == rule).unwrap();
        (checked.verdict, checked.seen)
    };
    let cat = "good-record";
    assert!(look(cat, &good()).checked.iter().all(|checked| checked.verdict == Verdict::Met));
    assert_eq!(of(cat, &penalised(), "no-penalty"), (Verdict::Failed, Seen::Days(vec![date(2020, 8, 1)])));
    let mut facts = good();
    facts.object.as_mut().unwrap().record.as_mut().unwrap().known_until = date(2020, 6, 29);
    assert_eq!(of(cat, &facts, "no-penalty"), (Verdict::Unknown, Seen::RecordOf(date(2020, 6, 29))));
    let mut facts = good();
    facts.object.as_mut().unwrap().credit_score = Some(79);
    assert_eq!(of(cat, &facts, "good-credit"), (Verdict::Failed, Seen::Score(79)));
    facts.transmission_per_mille = Some(899);
    assert_eq!(of(cat, &facts, "transmission"), (Verdict::Failed, Seen::PerMille(899)));
    facts.transmission_per_mille = None;
    assert_eq!(of(cat, &facts, "transmission"), (Verdict::Unknown, Seen::NotGiven));
    facts.monitored = false;
    assert_eq!(of(cat, &facts, "monitored"), (Verdict::Failed, Seen::NotMonitored));
    facts.alarms = vec![alarm("A1", Severity::Serious, true), alarm("A2", Severity::Grave, false)];
    let bad = Seen::Alarms(vec!["A1".parse().unwrap()]);
    assert_eq!(of(cat, &facts, "no-grave-alarm"), (Verdict::Failed, bad), "an alarm that is there is known");
    facts.alarms = (0..4).map(|n| alarm(&format!("A{n}"), Severity::Notice, false)).collect();
    assert_eq!(of(cat, &facts, "few-alarms"), (Verdict::Failed, Seen::AlarmsSince(4, date(2020, 8, 1))));
    facts.alarms[0].violation = true;
    assert_eq!(of(cat, &facts, "no-violation").0, Verdict::Failed);
    let mut facts = good();
    facts.trade_code = Some("N7724".into());
    assert_eq!(of("livelihood", &facts, "no-dirty-trade").0, Verdict::Failed);
    facts.object.as_mut().unwrap().permit = Some(PermitClass::Key);
    assert_eq!(
        of("low-pollution-jobs", &facts, "light-permit"),
        (Verdict::Failed, Seen::Permit("key".into()))
    );
    assert_eq!(of("low-pollution-jobs", &facts, "low-pollution-jobs"), (Verdict::Unknown, Seen::NotGiven));
    facts.object.as_mut().unwrap().designations = Some(BTreeSet::new());
    assert_eq!(of("low-pollution-jobs", &facts, "low-pollution-jobs").0, Verdict::Failed);
    facts.object.as_mut().unwrap().designations = Some(BTreeSet::from(["low_pollution_jobs".to_owned()]));
    assert_eq!(of("low-pollution-jobs", &facts, "low-pollution-jobs").0, Verdict::Met);
}

#[test]
fn who_proposes_does_not_review_and_others_may_not() {
    let mut story = Story::new();
    for (who, may) in [
        ("printer", true),
        ("other firm", false),
        ("li", true),
        ("zhao", false),
        ("duty", true),
        ("leader", false),
        ("inspector", false),
        ("watch", false),
    ] {
        assert_eq!(story.ask(who, &propose("low-pollution-jobs")).is_ok(), may, "{who}");
    }
    let elsewhere = district(YUHUA);
    let foreign =
        decide(None, &printer(), story.case(&elsewhere), &propose("low-pollution-jobs"), &actor("li"));
    assert_eq!(foreign, Err(Refusal::MayNot));
    assert_eq!(story.code("duty", &propose("no-such")), "unknown_category");
    assert_eq!(story.code("duty", &approve(&[])), "not_proposed");
    story.done("duty", &propose("low-pollution-jobs"));
    assert_eq!(story.code("duty", &approve(&[])), "own_proposal");
    assert_eq!(story.code("printer", &approve(&[])), "role_may_not");
    assert_eq!(story.code("printer", &Command::Withdraw { reason: why() }), "role_may_not");
    story.done("leader", &Command::Decline { reason: why() });
    assert!(matches!(story.stage(), Stage::Over(ended) if ended.how == End::Declined));
    story.done("printer", &propose("low-pollution-jobs"));
    story.done("printer", &Command::Withdraw { reason: why() });
    assert_eq!(story.state.as_ref().unwrap().entries.len(), 2, "what was declined may be proposed again");
}

#[test]
fn what_has_failed_is_not_approved_and_not_entered() {
    let mut story = Story::new();
    story.done("printer", &propose("low-pollution-jobs"));
    story.facts = penalised();
    let refused = story.ask("duty", &approve(&["no-penalty"])).unwrap_err();
    assert_eq!(refused, Refusal::CriteriaFailed { rules: vec!["no-penalty".into()] });
    story.facts = good();
    story.done("duty", &approve(&[]));
    story.facts = penalised();
    story.now = wall("2020-09-10T09:00:00");
    assert_eq!(story.code("duty", &enter()), "criteria_failed");
}

#[test]
fn what_has_become_unknown_is_settled_before_it_is_entered() {
    let mut story = Story::new();
    story.done("printer", &propose("low-pollution-jobs"));
    story.done("duty", &approve(&[]));
    story.now = wall("2020-11-10T09:00:00");
    assert_eq!(
        story.code("duty", &enter()),
        "not_settled",
        "nobody has looked into its records since August"
    );
    let settled = notes(&["no-penalty", "no-emergency", "no-false-data"]);
    story.done("duty", &Command::Enter { settled: settled.clone() });
    let entry = story.state.as_ref().unwrap().last().unwrap();
    assert_eq!(entry.listing().unwrap().notice.settled, settled);
}

#[test]
fn objections_are_answered_before_anything_is_entered() {
    let mut story = Story::new();
    story.done("printer", &propose("low-pollution-jobs"));
    story.done("duty", &approve(&[]));
    let object = Command::Object { summary: "夜间有异味".into() };
    assert_eq!(story.code("other firm", &object), "role_may_not");
    story.done("li", &object);
    story.done("duty", &object);
    story.now = wall("2020-09-10T09:00:00");
    assert_eq!(story.code("duty", &enter()), "objections_open");
    let answer = |objection, upheld| Command::Answer { objection, upheld, finding: why() };
    assert_eq!(story.code("li", &answer(0, false)), "role_may_not");
    assert_eq!(story.code("duty", &answer(2, false)), "no_such_objection");
    story.done("duty", &answer(0, false));
    assert_eq!(story.code("duty", &answer(0, true)), "no_such_objection");
    assert_eq!(story.code("duty", &enter()), "objections_open");
    story.done("duty", &answer(1, true));
    assert!(matches!(story.stage(), Stage::Over(ended) if ended.how == End::Objection));
    assert_eq!(story.code("duty", &enter()), "wrong_stage");
}

#[test]
fn the_machine_proposes_and_a_person_removes() {
    let mut story = Story::listed();
    let by_machine = Command::ProposeRemoval { reason: None };
    assert_eq!(story.code("watch", &by_machine), "nothing_broken");
    story.facts = penalised();
    story.done("watch", &by_machine);
    assert_eq!(story.code("watch", &by_machine), "removal_proposed");
    let entry = story.state.as_ref().unwrap().last().unwrap();
    let proposal = entry.listing().unwrap().removal.as_ref().unwrap();
    assert_eq!(proposal.broken[0].basis.rule, "no-penalty");
    assert!(is_in_force(entry, &story.law, date(2020, 9, 10)), "it is on the list until a person decides");
    assert_eq!(story.code("watch", &Command::Remove { reason: why() }), "role_may_not");
    story.done("leader", &Command::Keep { reason: "已更正登记".into() });
    assert_eq!(story.code("watch", &by_machine), "nothing_broken", "what was let pass is no news");
    story.facts.alarms.push(alarm("A1", Severity::Grave, true));
    story.done("watch", &by_machine);
    let entry = story.state.as_ref().unwrap().last().unwrap();
    let broken = &entry.listing().unwrap().removal.as_ref().unwrap().broken;
    assert_eq!(broken.iter().map(|b| b.basis.rule.as_str()).collect::<Vec<_>>(), ["no-grave-alarm"]);
    story.done("duty", &Command::Remove { reason: why() });
    assert!(matches!(story.stage(), Stage::Removed(_, ended) if ended.how == End::Removed));
    assert_eq!(story.code("duty", &Command::Renew { settled: notes(&[]) }), "wrong_stage");
}

#[test]
fn an_entry_is_renewed_by_a_new_look_and_runs_out_without() {
    let mut story = Story::listed();
    story.now = wall("2021-09-10T09:00:00");
    assert_eq!(story.code("watch", &Command::ProposeRemoval { reason: None }), "wrong_stage", "it ran out");
    let renew = Command::Renew { settled: notes(&["no-penalty", "no-emergency", "no-false-data"]) };
    assert_eq!(story.code("printer", &renew), "role_may_not");
    assert_eq!(
        story.code("duty", &Command::Renew { settled: notes(&[]) }),
        "not_settled",
        "the record is old"
    );
    story.done("duty", &renew);
    let entry = story.state.as_ref().unwrap().last().unwrap();
    assert_eq!(last_day(entry.listing().unwrap(), &story.law), Some(date(2022, 9, 9)));
}

#[test]
fn no_law_no_list() {
    let mut story = Story::listed();
    story.law = Law::empty(OfficeHours::default());
    let entry = story.state.as_ref().unwrap().last().unwrap();
    assert!(!is_in_force(entry, &story.law, date(2020, 9, 10)));
    assert_eq!(story.code("duty", &Command::Renew { settled: notes(&[]) }), "unknown_category");
    story.state = None;
    assert_eq!(story.code("duty", &propose("livelihood")), "unknown_category");
}

#[test]
fn events_that_do_not_follow_are_refused() {
    let story = Story::listed();
    let event = story.ask("duty", &Command::Remove { reason: why() }).unwrap();
    assert!(apply(None, &event, &actor("duty"), story.now).is_err());
    let proposed = Story::new().ask("duty", &propose("livelihood")).unwrap();
    assert!(apply(story.state, &proposed, &actor("duty"), wall("2020-09-11T09:00:00")).is_err());
}

const PEOPLE: [&str; 6] = ["printer", "li", "duty", "leader", "watch", "inspector"];

fn any_command() -> impl Strategy<Value = Command> {
    prop_oneof![
        Just(propose("low-pollution-jobs")),
        Just(Command::Withdraw { reason: why() }),
        Just(Command::Decline { reason: why() }),
        Just(approve(&[])),
        Just(approve(&["no-penalty", "no-emergency", "no-false-data", "no-grave-alarm"])),
        Just(Command::Object { summary: why() }),
        (0usize..3, any::<bool>()).prop_map(|(objection, upheld)| Command::Answer {
            objection,
            upheld,
            finding: why()
        }),
        Just(enter()),
        Just(Command::Renew { settled: notes(&["no-penalty", "no-emergency", "no-false-data"]) }),
        any::<bool>().prop_map(|said| Command::ProposeRemoval { reason: said.then(why) }),
        Just(Command::Keep { reason: why() }),
        Just(Command::Remove { reason: why() }),
    ]
}

proptest! {
    /// Whatever people do in whatever order: nobody is on the list without another person's review, a whole notice, and every
    /// objection answered and none upheld; and the machine removes nobody.
    #[test]
    fn nobody_is_listed_past_the_rules(
        steps in prop::collection::vec((any_command(), 0usize..6, 0i64..80, 0u8..4), 1..40),
    ) {
        let mut story = Story::new();
        for (command, who, hours, facts) in steps {
            story.now = china::plus_seconds(story.now, hours * 3_600);
            story.facts = match facts {
                0 => penalised(),
                1 => Facts { object: None, ..good() },
                _ => good(),
            };
            let before = story.state.clone();
            let Ok(event) = story.give(PEOPLE[who], &command) else {
                prop_assert_eq!(&story.state, &before);
                continue;
            };
            let entry = story.state.as_ref().unwrap().last().unwrap();
            if let Event::Entered(entered) = &event {
                let listing = entry.listing().unwrap();
                let notice = &listing.notice;
                prop_assert!(notice.by != entry.proposed_by);
                prop_assert!(notice_over(notice, &story.law).unwrap().at <= story.now);
                prop_assert!(notice.objections.iter().all(|o| o.answer.as_ref().is_some_and(|a| !a.upheld)));
                prop_assert_eq!(entered.report.of(Verdict::Failed).count(), 0);
            }
            if let Stage::Removed(_, ended) = &entry.stage {
                let by_person = matches!(ended.by, Actor::User { .. });
                prop_assert!(by_person);
            }
        }
    }
}

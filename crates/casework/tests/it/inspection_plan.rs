//! The plan of a year's draws.

use casework::inspection_plan::{
    Command, DraftState, Event, Ground, InspectionPlan, Proposed, Refusal, Wish, apply, decide,
};
use law::Basis;

use crate::support::{EVERYBODY, actor, morning};

fn id(pool: &str) -> draw::Id {
    pool.parse().unwrap()
}

fn basis() -> Basis {
    Basis {
        rule: "key-quarter".into(),
        pack: "a-pack".into(),
        version: "1".into(),
        source: "somewhere".into(),
        unverified: false,
        illustrative: true,
    }
}

/// A pool of 120 that a rule knows, and one of 8 that none does.
fn proposed() -> Vec<Proposed> {
    let pool = |name: &str, objects, by_rule| Proposed {
        id: id(name),
        title: name.parse().unwrap(),
        objects,
        by_rule,
    };
    vec![pool("key", 120, Some(([30; 4], basis()))), pool("unclassified", 8, None)]
}

fn wish(pool: &str, quarters: [u32; 4], reason: Option<&str>) -> Wish {
    Wish { id: id(pool), quarters, reason: reason.map(Into::into) }
}

fn give(plan: &mut Option<InspectionPlan>, who: &str, command: &Command) -> Result<&'static str, Refusal> {
    let event = decide(plan.as_ref(), (2020, &proposed()), command, &actor(who))?;
    let read = Event::from_json(event.kind(), &event.to_json()).unwrap();
    assert_eq!(read, event);
    *plan = Some(apply(plan.take(), &read, &actor(who), morning()).unwrap());
    Ok(event.kind())
}

fn draft(quarters: [u32; 4], reason: Option<&str>) -> Command {
    Command::Draft(vec![wish("key", quarters, reason)])
}

#[test]
fn it_holds_when_somebody_else_has_approved_it_and_until_the_next_one_is() {
    let mut plan = None;
    give(&mut plan, "duty", &draft([30; 4], None)).unwrap();
    assert!(plan.as_ref().unwrap().in_force().is_none(), "a draft binds nobody");
    give(&mut plan, "leader", &Command::Approve { number: 1 }).unwrap();
    let held = plan.as_ref().unwrap().in_force().unwrap();
    assert_eq!(held.pool("key").unwrap().ground, Ground::Rule(basis()));

    give(&mut plan, "duty", &draft([30, 10, 40, 40], Some("疫情"))).unwrap();
    assert_eq!(plan.as_ref().unwrap().in_force().unwrap().drafted.number, 1);
    give(&mut plan, "duty", &draft([30, 20, 40, 40], Some("疫情"))).unwrap();
    assert_eq!(plan.as_ref().unwrap().drafts[1].state, DraftState::Replaced);
    // Whoever read the draft before does not approve one that nobody has read.
    let stale = give(&mut plan, "leader", &Command::Approve { number: 2 });
    assert_eq!(stale, Err(Refusal::OtherDraft { number: 3 }));
    give(&mut plan, "leader", &Command::Return { number: 3, reason: "下半年过多".into() }).unwrap();
    assert_eq!(plan.as_ref().unwrap().in_force().unwrap().drafted.number, 1);
    assert_eq!(give(&mut plan, "leader", &Command::Approve { number: 3 }), Err(Refusal::NothingWaits));
    give(&mut plan, "admin", &draft([30, 20, 35, 35], Some("疫情"))).unwrap();
    give(&mut plan, "leader", &Command::Approve { number: 4 }).unwrap();
    let held = plan.as_ref().unwrap().in_force().unwrap();
    assert_eq!(held.pool("key").unwrap().ground, Ground::ByHand("疫情".into()));
}

#[test]
fn nobody_approves_a_draft_of_his_own() {
    let mut plan = None;
    give(&mut plan, "leader", &draft([30; 4], None)).unwrap();
    for command in [Command::Approve { number: 1 }, Command::Return { number: 1, reason: "x".into() }] {
        assert_eq!(give(&mut plan, "leader", &command), Err(Refusal::OwnDraft));
    }
    assert!(plan.unwrap().waiting().is_some());
}

#[test]
fn figures_are_the_rules_or_have_a_reason() {
    let refused = |wishes: Vec<Wish>| give(&mut None, "duty", &Command::Draft(wishes)).unwrap_err().code();
    for (wishes, code) in [
        (vec![wish("key", [31, 30, 30, 30], None)], "reason_missing"),
        (vec![wish("key", [31, 30, 30, 30], Some(" "))], "reason_missing"),
        (vec![wish("unclassified", [2; 4], None)], "reason_missing"),
        (vec![wish("unclassified", [9, 0, 0, 0], Some("x"))], "quota_exceeds_pool"),
        (vec![wish("key", [30; 4], None), wish("key", [30; 4], None)], "pool_twice"),
        (vec![wish("other", [1; 4], Some("x"))], "unknown_pool"),
        (vec![wish("key", [0; 4], Some("x"))], "nothing_planned"),
        (Vec::new(), "nothing_planned"),
    ] {
        assert_eq!(refused(wishes), code);
    }
    let both = vec![wish("key", [30; 4], None), wish("unclassified", [2; 4], Some("补录"))];
    give(&mut None, "duty", &Command::Draft(both)).unwrap();
}

#[test]
fn who_may_what() {
    for who in EVERYBODY {
        let drafts = matches!(who, "duty" | "leader" | "admin");
        assert_eq!(give(&mut None, who, &draft([30; 4], None)).is_ok(), drafts, "{who} drafts");
        let mut plan = None;
        give(&mut plan, "duty", &draft([30; 4], None)).unwrap();
        let approved = give(&mut plan, who, &Command::Approve { number: 1 });
        assert_eq!(approved.is_ok(), who == "leader", "{who} approves");
    }
    let mut plan = None;
    give(&mut plan, "duty", &draft([30; 4], None)).unwrap();
    let silent = Command::Return { number: 1, reason: " ".into() };
    let refusal = give(&mut plan, "leader", &silent).unwrap_err();
    assert_eq!(refusal, Refusal::ReasonMissing { pool: None });
    assert!(!refusal.message_zh().is_empty() && !refusal.message_en().is_empty());
}

#[test]
fn an_event_that_does_not_follow_is_no_part_of_the_story() {
    let mut plan = None;
    give(&mut plan, "duty", &draft([30; 4], None)).unwrap();
    let approved = |number| Event::Approved(casework::inspection_plan::Approved { number });
    let at = morning();
    assert!(apply(plan.clone(), &approved(2), &actor("leader"), at).is_err());
    assert!(apply(None, &approved(1), &actor("leader"), at).is_err());
    let Event::Drafted(mut drafted) =
        decide(plan.as_ref(), (2020, &proposed()), &draft([30; 4], None), &actor("duty")).unwrap()
    else {
        panic!("another event")
    };
    drafted.year = 2021;
    assert!(apply(plan, &Event::Drafted(drafted), &actor("duty"), at).is_err());
}

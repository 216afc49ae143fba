//! Orders to limit or stop production, and permitted hours of lines.

use casework::register::{Command, EntryProblem, Event, Refusal, RefusalKind, apply, decide, may_order};
use model::{DailySpan, ProductionLine, ProductionOrder, Register, RegisterEntry, Restraint, Role, Scope};

use crate::register::with_outlet;
use crate::support::*;

fn order() -> ProductionOrder {
    ProductionOrder {
        id: "O-1".parse().unwrap(),
        enterprise: printer(),
        lines: vec!["L-1".parse().unwrap()],
        restraint: Restraint::Limit(0.5),
        from: wall("2020-08-30T20:00:00"),
        to: wall("2020-09-02T08:00:00"),
        document: "长环限字〔2020〕7号".into(),
        lifted: None,
    }
}

fn line() -> ProductionLine {
    ProductionLine {
        id: "L-1".parse().unwrap(),
        enterprise: printer(),
        name: "凹印线".into(),
        name_en: "Gravure line".into(),
        permitted_hours: None,
    }
}

fn city() -> Register {
    let mut register = with_outlet();
    register.put(RegisterEntry::Line(line())).unwrap();
    register
}

fn give(register: &mut Register, role: Role, scope: Scope, command: &Command) -> Result<Vec<Event>, Refusal> {
    let events = decide(register, command, &user("somebody", role, scope))?;
    events.iter().for_each(|event| apply(register, event).unwrap());
    Ok(events)
}

fn issue(register: &mut Register, order: ProductionOrder) -> Result<Vec<Event>, Refusal> {
    give(register, Role::DutyOfficer, Scope::City, &Command::IssueOrder { order })
}

fn lift(register: &mut Register, at: &str, reason: &str) -> Result<Vec<Event>, Refusal> {
    let command = Command::LiftOrder { id: order().id, at: wall(at), reason: reason.into() };
    give(register, Role::Leader, Scope::City, &command)
}

#[test]
fn an_order_is_issued_held_and_lifted() {
    let mut register = city();
    let events = issue(&mut register, order()).unwrap();
    assert_eq!(events.len(), 1);
    let read = Event::from_json(events[0].kind(), &events[0].to_json()).unwrap();
    assert_eq!(read, events[0], "it is read back from the ledger");
    assert!(register.orders[&order().id].holds_at(wall("2020-08-31T00:00:00")));
    assert_eq!(issue(&mut register, order()).unwrap_err().code(), "order_exists");

    assert_eq!(lift(&mut register, "2020-08-31T06:00:00", " ").unwrap_err(), Refusal::ReasonMissing);
    lift(&mut register, "2020-08-31T06:00:00", "预警解除").unwrap();
    let lifted = &register.orders[&order().id];
    assert!(!lifted.holds_at(wall("2020-08-31T06:00:00")) && lifted.holds_at(wall("2020-08-31T05:59:00")));
    assert_eq!(lifted.lifted.as_deref(), Some("预警解除"));
    let refusal = lift(&mut register, "2020-08-31T07:00:00", "again").unwrap_err();
    assert_eq!((refusal.code(), refusal.kind()), ("order_over", RefusalKind::Conflict));
}

#[test]
fn one_that_is_lifted_before_it_begins_never_holds() {
    let mut register = city();
    issue(&mut register, order()).unwrap();
    lift(&mut register, "2020-08-30T12:00:00", "发错").unwrap();
    let lifted = &register.orders[&order().id];
    assert_eq!(lifted.from, lifted.to);
    let mut late = city();
    issue(&mut late, order()).unwrap();
    assert_eq!(lift(&mut late, "2020-09-02T08:00:00", "over").unwrap_err().code(), "order_over");
    let unknown = Command::LiftOrder { id: "O-9".parse().unwrap(), at: order().from, reason: "x".into() };
    let refusal = give(&mut late, Role::DutyOfficer, Scope::City, &unknown).unwrap_err();
    assert_eq!(refusal.code(), "unknown_order");
}

#[test]
fn the_branch_of_the_enterprise_and_the_city_may_order_and_nobody_else() {
    let register = city();
    let may = |role, scope| may_order(&register, &printer(), &user("somebody", role, scope));
    let (own, foreign) = (Scope::District(district(KAIFU)), Scope::District(district("430111")));
    for role in [Role::DutyOfficer, Role::BranchOfficer, Role::Leader, Role::Administrator] {
        assert!(may(role, Scope::City) && may(role, own.clone()) && !may(role, foreign.clone()));
    }
    assert!(!may(Role::InspectorGeneral, Scope::City));
    assert!(!may(Role::EnterpriseUser, Scope::Enterprise(printer())));
    for (role, scope) in
        [(Role::BranchOfficer, foreign), (Role::EnterpriseUser, Scope::Enterprise(printer()))]
    {
        let refusal = give(&mut city(), role, scope, &Command::IssueOrder { order: order() }).unwrap_err();
        assert_eq!(refusal.kind(), RefusalKind::Forbidden);
    }
    give(&mut city(), Role::BranchOfficer, own, &Command::IssueOrder { order: order() }).unwrap();
}

#[test]
fn what_is_wrong_with_an_order_is_named() {
    let problem = |change: &dyn Fn(&mut ProductionOrder)| {
        let mut bad = order();
        change(&mut bad);
        let mut register = city();
        let refusal = issue(&mut register, bad).unwrap_err();
        assert_eq!(register, city(), "nothing entered");
        assert!(!refusal.message_zh().is_empty() && !refusal.message_en().is_empty());
        match refusal {
            Refusal::BadEntries { entries } => entries[0].problem.clone(),
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(problem(&|order| order.document = "  ".into()), EntryProblem::NoDocument);
    for share in [0.0, -0.5, 1.0, 50.0, f64::NAN, f64::INFINITY] {
        assert_eq!(problem(&|order| order.restraint = Restraint::Limit(share)), EntryProblem::BadShare);
    }
    assert_eq!(problem(&|order| order.to = order.from), EntryProblem::BadOrderSpan);
    assert_eq!(problem(&|order| order.to = wall("2022-09-02T08:00:00")), EntryProblem::BadOrderSpan);
    assert!(matches!(problem(&|order| order.lines = vec!["L-9".parse().unwrap()]), EntryProblem::Missing(_)));
    assert!(matches!(problem(&|order| order.enterprise = other_enterprise()), EntryProblem::Missing(_)));
}

#[test]
fn permitted_hours_that_are_unknown_are_left_out() {
    let put = |hours| {
        let entry = RegisterEntry::Line(ProductionLine { permitted_hours: hours, ..line() });
        give(&mut city(), Role::Administrator, Scope::City, &Command::Put { entry })
    };
    let Refusal::BadEntries { entries } = put(Some(Vec::new())).unwrap_err() else { panic!() };
    assert_eq!(entries[0].problem, EntryProblem::NoHours);
    let day = DailySpan { from: "06:00".parse().unwrap(), to: "22:00".parse().unwrap() };
    assert_eq!(put(Some(vec![day])).unwrap().len(), 1);
    // What was written before lines had hours is read as it was.
    let old = r#"{"line": {"id": "L-1", "enterprise": "CODE", "name": "凹印线", "name_en": "Gravure line"}}"#;
    let entry: RegisterEntry = serde_json::from_str(&old.replace("CODE", printer().as_str())).unwrap();
    assert_eq!(entry, RegisterEntry::Line(line()));
    assert!(!serde_json::to_string(&entry).unwrap().contains("permitted_hours"));
}

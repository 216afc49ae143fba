//! However the events were folded, the rows are the same; what is not understood does no harm.

use casework::alarm::{Command, Event, HandOnTo, Outcome, VerificationMode};
use casework::register;
use ledger::{KeyPair, Ledger};
use model::{Actor, AlarmId, FindingKind, FindingState, Role, Scope, Severity};
use proptest::prelude::*;
use serde_json::json;
use views::Views;

use crate::city::{City, district, duty, enterprise, entries, finding, hash, officer, renamed, user};

/// One thing that happens; whatever is refused then has not happened.
#[derive(Debug, Clone)]
enum Act {
    Raise { alarm: usize, kind: usize, enterprise: usize, severity: usize },
    Update { alarm: usize, severity: usize, cleared: bool },
    Command { alarm: usize, command: usize },
    Rename { enterprise: usize, name: String },
    Import,
    Foreign { stream: usize, kind: usize },
    CatchUp,
    Reopen,
}

const SEVERITIES: [Severity; 4] = [Severity::Notice, Severity::Moderate, Severity::Serious, Severity::Grave];
const CODES: [&str; 2] = ["430105", "430111"];

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        3 => (0..4usize, 0..4usize, 1..3usize, 0..4usize)
            .prop_map(|(alarm, kind, enterprise, severity)| Act::Raise { alarm, kind, enterprise, severity }),
        2 => (0..4usize, 0..4usize, any::<bool>())
            .prop_map(|(alarm, severity, cleared)| Act::Update { alarm, severity, cleared }),
        8 => (0..4usize, 0..8usize).prop_map(|(alarm, command)| Act::Command { alarm, command }),
        1 => (1..3usize, "[a-z甲乙丙\"\\\\\t]{1,6}").prop_map(|(enterprise, name)| Act::Rename { enterprise, name }),
        1 => Just(Act::Import),
        1 => (0..6usize, 0..5usize).prop_map(|(stream, kind)| Act::Foreign { stream, kind }),
        3 => Just(Act::CatchUp),
        1 => Just(Act::Reopen),
    ]
}

fn id(alarm: usize) -> AlarmId {
    format!("A20200830-{alarm:04}").parse().unwrap()
}

fn command(number: usize) -> (Actor, Command) {
    let branch = officer(CODES[number % 2]);
    let verify = |outcome| Command::Verify {
        mode: VerificationMode::OnSite,
        outcome,
        note: "看过".into(),
        files: vec![hash('a')],
    };
    match number {
        0 => (duty(), Command::Assign { branch: district(CODES[1]), officer: None, note: None }),
        1 | 2 => (branch, Command::Accept),
        3 => (branch, Command::Return { reason: "不在辖区".into() }),
        4 => {
            let actor = user("boss", Role::EnterpriseUser, Scope::Enterprise(enterprise(1)));
            (actor, Command::Explain { text: "换炭".into(), files: vec![hash('b')] })
        }
        5 => (branch, verify(Outcome::Violation)),
        6 => (branch, verify(Outcome::Normal)),
        _ => (duty(), Command::HandOn { to: HandOnTo::CaseFiling, note: "立案".into() }),
    }
}

fn perform(city: &mut City, act: &Act) {
    // Refusals are part of the story: nothing happens then.
    let _outcome = match act {
        Act::Raise { alarm, kind, enterprise: number, severity } => {
            let finding = finding(FindingKind::ALL[*kind], *number, SEVERITIES[*severity], city.now());
            let (enterprise, district) = (Some(enterprise(*number)), district(CODES[number - 1]));
            let command = Command::Raise { id: id(*alarm), finding, enterprise, district };
            city.alarm(&id(*alarm), &Actor::system("watch"), &command)
        }
        Act::Update { alarm, severity, cleared } => {
            let mut finding = finding(FindingKind::ALL[0], 1, SEVERITIES[*severity], city.now());
            if *cleared {
                finding.state = FindingState::Cleared;
            }
            city.alarm(&id(*alarm), &Actor::system("watch"), &Command::Update { finding })
        }
        Act::Command { alarm, command: number } => {
            let (actor, command) = command(*number);
            city.alarm(&id(*alarm), &actor, &command)
        }
        Act::Rename { enterprise, name } => {
            let entry = renamed(*enterprise, name, name, CODES[enterprise - 1]);
            city.register(&register::Command::Put { entry })
        }
        Act::Import => {
            city.register(&register::Command::Import { entries: entries(), origin: "again".into() })
        }
        Act::Foreign { stream, kind } => {
            foreign(city, *stream, *kind);
            Ok(Vec::new())
        }
        Act::CatchUp | Act::Reopen => Ok(Vec::new()),
    };
}

fn foreign(city: &mut City, stream: usize, kind: usize) {
    let stream = match stream {
        4 => "register".to_owned(),
        5 => "sealed-days".to_owned(),
        alarm => format!("alarm/{}", id(alarm)),
    };
    match kind {
        0 => city.foreign(&stream, "alarm.mediated", json!({"v": 1})),
        1 => city.foreign(&stream, "alarm.accepted", json!({"v": 2, "officer": "x"})),
        2 => city.foreign(&stream, "register.put", json!({"v": 1, "entry": 3})),
        3 => city.foreign(&stream, "alarm.severity_changed", json!({"v": 1, "from": "odd"})),
        _ => city.foreign(&stream, "day.sealed", json!(null)),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn folding_in_any_portions_equals_folding_from_the_beginning(acts in prop::collection::vec(act(), 1..80)) {
        let mut city = City::new();
        city.import();
        let mut followed = city.views("followed.sqlite");
        for act in &acts {
            perform(&mut city, act);
            match act {
                Act::CatchUp => {
                    prop_assert_eq!(followed.catch_up(&city.ledger).unwrap(), city.ledger.head().size);
                }
                Act::Reopen => {
                    let register = followed.register();
                    drop(followed);
                    followed = city.views("followed.sqlite");
                    prop_assert_eq!(followed.register(), register);
                }
                _ => {}
            }
        }
        followed.catch_up(&city.ledger).unwrap();
        let rebuilt = city.views("rebuilt.sqlite");
        rebuilt.catch_up(&city.ledger).unwrap();
        prop_assert_eq!(followed.dump().unwrap(), rebuilt.dump().unwrap());
        prop_assert_eq!(followed.register(), rebuilt.register());
        prop_assert_eq!(rebuilt.position().unwrap(), city.ledger.head().size);
    }
}

#[test]
fn deleting_the_file_gives_the_same_rows() {
    let mut city = City::new();
    city.import();
    city.raise(
        "A20200830-0001",
        finding(FindingKind::ExceedanceHour, 1, Severity::Grave, city.now()),
        CODES[0],
        1,
    );
    let views = city.views("views.sqlite");
    views.catch_up(&city.ledger).unwrap();
    let dump = views.dump().unwrap();
    for table in ["alarm\t", "register_entry\t", "register_change\t", "step\t", "progress\t"] {
        assert!(dump.lines().any(|line| line.starts_with(table)), "{table} in {dump}");
    }
    drop(views);
    for file in ["views.sqlite", "views.sqlite-wal", "views.sqlite-shm"] {
        let _gone = std::fs::remove_file(city.views_path(file));
    }
    let views = city.views("views.sqlite");
    assert_eq!(views.position().unwrap(), 0);
    views.catch_up(&city.ledger).unwrap();
    assert_eq!(views.dump().unwrap(), dump);
}

#[test]
fn an_old_or_damaged_file_is_made_anew() {
    let mut city = City::new();
    city.import();
    let views = city.views("views.sqlite");
    views.catch_up(&city.ledger).unwrap();
    let dump = views.dump().unwrap();
    drop(views);
    let path = city.views_path("views.sqlite");
    let spoil: [&dyn Fn(); 3] = [
        &|| std::fs::write(&path, "this is no database but a text that is long enough to be one").unwrap(),
        &|| rusqlite::Connection::open(&path).unwrap().pragma_update(None, "user_version", 99).unwrap(),
        &|| {
            let connection = rusqlite::Connection::open(&path).unwrap();
            connection.execute("UPDATE register_entry SET body = '{}'", []).unwrap();
        },
    ];
    for spoil in spoil {
        spoil();
        let views = Views::open(&path).unwrap();
        assert_eq!(views.position().unwrap(), 0);
        views.catch_up(&city.ledger).unwrap();
        assert_eq!(views.dump().unwrap(), dump);
    }
}

#[test]
fn views_of_another_ledger_are_emptied() {
    let mut city = City::new();
    city.import();
    let found = finding(FindingKind::ExceedanceHour, 1, Severity::Grave, city.now());
    city.raise("A20200830-0001", found.clone(), CODES[0], 1);
    let views = city.views("views.sqlite");
    views.catch_up(&city.ledger).unwrap();

    // A shorter one, an empty one, and one as long with other events.
    let empty = tempfile::tempdir().unwrap();
    let key = KeyPair::from_seed("test.example/ledger", [7; 32]).unwrap();
    let empty = Ledger::open(empty.path(), key).unwrap();
    assert_eq!(views.catch_up(&empty).unwrap(), 0);
    assert!(views.register().districts.is_empty());
    assert!(views.open_alarms().unwrap().is_empty());
    views.catch_up(&city.ledger).unwrap();

    let mut other = City::new();
    other.second = 1;
    other.import();
    other.raise("A20200830-0007", found, CODES[0], 1);
    assert_eq!(other.ledger.head().size, city.ledger.head().size);
    views.catch_up(&other.ledger).unwrap();
    let fresh = city.views("fresh.sqlite");
    fresh.catch_up(&other.ledger).unwrap();
    assert_eq!(views.dump().unwrap(), fresh.dump().unwrap());
}

#[test]
fn what_is_not_understood_is_counted_and_passed_over() {
    let mut city = City::new();
    city.import();
    let found = finding(FindingKind::ExceedanceHour, 1, Severity::Grave, city.now());
    let id = city.raise("A20200830-0001", found, CODES[0], 1);
    let stream = format!("alarm/{id}");
    city.foreign(&stream, "alarm.mediated", json!({"v": 1}));
    city.foreign(&stream, "alarm.accepted", json!({"v": 7}));
    city.foreign("sealed-days", "day.sealed", json!({}));
    city.foreign("sealed-days", "day.sealed", json!({}));
    city.foreign("alarm/A20200830-0002", "alarm.accepted", json!({"v": 1, "officer": "x"}));
    let views = city.views("views.sqlite");
    views.catch_up(&city.ledger).unwrap();
    assert_eq!(views.alarm(&id).unwrap().unwrap().row.version, 4, "events passed over count in the version");
    city.alarm(&id, &officer(CODES[0]), &Command::Accept).unwrap();
    views.catch_up(&city.ledger).unwrap();

    let view = views.alarm(&id).unwrap().unwrap();
    assert_eq!(view.row.version, 5);
    assert_eq!(view.row.alarm.officer().map(ToString::to_string).as_deref(), Some("officer-430105"));
    assert_eq!(view.steps.len(), 5);
    let unknown = view.steps.iter().filter(|step| Event::from_json(&step.kind, &step.body).is_err());
    assert_eq!(unknown.count(), 2);

    let skipped = views.skipped().unwrap();
    let counted: Vec<_> = skipped.iter().map(|skipped| (skipped.kind.as_str(), skipped.events)).collect();
    assert_eq!(
        counted,
        [("alarm.accepted", 1), ("alarm.accepted", 1), ("alarm.mediated", 1), ("day.sealed", 2)]
    );
    assert!(skipped[0].reason.contains("cannot follow"), "{skipped:?}");
    assert_eq!(skipped[3].last_sequence, skipped[3].first_sequence + 1);
}

#[test]
fn an_import_that_cannot_be_folded_enters_not_even_in_part() {
    let mut city = City::new();
    city.import();
    // The first entry could enter, the second names an enterprise that is not there.
    let mut bad = entries();
    let outlet = bad.remove(3);
    let mut outlet = serde_json::to_value(outlet).unwrap();
    outlet["outlet"]["enterprise"] = json!(enterprise(7));
    let first = serde_json::to_value(renamed(1, "半途", "Half", CODES[0])).unwrap();
    let body = json!({"v": 1, "origin": "elsewhere", "entries": [first, outlet]});
    city.foreign("register", "register.imported", body);
    city.register(&register::Command::Put { entry: renamed(2, "完整", "Whole", CODES[1]) }).unwrap();
    let views = city.views("views.sqlite");
    views.catch_up(&city.ledger).unwrap();
    assert_eq!(views.skipped().unwrap().len(), 1, "{:?}", views.skipped());
    assert_eq!(views.register().enterprises[&enterprise(1)].name, "示例彩印一厂");
    assert_eq!(views.register().enterprises[&enterprise(2)].name, "完整");
    let register = views.register();
    drop(views);
    assert_eq!(city.views("views.sqlite").register(), register);
}

#[test]
fn two_threads_catch_up_with_a_third_that_writes() {
    let mut city = City::new();
    city.import();
    let views = city.views("views.sqlite");
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                let mut position = 0;
                while position < 61 {
                    let now = views.catch_up(&city.ledger).unwrap();
                    assert!(now >= position, "the views went back from {position} to {now}");
                    position = now;
                }
            });
        }
        for number in 0..60 {
            let event = ledger::NewEvent { kind: "day.sealed".into(), body: json!(number) };
            let stream = "sealed-days".parse().unwrap();
            let actor = Actor::system("lake");
            let appended =
                city.ledger.transact(&stream, ledger::Expected::Any, None, &actor, city.now(), |_| {
                    Ok::<_, ()>(vec![event])
                });
            appended.unwrap();
        }
    });
    assert_eq!(views.position().unwrap(), 61);
}

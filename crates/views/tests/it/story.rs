//! One morning, and what every question is answered after it.

use casework::alarm::{Command, Outcome, StageName, VerificationMode};
use casework::register;
use model::{AlarmId, FindingKind, FindingState, Role, Scope, Severity, Subject};
use views::{AlarmQuery, AlarmSort, AlarmState, EntryKind, RegisterChangeQuery, Views};

use crate::city::{
    City, district, duty, enterprise, entries, finding, hash, officer, outlet, renamed, unit, user, user_id,
};

/// Three alarms: one closed with files, one accepted, one raised and cleared.
fn morning() -> (City, Views, [AlarmId; 3]) {
    let mut city = City::new();
    city.import();
    let off = finding(FindingKind::ProductionOnTreatmentOff, 1, Severity::Serious, city.now());
    let first = city.raise("A20200830-0001", off, "430105", 1);
    let over = finding(FindingKind::ExceedanceHour, 2, Severity::Grave, city.now());
    let second = city.raise("A20200830-0002", over, "430111", 2);
    let silent = finding(FindingKind::LoggerSilent, 2, Severity::Notice, city.now());
    let third = city.raise("A20200831-0010", silent.clone(), "430111", 2);
    let cleared = model::Finding { state: FindingState::Cleared, ..silent };
    city.alarm(&third, &model::Actor::system("watch"), &Command::Update { finding: cleared }).unwrap();
    city.alarm(&second, &officer("430111"), &Command::Accept).unwrap();
    city.alarm(&first, &officer("430105"), &Command::Accept).unwrap();
    let enterprise_user = user("boss-1", Role::EnterpriseUser, Scope::Enterprise(enterprise(1)));
    let explain = Command::Explain { text: "换炭".into(), files: vec![hash('b')] };
    city.alarm(&first, &enterprise_user, &explain).unwrap();
    let verify = Command::Verify {
        mode: VerificationMode::OnSite,
        outcome: Outcome::EquipmentFault,
        note: "治理设施未运行".into(),
        files: vec![hash('a'), hash('b')],
    };
    city.alarm(&first, &officer("430105"), &verify).unwrap();
    city.alarm(&first, &duty(), &Command::Close { note: "已处理".into() }).unwrap();
    let views = city.views("views.sqlite");
    assert_eq!(views.catch_up(&city.ledger).unwrap(), city.ledger.head().size);
    (city, views, [first, second, third])
}

fn ids(views: &Views, query: &AlarmQuery) -> Vec<String> {
    let rows = views.alarms(query).unwrap();
    assert_eq!(
        views.count_alarms(&AlarmQuery { after: None, limit: None, ..query.clone() }).unwrap() > 0,
        !rows.is_empty()
    );
    rows.into_iter().map(|row| row.alarm.id.to_string()).collect()
}

const FIRST: &str = "A20200830-0001";
const SECOND: &str = "A20200830-0002";
const THIRD: &str = "A20200831-0010";

#[test]
fn lists_are_filtered() {
    let (_city, views, _) = morning();
    let all = AlarmQuery::default;
    let cases: [(AlarmQuery, &[&str]); 15] = [
        (all(), &[THIRD, SECOND, FIRST]),
        (AlarmQuery { state: AlarmState::Open, ..all() }, &[THIRD, SECOND]),
        (AlarmQuery { state: AlarmState::Closed, ..all() }, &[FIRST]),
        (
            AlarmQuery { kinds: vec![FindingKind::ExceedanceHour, FindingKind::LoggerSilent], ..all() },
            &[THIRD, SECOND],
        ),
        (AlarmQuery { severities: vec![Severity::Grave], ..all() }, &[SECOND]),
        (AlarmQuery { stages: vec![StageName::Accepted, StageName::Closed], ..all() }, &[SECOND, FIRST]),
        (AlarmQuery { enterprise: Some(enterprise(1)), ..all() }, &[FIRST]),
        (AlarmQuery { district: Some(district("430111")), ..all() }, &[THIRD, SECOND]),
        (AlarmQuery { branch: Some(district("430105")), ..all() }, &[FIRST]),
        (AlarmQuery { officer: Some(user_id("officer-430111")), ..all() }, &[SECOND]),
        (AlarmQuery { subject: Some(Subject::Outlet(outlet(2))), ..all() }, &[SECOND]),
        (AlarmQuery { escalated: Some(true), ..all() }, &[]),
        (AlarmQuery { scope: Some(Scope::City), escalated: Some(false), ..all() }, &[THIRD, SECOND, FIRST]),
        (AlarmQuery { scope: Some(Scope::District(district("430105"))), ..all() }, &[FIRST]),
        (AlarmQuery { scope: Some(Scope::Enterprise(enterprise(2))), ..all() }, &[THIRD, SECOND]),
    ];
    for (query, expected) in cases {
        assert_eq!(ids(&views, &query), expected, "{query:?}");
    }
}

#[test]
fn an_alarm_given_to_another_branch_is_in_its_scope_too() {
    let (mut city, views, [_, second, _]) = morning();
    let assign = Command::Assign { branch: district("430105"), officer: None, note: None };
    city.alarm(&second, &duty(), &assign).unwrap();
    views.catch_up(&city.ledger).unwrap();
    for code in ["430105", "430111"] {
        let query = AlarmQuery { scope: Some(Scope::District(district(code))), ..AlarmQuery::default() };
        assert!(ids(&views, &query).contains(&second.to_string()), "{code}");
    }
}

#[test]
fn names_are_searched_by_parts_of_words_and_follow_the_register() {
    let (mut city, views, _) = morning();
    let search = |words: &str| ids(&views, &AlarmQuery { text: Some(words.into()), ..AlarmQuery::default() });
    assert_eq!(search("彩印"), [FIRST]);
    assert_eq!(search("印"), [THIRD, SECOND, FIRST], "the trade of both");
    assert_eq!(search("SAMPLE"), [THIRD, SECOND]);
    assert_eq!(search("活性炭"), [FIRST], "the name of the subject");
    assert_eq!(search("开福 彩印"), [FIRST]);
    assert_eq!(search("雨花 彩印"), [""; 0]);
    assert_eq!(search("0831-0010"), [THIRD]);
    assert_eq!(search("%"), [""; 0], "no sign has a meaning of its own");
    assert_eq!(search("' OR 1=1 --"), [""; 0]);
    let put = register::Command::Put { entry: renamed(1, "湘江纸业", "Xiang Paper", "430105") };
    city.register(&put).unwrap();
    views.catch_up(&city.ledger).unwrap();
    assert_eq!(search("彩印"), [""; 0]);
    assert_eq!(search("湘江"), [FIRST]);
}

#[test]
fn pages_meet_without_gap_or_overlap() {
    let mut city = City::new();
    city.import();
    let severities = [Severity::Notice, Severity::Moderate, Severity::Serious, Severity::Grave];
    for number in 0..23 {
        if number % 4 == 0 {
            city.second -= 60; // Some are raised at the same instant.
        }
        let found = finding(FindingKind::ExceedanceHour, 1, severities[number * 7 % 4], city.now());
        city.raise(&format!("A20200830-{number:04}"), found, "430105", 1);
    }
    let views = city.views("views.sqlite");
    views.catch_up(&city.ledger).unwrap();
    for sort in [AlarmSort::Raised, AlarmSort::Severity, AlarmSort::Id] {
        for ascending in [false, true] {
            let whole = AlarmQuery { sort, ascending, ..AlarmQuery::default() };
            let mut page = AlarmQuery { limit: Some(5), ..whole.clone() };
            let mut paged = Vec::new();
            loop {
                let rows = views.alarms(&page).unwrap();
                let Some(last) = rows.last() else { break };
                page.after = Some(last.cursor().to_string().parse().unwrap());
                paged.extend(rows);
            }
            let whole = views.alarms(&whole).unwrap();
            assert_eq!(whole.len(), 23);
            assert_eq!(paged, whole);
            let sorted = whole.windows(2).all(|pair| {
                let key = |row: &views::AlarmRow| match sort {
                    AlarmSort::Raised => (Severity::Notice, row.alarm.raised_at, String::new()),
                    AlarmSort::Severity => (row.alarm.severity, row.alarm.raised_at, String::new()),
                    AlarmSort::Id => (Severity::Notice, model::Timestamp::MIN, row.alarm.id.to_string()),
                };
                if ascending { key(&pair[0]) <= key(&pair[1]) } else { key(&pair[0]) >= key(&pair[1]) }
            });
            assert!(sorted, "{sort:?}");
        }
    }
    assert!("x".parse::<views::AlarmCursor>().is_err());
}

#[test]
fn one_alarm_has_its_state_and_its_steps() {
    let (city, views, [first, ..]) = morning();
    let view = views.alarm(&first).unwrap().unwrap();
    let stream = format!("alarm/{first}").parse().unwrap();
    assert_eq!(view.steps, city.ledger.stream(&stream).unwrap());
    assert_eq!(view.row.version, view.steps.len() as u64);
    assert_eq!(view.row.raised_sequence, view.steps[0].sequence);
    assert_eq!(view.row.last_sequence, view.steps.last().unwrap().sequence);
    assert_eq!(view.row.alarm.stage_name(), StageName::Closed);
    let events: Vec<_> = view
        .steps
        .iter()
        .map(|step| (casework::alarm::Event::from_json(&step.kind, &step.body).unwrap(), step.at))
        .collect();
    let folded = casework::alarm::fold(events.iter().map(|(event, at)| (event, *at))).unwrap();
    assert_eq!(Some(view.row.alarm), folded, "to the last bit of its figures and times");
    assert!(views.alarm(&"A20200830-9999".parse().unwrap()).unwrap().is_none());
}

#[test]
fn questions_about_anomalies_numbers_and_files() {
    let (city, views, [first, second, _]) = morning();
    let over = finding(FindingKind::ExceedanceHour, 2, Severity::Grave, city.now()).key;
    let off = finding(FindingKind::ProductionOnTreatmentOff, 1, Severity::Grave, city.now()).key;
    let never = finding(FindingKind::ExceedanceRealtime, 1, Severity::Grave, city.now()).key;
    assert_eq!(views.open_alarm(&over).unwrap(), Some(second));
    assert_eq!(views.open_alarm(&off).unwrap(), None, "it is closed");
    let alarm = views.alarm(&first).unwrap().unwrap().row.alarm;
    let (began, seen) = (alarm.began, alarm.seen);
    let at = |minutes: i64| model::china::plus_seconds(began, minutes * 60);
    let found = Some(first.clone());
    assert_eq!(views.alarm_at(&off, began, seen).unwrap(), found);
    assert_eq!(views.alarm_at(&off, at(-60), began).unwrap(), found, "its beginning has moved");
    assert_eq!(views.alarm_at(&off, at(-60), at(-1)).unwrap(), None, "an earlier episode");
    assert_eq!(views.alarm_at(&off, at(1), at(60)).unwrap(), None, "a later one");
    assert_eq!(views.alarm_at(&never, began, seen).unwrap(), None);

    for (day, number) in [((2020, 8, 30), 3), ((2020, 8, 31), 11), ((2020, 9, 1), 1)] {
        let day = jiff::civil::date(day.0, day.1, day.2);
        assert_eq!(views.next_alarm_number(day).unwrap(), number, "{day}");
    }

    assert_eq!(views.alarms_of_file(&hash('a')).unwrap(), std::slice::from_ref(&first));
    assert_eq!(views.alarms_of_file(&hash('b')).unwrap(), [first], "explained and verified with it");
    assert!(views.alarms_of_file(&hash('c')).unwrap().is_empty());

    let counts = views.open_counts().unwrap();
    assert_eq!(counts.by_district.into_iter().collect::<Vec<_>>(), [(district("430111"), 2)]);
    assert_eq!(counts.by_enterprise.into_iter().collect::<Vec<_>>(), [(enterprise(2), 2)]);
    assert_eq!(counts.by_subject.get(&Subject::Outlet(outlet(2))), Some(&1));
    assert_eq!(counts.by_subject.get(&Subject::TreatmentUnit(unit(1))), None);
    assert_eq!(views.open_alarms().unwrap().len(), 2);
    assert_eq!(views.alarms_of_enterprise(&enterprise(1)).unwrap().len(), 1);
}

#[test]
fn the_register_and_its_history() {
    let (mut city, views, _) = morning();
    assert_eq!(views.register().outlets.len(), 2);
    let before = views.register();
    let put = register::Command::Put { entry: renamed(1, "湘江纸业", "Xiang Paper", "430105") };
    let changed = city.register(&put).unwrap();
    views.catch_up(&city.ledger).unwrap();
    assert_eq!(views.register().enterprises[&enterprise(1)].name, "湘江纸业");
    assert_eq!(before.enterprises[&enterprise(1)].name, "示例彩印一厂", "a snapshot stays what it was");

    let all = views.register_changes(&RegisterChangeQuery::default()).unwrap();
    assert_eq!(all.len(), entries().len() + 1);
    let entry = Some((EntryKind::Enterprise, enterprise(1).to_string()));
    let of_entry = RegisterChangeQuery { entry, ..Default::default() };
    let changes = views.register_changes(&of_entry).unwrap();
    assert_eq!(changes.len(), 2);
    assert_eq!((changes[0].sequence, changes[0].event.as_str()), (changed[0].sequence, "register.put"));
    let of_enterprise = RegisterChangeQuery { enterprise: Some(enterprise(1)), ..Default::default() };
    assert_eq!(views.register_changes(&of_enterprise).unwrap().len(), 6);
    let earlier = RegisterChangeQuery { before: Some(changed[0].sequence), limit: Some(3), ..of_enterprise };
    assert_eq!(views.register_changes(&earlier).unwrap().len(), 3);
}

#[test]
fn anomalies_that_last_are_known_even_where_people_closed_them() {
    let (_city, views, [closed, open, _]) = morning();
    let lasting: Vec<_> = views.lasting_alarms().unwrap().into_iter().map(|row| row.alarm.id).collect();
    for id in [closed, open] {
        let alarm = views.alarm(&id).unwrap().unwrap().row.alarm;
        assert_eq!(lasting.contains(&id), alarm.cleared_at.is_none(), "{id}");
    }
    assert!(!lasting.is_empty());
}

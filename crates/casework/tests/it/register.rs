use casework::register::{
    Command, EntryProblem, Event, KeyAct, MAX_REALTIME_INTERVAL_S, Refusal, apply, decide,
};
use model::{
    Channel, CrcMode, DeviceProfile, District, Enterprise, FactorCode, Limit, LimitBasis, Logger,
    LoggerTarget, Medium, MeterTarget, Outlet, Place, PowerMeter, ProductionLine, Register, RegisterEntry,
    Release, ReleaseFault, Role, Scope, Unit,
};
use proptest::prelude::*;

use crate::support::*;

fn kaifu() -> RegisterEntry {
    RegisterEntry::District(District {
        code: district(KAIFU),
        name: "开福区".into(),
        name_en: "Kaifu".into(),
        center: Place { longitude: 112.985, latitude: 28.256 },
    })
}

fn firm() -> Enterprise {
    Enterprise {
        code: printer(),
        name: "彩印厂(虚构)".into(),
        name_en: "Colour printing (invented)".into(),
        trade_code: "C2319".into(),
        trade: "包装装潢及其他印刷".into(),
        trade_en: "Printing".into(),
        district: district(KAIFU),
        place: Place { longitude: 112.99, latitude: 28.3 },
    }
}

fn outlet() -> Outlet {
    let factor: FactorCode = "a24088".parse().unwrap();
    Outlet {
        id: "91430105MA4L00001X-DA001".parse().unwrap(),
        enterprise: printer(),
        name: "1号排气筒".into(),
        name_en: "Stack 1".into(),
        medium: Medium::Air,
        place: Place { longitude: 112.99, latitude: 28.3 },
        channels: vec![Channel {
            factor: factor.clone(),
            sent_unit: Unit::MilligramPerCubicMetre,
            unit: Unit::MilligramPerCubicMetre,
            range: None,
        }],
        limits: vec![Limit {
            factor,
            basis: LimitBasis::HourMean,
            lower: None,
            upper: 50.0,
            unit: Unit::MilligramPerCubicMetre,
            converted: false,
            valid_from: wall("2019-01-01T00:00:00"),
            valid_to: None,
            source: "排污许可证".into(),
            unverified: true,
        }],
        release: None,
    }
}

fn target() -> LoggerTarget {
    LoggerTarget::Outlet(outlet().id)
}

fn city() -> Vec<RegisterEntry> {
    vec![kaifu(), RegisterEntry::Enterprise(firm()), RegisterEntry::Outlet(outlet())]
}

/// A register with one outlet in Kaifu.
pub(crate) fn with_outlet() -> Register {
    let mut register = Register::default();
    city().into_iter().for_each(|entry| register.put(entry).unwrap());
    register
}

fn import(entries: Vec<RegisterEntry>) -> Command {
    Command::Import { entries, origin: "city.json".into() }
}

fn adopt(mn: &str, interval_s: u32) -> Command {
    Command::AdoptLogger { mn: mn.parse().unwrap(), target: target(), realtime_interval_s: interval_s }
}

fn give(register: &mut Register, who: &str, command: &Command) -> Result<Vec<Event>, Refusal> {
    let events = decide(register, command, &actor(who))?;
    for event in &events {
        apply(register, event).unwrap();
    }
    Ok(events)
}

fn problems(refusal: Refusal) -> Vec<(usize, EntryProblem)> {
    match refusal {
        Refusal::BadEntries { entries } => entries.into_iter().map(|bad| (bad.index, bad.problem)).collect(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_city_enters_once() {
    let mut register = Register::default();
    assert_eq!(give(&mut register, "watch", &import(city())).unwrap().len(), 1);
    assert_eq!(register.enterprises.len(), 1);
    assert_eq!(give(&mut register, "watch", &import(city())), Ok(vec![]), "the same again is nothing new");

    let renamed = RegisterEntry::Enterprise(Enterprise { name: "新名(虚构)".into(), ..firm() });
    let mut with_change = city();
    with_change[1] = renamed.clone();
    let events = give(&mut register, "admin", &import(with_change)).unwrap();
    let [Event::Imported(imported)] = events.as_slice() else { panic!("{events:?}") };
    assert_eq!(imported.entries, std::slice::from_ref(&renamed), "only what differs is told");
    assert_eq!(give(&mut register, "admin", &Command::Put { entry: renamed }), Ok(vec![]));
    let back = Command::Put { entry: RegisterEntry::Enterprise(firm()) };
    assert_eq!(give(&mut register, "admin", &back).unwrap().len(), 1);
    assert_eq!(register.enterprises[&printer()], firm());
}

#[test]
fn every_bad_entry_is_named_and_none_enters() {
    let mut register = Register::default();
    let mut upside_down = outlet();
    upside_down.limits[0].lower = Some(60.0);
    let line = ProductionLine {
        id: "L-1".parse().unwrap(),
        enterprise: other_enterprise(),
        name: "线".into(),
        name_en: "line".into(),
        permitted_hours: None,
    };
    let meter = PowerMeter {
        id: "M-1".parse().unwrap(),
        enterprise: printer(),
        target: MeterTarget::Line("L-1".parse().unwrap()),
        rated_kw: Some(0.0),
    };
    let logger = Logger { mn: "MN1".parse().unwrap(), target: target(), realtime_interval_s: 0 };
    let entries = vec![
        kaifu(),
        RegisterEntry::Enterprise(firm()),
        kaifu(),
        RegisterEntry::Outlet(upside_down),
        RegisterEntry::Line(line),
        RegisterEntry::Meter(meter),
        RegisterEntry::Logger(logger),
    ];
    let refusal = give(&mut register, "admin", &import(entries)).unwrap_err();
    assert_eq!(register, Register::default());
    assert!(
        refusal.message_en().starts_with("5 bad entries, nothing was imported: district 430105: it stands")
    );
    let found = problems(refusal);
    let indices: Vec<usize> = found.iter().map(|(index, _)| *index).collect();
    assert_eq!(indices, [2, 3, 4, 5, 6]);
    assert!(matches!(&found[2].1, EntryProblem::Missing(error) if error.missing.starts_with("enterprise")));
    let own = [&found[0].1, &found[1].1, &found[3].1, &found[4].1];
    assert_eq!(
        own,
        [&EntryProblem::Twice, &EntryProblem::BadLimit, &EntryProblem::BadPower, &EntryProblem::BadInterval]
    );
}

#[test]
fn entries_are_looked_at_by_themselves() {
    let check = |change: &dyn Fn(&mut Outlet), problem: EntryProblem| {
        let mut changed = outlet();
        change(&mut changed);
        let mut entries = city();
        entries[2] = RegisterEntry::Outlet(changed);
        let refusal = give(&mut Register::default(), "admin", &import(entries)).unwrap_err();
        assert_eq!(problems(refusal), [(2, problem)]);
    };
    check(&|outlet| outlet.name = " ".into(), EntryProblem::NoName);
    check(&|outlet| outlet.place.latitude = 91.0, EntryProblem::BadPlace);
    check(&|outlet| outlet.place.longitude = f64::NAN, EntryProblem::BadPlace);
    check(&|outlet| outlet.channels.extend(outlet.channels.clone()), EntryProblem::ChannelTwice);
    check(&|outlet| outlet.limits[0].upper = f64::INFINITY, EntryProblem::BadLimit);
    check(&|outlet| outlet.limits[0].valid_to = Some(outlet.limits[0].valid_from), EntryProblem::BadLimit);
    let released = |release: &dyn Fn(&mut Release), fault: ReleaseFault| {
        check(
            &|outlet| release(outlet.release.insert(Release { height_m: Some(25.0), ..Release::default() })),
            EntryProblem::BadRelease(fault),
        );
    };
    released(&|release| release.height_m = Some(f64::NAN), ReleaseFault::Height);
    released(&|release| release.diameter_m = Some(0.0), ReleaseFault::Diameter);
    released(&|release| release.exhaust_celsius = Some(2_000.0), ReleaseFault::Temperature);
    released(&|release| release.exhaust_m_s = Some(-1.0), ReleaseFault::Speed);
    let profile =
        |shares: &[(&str, f64)]| shares.iter().map(|(code, share)| (code.parse().unwrap(), *share)).collect();
    released(
        &|release| release.profile = profile(&[("a21026", 0.7), ("a21004", 0.7)]),
        ReleaseFault::Profile,
    );
    released(&|release| release.profile = profile(&[("a21026", 0.7)]), ReleaseFault::NoSource);
    check(
        &|outlet| outlet.enterprise = other_enterprise(),
        EntryProblem::Missing(model::RegisterError {
            entry: format!("outlet {}", outlet().id),
            missing: format!("enterprise {}", other_enterprise()),
        }),
    );
}

#[test]
fn a_waiting_logger_is_adopted_once() {
    let mut register = Register::default();
    give(&mut register, "admin", &import(city())).unwrap();
    for interval_s in [0, MAX_REALTIME_INTERVAL_S + 1] {
        let refusal = give(&mut register, "duty", &adopt("MN1", interval_s)).unwrap_err();
        assert_eq!(problems(refusal), [(0, EntryProblem::BadInterval)]);
    }
    let events = give(&mut register, "duty", &adopt("MN1", 30)).unwrap();
    assert_eq!(events[0].kind(), "register.logger_adopted");
    assert_eq!(register.loggers.len(), 1);
    let mn = || "MN1".parse().unwrap();
    let again = give(&mut register, "duty", &adopt("MN1", 30));
    assert_eq!(again, Err(Refusal::AlreadyAdopted { mn: mn(), target: target() }));
    let second = give(&mut register, "admin", &adopt("MN2", 30));
    assert_eq!(second, Err(Refusal::TargetTaken { target: target(), mn: mn() }));
    let nowhere = give(&mut Register::default(), "duty", &adopt("MN1", 30)).unwrap_err();
    assert!(matches!(problems(nowhere).as_slice(), [(0, EntryProblem::Missing(_))]));
}

fn profile(mn: &str, crc: CrcMode, length_offset: i32) -> Command {
    Command::SetProfile { profile: DeviceProfile { mn: mn.parse().unwrap(), crc, length_offset } }
}

fn note(mn: &str, act: KeyAct) -> Command {
    Command::NoteKey { mn: mn.parse().unwrap(), act }
}

#[test]
fn a_deviation_is_accepted_and_taken_back_for_a_known_logger_only() {
    let mut register = Register::default();
    give(&mut register, "admin", &import(city())).unwrap();
    let swapped = profile("MN1", CrcMode::ModbusSwapped, 0);
    let refusal = give(&mut register, "duty", &swapped).unwrap_err();
    assert!(matches!(problems(refusal).as_slice(), [(0, EntryProblem::Missing(_))]));
    give(&mut register, "duty", &adopt("MN1", 30)).unwrap();
    let nothing = give(&mut register, "duty", &profile("MN1", CrcMode::Hj212, 0)).unwrap();
    assert!(nothing.is_empty(), "it is as the standard says already");
    assert_eq!(give(&mut register, "watch", &swapped).unwrap().len(), 1);
    assert!(give(&mut register, "duty", &swapped).unwrap().is_empty());
    let logger = RegisterEntry::Logger(register.loggers.values().next().unwrap().clone());
    give(&mut register, "admin", &import(vec![logger])).unwrap();
    let mn: model::Mn = "MN1".parse().unwrap();
    assert_eq!(register.device_profiles[&mn].crc, CrcMode::ModbusSwapped, "an import leaves it");
    let refusal = give(&mut register, "duty", &profile("MN1", CrcMode::Off, 13)).unwrap_err();
    assert_eq!(problems(refusal), [(0, EntryProblem::BadLengthOffset)]);
    give(&mut register, "admin", &profile("MN1", CrcMode::Hj212, 0)).unwrap();
    assert!(register.device_profiles[&mn].is_standard());
}

#[test]
fn the_ledger_says_what_was_done_with_a_key_and_never_which() {
    let mut register = Register::default();
    give(&mut register, "admin", &import(city())).unwrap();
    let unknown = Refusal::UnknownLogger { mn: "MN1".parse().unwrap() };
    assert_eq!(give(&mut register, "admin", &note("MN1", KeyAct::Set)), Err(unknown));
    give(&mut register, "duty", &adopt("MN1", 30)).unwrap();
    let before = register.clone();
    let events = give(&mut register, "admin", &note("MN1", KeyAct::RotationOffered)).unwrap();
    assert_eq!(events[0].to_json(), serde_json::json!({ "v": 1, "mn": "MN1", "act": "rotation_offered" }));
    assert_eq!(Event::from_json(events[0].kind(), &events[0].to_json()).unwrap(), events[0]);
    assert_eq!(register, before);
}

#[test]
fn who_may_change_the_register() {
    let mut register = Register::default();
    give(&mut register, "admin", &import(city())).unwrap();
    for who in EVERYBODY {
        let may = decide(&register, &adopt("MN1", 30), &actor(who)).is_ok();
        assert_eq!(may, matches!(who, "admin" | "duty"), "{who}");
    }
    give(&mut register, "duty", &adopt("MN0", 30)).unwrap();
    let commands = [
        import(vec![kaifu()]),
        Command::Put { entry: kaifu() },
        profile("MN0", CrcMode::Modbus, 0),
        note("MN0", KeyAct::Set),
        note("MN0", KeyAct::Removed),
        note("MN0", KeyAct::RotationOffered),
        note("MN0", KeyAct::Rotated),
    ];
    for who in EVERYBODY {
        let found: Vec<bool> =
            commands.iter().map(|command| decide(&register, command, &actor(who)).is_ok()).collect();
        let expected = match who {
            "admin" => [true; 7],
            "duty" => [false, false, true, false, false, false, false],
            "watch" => [true, true, true, false, false, true, true],
            _ => [false; 7],
        };
        assert_eq!(found, expected, "{who}");
    }
    let local = user("u-local", Role::Administrator, Scope::District(district(KAIFU)));
    assert_eq!(decide(&register, &commands[0], &local), Err(Refusal::NotForTheCity));
    let nameless = Command::Import { entries: city(), origin: " ".into() };
    assert_eq!(decide(&register, &nameless, &actor("admin")), Err(Refusal::OriginMissing));
}

proptest! {
    /// Whatever the order and the gaps: an import enters as a whole or not at all, and what it stores can be
    /// folded and read back.
    #[test]
    fn an_import_is_all_or_nothing(
        picks in proptest::collection::vec(0..3usize, 0..6), longitude in -180.0..180.0f64,
    ) {
        let mut pool = city();
        if let RegisterEntry::Enterprise(firm) = &mut pool[1] {
            firm.place.longitude = longitude;
        }
        let entries: Vec<RegisterEntry> = picks.iter().map(|index| pool[*index].clone()).collect();
        let whole = picks.iter().enumerate().all(|(place, pick)| {
            let before = &picks[..place];
            !before.contains(pick) && (*pick == 0 || before.contains(&(pick - 1)))
        });
        let mut register = Register::default();
        let found = give(&mut register, "admin", &import(entries.clone()));
        prop_assert_eq!(found.is_ok(), whole);
        let size = register.districts.len() + register.enterprises.len() + register.outlets.len();
        prop_assert_eq!(size, if whole { entries.len() } else { 0 });
        for event in found.unwrap_or_default() {
            let text = event.to_json().to_string();
            let read = Event::from_json(event.kind(), &serde_json::from_str(&text).unwrap());
            prop_assert_eq!(read.unwrap(), event);
        }
    }
}

//! Tracings: what is frozen, what comes of it, and the lifecycle around that.

use std::collections::{BTreeMap, BTreeSet};

use casework::tracing::{
    Assumed, Checked, Command, Event, Frozen, Gathered, MastSeen, Missing, Opened, Origin, PowerKnown,
    Question, Refusal, SeriesSeen, Tracing, Verdict, apply, check, compute, decide, freeze, ranking,
};
use casework::tracing::{Cause, Ranked, VersionState, score, tally};
use model::{
    Actor, BlobHash, Channel, CreditCode, District, Enterprise, Granularity, Medium, MeterId, MeterTarget,
    Outlet, Place, PowerMeter, ProductionLine, Register, RegisterEntry, Role, Scope, Station, StationClass,
    Timestamp, Unit, china,
};

const KAIFU: &str = "430105";
const SO2: &str = "a21026";
/// Metres of a degree at the station.
const EAST_M: f64 = 97_990.0;
const NORTH_M: f64 = 111_195.0;

fn start() -> Timestamp {
    "2020-07-29T18:00:00+08:00".parse().unwrap()
}

fn after(minutes: i64) -> Timestamp {
    china::plus_seconds(start(), minutes * 60)
}

fn at(east_m: f64, north_m: f64) -> Place {
    Place { longitude: 113.0 + east_m / EAST_M, latitude: 28.2 + north_m / NORTH_M }
}

fn code(number: u32) -> CreditCode {
    CreditCode::from_body(&format!("91430105MA4L{number:05}")).unwrap()
}

const WIND_M_S: f64 = 4.0;

/// Stations around, and enterprises on a ring; the first station is asked.
const STATIONS: [(f64, f64); 6] =
    [(0.0, 0.0), (900.0, 300.0), (-700.0, 800.0), (300.0, -1_500.0), (1_800.0, -600.0), (-1_500.0, -900.0)];
const PLANTS: [(f64, f64); 5] =
    [(600.0, 1_400.0), (-1_800.0, 300.0), (2_400.0, 900.0), (-600.0, -2_200.0), (1_500.0, -2_400.0)];

fn register() -> Register {
    let mut register = Register::default();
    let mut put = |entry| register.put(entry).unwrap();
    put(RegisterEntry::District(District {
        code: KAIFU.parse().unwrap(),
        name: "开福区".into(),
        name_en: "Kaifu".into(),
        center: at(0.0, 0.0),
    }));
    let channel =
        |factor: &str, unit| Channel { factor: factor.parse().unwrap(), sent_unit: unit, unit, range: None };
    for (number, (east_m, north_m)) in STATIONS.into_iter().enumerate() {
        put(RegisterEntry::Station(Station {
            id: format!("S{number}").parse().unwrap(),
            name: format!("站点{number}"),
            name_en: format!("Station {number}"),
            class: StationClass::Micro,
            district: KAIFU.parse().unwrap(),
            place: at(east_m, north_m),
            channels: vec![
                channel(SO2, Unit::MicrogramPerCubicMetre),
                channel("a01007", Unit::MetrePerSecond),
                channel("a01008", Unit::Degree),
            ],
        }));
    }
    for (number, (east_m, north_m)) in (0..).zip(PLANTS) {
        put(RegisterEntry::Enterprise(Enterprise {
            code: code(number),
            name: format!("企业{number}(虚构)"),
            name_en: format!("Plant {number} (fictitious)"),
            trade_code: "C2319".into(),
            trade: "印刷".into(),
            trade_en: "Printing".into(),
            district: KAIFU.parse().unwrap(),
            place: at(east_m, north_m),
        }));
        put(outlet(&format!("P{number}-DA001"), number, (east_m, north_m)));
        put(RegisterEntry::Line(ProductionLine {
            id: format!("P{number}-L1").parse().unwrap(),
            enterprise: code(number),
            name: "线".into(),
            name_en: "Line".into(),
            permitted_hours: None,
        }));
        put(RegisterEntry::Meter(PowerMeter {
            id: meter(number),
            enterprise: code(number),
            target: MeterTarget::Line(format!("P{number}-L1").parse().unwrap()),
            rated_kw: Some(100.0),
        }));
    }
    register
}

fn meter(number: u32) -> MeterId {
    format!("P{number}-M1").parse().unwrap()
}

fn outlet(id: &str, number: u32, (east_m, north_m): (f64, f64)) -> RegisterEntry {
    RegisterEntry::Outlet(Outlet {
        id: id.parse().unwrap(),
        enterprise: code(number),
        name: id.into(),
        name_en: id.into(),
        medium: Medium::Air,
        place: at(east_m, north_m),
        channels: Vec::new(),
        limits: Vec::new(),
        release: None,
    })
}

fn question() -> Question {
    Question {
        station: "S0".parse().unwrap(),
        factor: SO2.parse().unwrap(),
        from: start(),
        to: after(480),
        anomaly_from: after(120),
        anomaly_to: after(360),
    }
}

/// A wind that turns half around in eight hours.
fn from_deg(minute: i64) -> f64 {
    (minute as f64 * 0.375 + 4.0 * wiggle(minute)).rem_euclid(360.0)
}

fn wiggle(number: i64) -> f64 {
    ((number as f64 * 12.9898).sin() * 43_758.547).fract()
}

/// What one plant makes the stations show: a straight plume with the power laws of Pasquill and Smith, no model of `trace`.
fn gathered(source: Option<usize>) -> Gathered {
    let stations = STATIONS.into_iter().enumerate().map(|(number, place)| SeriesSeen {
        station: format!("S{number}").parse().unwrap(),
        granularity: Granularity::Minute,
        values: (0..48)
            .map(|step| {
                let minute = step * 10;
                let plume =
                    source.and_then(|source| PLANTS.get(source)).map_or(0.0, |of| plume(*of, place, minute));
                let value = 9.0 + 0.4 * wiggle(minute + 7 * number as i64) + plume;
                (after(minute), 600.0, value)
            })
            .collect(),
    });
    let masts = [0, 3].map(|number| MastSeen {
        station: format!("S{number}").parse().unwrap(),
        rows: (0..48).map(|step| (after(step * 10), 600.0, WIND_M_S, Some(from_deg(step * 10)))).collect(),
    });
    Gathered { series: stations.collect(), masts: masts.to_vec(), tracks: Vec::new(), power: BTreeMap::new() }
}

fn plume(source: (f64, f64), station: (f64, f64), minute: i64) -> f64 {
    let towards = (from_deg(minute) + 180.0).to_radians();
    let (east_m, north_m) = (station.0 - source.0, station.1 - source.1);
    let along_m = east_m * towards.sin() + north_m * towards.cos();
    let across_m = east_m * towards.cos() - north_m * towards.sin();
    if along_m <= 0.0 {
        return 0.0;
    }
    let (sigma_y, sigma_z) = (0.16 * along_m.powf(0.92), 0.1 * along_m.powf(0.85));
    let rate_ug_s = 30.0e6;
    rate_ug_s / (2.0 * std::f64::consts::PI * WIND_M_S * sigma_y * sigma_z)
        * (-0.5 * (across_m / sigma_y).powi(2)).exp()
        * 2.0
        * (-0.5 * (7.0 / sigma_z).powi(2)).exp()
}

fn frozen(gathered: &Gathered) -> Frozen {
    let register = register();
    freeze(&register, &register.stations[&"S0".parse().unwrap()], &question(), gathered)
}

fn hash(digit: char) -> BlobHash {
    digit.to_string().repeat(64).parse().unwrap()
}

fn power(still: &[u32]) -> BTreeMap<MeterId, Vec<(Timestamp, f64)>> {
    let told = |number: u32| {
        let kw = if still.contains(&number) { 1.0 } else { 70.0 };
        (meter(number), (-30..50).map(|step| (after(step * 10), kw)).collect())
    };
    (0..5).map(told).collect()
}

#[test]
fn the_plant_whose_plume_the_stations_show_is_first() {
    for source in [0, 2] {
        let frozen = frozen(&gathered(Some(source)));
        assert_eq!(frozen.fatal(), []);
        let found = compute(&frozen, &hash('a')).unwrap();
        let ranking = ranking(&frozen, &found.outcome);
        assert_eq!(ranking.enterprises[0].enterprise, code(u32::try_from(source).unwrap()), "{ranking:?}");
        assert!(ranking.enterprises[0].probability > 0.5, "{ranking:?}");
        assert_eq!(ranking.of, PLANTS.len());
        assert_eq!(found.in_reach.len(), frozen.candidates.len());
        assert!(!found.models.is_empty());
    }
}

#[test]
fn without_a_plume_nobody_is_accused() {
    let frozen = frozen(&gathered(None));
    let ranking = ranking(&frozen, &compute(&frozen, &hash('a')).unwrap().outcome);
    assert!(ranking.enterprises[0].probability < 0.5, "{ranking:?}");
}

#[test]
fn the_same_comes_out_of_the_kept_bytes_and_another_is_told() {
    let frozen = frozen(&gathered(Some(0)));
    let bytes = frozen.to_bytes();
    let read = Frozen::read(&bytes).unwrap();
    assert_eq!(read.to_bytes(), bytes);
    let found = compute(&read, &hash('a')).unwrap().to_bytes();
    assert_eq!(check(&bytes, &hash('a'), &found), Checked::Same);
    let mut altered = frozen;
    altered.input.observations.iter_mut().for_each(|seen| seen.value_ug_m3 = 9.0);
    assert!(matches!(check(&altered.to_bytes(), &hash('a'), &found), Checked::Differs(_)));
    assert!(matches!(check(b"{}", &hash('a'), &found), Checked::Unreadable { .. }));
    let mut later = serde_json::from_slice::<serde_json::Value>(&bytes).unwrap();
    later["format"] = 2.into();
    assert!(matches!(check(later.to_string().as_bytes(), &hash('a'), &found), Checked::Unreadable { .. }));
}

#[test]
fn without_wind_or_values_nothing_can_be_told_and_what_is_missing_is_said() {
    let mut windless = gathered(Some(0));
    windless.masts.clear();
    assert_eq!(frozen(&windless).fatal(), [Missing::Wind]);
    // A vane that stood still in moving air has told nothing.
    let mut stuck = gathered(Some(0));
    stuck.masts.iter_mut().flat_map(|mast| &mut mast.rows).for_each(|row| row.3 = None);
    assert_eq!(frozen(&stuck).fatal(), [Missing::Wind]);
    let mut silent = gathered(Some(0));
    silent.series[0].values.clear();
    assert_eq!(frozen(&silent).fatal(), [Missing::Readings]);
    let mut alone = gathered(Some(0));
    alone.series.iter_mut().skip(1).for_each(|series| series.values.clear());
    let alone = frozen(&alone);
    assert_eq!(alone.fatal(), []);
    assert!(alone.missing.contains(&Missing::OtherStations), "{:?}", alone.missing);
    let mut half = gathered(Some(0));
    half.masts.iter_mut().for_each(|mast| mast.rows.truncate(24));
    let half = frozen(&half);
    assert!(matches!(half.missing[..], [Missing::WindAtTimes { percent: 40..=52 }]), "{:?}", half.missing);
}

#[test]
fn a_cruise_past_the_plume_makes_the_ranking_surer_and_is_an_instrument_of_its_own() {
    // One station alone hardly tells; a van that crosses the plume does.
    let mut alone = gathered(Some(0));
    alone.series.iter_mut().skip(1).for_each(|series| series.values.clear());
    alone.series[0].values.truncate(14);
    let before = frozen(&alone);
    let towards = (from_deg(40) + 180.0).to_radians();
    let point = |number: i64| {
        let aside = (number - 30) as f64 * 40.0;
        let (east, north) = (
            PLANTS[0].0 + 500.0 * towards.sin() + aside * towards.cos(),
            PLANTS[0].1 + 500.0 * towards.cos() - aside * towards.sin(),
        );
        let value = 9.0 + plume(PLANTS[0], (east, north), 40) + 0.2 * wiggle(number);
        (china::plus_seconds(after(40), number * 10), at(east, north), value)
    };
    let points = (0..60).map(point).collect();
    alone.tracks = vec![casework::tracing::TrackSeen {
        file: hash('c'),
        name: "走航1.csv".into(),
        height_m: Some(2.0),
        points,
    }];
    let with = frozen(&alone);
    assert_eq!(with.instruments.len(), before.instruments.len() + 1);
    assert_eq!(with.instruments.last().unwrap().station(), None);
    let of_first = |frozen: &Frozen| {
        let ranking = ranking(frozen, &compute(frozen, &hash('a')).unwrap().outcome);
        ranking.enterprises.iter().find(|ranked| ranked.enterprise == code(0)).unwrap().probability
    };
    let (before, with) = (of_first(&before), of_first(&with));
    assert!(with > before && with > 0.5, "{before} {with}");
}

#[test]
fn winds_around_north_are_from_the_north() {
    let looks = [(0, 3.0, Some(350.0)), (60, 3.0, Some(10.0)), (120, 3.0, None), (900, 0.0, None)];
    let looks = looks.map(|(second, speed, from)| (china::plus_seconds(start(), second), speed, from));
    let rows = casework::tracing::mean_wind(looks.into_iter(), 600);
    assert_eq!(rows.len(), 2);
    assert_eq!((rows[0].0, rows[0].2), (start(), 3.0));
    let from = rows[0].3.unwrap();
    assert!(!(0.1..359.9).contains(&from), "{from}");
    assert_eq!(rows[1].3, None, "nobody said from where");
}

#[test]
fn a_plant_that_stood_still_is_no_source_and_one_that_is_not_metered_may_be() {
    let mut with_power = gathered(Some(0));
    with_power.power = power(&[0]);
    let standing = frozen(&with_power);
    assert!(matches!(standing.candidates[0].power, PowerKnown::Metered { still_s: 28_800, .. }));
    assert!(matches!(standing.candidates[1].power, PowerKnown::Metered { still_s: 0, .. }));
    let outcome = compute(&standing, &hash('a')).unwrap().outcome;
    let still = ranking(&standing, &outcome);
    let of = |number| still.enterprises.iter().find(|ranked| ranked.enterprise == code(number)).unwrap();
    assert!(of(0).probability < 0.01, "{still:?}");
    // A silent meter rules nobody out.
    let unknown = frozen(&gathered(Some(0)));
    assert!(matches!(unknown.candidates[0].power, PowerKnown::Metered { still_s: 0, .. }));
    // Nor does a line without one.
    let mut register = register();
    register.meters.clear();
    let station = register.stations[&"S0".parse().unwrap()].clone();
    let unmetered = freeze(&register, &station, &question(), &with_power);
    assert!(unmetered.candidates.iter().all(|seen| seen.power == PowerKnown::Nothing));
    assert!(unmetered.assumed.contains(&Assumed::MayHaveWorked { enterprises: 5 }));
}

#[test]
fn when_all_stand_still_none_of_them_is_accused() {
    let mut all = gathered(Some(0));
    all.power = power(&[0, 1, 2, 3, 4]);
    let frozen = frozen(&all);
    let ranking = ranking(&frozen, &compute(&frozen, &hash('a')).unwrap().outcome);
    assert!(ranking.enterprises.iter().all(|ranked| ranked.probability < 0.01), "{ranking:?}");
    assert!(ranking.unregistered > 0.5, "{ranking:?}");
}

#[test]
fn outlets_that_lie_together_are_one_candidate_and_a_plant_without_one_is_its_gate() {
    let mut register = register();
    register.put(outlet("P0-DA002", 0, (650.0, 1_400.0))).unwrap();
    register.put(outlet("P0-DA003", 0, (600.0, 2_000.0))).unwrap();
    register.outlets.remove(&"P1-DA001".parse().unwrap());
    let station = register.stations[&"S0".parse().unwrap()].clone();
    let frozen = freeze(&register, &station, &question(), &gathered(None));
    let of = |number| frozen.candidates.iter().filter(move |seen| seen.enterprise == code(number));
    let outlets: Vec<usize> = of(0).map(|seen| seen.outlets.len()).collect();
    assert_eq!(outlets, [2, 1]);
    assert_eq!(of(1).map(|seen| seen.outlets.len()).collect::<Vec<_>>(), [0]);
    assert!(frozen.assumed.contains(&Assumed::GateAsOutlet { enterprises: 1 }));
    assert!(frozen.assumed.contains(&Assumed::ReleaseHeight { candidates: 6, taken_m: 10.0 }));
}

/// The first plant's outlet as the register might have it.
fn with_release(release: model::Release) -> Register {
    let mut register = register();
    let Some(outlet) = register.outlets.get(&"P0-DA001".parse().unwrap()) else { panic!("it is there") };
    let outlet = Outlet { release: Some(release), ..outlet.clone() };
    register.put(RegisterEntry::Outlet(outlet)).unwrap();
    register
}

#[test]
fn a_height_of_the_register_is_used_and_one_that_is_missing_is_said() {
    let stack = model::Release { height_m: Some(35.0), ..Default::default() };
    let chimney = model::Release {
        diameter_m: Some(2.0),
        exhaust_celsius: Some(130.0),
        exhaust_m_s: Some(15.0),
        ..stack.clone()
    };
    let of = |release| {
        let register = with_release(release);
        let station = register.stations[&"S0".parse().unwrap()].clone();
        freeze(&register, &station, &question(), &gathered(None))
    };
    let frozen = of(stack);
    let height = |frozen: &Frozen| {
        let number = frozen.candidates.iter().position(|seen| seen.enterprise == code(0)).unwrap();
        frozen.input.candidates[number].height_m
    };
    assert_eq!(height(&frozen), Some(35.0));
    assert!(frozen.assumed.contains(&Assumed::ReleaseHeight { candidates: 4, taken_m: 10.0 }));
    assert!(frozen.assumed.contains(&Assumed::NoRise { candidates: 1 }));
    let risen = of(chimney);
    assert!(height(&risen).is_some_and(|height_m| height_m > 60.0), "{:?}", height(&risen));
    assert!(risen.assumed.contains(&Assumed::AmbientTemperature { taken_celsius: 20.0 }));
    assert!(!risen.assumed.iter().any(|assumed| matches!(assumed, Assumed::NoRise { .. })));
    // Bytes that were frozen before the register had heights are read as they are.
    let plain =
        freeze(&register(), &register().stations[&"S0".parse().unwrap()], &question(), &gathered(None));
    assert!(!String::from_utf8(plain.to_bytes()).unwrap().contains("release\":"));
    assert_eq!(Frozen::read(&risen.to_bytes()).unwrap(), risen);
}

fn officer(role: Role, scope: Scope) -> Actor {
    Actor::User { id: "U-1".parse().unwrap(), role, scope }
}

fn duty() -> Actor {
    officer(Role::DutyOfficer, Scope::City)
}

fn opened() -> Opened {
    Opened {
        id: "T-1".parse().unwrap(),
        origin: Origin::ByHand("居民反映异味".into()),
        question: question(),
        district: KAIFU.parse().unwrap(),
        input: hash('a'),
    }
}

fn ranked(input: BlobHash, probability: f64) -> Ranked {
    let enterprises = [0, 1].map(|number| casework::tracing::RankedEnterprise {
        enterprise: code(number),
        probability: if number == 0 { probability } else { 0.05 },
    });
    let ranking =
        casework::tracing::Ranking { none: 0.1, unregistered: 0.1, enterprises: enterprises.to_vec(), of: 5 };
    Ranked { input, found: hash('f'), method: "trace/test".into(), ranking }
}

/// Gives the commands in order; each must be done.
fn told(commands: &[(Actor, Command)]) -> Tracing {
    let mut state = None;
    for (actor, command) in commands {
        let event = decide(state.as_ref(), command, actor, after(600)).unwrap();
        let read = Event::from_json(event.kind(), &event.to_json()).unwrap();
        assert_eq!(read, event, "what is stored is what happened");
        state = Some(apply(state, &event, actor, after(600)).unwrap());
    }
    state.unwrap()
}

fn system() -> Actor {
    Actor::system("tracing")
}

#[test]
fn a_tracing_from_opening_to_a_verdict_that_scores_it() {
    let close = Command::Close {
        verdict: Verdict::Enterprises(BTreeSet::from([code(0)])),
        words: "现场查实集气罩破损".into(),
    };
    let again = Command::Renew { input: hash('b'), cause: Cause::Again };
    let tracing = told(&[
        (duty(), Command::Open(opened())),
        (system(), Command::Rank(ranked(hash('a'), 0.4))),
        (duty(), again),
        (system(), Command::Rank(ranked(hash('b'), 0.7))),
        (duty(), close.clone()),
    ]);
    assert_eq!(tracing.versions.len(), 2, "former rankings stay");
    assert!(
        matches!(&tracing.versions[0].state, VersionState::Ranked { ranking, .. } if ranking.enterprises[0].probability == 0.4)
    );
    let score = tracing.score().unwrap();
    assert!(score.first && score.among_three);
    let expected = 0.3f64.powi(2) + 0.05f64.powi(2) + 2.0 * 0.1f64.powi(2);
    assert!((score.brier - expected).abs() < 1e-12, "{}", score.brier);
    let refused = decide(Some(&tracing), &close, &duty(), after(601));
    assert_eq!(refused, Err(Refusal::Closed));
}

#[test]
fn who_may_not_and_what_cannot_be_is_refused() {
    let open = Command::Open(opened());
    let strangers = [
        officer(Role::BranchOfficer, Scope::District("430111".parse().unwrap())),
        officer(Role::Leader, Scope::City),
        officer(Role::EnterpriseUser, Scope::Enterprise(code(0))),
        system(),
    ];
    for stranger in &strangers {
        assert_eq!(decide(None, &open, stranger, after(600)), Err(Refusal::MayNot), "{stranger:?}");
    }
    let asked = |change: &dyn Fn(&mut Opened)| {
        let mut opened = opened();
        change(&mut opened);
        decide(None, &Command::Open(opened), &duty(), after(600))
    };
    assert_eq!(asked(&|opened| opened.question.factor = "a05024".parse().unwrap()), Err(Refusal::NotEmitted));
    assert_eq!(asked(&|opened| opened.question.factor = "a01007".parse().unwrap()), Err(Refusal::NotEmitted));
    assert_eq!(asked(&|opened| opened.question.to = after(601)), Err(Refusal::BadPeriod), "not over");
    assert_eq!(asked(&|opened| opened.question.from = after(-72 * 60)), Err(Refusal::BadPeriod), "too long");
    assert_eq!(
        asked(&|opened| opened.question.anomaly_to = after(60)),
        Err(Refusal::BadPeriod),
        "upside down"
    );
    let wordless = asked(&|opened| opened.origin = Origin::ByHand("  ".into()));
    assert_eq!(wordless, Err(Refusal::WordsMissing { most: 1_000 }));

    let running = told(&[(duty(), open)]);
    let refused =
        |command: Command, actor: &Actor| decide(Some(&running), &command, actor, after(600)).unwrap_err();
    let verdict = |verdict: Verdict| Command::Close { verdict, words: "查实".into() };
    assert_eq!(refused(verdict(Verdict::Regional), &duty()), Refusal::Running);
    assert_eq!(refused(Command::Rank(ranked(hash('b'), 0.5)), &system()), Refusal::NotRunning);
    assert_eq!(
        refused(Command::Rank(ranked(hash('a'), 0.5)), &duty()),
        Refusal::MayNot,
        "no person makes a ranking"
    );
    assert_eq!(refused(Command::Rank(ranked(hash('a'), f64::NAN)), &system()), Refusal::Unsound);
    let rested =
        told(&[(duty(), Command::Open(opened())), (system(), Command::Rank(ranked(hash('a'), 0.5)))]);
    let again = Command::Renew { input: hash('a'), cause: Cause::Again };
    assert_eq!(decide(Some(&rested), &again, &duty(), after(600)), Err(Refusal::NothingNew));
    let nobody = verdict(Verdict::Enterprises(BTreeSet::new()));
    assert_eq!(decide(Some(&rested), &nobody, &duty(), after(600)), Err(Refusal::NobodyNamed));
}

#[test]
fn what_turned_out_scores_every_kind_of_verdict() {
    let ranking = ranked(hash('a'), 0.7).ranking;
    let of = |verdict| score(&ranking, &verdict);
    assert_eq!(of(Verdict::NotFound), None, "nobody knows");
    let regional = of(Verdict::Regional).unwrap();
    assert!(!regional.first && regional.among_three);
    // Whoever was in no list had no probability at all.
    let unlisted = of(Verdict::Enterprises(BTreeSet::from([code(4)]))).unwrap();
    assert!(!unlisted.first && !unlisted.among_three);
    assert!((unlisted.brier - (1.0 + 0.49 + 0.0025 + 0.02)).abs() < 1e-12);
    let hit = of(Verdict::Enterprises(BTreeSet::from([code(0)]))).unwrap();
    let figures = tally([&regional, &unlisted, &hit].into_iter());
    assert_eq!((figures.scored, figures.first, figures.among_three), (3, 1, 2));
    assert_eq!(figures.tenths[7].count, 3);
    assert_eq!(figures.tenths[7].true_count, 1);
    let all: usize = figures.tenths.iter().map(|tenth| tenth.count).sum();
    assert_eq!(all, 4 + 5 + 4);
    assert_eq!(tally(std::iter::empty()).brier, None, "no figure without any");
}

#[test]
fn an_event_that_does_not_follow_is_none() {
    let open = Event::Opened(opened());
    let ranked = Event::Ranked(ranked(hash('a'), 0.5));
    assert!(apply(None, &ranked, &system(), start()).is_err());
    let state = apply(None, &open, &duty(), start()).unwrap();
    assert!(apply(Some(state.clone()), &open, &duty(), start()).is_err());
    let done = apply(Some(state), &ranked, &system(), start()).unwrap();
    assert!(apply(Some(done), &ranked, &system(), start()).is_err(), "a ranking is made once");
}

fn driver(id: &str) -> Actor {
    let scope = Scope::District(KAIFU.parse().unwrap());
    Actor::User { id: id.parse().unwrap(), role: Role::BranchOfficer, scope }
}

fn track() -> Cause {
    Cause::Track(casework::tracing::TrackFile {
        file: hash('c'),
        name: "走航.csv".into(),
        datum: model::Datum::Wgs84,
        unit: Unit::MicrogramPerCubicMetre,
        column: "SO2".into(),
        places: None,
        profile: false,
        height_m: None,
    })
}

#[test]
fn a_van_is_asked_takes_it_on_and_its_track_ends_the_task() {
    let ask = Command::AskCruise { to: Some("U-van".parse().unwrap()), words: "下风向横穿".into() };
    let tracing = told(&[
        (duty(), Command::Open(opened())),
        (system(), Command::Rank(ranked(hash('a'), 0.4))),
        (duty(), ask.clone()),
    ]);
    let refused =
        |command: &Command, actor: &Actor| decide(Some(&tracing), command, actor, after(601)).unwrap_err();
    assert_eq!(refused(&ask, &duty()), Refusal::CruiseOpen, "one van at a time");
    assert_eq!(refused(&Command::AcceptCruise, &driver("U-other")), Refusal::MayNot, "it names another");
    let close = Command::Close { verdict: Verdict::Regional, words: "扬尘".into() };
    assert_eq!(refused(&close, &duty()), Refusal::CruiseOpen);
    let foreign = Scope::District("430111".parse().unwrap());
    let end = Command::EndCruise { words: "下雨".into() };
    assert_eq!(refused(&end, &officer(Role::BranchOfficer, foreign)), Refusal::MayNot);

    let driven = told(&[
        (duty(), Command::Open(opened())),
        (system(), Command::Rank(ranked(hash('a'), 0.4))),
        (duty(), ask.clone()),
        (driver("U-van"), Command::AcceptCruise),
        (driver("U-van"), Command::Renew { input: hash('b'), cause: track() }),
        (system(), Command::Rank(ranked(hash('b'), 0.8))),
        (duty(), ask.clone()),
        (duty(), end.clone()),
        (duty(), close.clone()),
    ]);
    let [first, second] = &driven.cruises[..] else { panic!("{:?}", driven.cruises) };
    assert_eq!(first.accepted.as_ref().unwrap().by, driver("U-van"));
    let ended = first.ended.as_ref().unwrap();
    assert_eq!((ended.version, &ended.words, &ended.done.by), (Some(1), &None, &driver("U-van")));
    assert_eq!(second.accepted, None);
    let ended = second.ended.as_ref().unwrap();
    assert_eq!((ended.version, ended.words.as_deref()), (None, Some("下雨")));
    assert_eq!(driven.open_cruise(), None);
}

#[test]
fn a_task_without_a_name_is_for_whoever_may_and_only_new_data_do_not_end_it() {
    let ask = Command::AskCruise { to: None, words: "下风向横穿".into() };
    let tracing = told(&[
        (duty(), Command::Open(opened())),
        (system(), Command::Rank(ranked(hash('a'), 0.4))),
        (duty(), ask),
        (driver("U-any"), Command::AcceptCruise),
        (duty(), Command::Renew { input: hash('b'), cause: Cause::Again }),
    ]);
    assert!(tracing.open_cruise().is_some_and(|cruise| cruise.accepted.is_some()));
    let again = decide(Some(&tracing), &Command::AcceptCruise, &driver("U-other"), after(601));
    assert_eq!(again, Err(Refusal::NoCruise), "it is taken on once");
    let before: Tracing = told(&[(duty(), Command::Open(opened()))]);
    let nothing = decide(Some(&before), &Command::EndCruise { words: "下雨".into() }, &duty(), after(601));
    assert_eq!(nothing, Err(Refusal::NoCruise));
    let wordless = Command::AskCruise { to: None, words: "  ".into() };
    let wordless = decide(Some(&before), &wordless, &duty(), after(601));
    assert_eq!(wordless, Err(Refusal::WordsMissing { most: 1_000 }));
}

#[test]
fn the_system_opens_what_an_alarm_asks_for_and_nothing_else() {
    let of_alarm = Opened { origin: Origin::Alarm("A20200729-0001".parse().unwrap()), ..opened() };
    let event = decide(None, &Command::Open(of_alarm.clone()), &system(), after(600)).unwrap();
    assert_eq!(event, Event::Opened(of_alarm));
    assert_eq!(decide(None, &Command::Open(opened()), &system(), after(600)), Err(Refusal::MayNot));
}

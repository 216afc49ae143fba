//! The watch's steps over real keepers, without a thread and without waiting.

use casework::alarm::{Command, Outcome, Stage, VerificationMode};
use ledger::{Expected, KeyPair, Ledger};
use model::{
    AlarmId, Channel, District, Enterprise, Granularity, Limit, LimitBasis, Logger, LoggerTarget, Mark,
    Medium, Origin, Outlet, Place, Problems, RegisterEntry, Role, Scope, SeriesKey, Source, Unit, UserId,
    Values,
};

use super::*;

mod cut;
mod learning;
mod power;
mod rules;
mod samples;

const START: &str = "2024-06-01T10:00:00+08:00";
const ENTERPRISE: &str = "91350100M000100Y43";
const OUTLET: &str = "91350100M000100Y43-DA001";
const FACTOR: &str = "a21026";
const MN: &str = "MN-1";
static NEVER: AtomicBool = AtomicBool::new(false);

pub(crate) struct HandClock(Mutex<Timestamp>);

impl Clock for HandClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap()
    }
}

/// A data folder with its keepers; the watch over it can be begun again as after a restart.
pub(crate) struct City {
    pub(crate) rooms: Rooms,
    pub(crate) clock: Arc<HandClock>,
    heard: Arc<Mutex<BTreeMap<Mn, Heard>>>,
    runtime: tokio::runtime::Runtime,
    _folder: tempfile::TempDir,
}

pub(crate) fn minutes_after_start(minutes: i64) -> Timestamp {
    china::plus_seconds(START.parse().unwrap(), minutes * 60)
}

pub(crate) fn hour(hours: i64) -> Timestamp {
    minutes_after_start(hours * 60)
}

pub(crate) fn entries() -> Vec<RegisterEntry> {
    let place = Place::new(113.0, 28.3).unwrap();
    let named = |name: &str| (name.to_owned(), name.to_owned());
    let (name, name_en) = named("district");
    let district = District { code: "430105".parse().unwrap(), name, name_en, center: place };
    let (name, name_en) = named("plant");
    let enterprise = Enterprise {
        code: ENTERPRISE.parse().unwrap(),
        name,
        name_en,
        trade_code: "D4620".into(),
        trade: "trade".into(),
        trade_en: "trade".into(),
        district: "430105".parse().unwrap(),
        place,
    };
    let limit = |basis| Limit {
        factor: FACTOR.parse().unwrap(),
        basis,
        lower: None,
        upper: 10.0,
        unit: Unit::MilligramPerCubicMetre,
        converted: false,
        valid_from: Timestamp::UNIX_EPOCH,
        valid_to: None,
        source: "test permit".into(),
        unverified: false,
    };
    let (name, name_en) = named("stack");
    let outlet = Outlet {
        id: OUTLET.parse().unwrap(),
        enterprise: ENTERPRISE.parse().unwrap(),
        name,
        name_en,
        medium: Medium::Air,
        place,
        channels: Vec::<Channel>::new(),
        limits: vec![limit(LimitBasis::HourMean), limit(LimitBasis::Realtime)],
        release: None,
    };
    let target = LoggerTarget::Outlet(OUTLET.parse().unwrap());
    vec![
        RegisterEntry::District(district),
        RegisterEntry::Enterprise(enterprise),
        RegisterEntry::Outlet(outlet),
        RegisterEntry::Logger(Logger { mn: MN.parse().unwrap(), target, realtime_interval_s: 60 }),
    ]
}

pub(crate) fn reading(granularity: Granularity, time: Timestamp, figure: f64) -> Reading {
    let source = Source::Outlet(OUTLET.parse().unwrap());
    Reading {
        series: SeriesKey { source, factor: FACTOR.parse().unwrap() },
        granularity,
        time,
        received_at: time,
        values: Values { value: Some(figure), ..Values::default() },
        unit: Unit::MilligramPerCubicMetre,
        mark: Mark::Normal,
        problems: Problems::default(),
        origin: Origin::Live,
    }
}

fn user(id: &str, role: Role, scope: Scope) -> Actor {
    Actor::User { id: id.parse::<UserId>().unwrap(), role, scope }
}

impl City {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let ledger =
            Ledger::open(&folder.path().join("ledger"), KeyPair::from_seed("test", [7; 32]).unwrap());
        let views = Views::open(&folder.path().join("views.db")).unwrap();
        let options =
            lake::LakeOptions { min_free_bytes: 0, updates_kept: 8, ..lake::LakeOptions::default() };
        let lake = Lake::open(&folder.path().join("lake"), options).unwrap();
        let law = Arc::new(crate::packs::load(None, Default::default()).unwrap());
        let clock = Arc::new(HandClock(Mutex::new(START.parse().unwrap())));
        let office = Office::new(ledger.unwrap(), views.clone(), law, clock.clone());
        let import = casework::register::Command::Import { entries: entries(), origin: "test".into() };
        office.register(None, &Actor::system("test"), &import).unwrap();
        let heard: Arc<Mutex<BTreeMap<Mn, Heard>>> = Arc::default();
        let devices = Arc::clone(&heard);
        let rooms = Rooms {
            lake,
            views,
            office,
            heard: Arc::new(move || devices.lock().unwrap().clone()),
            clock: clock.clone(),
            history: Duration::from_secs(72 * 3600),
            learn: Duration::from_secs(720 * 3600),
            scratch: folder.path().to_owned(),
            speed: 1.0,
            trouble: Arc::default(),
        };
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        Self { rooms, clock, heard, runtime, _folder: folder }
    }

    /// A watch as after a start of the process.
    fn watch(&self) -> Watch {
        let mut watch = Watch::new(self.rooms.clone(), rule::parameters);
        watch.learn(&NEVER);
        watch.tell();
        watch
    }

    pub(crate) fn set(&self, now: Timestamp) {
        *self.clock.0.lock().unwrap() = now;
    }

    pub(crate) fn store(&self, readings: Vec<Reading>) {
        let batch = lake::Batch { readings, ..lake::Batch::default() };
        self.runtime.block_on(self.rooms.lake.append(batch)).unwrap();
    }

    /// Hour means from `first` hours after the start on, all in one commit.
    fn hours(&self, first: i64, figures: &[f64]) {
        let at = |n: usize| hour(first + i64::try_from(n).unwrap());
        let of = |(n, figure): (usize, &f64)| reading(Granularity::Hour, at(n), *figure);
        self.store(figures.iter().enumerate().map(of).collect());
    }

    fn alarms(&self) -> Vec<Alarm> {
        let rows = self.rooms.views.alarms(&views::AlarmQuery { ascending: true, ..Default::default() });
        rows.unwrap().into_iter().map(|row| row.alarm).collect()
    }

    fn events(&self) -> u64 {
        self.rooms.views.position().unwrap()
    }

    fn close(&self, id: &AlarmId) {
        let officer = user("officer", Role::BranchOfficer, Scope::District("430105".parse().unwrap()));
        let verify = Command::Verify {
            mode: VerificationMode::OffSite,
            outcome: Outcome::Normal,
            note: "looked at".into(),
            files: Vec::new(),
        };
        let close = Command::Close { note: "done".into() };
        for (actor, command) in [
            (&officer, Command::Accept),
            (&officer, verify),
            (&user("duty", Role::DutyOfficer, Scope::City), close),
        ] {
            self.rooms.office.alarm(id, Expected::Any, None, actor, &command).unwrap();
        }
    }
}

impl Watch {
    /// All that came, told.
    fn settle(&mut self) {
        while self.observe() {}
        if self.missed {
            self.catch_up(&NEVER);
            while self.observe() {}
        }
        self.follow_register();
        self.tell();
    }
}

#[test]
fn an_hour_beyond_the_limit_that_comes_with_its_end_is_an_alarm() {
    let city = City::new();
    let mut watch = city.watch();
    city.hours(-3, &[25.0, 5.0]);
    watch.settle();
    let alarms = city.alarms();
    assert_eq!(alarms.len(), 1);
    assert_eq!((alarms[0].began, alarms[0].cleared_at), (hour(-3), Some(hour(-2))));
}

#[test]
fn a_restart_tells_nothing_twice_and_loses_no_end() {
    let city = City::new();
    let mut watch = city.watch();
    for (first, figures) in [(-8, &[25.0, 25.0, 5.0][..]), (-5, &[5.0, 30.0]), (-3, &[30.0])] {
        city.hours(first, figures);
        watch.settle();
    }
    let before = city.events();
    for _ in 0..3 {
        watch = city.watch();
        watch.settle();
    }
    assert_eq!((city.alarms().len(), city.events()), (1, before), "no event is told again");
    drop(watch);
    city.hours(-2, &[4.0]);
    city.watch();
    let alarms = city.alarms();
    assert_eq!((alarms.len(), alarms[0].cleared_at), (1, Some(hour(-2))), "it ended while nobody watched");
}

#[test]
fn an_episode_that_people_closed_stays_closed_and_the_next_is_new() {
    let city = City::new();
    let mut watch = city.watch();
    city.hours(-6, &[25.0]);
    watch.settle();
    city.close(&city.alarms()[0].id);
    city.hours(-5, &[26.0]);
    watch.settle();
    // A late hour moves the beginning of the run back.
    city.hours(-7, &[27.0]);
    watch.settle();
    city.watch().settle();
    assert_eq!(city.alarms().len(), 1, "the same run goes on");
    let mut watch = city.watch();
    city.hours(-4, &[5.0, 30.0]);
    watch.settle();
    let alarms = city.alarms();
    assert_eq!(alarms.len(), 2);
    assert!(matches!(alarms[0].stage, Stage::Closed { .. }));
    assert_eq!((alarms[1].began, alarms[1].cleared_at), (hour(-3), None));
    city.close(&alarms[1].id);
    city.watch();
    assert_eq!(city.alarms().len(), 2);
}

#[test]
fn an_earlier_hour_that_comes_after_the_closing_is_its_own_episode() {
    let city = City::new();
    let mut watch = city.watch();
    city.hours(-8, &[5.0, 5.0, 25.0, 5.0]);
    watch.settle();
    city.close(&city.alarms()[0].id);
    city.hours(-9, &[40.0]);
    watch.settle();
    let began: Vec<_> = city.alarms().iter().map(|alarm| alarm.began).collect();
    assert_eq!(began, [hour(-6), hour(-9)]);
}

#[test]
fn what_is_beyond_the_window_of_history_and_closed_is_not_raised_again() {
    let city = City::new();
    let mut watch = city.watch();
    city.hours(-2, &[25.0, 25.0]);
    watch.settle();
    city.close(&city.alarms()[0].id);
    city.hours(0, &[25.0; 100]);
    watch.settle();
    city.set(hour(100));
    city.watch().settle();
    assert_eq!(city.alarms().len(), 1, "the history begins in the middle of the run");
}

#[test]
fn old_samples_raise_no_warning_and_fresh_ones_do() {
    let city = City::new();
    let mut watch = city.watch();
    let samples = |from: i64| {
        (from..from + 20).map(|minute| reading(Granularity::Realtime, minutes_after_start(minute), 30.0))
    };
    city.store(samples(-600).collect());
    watch.settle();
    assert_eq!(city.alarms(), []);
    let calm = (-500..-480).map(|minute| reading(Granularity::Realtime, minutes_after_start(minute), 1.0));
    city.store(calm.collect());
    city.store(samples(-19).collect());
    watch.settle();
    let alarms = city.alarms();
    assert_eq!((alarms.len(), alarms[0].began), (1, minutes_after_start(-19)));
}

#[test]
fn a_watch_that_fell_behind_reads_what_it_missed() {
    let city = City::new();
    let mut watch = city.watch();
    city.hours(-40, &[25.0]);
    // More commits than are kept for a slow subscriber.
    (0..30).for_each(|n| city.hours(n - 39, &[5.0]));
    watch.settle();
    let alarms = city.alarms();
    assert_eq!(alarms.len(), 1);
    assert_eq!(alarms[0].cleared_at, Some(hour(-39)));
}

#[test]
fn commits_during_the_history_are_seen_after_it() {
    let city = City::new();
    let mut watch = Watch::new(city.rooms.clone(), rule::parameters);
    (0..5).for_each(|n| city.hours(n - 20, &[5.0]));
    city.hours(-5, &[25.0]);
    watch.learn(&NEVER);
    assert!(!watch.missed && !watch.backlog.is_empty());
    watch.settle();
    assert_eq!(city.alarms().len(), 1);
}

/// Heard then, by a clock that is right.
fn on_time(at: Timestamp) -> Heard {
    Heard { at, clock_offset_s: Some(0) }
}

#[test]
fn a_clock_so_far_ahead_that_its_readings_are_refused_is_told() {
    let city = City::new();
    let mut watch = city.watch();
    let hear = |watch: &mut Watch, minutes: std::ops::Range<i64>, ahead_s: i64| {
        for minute in minutes {
            let at = minutes_after_start(minute);
            city.set(at);
            city.heard
                .lock()
                .unwrap()
                .insert(MN.parse().unwrap(), Heard { at, clock_offset_s: Some(ahead_s) });
            watch.tick(Duration::from_secs(60));
            watch.tell();
        }
    };
    hear(&mut watch, 0..60, 300);
    assert_eq!(city.alarms(), [], "what is not refused speaks for itself");
    hear(&mut watch, 60..120, 8 * 3600);
    let alarms = city.alarms();
    assert_eq!(alarms.iter().map(|alarm| alarm.key.kind).collect::<Vec<_>>(), [FindingKind::ClockError]);
}

#[test]
fn a_stop_of_the_server_is_not_the_silence_of_loggers() {
    let city = City::new();
    let mn: Mn = MN.parse().unwrap();
    city.heard.lock().unwrap().insert(mn.clone(), on_time(hour(-5)));
    let mut watch = city.watch();
    let pass = |watch: &mut Watch, minutes: std::ops::RangeInclusive<i64>| {
        for minute in minutes {
            city.set(minutes_after_start(minute));
            watch.tick(Duration::from_secs(60));
            watch.tell();
        }
    };
    pass(&mut watch, 0..=15);
    assert_eq!(city.alarms(), [], "it has its time to be heard");
    pass(&mut watch, 16..=17);
    assert_eq!(city.alarms().len(), 1);

    // People know and close it; it stays silent over restarts.
    city.close(&city.alarms()[0].id);
    let mut watch = city.watch();
    pass(&mut watch, 18..=60);
    assert_eq!(city.alarms().len(), 1);
    city.heard.lock().unwrap().insert(mn, on_time(minutes_after_start(61)));
    pass(&mut watch, 61..=80);
    assert_eq!(city.alarms().len(), 2, "it spoke once and fell silent anew");
}

#[test]
fn a_clock_that_jumps_makes_no_logger_silent() {
    let city = City::new();
    city.heard.lock().unwrap().insert(MN.parse().unwrap(), on_time(hour(0)));
    let mut watch = city.watch();
    city.set(hour(9));
    watch.tick(TICK);
    watch.tell();
    assert_eq!(city.alarms(), []);
}

#[test]
fn findings_outlast_a_ledger_that_fails() {
    let city = City::new();
    let mut watch = city.watch();
    city.hours(-3, &[25.0]);
    while watch.observe() {}
    let mut told = 0;
    watch.pending.tell(|findings| {
        told += 1;
        vec![Told::Later; findings.len()]
    });
    city.hours(-2, &[5.0]);
    while watch.observe() {}
    assert_eq!((told, city.alarms().len()), (1, 0));
    watch.tell();
    let alarms = city.alarms();
    assert_eq!((alarms.len(), alarms[0].cleared_at), (1, Some(hour(-2))), "its beginning and its end");
}

#[test]
fn a_new_limit_holds_from_the_next_reading() {
    let city = City::new();
    let mut watch = city.watch();
    city.hours(-3, &[8.0]);
    watch.settle();
    let mut entries = entries();
    let Some(RegisterEntry::Outlet(outlet)) = entries.get_mut(2) else { panic!("the third is the outlet") };
    outlet.limits.iter_mut().for_each(|limit| limit.upper = 6.0);
    let import = casework::register::Command::Import { entries, origin: "new permit".into() };
    city.rooms.office.register(None, &Actor::system("test"), &import).unwrap();
    watch.settle();
    city.hours(-2, &[8.0]);
    watch.settle();
    assert_eq!(city.alarms().len(), 1);
}

//! The turns of the sealing over real keepers, and its thread.

use std::path::{Path, PathBuf};

use casework::telemetry::Event as TelemetryEvent;
use lake::{Batch, FrameOutcome, FrameRecord, LakeOptions, SealedKind};
use ledger::{KeyPair, Ledger};
use model::{Mark, Origin, Problems, Reading, SeriesKey, Unit, Values};
use views::Views;

use super::*;

static NEVER: AtomicBool = AtomicBool::new(false);
const DAY: Date = jiff::civil::date(2020, 8, 30);
const MINUTES: usize = 1440;
const POLICY: SealingPolicy = SealingPolicy {
    seal_after: Duration::from_secs(24 * 3600),
    compact_after: Duration::from_secs(5 * 86_400),
    frames_days: 0,
    readings_days: [0; 4],
};

struct HandClock(Mutex<Timestamp>);

impl Clock for HandClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap()
    }
}

/// Keepers with one day of minute data; the lake may stand elsewhere.
struct City {
    sealing: Sealing,
    clock: Arc<HandClock>,
    ledger: Ledger,
    lake_folder: PathBuf,
    _folder: tempfile::TempDir,
}

fn series(number: usize) -> SeriesKey {
    SeriesKey { source: format!("outlet:O-{number}").parse().unwrap(), factor: "a21026".parse().unwrap() }
}

fn reading(number: usize, minute: usize) -> Reading {
    let time = china::plus_seconds(Period::Day(DAY).start(), minute as i64 * 60);
    // No compression makes it small.
    let noise = (minute as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15 ^ number as u64) >> 40;
    Reading {
        series: series(number),
        granularity: Granularity::Minute,
        time,
        unit: Unit::MilligramPerCubicMetre,
        values: Values { value: Some(noise as f64 / 100.0), ..Values::default() },
        mark: Mark::Normal,
        problems: Problems::NONE,
        origin: Origin::Live,
        received_at: time,
    }
}

/// So many that the file of a day has several pages.
const SERIES: usize = 16;

impl City {
    fn new(policy: SealingPolicy, disk: Option<&Path>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let key = KeyPair::from_seed("test", [7; 32]).unwrap();
        let ledger = Ledger::open(&folder.path().join("ledger"), key).unwrap();
        let views = Views::open(&folder.path().join("views.db")).unwrap();
        let lake_folder = disk.unwrap_or(folder.path()).join("lake");
        let options = LakeOptions { min_free_bytes: 0, ..LakeOptions::default() };
        let lake = Lake::open(&lake_folder, options).unwrap();
        let clock = Arc::new(HandClock(Mutex::new(Period::Day(DAY).end())));
        let law = Arc::new(crate::packs::load(None, Default::default()).unwrap());
        let office = Office::new(ledger.clone(), views, law, clock.clone());
        let sealing = Sealing { lake, office, clock: clock.clone(), policy, trouble: Arc::default() };
        let city = Self { sealing, clock, ledger, lake_folder, _folder: folder };
        let all = (0..SERIES).flat_map(|number| (0..MINUTES).map(move |minute| reading(number, minute)));
        let frame = FrameRecord {
            device: "logger:A1".into(),
            received_at: Period::Day(DAY).start(),
            outcome: FrameOutcome::Stored,
            bytes: b"##".to_vec(),
        };
        city.append(Batch { readings: all.collect(), frames: vec![frame], ..Batch::default() });
        city
    }

    fn append(&self, batch: Batch) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(self.sealing.lake.append(batch)).unwrap();
    }

    fn hours_later(&self, hours: i64) {
        let mut now = self.clock.0.lock().unwrap();
        *now = china::plus_seconds(*now, hours * 3600);
    }

    fn turn(&self) -> anyhow::Result<()> {
        self.sealing.turn(&mut Memory::default(), &NEVER)
    }

    /// What the ledger was told, in order.
    fn told(&self) -> Vec<TelemetryEvent> {
        let events = self.ledger.read_from(0, 1000).unwrap();
        events.iter().map(|event| TelemetryEvent::from_json(&event.kind, &event.body).unwrap()).collect()
    }

    fn values(&self) -> usize {
        let range = |number| {
            let (from, to) = (Timestamp::MIN, Timestamp::MAX);
            self.sealing.lake.range(&series(number), Granularity::Minute, from, to, usize::MAX)
        };
        (0..SERIES).map(|number| range(number).map_or(0, |readings| readings.len())).sum()
    }

    fn file(&self, kind: SealedKind) -> PathBuf {
        let files = self.sealing.lake.sealed_files();
        self.lake_folder.join(&files.iter().find(|file| file.kind == kind).unwrap().name)
    }
}

#[test]
fn a_day_is_sealed_when_its_time_has_come_and_not_before() {
    let city = City::new(POLICY, None);
    city.hours_later(23);
    city.turn().unwrap();
    assert!(city.told().is_empty() && city.sealing.lake.sealed_files().is_empty());
    city.hours_later(1);
    city.turn().unwrap();
    let told = city.told();
    let [TelemetryEvent::DaySealed(sealed)] = told.as_slice() else { panic!("{told:?}") };
    assert_eq!((sealed.period.as_str(), sealed.rows), ("2020-08-30", (SERIES * MINUTES) as u64));
    assert!(city.sealing.lake.hot_days().unwrap().is_empty() && city.sealing.lake.unsettled().is_empty());
    assert_eq!(city.values(), SERIES * MINUTES);
    city.turn().unwrap();
    assert_eq!(city.told().len(), 1, "nothing is sealed twice");
}

#[test]
fn a_month_is_compacted_when_its_time_has_come() {
    let city = City::new(POLICY, None);
    city.hours_later(24);
    city.turn().unwrap();
    city.hours_later(24 * 6);
    city.turn().unwrap();
    let told = city.told();
    assert!(matches!(told.last(), Some(TelemetryEvent::MonthCompacted(_))), "{told:?}");
    assert_eq!(city.values(), SERIES * MINUTES);
}

#[test]
fn what_is_too_old_is_dropped_and_the_ledger_says_what() {
    let policy = SealingPolicy { readings_days: [0, 30, 0, 0], frames_days: 40, ..POLICY };
    let city = City::new(policy, None);
    city.hours_later(24);
    city.turn().unwrap();
    let values = city.file(SealedKind::Values);
    city.hours_later(24 * 29);
    city.turn().unwrap();
    assert_eq!(city.values(), SERIES * MINUTES, "the last day that is kept");
    // The month goes when its last day is too old.
    city.hours_later(24 * 3);
    city.turn().unwrap();
    assert_eq!(city.values(), 0);
    assert!(!values.exists() && city.sealing.lake.sealed_files().is_empty());
    let told = city.told();
    let Some(TelemetryEvent::Dropped(dropped)) = told.last() else { panic!("{told:?}") };
    assert_eq!(dropped.kind, DroppedKind::Readings { granularity: Granularity::Minute });
    assert_eq!(dropped.rows, (SERIES * MINUTES) as u64);
    city.hours_later(24 * 10);
    city.turn().unwrap();
    let told = city.told();
    let Some(TelemetryEvent::Dropped(dropped)) = told.last() else { panic!("{told:?}") };
    assert_eq!((dropped.kind, dropped.rows), (DroppedKind::Frames, 1));
}

#[test]
fn damage_that_somebody_meets_is_repaired_in_the_next_turn() {
    let city = City::new(POLICY, None);
    city.hours_later(24);
    city.turn().unwrap();
    let path = city.file(SealedKind::Values);
    let mut bytes = std::fs::read(&path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&path, &bytes).unwrap();
    assert!(city.values() < SERIES * MINUTES, "what is damaged is not answered");
    assert_eq!(city.sealing.lake.damaged_files().len(), 1);
    city.turn().unwrap();
    let told = city.told();
    let [_, TelemetryEvent::Quarantined(quarantined), TelemetryEvent::DaySealed(again)] = told.as_slice()
    else {
        panic!("{told:?}")
    };
    assert_eq!(quarantined.rows_before, (SERIES * MINUTES) as u64);
    assert!(quarantined.rows_after < quarantined.rows_before);
    assert_eq!((again.generation, again.rows), (2, quarantined.rows_after));
    assert_eq!(city.values() as u64, quarantined.rows_after);
    assert!(city.sealing.lake.damaged_files().is_empty());
}

#[test]
fn the_thread_seals_by_itself_says_what_fails_and_goes_on() {
    let city = City::new(POLICY, None);
    // A file stands where the folder of the month should be.
    let month = city.lake_folder.join("sealed/minute/2020-08");
    std::fs::create_dir_all(month.parent().unwrap()).unwrap();
    std::fs::write(&month, "in the way").unwrap();
    city.hours_later(24);
    let stop = Arc::new(AtomicBool::new(false));
    let (sealing, stopping) = (city.sealing.clone(), Arc::clone(&stop));
    let thread = std::thread::spawn(move || run(&sealing, Duration::from_millis(50), &stopping));
    let until = |wanted: &dyn Fn() -> bool| {
        let started = Instant::now();
        while !wanted() {
            assert!(started.elapsed() < Duration::from_secs(60), "it does not come about");
            std::thread::sleep(Duration::from_millis(20));
        }
    };
    let trouble = || city.sealing.trouble.lock().unwrap().clone();
    until(&|| trouble().is_some());
    assert!(trouble().unwrap().contains("cannot seal 2020-08-30"), "{:?}", trouble());
    assert_eq!((city.values(), city.told().len()), (SERIES * MINUTES, 0));
    std::fs::remove_file(&month).unwrap();
    until(&|| trouble().is_none() && !city.told().is_empty());
    stop.store(true, Ordering::Relaxed);
    thread.join().unwrap();
    assert!(matches!(city.told().as_slice(), [TelemetryEvent::DaySealed(_)]));
    assert_eq!(city.values(), SERIES * MINUTES);
}

/// A small file system; unmounted when dropped.
struct SmallDisk(tempfile::TempDir);

impl SmallDisk {
    fn mount(megabytes: u32) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let size = format!("size={megabytes}m");
        let mount = ["-t", "tmpfs", "-o", &size, "sealing-test"];
        match std::process::Command::new("mount").args(mount).arg(folder.path()).output() {
            Ok(output) if output.status.success() => Some(Self(folder)),
            other => {
                println!("skipped: no small file system can be mounted here ({other:?})");
                None
            }
        }
    }

    /// Takes all room but so many bytes.
    fn fill_but(&self, left: u64) -> PathBuf {
        use std::io::Write as _;
        let path = self.0.path().join("ballast");
        let mut file = std::fs::File::create(&path).unwrap();
        while file.write_all(&[1; 4096]).is_ok() {}
        let length = file.metadata().unwrap().len();
        file.set_len(length.saturating_sub(left)).unwrap();
        path
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let unmounted = std::process::Command::new("umount").arg(self.0.path()).status();
        assert!(unmounted.unwrap().success() || std::thread::panicking());
    }
}

#[test]
fn a_disk_that_fills_while_a_day_is_sealed_loses_nothing_and_is_said() {
    // Room for nothing, and for a part of the files.
    for left in [0, 8 << 10] {
        let Some(disk) = SmallDisk::mount(256) else { return };
        let city = City::new(POLICY, Some(disk.0.path()));
        city.hours_later(24);
        let ballast = disk.fill_but(left);
        let error = format!("{:#}", city.turn().unwrap_err());
        assert!(error.contains("cannot seal 2020-08-30"), "{error}");
        assert_eq!((city.values(), city.told().len()), (SERIES * MINUTES, 0), "with {left} bytes left");
        std::fs::remove_file(&ballast).unwrap();
        city.turn().unwrap();
        let told = city.told();
        assert!(matches!(told.as_slice(), [TelemetryEvent::DaySealed(_)]), "{told:?}");
        assert_eq!(city.values(), SERIES * MINUTES);
        assert!(city.sealing.lake.hot_days().unwrap().is_empty());
        drop(city);
    }
}

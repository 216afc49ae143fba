//! Sealed files that somebody or something has damaged: found, moved aside, made anew of what remains.

use std::path::{Path, PathBuf};

use jiff::civil::{Date, date};
use lake::{ErrorKind, Lake, LakeError, SealedKind};
use model::{Granularity, Reading, Timestamp, china};

use crate::support::{append, open, reading, readings, series};

const MINUTE: Granularity = Granularity::Minute;
const DAY: Date = date(2020, 8, 30);
/// So that the file of values has several pages.
const SERIES: usize = 16;

fn minute(number: usize, minute: i64) -> Reading {
    let time = china::plus_seconds(china::instant(DAY.at(0, 0, 0, 0)), minute * 60);
    let noise = (minute + 1) * 6_364_136_223 + number as i64 * 1_442_695_040;
    let value = (noise.wrapping_mul(noise) >> 20).rem_euclid(100_000) as f64 / 100.0;
    Reading { granularity: MINUTE, time, received_at: time, ..reading(number, 0, value) }
}

/// A lake with a sealed day, and the file of a kind.
fn sealed(folder: &Path, kind: SealedKind) -> (Lake, PathBuf, String) {
    let lake = open(folder);
    append(&lake, readings((0..SERIES).flat_map(|n| (0..1440).map(move |m| minute(n, m))).collect()));
    let seal = lake.seal(MINUTE, DAY, Timestamp::MAX).unwrap().unwrap();
    lake.settle(&seal).unwrap();
    let file = seal.files.iter().find(|file| file.kind == kind).unwrap();
    (lake, folder.join(&file.name), file.name.clone())
}

fn count(lake: &Lake, number: usize) -> Result<usize, LakeError> {
    let all = lake.range(&series(number), MINUTE, Timestamp::MIN, Timestamp::MAX, usize::MAX);
    all.map(|readings| readings.len())
}

/// Repairs, and checks what is said of it.
fn repair(folder: &Path, lake: &Lake, name: &str) -> lake::Repair {
    assert_eq!(lake.damaged_files().keys().collect::<Vec<_>>(), [name]);
    assert_eq!(lake.sealed_status().damaged, 1);
    let mut repairs = lake.repair(Timestamp::MAX).unwrap();
    let repair = repairs.remove(0);
    assert!(repairs.is_empty());
    assert_eq!(repair.file.name, name);
    assert!(lake.damaged_files().is_empty());
    lake.settle(&repair.seal).unwrap();
    assert!(!folder.join(name).exists());
    repair
}

#[test]
fn a_flipped_bit_costs_its_page_and_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let (lake, path, name) = sealed(folder.path(), SealedKind::Values);
    drop(lake);
    let mut bytes = std::fs::read(&path).unwrap();
    let place = bytes.len() / 2;
    bytes[place] ^= 0x10;
    std::fs::write(&path, &bytes).unwrap();

    let lake = open(folder.path());
    let damaged: Vec<_> = (0..SERIES).filter_map(|number| count(&lake, number).err()).collect();
    assert!(!damaged.is_empty(), "nobody is given what is not what was sealed");
    for error in damaged {
        assert_eq!(error.kind(), ErrorKind::Corrupt);
        assert!(matches!(error, LakeError::SealedFile { .. }), "{error}");
    }
    let repair = repair(folder.path(), &lake, &name);
    assert!(folder.path().join("quarantine").join(name.replace('/', "~")).exists());
    assert_eq!(repair.rows_before, (SERIES * 1440) as u64);
    assert!(repair.rows_after < repair.rows_before && repair.rows_after > 0, "{repair:?}");
    let left: usize = (0..SERIES).map(|number| count(&lake, number).unwrap()).sum();
    assert_eq!(left as u64, repair.rows_after);
    // What a device sends again fills the hole.
    let all = (0..SERIES).flat_map(|n| (0..1440).map(move |m| minute(n, m))).collect();
    assert_eq!(append(&lake, readings(all)).stored, repair.rows_before - repair.rows_after);
    assert_eq!(count(&lake, 0).unwrap(), 1440);
}

#[test]
fn a_truncated_a_missing_and_a_foreign_file_are_found_when_the_lake_opens() {
    let cases: [fn(&Path); 3] = [
        |path| std::fs::write(path, &std::fs::read(path).unwrap()[..9_000]).unwrap(),
        |path| std::fs::remove_file(path).unwrap(),
        |path| std::fs::write(path, b"PAR1 of another house PAR1").unwrap(),
    ];
    for damage in cases {
        let folder = tempfile::tempdir().unwrap();
        let (lake, path, name) = sealed(folder.path(), SealedKind::Values);
        drop(lake);
        damage(&path);
        let lake = open(folder.path());
        assert_eq!(count(&lake, 0).unwrap_err().kind(), ErrorKind::Corrupt);
        // Ingest goes on, also for the day itself.
        assert_eq!(append(&lake, readings(vec![minute(0, 5)])).stored, 1);
        let repair = repair(folder.path(), &lake, &name);
        assert_eq!(repair.rows_after, 1, "what came since");
        assert_eq!(count(&lake, 0).unwrap(), 1);
    }
}

#[test]
fn before_it_is_settled_a_damaged_day_is_made_anew_from_the_hot_store() {
    let folder = tempfile::tempdir().unwrap();
    let lake = open(folder.path());
    append(&lake, readings((0..SERIES).flat_map(|n| (0..1440).map(move |m| minute(n, m))).collect()));
    let seal = lake.seal(MINUTE, DAY, Timestamp::MAX).unwrap().unwrap();
    let file = seal.files.iter().find(|file| file.kind == SealedKind::Values).unwrap();
    let path = folder.path().join(&file.name);
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[9_000] ^= 1;
    std::fs::write(&path, &bytes).unwrap();
    let error = lake.settle(&seal).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Corrupt, "no row leaves the hot store unread");
    let repair = repair(folder.path(), &lake, &file.name);
    assert_eq!(repair.rows_after, (SERIES * 1440) as u64);
    assert_eq!(count(&lake, 3).unwrap(), 1440);
    assert!(lake.hot_days().unwrap().is_empty());
}

#[test]
fn a_damaged_roll_up_is_computed_anew() {
    let folder = tempfile::tempdir().unwrap();
    let (lake, path, name) = sealed(folder.path(), SealedKind::Rollup);
    let day = std::num::NonZeroU32::new(86_400).unwrap();
    let ask = |lake: &Lake| {
        let (from, to) =
            (china::instant(DAY.at(0, 0, 0, 0)), china::instant(date(2020, 8, 31).at(0, 0, 0, 0)));
        lake.summarise(&series(2), MINUTE, from, to, day)
    };
    let before = ask(&lake).unwrap();
    drop(lake);
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[100] ^= 1;
    std::fs::write(&path, &bytes).unwrap();
    let lake = open(folder.path());
    assert_eq!(ask(&lake).unwrap_err().kind(), ErrorKind::Corrupt);
    let repair = repair(folder.path(), &lake, &name);
    assert_eq!(repair.rows_after, repair.rows_before);
    assert_eq!(ask(&lake).unwrap(), before);
}

#[test]
fn a_damaged_month_is_made_anew_of_its_readable_pages() {
    let folder = tempfile::tempdir().unwrap();
    let (lake, ..) = sealed(folder.path(), SealedKind::Values);
    let seal = lake.compact(MINUTE, DAY, Timestamp::MAX).unwrap().unwrap();
    lake.settle(&seal).unwrap();
    let name = seal.files.iter().find(|file| file.kind == SealedKind::Values).unwrap().name.clone();
    drop(lake);
    let path = folder.path().join(&name);
    let mut bytes = std::fs::read(&path).unwrap();
    let place = bytes.len() / 2;
    bytes[place] ^= 1;
    std::fs::write(&path, &bytes).unwrap();
    let lake = open(folder.path());
    assert!((0..SERIES).any(|number| count(&lake, number).is_err()));
    let repair = repair(folder.path(), &lake, &name);
    assert!(repair.rows_after > 0 && repair.rows_after < repair.rows_before);
    assert!((0..SERIES).all(|number| count(&lake, number).is_ok()));
}

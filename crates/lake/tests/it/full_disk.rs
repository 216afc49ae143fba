//! A disk that is really full: a small file system of its own, where this process may mount one.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use lake::{Batch, ErrorKind, FrameOutcome, Lake, LakeError, LakeOptions};
use model::Timestamp;

use crate::support::{count, frame, options, reading, wait};

/// Unmounted when dropped.
struct SmallDisk(tempfile::TempDir);

impl SmallDisk {
    fn mount(megabytes: u32) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let size = format!("size={megabytes}m");
        let mounted =
            Command::new("mount").args(["-t", "tmpfs", "-o", &size, "lake-test"]).arg(folder.path()).output();
        match mounted {
            Ok(output) if output.status.success() => Some(Self(folder)),
            other => {
                println!("skipped: no small file system can be mounted here ({other:?})");
                None
            }
        }
    }

    fn path(&self) -> &Path {
        self.0.path()
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let unmounted = Command::new("umount").arg(self.0.path()).status();
        assert!(unmounted.unwrap().success() || std::thread::panicking());
    }
}

#[test]
fn a_full_journal_stops_writing_until_there_is_room() {
    fill_and_recover(LakeOptions { check_interval: Duration::from_millis(20), ..options() });
}

#[test]
fn a_disk_filled_by_flushes_stops_writing_until_there_is_room() {
    let memtable_bytes = 2 << 20;
    fill_and_recover(LakeOptions { check_interval: Duration::from_millis(20), memtable_bytes, ..options() });
}

#[test]
fn the_guard_stops_before_the_disk_is_full() {
    let min_free_bytes = 48 << 20;
    fill_and_recover(LakeOptions { check_interval: Duration::from_millis(1), min_free_bytes, ..options() });
}

fn fill_and_recover(options: LakeOptions) {
    let Some(disk) = SmallDisk::mount(160) else { return };
    let ballast = disk.path().join("ballast");
    std::fs::write(&ballast, vec![1; 96 << 20]).unwrap();
    let folder = disk.path().join("lake");
    let lake = Lake::open(&folder, options.clone()).unwrap();

    let mut stored = 0;
    fill(&lake, &mut stored);
    check(&lake, stored);
    // A process that starts on the full disk reads, and recovers, no less than one that ran into it.
    drop(lake);
    let lake = Lake::open(&folder, options.clone()).unwrap();
    check(&lake, stored);
    fill(&lake, &mut stored);
    check(&lake, stored);

    std::fs::remove_file(&ballast).unwrap();
    let deadline = Instant::now() + Duration::from_secs(60);
    while let Err(error) = wait(lake.append(batch(stored))) {
        assert!(Instant::now() < deadline, "it does not write again: {error:?}");
        std::thread::sleep(Duration::from_millis(5));
    }
    let status = lake.status();
    assert!(status.writable, "{status:?}");
    for number in stored + 1..stored + 20 {
        wait(lake.append(batch(number))).unwrap();
    }
    check(&lake, stored + 20);
    drop(lake);
    check(&Lake::open(&folder, options).unwrap(), stored + 20);
}

/// Appends until there is no room, and some more.
fn fill(lake: &Lake, stored: &mut usize) {
    let error = loop {
        match wait(lake.append(batch(*stored))) {
            Ok(_) => *stored += 1,
            Err(error) => break error,
        }
    };
    assert_eq!(error.kind(), ErrorKind::Full, "{error:?}");
    assert!(*stored > 0);
    for _ in 0..3 {
        let error = wait(lake.append(batch(*stored))).unwrap_err();
        assert!(matches!(error, LakeError::Full { .. }), "{error:?}");
    }
    let status = lake.status();
    assert_eq!((status.writable, status.reason.map(|e| e.kind())), (false, Some(ErrorKind::Full)));
}

fn batch(number: usize) -> Batch {
    // A noise that no compression makes small.
    let mut noise = number as u64 + 1;
    let bytes: Vec<u8> = std::iter::repeat_with(|| {
        noise = noise.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (noise >> 56) as u8
    })
    .take(200_000)
    .collect();
    Batch {
        frames: vec![frame("A", number as i64, FrameOutcome::Stored, &bytes)],
        readings: (0..50).map(|slot| reading(slot, number as i64, number as f64)).collect(),
        counts: vec![count("A", "received", 1)],
    }
}

/// Everything acknowledged is there. The batch whose write failed may be there too, whole, and its repeat
/// once more: frames and counts agree either way.
fn check(lake: &Lake, acknowledged: usize) {
    let frames = lake.frames("A", Timestamp::MIN, Timestamp::MAX, usize::MAX).unwrap();
    let mut times: Vec<_> = frames.iter().map(|frame| frame.received_at).collect();
    assert_eq!(lake.counters("A")["received"], frames.len() as u64);
    times.dedup();
    times.reverse();
    for slot in 0..50 {
        let key = crate::support::series(slot);
        let all = lake.range(&key, model::Granularity::Realtime, Timestamp::MIN, Timestamp::MAX, usize::MAX);
        let all = all.unwrap();
        assert!((acknowledged..=acknowledged + 1).contains(&all.len()), "{} of {acknowledged}", all.len());
        assert_eq!(all.iter().map(|reading| reading.time).collect::<Vec<_>>(), times);
        assert_eq!(lake.latest(&key, model::Granularity::Realtime).as_ref(), all.last());
    }
}

//! A device is acknowledged only after the lake has what it sent (invariant 3).

use std::time::Duration;

use gateway::{ConnectionLimits, GatewayConfig};
use hj212::{Command, MessageBuilder, SystemCode, Version};
use lake::LakeOptions;
use model::{Problem, china};
use tempfile::tempdir;
use tokio::time::timeout;

use crate::support::*;

#[tokio::test]
async fn a_frame_is_durable_when_it_is_acknowledged() {
    let folder = tempdir().unwrap();
    let site = Site::open(folder.path()).await;
    let mut device = site.connect().await;
    device.send(&frame(&mn(1), start_time(), "35.5")).await;
    assert_eq!(device.reply().await, ("9014".into(), "20200830084000000".into()));
    let stored = site.stored(1);
    assert_eq!((stored.len(), stored[0].values.value, stored[0].time), (1, Some(35.5), start_time()));
    assert!(stored[0].problems.is_empty(), "{:?}", stored[0].problems);
    let status = site.device(&format!("mn:{}", mn(1)));
    assert_eq!((status.protocol, status.clock_offset_s, status.peers.len()), (Some("2017"), Some(0), 1));
    assert_eq!(site.gateway.heard()[&mn(1)].at, start_time());
    site.close().await;
}

#[tokio::test]
async fn acknowledgements_come_in_the_order_of_the_frames() {
    let folder = tempdir().unwrap();
    let site = Site::open(folder.path()).await;
    let mut device = site.connect().await;
    let times: Vec<_> = (0..200).map(|second| china::plus_seconds(start_time(), -second)).collect();
    let all: Vec<u8> = times.iter().flat_map(|time| frame(&mn(1), *time, "1")).collect();
    device.send(&all).await;
    for time in times {
        let expected = china::civil(time).strftime("%Y%m%d%H%M%S000").to_string();
        assert_eq!(device.reply().await, ("9014".into(), expected));
    }
    site.close().await;
}

#[tokio::test]
async fn a_frame_that_asks_for_no_answer_is_stored_without_one() {
    let folder = tempdir().unwrap();
    let site = Site::open(folder.path()).await;
    let mut device = site.connect().await;
    let of_2005 = MessageBuilder::new(Version::V2005)
        .st(SystemCode::AIR_SOURCE)
        .cn(Command::REALTIME_DATA)
        .pw("123456")
        .mn(mn(1).as_str())
        .item("DataTime", "20200830084000")
        .item("02-Rtd", "20")
        .build()
        .unwrap();
    device.send(&of_2005).await;
    device.acknowledged(&frame(&mn(1), china::plus_seconds(start_time(), -1), "21")).await;
    let values: Vec<_> = site.stored(1).iter().map(|reading| reading.values.value).collect();
    assert_eq!(values, [Some(21.0), Some(20.0)]);
    site.close().await;
}

#[tokio::test]
async fn heart_beats_are_answered_and_heard_without_readings() {
    let folder = tempdir().unwrap();
    let site = Site::open(folder.path()).await;
    let mut device = site.connect().await;
    site.clock.advance_seconds(90);
    let beat = MessageBuilder::new(Version::V2025)
        .qn("20200830084130000")
        .st(SystemCode::AIR_SOURCE)
        .cn(Command::HEARTBEAT)
        .pw("123456")
        .mn(mn(1).as_str())
        .answer_required(true)
        .build()
        .unwrap();
    device.send(&beat).await;
    assert_eq!(device.reply().await.0, "9013");
    assert_eq!(site.gateway.heard()[&mn(1)].at, china::plus_seconds(start_time(), 90));
    assert!(site.stored(1).is_empty());
    site.close().await;
}

#[tokio::test]
async fn a_full_lake_acknowledges_nothing_and_says_so() {
    let folder = tempdir().unwrap();
    let limits = ConnectionLimits { hold_unwritable: Duration::ZERO, ..ConnectionLimits::default() };
    let config = GatewayConfig { limits, ..GatewayConfig::default() };
    let options = LakeOptions { min_free_bytes: u64::MAX, ..lake_options() };
    let site = Site::open_with(folder.path(), register(2), config, options).await;
    let mut device = site.connect().await;
    device.send(&frame(&mn(1), start_time(), "35.5")).await;
    eventually("the trouble is told", || site.gateway.status().lake_trouble.is_some()).await;
    let name = format!("mn:{}", mn(1));
    eventually("the frame is given up", || site.device(&name).frames.received == 1).await;
    let status = site.device(&name);
    assert_eq!(status.frames.refused["lake_unavailable"], 1);
    assert_eq!(status.readings.refused["lake_unavailable"], 1);
    assert!(status.frames.balance() && status.readings.balance());
    // The connection is still there, and still gets no acknowledgement.
    device.send(&frame(&mn(1), start_time(), "35.6")).await;
    eventually("the next frame is given up", || site.device(&name).frames.received == 2).await;
    let mut nothing = [0; 1];
    let reply = tokio::io::AsyncReadExt::read(&mut device.stream, &mut nothing);
    assert!(timeout(Duration::from_millis(20), reply).await.is_err(), "it was acknowledged or closed");
    site.close().await;
}

#[tokio::test]
async fn what_was_held_while_the_disk_was_full_is_acknowledged_when_there_is_room_again() {
    const BALLAST: u64 = 2 << 30;
    let folder = tempdir().unwrap();
    let free = rustix::fs::statvfs(folder.path()).map(|fs| fs.f_bavail * fs.f_frsize).unwrap();
    let ballast = std::fs::File::create(folder.path().join("ballast")).unwrap();
    if free < 2 * BALLAST
        || rustix::fs::fallocate(&ballast, rustix::fs::FallocateFlags::empty(), 0, BALLAST).is_err()
    {
        println!("skipped: no room for, or no way to make, a file of {BALLAST} bytes");
        return;
    }
    let options = LakeOptions {
        min_free_bytes: free - BALLAST / 2,
        check_interval: Duration::from_millis(20),
        ..LakeOptions::default()
    };
    let lake_folder = folder.path().join("lake");
    let site = Site::open_with(&lake_folder, register(2), GatewayConfig::default(), options).await;
    let mut device = site.connect().await;
    device.send(&frame(&mn(1), start_time(), "35.5")).await;
    eventually("the trouble is told", || site.gateway.status().lake_trouble.is_some()).await;
    assert_eq!(site.device(&format!("mn:{}", mn(1))).frames.received, 0, "it is held, not given up");
    std::fs::remove_file(folder.path().join("ballast")).unwrap();
    drop(ballast);
    assert_eq!(device.reply().await.0, "9014");
    assert_eq!(site.stored(1).len(), 1);
    assert_eq!(site.gateway.status().lake_trouble, None);
    site.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_graceful_stop_acknowledges_what_it_has_taken() {
    let folder = tempdir().unwrap();
    let site = Site::open(folder.path()).await;
    let mut device = site.connect().await;
    let all: Vec<u8> =
        (0..2000).flat_map(|second| frame(&mn(1), china::plus_seconds(start_time(), -second), "1")).collect();
    device.send(&all).await;
    eventually("the first frames are taken", || site.gateway.heard().contains_key(&mn(1))).await;
    site.gateway.shutdown().await;
    let acknowledged = device.replies_until_closed().await;
    let counters = site.counters(&format!("mn:{}", mn(1)));
    assert!(acknowledged > 0);
    assert_eq!(counters["frames.stored"], acknowledged, "stored and acknowledged");
    assert!(tokio::net::TcpStream::connect(site.gateway.tcp_address()).await.is_err(), "it still listens");
}

#[tokio::test]
async fn a_repeated_frame_is_a_duplicate_and_another_value_a_revision() {
    let folder = tempdir().unwrap();
    let site = Site::open(folder.path()).await;
    let mut device = site.connect().await;
    for value in ["1", "1", "2"] {
        device.acknowledged(&frame(&mn(1), start_time(), value)).await;
    }
    let stored = site.stored(1);
    assert_eq!(stored.len(), 2);
    assert!(stored[1].problems.contains(Problem::Revised));
    let readings = site.device(&format!("mn:{}", mn(1))).readings;
    assert_eq!((readings.received, readings.duplicates, readings.revisions), (2, 0, 1));
    let status = site.device(&format!("mn:{}", mn(1)));
    assert_eq!((status.dialect.repeated, status.problems["frame.qn_reused"]), (1, 1));
    site.close().await;
}

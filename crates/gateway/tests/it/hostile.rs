//! Bytes that no honest device sends, and devices that want more than their share.

use std::net::SocketAddr;
use std::time::Duration;

use gateway::{ConnectionLimits, GatewayConfig};
use model::{Problem, china};
use tempfile::tempdir;
use tokio::io::AsyncWriteExt;
use tokio::time::{Instant, sleep};

use crate::support::*;

async fn site_with(folder: &std::path::Path, limits: ConnectionLimits) -> Site {
    let config = GatewayConfig { limits, ..GatewayConfig::default() };
    Site::open_with(folder, register(2), config, lake_options()).await
}

#[tokio::test]
async fn half_a_frame_is_refused_and_the_next_one_is_taken() {
    let folder = tempdir().unwrap();
    let limits = ConnectionLimits { rest_of_frame: Duration::from_millis(50), ..Default::default() };
    let site = site_with(folder.path(), limits).await;
    let mut device = site.connect().await;
    let whole = frame(&mn(1), start_time(), "1");
    device.send(&whole[..whole.len() / 2]).await;
    eventually("the half frame is refused", || !site.gateway.status().frames.refused.is_empty()).await;
    device.acknowledged(&whole).await;
    let frames = site.gateway.status().frames;
    assert_eq!((frames.received, frames.stored, frames.balance()), (2, 1, true), "{frames:?}");
    let shown = site.gateway.devices().into_iter().find_map(|device| device.last_refusal).unwrap();
    assert!(shown.excerpt.starts_with("##"), "{shown:?}");
    site.close().await;
}

#[tokio::test]
async fn a_wrong_and_a_hostile_length_cannot_stall_the_connection() {
    let folder = tempdir().unwrap();
    let limits = ConnectionLimits { rest_of_frame: Duration::from_millis(50), ..Default::default() };
    let site = site_with(folder.path(), limits).await;
    let mut device = site.connect().await;
    let good = frame(&mn(1), start_time(), "1");
    for length in [&b"0010"[..], b"9999", b"0000", b"-001", b"99999999"] {
        let mut lying = b"##".to_vec();
        lying.extend(length);
        lying.extend(&good[6..]);
        lying.extend(&good);
        device.send(&lying).await;
        while device.reply().await.0 != "9014" {}
    }
    assert!(site.gateway.status().frames.balance());
    site.close().await;
}

#[tokio::test]
async fn wrong_crc_gets_no_acknowledgement_and_is_kept_for_people_to_see() {
    let folder = tempdir().unwrap();
    let site = Site::open(folder.path()).await;
    let mut device = site.connect().await;
    let good = frame(&mn(1), start_time(), "1");
    let bad = with_wrong_crc(frame(&mn(1), china::plus_seconds(start_time(), -30), "2"));
    device.send(&bad).await;
    device.send(&good).await;
    assert_eq!(device.reply().await.1, "20200830084000000");
    assert_eq!(site.stored(1).len(), 1);
    let name = format!("mn:{}", mn(1));
    assert_eq!(site.device(&name).last_refusal.unwrap().reason, "crc_mismatch");
    let frames = site.lake.frames(&name, model::Timestamp::MIN, model::Timestamp::MAX, 10).unwrap();
    assert!(frames.iter().any(|frame| frame.bytes == bad));
    site.close().await;
}

#[tokio::test]
async fn a_megabyte_without_a_frame_ends_the_connection_and_leaves_a_note() {
    let folder = tempdir().unwrap();
    let site = Site::open(folder.path()).await;
    let mut device = site.connect().await;
    let garbage = b"GET / HTTP/1.1\r\n".repeat(1 << 16);
    // The gateway closes before it has read all of it.
    drop(device.stream.write_all(&garbage).await);
    device.closed().await;
    eventually("the note is there", || {
        site.gateway.devices().iter().any(|device| device.frames.refused.contains_key("no_frame"))
    })
    .await;
    let peer = site.device("peer:127.0.0.1");
    assert_eq!((peer.frames.received, peer.frames.refused["no_frame"]), (1, 1));
    assert!(peer.last_refusal.unwrap().excerpt.starts_with("GET / HTTP/1.1"));
    site.close().await;
}

#[tokio::test]
async fn a_slowloris_is_cut_and_cannot_keep_its_place() {
    let folder = tempdir().unwrap();
    let limits = ConnectionLimits {
        rest_of_frame: Duration::from_millis(30),
        introduce_within: Duration::from_secs(3600),
        ..Default::default()
    };
    let site = site_with(folder.path(), limits).await;
    let mut slow = site.connect().await;
    let whole = frame(&mn(1), start_time(), "1");
    let dribble = async {
        for byte in whole.iter().cycle() {
            if slow.stream.write_all(&[*byte]).await.is_err() {
                break;
            }
            sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(PATIENCE, dribble).await.expect("it was not cut");
    site.connect().await.acknowledged(&whole).await;
    site.close().await;
}

#[tokio::test]
async fn a_silent_stranger_has_to_go_when_a_place_is_needed() {
    let folder = tempdir().unwrap();
    let limits = ConnectionLimits { connections: 2, ..Default::default() };
    let site = site_with(folder.path(), limits).await;
    let mut silent = site.connect().await;
    eventually("it is accepted", || site.gateway.status().connections["hj212"].open == 1).await;
    let mut honest = site.connect().await;
    honest.acknowledged(&frame(&mn(1), start_time(), "1")).await;
    let mut newcomer = site.connect().await;
    newcomer.acknowledged(&frame(&mn(2), start_time(), "1")).await;
    silent.closed().await;
    honest.acknowledged(&frame(&mn(1), china::plus_seconds(start_time(), -1), "1")).await;
    let mut one_too_many = site.connect().await;
    one_too_many.closed().await;
    let counts = site.gateway.status().connections["hj212"];
    assert_eq!((counts.open, counts.displaced, counts.refused), (2, 1, 1));
    site.close().await;
}

#[tokio::test]
async fn a_connection_that_never_says_anything_is_closed() {
    let folder = tempdir().unwrap();
    let limits = ConnectionLimits { introduce_within: Duration::from_millis(50), ..Default::default() };
    let site = site_with(folder.path(), limits).await;
    site.connect().await.closed().await;
    site.close().await;
}

#[tokio::test]
async fn a_flooder_is_slowed_down_and_others_are_served() {
    let folder = tempdir().unwrap();
    let limits = ConnectionLimits { frames_per_second: 10, ..Default::default() };
    let site = site_with(folder.path(), limits).await;
    let address = site.gateway.tcp_address();
    let flood = frame(&mn(2), start_time(), "1").repeat(1000);
    let flooder = tokio::spawn(flood_for_ever(address, flood));
    let name = format!("mn:{}", mn(2));
    eventually("the burst is through", || site.device(&name).frames.received >= 200).await;
    let (since, before) = (Instant::now(), site.device(&name).frames.received);
    let mut honest = site.connect().await;
    for second in 0..20 {
        honest.acknowledged(&frame(&mn(1), china::plus_seconds(start_time(), -second), "1")).await;
    }
    // What was read before the brake takes hold: at most a read's worth, and what the time allows.
    let taken = site.device(&name).frames.received - before;
    let allowed = 64 + 10 * (since.elapsed().as_secs() + 1);
    assert!(taken <= allowed, "{taken} frames of the flooder, {allowed} allowed");
    flooder.abort();
    site.close().await;
}

async fn flood_for_ever(address: SocketAddr, flood: Vec<u8>) {
    let mut device = Device212::connect(address).await;
    let (mut read, mut write) = device.stream.split();
    let mut sink = tokio::io::sink();
    let writing = async { while write.write_all(&flood).await.is_ok() {} };
    tokio::join!(writing, async { drop(tokio::io::copy(&mut read, &mut sink).await) });
}

#[tokio::test]
async fn a_device_that_never_reads_its_acknowledgements_is_cut_and_its_frames_are_kept() {
    let folder = tempdir().unwrap();
    let limits = ConnectionLimits {
        write: Duration::from_millis(100),
        frames_per_second: 1_000_000,
        bytes_per_second: 1 << 30,
        ..Default::default()
    };
    let site = site_with(folder.path(), limits).await;
    let mut deaf = site.connect().await;
    let flood = frame(&mn(1), start_time(), "1").repeat(1000);
    let writing = async { while deaf.stream.write_all(&flood).await.is_ok() {} };
    tokio::time::timeout(PATIENCE, writing).await.expect("it was not cut");
    eventually("it is counted", || site.gateway.status().connections["hj212"].write_failed == 1).await;
    let status = site.device(&format!("mn:{}", mn(1)));
    assert!(status.frames.balance() && status.frames.stored > 0);
    site.connect().await.acknowledged(&frame(&mn(2), start_time(), "1")).await;
    site.close().await;
}

#[tokio::test]
async fn a_second_logger_with_the_same_mn_is_kept_marked_and_shown() {
    let folder = tempdir().unwrap();
    let site = Site::open(folder.path()).await;
    let (mut one, mut two) = (site.connect().await, site.connect().await);
    let name = format!("mn:{}", mn(1));
    let at = |second| china::plus_seconds(start_time(), second);
    one.acknowledged(&frame(&mn(1), at(-9), "1")).await;
    two.acknowledged(&frame(&mn(1), at(-8), "2")).await;
    assert!(!site.device(&name).shared, "the newer may have taken over");
    one.acknowledged(&frame(&mn(1), at(-7), "3")).await;
    two.acknowledged(&frame(&mn(1), at(-6), "4")).await;
    let status = site.device(&name);
    assert!(status.shared);
    assert_eq!(status.peers.len(), 2);
    let shared: Vec<bool> =
        site.stored(1).iter().map(|reading| reading.problems.contains(Problem::SharedMn)).collect();
    assert_eq!(shared, [false, false, true, true]);
    drop(one);
    eventually("only one is left", || site.device(&name).peers.len() == 1).await;
    two.acknowledged(&frame(&mn(1), at(-5), "5")).await;
    assert!(!site.device(&name).shared);
    assert!(!site.stored(1)[4].problems.contains(Problem::SharedMn));
    site.close().await;
}

#[tokio::test]
async fn a_silent_half_open_connection_is_no_second_logger() {
    let folder = tempdir().unwrap();
    let site = Site::open(folder.path()).await;
    let (mut old, mut new) = (site.connect().await, site.connect().await);
    old.acknowledged(&frame(&mn(1), china::plus_seconds(start_time(), -60), "1")).await;
    for second in 0..5 {
        site.clock.advance_seconds(30);
        new.acknowledged(&frame(&mn(1), china::plus_seconds(start_time(), second), "2")).await;
    }
    assert!(site.stored(1).iter().all(|reading| !reading.problems.contains(Problem::SharedMn)));
    assert!(!site.device(&format!("mn:{}", mn(1))).shared);
    drop(old);
    site.close().await;
}

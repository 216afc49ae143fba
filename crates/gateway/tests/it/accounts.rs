//! Received = stored + waiting + refused, per device, also across a restart (invariant 4).

use gateway::Device;
use model::{Source, Timestamp, china};
use tempfile::tempdir;

use crate::support::*;

/// Everything a bad day brings, on one connection, ending with a good frame that is acknowledged.
fn nasty_mix(round: i64) -> Vec<u8> {
    let at = |second: i64| china::plus_seconds(start_time(), -(round * 100 + second));
    let stranger = "STRANGER-1".parse().unwrap();
    let mut bytes = Vec::new();
    bytes.extend(frame(&mn(1), at(0), "1"));
    bytes.extend(b"\r\n noise \r\n");
    bytes.extend(with_wrong_crc(frame(&mn(1), at(1), "2")));
    bytes.extend(frame(&mn(1), at(0), "1"));
    bytes.extend(frame(&mn(1), at(0), "3"));
    bytes.extend(frame(&mn(1), at(2), "NaN"));
    bytes.extend(frame(&mn(1), "1970-01-01T00:00:00Z".parse().unwrap(), "5"));
    bytes.extend(frame(&mn(1), "2090-01-01T00:00:00Z".parse().unwrap(), "5"));
    bytes.extend(frame(&stranger, at(3), "4"));
    bytes.extend(b"##0034ST=31;CN=2011;PW=1;MN=;CP=&&a=1&&0000\r\n");
    bytes.extend(b"##0150QN=1;MN=half");
    bytes.extend(message(&mn(1), at(4)).item("zz9-Rtd", "7").item("x-Rtd", "7").build().unwrap());
    bytes.extend(frame(&mn(2), at(5), "6"));
    bytes
}

fn assert_balance(site: &Site) {
    for device in site.gateway.devices() {
        assert!(device.frames.balance(), "{}: {:?}", device.device, device.frames);
        assert!(device.readings.balance(), "{}: {:?}", device.device, device.readings);
        assert_eq!(frames_in_lake(site, &device.device), device.frames.received, "{}", device.device);
    }
    let status = site.gateway.status();
    assert!(status.frames.balance() && status.readings.balance());
}

fn frames_in_lake(site: &Site, device: &Device) -> u64 {
    let frames = site.lake.frames(&device.to_string(), Timestamp::MIN, Timestamp::MAX, 10_000).unwrap();
    frames.len() as u64
}

async fn send_mix(site: &Site, round: i64) {
    let mut device = site.connect().await;
    device.send(&nasty_mix(round)).await;
    let last = china::civil(china::plus_seconds(start_time(), -(round * 100 + 5)));
    let last = last.strftime("%Y%m%d%H%M%S000").to_string();
    while device.reply().await.1 != last {}
    drop(device);
}

#[tokio::test]
async fn a_nasty_mix_balances_also_across_a_restart() {
    let folder = tempdir().unwrap();
    let one = format!("mn:{}", mn(1));
    for round in 0..2 {
        let site = Site::open(folder.path()).await;
        send_mix(&site, round).await;
        assert_balance(&site);
        let rounds = u64::try_from(round).unwrap() + 1;
        let status = site.device(&one);
        assert_eq!(status.frames.received, 8 * rounds, "{:?}", status.frames);
        assert_eq!(status.frames.stored, 7 * rounds);
        assert_eq!(status.frames.refused["crc_mismatch"], rounds);
        // The two with impossible times are the same frames in every round.
        assert_eq!(status.readings.refused["time_impossible"], 2);
        assert_eq!(status.readings.refused["factor_unreadable"], rounds);
        // The repeat is known by its QN if the first one is durable by then, else by its readings.
        let again = status.readings.duplicates + status.dialect.repeated;
        assert_eq!((again, status.readings.revisions), (rounds + 2 * (rounds - 1), rounds));
        assert_eq!(status.problems["not_a_number"], rounds);
        assert_eq!(status.problems["unknown_factor"], rounds);
        assert_eq!(site.device("mn:STRANGER-1").frames.waiting, rounds);
        let in_lake =
            site.stored(1).len() + site.range(Source::Outlet("OUT-1".parse().unwrap()), "zz9").len();
        let readings = site.device(&one).readings;
        assert_eq!(in_lake as u64, readings.stored - readings.duplicates - readings.surplus);
        site.close().await;
    }
}

#[tokio::test]
async fn a_graceful_stop_leaves_every_count_in_the_lake() {
    let folder = tempdir().unwrap();
    let site = Site::open(folder.path()).await;
    let mut device = site.connect().await;
    for qn in ["20200830084000000", "20200830084000001"] {
        let again = message(&mn(1), start_time()).qn(qn).item("a21026-Rtd", "1").build().unwrap();
        device.acknowledged(&again).await;
    }
    site.gateway.shutdown().await;
    let counters = site.counters(&format!("mn:{}", mn(1)));
    assert_eq!(counters["readings.received"], 2);
    assert_eq!(counters["readings.stored"], 2);
    assert_eq!(counters["readings.duplicate"], 1);
}

#[tokio::test]
async fn when_devices_were_heard_survives_a_restart() {
    let folder = tempdir().unwrap();
    let site = Site::open(folder.path()).await;
    site.connect().await.acknowledged(&frame(&mn(1), start_time(), "1")).await;
    site.close().await;
    let site = Site::open(folder.path()).await;
    assert_eq!(site.gateway.heard()[&mn(1)].at, start_time());
    assert_eq!(site.gateway.heard().get(&mn(2)), None);
    site.close().await;
}

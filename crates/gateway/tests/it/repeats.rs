//! Repeats, replays and split messages, at the gateway's face.

use hj212::{Command, MessageBuilder, SystemCode, Version};
use model::{Granularity, Origin, SeriesKey, Source, Timestamp, china};
use tempfile::tempdir;

use crate::support::*;

fn one() -> String {
    format!("mn:{}", mn(1))
}

/// Pack `pno` of `pnum` of an hour's means, asking for an answer.
fn pack(qn: &str, pnum: u32, pno: u32, items: &[(&str, &str)]) -> Vec<u8> {
    let mut message = MessageBuilder::new(Version::V2017)
        .qn(qn)
        .st(SystemCode::AIR_SOURCE)
        .cn(Command::HOUR_DATA)
        .pw("123456")
        .mn(mn(1).as_str())
        .answer_required(true)
        .packet(pnum, pno);
    for (name, value) in items {
        message = message.item(*name, *value);
    }
    message.build().unwrap()
}

const HOUR: (&str, &str) = ("DataTime", "20200830070000");

impl Site {
    fn hours(&self, factor: &str) -> Vec<Option<f64>> {
        let source = Source::Outlet("OUT-1".parse().unwrap());
        let series = SeriesKey { source, factor: factor.parse().unwrap() };
        let range = self.lake.range(&series, Granularity::Hour, Timestamp::MIN, Timestamp::MAX, 1000);
        range.unwrap().iter().map(|reading| reading.values.value).collect()
    }
}

#[tokio::test]
async fn a_pack_without_a_time_is_stored_with_that_of_the_pack_before_it() {
    let folder = tempdir().unwrap();
    let site = Site::open(folder.path()).await;
    let mut device = site.connect().await;
    device.acknowledged(&pack("20200830084000001", 2, 1, &[HOUR, ("a21026-Avg", "1")])).await;
    device.acknowledged(&pack("20200830084000002", 2, 2, &[("a34013-Avg", "2")])).await;
    assert_eq!((site.hours("a21026"), site.hours("a34013")), (vec![Some(1.0)], vec![Some(2.0)]));
    let status = site.device(&one());
    assert_eq!((status.frames.received, status.frames.stored, status.dialect.held), (2, 2, 0));
    site.close().await;
}

#[tokio::test]
async fn packs_in_the_wrong_order_over_two_connections_are_acknowledged_when_they_are_stored() {
    let folder = tempdir().unwrap();
    let site = Site::open(folder.path()).await;
    let mut early = site.connect().await;
    early.send(&pack("20200830084000002", 2, 2, &[("a34013-Avg", "2")])).await;
    eventually("the pack is held", || site.device(&one()).dialect.held == 1).await;
    let held = site.device(&one());
    assert_eq!((held.frames.received, held.frames.stored), (0, 0), "it is in no account yet");
    let mut device = site.connect().await;
    device.send(&pack("20200830084000001", 2, 1, &[HOUR, ("a21026-Avg", "1")])).await;
    let mut acknowledged = [device.reply().await, device.reply().await];
    acknowledged.sort();
    assert_eq!(acknowledged[0], ("9014".into(), "20200830084000001".into()));
    assert_eq!(acknowledged[1], ("9014".into(), "20200830084000002".into()));
    assert_eq!(site.hours("a34013"), [Some(2.0)]);
    site.close().await;
}

#[tokio::test]
async fn a_pack_whose_message_never_comes_is_refused_with_a_reason_and_the_account_balances() {
    let folder = tempdir().unwrap();
    let site = Site::open(folder.path()).await;
    let mut device = site.connect().await;
    device.acknowledged(&pack("20200830084000001", 3, 1, &[HOUR, ("a21026-Avg", "1")])).await;
    device.send(&pack("20200830084000003", 3, 3, &[("a34013-Avg", "2")])).await;
    eventually("the pack is held", || site.device(&one()).dialect.held == 1).await;
    site.close().await;
    let site = Site::open(folder.path()).await;
    let status = site.device(&one());
    assert_eq!(status.frames.refused["pack_incomplete"], 1);
    assert_eq!((status.frames.received, status.dialect.incomplete), (2, 1));
    assert!(status.frames.balance() && status.readings.balance());
    assert_eq!(site.hours("a21026"), [Some(1.0)], "what could be read alone is stored");
    site.close().await;
}

#[tokio::test]
async fn a_retransmission_is_acknowledged_again_also_after_a_restart_and_stored_once() {
    let folder = tempdir().unwrap();
    let sent = frame(&mn(1), start_time(), "1");
    for round in 0..3 {
        let site = Site::open(folder.path()).await;
        let mut device = site.connect().await;
        device.acknowledged(&sent).await;
        device.acknowledged(&sent).await;
        assert_eq!(site.stored(1).len(), 1);
        let status = site.device(&one());
        assert_eq!((status.dialect.repeated, status.readings.received), (2 * round + 1, 1));
        assert!(status.frames.balance());
        site.close().await;
    }
}

#[tokio::test]
async fn a_recorded_stream_is_no_sign_of_life_and_no_live_data() {
    let folder = tempdir().unwrap();
    let site = Site::open(folder.path()).await;
    let recorded: Vec<Vec<u8>> =
        (0..20).map(|n| frame(&mn(1), china::plus_seconds(start_time(), n * 30), &n.to_string())).collect();
    let mut device = site.connect().await;
    for (n, frame) in recorded.iter().enumerate() {
        site.clock.set(china::plus_seconds(start_time(), n as i64 * 30));
        device.acknowledged(frame).await;
    }
    let last_seen = site.device(&one()).last_seen;
    drop(device);
    site.clock.set(china::plus_seconds(start_time(), 7200));
    let mut replayer = site.connect().await;
    for frame in recorded.iter().chain(&recorded) {
        replayer.acknowledged(frame).await;
    }
    let status = site.device(&one());
    assert_eq!((status.last_seen, status.dialect.replayed), (last_seen, 40));
    assert_eq!((status.readings.received, site.stored(1).len()), (20, 20));
    assert!(!status.shared && status.frames.balance());
    site.close().await;
    // With its memory gone, the lake still knows.
    let site = Site::open(folder.path()).await;
    site.clock.set(china::plus_seconds(start_time(), 7200));
    let mut replayer = site.connect().await;
    for frame in &recorded {
        replayer.acknowledged(frame).await;
    }
    let status = site.device(&one());
    assert_eq!((status.last_seen, status.dialect.replayed, site.stored(1).len()), (last_seen, 60, 20));
    // What the device has kept during an outage is late, new, and a sign of life.
    let kept = frame(&mn(1), china::plus_seconds(start_time(), 45), "77");
    replayer.acknowledged(&kept).await;
    let status = site.device(&one());
    assert_eq!(status.last_seen, Some(china::plus_seconds(start_time(), 7200)));
    assert_eq!(site.stored(1).iter().filter(|reading| reading.origin == Origin::Backfill).count(), 1);
    site.close().await;
}

#[tokio::test]
async fn a_logger_whose_time_stands_still_is_not_taken_for_alive() {
    let folder = tempdir().unwrap();
    let site = Site::open(folder.path()).await;
    let mut device = site.connect().await;
    let mut heard = Vec::new();
    for n in 0..5 {
        let now = china::plus_seconds(start_time(), n * 400);
        site.clock.set(now);
        // A new QN each time, and the same figures of the same time.
        let qn = china::civil(now).strftime("%Y%m%d%H%M%S000").to_string();
        let stuck = message(&mn(1), start_time()).qn(qn).item("a21026-Rtd", "1").build().unwrap();
        device.acknowledged(&stuck).await;
        heard.push(site.device(&one()).last_seen.unwrap());
    }
    let alive_until = china::plus_seconds(start_time(), 400);
    assert_eq!(heard[1], alive_until);
    assert!(heard[2..].iter().all(|seen| *seen == alive_until), "{heard:?}");
    assert_eq!((site.device(&one()).dialect.replayed, site.stored(1).len()), (3, 1));
    site.close().await;
}

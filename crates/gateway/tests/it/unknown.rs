//! Loggers that the register does not know.

use std::sync::Arc;

use gateway::{AdoptError, GatewayConfig, WaitingLimits};
use hj212::{Command, MessageBuilder, SystemCode, Version};
use model::{Granularity, Logger, LoggerTarget, Mn, RegisterEntry, SeriesKey, Source, Timestamp, china};
use tempfile::tempdir;

use crate::support::*;

fn stranger() -> Mn {
    "STRANGER-1".parse().unwrap()
}

fn adopt_stranger(site: &Site) {
    let mut register = (**site.register.borrow()).clone();
    let target = LoggerTarget::Outlet("OUT-2".parse().unwrap());
    let logger = Logger { mn: stranger(), target, realtime_interval_s: 30 };
    register.put(RegisterEntry::Logger(logger)).unwrap();
    site.register.send_replace(Arc::new(register));
}

#[tokio::test]
async fn an_unknown_logger_is_acknowledged_and_waits_with_its_latest_figures() {
    let folder = tempdir().unwrap();
    let site = Site::open(folder.path()).await;
    let mut device = site.connect().await;
    for (second, value) in [(-30, "4"), (0, "5")] {
        device.acknowledged(&frame(&stranger(), china::plus_seconds(start_time(), second), value)).await;
    }
    for (site, peer_known) in [(site, true)] {
        let waiting = site.gateway.waiting();
        let [logger] = &waiting[..] else { panic!("{waiting:?}") };
        assert_eq!((&logger.mn, logger.frames, logger.peer.is_some()), (&stranger(), 2, peer_known));
        assert_eq!(logger.system.as_deref(), Some("31"));
        let factors: Vec<_> = logger.factors.iter().map(|f| (f.factor.as_str(), f.value)).collect();
        assert_eq!(factors, [("a21026", Some(5.0))]);
        site.close().await;
    }
    let site = Site::open(folder.path()).await;
    let waiting = site.gateway.waiting();
    assert_eq!((waiting.len(), waiting[0].frames, waiting[0].factors[0].value), (1, 2, Some(5.0)));
    site.close().await;
}

#[tokio::test]
async fn adoption_reads_the_kept_frames_once() {
    let folder = tempdir().unwrap();
    let site = Site::open(folder.path()).await;
    assert!(matches!(site.gateway.adopted(&stranger()).await, Err(AdoptError::NotRegistered { .. })));
    let mut device = site.connect().await;
    for (second, value) in [(-60, "3"), (-30, "4"), (0, "5")] {
        device.acknowledged(&frame(&stranger(), china::plus_seconds(start_time(), second), value)).await;
    }
    assert!(site.stored(2).is_empty());
    adopt_stranger(&site);
    site.gateway.adopted(&stranger()).await.unwrap();
    let again = site.gateway.adopted(&stranger()).await.unwrap();
    assert_eq!((again.frames, again.readings), (0, 0));
    let values: Vec<_> = site.stored(2).iter().map(|reading| reading.values.value).collect();
    assert_eq!(values, [Some(3.0), Some(4.0), Some(5.0)]);
    assert!(site.gateway.waiting().is_empty());
    device.acknowledged(&frame(&stranger(), china::plus_seconds(start_time(), 30), "6")).await;
    assert_eq!(site.stored(2).len(), 4);
    let status = site.device("mn:STRANGER-1");
    assert_eq!((status.frames.stored, status.frames.waiting, status.readings.stored), (4, 0, 4));
    assert_eq!((status.readings.duplicates, status.readings.revisions), (0, 0));
    assert!(status.frames.balance() && status.readings.balance());
    site.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn adoption_in_the_midst_of_a_stream_loses_and_repeats_nothing() {
    const FRAMES: i64 = 400;
    let folder = tempdir().unwrap();
    let site = Site::open(folder.path()).await;
    let mut device = site.connect().await;
    let all: Vec<u8> = (0..FRAMES)
        .flat_map(|n| frame(&stranger(), china::plus_seconds(start_time(), -n), &n.to_string()))
        .collect();
    device.send(&all).await;
    for acknowledged in 0..FRAMES {
        device.reply().await;
        if acknowledged == FRAMES / 3 {
            adopt_stranger(&site);
            site.gateway.adopted(&stranger()).await.unwrap();
            let waiting = site.device("mn:STRANGER-1").frames.waiting;
            assert_eq!(waiting, 0);
        }
    }
    assert_eq!(site.stored(2).len(), FRAMES as usize);
    let status = site.device("mn:STRANGER-1");
    assert_eq!((status.frames.stored, status.frames.waiting), (FRAMES as u64, 0));
    assert_eq!((status.readings.stored, status.readings.duplicates), (FRAMES as u64, 0));
    assert!(site.gateway.waiting().is_empty());
    site.close().await;
}

#[tokio::test]
async fn a_logger_registered_while_the_gateway_was_down_is_adopted_by_itself() {
    let folder = tempdir().unwrap();
    let site = Site::open(folder.path()).await;
    site.connect().await.acknowledged(&frame(&stranger(), start_time(), "3")).await;
    site.close().await;
    let mut known = register(2);
    let target = LoggerTarget::Outlet("OUT-2".parse().unwrap());
    known.put(RegisterEntry::Logger(Logger { mn: stranger(), target, realtime_interval_s: 30 })).unwrap();
    let site = Site::open_with(folder.path(), known, GatewayConfig::default(), lake_options()).await;
    eventually("the frame is read again", || site.stored(2).len() == 1).await;
    site.close().await;
}

#[tokio::test]
async fn a_flood_of_invented_numbers_is_refused_and_hurts_nobody() {
    let folder = tempdir().unwrap();
    let waiting = WaitingLimits { loggers: 10, loggers_per_connection: 4, ..WaitingLimits::default() };
    let config = GatewayConfig { waiting, ..GatewayConfig::default() };
    let site = Site::open_with(folder.path(), register(2), config, lake_options()).await;
    for connection in 0..5 {
        let mut device = site.connect().await;
        let flood: Vec<u8> = (0..100)
            .flat_map(|n| frame(&format!("INVENTED-{connection}-{n}").parse().unwrap(), start_time(), "1"))
            .collect();
        device.send(&flood).await;
        device.send(&frame(&mn(1), china::plus_seconds(start_time(), -connection), "1")).await;
        let last = china::civil(china::plus_seconds(start_time(), -connection));
        // The last reply is the known logger's; refused ones get none.
        let admitted = if connection == 2 {
            2
        } else if connection < 2 {
            4
        } else {
            0
        };
        for _ in 0..admitted {
            assert_eq!(device.reply().await.0, "9014");
        }
        let expected = last.strftime("%Y%m%d%H%M%S000").to_string();
        assert_eq!(device.reply().await.1, expected);
    }
    assert_eq!(site.gateway.waiting().len(), 10);
    let flood = site.device("peer:127.0.0.1");
    assert_eq!(flood.frames.refused["waiting_room_full"], 490);
    assert!(flood.frames.balance());
    assert!(site.gateway.devices().len() < 20, "no account for each invented number");
    let kept =
        site.lake.frames("peer:127.0.0.1", model::Timestamp::MIN, model::Timestamp::MAX, 10_000).unwrap();
    let bytes: usize = kept.iter().map(|frame| frame.bytes.len()).sum();
    assert!(bytes <= 64 * 1024, "{bytes} bytes kept");
    site.close().await;
}

#[tokio::test]
async fn a_frame_without_or_with_an_impossible_mn_is_refused_and_shown_by_address() {
    let folder = tempdir().unwrap();
    let site = Site::open(folder.path()).await;
    let mut device = site.connect().await;
    let nameless = |mn: &str| {
        let segment = format!(
            "QN=20200830084000000;ST=31;CN=2011;PW=123456;MN={mn};Flag=5;CP=&&DataTime=20200830084000;a21026-Rtd=1&&"
        );
        let crc = hj212::crc::hj212(segment.as_bytes());
        format!("##{:04}{segment}{crc:04X}\r\n", segment.len()).into_bytes()
    };
    device.send(&nameless("")).await;
    device.send(&nameless(&"9".repeat(80))).await;
    device.acknowledged(&frame(&mn(1), start_time(), "1")).await;
    let peer = site.device("peer:127.0.0.1");
    assert_eq!((peer.frames.refused["mn_missing"], peer.frames.refused["mn_invalid"]), (1, 1));
    let refusal = peer.last_refusal.unwrap();
    assert_eq!(refusal.reason, "mn_invalid");
    assert!(refusal.excerpt.contains("CN=2011"), "{}", refusal.excerpt);
    let kept = site.lake.frames("peer:127.0.0.1", model::Timestamp::MIN, model::Timestamp::MAX, 10).unwrap();
    assert_eq!(kept.last().unwrap().bytes, nameless(""));
    site.close().await;
}

#[tokio::test]
async fn a_logger_that_has_no_mn_yet_is_heard_and_its_hardware_shown() {
    let folder = tempdir().unwrap();
    let site = Site::open(folder.path()).await;
    let mut device = site.connect().await;
    let segment = "QN=20200830084000000;ST=31;CN=1001;PW=123456;MN=;Flag=9;CP=&&i23005-Info=LG2025-000123;\
        i23006-Info=BFEBFBFF000906EA;i23007-Info=00-1A-2B-3C-4D-5E;i23008-Info=00-1A-2B-3C-4D-5F&&";
    let crc = hj212::crc::hj212(segment.as_bytes());
    device.send(format!("##{:04}{segment}{crc:04X}\r\n", segment.len()).as_bytes()).await;
    assert_eq!(device.reply().await.0, "9013");
    let peer = site.device("peer:127.0.0.1");
    assert_eq!(peer.frames.refused["mn_not_set"], 1);
    let refusal = peer.last_refusal.unwrap();
    assert_eq!(refusal.reason, "mn_not_set");
    assert!(refusal.excerpt.contains("i23008-Info=00-1A-2B-3C-4D-5F"), "{}", refusal.excerpt);
    site.close().await;
}

#[tokio::test]
async fn packs_that_waited_are_put_together_when_their_logger_is_adopted() {
    let folder = tempdir().unwrap();
    let site = Site::open(folder.path()).await;
    let mut device = site.connect().await;
    let pack = |qn: &str, pnum, pno, items: &[(&str, &str)]| {
        let message = MessageBuilder::new(Version::V2017)
            .qn(qn)
            .st(SystemCode::AIR_SOURCE)
            .cn(Command::HOUR_DATA)
            .pw("123456")
            .mn(stranger().as_str())
            .answer_required(true)
            .packet(pnum, pno);
        items.iter().fold(message, |message, (name, value)| message.item(*name, *value)).build().unwrap()
    };
    let hour = ("DataTime", "20200830070000");
    // The second comes first; a third waits for one that never comes.
    device.acknowledged(&pack("20200830084000002", 2, 2, &[("a34013-Avg", "2")])).await;
    device.acknowledged(&pack("20200830084000001", 2, 1, &[hour, ("a21026-Avg", "1")])).await;
    device.acknowledged(&pack("20200830084000009", 2, 2, &[("a34013-Avg", "9")])).await;
    adopt_stranger(&site);
    let adopted = site.gateway.adopted(&stranger()).await.unwrap();
    assert_eq!((adopted.frames, adopted.readings), (3, 2));
    let values = |factor: &str| -> Vec<_> {
        let source = Source::Outlet("OUT-2".parse().unwrap());
        let series = SeriesKey { source, factor: factor.parse().unwrap() };
        let all = site.lake.range(&series, Granularity::Hour, Timestamp::MIN, Timestamp::MAX, 10).unwrap();
        all.into_iter().map(|reading| reading.values.value).collect()
    };
    assert_eq!((values("a21026"), values("a34013")), (vec![Some(1.0)], vec![Some(2.0)]));
    let status = site.device("mn:STRANGER-1");
    assert_eq!(status.readings.refused.get("pack_incomplete"), Some(&1));
    assert!(status.frames.balance() && status.readings.balance());
    site.close().await;
}

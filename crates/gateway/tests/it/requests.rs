//! Requests to loggers over real sockets.

use std::time::Duration;

use gateway::{GatewayConfig, RequestHandle, RequestLimits, RequestOutcome};
use hj212::dialogue::Patience;
use hj212::{
    Command, ExeRtn, Message, MessageBuilder, QnRtn, Request, RequestKind, SystemCode, Version, reply,
};
use model::{Granularity, Mn, Origin, SeriesKey, Source, Timestamp, china};

use crate::support::*;

fn request(kind: RequestKind, values: &[(&str, &str)]) -> Request {
    let values = values.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Request::new(kind, values.collect()).unwrap()
}

fn config(answer_ms: u64, execution_ms: u64) -> GatewayConfig {
    let patience = Patience { answer_ms, retries: 2, execution_ms };
    GatewayConfig { requests: RequestLimits { patience, waiting: 2 }, ..GatewayConfig::default() }
}

/// A site with logger 1 connected and heard.
async fn site(folder: &std::path::Path, config: GatewayConfig) -> (Site, Device212) {
    let site = Site::open_with(folder, register(2), config, lake_options()).await;
    let mut device = site.connect().await;
    device.acknowledged(&frame(&mn(1), start_time(), "1.5")).await;
    (site, device)
}

async fn outcome(mut handle: RequestHandle) -> RequestOutcome {
    tokio::time::timeout(PATIENCE, handle.ended()).await.expect("it does not end").outcome.unwrap()
}

fn ask(site: &Site, kind: RequestKind) -> RequestHandle {
    site.gateway.request(&mn(1), request(kind, &[])).unwrap()
}

/// An hour mean under a number of its own, as history comes.
fn hour(mn: &Mn, at: Timestamp, qn: &str) -> Vec<u8> {
    let wall = china::civil(at).strftime("%Y%m%d%H%M%S").to_string();
    MessageBuilder::new(Version::V2017)
        .qn(qn)
        .st(SystemCode::AIR_SOURCE)
        .cn(Command::HOUR_DATA)
        .pw("123456")
        .mn(mn.as_str())
        .answer_required(true)
        .item("DataTime", wall)
        .group([("a21026-Avg", "2.5"), ("a21026-Flag", "N")])
        .build()
        .unwrap()
}

#[tokio::test]
async fn missing_hours_are_asked_for_and_arrive_as_back_fill() {
    let folder = tempfile::tempdir().unwrap();
    let (site, mut device) = site(folder.path(), GatewayConfig::default()).await;
    let span = [("BeginTime", "20200830050000"), ("EndTime", "20200830060000")];
    let mut handle = site.gateway.request(&mn(1), request(RequestKind::HourHistory, &span)).unwrap();
    let segment = device.heard().await;
    let asked = Message::parse(segment.as_bytes());
    assert_eq!((asked.cn(), asked.pw(), asked.st()), (Some("2061"), Some("123456"), Some("31")));
    assert_eq!(asked.flag().unwrap().bits(), 5);
    device.send(&reply::request_ack(&asked, QnRtn::Ready).unwrap()).await;
    for number in 0..2 {
        let at = china::plus_seconds(start_time(), -3 * 3600 - 40 * 60 + number * 3600);
        device.acknowledged(&hour(&mn(1), at, &format!("2020083008410000{number}"))).await;
    }
    device.send(&reply::execution_result(&asked, ExeRtn::Done).unwrap()).await;
    let state = tokio::time::timeout(PATIENCE, handle.ended()).await.unwrap();
    assert_eq!(state.outcome, Some(RequestOutcome::Executed { exe_rtn: 1 }));
    assert_eq!((state.attempts, state.answer, state.data_frames), (1, Some(1), 2));
    let source = Source::Outlet("OUT-1".parse().unwrap());
    let series = SeriesKey { source, factor: "a21026".parse().unwrap() };
    let hours = site.lake.range(&series, Granularity::Hour, Timestamp::MIN, Timestamp::MAX, 10).unwrap();
    assert_eq!(hours.len(), 2);
    assert!(hours.iter().all(|reading| reading.origin == Origin::Backfill));
    site.close().await;
}

#[tokio::test]
async fn a_question_gives_what_the_logger_tells() {
    let folder = tempfile::tempdir().unwrap();
    let (site, mut device) = site(folder.path(), GatewayConfig::default()).await;
    let mut handle = ask(&site, RequestKind::GetRealtimeInterval);
    let segment = device.heard().await;
    let asked = Message::parse(segment.as_bytes());
    device.send(&reply::request_ack(&asked, QnRtn::Ready).unwrap()).await;
    let told = MessageBuilder::new(Version::V2017)
        .qn(asked.qn().unwrap())
        .st(SystemCode::AIR_SOURCE)
        .cn(Command::REALTIME_INTERVAL)
        .pw("123456")
        .mn(mn(1).as_str())
        .item("RtdInterval", "30");
    device.send(&told.build().unwrap()).await;
    device.send(&reply::execution_result(&asked, ExeRtn::Done).unwrap()).await;
    let state = tokio::time::timeout(PATIENCE, handle.ended()).await.unwrap();
    assert_eq!(state.told, [("RtdInterval".to_owned(), "30".to_owned())]);
    site.close().await;
}

#[tokio::test]
async fn a_refusal_a_late_and_a_foreign_answer() {
    let folder = tempfile::tempdir().unwrap();
    let (site, mut device) = site(folder.path(), config(60_000, 60_000)).await;
    let handle = ask(&site, RequestKind::SetTime);
    let segment = device.heard().await;
    assert!(segment.contains("CP=&&SystemTime=20200830084000&&"), "{segment}");
    let asked = Message::parse(segment.as_bytes());
    // An answer to a request that nobody made changes nothing.
    let foreign = segment.replace(asked.qn().unwrap(), "20200830080000999");
    device.send(&reply::request_ack(&Message::parse(foreign.as_bytes()), QnRtn::Ready).unwrap()).await;
    device.send(&reply::request_ack(&asked, QnRtn::PasswordError).unwrap()).await;
    assert_eq!(outcome(handle).await, RequestOutcome::Refused { qn_rtn: 3 });
    // What comes after the end is kept as a frame and changes nothing either.
    device.send(&reply::execution_result(&asked, ExeRtn::Done).unwrap()).await;
    device.acknowledged(&frame(&mn(1), china::plus_seconds(start_time(), 30), "1.6")).await;
    site.close().await;
}

#[tokio::test]
async fn silence_is_met_with_repetitions_and_then_given_up() {
    let folder = tempfile::tempdir().unwrap();
    let (site, mut device) = site(folder.path(), config(40, 40)).await;
    let handle = ask(&site, RequestKind::GetTime);
    let first = device.heard().await;
    for _ in 0..2 {
        assert_eq!(device.heard().await, first, "the same request with the same number");
    }
    assert_eq!(outcome(handle).await, RequestOutcome::NoAnswer);
    let handle = ask(&site, RequestKind::GetTime);
    let second = device.heard().await;
    assert_ne!(first, second, "every request has a number of its own, though the clock stands still");
    device.send(&reply::request_ack(&Message::parse(second.as_bytes()), QnRtn::Ready).unwrap()).await;
    assert_eq!(outcome(handle).await, RequestOutcome::NoResult);
    site.close().await;
}

#[tokio::test]
async fn who_is_not_there_is_told_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let (site, device) = site(folder.path(), GatewayConfig::default()).await;
    let never_heard = site.gateway.request(&mn(2), request(RequestKind::GetTime, &[])).unwrap();
    assert_eq!(outcome(never_heard).await, RequestOutcome::NotConnected);
    let handle = ask(&site, RequestKind::GetTime);
    drop(device);
    let outcome_of_gone = outcome(handle).await;
    assert!(
        matches!(outcome_of_gone, RequestOutcome::Disconnected | RequestOutcome::NotConnected),
        "{outcome_of_gone:?}"
    );
    while !site.device(&format!("mn:{}", mn(1))).peers.is_empty() {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert_eq!(outcome(ask(&site, RequestKind::GetTime)).await, RequestOutcome::NotConnected);
    site.close().await;
}

#[tokio::test]
async fn the_version_that_a_logger_speaks_decides_what_it_can_be_asked() {
    let folder = tempfile::tempdir().unwrap();
    let (site, _device) = site(folder.path(), GatewayConfig::default()).await;
    let outcome = outcome(ask(&site, RequestKind::KeepSampleNow)).await;
    assert!(matches!(outcome, RequestOutcome::Impossible { .. }), "{outcome:?}");
    site.close().await;
}

#[tokio::test]
async fn requests_to_one_logger_go_one_after_the_other() {
    let folder = tempfile::tempdir().unwrap();
    let (site, mut device) = site(folder.path(), config(60_000, 60_000)).await;
    let first = ask(&site, RequestKind::GetTime);
    let segment = device.heard().await;
    let second = ask(&site, RequestKind::GetRealtimeInterval);
    let third = ask(&site, RequestKind::GetMinuteInterval);
    assert!(site.gateway.request(&mn(1), request(RequestKind::GetTime, &[])).is_err(), "two may wait");
    second.cancel();
    assert_eq!(outcome(second).await, RequestOutcome::Cancelled);
    let asked = Message::parse(segment.as_bytes());
    device.send(&reply::execution_result(&asked, ExeRtn::Busy).unwrap()).await;
    assert_eq!(outcome(first).await, RequestOutcome::Executed { exe_rtn: 5 });
    assert!(device.heard().await.contains("CN=1063"), "the one that was given up was never sent");
    third.cancel();
    assert_eq!(outcome(third).await, RequestOutcome::Cancelled);
    let last = ask(&site, RequestKind::GetTime);
    device.heard().await;
    site.gateway.shutdown().await;
    assert_eq!(outcome(last).await, RequestOutcome::Stopped);
}

#[tokio::test]
async fn timeouts_that_were_set_hold_from_then_on() {
    let folder = tempfile::tempdir().unwrap();
    let (site, mut device) = site(folder.path(), config(200, 60_000)).await;
    let values = [("OverTime", "1"), ("ReCount", "1")];
    let handle = site.gateway.request(&mn(1), request(RequestKind::SetTimeouts, &values)).unwrap();
    let segment = device.heard().await;
    device.send(&reply::execution_result(&Message::parse(segment.as_bytes()), ExeRtn::Done).unwrap()).await;
    assert_eq!(outcome(handle).await, RequestOutcome::Executed { exe_rtn: 1 });
    let began = tokio::time::Instant::now();
    let mut handle = ask(&site, RequestKind::GetTime);
    let state = tokio::time::timeout(PATIENCE, handle.ended()).await.unwrap();
    assert_eq!((state.attempts, state.outcome), (2, Some(RequestOutcome::NoAnswer)));
    assert!(began.elapsed() >= Duration::from_secs(2), "a second each, as it was set");
    site.close().await;
}

#[tokio::test]
async fn a_logger_that_asks_for_the_time_is_heard() {
    let folder = tempfile::tempdir().unwrap();
    let (site, mut device) = site(folder.path(), GatewayConfig::default()).await;
    let mut asks = site.gateway.time_asks();
    let notice = MessageBuilder::new(Version::V2017)
        .qn("20200830084100000")
        .st(SystemCode::AIR_SOURCE)
        .cn(Command::ASK_DEVICE_TIME)
        .pw("123456")
        .mn(mn(1).as_str())
        .answer_required(true);
    device.send(&notice.build().unwrap()).await;
    assert_eq!(device.reply().await.0, "9013");
    assert_eq!(tokio::time::timeout(PATIENCE, asks.recv()).await.unwrap().unwrap(), mn(1));
    site.close().await;
}

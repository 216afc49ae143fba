//! `kill -9` of a loaded gateway loses nothing that it acknowledged, and its accounts still balance.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use gateway::GatewayConfig;
use hj212::{Decoder, Limits};
use lake::Lake;
use model::{Granularity, SeriesKey, Source, Timestamp, china};
use tempfile::tempdir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};

use crate::support::*;

const KILLS: i64 = 12;
const DEVICES: usize = 4;
/// Each round's frames are of seconds of their own.
const ROUND_S: i64 = 100_000;
const FOLDER: &str = "GATEWAY_TEST_FOLDER";

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_gateway_has_everything_that_it_acknowledged() {
    let folder = tempdir().unwrap();
    for round in 0..KILLS {
        let (mut child, address) = start_child(folder.path());
        let acknowledged = Arc::new(AtomicUsize::new(0));
        let devices: Vec<_> = (1..=DEVICES)
            .map(|number| tokio::spawn(report(address, number, round, Arc::clone(&acknowledged))))
            .collect();
        // Some are killed at once, others when the lake has been at work for a while.
        let enough = usize::try_from(round).unwrap() * 40;
        eventually("enough is acknowledged", || acknowledged.load(Ordering::Relaxed) >= enough).await;
        child.kill();
        let mut all = Vec::new();
        for device in devices {
            all.push(device.await.unwrap());
        }
        check(folder.path(), &all);
    }
}

/// Compares the lake with the times that were acknowledged to each device, and its counts with its frames.
fn check(folder: &Path, acknowledged: &[BTreeSet<Timestamp>]) {
    let lake = Lake::open(folder, lake_options()).unwrap();
    for (number, acknowledged) in (1..).zip(acknowledged) {
        let source = Source::Outlet(format!("OUT-{number}").parse().unwrap());
        let series = SeriesKey { source, factor: "a21026".parse().unwrap() };
        let stored =
            lake.range(&series, Granularity::Realtime, Timestamp::MIN, Timestamp::MAX, usize::MAX).unwrap();
        let times: BTreeSet<Timestamp> = stored.iter().map(|reading| reading.time).collect();
        assert_eq!(times.len(), stored.len(), "a reading is there twice");
        let lost: Vec<_> = acknowledged.difference(&times).collect();
        assert!(lost.is_empty(), "acknowledged and lost: {lost:?}");
        let name = format!("mn:{}", mn(number));
        let frames = lake.frames(&name, Timestamp::MIN, Timestamp::MAX, usize::MAX).unwrap();
        let counters = lake.counters(&name);
        let count = |counter: &str| counters.get(counter).copied().unwrap_or_default();
        assert_eq!(count("frames.received"), frames.len() as u64);
        assert_eq!(count("frames.stored"), frames.len() as u64);
        assert_eq!(count("readings.received"), stored.len() as u64);
        assert_eq!(count("readings.stored"), stored.len() as u64);
    }
}

/// A process that does not outlive the test.
struct Running(Child);

impl Running {
    fn kill(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It is dead already unless the test has failed.
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

fn start_child(folder: &Path) -> (Running, SocketAddr) {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "crash::child", "--ignored", "--nocapture"])
        .env(FOLDER, folder)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
    let address = lines.find_map(|line| line.strip_prefix("listens ").map(|text| text.parse().unwrap()));
    (Running(child), address.expect("the child ended before it listened"))
}

#[tokio::test]
#[ignore = "the process that is killed; started by the other test"]
async fn child() {
    let Ok(folder) = std::env::var(FOLDER) else { return };
    let folder = Path::new(&folder);
    let site = Site::open_with(folder, register(DEVICES), GatewayConfig::default(), lake_options()).await;
    println!("listens {}", site.gateway.tcp_address());
    std::future::pending::<()>().await;
}

/// Sends frame after frame until the gateway dies; gives the times that were acknowledged.
async fn report(
    address: SocketAddr,
    number: usize,
    round: i64,
    acknowledged: Arc<AtomicUsize>,
) -> BTreeSet<Timestamp> {
    // In the first round it may be dead already.
    let Ok(stream) = TcpStream::connect(address).await else { return BTreeSet::new() };
    let (read, write) = stream.into_split();
    let (times, ()) = tokio::join!(take_replies(read, &acknowledged), send(write, number, round));
    times
}

async fn send(mut write: OwnedWriteHalf, number: usize, round: i64) {
    for second in 0..ROUND_S {
        let at = china::plus_seconds(start_time(), -(round * ROUND_S + second));
        if write.write_all(&frame(&mn(number), at, &second.to_string())).await.is_err() {
            return;
        }
    }
}

async fn take_replies(mut read: OwnedReadHalf, acknowledged: &AtomicUsize) -> BTreeSet<Timestamp> {
    let mut times = BTreeSet::new();
    let mut decoder = Decoder::new(Limits::default());
    let mut chunk = [0; 4096];
    while let Ok(count @ 1..) = read.read(&mut chunk).await {
        assert_eq!(decoder.push(&chunk[..count]), count);
        while let Some(frame) = decoder.next_frame() {
            let message = frame.message();
            // A reply that the kill has cut tells nothing.
            if message.usable() && message.cn() == Some("9014") {
                let wall = hj212::parse_time(message.qn().unwrap()).unwrap();
                let text = format!(
                    "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}",
                    wall.year, wall.month, wall.day, wall.hour, wall.minute, wall.second
                );
                times.insert(china::instant(text.parse().unwrap()));
                acknowledged.fetch_add(1, Ordering::Relaxed);
            }
        }
    }
    times
}

//! Many connections at once.

use std::net::SocketAddr;
use std::sync::Arc;

use gateway::GatewayConfig;
use model::china;
use tempfile::tempdir;
use tokio::sync::Barrier;
use tokio::task::JoinSet;

use crate::support::*;

const CONNECTIONS: usize = 2000;
const FRAMES: i64 = 3;

#[tokio::test(flavor = "multi_thread")]
async fn two_thousand_connections_at_once_get_every_acknowledgement() {
    let folder = tempdir().unwrap();
    let site =
        Site::open_with(folder.path(), register(CONNECTIONS), GatewayConfig::default(), lake_options()).await;
    // Both ends of every connection are in this process; starting the gateway has raised the soft limit.
    let open_files = rustix::process::getrlimit(rustix::process::Resource::Nofile).current;
    let needed = 2 * CONNECTIONS as u64 + 100;
    if open_files.is_some_and(|limit| limit < needed) {
        println!("skipped: {open_files:?} open files are allowed, {needed} are needed");
        return;
    }
    let address = site.gateway.tcp_address();
    let connected = Arc::new(Barrier::new(CONNECTIONS));
    let mut devices = JoinSet::new();
    for number in 1..=CONNECTIONS {
        devices.spawn(report(address, number, Arc::clone(&connected)));
    }
    while let Some(done) = devices.join_next().await {
        done.unwrap();
    }
    let status = site.gateway.status();
    assert_eq!(status.connections["hj212"].accepted, CONNECTIONS as u64);
    assert_eq!(status.frames.stored, CONNECTIONS as u64 * FRAMES as u64);
    assert!(status.frames.balance() && status.readings.balance());
    assert_eq!(status.ack_latency.count, status.frames.stored);
    for number in [1, 1000, CONNECTIONS] {
        assert_eq!(site.stored(number).len(), FRAMES as usize);
    }
    site.close().await;
}

async fn report(address: SocketAddr, number: usize, connected: Arc<Barrier>) {
    let mut device = Device212::connect(address).await;
    device.acknowledged(&frame(&mn(number), start_time(), "1")).await;
    // From here on all are connected at once.
    connected.wait().await;
    for second in 1..FRAMES {
        device.acknowledged(&frame(&mn(number), china::plus_seconds(start_time(), -second), "1")).await;
    }
}

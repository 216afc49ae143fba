//! Power meters by MQTT.

use std::time::Duration;

use gateway::{ConnectionLimits, GatewayConfig};
use lake::LakeOptions;
use model::{Source, china};
use rumqttc::{AsyncClient, ConnectReturnCode, Event, EventLoop, MqttOptions, Outgoing, Packet, QoS};
use tempfile::tempdir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::support::*;

const TOPIC: &str = "jingwei/power/M-1";

/// A meter with a client that is in common use.
struct Meter {
    client: AsyncClient,
    events: EventLoop,
}

impl Meter {
    async fn connect(site: &Site, id: &str) -> Meter {
        let address = site.gateway.mqtt_address();
        let mut options = MqttOptions::new(id, address.ip().to_string(), address.port());
        options.set_keep_alive(Duration::from_secs(30));
        let (client, mut events) = AsyncClient::new(options, 100);
        let first = timeout(PATIENCE, events.poll()).await.unwrap().unwrap();
        assert!(
            matches!(first, Event::Incoming(Packet::ConnAck(ack)) if ack.code == ConnectReturnCode::Success)
        );
        Meter { client, events }
    }

    /// Publishes and waits for the PUBACK.
    async fn publish(&mut self, topic: &str, payload: &str) {
        self.client.publish(topic, QoS::AtLeastOnce, false, payload).await.unwrap();
        self.until(|event| matches!(event, Event::Incoming(Packet::PubAck(_)))).await;
    }

    async fn until(&mut self, wanted: impl Fn(&Event) -> bool) {
        let found = async { while !wanted(&self.events.poll().await.unwrap()) {} };
        timeout(PATIENCE, found).await.expect("it did not come");
    }
}

fn payload(at: model::Timestamp, power_kw: &str) -> String {
    format!(r#"{{"time": "{}", "power_kw": {power_kw}, "energy_kwh": 100.5}}"#, china::rfc3339(at))
}

fn powers(site: &Site) -> Vec<Option<f64>> {
    let readings = site.range(Source::Meter("M-1".parse().unwrap()), "power_active");
    readings.iter().map(|reading| reading.values.value).collect()
}

#[tokio::test]
async fn a_payload_is_durable_when_it_is_acknowledged() {
    let folder = tempdir().unwrap();
    let site = Site::open(folder.path()).await;
    let mut meter = Meter::connect(&site, "meter-1").await;
    meter.publish(TOPIC, &payload(start_time(), "12.5")).await;
    assert_eq!(powers(&site), [Some(12.5)]);
    let earlier = china::plus_seconds(start_time(), -3600);
    let array = format!("[{},{}]", payload(earlier, "1"), payload(start_time(), "12.5"));
    meter.publish(TOPIC, &array).await;
    assert_eq!(powers(&site), [Some(1.0), Some(12.5)]);
    let status = site.device("meter:M-1");
    assert_eq!((status.frames.stored, status.readings.stored, status.readings.duplicates), (2, 6, 2));
    assert_eq!((status.protocol, status.peers.len(), status.registered), (Some("mqtt"), 1, true));
    site.close().await;
}

#[tokio::test]
async fn every_quality_of_service_is_taken() {
    let folder = tempdir().unwrap();
    let site = Site::open(folder.path()).await;
    let mut meter = Meter::connect(&site, "meter-1").await;
    meter.client.publish(TOPIC, QoS::AtMostOnce, false, payload(start_time(), "1")).await.unwrap();
    meter.until(|event| matches!(event, Event::Outgoing(Outgoing::Publish(_)))).await;
    let second = payload(china::plus_seconds(start_time(), 1), "2");
    meter.client.publish(TOPIC, QoS::ExactlyOnce, false, second).await.unwrap();
    meter.until(|event| matches!(event, Event::Incoming(Packet::PubComp(_)))).await;
    assert_eq!(powers(&site), [Some(1.0), Some(2.0)]);
    site.close().await;
}

#[tokio::test]
async fn nothing_is_acknowledged_while_the_lake_is_full_and_pings_are_answered() {
    let folder = tempdir().unwrap();
    let options = LakeOptions { min_free_bytes: u64::MAX, ..lake_options() };
    let site = Site::open_with(folder.path(), register(1), GatewayConfig::default(), options).await;
    let mut stream = raw_session(&site).await;
    let body = payload(start_time(), "1");
    stream.write_all(&raw_publish(TOPIC, body.as_bytes())).await.unwrap();
    eventually("the trouble is told", || site.gateway.status().lake_trouble.is_some()).await;
    stream.write_all(&[0xC0, 0]).await.unwrap();
    // The next packet is the answer to the ping, not a PUBACK.
    let mut answer = [0; 2];
    timeout(PATIENCE, stream.read_exact(&mut answer)).await.unwrap().unwrap();
    assert_eq!(answer, [0xD0, 0]);
    site.close().await;
}

#[tokio::test]
async fn a_meter_for_no_line_is_refused_counted_and_kept() {
    let folder = tempdir().unwrap();
    let site = Site::open(folder.path()).await;
    let mut meter = Meter::connect(&site, "meter-9").await;
    meter.publish("jingwei/power/M-9", &payload(start_time(), "1")).await;
    meter.publish("somewhere/else", "hello").await;
    let unknown = site.device("meter:M-9");
    assert_eq!((unknown.frames.refused["meter_unknown"], unknown.registered), (1, false));
    assert_eq!(unknown.last_refusal.unwrap().reason, "meter_unknown");
    assert_eq!(site.device("peer:127.0.0.1").frames.refused["topic_unknown"], 1);
    let kept = site.lake.frames("meter:M-9", model::Timestamp::MIN, model::Timestamp::MAX, 10).unwrap();
    assert_eq!(kept[0].bytes, payload(start_time(), "1").into_bytes());
    assert!(site.gateway.status().frames.balance());
    site.close().await;
}

#[tokio::test]
async fn a_malformed_payload_and_one_of_another_line_are_refused_with_the_reason() {
    let folder = tempdir().unwrap();
    let site = Site::open(folder.path()).await;
    let mut meter = Meter::connect(&site, "meter-1").await;
    meter.publish(TOPIC, "{\"power_kw\": NaN}").await;
    let other_line = payload(start_time(), "1").replace("\"power_kw\"", "\"line\": \"L-2\", \"power_kw\"");
    meter.publish(TOPIC, &other_line).await;
    meter.publish(TOPIC, &payload("1970-01-01T00:00:00Z".parse().unwrap(), "1")).await;
    meter.publish(TOPIC, &payload(start_time(), "1e9")).await;
    let status = site.device("meter:M-1");
    assert_eq!(status.frames.refused["json_malformed"], 1);
    assert_eq!(status.readings.refused["line_mismatch"], 2);
    assert_eq!(status.readings.refused["time_impossible"], 2);
    assert_eq!(status.problems["out_of_bounds"], 1);
    assert!(status.frames.balance() && status.readings.balance());
    assert_eq!(powers(&site), [Some(1e9)]);
    site.close().await;
}

#[tokio::test]
async fn many_invented_meters_share_an_account() {
    let folder = tempdir().unwrap();
    let mut config = GatewayConfig::default();
    config.refused.unknown_meters = 3;
    let site = Site::open_with(folder.path(), register(1), config, lake_options()).await;
    let mut meter = Meter::connect(&site, "flood").await;
    for number in 0..10 {
        meter.publish(&format!("jingwei/power/X-{number}"), "{}").await;
    }
    assert_eq!(site.device("meters:other").frames.refused["meter_unknown"], 7);
    site.close().await;
}

#[tokio::test]
async fn bytes_that_are_not_mqtt_end_the_connection_and_leave_a_note() {
    let folder = tempdir().unwrap();
    let site = Site::open(folder.path()).await;
    let address = site.gateway.mqtt_address();
    for bytes in
        [&b"GET / HTTP/1.1\r\n\r\n"[..], &[0x10, 0xFF, 0xFF, 0xFF, 0xFF], &[0x30, 0x80, 0x80, 0x80, 0x01]]
    {
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(bytes).await.unwrap();
        let mut all = Vec::new();
        drop(timeout(PATIENCE, stream.read_to_end(&mut all)).await.expect("it was not closed"));
    }
    eventually("the notes are there", || {
        site.gateway
            .device(&"peer:127.0.0.1".parse().unwrap())
            .is_some_and(|peer| peer.frames.refused.get("mqtt_malformed") == Some(&3))
    })
    .await;
    site.close().await;
}

#[tokio::test]
async fn a_client_of_another_version_is_told_so() {
    let folder = tempdir().unwrap();
    let site = Site::open(folder.path()).await;
    let mut stream = TcpStream::connect(site.gateway.mqtt_address()).await.unwrap();
    // CONNECT of MQTT 5 with no properties and the client identifier "m".
    stream.write_all(b"\x10\x0e\x00\x04MQTT\x05\x02\x00\x1e\x00\x00\x01m").await.unwrap();
    let mut answer = Vec::new();
    timeout(PATIENCE, stream.read_to_end(&mut answer)).await.unwrap().unwrap();
    assert_eq!(answer, [0x20, 2, 0, 1]);
    site.close().await;
}

#[tokio::test]
async fn a_meter_may_publish_only() {
    let folder = tempdir().unwrap();
    let site = Site::open(folder.path()).await;
    let mut meter = Meter::connect(&site, "spy").await;
    meter.client.subscribe("#", QoS::AtMostOnce).await.unwrap();
    let refused = async {
        loop {
            match meter.events.poll().await {
                Ok(Event::Incoming(Packet::SubAck(ack))) => return ack.return_codes,
                Ok(_) => {}
                Err(error) => panic!("{error}"),
            }
        }
    };
    let codes = timeout(PATIENCE, refused).await.unwrap();
    assert_eq!(codes, [rumqttc::SubscribeReasonCode::Failure]);
    site.close().await;
}

#[tokio::test]
async fn a_client_that_promised_to_speak_and_does_not_is_closed() {
    let folder = tempdir().unwrap();
    let limits = ConnectionLimits { idle: Duration::from_millis(50), ..ConnectionLimits::default() };
    let config = GatewayConfig { limits, ..GatewayConfig::default() };
    let site = Site::open_with(folder.path(), register(1), config, lake_options()).await;
    let mut meter = Meter::connect(&site, "meter-1").await;
    let closed = async { while meter.events.poll().await.is_ok() {} };
    timeout(PATIENCE, closed).await.expect("it was not closed");
    site.close().await;
}

#[tokio::test]
async fn a_packet_that_comes_byte_by_byte_is_not_waited_for() {
    let folder = tempdir().unwrap();
    let limits =
        ConnectionLimits { rest_of_frame: Duration::from_millis(100), ..ConnectionLimits::default() };
    let config = GatewayConfig { limits, ..GatewayConfig::default() };
    let site = Site::open_with(folder.path(), register(1), config, lake_options()).await;
    let mut stream = raw_session(&site).await;
    let packet = raw_publish(TOPIC, payload(start_time(), "1").as_bytes());
    let dribble = async {
        for byte in packet.iter().cycle() {
            if stream.write_all(&[*byte]).await.is_err() {
                break;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    timeout(PATIENCE, dribble).await.expect("it was not cut");
    assert!(powers(&site).is_empty());
    Meter::connect(&site, "honest").await.publish(TOPIC, &payload(start_time(), "1")).await;
    site.close().await;
}

async fn raw_session(site: &Site) -> TcpStream {
    let mut stream = TcpStream::connect(site.gateway.mqtt_address()).await.unwrap();
    stream.write_all(b"\x10\x0d\x00\x04MQTT\x04\x02\x00\x1e\x00\x01m").await.unwrap();
    let mut answer = [0; 4];
    timeout(PATIENCE, stream.read_exact(&mut answer)).await.unwrap().unwrap();
    assert_eq!(answer, [0x20, 2, 0, 0]);
    stream
}

fn raw_publish(topic: &str, payload: &[u8]) -> Vec<u8> {
    let length = 2 + topic.len() + 2 + payload.len();
    let mut packet = vec![0x32, (length % 128) as u8 | 0x80, (length / 128) as u8];
    packet.extend((topic.len() as u16).to_be_bytes());
    packet.extend(topic.as_bytes());
    packet.extend([0, 1]);
    packet.extend(payload);
    packet
}

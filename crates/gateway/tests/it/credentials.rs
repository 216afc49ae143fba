//! Who may speak for a meter: user name and password at CONNECT, over TLS or without.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex};

use gateway::{Gateway, GatewayConfig, Grant, MeterCredentials, MqttAccess, Ports, TlsError, TlsPort};
use lake::Lake;
use model::{ManualClock, MeterId, china};
use rumqttc::ConnectReturnCode;
use rumqttc::mqttbytes::QoS;
use rumqttc::mqttbytes::v4::{Connect, Login, Packet, Publish};
use tempfile::tempdir;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

use crate::support::*;

/// Meters with their secrets and the number of each.
#[derive(Default)]
struct Secrets(Mutex<BTreeMap<MeterId, (String, i64)>>);

impl Secrets {
    fn set(&self, meter: &str, secret: &str, number: i64) {
        self.0.lock().unwrap().insert(meter.parse().unwrap(), (secret.into(), number));
    }
}

impl MeterCredentials for Secrets {
    fn check(&self, meter: &MeterId, password: &str) -> Option<Grant> {
        let secrets = self.0.lock().unwrap();
        secrets.get(meter).filter(|(secret, _)| secret == password).map(|(_, number)| Grant(*number))
    }

    fn grant(&self, meter: &MeterId) -> Option<Grant> {
        self.0.lock().unwrap().get(meter).map(|(_, number)| Grant(*number))
    }
}

async fn open(folder: &Path, access: MqttAccess) -> (Site, Arc<Secrets>) {
    let lake = Lake::open(folder, lake_options()).unwrap();
    let clock = Arc::new(ManualClock::new(start_time()));
    let (register, receiver) = watch::channel(Arc::new(register(2)));
    let secrets = Arc::new(Secrets::default());
    let ports = Ports { credentials: Arc::clone(&secrets) as _, ..Ports::default() };
    let config = GatewayConfig { mqtt_access: access, ..GatewayConfig::default() };
    let gateway = Gateway::start_with(config, lake.clone(), receiver, Arc::clone(&clock) as _, ports);
    (Site { gateway: gateway.await.unwrap(), lake, clock, register }, secrets)
}

/// A meter's end of a connection.
struct Meter<S> {
    stream: S,
    buffer: bytes::BytesMut,
}

impl<S: AsyncRead + AsyncWrite + Unpin> Meter<S> {
    async fn greet(stream: S, login: Option<(&str, &str)>) -> (Meter<S>, ConnectReturnCode) {
        let mut meter = Meter { stream, buffer: bytes::BytesMut::new() };
        let mut connect = Connect::new("meter");
        connect.login = login.map(|(name, password)| Login::new(name, password));
        meter.send(&Packet::Connect(connect)).await;
        match meter.next().await {
            Some(Packet::ConnAck(ack)) => {
                let code = match ack.code {
                    rumqttc::mqttbytes::v4::ConnectReturnCode::Success => ConnectReturnCode::Success,
                    rumqttc::mqttbytes::v4::ConnectReturnCode::BadUserNamePassword => {
                        ConnectReturnCode::BadUserNamePassword
                    }
                    _ => ConnectReturnCode::NotAuthorized,
                };
                (meter, code)
            }
            other => panic!("no CONNACK but {other:?}"),
        }
    }

    async fn send(&mut self, packet: &Packet) {
        let mut bytes = bytes::BytesMut::new();
        packet.write(&mut bytes, usize::MAX).unwrap();
        self.stream.write_all(&bytes).await.unwrap();
    }

    /// The next packet; nothing if the other end closed.
    async fn next(&mut self) -> Option<Packet> {
        loop {
            if let Ok(packet) = Packet::read(&mut self.buffer, 1 << 16) {
                return Some(packet);
            }
            let read = timeout(PATIENCE, self.stream.read_buf(&mut self.buffer)).await.unwrap();
            if read.unwrap_or(0) == 0 {
                return None;
            }
        }
    }

    /// Publishes to the topic of `meter`; whether it was acknowledged.
    async fn publish(&mut self, meter: &str, site: &Site) -> bool {
        let at = china::rfc3339(model::Clock::now(&*site.clock));
        let payload = format!(r#"{{"time": "{at}", "power_kw": 3.5}}"#);
        let mut publish = Publish::new(format!("jingwei/power/{meter}"), QoS::AtLeastOnce, payload);
        publish.pkid = 1;
        self.send(&Packet::Publish(publish)).await;
        matches!(self.next().await, Some(Packet::PubAck(_)))
    }
}

async fn plain(site: &Site, login: Option<(&str, &str)>) -> (Meter<TcpStream>, ConnectReturnCode) {
    Meter::greet(TcpStream::connect(site.gateway.mqtt_address()).await.unwrap(), login).await
}

fn refusals(site: &Site, device: &str, reason: &str) -> u64 {
    site.device(device).frames.refused.get(reason).copied().unwrap_or(0)
}

/// Until what was refused is counted: the refusal leaves before it is durable.
async fn refused(site: &Site, device: &str, reason: &str, times: u64) {
    let counted = async {
        loop {
            let known = site.gateway.device(&device.parse().unwrap());
            if known.is_some_and(|known| known.frames.refused.get(reason) == Some(&times)) {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
    };
    timeout(PATIENCE, counted).await.unwrap_or_else(|_| panic!("{reason} of {device} is not counted"));
}

#[tokio::test]
async fn a_wrong_password_is_refused_counted_and_kept_nowhere() {
    let folder = tempdir().unwrap();
    let (site, secrets) = open(folder.path(), MqttAccess::default()).await;
    secrets.set("M-1", "right", 1);
    let (_, code) = plain(&site, Some(("M-1", "hunter2-wrong"))).await;
    assert_eq!(code, ConnectReturnCode::BadUserNamePassword);
    refused(&site, "meter:M-1", "credential_wrong", 1).await;
    let status = site.device("meter:M-1");
    assert!(!format!("{status:?}").contains("hunter2"), "{status:?}");
    let frames = site.lake.frames("meter:M-1", model::Timestamp::MIN, model::Timestamp::MAX, 10).unwrap();
    assert!(frames.iter().all(|frame| !frame.bytes.windows(7).any(|bytes| bytes == b"hunter2")));
    let (mut meter, code) = plain(&site, Some(("M-1", "right"))).await;
    assert_eq!(code, ConnectReturnCode::Success);
    assert!(meter.publish("M-1", &site).await);
    assert!(site.device("meter:M-1").frames.balance());
    site.close().await;
}

#[tokio::test]
async fn a_meter_speaks_for_itself_only_and_nobody_for_it() {
    let folder = tempdir().unwrap();
    let (site, secrets) = open(folder.path(), MqttAccess::default()).await;
    secrets.set("M-1", "right", 1);
    let (mut meter, _) = plain(&site, Some(("M-1", "right"))).await;
    assert!(!meter.publish("M-2", &site).await, "another meter's topic");
    assert_eq!(meter.next().await, None, "and the connection ends");
    refused(&site, "meter:M-1", "topic_not_own", 1).await;
    let (mut stranger, code) = plain(&site, None).await;
    assert_eq!(code, ConnectReturnCode::Success, "meters without a credential are still heard");
    assert!(!stranger.publish("M-1", &site).await, "but not for a meter that has one");
    refused(&site, "peer:127.0.0.1", "credential_required", 1).await;
    assert_eq!(refusals(&site, "meter:M-1", "credential_wrong"), 0);
    site.close().await;
}

#[tokio::test]
async fn a_changed_secret_ends_what_the_former_one_opened() {
    let folder = tempdir().unwrap();
    let (site, secrets) = open(folder.path(), MqttAccess::default()).await;
    secrets.set("M-1", "first", 1);
    let (mut meter, _) = plain(&site, Some(("M-1", "first"))).await;
    assert!(meter.publish("M-1", &site).await);
    secrets.set("M-1", "second", 2);
    assert!(!meter.publish("M-1", &site).await, "the payload is not acknowledged: the meter sends it again");
    refused(&site, "meter:M-1", "credential_changed", 1).await;
    let (mut meter, code) = plain(&site, Some(("M-1", "second"))).await;
    assert_eq!(code, ConnectReturnCode::Success);
    assert!(meter.publish("M-1", &site).await);
    site.close().await;
}

#[tokio::test]
async fn where_credentials_are_required_nobody_comes_in_without() {
    let folder = tempdir().unwrap();
    let access = MqttAccess { credentials_required: true, ..MqttAccess::default() };
    let (site, _) = open(folder.path(), access).await;
    let (_, code) = plain(&site, None).await;
    assert_eq!(code, ConnectReturnCode::NotAuthorized);
    refused(&site, "peer:127.0.0.1", "credential_required", 1).await;
    site.close().await;
}

#[tokio::test]
async fn a_flood_of_wrong_passwords_does_not_keep_a_meter_out() {
    let folder = tempdir().unwrap();
    let (site, secrets) = open(folder.path(), MqttAccess::default()).await;
    secrets.set("M-1", "right", 1);
    for number in 0..300 {
        let name = format!("M-{number}");
        let (_, code) = plain(&site, Some((&name, "guess"))).await;
        assert_eq!(code, ConnectReturnCode::BadUserNamePassword);
    }
    let (mut meter, _) = plain(&site, Some(("M-1", "right"))).await;
    assert!(meter.publish("M-1", &site).await);
    // Names that no register knows are charged to the address, not to accounts of their own.
    assert!(site.gateway.devices().len() < 10);
    site.close().await;
}

/// A certificate for `localhost` in `folder`, and what a client has to trust.
fn certificate(folder: &Path) -> (TlsPort, Arc<ClientConfig>) {
    let made = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
    let (certificate, key) = (folder.join("cert.pem"), folder.join("key.pem"));
    std::fs::write(&certificate, made.cert.pem()).unwrap();
    std::fs::write(&key, made.signing_key.serialize_pem()).unwrap();
    let mut roots = RootCertStore::empty();
    roots.add(made.cert.der().clone()).unwrap();
    let client = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    (TlsPort { listen: ([127, 0, 0, 1], 0).into(), certificate, key }, Arc::new(client))
}

#[tokio::test]
async fn a_meter_is_heard_over_tls_and_the_plain_port_can_be_off() {
    let folder = tempdir().unwrap();
    let (port, client) = certificate(folder.path());
    let access = MqttAccess { plain: false, tls: Some(port), credentials_required: true };
    let (site, secrets) = open(&folder.path().join("lake"), access).await;
    secrets.set("M-1", "right", 1);
    let address = site.gateway.mqtts_address().unwrap();
    let stream = TcpStream::connect(address).await.unwrap();
    let stream = TlsConnector::from(client).connect("localhost".try_into().unwrap(), stream).await.unwrap();
    let (mut meter, code) = Meter::greet(stream, Some(("M-1", "right"))).await;
    assert_eq!(code, ConnectReturnCode::Success);
    assert!(meter.publish("M-1", &site).await);
    assert_eq!(site.device("meter:M-1").frames.stored, 1);
    let status = site.gateway.status();
    assert!(!status.connections.contains_key("mqtt"), "{status:?}");
    // Somebody who speaks no TLS gets nothing and hurts nobody.
    let mut plain = TcpStream::connect(address).await.unwrap();
    plain.write_all(b"\x10\x0c\x00\x04MQTT\x04\x02\x00\x3c\x00\x00").await.unwrap();
    let mut answer = Vec::new();
    drop(timeout(PATIENCE, plain.read_to_end(&mut answer)).await.unwrap());
    assert!(!answer.starts_with(&[0x20]), "no CONNACK");
    assert!(meter.publish("M-1", &site).await);
    site.close().await;
}

#[test]
fn a_certificate_that_cannot_be_used_says_why() {
    let folder = tempdir().unwrap();
    let (port, _) = certificate(folder.path());
    port.check().unwrap();
    let missing = TlsPort { certificate: folder.path().join("none.pem"), ..port.clone() };
    assert!(matches!(missing.check(), Err(TlsError::Read { .. })));
    let swapped = TlsPort { certificate: port.key.clone(), key: port.certificate.clone(), ..port.clone() };
    assert!(matches!(swapped.check(), Err(TlsError::Pem { .. })));
    let other = tempdir().unwrap();
    let (stranger, _) = certificate(other.path());
    let mixed = TlsPort { key: stranger.key, ..port };
    assert!(matches!(mixed.check(), Err(TlsError::Pair(_))));
}

//! The devices against a small host and a small broker.

use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use hj212::{Decoder, Limits};
use model::{ManualClock, china};
use serde_json::Value;
use sim::{SimOptions, SimStatus, StatusBoard};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

use crate::{city, minute, start};

/// What arrived at the far ends.
#[derive(Default)]
struct Received {
    /// Raw frames by MN, each once.
    frames: BTreeSet<(String, Vec<u8>)>,
    /// Topics and payloads.
    power: Vec<(String, Value)>,
    connections: usize,
    broker_connections: usize,
}

type Heard = Arc<Mutex<Received>>;

/// A host that hangs up on every fifth new connection before its first answer, so that devices must come
/// again with the same frame. (A logger of 2005 asks for no answer and cannot know what was lost.)
async fn host(mut stream: TcpStream, heard: Heard) -> std::io::Result<()> {
    let rude = {
        let mut heard = heard.lock().expect("no test thread panics with the lock");
        heard.connections += 1;
        heard.connections.is_multiple_of(5)
    };
    let mut decoder = Decoder::new(Limits::default());
    let mut buffer = [0; 4096];
    loop {
        let read = stream.read(&mut buffer).await?;
        if read == 0 {
            return Ok(());
        }
        assert_eq!(decoder.push(&buffer[..read]), read);
        decoder.flush();
        let mut answers = Vec::new();
        while let Some(frame) = decoder.next_frame() {
            let message = frame.message();
            if rude && message.answer_required() {
                return Ok(());
            }
            let mut heard = heard.lock().expect("no test thread panics with the lock");
            heard.frames.insert((message.mn().unwrap_or_default().to_owned(), frame.raw().to_vec()));
            if message.answer_required() {
                answers.extend(hj212::reply::data_ack(&message).expect("a received message can be answered"));
            }
        }
        stream.write_all(&answers).await?;
    }
}

/// Just enough of an MQTT 3.1.1 broker: CONNACK, PUBACK, PINGRESP. It hangs up on every third connection
/// after ten messages, forgetting the last one.
async fn broker(mut stream: TcpStream, heard: Heard) -> std::io::Result<()> {
    let mut patience = {
        let mut heard = heard.lock().expect("no test thread panics with the lock");
        heard.broker_connections += 1;
        if heard.broker_connections.is_multiple_of(3) { 10 } else { usize::MAX }
    };
    loop {
        let head = stream.read_u8().await?;
        let (mut length, mut shift) = (0usize, 0);
        loop {
            let byte = stream.read_u8().await?;
            length |= usize::from(byte & 0x7F) << shift;
            shift += 7;
            if byte & 0x80 == 0 {
                break;
            }
        }
        let mut body = vec![0; length];
        stream.read_exact(&mut body).await?;
        match head >> 4 {
            1 => stream.write_all(&[0x20, 2, 0, 0]).await?,
            3 => {
                assert_eq!(head & 0b110, 0b010, "power is published with QoS 1");
                patience -= 1;
                if patience == 0 {
                    return Ok(());
                }
                let topic_end = 2 + usize::from(u16::from_be_bytes([body[0], body[1]]));
                let topic = String::from_utf8(body[2..topic_end].to_vec()).expect("topics are text");
                let payload = serde_json::from_slice(&body[topic_end + 2..]).expect("payloads are JSON");
                heard.lock().expect("no test thread panics with the lock").power.push((topic, payload));
                stream.write_all(&[0x40, 2, body[topic_end], body[topic_end + 1]]).await?;
            }
            12 => stream.write_all(&[0xD0, 0]).await?,
            _ => return Ok(()),
        }
    }
}

async fn serve<F>(serve_one: impl Fn(TcpStream) -> F + Send + 'static) -> SocketAddr
where
    F: Future<Output = std::io::Result<()>> + Send + 'static,
{
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("loopback has a free port");
    let address = listener.local_addr().expect("a bound socket has an address");
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(serve_one(stream));
        }
    });
    address
}

/// Runs a city until `enough`, with a clock that begins `minutes` after the start and goes on a second at
/// every look (devices in a gap of the network wait for its end).
async fn run_until(
    history_days: u32,
    minutes: i64,
    enough: impl Fn(&Received, &SimStatus) -> bool,
) -> (Heard, Arc<StatusBoard>, u64) {
    let heard = Heard::default();
    let (for_host, for_broker) = (Arc::clone(&heard), Arc::clone(&heard));
    let tcp = serve(move |stream| host(stream, Arc::clone(&for_host))).await;
    let mqtt = serve(move |stream| broker(stream, Arc::clone(&for_broker))).await;
    let clock = Arc::new(ManualClock::new(minute(minutes)));
    let told = Arc::new(Mutex::new(0));
    let for_callback = Arc::clone(&told);
    let options = SimOptions {
        tcp,
        mqtt,
        mqtt_credentials: Some(("meter".into(), "secret".into())),
        clock: clock.clone(),
        speed: 1.0,
        history_days,
        on_history: Some(Arc::new(move |done, _| {
            let mut told = for_callback.lock().expect("no test thread panics with the lock");
            *told = done.max(*told);
        })),
        only: None,
    };
    let city = Arc::new(city(3));
    let board = sim::status_board(&city);
    let (stop, stopped) = watch::channel(false);
    let devices = tokio::spawn(sim::run(city, options, Arc::clone(&board), stopped));
    loop {
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        clock.advance_seconds(1);
        if enough(&heard.lock().expect("no test thread panics with the lock"), &board.snapshot()) {
            break;
        }
    }
    stop.send(true).expect("the devices still listen");
    devices.await.expect("the devices stop when asked");
    let told = *told.lock().expect("no test thread panics with the lock");
    (heard, board, told)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_frame_that_is_due_arrives_although_connections_break() {
    let until = |time| -> BTreeSet<(String, Vec<u8>)> {
        city(3).frames_until(time).into_iter().map(|frame| (frame.mn.to_string(), frame.bytes)).collect()
    };
    let due = until(minute(3));
    let loggers: BTreeSet<&String> = due.iter().map(|(mn, _)| mn).collect();
    let expected = due.clone();
    let (heard, board, _) = run_until(0, 3, move |heard, _| expected.is_subset(&heard.frames)).await;
    let heard = heard.lock().unwrap();
    assert!(heard.connections > loggers.len(), "some had to connect again");
    assert!(heard.frames.is_subset(&until(minute(60))), "nothing but what is due is sent");
    assert_eq!(board.snapshot().frames_resent, 0, "a broken connection is no time-out");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn meters_tell_their_history_and_then_every_minute_although_connections_break() {
    let city = city(3);
    let meters = city.register().meters;
    let topics: Vec<String> = meters.keys().map(|id| format!("jingwei/power/{id}")).collect();
    let (heard, board, told) = run_until(1, 2, move |heard, status| {
        let mut live: BTreeMap<&str, BTreeSet<_>> = BTreeMap::new();
        for (topic, payload) in heard.power.iter().filter(|(_, payload)| payload.is_object()) {
            live.entry(topic).or_default().insert(payload["time"].as_str());
        }
        // Of each meter: meters are not heard in step.
        let each = topics.iter().all(|topic| live.get(topic.as_str()).is_some_and(|times| times.len() >= 2));
        status.history_done == status.history_total && each
    })
    .await;
    assert_eq!(told, board.snapshot().history_total);
    let heard = heard.lock().unwrap();
    assert!(heard.broker_connections > 9, "some had to connect again");
    for meter in meters.values() {
        let topic = format!("jingwei/power/{}", meter.id);
        // By time: what was on the way in a lost connection comes twice.
        let mut points = BTreeMap::new();
        let mut add =
            |point: &Value| points.insert(point["time"].as_str().unwrap().to_owned(), point.clone());
        for (_, payload) in heard.power.iter().filter(|(name, _)| *name == topic) {
            match payload {
                Value::Array(items) => items.iter().for_each(|item| drop(add(item))),
                one => {
                    assert_eq!(one["voltage_v"].as_array().unwrap().len(), 3);
                    add(one);
                }
            }
        }
        // A day at five minutes, and some live readings.
        assert!(points.len() > 288, "{}: {}", meter.id, points.len());
        assert_eq!(points.keys().next().unwrap(), "2020-08-29T08:00:00+08:00");
        let points: Vec<Value> = points.into_values().collect();
        let energies: Vec<f64> = points.iter().map(|p| p["energy_kwh"].as_f64().unwrap()).collect();
        assert!(energies.is_sorted());
        let first = city.power_kw(&meter.id, china::plus_seconds(start(), -86_400)).unwrap();
        assert_eq!(points[0]["power_kw"].as_f64(), Some(first));
    }
}

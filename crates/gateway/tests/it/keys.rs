//! Loggers of 2025 that encrypt: keys, wrong keys, and rotations that are cut off.

use std::path::Path;
use std::sync::{Arc, Mutex};

use gateway::{Gateway, GatewayConfig, KeyRing, KeyStore, KeyStoreError, Ports};
use hj212::cipher::Key;
use hj212::{Command, Decoder, Limits, MessageBuilder, SystemCode, Version};
use lake::Lake;
use model::{ManualClock, Mn, china};
use tempfile::tempdir;
use tokio::io::AsyncReadExt;
use tokio::sync::watch;
use tokio::time::timeout;

use crate::support::*;

const FIRST: &str = "0000000000000000";
const STRANGE: &str = "zzzzzzzzzzzzzzzz";

fn key(text: &str) -> Key {
    text.parse().unwrap()
}

/// A place for the keys of one logger, as durable as the test.
#[derive(Default)]
struct Keys {
    ring: Mutex<KeyRing>,
    made: Mutex<u32>,
    broken: Mutex<bool>,
}

impl Keys {
    fn with(text: &str) -> Arc<Self> {
        let keys = Self::default();
        keys.ring.lock().unwrap().current = Some(key(text));
        Arc::new(keys)
    }
}

impl KeyStore for Keys {
    fn ring(&self, _mn: &Mn) -> KeyRing {
        self.ring.lock().unwrap().clone()
    }

    fn offer(&self, _mn: &Mn) -> Result<Key, KeyStoreError> {
        if *self.broken.lock().unwrap() {
            return Err(KeyStoreError { reason: "no disk".into() });
        }
        let mut ring = self.ring.lock().unwrap();
        if ring.next.is_none() {
            let mut made = self.made.lock().unwrap();
            *made += 1;
            ring.next = Some(key(&format!("newkey{:010}", *made)));
        }
        Ok(ring.next.clone().unwrap())
    }

    fn used(&self, _mn: &Mn) -> Result<(), KeyStoreError> {
        let mut ring = self.ring.lock().unwrap();
        if let Some(next) = ring.next.take() {
            ring.previous = ring.current.replace(next);
        }
        Ok(())
    }
}

async fn open(folder: &Path, keys: &Arc<Keys>) -> Site {
    let lake = Lake::open(folder, lake_options()).unwrap();
    let clock = Arc::new(ManualClock::new(start_time()));
    let (register, receiver) = watch::channel(Arc::new(register(2)));
    let ports = Ports { keys: Arc::clone(keys) as _, ..Ports::default() };
    let gateway =
        Gateway::start_with(GatewayConfig::default(), lake.clone(), receiver, Arc::clone(&clock) as _, ports)
            .await
            .unwrap();
    Site { gateway, lake, clock, register }
}

/// The device's memory and its line.
struct Logger {
    line: Device212,
    key: Key,
    sent: i64,
}

impl Logger {
    async fn connect(site: &Site, key: Key, sent: i64) -> Self {
        Self { line: site.connect().await, key, sent }
    }

    fn message(&mut self, command: Command) -> MessageBuilder {
        self.sent += 1;
        let wall = china::civil(china::plus_seconds(start_time(), -self.sent)).strftime("%Y%m%d%H%M%S");
        MessageBuilder::new(Version::V2025)
            .qn(format!("{wall}000"))
            .st(SystemCode::AIR_SOURCE)
            .cn(command)
            .pw("123456")
            .mn(mn(1).as_str())
            .answer_required(true)
    }

    fn data(&mut self) -> Vec<u8> {
        let message = self.message(Command::REALTIME_DATA);
        let wall = china::civil(china::plus_seconds(start_time(), -self.sent)).strftime("%Y%m%d%H%M%S");
        let message = message.item("DataTime", wall.to_string()).item("a21026-Rtd", "1");
        message.encrypt(&self.key).build().unwrap()
    }

    /// Sends a reading; says whether it was acknowledged.
    async fn report(&mut self) {
        let data = self.data();
        self.line.send(&data).await;
        while self.next().await.0 != "9014" {}
    }

    async fn ask_for_key(&mut self) {
        let message = self.message(Command::KEY).item("SKCreateTime", "20200830084000000");
        let bytes = message.encrypt(&self.key).build().unwrap();
        self.line.send(&bytes).await;
    }

    /// The next frame of the host, as (CN, NewSK).
    async fn next(&mut self) -> (String, Option<Key>) {
        let mut decoder = Decoder::new(Limits::default());
        let read = async {
            loop {
                if let Some(frame) = decoder.next_frame() {
                    let plain = frame.message();
                    let cn = plain.cn().unwrap().to_owned();
                    assert!(plain.value("NewSK").is_none(), "a key in clear");
                    let told = frame.open(&self.key);
                    let new = told.and_then(|told| told.message().value("NewSK").map(key));
                    return (cn, new);
                }
                // Byte by byte, so that nothing of the next frame is taken.
                let mut byte = [0];
                self.line.stream.read_exact(&mut byte).await.unwrap();
                assert_eq!(decoder.push(&byte), 1);
            }
        };
        timeout(PATIENCE, read).await.expect("nothing came")
    }

    /// Waits for the request that sets a key.
    async fn told(&mut self) -> Key {
        loop {
            if let (cn, Some(new)) = self.next().await {
                assert_eq!(cn, "1014");
                return new;
            }
        }
    }
}

#[tokio::test]
async fn an_encrypted_frame_is_stored_as_received_and_read_with_its_key() {
    let folder = tempdir().unwrap();
    let keys = Keys::with(FIRST);
    let site = open(folder.path(), &keys).await;
    let mut logger = Logger::connect(&site, key(FIRST), 0).await;
    logger.report().await;
    let plain =
        logger.message(Command::REALTIME_DATA).item("DataTime", "20200830083900").item("a21026-Rtd", "2");
    logger.line.acknowledged(&plain.build().unwrap()).await;
    let one = format!("mn:{}", mn(1));
    let status = site.device(&one);
    assert_eq!((status.frames.stored, status.dialect.opened, site.stored(1).len()), (2, 1, 2));
    assert_eq!((status.protocol, status.dialect.last_opened), (Some("2025"), Some(start_time())));
    let kept = site.lake.frames(&one, model::Timestamp::MIN, model::Timestamp::MAX, 10).unwrap();
    assert!(kept.iter().any(|frame| !frame.bytes.is_ascii()), "the cipher text is what was received");
    site.close().await;
}

#[tokio::test]
async fn a_wrong_or_missing_key_is_said_and_gives_no_readings() {
    let folder = tempdir().unwrap();
    let keys = Keys::with(FIRST);
    let site = open(folder.path(), &keys).await;
    let mut logger = Logger::connect(&site, key(STRANGE), 0).await;
    let one = format!("mn:{}", mn(1));
    for _ in 0..50 {
        let data = logger.data();
        logger.line.send(&data).await;
    }
    let refused = |reason: &str| site.device(&one).frames.refused.get(reason).copied().unwrap_or(0);
    eventually("all are refused", || refused("key_wrong") == 50).await;
    *keys.ring.lock().unwrap() = KeyRing::default();
    let data = logger.data();
    logger.line.send(&data).await;
    eventually("it is refused", || refused("key_missing") == 1).await;
    let status = site.device(&one);
    assert!(status.frames.balance() && status.readings.received == 0 && site.stored(1).is_empty());
    keys.ring.lock().unwrap().current = Some(key(STRANGE));
    logger.report().await;
    assert_eq!(site.stored(1).len(), 1);
    site.close().await;
}

#[tokio::test]
async fn a_rotation_ends_with_the_first_frame_in_the_new_key() {
    let folder = tempdir().unwrap();
    let keys = Keys::with(FIRST);
    let site = open(folder.path(), &keys).await;
    let mut logger = Logger::connect(&site, key(FIRST), 0).await;
    logger.ask_for_key().await;
    assert_eq!(logger.next().await.0, "9013");
    let new = logger.told().await;
    logger.report().await;
    assert!(site.device(&format!("mn:{}", mn(1))).dialect.key_offered, "both are good");
    logger.key = new.clone();
    logger.report().await;
    let ring = keys.ring(&mn(1));
    assert_eq!((ring.current, ring.next, ring.previous), (Some(new), None, Some(key(FIRST))));
    site.close().await;
}

/// Where a rotation is cut off.
#[derive(Clone, Copy, Debug)]
enum Cut {
    AnswerLost,
    RestartAfterAnswer,
    NewKeyForgotten,
    StoreBroken,
}

#[tokio::test]
async fn a_rotation_that_is_cut_off_half_way_always_recovers() {
    for cut in [Cut::AnswerLost, Cut::RestartAfterAnswer, Cut::NewKeyForgotten, Cut::StoreBroken] {
        let folder = tempdir().unwrap();
        let keys = Keys::with(FIRST);
        let mut site = open(folder.path(), &keys).await;
        let mut logger = Logger::connect(&site, key(FIRST), 0).await;
        *keys.broken.lock().unwrap() = matches!(cut, Cut::StoreBroken);
        logger.ask_for_key().await;
        match cut {
            Cut::AnswerLost => {
                eventually("a key is made", || keys.ring(&mn(1)).next.is_some()).await;
                // The line breaks before the device reads; it goes on with its old key.
                logger = Logger::connect(&site, key(FIRST), logger.sent).await;
            }
            Cut::RestartAfterAnswer => {
                logger.key = logger.told().await;
                site.close().await;
                site = open(folder.path(), &keys).await;
                logger = Logger::connect(&site, logger.key, logger.sent).await;
            }
            Cut::NewKeyForgotten => {
                logger.key = logger.told().await;
                logger.report().await;
                // The device starts anew with what it had before, and so does the host.
                site.close().await;
                site = open(folder.path(), &keys).await;
                logger = Logger::connect(&site, key(FIRST), logger.sent).await;
            }
            Cut::StoreBroken => {
                assert_eq!(logger.next().await.0, "9013");
                *keys.broken.lock().unwrap() = false;
            }
        }
        logger.report().await;
        logger.ask_for_key().await;
        let new = logger.told().await;
        logger.report().await;
        logger.key = new.clone();
        logger.report().await;
        assert_eq!(keys.ring(&mn(1)).current, Some(new), "{cut:?}");
        let status = site.device(&format!("mn:{}", mn(1)));
        assert!(status.frames.refused.is_empty() && status.frames.balance(), "{cut:?}: {:?}", status.frames);
        site.close().await;
    }
}

#[tokio::test]
async fn a_key_that_waits_is_told_with_the_answer_to_any_frame() {
    let folder = tempdir().unwrap();
    let keys = Keys::with(FIRST);
    let site = open(folder.path(), &keys).await;
    let mut logger = Logger::connect(&site, key(FIRST), 0).await;
    // A person begins a rotation.
    let offered = keys.offer(&mn(1)).unwrap();
    let data = logger.data();
    logger.line.send(&data).await;
    assert_eq!(logger.told().await, offered);
    logger.report().await;
    logger.key = offered.clone();
    logger.report().await;
    assert_eq!(keys.ring(&mn(1)).current, Some(offered));
    site.close().await;
}

use std::collections::BTreeMap;
use std::io::{Error, ErrorKind};
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use gateway::{Device, DeviceStatus, Gateway, GatewayConfig};
use hj212::{Command, Decoder, Limits, MessageBuilder, SystemCode, Version};
use lake::{Lake, LakeOptions};
use model::{
    Channel, CreditCode, District, Enterprise, Granularity, LineId, Logger, LoggerTarget, ManualClock,
    Medium, MeterTarget, Mn, Outlet, Place, PowerMeter, ProductionLine, Reading, Register, RegisterEntry,
    SeriesKey, Source, Timestamp, Unit, china,
};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::time::{Instant, sleep, timeout};

/// Longer than anything takes on a busy machine; only a failing test waits so long.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// 2020-08-30 08:40 in China.
pub(crate) fn start_time() -> Timestamp {
    "2020-08-30T00:40:00Z".parse().unwrap()
}

/// A lake and a register with a gateway in front of them.
pub(crate) struct Site {
    pub(crate) gateway: Gateway,
    pub(crate) lake: Lake,
    pub(crate) clock: Arc<ManualClock>,
    pub(crate) register: watch::Sender<Arc<Register>>,
}

impl Site {
    /// With the outlet and logger numbers 1 and 2, and the meter `M-1` of line `L-1`.
    pub(crate) async fn open(folder: &Path) -> Site {
        Site::open_with(folder, register(2), GatewayConfig::default(), lake_options()).await
    }

    pub(crate) async fn open_with(
        folder: &Path,
        register: Register,
        config: GatewayConfig,
        options: LakeOptions,
    ) -> Site {
        let lake = Lake::open(folder, options).unwrap();
        let clock = Arc::new(ManualClock::new(start_time()));
        let (register, receiver) = watch::channel(Arc::new(register));
        let gateway = Gateway::start(config, lake.clone(), receiver, Arc::clone(&clock) as _).await.unwrap();
        Site { gateway, lake, clock, register }
    }

    pub(crate) async fn connect(&self) -> Device212 {
        Device212::connect(self.gateway.tcp_address()).await
    }

    pub(crate) fn device(&self, name: &str) -> DeviceStatus {
        let device: Device = name.parse().unwrap();
        self.gateway.device(&device).unwrap_or_else(|| panic!("{name} is not known"))
    }

    /// The stored readings of outlet `number`'s sulphur dioxide, in real time.
    pub(crate) fn stored(&self, number: usize) -> Vec<Reading> {
        self.range(Source::Outlet(format!("OUT-{number}").parse().unwrap()), "a21026")
    }

    pub(crate) fn range(&self, source: Source, factor: &str) -> Vec<Reading> {
        let series = SeriesKey { source, factor: factor.parse().unwrap() };
        self.lake.range(&series, Granularity::Realtime, Timestamp::MIN, Timestamp::MAX, 100_000).unwrap()
    }

    /// Counters as the lake has them.
    pub(crate) fn counters(&self, device: &str) -> BTreeMap<String, u64> {
        self.lake.counters(device)
    }

    pub(crate) async fn close(self) {
        self.gateway.shutdown().await;
    }
}

pub(crate) fn lake_options() -> LakeOptions {
    LakeOptions { min_free_bytes: 0, ..LakeOptions::default() }
}

pub(crate) fn mn(number: usize) -> Mn {
    format!("88888880{number:08}").parse().unwrap()
}

/// A register with `count` outlets, each with its logger, and one meter.
pub(crate) fn register(count: usize) -> Register {
    let mut register = Register::default();
    let place = Place { longitude: 113.0, latitude: 28.2 };
    let enterprise = CreditCode::from_body("91430105MA4L00001").unwrap();
    let line: LineId = "L-1".parse().unwrap();
    let district: model::DistrictCode = "430105".parse().unwrap();
    let mut entries = vec![
        RegisterEntry::District(District {
            code: district.clone(),
            name: "开福区".into(),
            name_en: "Kaifu".into(),
            center: place,
        }),
        RegisterEntry::Enterprise(Enterprise {
            code: enterprise.clone(),
            name: "甲".into(),
            name_en: "A".into(),
            trade_code: "C2319".into(),
            trade: "印刷".into(),
            trade_en: "Printing".into(),
            district,
            place,
        }),
        RegisterEntry::Line(ProductionLine {
            id: line.clone(),
            enterprise: enterprise.clone(),
            name: "一线".into(),
            name_en: "Line 1".into(),
            permitted_hours: None,
        }),
        RegisterEntry::Meter(PowerMeter {
            id: "M-1".parse().unwrap(),
            enterprise: enterprise.clone(),
            target: MeterTarget::Line(line),
            rated_kw: None,
        }),
    ];
    for number in 1..=count {
        let id: model::OutletId = format!("OUT-{number}").parse().unwrap();
        let mg = Unit::MilligramPerCubicMetre;
        entries.push(RegisterEntry::Outlet(Outlet {
            id: id.clone(),
            enterprise: enterprise.clone(),
            name: format!("排放口{number}"),
            name_en: format!("Outlet {number}"),
            medium: Medium::Air,
            place,
            channels: vec![Channel {
                factor: "a21026".parse().unwrap(),
                sent_unit: mg,
                unit: mg,
                range: None,
            }],
            limits: Vec::new(),
            release: None,
        }));
        entries.push(RegisterEntry::Logger(Logger {
            mn: mn(number),
            target: LoggerTarget::Outlet(id),
            realtime_interval_s: 30,
        }));
    }
    for entry in entries {
        register.put(entry).unwrap();
    }
    register
}

/// A real-time frame of 2017 that asks for an answer, with one figure of sulphur dioxide.
pub(crate) fn frame(mn: &Mn, at: Timestamp, value: &str) -> Vec<u8> {
    message(mn, at).group([("a21026-Rtd", value), ("a21026-Flag", "N")]).build().unwrap()
}

/// The beginning of such a frame.
pub(crate) fn message(mn: &Mn, at: Timestamp) -> MessageBuilder {
    let wall = china::civil(at).strftime("%Y%m%d%H%M%S").to_string();
    MessageBuilder::new(Version::V2017)
        .qn(format!("{wall}000"))
        .st(SystemCode::AIR_SOURCE)
        .cn(Command::REALTIME_DATA)
        .pw("123456")
        .mn(mn.as_str())
        .answer_required(true)
        .item("DataTime", wall)
}

/// `frame` with one digit of its CRC changed.
pub(crate) fn with_wrong_crc(mut frame: Vec<u8>) -> Vec<u8> {
    let last = frame.len() - 3;
    frame[last] = if frame[last] == b'0' { b'1' } else { b'0' };
    frame
}

/// The device's end of a connection.
pub(crate) struct Device212 {
    pub(crate) stream: TcpStream,
    decoder: Decoder,
}

impl Device212 {
    pub(crate) async fn connect(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).await.unwrap();
        Self { stream, decoder: Decoder::new(Limits::default()) }
    }

    pub(crate) async fn send(&mut self, bytes: &[u8]) {
        timeout(PATIENCE, self.stream.write_all(bytes)).await.unwrap().unwrap();
    }

    /// The next reply, as (CN, QN).
    pub(crate) async fn reply(&mut self) -> (String, String) {
        timeout(PATIENCE, self.next_reply()).await.expect("no reply came").unwrap()
    }

    async fn next_reply(&mut self) -> Result<(String, String), Error> {
        loop {
            if let Some(frame) = self.decoder.next_frame() {
                let message = frame.message();
                assert!(message.usable(), "{:?}", message.problems());
                assert_eq!(message.st(), Some("91"));
                return Ok((message.cn().unwrap().into(), message.qn().unwrap_or_default().into()));
            }
            let mut chunk = [0; 1024];
            let count = self.stream.read(&mut chunk).await?;
            if count == 0 {
                return Err(Error::from(ErrorKind::UnexpectedEof));
            }
            assert_eq!(self.decoder.push(&chunk[..count]), count);
        }
    }

    /// The next frame that the host sends, whatever it is: its data segment.
    pub(crate) async fn heard(&mut self) -> String {
        timeout(PATIENCE, async {
            loop {
                if let Some(frame) = self.decoder.next_frame() {
                    return String::from_utf8(frame.segment().to_vec()).unwrap();
                }
                let mut chunk = [0; 1024];
                let count = self.stream.read(&mut chunk).await.unwrap();
                assert!(count > 0, "the gateway closed");
                assert_eq!(self.decoder.push(&chunk[..count]), count);
            }
        })
        .await
        .expect("nothing came")
    }

    /// How many replies come before the gateway closes.
    pub(crate) async fn replies_until_closed(&mut self) -> u64 {
        let mut replies = 0;
        while timeout(PATIENCE, self.next_reply()).await.expect("the gateway did not close").is_ok() {
            replies += 1;
        }
        replies
    }

    /// Sends a frame and waits for its acknowledgement.
    pub(crate) async fn acknowledged(&mut self, frame: &[u8]) {
        self.send(frame).await;
        assert_eq!(self.reply().await.0, "9014");
    }

    /// Waits until the gateway closes; replies that come before are taken.
    pub(crate) async fn closed(&mut self) {
        let closed = async {
            let mut chunk = [0; 1024];
            loop {
                match self.stream.read(&mut chunk).await {
                    Ok(0) | Err(_) => return,
                    Ok(_) => {}
                }
            }
        };
        timeout(PATIENCE, closed).await.expect("the gateway did not close");
    }
}

/// Waits until `condition` holds.
pub(crate) async fn eventually(what: &str, mut condition: impl FnMut() -> bool) {
    let until = Instant::now() + PATIENCE;
    while !condition() {
        assert!(Instant::now() < until, "it did not come about: {what}");
        sleep(Duration::from_millis(5)).await;
    }
}

//! Loggers of stacks that speak HJ 212, many of them and all alike.

use std::ops::Range;

use anyhow::Context;
use hj212::{Command, MessageBuilder, SystemCode, Version};
use model::{
    Channel, CreditCode, District, Enterprise, Limit, LimitBasis, Logger, LoggerTarget, Medium, Mn, Outlet,
    OutletId, Place, RegisterEntry, Timestamp, Unit, china,
};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// What a logger of a stack with continuous monitoring reports: pollutants, and what they are converted with.
pub(super) const FACTORS: [&str; 9] =
    ["a21026", "a21002", "a34013", "a19001", "a01012", "a01013", "a01014", "a01011", "a00000"];

/// The outlet of logger `number`.
pub(super) fn outlet(number: usize) -> anyhow::Result<OutletId> {
    Ok(format!("OUT-{number}").parse()?)
}

/// Its MN.
pub(super) fn mn(number: usize) -> anyhow::Result<Mn> {
    Ok(format!("88888880{number:08}").parse()?)
}

/// What a logger measures of a factor in the `n`-th second, as it sends it.
pub(super) fn figure(number: usize, n: usize, place: usize) -> String {
    let value = number.wrapping_mul(31).wrapping_add(n * 7 + place * 13) % 9_000;
    format!("{}.{:02}", value / 100, value % 100)
}

/// The `n`-th frame of a logger: real-time data of the `n`-th second.
pub(super) fn frame(number: usize, start: Timestamp, n: usize) -> anyhow::Result<Vec<u8>> {
    frame_of(number, start, n, &FACTORS)
}

/// The same, of these factors.
pub(super) fn frame_of(
    number: usize,
    start: Timestamp,
    n: usize,
    factors: &[&str],
) -> anyhow::Result<Vec<u8>> {
    let mut message = message(number, Command::REALTIME_DATA, china::plus_seconds(start, n as i64))?;
    for (place, factor) in factors.iter().enumerate() {
        let value = figure(number, n, place);
        message =
            message.group([(format!("{factor}-Rtd"), value), (format!("{factor}-Flag"), "N".to_owned())]);
    }
    message.build().context("cannot build a frame")
}

/// Sends a frame and waits until it is acknowledged.
pub(super) async fn send(stream: &mut TcpStream, frame: &[u8]) -> anyhow::Result<()> {
    stream.write_all(frame).await?;
    let mut chunk = [0; 1024];
    loop {
        let count = stream.read(&mut chunk).await?;
        anyhow::ensure!(count > 0, "the gateway closed a connection");
        // Every acknowledgement ends with the one line feed in it.
        if chunk.get(..count).is_some_and(|bytes| bytes.ends_with(b"\n")) {
            return Ok(());
        }
    }
}

/// A frame with the mean of the hour from `hour` on of one factor.
pub(super) fn hour_frame(number: usize, hour: Timestamp, factor: &str, mean: f64) -> anyhow::Result<Vec<u8>> {
    let mean = [(format!("{factor}-Avg"), format!("{mean:.2}")), (format!("{factor}-Flag"), "N".to_owned())];
    let message = message(number, Command::HOUR_DATA, hour)?.group(mean);
    message.build().context("cannot build a frame")
}

fn message(number: usize, command: Command, at: Timestamp) -> anyhow::Result<MessageBuilder> {
    let wall = china::civil(at).strftime("%Y%m%d%H%M%S").to_string();
    Ok(MessageBuilder::new(Version::V2017)
        .qn(format!("{wall}000"))
        .st(SystemCode::AIR_SOURCE)
        .cn(command)
        .pw("123456")
        .mn(mn(number)?.as_str())
        .answer_required(true)
        .item("DataTime", wall))
}

/// An enterprise with the outlets and loggers of these numbers, in an order in which a register takes them.
/// `hour_limit`: what hour means of every factor may be at most, mg/m³.
pub(super) fn entries(numbers: Range<usize>, hour_limit: Option<f64>) -> anyhow::Result<Vec<RegisterEntry>> {
    let center = Place::new(113.0, 28.2).context("no such place")?;
    let enterprise = CreditCode::from_body("91430105MA4L00001")?;
    let district: model::DistrictCode = "430105".parse()?;
    let (name, name_en) = ("开福区".to_owned(), "Kaifu".to_owned());
    let mut entries = vec![
        RegisterEntry::District(District { code: district.clone(), name, name_en, center }),
        RegisterEntry::Enterprise(Enterprise {
            code: enterprise.clone(),
            name: "甲".to_owned(),
            name_en: "A".to_owned(),
            trade_code: "C2319".into(),
            trade: "印刷".to_owned(),
            trade_en: "Printing".to_owned(),
            district,
            place: center,
        }),
    ];
    let unit = Unit::MilligramPerCubicMetre;
    let (mut channels, mut limits) = (Vec::new(), Vec::new());
    for factor in FACTORS {
        channels.push(Channel { factor: factor.parse()?, sent_unit: unit, unit, range: None });
        if let Some(upper) = hour_limit {
            limits.push(Limit {
                factor: factor.parse()?,
                basis: LimitBasis::HourMean,
                lower: None,
                upper,
                unit,
                converted: false,
                valid_from: Timestamp::UNIX_EPOCH,
                valid_to: None,
                source: "made up for a measurement".into(),
                unverified: true,
            });
        }
    }
    for number in numbers {
        let id = outlet(number)?;
        entries.push(RegisterEntry::Outlet(Outlet {
            id: id.clone(),
            enterprise: enterprise.clone(),
            name: "排放口".to_owned(),
            name_en: "Outlet".to_owned(),
            medium: Medium::Air,
            place: center,
            channels: channels.clone(),
            limits: limits.clone(),
            release: None,
        }));
        let target = LoggerTarget::Outlet(id);
        entries.push(RegisterEntry::Logger(Logger { mn: mn(number)?, target, realtime_interval_s: 30 }));
    }
    Ok(entries)
}

//! What loggers send: samples and means as HJ 212 frames, byte for byte the same for the same city.

use hj212::{Command, EncodeError, Flag, MessageBuilder, SystemCode, Version};
use model::{FactorTable, Mark, Medium, Mn, Timestamp, china};

use crate::city::{City, Deviation, LoggerModel, SentFactor, Watched};
use crate::instrument::{self, Sample};
use crate::schedule::{self, Due, Kind, Schedule};

/// A frame with when and by whom it is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimedFrame {
    /// When it is due.
    pub due: Timestamp,
    /// The sender.
    pub mn: Mn,
    /// What deviates from the standard in it, on purpose.
    pub deviation: Deviation,
    /// The frame.
    pub bytes: Vec<u8>,
}

/// A frame ready to send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Encoded {
    pub(crate) bytes: Vec<u8>,
    /// The request number that the acknowledgement must repeat; `None` if none is asked for.
    pub(crate) qn: Option<String>,
}

impl City {
    /// Every frame that is due before `until`, from the start of the story, as a perfect network would
    /// deliver it: in order of time, then of MN.
    pub fn frames_until(&self, until: Timestamp) -> Vec<TimedFrame> {
        let mut frames = Vec::new();
        for logger in &self.loggers {
            let mut schedule = Schedule::new(logger, self.start.as_second());
            while schedule.peek().at_s < until.as_second() {
                let due = schedule.peek();
                schedule.advance();
                if let Some(encoded) = encode(self, logger, due) {
                    frames.push(TimedFrame {
                        due: instant(due.at_s),
                        mn: logger.mn.clone(),
                        deviation: logger.deviation,
                        bytes: encoded.bytes,
                    });
                }
            }
        }
        frames.sort_by(|a, b| (a.due, &a.mn).cmp(&(b.due, &b.mn)));
        frames
    }
}

fn instant(time_s: i64) -> Timestamp {
    Timestamp::from_second(time_s).unwrap_or(Timestamp::MAX)
}

/// The frame of `due`, or `None` if the logger has no power to send it or recorded nothing to tell.
pub(crate) fn encode(city: &City, logger: &LoggerModel, due: Due) -> Option<Encoded> {
    if !schedule::has_power(city, logger, due.at_s) {
        return None;
    }
    let groups = match due.kind {
        Kind::Realtime => realtime_groups(city, logger, due.data_s),
        Kind::Minute => mean_groups(city, logger, due.data_s, due.kind.span_s(), false)?,
        Kind::Hour | Kind::Day => mean_groups(city, logger, due.data_s, due.kind.span_s(), true)?,
    };
    // Nothing a logger composes here can break a frame; if it did, the logger would send nothing.
    build(logger, due, groups).ok()
}

type Group = Vec<(String, String)>;

/// China's time in fourteen digits.
pub(crate) fn wall(time_s: i64) -> String {
    china::civil(instant(time_s)).strftime("%Y%m%d%H%M%S").to_string()
}

fn build(logger: &LoggerModel, due: Due, groups: Vec<Group>) -> Result<Encoded, EncodeError> {
    let (command, order) = match due.kind {
        Kind::Realtime => (Command::REALTIME_DATA, 0),
        Kind::Minute => (Command::MINUTE_DATA, 1),
        Kind::Hour => (Command::HOUR_DATA, 2),
        Kind::Day => (Command::DAY_DATA, 2),
    };
    let version = if logger.old_protocol { Version::V2005 } else { Version::V2017 };
    let mut message = MessageBuilder::new(version)
        .st(system(logger))
        .cn(command)
        .pw(logger.pw.as_str())
        .mn(logger.mn.as_str());
    // The milliseconds keep request numbers of one second apart: 0 to 299 real-time, then minute, then hour, and
    // from 900 on what the host asked for.
    let millisecond = match due.asked {
        Some(number) => 900 + u32::from(number),
        None => order * 300 + (logger.key.child("qn").uniform(due.at_s) * 300.0) as u32,
    };
    let qn = format!("{}{millisecond:03}", wall(due.at_s + logger.skew_s));
    if !logger.old_protocol {
        message = message.qn(qn.as_str()).flag(Some(Flag::of(version).with_answer(due.asked.is_none())));
    }
    message = message.item("DataTime", wall(due.data_s + logger.skew_s));
    for group in groups {
        message = message.group(group);
    }
    let bytes = deviate(message.build()?, logger.deviation);
    // The host answers what it asked for with nothing (annex C.20).
    Ok(Encoded { bytes, qn: (!logger.old_protocol && due.asked.is_none()).then_some(qn) })
}

/// The system code of what a logger measures.
pub(crate) fn system(logger: &LoggerModel) -> SystemCode {
    match &logger.watched {
        Watched::Outlet { kind, .. } if kind.medium == Medium::Water => SystemCode::WATER_SOURCE,
        Watched::Outlet { .. } => SystemCode::AIR_SOURCE,
        Watched::Station(_) => SystemCode::AIR,
    }
}

fn text(sent: &SentFactor, value: f64) -> String {
    format!("{:.*}", sent.digits, value * sent.scale)
}

fn realtime_groups(city: &City, logger: &LoggerModel, time_s: i64) -> Vec<Group> {
    let group = |(index, sent): (usize, &SentFactor)| {
        let sample = instrument::sample(city, logger, index, time_s);
        let name = |item: &str| format!("{}-{item}", sent.sent_as);
        let mut items = vec![(name("Rtd"), text(sent, sample.value))];
        if let Some(converted) = sample.converted {
            items.push((name("ZsRtd"), text(sent, converted)));
        }
        items.push((name("Flag"), sample.mark.text().to_owned()));
        items
    };
    logger.sent.iter().enumerate().map(group).collect()
}

fn mean_groups(
    city: &City,
    logger: &LoggerModel,
    from_s: i64,
    span_s: i64,
    with_total: bool,
) -> Option<Vec<Group>> {
    let means: Vec<Mean> = (0..logger.sent.len())
        .map(|index| mean(city, logger, index, from_s, span_s))
        .collect::<Option<_>>()?;
    let volume = if with_total { volume(logger, &means, span_s) } else { None };
    let group = |(sent, mean): (&SentFactor, &Mean)| {
        let name = |item: &str| format!("{}-{item}", sent.sent_as);
        let mut items = vec![
            (name("Min"), text(sent, mean.value.min)),
            (name("Avg"), text(sent, mean.value.average())),
            (name("Max"), text(sent, mean.value.max)),
        ];
        if let Some(converted) = &mean.converted {
            items.push((name("ZsMin"), text(sent, converted.min)));
            items.push((name("ZsAvg"), text(sent, converted.average())));
            items.push((name("ZsMax"), text(sent, converted.max)));
        }
        if let Some(volume) = volume {
            let amount = match volume_per_second(sent) {
                Some(_) => Some(format!("{volume:.1}")),
                None => kilograms(sent, mean.value.average() * volume).map(|amount| format!("{amount:.4}")),
            };
            items.extend(amount.map(|amount| (name("Cou"), amount)));
        }
        items.push((name("Flag"), mean.mark.text().to_owned()));
        items
    };
    Some(logger.sent.iter().zip(&means).map(group).collect())
}

/// Cubic metres that flow in a second at a flow of 1, where a channel is of flow: from L/s and m³/s.
fn volume_per_second(sent: &SentFactor) -> Option<f64> {
    match sent.factor {
        "w00000" => Some(1e-3),
        "a00000" => Some(1.0),
        _ => None,
    }
}

/// Cubic metres that left in an interval of `means`, where the logger measures that.
fn volume(logger: &LoggerModel, means: &[Mean], span_s: i64) -> Option<f64> {
    let flow = |(sent, mean): (&SentFactor, &Mean)| Some(mean.value.average() * volume_per_second(sent)?);
    Some(logger.sent.iter().zip(means).find_map(flow)? * span_s as f64)
}

/// Kilograms of `concentration` times m³, where a channel is a concentration (HJ 212-2017 annex D).
fn kilograms(sent: &SentFactor, product: f64) -> Option<f64> {
    let factor = FactorTable::standard().get(&sent.factor.parse().ok()?)?;
    if !factor.unit.is_concentration() {
        return None;
    }
    // Of all concentrations outlets send mg/L or mg/m³.
    let mg_per_m3 = if factor.medium == Medium::Water { 1e3 } else { 1.0 };
    Some(product * mg_per_m3 * 1e-6)
}

/// Least, greatest and sum of some samples.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Figures {
    min: f64,
    max: f64,
    sum: f64,
    count: u32,
}

impl Figures {
    const EMPTY: Figures = Figures { min: f64::INFINITY, max: f64::NEG_INFINITY, sum: 0.0, count: 0 };

    fn add(&mut self, value: f64) {
        self.min = self.min.min(value);
        self.max = self.max.max(value);
        self.sum += value;
        self.count += 1;
    }

    /// The mean of at least one sample.
    pub(crate) fn average(self) -> f64 {
        self.sum / f64::from(self.count)
    }
}

/// What one channel says of an interval.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Mean {
    pub(crate) value: Figures,
    pub(crate) converted: Option<Figures>,
    pub(crate) mark: Mark,
}

/// The mean of a channel over `span_s` seconds from `from_s`, of the normal samples if there are any; `None`
/// if the logger recorded nothing.
///
/// Its mark follows HJ 212-2017 annex C.16 to C.18: waste water is abnormal with one abnormal sample, flue
/// gas is normal with three quarters of normal samples; an abnormal mean carries the commonest other mark.
pub(crate) fn mean(
    city: &City,
    logger: &LoggerModel,
    channel: usize,
    from_s: i64,
    span_s: i64,
) -> Option<Mean> {
    let step_s = i64::from(logger.interval_s);
    let samples: Vec<Sample> = (0..span_s / step_s)
        .map(|index| from_s + index * step_s)
        .filter(|time_s| schedule::has_power(city, logger, *time_s))
        .map(|time_s| instrument::sample(city, logger, channel, time_s))
        .collect();
    let normal = samples.iter().filter(|sample| sample.mark == Mark::Normal).count();
    let mut value = Figures::EMPTY;
    let mut converted = Figures::EMPTY;
    for sample in samples.iter().filter(|sample| normal == 0 || sample.mark == Mark::Normal) {
        value.add(sample.value);
        if let Some(figure) = sample.converted {
            converted.add(figure);
        }
    }
    let water = matches!(&logger.watched, Watched::Outlet { kind, .. } if kind.medium == Medium::Water);
    let is_normal = if water { normal == samples.len() } else { normal * 4 >= samples.len() * 3 };
    let mark = if is_normal { Mark::Normal } else { commonest_other(&samples) };
    (value.count > 0).then_some(Mean { value, converted: (converted.count > 0).then_some(converted), mark })
}

fn commonest_other(samples: &[Sample]) -> Mark {
    let count = |mark: &Mark| samples.iter().filter(|sample| sample.mark == *mark).count();
    [Mark::Stopped, Mark::Calibration, Mark::Maintenance, Mark::Fault]
        .into_iter()
        .max_by_key(|mark| count(mark))
        .unwrap_or(Mark::Fault)
}

/// The frame as a device with this deviation sends it.
pub(crate) fn deviate(mut frame: Vec<u8>, deviation: Deviation) -> Vec<u8> {
    // A built frame ends with four digits of CRC, CR and LF.
    let crc_at = frame.len().saturating_sub(6);
    match deviation {
        Deviation::None => {}
        Deviation::LowerCaseCrc => frame[crc_at..].make_ascii_lowercase(),
        Deviation::MissingLineEnd => frame.truncate(crc_at + 4),
        Deviation::LineFeedOnly => {
            frame.truncate(crc_at + 4);
            frame.push(b'\n');
        }
        Deviation::ShortCrc => {
            let zeros = frame[crc_at..crc_at + 3].iter().take_while(|digit| **digit == b'0').count();
            frame.drain(crc_at..crc_at + zeros);
        }
    }
    frame
}

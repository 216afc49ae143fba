//! The city as it stands: plants and stations with their devices, and the register that names them.

mod build;

pub(crate) use build::{credit_code, district_entry, id};

use std::collections::BTreeMap;

use model::{CreditCode, MeterId, Mn, OutletId, Register, RegisterEntry, Timestamp};

use crate::random::Stream;
use crate::schedule;
use crate::story::Truth;
use crate::trade::{OutletKind, Trade};

/// A city with its ground truth. Everything about it follows from its seed and its start.
#[derive(Debug)]
pub struct City {
    pub(crate) seed: u64,
    pub(crate) start: Timestamp,
    pub(crate) entries: Vec<RegisterEntry>,
    pub(crate) plants: Vec<Plant>,
    pub(crate) stations: Vec<StationModel>,
    pub(crate) loggers: Vec<LoggerModel>,
    pub(crate) meters: Vec<MeterModel>,
    pub(crate) truth: Vec<Truth>,
    /// Loggers that speak otherwise, by index.
    pub(crate) dialects: std::collections::BTreeMap<usize, crate::dialect::Dialect>,
}

/// An enterprise as the simulator knows it.
#[derive(Debug)]
pub(crate) struct Plant {
    /// Its number in the catalogue.
    pub(crate) number: u32,
    /// The source of all its randomness.
    pub(crate) key: Stream,
    pub(crate) trade: &'static Trade,
    pub(crate) code: CreditCode,
    /// Whether the story is about it.
    pub(crate) of_the_story: bool,
    /// The city's start, s since 1970.
    pub(crate) start_s: i64,
}

/// A station as the simulator knows it.
#[derive(Debug)]
pub(crate) struct StationModel {
    pub(crate) key: Stream,
    /// Micro stations are noisier.
    pub(crate) micro: bool,
}

/// What a logger is connected to.
#[derive(Debug, Clone)]
pub(crate) enum Watched {
    /// An outlet: index of the plant, the outlet's kind, the outlet.
    Outlet { plant: usize, kind: &'static OutletKind, id: OutletId },
    /// A station, by index.
    Station(usize),
}

/// A factor as a logger sends it.
#[derive(Debug, Clone)]
pub(crate) struct SentFactor {
    /// The code of 2017.
    pub(crate) factor: &'static str,
    /// The code on the wire (that of 2005 for old loggers).
    pub(crate) sent_as: &'static str,
    /// What the value in the channel's unit is multiplied by before it is sent.
    pub(crate) scale: f64,
    /// Digits after the point.
    pub(crate) digits: usize,
}

/// How a device deviates from the standard, as devices in the field do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Deviation {
    /// Frames as the standard asks.
    None,
    /// The CRC in lower-case digits.
    LowerCaseCrc,
    /// No line end after the CRC.
    MissingLineEnd,
    /// A line feed alone after the CRC.
    LineFeedOnly,
    /// Leading zeros of the CRC dropped.
    ShortCrc,
}

/// A data logger.
#[derive(Debug, Clone)]
pub(crate) struct LoggerModel {
    pub(crate) mn: Mn,
    pub(crate) key: Stream,
    pub(crate) watched: Watched,
    pub(crate) sent: Vec<SentFactor>,
    pub(crate) interval_s: u32,
    /// Speaks HJ/T 212-2005: no QN, no Flag, no acknowledgement.
    pub(crate) old_protocol: bool,
    pub(crate) deviation: Deviation,
    /// How far its clock is ahead, s.
    pub(crate) skew_s: i64,
    /// The password that it sends, and asks of its host.
    pub(crate) pw: String,
}

/// Which circuit a meter measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Circuit {
    Line(usize),
    Unit(usize),
}

/// A power meter.
#[derive(Debug, Clone)]
pub(crate) struct MeterModel {
    pub(crate) id: MeterId,
    pub(crate) key: Stream,
    pub(crate) plant: usize,
    pub(crate) circuit: Circuit,
    pub(crate) rated_kw: f64,
    /// Index of the district, whose concentrator carries it.
    pub(crate) district: usize,
}

impl City {
    /// Builds the city of `seed` whose story starts at `start`.
    pub fn build(seed: u64, start: Timestamp) -> City {
        build::build(seed, start)
    }

    /// The seed.
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// When the story starts.
    pub fn start(&self) -> Timestamp {
        self.start
    }

    /// What the bureau knows of the city, in an order in which [`Register::put`] accepts it.
    pub fn entries(&self) -> &[RegisterEntry] {
        &self.entries
    }

    /// [`City::entries`] as a register.
    pub fn register(&self) -> Register {
        let mut register = Register::default();
        for entry in &self.entries {
            register
                .put(entry.clone())
                .expect("entries are ordered so that each names earlier ones (tested)");
        }
        register
    }

    /// The hours before the story that loggers measured and never sent by themselves: what their host has to ask
    /// for.
    pub fn kept_back(&self) -> BTreeMap<Mn, Vec<Timestamp>> {
        let start_s = self.start.as_second().div_euclid(3600) * 3600;
        let hours = |logger: &LoggerModel| {
            let hours = (-i64::from(crate::HISTORY_DAYS) * 24..0).map(|hour| start_s + hour * 3600);
            let kept = hours.filter(|hour_s| schedule::is_kept_back(self, logger, *hour_s));
            kept.filter_map(|hour_s| Timestamp::from_second(hour_s).ok()).collect::<Vec<_>>()
        };
        let all = self.loggers.iter().map(|logger| (logger.mn.clone(), hours(logger)));
        all.filter(|(_, hours)| !hours.is_empty()).collect()
    }

    /// What really happens. For tests and benchmarks only: no device and no detector sees it.
    pub fn truth(&self) -> &[Truth] {
        &self.truth
    }
}

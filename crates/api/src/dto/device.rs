//! Loggers, meters and the waiting room.

use std::collections::BTreeMap;

use model::{Mn, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Time;
use super::dialect::{Dialect, DialectState};

/// What the gateway knows of one device; the port [`crate::Devices`] gives it.
#[derive(Debug, Clone, PartialEq)]
pub struct DeviceState {
    /// The MN of a logger, the id of a meter, or the address of somebody who gave no name.
    pub device: String,
    /// `hj212` or `mqtt`.
    pub transport: &'static str,
    /// Whether it is connected now.
    pub connected: bool,
    /// Where it connects from.
    pub peer: Option<String>,
    /// Its latest frame, whatever it held.
    pub last_seen: Option<Timestamp>,
    /// The protocol's version, as in `2017`.
    pub protocol: Option<String>,
    /// Frames received, ever.
    pub frames_received: u64,
    /// Frames stored, ever.
    pub frames_stored: u64,
    /// Frames kept in the waiting room, ever.
    pub frames_waiting: u64,
    /// Frames refused, ever, by reason.
    pub frames_refused: BTreeMap<String, u64>,
    /// Readings received, ever.
    pub readings_received: u64,
    /// Readings stored, ever; duplicates of stored ones count as stored.
    pub readings_stored: u64,
    /// Of those, how many were there already.
    pub readings_duplicate: u64,
    /// Readings refused, ever, by reason.
    pub readings_refused: BTreeMap<String, u64>,
    /// The latest refusal.
    pub last_refusal: Option<RefusalState>,
    /// Deviations from the standard, by code.
    pub problems: BTreeMap<String, u64>,
    /// Whether a second device uses the same MN now.
    pub shared_mn: bool,
    /// How it speaks; as the standard says, for all but loggers.
    pub dialect: DialectState,
}

/// Something that was refused.
#[derive(Debug, Clone, PartialEq)]
pub struct RefusalState {
    /// When.
    pub at: Timestamp,
    /// Why, in a stable code.
    pub reason: String,
    /// The beginning of what was sent, printable.
    pub excerpt: String,
}

/// A logger that the register does not know.
#[derive(Debug, Clone, PartialEq)]
pub struct WaitingState {
    /// The number it gives.
    pub mn: Mn,
    /// Where it connects from.
    pub peer: Option<String>,
    /// Its first frame.
    pub first_seen: Timestamp,
    /// Its latest frame.
    pub last_seen: Timestamp,
    /// Frames kept.
    pub frames: u64,
    /// What it says that it watches (ST of HJ 212).
    pub system: Option<CodeInWords>,
    /// The latest value of each factor it sends.
    pub latest: Vec<(String, String)>,
}

/// A code of the protocol with its name.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct CodeInWords {
    /// As sent.
    pub code: String,
    /// What it is called in Chinese; absent where no table has it.
    pub name: Option<String>,
    /// The same in English.
    pub name_en: Option<String>,
    /// Whether the name could not be read in the text of a standard.
    pub unverified: bool,
}

/// One device with its accounts.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Device {
    pub(crate) device: String,
    /// `hj212` or `mqtt`.
    pub(crate) transport: &'static str,
    pub(crate) connected: bool,
    pub(crate) peer: Option<String>,
    pub(crate) last_seen: Option<Time>,
    pub(crate) protocol: Option<String>,
    pub(crate) frames_received: u64,
    pub(crate) frames_stored: u64,
    pub(crate) frames_waiting: u64,
    pub(crate) frames_refused: BTreeMap<String, u64>,
    pub(crate) readings_received: u64,
    pub(crate) readings_stored: u64,
    pub(crate) readings_duplicate: u64,
    pub(crate) readings_refused: BTreeMap<String, u64>,
    pub(crate) last_refusal: Option<Refusal>,
    pub(crate) problems: BTreeMap<String, u64>,
    pub(crate) shared_mn: bool,
    /// How it speaks; for loggers.
    pub(crate) dialect: Option<Dialect>,
}

impl From<DeviceState> for Device {
    fn from(state: DeviceState) -> Self {
        Self {
            device: state.device,
            transport: state.transport,
            connected: state.connected,
            peer: state.peer,
            last_seen: state.last_seen.map(Time),
            protocol: state.protocol,
            frames_received: state.frames_received,
            frames_stored: state.frames_stored,
            frames_waiting: state.frames_waiting,
            frames_refused: state.frames_refused,
            readings_received: state.readings_received,
            readings_stored: state.readings_stored,
            readings_duplicate: state.readings_duplicate,
            readings_refused: state.readings_refused,
            last_refusal: state.last_refusal.map(|refusal| Refusal {
                at: Time(refusal.at),
                reason: refusal.reason,
                excerpt: refusal.excerpt,
            }),
            problems: state.problems,
            shared_mn: state.shared_mn,
            dialect: (state.transport == "hj212").then(|| state.dialect.into()),
        }
    }
}

/// Something that was refused.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Refusal {
    pub(crate) at: Time,
    pub(crate) reason: String,
    /// The beginning of what was sent.
    pub(crate) excerpt: String,
}

/// A registered logger with what it reports for.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Logger {
    pub(crate) mn: String,
    pub(crate) target: DeviceTarget,
    pub(crate) realtime_interval_s: u32,
    /// Absent where it was never heard.
    pub(crate) device: Option<Device>,
}

/// What a device reports for.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct DeviceTarget {
    /// `outlet`, `station`, `line` or `treatment_unit`.
    pub(crate) kind: &'static str,
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) name_en: String,
    pub(crate) enterprise: Option<super::Named>,
    pub(crate) district: Option<String>,
}

/// A logger in the waiting room.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct WaitingLogger {
    pub(crate) mn: String,
    pub(crate) peer: Option<String>,
    pub(crate) first_seen: Time,
    pub(crate) last_seen: Time,
    pub(crate) frames: u64,
    /// What it says that it watches (ST of HJ 212).
    pub(crate) system: Option<CodeInWords>,
    pub(crate) latest: Vec<WaitingValue>,
}

/// The latest value of one factor, as the device wrote it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct WaitingValue {
    pub(crate) factor: String,
    pub(crate) value: String,
}

impl From<WaitingState> for WaitingLogger {
    fn from(state: WaitingState) -> Self {
        let latest = state.latest.into_iter().map(|(factor, value)| WaitingValue { factor, value }).collect();
        Self {
            mn: state.mn.to_string(),
            peer: state.peer,
            first_seen: Time(state.first_seen),
            last_seen: Time(state.last_seen),
            frames: state.frames,
            system: state.system,
            latest,
        }
    }
}

/// What a waiting logger shall report for.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Adoption {
    pub(crate) target: AdoptionTarget,
    /// How often it should send a real-time frame, s: 1 to 3600.
    pub(crate) realtime_interval_s: u32,
}

/// Exactly one of the two.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum AdoptionTarget {
    Outlet(String),
    Station(String),
}

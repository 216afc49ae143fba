//! The map, enterprises, outlets and stations.

use serde::Serialize;
use utoipa::ToSchema;

use super::alarm::AlarmSummary;
use super::device::Device;
use super::series::{LatestReading, Limit};
use super::{Named, Place, Time};

/// How something stands now. On pages a colour, a shape and a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Status {
    /// Heard lately, nothing open.
    Normal,
    /// Never heard, or nothing that could be heard is known.
    Unknown,
    /// Its latest value carries a declared condition (stopped, maintenance, calibration, fault).
    Declared,
    /// It should have spoken and has not.
    Silent,
    /// An alarm is open.
    Alarm,
}

/// A district on the map.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct District {
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) name_en: String,
    pub(crate) center: Place,
    pub(crate) open_alarms: usize,
}

/// An enterprise in a list or on the map.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct EnterpriseSummary {
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) name_en: String,
    pub(crate) trade_code: String,
    pub(crate) trade: String,
    pub(crate) trade_en: String,
    pub(crate) district: String,
    pub(crate) place: Place,
    pub(crate) status: Status,
    pub(crate) outlets: usize,
    pub(crate) meters: usize,
    pub(crate) open_alarms: usize,
}

/// An outlet on the map: how it stands, and not what it measures. A city has ten thousand of them.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct OutletPoint {
    pub(crate) id: String,
    pub(crate) enterprise: String,
    pub(crate) name: String,
    pub(crate) name_en: String,
    /// `air` or `water`.
    pub(crate) medium: &'static str,
    pub(crate) place: Place,
    pub(crate) status: Status,
    pub(crate) last_seen: Option<Time>,
}

/// An outlet with its latest readings.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct OutletSummary {
    #[serde(flatten)]
    pub(crate) point: OutletPoint,
    pub(crate) readings: Vec<LatestReading>,
}

/// A station with its latest readings: there are few.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct StationSummary {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) name_en: String,
    /// `national`, `provincial`, `micro` or `composition`.
    pub(crate) class: &'static str,
    pub(crate) district: String,
    pub(crate) place: Place,
    pub(crate) status: Status,
    pub(crate) last_seen: Option<Time>,
    pub(crate) readings: Vec<LatestReading>,
}

/// The wind, as the stations that measure it say (vector mean of the last readings).
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Wind {
    pub(crate) time: Time,
    /// Where it comes from, degrees of the compass.
    pub(crate) direction_deg: f64,
    pub(crate) speed_ms: f64,
    /// How many stations the mean is of.
    pub(crate) stations: usize,
}

/// Everything the map draws.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Map {
    pub(crate) now: Time,
    pub(crate) districts: Vec<District>,
    pub(crate) enterprises: Vec<EnterpriseSummary>,
    pub(crate) outlets: Vec<OutletPoint>,
    pub(crate) stations: Vec<StationSummary>,
    pub(crate) wind: Option<Wind>,
    /// Tile address of the configuration, if there is one.
    pub(crate) tiles: Option<String>,
}

/// A power meter.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Meter {
    pub(crate) id: String,
    pub(crate) rated_kw: Option<f64>,
    pub(crate) latest: Option<LatestReading>,
}

/// A production line.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Line {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) name_en: String,
    pub(crate) meter: Option<Meter>,
}

/// A treatment facility.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct TreatmentUnit {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) name_en: String,
    /// Ids of the lines it treats.
    pub(crate) treats: Vec<String>,
    pub(crate) outlet: Option<String>,
    pub(crate) meter: Option<Meter>,
}

/// Something that happened to an enterprise.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct TimelineEntry {
    pub(crate) at: Time,
    /// The event's kind, as in `alarm.raised`.
    pub(crate) kind: String,
    /// The stream it stands in, as in `alarm/A20200830-0001`.
    pub(crate) stream: String,
    pub(crate) sequence: u64,
}

/// Everything about one enterprise.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Enterprise {
    #[serde(flatten)]
    pub(crate) summary: EnterpriseSummary,
    pub(crate) district_named: Named,
    pub(crate) outlet_list: Vec<OutletSummary>,
    pub(crate) lines: Vec<Line>,
    pub(crate) treatment_units: Vec<TreatmentUnit>,
    pub(crate) alarms: Vec<AlarmSummary>,
    pub(crate) timeline: Vec<TimelineEntry>,
}

/// A channel of an outlet or station.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Channel {
    pub(crate) factor: String,
    pub(crate) name: String,
    pub(crate) name_en: String,
    pub(crate) unit: String,
    pub(crate) sent_unit: String,
}

/// Everything about one outlet.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Outlet {
    #[serde(flatten)]
    pub(crate) summary: OutletSummary,
    pub(crate) enterprise_named: Named,
    pub(crate) district: String,
    pub(crate) channels: Vec<Channel>,
    pub(crate) limits: Vec<Limit>,
    pub(crate) release: Option<OutletRelease>,
    /// Its logger's number.
    pub(crate) mn: Option<String>,
    pub(crate) device: Option<Device>,
    pub(crate) lines: Vec<Line>,
    pub(crate) treatment_units: Vec<TreatmentUnit>,
    pub(crate) alarms: Vec<AlarmSummary>,
}

/// How what leaves an outlet enters the air, as far as the register tells.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct OutletRelease {
    /// m above the ground.
    pub(crate) height_m: Option<f64>,
    /// m.
    pub(crate) diameter_m: Option<f64>,
    /// ℃.
    pub(crate) exhaust_celsius: Option<f64>,
    /// m/s.
    pub(crate) exhaust_m_s: Option<f64>,
    /// What part of an emission, by mass, each factor is.
    pub(crate) profile: Vec<OutletShare>,
    pub(crate) profile_source: Option<String>,
}

/// A factor's part of an emission.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct OutletShare {
    pub(crate) factor: Named,
    /// 0 to 1.
    pub(crate) share: f64,
}

/// Everything about one station.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Station {
    #[serde(flatten)]
    pub(crate) summary: StationSummary,
    pub(crate) channels: Vec<Channel>,
    pub(crate) mn: Option<String>,
    pub(crate) device: Option<Device>,
}

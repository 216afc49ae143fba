//! Requests to devices, and what is missing of a device's data.

use std::collections::BTreeMap;

use casework::device_request::{Form, RequestKind};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Time;

/// What somebody asks of a logger.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewDeviceRequest {
    /// As in `set_realtime_interval`.
    pub(crate) kind: String,
    /// The values, by the names of the protocol, as in `RtdInterval`.
    #[serde(default)]
    pub(crate) values: BTreeMap<String, String>,
    /// Why; needed where it changes how the device measures or is reached.
    #[serde(default)]
    pub(crate) reason: Option<String>,
}

/// What a logger is told at its first connection. What is not said is as the standard has it, and the interval of
/// real-time data as the register has it.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct NewFirstConnection {
    /// How long the logger waits for an answer, s.
    pub(crate) over_time_s: Option<u16>,
    /// How often it sends again.
    pub(crate) retries: Option<u16>,
    /// How often it sends real-time data, s.
    pub(crate) realtime_interval_s: Option<u16>,
    /// For how long its minute data stands, min.
    pub(crate) minute_interval_min: Option<u16>,
    /// Whether it is to send the state of treatment facilities.
    pub(crate) facilities: bool,
}

/// A request to a device.
#[derive(Debug, Clone, Default, Serialize, ToSchema)]
pub(crate) struct DeviceRequest {
    pub(crate) id: String,
    pub(crate) mn: String,
    /// As in `set_time`.
    pub(crate) kind: String,
    /// The command number; none if this version does not know the kind.
    pub(crate) command: Option<u16>,
    /// The values; never a password.
    pub(crate) values: BTreeMap<String, String>,
    pub(crate) reason: Option<String>,
    /// The name of the person, or of the part of the system.
    pub(crate) asked_by: String,
    /// Whether the system asked by itself.
    pub(crate) automatic: bool,
    #[schema(value_type = Option<Time>)]
    pub(crate) asked_at: Option<Time>,
    /// `requested`, `answered`, `completed`, `refused`, `timed_out`, `not_sent`, `interrupted` or `cancelled`.
    pub(crate) stage: &'static str,
    /// When it got there.
    pub(crate) stage_at: Option<Time>,
    /// Whether something can still happen.
    pub(crate) open: bool,
    /// QnRtn of 9011.
    pub(crate) qn_rtn: Option<u16>,
    /// ExeRtn of 9012.
    pub(crate) exe_rtn: Option<u16>,
    /// Why it was not sent, or was cut off.
    pub(crate) cause: Option<String>,
    /// For what the logger was waited for in vain: `answer` or `result`.
    pub(crate) awaited: Option<String>,
    /// How often it was sent; known while it is open.
    pub(crate) attempts: Option<u32>,
    /// Frames of data that came.
    pub(crate) data_frames: u32,
    /// What the logger told.
    pub(crate) told: Vec<Told>,
}

/// One item of what a logger told.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = ToldItem)]
pub(crate) struct Told {
    pub(crate) name: String,
    pub(crate) value: String,
}

/// The requests to a logger, and what it can be asked.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct DeviceRequestList {
    pub(crate) mn: String,
    /// Whether it is connected now.
    pub(crate) connected: bool,
    /// The version that it speaks, as in `2017`.
    pub(crate) protocol: Option<String>,
    pub(crate) kinds: Vec<DeviceRequestKind>,
    /// The last ones, the latest first.
    pub(crate) items: Vec<DeviceRequest>,
}

/// Something that a logger can be asked.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct DeviceRequestKind {
    /// As in `set_time`.
    pub(crate) code: &'static str,
    /// The command number.
    pub(crate) command: u16,
    pub(crate) parameters: Vec<RequestParameter>,
    /// Whether it changes how the device measures or is reached: for administrators, with a reason.
    pub(crate) careful: bool,
    /// Whether what is known of it is second hand.
    pub(crate) unverified: bool,
    /// Whether the account may ask for it.
    pub(crate) allowed: bool,
    /// Whether the version that the logger speaks has it; true while the version is not known.
    pub(crate) available: bool,
}

/// One value that a request carries.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct RequestParameter {
    /// As in `RtdInterval`.
    pub(crate) name: &'static str,
    pub(crate) required: bool,
    /// `number`, `one_of`, `time`, `time_of_day`, `code`, `password` or `text`.
    pub(crate) form: &'static str,
    pub(crate) min: Option<u16>,
    pub(crate) max: Option<u16>,
    pub(crate) one_of: Vec<u16>,
}

impl From<&casework::device_request::Parameter> for RequestParameter {
    fn from(parameter: &casework::device_request::Parameter) -> Self {
        let (form, min, max, one_of): (_, _, _, &[u16]) = match parameter.form {
            Form::Number { min, max } => ("number", Some(min), Some(max), &[]),
            Form::OneOf(allowed) => ("one_of", None, None, allowed),
            Form::Time => ("time", None, None, &[]),
            Form::TimeOfDay => ("time_of_day", None, None, &[]),
            Form::Code => ("code", None, None, &[]),
            Form::Password => ("password", None, None, &[]),
            _ => ("text", None, None, &[]),
        };
        let one_of = one_of.to_vec();
        Self { name: parameter.name, required: parameter.required, form, min, max, one_of }
    }
}

impl DeviceRequestKind {
    /// A kind, for an account that may ask for it or not, and a logger that has it or not.
    pub(crate) fn of(kind: RequestKind, allowed: bool, available: bool) -> Self {
        Self {
            code: kind.code(),
            command: kind.command().number(),
            parameters: kind.parameters().iter().map(RequestParameter::from).collect(),
            careful: casework::device_request::asks_for_care(kind),
            unverified: kind.is_unverified(),
            allowed,
            available,
        }
    }
}

/// What is missing of an outlet's data.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct GapList {
    /// The logger that can be asked for it.
    pub(crate) mn: Option<String>,
    pub(crate) from: Time,
    pub(crate) to: Time,
    /// Pieces that one request can ask for, the latest first.
    pub(crate) items: Vec<Gap>,
}

/// Intervals without a value.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = DataGap)]
pub(crate) struct Gap {
    /// `minute`, `hour` or `day`.
    pub(crate) granularity: &'static str,
    /// The start of the first one that is missing.
    pub(crate) from: Time,
    /// The start of the last one that is missing.
    pub(crate) to: Time,
    pub(crate) missing: u64,
    /// The request that asks for it, as in `minute_history`.
    pub(crate) kind: &'static str,
    /// Its values.
    pub(crate) values: BTreeMap<String, String>,
}

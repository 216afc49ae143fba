use std::collections::BTreeMap;

use model::{Actor, DeviceRequestId, Mn, UserId};
use serde::{Deserialize, Serialize};

use super::state::{Awaited, InterruptCause, NotSentCause};
use crate::stored::kinds;

/// What happened to a device request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// Somebody asked.
    Requested(Requested),
    /// The logger took it on.
    Answered(Answered),
    /// The logger is done with it.
    Completed(Completed),
    /// The logger refused it.
    Refused(Refused),
    /// The logger was silent.
    TimedOut(TimedOut),
    /// It was not sent.
    NotSent(NotSent),
    /// It was cut off.
    Interrupted(Interrupted),
    /// Somebody gave it up.
    Cancelled(Cancelled),
}

/// See [`Event::Requested`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Requested {
    /// The request's id.
    pub id: DeviceRequestId,
    /// Which logger.
    pub mn: Mn,
    /// What, as in `set_time`.
    pub kind: String,
    /// The values, by the names of the protocol; never a password.
    pub values: BTreeMap<String, String>,
    /// Why.
    pub reason: Option<String>,
    /// Who.
    pub asked_by: Actor,
}

/// See [`Event::Answered`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answered {
    /// QnRtn of 9011.
    pub qn_rtn: u16,
}

/// One item of what a logger told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Told {
    /// Its name, as in `RtdInterval`.
    pub name: String,
    /// Its value, as sent.
    pub value: String,
}

/// See [`Event::Completed`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Completed {
    /// ExeRtn of 9012; none for a notice.
    pub exe_rtn: Option<u16>,
    /// Frames of data that came.
    pub data_frames: u32,
    /// What the logger told.
    pub told: Vec<Told>,
}

/// See [`Event::Refused`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Refused {
    /// QnRtn of 9011.
    pub qn_rtn: u16,
}

/// See [`Event::TimedOut`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TimedOut {
    /// What was waited for.
    pub awaited: Awaited,
    /// Frames of data that came.
    pub data_frames: u32,
}

/// See [`Event::NotSent`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NotSent {
    /// Why.
    pub cause: NotSentCause,
}

/// See [`Event::Interrupted`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Interrupted {
    /// By what.
    pub cause: InterruptCause,
    /// Frames of data that came.
    pub data_frames: u32,
}

/// See [`Event::Cancelled`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cancelled {
    /// Who gave it up.
    pub by: UserId,
}

// The shapes above are the stored format and never change.
kinds! {
    Requested = "device_request.requested",
    Answered = "device_request.answered",
    Completed = "device_request.completed",
    Refused = "device_request.refused",
    TimedOut = "device_request.timed_out",
    NotSent = "device_request.not_sent",
    Interrupted = "device_request.interrupted",
    Cancelled = "device_request.cancelled",
}

use std::collections::BTreeMap;

use model::{Actor, DeviceRequestId, Mn, UserId};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::state::{Awaited, InterruptCause, NotSentCause};
use crate::stored::{self, StoredEventError};

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

/// The stored format: a kind, and a JSON body with `"v": 1`. The shapes above are this format and never
/// change.
const FORMAT: u64 = 1;

/// Ties every variant to its kind, both ways.
macro_rules! kinds {
    ($($variant:ident = $kind:literal,)*) => {
        impl Event {
            /// The kinds of all events.
            pub const KINDS: &'static [&'static str] = &[$($kind,)*];

            /// Its kind, as it stands in the ledger.
            pub fn kind(&self) -> &'static str {
                match self { $(Event::$variant(_) => $kind,)* }
            }

            /// Its body, as it stands in the ledger.
            pub fn to_json(&self) -> Value {
                match self { $(Event::$variant(body) => stored::write(FORMAT, body),)* }
            }

            /// The event of a stored kind and body.
            ///
            /// # Errors
            /// If the kind or the format is unknown, or the body does not have the shape of its kind.
            pub fn from_json(kind: &str, body: &Value) -> Result<Event, StoredEventError> {
                let found = stored::format_of(body);
                match kind {
                    $($kind if found == Some(FORMAT) => stored::read(kind, body).map(Event::$variant),)*
                    known if Self::KINDS.contains(&known) => {
                        Err(StoredEventError::UnknownFormat { kind: known.into(), found })
                    }
                    other => Err(StoredEventError::UnknownKind { kind: other.into() }),
                }
            }
        }
    };
}

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

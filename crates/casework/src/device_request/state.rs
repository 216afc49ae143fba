use std::collections::BTreeMap;

use model::{Actor, DeviceRequestId, Mn, Timestamp, UserId};
use serde::{Deserialize, Serialize};

use super::event::{
    Answered, Cancelled, Completed, Event, Interrupted, NotSent, Refused, Requested, TimedOut, Told,
};

/// What was asked of a logger, and how far it has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceRequest {
    /// Its id.
    pub id: DeviceRequestId,
    /// Which logger.
    pub mn: Mn,
    /// What, as in `set_time`; one that this version does not know is kept as it is.
    pub kind: String,
    /// The values, by the names of the protocol; never a password.
    pub values: BTreeMap<String, String>,
    /// Why.
    pub reason: Option<String>,
    /// Who asked.
    pub asked_by: Actor,
    /// When.
    pub asked_at: Timestamp,
    /// How far it is.
    pub stage: Stage,
}

/// How far a device request has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "stage")]
pub enum Stage {
    /// Asked; it is sent, or waits for its turn.
    Requested,
    /// The logger took it on.
    Answered {
        /// When.
        at: Timestamp,
        /// QnRtn.
        qn_rtn: u16,
    },
    /// The logger is done with it, well or badly.
    Completed {
        /// When.
        at: Timestamp,
        /// ExeRtn; none for a notice.
        exe_rtn: Option<u16>,
        /// Frames of data that came.
        data_frames: u32,
        /// What the logger told.
        told: Vec<Told>,
    },
    /// The logger refused it.
    Refused {
        /// When.
        at: Timestamp,
        /// QnRtn.
        qn_rtn: u16,
    },
    /// The logger was silent.
    TimedOut {
        /// When it was given up.
        at: Timestamp,
        /// What was waited for.
        awaited: Awaited,
        /// Frames of data that came.
        data_frames: u32,
    },
    /// It was not sent.
    NotSent {
        /// When that was known.
        at: Timestamp,
        /// Why.
        cause: NotSentCause,
    },
    /// It was cut off; what was sent, the logger may have done.
    Interrupted {
        /// When that was known.
        at: Timestamp,
        /// By what.
        cause: InterruptCause,
        /// Frames of data that came.
        data_frames: u32,
    },
    /// Somebody gave it up; what was sent, the logger may have done.
    Cancelled {
        /// When.
        at: Timestamp,
        /// Who.
        by: UserId,
    },
}

/// For what a logger was waited for in vain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Awaited {
    /// The answer, 9011 or 9013.
    Answer,
    /// The result, 9012.
    Result,
}

/// Why a request was not sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NotSentCause {
    /// The logger is not connected, or has not said anything yet.
    NotConnected,
    /// The protocol's version that the logger speaks does not have it.
    NotInVersion,
    /// Too many requests to the logger wait already.
    QueueFull,
}

/// What cut a request off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InterruptCause {
    /// The connection ended.
    Disconnected,
    /// The system stopped.
    Stopped,
    /// The system had ended without saying how it went.
    Unfinished,
}

impl Stage {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Stage::Requested => "requested",
            Stage::Answered { .. } => "answered",
            Stage::Completed { .. } => "completed",
            Stage::Refused { .. } => "refused",
            Stage::TimedOut { .. } => "timed_out",
            Stage::NotSent { .. } => "not_sent",
            Stage::Interrupted { .. } => "interrupted",
            Stage::Cancelled { .. } => "cancelled",
        }
    }

    /// Whether something can still happen.
    pub fn is_open(&self) -> bool {
        matches!(self, Stage::Requested | Stage::Answered { .. })
    }

    /// When it got there; none for the first.
    pub fn at(&self) -> Option<Timestamp> {
        match self {
            Stage::Requested => None,
            Stage::Answered { at, .. }
            | Stage::Completed { at, .. }
            | Stage::Refused { at, .. }
            | Stage::TimedOut { at, .. }
            | Stage::NotSent { at, .. }
            | Stage::Interrupted { at, .. }
            | Stage::Cancelled { at, .. } => Some(*at),
        }
    }
}

/// Why an event does not fit what went before: the history was not written by [`decide`](super::decide()).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ApplyError {
    /// Something happened to a request that was never made.
    #[error("{event} of a request that nobody made")]
    NotRequested {
        /// What.
        event: &'static str,
    },
    /// It was made twice.
    #[error("a request was made twice")]
    RequestedTwice,
    /// Something happened after its end.
    #[error("{event} after {stage}")]
    Over {
        /// What.
        event: &'static str,
        /// The end.
        stage: &'static str,
    },
}

/// Folds `event`, which happened at `at`, into the request.
///
/// # Errors
/// If the event does not fit.
pub fn apply(
    before: Option<DeviceRequest>,
    event: &Event,
    at: Timestamp,
) -> Result<DeviceRequest, ApplyError> {
    let Some(before) = before else {
        return match event {
            Event::Requested(requested) => Ok(begin(requested, at)),
            Event::Answered(_)
            | Event::Completed(_)
            | Event::Refused(_)
            | Event::TimedOut(_)
            | Event::NotSent(_)
            | Event::Interrupted(_)
            | Event::Cancelled(_) => Err(ApplyError::NotRequested { event: event.kind() }),
        };
    };
    if !before.stage.is_open() {
        return Err(ApplyError::Over { event: event.kind(), stage: before.stage.code() });
    }
    let stage = match event.clone() {
        Event::Requested(_) => return Err(ApplyError::RequestedTwice),
        Event::Answered(Answered { qn_rtn }) => Stage::Answered { at, qn_rtn },
        Event::Completed(Completed { exe_rtn, data_frames, told }) => {
            Stage::Completed { at, exe_rtn, data_frames, told }
        }
        Event::Refused(Refused { qn_rtn }) => Stage::Refused { at, qn_rtn },
        Event::TimedOut(TimedOut { awaited, data_frames }) => Stage::TimedOut { at, awaited, data_frames },
        Event::NotSent(NotSent { cause }) => Stage::NotSent { at, cause },
        Event::Interrupted(Interrupted { cause, data_frames }) => {
            Stage::Interrupted { at, cause, data_frames }
        }
        Event::Cancelled(Cancelled { by }) => Stage::Cancelled { at, by },
    };
    Ok(DeviceRequest { stage, ..before })
}

fn begin(requested: &Requested, at: Timestamp) -> DeviceRequest {
    let Requested { id, mn, kind, values, reason, asked_by } = requested.clone();
    DeviceRequest { id, mn, kind, values, reason, asked_by, asked_at: at, stage: Stage::Requested }
}

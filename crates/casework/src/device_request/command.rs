use hj212::Request;
use model::{DeviceRequestId, Mn};

use super::event::Told;
use super::state::{Awaited, InterruptCause, NotSentCause};

/// The longest reason, characters.
pub const MAX_REASON: usize = 500;

/// What can be done with a device request. All but [`Command::Ask`] and [`Command::Cancel`] are reports of the
/// part of the system that talks to devices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Asks a logger for something.
    Ask {
        /// The request's id.
        id: DeviceRequestId,
        /// Which logger.
        mn: Mn,
        /// What, with its values.
        request: Request,
        /// Why; needed where it changes what the device measures.
        reason: Option<String>,
    },
    /// Gives it up.
    Cancel,
    /// The logger took it on (9011, QnRtn 1).
    Answer {
        /// QnRtn.
        qn_rtn: u16,
    },
    /// The logger is done with it (9012, or 9013 to a notice).
    Complete {
        /// ExeRtn; none for a notice.
        exe_rtn: Option<u16>,
        /// Frames of data that came.
        data_frames: u32,
        /// What the logger told.
        told: Vec<Told>,
    },
    /// The logger refused it (9011).
    Refuse {
        /// QnRtn.
        qn_rtn: u16,
    },
    /// The logger was silent.
    TimeOut {
        /// What was waited for.
        awaited: Awaited,
        /// Frames of data that came.
        data_frames: u32,
    },
    /// It was not sent.
    FailToSend {
        /// Why.
        cause: NotSentCause,
    },
    /// It was cut off.
    Interrupt {
        /// By what.
        cause: InterruptCause,
        /// Frames of data that came.
        data_frames: u32,
    },
}

//! A device request's lifecycle: what somebody asked of a data logger, and what came of it.
//!
//! It touches a device, so it is an event before it is sent, and its end is an event too. Passwords are in no
//! event.

mod access;
mod command;
mod decide;
mod event;
mod refusal;
mod state;

pub use access::{asks_for_care, roles, system_may};
pub use command::{Command, MAX_REASON};
pub use decide::decide;
pub use event::{
    Answered, Cancelled, Completed, Event, Interrupted, NotSent, Refused, Requested, TimedOut, Told,
};
pub use hj212::{Course, FirstConnection, Form, Parameter, Request, RequestError, RequestKind, Version};
pub use refusal::{Refusal, RefusalKind};
pub use state::{ApplyError, Awaited, DeviceRequest, InterruptCause, NotSentCause, Stage, apply};

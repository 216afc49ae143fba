//! The city's register as a lifecycle: entries enter and change by events, all of a command or none.

mod decide;
mod event;
mod refusal;

pub use decide::{Command, LONGEST_ORDER_DAYS, MAX_REALTIME_INTERVAL_S, decide, may_order};
pub use event::{Event, Imported, KeyAct, KeyNoted, LoggerAdopted, Put, apply};
pub use refusal::{BadEntry, EntryProblem, Refusal, RefusalKind};

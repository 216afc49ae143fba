//! The alarm episode (预警): raised by a finding, assigned, accepted, explained, verified, closed or handed on.
//!
//! One episode is one stream of events. Closed and handed on are final: the anomaly's return is a new alarm.

mod access;
mod apply;
mod command;
mod decide;
mod due;
mod event;
mod refusal;
mod state;
mod v1;

pub use access::{allowed, waits_for};
pub use apply::{BrokenHistory, apply, fold};
pub use command::{Command, CommandName, MAX_FILES, MAX_TEXT};
pub use decide::decide;
pub use due::{Due, EscalationDue, SnoozeLimit, Why, due, escalation_due, explanation_due, snooze_limit};
pub use event::{
    Accepted, Assigned, Cleared, Closed, Escalated, EscalationCause, Event, Evidence, Explained,
    FactsChanged, HandedOn, Raised, Recurred, Returned, SeverityChanged, Snoozed, Verified, Woken,
};
pub use refusal::{Field, Refusal, RefusalKind};
pub use state::{
    Alarm, Assignment, Escalation, Explanation, HandOnTo, Outcome, SeverityChange, Snooze, Stage, StageName,
    Verification, VerificationMode,
};

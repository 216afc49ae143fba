//! The alarm episode (预警): raised by a finding, assigned, accepted, explained, verified, closed or handed on.
//!
//! One episode is one stream of events. Closed and handed on are final: the anomaly's return is a new alarm.

mod access;
mod apply;
mod cause;
mod command;
mod decide;
mod due;
mod event;
mod group;
mod merge;
mod refusal;
mod reminder;
mod state;
mod v1;

pub use access::{allowed, waits_for};
pub use apply::{BrokenHistory, apply, fold};
pub use cause::{Proposal, proposals};
pub use command::{Command, CommandName, MAX_FILES, MAX_TEXT};
pub use decide::decide;
pub use due::{Due, EscalationDue, SnoozeLimit, Why, due, escalation_due, explanation_due, snooze_limit};
pub use event::{
    Accepted, Assigned, Cleared, Closed, EndedWith, Escalated, EscalationCause, Event, Evidence, Explained,
    FactsChanged, HandedOn, LedChanged, Merged, Raised, Recurred, Returned, Separated, SeverityChanged,
    Snoozed, Verified, Woken,
};
pub use group::{Group, GroupId, ParseGroupIdError, groups};
pub use merge::{Leading, ending_of};
pub use refusal::{Field, Refusal, RefusalKind};
pub use reminder::{Reminder, reminder};
pub use state::{
    Alarm, Assignment, Escalation, Explanation, HandOnTo, Merge, Outcome, SeverityChange, Snooze, Stage,
    StageName, Verification, VerificationMode,
};

//! The stored format of alarm events: a kind, and a JSON body with `"v": 1`.
//!
//! The shapes of [`super::event`] are this format. They never change; a new shape is a new format with its own
//! module, which reads this one too. `tests/it/golden` holds an example of every kind.

use super::event::Event;
use crate::stored::kinds;

kinds! {
    Raised = "alarm.raised",
    SeverityChanged = "alarm.severity_changed",
    FactsChanged = "alarm.facts_changed",
    Cleared = "alarm.cleared",
    Recurred = "alarm.recurred",
    Assigned = "alarm.assigned",
    Accepted = "alarm.accepted",
    Returned = "alarm.returned",
    Explained = "alarm.explained",
    Verified = "alarm.verified",
    Closed = "alarm.closed",
    HandedOn = "alarm.handed_on",
    Escalated = "alarm.escalated",
    Snoozed = "alarm.snoozed",
    Woken = "alarm.woken",
    Merged = "alarm.merged",
    Separated = "alarm.separated",
    LedChanged = "alarm.led_changed",
    EndedWith = "alarm.ended_with",
}

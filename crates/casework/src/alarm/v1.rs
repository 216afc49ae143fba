//! The stored format of alarm events: a kind, and a JSON body with `"v": 1`.
//!
//! The shapes of [`super::event`] are this format. They never change; a new shape is a new format with its own
//! module, which reads this one too. `tests/it/golden` holds an example of every kind.

use serde_json::Value;

use super::event::Event;
use crate::stored::{self, StoredEventError};

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
                if !Self::KINDS.contains(&kind) {
                    return Err(StoredEventError::UnknownKind { kind: kind.into() });
                }
                let found = stored::format_of(body);
                if found != Some(FORMAT) {
                    return Err(StoredEventError::UnknownFormat { kind: kind.into(), found });
                }
                match kind {
                    $($kind => stored::read(kind, body).map(Event::$variant),)*
                    other => Err(StoredEventError::UnknownKind { kind: other.into() }),
                }
            }
        }
    };
}

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
}

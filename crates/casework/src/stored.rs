use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// Why a stored event cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum StoredEventError {
    /// Its kind is not of this lifecycle.
    #[error("unknown kind of event {kind:?}")]
    UnknownKind {
        /// The kind.
        kind: String,
    },
    /// It was written in a format that this version does not know.
    #[error("{kind} is written in format {found:?}, known is 1")]
    UnknownFormat {
        /// The kind.
        kind: String,
        /// The `v` of its body, as far as it is a number.
        found: Option<u64>,
    },
    /// Its body does not have the shape of its kind.
    #[error("the body of {kind} does not have its shape")]
    Shape {
        /// The kind.
        kind: String,
        /// What is wrong.
        #[source]
        source: serde_json::Error,
    },
}

const FORMAT: &str = "v";

/// The stored format of a lifecycle's events: a kind, and a JSON body with `"v": 1`. Ties every variant of `Event`
/// to its kind, both ways.
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
            pub fn to_json(&self) -> serde_json::Value {
                match self { $(Event::$variant(body) => $crate::stored::write($crate::stored::V1, body),)* }
            }

            /// The event of a stored kind and body.
            ///
            /// # Errors
            /// If the kind or the format is unknown, or the body does not have the shape of its kind.
            pub fn from_json(
                kind: &str,
                body: &serde_json::Value,
            ) -> Result<Event, $crate::StoredEventError> {
                let found = $crate::stored::format_of(body);
                match kind {
                    $($kind if found == Some($crate::stored::V1) => {
                        $crate::stored::read(kind, body).map(Event::$variant)
                    })*
                    known if Self::KINDS.contains(&known) => {
                        Err($crate::StoredEventError::UnknownFormat { kind: known.into(), found })
                    }
                    other => Err($crate::StoredEventError::UnknownKind { kind: other.into() }),
                }
            }
        }
    };
}
pub(crate) use kinds;

/// The first format.
pub(crate) const V1: u64 = 1;

/// The body with the number of its format.
pub(crate) fn write(format: u64, body: &impl Serialize) -> Value {
    let value =
        serde_json::to_value(body).expect("structs of texts, numbers and lists always have a JSON form");
    match value {
        Value::Object(mut fields) => {
            fields.insert(FORMAT.into(), format.into());
            Value::Object(fields)
        }
        other @ (Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_)) => {
            other
        }
    }
}

/// The number of the format that `body` is written in.
pub(crate) fn format_of(body: &Value) -> Option<u64> {
    body.get(FORMAT).and_then(Value::as_u64)
}

/// The body without the number of its format.
pub(crate) fn read<T: DeserializeOwned>(kind: &str, body: &Value) -> Result<T, StoredEventError> {
    let mut bare = body.clone();
    if let Some(fields) = bare.as_object_mut() {
        fields.remove(FORMAT);
    }
    serde_json::from_value(bare).map_err(|source| StoredEventError::Shape { kind: kind.into(), source })
}

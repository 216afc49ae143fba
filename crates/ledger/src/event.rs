use model::{Actor, Timestamp};
use serde::ser::SerializeMap as _;
use serde::{Deserialize, Serialize, Serializer};
use serde_json::Value;

use crate::id::Kind;
use crate::{CommandId, LedgerError, StreamId};

/// The largest encoded event, bytes: room for the register of a large city in one import. Photographs and reports
/// belong in the vault, under their hash.
pub const MAX_ENTRY_BYTES: usize = 16 << 20;

/// The version of the stored form that is written now.
const FORMAT: u64 = 1;

/// What a caller wants to append.
#[derive(Debug, Clone, PartialEq)]
pub struct NewEvent {
    /// What happened, as in `alarm_raised`: 1 to 64 ASCII letters, digits, `-`, `_`, `.` and `/`.
    pub kind: String,
    /// The particulars, in the caller's own versioned format.
    pub body: Value,
}

/// An event of the ledger.
///
/// # Stored form
/// One JSON object in UTF-8 without white space, its keys in this order, those of `body` (at every depth) in
/// the order of their bytes:
/// `{"v":1,"sequence":0,"stream":"…","version":1,"at":"…Z","actor":{…},"kind":"…","command":"…"|null,"body":…}`.
/// `v` is the version of this form, `at` RFC 3339 in UTC. These exact bytes are what the leaf hash of the
/// Merkle tree covers, SHA-256(0x00 ‖ bytes); they are stored once and never encoded again.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredEvent {
    /// Its place in the whole ledger, from 0 without gaps; also its leaf's index in the tree.
    pub sequence: u64,
    /// Its stream.
    pub stream: StreamId,
    /// Its place in the stream, from 1 without gaps.
    pub version: u64,
    /// When it happened, by the caller's clock.
    pub at: Timestamp,
    /// Who did it.
    pub actor: Actor,
    /// What happened.
    pub kind: String,
    /// The particulars.
    pub body: Value,
    /// The command that it is an outcome of.
    pub command: Option<CommandId>,
}

/// Why stored bytes are not an event.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DecodeError {
    /// They are not the JSON of an event.
    #[error("not an event: {0}")]
    Json(serde_json::Error),
    /// They are of a stored form that this program does not know.
    #[error("stored form {0} is unknown")]
    Format(u64),
}

#[derive(Serialize)]
struct EntryRef<'a> {
    v: u64,
    sequence: u64,
    stream: &'a StreamId,
    version: u64,
    at: Timestamp,
    actor: &'a Actor,
    kind: &'a str,
    command: Option<&'a CommandId>,
    body: Sorted<'a>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    #[serde(rename = "v")]
    _format: u64,
    sequence: u64,
    stream: StreamId,
    version: u64,
    at: Timestamp,
    actor: Actor,
    kind: Kind,
    command: Option<CommandId>,
    body: Value,
}

#[derive(Deserialize)]
struct Format {
    v: u64,
}

/// Writes the keys of objects in the order of their bytes, whatever order the map in memory has.
struct Sorted<'a>(&'a Value);

impl Serialize for Sorted<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::Object(map) => {
                let mut keys: Vec<(&String, &Value)> = map.iter().collect();
                keys.sort_unstable_by(|a, b| a.0.cmp(b.0));
                let mut out = serializer.serialize_map(Some(keys.len()))?;
                for (key, value) in keys {
                    out.serialize_entry(key, &Sorted(value))?;
                }
                out.end()
            }
            Value::Array(items) => serializer.collect_seq(items.iter().map(Sorted)),
            other @ (Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_)) => {
                other.serialize(serializer)
            }
        }
    }
}

impl StoredEvent {
    /// The exact bytes that are stored and hashed.
    ///
    /// # Errors
    /// If the kind is no kind or the bytes are more than [`MAX_ENTRY_BYTES`].
    pub fn encode(&self) -> Result<Vec<u8>, LedgerError> {
        let _kind: Kind = self.kind.parse()?;
        let bytes = serde_json::to_vec(&EntryRef {
            v: FORMAT,
            sequence: self.sequence,
            stream: &self.stream,
            version: self.version,
            at: self.at,
            actor: &self.actor,
            kind: &self.kind,
            command: self.command.as_ref(),
            body: Sorted(&self.body),
        })
        .map_err(LedgerError::Encode)?;
        if bytes.len() > MAX_ENTRY_BYTES {
            return Err(LedgerError::TooLarge { bytes: bytes.len(), limit: MAX_ENTRY_BYTES });
        }
        Ok(bytes)
    }

    /// Reads stored bytes.
    ///
    /// # Errors
    /// If they are not an event in a known stored form.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let format: Format = serde_json::from_slice(bytes).map_err(DecodeError::Json)?;
        if format.v != FORMAT {
            return Err(DecodeError::Format(format.v));
        }
        let entry: Entry = serde_json::from_slice(bytes).map_err(DecodeError::Json)?;
        Ok(Self {
            sequence: entry.sequence,
            stream: entry.stream,
            version: entry.version,
            at: entry.at,
            actor: entry.actor,
            kind: entry.kind.into(),
            body: entry.body,
            command: entry.command,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(body: Value) -> StoredEvent {
        StoredEvent {
            sequence: 7,
            stream: "alarm/A20200830-0007".parse().unwrap(),
            version: 2,
            at: "2020-08-30T00:40:00Z".parse().unwrap(),
            actor: Actor::system("watch"),
            kind: "raised".into(),
            body,
            command: None,
        }
    }

    #[test]
    fn the_stored_form_is_fixed() {
        let event = event(serde_json::json!({"b": [{"z": 1, "a": "泾渭"}], "a": 0.1}));
        let text = String::from_utf8(event.encode().unwrap()).unwrap();
        assert_eq!(
            text,
            r#"{"v":1,"sequence":7,"stream":"alarm/A20200830-0007","version":2,"at":"2020-08-30T00:40:00Z","actor":{"kind":"system","name":"watch"},"kind":"raised","command":null,"body":{"a":0.1,"b":[{"a":"泾渭","z":1}]}}"#
        );
        assert_eq!(StoredEvent::decode(text.as_bytes()).unwrap(), event);
    }

    #[test]
    fn a_newer_form_is_named_as_such() {
        let newer = br#"{"v":2,"something":"else"}"#;
        assert!(matches!(StoredEvent::decode(newer), Err(DecodeError::Format(2))));
        assert!(matches!(StoredEvent::decode(b"{}"), Err(DecodeError::Json(_))));
    }

    #[test]
    fn figures_come_back_to_the_last_bit() {
        for bits in [0x3fb9_9999_9999_999a_u64, 0x4014_cccc_cccc_cccd, 0x7fef_ffff_ffff_ffff, 1] {
            let value = f64::from_bits(bits);
            let event = event(serde_json::json!({ "value": value }));
            let back = StoredEvent::decode(&event.encode().unwrap()).unwrap();
            assert_eq!(back.body.get("value").and_then(Value::as_f64).map(f64::to_bits), Some(bits));
        }
    }

    #[test]
    fn what_cannot_be_stored_is_refused() {
        let mut bad = event(Value::Null);
        bad.kind = "with space".into();
        assert!(matches!(bad.encode(), Err(LedgerError::Invalid(_))));
        let large = event(Value::String("x".repeat(MAX_ENTRY_BYTES)));
        assert!(matches!(large.encode(), Err(LedgerError::TooLarge { .. })));
    }
}

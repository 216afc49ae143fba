//! How a logger speaks, beyond its version of the protocol.

use model::{CrcMode, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Time;

/// How a logger speaks; see [`crate::Devices`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DialectState {
    /// By which rule its check sums are read, besides the standard's.
    pub crc_mode: CrcMode,
    /// The length it declares less the true one, as accepted, bytes.
    pub length_offset: i32,
    /// As what its refused frames would be readable.
    pub readable_as: Option<ReadableAsState>,
    /// Whether there is a key for what it encrypts.
    pub key_set: bool,
    /// Whether a new key was made that it has not used yet.
    pub key_offered: bool,
    /// When a frame was last opened with a key.
    pub last_opened: Option<Timestamp>,
    /// Frames opened with a key, ever.
    pub opened: u64,
    /// Frames repeated and acknowledged once more, ever.
    pub repeated: u64,
    /// Old frames that brought nothing new, ever.
    pub replayed: u64,
    /// Split messages of which a pack never came, ever.
    pub incomplete: u64,
    /// Packs that wait for others now.
    pub held: u64,
}

/// See [`DialectState::readable_as`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReadableAsState {
    /// The rule that gives the check sums received.
    pub crc_mode: CrcMode,
    /// The declared length less the true one, bytes.
    pub length_offset: i32,
    /// How many frames in a row.
    pub frames: u64,
    /// Since when.
    pub since: Timestamp,
}

/// How a logger speaks.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Dialect {
    /// `hj212`, `modbus`, `modbus-swapped` or `off`; frames as the standard has them are read with any.
    crc_mode: &'static str,
    /// The length it declares less the true one, as accepted, bytes.
    length_offset: i32,
    /// As what its refused frames would be readable, if they deviate always in the same way.
    readable_as: Option<ReadableAs>,
    /// Whether there is a key for what it encrypts. Keys are never shown.
    key_set: bool,
    /// Whether a new key was made that it has not used yet; both are good.
    key_offered: bool,
    /// When a frame was last opened with a key, since the start.
    last_opened: Option<Time>,
    /// Frames opened with a key, ever.
    opened: u64,
    /// Frames repeated and acknowledged once more, ever.
    repeated: u64,
    /// Old frames that brought nothing new, ever; no sign of life.
    replayed: u64,
    /// Split messages of which a pack never came, ever.
    incomplete: u64,
    /// Packs that wait for others now.
    held: u64,
}

/// A deviation that a person may accept.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct ReadableAs {
    crc_mode: &'static str,
    length_offset: i32,
    /// How many frames in a row.
    frames: u64,
    since: Time,
}

impl From<DialectState> for Dialect {
    fn from(state: DialectState) -> Self {
        Self {
            crc_mode: state.crc_mode.code(),
            length_offset: state.length_offset,
            readable_as: state.readable_as.map(|readable| ReadableAs {
                crc_mode: readable.crc_mode.code(),
                length_offset: readable.length_offset,
                frames: readable.frames,
                since: Time(readable.since),
            }),
            key_set: state.key_set,
            key_offered: state.key_offered,
            last_opened: state.last_opened.map(Time),
            opened: state.opened,
            repeated: state.repeated,
            replayed: state.replayed,
            incomplete: state.incomplete,
            held: state.held,
        }
    }
}

/// In what a logger deviates.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ProfileBody {
    /// `hj212`, `modbus`, `modbus-swapped` or `off`.
    pub(crate) crc_mode: String,
    /// The length it declares less the true one, bytes: -12 to 12.
    #[serde(default)]
    pub(crate) length_offset: i32,
}

/// A key.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct KeyBody {
    /// Sixteen visible ASCII characters, or 32 hexadecimal digits.
    pub(crate) key: String,
}

impl std::fmt::Debug for KeyBody {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("KeyBody").finish_non_exhaustive()
    }
}

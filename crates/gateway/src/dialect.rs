use model::{DeviceProfile, Mn, Register, Timestamp};

use crate::account::{self, Tally};
use crate::intake::State;
use crate::keys::KeyRing;
use crate::presence::Presence;
use crate::understanding::ReadableAs;

/// How a logger speaks, beyond its version of the protocol.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Dialect {
    /// In what it deviates from the standard, as somebody has accepted; nothing if in nothing.
    pub profile: Option<DeviceProfile>,
    /// With which deviation its refused frames would be readable, if that is a habit.
    pub readable_as: Option<ReadableAs>,
    /// Whether there is a key for what it encrypts.
    pub key_set: bool,
    /// Whether a new key was made that it has not used yet.
    pub key_offered: bool,
    /// When a frame was last opened with a key, since the gateway started.
    pub last_opened: Option<Timestamp>,
    /// Frames opened with a key, ever. They are among the stored ones.
    pub opened: u64,
    /// Frames that were durable already and were acknowledged once more, ever. Among the stored ones.
    pub repeated: u64,
    /// Old frames that brought nothing new, ever; no sign of life. Among the stored ones.
    pub replayed: u64,
    /// Split messages of which a pack never came, ever.
    pub incomplete: u64,
    /// Packs that wait for others now; they are in no account yet.
    pub held: usize,
}

impl Dialect {
    pub(crate) fn of(
        mn: &Mn,
        register: &Register,
        state: &State,
        tally: &Tally,
        presence: &Presence,
        ring: &KeyRing,
    ) -> Self {
        let profile = register.device_profiles.get(mn).filter(|profile| !profile.is_standard());
        Self {
            profile: profile.cloned(),
            readable_as: presence.habit.readable_as(),
            key_set: ring.current.is_some(),
            key_offered: ring.next.is_some(),
            last_opened: presence.last_opened,
            opened: tally.get(account::FRAMES_OPENED),
            repeated: tally.get(account::FRAMES_REPEATED),
            replayed: tally.get(account::FRAMES_REPLAYED),
            incomplete: tally.get(account::MESSAGES_INCOMPLETE),
            held: state.packs.held(mn),
        }
    }
}

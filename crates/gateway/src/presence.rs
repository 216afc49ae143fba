//! Who speaks at the moment, on which connection, and whether two speak with one name.

use std::collections::BTreeMap;
use std::net::SocketAddr;

use model::{Timestamp, china};
use tokio::time::Instant;

use crate::QuickMap;
use crate::device::Device;
use crate::intake::Newest;
use crate::requests::Voice;
use crate::understanding::Habit;

/// A connection, numbered in the order of arrival.
pub(crate) type ConnectionId = u64;

/// One connection on which a device speaks.
#[derive(Debug, Clone, Copy)]
struct Speaker {
    peer: SocketAddr,
    /// Which of the device's frames was its first, and which its last so far.
    first: u64,
    last: u64,
    last_spoke: Timestamp,
}

/// What is remembered of a device between its frames. Kept in memory: a restart begins anew.
#[derive(Debug, Default)]
pub(crate) struct Presence {
    speakers: BTreeMap<ConnectionId, Speaker>,
    /// Frames so far. Orders what the speakers say; a clock may stand still.
    spoken: u64,
    pub(crate) last_seen: Option<Timestamp>,
    pub(crate) protocol: Option<&'static str>,
    pub(crate) clock_offset_s: Option<i64>,
    pub(crate) last_refusal: Option<Refusal>,
    pub(crate) last_opened: Option<Timestamp>,
    /// When the key that was made for it was last told to it.
    pub(crate) key_told: Option<Instant>,
    /// How it names itself, for requests to it.
    pub(crate) voice: Option<Voice>,
    pub(crate) habit: Habit,
    pub(crate) newest: Newest,
    shared_until: Option<Timestamp>,
}

/// The last thing of a device that was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// When it came.
    pub at: Timestamp,
    /// Why it was refused, as a stable code.
    pub reason: String,
    /// From where.
    pub peer: SocketAddr,
    /// Its beginning, with what is no printable ASCII escaped.
    pub excerpt: String,
}

impl Presence {
    /// A device that was last heard before the gateway started.
    pub(crate) fn recalled(last_seen: Option<Timestamp>) -> Self {
        Self { last_seen, ..Self::default() }
    }

    /// Notes that the device spoke at `now`; says whether another connection speaks with the same name.
    ///
    /// Two connections are in conflict when both speak: one that has fallen silent, because the device
    /// came back on a new one before the old one was closed, is no conflict.
    pub(crate) fn spoke(
        &mut self,
        connection: ConnectionId,
        peer: SocketAddr,
        now: Timestamp,
        window_s: i64,
    ) -> bool {
        self.heard(now);
        self.spoken += 1;
        let spoken = self.spoken;
        let newcomer = Speaker { peer, first: spoken, last: spoken, last_spoke: now };
        let own = self.speakers.entry(connection).or_insert(newcomer);
        (own.last, own.last_spoke) = (spoken, now);
        let first = own.first;
        let conflict = self.speakers.iter().any(|(id, other)| {
            *id != connection
                && other.last > first
                && china::seconds_between(other.last_spoke, now) <= window_s
        });
        if conflict {
            self.shared_until = Some(china::plus_seconds(now, window_s));
        }
        conflict
    }

    /// Notes a sign of life that says nothing of connections.
    pub(crate) fn heard(&mut self, now: Timestamp) {
        self.last_seen = Some(self.last_seen.map_or(now, |seen| seen.max(now)));
    }

    /// Notes that a connection ended.
    pub(crate) fn left(&mut self, connection: ConnectionId) {
        self.speakers.remove(&connection);
        if self.speakers.len() < 2 {
            self.shared_until = None;
        }
    }

    /// Whether two connections spoke with this name a short while ago.
    pub(crate) fn is_shared(&self, now: Timestamp) -> bool {
        self.shared_until.is_some_and(|until| now <= until)
    }

    /// The connection on which it spoke last.
    pub(crate) fn latest_connection(&self) -> Option<ConnectionId> {
        self.speakers.iter().max_by_key(|(_, speaker)| speaker.last).map(|(id, _)| *id)
    }

    /// The addresses at the other ends.
    pub(crate) fn peers(&self) -> Vec<SocketAddr> {
        self.speakers.values().map(|speaker| speaker.peer).collect()
    }
}

/// What is remembered of all devices.
pub(crate) type Presences = QuickMap<Device, Presence>;

/// As many bytes as a logger needs to tell its hardware.
const LONGEST_EXCERPT: usize = 240;

/// The beginning of `bytes` for people to look at.
pub(crate) fn excerpt(bytes: &[u8]) -> String {
    bytes.iter().take(LONGEST_EXCERPT).copied().flat_map(std::ascii::escape_default).map(char::from).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spoke(presence: &mut Presence, connection: ConnectionId, second: i64) -> bool {
        let peer = "127.0.0.1:1".parse().unwrap();
        presence.spoke(connection, peer, Timestamp::from_second(second).unwrap(), 300)
    }

    #[test]
    fn a_device_that_comes_back_takes_over_from_its_silent_old_connection() {
        let mut presence = Presence::default();
        assert!(!spoke(&mut presence, 1, 0));
        assert!(!spoke(&mut presence, 1, 30));
        for second in [60, 90, 120] {
            assert!(!spoke(&mut presence, 2, second));
        }
        assert_eq!(presence.peers().len(), 2);
    }

    #[test]
    fn two_that_speak_in_turn_are_in_conflict_until_one_falls_silent() {
        let mut presence = Presence::default();
        assert!(!spoke(&mut presence, 1, 0));
        assert!(!spoke(&mut presence, 2, 10));
        assert!(spoke(&mut presence, 1, 30));
        assert!(spoke(&mut presence, 2, 40));
        assert!(presence.is_shared(Timestamp::from_second(41).unwrap()));
        assert!(spoke(&mut presence, 2, 330));
        assert!(!spoke(&mut presence, 2, 331));
        presence.left(1);
        assert!(!presence.is_shared(Timestamp::from_second(332).unwrap()));
    }

    #[test]
    fn a_clock_that_stands_still_does_not_hide_a_conflict() {
        let mut presence = Presence::default();
        assert!(!spoke(&mut presence, 1, 0));
        let newer = spoke(&mut presence, 2, 0);
        let older = spoke(&mut presence, 1, 0);
        assert!(!newer && older, "the older one spoke again");
    }
}

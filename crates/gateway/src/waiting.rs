//! The waiting room: loggers that the register does not know, until a person adopts them.
//!
//! Bounded on every side, because anybody can invent a number. The frames themselves are in the lake.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Arc;

use model::{FactorCode, Granularity, Mark, Mn, Reading, Timestamp, Unit, china};

use crate::config::WaitingLimits;

/// A logger that the register does not know.
#[derive(Debug, Clone, PartialEq)]
pub struct WaitingLogger {
    /// The number by which it names itself.
    pub mn: Mn,
    /// When its first frame came.
    pub first_seen: Timestamp,
    /// When its latest frame came.
    pub last_seen: Timestamp,
    /// Frames kept.
    pub frames: u64,
    /// Bytes of them.
    pub bytes: u64,
    /// From where it spoke last; nothing if that was before a restart.
    pub peer: Option<SocketAddr>,
    /// The system code it sends (ST), as in `32`.
    pub system: Option<String>,
    /// What it measures, with the latest figures.
    pub factors: Vec<WaitingFactor>,
}

/// A factor that an unknown logger sends.
#[derive(Debug, Clone, PartialEq)]
pub struct WaitingFactor {
    /// Which.
    pub factor: FactorCode,
    /// The latest figure, as sent.
    pub value: Option<f64>,
    /// The unit that the standard gives for it; what the device means by its figure nobody has said yet.
    pub standard_unit: Unit,
    /// The latest mark.
    pub mark: Mark,
    /// What the figure stands for.
    pub granularity: Granularity,
    /// Of when.
    pub time: Timestamp,
}

/// One frame of an unknown logger.
pub(crate) struct Sighting<'s> {
    pub(crate) mn: &'s Mn,
    pub(crate) at: Timestamp,
    pub(crate) bytes: u64,
    pub(crate) peer: Option<SocketAddr>,
    pub(crate) system: Option<&'s str>,
    pub(crate) readings: &'s [Reading],
}

/// Everybody who waits.
#[derive(Debug, Default)]
pub(crate) struct WaitingRoom {
    loggers: BTreeMap<Mn, WaitingLogger>,
    bytes: u64,
    on_the_way: BTreeMap<Mn, OnTheWay>,
}

/// Held by a frame from its admission until the lake has it, or has failed to take it.
#[derive(Debug, Clone, Default)]
pub(crate) struct OnTheWay(Arc<()>);

impl WaitingRoom {
    /// Whether the logger is here already.
    pub(crate) fn contains(&self, mn: &Mn) -> bool {
        self.loggers.contains_key(mn)
    }

    /// Takes in one frame; nothing if there is no room for it.
    pub(crate) fn admit(&mut self, sighting: &Sighting<'_>, limits: &WaitingLimits) -> Option<OnTheWay> {
        if self.bytes.saturating_add(sighting.bytes) > limits.bytes {
            return None;
        }
        if !self.contains(sighting.mn)
            && self.loggers.len() >= limits.loggers
            && !self.forget_one(sighting.at, limits)
        {
            return None;
        }
        let logger = self.loggers.entry(sighting.mn.clone()).or_insert_with(|| WaitingLogger {
            mn: sighting.mn.clone(),
            first_seen: sighting.at,
            last_seen: sighting.at,
            frames: 0,
            bytes: 0,
            peer: None,
            system: None,
            factors: Vec::new(),
        });
        logger.last_seen = logger.last_seen.max(sighting.at);
        logger.peer = sighting.peer.or(logger.peer);
        if logger.frames >= limits.frames_per_logger {
            return None;
        }
        logger.frames += 1;
        logger.bytes += sighting.bytes;
        self.bytes += sighting.bytes;
        if let Some(system) = sighting.system {
            logger.system = Some(system.chars().take(8).collect());
        }
        for reading in sighting.readings {
            logger.note(reading, limits.factors_per_logger);
        }
        Some(self.on_the_way.entry(sighting.mn.clone()).or_default().clone())
    }

    /// Whether no frame of the logger is on its way to the lake.
    pub(crate) fn is_quiet(&self, mn: &Mn) -> bool {
        self.on_the_way.get(mn).is_none_or(|own| Arc::strong_count(&own.0) == 1)
    }

    /// Gives up the place of the logger that has been silent longest, if that is long enough.
    fn forget_one(&mut self, now: Timestamp, limits: &WaitingLimits) -> bool {
        let oldest = self.loggers.values().min_by_key(|logger| logger.last_seen);
        let Some(oldest) = oldest else { return false };
        if china::seconds_between(oldest.last_seen, now) < i64::from(limits.forget_after_s) {
            return false;
        }
        let mn = oldest.mn.clone();
        self.remove(&mn);
        true
    }

    /// Lets a logger go: adopted, or forgotten.
    pub(crate) fn remove(&mut self, mn: &Mn) {
        if let Some(logger) = self.loggers.remove(mn) {
            self.bytes -= logger.bytes;
        }
        if self.is_quiet(mn) {
            self.on_the_way.remove(mn);
        }
    }

    /// Everybody who waits, by number.
    pub(crate) fn list(&self) -> Vec<WaitingLogger> {
        self.loggers.values().cloned().collect()
    }

    /// How many wait.
    pub(crate) fn len(&self) -> usize {
        self.loggers.len()
    }
}

impl WaitingLogger {
    fn note(&mut self, reading: &Reading, max_factors: usize) {
        let latest = WaitingFactor {
            factor: reading.series.factor.clone(),
            value: reading.values.value,
            standard_unit: reading.unit,
            mark: reading.mark.clone(),
            granularity: reading.granularity,
            time: reading.time,
        };
        match self.factors.binary_search_by(|known| known.factor.cmp(&latest.factor)) {
            Ok(index) => {
                if let Some(known) = self.factors.get_mut(index).filter(|known| known.time <= latest.time) {
                    *known = latest;
                }
            }
            Err(index) if self.factors.len() < max_factors => self.factors.insert(index, latest),
            Err(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: WaitingLimits = WaitingLimits {
        loggers: 2,
        loggers_per_connection: 1,
        frames_per_logger: 3,
        bytes: 1000,
        factors_per_logger: 1,
        forget_after_s: 60,
    };

    fn admit(room: &mut WaitingRoom, mn: &str, second: i64, bytes: u64) -> bool {
        let mn = mn.parse().unwrap();
        let at = Timestamp::from_second(second).unwrap();
        let sighting = Sighting { mn: &mn, at, bytes, peer: None, system: None, readings: &[] };
        room.admit(&sighting, &LIMITS).is_some()
    }

    #[test]
    fn a_flood_of_invented_numbers_meets_a_full_room() {
        let mut room = WaitingRoom::default();
        assert!(admit(&mut room, "A", 0, 10));
        assert!(admit(&mut room, "B", 30, 10));
        assert!((0..10_000).all(|n| !admit(&mut room, &format!("X{n}"), 31, 10)));
        assert!(admit(&mut room, "B", 32, 10), "who is in stays in");
        assert_eq!(room.len(), 2);
        assert!(admit(&mut room, "C", 61, 10), "the one silent for long gives up its place");
        assert!(!room.contains(&"A".parse().unwrap()));
    }

    #[test]
    fn one_logger_cannot_fill_the_room_with_frames_or_bytes() {
        let mut room = WaitingRoom::default();
        assert!((0..3).all(|_| admit(&mut room, "A", 0, 10)));
        assert!(!admit(&mut room, "A", 0, 10));
        assert!(!admit(&mut room, "B", 0, 971));
        assert!(admit(&mut room, "B", 0, 970));
        room.remove(&"B".parse().unwrap());
        assert!(admit(&mut room, "C", 0, 970), "its bytes went with it");
    }

    #[test]
    fn a_logger_is_quiet_when_none_of_its_frames_is_on_the_way() {
        let mut room = WaitingRoom::default();
        let mn = "A".parse().unwrap();
        assert!(room.is_quiet(&mn));
        let at = Timestamp::from_second(0).unwrap();
        let sighting = Sighting { mn: &mn, at, bytes: 1, peer: None, system: None, readings: &[] };
        let first = room.admit(&sighting, &LIMITS);
        room.remove(&mn);
        assert!(!room.is_quiet(&mn), "it left the room with a frame on the way");
        drop(first);
        assert!(room.is_quiet(&mn));
    }
}

//! Frames that came before: a device that has not got its answer sends the same frame again (HJ 212-2017 table 1:
//! three times, with the same QN), and so does whoever has recorded its stream.

use std::collections::VecDeque;
use std::hash::{DefaultHasher, Hash, Hasher};

use hj212::Message;
use model::{Mn, Timestamp, china};

use crate::QuickMap;

/// Frames remembered of one device. The lake knows every reading besides.
const REMEMBERED: usize = 256;
/// A repeat later than this after the first one is no retransmission, s. The longest that the standard lets a
/// device try is 99 times 99 s; who tries so long has no line.
pub(crate) const RETRANSMITTED_WITHIN_S: i64 = 600;

/// What names a frame, and a print of all its bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct FrameKey {
    /// Of QN, CN and PNO.
    name: u64,
    content: u64,
}

impl FrameKey {
    /// The key of a frame; nothing if it has no QN and so no name.
    pub(crate) fn of(message: &Message<'_>, raw: &[u8]) -> Option<FrameKey> {
        let qn = message.qn().filter(|qn| !qn.is_empty())?;
        let print = |what: &dyn Fn(&mut DefaultHasher)| {
            let mut hasher = DefaultHasher::new();
            what(&mut hasher);
            hasher.finish()
        };
        let name = print(&|hasher| (qn, message.cn(), message.pno()).hash(hasher));
        // A repeat need not have the same line end.
        let content = print(&|hasher| raw.trim_ascii_end().hash(hasher));
        Some(FrameKey { name, content })
    }
}

/// Whether a frame came before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sighting {
    /// It did not, as far as is remembered.
    New,
    /// The same frame, and it is durable.
    Repeated {
        /// A while ago: not because an answer was lost.
        late: bool,
    },
    /// A frame with the same name said something else.
    NameReused,
}

/// The latest durable frames of every device.
#[derive(Debug, Default)]
pub(crate) struct Repeats {
    devices: QuickMap<Mn, VecDeque<(FrameKey, Timestamp)>>,
}

impl Repeats {
    /// Looks for a frame.
    pub(crate) fn look(&self, mn: &Mn, key: FrameKey, now: Timestamp) -> Sighting {
        let Some(seen) = self.devices.get(mn) else { return Sighting::New };
        let mut found = Sighting::New;
        for (known, at) in seen.iter().rev().filter(|(known, _)| known.name == key.name) {
            if known.content == key.content {
                return Sighting::Repeated {
                    late: china::seconds_between(*at, now) > RETRANSMITTED_WITHIN_S,
                };
            }
            found = Sighting::NameReused;
        }
        found
    }

    /// Remembers a frame that is durable: only then may a repeat be acknowledged at once.
    pub(crate) fn remember(&mut self, mn: &Mn, key: FrameKey, at: Timestamp) {
        let seen = match self.devices.get_mut(mn) {
            Some(seen) => seen,
            None => self.devices.entry(mn.clone()).or_default(),
        };
        if seen.len() >= REMEMBERED {
            seen.pop_front();
        }
        seen.push_back((key, at));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(qn: &str, cn: &str, pno: u32, value: &str) -> FrameKey {
        let text = format!("QN={qn};ST=31;CN={cn};MN=A1;Flag=7;PNUM=9;PNO={pno};CP=&&a-Rtd={value}&&");
        FrameKey::of(&Message::parse(text.as_bytes()), text.as_bytes()).unwrap()
    }

    #[test]
    fn a_frame_is_known_by_qn_cn_and_pno_and_must_say_the_same() {
        let (mn, at) = ("A1".parse().unwrap(), |second| Timestamp::from_second(second).unwrap());
        let mut repeats = Repeats::default();
        let first = key("20200830084000000", "2011", 1, "1");
        assert_eq!(repeats.look(&mn, first, at(0)), Sighting::New);
        repeats.remember(&mn, first, at(0));
        assert_eq!(repeats.look(&mn, first, at(600)), Sighting::Repeated { late: false });
        assert_eq!(repeats.look(&mn, first, at(601)), Sighting::Repeated { late: true });
        assert_eq!(repeats.look(&mn, key("20200830084000000", "2011", 1, "2"), at(1)), Sighting::NameReused);
        for other in [
            ("20200830084000001", "2011", 1),
            ("20200830084000000", "2051", 1),
            ("20200830084000000", "2011", 2),
        ] {
            assert_eq!(repeats.look(&mn, key(other.0, other.1, other.2, "1"), at(1)), Sighting::New);
        }
        assert_eq!(repeats.look(&"B".parse().unwrap(), first, at(1)), Sighting::New, "another device's");
    }

    #[test]
    fn the_memory_of_a_device_is_bounded() {
        let (mn, at) = ("A1".parse().unwrap(), Timestamp::UNIX_EPOCH);
        let mut repeats = Repeats::default();
        for n in 0..1000 {
            repeats.remember(&mn, key(&format!("20200830084000{n:03}"), "2011", 1, "1"), at);
        }
        assert_eq!(repeats.devices[&mn].len(), REMEMBERED);
    }

    #[test]
    fn a_frame_without_qn_has_no_name() {
        let text = b"ST=31;CN=2011;MN=A1;CP=&&a-Rtd=1&&";
        assert_eq!(FrameKey::of(&Message::parse(text), text), None);
    }
}

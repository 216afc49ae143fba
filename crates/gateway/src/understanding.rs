//! Whether a logger's frame can be read: as the standard has it, or as its profile says it deviates.

use hj212::{CrcCheck, CrcVariant, Frame, Message, Problem};
use model::{CrcMode, DeviceProfile, Timestamp};

/// So many frames in a row that deviate in the same way are a habit: a person may then accept it. Damage on the
/// line does not give the right check sum of another rule so often (1 in 65,536 each time).
pub(crate) const FRAMES_OF_A_HABIT: u64 = 10;

/// A deviation that a device may have always: what its frames would be readable as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deviation {
    /// The rule that gives the check sum received.
    pub crc: CrcMode,
    /// The declared length less the true one, bytes.
    pub length_offset: i32,
}

/// Frames of a device that were refused and would be readable with another profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReadableAs {
    /// With which.
    pub deviation: Deviation,
    /// How many in a row so far.
    pub frames: u64,
    /// When the first of them came.
    pub since: Timestamp,
}

/// What became of looking at a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    Readable,
    /// Not with this profile.
    Unreadable {
        /// The problem that forbids it.
        reason: Problem,
        /// What would make it readable.
        deviation: Option<Deviation>,
    },
}

/// Judges a frame by the standard and, where that fails, by the profile of its device.
pub(crate) fn judge(frame: &Frame<'_>, message: &Message<'_>, profile: Option<&DeviceProfile>) -> Verdict {
    let Some(reason) = message.problems().iter().find(|problem| problem.is_fatal()) else {
        return Verdict::Readable;
    };
    let deviation = deviation(frame, message);
    let accepted = |profile: &DeviceProfile| {
        let any_crc = profile.crc == CrcMode::Off;
        deviation.is_some_and(|deviation| {
            (deviation.crc == CrcMode::Hj212 || deviation.crc == profile.crc || any_crc)
                && (deviation.length_offset == 0 || deviation.length_offset == profile.length_offset)
        })
    };
    if profile.is_some_and(accepted) {
        return Verdict::Readable;
    }
    // A check sum by no known rule is for a person to forgive, never a habit to be recognised.
    let deviation = deviation.filter(|deviation| deviation.crc != CrcMode::Off);
    Verdict::Unreadable { reason, deviation }
}

/// The deviation that explains every fatal problem of a frame whose content is sound. Where nothing explains
/// its check sum, that is [`CrcMode::Off`].
fn deviation(frame: &Frame<'_>, message: &Message<'_>) -> Option<Deviation> {
    let crc = match frame.crc() {
        CrcCheck::Ok => CrcMode::Hj212,
        CrcCheck::Mismatch { matches: Some(CrcVariant::Modbus), .. } => CrcMode::Modbus,
        CrcCheck::Mismatch { matches: Some(CrcVariant::ModbusSwapped), .. } => CrcMode::ModbusSwapped,
        CrcCheck::Mismatch { matches: None, .. } | CrcCheck::Missing { .. } => CrcMode::Off,
    };
    let mut length_offset = 0;
    for problem in message.problems().iter() {
        match problem {
            Problem::CrcMismatch | Problem::CrcMissing | Problem::CrcUnreadable => {}
            Problem::LengthMismatch => {
                let declared = i32::from(frame.declared_length()?);
                length_offset = declared - i32::try_from(frame.segment().len()).ok()?;
                if length_offset.abs() > DeviceProfile::MAX_LENGTH_OFFSET {
                    return None;
                }
            }
            other if other.is_fatal() || breaks_grammar(other) => return None,
            _ => {}
        }
    }
    message.cp()?;
    Some(Deviation { crc, length_offset })
}

/// Whether a tolerated problem makes a frame that has no good check sum unbelievable.
fn breaks_grammar(problem: Problem) -> bool {
    use Problem as P;
    matches!(
        problem,
        P::FieldUnknown
            | P::FieldRepeated
            | P::FieldMalformed
            | P::QnInvalid
            | P::StInvalid
            | P::MnMissing
            | P::FlagInvalid
            | P::VersionUnknown
            | P::CpNotOpened
            | P::CpNotClosed
            | P::CpTrailing
            | P::ItemWithoutValue
            | P::ItemWithoutName
            | P::TextInvalid
    )
}

/// Whether the data area of a frame looks like cipher text: what stands there is no list of items.
pub(crate) fn looks_encrypted(message: &Message<'_>) -> bool {
    let encrypts = |command: hj212::Command| {
        command.is_data() || command == hj212::Command::KEY || command == hj212::Command::INSTRUMENT_INFO
    };
    let bytes = message.cp_bytes().unwrap_or_default();
    let begins_with_item = || {
        let name = bytes.iter().take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'-').count();
        name > 0 && bytes.get(name) == Some(&b'=')
    };
    message.command().is_some_and(encrypts) && bytes.len() >= 16 && !begins_with_item()
}

/// What is remembered of how a device deviates.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Habit {
    run: Option<ReadableAs>,
}

impl Habit {
    /// Notes a frame: readable as it is (nothing), or with which deviation it would be.
    pub(crate) fn note(&mut self, deviation: Option<Deviation>, now: Timestamp) {
        self.run = match (deviation, self.run) {
            (None, _) => None,
            (Some(deviation), Some(run)) if run.deviation == deviation => {
                Some(ReadableAs { frames: run.frames + 1, ..run })
            }
            (Some(deviation), _) => Some(ReadableAs { deviation, frames: 1, since: now }),
        };
    }

    /// What the device's frames would be readable as, if that is a habit by now.
    pub(crate) fn readable_as(&self) -> Option<ReadableAs> {
        self.run.filter(|run| run.frames >= FRAMES_OF_A_HABIT)
    }
}

#[cfg(test)]
mod tests {
    use hj212::{Decoder, Limits};

    use super::*;

    const AREA: &str = "DataTime=20200830084000;a21026-Rtd=1,a21026-Flag=N";

    fn segment(area: &str) -> String {
        format!("QN=20200830084000000;ST=31;CN=2011;PW=123456;MN=A1;Flag=5;CP=&&{area}&&")
    }

    fn verdict(bytes: &[u8], crc: CrcMode, length_offset: i32) -> Verdict {
        let mut decoder = Decoder::new(Limits::default());
        assert_eq!(decoder.push(bytes), bytes.len());
        decoder.flush();
        let frame = decoder.next_frame().unwrap();
        let profile = DeviceProfile { mn: "A1".parse().unwrap(), crc, length_offset };
        judge(&frame, &frame.message(), Some(&profile))
    }

    fn framed(segment: &str, crc: u16, length_offset: i32) -> Vec<u8> {
        let length = segment.len() as i32 + length_offset;
        format!("##{length:04}{segment}{crc:04X}\r\n").into_bytes()
    }

    fn would_be(crc: CrcMode, length_offset: i32) -> Option<Deviation> {
        Some(Deviation { crc, length_offset })
    }

    #[test]
    fn a_known_wrong_rule_is_named_and_read_only_with_its_profile() {
        let text = segment(AREA);
        let modbus = hj212::crc::modbus(text.as_bytes());
        for (crc, mode) in [(modbus, CrcMode::Modbus), (modbus.swap_bytes(), CrcMode::ModbusSwapped)] {
            let frame = framed(&text, crc, 0);
            let (reason, deviation) = (Problem::CrcMismatch, would_be(mode, 0));
            assert_eq!(verdict(&frame, CrcMode::Hj212, 0), Verdict::Unreadable { reason, deviation });
            assert_eq!(verdict(&frame, mode, 0), Verdict::Readable);
            assert_eq!(verdict(&frame, CrcMode::Off, 0), Verdict::Readable);
        }
        let right = framed(&text, hj212::crc::hj212(text.as_bytes()), 0);
        assert_eq!(verdict(&right, CrcMode::Modbus, 0), Verdict::Readable, "the standard is always right");
    }

    #[test]
    fn damage_is_no_habit() {
        let text = segment(AREA);
        let frame = framed(&text, 0x1234, 0);
        let reason = Problem::CrcMismatch;
        for mode in [CrcMode::Hj212, CrcMode::Modbus, CrcMode::ModbusSwapped] {
            assert_eq!(verdict(&frame, mode, 0), Verdict::Unreadable { reason, deviation: None });
        }
        assert_eq!(verdict(&frame, CrcMode::Off, 0), Verdict::Readable, "a person said so");
        let broken = segment("DataTime=20200830084000;a21026-Rtd;=1");
        let swapped = hj212::crc::modbus(broken.as_bytes()).swap_bytes();
        let frame = framed(&broken, swapped, 0);
        for mode in CrcMode::ALL {
            assert_eq!(verdict(&frame, mode, 0), Verdict::Unreadable { reason, deviation: None });
        }
    }

    #[test]
    fn a_length_that_is_always_wrong_by_the_same_is_a_habit() {
        let text = segment(AREA);
        let crc = hj212::crc::hj212(text.as_bytes());
        for offset in [4, -2, 12] {
            let frame = framed(&text, crc, offset);
            let (reason, deviation) = (Problem::LengthMismatch, would_be(CrcMode::Hj212, offset));
            assert_eq!(verdict(&frame, CrcMode::Off, 0), Verdict::Unreadable { reason, deviation });
            assert_eq!(verdict(&frame, CrcMode::Hj212, offset), Verdict::Readable, "{offset}");
        }
        let frame = framed(&text, crc, 13);
        assert!(matches!(verdict(&frame, CrcMode::Hj212, 0), Verdict::Unreadable { deviation: None, .. }));
    }

    #[test]
    fn a_habit_is_a_run_of_the_same_deviation() {
        let at = |second| Timestamp::from_second(second).unwrap();
        let swapped = would_be(CrcMode::ModbusSwapped, 0);
        let mut habit = Habit::default();
        (0..9).for_each(|second| habit.note(swapped, at(second)));
        assert_eq!(habit.readable_as(), None);
        habit.note(None, at(9));
        (10..19).for_each(|second| habit.note(swapped, at(second)));
        assert_eq!(habit.readable_as(), None, "one good frame begins it anew");
        habit.note(swapped, at(19));
        let run = habit.readable_as().unwrap();
        assert_eq!((run.frames, run.since), (10, at(10)));
    }

    #[test]
    fn cipher_text_is_told_from_items() {
        let parse = |area: &[u8]| {
            let mut bytes = b"ST=31;CN=2011;MN=A1;Flag=9;CP=&&".to_vec();
            bytes.extend_from_slice(area);
            bytes.extend_from_slice(b"&&");
            looks_encrypted(&Message::parse(&bytes))
        };
        assert!(parse(b"\xE4\x3E\x15\x9A\xCF\xAB\x24\x2C\xB5\x31\x55\xFB\x8B\x92\x81\xA1g=N"));
        assert!(!parse(AREA.as_bytes()));
        assert!(!parse(b"a34013-Rtd=1,a34013-Flag=N"));
        assert!(!parse(b""));
    }
}

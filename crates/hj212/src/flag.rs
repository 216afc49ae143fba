//! The field Flag: version of the protocol and two bits.

use std::fmt;

/// The version of the protocol a message says it speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Version {
    /// HJ/T 212-2005: version bits 0, or no Flag at all.
    V2005,
    /// HJ 212-2017: version bits 1.
    V2017,
    /// HJ 212-2025: version bits 2.
    V2025,
    /// Version bits that no standard has assigned.
    Unknown(u8),
}

impl Version {
    /// The version with these six bits.
    #[must_use]
    pub const fn from_bits(bits: u8) -> Version {
        match bits {
            0 => Version::V2005,
            1 => Version::V2017,
            2 => Version::V2025,
            other => Version::Unknown(other),
        }
    }

    /// The six version bits (0 to 63) as they stand in Flag, shifted down.
    #[must_use]
    pub const fn bits(self) -> u8 {
        match self {
            Version::V2005 => 0,
            Version::V2017 => 1,
            Version::V2025 => 2,
            Version::Unknown(bits) => bits & 0x3F,
        }
    }

    /// `2005`, `2017`, `2025` or `unknown`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Version::V2005 => "2005",
            Version::V2017 => "2017",
            Version::V2025 => "2025",
            Version::Unknown(_) => "unknown",
        }
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The field Flag, 0 to 255 (HJ 212-2017, table 4): bits 7 to 2 version, bit 1 packet number,
/// bit 0 answer required.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Flag(u8);

impl Flag {
    const ANSWER: u8 = 0b01;
    const PACKET: u8 = 0b10;

    /// The flag with these bits.
    #[must_use]
    pub const fn new(bits: u8) -> Flag {
        Flag(bits)
    }

    /// The flag of a version with both lower bits clear, as every reply carries it.
    #[must_use]
    pub const fn of(version: Version) -> Flag {
        Flag(version.bits() << 2)
    }

    /// The same flag, asking for an answer or not.
    #[must_use]
    pub const fn with_answer(self, required: bool) -> Flag {
        Flag(if required { self.0 | Self::ANSWER } else { self.0 & !Self::ANSWER })
    }

    /// The same flag, announcing PNUM and PNO or not.
    #[must_use]
    pub const fn with_packet_number(self, present: bool) -> Flag {
        Flag(if present { self.0 | Self::PACKET } else { self.0 & !Self::PACKET })
    }

    /// All eight bits.
    #[must_use]
    pub const fn bits(self) -> u8 {
        self.0
    }

    /// The version bits.
    #[must_use]
    pub const fn version(self) -> Version {
        Version::from_bits(self.0 >> 2)
    }

    /// Whether PNUM and PNO should follow.
    #[must_use]
    pub const fn has_packet_number(self) -> bool {
        self.0 & Self::PACKET != 0
    }

    /// Whether the sender waits for an answer.
    #[must_use]
    pub const fn answer_required(self) -> bool {
        self.0 & Self::ANSWER != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_of_the_standard() {
        assert_eq!(Flag::new(5).version(), Version::V2017);
        assert!(Flag::new(5).answer_required());
        assert!(!Flag::new(5).has_packet_number());
        assert!(Flag::new(11).has_packet_number());
        assert_eq!(Flag::new(255).version(), Version::Unknown(63));
        assert_eq!(Flag::of(Version::V2025).bits(), 8);
        assert_eq!(Flag::of(Version::V2017).with_answer(true).with_packet_number(true).bits(), 7);
        for bits in 0..=u8::MAX {
            let flag = Flag::new(bits);
            let again = Flag::of(flag.version())
                .with_answer(flag.answer_required())
                .with_packet_number(flag.has_packet_number());
            assert_eq!(again, flag);
        }
    }
}

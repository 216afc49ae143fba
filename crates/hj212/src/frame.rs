//! One frame as it was found in the stream.

use crate::bytes::between;
use crate::message::Message;
use crate::{Problem, Problems};

/// A wrong CRC that is known from the field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CrcVariant {
    /// CRC-16/MODBUS.
    Modbus,
    /// CRC-16/MODBUS, low byte first.
    ModbusSwapped,
}

/// The outcome of the CRC check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CrcCheck {
    /// Received and computed are the same.
    Ok,
    /// They differ.
    Mismatch {
        /// The CRC of the segment by the standard's rule.
        computed: u16,
        /// The CRC in the frame.
        received: u16,
        /// The known wrong rule that gives the CRC received.
        matches: Option<CrcVariant>,
    },
    /// The frame has no CRC, or none that can be read.
    Missing {
        /// The CRC of the segment by the standard's rule.
        computed: u16,
    },
}

/// Where in a frame its parts stand, which are never as long as two bytes can count. The CRC stands behind the segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Places {
    pub(crate) segment: u16,
    pub(crate) crc: u16,
    pub(crate) crc_end: u16,
}

/// One frame, good or bad, borrowed from the decoder's buffer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame<'a> {
    pub(crate) raw: &'a [u8],
    pub(crate) places: Places,
    pub(crate) declared: Option<u16>,
    pub(crate) crc: CrcCheck,
    pub(crate) problems: Problems,
    pub(crate) skipped_before: usize,
}

impl<'a> Frame<'a> {
    /// All bytes of the frame, from `##` through the line end.
    #[must_use]
    pub fn raw(&self) -> &'a [u8] {
        self.raw
    }

    /// The data segment: what the CRC covers.
    #[must_use]
    pub fn segment(&self) -> &'a [u8] {
        between(self.raw, self.places.segment.into(), self.places.crc.into())
    }

    /// The CRC as received: four hexadecimal digits, or fewer, or what stood in their place.
    #[must_use]
    pub fn crc_text(&self) -> &'a [u8] {
        between(self.raw, self.places.crc.into(), self.places.crc_end.into())
    }

    /// The length the frame declares, in bytes; none where it cannot be read.
    #[must_use]
    pub fn declared_length(&self) -> Option<u16> {
        self.declared
    }

    /// The outcome of the CRC check.
    #[must_use]
    pub fn crc(&self) -> CrcCheck {
        self.crc
    }

    /// Whether the CRC received is the CRC computed.
    #[must_use]
    pub fn crc_ok(&self) -> bool {
        self.crc == CrcCheck::Ok
    }

    /// What is wrong with the frame around the segment. [`Message::problems`] has these too.
    #[must_use]
    pub fn problems(&self) -> Problems {
        self.problems
    }

    /// How many bytes were skipped between the frame before and this one.
    #[must_use]
    pub fn skipped_before(&self) -> usize {
        self.skipped_before
    }

    /// Reads the fields of the segment.
    #[inline]
    #[must_use]
    pub fn message(&self) -> Message<'a> {
        Message::parse_with(self.segment(), self.problems)
    }
}

/// The check, put together from what the framing found.
pub(crate) fn crc_check(computed: u16, received: Option<u16>, problems: Problems) -> CrcCheck {
    match received {
        None => CrcCheck::Missing { computed },
        Some(received) if received == computed => CrcCheck::Ok,
        Some(received) => CrcCheck::Mismatch {
            computed,
            received,
            matches: if problems.contains(Problem::CrcModbus) {
                Some(CrcVariant::Modbus)
            } else if problems.contains(Problem::CrcModbusSwapped) {
                Some(CrcVariant::ModbusSwapped)
            } else {
                None
            },
        },
    }
}

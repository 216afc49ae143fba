//! The data segment: header fields and data area.

use crate::code::{Command, SystemCode};
use crate::data_area::{DataArea, Delimiters, RegularText};
use crate::{Flag, Problems, Version};

mod header;
mod regular;

pub(crate) use header::area_of;

/// The fields of one data segment, borrowed from it wherever its text is UTF-8.
///
/// A field that is there and empty is `Some("")`; one that is not there is `None`.
#[derive(Clone, Debug)]
pub struct Message<'a> {
    texts: regular::Texts<'a>,
    /// The fields that are text, where the header is not regular.
    others: Option<Box<header::Texts<'a>>>,
    flag: Option<Flag>,
    packet: Packet,
    rf: Option<u32>,
    cp: Option<DataArea<'a>>,
    cp_bytes: Option<&'a [u8]>,
    problems: Problems,
}

/// Which packet of how many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Packet {
    /// PNUM.
    of: Option<u32>,
    /// PNO, from 1.
    number: Option<u32>,
}

impl PartialEq for Message<'_> {
    fn eq(&self, other: &Message<'_>) -> bool {
        self.texts() == other.texts()
            && (self.flag, self.packet, self.rf) == (other.flag, other.packet, other.rf)
            && (&self.cp, self.cp_bytes) == (&other.cp, other.cp_bytes)
            && self.problems == other.problems
    }
}

impl Eq for Message<'_> {}

impl<'a> Message<'a> {
    /// Reads a data segment alone. [`Frame::message`](crate::Frame::message) also carries the
    /// problems of the frame around it.
    #[must_use]
    pub fn parse(segment: &'a [u8]) -> Message<'a> {
        Message::parse_with(segment, Problems::NONE)
    }

    /// The message of a segment, around which there are these problems.
    pub(crate) fn parse_with(segment: &'a [u8], problems: Problems) -> Message<'a> {
        match regular::read_usual(segment) {
            Some(header) => Message::with_header(header, segment, problems),
            None => Message::parse_unusual(segment, problems),
        }
    }

    /// Reads a segment whose header is not as most loggers write it.
    #[inline(never)]
    fn parse_unusual(segment: &'a [u8], problems: Problems) -> Message<'a> {
        match regular::read(segment) {
            Some(header) => Message::with_header(header, segment, problems),
            None => Message::parse_any(segment, problems),
        }
    }

    /// The message with this header, after its data area is read.
    #[inline(always)]
    fn with_header(header: regular::Header<'a>, segment: &'a [u8], problems: Problems) -> Message<'a> {
        if header.cp.is_empty() {
            return header.with_area(DataArea::empty(), problems);
        }
        // Beside what is read, because moving it costs a good part of what reading costs.
        let mut delimiters = Delimiters::default();
        match RegularText::read(segment, header.cp.clone(), &mut delimiters) {
            Some(text) => {
                header.with_area(DataArea::regular(text, delimiters), problems.union(text.problems()))
            }
            None => Message::parse_any(segment, problems),
        }
    }

    /// Reads a segment of any shape.
    #[cold]
    fn parse_any(segment: &'a [u8], problems: Problems) -> Message<'a> {
        header::read(segment, problems, DataArea::read)
    }

    /// The fields that are text, in the order of the standard.
    fn texts(&self) -> [Option<&str>; 5] {
        [self.qn(), self.st(), self.cn(), self.pw(), self.mn()]
    }

    /// The request number, a time of 17 digits, unique per dialogue.
    #[must_use]
    pub fn qn(&self) -> Option<&str> {
        match &self.others {
            None => self.texts.qn(),
            Some(others) => others.qn.as_deref(),
        }
    }

    /// The system code, such as `31` for a source of air pollution.
    #[must_use]
    pub fn st(&self) -> Option<&str> {
        match &self.others {
            None => self.texts.st(),
            Some(others) => others.st.as_deref(),
        }
    }

    /// The command number, such as `2011`.
    #[must_use]
    pub fn cn(&self) -> Option<&str> {
        match &self.others {
            None => self.texts.cn(),
            Some(others) => others.cn.as_deref(),
        }
    }

    /// The password.
    #[must_use]
    pub fn pw(&self) -> Option<&str> {
        match &self.others {
            None => self.texts.pw(),
            Some(others) => others.pw.as_deref(),
        }
    }

    /// The number of the logger.
    #[must_use]
    pub fn mn(&self) -> Option<&str> {
        match &self.others {
            None => self.texts.mn(),
            Some(others) => others.mn.as_deref(),
        }
    }

    /// Flag, where it is there and a number of 0 to 255.
    #[must_use]
    pub fn flag(&self) -> Option<Flag> {
        self.flag
    }

    /// The number of packets of a split message.
    #[must_use]
    pub fn pnum(&self) -> Option<u32> {
        self.packet.of
    }

    /// The number of this packet, from 1.
    #[must_use]
    pub fn pno(&self) -> Option<u32> {
        self.packet.number
    }

    /// RF of 2025; 1 marks back-filled data.
    #[must_use]
    pub fn rf(&self) -> Option<u32> {
        self.rf
    }

    /// The command, where CN is four digits.
    #[must_use]
    pub fn command(&self) -> Option<Command> {
        self.cn()?.parse().ok()
    }

    /// The system code, where ST is two characters of 0-9 and A-Z.
    #[must_use]
    pub fn system(&self) -> Option<SystemCode> {
        self.st()?.parse().ok()
    }

    /// The version of the protocol: 2005 where Flag is absent.
    #[must_use]
    pub fn version(&self) -> Version {
        self.flag.map_or(Version::V2005, Flag::version)
    }

    /// Whether the sender waits for an answer: bit 0 of Flag.
    #[must_use]
    pub fn answer_required(&self) -> bool {
        self.flag.is_some_and(Flag::answer_required)
    }

    /// The data area, where there is one and it is text.
    #[must_use]
    pub fn cp(&self) -> Option<&DataArea<'a>> {
        self.cp.as_ref()
    }

    /// The bytes of the data area, also where they are not text (encrypted in 2025).
    #[must_use]
    pub fn cp_bytes(&self) -> Option<&'a [u8]> {
        self.cp_bytes
    }

    /// The value of the first item of the data area with this name.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<&str> {
        self.cp()?.value(name)
    }

    /// What is wrong with the message and with the frame it came in.
    #[must_use]
    pub fn problems(&self) -> Problems {
        self.problems
    }

    /// Whether the message may be used as data: no problem [is fatal](crate::Problem::is_fatal).
    #[must_use]
    pub fn usable(&self) -> bool {
        !self.problems.any_fatal()
    }
}

#[cfg(test)]
mod tests;

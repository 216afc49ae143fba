//! The data segment: header fields and data area.

use std::borrow::Cow;

use crate::code::{Command, SystemCode};
use crate::data_area::DataArea;
use crate::{Flag, Problem, Problems, Version, parse_time};

mod header;
mod regular;

pub(crate) use header::area_of;

/// The fields of one data segment, borrowed from it wherever its text is UTF-8.
///
/// A field that is there and empty is `Some("")`; one that is not there is `None`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Message<'a> {
    qn: Option<Cow<'a, str>>,
    st: Option<Cow<'a, str>>,
    cn: Option<Cow<'a, str>>,
    pw: Option<Cow<'a, str>>,
    mn: Option<Cow<'a, str>>,
    flag: Option<Flag>,
    pnum: Option<u32>,
    pno: Option<u32>,
    rf: Option<u32>,
    cp: Option<DataArea<'a>>,
    cp_bytes: Option<&'a [u8]>,
    problems: Problems,
}

impl<'a> Message<'a> {
    /// Reads a data segment alone. [`Frame::message`](crate::Frame::message) also carries the
    /// problems of the frame around it.
    #[must_use]
    pub fn parse(segment: &'a [u8]) -> Message<'a> {
        Message::parse_with(segment, Problems::NONE)
    }

    pub(crate) fn parse_with(segment: &'a [u8], problems: Problems) -> Message<'a> {
        let Some(regular) = regular::read(segment) else {
            return Message::parse_any(segment, problems);
        };
        // Put together where it stays: moving it costs a good part of what reading costs.
        Message {
            qn: regular.qn.map(Cow::Borrowed),
            st: Some(Cow::Borrowed(regular.st)),
            cn: Some(Cow::Borrowed(regular.cn)),
            pw: Some(Cow::Borrowed(regular.pw)),
            mn: Some(Cow::Borrowed(regular.mn)),
            flag: regular.flag,
            pnum: None,
            pno: None,
            rf: regular.backfill.then_some(1),
            cp: Some(regular.cp),
            cp_bytes: Some(regular.cp_bytes),
            problems,
        }
    }

    /// Reads a segment of any shape. Where [`regular::read`] answers, this answers the same.
    pub(crate) fn parse_any(segment: &'a [u8], problems: Problems) -> Message<'a> {
        let mut message = header::read(segment, problems);
        message.check();
        message
    }

    /// The request number, a time of 17 digits, unique per dialogue.
    #[must_use]
    pub fn qn(&self) -> Option<&str> {
        self.qn.as_deref()
    }

    /// The system code, such as `31` for a source of air pollution.
    #[must_use]
    pub fn st(&self) -> Option<&str> {
        self.st.as_deref()
    }

    /// The command number, such as `2011`.
    #[must_use]
    pub fn cn(&self) -> Option<&str> {
        self.cn.as_deref()
    }

    /// The password.
    #[must_use]
    pub fn pw(&self) -> Option<&str> {
        self.pw.as_deref()
    }

    /// The number of the logger.
    #[must_use]
    pub fn mn(&self) -> Option<&str> {
        self.mn.as_deref()
    }

    /// Flag, where it is there and a number of 0 to 255.
    #[must_use]
    pub fn flag(&self) -> Option<Flag> {
        self.flag
    }

    /// The number of packets of a split message.
    #[must_use]
    pub fn pnum(&self) -> Option<u32> {
        self.pnum
    }

    /// The number of this packet, from 1.
    #[must_use]
    pub fn pno(&self) -> Option<u32> {
        self.pno
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

    /// Whether the message may be used as data: no problem [is fatal](Problem::is_fatal).
    #[must_use]
    pub fn usable(&self) -> bool {
        !self.problems.any_fatal()
    }

    fn report(&mut self, wrong: bool, problem: Problem) {
        if wrong {
            self.problems.insert(problem);
        }
    }

    fn check(&mut self) {
        let empty = |field: &Option<Cow<'_, str>>| field.as_deref().is_none_or(str::is_empty);
        let has_flag = self.flag.is_some() || self.problems.contains(Problem::FlagInvalid);
        // In 2005 an upload has neither QN nor Flag, and that is no deviation.
        self.report(empty(&self.qn) && (has_flag || self.qn.is_some()), Problem::QnMissing);
        self.report(self.qn.is_some() && !has_flag, Problem::FlagMissing);
        self.report(!empty(&self.qn) && !self.qn().is_some_and(is_request_number), Problem::QnInvalid);
        self.report(empty(&self.st), Problem::StMissing);
        self.report(!empty(&self.st) && self.system().is_none(), Problem::StInvalid);
        self.report(empty(&self.cn), Problem::CnMissing);
        self.report(!empty(&self.cn) && self.command().is_none(), Problem::CnInvalid);
        self.report(empty(&self.pw), Problem::PwMissing);
        self.report(empty(&self.mn), Problem::MnMissing);
        self.report(matches!(self.version(), Version::Unknown(_)), Problem::VersionUnknown);
        self.check_packet_number();
        self.report(self.cp_bytes.is_none(), Problem::CpMissing);
    }

    fn check_packet_number(&mut self) {
        let announced = self.flag.is_some_and(Flag::has_packet_number);
        let unreadable = self.problems.contains(Problem::PacketNumberInvalid);
        let all = self.pnum.is_some() && self.pno.is_some();
        let any = self.pnum.is_some() || self.pno.is_some();
        self.report(announced && !all && !unreadable, Problem::PacketNumberMissing);
        self.report(any && !announced, Problem::PacketNumberUnflagged);
        let impossible = self.pno == Some(0) || self.pnum == Some(0) || (all && self.pno > self.pnum);
        self.report(impossible, Problem::PacketNumberInvalid);
    }
}

fn is_request_number(text: &str) -> bool {
    text.len() == 17 && parse_time(text).is_some()
}

#[cfg(test)]
mod tests;

//! The data segment: header fields and data area.

use std::borrow::Cow;

use crate::bytes::{from, trim_end, trim_start};
use crate::code::{Command, SystemCode};
use crate::data_area::DataArea;
use crate::{Flag, Problem, Problems, Version, parse_time};

/// The header fields in the order of the standard.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Field {
    Qn,
    St,
    Cn,
    Pw,
    Mn,
    Flag,
    Pnum,
    Pno,
    Rf,
}

const FIELDS: [(Field, &str); 9] = [
    (Field::Qn, "QN"),
    (Field::St, "ST"),
    (Field::Cn, "CN"),
    (Field::Pw, "PW"),
    (Field::Mn, "MN"),
    (Field::Flag, "Flag"),
    (Field::Pnum, "PNUM"),
    (Field::Pno, "PNO"),
    (Field::Rf, "RF"),
];

/// The fields of one data segment, borrowed from it wherever its text is UTF-8.
///
/// A field that is there and empty is `Some("")`; one that is not there is `None`.
#[derive(Clone, Debug, Default)]
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
        let mut reader = Reader {
            message: Message { problems, ..Message::default() },
            seen: Vec::with_capacity(FIELDS.len()),
        };
        reader.read(segment);
        reader.message.check();
        reader.message
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

struct Reader<'a> {
    message: Message<'a>,
    seen: Vec<Field>,
}

impl<'a> Reader<'a> {
    fn read(&mut self, segment: &'a [u8]) {
        let mut rest = segment;
        let mut first = true;
        loop {
            let begin = rest.iter().position(|byte| !b";, ".contains(byte)).unwrap_or(rest.len());
            let (separators, after) = rest.split_at(begin);
            if after.is_empty() {
                if !separators.is_empty() {
                    self.report_separators(separators, first);
                }
                return;
            }
            self.report_separators(separators, first);
            first = false;
            if let Some(area) = after_name(after, "CP") {
                self.name_case(after, "CP");
                self.read_area(area);
                return;
            }
            let (field, next) = after.split_at(field_end(after));
            self.read_field(field);
            rest = next;
        }
    }

    /// Between two fields stands one `;` and nothing else; before the first, nothing.
    fn report_separators(&mut self, separators: &[u8], first: bool) {
        let spaces = separators.iter().filter(|&&byte| byte == b' ').count();
        self.message.report(spaces > 0, Problem::StraySpace);
        let semicolons = separators.iter().filter(|&&byte| byte == b';').count();
        let as_written = semicolons == usize::from(!first) && semicolons + spaces == separators.len();
        self.message.report(!as_written, Problem::HeaderSeparator);
    }

    fn read_field(&mut self, field: &'a [u8]) {
        let Some(equals) = field.iter().position(|&byte| byte == b'=') else {
            self.message.problems.insert(Problem::FieldMalformed);
            return;
        };
        let (name, value) = field.split_at(equals);
        let value = from(value, 1);
        let (bare_name, bare_value) = (trim_end(name), trim_end(trim_start(value)));
        self.message
            .report(bare_name.len() != name.len() || bare_value.len() != value.len(), Problem::StraySpace);
        let known = FIELDS.iter().find(|(_, known)| bare_name.eq_ignore_ascii_case(known.as_bytes()));
        let Some(&(field, known)) = known else {
            self.message.problems.insert(Problem::FieldUnknown);
            return;
        };
        self.name_case(bare_name, known);
        if self.seen.contains(&field) {
            self.message.problems.insert(Problem::FieldRepeated);
            return;
        }
        let late = self.seen.last().is_some_and(|&before| before > field);
        self.message.report(late, Problem::FieldOrder);
        self.seen.push(field);
        self.store(field, bare_value);
    }

    fn name_case(&mut self, text: &[u8], name: &str) {
        self.message.report(!text.starts_with(name.as_bytes()), Problem::FieldNameCase);
    }

    fn store(&mut self, field: Field, value: &'a [u8]) {
        match field {
            Field::Qn => self.message.qn = Some(self.text(value)),
            Field::St => self.message.st = Some(self.text(value)),
            Field::Cn => self.message.cn = Some(self.text(value)),
            Field::Pw => self.message.pw = Some(self.text(value)),
            Field::Mn => self.message.mn = Some(self.text(value)),
            Field::Flag => {
                self.message.flag = self
                    .number(value, Problem::FlagInvalid)
                    .and_then(|bits| self.fitting(bits))
                    .map(Flag::new);
            }
            Field::Pnum => self.message.pnum = self.number(value, Problem::PacketNumberInvalid),
            Field::Pno => self.message.pno = self.number(value, Problem::PacketNumberInvalid),
            Field::Rf => {
                self.message.rf = self.number(value, Problem::RfInvalid);
                let other = self.message.rf.is_some_and(|rf| rf != 1);
                self.message.report(other, Problem::RfInvalid);
            }
        }
    }

    fn fitting(&mut self, bits: u32) -> Option<u8> {
        let fitting = u8::try_from(bits).ok();
        self.message.report(fitting.is_none(), Problem::FlagInvalid);
        fitting
    }

    fn number(&mut self, digits: &[u8], otherwise: Problem) -> Option<u32> {
        let number = std::str::from_utf8(digits)
            .ok()
            .filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()))
            .and_then(|text| text.parse().ok());
        self.message.report(number.is_none(), otherwise);
        self.message
            .report(number.is_some() && digits.len() > 1 && digits.starts_with(b"0"), Problem::NumberPadded);
        number
    }

    fn text(&mut self, bytes: &'a [u8]) -> Cow<'a, str> {
        match std::str::from_utf8(bytes) {
            Ok(text) => Cow::Borrowed(text),
            Err(_) => {
                let (text, invalid) = encoding_rs::GB18030.decode_without_bom_handling(bytes);
                self.message.problems.insert(if invalid {
                    Problem::TextInvalid
                } else {
                    Problem::TextGb18030
                });
                text
            }
        }
    }

    fn read_area(&mut self, area: &'a [u8]) {
        let unspaced = trim_start(area);
        self.message.report(unspaced.len() != area.len(), Problem::StraySpace);
        let content = match unspaced.strip_prefix(b"&&") {
            Some(content) => content,
            None => {
                self.message.problems.insert(Problem::CpNotOpened);
                unspaced
            }
        };
        let content = match content.windows(2).rposition(|pair| pair == b"&&") {
            Some(end) => {
                let (content, trailing) = content.split_at(end);
                self.message.report(trailing.len() > 2, Problem::CpTrailing);
                content
            }
            None => {
                self.message.problems.insert(Problem::CpNotClosed);
                content
            }
        };
        self.message.cp_bytes = Some(content);
        if is_cipher(content) {
            self.message.problems.insert(Problem::CpUndecodable);
            return;
        }
        let data = DataArea::new(self.text(content));
        self.message.problems = self.message.problems.union(data.problems());
        self.message.cp = Some(data);
    }
}

/// Whether a data area is cipher text: bytes that no text encoding explains, or the `{0x..,` by
/// which the standard of 2025 prints them and which some loggers send.
fn is_cipher(content: &[u8]) -> bool {
    let printed = content.starts_with(b"{0x") || content.starts_with(b"{0X");
    let binary = || {
        let control = |byte: &u8| byte.is_ascii_control() && !b"\t\r\n".contains(byte);
        let explained = encoding_rs::GB18030
            .decode_without_bom_handling_and_without_replacement(content)
            .is_some_and(|text| text.contains('='));
        content.iter().any(control) && !explained
    };
    printed || (std::str::from_utf8(content).is_err() && binary())
}

/// What stands behind the first header field `CP=`.
pub(crate) fn area_of(segment: &[u8]) -> Option<&[u8]> {
    let mut rest = segment;
    loop {
        let begin = rest.iter().position(|byte| !b";, ".contains(byte))?;
        let field = from(rest, begin);
        if let Some(area) = after_name(field, "CP") {
            return Some(area);
        }
        rest = from(field, field_end(field));
    }
}

/// What stands behind `name=`, if the text begins with it in any letter case.
fn after_name<'a>(text: &'a [u8], name: &str) -> Option<&'a [u8]> {
    let (head, tail) = text.split_at_checked(name.len())?;
    if !head.eq_ignore_ascii_case(name.as_bytes()) {
        return None;
    }
    trim_start(tail).strip_prefix(b"=")
}

/// Where a header field ends: at `;`, or at a `,` behind which another field begins.
fn field_end(text: &[u8]) -> usize {
    text.iter()
        .enumerate()
        .position(|(at, &byte)| byte == b';' || (byte == b',' && begins_field(from(text, at + 1))))
        .unwrap_or(text.len())
}

fn begins_field(text: &[u8]) -> bool {
    let text = trim_start(text);
    matches!(text.first(), None | Some(b';' | b','))
        || FIELDS.iter().map(|&(_, name)| name).chain(["CP"]).any(|name| after_name(text, name).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    const AREA: &str = "CP=&&DataTime=20240601085857&&";

    #[track_caller]
    fn check(segment: &[u8], problems: &[Problem]) {
        let message = Message::parse(segment);
        let expected: Problems = problems.iter().copied().collect();
        assert_eq!(message.problems(), expected, "{}", String::from_utf8_lossy(segment));
    }

    /// A header of 2005 before a sound data area: it must have these problems and these fields.
    #[track_caller]
    fn check_header(header: &str, problems: &[Problem]) {
        let segment = format!("{header}{AREA}");
        check(segment.as_bytes(), problems);
        let message = Message::parse(segment.as_bytes());
        assert_eq!(message.st(), Some("31"), "{header}");
        assert_eq!(message.command(), Some(Command::REALTIME_DATA), "{header}");
        assert_eq!(message.pw(), Some("123456"), "{header}");
        assert_eq!(message.mn(), Some("M1"), "{header}");
        assert_eq!(message.value("DataTime"), Some("20240601085857"), "{header}");
    }

    #[test]
    fn the_separators_and_order_of_the_header_may_deviate() {
        use Problem::{FieldMalformed, FieldNameCase, FieldOrder, FieldRepeated, FieldUnknown};
        use Problem::{HeaderSeparator, StraySpace};
        check_header("ST=31;CN=2011;PW=123456;MN=M1;", &[]);
        check_header("ST=31,CN=2011;PW=123456;MN=M1;", &[HeaderSeparator]);
        check_header("ST=31;CN=2011;PW=123456;MN=M1,", &[HeaderSeparator]);
        check_header("ST=31;CN=2011;PW=123456;,MN=M1;;", &[HeaderSeparator]);
        check_header(";ST=31;CN=2011;PW=123456;MN=M1;", &[HeaderSeparator]);
        check_header("ST=31; CN=2011;PW =123456;MN= M1 ;", &[StraySpace]);
        check_header("ST=31;CN=2011;MN=M1;PW=123456;", &[FieldOrder]);
        check_header("st=31;Cn=2011;PW=123456;MN=M1;", &[FieldNameCase]);
        check_header("ST=31;CN=2011;PW=123456;MN=M1;VER=2;", &[FieldUnknown]);
        check_header("ST=31;ST=32;CN=2011;PW=123456;MN=M1;", &[FieldRepeated]);
        check_header("ST=31;CN=2011;PW=123456;MN=M1;junk;", &[FieldMalformed]);
    }

    #[test]
    fn a_comma_inside_a_value_is_no_separator() {
        let message = Message::parse(b"MN=a,b,PW=c,1;CP=&&&&");
        assert_eq!((message.mn(), message.pw()), (Some("a,b"), Some("c,1")));
    }

    #[test]
    fn values_of_the_header_may_deviate() {
        use Problem::{FlagInvalid, FlagMissing, NumberPadded, PacketNumberInvalid, RfInvalid};
        use Problem::{PacketNumberMissing, PacketNumberUnflagged, QnInvalid, QnMissing, VersionUnknown};
        let check_values = |values: &str, problems: &[Problem]| {
            check(format!("{values}ST=31;CN=2011;PW=123456;MN=M1;{AREA}").as_bytes(), problems);
        };
        check_values("QN=20240601085857223;", &[FlagMissing]);
        let check_values = |values: &str, problems: &[Problem]| {
            let qn = "QN=20240601085857223;";
            check(format!("{qn}ST=31;CN=2011;PW=123456;MN=M1;{values}{AREA}").as_bytes(), problems);
        };
        check_values("Flag=4;", &[]);
        check_values("Flag=6;PNUM=2;PNO=1;", &[]);
        check_values("Flag=8;RF=1;", &[]);
        check_values("Flag=256;", &[FlagInvalid]);
        check_values("Flag=;", &[FlagInvalid]);
        check_values("Flag=-1;", &[FlagInvalid]);
        check_values("Flag=04;", &[NumberPadded]);
        check_values("Flag=12;", &[VersionUnknown]);
        check_values("Flag=6;", &[PacketNumberMissing]);
        check_values("Flag=6;PNUM=2;", &[PacketNumberMissing]);
        check_values("Flag=4;PNUM=2;PNO=1;", &[PacketNumberUnflagged]);
        check_values("Flag=6;PNUM=2;PNO=3;", &[PacketNumberInvalid]);
        check_values("Flag=6;PNUM=2;PNO=0;", &[PacketNumberInvalid]);
        check_values("Flag=6;PNUM=x;PNO=1;", &[PacketNumberInvalid]);
        check_values("Flag=8;RF=0;", &[RfInvalid]);
        let rest = format!("ST=31;CN=2011;PW=123456;MN=M1;Flag=4;{AREA}");
        check(rest.as_bytes(), &[QnMissing]);
        check(format!("QN=20241301000000000;{rest}").as_bytes(), &[QnInvalid]);
        check(format!("QN=20240601085857;{rest}").as_bytes(), &[QnInvalid]);
    }

    #[test]
    fn what_a_message_cannot_do_without_is_fatal() {
        use Problem::{CnInvalid, CnMissing, CpMissing, MnMissing, PwMissing, StInvalid, StMissing};
        check(b"", &[StMissing, CnMissing, PwMissing, MnMissing, CpMissing]);
        check(b"ST=31;CN=;PW=1;MN=1;CP=&&&&", &[CnMissing]);
        check(b"ST=31;CN=11;PW=1;MN=1;CP=&&&&", &[CnInvalid]);
        check(b"ST=101;CN=2011;PW=;MN=;CP=&&&&", &[StInvalid, PwMissing, MnMissing]);
        for (segment, usable) in [
            ("ST=101;CN=2011;CP=&&&&", true),
            ("ST=31;CP=&&&&", false),
            ("CN=2011;MN=1", false),
            ("CN=20x1;CP=&&&&", false),
        ] {
            assert_eq!(Message::parse(segment.as_bytes()).usable(), usable, "{segment}");
        }
    }

    #[test]
    fn the_bounds_of_the_data_area_may_deviate() {
        use Problem::{CpNotClosed, CpNotOpened, CpTrailing, StraySpace};
        let check_area = |area: &str, text: &str, problems: &[Problem]| {
            let segment = format!("ST=31;CN=2011;PW=1;MN=1;{area}");
            check(segment.as_bytes(), problems);
            let message = Message::parse(segment.as_bytes());
            assert_eq!(message.cp().map(DataArea::text), Some(text), "{area}");
            assert_eq!(message.cp_bytes(), Some(text.as_bytes()), "{area}");
        };
        check_area("CP=&&&&", "", &[]);
        check_area("CP=&&a=1&&", "a=1", &[]);
        check_area("CP=&&a=1", "a=1", &[CpNotClosed]);
        check_area("CP=&&", "", &[CpNotClosed]);
        check_area("CP=a=1&&", "a=1", &[CpNotOpened]);
        check_area("CP=", "", &[CpNotOpened, CpNotClosed]);
        check_area("CP=&&a=1&&x", "a=1", &[CpTrailing]);
        check_area("CP = &&a=1&&", "a=1", &[StraySpace]);
        check_area("CP=&&a=//1&&2//&&", "a=//1&&2//", &[]);
    }

    #[test]
    fn text_is_utf_8_or_gb_18030_or_marked() {
        use Problem::{CpUndecodable, TextGb18030, TextInvalid};
        let check_text = |bytes: &[u8], value: Option<&str>, problems: &[Problem]| {
            let segment = [b"ST=31;CN=3020;PW=1;MN=1;CP=&&a=", bytes, b"&&"].concat();
            check(&segment, problems);
            let message = Message::parse(&segment);
            assert_eq!(message.value("a"), value);
            assert_eq!(message.cp_bytes(), Some([b"a=", bytes].concat().as_slice()));
        };
        check_text("清洗".as_bytes(), Some("清洗"), &[]);
        check_text(b"\xC7\xE5\xCF\xB4", Some("清洗"), &[TextGb18030]);
        check_text(b"\xC7\xE5\x00", Some("清\0"), &[TextGb18030]);
        check_text(b"1\xFF\xFF", Some("1\u{FFFD}\u{FFFD}"), &[TextInvalid]);
        check_text(b"\x8F\x01\xFF\x9A\x00\xFF", None, &[CpUndecodable]);
        let printed = b"ST=31;CN=2011;PW=1;MN=1;CP=&&{0xE4,0x3E}&&";
        check(printed, &[CpUndecodable]);
        let header = Message::parse(b"ST=31;CN=2011;PW=1;MN=\xC7\xE5;CP=&&&&");
        assert_eq!(header.mn(), Some("清"));
        assert!(header.problems().contains(TextGb18030));
    }
}

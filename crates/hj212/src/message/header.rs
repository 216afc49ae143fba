//! The header with all its deviations, field by field.

use std::borrow::Cow;

use super::{Message, Packet};
use crate::bytes::{from, trim_end, trim_start};
use crate::data_area::DataArea;
use crate::{Command, Flag, Problem, Problems, SystemCode, Version, parse_time};

/// The header fields in the order of the standard.
#[derive(Clone, Copy, PartialEq, Eq)]
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

/// The fields that are text, whatever it took to read them.
#[derive(Clone, Debug, Default)]
pub(super) struct Texts<'a> {
    pub(super) qn: Option<Cow<'a, str>>,
    pub(super) st: Option<Cow<'a, str>>,
    pub(super) cn: Option<Cow<'a, str>>,
    pub(super) pw: Option<Cow<'a, str>>,
    pub(super) mn: Option<Cow<'a, str>>,
}

/// Reads the text of a data area, and says what is wrong with it.
type ReadArea<'a> = fn(Cow<'a, str>) -> (DataArea<'a>, Problems);

/// Reads all fields, in whatever order and shape they come, and says what is wrong.
pub(super) fn read<'a>(segment: &'a [u8], problems: Problems, read_area: ReadArea<'a>) -> Message<'a> {
    let message = Message {
        texts: super::regular::Texts::default(),
        others: None,
        flag: None,
        packet: Packet::default(),
        rf: None,
        cp: None,
        cp_bytes: None,
        problems,
    };
    let mut reader = Reader { message, texts: Texts::default(), seen: 0, read_area };
    reader.read(segment);
    reader.check();
    Message { others: Some(Box::new(reader.texts)), ..reader.message }
}

struct Reader<'a> {
    /// What is read so far, without the fields that are text.
    message: Message<'a>,
    texts: Texts<'a>,
    /// A bit for each field that was there.
    seen: u16,
    read_area: ReadArea<'a>,
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
        self.report(spaces > 0, Problem::StraySpace);
        let semicolons = separators.iter().filter(|&&byte| byte == b';').count();
        let as_written = semicolons == usize::from(!first) && semicolons + spaces == separators.len();
        self.report(!as_written, Problem::HeaderSeparator);
    }

    fn read_field(&mut self, field: &'a [u8]) {
        let Some(equals) = field.iter().position(|&byte| byte == b'=') else {
            self.message.problems.insert(Problem::FieldMalformed);
            return;
        };
        let (name, value) = field.split_at(equals);
        let value = from(value, 1);
        let (bare_name, bare_value) = (trim_end(name), trim_end(trim_start(value)));
        self.report(bare_name.len() != name.len() || bare_value.len() != value.len(), Problem::StraySpace);
        let known = FIELDS.iter().find(|(_, known)| bare_name.eq_ignore_ascii_case(known.as_bytes()));
        let Some(&(field, known)) = known else {
            self.message.problems.insert(Problem::FieldUnknown);
            return;
        };
        self.name_case(bare_name, known);
        let bit = 1 << field as u16;
        if self.seen & bit != 0 {
            self.message.problems.insert(Problem::FieldRepeated);
            return;
        }
        self.report(self.seen >= bit, Problem::FieldOrder);
        self.seen |= bit;
        self.store(field, bare_value);
    }

    fn name_case(&mut self, text: &[u8], name: &str) {
        self.report(!text.starts_with(name.as_bytes()), Problem::FieldNameCase);
    }

    fn store(&mut self, field: Field, value: &'a [u8]) {
        match field {
            Field::Qn => self.texts.qn = Some(self.text(value)),
            Field::St => self.texts.st = Some(self.text(value)),
            Field::Cn => self.texts.cn = Some(self.text(value)),
            Field::Pw => self.texts.pw = Some(self.text(value)),
            Field::Mn => self.texts.mn = Some(self.text(value)),
            Field::Flag => {
                self.message.flag = self
                    .number(value, Problem::FlagInvalid)
                    .and_then(|bits| self.fitting(bits))
                    .map(Flag::new);
            }
            Field::Pnum => self.message.packet.of = self.number(value, Problem::PacketNumberInvalid),
            Field::Pno => self.message.packet.number = self.number(value, Problem::PacketNumberInvalid),
            Field::Rf => {
                self.message.rf = self.number(value, Problem::RfInvalid);
                let other = self.message.rf.is_some_and(|rf| rf != 1);
                self.report(other, Problem::RfInvalid);
            }
        }
    }

    fn report(&mut self, wrong: bool, problem: Problem) {
        if wrong {
            self.message.problems.insert(problem);
        }
    }

    /// Says what is missing, and what cannot be as it is.
    fn check(&mut self) {
        let empty = |field: &Option<Cow<'_, str>>| field.as_deref().is_none_or(str::is_empty);
        let Texts { qn, st, cn, pw, mn } = &self.texts;
        let wrong = |text: &Option<Cow<'_, str>>, right: fn(&str) -> bool| {
            text.as_deref().is_some_and(|text| !text.is_empty() && !right(text))
        };
        let has_flag = self.message.flag.is_some() || self.message.problems.contains(Problem::FlagInvalid);
        let found = [
            // In 2005 an upload has neither QN nor Flag, and that is no deviation.
            (empty(qn) && (has_flag || qn.is_some()), Problem::QnMissing),
            (qn.is_some() && !has_flag, Problem::FlagMissing),
            (wrong(qn, is_request_number), Problem::QnInvalid),
            (empty(st), Problem::StMissing),
            (wrong(st, |st| st.parse::<SystemCode>().is_ok()), Problem::StInvalid),
            (empty(cn), Problem::CnMissing),
            (wrong(cn, |cn| cn.parse::<Command>().is_ok()), Problem::CnInvalid),
            (empty(pw), Problem::PwMissing),
            (empty(mn), Problem::MnMissing),
            (
                matches!(self.message.flag.map(Flag::version), Some(Version::Unknown(_))),
                Problem::VersionUnknown,
            ),
            (self.message.cp_bytes.is_none(), Problem::CpMissing),
        ];
        for (wrong, problem) in found {
            self.report(wrong, problem);
        }
        self.check_packet_number();
    }

    fn check_packet_number(&mut self) {
        let announced = self.message.flag.is_some_and(Flag::has_packet_number);
        let unreadable = self.message.problems.contains(Problem::PacketNumberInvalid);
        let Packet { of, number } = self.message.packet;
        let all = of.is_some() && number.is_some();
        let any = of.is_some() || number.is_some();
        self.report(announced && !all && !unreadable, Problem::PacketNumberMissing);
        self.report(any && !announced, Problem::PacketNumberUnflagged);
        let impossible = number == Some(0) || of == Some(0) || (all && number > of);
        self.report(impossible, Problem::PacketNumberInvalid);
    }

    fn fitting(&mut self, bits: u32) -> Option<u8> {
        let fitting = u8::try_from(bits).ok();
        self.report(fitting.is_none(), Problem::FlagInvalid);
        fitting
    }

    fn number(&mut self, digits: &[u8], otherwise: Problem) -> Option<u32> {
        let number = std::str::from_utf8(digits)
            .ok()
            .filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()))
            .and_then(|text| text.parse().ok());
        self.report(number.is_none(), otherwise);
        self.report(number.is_some() && digits.len() > 1 && digits.starts_with(b"0"), Problem::NumberPadded);
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
        self.report(unspaced.len() != area.len(), Problem::StraySpace);
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
                self.report(trailing.len() > 2, Problem::CpTrailing);
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
        let (data, problems) = (self.read_area)(self.text(content));
        self.message.problems = self.message.problems.union(problems);
        self.message.cp = Some(data);
    }
}

fn is_request_number(text: &str) -> bool {
    text.len() == 17 && parse_time(text).is_some()
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

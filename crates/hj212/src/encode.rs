//! Building frames.

use std::fmt::{self, Write as _};

use crate::cipher::{self, Key};
use crate::code::{Command, SystemCode};
use crate::data_area::log_text_end;
use crate::{Flag, LONGEST_SEGMENT, Version, crc};

/// Why a message cannot be put into a frame.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum EncodeError {
    /// A message needs a command number.
    NoCommand,
    /// A text holds what would break the framing or the grammar.
    Forbidden {
        /// Where: a field such as `MN`, or the name of an item.
        place: String,
    },
    /// An item without a name, or a group without items.
    Nameless,
    /// PNUM and PNO are not both there, or PNO is not 1 to PNUM, or Flag does not announce them.
    PacketNumber,
    /// The segment is longer than four digits can say.
    TooLong {
        /// The length of the segment, in bytes.
        length: usize,
    },
}

impl fmt::Display for EncodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            EncodeError::NoCommand => f.write_str("no command number"),
            EncodeError::Forbidden { place } => {
                write!(f, "{place} holds what would break the frame")
            }
            EncodeError::Nameless => f.write_str("an item without a name or a group without items"),
            EncodeError::PacketNumber => {
                f.write_str("PNUM and PNO must both be there, in order, and be announced by Flag")
            }
            EncodeError::TooLong { length } => {
                write!(f, "segment of {length} bytes, over {LONGEST_SEGMENT}")
            }
        }
    }
}

impl std::error::Error for EncodeError {}

/// Before the segment; its length is put in when it is known.
const HEAD: &str = "##0000";
/// A reply is shorter than this.
const SHORT_FRAME: usize = 160;

/// Builds one frame.
///
/// ```
/// use hj212::{Command, MessageBuilder, SystemCode, Version};
///
/// let frame = MessageBuilder::new(Version::V2017)
///     .qn("20160801085857223")
///     .st(SystemCode::WATER_SOURCE)
///     .cn(Command::SET_REALTIME_INTERVAL)
///     .pw("100000")
///     .mn("010000A8900016F000169DC0")
///     .answer_required(true)
///     .item("RtdInterval", "30")
///     .build()?;
/// assert!(frame.starts_with(b"##0101QN=") && frame.ends_with(b"&&1C80\r\n"));
/// # Ok::<(), hj212::EncodeError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageBuilder {
    qn: Option<String>,
    st: Option<SystemCode>,
    cn: Option<Command>,
    pw: Option<String>,
    mn: Option<String>,
    flag: Option<Flag>,
    pnum: Option<u32>,
    pno: Option<u32>,
    backfill: bool,
    groups: Vec<Vec<(String, String)>>,
    key: Option<Key>,
}

impl MessageBuilder {
    /// A message of this version. In 2005 an upload has no Flag; [`flag`](Self::flag) sets one.
    #[must_use]
    pub fn new(version: Version) -> MessageBuilder {
        MessageBuilder {
            qn: None,
            st: None,
            cn: None,
            pw: None,
            mn: None,
            flag: (version != Version::V2005).then(|| Flag::of(version)),
            pnum: None,
            pno: None,
            backfill: false,
            groups: Vec::new(),
            key: None,
        }
    }

    /// Sets the request number, a time of 17 digits.
    #[must_use]
    pub fn qn(mut self, qn: impl Into<String>) -> Self {
        self.qn = Some(qn.into());
        self
    }

    /// Sets the system code.
    #[must_use]
    pub fn st(mut self, st: SystemCode) -> Self {
        self.st = Some(st);
        self
    }

    /// Sets the command number.
    #[must_use]
    pub fn cn(mut self, cn: Command) -> Self {
        self.cn = Some(cn);
        self
    }

    /// Sets the password.
    #[must_use]
    pub fn pw(mut self, pw: impl Into<String>) -> Self {
        self.pw = Some(pw.into());
        self
    }

    /// Sets the number of the logger.
    #[must_use]
    pub fn mn(mut self, mn: impl Into<String>) -> Self {
        self.mn = Some(mn.into());
        self
    }

    /// Sets all of Flag, or leaves Flag out.
    #[must_use]
    pub fn flag(mut self, flag: Option<Flag>) -> Self {
        self.flag = flag;
        self
    }

    /// Asks for an answer, or not. A message of 2005 gets a Flag by asking.
    #[must_use]
    pub fn answer_required(mut self, required: bool) -> Self {
        if required || self.flag.is_some() {
            let flag = self.flag.unwrap_or(Flag::of(Version::V2005));
            self.flag = Some(flag.with_answer(required));
        }
        self
    }

    /// Makes this packet `pno` of `pnum`, and says so in Flag.
    #[must_use]
    pub fn packet(mut self, pnum: u32, pno: u32) -> Self {
        let flag = self.flag.unwrap_or(Flag::of(Version::V2005));
        self.flag = Some(flag.with_packet_number(true));
        self.pnum = Some(pnum);
        self.pno = Some(pno);
        self
    }

    /// Marks the data as back-filled (`RF=1`, since 2025).
    #[must_use]
    pub fn backfill(mut self, backfill: bool) -> Self {
        self.backfill = backfill;
        self
    }

    /// Adds a group of one item.
    #[must_use]
    pub fn item(self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.group([(name, value)])
    }

    /// Adds a group: the items of one factor.
    #[must_use]
    pub fn group<N: Into<String>, V: Into<String>>(
        mut self,
        items: impl IntoIterator<Item = (N, V)>,
    ) -> Self {
        self.groups.push(items.into_iter().map(|(name, value)| (name.into(), value.into())).collect());
        self
    }

    /// Encrypts the data area (2025). Which commands a device encrypts says
    /// [`Command::is_encrypted`](crate::Command::is_encrypted); the caller decides.
    #[must_use]
    pub fn encrypt(mut self, key: &Key) -> Self {
        self.key = Some(key.clone());
        self
    }

    /// The whole frame: `##`, length, segment, CRC in upper case, CR LF. With a
    /// [key](MessageBuilder::encrypt) the data area is encrypted after all that, and the CRC is
    /// that of the plain segment.
    ///
    /// # Errors
    /// Where the message has no command, a text would break the frame, PNUM and PNO do not fit
    /// each other and Flag, or the segment is over 9999 bytes. More than the 1024 bytes of the
    /// standard are allowed: splitting a message is the caller's decision.
    pub fn build(&self) -> Result<Vec<u8>, EncodeError> {
        let mut frame = String::with_capacity(SHORT_FRAME);
        frame.push_str(HEAD);
        self.put_segment(&mut frame)?;
        let mut frame = frame.into_bytes();
        let (head, segment) = frame.split_at_mut(HEAD.len());
        if segment.len() > LONGEST_SEGMENT {
            return Err(EncodeError::TooLong { length: segment.len() });
        }
        let mut rest = segment.len();
        for digit in head.iter_mut().skip(2).rev() {
            // A digit fits.
            *digit = b'0' + (rest % 10) as u8;
            rest /= 10;
        }
        let crc = crc::hj212(segment);
        if let Some(key) = &self.key {
            cipher::encrypt_segment(segment, key);
        }
        frame.extend([12, 8, 4, 0].map(|shift| hex_digit(crc >> shift & 0xf)));
        frame.extend_from_slice(b"\r\n");
        Ok(frame)
    }

    fn put_segment(&self, text: &mut String) -> Result<(), EncodeError> {
        let cn = self.cn.ok_or(EncodeError::NoCommand)?;
        self.check_packet_number()?;
        let mut put = |name: &str, value: Option<&str>| {
            let Some(value) = value else { return Ok(()) };
            if !is_field_text(value) {
                return Err(forbidden(name));
            }
            for part in [name, "=", value, ";"] {
                text.push_str(part);
            }
            Ok(())
        };
        let number = |number: Option<u32>| number.map(|number| number.to_string());
        put("QN", self.qn.as_deref())?;
        put("ST", self.st.as_ref().map(SystemCode::as_str))?;
        put("CN", Some(&cn.to_string()))?;
        put("PW", self.pw.as_deref())?;
        put("MN", self.mn.as_deref())?;
        put("Flag", number(self.flag.map(|flag| flag.bits().into())).as_deref())?;
        put("PNUM", number(self.pnum).as_deref())?;
        put("PNO", number(self.pno).as_deref())?;
        put("RF", self.backfill.then_some("1"))?;
        text.push_str("CP=&&");
        self.put_groups(text)?;
        text.push_str("&&");
        Ok(())
    }

    fn check_packet_number(&self) -> Result<(), EncodeError> {
        let announced = self.flag.is_some_and(Flag::has_packet_number);
        match (self.pnum, self.pno) {
            // Flag may announce what is not there: loggers do so, and it can be told.
            (None, None) => Ok(()),
            (Some(pnum), Some(pno)) if announced && (1..=pnum).contains(&pno) => Ok(()),
            _ => Err(EncodeError::PacketNumber),
        }
    }

    fn put_groups(&self, text: &mut String) -> Result<(), EncodeError> {
        for (index, group) in self.groups.iter().enumerate() {
            if group.is_empty() {
                return Err(EncodeError::Nameless);
            }
            if index > 0 {
                text.push(';');
            }
            for (index, (name, value)) in group.iter().enumerate() {
                if name.is_empty() {
                    return Err(EncodeError::Nameless);
                }
                if !is_field_text(name) {
                    return Err(forbidden(name));
                }
                if !is_item_value(value) {
                    return Err(forbidden(name));
                }
                if index > 0 {
                    text.push(',');
                }
                let _ = write!(text, "{name}={value}");
            }
        }
        Ok(())
    }
}

/// The digit of a number below 16.
fn hex_digit(number: u16) -> u8 {
    match number {
        0..=9 => b'0' + number as u8,
        _ => b'A' - 10 + number as u8,
    }
}

fn forbidden(place: &str) -> EncodeError {
    EncodeError::Forbidden { place: place.to_owned() }
}

/// Whether a text may stand as the value of a header field or the name of an item.
fn is_field_text(text: &str) -> bool {
    is_unbroken(text) && !text.bytes().any(|byte| b";,=&".contains(&byte))
}

/// Whether a text may stand as the value of an item: free of separators, or a log text `//…//`,
/// which may hold them.
fn is_item_value(value: &str) -> bool {
    let is_log = value.starts_with("//");
    let whole = if is_log {
        log_text_end(value.as_bytes()) == Some(value.len())
    } else {
        !value.contains([';', ',']) && !value.contains("=//")
    };
    is_unbroken(value) && whole && !value.contains("&&")
}

/// Whether a text has no line end or other control, no `##`, and no space at its ends.
fn is_unbroken(text: &str) -> bool {
    // What replies echo, told without decoding characters.
    if text.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return true;
    }
    !text.contains(char::is_control) && !text.contains("##") && text.trim_matches(' ') == text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message() -> MessageBuilder {
        MessageBuilder::new(Version::V2017).cn(Command::REALTIME_DATA)
    }

    fn text(message: &MessageBuilder) -> String {
        String::from_utf8(message.build().unwrap()).unwrap()
    }

    #[test]
    fn fields_stand_in_the_order_of_the_standard() {
        let message = MessageBuilder::new(Version::V2025)
            .group([("a21026-Rtd", "18.5"), ("a21026-Flag", "N")])
            .item("i11001-Info", "//a;b,c=1//")
            .backfill(true)
            .packet(2, 1)
            .answer_required(true)
            .mn("M1")
            .pw("123456")
            .cn(Command::MINUTE_DATA)
            .st(SystemCode::AIR_SOURCE)
            .qn("20240601085857223");
        let frame = text(&message);
        let segment = "QN=20240601085857223;ST=31;CN=2051;PW=123456;MN=M1;Flag=11;PNUM=2;PNO=1;RF=1;\
            CP=&&a21026-Rtd=18.5,a21026-Flag=N;i11001-Info=//a;b,c=1//&&";
        assert_eq!(&frame[6..frame.len() - 6], segment);
        assert_eq!(&frame[..6], format!("##{:04}", segment.len()));
    }

    #[test]
    fn flag_follows_what_is_asked() {
        let old = MessageBuilder::new(Version::V2005).cn(Command::REALTIME_DATA);
        assert!(!text(&old).contains("Flag"));
        assert!(!text(&old.clone().answer_required(false)).contains("Flag"));
        assert!(text(&old.clone().answer_required(true)).contains(";Flag=1;"));
        assert!(text(&old.packet(2, 2)).contains(";Flag=2;PNUM=2;PNO=2;"));
        assert!(text(&message()).contains(";Flag=4;"));
        assert!(!text(&message().flag(None)).contains("Flag"));
    }

    #[test]
    fn what_would_break_the_frame_is_refused() {
        for bad in ["a;b", "a,b", "a=b", "a&&b", "a&", "a##b", "a\r\n", "a\0", " a", "a "] {
            let forbidden = |place: &str| Err(EncodeError::Forbidden { place: place.to_owned() });
            assert_eq!(message().mn(bad).build(), forbidden("MN"), "{bad:?}");
            assert_eq!(message().pw(bad).build(), forbidden("PW"), "{bad:?}");
            assert_eq!(message().qn(bad).build(), forbidden("QN"), "{bad:?}");
            assert_eq!(message().item(bad, "1").build(), forbidden(bad), "{bad:?}");
        }
        for bad in ["a;b", "a,b", "a&&b", "a##b", "a\n", " a", "//a", "//a//;b//c", "x=//a;b//"] {
            let refused = message().item("n", bad).build();
            assert_eq!(refused, Err(EncodeError::Forbidden { place: "n".to_owned() }), "{bad:?}");
        }
        let none: [(&str, &str); 0] = [];
        assert_eq!(message().group(none).build(), Err(EncodeError::Nameless));
        assert_eq!(message().item("", "1").build(), Err(EncodeError::Nameless));
        assert_eq!(MessageBuilder::new(Version::V2017).build(), Err(EncodeError::NoCommand));
        for (pnum, pno) in [(1, 2), (0, 0), (1, 0)] {
            assert_eq!(message().packet(pnum, pno).build(), Err(EncodeError::PacketNumber));
        }
        let unannounced = message().packet(2, 1).flag(Some(Flag::new(4)));
        assert_eq!(unannounced.build(), Err(EncodeError::PacketNumber));
    }

    #[test]
    fn the_length_has_four_digits() {
        let empty = message().item("n", "").build().unwrap().len() - 12;
        let longest = message().item("n", "1".repeat(LONGEST_SEGMENT - empty));
        assert!(text(&longest).starts_with("##9999"));
        let longer = message().item("n", "1".repeat(LONGEST_SEGMENT - empty + 1));
        assert_eq!(longer.build(), Err(EncodeError::TooLong { length: 10_000 }));
    }
}

//! What can be wrong with a frame and still let it be read, and what makes it useless.

use std::fmt;

macro_rules! problems {
    ($($(#[doc = $doc:literal])+ $name:ident = $code:literal, $weight:ident;)+) => {
        /// A deviation from the standard, in the order in which a frame is read.
        ///
        /// Each has a stable [`code`](Problem::code) for logs, counters and other programs.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Problem {
            $($(#[doc = $doc])+ $name,)+
        }

        impl Problem {
            /// Every problem, in order.
            pub const ALL: &[Problem] = &[$(Problem::$name,)+];

            /// The stable name for logs, counters and other programs.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self {
                    $(Problem::$name => $code,)+
                }
            }

            /// Whether a message with this problem must not be used as data.
            #[must_use]
            pub const fn is_fatal(self) -> bool {
                match self {
                    $(Problem::$name => problems!(@fatal $weight),)+
                }
            }
        }
    };
    (@fatal fatal) => { true };
    (@fatal tolerated) => { false };
}

problems! {
    /// Bytes other than white space were skipped between the frame before and this one.
    GarbageBefore = "garbage_before", tolerated;
    /// The length has one to three digits in place of four.
    LengthShortForm = "length_short_form", tolerated;
    /// There is no decimal length after `##`; the end was found by looking at the bytes.
    LengthUnreadable = "length_unreadable", fatal;
    /// The declared length is not the number of bytes found.
    LengthMismatch = "length_mismatch", fatal;
    /// The declared length counts characters in place of bytes, and the CRC is right.
    LengthInCharacters = "length_in_characters", tolerated;
    /// The segment is longer than the 1024 bytes of the standard.
    SegmentOverStandard = "segment_over_standard", tolerated;
    /// The declared length is over the limit the decoder was given.
    SegmentOverLimit = "segment_over_limit", fatal;
    /// The frame ends without a CRC: the rest never came, or another frame begins inside it.
    Truncated = "truncated", fatal;
    /// There is no CRC after the data segment.
    CrcMissing = "crc_missing", fatal;
    /// What stands in the place of the CRC is not hexadecimal.
    CrcUnreadable = "crc_unreadable", fatal;
    /// The CRC has one to three digits: its leading zeros were dropped.
    CrcShort = "crc_short", tolerated;
    /// The CRC received is not the CRC computed.
    CrcMismatch = "crc_mismatch", fatal;
    /// The CRC received is the CRC-16/MODBUS of the segment (comes with `crc_mismatch`).
    CrcModbus = "crc_modbus", tolerated;
    /// The CRC received is the CRC-16/MODBUS with its bytes swapped (comes with `crc_mismatch`).
    CrcModbusSwapped = "crc_modbus_swapped", tolerated;
    /// No line end follows the CRC.
    TailMissing = "tail_missing", tolerated;
    /// The line end is LF alone.
    TailLfOnly = "tail_lf_only", tolerated;
    /// The line end is CR alone.
    TailCrOnly = "tail_cr_only", tolerated;
    /// A field name is written in another letter case (`FLAG=`).
    FieldNameCase = "field_name_case", tolerated;
    /// A header field that no version of the standard knows.
    FieldUnknown = "field_unknown", tolerated;
    /// A header field occurs twice; the first is used.
    FieldRepeated = "field_repeated", tolerated;
    /// A header field without `=`.
    FieldMalformed = "field_malformed", tolerated;
    /// Header fields stand in another order than in the standard.
    FieldOrder = "field_order", tolerated;
    /// Header fields are separated by something else than one `;`.
    HeaderSeparator = "header_separator", tolerated;
    /// Spaces around a name, a value or a separator.
    StraySpace = "stray_space", tolerated;
    /// QN is empty, or absent although Flag is there.
    QnMissing = "qn_missing", tolerated;
    /// QN is not a time of 17 digits.
    QnInvalid = "qn_invalid", tolerated;
    /// ST is absent or empty.
    StMissing = "st_missing", tolerated;
    /// ST is not two characters of 0-9 and A-Z.
    StInvalid = "st_invalid", tolerated;
    /// CN is absent or empty: nobody can tell what the message is.
    CnMissing = "cn_missing", fatal;
    /// CN is not four digits.
    CnInvalid = "cn_invalid", fatal;
    /// PW is absent or empty.
    PwMissing = "pw_missing", tolerated;
    /// MN is absent or empty.
    MnMissing = "mn_missing", tolerated;
    /// Flag is absent although QN is there.
    FlagMissing = "flag_missing", tolerated;
    /// Flag is not a number of 0 to 255.
    FlagInvalid = "flag_invalid", tolerated;
    /// The version bits of Flag name no known version.
    VersionUnknown = "version_unknown", tolerated;
    /// Flag announces PNUM and PNO, but one is absent.
    PacketNumberMissing = "packet_number_missing", tolerated;
    /// PNUM or PNO is there, but Flag does not announce it.
    PacketNumberUnflagged = "packet_number_unflagged", tolerated;
    /// PNUM or PNO is no number, zero, or PNO is over PNUM.
    PacketNumberInvalid = "packet_number_invalid", tolerated;
    /// Flag, PNUM or PNO is written with leading zeros.
    NumberPadded = "number_padded", tolerated;
    /// RF is there and not 1.
    RfInvalid = "rf_invalid", tolerated;
    /// There is no data area.
    CpMissing = "cp_missing", fatal;
    /// The data area does not begin with `&&`.
    CpNotOpened = "cp_not_opened", tolerated;
    /// The data area does not end with `&&`.
    CpNotClosed = "cp_not_closed", tolerated;
    /// Something follows the `&&` that ends the data area.
    CpTrailing = "cp_trailing", tolerated;
    /// The data area is not text: encrypted (2025) or damaged. Its bytes are kept.
    CpUndecodable = "cp_undecodable", fatal;
    /// The data area is encrypted, but written as the standard prints it (`{0xE4,…}`), not as bytes.
    CipherPrinted = "cipher_printed", tolerated;
    /// Two separators stand side by side in the data area.
    ItemEmpty = "item_empty", tolerated;
    /// A separator stands at the end of the data area.
    TrailingSeparator = "trailing_separator", tolerated;
    /// An item of the data area without `=`; its value is taken as empty.
    ItemWithoutValue = "item_without_value", tolerated;
    /// An item of the data area without a name.
    ItemWithoutName = "item_without_name", tolerated;
    /// DataTime is followed by `,` where `;` should stand.
    DataTimeComma = "data_time_comma", tolerated;
    /// A log text begins with `//` and does not end with it.
    LogTextUnclosed = "log_text_unclosed", tolerated;
    /// Text is in GB 18030 (or GB 2312, GBK), not in UTF-8.
    TextGb18030 = "text_gb18030", tolerated;
    /// Text is neither UTF-8 nor GB 18030; what could not be read became U+FFFD.
    TextInvalid = "text_invalid", tolerated;
}

impl Problem {
    const fn bit(self) -> u64 {
        1 << self as u32
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// An ordered set of [`Problem`]s, one word wide.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Problems(u64);

const _: () = assert!(Problem::ALL.len() <= u64::BITS as usize, "one bit per problem");

impl Problems {
    /// No problem.
    pub const NONE: Problems = Problems(0);

    const FATAL: Problems = Problems::fatal();

    #[expect(clippy::indexing_slicing, reason = "evaluated while compiling; the index is below the length")]
    const fn fatal() -> Problems {
        let mut fatal = Problems::NONE;
        let mut at = 0;
        while at < Problem::ALL.len() {
            if Problem::ALL[at].is_fatal() {
                fatal.insert(Problem::ALL[at]);
            }
            at += 1;
        }
        fatal
    }

    /// Adds one; a second time changes nothing.
    pub const fn insert(&mut self, problem: Problem) {
        self.0 |= problem.bit();
    }

    /// Takes one out; where it is not in the set, nothing changes.
    pub const fn remove(&mut self, problem: Problem) {
        self.0 &= !problem.bit();
    }

    /// Whether it is in the set.
    #[must_use]
    pub const fn contains(self, problem: Problem) -> bool {
        self.0 & problem.bit() != 0
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The problems of both.
    #[must_use]
    pub const fn union(self, other: Problems) -> Problems {
        Problems(self.0 | other.0)
    }

    /// Whether one of them forbids using the message as data.
    #[must_use]
    pub fn any_fatal(self) -> bool {
        self.0 & Problems::FATAL.0 != 0
    }

    /// The problems in the order of [`Problem::ALL`].
    pub fn iter(self) -> impl Iterator<Item = Problem> {
        Problem::ALL.iter().copied().filter(move |&problem| self.contains(problem))
    }
}

impl FromIterator<Problem> for Problems {
    fn from_iter<I: IntoIterator<Item = Problem>>(problems: I) -> Self {
        let mut set = Problems::NONE;
        set.extend(problems);
        set
    }
}

impl Extend<Problem> for Problems {
    fn extend<I: IntoIterator<Item = Problem>>(&mut self, problems: I) {
        for problem in problems {
            self.insert(problem);
        }
    }
}

impl fmt::Debug for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_distinct_and_snake_case() {
        let mut codes: Vec<_> = Problem::ALL.iter().map(|problem| problem.code()).collect();
        assert!(codes.iter().all(|code| {
            code.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
        }));
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), Problem::ALL.len());
    }

    #[test]
    fn a_set_keeps_the_order_of_reading() {
        let set: Problems = [Problem::TailMissing, Problem::LengthMismatch].into_iter().collect();
        assert_eq!(set.iter().collect::<Vec<_>>(), [Problem::LengthMismatch, Problem::TailMissing]);
        assert!(set.any_fatal());
        assert!(!set.contains(Problem::CrcMismatch));
    }
}

//! The words of a record: each has one written form, so that a changed byte is a changed word.

use compact_str::CompactString;
use jiff::civil::Date;
use model::Timestamp;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// The greatest length of an [`Id`], bytes.
pub const MAX_ID: usize = 64;

/// The greatest length of a [`Text`], bytes.
pub const MAX_TEXT: usize = 2_000;

/// Why a text is not the word that stands there.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is not {what}")]
pub struct InvalidWord {
    /// What was wanted.
    pub what: &'static str,
    /// What was given, cut to 80 characters.
    pub text: String,
}

impl InvalidWord {
    pub(crate) fn new(what: &'static str, text: &str) -> Self {
        Self { what, text: text.chars().take(80).collect() }
    }
}

/// A word that is read from text and written as it was read.
macro_rules! written {
    ($name:ident) => {
        impl TryFrom<String> for $name {
            type Error = InvalidWord;

            fn try_from(text: String) -> Result<Self, InvalidWord> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(word: $name) -> String {
                word.to_string()
            }
        }
    };
}

/// The id of an object, officer, pool, class, party or occasion: 1 to [`MAX_ID`] visible ASCII characters
/// (`!` to `~`). Ids are in order when their bytes are.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Id(CompactString);

impl Id {
    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn check(text: &str) -> Result<(), InvalidWord> {
        let length = (1..=MAX_ID).contains(&text.len());
        match length && text.bytes().all(|byte| byte.is_ascii_graphic()) {
            true => Ok(()),
            false => Err(InvalidWord::new("an id of 1 to 64 visible ASCII characters", text)),
        }
    }
}

impl std::str::FromStr for Id {
    type Err = InvalidWord;

    fn from_str(text: &str) -> Result<Self, InvalidWord> {
        Self::check(text)?;
        Ok(Self(text.into()))
    }
}

/// Straight from the text that is read: a record can have millions of ids.
impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct IdVisitor;

        impl de::Visitor<'_> for IdVisitor {
            type Value = Id;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an id")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Id, E> {
                text.parse().map_err(E::custom)
            }
        }

        deserializer.deserialize_str(IdVisitor)
    }
}

impl Serialize for Id {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl std::fmt::Display for Id {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::fmt::Debug for Id {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Id({})", self.0)
    }
}

/// Words for people: 1 to [`MAX_TEXT`] bytes of UTF-8 with neither control characters nor space at its ends.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Text(String);

impl Text {
    /// The words.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::str::FromStr for Text {
    type Err = InvalidWord;

    fn from_str(text: &str) -> Result<Self, InvalidWord> {
        let good = (1..=MAX_TEXT).contains(&text.len())
            && !text.starts_with(' ')
            && !text.ends_with(' ')
            && !text.chars().any(|c| c < ' ' || ('\u{7f}'..='\u{9f}').contains(&c));
        match good {
            true => Ok(Self(text.to_owned())),
            false => Err(InvalidWord::new("1 to 2000 bytes of words on one line", text)),
        }
    }
}

impl std::fmt::Display for Text {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

written!(Text);

/// Thirty-two bytes, written as 64 lower-case hexadecimal digits.
macro_rules! bytes32 {
    ($(#[$doc:meta])* $name:ident, $what:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(pub [u8; 32]);

        impl std::str::FromStr for $name {
            type Err = InvalidWord;

            fn from_str(text: &str) -> Result<Self, InvalidWord> {
                let bytes = from_hex(text).and_then(|bytes| bytes.try_into().ok());
                bytes.map(Self).ok_or_else(|| InvalidWord::new($what, text))
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&to_hex(&self.0))
            }
        }

        written!($name);
    };
}

bytes32!(
    /// A SHA-256 hash.
    Digest, "a hash of 64 lower-case hexadecimal digits"
);

bytes32!(
    /// Thirty-two random bytes that somebody keeps to himself until the record is public.
    Secret, "a secret of 64 lower-case hexadecimal digits"
);

impl std::fmt::Debug for Digest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Digest({self})")
    }
}

/// Nothing: logs must not tell it.
impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// A day in China, written as `2020-09-30`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Day(pub Date);

impl std::str::FromStr for Day {
    type Err = InvalidWord;

    fn from_str(text: &str) -> Result<Self, InvalidWord> {
        let day = text.parse::<Date>().ok().filter(|day| day.year() >= 1970 && day.to_string() == text);
        day.map(Self).ok_or_else(|| InvalidWord::new("a day as 2020-09-30", text))
    }
}

impl std::fmt::Display for Day {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

written!(Day);

/// A whole second of UTC from 1970 on, written as `2020-09-30T08:00:00Z`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Second(Timestamp);

impl Second {
    /// The second in which an instant lies; the first of 1970 for what is earlier.
    pub fn of(instant: Timestamp) -> Self {
        Self(Timestamp::from_second(instant.as_second().max(0)).unwrap_or(Timestamp::UNIX_EPOCH))
    }

    /// Its start.
    pub fn instant(self) -> Timestamp {
        self.0
    }

    /// Seconds since 1970.
    pub fn since_1970(self) -> u64 {
        self.0.as_second().unsigned_abs()
    }
}

impl std::str::FromStr for Second {
    type Err = InvalidWord;

    fn from_str(text: &str) -> Result<Self, InvalidWord> {
        let instant = text.parse::<Timestamp>().ok().filter(|instant| instant.to_string() == text);
        let whole = instant.map(Self::of).filter(|second| Some(second.0) == instant);
        whole.ok_or_else(|| InvalidWord::new("a second as 2020-09-30T08:00:00Z", text))
    }
}

impl std::fmt::Display for Second {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

written!(Second);

/// Lower-case hexadecimal.
pub(crate) fn to_hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The bytes of lower-case hexadecimal text.
pub(crate) fn from_hex(text: &str) -> Option<Vec<u8>> {
    let digit = |byte: u8| match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    };
    let pairs = text.as_bytes().chunks(2);
    let byte = |pair: &[u8]| match pair {
        [high, low] => Some(digit(*high)? * 16 + digit(*low)?),
        _ => None,
    };
    pairs.map(byte).collect()
}

/// The greatest number that every reader of JSON counts exactly.
const MAX_EXACT: u64 = (1 << 53) - 1;

/// A number that every reader of JSON counts exactly.
pub(crate) fn exact<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u64, D::Error> {
    match u64::deserialize(deserializer)? {
        number if number <= MAX_EXACT => Ok(number),
        number => Err(de::Error::custom(format_args!("{number} is above 2⁵³ − 1"))),
    }
}

//! What somebody has given to be reckoned with: a tree as JSON and TOML have it, in the order in which it was
//! written, with names that stand twice kept, so that they can be refused.

use std::fmt;

use model::Money;
use serde::de::{Error, MapAccess, SeqAccess, Visitor};
use serde::ser::{SerializeMap, SerializeSeq};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::refusal::{LawRefusal, RefusalCode};

/// A value as it was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Given {
    /// `null`: known to be unknown.
    Nothing,
    /// Yes or no.
    Flag(bool),
    /// A number, as a decimal text.
    Number(String),
    /// A text.
    Text(String),
    /// Several values.
    List(Vec<Given>),
    /// Values by name, in the order in which they were written.
    Map(Vec<(String, Given)>),
}

impl Given {
    /// The value as a text or the number's text; `None` for everything else.
    pub(crate) fn word(&self) -> Option<&str> {
        match self {
            Given::Number(text) | Given::Text(text) => Some(text),
            Given::Nothing | Given::Flag(_) | Given::List(_) | Given::Map(_) => None,
        }
    }

    pub(crate) fn money(&self, field: &str) -> Result<Money, LawRefusal> {
        let text =
            self.word().ok_or_else(|| LawRefusal::new(RefusalCode::WrongKind, field, "expected yuan"))?;
        text.parse().map_err(|error| LawRefusal::new(RefusalCode::Money, field, format!("{error}")))
    }

    pub(crate) fn text(&self, field: &str) -> Result<&str, LawRefusal> {
        match self {
            Given::Text(text) => Ok(text),
            Given::Nothing | Given::Flag(_) | Given::Number(_) | Given::List(_) | Given::Map(_) => {
                Err(LawRefusal::new(RefusalCode::WrongKind, field, "expected a text"))
            }
        }
    }

    pub(crate) fn date(&self, field: &str) -> Result<jiff::civil::Date, LawRefusal> {
        let text = self.text(field)?;
        let message = || format!("{text:?} is no date, as in 2020-09-01");
        text.parse().map_err(|_| LawRefusal::new(RefusalCode::Date, field, message()))
    }

    pub(crate) fn map(&self, field: &str) -> Result<&[(String, Given)], LawRefusal> {
        match self {
            Given::Map(entries) => Ok(entries),
            Given::Nothing | Given::Flag(_) | Given::Number(_) | Given::Text(_) | Given::List(_) => {
                Err(LawRefusal::new(RefusalCode::WrongKind, field, "expected values by name"))
            }
        }
    }
}

impl<'de> Deserialize<'de> for Given {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(GivenVisitor)
    }
}

/// As it was given. Numbers are written as texts: both are read alike, and a text keeps every digit.
impl Serialize for Given {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Given::Nothing => serializer.serialize_unit(),
            Given::Flag(flag) => serializer.serialize_bool(*flag),
            Given::Number(text) | Given::Text(text) => serializer.serialize_str(text),
            Given::List(list) => {
                let mut sequence = serializer.serialize_seq(Some(list.len()))?;
                list.iter().try_for_each(|value| sequence.serialize_element(value))?;
                sequence.end()
            }
            Given::Map(entries) => {
                let mut map = serializer.serialize_map(Some(entries.len()))?;
                entries.iter().try_for_each(|(name, value)| map.serialize_entry(name, value))?;
                map.end()
            }
        }
    }
}

struct GivenVisitor;

impl<'de> Visitor<'de> for GivenVisitor {
    type Value = Given;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E: Error>(self) -> Result<Given, E> {
        Ok(Given::Nothing)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Given, E> {
        Ok(Given::Flag(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Given, E> {
        Ok(Given::Number(value.to_string()))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Given, E> {
        Ok(Given::Number(value.to_string()))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Given, E> {
        // Up to 15 digits the shortest text of a binary number is the decimal that was written.
        let text = value.to_string();
        let digits = text.trim_start_matches(['-', '0', '.']).bytes().filter(u8::is_ascii_digit).count();
        if !value.is_finite() || digits > 15 {
            return Err(E::custom(format!(
                "the number {text} has more digits than a number keeps: write it as a text"
            )));
        }
        Ok(Given::Number(text))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Given, E> {
        Ok(Given::Text(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut values: A) -> Result<Given, A::Error> {
        let mut list = Vec::new();
        while let Some(value) = values.next_element()? {
            list.push(value);
        }
        Ok(Given::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Given, A::Error> {
        let mut map = Vec::new();
        while let Some(entry) = entries.next_entry()? {
            map.push(entry);
        }
        Ok(Given::Map(map))
    }
}

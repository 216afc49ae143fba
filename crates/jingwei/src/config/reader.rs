//! Takes fields out of a TOML document one by one and remembers every mistake.

use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;
use std::ops::RangeInclusive;
use std::time::Duration;

use model::Timestamp;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{ConfigError, ConfigProblem};

/// A value with where it stands, for messages.
struct Found {
    value: toml::Value,
    place: String,
}

pub(super) struct Reader<'a> {
    fields: BTreeMap<String, Found>,
    environment: &'a BTreeMap<String, String>,
    known: BTreeSet<&'static str>,
    problems: Vec<ConfigProblem>,
}

impl<'a> Reader<'a> {
    /// Parses the document; only its syntax can fail here.
    pub(super) fn new(text: &str, environment: &'a BTreeMap<String, String>) -> Result<Self, ConfigError> {
        let document = DeTable::parse(text).map_err(|error| {
            let place = error.span().map_or_else(|| "file".into(), |span| line(text, span.start));
            ConfigError(vec![ConfigProblem { field: String::new(), place, message: error.message().into() }])
        })?;
        let mut fields = BTreeMap::new();
        flatten(text, "", document.get_ref(), &mut fields);
        Ok(Self { fields, environment, known: BTreeSet::new(), problems: Vec::new() })
    }

    /// Reports every field that nobody asked for, then everything that was wrong.
    pub(super) fn finish(mut self) -> Result<(), ConfigError> {
        for (field, found) in &self.fields {
            if !self.known.contains(field.as_str()) {
                let message = match self.known.iter().find(|known| alike(known, field)) {
                    Some(known) => format!("unknown field; did you mean {known}?"),
                    None => "unknown field".into(),
                };
                self.problems.push(ConfigProblem {
                    field: field.clone(),
                    place: found.place.clone(),
                    message,
                });
            }
        }
        match self.problems.is_empty() {
            true => Ok(()),
            false => Err(ConfigError(self.problems)),
        }
    }

    /// Reports a mistake in `field`.
    pub(super) fn report(&mut self, field: &str, message: &str) {
        let place = self.place(field);
        self.problems.push(ConfigProblem { field: field.into(), place, message: message.into() });
    }

    pub(super) fn text(&mut self, field: &'static str) -> Option<String> {
        self.take(field, "a text", |value| value.as_str().map(str::to_owned))
    }

    pub(super) fn flag(&mut self, field: &'static str, default: bool) -> bool {
        let parse = |value: &toml::Value| {
            value.as_bool().or_else(|| value.as_str().and_then(|text| text.parse().ok()))
        };
        self.take(field, "true or false", parse).unwrap_or(default)
    }

    pub(super) fn address(&mut self, field: &'static str, default: ([u8; 4], u16)) -> SocketAddr {
        let what = "an address with a port, as in \"127.0.0.1:8080\"";
        self.take(field, what, |value| value.as_str()?.parse().ok()).unwrap_or_else(|| default.into())
    }

    pub(super) fn integer(&mut self, field: &'static str, default: u64, range: RangeInclusive<u64>) -> u64 {
        let what = format!("a whole number from {} to {}", range.start(), range.end());
        let parse = |value: &toml::Value| {
            let number = match value {
                toml::Value::String(text) => text.parse().ok()?,
                other => u64::try_from(other.as_integer()?).ok()?,
            };
            range.contains(&number).then_some(number)
        };
        self.take(field, &what, parse).unwrap_or(default)
    }

    pub(super) fn number(&mut self, field: &'static str, default: f64, range: RangeInclusive<f64>) -> f64 {
        let what = format!("a number from {} to {}", range.start(), range.end());
        let parse = |value: &toml::Value| {
            let number = match value {
                toml::Value::String(text) => text.parse().ok()?,
                toml::Value::Integer(number) => *number as f64,
                other => other.as_float()?,
            };
            range.contains(&number).then_some(number)
        };
        self.take(field, &what, parse).unwrap_or(default)
    }

    pub(super) fn minutes(
        &mut self,
        field: &'static str,
        default: u64,
        range: RangeInclusive<u64>,
    ) -> Duration {
        Duration::from_secs(self.integer(field, default, range) * 60)
    }

    pub(super) fn seconds(
        &mut self,
        field: &'static str,
        default: u64,
        range: RangeInclusive<u64>,
    ) -> Duration {
        Duration::from_secs(self.integer(field, default, range))
    }

    pub(super) fn choice(&mut self, field: &'static str, choices: &[&'static str]) -> Option<&'static str> {
        let what = format!("one of {}", choices.join(", "));
        self.take(field, &what, |value| choices.iter().copied().find(|choice| value.as_str() == Some(choice)))
    }

    pub(super) fn instant(&mut self, field: &'static str) -> Option<Timestamp> {
        let what = "an instant with its offset, as in \"2020-08-30T08:00:00+08:00\"";
        self.take(field, what, |value| match value {
            toml::Value::Datetime(datetime) => datetime.to_string().parse().ok(),
            other => other.as_str()?.parse().ok(),
        })
    }

    fn take<T>(
        &mut self,
        field: &'static str,
        what: &str,
        parse: impl Fn(&toml::Value) -> Option<T>,
    ) -> Option<T> {
        self.known.insert(field);
        let value = match self.environment.get(&variable(field)) {
            Some(text) => toml::Value::String(text.clone()),
            None => self.fields.get(field)?.value.clone(),
        };
        let parsed = parse(&value);
        if parsed.is_none() {
            self.report(field, &format!("{} is not {what}", shown(&value)));
        }
        parsed
    }

    fn place(&self, field: &str) -> String {
        let variable = variable(field);
        if self.environment.contains_key(&variable) {
            return format!("environment {variable}");
        }
        self.fields.get(field).map_or_else(|| "file".into(), |found| found.place.clone())
    }
}

fn shown(value: &toml::Value) -> String {
    match value {
        toml::Value::String(text) => format!("{text:?}"),
        toml::Value::Integer(number) => number.to_string(),
        toml::Value::Float(number) => number.to_string(),
        toml::Value::Boolean(flag) => flag.to_string(),
        toml::Value::Datetime(datetime) => datetime.to_string(),
        toml::Value::Array(_) => "a list".into(),
        toml::Value::Table(_) => "a table".into(),
    }
}

/// `http.listen` is `JINGWEI_HTTP_LISTEN`.
fn variable(field: &str) -> String {
    format!("JINGWEI_{}", field.replace('.', "_").to_ascii_uppercase())
}

fn line(text: &str, offset: usize) -> String {
    let before = text.get(..offset).unwrap_or(text);
    format!("line {}", before.matches('\n').count() + 1)
}

fn flatten(text: &str, prefix: &str, table: &DeTable<'_>, fields: &mut BTreeMap<String, Found>) {
    for (key, value) in table {
        let name = match prefix {
            "" => key.get_ref().to_string(),
            _ => format!("{prefix}.{}", key.get_ref()),
        };
        match value.get_ref() {
            DeValue::Table(inner) if prefix.is_empty() => flatten(text, &name, inner, fields),
            _ => {
                let found = Found { value: plain(value), place: line(text, key.span().start) };
                fields.insert(name, found);
            }
        }
    }
}

fn plain(value: &Spanned<DeValue<'_>>) -> toml::Value {
    match value.get_ref() {
        DeValue::String(text) => toml::Value::String(text.to_string()),
        DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix())
            .map_or_else(|_| toml::Value::String(number.to_string()), toml::Value::Integer),
        DeValue::Float(number) => number
            .as_str()
            .parse()
            .map_or_else(|_| toml::Value::String(number.to_string()), toml::Value::Float),
        DeValue::Boolean(flag) => toml::Value::Boolean(*flag),
        DeValue::Datetime(datetime) => toml::Value::Datetime(*datetime),
        DeValue::Array(_) => toml::Value::Array(Vec::new()),
        DeValue::Table(_) => toml::Value::Table(toml::Table::new()),
    }
}

/// Whether `field` looks like a slip for `known`: same section, and one begins with the other or they are a
/// few letters apart.
fn alike(known: &str, field: &str) -> bool {
    let (Some((section, name)), Some((field_section, field_name))) =
        (known.split_once('.'), field.split_once('.'))
    else {
        return false;
    };
    let near = name.starts_with(field_name)
        || field_name.starts_with(name)
        || strsim::normalized_damerau_levenshtein(name, field_name) >= 0.75;
    section == field_section && near
}

//! Which sealed files count: an immutable value that is replaced whole, and kept as rows of the hot store.
//!
//! An *edition* is what one act of sealing or compacting made for one period. Its row is tab-separated text,
//! so that a person can read it where everything else fails:
//! ```text
//! 1 generation sealed_at settled
//! file kind rows values bytes sha256 first_source last_source name
//! old name
//! ```

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use model::{Granularity, Timestamp, china};

use crate::LakeError;

/// A finished day or month of China's calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Period {
    /// One day.
    Day(Date),
    /// A whole month, by its first day.
    Month(Date),
}

impl Period {
    /// The first day.
    pub fn first_day(self) -> Date {
        match self {
            Period::Day(day) | Period::Month(day) => day,
        }
    }

    /// The day after the last.
    pub fn end_day(self) -> Date {
        match self {
            Period::Day(day) => day.tomorrow().unwrap_or(Date::MAX),
            Period::Month(first) => first.last_of_month().tomorrow().unwrap_or(Date::MAX),
        }
    }

    /// The first instant.
    pub fn start(self) -> Timestamp {
        day_start(self.first_day())
    }

    /// The first instant after it.
    pub fn end(self) -> Timestamp {
        day_start(self.end_day())
    }

    /// The folder of its month, `2020-08`.
    pub(super) fn month_text(self) -> String {
        self.first_day().strftime("%Y-%m").to_string()
    }
}

impl fmt::Display for Period {
    /// `2020-08-30`, or `2020-08` for a month.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Period::Day(day) => write!(f, "{day}"),
            Period::Month(_) => f.write_str(&self.month_text()),
        }
    }
}

impl FromStr for Period {
    type Err = ParsePeriodError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let error = || ParsePeriodError { text: text.chars().take(80).collect() };
        if text.len() == "2020-08".len() {
            return Ok(Period::Month(format!("{text}-01").parse().map_err(|_| error())?));
        }
        let day: Date = text.parse().map_err(|_| error())?;
        if day.to_string() == text { Ok(Period::Day(day)) } else { Err(error()) }
    }
}

/// The text is neither a day nor a month.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is no day (2020-08-30) and no month (2020-08)")]
pub struct ParsePeriodError {
    text: String,
}

/// When `day` begins in China.
pub(crate) fn day_start(day: Date) -> Timestamp {
    china::instant(day.at(0, 0, 0, 0))
}

/// The day in China that contains `time`.
pub(crate) fn day_of(time: Timestamp) -> Date {
    china::civil(time).date()
}

/// What a sealed file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SealedKind {
    /// The values that stand.
    Values,
    /// The values that were replaced.
    Former,
    /// One row for each series and day.
    Rollup,
}

impl SealedKind {
    /// As in the file's name and its metadata.
    pub fn text(self) -> &'static str {
        match self {
            SealedKind::Values => "values",
            SealedKind::Former => "former",
            SealedKind::Rollup => "rollup",
        }
    }

    fn parse(text: &str) -> Option<Self> {
        [Self::Values, Self::Former, Self::Rollup].into_iter().find(|kind| kind.text() == text)
    }
}

/// One sealed file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedFile {
    /// Its path below the lake's folder, with `/` between the parts.
    pub name: String,
    /// What it holds.
    pub kind: SealedKind,
    /// Of which granularity.
    pub granularity: Granularity,
    /// For which days.
    pub period: Period,
    /// Its rows.
    pub rows: u64,
    /// Its figures: the numbers that devices sent. Of roll-ups none.
    pub values: u64,
    /// Its length in bytes.
    pub bytes: u64,
    /// The SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    /// The first source in it, in the order of their text.
    pub first_source: String,
    /// The last source in it.
    pub last_source: String,
    /// Days of a month whose rows in it do not count, since files of their own replace them.
    pub replaced_days: Vec<Date>,
}

impl SealedFile {
    /// Whether a source can be in it.
    pub fn may_have(&self, source: &str) -> bool {
        self.first_source.as_str() <= source && source <= self.last_source.as_str()
    }
}

/// What one act of sealing made for one period.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Edition {
    pub(crate) granularity: Granularity,
    pub(crate) period: Period,
    pub(crate) generation: u32,
    pub(crate) sealed_at: Timestamp,
    /// Whether the ledger has it and the hot rows are gone.
    pub(crate) settled: bool,
    pub(crate) files: Vec<SealedFile>,
    /// Names of files that this edition replaces and that are still there.
    pub(crate) old: Vec<String>,
}

impl Edition {
    pub(crate) fn files_of(&self, kind: SealedKind) -> impl Iterator<Item = &SealedFile> {
        self.files.iter().filter(move |file| file.kind == kind)
    }

    pub(crate) fn key(&self) -> Vec<u8> {
        key(self.granularity, self.period)
    }

    pub(crate) fn encode(&self) -> Vec<u8> {
        let mut text = format!("1\t{}\t{}\t{}\n", self.generation, self.sealed_at, u8::from(self.settled));
        for file in &self.files {
            let SealedFile { name, kind, rows, values, bytes, sha256, first_source, last_source, .. } = file;
            let numbers = format!("{rows}\t{values}\t{bytes}\t{sha256}");
            text += &format!("file\t{}\t{numbers}\t{first_source}\t{last_source}\t{name}\n", kind.text());
        }
        for name in &self.old {
            text += &format!("old\t{name}\n");
        }
        text.into_bytes()
    }

    fn decode(key: &[u8], value: &[u8]) -> Option<Self> {
        let (granularity, period) = key.split_first()?;
        let granularity = Granularity::from_code(*granularity)?;
        let period: Period = std::str::from_utf8(period).ok()?.parse().ok()?;
        let mut lines = std::str::from_utf8(value).ok()?.lines();
        let head: Vec<_> = lines.next()?.split('\t').collect();
        let ["1", generation, sealed_at, settled] = head[..] else { return None };
        let mut edition = Edition {
            granularity,
            period,
            generation: generation.parse().ok()?,
            sealed_at: sealed_at.parse().ok()?,
            settled: settled == "1",
            files: Vec::new(),
            old: Vec::new(),
        };
        for line in lines {
            match line.split('\t').collect::<Vec<_>>()[..] {
                ["file", kind, rows, values, bytes, sha256, first_source, last_source, name] => {
                    edition.files.push(SealedFile {
                        name: name.to_owned(),
                        kind: SealedKind::parse(kind)?,
                        granularity,
                        period,
                        rows: rows.parse().ok()?,
                        values: values.parse().ok()?,
                        bytes: bytes.parse().ok()?,
                        sha256: sha256.to_owned(),
                        first_source: first_source.to_owned(),
                        last_source: last_source.to_owned(),
                        replaced_days: Vec::new(),
                    });
                }
                ["old", name] => edition.old.push(name.to_owned()),
                _ => return None,
            }
        }
        Some(edition)
    }
}

/// The key of a period's edition.
pub(crate) fn key(granularity: Granularity, period: Period) -> Vec<u8> {
    let mut key = vec![granularity.code()];
    key.extend(period.to_string().into_bytes());
    key
}

/// A stretch of time that one edition answers for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stretch<'a> {
    pub(crate) from: Timestamp,
    pub(crate) to: Timestamp,
    pub(crate) edition: &'a Edition,
}

/// All editions that count.
#[derive(Debug, Clone, Default)]
pub(crate) struct Catalogue {
    /// Days by themselves; where a day is here, the month's rows of that day do not count.
    days: BTreeMap<(Granularity, Date), Edition>,
    /// Months by their first day.
    months: BTreeMap<(Granularity, Date), Edition>,
}

impl Catalogue {
    pub(crate) fn load(
        rows: impl Iterator<Item = Result<crate::engine::Row, LakeError>>,
    ) -> Result<Self, LakeError> {
        let mut catalogue = Self::default();
        for row in rows {
            let (key, value) = row?;
            let edition = Edition::decode(&key, &value)
                .ok_or_else(|| LakeError::corrupt("list of sealed files", String::from_utf8_lossy(&value)))?;
            catalogue.insert(edition);
        }
        Ok(catalogue)
    }

    pub(crate) fn insert(&mut self, edition: Edition) {
        let at = (edition.granularity, edition.period.first_day());
        match edition.period {
            Period::Day(_) => self.days.insert(at, edition),
            Period::Month(_) => self.months.insert(at, edition),
        };
    }

    pub(crate) fn remove(&mut self, granularity: Granularity, period: Period) {
        match period {
            Period::Day(day) => self.days.remove(&(granularity, day)),
            Period::Month(day) => self.months.remove(&(granularity, day)),
        };
    }

    pub(crate) fn get(&self, granularity: Granularity, period: Period) -> Option<&Edition> {
        match period {
            Period::Day(day) => self.days.get(&(granularity, day)),
            Period::Month(day) => self.months.get(&(granularity, day)),
        }
    }

    /// The edition that answers for a day.
    pub(crate) fn of_day(&self, granularity: Granularity, day: Date) -> Option<&Edition> {
        let month = || self.months.get(&(granularity, day.first_of_month()));
        self.days.get(&(granularity, day)).or_else(month)
    }

    pub(crate) fn editions(&self) -> impl Iterator<Item = &Edition> {
        self.days.values().chain(self.months.values())
    }

    /// The days of a month that have editions of their own.
    pub(crate) fn days_of(&self, granularity: Granularity, month: Date) -> impl Iterator<Item = &Edition> {
        let end = Period::Month(month).end_day();
        self.days.range((granularity, month)..(granularity, end)).map(|(_, edition)| edition)
    }

    /// The highest generation among the editions that answer for the period now. Within a month they only
    /// grow, so that no name of a file is ever used twice.
    pub(crate) fn highest_generation(&self, granularity: Granularity, period: Period) -> u32 {
        let month = self.months.get(&(granularity, period.first_day().first_of_month()));
        let days: Vec<&Edition> = match period {
            Period::Day(day) => self.days.get(&(granularity, day)).into_iter().collect(),
            Period::Month(first) => self.days_of(granularity, first).collect(),
        };
        days.into_iter().chain(month).map(|edition| edition.generation).max().unwrap_or_default()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.days.is_empty() && self.months.is_empty()
    }

    /// What is sealed from `from` to `to`, in order, without overlaps.
    pub(crate) fn stretches(
        &self,
        granularity: Granularity,
        from: Timestamp,
        to: Timestamp,
    ) -> Vec<Stretch<'_>> {
        if from >= to {
            return Vec::new();
        }
        let (first, last) = (day_of(from), day_of(to));
        let days = self.days.range((granularity, first)..=(granularity, last));
        let mut found: Vec<Stretch<'_>> = days.map(|(_, edition)| stretch(edition)).collect();
        let months = self.months.range((granularity, first.first_of_month())..=(granularity, last));
        for (_, edition) in months {
            self.gaps(edition, &mut found);
        }
        found.sort_by_key(|stretch| stretch.from);
        for stretch in &mut found {
            (stretch.from, stretch.to) = (stretch.from.max(from), stretch.to.min(to));
        }
        found.retain(|stretch| stretch.from < stretch.to);
        found
    }

    /// The parts of a month for which no day has an edition of its own.
    fn gaps<'a>(&'a self, month: &'a Edition, found: &mut Vec<Stretch<'a>>) {
        let mut from = month.period.start();
        for day in self.days_of(month.granularity, month.period.first_day()) {
            if from < day.period.start() {
                found.push(Stretch { from, to: day.period.start(), edition: month });
            }
            from = day.period.end();
        }
        if from < month.period.end() {
            found.push(Stretch { from, to: month.period.end(), edition: month });
        }
    }

    /// Every file that counts, by granularity and time.
    pub(crate) fn files(&self) -> Vec<SealedFile> {
        let mut files: Vec<SealedFile> = Vec::new();
        for edition in self.editions() {
            let replaced: Vec<Date> = match edition.period {
                Period::Day(_) => Vec::new(),
                Period::Month(first) => {
                    let days = self.days_of(edition.granularity, first);
                    days.map(|day| day.period.first_day()).collect()
                }
            };
            files.extend(
                edition
                    .files
                    .iter()
                    .map(|file| SealedFile { replaced_days: replaced.clone(), ..file.clone() }),
            );
        }
        files.sort_by(|a, b| {
            (a.granularity, a.period.first_day(), &a.name).cmp(&(
                b.granularity,
                b.period.first_day(),
                &b.name,
            ))
        });
        files
    }
}

fn stretch(edition: &Edition) -> Stretch<'_> {
    Stretch { from: edition.period.start(), to: edition.period.end(), edition }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edition(period: &str) -> Edition {
        Edition {
            granularity: Granularity::Minute,
            period: period.parse().unwrap(),
            generation: 3,
            sealed_at: "2020-09-01T01:02:03.5Z".parse().unwrap(),
            settled: true,
            files: vec![SealedFile {
                name: format!("sealed/minute/2020-08/{period}.3.values.parquet"),
                kind: SealedKind::Values,
                granularity: Granularity::Minute,
                period: period.parse().unwrap(),
                rows: 5,
                values: 20,
                bytes: 700,
                sha256: "ab".repeat(32),
                first_source: "outlet:A".to_owned(),
                last_source: "outlet:B".to_owned(),
                replaced_days: Vec::new(),
            }],
            old: vec!["sealed/minute/2020-08/a.parquet".to_owned()],
        }
    }

    #[test]
    fn an_edition_is_read_back() {
        for period in ["2020-08-30", "2020-08"] {
            let written = edition(period);
            assert_eq!(Edition::decode(&written.key(), &written.encode()), Some(written));
        }
        for text in ["2020-8-30", "2020", "2020-13", "2020-02-30", ""] {
            assert!(text.parse::<Period>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_day_of_its_own_replaces_that_day_of_its_month() {
        let mut catalogue = Catalogue::default();
        for period in ["2020-08", "2020-08-01", "2020-08-30", "2020-09-02"] {
            catalogue.insert(edition(period));
        }
        let spans: Vec<_> = catalogue
            .stretches(Granularity::Minute, Timestamp::MIN, Timestamp::MAX)
            .into_iter()
            .map(|s| (day_of(s.from).to_string(), day_of(s.to).to_string(), s.edition.period.to_string()))
            .collect();
        let expected = [
            ("2020-08-01", "2020-08-02", "2020-08-01"),
            ("2020-08-02", "2020-08-30", "2020-08"),
            ("2020-08-30", "2020-08-31", "2020-08-30"),
            ("2020-08-31", "2020-09-01", "2020-08"),
            ("2020-09-02", "2020-09-03", "2020-09-02"),
        ];
        let expected = expected.map(|(a, b, c)| (a.to_owned(), b.to_owned(), c.to_owned()));
        assert_eq!(spans, expected);
        assert!(catalogue.stretches(Granularity::Hour, Timestamp::MIN, Timestamp::MAX).is_empty());
        let month = catalogue.files().into_iter().find(|file| file.name.contains("2020-08.")).unwrap();
        assert_eq!(month.replaced_days.len(), 2);
    }
}

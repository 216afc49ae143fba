//! What the codes of the protocol mean, by version: one table of data, `data/codes.tsv`.
//!
//! The types of this crate ([`Command`](crate::Command), [`Mark`](crate::Mark) and so on) say which codes the program
//! acts on. This table says what every known code is called, which versions define it, from which source that is known,
//! and whether it is [unverified](Entry::unverified): the text of 2017 was read, those of 2005 and 2025 were not. A code
//! that is not here, or not in the version of its message, is no error; it is said to be so.
//!
//! The table is plain text that is embedded, with tabs between its columns: people can read and correct it without
//! reading Rust, and splitting at tabs needs no dependency. It is read once, when somebody first asks.
//!
//! ```
//! use hj212::Version;
//! use hj212::vocabulary::{Kind, look_up};
//!
//! let heartbeat = look_up(Kind::Command, "9015", Version::V2017).unwrap();
//! assert_eq!((heartbeat.entry.en, heartbeat.defined), ("heart-beat", false));
//! assert!(heartbeat.entry.unverified && heartbeat.entry.is_defined_in(Version::V2025));
//! assert_eq!(look_up(Kind::Command, "2999", Version::V2025), None);
//! ```

use std::sync::LazyLock;

use crate::Version;
use crate::data_area::split_name;

const TEXT: &str = include_str!("../data/codes.tsv");

/// The versions that a row can name, in order of time.
const VERSIONS: [Version; 3] = [Version::V2005, Version::V2017, Version::V2025];

macro_rules! kinds {
    ($($(#[doc = $doc:literal])+ $kind:ident = $name:literal,)+) => {
        /// What a code is a code of.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Kind {
            $($(#[doc = $doc])+ $kind,)+
        }

        impl Kind {
            /// Every kind.
            pub const ALL: &[Kind] = &[$(Kind::$kind,)+];

            /// The protocol's own name for it, as the table has it.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Kind::$kind => $name,)+
                }
            }
        }
    };
}

kinds! {
    /// CN: commands.
    Command = "CN",
    /// ST: system codes.
    System = "ST",
    /// `xxxxxx-Flag`: data marks.
    Mark = "Flag",
    /// QnRtn: answers to a request.
    QnRtn = "QnRtn",
    /// ExeRtn: outcomes of a request.
    ExeRtn = "ExeRtn",
    /// `SBx-RS`: states of treatment facilities.
    FacilityState = "RS",
    /// CalibrationType of 3011 (2025).
    CalibrationType = "CalibrationType",
    /// `xxxxxx-ResultType` of 2062 (2025).
    ResultType = "ResultType",
    /// Types of media that are sent over HTTPS (2025, annex H).
    MediaType = "MediaType",
    /// Formats of such media.
    MediaFormat = "MediaFormat",
}

impl Kind {
    /// The kind with this name.
    #[must_use]
    pub fn with_name(name: &str) -> Option<Kind> {
        Kind::ALL.iter().copied().find(|kind| kind.name() == name)
    }

    /// What the value of an item of the data area is a code of, if it is one.
    #[must_use]
    pub fn of_item(name: &str) -> Option<Kind> {
        match split_name(name) {
            Some((_, "Flag")) => Some(Kind::Mark),
            Some((_, "RS")) => Some(Kind::FacilityState),
            Some((_, "ResultType")) => Some(Kind::ResultType),
            Some(_) => None,
            None => match name {
                "QnRtn" => Some(Kind::QnRtn),
                "ExeRtn" => Some(Kind::ExeRtn),
                "CalibrationType" => Some(Kind::CalibrationType),
                _ => None,
            },
        }
    }
}

/// One row of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What it is a code of.
    pub kind: Kind,
    /// The code as it is sent.
    pub code: &'static str,
    /// What it means, in Chinese; the words of the standard where those were read.
    pub zh: &'static str,
    /// What it means, in English.
    pub en: &'static str,
    /// From where that is known: standard and table, or what stands for it.
    pub source: &'static str,
    /// Whether nobody could read it in the text of a standard.
    pub unverified: bool,
    versions: Vec<Version>,
}

impl Entry {
    /// The versions that define it, in order of time; none where only devices use it.
    #[must_use]
    pub fn versions(&self) -> &[Version] {
        &self.versions
    }

    /// Whether this version defines it. A version without a name is taken for the latest.
    #[must_use]
    pub fn is_defined_in(&self, version: Version) -> bool {
        let version = if VERSIONS.contains(&version) { version } else { Version::V2025 };
        self.versions.contains(&version)
    }

    fn from_line(line: &'static str) -> Option<Entry> {
        let mut columns = line.split('\t');
        let mut next = || columns.next().filter(|column| !column.is_empty());
        let (kind, code, versions) = (Kind::with_name(next()?)?, next()?, next()?);
        let (zh, en, source) = (next()?, next()?, next()?);
        let unverified = match next()? {
            "yes" => true,
            "no" => false,
            _ => return None,
        };
        let named = |name: &str| VERSIONS.into_iter().find(|version| version.name() == name);
        let versions = match versions {
            "-" => Vec::new(),
            versions => versions.split(' ').map(named).collect::<Option<Vec<_>>>()?,
        };
        columns.next().is_none().then_some(Entry { kind, code, zh, en, source, unverified, versions })
    }
}

/// What the table has about a code of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    /// The row.
    pub entry: &'static Entry,
    /// Whether the version of the message defines it. If not, the row is that of another version, or of none.
    pub defined: bool,
}

/// Every row, in the order of the table.
#[must_use]
pub fn table() -> &'static [Entry] {
    static TABLE: LazyLock<Vec<Entry>> = LazyLock::new(|| lines().filter_map(Entry::from_line).collect());
    &TABLE
}

/// What a code means in a message of this version: the row of that version, else of another one which has the code, a
/// verified one and then the latest before others. None if the code is not in the table.
#[must_use]
pub fn look_up(kind: Kind, code: &str, version: Version) -> Option<Found> {
    let rows = || table().iter().filter(|entry| entry.kind == kind && entry.code == code);
    if let Some(entry) = rows().find(|entry| entry.is_defined_in(version)) {
        return Some(Found { entry, defined: true });
    }
    let nearest = rows().max_by_key(|entry| (!entry.unverified, entry.versions.last()));
    nearest.map(|entry| Found { entry, defined: false })
}

fn lines() -> impl Iterator<Item = &'static str> {
    TEXT.lines().filter(|line| !line.starts_with('#'))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_line_is_a_row() {
        for line in lines() {
            assert!(Entry::from_line(line).is_some(), "{line}");
        }
        for bad in [
            "CN\t2011\t2017\t取\tget\ttable 9",
            "CN\t2011\t2017\t取\tget\ttable 9\tmaybe",
            "CN\t2011\t2018\t取\tget\ttable 9\tno",
            "XX\t2011\t2017\t取\tget\ttable 9\tno",
            "CN\t2011\t2017\t\tget\ttable 9\tno",
            "CN\t2011\t2017\t取\tget\ttable 9\tno\tmore",
        ] {
            assert!(Entry::from_line(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn a_code_has_one_row_in_a_version() {
        let mut seen = BTreeSet::new();
        for entry in table() {
            for version in entry.versions() {
                assert!(seen.insert((entry.kind, entry.code, *version)), "{entry:?}");
            }
            assert!(entry.versions.is_sorted(), "{entry:?}");
            if entry.versions.is_empty() {
                let rows = table().iter().filter(|row| (row.kind, row.code) == (entry.kind, entry.code));
                assert_eq!(rows.count(), 1, "{entry:?}");
            }
        }
    }

    #[test]
    fn what_is_verified_has_a_table_of_2017() {
        for entry in table() {
            let read = entry.is_defined_in(Version::V2017);
            assert_eq!(entry.unverified, !read, "{entry:?}");
            assert!(entry.unverified || entry.source.starts_with("HJ 212-2017"), "{entry:?}");
        }
    }
}

//! What the columns of a sheet mean.

use model::{FactorCode, Granularity, Source, Unit};
use serde::{Deserialize, Serialize};

use crate::Decimal;

/// What a file tells of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Air-quality stations.
    Station,
    /// Outlets.
    Outlet,
    /// Power meters.
    Meter,
    /// A mobile cruise (走航): figures along a track.
    Cruise,
}

/// Where a figure belongs in a reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Slot {
    /// The sample or the mean.
    #[default]
    Value,
    /// The least value of the span.
    Min,
    /// The greatest value of the span.
    Max,
    /// The amount emitted over the span.
    Total,
    /// The converted (折算) value.
    Converted,
    /// What a laboratory found in a sample that people took (手工监测): a series of its own beside the outlet's factor.
    Manual,
}

/// Which end of its span the time of a row names. HJ 212-2017 uses the start; many reports the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stamp {
    /// The start.
    #[default]
    Start,
    /// The end: the reading is kept under the start all the same.
    End,
}

/// What one column means.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "use", deny_unknown_fields)]
pub enum ColumnUse {
    /// Nothing that is wanted.
    Ignore {},
    /// Date and time, or a serial date.
    Time {},
    /// The date; the time stands in another column, or is midnight.
    Date {},
    /// The time of day; the date stands in another column.
    TimeOfDay {},
    /// The year.
    Year {},
    /// The month, 1 to 12.
    Month {},
    /// The day of the month.
    Day {},
    /// The hour, 0 to 24.
    Hour {},
    /// The id or name of the station, outlet, meter or cruise.
    Source {},
    /// The code or name of the factor (one row a figure).
    Factor {},
    /// The unit of the row's figures.
    Unit {},
    /// The data mark of the row.
    Mark {},
    /// A figure.
    Figure {
        /// Of which factor; the row's [`ColumnUse::Factor`] if absent.
        #[serde(default)]
        factor: Option<FactorCode>,
        /// Which of the reading's figures.
        #[serde(default)]
        slot: Slot,
        /// In which unit; the row's, the register's or the standard's if absent.
        #[serde(default)]
        unit: Option<Unit>,
        /// Of which source, where each has a column of its own; the row's if absent.
        #[serde(default)]
        source: Option<Source>,
    },
}

impl ColumnUse {
    /// Not wanted.
    pub const IGNORE: ColumnUse = ColumnUse::Ignore {};
}

/// What a sheet means.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// What the file tells of.
    pub kind: Kind,
    /// How many rows at the top are headings or titles.
    pub heading_rows: u32,
    /// What span a row stands for.
    pub granularity: Granularity,
    /// Which end of it the time names.
    #[serde(default)]
    pub stamp: Stamp,
    /// Whose all rows are, where no column says it.
    #[serde(default)]
    pub source: Option<Source>,
    /// How decimals are written in texts.
    #[serde(default)]
    pub decimal: Decimal,
    /// What each column means; further columns are ignored.
    pub columns: Vec<ColumnUse>,
}

/// Why a mapping gives no readings at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum MappingProblem {
    /// No column says when.
    #[error("no column says when")]
    NoTime,
    /// Neither a column nor the mapping says whose.
    #[error("neither a column nor the file as a whole says whose the figures are")]
    NoSource,
    /// No column holds figures.
    #[error("no column holds figures")]
    NoFigure,
    /// A column of figures has no factor, and no column names one.
    #[error("a column of figures belongs to no factor")]
    NoFactor,
    /// Two columns mean the same.
    #[error("two columns mean the same")]
    Twice,
    /// A cruise without places.
    #[error("a cruise needs longitude and latitude")]
    NoPlace,
    /// The source of the mapping is of another kind.
    #[error("the source named for the file is of another kind")]
    OtherKind,
}

impl Mapping {
    /// What stands in the way of using it; empty if nothing does.
    pub fn problems(&self) -> Vec<MappingProblem> {
        let has = |wanted: fn(&ColumnUse) -> bool| self.columns.iter().any(wanted);
        let mut problems = Vec::new();
        let dated = has(|c| matches!(c, ColumnUse::Time {} | ColumnUse::Date {}))
            || (has(|c| matches!(c, ColumnUse::Year {}))
                && has(|c| matches!(c, ColumnUse::Month {}))
                && has(|c| matches!(c, ColumnUse::Day {})));
        if !dated {
            problems.push(MappingProblem::NoTime);
        }
        let figures = || self.columns.iter().filter(|c| matches!(c, ColumnUse::Figure { .. }));
        if figures().next().is_none() {
            problems.push(MappingProblem::NoFigure);
        }
        let named = self.source.is_some() || has(|c| matches!(c, ColumnUse::Source {}));
        if !named && figures().any(|c| matches!(c, ColumnUse::Figure { source: None, .. })) {
            problems.push(MappingProblem::NoSource);
        }
        let by_row = has(|c| matches!(c, ColumnUse::Factor {}));
        if !by_row && figures().any(|c| matches!(c, ColumnUse::Figure { factor: None, .. })) {
            problems.push(MappingProblem::NoFactor);
        }
        if self.has_twice() {
            problems.push(MappingProblem::Twice);
        }
        if self.kind == Kind::Cruise && !(self.measures("longitude") && self.measures("latitude")) {
            problems.push(MappingProblem::NoPlace);
        }
        if self.source.as_ref().is_some_and(|source| !self.kind.includes(source)) {
            problems.push(MappingProblem::OtherKind);
        }
        problems
    }

    fn measures(&self, code: &str) -> bool {
        let is = |column: &ColumnUse| matches!(column, ColumnUse::Figure { factor: Some(f), .. } if f.as_str() == code);
        self.columns.iter().any(is)
    }

    fn has_twice(&self) -> bool {
        let used: Vec<&ColumnUse> =
            self.columns.iter().filter(|c| !matches!(c, ColumnUse::Ignore {})).collect();
        used.iter()
            .enumerate()
            .any(|(index, column)| used.iter().skip(index + 1).any(|other| column.collides(other)))
    }
}

impl ColumnUse {
    /// Whether both would write to the same place.
    fn collides(&self, other: &ColumnUse) -> bool {
        match (self, other) {
            (
                ColumnUse::Figure { factor: f1, slot: s1, source: o1, .. },
                ColumnUse::Figure { factor: f2, slot: s2, source: o2, .. },
            ) => (f1, s1, o1) == (f2, s2, o2),
            (one, two) => one == two,
        }
    }
}

impl Kind {
    /// Whether `source` is of this kind.
    pub fn includes(self, source: &Source) -> bool {
        match source {
            Source::Station(_) => self == Kind::Station,
            Source::Outlet(_) => self == Kind::Outlet,
            Source::Meter(_) => self == Kind::Meter,
            Source::Cruise(_) => self == Kind::Cruise,
            Source::Waiting(_) => false,
        }
    }
}

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::id::ParseIdError;
use crate::{CruiseId, FactorCode, MeterId, Mn, OutletId, StationId, Unit};

/// Whose reading it is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Source {
    /// An outlet of the register.
    Outlet(OutletId),
    /// A power meter of the register.
    Meter(MeterId),
    /// An air-quality station of the register.
    Station(StationId),
    /// A mobile cruise (走航): figures along a track, with [`crate::position`] as factors beside them.
    Cruise(CruiseId),
    /// A logger that the register does not know yet (the waiting room).
    Waiting(Mn),
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Source::Outlet(id) => write!(f, "outlet:{id}"),
            Source::Meter(id) => write!(f, "meter:{id}"),
            Source::Station(id) => write!(f, "station:{id}"),
            Source::Cruise(id) => write!(f, "cruise:{id}"),
            Source::Waiting(mn) => write!(f, "waiting:{mn}"),
        }
    }
}

impl FromStr for Source {
    type Err = ParseIdError;

    fn from_str(text: &str) -> Result<Self, ParseIdError> {
        let (kind, id) = text.split_once(':').unwrap_or(("", text));
        match kind {
            "outlet" => Ok(Source::Outlet(id.parse()?)),
            "meter" => Ok(Source::Meter(id.parse()?)),
            "station" => Ok(Source::Station(id.parse()?)),
            "cruise" => Ok(Source::Cruise(id.parse()?)),
            "waiting" => Ok(Source::Waiting(id.parse()?)),
            _ => Err(ParseIdError::new(
                "source",
                text,
                "it must start with outlet:, meter:, station:, cruise: or waiting:",
            )),
        }
    }
}

impl TryFrom<String> for Source {
    type Error = ParseIdError;

    fn try_from(text: String) -> Result<Self, ParseIdError> {
        text.parse()
    }
}

impl From<Source> for String {
    fn from(source: Source) -> String {
        source.to_string()
    }
}

/// How long a span one reading stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Granularity {
    /// A sample at an instant (实时数据, CN 2011), and every power reading.
    Realtime,
    /// A mean over the logger's minute interval (分钟数据, CN 2051), 10 minutes unless set otherwise.
    Minute,
    /// A mean over an hour (小时数据, CN 2061).
    Hour,
    /// A mean over a day (日数据, CN 2031).
    Day,
}

impl Granularity {
    /// All four, from the finest.
    pub const ALL: [Granularity; 4] =
        [Granularity::Realtime, Granularity::Minute, Granularity::Hour, Granularity::Day];

    /// A number that stays the same for ever, for storage.
    pub fn code(self) -> u8 {
        match self {
            Granularity::Realtime => 0,
            Granularity::Minute => 1,
            Granularity::Hour => 2,
            Granularity::Day => 3,
        }
    }

    /// The granularity of that storage number.
    pub fn from_code(code: u8) -> Option<Self> {
        Self::ALL.get(usize::from(code)).copied()
    }
}

/// What names a series of readings together with a [`Granularity`].
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeriesKey {
    /// Whose.
    pub source: Source,
    /// Of what.
    pub factor: FactorCode,
}

/// Data mark (数据标记, HJ 212-2017 table 8). Marks that the table does not know are kept verbatim.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub enum Mark {
    /// The frame carried no mark.
    #[default]
    Absent,
    /// `N`: working normally.
    Normal,
    /// `F`: the monitored facility is stopped.
    Stopped,
    /// `M`: the instrument is under maintenance.
    Maintenance,
    /// `S`: value set by hand.
    ManualSet,
    /// `D`: instrument fault.
    Fault,
    /// `C`: calibration.
    Calibration,
    /// `T`: over the measuring range.
    OverRange,
    /// `B`: communication fault between instrument and logger.
    Communication,
    /// Any other text, at most 8 characters.
    Other(Box<str>),
}

impl Mark {
    /// The mark as devices write it; empty for [`Mark::Absent`].
    pub fn text(&self) -> &str {
        match self {
            Mark::Absent => "",
            Mark::Normal => "N",
            Mark::Stopped => "F",
            Mark::Maintenance => "M",
            Mark::ManualSet => "S",
            Mark::Fault => "D",
            Mark::Calibration => "C",
            Mark::OverRange => "T",
            Mark::Communication => "B",
            Mark::Other(text) => text,
        }
    }

    /// Whether a value with this mark may stand as evidence of what was emitted: normal ones, and those
    /// of devices that send no marks. Values marked by the device are not (公告2022年第21号).
    pub fn is_evidence(&self) -> bool {
        matches!(self, Mark::Absent | Mark::Normal)
    }
}

impl From<&str> for Mark {
    fn from(text: &str) -> Self {
        match text {
            "" => Mark::Absent,
            "N" => Mark::Normal,
            "F" => Mark::Stopped,
            "M" => Mark::Maintenance,
            "S" => Mark::ManualSet,
            "D" => Mark::Fault,
            "C" => Mark::Calibration,
            "T" => Mark::OverRange,
            "B" => Mark::Communication,
            other => Mark::Other(other.chars().take(8).collect()),
        }
    }
}

impl From<String> for Mark {
    fn from(text: String) -> Self {
        Mark::from(text.as_str())
    }
}

impl From<Mark> for String {
    fn from(mark: Mark) -> String {
        mark.text().to_owned()
    }
}

macro_rules! problems {
    ($($(#[$doc:meta])* $name:ident = $bit:literal, $code:literal;)*) => {
        /// What is wrong with a reading that is kept all the same.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Problem { $($(#[$doc])* $name,)* }

        impl Problem {
            /// Every problem, in the order of its bit.
            pub const ALL: &'static [Problem] = &[$(Problem::$name,)*];

            /// The stable code of API, database and pages.
            pub fn code(self) -> &'static str {
                match self { $(Problem::$name => $code,)* }
            }

            fn bit(self) -> u32 {
                match self { $(Problem::$name => 1 << $bit,)* }
            }
        }
    };
}

problems! {
    /// The received text is no number (`-`, `NaN`, empty); the reading has no value.
    NotANumber = 0, "not_a_number";
    /// The number is outside what the factor can be ([`problem_bounds`]).
    OutOfBounds = 1, "out_of_bounds";
    /// The factor is in no table; the reading is kept under the code as sent.
    UnknownFactor = 2, "unknown_factor";
    /// The mark is not one of the standard's.
    UnknownMark = 3, "unknown_mark";
    /// The device's clock is off: the reading's time and the time of arrival disagree.
    ClockSkew = 4, "clock_skew";
    /// The frame had to be repaired (wrong length, missing end …).
    FrameRepaired = 5, "frame_repaired";
    /// Two loggers use the same MN at the same time.
    SharedMn = 6, "shared_mn";
    /// Another value for the same series and time was there before; both are kept.
    Revised = 7, "revised";
    /// Nobody has registered the unit in which the device sends, or it cannot be converted to the channel's.
    UnitUnknown = 8, "unit_unknown";
    /// A person took the value back (the undoing of an import). It has no figures; what was there before it
    /// stands in earlier revisions, and what stands instead in later ones.
    Withdrawn = 12, "withdrawn";
}

/// A set of [`Problem`]s.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Problems(u32);

impl Problems {
    /// No problem.
    pub const NONE: Problems = Problems(0);

    /// Adds one.
    pub fn insert(&mut self, problem: Problem) {
        self.0 |= problem.bit();
    }

    /// With one more.
    #[must_use]
    pub fn with(mut self, problem: Problem) -> Self {
        self.insert(problem);
        self
    }

    /// Whether it is in the set.
    pub fn contains(self, problem: Problem) -> bool {
        self.0 & problem.bit() != 0
    }

    /// Whether the set is empty.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether a problem among them makes the figure itself doubtful, so that it is no evidence.
    pub fn is_doubtful(self) -> bool {
        let doubtful = [Problem::NotANumber, Problem::OutOfBounds, Problem::SharedMn, Problem::UnitUnknown];
        doubtful.into_iter().any(|problem| self.contains(problem))
    }

    /// The members, in a fixed order.
    pub fn iter(self) -> impl Iterator<Item = Problem> {
        Problem::ALL.iter().copied().filter(move |problem| self.contains(*problem))
    }

    /// The set as a number, for storage.
    pub fn bits(self) -> u32 {
        self.0
    }

    /// The set of a stored number; bits that this version does not know are kept.
    pub fn from_bits(bits: u32) -> Self {
        Self(bits)
    }
}

impl fmt::Debug for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

impl FromIterator<Problem> for Problems {
    fn from_iter<I: IntoIterator<Item = Problem>>(problems: I) -> Self {
        let mut set = Problems::NONE;
        for problem in problems {
            set.insert(problem);
        }
        set
    }
}

/// The figures of one reading, in the reading's unit. A real-time sample has only `value`.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Values {
    /// `-Rtd` or `-Avg`: the sample, or the mean over the interval.
    pub value: Option<f64>,
    /// `-Min`.
    pub min: Option<f64>,
    /// `-Max`.
    pub max: Option<f64>,
    /// `-Cou`: the amount emitted over the interval, in the unit that the factor table gives for it.
    pub total: Option<f64>,
    /// `-ZsRtd` or `-ZsAvg`: converted (折算) to the reference oxygen or air volume.
    pub converted: Option<f64>,
    /// `-ZsMin`.
    pub converted_min: Option<f64>,
    /// `-ZsMax`.
    pub converted_max: Option<f64>,
}

/// How a reading came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// Sent as it was measured.
    Live,
    /// Back-filled (补传): sent later than it was due.
    Backfill,
}

/// One value of one factor at one time, as a device said it.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// Whose and of what.
    pub series: SeriesKey,
    /// The span it stands for.
    pub granularity: Granularity,
    /// The sampling instant, or the start of the interval (HJ 212-2017 `DataTime`).
    pub time: Timestamp,
    /// The unit of all figures but `total`.
    pub unit: Unit,
    /// The figures.
    pub values: Values,
    /// The device's mark.
    pub mark: Mark,
    /// What is wrong with it.
    pub problems: Problems,
    /// How it came.
    pub origin: Origin,
    /// When it arrived.
    pub received_at: Timestamp,
}

impl Reading {
    /// The figure that rules look at, if it may be used as evidence: present, marked normal (or not marked
    /// by a device that sends no marks), and free of problems that make the figure doubtful.
    pub fn evidence(&self) -> Option<f64> {
        if self.mark.is_evidence() && !self.problems.is_doubtful() { self.values.value } else { None }
    }
}

/// The least and the greatest figure that is believed for a factor in `unit`; outside, the reading is kept
/// with [`Problem::OutOfBounds`]. Physical bounds, deliberately wide; not limits of any rule.
pub fn problem_bounds(factor: &FactorCode, unit: Unit) -> (f64, f64) {
    match (factor.as_str(), unit) {
        ("w01001", _) => (0.0, 14.0),
        (_, Unit::Celsius) => (-60.0, 2000.0),
        (_, Unit::Kilopascal) => (-200.0, 2000.0),
        (_, Unit::Pascal) => (-200_000.0, 2_000_000.0),
        (_, Unit::Percent) => (-5.0, 105.0),
        (_, Unit::Degree) => (0.0, 360.0),
        // Zero drift makes small negative concentrations honest.
        (_, Unit::MilligramPerCubicMetre | Unit::MilligramPerLitre) => (-50.0, 1e6),
        (_, Unit::MicrogramPerCubicMetre | Unit::MicrogramPerLitre) => (-50_000.0, 1e9),
        (_, Unit::NanogramPerCubicMetre) => (-5e7, 1e12),
        (_, Unit::Kilowatt) => (-1e4, 1e5),
        _ => (-1e9, 1e9),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_read_back_from_their_text() {
        for text in ["", "N", "F", "M", "S", "D", "C", "T", "B", "J", "Sr"] {
            assert_eq!(Mark::from(text).text(), text);
        }
        assert!(!Mark::from("D").is_evidence());
    }

    #[test]
    fn problem_bits_do_not_overlap() {
        let all: Problems = Problem::ALL.iter().copied().collect();
        assert_eq!(all.bits().count_ones() as usize, Problem::ALL.len());
        assert_eq!(all.iter().count(), Problem::ALL.len());
    }

    #[test]
    fn a_source_is_read_back_from_its_text() {
        for text in [
            "outlet:91430105MA4L00001X-DA001",
            "meter:M-1",
            "station:1335A",
            "cruise:C20200729-1",
            "waiting:8888_AB-1",
        ] {
            assert_eq!(text.parse::<Source>().unwrap().to_string(), text);
        }
        assert!("boat:1".parse::<Source>().is_err());
        assert!("outlet:".parse::<Source>().is_err());
    }
}

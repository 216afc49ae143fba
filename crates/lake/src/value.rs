use model::{Mark, Origin, Problems, Reading, Timestamp, Unit, Values};

use crate::record::Record;
use crate::sealed::Row;

/// A value of a series and granularity that are known: as [`model::Reading`] without what all of them share.
#[derive(Debug, Clone, PartialEq)]
pub struct SeriesValue {
    /// The sampling instant, or the start of the interval.
    pub time: Timestamp,
    /// Unit of the figures.
    pub unit: Unit,
    /// The figures.
    pub values: Values,
    /// The device's mark.
    pub mark: Mark,
    /// What is wrong with it.
    pub problems: Problems,
    /// Whether it came when it was due.
    pub origin: Origin,
    /// When it came.
    pub received_at: Timestamp,
}

impl From<Reading> for SeriesValue {
    fn from(reading: Reading) -> Self {
        let Reading { time, unit, values, mark, problems, origin, received_at, .. } = reading;
        Self { time, unit, values, mark, problems, origin, received_at }
    }
}

impl From<SeriesValue> for Row {
    fn from(value: SeriesValue) -> Self {
        let SeriesValue { time, unit, values, mark, problems, origin, received_at } = value;
        Row { time, revision: 0, record: Record { unit, values, mark, problems, origin, received_at } }
    }
}

impl From<Row> for SeriesValue {
    fn from(row: Row) -> Self {
        let Row { time, record: Record { unit, values, mark, problems, origin, received_at }, .. } = row;
        Self { time, unit, values, mark, problems, origin, received_at }
    }
}

use std::time::Duration;

use datafusion::arrow::array::{Array, ArrayRef, AsArray, RecordBatch};
use datafusion::arrow::datatypes::{
    DataType, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type, SchemaRef, TimeUnit,
    TimestampMicrosecondType, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use datafusion::arrow::util::display::array_value_to_string;
use model::{Timestamp, china};

/// One value.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// None.
    Null,
    /// Yes or no.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// Any other number; finite or not.
    Number(f64),
    /// A text, and everything that is none of the above. Times are RFC 3339 with China's offset.
    Text(String),
}

/// A column of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutputColumn {
    /// Its name.
    pub name: String,
    /// What is in it: `number`, `integer`, `boolean`, `time` or `text`.
    pub kind: &'static str,
}

/// Why an answer has not all rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cut {
    /// There are more rows.
    Rows,
    /// The rows are too large.
    Bytes,
}

/// What a query gave.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// The columns.
    pub columns: Vec<OutputColumn>,
    /// The rows, each with one cell for each column.
    pub rows: Vec<Vec<Cell>>,
    /// Why it ends where it does, if it is not whole.
    pub cut: Option<Cut>,
    /// Stored values that were looked at.
    pub scanned: u64,
    /// From when the query got its place to when it was answered.
    pub elapsed: Duration,
}

/// An answer that grows.
pub(crate) struct Growing {
    columns: Vec<OutputColumn>,
    rows: Vec<Vec<Cell>>,
    bytes: usize,
    max_rows: usize,
    max_bytes: usize,
    cut: Option<Cut>,
}

impl Growing {
    pub(crate) fn new(schema: &SchemaRef, max_rows: usize, max_bytes: usize) -> Self {
        let columns = schema
            .fields()
            .iter()
            .map(|f| OutputColumn { name: f.name().clone(), kind: kind(f.data_type()) });
        Self { columns: columns.collect(), rows: Vec::new(), bytes: 0, max_rows, max_bytes, cut: None }
    }

    /// Adds a batch; whether there is room for more.
    pub(crate) fn push(&mut self, batch: &RecordBatch) -> bool {
        for row in 0..batch.num_rows() {
            if self.rows.len() >= self.max_rows {
                self.cut = Some(Cut::Rows);
                return false;
            }
            let cells: Vec<Cell> = batch.columns().iter().map(|column| cell(column, row)).collect();
            self.bytes += cells.iter().map(size).sum::<usize>();
            if self.bytes > self.max_bytes {
                self.cut = Some(Cut::Bytes);
                return false;
            }
            self.rows.push(cells);
        }
        true
    }

    pub(crate) fn finish(self, scanned: u64, elapsed: Duration) -> Answer {
        Answer { columns: self.columns, rows: self.rows, cut: self.cut, scanned, elapsed }
    }
}

fn size(cell: &Cell) -> usize {
    match cell {
        Cell::Text(text) => 2 + text.len(),
        Cell::Null | Cell::Bool(_) | Cell::Integer(_) | Cell::Number(_) => 10,
    }
}

fn kind(data_type: &DataType) -> &'static str {
    match data_type {
        DataType::Boolean => "boolean",
        DataType::Timestamp(..) => "time",
        _ if data_type.is_integer() => "integer",
        _ if data_type.is_floating() => "number",
        _ => "text",
    }
}

fn cell(column: &ArrayRef, row: usize) -> Cell {
    if column.is_null(row) {
        return Cell::Null;
    }
    macro_rules! integer {
        ($kind:ty) => {
            Cell::Integer(i64::from(column.as_primitive::<$kind>().value(row)))
        };
    }
    match column.data_type() {
        DataType::Boolean => Cell::Bool(column.as_boolean().value(row)),
        DataType::Int8 => integer!(Int8Type),
        DataType::Int16 => integer!(Int16Type),
        DataType::Int32 => integer!(Int32Type),
        DataType::Int64 => integer!(Int64Type),
        DataType::UInt8 => integer!(UInt8Type),
        DataType::UInt16 => integer!(UInt16Type),
        DataType::UInt32 => integer!(UInt32Type),
        DataType::UInt64 => match i64::try_from(column.as_primitive::<UInt64Type>().value(row)) {
            Ok(small) => Cell::Integer(small),
            Err(_) => shown(column, row),
        },
        DataType::Float32 => Cell::Number(f64::from(column.as_primitive::<Float32Type>().value(row))),
        DataType::Float64 => Cell::Number(column.as_primitive::<Float64Type>().value(row)),
        DataType::Utf8 => Cell::Text(column.as_string::<i32>().value(row).to_owned()),
        DataType::Timestamp(TimeUnit::Microsecond, Some(_)) => {
            time(column.as_primitive::<TimestampMicrosecondType>().value(row))
        }
        _ => shown(column, row),
    }
}

fn shown(column: &ArrayRef, row: usize) -> Cell {
    array_value_to_string(column, row).map_or(Cell::Null, Cell::Text)
}

fn time(microseconds: i64) -> Cell {
    let Ok(instant) = Timestamp::from_microsecond(microseconds) else { return Cell::Null };
    if microseconds % 1_000_000 == 0 {
        return Cell::Text(china::rfc3339(instant));
    }
    Cell::Text(format!("{}+08:00", china::civil(instant).strftime("%Y-%m-%dT%H:%M:%S%.6f")))
}

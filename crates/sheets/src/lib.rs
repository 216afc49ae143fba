//! From the bytes of a CSV or Excel file to readings, row by row, with the reason for every refusal.
//!
//! [`Workbook::open`] finds out what a file is, [`guess()`] proposes what its columns mean, a person corrects the
//! [`Mapping`], [`preview()`] says what would be stored and what not and why, and [`read()`] gives the readings. Rows
//! stream: a sheet of 1,048,576 rows needs no more memory than its shared texts.
//!
//! What this crate must never do: read a clock or a file (bytes and times are parameters), guess in silence (what
//! was assumed is a [`Note`] or a [`model::Problem`]), or drop a cell that holds something without a [`Refusal`].
//!
//! [`list()`] reads sheets that are no readings: rows of things, by known headings, as text.
//!
//! [`track()`] reads what was measured along a way.
//!
//! Times in files are China's times ([`model::china`]) unless they carry an offset.

mod catalogue;
mod cell;
mod error;
mod figure;
mod guess;
mod heading;
mod list;
mod mapping;
mod preview;
mod read;
mod time;
mod track;
mod workbook;

pub use catalogue::Catalogue;
pub use cell::{Cell, Row};
pub use error::{OpenError, ReadError};
pub use figure::Decimal;
pub use guess::{Guess, guess};
pub use list::{List, ListColumn, ListRow, list};
pub use mapping::{ColumnUse, Kind, Mapping, MappingProblem, Slot, Stamp};
pub use preview::{MAX_LISTED, Preview, SeriesCount, preview};
pub use read::{Note, Reason, Refusal, RowResult, read};
pub use time::parse as wall_time;
pub use track::{
    Layer, MOST_POINTS, Track, TrackError, TrackNote, TrackPlan, TrackPoint, TrackReason, TrackRefusal,
    layers, track, track_beside,
};
pub use workbook::{FileFormat, Limits, Sheet, Workbook};

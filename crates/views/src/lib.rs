//! Read models: what pages list, filter and search, folded from the ledger into one SQLite file.
//!
//! Nothing here is authoritative. The file is thrown away when its schema is old, when it is damaged, or when
//! it was folded from another ledger; replaying gives the same rows, byte for byte ([`Views::dump`]).
//! Events that this version does not understand are counted ([`Views::skipped`]) and passed over.
//!
//! This crate must never decide anything, never write to the ledger, and never hold a person's name: events
//! carry account ids, and names are looked up in the vault when a page is read.
//!
//! Start at [`Views::open`] and [`Views::catch_up`]; what can be asked is in [`Views`], the folding in `fold`.

mod alarms;
mod cases;
mod device_requests;
mod error;
mod fold;
mod inspection_draws;
mod inspection_library;
mod inspection_plans;
mod inspections;
mod markings;
mod positive_list;
mod register;
mod schema;
mod tracings;
mod verdicts;
mod views;

pub use alarms::{
    AlarmCursor, AlarmQuery, AlarmRow, AlarmSort, AlarmState, AlarmView, OpenCounts, ParseCursorError,
    SnoozeFilter,
};
pub use cases::{CaseFigures, CasePlace, CaseQuery, CaseRow};
pub use device_requests::DeviceRequestRow;
pub use error::ViewsError;
pub use fold::Skipped;
pub use inspection_library::ObjectNames;
pub use inspections::InspectionRow;
pub use positive_list::PositiveListRow;
pub use register::{EntryKind, RegisterChange, RegisterChangeQuery};
pub use tracings::TracingRow;
pub use verdicts::RaisedAlarm;
pub use views::Views;

/// The kinds of every keeper's errors.
pub use model::ErrorKind;

//! Files as people send them.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod csv_files;
mod excel_files;
mod hostile;
mod lists;
mod properties;
mod support;
mod tracks;

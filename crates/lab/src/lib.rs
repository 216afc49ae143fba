//! SQL for analysts over the lake and the register: read-only, and bounded in time, memory, rows and bytes.
//!
//! The engine (DataFusion, known only here) sees no file and no network: its tables are the lake's own face
//! ([`lake::Lake::range_current`], [`lake::Lake::summarise`]), so that sealed and hot telemetry answer as one
//! and every check sum of the lake holds here too, and rows that somebody above hands in ([`Facts`]). A query
//! is one `SELECT` or `EXPLAIN`; functions that make text longer, recursion and everything that writes are not
//! there. Every operator asks before every batch whether the query should still run.
//!
//! Queries run in a small runtime of their own, at low priority, so that devices are never kept waiting. This
//! crate must never decide who may ask: that is `api`'s.
//!
//! Start at [`Lab::run`]. `statement` says what is allowed, `functions` what can be called, `stop` ends what
//! runs too long, `readings` and `register` are the tables, `catalogue` describes them.

mod answer;
mod catalogue;

mod error;
mod functions;
mod lab;
mod limits;
mod readings;
mod register;
mod scope;
mod statement;
mod stop;

pub use answer::{Answer, Cell, Cut, OutputColumn};
pub use catalogue::{ColumnInfo, TableInfo, tables};
pub use error::{LabError, Position};
pub use lab::{Lab, Query};
pub use limits::Limits;
pub use register::{AlarmFacts, Facts};

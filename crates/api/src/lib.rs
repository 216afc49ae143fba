//! HTTP: the API, server-sent events, sign-in and authorisation, OpenAPI, and the embedded pages.
//!
//! The only room that knows HTTP. A handler extracts, authorises, calls and maps; every command goes through
//! the [`Office`], which folds a stream, asks `casework` and appends to the ledger.

mod dto;
mod error;
mod export;
mod pages;

pub use dto::device::{DeviceState, WaitingState};
pub use error::{ApiError, Bilingual};

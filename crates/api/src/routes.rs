//! The routes. A handler extracts, authorises, calls and maps; anything that touches a disk runs on a thread
//! that may block.

pub(crate) mod alarms;
pub(crate) mod case_acts;
pub(crate) mod case_documents;
pub(crate) mod cases;
pub(crate) mod commands;
pub(crate) mod credentials;
pub(crate) mod declared_stops;
pub(crate) mod device_requests;
pub(crate) mod devices;
pub(crate) mod dialects;
pub(crate) mod draws;
pub(crate) mod enterprises;
mod exceedances;
pub(crate) mod files;
pub(crate) mod groups;
pub(crate) mod health;
pub(crate) mod imports;
pub(crate) mod inspection_numbers;
pub(crate) mod inspection_plans;
pub(crate) mod inspections;
pub(crate) mod lab;
pub(crate) mod ledger;
pub(crate) mod libraries;
pub(crate) mod library_objects;
pub(crate) mod map;
pub(crate) mod markings;
pub(crate) mod monitoring;
pub(crate) mod paging;
pub(crate) mod positive_list;
pub(crate) mod production_orders;
pub(crate) mod public_draws;
pub(crate) mod public_results;
pub(crate) mod push;
pub(crate) mod questions;
pub(crate) mod reminders;
pub(crate) mod replays;
pub(crate) mod rules;
pub(crate) mod seals;
pub(crate) mod sessions;
pub(crate) mod statistics;
pub(crate) mod stream;
pub(crate) mod tracing_air;
pub(crate) mod tracing_cruises;
pub(crate) mod tracing_tracks;
pub(crate) mod tracing_versions;
pub(crate) mod tracings;

pub(crate) use exceedances::watch;

use std::str::FromStr;

use model::{Outlet, OutletId, Register};

use crate::error::ApiError;
use crate::session::SignedIn;

/// Runs `work` where blocking is allowed.
pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, ApiError> + Send + 'static,
) -> Result<T, ApiError> {
    tokio::task::spawn_blocking(work).await.map_err(|error| ApiError::internal(&error))?
}

/// An outlet that the account may see; whether another one is there is not told.
pub(crate) fn visible_outlet<'r>(
    register: &'r Register,
    user: &SignedIn,
    id: &str,
) -> Result<&'r Outlet, ApiError> {
    let outlet = id.parse::<OutletId>().ok().and_then(|id| register.outlets.get(&id));
    let seen = outlet.filter(|outlet| user.sees_enterprise(register, &outlet.enterprise));
    seen.ok_or_else(ApiError::not_found)
}

/// Parses a part of a request.
pub(crate) fn parse<T: FromStr>(what: &str, text: &str) -> Result<T, ApiError>
where
    T::Err: std::fmt::Display,
{
    text.parse().map_err(|error| ApiError::unreadable(what, &error))
}

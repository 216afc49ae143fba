//! HTTP: the API, server-sent events, sign-in and authorisation, OpenAPI, and the embedded pages.
//!
//! The only room that knows HTTP. A handler extracts, authorises, calls and maps; every command goes through
//! the [`Office`], which folds a stream, asks `casework` and appends to the ledger. It knows no socket of a
//! device: what it tells of devices comes through the port [`Devices`].
//!
//! Start at [`router`].

mod dossier;
mod dto;
mod error;
mod export;
mod gaps;
mod importer;
mod inspection_draws;
mod lab;
mod library;
mod markings;
mod office;
mod pages;
mod papers;
mod positive_list;
mod present;
mod replays;
mod routes;
mod server;
mod services;
mod session;
mod statistics;
mod tracings;
mod visits;
mod ways_in;

pub use dto::device::{CodeInWords, DeviceState, RefusalState, WaitingState};
pub use dto::dialect::{DialectState, ReadableAsState};
pub use error::{ApiError, Bilingual, ProblemBody};
pub use gaps::{MissingPiece, missing_of};
pub use importer::{ImportError, ImportPlan, ImportState, Importer, Inspected, Rehearsal, Shown};
pub use inspection_draws::void_overdue as void_overdue_draws;
pub use lab::{Lab, LabAnswer, LabColumn, LabFuture, LabLimits, LabRefusal, LabTable, LabTableColumn};
pub use office::inspections::InspectionAct;
pub use office::positive_list::ListAct;
pub use office::{Act, Around, CaseDeed, Done, Escalated, Office, OfficeError, REGISTER_STREAM, Reported};
pub use positive_list::look_again as look_again_at_the_positive_list;
pub use replays::{Rejudging, ReplayOutcome, ReplayQuestion, ReplayedAlarm, Replays};
pub use routes::seals::granularity_code;
pub use server::{openapi, router, serve};
pub use services::{
    Devices, FontSource, Notice, RequestProgress, Services, Settings, document_places, import_places,
    sign_in_places,
};
pub use tracings::{resume_tracings, trace_alarms};
pub use ways_in::{BodyFormat, PushClient, PushFailure, PushedReading, Pushing, TOKEN_PREFIX, WaysIn};

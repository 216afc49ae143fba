//! The words of the field, as types: ids, places, time, quantities, factors, the register, readings
//! and findings.
//!
//! Everything else in Jingwei is written in these words (see the glossary in `docs/glossary.md`).
//! This crate must never read a clock, a file, the environment or a random source, and it knows no
//! wire or storage format: text is parsed into its types at the edges and never checked again.
//!
//! Start at [`Register`] for what a city is made of, at [`Reading`] for what devices say about it and at
//! [`Finding`] for what detectors conclude.

mod actor;
mod beside;
pub mod china;
mod clock;
mod credential;
mod datum;
mod device_profile;
mod error_kind;
mod factor;
mod finding;
pub mod flow;
mod id;
mod money;
mod order;
mod place;
mod quantity;
mod reading;
mod register;

pub use actor::{Actor, Role, Scope};
pub use beside::{Beside, InstrumentParameter};
pub use clock::{Clock, ManualClock};
pub use credential::CredentialHolder;
pub use datum::Datum;
pub use device_profile::{CrcMode, DeviceProfile};
pub use error_kind::ErrorKind;
pub use factor::{Factor, FactorCode, FactorTable, Medium, position, power};
pub use finding::{Fact, FactValue, Finding, FindingKey, FindingKind, FindingState, Severity, Subject};
pub use id::{
    AlarmId, BlobHash, CaseId, CreditCode, CruiseId, DeviceRequestId, DistrictCode, DrawId, EnforcerId,
    ImportId, InspectionId, InspectionItemId, LibraryChangeId, LineId, MarkingId, MeterId, Mn, OrderId,
    OutletId, ParseIdError, PushClientId, RuleId, StationId, StopId, TracingId, TreatmentUnitId, UserId,
};
pub use money::{Money, ParseMoneyError};
pub use order::{DailySpan, ProductionOrder, Restraint};
pub use place::{District, Place};
pub use quantity::{Unit, UnitMismatch};
pub use reading::{
    Granularity, Mark, Origin, Problem, Problems, Reading, SeriesKey, Source, Values, problem_bounds,
};
pub use register::{
    Channel, Enterprise, Limit, LimitBasis, Logger, LoggerTarget, MeasuringRange, MeterTarget, Outlet,
    PowerMeter, ProductionLine, Register, RegisterEntry, RegisterError, Release, ReleaseFault, Station,
    StationClass, TreatmentUnit,
};

/// An instant, always UTC inside; [`china`] is the one place that converts to wall time.
pub use jiff::Timestamp;

//! The lifecycle of declared stops (停运报备): an enterprise says beforehand, or the bureau records, that what an
//! outlet serves stands still. Hours within such a stop are no hours in which data was due.

mod decide;
mod event;
mod refusal;

use std::collections::BTreeMap;

use model::{Actor, OutletId, StopId, Timestamp};

pub use decide::{Command, decide, may};
pub use event::{Declared, Ended, Event, Withdrawn, apply};
pub use refusal::Refusal;

/// The stream of all declared stops.
pub const STREAM: &str = "declared-stops";

/// The longest stop that is declared at once, days. What stands longer is declared again, so that no forgotten
/// declaration excuses an outlet for good.
pub const LONGEST_DAYS: i64 = 366;

/// A declared stop as its events leave it.
#[derive(Debug, Clone, PartialEq)]
pub struct DeclaredStop {
    /// What stands still.
    pub outlet: OutletId,
    /// When it begins.
    pub from: Timestamp,
    /// When it ends (exclusive).
    pub to: Timestamp,
    /// Why.
    pub reason: String,
    /// Who said so.
    pub declared_by: Actor,
    /// When they said so.
    pub declared_at: Timestamp,
    /// Why it does not count, where it was withdrawn.
    pub withdrawn: Option<String>,
}

impl DeclaredStop {
    /// Whether it counts.
    pub fn holds(&self) -> bool {
        self.withdrawn.is_none() && self.from < self.to
    }

    /// Whether it was declared before it began.
    pub fn is_beforehand(&self) -> bool {
        self.declared_at <= self.from
    }
}

/// Every stop that was ever declared.
pub type DeclaredStops = BTreeMap<StopId, DeclaredStop>;

/// The stops of an outlet that count.
pub fn of_outlet<'s>(
    stops: &'s DeclaredStops,
    outlet: &'s OutletId,
) -> impl Iterator<Item = &'s DeclaredStop> {
    stops.values().filter(move |stop| stop.outlet == *outlet && stop.holds())
}

//! What the machine gathers of an enterprise over a period. What the system does not know is said, never left out.

use jiff::civil::Date;
use law::Basis;
use model::{AlarmId, CaseId, InspectionId, OutletId, Severity};
use serde::{Deserialize, Serialize};

use super::{Finding, Way};
use crate::alarm::Outcome;

/// What was gathered of an enterprise from the day `from` to the day `to`, both included, China's days.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dossier {
    /// The first day.
    pub from: Date,
    /// The last.
    pub to: Date,
    /// Each outlet that sends data; none where nothing is monitored.
    pub outlets: Vec<OutletSeen>,
    /// The least effective transmission that a rule asks for, if one does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<Target>,
    /// Its power meters; nothing where it has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub power: Option<PowerSeen>,
    /// Its alarms that were raised in the period, those of exceedances and of power among them.
    pub alarms: Vec<AlarmSeen>,
    /// What the bureau's records say of it, as far as somebody has looked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<RecordSeen>,
    /// Cases against it that were filed in the period or are open.
    pub cases: Vec<CaseSeen>,
    /// Earlier inspections that are done, the last one first.
    pub inspections: Vec<EarlierInspection>,
    /// What the system does not record of anybody.
    pub not_known: Vec<NotKnown>,
}

/// The hour data of an outlet over the period, all factors with a limit together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OutletSeen {
    /// Which.
    pub id: OutletId,
    /// Its name.
    pub name: String,
    /// Hour values that were expected: of hours in which it was due to run and to send.
    pub expected_h: u64,
    /// Hour values that came.
    pub received_h: u64,
    /// Hour values that came and are valid.
    pub valid_h: u64,
    /// Hour values of declared stops, which are not expected.
    pub stopped_h: u64,
    /// Valid hour values over the limit of hour means, without those that a declared condition excuses.
    pub over_h: u64,
    /// Why how many of the expected ones are no valid data: marks of the device (数据标记) and of people, and missing ones.
    pub lost: Vec<Lost>,
}

/// Why hour values are no valid data, and how many.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lost {
    /// The reason, by its code in statistics: `missing`, or a mark.
    pub reason: String,
    /// How many.
    pub hours: u64,
}

/// A target of effective transmission.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Target {
    /// Tenths of a per cent.
    pub per_mille: u64,
    /// On what it rests.
    pub basis: Basis,
}

/// The power meters of an enterprise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PowerSeen {
    /// Meters of production lines.
    pub lines: u32,
    /// Meters of treatment units.
    pub units: u32,
    /// Hours of all meters since the first reading of each in the period.
    pub expected_h: u64,
    /// Hours in which a meter told something.
    pub metered_h: u64,
}

/// An alarm of the period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AlarmSeen {
    /// Which.
    pub id: AlarmId,
    /// Of what kind, by its code.
    pub kind: String,
    /// How much it pressed at most.
    pub severity: Severity,
    /// The day on which it was raised.
    pub raised: Date,
    /// Whether it is open.
    pub open: bool,
    /// What was found, if somebody has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
    /// Whether it went to case filing.
    #[serde(default)]
    pub to_case: bool,
}

/// The bureau's record of an enterprise, of the object library.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordSeen {
    /// The last day up to which somebody has looked.
    pub known_until: Date,
    /// Penalties in the period.
    pub penalties: u32,
    /// Emergencies in the period.
    pub emergencies: u32,
    /// Findings of false data in the period.
    pub false_data: u32,
}

/// A case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseSeen {
    /// Which.
    pub id: CaseId,
    /// The day on which it was opened.
    pub opened: Date,
    /// Whether it is open.
    pub open: bool,
}

/// An earlier inspection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EarlierInspection {
    /// Which.
    pub id: InspectionId,
    /// By which way.
    pub way: Way,
    /// On which day it was done.
    pub day: Date,
    /// What it found.
    pub finding: Finding,
}

/// What a full check would look at and the system does not record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NotKnown {
    /// Complaints by the public (信访举报).
    Complaints,
    /// Reports that the discharge permit asks for (排污许可证执行报告).
    PermitReports,
}

impl NotKnown {
    /// The stable code.
    pub fn code(self) -> &'static str {
        match self {
            NotKnown::Complaints => "complaints",
            NotKnown::PermitReports => "permit_reports",
        }
    }
}

impl Dossier {
    /// Effective transmission over all outlets, tenths of a per cent; nothing where nothing was expected.
    pub fn transmission_per_mille(&self) -> Option<u64> {
        let sum = |of: fn(&OutletSeen) -> u64| self.outlets.iter().map(of).sum::<u64>();
        (sum(|outlet| outlet.valid_h) * 1000).checked_div(sum(|outlet| outlet.expected_h))
    }
}

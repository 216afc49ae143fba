//! What the machine makes of a dossier: problems that it shows, gaps that it leaves, and a proposal. There is no number of
//! ours in it: the one target is a rule's.

use law::Basis;
use model::{AlarmId, CaseId};
use serde::{Deserialize, Serialize};

use super::{Dossier, NotKnown};
use crate::alarm::Outcome;

/// The machine's proposal with its reasons.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proposed {
    /// What it proposes.
    pub proposal: Proposal,
    /// What the dossier shows against the enterprise.
    pub problems: Vec<Problem>,
    /// What it leaves open.
    pub gaps: Vec<Gap>,
}

/// What the machine proposes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Proposal {
    /// To conclude that nothing was found.
    NothingFound,
    /// To ask the enterprise: the data alone does not answer.
    Ask,
    /// To go there.
    Visit,
}

impl Proposal {
    /// The stable code.
    pub fn code(self) -> &'static str {
        match self {
            Proposal::NothingFound => "nothing_found",
            Proposal::Ask => "ask",
            Proposal::Visit => "visit",
        }
    }
}

/// Something that speaks against the enterprise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Problem {
    /// Alarms that ended as violations, or went to case filing.
    Violations(Vec<AlarmId>),
    /// Alarms that nobody has closed.
    OpenAlarms(Vec<AlarmId>),
    /// Cases that are open.
    OpenCases(Vec<CaseId>),
    /// Penalties, emergencies or false data in the period, how many.
    Record(u32),
    /// Valid hour values over a limit that no verdict on an alarm explains, how many.
    HoursOver(u64),
}

/// Something that a full check would know and the dossier does not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Gap {
    /// Neither emissions nor power are monitored.
    NotMonitored,
    /// It is monitored, and nothing came.
    NoData,
    /// Too little valid data came, tenths of a per cent.
    Transmission {
        /// What came.
        per_mille: u64,
        /// What the rule asks for.
        wanted: u64,
        /// The rule.
        basis: Box<Basis>,
    },
    /// It has no power meters, so that nothing says whether treatment ran with production.
    NoPower,
    /// There are power meters, and not all hours are metered: tenths of a per cent.
    PowerMissing(u64),
    /// Nobody has looked into the bureau's records, or not up to the period's last day.
    Record,
    /// The system does not record it.
    NotKnown(NotKnown),
}

impl Gap {
    /// The stable code, by which it is settled.
    pub fn code(&self) -> &'static str {
        match self {
            Gap::NotMonitored => "not_monitored",
            Gap::NoData => "no_data",
            Gap::Transmission { .. } => "transmission",
            Gap::NoPower => "no_power",
            Gap::PowerMissing(_) => "power_missing",
            Gap::Record => "record",
            Gap::NotKnown(what) => what.code(),
        }
    }

    /// Whether the enterprise itself can close it, so that it is asked before anybody concludes.
    fn is_of_data(&self) -> bool {
        match self {
            Gap::NotMonitored | Gap::NoData | Gap::Transmission { .. } => true,
            Gap::NoPower | Gap::PowerMissing(_) | Gap::Record | Gap::NotKnown(_) => false,
        }
    }
}

/// What the machine proposes on `dossier`, with its reasons.
pub fn propose(dossier: &Dossier) -> Proposed {
    let (problems, gaps) = (problems(dossier), gaps(dossier));
    let proposal = if !problems.is_empty() {
        Proposal::Visit
    } else if gaps.iter().any(Gap::is_of_data) {
        Proposal::Ask
    } else {
        Proposal::NothingFound
    };
    Proposed { proposal, problems, gaps }
}

fn problems(dossier: &Dossier) -> Vec<Problem> {
    let alarms = |wanted: &dyn Fn(&super::AlarmSeen) -> bool| {
        let found = dossier.alarms.iter().filter(|alarm| wanted(alarm));
        found.map(|alarm| alarm.id.clone()).collect::<Vec<_>>()
    };
    let violations = alarms(&|alarm| alarm.to_case || alarm.outcome == Some(Outcome::Violation));
    let open = alarms(&|alarm| alarm.open);
    let cases: Vec<CaseId> =
        dossier.cases.iter().filter(|case| case.open).map(|case| case.id.clone()).collect();
    let record = dossier.record.as_ref().map_or(0, |record| {
        record.penalties.saturating_add(record.emergencies).saturating_add(record.false_data)
    });
    // Somebody has looked where an alarm was verified: what it came to counts there.
    let verified = dossier.alarms.iter().any(|alarm| alarm.outcome.is_some());
    let over: u64 = if verified { 0 } else { dossier.outlets.iter().map(|outlet| outlet.over_h).sum() };
    let all = [
        (!violations.is_empty()).then_some(Problem::Violations(violations)),
        (!open.is_empty()).then_some(Problem::OpenAlarms(open)),
        (!cases.is_empty()).then_some(Problem::OpenCases(cases)),
        (record > 0).then_some(Problem::Record(record)),
        (over > 0).then_some(Problem::HoursOver(over)),
    ];
    all.into_iter().flatten().collect()
}

fn gaps(dossier: &Dossier) -> Vec<Gap> {
    let mut gaps = Vec::new();
    match (dossier.outlets.is_empty(), dossier.transmission_per_mille(), &dossier.power) {
        (true, _, None) => gaps.push(Gap::NotMonitored),
        // Power alone is something: small plants are watched by it.
        (true, _, Some(power)) if power.metered_h == 0 => gaps.push(Gap::NoData),
        (true, _, Some(_)) => {}
        (false, None | Some(0), _) => gaps.push(Gap::NoData),
        (false, Some(per_mille), _) => {
            if let Some(target) = &dossier.target
                && per_mille < target.per_mille
            {
                let (wanted, basis) = (target.per_mille, Box::new(target.basis.clone()));
                gaps.push(Gap::Transmission { per_mille, wanted, basis });
            }
        }
    }
    match &dossier.power {
        None if dossier.outlets.is_empty() => {}
        None => gaps.push(Gap::NoPower),
        Some(power) if power.metered_h < power.expected_h => {
            gaps.push(Gap::PowerMissing((power.metered_h * 1000).checked_div(power.expected_h).unwrap_or(0)));
        }
        Some(_) => {}
    }
    if dossier.record.as_ref().is_none_or(|record| record.known_until < dossier.to) {
        gaps.push(Gap::Record);
    }
    gaps.extend(dossier.not_known.iter().map(|what| Gap::NotKnown(*what)));
    gaps
}

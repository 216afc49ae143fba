//! Who may have gone to a visit.

use std::collections::BTreeSet;

use jiff::civil::Date;
use model::EnforcerId;

use super::Inspection;
use crate::inspection_library::{CertificateState, Enforcer};

/// Why an officer cannot have gone to a visit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum VisitProblem {
    /// The library does not have the officer.
    Unknown(EnforcerId),
    /// The certificate did not hold on the day: its first and last day.
    NotCertified(EnforcerId, Date, Date),
    /// The officer was on leave.
    OnLeave(EnforcerId),
    /// The officer must not go to this enterprise.
    Recused(EnforcerId),
}

/// What is in the way of `officers` having gone to the enterprise of `inspection` on `day`, of each officer in order.
///
/// A certificate that held when the officer was drawn may have ended meanwhile: what counts is the day of the visit.
pub fn check_visit(
    inspection: &Inspection,
    officers: &BTreeSet<EnforcerId>,
    library: &[Enforcer],
    day: Date,
) -> Vec<VisitProblem> {
    officers.iter().filter_map(|id| problem(inspection, id, library, day)).collect()
}

fn problem(
    inspection: &Inspection,
    id: &EnforcerId,
    library: &[Enforcer],
    day: Date,
) -> Option<VisitProblem> {
    let Some(enforcer) = library.iter().find(|enforcer| enforcer.id == *id) else {
        return Some(VisitProblem::Unknown(id.clone()));
    };
    let certificate = &enforcer.certificate;
    match certificate.on(day) {
        CertificateState::Holds { .. } => {}
        CertificateState::NotYet | CertificateState::Ended => {
            return Some(VisitProblem::NotCertified(id.clone(), certificate.from, certificate.until));
        }
    }
    if enforcer.leave_within(day, day).is_some() {
        return Some(VisitProblem::OnLeave(id.clone()));
    }
    let recused = enforcer.conflicts.iter().any(|conflict| conflict.enterprise == *inspection.enterprise());
    recused.then(|| VisitProblem::Recused(id.clone()))
}

//! Visits of one enterprise beside each other: how many there may be, and those that one visit does together.

use std::collections::BTreeSet;

use casework::inspection::{Command, Inspection, Stage};
use jiff::civil::Date;
use ledger::Expected;
use model::{CreditCode, InspectionId, china};
use views::InspectionRow;

use crate::dto::inspection::{InspectionBeside, RoutineVisits};
use crate::error::ApiError;
use crate::library::candidates::{LEVEL, ROUTINE};
use crate::office::inspections::InspectionAct as Act;
use crate::present::sees_inspection;
use crate::services::Services;
use crate::session::SignedIn;

/// How often the enterprise of `inspection` is visited without a cause in the period of the visit, where a pack has a cap.
pub(crate) fn routine(
    services: &Services,
    inspection: &Inspection,
) -> Result<Option<RoutineVisits>, ApiError> {
    let today = china::civil(services.clock.now()).date();
    let day = inspection.routine_visit().unwrap_or(today);
    let Some(cap) = services.law.visit_cap(LEVEL, ROUTINE, day) else { return Ok(None) };
    let days: BTreeSet<Date> = of_enterprise(services, inspection)?
        .iter()
        .filter_map(|row| row.inspection.routine_visit())
        .filter(|other| cap.period.holds_both(*other, day))
        .collect();
    Ok(Some(RoutineVisits {
        visits: u32::try_from(days.len()).unwrap_or(u32::MAX),
        most: cap.most,
        period: cap.period.code(),
        rule: (&cap.basis).into(),
    }))
}

/// The other inspections of the enterprise that are to be visited and that the account sees: one visit can do them all.
pub(crate) fn beside(
    services: &Services,
    user: &SignedIn,
    inspection: &Inspection,
) -> Result<Vec<InspectionBeside>, ApiError> {
    let rows = others_to_visit(services, user, inspection)?;
    let beside = rows.iter().map(|row| {
        let from = row.inspection.opened.from_draw.as_ref();
        InspectionBeside {
            id: row.inspection.id().to_string(),
            draw: from.map(|from| from.draw.to_string()),
            visits_from: from.map(|from| from.visits_from.to_string()),
            until: row.inspection.until().map(|day| day.to_string()),
        }
    });
    Ok(beside.collect())
}

/// The same visit for each of `ids` beside the one of `first`: which acts that takes.
pub(crate) fn together(
    services: &Services,
    user: &SignedIn,
    first: &Act,
    inspection: &Inspection,
    ids: &BTreeSet<InspectionId>,
) -> Result<Vec<Act>, ApiError> {
    let Command::RecordVisit { officers, .. } = &first.command else { return Ok(Vec::new()) };
    let rows = of_enterprise(services, inspection)?;
    let today = china::civil(services.clock.now()).date();
    let act = |id: &InspectionId| -> Result<Act, ApiError> {
        let row = rows.iter().find(|row| row.inspection.id() == id);
        let row = row.filter(|row| sees_inspection(user, &row.inspection, today));
        let row = row.ok_or_else(|| ApiError::unreadable("together", &"no inspection of this enterprise"))?;
        let mut command = first.command.clone();
        if let Command::RecordVisit { instead, together, .. } = &mut command {
            together.insert(inspection.id().clone());
            let drawn = row.inspection.opened.from_draw.as_ref().map(|from| &from.officers);
            if drawn.is_some_and(|drawn| drawn != officers) && instead.is_none() {
                *instead = Some(format!("与检查任务{}合并进行，由该任务的执法人员实施", inspection.id()));
            }
        }
        let command_id = first.command_id.as_ref().and_then(|key| format!("{key}/{id}").parse().ok());
        Ok(Act {
            id: id.clone(),
            enterprise: inspection.enterprise().clone(),
            expected: Expected::Any,
            command_id,
            command,
        })
    };
    ids.iter().filter(|id| *id != inspection.id()).map(act).collect()
}

fn others_to_visit(
    services: &Services,
    user: &SignedIn,
    inspection: &Inspection,
) -> Result<Vec<InspectionRow>, ApiError> {
    let today = china::civil(services.clock.now()).date();
    let mut rows = of_enterprise(services, inspection)?;
    rows.retain(|row| {
        row.inspection.id() != inspection.id()
            && matches!(row.inspection.stage, Stage::OnSite(_))
            && sees_inspection(user, &row.inspection, today)
    });
    Ok(rows)
}

fn of_enterprise(services: &Services, inspection: &Inspection) -> Result<Vec<InspectionRow>, ApiError> {
    inspections_of(services, inspection.enterprise())
}

/// The inspections of an enterprise under every code under which it was known, the one opened last first within each.
pub(crate) fn inspections_of(
    services: &Services,
    enterprise: &CreditCode,
) -> Result<Vec<InspectionRow>, ApiError> {
    let mut found = Vec::new();
    for code in codes_of(services, enterprise)? {
        found.extend(services.views.inspections_of(&code).map_err(|error| ApiError::unavailable(&error))?);
    }
    Ok(found)
}

/// Every code under which an enterprise was known.
pub(crate) fn codes_of(
    services: &Services,
    enterprise: &CreditCode,
) -> Result<BTreeSet<CreditCode>, ApiError> {
    let identities = services.views.object_identities().map_err(|error| ApiError::unavailable(&error))?;
    Ok(identities.codes(identities.kept(enterprise)))
}

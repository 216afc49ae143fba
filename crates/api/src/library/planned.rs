//! The plan of a year's draws beside the libraries, the rules and the draws: what is proposed, and what was drawn under it.

use std::collections::BTreeMap;

use casework::inspection_draw::Stage;
use casework::inspection_library::{CertificateState, PermitClass};
use casework::inspection_plan::{Proposed, QUARTERS};
use jiff::civil::Date;
use law::{Basis, DrawQuota, Law, QuotaPeriod};
use model::china;

use super::candidates::{UNCLASSIFIED, pool_title, words};
use crate::error::ApiError;
use crate::inspection_draws::record_of;
use crate::services::Services;

/// How many were drawn in each quarter, by the pool.
pub(crate) type DrawnOf = BTreeMap<String, [u32; QUARTERS]>;

/// The pools of the library with what the rules of `year` ask for in each quarter.
pub(crate) fn proposed(services: &Services, year: i16) -> Result<Vec<Proposed>, ApiError> {
    let today = china::civil(services.clock.now()).date();
    let objects = services.views.inspection_objects().map_err(|error| ApiError::unavailable(&error))?;
    let enforcers = services.views.enforcers().map_err(|error| ApiError::unavailable(&error))?;
    let certified = enforcers
        .iter()
        .filter(|enforcer| matches!(enforcer.certificate.on(today), CertificateState::Holds { .. }))
        .count();
    let officers = u32::try_from(certified).unwrap_or(u32::MAX);
    let mut pools = Vec::new();
    for permit in PermitClass::ALL.map(Some).into_iter().chain([None]) {
        let count = objects.iter().filter(|object| object.permit == permit).count();
        if count == 0 {
            continue;
        }
        let id = permit.map_or(UNCLASSIFIED, PermitClass::code);
        let count = u32::try_from(count).unwrap_or(u32::MAX);
        pools.push(Proposed {
            id: super::candidates::word(id)?,
            title: words(&pool_title(permit))?,
            objects: count,
            by_rule: by_rule(&services.law, (id, year), (count, officers)),
        });
    }
    Ok(pools)
}

/// What the rules that hold on the first day of each quarter ask for; what is asked for in a year is spread evenly.
fn by_rule(
    law: &Law,
    (pool, year): (&str, i16),
    (objects, officers): (u32, u32),
) -> Option<([u32; QUARTERS], Basis)> {
    let mut quarters = [0; QUARTERS];
    let mut basis: Option<&DrawQuota> = None;
    for (place, quarter) in quarters.iter_mut().enumerate() {
        let Some(rule) = law.draw_quota(pool, first_day(year, place)?) else { continue };
        let wanted = rule.wanted(objects, officers);
        *quarter = match rule.period {
            QuotaPeriod::Quarter => wanted,
            QuotaPeriod::Year => share(wanted, place),
        };
        basis = Some(rule);
    }
    basis.map(|rule| (quarters, rule.basis.clone()))
}

/// A fourth of a year's figure; what does not divide comes first.
fn share(wanted: u32, place: usize) -> u32 {
    let fourths = QUARTERS as u32;
    wanted / fourths + u32::from((place as u32) < wanted % fourths)
}

fn first_day(year: i16, quarter: usize) -> Option<Date> {
    Date::new(year, i8::try_from(quarter * 3 + 1).ok()?, 1).ok()
}

/// The quarter in which a day lies, from 0.
pub(crate) fn quarter_of(day: Date) -> usize {
    usize::try_from((day.month() - 1) / 3).unwrap_or(0)
}

/// What was drawn under the plan of `year`, by the quarter in which the visits begin; void draws count for nothing.
pub(crate) fn drawn_under(services: &Services, year: i16) -> Result<DrawnOf, ApiError> {
    let draws = services.views.inspection_draws().map_err(|error| ApiError::unavailable(&error))?;
    let mut found = DrawnOf::new();
    for draw in &draws {
        let Some(attempt) = draw.last() else { continue };
        if attempt.opened.plan != Some(year) || !matches!(attempt.stage, Stage::Drawn(..)) {
            continue;
        }
        let quarter = quarter_of(attempt.opened.visits_from);
        let record = record_of(services, draw)?;
        let outcome = record.attempts.last().and_then(|attempt| attempt.outcome.as_ref());
        for pool in outcome.into_iter().flat_map(|outcome| &outcome.pools) {
            let counted = found.entry(pool.pool.as_str().to_owned()).or_default();
            if let Some(counted) = counted.get_mut(quarter) {
                *counted += u32::try_from(pool.drawn.len()).unwrap_or(u32::MAX);
            }
        }
    }
    Ok(found)
}

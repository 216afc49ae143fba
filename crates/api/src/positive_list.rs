//! What is known of an enterprise for the positive list, and the machine's own look at everybody who is on it.

use casework::alarm::{Alarm, HandOnTo, Outcome, Stage};
use casework::positive_list::{AlarmFact, Command, Facts, Refusal, is_in_force};
use jiff::Span;
use ledger::Expected;
use model::{Actor, CreditCode, DistrictCode, LoggerTarget, Register, china};
use stats::Period;
use views::AlarmQuery;

use crate::dto::Named;
use crate::error::ApiError;
use crate::office::OfficeError;
use crate::office::positive_list::About;
use crate::services::Services;
use crate::statistics::outlets::effective_percent;

/// An enterprise of the register or of the library of objects.
pub(crate) struct Whose {
    pub(crate) named: Named,
    pub(crate) district: DistrictCode,
}

/// Who an enterprise is; nothing if neither the register nor the library knows.
pub(crate) fn whose(services: &Services, code: &CreditCode) -> Result<Option<Whose>, ApiError> {
    let register = services.views.register();
    if let Some(known) = register.enterprises.get(code) {
        let named =
            Named { code: code.to_string(), name: known.name.clone(), name_en: known.name_en.clone() };
        return Ok(Some(Whose { named, district: known.district.clone() }));
    }
    let object = services.views.inspection_object(code).map_err(|error| ApiError::unavailable(&error))?;
    Ok(object.map(|object| Whose {
        named: Named { code: code.to_string(), name: object.name, name_en: String::new() },
        district: object.district,
    }))
}

/// What is known of an enterprise now.
pub(crate) fn facts(services: &Services, code: &CreditCode) -> Result<Facts, ApiError> {
    let (register, now) = (services.views.register(), services.clock.now());
    let object = services.views.inspection_object(code).map_err(|error| ApiError::unavailable(&error))?;
    let trade_code = match register.enterprises.get(code) {
        Some(known) => Some(known.trade_code.clone()).filter(|trade| !trade.is_empty()),
        None => object.as_ref().and_then(|object| object.trade_code.clone()),
    };
    let monitored = is_monitored(&register, code);
    let query = AlarmQuery { enterprise: Some(code.clone()), ..AlarmQuery::default() };
    let alarms = services.views.alarms(&query).map_err(|error| ApiError::unavailable(&error))?;
    let percent = match monitored {
        true => {
            let month = china::civil(now).date().saturating_sub(Span::new().months(1));
            effective_percent(services, (&register, now), code, Period::month_of(month))?
        }
        false => None,
    };
    Ok(Facts {
        object,
        trade_code,
        monitored,
        alarms: alarms.iter().map(|row| alarm_fact(&row.alarm)).collect(),
        // A rate lies between 0 and 100.
        transmission_per_mille: percent.map(|percent| (percent * 10.0).floor() as u16),
    })
}

/// Whether emissions or power of an enterprise reach us.
fn is_monitored(register: &Register, code: &CreditCode) -> bool {
    let sends = |target: &LoggerTarget| match target {
        LoggerTarget::Outlet(id) => register.outlets.get(id).is_some_and(|outlet| outlet.enterprise == *code),
        LoggerTarget::Station(_) => false,
    };
    register.loggers.values().any(|logger| sends(&logger.target))
        || register.meters.values().any(|meter| meter.enterprise == *code)
}

fn alarm_fact(alarm: &Alarm) -> AlarmFact {
    let to_case = match &alarm.stage {
        Stage::HandedOn { to: HandOnTo::CaseFiling, .. } => true,
        Stage::HandedOn { to: HandOnTo::OtherDepartment(_), .. }
        | Stage::Raised
        | Stage::Assigned { .. }
        | Stage::Accepted { .. }
        | Stage::Returned { .. }
        | Stage::Verified { .. }
        | Stage::Closed { .. } => false,
    };
    AlarmFact {
        id: alarm.id.clone(),
        raised: china::civil(alarm.raised_at).date(),
        severity: alarm.severity,
        open: alarm.is_open(),
        violation: to_case || alarm.verification().is_some_and(|found| found.outcome == Outcome::Violation),
    }
}

/// Looks again at everybody who is on the list, and proposes to remove those of whom a condition is broken. Gives how many
/// were proposed.
///
/// # Errors
/// If storage fails; what was proposed before stays so.
pub fn look_again(services: &Services) -> Result<usize, ApiError> {
    let today = china::civil(services.clock.now()).date();
    let rows = services.views.positive_list().map_err(|error| ApiError::unavailable(&error))?;
    let mut proposed = 0;
    for row in rows {
        let waits = row.standing.last().is_none_or(|entry| {
            let proposed = entry.listing().is_some_and(|listing| listing.removal.is_some());
            proposed || !is_in_force(entry, &services.law, today)
        });
        if waits {
            continue;
        }
        let code = &row.standing.enterprise;
        let (facts, whose) = (facts(services, code)?, whose(services, code)?);
        let district = whose.as_ref().map(|whose| &whose.district);
        let about = About { enterprise: code, district, facts: &facts };
        let command = Command::ProposeRemoval { reason: None };
        let machine = Actor::system("positive-list");
        match services.office.positive_list(&about, Expected::Version(row.version), None, &machine, &command)
        {
            Ok(_) => proposed += 1,
            // Nothing is broken, or somebody was faster.
            Err(OfficeError::PositiveList(Refusal::NothingBroken) | OfficeError::Conflict { .. }) => {}
            Err(OfficeError::PositiveList(refusal)) => {
                tracing::warn!(enterprise = %code, %refusal, "the machine could not look at an entry");
            }
            Err(error) => return Err(crate::routes::commands::office_error(error)),
        }
    }
    Ok(proposed)
}

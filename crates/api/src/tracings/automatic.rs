//! Tracings that open by themselves: a station's alarm is traced at once, whether or not anybody looks.

use std::collections::BTreeSet;
use std::sync::Arc;

use casework::tracing::{Command, LONGEST_S, Opened, Origin};
use ledger::Expected;
use model::china::seconds_between;
use model::{Actor, AlarmId, FindingKind};
use views::{AlarmQuery, AlarmState};

use super::{RECKONER, begin, keep_input, question_of};
use crate::error::ApiError;
use crate::office::Office;
use crate::routes::commands::office_error;
use crate::services::Services;

/// Opens the tracing of every open alarm of a station's local spike that has none and can be traced, in the order of their
/// ids; how many. What is given up, because nobody could trace it either, is remembered in `given_up` and not tried again by
/// this process. Older alarms than the longest record are left alone.
///
/// # Errors
/// If the stores fail; what was opened before stays, and the rest is tried again the next time.
pub fn trace_alarms(services: &Arc<Services>, given_up: &mut BTreeSet<AlarmId>) -> Result<usize, ApiError> {
    let query = AlarmQuery {
        state: AlarmState::Open,
        kinds: vec![FindingKind::StationSpike],
        ..AlarmQuery::default()
    };
    let alarms = services.views.alarms(&query).map_err(|error| ApiError::unavailable(&error))?;
    let now = services.clock.now();
    let recent = alarms
        .into_iter()
        .map(|row| row.alarm)
        .filter(|alarm| seconds_between(alarm.began, now) <= LONGEST_S && !given_up.contains(&alarm.id));
    let mut ids: Vec<AlarmId> = recent.map(|alarm| alarm.id).collect();
    ids.sort();
    let mut opened = 0;
    for id in ids {
        if services.views.tracing_of_alarm(&id).map_err(|error| ApiError::unavailable(&error))?.is_some() {
            continue;
        }
        match open(services, &id) {
            Ok(()) => opened += 1,
            Err(error) if error.is_temporary() => return Err(error),
            Err(error) => {
                tracing::info!(alarm.id = %id, ?error, "an alarm is not traced by itself");
                given_up.insert(id);
            }
        }
    }
    Ok(opened)
}

fn open(services: &Arc<Services>, alarm: &AlarmId) -> Result<(), ApiError> {
    let question = question_of(services, alarm)?;
    let register = services.views.register();
    let station = register.stations.get(&question.station).ok_or_else(ApiError::not_found)?;
    let id = Office::tracing_id_of_alarm(alarm).map_err(office_error)?;
    let actor = Actor::system(RECKONER);
    let input = keep_input(services, &question, &[], &actor)?;
    let (origin, district) = (Origin::Alarm(alarm.clone()), station.district.clone());
    let command = Command::Open(Opened { id: id.clone(), origin, question, district, input });
    // Whoever opened it meanwhile was faster: there is one all the same.
    services.office.tracing(&id, (Expected::Any, None), &actor, &command).map_err(office_error)?;
    begin(services, id);
    Ok(())
}

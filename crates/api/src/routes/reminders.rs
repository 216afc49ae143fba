//! Quiet reminders: what presses for whoever asks.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use casework::alarm;
use casework::case::{self, Deadline, Standing};
use model::Scope;
use views::{AlarmQuery, AlarmRow, AlarmState, CaseQuery, CaseRow};

use super::blocking;
use crate::dto::alarm::reminder::{Reminder, ReminderCounts, Reminders};
use crate::error::{ApiError, ProblemBody};
use crate::present::Presenter;
use crate::services::Services;
use crate::session::SignedIn;

/// So many are listed; the list of alarms has the others.
const LISTED: usize = 50;

/// What presses for whoever asks: of alarms that wait for them, those whose term runs out soon or is over; of cases, deadlines
/// that are over or will be before the next working day is. Derived at each asking, stored nowhere.
#[utoipa::path(
    get, path = "/reminders", operation_id = "list_reminders", tag = "alarms",
    responses((status = 200, body = Reminders), (status = 401, body = ProblemBody))
)]
pub(crate) async fn list(
    State(services): State<Arc<Services>>,
    user: SignedIn,
) -> Result<Json<Reminders>, ApiError> {
    blocking(move || reminders(&services, &user)).await.map(Json)
}

fn reminders(services: &Services, user: &SignedIn) -> Result<Reminders, ApiError> {
    let presenter = Presenter::new(services, user);
    let found = find(services, user)?;
    let item = |(row, reminder): &(AlarmRow, alarm::Reminder)| {
        Ok(Reminder {
            alarm: presenter.alarm_summary(row)?,
            due: presenter.due(&reminder.due),
            rule: reminder.basis.rule.clone(),
            unverified: reminder.basis.unverified,
            illustrative: reminder.basis.illustrative,
        })
    };
    let items = found.reminded.iter().take(LISTED).map(item).collect::<Result<_, ApiError>>()?;
    let cases = find_in_cases(services, user)?;
    let over = |deadline: &&Deadline| deadline.standing == Standing::Passed;
    Ok(Reminders {
        counts: found.counts,
        items,
        cases: cases.iter().take(LISTED).map(|(row, due)| presenter.case_due(&row.case, due)).collect(),
        cases_reminded: cases.len(),
        cases_overdue: cases.iter().map(|(_, due)| due).filter(over).count(),
    })
}

/// What presses in cases, the earliest day first.
fn find_in_cases(services: &Services, user: &SignedIn) -> Result<Vec<(CaseRow, Deadline)>, ApiError> {
    if !user.is_office() {
        return Ok(Vec::new());
    }
    let (now, actor) = (services.clock.now(), user.actor());
    let within = match &user.account.scope {
        Scope::District(code) => Some(code.clone()),
        Scope::City | Scope::Enterprise(_) => None,
    };
    let query = CaseQuery { open: true, within, ..CaseQuery::default() };
    let rows = services.views.cases(&query).map_err(|error| ApiError::unavailable(&error))?;
    let mut found: Vec<(CaseRow, Deadline)> = rows
        .into_iter()
        .flat_map(|row| {
            let pressing = case::reminders(&row.case, &actor, &services.law, now);
            pressing.into_iter().map(move |deadline| (row.clone(), deadline))
        })
        .collect();
    found.sort_by(|(a, one), (b, other)| (one.day(), &a.case.id).cmp(&(other.day(), &b.case.id)));
    Ok(found)
}

/// How many alarms press for an account.
pub(crate) fn counts(services: &Services, user: &SignedIn) -> Result<ReminderCounts, ApiError> {
    find(services, user).map(|found| found.counts)
}

struct Found {
    counts: ReminderCounts,
    /// The most pressing first.
    reminded: Vec<(AlarmRow, alarm::Reminder)>,
}

fn find(services: &Services, user: &SignedIn) -> Result<Found, ApiError> {
    let (now, actor) = (services.clock.now(), user.actor());
    let query = AlarmQuery {
        state: AlarmState::Open,
        scope: Some(user.account.scope.clone()),
        ..AlarmQuery::default()
    };
    let mut rows = services.views.alarms(&query).map_err(|error| ApiError::unavailable(&error))?;
    rows.retain(|row| alarm::waits_for(&row.alarm, &actor, now));
    let mine = rows.len();
    let reminder = |row: AlarmRow| {
        let reminder = alarm::reminder(&row.alarm, &actor, &services.law, now)?;
        Some((row, reminder))
    };
    let mut reminded: Vec<_> = rows.into_iter().filter_map(reminder).collect();
    reminded.sort_by(|(a, one), (b, other)| (one.due.at, &a.alarm.id).cmp(&(other.due.at, &b.alarm.id)));
    let overdue = reminded.iter().filter(|(_, reminder)| reminder.due.at < now).count();
    Ok(Found { counts: ReminderCounts { mine, reminded: reminded.len(), overdue }, reminded })
}

//! Groups of alarms that began at once: one line in the list, and one act for all of them.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use casework::alarm::{self, Command, CommandName, Group, GroupId};
use ledger::Expected;
use model::{AlarmId, Role, Severity, Timestamp};
use views::{AlarmCursor, AlarmQuery, AlarmRow, AlarmSort, AlarmState};

use super::commands::{assignment, command_id, putting_aside, verification};
use super::{blocking, parse};
use crate::dto::Time;
use crate::dto::alarm::group::{AlarmGroup, GroupAct, GroupCommand, GroupDone, GroupRefused};
use crate::error::{ApiError, ProblemBody};
use crate::office::{Act, OfficeError};
use crate::present::{Presenter, severity_code};
use crate::services::Services;
use crate::session::SignedIn;

/// So many alarms are acted on in one request: whoever asks goes on from there, sees how far it is, and can stop.
const AT_ONCE: usize = 200;

/// The groups among the open alarms within the account's scope.
#[utoipa::path(
    get, path = "/alarm-groups", operation_id = "list_alarm_groups", tag = "alarms",
    responses((status = 200, body = [AlarmGroup]), (status = 401, body = ProblemBody))
)]
pub(crate) async fn list(
    State(services): State<Arc<Services>>,
    user: SignedIn,
) -> Result<Json<Vec<AlarmGroup>>, ApiError> {
    blocking(move || {
        let rows = open(&services, &user)?;
        let found = alarm::groups(rows.iter().map(|row| &row.alarm), &services.law, services.clock.now());
        Ok(found.iter().map(|group| told(group, &rows, &services, &user)).collect())
    })
    .await
    .map(Json)
}

/// The open alarms that the viewer may see.
fn open(services: &Services, user: &SignedIn) -> Result<Vec<AlarmRow>, ApiError> {
    let scope = Some(user.account.scope.clone());
    let query = AlarmQuery { state: AlarmState::Open, scope, ..AlarmQuery::default() };
    let mut rows = services.views.alarms(&query).map_err(|error| ApiError::unavailable(&error))?;
    let presenter = Presenter::new(services, user);
    rows.retain(|row| presenter.sees_alarm(&row.alarm));
    Ok(rows)
}

fn told(group: &Group, rows: &[AlarmRow], services: &Services, user: &SignedIn) -> AlarmGroup {
    let (now, actor) = (services.clock.now(), user.actor());
    let members: Vec<_> = rows.iter().map(|row| &row.alarm).filter(|alarm| group.id.holds(alarm)).collect();
    let (mut stages, mut allowed) = (BTreeMap::new(), BTreeMap::new());
    // The law lets alarms that press alike be put aside for as long.
    let mut limits: BTreeMap<Severity, Option<Timestamp>> = BTreeMap::new();
    for alarm in &members {
        *stages.entry(alarm.stage_name().code()).or_default() += 1;
        for name in alarm::allowed(alarm, &actor, now) {
            let limit = || alarm::snooze_limit(alarm, now, &services.law).map(|limit| limit.at);
            if name != CommandName::Snooze || limits.entry(alarm.pressing()).or_insert_with(limit).is_some() {
                *allowed.entry(name.code()).or_default() += 1;
            }
        }
    }
    AlarmGroup {
        id: group.id.to_string(),
        kind: group.id.kind.code(),
        from: Time(group.id.from),
        to: Time(group.id.to),
        total: members.len(),
        cleared: members.iter().filter(|alarm| alarm.cleared_at.is_some()).count(),
        severity: members.iter().map(|alarm| alarm.pressing()).max().map_or("notice", severity_code),
        stages,
        allowed,
        snooze_limit: limits.into_values().flatten().min().map(Time),
        rule: group.basis.rule.clone(),
        unverified: group.basis.unverified,
        illustrative: group.basis.illustrative,
    }
}

/// Gives a command to the next alarms of a group, each by itself: each gets its own event, and what is refused for one
/// is done for the others. A repeat with the same key does nothing twice.
#[utoipa::path(
    post, path = "/alarm-groups/{id}/act", operation_id = "act_on_alarm_group", tag = "alarms",
    request_body = GroupAct,
    params(
        ("id" = String, Path),
        ("Idempotency-Key" = String, Header, description = "a fresh UUID for every act of a person, the same for its parts"),
    ),
    responses(
        (status = 200, body = GroupDone), (status = 400, body = ProblemBody), (status = 401, body = ProblemBody),
        (status = 403, body = ProblemBody), (status = 422, body = ProblemBody)
    )
)]
pub(crate) async fn act(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    Path(id): Path<String>,
    headers: HeaderMap,
    Json(act): Json<GroupAct>,
) -> Result<Json<GroupDone>, ApiError> {
    user.require(&[Role::DutyOfficer, Role::BranchOfficer])?;
    let key = command_id(&user, &headers)?;
    blocking(move || {
        let id: GroupId = parse("id", &id)?;
        let after = act.after.as_deref().map(|after| parse::<AlarmId>("after", after)).transpose()?;
        let command = command(&services, act.command)?;
        let (rows, next) = part(&services, &user, id, after, &command)?;
        let act = |row: AlarmRow| -> Result<Act, ApiError> {
            let once = parse("Idempotency-Key", &format!("{key}/{}", row.alarm.id))?;
            let (expected, command_id) = (Expected::Version(row.version), Some(once));
            Ok(Act { id: row.alarm.id, expected, command_id, command: command.clone() })
        };
        let acts = rows.into_iter().map(act).collect::<Result<Vec<_>, _>>()?;
        let mut done = GroupDone { done: 0, refused: Vec::new(), next };
        for given in services.office.alarms(&user.actor(), &acts).map_err(super::commands::office_error)? {
            match given {
                Ok(_) => done.done += 1,
                Err(OfficeError::Alarm(refusal)) => {
                    count(&mut done.refused, refusal.code(), refusal.message_zh(), refusal.message_en());
                }
                Err(OfficeError::Conflict { .. }) => {
                    let (zh, en) = ("其间已有变化", "it changed meanwhile");
                    count(&mut done.refused, "version_conflict", zh.into(), en.into());
                }
                Err(error) => return Err(super::commands::office_error(error)),
            }
        }
        Ok(done)
    })
    .await
    .map(Json)
}

fn command(services: &Services, given: GroupCommand) -> Result<Command, ApiError> {
    match given {
        GroupCommand::Assign(body) => assignment(services, body),
        GroupCommand::Accept(_) => Ok(Command::Accept),
        GroupCommand::Return(body) => Ok(Command::Return { reason: body.reason }),
        GroupCommand::Verify(body) => verification(services, body),
        GroupCommand::Close(body) => Ok(Command::Close { note: body.note }),
        GroupCommand::Snooze(body) => putting_aside(body),
        GroupCommand::Wake(_) => Ok(Command::Wake),
    }
}

/// The next alarms of the group, in the order of their ids, to which the command can be given, and where to go on.
fn part(
    services: &Services,
    user: &SignedIn,
    id: GroupId,
    after: Option<AlarmId>,
    command: &Command,
) -> Result<(Vec<AlarmRow>, Option<String>), ApiError> {
    let (now, actor, presenter) = (services.clock.now(), user.actor(), Presenter::new(services, user));
    let mut query = AlarmQuery {
        state: AlarmState::Open,
        scope: Some(user.account.scope.clone()),
        kinds: vec![id.kind],
        began: Some((id.from, id.to)),
        merged: Some(false),
        sort: AlarmSort::Id,
        ascending: true,
        after: after.map(AlarmCursor::of_id),
        limit: Some(AT_ONCE as u32 + 1),
        ..AlarmQuery::default()
    };
    let mut found = Vec::new();
    while found.len() <= AT_ONCE {
        let rows = services.views.alarms(&query).map_err(|error| ApiError::unavailable(&error))?;
        let Some(last) = rows.last() else { break };
        query.after = Some(last.cursor());
        let can_be_given = |row: &AlarmRow| {
            presenter.sees_alarm(&row.alarm)
                && alarm::allowed(&row.alarm, &actor, now).contains(&command.name())
        };
        found.extend(rows.into_iter().filter(can_be_given));
    }
    let is_more = found.len() > AT_ONCE;
    found.truncate(AT_ONCE);
    let next = found.last().filter(|_| is_more).map(|row| row.alarm.id.to_string());
    Ok((found, next))
}

fn count(refused: &mut Vec<GroupRefused>, code: &str, zh: String, en: String) {
    match refused.iter_mut().find(|known| known.code == code) {
        Some(known) => known.count += 1,
        None => refused.push(GroupRefused { code: code.into(), zh, en, count: 1 }),
    }
}

//! The commands that move an alarm. Each needs the version it was made for (`If-Match`) and an
//! `Idempotency-Key`; a repeat answers as the first time.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, header};
use casework::alarm::{Command, HandOnTo, Outcome, RefusalKind, VerificationMode};
use ledger::{CommandId, Expected};
use model::{AlarmId, BlobHash, DistrictCode, Role, Scope, UserId};

use super::alarms::visible;
use super::{blocking, parse};
use crate::dto::alarm::{AlarmDetail, command as dto};
use crate::error::{ApiError, Bilingual, ProblemBody};
use crate::office::OfficeError;
use crate::present::Presenter;
use crate::services::Services;
use crate::session::SignedIn;

/// What comes with every command.
#[derive(Debug, Clone)]
pub(crate) struct CommandHeaders {
    pub(crate) expected: Expected,
    pub(crate) id: CommandId,
}

impl CommandHeaders {
    pub(crate) fn of(user: &SignedIn, headers: &HeaderMap) -> Result<Self, ApiError> {
        let text = |name: header::HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
        let version = text(header::IF_MATCH).ok_or_else(ApiError::precondition_required)?;
        let version = parse("If-Match", version.trim().trim_start_matches("W/").trim_matches('"'))?;
        Ok(Self { expected: Expected::Version(version), id: command_id(user, headers)? })
    }
}

/// The command's id: the account's own, so that one account cannot use another's.
pub(crate) fn command_id(user: &SignedIn, headers: &HeaderMap) -> Result<CommandId, ApiError> {
    let key = headers.get("idempotency-key").and_then(|value| value.to_str().ok()).ok_or_else(|| {
        let title = Bilingual::new("缺少 Idempotency-Key", "the Idempotency-Key header is missing");
        ApiError::bad_request("idempotency_key_required", title)
    })?;
    if key.trim().is_empty() {
        return Err(ApiError::unreadable("Idempotency-Key", &"it is empty"));
    }
    parse("Idempotency-Key", &format!("{}/{key}", user.account.id))
}

async fn run(
    services: Arc<Services>,
    user: SignedIn,
    id: String,
    headers: HeaderMap,
    command: impl FnOnce(&Services) -> Result<Command, ApiError> + Send + 'static,
) -> Result<Json<AlarmDetail>, ApiError> {
    run_by(services, user, id, headers, |services, user, id, given| {
        let command = command(services)?;
        let done = services.office.alarm(id, given.expected, Some(given.id), &user.actor(), &command);
        done.map(|_| ()).map_err(office_error)
    })
    .await
}

/// Has something done with an alarm that the viewer may see, and shows it as it is after that.
async fn run_by(
    services: Arc<Services>,
    user: SignedIn,
    id: String,
    headers: HeaderMap,
    act: impl FnOnce(&Services, &SignedIn, &AlarmId, CommandHeaders) -> Result<(), ApiError> + Send + 'static,
) -> Result<Json<AlarmDetail>, ApiError> {
    let given = CommandHeaders::of(&user, &headers)?;
    blocking(move || {
        let view = visible(&services, &user, &id)?;
        act(&services, &user, &view.row.alarm.id, given)?;
        // It may just have left the scope of whoever moved it, who shall see what came of it all the same.
        let view = services.views.alarm(&view.row.alarm.id).map_err(|error| ApiError::unavailable(&error))?;
        Presenter::new(&services, &user).alarm_detail(&view.ok_or_else(ApiError::not_found)?)
    })
    .await
    .map(Json)
}

pub(crate) fn office_error(error: OfficeError) -> ApiError {
    match error {
        OfficeError::Alarm(refusal) => {
            let title = Bilingual::new(refusal.message_zh(), refusal.message_en());
            match refusal.kind() {
                RefusalKind::NotFound => ApiError::not_found(),
                RefusalKind::Forbidden => ApiError::forbidden(refusal.code(), title),
                RefusalKind::Conflict | RefusalKind::Invalid => ApiError::refused(refusal.code(), title),
            }
        }
        OfficeError::Register(refusal) => {
            let title = Bilingual::new(refusal.message_zh(), refusal.message_en());
            match refusal.kind() {
                casework::register::RefusalKind::Forbidden => ApiError::forbidden(refusal.code(), title),
                casework::register::RefusalKind::Conflict | casework::register::RefusalKind::Invalid => {
                    ApiError::refused(refusal.code(), title)
                }
            }
        }
        OfficeError::Credential(refusal) => {
            let title = Bilingual::new(refusal.message_zh(), refusal.message_en());
            refused_or_forbidden(refusal.is_forbidden(), refusal.code(), title)
        }
        OfficeError::DeclaredStop(refusal) => {
            let title = Bilingual::new(refusal.message_zh(), refusal.message_en());
            refused_or_forbidden(refusal.is_forbidden(), refusal.code(), title)
        }
        OfficeError::DataMarking(refusal) => {
            let title = Bilingual::new(refusal.message_zh(), refusal.message_en());
            refused_or_forbidden(refusal.is_forbidden(), refusal.code(), title)
        }
        OfficeError::InspectionDraw(refusal) => {
            let title = Bilingual::new(refusal.message_zh(), refusal.message_en());
            refused_or_forbidden(refusal.is_forbidden(), refusal.code(), title)
        }
        OfficeError::Inspection(refusal) => {
            let title = Bilingual::new(refusal.message_zh(), refusal.message_en());
            match *refusal {
                casework::inspection::Refusal::Unknown => ApiError::not_found(),
                casework::inspection::Refusal::Concluded { .. } => ApiError::conflict(refusal.code(), title),
                _ => refused_or_forbidden(refusal.is_forbidden(), refusal.code(), title),
            }
        }
        OfficeError::InspectionLibrary(refusal) => {
            let title = Bilingual::new(refusal.message_zh(), refusal.message_en());
            match refusal {
                casework::inspection_library::Refusal::NotFound => ApiError::not_found(),
                casework::inspection_library::Refusal::RoleMayNot => {
                    ApiError::forbidden(refusal.code(), title)
                }
                _ => ApiError::refused(refusal.code(), title),
            }
        }
        OfficeError::InspectionPlan(refusal) => {
            let title = Bilingual::new(refusal.message_zh(), refusal.message_en());
            refused_or_forbidden(refusal.is_forbidden(), refusal.code(), title)
        }
        OfficeError::PositiveList(refusal) => {
            let title = Bilingual::new(refusal.message_zh(), refusal.message_en());
            refused_or_forbidden(refusal.is_forbidden(), refusal.code(), title)
        }
        OfficeError::Case(refusal) => {
            let title = Bilingual::new(refusal.message_zh(), refusal.message_en());
            match *refusal {
                casework::case::Refusal::Unknown => ApiError::not_found(),
                _ => refused_or_forbidden(refusal.is_forbidden(), refusal.code(), title),
            }
        }
        OfficeError::Tracing(refusal) => {
            let title = Bilingual::new(refusal.message_zh(), refusal.message_en());
            match refusal {
                casework::tracing::Refusal::Unknown => ApiError::not_found(),
                _ => refused_or_forbidden(refusal.is_forbidden(), refusal.code(), title),
            }
        }
        OfficeError::Rule(refusal) => {
            let title = Bilingual::new(refusal.message_zh(), refusal.message_en());
            refused_or_forbidden(refusal.is_forbidden(), refusal.code(), title)
        }
        OfficeError::DataImport(refusal) => {
            let title = Bilingual::new(refusal.message_zh(), refusal.message_en());
            match refusal {
                casework::data_import::Refusal::NotFound => ApiError::not_found(),
                casework::data_import::Refusal::RoleMayNot => ApiError::forbidden(refusal.code(), title),
                casework::data_import::Refusal::AlreadyBegun
                | casework::data_import::Refusal::WrongStage
                | casework::data_import::Refusal::ReasonMissing => ApiError::refused(refusal.code(), title),
            }
        }
        OfficeError::DeviceRequest(refusal) => {
            let title = Bilingual::new(refusal.message_zh(), refusal.message_en());
            match refusal.kind() {
                casework::device_request::RefusalKind::NotFound => ApiError::not_found(),
                casework::device_request::RefusalKind::Forbidden => {
                    ApiError::forbidden(refusal.code(), title)
                }
                casework::device_request::RefusalKind::Conflict
                | casework::device_request::RefusalKind::Invalid => ApiError::refused(refusal.code(), title),
            }
        }
        OfficeError::Conflict { actual } => ApiError::version_conflict(actual),
        OfficeError::CommandReused => ApiError::command_reused(),
        OfficeError::Ledger(error) if error.kind() == ledger::ErrorKind::Unavailable => {
            ApiError::unavailable(&error)
        }
        OfficeError::Ledger(error) if error.kind() == ledger::ErrorKind::Full => {
            ApiError::unavailable(&error)
        }
        OfficeError::Views(error) => ApiError::views_behind(&error),
        error @ (OfficeError::Ledger(_) | OfficeError::History(_) | OfficeError::Telemetry(_)) => {
            ApiError::internal(&error)
        }
    }
}

fn refused_or_forbidden(is_forbidden: bool, code: &'static str, title: Bilingual) -> ApiError {
    if is_forbidden { ApiError::forbidden(code, title) } else { ApiError::refused(code, title) }
}

/// Hashes of files that the vault knows.
pub(crate) fn files(services: &Services, hashes: &[String]) -> Result<Vec<BlobHash>, ApiError> {
    let known = |text: &String| {
        let hash: BlobHash = parse("file", text)?;
        match services.vault.blob(&hash).map_err(|error| ApiError::unavailable(&error))? {
            Some(_) => Ok(hash),
            None => {
                let title = Bilingual::new("附件不存在，请重新上传", "a file is not there, upload it again");
                Err(ApiError::refused("unknown_file", title))
            }
        }
    };
    hashes.iter().map(known).collect()
}

/// The branch must be a district of the register, the officer one of that branch who may sign in.
fn assignee(services: &Services, body: &dto::Assign) -> Result<(DistrictCode, Option<UserId>), ApiError> {
    let branch: DistrictCode = parse("branch", &body.branch)?;
    if !services.views.register().districts.contains_key(&branch) {
        let title = Bilingual::new("没有这个分局", "there is no such branch");
        return Err(ApiError::refused("unknown_branch", title));
    }
    let Some(officer) = body.officer.as_deref() else { return Ok((branch, None)) };
    let officer: UserId = parse("officer", officer)?;
    let account = services.vault.account(&officer).map_err(|error| ApiError::unavailable(&error))?;
    let fits = account.is_some_and(|account| {
        account.active
            && account.role == Role::BranchOfficer
            && account.scope == Scope::District(branch.clone())
    });
    match fits {
        true => Ok((branch, Some(officer))),
        false => {
            let title = Bilingual::new("该分局没有这名执法人员", "the branch has no such officer");
            Err(ApiError::refused("unknown_officer", title))
        }
    }
}

/// The command of `assign`.
pub(super) fn assignment(services: &Services, body: dto::Assign) -> Result<Command, ApiError> {
    let (branch, officer) = assignee(services, &body)?;
    Ok(Command::Assign { branch, officer, note: body.note.filter(|note| !note.trim().is_empty()) })
}

/// The command of `snooze`.
pub(super) fn putting_aside(body: dto::SnoozeUntil) -> Result<Command, ApiError> {
    Ok(Command::Snooze { until: parse("until", &body.until)?, reason: body.reason })
}

/// The command of `verify`.
pub(super) fn verification(services: &Services, body: dto::Verify) -> Result<Command, ApiError> {
    Ok(Command::Verify {
        mode: match body.mode {
            dto::VerifyMode::OnSite => VerificationMode::OnSite,
            dto::VerifyMode::OffSite => VerificationMode::OffSite,
        },
        outcome: match body.outcome {
            dto::Outcome::Violation => Outcome::Violation,
            dto::Outcome::EquipmentFault => Outcome::EquipmentFault,
            dto::Outcome::DeclaredCondition => Outcome::DeclaredCondition,
            dto::Outcome::Normal => Outcome::Normal,
            dto::Outcome::CannotVerify => Outcome::CannotVerify,
        },
        note: body.note,
        files: files(services, &body.files)?,
    })
}

macro_rules! command_route {
    ($(#[$doc:meta])* $name:ident, $path:literal, $body:ty, |$services:ident, $given:ident| $command:expr) => {
        command_route!($(#[$doc])* $name, $path, $body, $given, run, |$services| $command);
    };
    ($(#[$doc:meta])* $name:ident, $path:literal, $body:ty, $given:ident, $run:ident, |$($with:ident),+| $command:expr) => {
        $(#[$doc])*
        #[utoipa::path(
            post, path = $path, tag = "alarms", request_body = $body,
            params(
                ("id" = String, Path),
                ("If-Match" = String, Header, description = "the version seen, in quotes"),
                ("Idempotency-Key" = String, Header, description = "a fresh UUID for every attempt of a person"),
            ),
            responses(
                (status = 200, body = AlarmDetail), (status = 400, body = ProblemBody),
                (status = 401, body = ProblemBody), (status = 403, body = ProblemBody),
                (status = 404, body = ProblemBody), (status = 409, body = ProblemBody),
                (status = 422, body = ProblemBody), (status = 428, body = ProblemBody)
            )
        )]
        pub(crate) async fn $name(
            State(services): State<Arc<Services>>,
            user: SignedIn,
            Path(id): Path<String>,
            headers: HeaderMap,
            Json($given): Json<$body>,
        ) -> Result<Json<AlarmDetail>, ApiError> {
            $run(services, user, id, headers, move |$($with),+| $command).await
        }
    };
}

command_route!(
    /// Gives the alarm to a branch bureau, or to another one.
    assign, "/alarms/{id}/assign", dto::Assign, |services, body| {
        assignment(services, body)
    }
);

command_route!(
    /// Takes the alarm on.
    accept, "/alarms/{id}/accept", dto::Accept, |_services, _body| Ok(Command::Accept)
);

command_route!(
    /// Gives the alarm back to the duty room.
    give_back, "/alarms/{id}/return", dto::Return, |_services, body| Ok(Command::Return { reason: body.reason })
);

command_route!(
    /// The enterprise explains.
    explain, "/alarms/{id}/explain", dto::Explain, |services, body| {
        Ok(Command::Explain { text: body.text, files: files(services, &body.files)? })
    }
);

command_route!(
    /// Says what was found.
    verify, "/alarms/{id}/verify", dto::Verify, |services, body| verification(services, body)
);

command_route!(
    /// Closes the alarm.
    close, "/alarms/{id}/close", dto::Close, |_services, body| Ok(Command::Close { note: body.note })
);

command_route!(
    /// Hands the matter on.
    hand_on, "/alarms/{id}/hand-on", dto::HandOn, |_services, body| {
        let to = match body.to {
            dto::HandOnTo::CaseFiling => HandOnTo::CaseFiling,
            dto::HandOnTo::OtherDepartment(name) => HandOnTo::OtherDepartment(name),
        };
        Ok(Command::HandOn { to, note: body.note })
    }
);

command_route!(
    /// Sends the alarm up, for supervised handling.
    escalate, "/alarms/{id}/escalate", dto::Escalate, |_services, body| {
        Ok(Command::Escalate { reason: Some(body.reason) })
    }
);

command_route!(
    /// Puts the alarm aside until a time. Its terms run on.
    snooze, "/alarms/{id}/snooze", dto::SnoozeUntil, |_services, body| putting_aside(body)
);

command_route!(
    /// Takes an alarm up that was put aside.
    wake, "/alarms/{id}/wake", dto::Wake, |_services, _body| Ok(Command::Wake)
);

command_route!(
    /// Has the alarm handled with another one of the same enterprise, whose steps are then its own.
    merge, "/alarms/{id}/merge", dto::MergeInto, body, run_by, |services, user, id, given| {
        let leading = visible(services, user, &body.into).map_err(|_| {
            let title = Bilingual::new("没有这件预警", "there is no such alarm");
            ApiError::refused("unknown_alarm", title)
        })?;
        let given = (given.expected, Some(given.id));
        let merged = services.office.merge(id, &leading.row.alarm.id, body.reason, given, &user.actor());
        merged.map(|_| ()).map_err(office_error)
    }
);

command_route!(
    /// Handles the alarm by itself again.
    separate, "/alarms/{id}/separate", dto::Separate, |_services, body| {
        Ok(Command::Separate { reason: body.reason })
    }
);

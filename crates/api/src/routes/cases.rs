//! Cases (案件). What is done in one is one act of many at one address: its body says which, and the lifecycle who may.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use casework::alarm::{HandOnTo, Outcome, Stage};
use casework::case::{
    Act, Case, Circumstances, Command, DecidedFine, FineSet, Likeness, Opened, OutcomeName, Party, Refusal,
    Source, StageName, Standing, Suspected, deadlines, nearest, propose, reckon, sees,
};
use law::PartyKind;
use ledger::{CommandId, Expected};
use model::{BlobHash, CreditCode, DistrictCode, Role, Scope, china};
use serde::Deserialize;
use utoipa::IntoParams;
use views::{CasePlace, CaseQuery, CaseRow};

use super::case_acts::{command, day, facts_given, fine_given, people, some_day};
use super::commands::{CommandHeaders, command_id, office_error};
use super::{blocking, parse};
use crate::dto::Time;
use crate::dto::alarm::Person;
use crate::dto::case::act::{CaseAct, CaseFineGiven, NewCase};
use crate::dto::case::law::{CaseLaw, CaseProposalAsked};
use crate::dto::case::{CaseDetail, CaseDueList, CaseFine, CaseList, CaseProposal};
use crate::error::{ApiError, Bilingual, ProblemBody};
use crate::office::{Around, Office, OfficeError};
use crate::present::Presenter;
use crate::services::Services;
use crate::session::SignedIn;

/// Which cases are wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct CaseFilter {
    /// Only those in which something is still to be done.
    #[serde(default)]
    open: bool,
    /// Only those at this stage.
    stage: Option<String>,
    /// Only those of this district.
    district: Option<String>,
    /// Only those of this party.
    party: Option<String>,
    /// Only those that were decided so, and the decision stands: `penalty`, `no_penalty` or `not_established`.
    outcome: Option<String>,
    /// Only those that were opened in this year.
    year: Option<i16>,
    /// Words of the party's name, the case's id or what is suspected.
    q: Option<String>,
    /// Where the page begins, as the answer before said.
    cursor: Option<String>,
    /// At most so many, 1 to 500.
    limit: Option<usize>,
}

/// Cases are for the bureau.
fn office(user: &SignedIn) -> Result<(), ApiError> {
    if user.is_office() { Ok(()) } else { Err(ApiError::not_allowed()) }
}

/// Cases, the one opened last first, a page at once.
#[utoipa::path(
    get, path = "/cases", operation_id = "list_cases", tag = "cases", params(CaseFilter),
    responses(
        (status = 200, body = CaseList), (status = 400, body = ProblemBody), (status = 401, body = ProblemBody),
        (status = 403, body = ProblemBody)
    )
)]
pub(crate) async fn list(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    Query(filter): Query<CaseFilter>,
) -> Result<Json<CaseList>, ApiError> {
    blocking(move || {
        office(&user)?;
        let query = query(&user, &filter)?;
        let after = filter.cursor.as_deref().map(place).transpose()?;
        let limit = filter.limit.unwrap_or(100).clamp(1, 500);
        let unavailable = |error| ApiError::unavailable(&error);
        // One more than is shown says whether there are more.
        let mut rows = services.views.cases_page(&query, after.as_ref(), limit + 1).map_err(unavailable)?;
        let more = rows.len() > limit;
        rows.truncate(limit);
        let now = services.clock.now();
        let year = china::civil(now).year();
        let of_year = CaseQuery { year: Some(year), within: within(&user), ..CaseQuery::default() };
        let presenter = Presenter::new(&services, &user);
        Ok(CaseList {
            cases: rows.iter().map(|row| presenter.case_summary(&row.case)).collect(),
            total: services.views.case_figures(&query).map_err(unavailable)?.all,
            next_cursor: rows.last().filter(|_| more).map(|row| cursor(&CasePlace::of(&row.case))),
            figures: crate::present::case_figures(
                year,
                &services.views.case_figures(&of_year).map_err(unavailable)?,
            ),
            may_open: matches!(user.account.role, Role::BranchOfficer | Role::DutyOfficer),
            violations: presenter.violations(),
            now: Time(now),
        })
    })
    .await
    .map(Json)
}

/// A place of the list as its answers give it.
fn cursor(place: &CasePlace) -> String {
    format!("{}.{}", place.opened_us, place.id)
}

fn place(text: &str) -> Result<CasePlace, ApiError> {
    let parts = text.split_once('.');
    let read = parts.and_then(|(opened, id)| Some((opened.parse().ok()?, id.parse().ok()?)));
    let (opened_us, id) =
        read.ok_or_else(|| ApiError::unreadable("cursor", &"it is not a cursor that an answer gave"))?;
    Ok(CasePlace { opened_us, id })
}

/// The district that an account's sight ends at.
fn within(user: &SignedIn) -> Option<DistrictCode> {
    match &user.account.scope {
        Scope::District(code) => Some(code.clone()),
        Scope::City | Scope::Enterprise(_) => None,
    }
}

fn query(user: &SignedIn, filter: &CaseFilter) -> Result<CaseQuery, ApiError> {
    let given = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
    let stage = given(&filter.stage).map(|code| {
        let stage = StageName::ALL.into_iter().find(|stage| stage.code() == code);
        stage.ok_or_else(|| ApiError::unreadable("stage", &code))
    });
    let outcome = given(&filter.outcome).map(|code| {
        let outcome = OutcomeName::ALL.into_iter().find(|outcome| outcome.code() == code);
        outcome.ok_or_else(|| ApiError::unreadable("outcome", &code))
    });
    let district: Option<DistrictCode> =
        given(&filter.district).map(|code| parse("district", &code)).transpose()?;
    let party: Option<CreditCode> = given(&filter.party).map(|code| parse("party", &code)).transpose()?;
    Ok(CaseQuery {
        open: filter.open,
        stage: stage.transpose()?,
        outcome: outcome.transpose()?,
        year: filter.year,
        district,
        within: within(user),
        party,
        words: filter.q.clone().unwrap_or_default(),
    })
}

/// The cases of a query that the account may see.
fn seen(services: &Services, user: &SignedIn, query: &CaseQuery) -> Result<Vec<CaseRow>, ApiError> {
    let mut rows = services.views.cases(query).map_err(|error| ApiError::unavailable(&error))?;
    let actor = user.actor();
    rows.retain(|row| sees(&row.case, &actor));
    Ok(rows)
}

/// What is due in the open cases, the earliest day first.
#[utoipa::path(
    get, path = "/case-deadlines", operation_id = "list_case_deadlines", tag = "cases",
    responses((status = 200, body = CaseDueList), (status = 401, body = ProblemBody), (status = 403, body = ProblemBody))
)]
pub(crate) async fn due(
    State(services): State<Arc<Services>>,
    user: SignedIn,
) -> Result<Json<CaseDueList>, ApiError> {
    blocking(move || {
        office(&user)?;
        let rows = seen(&services, &user, &CaseQuery { open: true, ..CaseQuery::default() })?;
        let presenter = Presenter::new(&services, &user);
        let now = services.clock.now();
        let mut due = Vec::new();
        for row in &rows {
            for deadline in deadlines(&row.case, &services.law, now) {
                match deadline.standing {
                    Standing::Running | Standing::Suspended | Standing::Passed => {
                        let day = deadline.day();
                        due.push((day.is_none(), day, presenter.case_due(&row.case, &deadline)));
                    }
                    Standing::Met | Standing::MetLate | Standing::Moot => {}
                }
            }
        }
        due.sort_by(|a, b| (a.0, a.1, &a.2.case).cmp(&(b.0, b.1, &b.2.case)));
        let due = due.into_iter().map(|(_, _, due)| due).collect();
        Ok(CaseDueList { due, now: Time(services.clock.now()) })
    })
    .await
    .map(Json)
}

/// One case.
#[utoipa::path(
    get, path = "/cases/{id}", operation_id = "get_case", tag = "cases", params(("id" = String, Path)),
    responses(
        (status = 200, body = CaseDetail), (status = 401, body = ProblemBody), (status = 404, body = ProblemBody)
    )
)]
pub(crate) async fn one(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    Path(id): Path<String>,
) -> Result<Json<CaseDetail>, ApiError> {
    blocking(move || {
        let row = visible(&services, &user, &id)?;
        detail(&services, &user, &row)
    })
    .await
    .map(Json)
}

pub(super) fn visible(services: &Services, user: &SignedIn, id: &str) -> Result<CaseRow, ApiError> {
    let id = id.parse().map_err(|_| ApiError::not_found())?;
    let row = services.views.case(&id).map_err(|error| ApiError::unavailable(&error))?;
    row.filter(|row| sees(&row.case, &user.actor())).ok_or_else(ApiError::not_found)
}

fn detail(services: &Services, user: &SignedIn, row: &CaseRow) -> Result<CaseDetail, ApiError> {
    let history = services.office.case_history(&row.case.id).map_err(office_error)?;
    Presenter::new(services, user).case_detail(row, &history, &altered(services, &row.case)?)
}

/// The evidence whose file is gone, or not what its hash says. A file that was held against its hash before, and that
/// nobody has written to since, is not read again: a case with hours of recordings opens as quickly as any other.
fn altered(services: &Services, case: &Case) -> Result<BTreeSet<BlobHash>, ApiError> {
    let mut altered = BTreeSet::new();
    for evidence in &case.evidence {
        note(&evidence.added.what.file, services.vault.check_blob(&evidence.added.what.file), &mut altered)?;
    }
    Ok(altered)
}

/// Of the files on which a command rests those that are gone, or not what their hash says: each is read whole, now.
fn altered_of(services: &Services, case: &Case, command: &Command) -> Result<BTreeSet<BlobHash>, ApiError> {
    let mut altered = BTreeSet::new();
    for file in case.rests_on(command) {
        note(file, services.vault.read_blob(file).map(|_| ()), &mut altered)?;
    }
    Ok(altered)
}

fn note(
    file: &BlobHash,
    found: Result<(), vault::VaultError>,
    altered: &mut BTreeSet<BlobHash>,
) -> Result<(), ApiError> {
    match found {
        Ok(()) => {}
        Err(vault::VaultError::NoBlob(_) | vault::VaultError::BlobAltered(_)) => {
            altered.insert(file.clone());
        }
        Err(error) => return Err(ApiError::unavailable(&error)),
    }
    Ok(())
}

/// What the register knows of the party; no file is looked at.
fn around(services: &Services, case: &Case) -> Result<Around, ApiError> {
    let earlier = services.views.established_cases(&case.party.code);
    let earlier = earlier.map_err(|error| ApiError::unavailable(&error))?;
    Ok(Around { altered: BTreeSet::new(), earlier })
}

/// Opens a case: from an alarm that was verified as a violation, or by hand with a reason.
#[utoipa::path(
    post, path = "/cases", operation_id = "open_case", tag = "cases", request_body = NewCase,
    params(("Idempotency-Key" = String, Header)),
    responses(
        (status = 201, body = CaseDetail), (status = 400, body = ProblemBody), (status = 401, body = ProblemBody),
        (status = 403, body = ProblemBody), (status = 404, body = ProblemBody), (status = 422, body = ProblemBody)
    )
)]
pub(crate) async fn open(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    headers: HeaderMap,
    Json(new): Json<NewCase>,
) -> Result<(StatusCode, Json<CaseDetail>), ApiError> {
    let key = command_id(&user, &headers)?;
    blocking(move || {
        // Before anything is looked up: nobody learns here whether an enterprise or alarm is there.
        user.require(&[Role::BranchOfficer, Role::DutyOfficer])?;
        let opened = opened(&services, &user, &key, new)?;
        let id = opened.id.clone();
        let command = Command::Open(opened);
        let around = Around::default();
        let done = services.office.case(&id, Expected::Any, Some(key), &user.actor(), &command, &around);
        done.map_err(office_error)?;
        let row = visible(&services, &user, id.as_str())?;
        detail(&services, &user, &row)
    })
    .await
    .map(|case| (StatusCode::CREATED, Json(case)))
}

fn opened(services: &Services, user: &SignedIn, key: &CommandId, new: NewCase) -> Result<Opened, ApiError> {
    let register = services.views.register();
    let (id, source, code) = match (new.alarm.as_deref(), new.party.as_deref()) {
        (Some(alarm), _) => {
            let view = super::alarms::visible(services, user, alarm)?;
            let alarm = view.row.alarm;
            let Some(code) = alarm.enterprise.clone().filter(|_| is_violation(&alarm)) else {
                let title = Bilingual::new(
                    "只有核查为涉嫌违法的企业预警可以立案",
                    "only an alarm at an enterprise that was verified as a violation becomes a case",
                );
                return Err(ApiError::refused("no_violation", title));
            };
            (Office::case_id_of_alarm(&alarm.id).map_err(office_error)?, Source::Alarm(alarm.id), code)
        }
        (None, Some(party)) => {
            let reason = new.reason.clone().unwrap_or_default();
            let id = Office::case_id(key).map_err(office_error)?;
            (id, Source::ByHand { reason }, parse("party", party)?)
        }
        (None, None) => return Err(ApiError::unreadable("party", &"a party or an alarm is needed")),
    };
    let enterprise = register.enterprises.get(&code).filter(|_| user.sees_enterprise(&register, &code));
    let (Some(enterprise), Some(district)) = (enterprise, register.district_of(&code)) else {
        return Err(ApiError::not_found());
    };
    Ok(Opened {
        id,
        source,
        party: Party { code, name: enterprise.name.clone(), kind: PartyKind::Entity },
        district: district.clone(),
        suspected: Suspected {
            words: new.suspected,
            act: new.act.filter(|act| !act.is_empty()),
            ended_on: some_day("ended_on", new.ended_on.as_deref())?,
        },
        found_on: day("found_on", &new.found_on)?,
        investigators: people(services, &new.investigators)?,
    })
}

/// Whether an alarm was verified as a violation, and is not closed for another reason.
pub(crate) fn is_violation(alarm: &casework::alarm::Alarm) -> bool {
    let found = alarm.verification().is_some_and(|found| found.outcome == Outcome::Violation);
    found
        && match &alarm.stage {
            Stage::Verified { .. } | Stage::HandedOn { to: HandOnTo::CaseFiling, .. } => true,
            Stage::HandedOn { to: HandOnTo::OtherDepartment(_), .. }
            | Stage::Raised
            | Stage::Assigned { .. }
            | Stage::Accepted { .. }
            | Stage::Returned { .. }
            | Stage::Closed { .. } => false,
        }
}

/// Does something in a case.
#[utoipa::path(
    post, path = "/cases/{id}/acts", operation_id = "act_in_case", tag = "cases", request_body = CaseAct,
    params(("id" = String, Path), ("If-Match" = String, Header), ("Idempotency-Key" = String, Header)),
    responses(
        (status = 200, body = CaseDetail), (status = 400, body = ProblemBody), (status = 401, body = ProblemBody),
        (status = 403, body = ProblemBody), (status = 404, body = ProblemBody), (status = 409, body = ProblemBody),
        (status = 422, body = ProblemBody), (status = 428, body = ProblemBody)
    )
)]
pub(crate) async fn act(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    Path(id): Path<String>,
    headers: HeaderMap,
    Json(given): Json<CaseAct>,
) -> Result<Json<CaseDetail>, ApiError> {
    let with = CommandHeaders::of(&user, &headers)?;
    blocking(move || {
        let row = visible(&services, &user, &id)?;
        let case = &row.case;
        let notices = u32::try_from(case.notices.len()).unwrap_or(u32::MAX);
        let command = command(&services, given, notices)?;
        let around = Around { altered: altered_of(&services, case, &command)?, ..around(&services, case)? };
        let done =
            services.office.case(&case.id, with.expected, Some(with.id), &user.actor(), &command, &around);
        done.map_err(|error| kept(error, &command.act()))?;
        let row = visible(&services, &user, &id)?;
        detail(&services, &user, &row)
    })
    .await
    .map(Json)
}

/// Of two who act at once the second hears what holds, and that what they typed is still theirs.
fn kept(error: OfficeError, act: &Act) -> ApiError {
    let conflict = matches!(error, crate::office::OfficeError::Conflict { .. });
    let answer = office_error(error);
    match conflict {
        false => answer,
        true => answer.with_detail(Bilingual::new(
            "他人已先办理，其办理结果有效；您的内容未提交，仍保留在表单中，请查看最新情况后再提交。",
            format!(
                "Somebody else was first, and what they did holds. Your {} was not entered and is still in your form: look at the case as it is now, then submit it again.",
                act.code()
            ),
        )),
    }
}

/// What a fine would be, step by step; nothing is done.
#[utoipa::path(
    post, path = "/cases/{id}/reckoning", operation_id = "reckon_case_fine", tag = "cases",
    request_body = CaseFineGiven, params(("id" = String, Path)),
    responses(
        (status = 200, body = CaseFine), (status = 400, body = ProblemBody), (status = 401, body = ProblemBody),
        (status = 403, body = ProblemBody), (status = 404, body = ProblemBody), (status = 422, body = ProblemBody)
    )
)]
pub(crate) async fn reckoning(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    Path(id): Path<String>,
    Json(given): Json<CaseFineGiven>,
) -> Result<Json<CaseFine>, ApiError> {
    blocking(move || {
        let row = visible(&services, &user, &id)?;
        let around = around(&services, &row.case)?;
        let fine = reckon(&row.case, &fine_given(given)?, &here(&services, &around)).map_err(refused)?;
        let nearest = nearest(&row.case, &fine, decided_fines(&services, &user, &row.case, &fine)?);
        Ok(crate::present::case_fine(&fine).beside(&fine, &nearest))
    })
    .await
    .map(Json)
}

/// Earlier fines like this one. Of other districts' cases nobody learns here who may not see them.
fn decided_fines(
    services: &Services,
    user: &SignedIn,
    case: &Case,
    fine: &FineSet,
) -> Result<Vec<DecidedFine>, ApiError> {
    let district = match &user.account.scope {
        Scope::City => None,
        Scope::District(code) => Some(code),
        Scope::Enterprise(_) => return Ok(Vec::new()),
    };
    let Some(like) = Likeness::of(case, fine) else { return Ok(Vec::new()) };
    services.views.decided_fines(&like, district).map_err(|error| ApiError::unavailable(&error))
}

/// Which rung the facts propose; nothing is done.
#[utoipa::path(
    post, path = "/cases/{id}/proposal", operation_id = "propose_case_tier", tag = "cases",
    request_body = CaseProposalAsked, params(("id" = String, Path)),
    responses(
        (status = 200, body = CaseProposal), (status = 400, body = ProblemBody), (status = 401, body = ProblemBody),
        (status = 403, body = ProblemBody), (status = 404, body = ProblemBody), (status = 422, body = ProblemBody)
    )
)]
pub(crate) async fn proposal(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    Path(id): Path<String>,
    Json(asked): Json<CaseProposalAsked>,
) -> Result<Json<CaseProposal>, ApiError> {
    blocking(move || {
        let row = visible(&services, &user, &id)?;
        let around = around(&services, &row.case)?;
        let facts = facts_given(asked.facts)?;
        let catalogue = asked.catalogue.as_deref().filter(|text| !text.is_empty());
        let proposal = propose(&row.case, &facts, catalogue, &here(&services, &around)).map_err(refused)?;
        Ok(Presenter::new(&services, &user).case_proposal(&proposal))
    })
    .await
    .map(Json)
}

fn refused(refusal: Refusal) -> ApiError {
    office_error(OfficeError::Case(Box::new(refusal)))
}

/// What the law offers for a case.
#[utoipa::path(
    get, path = "/cases/{id}/law", operation_id = "get_case_law", tag = "cases", params(("id" = String, Path)),
    responses(
        (status = 200, body = CaseLaw), (status = 401, body = ProblemBody), (status = 404, body = ProblemBody)
    )
)]
pub(crate) async fn law(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    Path(id): Path<String>,
) -> Result<Json<CaseLaw>, ApiError> {
    blocking(move || {
        let row = visible(&services, &user, &id)?;
        let around = around(&services, &row.case)?;
        let colleagues = colleagues(&services, &user, &row.case)?;
        Ok(Presenter::new(&services, &user).case_law(&row.case, &here(&services, &around), colleagues))
    })
    .await
    .map(Json)
}

/// Accounts that work with cases of its district. They are people: that they were read is recorded.
fn colleagues(services: &Services, user: &SignedIn, case: &Case) -> Result<Vec<Person>, ApiError> {
    let unavailable = |error| ApiError::unavailable(&error);
    let what = format!("officers:{}", case.district);
    let now = services.machine_clock.now();
    services.vault.record_access(&user.account.id, &what, now).map_err(unavailable)?;
    let accounts = services.vault.accounts().map_err(unavailable)?;
    let works = |account: &vault::Account| {
        let role = matches!(account.role, Role::BranchOfficer | Role::DutyOfficer | Role::Leader);
        let covers = match &account.scope {
            Scope::City => true,
            Scope::District(code) => *code == case.district,
            Scope::Enterprise(_) => false,
        };
        account.active && role && covers
    };
    let named = |account: vault::Account| Person { id: account.id.to_string(), name: account.name };
    Ok(accounts.into_iter().filter(works).map(named).collect())
}

fn here<'a>(services: &'a Services, around: &'a Around) -> Circumstances<'a> {
    Circumstances {
        law: &services.law,
        now: services.clock.now(),
        altered: &around.altered,
        earlier: &around.earlier,
    }
}

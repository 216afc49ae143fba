//! Inspections (检查): dossiers instead of visits, and visits.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use casework::inspection::{
    Cause, Command, Finding, FromDraw, Inspection, ListedAs, Opened, Wanted, Way, may_open, may_work,
};
use casework::inspection_draw::Stage as DrawStage;
use jiff::civil::Date;
use law::{ListRegime, RemainingCheck};
use ledger::{CommandId, Expected};
use model::{AlarmId, CreditCode, DrawId, EnforcerId, InspectionId, china};
use stats::Period;
use views::InspectionRow;

use super::case_documents::{DocumentWanted, write};
use super::commands::{CommandHeaders, command_id, office_error};
use super::inspection_numbers::of_figure;
use super::{blocking, parse};
use crate::dto::inspection::{
    GatherDossier, InspectionAct, InspectionCauseKind, InspectionDetail, InspectionFilter, InspectionFinding,
    InspectionList, InspectionStage, InspectionSummary, InspectionWanted, InspectionWay, InspectionsOpened,
    NewInspection,
};
use crate::error::{ApiError, Bilingual, ProblemBody};
use crate::export::{Cell, Format, Sheet};
use crate::inspection_draws::record_of;
use crate::office::OfficeError;
use crate::office::inspections::InspectionAct as Act;
use crate::positive_list::whose;
use crate::present::{Presenter, sees_inspection};
use crate::services::Services;
use crate::session::SignedIn;
use crate::visits;

/// Inspections within the account's scope: those to be done first, then the one to which something happened last.
#[utoipa::path(
    get, path = "/inspections", operation_id = "list_inspections", tag = "inspections", params(InspectionFilter),
    responses(
        (status = 200, body = InspectionList, description = "JSON, or CSV and XLSX by `Accept` or `format`"),
        (status = 400, body = ProblemBody), (status = 401, body = ProblemBody)
    )
)]
pub(crate) async fn list(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    headers: HeaderMap,
    Query(filter): Query<InspectionFilter>,
) -> Result<Response, ApiError> {
    let format = Format::of(filter.format, &headers);
    blocking(move || {
        let period = filter.period.as_deref().map(|period| parse("period", period)).transpose()?;
        let mut seen: Vec<InspectionSummary> = seen(&services, &user)?;
        // What is still to be done comes first.
        seen.sort_by_key(|summary| !is_open(summary.stage));
        let mut counts = BTreeMap::new();
        for summary in &seen {
            *counts.entry(stage_code(summary.stage)).or_insert(0) += 1;
        }
        let avoided = seen.iter().filter(|summary| summary.avoided).count();
        let mut items: Vec<_> = seen.into_iter().filter(|one| within(one, period)).collect();
        if let Some(figure) = filter.figure {
            items = of_figure(&services, items, figure)?;
        }
        items.retain(|one| fits(one, &filter));
        if format != Format::Json {
            return sheet(&items).answer(format);
        }
        let may_assign = may_open(&user.actor());
        Ok(Json(InspectionList { items, counts, avoided, may_assign }).into_response())
    })
    .await
}

/// What of all inspections the account may see.
pub(super) fn seen(services: &Services, user: &SignedIn) -> Result<Vec<InspectionSummary>, ApiError> {
    let presenter = Presenter::new(services, user);
    let today = china::civil(presenter.now()).date();
    let rows = services.views.inspections().map_err(|error| ApiError::unavailable(&error))?;
    let seen = rows.iter().map(|row| &row.inspection).filter(|one| sees_inspection(user, one, today));
    Ok(seen.map(|inspection| presenter.inspection_summary(inspection)).collect())
}

fn fits(summary: &InspectionSummary, filter: &InspectionFilter) -> bool {
    let q = filter.q.as_deref().unwrap_or("").trim().to_lowercase();
    let texts =
        [&summary.enterprise.name, &summary.enterprise.name_en, &summary.enterprise.code, &summary.id];
    let trade = summary.trade_code.as_deref().unwrap_or("");
    texts.iter().any(|text| text.to_lowercase().contains(&q))
        && filter.stage.is_none_or(|stage| stage == summary.stage)
        && filter.way.is_none_or(|way| way == summary.way)
        && filter.finding.is_none_or(|finding| Some(finding) == summary.finding)
        && filter.avoided.is_none_or(|avoided| avoided == summary.avoided)
        && filter.draw.as_deref().is_none_or(|draw| summary.draw.as_deref() == Some(draw))
        && filter.district.as_deref().is_none_or(|district| summary.district.code == district)
        && filter.enterprise.as_deref().is_none_or(|code| summary.enterprise.code == code)
        && filter.cause.is_none_or(|cause| summary.cause == Some(remaining(cause).code()))
        && match filter.trade.as_deref() {
            None => true,
            Some("unknown") => trade.is_empty(),
            Some(start) => trade.starts_with(start),
        }
}

/// Whether something is to be done.
pub(super) fn is_open(stage: InspectionStage) -> bool {
    match stage {
        InspectionStage::OffSite | InspectionStage::OnSite => true,
        InspectionStage::Concluded | InspectionStage::Visited | InspectionStage::GivenUp => false,
    }
}

/// Whether it was opened in the period, if one is asked for.
pub(super) fn within(summary: &InspectionSummary, period: Option<Period>) -> bool {
    let opened = summary.opened_at.0;
    period.is_none_or(|period| period.from() <= opened && opened < period.to())
}

fn stage_code(stage: InspectionStage) -> &'static str {
    match stage {
        InspectionStage::OffSite => "off_site",
        InspectionStage::OnSite => "on_site",
        InspectionStage::Concluded => "concluded",
        InspectionStage::Visited => "visited",
        InspectionStage::GivenUp => "given_up",
    }
}

fn sheet(items: &[InspectionSummary]) -> Sheet<'static> {
    let row = |one: &InspectionSummary| -> Vec<Cell> {
        let way = if one.way == InspectionWay::OffSite { "非现场检查" } else { "现场检查" };
        let finding = match one.finding {
            Some(InspectionFinding::Nothing) => "未发现问题",
            Some(InspectionFinding::Minor) => "发现问题",
            Some(InspectionFinding::Violation) => "涉嫌违法",
            None => "",
        };
        vec![
            one.id.clone().into(),
            one.enterprise.code.clone().into(),
            one.enterprise.name.clone().into(),
            one.district.name.clone().into(),
            one.trade_code.clone().unwrap_or_default().into(),
            one.draw.clone().unwrap_or_default().into(),
            way.into(),
            stage_code(one.stage).into(),
            finding.into(),
            one.until.clone().unwrap_or_default().into(),
            one.done_on.clone().unwrap_or_default().into(),
        ]
    };
    Sheet {
        name: "inspections",
        headings: vec![
            "检查编号",
            "统一社会信用代码",
            "名称",
            "区县",
            "行业代码",
            "抽取",
            "首选方式",
            "状态",
            "结果",
            "检查期限",
            "完成日期",
        ],
        rows: items.iter().map(row).collect(),
    }
}

/// One inspection.
#[utoipa::path(
    get, path = "/inspections/{id}", operation_id = "get_inspection", tag = "inspections",
    params(("id" = String, Path)),
    responses(
        (status = 200, body = InspectionDetail), (status = 401, body = ProblemBody), (status = 404, body = ProblemBody)
    )
)]
pub(crate) async fn one(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    Path(id): Path<String>,
) -> Result<Json<InspectionDetail>, ApiError> {
    blocking(move || {
        let row = visible(&services, &user, &id)?;
        detail(&services, &user, &row)
    })
    .await
    .map(Json)
}

/// An inspection that the account may see; whether another one is there is not told.
fn visible(services: &Services, user: &SignedIn, id: &str) -> Result<InspectionRow, ApiError> {
    let id: InspectionId = id.parse().map_err(|_| ApiError::not_found())?;
    let today = china::civil(services.clock.now()).date();
    let row = services.views.inspection(&id).map_err(|error| ApiError::unavailable(&error))?;
    row.filter(|row| sees_inspection(user, &row.inspection, today)).ok_or_else(ApiError::not_found)
}

fn detail(services: &Services, user: &SignedIn, row: &InspectionRow) -> Result<InspectionDetail, ApiError> {
    let history = services.office.inspection_history(row.inspection.id()).map_err(office_error)?;
    Presenter::new(services, user).inspection_detail(row, &history)
}

/// Opens the inspection of everybody who was drawn, once: off site first for those on the positive list in a category that
/// spares visits, by a visit for the others.
#[utoipa::path(
    post, path = "/draws/{id}/inspections", operation_id = "open_draw_inspections", tag = "inspections",
    params(("id" = String, Path), ("Idempotency-Key" = String, Header)),
    responses(
        (status = 200, body = InspectionsOpened), (status = 400, body = ProblemBody), (status = 401, body = ProblemBody),
        (status = 403, body = ProblemBody), (status = 404, body = ProblemBody), (status = 422, body = ProblemBody)
    )
)]
pub(crate) async fn open(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Json<InspectionsOpened>, ApiError> {
    let key = command_id(&user, &headers)?;
    blocking(move || {
        if !may_open(&user.actor()) {
            return Err(ApiError::not_allowed());
        }
        let id: DrawId = id.parse().map_err(|_| ApiError::not_found())?;
        let acts = acts_of_draw(&services, &id, &key)?;
        let off_site =
            |act: &Act| matches!(&act.command, Command::Open(opened) if opened.way == Way::OffSite);
        let mut came = InspectionsOpened { opened: 0, off_site: 0, there: 0 };
        let outcomes = services.office.inspections(&user.actor(), &acts).map_err(office_error)?;
        for (act, outcome) in acts.iter().zip(outcomes) {
            match outcome {
                Ok(_) => {
                    came.opened += 1;
                    came.off_site += usize::from(off_site(act));
                }
                Err(OfficeError::Inspection(refusal)) if refusal.code() == "exists" => came.there += 1,
                Err(error) => return Err(office_error(error)),
            }
        }
        Ok(came)
    })
    .await
    .map(Json)
}

/// A command for each object that a draw has drawn.
fn acts_of_draw(services: &Services, id: &DrawId, key: &CommandId) -> Result<Vec<Act>, ApiError> {
    let draw = services.views.inspection_draw(id).map_err(|error| ApiError::unavailable(&error))?;
    let draw = draw.ok_or_else(ApiError::not_found)?;
    let attempt = draw.last().filter(|attempt| matches!(attempt.stage, DrawStage::Drawn(..)));
    let not_drawn = || ApiError::refused("not_drawn", super::draws::not_drawn());
    let opened = &attempt.ok_or_else(not_drawn)?.opened;
    let record = record_of(services, &draw)?;
    let outcome =
        record.attempts.last().and_then(|attempt| attempt.outcome.as_ref()).ok_or_else(not_drawn)?;
    let drawn = outcome.pools.iter().flat_map(|pool| &pool.drawn);
    let today = china::civil(services.clock.now()).date();
    let act = |drawn: &draw::Drawn| -> Result<Act, ApiError> {
        let enterprise: CreditCode = parse("object", drawn.object.as_str())?;
        let officers = drawn.officers.iter().map(|id| parse::<EnforcerId>("officer", id.as_str()));
        let from = FromDraw {
            draw: id.clone(),
            officers: officers.collect::<Result<_, _>>()?,
            visits_from: opened.visits_from,
            visits_until: opened.visits_until,
        };
        let listed = services.office.listed_as(&enterprise, today).map_err(office_error)?;
        let inspection = crate::Office::inspection_id(id, &enterprise).map_err(office_error)?;
        // One command opens many: each has an id of its own, so that a repeat opens none twice.
        let command_id = format!("{key}/{inspection}").parse().ok();
        let opened = open_for(services, (inspection.clone(), &enterprise), (Some(from), None), listed)?;
        let command = Command::Open(opened);
        Ok(Act { id: inspection, enterprise, expected: Expected::Any, command_id, command })
    };
    drawn.map(act).collect()
}

/// Has somebody inspected without a draw, for a cause: to be on the positive list is not to be immune.
#[utoipa::path(
    post, path = "/inspections", operation_id = "assign_inspection", tag = "inspections", request_body = NewInspection,
    params(("Idempotency-Key" = String, Header)),
    responses(
        (status = 201, body = InspectionDetail), (status = 400, body = ProblemBody), (status = 401, body = ProblemBody),
        (status = 403, body = ProblemBody), (status = 404, body = ProblemBody), (status = 422, body = ProblemBody)
    )
)]
pub(crate) async fn assign(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    headers: HeaderMap,
    Json(new): Json<NewInspection>,
) -> Result<(StatusCode, Json<InspectionDetail>), ApiError> {
    let key = command_id(&user, &headers)?;
    blocking(move || {
        if !may_open(&user.actor()) {
            return Err(ApiError::not_allowed());
        }
        let enterprise: CreditCode = parse("enterprise", &new.enterprise)?;
        let cause = cause_of(&services, &enterprise, new)?;
        let today = china::civil(services.clock.now()).date();
        let listed = services.office.listed_as(&enterprise, today).map_err(office_error)?;
        let id = crate::Office::assigned_inspection_id(&key).map_err(office_error)?;
        let opened = open_for(&services, (id.clone(), &enterprise), (None, Some(cause)), listed)?;
        let command = Command::Open(opened);
        let act = Act { id: id.clone(), enterprise, expected: Expected::Any, command_id: Some(key), command };
        services.office.inspection(&user.actor(), act).map_err(office_error)?;
        let row = services.views.inspection(&id).map_err(|error| ApiError::unavailable(&error))?;
        detail(&services, &user, &row.ok_or_else(ApiError::not_found)?)
    })
    .await
    .map(|detail| (StatusCode::CREATED, Json(detail)))
}

fn remaining(cause: InspectionCauseKind) -> RemainingCheck {
    match cause {
        InspectionCauseKind::Complaint => RemainingCheck::Complaint,
        InspectionCauseKind::Assignment => RemainingCheck::Assignment,
        InspectionCauseKind::Anomaly => RemainingCheck::Anomaly,
        InspectionCauseKind::Emergency => RemainingCheck::Emergency,
    }
}

/// The cause, whose alarm is one of the enterprise.
fn cause_of(services: &Services, enterprise: &CreditCode, new: NewInspection) -> Result<Cause, ApiError> {
    let alarm = new.alarm.as_deref().map(str::trim).filter(|alarm| !alarm.is_empty());
    let alarm = alarm.map(|alarm| parse::<AlarmId>("alarm", alarm)).transpose()?;
    if let Some(id) = &alarm {
        let row = services.views.alarm(id).map_err(|error| ApiError::unavailable(&error))?;
        if row.is_none_or(|view| view.row.alarm.enterprise.as_ref() != Some(enterprise)) {
            let title =
                Bilingual::new(format!("该企业没有预警 {id}"), format!("the enterprise has no alarm {id}"));
            return Err(ApiError::refused("unknown_alarm", title));
        }
    }
    let until = new.until.as_deref().filter(|until| !until.is_empty());
    Ok(Cause {
        kind: remaining(new.cause),
        words: new.words.trim().to_owned(),
        alarm,
        until: until.map(|until| parse("until", until)).transpose()?,
    })
}

fn open_for(
    services: &Services,
    (id, enterprise): (InspectionId, &CreditCode),
    (from_draw, cause): (Option<FromDraw>, Option<Cause>),
    listed: Option<ListedAs>,
) -> Result<Opened, ApiError> {
    let whose = whose(services, enterprise)?.ok_or_else(ApiError::not_found)?;
    let object =
        services.views.inspection_object(enterprise).map_err(|error| ApiError::unavailable(&error))?;
    let register = services.views.register();
    let known = register.enterprises.get(enterprise).map(|known| known.trade_code.clone());
    // What has a cause is looked at on the spot, whoever it is.
    let exempt = listed.as_ref().is_some_and(|listed| listed.regime == ListRegime::Exempt) && cause.is_none();
    Ok(Opened {
        id,
        enterprise: enterprise.clone(),
        name: whose.named.name,
        district: whose.district,
        trade_code: known.or_else(|| object.and_then(|object| object.trade_code)),
        from_draw,
        cause,
        listed,
        way: if exempt { Way::OffSite } else { Way::OnSite },
    })
}

/// Gathers the dossier of a period, and keeps it with what the machine proposes.
#[utoipa::path(
    post, path = "/inspections/{id}/dossier", operation_id = "gather_inspection_dossier", tag = "inspections",
    request_body = GatherDossier,
    params(("id" = String, Path), ("If-Match" = String, Header), ("Idempotency-Key" = String, Header)),
    responses(
        (status = 200, body = InspectionDetail), (status = 400, body = ProblemBody), (status = 401, body = ProblemBody),
        (status = 403, body = ProblemBody), (status = 404, body = ProblemBody), (status = 409, body = ProblemBody),
        (status = 422, body = ProblemBody), (status = 428, body = ProblemBody)
    )
)]
pub(crate) async fn gather(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    Path(id): Path<String>,
    headers: HeaderMap,
    Json(wanted): Json<GatherDossier>,
) -> Result<Json<InspectionDetail>, ApiError> {
    let headers = CommandHeaders::of(&user, &headers)?;
    blocking(move || {
        let row = visible(&services, &user, &id)?;
        let inspection = &row.inspection;
        // Before anything is read: a dossier is work.
        if !may_work(&user.actor(), inspection.district()) {
            return Err(ApiError::not_allowed());
        }
        let period: Period = parse("period", &wanted.period)?;
        let dossier = crate::dossier::gather(&services, inspection.enterprise(), period, inspection.id())?;
        carry_out(&services, &user, &row, headers, Command::KeepDossier(Box::new(dossier)))
    })
    .await
    .map(Json)
}

/// Asks, answers, concludes, escalates, records a visit, gives up: whatever `act` says.
#[utoipa::path(
    post, path = "/inspections/{id}/acts", operation_id = "act_on_inspection", tag = "inspections",
    request_body = InspectionAct,
    params(("id" = String, Path), ("If-Match" = String, Header), ("Idempotency-Key" = String, Header)),
    responses(
        (status = 200, body = InspectionDetail), (status = 400, body = ProblemBody), (status = 401, body = ProblemBody),
        (status = 403, body = ProblemBody), (status = 404, body = ProblemBody), (status = 409, body = ProblemBody),
        (status = 422, body = ProblemBody), (status = 428, body = ProblemBody)
    )
)]
pub(crate) async fn act(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    Path(id): Path<String>,
    headers: HeaderMap,
    Json(act): Json<InspectionAct>,
) -> Result<Json<InspectionDetail>, ApiError> {
    let headers = CommandHeaders::of(&user, &headers)?;
    blocking(move || {
        let row = visible(&services, &user, &id)?;
        let command = command_of(&services, act)?;
        carry_out(&services, &user, &row, headers, command)
    })
    .await
    .map(Json)
}

fn carry_out(
    services: &Services,
    user: &SignedIn,
    row: &InspectionRow,
    headers: CommandHeaders,
    command: Command,
) -> Result<InspectionDetail, ApiError> {
    let (id, enterprise) = (row.inspection.id().clone(), row.inspection.enterprise().clone());
    let (expected, command_id) = (headers.expected, Some(headers.id));
    let with = match &command {
        Command::RecordVisit { together, .. } => together.clone(),
        _ => BTreeSet::new(),
    };
    let act = Act { id: id.clone(), enterprise, expected, command_id, command };
    let mut acts = visits::together(services, user, &act, &row.inspection, &with)?;
    acts.insert(0, act);
    let done = services.office.inspections_together(&user.actor(), &acts);
    let row = services.views.inspection(&id).map_err(|error| ApiError::unavailable(&error))?;
    let row = row.ok_or_else(ApiError::not_found)?;
    done.map_err(|error| refused(error, &row.inspection))?;
    detail(services, user, &row)
}

/// Who comes second hears what the first one did, not a number of a version.
fn refused(error: OfficeError, inspection: &Inspection) -> ApiError {
    match (&error, &inspection.stage) {
        (OfficeError::Conflict { .. }, casework::inspection::Stage::Concluded(conclusion)) => {
            let refusal = casework::inspection::Refusal::Concluded { at: conclusion.at };
            office_error(OfficeError::Inspection(Box::new(refusal)))
        }
        (_, _) => office_error(error),
    }
}

fn command_of(services: &Services, act: InspectionAct) -> Result<Command, ApiError> {
    Ok(match act {
        InspectionAct::Ask { wanted, words, until } => Command::Ask {
            wanted: match wanted {
                InspectionWanted::SelfReport => Wanted::SelfReport,
                InspectionWanted::Photos => Wanted::Photos,
                InspectionWanted::Documents => Wanted::Documents,
            },
            words,
            until: parse::<Date>("until", &until)?,
        },
        InspectionAct::Answer { question, words, files } => {
            let files = super::commands::files(services, &files)?;
            Command::Answer { question, words, files: files.into_iter().collect() }
        }
        InspectionAct::Conclude { finding, words, settled } => {
            Command::Conclude { finding: found(finding), words, settled }
        }
        InspectionAct::Escalate { reason } => Command::Escalate { reason },
        InspectionAct::Visit { day, officers, instead, together, items, finding, words } => {
            Command::RecordVisit {
                day: parse::<Date>("day", &day)?,
                officers: officers.iter().map(|id| parse("officers", id)).collect::<Result<_, _>>()?,
                instead: instead.filter(|reason| !reason.trim().is_empty()),
                together: together.iter().map(|id| parse("together", id)).collect::<Result<_, _>>()?,
                items: items.iter().map(|id| parse("items", id)).collect::<Result<_, _>>()?,
                finding: found(finding),
                words,
            }
        }
        InspectionAct::GiveUp { reason } => Command::GiveUp { reason },
    })
}

fn found(finding: InspectionFinding) -> Finding {
    match finding {
        InspectionFinding::Nothing => Finding::Nothing,
        InspectionFinding::Minor => Finding::Minor,
        InspectionFinding::Violation => Finding::Violation,
    }
}

/// The dossier with what came of it, as a document.
#[utoipa::path(
    get, path = "/inspections/{id}/document", operation_id = "get_inspection_document", tag = "inspections",
    params(("id" = String, Path), DocumentWanted),
    responses(
        (status = 200, content_type = "application/pdf"), (status = 400, body = ProblemBody),
        (status = 401, body = ProblemBody), (status = 404, body = ProblemBody), (status = 422, body = ProblemBody),
        (status = 503, body = ProblemBody)
    )
)]
pub(crate) async fn document(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    Path(id): Path<String>,
    Query(wanted): Query<DocumentWanted>,
) -> Result<Response, ApiError> {
    // One at a time: the fonts of each are tens of megabytes.
    let _place = services.document_places.acquire().await.ok();
    let services = Arc::clone(&services);
    blocking(move || {
        let row = visible(&services, &user, &id)?;
        let kept = row.inspection.dossier.as_ref().ok_or_else(|| {
            let refusal = casework::inspection::Refusal::NoDossier;
            office_error(OfficeError::Inspection(Box::new(refusal)))
        })?;
        let bureau = services.settings.bureau.as_deref();
        let document = crate::papers::dossier(&row.inspection, kept, bureau);
        write(&services, &document, wanted.format, &format!("dossier-{}", row.inspection.id()))
    })
    .await
}

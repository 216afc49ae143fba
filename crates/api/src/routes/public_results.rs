//! What everybody may know of the inspections of a draw, without signing in (检查结果公开).

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use casework::inspection::{Finding, Inspection, Way};
use jiff::civil::Date;
use law::LeftOut;
use model::{DrawId, china};

use super::blocking;
use crate::dto::draw::{PublicLeftOut, PublicOutcome, PublicResult, PublicResults, ResultsWanted};
use crate::error::{ApiError, ProblemBody};
use crate::export::{Cell, Format, Sheet};
use crate::present::{district_named, inspection_done_on, inspection_way, published_record};
use crate::services::Services;

/// The results of the inspections of a draw, once its record is published: each as soon as it is done, without what is
/// left out, and with what that is and why.
#[utoipa::path(
    get, path = "/public/draws/{id}/results", operation_id = "get_public_draw_results", tag = "public",
    params(("id" = String, Path), ResultsWanted),
    responses(
        (status = 200, body = PublicResults, description = "JSON, or CSV and XLSX by `Accept` or `format`"),
        (status = 404, body = ProblemBody)
    )
)]
pub(crate) async fn results(
    State(services): State<Arc<Services>>,
    Path(id): Path<String>,
    headers: HeaderMap,
    Query(wanted): Query<ResultsWanted>,
) -> Result<Response, ApiError> {
    let format = Format::of(wanted.format, &headers);
    blocking(move || {
        let id: DrawId = id.parse().map_err(|_| ApiError::not_found())?;
        let draw = services.views.inspection_draw(&id).map_err(|error| ApiError::unavailable(&error))?;
        draw.as_ref().and_then(published_record).ok_or_else(ApiError::not_found)?;
        let rows = services.views.inspections().map_err(|error| ApiError::unavailable(&error))?;
        let of_draw = |one: &&Inspection| one.opened.from_draw.as_ref().is_some_and(|from| from.draw == id);
        let inspections: Vec<&Inspection> = rows.iter().map(|row| &row.inspection).filter(of_draw).collect();
        let mut results: Vec<PublicResult> =
            inspections.iter().filter_map(|inspection| result(&services, inspection)).collect();
        results.sort_by(|a, b| (&a.done_on, &a.code).cmp(&(&b.done_on, &b.code)));
        if format != Format::Json {
            return sheet(&results).answer(format);
        }
        let done: Vec<&&Inspection> = inspections.iter().filter(|one| one.found().is_some()).collect();
        let today = china::civil(services.clock.now()).date();
        let open = inspections.iter().filter(|one| !one.is_over()).count();
        Ok(Json(PublicResults {
            open,
            given_up: inspections.len() - open - done.len(),
            left_out: LeftOut::ALL
                .iter()
                .map(|what| left_out(&services, *what, &done, today))
                .filter(|left| left.results > 0)
                .collect(),
            results,
        })
        .into_response())
    })
    .await
}

/// What is told of an inspection that is done.
fn result(services: &Services, inspection: &Inspection) -> Option<PublicResult> {
    let (way, finding) = inspection.found()?;
    let register = services.views.register();
    Some(PublicResult {
        code: inspection.enterprise().to_string(),
        name: (!leaves_out(LeftOut::Individual, inspection)).then(|| inspection.opened.name.clone()),
        district: district_named(&register, inspection.district()),
        way: inspection_way(way),
        done_on: inspection_done_on(inspection)?.to_string(),
        outcome: match finding {
            Finding::Nothing => PublicOutcome::Nothing,
            Finding::Minor => PublicOutcome::PutRight,
            Finding::Violation => PublicOutcome::Handed,
        },
    })
}

/// Whether something of an inspection is not told.
fn leaves_out(what: LeftOut, inspection: &Inspection) -> bool {
    match (what, inspection.found()) {
        // GB 32100-2015, 5.2 and 5.3: 9 is registered with the market's authority, 2 among those an individual household.
        (LeftOut::Individual, _) => inspection.enterprise().as_str().starts_with("92"),
        (LeftOut::Words, found) => found.is_some(),
        (LeftOut::Officers, found) => matches!(found, Some((Way::OnSite, _))),
        (LeftOut::Case, found) => matches!(found, Some((_, Finding::Violation))),
    }
}

fn left_out(services: &Services, what: LeftOut, done: &[&&Inspection], today: Date) -> PublicLeftOut {
    let rule = services.law.publication_omission(what, today);
    PublicLeftOut {
        what: what.code(),
        results: done.iter().filter(|one| leaves_out(what, one)).count(),
        reason: rule.map(|rule| rule.reason.clone()),
        reason_en: rule.map(|rule| rule.reason_en.clone()),
        rule: rule.map(|rule| (&rule.basis).into()),
    }
}

fn sheet(results: &[PublicResult]) -> Sheet<'static> {
    let way = |one: &PublicResult| match one.way {
        crate::dto::inspection::InspectionWay::OffSite => "非现场检查",
        crate::dto::inspection::InspectionWay::OnSite => "现场检查",
    };
    let outcome = |one: &PublicResult| match one.outcome {
        PublicOutcome::Nothing => "未发现问题",
        PublicOutcome::PutRight => "发现问题，已责令或指导改正",
        PublicOutcome::Handed => "涉嫌违法，依法处理",
    };
    let row = |one: &PublicResult| -> Vec<Cell> {
        vec![
            one.code.clone().into(),
            one.name.clone().unwrap_or_default().into(),
            one.district.name.clone().into(),
            way(one).into(),
            one.done_on.clone().into(),
            outcome(one).into(),
        ]
    };
    Sheet {
        name: "results",
        headings: vec!["统一社会信用代码", "单位名称", "区县", "检查方式", "检查日期", "检查结果"],
        rows: results.iter().map(row).collect(),
    }
}

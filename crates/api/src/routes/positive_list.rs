//! The positive list (正面清单).

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use casework::positive_list::{Command, Entry, Stage, is_in_force, last_day, may_decide, notice_over};
use jiff::civil::Date;
use law::Law;
use model::{CreditCode, Role, Scope, china};
use views::PositiveListRow;

use super::blocking;
use super::commands::{CommandHeaders, office_error};
use crate::dto::positive_list::{
    ListAct, ListBadge, ListBadges, ListEntry, ListFilter, ListReport, ListStage, ListStanding, LookedAgain,
    OfCategory, PositiveList, PublicListEntry, PublicPositiveList,
};
use crate::dto::{Named, Time};
use crate::error::{ApiError, Bilingual, ProblemBody};
use crate::export::{Cell, Format, Sheet};
use crate::office::positive_list::About;
use crate::positive_list::{Whose, facts, whose};
use crate::present::{
    Presenter, list_categories, list_category, list_entry, list_report, list_rule, stage_at,
};
use crate::services::Services;
use crate::session::SignedIn;

/// Everybody who is, was or is to be on the list, within the account's scope; to whom something happened last first.
#[utoipa::path(
    get, path = "/positive-list", operation_id = "list_positive_list", tag = "positive-list", params(ListFilter),
    responses(
        (status = 200, body = PositiveList, description = "JSON, or CSV and XLSX by `Accept` or `format`"),
        (status = 400, body = ProblemBody), (status = 401, body = ProblemBody)
    )
)]
pub(crate) async fn list(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    headers: HeaderMap,
    Query(filter): Query<ListFilter>,
) -> Result<Response, ApiError> {
    let format = Format::of(filter.format, &headers);
    blocking(move || {
        let presenter = Presenter::new(&services, &user);
        let today = china::civil(presenter.now()).date();
        let seen = seen_by(&services, &user)?;
        let entries = seen.iter().filter_map(|(row, whose)| {
            let entry = row.standing.last()?;
            Some(list_entry(entry, presenter.whose(whose), &services.law, presenter.now()))
        });
        let entries: Vec<ListEntry> = entries.collect();
        let mut counts = BTreeMap::new();
        for entry in &entries {
            *counts.entry(stage_code(entry.stage)).or_insert(0) += 1;
        }
        let items: Vec<ListEntry> = entries.into_iter().filter(|entry| fits(entry, &filter)).collect();
        if format != Format::Json {
            return sheet(&items).answer(format);
        }
        Ok(Json(PositiveList {
            items,
            counts,
            rule: list_rule(&services.law, today),
            categories: list_categories(&services.law, today),
            may_decide: may_decide(&user.actor()),
            may_propose: proposes_somebody(&user),
        })
        .into_response())
    })
    .await
}

/// Every standing that the account may see, with who it is.
fn seen_by(services: &Services, user: &SignedIn) -> Result<Vec<(PositiveListRow, Whose)>, ApiError> {
    let rows = services.views.positive_list().map_err(|error| ApiError::unavailable(&error))?;
    let mut seen = Vec::new();
    for row in rows {
        let code = &row.standing.enterprise;
        // Who has left every register is still told of to the whole city, by number.
        let Some(whose) = whose(services, code)? else { continue };
        if user.sees(Some(&whose.district), Some(code)) {
            seen.push((row, whose));
        }
    }
    Ok(seen)
}

fn proposes_somebody(user: &SignedIn) -> bool {
    match user.account.role {
        Role::EnterpriseUser | Role::BranchOfficer => true,
        Role::DutyOfficer | Role::Administrator => user.account.scope == Scope::City,
        Role::Leader | Role::InspectorGeneral => false,
    }
}

fn fits(entry: &ListEntry, filter: &ListFilter) -> bool {
    let q = filter.q.as_deref().unwrap_or("").trim().to_lowercase();
    let texts = [&entry.enterprise.name, &entry.enterprise.name_en, &entry.enterprise.code];
    texts.iter().any(|text| text.to_lowercase().contains(&q))
        && filter.stage.is_none_or(|stage| stage == entry.stage)
        && filter.category.as_deref().is_none_or(|category| category == entry.category.id)
}

fn stage_code(stage: ListStage) -> &'static str {
    match stage {
        ListStage::Proposed => "proposed",
        ListStage::Withdrawn => "withdrawn",
        ListStage::Declined => "declined",
        ListStage::OnNotice => "on_notice",
        ListStage::Objection => "objection",
        ListStage::Listed => "listed",
        ListStage::Expired => "expired",
        ListStage::Removed => "removed",
    }
}

fn sheet(items: &[ListEntry]) -> Sheet<'static> {
    let day =
        |time: Option<Time>| time.map(|time| china::civil(time.0).date().to_string()).unwrap_or_default();
    let row = |entry: &ListEntry| -> Vec<Cell> {
        vec![
            entry.enterprise.code.clone().into(),
            entry.enterprise.name.clone().into(),
            entry.district.name.clone().into(),
            Cell::Number(f64::from(entry.category.number)),
            entry.category.name.clone().into(),
            entry.category.regime.into(),
            stage_code(entry.stage).into(),
            day(entry.listed_since).into(),
            entry.last_day.clone().unwrap_or_default().into(),
        ]
    };
    Sheet {
        name: "positive-list",
        headings: vec![
            "统一社会信用代码",
            "名称",
            "区县",
            "类别序号",
            "类别",
            "监管方式",
            "状态",
            "列入日期",
            "有效期止",
        ],
        rows: items.iter().map(row).collect(),
    }
}

/// Who is on the list today, for the marks on other pages.
#[utoipa::path(
    get, path = "/positive-list/badges", operation_id = "list_positive_list_badges", tag = "positive-list",
    responses((status = 200, body = ListBadges), (status = 401, body = ProblemBody))
)]
pub(crate) async fn badges(
    State(services): State<Arc<Services>>,
    user: SignedIn,
) -> Result<Json<ListBadges>, ApiError> {
    blocking(move || {
        let today = china::civil(services.clock.now()).date();
        let seen = seen_by(&services, &user)?;
        let badge = |(row, _): &(PositiveListRow, Whose)| {
            let (entry, last_day) = in_force(row, &services.law, today)?;
            Some(ListBadge {
                enterprise: row.standing.enterprise.to_string(),
                number: entry.category.number,
                name: entry.category.name.clone(),
                name_en: entry.category.name_en.clone(),
                regime: entry.category.regime.code(),
                last_day: last_day.to_string(),
            })
        };
        let remaining = list_rule(&services.law, today).map(|rule| rule.remaining).unwrap_or_default();
        Ok(ListBadges { badges: seen.iter().filter_map(badge).collect(), remaining })
    })
    .await
    .map(Json)
}

/// The entry of who is on the list on `day`, with its last day.
fn in_force<'r>(row: &'r PositiveListRow, law: &Law, day: Date) -> Option<(&'r Entry, Date)> {
    let entry = row.standing.last().filter(|entry| is_in_force(entry, law, day))?;
    Some((entry, last_day(entry.listing()?, law)?))
}

/// Looks again at everybody who is on the list, and proposes to remove those of whom a condition is broken. The machine does
/// so by itself too.
#[utoipa::path(
    post, path = "/positive-list/look-again", operation_id = "look_again_at_positive_list", tag = "positive-list",
    responses((status = 200, body = LookedAgain), (status = 401, body = ProblemBody), (status = 403, body = ProblemBody))
)]
pub(crate) async fn look_again(
    State(services): State<Arc<Services>>,
    user: SignedIn,
) -> Result<Json<LookedAgain>, ApiError> {
    if !may_decide(&user.actor()) {
        return Err(ApiError::not_allowed());
    }
    blocking(move || Ok(LookedAgain { proposed: crate::positive_list::look_again(&services)? }))
        .await
        .map(Json)
}

/// How an enterprise stands, with everything that happened.
#[utoipa::path(
    get, path = "/positive-list/{code}", operation_id = "get_positive_list_standing", tag = "positive-list",
    params(("code" = String, Path)),
    responses((status = 200, body = ListStanding), (status = 401, body = ProblemBody), (status = 404, body = ProblemBody))
)]
pub(crate) async fn one(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    Path(code): Path<String>,
) -> Result<Json<ListStanding>, ApiError> {
    blocking(move || {
        let (code, whose) = visible(&services, &user, &code)?;
        standing(&services, &user, &code, &whose)
    })
    .await
    .map(Json)
}

/// An enterprise that the account may see; whether another one is there is not told.
fn visible(services: &Services, user: &SignedIn, code: &str) -> Result<(CreditCode, Whose), ApiError> {
    let code: CreditCode = code.parse().map_err(|_| ApiError::not_found())?;
    let whose = whose(services, &code)?.filter(|whose| user.sees(Some(&whose.district), Some(&code)));
    Ok((code, whose.ok_or_else(ApiError::not_found)?))
}

fn standing(
    services: &Services,
    user: &SignedIn,
    code: &CreditCode,
    whose: &Whose,
) -> Result<ListStanding, ApiError> {
    let presenter = Presenter::new(services, user);
    let row = services.views.positive_list_of(code).map_err(|error| ApiError::unavailable(&error))?;
    let entry = row.as_ref().and_then(|row| row.standing.last());
    let history = services.office.positive_list_history(code).map_err(office_error)?;
    let (enterprise, district) = presenter.whose(whose);
    Ok(ListStanding {
        enterprise,
        district,
        version: row.as_ref().map_or(0, |row| row.version),
        entry: entry.map(|entry| presenter.list_entry_detail(entry, whose)),
        may: presenter.may_with_list(code, whose, entry),
        history: history.iter().rev().map(|event| presenter.list_step(event)).collect::<Result<_, _>>()?,
        rule: list_rule(&services.law, china::civil(presenter.now()).date()),
    })
}

/// What the machine finds now for a category, without anything happening.
#[utoipa::path(
    get, path = "/positive-list/{code}/check", operation_id = "check_for_positive_list", tag = "positive-list",
    params(("code" = String, Path), OfCategory),
    responses(
        (status = 200, body = ListReport), (status = 400, body = ProblemBody), (status = 401, body = ProblemBody),
        (status = 404, body = ProblemBody)
    )
)]
pub(crate) async fn check(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    Path(code): Path<String>,
    Query(of): Query<OfCategory>,
) -> Result<Json<ListReport>, ApiError> {
    blocking(move || {
        let (code, _) = visible(&services, &user, &code)?;
        let today = china::civil(services.clock.now()).date();
        let no_rule = || {
            let title = Bilingual::new("现行规则中没有这一类别", "no rule in force has this category");
            ApiError::bad_request("unknown_category", title)
        };
        let category = services.law.positive_category(&of.category, today).ok_or_else(no_rule)?;
        let facts = facts(&services, &code)?;
        let report = casework::positive_list::check(category, &facts, &services.law, today);
        Ok(list_report(&report.map_err(|_| no_rule())?))
    })
    .await
    .map(Json)
}

/// Proposes, reviews, objects, enters, renews, removes: whatever `act` says.
#[utoipa::path(
    post, path = "/positive-list/{code}/acts", operation_id = "act_on_positive_list", tag = "positive-list",
    request_body = ListAct,
    params(("code" = String, Path), ("If-Match" = String, Header), ("Idempotency-Key" = String, Header)),
    responses(
        (status = 200, body = ListStanding), (status = 400, body = ProblemBody), (status = 401, body = ProblemBody),
        (status = 403, body = ProblemBody), (status = 404, body = ProblemBody), (status = 409, body = ProblemBody),
        (status = 422, body = ProblemBody), (status = 428, body = ProblemBody)
    )
)]
pub(crate) async fn act(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    Path(code): Path<String>,
    headers: HeaderMap,
    Json(act): Json<ListAct>,
) -> Result<Json<ListStanding>, ApiError> {
    let headers = CommandHeaders::of(&user, &headers)?;
    blocking(move || {
        let (code, whose) = visible(&services, &user, &code)?;
        let facts = facts(&services, &code)?;
        let about = About { enterprise: &code, district: Some(&whose.district), facts: &facts };
        let command = command_of(act);
        let done = services.office.positive_list(
            &about,
            headers.expected,
            Some(headers.id),
            &user.actor(),
            &command,
        );
        done.map_err(office_error)?;
        standing(&services, &user, &code, &whose)
    })
    .await
    .map(Json)
}

fn command_of(act: ListAct) -> Command {
    match act {
        ListAct::Propose { category, statement } => Command::Propose { category, statement },
        ListAct::Withdraw { reason } => Command::Withdraw { reason },
        ListAct::Decline { reason } => Command::Decline { reason },
        ListAct::Approve { settled } => Command::Approve { settled },
        ListAct::Object { summary } => Command::Object { summary },
        ListAct::Answer { objection, upheld, finding } => Command::Answer { objection, upheld, finding },
        ListAct::Enter { settled } => Command::Enter { settled },
        ListAct::Renew { settled } => Command::Renew { settled },
        ListAct::ProposeRemoval { reason } => Command::ProposeRemoval { reason: Some(reason) },
        ListAct::Keep { reason } => Command::Keep { reason },
        ListAct::Remove { reason } => Command::Remove { reason },
    }
}

/// Who is shown to the public before being entered, and who is on the list.
#[utoipa::path(
    get, path = "/public/positive-list", operation_id = "get_public_positive_list", tag = "public",
    responses((status = 200, body = PublicPositiveList))
)]
pub(crate) async fn public(
    State(services): State<Arc<Services>>,
) -> Result<Json<PublicPositiveList>, ApiError> {
    blocking(move || {
        let (law, now) = (&services.law, services.clock.now());
        let today = china::civil(now).date();
        let (mut on_notice, mut listed) = (Vec::new(), Vec::new());
        for row in services.views.positive_list().map_err(|error| ApiError::unavailable(&error))? {
            let Some(whose) = whose(&services, &row.standing.enterprise)? else { continue };
            let Some(entry) = row.standing.last() else { continue };
            match stage_at(entry, law, now) {
                ListStage::OnNotice => on_notice.push(public_entry(&services, entry, whose)),
                ListStage::Listed => listed.push(public_entry(&services, entry, whose)),
                ListStage::Proposed
                | ListStage::Withdrawn
                | ListStage::Declined
                | ListStage::Objection
                | ListStage::Expired
                | ListStage::Removed => {}
            }
        }
        on_notice.sort_by_key(|entry| entry.notice_until);
        listed.sort_by(|a, b| a.enterprise.name.cmp(&b.enterprise.name));
        Ok(PublicPositiveList {
            now: Time(now),
            rule: list_rule(law, today),
            categories: list_categories(law, today),
            on_notice,
            listed,
        })
    })
    .await
    .map(Json)
}

fn public_entry(services: &Services, entry: &Entry, whose: Whose) -> PublicListEntry {
    let register = services.views.register();
    let district = register.districts.get(&whose.district);
    let (since, notice_until, last) = match &entry.stage {
        Stage::OnNotice(notice) => {
            (notice.since, notice_over(notice, &services.law).map(|over| over.at), None)
        }
        Stage::Listed(listing) => (listing.since, None, last_day(listing, &services.law)),
        Stage::Proposed | Stage::Over(_) | Stage::Removed(..) => (entry.proposed_at, None, None),
    };
    PublicListEntry {
        enterprise: whose.named,
        district: Named {
            code: whose.district.to_string(),
            name: district.map_or_else(|| whose.district.to_string(), |known| known.name.clone()),
            name_en: district.map_or_else(|| whose.district.to_string(), |known| known.name_en.clone()),
        },
        category: list_category(&entry.category),
        since: Time(since),
        notice_until: notice_until.map(Time),
        last_day: last.map(|day| day.to_string()),
    }
}

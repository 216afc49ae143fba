//! What inspections came to, in numbers. Each is the size of a list that can be read.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use axum::Json;
use axum::extract::{Query, State};
use casework::alarm::Outcome;
use casework::positive_list::is_in_force;
use jiff::civil::Date;
use model::china;
use stats::Period;
use views::{AlarmQuery, CaseQuery};

use super::inspections::{is_open, seen, within};
use super::{blocking, parse};
use crate::dto::Named;
use crate::dto::inspection::{
    InspectionCounts, InspectionCountsOf, InspectionFigure, InspectionFinding, InspectionMethod,
    InspectionNumbers, InspectionStage, InspectionSummary, InspectionWay, NumbersPeriod,
};
use crate::error::{ApiError, ProblemBody};
use crate::positive_list::whose;
use crate::present::Presenter;
use crate::services::Services;
use crate::session::SignedIn;

/// Listed, drawn, done off site, visited, avoided; findings by way; by district and trade. Within the account's scope.
#[utoipa::path(
    get, path = "/inspections/numbers", operation_id = "get_inspection_numbers", tag = "inspections",
    params(NumbersPeriod),
    responses(
        (status = 200, body = InspectionNumbers), (status = 400, body = ProblemBody), (status = 401, body = ProblemBody),
        (status = 403, body = ProblemBody)
    )
)]
pub(crate) async fn numbers(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    Query(wanted): Query<NumbersPeriod>,
) -> Result<Json<InspectionNumbers>, ApiError> {
    if !user.is_office() {
        return Err(ApiError::not_allowed());
    }
    blocking(move || {
        let today = china::civil(services.clock.now()).date();
        let period: Period = match wanted.period.as_deref() {
            Some(period) => parse("period", period)?,
            None => Period::Year { year: today.year() },
        };
        let mut seen = seen(&services, &user)?;
        seen.retain(|summary| within(summary, Some(period)));
        let listed = listed(&services, &user, today)?;
        let later = problems(&services)?;
        Ok(InspectionNumbers {
            period: period.to_string(),
            all: counts(seen.iter(), listed.len()),
            methods: [InspectionWay::OffSite, InspectionWay::OnSite]
                .map(|way| method(way, &seen, &later))
                .into(),
            districts: grouped(&seen, &listed, district_of, |listed| listed.district.clone()),
            trades: grouped(
                &seen,
                &listed,
                |one| trade(one.trade_code.as_deref()),
                |listed| trade(listed.trade_code.as_deref()),
            ),
        })
    })
    .await
    .map(Json)
}

/// Somebody on the list today.
struct Listed {
    district: Named,
    trade_code: Option<String>,
}

fn listed(services: &Services, user: &SignedIn, today: Date) -> Result<Vec<Listed>, ApiError> {
    let presenter = Presenter::new(services, user);
    let objects = services.views.inspection_objects().map_err(|error| ApiError::unavailable(&error))?;
    let objects: BTreeMap<_, _> = objects.iter().map(|object| (&object.code, object)).collect();
    let mut listed = Vec::new();
    for row in services.views.positive_list().map_err(|error| ApiError::unavailable(&error))? {
        let code = &row.standing.enterprise;
        let in_force = row.standing.last().is_some_and(|entry| is_in_force(entry, &services.law, today));
        let (true, Some(whose)) = (in_force, whose(services, code)?) else { continue };
        if user.sees(Some(&whose.district), Some(code)) {
            let known = presenter.register().enterprises.get(code).map(|known| known.trade_code.clone());
            let trade_code = known.or_else(|| objects.get(code).and_then(|object| object.trade_code.clone()));
            listed.push(Listed { district: presenter.district_named(&whose.district), trade_code });
        }
    }
    Ok(listed)
}

/// The days on which something was found against an enterprise otherwise than by an inspection, by its credit code.
type Problems = BTreeMap<String, BTreeSet<Date>>;

fn problems(services: &Services) -> Result<Problems, ApiError> {
    let mut days = Problems::new();
    let cases = services.views.cases(&CaseQuery::default()).map_err(|error| ApiError::unavailable(&error))?;
    for row in cases {
        let day = china::civil(row.case.opened.at).date();
        days.entry(row.case.party.code.to_string()).or_default().insert(day);
    }
    let alarms =
        services.views.alarms(&AlarmQuery::default()).map_err(|error| ApiError::unavailable(&error))?;
    for row in alarms {
        let alarm = &row.alarm;
        let violation = alarm.verification().is_some_and(|found| found.outcome == Outcome::Violation);
        if let (true, Some(enterprise)) = (violation, &alarm.enterprise) {
            days.entry(enterprise.to_string()).or_default().insert(china::civil(alarm.raised_at).date());
        }
    }
    Ok(days)
}

fn counts<'a>(seen: impl Iterator<Item = &'a InspectionSummary>, listed: usize) -> InspectionCounts {
    let mut counts = InspectionCounts { listed, ..InspectionCounts::default() };
    // Who did several inspections at once opened one gate once.
    let mut visits: BTreeMap<&str, BTreeSet<Option<&str>>> = BTreeMap::new();
    for one in seen {
        counts.drawn += usize::from(one.draw.is_some());
        counts.assigned += usize::from(one.draw.is_none());
        counts.concluded += usize::from(one.stage == InspectionStage::Concluded);
        counts.avoided += usize::from(one.avoided);
        counts.escalated += usize::from(one.escalated);
        counts.open += usize::from(is_open(one.stage));
        counts.overdue += usize::from(one.overdue);
        if one.stage == InspectionStage::Visited {
            counts.visited += 1;
            visits.entry(&one.enterprise.code).or_default().insert(one.done_on.as_deref());
        }
    }
    counts.visited_again = visits.values().filter(|days| days.len() > 1).count();
    counts
}

/// The inspections behind a figure that is no stage, of those that the figure is about.
pub(super) fn of_figure(
    services: &Services,
    seen: Vec<InspectionSummary>,
    figure: InspectionFigure,
) -> Result<Vec<InspectionSummary>, ApiError> {
    let found_later = figure == InspectionFigure::FoundLater;
    let later = if found_later { problems(services)? } else { Problems::new() };
    let mut visits: BTreeMap<&str, BTreeSet<Option<&str>>> = BTreeMap::new();
    for one in seen.iter().filter(|one| one.stage == InspectionStage::Visited) {
        visits.entry(&one.enterprise.code).or_default().insert(one.done_on.as_deref());
    }
    let again = |one: &InspectionSummary| {
        let days = visits.get(one.enterprise.code.as_str());
        one.stage == InspectionStage::Visited && days.is_some_and(|days| days.len() > 1)
    };
    let wanted = |one: &&InspectionSummary| match figure {
        InspectionFigure::Assigned => one.draw.is_none(),
        InspectionFigure::Open => is_open(one.stage),
        InspectionFigure::Overdue => one.overdue,
        InspectionFigure::Escalated => one.escalated,
        InspectionFigure::VisitedAgain => again(one),
        InspectionFigure::FoundLater => {
            one.finding == Some(InspectionFinding::Nothing) && is_found_later(one, &seen, &later)
        }
    };
    Ok(seen.iter().filter(wanted).cloned().collect())
}

/// The way by which an inspection was done; none where it was not.
fn done_by(one: &InspectionSummary) -> Option<InspectionWay> {
    match one.stage {
        InspectionStage::Concluded => Some(InspectionWay::OffSite),
        InspectionStage::Visited => Some(InspectionWay::OnSite),
        InspectionStage::OffSite | InspectionStage::OnSite | InspectionStage::GivenUp => None,
    }
}

fn method(way: InspectionWay, seen: &[InspectionSummary], problems: &Problems) -> InspectionMethod {
    let done: Vec<_> = seen.iter().filter(|one| done_by(one) == Some(way)).collect();
    let found = |finding| done.iter().filter(|one| one.finding == Some(finding)).count();
    let found_later = done.iter().filter(|one| one.finding == Some(InspectionFinding::Nothing));
    InspectionMethod {
        way,
        done: done.len(),
        nothing: found(InspectionFinding::Nothing),
        minor: found(InspectionFinding::Minor),
        violation: found(InspectionFinding::Violation),
        found_later: found_later.filter(|one| is_found_later(one, seen, problems)).count(),
    }
}

/// Whether something was found after the day of an inspection that had found nothing.
fn is_found_later(one: &InspectionSummary, seen: &[InspectionSummary], problems: &Problems) -> bool {
    let Some(day) = one.done_on.as_deref() else { return false };
    let after = |other: &Date| other.to_string().as_str() > day;
    let by_others = problems.get(&one.enterprise.code).is_some_and(|days| days.iter().any(after));
    let by_inspection = seen.iter().any(|other| {
        other.enterprise.code == one.enterprise.code
            && matches!(other.finding, Some(InspectionFinding::Minor | InspectionFinding::Violation))
            && other.done_on.as_deref().is_some_and(|later| later > day)
    });
    by_others || by_inspection
}

fn district_of(one: &InspectionSummary) -> Named {
    one.district.clone()
}

/// The letter and two digits of a trade (大类 of GB/T 4754).
fn trade(code: Option<&str>) -> Named {
    let start: String = code.unwrap_or("").chars().take(3).collect();
    Named { code: start.clone(), name: start.clone(), name_en: start }
}

/// The counts of each group, the one with most drawn first.
fn grouped(
    seen: &[InspectionSummary],
    listed: &[Listed],
    group: impl Fn(&InspectionSummary) -> Named,
    group_of_listed: impl Fn(&Listed) -> Named,
) -> Vec<InspectionCountsOf> {
    let mut groups: BTreeMap<String, (Named, Vec<&InspectionSummary>, usize)> = BTreeMap::new();
    for one in seen {
        let of = group(one);
        groups.entry(of.code.clone()).or_insert_with(|| (of, Vec::new(), 0)).1.push(one);
    }
    for one in listed {
        let of = group_of_listed(one);
        groups.entry(of.code.clone()).or_insert_with(|| (of, Vec::new(), 0)).2 += 1;
    }
    let counted = groups
        .into_values()
        .map(|(of, seen, listed)| InspectionCountsOf { of, counts: counts(seen.into_iter(), listed) });
    let mut counted: Vec<_> = counted.collect();
    counted.sort_by_key(|row| std::cmp::Reverse((row.counts.drawn, row.counts.listed)));
    counted
}

//! Tracings (溯源): from an anomaly at a station to who may be the source.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use casework::tracing::{
    Command, Opened, Origin, Question, Score, Tracing, Verdict, is_emitted, may_work, tally,
};
use ledger::{CommandId, Expected};
use model::china::plus_seconds;
use model::{AlarmId, CreditCode, FactorCode, StationId, Timestamp, TracingId};
use views::TracingRow;

use super::commands::{CommandHeaders, command_id, office_error};
use super::{blocking, parse};
use crate::dto::tracing::{
    CloseTracing, OpenTracing, TracingDetail, TracingFigures, TracingFilter, TracingList, TracingStation,
    TracingTenth, TracingVerdict, TracingVersionWanted,
};
use crate::error::{ApiError, Bilingual, ProblemBody};
use crate::office::Office;
use crate::present::{Presenter, hit_of, stage_of};
use crate::services::Services;
use crate::session::SignedIn;

/// A record begins so long before an anomaly that somebody names by hand, s.
const BEFORE_S: i64 = 6 * 3_600;

/// Tracings within the account's scope, the one opened last first, and how good those were that were scored.
#[utoipa::path(
    get, path = "/tracings", operation_id = "list_tracings", tag = "tracings", params(TracingFilter),
    responses(
        (status = 200, body = TracingList), (status = 400, body = ProblemBody), (status = 401, body = ProblemBody),
        (status = 403, body = ProblemBody)
    )
)]
pub(crate) async fn list(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    Query(filter): Query<TracingFilter>,
) -> Result<Json<TracingList>, ApiError> {
    blocking(move || {
        if !user.is_office() {
            return Err(ApiError::not_allowed());
        }
        let presenter = Presenter::new(&services, &user);
        let mut rows = services.views.tracings().map_err(|error| ApiError::unavailable(&error))?;
        let mut seen = Vec::new();
        for row in rows.drain(..) {
            if presenter.sees_tracing(&row.tracing)? {
                seen.push(row.tracing);
            }
        }
        let scores: Vec<Score> = seen.iter().filter_map(Tracing::score).collect();
        let stations = stations(&presenter, &user);
        Ok(TracingList {
            total: seen.len(),
            figures: figures(&seen, &scores),
            items: seen
                .iter()
                .filter(|tracing| fits(tracing, &filter))
                .map(|tracing| presenter.tracing_summary(tracing))
                .collect(),
            may_open: !stations.is_empty(),
            stations,
        })
    })
    .await
    .map(Json)
}

fn fits(tracing: &Tracing, filter: &TracingFilter) -> bool {
    let of_tenth = |tenth: usize| {
        let score = tracing.score();
        score.is_some_and(|score| score.items.iter().any(|item| item.tenth() == tenth))
    };
    filter.stage.is_none_or(|stage| stage == stage_of(tracing))
        && filter.hit.is_none_or(|hit| Some(hit) == hit_of(tracing))
        && filter.tenth.is_none_or(of_tenth)
}

fn figures(seen: &[Tracing], scores: &[Score]) -> TracingFigures {
    let tally = tally(scores.iter());
    TracingFigures {
        closed: seen.iter().filter(|tracing| tracing.closing.is_some()).count(),
        scored: tally.scored,
        first: tally.first,
        among_three: tally.among_three,
        brier: tally.brier,
        tenths: tally
            .tenths
            .iter()
            .map(|tenth| TracingTenth {
                count: tenth.count,
                true_count: tenth.true_count,
                mean: (tenth.count > 0).then(|| tenth.sum / tenth.count as f64),
            })
            .collect(),
    }
}

/// The stations of which the account may open tracings, with the factors that can be traced.
fn stations(presenter: &Presenter<'_>, user: &SignedIn) -> Vec<TracingStation> {
    let actor = user.actor();
    let may = presenter.register().stations.values().filter(|station| may_work(&actor, &station.district));
    let one = |station: &model::Station| {
        let channels = station.channels.iter().map(|channel| &channel.factor);
        let factors: Vec<_> =
            channels.filter(|factor| is_emitted(factor)).map(Presenter::factor_named).collect();
        let station = presenter.station_named(&station.id);
        (!factors.is_empty()).then_some(TracingStation { station, factors })
    };
    may.filter_map(one).collect()
}

/// One tracing with a version of its ranking.
#[utoipa::path(
    get, path = "/tracings/{id}", operation_id = "get_tracing", tag = "tracings",
    params(("id" = String, Path), TracingVersionWanted),
    responses(
        (status = 200, body = TracingDetail), (status = 400, body = ProblemBody), (status = 401, body = ProblemBody),
        (status = 404, body = ProblemBody)
    )
)]
pub(crate) async fn one(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    Path(id): Path<String>,
    Query(wanted): Query<TracingVersionWanted>,
) -> Result<Json<TracingDetail>, ApiError> {
    blocking(move || {
        let row = visible(&services, &user, &id)?;
        detail(&services, &user, &row, wanted.version)
    })
    .await
    .map(Json)
}

/// A tracing that the account may see; whether another one is there is not told.
pub(super) fn visible(services: &Services, user: &SignedIn, id: &str) -> Result<TracingRow, ApiError> {
    let id: TracingId = id.parse().map_err(|_| ApiError::not_found())?;
    let row = services.views.tracing(&id).map_err(|error| ApiError::unavailable(&error))?;
    let row = row.ok_or_else(ApiError::not_found)?;
    match Presenter::new(services, user).sees_tracing(&row.tracing)? {
        true => Ok(row),
        false => Err(ApiError::not_found()),
    }
}

/// A tracing that the account may work on: before anything is read, since freezing and reading tracks is work.
pub(super) fn workable(services: &Services, user: &SignedIn, id: &str) -> Result<TracingRow, ApiError> {
    let row = visible(services, user, id)?;
    match may_work(&user.actor(), row.tracing.district()) {
        true => Ok(row),
        false => Err(ApiError::not_allowed()),
    }
}

pub(super) fn detail(
    services: &Services,
    user: &SignedIn,
    row: &TracingRow,
    version: Option<usize>,
) -> Result<TracingDetail, ApiError> {
    let history = services.office.tracing_history(row.tracing.id()).map_err(office_error)?;
    Presenter::new(services, user).tracing_detail(row, version, &history)
}

/// Opens a tracing: its input is frozen now, and the ranking follows. The tracing of an alarm is opened once.
#[utoipa::path(
    post, path = "/tracings", operation_id = "open_tracing", tag = "tracings", request_body = OpenTracing,
    params(("Idempotency-Key" = String, Header)),
    responses(
        (status = 200, body = TracingDetail), (status = 400, body = ProblemBody), (status = 401, body = ProblemBody),
        (status = 403, body = ProblemBody), (status = 404, body = ProblemBody), (status = 422, body = ProblemBody)
    )
)]
pub(crate) async fn open(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    headers: HeaderMap,
    Json(asked): Json<OpenTracing>,
) -> Result<Json<TracingDetail>, ApiError> {
    let key = command_id(&user, &headers)?;
    blocking(move || {
        let (id, origin, question) = match asked.alarm.as_deref() {
            Some(alarm) => of_alarm(&services, &user, alarm)?,
            None => by_hand(&services, &key, asked)?,
        };
        // A command that is repeated, or a second one for the same alarm, shows what is there.
        if let Some(row) = services.views.tracing(&id).map_err(|error| ApiError::unavailable(&error))? {
            return detail(&services, &user, &row, None);
        }
        let register = services.views.register();
        let station = register.stations.get(&question.station).ok_or_else(no_station)?;
        // Before anything is read: freezing is work.
        if !may_work(&user.actor(), &station.district) {
            return Err(ApiError::not_allowed());
        }
        let input = crate::tracings::keep_input(&services, &question, &[], &user.actor())?;
        let opened = Opened { id: id.clone(), origin, question, district: station.district.clone(), input };
        let given = (Expected::Any, Some(key));
        let done = services.office.tracing(&id, given, &user.actor(), &Command::Open(opened));
        done.map_err(office_error)?;
        crate::tracings::begin(&services, id.clone());
        let row = services.views.tracing(&id).map_err(|error| ApiError::unavailable(&error))?;
        detail(&services, &user, &row.ok_or_else(ApiError::not_found)?, None)
    })
    .await
    .map(Json)
}

fn of_alarm(
    services: &Services,
    user: &SignedIn,
    alarm: &str,
) -> Result<(TracingId, Origin, Question), ApiError> {
    if !user.is_office() {
        return Err(ApiError::not_allowed());
    }
    let view = super::alarms::visible(services, user, alarm)?;
    let alarm: AlarmId = view.row.alarm.id;
    let question = crate::tracings::question_of(services, &alarm)?;
    let id = Office::tracing_id_of_alarm(&alarm).map_err(office_error)?;
    Ok((id, Origin::Alarm(alarm), question))
}

fn by_hand(
    services: &Services,
    key: &CommandId,
    asked: OpenTracing,
) -> Result<(TracingId, Origin, Question), ApiError> {
    let given = |what: &str, text: Option<String>| {
        text.ok_or_else(|| ApiError::unreadable(what, &"it is missing, and so is an alarm"))
    };
    let station: StationId = parse("station", &given("station", asked.station)?)?;
    let factor: FactorCode = parse("factor", &given("factor", asked.factor)?)?;
    let from: Timestamp = parse("from", &given("from", asked.from)?)?;
    let to: Timestamp = parse("to", &given("to", asked.to)?)?;
    let register = services.views.register();
    let measures = register.stations.get(&station).ok_or_else(no_station)?;
    if !measures.channels.iter().any(|channel| channel.factor == factor) {
        let title = Bilingual::new("该站点不监测这个因子", "the station does not measure the factor");
        return Err(ApiError::refused("factor_not_measured", title));
    }
    let question = Question {
        station,
        factor,
        from: plus_seconds(from, -BEFORE_S),
        to,
        anomaly_from: from,
        anomaly_to: to,
    };
    let id = Office::tracing_id(key).map_err(office_error)?;
    Ok((id, Origin::ByHand(asked.reason.unwrap_or_default()), question))
}

fn no_station() -> ApiError {
    ApiError::refused("unknown_station", Bilingual::new("没有这个站点", "there is no such station"))
}

/// Freezes what is known now and ranks it; former rankings stay.
#[utoipa::path(
    post, path = "/tracings/{id}/renew", operation_id = "renew_tracing", tag = "tracings",
    params(("id" = String, Path), ("If-Match" = String, Header), ("Idempotency-Key" = String, Header)),
    responses(
        (status = 200, body = TracingDetail), (status = 400, body = ProblemBody), (status = 401, body = ProblemBody),
        (status = 403, body = ProblemBody), (status = 404, body = ProblemBody), (status = 409, body = ProblemBody),
        (status = 422, body = ProblemBody), (status = 428, body = ProblemBody)
    )
)]
pub(crate) async fn renew(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Json<TracingDetail>, ApiError> {
    let headers = CommandHeaders::of(&user, &headers)?;
    blocking(move || {
        let row = workable(&services, &user, &id)?;
        let command = crate::tracings::again(&services, &row.tracing, None, &user.actor())?;
        let answer = carry_out(&services, &user, &row, headers, &command)?;
        crate::tracings::begin(&services, row.tracing.id().clone());
        Ok(answer)
    })
    .await
    .map(Json)
}

/// Says what turned out, which scores the ranking.
#[utoipa::path(
    post, path = "/tracings/{id}/close", operation_id = "close_tracing", tag = "tracings", request_body = CloseTracing,
    params(("id" = String, Path), ("If-Match" = String, Header), ("Idempotency-Key" = String, Header)),
    responses(
        (status = 200, body = TracingDetail), (status = 400, body = ProblemBody), (status = 401, body = ProblemBody),
        (status = 403, body = ProblemBody), (status = 404, body = ProblemBody), (status = 409, body = ProblemBody),
        (status = 422, body = ProblemBody), (status = 428, body = ProblemBody)
    )
)]
pub(crate) async fn close(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    Path(id): Path<String>,
    headers: HeaderMap,
    Json(close): Json<CloseTracing>,
) -> Result<Json<TracingDetail>, ApiError> {
    let headers = CommandHeaders::of(&user, &headers)?;
    blocking(move || {
        let row = visible(&services, &user, &id)?;
        let verdict = match close.verdict {
            TracingVerdict::Enterprises => {
                let known = |text: &String| known_enterprise(&services, text);
                Verdict::Enterprises(close.enterprises.iter().map(known).collect::<Result<_, _>>()?)
            }
            TracingVerdict::NotInRegister => Verdict::NotInRegister,
            TracingVerdict::Regional => Verdict::Regional,
            TracingVerdict::NotFound => Verdict::NotFound,
        };
        carry_out(&services, &user, &row, headers, &Command::Close { verdict, words: close.words })
    })
    .await
    .map(Json)
}

fn known_enterprise(services: &Services, text: &str) -> Result<CreditCode, ApiError> {
    let code: CreditCode = parse("enterprises", text)?;
    match services.views.register().enterprises.contains_key(&code) {
        true => Ok(code),
        false => {
            let title = Bilingual::new("名录中没有这家企业", "there is no such enterprise in the register");
            Err(ApiError::refused("unknown_enterprise", title))
        }
    }
}

pub(super) fn carry_out(
    services: &Services,
    user: &SignedIn,
    row: &TracingRow,
    headers: CommandHeaders,
    command: &Command,
) -> Result<TracingDetail, ApiError> {
    let id = row.tracing.id();
    let given = (headers.expected, Some(headers.id));
    services.office.tracing(id, given, &user.actor(), command).map_err(office_error)?;
    let row = services.views.tracing(id).map_err(|error| ApiError::unavailable(&error))?;
    detail(services, user, &row.ok_or_else(ApiError::not_found)?, None)
}

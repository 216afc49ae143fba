//! Draws by lot (双随机抽查).

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use casework::inspection_draw::{Attempt, Case, Chance, Command, InspectionDraw, Opened, Seat, Stage};
use casework::inspection_plan::InspectionPlan;
use draw::{Commitment, Plan, Round, Second, Secret, Source, beacon};
use model::{DrawId, Timestamp, china};

use super::commands::{command_id, office_error};
use super::{blocking, parse};
use crate::dto::Time;
use crate::dto::draw::{
    DrawDetail, DrawList, DrawReason, DrawReveal, DrawRoundGiven, DrawShare, NewDraw, NewParty, NewPlan,
};
use crate::dto::library::{CandidateFilter, DrawCandidates};
use crate::error::{ApiError, Bilingual, ProblemBody};
use crate::inspection_draws::{keep, plan_of, record_of};
use crate::library::Wanted;
use crate::present::{Presenter, reads_record, sees_draw};
use crate::services::Services;
use crate::session::SignedIn;

/// The longest time that parties have to reveal, or that a round of the beacon is ahead, minutes: a plan that waits
/// longer is out of date when it is drawn.
const LONGEST_MINUTES: u32 = 14 * 24 * 60;

/// Every draw that the account may see.
#[utoipa::path(
    get, path = "/draws", operation_id = "list_draws", tag = "draws",
    responses((status = 200, body = DrawList), (status = 401, body = ProblemBody))
)]
pub(crate) async fn list(
    State(services): State<Arc<Services>>,
    user: SignedIn,
) -> Result<Json<DrawList>, ApiError> {
    blocking(move || {
        let draws = services.views.inspection_draws().map_err(|error| ApiError::unavailable(&error))?;
        let presenter = Presenter::new(&services, &user);
        let seen = draws.iter().filter(|draw| sees_draw(&user, draw)).map(|draw| presenter.draw(draw));
        Ok(DrawList {
            draws: seen.filter_map(Result::transpose).collect::<Result<_, _>>()?,
            may_manage: casework::inspection_draw::may_manage(&user.actor()),
            now: Time(services.clock.now()),
        })
    })
    .await
    .map(Json)
}

/// One draw.
#[utoipa::path(
    get, path = "/draws/{id}", operation_id = "get_draw", tag = "draws", params(("id" = String, Path)),
    responses(
        (status = 200, body = DrawDetail), (status = 401, body = ProblemBody), (status = 404, body = ProblemBody)
    )
)]
pub(crate) async fn one(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    Path(id): Path<String>,
) -> Result<Json<DrawDetail>, ApiError> {
    blocking(move || {
        let draw = visible(&services, &user, &id)?;
        present(&services, &user, &draw.id)
    })
    .await
    .map(Json)
}

/// Opens the first attempt for an occasion, or another after a void one.
#[utoipa::path(
    post, path = "/draws", operation_id = "open_draw", tag = "draws", request_body = NewDraw,
    params(("Idempotency-Key" = String, Header)),
    responses(
        (status = 201, body = DrawDetail), (status = 400, body = ProblemBody), (status = 401, body = ProblemBody),
        (status = 403, body = ProblemBody), (status = 422, body = ProblemBody)
    )
)]
pub(crate) async fn open(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    headers: HeaderMap,
    Json(new): Json<NewDraw>,
) -> Result<(StatusCode, Json<DrawDetail>), ApiError> {
    let key = command_id(&user, &headers)?;
    blocking(move || {
        let id: DrawId = parse("id", &new.id)?;
        let opened = Opened {
            id: id.clone(),
            title: parse("title", &new.title)?,
            visits_from: parse("visits_from", &new.visits_from)?,
            visits_until: parse("visits_until", &new.visits_until)?,
            chance: chance(&services, &new.parties)?,
            plan: new.plan.map(|year| in_force(&services, year)).transpose()?,
        };
        let case = Case { commitment: None, now: services.clock.now() };
        let done =
            services.office.inspection_draw(&id, Some(key), &user.actor(), &Command::Open(opened), case);
        done.map_err(office_error)?;
        present(&services, &user, &id)
    })
    .await
    .map(|draw| (StatusCode::CREATED, Json(draw)))
}

/// The year, if its plan is approved.
fn in_force(services: &Services, year: i16) -> Result<i16, ApiError> {
    let plan = services.views.inspection_plan(year).map_err(|error| ApiError::unavailable(&error))?;
    match plan.as_ref().and_then(InspectionPlan::in_force) {
        Some(_) => Ok(year),
        None => {
            let title = Bilingual::new(
                format!("{year}年没有已批准的抽查计划"),
                format!("there is no approved plan of {year}"),
            );
            Err(ApiError::refused("plan_not_in_force", title))
        }
    }
}

fn chance(services: &Services, parties: &[NewParty]) -> Result<Chance, ApiError> {
    if parties.is_empty() {
        return Ok(Chance::Beacon);
    }
    let accounts = services.vault.accounts().map_err(|error| ApiError::unavailable(&error))?;
    let seat = |new: &NewParty| {
        let account = accounts.iter().find(|account| account.login == new.login.trim() && account.active);
        let account = account.ok_or_else(|| {
            let title = Bilingual::new(
                format!("没有可用的账号“{}”", new.login),
                format!("there is no active account {:?}", new.login),
            );
            ApiError::refused("unknown_account", title)
        })?;
        let (party, role) = (parse("party", &new.party)?, parse("role", &new.role)?);
        Ok(Seat { party, role, account: account.id.clone() })
    };
    parties.iter().map(seat).collect::<Result<_, ApiError>>().map(Chance::Parties)
}

/// Commits the party that the account speaks for to its secret, by the secret's hash.
#[utoipa::path(
    post, path = "/draws/{id}/share", operation_id = "give_draw_share", tag = "draws", request_body = DrawShare,
    params(("id" = String, Path), ("Idempotency-Key" = String, Header)),
    responses(
        (status = 200, body = DrawDetail), (status = 400, body = ProblemBody), (status = 401, body = ProblemBody),
        (status = 403, body = ProblemBody), (status = 404, body = ProblemBody), (status = 422, body = ProblemBody)
    )
)]
pub(crate) async fn share(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    Path(id): Path<String>,
    headers: HeaderMap,
    Json(given): Json<DrawShare>,
) -> Result<Json<DrawDetail>, ApiError> {
    let command = move |_: &Work<'_>| Ok(Command::GiveShare { share: parse("share", &given.share)? });
    change(services, user, id, &headers, command).await
}

/// Gives the attempt up before anything is frozen.
#[utoipa::path(
    post, path = "/draws/{id}/abandon", operation_id = "abandon_draw", tag = "draws", request_body = DrawReason,
    params(("id" = String, Path), ("Idempotency-Key" = String, Header)),
    responses(
        (status = 200, body = DrawDetail), (status = 400, body = ProblemBody), (status = 401, body = ProblemBody),
        (status = 403, body = ProblemBody), (status = 404, body = ProblemBody), (status = 422, body = ProblemBody)
    )
)]
pub(crate) async fn abandon(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    Path(id): Path<String>,
    headers: HeaderMap,
    Json(given): Json<DrawReason>,
) -> Result<Json<DrawDetail>, ApiError> {
    change(services, user, id, &headers, move |_| Ok(Command::Abandon { reason: given.reason })).await
}

/// Freezes the plan: from now on only its hash is known, and nothing in it can be changed.
#[utoipa::path(
    post, path = "/draws/{id}/commit", operation_id = "commit_draw", tag = "draws", request_body = NewPlan,
    params(("id" = String, Path), ("Idempotency-Key" = String, Header)),
    responses(
        (status = 200, body = DrawDetail), (status = 400, body = ProblemBody), (status = 401, body = ProblemBody),
        (status = 403, body = ProblemBody), (status = 404, body = ProblemBody), (status = 422, body = ProblemBody)
    )
)]
pub(crate) async fn commit(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    Path(id): Path<String>,
    headers: HeaderMap,
    Json(new): Json<NewPlan>,
) -> Result<Json<DrawDetail>, ApiError> {
    let key = command_id(&user, &headers)?;
    blocking(move || {
        let draw = visible(&services, &user, &id)?;
        // Before anything is kept: a plan is nobody's to freeze who may not.
        if !casework::inspection_draw::may_manage(&user.actor()) {
            return Err(ApiError::not_allowed());
        }
        let now = services.clock.now();
        let commitment = freeze(&draw, new, now)?;
        let plan = keep(&services, &user.account.id, commitment.plan(), &format!("{}-plan.json", draw.id))?;
        let case = Case { commitment: Some(&commitment), now };
        let command = Command::Commit { plan };
        let done = services.office.inspection_draw(&draw.id, Some(key), &user.actor(), &command, case);
        done.map_err(office_error)?;
        present(&services, &user, &draw.id)
    })
    .await
    .map(Json)
}

/// The plan to which what happened so far leads, with the pools and officers that were given.
fn freeze(draw: &InspectionDraw, new: NewPlan, now: Timestamp) -> Result<Commitment, ApiError> {
    let attempt = draw.last().ok_or_else(ApiError::not_found)?;
    if !(1..=LONGEST_MINUTES).contains(&new.minutes) {
        return Err(ApiError::unreadable("minutes", &format!("from 1 to {LONGEST_MINUTES}")));
    }
    let until = china::plus_seconds(now, i64::from(new.minutes) * 60);
    let (number, predecessor) = draw.next_number();
    let opened = &attempt.opened;
    let plan = Plan {
        occasion: parse("id", draw.id.as_str())?,
        attempt: number,
        predecessor,
        title: opened.title.clone(),
        authority: parse("authority", &new.authority)?,
        committed_at: Second::of(now),
        visits_from: draw::Day(opened.visits_from),
        visits_until: draw::Day(opened.visits_until),
        salt: Secret(vault::random_bytes().map_err(|error| ApiError::unavailable(&error))?),
        source: source(attempt, until),
        pools: new.pools,
        officers: new.officers,
        recusals: new.recusals,
        pairings: new.pairings,
    };
    Commitment::freeze(plan).map_err(|refusal| {
        let title = Bilingual::new(format!("计划不能抽取：{refusal}"), refusal.to_string());
        ApiError::refused(refusal.code(), title)
    })
}

fn source(attempt: &Attempt, until: Timestamp) -> Source {
    match &attempt.opened.chance {
        Chance::Beacon => Source::Beacon { chain: beacon::chain(), round: beacon::round_from(until) },
        Chance::Parties(seats) => {
            let party = |seat: &Seat| draw::Party {
                id: seat.party.clone(),
                role: seat.role.clone(),
                // One that is missing is told by the lifecycle.
                share: attempt.shares.get(&seat.party).copied().unwrap_or(draw::Digest([0; 32])),
            };
            Source::Reveals { deadline: Second::of(until), parties: seats.iter().map(party).collect() }
        }
    }
}

/// Reveals the secret of the party that the account speaks for. The last one draws.
#[utoipa::path(
    post, path = "/draws/{id}/reveal", operation_id = "reveal_draw_secret", tag = "draws", request_body = DrawReveal,
    params(("id" = String, Path), ("Idempotency-Key" = String, Header)),
    responses(
        (status = 200, body = DrawDetail), (status = 400, body = ProblemBody), (status = 401, body = ProblemBody),
        (status = 403, body = ProblemBody), (status = 404, body = ProblemBody), (status = 422, body = ProblemBody)
    )
)]
pub(crate) async fn reveal(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    Path(id): Path<String>,
    headers: HeaderMap,
    Json(given): Json<DrawReveal>,
) -> Result<Json<DrawDetail>, ApiError> {
    let command = move |_: &Work<'_>| Ok(Command::Reveal { secret: parse("secret", &given.secret)? });
    change(services, user, id, &headers, command).await
}

/// Takes the beacon's round, which is checked by its signature, and draws.
#[utoipa::path(
    post, path = "/draws/{id}/round", operation_id = "take_draw_round", tag = "draws", request_body = DrawRoundGiven,
    params(("id" = String, Path), ("Idempotency-Key" = String, Header)),
    responses(
        (status = 200, body = DrawDetail), (status = 400, body = ProblemBody), (status = 401, body = ProblemBody),
        (status = 403, body = ProblemBody), (status = 404, body = ProblemBody), (status = 422, body = ProblemBody)
    )
)]
pub(crate) async fn round(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    Path(id): Path<String>,
    headers: HeaderMap,
    Json(given): Json<DrawRoundGiven>,
) -> Result<Json<DrawDetail>, ApiError> {
    change(services, user, id, &headers, move |_| {
        let round = Round { round: given.round, signature: parse("signature", &given.signature)? };
        Ok(Command::TakeRound { round })
    })
    .await
}

/// Publishes the record: plan, chance and outcome of the last attempt and of every void one before it.
#[utoipa::path(
    post, path = "/draws/{id}/publish", operation_id = "publish_draw", tag = "draws",
    params(("id" = String, Path), ("Idempotency-Key" = String, Header)),
    responses(
        (status = 200, body = DrawDetail), (status = 400, body = ProblemBody), (status = 401, body = ProblemBody),
        (status = 403, body = ProblemBody), (status = 404, body = ProblemBody), (status = 422, body = ProblemBody)
    )
)]
pub(crate) async fn publish(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Json<DrawDetail>, ApiError> {
    change(services, user, id, &headers, move |work| {
        if !casework::inspection_draw::may_manage(&work.user.actor()) {
            return Err(ApiError::not_allowed());
        }
        let record = record_of(work.services, work.draw)?;
        let name = format!("{}.json", work.draw.id);
        Ok(Command::Publish { record: keep(work.services, &work.user.account.id, &record, &name)? })
    })
    .await
}

/// Declares that a frozen attempt does not count.
#[utoipa::path(
    post, path = "/draws/{id}/void", operation_id = "void_draw", tag = "draws", request_body = DrawReason,
    params(("id" = String, Path), ("Idempotency-Key" = String, Header)),
    responses(
        (status = 200, body = DrawDetail), (status = 400, body = ProblemBody), (status = 401, body = ProblemBody),
        (status = 403, body = ProblemBody), (status = 404, body = ProblemBody), (status = 422, body = ProblemBody)
    )
)]
pub(crate) async fn void(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    Path(id): Path<String>,
    headers: HeaderMap,
    Json(given): Json<DrawReason>,
) -> Result<Json<DrawDetail>, ApiError> {
    change(services, user, id, &headers, move |_| Ok(Command::Void { reason: given.reason })).await
}

/// What the libraries give for the visits of a draw: pools of objects, officers with why they cannot go, recusals, and
/// who has gone with whom this year.
#[utoipa::path(
    get, path = "/draws/{id}/candidates", operation_id = "get_draw_candidates", tag = "draws",
    params(("id" = String, Path), CandidateFilter),
    responses(
        (status = 200, body = DrawCandidates), (status = 400, body = ProblemBody), (status = 401, body = ProblemBody),
        (status = 403, body = ProblemBody), (status = 404, body = ProblemBody)
    )
)]
pub(crate) async fn candidates(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    Path(id): Path<String>,
    Query(filter): Query<CandidateFilter>,
) -> Result<Json<DrawCandidates>, ApiError> {
    blocking(move || {
        let draw = visible(&services, &user, &id)?;
        if !casework::inspection_draw::may_manage(&user.actor()) {
            return Err(ApiError::not_allowed());
        }
        let district = filter.district.as_deref().filter(|district| !district.is_empty());
        let district = district.map(|district| parse("district", district)).transpose()?;
        let not_again = filter.not_again.unwrap_or(false);
        let wanted = Wanted { district, credit_below: filter.credit_below, not_again };
        crate::library::candidates(&services, &draw, &wanted)
    })
    .await
    .map(Json)
}

/// That there is no outcome that counts.
pub(super) fn not_drawn() -> Bilingual {
    Bilingual::new("这次抽取没有有效的抽取结果", "the draw has no outcome that counts")
}

/// The record as it stands, published or not. Who read it is noted.
#[utoipa::path(
    get, path = "/draws/{id}/record", operation_id = "get_draw_record", tag = "draws", params(("id" = String, Path)),
    responses(
        (status = 200, body = Object, description = "docs/draw.md §9"), (status = 401, body = ProblemBody),
        (status = 403, body = ProblemBody), (status = 404, body = ProblemBody)
    )
)]
pub(crate) async fn record(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    Path(id): Path<String>,
) -> Result<Response, ApiError> {
    blocking(move || {
        let draw = visible(&services, &user, &id)?;
        if !reads_record(&user) {
            return Err(ApiError::not_allowed());
        }
        let record = record_of(&services, &draw)?;
        let what = format!("draw {}", draw.id);
        let noted = services.vault.record_access(&user.account.id, &what, services.machine_clock.now());
        noted.map_err(|error| ApiError::unavailable(&error))?;
        let bytes = serde_json::to_vec(&record).map_err(|error| ApiError::internal(&error))?;
        Ok(as_record(bytes))
    })
    .await
}

/// The bytes of a record as an answer.
pub(super) fn as_record(bytes: Vec<u8>) -> Response {
    ([(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-store")], bytes).into_response()
}

/// What a command is made from.
struct Work<'a> {
    services: &'a Services,
    user: &'a SignedIn,
    draw: &'a InspectionDraw,
}

/// Carries out a command, in the case of the plan that is frozen, and gives the draw as it then stands.
async fn change(
    services: Arc<Services>,
    user: SignedIn,
    id: String,
    headers: &HeaderMap,
    command: impl FnOnce(&Work<'_>) -> Result<Command, ApiError> + Send + 'static,
) -> Result<Json<DrawDetail>, ApiError> {
    let key = command_id(&user, headers)?;
    blocking(move || {
        let draw = visible(&services, &user, &id)?;
        let command = command(&Work { services: &services, user: &user, draw: &draw })?;
        let commitment = match draw.last().map(|attempt| &attempt.stage) {
            Some(Stage::Committed(frozen) | Stage::Drawn(frozen, _) | Stage::Void(frozen, _)) => {
                Some(plan_of(&services, &frozen.committed.plan)?)
            }
            Some(Stage::Open | Stage::Abandoned(_)) | None => None,
        };
        let case = Case { commitment: commitment.as_ref(), now: services.clock.now() };
        let done = services.office.inspection_draw(&draw.id, Some(key), &user.actor(), &command, case);
        done.map_err(office_error)?;
        present(&services, &user, &draw.id)
    })
    .await
    .map(Json)
}

fn visible(services: &Services, user: &SignedIn, id: &str) -> Result<InspectionDraw, ApiError> {
    let id: DrawId = id.parse().map_err(|_| ApiError::not_found())?;
    let draw = services.views.inspection_draw(&id).map_err(|error| ApiError::unavailable(&error))?;
    draw.filter(|draw| sees_draw(user, draw)).ok_or_else(ApiError::not_found)
}

fn present(services: &Services, user: &SignedIn, id: &DrawId) -> Result<DrawDetail, ApiError> {
    let draw = services.views.inspection_draw(id).map_err(|error| ApiError::unavailable(&error))?;
    let draw = draw.ok_or_else(ApiError::not_found)?;
    Presenter::new(services, user).draw(&draw)?.ok_or_else(ApiError::not_found)
}

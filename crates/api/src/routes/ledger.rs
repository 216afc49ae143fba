//! The ledger for whoever wants to check it: its signed head, its events and the proofs.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, Query, State};
use ledger::{ErrorKind, LedgerError};
use model::Role;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::blocking;
use crate::dto::Time;
use crate::error::{ApiError, ProblemBody};
use crate::services::Services;
use crate::session::SignedIn;

/// Who may look into the ledger as a whole: it holds the matters of every enterprise.
pub(super) const READERS: [Role; 4] =
    [Role::DutyOfficer, Role::Leader, Role::InspectorGeneral, Role::Administrator];

/// The ledger's head.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct HeadBody {
    size: u64,
    /// Root of the Merkle tree, base64.
    root: String,
    /// The signed checkpoint (C2SP tlog-checkpoint).
    checkpoint: String,
    /// The key that verifies it, in the form of signed notes.
    public_key: String,
}

/// Which events are wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct EventFilter {
    /// One stream, as in `alarm/A20200830-0001`.
    stream: Option<String>,
    /// The first sequence; the newest events unless said.
    from: Option<u64>,
    /// 1 to 500, 50 unless said.
    limit: Option<u64>,
}

/// An event of the ledger.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct EventBody {
    sequence: u64,
    stream: String,
    version: u64,
    at: Time,
    #[schema(value_type = Object)]
    actor: serde_json::Value,
    kind: String,
    #[schema(value_type = Object)]
    body: serde_json::Value,
}

/// That an event stands in the ledger: hash the entry as RFC 6962 says and walk up the path.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ProofBody {
    sequence: u64,
    /// The size of the tree that the proof is for.
    size: u64,
    /// Its root, base64.
    root: String,
    /// The exact stored bytes of the event, which are JSON text.
    entry: String,
    /// SHA-256(0x00 ‖ entry), base64.
    leaf_hash: String,
    /// The hashes from leaf to root, base64.
    path: Vec<String>,
    /// The signed checkpoint of that size.
    checkpoint: String,
}

/// Two sizes of the ledger.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Sizes {
    from: u64,
    to: u64,
}

/// That the smaller ledger is the beginning of the larger.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ConsistencyBody {
    from: u64,
    to: u64,
    from_root: String,
    to_root: String,
    /// Base64.
    path: Vec<String>,
}

/// What a verification found.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct VerificationBody {
    ok: bool,
    events: u64,
    checkpoints: u64,
    faults: Vec<FaultBody>,
    /// How many more faults there are than are listed.
    unlisted_faults: u64,
}

/// Something that is not as it was written.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FaultBody {
    /// As in `event`, `column`, `signature`.
    #[schema(value_type = String)]
    kind: ledger::FaultKind,
    /// Which event, where it is about one.
    sequence: Option<u64>,
    stream: Option<String>,
    /// The particulars, for a person.
    detail: String,
}

pub(super) fn failed(error: LedgerError) -> ApiError {
    match error.kind() {
        ErrorKind::NotFound => ApiError::not_found(),
        ErrorKind::Unavailable | ErrorKind::Full => ApiError::unavailable(&error),
        ErrorKind::Conflict | ErrorKind::Invalid | ErrorKind::Corrupt | ErrorKind::Internal => {
            ApiError::internal(&error)
        }
    }
}

/// The head with its signed checkpoint.
#[utoipa::path(
    get, path = "/ledger", operation_id = "ledger_head", tag = "ledger",
    responses((status = 200, body = HeadBody), (status = 401, body = ProblemBody), (status = 403, body = ProblemBody))
)]
pub(crate) async fn head(
    State(services): State<Arc<Services>>,
    user: SignedIn,
) -> Result<Json<HeadBody>, ApiError> {
    user.require(&READERS)?;
    blocking(move || {
        let head = services.ledger.head();
        Ok(HeadBody {
            size: head.size,
            root: head.root.to_string(),
            checkpoint: services.ledger.checkpoint().map_err(failed)?,
            public_key: services.ledger.public_key().to_string(),
        })
    })
    .await
    .map(Json)
}

/// Events in the order of the ledger; the newest page where no start is given.
#[utoipa::path(
    get, path = "/ledger/events", tag = "ledger", params(EventFilter),
    responses(
        (status = 200, body = Vec<EventBody>), (status = 400, body = ProblemBody), (status = 401, body = ProblemBody),
        (status = 403, body = ProblemBody)
    )
)]
pub(crate) async fn events(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    Query(filter): Query<EventFilter>,
) -> Result<Json<Vec<EventBody>>, ApiError> {
    user.require(&READERS)?;
    blocking(move || {
        let limit = filter.limit.unwrap_or(50).clamp(1, 500);
        let found = match filter.stream.as_deref() {
            Some(stream) => {
                let of_stream = services.ledger.stream(&super::parse("stream", stream)?).map_err(failed)?;
                part(of_stream, filter.from, usize::try_from(limit).unwrap_or(usize::MAX))
            }
            None => {
                let from = filter.from.unwrap_or_else(|| services.ledger.head().size.saturating_sub(limit));
                services.ledger.read_from(from, limit).map_err(failed)?
            }
        };
        let body = |event: ledger::StoredEvent| {
            let actor = serde_json::to_value(&event.actor).map_err(|error| ApiError::internal(&error))?;
            Ok(EventBody {
                sequence: event.sequence,
                stream: event.stream.to_string(),
                version: event.version,
                at: Time(event.at),
                actor,
                kind: event.kind,
                body: event.body,
            })
        };
        found.into_iter().map(body).collect::<Result<Vec<_>, ApiError>>()
    })
    .await
    .map(Json)
}

/// The first events from a sequence on, or the last ones.
fn part(mut events: Vec<ledger::StoredEvent>, from: Option<u64>, limit: usize) -> Vec<ledger::StoredEvent> {
    match from {
        Some(from) => {
            events.retain(|event| event.sequence >= from);
            events.truncate(limit);
            events
        }
        None => events.split_off(events.len().saturating_sub(limit)),
    }
}

/// That an event stands in the ledger as it is now.
#[utoipa::path(
    get, path = "/ledger/events/{sequence}/proof", tag = "ledger", params(("sequence" = u64, Path)),
    responses(
        (status = 200, body = ProofBody), (status = 401, body = ProblemBody), (status = 403, body = ProblemBody),
        (status = 404, body = ProblemBody)
    )
)]
pub(crate) async fn proof(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    Path(sequence): Path<u64>,
) -> Result<Json<ProofBody>, ApiError> {
    user.require(&READERS)?;
    blocking(move || {
        let checkpoint = services.ledger.checkpoint().map_err(failed)?;
        // The size that the checkpoint signs, which may be behind the head by now.
        let size: u64 = checkpoint.lines().nth(1).and_then(|line| line.parse().ok()).unwrap_or_default();
        let entry = services.ledger.entry(sequence).map_err(failed)?;
        Ok(ProofBody {
            sequence,
            size,
            root: services.ledger.root_at(size).map_err(failed)?.to_string(),
            entry: String::from_utf8(entry).map_err(|error| ApiError::internal(&error))?,
            leaf_hash: services.ledger.leaf_hash(sequence).map_err(failed)?.to_string(),
            path: services
                .ledger
                .inclusion_proof(sequence, size)
                .map_err(failed)?
                .iter()
                .map(ToString::to_string)
                .collect(),
            checkpoint,
        })
    })
    .await
    .map(Json)
}

/// That the smaller ledger is the beginning of the larger.
#[utoipa::path(
    get, path = "/ledger/consistency", tag = "ledger", params(Sizes),
    responses(
        (status = 200, body = ConsistencyBody), (status = 400, body = ProblemBody), (status = 401, body = ProblemBody),
        (status = 403, body = ProblemBody), (status = 404, body = ProblemBody)
    )
)]
pub(crate) async fn consistency(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    Query(sizes): Query<Sizes>,
) -> Result<Json<ConsistencyBody>, ApiError> {
    user.require(&READERS)?;
    blocking(move || {
        let path = services.ledger.consistency_proof(sizes.from, sizes.to).map_err(failed)?;
        Ok(ConsistencyBody {
            from: sizes.from,
            to: sizes.to,
            from_root: services.ledger.root_at(sizes.from).map_err(failed)?.to_string(),
            to_root: services.ledger.root_at(sizes.to).map_err(failed)?.to_string(),
            path: path.iter().map(ToString::to_string).collect(),
        })
    })
    .await
    .map(Json)
}

/// Checks every event, every checkpoint and every signature, from the files alone.
#[utoipa::path(
    post, path = "/ledger/verify", operation_id = "verify_ledger", tag = "ledger",
    responses((status = 200, body = VerificationBody), (status = 401, body = ProblemBody), (status = 403, body = ProblemBody))
)]
pub(crate) async fn verify(
    State(services): State<Arc<Services>>,
    user: SignedIn,
) -> Result<Json<VerificationBody>, ApiError> {
    user.require(&READERS)?;
    blocking(move || {
        let report = ledger::verify(services.ledger.dir(), &services.ledger.public_key());
        Ok(VerificationBody {
            ok: report.ok,
            events: report.size,
            checkpoints: report.checkpoints,
            faults: report
                .faults
                .into_iter()
                .map(|fault| FaultBody {
                    kind: fault.kind,
                    sequence: fault.sequence,
                    stream: fault.stream,
                    detail: fault.detail,
                })
                .collect(),
            unlisted_faults: report.unlisted_faults,
        })
    })
    .await
    .map(Json)
}

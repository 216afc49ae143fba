//! From the stores to the frozen input of a tracing, and from there to its ranking, on a thread of its own.

mod automatic;
mod gather;
mod tracks;

use std::panic::AssertUnwindSafe;
use std::sync::{Arc, PoisonError};

use casework::tracing::{
    Cause, Command, Found, Frozen, Question, Ranked, Tracing, TrackFile, compute, freeze, ranking,
};
use ledger::Expected;
use model::{Actor, BlobHash, TracingId, UserId};

pub use automatic::trace_alarms;
pub(crate) use gather::question_of;
pub(crate) use tracks::{Files, asked, height_m, preview, read};

use crate::error::ApiError;
use crate::services::Services;

/// Who reckons.
const RECKONER: &str = "tracing";

/// Freezes the input of a ranking, with what cruises measured, and keeps it; gives its hash.
pub(crate) fn keep_input(
    services: &Services,
    question: &Question,
    tracks: &[TrackFile],
    by: &Actor,
) -> Result<BlobHash, ApiError> {
    let register = services.views.register();
    let station = register.stations.get(&question.station).ok_or_else(ApiError::not_found)?;
    let (question, tracks) = tracks::read_all(services, question, tracks)?;
    let mut gathered = gather::gather(services, &register, station, &question)?;
    gathered.tracks = tracks;
    let frozen = freeze(&register, station, &question, &gathered);
    let now = services.machine_clock.now();
    let kept = services.vault.put_document(&frozen.to_bytes(), "tracing-input.json", &keeper(by)?, now);
    Ok(kept.map_err(|error| ApiError::unavailable(&error))?.hash)
}

/// In whose name a document is kept that `actor` had made.
fn keeper(actor: &Actor) -> Result<UserId, ApiError> {
    match actor {
        Actor::User { id, .. } => Ok(id.clone()),
        Actor::System { name } => {
            name.parse().map_err(|error: model::ParseIdError| ApiError::internal(&error))
        }
    }
}

/// The frozen input of a version.
pub(crate) fn input(services: &Services, hash: &BlobHash) -> Result<Frozen, ApiError> {
    let bytes = services.vault.read_blob(hash).map_err(|error| ApiError::unavailable(&error))?;
    Frozen::read(&bytes).map_err(|error| ApiError::internal(&error))
}

/// What came of a version.
pub(crate) fn found(services: &Services, hash: &BlobHash) -> Result<Found, ApiError> {
    let bytes = services.vault.read_blob(hash).map_err(|error| ApiError::unavailable(&error))?;
    Found::read(&bytes).map_err(|error| ApiError::internal(&error))
}

/// Begins to reckon what waits in a tracing; the pages hear of it when it is there.
pub(crate) fn begin(services: &Arc<Services>, id: TracingId) {
    let services = Arc::clone(services);
    std::thread::spawn(move || reckon(&services, &id));
}

/// Reckons whatever a former process left unreckoned: its input is frozen, so that the same comes out.
///
/// # Errors
/// If the views fail.
pub fn resume_tracings(services: &Arc<Services>) -> Result<usize, ApiError> {
    let rows = services.views.tracings().map_err(|error| ApiError::unavailable(&error))?;
    let waiting = rows.iter().filter(|row| row.tracing.running().is_some());
    let ids: Vec<TracingId> = waiting.map(|row| row.tracing.id().clone()).collect();
    let count = ids.len();
    ids.into_iter().for_each(|id| begin(services, id));
    Ok(count)
}

fn reckon(services: &Services, id: &TracingId) {
    // One after the other: each has the machine's cores for itself, and the rest of the system needs some as well.
    let _place = services.tracing_place.lock().unwrap_or_else(PoisonError::into_inner);
    let told = waiting(services, id).and_then(|waiting| match waiting {
        Some((input, by)) => tell(services, id, &input, &by),
        None => Ok(()),
    });
    if let Err(error) = told {
        tracing::error!(tracing.id = %id, ?error, "a tracing could not be reckoned");
    }
}

/// The input that waits for a ranking, and who had it frozen.
fn waiting(services: &Services, id: &TracingId) -> Result<Option<(BlobHash, Actor)>, ApiError> {
    let row = services.views.tracing(id).map_err(|error| ApiError::unavailable(&error))?;
    let tracing: Option<Tracing> = row.map(|row| row.tracing);
    Ok(tracing.as_ref().and_then(|tracing| {
        let version = tracing.versions.get(tracing.running()?)?;
        Some((version.input.clone(), version.by.clone()))
    }))
}

fn tell(services: &Services, id: &TracingId, hash: &BlobHash, by: &Actor) -> Result<(), ApiError> {
    let command = match outcome(services, hash, by) {
        Ok(command) => command,
        Err(why) => {
            tracing::error!(tracing.id = %id, why, "a ranking could not be made");
            Command::Fail { input: hash.clone(), why }
        }
    };
    let actor = Actor::system(RECKONER);
    let done = services.office.tracing(id, (Expected::Any, None), &actor, &command);
    done.map(drop).map_err(crate::routes::commands::office_error)
}

fn outcome(services: &Services, hash: &BlobHash, by: &Actor) -> Result<Command, String> {
    let frozen = input(services, hash).map_err(|error| format!("the input cannot be read: {error:?}"))?;
    let missing = frozen.fatal();
    if !missing.is_empty() {
        return Ok(Command::GiveUp { input: hash.clone(), missing });
    }
    let reckoned = std::panic::catch_unwind(AssertUnwindSafe(|| compute(&frozen, hash)));
    let found = reckoned.map_err(|_| "the program failed; the log has more".to_owned())?;
    let found = found.map_err(|error| error.to_string())?;
    let ranking = ranking(&frozen, &found.outcome);
    let now = services.machine_clock.now();
    let by = keeper(by).map_err(|error| format!("{error:?}"))?;
    let kept = services.vault.put_document(&found.to_bytes(), "tracing-outcome.json", &by, now);
    let kept = kept.map_err(|error| error.to_string())?;
    let method = found.method;
    Ok(Command::Rank(Ranked { input: hash.clone(), found: kept.hash, method, ranking }))
}

/// Freezes what is known now as a further version of a tracing, with the tracks that came to it and perhaps a new one.
pub(crate) fn again(
    services: &Services,
    tracing: &Tracing,
    new: Option<TrackFile>,
    by: &Actor,
) -> Result<Command, ApiError> {
    let question = match tracing.alarm() {
        Some(alarm) => question_of(services, alarm)?,
        None => tracing.opened.question.clone(),
    };
    let tracks: Vec<TrackFile> = tracing.tracks().chain(&new).cloned().collect();
    let input = keep_input(services, &question, &tracks, by)?;
    let cause = new.map_or(Cause::Again, Cause::Track);
    Ok(Command::Renew { input, cause })
}

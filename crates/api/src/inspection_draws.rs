//! Plans and records of draws in the vault, and the machine's own look at draws whose time is over.

use casework::inspection_draw::{Attempt, Case, Command, InspectionDraw, Refusal};
use draw::{Commitment, Plan, Record};
use model::{Actor, BlobHash, UserId};
use vault::VaultError;

use crate::error::ApiError;
use crate::office::OfficeError;
use crate::routes::commands::office_error;
use crate::services::Services;

/// The machine, as the ledger names it.
const MACHINE: &str = "draws";

/// The frozen plan of a file in the vault.
pub(crate) fn plan_of(services: &Services, file: &BlobHash) -> Result<Commitment, ApiError> {
    let bytes = services.vault.read_blob(file).map_err(|error| ApiError::unavailable(&error))?;
    let plan: Plan = serde_json::from_slice(&bytes).map_err(|error| ApiError::internal(&error))?;
    Commitment::adopt(plan).map_err(|refusal| ApiError::internal(&refusal))
}

/// Everything of a draw that was ever frozen.
pub(crate) fn record_of(services: &Services, draw: &InspectionDraw) -> Result<Record, ApiError> {
    let frozen = draw.attempts.iter().filter_map(|attempt| Some((attempt, attempt.frozen()?)));
    let attempts = frozen.map(|(attempt, frozen)| {
        let commitment = plan_of(services, &frozen.committed.plan)?;
        let record = attempt.record(commitment).map_err(|refusal| ApiError::internal(&refusal))?;
        record.ok_or_else(|| ApiError::internal(&"a frozen attempt without a record"))
    });
    Ok(Record::new(attempts.collect::<Result<_, ApiError>>()?))
}

/// Keeps a plan or a record, made for `maker`.
pub(crate) fn keep(
    services: &Services,
    maker: &UserId,
    document: &impl serde::Serialize,
    name: &str,
) -> Result<BlobHash, ApiError> {
    let bytes = serde_json::to_vec(document).map_err(|error| ApiError::internal(&error))?;
    let kept = services.vault.put_document(&bytes, name, maker, services.machine_clock.now());
    kept.map(|blob| blob.hash).map_err(|error: VaultError| ApiError::unavailable(&error))
}

/// Declares void whatever waits for its chance and can no longer be drawn in time, and makes public that it is. Gives how
/// many were declared void. One that cannot be dealt with does not keep the others waiting.
///
/// # Errors
/// If the views fail.
pub fn void_overdue(services: &Services) -> Result<usize, ApiError> {
    let draws = services.views.inspection_draws().map_err(|error| ApiError::unavailable(&error))?;
    let mut voided = 0;
    for draw in &draws {
        match look_at(services, draw) {
            Ok(true) => voided += 1,
            Ok(false) => {}
            Err(error) => tracing::error!(draw.id = %draw.id, ?error, "an overdue draw could not be ended"),
        }
    }
    Ok(voided)
}

/// Whether the draw became void just now.
fn look_at(services: &Services, draw: &InspectionDraw) -> Result<bool, ApiError> {
    let Some(attempt) = draw.last() else { return Ok(false) };
    if attempt.has_lapsed() {
        // Void before, by the machine or by hand, and not public yet.
        publish(services, draw, attempt)?;
        return Ok(false);
    }
    let (Some(frozen), Some(_)) = (attempt.frozen(), attempt.overdue(services.clock.now())) else {
        return Ok(false);
    };
    let commitment = plan_of(services, &frozen.committed.plan)?;
    if !give(services, draw, &Command::Lapse, Some(&commitment))? {
        return Ok(false);
    }
    let now_void = services.views.inspection_draw(&draw.id).map_err(|error| ApiError::unavailable(&error))?;
    if let Some((draw, attempt)) = now_void.as_ref().and_then(|draw| Some((draw, draw.last()?))) {
        publish(services, draw, attempt)?;
    }
    Ok(true)
}

fn publish(services: &Services, draw: &InspectionDraw, attempt: &Attempt) -> Result<(), ApiError> {
    // A file in the vault belongs to somebody: here to whoever opened what is now over.
    let Actor::User { id, .. } = &attempt.opened_by else { return Ok(()) };
    if attempt.published().is_some() {
        return Ok(());
    }
    let record = keep(services, id, &record_of(services, draw)?, &format!("{}.json", draw.id))?;
    give(services, draw, &Command::Publish { record }, None).map(drop)
}

/// Whether the command was carried out; a person may have been faster.
fn give(
    services: &Services,
    draw: &InspectionDraw,
    command: &Command,
    commitment: Option<&Commitment>,
) -> Result<bool, ApiError> {
    let case = Case { commitment, now: services.clock.now() };
    match services.office.inspection_draw(&draw.id, None, &Actor::system(MACHINE), command, case) {
        Ok(_) => Ok(true),
        Err(OfficeError::InspectionDraw(Refusal::Over | Refusal::IsPublished)) => Ok(false),
        Err(error) => Err(office_error(error)),
    }
}

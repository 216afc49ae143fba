//! Cases through the office.

use std::collections::BTreeSet;

use casework::case::{self, Case, Circumstances, Command, EarlierCase};
use ledger::{CommandId, Expected, Hash, NewEvent, StoredEvent, StreamId};
use model::{Actor, AlarmId, BlobHash, CaseId};

use super::{Done, Office, OfficeError, Stop, id_of};

/// What lies outside a case, as its caller has found it: files are not in the ledger.
#[derive(Debug, Clone, Default)]
pub struct Around {
    /// Files of the case, or of the command, that are gone or not what their hash says.
    pub altered: BTreeSet<BlobHash>,
    /// Cases of the party in the whole register.
    pub earlier: Vec<EarlierCase>,
}

fn stream(id: &CaseId) -> Result<StreamId, OfficeError> {
    format!("{}{id}", case::STREAMS).parse().map_err(|error| OfficeError::History(format!("{error}")))
}

impl Office {
    /// The id of the case that a command opens by hand: a command that is repeated opens it once.
    ///
    /// # Errors
    /// Never for the ids that the ledger takes.
    pub fn case_id(command: &CommandId) -> Result<CaseId, OfficeError> {
        id_of("C", command)
    }

    /// The id of the case of an alarm: nobody opens two.
    ///
    /// # Errors
    /// Never for the ids that the ledger takes.
    pub fn case_id_of_alarm(alarm: &AlarmId) -> Result<CaseId, OfficeError> {
        let hash = Hash::of(format!("alarm/{alarm}").as_bytes());
        let digits: String = hash.as_bytes().iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        format!("C-{digits}")
            .parse()
            .map_err(|error: model::ParseIdError| OfficeError::History(error.to_string()))
    }

    /// Gives `command` to the case `id`.
    ///
    /// # Errors
    /// If it is refused, was made for another version, or storage fails; nothing has then happened.
    pub fn case(
        &self,
        id: &CaseId,
        expected: Expected,
        command_id: Option<CommandId>,
        actor: &Actor,
        command: &Command,
        around: &Around,
    ) -> Result<Done, OfficeError> {
        let here = Circumstances {
            law: &self.law,
            now: self.clock.now(),
            altered: &around.altered,
            earlier: &around.earlier,
        };
        let refused = |refusal| OfficeError::Case(Box::new(refusal));
        self.transact(&stream(id)?, expected, command_id, actor, refused, |history| {
            let state = fold(history).map_err(Stop::History)?;
            let events = case::decide(state.as_ref(), command, actor, &here).map_err(Stop::Refused)?;
            Ok(events
                .iter()
                .map(|event| NewEvent { kind: event.kind().into(), body: event.to_json() })
                .collect())
        })
    }

    /// What happened in a case, in order.
    ///
    /// # Errors
    /// If storage fails.
    pub fn case_history(&self, id: &CaseId) -> Result<Vec<StoredEvent>, OfficeError> {
        self.ledger.stream(&stream(id)?).map_err(OfficeError::Ledger)
    }
}

fn fold(history: &[StoredEvent]) -> Result<Option<Case>, String> {
    let mut state = None;
    for stored in history {
        let event = case::Event::from_json(&stored.kind, &stored.body).map_err(|error| error.to_string())?;
        let folded = case::apply(state, &event, &stored.actor, stored.at);
        state = Some(folded.map_err(|error| error.to_string())?);
    }
    Ok(state)
}

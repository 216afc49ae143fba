//! Commands on tracings.

use casework::tracing::{self, Command, Tracing};
use ledger::{CommandId, Expected, Hash, NewEvent, StoredEvent, StreamId};
use model::{Actor, AlarmId, TracingId};

use super::{Done, Office, OfficeError, Stop, id_of};

impl Office {
    /// The id of the tracing that a command opens by hand: a command that is repeated opens it once.
    ///
    /// # Errors
    /// Never for the ids that the ledger takes.
    pub fn tracing_id(command: &CommandId) -> Result<TracingId, OfficeError> {
        id_of("T", command)
    }

    /// The id of the tracing of an alarm: nobody opens two.
    ///
    /// # Errors
    /// Never for the ids that the ledger takes.
    pub fn tracing_id_of_alarm(alarm: &AlarmId) -> Result<TracingId, OfficeError> {
        let hash = Hash::of(format!("tracing of alarm/{alarm}").as_bytes());
        let digits: String = hash.as_bytes().iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        let id = format!("T-{digits}").parse();
        id.map_err(|error: model::ParseIdError| OfficeError::History(error.to_string()))
    }

    /// Gives a command to a tracing.
    ///
    /// # Errors
    /// If it is refused, was made for another version, or storage fails; nothing has then happened.
    pub fn tracing(
        &self,
        id: &TracingId,
        (expected, command_id): (Expected, Option<CommandId>),
        actor: &Actor,
        command: &Command,
    ) -> Result<Done, OfficeError> {
        let now = self.clock.now();
        self.transact(&stream_of(id)?, expected, command_id, actor, OfficeError::Tracing, |history| {
            let state = fold(history).map_err(Stop::History)?;
            let event = tracing::decide(state.as_ref(), command, actor, now).map_err(Stop::Refused)?;
            Ok(vec![NewEvent { kind: event.kind().into(), body: event.to_json() }])
        })
    }

    /// Everything that happened in a tracing, in order.
    ///
    /// # Errors
    /// If the ledger fails.
    pub fn tracing_history(&self, id: &TracingId) -> Result<Vec<StoredEvent>, OfficeError> {
        self.ledger.stream(&stream_of(id)?).map_err(OfficeError::Ledger)
    }
}

fn stream_of(id: &TracingId) -> Result<StreamId, OfficeError> {
    let stream = format!("{}{id}", tracing::STREAMS);
    stream.parse().map_err(|error| OfficeError::History(format!("{error}")))
}

fn fold(history: &[StoredEvent]) -> Result<Option<Tracing>, String> {
    let mut state = None;
    for stored in history {
        let event =
            tracing::Event::from_json(&stored.kind, &stored.body).map_err(|error| error.to_string())?;
        let folded = tracing::apply(state, &event, &stored.actor, stored.at);
        state = Some(folded.map_err(|error| error.to_string())?);
    }
    Ok(state)
}

//! Commands on declared stops.

use casework::declared_stop::{self, DeclaredStops};
use ledger::{CommandId, Expected, NewEvent, StoredEvent, StreamId};
use model::{Actor, StopId};

use super::{Done, Office, OfficeError, Stop, id_of};

impl Office {
    /// The id of the stop that a command declares: a command that is repeated declares it once.
    ///
    /// # Errors
    /// Never for the ids that the ledger takes.
    pub fn stop_id(command: &CommandId) -> Result<StopId, OfficeError> {
        id_of("S", command)
    }

    /// Gives `command` to the declared stops.
    ///
    /// # Errors
    /// If it is refused, or storage fails; nothing has then happened.
    pub fn declared_stop(
        &self,
        command_id: Option<CommandId>,
        actor: &Actor,
        command: &declared_stop::Command,
    ) -> Result<Done, OfficeError> {
        let (register, now) = (self.views.register(), self.clock.now());
        self.transact(&stream()?, Expected::Any, command_id, actor, OfficeError::DeclaredStop, |history| {
            let state = fold(history).map_err(Stop::History)?;
            let event =
                declared_stop::decide(&state, &register, command, actor, now).map_err(Stop::Refused)?;
            Ok(vec![NewEvent { kind: event.kind().into(), body: event.to_json() }])
        })
    }

    /// All declared stops, as the ledger has them.
    ///
    /// # Errors
    /// If the ledger fails or cannot be understood.
    pub fn declared_stops(&self) -> Result<DeclaredStops, OfficeError> {
        let history = self.ledger.stream(&stream()?).map_err(OfficeError::Ledger)?;
        fold(&history).map_err(OfficeError::History)
    }
}

fn stream() -> Result<StreamId, OfficeError> {
    declared_stop::STREAM.parse().map_err(|error| OfficeError::History(format!("{error}")))
}

fn fold(history: &[StoredEvent]) -> Result<DeclaredStops, String> {
    let mut state = DeclaredStops::new();
    for stored in history {
        let event =
            declared_stop::Event::from_json(&stored.kind, &stored.body).map_err(|error| error.to_string())?;
        declared_stop::apply(&mut state, &event, &stored.actor, stored.at);
    }
    Ok(state)
}

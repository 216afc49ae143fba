//! Commands on device credentials and on imports of readings.

use casework::{credential, data_import};
use ledger::{CommandId, Expected, NewEvent, StoredEvent};
use model::{Actor, Timestamp};

use super::{Done, Office, OfficeError, Stop};

impl Office {
    /// Gives `command` to the device credentials; `now` by the machine, on whose clock secrets expire.
    ///
    /// # Errors
    /// If it is refused, or storage fails; nothing has then happened.
    pub fn credential(
        &self,
        command_id: Option<CommandId>,
        actor: &Actor,
        command: &credential::Command,
        now: Timestamp,
    ) -> Result<Done, OfficeError> {
        let stream = credential::STREAM.parse().map_err(|error| OfficeError::History(format!("{error}")))?;
        let register = self.views.register();
        self.transact(&stream, Expected::Any, command_id, actor, OfficeError::Credential, |history| {
            let state = fold_credentials(history).map_err(Stop::History)?;
            let events = credential::decide(&state, &register, command, actor, now).map_err(Stop::Refused)?;
            let stored =
                |event: &credential::Event| NewEvent { kind: event.kind().into(), body: event.to_json() };
            Ok(events.iter().map(stored).collect())
        })
    }

    /// All device credentials, as the ledger has them.
    ///
    /// # Errors
    /// If the ledger fails or cannot be understood.
    pub fn credentials(&self) -> Result<credential::Credentials, OfficeError> {
        let stream = credential::STREAM.parse().map_err(|error| OfficeError::History(format!("{error}")))?;
        let history = self.ledger.stream(&stream).map_err(OfficeError::Ledger)?;
        fold_credentials(&history).map_err(OfficeError::History)
    }

    /// Gives `command` to the imports.
    ///
    /// # Errors
    /// If it is refused, or storage fails; nothing has then happened.
    pub fn data_import(
        &self,
        command_id: Option<CommandId>,
        actor: &Actor,
        command: &data_import::Command,
    ) -> Result<Done, OfficeError> {
        let stream = data_import::STREAM.parse().map_err(|error| OfficeError::History(format!("{error}")))?;
        self.transact(&stream, Expected::Any, command_id, actor, OfficeError::DataImport, |history| {
            let state = fold_imports(history).map_err(Stop::History)?;
            let event = data_import::decide(&state, command, actor).map_err(Stop::Refused)?;
            Ok(vec![NewEvent { kind: event.kind().into(), body: event.to_json() }])
        })
    }

    /// All imports, as the ledger has them.
    ///
    /// # Errors
    /// If the ledger fails or cannot be understood.
    pub fn data_imports(&self) -> Result<data_import::Imports, OfficeError> {
        let stream = data_import::STREAM.parse().map_err(|error| OfficeError::History(format!("{error}")))?;
        let history = self.ledger.stream(&stream).map_err(OfficeError::Ledger)?;
        fold_imports(&history).map_err(OfficeError::History)
    }
}

fn fold_credentials(history: &[StoredEvent]) -> Result<credential::Credentials, String> {
    let mut state = credential::Credentials::new();
    for stored in history {
        let event =
            credential::Event::from_json(&stored.kind, &stored.body).map_err(|error| error.to_string())?;
        credential::apply(&mut state, &event);
    }
    Ok(state)
}

fn fold_imports(history: &[StoredEvent]) -> Result<data_import::Imports, String> {
    let mut state = data_import::Imports::new();
    for stored in history {
        let event =
            data_import::Event::from_json(&stored.kind, &stored.body).map_err(|error| error.to_string())?;
        data_import::apply(&mut state, &event, &stored.actor, stored.at);
    }
    Ok(state)
}

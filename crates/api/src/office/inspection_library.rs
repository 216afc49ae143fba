//! Commands on the libraries of objects and officers.

use casework::inspection_library::{self, Library};
use ledger::{CommandId, Expected, NewEvent, StoredEvent};
use model::{Actor, ImportId, LibraryChangeId};

use super::{Done, Office, OfficeError, Stop, id_of};

impl Office {
    /// The id of the import that a command makes: a command that is repeated makes it once.
    ///
    /// # Errors
    /// Never for the ids that the ledger takes.
    pub fn library_import_id(command: &CommandId) -> Result<ImportId, OfficeError> {
        id_of("L", command)
    }

    /// The id of the change of who is who that a command makes.
    ///
    /// # Errors
    /// Never for the ids that the ledger takes.
    pub fn library_change_id(command: &CommandId) -> Result<LibraryChangeId, OfficeError> {
        id_of("W", command)
    }

    /// Gives `command` to the libraries.
    ///
    /// # Errors
    /// If it is refused, or storage fails; nothing has then happened.
    pub fn inspection_library(
        &self,
        command_id: Option<CommandId>,
        actor: &Actor,
        command: &inspection_library::Command,
    ) -> Result<Done, OfficeError> {
        let stream =
            inspection_library::STREAM.parse().map_err(|error| OfficeError::History(format!("{error}")))?;
        let refused = OfficeError::InspectionLibrary;
        self.transact(&stream, Expected::Any, command_id, actor, refused, |history| {
            let library = fold(history).map_err(Stop::History)?;
            let event = inspection_library::decide(&library, command, actor).map_err(Stop::Refused)?;
            Ok(vec![NewEvent { kind: event.kind().into(), body: event.to_json() }])
        })
    }
}

fn fold(history: &[StoredEvent]) -> Result<Library, String> {
    let mut library = Library::default();
    for stored in history {
        let event = inspection_library::Event::from_json(&stored.kind, &stored.body)
            .map_err(|error| error.to_string())?;
        inspection_library::apply(&mut library, &event, &stored.actor, stored.at)
            .map_err(|error| error.to_string())?;
    }
    Ok(library)
}

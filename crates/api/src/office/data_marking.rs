//! Commands on the marking of data.

use casework::data_marking::{self, Case, Command, OutletMarkings};
use ledger::{CommandId, Expected, NewEvent, StoredEvent, StreamId};
use model::{Actor, MarkingId, OutletId};

use super::{Done, Office, OfficeError, Stop, id_of};

impl Office {
    /// The id of the marking that a command makes: a command that is repeated makes it once.
    ///
    /// # Errors
    /// Never for the ids that the ledger takes.
    pub fn marking_id(command: &CommandId) -> Result<MarkingId, OfficeError> {
        id_of("M", command)
    }

    /// Gives `command` to the markings of `outlet`, one of the register's.
    ///
    /// # Errors
    /// If it is refused, or storage fails; nothing has then happened.
    pub fn data_marking(
        &self,
        outlet: &OutletId,
        command_id: Option<CommandId>,
        actor: &Actor,
        command: &Command,
    ) -> Result<Done, OfficeError> {
        let (register, now) = (self.views.register(), self.clock.now());
        let no_outlet = || OfficeError::History(format!("the register has no outlet {outlet}"));
        let outlet = register.outlets.get(outlet).ok_or_else(no_outlet)?;
        let case = Case { register: &register, outlet, law: &self.law, now };
        let stream = stream(&outlet.id)?;
        self.transact(&stream, Expected::Any, command_id, actor, OfficeError::DataMarking, |history| {
            let state = fold(history).map_err(Stop::History)?;
            let event = data_marking::decide(&state, case, command, actor).map_err(Stop::Refused)?;
            Ok(vec![NewEvent { kind: event.kind().into(), body: event.to_json() }])
        })
    }
}

fn stream(outlet: &OutletId) -> Result<StreamId, OfficeError> {
    let text = format!("{}{outlet}", data_marking::STREAMS);
    text.parse().map_err(|error| OfficeError::History(format!("{error}")))
}

fn fold(history: &[StoredEvent]) -> Result<OutletMarkings, String> {
    let mut state = OutletMarkings::default();
    for stored in history {
        let event =
            data_marking::Event::from_json(&stored.kind, &stored.body).map_err(|error| error.to_string())?;
        data_marking::apply(&mut state, &event, &stored.actor, stored.at);
    }
    Ok(state)
}

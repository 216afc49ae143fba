//! Commands on draws by lot.

use casework::inspection_draw::{self, Case, InspectionDraw};
use ledger::{CommandId, Expected, NewEvent, StoredEvent};
use model::{Actor, DrawId};

use super::{Done, Office, OfficeError, Stop};

impl Office {
    /// Gives `command` to the draw `id`, in a case that the caller has put together: the plan lies outside the ledger.
    ///
    /// # Errors
    /// If it is refused, or storage fails; nothing has then happened.
    pub fn inspection_draw(
        &self,
        id: &DrawId,
        command_id: Option<CommandId>,
        actor: &Actor,
        command: &inspection_draw::Command,
        case: Case<'_>,
    ) -> Result<Done, OfficeError> {
        let stream = format!("{}{id}", inspection_draw::STREAMS)
            .parse()
            .map_err(|error| OfficeError::History(format!("{error}")))?;
        self.transact(&stream, Expected::Any, command_id, actor, OfficeError::InspectionDraw, |history| {
            let state = fold(history).map_err(Stop::History)?;
            let events =
                inspection_draw::decide(state.as_ref(), case, command, actor).map_err(Stop::Refused)?;
            Ok(events
                .iter()
                .map(|event| NewEvent { kind: event.kind().into(), body: event.to_json() })
                .collect())
        })
    }
}

fn fold(history: &[StoredEvent]) -> Result<Option<InspectionDraw>, String> {
    let mut state = None;
    for stored in history {
        let event = inspection_draw::Event::from_json(&stored.kind, &stored.body)
            .map_err(|error| error.to_string())?;
        let folded = inspection_draw::apply(state, &event, &stored.actor, stored.at);
        state = Some(folded.map_err(|error| error.to_string())?);
    }
    Ok(state)
}

//! Commands on the plans of draws.

use casework::inspection_plan::{self, InspectionPlan, Proposed};
use ledger::{CommandId, Expected, NewEvent, StoredEvent};
use model::Actor;

use super::{Done, Office, OfficeError, Stop};

impl Office {
    /// Gives `command` to the plan of `year`; `proposed` is what the libraries and the rules give.
    ///
    /// # Errors
    /// If it is refused, or storage fails; nothing has then happened.
    pub fn inspection_plan(
        &self,
        (year, proposed): (i16, &[Proposed]),
        command_id: Option<CommandId>,
        actor: &Actor,
        command: &inspection_plan::Command,
    ) -> Result<Done, OfficeError> {
        let stream = format!("{}{year}", inspection_plan::STREAMS)
            .parse()
            .map_err(|error| OfficeError::History(format!("{error}")))?;
        self.transact(&stream, Expected::Any, command_id, actor, OfficeError::InspectionPlan, |history| {
            let state = fold(history).map_err(Stop::History)?;
            let event = inspection_plan::decide(state.as_ref(), (year, proposed), command, actor)
                .map_err(Stop::Refused)?;
            Ok(vec![NewEvent { kind: event.kind().into(), body: event.to_json() }])
        })
    }
}

fn fold(history: &[StoredEvent]) -> Result<Option<InspectionPlan>, String> {
    let mut state = None;
    for stored in history {
        let event = inspection_plan::Event::from_json(&stored.kind, &stored.body)
            .map_err(|error| error.to_string())?;
        let folded = inspection_plan::apply(state, &event, &stored.actor, stored.at);
        state = Some(folded.map_err(|error| error.to_string())?);
    }
    Ok(state)
}

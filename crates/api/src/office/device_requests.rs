//! Requests to devices through the office.

use casework::device_request::{self, Command, DeviceRequest, InterruptCause};
use ledger::{CommandId, Expected, NewEvent, StoredEvent, StreamId};
use model::{Actor, DeviceRequestId};

use super::{Done, Office, OfficeError, Stop, id_of};

/// The streams of device requests begin so.
pub(crate) const STREAMS: &str = "device-request/";

fn stream(id: &DeviceRequestId) -> Result<StreamId, OfficeError> {
    format!("{STREAMS}{id}").parse().map_err(|error| OfficeError::History(format!("{error}")))
}

impl Office {
    /// The id of the request that a command makes: the same for the same command, so that a repeated one finds
    /// its first outcome.
    ///
    /// # Errors
    /// Never for the ids that the ledger takes.
    pub fn device_request_id(command: &CommandId) -> Result<DeviceRequestId, OfficeError> {
        id_of("R", command)
    }

    /// Gives `command` to the device request `id`.
    ///
    /// # Errors
    /// If the lifecycle refuses it, or storage fails; nothing has then happened.
    pub fn device_request(
        &self,
        id: &DeviceRequestId,
        command_id: Option<CommandId>,
        actor: &Actor,
        command: &Command,
    ) -> Result<Done, OfficeError> {
        let stream = stream(id)?;
        self.transact(&stream, Expected::Any, command_id, actor, OfficeError::DeviceRequest, |history| {
            let state = fold(history).map_err(Stop::History)?;
            let events = device_request::decide(state.as_ref(), command, actor).map_err(Stop::Refused)?;
            Ok(events
                .iter()
                .map(|event| NewEvent { kind: event.kind().into(), body: event.to_json() })
                .collect())
        })
    }

    /// Ends every request that a process left open when it ended; gives how many. For the start, before
    /// anything can be asked.
    ///
    /// # Errors
    /// As for [`Office::device_request`]; those before the failing one are ended.
    pub fn interrupt_unfinished_requests(&self, actor: &Actor) -> Result<usize, OfficeError> {
        let open = self.views.open_device_requests().map_err(OfficeError::Views)?;
        let command = Command::Interrupt { cause: InterruptCause::Unfinished, data_frames: 0 };
        for row in &open {
            self.device_request(&row.request.id, None, actor, &command)?;
        }
        Ok(open.len())
    }
}

fn fold(history: &[StoredEvent]) -> Result<Option<DeviceRequest>, String> {
    let mut state = None;
    for stored in history {
        let event = device_request::Event::from_json(&stored.kind, &stored.body)
            .map_err(|error| error.to_string())?;
        state = Some(device_request::apply(state, &event, stored.at).map_err(|error| error.to_string())?);
    }
    Ok(state)
}

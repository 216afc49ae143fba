//! Commands on the positive list.

use casework::positive_list::{self, Case, Facts, Standing};
use ledger::{CommandId, Expected, NewEvent, Request, StoredEvent, StreamId};
use model::{Actor, CreditCode, DistrictCode};

use super::{Done, Office, OfficeError, Stop};

/// Whom a command is about, and what is known.
pub(crate) struct About<'a> {
    pub(crate) enterprise: &'a CreditCode,
    pub(crate) district: Option<&'a DistrictCode>,
    pub(crate) facts: &'a Facts,
}

/// A command on the list for an enterprise, of which its caller has put together what is known.
#[derive(Debug, Clone, PartialEq)]
pub struct ListAct {
    /// For whom.
    pub enterprise: CreditCode,
    /// Its district, if anybody knows.
    pub district: Option<DistrictCode>,
    /// What is known.
    pub facts: Facts,
    /// The command.
    pub command: positive_list::Command,
}

impl Office {
    /// Acts on the positive list, many in one commit. What is refused for one is done for the others.
    ///
    /// # Errors
    /// If storage fails; nothing has then happened to any of them.
    pub fn positive_lists(
        &self,
        actor: &Actor,
        acts: &[ListAct],
    ) -> Result<Vec<Result<Done, OfficeError>>, OfficeError> {
        let now = self.clock.now();
        let request = |act: &ListAct| -> Result<Request, OfficeError> {
            Ok(Request { stream: stream_of(&act.enterprise)?, expected: Expected::Any, command: None })
        };
        let requests = acts.iter().map(request).collect::<Result<Vec<_>, _>>()?;
        self.transact_each(&requests, actor, now, OfficeError::PositiveList, |place, history| {
            let Some(act) = acts.get(place) else { return Ok(Vec::new()) };
            let case = Case { law: &self.law, facts: &act.facts, district: act.district.as_ref(), now };
            let state = fold(history).map_err(Stop::History)?;
            let event = positive_list::decide(state.as_ref(), &act.enterprise, case, &act.command, actor);
            let event = event.map_err(Stop::Refused)?;
            Ok(vec![NewEvent { kind: event.kind().into(), body: event.to_json() }])
        })
    }

    /// Gives `command` for an enterprise, of which the caller has put together what is known.
    ///
    /// # Errors
    /// If it is refused, or storage fails; nothing has then happened.
    pub(crate) fn positive_list(
        &self,
        about: &About<'_>,
        expected: Expected,
        command_id: Option<CommandId>,
        actor: &Actor,
        command: &positive_list::Command,
    ) -> Result<Done, OfficeError> {
        let stream = stream_of(about.enterprise)?;
        let case =
            Case { law: &self.law, facts: about.facts, district: about.district, now: self.clock.now() };
        self.transact(&stream, expected, command_id, actor, OfficeError::PositiveList, |history| {
            let state = fold(history).map_err(Stop::History)?;
            let event = positive_list::decide(state.as_ref(), about.enterprise, case, command, actor);
            let event = event.map_err(Stop::Refused)?;
            Ok(vec![NewEvent { kind: event.kind().into(), body: event.to_json() }])
        })
    }

    /// Everything that happened to an enterprise and the list, in order.
    ///
    /// # Errors
    /// If the ledger fails.
    pub(crate) fn positive_list_history(
        &self,
        enterprise: &CreditCode,
    ) -> Result<Vec<StoredEvent>, OfficeError> {
        self.ledger.stream(&stream_of(enterprise)?).map_err(OfficeError::Ledger)
    }
}

fn stream_of(enterprise: &CreditCode) -> Result<StreamId, OfficeError> {
    let stream = format!("{}{enterprise}", positive_list::STREAMS);
    stream.parse().map_err(|error| OfficeError::History(format!("{error}")))
}

fn fold(history: &[StoredEvent]) -> Result<Option<Standing>, String> {
    let mut state = None;
    for stored in history {
        let event =
            positive_list::Event::from_json(&stored.kind, &stored.body).map_err(|error| error.to_string())?;
        let folded = positive_list::apply(state, &event, &stored.actor, stored.at);
        state = Some(folded.map_err(|error| error.to_string())?);
    }
    Ok(state)
}

//! Cases through the office.

use std::collections::BTreeSet;

use casework::case::{self, Case, Circumstances, Command, EarlierCase};
use ledger::{
    CommandId, Expected, Hash, NewEvent, Request, StoredEvent, StreamId, TransactError, Transacted,
};
use model::{Actor, AlarmId, BlobHash, CaseId};

use super::{Done, Office, OfficeError, Stop, failed, id_of};

/// What lies outside a case, as its caller has found it: files are not in the ledger.
#[derive(Debug, Clone, Default)]
pub struct Around {
    /// Files of the case, or of the command, that are gone or not what their hash says.
    pub altered: BTreeSet<BlobHash>,
    /// Cases of the party in the whole register.
    pub earlier: Vec<EarlierCase>,
}

/// A command to a case.
#[derive(Debug, Clone)]
pub struct CaseDeed {
    /// To which.
    pub id: CaseId,
    /// At which version.
    pub expected: Expected,
    /// Its id, if it may come again.
    pub command_id: Option<CommandId>,
    /// The command.
    pub command: Command,
    /// What lies outside the case.
    pub around: Around,
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
        let (command, around) = (command.clone(), around.clone());
        let act = CaseDeed { id: id.clone(), expected, command_id, command, around };
        let mut outcomes = self.cases(actor, std::slice::from_ref(&act))?;
        outcomes.pop().unwrap_or_else(|| Err(OfficeError::History("a command without an outcome".into())))
    }

    /// [`Office::case`] for many acts of one person in one commit, in their order. What is refused for one is done for the
    /// others.
    ///
    /// # Errors
    /// If storage fails; nothing has then happened to any of them.
    pub fn cases(
        &self,
        actor: &Actor,
        acts: &[CaseDeed],
    ) -> Result<Vec<Result<Done, OfficeError>>, OfficeError> {
        let now = self.clock.now();
        let request = |act: &CaseDeed| -> Result<Request, OfficeError> {
            let (stream, expected, command) = (stream(&act.id)?, act.expected, act.command_id.clone());
            Ok(Request { stream, expected, command })
        };
        let requests = acts.iter().map(request).collect::<Result<Vec<_>, _>>()?;
        let outcomes = self.ledger.transact_all(&requests, actor, now, |place, history| {
            let Some(act) = acts.get(place) else { return Ok(Vec::new()) };
            let state = fold(history).map_err(Stop::History)?;
            let (altered, earlier) = (&act.around.altered, act.around.earlier.as_slice());
            let here = Circumstances { law: &self.law, now, altered, earlier };
            let decided = case::decide(state.as_ref(), &act.command, actor, &here);
            let events = decided.map_err(|refusal| Stop::Refused(Box::new(refusal)))?;
            let new = |event: &case::Event| NewEvent { kind: event.kind().into(), body: event.to_json() };
            Ok(events.iter().map(new).collect())
        });
        let outcomes = outcomes.map_err(|error| {
            self.note_trouble(&error);
            OfficeError::Ledger(error)
        })?;
        self.views.catch_up(&self.ledger).map_err(OfficeError::Views)?;
        let done = |outcome: Result<Transacted, TransactError<Stop<Box<case::Refusal>>>>| {
            outcome.map(|transacted| self.done(&transacted)).map_err(|error| failed(error, OfficeError::Case))
        };
        Ok(outcomes.into_iter().map(done).collect())
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

//! Commands on inspections.

use casework::inspection::{self, Circumstances, Command, Inspection, ListedAs};
use casework::positive_list::is_in_force;
use jiff::civil::Date;
use law::ListRegime;
use ledger::{CommandId, Expected, Hash, NewEvent, Request, StoredEvent, StreamId};
use model::{Actor, CreditCode, DrawId, InspectionId, Timestamp, china};

use super::{Done, Office, OfficeError, Stop, id_of};

/// A command to an inspection.
#[derive(Debug, Clone, PartialEq)]
pub struct InspectionAct {
    /// To which.
    pub id: InspectionId,
    /// Whose it is.
    pub enterprise: CreditCode,
    /// At which version.
    pub expected: Expected,
    /// Its id, if it may come again.
    pub command_id: Option<CommandId>,
    /// The command.
    pub command: Command,
}

impl Office {
    /// The id of the inspection of an enterprise that a draw orders: nobody opens two.
    ///
    /// # Errors
    /// Never for ids that a draw has.
    pub fn inspection_id(draw: &DrawId, enterprise: &CreditCode) -> Result<InspectionId, OfficeError> {
        let hash = Hash::of(format!("{draw}/{enterprise}").as_bytes());
        let digits: String = hash.as_bytes().iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        let id = format!("I-{digits}").parse();
        id.map_err(|error: model::ParseIdError| OfficeError::History(error.to_string()))
    }

    /// The id of the inspection that a command assigns.
    ///
    /// # Errors
    /// Never for the ids that the ledger takes.
    pub fn assigned_inspection_id(command: &CommandId) -> Result<InspectionId, OfficeError> {
        id_of("I", command)
    }

    /// How an enterprise stands on the positive list on `day`, if it is on it.
    ///
    /// # Errors
    /// If the views fail.
    pub fn listed_as(&self, enterprise: &CreditCode, day: Date) -> Result<Option<ListedAs>, OfficeError> {
        let row = self.views.positive_list_of(enterprise).map_err(OfficeError::Views)?;
        let standing = row.map(|row| row.standing);
        let entry = standing.as_ref().and_then(|standing| standing.last());
        Ok(entry.filter(|entry| is_in_force(entry, &self.law, day)).map(|entry| ListedAs {
            number: entry.category.number,
            name: entry.category.name.clone(),
            name_en: entry.category.name_en.clone(),
            regime: entry.category.regime,
        }))
    }

    fn spares_visits(&self, enterprise: &CreditCode, now: Timestamp) -> Result<bool, OfficeError> {
        let listed = self.listed_as(enterprise, china::civil(now).date())?;
        Ok(listed.is_some_and(|listed| listed.regime == ListRegime::Exempt))
    }

    /// Gives a command to an inspection.
    ///
    /// # Errors
    /// If it is refused, was made for another version, or storage fails; nothing has then happened.
    pub fn inspection(&self, actor: &Actor, act: InspectionAct) -> Result<Done, OfficeError> {
        let mut outcomes = self.inspections(actor, &[act])?;
        outcomes.pop().unwrap_or_else(|| Err(OfficeError::History("a command without an outcome".into())))
    }

    /// [`Office::inspection`] for many in one commit. What is refused for one is done for the others.
    ///
    /// # Errors
    /// If storage fails; nothing has then happened to any of them.
    pub fn inspections(
        &self,
        actor: &Actor,
        acts: &[InspectionAct],
    ) -> Result<Vec<Result<Done, OfficeError>>, OfficeError> {
        let now = self.clock.now();
        let decide = self.deciding(actor, acts, now)?;
        self.transact_each(&requests(acts)?, actor, now, OfficeError::Inspection, decide)
    }

    /// [`Office::inspections`] where all of them are to happen: what is refused for one is done for none.
    ///
    /// # Errors
    /// If one is refused or was made for another version, or storage fails.
    pub fn inspections_together(&self, actor: &Actor, acts: &[InspectionAct]) -> Result<(), OfficeError> {
        let now = self.clock.now();
        let decide = self.deciding(actor, acts, now)?;
        self.transact_together(&requests(acts)?, actor, now, OfficeError::Inspection, decide)
    }

    /// What comes of each of `acts`, by its place.
    fn deciding<'a>(
        &self,
        actor: &'a Actor,
        acts: &'a [InspectionAct],
        now: Timestamp,
    ) -> Result<impl FnMut(usize, &[StoredEvent]) -> Decided + use<'a>, OfficeError> {
        let exempt = acts.iter().map(|act| self.spares_visits(&act.enterprise, now));
        let exempt = exempt.collect::<Result<Vec<bool>, OfficeError>>()?;
        let officers = self.views.enforcers().map_err(OfficeError::Views)?;
        let items = self.views.inspection_items().map_err(OfficeError::Views)?;
        Ok(move |place: usize, history: &[StoredEvent]| {
            let (Some(act), Some(exempt)) = (acts.get(place), exempt.get(place)) else {
                return Ok(Vec::new());
            };
            let state = fold(history).map_err(Stop::History)?;
            let here = Circumstances { now, exempt: *exempt, officers: &officers, items: &items };
            let event = inspection::decide(state.as_ref(), &act.command, actor, here);
            let event = event.map_err(|refusal| Stop::Refused(Box::new(refusal)))?;
            Ok(vec![NewEvent { kind: event.kind().into(), body: event.to_json() }])
        })
    }

    /// Everything that happened in an inspection, in order.
    ///
    /// # Errors
    /// If the ledger fails.
    pub fn inspection_history(&self, id: &InspectionId) -> Result<Vec<StoredEvent>, OfficeError> {
        self.ledger.stream(&stream_of(id)?).map_err(OfficeError::Ledger)
    }
}

/// What comes of an act.
type Decided = Result<Vec<NewEvent>, Stop<Box<inspection::Refusal>>>;

fn requests(acts: &[InspectionAct]) -> Result<Vec<Request>, OfficeError> {
    let request = |act: &InspectionAct| {
        let (expected, command) = (act.expected, act.command_id.clone());
        Ok(Request { stream: stream_of(&act.id)?, expected, command })
    };
    acts.iter().map(request).collect()
}

fn stream_of(id: &InspectionId) -> Result<StreamId, OfficeError> {
    let stream = format!("{}{id}", inspection::STREAMS);
    stream.parse().map_err(|error| OfficeError::History(format!("{error}")))
}

fn fold(history: &[StoredEvent]) -> Result<Option<Inspection>, String> {
    let mut state = None;
    for stored in history {
        let event =
            inspection::Event::from_json(&stored.kind, &stored.body).map_err(|error| error.to_string())?;
        let folded = inspection::apply(state, &event, &stored.actor, stored.at);
        state = Some(folded.map_err(|error| error.to_string())?);
    }
    Ok(state)
}

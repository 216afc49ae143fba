//! The office: the one way in which anything happens. It folds a stream, asks `casework` what a command
//! means, appends the answer to the ledger and lets the views catch up before it returns.

mod cases;
mod data_marking;
mod declared_stops;
pub(crate) mod device_requests;
mod findings;
mod inspection_draws;
mod inspection_library;
mod inspection_plans;
pub(crate) mod inspections;
mod merging;
pub(crate) mod positive_list;
mod rules;
mod tracings;
mod ways_in;

pub use cases::{Around, CaseDeed};
pub use findings::Reported;

use std::collections::BTreeMap;
use std::str::FromStr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use casework::alarm::CommandName;
use casework::{alarm, device_request, register, telemetry};
use jiff::civil::Date;
use law::Law;
use ledger::{
    CommandId, Expected, Hash, Ledger, LedgerError, NewEvent, Request, StoredEvent, StreamId, TransactError,
    Transacted,
};
use model::{Actor, AlarmId, Clock, Mn, Register, Timestamp};
use views::{AlarmQuery, Views, ViewsError};

/// The stream of the register.
pub const REGISTER_STREAM: &str = "register";

/// The stream of an alarm.
fn alarm_stream(id: &AlarmId) -> Result<StreamId, OfficeError> {
    format!("alarm/{id}").parse().map_err(|error| OfficeError::History(format!("{error}")))
}

/// Why a command did not happen.
#[derive(Debug, thiserror::Error)]
pub enum OfficeError {
    /// The alarm's lifecycle refuses it.
    #[error("refused: {}", .0.message_en())]
    Alarm(alarm::Refusal),
    /// The register refuses it.
    #[error("refused: {}", .0.message_en())]
    Register(register::Refusal),
    /// The device credentials refuse it.
    #[error("refused: {}", .0.message_en())]
    Credential(casework::credential::Refusal),
    /// The imports refuse it.
    #[error("refused: {}", .0.message_en())]
    DataImport(casework::data_import::Refusal),
    /// The declared stops refuse it.
    #[error("refused: {}", .0.message_en())]
    DeclaredStop(casework::declared_stop::Refusal),
    /// The markings of data refuse it.
    #[error("refused: {}", .0.message_en())]
    DataMarking(casework::data_marking::Refusal),
    /// The lifecycle of a request to a device refuses it.
    #[error("refused: {}", .0.message_en())]
    DeviceRequest(device_request::Refusal),
    /// The lifecycle of draws refuses it.
    #[error("refused: {}", .0.message_en())]
    InspectionDraw(casework::inspection_draw::Refusal),
    /// The lifecycle of inspections refuses it.
    #[error("refused: {}", .0.message_en())]
    Inspection(Box<casework::inspection::Refusal>),
    /// The libraries of objects and officers refuse it.
    #[error("refused: {}", .0.message_en())]
    InspectionLibrary(casework::inspection_library::Refusal),
    /// The plans of draws refuse it.
    #[error("refused: {}", .0.message_en())]
    InspectionPlan(casework::inspection_plan::Refusal),
    /// The positive list refuses it.
    #[error("refused: {}", .0.message_en())]
    PositiveList(casework::positive_list::Refusal),
    /// The lifecycle of cases refuses it.
    #[error("refused: {}", .0.message_en())]
    Case(Box<casework::case::Refusal>),
    /// The lifecycle of rules refuses it.
    #[error("refused: {}", .0.message_en())]
    Rule(casework::rule::Refusal),
    /// The lifecycle of tracings refuses it.
    #[error("refused: {}", .0.message_en())]
    Tracing(casework::tracing::Refusal),
    /// It is no act that may be done with telemetry.
    #[error("refused: {0}")]
    Telemetry(telemetry::Refusal),
    /// It was made for another version.
    #[error("made for another version, it is {actual} now")]
    Conflict {
        /// The version now.
        actual: u64,
    },
    /// The command's id was used for another stream.
    #[error("the command's id was used for something else")]
    CommandReused,
    /// The ledger failed.
    #[error("the ledger failed")]
    Ledger(#[source] LedgerError),
    /// The views failed. Where a command was given, it is in the ledger and holds; the views follow later.
    #[error("the views failed")]
    Views(#[source] ViewsError),
    /// Stored events do not fold.
    #[error("stored events cannot be read: {0}")]
    History(String),
}

/// What came of a look at the alarms that nobody accepts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Escalated {
    /// Those that went up a level.
    pub ids: Vec<AlarmId>,
    /// How many events of the ledger the alarms were folded from; with one more, look again.
    pub as_of: u64,
    /// When the next one's time comes, if nothing happens until then.
    pub next_due: Option<Timestamp>,
}

/// When the next level of each alarm is due that nobody has accepted, as of a number of events.
#[derive(Debug, Default)]
struct Escalations {
    as_of: u64,
    due: BTreeMap<AlarmId, Timestamp>,
}

impl Escalations {
    fn late(&self, now: Timestamp) -> Vec<AlarmId> {
        self.due.iter().filter(|(_, due)| **due <= now).map(|(id, _)| id.clone()).collect()
    }
}

/// What came of a command.
#[derive(Debug, Clone, PartialEq)]
pub struct Done {
    /// The stream's version after it.
    pub version: u64,
    /// How many events it made (or had made, if it is a repeat).
    pub events: usize,
    /// Whether it had been carried out before.
    pub repeated: bool,
}

/// A command to an alarm.
#[derive(Debug, Clone, PartialEq)]
pub struct Act {
    /// To which.
    pub id: AlarmId,
    /// At which version.
    pub expected: Expected,
    /// Its id, if it may come again.
    pub command_id: Option<CommandId>,
    /// The command.
    pub command: alarm::Command,
}

impl Act {
    /// Whether alarms that are handled with this one, or the one that leads it, must hear of it.
    fn moves_merged(&self) -> bool {
        matches!(self.command.name(), CommandName::Close | CommandName::HandOn | CommandName::Separate)
    }
}

/// Carries out commands. Cheap to clone; calls block on the disk.
#[derive(Clone)]
pub struct Office {
    ledger: Ledger,
    views: Views,
    law: Arc<Law>,
    clock: Arc<dyn Clock>,
    /// Why the ledger took nothing the last time, if it did not.
    trouble: Arc<Mutex<Option<String>>>,
    /// Held while alarms are merged, so that no two lead each other.
    merging: Arc<Mutex<()>>,
    /// The day and number of the alarm that was raised last: thousands may be raised at once.
    raised: Arc<Mutex<Option<(Date, u64)>>>,
    escalations: Arc<Mutex<Escalations>>,
}

/// The id of what a command makes: a command that is repeated makes it once.
fn id_of<T: FromStr<Err: std::fmt::Display>>(prefix: &str, command: &CommandId) -> Result<T, OfficeError> {
    let hash = Hash::of(command.as_str().as_bytes());
    let digits: String = hash.as_bytes().iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    format!("{prefix}-{digits}").parse().map_err(|error: T::Err| OfficeError::History(error.to_string()))
}

enum Stop<R> {
    Refused(R),
    History(String),
}

impl Office {
    /// An office over these keepers.
    pub fn new(ledger: Ledger, views: Views, law: Arc<Law>, clock: Arc<dyn Clock>) -> Self {
        Self {
            ledger,
            views,
            law,
            clock,
            trouble: Arc::default(),
            merging: Arc::default(),
            raised: Arc::default(),
            escalations: Arc::default(),
        }
    }

    /// Gives `command` to the alarm `id`.
    ///
    /// # Errors
    /// If the lifecycle refuses it, it was made for another version, or storage fails; nothing has then
    /// happened.
    pub fn alarm(
        &self,
        id: &AlarmId,
        expected: Expected,
        command_id: Option<CommandId>,
        actor: &Actor,
        command: &alarm::Command,
    ) -> Result<Done, OfficeError> {
        let act = Act { id: id.clone(), expected, command_id, command: command.clone() };
        let mut outcomes = self.alarms(actor, std::slice::from_ref(&act))?;
        outcomes.pop().unwrap_or_else(|| Err(OfficeError::History("a command without an outcome".into())))
    }

    /// [`Office::alarm`] for many in one commit. What is refused for one is done for the others.
    ///
    /// # Errors
    /// If storage fails; nothing has then happened to any of them.
    pub fn alarms(&self, actor: &Actor, acts: &[Act]) -> Result<Vec<Result<Done, OfficeError>>, OfficeError> {
        let now = self.clock.now();
        let request = |act: &Act| -> Result<Request, OfficeError> {
            let (stream, expected, command) = (alarm_stream(&act.id)?, act.expected, act.command_id.clone());
            Ok(Request { stream, expected, command })
        };
        let requests = acts.iter().map(request).collect::<Result<Vec<_>, _>>()?;
        let outcomes = self.transact_each(&requests, actor, now, OfficeError::Alarm, |place, history| {
            let Some(act) = acts.get(place) else { return Ok(Vec::new()) };
            let state = fold_alarm(history).map_err(Stop::History)?;
            let decided = alarm::decide(state.as_ref(), &act.command, actor, now, &self.law);
            let events = decided.map_err(Stop::Refused)?;
            let new = |event: &alarm::Event| NewEvent { kind: event.kind().into(), body: event.to_json() };
            Ok(events.iter().map(new).collect())
        })?;
        let of_merged = acts.iter().zip(&outcomes).filter(|(act, done)| done.is_ok() && act.moves_merged());
        match of_merged.map(|(act, _)| act).collect::<Vec<_>>().as_slice() {
            [] => {}
            [act] if act.command.name() != CommandName::Separate => {
                self.follow_merged_or_later(Some(&act.id));
            }
            [..] => self.follow_merged_or_later(None),
        }
        Ok(outcomes)
    }

    /// The id of the production order that a command issues: a command that is repeated issues it once.
    ///
    /// # Errors
    /// Never for the ids that the ledger takes.
    pub fn order_id(command: &CommandId) -> Result<model::OrderId, OfficeError> {
        id_of("O", command)
    }

    /// Gives `command` to the register.
    ///
    /// # Errors
    /// If the register refuses it, or storage fails; nothing has then happened.
    pub fn register(
        &self,
        command_id: Option<CommandId>,
        actor: &Actor,
        command: &register::Command,
    ) -> Result<Done, OfficeError> {
        let stream = REGISTER_STREAM.parse().map_err(|error| OfficeError::History(format!("{error}")))?;
        self.transact(&stream, Expected::Any, command_id, actor, OfficeError::Register, |history| {
            let state = fold_register(history).map_err(Stop::History)?;
            let events = register::decide(&state, command, actor).map_err(Stop::Refused)?;
            Ok(events
                .iter()
                .map(|event| NewEvent { kind: event.kind().into(), body: event.to_json() })
                .collect())
        })
    }

    /// Enters what was done with stored telemetry, once for each `command_id`.
    ///
    /// # Errors
    /// If it is refused, or storage fails; nothing has then happened.
    pub fn telemetry(
        &self,
        command_id: CommandId,
        actor: &Actor,
        event: &telemetry::Event,
    ) -> Result<Done, OfficeError> {
        let stream = crate::routes::seals::stream_of(event);
        let stream = stream.parse().map_err(|error| OfficeError::History(format!("{error}")))?;
        self.transact(&stream, Expected::Any, Some(command_id), actor, OfficeError::Telemetry, |_| {
            let events = telemetry::decide(event, actor).map_err(Stop::Refused)?;
            Ok(events
                .iter()
                .map(|event| NewEvent { kind: event.kind().into(), body: event.to_json() })
                .collect())
        })
    }

    /// Escalates every open alarm whose time for that has come.
    ///
    /// # Errors
    /// As for [`Office::alarm`]; alarms before the failing one stay escalated.
    pub fn escalate_overdue(&self, actor: &Actor) -> Result<Escalated, OfficeError> {
        let now = self.clock.now();
        let mut escalations = self.escalations.lock().unwrap_or_else(PoisonError::into_inner);
        let as_of = self.follow_escalations(&mut escalations)?;
        let mut escalated = Escalated { ids: Vec::new(), as_of, next_due: None };
        let late: Vec<AlarmId> = escalations.late(now);
        for id in late {
            let command = alarm::Command::Escalate { reason: None };
            match self.alarm(&id, Expected::Any, None, actor, &command) {
                Ok(_) => escalated.ids.push(id),
                // It moved meanwhile: its event is looked at in the next round.
                Err(OfficeError::Conflict { .. } | OfficeError::Alarm(_)) => {}
                Err(error) => return Err(error),
            }
        }
        escalated.next_due = escalations.due.values().min().copied();
        Ok(escalated)
    }

    /// Looks at the alarms that have changed since the last time; gives how many events there were. A city may have ten
    /// thousand open alarms, and something happens all the time.
    fn follow_escalations(&self, escalations: &mut Escalations) -> Result<u64, OfficeError> {
        let as_of = self.views.position().map_err(OfficeError::Views)?;
        let changed = AlarmQuery { changed_since: Some(escalations.as_of), ..AlarmQuery::default() };
        for row in self.views.alarms(&changed).map_err(OfficeError::Views)? {
            match alarm::escalation_due(&row.alarm, &self.law) {
                Some(due) => drop(escalations.due.insert(row.alarm.id, due.at)),
                None => drop(escalations.due.remove(&row.alarm.id)),
            }
        }
        escalations.as_of = as_of;
        Ok(as_of)
    }

    /// Why the ledger takes no event now; `None` if it does, as far as anybody has tried. After a failure the
    /// disk is tried again with every call.
    pub fn ledger_trouble(&self) -> Option<String> {
        let mut trouble = self.trouble();
        if trouble.is_some() && self.ledger.check_writable().is_ok() {
            *trouble = None;
        }
        trouble.clone()
    }

    fn trouble(&self) -> MutexGuard<'_, Option<String>> {
        self.trouble.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether the register knows a logger.
    pub fn knows_logger(&self, mn: &Mn) -> bool {
        self.views.register().loggers.contains_key(mn)
    }

    fn transact<R>(
        &self,
        stream: &StreamId,
        expected: Expected,
        command_id: Option<CommandId>,
        actor: &Actor,
        refused: impl FnOnce(R) -> OfficeError,
        decide: impl FnOnce(&[StoredEvent]) -> Result<Vec<NewEvent>, Stop<R>>,
    ) -> Result<Done, OfficeError> {
        let outcome = self.ledger.transact(stream, expected, command_id, actor, self.clock.now(), decide);
        if let Err(TransactError::Store(error)) = &outcome {
            self.note_trouble(error);
        }
        let transacted = outcome.map_err(|error| failed(error, refused))?;
        self.views.catch_up(&self.ledger).map_err(OfficeError::Views)?;
        Ok(self.done(&transacted))
    }

    /// [`Office::transact`] for many streams in one commit (docs/adr/0018); `decide` is told the place of each.
    fn transact_each<R>(
        &self,
        requests: &[Request],
        actor: &Actor,
        now: Timestamp,
        refused: impl Fn(R) -> OfficeError,
        decide: impl FnMut(usize, &[StoredEvent]) -> Result<Vec<NewEvent>, Stop<R>>,
    ) -> Result<Vec<Result<Done, OfficeError>>, OfficeError> {
        let outcomes = self.ledger.transact_all(requests, actor, now, decide).map_err(|error| {
            self.note_trouble(&error);
            OfficeError::Ledger(error)
        })?;
        self.views.catch_up(&self.ledger).map_err(OfficeError::Views)?;
        let done = |outcome: Result<Transacted, TransactError<Stop<R>>>| match outcome {
            Ok(transacted) => Ok(self.done(&transacted)),
            Err(error) => Err(failed(error, &refused)),
        };
        Ok(outcomes.into_iter().map(done).collect())
    }

    /// [`Office::transact_each`] where all are to happen or none.
    fn transact_together<R>(
        &self,
        requests: &[Request],
        actor: &Actor,
        now: Timestamp,
        refused: impl FnOnce(R) -> OfficeError,
        decide: impl FnMut(usize, &[StoredEvent]) -> Result<Vec<NewEvent>, Stop<R>>,
    ) -> Result<(), OfficeError> {
        let outcome = self.ledger.transact_together(requests, actor, now, decide);
        if let Err(TransactError::Store(error)) = &outcome {
            self.note_trouble(error);
        }
        let transacted = outcome.map_err(|error| failed(error, refused))?;
        self.views.catch_up(&self.ledger).map_err(OfficeError::Views)?;
        transacted.iter().for_each(|one| {
            self.done(one);
        });
        Ok(())
    }

    /// Remembers why the ledger took nothing.
    fn note_trouble(&self, error: &LedgerError) {
        if error.kind() != ledger::ErrorKind::Internal {
            *self.trouble() = Some(crate::error::chain(error));
        }
    }

    fn done(&self, transacted: &Transacted) -> Done {
        if !transacted.repeated && !transacted.events.is_empty() {
            *self.trouble() = None;
        }
        Done { version: transacted.version, events: transacted.events.len(), repeated: transacted.repeated }
    }
}

fn failed<R>(error: TransactError<Stop<R>>, refused: impl FnOnce(R) -> OfficeError) -> OfficeError {
    match error {
        TransactError::Refused(Stop::Refused(refusal)) => refused(refusal),
        TransactError::Refused(Stop::History(message)) => OfficeError::History(message),
        TransactError::Conflict { actual } => OfficeError::Conflict { actual },
        TransactError::CommandReused { .. } => OfficeError::CommandReused,
        TransactError::Store(error) => OfficeError::Ledger(error),
    }
}

fn fold_alarm(history: &[StoredEvent]) -> Result<Option<alarm::Alarm>, String> {
    let mut state = None;
    for stored in history {
        let event = alarm::Event::from_json(&stored.kind, &stored.body).map_err(|error| error.to_string())?;
        state = Some(alarm::apply(state, &event, stored.at).map_err(|error| error.to_string())?);
    }
    Ok(state)
}

fn fold_register(history: &[StoredEvent]) -> Result<Register, String> {
    let mut state = Register::default();
    for stored in history {
        let event =
            register::Event::from_json(&stored.kind, &stored.body).map_err(|error| error.to_string())?;
        register::apply(&mut state, &event).map_err(|error| error.to_string())?;
    }
    Ok(state)
}

//! The office: the one way in which anything happens. It folds a stream, asks `casework` what a command
//! means, appends the answer to the ledger and lets the views catch up before it returns.

mod data_marking;
mod declared_stops;
pub(crate) mod device_requests;
mod inspection_draws;
mod merging;
mod rules;
mod ways_in;

use std::collections::BTreeMap;
use std::str::FromStr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use casework::{alarm, device_request, register, telemetry};
use jiff::civil::Date;
use law::Law;
use ledger::{
    CommandId, Expected, Hash, Ledger, LedgerError, NewEvent, StoredEvent, StreamId, TransactError,
};
use model::{Actor, AlarmId, Clock, Finding, FindingState, Mn, Register, Timestamp, china};
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
    /// The lifecycle of rules refuses it.
    #[error("refused: {}", .0.message_en())]
    Rule(casework::rule::Refusal),
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
        let now = self.clock.now();
        let done =
            self.transact(&alarm_stream(id)?, expected, command_id, actor, OfficeError::Alarm, |history| {
                let state = fold_alarm(history).map_err(Stop::History)?;
                let events =
                    alarm::decide(state.as_ref(), command, actor, now, &self.law).map_err(Stop::Refused)?;
                Ok(events
                    .iter()
                    .map(|event| NewEvent { kind: event.kind().into(), body: event.to_json() })
                    .collect())
            })?;
        if matches!(command, alarm::Command::Close { .. } | alarm::Command::HandOn { .. }) {
            self.end_followers_or_later(id);
        }
        Ok(done)
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

    /// Takes a detector's finding: updates the open episode of its key, or raises a new alarm. A finding of an
    /// episode that people have already closed, or that cleared before anybody was told, changes nothing. It
    /// belongs to such an episode if the two share time: the beginning may move when older readings come in.
    ///
    /// # Errors
    /// As for [`Office::alarm`].
    pub fn report(&self, actor: &Actor, finding: &Finding) -> Result<Option<AlarmId>, OfficeError> {
        // Views that are behind would not know the alarm that was raised last, and it would be raised again.
        self.views.catch_up(&self.ledger).map_err(OfficeError::Views)?;
        if let Some(id) = self.views.open_alarm(&finding.key).map_err(OfficeError::Views)? {
            let command = alarm::Command::Update { finding: finding.clone() };
            match self.alarm(&id, Expected::Any, None, actor, &command) {
                Ok(done) => return Ok((done.events > 0).then_some(id)),
                // Somebody closed it at this moment: the finding is then judged as one without an open alarm.
                Err(OfficeError::Alarm(_)) if !self.is_open(&id)? => {}
                Err(error) => return Err(error),
            }
        }
        let known = self.views.alarm_at(&finding.key, finding.began, finding.seen);
        if finding.state == FindingState::Cleared || known.map_err(OfficeError::Views)?.is_some() {
            return Ok(None);
        }
        self.raise(actor, finding).map(Some)
    }

    fn is_open(&self, id: &AlarmId) -> Result<bool, OfficeError> {
        self.views.catch_up(&self.ledger).map_err(OfficeError::Views)?;
        let view = self.views.alarm(id).map_err(OfficeError::Views)?;
        Ok(view.is_some_and(|view| view.row.alarm.is_open()))
    }

    fn raise(&self, actor: &Actor, finding: &Finding) -> Result<AlarmId, OfficeError> {
        let register = self.views.register();
        let enterprise = finding.key.subject.enterprise(&register).cloned();
        let district = finding.key.subject.district(&register).cloned().ok_or_else(|| {
            OfficeError::History(format!("{:?} belongs to no district of the register", finding.key.subject))
        })?;
        let day = china::civil(self.clock.now()).date();
        let mut number = self.next_number(day)?;
        loop {
            let id: AlarmId = format!("A{}-{number:04}", day.strftime("%Y%m%d"))
                .parse()
                .map_err(|error| OfficeError::History(format!("{error}")))?;
            let command = alarm::Command::Raise {
                id: id.clone(),
                finding: finding.clone(),
                enterprise: enterprise.clone(),
                district: district.clone(),
            };
            match self.alarm(&id, Expected::Version(0), None, actor, &command) {
                Ok(_) => {
                    *self.last_raised() = Some((day, number));
                    return Ok(id);
                }
                // Somebody else took the number meanwhile.
                Err(OfficeError::Conflict { .. }) => number += 1,
                Err(error) => return Err(error),
            }
        }
    }

    /// A number for an alarm of `day` that nobody has, as far as is known.
    fn next_number(&self, day: Date) -> Result<u64, OfficeError> {
        match *self.last_raised() {
            Some((last_day, number)) if last_day == day => Ok(number + 1),
            Some(_) | None => self.views.next_alarm_number(day).map_err(OfficeError::Views),
        }
    }

    fn last_raised(&self) -> MutexGuard<'_, Option<(Date, u64)>> {
        self.raised.lock().unwrap_or_else(PoisonError::into_inner)
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
        match &outcome {
            Err(TransactError::Store(error)) if error.kind() != ledger::ErrorKind::Internal => {
                *self.trouble() = Some(crate::error::chain(error));
            }
            Ok(done) if !done.repeated && !done.events.is_empty() => *self.trouble() = None,
            Ok(_) | Err(_) => {}
        }
        let transacted = outcome.map_err(|error| match error {
            TransactError::Refused(Stop::Refused(refusal)) => refused(refusal),
            TransactError::Refused(Stop::History(message)) => OfficeError::History(message),
            TransactError::Conflict { actual } => OfficeError::Conflict { actual },
            TransactError::CommandReused { .. } => OfficeError::CommandReused,
            TransactError::Store(error) => OfficeError::Ledger(error),
        })?;
        self.views.catch_up(&self.ledger).map_err(OfficeError::Views)?;
        Ok(Done {
            version: transacted.version,
            events: transacted.events.len(),
            repeated: transacted.repeated,
        })
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

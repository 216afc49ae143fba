//! Findings of detectors become alarms. Thousands may come at once: they are entered many in a commit.

use std::sync::{MutexGuard, PoisonError};

use casework::alarm;
use jiff::civil::Date;
use ledger::Expected;
use model::{Actor, AlarmId, Finding, FindingState, china};

use super::{Act, Office, OfficeError};

/// So many findings are entered in one commit: whoever else acts waits for no more than that.
const AT_ONCE: usize = 200;

/// What came of a finding: the alarm that was raised or changed by it, if one was.
pub type Reported = Result<Option<AlarmId>, OfficeError>;

impl Office {
    /// Takes a detector's finding: updates the open episode of its key, or raises a new alarm. A finding of an
    /// episode that people have already closed, or that cleared before anybody was told, changes nothing. It
    /// belongs to such an episode if the two share time: the beginning may move when older readings come in.
    ///
    /// # Errors
    /// As for [`Office::alarm`].
    pub fn report(&self, actor: &Actor, finding: &Finding) -> Reported {
        self.report_part(actor, &[finding])?.pop().unwrap_or(Ok(None))
    }

    /// [`Office::report`] of findings that are each about another anomaly; what came of each, in their order.
    pub fn report_all(&self, actor: &Actor, findings: &[&Finding]) -> Vec<Reported> {
        let mut all = Vec::with_capacity(findings.len());
        for part in findings.chunks(AT_ONCE) {
            match self.report_part(actor, part) {
                Ok(reported) => all.extend(reported),
                // One of them cannot be stored, or nothing can: each by itself says which.
                Err(_) => all.extend(part.iter().map(|finding| self.report(actor, finding))),
            }
        }
        all
    }

    fn report_part(&self, actor: &Actor, findings: &[&Finding]) -> Result<Vec<Reported>, OfficeError> {
        // Views that are behind would not know the alarm that was raised last, and it would be raised again.
        self.views.catch_up(&self.ledger).map_err(OfficeError::Views)?;
        let planned: Vec<_> = findings.iter().map(|finding| self.plan(finding)).collect();
        let acts: Vec<Act> = planned.iter().flatten().flatten().cloned().collect();
        let mut given = self.alarms(actor, &acts)?.into_iter();
        let came = findings.iter().zip(planned).map(|(finding, planned)| match planned {
            Ok(None) => Ok(None),
            Err(error) => Err(error),
            Ok(Some(act)) => match given.next() {
                Some(Ok(done)) => Ok((done.events > 0).then_some(act.id)),
                Some(Err(error)) => self.report_again(actor, finding, &act, error),
                None => Err(OfficeError::History("a command without an outcome".into())),
            },
        });
        Ok(came.collect())
    }

    /// What `finding` asks for, if anything.
    fn plan(&self, finding: &Finding) -> Result<Option<Act>, OfficeError> {
        if let Some(id) = self.views.open_alarm(&finding.key).map_err(OfficeError::Views)? {
            let command = alarm::Command::Update { finding: finding.clone() };
            return Ok(Some(Act { id, expected: Expected::Any, command_id: None, command }));
        }
        let known = self.views.alarm_at(&finding.key, finding.began, finding.seen);
        if finding.state == FindingState::Cleared || known.map_err(OfficeError::Views)?.is_some() {
            return Ok(None);
        }
        let register = self.views.register();
        let enterprise = finding.key.subject.enterprise(&register).cloned();
        let district = finding.key.subject.district(&register).cloned().ok_or_else(|| {
            OfficeError::History(format!("{:?} belongs to no district of the register", finding.key.subject))
        })?;
        let id = self.new_alarm_id()?;
        let command =
            alarm::Command::Raise { id: id.clone(), finding: finding.clone(), enterprise, district };
        Ok(Some(Act { id, expected: Expected::Version(0), command_id: None, command }))
    }

    /// Reports a finding once more whose act came too late; every other error stands.
    fn report_again(&self, actor: &Actor, finding: &Finding, act: &Act, error: OfficeError) -> Reported {
        let is_late = match (&error, &act.command) {
            // Somebody else took the number meanwhile: the next one is tried.
            (OfficeError::Conflict { .. }, alarm::Command::Raise { .. }) => true,
            // Somebody closed it at this moment: the finding is then judged as one without an open alarm.
            (OfficeError::Alarm(_), alarm::Command::Update { .. }) => !self.is_open(&act.id)?,
            (_, _) => false,
        };
        if is_late { self.report(actor, finding) } else { Err(error) }
    }

    fn is_open(&self, id: &AlarmId) -> Result<bool, OfficeError> {
        self.views.catch_up(&self.ledger).map_err(OfficeError::Views)?;
        let view = self.views.alarm(id).map_err(OfficeError::Views)?;
        Ok(view.is_some_and(|view| view.row.alarm.is_open()))
    }

    /// An id that nobody has, as far as is known; no second time.
    fn new_alarm_id(&self) -> Result<AlarmId, OfficeError> {
        let day = china::civil(self.clock.now()).date();
        let mut last = self.last_alarm_number();
        let number = match *last {
            Some((last_day, number)) if last_day == day => number + 1,
            Some(_) | None => self.views.next_alarm_number(day).map_err(OfficeError::Views)?,
        };
        *last = Some((day, number));
        format!("A{}-{number:04}", day.strftime("%Y%m%d"))
            .parse()
            .map_err(|error| OfficeError::History(format!("{error}")))
    }

    fn last_alarm_number(&self) -> MutexGuard<'_, Option<(Date, u64)>> {
        self.raised.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

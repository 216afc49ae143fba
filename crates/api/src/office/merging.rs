//! Alarms handled with another (并案): what needs to be known of two alarms at once.

use casework::alarm::{self, Alarm, Leading, Proposal, Refusal};
use ledger::{CommandId, Expected};
use model::{Actor, AlarmId, Severity};
use views::{AlarmQuery, AlarmRow, AlarmState};

use super::{Done, Office, OfficeError};

impl Office {
    /// Has the alarm `id` handled with `leading`. Where the machine proposes the same, its facts go with it and `reason`
    /// may be left out.
    ///
    /// # Errors
    /// As for [`Office::alarm`].
    pub fn merge(
        &self,
        id: &AlarmId,
        leading: &AlarmId,
        reason: Option<String>,
        given: (Expected, Option<CommandId>),
        actor: &Actor,
    ) -> Result<Done, OfficeError> {
        // Until the event is in the views nobody else merges: what was looked at still holds when it is written.
        let _held = self.merging.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        self.views.catch_up(&self.ledger).map_err(OfficeError::Views)?;
        let found = self.views.alarm(leading).map_err(OfficeError::Views)?;
        let Some(found) = found else {
            return Err(OfficeError::Alarm(Refusal::CannotLead { leading: leading.clone() }));
        };
        let led =
            AlarmQuery { merged_into: Some(id.clone()), state: AlarmState::Open, ..AlarmQuery::default() };
        let leads_others = self.views.count_alarms(&led).map_err(OfficeError::Views)? > 0;
        let proposals = self.proposals(&self.open_alarms_beside(&found.row)?);
        let proposed = proposals.into_iter().find(|pair| pair.leading == *leading && pair.merged == *id);
        let facts = proposed.map_or_else(Vec::new, |proposal| proposal.facts);
        let leading = Leading::of(&found.row.alarm, leads_others);
        let done =
            self.alarm(id, given.0, given.1, actor, &alarm::Command::Merge { leading, reason, facts })?;
        self.follow_merged_or_later(Some(&found.row.alarm.id));
        Ok(done)
    }

    /// The open alarms of the enterprise of `row`, itself among them; none without an enterprise.
    pub(crate) fn open_alarms_beside(&self, row: &AlarmRow) -> Result<Vec<AlarmRow>, OfficeError> {
        let Some(enterprise) = row.alarm.enterprise.clone() else { return Ok(Vec::new()) };
        let query =
            AlarmQuery { enterprise: Some(enterprise), state: AlarmState::Open, ..AlarmQuery::default() };
        self.views.alarms(&query).map_err(OfficeError::Views)
    }

    /// What the machine proposes to merge among open alarms of one enterprise.
    pub(crate) fn proposals(&self, rows: &[AlarmRow]) -> Vec<Proposal> {
        let alarms: Vec<&alarm::Alarm> = rows.iter().map(|row| &row.alarm).collect();
        alarm::proposals(&alarms, &self.views.register(), &self.law, self.clock.now())
    }

    /// Has alarms and those that lead them follow each other (those of one, if `leading` says which): ends every alarm
    /// whose leading alarm is over, and tells a leading alarm how much each presses, or that it no longer leads it. Says
    /// which have ended.
    ///
    /// # Errors
    /// As for [`Office::alarm`]; what came before the failing one is done.
    pub fn follow_merged(
        &self,
        leading: Option<&AlarmId>,
        actor: &Actor,
    ) -> Result<Vec<AlarmId>, OfficeError> {
        let led = AlarmQuery {
            merged: Some(true),
            merged_into: leading.cloned(),
            state: AlarmState::Open,
            ..AlarmQuery::default()
        };
        if leading.is_none() {
            self.forget_separated(actor)?;
        }
        let mut ended = Vec::new();
        for row in self.views.alarms(&led).map_err(OfficeError::Views)? {
            let Some(merge) = &row.alarm.merged else { continue };
            let Some(leading) = self.views.alarm(&merge.into).map_err(OfficeError::Views)? else { continue };
            let Some(ending) = alarm::ending_of(&leading.row.alarm) else {
                self.tell_leading(&leading.row.alarm, &row.alarm.id, Some(row.alarm.severity), actor)?;
                continue;
            };
            let command = alarm::Command::EndWith { ending };
            match self.alarm(&row.alarm.id, Expected::Version(row.version), None, actor, &command) {
                Ok(_) => ended.push(row.alarm.id),
                // It was separated or moved meanwhile: the next round looks again.
                Err(OfficeError::Conflict { .. } | OfficeError::Alarm(_)) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(ended)
    }

    /// Tells the leading alarm how much `merged` presses, unless it knows.
    fn tell_leading(
        &self,
        leading: &Alarm,
        merged: &AlarmId,
        severity: Option<Severity>,
        actor: &Actor,
    ) -> Result<(), OfficeError> {
        if leading.led.get(merged).copied() == severity {
            return Ok(());
        }
        let command = alarm::Command::HearLed { merged: merged.clone(), severity };
        match self.alarm(&leading.id, Expected::Any, None, actor, &command) {
            // It ended at this moment, and what it leads ends with it.
            Ok(_) | Err(OfficeError::Alarm(_)) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Tells leading alarms what is no longer handled with them.
    fn forget_separated(&self, actor: &Actor) -> Result<(), OfficeError> {
        let hearing = AlarmQuery { hears_led: true, state: AlarmState::Open, ..AlarmQuery::default() };
        for row in self.views.alarms(&hearing).map_err(OfficeError::Views)? {
            for merged in row.alarm.led.keys() {
                let view = self.views.alarm(merged).map_err(OfficeError::Views)?;
                let is_led = view.is_some_and(|view| {
                    view.row.alarm.merged.as_ref().is_some_and(|merge| merge.into == row.alarm.id)
                });
                if !is_led {
                    self.tell_leading(&row.alarm, merged, None, actor)?;
                }
            }
        }
        Ok(())
    }

    /// What was done to the leading alarm holds whatever becomes of this: the watch does what is left.
    pub(super) fn follow_merged_or_later(&self, leading: Option<&AlarmId>) {
        if let Err(error) = self.follow_merged(leading, &Actor::system("office")) {
            tracing::error!(
                error = crate::error::chain(&error),
                "merged alarms and their leading one follow each other later"
            );
        }
    }
}

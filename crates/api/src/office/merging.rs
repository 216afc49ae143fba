//! Alarms handled with another (并案): what needs to be known of two alarms at once.

use casework::alarm::{self, Leading, Proposal, Refusal};
use ledger::{CommandId, Expected};
use model::{Actor, AlarmId};
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
        self.alarm(id, given.0, given.1, actor, &alarm::Command::Merge { leading, reason, facts })
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

    /// Ends every alarm whose leading alarm is over (those of one, if `leading` says which); says which.
    ///
    /// # Errors
    /// As for [`Office::alarm`]; alarms before the failing one have ended.
    pub fn end_followers(
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
        let mut ended = Vec::new();
        for row in self.views.alarms(&led).map_err(OfficeError::Views)? {
            let Some(merge) = &row.alarm.merged else { continue };
            let leading = self.views.alarm(&merge.into).map_err(OfficeError::Views)?;
            let Some(ending) = leading.and_then(|leading| alarm::ending_of(&leading.row.alarm)) else {
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

    /// The leading alarm has ended whatever becomes of this: the watch ends what is left.
    pub(super) fn end_followers_or_later(&self, leading: &AlarmId) {
        if let Err(error) = self.end_followers(Some(leading), &Actor::system("office")) {
            tracing::error!(
                error = crate::error::chain(&error),
                "merged alarms end later than their leading one"
            );
        }
    }
}

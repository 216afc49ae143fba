//! Alarms beside an alarm: what it is handled with, what is handled with it, and what could be.

use casework::alarm::{self, Alarm, CommandName, Proposal};
use model::{AlarmId, Role};
use views::{AlarmQuery, AlarmRow};

use super::alarm::factor_named;
use super::{Presenter, severity_code};
use crate::dto::Time;
use crate::dto::alarm::{AlarmReference, Fact, Merge, MergeProposal};
use crate::error::ApiError;
use crate::routes::commands::office_error;

/// What stands beside an alarm.
#[derive(Default)]
pub(super) struct Beside {
    pub(super) led: Vec<AlarmReference>,
    pub(super) proposals: Vec<MergeProposal>,
    pub(super) could_lead: Vec<AlarmReference>,
}

impl Presenter<'_> {
    fn reference(&self, row: &AlarmRow) -> AlarmReference {
        let key = &row.alarm.key;
        AlarmReference {
            id: row.alarm.id.to_string(),
            version: row.version,
            kind: key.kind.code(),
            severity: severity_code(row.alarm.severity),
            stage: row.alarm.stage_name().code().to_owned(),
            subject: self.subject(&key.subject),
            factor: key.factor.as_ref().map(factor_named),
            began: Time(row.alarm.began),
            cleared: row.alarm.cleared_at.is_some(),
        }
    }

    /// The alarm that `alarm` is handled with, or ended with.
    pub(super) fn merge(&self, alarm: &Alarm) -> Result<Option<Merge>, ApiError> {
        let Some(merge) = &alarm.merged else { return Ok(None) };
        let leading =
            self.services.views.alarm(&merge.into).map_err(|error| ApiError::unavailable(&error))?;
        Ok(leading.map(|leading| Merge {
            leading: self.reference(&leading.row),
            at: Time(merge.at),
            reason: merge.reason.clone().filter(|_| self.viewer.is_office()),
            facts: merge.facts.iter().map(Fact::from).collect(),
        }))
    }

    /// What stands beside an alarm to which the viewer may give the commands `allowed`.
    pub(super) fn beside(&self, row: &AlarmRow, allowed: &[CommandName]) -> Result<Beside, ApiError> {
        let mut beside = Beside::default();
        if row.leads > 0 {
            let led = AlarmQuery { merged_into: Some(row.alarm.id.clone()), ..AlarmQuery::default() };
            let led = self.services.views.alarms(&led).map_err(|error| ApiError::unavailable(&error))?;
            beside.led =
                led.iter().filter(|led| self.sees_alarm(&led.alarm)).map(|led| self.reference(led)).collect();
        }
        if self.viewer.account.role != Role::DutyOfficer || !row.alarm.is_open() {
            return Ok(beside);
        }
        let rows = self.services.office.open_alarms_beside(row).map_err(office_error)?;
        let rows: Vec<AlarmRow> = rows.into_iter().filter(|other| self.sees_alarm(&other.alarm)).collect();
        let proposals = self.services.office.proposals(&rows);
        let ours = proposals.iter().filter(|pair| [&pair.leading, &pair.merged].contains(&&row.alarm.id));
        beside.proposals = ours.filter_map(|proposal| self.proposal(proposal, &rows)).collect();
        if allowed.contains(&CommandName::Merge) && !rows.iter().any(|other| is_led_by(other, row)) {
            let others = rows.iter().filter(|other| other.alarm.id != row.alarm.id && !other.alarm.is_led());
            beside.could_lead = others.map(|other| self.reference(other)).collect();
        }
        Ok(beside)
    }

    /// The proposal, if the viewer may do as it says.
    fn proposal(&self, proposal: &Proposal, rows: &[AlarmRow]) -> Option<MergeProposal> {
        let row = |id: &AlarmId| rows.iter().find(|row| row.alarm.id == *id);
        let (leading, merged) = (row(&proposal.leading)?, row(&proposal.merged)?);
        let allowed = alarm::allowed(&merged.alarm, &self.viewer.actor(), self.now);
        allowed.contains(&CommandName::Merge).then(|| MergeProposal {
            leading: self.reference(leading),
            merged: self.reference(merged),
            facts: proposal.facts.iter().map(Fact::from).collect(),
            rule: proposal.basis.rule.clone(),
            pack: format!("{} {}", proposal.basis.pack, proposal.basis.version),
            unverified: proposal.basis.unverified,
            illustrative: proposal.basis.illustrative,
        })
    }
}

fn is_led_by(row: &AlarmRow, leading: &AlarmRow) -> bool {
    row.alarm.merged.as_ref().is_some_and(|merge| merge.into == leading.alarm.id)
}

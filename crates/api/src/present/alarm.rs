use std::collections::BTreeSet;

use casework::alarm::{self, Alarm, CommandName};
use model::{
    Actor, BlobHash, FactorCode, FindingKind, MeterTarget, OutletId, Subject, TreatmentUnitId, china, power,
};
use views::{AlarmRow, AlarmView};

use super::Presenter;
use crate::dto::alarm::{
    AlarmDetail, AlarmSummary, ChartHint, Due, Fact, FileLink, Person, Snooze, SnoozeLimit, Step, StepActor,
    Why, WhyStep,
};
use crate::dto::series::{Limit, factor_names};
use crate::dto::{Named, Place, Time, alarm as dto};
use crate::error::ApiError;

/// How long an address of a file works.
const FILE_ADDRESS_S: i64 = 900;
/// What is shown before an anomaly began.
const CHART_LEAD_S: i64 = 3 * 3600;

impl Presenter<'_> {
    /// Whether the viewer may see the alarm.
    pub(crate) fn sees_alarm(&self, alarm: &Alarm) -> bool {
        self.viewer.sees(Some(&alarm.district), alarm.enterprise.as_ref())
            || self.viewer.sees(alarm.branch(), alarm.enterprise.as_ref())
    }

    pub(crate) fn alarm_summary(&self, row: &AlarmRow) -> Result<AlarmSummary, ApiError> {
        let alarm = &row.alarm;
        let officer = match alarm.officer() {
            Some(id) => Some(Person { id: id.to_string(), name: self.person(id)? }),
            None => None,
        };
        Ok(AlarmSummary {
            id: alarm.id.to_string(),
            version: row.version,
            kind: alarm.key.kind.code(),
            severity: severity_code(alarm.severity),
            led_severity: (alarm.pressing() > alarm.severity).then(|| severity_code(alarm.pressing())),
            stage: alarm.stage_name().code().to_owned(),
            subject: self.subject(&alarm.key.subject),
            enterprise: alarm.enterprise.as_ref().map(|code| self.enterprise_named(code)),
            district: Some(self.district_named(&alarm.district)),
            factor: alarm.key.factor.as_ref().map(factor_named),
            place: self.place_of(&alarm.key.subject).map(Place::from),
            raised_at: Time(alarm.raised_at),
            began: Time(alarm.began),
            seen: Time(alarm.seen),
            cleared: alarm.cleared_at.is_some(),
            branch: alarm.branch().map(ToString::to_string),
            officer,
            escalated: alarm.is_escalated(),
            merged_into: alarm.merged.as_ref().map(|merge| merge.into.to_string()),
            leads: row.leads,
            snoozed_until: self.snoozed(alarm).map(|snooze| Time(snooze.until)),
            outcome: alarm.verification().map(|found| found.outcome.code().to_owned()),
            marked: crate::markings::excuses_of_alarm(self.services, self, alarm)?,
            due: alarm::due(alarm, &self.services.law).map(|due| self.due(&due)),
        })
    }

    pub(crate) fn due(&self, due: &alarm::Due) -> Due {
        Due {
            step: due.step.code().to_owned(),
            at: Time(due.at),
            overdue: due.at < self.now,
            why: why(&due.why),
        }
    }

    /// How the alarm is put aside now, for those who may know: an enterprise must not see when nobody looks.
    fn snoozed<'a>(&self, alarm: &'a Alarm) -> Option<&'a alarm::Snooze> {
        alarm.snoozed(self.now).filter(|_| self.viewer.is_office())
    }

    fn snooze(&self, snooze: &alarm::Snooze) -> Result<Snooze, ApiError> {
        Ok(Snooze {
            at: Time(snooze.at),
            by: Person { id: snooze.by.to_string(), name: self.person(&snooze.by)? },
            until: Time(snooze.until),
            reason: snooze.reason.clone(),
        })
    }

    pub(crate) fn alarm_detail(&self, view: &AlarmView) -> Result<AlarmDetail, ApiError> {
        let alarm = &view.row.alarm;
        let steps = view.steps.iter().filter(|stored| self.sees_step(&stored.kind));
        let steps = steps.map(|stored| self.step(stored)).collect::<Result<_, _>>()?;
        let allowed = alarm::allowed(alarm, &self.viewer.actor(), self.now);
        let limit = alarm::snooze_limit(alarm, self.now, &self.services.law);
        let limit = limit.filter(|_| allowed.contains(&CommandName::Snooze));
        let beside = self.beside(&view.row, &allowed)?;
        let offered = |name: &CommandName| match name {
            CommandName::Snooze => limit.is_some(),
            CommandName::Merge => !beside.could_lead.is_empty(),
            _ => true,
        };
        let allowed: Vec<_> = allowed.into_iter().filter(offered).map(CommandName::code).collect();
        let files = self.files_of(alarm).iter().map(|hash| self.file(hash)).collect::<Result<Vec<_>, _>>()?;
        let case_file = self.case_of_alarm(&alarm.id)?;
        Ok(AlarmDetail {
            may_open_case: case_file.is_none() && self.may_open_case(alarm),
            case_file,
            tracing: self.tracing_of_alarm(&alarm.id)?,
            may_trace: self.may_trace(alarm),
            summary: self.alarm_summary(&view.row)?,
            facts: alarm.facts.iter().map(Fact::from).collect(),
            ending_facts: alarm.ending_facts.iter().map(Fact::from).collect(),
            detector: alarm.detector.clone(),
            steps,
            files: files.into_iter().flatten().collect(),
            charts: self.charts(alarm),
            limits: self.limits_of(alarm),
            markings: crate::markings::of_alarm(self.services, self, alarm)?,
            snooze: self.snoozed(alarm).map(|snooze| self.snooze(snooze)).transpose()?,
            allowed,
            merge: self.merge(alarm)?,
            led: beside.led,
            proposals: beside.proposals,
            could_lead: beside.could_lead,
            snooze_limit: limit.map(|limit| SnoozeLimit { at: Time(limit.at), why: why(&limit.why) }),
        })
    }

    /// Whether the viewer may know of a step of this kind at all.
    pub(crate) fn sees_step(&self, kind: &str) -> bool {
        self.viewer.is_office() || !matches!(kind, "alarm.snoozed" | "alarm.woken")
    }

    fn step(&self, stored: &ledger::StoredEvent) -> Result<Step, ApiError> {
        let actor = match &stored.actor {
            Actor::User { id, role, .. } => {
                StepActor::User { id: id.to_string(), name: self.person(id)?, role: role.code() }
            }
            Actor::System { name } => StepActor::System { name: name.to_string() },
        };
        Ok(Step {
            sequence: stored.sequence,
            version: stored.version,
            at: Time(stored.at),
            actor,
            kind: stored.kind.clone(),
            details: self.details(stored),
        })
    }

    /// What the viewer may read of a step. Enterprises see what was found about them and what they said, not
    /// what offices write to each other.
    fn details(&self, stored: &ledger::StoredEvent) -> serde_json::Value {
        let open_to_enterprises: &[&str] = match stored.kind.as_str() {
            _ if self.viewer.is_office() => return stored.body.clone(),
            "alarm.raised" => &["v", "id", "finding"],
            "alarm.severity_changed" => &["v", "from", "to", "evidence"],
            "alarm.facts_changed" | "alarm.cleared" | "alarm.recurred" => &["v", "evidence"],
            "alarm.assigned" => &["v", "branch"],
            "alarm.merged" => &["v", "into"],
            "alarm.led_changed" => &["v", "merged", "severity"],
            "alarm.ended_with" => &["v", "leading", "mode", "outcome", "to"],
            "alarm.explained" => &["v", "text", "files"],
            "alarm.verified" => &["v", "mode", "outcome"],
            "alarm.handed_on" => &["v", "to"],
            _ => &["v"],
        };
        let body = stored.body.as_object().into_iter().flatten();
        let seen = body.filter(|(name, _)| open_to_enterprises.contains(&name.as_str()));
        seen.map(|(name, value)| (name.clone(), value.clone())).collect()
    }

    /// The attached files that the viewer may see, in order: enterprises see their own, not the officers'.
    fn files_of(&self, alarm: &Alarm) -> Vec<BlobHash> {
        let explained = alarm.explanations.iter().flat_map(|explanation| explanation.files.iter());
        let verified = alarm.verification().filter(|_| self.viewer.is_office());
        explained.chain(verified.into_iter().flat_map(|found| found.files.iter())).cloned().collect()
    }

    /// A file with an address that works for a while; nothing where the vault no longer knows it.
    pub(crate) fn file(&self, hash: &BlobHash) -> Result<Option<FileLink>, ApiError> {
        let blob = self.services.vault.blob(hash).map_err(|error| ApiError::unavailable(&error))?;
        Ok(blob.map(|blob| {
            let expires = china::plus_seconds(self.services.machine_clock.now(), FILE_ADDRESS_S);
            let signed = self.services.file_key.sign(hash, expires);
            FileLink {
                hash: hash.to_string(),
                name: blob.name,
                media_type: blob.media_type,
                size: blob.size,
                url: format!(
                    "/api/v1/files/{hash}?expires={}&signature={}",
                    signed.expires, signed.signature
                ),
            }
        }))
    }

    pub(super) fn subject(&self, subject: &Subject) -> dto::Subject {
        let register = self.register();
        let (kind, id, names) = match subject {
            Subject::Outlet(id) => {
                let names = register.outlets.get(id).map(|o| (o.name.clone(), o.name_en.clone()));
                ("outlet", id.to_string(), names)
            }
            Subject::TreatmentUnit(id) => {
                let names = register.treatment_units.get(id).map(|u| (u.name.clone(), u.name_en.clone()));
                ("treatment_unit", id.to_string(), names)
            }
            Subject::Logger(mn) => {
                let target = register.loggers.get(mn).map(|logger| &logger.target);
                ("logger", mn.to_string(), target.and_then(|target| self.target_names(target)))
            }
            Subject::Meter(id) => ("meter", id.to_string(), self.metered_names(id)),
            Subject::Station(id) => {
                let names = register.stations.get(id).map(|s| (s.name.clone(), s.name_en.clone()));
                ("station", id.to_string(), names)
            }
        };
        let (name, name_en) = names.unwrap_or_else(|| (id.clone(), id.clone()));
        dto::Subject { kind, id, name, name_en }
    }

    /// Of what a meter measures.
    fn metered_names(&self, id: &model::MeterId) -> Option<(String, String)> {
        let register = self.register();
        match &register.meters.get(id)?.target {
            MeterTarget::Line(id) => register.lines.get(id).map(|l| (l.name.clone(), l.name_en.clone())),
            MeterTarget::TreatmentUnit(id) => {
                register.treatment_units.get(id).map(|u| (u.name.clone(), u.name_en.clone()))
            }
        }
    }

    fn target_names(&self, target: &model::LoggerTarget) -> Option<(String, String)> {
        match target {
            model::LoggerTarget::Outlet(id) => {
                self.register().outlets.get(id).map(|o| (o.name.clone(), o.name_en.clone()))
            }
            model::LoggerTarget::Station(id) => {
                self.register().stations.get(id).map(|s| (s.name.clone(), s.name_en.clone()))
            }
        }
    }

    /// The treatment facilities whose power belongs beside an alarm.
    fn units_of(&self, subject: &Subject) -> Vec<TreatmentUnitId> {
        let outlets = subject.outlets(self.register());
        let units = self.register().treatment_units.values();
        units
            .filter(|unit| match subject {
                Subject::TreatmentUnit(id) => unit.id == *id,
                Subject::Outlet(_) | Subject::Logger(_) | Subject::Meter(_) | Subject::Station(_) => {
                    unit.outlet.as_ref().is_some_and(|outlet| outlets.contains(outlet))
                }
            })
            .map(|unit| unit.id.clone())
            .collect()
    }

    fn limits_of(&self, alarm: &Alarm) -> Vec<Limit> {
        let outlets = alarm.key.subject.outlets(self.register());
        let outlets = outlets.iter().filter_map(|id| self.register().outlets.get(id));
        outlets
            .flat_map(|outlet| outlet.limits.iter().filter(|l| l.holds_at(alarm.began)).map(Limit::from))
            .collect()
    }

    fn charts(&self, alarm: &Alarm) -> Vec<ChartHint> {
        let from = Time(china::plus_seconds(alarm.began, -CHART_LEAD_S));
        let to =
            Time(alarm.cleared_at.map_or(self.now, |at| china::plus_seconds(at, CHART_LEAD_S).min(self.now)));
        let mut charts = Vec::new();
        for unit in self.units_of(&alarm.key.subject) {
            self.power_charts(&unit, from, to, &mut charts);
        }
        for id in alarm.key.subject.outlets(self.register()) {
            self.outlet_charts(alarm, &id, from, to, &mut charts);
        }
        if let Subject::Meter(id) = &alarm.key.subject {
            charts.extend(self.meter_chart(id, from, to));
        }
        if let (Subject::Station(id), Some(factor)) = (&alarm.key.subject, &alarm.key.factor) {
            let (title, title_en) = factor_names(factor);
            let (id, factor, role) = (id.to_string(), factor.to_string(), "concentration");
            charts.push(ChartHint {
                kind: "station",
                id,
                factor,
                title,
                title_en,
                role,
                rated_kw: None,
                from,
                to,
            });
        }
        // A line may be reached in more than one way.
        let mut seen = BTreeSet::new();
        charts.retain(|chart| seen.insert((chart.kind, chart.id.clone(), chart.factor.clone())));
        // What the alarm is about comes first.
        if alarm.key.kind != FindingKind::ProductionOnTreatmentOff {
            charts.sort_by_key(|chart| chart.kind != "outlet");
        }
        charts
    }

    fn meter_chart(&self, id: &model::MeterId, from: Time, to: Time) -> Option<ChartHint> {
        let meter = self.register().meters.get(id)?;
        let (title, title_en) = self.metered_names(id)?;
        let role = match &meter.target {
            MeterTarget::Line(_) => "production_power",
            MeterTarget::TreatmentUnit(_) => "treatment_power",
        };
        Some(ChartHint {
            kind: "meter",
            id: id.to_string(),
            factor: model::power::ACTIVE_POWER.to_owned(),
            title,
            title_en,
            role,
            rated_kw: meter.rated_kw,
            from,
            to,
        })
    }

    fn power_charts(&self, unit: &TreatmentUnitId, from: Time, to: Time, charts: &mut Vec<ChartHint>) {
        let Some(unit) = self.register().treatment_units.get(unit) else { return };
        let mut push = |target: &MeterTarget, name: &str, name_en: &str, role| {
            if let Some(meter) = self.register().meter_of(target) {
                charts.push(ChartHint {
                    kind: "meter",
                    id: meter.id.to_string(),
                    factor: power::ACTIVE_POWER.to_owned(),
                    title: name.to_owned(),
                    title_en: name_en.to_owned(),
                    role,
                    rated_kw: meter.rated_kw,
                    from,
                    to,
                });
            }
        };
        for line in unit.treats.iter().filter_map(|id| self.register().lines.get(id)) {
            push(&MeterTarget::Line(line.id.clone()), &line.name, &line.name_en, "production_power");
        }
        push(&MeterTarget::TreatmentUnit(unit.id.clone()), &unit.name, &unit.name_en, "treatment_power");
    }

    fn outlet_charts(&self, alarm: &Alarm, id: &OutletId, from: Time, to: Time, charts: &mut Vec<ChartHint>) {
        let Some(outlet) = self.register().outlets.get(id) else { return };
        let is_flow = |code: &str| matches!(code, "a00000" | "w00000");
        let limited = |code: &model::FactorCode| outlet.limits.iter().any(|limit| limit.factor == *code);
        for channel in &outlet.channels {
            let wanted = match &alarm.key.factor {
                Some(factor) => channel.factor == *factor,
                None => limited(&channel.factor),
            };
            let role = match is_flow(channel.factor.as_str()) {
                true => "flow",
                false if wanted => "concentration",
                false => continue,
            };
            let (title, title_en) = factor_names(&channel.factor);
            let (id, factor) = (id.to_string(), channel.factor.to_string());
            charts.push(ChartHint {
                kind: "outlet",
                id,
                factor,
                title,
                title_en,
                role,
                rated_kw: None,
                from,
                to,
            });
        }
    }
}

pub(super) fn factor_named(code: &FactorCode) -> Named {
    let (name, name_en) = factor_names(code);
    Named { code: code.to_string(), name, name_en }
}

fn why(why: &alarm::Why) -> Why {
    Why {
        rule: why.rule.clone(),
        pack: why.pack.clone(),
        version: why.version.clone(),
        source: why.source.clone(),
        unverified: why.unverified,
        illustrative: why.illustrative,
        steps: why.steps.iter().map(|step| WhyStep { zh: step.text_zh(), en: step.text_en() }).collect(),
    }
}

pub(crate) fn severity_code(severity: model::Severity) -> &'static str {
    match severity {
        model::Severity::Notice => "notice",
        model::Severity::Moderate => "moderate",
        model::Severity::Serious => "serious",
        model::Severity::Grave => "grave",
    }
}

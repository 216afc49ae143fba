//! Inspections as their accounts see them.

use casework::inspection::{
    Event, Finding, Gap, Inspection, Kept, ListedAs, Problem, Question, Reply, Stage, Wanted, Way, may_open,
    may_work,
};
use casework::inspection_library::{CertificateState, Enforcer};
use jiff::civil::Date;
use law::ListRegime;
use ledger::StoredEvent;
use model::{Actor, EnforcerId, Role, Scope, china};
use views::InspectionRow;

use super::Presenter;
use crate::dto::inspection::{
    DossierAlarm, DossierCase, DossierGap, DossierInspection, DossierLost, DossierOutlet, DossierPower,
    DossierProblem, DossierRecord, DossierTarget, InspectionCommand, InspectionConclusion, InspectionDetail,
    InspectionDossier, InspectionFinding, InspectionListed, InspectionOfficer, InspectionQuestion,
    InspectionReason, InspectionReply, InspectionStage, InspectionStep, InspectionSummary, InspectionVisit,
    InspectionWanted, InspectionWay,
};
use crate::dto::{Named, Time};
use crate::error::ApiError;
use crate::session::SignedIn;

/// Whether the account may see an inspection on the day `today`. Branches hear of it on the first day of its visits, an
/// enterprise when it is asked or when it is over: a visit is unannounced.
pub(crate) fn sees_inspection(user: &SignedIn, inspection: &Inspection, today: Date) -> bool {
    if !user.sees(Some(inspection.district()), Some(inspection.enterprise())) {
        return false;
    }
    let begun = inspection.opened.from_draw.as_ref().is_none_or(|from| from.visits_from <= today);
    match (user.account.role, &user.account.scope) {
        (Role::EnterpriseUser, _) => !inspection.asked.is_empty() || inspection.found().is_some(),
        (Role::BranchOfficer, Scope::District(_)) => begun,
        (
            Role::BranchOfficer
            | Role::DutyOfficer
            | Role::Leader
            | Role::InspectorGeneral
            | Role::Administrator,
            Scope::City | Scope::District(_) | Scope::Enterprise(_),
        ) => true,
    }
}

/// How far it is.
pub(crate) fn stage_of(inspection: &Inspection) -> InspectionStage {
    match inspection.stage {
        Stage::OffSite => InspectionStage::OffSite,
        Stage::OnSite(_) => InspectionStage::OnSite,
        Stage::Concluded(_) => InspectionStage::Concluded,
        Stage::Visited(..) => InspectionStage::Visited,
        Stage::GivenUp(_) => InspectionStage::GivenUp,
    }
}

pub(crate) fn way(way: Way) -> InspectionWay {
    match way {
        Way::OffSite => InspectionWay::OffSite,
        Way::OnSite => InspectionWay::OnSite,
    }
}

pub(crate) fn finding(finding: Finding) -> InspectionFinding {
    match finding {
        Finding::Nothing => InspectionFinding::Nothing,
        Finding::Minor => InspectionFinding::Minor,
        Finding::Violation => InspectionFinding::Violation,
    }
}

/// The day on which it was done.
pub(crate) fn done_on(inspection: &Inspection) -> Option<Date> {
    match &inspection.stage {
        Stage::Concluded(conclusion) => Some(china::civil(conclusion.at).date()),
        Stage::Visited(_, visit) => Some(visit.record.day),
        Stage::OffSite | Stage::OnSite(_) | Stage::GivenUp(_) => None,
    }
}

fn listed(listed: &ListedAs) -> InspectionListed {
    InspectionListed {
        number: listed.number,
        name: listed.name.clone(),
        name_en: listed.name_en.clone(),
        regime: listed.regime.code(),
    }
}

impl Presenter<'_> {
    /// An inspection in a list.
    pub(crate) fn inspection_summary(&self, inspection: &Inspection) -> InspectionSummary {
        let opened = &inspection.opened;
        let known = self.register().enterprises.get(&opened.enterprise);
        let until = inspection.until();
        let today = china::civil(self.now()).date();
        let escalated = matches!(&inspection.stage, Stage::OnSite(Some(_)) | Stage::Visited(Some(_), _));
        InspectionSummary {
            id: opened.id.to_string(),
            enterprise: Named {
                code: opened.enterprise.to_string(),
                name: opened.name.clone(),
                name_en: known.map(|known| known.name_en.clone()).unwrap_or_default(),
            },
            district: self.district_named(&opened.district),
            trade_code: opened.trade_code.clone(),
            draw: opened.from_draw.as_ref().map(|from| from.draw.to_string()),
            cause: opened.cause.as_ref().map(|cause| cause.kind.code()),
            listed: opened.listed.as_ref().map(listed),
            way: way(opened.way),
            stage: stage_of(inspection),
            escalated,
            finding: inspection.found().map(|(_, found)| finding(found)),
            avoided: inspection.avoided_a_visit(),
            opened_at: Time(inspection.opened_at),
            until: until.map(|day| day.to_string()),
            overdue: !inspection.is_over() && until.is_some_and(|until| until < today),
            done_on: done_on(inspection).map(|day| day.to_string()),
            unanswered: if inspection.is_over() { 0 } else { inspection.unanswered() },
        }
    }

    fn question(&self, question: &Question) -> Result<InspectionQuestion, ApiError> {
        let reply = |reply: &Reply| -> Result<_, ApiError> {
            let files = reply.files.iter().map(|hash| self.file(hash)).collect::<Result<Vec<_>, _>>()?;
            Ok(InspectionReply {
                words: reply.words.clone(),
                files: files.into_iter().flatten().collect(),
                at: Time(reply.at),
            })
        };
        Ok(InspectionQuestion {
            wanted: match question.asked.wanted {
                Wanted::SelfReport => InspectionWanted::SelfReport,
                Wanted::Photos => InspectionWanted::Photos,
                Wanted::Documents => InspectionWanted::Documents,
            },
            words: question.asked.words.clone(),
            until: question.asked.until.to_string(),
            asked_at: Time(question.at),
            answer: question.answer.as_ref().map(reply).transpose()?,
        })
    }

    /// Everything about an inspection.
    pub(crate) fn inspection_detail(
        &self,
        row: &InspectionRow,
        history: &[StoredEvent],
    ) -> Result<InspectionDetail, ApiError> {
        let inspection = &row.inspection;
        let today = china::civil(self.now()).date();
        let exempt = self.services.office.listed_as(inspection.enterprise(), today);
        let exempt = exempt.map_err(crate::routes::commands::office_error)?;
        let from = inspection.opened.from_draw.as_ref();
        let cause = inspection.opened.cause.as_ref().filter(|_| self.viewer().is_office());
        let (escalation, conclusion, visit, given_up) = match &inspection.stage {
            Stage::OffSite => (None, None, None, None),
            Stage::OnSite(escalation) => (escalation.as_ref(), None, None, None),
            Stage::Concluded(conclusion) => (None, Some(conclusion), None, None),
            Stage::Visited(escalation, visit) => (escalation.as_ref(), None, Some(visit), None),
            Stage::GivenUp(ending) => (None, None, None, Some(ending)),
        };
        let reason = |reason: &str, by: &Actor, at| -> Result<InspectionReason, ApiError> {
            Ok(InspectionReason { reason: reason.to_owned(), by: self.who(by)?, at: Time(at) })
        };
        Ok(InspectionDetail {
            summary: self.inspection_summary(inspection),
            version: row.version,
            officers: match from.filter(|_| self.viewer().is_office()) {
                Some(from) => self.officers_of_inspection(from.officers.iter(), today)?,
                None => Vec::new(),
            },
            exempt_today: exempt.is_some_and(|listed| listed.regime == ListRegime::Exempt),
            visits_from: from.map(|from| from.visits_from.to_string()),
            cause_words: cause.map(|cause| cause.words.clone()),
            cause_alarm: cause.and_then(|cause| cause.alarm.as_ref()).map(ToString::to_string),
            routine: match self.viewer().is_office() {
                true => crate::visits::routine(self.services, inspection)?,
                false => None,
            },
            beside: match self.viewer().is_office() && matches!(inspection.stage, Stage::OnSite(_)) {
                true => crate::visits::beside(self.services, self.viewer(), inspection)?,
                false => Vec::new(),
            },
            dossier: inspection.dossier.as_ref().map(|kept| self.dossier(kept)).transpose()?,
            questions: inspection.asked.iter().map(|asked| self.question(asked)).collect::<Result<_, _>>()?,
            escalation: escalation.map(|e| reason(&e.reason, &e.by, e.at)).transpose()?,
            conclusion: conclusion
                .map(|concluded| -> Result<_, ApiError> {
                    Ok(InspectionConclusion {
                        finding: finding(concluded.finding),
                        words: concluded.words.clone(),
                        settled: concluded.settled.clone(),
                        by: self.who(&concluded.by)?,
                        at: Time(concluded.at),
                    })
                })
                .transpose()?,
            visit: visit
                .map(|visit| -> Result<_, ApiError> {
                    let record = &visit.record;
                    Ok(InspectionVisit {
                        day: record.day.to_string(),
                        officers: self.officers_of_inspection(record.officers.iter(), record.day)?,
                        instead: record.instead.clone(),
                        together: record.together.iter().map(ToString::to_string).collect(),
                        items: record.items.iter().map(ToString::to_string).collect(),
                        finding: finding(record.finding),
                        words: record.words.clone(),
                        late: record.late,
                        by: self.who(&visit.by)?,
                        at: Time(visit.at),
                    })
                })
                .transpose()?,
            given_up: given_up.map(|e| reason(&e.reason, &e.by, e.at)).transpose()?,
            may: self.may_with_inspection(inspection),
            history: history
                .iter()
                .rev()
                .map(|event| self.inspection_step(event))
                .collect::<Result<_, _>>()?,
        })
    }

    pub(super) fn who(&self, actor: &Actor) -> Result<String, ApiError> {
        match actor {
            Actor::User { id, .. } => self.person(id),
            Actor::System { .. } => Ok("machine".to_owned()),
        }
    }

    fn officers_of_inspection<'a>(
        &self,
        ids: impl Iterator<Item = &'a EnforcerId>,
        day: Date,
    ) -> Result<Vec<InspectionOfficer>, ApiError> {
        let unavailable = |error| ApiError::unavailable(&error);
        let cards = self.services.vault.enforcers().map_err(|error| ApiError::unavailable(&error))?;
        let officer = |id: &EnforcerId| {
            let enforcer: Option<Enforcer> = self.services.views.enforcer(id).map_err(unavailable)?;
            let holds = |one: &Enforcer| matches!(one.certificate.on(day), CertificateState::Holds { .. });
            Ok(InspectionOfficer {
                id: id.to_string(),
                name: cards.get(id).map(|card| card.name.clone()).unwrap_or_default(),
                unit: enforcer.as_ref().map(|one| one.unit.clone()).unwrap_or_default(),
                certified: enforcer.as_ref().is_some_and(holds),
                certified_until: enforcer.map(|one| one.certificate.until.to_string()),
            })
        };
        ids.map(officer).collect()
    }

    /// What the account may do, so that pages offer nothing that is refused for who it is.
    fn may_with_inspection(&self, inspection: &Inspection) -> Vec<InspectionCommand> {
        let actor = self.viewer().actor();
        let works = may_work(&actor, inspection.district());
        let own = matches!(&actor, Actor::User { role: Role::EnterpriseUser, .. });
        let mut may = Vec::new();
        let mut allow = |command, allowed: bool| {
            if allowed {
                may.push(command);
            }
        };
        let (off_site, on_site) =
            (matches!(inspection.stage, Stage::OffSite), matches!(inspection.stage, Stage::OnSite(_)));
        let waits = inspection.unanswered() > 0;
        allow(InspectionCommand::Gather, works && (off_site || on_site));
        allow(InspectionCommand::Ask, works && off_site);
        allow(InspectionCommand::Answer, (works || own) && waits && (off_site || on_site));
        allow(InspectionCommand::Conclude, works && off_site && !waits && inspection.dossier.is_some());
        allow(InspectionCommand::Escalate, works && off_site);
        allow(InspectionCommand::Visit, works && on_site);
        allow(InspectionCommand::GiveUp, may_open(&actor) && (off_site || on_site));
        may
    }

    fn dossier(&self, kept: &Kept) -> Result<InspectionDossier, ApiError> {
        let (dossier, proposed) = (&kept.dossier, &kept.proposed);
        Ok(InspectionDossier {
            from: dossier.from.to_string(),
            to: dossier.to.to_string(),
            gathered_at: Time(kept.at),
            gathered_by: self.who(&kept.by)?,
            proposal: proposed.proposal.code(),
            problems: proposed.problems.iter().map(problem).collect(),
            gaps: proposed.gaps.iter().map(gap).collect(),
            outlets: dossier
                .outlets
                .iter()
                .map(|outlet| DossierOutlet {
                    id: outlet.id.to_string(),
                    name: outlet.name.clone(),
                    expected_h: outlet.expected_h,
                    received_h: outlet.received_h,
                    valid_h: outlet.valid_h,
                    stopped_h: outlet.stopped_h,
                    over_h: outlet.over_h,
                    lost: outlet
                        .lost
                        .iter()
                        .map(|lost| DossierLost { reason: lost.reason.clone(), hours: lost.hours })
                        .collect(),
                })
                .collect(),
            transmission_per_mille: dossier.transmission_per_mille(),
            target: dossier
                .target
                .as_ref()
                .map(|target| DossierTarget { per_mille: target.per_mille, basis: (&target.basis).into() }),
            power: dossier.power.as_ref().map(|power| DossierPower {
                lines: power.lines,
                units: power.units,
                expected_h: power.expected_h,
                metered_h: power.metered_h,
            }),
            alarms: dossier
                .alarms
                .iter()
                .map(|alarm| DossierAlarm {
                    id: alarm.id.to_string(),
                    kind: alarm.kind.clone(),
                    severity: super::severity_code(alarm.severity),
                    raised: alarm.raised.to_string(),
                    open: alarm.open,
                    outcome: alarm.outcome.map(casework::alarm::Outcome::code),
                    to_case: alarm.to_case,
                })
                .collect(),
            record: dossier.record.as_ref().map(|record| DossierRecord {
                known_until: record.known_until.to_string(),
                penalties: record.penalties,
                emergencies: record.emergencies,
                false_data: record.false_data,
            }),
            cases: dossier
                .cases
                .iter()
                .map(|case| DossierCase {
                    id: case.id.to_string(),
                    opened: case.opened.to_string(),
                    open: case.open,
                })
                .collect(),
            inspections: dossier
                .inspections
                .iter()
                .map(|earlier| DossierInspection {
                    id: earlier.id.to_string(),
                    way: way(earlier.way),
                    day: earlier.day.to_string(),
                    finding: finding(earlier.finding),
                })
                .collect(),
            not_known: dossier.not_known.iter().map(|what| what.code()).collect(),
        })
    }

    fn inspection_step(&self, stored: &StoredEvent) -> Result<InspectionStep, ApiError> {
        let event = Event::from_json(&stored.kind, &stored.body).ok();
        Ok(InspectionStep {
            kind: stored.kind.trim_start_matches("inspection.").to_owned(),
            at: Time(stored.at),
            by: self.who(&stored.actor)?,
            words: event.as_ref().and_then(words_of),
            sequence: stored.sequence,
        })
    }
}

fn problem(problem: &Problem) -> DossierProblem {
    let (code, ids, count) = match problem {
        Problem::Violations(ids) => {
            ("violations", ids.iter().map(ToString::to_string).collect(), ids.len() as u64)
        }
        Problem::OpenAlarms(ids) => {
            ("open_alarms", ids.iter().map(ToString::to_string).collect(), ids.len() as u64)
        }
        Problem::OpenCases(ids) => {
            ("open_cases", ids.iter().map(ToString::to_string).collect(), ids.len() as u64)
        }
        Problem::Record(count) => ("record", Vec::new(), u64::from(*count)),
        Problem::HoursOver(count) => ("hours_over", Vec::new(), *count),
    };
    DossierProblem { code, ids, count }
}

fn gap(gap: &Gap) -> DossierGap {
    let (per_mille, wanted_per_mille, basis) = match gap {
        Gap::Transmission { per_mille, wanted, basis } => {
            (Some(*per_mille), Some(*wanted), Some(basis.as_ref().into()))
        }
        Gap::PowerMissing(per_mille) => (Some(*per_mille), None, None),
        Gap::NotMonitored | Gap::NoData | Gap::NoPower | Gap::Record | Gap::NotKnown(_) => (None, None, None),
    };
    DossierGap { code: gap.code(), per_mille, wanted_per_mille, basis }
}

/// The words of a person that came with an event.
fn words_of(event: &Event) -> Option<String> {
    match event {
        Event::Asked(asked) => Some(asked.words.clone()),
        Event::Answered(answered) => Some(answered.words.clone()),
        Event::Concluded(concluded) => Some(concluded.words.clone()),
        Event::Escalated(escalated) => Some(escalated.reason.clone()),
        Event::VisitRecorded(record) => Some(record.words.clone()),
        Event::GivenUp(given_up) => Some(given_up.reason.clone()),
        Event::Opened(_) | Event::DossierKept(_) => None,
    }
}

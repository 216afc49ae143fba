//! Cases as offices see them.

mod fine;
mod law;
mod timeline;

use std::collections::BTreeSet;

use casework::alarm::Alarm;
use casework::case::{
    Case, CustodyStep, Deadline, Decided, DecidedOutcome, Entry, Evidence, FactSource, FactStated, Owed,
    Source, Standing, TierProposal, TierReason, TierSet, allowed, daily_penalty, deadlines, owed, owed_daily,
};
use jiff::civil::Date;
use ledger::StoredEvent;
use model::{AlarmId, BlobHash, Role, UserId, china};
use views::CaseRow;

use super::Presenter;
use crate::dto::alarm::Person;
use crate::dto::case::{
    CaseBasis, CaseCustody, CaseDaily, CaseDailyPenalty, CaseDeadline, CaseDecision, CaseDetail, CaseDue,
    CaseEvidence, CaseFactKnown, CaseFigures, CaseLate, CaseMeasure, CaseNotice, CaseOrder, CaseOwed,
    CaseProposal, CaseReferral, CaseRungReason, CaseStep, CaseSummary, CaseTier,
};
use crate::dto::{Named, Time};
use crate::error::ApiError;

pub(crate) use fine::case_fine;
use fine::penalty;

/// An entry of a pack on the wire.
pub(super) fn basis(basis: &::law::Basis) -> CaseBasis {
    CaseBasis {
        pack: basis.pack.clone(),
        version: basis.version.clone(),
        rule: basis.rule.clone(),
        source: basis.source.clone(),
        unverified: basis.unverified,
        illustrative: basis.illustrative,
    }
}

/// A year's cases in figures on the wire.
pub(crate) fn case_figures(year: i16, figures: &views::CaseFigures) -> CaseFigures {
    CaseFigures {
        year,
        all: figures.all,
        open: figures.open,
        punished: figures.punished,
        exempt: figures.exempt,
        fines: figures.fines.to_string(),
    }
}

impl Presenter<'_> {
    /// The case that was opened for an alarm, for those who may see cases of its district.
    pub(super) fn case_of_alarm(&self, alarm: &AlarmId) -> Result<Option<String>, ApiError> {
        if !self.viewer().is_office() {
            return Ok(None);
        }
        let found =
            self.services.views.case_of_alarm(alarm).map_err(|error| ApiError::unavailable(&error))?;
        Ok(found.map(|id| id.to_string()))
    }

    /// Whether the viewer may open a case for an alarm as it stands.
    pub(super) fn may_open_case(&self, alarm: &Alarm) -> bool {
        let role = matches!(self.viewer().account.role, Role::BranchOfficer | Role::DutyOfficer);
        let party = alarm
            .enterprise
            .as_ref()
            .is_some_and(|code| self.viewer().sees_enterprise(self.register(), code));
        role && party && crate::routes::cases::is_violation(alarm)
    }

    fn today(&self) -> Date {
        china::civil(self.now()).date()
    }

    pub(super) fn somebody(&self, id: &UserId) -> Result<Person, ApiError> {
        Ok(Person { id: id.to_string(), name: self.person(id)? })
    }

    fn people(&self, ids: &[UserId]) -> Result<Vec<Person>, ApiError> {
        ids.iter().map(|id| self.somebody(id)).collect()
    }

    /// The acts that packs know, for the form.
    pub(crate) fn violations(&self) -> Vec<Named> {
        let mut acts: Vec<Named> = Vec::new();
        for range in self.services.law.penalty_ranges() {
            if !acts.iter().any(|act| act.code == range.act) {
                let (name, name_en) = (range.violation.clone(), range.violation_en.clone());
                acts.push(Named { code: range.act.clone(), name, name_en });
            }
        }
        acts
    }

    pub(crate) fn case_summary(&self, case: &Case) -> CaseSummary {
        let all = deadlines(case, &self.services.law, self.now());
        let late = all.iter().any(|deadline| {
            !deadline.kind.of_party() && matches!(deadline.standing, Standing::MetLate | Standing::Passed)
        });
        let waiting = all.iter().filter(|deadline| {
            !deadline.kind.of_party()
                && matches!(deadline.standing, Standing::Running | Standing::Passed | Standing::Suspended)
        });
        let next = waiting.min_by_key(|deadline| (deadline.day().is_none(), deadline.day()));
        CaseSummary {
            id: case.id.to_string(),
            stage: case.stage_name().code().to_owned(),
            party: self.party(case),
            district: self.district_named(&case.district),
            suspected: case.suspected.words.clone(),
            opened_at: Time(case.opened.at),
            rung: case.tiers.last().map(|tier| tier.what.rung.code().to_owned()),
            fine: case.fine().map(|fine| fine.to_string()),
            next: next.map(|deadline| self.case_deadline(deadline)),
            late,
        }
    }

    /// The party, by the name that it had when the case was opened.
    fn party(&self, case: &Case) -> Named {
        let named = self.enterprise_named(&case.party.code);
        Named { name: case.party.name.clone(), ..named }
    }

    pub(crate) fn case_due(&self, case: &Case, deadline: &Deadline) -> CaseDue {
        CaseDue {
            case: case.id.to_string(),
            party: self.party(case),
            stage: case.stage_name().code().to_owned(),
            deadline: self.case_deadline(deadline),
        }
    }

    fn case_deadline(&self, deadline: &Deadline) -> CaseDeadline {
        let day = deadline.day();
        let step = |step: &::law::TermStep| CaseStep { zh: step.text_zh(), en: step.text_en() };
        let (why, sources, unverified) = match (&deadline.due, deadline.set) {
            (Ok(due), _) => (
                due.steps.iter().map(step).collect(),
                due.sources.iter().map(basis).collect(),
                due.unverified,
            ),
            (Err(_), Some(set)) => {
                let zh = format!("责令改正决定载明的期限 {set}");
                let said = CaseStep { zh, en: format!("the order itself says {set}") };
                (vec![said], Vec::new(), false)
            }
            (Err(_), None) => (Vec::new(), Vec::new(), true),
        };
        let unknown = match (&deadline.due, deadline.set) {
            (Err(refusal), None) => Some(refusal.to_string()),
            (Ok(_) | Err(_), _) => None,
        };
        CaseDeadline {
            kind: deadline.kind.code().to_owned(),
            subject: deadline.subject,
            of_party: deadline.kind.of_party(),
            from: deadline.from.to_string(),
            day: day.map(|day| day.to_string()),
            at: deadline.due.as_ref().ok().and_then(|due| due.at).map(Time),
            standing: standing(deadline.standing).to_owned(),
            days_left: day.and_then(|day| self.today().until(day).ok()).map(|span| span.get_days()),
            done_on: deadline.done_on.map(|day| day.to_string()),
            why,
            sources,
            unverified,
            unknown,
        }
    }

    pub(crate) fn case_detail(
        &self,
        row: &CaseRow,
        history: &[StoredEvent],
        altered: &BTreeSet<BlobHash>,
    ) -> Result<CaseDetail, ApiError> {
        let case = &row.case;
        let (alarm, reason) = match &case.source {
            Source::Alarm(alarm) => (Some(alarm.to_string()), None),
            Source::ByHand { reason } => (None, Some(reason.clone())),
        };
        let all = deadlines(case, &self.services.law, self.now());
        let investigators: Vec<UserId> = case.investigators.iter().cloned().collect();
        let numbered = case.evidence.iter().zip(1u32..);
        Ok(CaseDetail {
            version: row.version,
            summary: self.case_summary(case),
            alarm,
            reason,
            act: case.suspected.act.clone(),
            ended_on: case.suspected.ended_on.map(|day| day.to_string()),
            found_on: case.found_on.to_string(),
            investigators: self.people(&investigators)?,
            suspended_since: case.paused().map(|pause| Time(pause.suspended.at)),
            evidence: numbered
                .map(|(evidence, number)| self.case_evidence(evidence, number, altered))
                .collect::<Result<_, _>>()?,
            tier: case.tiers.last().map(|tier| self.case_tier(tier)).transpose()?,
            notice: case.notice().map(|notice| CaseNotice {
                number: case.notice_number(),
                at: Time(notice.at),
                facts: notice.what.facts.clone(),
                provisions: notice.what.provisions.clone(),
                penalty: penalty(&notice.what.penalty),
                hearing: notice.what.hearing.iter().map(basis).collect(),
            }),
            decision: case.decided.as_ref().map(|decided| self.case_decision(decided)).transpose()?,
            orders: self.case_orders(case),
            dailies: self.case_dailies(case)?,
            merged_into: case.merged_into().map(ToString::to_string),
            merged: self.merged(case)?,
            measures: measures(case),
            referrals: referrals(case),
            owed: owed(case, &self.services.law, self.today()).as_ref().map(case_owed),
            deadlines: all.iter().map(|deadline| self.case_deadline(deadline)).collect(),
            timeline: self.case_timeline(history)?,
            may: allowed(case, &self.viewer().actor()).iter().map(|act| act.code().to_owned()).collect(),
            now: Time(self.now()),
        })
    }

    fn case_evidence(
        &self,
        evidence: &Evidence,
        number: u32,
        altered: &BTreeSet<BlobHash>,
    ) -> Result<CaseEvidence, ApiError> {
        let added = &evidence.added;
        let custody = |step: &Entry<CustodyStep>| {
            let (to, reason, intact) = match &step.what {
                CustodyStep::Moved(moved) => (Some(moved.to.clone()), Some(moved.reason.clone()), None),
                CustodyStep::Checked { intact } => (None, None, Some(*intact)),
            };
            Ok(CaseCustody { at: Time(step.at), by: self.somebody(&step.by)?, to, reason, intact })
        };
        let intact = !altered.contains(&added.what.file);
        Ok(CaseEvidence {
            number,
            kind: added.what.kind.code().to_owned(),
            title: added.what.title.clone(),
            shows: added.what.shows.clone(),
            kept: added.what.kept.clone(),
            obtained_on: added.what.obtained_on.to_string(),
            added_at: Time(added.at),
            by: self.somebody(&added.by)?,
            hash: added.what.file.to_string(),
            // What was altered is shown as altered, and not offered as if it were the evidence.
            file: if intact { self.file(&added.what.file)? } else { None },
            clip: match &added.what.clip {
                Some(clip) => self.file(clip)?,
                None => None,
            },
            intact,
            found_altered: evidence.found_altered(),
            custody: evidence.custody.iter().map(custody).collect::<Result<_, ApiError>>()?,
        })
    }

    fn case_tier(&self, tier: &Entry<TierSet>) -> Result<CaseTier, ApiError> {
        Ok(CaseTier {
            rung: tier.what.rung.code().to_owned(),
            by: self.somebody(&tier.by)?,
            at: Time(tier.at),
            reason: tier.what.reason.clone(),
            proposal: self.case_proposal(&tier.what.proposal),
        })
    }

    pub(crate) fn case_proposal(&self, proposal: &TierProposal) -> CaseProposal {
        CaseProposal {
            rung: proposal.rung.code().to_owned(),
            reasons: proposal.reasons.iter().map(|reason| self.rung_reason(reason)).collect(),
            open: proposal.open.iter().map(|reason| self.rung_reason(reason)).collect(),
            facts: proposal.facts.iter().map(|fact| self.fact_known(fact)).collect(),
        }
    }

    fn rung_reason(&self, reason: &TierReason) -> CaseRungReason {
        CaseRungReason {
            rung: reason.rung.code().to_owned(),
            text: reason.text.clone(),
            text_en: reason.text_en.clone(),
            conditions: reason.conditions.iter().map(|condition| condition.text.clone()).collect(),
            unknown: reason.unknown.iter().map(|fact| self.fact_named(fact)).collect(),
            basis: basis(&reason.basis),
        }
    }

    pub(super) fn fact_named(&self, key: &str) -> Named {
        let fact = self.services.law.case_facts().iter().find(|fact| fact.basis.rule == key);
        Named {
            code: key.to_owned(),
            name: fact.map_or_else(|| key.to_owned(), |fact| fact.name.clone()),
            name_en: fact.map_or_else(|| key.to_owned(), |fact| fact.name_en.clone()),
        }
    }

    fn fact_known(&self, fact: &FactStated) -> CaseFactKnown {
        let (source, cases) = match &fact.source {
            FactSource::EarlierCases(cases) => {
                ("earlier_cases", cases.iter().map(ToString::to_string).collect())
            }
            FactSource::Orders => ("orders", Vec::new()),
            FactSource::Stated => ("stated", Vec::new()),
        };
        let value = fact.value.as_str().map_or_else(|| fact.value.to_string(), str::to_owned);
        let (fact, reason) = (self.fact_named(&fact.fact), fact.reason.clone());
        CaseFactKnown { fact, value, source: source.to_owned(), cases, reason }
    }

    fn case_decision(&self, entry: &Entry<Decided>) -> Result<CaseDecision, ApiError> {
        let decided = &entry.what;
        let (outcome, ground, set) = match &decided.outcome {
            DecidedOutcome::Penalty(set) => ("penalty", None, Some(penalty(set))),
            DecidedOutcome::NoPenalty { ground } => ("no_penalty", Some(ground.clone()), None),
            DecidedOutcome::NotEstablished { reason } => ("not_established", Some(reason.clone()), None),
        };
        let deliberated = decided.deliberation.as_ref().map_or(&[][..], |held| held.members.as_slice());
        Ok(CaseDecision {
            number: decided.number.clone(),
            at: Time(entry.at),
            by: self.somebody(&entry.by)?,
            on_the_spot: decided.on_the_spot,
            outcome: outcome.to_owned(),
            ground,
            penalty: set,
            facts: decided.facts.clone(),
            provisions: decided.provisions.clone(),
            reasons: decided.reasons.clone(),
            stated: decided.stated.clone(),
            weighed: decided.weighed.clone(),
            evidence: decided.evidence.iter().map(|used| used.number).collect(),
            reviewed_by: decided.review.as_ref().map(|review| self.somebody(&review.by)).transpose()?,
            deliberated_by: self.people(deliberated)?,
            late: decided.late.as_ref().map(|late| CaseLate {
                due: late.due.to_string(),
                days: late.days,
                reason: late.reason.clone(),
            }),
        })
    }

    fn case_orders(&self, case: &Case) -> Vec<CaseOrder> {
        let daily = |number| {
            let daily = daily_penalty(case, number, &self.services.law)?;
            Some(CaseDaily {
                days: daily.days,
                first: daily.first.to_string(),
                last: daily.last.to_string(),
                fine: daily.fine.to_string(),
                basis: basis(&daily.basis),
            })
        };
        let order = |(order, number): (&casework::case::Order, u32)| CaseOrder {
            number,
            what: order.ordered.what.what.clone(),
            until: order.ordered.what.until.map(|day| day.to_string()),
            at: Time(order.ordered.at),
            corrected: order.corrected(),
            daily: daily(number),
        };
        case.orders.iter().zip(1u32..).map(order).collect()
    }

    fn merged(&self, case: &Case) -> Result<Vec<String>, ApiError> {
        let found = self.services.views.cases_merged_into(&case.id);
        let found = found.map_err(|error| ApiError::unavailable(&error))?;
        Ok(found.iter().map(ToString::to_string).collect())
    }

    fn case_dailies(&self, case: &Case) -> Result<Vec<CaseDailyPenalty>, ApiError> {
        let law = &self.services.law;
        let daily = |(daily, number): (&casework::case::Daily, u32)| {
            let told = &daily.told.what;
            Ok(CaseDailyPenalty {
                number,
                order: told.order,
                facts: told.facts.clone(),
                original: told.original.to_string(),
                count: CaseDaily {
                    days: told.days,
                    first: told.first.to_string(),
                    last: told.last.to_string(),
                    fine: told.fine.to_string(),
                    basis: basis(&told.basis),
                },
                told_at: Time(daily.told.at),
                hearing: told.hearing.iter().map(basis).collect(),
                reviewed_by: daily.reviewed.as_ref().map(|entry| self.somebody(&entry.by)).transpose()?,
                document: daily.imposed.as_ref().map(|entry| entry.what.number.clone()),
                imposed_at: daily.imposed.as_ref().map(|entry| Time(entry.at)),
                owed: owed_daily(case, number, law, self.today()).as_ref().map(case_owed),
            })
        };
        case.dailies.iter().zip(1u32..).map(daily).collect()
    }
}

fn case_owed(owed: &Owed) -> CaseOwed {
    CaseOwed {
        fine: owed.fine.to_string(),
        due: owed.due.map(|day| day.to_string()),
        surcharge: owed.surcharge.as_ref().map(|surcharge| surcharge.surcharge.to_string()),
        surcharge_days: owed.surcharge.as_ref().map(|surcharge| surcharge.days),
        paid: owed.paid.to_string(),
        left: owed.left.to_string(),
    }
}

fn measures(case: &Case) -> Vec<CaseMeasure> {
    let measure = |(measure, number): (&casework::case::Measure, u32)| CaseMeasure {
        number,
        kind: measure.taken.what.kind.code().to_owned(),
        on: measure.taken.what.on.to_string(),
        objects: measure.taken.what.objects.clone(),
        reason: measure.taken.what.reason.clone(),
        waits: measure.waits(),
        lifted_on: measure.lifted.as_ref().map(|lifted| lifted.what.on.to_string()),
    };
    case.measures.iter().zip(1u32..).map(measure).collect()
}

fn referrals(case: &Case) -> Vec<CaseReferral> {
    let referral = |(referral, number): (&casework::case::Referral, u32)| CaseReferral {
        number,
        kind: referral.referred.what.kind.code().to_owned(),
        to: referral.referred.what.to.clone(),
        at: Time(referral.referred.at),
        handed_over_at: referral.handed_over.as_ref().map(|handed| Time(handed.at)),
        answer: referral.answers.last().map(|entry| entry.what.answer.code().to_owned()),
    };
    case.referrals.iter().zip(1u32..).map(referral).collect()
}

fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Running => "running",
        Standing::Suspended => "suspended",
        Standing::Met => "met",
        Standing::MetLate => "met_late",
        Standing::Passed => "passed",
        Standing::Moot => "moot",
    }
}

//! The positive list as its accounts see it.

use casework::positive_list::{
    Category, Checked, End, Entry, Event, Notice, Report, Stage, Verdict, is_in_force, last_day, may_decide,
    may_propose, may_say, notice_over,
};
use jiff::civil::Date;
use law::{Law, PositiveCategory};
use ledger::StoredEvent;
use model::{Actor, CreditCode, Role, Timestamp, china};

use super::Presenter;
use crate::dto::positive_list::{
    ListCategory, ListChecked, ListCommand, ListEntry, ListEntryDetail, ListNotice, ListObjection,
    ListRemoval, ListReport, ListRule, ListStage, ListStep,
};
use crate::dto::{Named, Time};
use crate::error::ApiError;
use crate::positive_list::Whose;

/// How the list is kept on `day`; nothing where no pack says.
pub(crate) fn list_rule(law: &Law, day: Date) -> Option<ListRule> {
    law.positive_list(day).map(|rule| ListRule {
        notice_working_days: rule.notice_working_days,
        valid_months: rule.valid_months,
        remaining: rule.remaining.iter().map(|check| check.code()).collect(),
        basis: (&rule.basis).into(),
    })
}

/// The categories on `day`.
pub(crate) fn list_categories(law: &Law, day: Date) -> Vec<ListCategory> {
    let category = |category: &&PositiveCategory| ListCategory {
        id: category.basis.rule.clone(),
        number: category.number,
        name: category.name.clone(),
        name_en: category.name_en.clone(),
        regime: category.regime.code(),
        basis: (&category.basis).into(),
    };
    law.positive_categories(day).iter().map(category).collect()
}

/// A category as it was when something rested on it.
pub(crate) fn list_category(category: &Category) -> ListCategory {
    ListCategory {
        id: category.basis.rule.clone(),
        number: category.number,
        name: category.name.clone(),
        name_en: category.name_en.clone(),
        regime: category.regime.code(),
        basis: (&category.basis).into(),
    }
}

/// How an entry stands on the day of `now`.
pub(crate) fn stage_at(entry: &Entry, law: &Law, now: Timestamp) -> ListStage {
    match &entry.stage {
        Stage::Proposed => ListStage::Proposed,
        Stage::OnNotice(_) => ListStage::OnNotice,
        Stage::Listed(_) if is_in_force(entry, law, china::civil(now).date()) => ListStage::Listed,
        Stage::Listed(_) => ListStage::Expired,
        Stage::Over(ended) | Stage::Removed(_, ended) => match ended.how {
            End::Withdrawn => ListStage::Withdrawn,
            End::Declined => ListStage::Declined,
            End::Objection => ListStage::Objection,
            End::Removed => ListStage::Removed,
        },
    }
}

/// The notice of an entry that is or was shown.
fn notice_of(entry: &Entry) -> Option<&Notice> {
    match &entry.stage {
        Stage::OnNotice(notice) => Some(notice),
        Stage::Listed(listing) | Stage::Removed(listing, _) => Some(&listing.notice),
        Stage::Proposed | Stage::Over(_) => None,
    }
}

/// One entry, in a list.
pub(crate) fn list_entry(entry: &Entry, of: (Named, Named), law: &Law, now: Timestamp) -> ListEntry {
    let notice = match &entry.stage {
        Stage::OnNotice(notice) => Some(notice),
        Stage::Proposed | Stage::Over(_) | Stage::Listed(_) | Stage::Removed(..) => None,
    };
    let open = |notice: &Notice| notice.objections.iter().filter(|o| o.answer.is_none()).count();
    ListEntry {
        enterprise: of.0,
        district: of.1,
        category: list_category(&entry.category),
        stage: stage_at(entry, law, now),
        proposed_at: Time(entry.proposed_at),
        notice_until: notice.and_then(|notice| notice_over(notice, law)).map(|over| Time(over.at)),
        objections_open: notice.map_or(0, open),
        listed_since: entry.listing().map(|listing| Time(listing.since)),
        last_day: entry.listing().and_then(|listing| last_day(listing, law)).map(|day| day.to_string()),
        removal: entry.listing().is_some_and(|listing| listing.removal.is_some()),
    }
}

/// What the machine found.
pub(crate) fn list_report(report: &Report) -> ListReport {
    ListReport { day: report.day.to_string(), checked: report.checked.iter().map(list_checked).collect() }
}

fn list_checked(checked: &Checked) -> ListChecked {
    ListChecked {
        basis: (&checked.basis).into(),
        name: checked.name.clone(),
        name_en: checked.name_en.clone(),
        verdict: match checked.verdict {
            Verdict::Met => "met",
            Verdict::Failed => "failed",
            Verdict::Unknown => "unknown",
        },
        seen: checked.seen.clone(),
    }
}

impl Presenter<'_> {
    /// Everything about an entry.
    pub(crate) fn list_entry_detail(&self, entry: &Entry, whose: &Whose) -> ListEntryDetail {
        let (law, now) = (&self.services.law, self.now());
        let by_enterprise = matches!(entry.proposed_by, Actor::User { role: Role::EnterpriseUser, .. });
        let removal = entry.listing().and_then(|listing| listing.removal.as_ref());
        ListEntryDetail {
            entry: list_entry(entry, self.whose(whose), law, now),
            statement: entry.statement.clone(),
            proposed_by: if by_enterprise { "enterprise" } else { "bureau" },
            report: list_report(&entry.report),
            notice: notice_of(entry).map(|notice| ListNotice {
                since: Time(notice.since),
                settled: notice.settled.clone(),
                objections: notice
                    .objections
                    .iter()
                    .map(|objection| ListObjection {
                        summary: objection.summary.clone(),
                        at: Time(objection.at),
                        upheld: objection.answer.as_ref().map(|answer| answer.upheld),
                        finding: objection.answer.as_ref().map(|answer| answer.finding.clone()),
                    })
                    .collect(),
            }),
            removal_proposal: removal.map(|removal| ListRemoval {
                at: Time(removal.at),
                machine: matches!(removal.by, Actor::System { .. }),
                reason: removal.reason.clone(),
                broken: removal.broken.iter().map(list_checked).collect(),
            }),
            ended: match &entry.stage {
                Stage::Over(ended) | Stage::Removed(_, ended) => Some(ended.reason.clone()),
                Stage::Proposed | Stage::OnNotice(_) | Stage::Listed(_) => None,
            },
        }
    }

    /// The names of an enterprise and its district.
    pub(crate) fn whose(&self, whose: &Whose) -> (Named, Named) {
        (whose.named.clone(), self.district_named(&whose.district))
    }

    /// What the account may do, so that pages offer nothing that is refused for who it is.
    pub(crate) fn may_with_list(
        &self,
        code: &CreditCode,
        whose: &Whose,
        entry: Option<&Entry>,
    ) -> Vec<ListCommand> {
        let (actor, law) = (self.viewer().actor(), &self.services.law);
        let (decides, says) = (may_decide(&actor), may_say(&actor, Some(&whose.district)));
        let proposes = may_propose(&actor, code, Some(&whose.district));
        let Some(entry) = entry.filter(|entry| !entry.is_over()) else {
            return if proposes { vec![ListCommand::Propose] } else { Vec::new() };
        };
        let own = entry.proposed_by == actor;
        let mut may = Vec::new();
        let mut allow = |command, allowed: bool| {
            if allowed {
                may.push(command);
            }
        };
        match &entry.stage {
            Stage::Proposed => {
                allow(ListCommand::Review, decides && !own);
                allow(ListCommand::Withdraw, own || decides);
            }
            Stage::OnNotice(notice) => {
                let open = notice.objections.iter().any(|objection| objection.answer.is_none());
                let over = notice_over(notice, law).is_some_and(|over| over.at <= self.now());
                allow(ListCommand::Object, says);
                allow(ListCommand::Answer, decides && open);
                allow(ListCommand::Enter, decides && over && !open);
                allow(ListCommand::Withdraw, own || decides);
            }
            Stage::Listed(listing) => {
                let in_force = is_in_force(entry, law, china::civil(self.now()).date());
                allow(ListCommand::Keep, decides && listing.removal.is_some());
                allow(ListCommand::Remove, decides);
                allow(ListCommand::Renew, decides);
                allow(ListCommand::ProposeRemoval, says && in_force && listing.removal.is_none());
            }
            Stage::Over(_) | Stage::Removed(..) => {}
        }
        may
    }

    /// A step of the history.
    pub(crate) fn list_step(&self, stored: &StoredEvent) -> Result<ListStep, ApiError> {
        let event = Event::from_json(&stored.kind, &stored.body).ok();
        Ok(ListStep {
            kind: stored.kind.trim_start_matches("positive_list.").to_owned(),
            at: Time(stored.at),
            by: match &stored.actor {
                Actor::User { id, .. } => self.person(id)?,
                Actor::System { .. } => "machine".to_owned(),
            },
            words: event.as_ref().and_then(words_of),
            sequence: stored.sequence,
        })
    }
}

/// The words of a person that came with an event.
fn words_of(event: &Event) -> Option<String> {
    match event {
        Event::Proposed(proposed) => Some(proposed.statement.clone()),
        Event::Withdrawn(withdrawn) => Some(withdrawn.reason.clone()),
        Event::Declined(declined) => Some(declined.reason.clone()),
        Event::Objected(objected) => Some(objected.summary.clone()),
        Event::ObjectionAnswered(answered) => Some(answered.finding.clone()),
        Event::RemovalProposed(proposed) => proposed.reason.clone(),
        Event::Kept(kept) => Some(kept.reason.clone()),
        Event::Removed(removed) => Some(removed.reason.clone()),
        Event::NoticeBegun(_) | Event::Entered(_) | Event::Renewed(_) => None,
    }
}

//! What follows a decision: payment (缴纳), reconsideration and litigation (复议、诉讼), enforcement by a court
//! (申请法院强制执行).

use jiff::civil::Date;
use law::{Freeze, Law, Surcharge};
use model::{BlobHash, Money};
use serde::{Deserialize, Serialize};

use super::deadline;
use super::decide::{Circumstances, files, not_in_future, optional_words, words};
use super::decision::{DecidedOutcome, OutcomeName};
use super::event::Event;
use super::refusal::{Field, Refusal};
use super::service::Document;
use super::state::{Case, Entry, number};

/// See [`Event::Paid`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Paid {
    /// On which day.
    pub on: Date,
    /// How much.
    pub amount: Money,
    /// The receipt.
    pub receipt: Option<BlobHash>,
    /// For the daily penalty of this number; `None`: for the fine of the decision.
    #[serde(default)]
    pub daily: Option<u32>,
}

/// A way to challenge a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChallengeKind {
    /// 行政复议.
    Reconsideration,
    /// 行政诉讼.
    Litigation,
}

impl ChallengeKind {
    /// The stable code of API and pages.
    pub fn code(self) -> &'static str {
        match self {
            ChallengeKind::Reconsideration => "reconsideration",
            ChallengeKind::Litigation => "litigation",
        }
    }
}

/// See [`Event::Challenged`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Challenged {
    /// How.
    pub kind: ChallengeKind,
    /// Since which day.
    pub on: Date,
    /// Before whom.
    pub before: String,
}

/// What came of a challenge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChallengeOutcome {
    /// The decision stands (维持).
    Upheld,
    /// It was annulled (撤销).
    Annulled,
    /// It was taken back (撤回).
    Dropped,
}

impl ChallengeOutcome {
    /// The stable code of API and pages.
    pub fn code(self) -> &'static str {
        match self {
            ChallengeOutcome::Upheld => "upheld",
            ChallengeOutcome::Annulled => "annulled",
            ChallengeOutcome::Dropped => "dropped",
        }
    }
}

/// See [`Event::ChallengeEnded`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChallengeEnded {
    /// On which day.
    pub on: Date,
    /// How.
    pub outcome: ChallengeOutcome,
    /// In words.
    pub words: String,
}

/// Reconsideration or litigation of a decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Challenge {
    /// How it began.
    pub begun: Entry<Challenged>,
    /// How it ended, if it has.
    pub ended: Option<Entry<ChallengeEnded>>,
}

/// A step of enforcement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EnforcementStep {
    /// The party was urged in writing (催告).
    Urged,
    /// A court was asked (申请法院强制执行).
    AppliedToCourt,
    /// The court lets it be enforced (裁定准予执行).
    CourtAllowed,
    /// The court does not (裁定不予执行).
    CourtRefused,
    /// It is enforced (执行完毕).
    Enforced,
    /// The court has ended it (终结执行).
    Terminated,
}

impl EnforcementStep {
    /// All steps.
    pub const ALL: [EnforcementStep; 6] = [
        EnforcementStep::Urged,
        EnforcementStep::AppliedToCourt,
        EnforcementStep::CourtAllowed,
        EnforcementStep::CourtRefused,
        EnforcementStep::Enforced,
        EnforcementStep::Terminated,
    ];

    /// The stable code of API and pages.
    pub fn code(self) -> &'static str {
        match self {
            EnforcementStep::Urged => "urged",
            EnforcementStep::AppliedToCourt => "applied_to_court",
            EnforcementStep::CourtAllowed => "court_allowed",
            EnforcementStep::CourtRefused => "court_refused",
            EnforcementStep::Enforced => "enforced",
            EnforcementStep::Terminated => "terminated",
        }
    }

    /// Which step must have gone before.
    fn after(self) -> Option<EnforcementStep> {
        match self {
            EnforcementStep::Urged => None,
            EnforcementStep::AppliedToCourt => Some(EnforcementStep::Urged),
            EnforcementStep::CourtAllowed | EnforcementStep::CourtRefused => {
                Some(EnforcementStep::AppliedToCourt)
            }
            EnforcementStep::Enforced | EnforcementStep::Terminated => Some(EnforcementStep::CourtAllowed),
        }
    }
}

/// See [`Event::Enforced`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Enforced {
    /// Which step.
    pub step: EnforcementStep,
    /// On which day.
    pub on: Date,
    /// In words: which court, which number.
    pub words: String,
    /// The papers.
    pub files: Vec<BlobHash>,
}

/// What is owed of a fine on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owed {
    /// The fine.
    pub fine: Money,
    /// Until when it was to be paid; `None` while the decision is not served.
    pub due: Option<Date>,
    /// What its late payment adds; `None` where no pack says, or it was not due.
    pub surcharge: Option<Surcharge>,
    /// What was paid.
    pub paid: Money,
    /// What is left.
    pub left: Money,
}

impl Case {
    /// Whether a violation was established in it: decided so, and not annulled.
    pub fn is_established(&self) -> bool {
        let decided = self.decided.as_ref().is_some_and(|decided| match &decided.what.outcome {
            DecidedOutcome::Penalty(_) | DecidedOutcome::NoPenalty { .. } => true,
            DecidedOutcome::NotEstablished { .. } => false,
        });
        decided && !self.is_annulled()
    }

    /// How it was decided, as far as that stands.
    pub fn outcome_name(&self) -> Option<OutcomeName> {
        let decided = self.decided.as_ref().filter(|_| !self.is_annulled())?;
        Some(match &decided.what.outcome {
            DecidedOutcome::Penalty(_) => OutcomeName::Penalty,
            DecidedOutcome::NoPenalty { .. } => OutcomeName::NoPenalty,
            DecidedOutcome::NotEstablished { .. } => OutcomeName::NotEstablished,
        })
    }

    /// Whether a challenge annulled the decision.
    pub fn is_annulled(&self) -> bool {
        let annulled = |challenge: &Challenge| {
            challenge.ended.as_ref().is_some_and(|ended| ended.what.outcome == ChallengeOutcome::Annulled)
        };
        self.challenges.iter().any(annulled)
    }

    /// What was paid of the fine, or of the daily penalty of a number, by day.
    fn payments_of(&self, daily: Option<u32>) -> Vec<&Paid> {
        let all = self.payments.iter().map(|entry| &entry.what);
        let mut payments: Vec<&Paid> = all.filter(|paid| paid.daily == daily).collect();
        payments.sort_by_key(|paid| paid.on);
        payments
    }

    /// The day on which what was paid came to the fine, or the daily penalty of a number.
    pub(super) fn paid_on(&self, fine: Money, daily: Option<u32>) -> Option<Date> {
        let mut sum = Money::ZERO;
        self.payments_of(daily).into_iter().find_map(|paid| {
            sum = sum.checked_add(paid.amount).unwrap_or(sum);
            (sum >= fine).then_some(paid.on)
        })
    }

    /// The fine that was set, unless a challenge annulled it.
    pub fn fine(&self) -> Option<Money> {
        if self.is_annulled() {
            return None;
        }
        match &self.decided.as_ref()?.what.outcome {
            DecidedOutcome::Penalty(penalty) => penalty.fine.as_ref().map(|fine| fine.amount),
            DecidedOutcome::NoPenalty { .. } | DecidedOutcome::NotEstablished { .. } => None,
        }
    }
}

/// What is owed of the fine on `today`; `None` without one. The surcharge grows to the day on which the fine itself was
/// paid whole, and stands still while the decision is challenged.
pub fn owed(case: &Case, law: &Law, today: Date) -> Option<Owed> {
    Some(owed_of(case, case.fine()?, None, deadline::payment_due(case, law), law, today))
}

/// What is owed of a daily penalty on `today`; `None` before it is imposed, or where the decision was annulled. It grows
/// as the fine does.
pub fn owed_daily(case: &Case, number: u32, law: &Law, today: Date) -> Option<Owed> {
    case.fine()?;
    let daily = case.daily_numbered(number)?;
    daily.imposed.as_ref()?;
    let due = deadline::daily_payment_due(case, number, law);
    Some(owed_of(case, daily.told.what.fine, Some(number), due, law, today))
}

/// What is left to pay on `today` of the fine and every daily penalty.
pub fn owed_in_all(case: &Case, law: &Law, today: Date) -> Money {
    let dailies = (1..=number(case.dailies.len())).filter_map(|daily| owed_daily(case, daily, law, today));
    let all = owed(case, law, today).into_iter().chain(dailies);
    all.fold(Money::ZERO, |sum, owed| sum.checked_add(owed.left).unwrap_or(sum))
}

fn owed_of(case: &Case, fine: Money, daily: Option<u32>, due: Option<Date>, law: &Law, today: Date) -> Owed {
    let add = |sum: Money, paid: &Paid| sum.checked_add(paid.amount).unwrap_or(sum);
    let paid = case.payments_of(daily).into_iter().fold(Money::ZERO, add);
    let until = case.paid_on(fine, daily).unwrap_or(today);
    let surcharge = due.filter(|due| until > *due).and_then(|due| {
        let rule = law.surcharge_rule(due).ok()?;
        rule.between(fine, due, until, &freezes(case, until)).ok()
    });
    let total = surcharge.as_ref().map_or(fine, |surcharge| surcharge.total);
    Owed { fine, due, surcharge, paid, left: total.checked_sub(paid).unwrap_or(Money::ZERO) }
}

fn freezes(case: &Case, until: Date) -> Vec<Freeze> {
    let freeze = |challenge: &Challenge| {
        let first = challenge.begun.what.on;
        let last = challenge.ended.as_ref().map_or(until, |ended| ended.what.on);
        (first <= last).then_some(Freeze { first, last })
    };
    case.challenges.iter().filter_map(freeze).collect()
}

fn after_service(case: &Case, on: Date, here: &Circumstances<'_>) -> Result<Date, Refusal> {
    not_in_future(Field::On, on, here)?;
    let served = deadline::decision_served_on(case, here.law).ok_or(Refusal::DecisionNotServed)?;
    if on < served {
        return Err(Refusal::OutOfOrder { field: Field::On, day: served, after: on });
    }
    Ok(served)
}

pub(super) fn pay(case: &Case, paid: &Paid, here: &Circumstances<'_>) -> Result<Vec<Event>, Refusal> {
    if case.fine().is_none() {
        return Err(Refusal::NoFine);
    }
    after_service(case, paid.on, here)?;
    let owed = match paid.daily {
        None => owed(case, here.law, paid.on),
        Some(daily) => {
            let served = case.service_of(Document::Daily(daily)).ok_or(Refusal::DecisionNotServed)?;
            if paid.on < served.what.on {
                let day = served.what.on;
                return Err(Refusal::OutOfOrder { field: Field::On, day, after: paid.on });
            }
            owed_daily(case, daily, here.law, paid.on)
        }
    };
    let left = owed.map_or(Money::ZERO, |owed| owed.left);
    if paid.amount == Money::ZERO || paid.amount > left {
        return Err(Refusal::PaysTooMuch { left });
    }
    Ok(vec![Event::Paid(paid.clone())])
}

pub(super) fn challenge(
    case: &Case,
    challenged: &Challenged,
    here: &Circumstances<'_>,
) -> Result<Vec<Event>, Refusal> {
    after_service(case, challenged.on, here)?;
    if let Some(running) = case.challenged() {
        return Err(Refusal::ChallengedAlready { since: running.begun.what.on });
    }
    let before = words(Field::To, &challenged.before)?;
    Ok(vec![Event::Challenged(Challenged { before, ..challenged.clone() })])
}

pub(super) fn end_challenge(
    case: &Case,
    ended: &ChallengeEnded,
    here: &Circumstances<'_>,
) -> Result<Vec<Event>, Refusal> {
    not_in_future(Field::On, ended.on, here)?;
    let running = case.challenged().ok_or(Refusal::NotChallenged)?;
    if ended.on < running.begun.what.on {
        return Err(Refusal::OutOfOrder { field: Field::On, day: running.begun.what.on, after: ended.on });
    }
    Ok(vec![Event::ChallengeEnded(ChallengeEnded {
        words: optional_words(Field::Words, &ended.words)?,
        ..ended.clone()
    })])
}

/// In their order, and not while the decision is challenged.
pub(super) fn enforce(
    case: &Case,
    enforced: &Enforced,
    here: &Circumstances<'_>,
) -> Result<Vec<Event>, Refusal> {
    after_service(case, enforced.on, here)?;
    if let Some(running) = case.challenged() {
        return Err(Refusal::ChallengedAlready { since: running.begun.what.on });
    }
    let taken = |step| case.enforcement.iter().any(|entry| entry.what.step == step);
    if taken(enforced.step) {
        return Err(Refusal::StepTaken);
    }
    if let Some(before) = enforced.step.after()
        && !taken(before)
    {
        return Err(Refusal::StepMissing { step: before });
    }
    let words = words(Field::Words, &enforced.words)?;
    Ok(vec![Event::Enforced(Enforced { words, files: files(&enforced.files)?, ..enforced.clone() })])
}

//! The decision (处罚决定): everything that its document needs stands in [`Decided`].

use std::collections::BTreeSet;

use jiff::civil::Date;
use law::{Basis, LegalUnit, ProcedureFacts, ProcedureGround, ProcedureStep, Rung, TermLength, TermStep};
use model::{BlobHash, Timestamp, UserId};
use serde::{Deserialize, Serialize};

use super::deadline::{self, DeadlineKind};
use super::decide::{Circumstances, optional_words, today, words};
use super::event::Event;
use super::evidence::{self, EvidenceKind};
use super::filing::Party;
use super::fine::{FineGiven, FineSet, reckon};
use super::notice;
use super::refusal::{Field, Refusal};
use super::review::ReviewOpinion;
use super::state::Case;

/// The most provisions that one decision names.
const MAX_PROVISIONS: usize = 20;

/// A penalty that is asked for.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PenaltyGiven {
    /// A warning (警告).
    pub warning: bool,
    /// A fine.
    pub fine: Option<FineGiven>,
    /// What else, in words: confiscation, an order to stop.
    pub other: Option<String>,
}

/// A penalty that was set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PenaltySet {
    /// A warning (警告).
    pub warning: bool,
    /// A fine.
    pub fine: Option<FineSet>,
    /// What else, in words.
    pub other: Option<String>,
}

/// How a case is to be decided.
#[derive(Debug, Clone, PartialEq)]
pub enum DecisionOutcome {
    /// With a penalty.
    Penalty(PenaltyGiven),
    /// Without one, though the act is established (不予处罚).
    NoPenalty {
        /// On what ground: the entry of the catalogue, the provision.
        ground: String,
    },
    /// The act is not established (违法事实不能成立).
    NotEstablished {
        /// Why.
        reason: String,
    },
}

/// A decision that is asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct DecisionGiven {
    /// The number of its document (文书号).
    pub number: String,
    /// How.
    pub outcome: DecisionOutcome,
    /// The facts that were found.
    pub facts: String,
    /// What is broken and on what the decision rests.
    pub provisions: Vec<String>,
    /// Why so.
    pub reasons: String,
    /// How the statement of the party was weighed; needed where it made one.
    pub weighed: String,
    /// The evidence on which it rests, by number.
    pub evidence: Vec<u32>,
    /// Why it comes after its time; needed where it does.
    pub late_reason: Option<String>,
}

/// A decision on the spot that is asked for (当场处罚).
#[derive(Debug, Clone, PartialEq)]
pub struct OnTheSpot {
    /// The number of its document.
    pub number: String,
    /// The penalty.
    pub penalty: PenaltyGiven,
    /// The facts that were found.
    pub facts: String,
    /// What is broken and on what the decision rests.
    pub provisions: Vec<String>,
    /// The evidence on which it rests, by number.
    pub evidence: Vec<u32>,
}

/// How a case was decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum DecidedOutcome {
    /// With a penalty.
    Penalty(PenaltySet),
    /// Without one, though the act is established.
    NoPenalty {
        /// On what ground.
        ground: String,
    },
    /// The act is not established.
    NotEstablished {
        /// Why.
        reason: String,
    },
}

/// The name of a [`DecidedOutcome`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OutcomeName {
    /// See [`DecidedOutcome::Penalty`].
    Penalty,
    /// See [`DecidedOutcome::NoPenalty`].
    NoPenalty,
    /// See [`DecidedOutcome::NotEstablished`].
    NotEstablished,
}

impl OutcomeName {
    /// All outcomes.
    pub const ALL: [OutcomeName; 3] =
        [OutcomeName::Penalty, OutcomeName::NoPenalty, OutcomeName::NotEstablished];

    /// The stable code of API, database and pages.
    pub fn code(self) -> &'static str {
        match self {
            OutcomeName::Penalty => "penalty",
            OutcomeName::NoPenalty => "no_penalty",
            OutcomeName::NotEstablished => "not_established",
        }
    }
}

/// Evidence as a decision names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EvidenceUsed {
    /// Its number in the case.
    pub number: u32,
    /// Its kind.
    pub kind: EvidenceKind,
    /// What it is.
    pub title: String,
    /// What it shows.
    pub shows: String,
    /// Its file.
    pub file: BlobHash,
}

/// A derived day with its proof.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proof {
    /// Every step from the beginning of the term to its end.
    pub steps: Vec<TermStep>,
    /// On what it rests.
    pub sources: Vec<Basis>,
    /// Whether any of it is unverified.
    pub unverified: bool,
    /// Whether any of it is illustrative.
    pub illustrative: bool,
}

/// That something came after its time: allowed, recorded and shown, never silent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Late {
    /// The day on which it was due.
    pub due: Date,
    /// How many days after it came.
    pub days: u32,
    /// Why, in the words of who did it.
    pub reason: String,
    /// Why it was due then.
    pub proof: Proof,
}

/// A term that a decision tells the party: until when to pay, to challenge it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TermStated {
    /// The term: `payment`, `review`, `litigation`.
    pub term: String,
    /// How many.
    pub amount: u32,
    /// Of what.
    pub unit: LegalUnit,
    /// On what it rests.
    pub basis: Basis,
}

/// Who agreed in the legal review, when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReviewedBy {
    /// Who.
    pub by: UserId,
    /// When.
    pub at: Timestamp,
    /// In words.
    pub words: String,
}

/// A collective deliberation as a decision names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeliberatedBy {
    /// When.
    pub at: Timestamp,
    /// Who took part.
    pub members: Vec<UserId>,
    /// What was concluded.
    pub conclusion: String,
    /// The rules for which it was needed; it may have been held without any.
    pub required_by: Vec<Basis>,
}

/// See [`Event::Decided`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decided {
    /// The number of its document.
    pub number: String,
    /// Whether it was decided on the spot (简易程序).
    pub on_the_spot: bool,
    /// Against whom.
    pub party: Party,
    /// How.
    pub outcome: DecidedOutcome,
    /// The facts that were found.
    pub facts: String,
    /// What is broken and on what the decision rests.
    pub provisions: Vec<String>,
    /// Why so.
    pub reasons: String,
    /// What the party said.
    pub stated: Vec<String>,
    /// How that was weighed.
    pub weighed: String,
    /// The evidence on which it rests.
    pub evidence: Vec<EvidenceUsed>,
    /// The rung on which the case was placed, and whether that departs from the proposal.
    pub rung: Option<Rung>,
    /// The legal review; `None` only on the spot.
    pub review: Option<ReviewedBy>,
    /// The collective deliberation, if there was one.
    pub deliberation: Option<DeliberatedBy>,
    /// On which day a hearing was held, if it was.
    pub hearing_on: Option<Date>,
    /// Until when the party may pay, ask for reconsideration, go to court.
    pub terms: Vec<TermStated>,
    /// That it came after its time, and why.
    pub late: Option<Late>,
}

/// The provisions, each with words.
pub(super) fn provisions(given: &[String]) -> Result<Vec<String>, Refusal> {
    let named: Vec<String> =
        given.iter().map(|text| text.trim().to_owned()).filter(|t| !t.is_empty()).collect();
    match named.len() {
        0 => Err(Refusal::TextMissing { field: Field::Provisions }),
        count if count > MAX_PROVISIONS => {
            Err(Refusal::TextTooLong { field: Field::Provisions, length: count, max: MAX_PROVISIONS })
        }
        _ => named.iter().map(|text| words(Field::Provisions, text)).collect(),
    }
}

/// A penalty is a warning, a fine, or something in words.
pub(super) fn penalty(
    case: &Case,
    given: &PenaltyGiven,
    here: &Circumstances<'_>,
) -> Result<PenaltySet, Refusal> {
    let fine = given.fine.as_ref().map(|fine| reckon(case, fine, here)).transpose()?;
    let other = match given.other.as_deref().map(str::trim) {
        None | Some("") => None,
        Some(other) => Some(words(Field::Penalty, other)?),
    };
    if !given.warning && fine.is_none() && other.is_none() {
        return Err(Refusal::TextMissing { field: Field::Penalty });
    }
    Ok(PenaltySet { warning: given.warning, fine, other })
}

fn procedure_facts(case: &Case, outcome: &DecidedOutcome) -> ProcedureFacts {
    let fine = match outcome {
        DecidedOutcome::Penalty(penalty) => penalty.fine.as_ref(),
        DecidedOutcome::NoPenalty { .. } | DecidedOutcome::NotEstablished { .. } => None,
    };
    let tier = case.tiers.last().map(|tier| &tier.what);
    let gentle = tier.is_some_and(|tier| tier.rung <= Rung::RectifyExempt);
    let unlike_rung = tier.is_some()
        && match outcome {
            DecidedOutcome::Penalty(_) => gentle,
            DecidedOutcome::NoPenalty { .. } => !gentle,
            DecidedOutcome::NotEstablished { .. } => false,
        };
    let extended = case.granted(deadline::DECISION).len();
    let all = [
        (ProcedureGround::DepartsFromProposal, unlike_rung || tier.is_some_and(super::TierSet::departs)),
        (ProcedureGround::DepartsFromTable, fine.is_some_and(FineSet::departs)),
        (ProcedureGround::Mitigated, fine.is_some_and(FineSet::is_mitigated)),
        (ProcedureGround::HearingHeld, notice::hearing_now(case).is_some()),
        (ProcedureGround::ExtendedTwice, extended >= 2),
    ];
    let grounds: BTreeSet<_> =
        all.into_iter().filter(|(_, holds)| *holds).map(|(ground, _)| ground).collect();
    ProcedureFacts { party: case.party.kind, fine: fine.map(|fine| fine.amount), grounds }
}

/// The rules by which a step is needed for this outcome.
fn rules(case: &Case, step: ProcedureStep, outcome: &DecidedOutcome, here: &Circumstances<'_>) -> Vec<Basis> {
    let facts = procedure_facts(case, outcome);
    let rules = here.law.procedure(step, &facts, &case.district, today(here));
    rules.into_iter().map(|(rule, _)| rule.basis.clone()).collect()
}

/// The rules by which the party may ask for a hearing on a penalty.
pub(super) fn hearing_rules(case: &Case, penalty: &PenaltySet, here: &Circumstances<'_>) -> Vec<Basis> {
    rules(case, ProcedureStep::Hearing, &DecidedOutcome::Penalty(penalty.clone()), here)
}

pub(super) fn decide(
    case: &Case,
    given: &DecisionGiven,
    here: &Circumstances<'_>,
) -> Result<Vec<Event>, Refusal> {
    // Only a penalty is told before it is decided.
    if matches!(given.outcome, DecisionOutcome::Penalty(_)) {
        heard(case, here)?;
    }
    let outcome = match &given.outcome {
        DecisionOutcome::Penalty(given) => DecidedOutcome::Penalty(penalty(case, given, here)?),
        DecisionOutcome::NoPenalty { ground } => {
            DecidedOutcome::NoPenalty { ground: words(Field::Ground, ground)? }
        }
        DecisionOutcome::NotEstablished { reason } => {
            DecidedOutcome::NotEstablished { reason: words(Field::Reason, reason)? }
        }
    };
    not_heavier(case, &outcome)?;
    let required_by = rules(case, ProcedureStep::Deliberation, &outcome, here);
    let deliberation = case.deliberations_now().last().map(|entry| DeliberatedBy {
        at: entry.at,
        members: entry.what.members.clone(),
        conclusion: entry.what.conclusion.clone(),
        required_by: required_by.clone(),
    });
    if deliberation.is_none() && !required_by.is_empty() {
        return Err(Refusal::DeliberationMissing { rules: required_by });
    }
    // Whoever reviewed and investigated after is no other person any more.
    let review = case.review().filter(|entry| {
        entry.what.opinion == ReviewOpinion::Agrees && !case.investigators.contains(&entry.by)
    });
    let review = review.ok_or(Refusal::NotReviewed)?;
    let stated = statements(case);
    let weighed = match stated.is_empty() {
        true => optional_words(Field::Weighed, &given.weighed)?,
        false => words(Field::Weighed, &given.weighed)?,
    };
    let evidence = used(case, &evidence::basis(case, &given.evidence, here)?);
    Ok(vec![Event::Decided(Box::new(Decided {
        number: words(Field::Number, &given.number)?,
        on_the_spot: false,
        party: case.party.clone(),
        facts: words(Field::Facts, &given.facts)?,
        provisions: provisions(&given.provisions)?,
        reasons: words(Field::Reasons, &given.reasons)?,
        stated,
        weighed,
        evidence,
        rung: case.tiers.last().map(|tier| tier.what.rung),
        review: Some(ReviewedBy { by: review.by.clone(), at: review.at, words: review.what.words.clone() }),
        deliberation,
        hearing_on: notice::hearing_now(case).map(|held| held.what.on),
        terms: terms(&outcome, here),
        late: deadline::late(case, DeadlineKind::Decision, given.late_reason.as_deref(), here)?,
        outcome,
    }))])
}

/// The party was told, and has had its word or let its time pass.
fn heard(case: &Case, here: &Circumstances<'_>) -> Result<(), Refusal> {
    if deadline::notice_served_on(case, here.law).is_none() {
        return Err(Refusal::NoticeNotServed);
    }
    if notice::hearing_is_asked(case) && notice::hearing_now(case).is_none() {
        return Err(Refusal::HearingNotHeld);
    }
    if notice::is_waived(case) || notice::hearing_now(case).is_some() {
        return Ok(());
    }
    let may_be_heard = case.notice().is_some_and(|notice| !notice.what.hearing.is_empty());
    let hearing = may_be_heard.then(|| deadline::hearing_request_due(case, here.law)).flatten();
    let until = deadline::statement_due(case, here.law).max(hearing);
    match until {
        Some(until) if today(here) <= until => Err(Refusal::PartyMayStillSpeak { until }),
        Some(_) => Ok(()),
        // Without a term in any pack nobody can say that it has passed.
        None => Err(Refusal::TermUnknown { term: deadline::STATEMENT.to_owned() }),
    }
}

/// Nobody is punished more than they were told, least of all for defending themselves: that needs another notice.
fn not_heavier(case: &Case, outcome: &DecidedOutcome) -> Result<(), Refusal> {
    let DecidedOutcome::Penalty(penalty) = outcome else { return Ok(()) };
    let Some(notice) = case.notice() else { return Err(Refusal::NoticeNotServed) };
    let told = notice.what.penalty.fine.as_ref().map_or(model::Money::ZERO, |fine| fine.amount);
    match &penalty.fine {
        Some(fine) if fine.amount > told => Err(Refusal::HeavierThanTold { told }),
        Some(_) | None => Ok(()),
    }
}

fn statements(case: &Case) -> Vec<String> {
    let of_notice = case.statements.iter().filter(|stated| stated.what.notice == case.notice_number());
    of_notice
        .filter(|stated| stated.what.kind == notice::StatementKind::Statement)
        .map(|stated| stated.what.words.clone())
        .collect()
}

fn used(case: &Case, numbers: &[u32]) -> Vec<EvidenceUsed> {
    let used = |number: &u32| {
        let added = &case.evidence_numbered(*number)?.added.what;
        let (kind, title, shows) = (added.kind, added.title.clone(), added.shows.clone());
        Some(EvidenceUsed { number: *number, kind, title, shows, file: added.file.clone() })
    };
    numbers.iter().filter_map(used).collect()
}

/// What the party is told about paying and challenging, as the packs have it on the day.
fn terms(outcome: &DecidedOutcome, here: &Circumstances<'_>) -> Vec<TermStated> {
    let fined = match outcome {
        DecidedOutcome::Penalty(penalty) => penalty.fine.is_some(),
        DecidedOutcome::NoPenalty { .. } | DecidedOutcome::NotEstablished { .. } => false,
    };
    let wanted = [(deadline::PAYMENT, fined), (deadline::REVIEW, true), (deadline::LITIGATION, true)];
    let stated = |id: &str| {
        let term = here.law.term(id, today(here)).ok()?;
        match &term.length {
            TermLength::Amount { amount, unit, .. } => Some(TermStated {
                term: id.to_owned(),
                amount: *amount,
                unit: *unit,
                basis: term.basis.clone(),
            }),
            TermLength::EndsWith { .. } | TermLength::None => None,
        }
    };
    wanted.into_iter().filter(|(_, wanted)| *wanted).filter_map(|(id, _)| stated(id)).collect()
}

/// On the spot, without review: only a warning or a fine as low as the packs say.
pub(super) fn on_the_spot(
    case: &Case,
    given: &OnTheSpot,
    here: &Circumstances<'_>,
) -> Result<Vec<Event>, Refusal> {
    let outcome = DecidedOutcome::Penalty(penalty(case, &given.penalty, here)?);
    let allowed = !rules(case, ProcedureStep::OnTheSpot, &outcome, here).is_empty();
    if !allowed || given.penalty.other.as_deref().is_some_and(|other| !other.trim().is_empty()) {
        return Err(Refusal::NotOnTheSpot);
    }
    let evidence = used(case, &evidence::basis(case, &given.evidence, here)?);
    Ok(vec![Event::Decided(Box::new(Decided {
        number: words(Field::Number, &given.number)?,
        on_the_spot: true,
        party: case.party.clone(),
        facts: words(Field::Facts, &given.facts)?,
        provisions: provisions(&given.provisions)?,
        reasons: String::new(),
        stated: Vec::new(),
        weighed: String::new(),
        evidence,
        rung: None,
        review: None,
        deliberation: None,
        hearing_on: None,
        terms: terms(&outcome, here),
        late: None,
        outcome,
    }))])
}

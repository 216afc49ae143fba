use jiff::civil::Date;
use law::{Basis, LawRefusal, Rung};
use model::{BlobHash, CaseId, Money, Role, Timestamp};

use super::command::Act;
use super::execution::EnforcementStep;
use super::filing::ConditionKind;
use super::state::StageName;

/// A field of a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// Why.
    Reason,
    /// The ground of a condition, or of a decision not to punish.
    Ground,
    /// What is suspected.
    Suspected,
    /// The day on which the lead was first checked.
    FoundOn,
    /// The last day of the act.
    EndedOn,
    /// The day on which something happened.
    On,
    /// Until when.
    Until,
    /// Where.
    Place,
    /// What came of it.
    Words,
    /// What a piece of evidence is.
    Title,
    /// What it shows.
    Shows,
    /// To whom.
    To,
    /// The facts that were found.
    Facts,
    /// The provisions.
    Provisions,
    /// Why it was decided so.
    Reasons,
    /// How the party's statement was weighed.
    Weighed,
    /// The penalty.
    Penalty,
    /// The number of a document.
    Number,
    /// A remark.
    Note,
    /// The volume of the archive.
    Volume,
    /// What is seized, limited or stopped.
    Objects,
    /// What stands in a decision.
    Was,
    /// What it should be.
    Becomes,
}

/// Why a command is not done. It changes nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.message_en())]
pub enum Refusal {
    /// The role may not do this.
    RoleMayNot {
        /// What.
        act: Act,
        /// Who may.
        may: &'static [Role],
    },
    /// The case lies outside the actor's scope.
    OutOfScope,
    /// The actor has investigated the case.
    Investigated {
        /// What another has to do.
        act: Act,
    },
    /// There is no such case.
    Unknown,
    /// The case is there already.
    Exists {
        /// Which.
        id: CaseId,
    },
    /// The case is over: nothing is done in it any more.
    Over {
        /// How.
        stage: StageName,
        /// Since when.
        at: Timestamp,
    },
    /// It is not the stage for this.
    WrongStage {
        /// What was wanted.
        act: Act,
        /// Where the case stands.
        stage: StageName,
    },
    /// The clock of the decision stands still.
    Suspended,
    /// It runs.
    NotSuspended,
    /// A text is missing.
    TextMissing {
        /// Where.
        field: Field,
    },
    /// A text is too long, or a list.
    TextTooLong {
        /// Where.
        field: Field,
        /// How long it is.
        length: usize,
        /// How long it may be.
        max: usize,
    },
    /// Too many files.
    TooManyFiles {
        /// How many.
        count: usize,
        /// How many there may be.
        max: usize,
    },
    /// A day lies in the future.
    InFuture {
        /// Where.
        field: Field,
        /// Which.
        day: Date,
    },
    /// A day lies before another that must come first.
    OutOfOrder {
        /// Where.
        field: Field,
        /// The day that must come first, or that was given.
        day: Date,
        /// The other one.
        after: Date,
    },
    /// No pack knows the act.
    UnknownAct {
        /// Which.
        act: String,
    },
    /// A condition of filing lacks its ground, or stands twice.
    ConditionMissing {
        /// Which.
        condition: ConditionKind,
    },
    /// The time for prosecuting was over when the act was found.
    LimitationOver {
        /// The last day.
        due: Date,
    },
    /// It comes after its time, and nobody says why.
    LateNeedsReason {
        /// The last day.
        due: Date,
    },
    /// The file is evidence already.
    EvidenceTwice {
        /// Under which number.
        evidence: u32,
    },
    /// A file is not in the vault, or not what its hash says.
    FileMissing {
        /// Which.
        file: BlobHash,
    },
    /// There is no evidence of this number.
    UnknownEvidence {
        /// Which.
        evidence: u32,
    },
    /// There is no evidence.
    NoEvidence,
    /// The hash of evidence does not match any more: nothing rests on it.
    EvidenceAltered {
        /// Which.
        evidence: Vec<u32>,
    },
    /// There is no order of this number.
    UnknownOrder {
        /// Which.
        order: u32,
    },
    /// It was found put right already.
    CorrectedAlready,
    /// The case stands on no rung yet.
    NoTier,
    /// No pack asks for the fact, or it was given twice.
    UnknownFact {
        /// Which.
        fact: String,
    },
    /// A fact is another than what the register says, and nobody says why.
    FactContradicts {
        /// Which, in Chinese.
        fact: String,
        /// The same in English.
        fact_en: String,
    },
    /// The rung is another than the proposal, and nobody says why.
    DepartureNeedsReason {
        /// The proposal.
        proposed: Rung,
    },
    /// The term's source names no such ground.
    NoGroundToStop {
        /// What it names.
        possible: Vec<String>,
    },
    /// The term cannot be extended now.
    NotExtendable {
        /// Which.
        term: String,
    },
    /// No pack knows how long a term is.
    TermUnknown {
        /// Which.
        term: String,
    },
    /// Nobody else took part in the deliberation.
    AloneDeliberating,
    /// The rules want a collective deliberation first.
    DeliberationMissing {
        /// Which rules.
        rules: Vec<Basis>,
    },
    /// Nobody who did not investigate has agreed in legal review.
    NotReviewed,
    /// The notice was not served, or its service does not count yet.
    NoticeNotServed,
    /// The party may still state, defend itself or ask for a hearing.
    PartyMayStillSpeak {
        /// Until when.
        until: Date,
    },
    /// No rule gives the party a hearing here.
    NoRightToHearing,
    /// A hearing was asked for after its time.
    HearingAskedLate {
        /// The last day.
        due: Date,
    },
    /// Nobody asks for a hearing.
    NoHearingAsked,
    /// The party cannot be told of the hearing in time.
    HearingTooSoon {
        /// Until when it would have had to be told.
        told_by: Date,
    },
    /// No hearing was called for that day or before.
    NoHearingConvened,
    /// A hearing was asked for, and not held.
    HearingNotHeld,
    /// The fine is higher than what the party was told.
    HeavierThanTold {
        /// What it was told.
        told: Money,
    },
    /// The penalty is more than what may be decided on the spot.
    NotOnTheSpot,
    /// The pack holds elsewhere.
    PackOfElsewhere {
        /// Which.
        pack: String,
    },
    /// The days by which the law in force is found are those of the case.
    DatesAreTheCases,
    /// A factor is another than what the facts of the case say, and nobody says why.
    FactorContradicts {
        /// Which.
        factor: String,
        /// What was chosen.
        chosen: String,
        /// What the facts say.
        known: String,
    },
    /// The amount lies outside what the law allows.
    OutsideTheLaw {
        /// The least.
        least: Option<Money>,
        /// The greatest.
        greatest: Option<Money>,
    },
    /// The law does not answer.
    Law {
        /// Why.
        refusal: Box<LawRefusal>,
    },
    /// There is no such document to serve.
    NothingToServe,
    /// It was served already.
    ServedAlready,
    /// The decision was not served, or its service does not count yet.
    DecisionNotServed,
    /// There is no fine.
    NoFine,
    /// It is nothing, or more than what is owed.
    PaysTooMuch {
        /// What is owed.
        left: Money,
    },
    /// A fine for every day was told and is not imposed yet.
    DailyPending {
        /// Which.
        daily: u32,
    },
    /// No fine for every day waits for this.
    NoDaily,
    /// No look after the service of the order has found the act going on, beyond what is counted already.
    NothingToCount,
    /// The decision is challenged.
    ChallengedAlready {
        /// Since when.
        since: Date,
    },
    /// The decision is not challenged.
    NotChallenged,
    /// The step was taken already.
    StepTaken,
    /// Another step goes before.
    StepMissing {
        /// Which.
        step: EnforcementStep,
    },
    /// There is no measure of this number.
    UnknownMeasure {
        /// Which.
        measure: u32,
    },
    /// The measure was lifted.
    MeasureLifted {
        /// When.
        on: Date,
    },
    /// An officer alone takes only an urgent seizure.
    MeasureNeedsHead,
    /// No measure waits for its approval.
    NothingToApprove,
    /// There is no referral of this number.
    UnknownReferral {
        /// Which.
        referral: u32,
    },
    /// It was not handed over yet.
    NotHandedOver,
    /// The case cannot be closed for that: it has not happened.
    NotPerformed {
        /// What is still owed.
        left: Money,
    },
    /// The other case cannot take this one up: it is this one, of another party, decided, or over.
    CannotMerge {
        /// Which.
        into: CaseId,
    },
}

impl Refusal {
    /// Whether the actor may not; otherwise the command itself cannot be done.
    pub fn is_forbidden(&self) -> bool {
        matches!(self, Refusal::RoleMayNot { .. } | Refusal::OutOfScope | Refusal::Investigated { .. })
    }

    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Refusal::RoleMayNot { .. } => "role_may_not",
            Refusal::OutOfScope => "out_of_scope",
            Refusal::Investigated { .. } => "investigated_it",
            Refusal::Unknown => "unknown_case",
            Refusal::Exists { .. } => "case_exists",
            Refusal::Over { .. } => "case_over",
            Refusal::WrongStage { .. } => "wrong_stage",
            Refusal::Suspended => "suspended",
            Refusal::NotSuspended => "not_suspended",
            Refusal::TextMissing { .. } => "text_missing",
            Refusal::TextTooLong { .. } => "text_too_long",
            Refusal::TooManyFiles { .. } => "too_many_files",
            Refusal::InFuture { .. } => "in_future",
            Refusal::OutOfOrder { .. } => "out_of_order",
            Refusal::UnknownAct { .. } => "unknown_act",
            Refusal::ConditionMissing { .. } => "condition_missing",
            Refusal::LimitationOver { .. } => "limitation_over",
            Refusal::LateNeedsReason { .. } => "late_needs_reason",
            Refusal::EvidenceTwice { .. } => "evidence_twice",
            Refusal::FileMissing { .. } => "file_missing",
            Refusal::UnknownEvidence { .. } => "unknown_evidence",
            Refusal::NoEvidence => "no_evidence",
            Refusal::EvidenceAltered { .. } => "evidence_altered",
            Refusal::UnknownOrder { .. } => "unknown_order",
            Refusal::CorrectedAlready => "corrected_already",
            Refusal::NoTier => "no_tier",
            Refusal::UnknownFact { .. } => "unknown_fact",
            Refusal::FactContradicts { .. } => "fact_contradicts",
            Refusal::DepartureNeedsReason { .. } => "departure_needs_reason",
            Refusal::NoGroundToStop { .. } => "no_ground_to_stop",
            Refusal::NotExtendable { .. } => "not_extendable",
            Refusal::TermUnknown { .. } => "term_unknown",
            Refusal::AloneDeliberating => "alone_deliberating",
            Refusal::DeliberationMissing { .. } => "deliberation_missing",
            Refusal::NotReviewed => "not_reviewed",
            Refusal::NoticeNotServed => "notice_not_served",
            Refusal::PartyMayStillSpeak { .. } => "party_may_still_speak",
            Refusal::NoRightToHearing => "no_right_to_hearing",
            Refusal::HearingAskedLate { .. } => "hearing_asked_late",
            Refusal::NoHearingAsked => "no_hearing_asked",
            Refusal::HearingTooSoon { .. } => "hearing_too_soon",
            Refusal::NoHearingConvened => "no_hearing_convened",
            Refusal::HearingNotHeld => "hearing_not_held",
            Refusal::HeavierThanTold { .. } => "heavier_than_told",
            Refusal::NotOnTheSpot => "not_on_the_spot",
            Refusal::PackOfElsewhere { .. } => "pack_of_elsewhere",
            Refusal::DatesAreTheCases => "dates_are_the_cases",
            Refusal::FactorContradicts { .. } => "factor_contradicts",
            Refusal::OutsideTheLaw { .. } => "outside_the_law",
            Refusal::Law { refusal } => refusal.code.code(),
            Refusal::NothingToServe => "nothing_to_serve",
            Refusal::ServedAlready => "served_already",
            Refusal::DecisionNotServed => "decision_not_served",
            Refusal::NoFine => "no_fine",
            Refusal::PaysTooMuch { .. } => "pays_too_much",
            Refusal::DailyPending { .. } => "daily_pending",
            Refusal::NoDaily => "no_daily",
            Refusal::NothingToCount => "nothing_to_count",
            Refusal::ChallengedAlready { .. } => "challenged_already",
            Refusal::NotChallenged => "not_challenged",
            Refusal::StepTaken => "step_taken",
            Refusal::StepMissing { .. } => "step_missing",
            Refusal::UnknownMeasure { .. } => "unknown_measure",
            Refusal::MeasureLifted { .. } => "measure_lifted",
            Refusal::MeasureNeedsHead => "measure_needs_head",
            Refusal::NothingToApprove => "nothing_to_approve",
            Refusal::UnknownReferral { .. } => "unknown_referral",
            Refusal::NotHandedOver => "not_handed_over",
            Refusal::NotPerformed { .. } => "not_performed",
            Refusal::CannotMerge { .. } => "cannot_merge",
        }
    }
}

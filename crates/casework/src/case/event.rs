use super::daily::{DailyImposed, DailyReviewed, DailyTold};
use super::decision::Decided;
use super::ending::{Archived, Closed, Corrected, Ended, Withdrawn};
use super::evidence::{EvidenceAdded, EvidenceChecked, EvidenceMoved, Recorded};
use super::execution::{ChallengeEnded, Challenged, Enforced, Paid};
use super::filing::{Filed, Opened};
use super::measure::{MeasureApproved, MeasureExtended, MeasureLifted, MeasureTaken};
use super::notice::{HearingConvened, HearingHeld, Notified, Stated};
use super::rectification::{Ordered, Rechecked};
use super::referral::{HandedOver, PoliceAnswered, Referred};
use super::review::{Deliberated, Reviewed, Sent};
use super::service::Served;
use super::suspension::{Extended, Resumed, Suspended};
use super::tier::TierSet;
use crate::stored::kinds;

/// What happened in a case. When and by whom stands beside it in the ledger.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// It was opened.
    Opened(Opened),
    /// It was filed.
    Filed(Filed),
    /// Something was done to find out, or to tell others.
    Recorded(Recorded),
    /// A piece of evidence was entered.
    EvidenceAdded(EvidenceAdded),
    /// A piece of evidence was handed on.
    EvidenceMoved(EvidenceMoved),
    /// A piece of evidence was held against its hash.
    EvidenceChecked(EvidenceChecked),
    /// The party was ordered to rectify.
    Ordered(Ordered),
    /// Somebody looked again after an order.
    Rechecked(Rechecked),
    /// It was placed on a rung.
    TierSet(Box<TierSet>),
    /// The clock of the decision was stopped.
    Suspended(Suspended),
    /// The clock runs again.
    Resumed(Resumed),
    /// More time was granted.
    Extended(Extended),
    /// It was sent to legal review.
    Sent(Sent),
    /// Legal review was done.
    Reviewed(Reviewed),
    /// The heads discussed it.
    Deliberated(Deliberated),
    /// The party was told what is intended.
    Notified(Box<Notified>),
    /// The party said something.
    Stated(Stated),
    /// A hearing was called.
    HearingConvened(HearingConvened),
    /// A hearing was held.
    HearingHeld(HearingHeld),
    /// It went back to investigation.
    Reinvestigated(Withdrawn),
    /// It was decided.
    Decided(Box<Decided>),
    /// A document was served.
    Served(Served),
    /// A slip of the pen was put right.
    Corrected(Corrected),
    /// Something was paid.
    Paid(Paid),
    /// The decision is challenged.
    Challenged(Challenged),
    /// The challenge is over.
    ChallengeEnded(ChallengeEnded),
    /// A step of enforcement was taken.
    Enforced(Enforced),
    /// The party was told of a fine for every day.
    DailyTold(Box<DailyTold>),
    /// A fine for every day was reviewed.
    DailyReviewed(DailyReviewed),
    /// A fine for every day was imposed.
    DailyImposed(DailyImposed),
    /// A measure was taken beside a penalty.
    MeasureTaken(MeasureTaken),
    /// A measure that was taken on the spot was approved.
    MeasureApproved(MeasureApproved),
    /// A measure lasts longer.
    MeasureExtended(MeasureExtended),
    /// A measure was lifted.
    MeasureLifted(MeasureLifted),
    /// It was referred to the police.
    Referred(Referred),
    /// It was handed over to the police.
    HandedOver(HandedOver),
    /// The police said something.
    PoliceAnswered(PoliceAnswered),
    /// It was closed.
    Closed(Closed),
    /// It was put into the archive.
    Archived(Archived),
    /// It is over without a decision.
    Ended(Ended),
}

kinds! {
    Opened = "case.opened",
    Filed = "case.filed",
    Recorded = "case.recorded",
    EvidenceAdded = "case.evidence_added",
    EvidenceMoved = "case.evidence_moved",
    EvidenceChecked = "case.evidence_checked",
    Ordered = "case.ordered",
    Rechecked = "case.rechecked",
    TierSet = "case.tier_set",
    Suspended = "case.suspended",
    Resumed = "case.resumed",
    Extended = "case.extended",
    Sent = "case.sent",
    Reviewed = "case.reviewed",
    Deliberated = "case.deliberated",
    Notified = "case.notified",
    Stated = "case.stated",
    HearingConvened = "case.hearing_convened",
    HearingHeld = "case.hearing_held",
    Reinvestigated = "case.reinvestigated",
    Decided = "case.decided",
    Served = "case.served",
    Corrected = "case.corrected",
    Paid = "case.paid",
    Challenged = "case.challenged",
    ChallengeEnded = "case.challenge_ended",
    Enforced = "case.enforced",
    DailyTold = "case.daily_told",
    DailyReviewed = "case.daily_reviewed",
    DailyImposed = "case.daily_imposed",
    MeasureTaken = "case.measure_taken",
    MeasureApproved = "case.measure_approved",
    MeasureExtended = "case.measure_extended",
    MeasureLifted = "case.measure_lifted",
    Referred = "case.referred",
    HandedOver = "case.handed_over",
    PoliceAnswered = "case.police_answered",
    Closed = "case.closed",
    Archived = "case.archived",
    Ended = "case.ended",
}

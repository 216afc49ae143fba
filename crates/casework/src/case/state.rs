use std::collections::BTreeSet;

use jiff::civil::Date;
use model::{BlobHash, CaseId, DistrictCode, Timestamp, UserId};
use serde::{Deserialize, Serialize};

use super::daily::Daily;
use super::decision::Decided;
use super::ending::{Archived, Closed, Corrected, Ended};
use super::evidence::{Evidence, Recorded};
use super::execution::{Challenge, Enforced, Paid};
use super::filing::{Filed, Party, Source, Suspected};
use super::measure::Measure;
use super::notice::{HearingConvened, HearingHeld, Notified, Stated};
use super::rectification::Order;
use super::referral::Referral;
use super::review::{Deliberated, Reviewed};
use super::service::{Document, Served};
use super::suspension::{Extended, Pause};
use super::tier::TierSet;

/// Something that was entered in a case: when and by whom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry<T> {
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: UserId,
    /// What.
    pub what: T,
}

/// A case as its events leave it: a file in which things are entered one after the other, and where it stands.
///
/// Serialisable for read models, which can always be folded again; what is kept for ever is the events.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Case {
    /// Its id.
    pub id: CaseId,
    /// From what it came.
    pub source: Source,
    /// Against whom.
    pub party: Party,
    /// The district whose branch handles it.
    pub district: DistrictCode,
    /// What is suspected.
    pub suspected: Suspected,
    /// The day on which the lead was first checked (线索初查).
    pub found_on: Date,
    /// When and by whom it was opened.
    pub opened: Entry<()>,
    /// Everybody who has investigated: none of them may review it or chair its hearing.
    pub investigators: BTreeSet<UserId>,
    /// Where it stands.
    pub stage: Stage,
    /// How it was filed.
    pub filed: Option<Entry<Filed>>,
    /// Interviews, inspections, samples: what was done to find out.
    pub records: Vec<Entry<Recorded>>,
    /// The evidence, numbered from 1 in this order.
    pub evidence: Vec<Evidence>,
    /// The rungs on which it was placed; the last one counts.
    pub tiers: Vec<Entry<TierSet>>,
    /// When the clock of the decision stood still.
    pub pauses: Vec<Pause>,
    /// What was granted of more time.
    pub extensions: Vec<Entry<Extended>>,
    /// Legal reviews; the last one counts.
    pub reviews: Vec<Entry<Reviewed>>,
    /// Collective deliberations.
    pub deliberations: Vec<Entry<Deliberated>>,
    /// Notices to the party, numbered from 1; the last one counts.
    pub notices: Vec<Entry<Notified>>,
    /// What the party said, or that it wants no word.
    pub statements: Vec<Entry<Stated>>,
    /// Hearings that were called.
    pub hearings_convened: Vec<Entry<HearingConvened>>,
    /// Hearings that were held.
    pub hearings_held: Vec<Entry<HearingHeld>>,
    /// The decision.
    pub decided: Option<Entry<Decided>>,
    /// Slips of the pen that were put right.
    pub corrections: Vec<Entry<Corrected>>,
    /// What was served.
    pub services: Vec<Entry<Served>>,
    /// Orders to rectify, numbered from 1.
    pub orders: Vec<Order>,
    /// What was paid.
    pub payments: Vec<Entry<Paid>>,
    /// Reconsideration and litigation.
    pub challenges: Vec<Challenge>,
    /// Steps of enforcement.
    pub enforcement: Vec<Entry<Enforced>>,
    /// Fines for every day on which the act went on, numbered from 1.
    pub dailies: Vec<Daily>,
    /// Measures beside a penalty, numbered from 1.
    pub measures: Vec<Measure>,
    /// Referrals to the police, numbered from 1.
    pub referrals: Vec<Referral>,
    /// Where the next round of review began, counted in [`Case::reviews`]: what was found anew is reviewed anew.
    pub round: usize,
}

/// Where a case stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "name")]
pub enum Stage {
    /// A lead that is looked into, not filed.
    Opened,
    /// Filed, and investigated.
    Investigating,
    /// Sent to legal review.
    UnderReview,
    /// Reviewed without objection.
    Reviewed,
    /// The party was told what is intended.
    Noticed,
    /// Decided.
    Decided,
    /// Closed.
    Closed {
        /// How.
        closed: Entry<Closed>,
    },
    /// In the archive. Final.
    Archived {
        /// How it was closed.
        closed: Entry<Closed>,
        /// How it was archived.
        archived: Entry<Archived>,
    },
    /// Over without a decision. Final.
    Ended {
        /// How.
        ended: Entry<Ended>,
    },
}

/// The name of a [`Stage`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StageName {
    /// See [`Stage::Opened`].
    Opened,
    /// See [`Stage::Investigating`].
    Investigating,
    /// See [`Stage::UnderReview`].
    UnderReview,
    /// See [`Stage::Reviewed`].
    Reviewed,
    /// See [`Stage::Noticed`].
    Noticed,
    /// See [`Stage::Decided`].
    Decided,
    /// See [`Stage::Closed`].
    Closed,
    /// See [`Stage::Archived`].
    Archived,
    /// See [`Stage::Ended`].
    Ended,
}

impl StageName {
    /// All stages, in their order.
    pub const ALL: [StageName; 9] = [
        StageName::Opened,
        StageName::Investigating,
        StageName::UnderReview,
        StageName::Reviewed,
        StageName::Noticed,
        StageName::Decided,
        StageName::Closed,
        StageName::Archived,
        StageName::Ended,
    ];

    /// The stable code of API, database and pages.
    pub fn code(self) -> &'static str {
        match self {
            StageName::Opened => "opened",
            StageName::Investigating => "investigating",
            StageName::UnderReview => "under_review",
            StageName::Reviewed => "reviewed",
            StageName::Noticed => "noticed",
            StageName::Decided => "decided",
            StageName::Closed => "closed",
            StageName::Archived => "archived",
            StageName::Ended => "ended",
        }
    }
}

impl Case {
    /// The name of its stage.
    pub fn stage_name(&self) -> StageName {
        match &self.stage {
            Stage::Opened => StageName::Opened,
            Stage::Investigating => StageName::Investigating,
            Stage::UnderReview => StageName::UnderReview,
            Stage::Reviewed => StageName::Reviewed,
            Stage::Noticed => StageName::Noticed,
            Stage::Decided => StageName::Decided,
            Stage::Closed { .. } => StageName::Closed,
            Stage::Archived { .. } => StageName::Archived,
            Stage::Ended { .. } => StageName::Ended,
        }
    }

    /// Whether something still has to be done in it; a closed case only goes to the archive.
    pub fn is_open(&self) -> bool {
        match &self.stage {
            Stage::Opened
            | Stage::Investigating
            | Stage::UnderReview
            | Stage::Reviewed
            | Stage::Noticed
            | Stage::Decided => true,
            Stage::Closed { .. } | Stage::Archived { .. } | Stage::Ended { .. } => false,
        }
    }

    /// When it was over, if it is.
    pub fn over_at(&self) -> Option<Timestamp> {
        match &self.stage {
            Stage::Closed { closed } | Stage::Archived { closed, .. } => Some(closed.at),
            Stage::Ended { ended } => Some(ended.at),
            Stage::Opened
            | Stage::Investigating
            | Stage::UnderReview
            | Stage::Reviewed
            | Stage::Noticed
            | Stage::Decided => None,
        }
    }

    /// The review of this round, if there is one.
    pub fn review(&self) -> Option<&Entry<Reviewed>> {
        self.reviews.get(self.round..).and_then(<[_]>::last)
    }

    /// The notice that counts.
    pub fn notice(&self) -> Option<&Entry<Notified>> {
        self.notices.last()
    }

    /// The number of the notice that counts, from 1.
    pub fn notice_number(&self) -> u32 {
        number(self.notices.len())
    }

    /// The evidence of this number.
    pub fn evidence_numbered(&self, number: u32) -> Option<&Evidence> {
        self.evidence.get((number as usize).checked_sub(1)?)
    }

    /// The order to rectify of this number.
    pub fn order_numbered(&self, number: u32) -> Option<&Order> {
        self.orders.get((number as usize).checked_sub(1)?)
    }

    /// The last service of a document.
    pub fn service_of(&self, document: Document) -> Option<&Entry<Served>> {
        self.services.iter().rev().find(|service| service.what.document == document)
    }

    /// The deliberations since the review that counts.
    pub fn deliberations_now(&self) -> impl Iterator<Item = &Entry<Deliberated>> {
        let reviewed = self.review().map(|review| review.at);
        self.deliberations.iter().filter(move |entry| reviewed.is_none_or(|at| entry.at >= at))
    }

    /// Whether the clock of the decision stands still now.
    pub fn paused(&self) -> Option<&Pause> {
        self.pauses.last().filter(|pause| pause.resumed.is_none())
    }

    /// The reconsideration or litigation that runs now.
    pub fn challenged(&self) -> Option<&Challenge> {
        self.challenges.iter().rev().find(|challenge| challenge.ended.is_none())
    }

    /// Every file of the vault that the case refers to.
    pub fn files(&self) -> BTreeSet<&BlobHash> {
        let of_evidence = self.evidence.iter().map(|evidence| &evidence.added.what.file);
        let of_clips = self.evidence.iter().filter_map(|evidence| evidence.added.what.clip.as_ref());
        let of_records = self.records.iter().flat_map(|record| &record.what.files);
        let of_statements = self.statements.iter().flat_map(|statement| &statement.what.files);
        let of_services = self.services.iter().filter_map(|service| service.what.receipt.as_ref());
        let of_deliberations = self.deliberations.iter().filter_map(|entry| entry.what.minutes.as_ref());
        let of_hearings = self.hearings_held.iter().filter_map(|entry| entry.what.minutes.as_ref());
        let of_orders =
            self.orders.iter().flat_map(|order| &order.rechecks).flat_map(|entry| &entry.what.files);
        let of_enforcement = self.enforcement.iter().flat_map(|entry| &entry.what.files);
        let of_payments = self.payments.iter().filter_map(|entry| entry.what.receipt.as_ref());
        let of_referrals = self.referrals.iter().filter_map(|referral| referral.handed_over.as_ref());
        let of_referrals = of_referrals.filter_map(|handed| handed.what.receipt.as_ref());
        of_evidence
            .chain(of_clips)
            .chain(of_referrals)
            .chain(of_records)
            .chain(of_statements)
            .chain(of_services)
            .chain(of_deliberations)
            .chain(of_hearings)
            .chain(of_orders)
            .chain(of_enforcement)
            .chain(of_payments)
            .collect()
    }
}

/// A count as the number that people see.
pub(super) fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

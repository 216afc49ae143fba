//! The case (案件): from what was found to a decision, its service, its execution and the archive.
//!
//! One case is one stream of events. It is opened for an alarm or by hand with a reason; filed when four conditions
//! are recorded, each with its ground; investigated; reviewed by somebody who did not investigate; where a pack says
//! so discussed collectively; the party is told and heard; decided, served, performed, closed and archived. Everything
//! that a document needs stands in the event [`Decided`]. Deadlines are derived ([`deadlines`]), never stored.
//!
//! Nobody's name stands here: parties are enterprises of the register, whoever was questioned is named by what they
//! are (操作工), and the record with the name lies in the vault as a file.

mod access;
mod apply;
mod command;
mod compare;
mod daily;
mod deadline;
mod decide;
mod decision;
mod ending;
mod event;
mod evidence;
mod execution;
mod filing;
mod fine;
mod measure;
mod notice;
mod precedent;
mod rectification;
mod referral;
mod refusal;
mod refusal_words;
mod reminder;
mod review;
mod service;
mod state;
mod suspension;
mod tier;

pub use access::{allowed, check, sees};
pub use apply::{ApplyError, apply};
pub use command::{Act, Command};
pub use compare::{CaseChange, ChangeKind, changes};
pub use daily::{Daily, DailyGiven, DailyImposed, DailyReviewed, DailyTold, daily_penalty};
pub use deadline::{Deadline, DeadlineKind, Standing, Subject, deadlines, effective_day};
pub use decide::{Circumstances, decide};
pub use decision::{
    Decided, DecidedOutcome, DecisionGiven, DecisionOutcome, DeliberatedBy, EvidenceUsed, Late, OnTheSpot,
    OutcomeName, PenaltyGiven, PenaltySet, Proof, ReviewedBy, TermStated,
};
pub use ending::{
    Archived, Closed, ClosedBecause, Corrected, Ended, Ending, Leading, Transferred, Withdrawn,
};
pub use event::Event;
pub use evidence::{
    Custody, CustodyStep, Evidence, EvidenceAdded, EvidenceChecked, EvidenceKind, EvidenceMoved, RecordKind,
    Recorded,
};
pub use execution::{
    Challenge, ChallengeEnded, ChallengeKind, ChallengeOutcome, Challenged, Enforced, EnforcementStep, Owed,
    Paid, owed, owed_daily, owed_in_all,
};
pub use filing::{Condition, ConditionKind, Filed, Opened, Party, Source, Suspected};
pub use fine::{ByTable, FactorDeparture, FineGiven, FineHow, FineSet, act_date, is_day_of_case, reckon};
pub use measure::{Measure, MeasureApproved, MeasureExtended, MeasureKind, MeasureLifted, MeasureTaken};
pub use notice::{HearingConvened, HearingHeld, NoticeGiven, Notified, Stated, StatementKind};
pub use precedent::{DecidedFine, Likeness, Outlier, Precedent, nearest, outlier};
pub use rectification::{Order, Ordered, Rechecked};
pub use referral::{HandedOver, PoliceAnswer, PoliceAnswered, Referral, ReferralKind, Referred};
pub use refusal::{Field, Refusal};
pub use reminder::reminders;
pub use review::{Deliberated, ReviewOpinion, Reviewed, Sent};
pub use service::{Document, Served, ServiceWay};
pub use state::{Case, Entry, Stage, StageName};
pub use suspension::{Extended, Pause, Resumed, Suspended};
pub use tier::{
    EarlierCase, FactGiven, FactSource, FactStated, TierGiven, TierProposal, TierReason, TierSet,
    earlier_facts, facts_known, propose,
};

/// The streams of cases begin so; the id of the case follows.
pub const STREAMS: &str = "case/";

/// The longest text that a person may write, in characters.
pub const MAX_WORDS: usize = 8000;

/// The most files that come with one act.
pub const MAX_FILES: usize = 20;

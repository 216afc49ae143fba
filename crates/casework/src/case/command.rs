use serde::{Deserialize, Serialize};

use super::daily::{DailyGiven, DailyImposed, DailyReviewed};
use super::decision::{DecisionGiven, OnTheSpot};
use super::ending::{Archived, Closed, Corrected, Leading, Transferred, Withdrawn};
use super::evidence::{EvidenceAdded, EvidenceMoved, Recorded};
use super::execution::{ChallengeEnded, Challenged, Enforced, Paid};
use super::filing::{Condition, Opened};
use super::measure::{MeasureApproved, MeasureExtended, MeasureLifted, MeasureTaken};
use super::notice::{HearingConvened, HearingHeld, NoticeGiven, Stated};
use super::rectification::{Ordered, Rechecked};
use super::referral::{HandedOver, PoliceAnswered, Referred};
use super::review::{Deliberated, Reviewed, Sent};
use super::service::Served;
use super::suspension::{Extended, Resumed, Suspended};
use super::tier::TierGiven;

/// What somebody wants to do in a case.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// Open it (线索登记).
    Open(Opened),
    /// File it (立案).
    File {
        /// The four conditions, each with its ground.
        conditions: Vec<Condition>,
        /// Why it comes after its time; needed where it does.
        late_reason: Option<String>,
    },
    /// Not file it (不予立案).
    Decline(Withdrawn),
    /// Decide on the spot (当场处罚).
    DecideOnTheSpot(OnTheSpot),
    /// Enter what was done to find out, or to tell others.
    Record(Recorded),
    /// Enter a piece of evidence.
    AddEvidence(EvidenceAdded),
    /// Hand a piece of evidence on.
    MoveEvidence(EvidenceMoved),
    /// Hold a piece of evidence against its hash.
    CheckEvidence {
        /// Its number.
        evidence: u32,
    },
    /// Order to rectify (责令改正).
    Order(Ordered),
    /// Look again after an order (复查).
    Recheck(Rechecked),
    /// Place it on a rung.
    SetTier(TierGiven),
    /// Stop the clock of the decision.
    Suspend(Suspended),
    /// Let it run again.
    Resume(Resumed),
    /// Grant more time.
    Extend(Extended),
    /// Send it to legal review.
    Send(Sent),
    /// Say what legal review finds.
    Review(Reviewed),
    /// Enter a collective deliberation.
    Deliberate(Deliberated),
    /// Tell the party what is intended.
    Notify(NoticeGiven),
    /// Enter what the party says.
    State(Stated),
    /// Call a hearing.
    ConveneHearing(HearingConvened),
    /// Enter a hearing that was held.
    HoldHearing(HearingHeld),
    /// Take it back to investigation.
    Reinvestigate(Withdrawn),
    /// Decide.
    Decide(DecisionGiven),
    /// Enter the service of a document.
    Serve(Served),
    /// Put a slip of the pen right.
    Correct(Corrected),
    /// Enter a payment.
    Pay(Paid),
    /// Tell the party of a fine for every day on which the act went on (按日连续处罚).
    TellDaily(DailyGiven),
    /// Agree to it in legal review.
    ReviewDaily(DailyReviewed),
    /// Impose it.
    ImposeDaily(DailyImposed),
    /// Enter that the decision is challenged.
    Challenge(Challenged),
    /// Enter what came of that.
    EndChallenge(ChallengeEnded),
    /// Enter a step of enforcement.
    Enforce(Enforced),
    /// Take a measure beside a penalty.
    TakeMeasure(MeasureTaken),
    /// Approve one that was taken on the spot.
    ApproveMeasure(MeasureApproved),
    /// Let one last longer.
    ExtendMeasure(MeasureExtended),
    /// Lift one.
    LiftMeasure(MeasureLifted),
    /// Refer the case to the police.
    Refer(Referred),
    /// Enter that it was handed over.
    HandOver(HandedOver),
    /// Enter what the police say.
    PoliceAnswer(PoliceAnswered),
    /// Close it.
    Close(Closed),
    /// Put it into the archive.
    Archive(Archived),
    /// Withdraw its filing.
    Withdraw(Withdrawn),
    /// Give it to another bureau.
    Transfer(Transferred),
    /// Let it go on in another case.
    Merge {
        /// The other one, as it stands.
        leading: Leading,
        /// Why.
        reason: String,
    },
}

/// Ties every act to its command and code.
macro_rules! acts {
    ($($name:ident = $code:literal, $pattern:pat,)*) => {
        /// The name of a [`Command`].
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Act { $(#[doc = concat!("See [`Command::", stringify!($name), "`].")] $name,)* }

        impl Act {
            /// All acts, in the order in which a page offers them.
            pub const ALL: &'static [Act] = &[$(Act::$name,)*];

            /// The stable code of API and pages.
            pub fn code(self) -> &'static str {
                match self { $(Act::$name => $code,)* }
            }
        }

        impl Command {
            /// Which act it is.
            pub fn act(&self) -> Act {
                match self { $($pattern => Act::$name,)* }
            }
        }
    };
}

acts! {
    Open = "open", Command::Open(_),
    File = "file", Command::File { .. },
    Decline = "decline", Command::Decline(_),
    DecideOnTheSpot = "decide_on_the_spot", Command::DecideOnTheSpot(_),
    SetTier = "set_tier", Command::SetTier(_),
    Send = "send", Command::Send(_),
    Review = "review", Command::Review(_),
    Notify = "notify", Command::Notify(_),
    State = "state", Command::State(_),
    ConveneHearing = "convene_hearing", Command::ConveneHearing(_),
    HoldHearing = "hold_hearing", Command::HoldHearing(_),
    Deliberate = "deliberate", Command::Deliberate(_),
    Decide = "decide", Command::Decide(_),
    Serve = "serve", Command::Serve(_),
    Pay = "pay", Command::Pay(_),
    Close = "close", Command::Close(_),
    Archive = "archive", Command::Archive(_),
    AddEvidence = "add_evidence", Command::AddEvidence(_),
    CheckEvidence = "check_evidence", Command::CheckEvidence { .. },
    MoveEvidence = "move_evidence", Command::MoveEvidence(_),
    Record = "record", Command::Record(_),
    Order = "order", Command::Order(_),
    Recheck = "recheck", Command::Recheck(_),
    TellDaily = "tell_daily", Command::TellDaily(_),
    ReviewDaily = "review_daily", Command::ReviewDaily(_),
    ImposeDaily = "impose_daily", Command::ImposeDaily(_),
    Challenge = "challenge", Command::Challenge(_),
    EndChallenge = "end_challenge", Command::EndChallenge(_),
    Enforce = "enforce", Command::Enforce(_),
    Correct = "correct", Command::Correct(_),
    TakeMeasure = "take_measure", Command::TakeMeasure(_),
    ApproveMeasure = "approve_measure", Command::ApproveMeasure(_),
    ExtendMeasure = "extend_measure", Command::ExtendMeasure(_),
    LiftMeasure = "lift_measure", Command::LiftMeasure(_),
    Refer = "refer", Command::Refer(_),
    HandOver = "hand_over", Command::HandOver(_),
    PoliceAnswer = "police_answer", Command::PoliceAnswer(_),
    Suspend = "suspend", Command::Suspend(_),
    Resume = "resume", Command::Resume(_),
    Extend = "extend", Command::Extend(_),
    Reinvestigate = "reinvestigate", Command::Reinvestigate(_),
    Merge = "merge", Command::Merge { .. },
    Transfer = "transfer", Command::Transfer(_),
    Withdraw = "withdraw", Command::Withdraw(_),
}

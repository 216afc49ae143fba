//! Who may do what in a case, where and when: role, scope, stage, person. [`decide`](super::decide()) asks here first
//! and looks at the command's own content after, so [`allowed`] cannot say anything else.

use model::{Actor, Role, Scope, UserId};

use super::command::Act;
use super::measure::Measure;
use super::notice;
use super::refusal::Refusal;
use super::state::{Case, StageName};

use StageName::{Closed, Decided, Investigating, Noticed, Opened, Reviewed, UnderReview};

const OFFICERS: &[Role] = &[Role::BranchOfficer, Role::DutyOfficer];
const OFFICE: &[Role] = &[Role::BranchOfficer, Role::DutyOfficer, Role::Leader];
const CITY_HALL: &[Role] = &[Role::DutyOfficer, Role::Leader];
const LEADER: &[Role] = &[Role::Leader];

/// The acts that `actor` can do in a case, in the order in which a page offers them: some content of each would be
/// accepted.
pub fn allowed(case: &Case, actor: &Actor) -> Vec<Act> {
    Act::ALL.iter().copied().filter(|act| check(case, actor, *act).is_ok()).collect()
}

/// Whether an account may see the case at all: offices of the city, and of its district.
pub fn sees(case: &Case, actor: &Actor) -> bool {
    match actor {
        Actor::System { .. } => true,
        Actor::User { role: Role::EnterpriseUser, .. } => false,
        Actor::User { scope, .. } => covers(case, scope),
    }
}

fn covers(case: &Case, scope: &Scope) -> bool {
    match scope {
        Scope::City => true,
        Scope::District(code) => case.district == *code,
        Scope::Enterprise(_) => false,
    }
}

/// Whether `actor` can do `act` in the case.
///
/// # Errors
/// A refusal that says what is in the way: the role, the scope, the stage, or the person.
pub fn check(case: &Case, actor: &Actor, act: Act) -> Result<(), Refusal> {
    let by = check_role(actor, act)?;
    if let Actor::User { scope, .. } = actor
        && !covers(case, scope)
    {
        return Err(Refusal::OutOfScope);
    }
    check_stage(case, act)?;
    check_person(case, by, act)
}

/// The account that acts; the system does nothing in a case.
pub(super) fn check_role(actor: &Actor, act: Act) -> Result<&UserId, Refusal> {
    match actor {
        Actor::User { id, role, .. } if roles(act).contains(role) => Ok(id),
        Actor::User { .. } | Actor::System { .. } => Err(Refusal::RoleMayNot { act, may: roles(act) }),
    }
}

/// The roles that may do an act.
fn roles(act: Act) -> &'static [Role] {
    match act {
        Act::Open
        | Act::DecideOnTheSpot
        | Act::Send
        | Act::Notify
        | Act::State
        | Act::ConveneHearing
        | Act::Serve
        | Act::Pay
        | Act::Archive
        | Act::AddEvidence
        | Act::MoveEvidence
        | Act::Record
        | Act::Order
        | Act::Recheck
        | Act::TellDaily
        | Act::Challenge
        | Act::EndChallenge
        | Act::Enforce => OFFICERS,
        Act::SetTier | Act::CheckEvidence | Act::TakeMeasure => OFFICE,
        Act::HandOver | Act::PoliceAnswer => OFFICERS,
        Act::Review | Act::ReviewDaily | Act::HoldHearing => CITY_HALL,
        Act::ApproveMeasure
        | Act::ExtendMeasure
        | Act::LiftMeasure
        | Act::Refer
        | Act::ImposeDaily
        | Act::File
        | Act::Decline
        | Act::Deliberate
        | Act::Decide
        | Act::Close
        | Act::Correct
        | Act::Suspend
        | Act::Resume
        | Act::Extend
        | Act::Reinvestigate
        | Act::Merge
        | Act::Transfer
        | Act::Withdraw => LEADER,
    }
}

/// The stages in which an act is done.
fn stages(act: Act) -> &'static [StageName] {
    match act {
        Act::Open => &[],
        Act::File | Act::Decline | Act::DecideOnTheSpot => &[Opened],
        Act::SetTier | Act::Send => &[Investigating],
        Act::Review => &[UnderReview],
        Act::Notify | Act::Reinvestigate => &[Reviewed, Noticed],
        Act::Deliberate => &[Reviewed, Noticed, Decided],
        Act::TellDaily | Act::ReviewDaily | Act::ImposeDaily => &[Decided],
        Act::State | Act::ConveneHearing | Act::HoldHearing => &[Noticed],
        // Who is not punished need not be told before.
        Act::Decide => &[Reviewed, Noticed],
        Act::TakeMeasure
        | Act::ApproveMeasure
        | Act::ExtendMeasure
        | Act::LiftMeasure
        | Act::Serve
        | Act::AddEvidence
        | Act::CheckEvidence
        | Act::MoveEvidence
        | Act::Record
        | Act::Order
        | Act::Recheck => &[Opened, Investigating, UnderReview, Reviewed, Noticed, Decided],
        Act::Refer | Act::HandOver | Act::PoliceAnswer => {
            &[Investigating, UnderReview, Reviewed, Noticed, Decided]
        }
        Act::Pay | Act::Close | Act::Challenge | Act::EndChallenge | Act::Enforce | Act::Correct => {
            &[Decided]
        }
        Act::Archive => &[Closed],
        Act::Suspend | Act::Resume | Act::Withdraw => &[Investigating, UnderReview, Reviewed, Noticed],
        Act::Extend | Act::Transfer => &[Opened, Investigating, UnderReview, Reviewed, Noticed],
        Act::Merge => &[Opened, Investigating, UnderReview, Reviewed],
    }
}

fn check_stage(case: &Case, act: Act) -> Result<(), Refusal> {
    let stage = case.stage_name();
    if act == Act::Open {
        return Err(Refusal::Exists { id: case.id.clone() });
    }
    if stages(act).contains(&stage) {
        return check_state(case, act);
    }
    match case.over_at() {
        Some(at) => Err(Refusal::Over { stage, at }),
        None => Err(Refusal::WrongStage { act, stage }),
    }
}

/// What depends on more than the stage.
fn check_state(case: &Case, act: Act) -> Result<(), Refusal> {
    match act {
        Act::Resume if case.paused().is_none() => Err(Refusal::NotSuspended),
        Act::Suspend | Act::Decide if case.paused().is_some() => Err(Refusal::Suspended),
        Act::CheckEvidence | Act::MoveEvidence if case.evidence.is_empty() => Err(Refusal::NoEvidence),
        Act::Recheck if case.orders.is_empty() => Err(Refusal::UnknownOrder { order: 1 }),
        Act::EndChallenge if case.challenged().is_none() => Err(Refusal::NotChallenged),
        Act::ConveneHearing if !notice::hearing_is_asked(case) => Err(Refusal::NoHearingAsked),
        Act::HoldHearing if case.hearings_convened.is_empty() => Err(Refusal::NoHearingConvened),
        Act::Pay if case.fine().is_none() => Err(Refusal::NoFine),
        Act::ApproveMeasure if !case.measures.iter().any(Measure::waits) => Err(Refusal::NothingToApprove),
        Act::ExtendMeasure | Act::LiftMeasure if case.measures.iter().all(|m| m.lifted.is_some()) => {
            Err(Refusal::UnknownMeasure { measure: 1 })
        }
        Act::HandOver if case.referrals.iter().all(|referral| referral.handed_over.is_some()) => {
            Err(Refusal::UnknownReferral { referral: 1 })
        }
        Act::PoliceAnswer if case.referrals.iter().all(|referral| referral.handed_over.is_none()) => {
            Err(Refusal::NotHandedOver)
        }
        Act::TellDaily => match case.daily_pending() {
            Some((daily, _)) => Err(Refusal::DailyPending { daily }),
            None if case.orders.is_empty() => Err(Refusal::UnknownOrder { order: 1 }),
            None if case.fine().is_none() => Err(Refusal::NoFine),
            None => Ok(()),
        },
        Act::ReviewDaily if case.daily_pending().is_none_or(|(_, daily)| daily.reviewed.is_some()) => {
            Err(Refusal::NoDaily)
        }
        Act::ImposeDaily if case.daily_pending().is_none() => Err(Refusal::NoDaily),
        // After the decision only about a fine for every day.
        Act::Deliberate if case.decided.is_some() && case.daily_pending().is_none() => Err(Refusal::NoDaily),
        Act::Send if case.tiers.is_empty() => Err(Refusal::NoTier),
        Act::Open
        | Act::File
        | Act::Decline
        | Act::DecideOnTheSpot
        | Act::SetTier
        | Act::Send
        | Act::Review
        | Act::Notify
        | Act::State
        | Act::ConveneHearing
        | Act::HoldHearing
        | Act::Deliberate
        | Act::Decide
        | Act::Serve
        | Act::Pay
        | Act::Close
        | Act::Archive
        | Act::AddEvidence
        | Act::CheckEvidence
        | Act::MoveEvidence
        | Act::Record
        | Act::Order
        | Act::Recheck
        | Act::TakeMeasure
        | Act::ApproveMeasure
        | Act::ExtendMeasure
        | Act::LiftMeasure
        | Act::Refer
        | Act::HandOver
        | Act::PoliceAnswer
        | Act::ReviewDaily
        | Act::ImposeDaily
        | Act::Challenge
        | Act::EndChallenge
        | Act::Enforce
        | Act::Correct
        | Act::Suspend
        | Act::Resume
        | Act::Extend
        | Act::Reinvestigate
        | Act::Merge
        | Act::Transfer
        | Act::Withdraw => Ok(()),
    }
}

/// Nobody reviews their own investigation, nor chairs the hearing about it.
fn check_person(case: &Case, by: &UserId, act: Act) -> Result<(), Refusal> {
    let needs_another = matches!(act, Act::Review | Act::ReviewDaily | Act::HoldHearing);
    match needs_another && case.investigators.contains(by) {
        true => Err(Refusal::Investigated { act }),
        false => Ok(()),
    }
}

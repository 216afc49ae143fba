use std::collections::BTreeSet;

use draw::{Id, Text};
use law::Basis;
use model::{Actor, Role, Scope};

use super::{
    Approved, Draft, Drafted, Event, Ground, InspectionPlan, MAX_WORDS, PlannedPool, QUARTERS, Refusal,
    Returned,
};

/// What somebody wants to do with the plan of a year.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// Draft it, or draft it anew.
    Draft(Vec<Wish>),
    /// Approve the draft of this number.
    Approve {
        /// Which draft was read.
        number: u32,
    },
    /// Give the draft of this number back.
    Return {
        /// Which draft was read.
        number: u32,
        /// Why.
        reason: String,
    },
}

/// What is to be drawn of a pool.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    /// Which pool.
    pub id: Id,
    /// How many in each quarter.
    pub quarters: [u32; QUARTERS],
    /// Why so many, where that is not what the rule says.
    pub reason: Option<String>,
}

/// A pool of the libraries, with what the rules in force ask for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposed {
    /// The pool.
    pub id: Id,
    /// What people call it.
    pub title: Text,
    /// How many objects it has.
    pub objects: u32,
    /// How many are drawn in each quarter by which rule; nothing where no pack says.
    pub by_rule: Option<([u32; QUARTERS], Basis)>,
}

/// Whether `actor` may draft plans: whoever manages draws.
pub fn may_draft(actor: &Actor) -> bool {
    crate::inspection_draw::may_manage(actor)
}

/// Whether `actor` may approve plans of others: leaders of the city.
pub fn may_approve(actor: &Actor) -> bool {
    matches!(actor, Actor::User { role: Role::Leader, scope: Scope::City, .. })
}

/// What happens when `actor` gives `command` for the plan of `year`; `proposed` is what the libraries and the rules give.
///
/// # Errors
/// A refusal that says what is in the way.
pub fn decide(
    state: Option<&InspectionPlan>,
    (year, proposed): (i16, &[Proposed]),
    command: &Command,
    actor: &Actor,
) -> Result<Event, Refusal> {
    match command {
        Command::Draft(wishes) => {
            if !may_draft(actor) {
                return Err(Refusal::MayNotDraft);
            }
            let before = state.map_or(0, |plan| plan.drafts.len());
            let number = u32::try_from(before + 1).unwrap_or(u32::MAX);
            Ok(Event::Drafted(Drafted { year, number, pools: pools(wishes, proposed)? }))
        }
        Command::Approve { number } => {
            waiting(state, *number, actor)?;
            Ok(Event::Approved(Approved { number: *number }))
        }
        Command::Return { number, reason } => {
            waiting(state, *number, actor)?;
            let reason = words(reason).ok_or(Refusal::ReasonMissing { pool: None })?;
            Ok(Event::Returned(Returned { number: *number, reason }))
        }
    }
}

/// The draft that somebody else may decide on, if it is the one that was read.
fn waiting<'a>(state: Option<&'a InspectionPlan>, number: u32, actor: &Actor) -> Result<&'a Draft, Refusal> {
    if !may_approve(actor) {
        return Err(Refusal::MayNotApprove);
    }
    let draft = state.and_then(InspectionPlan::waiting).ok_or(Refusal::NothingWaits)?;
    if draft.drafted.number != number {
        return Err(Refusal::OtherDraft { number: draft.drafted.number });
    }
    // Who may draft and approve still does not do both: two people look at every plan.
    match (&draft.by, actor) {
        (Actor::User { id: drafter, .. }, Actor::User { id, .. }) if drafter == id => Err(Refusal::OwnDraft),
        (Actor::User { .. } | Actor::System { .. }, Actor::User { .. } | Actor::System { .. }) => Ok(draft),
    }
}

fn pools(wishes: &[Wish], proposed: &[Proposed]) -> Result<Vec<PlannedPool>, Refusal> {
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for wish in wishes {
        if !seen.insert(&wish.id) {
            return Err(Refusal::PoolTwice { pool: wish.id.clone() });
        }
        let pool = proposed.iter().find(|pool| pool.id == wish.id);
        let pool = pool.ok_or_else(|| Refusal::UnknownPool { pool: wish.id.clone() })?;
        if wish.quarters.iter().any(|quota| *quota > pool.objects) {
            return Err(Refusal::TooMany { pool: wish.id.clone(), objects: pool.objects });
        }
        found.push(PlannedPool {
            id: pool.id.clone(),
            title: pool.title.clone(),
            objects: pool.objects,
            quarters: wish.quarters,
            ground: ground(wish, pool)?,
        });
    }
    match found.iter().flat_map(|pool| pool.quarters).any(|quota| quota > 0) {
        true => Ok(found),
        false => Err(Refusal::NothingPlanned),
    }
}

fn ground(wish: &Wish, pool: &Proposed) -> Result<Ground, Refusal> {
    match (&pool.by_rule, wish.reason.as_deref().and_then(words)) {
        (Some((quarters, basis)), None) if *quarters == wish.quarters => Ok(Ground::Rule(basis.clone())),
        (Some(_) | None, Some(reason)) => Ok(Ground::ByHand(reason)),
        (Some(_) | None, None) => Err(Refusal::ReasonMissing { pool: Some(wish.id.clone()) }),
    }
}

fn words(reason: &str) -> Option<String> {
    let reason = reason.trim();
    (1..=MAX_WORDS).contains(&reason.chars().count()).then(|| reason.to_owned())
}

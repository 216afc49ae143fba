use std::collections::BTreeSet;

use detect::{ParameterValues, Parameters, tunables};
use model::{Actor, FindingKind, Register, Role, RuleId, Scope, Timestamp};

use super::event::{Activated, Event, Proposed, Retired};
use super::refusal::Refusal;
use super::{Extent, Rule, Rules, Standing, holding, in_shadow, over};

/// The longest reason, characters.
const REASON_MAX: usize = 4000;

/// What somebody wants to do with a rule.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// Let a new rule run in shadow.
    Propose {
        /// The new rule.
        id: RuleId,
        /// The kind of finding that it judges.
        kind: FindingKind,
        /// Whom it judges.
        extent: Extent,
        /// Its values, by the code of their parameter.
        values: ParameterValues,
        /// When it begins to judge; with its activation if `None`.
        valid_from: Option<Timestamp>,
        /// The first instant at which it judges no more; never if `None`.
        valid_to: Option<Timestamp>,
        /// Why.
        reason: String,
    },
    /// Let it judge.
    Activate {
        /// Which.
        id: RuleId,
        /// The rules in whose place it comes: exactly those that would judge at the same time.
        replaces: BTreeSet<RuleId>,
    },
    /// Take it back: it judges no more, or never will.
    Retire {
        /// Which.
        id: RuleId,
        /// Why.
        reason: String,
    },
}

/// Whether `actor` may propose rules, and take back those in shadow: who watches, leads or administers for the city.
pub fn may_propose(actor: &Actor) -> bool {
    matches!(
        actor,
        Actor::User { role: Role::DutyOfficer | Role::Leader | Role::Administrator, scope: Scope::City, .. }
    )
}

/// Whether `actor` may activate rules that others proposed, and take back those that judge.
pub fn may_activate(actor: &Actor) -> bool {
    matches!(actor, Actor::User { role: Role::Leader | Role::Administrator, scope: Scope::City, .. })
}

/// Whether `actor` may activate this rule, as far as it depends on who they are.
pub fn may_activate_it(rule: &Rule, actor: &Actor) -> bool {
    may_activate(actor) && !is_same_person(actor, &rule.proposed_by)
}

/// Whether `actor` may take `rule` back at `now`.
pub fn may_retire(rule: &Rule, actor: &Actor, now: Timestamp) -> bool {
    match rule.standing(now) {
        Standing::Shadow => may_propose(actor),
        Standing::Coming | Standing::InForce => may_activate(actor),
        Standing::Over => false,
    }
}

/// What happens when `actor` gives `command` at `now`. `register` knows whom a rule can name.
///
/// # Errors
/// A refusal that says what is in the way.
pub fn decide(
    state: &Rules,
    command: &Command,
    register: &Register,
    actor: &Actor,
    now: Timestamp,
) -> Result<Event, Refusal> {
    match command {
        Command::Propose { id, kind, extent, values, valid_from, valid_to, reason } => {
            let proposed = Proposed {
                id: id.clone(),
                kind: *kind,
                extent: extent.clone(),
                values: values.clone(),
                valid_from: *valid_from,
                valid_to: *valid_to,
                reason: given(reason)?,
            };
            check_new(state, &proposed, actor, now)?;
            check_extent(&proposed, register)?;
            Ok(Event::Proposed(proposed))
        }
        Command::Activate { id, replaces } => {
            let rule = state.get(id).ok_or_else(|| Refusal::Unknown { id: id.clone() })?;
            let from = check_activation(state, (id, rule), replaces, actor, now)?;
            Ok(Event::Activated(Activated { id: id.clone(), from, replaces: replaces.clone() }))
        }
        Command::Retire { id, reason } => {
            let rule = state.get(id).ok_or_else(|| Refusal::Unknown { id: id.clone() })?;
            match rule.standing(now) {
                Standing::Shadow if !may_propose(actor) => return Err(Refusal::MayNotPropose),
                Standing::Coming | Standing::InForce if !may_activate(actor) => {
                    return Err(Refusal::MayNotActivate);
                }
                Standing::Over => return Err(Refusal::Over { id: id.clone() }),
                Standing::Shadow | Standing::Coming | Standing::InForce => {}
            }
            Ok(Event::Retired(Retired { id: id.clone(), reason: given(reason)? }))
        }
    }
}

fn given(reason: &str) -> Result<String, Refusal> {
    let reason = reason.trim();
    match reason.chars().count() {
        1..=REASON_MAX => Ok(reason.to_owned()),
        _ => Err(Refusal::ReasonMissing { most: REASON_MAX }),
    }
}

fn check_new(state: &Rules, new: &Proposed, actor: &Actor, now: Timestamp) -> Result<(), Refusal> {
    if !may_propose(actor) {
        return Err(Refusal::MayNotPropose);
    }
    // What has happened was judged by what held then.
    if new.valid_from.is_some_and(|from| from < now) {
        return Err(Refusal::Backdated);
    }
    if new.valid_to.is_some_and(|to| to <= new.valid_from.unwrap_or(now)) {
        return Err(Refusal::BadSpan);
    }
    let (alone, problems) = Parameters::default().tuned(new.kind, &new.values);
    if !problems.is_empty() {
        return Err(Refusal::BadValues { problems });
    }
    if let Some(other) = in_shadow(state, now).remove(&new.kind) {
        return Err(Refusal::ShadowRuns { rule: new.id.clone(), with: other });
    }
    if changes_nothing(state, new, &alone, new.valid_from.unwrap_or(now)) {
        return Err(Refusal::ChangesNothing);
    }
    Ok(())
}

/// Whether all whom it would judge are judged so already at `at`, `alone` being what it makes of the kind.
fn changes_nothing(state: &Rules, new: &Proposed, alone: &Parameters, at: Timestamp) -> bool {
    let of_kind = || holding(state, at).filter(|(_, rule)| rule.kind == new.kind);
    let same = of_kind().find(|(_, rule)| rule.extent == new.extent);
    let is_between = |rule: &Rule| !rule.extent.is_city() && rule.extent.may_share(&new.extent);
    if same.is_none() && !new.extent.is_city() && of_kind().any(|(_, rule)| is_between(rule)) {
        return false;
    }
    let city = || of_kind().find(|(_, rule)| rule.extent.is_city());
    let others = holding(state, at).filter(|(_, rule)| rule.kind != new.kind && rule.extent.is_city());
    let held: Vec<_> = others.chain(same.or_else(city)).collect();
    let (held, _) = over(Parameters::default(), &held);
    tunables(new.kind).all(|tunable| tunable.value(alone) == tunable.value(&held))
}

fn check_extent(new: &Proposed, register: &Register) -> Result<(), Refusal> {
    if new.extent.is_empty() {
        return Err(Refusal::NobodyNamed);
    }
    let unknown = new.extent.unknown(register);
    if !unknown.is_empty() {
        return Err(Refusal::NotInRegister { unknown });
    }
    let of_stations = tunables(new.kind).find(|of| of.is_of_stations() && new.values.contains_key(of.code));
    match of_stations.filter(|_| !new.extent.is_city()) {
        Some(tunable) => Err(Refusal::OnlyOfTheCity { code: tunable.code.to_owned() }),
        None => Ok(()),
    }
}

/// From when on the rule would judge.
fn check_activation(
    state: &Rules,
    (id, rule): (&RuleId, &Rule),
    replaces: &BTreeSet<RuleId>,
    actor: &Actor,
    now: Timestamp,
) -> Result<Timestamp, Refusal> {
    if !may_activate(actor) {
        return Err(Refusal::MayNotActivate);
    }
    match rule.standing(now) {
        Standing::Shadow => {}
        Standing::Coming | Standing::InForce => return Err(Refusal::IsActive { id: id.clone() }),
        Standing::Over => return Err(Refusal::Over { id: id.clone() }),
    }
    if is_same_person(actor, &rule.proposed_by) {
        return Err(Refusal::OwnProposal);
    }
    if now < rule.shadow_until() {
        return Err(Refusal::ShadowTooShort { until: rule.shadow_until() });
    }
    // The version of today may know the parameters otherwise than the one that took the proposal.
    let (_, problems) = Parameters::default().tuned(rule.kind, &rule.values);
    if !problems.is_empty() {
        return Err(Refusal::BadValues { problems });
    }
    let from = rule.valid_from.map_or(now, |from| from.max(now));
    for (other_id, other) in state.iter().filter(|(other_id, _)| *other_id != id) {
        match obstacle((id, rule, from), (other_id, other)) {
            Some(refusal) if !replaces.contains(other_id) => return Err(refusal),
            None if replaces.contains(other_id) => {
                return Err(Refusal::NothingToReplace { id: other_id.clone() });
            }
            Some(_) | None => {}
        }
    }
    match replaces.iter().find(|replaced| *replaced == id || !state.contains_key(*replaced)) {
        Some(idle) => Err(Refusal::NothingToReplace { id: idle.clone() }),
        None => Ok(from),
    }
}

/// What speaks against `rule` judging from `from` on beside `other`: they judge the same kind at one time and neither is the
/// narrower one, or they set one parameter to two values; and they may both judge somebody.
fn obstacle(
    (id, rule, from): (&RuleId, &Rule, Timestamp),
    (other_id, other): (&RuleId, &Rule),
) -> Option<Refusal> {
    if !meets(rule, from, other) || !rule.extent.may_share(&other.extent) {
        return None;
    }
    let (rule_id, with) = (id.clone(), other_id.clone());
    if rule.kind == other.kind {
        let clashes = rule.extent.clashes(&other.extent);
        return clashes.then_some(Refusal::Overlaps { rule: rule_id, with });
    }
    let differs =
        |(code, value): &(&String, &f64)| other.values.get(*code).is_some_and(|other| other != *value);
    let (code, _) = rule.values.iter().find(differs)?;
    Some(Refusal::Contradicts { rule: rule_id, with, code: code.clone() })
}

/// Whether `rule`, judging from `from` on, and `other` would judge at one time.
fn meets(rule: &Rule, from: Timestamp, other: &Rule) -> bool {
    let Some((other_from, other_to)) = other.span() else { return false };
    let begins_before_its_end = other_to.is_none_or(|to| from < to);
    let ends_after_its_begin = rule.valid_to.is_none_or(|to| other_from < to);
    begins_before_its_end && ends_after_its_begin
}

fn is_same_person(one: &Actor, other: &Actor) -> bool {
    match (one, other) {
        (Actor::User { id: one, .. }, Actor::User { id: other, .. }) => one == other,
        (Actor::User { .. } | Actor::System { .. }, Actor::User { .. } | Actor::System { .. }) => false,
    }
}

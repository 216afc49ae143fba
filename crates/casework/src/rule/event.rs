use std::collections::BTreeSet;

use detect::ParameterValues;
use model::{Actor, FindingKind, RuleId, Timestamp};
use serde::{Deserialize, Serialize};

use super::{Act, Extent, Rule, Rules};
use crate::stored::kinds;

/// What happened to a rule.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// It was proposed and runs in shadow.
    Proposed(Proposed),
    /// It judges, from its time on.
    Activated(Activated),
    /// It judges no more, or will never.
    Retired(Retired),
}

/// See [`Event::Proposed`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proposed {
    /// The new rule.
    pub id: RuleId,
    /// The kind of finding that it judges.
    pub kind: FindingKind,
    /// Whom it judges.
    #[serde(default, skip_serializing_if = "Extent::is_city")]
    pub extent: Extent,
    /// Its values, by the code of their parameter.
    pub values: ParameterValues,
    /// When it begins to judge; with its activation if `None`.
    pub valid_from: Option<Timestamp>,
    /// The first instant at which it judges no more; never if `None`.
    pub valid_to: Option<Timestamp>,
    /// Why it is wanted.
    pub reason: String,
}

/// See [`Event::Activated`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Activated {
    /// Which.
    pub id: RuleId,
    /// From when on it judges.
    pub from: Timestamp,
    /// The rules that end then because it takes their place.
    pub replaces: BTreeSet<RuleId>,
}

/// See [`Event::Retired`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Retired {
    /// Which.
    pub id: RuleId,
    /// Why.
    pub reason: String,
}

/// Folds `event`, by `actor` at `at`, into `state`.
pub fn apply(state: &mut Rules, event: &Event, actor: &Actor, at: Timestamp) {
    match event {
        Event::Proposed(Proposed { id, kind, extent, values, valid_from, valid_to, reason }) => {
            let rule = Rule {
                kind: *kind,
                extent: extent.clone(),
                values: values.clone(),
                valid_from: *valid_from,
                valid_to: *valid_to,
                reason: reason.clone(),
                proposed_by: actor.clone(),
                proposed_at: at,
                activation: None,
                replaced: None,
                retirement: None,
            };
            state.insert(id.clone(), rule);
        }
        Event::Activated(Activated { id, from, replaces }) => {
            for replaced in replaces {
                if let Some(rule) = state.get_mut(replaced) {
                    rule.replaced = Some((id.clone(), *from));
                }
            }
            if let Some(rule) = state.get_mut(id) {
                rule.activation = Some(Act { by: actor.clone(), at });
            }
        }
        Event::Retired(Retired { id, reason }) => {
            if let Some(rule) = state.get_mut(id) {
                rule.retirement = Some((Act { by: actor.clone(), at }, reason.clone()));
            }
        }
    }
}

kinds! {
    Proposed = "rule.proposed",
    Activated = "rule.activated",
    Retired = "rule.retired",
}

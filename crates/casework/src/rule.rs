//! The lifecycle of rules (预警规则): by which parameters a kind of finding is judged, from when to when, and by whom.
//!
//! A rule is proposed, runs in shadow (what it would raise is counted and never sent), and is activated by somebody
//! else. What a rule does not say, and every kind without a rule, is judged by the detectors' defaults.

mod decide;
mod event;
mod extent;
mod refusal;
pub mod shadow;
mod verdict;

use std::collections::{BTreeMap, BTreeSet};

use detect::{Judging, ParameterProblem, ParameterValues, Parameters};
use model::{Actor, CreditCode, Enterprise, FindingKind, Register, RuleId, Subject, Timestamp};

pub use decide::{Command, decide, may_activate, may_activate_it, may_propose, may_retire};
pub use event::{Activated, Event, Proposed, Retired, apply};
pub use extent::Extent;
pub use refusal::Refusal;
pub use verdict::{Judged, Precision, Verdict, precision, verdict_of};

/// The stream of all rules.
pub const STREAM: &str = "rules";

/// How long a rule runs in shadow at least before it may be activated, h: a day has shifts, nights and cold starts.
pub const LEAST_SHADOW_H: i64 = 24;

/// A rule as its events leave it.
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    /// The kind of finding that it judges.
    pub kind: FindingKind,
    /// Whom it judges.
    pub extent: Extent,
    /// Its values, by the code of their parameter. What is not named keeps the detectors' default.
    pub values: ParameterValues,
    /// When it begins to judge; with its activation if `None`.
    pub valid_from: Option<Timestamp>,
    /// The first instant at which it judges no more; never if `None`.
    pub valid_to: Option<Timestamp>,
    /// Why it is wanted.
    pub reason: String,
    /// Who proposed it.
    pub proposed_by: Actor,
    /// Since when it runs in shadow.
    pub proposed_at: Timestamp,
    /// Who activated it, when.
    pub activation: Option<Act>,
    /// Which rule took its place, and from when on.
    pub replaced: Option<(RuleId, Timestamp)>,
    /// Who took it back, when, and why.
    pub retirement: Option<(Act, String)>,
}

/// Who did something, when.
#[derive(Debug, Clone, PartialEq)]
pub struct Act {
    /// Who.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
}

/// Where a rule stands at an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Counted, not sent.
    Shadow,
    /// Activated, and its time is to come.
    Coming,
    /// It judges.
    InForce,
    /// Its time is over, another rule took its place, or it was taken back.
    Over,
}

impl Standing {
    /// The stable code of API and pages.
    pub fn code(self) -> &'static str {
        match self {
            Standing::Shadow => "shadow",
            Standing::Coming => "coming",
            Standing::InForce => "in_force",
            Standing::Over => "over",
        }
    }
}

/// Every rule that was ever proposed.
pub type Rules = BTreeMap<RuleId, Rule>;

impl Rule {
    /// From when to when (exclusive) it judges, has judged or will judge; `None` if it never was activated, or ended
    /// before it began.
    pub fn span(&self) -> Option<(Timestamp, Option<Timestamp>)> {
        let activated = self.activation.as_ref()?.at;
        let from = self.valid_from.map_or(activated, |from| from.max(activated));
        let replaced = self.replaced.as_ref().map(|(_, at)| *at);
        let retired = self.retirement.as_ref().map(|(act, _)| act.at);
        let to = [self.valid_to, replaced, retired].into_iter().flatten().min();
        to.is_none_or(|to| from < to).then_some((from, to))
    }

    /// Whether it is in shadow at `now`.
    pub fn is_shadow(&self, now: Timestamp) -> bool {
        self.standing(now) == Standing::Shadow
    }

    /// Where it stands at `now`.
    pub fn standing(&self, now: Timestamp) -> Standing {
        if self.activation.is_none() {
            let ended = self.retirement.is_some() || self.valid_to.is_some_and(|to| to <= now);
            return if ended { Standing::Over } else { Standing::Shadow };
        }
        match self.span() {
            Some((from, _)) if now < from => Standing::Coming,
            Some((_, to)) if to.is_none_or(|to| now < to) => Standing::InForce,
            Some(_) | None => Standing::Over,
        }
    }

    /// When it may be activated.
    pub fn shadow_until(&self) -> Timestamp {
        model::china::plus_seconds(self.proposed_at, LEAST_SHADOW_H * 3600)
    }
}

/// The rule that judges `kind` at `now` for `enterprise`: the narrowest. `None` for the enterprise: the city's, which judges
/// whoever has none of its own.
pub fn in_force<'a>(
    rules: &'a Rules,
    kind: FindingKind,
    enterprise: Option<&Enterprise>,
    now: Timestamp,
) -> Option<(&'a RuleId, &'a Rule)> {
    let of_kind = holding(rules, now).filter(|(_, rule)| rule.kind == kind);
    of_kind.filter(|(_, rule)| rule.extent.holds_for(enterprise)).max_by_key(|(_, rule)| rule.extent.rank())
}

/// The rules in shadow at `now`: at most one for each kind.
pub fn in_shadow(rules: &Rules, now: Timestamp) -> BTreeMap<FindingKind, RuleId> {
    let shadows = rules.iter().filter(|(_, rule)| rule.is_shadow(now));
    shadows.map(|(id, rule)| (rule.kind, id.clone())).collect()
}

/// Whether a rule of `extent` judges what `subject` does.
pub fn judges(extent: &Extent, subject: &Subject, register: &Register) -> bool {
    let enterprise = subject.enterprise(register).and_then(|code| register.enterprises.get(code));
    extent.holds_for(enterprise)
}

/// By what the detectors judge at `now`, and which values of rules this version cannot obey: it knows no such
/// parameter any more, or has other bounds.
pub fn parameters(
    rules: &Rules,
    register: &Register,
    now: Timestamp,
) -> (Judging, Vec<(RuleId, ParameterProblem)>) {
    judging(&holding(rules, now).collect::<Vec<_>>(), |_| false, register)
}

/// By what the detectors would judge at `now` if the rules in shadow held.
pub fn shadow_parameters(
    rules: &Rules,
    register: &Register,
    now: Timestamp,
) -> (Judging, Vec<(RuleId, ParameterProblem)>) {
    let shadows: BTreeSet<&RuleId> =
        rules.iter().filter(|(_, rule)| rule.is_shadow(now)).map(|(id, _)| id).collect();
    let both =
        rules.iter().filter(|(id, rule)| rule.standing(now) == Standing::InForce || shadows.contains(id));
    judging(&both.collect::<Vec<_>>(), |id| shadows.contains(id), register)
}

/// By what the detectors would judge at `now` without the rule `id`, and with it in the place of every other rule of
/// its kind that is no narrower; `None` if there is no such rule.
pub fn parameters_without_and_with(
    rules: &Rules,
    id: &RuleId,
    register: &Register,
    now: Timestamp,
) -> Option<[Judging; 2]> {
    let rule = rules.get_key_value(id)?;
    let mut held: Vec<_> = holding(rules, now).filter(|(of, _)| *of != id).collect();
    let (without, _) = judging(&held, |_| false, register);
    held.push(rule);
    let (with, _) = judging(&held, |of| of == id, register);
    Some([without, with])
}

fn holding(rules: &Rules, now: Timestamp) -> impl Iterator<Item = (&RuleId, &Rule)> {
    rules.iter().filter(move |(_, rule)| rule.standing(now) == Standing::InForce)
}

/// By what everybody is judged where `rules` hold: for each kind by the narrowest, and of two that are as narrow by the one
/// that `wins`.
fn judging(
    rules: &[(&RuleId, &Rule)],
    wins: impl Fn(&RuleId) -> bool,
    register: &Register,
) -> (Judging, Vec<(RuleId, ParameterProblem)>) {
    let city = chosen(rules, &wins, None);
    let (parameters, mut problems) = over(Parameters::default(), &city);
    let mut judging = Judging::from(parameters);
    if rules.iter().all(|(_, rule)| rule.extent.is_city()) {
        return (judging, problems);
    }
    let mut alike: BTreeMap<Vec<&RuleId>, Vec<CreditCode>> = BTreeMap::new();
    for enterprise in register.enterprises.values() {
        let own = chosen(rules, &wins, Some(enterprise));
        if own != city {
            let ids = own.iter().map(|(id, _)| *id).collect();
            alike.entry(ids).or_default().push(enterprise.code.clone());
        }
    }
    for (ids, enterprises) in alike {
        let own: Vec<_> = rules.iter().filter(|(id, _)| ids.contains(id)).copied().collect();
        let (parameters, of_own) = over(Parameters::default(), &own);
        judging.put(enterprises, parameters);
        for problem in of_own {
            if !problems.contains(&problem) {
                problems.push(problem);
            }
        }
    }
    (judging, problems)
}

/// The rules that judge `enterprise`, one of a kind.
fn chosen<'a>(
    rules: &[(&'a RuleId, &'a Rule)],
    wins: impl Fn(&RuleId) -> bool,
    enterprise: Option<&Enterprise>,
) -> Vec<(&'a RuleId, &'a Rule)> {
    let mut by_kind: BTreeMap<FindingKind, (&RuleId, &Rule)> = BTreeMap::new();
    let narrowness = |(id, rule): (&RuleId, &Rule)| (rule.extent.rank(), wins(id));
    for of_enterprise in rules.iter().filter(|(_, rule)| rule.extent.holds_for(enterprise)) {
        let best = by_kind.entry(of_enterprise.1.kind).or_insert(*of_enterprise);
        if narrowness(*of_enterprise) > narrowness(*best) {
            *best = *of_enterprise;
        }
    }
    let mut chosen: Vec<_> = by_kind.into_values().collect();
    chosen.sort_by_key(|(id, _)| *id);
    chosen
}

fn over(base: Parameters, rules: &[(&RuleId, &Rule)]) -> (Parameters, Vec<(RuleId, ParameterProblem)>) {
    let (mut parameters, mut problems) = (base, Vec::new());
    for (id, rule) in rules {
        let (tuned, of_rule) = parameters.tuned(rule.kind, &rule.values);
        parameters = tuned;
        problems.extend(of_rule.into_iter().map(|problem| ((*id).clone(), problem)));
    }
    (parameters, problems)
}

//! The nearest earlier decisions (类案): what was decided where most was the same, so that like cases end alike.

use std::collections::BTreeMap;

use jiff::civil::Date;
use law::FineStep;
use model::{CaseId, Money};

use super::decision::DecidedOutcome;
use super::fine::{FineHow, FineSet, day_of};
use super::state::Case;

/// So many are shown.
const SHOWN: usize = 5;

/// Of fewer than these nobody says that a fine is unlike them.
const LEAST: usize = 3;

/// An earlier decision and how near it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Precedent {
    /// The case.
    pub id: CaseId,
    /// When it was decided.
    pub decided_on: Date,
    /// Its fine.
    pub amount: Money,
    /// How many factors are the same.
    pub same: usize,
    /// The factors that are not, by name: what it is there.
    pub differing: Vec<(String, String)>,
}

/// How a fine lies to its nearest earlier decisions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outlier {
    /// Above every one of them.
    Above,
    /// Below every one of them.
    Below,
}

impl Outlier {
    /// The stable code of API and pages.
    pub fn code(self) -> &'static str {
        match self {
            Outlier::Above => "above",
            Outlier::Below => "below",
        }
    }
}

/// The earlier decisions nearest to `fine` in `case`: by the same table, most factors the same first; for a fine by hand,
/// of the same act. The later of two that are as near goes first.
pub fn nearest<'a>(case: &Case, fine: &FineSet, earlier: impl Iterator<Item = &'a Case>) -> Vec<Precedent> {
    let mine = factors(fine);
    let mut found: Vec<Precedent> = earlier
        .filter(|other| other.id != case.id)
        .filter_map(|other| near(case, fine, &mine, other))
        .collect();
    found.sort_by(|a, b| (b.same, b.decided_on, &b.id).cmp(&(a.same, a.decided_on, &a.id)));
    found.truncate(SHOWN);
    found
}

/// Whether `fine` is unlike all of its nearest earlier decisions.
pub fn outlier(fine: &FineSet, nearest: &[Precedent]) -> Option<Outlier> {
    if nearest.len() < LEAST {
        return None;
    }
    let all = |holds: fn(Money, Money) -> bool| nearest.iter().all(|other| holds(fine.amount, other.amount));
    match (all(|mine, other| mine > other), all(|mine, other| mine < other)) {
        (true, _) => Some(Outlier::Above),
        (false, true) => Some(Outlier::Below),
        (false, false) => None,
    }
}

type Factors = BTreeMap<String, (String, String)>;

/// The factors of a fine by key: name and option.
fn factors(fine: &FineSet) -> Factors {
    let FineHow::ByTable(by) = &fine.how else { return Factors::new() };
    let factor = |step: &FineStep| {
        let FineStep::Factor { key, name, option, .. } = step else { return None };
        Some((key.clone(), (name.clone(), option.clone())))
    };
    by.steps.iter().filter_map(factor).collect()
}

fn near(case: &Case, fine: &FineSet, mine: &Factors, other: &Case) -> Option<Precedent> {
    if !other.is_established() {
        return None;
    }
    let decided = other.decided.as_ref()?;
    let DecidedOutcome::Penalty(penalty) = &decided.what.outcome else { return None };
    let theirs = penalty.fine.as_ref()?;
    let alike = match (&fine.how, &theirs.how) {
        (FineHow::ByTable(a), FineHow::ByTable(b)) => a.pack == b.pack && a.table == b.table,
        (FineHow::ByHand { .. }, _) => {
            case.suspected.act.is_some() && case.suspected.act == other.suspected.act
        }
        (FineHow::ByTable(_), FineHow::ByHand { .. }) => false,
    };
    if !alike {
        return None;
    }
    let of_other = factors(theirs);
    let option_there = |key: &String| of_other.get(key).map(|(_, option)| option);
    let same = mine.iter().filter(|(key, (_, option))| option_there(key) == Some(option)).count();
    let differing = mine.iter().filter_map(|(key, (name, option))| {
        option_there(key).filter(|there| *there != option).map(|there| (name.clone(), there.clone()))
    });
    Some(Precedent {
        id: other.id.clone(),
        decided_on: day_of(decided.at),
        amount: theirs.amount,
        same,
        differing: differing.collect(),
    })
}

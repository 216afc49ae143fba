//! The nearest earlier decisions (类案): what was decided where most was the same, so that like cases end alike.

use std::collections::BTreeMap;

use jiff::civil::Date;
use law::FineStep;
use model::{CaseId, Money};
use serde::{Deserialize, Serialize};

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

/// A fine that was set in a case where a violation was established, as far as later fines are held against it: small, so
/// that many can be read at once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecidedFine {
    /// The case.
    pub id: CaseId,
    /// When it was decided.
    pub decided_on: Date,
    /// How much.
    pub amount: Money,
    /// The act as packs name it, where one was entered.
    pub act: Option<String>,
    /// The pack and the table; `None` for a fine by hand.
    pub table: Option<(String, String)>,
    /// Its factors by key: name and option.
    factors: Factors,
}

impl DecidedFine {
    /// The fine of a case; `None` where none was set, or it does not stand any more.
    pub fn of(case: &Case) -> Option<Self> {
        if !case.is_established() {
            return None;
        }
        let decided = case.decided.as_ref()?;
        let DecidedOutcome::Penalty(penalty) = &decided.what.outcome else { return None };
        let fine = penalty.fine.as_ref()?;
        Some(Self {
            id: case.id.clone(),
            decided_on: day_of(decided.at),
            amount: fine.amount,
            act: case.suspected.act.clone(),
            table: table(fine),
            factors: factors(fine),
        })
    }
}

/// By what an earlier fine is like another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Likeness {
    /// It was set by the same table.
    Table {
        /// The pack.
        pack: String,
        /// The table.
        table: String,
    },
    /// It is for the same act.
    Act(String),
}

impl Likeness {
    /// By what earlier fines are like `fine` in `case`: by the same table; for a fine by hand, of the same act. `None`
    /// where nobody can say.
    pub fn of(case: &Case, fine: &FineSet) -> Option<Self> {
        match table(fine) {
            Some((pack, table)) => Some(Likeness::Table { pack, table }),
            None => case.suspected.act.clone().map(Likeness::Act),
        }
    }

    fn holds(&self, other: &DecidedFine) -> bool {
        match self {
            Likeness::Table { pack, table } => other
                .table
                .as_ref()
                .is_some_and(|(its_pack, its_table)| its_pack == pack && its_table == table),
            Likeness::Act(act) => other.act.as_ref() == Some(act),
        }
    }
}

fn table(fine: &FineSet) -> Option<(String, String)> {
    match &fine.how {
        FineHow::ByTable(by) => Some((by.pack.clone(), by.table.clone())),
        FineHow::ByHand { .. } => None,
    }
}

/// The earlier fines nearest to `fine` in `case`, of those that are like it: most factors the same first. The later of two
/// that are as near goes first.
pub fn nearest(
    case: &Case,
    fine: &FineSet,
    earlier: impl IntoIterator<Item = DecidedFine>,
) -> Vec<Precedent> {
    let Some(likeness) = Likeness::of(case, fine) else { return Vec::new() };
    let mine = factors(fine);
    let mut found: Vec<Precedent> = earlier
        .into_iter()
        .filter(|other| other.id != case.id && likeness.holds(other))
        .map(|other| near(&mine, other))
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

fn factors(fine: &FineSet) -> Factors {
    let FineHow::ByTable(by) = &fine.how else { return Factors::new() };
    let factor = |step: &FineStep| {
        let FineStep::Factor { key, name, option, .. } = step else { return None };
        Some((key.clone(), (name.clone(), option.clone())))
    };
    by.steps.iter().filter_map(factor).collect()
}

fn near(mine: &Factors, other: DecidedFine) -> Precedent {
    let option_there = |key: &String| other.factors.get(key).map(|(_, option)| option);
    let same = mine.iter().filter(|(key, (_, option))| option_there(key) == Some(option)).count();
    let differing = mine.iter().filter_map(|(key, (name, option))| {
        option_there(key).filter(|there| *there != option).map(|there| (name.clone(), there.clone()))
    });
    let differing = differing.collect();
    Precedent { id: other.id, decided_on: other.decided_on, amount: other.amount, same, differing }
}

//! Random cases of a table, against what must be true of every fine.

use law::{
    Choice, ChoiceReason, DiscretionTable, FineReckoning, FineRequest, FineStep, Formula, Given, Law, Scale,
};
use model::Money;

/// The most notes about one table: the first ones say enough.
const NOTES: usize = 5;

/// What the random cases of a table came to.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    pub(super) cases: u32,
    pub(super) reckonings: u32,
    pub(super) broken: u32,
    pub(super) notes: Vec<String>,
}

/// Numbers that look random and are the same every time (SplitMix64).
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// From 0 to below `bound`, which is not 0.
    fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound.max(1) as u64) as usize
    }

    fn one_in(&mut self, chances: usize) -> bool {
        self.below(chances) == 0
    }
}

/// Reckons `cases` random cases.
pub(super) fn run(law: &Law, table: &DiscretionTable, cases: u32, seed: u64) -> Outcome {
    let mut numbers = Numbers(seed);
    let mut outcome = Outcome { cases, ..Outcome::default() };
    for _ in 0..cases {
        let mut entries = case(law, table, &mut numbers);
        let broken = check(law, table, &mut entries, &mut numbers, &mut outcome.reckonings);
        if let Err(what) = broken {
            outcome.broken += 1;
            if outcome.notes.len() < NOTES {
                outcome.notes.push(format!("{what}: {entries:?}"));
            }
        }
    }
    outcome
}

fn number(value: impl ToString) -> Given {
    Given::Number(value.to_string())
}

/// A case: an option of every factor, or nothing where that counts as the lowest, and the amounts that the table asks for.
fn case(law: &Law, table: &DiscretionTable, numbers: &mut Numbers) -> Vec<(String, Given)> {
    let may_lack = table.formula != Formula::Rows
        && law.discretion_rule(table).is_some_and(|rule| rule.unproven_is_lowest);
    let mut entries = Vec::new();
    for factor in &table.factors {
        let option = factor.options.get(numbers.below(factor.options.len()));
        match option {
            Some(option) if !(may_lack && numbers.one_in(8)) => {
                entries.push((factor.key.clone(), Given::Text(option.label.clone())));
            }
            _ => {}
        }
    }
    match &table.scale {
        Scale::Fixed { .. } => {}
        Scale::OfBase { .. } => {
            let fen = numbers.next() % 1_000_000_000_000;
            entries.push(("base".into(), number(format!("{}.{:02}", fen / 100, fen % 100))));
        }
        Scale::Asked => {
            let greatest = 1 + numbers.next() % 10_000_000;
            entries.push(("min".into(), number(1 + numbers.next() % greatest)));
            entries.push(("max".into(), number(greatest)));
        }
    }
    if numbers.one_in(4)
        && let Some(adjustment) = adjustment(numbers)
    {
        entries.push(("adjust".into(), adjustment));
    }
    entries
}

/// An adjustment that may or may not be known to the pack.
fn adjustment(numbers: &mut Numbers) -> Option<Given> {
    let kinds = [("heavier", 20), ("lighter", 20), ("mitigated", 50), ("apology", 50)];
    let (kind, most) = *kinds.get(numbers.below(kinds.len()))?;
    let percent = 30_usize.min(most) + numbers.below(most - 30_usize.min(most) + 1);
    let percent = if kind == "apology" { percent } else { numbers.below(most + 1) };
    Some(Given::Map(vec![
        ("kind".into(), Given::Text(kind.into())),
        ("percent".into(), number(percent)),
        ("ground".into(), Given::Text("测试".into())),
    ]))
}

fn check(
    law: &Law,
    table: &DiscretionTable,
    entries: &mut Vec<(String, Given)>,
    numbers: &mut Numbers,
    reckonings: &mut u32,
) -> Result<(), String> {
    let reckon = |entries: &[(String, Given)]| -> Result<(FineRequest, FineReckoning), law::LawRefusal> {
        let request = law.read_fine(table, &Given::Map(entries.to_vec()))?;
        let reckoning = law.reckon_fine(table, &request)?;
        Ok((request, reckoning))
    };
    *reckonings += 1;
    let (request, reckoning) = match reckon(entries) {
        Ok(found) => found,
        // Not every pack knows every adjustment: without it the case must be reckoned.
        Err(refusal) if entries.iter().any(|(name, _)| name == "adjust") => {
            entries.retain(|(name, _)| name != "adjust");
            *reckonings += 1;
            reckon(entries).map_err(|again| format!("refused ({refusal}), and again: {again}"))?
        }
        Err(refusal) => return Err(format!("refused: {refusal}")),
    };
    within(&reckoning)?;
    shuffle(entries, numbers);
    *reckonings += 1;
    let (_, shuffled) = reckon(entries).map_err(|refusal| format!("refused in another order: {refusal}"))?;
    if shuffled != reckoning {
        return Err(format!("{} in another order, {} before", shuffled.fine, reckoning.fine));
    }
    if table.formula == Formula::Rows || table.factors.is_empty() {
        return Ok(());
    }
    *reckonings += 1;
    heavier(law, table, &request, &reckoning, numbers)
}

/// Inside what the law allows, or below it for a ground that stands in the steps.
fn within(reckoning: &FineReckoning) -> Result<(), String> {
    let (fine, range) = (reckoning.fine, reckoning.range);
    let below = range.least.is_some_and(|least| fine < least);
    let ground = reckoning
        .steps
        .iter()
        .any(|step| matches!(step, FineStep::BelowLeast { ground, .. } if !ground.is_empty()));
    if below && !ground {
        return Err(format!("{fine} is below {:?} without a ground", range.least.map(Money::fen)));
    }
    if range.greatest.is_some_and(|greatest| fine > greatest) {
        return Err(format!("{fine} is above the greatest"));
    }
    match reckoning.steps.last() {
        Some(FineStep::Fine { amount }) if *amount == fine => Ok(()),
        _ => Err("the last step is not the fine".into()),
    }
}

fn shuffle(entries: &mut [(String, Given)], numbers: &mut Numbers) {
    for end in (1..entries.len()).rev() {
        entries.swap(end, numbers.below(end + 1));
    }
}

/// With one factor heavier and everything else the same, the fine is not smaller.
fn heavier(
    law: &Law,
    table: &DiscretionTable,
    request: &FineRequest,
    before: &FineReckoning,
    numbers: &mut Numbers,
) -> Result<(), String> {
    let place = numbers.below(table.factors.len());
    let Some(factor) = table.factors.get(place) else { return Ok(()) };
    let weight = |option: usize| factor.options.get(option).map(law::FactorOption::weight);
    let lowest = (0..factor.options.len()).min_by_key(|option| weight(*option)).unwrap_or_default();
    let given = request.choices.iter().find(|choice| choice.factor == place).map(|choice| choice.option);
    let now = given.unwrap_or(lowest);
    let heavier: Vec<usize> =
        (0..factor.options.len()).filter(|option| weight(*option) >= weight(now)).collect();
    let Some(option) = heavier.get(numbers.below(heavier.len())) else { return Ok(()) };
    let mut request = request.clone();
    request.choices.retain(|choice| choice.factor != place);
    request.choices.push(Choice { factor: place, option: *option, reason: ChoiceReason::Given });
    match law.reckon_fine(table, &request) {
        Ok(after) if after.fine >= before.fine => Ok(()),
        Ok(after) => Err(format!("{} with a heavier {}, {} before", after.fine, factor.key, before.fine)),
        // Mitigated without a measure: the heavier case lies no longer below the least, and a person decides.
        Err(refusal) if refusal.code == law::RefusalCode::Undecided => Ok(()),
        Err(refusal) => Err(format!("refused with a heavier {}: {refusal}", factor.key)),
    }
}

//! The fine, built up step by step.

use model::Money;
use serde::{Deserialize, Serialize};

use super::request::{self, AdjustmentGiven, Choice, FineRequest};
use super::statute::{asked, of_base, unlike_given};
use super::step::{AdjustmentMeasure, FineStep};
use super::{
    AdjustmentKind, Cells, DiscretionFactor, DiscretionRule, DiscretionTable, FactorOption, FineAdjustment,
    Formula, Scale, ShareOf, span,
};
use crate::pack::Basis;
use crate::penalty::{PenaltyBounds, PenaltyRange};
use crate::refusal::{LawRefusal, RefusalCode};
use crate::share::{Exact, Share};

/// What the law allows, in yuan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatutoryRange {
    /// The least fine; `None` if the law names none, or it is not known.
    pub least: Option<Money>,
    /// The greatest fine; `None` if the law names none.
    pub greatest: Option<Money>,
}

/// A fine and how it came about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FineReckoning {
    /// The fine.
    pub fine: Money,
    /// What the law allows.
    pub range: StatutoryRange,
    /// Start and weights, before caps and floors; `None` for tables of spans.
    pub sum: Option<Share>,
    /// How it came about.
    pub steps: Vec<FineStep>,
    /// What it rests on: the table first.
    pub sources: Vec<Basis>,
    /// Whether it rests on an entry that nobody has checked at its source, or on amounts that no pack names.
    pub unverified: bool,
    /// Whether it rests on a pack that is made up and binds nobody.
    pub illustrative: bool,
}

/// What a table is used with.
pub(crate) struct Reckoner<'a> {
    pub(crate) table: &'a DiscretionTable,
    pub(crate) rule: Option<&'a DiscretionRule>,
    pub(crate) adjustments: Vec<&'a FineAdjustment>,
    /// The provision that applies on the days of the case, where the packs know it.
    pub(crate) applies: Option<&'a PenaltyRange>,
}

/// The amounts while they are reckoned.
pub(super) struct Work<'a> {
    pub(super) request: &'a FineRequest,
    pub(super) least: Option<Exact>,
    pub(super) greatest: Option<Exact>,
    pub(super) sum: Option<Share>,
    pub(super) steps: Vec<FineStep>,
    sources: Vec<Basis>,
    unverified: bool,
}

pub(super) fn too_large() -> LawRefusal {
    LawRefusal::new(RefusalCode::TooLarge, "fine", format!("an amount is more than {} yuan", Money::MAX))
}

pub(super) fn money(exact: Exact) -> Result<Money, LawRefusal> {
    exact.to_money().map(|(money, _)| money).ok_or_else(too_large)
}

impl Reckoner<'_> {
    /// The fine that follows from `request`.
    ///
    /// # Errors
    /// If the table cannot be used, or needs something that was not given.
    pub(crate) fn fine(&self, request: &FineRequest) -> Result<FineReckoning, LawRefusal> {
        let table = self.table;
        check_known(table)?;
        let chooses = table.formula == Formula::Rows
            || request.adjustments.iter().any(|given| given.kind == AdjustmentKind::Mitigated);
        if request.amount.is_some() && !chooses {
            let message = "this table reckons the amount: nobody chooses it";
            return Err(LawRefusal::new(RefusalCode::Contradiction, "amount", message));
        }
        if request.degree.is_some() && table.formula != Formula::Rows {
            let message = "this table reckons with weights: say heavier or lighter in `adjust`";
            return Err(LawRefusal::new(RefusalCode::Contradiction, "degree", message));
        }
        let mut work = Work {
            request,
            least: None,
            greatest: None,
            sum: None,
            steps: Vec::new(),
            sources: vec![table.basis.clone()],
            unverified: table.basis.unverified,
        };
        if let Some(rule) = self.rule {
            work.rests_on(&rule.basis);
        }
        if request.act_date.is_none() {
            work.steps.push(FineStep::NoDate);
        }
        self.statute(&mut work)?;
        let raw = match table.formula {
            Formula::ShareOfGreatest | Formula::BetweenLeastAndGreatest => self.weighted(&mut work)?,
            Formula::Rows => span::point(table, self.rule, &mut work)?,
            Formula::Unknown => return Err(formula_unknown(table)),
        };
        let fine = self.adjusted(raw, &mut work)?;
        let fine = self.under_applicable(fine, &mut work)?;
        let (fine, dropped) = fine.to_money().ok_or_else(too_large)?;
        if dropped {
            work.steps.push(FineStep::FractionDropped);
        }
        work.steps.push(FineStep::Fine { amount: fine });
        let as_money = |exact: Option<Exact>| exact.map(money).transpose();
        Ok(FineReckoning {
            fine,
            range: StatutoryRange { least: as_money(work.least)?, greatest: as_money(work.greatest)? },
            sum: work.sum,
            illustrative: work.sources.iter().any(|basis| basis.illustrative),
            steps: work.steps,
            sources: work.sources,
            unverified: work.unverified,
        })
    }

    fn statute(&self, work: &mut Work<'_>) -> Result<(), LawRefusal> {
        let table = self.table;
        let mut scale = &table.scale;
        if !table.variants.is_empty() {
            let chosen = work.request.variant.and_then(|place| table.variants.get(place));
            let Some(variant) = chosen else {
                let labels = table.variants.iter().map(|variant| variant.label.clone());
                let message = "the statutory amount depends on it";
                return Err(LawRefusal::new(RefusalCode::Missing, "variant", message).possible(labels));
            };
            work.steps.push(FineStep::Variant { label: variant.label.clone() });
            scale = &variant.scale;
        }
        let named_by_case = *scale == Scale::Asked;
        let (least, greatest) = match scale {
            Scale::Fixed { least, greatest } => (least.map(Exact::of), greatest.map(Exact::of)),
            Scale::OfBase { base, least, greatest } => of_base(base, *least, *greatest, work)?,
            Scale::Asked => asked(work.request)?,
        };
        unlike_given(work.request, least, greatest)?;
        work.unverified |= named_by_case;
        work.least = least;
        work.greatest = greatest;
        work.steps.push(FineStep::Statute {
            statute: work.request.statute.clone().filter(|_| named_by_case).unwrap_or(table.statute.clone()),
            least: least.map(money).transpose()?,
            greatest: greatest.map(money).transpose()?,
            named_by_case,
        });
        Ok(())
    }

    /// The sum of start and weights, and what the formula makes of it.
    fn weighted(&self, work: &mut Work<'_>) -> Result<Exact, LawRefusal> {
        let table = self.table;
        let mut sum = table.start;
        work.steps.push(FineStep::Start { share: sum });
        for choice in self.choices(work.request)? {
            let Some((factor, option)) = chosen(table, &choice) else { continue };
            sum = sum.plus(option.weight());
            work.steps.push(FineStep::Factor {
                key: factor.key.clone(),
                name: factor.name.clone(),
                option: option.label.clone(),
                weight: option.weight(),
                sum,
                reason: choice.reason.clone(),
            });
        }
        work.sum = Some(sum);
        let most = self.rule.map_or(Share::WHOLE, |rule| rule.sum_at_most);
        if sum > most {
            work.steps.push(FineStep::SumLowered { from: sum, to: most });
            sum = most;
        }
        if let Some(floor) = table.floor.filter(|floor| sum < *floor) {
            work.steps.push(FineStep::SumRaised { from: sum, to: floor });
            sum = floor;
        }
        let greatest = work.greatest.ok_or_else(|| {
            let message = "the formula needs the greatest fine that the law allows";
            LawRefusal::new(RefusalCode::Missing, "max", message)
        })?;
        let amount = match table.formula {
            Formula::BetweenLeastAndGreatest => {
                let least = self.least_or_place(work)?;
                // [Y + Σ(1−Y)] × greatest, Y = least / greatest, is least + Σ × (greatest − least): no division.
                greatest.minus(least).times(sum).and_then(|part| part.plus(least))
            }
            Formula::ShareOfGreatest | Formula::Rows | Formula::Unknown => greatest.times(sum),
        };
        let amount = amount.ok_or_else(too_large)?;
        work.steps.push(FineStep::Formula { formula: table.formula, sum, amount: money(amount)? });
        Ok(amount)
    }

    fn least_or_place(&self, work: &mut Work<'_>) -> Result<Exact, LawRefusal> {
        if let Some(least) = work.least {
            return Ok(least);
        }
        let unknown = || {
            let message =
                "the law names no least fine, and no rule of the pack says what stands in its place";
            LawRefusal::new(RefusalCode::Missing, "min", message)
        };
        let rule = self.rule.ok_or_else(unknown)?;
        let (entity, person) = rule.least_in_place.ok_or_else(unknown)?;
        let Some(is_person) = work.request.person else {
            let message = "what stands in the place of the least fine depends on it";
            return Err(
                LawRefusal::new(RefusalCode::Missing, "party", message).possible(["entity", "person"])
            );
        };
        let amount = if is_person { person } else { entity };
        work.steps.push(FineStep::LeastInPlace { amount, rule: rule.basis.clone() });
        Ok(Exact::of(amount))
    }

    /// A choice for every factor; those that were not given are the lowest, where that is a rule or was said.
    fn choices(&self, request: &FineRequest) -> Result<Vec<Choice>, LawRefusal> {
        let mut choices = Vec::new();
        for place in 0..self.table.factors.len() {
            match request.choices.iter().find(|choice| choice.factor == place) {
                Some(choice) => choices.push(choice.clone()),
                None if request.rest_lowest => choices.push(request::lowest(self.table, place)),
                None => choices.push(request::unproven(self.table, self.rule, place)?),
            }
        }
        Ok(choices)
    }

    /// Adjustments and the bounds of the law.
    fn adjusted(&self, raw: Exact, work: &mut Work<'_>) -> Result<Exact, LawRefusal> {
        let given = |kind| work.request.adjustments.iter().find(|adjustment| adjustment.kind == kind);
        let mitigated = given(AdjustmentKind::Mitigated);
        let within = [AdjustmentKind::Apology, AdjustmentKind::Lighter, AdjustmentKind::Heavier].map(given);
        let mut fine = raw;
        if mitigated.is_none() {
            fine = raise(fine, work)?;
        }
        fine = lower(fine, work)?;
        for adjustment in within.into_iter().flatten() {
            fine = self.adjust(adjustment, fine, work)?;
            fine = lower(fine, work)?;
            if mitigated.is_none() {
                fine = raise(fine, work)?;
            }
        }
        match mitigated {
            Some(adjustment) => self.mitigate(adjustment, fine, work),
            None => Ok(fine),
        }
    }

    /// Another provision than the table's may apply on the days of the case: its greatest fine is kept.
    fn under_applicable(&self, fine: Exact, work: &mut Work<'_>) -> Result<Exact, LawRefusal> {
        let Some(range) = self.applies.filter(|range| range.statute != self.table.statute) else {
            return Ok(fine);
        };
        let (least, greatest) = match range.bounds {
            PenaltyBounds::Yuan { least, greatest } => (least, greatest),
            PenaltyBounds::Times { .. } => (None, None),
        };
        let (statute, rule) = (range.statute.clone(), range.basis.clone());
        work.rests_on(&range.basis);
        // The table was made for another provision.
        work.unverified = true;
        work.steps.push(FineStep::StatuteDiffers { statute, least, greatest, rule });
        match greatest.map(Exact::of) {
            Some(greatest) if fine > greatest => {
                work.steps.push(FineStep::LoweredToGreatest { from: money(fine)?, to: money(greatest)? });
                Ok(greatest)
            }
            _ => Ok(fine),
        }
    }

    fn known_adjustment(&self, kind: AdjustmentKind) -> Result<&FineAdjustment, LawRefusal> {
        let formula = self.table.formula;
        let fits =
            |a: &&&FineAdjustment| a.kind == kind && (a.formulas.is_empty() || a.formulas.contains(&formula));
        self.adjustments.iter().find(fits).copied().ok_or_else(|| {
            let message = format!("the rules of this pack do not know {} for this table", kind.code());
            let known =
                self.adjustments.iter().filter(|a| a.formulas.is_empty() || a.formulas.contains(&formula));
            LawRefusal::new(RefusalCode::Adjustment, "adjust.kind", message)
                .possible(known.map(|adjustment| adjustment.kind.code()))
        })
    }

    fn adjust(&self, given: &AdjustmentGiven, from: Exact, work: &mut Work<'_>) -> Result<Exact, LawRefusal> {
        let rule = self.known_adjustment(given.kind)?;
        let measure = measure(rule, given)?.ok_or_else(|| {
            LawRefusal::new(RefusalCode::Adjustment, "adjust.percent", "the rules name no measure for this")
        })?;
        let part = work.of(measure.of, from)?.times(measure.share).ok_or_else(too_large)?;
        let to = match given.kind {
            AdjustmentKind::Heavier => from.plus(part).ok_or_else(too_large)?,
            AdjustmentKind::Lighter | AdjustmentKind::Mitigated | AdjustmentKind::Apology => from.minus(part),
        };
        work.adjusted(rule, given, Some(measure), from, to)?;
        Ok(to)
    }

    /// Below the least: by the measure of the rules, else as it was reckoned or as a person chose.
    fn mitigate(
        &self,
        given: &AdjustmentGiven,
        from: Exact,
        work: &mut Work<'_>,
    ) -> Result<Exact, LawRefusal> {
        let rule = self.known_adjustment(given.kind)?;
        let Some(least) = work.least else {
            let message = "the least fine is not known: nothing lies below it";
            return Err(LawRefusal::new(RefusalCode::Contradiction, "adjust.kind", message));
        };
        let measure = measure(rule, given)?;
        let to = match (measure, work.request.amount.map(Exact::of)) {
            (Some(measure), _) => {
                let part = work.of(measure.of, from)?.times(measure.share).ok_or_else(too_large)?;
                least.minus(part)
            }
            (None, Some(chosen)) if chosen < least && self.table.formula != Formula::Rows => chosen,
            (None, _) if from < least => from,
            (None, _) => {
                let message =
                    format!("the rules name no measure: choose `amount` below {} yuan", money(least)?);
                return Err(LawRefusal::new(RefusalCode::Undecided, "amount", message));
            }
        };
        work.adjusted(rule, given, measure, from, to)?;
        work.steps.push(FineStep::BelowLeast { least: money(least)?, ground: given.ground.clone() });
        Ok(to)
    }
}

impl Work<'_> {
    pub(super) fn rests_on(&mut self, basis: &Basis) {
        self.unverified |= basis.unverified;
        if !self.sources.contains(basis) {
            self.sources.push(basis.clone());
        }
    }

    fn of(&self, of: ShareOf, fine: Exact) -> Result<Exact, LawRefusal> {
        let amount = match of {
            ShareOf::Fine => Some(fine),
            ShareOf::Greatest => self.greatest,
            ShareOf::Least => self.least,
        };
        amount.ok_or_else(|| {
            let message = "the amount of which this is a share is not known";
            LawRefusal::new(RefusalCode::Adjustment, "adjust.percent", message)
        })
    }

    fn adjusted(
        &mut self,
        rule: &FineAdjustment,
        given: &AdjustmentGiven,
        measure: Option<AdjustmentMeasure>,
        from: Exact,
        to: Exact,
    ) -> Result<(), LawRefusal> {
        self.rests_on(&rule.basis);
        self.steps.push(FineStep::Adjusted {
            kind: given.kind,
            ground: given.ground.clone(),
            measure,
            from: money(from)?,
            to: money(to)?,
            unless: rule.exclusions.clone(),
            rule: rule.basis.clone(),
        });
        Ok(())
    }
}

fn check_known(table: &DiscretionTable) -> Result<(), LawRefusal> {
    let id = &table.basis.rule;
    if table.cells == Cells::Unknown {
        let message = format!(
            "the cells of this table are not known ({}): no fine can be reckoned",
            table.basis.source
        );
        return Err(LawRefusal::new(RefusalCode::CellsUnknown, id, message));
    }
    Ok(())
}

fn formula_unknown(table: &DiscretionTable) -> LawRefusal {
    let message = format!("how the grades make a fine is not known ({})", table.basis.source);
    LawRefusal::new(RefusalCode::FormulaUnknown, &table.basis.rule, message)
}

/// The measure of an adjustment: what was given, held against the rules.
fn measure(rule: &FineAdjustment, given: &AdjustmentGiven) -> Result<Option<AdjustmentMeasure>, LawRefusal> {
    let Some((of, at_least, at_most)) = rule.measure else {
        return match given.share {
            None => Ok(None),
            Some(_) => Err(LawRefusal::new(
                RefusalCode::Adjustment,
                "adjust.percent",
                "the rules name no measure for this: leave the percent out",
            )),
        };
    };
    let allowed = format!("{at_least}–{at_most} %");
    match given.share {
        Some(share) if (at_least..=at_most).contains(&share) => Ok(Some(AdjustmentMeasure { share, of })),
        None if at_least == at_most => Ok(Some(AdjustmentMeasure { share: at_least, of })),
        Some(share) => {
            let message = format!("{share} % is outside what the rules allow");
            Err(LawRefusal::new(RefusalCode::Adjustment, "adjust.percent", message).possible([allowed]))
        }
        None => {
            let message = "a person has to choose within what the rules allow";
            Err(LawRefusal::new(RefusalCode::Missing, "adjust.percent", message).possible([allowed]))
        }
    }
}

fn raise(fine: Exact, work: &mut Work<'_>) -> Result<Exact, LawRefusal> {
    match work.least {
        Some(least) if fine < least => {
            work.steps.push(FineStep::RaisedToLeast { from: money(fine)?, to: money(least)? });
            Ok(least)
        }
        _ => Ok(fine),
    }
}

fn lower(fine: Exact, work: &mut Work<'_>) -> Result<Exact, LawRefusal> {
    match work.greatest {
        Some(greatest) if fine > greatest => {
            work.steps.push(FineStep::LoweredToGreatest { from: money(fine)?, to: money(greatest)? });
            Ok(greatest)
        }
        _ => Ok(fine),
    }
}

pub(super) fn chosen<'a>(
    table: &'a DiscretionTable,
    choice: &Choice,
) -> Option<(&'a DiscretionFactor, &'a FactorOption)> {
    let factor = table.factors.get(choice.factor)?;
    Some((factor, factor.options.get(choice.option)?))
}

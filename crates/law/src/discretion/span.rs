//! Tables of spans (幅度罚款): the row that the factors name, and a point of its span.

use super::reckon::{Work, chosen, money, too_large};
use super::request::{self, ChoiceReason, Degree};
use super::step::FineStep;
use super::{DiscretionRule, DiscretionTable, RangeRow};
use crate::refusal::{LawRefusal, RefusalCode};
use crate::share::{Exact, Share};

/// The point of the row's span that the degree of the case names, or that a person chose.
pub(super) fn point(
    table: &DiscretionTable,
    rule: Option<&DiscretionRule>,
    work: &mut Work<'_>,
) -> Result<Exact, LawRefusal> {
    let degree = work.request.degree.unwrap_or(Degree::Ordinary);
    // Without rows the span is the law's own.
    let (least, greatest) = if table.rows.is_empty() {
        (work.least, work.greatest)
    } else {
        let (row, conditions) = row(table, rule, work)?;
        work.steps.push(FineStep::Row { conditions, least: row.least, greatest: row.greatest });
        (row.least.map(Exact::of), row.greatest.map(Exact::of))
    };
    let span = Span { least, greatest, rule };
    let (amount, is_chosen) = match work.request.amount.map(Exact::of) {
        Some(amount) => (span.chosen(degree, amount)?, true),
        None => (span.by_rule(degree)?, false),
    };
    work.steps.push(FineStep::Point { degree, chosen: is_chosen, amount: money(amount)? });
    Ok(amount)
}

fn row<'a>(
    table: &'a DiscretionTable,
    rule: Option<&DiscretionRule>,
    work: &Work<'_>,
) -> Result<(&'a RangeRow, Vec<String>), LawRefusal> {
    let option_of = |place: usize| {
        let choice = work.request.choices.iter().find(|choice| choice.factor == place)?;
        let unproven = choice.reason == ChoiceReason::Unproven;
        chosen(table, choice).filter(|_| !unproven).map(|(_, option)| option.label.as_str())
    };
    let fits = |row: &&RangeRow| {
        row.when.iter().enumerate().all(|(place, wanted)| match (wanted, option_of(place)) {
            (Some(wanted), Some(option)) => wanted == option,
            (None, _) | (_, None) => true,
        })
    };
    let rows: Vec<&RangeRow> = table.rows.iter().filter(fits).collect();
    let found = match rows.as_slice() {
        [] => {
            let message = "no row of the table has these conditions";
            return Err(
                LawRefusal::new(RefusalCode::Contradiction, "row", message).possible(rows_text(table))
            );
        }
        [row] => *row,
        several => {
            let open = (0..table.factors.len()).find(|place| option_of(*place).is_none()).unwrap_or_default();
            let said = work.request.choices.iter().any(|choice| choice.factor == open);
            if !said && !work.request.rest_lowest {
                let factor = table.factors.get(open).map_or("row", |factor| factor.key.as_str());
                let options = table.factors.get(open).into_iter().flat_map(super::matching::labels);
                let message = "this is needed to find the row";
                return Err(LawRefusal::new(RefusalCode::Missing, factor, message).possible(options));
            }
            // Not proven: refused where no rule allows the lowest, else the lightest row that is possible.
            request::unproven(table, rule, open)?;
            several.iter().copied().min_by_key(|row| (row.greatest, row.least)).unwrap_or(several[0])
        }
    };
    Ok((found, conditions(table, found)))
}

fn conditions(table: &DiscretionTable, row: &RangeRow) -> Vec<String> {
    let text = |(place, wanted): (usize, &Option<String>)| {
        let name = table.factors.get(place).map_or("", |factor| factor.name.as_str());
        wanted.as_ref().map(|wanted| format!("{name}:{wanted}"))
    };
    row.when.iter().enumerate().filter_map(text).collect()
}

fn rows_text(table: &DiscretionTable) -> impl Iterator<Item = String> {
    table.rows.iter().map(|row| {
        let wanted = row.when.iter().map(|wanted| wanted.as_deref().unwrap_or("*"));
        wanted.collect::<Vec<_>>().join(" + ")
    })
}

struct Span<'a> {
    least: Option<Exact>,
    greatest: Option<Exact>,
    rule: Option<&'a DiscretionRule>,
}

impl Span<'_> {
    fn by_rule(&self, degree: Degree) -> Result<Exact, LawRefusal> {
        let rule = self.rule.filter(|rule| rule.mean_is_ordinary);
        match (self.least, self.greatest) {
            (Some(least), Some(greatest)) if least == greatest => Ok(least),
            (Some(least), Some(greatest)) if rule.is_some() => match degree {
                Degree::Ordinary => least.mean(greatest).ok_or_else(too_large),
                Degree::Lighter | Degree::Heavier => Err(self.open(degree)?),
            },
            (None, Some(greatest)) => {
                let shares = rule.and_then(|rule| rule.only_greatest);
                self.part(
                    degree,
                    greatest,
                    shares.map(|(lighter, ordinary)| [Some(lighter), Some(ordinary), None]),
                )
            }
            (Some(least), None) => {
                let times = rule.and_then(|rule| rule.only_least);
                self.part(
                    degree,
                    least,
                    times.map(|(ordinary, heavier)| [None, Some(ordinary), Some(heavier)]),
                )
            }
            (Some(_), Some(_)) | (None, None) => Err(self.open(degree)?),
        }
    }

    /// A part of the only bound that there is; `shares` for lighter, ordinary and heavier cases.
    fn part(
        &self,
        degree: Degree,
        bound: Exact,
        shares: Option<[Option<Share>; 3]>,
    ) -> Result<Exact, LawRefusal> {
        let [lighter, ordinary, heavier] = shares.unwrap_or([None; 3]);
        let share = match degree {
            Degree::Lighter => lighter,
            Degree::Ordinary => ordinary,
            Degree::Heavier => heavier,
        };
        match share {
            Some(share) => bound.times(share).ok_or_else(too_large),
            None => Err(self.open(degree)?),
        }
    }

    /// The part of the span that is open to a person in a case of this degree, and whether its greatest belongs to it.
    fn limits(&self, degree: Degree) -> Result<(Option<Exact>, Option<Exact>, bool), LawRefusal> {
        let mean = match (self.least, self.greatest) {
            (Some(least), Some(greatest)) => Some(least.mean(greatest).ok_or_else(too_large)?),
            _ => None,
        };
        if self.least == self.greatest || !self.rule.is_some_and(|rule| rule.mean_is_ordinary) {
            return Ok((self.least, self.greatest, true));
        }
        Ok(match degree {
            Degree::Ordinary if mean.is_some() => (mean, mean, true),
            Degree::Lighter if mean.is_some() => (self.least, mean, false),
            Degree::Heavier if mean.is_some() => (mean, self.greatest, true),
            Degree::Ordinary | Degree::Lighter | Degree::Heavier => (self.least, self.greatest, true),
        })
    }

    fn open(&self, degree: Degree) -> Result<LawRefusal, LawRefusal> {
        let message = format!("a person has to choose the amount of a {} case", degree.code());
        Ok(LawRefusal::new(RefusalCode::Undecided, "amount", message).possible([self.text(degree)?]))
    }

    fn text(&self, degree: Degree) -> Result<String, LawRefusal> {
        let (from, to, with_end) = self.limits(degree)?;
        let text = |exact: Option<Exact>| {
            exact.map(money).transpose().map(|m| m.map_or(String::new(), |m| m.to_string()))
        };
        let end = if with_end { "" } else { " (below)" };
        Ok(format!("{}..{}{end}", text(from)?, text(to)?))
    }

    fn chosen(&self, degree: Degree, amount: Exact) -> Result<Exact, LawRefusal> {
        let (from, to, with_end) = self.limits(degree)?;
        let high = to.is_some_and(|to| amount > to || (amount == to && !with_end));
        if from.is_some_and(|from| amount < from) || high {
            let message =
                format!("{} yuan lies outside what a {} case allows", money(amount)?, degree.code());
            return Err(
                LawRefusal::new(RefusalCode::Contradiction, "amount", message).possible([self.text(degree)?])
            );
        }
        Ok(amount)
    }
}

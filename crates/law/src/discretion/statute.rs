//! What the law allows in a case.

use super::Base;
use super::reckon::{Work, money, too_large};
use super::request::FineRequest;
use super::step::FineStep;
use crate::refusal::{LawRefusal, RefusalCode};
use crate::share::{Exact, Share};

/// The least and the greatest fine.
type Bounds = (Option<Exact>, Option<Exact>);

/// The bounds that are multiples of an amount of the case.
pub(super) fn of_base(
    base: &Base,
    least: Option<Share>,
    greatest: Share,
    work: &mut Work<'_>,
) -> Result<Bounds, LawRefusal> {
    let Some(given) = work.request.base else {
        let names = std::iter::once(&base.name).chain(&base.aliases).cloned();
        let message = "the fine is a multiple of this amount";
        return Err(LawRefusal::new(RefusalCode::Missing, "base", message).possible(names));
    };
    let raised = base.at_least.filter(|at_least| given < *at_least);
    let amount = raised.unwrap_or(given);
    let raised_from = raised.map(|_| given);
    work.steps.push(FineStep::Base { name: base.name.clone(), amount, raised_from });
    let times = |share: Share| Exact::of(amount).times(share).ok_or_else(too_large);
    Ok((least.map(times).transpose()?, Some(times(greatest)?)))
}

/// The bounds that the case names.
pub(super) fn asked(request: &FineRequest) -> Result<Bounds, LawRefusal> {
    let missing = |field: &str, message: &str| LawRefusal::new(RefusalCode::Missing, field, message);
    let least = request.least.ok_or_else(|| {
        missing(
            "min",
            "the table serves many provisions: give the least fine of the one that is broken, or null",
        )
    })?;
    let greatest = request.greatest.ok_or_else(|| {
        missing("max", "the table serves many provisions: give the greatest fine of the one that is broken")
    })?;
    if least.is_some_and(|least| least > greatest) {
        let message = "the least fine is more than the greatest";
        return Err(LawRefusal::new(RefusalCode::Contradiction, "min", message));
    }
    Ok((least.map(Exact::of), Some(Exact::of(greatest))))
}

/// Amounts that the case names although the table knows them must be the same.
pub(super) fn unlike_given(
    request: &FineRequest,
    least: Option<Exact>,
    greatest: Option<Exact>,
) -> Result<(), LawRefusal> {
    let given_least = request.least.map(|least| least.map(Exact::of));
    for (field, given, stated) in
        [("min", given_least, least), ("max", request.greatest.map(|money| Some(Exact::of(money))), greatest)]
    {
        if given.is_some_and(|given| given != stated) {
            let stated = stated.map(money).transpose()?.map_or("none".into(), |money| money.to_string());
            let message = format!("the table has another amount: {stated}");
            return Err(LawRefusal::new(RefusalCode::Contradiction, field, message));
        }
    }
    Ok(())
}

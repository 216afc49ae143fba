//! From a frozen input to what comes of it: a plain function, so that it can be made again.

use model::BlobHash;
use trace::{Explanation, InputError, Outcome, Position};

use super::freeze::CANDIDATES_WITHIN_M;
use super::{Found, Frozen, Model, RANKED, RankedEnterprise, Ranking};

/// So many hypotheses are held against what was measured.
const MODELLED: usize = 6;

/// Everything that comes of `frozen`, whose bytes have the hash `input`.
///
/// # Errors
/// If the input contradicts itself, which one of [`freeze`](super::freeze()) does not.
pub fn compute(frozen: &Frozen, input: &BlobHash) -> Result<Found, InputError> {
    let outcome = trace::trace(&frozen.input)?;
    let here = Position { east_m: 0.0, north_m: 0.0 };
    let asked = &frozen.question;
    let reach =
        trace::reach(&frozen.input.wind, here, asked.anomaly_from, asked.anomaly_to, CANDIDATES_WITHIN_M);
    let in_reach = frozen.input.candidates.iter().map(|candidate| reach.share(candidate.position)).collect();
    let place = outcome.unregistered.position;
    let model = |(explanation, of): (usize, &Explanation)| {
        let blocks = trace::modelled(&frozen.input, of, place)?;
        Ok(Model { explanation, blocks })
    };
    let models = outcome.explanations.iter().enumerate().take(MODELLED).map(model);
    let models = models.collect::<Result<_, InputError>>()?;
    let (method, input) = (trace::METHOD.to_owned(), input.clone());
    Ok(Found { format: 1, method, input, outcome, reach, in_reach, models })
}

/// The head of the ranking: enterprises by how probable it is that any of their candidates is a source.
pub fn ranking(frozen: &Frozen, outcome: &Outcome) -> Ranking {
    let of = frozen.by_enterprise();
    let mut enterprises: Vec<RankedEnterprise> = of
        .iter()
        .map(|(code, numbers)| RankedEnterprise {
            enterprise: (*code).clone(),
            probability: probability_of_any(frozen, outcome, numbers),
        })
        .collect();
    enterprises.sort_by(|a, b| {
        b.probability.total_cmp(&a.probability).then_with(|| a.enterprise.cmp(&b.enterprise))
    });
    enterprises.truncate(RANKED);
    Ranking { none: outcome.none, unregistered: outcome.unregistered.probability, enterprises, of: of.len() }
}

/// The sum over the hypotheses that name any of them. Very improbable hypotheses are in no list, so that it is never less
/// than the greatest of their own.
fn probability_of_any(frozen: &Frozen, outcome: &Outcome, numbers: &[usize]) -> f64 {
    let own = |number: &usize| outcome.candidates.get(*number).map_or(0.0, |candidate| candidate.probability);
    let greatest = numbers.iter().map(own).fold(0.0, f64::max);
    let ids: Vec<&str> = numbers
        .iter()
        .filter_map(|number| frozen.input.candidates.get(*number))
        .map(|candidate| candidate.id.as_str())
        .collect();
    let names_any = |explanation: &&Explanation| explanation.ids.iter().any(|id| ids.contains(&id.as_str()));
    let together: f64 =
        outcome.explanations.iter().filter(names_any).map(|explanation| explanation.probability).sum();
    together.max(greatest).min(1.0)
}

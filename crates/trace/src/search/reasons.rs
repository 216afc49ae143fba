//! What speaks for and against a candidate, as figures.

use crate::input::Input;
use crate::outcome::Reason;

use super::{Posterior, Search};

/// A block is reached by a plume of at least this part of its greatest effect on that instrument.
const REACHED: f64 = 0.1;

/// By instrument, the weightiest first: the candidate as the only source, under the setting in which it fits best.
pub(crate) fn reasons(
    input: &Input,
    search: &Search<'_>,
    posterior: &Posterior,
    candidate: usize,
) -> Vec<Reason> {
    let alone = posterior.hypotheses.iter().map(|(hypothesis, _)| hypothesis);
    let alone = alone.filter(|hypothesis| hypothesis.free.is_none() && hypothesis.members == [candidate]);
    let Some(fit) = alone.filter_map(super::Hypothesis::best).next() else { return Vec::new() };
    let (Some(effects), Some(rate)) = (search.effects_known(candidate, fit.setting), fit.rates.first())
    else {
        return Vec::new();
    };
    let rate = rate.exp();
    let mut field = search.evidence.nothing();
    let course = fit.courses.first().map(Vec::as_slice).unwrap_or_default();
    search.evidence.add(&mut field, effects, rate, course);
    let gains = search.evidence.gains(&field);
    let blocks = &search.world.blocks.all;
    // As if it always were at its usual rate, which tells where its air went, and as it was.
    let mut expected = vec![(0.0, 0.0); blocks.len()];
    for effect in effects {
        if let Some(of) = expected.get_mut(effect.block as usize) {
            let usual = effect.mean * rate;
            *of = (usual, usual * search.evidence.level_in(effect.block, course));
        }
    }
    let of_instrument = |(number, instrument): (usize, &crate::Instrument)| {
        let (mut weight, mut inside, mut outside, mut told) =
            (0.0, Mean::default(), Mean::default(), Mean::default());
        let own = blocks.iter().zip(&expected).filter(|(block, _)| block.instrument == number);
        let most = own.map(|(_, (usual, _))| *usual).fold(0.0, f64::max);
        for (place, block) in blocks.iter().enumerate().filter(|(_, block)| block.instrument == number) {
            let excess = block.value - search.world.background.level.get(place).copied().unwrap_or(0.0);
            let (usual, of_plume) = expected.get(place).copied().unwrap_or_default();
            weight += gains.get(place).copied().unwrap_or(0.0);
            if usual > 0.0 && usual >= REACHED * most {
                inside.take(excess);
                told.take(of_plume);
            } else {
                outside.take(excess);
            }
        }
        Reason {
            instrument: instrument.id.clone(),
            weight,
            blocks: inside.count,
            measured_ug_m3: inside.mean(),
            expected_ug_m3: told.mean(),
            elsewhere_ug_m3: outside.mean(),
        }
    };
    let mut reasons: Vec<Reason> = input.instruments.iter().enumerate().map(of_instrument).collect();
    reasons.retain(|reason| reason.weight.abs() >= 0.05 || reason.blocks > 0);
    reasons.sort_by(|a, b| b.weight.abs().total_cmp(&a.weight.abs()));
    reasons
}

#[derive(Default)]
struct Mean {
    sum: f64,
    count: usize,
}

impl Mean {
    fn take(&mut self, value: f64) {
        self.sum += value;
        self.count += 1;
    }

    fn mean(&self) -> f64 {
        self.sum / self.count.max(1) as f64
    }
}

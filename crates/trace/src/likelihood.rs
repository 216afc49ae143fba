//! How well sources explain the blocks. Residuals are Student-t with three degrees of freedom: real air has more far
//! values than a normal distribution, and no single block may decide.
//!
//! All figures here are in units of each block's own noise.

use crate::emission::{Course, Gains, LEVELS};
use crate::exposure::Effect;
use crate::quick;
use crate::world::World;

/// What was measured above the background, by block.
#[derive(Debug)]
pub(crate) struct Evidence {
    excess: Vec<f64>,
    inverse_noise: Vec<f64>,
    /// For a block below its detection limit: an excess up to this fits as well as none.
    unseen_up_to: Vec<Option<f64>>,
    /// The greatest excess.
    greatest: f64,
    /// How much a block counts, beside its neighbours.
    trust: Vec<f64>,
    /// Which stretch of time each block is in.
    stretch: Vec<u32>,
    stretches: usize,
    course: Course,
}

/// What sources that are taken for given add: mean and variance by block.
#[derive(Debug, Clone)]
pub(crate) struct Field {
    mean: Vec<f64>,
    variance: Vec<f64>,
}

/// Emission rates are looked for over so many powers of *e*: four powers of ten from what can be seen at all.
pub(crate) const RATE_RANGE: f64 = 4.0 * std::f64::consts::LN_10;
/// Before any evidence, a rate's logarithm is off from what is usual by this, a standard deviation: a power of ten.
const RATE_SPREAD: f64 = std::f64::consts::LN_10;
/// A rate can be seen from where its plume is so many times the noise, all blocks together.
const SEEN_FROM: f64 = 4.0;
/// Steps of the first look over rates: factors of two.
const STEP: f64 = std::f64::consts::LN_2;
/// Plumes beyond so many times the greatest excess are not looked at.
const FAR_BEYOND: f64 = 50.0;

/// What adds less than this part of its noise to a block changes its likelihood by nothing.
const NOT_FELT: f64 = 1e-3;

/// How the likelihood goes with one source's rate, all else held: (ln rate, gain in ln likelihood), by rate.
#[derive(Debug, Clone, Default)]
pub(crate) struct Profile {
    pub(crate) points: Vec<(f64, f64)>,
}

impl Profile {
    /// Its best rate (logarithm, g/s) and the gain there.
    pub(crate) fn best(&self) -> Option<(f64, f64)> {
        self.points.iter().copied().max_by(|a, b| a.1.total_cmp(&b.1))
    }

    /// ln of the mean of exp(gain − `from`) over rates as they are expected: a normal distribution of ln rate around
    /// `usual`.
    pub(crate) fn log_mean(&self, from: f64, usual: f64) -> f64 {
        let of = |point: (f64, f64)| (point.1 - from - 0.5 * ((point.0 - usual) / RATE_SPREAD).powi(2)).exp();
        let area: f64 = self
            .points
            .windows(2)
            .map(|pair| 0.5 * (of(pair[0]) + of(pair[1])) * (pair[1].0 - pair[0].0))
            .sum();
        (area / (RATE_SPREAD * (2.0 * std::f64::consts::PI).sqrt())).max(1e-300).ln()
    }
}

impl Evidence {
    pub(crate) fn new(world: &World) -> Self {
        let of = |number: usize| {
            let block = world.blocks.all.get(number)?;
            Some((
                block.value,
                *world.background.level.get(number)?,
                1.0 / world.background.noise.get(number)?,
            ))
        };
        let count = world.blocks.all.len();
        let figures: Vec<_> = (0..count).filter_map(of).collect();
        let unseen = figures
            .iter()
            .zip(&world.limit)
            .map(|((_, level, inverse), limit)| limit.map(|limit| ((limit - level) * inverse).max(0.0)));
        let unseen_up_to: Vec<Option<f64>> = unseen.collect();
        let excess = figures.iter().zip(&unseen_up_to).map(|((value, level, inverse), unseen)| {
            if unseen.is_some() { 0.0 } else { (value - level) * inverse }
        });
        let excess: Vec<f64> = excess.collect();
        let greatest = excess.iter().copied().fold(1.0, f64::max);
        let trust = vec![1.0; excess.len()];
        let stretch = world.blocks.all.iter().map(|block| block.stretch as u32).collect();
        let course = Course::new(world.blocks.length_s, world.blocks.stretches);
        Self {
            stretch,
            stretches: world.blocks.stretches,
            course,
            trust,
            excess,
            inverse_noise: figures.iter().map(|f| f.2).collect(),
            unseen_up_to,
            greatest,
        }
    }

    /// Lets each block count as much as is given.
    pub(crate) fn trusting(&mut self, trust: Vec<f64>) {
        self.trust = trust;
    }

    /// The mean over blocks of how much they count.
    pub(crate) fn mean_trust(&self) -> f64 {
        self.trust.iter().sum::<f64>() / self.trust.len().max(1) as f64
    }

    /// No source at all.
    pub(crate) fn nothing(&self) -> Field {
        Field { mean: vec![0.0; self.excess.len()], variance: vec![1.0; self.excess.len()] }
    }

    /// How much of its usual a source emits in this block's stretch; without a course it is its usual.
    pub(crate) fn level_in(&self, block: u32, course: &[f64]) -> f64 {
        let stretch = self.stretch.get(block as usize);
        stretch.and_then(|stretch| course.get(*stretch as usize)).copied().unwrap_or(1.0)
    }

    /// `field` with a source of this usual rate and course added.
    pub(crate) fn add(&self, field: &mut Field, effects: &[Effect], usual: f64, course: &[f64]) {
        for effect in effects {
            let number = effect.block as usize;
            let rate = usual * self.level_in(effect.block, course);
            let Some(inverse) = self.inverse_noise.get(number) else { continue };
            if let (Some(mean), Some(variance)) = (field.mean.get_mut(number), field.variance.get_mut(number))
            {
                *mean += rate * effect.mean * inverse;
                *variance += rate * rate * effect.variance * inverse * inverse;
            }
        }
    }

    /// From which rate on (logarithm) a source with these effects is seen.
    pub(crate) fn seen_from(&self, effects: &[Effect]) -> Option<f64> {
        let nothing = self.nothing();
        let terms = effects.iter().filter_map(|effect| self.term(&nothing, effect));
        let seen = terms.map(|term| term.add_mean * term.add_mean).sum::<f64>().sqrt();
        (seen > 0.0).then(|| (SEEN_FROM / seen).ln())
    }

    /// The gain in ln likelihood of `field` against no source at all.
    pub(crate) fn gain_of(&self, field: &Field) -> f64 {
        self.each_gain(field).sum()
    }

    /// The same by block.
    pub(crate) fn gains(&self, field: &Field) -> Vec<f64> {
        self.each_gain(field).collect()
    }

    fn each_gain(&self, field: &Field) -> impl Iterator<Item = f64> {
        let each = self.excess.iter().zip(field.mean.iter().zip(&field.variance)).enumerate();
        each.map(|(number, (excess, (mean, variance)))| {
            if *mean == 0.0 {
                return 0.0;
            }
            let with = likelihood(self.residual(number, *excess, *mean), *variance);
            let gain = quick::ln(with / likelihood(self.residual(number, *excess, 0.0), 1.0));
            gain * self.trust.get(number).copied().unwrap_or(1.0)
        })
    }

    /// The blocks' residuals over what is expected of them, far ones drawn in to 3.
    pub(crate) fn residuals(&self, field: &Field) -> Vec<f64> {
        let each = self.excess.iter().zip(field.mean.iter().zip(&field.variance)).enumerate();
        each.map(|(number, (excess, (mean, variance)))| {
            let residual = self.residual(number, *excess, *mean) / variance.sqrt();
            residual.clamp(-3.0, 3.0)
        })
        .collect()
    }

    fn residual(&self, number: usize, excess: f64, mean: f64) -> f64 {
        match self.unseen_up_to.get(number).copied().flatten() {
            Some(unseen) => (mean - unseen).max(0.0),
            None => excess - mean,
        }
    }

    /// How the likelihood changes when a source with these effects is added to `field`, by its usual rate.
    pub(crate) fn profile(&self, field: &Field, effects: &[Effect]) -> Profile {
        let terms: Vec<Term> = effects.iter().filter_map(|effect| self.term(field, effect)).collect();
        let seen: f64 = terms.iter().map(|term| term.add_mean * term.add_mean).sum::<f64>().sqrt();
        let most = terms.iter().map(|term| term.add_mean).fold(0.0, f64::max);
        if seen <= 0.0 {
            return Profile::default();
        }
        let low = (SEEN_FROM / seen).ln();
        let high = (low + RATE_RANGE).min((FAR_BEYOND * self.greatest / most).ln()).max(low + 2.0 * STEP);
        let usual = ((high - low) / STEP) as usize + 2;
        let gains = self.gains_by_stretch(&terms, low - STEP * (LEVELS / 2) as f64, usual + LEVELS - 1);
        let sums = self.course.sum(&gains);
        Profile { points: sums.into_iter().enumerate().map(|(n, g)| (low + STEP * n as f64, g)).collect() }
    }

    /// How much more or less than usual the source emitted, by stretch, if this is its usual rate.
    pub(crate) fn course(&self, field: &Field, effects: &[Effect], rate: f64) -> Vec<f64> {
        let terms: Vec<Term> = effects.iter().filter_map(|effect| self.term(field, effect)).collect();
        let gains = self.gains_by_stretch(&terms, rate - STEP * (LEVELS / 2) as f64, LEVELS);
        self.course.expected(&gains)
    }

    /// By stretch, at `count` rates from `from` on (logarithm).
    fn gains_by_stretch(&self, terms: &[Term], from: f64, count: usize) -> Gains {
        let mut gains = Gains::new(self.stretches, count);
        let rates: Vec<f64> = (0..count).map(|number| (from + STEP * number as f64).exp()).collect();
        for term in terms {
            let most = term.add_mean.max(term.add_variance.sqrt());
            let first = rates.partition_point(|rate| rate * most < NOT_FELT);
            let felt = gains.of(term.stretch as usize).get_mut(first..).unwrap_or_default();
            term.gain_at(felt, rates.get(first..).unwrap_or_default());
        }
        gains
    }

    fn term(&self, field: &Field, effect: &Effect) -> Option<Term> {
        let number = effect.block as usize;
        let inverse = *self.inverse_noise.get(number)?;
        let mean = *field.mean.get(number)?;
        let excess = *self.excess.get(number)?;
        let unseen = self.unseen_up_to.get(number).copied().flatten();
        Some(Term {
            stretch: *self.stretch.get(number)?,
            residual: self.residual(number, excess, mean),
            trust: self.trust.get(number).copied().unwrap_or(1.0),
            room: unseen.map(|unseen| (unseen - mean).max(0.0)),
            variance: *field.variance.get(number)?,
            add_mean: effect.mean * inverse,
            add_variance: effect.variance * inverse * inverse,
        })
    }
}

/// What one block says about a source.
struct Term {
    stretch: u32,
    trust: f64,
    residual: f64,
    /// For a block below its limit: how much more would not be seen either.
    room: Option<f64>,
    variance: f64,
    add_mean: f64,
    add_variance: f64,
}

impl Term {
    /// Adds to each gain what the block says of the rate beside it. The two loops are apart so that each is straight.
    fn gain_at(&self, gains: &mut [f64], rates: &[f64]) {
        let weight = 0.5 * self.trust;
        let over_already = 1.0 / squared(self.residual, self.variance);
        let gain = |rate: f64, residual: f64| {
            let variance = self.variance + rate * rate * self.add_variance;
            weight * quick::ln(squared(residual, variance) * over_already)
        };
        let each = gains.iter_mut().zip(rates);
        match self.room {
            None => each.for_each(|(of, rate)| *of += gain(*rate, self.residual - rate * self.add_mean)),
            Some(room) => each.for_each(|(of, rate)| {
                *of += gain(*rate, self.residual + (rate * self.add_mean - room).max(0.0));
            }),
        }
    }
}

/// The square of [`likelihood`], which needs no root.
#[inline]
fn squared(residual: f64, variance: f64) -> f64 {
    let wide = variance + residual * residual * (1.0 / 3.0);
    let square = wide * wide;
    variance * variance * variance / (square * square)
}

/// Student-t with three degrees of freedom, up to a constant.
#[inline]
fn likelihood(residual: f64, variance: f64) -> f64 {
    let wide = variance + residual * residual / 3.0;
    variance * variance.sqrt() / (wide * wide)
}

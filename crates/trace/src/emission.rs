//! How an emission goes with time: it may stand still for a while, and while it works it, and what the air makes of it
//! on its way, is for an hour or two more or less than usual. All courses are summed over, so that a source whose plume
//! is missing for an hour is not refuted by that, and neighbouring blocks that are off alike are one error and not many.
//!
//! The course is a Markov chain over stretches of time; the sum is its forward algorithm (Rabiner, Proceedings of the
//! IEEE 77 (1989) 257–286).

use crate::quick;

/// A source that works is at one of so many levels, factors of two apart, the usual one in the middle.
pub(crate) const LEVELS: usize = 5;
/// The levels, and standing still.
const STATES: usize = LEVELS + 1;

/// After so many stretches nothing is left of what was.
const FORGOTTEN_AFTER: usize = 300;

/// How far the level is from the usual one, a standard deviation of its logarithm: hourly means of dispersion models
/// scatter by a factor of two (Hanna, Chang and Strimaitis, Atmospheric Environment 27A (1993) 2265–2285).
const SPREAD: f64 = std::f64::consts::LN_2;
/// For so long a level stays about what it is, s.
const LASTS_S: f64 = 5_400.0;
/// What part of the time a source stands still, before anything is known …
const STILL: f64 = 0.25;
/// … and for how long when it does, s.
const STILL_LASTS_S: f64 = 5_400.0;

/// The chain of states over stretches of equal length.
#[derive(Debug, Clone)]
pub(crate) struct Course {
    start: [f64; STATES],
    /// By how many stretches later: from state to state.
    after: Vec<[[f64; STATES]; STATES]>,
}

/// The gains in ln likelihood of each stretch at rates factors of two apart; standing still gains nothing.
#[derive(Debug, Clone)]
pub(crate) struct Gains {
    width: usize,
    all: Vec<f64>,
}

impl Gains {
    /// Of `stretches` that say nothing yet, at `width` rates.
    pub(crate) fn new(stretches: usize, width: usize) -> Self {
        Self { width, all: vec![0.0; stretches * width] }
    }

    /// Those of one stretch, by rate.
    pub(crate) fn of(&mut self, stretch: usize) -> &mut [f64] {
        self.all.get_mut(stretch * self.width..(stretch + 1) * self.width).unwrap_or_default()
    }

    fn rows(&self) -> impl Iterator<Item = &[f64]> {
        self.all.chunks_exact(self.width)
    }
}

/// What stretches say, one after the other: those that say nothing are only time that goes by.
struct Said {
    /// How many stretches after the one before it, the first after none.
    after: usize,
    stretch: usize,
    most: f64,
    /// By rate, over the likelihood of the best.
    at: Vec<f64>,
    still: f64,
}

fn said(gains: &Gains) -> Vec<Said> {
    let mut last = 0;
    let telling = gains.rows().enumerate().filter(|(_, of)| of.iter().any(|gain| *gain != 0.0));
    let said = telling.map(|(stretch, of)| {
        let after = stretch - last;
        last = stretch;
        let most = of.iter().copied().fold(0.0, f64::max);
        let at = of.iter().map(|gain| quick::exp(gain - most)).collect();
        Said { after, stretch, most, at, still: quick::exp(-most) }
    });
    said.collect()
}

/// Far below what a probability can be, above what a division could not stand.
const LEAST: f64 = 1e-290;
/// Products are turned into logarithms when they are so small.
const SMALL: f64 = 1e-100;
/// Usual rates are followed together, so many at a time.
const TOGETHER: usize = 4;

/// By state, the part of each of some usual rates.
type Parts = [[f64; TOGETHER]; STATES];

impl Course {
    /// The chain for `stretches` of `length_s`.
    pub(crate) fn new(length_s: f64, stretches: usize) -> Self {
        let steps = SPREAD / std::f64::consts::LN_2;
        let alike = (-length_s / LASTS_S).exp();
        let usual = around(0.0, steps);
        let begins = 1.0 - (-length_s / STILL_LASTS_S).exp();
        let ends = begins * STILL / (1.0 - STILL);
        let row = |from: usize| {
            // An autoregressive walk that stays within the levels.
            let next = around(alike * level(from), (steps * (1.0 - alike * alike).sqrt()).max(1e-3));
            states(next.map(|part| (1.0 - ends) * part), ends)
        };
        let mut step = [states(usual.map(|part| begins * part), 1.0 - begins); STATES];
        step.iter_mut().take(LEVELS).enumerate().for_each(|(from, of)| *of = row(from));
        let mut after =
            vec![std::array::from_fn(|from| std::array::from_fn(|to| f64::from(u8::from(from == to))))];
        while after.len() < stretches.clamp(2, FORGOTTEN_AFTER) {
            let so_far = after.last().unwrap_or(&step);
            after.push(so_far.map(|row| times(&row, &step)));
        }
        Self { start: states(usual.map(|part| (1.0 - STILL) * part), STILL), after }
    }

    /// The gain of all stretches together, by the usual rate: the first is `LEVELS / 2` above the lowest of `gains`.
    pub(crate) fn sum(&self, gains: &Gains) -> Vec<f64> {
        let said = said(gains);
        let most: f64 = said.iter().map(|of| of.most).sum();
        let usual = (gains.width + 1).saturating_sub(LEVELS);
        let portions = (0..usual).step_by(TOGETHER).flat_map(|first| self.sum_some(&said, first));
        portions.take(usual).map(|log| most + log).collect()
    }

    /// The same for a few usual rates from place `first` on; those past the end mean nothing.
    fn sum_some(&self, said: &[Said], first: usize) -> [f64; TOGETHER] {
        let mut parts: Parts = self.start.map(|part| [part; TOGETHER]);
        let (mut logs, mut scales) = ([0.0; TOGETHER], [1.0; TOGETHER]);
        for of in said {
            if let Some(step) = self.step_after(of.after) {
                parts = next(&parts, step);
            }
            let mut sums = [0.0; TOGETHER];
            for (state, parts) in parts.iter_mut().enumerate() {
                let likelihoods = match state < LEVELS {
                    true => {
                        std::array::from_fn(|rate| of.at.get(first + rate + state).copied().unwrap_or(1.0))
                    }
                    false => [of.still; TOGETHER],
                };
                for ((part, likelihood), sum) in parts.iter_mut().zip(likelihoods).zip(&mut sums) {
                    *part *= likelihood;
                    *sum += *part;
                }
            }
            // The parts sum to the scale, so that only their sum has to be looked after.
            if sums.iter().any(|sum| *sum < SMALL) {
                for (rate, sum) in sums.iter().enumerate() {
                    let sum = sum.max(LEAST);
                    logs[rate] += quick::ln(sum);
                    parts.iter_mut().for_each(|of| of[rate] /= sum);
                }
            }
            scales = parts
                .iter()
                .fold([0.0; TOGETHER], |sums, of| std::array::from_fn(|rate| sums[rate] + of[rate]));
        }
        std::array::from_fn(|rate| logs[rate] + quick::ln(scales[rate].max(LEAST)))
    }

    fn step_after(&self, stretches: usize) -> Option<&[[f64; STATES]; STATES]> {
        self.after.get(stretches.min(self.after.len() - 1)).filter(|_| stretches > 0)
    }

    /// By stretch the expected emission over the usual one, when `gains` are those of the levels alone.
    pub(crate) fn expected(&self, gains: &Gains) -> Vec<f64> {
        let said = said(gains);
        let mut expected = vec![1.0; gains.rows().count()];
        let mut state = self.start;
        let mut forward = Vec::with_capacity(said.len());
        for of in &said {
            if let Some(step) = self.step_after(of.after) {
                state = times(&state, step);
            }
            state = of.weigh(state);
            forward.push(state);
        }
        let mut later = [1.0; STATES];
        for (of, state) in said.iter().zip(forward).rev() {
            let weights: [f64; STATES] = std::array::from_fn(|number| state[number] * later[number]);
            let working = weights.iter().take(LEVELS).enumerate();
            let emitted: f64 = working.map(|(number, weight)| weight * level(number).exp2()).sum();
            if let Some(place) = expected.get_mut(of.stretch) {
                *place = emitted / weights.iter().sum::<f64>().max(LEAST);
            }
            later = of.weigh(later);
            if let Some(step) = self.step_after(of.after) {
                later = step.map(|row| row.iter().zip(later).map(|(part, later)| part * later).sum());
            }
        }
        expected
    }
}

impl Said {
    /// Lets the stretch speak about the states, whose sum is one afterwards.
    fn weigh(&self, mut state: [f64; STATES]) -> [f64; STATES] {
        state.iter_mut().zip(self.at.iter().take(LEVELS)).for_each(|(of, likelihood)| *of *= likelihood);
        state[LEVELS] *= self.still;
        let sum = state.iter().sum::<f64>().max(LEAST);
        state.map(|of| of / sum)
    }
}

#[inline]
fn next(parts: &Parts, step: &[[f64; STATES]; STATES]) -> Parts {
    let mut next = [[0.0; TOGETHER]; STATES];
    for (of, row) in parts.iter().zip(step) {
        for (to, part) in next.iter_mut().zip(row) {
            to.iter_mut().zip(of).for_each(|(to, of)| *to += of * part);
        }
    }
    next
}

fn times(state: &[f64; STATES], step: &[[f64; STATES]; STATES]) -> [f64; STATES] {
    std::array::from_fn(|to| state.iter().zip(step).map(|(of, row)| of * row[to]).sum())
}

/// How many factors of two a level is above the usual one.
fn level(number: usize) -> f64 {
    number as f64 - (LEVELS / 2) as f64
}

fn states(levels: [f64; LEVELS], still: f64) -> [f64; STATES] {
    let mut all = [still; STATES];
    all.iter_mut().zip(levels).for_each(|(of, part)| *of = part);
    all
}

/// A normal distribution over the levels.
fn around(middle: f64, spread: f64) -> [f64; LEVELS] {
    let bell: [f64; LEVELS] =
        std::array::from_fn(|number| (-0.5 * ((level(number) - middle) / spread).powi(2)).exp());
    let sum: f64 = bell.iter().sum();
    bell.map(|part| part / sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Twelve stretches at the levels of one usual rate.
    fn gains(of: impl Fn(usize) -> [f64; LEVELS]) -> Gains {
        let mut gains = Gains::new(12, LEVELS);
        (0..12).for_each(|stretch| gains.of(stretch).copy_from_slice(&of(stretch)));
        gains
    }

    #[test]
    fn stretches_that_say_nothing_change_nothing() {
        let course = Course::new(600.0, 12);
        assert!(course.sum(&gains(|_| [0.0; LEVELS])).iter().all(|gain| gain.abs() < 1e-12));
        let said = gains(|stretch| if stretch == 4 { [1.0, 2.0, 3.0, 2.0, 1.0] } else { [0.0; LEVELS] });
        let alone =
            course.start.iter().zip([1.0, 2.0, 3.0, 2.0, 1.0, 0.0]).map(|(p, g): (_, f64)| p * g.exp());
        // The start is what the chain stays at, nearly: levels are cut off at the ends.
        assert!((course.sum(&said)[0] - alone.sum::<f64>().ln()).abs() < 0.2);
    }

    #[test]
    fn an_hour_without_the_plume_does_not_refute_a_source() {
        let course = Course::new(600.0, 12);
        let steady = course.sum(&gains(|_| [1.0, 2.0, 3.0, 2.0, 1.0]))[0];
        let pausing =
            |stretch| if (4..8).contains(&stretch) { [-20.0; LEVELS] } else { [1.0, 2.0, 3.0, 2.0, 1.0] };
        let paused = course.sum(&gains(pausing))[0];
        // Without pauses, four stretches would cost 80 and what they gained.
        assert!(paused < steady - 12.0 && paused > steady - 24.0, "{paused} of {steady}");
        let expected = course.expected(&gains(pausing));
        assert!(expected[5] < 0.01 && expected[0] > 0.8 && expected[11] > 0.8, "{expected:?}");
    }

    #[test]
    fn neighbours_that_are_off_alike_are_one_error() {
        let course = Course::new(600.0, 12);
        let alike = course.sum(&gains(|stretch| {
            if stretch < 6 { [4.0, 0.0, -9.0, -9.0, -9.0] } else { [-9.0, -9.0, -9.0, 0.0, 4.0] }
        }))[0];
        let by_turns = course.sum(&gains(|stretch| {
            if stretch % 2 == 0 { [4.0, 0.0, -9.0, -9.0, -9.0] } else { [-9.0, -9.0, -9.0, 0.0, 4.0] }
        }))[0];
        assert!(alike > by_turns + 10.0, "{alike}, {by_turns}");
    }
}

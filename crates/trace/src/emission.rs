//! How an emission goes with time: it may stand still for a while, and while it works it, and what the air makes of it
//! on its way, is for an hour or two more or less than usual. All courses are summed over, so that a source whose plume
//! is missing for an hour is not refuted by that, and neighbouring blocks that are off alike are one error and not many.
//!
//! The course is a Markov chain over stretches of time; the sum is its forward algorithm (Rabiner, Proceedings of the
//! IEEE 77 (1989) 257–286).

/// A source that works is at one of so many levels, factors of two apart, the usual one in the middle.
pub(crate) const LEVELS: usize = 5;
/// The levels, and standing still.
const STATES: usize = LEVELS + 1;

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
    step: [[f64; STATES]; STATES],
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

    fn rows(&self) -> impl DoubleEndedIterator<Item = &[f64]> {
        self.all.chunks_exact(self.width)
    }
}

/// A stretch's likelihoods, over that of its best rate.
struct Scaled {
    most: f64,
    /// By rate; empty where the stretch says nothing.
    at: Vec<f64>,
    still: f64,
}

impl Scaled {
    fn new(gains: &[f64]) -> Self {
        if gains.iter().all(|gain| *gain == 0.0) {
            return Self { most: 0.0, at: Vec::new(), still: 1.0 };
        }
        let most = gains.iter().copied().fold(0.0, f64::max);
        Self { most, at: gains.iter().map(|gain| (gain - most).exp()).collect(), still: (-most).exp() }
    }

    /// Lets the stretch speak about states whose lowest level is the rate of place `first`: ln of what is left.
    fn weigh(&self, state: &mut [f64; STATES], first: usize) -> f64 {
        if self.at.is_empty() {
            return 0.0;
        }
        let levels = self.at.get(first..).unwrap_or_default();
        state.iter_mut().zip(levels.iter().take(LEVELS)).for_each(|(of, likelihood)| *of *= likelihood);
        state[LEVELS] *= self.still;
        let sum = state.iter().sum::<f64>().max(LEAST);
        state.iter_mut().for_each(|of| *of /= sum);
        self.most + sum.ln()
    }
}

/// Far below what a probability can be, above what a division could not stand.
const LEAST: f64 = 1e-290;

impl Course {
    /// The chain for stretches of `length_s`.
    pub(crate) fn new(length_s: f64) -> Self {
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
        Self { start: states(usual.map(|part| (1.0 - STILL) * part), STILL), step }
    }

    /// The gain of all stretches together, by the usual rate: the first is `LEVELS / 2` above the lowest of `gains`.
    pub(crate) fn sum(&self, gains: &Gains) -> Vec<f64> {
        let scaled: Vec<Scaled> = gains.rows().map(Scaled::new).collect();
        let of = |first: usize| {
            let (mut state, mut log) = (self.start, 0.0);
            for (number, stretch) in scaled.iter().enumerate() {
                if number > 0 {
                    state = self.next(&state);
                }
                log += stretch.weigh(&mut state, first);
            }
            log
        };
        (0..(gains.width + 1).saturating_sub(LEVELS)).map(of).collect()
    }

    /// By stretch the expected emission over the usual one, when `gains` are those of the levels alone.
    pub(crate) fn expected(&self, gains: &Gains) -> Vec<f64> {
        let scaled: Vec<Scaled> = gains.rows().map(Scaled::new).collect();
        let mut state = self.start;
        let mut forward = Vec::with_capacity(scaled.len());
        for (number, stretch) in scaled.iter().enumerate() {
            if number > 0 {
                state = self.next(&state);
            }
            stretch.weigh(&mut state, 0);
            forward.push(state);
        }
        let mut later = [1.0; STATES];
        let mut expected = Vec::with_capacity(scaled.len());
        for (stretch, state) in scaled.iter().zip(forward).rev() {
            let weights: Vec<f64> = state.iter().zip(later).map(|(of, later)| of * later).collect();
            let working = weights.iter().take(LEVELS).enumerate();
            let emitted: f64 = working.map(|(number, weight)| weight * level(number).exp2()).sum();
            expected.push(emitted / weights.iter().sum::<f64>().max(LEAST));
            stretch.weigh(&mut later, 0);
            later = self.step.map(|row| row.iter().zip(later).map(|(part, later)| part * later).sum());
        }
        expected.reverse();
        expected
    }

    fn next(&self, state: &[f64; STATES]) -> [f64; STATES] {
        let mut next = [0.0; STATES];
        for (of, row) in state.iter().zip(&self.step) {
            next.iter_mut().zip(row).for_each(|(to, part)| *to += of * part);
        }
        next
    }
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
        let course = Course::new(600.0);
        assert!(course.sum(&gains(|_| [0.0; LEVELS])).iter().all(|gain| gain.abs() < 1e-12));
        let said = gains(|stretch| if stretch == 4 { [1.0, 2.0, 3.0, 2.0, 1.0] } else { [0.0; LEVELS] });
        let alone =
            course.start.iter().zip([1.0, 2.0, 3.0, 2.0, 1.0, 0.0]).map(|(p, g): (_, f64)| p * g.exp());
        // The start is what the chain stays at, nearly: levels are cut off at the ends.
        assert!((course.sum(&said)[0] - alone.sum::<f64>().ln()).abs() < 0.2);
    }

    #[test]
    fn an_hour_without_the_plume_does_not_refute_a_source() {
        let course = Course::new(600.0);
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
        let course = Course::new(600.0);
        let alike = course.sum(&gains(|stretch| {
            if stretch < 6 { [4.0, 0.0, -9.0, -9.0, -9.0] } else { [-9.0, -9.0, -9.0, 0.0, 4.0] }
        }))[0];
        let by_turns = course.sum(&gains(|stretch| {
            if stretch % 2 == 0 { [4.0, 0.0, -9.0, -9.0, -9.0] } else { [-9.0, -9.0, -9.0, 0.0, 4.0] }
        }))[0];
        assert!(alike > by_turns + 10.0, "{alike}, {by_turns}");
    }
}

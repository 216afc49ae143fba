//! Whether a station is inside a local spike, hour after hour, by weighing every way in which it could be.
//!
//! A spike lasts two to six hours, rises and falls as half a wave, and adds so many times the usual level. Each
//! combination of length, hour and height is a hypothesis with a weight; beside them stands that all is quiet. Each
//! hypothesis has its own past: what the station would have shown without the spike. So a spike that has begun does
//! not make its own second hour look usual, and a level that rises and stays is no spike for long.

use super::LocalSpikeParameters;

/// The shortest and the longest spike, h.
const LENGTHS: (usize, usize) = (2, 6);
/// Hypotheses of less weight are given up.
const LEAST_WEIGHT: f64 = 1e-7;

/// Where concentrations are compared: `ln(x + offset)`. With an offset of what is usual the scale is nearly linear
/// below the usual and logarithmic far above it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scale {
    pub(super) offset: f64,
}

impl Scale {
    pub(super) fn of(self, concentration: f64) -> f64 {
        (concentration.max(0.0) + self.offset).ln()
    }

    pub(super) fn back(self, scaled: f64) -> f64 {
        scaled.exp() - self.offset
    }

    /// How fast the scale rises at `concentration`.
    fn slope(self, concentration: f64) -> f64 {
        1.0 / (concentration.max(0.0) + self.offset)
    }
}

/// What is expected of a station at an hour if it is quiet, on the scale, relative to its level.
#[derive(Debug, Clone, Copy)]
pub(super) struct Background {
    pub(super) scale: Scale,
    /// Its level.
    pub(super) level: f64,
    /// What its neighbours and the hour of the day let expect.
    pub(super) of_others: f64,
    /// How much of its own last two values stays, the latest first.
    pub(super) of_own: [f64; 2],
    /// How far deviations usually go.
    pub(super) spread: f64,
    /// The concentration that is usual for it.
    pub(super) usual: f64,
}

impl Background {
    pub(super) fn after(&self, own: [f64; 2]) -> f64 {
        self.of_others + self.of_own[0] * own[0] + self.of_own[1] * own[1]
    }
}

/// What the filter makes of one hour.
#[derive(Debug, Clone, Copy)]
pub(super) struct Weighed {
    /// The station's own last two values as believed, the latest first.
    pub(super) own: [f64; 2],
    /// What they and the background let expect.
    pub(super) expected: f64,
    /// What the station would have shown without a spike, kept near what was expected.
    pub(super) cleaned: f64,
    /// The weight of all spikes together, 0 to 1.
    pub(super) spike: f64,
    /// The logarithm of spikes' weight over quiet's; `None` without a value.
    pub(super) log_odds: Option<f64>,
}

/// One way of being inside a spike.
#[derive(Debug, Clone, Copy)]
struct Hypothesis {
    length: usize,
    /// The hour inside the spike, from 0.
    hour: usize,
    /// How many times the usual level it adds at its top.
    height: f64,
    weight: f64,
    /// The last two values without the spike, the latest first.
    own: [f64; 2],
}

/// A station's hypotheses.
#[derive(Debug, Clone)]
pub(super) struct Filter {
    hypotheses: Vec<Hypothesis>,
    /// The weight of being quiet.
    quiet: f64,
    /// The last two values if it is quiet, the latest first.
    own: [f64; 2],
}

impl Filter {
    pub(super) fn new() -> Self {
        Self { hypotheses: Vec::new(), quiet: 1.0, own: [0.0; 2] }
    }

    /// The last two values if the station is quiet.
    pub(super) fn own(&self) -> [f64; 2] {
        self.own
    }

    /// Moves on by an hour, at which a spike begins with the chance `chance` and the station shows `value`.
    pub(super) fn step(
        &mut self,
        parameters: &LocalSpikeParameters,
        waves: &Waves,
        background: &Background,
        chance: f64,
        value: Option<f64>,
    ) -> Weighed {
        let own = self.advance(parameters, chance);
        let expected = background.after(own);
        let Some(value) = value else {
            for hypothesis in &mut self.hypotheses {
                hypothesis.own = [expected, hypothesis.own[0]];
            }
            self.own = [expected, own[0]];
            return Weighed { own, expected, cleaned: expected, spike: self.normalise(), log_odds: None };
        };
        let Background { scale, level, spread, .. } = *background;
        let deviation = scale.of(value) - level - expected;
        self.quiet *= likelihood(deviation / spread) * scale.slope(value) / spread;
        let without = self.weigh(parameters, waves, background, value);
        let spikes: f64 = self.hypotheses.iter().map(|hypothesis| hypothesis.weight).sum();
        let log_odds = (spikes.max(f64::MIN_POSITIVE) / self.quiet.max(f64::MIN_POSITIVE)).ln();
        let spike = self.normalise();
        let near = |value: f64, spreads: f64| {
            expected + (value - expected).clamp(-spreads * spread, spreads * spread)
        };
        let shown = near(expected + deviation, parameters.clip_spreads);
        let cleaned = match spikes > 0.0 {
            true => (1.0 - spike) * shown + spike * near(without / spikes, parameters.clip_spreads),
            false => shown,
        };
        self.own = [near(expected + deviation, parameters.own_clip_spreads), own[0]];
        Weighed { own, expected, cleaned, spike, log_odds: Some(log_odds) }
    }

    /// Every hypothesis goes on by an hour, spikes end, and new ones begin. Gives the last two values as they now
    /// are if the station is quiet, be it after a spike.
    fn advance(&mut self, parameters: &LocalSpikeParameters, chance: f64) -> [f64; 2] {
        let start = self.quiet * chance;
        let mut quiet = self.quiet - start;
        let mut sums = self.own.map(|value| value * quiet);
        self.hypotheses.retain_mut(|hypothesis| {
            hypothesis.hour += 1;
            let ends = hypothesis.hour == hypothesis.length;
            if ends {
                quiet += hypothesis.weight;
                for (sum, value) in sums.iter_mut().zip(hypothesis.own) {
                    *sum += value * hypothesis.weight;
                }
            }
            !ends && hypothesis.weight > LEAST_WEIGHT
        });
        let heights = &parameters.heights;
        let ways = (LENGTHS.1 - LENGTHS.0 + 1) * heights.len();
        let weight = start / ways.max(1) as f64;
        for length in LENGTHS.0..=LENGTHS.1 {
            let begun =
                heights.iter().map(|&height| Hypothesis { length, hour: 0, height, weight, own: self.own });
            self.hypotheses.extend(begun);
        }
        self.quiet = quiet;
        if quiet > 0.0 { sums.map(|sum| sum / quiet) } else { self.own }
    }

    /// Weighs every spike by what it makes of `value`. Gives the sum of what they leave, by weight.
    fn weigh(
        &mut self,
        parameters: &LocalSpikeParameters,
        waves: &Waves,
        background: &Background,
        value: f64,
    ) -> f64 {
        let Background { scale, level, spread, usual, .. } = *background;
        let mut sum = 0.0;
        for hypothesis in &mut self.hypotheses {
            let added = hypothesis.height * usual * waves.at(hypothesis.length, hypothesis.hour);
            let rest = value - added;
            let left = rest.max(0.0);
            let slope = scale.slope(left);
            let without = scale.of(left) - level;
            // What is missing to zero counts as deviation too.
            let deviation = without + (rest - left) * slope - background.after(hypothesis.own);
            let unsteady = parameters.unsteadiness * added * slope;
            let spread = (spread * spread + unsteady * unsteady).sqrt();
            hypothesis.weight *= likelihood(deviation / spread) * slope / spread;
            hypothesis.own = [without, hypothesis.own[0]];
            sum += hypothesis.weight * without;
        }
        sum
    }

    /// Makes all weights add up to one; gives that of the spikes.
    fn normalise(&mut self) -> f64 {
        let spikes: f64 = self.hypotheses.iter().map(|hypothesis| hypothesis.weight).sum();
        let all = spikes + self.quiet;
        if !(all > 0.0 && all.is_finite()) {
            // Nothing explains this value: begin anew.
            self.hypotheses.clear();
            self.quiet = 1.0;
            return 0.0;
        }
        for hypothesis in &mut self.hypotheses {
            hypothesis.weight /= all;
        }
        self.quiet /= all;
        spikes / all
    }
}

/// How likely a deviation of so many spreads is, but for a factor: Student's t with four degrees of freedom, as
/// the air has heavy tails.
fn likelihood(spreads: f64) -> f64 {
    let base = 1.0 + spreads * spreads / 4.0;
    1.0 / (base * base * base.sqrt())
}

/// The form of a spike: half a wave over its hours.
#[derive(Debug, Clone)]
pub(super) struct Waves([[f64; LENGTHS.1]; LENGTHS.1 + 1]);

impl Waves {
    pub(super) fn new() -> Self {
        let mut waves = [[0.0; LENGTHS.1]; LENGTHS.1 + 1];
        for (length, wave) in waves.iter_mut().enumerate().skip(LENGTHS.0) {
            for (hour, part) in wave.iter_mut().enumerate().take(length) {
                let phase = 0.1 + 0.8 * hour as f64 / (length - 1) as f64;
                *part = (phase * std::f64::consts::PI).sin();
            }
        }
        Self(waves)
    }

    fn at(&self, length: usize, hour: usize) -> f64 {
        self.0.get(length).and_then(|wave| wave.get(hour)).copied().unwrap_or(0.0)
    }
}

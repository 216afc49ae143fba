//! One station of the network: what is expected of it, and how far it usually deviates.

use super::filter::{Background, Filter, Scale, Waves};
use super::{LocalSpikeJudgement, LocalSpikeParameters};
use crate::methods::ridge::Ridge;

/// What one hour's row of values says as a whole.
#[derive(Debug, Clone, Copy)]
pub(super) struct Now {
    pub(super) hour_of_day: usize,
    pub(super) scale: Scale,
    /// The mean concentration of all stations over the last weeks.
    pub(super) usual: f64,
    /// How far all stations together are above their levels.
    pub(super) of_all: f64,
}

/// Inputs before those of neighbours: one, the own last two values, what the station usually has more than all at
/// this hour of the day and at the one before.
const OWN_INPUTS: usize = 5;
/// Inputs of the logarithm of deviations: one, the level that is expected and its square, the usual deviation of
/// the last weeks and of the last hours, the others' at this hour, the time of day, how fast the level moves.
const SPREAD_INPUTS: usize = 9;
/// What is believed of them before anything is learned. The mean of the logarithm of a deviation lies 0.5 below
/// that of its scale.
const SPREAD_PRIOR: [f64; SPREAD_INPUTS] = [-0.5, 0.0, 0.0, 0.33, 0.33, 0.33, 0.0, 0.0, 0.0];
/// The mean of the logarithm of the absolute value in Student's t with four degrees of freedom.
const LOG_DEVIATION: f64 = -0.5;
/// The prior of the spread, in hours.
const SPREAD_PRIOR_H: f64 = 100.0;
/// The least deviation that is told from none, on the scale: readings are rounded.
const LEAST_DEVIATION: f64 = 0.014;
/// The least and the greatest spread.
const SPREADS: (f64, f64) = (0.01, 3.0);
/// The spread of a station that is new.
const FIRST_SPREAD: f64 = 0.1;
/// The share of hours that spikes usually take, and what is added to that of a station.
const USUAL_SPIKE_SHARE: f64 = 0.01;
const LEAST_SPIKE_SHARE: f64 = 0.003;
/// That of a station follows in so many hours.
const SPIKE_SHARE_H: f64 = 360.0;
/// The share of the own last value in what is expected of a new station; the rest is its neighbours' mean.
const OWN_SHARE: f64 = 0.6;

/// One station.
#[derive(Debug, Clone)]
pub(super) struct Station {
    neighbours: Vec<usize>,
    expectation: Ridge,
    log_deviation: Ridge,
    filter: Filter,
    inputs: Vec<f64>,
    /// The mean on the scale over the last weeks.
    level: Option<f64>,
    /// The same, not freed of spikes and following faster where it is far off: near the median.
    middle: f64,
    /// How much it usually has more than all stations, by hour of the day.
    by_hour: [f64; 24],
    /// How far it usually deviates: over weeks, and over hours.
    slow: f64,
    fast: f64,
    /// Its last value without spikes.
    pub(super) cleaned: Option<f64>,
    pub(super) learned_h: u32,
    /// The share of its last hours that were taken for spikes.
    spike_share: f64,
}

impl Station {
    pub(super) fn new(parameters: &LocalSpikeParameters, neighbours: Vec<usize>) -> Self {
        let inputs = OWN_INPUTS + 2 * neighbours.len();
        let mut expectation = Ridge::new(vec![0.0; inputs], parameters.prior_h);
        expectation.set_prior(prior_of(neighbours.len()));
        Self {
            neighbours,
            expectation,
            log_deviation: Ridge::new(SPREAD_PRIOR.to_vec(), SPREAD_PRIOR_H),
            filter: Filter::new(),
            inputs: Vec::new(),
            level: None,
            middle: 0.0,
            by_hour: [0.0; 24],
            slow: FIRST_SPREAD,
            fast: FIRST_SPREAD,
            cleaned: None,
            learned_h: 0,
            spike_share: USUAL_SPIKE_SHARE,
        }
    }

    /// Learns of one more neighbour, if there are not yet `most`.
    pub(super) fn add_neighbour(&mut self, number: usize, most: usize) {
        if self.neighbours.len() < most {
            self.neighbours.push(number);
            self.expectation.add_input(0.0);
            self.expectation.add_input(0.0);
            self.expectation.set_prior(prior_of(self.neighbours.len()));
        }
    }

    /// Whether it has ever shown a value.
    pub(super) fn is_known(&self) -> bool {
        self.level.is_some()
    }

    /// Its level; the first value is the first level.
    pub(super) fn level_from(&mut self, scaled: f64) -> f64 {
        if self.level.is_none() {
            self.middle = scaled;
        }
        *self.level.get_or_insert(scaled)
    }

    /// A value on the scale, relative to the level.
    pub(super) fn relative(&self, scaled: Option<f64>) -> Option<f64> {
        Some(scaled? - self.level?)
    }

    /// What it is expected to show, from what the others show now and have shown an hour before.
    pub(super) fn expect(&mut self, now: &Now, values: &[f64], before: &[f64]) -> f64 {
        let own = self.filter.own();
        let yesterday = (now.hour_of_day + 23) % 24;
        self.inputs.clear();
        self.inputs.extend([1.0, own[0], own[1]]);
        self.inputs
            .extend([now.hour_of_day, yesterday].map(|hour| self.by_hour.get(hour).copied().unwrap_or(0.0)));
        for &neighbour in &self.neighbours {
            let of = |values: &[f64]| values.get(neighbour).copied().unwrap_or(0.0);
            self.inputs.extend([of(values), of(before)]);
        }
        self.expectation.expect(&self.inputs)
    }

    /// What its neighbours are to believe of its value.
    pub(super) fn believed(&self, shown: Option<f64>, expected: f64, clip_spreads: f64) -> f64 {
        let most = clip_spreads * (0.65 * (self.slow + self.fast)).max(SPREADS.0);
        match shown {
            Some(shown) => expected + (shown - expected).clamp(-most, most),
            None if self.is_known() => expected,
            None => 0.0,
        }
    }

    /// Judges `value` by the inputs of the last [`Station::expect`], and learns from it.
    pub(super) fn judge(
        &mut self,
        parameters: &LocalSpikeParameters,
        waves: &Waves,
        now: &Now,
        value: Option<f64>,
        of_others: Option<f64>,
    ) -> Option<LocalSpikeJudgement> {
        let level = self.level?;
        let quiet = self.expectation.expect(&self.inputs);
        let spread_inputs = self.spread_inputs(now, level + quiet, of_others);
        let log_spread = self.log_deviation.expect(&spread_inputs) - LOG_DEVIATION;
        let spread = (log_spread.exp() * parameters.widening).clamp(SPREADS.0, SPREADS.1);
        let of_own = [1, 2].map(|input| self.expectation.coefficients().get(input).copied().unwrap_or(0.0));
        let own = self.filter.own();
        let background = Background {
            scale: now.scale,
            level,
            of_others: quiet - of_own[0] * own[0] - of_own[1] * own[1],
            of_own,
            spread,
            usual: now.scale.back(self.middle).max(0.02 * now.usual),
        };
        // Where spikes come every week, one more says less.
        let rarity = USUAL_SPIKE_SHARE / (self.spike_share + LEAST_SPIKE_SHARE);
        let chance = parameters.start_chance * rarity;
        let weighed = self.filter.step(parameters, waves, &background, chance, value);
        self.cleaned = Some(weighed.cleaned);
        let value = value?;
        let judgement = LocalSpikeJudgement {
            log_odds: weighed.log_odds?,
            expected: now.scale.back(level + weighed.expected).max(0.0),
            learned_h: self.learned_h,
        };
        self.inputs[1..3].copy_from_slice(&weighed.own);
        let weight = (spread / self.slow).clamp(0.2, 5.0);
        self.expectation.learn(&self.inputs, weighed.cleaned, weight);
        let scaled = now.scale.of(value);
        let deviation = (scaled - level - weighed.expected).abs();
        if weighed.spike < 0.5 {
            let told = deviation.max(LEAST_DEVIATION).min(4.0 * spread);
            self.log_deviation.learn(&spread_inputs, told.ln(), 1.0);
            let near = deviation.min(3.0 * spread);
            self.slow += (near - self.slow) / f64::from(self.learned_h + 10).min(480.0);
            self.fast += (near - self.fast) / 6.0;
        }
        self.spike_share += (weighed.spike - self.spike_share) / SPIKE_SHARE_H;
        self.follow(now, scaled, weighed.cleaned);
        Some(judgement)
    }

    /// Lets levels follow.
    fn follow(&mut self, now: &Now, scaled: f64, cleaned: f64) {
        let learned_h = f64::from(self.learned_h);
        if let Some(level) = &mut self.level {
            *level += cleaned / (learned_h + 1.0).min(720.0);
        }
        self.middle += (scaled - self.middle).clamp(-0.5, 0.5) * 2.0 / (learned_h + 2.0).min(480.0);
        if let Some(usual) = self.by_hour.get_mut(now.hour_of_day) {
            *usual += (cleaned - now.of_all - *usual) / (learned_h / 24.0 + 1.0).min(20.0);
        }
        self.learned_h = self.learned_h.saturating_add(1);
    }

    fn spread_inputs(&self, now: &Now, expected: f64, of_others: Option<f64>) -> [f64; SPREAD_INPUTS] {
        let level = expected - now.usual.ln();
        let log = |deviation: f64| deviation.max(LEAST_DEVIATION).ln();
        let own = self.filter.own();
        let moves = self.cleaned.map_or(0.0, |cleaned| (cleaned - own[1]).abs().min(1.0));
        let turn = now.hour_of_day as f64 / 24.0 * std::f64::consts::TAU;
        let others = log(of_others.unwrap_or(self.slow));
        [1.0, level, level * level, log(self.slow), log(self.fast), others, turn.sin(), turn.cos(), moves]
    }

    /// Lets what was learned count less.
    pub(super) fn fade(&mut self, keep: f64) {
        self.expectation.fade(keep);
        self.log_deviation.fade(keep);
    }

    /// Brings what is expected up to what was learned.
    pub(super) fn solve(&mut self, scratch: &mut Vec<f64>) {
        self.expectation.solve(scratch);
        self.log_deviation.solve(scratch);
    }
}

/// What is believed of each input of a station with so many neighbours: part its own last value, part their mean.
fn prior_of(neighbours: usize) -> impl Fn(usize) -> f64 {
    let of_each = if neighbours > 0 { (1.0 - OWN_SHARE) / neighbours as f64 } else { 0.0 };
    move |input| match input {
        1 => OWN_SHARE,
        input if input >= OWN_INPUTS && (input - OWN_INPUTS).is_multiple_of(2) => of_each,
        _ => 0.0,
    }
}

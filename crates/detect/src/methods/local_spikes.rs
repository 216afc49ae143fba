//! Local spikes in a network of stations: hours at which one station shows more than its neighbours, the hour of
//! the day and its own last hours explain.
//!
//! Which stations move together is learned from their series alone, by a regression that forgets: nothing has to be
//! known of places or weather, and nothing of the pollutant. What is expected comes with a spread that depends on
//! the level, the hour, how well the station was foretold lately and how well the others are foretold at this hour,
//! so a front that surprises all of them raises nothing. A [filter] then weighs whether the
//! deviations of the last hours are a spike.

mod filter;
mod station;

use self::filter::{Scale, Waves};
use self::station::{Now, Station};

/// What [`LocalSpikes`] is tuned by.
#[derive(Debug, Clone, PartialEq)]
pub struct LocalSpikeParameters {
    /// Of so many others each station learns at the most: the nearest, as far as is known.
    pub most_neighbours: usize,
    /// What was learned counts half after so many hours, h.
    pub half_life_h: f64,
    /// The weight of what is believed before anything is learned, as so many hours.
    pub prior_h: f64,
    /// The part of the usual concentration that is added before logarithms are taken.
    pub offset: f64,
    /// How much wider the deviations are taken than they were learned.
    pub widening: f64,
    /// The chance that a spike begins in an hour at a station that has as many of them as most.
    pub start_chance: f64,
    /// How many times the usual level spikes add at their top; each is as likely.
    pub heights: Vec<f64>,
    /// How unevenly a spike rises and falls: the standard deviation of what it adds, as a part of it.
    pub unsteadiness: f64,
    /// A value is learned from as if it deviated by so many spreads at the most.
    pub clip_spreads: f64,
    /// The same, where a station's own last values let expect the next one.
    pub own_clip_spreads: f64,
    /// The same, where a neighbour's value lets expect a station's.
    pub neighbour_clip_spreads: f64,
}

impl Default for LocalSpikeParameters {
    fn default() -> Self {
        Self {
            most_neighbours: 40,
            half_life_h: 1500.0,
            prior_h: 4.0,
            offset: 2.0,
            widening: 1.25,
            start_chance: 0.0017,
            heights: vec![0.6, 0.82, 1.13, 1.55, 2.12, 2.9, 4.0],
            unsteadiness: 0.12,
            clip_spreads: 3.5,
            own_clip_spreads: 4.0,
            neighbour_clip_spreads: 3.0,
        }
    }
}

/// What is made of one station's value at one hour.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LocalSpikeJudgement {
    /// The logarithm of the odds that the station is inside a spike: the score.
    pub log_odds: f64,
    /// What was expected, in the unit of the values.
    pub expected: f64,
    /// How many hours of this station were learned before.
    pub learned_h: u32,
}

/// A network of stations that measure one pollutant, hour by hour.
#[derive(Debug, Clone)]
pub struct LocalSpikes {
    parameters: LocalSpikeParameters,
    waves: Waves,
    stations: Vec<Station>,
    /// The mean of all stations over the last weeks.
    usual: Option<f64>,
    learned_h: u32,
    latest_h: Option<i64>,
    scratch: Vec<f64>,
}

/// So many missing hours are gone through one by one; after more, the last values say nothing any more.
const MOST_MISSING_H: i64 = 6;
/// Greater values are none, in any unit.
const MOST: f64 = 1e12;
/// A value counts as so many times the mean over all stations at the most, where that is made of so many hours.
const MOST_USUAL: (f64, u32) = (100.0, 24);
/// The mean over all stations follows in so many hours.
const USUAL_H: f64 = 720.0;
/// Coefficients are brought up to date so often, h; so much more often in the first hours of a station.
const SOLVE_H: i64 = 24;
const SOLVE_EARLY_H: i64 = 3;
const EARLY_H: u32 = 336;

impl LocalSpikes {
    /// A network without stations.
    pub fn new(parameters: LocalSpikeParameters) -> Self {
        Self {
            parameters,
            waves: Waves::new(),
            stations: Vec::new(),
            usual: None,
            learned_h: 0,
            latest_h: None,
            scratch: Vec::new(),
        }
    }

    /// How many stations there are.
    pub fn stations(&self) -> usize {
        self.stations.len()
    }

    /// Adds a station and gives its number, counted from 0. `nearest` are the numbers of stations that it may learn
    /// of, the nearest first. Those of them that still have room learn of it too.
    pub fn add_station(&mut self, nearest: &[usize]) -> usize {
        let number = self.stations.len();
        let most = self.parameters.most_neighbours;
        let known = nearest.iter().copied().filter(|&other| other < number);
        let neighbours: Vec<usize> = known.take(most).collect();
        for &other in &neighbours {
            if let Some(station) = self.stations.get_mut(other) {
                station.add_neighbour(number, most);
            }
        }
        self.stations.push(Station::new(&self.parameters, neighbours));
        number
    }

    /// Takes the values of all stations, by number, at `hour`, counted in hours of local time from any midnight.
    /// Gives what is made of each value that is there; hours that do not come after the latest give nothing.
    ///
    /// Values have to be in one unit, whichever. Those below zero are taken as zero; those that are no numbers, or
    /// beyond any concentration, as missing.
    pub fn push(&mut self, hour: i64, values: &[Option<f64>]) -> Vec<Option<LocalSpikeJudgement>> {
        let missing = match self.latest_h {
            Some(latest) if hour <= latest => return vec![None; values.len()],
            Some(latest) => hour.saturating_sub(latest).saturating_sub(1).min(MOST_MISSING_H),
            None => 0,
        };
        for before in (1..=missing).rev() {
            self.step(hour - before, &[]);
        }
        self.latest_h = Some(hour);
        self.step(hour, values)
    }

    fn step(&mut self, hour: i64, values: &[Option<f64>]) -> Vec<Option<LocalSpikeJudgement>> {
        let values: Vec<Option<f64>> = (0..self.stations.len())
            .map(|number| values.get(number).copied().flatten().filter(|value| value.abs() < MOST))
            .collect();
        self.follow_usual(&values);
        let Some(usual) = self.usual else { return vec![None; values.len()] };
        let scale = Scale { offset: self.parameters.offset * usual };
        let scaled: Vec<Option<f64>> =
            values.iter().map(|value| value.map(|value| scale.of(value))).collect();
        let (mut sum, mut count) = (0.0, 0);
        for (station, scaled) in self.stations.iter_mut().zip(&scaled) {
            if let Some(scaled) = *scaled {
                sum += scaled - station.level_from(scaled);
                count += 1;
            }
        }
        let of_all = if count > 0 { sum / f64::from(count) } else { 0.0 };
        let now = Now { hour_of_day: hour.rem_euclid(24) as usize, scale, usual, of_all };
        let shown: Vec<Option<f64>> =
            self.stations.iter().zip(&scaled).map(|(station, scaled)| station.relative(*scaled)).collect();
        let expected = self.expect(&now, &shown);
        self.judge(&now, hour, &values, &shown, &expected)
    }

    fn follow_usual(&mut self, values: &[Option<f64>]) {
        let known = self.usual.filter(|_| self.learned_h >= MOST_USUAL.1);
        let most = known.map_or(MOST, |usual| usual * MOST_USUAL.0);
        let (sum, count) = values
            .iter()
            .flatten()
            .fold((0.0, 0), |(sum, count), value| (sum + value.clamp(0.0, most), count + 1));
        if count == 0 {
            return;
        }
        let mean = sum / f64::from(count);
        self.learned_h = self.learned_h.saturating_add(1);
        let part = (1.0 / f64::from(self.learned_h)).max(1.0 / USUAL_H);
        let usual = self.usual.map_or(mean, |usual| usual + (mean - usual) * part);
        // A network that shows nothing but zeros has no scale yet.
        self.usual = (usual > 0.0).then_some(usual);
    }

    /// Fills every station's inputs, and gives what they let expect. In a first pass values are as shown; in the
    /// second one those that deviate far count as deviating less, and those that are missing as expected: a spike
    /// at one station must not lower its neighbours.
    fn expect(&mut self, now: &Now, shown: &[Option<f64>]) -> Vec<f64> {
        let before: Vec<f64> =
            self.stations.iter().map(|station| station.cleaned.unwrap_or(now.of_all)).collect();
        let raw: Vec<f64> = self
            .stations
            .iter()
            .zip(shown)
            .map(|(station, shown)| shown.unwrap_or(if station.is_known() { now.of_all } else { 0.0 }))
            .collect();
        let first: Vec<f64> =
            self.stations.iter_mut().map(|station| station.expect(now, &raw, &before)).collect();
        let clip = self.parameters.neighbour_clip_spreads;
        let believed: Vec<f64> = self
            .stations
            .iter()
            .zip(shown)
            .zip(first)
            .map(|((station, shown), expected)| station.believed(*shown, expected, clip))
            .collect();
        self.stations.iter_mut().map(|station| station.expect(now, &believed, &before)).collect()
    }

    fn judge(
        &mut self,
        now: &Now,
        hour: i64,
        values: &[Option<f64>],
        shown: &[Option<f64>],
        expected: &[f64],
    ) -> Vec<Option<LocalSpikeJudgement>> {
        let mut deviations: Vec<(f64, usize)> = shown
            .iter()
            .zip(expected)
            .enumerate()
            .filter_map(|(number, (shown, expected))| Some(((*shown.as_ref()? - expected).abs(), number)))
            .collect();
        deviations.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut judgements = Vec::with_capacity(values.len());
        for (number, station) in self.stations.iter_mut().enumerate() {
            let of_others = median_without(&deviations, number);
            let value = values.get(number).copied().flatten();
            judgements.push(station.judge(&self.parameters, &self.waves, now, value, of_others));
            let every = if station.learned_h < EARLY_H { SOLVE_EARLY_H } else { SOLVE_H };
            let turn = hour.wrapping_add(number as i64);
            if turn.rem_euclid(SOLVE_H) == 0 {
                station.fade(0.5f64.powf(SOLVE_H as f64 / self.parameters.half_life_h));
            }
            if turn.rem_euclid(every) == 0 {
                station.solve(&mut self.scratch);
            }
        }
        judgements
    }
}

/// The median of what the others deviate by.
fn median_without(sorted: &[(f64, usize)], number: usize) -> Option<f64> {
    let own = sorted.iter().position(|(_, of)| *of == number);
    let others = sorted.len() - usize::from(own.is_some());
    let middle = others / 2;
    let at = if own.is_some_and(|own| own <= middle) { middle + 1 } else { middle };
    sorted.get(at).map(|(deviation, _)| *deviation)
}

//! A score of how unusual each value of one series is, from the values up to it alone.
//!
//! Any single series: nothing is set by hand, cadence, unit and period are found by looking. Eleven *views* look at the
//! series, each with one question. Four look at the value:
//!
//! | view | question |
//! |---|---|
//! | rarity | is the value far out among all values so far? |
//! | short and long departure | is it far from the mean of the last three, of the last hundred? |
//! | season | is it far from what stood at the same place of the five periods before? |
//!
//! and seven at the stretch that it ends:
//!
//! | view | question |
//! |---|---|
//! | short and long variation | do the last 8, the last 32 rows vary unusually much or little? (noise, frozen values) |
//! | scales | was the series ever seen like this: means over 2 to 128 rows and their variation together? |
//! | nearest shape, long and short | was there ever a stretch of 200 (48) rows like the last? |
//! | odd shape, long and short | does the stretch break the correlations that such stretches have? |
//!
//! No view's figure can be compared with another's, so each is turned into a *surprise*, the decimal logarithm of how
//! seldom that view saw as much before. The mean surprise at the value and that at the stretch are put together such that the
//! larger decides most, since what is odd is mostly odd to one of the two; a slow trace of the result lets a long
//! anomaly stand out in its middle too.
//!
//! Memory is bounded (about 1 MB) whatever the length; a row costs some microseconds.

mod bank;
mod covariance;
mod memory;
mod period;
mod scales;
mod season;
mod shape;
mod surprise;
mod views;

use memory::Memory;
use scales::Scales;
use season::Season;
use shape::Shape;
use surprise::Panel;
use views::{Departure, Variation, rarity};

/// How much rarity, short departure, long departure and season count among the views of the value.
const OF_VALUE: [f64; 4] = [2.0, 1.5, 1.0, 1.0];

/// How much short and long variation, scales, the long nearest and odd shape, the short nearest and odd shape count
/// among the views of the stretch.
const OF_STRETCH: [f64; 7] = [1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 0.5];

/// The share of the value in the sum of powers that puts value and stretch together, and the power.
const VALUE_SHARE: f64 = 0.4;
const POWER: f64 = 3.0;

/// From this surprise on only every fourth row is learned from: an anomaly that lasts must not soon be what is usual, but
/// a series that has changed for good must.
const UNQUIET: f64 = 1.2;
const UNQUIET_STEP: u64 = 4;

/// How much of the trace is added to the surprise, and how much of the trace a row leaves as it is.
const TRACE_SHARE: f64 = 0.5;
const TRACE_KEPT: f64 = 0.99;

/// What one row adds to the trace at most: a spike is over when it is over.
const TRACE_CAP: f64 = 1.0;

/// Beyond this the squares in the views would overflow.
const LARGEST: f64 = 1e100;

/// The causal score of one series.
///
/// ```
/// use detect::methods::series_score::SeriesScore;
///
/// let mut score = SeriesScore::new();
/// let usual: Vec<f64> = (0..500).map(|row| score.push(f64::from(row % 24))).collect();
/// let unusual = score.push(90.0);
/// assert!(unusual > 0.99 && usual.iter().all(|usual| *usual < unusual));
/// ```
#[derive(Debug, Clone)]
pub struct SeriesScore {
    level: Memory,
    departures: [Departure; 2],
    season: Season,
    variations: [Variation; 2],
    scales: Scales,
    long_shape: Shape,
    short_shape: Shape,
    of_value: Panel<4>,
    of_stretch: Panel<7>,
    rows: u64,
    last_surprise: f64,
    trace: f64,
}

impl Default for SeriesScore {
    fn default() -> Self {
        Self::new()
    }
}

impl SeriesScore {
    /// The score of a series of which nothing was seen yet.
    pub fn new() -> Self {
        Self {
            level: Memory::new(512),
            departures: [Departure::new(0.3), Departure::new(0.01)],
            season: Season::new(),
            variations: [Variation::new(8), Variation::new(32)],
            scales: Scales::new(),
            long_shape: Shape::new(200),
            short_shape: Shape::new(48),
            of_value: Panel::new(OF_VALUE),
            of_stretch: Panel::new(OF_STRETCH),
            rows: 0,
            last_surprise: 0.0,
            trace: 0.0,
        }
    }

    /// How unusual `value` is after those pushed before, from 0 to 1: of ordinary rows about one in eight lies above 0.9
    /// and one in a hundred above 0.99. 0 while too little was seen (some 20 rows), and for what is no finite number,
    /// which otherwise changes nothing.
    pub fn push(&mut self, value: f64) -> f64 {
        if !value.is_finite() {
            return 0.0;
        }
        let value = value.clamp(-LARGEST, LARGEST);
        let (of_value, of_stretch) = self.look(value);
        self.rows += 1;
        let learns = self.last_surprise < UNQUIET || self.rows.is_multiple_of(UNQUIET_STEP);
        let of_value = self.of_value.push(of_value, learns);
        let of_stretch = self.of_stretch.push(of_stretch, learns);
        let powers = VALUE_SHARE * of_value.powf(POWER) + (1.0 - VALUE_SHARE) * of_stretch.powf(POWER);
        let surprise = powers.powf(1.0 / POWER);
        self.last_surprise = surprise;
        self.trace = TRACE_KEPT * self.trace + (1.0 - TRACE_KEPT) * surprise.min(TRACE_CAP);
        in_unit_range(surprise + TRACE_SHARE * self.trace)
    }

    /// What every view says of `value` and of the stretch that it ends; they then know it.
    fn look(&mut self, value: f64) -> ([f64; 4], [f64; 7]) {
        let (centre, scale) = (self.level.median(), self.level.spread().max(f64::MIN_POSITIVE));
        let standard = ((value - centre) / scale).clamp(-1e4, 1e4);
        let rarity = rarity(&self.level, value);
        self.level.push(value);
        let [short_departure, long_departure] = self.departures.each_mut().map(|view| view.push(value));
        let [short_variation, long_variation] =
            self.variations.each_mut().map(|view| view.push(value, scale));
        let scales = self.scales.push(standard);
        let (nearest_long, odd_long) = self.long_shape.push(standard);
        let (nearest_short, odd_short) = self.short_shape.push(standard);
        (
            [rarity, short_departure, long_departure, self.season.push(value)],
            [short_variation, long_variation, scales, nearest_long, odd_long, nearest_short, odd_short],
        )
    }
}

/// The total surprise as a number from 0 to 1, by the log-logistic curve through the medians of what ordinary rows of
/// many series show: half of them below `MIDDLE`.
fn in_unit_range(total: f64) -> f64 {
    const MIDDLE: f64 = 0.6;
    const STEEPNESS: f64 = 4.6;
    let odds = (total / MIDDLE).powf(STEEPNESS);
    odds / (1.0 + odds)
}

#[cfg(test)]
mod tests;

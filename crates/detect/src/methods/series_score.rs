//! A score of how unusual each value of one series is, from the values up to it alone.
//!
//! Any single series: nothing is set by hand, cadence, unit and period are found by looking. Nine *views* look at the
//! series, each with one question:
//!
//! | view | question |
//! |---|---|
//! | [`rarity`](self) | is the value far out among all values so far? (counts twice) |
//! | short and long departure | is it far from the mean of the last three, of the last hundred? |
//! | season | is it far from what stood at the same place of the five periods before? |
//! | short and long variation | do the last 8, the last 32 rows vary unusually much or little? (noise, frozen values) |
//! | scales | was the series ever seen like this: means over 2 to 128 rows and their variation together? |
//! | nearest shape | was there ever a stretch of 200 rows like the last 200? |
//! | odd shape | does the stretch of 200 rows break the correlations that such stretches have? |
//!
//! No view's figure can be compared with another's, so each is turned into a *surprise*, the decimal logarithm of how
//! seldom that view saw as much before; the mean of the surprises, and a slow trace of it that lets a long
//! anomaly stand out in its middle too, make the score.
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
use surprise::Surprise;
use views::{Departure, Variation, rarity};

/// How many views there are.
const VIEWS: usize = 9;

/// How much each view counts. What a value is by itself counts twice: it is the only view that is never late.
const WEIGHTS: [f64; VIEWS] = [2.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0];

/// How much of the trace is added to the mean surprise, and how much of the trace a row leaves as it is.
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
    shape: Shape,
    surprises: [Surprise; VIEWS],
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
            shape: Shape::new(),
            surprises: std::array::from_fn(|_| Surprise::new()),
            trace: 0.0,
        }
    }

    /// How unusual `value` is after those pushed before, from 0 to 1: of ordinary rows about one in ten lies above 0.9
    /// and one in a hundred above 0.99. 0 while too little was seen (some 50 rows), and for what is no finite number,
    /// which otherwise changes nothing.
    pub fn push(&mut self, value: f64) -> f64 {
        if !value.is_finite() {
            return 0.0;
        }
        let value = value.clamp(-LARGEST, LARGEST);
        let figures = self.look(value);
        let mut sum = 0.0;
        for ((surprise, figure), weight) in self.surprises.iter_mut().zip(figures).zip(WEIGHTS) {
            sum += weight * surprise.push(figure);
        }
        let mean = sum / WEIGHTS.iter().sum::<f64>();
        self.trace = TRACE_KEPT * self.trace + (1.0 - TRACE_KEPT) * mean.min(TRACE_CAP);
        in_unit_range(mean + TRACE_SHARE * self.trace)
    }

    /// What every view says of `value`, which it then knows.
    fn look(&mut self, value: f64) -> [f64; VIEWS] {
        let (centre, scale) = (self.level.median(), self.level.spread().max(f64::MIN_POSITIVE));
        let standard = ((value - centre) / scale).clamp(-1e4, 1e4);
        let rarity = rarity(&self.level, value);
        self.level.push(value);
        let [short_departure, long_departure] = self.departures.each_mut().map(|view| view.push(value));
        let [short_variation, long_variation] =
            self.variations.each_mut().map(|view| view.push(value, scale));
        let (nearest_shape, odd_shape) = self.shape.push(standard);
        [
            rarity,
            short_departure,
            long_departure,
            self.season.push(value),
            short_variation,
            long_variation,
            self.scales.push(standard),
            nearest_shape,
            odd_shape,
        ]
    }
}

/// The total surprise as a number from 0 to 1, by the log-logistic curve through the medians of what ordinary rows of
/// many series show: half of them below `MIDDLE`.
fn in_unit_range(total: f64) -> f64 {
    const MIDDLE: f64 = 0.55;
    const STEEPNESS: f64 = 4.7;
    let odds = (total / MIDDLE).powf(STEEPNESS);
    odds / (1.0 + odds)
}

#[cfg(test)]
mod tests;

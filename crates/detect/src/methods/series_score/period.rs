//! The period of a series, found in its autocorrelation at several resolutions.

/// Points of one resolution that are looked at.
const POINTS: usize = 1024;
/// Resolutions: every row, means of 2, 4, … 32 rows.
const RESOLUTIONS: usize = 6;
/// Points below which a resolution says nothing.
const FEWEST: usize = 48;
/// The longest period that can be found, in rows: a week of minutes is within it.
pub(super) const LONGEST: usize = (POINTS * 2 / 5) << (RESOLUTIONS - 1);

/// Autocorrelation below which nothing is a period.
const WEAKEST: f64 = 0.3;
/// A longer period has to be clearer than a shorter one by this much.
const CLEARER: f64 = 0.1;

/// Looks for the period now and then, ever more seldom as the series grows.
#[derive(Debug, Clone)]
pub(super) struct PeriodFinder {
    resolutions: [Resolution; RESOLUTIONS],
    seen: u64,
    look_at: u64,
    period: Option<usize>,
}

#[derive(Debug, Clone, Default)]
struct Resolution {
    points: Vec<f64>,
    /// The first of two points of which the next coarser resolution gets the mean.
    waiting: Option<f64>,
}

impl PeriodFinder {
    pub(super) fn new() -> Self {
        Self { resolutions: Default::default(), seen: 0, look_at: 64, period: None }
    }

    /// In rows.
    pub(super) fn period(&self) -> Option<usize> {
        self.period
    }

    pub(super) fn push(&mut self, value: f64) {
        let mut point = value;
        for resolution in &mut self.resolutions {
            resolution.points.push(point);
            if resolution.points.len() >= 2 * POINTS {
                resolution.points.drain(..POINTS);
            }
            match resolution.waiting.take() {
                None => {
                    resolution.waiting = Some(point);
                    break;
                }
                Some(first) => point = (first + point) / 2.0,
            }
        }
        self.seen += 1;
        if self.seen >= self.look_at {
            self.look_at = self.seen + (self.seen / 4).clamp(64, 4096);
            self.period = self.look();
        }
    }

    fn look(&self) -> Option<usize> {
        let mut best = None;
        let mut clearest = 0.0;
        for (halvings, resolution) in self.resolutions.iter().enumerate() {
            let from = resolution.points.len().saturating_sub(POINTS);
            let points = resolution.points.get(from..).unwrap_or(&[]);
            if points.len() < FEWEST {
                break;
            }
            let Some(correlations) = autocorrelations(points) else { continue };
            // Shorter periods were looked at with a finer resolution.
            let shortest = if halvings == 0 { 4 } else { correlations.len() / 4 };
            for (lag, clarity) in peaks(&correlations, shortest) {
                if clarity > clearest + CLEARER {
                    clearest = clarity;
                    best = Some(lag << halvings);
                }
            }
        }
        best
    }
}

/// The autocorrelation at lags 0 to two fifths of the points, after outliers were cut and a straight trend taken off;
/// `None` where nothing varies.
fn autocorrelations(points: &[f64]) -> Option<Vec<f64>> {
    let count = points.len();
    let mut sorted = points.to_vec();
    sorted.sort_by(f64::total_cmp);
    let (low, high) = (*sorted.get(count / 50)?, *sorted.get(count - 1 - count / 50)?);
    let scale = high - low;
    if scale <= 0.0 {
        return None;
    }
    let cut: Vec<f64> = points.iter().map(|point| (point.clamp(low, high) - low) / scale).collect();
    let rest = without_trend(&cut);
    let variance = rest.iter().map(|point| point * point).sum::<f64>() / count as f64;
    if variance <= 1e-12 {
        return None;
    }
    let at = |lag: usize| {
        let products: f64 = rest.iter().zip(rest.get(lag..).unwrap_or(&[])).map(|(a, b)| a * b).sum();
        products / (count - lag) as f64 / variance
    };
    Some((0..=count * 2 / 5).map(at).collect())
}

fn without_trend(points: &[f64]) -> Vec<f64> {
    let count = points.len() as f64;
    let (mean, middle) = (points.iter().sum::<f64>() / count, (count - 1.0) / 2.0);
    let by_place = |place: usize| place as f64 - middle;
    let rise: f64 = points.iter().enumerate().map(|(place, point)| by_place(place) * (point - mean)).sum();
    let run: f64 = (0..points.len()).map(|place| by_place(place).powi(2)).sum();
    let slope = rise / run;
    points.iter().enumerate().map(|(place, point)| point - mean - slope * by_place(place)).collect()
}

/// The lags of at least `shortest` at which the autocorrelation peaks, after it has fallen from lag 0, with how clear each
/// is.
fn peaks(correlations: &[f64], shortest: usize) -> impl Iterator<Item = (usize, f64)> {
    let is_dip = |window: &[f64]| match window {
        [before, here, after] => *here <= 0.1 || (*here < 0.5 && here < before && here < after),
        _ => false,
    };
    let fallen = correlations.windows(3).position(is_dip).map_or(correlations.len(), |place| place + 1);
    let mut lowest = 1.0_f64;
    correlations.windows(3).enumerate().filter_map(move |(place, window)| {
        let lag = place + 1;
        let [before, here, after] = *window else { return None };
        lowest = lowest.min(before);
        let is_peak = lag >= fallen.max(shortest) && here > before && here >= after && here > WEAKEST;
        is_peak.then_some((lag, here - 0.5 * lowest.max(0.0)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(values: impl Iterator<Item = f64>) -> Option<usize> {
        let mut finder = PeriodFinder::new();
        values.for_each(|value| finder.push(value));
        finder.period()
    }

    /// A wave that is no plain sine, with some noise that does not repeat.
    fn wave(period: usize) -> impl Iterator<Item = f64> {
        (0..8 * period).map(move |row| {
            let turn = std::f64::consts::TAU * (row % period) as f64 / period as f64;
            turn.sin() + 0.4 * (2.0 * turn).cos() + 0.1 * ((row * row % 97) as f64 / 97.0)
        })
    }

    #[test]
    fn the_period_is_found_at_any_length() {
        for period in [12, 24, 96, 144, 288, 1440] {
            let got = found(wave(period)).unwrap();
            assert!(got.abs_diff(period) * 50 <= period, "{got} instead of {period}");
        }
    }

    #[test]
    fn what_does_not_repeat_has_none() {
        assert_eq!(found((0..3000).map(f64::from)), None);
        assert_eq!(found(std::iter::repeat_n(7.0, 3000)), None);
    }
}

//! The views of shapes: was there ever a stretch like the last rows, and does it hang together as stretches do?

use std::collections::VecDeque;

use super::bank::Bank;
use super::covariance::Covariance;

/// Means by which a stretch is described.
const SEGMENTS: usize = 16;

/// Looks at the last rows as [`SEGMENTS`] means.
#[derive(Debug, Clone)]
pub(super) struct Shape {
    width: usize,
    rows: VecDeque<f64>,
    bank: Bank,
    covariance: Covariance<SEGMENTS>,
}

impl Shape {
    /// Of stretches of `width` rows.
    pub(super) fn new(width: usize) -> Self {
        Self {
            width,
            rows: VecDeque::with_capacity(width + 1),
            bank: Bank::new(SEGMENTS, 512, width as u64),
            covariance: Covariance::new(),
        }
    }

    /// How far the nearest stretch of the past is, and how far from the usual correlations this one is; 0 while there
    /// is no whole stretch. `standard` is the value in spreads from the median of the series.
    pub(super) fn push(&mut self, standard: f64) -> (f64, f64) {
        self.rows.push_back(standard);
        if self.rows.len() < self.width {
            return (0.0, 0.0);
        }
        if self.rows.len() > self.width {
            self.rows.pop_front();
        }
        let means = segments(self.rows.make_contiguous());
        (self.bank.push::<1>(&means), self.covariance.push(&means.map(|mean| mean.clamp(-30.0, 30.0))))
    }
}

fn segments(rows: &[f64]) -> [f64; SEGMENTS] {
    let count = rows.len();
    std::array::from_fn(|segment| {
        let of_segment =
            rows.get(segment * count / SEGMENTS..(segment + 1) * count / SEGMENTS).unwrap_or(&[]);
        of_segment.iter().sum::<f64>() / of_segment.len().max(1) as f64
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn segments_share_the_rows_among_them() {
        let rows: Vec<f64> = (0..200).map(f64::from).collect();
        let means = segments(&rows);
        assert!((means[0] - 5.5).abs() < 1e-12, "{means:?}");
        assert!(means.windows(2).all(|pair| pair[0] < pair[1]), "{means:?}");
        assert!((means.iter().sum::<f64>() / SEGMENTS as f64 - 99.5).abs() < 1.0, "{means:?}");
    }
}

//! Places that stand in a file of their own, by time.

use std::collections::BTreeMap;

use model::Timestamp;
use model::china::seconds_between;

use super::formats::Raw;

/// Two places farther apart in time say nothing of what lies between them, s.
const FARTHEST_S: i64 = 60;

/// Degrees by time, in the file's own datum.
pub(super) struct Places(BTreeMap<Timestamp, (f64, f64)>);

impl Places {
    /// Of rows whose time and place can be read; satellites without a fix give zero and zero.
    pub(super) fn new(rows: Vec<Raw>) -> Self {
        let place = |row: &Raw| {
            let degrees = |text: &str| text.trim().parse::<f64>().ok().filter(|figure| figure.is_finite());
            let (longitude, latitude) = (degrees(&row.longitude)?, degrees(&row.latitude)?);
            (longitude != 0.0 || latitude != 0.0).then_some((row.at()?, (longitude, latitude)))
        };
        Self(rows.iter().filter_map(place).collect())
    }

    /// Gives a row the place at its time.
    pub(super) fn give(&self, row: &mut Raw) {
        let Some(at) = row.at() else { return };
        match self.at(at) {
            // Rust writes the shortest text that is the same figure again.
            Some((longitude, latitude)) => {
                (row.longitude, row.latitude) = (longitude.to_string(), latitude.to_string());
            }
            None => row.no_place_then = true,
        }
    }

    fn at(&self, at: Timestamp) -> Option<(f64, f64)> {
        let (before, earlier) = self.0.range(..=at).next_back()?;
        if *before == at {
            return Some(*earlier);
        }
        let (after, later) = self.0.range(at..).next()?;
        let between_s = seconds_between(*before, *after);
        if between_s > FARTHEST_S {
            return None;
        }
        let part = (at.as_millisecond() - before.as_millisecond()) as f64
            / (after.as_millisecond() - before.as_millisecond()) as f64;
        let middle = |a: f64, b: f64| a + part * (b - a);
        Some((middle(earlier.0, later.0), middle(earlier.1, later.1)))
    }
}

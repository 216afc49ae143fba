//! What the lake would make of readings, without storing them: for previews, and for telling each reading's
//! sender what became of it.

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use model::{Problem, Reading, china};

use crate::{Lake, LakeError, Receipt};

/// What the lake would make of a reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Foreseen {
    /// Nothing is there for its series, granularity and time: it would be stored.
    New,
    /// The same is there already: nothing would change.
    Duplicate,
    /// Another value is there: this one would be stored beside it and stand.
    Revision,
}

/// Remembers what was foreseen, so that readings of one file or request are judged one after the other as the
/// lake would store them. Sixteen bytes a reading, and as many a slot.
#[derive(Debug, Default)]
pub struct Foresight {
    /// Slot, and what was said for it; zero marks a slot of which the lake was asked.
    said: BTreeSet<(u64, u64)>,
}

impl Foresight {
    /// What the lake would make of `reading` after all that were foreseen before. Somebody else may store the
    /// same meanwhile: the receipt of [`Lake::append`] has the last word.
    ///
    /// # Errors
    /// As [`Lake::range`].
    pub fn foresee(&mut self, lake: &Lake, reading: &Reading) -> Result<Foreseen, LakeError> {
        let slot = hash_of(&(&reading.series, reading.granularity, reading.time));
        let figures = figures_of(reading);
        if self.said.insert((slot, 0)) {
            for stored in lake.standing(reading)? {
                self.said.insert((slot, figures_of(&stored)));
            }
        }
        let occupied = self.said.range((slot, 1)..=(slot, u64::MAX)).next().is_some();
        Ok(match (self.said.insert((slot, figures)), occupied) {
            (false, _) => Foreseen::Duplicate,
            (true, false) => Foreseen::New,
            (true, true) => Foreseen::Revision,
        })
    }
}

fn hash_of(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

/// Figures, unit and mark as one number, never zero.
fn figures_of(reading: &Reading) -> u64 {
    let values = reading.values;
    let figures = [
        values.value,
        values.min,
        values.max,
        values.total,
        values.converted,
        values.converted_min,
        values.converted_max,
    ];
    let bits = figures.map(|figure| figure.map(f64::to_bits));
    hash_of(&(bits, reading.unit, &reading.mark)).max(1)
}

impl Lake {
    /// What is stored for the series, granularity and time of `reading` and was not withdrawn, in the order of
    /// arrival: the last of them stands.
    ///
    /// # Errors
    /// As [`Lake::range`].
    pub fn standing(&self, reading: &Reading) -> Result<Vec<Reading>, LakeError> {
        let (series, granularity, time) = (&reading.series, reading.granularity, reading.time);
        // Later than everything: nothing can be there.
        if self.latest(series, granularity).is_none_or(|latest| latest.time < time) {
            return Ok(Vec::new());
        }
        let end = china::plus_seconds(time, 1);
        let mut found = self.range(series, granularity, time, end, Receipt::MAX_REVISIONS)?;
        found.retain(|other| other.time == time);
        let withdrawn = found.iter().rposition(|other| other.problems.contains(Problem::Withdrawn));
        if let Some(withdrawn) = withdrawn {
            found.drain(..=withdrawn);
        }
        Ok(found)
    }
}

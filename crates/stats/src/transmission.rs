use std::collections::BTreeMap;

use model::{FactorCode, Timestamp, china};

use crate::figure::HourCounts;
use crate::hours::{Hour, HourState};

/// Transmission of hour data (传输有效率 = 传输率 × 有效率), in hours of factors: two factors over a day
/// are 48. Sums of it are sums of its counts, never means of rates.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Transmission {
    /// The counts.
    pub counts: HourCounts,
    /// Why hours that were expected do not count, by code of [`HourState`].
    pub lost: BTreeMap<String, u32>,
}

impl Transmission {
    /// That of one series.
    pub fn of(hours: &[Hour<'_>]) -> Transmission {
        let mut lost = BTreeMap::new();
        for hour in hours {
            match hour.state {
                HourState::Valid | HourState::Stopped => {}
                HourState::Invalid(_) | HourState::Missing => {
                    *lost.entry(hour.state.code()).or_insert(0) += 1;
                }
            }
        }
        Transmission { counts: HourCounts::of(hours), lost }
    }

    /// Takes in another one.
    pub fn add(&mut self, other: &Transmission) {
        let (a, b) = (&mut self.counts, other.counts);
        a.hours += b.hours;
        a.stopped += b.stopped;
        a.received += b.received;
        a.valid += b.valid;
        for (code, count) in &other.lost {
            *self.lost.entry(code.clone()).or_insert(0) += count;
        }
    }

    /// Hours that should have come: all but the stopped ones.
    pub fn expected(&self) -> u32 {
        self.counts.hours - self.counts.stopped
    }

    /// 传输率, per cent: received of expected. `None` if nothing was expected.
    pub fn transmission_percent(&self) -> Option<f64> {
        percent(self.counts.received, self.expected())
    }

    /// 有效率, per cent: valid of received. `None` if nothing was received.
    pub fn validity_percent(&self) -> Option<f64> {
        percent(self.counts.valid, self.counts.received)
    }

    /// 传输有效率, per cent: the product of both, which is valid of expected. Where something was expected and
    /// nothing received it is 0, although the second factor is not defined.
    pub fn effective_percent(&self) -> Option<f64> {
        percent(self.counts.valid, self.expected())
    }
}

fn percent(part: u32, whole: u32) -> Option<f64> {
    (whole > 0).then(|| f64::from(part) * 100.0 / f64::from(whole))
}

/// Hours of one factor that follow each other and do not count for the same reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// Of which factor.
    pub factor: FactorCode,
    /// When it begins.
    pub from: Timestamp,
    /// When it ends (exclusive).
    pub to: Timestamp,
    /// How many hours.
    pub hours: u32,
    /// Why: stopped, missing or invalid.
    pub state: HourState,
}

/// The stretches of `hours` (in order) that are not valid.
pub fn gaps(factor: &FactorCode, hours: &[Hour<'_>]) -> Vec<Gap> {
    let mut found: Vec<Gap> = Vec::new();
    for hour in hours.iter().filter(|hour| hour.state != HourState::Valid) {
        let to = china::plus_seconds(hour.start, 3600);
        if let Some(last) = found.last_mut()
            && last.to == hour.start
            && last.state == hour.state
        {
            (last.to, last.hours) = (to, last.hours + 1);
            continue;
        }
        let (factor, state) = (factor.clone(), hour.state.clone());
        found.push(Gap { factor, from: hour.start, to, hours: 1, state });
    }
    found
}

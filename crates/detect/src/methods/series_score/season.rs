//! The view of the season: what stood at the same place of the periods before?

use std::collections::VecDeque;

use super::memory::Memory;
use super::period::{LONGEST, PeriodFinder};
use super::views::in_spreads;

/// Periods that are looked back.
const PERIODS: usize = 5;

/// Compares a value with the median of what stood at the same place, one row more or less, of the periods before; as long
/// as no period is known, with the row before.
#[derive(Debug, Clone)]
pub(super) struct Season {
    finder: PeriodFinder,
    rows: VecDeque<f64>,
    departures: Memory,
}

impl Season {
    pub(super) fn new() -> Self {
        Self { finder: PeriodFinder::new(), rows: VecDeque::new(), departures: Memory::new(512) }
    }

    pub(super) fn push(&mut self, value: f64) -> f64 {
        let departure = value - self.expected().unwrap_or(value);
        let figure = in_spreads(departure, value, &self.departures);
        self.departures.push(departure);
        self.finder.push(value);
        self.rows.push_back(value);
        if self.rows.len() > PERIODS * LONGEST + 2 {
            self.rows.pop_front();
        }
        figure
    }

    fn expected(&self) -> Option<f64> {
        let count = self.rows.len();
        let Some(period) = self.finder.period().filter(|period| period + 2 <= count) else {
            return self.rows.back().copied();
        };
        let mut alike = [0.0; 3 * PERIODS];
        let mut known = 0;
        for back in (1..=PERIODS).map(|periods| periods * period).take_while(|back| back + 1 < count) {
            for row in self.rows.range(count - back - 1..(count - back + 2).min(count)) {
                alike[known] = *row;
                known += 1;
            }
        }
        let alike = alike.get_mut(..known)?;
        alike.sort_by(f64::total_cmp);
        alike.get(known / 2).copied()
    }
}

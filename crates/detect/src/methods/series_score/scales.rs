//! The view over scales: the series as means over 2, 4, … 128 rows and their variation, compared with the past.

use super::bank::Bank;
use super::memory::Memory;

/// Means, each over twice as many rows as the one before.
const MEANS: usize = 7;
/// Mean sizes of steps over 4, 16, 64 rows.
const SIZES: usize = 3;
const DIMENSIONS: usize = MEANS + 1 + SIZES;

/// Rows after which the vector is believed.
const ENOUGH: u64 = 30;

/// Describes where the series stands by the differences between its means at neighbouring scales and by the sizes of
/// its steps, and tells how far this is from the nearest that was seen before.
#[derive(Debug, Clone)]
pub(super) struct Scales {
    means: [f64; MEANS],
    sizes: [f64; SIZES],
    seen: u64,
    spreads: Vec<Memory>,
    bank: Bank,
}

impl Scales {
    pub(super) fn new() -> Self {
        Self {
            means: [0.0; MEANS],
            sizes: [0.0; SIZES],
            seen: 0,
            spreads: (0..DIMENSIONS).map(|_| Memory::new(200)).collect(),
            bank: Bank::new(DIMENSIONS, 1024, 32),
        }
    }

    /// `standard` is the value in spreads from the median of the series.
    pub(super) fn push(&mut self, standard: f64) -> f64 {
        self.seen += 1;
        if self.seen == 1 {
            self.means = [standard; MEANS];
        }
        let vector = self.vector(standard);
        if self.seen < ENOUGH { 0.0 } else { self.bank.push::<3>(&vector) }
    }

    fn vector(&mut self, standard: f64) -> [f64; DIMENSIONS] {
        let seen = self.seen as f64;
        let step = (standard - self.means[0]).abs().min(30.0);
        let mut vector = [0.0; DIMENSIONS];
        let (differences, sizes) = vector.split_at_mut(MEANS + 1);
        let (mut finer, mut rows) = (standard, 1.0_f64);
        for (mean, difference) in self.means.iter_mut().zip(differences.iter_mut()) {
            rows *= 2.0;
            *mean += (1.0 / rows).max(1.0 / seen) * (standard - *mean);
            *difference = finer - *mean;
            finer = *mean;
        }
        differences[MEANS] = finer;
        rows = 1.0;
        for (size, logarithm) in self.sizes.iter_mut().zip(sizes) {
            rows *= 4.0;
            *size += (1.0 / rows).max(1.0 / seen) * (step - *size);
            *logarithm = (*size + 0.02).ln();
        }
        for (figure, spread) in vector.iter_mut().zip(&mut self.spreads) {
            let plain = *figure;
            // Half way to giving every dimension the same weight.
            if spread.len() > 10 {
                *figure = (plain / (spread.spread() + 0.02).sqrt()).clamp(-1e3, 1e3);
            }
            spread.push(plain);
        }
        vector
    }
}

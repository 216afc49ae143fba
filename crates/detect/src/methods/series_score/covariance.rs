//! A running mean and covariance, and how far a vector is from them (Mahalanobis).

use super::memory::Memory;

/// Vectors after which distances are told.
const ENOUGH: f64 = 30.0;
/// Added to the variances, as a share of their mean: directions in which hardly anything happens do not decide.
const RIDGE: f64 = 0.03;

/// The mean and covariance of all vectors so far. Far ones count less, lest they become what is usual.
#[derive(Debug, Clone)]
pub(super) struct Covariance<const N: usize> {
    mean: [f64; N],
    covariance: [[f64; N]; N],
    /// The Cholesky factor of the covariance, renewed now and then.
    factor: Option<[[f64; N]; N]>,
    weight: f64,
    renew_at: f64,
    distances: Memory,
}

impl<const N: usize> Covariance<N> {
    pub(super) fn new() -> Self {
        Self {
            mean: [0.0; N],
            covariance: [[0.0; N]; N],
            factor: None,
            weight: 0.0,
            renew_at: ENOUGH,
            distances: Memory::new(256),
        }
    }

    /// How far `vector` is from the mean, root of the mean over the dimensions; 0 while too few are known.
    pub(super) fn push(&mut self, vector: &[f64; N]) -> f64 {
        let difference: [f64; N] = std::array::from_fn(|i| vector[i] - self.mean[i]);
        let distance = self.factor.as_ref().map_or(0.0, |factor| length(factor, &difference));
        let weight = self.trust(distance);
        if distance > 0.0 {
            self.distances.push(distance);
        }
        self.learn(vector, &difference, weight);
        if self.weight >= self.renew_at {
            self.renew_at = self.weight * 1.05 + 1.0;
            self.factor = factor(&self.covariance).or(self.factor);
        }
        distance
    }

    /// 1 for what lies within twice the usual distance, less beyond it.
    fn trust(&self, distance: f64) -> f64 {
        let usual = 2.0 * self.distances.quantile(0.95).max(1e-6);
        if self.distances.len() > 30 && distance > usual { (usual / distance).powi(2) } else { 1.0 }
    }

    fn learn(&mut self, vector: &[f64; N], difference: &[f64; N], weight: f64) {
        self.weight += weight;
        let share = weight / self.weight;
        for (mean, difference) in self.mean.iter_mut().zip(difference) {
            *mean += share * difference;
        }
        for (i, (row, (figure, mean))) in
            self.covariance.iter_mut().zip(vector.iter().zip(&self.mean)).enumerate()
        {
            let rest = figure - mean;
            for (cell, difference) in row.iter_mut().zip(difference).take(i + 1) {
                *cell += share * (difference * rest - *cell);
            }
        }
    }
}

/// The lower factor L with L·Lᵀ = `covariance` (its lower half) + ridge; none where rounding made it indefinite.
fn factor<const N: usize>(covariance: &[[f64; N]; N]) -> Option<[[f64; N]; N]> {
    let ridge = RIDGE * (0..N).map(|i| covariance[i][i]).sum::<f64>() / N as f64 + 1e-6;
    let mut lower = [[0.0; N]; N];
    for i in 0..N {
        for j in 0..=i {
            let products: f64 = (0..j).map(|k| lower[i][k] * lower[j][k]).sum();
            if i == j {
                let square = covariance[i][i] + ridge - products;
                if square <= 0.0 {
                    return None;
                }
                lower[i][i] = square.sqrt();
            } else {
                lower[i][j] = (covariance[i][j] - products) / lower[j][j];
            }
        }
    }
    Some(lower)
}

/// The length of L⁻¹·`difference`.
fn length<const N: usize>(lower: &[[f64; N]; N], difference: &[f64; N]) -> f64 {
    let mut solved = [0.0; N];
    for i in 0..N {
        let known: f64 = (0..i).map(|k| lower[i][k] * solved[k]).sum();
        solved[i] = (difference[i] - known) / lower[i][i];
    }
    (solved.iter().map(|figure| figure * figure).sum::<f64>() / N as f64).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_breaks_a_correlation_is_further_than_what_follows_it() {
        let mut usual = Covariance::<2>::new();
        for row in 0..400 {
            let figure = f64::from(row % 41) - 20.0;
            let jitter = f64::from(row * 7 % 11) / 11.0;
            usual.push(&[figure, figure + jitter]);
        }
        let follows = usual.clone().push(&[15.0, 15.5]);
        let breaks = usual.push(&[12.0, -12.0]);
        assert!(breaks > 3.0 * follows, "{breaks} {follows}");
    }
}

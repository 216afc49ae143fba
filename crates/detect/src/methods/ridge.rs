//! Linear regression that forgets, held to a prior where the past says little.

use serde::{Deserialize, Serialize};

/// Pivots are kept from zero by this.
const LEAST_PIVOT: f64 = 1e-12;

/// What weighted least squares are made of: sums that fade.
///
/// Packed lower triangles, row after row: a further input is a further row, and what was learned of the others stays.
/// Learning costs half of the square of the number of inputs, [`Sums::solve`] a sixth of its cube.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Sums {
    /// Weighted sums of products of inputs.
    squares: Vec<f64>,
    /// Weighted sums of inputs times outcome.
    products: Vec<f64>,
    /// The sum of the weights.
    weight: f64,
}

impl Sums {
    /// Of nothing, for so many inputs.
    pub(crate) fn new(inputs: usize) -> Self {
        Self { squares: vec![0.0; inputs * (inputs + 1) / 2], products: vec![0.0; inputs], weight: 0.0 }
    }

    /// One more input, after the others.
    pub(crate) fn add_input(&mut self) {
        self.products.push(0.0);
        let inputs = self.products.len();
        self.squares.resize(inputs * (inputs + 1) / 2, 0.0);
    }

    /// Takes one outcome, which counts `weight` times.
    pub(crate) fn learn(&mut self, inputs: &[f64], outcome: f64, weight: f64) {
        self.weight += weight;
        let mut rest = self.squares.as_mut_slice();
        for (index, input) in inputs.iter().enumerate() {
            let weighted = weight * input;
            if let Some(product) = self.products.get_mut(index) {
                *product += weighted * outcome;
            }
            let Some((row, below)) = rest.split_at_mut_checked(index + 1) else { return };
            for (sum, other) in row.iter_mut().zip(inputs) {
                *sum += weighted * other;
            }
            rest = below;
        }
    }

    /// Lets what was learned count `keep` times as much as before.
    pub(crate) fn fade(&mut self, keep: f64) {
        self.weight *= keep;
        for sum in self.squares.iter_mut().chain(&mut self.products) {
            *sum *= keep;
        }
    }

    /// Writes the coefficients into `solution`, one for each input, pulled to `prior` as by `strength` observations
    /// with inputs of the usual size. `scratch` is overwritten; of nothing learned `solution` stays.
    pub(crate) fn solve(&self, prior: &[f64], strength: f64, scratch: &mut Vec<f64>, solution: &mut [f64]) {
        let inputs = self.products.len();
        if self.weight <= 0.0 || inputs == 0 {
            return;
        }
        scratch.clone_from(&self.squares);
        let usual = (0..inputs).map(|i| scratch[row(i) + i]).sum::<f64>() / inputs as f64 / self.weight;
        let pull = strength * usual.max(LEAST_PIVOT);
        for i in 0..inputs {
            scratch[row(i) + i] += pull;
            solution[i] = self.products[i] + pull * prior[i];
        }
        decompose(scratch, inputs);
        for i in 0..inputs {
            let known = dot(&scratch[row(i)..row(i) + i], &solution[..i]);
            solution[i] = (solution[i] - known) / scratch[row(i) + i];
        }
        for i in (0..inputs).rev() {
            solution[i] /= scratch[row(i) + i];
            let (before, from_here) = solution.split_at_mut(i);
            for (other, factor) in before.iter_mut().zip(&scratch[row(i)..row(i) + i]) {
                *other -= factor * from_here[0];
            }
        }
    }
}

/// Weighted least squares with ridge, held to a prior.
#[derive(Debug, Clone)]
pub(crate) struct Ridge {
    sums: Sums,
    prior: Vec<f64>,
    coefficients: Vec<f64>,
    /// The weight of the prior, as so many observations with inputs of the usual size.
    strength: f64,
}

impl Ridge {
    /// One that holds its prior for true.
    pub(crate) fn new(prior: Vec<f64>, strength: f64) -> Self {
        Self { sums: Sums::new(prior.len()), coefficients: prior.clone(), prior, strength }
    }

    /// One more input, after the others. Nothing is known of it but `prior`.
    pub(crate) fn add_input(&mut self, prior: f64) {
        self.prior.push(prior);
        self.coefficients.push(prior);
        self.sums.add_input();
    }

    /// Changes what is believed of every input, before or beside what is learned.
    pub(crate) fn set_prior(&mut self, prior: impl Fn(usize) -> f64) {
        for (input, before) in self.prior.iter_mut().enumerate() {
            *before = prior(input);
        }
        if self.sums.weight == 0.0 {
            self.coefficients.clone_from(&self.prior);
        }
    }

    /// The coefficient of each input, as last solved.
    pub(crate) fn coefficients(&self) -> &[f64] {
        &self.coefficients
    }

    /// What `inputs` let expect.
    pub(crate) fn expect(&self, inputs: &[f64]) -> f64 {
        dot(&self.coefficients, inputs)
    }

    /// Takes one outcome, which counts `weight` times.
    pub(crate) fn learn(&mut self, inputs: &[f64], outcome: f64, weight: f64) {
        self.sums.learn(inputs, outcome, weight);
    }

    /// Lets what was learned count `keep` times as much as before.
    pub(crate) fn fade(&mut self, keep: f64) {
        self.sums.fade(keep);
    }

    /// Brings the coefficients up to what was learned. `scratch` is overwritten.
    pub(crate) fn solve(&mut self, scratch: &mut Vec<f64>) {
        self.sums.solve(&self.prior, self.strength, scratch, &mut self.coefficients);
    }
}

/// Where row `index` of a packed lower triangle begins.
fn row(index: usize) -> usize {
    index * (index + 1) / 2
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// Cholesky's decomposition in place.
fn decompose(packed: &mut [f64], inputs: usize) {
    for i in 0..inputs {
        let (above, from_here) = packed.split_at_mut(row(i));
        let this = &mut from_here[..=i];
        for j in 0..i {
            let other = &above[row(j)..=row(j) + j];
            this[j] = (this[j] - dot(&this[..j], &other[..j])) / other[j];
        }
        this[i] = (this[i] - dot(&this[..i], &this[..i])).max(LEAST_PIVOT).sqrt();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn learned(rows: &[([f64; 2], f64)], prior: [f64; 2], strength: f64) -> Ridge {
        let mut ridge = Ridge::new(prior.to_vec(), strength);
        for (inputs, outcome) in rows {
            ridge.learn(inputs, *outcome, 1.0);
        }
        ridge.solve(&mut Vec::new());
        ridge
    }

    #[test]
    fn a_line_is_found() {
        let rows: Vec<_> = (0..50).map(|x| ([1.0, f64::from(x)], 3.0 + 0.5 * f64::from(x))).collect();
        let ridge = learned(&rows, [0.0, 0.0], 1e-9);
        assert!((ridge.expect(&[1.0, 100.0]) - 53.0).abs() < 1e-6, "{ridge:?}");
    }

    #[test]
    fn what_is_not_seen_is_as_believed_before() {
        let ridge = learned(&[([1.0, 0.0], 4.0); 1000], [0.0, 0.7], 1.0);
        assert!((ridge.coefficients()[0] - 4.0).abs() < 0.01);
        assert!((ridge.coefficients()[1] - 0.7).abs() < 1e-9);
        assert_eq!(learned(&[], [0.1, 0.2], 1.0).coefficients(), [0.1, 0.2]);
    }

    #[test]
    fn the_new_outweighs_what_faded() {
        let mut ridge = learned(&[([1.0, 0.0], 4.0); 100], [0.0, 0.0], 0.0);
        ridge.fade(1e-4);
        ridge.learn(&[1.0, 0.0], 8.0, 1.0);
        ridge.solve(&mut Vec::new());
        assert!((ridge.coefficients()[0] - 8.0).abs() < 0.1);
    }

    #[test]
    fn a_further_input_leaves_what_was_learned() {
        let mut ridge = learned(&[([1.0, 0.0], 4.0), ([1.0, 1.0], 6.0)].repeat(50), [0.0, 0.0], 1e-9);
        ridge.add_input(0.3);
        ridge.solve(&mut Vec::new());
        assert!((ridge.expect(&[1.0, 1.0, 1.0]) - 6.3).abs() < 1e-6, "{ridge:?}");
    }
}

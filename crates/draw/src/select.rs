//! Objects out of one pool, without putting back (docs/draw.md §6).
//!
//! The law: as long as there are objects to draw, one of those that are left is drawn, each with the probability of
//! its weight over the weight of all that are left. With equal weights every subset of that size is equally likely.

use crate::stream::Stream;

/// Draws `quota` places of `weights`, in the order in which they are drawn. There must be that many weights, each at
/// least 1 and all together below 2⁵³.
pub fn select(stream: &mut Stream, weights: &[u32], quota: usize) -> Vec<usize> {
    let mut urn = Urn::new(weights);
    (0..quota.min(weights.len()))
        .map(|_| {
            let ticket = stream.below(urn.total);
            urn.take(ticket)
        })
        .collect()
}

/// The weights that are left, as partial sums (a Fenwick tree): a ticket finds its place and a place leaves in steps
/// of the logarithm of their number.
struct Urn<'a> {
    weights: &'a [u32],
    /// At `i` (from 1) the sum of the weights of the last `i & -i` places up to `i`.
    sums: Vec<u64>,
    total: u64,
}

impl<'a> Urn<'a> {
    fn new(weights: &'a [u32]) -> Self {
        let mut sums = vec![0; weights.len() + 1];
        let mut total = 0;
        for (index, weight) in weights.iter().enumerate() {
            total += u64::from(*weight);
            let at = index + 1;
            sums[at] += u64::from(*weight);
            let above = at + (at & at.wrapping_neg());
            if above < sums.len() {
                sums[above] += sums[at];
            }
        }
        Self { weights, sums, total }
    }

    /// Takes out the first place at which the weights that are left, added up from the beginning, exceed `ticket`.
    fn take(&mut self, ticket: u64) -> usize {
        let (mut place, mut left) = (0, ticket);
        let mut step = self.weights.len().checked_ilog2().map_or(0, |bits| 1_usize << bits);
        while step > 0 {
            let next = place + step;
            if next < self.sums.len() && self.sums[next] <= left {
                left -= self.sums[next];
                place = next;
            }
            step /= 2;
        }
        let weight = u64::from(self.weights[place]);
        self.total -= weight;
        let mut at = place + 1;
        while at < self.sums.len() {
            self.sums[at] -= weight;
            at += at & at.wrapping_neg();
        }
        place
    }
}

#[cfg(test)]
mod tests;

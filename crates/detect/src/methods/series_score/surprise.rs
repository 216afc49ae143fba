//! From a view's figure to how seldom it is.

use super::memory::Memory;

/// The surprises of several views and how much each counts.
#[derive(Debug, Clone)]
pub(super) struct Panel<const N: usize> {
    surprises: [Surprise; N],
    weights: [f64; N],
}

impl<const N: usize> Panel<N> {
    pub(super) fn new(weights: [f64; N]) -> Self {
        Self { surprises: std::array::from_fn(|_| Surprise::new()), weights }
    }

    /// The weighted mean of the surprises at `figures`, one of each view.
    pub(super) fn push(&mut self, figures: [f64; N], learns: bool) -> f64 {
        let pairs = self.surprises.iter_mut().zip(figures);
        let weighted = pairs
            .zip(self.weights)
            .map(|((surprise, figure), weight)| weight * surprise.push(figure, learns));
        weighted.sum::<f64>() / self.weights.iter().sum::<f64>()
    }
}

/// Figures that must have been learned from before a surprise is told, and how many it takes until it counts half.
const ENOUGH: u64 = 20;
const HALF: f64 = 30.0;

/// The largest surprise: beyond one in a hundred thousand no tail of a short series can be trusted.
const MOST: f64 = 5.0;

/// The decimal logarithm of how seldom a figure at least as large came before.
///
/// Up to the ninth decile by counting, beyond it by a power law whose exponent is estimated (Hill) from the figures
/// between the ninth decile and the last fiftieth. The last fiftieth is left out, because it may be anomalies, and
/// anomalies must not make their like look ordinary.
#[derive(Debug, Clone)]
struct Surprise {
    past: Memory,
    seen: u64,
    tail: Tail,
}

#[derive(Debug, Clone, Copy, Default)]
struct Tail {
    /// Where the tail begins; 0 where there is none.
    start: f64,
    /// The surprise of `start`.
    surprise_at_start: f64,
    /// The mean of ln figure − ln start: their quotient would overflow where the start is next to nothing.
    heaviness: f64,
}

impl Tail {
    fn of(sorted: &[f64]) -> Self {
        let count = sorted.len();
        let (tail, cut) = ((count / 10).max(5), (count / 50).max(1));
        let trusted = sorted.get(count.saturating_sub(tail)..count.saturating_sub(cut)).unwrap_or(&[]);
        let (Some(&start), Some(&end)) = (trusted.first(), trusted.last()) else { return Self::default() };
        if start <= 0.0 {
            return Self::default();
        }
        let logarithms: f64 = trusted.iter().map(|figure| figure.ln() - start.ln()).sum();
        let of_cut = cut as f64 * (end.ln() - start.ln());
        Self {
            start,
            surprise_at_start: (count as f64 / tail as f64).log10(),
            heaviness: ((logarithms + of_cut) / trusted.len() as f64).max(0.05),
        }
    }
}

impl Surprise {
    fn new() -> Self {
        Self { past: Memory::new(1024), seen: 0, tail: Tail::default() }
    }

    /// How surprising `figure` (0 or more) is, 0 to [`MOST`]; if it is learned from, it belongs to the past afterwards.
    fn push(&mut self, figure: f64, learns: bool) -> f64 {
        let seen = self.seen as f64;
        let surprise = if self.seen < ENOUGH { 0.0 } else { self.of(figure) * seen / (seen + HALF) };
        if learns {
            self.seen += 1;
            if self.past.push(figure) {
                self.tail = Tail::of(self.past.sorted());
            }
        }
        surprise
    }

    fn of(&self, figure: f64) -> f64 {
        let tail = self.tail;
        let surprise = if tail.start > 0.0 && figure > tail.start {
            tail.surprise_at_start
                + (figure.ln() - tail.start.ln()) / tail.heaviness / std::f64::consts::LN_10
        } else {
            let below = self.past.sorted().partition_point(|past| *past < figure);
            let count = self.past.len();
            ((count + 1) as f64 / ((count - below) as f64 + 0.5)).log10()
        };
        surprise.clamp(0.0, MOST)
    }
}

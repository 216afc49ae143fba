//! A bounded, evenly thinned memory of a stream and its quantiles.

/// Keeps every n-th figure of a stream, where n doubles whenever the memory is full, so that all of the past is in it
/// with the same weight. Quantiles are of a sorted copy that is renewed when the stream has grown by a twentieth.
#[derive(Debug, Clone)]
pub(super) struct Memory {
    kept: Vec<f64>,
    sorted: Vec<f64>,
    capacity: usize,
    step: u64,
    seen: u64,
    sort_at: u64,
}

impl Memory {
    pub(super) fn new(capacity: usize) -> Self {
        Self { kept: Vec::new(), sorted: Vec::new(), capacity, step: 1, seen: 0, sort_at: 0 }
    }

    /// Whether the quantiles were renewed.
    pub(super) fn push(&mut self, figure: f64) -> bool {
        if self.seen.is_multiple_of(self.step) {
            self.kept.push(figure);
            if self.kept.len() >= self.capacity {
                let mut is_kept = false;
                self.kept.retain(|_| {
                    is_kept = !is_kept;
                    is_kept
                });
                self.step *= 2;
            }
        }
        self.seen += 1;
        let is_renewed = self.seen >= self.sort_at;
        if is_renewed {
            self.sorted.clone_from(&self.kept);
            self.sorted.sort_by(f64::total_cmp);
            self.sort_at = self.seen + (self.seen / 20).max(1);
        }
        is_renewed
    }

    /// How many figures the quantiles are of.
    pub(super) fn len(&self) -> usize {
        self.sorted.len()
    }

    /// In rising order.
    pub(super) fn sorted(&self) -> &[f64] {
        &self.sorted
    }

    /// The quantile, 0 while nothing was seen.
    pub(super) fn quantile(&self, share: f64) -> f64 {
        let last = self.sorted.len().saturating_sub(1);
        self.sorted.get((share * last as f64).round() as usize).copied().unwrap_or(0.0)
    }

    pub(super) fn median(&self) -> f64 {
        self.quantile(0.5)
    }

    /// A standard deviation that outliers do not move: from the quartiles, and where more than half of the figures
    /// are equal (a plant that mostly stands still) from quantiles further out.
    pub(super) fn spread(&self) -> f64 {
        let between = |low: f64| self.quantile(1.0 - low) - self.quantile(low);
        let (inner, outer, far) = (between(0.25) / 1.35, between(0.05) / 2.44, between(0.01) / 3.45);
        if inner > 0.0 {
            inner.max(0.3 * outer)
        } else if outer > 0.0 {
            0.5 * outer
        } else {
            0.5 * far
        }
    }
}

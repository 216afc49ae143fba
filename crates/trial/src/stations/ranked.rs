//! Cells in the order of their scores.

/// Cells by falling score, each with whether it is true.
#[derive(Debug)]
pub(super) struct Ranked {
    cells: Vec<(f64, bool)>,
    positives: usize,
}

impl Ranked {
    pub(super) fn new(mut cells: Vec<(f64, bool)>) -> Self {
        cells.sort_by(|a, b| b.0.total_cmp(&a.0));
        let positives = cells.iter().filter(|(_, is_true)| *is_true).count();
        Self { cells, positives }
    }

    /// As the threshold falls: true and false cells above it. Cells of one score come together.
    fn steps(&self) -> impl Iterator<Item = (usize, usize)> {
        let groups = self.cells.chunk_by(|a, b| a.0.total_cmp(&b.0).is_eq());
        groups.scan((0, 0), |(right, wrong), group| {
            let of_group = group.iter().filter(|(_, is_true)| *is_true).count();
            *right += of_group;
            *wrong += group.len() - of_group;
            Some((*right, *wrong))
        })
    }

    /// The sum of precision times the growth of recall; `None` if no cell is true.
    pub(super) fn average_precision(&self) -> Option<f64> {
        let (mut sum, mut before) = (0.0, 0);
        for (right, wrong) in self.steps() {
            sum += (right - before) as f64 * right as f64 / (right + wrong) as f64;
            before = right;
        }
        (self.positives > 0).then(|| sum / self.positives as f64)
    }

    /// The share of true cells above the lowest threshold at which no more than `share` of all cells are false and
    /// above it; `None` if no cell is true.
    pub(super) fn recall_at_false_share(&self, share: f64) -> Option<f64> {
        let most = self.cells.len() as f64 * share;
        let found =
            self.steps().take_while(|(_, wrong)| *wrong as f64 <= most).map(|(right, _)| right).last();
        (self.positives > 0).then(|| found.unwrap_or(0) as f64 / self.positives as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ranked(cells: &[(f64, bool)]) -> Ranked {
        Ranked::new(cells.to_vec())
    }

    #[test]
    fn precision_is_averaged_over_recall() {
        let perfect = ranked(&[(0.1, false), (0.9, true), (0.8, true)]);
        assert_eq!(perfect.average_precision(), Some(1.0));
        // 1/1 at the first, 2/3 at the second.
        let mixed = ranked(&[(0.9, true), (0.8, false), (0.7, true)]);
        assert!((mixed.average_precision().unwrap() - (1.0 + 2.0 / 3.0) / 2.0).abs() < 1e-12);
        assert_eq!(ranked(&[(0.9, false)]).average_precision(), None);
    }

    #[test]
    fn equal_scores_share_their_precision() {
        let equal = ranked(&[(0.5, true), (0.5, false), (0.5, false), (0.5, true)]);
        assert_eq!(equal.average_precision(), Some(0.5));
    }

    #[test]
    fn recall_is_read_at_the_false_cells_that_are_allowed() {
        let cells = [(0.9, true), (0.8, false), (0.7, true), (0.6, false), (0.5, true)];
        assert_eq!(ranked(&cells).recall_at_false_share(0.2), Some(2.0 / 3.0));
        assert_eq!(ranked(&cells).recall_at_false_share(0.1), Some(1.0 / 3.0));
        assert_eq!(ranked(&cells).recall_at_false_share(1.0), Some(1.0));
    }
}

//! A simple peer: the logarithm of the station over the median of the others, less what that usually is, over how
//! far it usually goes from that.

/// What is usual follows in so many hours.
const MEMORY_H: f64 = 720.0;
/// Added before logarithms are taken, and to how far a series goes: values are rounded.
const FLOORS: (f64, f64) = (5.0, 0.05);

/// The score of each cell, by row.
pub(super) fn scores(rows: &[(i64, Vec<Option<f64>>)]) -> Vec<Vec<Option<f64>>> {
    let mut usual: Vec<(f64, f64, f64)> = Vec::new();
    rows.iter()
        .map(|(_, values)| {
            usual.resize(usual.len().max(values.len()), (0.0, 0.3, 0.0));
            let scored = values.iter().zip(&mut usual).enumerate();
            scored
                .map(|(number, (value, (mean, reach, hours)))| {
                    let excess = log((*value)?) - median_without(values, number)?;
                    let score = (excess - *mean) / (*reach + FLOORS.1);
                    *hours += 1.0;
                    let part = 1.0 / hours.min(MEMORY_H);
                    *reach += ((excess - *mean).abs() - *reach) * part.min(0.05);
                    *mean += (excess - *mean) * part;
                    Some(score)
                })
                .collect()
        })
        .collect()
}

fn log(value: f64) -> f64 {
    (value.max(0.0) + FLOORS.0).ln()
}

fn median_without(values: &[Option<f64>], number: usize) -> Option<f64> {
    let others = values.iter().enumerate().filter(|(other, _)| *other != number);
    let mut others: Vec<f64> = others.filter_map(|(_, value)| value.map(log)).collect();
    others.sort_by(f64::total_cmp);
    others.get(others.len() / 2).copied()
}

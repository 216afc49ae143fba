//! Figures that a few wild values do not move.

/// The value at `part` (0 to 1) of the order; `None` without values.
pub(crate) fn quantile(mut values: Vec<f64>, part: f64) -> Option<f64> {
    if values.is_empty() {
        return None;
    }
    let position = part.clamp(0.0, 1.0) * (values.len() - 1) as f64;
    let low = position as usize;
    let (_, at, above) = values.select_nth_unstable_by(low, f64::total_cmp);
    let at = *at;
    let next = above.iter().copied().min_by(f64::total_cmp).unwrap_or(at);
    Some(at + (next - at) * position.fract())
}

/// The value in the middle; `None` without values.
pub(crate) fn median(values: Vec<f64>) -> Option<f64> {
    quantile(values, 0.5)
}

/// The standard deviation that a normal distribution with the same median of absolute values would have.
pub(crate) fn spread_about_zero(values: impl Iterator<Item = f64>) -> Option<f64> {
    Some(1.4826 * median(values.map(f64::abs).collect())?)
}

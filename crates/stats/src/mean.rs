/// The arithmetic mean; `None` of nothing.
pub fn mean(figures: impl IntoIterator<Item = f64>) -> Option<f64> {
    let (mut sum, mut count) = (0.0, 0u32);
    for figure in figures {
        sum += figure;
        count += 1;
    }
    (count > 0).then(|| sum / f64::from(count))
}

/// The mean of (figure, weight), as in HJ 212-2017 annex D for waste water, weighted by flow: Σ C·Q / Σ Q.
/// `None` where the weights add up to nothing, or one of them is below zero.
pub fn weighted_mean(figures: impl IntoIterator<Item = (f64, f64)>) -> Option<f64> {
    let (mut sum, mut weights) = (0.0, 0.0);
    for (figure, weight) in figures {
        if weight.is_nan() || weight < 0.0 {
            return None;
        }
        sum += figure * weight;
        weights += weight;
    }
    (weights > 0.0).then(|| sum / weights)
}

/// A flue-gas concentration converted (折算) to the reference oxygen content, per cent by volume:
/// C = C′ · (21 − O₂ref) / (21 − O₂), as HJ 212-2017 annex D has it; 21 is the oxygen of air in that formula.
///
/// `None` where the gas holds as much oxygen as air, or more: nothing was burnt in it, and the formula has its
/// singularity there. Also where a figure is no number, or the reference lies outside 0 to 21.
pub fn oxygen_converted(measured: f64, oxygen: f64, reference: f64) -> Option<f64> {
    const OXYGEN_OF_AIR: f64 = 21.0;
    let plausible = measured.is_finite() && (0.0..OXYGEN_OF_AIR).contains(&oxygen);
    if !plausible || !(0.0..OXYGEN_OF_AIR).contains(&reference) {
        return None;
    }
    let converted = measured * (OXYGEN_OF_AIR - reference) / (OXYGEN_OF_AIR - oxygen);
    converted.is_finite().then_some(converted)
}

/// Rounded to so many decimals, halves to the even digit. HJ 212-2025 asks for it in statistics; known at
/// second hand only, so that what is computed here stays unrounded and only what is shown is rounded.
pub fn round_half_even(figure: f64, decimals: u8) -> f64 {
    // 0.125 and 1.005 are halves in their decimal text only, not as binary numbers: hence over the shortest text.
    let scale = 10f64.powi(i32::from(decimals));
    let scaled: f64 = format!("{figure:e}")
        .split_once('e')
        .and_then(|(digits, power)| {
            let power: i32 = power.parse().ok()?;
            format!("{digits}e{}", power + i32::from(decimals)).parse().ok()
        })
        .unwrap_or(figure * scale);
    scaled.round_ties_even() / scale
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn oxygen_is_converted_and_the_singularity_gives_nothing() {
        assert_eq!(oxygen_converted(100.0, 6.0, 6.0), Some(100.0));
        assert_eq!(oxygen_converted(50.0, 13.5, 6.0), Some(100.0));
        for oxygen in [21.0, 20.95 + 0.1, -0.1, f64::NAN] {
            assert_eq!(oxygen_converted(50.0, oxygen, 6.0), None, "{oxygen}");
        }
        assert_eq!(oxygen_converted(f64::NAN, 6.0, 6.0), None);
        assert_eq!(oxygen_converted(50.0, 6.0, 21.0), None);
        assert_eq!(oxygen_converted(f64::MAX, 20.999_999, 6.0), None, "no infinity");
    }

    #[test]
    fn halves_go_to_the_even_digit() {
        for (figure, decimals, expected) in [
            (2.5, 0, 2.0),
            (3.5, 0, 4.0),
            (0.125, 2, 0.12),
            (0.135, 2, 0.14),
            (1.005, 2, 1.0),
            (1.015, 2, 1.02),
            (-2.5, 0, -2.0),
            (1234.5678, 2, 1234.57),
            (0.0, 2, 0.0),
        ] {
            assert_eq!(round_half_even(figure, decimals), expected, "{figure}");
        }
    }

    #[test]
    fn weights_that_are_none_give_no_mean() {
        assert_eq!(weighted_mean([(10.0, 1.0), (20.0, 3.0)]), Some(17.5));
        assert_eq!(weighted_mean([(10.0, 0.0)]), None);
        assert_eq!(weighted_mean([(10.0, 1.0), (20.0, -1.0)]), None);
        assert_eq!(mean([]), None);
    }
}

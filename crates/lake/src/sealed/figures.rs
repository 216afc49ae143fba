//! Figures as scaled integers: `figure == integer / 10^decimals`, to the last bit.
//!
//! Integers are below 2^53 and the powers of ten up to 10^15 are exact doubles, so their quotient is the one
//! double nearest to the decimal that a device wrote, whatever the scale.

use model::Values;

/// The most decimals that a scale can have.
pub(crate) const MAX_DECIMALS: u8 = 15;
/// The most decimals that a whole series is scaled to for the sake of one of its rows.
const MAX_COMMON_DECIMALS: u8 = 6;
/// Below 2^53, with room to spare.
const MAX_INTEGER: f64 = 9e15;

const POWERS_OF_TEN: [f64; 16] =
    [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];
const INTEGER_POWERS_OF_TEN: [i64; 16] = {
    let mut powers = [1i64; 16];
    let mut index = 1;
    while index < 16 {
        powers[index] = powers[index - 1] * 10;
        index += 1;
    }
    powers
};

/// The number of figures of a reading.
pub(crate) const FIGURES: usize = 7;
/// Where `total` stands among them: it has another unit than the others, and a scale of its own.
pub(crate) const TOTAL: usize = 3;

/// The figures in the order of the stored columns.
pub(crate) fn figures(values: &Values) -> [Option<f64>; FIGURES] {
    let Values { value, min, max, total, converted, converted_min, converted_max } = *values;
    [value, min, max, total, converted, converted_min, converted_max]
}

/// The reverse of [`figures`].
pub(crate) fn values(figures: [Option<f64>; FIGURES]) -> Values {
    let [value, min, max, total, converted, converted_min, converted_max] = figures;
    Values { value, min, max, total, converted, converted_min, converted_max }
}

/// A figure, as it is stored.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Stored {
    Absent,
    /// With the scale of its row.
    Scaled(i64),
    Exact(f64),
}

/// One row's figures with their scales.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct ScaledFigures {
    /// `None` where no figure of the row is scaled.
    pub(crate) decimals: Option<u8>,
    pub(crate) total_decimals: Option<u8>,
    pub(crate) figures: [Stored; FIGURES],
}

/// The scales that the rows of a series have in common: the most decimals that any of them needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Scale {
    decimals: u8,
    total_decimals: u8,
}

impl Scale {
    /// The scale of rows with these figures.
    pub(crate) fn common<'a>(rows: impl Iterator<Item = &'a Values>) -> Self {
        let mut scale = Self::default();
        for row in rows {
            for (index, figure) in figures(row).into_iter().enumerate() {
                let widest = if index == TOTAL { &mut scale.total_decimals } else { &mut scale.decimals };
                // Nearly every figure has the decimals that others of its series had.
                if figure.is_none_or(|figure| at_scale(figure, *widest).is_some()) {
                    continue;
                }
                let Some((_, decimals)) = figure.and_then(decimal) else { continue };
                if decimals <= MAX_COMMON_DECIMALS {
                    *widest = decimals.max(*widest);
                }
            }
        }
        scale
    }

    /// The row in this scale, or in a finer one where it needs one.
    pub(crate) fn apply(self, row: &Values) -> ScaledFigures {
        self.apply_quickly(row).unwrap_or_else(|| self.apply_slowly(row))
    }

    /// The row in exactly this scale, if every figure of it has one.
    fn apply_quickly(self, row: &Values) -> Option<ScaledFigures> {
        let mut stored = [Stored::Absent; FIGURES];
        let (mut decimals, mut total_decimals) = (None, None);
        for (index, (figure, slot)) in figures(row).into_iter().zip(&mut stored).enumerate() {
            let Some(figure) = figure else { continue };
            let (own, found) = match index {
                TOTAL => (self.total_decimals, &mut total_decimals),
                _ => (self.decimals, &mut decimals),
            };
            *slot = Stored::Scaled(at_scale(figure, own)?);
            *found = Some(own);
        }
        Some(ScaledFigures { decimals, total_decimals, figures: stored })
    }

    fn apply_slowly(self, row: &Values) -> ScaledFigures {
        let parts = figures(row).map(|figure| figure.map(|figure| (figure, decimal(figure))));
        let mut stored = [Stored::Absent; FIGURES];
        let total = |index: usize| index == TOTAL;
        let decimals = scale_group(&parts, &mut stored, self.decimals, |index| !total(index));
        let total_decimals = scale_group(&parts, &mut stored, self.total_decimals, total);
        ScaledFigures { decimals, total_decimals, figures: stored }
    }
}

type Part = Option<(f64, Option<(i64, u8)>)>;

fn scale_group(
    parts: &[Part; FIGURES],
    stored: &mut [Stored; FIGURES],
    common: u8,
    belongs: impl Fn(usize) -> bool,
) -> Option<u8> {
    let group = || parts.iter().enumerate().filter(|(index, _)| belongs(*index));
    let needed = group().filter_map(|(_, part)| Some((*part)?.1?.1)).max();
    let decimals = needed.map(|needed| needed.max(common));
    let mut scaled_any = false;
    for (index, part) in group() {
        let (Some((figure, decimal)), Some(slot)) = (*part, stored.get_mut(index)) else { continue };
        let scaled =
            decimal.zip(decimals).and_then(|((integer, own), decimals)| rescale(integer, decimals - own));
        *slot = scaled.map_or(Stored::Exact(figure), Stored::Scaled);
        scaled_any |= scaled.is_some();
    }
    decimals.filter(|_| scaled_any)
}

/// Whether one of these rows has a figure that no scale holds.
pub(crate) fn needs_exact<'a>(mut rows: impl Iterator<Item = &'a Values> + Clone) -> bool {
    let scale = Scale::common(rows.clone());
    rows.any(|row| scale.apply_quickly(row).is_none() && row_needs_exact(row))
}

fn row_needs_exact(row: &Values) -> bool {
    Scale::default().apply_slowly(row).figures.iter().any(|figure| matches!(figure, Stored::Exact(_)))
}

/// `integer / 10^decimals`, the only way in which a scaled figure is read.
pub(crate) fn unscale(integer: i64, decimals: u8) -> Option<f64> {
    Some(integer as f64 / POWERS_OF_TEN.get(usize::from(decimals))?)
}

fn rescale(integer: i64, more_decimals: u8) -> Option<i64> {
    let power = INTEGER_POWERS_OF_TEN.get(usize::from(more_decimals))?;
    integer.checked_mul(*power).filter(|scaled| (*scaled as f64).abs() < MAX_INTEGER)
}

/// The integer that gives `figure` with just so many decimals, if one does that is clearly the only one.
///
/// Below 2^50 no two integers have the same quotient, so it is what [`decimal`] finds, with zeros appended.
fn at_scale(figure: f64, decimals: u8) -> Option<i64> {
    const CLEAR: f64 = (1u64 << 50) as f64;
    // Added and taken away again it rounds to a whole number: above it doubles have no fractions.
    const WHOLE: f64 = (3u64 << 51) as f64;
    let power = POWERS_OF_TEN.get(usize::from(decimals))?;
    let product = figure * power;
    let integer = (product + WHOLE) - WHOLE;
    let same = integer.abs() < CLEAR && (integer / power).to_bits() == figure.to_bits();
    same.then_some(integer as i64)
}

/// The integer and the fewest decimals that give `figure`, if it is a decimal.
fn decimal(figure: f64) -> Option<(i64, u8)> {
    if figure == 0.0 && figure.is_sign_negative() {
        return None;
    }
    for decimals in 0..=MAX_DECIMALS {
        let power = POWERS_OF_TEN.get(usize::from(decimals))?;
        let integer = (figure * power).round();
        if !integer.is_finite() || integer.abs() >= MAX_INTEGER {
            return None;
        }
        if (integer / power).to_bits() == figure.to_bits() {
            return Some((integer as i64, decimals));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn any_figure() -> impl Strategy<Value = Option<f64>> {
        proptest::option::of(prop_oneof![
            (-10_000_000i64..10_000_000, 0u32..16).prop_map(|(i, d)| i as f64 / 10f64.powi(d as i32)),
            proptest::num::f64::ANY,
            proptest::sample::select(vec![0.0, -0.0, f64::NAN, f64::INFINITY, f64::MAX, 9e15, 0.1 + 0.2]),
            Just(235.576_536_233_014),
        ])
    }

    fn read(stored: ScaledFigures) -> [Option<u64>; FIGURES] {
        let mut index = 0;
        stored.figures.map(|figure| {
            let decimals = if index == TOTAL { stored.total_decimals } else { stored.decimals };
            index += 1;
            match figure {
                Stored::Absent => None,
                Stored::Scaled(integer) => Some(unscale(integer, decimals.unwrap()).unwrap().to_bits()),
                Stored::Exact(figure) => Some(figure.to_bits()),
            }
        })
    }

    proptest! {
        #[test]
        fn figures_are_read_back_to_the_bit(
            rows in proptest::collection::vec(proptest::array::uniform7(any_figure()), 1..6)
        ) {
            let rows: Vec<Values> = rows.into_iter().map(values).collect();
            let scale = Scale::common(rows.iter());
            for row in &rows {
                prop_assert_eq!(read(scale.apply(row)), figures(row).map(|figure| figure.map(f64::to_bits)));
                prop_assert_eq!(format!("{:?}", scale.apply(row)), format!("{:?}", scale.apply_slowly(row)));
            }
            prop_assert_eq!(needs_exact(rows.iter()), rows.iter().any(row_needs_exact));
        }
    }

    #[test]
    fn decimals_as_devices_send_them_are_scaled_alike() {
        let row = |value| Values { value: Some(value), max: Some(1.25), ..Values::default() };
        let scale = Scale::common([row(23.4), row(7.0)].iter());
        let stored = scale.apply(&row(23.4));
        assert_eq!(stored.decimals, Some(2));
        assert_eq!(stored.figures[0], Stored::Scaled(2340));
        assert_eq!(scale.apply(&row(235.576_536_233_014)).decimals, Some(12));
        assert_eq!(scale.apply(&row(f64::NAN)).decimals, Some(2), "the other figure still has its scale");
    }
}

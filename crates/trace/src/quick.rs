//! Logarithms and exponentials that are exact enough for likelihoods, several times as quick as the exact ones, and the
//! same on every machine: only IEEE additions, multiplications and divisions. Whole numbers are moved through the bits of
//! numbers and not converted, so that loops over them can take several at once.

/// Adding and taking away this rounds to a whole number.
const ROUNDING: f64 = 6_755_399_441_055_744.0;
/// ln 2 in two parts: multiples of the first are exact.
const LN_2: [f64; 2] = [0.693_147_180_369_123_8, 1.908_214_929_270_587_7e-10];

/// eˣ within 10⁻⁸ of it; 0 below −700, and above 700 what is there.
#[inline]
pub(crate) fn exp(x: f64) -> f64 {
    let within = x.clamp(-700.0, 700.0);
    let rounded = within * std::f64::consts::LOG2_E + ROUNDING;
    let whole = rounded - ROUNDING;
    let rest = within - whole * LN_2[0] - whole * LN_2[1];
    let series = 1.0 / 720.0 + rest / 5_040.0;
    let series = 1.0 / 24.0 + rest * (1.0 / 120.0 + rest * series);
    let series = 1.0 + rest * (1.0 + rest * (0.5 + rest * (1.0 / 6.0 + rest * series)));
    // The last bits of what was rounded are the whole number.
    let scale = f64::from_bits(rounded.to_bits().wrapping_add(1_023) << 52);
    if x < -700.0 { 0.0 } else { series * scale }
}

/// ln x within 10⁻⁷, for a positive number that is not among the very least.
#[inline]
pub(crate) fn ln(x: f64) -> f64 {
    const MANTISSA: u64 = (1 << 52) - 1;
    /// √½ has these bits: a number over its power of two is between that and √2.
    const HALF_ROOT: u64 = 0x3FE6_A09E_667F_3BCD;
    /// Powers of two are counted from −1,024, so that none is below zero …
    const FROM: u64 = 1_024 << 52;
    /// … and stand behind these bits of 2⁵², as which they are a number.
    const WHOLE: u64 = 0x4330_0000_0000_0000;
    let shifted = x.to_bits().wrapping_sub(HALF_ROOT);
    let power =
        f64::from_bits((shifted.wrapping_add(FROM) >> 52) | WHOLE) - (f64::from_bits(WHOLE) + 1_024.0);
    let rest = f64::from_bits((shifted & MANTISSA).wrapping_add(HALF_ROOT));
    let part = (rest - 1.0) / (rest + 1.0);
    let square = part * part;
    let series =
        2.0 * part * (1.0 + square * (1.0 / 3.0 + square * (0.2 + square * (1.0 / 7.0 + square / 9.0))));
    power * std::f64::consts::LN_2 + series
}

#[cfg(test)]
mod tests {
    #[test]
    fn both_are_what_they_should_be() {
        for number in -69_000..=69_000 {
            let x = f64::from(number) * 0.01 + 0.003;
            let exact = x.exp();
            assert!((super::exp(x) - exact).abs() <= 1e-8 * exact, "exp {x}");
            assert!((super::ln(exact) - x).abs() <= 1e-7, "ln of exp {x}");
        }
        assert_eq!(super::exp(-1e9), 0.0);
        assert_eq!(super::exp(0.0), 1.0);
        assert_eq!(super::ln(1.0), 0.0);
    }
}

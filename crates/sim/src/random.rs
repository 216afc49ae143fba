//! Randomness that is a pure function of (seed, name, index): the same on every machine, and one
//! entity's numbers do not depend on which other entities there are.
//!
//! Only integer arithmetic, IEEE additions, multiplications, divisions and square roots are used; functions
//! whose last digit differs between platforms (sine, logarithm …) are not.

/// A named stream of numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stream(u64);

fn mix(mut z: u64) -> u64 {
    // The finaliser of SplitMix64.
    z = z.wrapping_add(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

impl Stream {
    /// The root stream of a city.
    pub(crate) fn new(seed: u64) -> Self {
        Stream(mix(seed))
    }

    /// The stream of a part with this name.
    pub(crate) fn child(self, name: &str) -> Self {
        // FNV-1a over the name, then mixed with the parent.
        let hash = name
            .bytes()
            .fold(0xCBF2_9CE4_8422_2325u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01B3));
        Stream(mix(self.0 ^ hash))
    }

    /// The stream of the part with this number.
    pub(crate) fn at(self, index: i64) -> Self {
        Stream(mix(self.0 ^ mix(index.cast_unsigned())))
    }

    /// A number in [0, 1).
    pub(crate) fn uniform(self, index: i64) -> f64 {
        // 53 bits fit an f64 exactly.
        (self.at(index).0 >> 11) as f64 / (1u64 << 53) as f64
    }

    /// A number in [`low`, `high`).
    pub(crate) fn between(self, index: i64, low: f64, high: f64) -> f64 {
        low + (high - low) * self.uniform(index)
    }

    /// A bell-shaped number with mean 0 and standard deviation 1, never beyond ±3.47 (a sum of four
    /// uniforms, whose bounded tails keep honest plants honest).
    pub(crate) fn bell(self, index: i64) -> f64 {
        let bits = self.at(index).0;
        let sum: u64 = (0..4).map(|part| (bits >> (16 * part)) & 0xFFFF).sum();
        // Four uniforms on [0, 1]: mean 2, variance 1/3.
        (sum as f64 / 65_535.0 - 2.0) * 1.732_050_807_568_877_2
    }

    /// Noise that changes smoothly, with knots every `period_s`, about −2.5 to 2.5.
    pub(crate) fn smooth(self, time_s: f64, period_s: f64) -> f64 {
        let position = time_s / period_s;
        let knot = position.floor();
        let part = ease(position - knot);
        let knot = knot as i64;
        self.bell(knot) * (1.0 - part) + self.bell(knot + 1) * part
    }
}

/// 0 below 0, 1 above 1, smooth between (3x² − 2x³).
pub(crate) fn ease(x: f64) -> f64 {
    let x = x.clamp(0.0, 1.0);
    x * x * (3.0 - 2.0 * x)
}

/// A hump: 0 outside [0, 1], 1 in the middle; Bhaskara's rational form of sin πx, within 0.2 %.
pub(crate) fn hump(x: f64) -> f64 {
    if !(0.0..=1.0).contains(&x) {
        return 0.0;
    }
    let p = x * (1.0 - x);
    16.0 * p / (5.0 - 4.0 * p)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streams_are_reproducible_and_independent() {
        let root = Stream::new(7);
        assert_eq!(root.child("a").uniform(3), Stream::new(7).child("a").uniform(3));
        assert_ne!(root.child("a").uniform(3), root.child("b").uniform(3));
        assert_ne!(root.child("a").uniform(3), Stream::new(8).child("a").uniform(3));
    }

    #[test]
    fn the_numbers_have_the_promised_shape() {
        let stream = Stream::new(1).child("shape");
        let n = 20_000;
        let mean = (0..n).map(|i| stream.bell(i)).sum::<f64>() / n as f64;
        let variance = (0..n).map(|i| stream.bell(i).powi(2)).sum::<f64>() / n as f64;
        assert!(mean.abs() < 0.03, "{mean}");
        assert!((variance - 1.0).abs() < 0.05, "{variance}");
        assert!((0..n).all(|i| stream.bell(i).abs() <= 3.47 && (0.0..1.0).contains(&stream.uniform(i))));
    }

    #[test]
    fn smooth_noise_has_no_steps() {
        let stream = Stream::new(1).child("smooth");
        for second in 0..2000 {
            let step =
                stream.smooth(f64::from(second), 100.0) - stream.smooth(f64::from(second) + 1.0, 100.0);
            assert!(step.abs() < 0.12, "{step} at {second}");
        }
    }
}
